//! Tests the DDL on real servers: after the script of a schema, the server's catalog matches the
//! schema.
//!
//! The expected catalog is derived in two separate ways: in `expected` from the schema, and in
//! `catalog` from the server, both as a [`Description`].
//!
//! Also tests the library's inspection against it: a [`Live`] database is inspected.

mod catalog;
mod connection;
mod description;
mod dump;
mod expected;
mod found;
mod live;
mod models;
mod place;
mod steps;
mod written;

pub use description::{Description, Direction, Fact, Origin};
pub use dump::dump;
pub use live::Live;
pub use models::load;
pub use place::Place;
pub use steps::{walk, way};
pub use written::written;

use tablewright_sql::Dialect;
use tablewright_test_servers::Server;

/// The dialect that a server speaks.
#[must_use]
pub fn dialect(server: Server) -> Dialect {
    match server {
        Server::Postgres | Server::PostgresExtensions => Dialect::Postgres,
        Server::Mariadb => Dialect::Mariadb,
        Server::Mysql => Dialect::Mysql,
    }
}

/// Makes a test of a function for each dialect.
///
/// ```
/// use tablewright_sql::Dialect;
/// use tablewright_test_ddl::on_each_dialect;
///
/// on_each_dialect!(all);
///
/// fn all(dialect: Dialect) {
///     assert!(!dialect.name().is_empty());
/// }
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! on_each_dialect {
    ($law:path) => {
        #[test]
        fn on_sqlite() {
            $law(tablewright_sql::Dialect::Sqlite);
        }

        #[test]
        fn on_postgres() {
            $law(tablewright_sql::Dialect::Postgres);
        }

        #[test]
        fn on_mysql() {
            $law(tablewright_sql::Dialect::Mysql);
        }

        #[test]
        fn on_mariadb() {
            $law(tablewright_sql::Dialect::Mariadb);
        }
    };
}
