//! Errors of connecting.

use std::time::{Duration, Instant};

use tablewright::{Database, Error, PoolOptions, Postgres, Result};
use tablewright_test_conformance::{Place, sql};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

use crate::private::Private;
use crate::{on_postgres, url_with};

on_postgres!(
    a_database_that_is_not_there,
    a_user_that_is_not_there,
    a_socket_that_is_not_there,
    a_pool_shows_no_password,
    the_server_knows_who_is_there,
    servers_are_tried_one_by_one,
);

/// A secret that must not be shown.
const SECRET: &str = "s3cret-word";

/// The message of a connection that cannot be made.
async fn refused(url: &str) -> String {
    let options = PoolOptions::new().max_connections(1);
    let error = Database::connect_with(url, &options).await;
    let Err(error @ Error::Connect(_)) = error else {
        panic!("{error:?}")
    };
    let told = format!("{error}\n{error:?}");
    assert!(!told.contains(SECRET), "{told}");
    error.to_string()
}

/// The URL with another user, and another database.
fn url(place: &Place, user: &str, database: &str) -> String {
    let (_, rest) = place.url().split_once('@').expect("a user");
    let (address, parameters) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, _) = address.split_once('/').expect("a database");
    format!("postgres://{user}:{SECRET}@{host}/{database}?{parameters}")
}

async fn a_database_that_is_not_there(place: &Place) -> Result<()> {
    let message = refused(&url(place, "postgres", "not_there")).await;
    assert!(
        message.ends_with("there is no database `not_there`: create it first"),
        "{message}"
    );
    Ok(())
}

async fn a_user_that_is_not_there(place: &Place) -> Result<()> {
    let message = refused(&url(place, "nobody-here", "postgres")).await;
    assert!(
        message.contains("the server refused the user `nobody-here`: "),
        "{message}"
    );
    Ok(())
}

async fn a_socket_that_is_not_there(_: &Place) -> Result<()> {
    let url = format!("postgres:///app?user=ada&password={SECRET}&host=%2Fnot%2Fthere");
    let message = refused(&url).await;
    assert!(
        message.starts_with("/not/there:5432: cannot connect: "),
        "{message}"
    );
    Ok(())
}

async fn a_pool_shows_no_password(place: &Place) -> Result<()> {
    // A trusted user may send a password, which is not checked.
    let db = Postgres::connect(&url(place, "postgres", "postgres")).await?;
    let shown = format!("{db:?}");
    assert!(!shown.contains(SECRET), "{shown}");
    Ok(())
}

async fn the_server_knows_who_is_there(place: &Place) -> Result<()> {
    let who = "SELECT current_setting('application_name')";
    assert_eq!(
        sql::text(&place.connect().await?, who).await?,
        "tablewright"
    );
    let db = Database::connect(&url_with(place, "application_name=shop")).await?;
    assert_eq!(sql::text(&db, who).await?, "shop");
    let db = Database::connect(&url_with(place, "options=-c%20search_path%3Dnowhere")).await?;
    let path = "SELECT current_setting('search_path')";
    assert_eq!(sql::text(&db, path).await?, "nowhere");
    Ok(())
}

async fn servers_are_tried_one_by_one(place: &Place) -> Result<()> {
    let (before, after) = place.url().split_once("host=").expect("a socket");
    let url = format!("{before}host=%2Fnot%2Fthere,{after}");
    let db = Database::connect(&url).await?;
    assert_eq!(sql::number(&db, "SELECT 7").await?, 7);
    Ok(())
}

#[tokio::test]
async fn passwords_and_limits() {
    let mut private = Private::new();
    private.let_in(&["host all all 127.0.0.1/32 scram-sha-256"]);
    private.start(&[]).await;
    private.run("CREATE DATABASE app").await;
    for role in [
        "ada LOGIN PASSWORD 'p@ss/word?#'",
        "bob LOGIN PASSWORD 'word' CONNECTION LIMIT 1",
    ] {
        private.run(&format!("CREATE ROLE {role}")).await;
    }
    private
        .run("REVOKE CONNECT ON DATABASE postgres FROM PUBLIC")
        .await;
    let at = format!("127.0.0.1:{}", private.port());

    let right = format!("postgres://ada:p%40ss%2Fword%3F%23@{at}/app");
    let db = Database::connect(&right).await.expect("the right password");
    let seven = sql::number(&db, "SELECT 7").await.expect("a number");
    assert_eq!(seven, 7);

    let not_in = |user: &str| {
        format!(
            "{at}: the server refused the user `{user}`: the user does not exist, or the password \
             is wrong"
        )
    };
    let wrong = format!("postgres://ada:{SECRET}@{at}/app");
    assert_eq!(refused(&wrong).await, not_in("ada"));
    let nobody = format!("postgres://nobody:{SECRET}@{at}/app");
    assert_eq!(refused(&nobody).await, not_in("nobody"));
    let none = format!("postgres://ada@{at}/app");
    let message = refused(&none).await;
    assert!(message.contains("password missing"), "{message}");
    let closed = format!("postgres://bob:word@{at}/postgres");
    let message = refused(&closed).await;
    assert!(
        message.contains("the user `bob` may not use the database `postgres`"),
        "{message}"
    );

    let bob = format!("postgres://bob:word@{at}/app");
    let options = PoolOptions::new().max_connections(2);
    let db = Database::connect_with(&bob, &options).await.expect("one");
    let tx = db.begin().await.expect("the one connection");
    let error = db.begin().await.map(drop);
    let Err(Error::Connect(failure)) = error else {
        panic!("{error:?}")
    };
    assert!(
        failure
            .message
            .contains("the server has too many connections"),
        "{failure}"
    );
    drop(tx);
}

#[tokio::test]
async fn nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("its number").port();
    drop(listener);
    let message = refused(&format!("postgres://ada:{SECRET}@127.0.0.1:{port}/app")).await;
    assert!(
        message.starts_with(&format!("127.0.0.1:{port}: cannot connect: ")),
        "{message}"
    );
}

#[tokio::test]
async fn a_server_that_never_answers() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("its number").port();
    let silent = tokio::spawn(async move {
        let mut connections = Vec::new();
        while let Ok(connection) = listener.accept().await {
            connections.push(connection);
        }
    });
    let options = PoolOptions::new().connect_timeout(Duration::from_millis(300));
    let url = format!("postgres://ada:{SECRET}@127.0.0.1:{port}/app");
    let start = Instant::now();
    let error = Database::connect_with(&url, &options).await.map(drop);
    let Err(error @ Error::Connect(_)) = error else {
        panic!("{error:?}")
    };
    assert!(start.elapsed() < Duration::from_secs(5));
    let told = format!("{error}\n{error:?}");
    let expected = format!("127.0.0.1:{port}: it did not answer within 0.3 s");
    assert!(told.contains(&expected), "{told}");
    assert!(!told.contains(SECRET), "{told}");
    silent.abort();
}

#[tokio::test]
async fn what_answers_is_no_server() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("its number").port();
    let other = tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            connection
                .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                .await
                .ok();
        }
    });
    for mode in ["disable", "prefer", "require"] {
        let url = format!("postgres://ada:{SECRET}@127.0.0.1:{port}/app?sslmode={mode}");
        let message = refused(&url).await;
        assert!(
            message.starts_with(&format!("127.0.0.1:{port}: ")),
            "{message}"
        );
    }
    other.abort();
}
