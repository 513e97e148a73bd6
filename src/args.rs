//! Parameters that were bound to nothing yet.

use crate::Result;
use crate::arg::Arg;
use crate::civil::{Date, DateTime, Time};
use crate::connection::Params;
use crate::value::Binder;

/// Parameters that borrow nothing.
#[derive(Default)]
pub(crate) struct Args(Vec<Arg<'static>>);

impl Args {
    /// How many there are.
    #[cfg(all(feature = "async", feature = "sqlite"))]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The parameters, first to last.
    pub fn into_vec(self) -> Vec<Arg<'static>> {
        self.0
    }

    fn push(&mut self, arg: impl Into<Arg<'static>>) -> Result<()> {
        self.0.push(arg.into());
        Ok(())
    }
}

impl Params for Args {
    fn bind<B: Binder>(&self, to: &mut B) -> Result<()> {
        self.0.iter().try_for_each(|arg| arg.bind(to))
    }
}

impl Binder for Args {
    fn null(&mut self) -> Result<()> {
        self.push(Arg::Null)
    }

    fn bool(&mut self, value: bool) -> Result<()> {
        self.push(value)
    }

    fn i16(&mut self, value: i16) -> Result<()> {
        self.push(value)
    }

    fn i32(&mut self, value: i32) -> Result<()> {
        self.push(value)
    }

    fn i64(&mut self, value: i64) -> Result<()> {
        self.push(value)
    }

    fn f32(&mut self, value: f32) -> Result<()> {
        self.push(value)
    }

    fn f64(&mut self, value: f64) -> Result<()> {
        self.push(value)
    }

    fn decimal(&mut self, digits: i128, scale: u32) -> Result<()> {
        self.push(Arg::Decimal {
            digits: Box::new(digits),
            scale,
        })
    }

    fn text(&mut self, value: &str) -> Result<()> {
        self.push(value.to_owned())
    }

    fn bytes(&mut self, value: &[u8]) -> Result<()> {
        self.push(value.to_vec())
    }

    fn uuid(&mut self, value: [u8; 16]) -> Result<()> {
        self.push(Arg::Uuid(value))
    }

    fn date(&mut self, value: Date) -> Result<()> {
        self.push(Arg::Date(value))
    }

    fn time(&mut self, value: Time) -> Result<()> {
        self.push(Arg::Time(value))
    }

    fn datetime(&mut self, value: DateTime) -> Result<()> {
        self.push(Arg::DateTime(value))
    }

    fn timestamp(&mut self, value: DateTime) -> Result<()> {
        self.push(Arg::Timestamp(value))
    }

    fn json(&mut self, value: &str) -> Result<()> {
        self.push(Arg::Json(value.into()))
    }
}
