//! Validation words: the values of its type that a field accepts.

use tablewright_sql::{Dialect, PerDialect, regex};

use super::defaults;
use super::findings::Findings;
use super::types::describe;
use super::unresolved::{Check, Column, Context, Kind, Named};
use crate::lower::compared;
use crate::rule_checks::{
    broken, email_condition, has_length, has_no_value, has_range, length_condition,
};
use crate::schema::{self, Default, Length, Literal, Rules, Source, Type};
use crate::yaml::shapes::{self, At, Spanned, Value};

/// The words of a field: its own, and those of its named type.
struct Given<'g> {
    min: Option<&'g Spanned<Value>>,
    max: Option<&'g Spanned<Value>>,
    length: Option<&'g Spanned<Length>>,
    pattern: Option<&'g Spanned<String>>,
    email: Option<&'g Spanned<bool>>,
}

impl<'g> Given<'g> {
    fn new(column: &Column<'g>, named: Option<&Named<'g>>) -> Self {
        let own = &column.origin.rules;
        let of_type = named.map(|named| &named.origin.rules);
        fn first<'g, T>(
            own: &'g shapes::Rules,
            of_type: Option<&'g shapes::Rules>,
            word: fn(&'g shapes::Rules) -> &'g Option<T>,
        ) -> Option<&'g T> {
            let of_type = of_type.and_then(|of_type| word(of_type).as_ref());
            word(own).as_ref().or(of_type)
        }
        Given {
            min: first(own, of_type, |rules| &rules.min),
            max: first(own, of_type, |rules| &rules.max),
            length: first(own, of_type, |rules| &rules.length),
            pattern: first(own, of_type, |rules| &rules.pattern),
            email: first(own, of_type, |rules| &rules.email).filter(|email| email.value),
        }
    }

    fn words(&self) -> impl Iterator<Item = (At, &'static str)> {
        let words = [
            (self.min.map(|word| word.at), "min"),
            (self.max.map(|word| word.at), "max"),
            (self.length.map(|word| word.at), "length"),
            (self.pattern.map(|word| word.at), "pattern"),
            (self.email.map(|word| word.at), "email"),
        ];
        words.into_iter().filter_map(|(at, word)| Some((at?, word)))
    }

    fn at(&self, wanted: &str) -> Option<At> {
        let mut words = self.words();
        words.find(|(_, word)| *word == wanted).map(|(at, _)| at)
    }
}

/// The validation constraints of a column with a known source.
pub fn resolve<'d>(
    column: &Column<'d>,
    named: Option<&Named<'d>>,
    context: &Context<'_>,
    findings: &mut Findings<'_>,
) -> Rules {
    let given = Given::new(column, named);
    if given.words().next().is_none() {
        return Rules::default();
    }
    let refused = match (column.kind, &column.source) {
        (Kind::Unknown, _) => return Rules::default(),
        (Kind::Reference { .. }, _) => Some((
            "a reference has the constraints of the field that it refers to",
            "move it to that field",
        )),
        (_, Source::Identity) => Some(("the field is auto-increment", "remove it")),
        (Kind::Value | Kind::Id | Kind::Named(_), _) => None,
    };
    if let Some((why, hint)) = refused {
        for (at, word) in given.words() {
            findings
                .at(at, format!("`{word}` has no effect: {why}"))
                .hint(hint);
        }
        return Rules::default();
    }
    let Some(ty) = &column.ty else {
        return Rules::default();
    };
    for (at, word) in given.words() {
        check_type(word, at, ty, context, findings);
    }
    let bound = |value: Option<&Spanned<Value>>, findings: &mut Findings<'_>| {
        let value = value.filter(|_| has_range(ty))?;
        defaults::bound(value, ty, findings)
    };
    let rules = Rules {
        min: bound(given.min, findings),
        max: bound(given.max, findings),
        length: given
            .length
            .filter(|_| has_length(ty))
            .map(|length| length.value),
        pattern: given
            .pattern
            .filter(|_| has_length(ty))
            .map(|pattern| pattern.value.clone()),
        email: given.email.is_some() && has_length(ty),
    };
    if let (true, Some(at)) = (has_no_value(&rules), given.max) {
        let finding = findings.at(at.at, "`max` is less than `min`, so no value is valid");
        if let Some(min) = given.min {
            finding.also(min.at, "the minimum");
        }
    }
    if let (Some(length), Some(given)) = (rules.length, given.length) {
        check_length(length, given.at, ty, findings);
    }
    if let (Some(pattern), Some(given)) = (&rules.pattern, given.pattern) {
        check_pattern(pattern, given.at, findings);
    }
    check_default(&rules, column, named, findings);
    rules
}

