//! Enums of the models.

use crate::base::error::{Error, Result};
use crate::base::value::{Binder, Element, Row, Value};

/// A generated enum.
pub trait Enum: Copy + Send + Sync + 'static {
    /// The name of the enum.
    const NAME: &'static str;
    /// Every value, in the order of `models.yaml`.
    const ALL: &'static [Self];

    /// The stored form of the values.
    #[doc(hidden)]
    const STORED: Stored<Self> = Stored::Text;

    /// The name of the value, which the database stores unless it stores numbers.
    fn as_str(self) -> &'static str;

    /// The value with a name: for `FromStr` of generated code.
    ///
    /// # Errors
    ///
    /// [`Error::Value`] if there is none.
    fn parse(text: &str) -> Result<Self> {
        Self::from_text(text).ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|value| value.as_str()).collect();
            let found = super::text::shortened(text);
            Error::value(format!(
                "{found} is not one of {} (`{}`)",
                known.join(", "),
                Self::NAME
            ))
        })
    }

    /// The value with a number: for `TryFrom` of generated code.
    ///
    /// # Errors
    ///
    /// [`Error::Value`] if there is none.
    #[doc(hidden)]
    fn of_number(number: impl Into<i64>) -> Result<Self> {
        let number = number.into();
        Self::from_number(number).ok_or_else(|| {
            let known = numbers::<Self>();
            Error::value(format!("{number} is not one of {known} (`{}`)", Self::NAME))
        })
    }

    /// The value that is stored as this number.
    #[doc(hidden)]
    fn from_number(number: i64) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|value| value.number() == Some(number))
    }

    /// The number that the database stores, if it stores numbers.
    #[doc(hidden)]
    #[inline]
    fn number(self) -> Option<i64> {
        match Self::STORED {
            Stored::Text => None,
            Stored::I16(number) => Some(number(self).into()),
            Stored::I32(number) => Some(number(self).into()),
            Stored::I64(number) => Some(number(self)),
        }
    }

    /// The value that is stored as this text.
    fn from_text(text: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|value| value.as_str() == text)
    }
}

/// The stored form of an enum: names, or numbers.
#[derive(Clone, Copy, Debug)]
pub enum Stored<E> {
    /// The name of each value.
    Text,
    /// A `smallint`.
    I16(fn(E) -> i16),
    /// An `integer`.
    I32(fn(E) -> i32),
    /// A `bigint`.
    I64(fn(E) -> i64),
}

impl<E: Enum> Value for E {
    #[inline]
    fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
        match E::STORED {
            Stored::Text => to.text(self.as_str()),
            Stored::I16(number) => to.i16(number(*self)),
            Stored::I32(number) => to.i32(number(*self)),
            Stored::I64(number) => to.i64(number(*self)),
        }
    }

    #[inline]
    fn decode<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
        match E::STORED {
            Stored::Text => {}
            Stored::I16(_) => return of_stored(row.i16(index)?.map(i64::from), index),
            Stored::I32(_) => return of_stored(row.i32(index)?.map(i64::from), index),
            Stored::I64(_) => return of_stored(row.i64(index)?, index),
        }
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

/// The value that is stored as the number at a position.
fn of_stored<E: Enum>(number: Option<i64>, index: usize) -> Result<Option<E>> {
    let Some(number) = number else {
        return Ok(None);
    };
    match E::from_number(number) {
        Some(value) => Ok(Some(value)),
        None => {
            let expected = format!("one of {} (`{}`)", numbers::<E>(), E::NAME);
            Err(Error::decode(index, expected, number.to_string()))
        }
    }
}

/// The numbers of an enum, for messages.
#[cold]
fn numbers<E: Enum>() -> String {
    let numbers = E::ALL.iter().filter_map(|value| value.number());
    let numbers: Vec<String> = numbers.map(|number| number.to_string()).collect();
    numbers.join(", ")
}

#[cold]
fn unknown<E: Enum>(index: usize, text: &str) -> Error {
    let known: Vec<&str> = E::ALL.iter().map(|value| value.as_str()).collect();
    let expected = format!("one of {} (`{}`)", known.join(", "), E::NAME);
    Error::decode(index, expected, super::text::shortened(text))
}
