//! `bytes`, and the length that those of a `bytes(max)` may have.
//!
//! The functions are for generated code, because a `Vec<u8>` does not know its column.

use crate::value::{Binder, Element, Row, Value};
use crate::{Error, Result};

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

/// Binds at most `max` bytes.
///
/// # Errors
///
/// [`Error::Value`] where there are more.
#[inline]
pub fn bind<B: Binder>(to: &mut B, value: &[u8], max: u32) -> Result<()> {
    within(value, max)?;
    to.bytes(value)
}

/// Refuses more bytes.
#[inline]
pub(crate) fn within(value: &[u8], max: u32) -> Result<()> {
    if value.len() > max as usize {
        Err(too_long("it", value.len(), max))
    } else {
        Ok(())
    }
}

/// Binds at most `max` bytes, or NULL.
///
/// # Errors
///
/// As [`bind`].
#[inline]
pub fn bind_opt<B: Binder>(to: &mut B, value: Option<&Vec<u8>>, max: u32) -> Result<()> {
    match value {
        Some(value) => bind(to, value, max),
        None => to.null(),
    }
}

#[cold]
fn too_long(what: &str, bytes: usize, max: u32) -> Error {
    Error::value(format!(
        "{what} has {bytes} bytes; bytes({max}) takes at most {max}"
    ))
}

#[cfg(feature = "json")]
pub use lists::{bind_list, bind_list_opt};

#[cfg(feature = "json")]
mod lists {
    use super::too_long;
    use crate::Result;
    use crate::value::Binder;

    /// Binds a list whose items have at most `max` bytes.
    ///
    /// # Errors
    ///
    /// As [`bind`](super::bind).
    pub fn bind_list<B: Binder>(to: &mut B, values: &[Vec<u8>], max: u32) -> Result<()> {
        for (number, value) in (1..).zip(values) {
            if value.len() > max as usize {
                return Err(too_long(&format!("item {number}"), value.len(), max));
            }
        }
        to.list(values)
    }

    /// Binds a list whose items have at most `max` bytes, or NULL.
    ///
    /// # Errors
    ///
    /// As [`bind`](super::bind).
    pub fn bind_list_opt<B: Binder>(
        to: &mut B,
        values: Option<&Vec<Vec<u8>>>,
        max: u32,
    ) -> Result<()> {
        match values {
            Some(values) => bind_list(to, values, max),
            None => to.null(),
        }
    }
}
