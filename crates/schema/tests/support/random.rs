//! Random schemas: valid by construction, and as awkward as the language allows.
//!
//! proptest draws plain numbers in a tree of structs ([`raw`]), which it can shrink well; [`build`]
//! gives every tree a meaning: the smaller the numbers, the plainer.

#![allow(
    dead_code,
    reason = "each test that includes this file uses a part of it"
)]

mod build;
mod description;
mod emit;
mod raw;
mod samples;

pub use description::*;

use proptest::strategy::{BoxedStrategy, Strategy};
#[allow(
    unused_imports,
    reason = "not every test that includes this file uses it"
)]
pub use samples::TEXTS;
use tablewright_schema::Schema;
use tablewright_schema::yaml::{self, Diagnostics, Files};

/// The purpose of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    /// SQLite alone, with everything that only SQLite takes.
    Sqlite,
    /// PostgreSQL alone, likewise.
    Postgres,
    /// MySQL alone, likewise.
    Mysql,
    /// MariaDB alone, likewise.
    Mariadb,
    /// All four databases at once: nothing that one of them refuses.
    Everywhere,
}

/// Random schemas.
pub fn schemas(flavour: Flavour) -> BoxedStrategy<RandomSchema> {
    raw::schema()
        .prop_map(move |raw| build::build(&raw, flavour))
        .boxed()
}

/// Loads models that include nothing.
pub fn load(text: &str) -> Result<Schema, Diagnostics> {
    yaml::load("models.yaml", &mut OneFile(text))
}

struct OneFile<'t>(&'t str);

impl Files for OneFile<'_> {
    fn read(&mut self, _path: &str) -> Result<Vec<u8>, String> {
        Ok(self.0.as_bytes().to_vec())
    }

    fn glob(&mut self, _pattern: &str) -> Result<Vec<String>, String> {
        Ok(Vec::new())
    }
}
