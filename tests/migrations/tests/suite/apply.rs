//! Applied and failed migrations, and the state afterwards.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tablewright::MigrationError;
use tablewright::migrate::{Effect, FailedStatement, Migrator, Repair, Step};
use tablewright::{
    AsyncConnection, Database, Dialect, Error, PoolOptions, Result, baseline, migrate, rollback,
    sql, status,
};
use tablewright_test_conformance::{Place, everywhere, on};
use tablewright_test_migrations::{from, migration, migrations};

everywhere!(
    nothing_of_a_failing_migration_is_kept,
    a_corrected_migration_goes_on,
    rows_of_a_failing_migration_are_as_before,
    steps_are_told_in_order,
    a_migration_without_statements_is_recorded,
    many_at_once_apply_each_once,
    a_transaction_is_refused,
    what_cannot_be_undone_is_not_rolled_back,
    a_baseline_runs_nothing,
    statements_run_by_themselves,
    a_run_that_is_given_up_holds_no_lock,
);

on!([sqlite] tables_are_rebuilt);
on!([postgres]
    an_index_that_was_not_built_is_dropped,
    an_index_that_stays_invalid_is_built_by_the_next_run,
    an_index_that_was_not_dropped_is_dropped_by_the_next_run,
);
on!(
    [postgres, mysql, mariadb]
    a_limit_on_statements_limits_the_wait_for_the_lock,
    an_applied_statement_without_a_record_is_not_denied,
    a_partly_applied_statement_is_not_denied,
);
on!([sqlite, mysql, mariadb] errors_name_the_tables_of_the_user);
on!(
    [mysql, mariadb]
    a_statement_of_which_nobody_knows_stops,
    a_failed_rollback_says_how_to_resume,
    objects_are_recorded_before_their_migration,
);

const A: &str = "CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY)";
const B: &str = "CREATE TABLE b (id INTEGER NOT NULL PRIMARY KEY)";

fn commits_by_itself(place: &Place) -> bool {
    matches!(place.dialect(), Dialect::Mysql | Dialect::Mariadb)
}

async fn tables(db: &impl AsyncConnection) -> Result<Vec<String>> {
    let mut tables: Vec<String> = tablewright::__columns(db)
        .await?
        .into_iter()
        .map(|(table, _)| table)
        .collect();
    tables.dedup();
    tables.retain(|table| !table.starts_with("tablewright_") && !table.starts_with("sqlite_"));
    tables.sort();
    Ok(tables)
}

fn failed(error: Error) -> FailedStatement {
    match error {
        Error::Migration(error) => match *error {
            MigrationError::Failed(failed) => failed,
            other => panic!("{other}"),
        },
        other => panic!("{other}"),
    }
}

async fn nothing_of_a_failing_migration_is_kept(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let all = migrations(&[
        ("20260101000000_a", &[A], &["DROP TABLE a"]),
        (
            "20260102000000_b",
            &[B, "CREATE TABLE c (\n  nonsense", "DROP TABLE a"],
            &[],
        ),
    ]);
    let error = migrate(&db, &all).await.unwrap_err();
    let message = error.to_string();
    let failed = failed(error);
    assert_eq!(failed.migration, "20260102000000_b");
    assert_eq!((failed.number, failed.statements), (Some(2), 3));
    assert_eq!(failed.line, "CREATE TABLE c ( …");
    assert!(
        message.contains("statement 2 of 3 (`CREATE TABLE c ( …`)"),
        "{message}"
    );
    if commits_by_itself(place) {
        assert_eq!(failed.kept, 1);
        assert!(message.contains("stays applied"), "{message}");
        assert_eq!(tables(&db).await?, ["a", "b"]);
    } else {
        assert_eq!(failed.kept, 0);
        assert!(
            message.contains("Nothing was changed: its transaction was rolled back"),
            "{message}"
        );
        assert_eq!(tables(&db).await?, ["a"]);
    }
    Ok(())
}

