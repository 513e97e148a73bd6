//! Parses strings to the canonical form of [`Literal`](crate::Literal).
//!
//! Every function returns `None` for a string that is not a value of its type.

use tablewright_sql::civil::{Date, DateTime, Time};
use tablewright_sql::hex::uuid_from_text;

/// A decimal with exactly `scale` digits after the point.
///
/// A number that does not fit has its own result.
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

/// A decimal number in a column with a precision and scale.
#[derive(Debug, PartialEq, Eq)]
pub enum Decimal {
    /// A value of the column, in canonical form.
    Fits(String),
    /// It has more digits after the point than the column.
    TooFine,
    /// It has more digits before the point than the column.
    TooLarge,
}

/// `67e55044-10b1-426f-9247-bb680e5fe0c8`, in either case.
pub fn uuid(text: &str) -> Option<[u8; 16]> {
    uuid_from_text(text.as_bytes())
}

/// `2024-02-29`
pub fn date(text: &str) -> Option<String> {
    Some(Date::from_text(text)?.to_text().as_str().to_owned())
}

/// `23:59:59.000000`, from `23:59`, `23:59:59` or `23:59:59.5`.
pub fn time(text: &str) -> Option<String> {
    Some(time_of(text)?.to_text().as_str().to_owned())
}

/// `2024-02-29 23:59:59.000000`, with a space or a `T` between.
pub fn datetime(text: &str) -> Option<String> {
    Some(date_and_time(text)?.to_text().as_str().to_owned())
}

/// A date and a time with a `Z` or an offset at the end, as the date and time in UTC.
pub fn timestamp(text: &str) -> Option<String> {
    let (local, east) = split_offset(text)?;
    let utc = date_and_time(local)?.minus_minutes(i64::from(east))?;
    Some(utc.to_text().as_str().to_owned())
}

/// The part before the offset, and the offset in minutes to the east.
fn split_offset(text: &str) -> Option<(&str, i32)> {
    if let Some(local) = text.strip_suffix(['Z', 'z']) {
        return Some((local.trim_end(), 0));
    }
    // A date contains hyphens, so the sign is searched after it.
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

fn date_and_time(text: &str) -> Option<DateTime> {
    let (date, time) = text.split_once([' ', 'T', 't'])?;
    Some(DateTime {
        date: Date::from_text(date)?,
        time: time_of(time)?,
    })
}

/// The time in a string, possibly without seconds.
fn time_of(text: &str) -> Option<Time> {
    if text.len() == "23:59".len() {
        return Time::from_text(&format!("{text}:00"));
    }
    Time::from_text(text)
}

/// A number with exactly this many digits.
fn number(text: &str, digits: usize) -> Option<u32> {
    let plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
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
}
