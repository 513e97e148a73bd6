//! What migrations leave behind, and how far that is from the models.

use tablewright_schema::Schema;
use tablewright_sql::Dialect;

use super::Migration;
use crate::generator::generate;
use crate::plan::Options;
use crate::snapshot::{self, Conflict, Snapshot, State};

/// Why what migrations leave behind is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StateError {
    /// A file of definitions cannot be read.
    Unreadable {
        /// The migration.
        migration: String,
        /// The file and what is wrong with it.
        what: String,
    },
    /// Two migrations do not follow each other.
    Conflict(Conflict),
}

impl std::fmt::Display for StateError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            StateError::Unreadable { migration, what } => write!(f, "{migration}: {what}"),
            StateError::Conflict(conflict) => std::fmt::Display::fmt(conflict, f),
        }
    }
}

/// What the migrations leave behind in a dialect, one after another.
///
/// # Errors
///
/// A file that cannot be read, or two migrations that do not follow each other.
pub fn state(dialect: Dialect, migrations: &[Migration]) -> Result<State, StateError> {
    let mut snapshots: Vec<(&str, Snapshot)> = Vec::with_capacity(migrations.len());
    for migration in migrations {
        let scripts = migration.scripts.get(dialect).as_ref();
        let Some(text) = scripts.and_then(|scripts| scripts.tables.as_deref()) else {
            continue;
        };
        let read = snapshot::read(dialect, text).map_err(|diagnostic| StateError::Unreadable {
            migration: migration.name.clone(),
            what: format!("tables.{}.sql, {diagnostic}", dialect.name()),
        })?;
        snapshots.push((&migration.name, read));
    }
    let given = snapshots.iter().map(|(name, snapshot)| (*name, snapshot));
    snapshot::fold(given).map_err(StateError::Conflict)
}

/// What the models have otherwise than the migrations leave it, in words, for each dialect if there
/// is something.
///
/// # Errors
///
/// As [`state`], and what stands in the way of a next migration.
pub fn differences(
    schema: &Schema,
    migrations: &[Migration],
) -> Result<Vec<(Dialect, Vec<String>)>, Vec<String>> {
    let mut found = Vec::new();
    for &dialect in &schema.dialects {
        let state = state(dialect, migrations).map_err(|error| vec![error.to_string()])?;
        let next = generate(schema, dialect, &state, Options::default())?;
        if !next.is_empty() {
            let steps = next.plan.steps.iter();
            let words = steps.flat_map(|step| step.what.clone()).chain(next.scripts);
            found.push((dialect, words.collect()));
        }
    }
    Ok(found)
}
