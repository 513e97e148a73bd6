//! Servers that speak the protocol but do not lock, and poolers: queries run, and schema changes
//! are refused.

use tablewright::{Database, PoolOptions, Result, migrate, sql};
use tablewright_test_conformance::models::shop_first as first;
use tablewright_test_conformance::models::shop_later as later;
use tablewright_test_conformance::{Place, on};
use tablewright_test_migrations::{from, migration, migrations};

on!([postgres]
    engines_are_recognised_by_what_they_say,
    what_needs_a_session_is_refused_behind_a_pooler,
);
on!([mysql, mariadb] tables_are_not_changed_behind_a_pooler);

const A: &str = "CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY)";

/// PostgreSQL reports the version of this function, if it is found before the built-in one.
fn says(version: &str) -> String {
    format!(
        "CREATE OR REPLACE FUNCTION version() RETURNS text LANGUAGE sql AS $$ SELECT '{version}' $$"
    )
}

async fn engines_are_recognised_by_what_they_say(place: &Place) -> Result<()> {
    let admin = place.connect().await?;
    first::create_all(&admin).await?;
    let database: String = sql("SELECT current_database()::text").one(&admin).await?;
    let run = async |statement: &str| sql::<()>(statement).execute(&admin).await;
    run(&format!(
        "ALTER DATABASE \"{database}\" SET search_path = public, pg_catalog"
    ))
    .await?;
    for (version, name) in [
        (
            "CockroachDB CCL v23.1.11 (x86_64-pc-linux-gnu, built 2023/09/27)",
            "CockroachDB",
        ),
        (
            "PostgreSQL 11.2-YB-2.20.1.3-b0 on x86_64-pc-linux-gnu",
            "YugabyteDB",
        ),
        (
            "PostgreSQL 8.0.2 on i686-pc-linux-gnu, Redshift 1.0.61395",
            "Redshift",
        ),
        ("CrateDB 5.6.0", "CrateDB"),
    ] {
        run(&says(version)).await?;
        changes_are_refused(&place.connect().await?, name).await?;
    }
    run("DROP FUNCTION public.version()").await?;
    run("CREATE SCHEMA sys").await?;
    run("CREATE VIEW sys.iam_pg_role_mappings AS SELECT 1 AS a").await?;
    changes_are_refused(&place.connect().await?, "Aurora DSQL").await?;
    run("DROP SCHEMA sys CASCADE").await?;
    run("CREATE TABLE pg_dist_local_group AS SELECT 3 AS groupid").await?;
    changes_are_refused(&place.connect().await?, "a worker node of Citus").await?;
    run("UPDATE pg_dist_local_group SET groupid = 0").await?;
    let _ = later::sync(&place.connect().await?).await?;
    Ok(())
}

async fn changes_are_refused(db: &Database, name: &str) -> Result<()> {
    let all = migrations(&[("20260101000000_a", &[A], &["DROP TABLE a"])]);
    let in_steps = from(vec![migration("20260101000000_a", &[A], &[], false)]);
    let tables = tablewright::__columns(db).await?;
    for refused in [
        migrate(db, &all).await.map(drop),
        migrate(db, &in_steps).await.map(drop),
        later::sync(db).await.map(drop),
        later::create_all(db).await,
        first::drop_all(db).await,
    ] {
        let told = refused.expect_err(name).to_string();
        assert!(
            told.contains(name) && told.contains("Nothing was changed"),
            "{told}"
        );
    }
    assert_eq!(tablewright::__columns(db).await?, tables);
    // Queries still work, and so do comparisons.
    assert_eq!(sql::<i32>("SELECT 1").one(db).await?, 1);
    let _ = first::verify(db).await?;
    let tx = db.begin().await?;
    assert_eq!(sql::<i32>("SELECT 2").one(&tx).await?, 2);
    tx.rollback().await
}

async fn behind_pooler(place: &Place) -> Result<Database> {
    let sign = if place.url().contains('?') { '&' } else { '?' };
    tablewright::connect(&format!("{}{sign}pooler=true", place.url())).await
}

async fn what_needs_a_session_is_refused_behind_a_pooler(place: &Place) -> Result<()> {
    let db = behind_pooler(place).await?;
    let in_steps = from(vec![migration("20260101000000_a", &[A], &[], false)]);
    let told = migrate(&db, &in_steps)
        .await
        .expect_err("no session")
        .to_string();
    assert!(told.contains("pooler=true"), "{told}");
    let whole = from(vec![migration("20260101000000_a", &[A], &[], true)]);
    assert_eq!(migrate(&db, &whole).await?.migrations.len(), 1);
    Ok(())
}

async fn tables_are_not_changed_behind_a_pooler(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    first::create_all(&db).await?;
    changes_are_refused(&behind_pooler(place).await?, "pooler=true").await?;
    let options = PoolOptions::new().pooler(true);
    changes_are_refused(&place.connect_with(&options).await?, "pooler=true").await
}
