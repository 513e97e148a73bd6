//! The difference between two catalogs: what one database has, and what it should have.
//!
//! Pure, and in an order that depends on nothing but its input. Names are matched first
//! (`names.rs`), and the current catalog is seen under the names to come (`mapping.rs`). Then the
//! tables of the same name are compared (`table.rs`). The changes that others make necessary are
//! found at the end (`dependents.rs`): the foreign keys of a column that gets another type, say.

mod change;
mod dependents;
mod mapping;
mod names;
mod note;
mod table;

use std::fmt;

pub use change::{Alteration, Change, Named};
pub(crate) use change::{turns_generated, without_renames};
pub(crate) use mapping::{Mapping, columns_of_index};
pub(crate) use names::Renames;
pub use note::Note;

use tablewright_schema::catalog::Catalog;
use tablewright_schema::{Intent, Stored};
use tablewright_sql::Dialect;

use crate::unmanaged;

/// What the tables are that only the current catalog has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtraTables {
    /// Tables of earlier models: they are dropped.
    Managed,
    /// Tables that the models know nothing of: they are left alone, unless the models allow that
    /// they are dropped.
    Unmanaged,
}

/// The changes that lead from one catalog to the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// Renamed tables and columns first, then one table after the other.
    pub changes: Vec<Change>,
    /// The names that change: those that changes give, and those of columns that are dropped under
    /// one name and added under another.
    pub(crate) renames: Renames,
    /// Tables that would be changed, and have something that the changes might lose. There are none
    /// if all tables are managed: these are an error then.
    pub blocked: Vec<BlockingIssue>,
    /// What the tables have, and no change is about.
    pub notes: Vec<Note>,
}

impl Diff {
    /// Whether there is nothing to change.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// Why there is no way from one catalog to the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockingIssue {
    /// A table is there under its name and under a former one.
    TwoTables {
        /// The name.
        name: String,
        /// The former name.
        was: String,
    },
    /// A column is there under its name and under a former one.
    TwoColumns {
        /// The table.
        table: String,
        /// The column's name.
        name: String,
        /// Its former name.
        was: String,
    },
    /// A value of an enum exists under its name and under a former one. As one, no rollback tells
    /// them apart.
    TwoValues {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// What both would be stored as.
        value: Stored,
        /// The values that the column has now, of which one may be stored as that already.
        current: Vec<Stored>,
    },
    /// A table has something unsupported, so it is not changed.
    Unsupported {
        /// The table.
        table: String,
        /// What is unsupported.
        what: Vec<String>,
    },
}

impl fmt::Display for BlockingIssue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BlockingIssue::TwoTables { name, was } => write!(
                f,
                "the database has both tables `{name}` and `{was}`, and the models say that \
                 `{name}` was `{was}`: move the rows of one into the other and drop it, or add \
                 `{was}` to `dropped`"
            ),
            BlockingIssue::TwoColumns { table, name, was } => write!(
                f,
                "`{table}` has both columns `{name}` and `{was}`, and the models say that \
                 `{name}` was `{was}`: move the values of one into the other and drop it, or add \
                 `{table}.{was}` to `dropped`"
            ),
            BlockingIssue::TwoValues {
                table,
                column,
                value,
                current,
            } => {
                let current: Vec<String> =
                    current.iter().map(|value| format!("`{value}`")).collect();
                write!(
                    f,
                    "`{table}.{column}` has the values {}, and `was` in the models renames all of \
                     them to `{value}`: a rollback could not tell their rows apart. Remove `was`, \
                     and write a migration that updates these rows before it removes the other \
                     values",
                    current.join(" and ")
                )
            }
            BlockingIssue::Unsupported { table, what } => write!(
                f,
                "the table `{table}` has parts that tablewright does not support and would lose \
                 ({}): change this table with your own SQL",
                what.join("; ")
            ),
        }
    }
}

/// Finds the changes that lead from `current` to `wanted`.
///
/// # Errors
///
/// All that stands in the way.
pub fn diff(
    dialect: Dialect,
    current: &Catalog,
    wanted: &Catalog,
    intent: &Intent,
    extra: ExtraTables,
) -> Result<Diff, Vec<BlockingIssue>> {
    let renames = names::find(dialect, current, wanted, intent, extra)?;
    let mut changes = renames.changes();
    let renamed = renames.forward().catalog(current);
    let mut kept = Vec::new();
    let wanted = &match extra {
        ExtraTables::Managed => wanted.clone(),
        ExtraTables::Unmanaged => note::with_index_options(&renamed, wanted, &mut kept),
    };
    for table in &wanted.tables {
        match renamed.table(&table.name) {
            None => changes.push(Change::CreateTable(Box::new(table.clone()))),
            Some(now) => {
                let alterations = table::compare(dialect, now, table, intent, extra);
                changes.extend(alterations.into_iter().map(|alteration| Change::Alter {
                    table: table.name.clone(),
                    alteration,
                }));
            }
        }
    }
    let is_ours = |name: &str| match extra {
        ExtraTables::Managed => true,
        ExtraTables::Unmanaged => intent.dropped.contains(name),
    };
    for table in &renamed.tables {
        if wanted.table(&table.name).is_none() && is_ours(&table.name) {
            changes.push(Change::DropTable(Box::new(table.clone())));
        }
    }
    if extra == ExtraTables::Managed {
        others(&renamed, wanted, &mut changes);
    }
    dependents::add(dialect, &renamed, wanted, extra, &mut changes);
    if renamed.tables.iter().any(|table| !table.weak.is_empty()) {
        // A weak object that is recreated may block a change of a column, too.
        let all = std::mem::take(&mut changes);
        for change in all {
            if !changes.contains(&change) {
                changes.push(change);
            }
        }
    }
    let mut diff = Diff {
        changes,
        renames,
        notes: kept,
        ..Diff::default()
    };
    for table in &wanted.tables {
        if let Some(now) = renamed.table(&table.name) {
            note::unsupported(now, table, extra, &mut diff);
            // `sync` does not go back, and between two of its statements both values are there.
            if extra == ExtraTables::Managed {
                diff.blocked.extend(table::merged(now, table, intent));
            }
        }
    }
    if extra == ExtraTables::Managed && !diff.blocked.is_empty() {
        Err(diff.blocked)
    } else {
        Ok(diff)
    }
}

/// The wanted tables with the columns that the models leave alone.
///
/// # Errors
///
/// If names are ambiguous.
pub(crate) fn with_unmanaged(
    dialect: Dialect,
    current: &Catalog,
    wanted: &Catalog,
    intent: &Intent,
    extra: ExtraTables,
) -> Result<Catalog, Vec<BlockingIssue>> {
    if intent.unmanaged.is_empty() {
        return Ok(wanted.clone());
    }
    let renames = names::find(dialect, current, wanted, intent, extra)?;
    let renamed = renames.forward().catalog(current);
    Ok(unmanaged::kept(dialect, &renamed, wanted, intent))
}

/// Views and the like have no alterations: one that differs is dropped and made again.
fn others(current: &Catalog, wanted: &Catalog, changes: &mut Vec<Change>) {
    for other in &current.others {
        if !wanted.others.contains(other) {
            changes.push(Change::DropOther(other.clone()));
        }
    }
    for other in &wanted.others {
        if !current.others.contains(other) {
            changes.push(Change::CreateOther(other.clone()));
        }
    }
}
