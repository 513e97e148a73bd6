//! Opening a connection, and setting up its session.

use std::time::Duration;

use mysql_async::consts::StatusFlags;
use mysql_async::prelude::Queryable;
use mysql_async::{Conn, DriverError, Opts, Row, Value};
use tablewright_sql::Dialect;

use super::engine::Engine;
use super::error;
use super::settings::MysqlSettings;
use super::tls::{self, Encryption, Mode};
use crate::base::error::{Error, Result};

/// The first version of MySQL with everything that `create_all` needs: `utf8mb4_0900_bin`, checks,
/// and expressions as defaults.
const MYSQL: Version = (8, 0, 17);
/// The first version of MariaDB with everything: `random_bytes`, and descending indexes.
const MARIADB: Version = (10, 10, 0);

type Version = (u16, u16, u16);

/// The properties of a server.
pub(super) struct Server {
    pub dialect: Dialect,
    /// The database behind MySQL's protocol.
    pub engine: Engine,
    /// The current database.
    pub database: String,
    /// The longest packet that it accepts.
    pub longest_packet: usize,
    /// Whether a lock timeout rolls back the whole transaction.
    pub rollback_on_timeout: bool,
    /// An identifier, to distinguish it from other servers at the same address.
    pub place: String,
}

/// Opens a connection.
pub(super) async fn open(settings: &MysqlSettings) -> Result<(Conn, Server)> {
    let mut conn = connect(settings).await.map_err(|error| {
        error::of_connect(error, &settings.server, &settings.user, &settings.database)
    })?;
    let server = prepare(&mut conn, &settings.server, &settings.user).await?;
    if let Some(limit) = settings.statement_timeout {
        let set = limit_statements(server.dialect, limit);
        conn.query_drop(set).await.map_err(|error| {
            error::of_connect(error, &settings.server, &settings.user, &settings.database)
        })?;
    }
    Ok((conn, server))
}

/// Sets the time limit on a server: MySQL limits only queries, MariaDB all statements.
fn limit_statements(dialect: Dialect, limit: Duration) -> String {
    let milliseconds = limit.as_millis().clamp(1, u128::from(u32::MAX));
    match dialect {
        Dialect::Mariadb => format!(
            "SET SESSION max_statement_time = {}.{:03}",
            milliseconds / 1_000,
            milliseconds % 1_000
        ),
        Dialect::Mysql | Dialect::Sqlite | Dialect::Postgres => {
            format!("SET SESSION max_execution_time = {milliseconds}")
        }
    }
}

/// Queries the properties of a server, and sets up the session.
pub(super) async fn prepare(conn: &mut Conn, name: &str, user: &str) -> Result<Server> {
    let server = match ask(conn).await {
        Ok(said) => identify(&said, name)?,
        Err(error) => return Err(error::of_connect(error, name, user, "")),
    };
    let status = conn.last_ok_packet().map(|packet| packet.status_flags());
    if status.is_some_and(|flags| flags.contains(StatusFlags::SERVER_STATUS_IN_TRANS)) {
        let message = format!(
            "{name}: a transaction is in progress on the connection: commit it or roll it back \
             before you give the connection to tablewright"
        );
        return Err(error::connect(message, None));
    }
    match conn.query_drop(session(server.dialect)).await {
        Ok(()) => Ok(server),
        Err(error) => Err(error::of_connect(error, name, user, &server.database)),
    }
}

/// Whether statements are not committed one by one.
pub(super) fn is_in_transaction(status: StatusFlags) -> bool {
    status.contains(StatusFlags::SERVER_STATUS_IN_TRANS)
        || !status.contains(StatusFlags::SERVER_STATUS_AUTOCOMMIT)
}

async fn connect(settings: &MysqlSettings) -> mysql_async::Result<Conn> {
    if settings.tls == Mode::Disabled {
        return Conn::new(settings.opts(Encryption::None)).await;
    }
    match Conn::new(settings.opts(Encryption::OfHost)).await {
        Err(mysql_async::Error::Driver(DriverError::NoClientSslFlagFromServer))
            if settings.tls == Mode::Preferred =>
        {
            Conn::new(settings.opts(Encryption::None)).await
        }
        Err(error) if settings.tls == Mode::VerifyCa && tls::is_of_other_host(&error) => {
            Conn::new(settings.opts(Encryption::OfAnyHost)).await
        }
        result => result,
    }
}

async fn ask(conn: &mut Conn) -> mysql_async::Result<Option<Row>> {
    let text = "SELECT version(), database(), @@SESSION.max_allowed_packet, \
                @@GLOBAL.innodb_rollback_on_timeout, @@version_comment";
    conn.query_first(format!("{text}, {PLACE}")).await
}

/// An identifier of a server, to distinguish it from others at the same address.
const PLACE: &str = "concat_ws(' ', @@hostname, @@port, @@datadir)";

/// Ends the running statement of a connection from another connection; false if that is not
/// possible.
pub(super) async fn end_statement(opts: Opts, id: u32, server: &Server) -> bool {
    let ended = async {
        let mut conn = Conn::new(opts).await?;
        let place: Option<String> = conn.query_first(format!("SELECT {PLACE}")).await?;
        // Behind a load balancer it may be another server, where another connection has this
        // number.
        let is_same = place.as_ref() == Some(&server.place);
        if is_same {
            conn.query_drop(format!("KILL QUERY {id}")).await?;
        }
        conn.disconnect().await?;
        Ok::<_, mysql_async::Error>(is_same)
    };
    let ended = tokio::time::timeout(END_TIMEOUT, ended).await;
    matches!(ended, Ok(Ok(true)))
}

/// How long ending a statement may take.
const END_TIMEOUT: Duration = Duration::from_secs(5);

