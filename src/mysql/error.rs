//! Conversion of the errors of MySQL and MariaDB.
//!
//! Errors are recognized by their numbers. The messages are only searched for names, and most of
//! them are not shown, because they quote values, too.

use mysql_async::ServerError;
use tablewright_sql::Dialect;
use tablewright_sql::quote::identifier;
use tablewright_sql::table::{Key, Type};

use crate::base::connection::pool::Aborted;
use crate::base::error::{Error, Failure, Lost, Missing, SchemaError, Violation};
use crate::base::model::Table;

/// The message for a duplicate key.
const SAME_KEY: &str = "another row has the same key";

/// The error of a statement, and its effect on the connection.
pub(super) struct Outcome {
    pub error: Error,
    pub aborted: Aborted,
    /// Whether the connection is unusable.
    pub lost: bool,
    /// Whether nothing was executed, because the statement must be prepared again.
    pub forgotten: bool,
}

/// The context of an error.
#[derive(Clone, Copy)]
pub(super) struct Context<'e> {
    pub dialect: Dialect,
    /// The table of the statement.
    pub table: Option<&'static Table>,
    /// The name of the database.
    pub database: &'e str,
    /// The server, as it is named in messages.
    pub server: &'e str,
    /// Whether a lock timeout rolls back the whole transaction.
    pub rollback_on_timeout: bool,
}

/// Converts the error of a statement.
#[cold]
pub(super) fn of_statement(error: mysql_async::Error, context: &Context<'_>) -> Outcome {
    match error {
        mysql_async::Error::Server(said) => of_server(said, context),
        // The driver reports this before it sends anything.
        mysql_async::Error::Driver(mysql_async::DriverError::MixedParams) => Outcome {
            error: database(context, &error.to_string(), error),
            aborted: Aborted::Nothing,
            lost: false,
            forgotten: false,
        },
        // After any other error of its own, the driver closes the connection.
        error => Outcome {
            error: lost(
                format!(
                    "the connection to {} was lost: {}",
                    context.server,
                    plain(&error)
                ),
                true,
                Some(error),
            ),
            aborted: Aborted::Transaction,
            lost: true,
            forgotten: false,
        },
    }
}

/// The error of every statement on a lost connection. None was sent, so none was committed.
#[cold]
pub(super) fn gone(server: &str) -> Error {
    let message = format!(
        "the connection to {server} is closed: it was lost, or it was closed because a statement \
         on it was cancelled"
    );
    lost(message, false, None)
}

/// The error of opening a connection, with its server and user.
#[cold]
pub(super) fn of_connect(
    error: mysql_async::Error,
    server: &str,
    user: &str,
    database: &str,
) -> Error {
    let reason = match &error {
        mysql_async::Error::Server(said) => match said.code {
            1045 | 1698 => format!(
                "the server refused the user `{user}`: the user does not exist, or the password \
                 is wrong"
            ),
            1044 => format!("the user `{user}` may not use the database `{database}`"),
            1049 => format!("there is no database `{database}`: create it first"),
            1040 | 1203 | 1226 => format!(
                "the server has too many connections: allow more there, or fewer here with \
                 `max_connections` ({})",
                said.message
            ),
            3159 => "the server requires TLS: write `ssl-mode=REQUIRED` in the URL, and add the \
                 feature `tls` to tablewright in Cargo.toml"
                .to_owned(),
            _ => format!("the server refused the connection: {}", said.message),
        },
        // For a user that does not exist, MySQL may name any plugin.
        mysql_async::Error::Driver(mysql_async::DriverError::UnknownAuthPlugin { name }) => {
            format!(
                "the server refused the user `{user}`: the user does not exist, or it uses the \
                 authentication plugin `{name}`, which the driver does not support"
            )
        }
        mysql_async::Error::Driver(mysql_async::DriverError::NoClientSslFlagFromServer) => {
            "the server does not offer TLS, which the `ssl-mode` of the URL requires".to_owned()
        }
        error => format!("cannot connect: {}", plain(error)),
    };
    connect(format!("{server}: {reason}"), Some(error))
}

/// An error of the kind that connecting gives.
#[cold]
pub(super) fn connect(message: String, error: Option<mysql_async::Error>) -> Error {
    Error::Connect(Box::new(Failure {
        message,
        source: error.map(|error| Box::new(error) as _),
    }))
}

/// The lock was not available in time.
#[cold]
pub(super) fn busy(message: String) -> Error {
    Error::Busy(Box::new(Failure {
        message,
        source: None,
    }))
}

/// An expression that fails on MariaDB for a string that is too long to sort by.
const SORTED_BY: &str = "exp(710 + char_length";
const TOO_LONG_TO_SORT: &str = "rows cannot be sorted by this column, because a value is too \
    long: MariaDB compares only the first 4,080 characters of a text, or 16,000 bytes. Sort by \
    another column, or change its type to `string(n)`";

