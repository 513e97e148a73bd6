//! Assertions about an error.

use std::error::Error as _;
use std::fmt::Debug;

use tablewright::{Error, Result, Violation};

/// A violated constraint: its kind, the table, the columns and the constraint.
pub type Broken = (&'static str, String, Vec<String>, String);

/// The kind of the violated constraint.
#[track_caller]
pub fn broken<T: Debug>(result: Result<T>) -> Broken {
    let error = result.expect_err("a broken rule");
    let (kind, violation) = match error {
        Error::Unique(violation) => ("unique", violation),
        Error::ForeignKey(violation) => ("foreign key", violation),
        Error::NotNull(violation) => ("not null", violation),
        Error::Check(violation) => ("check", violation),
        other => panic!("no broken rule: {other}\n{other:?}"),
    };
    let Violation {
        table,
        columns,
        constraint,
        ..
    } = *violation;
    (kind, table, columns, constraint)
}

/// The constraint that should be violated.
pub fn rule(kind: &'static str, table: &str, columns: &[&str], constraint: &str) -> Broken {
    let columns = columns.iter().map(|&column| column.to_owned()).collect();
    (kind, table.to_owned(), columns, constraint.to_owned())
}

/// The message of a result that has to be an error.
#[track_caller]
pub fn said<T: Debug>(result: Result<T>) -> String {
    result.expect_err("an error").to_string()
}

/// The message of the value that should have been refused before it was sent.
#[track_caller]
pub fn refused<T: Debug>(result: Result<T>) -> String {
    match result {
        Err(error @ Error::Value(_)) => error.to_string(),
        other => panic!("no refused value: {other:?}"),
    }
}

/// Everything that an error shows, in any way.
pub fn everything(error: &Error) -> String {
    let mut text = format!("{error}\n{error:?}\n{error:#?}");
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(&format!("\n{error}\n{error:?}"));
        source = error.source();
    }
    text
}
