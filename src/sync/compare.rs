//! The way from what a database has to what the models say.

use tablewright_schema::catalog::{self, Catalog};
use tablewright_schema::diff::Strangers;
use tablewright_schema::plan::{self, Options, Plan};

use super::refused;
use crate::connection::Connection;
use crate::inspect::{self, Scope};
use crate::{Result, Schema};

/// Compares, and changes nothing.
pub(super) async fn plan<C: Connection>(db: &C, schema: &'static Schema) -> Result<Plan> {
    let script = schema.create.get(db.dialect())?;
    let dialect = db.dialect().into();
    let statements = catalog::statements(dialect, script.text);
    let current = inspect::catalog(db, Scope::All).await?;
    let desired = inspect::desired(db, &statements, &current).await?;
    let intent = schema.past.intent();
    let desired = Catalog {
        // What is no table is the user's own, and is made again by its own SQL.
        others: Vec::new(),
        ..desired
    };
    plan::plan(
        dialect,
        &current,
        &desired,
        &intent,
        Strangers::Theirs,
        Options::default(),
    )
    .map_err(|obstacles| {
        let reasons = obstacles.iter().map(ToString::to_string).collect();
        refused(reasons, None)
    })
}
