//! Conversion of PostgreSQL's errors.
//!
//! Errors are recognized by their codes. The messages may be in any language, and some quote
//! values. They are searched for names, and shown only if they cannot contain a value.

use std::fmt;

use tablewright_sql::Dialect;
use tablewright_sql::quote::identifier;
use tablewright_sql::table::{Column, Reference, Source, Type};
use tokio_postgres::Error as Raw;
use tokio_postgres::error::{DbError, Severity, SqlState};

use crate::base::error::{Error, Failure, Lost, Missing, SchemaError, Violation};
use crate::base::model::Table;
use crate::base::statement::{Erased, Statement as _, set_columns};

/// The class of data exceptions; their messages quote the value.
const DATA_EXCEPTION: &str = "22";
/// Of values of settings and options.
const INVALID_PARAMETER: &str = "22023";

/// The quotes around names in the languages of the server.
const QUOTES: &str = "\"'`«»“”„‘’‚‹›「」『』";

/// The context of an error.
#[derive(Clone, Copy)]
pub(super) struct Context<'e> {
    /// The table of the statement.
    pub table: Option<&'static Table>,
    /// The server, as it is named in messages.
    pub server: &'e str,
    /// The message of the server when it ended the connection.
    pub disconnect: Option<&'e str>,
    /// Whether the server has a time limit for the statement.
    pub has_limit: bool,
}

/// An error of a statement.
#[cold]
pub(super) fn of_statement(error: Raw, context: Context<'_>) -> Error {
    match error.as_db_error() {
        Some(said) => translate(said, context).with_source(error),
        None => without_answer(error, context),
    }
}

/// Whether the server cannot run a prepared statement any more, because its table was altered, or
/// because a proxy does not know it.
pub(super) fn is_stale(error: &Raw) -> bool {
    error.as_db_error().is_some_and(is_stale_plan)
}

/// Whether the server does not know the statement, or knows another one by its name: a proxy has moved
/// the session.
pub(super) fn is_unknown_name(error: &Raw) -> bool {
    error.as_db_error().is_some_and(|said| {
        *said.code() == SqlState::INVALID_SQL_STATEMENT_NAME || is_refused_by_bind(said)
    })
}

/// Whether the statement may have been prepared for columns that have other types now.
pub(super) fn is_of_types(error: &Raw) -> bool {
    let types = [SqlState::DATATYPE_MISMATCH, SqlState::UNDEFINED_FUNCTION];
    error.code().is_some_and(|code| types.contains(code))
}

/// The error of connecting to a server.
#[cold]
pub(super) fn of_connect(error: Raw, server: &str, user: &str, database: &str) -> Error {
    let reason = match error.as_db_error() {
        Some(said) => not_let_in(said, user, database),
        None => format!("cannot connect: {}", with_sources(&error)),
    };
    Error::Connect(Box::new(Failure {
        message: format!("{server}: {reason}"),
        source: Some(Box::new(Quiet(error))),
    }))
}

/// An invalid URL. It is not shown, because it contains the password.
#[cold]
pub(super) fn of_url(reason: &str) -> Error {
    Error::Connect(Box::new(Failure {
        message: format!("the URL of PostgreSQL: {reason}"),
        source: None,
    }))
}

/// The error of every statement on a lost connection. None was sent, so none was committed.
#[cold]
pub(super) fn gone(context: Context<'_>) -> Error {
    let reason = context
        .disconnect
        .unwrap_or("it was lost, or it was closed because a statement on it was cancelled");
    Error::Lost(Box::new(Lost {
        message: format!("the connection to {} is closed: {reason}", context.server),
        may_have_committed: false,
        source: None,
    }))
}

/// The message with the messages of its sources.
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

/// The message of the server, if it cannot contain a value.
pub(super) fn plain(said: &DbError) -> String {
    let code = said.code().code();
    if code.starts_with(DATA_EXCEPTION) && !is_about_option(code, said.message()) {
        format!("the database rejected a value (SQLSTATE {code})")
    } else {
        said.message().to_owned()
    }
}

/// Whether a message is about a storage parameter of an index or a table, which the models have.
fn is_about_option(code: &str, message: &str) -> bool {
    code == INVALID_PARAMETER
        && (message.starts_with("unrecognized parameter ") || message.contains(" option \""))
}

