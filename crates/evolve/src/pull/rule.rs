//! Validation words: a check whose name and condition are those of a word becomes the word again.

use tablewright_schema::catalog::Check;
use tablewright_schema::names::{Kind, constraint, distinct};
use tablewright_schema::rule_checks::{
    broken, email_condition, has_length, has_no_value, has_range, length_condition,
};
use tablewright_schema::{Length, Literal, Rules, Type, check_at_column};
use tablewright_sql::Dialect;

use super::default::{Plain, literal, words};
use super::enums::Enums;
use super::model::{AtField, Field, Model};
use super::node::Node;

/// The words whose checks are in the database; `pattern` has none.
const WORDS: [&str; 4] = ["min", "max", "length", "email"];

/// The word that a check is for, and its field, with all words of the field so far.
///
/// Words that exclude each other or the default of the field are an error in the models, so such a
/// check remains a condition.
pub(super) fn find(
    dialect: Dialect,
    model: &Model<'_>,
    check: &Check,
    enums: &Enums,
) -> Option<(AtField, Rules)> {
    for (position, field) in model.fields.iter().enumerate() {
        let column = field.column.name.as_str();
        let is_named = |word: &str| {
            let (table, parts) = (&model.table.name, [column, word]);
            check.name == constraint(Kind::Check, table, &parts)
                || check.name == distinct(Kind::Check, table, &parts, "")
        };
        let Some(word) = WORDS.into_iter().find(|word| is_named(word)) else {
            continue;
        };
        // References and auto-increment keys have none.
        if field.reference.is_some() || field.counts {
            return None;
        }
        let sql = check.expression.text();
        let mut rules = field.rules.clone();
        let node = match word {
            "min" => {
                let (literal, node) = bound(dialect, field, sql, ">=", enums)?;
                rules.min = Some(literal);
                node
            }
            "max" => {
                let (literal, node) = bound(dialect, field, sql, "<=", enums)?;
                rules.max = Some(literal);
                node
            }
            "length" => {
                let (length, node) = length(dialect, field, sql)?;
                rules.length = Some(length);
                node
            }
            _ => {
                rules.email = true;
                email(dialect, field, sql)?
            }
        };
        let default = field.default_value.as_ref();
        let is_contradicted = default.is_some_and(|value| broken(&rules, value).is_some());
        if has_no_value(&rules) || is_contradicted {
            return None;
        }
        let at = AtField {
            field: position,
            key: word,
            node,
        };
        return Some((at, rules));
    }
    None
}

/// The words of a condition with spaces between them, in one form for each meaning.
fn plain(dialect: Dialect, column: &str, sql: &str) -> String {
    let text = words(dialect, sql).join(" ");
    // PostgreSQL prints operators, and MySQL prints `not` before the condition.
    let text = text.replace("! ~ ~ ", "not like ").replace("~ ~ ", "like ");
    let column = column.to_lowercase();
    text.replace(
        &format!("not {column} like "),
        &format!("{column} not like "),
    )
    .replace("> = ", ">= ")
    .replace("< = ", "<= ")
}

/// The bound in `column >= value`.
fn bound(
    dialect: Dialect,
    field: &Field<'_>,
    sql: &str,
    operator: &str,
    enums: &Enums,
) -> Option<(Literal, Node)> {
    if !has_range(&field.ty) {
        return None;
    }
    let column = &field.column.name;
    let text = plain(dialect, column, sql);
    let value = text.strip_prefix(&format!("{} {operator} ", column.to_lowercase()))?;
    let value = match value.strip_prefix('\'') {
        Some(text) => Plain::Text(
            text.strip_suffix('\'')
                .filter(|it| !it.contains('\''))?
                .to_owned(),
        ),
        None => {
            let number = value.strip_prefix("- ").map(|number| format!("-{number}"));
            let number = number.unwrap_or_else(|| value.to_owned());
            number.parse::<f64>().ok()?;
            Plain::Number(number)
        }
    };
    let (literal, node) = literal(dialect, &field.ty, &value, enums)?;
    // With the digits that a 32-bit float needs.
    let node = match (&literal, &field.ty) {
        (Literal::Float(number), Type::Float) => Node::Raw(format!("{:?}", *number as f32)),
        _ => node,
    };
    Some((literal, node))
}

fn length(dialect: Dialect, field: &Field<'_>, sql: &str) -> Option<(Length, Node)> {
    if !has_length(&field.ty) {
        return None;
    }
    let column = &field.column.name;
    let text = plain(dialect, column, sql);
    let mut numbers = text.split(' ').filter_map(|word| word.parse::<u32>().ok());
    let (first, second) = (numbers.next()?, numbers.next());
    let length = match second {
        Some(max) => Length {
            min: first,
            max: Some(max),
        },
        None if text.contains(" >= ") => Length {
            min: first,
            max: None,
        },
        None => Length {
            min: 0,
            max: Some(first),
        },
    };
    let room = match field.ty {
        Type::String { max } => max,
        _ => u32::MAX,
    };
    let is_valid = length.min <= length.max.unwrap_or(room)
        && length.max.is_none_or(|max| max <= room)
        && (length.min > 0 || length.max.is_some());
    let of = |length: Length| {
        let condition = length_condition(length, dialect);
        plain(
            dialect,
            column,
            &check_at_column(dialect, &condition, column),
        )
    };
    // PostgreSQL prints two comparisons instead of `BETWEEN`.
    let only = |min, max| of(Length { min, max });
    let both = format!("{} and {}", only(length.min, None), only(0, length.max));
    if !is_valid || text != of(length) && text != both {
        return None;
    }
    let node = match (length.min, length.max) {
        (min, Some(max)) if min == max => Node::Raw(min.to_string()),
        (0, Some(max)) => Node::Text(format!("..{max}")),
        (min, Some(max)) => Node::Text(format!("{min}..{max}")),
        (min, None) => Node::Text(format!("{min}..")),
    };
    Some((length, node))
}

fn email(dialect: Dialect, field: &Field<'_>, sql: &str) -> Option<Node> {
    let column = &field.column.name;
    let text = plain(dialect, column, sql);
    let is_it = |collated| {
        let condition = check_at_column(dialect, &email_condition(collated, dialect), column);
        plain(dialect, column, &condition) == text
    };
    let is_said = is_it(false) || is_it(true);
    let is_email = has_length(&field.ty) && is_said;
    is_email.then(Node::flag)
}
