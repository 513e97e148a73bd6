//! Errors of connecting.

use std::time::{Duration, Instant};

use tablewright::{Database, Error, Mysql, PoolOptions, Result};
use tablewright_test_conformance::Place;
use tokio::net::TcpListener;

use crate::on_both;

on_both!(
    a_wrong_password,
    a_user_that_is_not_there,
    a_database_that_is_not_there,
    a_socket_that_is_not_there,
    a_pool_has_no_password_to_show,
);

/// A secret that must not be shown.
const SECRET: &str = "s3cret-word";

/// The URL with another user, and another database.
fn url(place: &Place, user: &str, database: Option<&str>) -> String {
    let (_, rest) = place.url().split_once('@').expect("a user");
    let (rest, parameters) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, name) = rest.split_once('/').expect("a database");
    format!(
        "mysql://{user}@{host}/{}?{parameters}",
        database.unwrap_or(name)
    )
}

/// The message of a connection that cannot be made.
async fn refused(url: &str) -> String {
    let error = Database::connect(url).await;
    let Err(error @ Error::Connect(_)) = error else {
        panic!("{error:?}")
    };
    let told = format!("{error}\n{error:?}");
    assert!(!told.contains(SECRET), "{told}");
    error.to_string()
}

async fn a_wrong_password(place: &Place) -> Result<()> {
    let message = refused(&url(place, &format!("root:{SECRET}"), None)).await;
    assert!(
        message.ends_with(
            "the server refused the user `root`: the user does not exist, or the password is wrong"
        ),
        "{message}"
    );
    Ok(())
}

async fn a_user_that_is_not_there(place: &Place) -> Result<()> {
    let message = refused(&url(place, &format!("nobody-here:{SECRET}"), None)).await;
    assert!(message.contains("the user `nobody-here`"), "{message}");
    Ok(())
}

async fn a_database_that_is_not_there(place: &Place) -> Result<()> {
    let message = refused(&url(place, "root", Some("not_there"))).await;
    assert!(
        message.ends_with("there is no database `not_there`: create it first"),
        "{message}"
    );
    Ok(())
}

async fn a_socket_that_is_not_there(_: &Place) -> Result<()> {
    let url = format!("mysql://root:{SECRET}@localhost/app?socket=%2Fnot%2Fthere");
    let message = refused(&url).await;
    assert!(
        message.starts_with("/not/there: cannot connect: "),
        "{message}"
    );
    Ok(())
}

async fn a_pool_has_no_password_to_show(place: &Place) -> Result<()> {
    // An empty password is the same as none.
    let db = Mysql::connect(&url(place, "root:", None)).await?;
    assert!(!format!("{db:?}").contains("root"));
    Ok(())
}

#[tokio::test]
async fn nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("its number").port();
    drop(listener);
    let message = refused(&format!("mysql://root:{SECRET}@127.0.0.1:{port}/app")).await;
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
    let url = format!("mysql://root:{SECRET}@127.0.0.1:{port}/app");
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
            use tokio::io::AsyncWriteExt;
            connection
                .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                .await
                .ok();
        }
    });
    let message = refused(&format!("mysql://root:{SECRET}@127.0.0.1:{port}/app")).await;
    assert!(
        message.starts_with(&format!("127.0.0.1:{port}: ")),
        "{message}"
    );
    other.abort();
}
