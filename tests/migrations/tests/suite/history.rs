//! Histories that differ from the program's migrations.

use std::time::{Duration, Instant};

use tablewright::migrate::{Migrator, State};
use tablewright::{Dialect, Error, MigrationError, Result, migrate, sql, status};
use tablewright_test_conformance::{Place, everywhere, on, on_servers};
use tablewright_test_migrations::migrations;

everywhere!(
    a_changed_migration_is_an_error,
    a_missing_migration_is_an_error,
    a_newer_program_is_noticed,
    a_late_migration_is_applied_unless_strict,
    a_newer_history_is_an_error,
    a_session_that_keeps_the_lock_is_not_waited_for_forever,
);

on_servers!(a_table_that_is_locked_is_not_waited_for_forever);

on!([mysql, mariadb] a_half_done_migration_goes_on);

const A: (&str, &[&str], &[&str]) = (
    "20260101000000_a",
    &["CREATE TABLE a (id INTEGER)"],
    &["DROP TABLE a"],
);
const B: (&str, &[&str], &[&str]) = (
    "20260102000000_b",
    &["CREATE TABLE b (id INTEGER)"],
    &["DROP TABLE b"],
);
const C: (&str, &[&str], &[&str]) = (
    "20260103000000_c",
    &["CREATE TABLE c (id INTEGER)"],
    &["DROP TABLE c"],
);

async fn a_changed_migration_is_an_error(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    migrate(&db, &migrations(&[A, B])).await?;
    let edited = migrations(&[A, (B.0, &["CREATE TABLE b (id BIGINT)"], B.2), C]);
    let error = migrate(&db, &edited).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the files of the migration `20260102000000_b` were changed after the migration was \
         applied here: restore them, and write a new migration for the change; or, if the changed \
         files are correct, `tablewright repair 20260102000000_b --accept-files` records that"
    );
    let states: Vec<State> = status(&db, &edited)
        .await?
        .migrations
        .iter()
        .map(|one| one.state)
        .collect();
    assert_eq!(
        states,
        [
            State::Applied,
            State::Changed,
            State::Pending { is_late: false }
        ]
    );
    Ok(())
}

async fn a_missing_migration_is_an_error(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    migrate(&db, &migrations(&[A, B])).await?;
    let error = migrate(&db, &migrations(&[B, C])).await.unwrap_err();
    let Error::Migration(error) = error else {
        panic!("{error}")
    };
    assert!(
        matches!(&*error, MigrationError::Missing { names } if *names == [A.0]),
        "{error}"
    );
    Ok(())
}

async fn a_newer_program_is_noticed(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    migrate(&db, &migrations(&[A, B])).await?;
    let older = migrations(&[A]);
    let error = migrate(&db, &older).await.unwrap_err();
    let Error::Migration(error) = error else {
        panic!("{error}")
    };
    assert!(
        matches!(&*error, MigrationError::Ahead { names } if *names == [B.0]),
        "{error}"
    );
    let report = Migrator::new(&older).allow_ahead(true).migrate(&db).await?;
    assert!(report.migrations.is_empty());
    let states: Vec<State> = status(&db, &older)
        .await?
        .migrations
        .iter()
        .map(|one| one.state)
        .collect();
    assert_eq!(states, [State::Applied, State::Unknown]);
    Ok(())
}

async fn a_late_migration_is_applied_unless_strict(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    migrate(&db, &migrations(&[A, C])).await?;
    let all = migrations(&[A, B, C]);
    let states: Vec<State> = status(&db, &all)
        .await?
        .migrations
        .iter()
        .map(|one| one.state)
        .collect();
    assert_eq!(
        states,
        [
            State::Applied,
            State::Pending { is_late: true },
            State::Applied
        ]
    );
    let error = Migrator::new(&all)
        .strict(true)
        .migrate(&db)
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("`20260102000000_b` is older than"),
        "{error}"
    );
    assert_eq!(migrate(&db, &all).await?.migrations[0].name, B.0);
    // Rolling back follows the order of application.
    let report = tablewright::rollback(&db, &all, 1).await?;
    assert_eq!(report.migrations[0].name, B.0);
    Ok(())
}

