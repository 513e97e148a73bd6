//! Lock timeouts.

use std::time::Duration;

use tablewright_sql::Dialect;

use crate::base::connection::driver::Driver;
use crate::base::error::Result;

/// The default.
pub(crate) const LOCK_TIMEOUT: Duration = Duration::from_secs(60);

/// Limits the time that statements wait for locked tables. MySQL's lock does that by itself.
pub(crate) async fn limit_waiting<C: Driver>(
    work: &C,
    lock_timeout: Option<Duration>,
    is_local: &str,
) -> Result<()> {
    if work.dialect() != Dialect::Postgres {
        return Ok(());
    }
    let limit = match lock_timeout {
        Some(lock_timeout) => format!(
            "'{}ms'",
            lock_timeout.as_millis().clamp(1, i32::MAX as u128)
        ),
        None => {
            let usual = LOCK_TIMEOUT.as_secs();
            format!("coalesce(nullif(current_setting('lock_timeout'), '0'), '{usual}s')")
        }
    };
    work.run(&format!(
        "SELECT set_config('lock_timeout', {limit}, {is_local})"
    ))
    .await
}
