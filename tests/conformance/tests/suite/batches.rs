//! Statements in a batch return the same results as one after another, and either all or none are
//! kept.

use tablewright::{Connection, Database, Dialect, Error, PoolOptions, Result, batch, sql};
use tablewright_test_conformance::models::accounts::{self, Account, Entry, NewAccount, NewEntry};
use tablewright_test_conformance::{Place, Relay, everywhere, on, on_servers};

use crate::check::{broken, rule};

everywhere!(accounts:
    results_are_those_of_each_statement,
    a_vec_of_equal_statements,
    an_error_undoes_all_of_it,
    the_first_error_in_their_order_is_told,
    in_a_transaction_it_is_a_savepoint,
    statements_of_several_steps,
    rows_are_locked_to_its_end,
    what_cannot_be_in_a_batch,
    many_rows_side_by_side,
);

everywhere!(without_prepared_statements);

on_servers!(round_trips);

on!([postgres] accounts: a_table_that_was_altered);

fn account(id: i32) -> tablewright::Insert<'static, Account> {
    Account::insert(NewAccount { id })
}

async fn numbers(db: &Database) -> Result<Vec<i32>> {
    Account::all().select(Account::ID).all(db).await
}

async fn results_are_those_of_each_statement(db: &Database) -> Result<()> {
    for round in 0..2 {
        let batch = batch(db);
        let all = batch.run((
            account(1).set(Account::OWNER, "Ada").one(&batch),
            account(2).execute(&batch),
            Account::update(2).set(Account::BALANCE, 7).execute(&batch),
            Account::all().all(&batch),
            Account::find(3).optional(&batch),
            Account::all().count(&batch),
            Account::find_by_owner("Ada").exists(&batch),
            Account::all()
                .order_by(Account::ID.desc())
                .select((Account::ID, Account::BALANCE))
                .all(&batch),
            sql::<i32>("SELECT max(balance) FROM accounts").one(&batch),
            Account::find(1).delete().execute(&batch),
        ));
        let (ada, (), changed, rows, none, count, exists, pairs, most, deleted) = all.await?;
        assert_eq!(ada.owner.as_deref(), Some("Ada"));
        assert_eq!((changed, rows.len(), count, exists), (1, 2, 2, true));
        assert_eq!(rows.first(), Some(&ada), "{round}");
        assert_eq!((none, pairs), (None, vec![(2, 7), (1, 0)]));
        assert_eq!((most, deleted), (7, 1));
        assert_eq!(numbers(db).await?, [2]);
        Account::all().delete().execute(db).await?;
    }
    Ok(())
}

async fn a_vec_of_equal_statements(db: &Database) -> Result<()> {
    let batch = batch(db);
    let none: Vec<Account> = batch.run(Vec::new()).await?;
    assert_eq!(none, []);
    let inserts = (0..40).map(|id| account(id).set(Account::BALANCE, id).one(&batch));
    let rows = batch.run(inserts.collect::<Vec<_>>()).await?;
    assert!(rows.iter().map(|row| row.balance).eq(0..40), "{rows:?}");
    // A batch can run again, and its statements may borrow.
    let owners: Vec<String> = (0..3).map(|number| format!("owner {number}")).collect();
    let updates = owners.iter().zip(10..).map(|(owner, id)| {
        let update = Account::update(id).set(Account::OWNER, owner);
        update.execute(&batch)
    });
    assert_eq!(batch.run(updates.collect::<Vec<_>>()).await?, [1, 1, 1]);
    let found = owners
        .iter()
        .map(|owner| Account::find_by_owner(owner).one(&batch));
    let found = batch.run(found.collect::<Vec<_>>()).await?;
    assert_eq!(
        found.iter().map(|row| row.id).collect::<Vec<_>>(),
        [10, 11, 12]
    );
    Ok(())
}

async fn an_error_undoes_all_of_it(db: &Database) -> Result<()> {
    account(1).execute(db).await?;
    let taken = || rule("unique", "accounts", &["id"], "accounts_pkey");
    for round in 0..2 {
        let batch = batch(db);
        let failed = batch.run((
            account(5).execute(&batch),
            account(1).execute(&batch),
            account(6).execute(&batch),
            Account::all().count(&batch),
        ));
        let (kind, table, ..) = broken(failed.await);
        assert_eq!((kind, &*table), (taken().0, &*taken().1));
        // Whether the failure was in the database or in the library.
        let failed = batch.run((account(7).execute(&batch), Account::find(99).one(&batch)));
        assert!(failed.await.is_err_and(|error| error.is_not_found()));
        let failed = batch.run((
            account(8).execute(&batch),
            Account::update(1)
                .set(Account::BALANCE, -2000)
                .execute(&batch),
            Account::all().delete().execute(&batch),
        ));
        assert_eq!(broken(failed.await).0, "check");
        assert_eq!(numbers(db).await?, [1], "{round}");
    }
    Ok(())
}

