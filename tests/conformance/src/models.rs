//! The generated code for the files in `models`, one for each theme.

use std::sync::atomic::{AtomicU32, Ordering};

/// A little of everything.
pub mod accounts {
    tablewright::include_models!("accounts");
}

/// Texts that are compared without regard to case.
pub mod collated {
    tablewright::include_models!("collated");
}

/// Dates and times as types of `chrono`.
pub mod dates {
    tablewright::include_models!("dates");
}

/// A default of every kind.
pub mod defaults {
    tablewright::include_models!("defaults");
}

/// Exact spans of time, as types of `jiff`.
pub mod durations {
    tablewright::include_models!("durations");
}

/// Exact spans of time, as types of `chrono`.
pub mod durations_in_chrono {
    tablewright::include_models!("durations_in_chrono");
}

/// PostgreSQL's intervals, which have months.
pub mod interval {
    tablewright::include_models!("interval");
}

/// Enums that are stored as texts and as numbers.
pub mod enums {
    tablewright::include_models!("enums");
}

/// Values whose stored form is not the value.
pub mod forms {
    tablewright::include_models!("forms");
}

/// Fields that look after themselves.
pub mod kept {
    tablewright::include_models!("kept");
}

/// Rows that are inserted together.
pub mod nested {
    tablewright::include_models!("nested");
}

/// A type of PostgreSQL's `citext`.
pub mod citext {
    tablewright::include_models!("citext");
}

/// A type of an extension that no server has.
pub mod missing_extension {
    tablewright::include_models!("missing_extension");
}

/// A type of pgvector.
pub mod vector {
    tablewright::include_models!("vector");
}

/// A type of PostGIS.
pub mod postgis {
    tablewright::include_models!("postgis");
}

/// Types that only some databases have.
pub mod native {
    tablewright::include_models!("native");
}

/// Types of the program's own.
pub mod own_types {
    tablewright::include_models!("own_types");
}

/// Validation words.
pub mod validation {
    tablewright::include_models!("validation");
}

/// A later version of `validation`.
pub mod validation_later {
    tablewright::include_models!("validation_later");
}

/// A code that no row has yet.
pub fn next_code() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("code {}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// The default text of a note.
pub fn note() -> &'static str {
    "none yet"
}

/// The default of a field that is always set.
///
/// # Panics
///
/// Always.
pub fn never() -> i32 {
    panic!("a default is computed of a field that is set")
}

/// A key of every type.
pub mod keys {
    tablewright::include_models!("keys");
}

/// A table of `accounts` with another column, and one more.
pub mod lacking {
    tablewright::include_models!("lacking");
}

/// Rows that are related in every way, by keys of text that ignore case.
pub mod letters {
    tablewright::include_models!("letters");
}

/// Columns that are named like selected items.
pub mod named {
    tablewright::include_models!("named");
}

/// Every action of a foreign key.
pub mod references {
    tablewright::include_models!("references");
}

/// Keys and constraints of every kind.
pub mod rules {
    tablewright::include_models!("rules");
}

/// A shop as it began.
pub mod shop_first {
    tablewright::include_models!("shop_first");
}

/// A later version of it.
pub mod shop_later {
    tablewright::include_models!("shop_later");
}

/// Values of any length that begin alike.
pub mod alike {
    tablewright::include_models!("alike");
}

/// Texts as keys.
pub mod texts {
    tablewright::include_models!("texts");
}

/// For SQLite and PostgreSQL only.
pub mod two {
    tablewright::include_models!("two");
}

/// Unsigned integers.
pub mod unsigned {
    tablewright::include_models!("unsigned");
}

/// Every type.
pub mod values {
    tablewright::include_models!("values");
}

/// Rows to look for.
pub mod queries {
    tablewright::include_models!("queries");
}

/// The models for hand-written SQL.
pub mod raw_sql {
    tablewright::include_models!("raw_sql");
}

/// Keys of types of their own.
pub mod typed_ids {
    tablewright::include_models!("typed_ids");
}

/// JSON and lists to look into.
pub mod documents {
    tablewright::include_models!("documents");
}

/// Relations of every kind.
pub mod relations {
    tablewright::include_models!("relations");
}

/// Rows for writes: many at once, repeated, and changed by others in between.
pub mod writes {
    tablewright::include_models!("writes");
}

/// Every spelling of a text, as a default, in checks, generated columns and scripts.
pub mod spelled {
    tablewright::include_models!("spelled");
}

/// Every spelling of a text, in indexes on expressions.
pub mod spelled_expressions {
    tablewright::include_models!("spelled_expressions");
}

/// Every spelling of a text, in conditions of indexes.
pub mod spelled_conditions {
    tablewright::include_models!("spelled_conditions");
}

/// Scripts and options of tables with much that looks like their end.
pub mod scripts {
    tablewright::include_models!("scripts");
}

/// Models that rows are made of for tests.
pub mod factories {
    tablewright::include_models!("factories");
}

/// Rows in a folder `seeds`.
pub mod seeded {
    tablewright::include_models!("seeded");
}

/// Rows in a folder `seeds` that two keys may find, and that the database may refuse.
pub mod seeded_keys {
    tablewright::include_models!("seeded_keys");
}
