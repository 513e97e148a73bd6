//! TLS by `sslmode`.

use tokio_postgres::config::SslMode;
use tokio_postgres::{CancelToken, Client, Config, NoTls};

#[cfg(feature = "tls")]
use super::certificates;
use super::connect::{self, Disconnect, Tell};
#[cfg(feature = "tls")]
use super::encrypted::Connector;
use super::error;
use crate::base::error::{Error, Result};

/// The values of `sslmode`, as PostgreSQL's own programs define them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mode {
    /// No encryption.
    Disable,
    /// Encrypted if the server offers it.
    Prefer,
    /// Encrypted, but the server is not verified.
    Require,
    /// The certificate of the server is signed by a trusted authority.
    VerifyCa,
    /// The certificate is also for the host of the URL.
    VerifyFull,
}

/// The names in a URL. `allow` prefers no encryption, but may encrypt.
const NAMES: [(&str, Mode); 6] = [
    ("disable", Mode::Disable),
    ("allow", Mode::Prefer),
    ("prefer", Mode::Prefer),
    ("require", Mode::Require),
    ("verify-ca", Mode::VerifyCa),
    ("verify-full", Mode::VerifyFull),
];

/// The value of `sslrootcert` for the usual authorities instead of a file.
const SYSTEM: &str = "system";

/// The encryption of connections.
#[derive(Clone)]
pub(super) struct Tls {
    mode: Mode,
    #[cfg(feature = "tls")]
    connector: Option<Connector>,
}

impl Tls {
    /// The encryption of the parameters `sslmode` and `sslrootcert`.
    pub fn new(mode: Option<&str>, trusted: Option<&str>, on_sockets: bool) -> Result<Tls> {
        let mode = demanded(mode, trusted)?;
        if mode >= Mode::Require && on_sockets {
            return Err(error::of_url(
                "it requires TLS, which a unix socket does not have: remove one of the two",
            ));
        }
        if mode >= Mode::Require && cfg!(not(feature = "tls")) {
            return Err(error::of_url(
                "it requires TLS, and this program was built without it: add the feature `tls` to \
                 tablewright in Cargo.toml",
            ));
        }
        let mode = if on_sockets || cfg!(not(feature = "tls")) {
            Mode::Disable
        } else {
            mode
        };
        Ok(Tls {
            mode,
            #[cfg(feature = "tls")]
            connector: match mode {
                Mode::Disable => None,
                _ => Some(certificates::connector(
                    mode,
                    trusted.filter(|file| *file != SYSTEM),
                )?),
            },
        })
    }

    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Connects. A task receives the messages of the server until the connection is dropped, and
    /// passes on notifications, if the session has a listener.
    pub async fn connect(
        &self,
        config: &Config,
        tell: Option<Tell>,
    ) -> Result<(Client, Disconnect), tokio_postgres::Error> {
        #[cfg(feature = "tls")]
        if let Some(connector) = &self.connector {
            let mut config = config.clone();
            config.ssl_mode(match self.mode {
                Mode::Disable | Mode::Prefer => SslMode::Prefer,
                Mode::Require | Mode::VerifyCa | Mode::VerifyFull => SslMode::Require,
            });
            match connect::open(&config, connector.clone(), tell.clone()).await {
                // `prefer` connects without TLS if TLS does not work.
                Err(error) if self.mode == Mode::Prefer && is_of_tls(&error) => {}
                opened => return opened,
            }
        }
        let mut config = config.clone();
        config.ssl_mode(SslMode::Disable);
        connect::open(&config, NoTls, tell).await
    }

    /// Asks the server to cancel the statement of a connection.
    pub async fn cancel(&self, token: CancelToken) -> Result<(), tokio_postgres::Error> {
        #[cfg(feature = "tls")]
        if let Some(connector) = &self.connector {
            return token.cancel_query(connector.clone()).await;
        }
        token.cancel_query(NoTls).await
    }
}

/// The mode of a URL.
fn demanded(mode: Option<&str>, trusted: Option<&str>) -> Result<Mode> {
    let named = match mode {
        Some(text) => Some(Mode::of(text)?),
        None => None,
    };
    match (named, trusted) {
        // Anyone can get a certificate for their own host from a public authority.
        (Some(mode), Some(SYSTEM)) if mode < Mode::VerifyFull => Err(error::of_url(
            "`sslrootcert=system` needs `sslmode=verify-full`",
        )),
        (_, Some(SYSTEM)) => Ok(Mode::VerifyFull),
        // For the same reason, a certificate of any host of such an authority proves nothing.
        (Some(Mode::VerifyCa), None) => Err(error::of_url(
            "`sslmode=verify-ca` needs `sslrootcert`, the file of the trusted authority; without \
             such a file, use `verify-full`",
        )),
        // Encryption with a trusted certificate verifies the server, as in PostgreSQL's own
        // programs.
        (Some(Mode::Require) | None, Some(_)) => Ok(Mode::VerifyCa),
        (Some(mode), _) => Ok(mode),
        (None, None) => Ok(Mode::Prefer),
    }
}

impl Mode {
    fn of(text: &str) -> Result<Mode> {
        let known = NAMES.iter().find(|(name, _)| *name == text);
        known.map(|(_, mode)| *mode).ok_or_else(unknown)
    }
}

#[cold]
fn unknown() -> Error {
    let names = NAMES.map(|(name, _)| name).join(", ");
    error::of_url(&format!("`sslmode` is not one of {names}"))
}

/// Whether the connection failed because of TLS, or because the server accepts no TLS from this
/// host.
#[cfg(feature = "tls")]
fn is_of_tls(error: &tokio_postgres::Error) -> bool {
    use tokio_postgres::error::SqlState;

    error.code() == Some(&SqlState::INVALID_AUTHORIZATION_SPECIFICATION)
        // The driver has no other sign of it.
        || error.to_string() == "error performing TLS handshake"
}
