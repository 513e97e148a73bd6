//! The Rust types of columns, and their conversions for databases.

mod bool;
pub(crate) mod bytes;
#[cfg(feature = "chrono")]
pub(crate) mod chrono;
#[cfg(feature = "decimal")]
pub(crate) mod decimal;
mod enumeration;
#[cfg(feature = "jiff")]
pub(crate) mod jiff;
#[cfg(feature = "json")]
pub(crate) mod json;
#[cfg(feature = "json")]
pub(crate) mod list;
mod number;
pub(crate) mod text;
#[cfg(feature = "uuid")]
mod uuid;

pub use enumeration::{Enum, Stored};
pub(crate) use number::{NOT_FINITE, finite32, finite64, signed64};
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub(crate) use text::shortened;
pub(crate) use text::without_nul;

/// The year, in the range of databases.
#[cfg(any(feature = "jiff", feature = "chrono"))]
fn year(year: impl TryInto<u16>) -> crate::base::error::Result<u16> {
    match year.try_into() {
        Ok(year @ 1..=9999) => Ok(year),
        Ok(_) | Err(_) => Err(crate::base::error::Error::value(
            "its year is not between 1 and 9999",
        )),
    }
}

/// The error of a duration that does not fit into 64 bits of microseconds.
#[cfg(any(feature = "jiff", feature = "chrono"))]
#[cold]
fn too_long() -> crate::base::error::Error {
    crate::base::error::Error::value("a `duration` has at most 292,271 years")
}