fn translate(said: &DbError, context: Context<'_>) -> Kind {
    if is_fatal(said) {
        return Kind::Lost(format!(
            "the connection to {} was lost: {}",
            context.server,
            said.message()
        ));
    }
    if is_stale_plan(said) {
        return Kind::Conflict(context.at(
            "the statement must be prepared again, because a table was altered or a proxy moved \
             the connection to another server: run it again",
        ));
    }
    match *said.code() {
        // An exclusion constraint is a generalized unique key.
        SqlState::UNIQUE_VIOLATION | SqlState::EXCLUSION_VIOLATION => {
            let message = "another row has the same key";
            Kind::Other(Error::Unique(violation(said, context, message)))
        }
        // Since PostgreSQL 18, `RESTRICT` has its own code.
        SqlState::FOREIGN_KEY_VIOLATION | SqlState::RESTRICT_VIOLATION => {
            Kind::Other(Error::ForeignKey(foreign_key(said, context)))
        }
        SqlState::DEPENDENT_OBJECTS_STILL_EXIST => {
            Kind::Other(Error::ForeignKey(dependent(said, context)))
        }
        SqlState::NOT_NULL_VIOLATION => Kind::Other(Error::NotNull(not_null(said, context))),
        SqlState::CHECK_VIOLATION => {
            let message = "a check is violated";
            Kind::Other(Error::Check(violation(said, context, message)))
        }
        // The types of models are wider than those of tables, whose types are checks, too.
        SqlState::STRING_DATA_RIGHT_TRUNCATION => Kind::Other(Error::Check(does_not_fit(
            context,
            "a value is too long for its column",
        ))),
        SqlState::NUMERIC_VALUE_OUT_OF_RANGE => {
            let message = "a number is out of the range of its type";
            Kind::Other(Error::Check(does_not_fit(context, message)))
        }
        SqlState::SEQUENCE_GENERATOR_LIMIT_EXCEEDED => {
            match context.table.and_then(Error::no_number) {
                Some(error) => Kind::Other(error),
                None => Kind::Database(context.at(said.message())),
            }
        }
        SqlState::DATETIME_FIELD_OVERFLOW => {
            let message = "a date or a time is out of the range of its type";
            Kind::Other(Error::Check(does_not_fit(context, message)))
        }
        SqlState::UNDEFINED_TABLE => Kind::Other(Error::missing(Missing {
            table: missing_table(said.message(), context),
            column: None,
        })),
        SqlState::UNDEFINED_COLUMN => Kind::Other(Error::missing(Missing {
            table: context.table_name(),
            column: Some(missing_column(said.message(), context)),
        })),
        // In raw SQL it may be any error of the SQL, without a column of a model.
        SqlState::DATATYPE_MISMATCH | SqlState::UNDEFINED_FUNCTION
            if context.table.is_some_and(|table| !table.name.is_empty()) =>
        {
            Kind::Other(other_type(said.message(), context))
        }
        // This error occurs for a statement that was not prepared; the message quotes the value. In
        // raw SQL there is no column of a model.
        SqlState::INVALID_TEXT_REPRESENTATION
            if context.table.is_none_or(|table| table.name.is_empty()) =>
        {
            Kind::Other(Error::value(
                "a text is not a value of the type that the database expects: bind another type, \
                 or convert it with `CAST`",
            ))
        }
        SqlState::INVALID_TEXT_REPRESENTATION if has_native(context) => Kind::Other(Error::value(
            "the text is not a value of the native type of its column",
        )),
        SqlState::INVALID_TEXT_REPRESENTATION => {
            Kind::Other(other_type("which does not accept the value", context))
        }
        SqlState::T_R_DEADLOCK_DETECTED => Kind::Conflict(context.at(
            "deadlock with another transaction, and this one was rolled back: run it \
                    again",
        )),
        // The code is the same if a user cancels it, and the message may be in another language.
        SqlState::QUERY_CANCELED
            if context.has_limit || said.message().contains("statement timeout") =>
        {
            Kind::Timeout(context.at(&format!("the statement timed out: {}", said.message())))
        }
        SqlState::LOCK_NOT_AVAILABLE => Kind::Busy(
            context.at("timed out waiting for rows or a table that another transaction has locked"),
        ),
        SqlState::READ_ONLY_SQL_TRANSACTION => {
            Kind::ReadOnly(context.at("cannot write: the transaction or the server is read-only"))
        }
        SqlState::IN_FAILED_SQL_TRANSACTION => Kind::Database(context.at(
            "an earlier statement failed in this transaction, so the database aborted it: roll \
             back and begin again",
        )),
        SqlState::INSUFFICIENT_PRIVILEGE => Kind::Database(context.at(&format!(
            "{}. {}",
            said.message(),
            permission(said.message())
        ))),
        SqlState::TOO_MANY_CONNECTIONS | SqlState::CANNOT_CONNECT_NOW => {
            Kind::Connect(format!("{}: {}", context.server, said.message()))
        }
        ref code if code.code().starts_with("40") => Kind::Conflict(context.at(
            "another transaction changed rows that this one read or wrote, and this one was \
             rolled back: run it again",
        )),
        _ => Kind::Database(context.at(&plain(said))),
    }
}