async fn a_corrected_migration_goes_on(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let wrong = migrations(&[(
        "20260101000000_a",
        &[A, "CREATE TABLE b (x y z,)", B],
        &["DROP TABLE a"],
    )]);
    let right = migrations(&[(
        "20260101000000_a",
        &[A, B],
        &["DROP TABLE a", "DROP TABLE b"],
    )]);
    let other = migrations(&[(
        "20260101000000_a",
        &[B, B],
        &["DROP TABLE a", "DROP TABLE b"],
    )]);
    assert_eq!(
        failed(migrate(&db, &wrong).await.unwrap_err()).number,
        Some(2)
    );
    if commits_by_itself(place) {
        // An applied migration cannot be corrected.
        let error = migrate(&db, &other).await.unwrap_err();
        assert!(error.to_string().contains("were changed"), "{error}");
    }
    let report = migrate(&db, &right).await?;
    assert_eq!(report.migrations.len(), 1);
    assert_eq!(tables(&db).await?, ["a", "b"]);
    assert!(status(&db, &right).await?.is_up_to_date());
    rollback(&db, &right, 1).await?;
    assert_eq!(tables(&db).await?, [""; 0]);
    Ok(())
}

async fn rows_of_a_failing_migration_are_as_before(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let first: (&str, &[&str], &[&str]) = ("20260101000000_a", &[A], &[]);
    migrate(&db, &migrations(&[first])).await?;
    let all = migrations(&[
        first,
        (
            "20260102000000_rows",
            &["INSERT INTO a VALUES (1)", "INSERT INTO a VALUES (2), (1)"],
            &[],
        ),
    ]);
    let failed = failed(migrate(&db, &all).await.unwrap_err());
    // Rows alone are changed in one transaction on every database.
    assert_eq!((failed.number, failed.kept), (Some(2), 0));
    assert!(failed.source.is_unique(), "{}", failed.source);
    let count = sql::<i64>("SELECT count(*) FROM a").one(&db).await?;
    assert_eq!(count, 0);
    assert_eq!(status(&db, &all).await?.pending().count(), 1);
    Ok(())
}

async fn steps_are_told_in_order(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let all = migrations(&[(
        "20260101000000_a",
        &[A, "INSERT INTO a VALUES (1), (2)"],
        &["DROP TABLE a"],
    )]);
    let told = Arc::new(Mutex::new(Vec::new()));
    let watch = Arc::clone(&told);
    let report = Migrator::new(&all)
        .on_step(move |step| {
            let text = match step {
                Step::Begins {
                    statements, done, ..
                } => format!("begins {done}/{statements}"),
                Step::Runs { number, .. } => format!("runs {number}"),
                Step::Ran { number, rows, .. } => format!("ran {number} {rows:?}"),
                Step::Ends { rows, .. } => format!("ends {rows}"),
                other => format!("{other:?}"),
            };
            watch.lock().unwrap().push(text);
        })
        .migrate(&db)
        .await?;
    assert_eq!(
        *told.lock().unwrap(),
        [
            "begins 0/2",
            "runs 1",
            "ran 1 None",
            "runs 2",
            "ran 2 Some(2)",
            "ends 2"
        ]
    );
    assert_eq!(report.migrations[0].rows, 2);
    Ok(())
}

async fn a_migration_without_statements_is_recorded(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let all = from(vec![
        migration("20260101000000_a", &[], &[], true),
        migration("20260102000000_b", &[], &[], false),
    ]);
    assert_eq!(migrate(&db, &all).await?.migrations.len(), 2);
    assert!(status(&db, &all).await?.is_up_to_date());
    Ok(())
}

async fn many_at_once_apply_each_once(place: &Place) -> Result<()> {
    let all = migrations(&[
        ("20260101000000_a", &[A, "INSERT INTO a VALUES (0)"], &[]),
        ("20260102000000_b", &[B], &[]),
        (
            "20260103000000_c",
            &["UPDATE a SET id = id + 1", "INSERT INTO b VALUES (1)"],
            &[],
        ),
    ]);
    let mut tasks = Vec::new();
    for _ in 0..8 {
        // Each has connections of its own, as programs do.
        let db = place.connect().await?;
        tasks.push(tokio::spawn(async move {
            let report = Migrator::new(&all)
                .lock_timeout(Duration::from_secs(60))
                .migrate(&db)
                .await?;
            Ok::<_, Error>(report.migrations.len())
        }));
    }
    let mut applied = 0;
    for task in tasks {
        applied += task.await.expect("no panic")?;
    }
    assert_eq!(applied, 3);
    let db = place.connect().await?;
    assert_eq!(sql::<i64>("SELECT id FROM a").one(&db).await?, 1);
    assert!(status(&db, &all).await?.is_up_to_date());
    Ok(())
}

