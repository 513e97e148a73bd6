//! What is true at the other end of a connection, and what is said of it.

mod connections;
mod passwords;

// What the suite asks of errors.
#[allow(dead_code)]
#[path = "../suite/check.rs"]
mod check;
