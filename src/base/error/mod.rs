//! The error type, whose variants mean the same on every database.

use std::borrow::Cow;
use std::fmt;

use tablewright_sql::Dialect;
use tablewright_sql::table::{Source, Type};
use tablewright_sql::unsigned::Unsigned;

mod blocking;
mod migration;

pub use blocking::BlockingIssues;
#[cfg(feature = "sync")]
pub(crate) use blocking::write_steps;
#[cfg(feature = "migrate")]
pub(crate) use migration::first_line;
pub use migration::{Direction, Effect, FailedStatement, MigrationError};

use crate::base::model::Table;
use crate::base::rule::ValidationErrors;

/// The result of an operation on a database.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error, the same on every database.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The table with this name has no such row.
    NotFound(&'static str),
    /// The row has changed since it was read: it has another version.
    Stale(Box<Stale>),
    /// Another row has the same key.
    Unique(Box<Violation>),
    /// The row refers to a row that does not exist, or other rows refer to the row.
    ForeignKey(Box<Violation>),
    /// A column that is not nullable would be NULL.
    NotNull(Box<Violation>),
    /// A row violates a check of its table; some checks enforce the type of a column.
    Check(Box<Violation>),
    /// A row violates validation constraints of its fields, and was not sent.
    Validation(Box<ValidationErrors>),
    /// A value, or a whole statement, was refused before it was sent: the value does not fit its
    /// column, or not every database can run the statement.
    Value(Box<ValueError>),
    /// The database has a value that the field of the model cannot hold.
    Decode(Box<DecodeError>),
    /// Another session held a lock too long, or no connection of the pool became free in time.
    Busy(Box<Failure>),
    /// The transaction conflicted with another one (a serialization failure or a deadlock), and was
    /// rolled back. Running it again may succeed; [`retry`](crate::retry) does that.
    Conflict(Box<Failure>),
    /// The statement took longer than the `statement_timeout` of the options or of the URL, or than
    /// a limit of the database. The database ended it and undid its changes.
    Timeout(Box<Failure>),
    /// The connection was lost during an operation.
    Lost(Box<Lost>),
    /// The database, or the connection, is read-only.
    ReadOnly(Box<Failure>),
    /// The database could not be opened or reached, or refused the login.
    Connect(Box<Failure>),
    /// The tables of the database do not match the models: a table or a column is missing, or a
    /// column has another type.
    Schema(Box<SchemaError>),
    /// The database was not synchronized with the models, because that would not be safe.
    Refused(Box<BlockingIssues>),
    /// Migrations could not be run, or do not match the history of the database.
    Migration(Box<MigrationError>),
    /// The models were not generated for this database.
    Dialect(Dialect),
    /// Any other error of the database.
    Database(Box<Failure>),
}

/// A constraint that a row violates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Violation {
    /// The table of the constraint; empty if the database does not report it.
    pub table: String,
    /// The columns of the constraint, in its order; empty if the database does not report them.
    pub columns: Vec<String>,
    /// The name of the constraint; empty if the database does not report it.
    pub constraint: String,
    /// The message of the database.
    pub message: String,
    /// The row of `seeds/` that violates it, such as "the seed `ada` of `User` (seeds/users.yaml)";
    /// empty unless [seeding](crate::Seeds) was the cause.
    pub seed: String,
}

/// A row that another session has changed since it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// The table.
    pub table: &'static str,
    /// The columns of the key.
    pub columns: Vec<&'static str>,
}

/// A value, or a whole statement, that was refused before it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueError {
    /// The table; empty if it is not known.
    pub table: String,
    /// The column; empty if it is not known, or if the statement is refused and not a value.
    pub column: String,
    /// The problem, without the value.
    pub reason: String,
    /// Whether the reason is about the statement, so that it does not need the word "value".
    pub(crate) of_statement: bool,
}

/// The reason in [`Error::out_of_range`].
pub(crate) const OUT_OF_RANGE: &str = "the computed value is out of the range of its type";

/// The auto-increment column of a table.
pub(crate) fn counted(table: &Table) -> Option<u16> {
    let mut columns = (0..).zip(table.columns);
    let counted = columns.find(|(_, column)| column.source == Source::Identity)?;
    Some(counted.0)
}

