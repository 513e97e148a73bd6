//! Writes the table of results.

use std::fs;
use std::path::Path;

use crate::operations::{Database, Operation};

/// Prints a line for each operation: the time of the hand-written code, and the times of the
/// libraries as multiples of it.
pub fn print(folder: &Path) {
    for database in Database::ALL {
        let [by_hand, others @ ..] = database.libraries() else {
            continue;
        };
        let driver = match database {
            Database::Sqlite => "rusqlite",
            Database::Postgres => "tokio-postgres",
            Database::Mariadb => "mysql_async",
        };
        let place = match database {
            Database::Sqlite => "in memory",
            Database::Postgres | Database::Mariadb => "over a unix socket",
        };
        println!(
            "| {}, {place} | {by_hand} on {driver} | {} |",
            database.name(),
            others.join(" | ")
        );
        println!("|---|--:{}|", "|--:".repeat(others.len()));
        for operation in Operation::ALL {
            let id = operation.id(database);
            let Some(hand) = median(folder, &id, by_hand) else {
                continue;
            };
            let ratio = |other: &&str| match median(folder, &id, other) {
                Some(time) => format!("{:.2}", time / hand),
                None => String::new(),
            };
            let ratios: Vec<String> = others.iter().map(ratio).collect();
            println!(
                "| {} | {} | {} |",
                operation.title(database),
                human(hand),
                ratios.join(" | ")
            );
        }
        println!();
    }
}

/// The median in nanoseconds, from the files of Criterion.
fn median(folder: &Path, operation: &str, library: &str) -> Option<f64> {
    let file = folder
        .join(operation)
        .join(library)
        .join("new/estimates.json");
    let text = fs::read_to_string(file).ok()?;
    let estimates: serde_json::Value = serde_json::from_str(&text).ok()?;
    estimates["median"]["point_estimate"].as_f64()
}

/// A time in the unit that a person would use.
fn human(nanoseconds: f64) -> String {
    match nanoseconds {
        ..1e3 => format!("{nanoseconds:.0} ns"),
        ..1e6 => format!("{:.1} µs", nanoseconds / 1e3),
        _ => format!("{:.2} ms", nanoseconds / 1e6),
    }
}
