//! `string`, `text`, and the length limit of a `string(max)`.
//!
//! A [`String`] does not know its column, so the functions get the limit.

use crate::base::error::{Error, Result};
use crate::base::value::{Binder, Element, Row, Value};

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

/// Refuses more characters; `what` names the value in the message.
///
/// A database may truncate a longer string, or report it in its own way, so it is never sent.
#[inline]
pub(crate) fn within(what: &str, value: &str, max: u32) -> Result<()> {
    match excess(value, max) {
        None => Ok(()),
        Some(characters) => Err(too_long(what, characters, max)),
    }
}

/// The number of characters of a string, if there are more than the limit.
#[inline]
fn excess(value: &str, max: u32) -> Option<usize> {
    let max = max as usize;
    // A string has at most as many characters as bytes, so most strings need no counting.
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

/// The string, unless it has a character that not every database stores.
#[inline]
pub(crate) fn without_nul(text: &str) -> Result<&str> {
    if contains_nul(text.as_bytes()) {
        Err(has_nul())
    } else {
        Ok(text)
    }
}

/// Eight bytes at a time, because strings are short, and every string is searched.
#[inline]
fn contains_nul(bytes: &[u8]) -> bool {
    /// Whether one of the bytes is zero: only then does a borrow set a high bit that was not set.
    #[inline]
    fn has_zero(bytes: [u8; 8]) -> bool {
        const LOW: u64 = u64::from_ne_bytes([0x01; 8]);
        const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
        let bytes = u64::from_ne_bytes(bytes);
        bytes.wrapping_sub(LOW) & !bytes & HIGH != 0
    }
    match bytes.last_chunk::<8>() {
        // The last eight bytes may overlap the previous ones, so that none is left out.
        Some(last) => {
            let (chunks, _) = bytes.as_chunks::<8>();
            chunks.iter().any(|chunk| has_zero(*chunk)) || has_zero(*last)
        }
        None => bytes.contains(&0),
    }
}

#[cold]
fn has_nul() -> Error {
    Error::value("a text must not contain the character NUL")
}

/// The string in quotes, shortened if it is long, for a message.
pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nul_is_found_wherever_it_is() {
        for length in 0..40 {
            let text = "\u{1}\u{80}a\u{7f}é".chars().cycle().take(length);
            let text: String = text.collect();
            assert!(without_nul(&text).is_ok(), "{length}");
            for (position, _) in text.char_indices() {
                let mut text = text.clone();
                text.insert(position, '\0');
                assert!(without_nul(&text).is_err(), "{length} {position}");
            }
        }
    }

    #[test]
    fn characters_are_counted_and_not_bytes() {
        assert_eq!(excess("", 1), None);
        assert_eq!(excess("abc", 3), None);
        assert_eq!(excess("abc ", 3), Some(4));
        assert_eq!(excess("é🦀é", 3), None);
        assert_eq!(excess("é🦀é", 2), Some(3));
        // One letter for a reader, two characters for a database.
        assert_eq!(excess("e\u{301}", 1), Some(2));
    }
}
