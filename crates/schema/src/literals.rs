//! Texts that stand for values become the one form that [`Literal`](crate::Literal) keeps.
//!
//! Every function answers `None` for a text that is no value of its type.

/// Digits with exactly `scale` of them behind the point.
///
/// What does not fit is told apart, since the text is a number all the same.
pub fn decimal(text: &str, precision: u32, scale: u32) -> Option<Decimal> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (digits, ""),
    };
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > scale as usize {
        return Some(Decimal::TooFine);
    }
    if whole.len() > (precision - scale) as usize {
        return Some(Decimal::TooLarge);
    }
    let sign = if negative && !(whole.is_empty() && fraction.is_empty()) {
        "-"
    } else {
        ""
    };
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if scale == 0 { "" } else { "." };
    Some(Decimal::Fits(format!(
        "{sign}{whole}{point}{fraction:0<width$}",
        width = scale as usize
    )))
}

/// What a decimal number is to a column of some precision and scale.
#[derive(Debug, PartialEq, Eq)]
pub enum Decimal {
    /// A value of it, in canonical form.
    Fits(String),
    /// It has more digits behind the point than the column keeps.
    TooFine,
    /// It has more digits before the point than the column keeps.
    TooLarge,
}

/// `67e55044-10b1-426f-9247-bb680e5fe0c8`, in either case.
pub fn uuid(text: &str) -> Option<[u8; 16]> {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    if lengths != [8, 4, 4, 4, 12] {
        return None;
    }
    hex(&groups.concat())?.try_into().ok()
}

/// Two digits for each byte.
pub fn hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let pair = |pair: &[u8]| Some(digit(*pair.first()?)? << 4 | digit(*pair.get(1)?)?);
    text.as_bytes().chunks(2).map(pair).collect()
}

/// `2024-02-29`
pub fn date(text: &str) -> Option<String> {
    Some(Date::parse(text)?.to_text())
}

/// `23:59:59.000000`, from `23:59`, `23:59:59` or `23:59:59.5`.
pub fn time(text: &str) -> Option<String> {
    Some(Time::parse(text)?.to_text())
}

/// `2024-02-29 23:59:59.000000`, with a space or a `T` between.
pub fn datetime(text: &str) -> Option<String> {
    let (date, time) = date_and_time(text)?;
    Some(format!("{} {}", date.to_text(), time.to_text()))
}

/// A date and a time with a `Z` or an offset behind, as the date and time in UTC.
pub fn timestamp(text: &str) -> Option<String> {
    let (local, east) = split_offset(text)?;
    let (date, time) = date_and_time(local)?;
    let minutes = i64::from(time.hour) * 60 + i64::from(time.minute) - i64::from(east);
    let date = Date::from_days(date.days() + minutes.div_euclid(24 * 60))?;
    let minute_of_day = u32::try_from(minutes.rem_euclid(24 * 60)).ok()?;
    let time = Time {
        hour: minute_of_day / 60,
        minute: minute_of_day % 60,
        ..time
    };
    Some(format!("{} {}", date.to_text(), time.to_text()))
}

/// What stands before the offset, and the offset in minutes to the east.
fn split_offset(text: &str) -> Option<(&str, i32)> {
    if let Some(local) = text.strip_suffix(['Z', 'z']) {
        return Some((local.trim_end(), 0));
    }
    // A date has hyphens of its own, so the sign is looked for behind it.
    let sign = 10 + text.get(10..)?.rfind(['+', '-'])?;
    let (local, offset) = (text.get(..sign)?, text.get(sign + 1..)?);
    let (hours, minutes) = match offset.split_once(':') {
        Some(parts) => parts,
        None if offset.len() == 4 => offset.split_at_checked(2)?,
        None => (offset, "00"),
    };
    let (hours, minutes) = (number(hours, 2)?, number(minutes, 2)?);
    if hours > 18 || minutes > 59 {
        return None;
    }
    let offset = i32::try_from(hours * 60 + minutes).ok()?;
    Some((
        local.trim_end(),
        if text[sign..].starts_with('-') {
            -offset
        } else {
            offset
        },
    ))
}

fn date_and_time(text: &str) -> Option<(Date, Time)> {
    let (date, time) = text.split_once([' ', 'T', 't'])?;
    Some((Date::parse(date)?, Time::parse(time)?))
}

