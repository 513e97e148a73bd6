//! Writes the `models.yaml` that a person would have written for a catalog.
//!
//! Tables of this library give the same models again, as far as a database shows them: the checks
//! that enforce a type become the type again, and default names are left out, as well as indexes
//! that references imply. A database does not show
//!
//! - the Rust side: names of models, fields, enums and relations that differ from the names in the
//!   database, Rust types, mixins, named types, former names, versions and soft deletes;
//! - on MySQL and MariaDB, whether a `datetime` is an instant (it is, if its default is the current
//!   time in UTC), and whether uniqueness was meant as a key or as an index;
//! - the validation word `pattern`;
//! - the length of `bytes(n)` in a list, and the order of models that reference each other in a
//!   circle;
//! - the type of a reference's column without the reference: it has the type of the referenced
//!   column.
//!
//! A type of another program is written as the type with the same meaning, or as the next wider
//! one, with a comment at the field and a [`Warning`]. A type that the language lacks becomes a
//! native type, and columns that cannot be native are left out (`left_out.rs`). Checks of types
//! belong to the models: there is no note about them.

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
mod rule;
mod script;
mod types;
mod words;
mod write;

use std::fmt;

use tablewright_schema::catalog::{Catalog, OtherKind};
use tablewright_sql::Dialect;

/// The result of [`pull`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pulled {
    /// The text of `models.yaml`.
    pub yaml: String,
    /// Differences between the models and the database.
    pub warnings: Vec<Warning>,
}

/// A part that the language cannot express, or expresses differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The table, or the name of another object.
    pub table: String,
    /// The column, if it is about one.
    pub column: Option<String>,
    /// The part and the difference.
    pub what: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.column {
            Some(column) => write!(f, "`{}.{column}`: {}", self.table, self.what),
            None => write!(f, "`{}`: {}", self.table, self.what),
        }
    }
}

/// Writes the `models.yaml` for a catalog.
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
        check::find(dialect, model, &enums);
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
        natives: natives::Natives::of(dialect, &models, &enums, &catalog.others),
        enums: &enums,
    };
    let scripts = script::find(dialect, &sayable, &models, &named, &mut warnings);
    for model in &mut models {
        column::note(dialect, model);
        warnings.extend(model.warnings());
    }
    Pulled {
        yaml: write::write(dialect, &models, &named, &scripts, &sayable.columns),
        warnings,
    }
}
