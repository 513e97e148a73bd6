//! The lock row, which excludes other programs if the server's own locks do not.

use std::time::Duration;

use tablewright::migrate::Migrator;
use tablewright::{Database, Dialect, Error, PoolOptions, Result, Verification, migrate, sql};
use tablewright_test_conformance::models::{shop_first as first, shop_later as later};
use tablewright_test_conformance::{Place, on};
use tablewright_test_migrations::{from, migration, migrations};

on!([postgres, mysql, mariadb]
    many_at_once_apply_each_once,
    who_lost_the_lease_completes_nothing,
    a_lease_is_renewed,
    a_lease_runs_out,
    who_waits_in_vain_leaves_nothing,
    create_and_sync_use_it,
);

const A: &str = "CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY)";
const B: &str = "CREATE TABLE b (id INTEGER NOT NULL PRIMARY KEY)";
const FILL: &str = "INSERT INTO a VALUES (1)";
const ADD: &str = "UPDATE a SET id = id + 1";

async fn with_row(place: &Place) -> Result<Database> {
    let options = PoolOptions::new().max_connections(2).lock_row(true);
    place.connect_with(&options).await
}

/// A statement that takes so long.
fn slow(place: &Place, seconds: u32) -> String {
    match place.dialect() {
        Dialect::Mysql | Dialect::Mariadb => format!("DO sleep({seconds})"),
        Dialect::Sqlite | Dialect::Postgres => format!("SELECT pg_sleep({seconds})"),
    }
}

async fn holder(db: &Database) -> Result<String> {
    sql("SELECT holder FROM tablewright_lock WHERE name = 'tables'")
        .one(db)
        .await
}

async fn fence(db: &Database) -> Result<i64> {
    sql("SELECT fence FROM tablewright_lock WHERE name = 'tables'")
        .one(db)
        .await
}

