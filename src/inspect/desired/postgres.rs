//! PostgreSQL: a schema that is gone with its transaction.

use tablewright_schema::catalog::Catalog;

use super::super::postgres::catalog;
use super::{in_trial, may_not_create, random_name};
use crate::connection::Connection;
use crate::{Result, Transaction, TransactionOptions};

/// What the tables look like that these statements make.
pub(super) async fn desired<C: Connection>(db: &C, statements: &[&str]) -> Result<Catalog> {
    let work = Transaction::begin_on(db, TransactionOptions::new()).await?;
    let read = create_and_read(&work, statements).await;
    let undone = work.run_rollback().await;
    let catalog = read?;
    undone?;
    Ok(catalog)
}

async fn create_and_read<C: Connection>(work: &C, statements: &[&str]) -> Result<Catalog> {
    may_create_schema(work).await?;
    let scratch = random_name();
    work.run(&format!("CREATE SCHEMA {scratch}")).await?;
    // What the tables need of other schemas is found as before. Temporary tables come last, so that
    // none of them is taken for one of these.
    work.run(&format!(
        "SELECT set_config('search_path', concat_ws(', ', '{scratch}', \
         nullif(current_setting('search_path'), ''), 'pg_temp'), true)"
    ))
    .await?;
    for statement in statements {
        if let Err(error) = work.run(statement).await {
            return Err(in_trial(error));
        }
    }
    catalog(work).await
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
