//! Indexes and triggers that are dropped with a table that SQLite rebuilds, and created again.
//!
//! SQLite drops them with the old table. If the migration does not create them itself, they are
//! created at the end with the same SQL: those of other programs, of hand-written migrations, and
//! of the user's own SQL. They are read just before the old table is dropped, because SQLite has
//! then replaced renamed tables and columns in their SQL. If a later statement renames something,
//! they are created before it, so that SQLite replaces these names, too.

use std::collections::BTreeSet;

use tablewright_sql::{Dialect, Token, tokens};

use crate::base::connection::driver::Driver;
use crate::base::error::{Error, Failure, Result};
use crate::query::raw::sql;

/// The beginning of the name of a table into which rows are copied.
pub(super) const NEW: &str = "tablewright_new_";

/// The objects that may have to be created again.
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
    /// The columns of the old table.
    columns: Vec<String>,
}

impl Kept {
    /// Reads the objects that the next statement drops. If the statement renames something, creates
    /// dropped objects again, unless a later statement creates them.
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

    /// Creates missing objects again. An object that uses a dropped column is left out: the
    /// preflight checks have asked for that.
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

/// Whether a statement renames a table or a column. A rebuilt table gets back its own name.
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
