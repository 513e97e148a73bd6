//! Custom Rust types of fields.

use std::error::Error as StdError;
use std::str::FromStr;

use crate::base::error::{Error, Result};
#[cfg(feature = "json")]
use crate::base::value::Row;
use crate::base::value::field::Field;
use crate::base::value::parameter::Parameter;

/// The reason why a custom type rejects a value.
type Reason = Box<dyn StdError + Send + Sync>;

/// A type of your own as the type of a field, by `rust: { type: crate::Email, by: custom }` in
/// `models.yaml`.
///
/// For a type with `From` or `TryFrom` and `Into`, generated code implements it: only
/// `rust: crate::Email` is needed.
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
    /// The usual Rust type of the column.
    type Stored;

    /// Converts to the stored value.
    fn to_stored(&self) -> Self::Stored;

    /// Converts from the stored value.
    ///
    /// # Errors
    ///
    /// The reason why the type rejects the stored value; it becomes an [`Error::Decode`].
    fn from_stored(stored: Self::Stored) -> Result<Self, Box<dyn StdError + Send + Sync>>;
}

/// A type that converts from its stored value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be converted from the `{S}` that its column holds",
    label = "implements neither `From<{S}>` nor `TryFrom<{S}>` with an error or a text as its \
        `Error`",
    note = "implement `From<{S}>` for it, or `TryFrom<{S}>` if it rejects some values; or \
        implement `tablewright::Custom` and write `by: custom` in models.yaml"
)]
pub trait FromStored<S>: Sized {
    /// Converts from the stored value.
    fn from_stored(stored: S) -> Result<Self, Reason>;
}

#[diagnostic::do_not_recommend]
impl<S, T: TryFrom<S, Error: Into<Reason>>> FromStored<S> for T {
    #[inline]
    fn from_stored(stored: S) -> Result<Self, Reason> {
        T::try_from(stored).map_err(Into::into)
    }
}

/// A type that converts to its stored value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be converted to the `{S}` that its column holds",
    label = "no `Clone` and `Into<{S}>`",
    note = "implement `From<{Self}>` for `{S}`, and derive `Clone`; or implement \
        `tablewright::Custom` and write `by: custom` in models.yaml"
)]
pub trait IntoStored<S>: Sized {
    /// Converts a copy to the stored value.
    fn copy_into_stored(&self) -> S;
}

#[diagnostic::do_not_recommend]
impl<S, T: Clone + Into<S>> IntoStored<S> for T {
    #[inline]
    fn copy_into_stored(&self) -> S {
        self.clone().into()
    }
}

/// Converts to the stored value: for generated code.
#[inline]
pub fn into_stored<T: IntoStored<S>, S>(value: &T) -> S {
    value.copy_into_stored()
}

/// Converts from the stored value: for generated code.
///
/// # Errors
///
/// The reason why the type rejects it.
#[inline]
pub fn from_stored<T: FromStored<S>, S>(stored: S) -> Result<T, Reason> {
    T::from_stored(stored)
}

/// A value as a parameter of raw SQL: for generated code.
pub fn cell_parameter<T: Custom<Stored: Field>>(value: &T) -> Parameter<'static> {
    value.to_stored().into_parameter(&T::Stored::TYPE)
}

/// A type that is parsed from a string.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a text",
    label = "no `FromStr`, whose error is an error or a text",
    note = "implement `std::str::FromStr` and `std::fmt::Display` for it; or remove `by: from_str` in \
            models.yaml and implement `TryFrom<String>`"
)]
pub trait Parsed: Sized {
    /// Parses it.
    fn parsed(text: &str) -> Result<Self, Reason>;
}

#[diagnostic::do_not_recommend]
impl<T: FromStr<Err: Into<Reason>>> Parsed for T {
    #[inline]
    fn parsed(text: &str) -> Result<Self, Reason> {
        text.parse().map_err(Into::into)
    }
}

/// Parses a value from a string: for generated code.
///
/// # Errors
///
/// The reason why the type rejects it.
#[inline]
pub fn parsed<T: Parsed>(text: &str) -> Result<T, Reason> {
    T::parsed(text)
}

/// Types of the standard library that a database stores as strings.
macro_rules! by_text {
    ($($ty:ty),*) => {$(
        impl Custom for $ty {
            type Stored = String;

            fn to_stored(&self) -> String {
                self.to_string()
            }

            fn from_stored(text: String) -> Result<Self, Reason> {
                parsed(&text)
            }
        }

        #[diagnostic::do_not_recommend]
        impl crate::query::Textual for $ty {}

        $crate::__cell!($ty);
    )*};
}

by_text!(std::net::IpAddr, std::net::Ipv4Addr, std::net::Ipv6Addr);

/// A type that serializes to JSON.
#[cfg(feature = "json")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as the JSON that its column holds",
    label = "no `serde::Serialize`",
    note = "derive `serde::Serialize` and `serde::Deserialize` for it"
)]
pub trait IntoDocument {
    /// Serializes it.
    fn to_document(&self) -> serde_json::Result<serde_json::Value>;
}

#[cfg(feature = "json")]
#[diagnostic::do_not_recommend]
impl<T: serde_core::Serialize> IntoDocument for T {
    fn to_document(&self) -> serde_json::Result<serde_json::Value> {
        serde_json::to_value(self)
    }
}

/// A type that deserializes from JSON.
#[cfg(feature = "json")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from the JSON that its column holds",
    label = "no `serde::Deserialize`",
    note = "derive `serde::Serialize` and `serde::Deserialize` for it"
)]
pub trait FromDocument: Sized {
    /// Deserializes it.
    fn from_document(document: serde_json::Value) -> serde_json::Result<Self>;
}

