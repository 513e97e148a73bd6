//! The lock warnings in PostgreSQL migrations, compared with PostgreSQL and with another linter.

#[path = "support/changes.rs"]
mod changes;
#[path = "support/golden.rs"]
mod golden;
#[path = "support/measured.rs"]
mod measured;
#[path = "support/squawk.rs"]
mod squawk;
