//! The Rust types that fields of models can have.

use tablewright_sql::table::Type;
use tablewright_sql::unsigned::Unsigned;

use crate::base::error::{Error, Result};
use crate::base::value::custom::{self, Custom};
use crate::base::value::id::Id;
use crate::base::value::parameter::Parameter;
use crate::base::value::types::{Enum, Stored};
use crate::base::value::{Row, Value};

/// A Rust type that a field of a model can have.
///
/// It is implemented by the types of the language, enums, typed keys, an `Option` of one of these,
/// your own types that implement [`Custom`], and types that are stored as JSON by serde.
#[diagnostic::on_unimplemented(
    message = "a field of a model cannot hold `{Self}`",
    note = "name your own type with `rust:` in models.yaml"
)]
pub trait Field: Sized + Send + 'static {
    /// The type without the `Option` of a nullable column.
    #[doc(hidden)]
    type Bare: Field;
    /// The type with an `Option`.
    #[doc(hidden)]
    type Optional: Field;
    /// Another type, with an `Option` if this type has one.
    #[doc(hidden)]
    type Or<X: Field>: Field;

    /// The type of a column for the Rust type, if there is no column.
    #[doc(hidden)]
    const TYPE: Type<'static> = Type::Text;
    /// Whether only a column knows the number of digits after the point.
    #[doc(hidden)]
    const HAS_SCALE: bool = false;

    /// The type of a column for the value, if there is no column.
    #[doc(hidden)]
    fn own_type(&self) -> Type<'static> {
        Self::TYPE
    }

    /// The value as a parameter that borrows from it.
    #[doc(hidden)]
    fn to_parameter<'a>(&'a self, ty: &Type<'_>) -> Parameter<'a>;

    /// The value as a parameter.
    #[doc(hidden)]
    fn into_parameter(self, ty: &Type<'_>) -> Parameter<'static>;

    /// Reads the value at a position; `None` is NULL.
    #[doc(hidden)]
    fn read_or_null<R: Row>(row: &R, index: usize, ty: &Type<'_>) -> Result<Option<Self>>;

    /// Reads the value at a position. Only an `Option` can be NULL.
    #[doc(hidden)]
    #[inline]
    fn read<R: Row>(row: &R, index: usize, ty: &Type<'_>) -> Result<Self> {
        match Self::read_or_null(row, index, ty)? {
            Some(value) => Ok(value),
            None => Err(Error::unexpected_null(index)),
        }
    }
}

impl<T: Field> Field for Option<T> {
    type Bare = T::Bare;
    type Optional = Option<T>;
    type Or<X: Field> = X::Optional;
    const TYPE: Type<'static> = T::TYPE;
    const HAS_SCALE: bool = T::HAS_SCALE;

    #[inline]
    fn to_parameter<'a>(&'a self, ty: &Type<'_>) -> Parameter<'a> {
        self.as_ref()
            .map_or(Parameter::Null, |value| value.to_parameter(ty))
    }

    #[inline]
    fn into_parameter(self, ty: &Type<'_>) -> Parameter<'static> {
        self.map_or(Parameter::Null, |value| value.into_parameter(ty))
    }

    fn read_or_null<R: Row>(row: &R, index: usize, ty: &Type<'_>) -> Result<Option<Self>> {
        T::read_or_null(row, index, ty).map(Some)
    }

    #[inline]
    fn read<R: Row>(row: &R, index: usize, ty: &Type<'_>) -> Result<Self> {
        T::read_or_null(row, index, ty)
    }
}

/// Types that convert to parameters by `From`.
macro_rules! plain {
    ($($type:ty => $ty:ident $(($of:expr))?),* $(,)?) => {$(
        impl Field for $type {
            type Bare = Self;
            type Optional = Option<Self>;
            type Or<X: Field> = X;
            const TYPE: Type<'static> = Type::$ty $(($of))?;

            #[inline]
            fn to_parameter<'a>(&'a self, _: &Type<'_>) -> Parameter<'a> {
                Parameter::from(*self)
            }

            #[inline]
            fn into_parameter(self, _: &Type<'_>) -> Parameter<'static> {
                Parameter::from(self)
            }

            #[inline]
            fn read_or_null<R: Row>(row: &R, index: usize, _: &Type<'_>) -> Result<Option<Self>> {
                row.get_opt(index)
            }
        }
    )*};
}

plain!(
    u8 => Unsigned(Unsigned::U8),
    u16 => Unsigned(Unsigned::U16),
    u32 => Unsigned(Unsigned::U32),
    u64 => Unsigned(Unsigned::U64),
);
plain!(bool => Bool, i16 => SmallInt, i32 => Integer, i64 => BigInt, f32 => Float, f64 => Double);
#[cfg(feature = "uuid")]
plain!(uuid::Uuid => Uuid);
#[cfg(feature = "jiff")]
plain!(
    jiff::Timestamp => Timestamp,
    jiff::civil::Date => Date,
    jiff::civil::Time => Time,
    jiff::civil::DateTime => DateTime,
    jiff::SignedDuration => BigInt,
);
#[cfg(feature = "chrono")]
plain!(
    chrono::DateTime<chrono::Utc> => Timestamp,
    chrono::NaiveDate => Date,
    chrono::NaiveTime => Time,
    chrono::NaiveDateTime => DateTime,
    chrono::TimeDelta => BigInt,
);

/// Types that a parameter can borrow from.
macro_rules! borrowed {
    ($($type:ty => $ty:expr, $own:expr);* $(;)?) => {$(
        impl Field for $type {
            type Bare = Self;
            type Optional = Option<Self>;
            type Or<X: Field> = X;
            const TYPE: Type<'static> = $ty;

            fn own_type(&self) -> Type<'static> {
                let own: fn(&Self) -> Type<'static> = $own;
                own(self)
            }

            #[inline]
            fn to_parameter<'a>(&'a self, _: &Type<'_>) -> Parameter<'a> {
                Parameter::from(self)
            }

            #[inline]
            fn into_parameter(self, _: &Type<'_>) -> Parameter<'static> {
                Parameter::from(self)
            }

            #[inline]
            fn read_or_null<R: Row>(row: &R, index: usize, _: &Type<'_>) -> Result<Option<Self>> {
                row.get_opt(index)
            }
        }
    )*};
}

borrowed! {
    String => Type::Text, |text| {
        u32::try_from(text.chars().count()).map_or(Type::Text, Type::String)
    };
    Vec<u8> => Type::Bytes(0), |_| Type::Bytes(0);
}

#[cfg(feature = "json")]
impl Field for serde_json::Value {
    type Bare = Self;
    type Optional = Option<Self>;
    type Or<X: Field> = X;
    const TYPE: Type<'static> = Type::Json;

    fn to_parameter<'a>(&'a self, _: &Type<'_>) -> Parameter<'a> {
        Parameter::json(self)
    }

    fn into_parameter(self, _: &Type<'_>) -> Parameter<'static> {
        Parameter::json(&self)
    }

    fn read_or_null<R: Row>(row: &R, index: usize, _: &Type<'_>) -> Result<Option<Self>> {
        row.get_opt(index)
    }
}

#[cfg(feature = "decimal")]
impl Field for rust_decimal::Decimal {
    type Bare = Self;
    type Optional = Option<Self>;
    type Or<X: Field> = X;
    const TYPE: Type<'static> = Type::Decimal(28, 0);
    const HAS_SCALE: bool = true;

    fn own_type(&self) -> Type<'static> {
        Type::Decimal(28, self.scale())
    }

    fn to_parameter<'a>(&'a self, ty: &Type<'_>) -> Parameter<'a> {
        Parameter::decimal(*self, ty)
    }

    fn into_parameter(self, ty: &Type<'_>) -> Parameter<'static> {
        Parameter::decimal(self, ty)
    }

    fn read_or_null<R: Row>(row: &R, index: usize, ty: &Type<'_>) -> Result<Option<Self>> {
        crate::base::value::types::decimal::read_or_null(row, index, ty.scale())
    }
}

impl<M: 'static, K: Field + Value> Field for Id<M, K> {
    type Bare = Self;
    type Optional = Option<Self>;
    type Or<X: Field> = X;
    const TYPE: Type<'static> = K::TYPE;

    fn own_type(&self) -> Type<'static> {
        self.value().own_type()
    }

    #[inline]
    fn to_parameter<'a>(&'a self, ty: &Type<'_>) -> Parameter<'a> {
        self.value().to_parameter(ty)
    }

    #[inline]
    fn into_parameter(self, ty: &Type<'_>) -> Parameter<'static> {
        self.into_value().into_parameter(ty)
    }

    #[inline]
    fn read_or_null<R: Row>(row: &R, index: usize, _: &Type<'_>) -> Result<Option<Self>> {
        row.get_opt(index)
    }
}

impl<T: Custom<Stored: Field> + Send + 'static> Field for T {
    type Bare = Self;
    type Optional = Option<Self>;
    type Or<X: Field> = X;
    const TYPE: Type<'static> = T::Stored::TYPE;
    const HAS_SCALE: bool = T::Stored::HAS_SCALE;

    fn own_type(&self) -> Type<'static> {
        self.to_stored().own_type()
    }

    fn to_parameter<'a>(&'a self, ty: &Type<'_>) -> Parameter<'a> {
        self.to_stored().into_parameter(ty)
    }

    fn into_parameter(self, ty: &Type<'_>) -> Parameter<'static> {
        self.to_stored().into_parameter(ty)
    }

    fn read_or_null<R: Row>(row: &R, index: usize, ty: &Type<'_>) -> Result<Option<Self>> {
        custom::read_opt(T::Stored::read_or_null(row, index, ty)?, index)
    }
}

/// A type that an array can hold.
#[diagnostic::on_unimplemented(message = "an array cannot hold `{Self}`")]
pub trait Item: Field {
    /// Reads an array; `None` is NULL.
    #[doc(hidden)]
    fn read_items<R: Row>(row: &R, index: usize, ty: &Type<'_>) -> Result<Option<Vec<Self>>>;
}

#[cfg(feature = "json")]
impl<T: Item> Field for Vec<T> {
    type Bare = Self;
    type Optional = Option<Self>;
    type Or<X: Field> = X;

    fn to_parameter<'a>(&'a self, ty: &Type<'_>) -> Parameter<'a> {
        let ty = item_type(ty);
        Parameter::List(self.iter().map(|item| item.to_parameter(ty)).collect())
    }

    fn into_parameter(self, ty: &Type<'_>) -> Parameter<'static> {
        let ty = item_type(ty);
        Parameter::List(
            self.into_iter()
                .map(|item| item.into_parameter(ty))
                .collect(),
        )
    }

    fn read_or_null<R: Row>(row: &R, index: usize, ty: &Type<'_>) -> Result<Option<Self>> {
        T::read_items(row, index, item_type(ty))
    }
}

#[cfg(feature = "json")]
fn item_type<'t>(ty: &Type<'t>) -> &'t Type<'t> {
    match ty {
        Type::Array(item) => item,
        _ => &Type::Text,
    }
}

/// Items that are read by their own methods.
macro_rules! item {
    ($($type:ty),* $(,)?) => {$(
        #[cfg(feature = "json")]
        impl Item for $type {
            fn read_items<R: Row>(row: &R, index: usize, _: &Type<'_>) -> Result<Option<Vec<Self>>> {
                row.list(index)
            }
        }
    )*};
}

item!(bool, i16, i32, i64, f32, f64, String, Vec<u8>);
#[cfg(feature = "uuid")]
item!(uuid::Uuid);
#[cfg(feature = "jiff")]
item!(
    jiff::Timestamp,
    jiff::civil::Date,
    jiff::civil::Time,
    jiff::civil::DateTime,
    jiff::SignedDuration,
);
#[cfg(feature = "chrono")]
item!(
    chrono::DateTime<chrono::Utc>,
    chrono::NaiveDate,
    chrono::NaiveTime,
    chrono::NaiveDateTime,
    chrono::TimeDelta,
);

#[cfg(all(feature = "json", feature = "decimal"))]
impl Item for rust_decimal::Decimal {
    fn read_items<R: Row>(row: &R, index: usize, ty: &Type<'_>) -> Result<Option<Vec<Self>>> {
        crate::base::value::types::decimal::read_items(row, index, ty.scale())
    }
}

/// The value of an enum as a parameter: for generated code.
#[inline]
pub fn enum_parameter<E: Enum>(value: E) -> Parameter<'static> {
    Parameter::from(value)
}

/// The type of an enum's columns, without its values: for generated code.
pub const fn enum_type<E: Enum>() -> Type<'static> {
    match E::STORED {
        Stored::Text => Type::Enum(&[]),
        Stored::I16(_) => Type::SmallInt,
        Stored::I32(_) => Type::Integer,
        Stored::I64(_) => Type::BigInt,
    }
}

/// Reads a value of an enum: for generated code.
///
/// # Errors
///
/// [`Error::Decode`] if the database has another text or number.
#[inline]
pub fn read_enum<E: Enum, R: Row>(row: &R, index: usize) -> Result<Option<E>> {
    row.get_opt(index)
}

/// Reads an array of an enum: for generated code.
///
/// # Errors
///
/// [`Error::Decode`] if the database has another value.
#[cfg(feature = "json")]
pub fn read_enums<E: Enum, R: Row>(row: &R, index: usize) -> Result<Option<Vec<E>>> {
    row.list(index)
}

/// Implements the traits of fields for a generated enum.
#[doc(hidden)]
#[macro_export]
macro_rules! __enum {
    ($name:ty) => {
        impl $crate::__private::Field for $name {
            type Bare = Self;
            type Optional = ::core::option::Option<Self>;
            type Or<X: $crate::__private::Field> = X;
            const TYPE: $crate::__private::Type<'static> = $crate::__private::enum_type::<$name>();

            #[inline]
            fn to_parameter<'a>(
                &'a self,
                _: &$crate::__private::Type<'_>,
            ) -> $crate::__private::Parameter<'a> {
                $crate::__private::enum_parameter(*self)
            }

            #[inline]
            fn into_parameter(
                self,
                _: &$crate::__private::Type<'_>,
            ) -> $crate::__private::Parameter<'static> {
                $crate::__private::enum_parameter(self)
            }

            #[inline]
            fn read_or_null<R: $crate::__private::Row>(
                row: &R,
                index: usize,
                _: &$crate::__private::Type<'_>,
            ) -> $crate::Result<::core::option::Option<Self>> {
                $crate::__private::read_enum(row, index)
            }
        }

        impl $crate::query::Comparable for $name {}
        impl $crate::query::Sortable for $name {}
        impl $crate::query::Ordered for $name {
            type Value = Self;
        }

        $crate::__enum_item!($name);
    };
}

/// Implements the traits of array items for a generated enum.
#[cfg(feature = "json")]
#[doc(hidden)]
#[macro_export]
macro_rules! __enum_item {
    ($name:ty) => {
        impl $crate::__private::Item for $name {
            fn read_items<R: $crate::__private::Row>(
                row: &R,
                index: usize,
                _: &$crate::__private::Type<'_>,
            ) -> $crate::Result<::core::option::Option<::std::vec::Vec<Self>>> {
                $crate::__private::read_enums(row, index)
            }
        }
    };
}

/// Arrays need the feature `json`.
#[cfg(not(feature = "json"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __enum_item {
    ($name:ty) => {};
}
