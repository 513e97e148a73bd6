//! Only committed changes stay; whatever happens, the next user finds the connection as new.

use std::time::Duration;

use tablewright::{
    Connection, Database, Dialect, Error, Isolation, PoolOptions, Result, RetryOptions,
    Transaction, TransactionOptions, retry, retry_with,
};
use tablewright_test_conformance::models::accounts::{self, Account, Entry, NewAccount, NewEntry};
use tablewright_test_conformance::models::two::{self, NewNode, NewRing, Node, Ring};
use tablewright_test_conformance::{Place, everywhere, on, on_servers, sql};

use crate::check::{broken, rule, said};
use crate::give_up::give_up_after;

everywhere!(accounts:
    what_is_committed_stays,
    what_is_rolled_back_is_gone,
    what_is_dropped_is_gone_at_once,
    a_panic_rolls_back,
    others_see_what_is_committed,
    savepoints_are_kept_or_not_by_themselves,
    a_failed_statement_in_a_savepoint,
    a_failed_statement_without_a_savepoint,
    isolation_levels,
    retried_until_it_succeeds,
    other_errors_are_not_retried,
);

everywhere!(
    what_only_reads_cannot_write,
    a_lock_that_nobody_lets_go,
    a_statement_that_is_given_up,
    a_future_that_is_dropped_anywhere,
);

on_servers!(accounts: write_skew, a_deadlock, a_deadlock_in_a_savepoint);

on!([sqlite, postgres] two:
    deferred_references_are_checked_by_commit,
    deferred_references_in_a_savepoint,
);

/// The numbers of the accounts that are there.
async fn accounts(db: &Database) -> Result<Vec<i32>> {
    let all = Account::all().all(db).await?;
    Ok(all.into_iter().map(|account| account.id).collect())
}

fn entry(account_id: i32, amount: i32) -> tablewright::Insert<'static, Entry> {
    Entry::insert(NewEntry { account_id, amount })
}

async fn what_is_committed_stays(db: &Database) -> Result<()> {
    let tx = db.begin().await?;
    assert!(tx.in_transaction() && !db.in_transaction());
    let mut account = Account::insert(NewAccount { id: 1 })
        .set(Account::OWNER, "Ada")
        .one(&tx)
        .await?;
    account.balance = 7;
    account.save(&tx).await?;
    assert_eq!(Account::find_by_owner("Ada").one(&tx).await?, account);
    Account::insert(NewAccount { id: 2 }).one(&tx).await?;
    assert_eq!(Account::find(2).delete().execute(&tx).await?, 1);
    tx.commit().await?;
    assert_eq!(Account::all().all(db).await?, [account]);
    Ok(())
}

async fn what_is_rolled_back_is_gone(db: &Database) -> Result<()> {
    let account = Account::insert(NewAccount { id: 1 }).one(db).await?;
    let tx = db.begin().await?;
    Account::insert(NewAccount { id: 2 }).one(&tx).await?;
    account.delete(&tx).await?;
    assert_eq!(Account::all().count(&tx).await?, 1);
    tx.rollback().await?;
    assert_eq!(Account::all().all(db).await?, [account]);
    Ok(())
}

/// Its locks are gone too, although nobody used the connection since.
async fn what_is_dropped_is_gone_at_once(db: &Database) -> Result<()> {
    let mut account = Account::insert(NewAccount { id: 1 }).one(db).await?;
    for balance in 1..10 {
        let tx = db.begin().await?;
        account.balance = -balance;
        account.save(&tx).await?;
        drop(tx);
        account.balance = balance;
        let saved = tokio::time::timeout(Duration::from_secs(20), account.save(db));
        saved.await.expect("nobody has the lock")?;
        assert_eq!(Account::find(1).one(db).await?, account);
    }
    Ok(())
}