fn check_type(word: &str, at: At, ty: &Type, context: &Context<'_>, findings: &mut Findings<'_>) {
    let is_bound = matches!(word, "min" | "max");
    let (fits, what) = match is_bound {
        true => (has_range(ty), "numbers, dates, times and durations"),
        false => (has_length(ty), "`string` and `text`"),
    };
    if fits {
        return;
    }
    let described = describe(ty, &context.enums);
    let message = format!("`{word}` is for {what}, and this is `{described}`");
    findings.at(at, message).hint(match (is_bound, ty) {
        (true, Type::String { .. } | Type::Text) => {
            "`length: 1..50` is for the number of characters"
        }
        (false, _) if word == "length" && has_range(ty) => "`min` and `max` are for the value",
        _ => "remove it, or write a `check`",
    });
}

fn check_length(length: Length, at: At, ty: &Type, findings: &mut Findings<'_>) {
    match (length.max, ty) {
        (Some(max), _) if max < length.min => {
            findings.at(
                at,
                "the maximum is less than the minimum, so no string is valid",
            );
        }
        (Some(max), Type::String { max: room }) if max > *room => {
            findings
                .at(
                    at,
                    format!("`string({room})` has room for {room} characters"),
                )
                .hint(format!("write `string({max})`, or a smaller number"));
        }
        (_, Type::String { max: room }) if length.min > *room => {
            findings
                .at(
                    at,
                    format!("`string({room})` has room for {room} characters"),
                )
                .hint(format!(
                    "write `string({})`, or a smaller number",
                    length.min
                ));
        }
        (None, _) if length.min == 0 => {
            findings
                .at(at, "every string has 0 characters or more")
                .hint("remove it, or write `1..`");
        }
        _ => {}
    }
}

fn check_pattern(pattern: &str, at: At, findings: &mut Findings<'_>) {
    if pattern.is_empty() {
        findings
            .at(at, "an empty pattern matches only the empty string")
            .hint("write a pattern for the whole string: `\"[a-z]+\"`");
    } else if let Err(why) = regex::parse(pattern) {
        findings
            .at(at, format!("the pattern `{pattern}` {why}"))
            .hint(
                "a pattern can have literal characters, `.`, `[a-z]`, `\\d`, `\\w`, `\\s`, `(…)`, \
                 `|`, `*`, `+`, `?` and `{2,5}`; write `\\` before any of these characters to \
                 match it literally",
            );
    }
}

/// Every insert that uses a default which violates a constraint would fail.
fn check_default(
    rules: &Rules,
    column: &Column<'_>,
    named: Option<&Named<'_>>,
    findings: &mut Findings<'_>,
) {
    let Source::Default(Default::Literal(literal)) = &column.source else {
        return;
    };
    let of_type = named.and_then(|named| named.origin.default.as_ref());
    let default = column.origin.default.as_ref().or(of_type);
    if let (Some(word), Some(default)) = (broken(rules, literal), default) {
        findings
            .at(
                default.at,
                format!("the default violates `{word}` of the same field"),
            )
            .hint("every insert without a value for the field would fail");
    }
}

/// The checks for the constraints, one for each, so that an error names the constraint.
///
/// There is none for `pattern`: SQLite has no regular expressions, and those of the others differ.
pub fn checks<'d>(
    rules: &Rules,
    column: &Column<'d>,
    position: usize,
    named: Option<&Named<'d>>,
    context: &Context<'_>,
) -> Vec<Check> {
    if rules.is_empty() {
        return Vec::new();
    }
    let given = Given::new(column, named);
    let check = |word: &'static str, condition: &dyn Fn(Dialect) -> String| {
        let mut expression = PerDialect::<String>::default();
        for &dialect in &context.dialects {
            *expression.get_mut(dialect) = condition(dialect);
        }
        Some(Check {
            at: given.at(word)?,
            word: Some(word),
            value: schema::Check {
                name: String::new(),
                column: Some(position),
                expression,
            },
        })
    };
    let bound = |word, operator: &str, bound: &Option<Literal>| {
        let (literal, ty) = (bound.as_ref()?, column.ty.as_ref()?);
        check(word, &|dialect| {
            format!("{{}} {operator} {}", compared(literal, ty, dialect))
        })
    };
    let length = rules
        .length
        .and_then(|length| check("length", &|dialect| length_condition(length, dialect)));
    let email = rules.email.then(|| {
        check("email", &|dialect| {
            let collated = column.collation.get(dialect).is_some();
            email_condition(collated, dialect)
        })
    });
    [
        bound("min", ">=", &rules.min),
        bound("max", "<=", &rules.max),
        length,
        email.flatten(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