async fn the_first_error_in_their_order_is_told(db: &Database) -> Result<()> {
    account(1).execute(db).await?;
    let entry = |account_id| {
        Entry::insert(NewEntry {
            account_id,
            amount: 1,
        })
    };
    let batch = batch(db);
    for _ in 0..2 {
        let failed = batch.run((
            Account::find(1).one(&batch),
            entry(9).execute(&batch),
            account(1).execute(&batch),
        ));
        assert_eq!(broken(failed.await).0, "foreign key");
        let failed = batch.run((
            account(1).execute(&batch),
            entry(9).execute(&batch),
            Account::find(9).one(&batch),
        ));
        assert_eq!(broken(failed.await).0, "unique");
        // A batch that only reads has no transaction, and the other results are read.
        let failed = batch.run((
            Account::all().count(&batch),
            Account::find(9).one(&batch),
            Account::find(1).one(&batch),
        ));
        assert!(failed.await.is_err_and(|error| error.is_not_found()));
    }
    Ok(())
}

async fn in_a_transaction_it_is_a_savepoint(db: &Database) -> Result<()> {
    let tx = db.begin().await?;
    account(1).execute(&tx).await?;
    for round in 0..3 {
        let batch = batch(&tx);
        let failed = batch.run((
            account(2).execute(&batch),
            account(1).execute(&batch),
            account(3).execute(&batch),
        ));
        assert_eq!(broken(failed.await).0, "unique");
        // The transaction goes on, on every database.
        let kept = batch.run((
            account(10 + round).execute(&batch),
            Account::all().count(&batch),
        ));
        assert_eq!(kept.await?.1, 2 + round.unsigned_abs() as u64);
    }
    tx.commit().await?;
    assert_eq!(numbers(db).await?, [1, 10, 11, 12]);

    let tx = db.begin().await?;
    let inserts = batch(&tx);
    inserts
        .run((account(20).execute(&inserts), account(21).execute(&inserts)))
        .await?;
    drop(inserts);
    assert_eq!(Account::all().count(&tx).await?, 6);
    tx.rollback().await?;
    assert_eq!(numbers(db).await?, [1, 10, 11, 12]);
    Ok(())
}

/// An ending may take several statements; they run in the order of each.
async fn statements_of_several_steps(db: &Database) -> Result<()> {
    for id in 1..4 {
        account(id).execute(db).await?;
        for amount in 0..id {
            let new = NewEntry {
                account_id: id,
                amount,
            };
            Entry::insert(new).execute(db).await?;
        }
    }
    let batch = batch(db);
    let (before, trees, upserted, after) = batch
        .run((
            Account::all().count(&batch),
            Account::all().with(Account::ENTRIES).all(&batch),
            Account::upsert(NewAccount { id: 3 }, Account::ID)
                .set(Account::BALANCE, 9)
                .one(&batch),
            Entry::all().count(&batch),
        ))
        .await?;
    assert_eq!((before, upserted.balance, after), (3, 9, 6));
    let entries: Vec<usize> = trees.iter().map(|(_, entries)| entries.len()).collect();
    assert_eq!(entries, [1, 2, 3]);
    let rows = (10..700).map(|id| NewAccount { id });
    let failed = batch.run((
        Account::insert_all(rows.clone()).execute(&batch),
        account(3).execute(&batch),
    ));
    assert_eq!(broken(failed.await).0, "unique");
    assert_eq!(Account::all().count(db).await?, 3);
    let (read, written) = batch
        .run((
            Account::all().with(Account::ENTRIES).all(&batch),
            Account::insert_all(rows).all(&batch),
        ))
        .await?;
    assert_eq!((read.len(), written.len()), (3, 690));
    Ok(())
}

async fn rows_are_locked_to_its_end(db: &Database) -> Result<()> {
    account(1).execute(db).await?;
    let batch = batch(db);
    let (locked, changed) = batch
        .run((
            Account::find(1).for_update().one(&batch),
            Account::update(1)
                .set(Account::BALANCE, Account::BALANCE + 1)
                .execute(&batch),
        ))
        .await?;
    assert_eq!((locked.balance, changed), (0, 1));
    Ok(())
}