/// The limit of InnoDB for cascades.
const TOO_LONG_A_CHAIN: &str = "the change would cascade over more than 15 references, which is \
    the limit of the server: change the rows at the end of the chain first";

fn of_server(said: ServerError, context: &Context<'_>) -> Outcome {
    let aborted = match said.code {
        // ER_LOCK_WAIT_TIMEOUT.
        1205 if context.rollback_on_timeout => Aborted::Transaction,
        // ER_CHECKREAD, ER_LOCK_TABLE_FULL and ER_LOCK_DEADLOCK; and the class of errors that roll
        // back a transaction.
        1020 | 1206 | 1213 => Aborted::Transaction,
        _ if said.state.starts_with("40") => Aborted::Transaction,
        _ => Aborted::Nothing,
    };
    // ER_SERVER_SHUTDOWN, the errors of a network, ER_CONNECTION_KILLED, CR_SERVER_GONE_ERROR and
    // CR_SERVER_LOST, which proxies pass on, ER_SESSION_WAS_KILLED and
    // ER_CLIENT_INTERACTION_TIMEOUT.
    let lost = matches!(
        said.code,
        1053 | 1152..=1161 | 1184 | 1927 | 2006 | 2013 | 3169 | 4031
    );
    // ER_UNKNOWN_STMT_HANDLER and ER_NEED_REPREPARE.
    let forgotten = matches!(said.code, 1243 | 1615);
    Outcome {
        error: translate(said, lost, context),
        aborted: if lost { Aborted::Transaction } else { aborted },
        lost,
        forgotten,
    }
}

