//! The description of the models in generated code, to compare databases with them: for each
//! dialect the lowered catalog, and the former names and allowed losses.
//!
//! All of it is one string, so a program spends neither compile time nor memory on it until
//! `verify` or `sync` reads it. The first line has the version of the form: another form is an
//! error, never a panic.
//!
//! ```text
//! tablewright 2            what it is, and its form
//! strings                  how many, and each with its length: names and SQL, every one once
//! history                  former names, and allowed changes
//! dialects                 how many, and for each its name, its length, its tables, and the user's own SQL
//!                          if any dialect has some, which the first line tells
//! ```
//!
//! Everything except the strings is a number in base 32 (`text.rs`), with a meaning that depends on
//! its position (`parts.rs`).

mod parts;
mod text;

use std::fmt;

use parts::Part;
use tablewright_sql::Dialect;
use text::{Reader, Writer};

use crate::catalog::Catalog;
use crate::intent::Intent;
use crate::own_sql::OwnSql;
use crate::schema::Schema;

/// The beginning of the text, with the version of its form.
const HEAD: &str = "tablewright 2\n";

/// The same if the dialects have the user's own SQL after their tables.
const HEAD_WITH_SQL: &str = "tablewright 2, with SQL\n";

/// The tables of the models in one dialect.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Definition {
    /// The tables.
    pub catalog: Catalog,
    /// The number of the user's own statements before the tables in `SCHEMA_SQL`.
    pub statements_before: usize,
    /// The user's own SQL, in the order of the models.
    pub own_sql: Vec<OwnSql>,
}

/// The error for a text that is not a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the definition of the tables has a format that this version cannot read")
    }
}

impl std::error::Error for Malformed {}

/// The text in generated code for a schema.
pub fn of_schema(schema: &Schema) -> String {
    let definitions = schema.dialects.iter().map(|&dialect| {
        let definition = Definition {
            catalog: crate::lower_with_scripts(schema, dialect),
            statements_before: crate::ddl::before_tables(schema, dialect).len(),
            own_sql: OwnSql::all(schema, dialect),
        };
        (dialect, definition)
    });
    encode(&Intent::of(schema), &definitions.collect::<Vec<_>>())
}

/// The text of definitions.
pub fn encode(intent: &Intent, definitions: &[(Dialect, Definition)]) -> String {
    let mut each = definitions.iter();
    let has_sql = each.any(|(_, definition)| !definition.own_sql.is_empty());
    let mut writer = Writer::default();
    intent.put(&mut writer);
    writer.number(definitions.len());
    for (dialect, definition) in definitions {
        writer.string(dialect.name());
        writer.section(|writer| {
            definition.statements_before.put(writer);
            definition.catalog.put(writer);
            if has_sql {
                definition.own_sql.put(writer);
            }
        });
    }
    let head = if has_sql { HEAD_WITH_SQL } else { HEAD };
    format!("{head}{}", writer.finish())
}

/// Whether a text has the user's own SQL, without parsing it.
pub fn has_own_sql(text: &str) -> bool {
    text.starts_with(HEAD_WITH_SQL)
}

/// Parses the part of a text for a dialect; `None` if the models do not have the dialect.
///
/// # Errors
///
/// The text has another form.
pub fn decode(text: &str, dialect: Dialect) -> Result<Option<(Intent, Definition)>, Malformed> {
    let has_sql = has_own_sql(text);
    let head = if has_sql { HEAD_WITH_SQL } else { HEAD };
    let text = text.strip_prefix(head).ok_or(Malformed)?;
    let mut reader = Reader::new(text, dialect)?;
    let intent = Intent::take(&mut reader)?;
    for _ in 0..reader.number()? {
        let is_wanted = reader.string()? == dialect.name();
        let mut section = reader.section()?;
        if is_wanted {
            let definition = Definition {
                statements_before: usize::take(&mut section)?,
                catalog: Catalog::take(&mut section)?,
                own_sql: match has_sql {
                    true => Vec::take(&mut section)?,
                    false => Vec::new(),
                },
            };
            section.end()?;
            return Ok(Some((intent, definition)));
        }
    }
    reader.end()?;
    Ok(None)
}
