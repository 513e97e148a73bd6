//! The build-script side of tablewright: `models.yaml` becomes Rust models and SQL when a crate is
//! built.
//!
//! ```no_run
//! // build.rs
//! fn main() -> tablewright_build::Result {
//!     tablewright_build::compile("models.yaml")
//! }
//! ```
//!
//! The crate includes the result by `tablewright::include_models!()`. Diagnostics in the file stop
//! the build, drawn with the lines that they are in.

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
pub use tablewright_sql::Dialect;

/// The result of a build script: `fn main() -> tablewright_build::Result`.
pub type Result<T = (), E = Error> = std::result::Result<T, E>;

/// Compiles a file of models, relative to the folder of `Cargo.toml`.
///
/// For a build script. The result is `models.rs` in Cargo's `OUT_DIR`, and Cargo is told to run
/// the script again when one of the files that were read changes. Cargo or the compiler shows what
/// is wrong with the models, and the build fails.
///
/// # Errors
///
/// Why the result could not be written, or that this is no build script.
pub fn compile(path: impl AsRef<Path>) -> Result {
    Config::new(path).compile()
}

/// Reads a file of models and all that it includes, relative to the current folder.
///
/// # Errors
///
/// What is wrong with the models.
pub fn load(path: impl AsRef<Path>) -> Result<Schema> {
    let root = files::root(path.as_ref())?;
    let mut folder = files::Folder::new(Path::new(""));
    Ok(yaml::load(&root, &mut folder)?)
}

/// Reads a file of models as [`load`] does, with the rows in the folder `seeds` beside it.
///
/// # Errors
///
/// What is wrong with the models or with the rows.
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
/// What is wrong with the Rust that the user wrote in the file: types, derives and attributes.
pub fn generate(schema: &Schema) -> Result<String> {
    generate_with(schema, &rust::Contents::default())
}

/// Returns the Rust code for a schema with its seeds.
///
/// # Errors
///
/// As [`generate`].
pub fn generate_with_seeds(schema: &Schema, seeds: &Seeds) -> Result<String> {
    let contents = rust::Contents {
        seeds: Some(seeds),
        ..rust::Contents::default()
    };
    generate_with(schema, &contents)
}

/// The Rust code for a schema, with what a build script chooses.
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
