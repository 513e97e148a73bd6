//! Settings that change what SQL means, or how values are printed.
//!
//! A server, a database or a role may set them to anything. A session of ours has them as our
//! statements, the models' own SQL and migrations are written.

use crate::base::error::{Error, Failure};

/// A setting of a session.
struct Setting {
    name: &'static str,
    /// The value that the session gets if it has none of these.
    value: &'static str,
    /// Other values that mean the same to us.
    same: &'static [&'static str],
    /// Whether the program may have another one. Values travel in the binary format, so such a
    /// setting concerns raw SQL alone.
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

/// The settings. PostgreSQL's own defaults come first, so that most sessions have them already.
const SETTINGS: [Setting; 13] = [
    // How texts are read.
    fixed("client_encoding", "UTF8", &[]),
    fixed("standard_conforming_strings", "on", &[]),
    fixed("backslash_quote", "safe_encoding", &["on"]),
    fixed("array_nulls", "on", &[]),
    // What an operator does.
    fixed("transform_null_equals", "off", &[]),
    // A number that is printed with fewer digits is another one, and passes for it in comparisons.
    fixed("extra_float_digits", "1", &["2", "3"]),
    // How what is stored is printed, and what a text is read as.
    free("DateStyle", "ISO, MDY", &[]),
    free("IntervalStyle", "postgres", &[]),
    free("TimeZone", "UTC", &["Etc/UTC"]),
    free("bytea_output", "hex", &[]),
    free("xmloption", "content", &[]),
    free("quote_all_identifiers", "off", &[]),
    // Which checks and triggers there are.
    free("session_replication_role", "origin", &[]),
];

/// Whose settings they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// The session is ours: all are set, but for those that the URL asks for.
    Pool,
    /// The program has opened the connection, and keeps the settings that are free.
    Program,
    /// A proxy gives the session to others as well, so that nothing can be set.
    Proxy,
}

/// Sets what is otherwise, and gives a row for each: its name, what it was, and its value now. The
/// last is NULL if it cannot be set.
pub(super) fn query(owner: Owner) -> String {
    let wanted = SETTINGS
        .iter()
        .filter(|setting| owner == Owner::Pool || !setting.is_free);
    let mut rows: Vec<String> = wanted.map(row).collect();
    // The encoding of the database.
    rows.push("('server_encoding', ARRAY['UTF8'], FALSE, FALSE)".to_owned());
    let set = match owner {
        Owner::Pool | Owner::Program => {
            "CASE WHEN w.can_be_set THEN set_config(s.name, w.good[1], FALSE) END"
        }
        Owner::Proxy => "NULL",
    };
    format!(
        "SELECT s.name, s.setting, {set}, current_database() FROM pg_settings AS s \
         JOIN (VALUES {}) AS w (name, good, is_free, can_be_set) ON lower(s.name) = lower(w.name) \
         WHERE s.setting <> ALL (w.good) AND NOT (w.is_free AND s.source IN ('client', 'session'))",
        rows.join(", ")
    )
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

/// Refuses a session that has a setting under which statements would mean something else.
pub(super) fn check(rows: &[Vec<Option<String>>], server: &str) -> Result<(), Error> {
    for row in rows {
        let part = |index: usize| row.get(index).and_then(Option::as_deref);
        if let (Some(name), Some(value), None) = (part(0), part(1), part(2)) {
            return Err(refused(name, value, part(3).unwrap_or_default(), server));
        }
    }
    Ok(())
}

#[cold]
fn refused(name: &str, value: &str, database: &str, server: &str) -> Error {
    let database = tablewright_sql::quote::identifier(tablewright_sql::Dialect::Postgres, database);
    let message = match name {
        "server_encoding" => format!(
            "{server}: the encoding of the database {database} is {value}, which counts and sorts \
             texts differently: create a database with `ENCODING 'UTF8'`"
        ),
        _ => {
            let wanted = SETTINGS.iter().find(|setting| setting.name == name);
            let wanted = wanted.map_or("", |setting| setting.value);
            format!(
                "{server}: the setting `{name}` is `{value}`, which changes the meaning of \
                 statements, and a session without prepared statements (behind a proxy) cannot \
                 change it: run `ALTER DATABASE {database} SET {name} = {wanted}`"
            )
        }
    };
    Error::Connect(Box::new(Failure {
        message,
        source: None,
    }))
}

/// A session that cannot be made as our statements need it.
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
        assert!(query(Owner::Pool).contains("DateStyle"));
        for owner in [Owner::Program, Owner::Proxy] {
            assert!(!query(owner).contains("DateStyle"));
            assert!(query(owner).contains("standard_conforming_strings"));
        }
        assert!(!query(Owner::Proxy).contains("set_config"));
    }

    #[test]
    fn what_cannot_be_set_is_named() {
        let row = |cells: [Option<&str>; 4]| cells.map(|cell| cell.map(str::to_owned)).to_vec();
        let set = row([Some("DateStyle"), Some("German"), Some("ISO"), Some("app")]);
        assert!(check(&[set], "here").is_ok());
        let encoding = row([Some("server_encoding"), Some("LATIN1"), None, Some("app")]);
        let refused = check(&[encoding], "here").map_err(|error| error.to_string());
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
