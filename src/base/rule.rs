//! Validation constraints, which are checked before anything is sent.

use std::cmp::Ordering;
use std::fmt;

use tablewright_sql::duration::Duration;
use tablewright_sql::regex::{self, Step};
use tablewright_sql::rule::is_email;

use crate::base::error::Error;
#[cfg(feature = "test")]
use crate::base::model::Described;
use crate::base::model::{Model, Table};
use crate::base::value::parameter::Parameter;
use crate::base::value::types::NOT_FINITE;

/// A constraint of a field, from a validation keyword of `models.yaml`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Rule {
    /// The minimum value: `min`.
    Min(Bound),
    /// The maximum value: `max`.
    Max(Bound),
    /// A number of characters: `length`.
    Length {
        /// The minimum number.
        min: u32,
        /// The maximum number, if there is one.
        max: Option<u32>,
    },
    /// A regular expression that matches the whole string: `pattern`.
    Pattern(Pattern),
    /// The form of an email address: `email`.
    Email,
    /// The limits of the type itself, such as 50 characters of a `string(50)`.
    Type,
}

impl Rule {
    /// Returns its keyword, such as `min`; `type` for the constraint of the type itself.
    pub fn word(&self) -> &'static str {
        match self {
            Rule::Min(_) => "min",
            Rule::Max(_) => "max",
            Rule::Length { .. } => "length",
            Rule::Pattern(_) => "pattern",
            Rule::Email => "email",
            Rule::Type => "type",
        }
    }

    /// Whether the value satisfies it. NULL satisfies every constraint.
    fn keeps(&self, value: &Parameter<'_>) -> bool {
        match self {
            Rule::Min(bound) => bound.compare(value) != Some(Ordering::Less),
            Rule::Max(bound) => bound.compare(value) != Some(Ordering::Greater),
            Rule::Length { min, max } => text(value).is_none_or(|text| {
                let count = text.chars().count();
                count >= *min as usize && max.is_none_or(|max| count <= max as usize)
            }),
            Rule::Pattern(pattern) => text(value).is_none_or(|text| pattern.matches(text)),
            Rule::Email => text(value).is_none_or(is_email),
            Rule::Type => !matches!(value, Parameter::Invalid(_)),
        }
    }
}

fn text<'v>(value: &'v Parameter<'_>) -> Option<&'v str> {
    match value {
        Parameter::Text(text) => Some(text),
        _ => None,
    }
}

/// The required value, as the end of a sentence: `at least 18`.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rule::Min(bound) => write!(f, "at least {bound}"),
            Rule::Max(bound) => write!(f, "at most {bound}"),
            Rule::Length { min, max } => match max {
                None => write!(f, "at least {min} characters long"),
                Some(max) if max == min => write!(f, "{min} characters long"),
                Some(max) => write!(f, "{min} to {max} characters long"),
            },
            Rule::Pattern(pattern) => write!(f, "of the form `{}`", pattern.text),
            Rule::Email => f.write_str("an email address"),
            Rule::Type => f.write_str("a value of its type"),
        }
    }
}

/// The value of a `min` or a `max`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Bound {
    /// An integer.
    Integer(i64),
    /// A duration: microseconds.
    Duration(i64),
    /// A float.
    Float(f64),
    /// A decimal: the digits, and the number of digits after the point.
    Decimal(i128, u32),
    /// A date or time: `2024-02-29`, `23:59:59.000000`, or both with a space between; an instant in
    /// UTC.
    Time(&'static str),
}

