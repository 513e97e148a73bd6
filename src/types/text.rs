//! `string`, `text`, and the characters that a `string(max)` may have.
//!
//! The functions are for generated code, because a [`String`] does not know its column.

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

/// Binds a text of at most `max` characters.
///
/// A database may cut off what is too long, or say so in its own way, and is not asked.
///
/// # Errors
///
/// [`Error::Value`] where the text has more characters than the column takes, or a NUL.
#[inline]
pub fn bind<B: Binder>(to: &mut B, value: &str, max: u32) -> Result<()> {
    match excess(value, max) {
        None => to.text(without_nul(value)?),
        Some(characters) => Err(too_long("it", characters, max)),
    }
}

/// Binds a text of at most `max` characters, or NULL.
///
/// # Errors
///
/// As [`bind`].
#[inline]
pub fn bind_opt<B: Binder>(to: &mut B, value: Option<&String>, max: u32) -> Result<()> {
    match value {
        Some(value) => bind(to, value, max),
        None => to.null(),
    }
}

/// Refuses a text of more characters.
pub(crate) fn within(value: &str, max: u32) -> Result<()> {
    match excess(value, max) {
        None => Ok(()),
        Some(characters) => Err(too_long("it", characters, max)),
    }
}

/// The characters of a text that has more of them than that.
#[inline]
fn excess(value: &str, max: u32) -> Option<usize> {
    let max = max as usize;
    // No text has more characters than bytes, so most need not be counted.
    if value.len() <= max {
        return None;
    }
    Some(value.chars().count()).filter(|characters| *characters > max)
}

#[cold]
fn too_long(what: &str, characters: usize, max: u32) -> Error {
    Error::value(format!(
        "{what} has {characters} characters; string({max}) takes at most {max}"
    ))
}

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

#[cfg(feature = "json")]
pub use lists::{bind_list, bind_list_opt};

#[cfg(feature = "json")]
mod lists {
    use super::{excess, too_long};
    use crate::Result;
    use crate::value::Binder;

    /// Binds a list of texts of at most `max` characters.
    ///
    /// # Errors
    ///
    /// As [`bind`](super::bind).
    pub fn bind_list<B: Binder>(to: &mut B, values: &[String], max: u32) -> Result<()> {
        for (number, value) in (1..).zip(values) {
            if let Some(characters) = excess(value, max) {
                return Err(too_long(&format!("item {number}"), characters, max));
            }
        }
        to.list(values)
    }

    /// Binds a list of texts of at most `max` characters, or NULL.
    ///
    /// # Errors
    ///
    /// As [`bind`](super::bind).
    pub fn bind_list_opt<B: Binder>(
        to: &mut B,
        values: Option<&Vec<String>>,
        max: u32,
    ) -> Result<()> {
        match values {
            Some(values) => bind_list(to, values, max),
            None => to.null(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_and_not_bytes() {
        assert_eq!(excess("", 1), None);
        assert_eq!(excess("abc", 3), None);
        assert_eq!(excess("abc ", 3), Some(4));
        assert_eq!(excess("é🦀é", 3), None);
        assert_eq!(excess("é🦀é", 2), Some(3));
        // One letter to a reader, two characters to a database.
        assert_eq!(excess("e\u{301}", 1), Some(2));
    }
}
