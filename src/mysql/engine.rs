//! Detects the database behind MySQL's protocol, and the lock for schema changes.
//!
//! Queries run on each of them.

use tablewright_sql::Dialect;

use crate::base::error::{Error, Failure};

/// A database behind MySQL's protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Engine {
    /// MySQL or MariaDB.
    Own,
    Tidb,
    Vitess,
    /// A proxy in front of a server.
    ProxySql,
    /// The result of `version()`.
    Other(String),
}

/// The lock for schema changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Locking {
    /// `GET_LOCK`, which is visible on the whole server.
    Server,
    /// The lock row in addition, because other nodes that accept writes do not see `GET_LOCK`.
    Row,
}

/// Queries the settings of clusters; a server returns those that it has.
pub(super) const SETTINGS: &str = "SHOW VARIABLES WHERE Variable_name IN \
    ('wsrep_on', 'group_replication_single_primary_mode', 'group_replication_group_name')";

impl Engine {
    /// The database by its `version()` and `@@version_comment`.
    pub(super) fn of(version: &str, comment: &str) -> Engine {
        let is = |name: &str| version.contains(name) || comment.contains(name);
        if is("TiDB") {
            Engine::Tidb
        } else if is("Vitess") || is("PlanetScale") {
            Engine::Vitess
        } else if is("ProxySQL") {
            Engine::ProxySql
        } else if ["OceanBase", "SingleStore", "StarRocks", "Doris"]
            .into_iter()
            .any(is)
        {
            Engine::Other(format!("{version}, {comment}"))
        } else {
            Engine::Own
        }
    }

    /// The error if its tables cannot be changed.
    pub(super) fn refusal(&self) -> Option<Error> {
        let (name, why) = match self {
            Engine::Own => return None,
            Engine::Tidb => (
                "TiDB",
                "resuming an interrupted migration is not tested on it",
            ),
            Engine::Vitess => (
                "Vitess",
                "its changes to tables go to several servers and may be queued",
            ),
            Engine::ProxySql => (
                "ProxySQL",
                "it gives one session's settings and locks to other sessions. Connect to the \
                 server itself",
            ),
            Engine::Other(version) => (version.as_str(), "its locks are not tested"),
        };
        Some(refused(&format!("the database is {name}: {why}")))
    }
}

impl Locking {
    /// The lock for these settings of a cluster.
    pub(super) fn of(settings: &[(String, String)]) -> Locking {
        let is = |name: &str, value: &str| {
            settings.iter().any(|(found, said)| {
                found.eq_ignore_ascii_case(name) && said.eq_ignore_ascii_case(value)
            })
        };
        let has_group = settings
            .iter()
            .any(|(name, value)| name == "group_replication_group_name" && !value.is_empty());
        let many_write = has_group && is("group_replication_single_primary_mode", "OFF");
        match is("wsrep_on", "ON") || many_write {
            true => Locking::Row,
            false => Locking::Server,
        }
    }
}

/// The error of a schema change behind a pooler.
#[cold]
pub(super) fn behind_pooler(dialect: Dialect) -> Error {
    refused(&format!(
        "the connection goes through a pooler (`pooler=true`), and on {dialect} a change of \
         tables needs one session, which a pooler does not guarantee. Connect to the server itself"
    ))
}

/// The error of a schema change on a connection that the program has opened, if the lock row is
/// needed.
#[cold]
pub(super) fn without_second(dialect: Dialect) -> Error {
    refused(&format!(
        "several nodes of {dialect} accept writes, so a second connection must renew the lock \
         row. Connect with a URL"
    ))
}

#[cold]
fn refused(why: &str) -> Error {
    Error::Database(Box::new(Failure {
        message: format!(
            "tablewright does not create, change or migrate tables here, because {why}. Nothing \
             was changed. Queries work. See docs/engines.md"
        ),
        source: None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_says_which_database_it_is() {
        for (version, comment, engine) in [
            ("8.4.3", "MySQL Community Server - GPL", Engine::Own),
            ("8.0.36-28", "Percona Server (GPL), Release 28", Engine::Own),
            ("10.11.6-MariaDB-0+deb12u1", "Debian 12", Engine::Own),
            ("8.0.32", "Source distribution", Engine::Own),
            (
                "8.0.11-TiDB-v7.5.1",
                "TiDB Server (Apache License 2.0) Community Edition",
                Engine::Tidb,
            ),
            ("5.7.25-TiDB-v6.1.0", "", Engine::Tidb),
            ("8.0.30-Vitess", "Version: 19.0.0", Engine::Vitess),
            ("8.0.34-PlanetScale", "", Engine::Vitess),
            ("8.0.11 (ProxySQL)", "(ProxySQL)", Engine::ProxySql),
            ("8.0.34", "(ProxySQL)", Engine::ProxySql),
            (
                "5.7.25-OceanBase-v4.2.1.0",
                "OceanBase_CE 4.2.1.0",
                Engine::Other("5.7.25-OceanBase-v4.2.1.0, OceanBase_CE 4.2.1.0".to_owned()),
            ),
        ] {
            assert_eq!(Engine::of(version, comment), engine, "{version} {comment}");
            assert_eq!(engine.refusal().is_none(), engine == Engine::Own);
        }
    }

    #[test]
    fn nodes_that_all_write_need_the_row() {
        let of = |settings: &[(&str, &str)]| {
            let settings = settings.iter();
            let settings = settings.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            Locking::of(&settings.collect::<Vec<_>>())
        };
        assert_eq!(of(&[]), Locking::Server);
        assert_eq!(of(&[("wsrep_on", "OFF")]), Locking::Server);
        assert_eq!(of(&[("wsrep_on", "ON")]), Locking::Row);
        let single = "group_replication_single_primary_mode";
        let name = "group_replication_group_name";
        assert_eq!(of(&[(single, "OFF"), (name, "")]), Locking::Server);
        assert_eq!(of(&[(single, "OFF"), (name, "a")]), Locking::Row);
        assert_eq!(of(&[(single, "ON"), (name, "a")]), Locking::Server);
    }
}