async fn a_newer_history_is_an_error(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let all = migrations(&[A, B]);
    migrate(&db, &migrations(&[A])).await?;
    let newer = "UPDATE tablewright_migrations SET checksum = '3' WHERE kind = 'format'";
    sql::<()>(newer).execute(&db).await?;
    let message = "the history was written by a newer version of tablewright (format 3; this \
        version supports 2): update tablewright in this program";
    assert_eq!(migrate(&db, &all).await.unwrap_err().to_string(), message);
    assert_eq!(status(&db, &all).await.unwrap_err().to_string(), message);
    // Also where it has other columns by then.
    sql::<()>("ALTER TABLE tablewright_migrations RENAME COLUMN done TO finished")
        .execute(&db)
        .await?;
    assert_eq!(migrate(&db, &all).await.unwrap_err().to_string(), message);
    Ok(())
}

async fn a_session_that_keeps_the_lock_is_not_waited_for_forever(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let other = place.connect().await?;
    let all = migrations(&[A]);
    let holding = other.begin().await?;
    match place.dialect() {
        Dialect::Sqlite => {
            sql::<()>("CREATE TABLE held (id INTEGER)")
                .execute(&holding)
                .await?;
        }
        Dialect::Postgres => {
            let lock = "SELECT pg_try_advisory_xact_lock(x'7461626c65777269'::bigint)::text";
            assert_eq!(sql::<String>(lock).one(&holding).await?, "true");
        }
        Dialect::Mysql | Dialect::Mariadb => {
            let lock =
                "SELECT get_lock(concat('tablewright ', left(sha2(database(), 256), 48)), 1)";
            assert_eq!(sql::<i64>(lock).one(&holding).await?, 1);
        }
    }
    let began = Instant::now();
    let limited = Migrator::new(&all).lock_timeout(Duration::from_secs(1));
    let error = limited.migrate(&db).await.unwrap_err();
    assert!(error.is_busy(), "{error}");
    assert!(began.elapsed() < Duration::from_secs(30));
    let message = error.to_string();
    match place.dialect() {
        Dialect::Sqlite => {}
        Dialect::Postgres => assert!(message.contains(": the process "), "{message}"),
        Dialect::Mysql | Dialect::Mariadb => {
            assert!(message.contains(": the connection "), "{message}");
        }
    }
    holding.rollback().await?;
    if place.dialect() == Dialect::Postgres || place.dialect() == Dialect::Sqlite {
        assert_eq!(migrate(&db, &all).await?.migrations.len(), 1);
    }
    Ok(())
}

async fn a_half_done_migration_goes_on(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let all = migrations(&[(
        "20260101000000_a",
        &[
            "CREATE TABLE a (id INTEGER)",
            "INSERT INTO a VALUES (1)",
            "ALTER TABLE a ADD b INTEGER",
        ],
        &["ALTER TABLE a DROP COLUMN b", "DROP TABLE a"],
    )]);
    migrate(&db, &all).await?;
    // The state after a crash between the last statement and its record.
    let before = "UPDATE tablewright_migrations SET done = 2, under_way = 3, done_checksum = ?, before = ? \
                  WHERE kind = 'migration'";
    let quoted = before.replace("before = ", "`before` = ");
    sql::<()>(quoted)
        .bind("nonsense")
        .bind("other")
        .execute(&db)
        .await?;
    let error = migrate(&db, &all).await.unwrap_err();
    assert!(error.to_string().contains("were changed"), "{error}");
    Ok(())
}

async fn a_table_that_is_locked_is_not_waited_for_forever(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let other = place.connect().await?;
    migrate(&db, &migrations(&[A])).await?;
    let holding = other.begin().await?;
    sql::<()>("INSERT INTO a VALUES (1)")
        .execute(&holding)
        .await?;
    let change: (&str, &[&str], &[&str]) = (
        "20260104000000_d",
        &["ALTER TABLE a ADD COLUMN b INTEGER"],
        &[],
    );
    let all = migrations(&[A, change]);
    let began = Instant::now();
    let limited = Migrator::new(&all).lock_timeout(Duration::from_secs(1));
    let error = limited.migrate(&db).await.unwrap_err();
    assert!(error.is_busy(), "{error}");
    assert!(began.elapsed() < Duration::from_secs(30));
    let message = error.to_string();
    assert!(
        message.contains("`ALTER TABLE a ADD COLUMN b INTEGER`"),
        "{message}"
    );
    assert!(message.contains("of the server"), "{message}");
    holding.rollback().await?;
    assert_eq!(migrate(&db, &all).await?.migrations.len(), 1);
    // Others wait as long as before.
    let limit = match place.dialect() {
        Dialect::Postgres => "SELECT current_setting('lock_timeout')",
        _ => "SELECT CAST(@@lock_wait_timeout AS CHAR)",
    };
    let limit = sql::<String>(limit).one(&db).await?;
    assert!(limit == "0" || limit.len() > 4, "{limit}");
    Ok(())
}
