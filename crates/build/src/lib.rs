//! The build-script side of tablewright: it generates Rust models and SQL from `models.yaml` when a
//! crate is built.
//!
//! ```no_run
//! // build.rs
//! fn main() -> tablewright_build::Result {
//!     tablewright_build::compile("models.yaml")
//! }
//! ```
//!
//! The crate includes the result by `tablewright::include_models!()`. An error in the models fails
//! the build, and is shown with its lines in the file.

mod attributes;
mod cargo;
mod check;
mod config;
mod error;
mod externs;
mod files;
pub mod migrations;
mod parallel;
mod pattern;
mod print;
mod rust;
mod write;

use std::path::Path;

use tablewright_schema::seeds::Seeds;
use tablewright_schema::{Schema, yaml};

pub use config::Config;
pub use error::Error;
#[doc(hidden)]
pub use files::begin as begin_of_file;
pub use tablewright_sql::Dialect;

/// The result of a build script: `fn main() -> tablewright_build::Result`.
pub type Result<T = (), E = Error> = std::result::Result<T, E>;

/// Compiles a file of models, relative to the folder of `Cargo.toml`.
///
/// For a build script. The result is `models.rs` in Cargo's `OUT_DIR`, and Cargo runs the script
/// again when one of the source files changes. If the models have errors, Cargo or the compiler
/// shows them, and the build fails.
///
/// # Errors
///
/// The result could not be written, or this is not a build script.
pub fn compile(path: impl AsRef<Path>) -> Result {
    Config::new(path).compile()
}

/// Reads a file of models and all files that it includes, relative to the current folder.
///
/// # Errors
///
/// The errors in the models.
pub fn load(path: impl AsRef<Path>) -> Result<Schema> {
    let root = files::root(path.as_ref())?;
    let mut folder = files::Folder::new(Path::new(""));
    Ok(yaml::load(&root, &mut folder)?)
}

/// Reads a file of models like [`load`], and the rows in the folder `seeds` beside it.
///
/// # Errors
///
/// The errors in the models or in the rows.
pub fn load_with_seeds(path: impl AsRef<Path>) -> Result<(Schema, Seeds)> {
    let root = files::root(path.as_ref())?;
    let mut folder = files::Folder::new(Path::new(""));
    let options = yaml::Options::default();
    Ok(yaml::load_with_seeds(&root, None, &mut folder, &options)?)
}

/// Returns the Rust code for a schema.
///
/// # Errors
///
/// The errors in the Rust code of the models: types, derives and attributes.
pub fn generate(schema: &Schema) -> Result<String> {
    generate_with(schema, &rust::Contents::default())
}

/// Returns the Rust code for a schema with its seeds.
///
/// # Errors
///
/// The same as for [`generate`].
pub fn generate_with_seeds(schema: &Schema, seeds: &Seeds) -> Result<String> {
    let contents = rust::Contents {
        seeds: Some(seeds),
        ..rust::Contents::default()
    };
    generate_with(schema, &contents)
}

/// The Rust code for a schema, with the options of a build script.
fn generate_with(schema: &Schema, contents: &rust::Contents<'_>) -> Result<String> {
    check::rust(schema)?;
    Ok(rust::file(schema, contents))
}

#[cfg(test)]
mod tests {
    use tablewright_schema::Schema;
    use tablewright_schema::yaml::{self, Files};

    struct OneFile(&'static str);

    impl Files for OneFile {
        fn read(&mut self, _: &str) -> Result<Vec<u8>, String> {
            Ok(self.0.into())
        }

        fn glob(&mut self, _: &str) -> Result<Vec<String>, String> {
            Ok(Vec::new())
        }
    }

    /// The schema of a file.
    pub fn load(text: &'static str) -> Schema {
        match yaml::load("models.yaml", &mut OneFile(text)) {
            Ok(schema) => schema,
            Err(mistakes) => panic!("{mistakes}"),
        }
    }
}
