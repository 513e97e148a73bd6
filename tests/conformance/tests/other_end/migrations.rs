//! The laws of cancellation and of faults for migrations: whatever is dropped or disturbed at
//! whichever time, the session, the locks and the pool are as before, and the same call completes
//! the work afterwards.

use std::time::Instant;

use tablewright::migrate::{Migration, Migrator, Repair, Report, Scripts, Steps};
use tablewright::{
    BaselineBuilder, Connection, Database, Error, MigrationError, Migrations, Result,
};
use tablewright_test_conformance::models::accounts;
use tablewright_test_conformance::{Fault, Place, Relay, To, everywhere, on_servers, sql};

use crate::cancelled::{Watched, left_over, session};
use crate::check::everything;
use crate::faults::{AT_MOST, FAULTS, by, is_well};

everywhere!(
    migrating,
    migrating_step_by_step,
    recording,
    recording_what_is_aligned,
    repairing,
);

on_servers!(migrations_that_are_disturbed, steps_that_are_disturbed);

const NAME: &str = "20240229000000_tasks";

const UP: &[&str] = &[
    "CREATE TABLE tasks (id INTEGER NOT NULL PRIMARY KEY)",
    "CREATE TABLE notes (id INTEGER NOT NULL PRIMARY KEY)",
    "INSERT INTO tasks VALUES (1), (2)",
];
const DOWN: &[&str] = &["DROP TABLE notes", "DROP TABLE tasks"];

const CHECKSUM: &str = "0123456789abcdef0123456789abcdef";

/// Migrations with the same statements on every database.
pub fn step_by_step() -> Migrations<'static> {
    Migrations {
        list: const { &[migration(CHECKSUM, false)] },
    }
}

pub fn in_transaction() -> Migrations<'static> {
    Migrations {
        list: const { &[migration(CHECKSUM, true)] },
    }
}

/// The same with another file.
fn edited() -> Migrations<'static> {
    Migrations {
        list: const { &[migration("fedcba9876543210fedcba9876543210", true)] },
    }
}

const fn migration(checksum: &'static str, in_transaction: bool) -> Migration<'static> {
    const fn steps(statements: &'static [&'static str], in_transaction: bool) -> Steps<'static> {
        Steps {
            statements,
            in_transaction,
            foreign_keys: false,
            preflight: &[],
        }
    }
    let scripts = Some(Scripts {
        checksum,
        up: steps(UP, in_transaction),
        down: steps(DOWN, in_transaction),
    });
    Migration {
        name: NAME,
        sqlite: scripts,
        postgres: scripts,
        mysql: scripts,
        mariadb: scripts,
    }
}

/// Drops everything.
pub async fn none(db: &Database) -> Result<()> {
    for table in ["notes", "tasks", "tablewright_migrations"] {
        sql::run(db, &format!("DROP TABLE IF EXISTS {table}")).await?;
    }
    Ok(())
}

/// Migrates. Only a person can find out whether some statements were applied.
async fn up(db: &Database, all: &Migrations<'_>) -> Result<Report> {
    let done = Migrator::new(all).migrate(db).await;
    match &done {
        Err(Error::Migration(error)) if matches!(**error, MigrationError::Interrupted { .. }) => {
            let was_applied = has_rows(db).await?;
            let migrator = Migrator::new(all).statement_was_applied(was_applied);
            migrator.migrate(db).await
        }
        _ => done,
    }
}

/// Whether the rows of the migration are there.
async fn has_rows(db: &Database) -> Result<bool> {
    let columns = tablewright::__columns(db).await?;
    if !columns.iter().any(|(table, _)| table == "tasks") {
        return Ok(false);
    }
    Ok(sql::number(db, "SELECT count(*) FROM tasks").await? > 0)
}

/// The tables of the migration.
async fn tables(db: &Database) -> Result<Vec<String>> {
    let columns = tablewright::__columns(db).await?.into_iter();
    let tables = columns.map(|(table, _)| table);
    let mut tables: Vec<String> = tables
        .filter(|table| table == "tasks" || table == "notes")
        .collect();
    tables.sort();
    tables.dedup();
    Ok(tables)
}

