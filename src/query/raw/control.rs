//! Transaction statements in raw SQL.
//!
//! A connection must know its transactions. On a pool, the next statement may run on another
//! connection, and rows that were written after a raw `BEGIN` are lost when the pool gets the
//! connection back.

use tablewright_sql::lexer::lexemes;
use tablewright_sql::{Dialect, Token, TokenKind};

use crate::base::error::{Error, Failure, Result};

/// Refuses SQL that begins or ends a transaction, or leaves one open.
///
/// # Errors
///
/// [`Error::Database`], which names the method to call instead.
pub(super) fn check(sql: &str, dialect: Dialect, in_transaction: bool) -> Result<()> {
    match controls(sql, dialect, in_transaction) {
        false => Ok(()),
        true => Err(refused(sql, dialect)),
    }
}

/// Whether SQL begins or ends a transaction. Savepoints are allowed within a transaction.
fn controls(sql: &str, dialect: Dialect, in_transaction: bool) -> bool {
    let mut tokens = lexemes(dialect, sql).filter_map(|lexeme| lexeme.token());
    let Some(first) = tokens.find(|token| !token.is_symbol(';')) else {
        return false;
    };
    if !first.is_any(&FIRST) {
        return false;
    }
    let second = tokens.next();
    let second_is = |words: &[&str]| second.is_some_and(|second| second.is_any(words));
    if first.is("BEGIN") {
        // MariaDB's compound statement.
        return !second_is(&["NOT"]);
    }
    if first.is("START") || first.is("PREPARE") {
        return second_is(&["TRANSACTION"]);
    }
    if first.is_any(&["COMMIT", "ROLLBACK"]) {
        let mut goes_back = || {
            second_is(&["TO"])
                || (second_is(&["WORK", "TRANSACTION"])
                    && tokens.next().is_some_and(|third| third.is("TO")))
        };
        let is_let_through = second_is(&["PREPARED"]) || (in_transaction && goes_back());
        return !is_let_through;
    }
    if first.is_any(&["SAVEPOINT", "RELEASE"]) {
        return !in_transaction;
    }
    if first.is("XA") {
        return second_is(&["START", "BEGIN"]);
    }
    if first.is("SET") {
        return sets_autocommit(second.into_iter().chain(tokens));
    }
    // `END` and `ABORT`.
    true
}

/// The first words of such statements.
const FIRST: [&str; 11] = [
    "ABORT",
    "BEGIN",
    "COMMIT",
    "END",
    "PREPARE",
    "RELEASE",
    "ROLLBACK",
    "SAVEPOINT",
    "SET",
    "START",
    "XA",
];

/// Whether a `SET` changes `autocommit`, `@@autocommit`, `SESSION autocommit` or the like, and not
/// the variable `@autocommit`.
fn sets_autocommit<'t>(tokens: impl Iterator<Item = Token<'t>>) -> bool {
    // The number of `@` before the name.
    let mut signs = 0;
    let mut is_named = false;
    for token in tokens {
        if is_named && (token.is_symbol('=') || token.is_symbol(':')) {
            return true;
        }
        is_named = matches!(token.kind, TokenKind::Word | TokenKind::Quoted)
            && token.name().eq_ignore_ascii_case("autocommit")
            && signs != 1;
        signs = if token.is_symbol('@') { signs + 1 } else { 0 };
    }
    false
}

