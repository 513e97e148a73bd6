//! What PostgreSQL's errors mean.

use std::fmt;

use tokio_postgres::Error as Raw;
use tokio_postgres::error::{DbError, SqlState};

use crate::error::{Error, Failure, Lost, Missing, SchemaError, Violation};
use crate::model::{Constraint, Rule, Table};

/// An error of a statement about a table of the models, or about none.
#[cold]
pub(super) fn of_statement(error: Raw, table: Option<&'static Table>) -> Error {
    let Some(said) = error.as_db_error() else {
        return without_answer(error);
    };
    let at = |message: &str| match table {
        Some(table) => format!("{}: {message}", table.name),
        None => message.to_owned(),
    };
    let code = said.code();
    let message = said.message();
    match *code {
        SqlState::UNIQUE_VIOLATION | SqlState::EXCLUSION_VIOLATION => {
            Error::Unique(violation(said, table, "another row has the same key"))
        }
        SqlState::FOREIGN_KEY_VIOLATION => Error::ForeignKey(foreign_key(said, table)),
        SqlState::DEPENDENT_OBJECTS_STILL_EXIST => Error::ForeignKey(dependent(said, table)),
        SqlState::NOT_NULL_VIOLATION => Error::NotNull(not_null(said, table)),
        SqlState::CHECK_VIOLATION => {
            Error::Check(violation(said, table, "a condition does not hold"))
        }
        SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED => {
            let what = if *code == SqlState::T_R_DEADLOCK_DETECTED {
                "two transactions waited for each other, and this one was ended"
            } else {
                "another transaction changed what this one read or wrote"
            };
            let message = format!("{what}: run it again");
            Error::Conflict(failure(at(&message), error))
        }
        SqlState::LOCK_NOT_AVAILABLE => {
            let message = "somebody else holds a lock on it and did not let go";
            Error::Busy(failure(at(message), error))
        }
        SqlState::READ_ONLY_SQL_TRANSACTION => {
            let message = "nothing can be written: the transaction, or the server, only reads";
            Error::ReadOnly(failure(at(message), error))
        }
        SqlState::UNDEFINED_TABLE | SqlState::UNDEFINED_COLUMN => missing(said, table),
        SqlState::DATATYPE_MISMATCH | SqlState::UNDEFINED_FUNCTION => other_type(said, table),
        SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN => {
            lost(format!("the server ended the connection: {message}"), error)
        }
        _ if code.code().starts_with("08") => lost(message.to_owned(), error),
        _ => {
            let message = at(message);
            Error::Database(failure(message, error))
        }
    }
}

/// A value that was refused: says which column it was for.
#[cold]
pub(super) fn of_parameter(error: Error, table: &Table, column: Option<String>) -> Error {
    match error {
        Error::Schema(mut schema) => {
            let column = column.unwrap_or_default();
            schema.message = format!(
                "{}.{column}: {}: alter the column, or the type in models.yaml",
                table.name, schema.message
            );
            Error::Schema(schema)
        }
        error => error.in_parameter(table, column),
    }
}

/// Whether the server cannot run a statement any more that was prepared before.
pub(super) fn is_stale(error: &Raw) -> bool {
    error.as_db_error().is_some_and(|said| {
        *said.code() == SqlState::INVALID_SQL_STATEMENT_NAME
            || *said.code() == SqlState::FEATURE_NOT_SUPPORTED
                && said.message() == "cached plan must not change result type"
    })
}

/// An error of connecting to a server, which is named as messages name it.
#[cold]
pub(super) fn of_connect(error: Raw, server: &str) -> Error {
    let message = match error.as_db_error() {
        Some(said) => format!("{server}: {}", said.message()),
        None => format!("{server}: {}", with_sources(&error)),
    };
    Error::Connect(failure(message, error))
}

/// The message and those below it, which say what happened.
pub(super) fn with_sources(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        let said = source.to_string();
        if !text.contains(&said) {
            text = format!("{text}: {said}");
        }
        next = source.source();
    }
    text
}

/// The connection is not there any more.
#[cold]
pub(super) fn gone() -> Error {
    Error::Lost(Box::new(Lost {
        message: "the connection to PostgreSQL was lost before".to_owned(),
        may_have_committed: false,
        source: None,
    }))
}

fn without_answer(error: Raw) -> Error {
    let is_io =
        std::error::Error::source(&error).is_some_and(|source| source.is::<std::io::Error>());
    if error.is_closed() || is_io {
        lost("the connection to PostgreSQL was lost".to_owned(), error)
    } else {
        let message = with_sources(&error);
        Error::Database(failure(message, error))
    }
}

fn lost(message: String, error: Raw) -> Error {
    Error::Lost(Box::new(Lost {
        message,
        may_have_committed: true,
        source: Some(Box::new(Quiet(error))),
    }))
}

