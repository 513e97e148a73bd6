//! Values and types that the models do not have, or have differently.

use tablewright::{AsyncConnection, Error, PoolOptions, Result};
use tablewright_test_conformance::models::accounts::{Account, Entry, NewAccount, NewEntry};
use tablewright_test_conformance::models::values::{self, Full, NewOptional, Optional};
use tablewright_test_conformance::{Place, sql};

use crate::{on_each_postgres, pool, rows};

on_each_postgres!(
    columns_of_other_types_are_named,
    wider_and_narrower_integers,
    domains_and_enums,
    a_row_that_does_not_fit,
    long_values,
);

/// A value of every type is written and read, in a session with unusual settings.
pub async fn every_type_comes_back(db: &impl AsyncConnection) -> Result<()> {
    values::create_all(db).await?;
    let full = rows::new(rows::full()).one(db).await?;
    assert_eq!(
        full,
        Full {
            id: full.id,
            ..rows::full()
        }
    );
    full.save(db).await?;
    assert_eq!(Full::find(full.id).one(db).await?, full);
    let empty = Optional::insert(NewOptional {}).one(db).await?;
    let optional = Optional {
        id: empty.id,
        name: Some("it's \\ \"{,}\" 🦀".to_owned()),
        picture: Some(Vec::new()),
        larges: Some(Vec::new()),
        stories: Some(vec![String::new(), "NULL".to_owned(), "{\"\\}".to_owned()]),
        precise: Some(-1.0e-300),
        single: Some(f32::MAX),
        large: Some(i64::MIN),
        ..empty.clone()
    };
    optional.save(db).await?;
    assert_eq!(Optional::find(empty.id).one(db).await?, optional);
    empty.save(db).await?;
    assert_eq!(Optional::all().all(db).await?, [empty]);
    Ok(())
}

/// The message of an error that the table has changed.
fn other_table<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result {
        Err(Error::Schema(error)) => error.message,
        other => panic!("{other:?}"),
    }
}

async fn columns_of_other_types_are_named(place: &Place) -> Result<()> {
    let db = pool(place, 1).await?;
    let account = Account::insert(NewAccount { id: 1 })
        .set(Account::OWNER, "17")
        .one(&db)
        .await?;
    sql::run(
        &db,
        "ALTER TABLE accounts ALTER owner TYPE INTEGER USING owner::integer",
    )
    .await?;
    let reads = "accounts.owner: the database has a column of type INTEGER, and the model needs \
                 TEXT: alter the column, or the type in models.yaml";
    assert_eq!(other_table(Account::find(1).one(&db).await), reads);
    assert_eq!(other_table(Account::all().all(&db).await), reads);
    assert_eq!(other_table(account.save(&db).await), reads);
    assert_eq!(
        other_table(
            Account::insert(NewAccount { id: 2 })
                .set(Account::OWNER, "x")
                .one(&db)
                .await
        ),
        reads
    );
    assert_eq!(
        other_table(Account::find_by_owner("x").exists(&db).await),
        reads
    );
    // The transaction is not aborted, because nothing was sent.
    let tx = db.begin().await?;
    assert_eq!(other_table(account.save(&tx).await), reads);
    Account::insert(NewAccount { id: 3 }).one(&tx).await?;
    tx.commit().await?;
    sql::run(&db, "ALTER TABLE accounts ALTER owner TYPE VARCHAR(50)").await?;
    assert_eq!(Account::find(1).one(&db).await?, account);

    values::create_all(&db).await?;
    let row = rows::new(rows::full()).one(&db).await?;
    for (column, model, other) in [
        ("larges", "BIGINT[]", "TEXT[]"),
        ("prices", "NUMERIC[]", "DOUBLE PRECISION[]"),
        ("instant", "TIMESTAMPTZ", "TIMESTAMP"),
        ("local", "TIMESTAMP", "DATE"),
        ("extra", "JSONB", "TEXT"),
        ("name", "TEXT", "BYTEA"),
        ("precise", "DOUBLE PRECISION", "REAL"),
        ("larges", "an array", "JSONB"),
    ] {
        sql::run(&db, "DROP TABLE \"full\"").await?;
        sql::run(&db, "DELETE FROM tablewright_migrations").await?;
        values::create_all(&db).await?;
        rows::new(rows::full()).one(&db).await?;
        let using = match other {
            "JSONB" => "to_jsonb(larges)".to_owned(),
            "BYTEA" => "convert_to(name, 'UTF8')".to_owned(),
            _ => format!("{column}::{other}"),
        };
        let alter = format!("ALTER TABLE \"full\" ALTER {column} TYPE {other} USING {using}");
        sql::run(&db, &alter).await?;
        let told = |model: &str| {
            format!(
                "full.{column}: the database has a column of type {other}, and the model needs \
                 {model}: alter the column, or the type in models.yaml"
            )
        };
        assert_eq!(other_table(row.save(&db).await), told(model));
        if other == "REAL" {
            // Narrower types can be read.
            Full::find(row.id).one(&db).await?;
        } else {
            let model = match model {
                // Decimals in an array are read from texts as well.
                "NUMERIC[]" => "TEXT[] or NUMERIC[]",
                model => model,
            };
            assert_eq!(other_table(Full::find(row.id).one(&db).await), told(model));
        }
    }
    Ok(())
}

