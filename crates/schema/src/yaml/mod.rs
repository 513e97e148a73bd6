//! The front end: from `models.yaml` and its included files to a checked [`Schema`].
//!
//! An error never stops a pass: it reports all errors, leaves a placeholder for each, and later
//! passes skip the placeholders. So a user sees all errors of a file at once, and each of them
//! once. Only a file that cannot be read at all stops the work, because its content is unknown.

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
mod seeds;
mod shapes;
mod syntax;
mod type_expr;

pub use diagnostics::{Diagnostic, Diagnostics, Position};
pub use files::{Files, MOST_BYTES};
pub use nearest::nearest;
use tablewright_sql::Dialect;

use crate::schema::Schema;
use crate::seeds::Seeds;
use files::Sources;
use report::Report;

/// Reads the file `root` and all files that it includes.
///
/// # Errors
///
/// All errors, each with its position.
pub fn load(root: &str, files: &mut dyn Files) -> Result<Schema, Diagnostics> {
    load_with(root, files, &Options::default())
}

/// The options of the caller.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The dialects of the schema. If the file has `dialects`, these are some of them.
    pub dialects: Option<Vec<Dialect>>,
    /// The owner of the tables.
    #[doc(hidden)]
    pub owner: Owner,
}

/// The owner of the tables.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Owner {
    /// The user's.
    #[default]
    User,
    /// The library itself, whose names are not allowed for anybody else.
    Library,
}

/// Like [`load`], with options.
///
/// # Errors
///
/// The same as for [`load`]; also a chosen dialect that the file does not have.
pub fn load_with(
    root: &str,
    files: &mut dyn Files,
    options: &Options,
) -> Result<Schema, Diagnostics> {
    let mut loading = Loading::new(root, files, options);
    match loading.schema.take() {
        Some(schema) => Ok(schema),
        None => Err(loading.diagnostics()),
    }
}

/// The folder of the seeds, beside the file of the models.
pub const SEEDS: &str = "seeds";

/// Like [`load_with`], with the rows in the files of a folder: by default `seeds` beside the
/// models. A folder that does not exist has no rows.
///
/// # Errors
///
/// The same as for [`load_with`], and every error in the files of the folder.
pub fn load_with_seeds(
    root: &str,
    folder: Option<&str>,
    files: &mut dyn Files,
    options: &Options,
) -> Result<(Schema, Seeds), Diagnostics> {
    let mut loading = Loading::new(root, files, options);
    let Some(schema) = loading.schema.take() else {
        return Err(loading.diagnostics());
    };
    let models = loading.sources.files.len();
    let folder = folder.map_or_else(|| files::beside(root, SEEDS), str::to_owned);
    files::read_folder(&folder, &mut loading.sources, files, &mut loading.report);
    let seeds = seeds::resolve(&loading.sources, models, &schema, &mut loading.report);
    match loading.report.is_empty() && loading.sources.is_whole {
        true => Ok((schema, seeds)),
        false => Err(loading.diagnostics()),
    }
}

/// The content so far, and the schema unless there is an error.
struct Loading<'r> {
    root: &'r str,
    report: Report,
    sources: Sources,
    schema: Option<Schema>,
}

impl<'r> Loading<'r> {
    fn new(root: &'r str, files: &mut dyn Files, options: &Options) -> Self {
        let mut report = Report::default();
        let sources = files::read(root, files, &mut report);
        let document = decode::document(&sources.files, &mut report);
        let schema = match sources.is_whole {
            true => resolve::resolve(document, options, &mut report),
            false => None,
        };
        Loading {
            root,
            schema: schema.filter(|_| report.is_empty()),
            report,
            sources,
        }
    }

    fn diagnostics(self) -> Diagnostics {
        Diagnostics::new(self.root, self.report, self.sources.files)
    }
}
