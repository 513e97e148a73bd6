//! Models that a test has just written.

use tablewright_schema::Schema;
use tablewright_schema::yaml::{self, Files};

/// Loads models that include nothing.
///
/// # Errors
///
/// Their errors, after the name of the file.
pub fn load(file: &str, text: &str) -> Result<Schema, String> {
    yaml::load(file, &mut OneFile(text)).map_err(|mistakes| format!("{file}: {mistakes}"))
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
