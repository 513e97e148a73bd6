//! The command `tablewright`: it reads `models.yaml` without building anything, and keeps databases
//! up to date.
//!
//! It only combines the functions of the other crates. Each command has a file. A program calls
//! [`main`]; nothing else here is for use.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

mod bar;
mod baseline;
mod changes;
mod check;
mod completions;
mod database;
mod diff;
mod folder;
mod init;
mod man;
mod migrate;
mod models;
mod output;
mod plan;
mod progress;
mod pull;
mod repair;
mod risks;
mod rollback;
mod rust;
mod seed;
mod sql;
mod status;
mod sync;
mod table;
mod verify;

use output::Outcome;

/// Checks models.yaml, prints the generated code and SQL, and keeps databases up to date.
///
/// Exit status: 0 on success or if there was nothing to do, 1 on failure, 2 for a wrong command
/// line, 3 if `status --check`, `diff --check` or `verify` finds a difference.
#[derive(Parser)]
#[command(name = "tablewright", version, verbatim_doc_comment)]
#[command(after_help = "\
Examples:
  tablewright init shop
  tablewright diff --name add_bio
  tablewright migrate --url sqlite:app.db
  tablewright help migrate")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Init(init::Arguments),
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
    Seed(seed::Arguments),
    Pull(pull::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// Runs `tablewright` with the arguments of this process.
pub fn main() -> ExitCode {
    run(std::env::args_os().collect(), Arguments::command())
}

/// Runs `cargo tablewright`, for which Cargo passes the word `tablewright` as the first argument.
pub fn main_of_cargo() -> ExitCode {
    let mut arguments: Vec<OsString> = std::env::args_os().collect();
    if arguments.get(1).is_some_and(|word| word == "tablewright") {
        arguments.remove(1);
    }
    run(
        arguments,
        Arguments::command().bin_name("cargo tablewright"),
    )
}

fn run(arguments: Vec<OsString>, command: clap::Command) -> ExitCode {
    // The message about a wrong command line would show its arguments.
    if database::has_misplaced_url(arguments.iter().cloned()) {
        eprintln!("error: unexpected database URL\nhelp: write it after `--url`");
        return ExitCode::from(2);
    }
    let parsed = Arguments::from_arg_matches(&command.get_matches_from(arguments));
    let command = parsed.unwrap_or_else(|error| error.exit()).command;
    output::end(match command {
        Command::Init(arguments) => init::run(&arguments).map(Outcome::Done),
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
        Command::Seed(arguments) => seed::run(&arguments).map(Outcome::Done),
        Command::Pull(arguments) => pull::run(&arguments).map(Outcome::Done),
        Command::Completions(arguments) => completions::run(&arguments).map(Outcome::Done),
        Command::Man(arguments) => man::run(&arguments).map(Outcome::Done),
    })
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::Arguments;

    #[test]
    fn every_help_ends_with_examples_that_parse() {
        let mut command = Arguments::command();
        command.build();
        let help = |command: &clap::Command| match command.get_after_help() {
            Some(help) => help.to_string(),
            None => panic!("{}: there is no example", command.get_name()),
        };
        let mut helps = vec![help(&command)];
        let commands = command.get_subcommands();
        helps.extend(commands.filter(|one| one.get_name() != "help").map(help));
        assert_eq!(helps.len(), 17);
        for help in helps {
            let mut lines = help.lines();
            let title = lines.next().unwrap_or_default();
            assert!(["Example:", "Examples:"].contains(&title), "{help}");
            let examples: Vec<&str> = lines.collect();
            assert_eq!(examples.len() > 1, title == "Examples:", "{help}");
            for example in examples {
                let words = example.split_whitespace();
                let words = words.take_while(|word| !["#", ">", "|"].contains(word));
                let words: Vec<&str> = words.map(|word| word.trim_matches('"')).collect();
                assert_eq!(words[0], "tablewright", "{help}");
                if words[1] == "help" {
                    continue;
                }
                if let Err(error) = Arguments::try_parse_from(words) {
                    panic!("{example}: {error}");
                }
            }
        }
    }

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }
}
