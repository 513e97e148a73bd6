//! Measures the promises of the project; `scripts/bench` runs it, and docs/performance.md shows its
//! tables.
//!
//! `tablewright-benches [queries] [instructions] [tracing] [servers] [batches] [generator] [builds]
//! [features] [tables] [migrations]`, or all of them.

mod builds;
mod features;
mod generator;
mod hand;
mod instructions;
mod measure;
mod migrations;
mod queries;
mod servers;
mod synthetic;
mod tables;

use measure::{Comparison, human};

/// Names a build of this program with the feature `tracing`.
const WITH_TRACING: &str = "TABLEWRIGHT_BENCH_WITH_TRACING";

fn main() {
    if builds::is_wrapper() {
        std::process::exit(builds::wrap());
    }
    if instructions::run_counted() {
        return;
    }
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let wants = |what: &str| wanted.is_empty() || wanted.iter().any(|word| word == what);
    if wants("queries") {
        println!("| query on SQLite, in memory | tablewright | hand-written on rusqlite | ratio |");
        println!("|---|--:|--:|--:|");
        queries::run()
            .expect("the queries run")
            .iter()
            .for_each(print_row);
        println!();
    }
    if wants("instructions") {
        println!(
            "| query on SQLite, in memory, in instructions | tablewright | hand-written, on rusqlite | ratio |"
        );
        println!("|---|--:|--:|--:|");
        for row in instructions::run(&wanted) {
            let ratio = row.ours as f64 / row.other as f64;
            let (ours, other) = (grouped(row.ours), grouped(row.other));
            println!("| {} | {ours} | {other} | {ratio:.2} |", row.what);
        }
        println!();
    }
    if let Some(other_build) = std::env::var_os(WITH_TRACING).filter(|_| wants("tracing")) {
        println!(
            "| query on SQLite, in memory, in instructions | feature `tracing`, no subscriber | without the feature | ratio |"
        );
        println!("|---|--:|--:|--:|");
        for row in instructions::run_beside(other_build.as_ref()) {
            let ratio = row.ours as f64 / row.other as f64;
            let (with, without) = (grouped(row.ours), grouped(row.other));
            println!("| {} | {with} | {without} | {ratio:.3} |", row.what);
        }
        println!();
    }
    if wants("servers") {
        println!(
            "| query on a server, over a unix socket | tablewright | hand-written on its driver | ratio |"
        );
        println!("|---|--:|--:|--:|");
        servers::run().iter().for_each(print_row);
        println!();
    }
    if wants("batches") {
        println!("| PostgreSQL, over a unix socket | in a batch | one after the other | ratio |");
        println!("|---|--:|--:|--:|");
        servers::batches().iter().for_each(print_row);
        println!();
    }
    if wants("tables") {
        println!("| creating 1,000 tables on SQLite | tablewright | raw script | ratio |");
        println!("|---|--:|--:|--:|");
        tables::run().iter().for_each(print_row);
        println!();
    }
    if wants("migrations") {
        migrations::run();
        println!();
    }
    if wants("generator") {
        generator::run();
        println!();
    }
    if wants("builds") {
        builds::run();
        println!();
    }
    if wants("features") {
        features::run();
    }
}

/// A number with a comma before each group of three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn print_row(row: &Comparison) {
    println!(
        "| {} | {} | {} | {:.2} |",
        row.what,
        human(row.ours),
        human(row.other),
        row.ratio
    );
}