/// Fails if the migration is not all applied, or all undone.
pub async fn is_whole(db: &Database, all: &Migrations<'_>, is_applied: bool) -> Result<()> {
    let status = tablewright::status(db, all).await?;
    let entries = "SELECT count(*) FROM tablewright_migrations WHERE kind = 'migration'";
    let entries = sql::number(db, entries).await?;
    if is_applied {
        assert_eq!(tables(db).await?, ["notes", "tasks"], "{status:?}");
        assert_eq!(sql::number(db, "SELECT count(*) FROM tasks").await?, 2);
    } else {
        assert_eq!(tables(db).await?, [""; 0], "{status:?}");
    }
    assert_eq!(entries, i64::from(is_applied), "{status:?}");
    Ok(())
}

async fn migrating(at: &Place) -> Result<()> {
    migrated(Watched::new(at).await?, "migrate", &in_transaction()).await
}

async fn migrating_step_by_step(at: &Place) -> Result<()> {
    let watched = Watched::new(at).await?;
    migrated(watched, "migrate, step by step", &step_by_step()).await
}

pub async fn migrated(mut watched: Watched, what: &str, all: &Migrations<'_>) -> Result<()> {
    watched
        .at_every_poll(what, none, async |db| {
            let _ = up(db, all).await?;
            is_whole(db, all, true).await
        })
        .await?;
    let done = async |db: &Database| {
        none(db).await?;
        tablewright::migrate(db, all).await.map(drop)
    };
    watched
        .at_every_poll(&format!("{what}, back"), done, async |db| {
            let _ = tablewright::rollback(db, all, 1).await?;
            is_whole(db, all, false).await
        })
        .await?;
    let nothing = async |_: &Database| Ok(());
    watched
        .at_every_poll("status", nothing, async |db| {
            tablewright::status(db, all).await.map(drop)
        })
        .await?;
    watched.told(what)
}

/// Accepts an error of a call about work that was already done.
fn or_has_history(done: Result<Report>) -> Result<()> {
    match done {
        Err(Error::Migration(error)) if matches!(*error, MigrationError::HasHistory { .. }) => {
            Ok(())
        }
        done => done.map(drop),
    }
}

async fn recording(at: &Place) -> Result<()> {
    let mut watched = Watched::new(at).await?;
    let all = in_transaction();
    let made = async |db: &Database| {
        none(db).await?;
        for statement in UP {
            sql::run(db, statement).await?;
        }
        Ok(())
    };
    watched
        .at_every_poll("baseline", made, async |db| {
            or_has_history(tablewright::baseline(db, &all, NAME).await)?;
            is_whole(db, &all, true).await
        })
        .await?;
    watched.told("baseline")
}

async fn recording_what_is_aligned(at: &Place) -> Result<()> {
    let mut watched = Watched::new(at).await?;
    let all = in_transaction();
    let none = async |db: &Database| {
        accounts::drop_all(db).await?;
        sql::run(db, "DROP TABLE IF EXISTS tablewright_migrations").await
    };
    watched
        .at_every_poll("baseline that aligns", none, async |db| {
            let builder = BaselineBuilder::new(&all, &accounts::SCHEMA).align(true);
            or_has_history(builder.baseline(db, NAME).await)?;
            let verified = accounts::verify(db).await?;
            assert!(verified.is_up_to_date(), "{verified}");
            Ok(())
        })
        .await?;
    watched.told("baseline that aligns")
}

async fn repairing(at: &Place) -> Result<()> {
    let mut watched = Watched::new(at).await?;
    let (all, later) = (in_transaction(), edited());
    let nothing = async |db: &Database| {
        none(db).await?;
        // The history table, and no migration in it.
        let _ = tablewright::migrate(db, &Migrations { list: &[] }).await?;
        Ok(())
    };
    let done = async |db: &Database| {
        none(db).await?;
        tablewright::migrate(db, &all).await.map(drop)
    };
    let is_recorded = async |db: &Database, migrations: &Migrations<'_>| {
        let text = "SELECT count(*) FROM tablewright_migrations WHERE kind = 'migration' \
                    AND done = statements AND checksum = ";
        let checksum = migrations.list[0].scripts(db.dialect())?.checksum;
        sql::number(db, &format!("{text}'{checksum}'")).await
    };
    let applied = Repair::mark_applied(NAME, "its tables are there").by("Ada");
    watched
        .at_every_poll("repair, applied", nothing, async |db| {
            let _ = tablewright::repair(db, &all, &applied).await?;
            assert_eq!(is_recorded(db, &all).await?, 1);
            Ok(())
        })
        .await?;
    let rolled_back = Repair::mark_rolled_back(NAME, "its tables are gone").by("Ada");
    watched
        .at_every_poll("repair, rolled back", done, async |db| {
            let _ = tablewright::repair(db, &all, &rolled_back).await?;
            assert_eq!(is_recorded(db, &all).await?, 0);
            Ok(())
        })
        .await?;
    let accepted = Repair::accept_files(NAME, "a comment was added").by("Ada");
    watched
        .at_every_poll("repair, files", done, async |db| {
            let _ = tablewright::repair(db, &later, &accepted).await?;
            assert_eq!(is_recorded(db, &later).await?, 1);
            Ok(())
        })
        .await?;
    watched.told("repair")
}