/// Waits until the lock row belongs to a program.
async fn taken(db: &Database) -> String {
    loop {
        match holder(db).await {
            Ok(holder) if !holder.is_empty() => return holder,
            Ok(_) | Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

async fn has_table(db: &Database, name: &str) -> Result<bool> {
    let columns = tablewright::__columns(db).await?;
    Ok(columns.iter().any(|(table, _)| table == name))
}

async fn many_at_once_apply_each_once(place: &Place) -> Result<()> {
    for in_transaction in [true, false] {
        let name = if in_transaction {
            "20260101000000_a"
        } else {
            "20260102000000_b"
        };
        let drop = "DROP TABLE IF EXISTS a";
        let all = from(vec![migration(
            name,
            &[drop, A, FILL, ADD, ADD],
            &[],
            in_transaction,
        )]);
        let mut programs = Vec::new();
        for _ in 0..5 {
            let db = with_row(place).await?;
            programs.push(tokio::spawn(async move {
                // Each has a history of one migration.
                let migrator = Migrator::new(&all).allow_ahead(true);
                migrator
                    .migrate(&db)
                    .await
                    .map(|report| report.migrations.len())
            }));
        }
        let mut applied = 0;
        for program in programs {
            applied += program.await.expect("no panic")?;
        }
        assert_eq!(applied, 1, "{in_transaction}");
        let db = place.connect().await?;
        assert_eq!(sql::<i32>("SELECT id FROM a").one(&db).await?, 3);
        assert_eq!(holder(&db).await?, "");
        sql::<()>("DELETE FROM tablewright_migrations WHERE kind = 'migration'")
            .execute(&db)
            .await?;
    }
    Ok(())
}

async fn who_lost_the_lease_completes_nothing(place: &Place) -> Result<()> {
    for in_transaction in [true, false] {
        let db = with_row(place).await?;
        let watch = place.connect().await?;
        let slow = slow(place, 1);
        let all = from(vec![migration(
            "20260101000000_a",
            &[A, &slow, B],
            &[],
            in_transaction,
        )]);
        let running = tokio::spawn(async move { migrate(&db, &all).await.map(drop) });
        taken(&watch).await;
        let is_rolled_back = in_transaction && place.dialect() == Dialect::Postgres;
        while !is_rolled_back && !has_table(&watch, "a").await? {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        sql::<()>("UPDATE tablewright_lock SET holder = 'another', fence = fence + 1")
            .execute(&watch)
            .await?;
        let error = running
            .await
            .expect("no panic")
            .expect_err("the lease is lost");
        assert!(error.to_string().contains("the lock row"), "{error}");
        assert_eq!(holder(&watch).await?, "another", "it is another's");
        assert!(!has_table(&watch, "b").await?);
        assert_eq!(has_table(&watch, "a").await?, !is_rolled_back);
        for statement in [
            "DROP TABLE IF EXISTS a",
            "DELETE FROM tablewright_migrations WHERE kind = 'migration'",
            "UPDATE tablewright_lock SET holder = ''",
        ] {
            // The history may be rolled back, too.
            drop(sql::<()>(statement).execute(&watch).await);
        }
    }
    Ok(())
}

/// Longer than the interval of renewals, so that the lease is renewed.
async fn a_lease_is_renewed(place: &Place) -> Result<()> {
    let db = with_row(place).await?;
    let watch = place.connect().await?;
    let slow = slow(place, 7);
    let all = from(vec![migration("20260101000000_a", &[&slow], &[], true)]);
    let running = tokio::spawn(async move { migrate(&db, &all).await.map(drop) });
    taken(&watch).await;
    let end = "SELECT CAST(expires_at AS char(26)) FROM tablewright_lock";
    let first: String = sql(end).one(&watch).await?;
    tokio::time::sleep(Duration::from_secs(6)).await;
    let later: String = sql(end).one(&watch).await?;
    assert!(first < later, "{first} {later}");
    running.await.expect("no panic")?;
    assert_eq!(holder(&watch).await?, "");
    Ok(())
}

async fn a_lease_runs_out(place: &Place) -> Result<()> {
    let db = with_row(place).await?;
    let all = migrations(&[("20260101000000_a", &[A], &["DROP TABLE a"])]);
    migrate(&db, &all).await?;
    let former = fence(&db).await?;
    let before = match place.dialect() {
        Dialect::Mysql | Dialect::Mariadb => "utc_timestamp(6) - interval 1 second",
        Dialect::Sqlite | Dialect::Postgres => "now() - interval '1 second'",
    };
    let dead = format!("UPDATE tablewright_lock SET holder = 'dead', expires_at = {before}");
    sql::<()>(dead).execute(&db).await?;
    let both = migrations(&[
        ("20260101000000_a", &[A], &["DROP TABLE a"]),
        ("20260102000000_b", &[B], &["DROP TABLE b"]),
    ]);
    assert_eq!(migrate(&db, &both).await?.migrations.len(), 1);
    assert!(fence(&db).await? > former);
    Ok(())
}

async fn who_waits_in_vain_leaves_nothing(place: &Place) -> Result<()> {
    let db = with_row(place).await?;
    let first = migrations(&[("20260101000000_a", &[A], &["DROP TABLE a"])]);
    migrate(&db, &first).await?;
    let later = match place.dialect() {
        Dialect::Mysql | Dialect::Mariadb => "utc_timestamp(6) + interval 1 hour",
        Dialect::Sqlite | Dialect::Postgres => "now() + interval '1 hour'",
    };
    let alive = format!("UPDATE tablewright_lock SET holder = 'Ada', expires_at = {later}");
    sql::<()>(alive).execute(&db).await?;
    let both = migrations(&[
        ("20260101000000_a", &[A], &["DROP TABLE a"]),
        ("20260102000000_b", &[B], &["DROP TABLE b"]),
    ]);
    let migrator = Migrator::new(&both).lock_timeout(Duration::from_millis(200));
    let error = migrator.migrate(&db).await.expect_err("it is locked");
    assert!(matches!(error, Error::Busy(_)), "{error:?}");
    let told = error.to_string();
    assert!(
        told.contains("belongs to Ada, and its lease ends in 3"),
        "{told}"
    );
    assert_eq!(holder(&db).await?, "Ada");
    assert!(!has_table(&db, "b").await?);
    Ok(())
}

/// The table of the row is neither a table of the models nor unmanaged.
async fn create_and_sync_use_it(place: &Place) -> Result<()> {
    let db = with_row(place).await?;
    first::create_all(&db).await?;
    assert_eq!(fence(&db).await?, 1);
    let _ = later::sync(&db).await?;
    assert_eq!(fence(&db).await?, 2);
    assert_eq!(holder(&db).await?, "");
    assert!(matches!(later::verify(&db).await?, Verification::UpToDate));
    let found = tablewright::inspect(&db).await?;
    assert!(found.table("tablewright_lock").is_none());
    Ok(())
}
