//! Random schemas: valid by construction, and as awkward as the language allows.
//!
//! proptest draws plain numbers in a tree of structs ([`raw`]), which is what it shrinks well;
//! [`build`] gives every such tree a meaning, the plainest one to the smallest numbers.

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

/// What a schema is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    /// SQLite alone, with everything that only SQLite takes.
    Sqlite,
    /// All four databases at once: nothing that one of them refuses.
    Everywhere,
}

/// Random schemas.
pub fn schemas(flavour: Flavour) -> BoxedStrategy<RandomSchema> {
    raw::schema()
        .prop_map(move |raw| build::build(&raw, flavour))
        .boxed()
}
