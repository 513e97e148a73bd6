//! Databases whose kind is chosen at run time, by the URL.

use std::time::Duration;

use tablewright_sql::Dialect;

mod row;

use row::{Adapted, AnyRows};

use crate::base::connection::driver::Hold;
use crate::base::connection::pool::{Aborted, Answered, Pool, PoolOptions, Sent, Session};
use crate::base::connection::reader::Collector;
use crate::base::connection::transaction::TransactionOptions;
use crate::base::error::{Error, Failure, Result};
use crate::base::model::Table;
use crate::base::statement::Erased;
#[cfg(feature = "mysql")]
use crate::mysql::MysqlSession;
#[cfg(feature = "postgres")]
use crate::postgres::PostgresSession;
#[cfg(feature = "sqlite")]
use crate::sqlite::SqliteSession;

/// A pool of connections to a database whose kind is chosen at run time.
///
/// The same generated functions run on it as on every other connection, and return futures.
pub type Database = Pool<AnySession>;

/// Connects to the database of a URL, with the default [`PoolOptions`]: [`Database::connect`].
///
/// * `sqlite:app.db`, or `sqlite::memory:`; statements run on threads where blocking is allowed.
///   `?mode=ro` only reads, `?mode=rw` does not create the file.
/// * `postgres://user:password@host:5432/name`; see [`Postgres`](crate::Postgres).
/// * `mysql://user:password@host:3306/name`, also for MariaDB; see [`Mysql`](crate::Mysql).
///
/// ```no_run
/// # #[cfg(feature = "sqlite")]
/// # async fn run() -> tablewright::Result<()> {
/// let db = tablewright::connect("sqlite:app.db").await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// [`Error::Connect`] if the URL is invalid, the program was built without the driver of this
/// database, or the database cannot be reached or refuses the login. No message contains the
/// password.
pub async fn connect(url: &str) -> Result<Database> {
    Database::connect(url).await
}

/// A connection of the driver in the URL.
#[derive(Debug)]
pub enum AnySession {
    /// SQLite.
    #[cfg(feature = "sqlite")]
    Sqlite(SqliteSession),
    /// PostgreSQL.
    #[cfg(feature = "postgres")]
    Postgres(PostgresSession),
    /// MySQL or MariaDB.
    #[cfg(feature = "mysql")]
    Mysql(MysqlSession),
}

/// The settings of a connection to any of the databases.
#[derive(Clone, Debug)]
pub enum AnySettings {
    /// SQLite.
    #[cfg(feature = "sqlite")]
    Sqlite(<SqliteSession as Session>::Settings),
    /// PostgreSQL.
    #[cfg(feature = "postgres")]
    Postgres(Box<<PostgresSession as Session>::Settings>),
    /// MySQL or MariaDB.
    #[cfg(feature = "mysql")]
    Mysql(Box<<MysqlSession as Session>::Settings>),
}

/// The pipelined statements of PostgreSQL, the only database that pipelines.
#[cfg(feature = "postgres")]
type Pipelined = <PostgresSession as Session>::Sent;
#[cfg(not(feature = "postgres"))]
type Pipelined = crate::base::connection::pool::NothingSent;

/// Makes the same call on the driver's connection, whichever it is.
macro_rules! each {
    ($any:expr, $session:ident => $call:expr) => {
        match $any {
            #[cfg(feature = "sqlite")]
            AnySession::Sqlite($session) => $call,
            #[cfg(feature = "postgres")]
            AnySession::Postgres($session) => $call,
            #[cfg(feature = "mysql")]
            AnySession::Mysql($session) => $call,
        }
    };
}

impl Session for AnySession {
    type Settings = AnySettings;
    type Rows = AnyRows;
    type Sent = Pipelined;

