//! Conversion of SQLite's errors.

use std::path::Path;
#[cfg(feature = "async")]
use std::time::Duration;

use rusqlite::{Connection as Raw, ErrorCode, ffi};
use tablewright_sql::table::Key;
use tablewright_sql::{Dialect, tokens};

use crate::base::error::{Error, Failure, Missing, OUT_OF_RANGE, Violation, known};
use crate::base::model::Table;

impl From<rusqlite::Error> for Error {
    #[cold]
    fn from(error: rusqlite::Error) -> Error {
        translate(error, &Context::default())
    }
}

/// The error of preparing or running a statement on a table.
///
/// SQLite does not name a violated foreign key: see `foreign_key.rs`.
#[cold]
pub(super) fn of_statement(raw: &Raw, table: &'static Table, error: rusqlite::Error) -> Error {
    let context = Context {
        raw: Some(raw),
        table: known(table),
    };
    translate(error, &context)
}

/// The error of an operation without a table of the models.
#[cold]
pub(super) fn plain(raw: &Raw, error: rusqlite::Error) -> Error {
    let context = Context {
        raw: Some(raw),
        ..Context::default()
    };
    translate(error, &context)
}

/// The error of binding a value.
#[cold]
pub(super) fn of_bind(error: rusqlite::Error) -> Error {
    match Said::of(&error).code {
        Some(code) if code.code == ErrorCode::TooBig => {
            Error::value("it is longer than SQLite allows")
        }
        Some(_) | None => error.into(),
    }
}

/// The error of opening a file.
#[cold]
pub(super) fn of_open(path: &Path, create: bool, error: rusqlite::Error) -> Error {
    let said = Said::of(&error);
    let name = path.display();
    let message = match said.code.map(|code| code.code) {
        // SQLite can open a folder, and then fails to read it.
        _ if path.is_dir() => format!("{name}: it is a folder, not a file"),
        Some(ErrorCode::NotADatabase) => {
            format!("{name}: the file is not an SQLite database, or it is encrypted")
        }
        Some(ErrorCode::CannotOpen) => format!("{name}: {}", why_not_open(path, create)),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            let message = format!("{name}: the database is locked by another connection");
            return Error::Busy(failure(message, error));
        }
        Some(ErrorCode::ReadOnly) => {
            let message = format!("{name}: the file is not writable: open it with `read_only`");
            return Error::ReadOnly(failure(message, error));
        }
        Some(_) | None => format!("{name}: the database cannot be opened: {}", said.message),
    };
    Error::Connect(failure(message, error))
}

/// A pipe, a socket or a device in place of a file.
#[cold]
pub(super) fn of_device(path: &Path) -> Error {
    Error::Connect(Box::new(Failure {
        message: format!(
            "{}: it is a pipe, a socket or a device, not a file",
            path.display()
        ),
        source: None,
    }))
}

/// The error for a file with UTF-16 text. SQLite compares and sorts the bytes of text as they are
/// stored, so the order would differ from all other databases.
#[cold]
pub(super) fn of_encoding(path: &Path, encoding: &str) -> Error {
    Error::Connect(Box::new(Failure {
        message: format!(
            "{}: the file stores its texts as {encoding}, so SQLite would sort and compare them \
             differently: convert it to UTF-8, for example with `sqlite3 old.db .dump | sqlite3 \
             new.db`",
            path.display()
        ),
        source: None,
    }))
}

pub(super) fn is_busy(error: &rusqlite::Error) -> bool {
    Said::of(error).code.is_some_and(|code| {
        matches!(
            code.code,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked
        )
    })
}

/// The context of an error.
#[derive(Default)]
struct Context<'e> {
    raw: Option<&'e Raw>,
    table: Option<&'static Table>,
}

impl Context<'_> {
    /// The message, after its table.
    fn at(&self, message: &str) -> String {
        match self.table {
            Some(table) => format!("{}: {message}", table.name),
            None => message.to_owned(),
        }
    }

    fn table_name(&self) -> String {
        self.table.map_or("", |table| table.name).to_owned()
    }

    /// Whether the auto-increment key of the table has reached the greatest number, or the rows of
    /// one statement reach it.
    fn has_counted_out(&self) -> bool {
        let (Some(raw), Some(table)) = (self.raw, self.table) else {
            return false;
        };
        let sql = "SELECT seq > 9223372036854775807 - 4096 FROM sqlite_sequence WHERE name = ?";
        let found = raw.query_row(sql, [table.name], |row| row.get(0));
        found.unwrap_or(false)
    }
}