fn translate(said: ServerError, connection_lost: bool, context: &Context<'_>) -> Error {
    let message = said.message.as_str();
    if connection_lost {
        let text = format!("the connection to {} was lost: {message}", context.server);
        return lost(text, true, Some(said.into()));
    }
    match said.code {
        // ER_DUP_ENTRY, ER_DUP_ENTRY_WITH_KEY_NAME; ER_DUP_UNIQUE.
        1062 | 1586 => Error::Unique(unique(message, context)),
        1169 => Error::Unique(Box::new(Violation {
            table: context.table_name(),
            message: SAME_KEY.to_owned(),
            ..Violation::default()
        })),
        // ER_BAD_NULL_ERROR, ER_INVALID_USE_OF_NULL, ER_WARN_NULL_TO_NOTNULL,
        // ER_NO_DEFAULT_FOR_FIELD.
        1048 | 1138 | 1263 | 1364 => Error::NotNull(Box::new(Violation {
            table: context.table_name(),
            columns: column_without_value(message).into_iter().collect(),
            constraint: String::new(),
            message: "the column needs a value".to_owned(),
            ..Violation::default()
        })),
        // ER_NO_REFERENCED_ROW and ER_NO_REFERENCED_ROW_2.
        1216 | 1452 => Error::ForeignKey(foreign_key(message, Broken::Missing, context)),
        // ER_ROW_IS_REFERENCED, ER_ROW_IS_REFERENCED_2, ER_FK_CANNOT_DROP_PARENT.
        1217 | 1451 => Error::ForeignKey(foreign_key(message, Broken::Referred, context)),
        3730 => Error::ForeignKey(table_referred(message)),
        // ER_CHECK_CONSTRAINT_VIOLATED of MySQL, ER_CONSTRAINT_FAILED of MariaDB.
        3819 | 4025 => Error::Check(check(message, context)),
        // ER_AUTOINC_READ_FAILED, HA_ERR_AUTOINC_ERANGE of MariaDB.
        1467 | 167 => match context.table.and_then(Error::no_number) {
            Some(error) => error,
            None => Error::Database(failure(context.at(message), said)),
        },
        // ER_WARN_DATA_OUT_OF_RANGE; ER_DATA_TOO_LONG, ER_INVALID_JSON_TEXT.
        1264 => type_broken(
            message,
            "the value is out of the range of its type",
            context,
        ),
        // ER_DATA_OUT_OF_RANGE, of the expression that an order uses, or of another one.
        1690 if message.contains(SORTED_BY) => {
            Error::Database(failure(context.at(TOO_LONG_TO_SORT), said))
        }
        1690 => Error::out_of_range(context.table_name()),
        1406 => type_broken(message, "the value is too long for it", context),
        3140 => type_broken(message, "the value is not valid JSON", context),
        // WARN_DATA_TRUNCATED, ER_TRUNCATED_WRONG_VALUE, ER_TRUNCATED_WRONG_VALUE_FOR_FIELD.
        1265 | 1292 | 1366 => other_type(message, context),
        // ER_CANT_CREATE_GEOMETRY_OBJECT, which names no column.
        1416 => {
            let error = Error::value("a text is not a value of the native type of its column");
            match context.table {
                Some(table) => error.in_parameter(table, None),
                None => error,
            }
        }
        // ER_NO_SUCH_TABLE, ER_BAD_TABLE_ERROR, ER_BAD_FIELD_ERROR.
        1146 | 1051 => Error::missing(Missing {
            table: table_not_there(message, context),
            column: None,
        }),
        1054 => Error::missing(Missing {
            table: context.table_name(),
            column: Some(column_not_there(message, context)),
        }),
        // ER_LOCK_WAIT_TIMEOUT, ER_LOCK_NOWAIT.
        1205 | 3572 => {
            let text = "timed out waiting for rows that another transaction has locked";
            Error::Busy(failure(context.at(text), said))
        }
        // ER_QUERY_TIMEOUT of MySQL, ER_STATEMENT_TIMEOUT of MariaDB.
        3024 | 1969 => {
            let text = format!("the statement timed out: {message}");
            Error::Timeout(failure(context.at(&text), said))
        }
        // ER_FK_DEPTH_EXCEEDED, and the message of MariaDB.
        3008 => Error::Database(failure(context.at(TOO_LONG_A_CHAIN), said)),
        1296 if message.starts_with("Got error 193") => {
            Error::Database(failure(context.at(TOO_LONG_A_CHAIN), said))
        }
        // ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION; ER_READ_ONLY_MODE, ER_OPEN_AS_READONLY.
        1792 => {
            let text = "cannot write: the transaction is read-only";
            Error::ReadOnly(failure(context.at(text), said))
        }
        1836 | 1036 => read_only(said, context),
        // ER_OPTION_PREVENTS_STATEMENT, which other options cause, too.
        1290 if message.contains("read-only") || message.contains("read_only") => {
            read_only(said, context)
        }
        // ER_CON_COUNT_ERROR, access denied, ER_BAD_DB_ERROR, and limits of users and hosts.
        1040 | 1044 | 1045 | 1049 | 1129 | 1130 | 1203 | 1226 | 1698 => {
            let text = format!("{}: {message}", context.server);
            connect(text, Some(said.into()))
        }
        // ER_MAX_PREPARED_STMT_COUNT_REACHED.
        1461 => {
            let text = format!(
                "{message}: cache fewer with `statement_cache` of PoolOptions, or allow more with \
                 `max_prepared_stmt_count` of the server"
            );
            Error::Database(failure(context.at(&text), said))
        }
        // ER_INVALID_CHARACTER_STRING, ER_ILLEGAL_VALUE_FOR_TYPE, ER_WRONG_VALUE_FOR_TYPE,
        // ER_WRONG_VALUE; ER_BAD_DATA and ER_CANNOT_CONVERT_CHARACTER of MariaDB. The messages
        // quote the value, so the driver's error is left out, too.
        1300 | 1367 | 1411 | 1525 | 1918 | 1977 => rejected(&said, context),
        // ER_UNKNOWN_ERROR, of `extractvalue` and `updatexml`.
        1105 if message.starts_with("XPATH ") => rejected(&said, context),
        // ER_TABLEACCESS_DENIED_ERROR, ER_COLUMNACCESS_DENIED_ERROR.
        1142 | 1143 => {
            let text = match permission(message, context.database) {
                Some(grant) => format!("{message}. An administrator can allow it: `{grant}`"),
                None => message.to_owned(),
            };
            Error::Database(failure(context.at(&text), said))
        }
        1020 | 1213 => conflict(said, context),
        _ if said.state.starts_with("40") => conflict(said, context),
        _ => Error::Database(failure(context.at(message), said)),
    }
}

/// The statement that grants the right in `CREATE command denied to user 'ada'@'localhost' for
/// table 'users'`.
fn permission(message: &str, database: &str) -> Option<String> {
    let (right, rest) = message.split_once(" command denied to user ")?;
    let (user, _) = rest.split_once(" for ")?;
    Some(format!(
        "GRANT {right} ON {}.* TO {user}",
        identifier(Dialect::Mysql, database)
    ))
}

impl Context<'_> {
    /// The message, after the table that it is about.
    fn at(&self, message: &str) -> String {
        match self.table {
            Some(table) => format!("{}: {message}", table.name),
            None => message.to_owned(),
        }
    }

    fn table_name(&self) -> String {
        self.table.map_or("", |table| table.name).to_owned()
    }
}

/// A value that the message of the server quotes.
fn rejected(said: &ServerError, context: &Context<'_>) -> Error {
    let message = format!(
        "the database rejected a value (error {}, SQLSTATE {})",
        said.code, said.state
    );
    Error::Database(Box::new(Failure {
        message: context.at(&message),
        source: None,
    }))
}

fn failure(message: String, said: ServerError) -> Box<Failure> {
    Box::new(Failure {
        message,
        source: Some(Box::new(mysql_async::Error::from(said))),
    })
}

fn database(context: &Context<'_>, message: &str, error: mysql_async::Error) -> Error {
    Error::Database(Box::new(Failure {
        message: context.at(message),
        source: Some(Box::new(error)),
    }))
}

