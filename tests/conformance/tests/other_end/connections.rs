//! The state at the server: unknown transactions, locks without an owner, statements that take too
//! long, and networks that fall silent.

use std::time::{Duration, Instant};

use tablewright::{Database, Dialect, Error, PoolOptions, Result};
use tablewright_test_conformance::models::accounts::{self, Account, NewAccount};
use tablewright_test_conformance::{Place, Relay, everywhere, on, on_servers, sql};

use tokio::task::JoinSet;

use crate::check::everything;

everywhere!(
    transaction_statements_in_raw_sql_are_refused,
    rows_are_locked_in_transactions_alone,
    a_url_has_options,
    a_query_that_takes_too_long,
    a_batch_that_takes_too_long,
    a_typo_in_raw_sql_is_called_one,
);

everywhere!(accounts: a_bad_cursor_is_of_no_column);

on!([postgres, mariadb, mysql] accounts: a_result_that_nobody_reads_to_its_end);

on_servers!(
    a_transaction_that_is_dropped_on_a_silent_network,
    what_was_lost_on_a_silent_network,
);

on!([mysql] what_the_server_does_not_end_is_given_up);

on!([mysql, mariadb]
    a_procedure_that_leaves_a_transaction_open,
    a_change_that_rows_do_not_bear,
    what_was_lost_after_a_change_to_a_table,
);

/// The time after which a call counts as hanging.
const SOON: Duration = Duration::from_secs(20);

async fn transaction_statements_in_raw_sql_are_refused(at: &Place) -> Result<()> {
    let db = at
        .connect_with(&PoolOptions::new().max_connections(2))
        .await?;
    accounts::create_all(&db).await?;
    for text in [
        "BEGIN",
        "/* now */ begin",
        "-- now\nStart Transaction",
        "COMMIT",
        "ROLLBACK",
        "SAVEPOINT a",
        "RELEASE SAVEPOINT a",
        "ROLLBACK TO SAVEPOINT a",
        "SET autocommit = 0",
    ] {
        let refused = tablewright::sql::<()>(text).execute(&db).await;
        let Err(error @ Error::Database(_)) = refused else {
            panic!("{text}: {refused:?}")
        };
        assert!(error.to_string().contains("transaction"), "{text}: {error}");
        let refused = tablewright::sql::<i64>(text).all(&db).await;
        assert!(
            matches!(refused, Err(Error::Database(_))),
            "{text}: {refused:?}"
        );
    }
    Account::insert(NewAccount { id: 1 }).one(&db).await?;
    drop(db);
    let db = at.connect().await?;
    assert_eq!(Account::all().count(&db).await?, 1);

    let tx = db.begin().await?;
    Account::insert(NewAccount { id: 2 }).one(&tx).await?;
    for text in ["COMMIT", "rollback", "BEGIN"] {
        let refused = tablewright::sql::<()>(text).execute(&tx).await;
        assert!(
            matches!(refused, Err(Error::Database(_))),
            "{text}: {refused:?}"
        );
    }
    for text in [
        "SAVEPOINT a",
        "ROLLBACK TO SAVEPOINT a",
        "RELEASE SAVEPOINT a",
    ] {
        let done = tablewright::sql::<()>(text).execute(&tx).await;
        // MySQL cannot prepare them, and says so itself.
        let is_known = at.dialect() != Dialect::Mysql;
        assert!(done.is_ok() == is_known, "{text}: {done:?}");
    }
    tx.rollback().await?;
    assert_eq!(Account::all().count(&db).await?, 1);
    Ok(())
}

async fn rows_are_locked_in_transactions_alone(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    accounts::create_all(&db).await?;
    Account::insert(NewAccount { id: 1 }).one(&db).await?;
    let refused = [
        Account::find(1).for_update().one(&db).await.map(drop),
        Account::find(1).for_share().optional(&db).await.map(drop),
        Account::all().skip_locked().all(&db).await.map(drop),
        Account::all()
            .no_wait()
            .page(None, 5)
            .all(&db)
            .await
            .map(drop),
        Account::all()
            .for_update()
            .for_each(&db, |_| Ok(()))
            .await
            .map(drop),
    ];
    for refused in refused {
        let Err(error @ Error::Database(_)) = refused else {
            panic!("{refused:?}")
        };
        assert!(error.to_string().contains("begin one"), "{error}");
    }
    let mut tx = db.begin().await?;
    Account::find(1).for_update().one(&tx).await?;
    let savepoint = tx.begin().await?;
    Account::all().for_update().all(&savepoint).await?;
    savepoint.commit().await?;
    tx.commit().await
}