#[cold]
fn no_number(context: &Context<'_>, said: Said, error: rusqlite::Error) -> Error {
    let known = context.table.and_then(Error::no_number);
    known.unwrap_or_else(|| Error::Database(failure(context.at(&said.message), error)))
}

/// The message of SQLite.
struct Said {
    code: Option<ffi::Error>,
    message: String,
}

impl Said {
    fn of(error: &rusqlite::Error) -> Said {
        let (code, message) = match error {
            rusqlite::Error::SqliteFailure(code, Some(message)) => (Some(*code), message.clone()),
            rusqlite::Error::SqliteFailure(code, None) => (Some(*code), code.to_string()),
            rusqlite::Error::SqlInputError { error, msg, .. } => (Some(*error), msg.clone()),
            other => (None, other.to_string()),
        };
        Said { code, message }
    }
}

fn translate(error: rusqlite::Error, context: &Context<'_>) -> Error {
    let said = Said::of(&error);
    let Some(code) = said.code else {
        return Error::Database(failure(context.at(&said.message), error));
    };
    match code.code {
        ErrorCode::ConstraintViolation => constraint(code, said, context, error),
        ErrorCode::OperationInterrupted => {
            let message = "the statement timed out or was interrupted";
            Error::Timeout(failure(context.at(message), error))
        }
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
            Error::Busy(failure(context.at(&busy(code, context)), error))
        }
        ErrorCode::ReadOnly => {
            let message = "cannot write: the database was opened read-only, or its file or folder \
                is not writable";
            Error::ReadOnly(failure(context.at(message), error))
        }
        ErrorCode::CannotOpen | ErrorCode::NotADatabase => {
            let message = format!("the database file cannot be opened: {}", said.message);
            Error::Connect(failure(context.at(&message), error))
        }
        ErrorCode::DatabaseCorrupt => {
            let message = format!(
                "the database file is corrupt: {}: restore it from a backup",
                said.message
            );
            Error::Database(failure(context.at(&message), error))
        }
        // SQLite has one code for both.
        ErrorCode::DiskFull if context.has_counted_out() => no_number(context, said, error),
        ErrorCode::DiskFull => {
            let message = "the disk is full";
            Error::Database(failure(context.at(message), error))
        }
        // SQLite has this message for its own `sum`, in a raw fragment.
        _ if [OUT_OF_RANGE, "integer overflow"].contains(&said.message.as_str()) => {
            Error::out_of_range(context.table_name())
        }
        // SQLite quotes the path, which may be a parameter.
        _ if is_of_json_path(&said.message) => Error::Database(Box::new(Failure {
            message: context.at("a path into JSON is invalid: it begins with `$`, as in `$.name`"),
            source: None,
        })),
        _ => match missing(&said.message, context) {
            Some(missing) => Error::missing(missing),
            None => Error::Database(failure(context.at(&said.message), error)),
        },
    }
}

fn is_of_json_path(message: &str) -> bool {
    ["bad JSON path: ", "JSON path error near "]
        .iter()
        .any(|start| message.starts_with(start))
}

fn failure(message: String, error: rusqlite::Error) -> Box<Failure> {
    Box::new(Failure {
        message,
        source: Some(Box::new(error)),
    })
}

fn busy(code: ffi::Error, context: &Context<'_>) -> String {
    if code.extended_code == ffi::SQLITE_BUSY_SNAPSHOT {
        return "another connection wrote after the first read of this transaction: run the \
            transaction again"
            .to_owned();
    }
    let timeout = context
        .raw
        .and_then(|raw| {
            raw.query_row("PRAGMA busy_timeout", [], |row| row.get::<_, i64>(0))
                .ok()
        })
        .filter(|milliseconds| *milliseconds > 0)
        .map(|milliseconds| within(milliseconds as f64 / 1000.0))
        .unwrap_or_default();
    format!(
        "the database is locked: another connection {HOLDS_ON}{timeout}. If that is a transaction \
         of this program, give its statements the transaction instead of the database"
    )
}