    fn settings(url: &str, options: &mut PoolOptions) -> Result<AnySettings> {
        let scheme = url.split_once(':').map_or("", |(scheme, _)| scheme);
        match scheme {
            #[cfg(feature = "sqlite")]
            "sqlite" => SqliteSession::settings(url, options).map(AnySettings::Sqlite),
            #[cfg(feature = "postgres")]
            "postgres" | "postgresql" => PostgresSession::settings(url, options)
                .map(|settings| AnySettings::Postgres(Box::new(settings))),
            #[cfg(feature = "mysql")]
            "mysql" | "mariadb" => MysqlSession::settings(url, options)
                .map(|settings| AnySettings::Mysql(Box::new(settings))),
            _ => Err(not_known(scheme)),
        }
    }

    fn most_connections(settings: &AnySettings) -> usize {
        match settings {
            #[cfg(feature = "sqlite")]
            AnySettings::Sqlite(settings) => SqliteSession::most_connections(settings),
            #[cfg(feature = "postgres")]
            AnySettings::Postgres(settings) => PostgresSession::most_connections(settings),
            #[cfg(feature = "mysql")]
            AnySettings::Mysql(settings) => MysqlSession::most_connections(settings),
        }
    }

    fn server(settings: &AnySettings) -> String {
        match settings {
            #[cfg(feature = "sqlite")]
            AnySettings::Sqlite(settings) => SqliteSession::server(settings),
            #[cfg(feature = "postgres")]
            AnySettings::Postgres(settings) => PostgresSession::server(settings),
            #[cfg(feature = "mysql")]
            AnySettings::Mysql(settings) => MysqlSession::server(settings),
        }
    }

    async fn connect(settings: &AnySettings) -> Result<Self> {
        match settings {
            #[cfg(feature = "sqlite")]
            AnySettings::Sqlite(settings) => SqliteSession::connect(settings)
                .await
                .map(AnySession::Sqlite),
            #[cfg(feature = "postgres")]
            AnySettings::Postgres(settings) => PostgresSession::connect(settings)
                .await
                .map(AnySession::Postgres),
            #[cfg(feature = "mysql")]
            AnySettings::Mysql(settings) => {
                MysqlSession::connect(settings).await.map(AnySession::Mysql)
            }
        }
    }

    fn dialect(&self) -> Dialect {
        each!(self, session => session.dialect())
    }

    fn namespace(&self) -> Option<String> {
        each!(self, session => session.namespace())
    }

    async fn fetch(
        &mut self,
        statement: &Erased<'_>,
        rows: &mut dyn Collector<AnyRows>,
    ) -> Result<()> {
        each!(self, session => session.fetch(statement, &mut Adapted(rows)).await)
    }

    fn pipelines(&self) -> bool {
        each!(self, session => session.pipelines())
    }

    async fn send(
        &mut self,
        statement: &Erased<'_>,
        rows: Option<&mut dyn Collector<AnyRows>>,
    ) -> Result<Option<Pipelined>> {
        // Only PostgreSQL uses them.
        let _ = (&statement, &rows);
        match self {
            #[cfg(feature = "sqlite")]
            AnySession::Sqlite(_) => Ok(None),
            #[cfg(feature = "postgres")]
            AnySession::Postgres(session) => match rows {
                Some(rows) => session.send(statement, Some(&mut Adapted(rows))).await,
                None => session.send(statement, None).await,
            },
            #[cfg(feature = "mysql")]
            AnySession::Mysql(_) => Ok(None),
        }
    }

    async fn answered(
        &mut self,
        statement: &Erased<'_>,
        sent: Pipelined,
        error: Option<<Pipelined as Sent<AnyRows>>::Error>,
    ) -> Answered {
        let _ = (&statement, &sent, &error);
        match self {
            #[cfg(feature = "postgres")]
            AnySession::Postgres(session) => session.answered(statement, sent, error).await,
            // These drivers never send one.
            #[cfg(feature = "sqlite")]
            AnySession::Sqlite(_) => Answered::Done,
            #[cfg(feature = "mysql")]
            AnySession::Mysql(_) => Answered::Done,
        }
    }

    fn had_failed_before(&self) -> bool {
        each!(self, session => session.had_failed_before())
    }