async fn wider_and_narrower_integers(place: &Place) -> Result<()> {
    let db = pool(place, 1).await?;
    sql::run(&db, "ALTER TABLE accounts ALTER balance TYPE BIGINT").await?;
    Account::insert(NewAccount { id: 1 })
        .set(Account::BALANCE, 7)
        .one(&db)
        .await?;
    assert_eq!(Account::find(1).one(&db).await?.balance, 7);
    sql::run(&db, "UPDATE accounts SET balance = 3000000000").await?;
    let Err(Error::Decode(error)) = Account::find(1).one(&db).await else {
        panic!("it fits")
    };
    assert_eq!(error.found, "the integer 3000000000");
    sql::run(&db, "UPDATE accounts SET balance = 0").await?;
    sql::run(&db, "ALTER TABLE accounts ALTER balance TYPE SMALLINT").await?;
    let mut account = Account::insert(NewAccount { id: 2 })
        .set(Account::BALANCE, 7)
        .one(&db)
        .await?;
    account.balance = 70_000;
    let told = "accounts.balance: the database has a column of type SMALLINT, and the model needs \
                INTEGER: alter the column, or the type in models.yaml";
    assert_eq!(other_table(account.save(&db).await), told);
    let insert = Account::insert(NewAccount { id: 3 }).set(Account::BALANCE, 70_000);
    assert_eq!(other_table(insert.one(&db).await), told);
    Ok(())
}

/// Types that another program may have given a text column.
async fn domains_and_enums(place: &Place) -> Result<()> {
    let db = pool(place, 1).await?;
    sql::run(
        &db,
        "CREATE DOMAIN mail AS VARCHAR(50) CHECK (value LIKE '%@%')",
    )
    .await?;
    sql::run(&db, "CREATE TYPE owner AS ENUM ('ada', 'bob')").await?;
    sql::run(&db, "ALTER TABLE accounts ALTER owner TYPE mail").await?;
    let mut account = Account::insert(NewAccount { id: 1 })
        .set(Account::OWNER, "a@b")
        .one(&db)
        .await?;
    assert_eq!(Account::find_by_owner("a@b").one(&db).await?, account);
    account.owner = Some("secret".to_owned());
    let broken = account.save(&db).await;
    let Err(Error::Check(violation)) = &broken else {
        panic!("{broken:?}")
    };
    assert_eq!(violation.constraint, "mail_check");
    assert!(!format!("{broken:?}").contains("secret"), "{broken:?}");
    sql::run(&db, "UPDATE accounts SET owner = NULL").await?;
    sql::run(
        &db,
        "ALTER TABLE accounts ALTER owner TYPE owner USING 'ada'",
    )
    .await?;
    // Statements that were prepared for the domain check its constraint.
    let db = place.connect().await?;
    let mut account = Account::find(1).one(&db).await?;
    assert_eq!(account.owner.as_deref(), Some("ada"));
    account.owner = Some("bob".to_owned());
    account.save(&db).await?;
    account.owner = Some("secret".to_owned());
    let broken = account.save(&db).await;
    let Err(Error::Schema(_)) = &broken else {
        panic!("{broken:?}")
    };
    assert!(!format!("{broken:?}").contains("secret"), "{broken:?}");
    Ok(())
}

/// The answer is read to its end, so that the connection and the transaction go on.
async fn a_row_that_does_not_fit(place: &Place) -> Result<()> {
    let db = pool(place, 1).await?;
    sql::run(&db, "ALTER TABLE accounts ALTER balance DROP NOT NULL").await?;
    for id in 1..=3 {
        Account::insert(NewAccount { id }).one(&db).await?;
    }
    sql::run(&db, "UPDATE accounts SET balance = NULL WHERE id = 2").await?;
    let tx = db.begin().await?;
    let misread = Account::all().all(&tx).await;
    let Err(Error::Decode(error)) = &misread else {
        panic!("{misread:?}")
    };
    assert_eq!((error.table, &*error.column), ("accounts", "balance"));
    assert_eq!(error.found, "NULL");
    Account::insert(NewAccount { id: 4 }).one(&tx).await?;
    tx.commit().await?;
    assert_eq!(Account::all().count(&db).await?, 4);

    // A row arrives before the statement ends, and the statement may still fail.
    sql::run(&db, "ALTER TABLE entries ALTER amount DROP NOT NULL").await?;
    let lose = "CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                NEW.amount = NULL; RETURN NEW; END $$";
    sql::run(&db, lose).await?;
    let trigger = "CREATE TRIGGER lose BEFORE INSERT ON entries FOR EACH ROW \
                   EXECUTE FUNCTION lose()";
    sql::run(&db, trigger).await?;
    let tx = db.begin().await?;
    let misread = Entry::insert(NewEntry {
        account_id: 1,
        amount: 5,
    })
    .one(&tx)
    .await;
    assert!(matches!(misread, Err(Error::Decode(_))), "{misread:?}");
    tx.commit().await?;
    assert_eq!(sql::number(&db, "SELECT count(*) FROM entries").await?, 1);
    let tx = db.begin().await?;
    let refused = Entry::insert(NewEntry {
        account_id: 77,
        amount: 5,
    })
    .one(&tx)
    .await;
    assert!(matches!(refused, Err(Error::ForeignKey(_))), "{refused:?}");
    assert!(tx.commit().await.is_err());
    Ok(())
}

async fn long_values(place: &Place) -> Result<()> {
    let db = place
        .connect_with(&PoolOptions::new().max_connections(1))
        .await?;
    values::create_all(&db).await?;
    let picture: Vec<u8> = (0..20_000_000u32)
        .map(|place| (place % 251) as u8)
        .collect();
    let story = "🦀".repeat(2_000_000);
    let new = Optional::insert(NewOptional {})
        .set(Optional::PICTURE, picture.clone())
        .set(Optional::STORY, story.clone());
    let row = new.one(&db).await?;
    assert!(row.picture == Some(picture) && row.story == Some(story));
    Ok(())
}
