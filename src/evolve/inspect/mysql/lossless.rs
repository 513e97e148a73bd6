//! Reads text that MySQL and MariaDB print as question marks.
//!
//! Both print SQL in UTF-8 of at most three bytes. MySQL prints other characters, and bytes, as
//! question marks in expressions; MariaDB does so with characters in plain defaults. But MySQL's
//! information schema has the bytes of the expressions, and MariaDB can return the value of a
//! default.

use tablewright_schema::catalog::{Catalog, Column, Expression, IndexKey, Table, bare};
use tablewright_sql::hex::from_hex;
use tablewright_sql::quote::{self, identifier, text};
use tablewright_sql::{Dialect, Token, TokenKind, tokens};

use super::super::random_name;
use super::printed::with_bytes;
use crate::base::connection::driver::Driver;
use crate::base::error::{Error, Result};

/// Replaces the expressions by their true text.
pub(super) async fn restore<C: Driver>(db: &C, catalog: &mut Catalog) -> Result<()> {
    match db.dialect() {
        Dialect::Sqlite | Dialect::Postgres => Ok(()),
        Dialect::Mysql => {
            plain_texts(catalog);
            expressions(db, catalog).await
        }
        Dialect::Mariadb => plain_defaults(db, catalog).await,
    }
}

/// If MySQL cannot print a plain default as text, it prints the bytes.
fn plain_texts(catalog: &mut Catalog) {
    let columns = catalog
        .tables
        .iter_mut()
        .flat_map(|table| &mut table.columns);
    for column in columns {
        let is_utf8 = column
            .collation
            .as_ref()
            .is_some_and(|collation| collation.starts_with("utf8mb4"));
        let Some(default) = column.default.as_mut().filter(|_| is_utf8) else {
            continue;
        };
        let digits = default.text().strip_prefix("0x");
        let bytes = digits.and_then(from_hex);
        if let Some(true_text) = bytes.and_then(|bytes| String::from_utf8(bytes).ok()) {
            *default = default.with_text(&text(Dialect::Mysql, &true_text));
        }
    }
}

/// A table, the name of a column, an index or a check, a number, and the text of the information
/// schema.
type Row = (String, String, i64, String);

const DEFAULTS: &str = "
    SELECT table_name, column_name, 0, column_default FROM information_schema.columns
    WHERE table_schema = database() AND extra LIKE '%DEFAULT_GENERATED%'";

const GENERATED: &str = "
    SELECT table_name, column_name, 0, generation_expression FROM information_schema.columns
    WHERE table_schema = database() AND generation_expression <> ''";

const CHECKS: &str = "
    SELECT t.table_name, c.constraint_name, 0, c.check_clause
    FROM information_schema.table_constraints AS t
    JOIN information_schema.check_constraints AS c
      ON c.constraint_schema = t.constraint_schema AND c.constraint_name = t.constraint_name
    WHERE t.table_schema = database() AND t.constraint_type = 'CHECK'";

const PARTS: &str = "
    SELECT table_name, index_name, CAST(seq_in_index AS SIGNED), expression
    FROM information_schema.statistics
    WHERE table_schema = database() AND expression IS NOT NULL";

/// The expressions of MySQL's tables.
async fn expressions<C: Driver>(db: &C, catalog: &mut Catalog) -> Result<()> {
    let is_lossy = |table: &Table| table.expressions().any(Expression::is_lossy);
    if !catalog.tables.iter().any(is_lossy) {
        return Ok(());
    }
    let queries: [(&str, Find); 4] = [
        (DEFAULTS, default_of),
        (GENERATED, generated_of),
        (CHECKS, check_of),
        (PARTS, part_of),
    ];
    for (query, find) in queries {
        for (table, name, number, said) in crate::query::raw::sql::<Row>(query).run_all(db).await? {
            let mut tables = catalog.tables.iter_mut();
            let table = tables.find(|known| known.name == table);
            let printed = table.and_then(|table| find(table, &name, number));
            if let Some(printed) = printed.filter(|printed| printed.is_lossy())
                && let Some(restored) = restored(printed, &said)
            {
                *printed = printed.with_text(&restored);
            }
        }
    }
    Ok(())
}

/// Finds an expression of a table by a name and a number.
type Find = for<'t> fn(&'t mut Table, &str, i64) -> Option<&'t mut Expression>;

fn column_of<'t>(table: &'t mut Table, name: &str) -> Option<&'t mut Column> {
    table.columns.iter_mut().find(|column| column.name == name)
}

