//! The state at the server, and the errors about it.

mod cancelled;
mod connections;
mod failing;
mod faults;
mod migrations;
mod options;
mod passwords;
mod settings;
mod unchecked;

// Assertions of the suite about errors.
#[allow(dead_code)]
#[path = "../suite/check.rs"]
mod check;

// Builds the rows of the suite.
#[allow(dead_code)]
#[path = "../suite/rows.rs"]
mod rows;
