//! `tablewright pull`.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use tablewright::{Connection, Database, Dialect};
use tablewright_sql::quote::identifier;

use crate::database;
use crate::output::{counted, failed};

/// Write the models of an existing database.
///
/// An object that the language cannot express is written as a comment at its place, and listed on
/// the error output.
#[derive(clap::Args)]
#[group(skip)]
#[command(after_help = "\
Examples:
  tablewright pull --url sqlite:app.db
  tablewright pull --output models.yaml")]
pub struct Arguments {
    #[command(flatten)]
    database: database::Arguments,
    /// The file to write, which must not exist; without it the models are printed.
    #[arg(short, long)]
    output: Option<PathBuf>,
}

/// The objects in other schemas of a PostgreSQL database, with a sentence for each.
async fn elsewhere(db: &Database) -> tablewright::Result<Vec<String>> {
    if db.dialect() != Dialect::Postgres {
        return Ok(Vec::new());
    }
    let text = "SELECT n.nspname::text, count(*) FROM pg_class AS c \
                JOIN pg_namespace AS n ON n.oid = c.relnamespace \
                WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname <> current_schema() \
                AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%' \
                AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid \
                AND d.classid = 'pg_class'::regclass AND d.deptype = 'e') \
                GROUP BY n.nspname ORDER BY n.nspname";
    let rows = tablewright::sql::<(String, i64)>(text).all(db).await?;
    let note = |(schema, tables): (String, i64)| {
        let tables = counted(tables.unsigned_abs(), "table");
        format!(
            "schema {schema}: left out, with {tables}: only the first schema of the search path \
             is read (`?options=-c%20search_path%3D{}` in the URL changes it)",
            in_url(&schema)
        )
    };
    Ok(rows.into_iter().map(note).collect())
}

/// The name of a schema as an identifier, within an option of the server, within a URL.
fn in_url(schema: &str) -> String {
    let is_plain = |character: char| matches!(character, 'a'..='z' | '0'..='9' | '_');
    let begins = schema.starts_with(|first: char| first.is_ascii_lowercase() || first == '_');
    if begins && schema.chars().all(is_plain) {
        return schema.to_owned();
    }
    let mut text = String::new();
    for character in identifier(Dialect::Postgres, schema).chars() {
        // The server splits options at spaces.
        if character.is_ascii_whitespace() || character == '\\' {
            text.push('\\');
        }
        text.push(character);
    }
    let bytes = text.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    });
    bytes.collect()
}

/// Runs the command, and returns its output.
pub fn run(arguments: &Arguments) -> Result<String, String> {
    let connected = arguments.database.connect_to_read()?;
    let catalog = tablewright::inspect(&connected.db);
    let catalog = connected.runtime.block_on(catalog).map_err(failed)?;
    let pulled = tablewright_evolve::pull::pull(connected.db.dialect(), &catalog);
    let elsewhere = connected.runtime.block_on(elsewhere(&connected.db));
    for note in elsewhere.map_err(failed)? {
        let _ = writeln!(io::stderr(), "note: {note}");
    }
    for warning in &pulled.warnings {
        // If the error output is closed, nobody reads it.
        let _ = writeln!(io::stderr(), "note: {warning}");
    }
    let Some(file) = &arguments.output else {
        return Ok(pulled.yaml);
    };
    let written = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(file);
    written
        .and_then(|mut written| written.write_all(pulled.yaml.as_bytes()))
        .map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => format!(
                "error: `{}` already exists\nhelp: give another name, or move the file first",
                file.display()
            ),
            io::ErrorKind::NotFound => format!(
                "error: cannot write `{}`: there is no such folder\nhelp: create it first: mkdir -p \
                 {}",
                file.display(),
                file.parent().unwrap_or(file).display()
            ),
            io::ErrorKind::PermissionDenied => format!(
                "error: cannot write `{}`: permission denied\nhelp: name a file in a folder that \
                 you can write to",
                file.display()
            ),
            _ => format!("error: cannot write `{}`: {error}", file.display()),
        })?;
    Ok(format!(
        "{}: {} and {}\n",
        file.display(),
        counted(catalog.tables.len() as u64, "table"),
        counted(pulled.warnings.len() as u64, "note"),
    ))
}
