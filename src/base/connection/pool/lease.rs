//! The lock row, which excludes other programs from changing the tables if the server has no lock
//! for that, or its lock is not visible to other nodes.
//!
//! A row of the table `tablewright_lock` says who has the lock and until when, and counts how often
//! it was taken: the fencing number. A second connection renews the lease. Before anything is
//! committed under the lock, [`Lease::confirmation`] checks that the number is unchanged. So a
//! program that lost the lease unnoticed, because the machine slept or the network failed, commits
//! nothing.

use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant};

use tablewright_sql::Dialect;
use tablewright_sql::quote::text;
use tokio::sync::oneshot;

use super::Session;
use crate::base::connection::driver::LOCK_TABLE as TABLE;
use crate::base::connection::reader::{Collecting, Collector};
use crate::base::error::{Error, Failure, Result};
use crate::base::model::{FromRow, Table};
use crate::base::statement::{Erased, Raw};
use crate::base::value::Row;

/// How long a lease is valid, in seconds.
const TERM: u64 = 15;

/// The number of renewals within that time.
const RENEWALS: u32 = 3;

/// How much longer than its limit taking the lock row may take, including the connection for it.
pub(crate) const GRACE: Duration = Duration::from_secs(10);

/// The pause after the first attempt, and the longest one.
const PAUSES: (Duration, Duration) = (Duration::from_millis(5), Duration::from_millis(200));

/// The lock row while it is ours. If this is dropped, the lease expires.
#[derive(Debug)]
pub(crate) struct Lease {
    dialect: Dialect,
    /// The condition that finds the row if no other session has taken it.
    ours: String,
    /// The channel to the task that renews the lease, until this is dropped.
    renewal: oneshot::Sender<()>,
}

impl Lease {
    /// Waits for the lock row on a separate connection, which then renews it.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`] if another program has it for longer than the limit.
    pub async fn take<S: Session>(mut session: S, name: &str, limit: Duration) -> Result<Lease> {
        let dialect = session.dialect();
        let random = RandomState::new().hash_one(Instant::now());
        let holder = format!("{name}, process {}, {random:016x}", std::process::id());
        let holder = text(dialect, &holder);
        prepare(&mut session).await?;
        let began = Instant::now();
        let (mut pause, longest) = PAUSES;
        while session.run_counted(&take(dialect, &holder)).await? == 0 {
            let left = limit.saturating_sub(began.elapsed());
            if left.is_zero() {
                return Err(busy(&mut session).await);
            }
            tokio::time::sleep(pause.min(left)).await;
            pause = (pause * 2).min(longest);
        }
        let found =
            format!("SELECT fence FROM {TABLE} WHERE name = 'tables' AND holder = {holder}");
        let Some(Fence(fence)) = first(&mut session, &found).await? else {
            return Err(lost());
        };
        let ours = format!("name = 'tables' AND holder = {holder} AND fence = {fence}");
        let (renewal, ending) = oneshot::channel();
        tokio::spawn(renew(session, ours.clone(), ending));
        Ok(Lease {
            dialect,
            ours,
            renewal,
        })
    }

    /// The statement that changes one row if the lease is still ours, and none if it is lost. In a
    /// transaction, no other session can then take the lock row before the transaction ends.
    pub fn confirmation(&self) -> String {
        renewed(self.dialect, &self.ours)
    }

    /// The statement that releases the lock row, if it is still ours.
    pub fn release(self) -> String {
        released(self.dialect, &self.ours)
    }

    /// Releases the lock row on the second connection, because the first one is in a transaction
    /// that is rolled back.
    pub fn give_back(self) {
        // If the task has ended, the lease is not renewed and expires.
        let _ = self.renewal.send(());
    }
}

/// Renews a lease until it is released or dropped.
async fn renew<S: Session>(mut session: S, ours: String, mut ending: oneshot::Receiver<()>) {
    let dialect = session.dialect();
    let (again, release) = (renewed(dialect, &ours), released(dialect, &ours));
    loop {
        let pause = Duration::from_secs(TERM) / RENEWALS;
        match tokio::time::timeout(pause, &mut ending).await {
            // Without its connection, the lease expires, and the confirmation fails.
            Err(_) => match session.run_counted(&again).await {
                Ok(1..) => {}
                Ok(0) | Err(_) => return,
            },
            Ok(Ok(())) => {
                drop(session.run(&release).await);
                return;
            }
            // Work under the lock may still be in progress, so the lease expires by itself.
            Ok(Err(_)) => return,
        }
    }
}

/// The error if the confirmation changed no row.
#[cold]
pub(crate) fn lost() -> Error {
    Error::Busy(Box::new(Failure {
        message: format!(
            "the lock row in `{TABLE}` was lost: it was not renewed for {TERM} s, so another \
             program may change the tables now. The operation was not completed: run it again"
        ),
        source: None,
    }))
}