/// The reason why a value is not shown.
const SENSITIVE: &str = "the column is sensitive";

/// The missing value, as messages call it.
const NULL: &str = "NULL";

/// A value in the database that the field cannot hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// The table; empty if the row is of no table.
    pub table: &'static str,
    /// The column, or its name in the result of raw SQL; empty if it is not known.
    pub column: Cow<'static, str>,
    /// The position in the row, from 0.
    pub index: usize,
    /// The value that the field needs.
    pub expected: String,
    /// The value that the database has; not for a sensitive column, and not in raw SQL.
    pub found: String,
}

impl DecodeError {
    /// Sets the table and the column. The value of a sensitive column is left out.
    fn set_column(&mut self, table: &'static Table, position: usize) {
        let column = table.columns.get(position);
        self.table = table.name;
        self.column = column.map_or("", |column| column.name).into();
        if column.is_some_and(|column| column.sensitive) {
            self.leave_value_out(SENSITIVE);
        }
    }

    /// Leaves out the value.
    fn leave_value_out(&mut self, because: &str) {
        if self.found != NULL {
            self.found = format!("a value that is not shown, because {because}");
        }
    }
}

/// A difference between the tables and the models.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaError {
    /// The missing tables and columns.
    pub missing: Vec<Missing>,
    /// What happened and what to do, in sentences.
    pub message: String,
}

/// A table or a column of the models that the database does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The table; empty if the database does not report it.
    pub table: String,
    /// The column, if the table exists.
    pub column: Option<String>,
}

/// A lost connection, and the state of its work.
#[derive(Debug)]
pub struct Lost {
    /// What happened, in a sentence.
    pub message: String,
    /// Whether the operation may have been committed. Otherwise it is safe to run it again.
    pub may_have_committed: bool,
    /// The driver's own error.
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// An error of a driver.
#[derive(Debug)]
pub struct Failure {
    /// What happened and what to do, in sentences.
    pub message: String,
    /// The driver's own error.
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// Returns the violated constraint of the database, if that is the error.
    pub fn violation(&self) -> Option<&Violation> {
        match self {
            Error::Unique(violation)
            | Error::ForeignKey(violation)
            | Error::NotNull(violation)
            | Error::Check(violation) => Some(violation),
            Error::NotFound(_)
            | Error::Stale(_)
            | Error::Validation(_)
            | Error::Value(_)
            | Error::Decode(_)
            | Error::Busy(_)
            | Error::Conflict(_)
            | Error::Timeout(_)
            | Error::Lost(_)
            | Error::ReadOnly(_)
            | Error::Connect(_)
            | Error::Schema(_)
            | Error::Refused(_)
            | Error::Migration(_)
            | Error::Dialect(_)
            | Error::Database(_) => None,
        }
    }

    /// Returns the violated validation constraints, if that is the error.
    pub fn validation(&self) -> Option<&ValidationErrors> {
        match self {
            Error::Validation(errors) => Some(errors),
            _ => None,
        }
    }

    /// Returns whether the row does not exist.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Error::NotFound(_))
    }

    /// Returns whether the row was changed since it was read.
    pub fn is_stale(&self) -> bool {
        matches!(self, Error::Stale(_))
    }

    /// Returns whether another row has the same key.
    pub fn is_unique(&self) -> bool {
        matches!(self, Error::Unique(_))
    }

    /// Returns whether a foreign key is violated.
    pub fn is_foreign_key(&self) -> bool {
        matches!(self, Error::ForeignKey(_))
    }

    /// Returns whether another session holds a lock, so trying again may help.
    pub fn is_busy(&self) -> bool {
        matches!(self, Error::Busy(_)) || matches!(self, Error::Migration(error) if error.is_busy())
    }

    /// Returns whether the transaction conflicted with another one, so running it again may help.
    pub fn is_conflict(&self) -> bool {
        matches!(self, Error::Conflict(_))
    }

    /// Returns whether the statement was ended because it took too long.
    pub fn is_timeout(&self) -> bool {
        matches!(self, Error::Timeout(_))
    }

