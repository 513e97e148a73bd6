//! Inserts of a row that may be there already.
//!
//! SQLite and PostgreSQL have words for it that name the key. MySQL's and MariaDB's
//! `ON DUPLICATE KEY UPDATE` is for whichever key comes first: a new row whose email is new, but whose
//! name is taken, would change the row with that name. So it is used only where no other key can
//! be taken. Otherwise the row is changed by the key, and inserted where it is not there; see `mysql.rs`.

mod mysql;

use std::fmt;

use super::Columns;
use super::render::Renderer;
use super::template::{self, Template};
use crate::arg::Arg;
use crate::connection::{Connection, Params, Query, Text};
use crate::error::{ValueError, Violation};
use crate::model::{Insert, Model, Rule, Table};
use crate::value::Binder;
use crate::{Dialect, Error, Result, Transaction, TransactionOptions};

/// A new row, or a change of the row that has the same unique key.
///
/// ```text
/// let user = NewUser::new("ada@example.com").name("Ada").upsert(User::EMAIL).one(&db)?;
/// let user = new.upsert(User::EMAIL).update((User::NAME, User::BIO)).one(&db)?;
/// let new_one: Option<User> = new.upsert(User::EMAIL).do_nothing().optional(&db)?;
/// ```
///
/// Only a row with the same key is changed: where another unique key is taken by another row, it is
/// [`Error::Unique`], on every database.
///
/// Nothing happens until one of its methods is given a connection.
#[derive(Clone)]
#[must_use = "a statement does nothing until it is given a connection"]
pub struct Upsert<I> {
    new: I,
    key: Vec<&'static str>,
    /// What is changed; without it all that is set.
    columns: Option<Vec<&'static str>>,
}

impl<I: Insert> Upsert<I> {
    /// A row, and the columns of a unique key by which it may be there: for generated code.
    pub fn new(new: I, key: impl Columns<I::Model>) -> Self {
        Upsert {
            new,
            key: key.names(),
            columns: None,
        }
    }

    /// Changes these columns of a row that is there: one, or a tuple of up to four. Called again, it
    /// adds to them. What the new row does not set becomes its default, or NULL.
    ///
    /// Otherwise all columns are changed that the new row sets, but for the key, the primary key,
    /// and what is set to NULL and has no default.
    pub fn update(mut self, columns: impl Columns<I::Model>) -> Self {
        self.columns.get_or_insert_default().extend(columns.names());
        self
    }

    /// Leaves a row alone that is there.
    pub fn do_nothing(self) -> InsertOrNot<I> {
        InsertOrNot {
            new: self.new,
            key: self.key,
        }
    }

    /// Inserts the row, or changes the one that is there, and returns it:
    /// `INSERT INTO "users" … ON CONFLICT ("email") DO UPDATE SET "name" = excluded."name" RETURNING …`.
    ///
    /// # Errors
    ///
    /// [`Error::Unique`] where another row has another unique key of it, [`Error::ForeignKey`] and
    /// [`Error::Check`] where the row would break a rule of its table, and [`Error::Value`] where
    /// no unique key has these columns.
    pub fn one<'c, C: Connection>(self, db: &'c C) -> C::Output<'c, Result<I::Model>>
    where
        I: 'c,
    {
        C::finish(async move { self.run(db).await })
    }

    async fn run<C: Connection>(&self, db: &C) -> Result<I::Model> {
        let row = Upserted::new(&self.new, &self.key, db.dialect())?;
        let sets = row.sets(self.columns.as_deref())?;
        match db.dialect() {
            Dialect::Sqlite | Dialect::Postgres => {
                let found = row.run(&row.on_conflict(&sets), db).await?;
                found.ok_or(Error::NotFound(I::Model::MODEL.name))
            }
            Dialect::Mysql | Dialect::Mariadb => row.insert_or_change(&sets, db).await,
        }
    }
}

impl<I> fmt::Debug for Upsert<I> {
    /// Without the values, which may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upsert")
            .field("key", &self.key)
            .field("columns", &self.columns)
            .finish_non_exhaustive()
    }
}

/// A new row, unless one with the same unique key is there.
#[derive(Clone)]
#[must_use = "a statement does nothing until it is given a connection"]
pub struct InsertOrNot<I> {
    new: I,
    key: Vec<&'static str>,
}

