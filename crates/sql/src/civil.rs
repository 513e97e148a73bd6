//! Dates and times, as databases return them and as literals in the models have them.

/// A day of the calendar, in the years 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// 1 to 9999.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// A time of day, to the microsecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
    /// 0 to 999,999.
    pub microsecond: u32,
}

/// A date and a time; an instant is one in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime {
    /// The day.
    pub date: Date,
    /// The time of that day.
    pub time: Time,
}

/// The length of a date as text: `2024-02-29`.
const DATE: usize = 10;
/// The length of a time as text: `23:59:59.000000`.
const TIME: usize = 15;
/// The length of a date and a time as text, with a space in between.
const DATE_TIME: usize = DATE + 1 + TIME;
/// The length of an instant as text, with a letter for UTC after it.
const INSTANT: usize = DATE_TIME + 1;

/// The minutes of a day.
const MINUTES: i64 = 24 * 60;

/// A short string that needs no allocation.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    bytes: [u8; INSTANT],
    length: usize,
}

impl Text {
    /// The string.
    #[inline]
    pub fn as_str(&self) -> &str {
        // It is ASCII, because only digits and separators are ever written to it.
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }

    const fn new() -> Text {
        Text {
            bytes: [0; INSTANT],
            length: 0,
        }
    }

    /// Writes a number with this many digits.
    #[inline]
    fn digits(&mut self, value: u32, count: usize) {
        let mut rest = value;
        for position in (self.length..self.length + count).rev() {
            self.bytes[position] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        self.length += count;
    }

    #[inline]
    fn separator(&mut self, separator: u8) {
        self.bytes[self.length] = separator;
        self.length += 1;
    }

    #[inline]
    fn date(&mut self, date: Date) {
        self.digits(date.year.into(), 4);
        self.separator(b'-');
        self.digits(date.month.into(), 2);
        self.separator(b'-');
        self.digits(date.day.into(), 2);
    }

    #[inline]
    fn time(&mut self, time: Time) {
        self.digits(time.hour.into(), 2);
        self.separator(b':');
        self.digits(time.minute.into(), 2);
        self.separator(b':');
        self.digits(time.second.into(), 2);
        self.separator(b'.');
        self.digits(time.microsecond, 6);
    }
}

impl Date {
    /// The date as a string that sorts as the dates do: `2024-02-29`.
    #[inline]
    pub fn to_text(self) -> Text {
        let mut text = Text::new();
        text.date(self);
        text
    }

    /// The date from a string such as `2024-02-29`; `None` if it is not a date of the calendar.
    #[inline]
    pub fn from_text(text: &str) -> Option<Date> {
        let text: &[u8; DATE] = text.as_bytes().try_into().ok()?;
        if text[4] != b'-' || text[7] != b'-' {
            return None;
        }
        let date = Date {
            year: number(&text[..4])? as u16,
            month: number(&text[5..7])? as u8,
            day: number(&text[8..])? as u8,
        };
        let possible = date.year >= 1 && (1..=date.days_of_month()).contains(&date.day);
        possible.then_some(date)
    }

    /// The number of days since 1 January of the year 1.
    fn days(self) -> i64 {
        let months = (1..self.month).map(|month| i64::from(Date { month, ..self }.days_of_month()));
        days_before_year(self.year.into()) + months.sum::<i64>() + i64::from(self.day) - 1
    }

    fn from_days(days: i64) -> Option<Date> {
        if !(0..days_before_year(10_000)).contains(&days) {
            return None;
        }
        // At most one year too late, because each year has at least 365 days.
        let mut year = days / 365 + 1;
        while days_before_year(year) > days {
            year -= 1;
        }
        let mut rest = days - days_before_year(year);
        let mut date = Date {
            year: u16::try_from(year).ok()?,
            month: 1,
            day: 1,
        };
        while rest >= i64::from(date.days_of_month()) {
            rest -= i64::from(date.days_of_month());
            date.month += 1;
        }
        date.day = u8::try_from(rest + 1).ok()?;
        Some(date)
    }

    /// The number of days of the date's month; 0 if there is no such month.
    #[inline]
    fn days_of_month(self) -> u8 {
        let leap = self.year.is_multiple_of(4) && !self.year.is_multiple_of(100)
            || self.year.is_multiple_of(400);
        match self.month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => 0,
        }
    }
}

impl Time {
    /// The time as a string that sorts as the times do: `23:59:59.000000`.
    #[inline]
    pub fn to_text(self) -> Text {
        let mut text = Text::new();
        text.time(self);
        text
    }

