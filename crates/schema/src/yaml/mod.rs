//! The front end: `models.yaml` and what it includes become a checked [`Schema`].
//!
//! Diagnostics never stop a pass: it reports all that it finds, leaves a placeholder where it found
//! one, and the passes after it step around the placeholders. So a user sees all errors of a file
//! at once, and each of them once. Only a file that cannot be read at all ends the work early,
//! since it is unknown what it would say.

mod check;
mod decode;
mod diagnostics;
mod files;
mod locate;
mod nearest;
mod nesting;
mod node;
mod report;
mod resolve;
mod shapes;
mod syntax;
mod type_expr;

pub use diagnostics::{Diagnostic, Diagnostics, Position};
pub use files::{Files, MOST_BYTES};

use crate::schema::Schema;
use report::Report;

/// Reads the file `root` and all that it includes.
///
/// # Errors
///
/// Every error that was found, each with its place.
pub fn load(root: &str, files: &mut dyn Files) -> Result<Schema, Diagnostics> {
    load_as(root, files, Owner::User)
}

/// As [`load`], for the library's own tables, whose names nobody else may give.
///
/// # Errors
///
/// As [`load`].
#[doc(hidden)]
pub fn load_own(root: &str, files: &mut dyn Files) -> Result<Schema, Diagnostics> {
    load_as(root, files, Owner::Library)
}

/// Whose tables they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    User,
    Library,
}

fn load_as(root: &str, files: &mut dyn Files, owner: Owner) -> Result<Schema, Diagnostics> {
    let mut report = Report::default();

    let sources = files::read(root, files, &mut report);
    let document = decode::document(&sources.files, &mut report);
    if !sources.is_whole {
        return Err(Diagnostics::new(root, report, sources.files));
    }

    match resolve::resolve(document, owner, &mut report) {
        Some(schema) if report.is_empty() => Ok(schema),
        _ => Err(Diagnostics::new(root, report, sources.files)),
    }
}
