//! No password is shown or looked up, whatever characters it has and whatever error occurs.

use std::net::TcpListener;

use tablewright::{Database, Error, PoolOptions};
use tablewright_test_servers::Refusing;

use crate::check::everything;

/// Characters that mean something in URLs, shells, quotes or logs.
const ODD: [&str; 34] = [
    "@", ":", "/", "?", "#", "%", "[", "]", " ", "é", "\n", "\t", "\"", "'", "`", "\\", "&", "=",
    "+", ";", "$", "{", "}", "|", "^", "<", ">", "*", "!", "~", ",", "(", "🔑", "%FF",
];

/// The parts of a password; none of them may be shown.
const PARTS: [&str; 3] = ["5ec", "r3t", "w0rd"];

/// Passwords with each of the characters, and with each two of them.
fn passwords() -> Vec<String> {
    let [first, second, third] = PARTS;
    let mut all = Vec::new();
    for one in ODD {
        all.push(format!("{one}{first}{second}{third}"));
        all.push(format!("{first}{second}{third}{one}"));
        // Where a port is looked for.
        all.push(format!("12{one}{first}{second}{third}"));
        for other in ODD {
            all.push(format!("{first}{one}{second}{other}{third}"));
        }
    }
    all
}

async fn refused(url: &str) -> String {
    let options = PoolOptions::new().max_connections(1);
    match Database::connect_with(url, &options).await {
        Err(error @ Error::Connect(_)) => everything(&error),
        other => panic!("{other:?}"),
    }
}

/// A port on which nobody listens.
fn closed_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("its number").port()
}

async fn nothing_is_shown(scheme: &str, refusing: Refusing) {
    let at = format!("127.0.0.1:{}", closed_port());
    let strict = refusing.start().expect("a port");
    let strict = format!("127.0.0.1:{strict}");
    for password in passwords() {
        for (what, rest) in [
            ("a bad port", "localhost:port/app".to_owned()),
            ("a bad option", format!("{at}/app?colour=red")),
            ("a bad value", format!("{at}/app?statement_cache=all")),
            ("no database", format!("{at}/?sslmode=maybe")),
            ("nobody listens", format!("{at}/app")),
            ("a wrong password", format!("{strict}/app")),
        ] {
            let told = refused(&format!("{scheme}://ada:{password}@{rest}")).await;
            for part in PARTS {
                assert!(!told.contains(part), "{what}, {password:?}: {told}");
            }
            // The resolved host is the one in the URL.
            if what == "nobody listens" {
                let is_refused =
                    told.contains("write `@` as `%40`") || told.contains("is not UTF-8");
                assert!(is_refused || told.contains(&at), "{password:?}: {told}");
            }
            if what == "a wrong password" && !told.contains("write `@` as `%40`") {
                let is_refused =
                    told.contains("the password is wrong") || told.contains("is not UTF-8");
                assert!(is_refused, "{password:?}: {told}");
            }
        }
    }
    let told = refused(&format!("{scheme}://ada:5ec@r3t@no-such-host.invalid/app")).await;
    assert!(told.contains("no-such-host.invalid"), "{told}");
    assert!(!told.contains("r3t"), "{told}");
}

#[tokio::test]
async fn of_postgresql() {
    nothing_is_shown("postgres", Refusing::Postgres).await;
}

#[tokio::test]
async fn of_mysql() {
    nothing_is_shown("mysql", Refusing::Mysql).await;
}

/// The rest of a URL with an unknown scheme is not read.
#[tokio::test]
async fn of_nobody_known() {
    for password in passwords() {
        for scheme in ["postgre", "sqlserver", "postgres:mysql"] {
            let told = refused(&format!("{scheme}://ada:{password}@localhost/app")).await;
            for part in PARTS {
                assert!(!told.contains(part), "{password:?}: {told}");
            }
        }
    }
}
