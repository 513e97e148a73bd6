//! The reasons why migrations could not run.

use std::fmt;

use super::Error;

/// The reason why migrations could not run.
///
/// `{:?}` shows the same message, because a `main` that returns an error prints that.
#[non_exhaustive]
pub enum MigrationError {
    /// A statement failed, or a check after the last statement.
    Failed(FailedStatement),
    /// The database has migrations that are newer than those of the program.
    Ahead {
        /// Their names.
        names: Vec<String>,
    },
    /// The database has migrations that the program lacks, although it has newer ones.
    Missing {
        /// Their names.
        names: Vec<String>,
    },
    /// Existing rows violate a migration. None of its statements ran.
    Refused {
        /// The migration.
        migration: String,
        /// The direction.
        direction: Direction,
        /// The issues that the preflight checks found, each with what to do.
        issues: Vec<String>,
    },
    /// A preflight check failed to run. No statement of the migration ran.
    Preflight {
        /// The migration.
        migration: String,
        /// The direction.
        direction: Direction,
        /// The query.
        sql: String,
        /// The error of the database.
        source: Error,
    },
    /// The files of migrations were changed after they were applied.
    Changed {
        /// Their names.
        names: Vec<String>,
    },
    /// Migrations are older than the last that was applied, and
    /// [`strict`](crate::migrate::Migrator::strict) refuses that.
    Late {
        /// Their names.
        names: Vec<String>,
        /// The last one that was applied.
        last: String,
    },
    /// A run was interrupted during a statement, and the database does not show whether it was
    /// applied: [`statement_was_applied`](crate::migrate::Migrator::statement_was_applied)
    /// continues.
    Interrupted {
        /// The migration.
        migration: String,
        /// The direction.
        direction: Direction,
        /// The number of the statement, from 1.
        number: usize,
        /// The statement.
        sql: String,
    },
    /// A run in the other direction was interrupted.
    HalfDone {
        /// The migration.
        migration: String,
        /// The direction of the interrupted run.
        direction: Direction,
    },
    /// The history was written by a newer version of tablewright.
    Format {
        /// The format of the history.
        found: String,
        /// The newest format that this version supports.
        known: u32,
    },
    /// The `down` file of a migration is empty.
    NoDown {
        /// The migration.
        migration: String,
    },
    /// A migration was recorded by [`baseline`](crate::baseline()) and never run, so rolling it
    /// back would drop tables that it did not create. Nothing was rolled back.
    Baseline {
        /// The migration.
        migration: String,
    },
    /// There is no migration of that name.
    NotFound {
        /// The name.
        name: String,
    },
    /// A database with a history cannot get a baseline.
    HasHistory {
        /// The number of recorded migrations.
        migrations: usize,
    },
    /// A database without a history already has the tables that the first migration creates.
    AlreadyThere {
        /// The migration.
        migration: String,
        /// The error of the database.
        source: Error,
    },
    /// The tables differ from those that the migrations to record would leave. Nothing was
    /// recorded.
    Differs {
        /// The last of these migrations.
        migration: String,
        /// The steps that would align the tables.
        steps: Vec<String>,
    },
    /// The files of a migration that is not applied need no acceptance.
    NotApplied {
        /// The migration.
        migration: String,
    },
    /// The files of an interrupted migration cannot be accepted, because they have fewer statements
    /// than were applied.
    TooShort {
        /// The migration.
        migration: String,
        /// The number of statements in the file.
        statements: usize,
        /// The number of applied statements.
        done: usize,
    },
    /// Migrations have their own transactions, so they cannot run within another one.
    InTransaction,
}

/// The direction of a migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Apply.
    Up,
    /// Roll back.
    Down,
}

/// The effect of a statement that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Effect {
    /// Its migration was one transaction, which was rolled back.
    RolledBack,
    /// The statement ran by itself, and the database did not apply it.
    NotApplied,
    /// The statement may have been applied, or a part of it. The next run finds out, or asks.
    Unknown,
}

