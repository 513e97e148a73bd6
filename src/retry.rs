//! Running a transaction again that lost against another one.

#[cfg(feature = "async")]
mod pause;

use std::future::Future;

#[cfg(feature = "async")]
use pause::pause;

use crate::{Error, Result};

/// Runs a closure up to `tries` times, as long as it fails with [`Error::Conflict`]: with a
/// serialization failure or a deadlock.
///
/// The closure does a whole transaction, from its beginning to its commit, and has to do the same
/// when it runs again. Between two tries it pauses, at random for up to 10 ms, then 20 ms and so on
/// to 1 s, so that those who collided do not collide again.
///
/// ```no_run
/// # #[cfg(feature = "sqlite")]
/// # async fn run(db: tablewright::Database) -> tablewright::Result<()> {
/// tablewright::retry(5, async || {
///     let tx = db.begin().await?;
///     // … statements on `&tx`
///     tx.commit().await
/// })
/// .await
/// # }
/// ```
///
/// # Errors
///
/// What the last try failed with.
pub async fn retry<T, F: Future<Output = Result<T>>>(
    tries: u32,
    mut run: impl FnMut() -> F,
) -> Result<T> {
    let mut failed = 0;
    loop {
        match run().await {
            Err(Error::Conflict(_)) if failed + 1 < tries => {
                pause(failed).await;
                failed += 1;
            }
            result => return result,
        }
    }
}

/// Without a runtime there is only SQLite, whose transactions lose against none.
#[cfg(not(feature = "async"))]
async fn pause(_: u32) {}
