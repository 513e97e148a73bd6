//! Inspects a MySQL or MariaDB database, by the SQL that these servers print.

use tablewright_schema::catalog::{Catalog, read};
use tablewright_sql::quote::identifier;

use super::Scope;
use crate::base::connection::driver::Driver;
use crate::base::error::{Error, Result};

mod lossless;
mod others;
mod printed;

pub(crate) use printed::Printed;

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
    let rows = crate::query::raw::sql::<(String, Printed)>(text)
        .run_all(db)
        .await?;
    let sql: String = rows.into_iter().map(|(_, Printed(sql))| sql).collect();
    if !sql.contains("nextval(`") {
        return Ok(sql);
    }
    let database = others::database(db).await?;
    Ok(others::without_database(db.dialect(), &sql, &database))
}
