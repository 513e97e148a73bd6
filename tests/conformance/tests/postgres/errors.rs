//! The meaning of the server's errors, and the details that are not shown.

use tablewright::{Error, Result};
use tablewright_test_conformance::models::accounts::{self, Account, Entry, NewAccount, NewEntry};
use tablewright_test_conformance::{Place, sql};

use crate::{check, on_each_postgres, pool};

on_each_postgres!(
    no_value_is_shown,
    what_excludes_rows_is_a_key,
    a_constraint_of_another_table,
    names_that_are_hard_to_find,
    who_refers_to_a_table_is_named,
    tables_of_the_search_path,
    options_of_indexes_are_named,
);

/// Each statement of the models fails in another way, and none shows bound values.
async fn no_value_is_shown(place: &Place) -> Result<()> {
    let db = pool(place, 1).await?;
    Account::insert(NewAccount { id: 1 })
        .set(Account::OWNER, "secret")
        .one(&db)
        .await?;
    let mut errors = vec![
        Account::insert(NewAccount { id: 2 })
            .set(Account::OWNER, "secret")
            .one(&db)
            .await,
    ];
    let long = "secret ".repeat(7);
    for alter in [
        // A value that is too long, one that violates the domain, an error of a function, and a
        // text that is no number.
        "ALTER TABLE accounts ALTER owner TYPE VARCHAR(10)",
        "ALTER TABLE accounts ADD CHECK (length(owner) < 8)",
        "ALTER TABLE accounts ALTER owner TYPE TEXT, ADD CHECK (owner IS NULL OR owner::int > 0) \
         NOT VALID",
        "ALTER TABLE accounts ADD exact BYTEA GENERATED ALWAYS AS (decode(owner, 'hex')) STORED",
        "ALTER TABLE accounts ADD stamp DATE",
    ] {
        // Existing rows do not fit either.
        sql::run(&db, "DELETE FROM accounts").await?;
        sql::run(&db, alter).await?;
        errors.push(
            Account::insert(NewAccount { id: 3 })
                .set(Account::OWNER, long.as_str())
                .one(&db)
                .await,
        );
    }
    for error in errors {
        let error = error.expect_err("it is refused");
        let told = check::everything(&error);
        assert!(!told.contains("secret"), "{told}");
        assert!(error.to_string().starts_with("accounts"), "{error}");
    }
    Ok(())
}

async fn what_excludes_rows_is_a_key(place: &Place) -> Result<()> {
    let db = pool(place, 1).await?;
    let exclude = "ALTER TABLE accounts ADD CONSTRAINT apart EXCLUDE USING gist \
                   (int4range(balance, balance + 10) WITH &&)";
    sql::run(&db, exclude).await?;
    Account::insert(NewAccount { id: 1 })
        .set(Account::BALANCE, 5)
        .one(&db)
        .await?;
    let found = check::broken(
        Account::insert(NewAccount { id: 2 })
            .set(Account::BALANCE, 14)
            .one(&db)
            .await,
    );
    assert_eq!(found, check::rule("unique", "accounts", &[], "apart"));
    Account::insert(NewAccount { id: 2 })
        .set(Account::BALANCE, 15)
        .one(&db)
        .await?;
    Ok(())
}

/// A trigger writes to another table, and violates a constraint there.
async fn a_constraint_of_another_table(place: &Place) -> Result<()> {
    let db = pool(place, 1).await?;
    sql::run(
        &db,
        "CREATE TABLE log (id INTEGER CONSTRAINT pk_accounts_log PRIMARY KEY)",
    )
    .await?;
    let function = "CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                    INSERT INTO log VALUES (7); RETURN NEW; END $$";
    sql::run(&db, function).await?;
    let trigger = "CREATE TRIGGER log AFTER INSERT ON accounts FOR EACH ROW \
                   EXECUTE FUNCTION log()";
    sql::run(&db, trigger).await?;
    Account::insert(NewAccount { id: 1 }).one(&db).await?;
    let found = check::broken(Account::insert(NewAccount { id: 2 }).one(&db).await);
    assert_eq!(found, check::rule("unique", "log", &[], "pk_accounts_log"));
    Ok(())
}

async fn names_that_are_hard_to_find(place: &Place) -> Result<()> {
    let db = pool(place, 1).await?;
    sql::run(
        &db,
        "ALTER TABLE accounts RENAME owner TO \"of relation \"\"x\"\"\"",
    )
    .await?;
    let missing = Account::all().all(&db).await;
    let Err(Error::Schema(error)) = missing else {
        panic!("{missing:?}")
    };
    assert_eq!(error.missing[0].to_string(), "the column `accounts.owner`");
    Ok(())
}

async fn who_refers_to_a_table_is_named(place: &Place) -> Result<()> {
    let db = pool(place, 1).await?;
    let create = "CREATE TABLE \"Others\" (account INTEGER CONSTRAINT \"To Accounts\" \
                  REFERENCES accounts)";
    sql::run(&db, create).await?;
    let dropped = accounts::drop_all(&db).await;
    let Err(error @ Error::ForeignKey(_)) = dropped else {
        panic!("{dropped:?}")
    };
    assert_eq!(
        error.to_string(),
        "Others: it refers to accounts, so accounts cannot be dropped (To Accounts)"
    );
    // The error names a row even if its transaction has been rolled back.
    Account::insert(NewAccount { id: 1 }).one(&db).await?;
    Entry::insert(NewEntry {
        account_id: 1,
        amount: 1,
    })
    .one(&db)
    .await?;
    let tx = db.begin().await?;
    let found = check::broken(Account::find(1).delete().execute(&tx).await);
    let rule = check::rule("foreign key", "entries", &[], "fk_entries_account_id");
    assert_eq!(found, rule);
    Ok(())
}

/// Tables that the user cannot see count as missing.
async fn tables_of_the_search_path(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    sql::run(&db, "CREATE SCHEMA hidden").await?;
    sql::run(&db, "CREATE TABLE hidden.accounts (id INTEGER PRIMARY KEY)").await?;
    accounts::create_all(&db).await?;
    let hidden = crate::url_with(place, "options=-c%20search_path%3Dhidden");
    let hidden = tablewright::Database::connect(&hidden).await?;
    let lacking = accounts::create_all(&hidden).await;
    let Err(Error::Schema(error)) = lacking else {
        panic!("{lacking:?}")
    };
    let missing: Vec<_> = error.missing.iter().map(ToString::to_string).collect();
    assert_eq!(
        missing,
        [
            "the column `accounts.owner`",
            "the column `accounts.balance`"
        ]
    );
    Ok(())
}

/// Options are part of the models, so their messages are shown.
async fn options_of_indexes_are_named(place: &Place) -> Result<()> {
    let db = pool(place, 1).await?;
    for (option, expected) in [
        ("nonsense = 1", "unrecognized parameter \"nonsense\""),
        (
            "fillfactor = 5",
            "value 5 out of bounds for option \"fillfactor\"",
        ),
        (
            "fillfactor = 'x'",
            "invalid value for integer option \"fillfactor\": x",
        ),
    ] {
        let create = format!("CREATE INDEX named ON accounts (owner) WITH ({option})");
        let Err(error) = tablewright::sql::<()>(&create).execute(&db).await else {
            panic!("{option} is accepted");
        };
        assert!(error.to_string().contains(expected), "{error}");
    }
    Ok(())
}