/// The URL of a place with another parameter.
pub fn url_with(at: &Place, parameter: &str) -> String {
    let separator = if at.url().contains('?') { '&' } else { '?' };
    format!("{}{separator}{parameter}", at.url())
}

async fn a_url_has_options(at: &Place) -> Result<()> {
    for parameter in [
        "statement_cache=0",
        "statement_cache=2",
        "statement_timeout=1min",
    ] {
        let db = Database::connect(&url_with(at, parameter)).await?;
        accounts::create_all(&db).await?;
        for _ in 0..3 {
            assert_eq!(Account::all().count(&db).await?, 0);
            assert!(!Account::find(1).exists(&db).await?);
        }
    }
    for (name, value) in [
        ("statement_cache", "all"),
        ("statement_cache", "-1"),
        ("statement_timeout", "soon"),
        ("statement_timeout", "5h"),
    ] {
        let refused = Database::connect(&url_with(at, &format!("{name}={value}"))).await;
        let Err(error @ Error::Connect(_)) = refused else {
            panic!("{refused:?}")
        };
        let told = error.to_string();
        assert!(told.contains(&format!("`{name}`")), "{told}");
        assert!(!told.contains(value), "{told}");
    }
    Ok(())
}

/// A query that never ends.
fn endless(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => {
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        }
        Dialect::Postgres => "SELECT count(*) FROM pg_sleep(100)",
        Dialect::Mysql | Dialect::Mariadb => {
            "SELECT count(*) FROM information_schema.collations AS a, \
             information_schema.collations AS b, information_schema.collations AS c, \
             information_schema.collations AS d WHERE concat(a.id, b.id, c.id, d.id) = 'x'"
        }
    }
}

/// The limit is an option of the pool, or in the URL.
async fn a_query_that_takes_too_long(at: &Place) -> Result<()> {
    let options = PoolOptions::new()
        .max_connections(1)
        .statement_timeout(Duration::from_millis(300));
    let parameters = "statement_timeout=300ms&max_connections=1";
    let with_url = Database::connect(&url_with(at, parameters)).await?;
    accounts::create_all(&with_url).await?;
    for (id, db) in (1..).zip([at.connect_with(&options).await?, with_url]) {
        let began = Instant::now();
        let late = tokio::time::timeout(SOON, sql::number(&db, endless(at.dialect()))).await;
        let late = late.expect("it ends");
        let Err(error @ Error::Timeout(_)) = late else {
            panic!("{id}: {late:?}")
        };
        assert!(error.is_timeout());
        assert!(!error.may_have_committed());
        assert!(error.to_string().contains("timed out"), "{id}: {error}");
        assert!(began.elapsed() < SOON, "{id}: {:?}", began.elapsed());
        // The connection is as good as before.
        Account::insert(NewAccount { id }).one(&db).await?;
        assert_eq!(Account::all().count(&db).await?, id as u64);
    }
    Ok(())
}

/// The limit holds for each of its statements, and what ran before is undone.
async fn a_batch_that_takes_too_long(at: &Place) -> Result<()> {
    let options = PoolOptions::new()
        .max_connections(1)
        .statement_timeout(Duration::from_millis(300));
    let db = at.connect_with(&options).await?;
    accounts::create_all(&db).await?;
    let began = Instant::now();
    for round in 0..2 {
        let batch = tablewright::batch(&db);
        let late = batch.run((
            Account::insert(NewAccount { id: 1 }).execute(&batch),
            tablewright::sql::<i64>(endless(at.dialect())).one(&batch),
            Account::insert(NewAccount { id: 2 }).execute(&batch),
            Account::all().count(&batch),
        ));
        let late = late.await;
        let Err(error @ Error::Timeout(_)) = late else {
            panic!("{round}: {late:?}")
        };
        assert!(!error.may_have_committed(), "{error}");
        assert_eq!(Account::all().count(&db).await?, 0, "{round}");
    }
    // In a transaction, too. Its other changes can be committed.
    let tx = db.begin().await?;
    Account::insert(NewAccount { id: 3 }).execute(&tx).await?;
    let batch = tablewright::batch(&tx);
    let late = batch.run((
        Account::insert(NewAccount { id: 4 }).execute(&batch),
        tablewright::sql::<i64>(endless(at.dialect())).one(&batch),
    ));
    assert!(matches!(late.await, Err(Error::Timeout(_))));
    drop(batch);
    tx.commit().await?;
    let kept = Account::all().select(Account::ID).all(&db).await?;
    assert_eq!(kept, [3]);
    assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
    Ok(())
}

