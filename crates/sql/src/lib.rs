//! The SQL of tablewright: the dialects and their differences, names and literals, the words of
//! statements and the SQL rendered from them, and the parser for SQL that others wrote.
//!
//! This crate reads no file and talks to no database. The build and the runtime share it, so the
//! SQL that the build shows is the SQL that the runtime runs.

pub mod balance;
pub mod civil;
pub mod dialect;
pub mod duration;
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
