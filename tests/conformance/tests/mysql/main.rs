//! Tests only for MySQL and MariaDB: connections that the program opens itself, URLs, TLS, lost
//! connections, cancelled statements, and the effects of an error on a transaction.

mod cancelled;
mod conflicts;
mod connecting;
mod lost;
mod own;
mod private;
mod rows;
mod tls;

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

/// Makes tests on MariaDB and MySQL of each body, which gets the [`Place`].
macro_rules! on_both {
    ($($body:ident),+ $(,)?) => {
        tablewright_test_conformance::on!([mariadb, mysql] $($body),+);
    };
}
use on_both;