impl<I: Insert> InsertOrNot<I> {
    /// Inserts the row and returns it; `None` where one with this key is there:
    /// `INSERT INTO "users" … ON CONFLICT ("email") DO NOTHING RETURNING …`.
    ///
    /// # Errors
    ///
    /// As [`Upsert::one`].
    pub fn optional<'c, C: Connection>(self, db: &'c C) -> C::Output<'c, Result<Option<I::Model>>>
    where
        I: 'c,
    {
        C::finish(async move { self.run(db).await })
    }

    async fn run<C: Connection>(&self, db: &C) -> Result<Option<I::Model>> {
        let row = Upserted::new(&self.new, &self.key, db.dialect())?;
        match db.dialect() {
            Dialect::Sqlite | Dialect::Postgres => row.run(&row.unless_there(), db).await,
            Dialect::Mysql | Dialect::Mariadb => row.insert_or_not(db).await,
        }
    }
}

impl<I> fmt::Debug for InsertOrNot<I> {
    /// Without the values, which may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InsertOrNot")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

/// A new row on its way to where one with its key may be.
struct Upserted<'n, I> {
    new: &'n I,
    key: &'n [&'static str],
    template: Template<'static>,
    /// The parameters of the insert.
    values: Vec<Arg<'static>>,
}

/// What a column of a row that is there is set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Set {
    /// What the new row has.
    New(&'static str),
    /// What it is already.
    Same(&'static str),
    /// The number behind it.
    Next(&'static str),
}

impl<'n, I: Insert> Upserted<'n, I> {
    fn new(new: &'n I, key: &'n [&'static str], dialect: Dialect) -> Result<Self> {
        let table = I::Model::MODEL;
        if !unique_keys(table).any(|columns| is_same(columns, key)) {
            return Err(refused(
                table,
                key,
                "no unique key has just these columns, so no row can be found by them",
            ));
        }
        Ok(Upserted {
            new,
            key,
            template: Template::of::<I>(dialect)?,
            values: template::values(new, dialect)?,
        })
    }

    fn table(&self) -> &'static Table {
        I::Model::MODEL
    }

    fn dialect(&self) -> Dialect {
        self.template.dialect()
    }

    /// What is changed in a row that is there.
    fn sets(&self, chosen: Option<&[&'static str]>) -> Result<Vec<Set>> {
        let mut sets: Vec<Set> = match chosen {
            Some(columns) => {
                let computed = columns
                    .iter()
                    .find(|name| self.template.column(name).is_none());
                if let Some(column) = computed {
                    return Err(refused(
                        self.table(),
                        &[*column],
                        "the database computes it, so it cannot be changed",
                    ));
                }
                let mut sets: Vec<Set> = Vec::with_capacity(columns.len());
                for column in columns {
                    if !sets.contains(&Set::New(column)) {
                        sets.push(Set::New(column));
                    }
                }
                sets
            }
            None => self.all_that_is_set(),
        };
        // The key last, because MySQL compares with what was set before.
        sets.sort_by_key(|set| matches!(set, Set::New(name) if self.key.contains(name)));
        if let Some(deleted) = I::Model::DELETED
            && !sets.contains(&Set::New(deleted))
        {
            // A row that was deleted is there again.
            sets.push(Set::New(deleted));
        }
        if let Some(version) = I::Model::VERSION
            && !sets.is_empty()
            && !sets.contains(&Set::New(version))
        {
            sets.push(Set::Next(version));
        }
        if sets.is_empty() {
            // So that the row is locked and returned.
            sets.extend(self.key.first().map(|column| Set::Same(column)));
        }
        Ok(sets)
    }

    fn all_that_is_set(&self) -> Vec<Set> {
        let table = self.table();
        let primary = primary_key(table);
        let is_set = |name: &&&'static str| {
            let column = self.template.column(name);
            column.is_some_and(|column| column.is_set(&self.values))
                && !self.key.contains(*name)
                && !primary.contains(*name)
                && I::Model::VERSION != Some(**name)
        };
        let names = table.columns.iter().filter(is_set);
        names.map(|name| Set::New(name)).collect()
    }

    /// Whether the row cannot be like another one in any other key than this.
    fn is_only_key(&self) -> bool {
        let is_given = |name: &&str| {
            let column = self.template.column(name);
            column.is_some_and(|column| *column.value(&self.values) != Arg::Null)
        };
        let never_alike = |name: &&str| {
            let column = self.template.column(name);
            column.is_some_and(|column| {
                !column.is_set(&self.values) && !column.has_default()
                    || column.is_set(&self.values) && *column.value(&self.values) == Arg::Null
            })
        };
        self.key.iter().all(is_given)
            && unique_keys(self.table())
                .filter(|columns| !is_same(columns, self.key))
                .all(|columns| columns.iter().any(&never_alike))
    }

    /// Whether a broken rule is the key.
    fn is_key(&self, broken: &Violation) -> bool {
        let columns: Vec<&str> = broken.columns.iter().map(String::as_str).collect();
        is_same(&columns, self.key)
    }

    /// Runs the words of SQLite or PostgreSQL.
    ///
    /// Where two insert the same row at the same time, PostgreSQL may see first that another key of
    /// it is taken. Only the second look tells whether it is by the row that has the key.
    async fn run<C: Connection>(&self, text: &str, db: &C) -> Result<Option<I::Model>> {
        let new = NewRow(self.new);
        if self.dialect() == Dialect::Sqlite || self.is_only_key() {
            return self.fetch(text, &new, db).await;
        }
        let mut tries = 0;
        loop {
            let result = if db.in_transaction() {
                // An error would end all of the transaction.
                let tx = begin(db).await?;
                finish(self.fetch(text, &new, &tx).await, tx).await
            } else {
                self.fetch(text, &new, db).await
            };
            tries += 1;
            match result {
                Err(Error::Unique(broken)) if tries < 2 && !self.is_key(&broken) => {}
                result => return result,
            }
        }
    }

    /// SQLite's and PostgreSQL's words, with the key and what is set.
    fn on_conflict(&self, sets: &[Set]) -> String {
        let mut to = self.conflict();
        let mut between = " DO UPDATE SET ";
        for set in sets {
            to.push(between);
            match set {
                Set::New(name) => {
                    to.name(name);
                    to.push(" = excluded.");
                    to.name(name);
                }
                Set::Same(name) => self.write_same(name, &mut to),
                Set::Next(name) => self.write_next(name, &mut to),
            }
            between = ", ";
        }
        to.text + &template::returning(self.table().columns, self.dialect())
    }

    fn unless_there(&self) -> String {
        let mut to = self.conflict();
        to.push(" DO NOTHING");
        to.text + &template::returning(self.table().columns, self.dialect())
    }

    fn conflict(&self) -> Renderer<'static> {
        let mut to = Renderer::new(self.dialect());
        to.push(self.template.insert);
        to.push(" ON CONFLICT (");
        to.names(self.key);
        to.push(")");
        to
    }

    /// `"email" = "users"."email"`
    fn write_same(&self, name: &str, to: &mut Renderer<'_>) {
        to.name(name);
        to.push(" = ");
        to.name(self.table().name);
        to.push(".");
        to.name(name);
    }

    /// `"version" = "users"."version" + 1`
    fn write_next(&self, name: &str, to: &mut Renderer<'_>) {
        self.write_same(name, to);
        to.push(" + 1");
    }

    async fn fetch<C: Connection>(
        &self,
        text: &str,
        params: &impl Params,
        db: &C,
    ) -> Result<Option<I::Model>> {
        let mut row: Option<I::Model> = None;
        db.fetch(self.query(text), params, &mut row).await?;
        Ok(row)
    }

    fn query<'q>(&self, text: &'q str) -> Query<'q> {
        Query {
            sql: Text::Built(text),
            table: self.table(),
            read_back: None,
        }
    }
}

