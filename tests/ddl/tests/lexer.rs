//! The lexer finds the same strings and comments as each database.

use std::cell::Cell;

use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestCaseError, TestRunner};
use tablewright_sql::{Dialect, Token, TokenKind, split, tokens};
use tablewright_test_ddl::Live;

const OPENINGS: [&str; 9] = ["'", "'", "'", "E'", "e'", "U&'", "N'", "$$", "$a$"];

const PIECES: [&str; 40] = [
    "'",
    "''",
    "\\",
    "\\'",
    "\\\\",
    "\"",
    "`",
    "[",
    "]",
    "$$",
    "$a$",
    "$",
    "a",
    " ",
    "\n",
    "\n'",
    "\r",
    "\t",
    "--",
    "-- ",
    "#",
    "/*",
    "*/",
    "/*!",
    "/*!50000 ",
    "/*!99999",
    "/*M!",
    "é",
    ";",
    "E",
    "\\n",
    "\\t",
    "\\%",
    "\\x41",
    "\\101",
    "\\u00e4",
    "\\0041",
    "\\Z",
    "(",
    ")",
];

/// Text around a string.
const GAPS: [&str; 14] = [
    " ",
    "\n",
    "\r",
    "/* ' */",
    "-- '\n",
    "--'\n",
    "# '\n",
    "/* /* ' */ '",
    "/*!50000 ",
    "*/",
    "/*! 'a' */",
    "/*!99999 /* ' */ ' */",
    "/*!80016 'b' */",
    "/*M!100201 'c' */",
];

#[test]
fn texts_are_read_as_sqlite_does() {
    texts_are_read_as_by(Dialect::Sqlite);
}

#[test]
fn texts_are_read_as_postgres_does() {
    texts_are_read_as_by(Dialect::Postgres);
}

#[test]
fn texts_are_read_as_mysql_does() {
    texts_are_read_as_by(Dialect::Mysql);
}

#[test]
fn texts_are_read_as_mariadb_does() {
    texts_are_read_as_by(Dialect::Mariadb);
}

fn texts_are_read_as_by(dialect: Dialect) {
    let Some(live) = Live::new(dialect) else {
        return;
    };
    let accepted = Cell::new(0);
    let config = ProptestConfig {
        cases: 6_000,
        rng_seed: RngSeed::Fixed(0),
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let gaps = || prop::collection::vec(prop::sample::select(&GAPS[..]), 0..3);
    let text = (
        prop::sample::select(&OPENINGS[..]),
        prop::collection::vec(prop::sample::select(&PIECES[..]), 0..5),
        prop::sample::select(&["'", "'", "'", "$$", "$a$"][..]),
    );
    let parts = (gaps(), text, gaps(), prop::option::of(0..PIECES.len()));
    let outcome =
        TestRunner::new(config).run(&parts, |(before, (open, inner, close), after, more)| {
            let more = more.map_or("", |position| PIECES[position]);
            let sql = [&before[..], &[open], &inner, &[close], &after, &[more]];
            let sql = sql.concat().concat();
            let query = format!("SELECT {sql}\n");
            // If the database refuses the SQL, there is no result to compare.
            let Ok(found) = live.texts(&query) else {
                return Ok(());
            };
            accepted.set(accepted.get() + 1);
            let expected = value(dialect, &sql);
            prop_assert_eq!(found, [expected], "{} on {}", query, dialect);
            let statements = split(dialect, &query);
            prop_assert_eq!(statements.len(), 1, "{} on {}", query, dialect);
            Ok::<(), TestCaseError>(())
        });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    assert!(accepted.get() > 300, "{dialect} accepts {}", accepted.get());
}

/// The value of the strings at the beginning of the SQL. MySQL and MariaDB concatenate adjacent
/// strings.
fn value(dialect: Dialect, sql: &str) -> String {
    let tokens = tokens(dialect, sql);
    let is_text = |token: &&Token<'_>| token.kind == TokenKind::Text;
    let texts = tokens.iter().take_while(is_text);
    let texts = texts.map(|token| token.value(dialect));
    if dialect.has_mysql_grammar() {
        texts.collect()
    } else {
        texts.take(1).collect()
    }
}
