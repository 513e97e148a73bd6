//! PostgreSQL: a schema that is gone with its transaction.

use tablewright_schema::catalog::{Catalog, Table, write};

use super::super::postgres::catalog;
use super::{in_trial, may_not_create, random_name, wording};
use crate::connection::Connection;
use crate::{Result, Transaction, TransactionOptions};

/// What the tables look like that these statements make.
pub(super) async fn desired<C: Connection>(
    db: &C,
    statements: &[&str],
    live: &Catalog,
) -> Result<Catalog> {
    let work = Transaction::begin_on(db, TransactionOptions::new()).await?;
    let read = create_and_read(&work, statements, live).await;
    let undone = work.run_rollback().await;
    let catalog = read?;
    undone?;
    Ok(catalog)
}

async fn create_and_read<C: Connection>(
    work: &C,
    statements: &[&str],
    live: &Catalog,
) -> Result<Catalog> {
    may_create_schema(work).await?;
    enter_schema(work).await?;
    for statement in statements {
        work.run(statement).await.map_err(in_trial)?;
    }
    let mut found = catalog(work).await?;
    if found
        .tables
        .iter()
        .any(|table| is_said_otherwise(table, live))
    {
        enter_schema(work).await?;
        for table in &found.tables {
            if is_said_otherwise(table, live) {
                create_again(work, table).await?;
            }
        }
        let reworded = catalog(work).await?;
        for table in &mut found.tables {
            if let (Some(reworded), Some(live)) =
                (reworded.table(&table.name), live.table(&table.name))
            {
                wording::adopt(table, reworded, live);
            }
        }
    }
    Ok(found)
}

fn is_said_otherwise(table: &Table, live: &Catalog) -> bool {
    let live = live.table(&table.name);
    live.is_some_and(|live| wording::differs(table, live))
}

/// Creates a schema, in which everything is created from now on.
async fn enter_schema<C: Connection>(work: &C) -> Result<()> {
    let scratch = random_name();
    work.run(&format!("CREATE SCHEMA {scratch}")).await?;
    // What the tables need of other schemas is found as before. Temporary tables come last, so that
    // none of them is taken for one of these.
    work.run(&format!(
        "SELECT set_config('search_path', concat_ws(', ', '{scratch}', \
         nullif(current_setting('search_path'), ''), 'pg_temp'), true)"
    ))
    .await
}

/// Makes the table from PostgreSQL's own words, without its references, of which nothing is said in
/// other words.
async fn create_again<C: Connection>(work: &C, table: &Table) -> Result<()> {
    let mut table = table.clone();
    table.foreign_keys.clear();
    for statement in write::create_table(work.dialect().into(), &table) {
        work.run(&statement).await.map_err(in_trial)?;
    }
    Ok(())
}

/// Fails where the user may not create a schema, and says who may let them.
async fn may_create_schema<C: Connection>(db: &C) -> Result<()> {
    let text = "SELECT has_database_privilege(current_database(), 'CREATE'), \
                quote_ident(current_database()), quote_ident(current_user)";
    let rows = crate::sql::<(bool, String, String)>(text)
        .run_all(db)
        .await?;
    match rows.into_iter().next() {
        Some((false, database, user)) => Err(may_not_create(&format!(
            "to compare the tables with the models, a schema is created in a transaction that is \
             rolled back, and the user {user} may not do that: run `GRANT CREATE ON DATABASE \
             {database} TO {user}` as the owner of the database"
        ))),
        Some((true, ..)) | None => Ok(()),
    }
}