    /// The time from a string such as `23:59:59` or `23:59:59.25`; `None` if it is not a time.
    #[inline]
    pub fn from_text(text: &str) -> Option<Time> {
        let (clock, fraction) = match text.split_once('.') {
            Some((clock, fraction)) => (clock, microseconds(fraction.as_bytes())?),
            None => (text, 0),
        };
        let clock: &[u8; 8] = clock.as_bytes().try_into().ok()?;
        if clock[2] != b':' || clock[5] != b':' {
            return None;
        }
        let time = Time {
            hour: number(&clock[..2])? as u8,
            minute: number(&clock[3..5])? as u8,
            second: number(&clock[6..])? as u8,
            microsecond: fraction,
        };
        (time.hour < 24 && time.minute < 60 && time.second < 60).then_some(time)
    }
}

impl DateTime {
    /// Date and time as a string that sorts as they do: `2024-02-29 23:59:59.000000`.
    #[inline]
    pub fn to_text(self) -> Text {
        let mut text = Text::new();
        text.date(self.date);
        text.separator(b' ');
        text.time(self.time);
        text
    }

    /// Date and time from a string such as `2024-02-29 23:59:59`; `None` if it is not one.
    #[inline]
    pub fn from_text(text: &str) -> Option<DateTime> {
        let (date, time) = text.split_once(' ')?;
        Some(DateTime {
            date: Date::from_text(date)?,
            time: Time::from_text(time)?,
        })
    }

    /// The microseconds since the first of January of the year 1.
    pub fn to_microseconds(self) -> i64 {
        let Time {
            hour,
            minute,
            second,
            microsecond,
        } = self.time;
        let minutes = self.date.days() * MINUTES + i64::from(hour) * 60 + i64::from(minute);
        (minutes * 60 + i64::from(second)) * 1_000_000 + i64::from(microsecond)
    }

    /// The date and time this many microseconds after the beginning of the year 1; `None` if it is
    /// not in the years 1 to 9999.
    pub fn from_microseconds(microseconds: i64) -> Option<DateTime> {
        let seconds = microseconds.div_euclid(1_000_000);
        let (minutes, second) = (seconds.div_euclid(60), seconds.rem_euclid(60));
        let minute_of_day = minutes.rem_euclid(MINUTES);
        Some(DateTime {
            date: Date::from_days(minutes.div_euclid(MINUTES))?,
            time: Time {
                hour: u8::try_from(minute_of_day / 60).ok()?,
                minute: u8::try_from(minute_of_day % 60).ok()?,
                second: u8::try_from(second).ok()?,
                microsecond: u32::try_from(microseconds.rem_euclid(1_000_000)).ok()?,
            },
        })
    }

    /// The time this many minutes before; `None` if it is not in the years 1 to 9999.
    #[must_use]
    pub fn minus_minutes(self, minutes: i64) -> Option<DateTime> {
        let Time { hour, minute, .. } = self.time;
        let minutes = (i64::from(hour) * 60 + i64::from(minute)).checked_sub(minutes)?;
        let minute_of_day = minutes.rem_euclid(MINUTES);
        Some(DateTime {
            date: Date::from_days(self.date.days() + minutes.div_euclid(MINUTES))?,
            time: Time {
                hour: u8::try_from(minute_of_day / 60).ok()?,
                minute: u8::try_from(minute_of_day % 60).ok()?,
                ..self.time
            },
        })
    }

    /// An instant as a string that sorts as instants do: `2024-02-29 23:59:59.000000Z`.
    #[inline]
    pub fn to_utc_text(self) -> Text {
        let mut text = self.to_text();
        text.separator(b'Z');
        text
    }

    /// The instant from a string such as `2024-02-29 23:59:59Z`, or without `Z`, as SQLite's
    /// `CURRENT_TIMESTAMP` writes it; `None` if it is not one.
    #[inline]
    pub fn from_utc_text(text: &str) -> Option<DateTime> {
        DateTime::from_text(text.strip_suffix('Z').unwrap_or(text))
    }
}

fn days_before_year(year: i64) -> i64 {
    let past = year - 1;
    past * 365 + past / 4 - past / 100 + past / 400
}

/// The number of a few digits.
#[inline]
fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |number, digit| {
        digit
            .is_ascii_digit()
            .then(|| number * 10 + u32::from(digit - b'0'))
    })
}