async fn a_transaction_is_refused(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let all = migrations(&[("20260101000000_a", &[A], &[])]);
    let tx = db.begin().await?;
    let error = migrate(&tx, &all).await.unwrap_err();
    assert!(
        error.to_string().contains("within a transaction"),
        "{error}"
    );
    Ok(())
}

async fn what_cannot_be_undone_is_not_rolled_back(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let all = migrations(&[
        ("20260101000000_a", &[A], &[]),
        ("20260102000000_b", &[B], &["DROP TABLE b"]),
    ]);
    migrate(&db, &all).await?;
    let error = rollback(&db, &all, 2).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("`20260101000000_a` cannot be rolled back"),
        "{error}"
    );
    assert_eq!(tables(&db).await?, ["a", "b"]);
    rollback(&db, &all, 1).await?;
    assert_eq!(tables(&db).await?, ["a"]);
    Ok(())
}

async fn a_baseline_runs_nothing(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let all = migrations(&[
        ("20260101000000_a", &[A], &["DROP TABLE a"]),
        ("20260102000000_b", &[B], &["DROP TABLE b"]),
    ]);
    let error = baseline(&db, &all, "20260103000000_c").await.unwrap_err();
    assert!(
        error.to_string().contains("there is no migration"),
        "{error}"
    );
    sql::<()>(A).execute(&db).await?;
    baseline(&db, &all, "20260101000000_a").await?;
    assert_eq!(tables(&db).await?, ["a"]);
    assert_eq!(migrate(&db, &all).await?.migrations.len(), 1);
    assert_eq!(tables(&db).await?, ["a", "b"]);
    let error = baseline(&db, &all, "20260102000000_b").await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("already has a history of 2 migrations"),
        "{error}"
    );
    // A rollback ends at the baseline: migrations recorded by it were never run.
    assert_eq!(rollback(&db, &all, 5).await?.migrations.len(), 1);
    let error = rollback(&db, &all, 1).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("would drop tables and rows that it did not create"),
        "{error}"
    );
    assert_eq!(tables(&db).await?, ["a"]);
    let taken = Repair::mark_rolled_back("20260101000000_a", "it was recorded too early");
    let _ = tablewright::repair(&db, &all, &taken).await?;
    assert_eq!(status(&db, &all).await?.pending().count(), 2);
    Ok(())
}

async fn statements_run_by_themselves(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let own = match place.dialect() {
        Dialect::Sqlite => "VACUUM",
        Dialect::Postgres => "CREATE INDEX CONCURRENTLY ix ON a (id)",
        Dialect::Mysql | Dialect::Mariadb => "OPTIMIZE TABLE a",
    };
    let all = from(vec![migration(
        "20260101000000_a",
        &[A, "INSERT INTO a VALUES (1)", own],
        &["DROP TABLE a"],
        false,
    )]);
    let report = migrate(&db, &all).await?;
    assert_eq!(
        (report.migrations[0].statements, report.migrations[0].rows),
        (3, 1)
    );
    assert!(migrate(&db, &all).await?.migrations.is_empty());
    rollback(&db, &all, 1).await?;
    assert_eq!(tables(&db).await?, [""; 0]);
    Ok(())
}