    /// Returns whether the work may have been committed, because the connection was lost before the
    /// answer arrived.
    pub fn may_have_committed(&self) -> bool {
        matches!(self, Error::Lost(lost) if lost.may_have_committed)
    }

    /// The database has NULL, and the field is not nullable. [`Error::in_row_of`] adds the table
    /// and the column.
    #[cold]
    pub(crate) fn unexpected_null(index: usize) -> Error {
        Error::decode(index, "a value", NULL)
    }

    /// A value could not be decoded. [`Error::in_row_of`] adds the table and the column.
    #[cold]
    pub(crate) fn decode(
        index: usize,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Error {
        Error::Decode(Box::new(DecodeError {
            table: "",
            column: Cow::Borrowed(""),
            index,
            expected: expected.into(),
            found: found.into(),
        }))
    }

    /// A computed value is out of the range of its type.
    #[cold]
    pub(crate) fn out_of_range(table: String) -> Error {
        Error::Check(Box::new(Violation {
            table,
            message: OUT_OF_RANGE.to_owned(),
            ..Violation::default()
        }))
    }

    /// No number is left for the auto-increment column of a table; `None` if it has none.
    #[cold]
    pub(crate) fn no_number(table: &'static Table) -> Option<Error> {
        let column = table.column(counted(table)?);
        let advice = match column.ty {
            Type::BigInt | Type::Unsigned(Unsigned::U64) => "",
            _ => ": give it a larger type, such as `bigint`",
        };
        Some(Error::Check(Box::new(Violation {
            table: table.name.to_owned(),
            columns: vec![column.name.to_owned()],
            message: format!("no number is left for the auto-increment key{advice}"),
            ..Violation::default()
        })))
    }

    /// A value that no database accepts. [`Error::in_parameter`] adds its column.
    #[cold]
    pub(crate) fn value(reason: impl Into<String>) -> Error {
        Error::Value(Box::new(ValueError {
            table: String::new(),
            column: String::new(),
            reason: reason.into(),
            of_statement: false,
        }))
    }

    /// A statement that cannot run on any database. The reason is a complete sentence.
    #[cold]
    pub(crate) fn statement(reason: impl Into<String>) -> Error {
        Error::Value(Box::new(ValueError {
            table: String::new(),
            column: String::new(),
            reason: reason.into(),
            of_statement: true,
        }))
    }

    /// Adds the column that could not be decoded.
    #[cold]
    pub(crate) fn in_row_of(mut self, table: Option<&'static Table>) -> Error {
        if let (Error::Decode(error), Some(table)) = (&mut self, table) {
            error.set_column(table, error.index);
        }
        self
    }

    /// Adds the SQL of the raw fragment whose value could not be decoded, as the database would name
    /// the column.
    #[cold]
    pub(crate) fn in_fragment(mut self, sql: &str) -> Error {
        if let Error::Decode(error) = &mut self {
            error.column = match sql.char_indices().nth(60) {
                Some((end, _)) => format!("{}…", &sql[..end]),
                None => sql.to_owned(),
            }
            .into();
        }
        self
    }

    /// Leaves out a value that was computed from a sensitive column.
    #[cold]
    pub(crate) fn of_sensitive(mut self, is_sensitive: bool) -> Error {
        if let (Error::Decode(error), true) = (&mut self, is_sensitive) {
            error.leave_value_out(SENSITIVE);
        }
        self
    }

    /// Leaves out a value that raw SQL has read from columns that are not known.
    #[cold]
    pub(crate) fn of_raw_sql(mut self) -> Error {
        if let Error::Decode(error) = &mut self {
            error.leave_value_out("raw SQL may read sensitive columns");
        }
        self
    }

    /// Adds the selected column that could not be decoded.
    #[cold]
    pub(crate) fn in_selected(mut self, table: &'static Table, column: u16) -> Error {
        if let Error::Decode(error) = &mut self {
            error.set_column(table, column.into());
        }
        self
    }

    /// Adds the column that could not be decoded, in a row that begins at a position.
    #[cold]
    pub(crate) fn in_row_from(mut self, table: &'static Table, at: usize) -> Error {
        if let Error::Decode(error) = &mut self {
            error.index = error.index.saturating_sub(at);
        }
        self.in_row_of(Some(table))
    }

    /// The reason why a value was refused.
    pub(crate) fn reason(self) -> String {
        match self {
            Error::Value(error) => error.reason,
            other => other.to_string(),
        }
    }

    /// Adds the number, from 1, of the refused parameter of raw SQL.
    #[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
    #[cold]
    pub(crate) fn in_raw_parameter(mut self, table: &Table, number: usize) -> Error {
        match &mut self {
            Error::Value(error) => {
                error.table = table.name.to_owned();
                error.reason = format!("parameter {number}: {}", error.reason);
            }
            // No column of a model is involved.
            Error::Schema(error) => {
                let reason = error
                    .message
                    .replacen(
                        "the database has a column of type",
                        "the database expects",
                        1,
                    )
                    .replacen("the model needs", "the value is", 1);
                let mut error = Error::value(format!(
                    "parameter {number}: {reason}: bind another type, or convert it with `CAST`"
                ));
                if let Error::Value(error) = &mut error {
                    error.table = table.name.to_owned();
                }
                return error;
            }
            _ => {}
        }
        self
    }

    /// Says that raw SQL names the missing table or column.
    #[cold]
    pub(crate) fn in_raw_sql(mut self) -> Error {
        if let Error::Schema(error) = &mut self
            && let [missing] = &error.missing[..]
        {
            error.message = format!(
                "the database does not have {missing}, which the SQL uses: correct the SQL, or \
                 update the tables with `migrate` or `sync`"
            );
        }
        self
    }

    /// Says that the SQL of a migration names the missing table or column. The migrations before it
    /// have created it, unless this SQL is wrong.
    #[cfg(feature = "migrate")]
    #[cold]
    pub(crate) fn in_migration(mut self) -> Error {
        if let Error::Schema(error) = &mut self
            && let [missing] = &error.missing[..]
        {
            error.message = format!(
                "the database does not have {missing}, which the SQL uses: if another program \
                 renamed or dropped it, undo that (`tablewright verify` shows the differences); \
                 otherwise correct the SQL"
            );
        }
        self
    }

    /// Replaces names in the texts of the database, for example of a table that exists only within
    /// a statement.
    #[cfg(feature = "migrate")]
    #[cold]
    pub(crate) fn with_names(mut self, named: impl Fn(&str) -> String) -> Error {
        match &mut self {
            Error::Unique(violation)
            | Error::ForeignKey(violation)
            | Error::NotNull(violation)
            | Error::Check(violation) => {
                violation.table = named(&violation.table);
                violation.message = named(&violation.message);
            }
            Error::Database(failure)
            | Error::Connect(failure)
            | Error::Busy(failure)
            | Error::Conflict(failure)
            | Error::Timeout(failure)
            | Error::ReadOnly(failure) => failure.message = named(&failure.message),
            Error::Schema(error) => {
                error.message = named(&error.message);
                for missing in &mut error.missing {
                    missing.table = named(&missing.table);
                }
            }
            Error::NotFound(_)
            | Error::Stale(_)
            | Error::Validation(_)
            | Error::Value(_)
            | Error::Decode(_)
            | Error::Lost(_)
            | Error::Refused(_)
            | Error::Migration(_)
            | Error::Dialect(_) => {}
        }
        self
    }

    /// The database does not have a table or column.
    #[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
    #[cold]
    pub(crate) fn missing(missing: Missing) -> Error {
        let message = match &missing.column {
            None => {
                format!("the database does not have {missing}: create the tables with `create_all`")
            }
            Some(_) => format!(
                "the database does not have {missing}, which is in the models: update the tables \
                 with `migrate` or `sync`"
            ),
        };
        Error::Schema(Box::new(SchemaError {
            missing: vec![missing],
            message,
        }))
    }

    /// The error of a query after a committed write: the caller must not run the whole operation
    /// again.
    #[cold]
    pub(crate) fn after_write(self) -> Error {
        match self {
            Error::Lost(mut lost) => {
                lost.may_have_committed = true;
                Error::Lost(lost)
            }
            Error::Timeout(failure) => Error::Lost(Box::new(Lost {
                message: format!(
                    "the row was written, but reading it back timed out: {}",
                    failure.message
                ),
                may_have_committed: true,
                source: failure.source,
            })),
            error => error,
        }
    }

    /// Adds to the error of a commit that the transaction was rolled back.
    #[cfg(any(feature = "async", feature = "sqlite"))]
    #[cold]
    pub(crate) fn after_rollback(mut self) -> Error {
        const OVER: &str = "; the transaction was rolled back";
        match &mut self {
            Error::Unique(violation)
            | Error::ForeignKey(violation)
            | Error::NotNull(violation)
            | Error::Check(violation) => violation.message.push_str(OVER),
            Error::Busy(failure)
            | Error::Conflict(failure)
            | Error::Timeout(failure)
            | Error::ReadOnly(failure)
            | Error::Connect(failure)
            | Error::Database(failure) => failure.message.push_str(OVER),
            Error::Schema(error) => error.message.push_str(OVER),
            // A lost connection already says whether the work may have been committed.
            Error::Lost(_)
            | Error::NotFound(_)
            | Error::Stale(_)
            | Error::Validation(_)
            | Error::Value(_)
            | Error::Decode(_)
            | Error::Refused(_)
            | Error::Migration(_)
            | Error::Dialect(_) => {}
        }
        self
    }

    /// Adds the row of `seeds/` that the database refused.
    #[cold]
    pub(crate) fn in_seed(mut self, table: &Table, seed: String) -> Error {
        match &mut self {
            Error::Unique(violation)
            | Error::ForeignKey(violation)
            | Error::NotNull(violation)
            | Error::Check(violation) => violation.seed = seed,
            Error::Value(error) => {
                if error.table.is_empty() {
                    error.table = table.name.to_owned();
                }
                error.reason = format!("{} ({seed})", error.reason);
            }
            Error::Database(failure) => failure.message = format!("{seed}: {}", failure.message),
            // These are not about the row, or are about rows of the database.
            Error::NotFound(_)
            | Error::Stale(_)
            | Error::Validation(_)
            | Error::Decode(_)
            | Error::Busy(_)
            | Error::Conflict(_)
            | Error::Timeout(_)
            | Error::Lost(_)
            | Error::ReadOnly(_)
            | Error::Connect(_)
            | Error::Schema(_)
            | Error::Refused(_)
            | Error::Migration(_)
            | Error::Dialect(_) => {}
        }
        self
    }

    /// Adds the column of the refused value, or only the table of the statement.
    #[cold]
    pub(crate) fn in_parameter(mut self, table: &Table, column: Option<&str>) -> Error {
        match &mut self {
            Error::Value(error) if error.table.is_empty() => {
                error.table = table.name.to_owned();
                error.column = column.unwrap_or_default().to_owned();
            }
            // The column has another type than in the model.
            Error::Schema(error) if !table.name.is_empty() => {
                let position = match column {
                    Some(column) => format!("{}.{column}", table.name),
                    None => table.name.to_owned(),
                };
                error.message = format!(
                    "{position}: {}: alter the column, or the type in models.yaml",
                    error.message
                );
            }
            _ => {}
        }
        self
    }
}

/// For a URL in an environment variable: `tablewright::connect(&std::env::var("DATABASE_URL")?)`.
impl From<std::env::VarError> for Error {
    fn from(error: std::env::VarError) -> Error {
        use std::env::VarError;
        // The variant with the value is not shown, because it may contain a password.
        let reason = match error {
            VarError::NotPresent => "is not set",
            VarError::NotUnicode(_) => "is not UTF-8",
        };
        Error::Connect(Box::new(Failure {
            message: format!(
                "an environment variable that the program reads {reason}: set it before the program \
                 starts, such as `DATABASE_URL=postgres://user:password@host/name`"
            ),
            source: None,
        }))
    }
}

/// The table of a statement, if it is a table of the models.
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub(crate) fn known(table: &'static Table) -> Option<&'static Table> {
    (!table.name.is_empty()).then_some(table)
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NotFound("") => f.write_str("there is no such row"),
            Error::NotFound(table) => write!(f, "{table}: there is no such row"),
            Error::Stale(stale) => fmt::Display::fmt(stale, f),
            Error::Unique(violation) => write_unique(violation, f),
            Error::ForeignKey(violation) => {
                write!(f, "{}: {}", violation.position(), violation.message)?;
                violation.write_constraint(f)
            }
            Error::NotNull(violation) => {
                write!(f, "{}: the column cannot be NULL", violation.position())
            }
            Error::Check(violation) => write_check(violation, f),
            Error::Validation(errors) => fmt::Display::fmt(errors, f),
            Error::Value(error) => fmt::Display::fmt(error, f),
            Error::Decode(error) => fmt::Display::fmt(error, f),
            Error::Schema(error) => fmt::Display::fmt(error, f),
            Error::Refused(refusal) => fmt::Display::fmt(refusal, f),
            Error::Migration(error) => fmt::Display::fmt(error, f),
            Error::Dialect(dialect) => write!(
                f,
                "the models were not generated for {dialect}: add `{}` to `dialects` in \
                 models.yaml",
                dialect.name()
            ),
            Error::Lost(lost) => fmt::Display::fmt(lost, f),
            Error::Busy(failure)
            | Error::Conflict(failure)
            | Error::Timeout(failure)
            | Error::ReadOnly(failure)
            | Error::Connect(failure)
            | Error::Database(failure) => fmt::Display::fmt(failure, f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Lost(lost) => lost.source(),
            Error::Migration(error) => error.source(),
            Error::Busy(failure)
            | Error::Conflict(failure)
            | Error::Timeout(failure)
            | Error::ReadOnly(failure)
            | Error::Connect(failure)
            | Error::Database(failure) => failure.source(),
            Error::NotFound(_)
            | Error::Stale(_)
            | Error::Unique(_)
            | Error::ForeignKey(_)
            | Error::NotNull(_)
            | Error::Check(_)
            | Error::Validation(_)
            | Error::Value(_)
            | Error::Decode(_)
            | Error::Schema(_)
            | Error::Refused(_)
            | Error::Dialect(_) => None,
        }
    }
}

impl Violation {
    /// `users.email`, `memberships (user_id, group_id)` or the known part of it, after the seed if
    /// there is one.
    fn position(&self) -> String {
        let position = self.columns_of_table();
        match self.seed.as_str() {
            "" => position,
            seed => format!("{seed}: {position}"),
        }
    }