async fn what_cannot_be_in_a_batch(db: &Database) -> Result<()> {
    let (one, other) = (batch(db), batch(db));
    let Err(error @ Error::Database(_)) = one.run((Account::all().count(&other),)).await else {
        panic!("it ran in another batch")
    };
    assert!(
        error.to_string().contains("belongs to another batch"),
        "{error}"
    );
    let mut nested = batch(db);
    let begun = nested.begin();
    let Err(error @ Error::Database(_)) = one.run((begun,)).await else {
        panic!("a transaction began")
    };
    assert!(
        error
            .to_string()
            .contains("a batch cannot begin a transaction"),
        "{error}"
    );
    let Err(error @ Error::Database(_)) = one.run((sql::<()>("COMMIT").execute(&one),)).await
    else {
        panic!("a transaction ended")
    };
    assert!(error.to_string().contains("transaction"), "{error}");
    account(1).execute(db).await?;
    assert_eq!(one.run((Account::all().count(&one),)).await?, (1,));
    Ok(())
}

/// Each result is longer than the driver's read-ahead.
async fn many_rows_side_by_side(db: &Database) -> Result<()> {
    let rows = (0..3_000).map(|id| NewAccount { id });
    Account::insert_all(rows).execute(db).await?;
    let batch = batch(db);
    for _ in 0..2 {
        let all = (0..6).map(|_| Account::all().all(&batch));
        let all = batch.run(all.collect::<Vec<_>>()).await?;
        assert!(all.iter().all(|rows| rows.len() == 3_000));
        let enough = batch.run((
            Account::all().for_each(&batch, |_| Err(Error::NotFound("enough"))),
            Account::all().all(&batch),
            Account::update(1).set(Account::BALANCE, 1).execute(&batch),
        ));
        assert!(enough.await.is_err_and(|error| error.is_not_found()));
        assert_eq!(Account::find(1).one(db).await?.balance, 0);
    }
    Ok(())
}

async fn without_prepared_statements(at: &Place) -> Result<()> {
    let options = PoolOptions::new().statement_cache(0).max_connections(1);
    let db = at.connect_with(&options).await?;
    accounts::create_all(&db).await?;
    results_are_those_of_each_statement(&db).await?;
    an_error_undoes_all_of_it(&db).await?;
    Account::all().delete().execute(&db).await?;
    in_a_transaction_it_is_a_savepoint(&db).await
}

async fn round_trips(at: &Place) -> Result<()> {
    let relay = Relay::new(at).await.expect("a relay");
    let db = relay.connect().await?;
    accounts::create_all(&db).await?;
    let pipelines = db.dialect() == Dialect::Postgres;
    let batch = batch(&db);
    let (mut read, mut written) = (Vec::new(), Vec::new());
    for round in 0..12 {
        let _ = relay.trips();
        batch
            .run((
                Account::find(1).optional(&batch),
                Account::all().all(&batch),
                Account::all().count(&batch),
                Entry::all().count(&batch),
            ))
            .await?;
        read.push(relay.trips());
        let inserts = (0..10).map(|id| account(100 * round + id).execute(&batch));
        batch.run(inserts.collect::<Vec<_>>()).await?;
        written.push(relay.trips());
    }
    // In the first round they are prepared. `BEGIN` and `COMMIT` are one trip each. The relay counts
    // more if the server has answered the first statement before it got the last.
    let least = |trips: &[usize]| trips[1..].iter().min().copied();
    let expected = if pipelines { (1, 3) } else { (4, 12) };
    assert_eq!(least(&read), Some(expected.0), "{read:?}");
    assert_eq!(least(&written), Some(expected.1), "{written:?}");
    Ok(())
}

/// Outside of a transaction a statement is prepared again; in one it is a conflict, and it is
/// prepared again the next time.
async fn a_table_that_was_altered(db: &Database) -> Result<()> {
    account(1).execute(db).await?;
    let batch = batch(db);
    let read = async || {
        batch
            .run((
                Account::find(1).one(&batch),
                Account::all().all(&batch),
                Account::all().count(&batch),
            ))
            .await
    };
    let write = async || {
        batch
            .run((
                Account::update(1).set(Account::BALANCE, 3).execute(&batch),
                Account::find(1).one(&batch),
            ))
            .await
    };
    for ty in ["TEXT", "VARCHAR(20)", "TEXT"] {
        read().await?;
        write().await?;
        let alter = format!("ALTER TABLE accounts ALTER owner TYPE {ty}");
        sql::<()>(&alter).execute(db).await?;
        let (one, all, count) = read().await?;
        assert_eq!((&[one][..], count), (&*all, 1));
        sql::<()>("ALTER TABLE accounts ADD extra INTEGER")
            .execute(db)
            .await?;
        sql::<()>("ALTER TABLE accounts DROP extra")
            .execute(db)
            .await?;
        match write().await {
            Ok(_) | Err(Error::Conflict(_)) => {}
            Err(error) => panic!("{error}"),
        }
        write().await?;
    }
    Ok(())
}
