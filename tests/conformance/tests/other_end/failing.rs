//! The state of a session after an error and after a panic: it has the program's settings, no
//! transaction and no lock, and the connection can be used.

use std::fmt::Debug;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use tablewright::migrate::{Migration, Migrator, Scripts, Steps};
use tablewright::{Connection, Dialect, Error, Migrations, PoolOptions, Result, SyncBuilder};
use tablewright_test_conformance::models::accounts::{self, Account, NewAccount};
use tablewright_test_conformance::models::{shop_first, shop_later};
use tablewright_test_conformance::{Place, everywhere, on_servers, sql};

use crate::cancelled::Watched;
use crate::migrations;

everywhere!(errors_change_no_settings, panics_change_no_settings);

on_servers!(waiting_in_vain_changes_no_settings);

/// It failed, and changed nothing of the session.
async fn failed<T: Debug>(watched: &Watched, what: &str, done: Result<T>) -> Result<()> {
    assert!(done.is_err(), "{what}: {done:?}");
    watched.is_as_before(what).await
}

/// A migration whose second statement fails.
const fn failing(in_transaction: bool) -> Migration<'static> {
    let scripts = Some(Scripts {
        checksum: "0123456789abcdef0123456789abcdef",
        up: Steps {
            statements: &[
                "CREATE TABLE tasks (id INTEGER NOT NULL PRIMARY KEY)",
                "INSERT INTO nowhere VALUES (1)",
            ],
            in_transaction,
            foreign_keys: false,
            preflight: &[],
        },
        down: Steps {
            statements: &["DROP TABLE tasks"],
            in_transaction,
            foreign_keys: false,
            preflight: &[],
        },
    });
    Migration {
        name: "20240229000000_tasks",
        sqlite: scripts,
        postgres: scripts,
        mysql: scripts,
        mariadb: scripts,
    }
}

async fn errors_change_no_settings(at: &Place) -> Result<()> {
    fails(Watched::new(at).await?).await
}

pub async fn fails(watched: Watched) -> Result<()> {
    let db = &watched.db;
    accounts::create_all(db).await?;
    let new = |id: i32| Account::insert(NewAccount { id });
    new(1).execute(db).await?;
    failed(&watched, "an insert", new(1).execute(db).await).await?;
    let several = || Account::insert_all((0..600).map(|id| NewAccount { id }));
    failed(&watched, "insert_all", several().execute(db).await).await?;
    failed(&watched, "insert_all, read back", several().all(db).await).await?;
    let broken = tablewright::sql::<i32>("SELECT nothing FROM nowhere")
        .all(db)
        .await;
    failed(&watched, "raw SQL", broken).await?;
    let tx = db.begin().await?;
    assert!(new(1).execute(&tx).await.is_err());
    drop(tx);
    watched
        .is_as_before("a transaction that is dropped")
        .await?;
    let mut tx = db.begin().await?;
    let savepoint = tx.begin().await?;
    assert!(new(1).execute(&savepoint).await.is_err());
    savepoint.rollback().await?;
    tx.commit().await?;
    watched
        .is_as_before("a savepoint that is rolled back")
        .await?;
    let retried = tablewright::retry(db, async |tx| new(1).execute(&tx).await).await;
    failed(&watched, "retry", retried).await?;

    // An existing table lacks columns that the script's indexes and references need.
    sql::run(db, "CREATE TABLE clients (other INTEGER)").await?;
    sql::run(db, "CREATE TABLE customers (other INTEGER)").await?;
    let created = shop_first::create_all(db).await;
    failed(&watched, "create_all", created).await?;
    failed(&watched, "sync", shop_first::sync(db).await).await?;
    for transaction in [true, false] {
        let list = [failing(transaction)];
        let all = Migrations { list: &list };
        let what = format!("migrate, in a transaction: {transaction}");
        failed(&watched, &what, Migrator::new(&all).migrate(db).await).await?;
        for table in ["tasks", "tablewright_migrations"] {
            sql::run(db, &format!("DROP TABLE IF EXISTS {table}")).await?;
        }
    }
    Ok(())
}

/// Runs something that panics.
async fn panics<T: Debug>(done: impl Future<Output = T>) {
    if let Some(done) = caught(done).await {
        panic!("it does not panic: {done:?}");
    }
}

