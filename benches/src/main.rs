//! Measures what the project promises; `scripts/bench` runs it and README shows its table.
//!
//! `tablewright-benches [queries] [servers] [generator] [builds] [features] [tables] [migrations]`, or all of them.

mod builds;
mod features;
mod generator;
mod measure;
mod migrations;
mod queries;
mod servers;
mod synthetic;
mod tables;

use measure::{Comparison, human};

fn main() {
    if builds::is_wrapper() {
        std::process::exit(builds::wrap());
    }
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let wants = |what: &str| wanted.is_empty() || wanted.iter().any(|word| word == what);
    if wants("queries") {
        println!("| query on SQLite, in memory | tablewright | by hand on rusqlite | ratio |");
        println!("|---|--:|--:|--:|");
        queries::run()
            .expect("the queries run")
            .iter()
            .for_each(print_row);
        println!();
    }
    if wants("servers") {
        println!(
            "| query on a server, over a unix socket | tablewright | by hand on its driver | ratio |"
        );
        println!("|---|--:|--:|--:|");
        servers::run().iter().for_each(print_row);
        println!();
    }
    if wants("tables") {
        println!("| creating 1,000 tables on SQLite | tablewright | the script by hand | ratio |");
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

fn print_row(row: &Comparison) {
    println!(
        "| {} | {} | {} | {:.2} |",
        row.what,
        human(row.ours),
        human(row.other),
        row.ratio
    );
}