/// Reads the answer to [`ask`].
fn identify(said: &Option<Row>, name: &str) -> Result<Server> {
    let text = |index| match said.as_ref().and_then(|row| row.as_ref(index)) {
        Some(Value::Bytes(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
        _ => String::new(),
    };
    let engine = Engine::of(&text(0), &text(4));
    let dialect = dialect(&text(0), &engine, name)?;
    let database = text(1);
    if database.is_empty() {
        let message = format!("{name}: the connection has no database: choose one with `USE`");
        return Err(error::connect(message, None));
    }
    Ok(Server {
        dialect,
        engine,
        database,
        longest_packet: text(2).parse().unwrap_or(usize::MAX),
        rollback_on_timeout: text(3) == "1",
        place: text(5),
    })
}

/// The dialect of a server, by its version, such as `9.4.0` or `10.11.6-MariaDB-0+deb12u1`.
///
/// Other databases report a version of MySQL for its clients, which says nothing about their own:
/// each version of TiDB since 7 is `8.0.11-TiDB-…`. Their servers refuse what they do not know.
fn dialect(version: &str, engine: &Engine, name: &str) -> Result<Dialect> {
    let (dialect, needed) = if version.contains("MariaDB") {
        (Dialect::Mariadb, MARIADB)
    } else {
        (Dialect::Mysql, MYSQL)
    };
    if *engine != Engine::Own || number(version) >= needed {
        return Ok(dialect);
    }
    Err(too_old(dialect, version, needed, name))
}

#[cold]
fn too_old(dialect: Dialect, version: &str, needed: Version, name: &str) -> Error {
    let (major, minor, patch) = needed;
    let message = format!(
        "{name}: the server is version {version}, and tablewright needs {dialect} \
         {major}.{minor}.{patch} or later"
    );
    error::connect(message, None)
}

/// The three numbers at the beginning of a version.
fn number(version: &str) -> Version {
    // MariaDB used to add this prefix, for clients that only knew versions of MySQL.
    let version = version.strip_prefix("5.5.5-").unwrap_or(version);
    let mut parts = version
        .split(|character: char| !character.is_ascii_digit())
        .map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next())
}

/// The session settings, whatever the server's own settings are.
///
/// The SQL mode refuses what other databases refuse, and parses strings as our literals are
/// written. `ONLY_FULL_GROUP_BY` is only set on MySQL, because MariaDB's refuses too much.
///
/// The recursion limit is the maximum: below its limit, MariaDB leaves out rows without an error.
fn session(dialect: Dialect) -> String {
    let (collation, group_by, own) = match dialect {
        Dialect::Mariadb => (
            "utf8mb4_nopad_bin",
            "",
            // The subquery cache and materialized subqueries compare strings without the collation
            // of the column.
            ", SESSION check_constraint_checks = 1, SESSION sql_if_exists = 0, \
             SESSION max_recursive_iterations = 4294967295, \
             SESSION old_mode = 'UTF8_IS_UTF8MB3', \
             SESSION optimizer_switch = 'subquery_cache=off,materialization=off'",
        ),
        Dialect::Mysql | Dialect::Sqlite | Dialect::Postgres => {
            (
                "utf8mb4_0900_bin",
                ",ONLY_FULL_GROUP_BY",
                // For sorting by the longest strings of a column. The server allocates only as much
                // as it needs.
                ", SESSION cte_max_recursion_depth = 4294967295, SESSION sort_buffer_size = \
                 CAST(greatest(@@SESSION.sort_buffer_size, 2097152) AS UNSIGNED)",
            )
        }
    };
    format!(
        "SET NAMES utf8mb4 COLLATE {collation}, \
         SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,\
         ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO{group_by}', \
         SESSION time_zone = '+00:00', SESSION autocommit = 1, SESSION completion_type = 0, \
         SESSION foreign_key_checks = 1, SESSION unique_checks = 1, SESSION sql_safe_updates = 0, \
         SESSION sql_auto_is_null = 0, SESSION sql_select_limit = 18446744073709551615, \
         SESSION max_sort_length = 1024, SESSION div_precision_increment = 4, \
         SESSION default_week_format = 0, SESSION sql_quote_show_create = 1, \
         SESSION timestamp = DEFAULT, SESSION lc_time_names = 'en_US', \
         SESSION lc_messages = 'en_US'{own}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_says_which_database_it_is() {
        let dialect = |version| {
            dialect(version, &Engine::of(version, ""), "here").map_err(|error| error.to_string())
        };
        assert_eq!(dialect("9.4.0"), Ok(Dialect::Mysql));
        assert_eq!(dialect("8.0.17-8"), Ok(Dialect::Mysql));
        assert_eq!(dialect("10.11.6-MariaDB-0+deb12u1"), Ok(Dialect::Mariadb));
        assert_eq!(dialect("5.5.5-11.4.2-MariaDB"), Ok(Dialect::Mariadb));
        assert_eq!(
            dialect("10.6.18-MariaDB"),
            Err(
                "here: the server is version 10.6.18-MariaDB, and tablewright needs MariaDB \
                 10.10.0 or later"
                    .to_owned()
            )
        );
        assert_eq!(
            dialect("8.0.16"),
            Err(
                "here: the server is version 8.0.16, and tablewright needs MySQL 8.0.17 or later"
                    .to_owned()
            )
        );
        for version in [
            "8.0.11-TiDB-v7.5.1",
            "5.7.25-OceanBase-v4.2.1.0",
            "8.0.11 (ProxySQL)",
        ] {
            assert_eq!(dialect(version), Ok(Dialect::Mysql));
        }
        assert!(dialect("").is_err());
        assert!(dialect("ninety").is_err());
    }
}
