//! The settings in a URL.

use std::fmt;
use std::time::Duration;

use mysql_async::{Opts, OptsBuilder};
use percent_encoding::percent_decode_str;
use url::{Host, Url};

use super::error;
use super::tls::{self, Encryption, Mode};
use crate::base::connection::limits;
use crate::base::connection::pool::{Address, PoolOptions};
use crate::base::error::Result;

/// The default port.
const PORT: u16 = 3306;
/// The largest packet of the protocol. The server's own limit is queried and respected.
const LARGEST_PACKET: usize = 1 << 30;

/// The server, the database, the user, and the options of connections.
#[derive(Clone)]
pub struct MysqlSettings {
    opts: OptsBuilder,
    /// The server, as it is named in messages.
    pub(super) server: String,
    pub(super) user: String,
    pub(super) database: String,
    pub(super) tls: Mode,
    /// The trusted certificates, in PEM format.
    trusted: Option<Vec<u8>>,
    /// The number of prepared statements that each connection caches.
    pub(super) statements: usize,
    /// The time limit of statements.
    pub(super) statement_timeout: Option<Duration>,
    /// Whether a pooler is in front of the server.
    pub(super) pooler: bool,
    /// Whether to use the lock row.
    pub(super) lock_row: bool,
}

/// How long a connection may be silent before it is checked. With the system's default of two
/// hours, a pool would wait for a failed network.
const KEEPALIVE: Duration = Duration::from_secs(60);

impl MysqlSettings {
    pub(super) fn new(text: &str, options: &mut PoolOptions) -> Result<Self> {
        // The wrong part is not shown, because it may belong to the password.
        let address = Address::of(text).map_err(|reason| refused(reason.to_owned()))?;
        let url = Url::parse(&address.url)
            .map_err(|error| refused(format!("it cannot be parsed: {error}")))?;
        if url.fragment().is_some() {
            return Err(refused("a `#` in a user or password is `%23`".to_owned()));
        }
        let parameters = Parameters::of(&url, options)?;
        let user = decoded(address.user.unwrap_or_default(), "the user")?;
        let database = database(&url)?;
        let host = match url.host() {
            Some(Host::Domain("")) | None => "localhost".to_owned(),
            Some(Host::Domain(host)) => decoded(host, "the host")?,
            Some(Host::Ipv4(address)) => address.to_string(),
            Some(Host::Ipv6(address)) => address.to_string(),
        };
        let port = url.port().unwrap_or(PORT);
        let server = match &parameters.socket {
            Some(socket) => socket.clone(),
            None if host.contains(':') => format!("[{host}]:{port}"),
            None => format!("{host}:{port}"),
        };
        let password = match address.password {
            Some(password) => Some(decoded(password, "the password")?),
            None => None,
        };
        let opts = OptsBuilder::default()
            .ip_or_hostname(host)
            .tcp_port(port)
            .socket(parameters.socket.as_deref())
            // Otherwise the driver queries the server's socket and switches to it, even if the URL
            // has a host and requires TLS.
            .prefer_socket(false)
            .user(Some(user.as_str()).filter(|user| !user.is_empty()))
            .pass(password)
            .db_name(Some(database.as_str()))
            // A row that is updated to the same values counts as changed, as on other databases.
            .client_found_rows(true)
            // Our own cache finds statements by their keys.
            .stmt_cache_size(0)
            // Otherwise the driver would query this setting.
            .max_allowed_packet(Some(LARGEST_PACKET))
            .wait_timeout(Some(0))
            .tcp_keepalive(Some(KEEPALIVE));
        let settings = MysqlSettings {
            opts,
            server,
            user,
            database,
            tls: tls::mode(&parameters)?,
            trusted: tls::trusted(&parameters)?,
            statements: options.cached_statements(),
            statement_timeout: options.statement_timeout,
            pooler: options.pooler == Some(true),
            lock_row: options.lock_row,
        };
        Ok(settings)
    }

    /// The driver's settings.
    pub(super) fn opts(&self, encryption: Encryption) -> Opts {
        tls::add(
            self.opts.clone(),
            encryption,
            self.tls,
            self.trusted.as_deref(),
        )
        .into()
    }
}