fn failure(message: String, error: Raw) -> Box<Failure> {
    Box::new(Failure {
        message,
        source: Some(Box::new(Quiet(error))),
    })
}

/// The driver's error, without the details, which contain values.
struct Quiet(Raw);

impl fmt::Display for Quiet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_db_error() {
            Some(said) => write!(f, "{} (SQLSTATE {})", said.message(), said.code().code()),
            None => fmt::Display::fmt(&self.0, f),
        }
    }
}

impl fmt::Debug for Quiet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Quiet {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self.0.as_db_error() {
            // It is what is displayed, with values in its details.
            Some(_) => None,
            None => self.0.source(),
        }
    }
}

fn violation(said: &DbError, table: Option<&'static Table>, message: &str) -> Box<Violation> {
    let constraint = said.constraint().unwrap_or_default();
    let known = known(table, constraint);
    let columns = match known {
        Some(known) => known.columns.iter().map(|&name| name.to_owned()).collect(),
        None => table
            .and_then(|table| column_of_check(table, constraint))
            .map(|column| vec![column.to_owned()])
            .unwrap_or_default(),
    };
    Box::new(Violation {
        table: said.table().unwrap_or_default().to_owned(),
        columns,
        constraint: constraint.to_owned(),
        message: message.to_owned(),
    })
}

fn known(table: Option<&'static Table>, constraint: &str) -> Option<&'static Constraint> {
    table?
        .constraints
        .iter()
        .find(|known| known.name == constraint)
}

/// The column of a check that keeps it to its type, by the name of the check.
fn column_of_check(table: &'static Table, name: &str) -> Option<&'static str> {
    let rest = name.strip_prefix("ck_")?.strip_prefix(table.name)?;
    let column = rest.strip_prefix('_')?;
    let column = column.strip_suffix("_type").unwrap_or(column);
    table.columns.iter().copied().find(|known| *known == column)
}

fn foreign_key(said: &DbError, table: Option<&'static Table>) -> Box<Violation> {
    let constraint = said.constraint().unwrap_or_default();
    let message = match (known(table, constraint), table) {
        // A table may refer to itself; only the message tells which end is broken.
        (
            Some(Constraint {
                rule: Rule::ForeignKey { table: target, .. },
                ..
            }),
            _,
        ) if said.message().starts_with("insert or update") => {
            format!("there is no such row in {target}")
        }
        (_, Some(table)) => format!("a row of it refers to the row of {}", table.name),
        (_, None) => {
            "a row refers to another one that is not there, or would no longer be".to_owned()
        }
    };
    violation(said, table, &message)
}

/// A table cannot be dropped, because others refer to it.
fn dependent(said: &DbError, table: Option<&'static Table>) -> Box<Violation> {
    Box::new(Violation {
        table: table.map_or("", |table| table.name).to_owned(),
        message: said.message().to_owned(),
        ..Violation::default()
    })
}

fn not_null(said: &DbError, table: Option<&'static Table>) -> Box<Violation> {
    let name = table.map_or("", |table| table.name);
    Box::new(Violation {
        table: said.table().unwrap_or(name).to_owned(),
        columns: said.column().map(str::to_owned).into_iter().collect(),
        constraint: String::new(),
        message: said.message().to_owned(),
    })
}

fn missing(said: &DbError, table: Option<&'static Table>) -> Error {
    let quoted = quoted(said.message()).unwrap_or_default().to_owned();
    let missing = if *said.code() == SqlState::UNDEFINED_TABLE {
        Missing {
            table: quoted,
            column: None,
        }
    } else {
        Missing {
            table: table.map_or("", |table| table.name).to_owned(),
            column: Some(quoted),
        }
    };
    Error::missing(missing)
}

/// The name in `relation "users" does not exist` and `column "name" of relation "users" does not
/// exist`. Quotes within a name are not doubled there.
fn quoted(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once('"')?;
    let (name, _) = match rest.split_once("\" of relation \"") {
        Some(found) => found,
        None => rest.rsplit_once('"')?,
    };
    Some(name)
}

fn other_type(said: &DbError, table: Option<&'static Table>) -> Error {
    let name = table.map_or("a table", |table| table.name);
    let column = said
        .message()
        .strip_prefix("column \"")
        .and_then(|rest| rest.split_once("\" is of type "));
    let place = match column {
        Some((column, _)) => format!("{name}.{column}"),
        None => name.to_owned(),
    };
    Error::Schema(Box::new(SchemaError {
        missing: Vec::new(),
        message: format!(
            "{place}: the database has another type than the model: {}: alter the table, or the \
             type in models.yaml",
            said.message()
        ),
    }))
}
