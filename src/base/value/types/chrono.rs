//! `date`, `time`, `datetime`, `timestamp` and `duration` as types of `chrono`.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};
use tablewright_sql::civil;

use crate::base::error::{Error, Result};
use crate::base::value::{Binder, Element, Row, Value};

impl Value for NaiveDate {
    fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
        to.date(date_out(*self)?)
    }

    fn decode<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
        row.date(index)?
            .map(|date| date_in(date, index))
            .transpose()
    }
}

impl Element for NaiveDate {}

impl Value for NaiveTime {
    fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
        to.time(time_out(*self)?)
    }

    fn decode<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
        row.time(index)?
            .map(|time| time_in(time, index))
            .transpose()
    }
}

impl Element for NaiveTime {}

impl Value for NaiveDateTime {
    fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
        to.datetime(datetime_out(*self)?)
    }

    fn decode<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
        row.datetime(index)?
            .map(|datetime| datetime_in(datetime, index))
            .transpose()
    }
}

impl Element for NaiveDateTime {}

impl Value for DateTime<Utc> {
    fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
        to.timestamp(datetime_out(self.naive_utc())?)
    }

    fn decode<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
        row.timestamp(index)?
            .map(|timestamp| Ok(datetime_in(timestamp, index)?.and_utc()))
            .transpose()
    }
}

impl Element for DateTime<Utc> {}

impl Value for TimeDelta {
    fn encode<B: Binder>(&self, to: &mut B) -> Result<()> {
        to.i64(duration_out(*self)?)
    }

    fn decode<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
        Ok(row.i64(index)?.map(TimeDelta::microseconds))
    }
}

impl Element for TimeDelta {}

pub(crate) fn date_out(date: NaiveDate) -> Result<civil::Date> {
    Ok(civil::Date {
        year: super::year(date.year())?,
        month: date.month() as u8,
        day: date.day() as u8,
    })
}

/// Digits after the microseconds are truncated.
pub(crate) fn time_out(time: NaiveTime) -> Result<civil::Time> {
    let microsecond = time.nanosecond() / 1_000;
    if microsecond > 999_999 {
        return Err(Error::value("a time must not be a leap second"));
    }
    Ok(civil::Time {
        hour: time.hour() as u8,
        minute: time.minute() as u8,
        second: time.second() as u8,
        microsecond,
    })
}

pub(crate) fn datetime_out(datetime: NaiveDateTime) -> Result<civil::DateTime> {
    Ok(civil::DateTime {
        date: date_out(datetime.date())?,
        time: time_out(datetime.time())?,
    })
}

/// The microseconds. What is finer is cut off.
pub(crate) fn duration_out(duration: TimeDelta) -> Result<i64> {
    duration.num_microseconds().ok_or_else(super::too_long)
}

fn date_in(date: civil::Date, index: usize) -> Result<NaiveDate> {
    NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
        .ok_or_else(|| not_known(index))
}

fn time_in(time: civil::Time, index: usize) -> Result<NaiveTime> {
    NaiveTime::from_hms_micro_opt(
        time.hour.into(),
        time.minute.into(),
        time.second.into(),
        time.microsecond,
    )
    .ok_or_else(|| not_known(index))
}

fn datetime_in(datetime: civil::DateTime, index: usize) -> Result<NaiveDateTime> {
    let date = date_in(datetime.date, index)?;
    Ok(date.and_time(time_in(datetime.time, index)?))
}

#[cold]
fn not_known(index: usize) -> Error {
    Error::decode(
        index,
        "a date or time",
        "one that `chrono` does not support",
    )
}
