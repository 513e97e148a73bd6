//! Streams of rows: the same rows in the same order as from `all`, and streams that end early,
//! fail, or begin in transactions, on each database.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant};

use futures_core::Stream;
use tablewright::{Connection, Database, Dialect, Error, PoolOptions, Result, sql};
use tablewright_test_conformance::models::relations;
use tablewright_test_conformance::models::relations::{NewUser, User};
use tablewright_test_conformance::{Place, at, everywhere};

everywhere!(
    a_stream_gives_what_all_gives,
    a_stream_may_end_early,
    a_stream_of_a_transaction_sees_what_it_did,
    a_stream_that_fails_says_so_last,
    a_stream_keeps_a_connection_and_gives_it_back,
    nothing_runs_before_a_row_is_asked_for,
    the_rest_of_a_long_result_is_not_read,
    for_each_ends_early,
    the_rest_is_not_read_in_a_transaction,
);

/// Enough for several rounds of reading ahead, on every driver.
const ROWS: i32 = 3_000;

async fn filled(at: &Place, connections: usize) -> Result<Database> {
    let options = PoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(5));
    let db = at.connect_with(&options).await?;
    relations::create_all(&db).await?;
    let user = |id: i32| NewUser {
        id,
        name: format!("user {id}").into(),
    };
    User::insert_all((1..=ROWS).map(user)).execute(&db).await?;
    Ok(db)
}

async fn collected<S: Stream<Item = Result<T>> + Unpin, T>(mut rows: S) -> Result<Vec<T>> {
    let mut all = Vec::new();
    while let Some(row) = std::future::poll_fn(|cx| Pin::new(&mut rows).poll_next(cx)).await {
        all.push(row?);
    }
    Ok(all)
}

async fn a_stream_gives_what_all_gives(at: &Place) -> Result<()> {
    let mut db = filled(at, 1).await?;
    for wanted in [0, 1, 63, 64, 65, 256, 257, 1_500, ROWS] {
        let users = || User::filter(User::ID.le(wanted)).order_by(User::ID.desc());
        let all = users().all(&db).await?;
        assert_eq!(collected(users().stream(&db)).await?, all);
        assert_eq!(collected(users().stream(&mut db)).await?, all);
        let text = format!("SELECT name FROM users WHERE id <= {wanted} ORDER BY id DESC");
        let names = collected(sql::<String>(&text).stream(&db)).await?;
        assert!(names.iter().eq(all.iter().map(|user| &user.name)));
    }
    let mut none = User::filter(User::ID.lt(0)).stream(&db);
    assert!(none.next().await.is_none());
    assert!(none.next().await.is_none());
    Ok(())
}

async fn a_stream_may_end_early(at: &Place) -> Result<()> {
    let db = filled(at, 1).await?;
    for wanted in [0, 1, 64, 65, 300, 1_400] {
        let mut users = User::all().stream(&db);
        for id in 1..=wanted {
            let user = users.next().await.expect("a row")?;
            assert_eq!(user.id, id);
        }
        drop(users);
        // The only connection is good for the next statement.
        assert_eq!(User::all().count(&db).await?, ROWS as u64);
    }
    Ok(())
}

/// More rows than any database can read in time: 27,000 million.
const LONG: &str = "SELECT a.id FROM users a CROSS JOIN users b CROSS JOIN users c";

/// Takes ten rows of [`LONG`].
async fn ten<'c, C>(db: &'c mut C) -> Result<()>
where
    C: tablewright::AsyncConnection,
    &'c mut C: tablewright::StreamSource<'c>,
{
    let mut rows = sql::<i32>(LONG).stream(db);
    for _ in 0..10 {
        rows.next().await.expect("a row")?;
    }
    Ok(())
}

/// Fails if something takes longer than reading a part of a result.
async fn soon<T>(done: impl Future<Output = Result<T>>) -> Result<T> {
    let done = tokio::time::timeout(Duration::from_secs(20), done).await;
    done.expect("the rest of the result is read")
}

async fn the_rest_of_a_long_result_is_not_read(at: &Place) -> Result<()> {
    let mut db = filled(at, 1).await?;
    for _ in 0..2 {
        soon(ten(&mut db)).await?;
        // The pool has one connection, or another one in its place.
        assert_eq!(soon(User::all().count(&db)).await?, ROWS as u64);
    }
    Ok(())
}

async fn for_each_ends_early(at: &Place) -> Result<()> {
    let db = filled(at, 1).await?;
    let more = "INSERT INTO users (id, name) SELECT a.id * 10000 + b.id, a.name \
                FROM users a CROSS JOIN users b WHERE b.id <= 100";
    sql(more).execute(&db).await?;
    let mut seen = 0;
    let ended = User::all().for_each(&db, |_| {
        seen += 1;
        match seen {
            10 => Err(Error::NotFound("the eleventh")),
            _ => Ok(()),
        }
    });
    let ended = soon(async { Ok(ended.await) }).await?;
    assert!(matches!(ended, Err(Error::NotFound("the eleventh"))));
    assert_eq!(seen, 10);
    assert_eq!(soon(User::all().count(&db)).await?, 101 * ROWS as u64);
    Ok(())
}