    fn columns_of_table(&self) -> String {
        match (self.table.as_str(), self.columns.as_slice()) {
            ("", _) => "a row".to_owned(),
            (table, []) => table.to_owned(),
            (table, [column]) => format!("{table}.{column}"),
            (table, columns) => format!("{table} ({})", columns.join(", ")),
        }
    }

    fn write_constraint(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.constraint.is_empty() {
            Ok(())
        } else {
            write!(f, " ({})", self.constraint)
        }
    }
}

fn write_unique(violation: &Violation, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let what = match violation.columns.len() {
        // MySQL and MariaDB call every primary key `PRIMARY`. Its columns are known from its table.
        0 if violation.constraint == "PRIMARY" => {
            return write!(
                f,
                "{}: another row has the same primary key",
                violation.position()
            );
        }
        0 => "the same key",
        1 => "this value",
        _ => "these values",
    };
    write!(f, "{}: another row has {what}", violation.position())?;
    violation.write_constraint(f)
}

fn write_check(violation: &Violation, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let position = violation.position();
    if violation.constraint.is_empty() {
        write!(f, "{position}: a check is violated: {}", violation.message)
    } else {
        write!(
            f,
            "{position}: the check {} is violated",
            violation.constraint
        )
    }
}

impl fmt::Display for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} ({}): the row was changed since it was read: read it again, and repeat the change",
            self.table,
            self.columns.join(", ")
        )
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.table.as_str(), self.column.as_str()) {
            ("", _) if self.of_statement => f.write_str(&self.reason),
            ("", _) => write!(f, "a value was refused: {}", self.reason),
            (table, "") if self.of_statement => write!(f, "{table}: {}", self.reason),
            (table, "") => write!(f, "{table}: a value was refused: {}", self.reason),
            (table, column) => write!(f, "{table}.{column}: {}", self.reason),
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whose = match (self.table, &*self.column) {
            (_, "") => {
                write!(f, "column {} of the result", self.index + 1)?;
                "the type in models.yaml"
            }
            ("", column) => {
                write!(f, "the column `{column}` of the result")?;
                "the Rust type that reads the result"
            }
            (table, column) => {
                write!(f, "{table}.{column}")?;
                "the type in models.yaml"
            }
        };
        write!(
            f,
            ": expected {}; found {}: change the row, or {whose}",
            self.expected, self.found
        )
    }
}