fn default_of<'t>(table: &'t mut Table, name: &str, _: i64) -> Option<&'t mut Expression> {
    column_of(table, name)?.default.as_mut()
}

fn generated_of<'t>(table: &'t mut Table, name: &str, _: i64) -> Option<&'t mut Expression> {
    let generated = column_of(table, name)?.generated.as_mut()?;
    Some(&mut generated.expression)
}

fn check_of<'t>(table: &'t mut Table, name: &str, _: i64) -> Option<&'t mut Expression> {
    let mut checks = table.checks.iter_mut();
    let check = checks.find(|check| check.name == name)?;
    Some(&mut check.expression)
}

fn part_of<'t>(table: &'t mut Table, name: &str, number: i64) -> Option<&'t mut Expression> {
    let mut indexes = table.indexes.iter_mut();
    let index = indexes.find(|index| index.name == name)?;
    let position = usize::try_from(number).ok()?.checked_sub(1)?;
    match &mut index.parts.get_mut(position)?.key {
        IndexKey::Column(_) => None,
        IndexKey::Expression(expression) => Some(expression),
    }
}

/// The true text of a printed expression, from the text of the information schema.
///
/// In the information schema the whole text is escaped, and each byte is a character. If the two
/// differ in anything else, the server has another format.
fn restored(printed: &Expression, said: &str) -> Option<String> {
    let sql = with_bytes(&said_bytes(said)?);
    // A default has parentheses, and other expressions have none.
    let parenthesized = format!("({sql})");
    let mut candidate = parenthesized.as_str();
    while !is_alike(candidate, printed.text()) {
        candidate = bare(Dialect::Mysql, candidate)?;
    }
    Some(candidate.to_owned())
}

fn said_bytes(said: &str) -> Option<Vec<u8>> {
    let mut characters = said.chars();
    let mut bytes = Vec::with_capacity(said.len());
    while let Some(character) = characters.next() {
        let character = match character {
            '\\' => match characters.next()? {
                '0' => '\0',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'Z' => '\u{1a}',
                other => other,
            },
            other => other,
        };
        bytes.push(u8::try_from(u32::from(character)).ok()?);
    }
    Some(bytes)
}

/// Whether both have the same tokens, except string literals and their character sets.
fn is_alike(one: &str, other: &str) -> bool {
    let kind = |token: &Token<'_>| match token.kind {
        TokenKind::Text => "'",
        TokenKind::Word if token.text.starts_with('_') => "_",
        TokenKind::Word
        | TokenKind::Quoted
        | TokenKind::Number
        | TokenKind::Parameter
        | TokenKind::Symbol => "",
    };
    let (one, other) = (tokens(Dialect::Mysql, one), tokens(Dialect::Mysql, other));
    let pairs = || one.iter().zip(&other);
    one.len() == other.len()
        && pairs().all(|(one, other)| match (kind(one), kind(other)) {
            ("", "") => one.text == other.text,
            (one, other) => one == other,
        })
}

/// The plain defaults of MariaDB's tables.
async fn plain_defaults<C: Driver>(db: &C, catalog: &mut Catalog) -> Result<()> {
    for table in &mut catalog.tables {
        let columns = table.columns.iter();
        let lossy: Vec<Column> = columns
            .filter(|column| is_lossy_text(column))
            .cloned()
            .collect();
        if lossy.is_empty() {
            continue;
        }
        let values = match defaults(db, &table.name, &lossy).await {
            Ok(values) => values,
            // Another session has dropped it concurrently.
            Err(Error::Schema(_)) => continue,
            Err(Error::Connect(_)) => {
                let names: Vec<&str> = lossy.iter().map(|column| column.name.as_str()).collect();
                table.unsupported.push(format!(
                    "the defaults of {}, which the server prints with question marks; only a user \
                     who may create temporary tables can read them",
                    names.join(", ")
                ));
                continue;
            }
            Err(error) => return Err(error),
        };
        for (lossy, value) in lossy.iter().zip(values) {
            let mut columns = table.columns.iter_mut();
            let column = columns.find(|column| column.name == lossy.name);
            if let Some(default) = column.and_then(|column| column.default.as_mut()) {
                *default = default.with_text(&value);
            }
        }
    }
    Ok(())
}

