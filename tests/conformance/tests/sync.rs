//! Synchronizing a live database with the models: safe steps are run and keep every row, and the
//! others are refused and change nothing.

use std::time::{Duration, Instant};

use tablewright::migrate::Step;
use tablewright::rust_decimal::Decimal;
use tablewright::{
    Connection, Database, Dialect, Error, PoolOptions, Result, SyncBuilder, SyncReport,
    Verification,
};
use tablewright_test_conformance::models::{accounts, shop_first as first, shop_later as later};
use tablewright_test_conformance::{Place, everywhere_and_newer, sql};

everywhere_and_newer!(
    a_new_database_gets_everything,
    a_database_that_create_all_made_is_up_to_date,
    every_row_comes_along,
    what_rows_would_not_bear_is_refused,
    what_loses_data_is_refused,
    everybody_syncs_at_once,
    an_older_program_leaves_a_later_database_alone,
    changes_of_another_session_are_reported_and_undone,
    tables_of_others_are_left_alone,
    several_modules_share_a_database,
    who_never_lets_go_is_not_waited_for_forever,
    statements_are_told_in_order,
);

async fn a_new_database_gets_everything(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    let Verification::Behind(plan) = first::verify(&db).await? else {
        panic!("nothing is there");
    };
    assert_eq!(plan.steps.len(), first::SCHEMA.tables.len());
    let SyncReport::Applied(_) = first::sync(&db).await? else {
        panic!("nothing was there");
    };
    assert_eq!(first::verify(&db).await?, Verification::UpToDate);
    assert_eq!(first::sync(&db).await?, SyncReport::UpToDate);
    first::create_all(&db).await?;
    assert_eq!(first::sync(&db).await?, SyncReport::UpToDate);
    assert_eq!(first::Customer::all().count(&db).await?, 0);
    Ok(())
}

async fn a_database_that_create_all_made_is_up_to_date(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    first::create_all(&db).await?;
    assert_eq!(first::verify(&db).await?, Verification::UpToDate);
    assert_eq!(first::sync(&db).await?, SyncReport::UpToDate);
    Ok(())
}

async fn who_never_lets_go_is_not_waited_for_forever(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    fill(&db).await?;
    let other = at.connect().await?;
    let tx = other.begin().await?;
    assert_eq!(first::Customer::all().count(&tx).await?, 1);
    let patience = Duration::from_millis(if at.dialect() == Dialect::Postgres {
        300
    } else {
        // MySQL's time limit has whole seconds.
        1000
    });
    let began = Instant::now();
    let syncer = SyncBuilder::new(&later::SCHEMA).lock_timeout(patience);
    let error = syncer.sync(&db).await.expect_err("a table is locked");
    assert!(error.is_busy(), "{error:?}");
    assert!(began.elapsed() < Duration::from_secs(30), "{error}");
    let message = error.to_string();
    match at.dialect() {
        // SQLite does not name the session that blocks the file.
        Dialect::Sqlite => {}
        Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => {
            assert!(message.contains("the statement was: "), "{message}");
            assert!(message.contains(" of the server"), "{message}");
        }
    }
    tx.commit().await?;
    let synced = later::sync(&db).await?;
    assert!(matches!(synced, SyncReport::Applied(_)), "{synced:?}");
    assert_eq!(later::verify(&db).await?, Verification::UpToDate);
    Ok(())
}

async fn statements_are_told_in_order(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    fill(&db).await?;
    let mut told = Vec::new();
    let mut steps = 0;
    let syncer = SyncBuilder::new(&later::SCHEMA).on_step(|step| match *step {
        Step::Begins { name, .. } => told.push(name.to_owned()),
        Step::Ran { number, sql, .. } => told.push(format!("{number} {sql}")),
        Step::Ends { .. } => steps += 1,
        _ => {}
    });
    let SyncReport::Applied(plan) = syncer.sync(&db).await? else {
        panic!("the tables were others");
    };
    let mut expected = Vec::new();
    for step in &plan.steps {
        expected.push(step.what.join(", "));
        let statements = (1..).zip(&step.sql);
        expected.extend(statements.map(|(number, sql)| format!("{number} {sql}")));
    }
    assert_eq!(told, expected);
    assert_eq!(steps, plan.steps.len());
    Ok(())
}