impl fmt::Debug for MysqlSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MysqlSettings")
            .field("server", &self.server)
            .field("user", &self.user)
            .field("database", &self.database)
            .field("tls", &self.tls)
            .finish_non_exhaustive()
    }
}

/// The parameters of a URL, after its question mark.
#[derive(Debug, Default)]
pub(super) struct Parameters {
    pub socket: Option<String>,
    pub ssl_mode: Option<String>,
    pub ssl_ca: Option<String>,
}

impl Parameters {
    fn of(url: &Url, options: &mut PoolOptions) -> Result<Self> {
        let mut parameters = Parameters::default();
        let mut seen = limits::Parameters::default();
        let pairs = url.query().unwrap_or("").split('&');
        for pair in pairs.filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = Some(decoded(value, &format!("`{name}`"))?);
            let name = match name {
                "ssl_mode" | "sslmode" => "ssl-mode",
                "ssl_ca" => "ssl-ca",
                name => name,
            };
            seen.add(name)?;
            match name {
                "socket" => parameters.socket = value,
                "ssl-mode" => parameters.ssl_mode = value,
                "ssl-ca" => parameters.ssl_ca = value,
                name if options.take_parameter(name, value.as_deref().unwrap_or_default())? => {}
                _ => {
                    return Err(refused(format!(
                        "it has an unknown parameter `{name}`; the parameters are `socket`, \
                         `ssl-mode`, `ssl-ca`, {}",
                        PoolOptions::PARAMETERS
                    )));
                }
            }
        }
        Ok(parameters)
    }
}

fn database(url: &Url) -> Result<String> {
    let path = url.path();
    let name = decoded(path.strip_prefix('/').unwrap_or(path), "the database")?;
    if name.is_empty() {
        let message = "it names no database: `mysql://user:password@host:3306/name`";
        return Err(refused(message.to_owned()));
    }
    Ok(name)
}

fn decoded(text: &str, what: &str) -> Result<String> {
    match percent_decode_str(text).decode_utf8() {
        Ok(text) => Ok(text.into_owned()),
        Err(_) => Err(refused(format!("{what} in it is not UTF-8"))),
    }
}