fn is_lossy_text(column: &Column) -> bool {
    let Some(default) = column.default.as_ref().filter(|it| it.is_lossy()) else {
        return false;
    };
    let tokens = tokens(Dialect::Mariadb, default.text());
    match tokens.as_slice() {
        [one] if one.kind == TokenKind::Text => one.value(Dialect::Mariadb).contains('?'),
        _ => false,
    }
}

fn is_text(column: &Column) -> bool {
    column.collation.is_some() || column.ty.normal() == "json"
}

/// The defaults of these columns as literals. They are read from a row of the table or, if it has
/// none, from a temporary copy.
async fn defaults<C: Driver>(db: &C, table: &str, columns: &[Column]) -> Result<Vec<String>> {
    let quoted = |name: &str| identifier(Dialect::Mariadb, name);
    let names: Vec<String> = columns.iter().map(|column| quoted(&column.name)).collect();
    let hex = |value: String, column: &Column| match is_text(column) {
        true => format!("hex(CONVERT({value} USING utf8mb4))"),
        false => format!("hex({value})"),
    };
    let all = |value: fn(&str) -> String| {
        let columns = names.iter().zip(columns);
        let values: Vec<String> = columns
            .map(|(name, column)| hex(value(name), column))
            .collect();
        format!("concat_ws(',', {})", values.join(", "))
    };
    let of_row = all(|name| format!("DEFAULT({name})"));
    let query = format!("SELECT {of_row} FROM {} LIMIT 1", quoted(table));
    let found = crate::query::raw::sql::<String>(query)
        .run_optional(db)
        .await?;
    let found = match found {
        Some(found) => found,
        None => {
            // The copy exists only on this connection.
            let db = db.exclusive().await?;
            let copy = random_name();
            let create = format!(
                "CREATE TEMPORARY TABLE {copy} CHARACTER SET utf8mb4 AS SELECT {} FROM {} LIMIT 0",
                names.join(", "),
                quoted(table)
            );
            db.run(&create).await?;
            let found = of_copy(&db, &copy, &all(str::to_owned)).await;
            let dropped = db.run(&format!("DROP TEMPORARY TABLE {copy}")).await;
            let found = found?;
            dropped?;
            found
        }
    };
    let values = found.split(',').zip(columns).map(|(hex, column)| {
        let bytes = from_hex(hex).unwrap_or_default();
        match (String::from_utf8(bytes), is_text(column)) {
            (Ok(value), true) => text(Dialect::Mariadb, &value),
            (Ok(value), false) => quote::bytes(Dialect::Mariadb, value.as_bytes()),
            (Err(bytes), _) => quote::bytes(Dialect::Mariadb, bytes.as_bytes()),
        }
    });
    Ok(values.collect())
}

async fn of_copy<C: Driver>(db: &C, copy: &str, values: &str) -> Result<String> {
    db.run(&format!("INSERT INTO {copy} () VALUES ()")).await?;
    let query = format!("SELECT {values} FROM {copy}");
    crate::query::raw::sql::<String>(query).run_one(db).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn restored(printed: &str, said: &str) -> Option<String> {
        super::restored(&Expression::new(Dialect::Mysql, printed), said)
    }

    #[test]
    fn an_expression_is_restored_byte_by_byte() {
        let smile = "_utf8mb4\\'\u{f0}\u{9f}\u{98}\u{80}\\'";
        assert_eq!(
            restored("(_utf8mb4'????')", smile).as_deref(),
            Some("(_utf8mb4'\u{1f600}')")
        );
        assert_eq!(
            restored(
                "concat(`\u{e4}`,_binary'\\0??',0xff)",
                "concat(`\u{c3}\u{a4}`,_binary\\'\\\\0\u{ff}?\\',0xff)"
            )
            .as_deref(),
            Some("concat(`\u{e4}`,_binary x'00ff3f',0xff)")
        );
    }

    #[test]
    fn parentheses_around_it_make_no_difference() {
        let said = "((`a` <> _utf8mb4\\'\u{f0}\u{9f}\u{98}\u{80}\\'))";
        let printed = "`a` <> _utf8mb4'????'";
        let expected = "`a` <> _utf8mb4'\u{1f600}'";
        assert_eq!(restored(printed, said).as_deref(), Some(expected));
    }

    #[test]
    fn what_reads_otherwise_is_left_alone() {
        assert_eq!(restored("a = _utf8mb4'?'", "b = _utf8mb4\\'?\\'"), None);
        assert_eq!(restored("_utf8mb4'?'", "_utf8mb4\\'\u{1f600}\\'"), None);
    }
}