fn conflict(said: ServerError, context: &Context<'_>) -> Error {
    let text = "the transaction was rolled back because of a conflict with another one: run it \
        again";
    Error::Conflict(failure(context.at(text), said))
}

fn read_only(said: ServerError, context: &Context<'_>) -> Error {
    let text = "cannot write: the server is read-only";
    Error::ReadOnly(failure(context.at(text), said))
}

fn lost(message: String, may_have_committed: bool, error: Option<mysql_async::Error>) -> Error {
    Error::Lost(Box::new(Lost {
        message,
        may_have_committed,
        source: error.map(|error| Box::new(error) as _),
    }))
}

/// The driver's message, without the words for the kind of error.
fn plain(error: &mysql_async::Error) -> String {
    match error {
        mysql_async::Error::Io(mysql_async::IoError::Io(error)) => error.to_string(),
        error => match std::error::Error::source(error) {
            Some(source) => source.to_string(),
            None => error.to_string(),
        },
    }
}

/// `Duplicate entry '…' for key 'users.uq_users_email'`; MariaDB, and MySQL before 8.0.19, leave
/// out the table.
fn unique(message: &str, context: &Context<'_>) -> Box<Violation> {
    if let Some(table) = context.table
        && let Some(key) = key_of(table, message)
    {
        return Box::new(Violation {
            table: table.name.to_owned(),
            columns: table.names(key.columns).map(str::to_owned).collect(),
            constraint: key.name.to_owned(),
            message: SAME_KEY.to_owned(),
            ..Violation::default()
        });
    }
    // A trigger may have written to another table.
    let key = message
        .rsplit_once(" for key '")
        .map_or("", |(_, key)| key.trim_end_matches('\''));
    let (table, name) = match key.split_once('.') {
        Some((table, name)) => (table.to_owned(), name),
        None => (context.table_name(), key),
    };
    Box::new(Violation {
        table,
        columns: Vec::new(),
        constraint: name.to_owned(),
        message: SAME_KEY.to_owned(),
        ..Violation::default()
    })
}

/// The key of a table at the end of a message. The quoted value before it may look like a key.
fn key_of(table: &'static Table, message: &str) -> Option<&'static Key<'static>> {
    let rest = message.strip_suffix('\'')?;
    let named = |name: &str| {
        let rest = rest.strip_suffix(name)?;
        if rest.ends_with(" for key '") {
            return Some(());
        }
        // A server may change the case of table names.
        let rest = rest.strip_suffix('.')?;
        let end = rest.len().checked_sub(table.name.len())?;
        let own = rest.get(end..)?.to_lowercase() == table.name.to_lowercase();
        (own && rest.get(..end)?.ends_with(" for key '")).then_some(())
    };
    // Both databases call every primary key `PRIMARY`.
    if named("PRIMARY").is_some() {
        return Some(&table.primary_key);
    }
    table.uniques.iter().find(|key| named(key.name).is_some())
}

/// The end of a foreign key that is violated.
enum Broken {
    /// The row that it refers to does not exist.
    Missing,
    /// Other rows refer to the row.
    Referred,
}

/// ``… a foreign key constraint fails (`db`.`posts`, CONSTRAINT `fk_posts_author_id` FOREIGN KEY
/// (`author_id`) REFERENCES `users` (`id`))``; users without a right on the other table get no
/// details.
fn foreign_key(message: &str, broken: Broken, context: &Context<'_>) -> Box<Violation> {
    let Some(reference) = Reference::of(message, context) else {
        return Box::new(Violation {
            table: context.table_name(),
            message: "a row refers to a row that does not exist or would be deleted".to_owned(),
            ..Violation::default()
        });
    };
    let message = match broken {
        Broken::Missing => format!(
            "the row that it refers to does not exist in {}",
            reference.target
        ),
        Broken::Referred => format!("a row of it refers to the row of {}", reference.target),
    };
    Box::new(Violation {
        table: reference.table,
        columns: reference.columns,
        constraint: reference.constraint,
        message,
        ..Violation::default()
    })
}

/// `Cannot drop table 'users' referenced by a foreign key constraint 'fk' on table 'posts'.`
fn table_referred(message: &str) -> Box<Violation> {
    let found = || {
        let rest = message.strip_prefix("Cannot drop table '")?;
        let (target, rest) = rest.split_once("' referenced by a foreign key constraint '")?;
        let (constraint, rest) = rest.split_once("' on table '")?;
        Some((target, constraint, rest.strip_suffix("'.")?))
    };
    let (target, constraint, table) = found().unwrap_or_default();
    refers_to(target, table.to_owned(), Vec::new(), constraint.to_owned())
}

/// A table that cannot be dropped, because another table refers to it.
#[cold]
pub(super) fn refers(
    target: &str,
    table: String,
    columns: Vec<String>,
    constraint: String,
) -> Error {
    Error::ForeignKey(refers_to(target, table, columns, constraint))
}

