//! Databases for a program's own tests.

use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use tablewright::testing::TestDatabase;
use tablewright::{Database, Dialect, Error, Result, sql};
use tablewright_test_conformance::models::relations;
use tablewright_test_conformance::models::relations::{NewUser, User};
use tablewright_test_conformance::{Place, everywhere, on, on_servers};
use tablewright_test_servers::{Scratch, Server};

everywhere!(
    each_test_has_a_database_of_its_own,
    a_program_connects_by_its_url,
    a_function_prepares_it,
    what_fails_to_prepare_is_tried_again,
    the_database_of_a_failed_test_stays,
);
on!([postgres] databases_of_other_users_stay, tests_are_connected_to_different_databases);
on_servers!(what_killed_tests_left_is_dropped, many_begin_at_once);

/// The URL of new databases on the server of a place.
fn url(at: &Place) -> &str {
    match at.dialect() {
        Dialect::Sqlite => "sqlite:",
        _ => at.url(),
    }
}

fn ada() -> NewUser<'static> {
    NewUser {
        id: 1,
        name: "Ada".into(),
    }
}

async fn each_test_has_a_database_of_its_own(at: &Place) -> Result<()> {
    let one = TestDatabase::new(url(at), &relations::SCHEMA).await?;
    let other = TestDatabase::new(url(at), &relations::SCHEMA).await?;
    let tx = one.begin().await?;
    User::insert(ada()).execute(&tx).await?;
    tx.commit().await?;
    assert_eq!(User::all().count(&one).await?, 1);
    assert_eq!(User::all().count(&other).await?, 0);

    let memory = TestDatabase::new("sqlite::memory:", &relations::SCHEMA).await?;
    User::insert(ada()).execute(&memory).await?;
    assert_eq!(User::all().count(&memory).await?, 1);
    Ok(())
}

async fn a_program_connects_by_its_url(at: &Place) -> Result<()> {
    let test = TestDatabase::new(url(at), &relations::SCHEMA).await?;
    let url = test.url().to_owned();
    let program = tablewright::connect(&url).await?;
    User::insert(ada()).execute(&program).await?;
    assert_eq!(User::all().count(&test).await?, 1);

    // Not even an open transaction keeps it.
    let open = program.begin().await?;
    User::update(1)
        .set(User::NAME, "Bob")
        .execute(&open)
        .await?;
    let began = Instant::now();
    drop(test);
    assert!(began.elapsed() < Duration::from_secs(30));
    drop(open);
    match at.dialect() {
        Dialect::Sqlite => {
            let file = url.strip_prefix("sqlite:").expect("a path");
            assert!(!std::path::Path::new(file).exists());
        }
        _ => assert!(matches!(
            tablewright::connect(&url).await,
            Err(Error::Connect { .. })
        )),
    }
    Ok(())
}

async fn a_function_prepares_it(at: &Place) -> Result<()> {
    let calls = AtomicU32::new(0);
    let prepared = || {
        TestDatabase::prepared(url(at), at.url(), async |db| {
            calls.fetch_add(1, Ordering::Relaxed);
            relations::create_all(db).await?;
            User::insert(ada()).execute(db).await?;
            Ok(())
        })
    };
    let (one, other) = (prepared().await?, prepared().await?);
    User::find(1).delete().execute(&one).await?;
    assert_eq!(User::all().count(&one).await?, 0);
    assert_eq!(User::all().count(&other).await?, 1);
    let expected = match at.dialect() {
        Dialect::Postgres => 1,
        _ => 2,
    };
    assert_eq!(calls.into_inner(), expected);

    // Another version is prepared again.
    let version = format!("{} 2", at.url());
    let create = async |db: &Database| relations::create_all(db).await;
    let empty = TestDatabase::prepared(url(at), &version, create).await?;
    assert_eq!(User::all().count(&empty).await?, 0);
    Ok(())
}

async fn what_fails_to_prepare_is_tried_again(at: &Place) -> Result<()> {
    let fail = async |db: &Database| {
        relations::create_all(db).await?;
        sql::<()>("INSERT INTO nowhere VALUES (1)")
            .execute(db)
            .await?;
        Ok(())
    };
    let failed = TestDatabase::prepared(url(at), at.url(), fail).await;
    assert!(matches!(failed, Err(Error::Schema(_))), "{failed:?}");
    let create = async |db: &Database| relations::create_all(db).await;
    let test = TestDatabase::prepared(url(at), at.url(), create).await?;
    assert_eq!(User::all().count(&test).await?, 0);
    Ok(())
}

