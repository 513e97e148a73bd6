//! TLS, as `sslmode` asks for it.

use tokio_postgres::config::SslMode;
use tokio_postgres::{CancelToken, Client, Config, NoTls};

#[cfg(feature = "tls")]
use super::certificates;
use super::connect::{self, Disconnect, Tell};
#[cfg(feature = "tls")]
use super::encrypted::Connector;
use super::error;
use crate::base::error::{Error, Result};

/// What `sslmode` says, as PostgreSQL's own programs define it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mode {
    /// Nothing is encrypted.
    Disable,
    /// Encrypted where the server offers it.
    Prefer,
    /// Encrypted, whatever server it is.
    Require,
    /// The server has a certificate of an authority that is trusted.
    VerifyCa,
    /// The certificate is for the host that the URL names.
    VerifyFull,
}

/// The names in a URL. `allow` would rather not encrypt, and may.
const NAMES: [(&str, Mode); 6] = [
    ("disable", Mode::Disable),
    ("allow", Mode::Prefer),
    ("prefer", Mode::Prefer),
    ("require", Mode::Require),
    ("verify-ca", Mode::VerifyCa),
    ("verify-full", Mode::VerifyFull),
];

/// What `sslrootcert` says where the usual authorities are trusted, and no file.
const SYSTEM: &str = "system";

/// How connections are encrypted.
#[derive(Clone)]
pub(super) struct Tls {
    mode: Mode,
    #[cfg(feature = "tls")]
    connector: Option<Connector>,
}

impl Tls {
    /// What the parameters `sslmode` and `sslrootcert` of a URL ask for.
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

    /// Connects; what comes from the server is taken by a task until the connection is dropped,
    /// and notifications are passed on, if the session has a listener.
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
                // To prefer TLS is to do without where it does not work.
                Err(error) if self.mode == Mode::Prefer && is_of_tls(&error) => {}
                opened => return opened,
            }
        }
        let mut config = config.clone();
        config.ssl_mode(SslMode::Disable);
        connect::open(&config, NoTls, tell).await
    }

    /// Asks the server to give up what a connection is at.
    pub async fn cancel(&self, token: CancelToken) -> Result<(), tokio_postgres::Error> {
        #[cfg(feature = "tls")]
        if let Some(connector) = &self.connector {
            return token.cancel_query(connector.clone()).await;
        }
        token.cancel_query(NoTls).await
    }
}

/// The mode that a URL asks for.
fn demanded(mode: Option<&str>, trusted: Option<&str>) -> Result<Mode> {
    let named = match mode {
        Some(text) => Some(Mode::of(text)?),
        None => None,
    };
    match (named, trusted) {
        // Anyone can get a certificate from a public authority, for a host of their own.
        (Some(mode), Some(SYSTEM)) if mode < Mode::VerifyFull => Err(error::of_url(
            "`sslrootcert=system` needs `sslmode=verify-full`",
        )),
        (_, Some(SYSTEM)) => Ok(Mode::VerifyFull),
        // Neither is any host's certificate of theirs proof of anything.
        (Some(Mode::VerifyCa), None) => Err(error::of_url(
            "`sslmode=verify-ca` needs `sslrootcert`, the file of the trusted authority; without \
             such a file, use `verify-full`",
        )),
        // To demand encryption and to name a trusted certificate is to verify, as PostgreSQL's
        // programs do.
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

/// Whether the connection failed because of TLS, or because the server takes none from here.
#[cfg(feature = "tls")]
fn is_of_tls(error: &tokio_postgres::Error) -> bool {
    use tokio_postgres::error::SqlState;

    error.code() == Some(&SqlState::INVALID_AUTHORIZATION_SPECIFICATION)
        // The driver has no other way to tell.
        || error.to_string() == "error performing TLS handshake"
}
