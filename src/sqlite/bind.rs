//! Binding of parameters in SQLite.

use rusqlite::{Statement, ToSql};
use tablewright_sql::civil::{Date, DateTime, Time};

use super::error;
use crate::base::error::Result;
use crate::base::value::Binder;

/// Binds the parameters of a statement.
pub(super) struct SqliteBinder<'s, 'c> {
    statement: &'s mut Statement<'c>,
    /// The number of bound parameters.
    bound: usize,
}

impl<'s, 'c> SqliteBinder<'s, 'c> {
    #[inline]
    pub fn new(statement: &'s mut Statement<'c>) -> Self {
        SqliteBinder {
            statement,
            bound: 0,
        }
    }

    #[inline]
    fn bind(&mut self, value: impl ToSql) -> Result<()> {
        match self.statement.raw_bind_parameter(self.bound + 1, value) {
            Ok(()) => {
                self.bound += 1;
                Ok(())
            }
            Err(error) => Err(error::of_bind(error)),
        }
    }
}

impl Binder for SqliteBinder<'_, '_> {
    #[inline]
    fn null(&mut self) -> Result<()> {
        self.bind(rusqlite::types::Null)
    }

    #[inline]
    fn bool(&mut self, value: bool) -> Result<()> {
        self.bind(value)
    }

    #[inline]
    fn i16(&mut self, value: i16) -> Result<()> {
        self.bind(value)
    }

    #[inline]
    fn i32(&mut self, value: i32) -> Result<()> {
        self.bind(value)
    }

    #[inline]
    fn i64(&mut self, value: i64) -> Result<()> {
        self.bind(value)
    }

    #[inline]
    fn f32(&mut self, value: f32) -> Result<()> {
        self.bind(value)
    }

    #[inline]
    fn f64(&mut self, value: f64) -> Result<()> {
        self.bind(value)
    }

    /// A column stores the digits as an integer, which is exact and sorts. In a comparison with an
    /// expression, the digits may have more than 64 bits.
    fn decimal(&mut self, digits: i128, _scale: u32) -> Result<()> {
        match i64::try_from(digits) {
            Ok(digits) => self.bind(digits),
            Err(_) => self.bind(digits.to_string()),
        }
    }

    #[inline]
    fn text(&mut self, value: &str) -> Result<()> {
        self.bind(value)
    }

    #[inline]
    fn bytes(&mut self, value: &[u8]) -> Result<()> {
        self.bind(value)
    }

    #[inline]
    fn uuid(&mut self, value: [u8; 16]) -> Result<()> {
        self.bind(value)
    }

    fn date(&mut self, value: Date) -> Result<()> {
        self.bind(value.to_text().as_str())
    }

    fn time(&mut self, value: Time) -> Result<()> {
        self.bind(value.to_text().as_str())
    }

    fn datetime(&mut self, value: DateTime) -> Result<()> {
        self.bind(value.to_text().as_str())
    }

    fn timestamp(&mut self, value: DateTime) -> Result<()> {
        self.bind(value.to_utc_text().as_str())
    }

    fn json(&mut self, value: &str) -> Result<()> {
        self.bind(value)
    }
}
