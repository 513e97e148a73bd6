//! Finds the session that blocked a statement which timed out.

use std::collections::BTreeSet;

use tablewright_sql::quote::text;
use tablewright_sql::{Dialect, TokenKind, tokens};

use super::MigrationError;
use super::run::Job;
use crate::base::connection::driver::Driver;
use crate::base::error::Error;

/// Adds the blocking session to the error of a statement that timed out, if the database knows it.
pub(super) async fn named<C: Driver>(work: &C, job: &Job<'_>, mut error: Error) -> Error {
    if let Error::Migration(migration) = &mut error
        && let MigrationError::Failed(failed) = &mut **migration
        && failed.source.is_busy()
        && let Some(number) = failed.number
        && let Some(sql) = job.steps().statements.get(number - 1)
    {
        failed.blocking_session = find(work, sql).await;
    }
    error
}

/// Queries who has a lock on the tables of a statement, or on tables that they refer to, which
/// PostgreSQL locks, too. This is only additional information, so its errors are ignored.
pub(crate) async fn find<C: Driver>(work: &C, sql: &str) -> Option<String> {
    let dialect = work.dialect();
    let names: BTreeSet<String> = tokens(dialect, sql)
        .iter()
        .filter(|token| match token.kind {
            TokenKind::Word | TokenKind::Quoted => true,
            TokenKind::Text | TokenKind::Number | TokenKind::Parameter | TokenKind::Symbol => false,
        })
        .map(|token| text(dialect, &token.name()))
        .collect();
    let names: Vec<String> = names.into_iter().collect();
    let names = names.join(", ");
    let queries = match dialect {
        // SQLite's locks are on the file, and it does not show who has them.
        Dialect::Sqlite => return None,
        Dialect::Postgres => vec![format!(
            "SELECT 'the process ' || a.pid || ' of the server, of the user `' || \
             coalesce(a.usename, '') || '`, of the program `' || coalesce(a.application_name, '') || \
             '`, which is ' || coalesce(a.state, 'of another user') || ', has a lock on `' || \
             c.relname || '`' FROM pg_locks AS l JOIN pg_class AS c ON c.oid = l.relation \
             JOIN pg_stat_activity AS a ON a.pid = l.pid \
             WHERE l.pid <> pg_backend_pid() AND l.granted AND l.database = \
             (SELECT oid FROM pg_database WHERE datname = current_database()) \
             AND (c.relname IN ({names}) OR c.oid IN (SELECT k.confrelid FROM pg_constraint AS k \
             JOIN pg_class AS r ON r.oid = k.conrelid \
             WHERE k.conname IN ({names}) OR r.relname IN ({names}))) \
             ORDER BY c.relname NOT IN ({names}), a.xact_start LIMIT 1"
        )],
        Dialect::Mysql => vec![
            format!(
                "SELECT concat('the connection ', t.processlist_id, ' of the server, of the user `', \
                 coalesce(t.processlist_user, ''), '`, from ', coalesce(t.processlist_host, ''), \
                 ', has a lock on `', m.object_name, '`') \
                 FROM performance_schema.metadata_locks AS m \
                 JOIN performance_schema.threads AS t ON t.thread_id = m.owner_thread_id \
                 WHERE m.object_schema = database() AND m.lock_status = 'GRANTED' \
                 AND t.processlist_id <> connection_id() AND m.object_name IN ({names}) \
                 ORDER BY m.owner_thread_id LIMIT 1"
            ),
            OLDEST.to_owned(),
        ],
        // MariaDB does not show locks on tables unless a plugin is loaded.
        Dialect::Mariadb => vec![OLDEST.to_owned()],
    };
    for query in queries {
        let found = crate::query::raw::sql::<String>(query).run_all(work).await;
        if let Some(holder) = found.unwrap_or_default().into_iter().next() {
            return Some(holder);
        }
    }
    None
}

/// The oldest transaction, if the server does not show whose lock it is.
const OLDEST: &str = "SELECT concat('the oldest transaction of others is that of the connection ', \
    trx_mysql_thread_id, ' of the server, since ', trx_started) FROM information_schema.innodb_trx \
    WHERE trx_mysql_thread_id <> connection_id() ORDER BY trx_started LIMIT 1";
