//! `string`, `text` and `bytes`.

use crate::value::{Binder, Element, Row, Value};
use crate::{Error, Result};

impl Value for String {
    #[inline]
    fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
        to.text(without_nul(self)?)
    }

    #[inline]
    fn decode<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
        Ok(row.text(index)?.map(str::to_owned))
    }
}

impl Element for String {}

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

/// The text, unless it has a character that not every database holds.
#[inline]
pub(crate) fn without_nul(text: &str) -> Result<&str> {
    if text.as_bytes().contains(&0) {
        Err(has_nul())
    } else {
        Ok(text)
    }
}

#[cold]
fn has_nul() -> Error {
    Error::value("a text must not contain the character NUL")
}

/// The text in quotes, cut off where it is long, for a message.
pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}
