//! Exact casts, and parts and beginnings of dates and times.

use tablewright::jiff::civil::{Date, DateTime, Time};
use tablewright::jiff::tz::TimeZone;
use tablewright::jiff::{SignedDuration, Timestamp};
use tablewright::query::DatePart;
use tablewright::rust_decimal::Decimal;
use tablewright_test_conformance::models::forms::Form;

use super::expressions::Drawn;
use super::random::Random;
use super::values;

const PARTS: [DatePart; 6] = [
    DatePart::Year,
    DatePart::Month,
    DatePart::Day,
    DatePart::Hour,
    DatePart::Minute,
    DatePart::Second,
];

fn utc(instant: Timestamp) -> DateTime {
    instant.to_zoned(TimeZone::UTC).datetime()
}

/// The begin of a part.
fn begin(moment: DateTime, part: DatePart) -> DateTime {
    let (date, time) = (moment.date(), moment.time());
    let hour = |minute, second| Time::constant(time.hour(), minute, second, 0);
    match part {
        DatePart::Year => Date::constant(date.year(), 1, 1).into(),
        DatePart::Month => Date::constant(date.year(), date.month(), 1).into(),
        DatePart::Day => date.into(),
        DatePart::Hour => date.to_datetime(hour(0, 0)),
        DatePart::Minute => date.to_datetime(hour(time.minute(), 0)),
        DatePart::Second => date.to_datetime(hour(time.minute(), time.second())),
    }
}

macro_rules! drawn {
    ($expr:expr, |$row:ident| $of:expr) => {
        Drawn::new(stringify!($expr).to_owned(), $expr, |$row: &Form| $of)
    };
}

pub fn parts(random: &mut Random) -> Drawn<i32> {
    match random.below(12) {
        0 => drawn!(Form::DAY.year(), |row| Some(row.day?.year().into())),
        1 => drawn!(Form::DAY.month(), |row| Some(row.day?.month().into())),
        2 => drawn!(Form::DAY.day(), |row| Some(row.day?.day().into())),
        3 => drawn!(Form::LOCAL.year(), |row| Some(row.local?.year().into())),
        4 => drawn!(Form::LOCAL.hour(), |row| Some(row.local?.hour().into())),
        5 => drawn!(Form::LOCAL.second(), |row| Some(row.local?.second().into())),
        6 => drawn!(Form::HOUR.hour(), |row| Some(row.hour?.hour().into())),
        7 => drawn!(Form::HOUR.minute(), |row| Some(row.hour?.minute().into())),
        8 => drawn!(Form::HOUR.second(), |row| Some(row.hour?.second().into())),
        9 => drawn!(Form::INSTANT.day(), |row| Some(
            utc(row.instant?).day().into()
        )),
        10 => drawn!(Form::INSTANT.hour(), |row| Some(
            utc(row.instant?).hour().into()
        )),
        _ => drawn!(Form::INSTANT.second() + 1, |row| Some(
            i32::from(utc(row.instant?).second()) + 1
        )),
    }
}

pub fn days(random: &mut Random) -> Drawn<Date> {
    let part = random.pick(&PARTS);
    match random.below(3) {
        0 => Drawn::new(
            format!("date_trunc({part:?}, DAY)"),
            Form::DAY.date_trunc(part),
            move |row| Some(begin(row.day?.into(), part.min_of_date()).date()),
        ),
        1 => drawn!(Form::LOCAL.date(), |row| Some(row.local?.date())),
        _ => drawn!(Form::INSTANT.date(), |row| Some(utc(row.instant?).date())),
    }
}

/// A date has no parts that are shorter than a day.
trait OfDate {
    fn min_of_date(self) -> DatePart;
}

impl OfDate for DatePart {
    fn min_of_date(self) -> DatePart {
        match self {
            DatePart::Year | DatePart::Month => self,
            DatePart::Day | DatePart::Hour | DatePart::Minute | DatePart::Second => DatePart::Day,
        }
    }
}

pub fn spans(random: &mut Random) -> Drawn<SignedDuration> {
    match random.below(4) {
        0 => {
            let since = random.pick(&values::locals());
            let said = format!("LOCAL since {since}");
            Drawn::new(said, Form::LOCAL.duration_since(since), move |row| {
                Some(row.local?.duration_since(since))
            })
        }
        1 => {
            let since = random.pick(&values::instants());
            let said = format!("INSTANT since {since}");
            Drawn::new(said, Form::INSTANT.duration_since(since), move |row| {
                Some(row.instant?.duration_since(since))
            })
        }
        2 => drawn!(
            Form::LOCAL
                .date_trunc(DatePart::Month)
                .duration_since(Form::LOCAL),
            |row| Some(begin(row.local?, DatePart::Month).duration_since(row.local?))
        ),
        _ => {
            let part = random.pick(&PARTS);
            let start = Form::INSTANT.date_trunc(part);
            let said = format!("INSTANT since its {part:?}");
            Drawn::new(said, Form::INSTANT.duration_since(start), move |row| {
                let instant = utc(row.instant?);
                Some(instant.duration_since(begin(instant, part)))
            })
        }
    }
}

