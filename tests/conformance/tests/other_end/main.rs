//! What is true at the other end of a connection, and what is said of it.

mod cancelled;
mod connections;
mod failing;
mod faults;
mod migrations;
mod options;
mod passwords;
mod settings;

// What the suite asks of errors.
#[allow(dead_code)]
#[path = "../suite/check.rs"]
mod check;

// What the suite makes rows of.
#[allow(dead_code)]
#[path = "../suite/rows.rs"]
mod rows;