async fn a_run_that_is_given_up_holds_no_lock(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let slow = match place.dialect() {
        Dialect::Sqlite => "CREATE TABLE a (id INTEGER)",
        Dialect::Postgres => "SELECT pg_sleep(0.2)",
        Dialect::Mysql | Dialect::Mariadb => "DO sleep(0.2)",
    };
    for in_transaction in [true, false] {
        let all = from(vec![migration(
            "20260101000000_slow",
            &[slow, "DROP TABLE IF EXISTS a", slow],
            &[],
            in_transaction,
        )]);
        for milliseconds in [1, 5, 10, 20, 50, 100, 250] {
            let run = Migrator::new(&all).migrate(&db);
            let patience = Duration::from_millis(milliseconds);
            drop(tokio::time::timeout(patience, run).await);
        }
        // Another session can work immediately.
        let other = place.connect().await?;
        let limited = Migrator::new(&all).lock_timeout(Duration::from_secs(5));
        limited.migrate(&other).await?;
        assert!(status(&db, &all).await?.is_up_to_date());
        sql::<()>("DROP TABLE IF EXISTS a").execute(&db).await?;
        sql::<()>("DROP TABLE tablewright_migrations")
            .execute(&db)
            .await?;
    }
    Ok(())
}

async fn tables_are_rebuilt(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let first: (&str, &[&str], &[&str]) = (
        "20260101000000_tables",
        &[
            "CREATE TABLE a (id INTEGER PRIMARY KEY)",
            "CREATE TABLE b (a INTEGER REFERENCES a (id) ON DELETE CASCADE)",
            "INSERT INTO a VALUES (1), (2)",
            "INSERT INTO b VALUES (1), (2)",
        ],
        &[],
    );
    migrate(&db, &migrations(&[first])).await?;
    let rebuild = |select: &'static str| {
        let mut again = migration(
            "20260102000000_again",
            &[
                "CREATE TABLE a_new (id INTEGER PRIMARY KEY, name TEXT)",
                select,
                "DROP TABLE a",
                "ALTER TABLE a_new RENAME TO a",
            ],
            &[],
            true,
        );
        if let Some(scripts) = &mut again.sqlite {
            scripts.up.foreign_keys = false;
        }
        let mut all = migrations(&[first]).list.to_vec();
        all.push(again);
        from(all)
    };
    let loses = rebuild("INSERT INTO a_new SELECT id, NULL FROM a WHERE id = 1");
    let error = migrate(&db, &loses).await.unwrap_err().to_string();
    assert!(
        error.contains("1 row would refer to rows that do not exist: from `b` to `a`"),
        "{error}"
    );
    assert!(
        error.contains("Nothing was changed: its transaction was rolled back"),
        "{error}"
    );
    assert_eq!(tables(&db).await?, ["a", "b"]);
    let checked = "SELECT foreign_keys FROM pragma_foreign_keys";
    assert_eq!(sql::<i64>(checked).one(&db).await?, 1);
    let keeps = rebuild("INSERT INTO a_new SELECT id, NULL FROM a");
    migrate(&db, &keeps).await?;
    assert_eq!(sql::<i64>(checked).one(&db).await?, 1);
    assert_eq!(sql::<i64>("SELECT count(*) FROM b").one(&db).await?, 2);
    Ok(())
}

async fn an_index_that_was_not_built_is_dropped(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let all = |rows: &'static str| {
        from(vec![
            migration(
                "20260101000000_a",
                &[
                    "CREATE TABLE a (id INTEGER)",
                    "INSERT INTO a VALUES (1), (1)",
                ],
                &[],
                true,
            ),
            migration(
                "20260102000000_unique",
                &[rows, "CREATE UNIQUE INDEX CONCURRENTLY uq ON a (id)"],
                &[],
                false,
            ),
        ])
    };
    let failed = failed(migrate(&db, &all("SELECT 1")).await.unwrap_err());
    assert_eq!((failed.number, failed.kept), (Some(2), 1));
    let indexes = "SELECT count(*) FROM pg_class WHERE relname = 'uq'";
    assert_eq!(sql::<i64>(indexes).one(&db).await?, 0);
    sql::<()>("DELETE FROM a").execute(&db).await?;
    migrate(&db, &all("SELECT 1")).await?;
    assert_eq!(sql::<i64>(indexes).one(&db).await?, 1);
    Ok(())
}