/// The statement that failed, and the state of the migration.
#[non_exhaustive]
pub struct FailedStatement {
    /// The migration.
    pub migration: String,
    /// The direction.
    pub direction: Direction,
    /// The number of the statement, from 1; `None` if all statements ran and a check at the end
    /// failed.
    pub number: Option<usize>,
    /// The number of statements.
    pub statements: usize,
    /// The first line of the statement.
    pub line: String,
    /// The number of statements that stay applied; 0 if all ran in one transaction.
    pub kept: usize,
    /// The effect of the statement.
    pub effect: Effect,
    /// The error of the database.
    pub source: Error,
    /// The blocking session, if the database reports it.
    pub blocking_session: Option<String>,
}

impl MigrationError {
    /// Returns whether another session holds a lock, so trying again may help.
    pub fn is_busy(&self) -> bool {
        matches!(self, MigrationError::Failed(failed) if failed.source.is_busy())
            || matches!(self, MigrationError::Preflight { source, .. } if source.is_busy())
    }
}

impl fmt::Display for MigrationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MigrationError::Failed(failed) => fmt::Display::fmt(failed, f),
            MigrationError::Ahead { names } => write!(
                f,
                "the database is ahead of this program by {}, because a newer version of the \
                 program migrated it. Start that version, or roll back with it",
                listed(names)
            ),
            MigrationError::Missing { names } => write!(
                f,
                "the database has {}, which this program does not have: restore the folder, and \
                 write a new migration for further changes; if its changes were undone by other \
                 means, {}",
                listed(names),
                repair(names, "--rolled-back")
            ),
            MigrationError::Refused {
                migration,
                direction,
                issues,
            } => {
                let what = match direction {
                    Direction::Up => "applied",
                    Direction::Down => "rolled back",
                };
                write!(
                    f,
                    "migration `{migration}` was not {what}, and nothing was changed, because"
                )?;
                issues.iter().try_for_each(|issue| write!(f, "\n- {issue}"))
            }
            MigrationError::Preflight {
                migration,
                direction,
                sql,
                source,
            } => {
                write!(
                    f,
                    "a preflight check of migration `{migration}` failed to run (`{}`): {source}. \
                     Nothing was changed: correct the query under `-- tablewright: refuse if`, or \
                     delete it with its message",
                    first_line(sql)
                )?;
                match direction {
                    Direction::Up => Ok(()),
                    Direction::Down => write_accepting(f, migration),
                }
            }
            MigrationError::Changed { names } => write!(
                f,
                "the files of {} were changed after the migration was applied here: restore them, \
                 and write a new migration for the change; or, if the changed files are correct, \
                 {}",
                listed(names),
                repair(names, "--accept-files")
            ),
            MigrationError::Late { names, last } => write!(
                f,
                "{} is older than `{last}`, which is already applied: give it a newer timestamp, \
                 or migrate without `strict`",
                listed(names)
            ),
            MigrationError::Interrupted {
                migration,
                direction,
                number,
                sql,
            } => {
                let (what, command) = match direction {
                    Direction::Up => ("migration", "migrate"),
                    Direction::Down => ("the rollback of migration", "rollback"),
                };
                write!(
                    f,
                    "{what} `{migration}` was interrupted during statement {number}, and the \
                     database cannot tell whether it was applied: `{}`. Check the database. If the \
                     statement was applied, run `tablewright {command} --statement-done`, otherwise \
                     `tablewright {command} --statement-not-done`",
                    first_line(sql)
                )
            }
            MigrationError::HalfDone {
                migration,
                direction,
            } => match direction {
                Direction::Up => write!(
                    f,
                    "migration `{migration}` is incomplete, so nothing can be rolled back: \
                     migrate first, which resumes it; or, if its changes were undone by other \
                     means, {}",
                    repair(std::slice::from_ref(migration), "--rolled-back")
                ),
                Direction::Down => write!(
                    f,
                    "migration `{migration}` is partly rolled back, so nothing can be applied: \
                     roll back first, which resumes it; or, if its changes were restored by other \
                     means, {}",
                    repair(std::slice::from_ref(migration), "--applied")
                ),
            },
            MigrationError::Format { found, known } => write!(
                f,
                "the history was written by a newer version of tablewright (format {found}; this \
                 version supports {known}): update tablewright in this program"
            ),
            MigrationError::NoDown { migration } => {
                write!(
                    f,
                    "migration `{migration}` cannot be rolled back, because its `down` file is \
                     empty. Nothing was rolled back. Write a new migration that undoes it, or \
                     write the SQL that undoes it into the file"
                )?;
                write_accepting(f, migration)
            }
            MigrationError::Baseline { migration } => write!(
                f,
                "migration `{migration}` was recorded by `baseline` and never run, so rolling it \
                 back would drop tables and rows that it did not create; nothing was rolled back. \
                 If the history is wrong, {}",
                repair(std::slice::from_ref(migration), "--rolled-back")
            ),
            MigrationError::NotFound { name } => {
                write!(f, "there is no migration `{name}`")
            }
            MigrationError::HasHistory { migrations } => write!(
                f,
                "the database already has a history of {migrations} {}: a baseline is only for a \
                 database without a history",
                match migrations {
                    1 => "migration",
                    _ => "migrations",
                }
            ),
            MigrationError::AlreadyThere { migration, source } => write!(
                f,
                "migration `{migration}` creates tables that already exist: {source}. Nothing was \
                 changed. If `create_all`, `sync` or another tool created them, record their \
                 migrations as applied: `tablewright baseline {migration}`, with the name of the \
                 last one"
            ),
            MigrationError::Differs { migration, steps } => {
                write!(
                    f,
                    "nothing was recorded, because the tables differ from those after migration \
                     `{migration}`, so later migrations may fail. These steps align them:"
                )?;
                steps.iter().try_for_each(|step| write!(f, "\n- {step}"))?;
                write!(
                    f,
                    "\n`tablewright baseline {migration} --align` (`BaselineBuilder::align`) runs them \
                     if they are safe, and records the migrations; with `--dry-run` it prints their \
                     SQL. `--accept-differences` records the migrations and leaves the tables as they \
                     are"
                )
            }
            MigrationError::NotApplied { migration } => write!(
                f,
                "migration `{migration}` is not applied here, so its files may be changed without a \
                 repair"
            ),
            MigrationError::TooShort {
                migration,
                statements,
                done,
            } => write!(
                f,
                "the file of migration `{migration}` cannot be accepted, because it has \
                 {statements} statements, and {done} were applied before it was interrupted: \
                 restore the applied statements, and correct only those after them"
            ),
            MigrationError::InTransaction => f.write_str(
                "migrations cannot run within a transaction, because each has its own: migrate or \
                 roll back before the transaction begins",
            ),
        }
    }
}

