//! `date`, `time`, `datetime`, `timestamp` and `duration` as types of `jiff`.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use tablewright_sql::civil;

use crate::base::error::{Error, Result};
use crate::base::value::{Binder, Element, Row, Value};

impl Value for Date {
    fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
        to.date(date_out(*self)?)
    }

    fn decode<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
        row.date(index)?
            .map(|date| date_in(date, index))
            .transpose()
    }
}

impl Element for Date {}

impl Value for Time {
    fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
        to.time(time_out(*self))
    }

    fn decode<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
        row.time(index)?
            .map(|time| time_in(time, index))
            .transpose()
    }
}

impl Element for Time {}

impl Value for DateTime {
    fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
        to.datetime(datetime_out(*self)?)
    }

    fn decode<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
        row.datetime(index)?
            .map(|datetime| datetime_in(datetime, index))
            .transpose()
    }
}

impl Element for DateTime {}

impl Value for Timestamp {
    fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
        to.timestamp(timestamp_out(*self)?)
    }

    fn decode<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
        row.timestamp(index)?
            .map(|timestamp| {
                let datetime = datetime_in(timestamp, index)?;
                Offset::UTC
                    .to_timestamp(datetime)
                    .map_err(|_| not_known(index))
            })
            .transpose()
    }
}

impl Element for Timestamp {}

impl Value for SignedDuration {
    fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
        to.i64(duration_out(*self)?)
    }

    fn decode<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
        Ok(row.i64(index)?.map(SignedDuration::from_micros))
    }
}

impl Element for SignedDuration {}

pub(crate) fn date_out(date: Date) -> Result<civil::Date> {
    Ok(civil::Date {
        year: super::year(date.year())?,
        month: date.month().unsigned_abs(),
        day: date.day().unsigned_abs(),
    })
}

/// Digits after the microseconds are truncated.
pub(crate) fn time_out(time: Time) -> civil::Time {
    civil::Time {
        hour: time.hour().unsigned_abs(),
        minute: time.minute().unsigned_abs(),
        second: time.second().unsigned_abs(),
        microsecond: time.subsec_nanosecond().unsigned_abs() / 1_000,
    }
}

pub(crate) fn datetime_out(datetime: DateTime) -> Result<civil::DateTime> {
    Ok(civil::DateTime {
        date: date_out(datetime.date())?,
        time: time_out(datetime.time()),
    })
}

pub(crate) fn timestamp_out(timestamp: Timestamp) -> Result<civil::DateTime> {
    datetime_out(Offset::UTC.to_datetime(timestamp))
}

/// The microseconds. What is finer is cut off.
pub(crate) fn duration_out(duration: SignedDuration) -> Result<i64> {
    i64::try_from(duration.as_micros()).map_err(|_| super::too_long())
}

fn date_in(date: civil::Date, index: usize) -> Result<Date> {
    Date::new(
        date.year.cast_signed(),
        date.month.cast_signed(),
        date.day.cast_signed(),
    )
    .map_err(|_| not_known(index))
}

fn time_in(time: civil::Time, index: usize) -> Result<Time> {
    Time::new(
        time.hour.cast_signed(),
        time.minute.cast_signed(),
        time.second.cast_signed(),
        time.microsecond.saturating_mul(1_000).cast_signed(),
    )
    .map_err(|_| not_known(index))
}

fn datetime_in(datetime: civil::DateTime, index: usize) -> Result<DateTime> {
    let date = date_in(datetime.date, index)?;
    Ok(date.to_datetime(time_in(datetime.time, index)?))
}

#[cold]
fn not_known(index: usize) -> Error {
    Error::decode(index, "a date or time", "one that `jiff` does not support")
}