/// The states of the indexes of a name, in all schemas.
async fn states(db: &Database, name: &str) -> Result<Vec<bool>> {
    let text = "SELECT indisvalid FROM pg_index JOIN pg_class ON oid = indexrelid \
                WHERE relname = ?";
    sql::<bool>(text).bind(name).all(db).await
}

/// Waits until a session waits for the transaction of another one.
async fn until_blocked(db: &Database) -> Result<()> {
    let text = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
                AND pid <> pg_backend_pid() AND cardinality(pg_blocking_pids(pid)) > 0";
    while sql::<i64>(text).one(db).await? == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Ok(())
}

/// Its rows are locked while the index is built, so the statement fails after the index is there, and
/// so does dropping the index.
async fn an_index_that_stays_invalid_is_built_by_the_next_run(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    for statement in [
        "CREATE SCHEMA \"Other\"",
        "CREATE TABLE a AS SELECT 1 AS id",
        "CREATE TABLE \"Other\".b AS SELECT 1 AS id",
    ] {
        sql::<()>(statement).execute(&db).await?;
    }
    let cases = [
        ("a", "CREATE INDEX CONCURRENTLY ix ON a (id)"),
        ("a", "CREATE UNIQUE INDEX CONCURRENTLY Ix ON ONLY A (id)"),
        (
            "\"Other\".b",
            "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ix ON \"Other\".B (id)",
        ),
    ];
    for (table, statement) in cases {
        for is_lost in [false, true] {
            let index = migration("20260101000000_index", &[statement], &[], false);
            let all = from(vec![index]);
            let blocker = place.connect().await?;
            let tx = blocker.begin().await?;
            sql::<()>(format!("UPDATE {table} SET id = 1"))
                .execute(&tx)
                .await?;
            let other = place.connect().await?;
            let run = tokio::spawn(async move {
                let limit = Duration::from_millis(if is_lost { 60_000 } else { 300 });
                let migrator = Migrator::new(&all).lock_timeout(limit);
                migrator.migrate(&other).await.map(drop)
            });
            if is_lost {
                until_blocked(&db).await?;
                sql::<()>(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                     WHERE query LIKE 'CREATE%CONCURRENTLY%' AND datname = current_database() \
                     AND pid <> pg_backend_pid()",
                )
                .execute(&db)
                .await?;
            }
            let error = failed(run.await.expect("no panic").expect_err(statement));
            let told = error.to_string();
            assert_eq!(error.effect, Effect::Unknown, "{told}");
            assert!(!told.contains("Nothing was changed"), "{told}");
            assert!(!told.contains("check that before"), "{told}");
            assert_eq!(states(&db, "ix").await?, [false], "{statement}");
            tx.rollback().await?;
            migrate(&db, &all).await?;
            assert_eq!(states(&db, "ix").await?, [true], "{statement}");
            for statement in [
                "DROP INDEX IF EXISTS ix, \"Other\".ix",
                "DROP TABLE tablewright_migrations",
            ] {
                sql::<()>(statement).execute(&db).await?;
            }
        }
    }
    Ok(())
}

async fn an_index_that_was_not_dropped_is_dropped_by_the_next_run(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let all = from(vec![
        migration(
            "20260101000000_a",
            &["CREATE TABLE a (id INTEGER)", "INSERT INTO a VALUES (1)"],
            &[],
            true,
        ),
        migration(
            "20260102000000_index",
            &["CREATE INDEX CONCURRENTLY ix ON a (id)"],
            &["DROP INDEX CONCURRENTLY ix"],
            false,
        ),
    ]);
    migrate(&db, &all).await?;
    let blocker = place.connect().await?;
    let tx = blocker.begin().await?;
    sql::<()>("UPDATE a SET id = 1").execute(&tx).await?;
    let migrator = Migrator::new(&all).lock_timeout(Duration::from_millis(300));
    let error = failed(migrator.rollback(&db, 1).await.unwrap_err());
    assert_eq!(error.effect, Effect::Unknown, "{error}");
    assert!(
        !error.to_string().contains("Nothing was changed"),
        "{error}"
    );
    assert_eq!(states(&db, "ix").await?, [false]);
    tx.rollback().await?;
    assert_eq!(rollback(&db, &all, 1).await?.migrations.len(), 1);
    assert_eq!(states(&db, "ix").await?, [false; 0]);
    Ok(())
}

