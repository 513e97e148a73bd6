//! Events for an observer.

use std::time::{Duration, Instant};

use tablewright_sql::Dialect;

use super::Direction;
use super::statement::{Kind, is_about_rows};
use crate::base::connection::driver::Driver;
use crate::base::error::{Error, Result};
use crate::evolve::keep::NEW;

/// An event while migrations run or a database is synchronized.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Step<'s> {
    /// A migration begins or is resumed, or a step of [`sync`](crate::sync()) begins.
    Begins {
        /// The name of the migration, or the description of the step.
        name: &'s str,
        /// The direction.
        direction: Direction,
        /// The number of its statements.
        statements: usize,
        /// The number of its statements that were applied before.
        done: usize,
    },
    /// A statement is about to run.
    Runs {
        /// The name of the migration, or the description of the step.
        name: &'s str,
        /// The number of the statement, from 1.
        number: usize,
        /// The statement.
        sql: &'s str,
    },
    /// A statement has run. It is permanent only when the migration, or all of `sync`, has ended.
    Ran {
        /// The name of the migration, or the description of the step.
        name: &'s str,
        /// The number of the statement, from 1.
        number: usize,
        /// The statement.
        sql: &'s str,
        /// The time that it took.
        time: Duration,
        /// The number of rows that it changed, if it changes rows.
        rows: Option<u64>,
    },
    /// A migration is complete and recorded, or a step of `sync` has run.
    Ends {
        /// The name of the migration, or the description of the step.
        name: &'s str,
        /// The direction.
        direction: Direction,
        /// The time that it took.
        time: Duration,
        /// The number of rows that its statements changed.
        rows: u64,
    },
    /// [`sync`](crate::sync()) failed, and the database rolled back all its steps.
    RolledBack {
        /// The number of steps that had run.
        steps: usize,
    },
}

/// The function that gets each event.
pub(crate) struct Observer<'m>(Option<Box<Watch<'m>>>);

type Watch<'m> = dyn FnMut(&Step<'_>) + Send + 'm;

impl<'m> Observer<'m> {
    /// No observer.
    pub fn none() -> Self {
        Observer(None)
    }

    pub fn new(watch: impl FnMut(&Step<'_>) + Send + 'm) -> Self {
        Observer(Some(Box::new(watch)))
    }

    pub fn tell(&mut self, step: Step<'_>) {
        if let Some(watch) = &mut self.0 {
            watch(&step);
        }
    }
}

/// Runs a statement, and notifies the observer. Returns the number of rows that it changed.
pub(crate) async fn watched<C: Driver>(
    work: &C,
    observer: &mut Observer<'_>,
    name: &str,
    (number, sql): (usize, &str),
) -> Result<u64> {
    observer.tell(Step::Runs { name, number, sql });
    let began = Instant::now();
    let changed = match work.run_counted(sql).await {
        Ok(changed) => changed,
        Err(error) => return Err(with_own_names(work.dialect(), sql, error)),
    };
    let rows = is_about_rows(work.dialect(), sql).then_some(changed);
    observer.tell(Step::Ran {
        name,
        number,
        sql,
        time: began.elapsed(),
        rows,
    });
    Ok(rows.unwrap_or(0))
}

/// Names the table of the statement instead of a table that exists only while the statement or the
/// migration runs.
#[cold]
fn with_own_names(dialect: Dialect, sql: &str, error: Error) -> Error {
    if dialect.rebuilds_tables() {
        return error.with_names(|text| text.replace(NEW, ""));
    }
    match Kind::of(dialect, sql) {
        Kind::Definition(object) if dialect.has_mysql_grammar() => {
            error.with_names(|text| without_copies(text, &object.name))
        }
        _ => error,
    }
}

/// The text with the name of the table instead of the names of its copies. MySQL and MariaDB call
/// the copy of an altered table `#sql-1a2b_8` or `#sql-alter-1a2b-8`, and `@0023` is `#` in the name
/// of its file.
fn without_copies(text: &str, table: &str) -> String {
    let mut named = String::new();
    let mut rest = text;
    while let Some(start) = COPIES.iter().filter_map(|copy| rest.find(copy)).min() {
        let is_of_name = |character: char| {
            character.is_ascii_alphanumeric() || matches!(character, '#' | '@' | '-' | '_')
        };
        named.push_str(&rest[..start]);
        named.push_str(table);
        rest = rest[start..].trim_start_matches(is_of_name);
    }
    named.push_str(rest);
    named
}

const COPIES: [&str; 2] = ["#sql-", "@0023sql-"];

#[cfg(test)]
mod tests {
    use super::without_copies;

    #[test]
    fn copies_have_the_name_of_their_table() {
        for (said, named) in [
            (
                "(`db`.`#sql-1a2b_8`, CONSTRAINT `fk`",
                "(`db`.`posts`, CONSTRAINT `fk`",
            ),
            (
                "failed for `db`.`#sql-alter-1-8`",
                "failed for `db`.`posts`",
            ),
            (
                "rename of './db/@0023sql-1_8' to './db/a'",
                "rename of './db/posts' to './db/a'",
            ),
            ("a '#sql' is no copy", "a '#sql' is no copy"),
        ] {
            assert_eq!(without_copies(said, "posts"), named);
        }
    }
}