impl fmt::Display for FailedStatement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            migration,
            statements,
            kept,
            source,
            ..
        } = self;
        match self.direction {
            Direction::Up => write!(f, "migration `{migration}`, ")?,
            Direction::Down => write!(f, "rolling back migration `{migration}`, ")?,
        }
        match self.number {
            Some(number) => write!(f, "statement {number} of {statements} (`{}`)", self.line)?,
            None => f.write_str("at its end")?,
        }
        match source {
            // The outcome follows.
            Error::Lost(lost) => write!(f, ": {}", lost.message)?,
            _ => write!(f, ": {source}")?,
        }
        if let Some(session) = &self.blocking_session {
            write!(f, " ({session})")?;
        }
        f.write_str(". ")?;
        let again = match self.direction {
            Direction::Up => "migrate again",
            Direction::Down => "roll back again",
        };
        match (self.effect, kept) {
            (Effect::Unknown, 0) if self.number.is_none() => {
                let what = match self.direction {
                    Direction::Up => "migration",
                    Direction::Down => "rollback",
                };
                write!(
                    f,
                    "It is not known whether the {what} was committed: {again}, which checks that \
                     first"
                )
            }
            (Effect::Unknown, _) => write!(
                f,
                "To resume here, {again}, which checks first whether this statement was applied, or \
                 asks"
            ),
            (_, 0) => {
                f.write_str("Nothing was changed")?;
                if self.effect == Effect::RolledBack {
                    f.write_str(": its transaction was rolled back")?;
                }
                match self.direction {
                    Direction::Up => Ok(()),
                    Direction::Down => {
                        f.write_str(". If the `down` file is wrong, correct it")?;
                        write_accepting(f, migration)
                    }
                }
            }
            (_, kept) if self.number.is_some_and(|number| number <= *kept) => {
                match kept {
                    1 => f.write_str("The first statement stays applied")?,
                    _ => write!(f, "The first {kept} statements stay applied")?,
                }
                write!(
                    f,
                    ". This one runs again in each new session: make that possible, and {again}, \
                     which resumes after the applied statements"
                )?;
                self.write_other_means(f)
            }
            (_, kept) => {
                match kept {
                    1 => f.write_str("The statement before it stays applied")?,
                    _ => write!(f, "The {kept} statements before it stay applied")?,
                }
                write!(f, ": correct this one and {again}, which resumes here")?;
                self.write_other_means(f)
            }
        }
    }
}

