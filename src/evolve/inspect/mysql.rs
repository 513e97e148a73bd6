//! Inspects a MySQL or MariaDB database, by the SQL that these servers print.

use tablewright_schema::catalog::{Catalog, read};
use tablewright_sql::lexer::{LexemeKind, spans};
use tablewright_sql::quote::{self, identifier};
use tablewright_sql::{Dialect, TokenKind, literal_bytes};

use super::Scope;
use crate::base::connection::driver::Driver;
use crate::base::error::{Error, Result};
use crate::base::value::Row;
use crate::query::raw::Cell;

mod lossless;
mod others;

/// The tables. MariaDB lists the session's temporary tables, too, with another type.
const TABLES: &str = "
    SELECT table_name FROM information_schema.tables
    WHERE table_schema = database() AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED')
    ORDER BY table_name";

/// Reads the current database.
pub(super) async fn catalog<C: Driver>(db: &C, scope: Scope<'_>) -> Result<Catalog> {
    let dialect = db.dialect();
    let mut script = String::new();
    for name in crate::query::raw::sql::<String>(TABLES).run_all(db).await? {
        if !scope.has(&name, dialect) {
            continue;
        }
        match show(db, &name).await {
            Ok(sql) => {
                script.push_str(&sql);
                script.push_str("\n;\n");
            }
            // Another session has dropped it in between.
            Err(Error::Schema(error)) if !error.missing.is_empty() => {}
            Err(error) => return Err(error),
        }
    }
    let mut catalog = read(dialect, &script);
    lossless::restore(db, &mut catalog).await?;
    match scope {
        Scope::All => {
            catalog.others.extend(others::read(db).await?);
        }
        Scope::Tables(_) => {}
    }
    Ok(catalog)
}

/// The SQL of a table, as the server prints it.
pub(super) async fn show<C: Driver>(db: &C, table: &str) -> Result<String> {
    let name = identifier(db.dialect(), table);
    let text = format!("SHOW CREATE TABLE {name}");
    let rows = crate::query::raw::sql::<(String, Shown)>(text)
        .run_all(db)
        .await?;
    let sql: String = rows.into_iter().map(|(_, Shown(sql))| sql).collect();
    if !sql.contains("nextval(`") {
        return Ok(sql);
    }
    let database = others::database(db).await?;
    Ok(others::without_database(db.dialect(), &sql, &database))
}

/// SQL that a server prints. MariaDB prints bytes unescaped, within a string literal; they are
/// converted to a literal with the same meaning.
struct Shown(String);

impl Cell for Shown {
    fn read_or_null<R: Row>(row: &R, index: usize) -> Result<Option<Self>> {
        let shown = row.raw_text(index)?;
        Ok(shown.map(|shown| match std::str::from_utf8(shown) {
            Ok(text) => Shown(text.to_owned()),
            Err(_) => Shown(with_bytes(shown)),
        }))
    }
}

/// The SQL as text: a string literal with invalid bytes becomes `x'00ff'`.
fn with_bytes(shown: &[u8]) -> String {
    let mut sql = String::with_capacity(shown.len());
    for (kind, span) in spans(Dialect::Mariadb, shown) {
        let piece = &shown[span];
        match std::str::from_utf8(piece) {
            Err(_) if kind == LexemeKind::Token(TokenKind::Text) => {
                // The word before it is its character set.
                if sql.ends_with(|last: char| last.is_alphanumeric()) {
                    sql.push(' ');
                }
                let bytes = literal_bytes(Dialect::Mariadb, piece);
                sql.push_str(&quote::bytes(Dialect::Mariadb, &bytes));
            }
            Ok(_) | Err(_) => sql.push_str(&String::from_utf8_lossy(piece)),
        }
    }
    sql
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_in_quotes_become_a_literal() {
        let shown = b"`\xc3\xa4'` DEFAULT '\\0\xff''\\\\', 'a''\\'', x' \"\xc3\xa4'\"";
        assert_eq!(
            with_bytes(shown),
            "`ä'` DEFAULT x'00ff275c', 'a''\\'', x' \"ä'\""
        );
        assert_eq!(with_bytes(b"'\xff"), "x'ff'");
        assert_eq!(with_bytes(b"'\xff\\"), "x'ff'");
        assert_eq!(with_bytes(b"\xff"), "\u{fffd}");
    }
}
