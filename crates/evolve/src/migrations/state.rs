//! The tables after all migrations, and their differences to the models.

use tablewright_schema::Schema;
use tablewright_sql::Dialect;

use super::Migration;
use crate::generator::generate;
use crate::plan::Options;
use crate::snapshot::{self, Conflict, Snapshot, State};

/// The reason why the tables after all migrations are unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StateError {
    /// A file of definitions cannot be parsed.
    Unreadable {
        /// The migration.
        migration: String,
        /// The file and the error in it.
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

/// The tables and SQL after all migrations in a dialect.
///
/// # Errors
///
/// A file that cannot be parsed, or two migrations that do not follow each other.
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

/// The differences between the models and the tables after all migrations, in words, for each
/// dialect with differences.
///
/// # Errors
///
/// The same as for [`state`], and the blocking issues of a next migration.
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
