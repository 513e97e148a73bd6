//! MySQL and MariaDB: two dialects, one driver.

use crate::base::connection::pool::{Pool, Single};
use crate::base::error::Result;

mod bind;
mod connect;
mod engine;
mod error;
mod link;
mod row;
mod session;
mod settings;
mod tls;

pub(crate) use row::{MysqlRow, MysqlRows};
pub use session::MysqlSession;
pub use settings::MysqlSettings;

/// A pool of connections to MySQL or MariaDB; the server's version says which of the two it is.
///
/// The URL is `mysql://user:password@host:3306/name`, or the same with `mariadb://`. The port 3306
/// can be left out. These parameters may follow:
///
/// * `socket`: the path of a unix socket, instead of the host and port.
/// * `ssl-mode`: `DISABLED`, `PREFERRED`, `REQUIRED`, `VERIFY_CA` or `VERIFY_IDENTITY`, as MySQL's
///   own programs define them; `PREFERRED` by default. Encryption needs the feature `tls`.
/// * `ssl-ca`: the file with the certificates that `VERIFY_CA` and `VERIFY_IDENTITY` trust. Without
///   it they trust those that Mozilla's browser does.
///
/// ```no_run
/// # async fn run() -> tablewright::Result<()> {
/// let db = tablewright::Mysql::connect("mysql://app:secret@localhost/app").await?;
/// # Ok(())
/// # }
/// ```
pub type Mysql = Pool<MysqlSession>;

/// A connection to MySQL or MariaDB that the program has opened itself.
///
/// ```no_run
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// use tablewright::mysql_async::Conn;
///
/// let conn = Conn::from_url("mysql://app:secret@localhost/app").await?;
/// let db = tablewright::MysqlConnection::new(conn).await?;
/// # Ok(())
/// # }
/// ```
pub type MysqlConnection = Single<MysqlSession>;

impl Single<MysqlSession> {
    /// Takes over a connection. Its session gets the settings that our statements need: the SQL
    /// mode, UTC as its time zone, UTF-8, autocommit, and enforced foreign keys.
    ///
    /// # Errors
    ///
    /// [`Error::Connect`](crate::Error::Connect) if the server is too old, no database is chosen,
    /// or a transaction is in progress.
    pub async fn new(conn: mysql_async::Conn) -> Result<Self> {
        Ok(Single::of(MysqlSession::take_over(conn).await?))
    }
}
