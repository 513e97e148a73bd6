//! Reads the models.

use std::path::Path;

use tablewright_schema::Schema;
use tablewright_schema::seeds::Seeds;
use tablewright_sql::Dialect;

use crate::output::drawn;

/// The schema of a file.
pub fn load(file: &Path) -> Result<Schema, String> {
    tablewright_build::load(file).map_err(drawn)
}

/// The schema of a file, and the rows in the folder `seeds` beside it.
pub fn load_with_seeds(file: &Path) -> Result<(Schema, Seeds), String> {
    tablewright_build::load_with_seeds(file).map_err(drawn)
}

/// The dialect from the command line, which the models must support.
pub fn chosen(schema: &Schema, name: Option<&str>) -> Result<Dialect, String> {
    let Some(dialect) = name.and_then(Dialect::from_name) else {
        return Ok(schema.dialects[0]);
    };
    if schema.dialects.contains(&dialect) {
        return Ok(dialect);
    }
    let known: Vec<&str> = schema
        .dialects
        .iter()
        .map(|dialect| dialect.name())
        .collect();
    Err(format!(
        "error: the models do not support {dialect}\n\
         help: add it to the file: `dialects: [{}, {}]`",
        known.join(", "),
        dialect.name(),
    ))
}
