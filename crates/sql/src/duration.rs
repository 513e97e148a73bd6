//! Exact spans of time as text: `1d 2h 3m 4s 5ms 6us`.
//!
//! Databases hold the whole number of microseconds. There are no months and years, because they
//! differ in length; a day is 24 hours.

use std::fmt;

/// The units, from the longest to the shortest, with the microseconds of each.
const UNITS: [(&str, i64); 6] = [
    ("d", 86_400_000_000),
    ("h", 3_600_000_000),
    ("m", 60_000_000),
    ("s", 1_000_000),
    ("ms", 1_000),
    ("us", 1),
];

/// A span of time, as a number of microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration(pub i64);

impl Duration {
    /// The span of a text such as `1h 30m` or `-500ms`: whole numbers with their units, each unit
    /// once, the longest first.
    pub fn from_text(text: &str) -> Option<Duration> {
        let (sign, mut rest) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let mut units = UNITS.iter();
        let mut total: i64 = 0;
        loop {
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let (number, after) = rest.split_at(digits);
            let letters = after.len()
                - after
                    .trim_start_matches(|c: char| c.is_ascii_lowercase())
                    .len();
            let (unit, after) = after.split_at(letters);
            let (_, length) = units.find(|(name, _)| *name == unit)?;
            // With the sign, because the least number has no positive one.
            let part = number.parse::<i64>().ok()?.checked_mul(*length)?;
            total = total.checked_add(sign * part)?;
            if after.is_empty() {
                return Some(Duration(total));
            }
            rest = after.strip_prefix(' ').unwrap_or(after);
        }
    }
}

/// The text in its one form: `1h 30m`, and `0s` for no time.
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("0s");
        }
        if self.0 < 0 {
            f.write_str("-")?;
        }
        let mut rest = self.0.unsigned_abs();
        let mut separator = "";
        for (unit, length) in UNITS {
            let length = length.unsigned_abs();
            let number = rest / length;
            rest %= length;
            if number > 0 {
                write!(f, "{separator}{number}{unit}")?;
                separator = " ";
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Duration;

    fn micros(text: &str) -> Option<i64> {
        Duration::from_text(text).map(|span| span.0)
    }

    #[test]
    fn texts_are_sums_of_units() {
        assert_eq!(micros("90s"), Some(90_000_000));
        assert_eq!(micros("1h30m"), Some(5_400_000_000));
        assert_eq!(micros("1h 30m"), Some(5_400_000_000));
        assert_eq!(micros("-1d 1us"), Some(-86_400_000_001));
        assert_eq!(micros("500ms"), Some(500_000));
        assert_eq!(micros("0s"), Some(0));
        assert_eq!(micros("100d"), Some(8_640_000_000_000));
    }

    #[test]
    fn other_texts_are_none() {
        for text in [
            "",
            "-",
            "5",
            "s",
            "1.5s",
            "1h 1h",
            "1m 1h",
            "1mo",
            "1y",
            "1 h",
            "+1h",
            "1H",
            "1h,1m",
            "1h -1m",
            "106751992d",
            "99999999999999999999s",
            " 1h",
            "1h ",
        ] {
            assert_eq!(micros(text), None, "{text:?}");
        }
    }

    #[test]
    fn every_span_is_read_as_it_is_written() {
        for span in [
            0,
            1,
            -1,
            999,
            86_400_000_000,
            -5_400_000_000,
            i64::MAX,
            i64::MIN,
        ] {
            assert_eq!(micros(&Duration(span).to_string()), Some(span));
        }
        assert_eq!(Duration(5_400_000_000).to_string(), "1h 30m");
        assert_eq!(Duration(-86_400_000_001).to_string(), "-1d 1us");
        assert_eq!(Duration(0).to_string(), "0s");
    }
}