async fn begin<C: Connection>(db: &C) -> Result<Transaction<'_, C>> {
    Transaction::on(db.exclusive().await?, TransactionOptions::new()).await
}

/// Keeps what was done, or undoes it where something failed.
async fn finish<T, C: Connection>(result: Result<T>, tx: Transaction<'_, C>) -> Result<T> {
    match result {
        Ok(value) => {
            tx.run_commit().await?;
            Ok(value)
        }
        Err(error) => {
            // What matters is why; where the connection is gone, all is undone anyway.
            drop(tx.run_rollback().await);
            Err(error)
        }
    }
}

/// The columns of the primary key and of every unique one.
fn unique_keys(table: &'static Table) -> impl Iterator<Item = &'static [&'static str]> {
    let constraints = table.constraints.iter();
    let unique = constraints.filter(|one| matches!(one.rule, Rule::PrimaryKey | Rule::Unique));
    unique.map(|one| one.columns)
}

fn primary_key(table: &'static Table) -> &'static [&'static str] {
    let mut constraints = table.constraints.iter();
    let primary = constraints.find(|one| matches!(one.rule, Rule::PrimaryKey));
    primary.map_or(&[], |key| key.columns)
}

/// Whether these are the same columns, in whichever order.
fn is_same(columns: &[&str], key: &[&str]) -> bool {
    columns.len() == key.len() && columns.iter().all(|name| key.contains(name))
}

#[cold]
fn refused(table: &Table, columns: &[&str], reason: &str) -> Error {
    Error::Value(Box::new(ValueError {
        table: table.name.to_owned(),
        column: columns.join(", "),
        reason: reason.to_owned(),
    }))
}

/// The parameters of a new row.
struct NewRow<'n, I>(&'n I);

impl<I: Insert> Params for NewRow<'_, I> {
    fn bind<B: Binder>(&self, to: &mut B) -> Result<()> {
        self.0.bind(to)
    }
}