#[cold]
fn refused(sql: &str, dialect: Dialect) -> Error {
    let mut words = lexemes(dialect, sql).filter_map(|lexeme| lexeme.token());
    let word = words
        .find(|token| token.kind == TokenKind::Word)
        .map(|token| token.text.to_ascii_uppercase())
        .unwrap_or_default();
    Error::Database(Box::new(Failure {
        message: format!(
            "`{word}` in raw SQL would begin or end a transaction that the connection does not \
             track, and writes could be lost. Use `begin` for a transaction, `begin` on the \
             transaction for a savepoint, and `commit` or `rollback` to end them"
        ),
        source: None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// White space and comments before and within a statement.
    const BEFORE: [&str; 6] = ["", " \n\t", "-- why\n", "/* why */ ", "/* a */-- b\n", ";"];

    const SERVERS: [Dialect; 3] = [Dialect::Postgres, Dialect::Mysql, Dialect::Mariadb];

    #[test]
    fn what_begins_or_ends_a_transaction_is_found_however_it_is_written() {
        for dialect in SERVERS.into_iter().chain([Dialect::Sqlite]) {
            for (sql, within) in [
                ("BEGIN", true),
                ("BEGIN;", true),
                ("BEGIN WORK", true),
                ("BEGIN ISOLATION LEVEL SERIALIZABLE", true),
                ("START TRANSACTION READ ONLY", true),
                ("START/**/TRANSACTION", true),
                ("COMMIT", true),
                ("COMMIT AND CHAIN", true),
                ("END", true),
                ("ABORT", true),
                ("ROLLBACK", true),
                ("ROLLBACK WORK", true),
                ("PREPARE TRANSACTION 'x'", true),
                ("XA START 'x'", true),
                ("SET autocommit = 0", true),
                ("SET SESSION autocommit=OFF", true),
                ("SET @x = 1, @@autocommit := 0", true),
                ("SET @@session.autocommit = 0", true),
                ("SET `autocommit` = 0", true),
                ("SAVEPOINT a", false),
                ("RELEASE SAVEPOINT a", false),
                ("ROLLBACK TO a", false),
                ("ROLLBACK WORK TO SAVEPOINT a", false),
            ] {
                if sql.contains('`') && !matches!(dialect, Dialect::Mysql | Dialect::Mariadb)
                    || sql.contains('@') && dialect == Dialect::Sqlite
                {
                    continue;
                }
                for before in BEFORE {
                    let mixed: String = sql
                        .chars()
                        .enumerate()
                        .map(|(position, character)| match position % 2 {
                            0 => character.to_ascii_lowercase(),
                            _ => character.to_ascii_uppercase(),
                        })
                        .collect();
                    for sql in [format!("{before}{sql}"), format!("{before}{mixed}")] {
                        assert!(controls(&sql, dialect, false), "{dialect}: {sql}");
                        assert_eq!(controls(&sql, dialect, true), within, "{dialect}: {sql}");
                    }
                }
            }
        }
        for dialect in [Dialect::Mysql, Dialect::Mariadb] {
            for sql in ["/*! BEGIN */", "/*!50100 COMMIT*/", "# why\nBEGIN"] {
                assert!(controls(sql, dialect, false), "{dialect}: {sql}");
            }
        }
    }

    #[test]
    fn other_statements_are_let_through() {
        for dialect in SERVERS {
            for sql in [
                "",
                "-- BEGIN",
                "/* COMMIT */ SELECT 1",
                "SELECT 'COMMIT'",
                "SELECT 1 AS commit",
                "INSERT INTO begin VALUES (1)",
                "BEGIN NOT ATOMIC SELECT 1; END",
                "START REPLICA",
                "PREPARE a AS SELECT 1",
                "COMMIT PREPARED 'x'",
                "ROLLBACK PREPARED 'x'",
                "XA COMMIT 'x'",
                "SET search_path = a",
                "SET @autocommit = 0",
                "SET @x = @@autocommit",
                "SET @x = 'autocommit = 0'",
                "BEGINNING",
            ] {
                assert!(!controls(sql, dialect, false), "{dialect}: {sql}");
            }
        }
    }

    #[test]
    fn the_error_names_what_to_call() {
        let Err(error) = check("/* now */ begin", Dialect::Mysql, false) else {
            panic!("it is refused");
        };
        let told = error.to_string();
        assert!(told.starts_with("`BEGIN` in raw SQL"), "{told}");
        assert!(told.contains("Use `begin` for a transaction"), "{told}");
    }
}
