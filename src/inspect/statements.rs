//! Which statements of a script make tables, and what they are about.

use tablewright_schema::Dialect;
use tablewright_schema::catalog::{Token, TokenKind, tokens};

/// A statement about a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Subject {
    pub kind: Kind,
    /// The table's name, without quotes.
    pub table: String,
    /// Where the name stands in the statement, in bytes.
    pub start: usize,
    pub end: usize,
}

/// What a statement does to a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    CreateTable,
    CreateIndex,
    AlterTable,
    Comment,
}

/// What the statement is about; `None` where it does something else, or where that is not certain:
/// where there is more than one statement, or a table of a schema or database that is named.
pub(super) fn subject(dialect: Dialect, statement: &str) -> Option<Subject> {
    let tokens = tokens(dialect, statement);
    let (last, rest) = tokens.split_last()?;
    let rest = if last.is_sign(';') { rest } else { &tokens };
    if rest.iter().any(|token| token.is_sign(';')) {
        return None;
    }
    let mut words = Words { tokens: rest };
    if words.skip("create") {
        created(dialect, words)
    } else if words.skip("alter") {
        let is_table = words.skip("table");
        words.skip_all(&["if", "exists"]);
        words.skip("only");
        is_table.then(|| words.table(dialect, Kind::AlterTable))?
    } else if words.skip("comment") && words.skip("on") {
        if words.skip("table") {
            return words.table(dialect, Kind::Comment);
        }
        words
            .skip("column")
            .then(|| words.table_of_column(dialect))?
    } else {
        None
    }
}

/// Whether it is a statement of ours that looks before it acts: a block under our own mark.
pub(super) fn is_guarded(statement: &str) -> bool {
    let block = statement.trim_start().strip_prefix("DO ");
    block.is_some_and(|block| block.starts_with("$tablewright"))
}

fn created(dialect: Dialect, mut words: Words<'_, '_>) -> Option<Subject> {
    words.skip("unlogged");
    if words.skip("table") {
        words.skip_all(&["if", "not", "exists"]);
        return words.table(dialect, Kind::CreateTable);
    }
    for word in ["unique", "fulltext", "spatial"] {
        words.skip(word);
    }
    if !words.skip("index") {
        return None;
    }
    // The index may be called so too, in quotes.
    while !words.skip("on") {
        let (first, rest) = words.tokens.split_first()?;
        // It cannot be made within a transaction.
        if first.is("concurrently") {
            return None;
        }
        words.tokens = rest;
    }
    words.skip("only");
    words.table(dialect, Kind::CreateIndex)
}

/// The tokens that are left.
#[derive(Clone, Copy)]
struct Words<'w, 't> {
    tokens: &'w [Token<'t>],
}

impl Words<'_, '_> {
    fn skip(&mut self, word: &str) -> bool {
        match self.tokens.split_first() {
            Some((first, rest)) if first.is(word) => {
                self.tokens = rest;
                true
            }
            _ => false,
        }
    }

    fn skip_all(&mut self, words: &[&str]) {
        let before = self.tokens;
        if !words.iter().all(|word| self.skip(word)) {
            self.tokens = before;
        }
    }

    /// A name that no dot follows.
    fn table(&self, dialect: Dialect, kind: Kind) -> Option<Subject> {
        let (name, rest) = self.tokens.split_first()?;
        let is_whole = rest.first().is_none_or(|next| !next.is_sign('.'));
        is_whole.then(|| named(dialect, name, kind))?
    }

    /// A name, and a column behind one dot.
    fn table_of_column(&self, dialect: Dialect) -> Option<Subject> {
        match self.tokens {
            [name, dot, _, rest @ ..] if dot.is_sign('.') => {
                let is_whole = rest.first().is_none_or(|next| !next.is_sign('.'));
                is_whole.then(|| named(dialect, name, Kind::Comment))?
            }
            _ => None,
        }
    }
}

fn named(dialect: Dialect, token: &Token<'_>, kind: Kind) -> Option<Subject> {
    let table = match (token.kind, dialect) {
        (TokenKind::Word, Dialect::Postgres) => token.text.to_lowercase(),
        (TokenKind::Word | TokenKind::Quoted, _) => token.name().into_owned(),
        (TokenKind::Text | TokenKind::Number | TokenKind::Sign, _) => return None,
    };
    Some(Subject {
        kind,
        table,
        start: token.start,
        end: token.end(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(dialect: Dialect, statement: &str) -> Option<(Kind, String, &str)> {
        let subject = subject(dialect, statement)?;
        let place = &statement[subject.start..subject.end];
        Some((subject.kind, subject.table, place))
    }

    #[test]
    fn a_statement_says_which_table_it_is_about() {
        let postgres = |statement| found(Dialect::Postgres, statement);
        let is = |kind, table: &str, place| Some((kind, table.to_owned(), place));
        assert_eq!(
            postgres("CREATE TABLE IF NOT EXISTS \"a\"\"b\" (c int);"),
            is(Kind::CreateTable, "a\"b", "\"a\"\"b\"")
        );
        assert_eq!(
            postgres("CREATE UNIQUE INDEX \"on\" ON Users (a)"),
            is(Kind::CreateIndex, "users", "Users")
        );
        assert_eq!(
            postgres("ALTER TABLE ONLY users ADD b int"),
            is(Kind::AlterTable, "users", "users")
        );
        assert_eq!(
            postgres("COMMENT ON COLUMN \"users\".\"a\" IS 'x'"),
            is(Kind::Comment, "users", "\"users\"")
        );
        assert_eq!(
            found(Dialect::Mysql, "create table `if` (a int)"),
            is(Kind::CreateTable, "if", "`if`")
        );
    }

    #[test]
    fn what_is_about_something_else_is_told() {
        for statement in [
            "",
            ";",
            "CREATE VIEW a AS SELECT 1",
            "CREATE TABLE other.a (b int)",
            "CREATE TEMPORARY TABLE a (b int)",
            "CREATE INDEX CONCURRENTLY a ON b (c)",
            "CREATE INDEX a",
            "CREATE TABLE a (b int); DROP TABLE c",
            "COMMENT ON COLUMN s.t.c IS ''",
            "COMMENT ON SCHEMA s IS ''",
            "DROP TABLE a",
        ] {
            assert_eq!(found(Dialect::Postgres, statement), None, "{statement}");
        }
    }

    #[test]
    fn a_block_of_ours_is_known_by_its_mark() {
        assert!(is_guarded("DO $tablewright$\nBEGIN\nEND\n$tablewright$"));
        assert!(is_guarded("DO $tablewright_$\nBEGIN\nEND\n$tablewright_$"));
        assert!(!is_guarded("DO $$ BEGIN END $$"));
    }
}