/// Who can grant the permission, and how; the message may be in another language.
fn permission(message: &str) -> String {
    const OBJECTS: [(&str, &str); 3] = [
        ("permission denied for schema ", "USAGE, CREATE ON SCHEMA"),
        (
            "permission denied for table ",
            "SELECT, INSERT, UPDATE, DELETE ON TABLE",
        ),
        ("permission denied for sequence ", "USAGE ON SEQUENCE"),
    ];
    let found = OBJECTS.iter().find_map(|(start, right)| {
        let name = message.strip_prefix(start)?;
        Some((name, right))
    });
    match found {
        Some((name, right)) => format!(
            "Its owner can allow it: `GRANT {right} {} TO` the user of this connection",
            identifier(Dialect::Postgres, name)
        ),
        None if message.starts_with("must be owner of ") => {
            "Connect as its owner, or grant the role of the owner to the user of this connection"
                .to_owned()
        }
        None => "Its owner can GRANT that to the user of this connection".to_owned(),
    }
}

/// An error of ours, to which the driver's error is added as its source.
enum Kind {
    Lost(String),
    Conflict(String),
    Busy(String),
    Timeout(String),
    ReadOnly(String),
    Connect(String),
    Database(String),
    /// An error without a source.
    Other(Error),
}

impl Kind {
    fn with_source(self, error: Raw) -> Error {
        let failure = |message| {
            Box::new(Failure {
                message,
                source: Some(Box::new(Quiet(error)) as _),
            })
        };
        match self {
            Kind::Lost(message) => Error::Lost(Box::new(Lost {
                message,
                may_have_committed: true,
                source: failure(String::new()).source,
            })),
            Kind::Conflict(message) => Error::Conflict(failure(message)),
            Kind::Busy(message) => Error::Busy(failure(message)),
            Kind::Timeout(message) => Error::Timeout(failure(message)),
            Kind::ReadOnly(message) => Error::ReadOnly(failure(message)),
            Kind::Connect(message) => Error::Connect(failure(message)),
            Kind::Database(message) => Error::Database(failure(message)),
            Kind::Other(error) => error,
        }
    }
}

impl Context<'_> {
    /// The message, after the table that it is about.
    fn at(self, message: &str) -> String {
        match self.table {
            Some(table) => format!("{}: {message}", table.name),
            None => message.to_owned(),
        }
    }

    fn table_name(self) -> String {
        self.table.map_or("", |table| table.name).to_owned()
    }
}

/// The driver's error without its details, which contain values.
struct Quiet(Raw);

impl fmt::Display for Quiet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_db_error() {
            Some(said) if said.code().code().starts_with(DATA_EXCEPTION) => {
                f.write_str(&plain(said))
            }
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
            // The source would be displayed, with values in its details.
            Some(_) => None,
            None => self.0.source(),
        }
    }
}

/// Whether the server ends the connection after the error.
///
/// The class 08, of connection errors, does not show this: the connection may be one to a foreign
/// server, or a message may not match its statement. The class is only used if the severity is
/// translated, as by old servers and some proxies.
fn is_fatal(said: &DbError) -> bool {
    match (said.parsed_severity(), said.severity()) {
        (Some(severity), _) => matches!(severity, Severity::Fatal | Severity::Panic),
        (None, "FATAL" | "PANIC") => true,
        (None, "ERROR") => false,
        (None, _) => said.code().code().starts_with("08"),
    }
}

