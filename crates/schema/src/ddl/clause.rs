//! The clauses that every database spells alike.

use crate::dialect::Dialect;
use crate::schema::{Action, Column, Default, ForeignKey, Literal, Schema, Source, Table};
use crate::sql::{identifier, text};

/// A whole `CREATE TABLE`, one line for each column and constraint.
pub(super) fn create_table(
    dialect: Dialect,
    table: &Table,
    lines: &[String],
    tail: &str,
) -> String {
    let name = identifier(dialect, &table.name);
    let lines = lines.join(",\n    ");
    let options = match table.options.get(dialect) {
        Some(options) => format!(" {}", own_statement(options)),
        None => String::new(),
    };
    format!("CREATE TABLE IF NOT EXISTS {name} (\n    {lines}\n){tail}{options}")
}

/// `DROP TABLE`.
pub(super) fn drop_table(dialect: Dialect, table: &Table) -> String {
    format!("DROP TABLE IF EXISTS {}", identifier(dialect, &table.name))
}

/// A constraint under its name.
pub(super) fn constraint(dialect: Dialect, name: &str, rule: &str) -> String {
    format!("CONSTRAINT {} {rule}", identifier(dialect, name))
}

/// The unique keys.
pub(super) fn uniques(dialect: Dialect, table: &Table) -> impl Iterator<Item = String> {
    table.uniques.iter().map(move |key| {
        let rule = format!("UNIQUE ({})", columns(dialect, table, &key.columns));
        constraint(dialect, &key.name, &rule)
    })
}

/// The checks that the user wrote.
pub(super) fn checks(dialect: Dialect, table: &Table) -> impl Iterator<Item = String> {
    table.checks.iter().map(move |check| {
        let expression = check.expression.get(dialect);
        let condition = match check.column {
            Some(column) => about_column(
                expression,
                &identifier(dialect, &table.columns[column].name),
            ),
            None => parenthesized(expression),
        };
        constraint(dialect, &check.name, &format!("CHECK {condition}"))
    })
}

/// A foreign key.
pub(super) fn foreign_key(
    schema: &Schema,
    table: &Table,
    foreign_key: &ForeignKey,
    dialect: Dialect,
) -> String {
    let target = &schema.tables[foreign_key.target];
    let mut rule = format!(
        "FOREIGN KEY ({}) REFERENCES {} ({})",
        columns(dialect, table, &foreign_key.columns),
        identifier(dialect, &target.name),
        columns(dialect, target, &foreign_key.target_columns),
    );
    let actions = [
        ("DELETE", foreign_key.on_delete),
        ("UPDATE", foreign_key.on_update),
    ];
    for (event, action) in actions {
        // Every database does nothing unless it is told.
        if action != Action::NoAction {
            rule.push_str(&format!(" ON {event} {}", action.sql()));
        }
    }
    if foreign_key.deferrable {
        rule.push_str(" DEFERRABLE INITIALLY DEFERRED");
    }
    constraint(dialect, &foreign_key.name, &rule)
}

/// The names of columns, quoted and with commas between them.
pub(super) fn columns(dialect: Dialect, table: &Table, columns: &[usize]) -> String {
    let names = columns
        .iter()
        .map(|&column| identifier(dialect, &table.columns[column].name));
    names.collect::<Vec<_>>().join(", ")
}

/// `IN` and the values of an enum.
pub(super) fn one_of<'a>(dialect: Dialect, values: impl Iterator<Item = &'a str>) -> String {
    let values: Vec<String> = values.map(|value| text(dialect, value)).collect();
    format!("IN ({})", values.join(", "))
}

/// The column's default.
pub(super) fn default(column: &Column) -> Option<&Default> {
    match &column.source {
        Source::Default(default) => Some(default),
        Source::Input | Source::Identity | Source::Generated(_) => None,
    }
}

/// SQL of the user's in parentheses, which a comment in it cannot swallow.
pub(super) fn parenthesized(sql: &str) -> String {
    format!("({})", comment_closed(sql.trim()))
}

