//! TLS, as `sslmode` asks for it.

use super::settings::refused;
use crate::Result;

/// What `sslmode` says, as PostgreSQL's own programs define it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mode {
    /// Nothing is encrypted.
    Disable,
    /// Encrypted where the server offers it.
    Prefer,
    /// Encrypted, whoever the server is.
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

/// The mode that a URL asks for.
///
/// Nothing on a unix socket leaves the machine, so the server has no TLS there.
pub(super) fn mode(text: Option<&str>, is_trusted: bool, on_sockets: bool) -> Result<Mode> {
    let mode = match text {
        Some(text) => {
            let known = NAMES.iter().find(|(name, _)| *name == text);
            let names = || NAMES.map(|(name, _)| name).join(", ");
            known
                .ok_or_else(|| refused(format!("`sslmode` is none of {}", names())))?
                .1
        }
        // Certificates are of no use otherwise.
        None if is_trusted => Mode::VerifyCa,
        None => Mode::Prefer,
    };
    // To demand encryption and to trust somebody is to verify, as PostgreSQL's programs do.
    let mode = if mode == Mode::Require && is_trusted {
        Mode::VerifyCa
    } else {
        mode
    };
    if mode >= Mode::Require && on_sockets {
        let message = "it demands TLS, which a unix socket does not have, because nothing leaves \
                       the machine: leave out one of the two";
        return Err(refused(message.to_owned()));
    }
    if mode >= Mode::Require && cfg!(not(feature = "tls")) {
        return Err(without("the URL of PostgreSQL"));
    }
    Ok(if on_sockets || cfg!(not(feature = "tls")) {
        Mode::Disable
    } else {
        mode
    })
}

/// TLS is demanded, and this program has none.
#[cold]
pub(super) fn without(what: &str) -> crate::Error {
    refused(format!(
        "{what} demands TLS, without which this program was built: add the feature `tls` to \
         tablewright in Cargo.toml"
    ))
}

#[cfg(feature = "tls")]
pub(super) use connector::connector;

#[cfg(feature = "tls")]
mod connector {
    use std::sync::Arc;

    use rustls::client::WebPkiServerVerifier;
    use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
    use rustls::crypto::{CryptoProvider, ring};
    use rustls::pki_types::pem::PemObject;
    use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
    use rustls::{
        CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
    };
    use tokio_postgres_rustls::MakeRustlsConnect;

    use super::Mode;
    use crate::Result;
    use crate::postgres::settings::refused;

    /// Makes encrypted connections.
    pub fn connector(mode: Mode, trusted: Option<&str>) -> Result<MakeRustlsConnect> {
        let provider = Arc::new(ring::default_provider());
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(|error| refused(format!("TLS: {error}")))?;
        let config = match mode {
            Mode::VerifyFull => builder
                .with_root_certificates(roots(trusted)?)
                .with_no_client_auth(),
            Mode::VerifyCa => {
                let roots = Arc::new(roots(trusted)?);
                let verifier = WebPkiServerVerifier::builder_with_provider(roots, provider)
                    .build()
                    .map_err(|error| refused(format!("`sslrootcert`: {error}")))?;
                builder
                    .dangerous()
                    .with_custom_certificate_verifier(Arc::new(AnyName(verifier)))
                    .with_no_client_auth()
            }
            Mode::Disable | Mode::Prefer | Mode::Require => builder
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(Anybody(provider)))
                .with_no_client_auth(),
        };
        Ok(MakeRustlsConnect::new(config))
    }

    /// The certificates that are trusted: those of a file, or those that Mozilla's browser trusts.
    fn roots(file: Option<&str>) -> Result<RootCertStore> {
        let mut roots = RootCertStore::empty();
        let Some(file) = file else {
            roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
            return Ok(roots);
        };
        let wrong = |error: &dyn std::fmt::Display| {
            refused(format!("`sslrootcert`, the file {file}: {error}"))
        };
        let certificates = CertificateDer::pem_file_iter(file).map_err(|error| wrong(&error))?;
        for certificate in certificates {
            let certificate = certificate.map_err(|error| wrong(&error))?;
            roots.add(certificate).map_err(|error| wrong(&error))?;
        }
        if roots.is_empty() {
            return Err(wrong(&"it has no certificates"));
        }
        Ok(roots)
    }

    /// Encrypts, whoever the server is.
    #[derive(Debug)]
    struct Anybody(Arc<CryptoProvider>);

    impl ServerCertVerifier for Anybody {
        fn verify_server_cert(
            &self,
            _: &CertificateDer<'_>,
            _: &[CertificateDer<'_>],
            _: &ServerName<'_>,
            _: &[u8],
            _: UnixTime,
        ) -> Result<ServerCertVerified, rustls::Error> {
            Ok(ServerCertVerified::assertion())
        }

        fn verify_tls12_signature(
            &self,
            message: &[u8],
            certificate: &CertificateDer<'_>,
            signature: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, rustls::Error> {
            let algorithms = &self.0.signature_verification_algorithms;
            rustls::crypto::verify_tls12_signature(message, certificate, signature, algorithms)
        }

        fn verify_tls13_signature(
            &self,
            message: &[u8],
            certificate: &CertificateDer<'_>,
            signature: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, rustls::Error> {
            let algorithms = &self.0.signature_verification_algorithms;
            rustls::crypto::verify_tls13_signature(message, certificate, signature, algorithms)
        }

        fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
            self.0.signature_verification_algorithms.supported_schemes()
        }
    }

    /// Verifies the certificate, and not whose it is.
    #[derive(Debug)]
    struct AnyName(Arc<WebPkiServerVerifier>);

    impl ServerCertVerifier for AnyName {
        fn verify_server_cert(
            &self,
            certificate: &CertificateDer<'_>,
            chain: &[CertificateDer<'_>],
            name: &ServerName<'_>,
            ocsp: &[u8],
            now: UnixTime,
        ) -> Result<ServerCertVerified, rustls::Error> {
            match self
                .0
                .verify_server_cert(certificate, chain, name, ocsp, now)
            {
                Err(rustls::Error::InvalidCertificate(
                    CertificateError::NotValidForName
                    | CertificateError::NotValidForNameContext { .. },
                )) => Ok(ServerCertVerified::assertion()),
                verified => verified,
            }
        }

        fn verify_tls12_signature(
            &self,
            message: &[u8],
            certificate: &CertificateDer<'_>,
            signature: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, rustls::Error> {
            self.0
                .verify_tls12_signature(message, certificate, signature)
        }

        fn verify_tls13_signature(
            &self,
            message: &[u8],
            certificate: &CertificateDer<'_>,
            signature: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, rustls::Error> {
            self.0
                .verify_tls13_signature(message, certificate, signature)
        }

        fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
            self.0.supported_verify_schemes()
        }
    }
}
