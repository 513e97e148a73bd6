//! Session settings that change the meaning of SQL, or the form of printed values.
//!
//! A server, a database or a role may set them to anything. Our sessions set them to the values
//! that our statements, the models' own SQL and migrations need.

use super::pooler::Pooler;
use crate::base::error::{Error, Failure};

/// A setting of a session.
struct Setting {
    name: &'static str,
    /// The value that the session gets if it has none of the accepted ones.
    value: &'static str,
    /// Other accepted values.
    same: &'static [&'static str],
    /// Whether the program may use another value. Values are sent in the binary format, so such a
    /// setting affects only raw SQL.
    is_free: bool,
}

const fn fixed(name: &'static str, value: &'static str, same: &'static [&'static str]) -> Setting {
    Setting {
        name,
        value,
        same,
        is_free: false,
    }
}

const fn free(name: &'static str, value: &'static str, same: &'static [&'static str]) -> Setting {
    Setting {
        name,
        value,
        same,
        is_free: true,
    }
}

/// The settings. The default of PostgreSQL comes first, so most sessions already have it.
const SETTINGS: [Setting; 13] = [
    // How text is parsed.
    fixed("client_encoding", "UTF8", &[]),
    fixed("standard_conforming_strings", "on", &[]),
    fixed("backslash_quote", "safe_encoding", &["on"]),
    fixed("array_nulls", "on", &[]),
    // The meaning of an operator.
    fixed("transform_null_equals", "off", &[]),
    // A number that is printed with fewer digits is another number, but looks equal in comparisons.
    fixed("extra_float_digits", "1", &["2", "3"]),
    // How values are printed and parsed.
    free("DateStyle", "ISO, MDY", &[]),
    free("IntervalStyle", "postgres", &[]),
    free("TimeZone", "UTC", &["Etc/UTC"]),
    free("bytea_output", "hex", &[]),
    free("xmloption", "content", &[]),
    free("quote_all_identifiers", "off", &[]),
    // Whether checks and triggers run.
    free("session_replication_role", "origin", &[]),
];

/// The owner of the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// The session is ours: all settings are set, except those in the URL.
    Pool,
    /// The program has opened the connection, and keeps the free settings.
    Program,
    /// A proxy shares the session with other clients, so nothing can be set.
    Proxy,
}

/// The name of the row with the number of the server's process, which no setting has.
const PROCESS: &str = "";

/// Sets the settings that differ, and returns a row for each: its name, its former value, and its
/// value now. The last one is NULL if it cannot be set.
///
/// With the process that the login named, the row [`PROCESS`] has the one that runs this query. If
/// the two differ, a pooler shares the session with other clients, and nothing is set.
pub(super) fn query(owner: Owner, of_login: Option<i32>) -> String {
    let wanted = SETTINGS
        .iter()
        .filter(|setting| owner == Owner::Pool || !setting.is_free);
    let mut rows: Vec<String> = wanted.map(row).collect();
    // The encoding of the database.
    rows.push("('server_encoding', ARRAY['UTF8'], FALSE, FALSE)".to_owned());
    let (process, is_own) = match of_login {
        Some(number) => (
            format!("SELECT '{PROCESS}', pg_backend_pid()::text, '', '' UNION ALL "),
            format!("(pg_backend_pid() < 1 OR pg_backend_pid() = {number})"),
        ),
        None => (String::new(), "TRUE".to_owned()),
    };
    let set = match owner {
        Owner::Pool | Owner::Program => format!(
            "CASE WHEN w.can_be_set AND {is_own} THEN set_config(s.name, w.good[1], FALSE) END"
        ),
        Owner::Proxy => "NULL".to_owned(),
    };
    format!(
        "{process}SELECT s.name, s.setting, {set}, current_database()::text FROM pg_settings AS s \
         JOIN (VALUES {}) AS w (name, good, is_free, can_be_set) ON lower(s.name) = lower(w.name) \
         WHERE s.setting <> ALL (w.good) \
         AND NOT (w.is_free AND (s.source IN ('client', 'session') OR NOT {is_own}))",
        rows.join(", ")
    )
}

/// The number of the server's process in the rows of [`query`].
pub(super) fn process(rows: &[Vec<Option<String>>]) -> Option<i32> {
    let row = rows
        .iter()
        .find(|row| row.first().and_then(Option::as_deref) == Some(PROCESS))?;
    row.get(1)?.as_deref()?.parse().ok()
}

