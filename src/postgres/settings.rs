//! The settings in a URL.

use std::fmt;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use tokio_postgres::Config;
use tokio_postgres::config::Host;

use super::error;
use super::pooler::Pooler;
use super::tls::Tls;
use crate::base::connection::limits::Parameters;
use crate::base::connection::pool::{Address, PoolOptions};
use crate::base::error::Result;

/// The default port.
const PORT: u16 = 5432;

/// The schemes of URLs.
const SCHEMES: [&str; 2] = ["postgres://", "postgresql://"];

/// The server, the database, the user, and the options of connections.
#[derive(Clone)]
pub struct PostgresSettings {
    pub(super) config: Config,
    pub(super) tls: Tls,
    /// The server, as it is named in messages.
    pub(super) server: String,
    pub(super) user: String,
    pub(super) database: String,
    /// The number of prepared statements that each connection caches.
    pub(super) statements: usize,
    /// The time limit of statements.
    pub(super) statement_timeout: Option<Duration>,
    /// Whether a pooler is in front of the server, as far as the program says.
    pub(super) pooler: Pooler,
    /// Whether to use the lock row.
    pub(super) lock_row: bool,
}

/// How long a connection may be silent before it is checked, the interval of checks, and their
/// number. With the system's default of two hours, a pool would wait for a failed network.
const KEEPALIVE: (Duration, Duration, u32) = (Duration::from_secs(60), Duration::from_secs(10), 6);

impl PostgresSettings {
    pub(super) fn new(url: &str, options: &mut PoolOptions) -> Result<Self> {
        let parts = Parts::of(url, options)?;
        // The driver's message about a URL names a parameter, and never a value.
        let mut config: Config = match parts.rest.parse() {
            Ok(config) => config,
            Err(error) => return Err(error::of_url(&error::with_sources(&error))),
        };
        if let Some(user) = parts.user {
            config.user(user);
        }
        if let Some(password) = parts.password {
            config.password(password);
        }
        if !parts.rest.contains("keepalives") {
            let (idle, interval, retries) = KEEPALIVE;
            config.keepalives_idle(idle);
            config.keepalives_interval(interval);
            config.keepalives_retries(retries);
        }
        if config.get_application_name().is_none() {
            config.application_name("tablewright");
        }
        name_hosts(&mut config);
        let Some(user) = config.get_user().map(str::to_owned) else {
            return Err(error::of_url("it names no user"));
        };
        let hosts = config.get_hosts().len();
        if config.get_connect_timeout().is_none() && hosts > 1 {
            // The pool waits for all hosts together.
            let each = options.connect_timeout / u32::try_from(hosts).unwrap_or(u32::MAX);
            config.connect_timeout(each.max(Duration::from_millis(1)));
        }
        let on_sockets = config.get_hosts().iter().all(is_socket);
        Ok(PostgresSettings {
            tls: Tls::new(parts.mode.as_deref(), parts.trusted.as_deref(), on_sockets)?,
            server: server(&config),
            database: config.get_dbname().unwrap_or(&user).to_owned(),
            user,
            config,
            statements: options.cached_statements(),
            statement_timeout: options.statement_timeout,
            pooler: Pooler::of_option(options.pooler),
            lock_row: options.lock_row,
        })
    }
}

impl fmt::Debug for PostgresSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresSettings")
            .field("server", &self.server)
            .field("user", &self.user)
            .field("database", &self.database)
            .field("tls", &self.tls.mode())
            .finish_non_exhaustive()
    }
}

/// A URL without our own parameters. The driver does not get the password, because it would treat
/// the end of a password with `@` as the host.
struct Parts {
    rest: String,
    user: Option<String>,
    password: Option<Vec<u8>>,
    mode: Option<String>,
    trusted: Option<String>,
}