async fn every_row_comes_along(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    let customer = fill(&db).await?;
    let verdict = later::verify(&db).await?;
    assert!(matches!(verdict, Verification::Behind(_)), "{verdict}");
    let synced = later::sync(&db).await?;
    assert!(matches!(synced, SyncReport::Applied(_)), "{synced:?}");
    assert_eq!(later::verify(&db).await?, Verification::UpToDate);

    let found = later::Customer::find(customer).one(&db).await?;
    assert_eq!(
        (found.name.as_str(), found.age, found.points),
        ("Ada", Some(36), 5)
    );
    let orders = found.orders().all(&db).await?;
    assert_eq!(orders.len(), 2);
    assert_eq!(orders[0].state, later::State::Paid);
    assert_eq!(orders[1].state, later::State::Sent);
    assert_eq!(orders[0].total.to_string(), "12.500");
    // The auto-increment key continues.
    let next = later::Customer::insert(later::NewCustomer {
        name: "Grace".into(),
    })
    .one(&db)
    .await?;
    assert!(next.id > customer + 1, "{} after {customer}", next.id);
    later::Item::insert(later::NewItem {
        order_id: orders[0].id,
        position: 1,
        name: "A pen".into(),
    })
    .one(&db)
    .await?;
    let deleted = found.delete(&db).await;
    assert!(matches!(deleted, Err(Error::ForeignKey(_))), "{deleted:?}");
    Ok(())
}

/// Two customers, one of them deleted again, and two orders.
async fn fill(db: &Database) -> Result<i64> {
    first::create_all(db).await?;
    let ada = first::Customer::insert(first::NewCustomer {
        title: "Ada".into(),
    })
    .set(first::Customer::EMAIL, "ada@example.com")
    .set(first::Customer::AGE, 36_i16)
    .one(db)
    .await?;
    let other = first::Customer::insert(first::NewCustomer {
        title: "Eve".into(),
    })
    .set(first::Customer::NOTE, "gone soon")
    .one(db)
    .await?;
    other.delete(db).await?;
    for state in [first::State::Payed, first::State::Sent] {
        let total: Decimal = "12.50".parse().expect("a number");
        first::Order::insert(first::NewOrder {
            customer_id: ada.id,
        })
        .set(first::Order::STATE, state)
        .set(first::Order::TOTAL, total)
        .one(db)
        .await?;
    }
    first::Coupon::insert(first::NewCoupon {
        code: "TENOFF".into(),
    })
    .one(db)
    .await?;
    Ok(ada.id)
}

async fn what_rows_would_not_bear_is_refused(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    fill(&db).await?;
    first::Customer::insert(first::NewCustomer {
        title: "Eve".into(),
    })
    .set(first::Customer::EMAIL, "ada@example.com")
    .one(&db)
    .await?;
    let before = tablewright::inspect(&db).await?;
    let Err(Error::Refused(refusal)) = later::sync(&db).await else {
        panic!("two customers have the same address");
    };
    assert_eq!(refusal.issues.len(), 1, "{refusal}");
    assert!(
        refusal.issues[0].contains("equal values in email"),
        "{refusal}"
    );
    assert_eq!(tablewright::inspect(&db).await?, before);
    Ok(())
}

async fn what_loses_data_is_refused(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    later::create_all(&db).await?;
    let table = quoted(at, "customers");
    // These models do not know the later columns, and do not allow their loss.
    later::Customer::insert(later::NewCustomer { name: "Ada".into() })
        .one(&db)
        .await?;
    sql::run(
        &db,
        &format!(
            "ALTER TABLE {table} ADD COLUMN {} INTEGER",
            quoted(at, "extra")
        ),
    )
    .await?;
    let before = tablewright::inspect(&db).await?;
    let Err(Error::Refused(refusal)) = later::sync(&db).await else {
        panic!("a column would be lost");
    };
    assert!(
        refusal
            .to_string()
            .contains("`customers.extra` would be dropped"),
        "{refusal}"
    );
    assert!(
        refusal
            .to_string()
            .contains("add `customers.extra` to `dropped:`"),
        "{refusal}"
    );
    assert_eq!(tablewright::inspect(&db).await?, before);
    // The preview says the same, before and with consent to drop indexes and constraints.
    for drops in [false, true] {
        let builder = SyncBuilder::new(&later::SCHEMA).drop_unmanaged(drops);
        match builder.preview(&db).await {
            Err(Error::Refused(shown)) => assert_eq!(shown.to_string(), refusal.to_string()),
            other => panic!("the preview would drop the column: {other:?}"),
        }
        assert_eq!(tablewright::inspect(&db).await?, before);
    }
    let verdict = later::verify(&db).await?;
    assert!(matches!(verdict, Verification::Drifted(_)), "{verdict}");
    Ok(())
}

