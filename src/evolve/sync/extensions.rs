//! PostgreSQL's extensions that the models need and the database lacks. Without them the tables of
//! the models cannot be created, not even to be compared.

use tablewright_evolve::diff::ExtraTables;
use tablewright_evolve::plan::{self, Options, Plan, Step, Warning, WarningKind};
use tablewright_schema::Intent;
use tablewright_schema::catalog::{Catalog, Other, OtherKind};
use tablewright_schema::own_sql::{OwnSql, made};
use tablewright_sql::Dialect;
use tablewright_sql::quote::text;

use super::refused;
use crate::base::connection::driver::Driver;
use crate::base::error::Result;
use crate::query::raw::sql;

/// The missing extensions.
#[derive(Default)]
pub(super) struct Missing {
    /// Those that this user can create.
    pub(super) extensions: Vec<Other>,
    /// The others, with the reason.
    blocked: Vec<(Other, String)>,
}

impl Missing {
    /// Whether another user or the server's administrator has to do something first.
    pub(super) fn needs_help(&self) -> bool {
        !self.blocked.is_empty()
    }

    /// The plan that says so: the database is behind, and `sync` refuses.
    pub(super) fn plan(self, dialect: Dialect, current: &Catalog) -> Result<Plan> {
        let (intent, options) = (Intent::default(), Options::default());
        let tables = ExtraTables::Unmanaged;
        let plan = plan::plan(dialect, current, current, &intent, tables, options);
        let mut plan = plan.map_err(|issues| {
            let issues = issues.iter().map(ToString::to_string);
            refused(issues.collect(), None)
        })?;
        let own = self
            .extensions
            .into_iter()
            .map(|extension| (extension, None));
        let blocked = self.blocked.into_iter();
        let blocked = blocked.map(|(extension, reason)| (extension, Some(reason)));
        plan.steps.extend(own.chain(blocked).map(step));
        Ok(plan)
    }
}

/// Finds the extensions that are missing.
pub(super) async fn missing<C: Driver>(
    db: &C,
    scripts: &[OwnSql],
    live: &[Other],
) -> Result<Missing> {
    let mut missing = Missing::default();
    let dialect = db.dialect();
    if dialect != Dialect::Postgres {
        return Ok(missing);
    }
    let made = scripts.iter().filter_map(|script| {
        let made = made(dialect, &script.create)?;
        let create = script.create.trim().trim_end_matches(';').to_owned();
        (made.kind == OtherKind::Extension).then_some(Other {
            sql: create,
            ..made
        })
    });
    for extension in made {
        let is_there = |other: &Other| {
            other.kind == OtherKind::Extension && dialect.same_name(&other.name, &extension.name)
        };
        if live.iter().any(is_there) {
            continue;
        }
        match obstacle(db, &extension.name).await? {
            Some(reason) => missing.blocked.push((extension, reason)),
            None => missing.extensions.push(extension),
        }
    }
    Ok(missing)
}

/// Why this user cannot create the extension, if so, and who can.
async fn obstacle<C: Driver>(db: &C, name: &str) -> Result<Option<String>> {
    let name_text = text(Dialect::Postgres, name);
    // Since PostgreSQL 13, the owner of a database may create a trusted extension.
    let query = format!(
        "SELECT coalesce(bool_or(to_jsonb(version) ->> 'superuser' = 'false' OR \
         to_jsonb(version) ->> 'trusted' = 'true' AND \
         has_database_privilege(current_database(), 'CREATE')), false) OR \
         current_setting('is_superuser') = 'on', count(*) \
         FROM pg_available_extension_versions AS version WHERE name = {name_text}"
    );
    let rows = sql::<(bool, i64)>(&query).run_all(db).await?;
    Ok(match rows.first() {
        Some((_, 0)) | None => Some(format!(
            "the extension `{name}` is missing, and the server does not have it: install its \
             package on the server first"
        )),
        Some((true, _)) => None,
        Some((false, _)) => Some(format!(
            "the extension `{name}` is missing, and this user may not create it: run `CREATE \
             EXTENSION {name}` as a superuser first"
        )),
    })
}

/// The step that creates an extension; one with a reason cannot run.
fn step((extension, reason): (Other, Option<String>)) -> Step {
    let name = &extension.name;
    let what = match &reason {
        Some(reason) => reason.clone(),
        None => format!("create the extension `{name}`"),
    };
    let warnings = reason.into_iter().map(|message| Warning {
        kind: WarningKind::MayFail,
        message,
        advice: "nothing was changed".to_owned(),
        preflight: Some("SELECT 1".to_owned()),
    });
    Step {
        what: vec![what],
        why: "it is in the models and not in the database",
        warnings: warnings.collect(),
        sql: vec![extension.sql],
        reverse: Vec::new(),
        destructive: Vec::new(),
        reverse_warnings: Vec::new(),
        in_transaction: true,
        foreign_keys_off: (false, false),
    }
}
