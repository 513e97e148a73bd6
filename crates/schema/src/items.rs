//! The type of an array's items, in a database that has no arrays. The column holds JSON, so its
//! check says the type: `json_type("a") = substr('array of integer', 1, 5)`. Otherwise neither a
//! snapshot nor the database would tell an array of numbers from one of texts.
//!
//! The items of an enum are its values: `array of "low", "high"`, or `array of 1, 2`.

use tablewright_sql::quote::text;
use tablewright_sql::{Dialect, TokenKind, tokens};

use crate::catalog::Expression;
use crate::schema::{Enum, Stored, Type};

/// What stands before the type of the items.
const ARRAY_OF: &str = "array of ";

/// The condition that a column holds an array, by its quoted name.
pub(crate) fn condition(dialect: Dialect, name: &str, item: &Type, enums: &[Enum]) -> String {
    let item = item_words(item, enums);
    match dialect {
        Dialect::Sqlite | Dialect::Postgres => {
            let whole = text(dialect, &format!("{ARRAY_OF}{item}"));
            format!("json_type({name}) = substr({whole}, 1, 5)")
        }
        Dialect::Mysql | Dialect::Mariadb => {
            let whole = text(dialect, &format!("ARRAY of {item}"));
            format!("json_type({name}) = left({whole}, 5)")
        }
    }
}

/// The types of items that a check names, which are several while values are renamed.
pub fn named_in(check: &Expression) -> Vec<String> {
    let dialect = check.dialect();
    let tokens = tokens(dialect, check.text());
    let texts = tokens.iter().filter(|token| token.kind == TokenKind::Text);
    let named = texts.filter_map(|token| {
        let text = token.value(dialect);
        let is_array = text.get(..ARRAY_OF.len())?;
        let item = text.get(ARRAY_OF.len()..)?;
        let is_named = is_array.eq_ignore_ascii_case(ARRAY_OF);
        is_named.then(|| item.to_owned())
    });
    named.collect()
}

/// The values of the enum that the items are; `None` if they are of another type.
pub fn values(item: &str) -> Option<Vec<Stored>> {
    let mut values = Vec::new();
    let mut rest = item;
    loop {
        let value = match rest.strip_prefix('"') {
            Some(quoted) => {
                let (value, after) = unquoted(quoted)?;
                rest = after;
                Stored::Text(value)
            }
            None => {
                let end = rest.find(',').unwrap_or(rest.len());
                let (number, after) = rest.split_at(end);
                rest = after;
                Stored::Number(number.parse().ok()?)
            }
        };
        values.push(value);
        match rest.strip_prefix(", ") {
            Some(next) => rest = next,
            None if rest.is_empty() => return Some(values),
            None => return None,
        }
    }
}

/// The type in the words of models; the values of an enum instead of its name, which programs may
/// change.
fn item_words(item: &Type, enums: &[Enum]) -> String {
    let Type::Enum(position, _) = item else {
        return item.written(&|_| "");
    };
    let variants = enums.get(*position).map(|item| item.variants.as_slice());
    let variants = variants.unwrap_or_default().iter();
    let values: Vec<String> = variants
        .map(|variant| match &variant.stored {
            Stored::Text(value) => {
                format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
            }
            Stored::Number(number) => number.to_string(),
        })
        .collect();
    values.join(", ")
}

/// A text up to its quote, and what follows.
fn unquoted(quoted: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = quoted.chars();
    loop {
        match characters.next()? {
            '"' => return Some((value, characters.as_str())),
            '\\' => value.push(characters.next()?),
            character => value.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_back() {
        let texts = ["low", "a, \"b\"\\", "ä"].map(|value| Stored::Text(value.to_owned()));
        let item = "\"low\", \"a, \\\"b\\\"\\\\\", \"ä\"";
        assert_eq!(values(item), Some(texts.to_vec()));
        let numbers = [1, -2].map(Stored::Number);
        assert_eq!(values("1, -2"), Some(numbers.to_vec()));
        for other in ["integer", "decimal(10, 2)", "", "\"a\" b"] {
            assert_eq!(values(other), None, "{other}");
        }
    }

    #[test]
    fn a_check_names_its_items() {
        for dialect in [Dialect::Sqlite, Dialect::Mysql, Dialect::Mariadb] {
            let condition = condition(dialect, "a", &Type::Integer, &[]);
            let check = Expression::new(dialect, &condition);
            assert_eq!(named_in(&check), ["integer"], "{dialect}");
        }
        let other = Expression::new(Dialect::Sqlite, "a = 'ab' AND b = 'array of'");
        assert_eq!(named_in(&other), Vec::<String>::new());
    }
}