async fn everybody_syncs_at_once(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    let customer = fill(&db).await?;
    let mut tasks = Vec::new();
    for _ in 0..6 {
        let db = at
            .connect_with(&PoolOptions::new().max_connections(1))
            .await?;
        tasks.push(tokio::spawn(async move { later::sync(&db).await }));
    }
    let mut worked = 0;
    for task in tasks {
        match task.await.expect("it does not panic")? {
            SyncReport::Applied(_) => worked += 1,
            SyncReport::UpToDate => {}
            SyncReport::Ahead(plan) => panic!("{plan:?}"),
        }
    }
    assert_eq!(worked, 1);
    assert_eq!(later::Customer::find(customer).one(&db).await?.name, "Ada");
    Ok(())
}

async fn an_older_program_leaves_a_later_database_alone(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    fill(&db).await?;
    // Two versions of one program: the path of its module stays.
    later_of_the_same_program(&db).await?;
    let before = tablewright::inspect(&db).await?;
    let verdict = first::verify(&db).await?;
    assert!(matches!(verdict, Verification::Ahead { .. }), "{verdict}");
    let synced = first::sync(&db).await?;
    assert!(matches!(synced, SyncReport::Ahead(_)), "{synced:?}");
    assert_eq!(tablewright::inspect(&db).await?, before);
    Ok(())
}

async fn later_of_the_same_program(db: &Database) -> Result<()> {
    let schema = Box::leak(Box::new(tablewright::Schema {
        name: first::SCHEMA.name,
        ..later::SCHEMA
    }));
    let synced = tablewright::sync(db, schema).await?;
    assert!(matches!(synced, SyncReport::Applied(_)), "{synced:?}");
    Ok(())
}

async fn changes_of_another_session_are_reported_and_undone(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    first::sync(&db).await?;
    let index = quoted(at, "ix_clients_title");
    let on = match db.dialect() {
        Dialect::Sqlite | Dialect::Postgres => String::new(),
        Dialect::Mysql | Dialect::Mariadb => format!(" ON {}", quoted(at, "clients")),
    };
    sql::run(&db, &format!("DROP INDEX {index}{on}")).await?;
    let Verification::Drifted(plan) = first::verify(&db).await? else {
        panic!("an index is gone");
    };
    assert_eq!(plan.steps.len(), 1, "{plan:#?}");
    assert!(
        plan.steps[0].what[0].contains("ix_clients_title"),
        "{plan:#?}"
    );
    assert!(matches!(first::sync(&db).await?, SyncReport::Applied(_)));
    assert_eq!(first::verify(&db).await?, Verification::UpToDate);
    Ok(())
}

async fn tables_of_others_are_left_alone(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    sql::run(&db, "CREATE TABLE theirs (a INTEGER)").await?;
    sql::run(&db, "INSERT INTO theirs VALUES (1)").await?;
    fill(&db).await?;
    later::sync(&db).await?;
    let found = tablewright::sql::<i64>("SELECT count(*) FROM theirs")
        .one(&db)
        .await?;
    assert_eq!(found, 1);
    assert_eq!(later::verify(&db).await?, Verification::UpToDate);
    Ok(())
}

async fn several_modules_share_a_database(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    fill(&db).await?;
    accounts::create_all(&db).await?;
    later::sync(&db).await?;
    assert_eq!(accounts::verify(&db).await?, Verification::UpToDate);
    assert_eq!(later::verify(&db).await?, Verification::UpToDate);
    Ok(())
}

fn quoted(at: &Place, name: &str) -> String {
    match at.dialect() {
        Dialect::Sqlite | Dialect::Postgres => format!("\"{name}\""),
        Dialect::Mysql | Dialect::Mariadb => format!("`{name}`"),
    }
}
