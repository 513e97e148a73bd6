//! Valid values of a field from a number, by its type and its validation keywords.

mod text;

use tablewright_sql::civil::{Date, DateTime, Time};
use tablewright_sql::table::{Column, Type};
use tablewright_sql::unsigned::Unsigned;

use crate::base::rule::{Bound, Rule};
use crate::base::value::parameter::Parameter;

/// The value for a number. Different numbers give different values as long as there are any.
///
/// # Errors
///
/// The reason why the test must set it.
pub fn value(
    column: &Column<'_>,
    rules: &[Rule],
    number: u64,
) -> Result<Parameter<'static>, String> {
    let limits = Limits::of(rules);
    Ok(match &column.ty {
        Type::Bool => Parameter::Bool(false),
        Type::SmallInt => {
            let value = limits.integer(1, i16::MAX.into(), number);
            Parameter::I16(i16::try_from(value).unwrap_or(i16::MAX))
        }
        Type::Integer => {
            let value = limits.integer(1, i32::MAX.into(), number);
            Parameter::I32(i32::try_from(value).unwrap_or(i32::MAX))
        }
        Type::BigInt => {
            let value = limits.integer(1, i64::MAX.into(), number);
            Parameter::I64(i64::try_from(value).unwrap_or(i64::MAX))
        }
        Type::Unsigned(ty) => {
            let value = limits.integer(1, ty.greatest().into(), number);
            let value = i64::try_from(value).unwrap_or(ty.greatest());
            let value = value.clamp(0, ty.greatest());
            match ty {
                Unsigned::U8 => Parameter::I16(i16::try_from(value).unwrap_or_default()),
                Unsigned::U16 => Parameter::I32(i32::try_from(value).unwrap_or_default()),
                Unsigned::U32 | Unsigned::U64 => Parameter::I64(value),
            }
        }
        Type::Float => Parameter::F32(limits.float(number) as f32),
        Type::Double => Parameter::F64(limits.float(number)),
        Type::Decimal(precision, scale) => {
            let most = 10_i128.checked_pow(*precision).unwrap_or(i128::MAX) - 1;
            let one = 10_i128.checked_pow(*scale).unwrap_or(1).min(most);
            Parameter::Decimal {
                digits: Box::new(limits.integer(one, most, number)),
                scale: *scale,
            }
        }
        Type::String(most) => text::value(column.name, Some(*most), rules, number)?,
        Type::Text => text::value(column.name, None, rules, number)?,
        Type::Bytes(most) => {
            let bytes = number.to_be_bytes();
            let most = match *most {
                0 => bytes.len(),
                most => bytes.len().min(most as usize),
            };
            Parameter::Bytes(bytes[bytes.len() - most..].to_vec().into())
        }
        Type::Uuid => {
            // Version 8, whose bits are free for programs.
            let mut bytes = [0; 16];
            bytes[8..].copy_from_slice(&number.to_be_bytes());
            (bytes[6], bytes[8]) = (0x80, 0x80);
            Parameter::Uuid(bytes)
        }
        Type::Date => {
            let day = limits.moment(instant(number.wrapping_mul(24 * 60 * 60)));
            Parameter::Date(day.date)
        }
        Type::Time => Parameter::Time(limits.moment(instant(number)).time),
        Type::DateTime => Parameter::DateTime(limits.moment(instant(number))),
        Type::Timestamp => Parameter::Timestamp(limits.moment(instant(number))),
        Type::Json => Parameter::Json("{}".into()),
        Type::Enum(values) => {
            let count = values.len().max(1) as u64;
            let value = values.get((number % count) as usize).copied();
            Parameter::Text(value.unwrap_or_default().to_owned().into())
        }
        Type::Array(_) => Parameter::List(Vec::new()),
        Type::Native(_) => return Err("its type is a native one of the database".to_owned()),
    })
}

/// The minimum and the maximum, if the constraints have them.
#[derive(Default)]
struct Limits {
    min: Option<Bound>,
    max: Option<Bound>,
}

impl Limits {
    fn of(rules: &[Rule]) -> Limits {
        let mut limits = Limits::default();
        for rule in rules {
            match rule {
                Rule::Min(bound) => limits.min = Some(*bound),
                Rule::Max(bound) => limits.max = Some(*bound),
                Rule::Length { .. } | Rule::Pattern(_) | Rule::Email | Rule::Type => {}
            }
        }
        limits
    }

    /// An integer, or the digits of a decimal: at least `usual`, unless the constraints require
    /// another value.
    fn integer(&self, usual: i128, most: i128, number: u64) -> i128 {
        let digits = |bound: Bound| match bound {
            Bound::Integer(value) | Bound::Duration(value) => Some(i128::from(value)),
            Bound::Decimal(digits, _) => Some(digits),
            Bound::Float(_) | Bound::Time(_) => None,
        };
        let max = self.max.and_then(digits).unwrap_or(most);
        let min = self.min.and_then(digits).unwrap_or(usual.min(max));
        let width = (max - min).max(0).saturating_add(1);
        min + i128::from(number.saturating_sub(1)) % width
    }

