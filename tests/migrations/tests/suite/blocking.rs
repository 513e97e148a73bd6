//! Migrations on the blocking connection, and from many threads.

use std::path::PathBuf;

use tablewright::migrate::{Migrator, Step};
use tablewright::{Error, Migrations, Result, Sqlite, migrate, rollback, sql, status};
use tablewright_test_migrations::{from, migration, migrations};

const A: &str = "CREATE TABLE a (id INTEGER)";
const FILL: &str = "INSERT INTO a VALUES (1)";
const ADD: &str = "UPDATE a SET id = id + 1";

#[test]
fn a_blocking_connection_migrates() -> Result<()> {
    let db = Sqlite::memory()?;
    let all = migrations(&[("20260101000000_a", &[A, FILL], &["DROP TABLE a"])]);
    let mut statements = 0;
    let migrator = Migrator::new(&all).on_step(|step| {
        statements += usize::from(matches!(step, Step::Ran { .. }));
    });
    assert_eq!(migrator.migrate(&db)?.migrations.len(), 1);
    assert_eq!(statements, 2);
    assert!(status(&db, &all)?.is_up_to_date());
    assert_eq!(rollback(&db, &all, 1)?.migrations.len(), 1);
    assert_eq!(status(&db, &all)?.pending().count(), 1);
    Ok(())
}

#[test]
fn a_panic_leaves_nothing() -> Result<()> {
    let db = Sqlite::memory()?;
    let all = migrations(&[("20260101000000_a", &[A, FILL], &[])]);
    let run = std::panic::AssertUnwindSafe(|| {
        let migrator = Migrator::new(&all).on_step(|step| {
            if let Step::Ran { number: 2, .. } = step {
                std::panic::resume_unwind(Box::new("enough"));
            }
        });
        migrator.migrate(&db).map(drop)
    });
    assert!(std::panic::catch_unwind(run).is_err());
    let tables = "SELECT count(*) FROM sqlite_schema";
    assert_eq!(sql::<i64>(tables).one(&db)?, 0);
    assert_eq!(migrate(&db, &all)?.migrations.len(), 1);
    Ok(())
}

#[test]
fn threads_run_each_statement_once() -> Result<()> {
    for in_transaction in [true, false] {
        let folder = Folder::new(in_transaction);
        let file = folder.0.join("app.db");
        let steps = [A, FILL, ADD, ADD, "PRAGMA cache_size = -1000", ADD, ADD];
        let all: Migrations<'static> = from(vec![migration(
            "20260101000000_a",
            &steps,
            &["DROP TABLE a"],
            in_transaction,
        )]);
        std::thread::scope(|scope| {
            let work = || {
                let db = Sqlite::open(&file)?;
                migrate(&db, &all).map(drop)
            };
            let threads: Vec<_> = (0..6).map(|_| scope.spawn(work)).collect();
            for thread in threads {
                thread.join().expect("no panic")?;
            }
            Ok::<(), Error>(())
        })?;
        let db = Sqlite::open(&file)?;
        assert_eq!(sql::<i64>("SELECT id FROM a").one(&db)?, 5);
        assert!(status(&db, &all)?.is_up_to_date());
    }
    Ok(())
}

/// A folder that is gone when this is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(in_transaction: bool) -> Folder {
        let name = format!(
            "tablewright-threads-{}-{in_transaction}",
            std::process::id()
        );
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).expect("a temporary folder");
        Folder(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A file left there does no harm.
        drop(std::fs::remove_dir_all(&self.0));
    }
}
