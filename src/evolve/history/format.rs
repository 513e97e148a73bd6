//! The formats of the history table, and the upgrade of older ones.

use tablewright_sql::Dialect;
use tablewright_sql::quote::{identifier, text};

use super::{Entry, kind, schema};
use crate::base::connection::driver::Driver;
use crate::base::error::{Error, MigrationError, Result};
use crate::base::model::{FromRow, Table};
use crate::base::statement::Raw;
use crate::base::value::Row;

/// The format of the table in this version. It is incremented if an older version would misread
/// entries of a newer one.
pub(crate) const FORMAT: u32 = 2;

/// The columns that format 2 added, as in `models.yaml`: strings with their lengths and comments.
const ADDED: [(&str, u32, &str); 4] = [
    (
        "about",
        200,
        "For a repair the migration; for a script its object.",
    ),
    ("reason", 1000, "The reason of a repair."),
    ("done_by", 200, "The author of a repair, as given by `by`."),
    ("database_user", 200, "The database user of a repair."),
];

/// Checks the format in the table; an error if this version does not support it.
pub(super) fn known(found: &str) -> Result<u32> {
    match found.parse::<u32>() {
        Ok(number) if number <= FORMAT => Ok(number),
        Ok(_) | Err(_) => Err(Error::Migration(Box::new(MigrationError::Format {
            found: found.to_owned(),
            known: FORMAT,
        }))),
    }
}

/// The format of the table, from columns that every format has.
pub(super) async fn read<C: Driver>(db: &C) -> Result<Option<String>> {
    let text = "SELECT checksum FROM tablewright_migrations WHERE kind = 'format'";
    let found = crate::query::raw::sql::<String>(text).run_all(db).await?;
    Ok(found.into_iter().next())
}

/// Whether the table has an older format. Creating an existing table is harmless, but for an older
/// one PostgreSQL would get comments on missing columns.
pub(super) async fn is_older<C: Driver>(db: &C) -> Result<bool> {
    if db.dialect() != Dialect::Postgres {
        return Ok(false);
    }
    let query = "SELECT count(*) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace \
                 WHERE n.nspname = current_schema() AND c.relname = 'tablewright_migrations'";
    let found = crate::query::raw::sql::<i64>(query).run_all(db).await?;
    if found.first().is_none_or(|tables| *tables == 0) {
        return Ok(false);
    }
    match read(db).await? {
        Some(found) => Ok(known(&found)? < FORMAT),
        None => Ok(false),
    }
}

/// Upgrades a table with an older format, under the lock. An interrupted upgrade is resumed.
pub(super) async fn upgrade<C: Driver>(db: &C) -> Result<()> {
    for (column, most, comment) in ADDED {
        if has(db, column).await? {
            continue;
        }
        for statement in added(db.dialect(), column, most, comment) {
            match db.run(&statement).await {
                Ok(()) => {}
                // Outside of a transaction SQLite has no lock, and another process has added the
                // column.
                Err(error) if db.dialect() == Dialect::Sqlite && !has(db, column).await? => {
                    return Err(error);
                }
                Err(error) if db.dialect() != Dialect::Sqlite => return Err(error),
                Err(_) => {}
            }
        }
    }
    Entry::filter(Entry::KIND.eq(kind::FORMAT))
        .update()
        .set(Entry::CHECKSUM, FORMAT.to_string())
        .run(db)
        .await?;
    Ok(())
}

async fn has<C: Driver>(db: &C, column: &str) -> Result<bool> {
    let dialect = db.dialect();
    let columns = db.columns().await?;
    Ok(columns.iter().any(|(table, name)| {
        dialect.same_name(table, table_name()) && dialect.same_name(name, column)
    }))
}

fn table_name() -> &'static str {
    schema().tables.first().map_or("", |table| table.name)
}

/// The statements that add a column.
fn added(dialect: Dialect, column: &str, most: u32, comment: &str) -> Vec<String> {
    let (table, name) = (
        identifier(dialect, table_name()),
        identifier(dialect, column),
    );
    let comment = text(dialect, comment);
    match dialect {
        Dialect::Sqlite => {
            let check = identifier(dialect, &format!("ck_{}_{column}_type", table_name()));
            vec![format!(
                "ALTER TABLE {table} ADD COLUMN {name} VARCHAR({most}) CONSTRAINT {check} CHECK \
                 (typeof({name}) IN ('text', 'null') AND length({name}) <= {most})"
            )]
        }
        Dialect::Postgres => vec![
            format!("ALTER TABLE {table} ADD COLUMN {name} VARCHAR({most}) COLLATE \"C\""),
            format!("COMMENT ON COLUMN {table}.{name} IS {comment}"),
        ],
        Dialect::Mysql | Dialect::Mariadb => vec![format!(
            "ALTER TABLE {table} ADD COLUMN {name} VARCHAR({most}) COMMENT {comment}"
        )],
    }
}

/// The entries of a table with format 1, oldest first.
pub(super) async fn former_entries<C: Driver>(db: &C) -> Result<Vec<Entry>> {
    let before = identifier(db.dialect(), "before");
    let text = format!(
        "SELECT id, kind, name, checksum, models, state, statements, done, done_checksum, \
         under_way, {before}, reverting, applied_by, applied_at FROM tablewright_migrations \
         ORDER BY id"
    );
    let mut found: Vec<Former> = Vec::new();
    db.fetch(&Raw::new(&text, &[]), &mut found).await?;
    Ok(found.into_iter().map(|Former(entry)| entry).collect())
}

struct Former(Entry);

impl FromRow for Former {
    const TABLE: Option<&'static Table> = None;

    fn from_row<R: Row>(row: &R) -> Result<Self> {
        Ok(Former(Entry {
            id: row.get(0)?,
            kind: row.get(1)?,
            name: row.get(2)?,
            checksum: row.get(3)?,
            models: row.text(4)?.map(str::to_owned),
            state: row.text(5)?.map(str::to_owned),
            statements: row.get(6)?,
            done: row.get(7)?,
            done_checksum: row.text(8)?.map(str::to_owned),
            under_way: row.i32(9)?,
            before: row.text(10)?.map(str::to_owned),
            reverting: row.get(11)?,
            applied_by: row.get(12)?,
            applied_at: row.get(13)?,
            about: None,
            reason: None,
            done_by: None,
            database_user: None,
        }))
    }
}
