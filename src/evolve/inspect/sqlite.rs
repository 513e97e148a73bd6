//! Inspects an SQLite database by the SQL of its objects, which SQLite stores as it was written.

use tablewright_schema::catalog::{Catalog, Other, OtherKind, read};
use tablewright_sql::{Dialect, tokens};

use crate::base::connection::driver::Driver;
use crate::base::error::Result;

/// The kind, the name, the table and the SQL of an object.
type ObjectRow = (String, String, String, String);

/// All objects except SQLite's own tables and the shadow tables of virtual tables. The latter are
/// searched only if there is a virtual table, because SQLite then reads the whole schema.
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
                // On a separate line, because the SQL may end with a comment.
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