async fn a_panic_rolls_back(db: &Database) -> Result<()> {
    let panicking = tokio::spawn({
        let db = db.clone();
        async move {
            let mut tx = db.begin().await?;
            Account::insert(NewAccount { id: 1 }).one(&tx).await?;
            let inner = tx.begin().await?;
            Account::insert(NewAccount { id: 2 }).one(&inner).await?;
            // Without the message of a panic.
            std::panic::resume_unwind(Box::new("it panics"));
            #[expect(unreachable_code, reason = "it gives the future its type")]
            Ok::<(), Error>(())
        }
    });
    assert!(panicking.await.is_err_and(|error| error.is_panic()));
    Account::insert(NewAccount { id: 1 }).one(db).await?;
    assert_eq!(accounts(db).await?, [1]);
    Ok(())
}

async fn others_see_what_is_committed(db: &Database) -> Result<()> {
    let tx = db.begin().await?;
    Account::insert(NewAccount { id: 1 }).one(&tx).await?;
    assert_eq!(Account::all().count(db).await?, 0);
    tx.commit().await?;
    assert_eq!(accounts(db).await?, [1]);
    Ok(())
}

async fn savepoints_are_kept_or_not_by_themselves(db: &Database) -> Result<()> {
    let mut tx = db.begin().await?;
    Account::insert(NewAccount { id: 1 }).one(&tx).await?;

    let mut dropped = tx.begin().await?;
    Account::insert(NewAccount { id: 2 }).one(&dropped).await?;
    let committed = dropped.begin().await?;
    Account::insert(NewAccount { id: 3 })
        .one(&committed)
        .await?;
    committed.commit().await?;
    assert_eq!(Account::all().count(&dropped).await?, 3);
    drop(dropped);
    assert_eq!(Account::all().count(&tx).await?, 1);

    let mut kept = tx.begin().await?;
    Account::insert(NewAccount { id: 4 }).one(&kept).await?;
    let rolled_back = kept.begin().await?;
    Account::insert(NewAccount { id: 5 })
        .one(&rolled_back)
        .await?;
    rolled_back.rollback().await?;
    let innermost = kept.begin().await?;
    Account::insert(NewAccount { id: 6 })
        .one(&innermost)
        .await?;
    drop(innermost);
    Account::insert(NewAccount { id: 5 }).one(&kept).await?;
    kept.commit().await?;

    for id in 10..15 {
        let savepoint = tx.begin().await?;
        Account::insert(NewAccount { id }).one(&savepoint).await?;
        match id % 2 {
            0 => savepoint.commit().await?,
            _ => savepoint.rollback().await?,
        }
    }
    tx.commit().await?;
    assert_eq!(accounts(db).await?, [1, 4, 5, 10, 12, 14]);

    // All of it is rolled back with the outer transaction.
    let mut tx = db.begin().await?;
    let savepoint = tx.begin().await?;
    Account::insert(NewAccount { id: 20 })
        .one(&savepoint)
        .await?;
    savepoint.commit().await?;
    tx.rollback().await?;
    assert_eq!(Account::all().count(db).await?, 6);
    Ok(())
}

async fn a_failed_statement_in_a_savepoint(db: &Database) -> Result<()> {
    Account::insert(NewAccount { id: 1 })
        .set(Account::OWNER, "Ada")
        .one(db)
        .await?;
    let mut tx = db.begin().await?;
    Account::insert(NewAccount { id: 2 }).one(&tx).await?;
    let same_owner = rule("unique", "accounts", &["owner"], "uq_accounts_owner");
    for end in 0..3 {
        let attempt = tx.begin().await?;
        Account::insert(NewAccount { id: 3 }).one(&attempt).await?;
        let insert = Account::insert(NewAccount { id: 4 })
            .set(Account::OWNER, "Ada")
            .one(&attempt)
            .await;
        assert_eq!(broken(insert), same_owner);
        match end {
            0 => attempt.rollback().await?,
            1 => drop(attempt),
            _ => {
                // A value that was not sent and a missing row do not abort the transaction.
                attempt.rollback().await?;
                let harmless = tx.begin().await?;
                let refused = Account::insert(NewAccount { id: 5 })
                    .set(Account::OWNER, "\0")
                    .one(&harmless)
                    .await;
                assert!(matches!(refused, Err(Error::Value(_))));
                assert!(
                    Account::find(99)
                        .one(&harmless)
                        .await
                        .is_err_and(|e| e.is_not_found())
                );
                Account::insert(NewAccount { id: 5 }).one(&harmless).await?;
                harmless.commit().await?;
            }
        }
        assert!(!Account::find(3).exists(&tx).await?);
    }
    Account::insert(NewAccount { id: 6 }).one(&tx).await?;
    tx.commit().await?;
    assert_eq!(accounts(db).await?, [1, 2, 5, 6]);
    Ok(())
}