pub(super) fn refused(reason: String) -> crate::base::error::Error {
    error::connect(
        format!("the URL of the database is invalid: {reason}"),
        None,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::error::Error;

    fn settings(url: &str) -> Result<MysqlSettings> {
        MysqlSettings::new(url, &mut PoolOptions::new())
    }

    fn refusal(url: &str) -> String {
        match settings(url) {
            Err(error @ Error::Connect(_)) => format!("{error} {error:?}"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_url_says_where_and_who() -> Result<()> {
        let settings = settings("mysql://us%20er:p%40ss%23@db.example.com:3307/my%2Fapp")?;
        assert_eq!(settings.server, "db.example.com:3307");
        assert_eq!(settings.user, "us er");
        assert_eq!(settings.database, "my/app");
        let opts = settings.opts(Encryption::None);
        assert_eq!(opts.ip_or_hostname(), "db.example.com");
        assert_eq!(opts.tcp_port(), 3307);
        assert_eq!(opts.user(), Some("us er"));
        assert_eq!(opts.pass(), Some("p@ss#"));
        assert_eq!(opts.db_name(), Some("my/app"));
        assert!(!opts.prefer_socket());
        Ok(())
    }

    #[test]
    fn most_of_it_can_be_left_out() -> Result<()> {
        for (url, server) in [
            ("mysql:///app", "localhost:3306"),
            ("mariadb://root@127.0.0.1/app", "127.0.0.1:3306"),
            ("mysql://root@[::1]/app", "[::1]:3306"),
            ("mysql://root@localhost/app?socket=%2Frun%2Fs", "/run/s"),
            ("mysql:///app?socket=/run/a+b.sock", "/run/a+b.sock"),
        ] {
            assert_eq!(settings(url)?.server, server, "{url}");
        }
        let settings = settings("mysql://root@[::1]/app")?;
        assert_eq!(settings.opts(Encryption::None).ip_or_hostname(), "::1");
        Ok(())
    }

    #[test]
    fn what_makes_no_sense_is_refused_without_the_password() {
        for (url, reason) in [
            ("mysql://root:s3cret@localhost", "it names no database"),
            ("mysql://root:s3cret@localhost/", "it names no database"),
            (
                "mysql://root:s3cret@localhost:port/app",
                "it cannot be parsed",
            ),
            (
                "mysql://root:s3cret@x/y@localhost/app",
                "write `@` as `%40`",
            ),
            ("mysql://root:12?s3cret@localhost/app", "write `@` as `%40`"),
            ("mysql://root@localhost/app#s3cret", "a `#` in a user"),
            ("mysql://root:s3cret@localhost/app?pool_max=3", "`pool_max`"),
            (
                "mysql://root:s3cret@localhost/app?ssl-mode=ON",
                "`ssl-mode` is not one of",
            ),
            (
                "mysql://root:s3cret@localhost/app?ssl-mode=required&socket=/s",
                "a unix socket does not have",
            ),
            (
                "mysql://root:s3cret%FF@localhost/app",
                "the password in it is not UTF-8",
            ),
            (
                "mysql://root:s3cret@localhost/app?ssl-ca=/not/there",
                "/not/there",
            ),
        ] {
            let told = refusal(url);
            assert!(told.contains(reason), "{url}: {told}");
            assert!(!told.contains("s3cret"), "{told}");
        }
    }

    #[test]
    fn every_character_of_a_password_arrives() -> Result<()> {
        for character in (1..=0x7f).map(char::from).chain(['é', '🔑']) {
            let word = format!("a{character}b");
            let encoded: String = word.bytes().map(|byte| format!("%{byte:02X}")).collect();
            for (written, server) in [(&encoded, "h:3306"), (&word, "h:1")] {
                let host = server.trim_end_matches(":3306");
                let settings = settings(&format!("mysql://ada:{written}@{host}/app"))?;
                let opts = settings.opts(Encryption::None);
                assert_eq!(opts.pass(), Some(&*word), "{written}");
                assert_eq!(settings.server, server, "{written}");
            }
        }
        Ok(())
    }

    #[test]
    fn no_password_is_shown() -> Result<()> {
        let settings = settings("mysql://root:s3cret@localhost/app")?;
        let shown = format!("{settings:?}");
        assert!(shown.contains("localhost:3306"), "{shown}");
        assert!(!shown.contains("s3cret"), "{shown}");
        Ok(())
    }

    #[cfg(feature = "tls")]
    #[test]
    fn the_mode_of_tls_is_the_one_that_is_asked_for() -> Result<()> {
        for (parameters, mode) in [
            ("", Mode::Preferred),
            ("?ssl-mode=disabled", Mode::Disabled),
            ("?sslmode=Required", Mode::Required),
            ("?ssl_mode=VERIFY_CA", Mode::VerifyCa),
            ("?ssl-mode=verify_identity", Mode::VerifyIdentity),
            ("?socket=/s", Mode::Disabled),
            ("?ssl-mode=PREFERRED&socket=/s", Mode::Disabled),
        ] {
            let url = format!("mysql://root@localhost/app{parameters}");
            assert_eq!(settings(&url)?.tls, mode, "{parameters}");
        }
        Ok(())
    }

    #[cfg(not(feature = "tls"))]
    #[test]
    fn what_demands_tls_asks_for_the_feature() -> Result<()> {
        for mode in ["REQUIRED", "VERIFY_CA", "VERIFY_IDENTITY"] {
            let told = refusal(&format!("mysql://root@localhost/app?ssl-mode={mode}"));
            assert!(told.contains("add the feature `tls`"), "{told}");
        }
        for mode in ["DISABLED", "PREFERRED"] {
            let url = format!("mysql://root@localhost/app?ssl-mode={mode}");
            assert_eq!(settings(&url)?.tls, Mode::Disabled);
        }
        Ok(())
    }
}