impl fmt::Display for SchemaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.table.as_str(), &self.column) {
            ("", Some(column)) => write!(f, "the column `{column}`"),
            (table, Some(column)) => write!(f, "the column `{table}.{column}`"),
            (table, None) => write!(f, "the table `{table}`"),
        }
    }
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outcome = if self.may_have_committed {
            "the operation may have been committed: check that before you run it again"
        } else {
            "nothing was committed, and it can be run again"
        };
        write!(f, "{}; {outcome}", self.message)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Stale {}

impl std::error::Error for ValueError {}

impl std::error::Error for DecodeError {}

impl std::error::Error for SchemaError {}

impl std::error::Error for Lost {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn violation(columns: &[&str], constraint: &str) -> Box<Violation> {
        Box::new(Violation {
            table: "users".to_owned(),
            columns: columns.iter().map(|&column| column.to_owned()).collect(),
            constraint: constraint.to_owned(),
            message: "what the database said".to_owned(),
            ..Violation::default()
        })
    }

    #[test]
    fn a_result_costs_three_words_at_most() {
        assert!(size_of::<Error>() <= 24);
        assert!(size_of::<Result<()>>() <= 24);
        assert!(size_of::<Result<i64>>() <= 24);
    }

    #[test]
    fn errors_can_cross_threads() {
        fn crosses<T: Send + Sync + 'static>() {}
        crosses::<Error>();
    }

