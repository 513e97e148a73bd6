//! Behind PgBouncer, which gives each transaction another session of the server: it is detected, or
//! the program says so.

use std::time::Duration;

use tablewright::migrate::{Migrator, State};
use tablewright::tokio_postgres::{self, NoTls};
use tablewright::{
    Database, Error, PoolOptions, PostgresConnection, Result, SyncReport, Verification, migrate,
    rollback, sql, status,
};
use tablewright_test_conformance::models::accounts::{Account, NewAccount};
use tablewright_test_conformance::models::{accounts, shop_first as first, shop_later as later};
use tablewright_test_conformance::{Place, on};
use tablewright_test_migrations::library::{self, Author, MIGRATIONS, NewAuthor};
use tablewright_test_migrations::{from, migration, migrations};
use tablewright_test_servers::behind_pgbouncer;

/// Makes two tests of each body, which gets the options of a pool: with the option `pooler`, and
/// without it.
macro_rules! detected_and_declared {
    ($($body:ident),+ $(,)?) => {$(
        mod $body {
            mod detected {
                tablewright_test_conformance::tests!([postgres], async |place: &super::super::Place| {
                    super::super::$body(place, super::super::PoolOptions::new()).await
                });
            }
            mod declared {
                tablewright_test_conformance::tests!([postgres], async |place: &super::super::Place| {
                    let options = super::super::PoolOptions::new().pooler(true);
                    super::super::$body(place, options).await
                });
            }
        }
    )+};
}

detected_and_declared!(
    migrations_are_applied_and_rolled_back,
    tables_are_created_verified_and_synchronized,
    queries_of_many_tasks,
    transactions_are_whole,
    nothing_is_left_in_a_session,
    many_at_once_apply_each_once,
);

on!([postgres]
    steps_outside_of_a_transaction_need_a_session,
    a_setting_that_cannot_be_changed_is_refused,
);

/// A pool through PgBouncer; nothing where that cannot be had, which `scripts/servers` has said
/// then.
async fn pooled(place: &Place, options: PoolOptions) -> Result<Option<Database>> {
    let Some(url) = behind_pgbouncer(place.url()) else {
        return Ok(None);
    };
    Database::connect_with(&url, &options).await.map(Some)
}

async fn migrations_are_applied_and_rolled_back(place: &Place, options: PoolOptions) -> Result<()> {
    let Some(db) = pooled(place, options).await? else {
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

async fn tables_are_created_verified_and_synchronized(
    place: &Place,
    options: PoolOptions,
) -> Result<()> {
    let Some(db) = pooled(place, options).await? else {
        return Ok(());
    };
    first::create_all(&db).await?;
    assert!(matches!(first::verify(&db).await?, Verification::UpToDate));
    assert!(matches!(later::sync(&db).await?, SyncReport::Applied(_)));
    assert!(matches!(later::verify(&db).await?, Verification::UpToDate));
    assert!(matches!(later::sync(&db).await?, SyncReport::UpToDate));
    // Through a connection without a pooler.
    let direct = place.connect().await?;
    assert!(matches!(
        later::verify(&direct).await?,
        Verification::UpToDate
    ));
    later::drop_all(&db).await?;
    Ok(())
}

async fn queries_of_many_tasks(place: &Place, options: PoolOptions) -> Result<()> {
    let Some(db) = pooled(place, options.max_connections(8)).await? else {
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

async fn transactions_are_whole(place: &Place, options: PoolOptions) -> Result<()> {
    let Some(db) = pooled(place, options).await? else {
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
async fn nothing_is_left_in_a_session(place: &Place, options: PoolOptions) -> Result<()> {
    let options = options.statement_timeout(Duration::from_secs(77));
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

async fn many_at_once_apply_each_once(place: &Place, options: PoolOptions) -> Result<()> {
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
        // One of them connects to the server itself; the same lock excludes it, too.
        let db = match number {
            0 => Some(place.connect().await?),
            _ => pooled(place, options.clone().lock_row(number == 1)).await?,
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

/// They are refused before they begin, also for a client that the program has opened, and the
/// message says what to do.
async fn steps_outside_of_a_transaction_need_a_session(place: &Place) -> Result<()> {
    let Some(db) = pooled(place, PoolOptions::new()).await? else {
        return Ok(());
    };
    let table = "CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY)";
    let in_steps = from(vec![migration("20260101000000_a", &[table], &[], false)]);
    let without_cache = PoolOptions::new().statement_cache(0);
    let Some(other) = pooled(place, without_cache).await? else {
        return Ok(());
    };
    let url = behind_pgbouncer(place.url()).expect("it is there");
    let (client, connection) = tokio_postgres::connect(&url, NoTls)
        .await
        .expect("a connection");
    tokio::spawn(connection);
    let own = PostgresConnection::from(client);
    for refused in [
        migrate(&db, &in_steps).await,
        migrate(&other, &in_steps).await,
        migrate(&own, &in_steps).await,
    ] {
        let told = refused.expect_err("no session").to_string();
        for part in [
            "a pooler",
            "detected",
            "`pooler=false`",
            "Nothing was changed",
        ] {
            assert!(told.contains(part), "{told}");
        }
    }
    let direct = place.connect().await?;
    let tables = "SELECT count(*) FROM pg_tables WHERE tablename = 'a'";
    assert_eq!(sql::<i64>(tables).one(&direct).await?, 0);
    assert_eq!(migrate(&direct, &in_steps).await?.migrations.len(), 1);
    Ok(())
}

/// Another client would get the setting.
async fn a_setting_that_cannot_be_changed_is_refused(place: &Place) -> Result<()> {
    let admin = place.connect().await?;
    let name: String = sql("SELECT current_database()::text").one(&admin).await?;
    let set = format!("ALTER DATABASE {name} SET array_nulls = off");
    sql::<()>(set).execute(&admin).await?;
    for (options, parts) in [
        (PoolOptions::new(), ["detected", "`pooler=false`"]),
        (
            PoolOptions::new().pooler(true),
            ["`pooler=true`", "array_nulls = on"],
        ),
    ] {
        match pooled(place, options).await {
            Ok(None) => return Ok(()),
            Err(error @ Error::Connect(_)) => {
                let told = error.to_string();
                assert!(told.contains("ALTER DATABASE"), "{told}");
                assert!(parts.iter().all(|part| told.contains(part)), "{told}");
            }
            other => panic!("{other:?}"),
        }
    }
    Ok(())
}
