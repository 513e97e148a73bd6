//! Unexpected values and rows, and prepared statements.

use tablewright::{Error, PoolOptions, Result};
use tablewright_test_conformance::models::accounts::{Account, NewAccount};
use tablewright_test_conformance::models::values;
use tablewright_test_conformance::{Place, sql};

use crate::{on_both, pool};

on_both!(
    a_row_that_does_not_fit,
    a_column_of_another_type,
    a_column_that_does_not_take_the_value,
    a_date_that_is_none,
    a_value_that_is_too_long_for_the_server,
    a_value_of_many_packets,
    few_statements_are_kept,
    a_table_that_is_altered,
);

async fn a_row_that_does_not_fit(place: &Place) -> Result<()> {
    let db = pool(place, 1).await?;
    for id in 1..=3 {
        Account::insert(NewAccount { id }).one(&db).await?;
    }
    sql::run(
        &db,
        "ALTER TABLE accounts DROP CONSTRAINT ck_accounts_balance",
    )
    .await?;
    sql::run(
        &db,
        "ALTER TABLE accounts MODIFY balance BIGINT UNSIGNED NULL DEFAULT 0",
    )
    .await?;
    sql::run(
        &db,
        "UPDATE accounts SET balance = 18446744073709551615 WHERE id = 2",
    )
    .await?;
    let misread = Account::all().all(&db).await;
    let Err(Error::Decode(error)) = &misread else {
        panic!("{misread:?}")
    };
    assert_eq!((error.table, &*error.column), ("accounts", "balance"));
    assert_eq!(error.expected, "an integer of 32 bits");
    assert_eq!(error.found, "the integer 18446744073709551615");
    sql::run(&db, "UPDATE accounts SET balance = NULL WHERE id = 2").await?;
    let misread = Account::all().all(&db).await;
    let Err(Error::Decode(error)) = &misread else {
        panic!("{misread:?}")
    };
    assert_eq!(error.found, "NULL");
    // The connection continues as if nothing had happened.
    assert_eq!(Account::find(3).one(&db).await?.id, 3);
    let tx = db.begin().await?;
    assert!(Account::all().all(&tx).await.is_err());
    Account::insert(NewAccount { id: 4 }).one(&tx).await?;
    tx.commit().await?;
    assert_eq!(Account::all().count(&db).await?, 4);
    Ok(())
}

async fn a_column_of_another_type(place: &Place) -> Result<()> {
    let db = pool(place, 1).await?;
    Account::insert(NewAccount { id: 1 })
        .set(Account::OWNER, "17")
        .one(&db)
        .await?;
    sql::run(&db, "ALTER TABLE accounts MODIFY owner INT UNSIGNED").await?;
    let other = Account::find(1).one(&db).await;
    let Err(Error::Schema(error)) = &other else {
        panic!("{other:?}")
    };
    assert_eq!(
        error.message,
        "accounts.owner: the database has a column of type INT UNSIGNED, and the model needs a \
         text: alter the column, or the type in models.yaml"
    );
    Ok(())
}

async fn a_column_that_does_not_take_the_value(place: &Place) -> Result<()> {
    let db = pool(place, 1).await?;
    sql::run(&db, "ALTER TABLE accounts MODIFY owner INT").await?;
    for owner in ["ada-the-secret", "5 secrets"] {
        let refused = Account::insert(NewAccount { id: 1 })
            .set(Account::OWNER, owner)
            .one(&db)
            .await;
        let Err(Error::Schema(error)) = &refused else {
            panic!("{refused:?}")
        };
        assert!(error.message.starts_with("accounts.owner: "), "{error}");
        assert!(!format!("{refused:?}").contains("secret"), "{refused:?}");
    }
    sql::run(&db, "ALTER TABLE accounts MODIFY owner VARCHAR(3)").await?;
    let refused = Account::insert(NewAccount { id: 1 })
        .set(Account::OWNER, "ada-the-secret")
        .one(&db)
        .await;
    let Err(Error::Check(violation)) = &refused else {
        panic!("{refused:?}")
    };
    assert_eq!(violation.columns, ["owner"]);
    assert!(!format!("{refused:?}").contains("secret"), "{refused:?}");
    Ok(())
}

async fn a_date_that_is_none(place: &Place) -> Result<()> {
    let db = place
        .connect_with(&PoolOptions::new().max_connections(1))
        .await?;
    values::create_all(&db).await?;
    sql::run(&db, "SET SESSION sql_mode = ''").await?;
    for (column, value) in [
        ("day", "0000-00-00"),
        ("day", "2024-02-00"),
        ("local", "0000-00-00 00:00:00"),
    ] {
        sql::run(&db, "DELETE FROM optional").await?;
        sql::run(
            &db,
            &format!("INSERT INTO optional ({column}) VALUES ('{value}')"),
        )
        .await?;
        let misread = values::Optional::all().all(&db).await;
        let Err(Error::Decode(error)) = &misread else {
            panic!("{misread:?}")
        };
        assert_eq!(error.column, column);
        assert_eq!(error.found, format!("the date {}", &value[..10]));
    }
    Ok(())
}