impl FailedStatement {
    /// Writes what to do about a partly applied migration that should not be resumed.
    fn write_other_means(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (complete, undone) = match self.direction {
            Direction::Up => ("--applied", "--rolled-back"),
            Direction::Down => ("--rolled-back", "--applied"),
        };
        write!(
            f,
            ". If you complete it by other means, `tablewright repair {} {complete}` records that; if \
             you undo it, `{undone}`",
            self.migration
        )
    }
}

impl fmt::Debug for MigrationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for FailedStatement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The command that repairs the history, for the first of these migrations.
fn repair(names: &[String], how: &str) -> String {
    let name = names.first().map_or("…", String::as_str);
    let each = match names.len() {
        0 | 1 => "",
        _ => ", and likewise for each",
    };
    format!("`tablewright repair {name} {how}` records that{each}")
}

/// Writes what to do after the file of an applied migration was corrected.
fn write_accepting(f: &mut fmt::Formatter<'_>, migration: &str) -> fmt::Result {
    write!(
        f,
        ", and accept it: `tablewright repair {migration} --accept-files`"
    )
}

impl std::error::Error for MigrationError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            MigrationError::Failed(failed) => Some(&failed.source),
            MigrationError::Preflight { source, .. }
            | MigrationError::AlreadyThere { source, .. } => Some(source),
            MigrationError::Refused { .. }
            | MigrationError::Ahead { .. }
            | MigrationError::Missing { .. }
            | MigrationError::Changed { .. }
            | MigrationError::Late { .. }
            | MigrationError::Interrupted { .. }
            | MigrationError::HalfDone { .. }
            | MigrationError::Format { .. }
            | MigrationError::NoDown { .. }
            | MigrationError::Baseline { .. }
            | MigrationError::NotFound { .. }
            | MigrationError::HasHistory { .. }
            | MigrationError::Differs { .. }
            | MigrationError::NotApplied { .. }
            | MigrationError::TooShort { .. }
            | MigrationError::InTransaction => None,
        }
    }
}

impl From<MigrationError> for Error {
    #[cold]
    fn from(error: MigrationError) -> Error {
        Error::Migration(Box::new(error))
    }
}

/// The first line of a statement that is not empty or a comment, for messages.
pub(crate) fn first_line(sql: &str) -> String {
    const MOST: usize = 100;
    let line = sql.lines().next().unwrap_or_default().trim_end();
    let is_all = line.len() == sql.trim_end().len();
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None if is_all => line.to_owned(),
        None => format!("{line} …"),
    }
}

/// `the migration a`, or `the migrations a, b and 3 more`.
fn listed(names: &[String]) -> String {
    const MOST: usize = 5;
    let shown: Vec<String> = names
        .iter()
        .take(MOST)
        .map(|name| format!("`{name}`"))
        .collect();
    let word = match names.len() {
        1 => "migration",
        _ => "migrations",
    };
    let more = match names.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("the {word} {}{more}", shown.join(", "))
}
