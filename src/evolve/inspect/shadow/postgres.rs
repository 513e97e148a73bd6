//! PostgreSQL uses a schema that is rolled back with its transaction.

use tablewright_schema::catalog::{Catalog, IndexKey, IndexPart, Other, Table, write};

use super::super::postgres::catalog;
use super::super::random_name;
use super::{in_shadow, may_not_create, wording};
use crate::base::connection::driver::Driver;
use crate::base::connection::transaction::{Level, TransactionOptions};
use crate::base::error::Result;

/// The wanted tables with expressions as the live database prints them.
pub(super) async fn worded<C: Driver>(db: &C, wanted: &Catalog, live: &Catalog) -> Result<Catalog> {
    let tables = wanted.tables.iter();
    let tables: Vec<Table> = tables
        .filter(|table| wording::has_expressions(table) && !is_worded(table, live))
        .map(only_expressions)
        .collect();
    if tables.is_empty() {
        return Ok(wanted.clone());
    }
    let work = Level::begin_on(db, TransactionOptions::new()).await?;
    let printed = create_and_read(&work, (&tables, &wanted.others), live).await;
    let undone = work.run_rollback().await;
    let printed = printed?;
    undone?;
    let worded = |table: &Table| match printed.table(&table.name) {
        Some(printed) => wording::worded(table, printed),
        None => table.clone(),
    };
    Ok(Catalog {
        tables: wanted.tables.iter().map(worded).collect(),
        others: Vec::new(),
    })
}

/// Whether the expressions are printed like those of the live table.
fn is_worded(table: &Table, live: &Catalog) -> bool {
    let live = live.table(&table.name);
    live.is_some_and(|live| !wording::differs(table, live))
}

/// The parts of the table that expressions need. The rest is not printed in another form.
fn only_expressions(table: &Table) -> Table {
    let mut table = table.clone();
    table.primary_key = None;
    table.uniques.clear();
    table.foreign_keys.clear();
    table.indexes.retain(|index| {
        let has_expression =
            |part: &IndexPart| part.more.is_some() || matches!(part.key, IndexKey::Expression(_));
        index.predicate.is_some() || index.parts.iter().any(has_expression)
    });
    table.comment = None;
    for column in &mut table.columns {
        column.comment = None;
    }
    table
}

async fn create_and_read<C: Driver>(
    work: &C,
    (tables, extensions): (&[Table], &[Other]),
    live: &Catalog,
) -> Result<Catalog> {
    may_create_schema(work).await?;
    for extension in extensions {
        work.run(&extension.sql).await.map_err(in_shadow)?;
    }
    let mut printed = create(work, tables).await?;
    let other: Vec<Table> = printed
        .tables
        .iter()
        .filter(|table| live.table(&table.name).is_some() && !is_worded(table, live))
        .cloned()
        .collect();
    if !other.is_empty() {
        let reprinted = create(work, &other).await?;
        for table in &mut printed.tables {
            if let (Some(reprinted), Some(live)) =
                (reprinted.table(&table.name), live.table(&table.name))
            {
                wording::adopt(table, reprinted, live);
            }
        }
    }
    Ok(printed)
}

/// Creates tables in a separate schema, and reads them.
async fn create<C: Driver>(work: &C, tables: &[Table]) -> Result<Catalog> {
    enter_schema(work).await?;
    for table in tables {
        for statement in write::create_table(work.dialect(), table) {
            work.run(&statement).await.map_err(in_shadow)?;
        }
    }
    catalog(work).await
}

/// Creates a schema, in which everything is created from now on.
async fn enter_schema<C: Driver>(work: &C) -> Result<()> {
    let schema = random_name();
    work.run(&format!("CREATE SCHEMA {schema}")).await?;
    // Objects of other schemas are found as before. Temporary tables come last, so that none of
    // them hides one of these.
    work.run(&format!(
        "SELECT set_config('search_path', concat_ws(', ', '{schema}', \
         nullif(current_setting('search_path'), ''), 'pg_temp'), true)"
    ))
    .await
}

/// Fails if the user may not create a schema, and names who can grant it.
async fn may_create_schema<C: Driver>(db: &C) -> Result<()> {
    let text = "SELECT has_database_privilege(current_database(), 'CREATE'), \
                quote_ident(current_database()), quote_ident(current_user)";
    let rows = crate::query::raw::sql::<(bool, String, String)>(text)
        .run_all(db)
        .await?;
    match rows.into_iter().next() {
        Some((false, database, user)) => Err(may_not_create(&format!(
            "the comparison with the models creates a schema in a transaction that is rolled \
             back, and the user {user} may not do that: run `GRANT CREATE ON DATABASE {database} \
             TO {user}` as the owner of the database"
        ))),
        Some((true, ..)) | None => Ok(()),
    }
}