/// PostgreSQL refuses all that follows; the others undo the statement alone.
async fn a_failed_statement_without_a_savepoint(db: &Database) -> Result<()> {
    Account::insert(NewAccount { id: 1 }).one(db).await?;
    let tx = db.begin().await?;
    Account::insert(NewAccount { id: 2 }).one(&tx).await?;
    assert_eq!(
        broken(Account::insert(NewAccount { id: 1 }).one(&tx).await),
        rule("unique", "accounts", &["id"], "pk_accounts")
    );
    let next = Account::insert(NewAccount { id: 3 }).one(&tx).await;
    match db.dialect() {
        Dialect::Postgres => {
            assert!(said(next).contains("an earlier statement failed in this transaction"));
            let committed = said(tx.commit().await);
            assert!(
                committed.contains("it was rolled back instead of committed"),
                "{committed}"
            );
            assert_eq!(accounts(db).await?, [1]);
        }
        Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => {
            next?;
            tx.commit().await?;
            assert_eq!(accounts(db).await?, [1, 2, 3]);
        }
    }
    // The connection is as new.
    let tx = db.begin().await?;
    Account::insert(NewAccount { id: 9 }).one(&tx).await?;
    tx.commit().await
}

async fn what_only_reads_cannot_write(at: &Place) -> Result<()> {
    let db = at
        .connect_with(&PoolOptions::new().max_connections(1))
        .await?;
    accounts::create_all(&db).await?;
    let account = Account::insert(NewAccount { id: 1 }).one(&db).await?;
    let options = TransactionOptions::new().read_only(true);
    for end in 0..3 {
        for write in 0..4 {
            let mut tx = db.begin_with(options).await?;
            assert_eq!(Account::all().one(&tx).await?, account);
            let error = match write {
                0 => Account::insert(NewAccount { id: 2 })
                    .one(&tx)
                    .await
                    .expect_err("it only reads"),
                1 => account.save(&tx).await.expect_err("it only reads"),
                2 => account.delete(&tx).await.expect_err("it only reads"),
                _ => {
                    let inner = tx.begin().await?;
                    Account::insert(NewAccount { id: 2 })
                        .one(&inner)
                        .await
                        .expect_err("so does this")
                }
            };
            assert!(matches!(error, Error::ReadOnly(_)), "{error:?}");
            match end {
                // On PostgreSQL the failed statement aborts the transaction.
                0 => drop(tx.commit().await),
                1 => tx.rollback().await?,
                _ => drop(tx),
            }
        }
        let tx = db.begin_with(options).await?;
        assert_eq!(Account::all().count(&tx).await?, 1);
        tx.commit().await?;
        // The one connection writes again, in a transaction and without.
        account.save(&db).await?;
        let tx = db.begin().await?;
        account.save(&tx).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Whether a read-only transaction sees a concurrent commit of another one.
async fn sees_others(db: &Database, options: TransactionOptions) -> Result<bool> {
    let before = Account::all().count(db).await?;
    let tx = db.begin_with(options.read_only(true)).await?;
    assert_eq!(Account::all().count(&tx).await?, before);
    Account::insert(NewAccount { id: before as i32 })
        .one(db)
        .await?;
    let after = Account::all().count(&tx).await?;
    tx.commit().await?;
    assert_eq!(Account::all().count(db).await?, before + 1);
    Ok(after > before)
}

async fn isolation_levels(db: &Database) -> Result<()> {
    let on_sqlite = db.dialect() == Dialect::Sqlite;
    let level = |isolation| TransactionOptions::new().isolation(isolation);
    for _ in 0..2 {
        // SQLite isolates transactions more strictly than requested.
        assert_eq!(
            sees_others(db, level(Isolation::ReadUncommitted)).await?,
            !on_sqlite
        );
        assert_eq!(
            sees_others(db, level(Isolation::ReadCommitted)).await?,
            !on_sqlite
        );
        assert!(!sees_others(db, level(Isolation::RepeatableRead)).await?);
        if !matches!(db.dialect(), Dialect::Mysql | Dialect::Mariadb) {
            assert!(!sees_others(db, level(Isolation::Serializable)).await?);
        }
        // None of them is left to the next transaction.
        let usual = sees_others(db, TransactionOptions::new()).await?;
        assert_eq!(usual, db.dialect() == Dialect::Postgres);
    }
    // And they can write.
    for isolation in [
        Isolation::ReadUncommitted,
        Isolation::ReadCommitted,
        Isolation::RepeatableRead,
        Isolation::Serializable,
    ] {
        let tx = db.begin_with(level(isolation)).await?;
        let count = Account::all().count(&tx).await?;
        Account::insert(NewAccount { id: count as i32 })
            .one(&tx)
            .await?;
        tx.commit().await?;
        assert_eq!(Account::all().count(db).await?, count + 1);
    }
    Ok(())
}

fn serializable() -> TransactionOptions {
    TransactionOptions::new().isolation(Isolation::Serializable)
}

/// Withdraws the sum of both accounts from one of them.
async fn withdraw(tx: Transaction<'static, Database>, mut from: Account, sum: i32) -> Result<()> {
    from.balance -= sum;
    from.save(&tx).await?;
    entry(from.id, -sum).one(&tx).await?;
    tx.commit().await
}

/// Two transactions that read both accounts, and each change one, do not both succeed.
async fn write_skew(db: &Database) -> Result<()> {
    for id in 1..3 {
        Account::insert(NewAccount { id })
            .set(Account::BALANCE, 50)
            .one(db)
            .await?;
    }
    let first = db.begin_with(serializable()).await?;
    let second = db.begin_with(serializable()).await?;
    let seen = Account::all().all(&first).await?;
    assert_eq!(Account::all().all(&second).await?, seen);
    let (one, other) = tokio::join!(
        withdraw(first, seen[0].clone(), 100),
        withdraw(second, seen[1].clone(), 100)
    );
    let lost = match (one, other) {
        (Ok(()), Err(error)) | (Err(error), Ok(())) => error,
        both => panic!("one of them succeeds: {both:?}"),
    };
    assert!(lost.is_conflict(), "{lost:?}");
    let left: i32 = Account::all()
        .all(db)
        .await?
        .iter()
        .map(|account| account.balance)
        .sum();
    assert_eq!(left, 0);
    assert_eq!(Entry::all().count(db).await?, 1);
    Ok(())
}

async fn retried_until_it_succeeds(db: &Database) -> Result<()> {
    for id in 1..3 {
        Account::insert(NewAccount { id })
            .set(Account::BALANCE, 1_000)
            .one(db)
            .await?;
    }
    let mut tasks = Vec::new();
    for number in 0..6 {
        let db = db.clone();
        tasks.push(tokio::spawn(async move {
            for _ in 0..3 {
                let options = RetryOptions::new()
                    .tries(100)
                    .isolation(Isolation::Serializable);
                retry_with(&db, options, async |tx| {
                    let all = Account::all().all(&tx).await?;
                    let mut account = all[number % 2].clone();
                    let together: i32 = all.iter().map(|account| account.balance).sum();
                    // Each takes an amount that depends on the result of the one before.
                    account.balance -= if together % 2 == 0 { 1 } else { 3 };
                    account.save(&tx).await?;
                    entry(account.id, together).one(&tx).await?;
                    Ok(())
                })
                .await?;
            }
            Ok::<(), Error>(())
        }));
    }
    for task in tasks {
        task.await.expect("it does not panic")?;
    }
    // As if they had run one after another.
    let mut seen: Vec<i32> = Entry::all()
        .all(db)
        .await?
        .iter()
        .map(|entry| entry.amount)
        .collect();
    seen.sort_unstable_by(|one, other| other.cmp(one));
    let mut expected = vec![2_000];
    while expected.len() < 18 {
        let last = expected[expected.len() - 1];
        expected.push(last - if last % 2 == 0 { 1 } else { 3 });
    }
    assert_eq!(seen, expected);
    Ok(())
}

async fn other_errors_are_not_retried(db: &Database) -> Result<()> {
    Account::insert(NewAccount { id: 1 }).one(db).await?;
    let mut tries = 0;
    let result = retry(db, |tx| {
        tries += 1;
        async move { Account::insert(NewAccount { id: 1 }).one(&tx).await }
    });
    assert!(result.await.is_err_and(|error| error.is_unique()));
    assert_eq!(tries, 1);
    Ok(())
}

/// Two transactions that wait for each other: one of them is rolled back, with all of its changes.
async fn a_deadlock(db: &Database) -> Result<()> {
    let first = db.begin().await?;
    let second = db.begin().await?;
    let (one, other, winner) = collide(db, &first, &second).await?;
    assert!(
        one.is_err() != other.is_err(),
        "one of them loses: {one:?} {other:?}"
    );
    let lost = one.and(other).expect_err("one of them loses");
    assert!(lost.is_conflict(), "{lost:?}");
    let (winning, losing) = match winner {
        1 => (first, second),
        _ => (second, first),
    };
    // Later statements of the transaction that was rolled back do not run outside of it.
    assert!(entry(1, 77).one(&losing).await.is_err());
    assert!(Account::find(1).one(&losing).await.is_err());
    assert!(losing.commit().await.is_err());
    winning.commit().await?;
    is_of_the_winner(db, winner).await?;
    for _ in 0..10 {
        let tx = db.begin().await?;
        entry(1, 0).one(&tx).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Each has changed an account, and now each changes the other's. Returns both results, and the
/// winner.
async fn collide(
    db: &Database,
    first: &Transaction<'_, Database>,
    second: &Transaction<'_, Database>,
) -> Result<(Result<()>, Result<()>, i32)> {
    let mut accounts = Vec::new();
    for id in 1..3 {
        accounts.push(Account::insert(NewAccount { id }).one(db).await?);
    }
    let changed = |account: usize, balance: i32| Account {
        balance,
        ..accounts[account].clone()
    };
    changed(0, 1).save(first).await?;
    entry(1, 1).one(first).await?;
    changed(1, 2).save(second).await?;
    entry(2, 2).one(second).await?;
    let (one, two) = (changed(1, 1), changed(0, 2));
    let (one, other) = tokio::join!(one.save(first), two.save(second));
    let winner = if one.is_ok() { 1 } else { 2 };
    Ok((one, other, winner))
}

async fn is_of_the_winner(db: &Database, winner: i32) -> Result<()> {
    for account in Account::all().all(db).await? {
        assert_eq!(account.balance, winner);
    }
    let amounts: Vec<i32> = Entry::all()
        .all(db)
        .await?
        .iter()
        .map(|entry| entry.amount)
        .collect();
    assert_eq!(amounts, [winner]);
    Ok(())
}

/// A savepoint does not save a transaction that the database has rolled back.
async fn a_deadlock_in_a_savepoint(db: &Database) -> Result<()> {
    let mut first = db.begin().await?;
    let mut second = db.begin().await?;
    Account::insert(NewAccount { id: 10 }).one(&first).await?;
    Account::insert(NewAccount { id: 20 }).one(&second).await?;
    let inner_first = first.begin().await?;
    let inner_second = second.begin().await?;
    let (one, other, winner) = collide(db, &inner_first, &inner_second).await?;
    assert!(
        one.is_err() != other.is_err(),
        "one of them loses: {one:?} {other:?}"
    );
    let (winning, losing) = match winner {
        1 => (inner_first, inner_second),
        _ => (inner_second, inner_first),
    };
    assert!(entry(1, 77).one(&losing).await.is_err());
    assert!(losing.commit().await.is_err());
    winning.commit().await?;
    let (winning, losing, lost) = match winner {
        1 => (first, second, 20),
        _ => (second, first, 10),
    };
    winning.commit().await?;
    // PostgreSQL may still have the state before the savepoint; then it has all of it.
    let after = Account::insert(NewAccount { id: 30 }).one(&losing).await;
    let committed = losing.commit().await;
    assert_eq!(after.is_ok(), committed.is_ok(), "{after:?} {committed:?}");
    assert_eq!(Account::find(lost).exists(db).await?, committed.is_ok());
    assert_eq!(Account::find(30).exists(db).await?, committed.is_ok());
    if db.dialect() != Dialect::Postgres {
        assert!(committed.is_err());
    }
    assert!(
        !Entry::all()
            .all(db)
            .await?
            .iter()
            .any(|entry| entry.amount == 77)
    );
    Ok(())
}

/// Another session holds a lock for too long.
async fn a_lock_that_nobody_lets_go(at: &Place) -> Result<()> {
    let patience = Duration::from_millis(300);
    let options = PoolOptions::new()
        .max_connections(2)
        .acquire_timeout(patience);
    let db = at.connect_with(&options).await?;
    accounts::create_all(&db).await?;
    let mut account = Account::insert(NewAccount { id: 1 }).one(&db).await?;
    let holder = db.begin().await?;
    account.balance = 1;
    account.save(&holder).await?;
    account.balance = 2;
    let error = match at.dialect() {
        Dialect::Sqlite => account.save(&db).await.expect_err("a lock"),
        Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => {
            let tx = db.begin().await?;
            let setting = match at.dialect() {
                Dialect::Postgres => "SET LOCAL lock_timeout = '300ms'",
                _ => "SET SESSION innodb_lock_wait_timeout = 1",
            };
            sql::run(&tx, setting).await?;
            account.save(&tx).await.expect_err("a lock")
        }
    };
    assert!(error.is_busy(), "{error:?}");
    holder.commit().await?;
    assert_eq!(Account::find(1).one(&db).await?.balance, 1);
    account.save(&db).await?;
    assert_eq!(Account::find(1).one(&db).await?.balance, 2);
    Ok(())
}

async fn a_statement_that_is_given_up(at: &Place) -> Result<()> {
    let db = at
        .connect_with(&PoolOptions::new().max_connections(3))
        .await?;
    accounts::create_all(&db).await?;
    let account = Account::insert(NewAccount { id: 1 }).one(&db).await?;
    let with = |balance| Account {
        balance,
        ..account.clone()
    };
    for round in 1..4 {
        let holder = db.begin().await?;
        with(round).save(&holder).await?;
        // It waits for the lock, and its future is dropped.
        let waiting = async {
            let tx = db.begin().await?;
            with(-round).save(&tx).await?;
            tx.commit().await
        };
        let given_up = tokio::time::timeout(Duration::from_millis(100), waiting).await;
        assert!(given_up.is_err(), "{given_up:?}");
        holder.commit().await?;
        // All three connections are as new.
        let mut all = Vec::new();
        for _ in 0..3 {
            let options = TransactionOptions::new().read_only(true);
            let tx = db.begin_with(options).await?;
            assert_eq!(Account::find(1).one(&tx).await?, with(round));
            all.push(tx);
        }
        for tx in all {
            tx.commit().await?;
        }
        entry(1, round).one(&db).await?;
    }
    assert_eq!(Entry::all().count(&db).await?, 3);
    // Without a transaction it is unknown whether the statement ran. The connections can be used
    // like new ones.
    let holder = db.begin().await?;
    with(100).save(&holder).await?;
    let changed = with(-100);
    let given_up = tokio::time::timeout(Duration::from_millis(100), changed.save(&db)).await;
    assert!(given_up.is_err(), "{given_up:?}");
    holder.commit().await?;
    for number in 0..9 {
        let tx = db.begin().await?;
        entry(1, number).one(&tx).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn a_future_that_is_dropped_anywhere(at: &Place) -> Result<()> {
    let db = at
        .connect_with(&PoolOptions::new().max_connections(2))
        .await?;
    accounts::create_all(&db).await?;
    let mut done = 0;
    for polls in (0..60).chain([100, 300, 1_000, 3_000, 10_000, 100_000]) {
        let work = async {
            let mut tx = db.begin().await?;
            Account::insert(NewAccount { id: 1 }).one(&tx).await?;
            let inner = tx.begin().await?;
            Account::insert(NewAccount { id: 2 }).one(&inner).await?;
            assert_eq!(Account::all().count(&inner).await?, 2);
            inner.commit().await?;
            tx.rollback().await
        };
        if let Some(result) = give_up_after(polls, work).await {
            result?;
            done += 1;
        }
        assert_eq!(Account::all().count(&db).await?, 0, "after {polls} polls");
        // A transaction is whole again, on every connection.
        for _ in 0..2 {
            let tx = db.begin().await?;
            Account::insert(NewAccount { id: 3 }).one(&tx).await?;
            tx.commit().await?;
            assert_eq!(
                Account::all().delete().execute(&db).await?,
                1,
                "after {polls} polls"
            );
        }
    }
    assert!(done > 0, "in the end somebody has patience");
    Ok(())
}

async fn deferred_references_are_checked_by_commit(db: &Database) -> Result<()> {
    // In a cycle, none of them could be the first.
    let tx = db.begin().await?;
    Ring::insert(NewRing { id: 1, next_id: 2 }).one(&tx).await?;
    Ring::insert(NewRing { id: 2, next_id: 3 }).one(&tx).await?;
    Ring::insert(NewRing { id: 3, next_id: 1 }).one(&tx).await?;
    tx.commit().await?;
    assert_eq!(Ring::all().count(db).await?, 3);

    let mut tx = db.begin().await?;
    Node::insert(NewNode { id: 1 })
        .set(Node::NEXT_ID, 7)
        .one(&tx)
        .await?;
    let inner = tx.begin().await?;
    Node::insert(NewNode { id: 2 }).one(&inner).await?;
    inner.commit().await?;
    let error = tx.commit().await.expect_err("there is no node 7");
    assert!(error.is_foreign_key(), "{error:?}");
    assert!(
        error
            .to_string()
            .contains("; the transaction was rolled back"),
        "{error}"
    );
    assert_eq!(Node::all().count(db).await?, 0);
    // Without a transaction the statement is one.
    assert!(
        Node::insert(NewNode { id: 1 })
            .set(Node::NEXT_ID, 7)
            .one(db)
            .await
            .is_err_and(|error| error.is_foreign_key())
    );
    assert_eq!(Node::all().count(db).await?, 0);
    Node::insert(NewNode { id: 1 })
        .set(Node::NEXT_ID, 1)
        .one(db)
        .await?;
    Ok(())
}

async fn deferred_references_in_a_savepoint(db: &Database) -> Result<()> {
    let mut tx = db.begin().await?;
    let inner = tx.begin().await?;
    Node::insert(NewNode { id: 1 })
        .set(Node::NEXT_ID, 2)
        .one(&inner)
        .await?;
    // It is not the end yet.
    inner.commit().await?;
    Node::insert(NewNode { id: 2 }).one(&tx).await?;
    tx.commit().await?;
    assert_eq!(two::Node::find(1).one(db).await?.next_id, Some(2));
    Ok(())
}