async fn the_database_of_a_failed_test_stays(at: &Place) -> Result<()> {
    let test = TestDatabase::new(url(at), &relations::SCHEMA).await?;
    let test_url = test.url().to_owned();
    let failed = std::thread::spawn(move || {
        let _test = test;
        panic!("this panic is part of the test");
    });
    assert!(failed.join().is_err());
    let left = tablewright::connect(&test_url).await?;
    assert_eq!(User::all().count(&left).await?, 0);
    drop(left);
    match at.dialect() {
        Dialect::Sqlite => {
            let file = test_url.strip_prefix("sqlite:").expect("a path");
            std::fs::remove_file(file).expect("a file");
        }
        _ => drop_database(at, name_in(&test_url)).await?,
    }
    Ok(())
}

async fn what_killed_tests_left_is_dropped(at: &Place) -> Result<()> {
    let server = at.connect().await?;
    let number = std::process::id();
    let (old, strange) = (
        format!("tablewright_testing_00000001_{number:x}_0_0123456789abcdef"),
        format!("tablewright_testing_of_{number}"),
    );
    for name in [&old, &strange] {
        sql::<()>(format!("CREATE DATABASE {name}"))
            .execute(&server)
            .await?;
    }
    drop(TestDatabase::new(url(at), &relations::SCHEMA).await?);
    let names = match at.dialect() {
        Dialect::Postgres => "SELECT datname::text FROM pg_database",
        _ => "SELECT schema_name FROM information_schema.schemata",
    };
    let names = sql::<String>(names).all(&server).await?;
    assert!(!names.contains(&old), "{names:?}");
    assert!(names.contains(&strange), "{names:?}");
    drop_database(at, &strange).await
}

async fn databases_of_other_users_stay(at: &Place) -> Result<()> {
    let server = at.connect().await?;
    let number = std::process::id();
    let role = format!("tablewright_other_{number}");
    let test = format!("tablewright_testing_00000001_{number:x}_1_0123456789abcdef");
    let template = format!("tablewright_template_00000001_{:016x}", number);
    let run = async |text: String| sql::<()>(text).execute(&server).await.map(drop);
    run(format!("CREATE ROLE {role}")).await?;
    for name in [&test, &template] {
        run(format!("CREATE DATABASE {name} OWNER {role}")).await?;
    }
    let create = async |db: &Database| relations::create_all(db).await;
    drop(TestDatabase::prepared(url(at), at.url(), create).await?);
    for name in [&test, &template] {
        drop_database(at, name).await?;
    }
    run(format!("DROP ROLE {role}")).await
}

async fn many_begin_at_once(at: &Place) -> Result<()> {
    // Each has a runtime of its own, as the tests of a program have.
    let tests: Vec<_> = (0..6)
        .map(|_| {
            let server = at.url().to_owned();
            std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .expect("a runtime");
                runtime.block_on(async {
                    let create = async |db: &Database| relations::create_all(db).await;
                    let test = TestDatabase::prepared(&server, &server, create).await?;
                    User::insert(ada()).execute(&test).await?;
                    User::all().count(&test).await
                })
            })
        })
        .collect();
    for test in tests {
        assert_eq!(test.join().expect("a test that does not panic")?, 1);
    }
    Ok(())
}

async fn tests_are_connected_to_different_databases(at: &Place) -> Result<()> {
    let databases: Vec<_> = (0..6)
        .filter_map(|_| Scratch::new(Server::Postgres))
        .collect();
    assert_eq!(databases.len(), 6);
    // They begin together, and the locks of PostgreSQL are those of one database.
    let together = Barrier::new(databases.len());
    let begin = |database: &Scratch| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        together.wait();
        runtime.block_on(async {
            let create = async |db: &Database| relations::create_all(db).await;
            let test = TestDatabase::prepared(database.url(), at.url(), create).await?;
            User::all().count(&test).await
        })
    };
    let counts: Vec<_> = std::thread::scope(|scope| {
        let tests: Vec<_> = databases
            .iter()
            .map(|database| scope.spawn(|| begin(database)))
            .collect();
        tests.into_iter().map(|test| test.join()).collect()
    });
    for count in counts {
        assert_eq!(count.expect("a test that does not panic")?, 0);
    }
    Ok(())
}

/// The name of the database of a URL.
fn name_in(url: &str) -> &str {
    let url = url.split('?').next().unwrap_or_default();
    url.rsplit('/').next().unwrap_or_default()
}

async fn drop_database(at: &Place, name: &str) -> Result<()> {
    let server = at.connect().await?;
    let drop = format!("DROP DATABASE {name}");
    sql::<()>(drop).execute(&server).await.map(|_| ())
}