    fn float(&self, number: u64) -> f64 {
        let value = |bound: Bound| match bound {
            Bound::Float(value) => Some(value),
            Bound::Integer(_) | Bound::Duration(_) | Bound::Decimal(..) | Bound::Time(_) => None,
        };
        let max = self.max.and_then(value).unwrap_or(1e6);
        let min = self.min.and_then(value).unwrap_or(0.0_f64.min(max));
        // Halves are exact, so every database compares them in the same way.
        let steps = ((max - min).max(0.0) * 2.0).min(1e6) as u64;
        min + (number % (steps + 1)) as f64 / 2.0
    }

    /// The moment, or the nearest one that the constraints allow.
    fn moment(&self, moment: DateTime) -> DateTime {
        let at = |bound: Bound| match bound {
            Bound::Time(text) => parsed(text, moment),
            Bound::Integer(_) | Bound::Duration(_) | Bound::Float(_) | Bound::Decimal(..) => None,
        };
        let min = self.min.and_then(at);
        let max = self.max.and_then(at);
        let moment = min.map_or(moment, |min| moment.max(min));
        max.map_or(moment, |max| moment.min(max))
    }
}

/// A bound. The missing part of its text is taken from the moment.
fn parsed(text: &str, moment: DateTime) -> Option<DateTime> {
    if let Some(time) = Time::from_text(text) {
        return Some(DateTime {
            date: moment.date,
            time,
        });
    }
    if let Some(date) = Date::from_text(text) {
        return Some(DateTime {
            date,
            time: moment.time,
        });
    }
    DateTime::from_text(text)
}

/// This number of seconds after the beginning of 2024, within some years.
fn instant(seconds: u64) -> DateTime {
    let (days, seconds) = ((seconds / 86_400) % 3_650, (seconds % 86_400) as u32);
    let start = DateTime {
        date: Date {
            year: 2024,
            month: 1,
            day: 1,
        },
        time: Time {
            hour: (seconds / 3_600) as u8,
            minute: (seconds / 60 % 60) as u8,
            second: (seconds % 60) as u8,
            microsecond: 0,
        },
    };
    let minutes = i64::try_from(days).unwrap_or_default() * 24 * 60;
    start.minus_minutes(-minutes).unwrap_or(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(ty: Type<'static>, rules: &[Rule], number: u64) -> Parameter<'static> {
        value(&Column::new("name", ty), rules, number).expect("a value")
    }

    #[test]
    fn numbers_keep_their_bounds() {
        let rules = [Rule::Min(Bound::Integer(18)), Rule::Max(Bound::Integer(20))];
        let of = |number| made(Type::Integer, &rules, number);
        let ages = [1, 2, 3, 4].map(of);
        assert_eq!(ages, [18, 19, 20, 18].map(Parameter::I32));
        assert_eq!(made(Type::SmallInt, &[], 40_000), Parameter::I16(7_233));
        let most = [Rule::Max(Bound::Integer(-5))];
        assert_eq!(made(Type::BigInt, &most, 9), Parameter::I64(-5));
        let part = [Rule::Min(Bound::Float(0.25)), Rule::Max(Bound::Float(0.75))];
        assert_eq!(made(Type::Double, &part, 3), Parameter::F64(0.75));
        let price = made(Type::Decimal(3, 2), &[], 2_000);
        assert!(matches!(price, Parameter::Decimal { digits, scale: 2 } if *digits <= 999));
    }

    #[test]
    fn moments_keep_their_bounds() {
        let day = |rules: &[Rule]| match made(Type::Date, rules, 1) {
            Parameter::Date(date) => date.to_text().as_str().to_owned(),
            other => panic!("{other:?}"),
        };
        assert_eq!(day(&[]), "2024-01-02");
        assert_eq!(day(&[Rule::Min(Bound::Time("2030-05-06"))]), "2030-05-06");
        assert_eq!(day(&[Rule::Max(Bound::Time("1999-12-31"))]), "1999-12-31");
        assert_eq!(instant(86_400 * 366).date.year, 2025);
    }

    #[test]
    fn values_of_different_numbers_differ() {
        for ty in [
            Type::Uuid,
            Type::Bytes(0),
            Type::Text,
            Type::String(5),
            Type::Timestamp,
        ] {
            let values: Vec<_> = (1..300).map(|number| made(ty, &[], number)).collect();
            for (at, one) in values.iter().enumerate() {
                assert!(!values[at + 1..].contains(one), "{one:?}");
            }
        }
    }
}
