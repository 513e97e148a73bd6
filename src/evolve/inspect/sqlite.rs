//! What an SQLite database has, from the SQL that made it, which SQLite keeps as it was written.

use tablewright_schema::catalog::{Catalog, Other, OtherKind, read};
use tablewright_sql::{Dialect, tokens};

use crate::base::connection::driver::Driver;
use crate::base::error::Result;

/// What it is, its name, its table and its SQL.
type ObjectRow = (String, String, String, String);

/// Everything but SQLite's own tables, and those in which a virtual table keeps what it has. Those
/// are looked for only if there is a virtual table, because SQLite looks at every table then.
const OBJECTS: &str = "
    SELECT type, name, tbl_name, sql FROM sqlite_schema
    WHERE sql IS NOT NULL AND lower(substr(name, 1, 7)) <> 'sqlite_'
      AND (NOT EXISTS (SELECT 1 FROM sqlite_schema
                       WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%')
           OR tbl_name NOT IN (SELECT name FROM pragma_table_list
                               WHERE schema = 'main' AND type = 'shadow'))
    ORDER BY rowid";

/// Reads the main database.
pub(super) async fn catalog<C: Driver>(db: &C) -> Result<Catalog> {
    let mut script = String::new();
    let mut others = Vec::new();
    for (what, name, table, sql) in crate::query::raw::sql::<ObjectRow>(OBJECTS)
        .run_all(db)
        .await?
    {
        let other = |kind, table| Other {
            kind,
            name: name.clone(),
            table,
            sql: sql.clone(),
            unsupported: Vec::new(),
        };
        match what.as_str() {
            "view" => others.push(other(OtherKind::View, None)),
            "trigger" => others.push(other(OtherKind::Trigger, Some(table))),
            "table" if is_virtual(&sql) => others.push(other(OtherKind::Virtual, None)),
            _ => {
                script.push_str(&sql);
                // On a line of its own, because the SQL may end with a comment.
                script.push_str("\n;\n");
            }
        }
    }
    let mut catalog = read(Dialect::Sqlite, &script);
    catalog.others.extend(others);
    Ok(catalog)
}

fn is_virtual(sql: &str) -> bool {
    let tokens = tokens(Dialect::Sqlite, sql);
    tokens.get(1).is_some_and(|token| token.is("virtual"))
}
