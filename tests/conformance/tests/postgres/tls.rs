//! TLS, in each of its modes.

use tablewright::{Database, Error, Result};
use tablewright_test_conformance::sql;

use crate::private::Private;

const CERTIFICATES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mysql/certificates");

#[tokio::test]
async fn each_mode_on_each_server() {
    let mut private = Private::new();
    // `app` may connect in any way, `tls` only encrypted and `plain` only unencrypted.
    private.let_in(&[
        "hostssl all tls 127.0.0.1/32 scram-sha-256",
        "hostnossl all plain 127.0.0.1/32 scram-sha-256",
        "host all app 127.0.0.1/32 scram-sha-256",
    ]);
    private.start(&["password_encryption=scram-sha-256"]).await;
    for user in ["app", "tls", "plain"] {
        let create = format!("CREATE ROLE {user} LOGIN PASSWORD 'word'");
        private.run(&create).await;
    }
    private.run("CREATE DATABASE app").await;
    a_server_without(&private).await;
    start_with(&mut private, "localhost").await;
    a_server_with_a_name(&private).await;
    start_with(&mut private, "nameless").await;
    a_server_without_a_name(&private).await;
    for certificate in ["ecdsa384", "pss", "ed25519"] {
        start_with(&mut private, certificate).await;
        a_certificate_that_binds(certificate != "ed25519", &private).await;
    }
}

async fn start_with(private: &mut Private, certificate: &str) {
    let file = |name: &str| private.give(&format!("{CERTIFICATES}/{name}.pem"));
    let options = [
        "ssl=on".to_owned(),
        format!("ssl_cert_file={}", file(certificate)),
        format!("ssl_key_file={}", file(&format!("{certificate}-key"))),
    ];
    let options: Vec<&str> = options.iter().map(String::as_str).collect();
    private.start(&options).await;
}

fn trusting(name: &str) -> String {
    format!("sslrootcert={CERTIFICATES}/{name}.pem")
}

/// Connects as a user, and tells whether the connection is encrypted.
async fn connect(private: &Private, user: &str, host: &str, parameters: &str) -> Result<bool> {
    let port = private.port();
    // Then `localhost` is an address on which the server listens, on every machine.
    let address = "hostaddr=127.0.0.1";
    let url = format!("postgres://{user}:word@{host}:{port}/app?{address}&{parameters}");
    let db = Database::connect(&url).await?;
    let encrypted = "SELECT count(*) FROM pg_stat_ssl WHERE ssl AND pid = pg_backend_pid()";
    let encrypted = sql::number(&db, encrypted).await? == 1;
    // A server is not taken for a pooler, behind which no statement is prepared.
    let prepared = "SELECT count(*) FROM pg_prepared_statements";
    assert!(sql::number(&db, prepared).await? > 0, "{url}");
    Ok(encrypted)
}

/// The message of a connection that cannot be made.
async fn refused(private: &Private, user: &str, host: &str, parameters: &str) -> String {
    match connect(private, user, host, parameters).await {
        Err(error @ Error::Connect(_)) => error.to_string(),
        other => panic!("{user}@{host} {parameters}: {other:?}"),
    }
}

async fn is(encrypted: bool, private: &Private, user: &str, host: &str, parameters: &str) {
    match connect(private, user, host, parameters).await {
        Ok(is) => assert_eq!(is, encrypted, "{user}@{host} {parameters}"),
        Err(error) => panic!("{user}@{host} {parameters}: {error}"),
    }
}

async fn a_server_without(private: &Private) {
    for parameters in ["", "sslmode=prefer", "sslmode=allow", "sslmode=disable"] {
        is(false, private, "app", "127.0.0.1", parameters).await;
    }
    for parameters in ["sslmode=require", "sslmode=verify-full", &trusting("ca")] {
        let message = refused(private, "app", "127.0.0.1", parameters).await;
        assert!(message.contains("server does not support TLS"), "{message}");
    }
    let message = refused(private, "app", "127.0.0.1", "channel_binding=require").await;
    assert!(message.contains("channel binding"), "{message}");
}

async fn a_server_with_a_name(private: &Private) {
    for parameters in ["", "sslmode=prefer", "sslmode=allow", "sslmode=require"] {
        is(true, private, "tls", "127.0.0.1", parameters).await;
        is(true, private, "app", "127.0.0.1", parameters).await;
    }
    is(false, private, "app", "127.0.0.1", "sslmode=disable").await;
    let message = refused(private, "tls", "127.0.0.1", "sslmode=disable").await;
    assert!(message.contains("refused the user `tls`"), "{message}");
    // With `prefer`, a connection without TLS is made if the server refuses TLS.
    is(false, private, "plain", "127.0.0.1", "").await;
    let message = refused(private, "plain", "127.0.0.1", "sslmode=require").await;
    assert!(message.contains("refused the user `plain`"), "{message}");
    // The password is bound to the certificate that the server showed.
    is(true, private, "app", "127.0.0.1", "channel_binding=require").await;

    let own = trusting("ca");
    let full = format!("{own}&sslmode=verify-full");
    is(true, private, "tls", "localhost", &full).await;
    let ca = format!("{own}&sslmode=verify-ca");
    for parameters in [&ca, &own, &format!("{own}&sslmode=require")] {
        for host in ["localhost", "127.0.0.1"] {
            is(true, private, "tls", host, parameters).await;
        }
    }
    let message = refused(private, "tls", "127.0.0.1", &full).await;
    assert!(
        message.contains("certificate not valid for name"),
        "{message}"
    );

    let other = trusting("other-ca");
    for parameters in [
        "sslmode=verify-full",
        "sslmode=verify-full&sslrootcert=system",
        &format!("{other}&sslmode=verify-ca"),
        &format!("{other}&sslmode=verify-full"),
        &format!("{other}&sslmode=require"),
        &other,
    ] {
        for host in ["localhost", "127.0.0.1"] {
            let message = refused(private, "tls", host, parameters).await;
            assert!(message.contains("UnknownIssuer"), "{parameters}: {message}");
        }
    }
    // With `prefer`, nothing is verified.
    is(
        true,
        private,
        "tls",
        "localhost",
        &format!("{other}&sslmode=prefer"),
    )
    .await;

    let none = format!("sslrootcert={CERTIFICATES}/README.md");
    let message = refused(private, "tls", "localhost", &none).await;
    assert!(message.contains("it has no certificates"), "{message}");
}

async fn a_server_without_a_name(private: &Private) {
    let own = trusting("ca");
    is(true, private, "tls", "localhost", &own).await;
    is(true, private, "tls", "localhost", "sslmode=require").await;
    let full = format!("{own}&sslmode=verify-full");
    let message = refused(private, "tls", "localhost", &full).await;
    assert!(
        message.contains("certificate not valid for name"),
        "{message}"
    );
    let message = refused(private, "tls", "localhost", &trusting("other-ca")).await;
    assert!(message.contains("UnknownIssuer"), "{message}");
}

/// The password is bound to the hash of the certificate, which is taken as it is signed.
async fn a_certificate_that_binds(binds: bool, private: &Private) {
    for binding in ["channel_binding=prefer", "channel_binding=disable"] {
        let parameters = format!("sslmode=require&{binding}");
        is(true, private, "tls", "localhost", &parameters).await;
    }
    let required = "sslmode=require&channel_binding=require";
    if binds {
        is(true, private, "tls", "localhost", required).await;
    } else {
        let message = refused(private, "tls", "localhost", required).await;
        assert!(message.contains("channel binding"), "{message}");
    }
}