/// The message is translated, but the name of the function is not.
fn is_stale_plan(said: &DbError) -> bool {
    match *said.code() {
        SqlState::INVALID_SQL_STATEMENT_NAME => true,
        SqlState::DUPLICATE_PSTATEMENT => true,
        SqlState::PROTOCOL_VIOLATION => is_refused_by_bind(said),
        SqlState::FEATURE_NOT_SUPPORTED => {
            said.routine() == Some("RevalidateCachedQuery")
                || said.message() == "cached plan must not change result type"
        }
        _ => false,
    }
}

/// Whether the values were not those of the statement, which is another client's of the same name.
fn is_refused_by_bind(said: &DbError) -> bool {
    *said.code() == SqlState::PROTOCOL_VIOLATION && said.routine() == Some("exec_bind_message")
}

/// The reason why the server refused the login.
fn not_let_in(said: &DbError, user: &str, database: &str) -> String {
    let message = said.message();
    match *said.code() {
        SqlState::INVALID_PASSWORD => format!(
            "the server refused the user `{user}`: the user does not exist, or the password is \
             wrong"
        ),
        SqlState::INVALID_AUTHORIZATION_SPECIFICATION => {
            format!("the server refused the user `{user}`: {message}")
        }
        SqlState::INVALID_CATALOG_NAME => {
            format!("there is no database `{database}`: create it first")
        }
        SqlState::INSUFFICIENT_PRIVILEGE => {
            format!("the user `{user}` may not use the database `{database}`: {message}")
        }
        SqlState::TOO_MANY_CONNECTIONS => format!(
            "the server has too many connections: allow more there, or fewer here with \
             `max_connections` ({message})"
        ),
        SqlState::CANNOT_CONNECT_NOW => format!("the server is not ready: {message}"),
        _ => format!("the server refused the connection: {message}"),
    }
}

fn without_answer(error: Raw, context: Context<'_>) -> Error {
    let source = std::error::Error::source(&error);
    let io = source.and_then(|source| source.downcast_ref::<std::io::Error>());
    // The driver could not write the message, and sent no part of it.
    if let Some(unwritten) = io.filter(|io| io.kind() == std::io::ErrorKind::InvalidInput) {
        return Error::value(context.at(&format!("it cannot be sent: {unwritten}")));
    }
    if error.is_closed() || io.is_some() {
        let reason = match context.disconnect {
            Some(disconnect) => disconnect.to_owned(),
            None => with_sources(&error),
        };
        let message = format!("the connection to {} was lost: {reason}", context.server);
        Kind::Lost(message).with_source(error)
    } else {
        let message = context.at(&with_sources(&error));
        Kind::Database(message).with_source(error)
    }
}

fn violation(said: &DbError, context: Context<'_>, message: &str) -> Box<Violation> {
    let constraint = said.constraint().unwrap_or_default();
    // A trigger may have written to another table.
    let own = context
        .table
        .filter(|table| said.table().is_none_or(|said| said == table.name));
    let columns = own.and_then(|table| table.columns_of(constraint));
    let columns = columns.unwrap_or_default().into_iter();
    Box::new(Violation {
        table: said
            .table()
            .map_or_else(|| context.table_name(), str::to_owned),
        columns: columns.map(str::to_owned).collect(),
        constraint: constraint.to_owned(),
        message: message.to_owned(),
        ..Violation::default()
    })
}

/// The foreign key in the models. A trigger may have written to another table.
fn known(said: &DbError, context: Context<'_>) -> Option<&'static Reference<'static>> {
    let table = context
        .table
        .filter(|table| Some(table.name) == said.table())?;
    let mut all = table.references.iter();
    all.find(|known| Some(known.name) == said.constraint())
}

fn does_not_fit(context: Context<'_>, message: &str) -> Box<Violation> {
    Box::new(Violation {
        table: context.table_name(),
        message: message.to_owned(),
        ..Violation::default()
    })
}

/// The length of the column of a computed text that is too long.
///
/// The server reports neither the column nor its table, but the name of its conversion and the
/// length, in a message of any language. A function, such as that of a trigger, may have made the
/// error; then the result is `None`.
pub(super) fn length_of_column(error: &Raw) -> Option<u32> {
    let said = error.as_db_error().filter(|said| said.where_().is_none())?;
    if said.code() != &SqlState::STRING_DATA_RIGHT_TRUNCATION || said.routine() != Some("varchar") {
        return None;
    }
    let numbers = said
        .message()
        .split(|letter: char| !letter.is_ascii_digit());
    let mut numbers = numbers.filter_map(|number| number.parse().ok());
    match (numbers.next(), numbers.next()) {
        (Some(length), None) => Some(length),
        _ => None,
    }
}