/// Migrates and rolls back through a network that fails. Each call ends in time, the pool works as
/// before, and the next call resumes the work.
async fn migrations_that_are_disturbed(at: &Place) -> Result<()> {
    all_faults(at, &in_transaction()).await
}

async fn steps_that_are_disturbed(at: &Place) -> Result<()> {
    all_faults(at, &step_by_step()).await
}

async fn all_faults(at: &Place, all: &Migrations<'_>) -> Result<()> {
    let direct = at.connect().await?;
    let mut faults = 0;
    for fault in FAULTS {
        let step = if fault == Fault::Stall { 7 } else { 3 };
        for to in [To::Client, To::Server] {
            // Until nothing is left to disturb, both up and down.
            for after in (0..).step_by(step) {
                let mut struck = 0;
                for is_up in [true, false] {
                    let has_struck =
                        disturbed(at, &direct, (all, is_up), (fault, to, after)).await?;
                    struck += usize::from(has_struck);
                }
                if struck == 0 {
                    break;
                }
                faults += struck;
            }
        }
    }
    assert!(faults > 0);
    println!("{faults} faults");
    Ok(())
}

/// Says whether there was a fault.
async fn disturbed(
    at: &Place,
    direct: &Database,
    (all, is_up): (&Migrations<'_>, bool),
    (fault, to, after): (Fault, To, usize),
) -> Result<bool> {
    let what = format!("up {is_up}, {fault:?} to the {to:?} after {after}");
    let relay = Relay::new(at).await.expect("a relay");
    let db = by(&relay).await?;
    let before = session(&db).await?;
    relay.arm(fault, to, after);
    let began = Instant::now();
    let done = tokio::time::timeout(2 * AT_MOST, go(&db, all, is_up)).await;
    let done = done.unwrap_or_else(|_| panic!("{what}: it hangs"));
    assert!(began.elapsed() < AT_MOST, "{what}: {:?}", began.elapsed());
    let has_struck = relay.has_struck();
    assert!(has_struck || is_well(&done), "{what}: {done:?}");
    if has_struck {
        let found = tokio::time::timeout(AT_MOST, session(&db)).await;
        let found = found.unwrap_or_else(|_| panic!("{what}: the pool hangs"));
        assert_eq!(found?, before, "{what}");
    }
    // Then the server notices it, too.
    drop(db);
    drop(relay);
    let again = tokio::time::timeout(2 * AT_MOST, go(direct, all, is_up)).await;
    let again = again.unwrap_or_else(|_| panic!("{what}, again: it hangs"));
    if let Err(error) = again {
        panic!("{what}, again: {}", everything(&error));
    }
    is_whole(direct, all, is_up).await?;
    nothing_is_left(direct, &what).await?;
    Ok(has_struck)
}

async fn go(db: &Database, all: &Migrations<'_>, is_up: bool) -> Result<()> {
    match is_up {
        true => up(db, all).await.map(drop),
        false => tablewright::rollback(db, all, 1).await.map(drop),
    }
}

async fn nothing_is_left(db: &Database, what: &str) -> Result<()> {
    let began = Instant::now();
    for looks in 0.. {
        let left = left_over(db).await?;
        if left.is_empty() {
            break;
        }
        assert!(began.elapsed() < 2 * AT_MOST, "{what}: {left} is left");
        sql::pause_between_looks(db.dialect(), looks).await;
    }
    Ok(())
}
