//! The lock on the tables: taking it, and finding its owner.

use std::time::Duration;

use crate::base::connection::driver::Hold;
use crate::base::error::{Error, Failure};

/// The pause after the first attempt.
pub(super) const SHORTEST_PAUSE: Duration = Duration::from_millis(5);

/// The pause after many attempts.
pub(super) const LONGEST_PAUSE: Duration = Duration::from_millis(200);

/// The limit if the program has none.
pub(super) const LOCK_TIMEOUT: Duration = Duration::from_secs(60);

/// Tries to take the lock, whose key is `tablewri` in ASCII, and queries the program's own lock
/// timeout, in milliseconds.
pub(super) fn attempt(hold: Hold) -> &'static str {
    match hold {
        Hold::Transaction => {
            "SELECT pg_try_advisory_xact_lock(x'7461626c65777269'::bigint), \
             (SELECT setting FROM pg_settings WHERE name = 'lock_timeout')"
        }
        Hold::Session => {
            "SELECT pg_try_advisory_lock(x'7461626c65777269'::bigint), \
             (SELECT setting FROM pg_settings WHERE name = 'lock_timeout')"
        }
    }
}

/// Releases the lock of the session, if the session has it.
pub(super) const RELEASE: &str = "SELECT pg_advisory_unlock(key) FROM (\
    SELECT x'7461626c65777269'::bigint AS key FROM pg_locks \
    WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND granted \
    AND classid = x'7461626c'::int::oid AND objid = x'65777269'::int::oid AND objsubid = 1) AS held";

/// The sessions with the lock. The programs of other users' sessions are not visible.
pub(super) const HOLDERS: &str = "SELECT l.pid, a.usename, a.application_name, \
    coalesce(host(a.client_addr), 'this machine'), a.state, \
    extract(epoch FROM now() - a.xact_start)::bigint \
    FROM pg_locks AS l LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid \
    WHERE l.locktype = 'advisory' AND l.granted \
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) \
    AND l.classid = x'7461626c'::int::oid AND l.objid = x'65777269'::int::oid AND l.objsubid = 1";

/// How long to wait, from the program's own limit.
pub(super) fn lock_timeout(limit: Option<&str>) -> Duration {
    match limit.and_then(|limit| limit.parse().ok()) {
        None | Some(0) => LOCK_TIMEOUT,
        Some(limit) => Duration::from_millis(limit),
    }
}

#[cold]
pub(super) fn busy(holders: &[Vec<Option<String>>]) -> Error {
    let mut message =
        "timed out waiting for another program that changes the tables of the database".to_owned();
    if let Some(holder) = holders.first() {
        message.push_str(": ");
        message.push_str(&described(holder));
    }
    Error::Busy(Box::new(Failure {
        message,
        source: None,
    }))
}

/// The description of a row of [`HOLDERS`].
fn described(holder: &[Option<String>]) -> String {
    let part = |index: usize| {
        let text = holder.get(index).and_then(Option::as_deref);
        text.filter(|text| !text.is_empty())
    };
    let mut text = format!("the process {} of the server", part(0).unwrap_or("?"));
    if let Some(user) = part(1) {
        text.push_str(&format!(", of the user `{user}`"));
    }
    if let Some(program) = part(2) {
        text.push_str(&format!(", of the program `{program}`"));
    }
    if let Some(host) = part(3) {
        text.push_str(&format!(", from {host}"));
    }
    if let Some(state) = part(4) {
        text.push_str(&format!(", which is {state}"));
    }
    if let Some(seconds) = part(5) {
        text.push_str(&format!(", in a transaction for {seconds} s"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_the_lock_is_named_as_far_as_it_is_known() {
        let text = |text: &str| Some(text.to_owned());
        let all = ["7", "ada", "shop", "10.0.0.1", "idle in transaction", "90"];
        assert_eq!(
            described(&all.map(text)),
            "the process 7 of the server, of the user `ada`, of the program `shop`, from 10.0.0.1, \
             which is idle in transaction, in a transaction for 90 s"
        );
        assert_eq!(described(&[text("7"), None]), "the process 7 of the server");
    }

    #[test]
    fn the_limit_of_the_program_holds() {
        assert_eq!(lock_timeout(Some("200")), Duration::from_millis(200));
        assert_eq!(lock_timeout(Some("0")), LOCK_TIMEOUT);
        assert_eq!(lock_timeout(None), LOCK_TIMEOUT);
    }
}