/// The error with the column of this length, if the statement writes only one.
pub(super) fn with_column_of(length: u32, mut error: Error, statement: &Erased<'_>) -> Error {
    if let Error::Check(broken) = &mut error
        && broken.columns.is_empty()
    {
        let set = set_columns(statement, Dialect::Postgres);
        let columns = (0u16..).zip(statement.table().columns);
        let is_written = |number: &u16, column: &Column<'_>| {
            column.source == Source::Generated || set.contains(number)
        };
        let mut columns = columns.filter(|(number, column)| {
            column.ty == Type::String(length) && is_written(number, column)
        });
        if let (Some((_, column)), None) = (columns.next(), columns.next()) {
            broken.columns = vec![column.name.to_owned()];
        }
    }
    error
}

fn foreign_key(said: &DbError, context: Context<'_>) -> Box<Violation> {
    let writes = said.message().starts_with("insert or update");
    let either = "a row refers to a row that does not exist or would be deleted";
    let message = match (context.table, known(said, context)) {
        // For a table that refers to itself, only the message shows which end is violated.
        (Some(table), Some(known)) if writes || known.table != table.name => {
            format!(
                "the row that it refers to does not exist in {}",
                known.table
            )
        }
        (Some(table), Some(_)) => format!("a row of it refers to the row of {}", table.name),
        (Some(table), None) if !writes => {
            format!("a row of it refers to the row of {}", table.name)
        }
        (Some(_), None) | (None, _) => either.to_owned(),
    };
    violation(said, context, &message)
}

/// A table cannot be dropped, because others refer to it.
fn dependent(said: &DbError, context: Context<'_>) -> Box<Violation> {
    let referring = said.detail().and_then(|detail| referring(detail));
    let (constraint, table, target) = referring.unwrap_or_default();
    let message = if target.is_empty() {
        // The details name the dependent objects, and have no values of rows.
        let details = said.detail().unwrap_or_default();
        let details: Vec<&str> = details.lines().collect();
        match details.is_empty() {
            true => said.message().to_owned(),
            false => format!("{} ({})", said.message(), details.join("; ")),
        }
    } else {
        format!("it refers to {target}, so {target} cannot be dropped")
    };
    Box::new(Violation {
        table: if table.is_empty() {
            context.table_name()
        } else {
            table.to_owned()
        },
        columns: Vec::new(),
        constraint: constraint.to_owned(),
        message,
        ..Violation::default()
    })
}

/// The names in `constraint fk_posts_author_id on table posts depends on table users`.
fn referring(detail: &str) -> Option<(&str, &str, &str)> {
    let first = detail.lines().next()?;
    let (constraint, rest) = first
        .strip_prefix("constraint ")?
        .split_once(" on table ")?;
    let (table, target) = rest.split_once(" depends on table ")?;
    Some((unquoted(constraint), unquoted(table), unquoted(target)))
}

fn unquoted(name: &str) -> &str {
    let inside = name
        .strip_prefix('"')
        .and_then(|name| name.strip_suffix('"'));
    inside.unwrap_or(name)
}

fn not_null(said: &DbError, context: Context<'_>) -> Box<Violation> {
    Box::new(Violation {
        table: said
            .table()
            .map_or_else(|| context.table_name(), str::to_owned),
        columns: said.column().map(str::to_owned).into_iter().collect(),
        constraint: String::new(),
        message: "the column needs a value".to_owned(),
        ..Violation::default()
    })
}

/// The table of `relation "users" does not exist`.
fn missing_table(message: &str, context: Context<'_>) -> String {
    let own = context.table.map(|table| table.name);
    match own.filter(|name| place_in_quotes(message, name).is_some()) {
        Some(name) => name.to_owned(),
        None => quoted(message).map_or_else(|| context.table_name(), str::to_owned),
    }
}

/// The column of `column "name" does not exist`, `column "name" of relation "users" does not exist`
/// and `column users.name does not exist`.
fn missing_column(message: &str, context: Context<'_>) -> String {
    match context.table.and_then(|table| column_in(message, table)) {
        Some(column) => column.to_owned(),
        None => quoted(message).unwrap_or_default().to_owned(),
    }
}

/// Whether the statement is on a model with a native type.
fn has_native(context: Context<'_>) -> bool {
    let columns = context.table.map_or(&[][..], |table| table.columns);
    columns.iter().any(|column| match column.ty {
        Type::Native(native) => native.on(Dialect::Postgres).is_some(),
        _ => false,
    })
}