    async fn execute(&mut self, statement: &Erased<'_>) -> Result<u64> {
        each!(self, session => session.execute(statement).await)
    }

    async fn prepare(&mut self, statement: &Erased<'_>) -> Result<()> {
        each!(self, session => session.prepare(statement).await)
    }

    fn last_insert_id(&self) -> Option<u64> {
        each!(self, session => session.last_insert_id())
    }

    async fn run(&mut self, sql: &str) -> Result<()> {
        each!(self, session => session.run(sql).await)
    }

    async fn run_counted(&mut self, sql: &str) -> Result<u64> {
        each!(self, session => session.run_counted(sql).await)
    }

    async fn columns(&mut self) -> Result<Vec<(String, String)>> {
        each!(self, session => session.columns().await)
    }

    async fn lock(&mut self, hold: Hold, lock_timeout: Option<Duration>) -> Result<()> {
        each!(self, session => session.lock(hold, lock_timeout).await)
    }

    async fn confirm_lock(&mut self) -> Result<()> {
        each!(self, session => session.confirm_lock().await)
    }

    fn is_locked(&self) -> bool {
        each!(self, session => session.is_locked())
    }

    async fn unlock(&mut self) -> Result<()> {
        each!(self, session => session.unlock().await)
    }

    async fn before_drop(&mut self, tables: &'static [&'static Table]) -> Result<()> {
        each!(self, session => session.before_drop(tables).await)
    }

    fn statement_timeout(&self) -> Option<Duration> {
        each!(self, session => session.statement_timeout())
    }

    fn give_up(&mut self) {
        each!(self, session => session.give_up());
    }

    fn has_transaction(&self) -> Option<bool> {
        each!(self, session => session.has_transaction())
    }

    async fn is_in_transaction(&mut self) -> Result<bool> {
        each!(self, session => session.is_in_transaction().await)
    }

    fn is_usable(&self) -> bool {
        each!(self, session => session.is_usable())
    }

    async fn check(&mut self) -> Result<()> {
        each!(self, session => session.check().await)
    }

    fn aborted(&self, error: &Error) -> Aborted {
        each!(self, session => session.aborted(error))
    }

    async fn begin(&mut self, level: u32, options: TransactionOptions) -> Result<()> {
        each!(self, session => session.begin(level, options).await)
    }

    async fn commit(&mut self, level: u32) -> Result<()> {
        each!(self, session => session.commit(level).await)
    }

    async fn rollback(&mut self, level: u32) -> Result<()> {
        each!(self, session => session.rollback(level).await)
    }
}

/// The URL is not shown, because it may contain a password, even if its scheme is misspelled.
fn not_known(scheme: &str) -> Error {
    let feature = match scheme {
        "sqlite" => Some(("SQLite", "sqlite")),
        "postgres" | "postgresql" => Some(("PostgreSQL", "postgres")),
        "mysql" | "mariadb" => Some(("MySQL and MariaDB", "mysql")),
        _ => None,
    };
    let message = match feature {
        Some((name, feature)) => format!(
            "this program was built without {name}: add the feature `{feature}` to tablewright in \
             Cargo.toml"
        ),
        None => "the URL must begin with `sqlite:`, `postgres://` or `mysql://`".to_owned(),
    };
    Error::Connect(Box::new(Failure {
        message,
        source: None,
    }))
}

#[cfg(all(test, any(feature = "postgres", feature = "mysql")))]
mod tests {
    use super::*;

    #[test]
    fn settings_do_not_show_the_password() -> Result<()> {
        let schemes = [
            #[cfg(feature = "postgres")]
            "postgres",
            #[cfg(feature = "mysql")]
            "mysql",
        ];
        for scheme in schemes {
            let url = format!("{scheme}://ada:5ecret@localhost:1/shop");
            let settings = AnySession::settings(&url, &mut PoolOptions::new())?;
            assert!(!format!("{settings:?} {settings:#?}").contains("5ecret"));
        }
        Ok(())
    }
}
