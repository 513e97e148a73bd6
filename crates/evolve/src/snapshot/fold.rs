//! Combines snapshots to the tables after all migrations.

use std::fmt;

use tablewright_schema::catalog::{Catalog, Table};

use super::{Definition, Script, Snapshot, Touched};

/// The tables and SQL after all migrations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The tables, in the order of their creation.
    pub tables: Vec<StateOf<Table>>,
    /// The user's own SQL, in the order of its creation.
    pub scripts: Vec<StateOf<Script>>,
}

impl State {
    /// The tables as a catalog.
    pub fn catalog(&self) -> Catalog {
        let tables = self.tables.iter();
        Catalog {
            tables: tables.map(|table| table.definition.what.clone()).collect(),
            others: Vec::new(),
        }
    }

    /// The table with this name.
    pub fn table(&self, name: &str) -> Option<&StateOf<Table>> {
        self.tables.iter().find(|table| table.name == name)
    }

    /// The script with this name.
    pub fn script(&self, name: &str) -> Option<&StateOf<Script>> {
        self.scripts.iter().find(|script| script.name == name)
    }
}

/// The definition of a table or a script, and the migration that made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateOf<T> {
    /// Its name.
    pub name: String,
    /// Its definition.
    pub definition: Definition<T>,
    /// The last migration that changed it.
    pub migration: String,
}

/// Two migrations that do not follow each other, although both change the same object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// `table`, or `sql` for a script.
    pub kind: &'static str,
    /// The name of the object.
    pub name: String,
    /// The earlier migration that changed it; `None` if there is none.
    pub earlier: Option<String>,
    /// The migration that starts from another definition of it.
    pub later: String,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Conflict {
            kind,
            name,
            earlier,
            later,
        } = self;
        match earlier {
            Some(earlier) => write!(
                f,
                "the migrations {earlier} and {later} both change the {kind} {name:?}, and \
                 {later} does not start from the result of {earlier}"
            ),
            None => write!(
                f,
                "the migration {later} changes the {kind} {name:?}, but it does not start from \
                 the result of any earlier migration"
            ),
        }
    }
}

impl std::error::Error for Conflict {}

/// Combines the snapshots of migrations, each with its name, in order: a later definition replaces
/// an earlier one.
pub fn fold<'s>(
    snapshots: impl IntoIterator<Item = (&'s str, &'s Snapshot)>,
) -> Result<State, Conflict> {
    let mut tables = Folded::new("table");
    let mut scripts = Folded::new("sql");
    for (migration, snapshot) in snapshots {
        for touched in &snapshot.tables {
            tables.take(migration, touched)?;
        }
        for touched in &snapshot.scripts {
            scripts.take(migration, touched)?;
        }
    }
    Ok(State {
        tables: tables.found,
        scripts: scripts.found,
    })
}

struct Folded<T> {
    kind: &'static str,
    found: Vec<StateOf<T>>,
    /// Dropped objects, and the migrations that dropped them.
    gone: Vec<(String, String)>,
}

impl<T: Clone> Folded<T> {
    fn new(kind: &'static str) -> Folded<T> {
        Folded {
            kind,
            found: Vec::new(),
            gone: Vec::new(),
        }
    }

    fn take(&mut self, migration: &str, touched: &Touched<T>) -> Result<(), Conflict> {
        let name = &touched.name;
        let position = self.found.iter().position(|it| it.name == *name);
        let before = position.map(|position| &self.found[position]);
        let fingerprint = before.map(|before| &before.definition.fingerprint);
        if fingerprint != touched.from.as_ref() {
            let gone = self.gone.iter().rev().find(|(gone, _)| gone == name);
            let earlier = before.map(|before| &before.migration);
            return Err(Conflict {
                kind: self.kind,
                name: name.clone(),
                earlier: earlier.or(gone.map(|(_, migration)| migration)).cloned(),
                later: migration.to_owned(),
            });
        }
        match (&touched.to, position) {
            (Some(definition), position) => {
                let state = StateOf {
                    name: name.clone(),
                    definition: definition.clone(),
                    migration: migration.to_owned(),
                };
                match position {
                    Some(position) => self.found[position] = state,
                    None => self.found.push(state),
                }
            }
            (None, Some(position)) => {
                self.found.remove(position);
                self.gone.push((name.clone(), migration.to_owned()));
            }
            (None, None) => {}
        }
        Ok(())
    }
}