fn refers_to(
    target: &str,
    table: String,
    columns: Vec<String>,
    constraint: String,
) -> Box<Violation> {
    Box::new(Violation {
        table,
        columns,
        constraint,
        message: format!("it refers to {target}, so {target} cannot be dropped"),
        ..Violation::default()
    })
}

/// The foreign key in a message.
struct Reference {
    table: String,
    constraint: String,
    columns: Vec<String>,
    target: String,
}

impl Reference {
    /// MariaDB doubles a backtick in a name, and MySQL does not. So the text between the names must
    /// show where they end.
    fn of(message: &str, context: &Context<'_>) -> Option<Reference> {
        let (_, rest) = message.split_once(&format!("(`{}`.`", context.database))?;
        let (table, rest) = rest.split_once("`, CONSTRAINT `")?;
        let (constraint, rest) = rest.split_once("` FOREIGN KEY (`")?;
        let (columns, rest) = rest.split_once("`) REFERENCES `")?;
        let (target, _) = rest.split_once("` (`")?;
        let name = |name: &str| match context.dialect {
            Dialect::Mariadb => name.replace("``", "`"),
            Dialect::Mysql | Dialect::Sqlite | Dialect::Postgres => name.to_owned(),
        };
        Some(Reference {
            table: name(table),
            constraint: name(constraint),
            columns: columns.split("`, `").map(name).collect(),
            target: name(target),
        })
    }
}

/// `Check constraint 'ck_users_age' is violated.`, or ``CONSTRAINT `ck_users_age` failed for
/// `db`.`users` ``; the checks of columns, which MariaDB adds for JSON, are called `users.data`
/// there.
fn check(message: &str, context: &Context<'_>) -> Box<Violation> {
    let (name, table) = match said_of_check(message) {
        Some(name) => (name.to_owned(), None),
        None => {
            let mut names = names(message).into_iter().map(|(_, name)| name);
            (names.next().unwrap_or_default(), names.nth(1))
        }
    };
    // MySQL does not report the table.
    let table = table.unwrap_or_else(|| context.table_name());
    let known = context
        .table
        .filter(|known| known.name.to_lowercase() == table.to_lowercase());
    if let Some(columns) = known.and_then(|known| known.columns_of(&name)) {
        return Box::new(Violation {
            table,
            columns: columns.into_iter().map(str::to_owned).collect(),
            constraint: name,
            message: "the row violates a check of its table".to_owned(),
            ..Violation::default()
        });
    }
    let column = prefix_length(&name, &table).map(|length| name[length..].to_owned());
    Box::new(Violation {
        constraint: column.as_ref().map_or(name, |_| String::new()),
        columns: column.into_iter().collect(),
        table,
        message: "the row violates a check of its table".to_owned(),
        ..Violation::default()
    })
}

/// The name that MySQL quotes, which may contain quotes.
fn said_of_check(message: &str) -> Option<&str> {
    let rest = message.strip_prefix("Check constraint '")?;
    rest.strip_suffix("' is violated.")
}

/// A value that the type of its column cannot hold.
fn type_broken(message: &str, what: &str, context: &Context<'_>) -> Error {
    Error::Check(Box::new(Violation {
        table: context.table_name(),
        columns: column_in(message, context).into_iter().collect(),
        constraint: String::new(),
        message: what.to_owned(),
        ..Violation::default()
    }))
}

/// A value of another type than the column's.
fn other_type(message: &str, context: &Context<'_>) -> Error {
    let column = column_in(message, context);
    if let (Some(table), Some(column)) = (context.table, &column)
        && is_native(table, column, context.dialect)
    {
        let error = Error::value("it is not a value of the native type of its column");
        return error.in_parameter(table, Some(column));
    }
    let location = match (context.table, column) {
        (Some(table), Some(column)) => format!("{}.{column}", table.name),
        (Some(table), None) => table.name.to_owned(),
        (None, Some(column)) => column,
        (None, None) => "a column".to_owned(),
    };
    // There is no table of the models: a schema change, or raw SQL.
    let reason = match context.table {
        Some(_) => {
            "the column has another type in the database than in the model, and cannot hold the \
             value: alter the column, or the type in models.yaml"
        }
        None => {
            "a value does not fit the type of the column, or is NULL in a column that is NOT \
             NULL: change these rows first"
        }
    };
    Error::Schema(Box::new(SchemaError {
        missing: Vec::new(),
        message: format!("{location}: {reason}"),
    }))
}

/// Whether a column has a native type, whose values the models do not check.
fn is_native(table: &Table, column: &str, dialect: Dialect) -> bool {
    let known = table.columns.iter().find(|known| known.name == column);
    known.is_some_and(|known| match known.ty {
        Type::Native(native) => native.on(dialect).is_some(),
        _ => false,
    })
}

