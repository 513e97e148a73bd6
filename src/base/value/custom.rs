//! Types of the user's in place of the usual ones.

use std::error::Error as StdError;

use crate::base::error::{Error, Result};

/// A type of your own as the type of a field, by `rust: crate::Email` in `models.yaml`.
///
/// ```
/// use tablewright::Custom;
///
/// struct Email(String);
///
/// impl Custom for Email {
///     type Stored = String;
///
///     fn to_stored(&self) -> String {
///         self.0.clone()
///     }
///
///     fn from_stored(text: String) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
///         if text.contains('@') { Ok(Email(text)) } else { Err("there is no @".into()) }
///     }
/// }
/// ```
pub trait Custom: Sized {
    /// The Rust type that the column would have without this one.
    type Stored;

    /// The value as the column holds it.
    fn to_stored(&self) -> Self::Stored;

    /// The value from what the column holds.
    ///
    /// # Errors
    ///
    /// Why the column holds what it should not; it becomes an [`Error::Decode`].
    fn from_stored(stored: Self::Stored) -> Result<Self, Box<dyn StdError + Send + Sync>>;
}

/// Turns what was read at a position into the user's type: for generated code.
///
/// # Errors
///
/// [`Error::Decode`] where the type refuses the value.
#[inline]
pub fn read<T: Custom>(stored: T::Stored, index: usize) -> Result<T> {
    T::from_stored(stored).map_err(|reason| refused::<T>(index, reason))
}

/// Turns what was read at a position, perhaps NULL, into the user's type: for generated code.
///
/// # Errors
///
/// [`Error::Decode`] where the type refuses the value.
#[inline]
pub fn read_opt<T: Custom>(stored: Option<T::Stored>, index: usize) -> Result<Option<T>> {
    stored.map(|stored| read(stored, index)).transpose()
}

#[cold]
fn refused<T>(index: usize, reason: Box<dyn StdError + Send + Sync>) -> Error {
    let name = std::any::type_name::<T>();
    let expected = format!("a value that `{name}` takes");
    Error::decode(index, expected, format!("another one: {reason}"))
}
