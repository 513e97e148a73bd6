//! A program that migrates and is killed: `migrating URL up|down STEP`.
//!
//! It prints a line at every step, and at the step with this number it waits to be killed; with 0
//! it never waits.

use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use tablewright::migrate::Migrator;
use tablewright::{Connection, Error};
use tablewright_test_migrations::crash;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, direction, step] = arguments.as_slice() else {
        eprintln!("usage: migrating URL up|down STEP");
        return ExitCode::from(2);
    };
    match run(url, direction == "down", step.parse().unwrap_or(0)).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(url: &str, is_down: bool, stop: usize) -> Result<(), Error> {
    let db = tablewright::connect(url).await?;
    let migrations = crash::migrations(db.dialect());
    let mut steps = 0;
    let migrator = Migrator::new(&migrations).on_step(move |_| {
        steps += 1;
        // The reader lives longer than this.
        drop(writeln!(std::io::stdout(), "{steps}"));
        if steps == stop {
            std::thread::sleep(Duration::from_secs(600));
        }
    });
    if is_down {
        migrator.rollback(&db, usize::MAX).await?;
    } else {
        migrator.migrate(&db).await?;
    }
    Ok(())
}