fn row(setting: &Setting) -> String {
    let good: Vec<String> = std::iter::once(&setting.value)
        .chain(setting.same)
        .map(|value| format!("'{value}'"))
        .collect();
    format!(
        "('{}', ARRAY[{}], {}, TRUE)",
        setting.name,
        good.join(", "),
        setting.is_free
    )
}

/// Refuses a session with a setting that would change the meaning of statements.
pub(super) fn check(
    rows: &[Vec<Option<String>>],
    server: &str,
    pooler: Pooler,
) -> Result<(), Error> {
    for row in rows {
        let part = |index: usize| row.get(index).and_then(Option::as_deref);
        if let (Some(name), Some(value), None) = (part(0), part(1), part(2)) {
            let database = part(3).unwrap_or_default();
            return Err(refused(name, value, database, server, pooler));
        }
    }
    Ok(())
}

#[cold]
fn refused(name: &str, value: &str, database: &str, server: &str, pooler: Pooler) -> Error {
    let database = tablewright_sql::quote::identifier(tablewright_sql::Dialect::Postgres, database);
    let message = match name {
        "server_encoding" => format!(
            "{server}: the encoding of the database {database} is {value}, which counts and sorts \
             texts differently: create a database with `ENCODING 'UTF8'`"
        ),
        _ => {
            let wanted = SETTINGS.iter().find(|setting| setting.name == name);
            let wanted = wanted.map_or("", |setting| setting.value);
            let session = match pooler {
                Pooler::Unknown | Pooler::Absent => {
                    "a session without prepared statements (behind a proxy)".to_owned()
                }
                Pooler::Declared | Pooler::Detected => {
                    format!("a session behind a pooler ({})", pooler.evidence())
                }
            };
            format!(
                "{server}: the setting `{name}` is `{value}`, which changes the meaning of \
                 statements, and {session} cannot change it: run `ALTER DATABASE {database} SET \
                 {name} = {wanted}`{}",
                pooler.otherwise()
            )
        }
    };
    Error::Connect(Box::new(Failure {
        message,
        source: None,
    }))
}

/// The error of a session whose settings cannot be changed.
#[cold]
pub(super) fn not_set(error: Error, server: &str) -> Error {
    match error {
        Error::Database(failure) => Error::Connect(Box::new(Failure {
            message: format!(
                "{server}: a setting that changes the meaning of statements cannot be set: {}",
                failure.message
            ),
            source: failure.source,
        })),
        error => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_free_is_left_to_whom_it_belongs() {
        assert!(query(Owner::Pool, None).contains("DateStyle"));
        for owner in [Owner::Program, Owner::Proxy] {
            assert!(!query(owner, None).contains("DateStyle"));
            assert!(query(owner, None).contains("standard_conforming_strings"));
        }
        assert!(!query(Owner::Proxy, None).contains("set_config"));
    }

    #[test]
    fn the_process_is_found_if_it_was_asked_for() {
        assert!(!query(Owner::Pool, None).contains("pg_backend_pid"));
        assert!(query(Owner::Pool, Some(-7)).contains("pg_backend_pid() = -7"));
        let row = |name: &str, value: &str| {
            [name, value, "", ""]
                .map(|cell| Some(cell.to_owned()))
                .to_vec()
        };
        let rows = [row("TimeZone", "8"), row(PROCESS, "-1")];
        assert_eq!(process(&rows), Some(-1));
        assert_eq!(process(&rows[..1]), None);
        assert!(check(&rows, "here", Pooler::Unknown).is_ok());
    }

    #[test]
    fn what_cannot_be_set_is_named() {
        let row = |cells: [Option<&str>; 4]| cells.map(|cell| cell.map(str::to_owned)).to_vec();
        let set = row([Some("DateStyle"), Some("German"), Some("ISO"), Some("app")]);
        assert!(check(&[set], "here", Pooler::Unknown).is_ok());
        let encoding = row([Some("server_encoding"), Some("LATIN1"), None, Some("app")]);
        let refused =
            check(&[encoding], "here", Pooler::Unknown).map_err(|error| error.to_string());
        assert_eq!(
            refused,
            Err(
                "here: the encoding of the database \"app\" is LATIN1, which counts and sorts \
                 texts differently: create a database with `ENCODING 'UTF8'`"
                    .to_owned()
            )
        );
    }
}