impl Bound {
    /// The order of a value relative to it; `None` if the value has another type.
    fn compare(&self, value: &Parameter<'_>) -> Option<Ordering> {
        match (self, value) {
            (Bound::Integer(bound), Parameter::I16(value)) => Some(i64::from(*value).cmp(bound)),
            (Bound::Integer(bound), Parameter::I32(value)) => Some(i64::from(*value).cmp(bound)),
            (Bound::Integer(bound) | Bound::Duration(bound), Parameter::I64(value)) => {
                Some(value.cmp(bound))
            }
            (Bound::Float(bound), Parameter::F32(value)) => f64::from(*value).partial_cmp(bound),
            (Bound::Float(bound), Parameter::F64(value)) => value.partial_cmp(bound),
            (Bound::Decimal(bound, _), Parameter::Decimal { digits, .. }) => {
                Some((**digits).cmp(bound))
            }
            (Bound::Time(bound), Parameter::Date(value)) => {
                Some(value.to_text().as_str().cmp(bound))
            }
            (Bound::Time(bound), Parameter::Time(value)) => {
                Some(value.to_text().as_str().cmp(bound))
            }
            (Bound::Time(bound), Parameter::DateTime(value) | Parameter::Timestamp(value)) => {
                Some(value.to_text().as_str().cmp(bound))
            }
            _ => None,
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Bound::Integer(value) => value.fmt(f),
            Bound::Duration(micros) => Duration(micros).fmt(f),
            Bound::Float(value) => value.fmt(f),
            Bound::Decimal(digits, scale) => {
                let sign = if digits < 0 { "-" } else { "" };
                let width = scale as usize + 1;
                let digits = format!("{:0width$}", digits.unsigned_abs());
                match digits.split_at(digits.len() - scale as usize) {
                    (whole, "") => write!(f, "{sign}{whole}"),
                    (whole, rest) => write!(f, "{sign}{whole}.{rest}"),
                }
            }
            Bound::Time(text) => f.write_str(text.strip_suffix(".000000").unwrap_or(text)),
        }
    }
}

/// The regular expression of a `pattern`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pattern {
    text: &'static str,
    steps: &'static [Step],
    ranges: &'static [(char, char)],
}

impl Pattern {
    /// An expression and its compiled form: for generated code.
    #[doc(hidden)]
    pub const fn new(
        text: &'static str,
        steps: &'static [Step],
        ranges: &'static [(char, char)],
    ) -> Self {
        Pattern {
            text,
            steps,
            ranges,
        }
    }

    /// Returns the expression in `models.yaml`.
    pub fn as_str(&self) -> &'static str {
        self.text
    }

    /// The compiled form.
    #[cfg(feature = "test")]
    pub(crate) fn program(&self) -> (&'static [Step], &'static [(char, char)]) {
        (self.steps, self.ranges)
    }

    /// Returns whether the whole string matches.
    pub fn matches(&self, text: &str) -> bool {
        regex::matches(self.steps, self.ranges, text)
    }
}

/// A constraint of a field: for generated code.
#[derive(Debug)]
pub struct FieldRule {
    field: &'static str,
    column: u16,
    rule: Rule,
}

impl FieldRule {
    /// A constraint of the field with a column.
    pub const fn new(field: &'static str, column: u16, rule: Rule) -> Self {
        FieldRule {
            field,
            column,
            rule,
        }
    }

    /// Whether it is a constraint of the field with the column.
    #[cfg(feature = "test")]
    pub(crate) fn is_of(&self, column: u16) -> bool {
        self.column == column
    }

    /// The constraint.
    #[cfg(feature = "test")]
    pub(crate) fn rule(&self) -> Rule {
        self.rule
    }
}

/// All validation constraints that a row violates, checked before anything is sent.
#[derive(Clone, Debug, PartialEq)]
pub struct ValidationErrors {
    errors: Vec<ValidationError>,
}

impl ValidationErrors {
    /// Iterates over the violations, at least one, in the order of the fields that were set.
    pub fn iter(&self) -> std::slice::Iter<'_, ValidationError> {
        self.errors.iter()
    }

    /// Iterates over the violations of one field.
    pub fn of<'e>(&'e self, field: &'e str) -> impl Iterator<Item = &'e ValidationError> {
        self.iter().filter(move |error| error.field == field)
    }
}

