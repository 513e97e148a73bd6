//! `tablewright status`.

use serde_json::{Value, json};
use tablewright::migrate::{MigrationStatus, RepairAction, RepairRecord, State, Status};

use crate::output::{Outcome, Style, counted, failed};
use crate::table::{Cell, aligned};
use crate::{database, folder};

/// Show the applied and the pending migrations.
#[derive(clap::Args)]
#[group(skip)]
#[command(after_help = "\
Examples:
  tablewright status --url sqlite:app.db
  tablewright status --check   # in continuous integration")]
pub struct Arguments {
    #[command(flatten)]
    database: database::Arguments,
    #[command(flatten)]
    folder: folder::Arguments,
    /// End with status 3 if a migration is not applied, or the history differs.
    #[arg(long)]
    check: bool,
    /// Print JSON, for machines.
    #[arg(long)]
    json: bool,
    /// Print nothing but errors.
    #[arg(short, long, conflicts_with = "json")]
    quiet: bool,
}

/// Runs the command, and returns its output.
pub fn run(arguments: &Arguments) -> Result<Outcome, String> {
    let connected = arguments.database.connect_to_read()?;
    let folder = arguments.folder.load(&connected.db)?;
    let asked = folder.with(|migrations| {
        let asked = tablewright::status(&connected.db, migrations);
        connected.runtime.block_on(asked)
    });
    let status = asked.map_err(failed)?;
    let text = match (arguments.json, arguments.quiet) {
        (true, _) => format!("{:#}\n", document(&status)),
        (false, true) => String::new(),
        (false, false) => table(&status),
    };
    Ok(if arguments.check && !status.is_up_to_date() {
        Outcome::Differs(text)
    } else {
        Outcome::Done(text)
    })
}

fn table(status: &Status) -> String {
    let rows: Vec<[Cell; 3]> = status.migrations.iter().map(row).collect();
    let mut text = match rows.is_empty() {
        true => String::new(),
        false => aligned(["MIGRATION", "APPLIED AT (UTC)", "STATE"], &rows),
    };
    for repair in &status.repairs {
        text.push_str(&format!("{}: {}\n", repair.migration, repaired(repair)));
    }
    let pending = status.pending().count() as u64;
    text.push_str(&match pending {
        0 if status.migrations.is_empty() => "there are no migrations\n".to_owned(),
        0 if status.is_up_to_date() => "all migrations are applied\n".to_owned(),
        0 => "nothing to apply, but the history does not match this folder\n".to_owned(),
        _ => format!("{} to be applied\n", counted(pending, "migration")),
    });
    text
}

fn row(migration: &MigrationStatus) -> [Cell; 3] {
    let style = match migration.state {
        State::Applied => Style::Plain,
        State::Pending { is_late: false } => Style::Yellow,
        _ => Style::Red,
    };
    let time = migration
        .applied_at
        .as_deref()
        .map_or_else(|| "-".to_owned(), to_the_second);
    [
        (migration.name.clone(), Style::Plain),
        (time, Style::Plain),
        (in_words(migration.state), style),
    ]
}

/// `2026-11-23T04:15:00.123Z` as `2026-11-23 04:15:00`.
fn to_the_second(time: &str) -> String {
    let until = time.find(['.', 'Z', '+']).unwrap_or(time.len());
    time[..until].replace('T', " ")
}

/// The person, the time and the reason of a repair.
fn repaired(repair: &RepairRecord) -> String {
    let what = match repair.action {
        RepairAction::AcceptFiles => "its files were accepted",
        RepairAction::MarkApplied => "marked as applied",
        RepairAction::MarkRolledBack => "marked as rolled back",
        _ => "repaired",
    };
    let by = match (&repair.by, &repair.database_user) {
        (Some(by), Some(user)) => format!(" by {by} ({user})"),
        (Some(by), None) => format!(" by {by}"),
        (None, Some(user)) => format!(" by {user}"),
        (None, None) => String::new(),
    };
    format!("{what} at {}{by}: {}", repair.at, repair.reason)
}

fn in_words(state: State) -> String {
    match state {
        State::Applied => "applied".to_owned(),
        State::Changed => "applied, files changed since".to_owned(),
        State::Pending { is_late: false } => "pending".to_owned(),
        State::Pending { is_late: true } => "pending, but a later one is applied".to_owned(),
        State::Interrupted {
            done,
            statements,
            reverting: false,
        } => format!("interrupted, {done} of {statements} statements done"),
        State::Interrupted {
            done, statements, ..
        } => format!("in rollback, {done} of {statements} statements undone"),
        State::Unknown => "applied, not in this folder".to_owned(),
        other => format!("{other:?}"),
    }
}

fn document(status: &Status) -> Value {
    let migrations: Vec<Value> = status.migrations.iter().map(one).collect();
    let repairs: Vec<Value> = status.repairs.iter().map(repair).collect();
    json!({
        "up_to_date": status.is_up_to_date(),
        "migrations": migrations,
        "repairs": repairs,
    })
}

fn repair(repair: &RepairRecord) -> Value {
    json!({
        "migration": repair.migration,
        "action": repair.action.name(),
        "reason": repair.reason,
        "by": repair.by,
        "database_user": repair.database_user,
        "at": repair.at,
    })
}

fn one(migration: &MigrationStatus) -> Value {
    let mut value = json!({
        "name": migration.name,
        "state": match migration.state {
            State::Applied => "applied",
            State::Changed => "changed",
            State::Pending { .. } => "pending",
            State::Interrupted { reverting: false, .. } => "interrupted",
            State::Interrupted { .. } => "reverting",
            State::Unknown => "unknown",
            _ => "other",
        },
        "applied_at": migration.applied_at,
    });
    match migration.state {
        State::Pending { is_late } => value["late"] = is_late.into(),
        State::Interrupted {
            done, statements, ..
        } => {
            value["done"] = done.into();
            value["statements"] = statements.into();
        }
        State::Applied | State::Changed | State::Unknown => {}
        _ => {}
    }
    value
}
