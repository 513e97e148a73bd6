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
pub use nearest::nearest;
use tablewright_sql::Dialect;

use crate::schema::Schema;
use report::Report;

/// Reads the file `root` and all that it includes.
///
/// # Errors
///
/// Every error that was found, each with its place.
pub fn load(root: &str, files: &mut dyn Files) -> Result<Schema, Diagnostics> {
    load_with(root, files, &Options::default())
}

/// What the caller chooses, beside what the file says.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The dialects that the schema is for. If the file has `dialects`, they are some of those.
    pub dialects: Option<Vec<Dialect>>,
    /// Whose tables they are.
    #[doc(hidden)]
    pub owner: Owner,
}

/// Whose tables they are.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Owner {
    /// The user's.
    #[default]
    User,
    /// The library's own, whose names nobody else may give.
    Library,
}

/// As [`load`], with choices of the caller's.
///
/// # Errors
///
/// As [`load`]; also that a dialect was chosen that the file does not have.
pub fn load_with(
    root: &str,
    files: &mut dyn Files,
    options: &Options,
) -> Result<Schema, Diagnostics> {
    let mut report = Report::default();

    let sources = files::read(root, files, &mut report);
    let document = decode::document(&sources.files, &mut report);
    if !sources.is_whole {
        return Err(Diagnostics::new(root, report, sources.files));
    }

    match resolve::resolve(document, options, &mut report) {
        Some(schema) if report.is_empty() => Ok(schema),
        _ => Err(Diagnostics::new(root, report, sources.files)),
    }
}
