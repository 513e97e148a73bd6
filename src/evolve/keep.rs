//! Indexes and triggers that go with a table of SQLite's which is rebuilt, and come again.
//!
//! SQLite drops them with the old table. Those that nothing has created by the end are created word
//! for word as they were: those of other programs, of hand-written migrations, and of the user's
//! own SQL. They are read just before the old table goes, because by then SQLite has written new
//! names of tables and columns into them. If names are given after that, they are created again
//! before, so that SQLite writes those into them, too.

use std::collections::BTreeSet;

use tablewright_sql::{Dialect, Token, tokens};

use crate::base::connection::driver::Driver;
use crate::base::error::{Error, Failure, Result};
use crate::query::raw::sql;

/// What the name of a table begins with while rows are copied into it.
const NEW: &str = "tablewright_new_";

/// What may have to come again.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    objects: Vec<Object>,
}

/// An index or a trigger.
#[derive(Debug)]
struct Object {
    kind: String,
    name: String,
    table: String,
    sql: String,
    /// The columns that the table had.
    columns: Vec<String>,
}

impl Kept {
    /// Reads what goes with the statement that is about to run, and creates again what went if the
    /// statement gives a name, unless one of the later statements creates it.
    pub(crate) async fn before<C: Driver>(
        &mut self,
        db: &C,
        statement: &str,
        later: &[&str],
    ) -> Result<()> {
        let dialect = db.dialect();
        if !dialect.rebuilds_tables() {
            return Ok(());
        }
        let tokens = tokens(dialect, statement);
        if gives_name(&tokens) {
            let objects = std::mem::take(&mut self.objects);
            let is_created = |object: &Object| {
                let mut later = later.iter();
                later.any(|statement| creates(dialect, statement, &object.name))
            };
            let (later, now) = objects.into_iter().partition(is_created);
            self.objects = later;
            return Kept { objects: now }.restore(db).await;
        }
        let [drop, what, name] = tokens.as_slice() else {
            return Ok(());
        };
        if !(drop.is("drop") && what.is("table")) {
            return Ok(());
        }
        let table = name.name().into_owned();
        let text = "SELECT type, name, sql FROM sqlite_schema \
                    WHERE type IN ('index', 'trigger') AND sql IS NOT NULL \
                    AND lower(tbl_name) = lower(?) AND EXISTS (SELECT 1 FROM sqlite_schema \
                    WHERE type = 'table' AND lower(name) = lower(?)) ORDER BY rowid";
        let found = sql::<(String, String, String)>(text)
            .bind(table.as_str())
            .bind(format!("{NEW}{table}"))
            .run_all(db)
            .await?;
        if found.is_empty() {
            return Ok(());
        }
        let columns = columns(db, &table).await?;
        for (kind, name, sql) in found {
            self.objects.retain(|object| object.name != name);
            self.objects.push(Object {
                kind,
                name,
                table: table.clone(),
                sql,
                columns: columns.clone(),
            });
        }
        Ok(())
    }

    /// Creates again what is missing. What names a column that is gone stays away: it was asked for
    /// before anything began.
    pub(crate) async fn restore<C: Driver>(self, db: &C) -> Result<()> {
        for object in self.objects {
            let text = "SELECT count(*) FROM sqlite_schema WHERE lower(name) = lower(?) \
                        OR NOT EXISTS (SELECT 1 FROM sqlite_schema \
                        WHERE type = 'table' AND lower(name) = lower(?))";
            let is_done = sql::<i64>(text)
                .bind(object.name.as_str())
                .bind(object.table.as_str())
                .run_one(db)
                .await?;
            if is_done > 0 || object.names_one_that_is_gone(&columns(db, &object.table).await?, db)
            {
                continue;
            }
            let created = db.run(&object.sql).await;
            created.map_err(|error| object.not_kept(error))?;
        }
        Ok(())
    }
}

/// Whether a statement gives a table or a column another name. A table that is rebuilt gets its own
/// one.
fn gives_name(tokens: &[Token<'_>]) -> bool {
    let is = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.is(word));
    let mut names = tokens.iter().skip(2).take(1);
    is(0, "alter")
        && is(1, "table")
        && is(3, "rename")
        && names.all(|token| !token.name().starts_with(NEW))
}

/// Whether a statement creates an index or a trigger of this name.
fn creates(dialect: Dialect, statement: &str, name: &str) -> bool {
    let tokens = tokens(dialect, statement);
    let mut head = tokens.iter().take(7);
    let is_one = tokens.first().is_some_and(|token| token.is("create"));
    is_one && head.any(|token| dialect.same_name(&token.name(), name))
}

impl Object {
    fn names_one_that_is_gone<C: Driver>(&self, columns: &[String], db: &C) -> bool {
        let dialect = db.dialect();
        let stays = |name: &str| columns.iter().any(|column| dialect.same_name(column, name));
        let gone: BTreeSet<String> = self
            .columns
            .iter()
            .filter(|name| !stays(name))
            .map(|name| dialect.folded(name))
            .collect();
        let tokens = tokens(dialect, &self.sql);
        let mut names = tokens.iter().map(|token| dialect.folded(&token.name()));
        !gone.is_empty() && names.any(|name| gone.contains(&name))
    }

    #[cold]
    fn not_kept(&self, error: Error) -> Error {
        let Object {
            kind, name, table, ..
        } = self;
        Error::Database(Box::new(Failure {
            message: format!(
                "the {kind} `{name}` of `{table}` is not in the models, and it cannot be created \
                 again after the table was rebuilt ({error}): drop it first"
            ),
            source: Some(Box::new(error)),
        }))
    }
}

async fn columns<C: Driver>(db: &C, table: &str) -> Result<Vec<String>> {
    sql::<String>("SELECT name FROM pragma_table_xinfo(?)")
        .bind(table)
        .run_all(db)
        .await
}