/// `operator does not exist: text = integer`, or
/// `column "age" is of type date but expression is of type integer`.
fn other_type(message: &str, context: Context<'_>) -> Error {
    let position = match context
        .table
        .and_then(|table| Some((table, column_in(message, table)?)))
    {
        Some((table, column)) => format!("{}.{column}: the column", table.name),
        None => context.at("a column"),
    };
    Error::Schema(Box::new(SchemaError {
        missing: Vec::new(),
        message: format!(
            "{position} has another type in the database than in the model ({message}): alter the \
             column, or the type in models.yaml"
        ),
    }))
}

/// The column of a table that a message names first.
fn column_in(message: &str, table: &'static Table) -> Option<&'static str> {
    let columns = table.columns.iter().map(|column| column.name);
    let position = |name: &str| {
        let qualified = message.find(&format!(".{name} "));
        place_in_quotes(message, name).or(qualified)
    };
    columns
        .filter_map(|name| Some((position(name)?, name)))
        // A name may be the end of another one.
        .min_by_key(|(position, name)| (*position, std::cmp::Reverse(name.len())))
        .map(|(_, name)| name)
}

/// The position of a quoted name in a message, with the quotes of any language.
fn place_in_quotes(message: &str, name: &str) -> Option<usize> {
    let is_quote = |c: char| QUOTES.contains(c);
    let found = message.match_indices(name).find(|(start, _)| {
        let before = message[..*start].trim_end();
        let after = message[start + name.len()..].trim_start();
        before.ends_with(is_quote) && after.starts_with(is_quote)
    });
    found.map(|(start, _)| start)
}

/// The text in the first quotes. Quotes within a name are not doubled there.
fn quoted(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once('"')?;
    let (name, _) = match rest.split_once("\" of relation \"") {
        Some(found) => found,
        None => rest.rsplit_once('"')?,
    };
    Some(name)
}

#[cfg(test)]
mod tests {
    use tablewright_sql::table::{Column, Key, Type};

    use super::*;

    static USERS: Table = Table::new(
        "users",
        const {
            &[
                Column::new("id", Type::BigInt),
                Column::new("name", Type::Text),
                Column::new("first name", Type::Text),
                Column::new("of relation", Type::Text),
                Column::new("users", Type::Text),
            ]
        },
        Key::new("pk_users", &[0]),
    );

    fn context() -> Context<'static> {
        Context {
            table: Some(&USERS),
            server: "PostgreSQL",
            disconnect: None,
            has_limit: false,
        }
    }

    #[test]
    fn missing_columns_are_named_in_every_language() {
        for (message, column) in [
            ("column \"name\" does not exist", "name"),
            (
                "column \"name\" of relation \"users\" does not exist",
                "name",
            ),
            ("column users.name does not exist", "name"),
            ("column \"first name\" does not exist", "first name"),
            (
                "column \"of relation\" of relation \"users\" does not exist",
                "of relation",
            ),
            (
                "column \"users\" of relation \"users\" does not exist",
                "users",
            ),
            ("column \"a\"b\" does not exist", "a\"b"),
            ("Spalte »name« existiert nicht", "name"),
            ("la colonne « name » n'existe pas", "name"),
            ("フィールド\"name\"は存在しません", "name"),
        ] {
            assert_eq!(missing_column(message, context()), column, "{message}");
        }
    }

    #[test]
    fn missing_tables_are_named() {
        for (message, table) in [
            ("relation \"users\" does not exist", "users"),
            ("Relation »users« existiert nicht", "users"),
            ("la relation « users » n'existe pas", "users"),
            ("relation \"user_groups\" does not exist", "user_groups"),
            ("no names", "users"),
        ] {
            assert_eq!(missing_table(message, context()), table);
        }
    }

    #[test]
    fn who_refers_to_a_table_is_named() {
        let detail = "constraint fk_posts_author_id on table posts depends on table users\n\
                      constraint fk_likes_user_id on table likes depends on table users";
        assert_eq!(
            referring(detail),
            Some(("fk_posts_author_id", "posts", "users"))
        );
        let detail = "constraint fk on table \"Posts\" depends on table users";
        assert_eq!(referring(detail), Some(("fk", "Posts", "users")));
        assert_eq!(referring("view v depends on table users"), None);
    }
}
