//! Compares Tablewright, hand-written code on the drivers, and other libraries: the operations of
//! Diesel's public benchmark suite, in one run of Criterion.
//!
//! `scripts/bench libraries` runs it. `measure` writes its results to a folder, and `table` makes a
//! table of them.

mod by_hand;
mod library;
mod operations;
mod ours;
mod rows;
mod table;
mod with_diesel;
mod with_sea_orm;
mod with_sqlx;

use std::path::Path;

use mysql_async::Opts;
use tablewright::{MysqlConnection, PostgresConnection};
use tablewright_test_servers::{Scratch, Server};

use library::Library;
use operations::Database;
use ours::Order;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["measure", folder] => measure(Path::new(folder), ""),
        // For developers of one of the libraries.
        ["measure", folder, only] => measure(Path::new(folder), only),
        ["table", folder] => table::print(Path::new(folder)),
        _ => {
            eprintln!("usage: tablewright-benches-libraries measure|table FOLDER [OPERATION]");
            std::process::exit(2);
        }
    }
}

fn measure(folder: &Path, only: &str) {
    let mut criterion = operations::criterion(folder);
    operations::run(&mut criterion, Database::Sqlite, on_sqlite(), only);
    let scratch = Scratch::new(Server::Postgres).expect("PostgreSQL is always there");
    operations::run(
        &mut criterion,
        Database::Postgres,
        on_postgres(&scratch),
        only,
    );
    let scratch = Scratch::new(Server::Mariadb).expect("MariaDB is always there");
    operations::run(
        &mut criterion,
        Database::Mariadb,
        on_mariadb(&scratch),
        only,
    );
    criterion.final_summary();
}

fn on_sqlite() -> Vec<Box<dyn Library>> {
    vec![
        Box::new(by_hand::OnSqlite::new()),
        Box::new(ours::OnSqlite::new()),
        Box::new(with_diesel::OnSqlite::new()),
        Box::new(with_sea_orm::OnAny::on_sqlite()),
        Box::new(with_sqlx::OnSqlite::new()),
    ]
}

fn on_postgres(scratch: &Scratch) -> Vec<Box<dyn Library>> {
    let url = scratch.url();
    let config = url.parse().expect("a URL");
    let client = || by_hand::client(&config);
    let ours = |order| ours::OnServer::new(PostgresConnection::from(client()), client(), order);
    // SQLx needs a host, too, even if another parameter has the folder of the socket.
    let with_host = url.replacen("@/", "@localhost/", 1);
    vec![
        Box::new(by_hand::OnPostgres::new(&config)),
        Box::new(ours(Order::Any)),
        Box::new(ours(Order::ByKey)),
        Box::new(with_diesel::OnPostgres::new(url)),
        Box::new(with_sea_orm::OnAny::on_postgres(&with_host)),
        Box::new(with_sqlx::OnPostgres::new(&with_host)),
    ]
}

fn on_mariadb(scratch: &Scratch) -> Vec<Box<dyn Library>> {
    let url = scratch.url();
    let opts = Opts::from_url(url).expect("a URL");
    let conn = || by_hand::conn(&opts);
    let ours = |order| {
        let db = library::RUNTIME.block_on(MysqlConnection::new(conn()));
        ours::OnServer::new(db.expect("a connection"), conn(), order)
    };
    vec![
        Box::new(by_hand::OnMariadb::new(&opts)),
        Box::new(ours(Order::Any)),
        Box::new(ours(Order::ByKey)),
        Box::new(with_diesel::OnMariadb::new(url)),
        Box::new(with_sea_orm::OnAny::on_mariadb(url)),
        Box::new(with_sqlx::OnMariadb::new(url)),
    ]
}
