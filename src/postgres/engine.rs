//! Detects the database behind PostgreSQL's protocol, and whether its tables can be changed safely.
//!
//! Queries run on each of them. Schema changes need a lock and transactions. A database without
//! these, which does not report that, would apply only a part of a change.

use super::pooler::Pooler;
use crate::base::error::{Error, Failure};

/// A database that speaks PostgreSQL's protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Engine {
    Postgres,
    /// The node of Citus that has the tables.
    CitusCoordinator,
    CitusWorker,
    Cockroach,
    Yugabyte,
    Dsql,
    /// The result of `version()`.
    Other(String),
}

/// Queries the database's own description.
pub(super) const VERSION: &str = "SELECT version()";

/// Queries whether a database that reports `PostgreSQL` has the catalogs that only Aurora DSQL and
/// Citus have.
pub(super) const CATALOGS: &str = "SELECT to_regclass('sys.iam_pg_role_mappings')::text, \
    to_regclass('pg_dist_local_group')::text";

/// Queries the node of Citus; the group of the coordinator is 0.
pub(super) const CITUS_GROUP: &str = "SELECT groupid::text FROM pg_dist_local_group";

impl Engine {
    /// The database by its `version()`; PostgreSQL, if only its catalogs can show it.
    pub(super) fn of_version(version: &str) -> Engine {
        let other = |name: &str| version.contains(name);
        let is_named_otherwise = ["Redshift", "Greenplum", "Materialize"]
            .into_iter()
            .any(other);
        if version.starts_with("CockroachDB") {
            Engine::Cockroach
        } else if other("-YB-") {
            Engine::Yugabyte
        } else if !version.starts_with("PostgreSQL ") || is_named_otherwise {
            Engine::Other(version.to_owned())
        } else {
            Engine::Postgres
        }
    }

    /// The database by its catalogs.
    pub(super) fn of_catalogs(has_dsql: bool, citus_group: Option<&str>) -> Engine {
        match (has_dsql, citus_group) {
            (true, _) => Engine::Dsql,
            (false, Some("0")) => Engine::CitusCoordinator,
            (false, Some(_)) => Engine::CitusWorker,
            (false, None) => Engine::Postgres,
        }
    }

    /// The error if its tables cannot be changed.
    pub(super) fn refusal(&self) -> Option<Error> {
        let (name, why) = match self {
            Engine::Postgres | Engine::CitusCoordinator => return None,
            Engine::CitusWorker => (
                "a worker node of Citus",
                "other nodes do not see its locks. Connect to the coordinator",
            ),
            Engine::Cockroach => (
                "CockroachDB",
                "its advisory locks do nothing, and a failed transaction that changes tables may \
                 be committed in part",
            ),
            Engine::Yugabyte => (
                "YugabyteDB",
                "it commits each change of a table by itself instead of with its transaction",
            ),
            Engine::Dsql => (
                "Aurora DSQL",
                "it has no advisory locks, and a transaction can only have one change of a table \
                 and nothing else",
            ),
            Engine::Other(version) => (version.as_str(), "its locks are not tested"),
        };
        Some(refused(&format!("the database is {name}: {why}")))
    }
}

/// The error of an operation that needs its own session, behind a pooler.
#[cold]
pub(super) fn behind_pooler(pooler: Pooler) -> Error {
    refused(&format!(
        "the connection goes through a pooler ({}), and a migration without a transaction needs \
         one session, which a pooler does not guarantee. Connect to the server itself{}",
        pooler.evidence(),
        pooler.otherwise()
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
        let other = |version: &str| Engine::Other(version.to_owned());
        let redshift = "PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC gcc (GCC) 3.4.2 \
                        20041017 (Red Hat 3.4.2-6.fc3), Redshift 1.0.61395";
        let greenplum = "PostgreSQL 12.12 (Greenplum Database 7.0.0 build commit:0a7a3566) on \
                         x86_64-pc-linux-gnu";
        let materialize = "PostgreSQL 9.5.0 on x86_64-unknown-linux-gnu (Materialize 0.80.0)";
        for (version, engine) in [
            (
                "PostgreSQL 15.8 (Debian 15.8-0+deb12u1) on x86_64-pc-linux-gnu, compiled by gcc \
                 (Debian 12.2.0-14) 12.2.0, 64-bit",
                Engine::Postgres,
            ),
            (
                "PostgreSQL 16.3 (EnterpriseDB Advanced Server 16.3.0) on x86_64-pc-linux-gnu",
                Engine::Postgres,
            ),
            (
                "CockroachDB CCL v23.1.11 (x86_64-pc-linux-gnu, built 2023/09/27 01:53:43, \
                 go1.19.10)",
                Engine::Cockroach,
            ),
            (
                "CockroachDB OSS v22.2.7 (x86_64-pc-linux-gnu, built 2023/03/29, go1.19.6)",
                Engine::Cockroach,
            ),
            (
                "PostgreSQL 11.2-YB-2.20.1.3-b0 on x86_64-pc-linux-gnu, compiled by clang version \
                 16.0.6",
                Engine::Yugabyte,
            ),
            (
                "PostgreSQL 15.2-YB-2024.2.0.0-b0 on aarch64-unknown-linux-gnu",
                Engine::Yugabyte,
            ),
            (redshift, other(redshift)),
            (greenplum, other(greenplum)),
            (materialize, other(materialize)),
            (
                "CrateDB 5.6.0 (built 8ec5cd2/2024)",
                other("CrateDB 5.6.0 (built 8ec5cd2/2024)"),
            ),
            ("", other("")),
        ] {
            assert_eq!(Engine::of_version(version), engine, "{version}");
        }
    }

    #[test]
    fn catalogs_tell_what_the_version_does_not() {
        assert_eq!(Engine::of_catalogs(false, None), Engine::Postgres);
        assert_eq!(Engine::of_catalogs(true, None), Engine::Dsql);
        assert_eq!(
            Engine::of_catalogs(false, Some("0")),
            Engine::CitusCoordinator
        );
        assert_eq!(Engine::of_catalogs(false, Some("3")), Engine::CitusWorker);
    }

    #[test]
    fn where_locks_are_none_nothing_is_changed() {
        for engine in [
            Engine::CitusWorker,
            Engine::Cockroach,
            Engine::Yugabyte,
            Engine::Dsql,
            Engine::Other("CrateDB 5.6.0".to_owned()),
        ] {
            let told = engine.refusal().map(|error| error.to_string());
            assert!(
                told.is_some_and(|told| told.contains("Nothing was changed")),
                "{engine:?}"
            );
        }
        for engine in [Engine::Postgres, Engine::CitusCoordinator] {
            assert!(engine.refusal().is_none(), "{engine:?}");
        }
    }
}