/// `Table 'app.users' doesn't exist`, `Unknown table 'app.users'`.
fn table_not_there(message: &str, context: &Context<'_>) -> String {
    let name = message
        .strip_prefix("Table '")
        .and_then(|rest| rest.strip_suffix("' doesn't exist"))
        .or_else(|| message.strip_prefix("Unknown table '")?.strip_suffix('\''))
        .unwrap_or_default();
    without_qualifier(name, context.database)
}

/// `Unknown column 'users.name' in 'field list'`
fn column_not_there(message: &str, context: &Context<'_>) -> String {
    let name = message
        .strip_prefix("Unknown column '")
        .and_then(|rest| rest.rsplit_once("' in '"))
        .map_or("", |(name, _)| name);
    without_qualifier(name, &context.table_name())
}

/// The column in `… for column 'name' at row 1`, ``… for column `db`.`users`.`name` at row 1`` or
/// `… for column 'users.name'.`
///
/// A quoted value before it may contain the same words, so the last ones count.
fn column_in(message: &str, context: &Context<'_>) -> Option<String> {
    let (_, rest) = message.rsplit_once(" for column ")?;
    let name = rest.rsplit_once(" at row ").map_or(rest, |(name, _)| name);
    if let Some((_, name)) = names(name).pop() {
        return Some(name);
    }
    let name = name.strip_suffix('.').unwrap_or(name);
    let name = name.strip_prefix('\'')?.strip_suffix('\'')?;
    Some(without_qualifier(name, &context.table_name()))
}

/// The column without a value. Its name may contain quotes.
fn column_without_value(message: &str) -> Option<String> {
    let (before, rest) = message.split_once('\'')?;
    let end = match before {
        "Column " => "' cannot be null",
        "Field " => "' doesn't have a default value",
        // Column set to default value; NULL supplied to NOT NULL column 'name' at row 1
        _ => "' at row ",
    };
    let end = rest.rfind(end)?;
    Some(rest[..end].to_owned())
}

/// The name without `qualifier.` before it.
fn without_qualifier(name: &str, qualifier: &str) -> String {
    let start = prefix_length(name, qualifier).unwrap_or(0);
    name[start..].to_owned()
}

/// The length of `qualifier.` at the beginning of a name. A server may change the case of table
/// names.
fn prefix_length(name: &str, qualifier: &str) -> Option<usize> {
    let length = qualifier.len();
    let begins = !qualifier.is_empty()
        && name.as_bytes().get(length) == Some(&b'.')
        && name.is_char_boundary(length)
        && name[..length].to_lowercase() == qualifier.to_lowercase();
    begins.then_some(length + 1)
}

/// The names in backticks, each with the text before it.
fn names(text: &str) -> Vec<(&str, String)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, quoted)) = rest.split_once('`') {
        let Some(end) = end_of_name(quoted) else {
            break;
        };
        found.push((before, quoted[..end].replace("``", "`")));
        rest = &quoted[end + 1..];
    }
    found
}

