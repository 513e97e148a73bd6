//! Behind PgBouncer, which gives each transaction another session of the server.

use std::time::Duration;

use tablewright::migrate::{Migrator, State};
use tablewright::{
    Database, PoolOptions, Result, SyncReport, Verification, migrate, rollback, sql, status,
};
use tablewright_test_conformance::models::accounts::{Account, NewAccount};
use tablewright_test_conformance::models::{accounts, shop_first as first, shop_later as later};
use tablewright_test_conformance::{Place, on};
use tablewright_test_migrations::library::{self, Author, MIGRATIONS, NewAuthor};
use tablewright_test_migrations::migrations;
use tablewright_test_servers::behind_pgbouncer;

on!([postgres]
    migrations_are_applied_and_rolled_back,
    tables_are_created_verified_and_synchronized,
    queries_of_many_tasks,
    transactions_are_whole,
    nothing_is_left_in_a_session,
    many_at_once_apply_each_once,
    without_the_option_statements_still_run,
);

/// A pool through PgBouncer; nothing where that cannot be had, which `scripts/servers` has said
/// then.
async fn pooled(place: &Place, options: PoolOptions) -> Result<Option<Database>> {
    let Some(url) = behind_pgbouncer(place.url()) else {
        return Ok(None);
    };
    Database::connect_with(&url, &options).await.map(Some)
}

fn pooler() -> PoolOptions {
    PoolOptions::new().pooler(true)
}

async fn migrations_are_applied_and_rolled_back(place: &Place) -> Result<()> {
    let Some(db) = pooled(place, pooler()).await? else {
        return Ok(());
    };
    assert_eq!(library::migrate(&db).await?.migrations.len(), 3);
    assert!(library::migrate(&db).await?.migrations.is_empty());
    assert!(status(&db, &MIGRATIONS).await?.is_up_to_date());
    let author = Author::insert(NewAuthor { name: "Ada".into() })
        .one(&db)
        .await?;
    assert_eq!(Author::find(author.id).one(&db).await?, author);
    assert_eq!(rollback(&db, &MIGRATIONS, 1).await?.migrations.len(), 1);
    let status = status(&db, &MIGRATIONS).await?;
    assert!(
        matches!(status.migrations[2].state, State::Pending { .. }),
        "{status:?}"
    );
    assert_eq!(library::migrate(&db).await?.migrations.len(), 1);
    Ok(())
}

async fn tables_are_created_verified_and_synchronized(place: &Place) -> Result<()> {
    let Some(db) = pooled(place, pooler()).await? else {
        return Ok(());
    };
    first::create_all(&db).await?;
    assert!(matches!(first::verify(&db).await?, Verification::UpToDate));
    assert!(matches!(later::sync(&db).await?, SyncReport::Applied(_)));
    assert!(matches!(later::verify(&db).await?, Verification::UpToDate));
    assert!(matches!(later::sync(&db).await?, SyncReport::UpToDate));
    // As it is seen without a pooler.
    let direct = place.connect().await?;
    assert!(matches!(
        later::verify(&direct).await?,
        Verification::UpToDate
    ));
    later::drop_all(&db).await?;
    Ok(())
}

async fn queries_of_many_tasks(place: &Place) -> Result<()> {
    let Some(db) = pooled(place, pooler().max_connections(8)).await? else {
        return Ok(());
    };
    accounts::create_all(&db).await?;
    let mut tasks = Vec::new();
    for id in 1..=24 {
        let db = db.clone();
        tasks.push(tokio::spawn(async move {
            let mut account = Account::insert(NewAccount { id })
                .set(Account::OWNER, format!("owner {id}"))
                .one(&db)
                .await?;
            account.balance = id;
            account.save(&db).await?;
            let found = Account::filter(Account::OWNER.eq(format!("owner {id}")))
                .one(&db)
                .await?;
            assert_eq!(found, account);
            Ok::<(), tablewright::Error>(())
        }));
    }
    for task in tasks {
        task.await.expect("no panic")?;
    }
    assert_eq!(Account::all().count(&db).await?, 24);
    let prepared = "SELECT count(*) FROM pg_prepared_statements";
    assert_eq!(sql::<i64>(prepared).one(&db).await?, 0);
    Ok(())
}