impl Parts {
    fn of(url: &str, options: &mut PoolOptions) -> Result<Parts> {
        // The driver accepts another form, too, whose `sslmode` would be overlooked here.
        if !SCHEMES.iter().any(|scheme| url.starts_with(scheme)) {
            return Err(error::of_url(
                "it begins neither with `postgres://` nor with `postgresql://`",
            ));
        }
        let address = Address::of(url).map_err(error::of_url)?;
        let (server, query) = address.url.split_once('?').unwrap_or((&address.url, ""));
        let user = address.user.map(|user| decoded(user, "the user"));
        let password = address
            .password
            .map(|word| percent_decode_str(word).collect());
        let mut parts = Parts {
            rest: server.to_owned(),
            user: user.transpose()?,
            password,
            mode: None,
            trusted: None,
        };
        let mut seen = Parameters::default();
        let mut separator = '?';
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let key = decoded(key, "a parameter")?;
            seen.add(&key)?;
            check_with_address(&address, &key)?;
            let mut pass_on = |pair: &str| {
                parts.rest.push(separator);
                parts.rest.push_str(pair);
                separator = '&';
            };
            match key.as_str() {
                "sslmode" => parts.mode = Some(decoded(value, "`sslmode`")?),
                "sslrootcert" => parts.trusted = Some(decoded(value, "`sslrootcert`")?),
                name if options.take_parameter(name, value)? => {}
                // The driver separates hosts only before the parameters.
                "host" => {
                    let hosts = value.replace("%2C", ",").replace("%2c", ",");
                    for host in hosts.split(',') {
                        pass_on(&format!("host={host}"));
                    }
                }
                _ => pass_on(pair),
            }
        }
        Ok(parts)
    }
}

/// Refuses a parameter that repeats the part of the URL before the parameters.
fn check_with_address(address: &Address<'_>, name: &str) -> Result<()> {
    let url = address.url.split_once("://").map_or("", |(_, rest)| rest);
    let url = url.split_once('?').map_or(url, |(before, _)| before);
    let (hosts, database) = url.split_once('/').unwrap_or((url, ""));
    let is_there = match name {
        "user" => address.user.is_some(),
        "password" => address.password.is_some(),
        "host" => !hosts.is_empty(),
        "dbname" => !database.is_empty(),
        // A host without a port has the default port.
        "port" if !hosts.is_empty() => {
            let reason = "it has a host before its parameters, so the port belongs there, too: \
                          `host:5432`";
            return Err(error::of_url(reason));
        }
        _ => false,
    };
    if is_there {
        return Err(error::of_url(&format!(
            "it has `{name}` twice, before its parameters and as one of them: remove one of the two"
        )));
    }
    Ok(())
}

fn decoded(text: &str, what: &str) -> Result<String> {
    match percent_decode_str(text).decode_utf8() {
        Ok(text) => Ok(text.into_owned()),
        Err(_) => Err(error::of_url(&format!("{what} in it is not UTF-8"))),
    }
}

/// Sets the name of a host that is only an address: its certificate is for the address.
fn name_hosts(config: &mut Config) {
    if !config.get_hosts().is_empty() {
        return;
    }
    let addresses = config.get_hostaddrs().to_vec();
    for address in &addresses {
        config.host(address.to_string());
    }
    if addresses.is_empty() {
        config.host("localhost");
    }
}

