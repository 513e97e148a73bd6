//! The tables after a migration, as the text beside it: `tables.<dialect>.sql`.
//!
//! Before each table that the migration changed there is a line with the fingerprints of its old
//! and its new definition. So migrations of two branches can be merged if they change different
//! tables, and otherwise [`fold`] shows the two that need a decision.
//!
//! A fingerprint in a file is not computed again from the SQL below it: a later version of this
//! library may read more of it.

mod fingerprint;
mod fold;
mod text;

pub use fingerprint::fingerprint;
pub use fold::{Conflict, State, StateOf, fold};
pub use text::{Error, read, write};

use tablewright_schema::When;
use tablewright_schema::catalog::Table;

/// The changes of one migration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// The tables, in the order of the file.
    pub tables: Vec<Touched<Table>>,
    /// The user's own SQL, in the order of the file.
    pub scripts: Vec<Touched<Script>>,
}

/// A table or a script that a migration created, changed or dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched<T> {
    /// Its name.
    pub name: String,
    /// The fingerprint of its old definition; `None` if it was created.
    pub from: Option<String>,
    /// Its new definition; `None` if it was dropped.
    pub to: Option<Definition<T>>,
}

/// A definition, with its fingerprint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition<T> {
    /// The definition.
    pub what: T,
    /// Its fingerprint in the file.
    pub fingerprint: String,
}

impl Definition<Table> {
    /// The table with its fingerprint.
    pub fn of_table(table: Table) -> Definition<Table> {
        let fingerprint = fingerprint(&table);
        Definition {
            what: table,
            fingerprint,
        }
    }
}

impl Definition<Script> {
    /// The script with its fingerprint.
    pub fn of_script(script: Script) -> Definition<Script> {
        let fingerprint = script.fingerprint();
        Definition {
            what: script,
            fingerprint,
        }
    }
}

/// A piece of the user's own SQL, for one dialect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// When it runs.
    pub when: When,
    /// The SQL that creates it, without a semicolon at the end.
    pub create: String,
    /// The SQL that drops it.
    pub drop: Option<String>,
}

impl Script {
    /// 32 hexadecimal digits that change with the script, but not with white space and semicolons
    /// at its ends.
    pub fn fingerprint(&self) -> String {
        let when = text::when_word(self.when);
        let create = text::statement(&self.create);
        let drop = self.drop.as_deref().map(text::statement);
        let all = format!("{when}\u{1f}{create}\u{1f}{}", drop.unwrap_or_default());
        tablewright_schema::fingerprint(&all)
    }
}