/// The microseconds of one to six digits after the point.
#[inline]
fn microseconds(digits: &[u8]) -> Option<u32> {
    let missing = 6usize.checked_sub(digits.len())?;
    if digits.is_empty() {
        return None;
    }
    Some(number(digits)? * 10u32.pow(missing as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOMENT: DateTime = DateTime {
        date: Date {
            year: 2024,
            month: 2,
            day: 29,
        },
        time: Time {
            hour: 23,
            minute: 5,
            second: 9,
            microsecond: 12,
        },
    };

    #[test]
    fn microseconds_come_back_as_they_went() {
        let texts = [
            "0001-01-01 00:00:00.000000",
            "1969-12-31 23:59:59.999999",
            "2024-02-29 23:05:09.000012",
            "9999-12-31 23:59:59.999999",
        ];
        for text in texts {
            let moment = DateTime::from_text(text).expect("a date and a time");
            let microseconds = moment.to_microseconds();
            assert_eq!(DateTime::from_microseconds(microseconds), Some(moment));
        }
        let last = DateTime::from_text(texts[3]).expect("a date and a time");
        assert_eq!(last.to_microseconds(), 315_537_897_599_999_999);
        for outside in [-1, last.to_microseconds() + 1, i64::MIN, i64::MAX] {
            assert_eq!(DateTime::from_microseconds(outside), None, "{outside}");
        }
    }

    #[test]
    fn text_comes_back_as_it_went() {
        assert_eq!(MOMENT.to_text().as_str(), "2024-02-29 23:05:09.000012");
        assert_eq!(DateTime::from_text(MOMENT.to_text().as_str()), Some(MOMENT));
        let instant = MOMENT.to_utc_text();
        assert_eq!(instant.as_str(), "2024-02-29 23:05:09.000012Z");
        assert_eq!(DateTime::from_utc_text(instant.as_str()), Some(MOMENT));
        let text = MOMENT.to_text();
        assert_eq!(DateTime::from_utc_text(text.as_str()), Some(MOMENT));
        assert_eq!(DateTime::from_text(instant.as_str()), None);
        let date = MOMENT.date.to_text();
        assert_eq!(Date::from_text(date.as_str()), Some(MOMENT.date));
        let time = MOMENT.time.to_text();
        assert_eq!(Time::from_text(time.as_str()), Some(MOMENT.time));
    }

    #[test]
    fn a_fraction_may_be_short() {
        let micros = |text| Time::from_text(text).map(|time| time.microsecond);
        assert_eq!(micros("00:00:00"), Some(0));
        assert_eq!(micros("00:00:00.25"), Some(250_000));
        assert_eq!(micros("00:00:00.250000"), Some(250_000));
        assert_eq!(micros("00:00:00."), None);
        assert_eq!(micros("00:00:00.2500000"), None);
    }

    #[test]
    fn what_is_not_of_the_calendar_is_refused() {
        for text in [
            "2023-02-29",
            "1900-02-29",
            "2024-13-01",
            "2024-00-01",
            "2024-04-31",
            "2024-01-00",
            "0000-01-01",
            "2024-1-01",
            "20240101",
            "2024-01-0é",
            "+024-01-01",
        ] {
            assert_eq!(Date::from_text(text), None, "{text}");
        }
        assert!(Date::from_text("2000-02-29").is_some());
        for text in ["24:00:00", "00:60:00", "00:00:60", "0:00:00", "00-00-00"] {
            assert_eq!(Time::from_text(text), None, "{text}");
        }
        assert_eq!(DateTime::from_text("2024-02-29T00:00:00"), None);
    }

    #[test]
    fn every_day_follows_the_one_before() {
        let mut before = Date::from_text("0001-01-01").unwrap();
        assert_eq!(before.days(), 0);
        // The calendar repeats itself after 400 years.
        for days in 1..days_before_year(402) {
            let date = Date::from_days(days).unwrap();
            assert_eq!(date.days(), days);
            assert!(date > before && (1..=date.days_of_month()).contains(&date.day));
            before = date;
        }
        assert_eq!(before.to_text().as_str(), "0401-12-31");
        let last = Date::from_days(days_before_year(10_000) - 1).unwrap();
        assert_eq!(last.to_text().as_str(), "9999-12-31");
        assert_eq!(Date::from_days(-1), None);
        assert_eq!(Date::from_days(days_before_year(10_000)), None);
    }

    #[test]
    fn minutes_cross_days_and_end_with_the_years() {
        let minus = |text, minutes| {
            let moment = DateTime::from_text(text).unwrap().minus_minutes(minutes);
            moment.map(|moment| moment.to_text().as_str().to_owned())
        };
        assert_eq!(
            minus("2024-03-01 00:30:00.5", 60).as_deref(),
            Some("2024-02-29 23:30:00.500000")
        );
        assert_eq!(
            minus("2023-12-31 23:00:00", -330).as_deref(),
            Some("2024-01-01 04:30:00.000000")
        );
        assert_eq!(minus("0001-01-01 00:00:00", 1), None);
        assert_eq!(minus("9999-12-31 23:59:59", -1), None);
        assert_eq!(minus("2024-01-01 00:00:00", i64::MIN), None);
    }
}