/// The end of the message about the session with the lock.
const HOLDS_ON: &str = "did not release it";

fn within(seconds: f64) -> String {
    format!(" within {seconds} s")
}

/// Adds the time that the driver waited instead of SQLite.
#[cfg(feature = "async")]
#[cold]
pub(super) fn after_waiting(mut error: Error, time: Duration) -> Error {
    if let Error::Busy(failure) = &mut error {
        let waited = format!("{HOLDS_ON}{}.", within(time.as_secs_f64()));
        failure.message = failure
            .message
            .replacen(&format!("{HOLDS_ON}."), &waited, 1);
    }
    error
}

fn why_not_open(path: &Path, create: bool) -> String {
    let directory = path.parent().filter(|parent| parent.as_os_str() != "");
    match directory {
        Some(directory) if !directory.is_dir() => {
            format!("there is no folder {}", directory.display())
        }
        _ if !create && !path.exists() => "there is no such file".to_owned(),
        _ if is_in_wal(path) => "its journal mode is WAL, and SQLite cannot open or create the \
            files that WAL needs beside it: allow this program to write to the folder; or, if no \
            program writes to the file, open it with `immutable`"
            .to_owned(),
        _ => "the file cannot be opened: check that this program may read and write it".to_owned(),
    }
}

/// Whether the header of a file says that it is in WAL mode.
fn is_in_wal(path: &Path) -> bool {
    use std::io::Read;
    let mut header = [0; 20];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut header));
    read.is_ok() && header[18..] == [2, 2]
}

fn constraint(
    code: ffi::Error,
    said: Said,
    context: &Context<'_>,
    error: rusqlite::Error,
) -> Error {
    match code.extended_code {
        ffi::SQLITE_CONSTRAINT_UNIQUE
        | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
        | ffi::SQLITE_CONSTRAINT_ROWID => Error::Unique(unique(said.message, context)),
        ffi::SQLITE_CONSTRAINT_NOTNULL => Error::NotNull(not_null(said.message)),
        ffi::SQLITE_CONSTRAINT_CHECK => Error::Check(check(said.message, context)),
        ffi::SQLITE_CONSTRAINT_DATATYPE => Error::Check(Box::new(Violation {
            table: context.table_name(),
            message: said.message,
            ..Violation::default()
        })),
        // A foreign key with RESTRICT is a trigger within SQLite.
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Error::ForeignKey(foreign_key(context)),
        ffi::SQLITE_CONSTRAINT_TRIGGER if said.message == "FOREIGN KEY constraint failed" => {
            Error::ForeignKey(foreign_key(context))
        }
        _ => Error::Database(failure(context.at(&said.message), error)),
    }
}

/// `UNIQUE constraint failed: users.first, users.last`, or `… failed: index 'name'`.
fn unique(message: String, context: &Context<'_>) -> Box<Violation> {
    let failed = after_colon(&message);
    let known = context.table.and_then(|table| {
        let mut keys = std::iter::once(&table.primary_key).chain(table.uniques);
        let key = keys.find(|key| failed == qualified(table, key))?;
        Some((table, key))
    });
    let (table, columns, constraint) = match (known, failed.strip_prefix("index '")) {
        (Some((table, key)), _) => (
            table.name.to_owned(),
            table.names(key.columns).map(str::to_owned).collect(),
            key.name.to_owned(),
        ),
        (None, Some(index)) => (
            context.table_name(),
            Vec::new(),
            index.trim_end_matches('\'').to_owned(),
        ),
        (None, None) => {
            let (table, columns) = split_columns(failed);
            (table, columns, String::new())
        }
    };
    Box::new(Violation {
        table,
        columns,
        constraint,
        message,
        ..Violation::default()
    })
}

/// The columns of a key as SQLite writes them in its messages.
fn qualified(table: &Table, key: &Key<'_>) -> String {
    let names: Vec<String> = table
        .names(key.columns)
        .map(|column| format!("{}.{column}", table.name))
        .collect();
    names.join(", ")
}

