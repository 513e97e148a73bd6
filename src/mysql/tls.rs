//! TLS by `ssl-mode`.

use mysql_async::OptsBuilder;

use super::settings::{Parameters, refused};
use crate::base::connection::pool::certificates;
use crate::base::error::{Error, Result};

/// The values of `ssl-mode`, as MySQL's own programs define them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mode {
    /// No encryption.
    Disabled,
    /// Encrypted if the server offers it.
    Preferred,
    /// Encrypted, but the server is not verified.
    Required,
    /// The certificate of the server is signed by a trusted authority.
    VerifyCa,
    /// The certificate is also for the host of the URL.
    VerifyIdentity,
}

impl Mode {
    const ALL: [(&'static str, Mode); 5] = [
        ("DISABLED", Mode::Disabled),
        ("PREFERRED", Mode::Preferred),
        ("REQUIRED", Mode::Required),
        ("VERIFY_CA", Mode::VerifyCa),
        ("VERIFY_IDENTITY", Mode::VerifyIdentity),
    ];

    fn of(text: &str) -> Option<Mode> {
        let mut all = Mode::ALL.into_iter();
        all.find(|(name, _)| name.eq_ignore_ascii_case(text))
            .map(|(_, mode)| mode)
    }
}

/// The mode of a URL.
pub(super) fn mode(parameters: &Parameters) -> Result<Mode> {
    let mode = match &parameters.ssl_mode {
        Some(text) => Mode::of(text).ok_or_else(unknown)?,
        // Certificates have no effect without verification.
        None if parameters.ssl_ca.is_some() => Mode::VerifyCa,
        None => Mode::Preferred,
    };
    if mode >= Mode::Required && parameters.socket.is_some() {
        let message = "it requires TLS, which a unix socket does not have: remove one of the two";
        return Err(refused(message.to_owned()));
    }
    if mode >= Mode::Required && cfg!(not(feature = "tls")) {
        let message = "it requires TLS, and this program was built without it: add the feature \
            `tls` to tablewright in Cargo.toml";
        return Err(refused(message.to_owned()));
    }
    Ok(
        if parameters.socket.is_some() || cfg!(not(feature = "tls")) {
            Mode::Disabled
        } else {
            mode
        },
    )
}

#[cold]
fn unknown() -> Error {
    let names: Vec<&str> = Mode::ALL.iter().map(|(name, _)| *name).collect();
    refused(format!("`ssl-mode` is not one of {}", names.join(", ")))
}

/// The trusted certificates of a URL.
pub(super) fn trusted(parameters: &Parameters) -> Result<Option<Vec<u8>>> {
    let Some(path) = &parameters.ssl_ca else {
        return Ok(None);
    };
    match certificates(path) {
        Ok(certificates) => Ok(Some(certificates)),
        Err(reason) => Err(refused(format!("`ssl-ca`, the file {path}: {reason}"))),
    }
}

/// The encryption of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encryption {
    /// No encryption.
    None,
    /// With verification of the host name.
    OfHost,
    /// Without verification of the host name.
    OfAnyHost,
}

/// Adds TLS to the settings of a connection.
#[cfg(feature = "tls")]
pub(super) fn add(
    opts: OptsBuilder,
    encryption: Encryption,
    mode: Mode,
    trusted: Option<&[u8]>,
) -> OptsBuilder {
    use mysql_async::SslOpts;
    use rustls::crypto::{CryptoProvider, ring};

    if encryption == Encryption::None {
        return opts;
    }
    // The driver uses the process's provider, and panics if several are compiled in and none is
    // chosen.
    if CryptoProvider::get_default().is_none() {
        // Another task may have installed it.
        drop(ring::default_provider().install_default());
    }
    let mut ssl = SslOpts::default().with_danger_accept_invalid_certs(mode < Mode::VerifyCa);
    if let Some(trusted) = trusted {
        ssl = ssl
            .with_root_certs(vec![trusted.to_vec().into()])
            .with_disable_built_in_roots(true);
    }
    if encryption == Encryption::OfAnyHost {
        // The certificate is verified before its name. The driver ignores an error whose message
        // contains a certain word, which newer versions of rustls do not write; but they write the
        // expected name.
        ssl = ssl
            .with_danger_skip_domain_validation(true)
            .with_danger_tls_hostname_override(Some("NotValidForName.invalid"));
    }
    opts.ssl_opts(ssl)
}

/// Without TLS, no mode requires it.
#[cfg(not(feature = "tls"))]
pub(super) fn add(opts: OptsBuilder, _: Encryption, _: Mode, _: Option<&[u8]>) -> OptsBuilder {
    opts
}

/// Whether a certificate is valid, but for another host.
#[cfg(feature = "tls")]
pub(super) fn is_of_other_host(error: &mysql_async::Error) -> bool {
    use rustls::{CertificateError, Error};

    matches!(
        certificate_error(error),
        Some(Error::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. }
        ))
    )
}

/// Without TLS there are no certificates.
#[cfg(not(feature = "tls"))]
pub(super) fn is_of_other_host(_: &mysql_async::Error) -> bool {
    false
}

/// The error of TLS.
#[cfg(feature = "tls")]
fn certificate_error(error: &mysql_async::Error) -> Option<&rustls::Error> {
    match error {
        mysql_async::Error::Io(mysql_async::IoError::Io(error)) => error.get_ref()?.downcast_ref(),
        _ => None,
    }
}
