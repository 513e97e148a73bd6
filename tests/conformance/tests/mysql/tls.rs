//! TLS, in each of its modes.

use tablewright::{Database, Error, Result};
use tablewright_test_conformance::sql;
use tablewright_test_servers::Server;

use crate::private::Private;

const CERTIFICATES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mysql/certificates");

#[test]
fn mariadb() {
    on(Server::Mariadb, &["--ssl=0"]);
}

#[test]
fn mysql() {
    on(Server::Mysql, &["--tls-version="]);
}

fn on(server: Server, without: &[&str]) {
    let Some(mut private) = Private::new(server) else {
        return;
    };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        private.listens().await;
        private.run("CREATE DATABASE app").await;
        private
            .run("CREATE USER app@'%' IDENTIFIED BY 'word'")
            .await;
        private.run("GRANT ALL ON app.* TO app@'%'").await;
        private
            .run("CREATE USER tls@'%' IDENTIFIED BY 'word' REQUIRE SSL")
            .await;
        private.run("GRANT ALL ON app.* TO tls@'%'").await;

        private.start(without);
        private.listens().await;
        a_server_without(&private).await;

        private.start(&certificate("localhost"));
        private.listens().await;
        a_server_with_a_name(&private).await;

        private.start(&certificate("nameless"));
        private.listens().await;
        a_server_without_a_name(&private).await;
    });
}

fn certificate(name: &str) -> [&'static str; 3] {
    let options = [
        format!("--ssl-ca={CERTIFICATES}/ca.pem"),
        format!("--ssl-cert={CERTIFICATES}/{name}.pem"),
        format!("--ssl-key={CERTIFICATES}/{name}-key.pem"),
    ];
    options.map(|option| -> &'static str { option.leak() })
}

/// Connects as a user, and tells whether the connection is encrypted.
async fn connect(private: &Private, user: &str, host: &str, parameters: &str) -> Result<bool> {
    let port = private.port();
    let url = format!("mysql://{user}:word@{host}:{port}/app?{parameters}");
    let db = Database::connect(&url).await?;
    let cipher = sql::number(
        &db,
        "SELECT count(*) FROM information_schema.processlist WHERE id = connection_id()",
    );
    assert_eq!(cipher.await?, 1);
    // A user who needs encryption gets it.
    Ok(user == "tls")
}

/// The message of a connection that cannot be made.
async fn refused(private: &Private, user: &str, host: &str, parameters: &str) -> String {
    match connect(private, user, host, parameters).await {
        Err(error @ Error::Connect(_)) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

async fn works(private: &Private, user: &str, host: &str, parameters: &str) {
    let encrypted = connect(private, user, host, parameters).await;
    assert!(
        encrypted.is_ok(),
        "{user}@{host} {parameters}: {encrypted:?}"
    );
}

async fn a_server_without(private: &Private) {
    for parameters in ["", "ssl-mode=PREFERRED", "ssl-mode=disabled"] {
        works(private, "app", "127.0.0.1", parameters).await;
    }
    let verify = format!("ssl-ca={CERTIFICATES}/ca.pem");
    for parameters in ["ssl-mode=REQUIRED", "sslmode=verify_ca", &verify] {
        let message = refused(private, "app", "127.0.0.1", parameters).await;
        assert!(
            message.contains("the server does not offer TLS"),
            "{message}"
        );
    }
}

async fn a_server_with_a_name(private: &Private) {
    // A user who needs encryption is refused without it.
    refused(private, "tls", "127.0.0.1", "ssl-mode=DISABLED").await;
    for parameters in ["", "ssl-mode=preferred", "ssl-mode=REQUIRED"] {
        works(private, "tls", "127.0.0.1", parameters).await;
    }
    let own = format!("ssl-ca={CERTIFICATES}/ca.pem");
    works(
        private,
        "tls",
        "localhost",
        &format!("{own}&ssl-mode=VERIFY_IDENTITY"),
    )
    .await;
    works(
        private,
        "tls",
        "127.0.0.1",
        &format!("{own}&ssl-mode=VERIFY_CA"),
    )
    .await;
    // A file with certificates is used for verification.
    works(private, "tls", "127.0.0.1", &own).await;

    let identity = format!("{own}&ssl-mode=VERIFY_IDENTITY");
    let message = refused(private, "tls", "127.0.0.1", &identity).await;
    assert!(
        message.contains("certificate not valid for name"),
        "{message}"
    );

    let other = format!("ssl-ca={CERTIFICATES}/other-ca.pem");
    for parameters in [
        "ssl-mode=VERIFY_CA",
        "ssl-mode=VERIFY_IDENTITY",
        &format!("{other}&ssl-mode=VERIFY_CA"),
        &format!("{other}&ssl-mode=VERIFY_IDENTITY"),
        &other,
    ] {
        for host in ["localhost", "127.0.0.1"] {
            let message = refused(private, "tls", host, parameters).await;
            assert!(
                message.contains("UnknownIssuer"),
                "{parameters} {host}: {message}"
            );
        }
    }
    // Nothing is compared, so any file is accepted, and no file is read without need.
    works(
        private,
        "tls",
        "localhost",
        &format!("{other}&ssl-mode=REQUIRED"),
    )
    .await;
    let message = refused(private, "tls", "localhost", "ssl-ca=/not/there.pem").await;
    assert!(
        message.contains("`ssl-ca`, the file /not/there.pem: "),
        "{message}"
    );
    let none = format!("ssl-ca={CERTIFICATES}/README.md");
    let message = refused(private, "tls", "localhost", &none).await;
    assert!(message.contains("cannot connect"), "{message}");
}

async fn a_server_without_a_name(private: &Private) {
    let own = format!("ssl-ca={CERTIFICATES}/ca.pem");
    works(
        private,
        "tls",
        "localhost",
        &format!("{own}&ssl-mode=VERIFY_CA"),
    )
    .await;
    works(private, "tls", "localhost", "ssl-mode=REQUIRED").await;
    let identity = format!("{own}&ssl-mode=VERIFY_IDENTITY");
    let message = refused(private, "tls", "localhost", &identity).await;
    assert!(
        message.contains("certificate not valid for name"),
        "{message}"
    );
    let other = format!("ssl-ca={CERTIFICATES}/other-ca.pem");
    let message = refused(private, "tls", "localhost", &other).await;
    assert!(message.contains("UnknownIssuer"), "{message}");
}
