//! The laws of cancellation, errors and panics, if the program itself has turned off the checks of
//! references: they stay off, as what the program has set always does.

use tablewright::Result;
use tablewright_test_conformance::{Place, everywhere};

use crate::cancelled::{self, Own, Watched};
use crate::{failing, migrations};

everywhere!(
    creating_tables,
    synchronizing,
    migrating,
    migrating_step_by_step,
    errors,
    panics,
);

async fn unchecked(at: &Place) -> Result<Watched> {
    Watched::with(at, Own::Checks).await
}

async fn creating_tables(at: &Place) -> Result<()> {
    cancelled::created(unchecked(at).await?).await
}

async fn synchronizing(at: &Place) -> Result<()> {
    cancelled::synchronized(unchecked(at).await?).await
}

async fn migrating(at: &Place) -> Result<()> {
    let all = migrations::in_transaction();
    migrations::migrated(unchecked(at).await?, "migrate", &all).await
}

async fn migrating_step_by_step(at: &Place) -> Result<()> {
    let all = migrations::step_by_step();
    migrations::migrated(unchecked(at).await?, "migrate, step by step", &all).await
}

async fn errors(at: &Place) -> Result<()> {
    failing::fails(unchecked(at).await?).await
}

async fn panics(at: &Place) -> Result<()> {
    failing::panics_at_every_step(unchecked(at).await?).await
}
