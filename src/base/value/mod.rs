//! Values as parameters of statements and as columns of rows.
//!
//! A driver implements [`Binder`] and [`Row`], with a method for each type that databases may treat
//! differently. A Rust type implements [`Value`] on these, once for all drivers.

use std::borrow::Cow;

pub(crate) mod custom;
pub(crate) mod field;
pub(crate) mod id;
pub(crate) mod key;
pub(crate) mod parameter;
pub(crate) mod types;

use tablewright_sql::civil::{Date, DateTime, Time};

use crate::base::error::{Error, Result};

/// Receives the parameters of a statement in their order.
///
/// Every method binds the next parameter, and fails if the database cannot hold the value.
pub trait Binder {
    /// Binds NULL.
    fn null(&mut self) -> Result<()>;
    /// Binds a `bool`.
    fn bool(&mut self, value: bool) -> Result<()>;
    /// Binds a `smallint`.
    fn i16(&mut self, value: i16) -> Result<()>;
    /// Binds an `integer`.
    fn i32(&mut self, value: i32) -> Result<()>;
    /// Binds a `bigint`.
    fn i64(&mut self, value: i64) -> Result<()>;
    /// Binds a `float`, which is finite.
    fn f32(&mut self, value: f32) -> Result<()>;
    /// Binds a `double`, which is finite.
    fn f64(&mut self, value: f64) -> Result<()>;
    /// Binds a `decimal` of `digits` × 10^-`scale`, for a column of exactly that scale.
    fn decimal(&mut self, digits: i128, scale: u32) -> Result<()>;
    /// Binds a `string`, a `text` or an enum.
    fn text(&mut self, value: &str) -> Result<()>;
    /// Binds `bytes`.
    fn bytes(&mut self, value: &[u8]) -> Result<()>;
    /// Binds a `uuid`.
    fn uuid(&mut self, value: [u8; 16]) -> Result<()>;
    /// Binds a `date`.
    fn date(&mut self, value: Date) -> Result<()>;
    /// Binds a `time`.
    fn time(&mut self, value: Time) -> Result<()>;
    /// Binds a `datetime`.
    fn datetime(&mut self, value: DateTime) -> Result<()>;
    /// Binds a `timestamp`, given in UTC.
    fn timestamp(&mut self, value: DateTime) -> Result<()>;
    /// Binds JSON text.
    fn json(&mut self, value: &str) -> Result<()>;

    /// Binds a list, as JSON if the database has no arrays.
    #[inline]
    fn list<T: Element>(&mut self, items: &[T]) -> Result<()>
    where
        Self: Sized,
    {
        #[cfg(feature = "json")]
        return self.json(&crate::base::value::types::list::to_json(items)?);
        #[cfg(not(feature = "json"))]
        {
            let _ = items;
            Err(Error::value(
                "an array needs the feature `json` of tablewright",
            ))
        }
    }

    /// Binds a value.
    #[inline]
    fn value<T: Value>(&mut self, value: &T) -> Result<()>
    where
        Self: Sized,
    {
        value.encode(self)
    }

    /// Binds a value or NULL.
    #[inline]
    fn value_or_null<T: Value>(&mut self, value: Option<&T>) -> Result<()>
    where
        Self: Sized,
    {
        match value {
            Some(value) => value.encode(self),
            None => self.null(),
        }
    }
}

/// A row of a result, read by position from 0. `None` stands for NULL.
///
/// Every method fails with [`Error::Decode`] if the database has another value.
pub trait Row {
    /// Reads a `bool`.
    fn bool(&self, index: usize) -> Result<Option<bool>>;
    /// Reads a `smallint`.
    fn i16(&self, index: usize) -> Result<Option<i16>>;
    /// Reads an `integer`.
    fn i32(&self, index: usize) -> Result<Option<i32>>;
    /// Reads a `bigint`.
    fn i64(&self, index: usize) -> Result<Option<i64>>;
    /// Reads a `float`.
    fn f32(&self, index: usize) -> Result<Option<f32>>;
    /// Reads a `double`.
    fn f64(&self, index: usize) -> Result<Option<f64>>;
    /// Reads a `decimal` of a column of that scale, as `digits` × 10^-`scale`.
    fn decimal(&self, index: usize, scale: u32) -> Result<Option<i128>>;
    /// Reads a `string`, a `text` or an enum.
    fn text(&self, index: usize) -> Result<Option<&str>>;
    /// Reads text that may have invalid bytes, as in the SQL that MariaDB prints for a table with a
    /// default of bytes.
    fn raw_text(&self, index: usize) -> Result<Option<&[u8]>> {
        Ok(self.text(index)?.map(str::as_bytes))
    }
    /// Reads `bytes`.
    fn bytes(&self, index: usize) -> Result<Option<&[u8]>>;
    /// Reads `bytes` as an owned value, for rows that must create it.
    #[inline]
    fn bytes_owned(&self, index: usize) -> Result<Option<Vec<u8>>> {
        Ok(self.bytes(index)?.map(<[u8]>::to_vec))
    }
    /// Reads a `uuid`.
    fn uuid(&self, index: usize) -> Result<Option<[u8; 16]>>;
    /// Reads a `date`.
    fn date(&self, index: usize) -> Result<Option<Date>>;
    /// Reads a `time`.
    fn time(&self, index: usize) -> Result<Option<Time>>;
    /// Reads a `datetime`.
    fn datetime(&self, index: usize) -> Result<Option<DateTime>>;
    /// Reads a `timestamp`, in UTC.
    fn timestamp(&self, index: usize) -> Result<Option<DateTime>>;
    /// Reads JSON text.
    fn json(&self, index: usize) -> Result<Option<&str>>;

    /// The name of a column, if it is known; only errors need it.
    fn name(&self, index: usize) -> Option<Cow<'_, str>> {
        let _ = index;
        None
    }

    /// Reads a list, from JSON if the database has no arrays.
    #[cfg(feature = "json")]
    #[inline]
    fn list<T: Element>(&self, index: usize) -> Result<Option<Vec<T>>>
    where
        Self: Sized,
    {
        self.json(index)?
            .map(|text| crate::base::value::types::list::from_json(text, index))
            .transpose()
    }

    /// Reads a value that is not NULL.
    #[inline]
    fn get<T: Value>(&self, index: usize) -> Result<T>
    where
        Self: Sized,
    {
        match T::decode(self, index)? {
            Some(value) => Ok(value),
            None => Err(Error::unexpected_null(index)),
        }
    }

    /// Reads a value or NULL.
    #[inline]
    fn get_opt<T: Value>(&self, index: usize) -> Result<Option<T>>
    where
        Self: Sized,
    {
        T::decode(self, index)
    }
}

/// A Rust type that a column can hold.
pub trait Value: Sized {
    /// Binds the value as the next parameter.
    ///
    /// # Errors
    ///
    /// [`Error::Value`] if no database accepts it, such as a number that is not finite.
    fn encode<B: Binder>(&self, to: &mut B) -> Result<()>;

    /// Reads the value at a position; `None` is NULL.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] if the database has another value.
    fn decode<R: Row>(row: &R, index: usize) -> Result<Option<Self>>;
}

/// A [`Value`] that can be an item of an array, `T[]`.
///
/// It has no methods: an item is bound and read like a column of its type. `u8` does not implement
/// it, because a `Vec<u8>` is `bytes`.
#[diagnostic::on_unimplemented(message = "an array cannot hold `{Self}`")]
pub trait Element: Value {}