async fn a_typo_in_raw_sql_is_called_one(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    accounts::create_all(&db).await?;
    for text in [
        "SELECT balans FROM accounts",
        "SELECT balance FROM acounts",
        "UPDATE accounts SET balans = 1",
    ] {
        let missing = tablewright::sql::<()>(text).execute(&db).await;
        let Err(error @ Error::Schema(_)) = missing else {
            panic!("{text}: {missing:?}")
        };
        let told = error.to_string();
        assert!(told.contains("correct the SQL"), "{told}");
        assert!(!told.contains("create_all"), "{told}");
    }
    Ok(())
}

async fn a_bad_cursor_is_of_no_column(db: &Database) -> Result<()> {
    let page = Account::all().page(Some("nonsense"), 5).all(db).await;
    let Err(Error::Value(error)) = page else {
        panic!("{page:?}")
    };
    assert_eq!((&*error.table, &*error.column), ("accounts", ""));
    Ok(())
}

async fn a_result_that_nobody_reads_to_its_end(db: &Database) -> Result<()> {
    let rows = (1..=5_000).map(|id| NewAccount { id });
    Account::insert_all(rows).execute(db).await?;
    let enough = || Error::NotFound("enough");
    for _ in 0..20 {
        let ended = Account::all().for_each(db, |_| Err(enough())).await;
        assert!(ended.is_err_and(|error| error.is_not_found()));
        assert_eq!(Account::all().count(db).await?, 5_000);
    }
    // Nor does it hurt a transaction.
    let tx = db.begin().await?;
    let ended = Account::all().for_each(&tx, |_| Err(enough())).await;
    assert!(ended.is_err_and(|error| error.is_not_found()));
    Account::insert(NewAccount { id: 5_001 }).one(&tx).await?;
    let ended = Account::all().for_each(&tx, |_| Err(enough())).await;
    assert!(ended.is_err_and(|error| error.is_not_found()));
    tx.commit().await?;
    assert_eq!(Account::all().count(db).await?, 5_001);
    Ok(())
}

/// A pool of one connection through a relay.
async fn by(relay: &Relay, options: PoolOptions) -> Result<Database> {
    pool_by(relay, 1, options).await
}

/// A pool through a relay.
async fn pool_by(relay: &Relay, connections: usize, options: PoolOptions) -> Result<Database> {
    let options = options
        .max_connections(connections)
        .connect_timeout(Duration::from_secs(5));
    Database::connect_with(relay.url(), &options).await
}

async fn a_transaction_that_is_dropped_on_a_silent_network(at: &Place) -> Result<()> {
    for connections in [1, 5] {
        let relay = Relay::new(at).await.expect("a relay");
        let db = pool_by(&relay, connections, PoolOptions::new()).await?;
        accounts::create_all(&db).await?;
        let mut transactions = Vec::new();
        for id in (1..).take(connections) {
            let tx = db.begin().await?;
            Account::insert(NewAccount { id }).one(&tx).await?;
            transactions.push(tx);
        }
        relay.fall_silent();
        drop(transactions);
        // All places in the pool are free again.
        let mut counting = JoinSet::new();
        for _ in 0..connections {
            let db = db.clone();
            counting.spawn(async move {
                let tx = db.begin().await?;
                let count = Account::all().count(&tx).await?;
                tx.rollback().await.map(|()| count)
            });
        }
        let counted = tokio::time::timeout(SOON, counting.join_all()).await;
        for count in counted.expect("it does not hang") {
            assert_eq!(count?, 0);
        }
        assert_eq!(db.status().open, connections);
        // Then the server notices it, too, and unlocks the table.
        drop((db, relay));
        accounts::drop_all(&at.connect().await?).await?;
    }
    Ok(())
}

