//! `bytes`, and the length limit of a `bytes(max)`.
//!
//! A `Vec<u8>` does not know its column, so the functions get the limit.

use crate::base::error::{Error, Result};
use crate::base::value::{Binder, Element, Row, Value};

impl Value for Vec<u8> {
    #[inline]
    fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
        to.bytes(self)
    }

    #[inline]
    fn decode<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
        row.bytes_owned(index)
    }
}

impl Element for Vec<u8> {}

/// Refuses more bytes; `what` names the value in the message.
#[inline]
pub(crate) fn within(what: &str, value: &[u8], max: u32) -> Result<()> {
    if value.len() > max as usize {
        Err(too_long(what, value.len(), max))
    } else {
        Ok(())
    }
}

#[cold]
fn too_long(what: &str, bytes: usize, max: u32) -> Error {
    Error::value(format!(
        "{what} has {bytes} bytes; bytes({max}) takes at most {max}"
    ))
}
