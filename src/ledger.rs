//! The library's own table, which is described, generated and used like any other.
#![allow(
    dead_code,
    reason = "the library needs a part of what is generated for every table"
)]

use crate::Schema;

crate::include_models!();

/// The schema of the table.
pub(crate) fn schema() -> &'static Schema {
    &SCHEMA
}
