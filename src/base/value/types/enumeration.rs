//! Enums of the user's schema.

use crate::base::error::{Error, Result};
use crate::base::value::{Binder, Element, Row, Value};

/// A Rust enum that was generated for an entry of `enums`.
pub trait Enum: Copy + Send + Sync + 'static {
    /// The name of the enum.
    const NAME: &'static str;
    /// Every value, in the order of `models.yaml`.
    const ALL: &'static [Self];

    /// The text that the database holds.
    fn as_str(self) -> &'static str;

    /// The value that a text of the program's stands for: what `FromStr` of generated code calls.
    ///
    /// # Errors
    ///
    /// [`Error::Value`] where it stands for none.
    fn parse(text: &str) -> Result<Self> {
        Self::from_text(text).ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|value| value.as_str()).collect();
            let found = super::text::shortened(text);
            Error::value(format!(
                "{found} is none of {} (`{}`)",
                known.join(", "),
                Self::NAME
            ))
        })
    }

    /// The value that the database's text stands for.
    fn from_text(text: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|value| value.as_str() == text)
    }
}

impl<E: Enum> Value for E {
    #[inline]
    fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
        to.text(self.as_str())
    }

    #[inline]
    fn decode<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
        let Some(text) = row.text(index)? else {
            return Ok(None);
        };
        match E::from_text(text) {
            Some(value) => Ok(Some(value)),
            None => Err(unknown::<E>(index, text)),
        }
    }
}

impl<E: Enum> Element for E {}

#[cold]
fn unknown<E: Enum>(index: usize, text: &str) -> Error {
    let known: Vec<&str> = E::ALL.iter().map(|value| value.as_str()).collect();
    let expected = format!("one of {} (`{}`)", known.join(", "), E::NAME);
    Error::decode(index, expected, super::text::shortened(text))
}
