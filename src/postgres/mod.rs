//! PostgreSQL.

use crate::base::connection::pool::{Pool, Single};

mod bind;
#[cfg(feature = "tls")]
mod binding;
mod calendar;
#[cfg(feature = "tls")]
mod certificates;
mod connect;
#[cfg(feature = "tls")]
mod encrypted;
mod engine;
mod error;
mod listener;
mod lock;
mod meaning;
mod numeric;
mod own_types;
mod pipeline;
mod pooler;
mod row;
mod session;
mod settings;
mod tls;
mod types;
mod unprepared;

pub use listener::{PostgresListener, PostgresNotice, PostgresNotification};
pub(crate) use pipeline::PostgresSent;
pub(crate) use row::{PostgresRow, PostgresRows};
pub use session::PostgresSession;
pub use settings::PostgresSettings;

/// A pool of connections to PostgreSQL.
///
/// The URL is `postgres://user:password@host:5432/name`, or the same with `postgresql://`. The port
/// 5432 can be left out. These parameters may follow, besides those of [`tokio_postgres::Config`]:
///
/// * `host`: the folder of a unix socket, with `%2F` for `/`.
/// * `sslmode`: `disable`, `prefer`, `require`, `verify-ca` or `verify-full`, as PostgreSQL's own
///   programs define them; `prefer` by default. Encryption needs the feature `tls`.
/// * `sslrootcert`: the file with the certificates that `verify-ca` and `verify-full` trust.
///   Without it they trust those that Mozilla's browser does.
///
/// ```no_run
/// # async fn run() -> tablewright::Result<()> {
/// let db = tablewright::Postgres::connect("postgres://app:secret@localhost/app").await?;
/// # Ok(())
/// # }
/// ```
pub type Postgres = Pool<PostgresSession>;

/// A connection to PostgreSQL that the program has opened itself.
///
/// ```no_run
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// use tablewright::tokio_postgres::{self, NoTls};
///
/// let (client, connection) = tokio_postgres::connect("host=localhost user=app", NoTls).await?;
/// tokio::spawn(connection);
/// let db = tablewright::PostgresConnection::from(client);
/// # Ok(())
/// # }
/// ```
pub type PostgresConnection = Single<PostgresSession>;

impl From<tokio_postgres::Client> for Single<PostgresSession> {
    /// Takes over a connection. Settings that change the meaning of SQL are set before the first
    /// statement; the format of dates, the time zone and the search path stay as they are. No
    /// transaction may be in progress.
    fn from(client: tokio_postgres::Client) -> Self {
        Single::of(PostgresSession::take_over(client))
    }
}

impl PostgresConnection {
    /// Sets whether the connection goes through a pooler that may run each transaction in another
    /// session, as [`PoolOptions::pooler`](crate::PoolOptions::pooler) does for a pool. If it is
    /// not set, the library detects that before the first statement.
    pub fn pooler(mut self, pooler: bool) -> Self {
        if let Some(session) = self.session_mut() {
            session.set_pooler(pooler);
        }
        self
    }
}