    #[test]
    fn messages_say_what_happened_and_where() {
        let said = |error: Error| error.to_string();
        assert_eq!(
            said(Error::NotFound("users")),
            "users: there is no such row"
        );
        assert_eq!(
            said(Error::Unique(violation(&["email"], "uq_users_email"))),
            "users.email: another row has this value (uq_users_email)"
        );
        assert_eq!(
            said(Error::Unique(violation(&["a", "b"], ""))),
            "users (a, b): another row has these values"
        );
        assert_eq!(
            said(Error::Unique(Box::default())),
            "a row: another row has the same key"
        );
        assert_eq!(
            said(Error::NotNull(violation(&["name"], ""))),
            "users.name: the column cannot be NULL"
        );
        assert_eq!(
            said(Error::Check(violation(&["age"], "ck_users_age"))),
            "users.age: the check ck_users_age is violated"
        );
        assert_eq!(
            said(Error::Check(violation(&[], ""))),
            "users: a check is violated: what the database said"
        );
        assert_eq!(
            said(Error::value("a number that is not finite")),
            "a value was refused: a number that is not finite"
        );
        assert_eq!(
            said(Error::statement("a page cannot have `limit`")),
            "a page cannot have `limit`"
        );
        assert_eq!(
            said(Error::unexpected_null(2)),
            "column 3 of the result: expected a value; found NULL: change the row, or the type in \
             models.yaml"
        );
        assert_eq!(
            said(Error::Dialect(Dialect::Postgres)),
            "the models were not generated for PostgreSQL: add `postgres` to `dialects` in \
             models.yaml"
        );
    }

    #[test]
    fn the_violation_is_at_hand() {
        let error = Error::Unique(violation(&["email"], "uq_users_email"));
        assert!(error.is_unique());
        assert_eq!(
            error.violation().map(|v| v.constraint.as_str()),
            Some("uq_users_email")
        );
        assert!(Error::NotFound("users").violation().is_none());
    }
}