/// `NOT NULL constraint failed: users.name`
fn not_null(message: String) -> Box<Violation> {
    let (table, columns) = split_columns(after_colon(&message));
    Box::new(Violation {
        table,
        columns,
        constraint: String::new(),
        message,
        ..Violation::default()
    })
}

/// `CHECK constraint failed: ck_users_age`; the expression itself if the check has no name.
fn check(message: String, context: &Context<'_>) -> Box<Violation> {
    let name = after_colon(&message).to_owned();
    let known = context
        .table
        .and_then(|table| Some((table, table.columns_of(&name)?)));
    let Some((table, columns)) = known else {
        // It may be a table that a trigger or raw SQL writes to.
        let tables = context.raw.map(|raw| tables_with_check(raw, &name));
        let mut tables = tables.unwrap_or_default();
        if tables.is_empty() {
            return Box::new(Violation {
                table: context.table_name(),
                message: name,
                ..Violation::default()
            });
        }
        let only = tables.pop().filter(|_| tables.is_empty());
        return Box::new(Violation {
            table: only.unwrap_or_else(|| context.table_name()),
            columns: Vec::new(),
            constraint: name,
            message,
            ..Violation::default()
        });
    };
    Box::new(Violation {
        table: table.name.to_owned(),
        columns: columns.into_iter().map(str::to_owned).collect(),
        constraint: name,
        message,
        ..Violation::default()
    })
}

/// The tables with a check of this name. SQLite reports the name of a check or its expression, and
/// only the SQL of the tables shows which of the two it is.
fn tables_with_check(raw: &Raw, name: &str) -> Vec<String> {
    let has_it = |sql: &str| {
        let tokens = tokens(Dialect::Sqlite, sql);
        tokens.windows(3).any(|three| {
            let [constraint, named, check] = three else {
                return false;
            };
            let is_check = constraint.is("CONSTRAINT") && check.is("CHECK");
            is_check && named.name() == name
        })
    };
    let found = || -> rusqlite::Result<Vec<String>> {
        let mut tables = raw.prepare(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL",
        )?;
        let rows = tables.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let rows: Vec<(String, String)> = rows.collect::<rusqlite::Result<_>>()?;
        let rows = rows.into_iter().filter(|(_, sql)| has_it(sql));
        Ok(rows.map(|(table, _)| table).collect())
    };
    // The original error is more important.
    found().unwrap_or_default()
}

/// SQLite does not report which foreign key is violated.
fn foreign_key(context: &Context<'_>) -> Box<Violation> {
    let message = "a row refers to a row that does not exist or would be deleted";
    Box::new(Violation {
        table: context.table_name(),
        message: message.to_owned(),
        ..Violation::default()
    })
}

fn after_colon(message: &str) -> &str {
    message.split_once(": ").map_or("", |(_, rest)| rest)
}

/// The table and the columns of `users.first, users.last`.
fn split_columns(names: &str) -> (String, Vec<String>) {
    let pairs: Vec<_> = names
        .split(", ")
        .filter_map(|name| name.split_once('.'))
        .collect();
    let table = pairs.first().map_or("", |(table, _)| table).to_owned();
    let columns = pairs.iter().map(|(_, column)| (*column).to_owned());
    (table, columns.collect())
}

/// The table or column that SQLite did not find.
fn missing(message: &str, context: &Context<'_>) -> Option<Missing> {
    if let Some(table) = message.strip_prefix("no such table: ") {
        let table = table.strip_prefix("main.").unwrap_or(table);
        return Some(Missing {
            table: table.to_owned(),
            column: None,
        });
    }
    if let Some(column) = message.strip_prefix("no such column: ") {
        // For a quoted name, SQLite adds advice about string literals.
        let column = column
            .split_once(" - should this be ")
            .map_or(column, |(column, _)| column);
        return Some(Missing {
            table: context.table_name(),
            column: Some(column.trim_matches('"').to_owned()),
        });
    }
    let (table, column) = message
        .strip_prefix("table ")?
        .split_once(" has no column named ")?;
    Some(Missing {
        table: table.to_owned(),
        column: Some(column.to_owned()),
    })
}