async fn transactions_are_whole(place: &Place) -> Result<()> {
    let Some(db) = pooled(place, pooler()).await? else {
        return Ok(());
    };
    accounts::create_all(&db).await?;
    let mut tx = db.begin().await?;
    Account::insert(NewAccount { id: 1 }).one(&tx).await?;
    let savepoint = tablewright::Connection::begin(&mut tx).await?;
    Account::insert(NewAccount { id: 2 })
        .one(&savepoint)
        .await?;
    savepoint.rollback().await?;
    tx.commit().await?;
    let dropped = db.begin().await?;
    Account::insert(NewAccount { id: 3 }).one(&dropped).await?;
    drop(dropped);
    assert_eq!(Account::all().count(&db).await?, 1);
    Ok(())
}

/// A setting of one client would affect the next one.
async fn nothing_is_left_in_a_session(place: &Place) -> Result<()> {
    let options = pooler().statement_timeout(Duration::from_secs(77));
    let Some(db) = pooled(place, options).await? else {
        return Ok(());
    };
    library::migrate(&db).await?;
    let migrator = Migrator::new(&MIGRATIONS).lock_timeout(Duration::from_secs(7));
    migrator.rollback(&db, 1).await?;
    let _ = later::sync(&db).await?;
    let _ = later::verify(&db).await?;
    accounts::create_all(&db).await?;
    let settings = "SELECT current_setting('statement_timeout') || ' ' || current_setting('lock_timeout') \
                    || ' ' || current_setting('search_path') || pg_sleep(0.2)::text";
    let mut tasks = Vec::new();
    for _ in 0..4 {
        let db = db.clone();
        tasks.push(tokio::spawn(async move {
            sql::<String>(settings).one(&db).await
        }));
    }
    for task in tasks {
        let found = task.await.expect("no panic")?;
        assert_eq!(found, "0 0 \"$user\", public");
    }
    let locks = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = \
                 (SELECT oid FROM pg_database WHERE datname = current_database())";
    assert_eq!(sql::<i64>(locks).one(&db).await?, 0);
    Ok(())
}

async fn many_at_once_apply_each_once(place: &Place) -> Result<()> {
    let all = migrations(&[(
        "20260101000000_a",
        &[
            "CREATE TABLE a (id INTEGER)",
            "INSERT INTO a VALUES (1)",
            "UPDATE a SET id = id + 1",
        ],
        &["DROP TABLE a"],
    )]);
    let mut programs = Vec::new();
    for number in 0..4 {
        // One of them knows of no pooler, and the lock keeps it apart all the same.
        let db = match number {
            0 => Some(place.connect().await?),
            _ => pooled(place, pooler().lock_row(number == 1)).await?,
        };
        let Some(db) = db else {
            return Ok(());
        };
        programs.push(tokio::spawn(
            async move { migrate(&db, &all).await.map(drop) },
        ));
    }
    for program in programs {
        program.await.expect("no panic")?;
    }
    let db = place.connect().await?;
    assert_eq!(sql::<i32>("SELECT id FROM a").one(&db).await?, 2);
    Ok(())
}

/// Names of prepared statements are another client's or forgotten there; that is noticed.
async fn without_the_option_statements_still_run(place: &Place) -> Result<()> {
    let Some(db) = pooled(place, PoolOptions::new().max_connections(6)).await? else {
        return Ok(());
    };
    accounts::create_all(&db).await?;
    let mut tasks = Vec::new();
    for id in 1..=12 {
        let db = db.clone();
        tasks.push(tokio::spawn(async move {
            Account::insert(NewAccount { id }).one(&db).await?;
            Account::find(id).one(&db).await.map(drop)
        }));
    }
    for task in tasks {
        task.await.expect("no panic")?;
    }
    assert_eq!(Account::all().count(&db).await?, 12);
    Ok(())
}