/// A statement or the end of one as the user wrote it, ready for a semicolon.
pub(super) fn own_statement(sql: &str) -> String {
    let end = |character: char| character == ';' || character.is_whitespace();
    comment_closed(sql.trim_start().trim_end_matches(end))
}

/// The items of a list as JSON text.
///
/// What JSON has no type for is text in the form that a literal has.
pub(super) fn json_array(items: &[Literal]) -> String {
    let items: Vec<String> = items.iter().map(json_item).collect();
    format!("[{}]", items.join(","))
}

/// The UUID as it is usually written.
pub(super) fn uuid_text(uuid: &[u8; 16]) -> String {
    let hex = hex(uuid);
    let [a, b, c, d, e] = [0..8, 8..12, 12..16, 16..20, 20..32].map(|range| &hex[range]);
    format!("{a}-{b}-{c}-{d}-{e}")
}

/// A condition that was written at a column, where `{}` stands for it, though not in a text.
fn about_column(expression: &str, column: &str) -> String {
    let named = |(position, part): (usize, &str)| match position % 2 {
        0 => part.replace("{}", column),
        _ => part.to_owned(),
    };
    let parts: Vec<String> = expression.split('\'').enumerate().map(named).collect();
    parenthesized(&parts.join("'"))
}

fn json_item(item: &Literal) -> String {
    match item {
        Literal::Bool(value) => value.to_string(),
        Literal::Integer(value) => value.to_string(),
        Literal::Float(value) => format!("{value:?}"),
        Literal::Decimal(value)
        | Literal::Text(value)
        | Literal::Date(value)
        | Literal::Time(value)
        | Literal::DateTime(value) => json_text(value),
        // A JSON text cannot tell an instant from a local time but by the letter for UTC.
        Literal::Timestamp(value) => json_text(&format!("{value}Z")),
        Literal::Bytes(bytes) => json_text(&hex(bytes)),
        Literal::Uuid(uuid) => json_text(&uuid_text(uuid)),
        Literal::Json(json) => json.clone(),
        Literal::List(items) => json_array(items),
    }
}

fn json_text(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            control if control < ' ' => quoted.push_str(&format!("\\u{:04x}", u32::from(control))),
            character => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The SQL on a line of its own where its last line may end in a comment.
fn comment_closed(sql: &str) -> String {
    let comment = sql
        .lines()
        .last()
        .is_some_and(|line| line.contains("--") || line.contains('#'));
    if comment {
        format!("{sql}\n")
    } else {
        sql.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_of_the_users_ends_where_it_says() {
        assert_eq!(own_statement(" SELECT 1 ;\n; "), "SELECT 1");
        assert_eq!(own_statement("SELECT 1 -- one"), "SELECT 1 -- one\n");
        assert_eq!(own_statement(" ; "), "");
    }

    #[test]
    fn a_comment_does_not_swallow_the_parenthesis() {
        assert_eq!(parenthesized("a > 0 -- positive"), "(a > 0 -- positive\n)");
        assert_eq!(parenthesized(" a > 0\n"), "(a > 0)");
    }

    #[test]
    fn braces_stand_for_the_column() {
        assert_eq!(
            about_column("{} > 0 OR {} <> '{}'", "a"),
            "(a > 0 OR a <> '{}')"
        );
        assert_eq!(
            about_column("{} <> 'it''s {}' AND {} > ''", "a"),
            "(a <> 'it''s {}' AND a > '')"
        );
    }

    #[test]
    fn lists_are_json() {
        let items = [
            Literal::Bool(true),
            Literal::Integer(-5),
            Literal::Float(1e300),
            Literal::Decimal("-0.50".to_owned()),
            Literal::Text("a\"\\\n".to_owned()),
            Literal::Bytes(vec![0, 255]),
            Literal::Uuid([0x11; 16]),
        ];
        assert_eq!(
            json_array(&items),
            r#"[true,-5,1e300,"-0.50","a\"\\\u000a","00ff","11111111-1111-1111-1111-111111111111"]"#
        );
    }
}
