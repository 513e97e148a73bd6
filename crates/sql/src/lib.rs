//! The SQL of tablewright: the dialects and what is true of each, names and literals, statements as
//! words of which SQL is made, and SQL that others wrote as tokens and statements.
//!
//! This crate reads no file and talks to no database. The build and the runtime share it, so what
//! one of them shows is what the other one runs.

pub mod balance;
pub mod civil;
pub mod dialect;
pub mod expression;
pub mod function;
pub mod hex;
pub mod lexer;
pub mod native;
pub mod pattern;
pub mod quote;
pub mod redact;
pub mod regex;
mod render;
pub mod rule;
mod split;
pub mod statements;
pub mod table;
mod token;
pub mod unsigned;
pub mod words;

pub use dialect::{Dialect, NameLimit, PerDialect, TableNames};
pub use lexer::tokens;
pub use render::{Rendered, render, times_sorted_by};
pub use split::{Statement, split, statements};
pub use table::Table;
pub use token::{Token, TokenKind, literal_bytes};
pub use words::{Op, Word, Words};