/// Runs something that may panic. `None` if it does.
async fn caught<T>(done: impl Future<Output = T>) -> Option<T> {
    let mut done = std::pin::pin!(done);
    std::future::poll_fn(|context| {
        let polled = std::panic::catch_unwind(AssertUnwindSafe(|| done.as_mut().poll(context)));
        match polled {
            Ok(std::task::Poll::Pending) => std::task::Poll::Pending,
            Ok(std::task::Poll::Ready(done)) => std::task::Poll::Ready(Some(done)),
            Err(_) => std::task::Poll::Ready(None),
        }
    })
    .await
}

async fn panics_change_no_settings(at: &Place) -> Result<()> {
    panics_at_every_step(Watched::new(at).await?).await
}

pub async fn panics_at_every_step(watched: Watched) -> Result<()> {
    let db = &watched.db;
    accounts::create_all(db).await?;
    Account::insert_all((0..600).map(|id| NewAccount { id }))
        .execute(db)
        .await?;
    panics(Account::all().for_each(db, |_| panic!("in for_each"))).await;
    watched.is_as_before("for_each").await?;
    panics(async {
        let mut tx = db.begin().await?;
        Account::all().delete().execute(&tx).await?;
        let savepoint = tx.begin().await?;
        if Account::all().count(&savepoint).await.is_ok() {
            panic!("in a transaction");
        }
        Ok::<_, Error>(())
    })
    .await;
    watched.is_as_before("a transaction").await?;
    panics(tablewright::retry(db, async |tx| {
        Account::all().delete().execute(&tx).await?;
        panic!("in retry");
        #[allow(unreachable_code)]
        Ok::<(), Error>(())
    }))
    .await;
    watched.is_as_before("retry").await?;
    assert_eq!(Account::all().count(db).await?, 600);
    // Some steps are within a transaction or a script.
    for step in (0..).step_by(4) {
        let mut left = step;
        let mut panics_at = |what: &'static str| match left {
            0 => panic!("{what}"),
            _ => left -= 1,
        };
        shop_later::drop_all(db).await?;
        shop_first::drop_all(db).await?;
        shop_first::sync(db).await?;
        let sync = SyncBuilder::new(&shop_later::SCHEMA).on_step(|_| panics_at("in sync"));
        let synced = caught(sync.sync(db)).await;
        watched.is_as_before(&format!("sync, step {step}")).await?;
        shop_later::sync(db).await?;
        watched.is_as_before("sync, again").await?;
        if let Some(done) = synced {
            assert!(step > 5, "{done:?}");
            break;
        }
    }
    for all in [migrations::in_transaction(), migrations::step_by_step()] {
        for step in 0.. {
            let mut left = step;
            let mut panics_at = |what: &'static str| match left {
                0 => panic!("{what}"),
                _ => left -= 1,
            };
            migrations::none(db).await?;
            let migrator = Migrator::new(&all).on_step(|_| panics_at("in migrate"));
            let migrated = caught(migrator.migrate(db)).await;
            watched
                .is_as_before(&format!("migrate, step {step}"))
                .await?;
            migrations::none(db).await?;
            tablewright::migrate(db, &all).await?;
            watched.is_as_before("migrate, again").await?;
            if let Some(done) = migrated {
                assert!(step > 2, "{done:?}");
                break;
            }
        }
    }
    Ok(())
}

/// Another session holds the lock.
async fn waiting_in_vain_changes_no_settings(at: &Place) -> Result<()> {
    let watched = Watched::new(at).await?;
    let db = &watched.db;
    shop_first::sync(db).await?;
    let options = PoolOptions::new().max_connections(1);
    let other = at.connect_with(&options).await?;
    let tx = other.begin().await?;
    assert_eq!(shop_first::Customer::all().count(&tx).await?, 0);
    let synced = SyncBuilder::new(&shop_later::SCHEMA)
        .lock_timeout(Duration::from_secs(1))
        .sync(db)
        .await;
    assert!(matches!(synced, Err(Error::Busy(_))), "{synced:?}");
    tx.rollback().await?;
    watched.is_as_before("sync that waits for a reader").await?;
    if db.dialect() != Dialect::Postgres {
        shop_later::sync(db).await?;
        watched.is_as_before("sync, again").await?;
    }
    Ok(())
}
