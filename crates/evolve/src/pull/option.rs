//! Options of tables, and collations.

use tablewright_schema::catalog::Expression;
use tablewright_schema::{Repr, Type};
use tablewright_sql::{Dialect, tokens};

use super::model::Model;

/// Finds the options that differ from the defaults, and the collations.
pub(super) fn find(dialect: Dialect, model: &mut Model<'_>) {
    if let Some(options) = &model.table.options {
        let text = match dialect {
            Dialect::Sqlite => sqlite(options, &mut model.notes),
            Dialect::Postgres => options.text().to_owned(),
            Dialect::Mysql | Dialect::Mariadb => mysql(dialect, options, &mut model.notes),
        };
        model.options = (!text.is_empty()).then_some(text);
    }
    for field in &mut model.fields {
        let has_collation = matches!(
            field.ty,
            Type::String { .. } | Type::Text | Type::Enum(_, Repr::Text)
        ) && field.reference.is_none();
        let collation = field.column.collation.as_deref();
        let collation = collation.filter(|collation| has_collation && *collation != usual(dialect));
        field.collation = collation.map(str::to_owned);
    }
}

/// The default collation of text.
fn usual(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "",
        Dialect::Postgres => "C",
        Dialect::Mysql => "utf8mb4_0900_bin",
        Dialect::Mariadb => "utf8mb4_nopad_bin",
    }
}

/// Every column has a check of its type, so the language does not have `STRICT`.
fn sqlite(options: &Expression, notes: &mut Vec<String>) -> String {
    let has = |words: &str| options.normal().contains(words);
    if has("strict") {
        notes.push("left out: STRICT, because every column has a check of its type".to_owned());
    }
    if has("strict") && has("without rowid") {
        "WITHOUT ROWID".to_owned()
    } else if has("strict") {
        String::new()
    } else {
        options.text().to_owned()
    }
}

/// The options after the engine, the character set and the collation, which come first.
fn mysql(dialect: Dialect, options: &Expression, notes: &mut Vec<String>) -> String {
    let text = options.text();
    let tokens = tokens(dialect, text);
    let mut rest = &tokens[..];
    let mut seen: Vec<&str> = Vec::new();
    while let Some((word, value, length)) = option(rest) {
        if seen.contains(&word) {
            break;
        }
        if word == "engine" && !value.eq_ignore_ascii_case("innodb") {
            notes.push(format!("left out: the engine {value}"));
        }
        seen.push(word);
        rest = &rest[length..];
    }
    rest.first()
        .map_or("", |first| &text[first.start..])
        .to_owned()
}

/// One of the options that always exist, its value, and its number of tokens.
fn option<'t>(tokens: &[tablewright_sql::Token<'t>]) -> Option<(&'static str, &'t str, usize)> {
    let is = |position: usize, word: &str| tokens.get(position).is_some_and(|it| it.is(word));
    let mut length = usize::from(is(0, "default"));
    let word = if is(length, "engine") && length == 0 {
        "engine"
    } else if is(length, "charset") {
        "charset"
    } else if is(length, "character") && is(length + 1, "set") {
        length += 1;
        "charset"
    } else if is(length, "collate") {
        "collate"
    } else {
        return None;
    };
    length += 1;
    length += usize::from(tokens.get(length).is_some_and(|it| it.is_symbol('=')));
    let value = tokens.get(length)?;
    Some((word, value.text, length + 1))
}
