//! TLS, as `ssl-mode` asks for it.

use mysql_async::OptsBuilder;

use super::settings::{Parameters, refused};
use crate::base::error::{Error, Result};

/// What `ssl-mode` says, as MySQL's own programs define it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mode {
    /// Nothing is encrypted.
    Disabled,
    /// Encrypted where the server offers it.
    Preferred,
    /// Encrypted, whatever server it is.
    Required,
    /// The server has a certificate of an authority that is trusted.
    VerifyCa,
    /// The certificate is for the host that the URL names.
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

/// The mode that a URL asks for.
pub(super) fn mode(parameters: &Parameters) -> Result<Mode> {
    let mode = match &parameters.ssl_mode {
        Some(text) => Mode::of(text).ok_or_else(unknown)?,
        // Certificates are of no use otherwise.
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

/// The certificates that a URL names as trusted.
pub(super) fn trusted(parameters: &Parameters) -> Result<Option<Vec<u8>>> {
    let Some(path) = &parameters.ssl_ca else {
        return Ok(None);
    };
    match std::fs::read(path) {
        Ok(certificates) => Ok(Some(certificates)),
        Err(error) => Err(refused(format!("`ssl-ca`, the file {path}: {error}"))),
    }
}

/// How a connection is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encryption {
    /// Nothing is encrypted.
    None,
    /// With the name of the host.
    OfHost,
    /// With a certificate whose name is not looked at.
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
    // The driver takes that of the process, and panics where several are compiled in and none is
    // chosen.
    if CryptoProvider::get_default().is_none() {
        // Another task may have been faster, and that is as good.
        drop(ring::default_provider().install_default());
    }
    let mut ssl = SslOpts::default().with_danger_accept_invalid_certs(mode < Mode::VerifyCa);
    if let Some(trusted) = trusted {
        ssl = ssl
            .with_root_certs(vec![trusted.to_vec().into()])
            .with_disable_built_in_roots(true);
    }
    if encryption == Encryption::OfAnyHost {
        // The certificate is verified before its name is. The driver then forgives an error whose
        // text contains the word, which newer versions of rustls do not write; but they write the
        // name that was looked for.
        ssl = ssl
            .with_danger_skip_domain_validation(true)
            .with_danger_tls_hostname_override(Some("NotValidForName.invalid"));
    }
    opts.ssl_opts(ssl)
}

/// Without TLS no mode asks for it.
#[cfg(not(feature = "tls"))]
pub(super) fn add(opts: OptsBuilder, _: Encryption, _: Mode, _: Option<&[u8]>) -> OptsBuilder {
    opts
}

/// Whether a certificate is good, and for another host.
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

/// What TLS says was wrong.
#[cfg(feature = "tls")]
fn certificate_error(error: &mysql_async::Error) -> Option<&rustls::Error> {
    match error {
        mysql_async::Error::Io(mysql_async::IoError::Io(error)) => error.get_ref()?.downcast_ref(),
        _ => None,
    }
}
