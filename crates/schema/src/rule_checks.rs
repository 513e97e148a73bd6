//! The types that validation words are for, the values that violate them, and the conditions by which
//! a database enforces them, with `{}` for the column.

use std::cmp::Ordering;

use tablewright_sql::rule::is_email;
use tablewright_sql::{Dialect, regex};

use crate::schema::{Length, Literal, Rules, Type};

/// The condition for `length`.
pub fn length_condition(length: Length, dialect: Dialect) -> String {
    let characters = match dialect {
        Dialect::Sqlite | Dialect::Postgres => "length({})",
        // Their `length` counts bytes.
        Dialect::Mysql | Dialect::Mariadb => "char_length({})",
    };
    match (length.min, length.max) {
        (min, None) => format!("{characters} >= {min}"),
        (0, Some(max)) => format!("{characters} <= {max}"),
        (min, Some(max)) => format!("{characters} BETWEEN {min} AND {max}"),
    }
}

/// The condition for `email`: the part of [`tablewright_sql::rule::is_email`] that `LIKE` can
/// express.
pub fn email_condition(collated: bool, dialect: Dialect) -> String {
    let text = match dialect {
        // PostgreSQL has no `LIKE` with a collation that treats different strings as equal.
        Dialect::Postgres if collated => "{} COLLATE \"C\"",
        Dialect::Sqlite | Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => "{}",
    };
    format!("{text} LIKE '_%@%_' AND {text} NOT LIKE '%@%@%' AND {text} NOT LIKE '% %'")
}

/// Whether `min` and `max` limit values of the type.
pub fn has_range(ty: &Type) -> bool {
    match ty {
        Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Unsigned(_)
        | Type::Duration
        | Type::Float
        | Type::Double
        | Type::Decimal { .. }
        | Type::Date
        | Type::Time
        | Type::DateTime
        | Type::Timestamp => true,
        Type::Bool
        | Type::String { .. }
        | Type::Text
        | Type::Bytes { .. }
        | Type::Uuid
        | Type::Json
        | Type::Enum(..)
        | Type::List(_)
        | Type::Native(_) => false,
    }
}

/// Whether `length`, `pattern` and `email` limit values of the type.
pub fn has_length(ty: &Type) -> bool {
    matches!(ty, Type::String { .. } | Type::Text)
}

/// Whether the bounds exclude every value.
pub fn has_no_value(rules: &Rules) -> bool {
    let order = rules.min.as_ref().zip(rules.max.as_ref());
    order.and_then(|(min, max)| compare(min, max)) == Some(Ordering::Greater)
}

/// The word that the value violates.
pub fn broken(rules: &Rules, literal: &Literal) -> Option<&'static str> {
    let is = |bound: &Option<Literal>, wrong: Ordering| {
        let order = bound.as_ref().and_then(|bound| compare(literal, bound));
        order == Some(wrong)
    };
    if is(&rules.min, Ordering::Less) {
        return Some("min");
    }
    if is(&rules.max, Ordering::Greater) {
        return Some("max");
    }
    let Literal::Text(text) = literal else {
        return None;
    };
    if let Some(length) = rules.length {
        let count = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        if count < length.min || length.max.is_some_and(|max| count > max) {
            return Some("length");
        }
    }
    if rules.email && !is_email(text) {
        return Some("email");
    }
    let pattern = rules.pattern.as_ref()?;
    let regex = regex::parse(pattern).ok()?;
    (!regex.matches(text)).then_some("pattern")
}

/// The order of two values of one type; `None` if they have no order.
fn compare(one: &Literal, other: &Literal) -> Option<Ordering> {
    match (one, other) {
        (Literal::Integer(one), Literal::Integer(other)) => Some(one.cmp(other)),
        (Literal::Float(one), Literal::Float(other)) => one.partial_cmp(other),
        (Literal::Decimal(one), Literal::Decimal(other)) => {
            // Both have the same number of digits after the point.
            let digits = |text: &str| text.replace('.', "").parse::<i128>().ok();
            Some(digits(one)?.cmp(&digits(other)?))
        }
        (Literal::Date(one), Literal::Date(other))
        | (Literal::Time(one), Literal::Time(other))
        | (Literal::DateTime(one), Literal::DateTime(other))
        | (Literal::Timestamp(one), Literal::Timestamp(other)) => Some(one.cmp(other)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_one_type_are_ordered() {
        let decimal = |text: &str| Literal::Decimal(text.to_owned());
        assert_eq!(
            compare(&decimal("-0.50"), &decimal("0.05")),
            Some(Ordering::Less)
        );
        assert_eq!(
            compare(&decimal("10.00"), &decimal("9.99")),
            Some(Ordering::Greater)
        );
        let date = |text: &str| Literal::Date(text.to_owned());
        assert_eq!(
            compare(&date("2024-01-01"), &date("2024-01-01")),
            Some(Ordering::Equal)
        );
        assert_eq!(compare(&date("2024-01-01"), &Literal::Integer(1)), None);
    }
}
