//! The command `tablewright`: it looks at `models.yaml` without building anything, and keeps
//! databases up to date.
//!
//! It composes what the other crates do and decides nothing itself. Each command has a file.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod baseline;
mod check;
mod database;
mod diff;
mod folder;
mod migrate;
mod models;
mod output;
mod plan;
mod progress;
mod pull;
mod repair;
mod rollback;
mod rust;
mod sql;
mod status;
mod sync;
mod verify;

use output::Outcome;

/// Checks models.yaml, shows what is made of it, and keeps databases up to date.
///
/// Exit status: 0 when all is well or there was nothing to do, 1 when something failed,
/// 2 when the command line is wrong, 3 when `status --check`, `diff --check` or
/// `verify` finds that there is something to do.
#[derive(Parser)]
#[command(name = "tablewright", version, verbatim_doc_comment)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Check(check::Arguments),
    Sql(sql::Arguments),
    Rust(rust::Arguments),
    Diff(diff::Arguments),
    Migrate(migrate::Arguments),
    Status(status::Arguments),
    Rollback(rollback::Arguments),
    Baseline(baseline::Arguments),
    Repair(repair::Arguments),
    Verify(verify::Arguments),
    Sync(sync::Arguments),
    Pull(pull::Arguments),
}

fn main() -> ExitCode {
    // What is wrong with the command line is shown with its arguments.
    if database::has_misplaced_url(std::env::args_os()) {
        eprintln!(
            "error: the URL of a database stands where none is expected\nhelp: write it after `--url`"
        );
        return ExitCode::from(2);
    }
    output::end(match Arguments::parse().command {
        Command::Check(arguments) => check::run(&arguments).map(Outcome::Done),
        Command::Sql(arguments) => sql::run(&arguments).map(Outcome::Done),
        Command::Rust(arguments) => rust::run(&arguments).map(Outcome::Done),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Migrate(arguments) => migrate::run(&arguments).map(Outcome::Done),
        Command::Status(arguments) => status::run(&arguments),
        Command::Rollback(arguments) => rollback::run(&arguments).map(Outcome::Done),
        Command::Baseline(arguments) => baseline::run(&arguments).map(Outcome::Done),
        Command::Repair(arguments) => repair::run(&arguments).map(Outcome::Done),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Sync(arguments) => sync::run(&arguments).map(Outcome::Done),
        Command::Pull(arguments) => pull::run(&arguments).map(Outcome::Done),
    })
}