async fn a_limit_on_statements_limits_the_wait_for_the_lock(place: &Place) -> Result<()> {
    let url = place.url().to_owned();
    let (started, mut has_started) = tokio::sync::mpsc::unbounded_channel();
    let (end, ended) = std::sync::mpsc::channel::<()>();
    // It has the lock until the other run has failed.
    let holder = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let db = tablewright::connect(&url).await?;
            let all = migrations(&[("20260101000000_b", &[B], &[])]);
            let migrator = Migrator::new(&all).on_step(move |step| {
                if let Step::Runs { .. } = step {
                    started.send(()).expect("the test waits");
                    ended.recv().expect("the test ends it");
                }
            });
            migrator.migrate(&db).await.map(drop)
        })
    });
    has_started.recv().await.expect("it takes the lock");
    let options = PoolOptions::new().statement_timeout(Duration::from_millis(700));
    let db = place.connect_with(&options).await?;
    let began = Instant::now();
    let error = migrate(&db, &migrations(&[("20260101000000_b", &[B], &[])]))
        .await
        .expect_err("it is locked");
    assert!(began.elapsed() < Duration::from_secs(30), "{error}");
    end.send(()).expect("it waits");
    assert!(error.is_busy(), "{error:?}");
    let told = error.to_string();
    assert!(
        told.contains("of the server") && !told.contains("60 s"),
        "{told}"
    );
    holder.join().expect("no panic")
}

async fn a_statement_of_which_nobody_knows_stops(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let all = migrations(&[(
        "20260101000000_a",
        &[
            "CREATE TABLE a (id INTEGER)",
            "CREATE PROCEDURE fill() INSERT INTO a VALUES (1)",
            "CALL fill()",
            "DROP PROCEDURE fill",
        ],
        &[],
    )]);
    migrate(&db, &all).await?;
    assert_eq!(sql::<i64>("SELECT count(*) FROM a").one(&db).await?, 1);
    for (took_effect, rows) in [(true, 0), (false, 1)] {
        sql::<()>("DROP TABLE a").execute(&db).await?;
        sql::<()>("DROP TABLE tablewright_migrations")
            .execute(&db)
            .await?;
        let other = place.connect().await?;
        let killed = tokio::spawn(async move {
            let migrator = Migrator::new(&all).on_step(|step| {
                // Like a crash during the statement.
                if let Step::Runs { number: 3, .. } = step {
                    std::panic::resume_unwind(Box::new("killed"));
                }
            });
            migrator.migrate(&other).await.map(drop)
        });
        assert!(killed.await.is_err());
        let error = migrate(&db, &all).await.unwrap_err().to_string();
        assert!(
            error.contains("was interrupted during statement 3"),
            "{error}"
        );
        assert!(error.contains("--statement-not-done"), "{error}");
        let told = Migrator::new(&all).statement_was_applied(took_effect);
        told.migrate(&db).await?;
        assert_eq!(sql::<i64>("SELECT count(*) FROM a").one(&db).await?, rows);
    }
    Ok(())
}

