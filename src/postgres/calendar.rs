//! Dates and times in PostgreSQL's format: counted from the first of January 2000.

use tablewright_sql::civil::{Date, DateTime, Time};

const MICROSECONDS_OF_DAY: i64 = 86_400_000_000;

/// The days of 400 years.
const ERA: i64 = 146_097;

/// The days from the first of March of the year 0, where the days of an era are easy to count, to
/// the first of January 2000.
const EPOCH: i64 = 730_425;

/// The days since the epoch.
pub(super) fn days(date: Date) -> i32 {
    // A year begins in March here, so that a leap day comes last.
    let month = i64::from(date.month);
    let year = i64::from(date.year) - i64::from(month <= 2);
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let month = if month > 2 { month - 3 } else { month + 9 };
    let day = (153 * month + 2) / 5 + i64::from(date.day) - 1;
    (era * ERA + year * 365 + year / 4 - year / 100 + day - EPOCH) as i32
}

/// The date this number of days after the epoch, in the years 1 to 9999.
pub(super) fn date(days: i32) -> Option<Date> {
    let days = i64::from(days) + EPOCH;
    let (era, day) = (days.div_euclid(ERA), days.rem_euclid(ERA));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year + i64::from(month <= 2);
    let year = u16::try_from(year)
        .ok()
        .filter(|year| (1..=9999).contains(year))?;
    Some(Date {
        year,
        month: month as u8,
        day: day as u8,
    })
}

/// The microseconds since midnight.
pub(super) fn of_day(time: Time) -> i64 {
    let seconds =
        (i64::from(time.hour) * 60 + i64::from(time.minute)) * 60 + i64::from(time.second);
    seconds * 1_000_000 + i64::from(time.microsecond)
}

/// The time this number of microseconds after midnight.
pub(super) fn time(microseconds: i64) -> Option<Time> {
    if !(0..MICROSECONDS_OF_DAY).contains(&microseconds) {
        return None;
    }
    let seconds = microseconds / 1_000_000;
    Some(Time {
        hour: (seconds / 3_600) as u8,
        minute: (seconds / 60 % 60) as u8,
        second: (seconds % 60) as u8,
        microsecond: (microseconds % 1_000_000) as u32,
    })
}

/// The microseconds since the epoch.
pub(super) fn microseconds(moment: DateTime) -> i64 {
    i64::from(days(moment.date)) * MICROSECONDS_OF_DAY + of_day(moment.time)
}

/// The moment this number of microseconds after the epoch; `None` also for the infinities, which
/// are the smallest and the largest number.
pub(super) fn moment(microseconds: i64) -> Option<DateTime> {
    let days = microseconds.div_euclid(MICROSECONDS_OF_DAY);
    Some(DateTime {
        date: date(i32::try_from(days).ok()?)?,
        time: time(microseconds.rem_euclid(MICROSECONDS_OF_DAY))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(days: i32) -> Option<String> {
        date(days).map(|date| date.to_text().as_str().to_owned())
    }

    #[test]
    fn days_are_counted_from_2000() {
        for (number, expected) in [
            (0, "2000-01-01"),
            (-1, "1999-12-31"),
            (59, "2000-02-29"),
            (60, "2000-03-01"),
            (-730_119, "0001-01-01"),
            (2_921_939, "9999-12-31"),
            (36_583, "2100-02-28"),
            (36_584, "2100-03-01"),
        ] {
            assert_eq!(text(number).as_deref(), Some(expected));
        }
        assert_eq!(text(-730_120), None);
        assert_eq!(text(2_921_940), None);
        assert_eq!(text(i32::MAX), None);
        assert_eq!(text(i32::MIN), None);
    }

    #[test]
    fn every_day_comes_back() {
        for number in -730_119..=2_921_939 {
            assert_eq!(date(number).map(days), Some(number));
        }
    }

    #[test]
    fn moments_come_back() {
        for number in [0, -1, 1, -63_082_281_600_000_000, 252_455_615_999_999_999] {
            assert_eq!(moment(number).map(microseconds), Some(number));
        }
        assert_eq!(moment(i64::MAX), None);
        assert_eq!(moment(i64::MIN), None);
        assert_eq!(time(MICROSECONDS_OF_DAY), None);
    }
}