async fn the_rest_is_not_read_in_a_transaction(at: &Place) -> Result<()> {
    let db = filled(at, 1).await?;
    if db.dialect() == Dialect::Postgres {
        // The remaining rows are cancelled only at the end of the transaction.
        return Ok(());
    }
    for number in 1..=2 {
        let mut tx = db.begin().await?;
        User::filter(User::ID.eq(number))
            .delete()
            .execute(&tx)
            .await?;
        soon(ten(&mut tx)).await?;
        let left = soon(User::all().count(&tx)).await?;
        assert_eq!(left, (ROWS - number) as u64);
        soon(ten(&mut tx)).await?;
        soon(tx.commit()).await?;
        assert_eq!(User::all().count(&db).await?, (ROWS - number) as u64);
        let mut tx = db.begin().await?;
        User::filter(User::ID.gt(1_000))
            .delete()
            .execute(&tx)
            .await?;
        soon(ten(&mut tx)).await?;
        drop(tx);
        assert_eq!(soon(User::all().count(&db)).await?, (ROWS - number) as u64);
    }
    Ok(())
}

async fn a_stream_of_a_transaction_sees_what_it_did(at: &Place) -> Result<()> {
    let db = filled(at, 1).await?;
    let mut tx = db.begin().await?;
    User::filter(User::ID.gt(1_000))
        .delete()
        .execute(&tx)
        .await?;
    let seen = collected(User::all().stream(&mut tx)).await?;
    assert_eq!(seen.len(), 1_000);
    let mut users = User::all().stream(&mut tx);
    assert_eq!(users.next().await.expect("a row")?.id, 1);
    drop(users);
    User::filter(User::ID.eq(1)).delete().execute(&tx).await?;
    {
        let mut savepoint = tx.begin().await?;
        let mut users = User::all().stream(&mut savepoint);
        assert_eq!(users.next().await.expect("a row")?.id, 2);
        drop(users);
        savepoint.rollback().await?;
    }
    tx.commit().await?;
    assert_eq!(User::all().count(&db).await?, 999);
    // Changes that began with a stream are rolled back like all others.
    let mut tx = db.begin().await?;
    User::all().delete().execute(&tx).await?;
    let mut none = User::all().stream(&mut tx);
    assert!(none.next().await.is_none());
    drop(none);
    drop(tx);
    assert_eq!(User::all().count(&db).await?, 999);
    Ok(())
}

async fn a_stream_that_fails_says_so_last(at: &Place) -> Result<()> {
    let db = filled(at, 1).await?;
    // A NULL after some rows.
    let text = "SELECT CASE WHEN id < 500 THEN id END FROM users ORDER BY id";
    let mut numbers = sql::<i32>(text).stream(&db);
    let mut read = 0;
    let error = loop {
        match numbers.next().await {
            Some(Ok(_)) => read += 1,
            Some(Err(error)) => break error,
            None => panic!("NULL is no number"),
        }
    };
    assert_eq!(read, 499);
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    assert!(numbers.next().await.is_none());
    drop(numbers);
    let mut missing = sql::<i32>("SELECT id FROM nowhere").stream(&db);
    let error = missing
        .next()
        .await
        .expect("an error")
        .expect_err("no table");
    assert!(matches!(error, Error::Schema(_)), "{error:?}");
    assert!(missing.next().await.is_none());
    drop(missing);
    assert_eq!(User::all().count(&db).await?, ROWS as u64);
    Ok(())
}

async fn a_stream_keeps_a_connection_and_gives_it_back(at: &Place) -> Result<()> {
    let db = filled(at, 2).await?;
    let mut users = User::all().stream(&db);
    let mut seen = 0;
    while let Some(user) = users.next().await {
        let user = user?;
        seen += 1;
        if user.id % 500 == 0 {
            // Another connection of the pool is free.
            let same = User::find(user.id).one(&db).await?;
            assert_eq!(same, user);
        }
    }
    assert_eq!(seen, ROWS);
    drop(users);
    assert_eq!(db.status().idle, db.status().open);
    Ok(())
}

async fn nothing_runs_before_a_row_is_asked_for(at: &Place) -> Result<()> {
    let db = filled(at, 1).await?;
    let users = User::all().stream(&db);
    assert_eq!(User::all().count(&db).await?, ROWS as u64);
    drop(users);
    Ok(())
}

/// If a result is never read to its end, only a few rows are in memory. Dropping the stream does
/// not wait for the rest if the driver can end the query.
#[test]
fn the_rest_is_not_read() {
    for database in ["sqlite", "postgres"] {
        at(database, endless);
    }
}

async fn endless(at: &Place) -> Result<()> {
    let db = at
        .connect_with(&PoolOptions::new().max_connections(1))
        .await?;
    let text = match at.dialect() {
        Dialect::Postgres => "SELECT generate_series(1::bigint, 1000000000)",
        _ => {
            "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 1000000000) \
             SELECT n FROM s"
        }
    };
    let began = Instant::now();
    let mut numbers = sql::<i64>(text).stream(&db);
    for wanted in 1..=1_000 {
        assert_eq!(numbers.next().await.expect("a row")?, wanted);
    }
    drop(numbers);
    assert_eq!(sql::<i64>("SELECT 2 - 1").one(&db).await?, 1);
    assert!(
        began.elapsed() < Duration::from_secs(20),
        "{:?}",
        began.elapsed()
    );
    Ok(())
}