#[cfg(feature = "json")]
#[diagnostic::do_not_recommend]
impl<T: serde_core::de::DeserializeOwned> FromDocument for T {
    fn from_document(document: serde_json::Value) -> serde_json::Result<Self> {
        serde_json::from_value(document)
    }
}

/// JSON as a parameter: for generated code.
#[cfg(feature = "json")]
pub fn document_parameter<T: IntoDocument>(value: &T) -> Parameter<'static> {
    match value.to_document() {
        Ok(document) => Parameter::json(&document),
        Err(error) => Parameter::Invalid(format!("it is not JSON: {error}").into()),
    }
}

/// Reads JSON; `None` is NULL: for generated code.
///
/// # Errors
///
/// [`Error::Decode`] if the type rejects it.
#[cfg(feature = "json")]
pub fn read_document<T: FromDocument, R: Row>(row: &R, index: usize) -> Result<Option<T>> {
    let Some(document) = row.get_opt(index)? else {
        return Ok(None);
    };
    match T::from_document(document) {
        Ok(value) => Ok(Some(value)),
        Err(error) => Err(refused::<T>(index, error.into())),
    }
}

/// Converts the stored value at a position to the custom type: for generated code.
///
/// # Errors
///
/// [`Error::Decode`] if the type rejects the value.
#[inline]
pub fn read<T: Custom>(stored: T::Stored, index: usize) -> Result<T> {
    T::from_stored(stored).map_err(|reason| refused::<T>(index, reason))
}

/// Converts the stored value at a position, or NULL, to the custom type: for generated code.
///
/// # Errors
///
/// [`Error::Decode`] if the type rejects the value.
#[inline]
pub fn read_opt<T: Custom>(stored: Option<T::Stored>, index: usize) -> Result<Option<T>> {
    stored.map(|stored| read(stored, index)).transpose()
}

#[cold]
fn refused<T>(index: usize, reason: Box<dyn StdError + Send + Sync>) -> Error {
    let name = std::any::type_name::<T>();
    let expected = format!("a value that `{name}` accepts");
    Error::decode(index, expected, format!("another one: {reason}"))
}

/// Implements the traits of fields for a custom type with conversions.
#[doc(hidden)]
#[macro_export]
macro_rules! __try_from {
    ($name:ty, $stored:ty) => {
        impl $crate::Custom for $name {
            type Stored = $stored;

            #[inline]
            fn to_stored(&self) -> $stored {
                $crate::__private::into_stored::<$name, $stored>(self)
            }

            #[inline]
            fn from_stored(
                stored: $stored,
            ) -> ::core::result::Result<
                Self,
                ::std::boxed::Box<
                    dyn ::std::error::Error + ::core::marker::Send + ::core::marker::Sync,
                >,
            > {
                $crate::__private::from_stored::<$name, $stored>(stored)
            }
        }
    };
}

/// Implements the traits of fields for a custom type that is stored as a string.
#[doc(hidden)]
#[macro_export]
macro_rules! __from_str {
    ($name:ty) => {
        impl $crate::Custom for $name {
            type Stored = ::std::string::String;

            fn to_stored(&self) -> ::std::string::String {
                ::std::string::ToString::to_string(self)
            }

            fn from_stored(
                text: ::std::string::String,
            ) -> ::core::result::Result<
                Self,
                ::std::boxed::Box<
                    dyn ::std::error::Error + ::core::marker::Send + ::core::marker::Sync,
                >,
            > {
                $crate::__private::parsed::<$name>(&text)
            }
        }
    };
}

/// Implements the traits of raw SQL for a custom type.
#[doc(hidden)]
#[macro_export]
macro_rules! __cell {
    ($name:ty) => {
        $crate::__cell!(
            $name,
            $crate::__private::read_cell,
            $crate::__private::cell_parameter
        );
    };
    ($name:ty, $read:expr, $parameter:expr) => {
        impl $crate::__private::Cell for $name {
            fn read_or_null<R: $crate::__private::Row>(
                row: &R,
                index: usize,
            ) -> $crate::Result<::core::option::Option<Self>> {
                $read(row, index)
            }
        }

        impl<'a> ::core::convert::From<&$name> for $crate::__private::Parameter<'a> {
            fn from(value: &$name) -> Self {
                $parameter(value)
            }
        }

        impl<'a> ::core::convert::From<$name> for $crate::__private::Parameter<'a> {
            fn from(value: $name) -> Self {
                $parameter(&value)
            }
        }
    };
}

/// Implements the traits of fields for a custom type that is stored as JSON.
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($name:ty) => {
        impl $crate::__private::Field for $name {
            type Bare = Self;
            type Optional = ::core::option::Option<Self>;
            type Or<X: $crate::__private::Field> = X;
            const TYPE: $crate::__private::Type<'static> = $crate::__private::Type::Json;

            fn to_parameter<'a>(
                &'a self,
                _: &$crate::__private::Type<'_>,
            ) -> $crate::__private::Parameter<'a> {
                $crate::__private::document_parameter::<$name>(self)
            }

            fn into_parameter(
                self,
                _: &$crate::__private::Type<'_>,
            ) -> $crate::__private::Parameter<'static> {
                $crate::__private::document_parameter::<$name>(&self)
            }

            fn read_or_null<R: $crate::__private::Row>(
                row: &R,
                index: usize,
                _: &$crate::__private::Type<'_>,
            ) -> $crate::Result<::core::option::Option<Self>> {
                $crate::__private::read_document::<$name, R>(row, index)
            }
        }

        impl $crate::query::Document for $name {}

        $crate::__cell!(
            $name,
            $crate::__private::read_document,
            $crate::__private::document_parameter
        );
    };
}