/// Creates the table and the row if they do not exist.
async fn prepare<S: Session>(session: &mut S) -> Result<()> {
    let row = row(session.dialect());
    match session.run(&row).await {
        Err(Error::Schema(_)) => {}
        done => return done,
    }
    // Another program may create it at the same time.
    let created = session.run(&table(session.dialect())).await;
    match (session.run(&row).await, created) {
        (Ok(()), _) => Ok(()),
        (Err(_), Err(error)) | (Err(error), Ok(())) => Err(error),
    }
}

fn table(dialect: Dialect) -> String {
    let time = match dialect {
        Dialect::Sqlite | Dialect::Postgres => "timestamptz",
        Dialect::Mysql | Dialect::Mariadb => "datetime(6)",
    };
    format!(
        "CREATE TABLE IF NOT EXISTS {TABLE} (name varchar(20) NOT NULL PRIMARY KEY, \
         holder varchar(300) NOT NULL, fence bigint NOT NULL, expires_at {time} NOT NULL)"
    )
}

fn row(dialect: Dialect) -> String {
    let (ignore, conflict) = match dialect {
        Dialect::Sqlite | Dialect::Postgres => ("", " ON CONFLICT DO NOTHING"),
        Dialect::Mysql | Dialect::Mariadb => (" IGNORE", ""),
    };
    let now = now(dialect);
    format!(
        "INSERT{ignore} INTO {TABLE} (name, holder, fence, expires_at) \
         VALUES ('tables', '', 0, {now}){conflict}"
    )
}

fn take(dialect: Dialect, holder: &str) -> String {
    let (now, end) = (now(dialect), end(dialect));
    format!(
        "UPDATE {TABLE} SET holder = {holder}, fence = fence + 1, expires_at = {end} \
         WHERE name = 'tables' AND (holder = '' OR expires_at < {now})"
    )
}

fn renewed(dialect: Dialect, ours: &str) -> String {
    let (now, end) = (now(dialect), end(dialect));
    format!("UPDATE {TABLE} SET expires_at = {end} WHERE {ours} AND expires_at >= {now}")
}

fn released(dialect: Dialect, ours: &str) -> String {
    let now = now(dialect);
    format!("UPDATE {TABLE} SET holder = '', expires_at = {now} WHERE {ours}")
}

fn holder(dialect: Dialect) -> String {
    let now = now(dialect);
    let seconds = match dialect {
        Dialect::Sqlite | Dialect::Postgres => {
            format!("ceil(extract(epoch FROM expires_at - {now}))::bigint")
        }
        Dialect::Mysql | Dialect::Mariadb => {
            format!("timestampdiff(SECOND, {now}, expires_at) + 1")
        }
    };
    format!("SELECT holder, {seconds} FROM {TABLE} WHERE name = 'tables' AND holder <> ''")
}

/// The time by the clock of the server, which all programs share.
fn now(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite | Dialect::Postgres => "clock_timestamp()",
        Dialect::Mysql | Dialect::Mariadb => "utc_timestamp(6)",
    }
}

fn end(dialect: Dialect) -> String {
    let now = now(dialect);
    match dialect {
        Dialect::Sqlite | Dialect::Postgres => format!("{now} + interval '{TERM} seconds'"),
        Dialect::Mysql | Dialect::Mariadb => format!("{now} + interval {TERM} second"),
    }
}

/// The error that names the owner of the lock row.
#[cold]
async fn busy<S: Session>(session: &mut S) -> Error {
    let sql = holder(session.dialect());
    // The name is only additional information, so its error is ignored.
    let holder = first(session, &sql).await.unwrap_or_default();
    let mut message =
        "timed out waiting for another program that changes the tables of the database".to_owned();
    if let Some(Holder { name, seconds }) = holder {
        message.push_str(&format!(
            ": the lock row in `{TABLE}` belongs to {name}, and its lease ends in {seconds} s unless \
             that program renews it"
        ));
    }
    Error::Busy(Box::new(Failure {
        message,
        source: None,
    }))
}

/// The first row of a query.
async fn first<S: Session, T: FromRow>(session: &mut S, sql: &str) -> Result<Option<T>> {
    let mut row = None;
    let rows: &mut dyn Collector<S::Rows> = &mut Collecting::new(&mut row);
    let query = Raw::new(sql, &[]);
    session.fetch(&Erased::new(&query), rows).await?;
    Ok(row)
}

struct Fence(i64);

impl FromRow for Fence {
    const TABLE: Option<&'static Table> = None;

    fn from_row<R: Row>(row: &R) -> Result<Self> {
        row.get(0).map(Fence)
    }
}

struct Holder {
    name: String,
    /// The rest of the lease.
    seconds: i64,
}

impl FromRow for Holder {
    const TABLE: Option<&'static Table> = None;

    fn from_row<R: Row>(row: &R) -> Result<Self> {
        Ok(Holder {
            name: row.get(0)?,
            seconds: row.get(1)?,
        })
    }
}
