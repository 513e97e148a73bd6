//! A catalog as the `models.yaml` that a person would have written for it.
//!
//! What was made by this library comes back as it was, as far as one database tells: its checks
//! that hold a type together become the type again, names that are the usual ones are left out, and
//! so are indexes that references bring along. What one database cannot tell is
//!
//! - the Rust side: what models, fields, enums and relations are called where the database's names
//!   do not say it, Rust types, mixins, named types, former names, versions and soft deletes;
//! - what the items of a list are, but on PostgreSQL: they are `text` unless the default says more;
//! - on MySQL and MariaDB, whether a `datetime` is an instant (it is, where the clock is its
//!   default), and whether something unique was meant as a key or as an index;
//! - how long a list's `bytes(n)` are, and the order of models that refer to each other in a
//!   circle;
//! - what a reference's column would be without the reference: it has the type of what it refers
//!   to.
//!
//! Another program's type is written as the type that means the same, or as the next wider one,
//! with a comment at the field and a [`Warning`]. A type that the language lacks is a native type, and
//! what cannot be one is left out (`left_out.rs`). Checks of types are the models' own: they are not remarked on.

mod check;
mod column;
mod default;
mod domain;
mod enums;
mod guess;
mod index;
mod json;
mod left_out;
mod model;
mod naming;
mod natives;
mod need;
mod node;
mod option;
mod reference;
mod script;
mod types;
mod words;
mod write;

use std::fmt;

use tablewright_schema::catalog::{Catalog, OtherKind};
use tablewright_sql::Dialect;

/// What [`pull`] makes of a catalog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pulled {
    /// The text of `models.yaml`.
    pub yaml: String,
    /// What it does not say as the database has it.
    pub warnings: Vec<Warning>,
}

/// Something that the language cannot say, or says in another way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The table that it is about, or the name of what is no table.
    pub table: String,
    /// The column that it is about.
    pub column: Option<String>,
    /// What it is.
    pub what: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "table {}", self.table)?;
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}", self.what)
    }
}

/// The `models.yaml` for what a database has.
pub fn pull(dialect: Dialect, catalog: &Catalog) -> Pulled {
    let sayable = left_out::leave_out(dialect, catalog);
    let mut warnings = sayable.warnings.clone();
    let mut enums = enums::Enums::new(dialect, catalog);
    let mut models = model::models(&sayable.catalog, &sayable.notes);
    reference::find(&mut models);
    column::guess(dialect, &mut models, &mut enums);
    reference::agree(dialect, &mut models, &enums);
    naming::name_fields(&mut models);
    for model in &mut models {
        default::find(dialect, model, &enums);
        check::find(dialect, model);
        option::find(dialect, model);
    }
    let mut others = catalog.others.iter();
    let has_extension = others.any(|other| other.kind == OtherKind::Extension);
    for position in 0..models.len() {
        index::find(dialect, &mut models, position, has_extension);
    }
    naming::name_constraints(dialect, &mut models, &mut warnings);
    enums.name(&models);
    let named = write::Named {
        natives: natives::Natives::of(dialect, &models, &enums),
        enums: &enums,
    };
    let scripts = script::find(dialect, &sayable, &models, &enums, &mut warnings);
    for model in &mut models {
        column::note(dialect, model);
        warnings.extend(model.warnings());
    }
    Pulled {
        yaml: write::write(dialect, &models, &named, &scripts, &sayable.columns),
        warnings,
    }
}