async fn a_value_that_is_too_long_for_the_server(place: &Place) -> Result<()> {
    let db = place
        .connect_with(&PoolOptions::new().max_connections(1))
        .await?;
    values::create_all(&db).await?;
    let longest = sql::number(&db, "SELECT @@max_allowed_packet").await?;
    let longest = usize::try_from(longest).expect("a length");
    let connection = sql::number(&db, "SELECT connection_id()").await?;
    for length in [longest, longest + 1, longest + 5_000_000] {
        let refused = values::Optional::insert(values::NewOptional {})
            .set(values::Optional::NAME, "short")
            .set(values::Optional::PICTURE, vec![7; length])
            .one(&db)
            .await;
        let Err(Error::Value(error)) = &refused else {
            panic!("{length}: {refused:?}")
        };
        assert_eq!(
            (error.table.as_str(), error.column.as_str()),
            ("optional", "picture")
        );
        assert!(error.reason.contains("max_allowed_packet"), "{error}");
    }
    // The connection is the same.
    assert_eq!(
        sql::number(&db, "SELECT connection_id()").await?,
        connection
    );
    Ok(())
}

/// On a server with a limit for the bytes of a row, each row is either stored or refused.
pub async fn no_length_ends_the_connection(url: &str) -> Result<()> {
    let options = PoolOptions::new().max_connections(1);
    let db = tablewright::Database::connect_with(url, &options).await?;
    values::create_all(&db).await?;
    let longest = sql::number(&db, "SELECT @@max_allowed_packet").await?;
    let longest = usize::try_from(longest).expect("a length");
    let connection = sql::number(&db, "SELECT connection_id()").await?;
    let mut taken = 0;
    for length in (longest - 2_000..longest + 100).step_by(50) {
        let new = values::Optional::insert(values::NewOptional {})
            .set(values::Optional::NAME, "short")
            .set(values::Optional::PICTURE, vec![7; length]);
        match new.one(&db).await {
            Ok(row) => {
                assert_eq!(row.picture.map(|picture| picture.len()), Some(length));
                taken += 1;
            }
            Err(Error::Value(error)) => assert_eq!(error.column, "picture"),
            Err(error) => panic!("{length}: {error:?}"),
        }
    }
    assert!(taken > 10, "{taken}");
    assert_eq!(
        sql::number(&db, "SELECT connection_id()").await?,
        connection
    );
    Ok(())
}

/// A value longer than a packet of the protocol, 16 MiB, is sent and read in several packets.
async fn a_value_of_many_packets(place: &Place) -> Result<()> {
    let db = place
        .connect_with(&PoolOptions::new().max_connections(1))
        .await?;
    values::create_all(&db).await?;
    let longest = sql::number(&db, "SELECT @@max_allowed_packet").await?;
    let longest = usize::try_from(longest).expect("a length");
    let picture: Vec<u8> = (0..longest / 2).map(|place| (place % 251) as u8).collect();
    let story = "🦀".repeat(longest / 9);
    let new = values::Optional::insert(values::NewOptional {})
        .set(values::Optional::PICTURE, picture.clone())
        .set(values::Optional::STORY, story.clone());
    let row = new.one(&db).await?;
    assert!(row.picture == Some(picture) && row.story == Some(story));
    assert_eq!(values::Optional::all().count(&db).await?, 1);
    Ok(())
}

async fn few_statements_are_kept(place: &Place) -> Result<()> {
    for statements in [0, 1, 2] {
        let options = PoolOptions::new()
            .max_connections(1)
            .statement_cache(statements);
        let db = place.connect_with(&options).await?;
        tablewright_test_conformance::models::accounts::create_all(&db).await?;
        Account::all().delete().execute(&db).await?;
        for id in 1..20 {
            Account::insert(NewAccount { id }).one(&db).await?;
            assert!(Account::find(id).exists(&db).await?);
            assert_eq!(
                Account::all().count(&db).await?,
                u64::from(id.unsigned_abs())
            );
            assert_eq!(sql::number(&db, "SELECT 1").await?, 1);
        }
        let open = "SHOW GLOBAL STATUS LIKE 'Prepared_stmt_count'";
        let (name, _) = tablewright::sql::<(String, String)>(open).one(&db).await?;
        assert_eq!(name, "Prepared_stmt_count");
    }
    Ok(())
}

/// A prepared statement can still be used after its table changes.
async fn a_table_that_is_altered(place: &Place) -> Result<()> {
    let db = pool(place, 2).await?;
    Account::insert(NewAccount { id: 1 })
        .set(Account::OWNER, "ada")
        .one(&db)
        .await?;
    for text in [
        "ALTER TABLE accounts ADD extra INT FIRST",
        "ALTER TABLE accounts MODIFY owner VARCHAR(200) AFTER balance",
        "ALTER TABLE accounts MODIFY id BIGINT",
        "FLUSH TABLES",
    ] {
        let tx = db.begin().await?;
        assert_eq!(
            Account::find(1).one(&tx).await?.owner.as_deref(),
            Some("ada")
        );
        tx.commit().await?;
        sql::run(&db, text).await.or_else(|error| match error {
            // The key is referred to.
            Error::Database(_) => Ok(()),
            error => Err(error),
        })?;
        for _ in 0..3 {
            assert_eq!(
                Account::find(1).one(&db).await?.owner.as_deref(),
                Some("ada")
            );
        }
    }
    Ok(())
}