async fn what_was_lost_on_a_silent_network(at: &Place) -> Result<()> {
    let relay = Relay::new(at).await.expect("a relay");
    let limit = Duration::from_secs(2);
    let db = by(&relay, PoolOptions::new().statement_timeout(limit)).await?;
    accounts::create_all(&db).await?;
    let lost = |what: &str, done: std::result::Result<Result<()>, _>, may_be: bool| {
        let done: Result<()> = done
            .map_err(|_: tokio::time::error::Elapsed| ())
            .expect(what);
        let Err(error @ Error::Lost(_)) = done else {
            panic!("{what}: {done:?}")
        };
        assert_eq!(error.may_have_committed(), may_be, "{what}: {error}");
        assert!(everything(&error).contains("within 3 s"), "{what}: {error}");
    };

    assert_eq!(Account::all().count(&db).await?, 0);
    relay.fall_silent();
    let read = async { Account::all().count(&db).await.map(drop) };
    lost(
        "a read of ours",
        tokio::time::timeout(SOON, read).await,
        false,
    );
    assert_eq!(Account::all().count(&db).await?, 0);
    relay.fall_silent();
    // It may call a function that writes.
    let raw = async { sql::number(&db, "SELECT 1").await.map(drop) };
    lost("raw SQL", tokio::time::timeout(SOON, raw).await, true);
    assert_eq!(Account::all().count(&db).await?, 0);
    relay.fall_silent();
    let write = async { Account::insert(NewAccount { id: 1 }).execute(&db).await };
    lost("a write", tokio::time::timeout(SOON, write).await, true);
    let tx = db.begin().await?;
    relay.fall_silent();
    lost(
        "a rollback",
        tokio::time::timeout(SOON, tx.rollback()).await,
        false,
    );
    let tx = db.begin().await?;
    relay.fall_silent();
    lost(
        "a commit",
        tokio::time::timeout(SOON, tx.commit()).await,
        true,
    );
    assert_eq!(Account::all().count(&db).await?, 0);
    Ok(())
}

/// MySQL's own limit is for statements that read.
async fn what_the_server_does_not_end_is_given_up(at: &Place) -> Result<()> {
    let db = Database::connect(&url_with(at, "statement_timeout=200ms")).await?;
    let began = Instant::now();
    let given_up = tablewright::sql::<()>("DO sleep(30)").execute(&db).await;
    let Err(error @ Error::Lost(_)) = given_up else {
        panic!("{given_up:?}")
    };
    assert!(error.may_have_committed());
    assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
    assert_eq!(sql::number(&db, "SELECT 7").await?, 7);
    Ok(())
}

async fn a_procedure_that_leaves_a_transaction_open(at: &Place) -> Result<()> {
    let options = PoolOptions::new().max_connections(1);
    let db = at.connect_with(&options).await?;
    accounts::create_all(&db).await?;
    sql::run(&db, "CREATE PROCEDURE opens() START TRANSACTION").await?;
    let left = tablewright::sql::<()>("CALL opens()").execute(&db).await;
    let Err(error @ Error::Database(_)) = left else {
        panic!("{left:?}")
    };
    assert!(
        error.to_string().contains("left a transaction open"),
        "{error}"
    );
    Account::insert(NewAccount { id: 1 }).one(&db).await?;
    drop(db);
    assert_eq!(Account::all().count(&at.connect().await?).await?, 1);
    Ok(())
}

async fn a_change_that_rows_do_not_bear(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    sql::run(&db, "CREATE TABLE things (name VARCHAR(20))").await?;
    sql::run(&db, "INSERT INTO things VALUES (NULL)").await?;
    let alter = "ALTER TABLE things MODIFY name VARCHAR(20) NOT NULL";
    let error = sql::run(&db, alter).await.expect_err("a row has NULL");
    let told = error.to_string();
    // MariaDB has one error for all values that do not fit.
    let is_said = told.contains("the column cannot be NULL")
        || told.contains("is NULL in a column that is NOT NULL");
    assert!(is_said, "{told}");
    assert!(!told.contains("models.yaml"), "{told}");
    Ok(())
}

/// A change to a table commits, and the following statements are committed one by one.
async fn what_was_lost_after_a_change_to_a_table(at: &Place) -> Result<()> {
    let relay = Relay::new(at).await.expect("a relay");
    let limit = Duration::from_secs(1);
    let db = by(&relay, PoolOptions::new().statement_timeout(limit)).await?;
    accounts::create_all(&db).await?;
    for changes in [false, true] {
        let tx = db.begin().await?;
        if changes {
            sql::run(&tx, "CREATE TABLE others (id INT)").await?;
        }
        relay.fall_silent();
        let lost = Account::insert(NewAccount { id: 1 }).execute(&tx).await;
        let Err(error @ Error::Lost(_)) = lost else {
            panic!("{lost:?}")
        };
        assert_eq!(error.may_have_committed(), changes, "{error}");
    }
    let tx = db.begin().await?;
    relay.fall_silent();
    let lost = tablewright::sql::<()>("UPDATE accounts SET balance = 1")
        .execute(&tx)
        .await;
    assert!(lost.is_err_and(|error| error.may_have_committed()));
    Ok(())
}
