//! The lock warnings in migrations, compared with the databases and with another linter.

#[path = "support/changes.rs"]
mod changes;
#[path = "support/copied.rs"]
mod copied;
#[path = "support/golden.rs"]
mod golden;
#[path = "support/measured.rs"]
mod measured;
#[path = "support/squawk.rs"]
mod squawk;
