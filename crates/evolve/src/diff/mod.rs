//! The difference between two catalogs: the current one of a database, and the wanted one.
//!
//! It is a pure function, whose order depends only on its input. First names are matched
//! (`names.rs`), and the current catalog gets the new names (`mapping.rs`). Then tables with the
//! same name are compared (`table.rs`); of equal objects, `usual.rs` finds the one of the models.
//! At the end come changes that other changes need (`dependents.rs`), such as those of the foreign
//! keys of a column with a new type.

mod change;
mod dependents;
mod mapping;
mod missing;
mod names;
mod note;
mod options;
mod table;
mod usual;

use std::fmt;

pub use change::{Alteration, Change, Named};
pub(crate) use change::{turns_generated, without_renames};
pub(crate) use mapping::{Mapping, columns_of_index};
pub use missing::Likeness;
pub(crate) use missing::twins;
pub(crate) use names::Renames;
pub use note::Note;
pub(crate) use usual::{Likely, Usual};

use tablewright_schema::catalog::Catalog;
use tablewright_schema::{Intent, Stored};
use tablewright_sql::Dialect;

use crate::unmanaged;

/// The meaning of tables that only the current catalog has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtraTables {
    /// Tables of earlier models: they are dropped.
    Managed,
    /// Tables unknown to the models: they are left alone, unless the models allow to drop them.
    Unmanaged,
}

/// The changes that lead from one catalog to the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// Renamed tables and columns first, then table by table.
    pub changes: Vec<Change>,
    /// The changed names: those of renames, and those of columns that are dropped with one name and
    /// added with another.
    pub(crate) renames: Renames,
    /// Tables with changes and with properties that the changes might lose. If all tables are
    /// managed, there are none: they are errors then.
    pub blocked: Vec<BlockingIssue>,
    /// Properties of the tables that no change affects.
    pub notes: Vec<Note>,
}

impl Diff {
    /// Whether there is nothing to change.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// A blocking issue between the two catalogs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockingIssue {
    /// Both the current and the former name of a table exist.
    TwoTables {
        /// The name.
        name: String,
        /// The former name.
        was: String,
    },
    /// Both the current and the former name of a column exist.
    TwoColumns {
        /// The table.
        table: String,
        /// The column's name.
        name: String,
        /// Its former name.
        was: String,
    },
    /// Both the current and the former name of an enum value exist. If they became one value, a
    /// rollback could not separate them.
    TwoValues {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// The stored form that both would get.
        value: Stored,
        /// The current values of the column, one of which may already have that form.
        current: Vec<Stored>,
    },
    /// An enum that was stored as texts would be stored as numbers, or the reverse. No database
    /// tells which text is which number.
    OtherForm {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// The type of before.
        from: String,
        /// The type to come.
        to: String,
    },
    /// The live database lacks a table, and has an unmanaged table that may be the same.
    Missing {
        /// The table.
        table: String,
        /// The unmanaged table.
        beside: String,
        /// The reason to take it for the missing one.
        likeness: Likeness,
        /// The statement that renames it.
        back: String,
    },
    /// The live database lacks a column, and its table has an unmanaged column that may be the
    /// same.
    MissingColumn {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// The unmanaged column.
        beside: String,
        /// The statement that renames it.
        back: String,
    },
    /// Another kind of object has the name of a missing table.
    TableTaken {
        /// The table.
        table: String,
        /// The kind of the object, in words.
        by: &'static str,
    },
    /// An unmanaged table has an index or a constraint with the name of a new one.
    NameTaken {
        /// The table that would get the new one.
        table: String,
        /// The name.
        name: String,
        /// The unmanaged table.
        by: String,
    },
    /// A table has an unsupported property, so it is not changed.
    Unsupported {
        /// The table.
        table: String,
        /// The unsupported properties.
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
            BlockingIssue::OtherForm {
                table,
                column,
                from,
                to,
            } => write!(
                f,
                "the enum in `{table}.{column}` is stored as {from}, and would be stored as {to}: \
                 a migration does not know which value becomes which. Add a field with the new \
                 enum beside it, fill it at the end of that migration (`UPDATE … SET … = CASE … \
                 WHEN … THEN … END`), and remove the old field in a later one"
            ),
            BlockingIssue::Missing {
                table,
                beside,
                likeness,
                back,
            } => {
                write!(
                    f,
                    "the table `{table}` is missing, and the table `{beside}`, which is not in the \
                     models, {likeness}: if another program renamed it, rename it back \
                     (`{back}`), or let the model follow (`table: {beside}`, `was: {table}`). If \
                     it is another table, "
                )?;
                match likeness {
                    Likeness::Name(name) => {
                        write!(f, "drop it, or give its `{name}` another name")
                    }
                    Likeness::Reference(_) | Likeness::Columns => {
                        write!(
                            f,
                            "drop it, or create `{table}` yourself (`tablewright sql`)"
                        )
                    }
                }
            }
            BlockingIssue::MissingColumn {
                table,
                column,
                beside,
                back,
            } => write!(
                f,
                "the column `{table}.{column}` is missing, and `{table}.{beside}`, which is not in \
                 the models, has its type: if another program renamed it, rename it back \
                 (`{back}`); if you renamed the field, give its old name (`was: {beside}`); if it \
                 is another column, add `{table}.{beside}` to `dropped:` or `unmanaged:` in the \
                 models"
            ),
            BlockingIssue::TableTaken { table, by } => write!(
                f,
                "the table `{table}` is missing, and the database has a {by} of this name: if \
                 another program renamed the table and created the {by} in its place, undo that; \
                 otherwise drop or rename the {by}, or give the model another `table`"
            ),
            BlockingIssue::NameTaken { table, name, by } => write!(
                f,
                "`{table}` would get `{name}`, and the table `{by}`, which is not in the models, \
                 has an index or a constraint of this name: rename or drop that one, or give the \
                 new one another `name` in the models"
            ),
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
/// All blocking issues.
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
    let both = (&renamed, wanted);
    for table in &wanted.tables {
        match renamed.table(&table.name) {
            None => changes.push(Change::CreateTable(Box::new(table.clone()))),
            Some(now) => {
                let alterations = table::compare(dialect, both, now, table, intent, extra);
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
        // A weak object that is created again may prevent a change of a column, too.
        let all = std::mem::take(&mut changes);
        for change in all {
            if !changes.contains(&change) {
                changes.push(change);
            }
        }
    }
    let blocked = match extra {
        ExtraTables::Managed => Vec::new(),
        ExtraTables::Unmanaged => missing::find(dialect, &renamed, wanted, intent, &changes),
    };
    let mut diff = Diff {
        changes,
        renames,
        blocked,
        notes: kept,
    };
    for table in &wanted.tables {
        if let Some(now) = renamed.table(&table.name) {
            note::unsupported(now, table, extra, &mut diff);
            // `sync` never goes back, and between two of its statements both values exist.
            if extra == ExtraTables::Managed {
                diff.blocked.extend(table::merged(now, table, intent));
            }
            let issues = table::otherwise_stored(dialect, now, table);
            diff.blocked.extend(issues);
        }
    }
    if extra == ExtraTables::Managed && !diff.blocked.is_empty() {
        Err(diff.blocked)
    } else {
        Ok(diff)
    }
}

/// The wanted tables, with the columns that the models leave alone.
///
/// # Errors
///
/// Ambiguous names.
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

/// Views and the like cannot be altered: a different one is dropped and created again.
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