fn is_socket(host: &Host) -> bool {
    match host {
        Host::Tcp(_) => false,
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

/// The servers, as they are named in messages: `db.example.com:5432`.
fn server(config: &Config) -> String {
    let ports = config.get_ports();
    let hosts = config
        .get_hosts()
        .iter()
        .enumerate()
        .map(|(position, host)| {
            let port = ports
                .get(position)
                .or_else(|| ports.first())
                .unwrap_or(&PORT);
            match host {
                Host::Tcp(host) if host.contains(':') => format!("[{host}]:{port}"),
                Host::Tcp(host) => format!("{host}:{port}"),
                #[cfg(unix)]
                Host::Unix(path) => format!("{}:{port}", path.display()),
            }
        });
    let hosts: Vec<String> = hosts.collect();
    hosts.join(" or ")
}

#[cfg(test)]
mod tests {
    use super::super::tls::Mode;
    use super::*;
    use crate::base::error::Error;

    fn settings(url: &str) -> Result<PostgresSettings> {
        PostgresSettings::new(url, &mut PoolOptions::new())
    }

    fn refusal(url: &str) -> String {
        match settings(url) {
            Err(error @ Error::Connect(_)) => format!("{error} {error:?}"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_url_says_where_and_who() -> Result<()> {
        let settings = settings("postgres://us%20er:p%40ss%23@db.example.com:5433/my%2Fapp")?;
        assert_eq!(settings.server, "db.example.com:5433");
        assert_eq!(settings.user, "us er");
        assert_eq!(settings.database, "my/app");
        assert_eq!(settings.config.get_password(), Some(&b"p@ss#"[..]));
        assert_eq!(settings.config.get_application_name(), Some("tablewright"));
        Ok(())
    }

    #[test]
    fn most_of_it_can_be_left_out() -> Result<()> {
        for (url, server, database) in [
            ("postgres://ada@/app", "localhost:5432", "app"),
            ("postgresql://ada@db", "db:5432", "ada"),
            ("postgres://ada@[::1]/app", "[::1]:5432", "app"),
            ("postgres://ada@one:1,two:2/app", "one:1 or two:2", "app"),
            (
                "postgres:///app?host=%2Frun%2Fpostgresql&user=ada&port=1",
                "/run/postgresql:1",
                "app",
            ),
            (
                "postgres:///app?host=one,%2Frun%2Ctwo&user=ada&port=1,2,3",
                "one:1 or /run:2 or two:3",
                "app",
            ),
            (
                "postgres:///app?hostaddr=10.0.0.1&user=ada",
                "10.0.0.1:5432",
                "app",
            ),
        ] {
            let settings = settings(url)?;
            assert_eq!(settings.server, server, "{url}");
            assert_eq!(settings.database, database, "{url}");
        }
        Ok(())
    }

    #[test]
    fn parameters_of_the_driver_are_passed_on() -> Result<()> {
        let url = "postgres://ada@h/app?application_name=shop&sslmode=disable&connect_timeout=3\
                   &options=-c%20lock_timeout%3D1s";
        let config = settings(url)?.config;
        assert_eq!(config.get_application_name(), Some("shop"));
        assert_eq!(config.get_connect_timeout(), Some(&Duration::from_secs(3)));
        assert_eq!(config.get_options(), Some("-c lock_timeout=1s"));
        Ok(())
    }

    #[test]
    fn behind_a_pooler_nothing_is_cached() -> Result<()> {
        let behind = settings("postgres://ada@h/app?pooler=true&lock_row=true")?;
        assert!(behind.pooler == Pooler::Declared && behind.lock_row);
        assert_eq!(behind.statements, 0);
        for (url, pooler) in [
            ("postgres://ada@h/app?pooler=false", Pooler::Absent),
            ("postgres://ada@h/app", Pooler::Unknown),
        ] {
            let usual = settings(url)?;
            assert_eq!(usual.pooler, pooler);
            assert!(!usual.lock_row && usual.statements > 0);
        }
        for parameter in ["pooler", "lock_row"] {
            let told = refusal(&format!("postgres://ada@h/app?{parameter}=s3cret"));
            assert!(
                told.contains(parameter) && !told.contains("s3cret"),
                "{told}"
            );
        }
        Ok(())
    }

    #[test]
    fn several_servers_share_the_time() -> Result<()> {
        let config = settings("postgres://ada@one,two/app")?.config;
        assert_eq!(config.get_connect_timeout(), Some(&Duration::from_secs(5)));
        assert_eq!(
            settings("postgres://ada@one/app")?
                .config
                .get_connect_timeout(),
            None
        );
        Ok(())
    }

    #[test]
    fn a_password_may_contain_a_question_mark() -> Result<()> {
        let settings = settings("postgres://ada:why?sslmode=disable@h/app?sslmode=prefer")?;
        assert_eq!(
            settings.config.get_password(),
            Some(&b"why?sslmode=disable"[..])
        );
        Ok(())
    }

    #[test]
    fn what_makes_no_sense_is_refused_without_the_password() {
        for (url, part) in [
            (
                "host=h user=ada password=s3cret sslmode=require",
                "it begins neither",
            ),
            (
                "postgres://ada:s3cret@h/app?sslmode=maybe",
                "`sslmode` is not one of",
            ),
            (
                "postgres://ada:s3cret@h/app?sslmode=VERIFY-FULL",
                "`sslmode` is not one of",
            ),
            (
                "postgres://ada:s3cret@h/app?sslmode=require&ssl%6Dode=disable",
                "it has `sslmode` twice",
            ),
            (
                "postgres://ada:s3cret@h/app?sslmode=%FF",
                "`sslmode` in it is not UTF-8",
            ),
            (
                "postgres://ada:s3cret@h/app?port=1",
                "the port belongs there",
            ),
            ("postgres://ada:s3cret@h/app?colour=red", "`colour`"),
            ("postgres://ada:s3cret@h/app?sslcert=x", "`sslcert`"),
            (
                "postgres://ada:s3cret@h/app?colour",
                "unterminated parameter",
            ),
            ("postgres://h/app?password=s3cret", "it names no user"),
            ("postgres://ada:s3cret@h:port/app", "port"),
            (
                "postgres://ada:s3cret@/app?host=/run&sslmode=require",
                "a unix socket does not have",
            ),
        ] {
            let told = refusal(url);
            assert!(told.contains(part), "{url}: {told}");
            assert!(!told.contains("s3cret"), "{told}");
        }
    }

    #[test]
    fn nothing_is_given_before_the_parameters_and_as_one() {
        for (address, name) in [
            ("ada@/", "user"),
            ("ada:s3cret@/", "user"),
            (":s3cret@/", "password"),
            ("h/", "host"),
            ("h,i:1/", "host"),
            ("/app", "dbname"),
        ] {
            let told = refusal(&format!("postgres://{address}?{name}=s3cret"));
            assert!(
                told.contains(&format!("it has `{name}` twice, before")),
                "{told}"
            );
            assert!(!told.contains("s3cret"), "{told}");
        }
    }

    #[test]
    fn every_character_of_a_password_arrives() -> Result<()> {
        for character in (1..=0x7f).map(char::from).chain(['é', '🔑']) {
            let word = format!("a{character}b");
            let encoded: String = word.bytes().map(|byte| format!("%{byte:02X}")).collect();
            let url = format!("postgres://ada:{encoded}@h/app");
            let config = settings(&url)?.config;
            assert_eq!(config.get_password(), Some(word.as_bytes()), "{url}");
            // An unescaped `%` is allowed, unless a number follows.
            let url = format!("postgres://ada:{word}@h:1/app?application_name=x");
            let settings = settings(&url)?;
            assert_eq!(
                settings.config.get_password(),
                Some(word.as_bytes()),
                "{url}"
            );
            assert_eq!(settings.server, "h:1", "{url}");
        }
        Ok(())
    }

    #[test]
    fn no_password_is_shown() -> Result<()> {
        let settings = settings("postgres://ada:s3cret@localhost/app")?;
        let shown = format!("{settings:?}");
        assert!(shown.contains("localhost:5432"), "{shown}");
        assert!(!shown.contains("s3cret"), "{shown}");
        Ok(())
    }

    #[test]
    fn sockets_are_not_encrypted() -> Result<()> {
        for mode in ["", "&sslmode=prefer", "&sslmode=allow", "&sslmode=disable"] {
            let url = format!("postgres:///app?host=/run&user=ada{mode}");
            assert_eq!(settings(&url)?.tls.mode(), Mode::Disable);
        }
        Ok(())
    }

    #[cfg(feature = "tls")]
    #[test]
    fn the_mode_of_tls_is_the_one_that_is_asked_for() -> Result<()> {
        for (parameters, mode) in [
            ("", Mode::Prefer),
            ("?sslmode=disable", Mode::Disable),
            ("?sslmode=allow", Mode::Prefer),
            ("?sslmode=prefer", Mode::Prefer),
            ("?sslmode=require", Mode::Require),
            ("?sslmode=verify-full", Mode::VerifyFull),
            ("?sslmode=verify-full&sslrootcert=system", Mode::VerifyFull),
            ("?sslrootcert=system", Mode::VerifyFull),
        ] {
            let url = format!("postgres://ada@localhost/app{parameters}");
            assert_eq!(settings(&url)?.tls.mode(), mode, "{parameters}");
        }
        for (parameters, part) in [
            ("sslmode=verify-ca", "needs `sslrootcert`"),
            (
                "sslmode=require&sslrootcert=system",
                "needs `sslmode=verify-full`",
            ),
            (
                "sslmode=verify-ca&sslrootcert=system",
                "needs `sslmode=verify-full`",
            ),
            ("sslmode=verify-ca&sslrootcert=/not/there", "/not/there"),
            ("sslmode=require&sslrootcert=/not/there", "/not/there"),
            ("sslrootcert=/not/there", "/not/there"),
        ] {
            let told = refusal(&format!("postgres://ada@localhost/app?{parameters}"));
            assert!(told.contains(part), "{told}");
        }
        Ok(())
    }

    #[cfg(not(feature = "tls"))]
    #[test]
    fn what_demands_tls_asks_for_the_feature() -> Result<()> {
        for parameters in [
            "sslmode=require",
            "sslmode=verify-full",
            "sslrootcert=/some/file",
        ] {
            let told = refusal(&format!("postgres://ada@localhost/app?{parameters}"));
            assert!(told.contains("add the feature `tls`"), "{told}");
        }
        for mode in ["disable", "allow", "prefer"] {
            let url = format!("postgres://ada@localhost/app?sslmode={mode}");
            assert_eq!(settings(&url)?.tls.mode(), Mode::Disable);
        }
        Ok(())
    }
}