impl<'e> IntoIterator for &'e ValidationErrors {
    type Item = &'e ValidationError;
    type IntoIter = std::slice::Iter<'e, ValidationError>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for ValidationErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, error) in self.iter().enumerate() {
            let separator = if number == 0 { "" } else { "; " };
            write!(f, "{separator}{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ValidationErrors {}

/// A constraint that a field violates. It does not have the value, which may be a secret.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ValidationError {
    /// The table.
    pub table: &'static str,
    /// The field of the model.
    pub field: &'static str,
    /// The constraint.
    pub rule: Rule,
    /// The message, a sentence that begins with the field. For a [`Rule::Type`] it says more than
    /// the constraint.
    pub message: String,
}

impl fmt::Display for ValidationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}.{}` {}", self.table, self.field, self.message)
    }
}

impl std::error::Error for ValidationError {}

impl From<ValidationErrors> for Error {
    fn from(errors: ValidationErrors) -> Error {
        Error::Validation(Box::new(errors))
    }
}

/// Checks values against the constraints of their fields. A model without constraints has no cost.
#[inline]
pub(crate) fn validate<'v, 'p: 'v, M: Model>(
    values: impl Iterator<Item = (u16, &'v Parameter<'p>)>,
) -> Result<(), ValidationErrors> {
    if M::RULES.is_empty() {
        return Ok(());
    }
    let mut errors = Vec::new();
    for (column, value) in values {
        collect(M::TABLE, M::RULES, column, value, &mut errors);
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(ValidationErrors { errors })
    }
}

/// Checks values against the constraints of a model without its Rust type.
#[cfg(feature = "test")]
pub(crate) fn validate_described(
    model: &Described,
    values: &[(u16, Parameter<'_>)],
) -> Result<(), ValidationErrors> {
    let mut errors = Vec::new();
    for (column, value) in values {
        collect(model.table, model.rules, *column, value, &mut errors);
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(ValidationErrors { errors })
    }
}

/// Adds the constraints that the value of a column violates.
fn collect(
    table: &'static Table,
    rules: &'static [FieldRule],
    column: u16,
    value: &Parameter<'_>,
    to: &mut Vec<ValidationError>,
) {
    let mut own = rules.iter().filter(|rule| rule.column == column).peekable();
    if let Parameter::Invalid(reason) = value {
        let name = table.column(column).name;
        to.push(ValidationError {
            table: table.name,
            field: own.peek().map_or(name, |rule| rule.field),
            rule: Rule::Type,
            message: format!("is refused: {reason}"),
        });
        return;
    }
    let field = own.peek().map(|rule| rule.field);
    let known = to.len();
    let broken = own.filter(|rule| !rule.rule.keeps(value));
    to.extend(broken.map(|rule| ValidationError {
        table: table.name,
        field: rule.field,
        rule: rule.rule,
        message: format!("has to be {}", rule.rule),
    }));
    // NaN compares with no bound, and no database accepts it.
    if to.len() == known && !is_finite(value) {
        to.push(ValidationError {
            table: table.name,
            field: field.unwrap_or(table.column(column).name),
            rule: Rule::Type,
            message: format!("is refused: {NOT_FINITE}"),
        });
    }
}

/// Whether a number, or each number of an array, is finite.
fn is_finite(value: &Parameter<'_>) -> bool {
    match value {
        Parameter::F32(value) => value.is_finite(),
        Parameter::F64(value) => value.is_finite(),
        Parameter::List(items) => items.iter().all(is_finite),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_told_as_people_write_them() {
        let cases = [
            (Bound::Integer(-5), "-5"),
            (Bound::Duration(-5_400_000_000), "-1h 30m"),
            (Bound::Float(0.5), "0.5"),
            (Bound::Decimal(-5, 2), "-0.05"),
            (Bound::Decimal(1250, 2), "12.50"),
            (Bound::Decimal(7, 0), "7"),
            (Bound::Time("2024-02-29"), "2024-02-29"),
            (Bound::Time("07:30:00.000000"), "07:30:00"),
        ];
        for (bound, text) in cases {
            assert_eq!(bound.to_string(), text);
        }
    }

    #[test]
    fn null_keeps_every_rule() {
        let rules = [
            Rule::Min(Bound::Integer(1)),
            Rule::Length { min: 1, max: None },
            Rule::Email,
        ];
        assert!(rules.iter().all(|rule| rule.keeps(&Parameter::Null)));
    }
}