/// A number of exactly so many digits.
fn number(text: &str, digits: usize) -> Option<u32> {
    let plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

/// A day of the years 1 to 9999.
#[derive(Clone, Copy)]
struct Date {
    year: u32,
    month: u32,
    day: u32,
}

impl Date {
    fn parse(text: &str) -> Option<Date> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let date = Date {
            year: number(year, 4)?,
            month: number(month, 2)?,
            day: number(day, 2)?,
        };
        (parts.next().is_none() && date.exists()).then_some(date)
    }

    fn exists(self) -> bool {
        self.year >= 1
            && (1..=12).contains(&self.month)
            && (1..=days_in_month(self.year, self.month)).contains(&self.day)
    }

    /// The days since the first of January of the year 1.
    fn days(self) -> i64 {
        let past = (1..self.month)
            .map(|month| days_in_month(self.year, month))
            .sum::<u32>();
        days_before_year(self.year) + i64::from(past + self.day - 1)
    }

    fn from_days(days: i64) -> Option<Date> {
        if !(0..days_before_year(10_000)).contains(&days) {
            return None;
        }
        // At most one year too late, since no year has fewer days than 365.
        let mut year = u32::try_from(days / 365 + 1).ok()?;
        while days_before_year(year) > days {
            year -= 1;
        }
        let mut rest = u32::try_from(days - days_before_year(year)).ok()?;
        let mut month = 1;
        while rest >= days_in_month(year, month) {
            rest -= days_in_month(year, month);
            month += 1;
        }
        Some(Date {
            year,
            month,
            day: rest + 1,
        })
    }

    fn to_text(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn days_before_year(year: u32) -> i64 {
    let past = i64::from(year) - 1;
    past * 365 + past / 4 - past / 100 + past / 400
}

fn days_in_month(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A time of day, to the microsecond.
#[derive(Clone, Copy)]
struct Time {
    hour: u32,
    minute: u32,
    second: u32,
    microsecond: u32,
}

impl Time {
    fn parse(text: &str) -> Option<Time> {
        let (clock, fraction) = match text.split_once('.') {
            Some((clock, fraction)) => (clock, Some(fraction)),
            None => (text, None),
        };
        let mut parts = clock.split(':');
        let hour = number(parts.next()?, 2)?;
        let minute = number(parts.next()?, 2)?;
        let second = match (parts.next(), fraction) {
            (Some(second), _) => number(second, 2)?,
            (None, None) => 0,
            (None, Some(_)) => return None,
        };
        let microsecond = match fraction {
            Some(digits) if digits.len() > 6 => return None,
            Some(digits) => number(digits, digits.len())? * 10_u32.pow(6 - digits.len() as u32),
            None => 0,
        };
        let exists = parts.next().is_none() && hour < 24 && minute < 60 && second < 60;
        exists.then_some(Time {
            hour,
            minute,
            second,
            microsecond,
        })
    }

    fn to_text(self) -> String {
        let Time {
            hour,
            minute,
            second,
            microsecond,
        } = self;
        format!("{hour:02}:{minute:02}:{second:02}.{microsecond:06}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(text: &str) -> Option<Decimal> {
        Some(Decimal::Fits(text.to_owned()))
    }

    #[test]
    fn decimals_have_one_form() {
        assert_eq!(decimal("1.5", 10, 2), fits("1.50"));
        assert_eq!(decimal("007", 10, 2), fits("7.00"));
        assert_eq!(decimal("-0.00", 10, 2), fits("0.00"));
        assert_eq!(decimal("-.5", 10, 2), None);
        assert_eq!(decimal("+12.340", 4, 2), fits("12.34"));
        assert_eq!(decimal("-3", 1, 0), fits("-3"));
        assert_eq!(decimal("0.5", 2, 2), fits("0.50"));
    }

    #[test]
    fn decimals_keep_to_their_digits() {
        assert_eq!(decimal("1.234", 10, 2), Some(Decimal::TooFine));
        assert_eq!(decimal("100", 4, 2), Some(Decimal::TooLarge));
        assert_eq!(decimal("99.99", 4, 2), fits("99.99"));
        for text in ["", "-", "1.", "1e3", "one", "1.2.3", "١"] {
            assert_eq!(decimal(text, 10, 2), None, "{text}");
        }
    }

    #[test]
    fn uuids_have_hyphens_in_their_places() {
        let bytes = uuid("67E55044-10b1-426f-9247-bb680e5fe0c8").unwrap();
        assert_eq!(bytes[..3], [0x67, 0xe5, 0x50]);
        assert_eq!(uuid("67e5504410b1426f9247bb680e5fe0c8"), None);
        assert_eq!(uuid("67e55044-10b1-426f-9247-bb680e5fe0cg"), None);
    }

    #[test]
    fn hex_comes_in_pairs() {
        assert_eq!(hex("00fF"), Some(vec![0, 255]));
        assert_eq!(hex(""), Some(vec![]));
        assert_eq!(hex("0"), None);
        assert_eq!(hex("é"), None);
    }

    #[test]
    fn dates_exist() {
        assert_eq!(date("2024-02-29").as_deref(), Some("2024-02-29"));
        for text in [
            "2023-02-29",
            "1900-02-29",
            "2024-13-01",
            "2024-1-1",
            "0000-01-01",
            "2024",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn times_are_filled_up() {
        assert_eq!(time("23:59").as_deref(), Some("23:59:00.000000"));
        assert_eq!(time("23:59:58.25").as_deref(), Some("23:59:58.250000"));
        for text in [
            "24:00",
            "12:60",
            "12",
            "12:00.5",
            "12:00:00.1234567",
            "12:00:00.",
        ] {
            assert_eq!(time(text), None, "{text}");
        }
    }

    #[test]
    fn timestamps_are_in_utc() {
        let utc = |text| timestamp(text);
        assert_eq!(
            utc("2024-03-01T00:30:00+01:00").as_deref(),
            Some("2024-02-29 23:30:00.000000")
        );
        assert_eq!(
            utc("2023-12-31 23:00:00-0530").as_deref(),
            Some("2024-01-01 04:30:00.000000")
        );
        assert_eq!(
            utc("2024-02-29 12:00Z").as_deref(),
            Some("2024-02-29 12:00:00.000000")
        );
        assert_eq!(
            utc("2024-02-29 12:00 +02").as_deref(),
            Some("2024-02-29 10:00:00.000000")
        );
        for text in [
            "2024-02-29 12:00",
            "2024-02-29",
            "0001-01-01T00:00:00+01:00",
            "now",
        ] {
            assert_eq!(utc(text), None, "{text}");
        }
    }

    #[test]
    fn days_count_there_and_back() {
        for (year, month, day) in [
            (1, 1, 1),
            (4, 12, 31),
            (1999, 12, 31),
            (2000, 2, 29),
            (9999, 12, 31),
        ] {
            let date = Date { year, month, day };
            assert_eq!(
                Date::from_days(date.days()).unwrap().to_text(),
                date.to_text()
            );
        }
    }
}