/// The statement runs, and then its record cannot be written.
async fn an_applied_statement_without_a_record_is_not_denied(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let refused = "IF NEW.done > OLD.done AND NEW.name = '20260102000000_later' THEN";
    let (guards, later, drop): (Vec<String>, &[&str], _) = match place.dialect() {
        Dialect::Postgres => (
            vec![
                format!(
                    "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                     {refused} RAISE EXCEPTION 'no'; END IF; RETURN NEW; END $$"
                ),
                "CREATE TRIGGER refuses BEFORE UPDATE ON tablewright_migrations FOR EACH ROW \
                 EXECUTE FUNCTION refuse()"
                    .to_owned(),
            ],
            &[
                "CREATE INDEX CONCURRENTLY ix_a ON a (id)",
                "CREATE INDEX CONCURRENTLY ix_b ON b (id)",
            ],
            "DROP TRIGGER refuses ON tablewright_migrations",
        ),
        _ => (
            vec![format!(
                "CREATE TRIGGER refuses BEFORE UPDATE ON tablewright_migrations FOR EACH ROW \
                 BEGIN {refused} SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no'; END IF; END"
            )],
            &["CREATE INDEX ix_a ON a (id)", "CREATE INDEX ix_b ON b (id)"],
            "DROP TRIGGER refuses",
        ),
    };
    let guards: Vec<&str> = guards.iter().map(String::as_str).collect();
    let first = [&[A, B][..], &guards[..]].concat();
    let all = from(vec![
        migration("20260101000000_first", &first, &[], true),
        migration("20260102000000_later", later, &[], false),
    ]);
    let error = failed(migrate(&db, &all).await.unwrap_err());
    assert_eq!((error.number, error.kept), (Some(1), 0), "{error}");
    assert_eq!(error.effect, Effect::Unknown, "{error}");
    assert!(
        !error.to_string().contains("Nothing was changed"),
        "{error}"
    );
    tablewright::__run(&db, drop).await?;
    // The next run does not create the first index again.
    assert_eq!(migrate(&db, &all).await?.migrations.len(), 1);
    Ok(())
}

/// The objects of `sql:` are recorded with the statement that created them. A migration that counts
/// as applied without this record would be behind for ever.
async fn objects_are_recorded_before_their_migration(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let guard = "CREATE TRIGGER refuses BEFORE INSERT ON tablewright_migrations FOR EACH ROW \
                 BEGIN IF NEW.about = 'view v' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no'; \
                 END IF; END";
    let all = migrations(&[
        ("20260101000000_first", &[A, guard], &[]),
        (
            "20260102000000_view",
            &["CREATE VIEW v AS SELECT id FROM a"],
            &[],
        ),
    ]);
    let error = failed(migrate(&db, &all).await.unwrap_err());
    assert_eq!(error.effect, Effect::Unknown, "{error}");
    tablewright::__run(&db, "DROP TRIGGER refuses").await?;
    assert_eq!(migrate(&db, &all).await?.migrations.len(), 1);
    let records = "SELECT count(*) FROM tablewright_migrations WHERE about = 'view v'";
    assert_eq!(sql::<i64>(records).one(&db).await?, 1);
    Ok(())
}

async fn a_partly_applied_statement_is_not_denied(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let insert = "INSERT INTO a VALUES (1);";
    let half = match place.dialect() {
        Dialect::Postgres => format!(
            "CREATE PROCEDURE half() LANGUAGE plpgsql AS $$ BEGIN {insert} COMMIT; \
             RAISE EXCEPTION 'no'; END $$"
        ),
        _ => format!(
            "CREATE PROCEDURE half() BEGIN {insert} SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = \
             'no'; END"
        ),
    };
    let all = from(vec![
        migration("20260101000000_first", &[A, &half], &[], true),
        migration("20260102000000_call", &["CALL half()"], &[], false),
    ]);
    let error = failed(migrate(&db, &all).await.unwrap_err());
    assert_eq!(error.effect, Effect::Unknown, "{error}");
    assert!(
        !error.to_string().contains("Nothing was changed"),
        "{error}"
    );
    assert_eq!(sql::<i64>("SELECT count(*) FROM a").one(&db).await?, 1);
    let error = migrate(&db, &all).await.unwrap_err().to_string();
    assert!(
        error.contains("was interrupted during statement 1"),
        "{error}"
    );
    let told = Migrator::new(&all).statement_was_applied(true);
    assert_eq!(told.migrate(&db).await?.migrations.len(), 1);
    assert_eq!(sql::<i64>("SELECT count(*) FROM a").one(&db).await?, 1);
    Ok(())
}

