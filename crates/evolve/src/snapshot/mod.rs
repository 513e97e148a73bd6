//! What a migration leaves behind, as the text beside it: `tables.<dialect>.sql`.
//!
//! Each table that the migration touched stands under a line that says from which definition to
//! which it went, as fingerprints. So migrations of two branches merge where they touch different
//! tables, and where they do not, [`fold`] says which two ask for a decision.
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

/// What one migration touched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// The tables, in the order of the file.
    pub tables: Vec<Touched<Table>>,
    /// The user's own SQL, in the order of the file.
    pub scripts: Vec<Touched<Script>>,
}

/// A table or a script that a migration made, changed or took away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched<T> {
    /// Its name.
    pub name: String,
    /// The fingerprint of what it was before; `None` if it was not there.
    pub from: Option<String>,
    /// What it is now; `None` if it is there no longer.
    pub to: Option<Definition<T>>,
}

/// What something is, with its fingerprint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition<T> {
    /// What it is.
    pub what: T,
    /// Its fingerprint, as the file says it.
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
    /// Makes it; without a semicolon at the end.
    pub create: String,
    /// Takes it away.
    pub drop: Option<String>,
}

impl Script {
    /// 32 hex digits that change when the script does, white space at its ends and semicolons
    /// there left aside.
    pub fn fingerprint(&self) -> String {
        let when = text::when_word(self.when);
        let create = text::statement(&self.create);
        let drop = self.drop.as_deref().map(text::statement);
        let all = format!("{when}\u{1f}{create}\u{1f}{}", drop.unwrap_or_default());
        tablewright_schema::fingerprint(&all)
    }
}
