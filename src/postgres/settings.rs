//! What a URL says, and connecting by it.

use std::fmt;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Config, NoTls};

use super::tls::Mode;
use super::{PostgresSession, error, tls};
use crate::error::Failure;
use crate::{Error, PoolOptions, Result};

/// The port, unless the URL says otherwise.
const PORT: u16 = 5432;

/// Which server, database and user, and how to connect.
#[derive(Clone)]
pub struct PostgresSettings {
    config: Config,
    mode: Mode,
    /// The file with the certificates that are trusted.
    #[cfg(feature = "tls")]
    trusted: Option<String>,
    /// The server, database and user, as messages name them.
    name: String,
    statements: usize,
}

impl PostgresSettings {
    pub(super) fn new(url: &str, options: &PoolOptions) -> Result<Self> {
        let parts = Parts::of(url)?;
        // What the driver says of a URL names an option, never a value.
        let mut config: Config = parts
            .rest
            .parse()
            .map_err(|error: tokio_postgres::Error| refused(error::with_sources(&error)))?;
        if config.get_application_name().is_none() {
            config.application_name("tablewright");
        }
        if config.get_hosts().is_empty() {
            config.host("localhost");
        }
        if config.get_user().is_none() {
            return Err(refused("it names no user".to_owned()));
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(options.connect_timeout.max(Duration::from_millis(1)));
        }
        let on_sockets = config.get_hosts().iter().all(|host| match host {
            Host::Tcp(_) => false,
            #[cfg(unix)]
            Host::Unix(_) => true,
        });
        let mode = tls::mode(parts.mode.as_deref(), parts.trusted.is_some(), on_sockets)?;
        config.ssl_mode(match mode {
            Mode::Disable => SslMode::Disable,
            Mode::Prefer => SslMode::Prefer,
            Mode::Require | Mode::VerifyCa | Mode::VerifyFull => SslMode::Require,
        });
        Ok(PostgresSettings {
            name: name(&config),
            config,
            mode,
            #[cfg(feature = "tls")]
            trusted: parts.trusted,
            statements: options.statements,
        })
    }
}

impl fmt::Debug for PostgresSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresSettings")
            .field("server", &self.name)
            .field("sslmode", &self.mode)
            .finish_non_exhaustive()
    }
}

/// Connects; what comes from the server is taken by a task until the connection is dropped.
pub(super) async fn connect(settings: &PostgresSettings) -> Result<PostgresSession> {
    let client = match settings.mode {
        Mode::Disable => {
            let connected = settings.config.connect(NoTls).await;
            let (client, connection) =
                connected.map_err(|error| error::of_connect(error, &settings.name))?;
            tokio::spawn(connection);
            client
        }
        #[cfg(feature = "tls")]
        Mode::Prefer | Mode::Require | Mode::VerifyCa | Mode::VerifyFull => {
            let tls = tls::connector(settings.mode, settings.trusted.as_deref())?;
            let connected = settings.config.connect(tls).await;
            let (client, connection) =
                connected.map_err(|error| error::of_connect(error, &settings.name))?;
            tokio::spawn(connection);
            client
        }
        // Without the feature there are no such modes.
        #[cfg(not(feature = "tls"))]
        Mode::Prefer | Mode::Require | Mode::VerifyCa | Mode::VerifyFull => {
            return Err(tls::without(&settings.name));
        }
    };
    Ok(PostgresSession::new(client, settings.statements))
}

/// A URL, with what is our own affair taken out.
struct Parts {
    rest: String,
    mode: Option<String>,
    trusted: Option<String>,
}

impl Parts {
    fn of(url: &str) -> Result<Parts> {
        let (address, query) = url.split_once('?').unwrap_or((url, ""));
        let mut parts = Parts {
            rest: address.to_owned(),
            mode: None,
            trusted: None,
        };
        let mut separator = '?';
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let place = match key {
                "sslmode" => &mut parts.mode,
                "sslrootcert" => &mut parts.trusted,
                _ => {
                    parts.rest.push(separator);
                    parts.rest.push_str(pair);
                    separator = '&';
                    continue;
                }
            };
            match percent_decode_str(value).decode_utf8() {
                Ok(value) => *place = Some(value.into_owned()),
                Err(_) => return Err(refused(format!("`{key}` is not UTF-8"))),
            }
        }
        Ok(parts)
    }
}

/// `localhost:5432, database app, user ada`
fn name(config: &Config) -> String {
    let ports = config.get_ports();
    let hosts = config.get_hosts().iter().enumerate().map(|(place, host)| {
        let port = ports.get(place).or_else(|| ports.first()).unwrap_or(&PORT);
        match host {
            Host::Tcp(host) => format!("{host}:{port}"),
            #[cfg(unix)]
            Host::Unix(path) => format!("{}:{port}", path.display()),
        }
    });
    let hosts: Vec<String> = hosts.collect();
    let user = config.get_user().unwrap_or_default();
    let database = config.get_dbname().unwrap_or(user);
    format!("{}, database {database}, user {user}", hosts.join(" or "))
}

/// The URL makes no sense. It is not shown, because it contains the password.
#[cold]
pub(super) fn refused(reason: String) -> Error {
    Error::Connect(Box::new(Failure {
        message: format!("the URL of PostgreSQL: {reason}"),
        source: None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(url: &str) -> Result<PostgresSettings> {
        PostgresSettings::new(url, &PoolOptions::new())
    }

    fn refusal(url: &str) -> String {
        settings(url).map_or_else(
            |error| error.to_string(),
            |settings| format!("{settings:?}"),
        )
    }

    #[test]
    fn a_server_is_named_without_its_password() {
        let url = "postgres://ada:s%40crt@db.example.com:5433/app?sslmode=disable";
        let settings = settings(url).expect("a URL");
        assert_eq!(settings.name, "db.example.com:5433, database app, user ada");
        assert!(!format!("{settings:?}").contains("crt"));
        let url = "postgres:///app?host=%2Frun%2Fpostgresql&user=ada&port=1";
        assert!(refusal(url).contains("/run/postgresql:1, database app, user ada"));
    }

    #[test]
    fn what_is_wrong_is_said_without_the_password() {
        for (url, part) in [
            (
                "postgres://ada:secret@h/app?sslmode=maybe",
                "`sslmode` is none of",
            ),
            ("postgres://ada:secret@h/app?colour=red", "colour"),
            ("postgres://h/app?password=secret", "it names no user"),
            ("postgres://ada:secret@h:port/app", "port"),
        ] {
            let said = refusal(url);
            assert!(said.contains(part), "{said}");
            assert!(!said.contains("secret"), "{said}");
        }
    }
}
