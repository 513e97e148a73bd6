//! What a MySQL or MariaDB database has, from the SQL that these servers show of it.

use tablewright_schema::Dialect;
use tablewright_schema::catalog::{Catalog, Other, OtherKind, read};
use tablewright_schema::sql::{self, identifier};

use super::Scope;
use crate::connection::Connection;
use crate::value::Row;
use crate::{Cell, Error, Result};

/// The tables. MariaDB lists the temporary ones of the session as well, as another type.
const TABLES: &str = "
    SELECT table_name FROM information_schema.tables
    WHERE table_schema = database() AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED')
    ORDER BY table_name";

/// What it is, its name, its table and its SQL.
type OtherRow = (String, String, Option<String>, String);

/// Reads the current database.
pub(super) async fn catalog<C: Connection>(db: &C, scope: Scope<'_>) -> Result<Catalog> {
    let dialect = db.dialect();
    let mut script = String::new();
    for name in crate::sql::<String>(TABLES).run_all(db).await? {
        if !scope.has(&name, dialect) {
            continue;
        }
        match show(db, &name).await {
            Ok(sql) => {
                script.push_str(&sql);
                script.push_str("\n;\n");
            }
            // Somebody else has dropped it meanwhile.
            Err(Error::Schema(error)) if !error.missing.is_empty() => {}
            Err(error) => return Err(error),
        }
    }
    let mut catalog = read(dialect.into(), &script);
    match scope {
        Scope::All => {
            for row in crate::sql::<OtherRow>(OTHERS).run_all(db).await? {
                catalog.others.extend(other(row));
            }
        }
        Scope::Tables(_) => {}
    }
    Ok(catalog)
}

/// The SQL of a table, as the server shows it.
pub(super) async fn show<C: Connection>(db: &C, table: &str) -> Result<String> {
    let name = identifier(db.dialect().into(), table);
    let text = format!("SHOW CREATE TABLE {name}");
    let rows = crate::sql::<(String, Shown)>(text).run_all(db).await?;
    Ok(rows.into_iter().map(|(_, Shown(sql))| sql).collect())
}

/// SQL that a server shows. MariaDB shows bytes as they are, between the quotes of a text; here they
/// are read as the literal that says the same.
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

/// The SQL as text: a text in it that is none becomes `x'00ff'`.
fn with_bytes(shown: &[u8]) -> String {
    let mut sql = String::with_capacity(shown.len());
    let mut rest = shown;
    while let Some(&first) = rest.first() {
        let length = match first {
            b'\'' | b'`' | b'"' => quoted_length(rest, first),
            _ => {
                let is_plain = |byte: &u8| !matches!(byte, b'\'' | b'`' | b'"');
                rest.iter().position(|byte| !is_plain(byte))
            }
        };
        let (piece, behind) = rest.split_at(length.unwrap_or(rest.len()));
        match std::str::from_utf8(piece) {
            Err(_) if first == b'\'' => {
                sql.push_str(&sql::bytes(Dialect::Mariadb, &unquoted(piece)));
            }
            Ok(_) | Err(_) => sql.push_str(&String::from_utf8_lossy(piece)),
        }
        rest = behind;
    }
    sql
}

/// How long what is in quotes is, with its quotes.
fn quoted_length(text: &[u8], quote: u8) -> Option<usize> {
    let mut place = 1;
    loop {
        match *text.get(place)? {
            b'\\' if quote != b'`' => place += 1,
            byte if byte == quote && text.get(place + 1) == Some(&quote) => place += 1,
            byte if byte == quote => return Some(place + 1),
            _ => {}
        }
        place += 1;
    }
}

/// The bytes that a text in quotes is of.
fn unquoted(text: &[u8]) -> Vec<u8> {
    let inner = text.strip_prefix(b"'").unwrap_or(text);
    let inner = inner.strip_suffix(b"'").unwrap_or(inner);
    let mut bytes = Vec::with_capacity(inner.len());
    let mut rest = inner.iter().copied();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'\\' => match rest.next() {
                Some(b'0') => 0,
                Some(b'b') => 8,
                Some(b'n') => b'\n',
                Some(b'r') => b'\r',
                Some(b't') => b'\t',
                Some(b'Z') => 26,
                Some(other) => other,
                None => break,
            },
            // It is doubled.
            b'\'' => rest.next().unwrap_or(byte),
            byte => byte,
        });
    }
    bytes
}

/// What is no table. Each of the columns has a collation of its own, which means nothing here.
const OTHERS: &str = "
    SELECT 'view', CONVERT(table_name USING utf8mb4), NULL,
           CONVERT(concat('CREATE VIEW `', replace(table_name, '`', '``'), '` AS ',
                          coalesce(view_definition, '')) USING utf8mb4)
    FROM information_schema.views WHERE table_schema = database()
    UNION ALL
    SELECT 'trigger', CONVERT(trigger_name USING utf8mb4),
           CONVERT(event_object_table USING utf8mb4),
           CONVERT(concat('CREATE TRIGGER `', replace(trigger_name, '`', '``'), '` ',
                          action_timing, ' ', event_manipulation, ' ON `',
                          replace(event_object_table, '`', '``'), '` FOR EACH ROW ',
                          coalesce(action_statement, '')) USING utf8mb4)
    FROM information_schema.triggers WHERE trigger_schema = database()
    UNION ALL
    SELECT 'routine', CONVERT(routine_name USING utf8mb4), NULL,
           CONVERT(concat('CREATE ', routine_type, ' `', replace(routine_name, '`', '``'), '` ',
                          coalesce(routine_definition, '')) USING utf8mb4)
    FROM information_schema.routines WHERE routine_schema = database()
    UNION ALL
    SELECT 'routine', CONVERT(event_name USING utf8mb4), NULL,
           CONVERT(concat('CREATE EVENT `', replace(event_name, '`', '``'), '` DO ',
                          coalesce(event_definition, '')) USING utf8mb4)
    FROM information_schema.events WHERE event_schema = database()
    UNION ALL
    SELECT 'sequence', CONVERT(table_name USING utf8mb4), NULL,
           CONVERT(concat('CREATE SEQUENCE `', replace(table_name, '`', '``'), '`') USING utf8mb4)
    FROM information_schema.tables
    WHERE table_schema = database() AND table_type = 'SEQUENCE'";

fn other((kind, name, table, sql): OtherRow) -> Option<Other> {
    let kind = match kind.as_str() {
        "view" => OtherKind::View,
        "trigger" => OtherKind::Trigger,
        "routine" => OtherKind::Routine,
        "sequence" => OtherKind::Sequence,
        _ => return None,
    };
    let sql = sql.trim().trim_end_matches(';').trim_end().to_owned();
    Some(Other {
        kind,
        name,
        table,
        sql,
    })
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