async fn a_failed_rollback_says_how_to_resume(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let up: &[&str] = &[A, B];
    let all = |down| migrations(&[("20260101000000_a", up, down)]);
    let wrong = all(&["DROP TABLE b", "DROP TABLE none", "DROP TABLE a"]);
    migrate(&db, &wrong).await?;
    let error = rollback(&db, &wrong, 1).await.unwrap_err().to_string();
    let said = "The statement before it stays applied: correct this one and roll back again, which \
                resumes here";
    assert!(error.contains(said), "{error}");
    let right = all(&["DROP TABLE b", "DROP TABLE a"]);
    rollback(&db, &right, 1).await?;
    assert_eq!(tables(&db).await?, [""; 0]);

    // Nobody knows whether the call took effect.
    let called = all(&[
        "CREATE PROCEDURE clear_a() DELETE FROM a",
        "CALL clear_a()",
        "DROP PROCEDURE clear_a",
        "DROP TABLE b",
        "DROP TABLE a",
    ]);
    migrate(&db, &called).await?;
    let (other, of_other) = (place.connect().await?, called);
    let killed = tokio::spawn(async move {
        let migrator = Migrator::new(&of_other).on_step(|step| {
            if let Step::Runs { number: 2, .. } = step {
                std::panic::resume_unwind(Box::new("killed"));
            }
        });
        migrator.rollback(&other, 1).await.map(drop)
    });
    assert!(killed.await.is_err());
    let error = rollback(&db, &called, 1).await.unwrap_err().to_string();
    for said in [
        "the rollback of migration `20260101000000_a` was interrupted",
        "`tablewright rollback --statement-done`",
        "`tablewright rollback --statement-not-done`",
    ] {
        assert!(error.contains(said), "{error}");
    }
    let told = Migrator::new(&called).statement_was_applied(false);
    told.rollback(&db, 1).await?;
    assert_eq!(tables(&db).await?, [""; 0]);
    Ok(())
}

/// MySQL and MariaDB call the copy of an altered table `#sql-…`, and we give a table that SQLite
/// rebuilds another name.
async fn errors_name_the_tables_of_the_user(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let first: (&str, &[&str], &[&str]) = (
        "20260101000000_a",
        &[
            "CREATE TABLE items (id INTEGER NOT NULL PRIMARY KEY, a INTEGER)",
            "INSERT INTO items VALUES (1, 3), (2, 3)",
        ],
        &[],
    );
    migrate(&db, &migrations(&[first])).await?;
    const NEW: &str = "CREATE TABLE tablewright_new_items (id INTEGER NOT NULL PRIMARY KEY, a INTEGER \
                       NOT NULL UNIQUE CHECK (a < 5))";
    let wrong: &[&[&str]] = match place.dialect() {
        Dialect::Sqlite => &[
            &[
                NEW,
                "INSERT INTO tablewright_new_items SELECT id, NULL FROM items",
            ],
            &[
                NEW,
                "INSERT INTO tablewright_new_items SELECT id, a FROM items",
            ],
            &[
                NEW,
                "INSERT INTO tablewright_new_items SELECT id, 9 FROM items",
            ],
            &[
                NEW,
                "INSERT INTO tablewright_new_items (b) SELECT a FROM items",
            ],
        ],
        Dialect::Mysql | Dialect::Mariadb => &[
            &[
                "ALTER TABLE items ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES items (id), ALGORITHM = COPY",
            ],
            &["ALTER TABLE items ADD CONSTRAINT ck CHECK (a > 5), ALGORITHM = COPY"],
            &["ALTER TABLE items ADD CONSTRAINT uq UNIQUE (a), ALGORITHM = COPY"],
            &["ALTER TABLE items ADD FOREIGN KEY (a) REFERENCES nowhere (id)"],
        ],
        Dialect::Postgres => &[],
    };
    for (name, statements) in ["b", "c", "d", "e"].iter().zip(wrong) {
        let name = format!("20260102000000_{name}");
        let all = migrations(&[first, (name.as_str(), *statements, &[])]);
        let error = failed(migrate(&db, &all).await.unwrap_err())
            .source
            .to_string();
        for internal in ["#sql", "tablewright_new_"] {
            assert!(!error.contains(internal), "{statements:?}: {error}");
        }
    }
    Ok(())
}