/// The position of the backtick that is not doubled.
fn end_of_name(quoted: &str) -> Option<usize> {
    let mut positions = quoted
        .match_indices('`')
        .map(|(position, _)| position)
        .peekable();
    while let Some(position) = positions.next() {
        if positions.next_if_eq(&(position + 1)).is_none() {
            return Some(position);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use tablewright_sql::table::{Check, Column, Type};

    use super::*;

    static POSTS: Table = Table::new(
        "posts",
        const {
            &[
                Column::new("id", Type::BigInt),
                Column::new("author_id", Type::BigInt),
                Column::new("title", Type::Text),
                Column::new("stars", Type::Integer),
                Column::new("data", Type::Json),
            ]
        },
        Key::new("pk_posts", &[0]),
    )
    .uniques(const { &[Key::new("uq_posts_author_id_title", &[1, 2])] })
    .checks(const { &[Check::of("stars_are_few", 3)] });

    fn context(dialect: Dialect) -> Context<'static> {
        Context {
            dialect,
            table: Some(&POSTS),
            database: "app",
            server: "here:3306",
            rollback_on_timeout: false,
        }
    }

    fn said(code: u16, state: &str, message: &str) -> mysql_async::Error {
        mysql_async::Error::Server(ServerError {
            code,
            message: message.to_owned(),
            state: state.to_owned(),
        })
    }

    fn outcome(dialect: Dialect, code: u16, message: &str) -> Outcome {
        of_statement(said(code, "HY000", message), &context(dialect))
    }

    fn error(dialect: Dialect, code: u16, message: &str) -> Error {
        outcome(dialect, code, message).error
    }

    /// Table, columns and constraint.
    fn violation(error: Error) -> (String, Vec<String>, String) {
        match error.violation() {
            Some(violation) => (
                violation.table.clone(),
                violation.columns.clone(),
                violation.constraint.clone(),
            ),
            None => panic!("{error:?}"),
        }
    }

    fn named(table: &str, columns: &[&str], constraint: &str) -> (String, Vec<String>, String) {
        let columns = columns.iter().map(|&column| column.to_owned());
        (table.to_owned(), columns.collect(), constraint.to_owned())
    }

    #[test]
    fn a_key_is_found_after_any_value() {
        let unique = |message| violation(error(Dialect::Mysql, 1062, message));
        let key = named("posts", &["author_id", "title"], "uq_posts_author_id_title");
        for message in [
            "Duplicate entry '7-x' for key 'posts.uq_posts_author_id_title'",
            "Duplicate entry '7-x' for key 'uq_posts_author_id_title'",
            "Duplicate entry '7-' for key 'PRIMARY'' for key 'POSTS.uq_posts_author_id_title'",
        ] {
            assert_eq!(unique(message), key, "{message}");
        }
        let primary = named("posts", &["id"], "pk_posts");
        assert_eq!(
            unique("Duplicate entry '7' for key 'posts.PRIMARY'"),
            primary
        );
        assert_eq!(unique("Duplicate entry '7' for key 'PRIMARY'"), primary);
        assert_eq!(
            unique("Duplicate entry 'x' for key 'words.uq_words_text'"),
            named("words", &[], "uq_words_text")
        );
        assert_eq!(
            unique("Duplicate entry 'x' for key 'other'"),
            named("posts", &[], "other")
        );
        assert_eq!(unique("nonsense"), named("posts", &[], ""));
    }

    #[test]
    fn a_reference_is_read_as_each_of_them_quotes() {
        let message = "Cannot add or update a child row: a foreign key constraint fails \
                       (`app`.`po``sts`, CONSTRAINT `fk_a` FOREIGN KEY (`a`, `b``c`) REFERENCES \
                       `users` (`id`, `b`) ON DELETE CASCADE)";
        let mariadb = error(Dialect::Mariadb, 1452, message);
        assert_eq!(
            mariadb.to_string(),
            "po`sts (a, b`c): the row that it refers to does not exist in users (fk_a)"
        );
        let mysql = error(Dialect::Mysql, 1452, &message.replace("``", "`"));
        assert_eq!(mysql.to_string(), mariadb.to_string());
        let referred = "Cannot delete or update a parent row: a foreign key constraint fails \
                        (`app`.`posts`, CONSTRAINT `fk_a` FOREIGN KEY (`a`) REFERENCES `users` \
                        (`id`))";
        assert_eq!(
            error(Dialect::Mysql, 1451, referred).to_string(),
            "posts.a: a row of it refers to the row of users (fk_a)"
        );
        // Without a right on the other table, the server reports nothing.
        assert_eq!(
            error(
                Dialect::Mysql,
                1217,
                "Cannot delete or update a parent row: …"
            )
            .to_string(),
            "posts: a row refers to a row that does not exist or would be deleted"
        );
        let drop = "Cannot drop table 'users' referenced by a foreign key constraint 'fk_a' on \
                    table 'posts'.";
        assert_eq!(
            error(Dialect::Mysql, 3730, drop).to_string(),
            "posts: it refers to users, so users cannot be dropped (fk_a)"
        );
    }

    #[test]
    fn a_check_has_its_columns() {
        let mysql = |name| {
            let message = format!("Check constraint '{name}' is violated.");
            violation(error(Dialect::Mysql, 3819, &message))
        };
        assert_eq!(
            mysql("stars_are_few"),
            named("posts", &["stars"], "stars_are_few")
        );
        assert_eq!(
            mysql("ck_posts_title_type"),
            named("posts", &["title"], "ck_posts_title_type")
        );
        assert_eq!(mysql("other"), named("posts", &[], "other"));
        let mariadb = |name, table| {
            let message = format!("CONSTRAINT `{name}` failed for `app`.`{table}`");
            violation(error(Dialect::Mariadb, 4025, &message))
        };
        assert_eq!(
            mariadb("stars_are_few", "posts"),
            named("posts", &["stars"], "stars_are_few")
        );
        assert_eq!(
            mariadb("stars_are_few", "words"),
            named("words", &[], "stars_are_few")
        );
        assert_eq!(
            mariadb("posts.data", "posts"),
            named("posts", &["data"], "")
        );
        let json = "Invalid JSON text: \"Missing a value\" at position 1 in value for column \
                    'posts.data'.";
        assert_eq!(
            violation(error(Dialect::Mysql, 3140, json)),
            named("posts", &["data"], "")
        );
    }

    #[test]
    fn a_column_is_found_after_any_value() {
        for (code, message) in [
            (1048, "Column 'it's' cannot be null"),
            (1364, "Field 'it's' doesn't have a default value"),
            (
                1263,
                "Column set to default value; NULL supplied to NOT NULL column 'it's' at row 1",
            ),
        ] {
            let violation = violation(error(Dialect::Mysql, code, message));
            assert_eq!(violation, named("posts", &["it's"], ""), "{message}");
        }
        for (code, message) in [
            (1264, "Out of range value for column 'stars' at row 1"),
            (1406, "Data too long for column 'stars' at row 12"),
        ] {
            let error = error(Dialect::Mysql, code, message);
            assert!(matches!(error, Error::Check(_)));
            assert_eq!(violation(error), named("posts", &["stars"], ""));
        }
        for (code, message) in [
            (
                1366,
                "Incorrect integer value: 'secret' for column 'stars' at row 1",
            ),
            (
                1366,
                "Incorrect integer value: 'secret for column 'id' at row 1' for column \
                 `app`.`posts`.`stars` at row 1",
            ),
            (1265, "Data truncated for column 'stars' at row 1"),
            (
                1292,
                "Incorrect datetime value: 'secret' for column 'stars' at row 1",
            ),
        ] {
            let error = error(Dialect::Mariadb, code, message);
            assert!(
                error
                    .to_string()
                    .starts_with("posts.stars: the column has another type"),
                "{error}"
            );
            assert!(!format!("{error:?}").contains("secret"), "{error:?}");
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        let missing = |code, message| match error(Dialect::Mysql, code, message) {
            Error::Schema(error) => error.missing,
            other => panic!("{other:?}"),
        };
        let table = |name: &str| {
            vec![Missing {
                table: name.to_owned(),
                column: None,
            }]
        };
        let column = |name: &str| {
            vec![Missing {
                table: "posts".to_owned(),
                column: Some(name.to_owned()),
            }]
        };
        assert_eq!(
            missing(1146, "Table 'app.po.sts' doesn't exist"),
            table("po.sts")
        );
        assert_eq!(missing(1051, "Unknown table 'app.posts'"), table("posts"));
        assert_eq!(
            missing(1054, "Unknown column 'nope' in 'field list'"),
            column("nope")
        );
        assert_eq!(
            missing(1054, "Unknown column 'posts.no.pe' in 'SELECT'"),
            column("no.pe")
        );
    }

    #[test]
    fn what_an_error_did_to_the_transaction_is_known() {
        let aborted = |code| outcome(Dialect::Mysql, code, "").aborted;
        assert_eq!(aborted(1213), Aborted::Transaction);
        assert_eq!(aborted(1020), Aborted::Transaction);
        assert_eq!(aborted(1206), Aborted::Transaction);
        assert_eq!(aborted(1205), Aborted::Nothing);
        assert_eq!(aborted(1062), Aborted::Nothing);
        let context = Context {
            rollback_on_timeout: true,
            ..context(Dialect::Mysql)
        };
        let busy = of_statement(said(1205, "HY000", ""), &context);
        assert!(busy.error.is_busy());
        assert_eq!(busy.aborted, Aborted::Transaction);
        let replicated = of_statement(said(3101, "40000", ""), &context);
        assert!(replicated.error.is_conflict());
        assert_eq!(replicated.aborted, Aborted::Transaction);
    }

    #[test]
    fn a_lost_connection_is_told_from_an_error() {
        for code in [1053, 1158, 1927, 2006, 2013, 3169, 4031] {
            let outcome = outcome(Dialect::Mysql, code, "the server's words");
            assert!(outcome.lost, "{code}");
            assert!(outcome.error.may_have_committed(), "{code}");
        }
        let broken = std::io::Error::from(std::io::ErrorKind::BrokenPipe);
        let outcome = of_statement(broken.into(), &context(Dialect::Mysql));
        assert!(outcome.lost);
        assert_eq!(
            outcome.error.to_string(),
            "the connection to here:3306 was lost: broken pipe; the operation may have been \
             committed: check that before you run it again"
        );
        let mixed = mysql_async::Error::Driver(mysql_async::DriverError::MixedParams);
        let outcome = of_statement(mixed, &context(Dialect::Mysql));
        assert!(!outcome.lost);
        assert!(matches!(outcome.error, Error::Database(_)));
        assert!(!gone("here:3306").may_have_committed());
    }

    #[test]
    fn kinds_of_errors() {
        let kind = |code, message| error(Dialect::Mysql, code, message);
        assert!(matches!(kind(1792, ""), Error::ReadOnly(_)));
        assert!(matches!(kind(1836, ""), Error::ReadOnly(_)));
        let option = "The MySQL server is running with the --read-only option so it cannot \
                      execute this statement";
        assert!(matches!(kind(1290, option), Error::ReadOnly(_)));
        let option = "The MySQL server is running with the --secure-file-priv option so it cannot \
                      execute this statement";
        assert!(matches!(kind(1290, option), Error::Database(_)));
        assert!(matches!(kind(3572, ""), Error::Busy(_)));
        assert!(matches!(kind(1040, ""), Error::Connect(_)));
        assert!(matches!(kind(1461, ""), Error::Database(_)));
        assert!(outcome(Dialect::Mysql, 1615, "").forgotten);
        assert_eq!(
            kind(1064, "You have an error").to_string(),
            "posts: You have an error"
        );
    }
}
