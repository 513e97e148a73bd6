//! Tests only for PostgreSQL: connections that the program opens itself, URLs, TLS, lost
//! connections, cancelled statements, and the effects of an error on a transaction.

mod altered;
mod cancelled;
mod conflicts;
mod connecting;
mod errors;
mod lost;
mod native;
mod own;
mod pooler;
mod private;
mod tls;
mod types;
mod unprepared;

// Builds the rows of the suite.
#[allow(dead_code)]
#[path = "../suite/check.rs"]
mod check;
#[allow(dead_code)]
#[path = "../suite/rows.rs"]
mod rows;

use tablewright::{Database, PoolOptions, Result};
use tablewright_test_conformance::Place;
use tablewright_test_conformance::models::accounts;

/// A pool of this number of connections, with the tables of `accounts`.
async fn pool(place: &Place, connections: usize) -> Result<Database> {
    let options = PoolOptions::new().max_connections(connections);
    let db = place.connect_with(&options).await?;
    accounts::create_all(&db).await?;
    Ok(db)
}

/// The URL of a place with another parameter.
fn url_with(place: &Place, parameter: &str) -> String {
    let separator = if place.url().contains('?') { '&' } else { '?' };
    format!("{}{separator}{parameter}", place.url())
}

/// Makes a test on PostgreSQL of each body, which gets the [`Place`].
macro_rules! on_postgres {
    ($($body:ident),+ $(,)?) => {
        tablewright_test_conformance::on!([postgres] $($body),+);
    };
}
use on_postgres;

/// As [`on_postgres!`], and on a newer version.
macro_rules! on_each_postgres {
    ($($body:ident),+ $(,)?) => {
        tablewright_test_conformance::on!([postgres, postgres_extensions] $($body),+);
    };
}
use on_each_postgres;
