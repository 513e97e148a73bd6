//! Types for columns of the models `own_types`.

use std::collections::BTreeMap;
use std::error::Error;

use serde::{Deserialize, Serialize, Serializer, ser};
use tablewright::Custom;
use tablewright::jiff::SignedDuration;
use tablewright::jiff::civil::Date;
use tablewright::rust_decimal::Decimal;

use crate::models::own_types::Cover;

/// The number of a book: 13 digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Isbn(String);

impl TryFrom<String> for Isbn {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.len() == 13 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Isbn(text))
        } else {
            Err("an ISBN has 13 digits")
        }
    }
}

impl From<Isbn> for String {
    fn from(isbn: Isbn) -> String {
        isbn.0
    }
}

/// A secret of four digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pin(String);

impl TryFrom<String> for Pin {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.len() {
            4 => Ok(Pin(text)),
            _ => Err(format!("`{text}` has no four digits")),
        }
    }
}

impl From<Pin> for String {
    fn from(pin: Pin) -> String {
        pin.0
    }
}

/// An amount of money; any number is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cents(pub i64);

impl From<i64> for Cents {
    fn from(cents: i64) -> Cents {
        Cents(cents)
    }
}

impl From<Cents> for i64 {
    fn from(cents: Cents) -> i64 {
        cents.0
    }
}

/// Declares a type around another, with conversions in both directions.
macro_rules! around {
    ($($(#[$doc:meta])* $name:ident: $stored:ty;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name(pub $stored);

        impl From<$stored> for $name {
            fn from(stored: $stored) -> $name {
                $name(stored)
            }
        }

        impl From<$name> for $stored {
            fn from(value: $name) -> $stored {
                value.0
            }
        }
    )*};
}

around! {
    /// How much of a price is tax.
    Rate: Decimal;
    /// When a book was printed.
    Day: Date;
    /// How a book is bound.
    Binding: Cover;
    /// The topics of a book.
    Topics: Vec<String>;
}

/// How a book looks, as a document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Layout {
    /// How many columns a page has.
    pub columns: u8,
    /// The fonts, by their purpose.
    #[serde(default)]
    pub fonts: BTreeMap<String, String>,
    /// A part that may be impossible to write.
    #[serde(default)]
    pub part: Part,
}

/// A part of a document.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub enum Part {
    /// It is written.
    #[default]
    Written,
    /// It cannot be.
    Impossible,
}

impl Serialize for Part {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Part::Written => serializer.serialize_str("Written"),
            Part::Impossible => Err(ser::Error::custom("nobody can write it")),
        }
    }
}

/// Where a book stands, by a hand-written impl.
#[derive(Clone, Debug, PartialEq)]
pub struct Shelf(pub char);

impl Custom for Shelf {
    type Stored = String;

    fn to_stored(&self) -> String {
        self.0.to_string()
    }

    fn from_stored(stored: String) -> Result<Self, Box<dyn Error + Send + Sync>> {
        stored
            .parse()
            .map(Shelf)
            .map_err(|_| format!("{} characters", stored.chars().count()).into())
    }
}

/// A path in a tree, `top.left`, whose labels have a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path(pub Vec<String>);

impl std::str::FromStr for Path {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let labels: Vec<String> = text.split('.').map(str::to_owned).collect();
        match labels.iter().all(|label| !label.is_empty()) {
            true => Ok(Path(labels)),
            false => Err(format!("`{text}` has a label without a text")),
        }
    }
}

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join("."))
    }
}

/// A vector, as pgvector writes it: `[1,0.5,-2]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Embedding(pub Vec<f32>);

impl std::str::FromStr for Embedding {
    type Err = std::num::ParseFloatError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let numbers = text.trim_matches(['[', ']']).split(',');
        numbers
            .map(|number| number.trim().parse())
            .collect::<Result<_, _>>()
            .map(Embedding)
    }
}

impl std::fmt::Display for Embedding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let numbers: Vec<String> = self.0.iter().map(f32::to_string).collect();
        write!(f, "[{}]", numbers.join(","))
    }
}

/// A pause; any span of time is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause(pub SignedDuration);

impl From<SignedDuration> for Pause {
    fn from(span: SignedDuration) -> Pause {
        Pause(span)
    }
}

impl From<Pause> for SignedDuration {
    fn from(pause: Pause) -> SignedDuration {
        pause.0
    }
}
