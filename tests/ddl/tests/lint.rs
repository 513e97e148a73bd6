//! What migrations of PostgreSQL say of locks, held against PostgreSQL and against another linter.

#[path = "support/changes.rs"]
mod changes;
#[path = "support/golden.rs"]
mod golden;
#[path = "support/measured.rs"]
mod measured;
#[path = "support/squawk.rs"]
mod squawk;