/// Spans by which the beginning of a year stays in its year.
const WITHIN_A_YEAR: [SignedDuration; 4] = [
    SignedDuration::ZERO,
    SignedDuration::from_micros(1),
    SignedDuration::from_secs(59),
    SignedDuration::from_hours(24 * 360),
];

pub fn locals(random: &mut Random) -> Drawn<DateTime> {
    let part = random.pick(&PARTS);
    if random.below(3) == 0 {
        let span = random.pick(&WITHIN_A_YEAR);
        let said = format!("the year of LOCAL + {span}");
        let moved = Form::LOCAL.date_trunc(DatePart::Year) + span;
        return Drawn::new(said, moved, move |row| {
            Some(begin(row.local?, DatePart::Year) + span)
        });
    }
    if random.below(3) == 0 {
        let start = Form::LOCAL.date_trunc(part);
        let said = format!("LOCAL - (LOCAL since its {part:?})");
        let moved = Form::LOCAL - Form::LOCAL.duration_since(start);
        return Drawn::new(said, moved, move |row| Some(begin(row.local?, part)));
    }
    let said = format!("date_trunc({part:?}, LOCAL)");
    Drawn::new(said, Form::LOCAL.date_trunc(part), move |row| {
        Some(begin(row.local?, part))
    })
}

pub fn instants(random: &mut Random) -> Drawn<Timestamp> {
    let part = random.pick(&PARTS);
    if random.below(3) == 0 {
        let span = random.pick(&WITHIN_A_YEAR);
        let said = format!("INSTANT - {span}");
        let moved = Form::INSTANT - span;
        return Drawn::new(said, moved, move |row| Some(row.instant? - span));
    }
    let said = format!("date_trunc({part:?}, INSTANT)");
    Drawn::new(said, Form::INSTANT.date_trunc(part), move |row| {
        let begin = begin(utc(row.instant?), part).to_zoned(TimeZone::UTC);
        Some(begin.expect("in range").timestamp())
    })
}

pub fn bigs(random: &mut Random) -> Drawn<i64> {
    match random.below(3) {
        0 => drawn!(Form::COUNT.to_bigint(), |row| Some(row.count?.into())),
        1 => drawn!(Form::SMALL.to_bigint(), |row| Some(row.small?.into())),
        _ => drawn!(Form::COUNT.to_bigint() * Form::SMALL.to_bigint(), |row| {
            Some(i64::from(row.count?) * i64::from(row.small?))
        }),
    }
}

pub fn texts(random: &mut Random) -> Drawn<String> {
    match random.below(4) {
        0 => drawn!(Form::COUNT.to_text(), |row| Some(row.count?.to_string())),
        1 => drawn!(Form::SMALL.to_text(), |row| Some(row.small?.to_string())),
        2 => drawn!(Form::BIG.to_text().concat(Form::NAME), |row| {
            Some(row.big?.to_string() + row.name.as_deref()?)
        }),
        _ => drawn!(Form::NAME.concat(Form::BIG.to_text()), |row| {
            Some(row.name.clone()? + &row.big?.to_string())
        }),
    }
}

pub fn decimals(random: &mut Random) -> Drawn<Decimal> {
    match random.below(3) {
        0 => drawn!(Form::COUNT.to_decimal(), |row| Some(row.count?.into())),
        1 => drawn!(Form::PRICE * Form::SMALL.to_decimal(), |row| {
            Some(row.price? * Decimal::from(row.small?))
        }),
        _ => drawn!(Form::COUNT.to_decimal() - Form::PRICE, |row| {
            Some(Decimal::from(row.count?) - row.price?)
        }),
    }
}

pub fn doubles(random: &mut Random) -> Drawn<f64> {
    match random.below(3) {
        0 => drawn!(Form::COUNT.to_double(), |row| Some(row.count?.into())),
        1 => drawn!(Form::SINGLE.to_double(), |row| Some(row.single?.into())),
        _ => drawn!(Form::SINGLE.to_double() * Form::SMALL.to_double(), |row| {
            Some(f64::from(row.single?) * f64::from(row.small?))
        }),
    }
}
