//! The kind of a statement, which decides how a migration is resumed after a crash.

use tablewright_sql::{Dialect, Token, TokenKind, tokens};

/// The kind of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It runs in a transaction together with its record.
    Whole,
    /// It changes the session, and runs again in a new session.
    Session,
    /// Running it twice has the same effect as running it once.
    Repeatable,
    /// It changes this object, and the database commits it by itself.
    Definition(Object),
    /// The database commits it by itself, and does not show whether it was applied. If it is not
    /// atomic, a part of it may be applied although it failed.
    Unknown { is_atomic: bool },
}

/// The object that a statement defines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Object {
    pub class: Class,
    /// The database or schema before the name.
    pub qualifier: Option<String>,
    pub name: String,
    /// The table of an index that is created, with its schema. The index gets the same schema.
    pub table: Option<(Option<String>, String)>,
}

/// The class of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A table, view or sequence.
    Table,
    Trigger,
    Routine,
    Event,
    /// An index that PostgreSQL builds or drops concurrently, and whether it should exist after
    /// that.
    Index {
        is_created: bool,
    },
}

/// Whether a statement changes rows, so that their number has a meaning.
pub(super) fn is_about_rows(dialect: Dialect, sql: &str) -> bool {
    let tokens = tokens(dialect, sql);
    let words = [
        "insert", "update", "delete", "replace", "merge", "with", "load",
    ];
    tokens.first().is_some_and(|first| first.is_any(&words))
}

impl Kind {
    /// The kind of a statement.
    pub fn of(dialect: Dialect, sql: &str) -> Kind {
        let tokens = tokens(dialect, sql);
        let words = Words(&tokens);
        match dialect {
            Dialect::Sqlite => of_sqlite(words),
            Dialect::Postgres => of_postgres(words),
            Dialect::Mysql | Dialect::Mariadb => of_mysql(words),
        }
    }
}

fn of_sqlite(words: Words<'_, '_>) -> Kind {
    if words.first(&["pragma", "attach", "detach"]) {
        Kind::Session
    } else if words.first(&["vacuum"]) {
        Kind::Repeatable
    } else {
        Kind::Whole
    }
}

fn of_postgres(words: Words<'_, '_>) -> Kind {
    if words.first(&["vacuum", "analyze", "reindex", "cluster", "checkpoint"]) {
        return Kind::Repeatable;
    }
    if words.first(&["set", "reset"]) && !words.at(1, "local") {
        return Kind::Session;
    }
    if words.first(&["call"]) {
        return Kind::Unknown { is_atomic: false };
    }
    if words.at(0, "alter") && words.at(1, "system") {
        return Kind::Repeatable;
    }
    if !words.has("concurrently") {
        let alone = ["database", "tablespace", "subscription"];
        let is_alone = words.first(&["create", "drop", "alter"]) && words.any_at(1, &alone);
        return match is_alone {
            true => Kind::Unknown { is_atomic: true },
            false => Kind::Whole,
        };
    }
    match words.position("concurrently") {
        Some(position) if words.first(&["create", "drop"]) && words.before(position, "index") => {
            let (is_conditional, rest) = words.from(position + 1).without_condition();
            let is_created = words.at(0, "create");
            match rest.folded_name() {
                // An invalid index exists, too, so the condition has an effect only for a missing
                // one.
                Some(_) if is_conditional && !is_created => Kind::Repeatable,
                Some((qualifier, name)) if !words.from(position + 1).at(0, "on") => {
                    Kind::Definition(Object {
                        class: Class::Index { is_created },
                        qualifier,
                        name,
                        table: rest.indexed_table().filter(|_| is_created),
                    })
                }
                // The name of the index, which may stay invalid, is not known.
                Some(_) | None => Kind::Unknown { is_atomic: false },
            }
        }
        Some(_) if words.at(0, "refresh") => Kind::Whole,
        Some(_) | None => Kind::Unknown { is_atomic: false },
    }
}

fn of_mysql(words: Words<'_, '_>) -> Kind {
    let whole = [
        "insert", "update", "delete", "replace", "with", "values", "load",
    ];
    let session = [
        "set",
        "use",
        "do",
        "prepare",
        "deallocate",
        "lock",
        "unlock",
    ];
    let repeatable = [
        "truncate", "analyze", "optimize", "check", "repair", "flush", "grant",
    ];
    if words.first(&["select"]) {
        // Variables belong to the session.
        return if words.has("into") {
            Kind::Session
        } else {
            Kind::Whole
        };
    }
    if words.first(&whole) {
        return Kind::Whole;
    }
    if words.first(&session) {
        // MariaDB's `SET STATEMENT … FOR` runs another statement.
        let is_other = words.at(0, "set") && words.at(1, "statement");
        return if is_other {
            Kind::Unknown { is_atomic: false }
        } else {
            Kind::Session
        };
    }
    if words.first(&repeatable) {
        return Kind::Repeatable;
    }
    if words.first(&["create", "alter", "drop", "rename"]) {
        return definition(words);
    }
    Kind::Unknown {
        is_atomic: words.first(&["revoke", "install", "uninstall"]),
    }
}

/// The kind of a definition on MySQL and MariaDB.
fn definition(words: Words<'_, '_>) -> Kind {
    // A definition of several objects is not always atomic.
    let is_one = |words: Words<'_, '_>| !words.0.iter().any(|token| token.is_symbol(','));
    let Some((position, class)) = words.class() else {
        return Kind::Unknown {
            is_atomic: is_one(words),
        };
    };
    let head = &words.0[..position];
    let is_creating = words.at(0, "create");
    if is_creating && head.iter().any(|token| token.is("temporary")) {
        return Kind::Session;
    }
    if is_creating && words.at(1, "or") && words.at(2, "replace") {
        return Kind::Repeatable;
    }
    let (is_conditional, rest) = words.from(position + 1).without_condition();
    if is_conditional && words.first(&["create", "drop"]) {
        return Kind::Repeatable;
    }
    let found = match class {
        // An index is a part of its table.
        Class::Index { .. } => rest.position("on").and_then(|on| rest.from(on + 1).name()),
        Class::Table | Class::Trigger | Class::Routine | Class::Event => rest.name(),
    };
    let is_one = !words.first(&["drop", "rename"]) || is_one(rest);
    match found.filter(|_| is_one) {
        None => Kind::Unknown { is_atomic: is_one },
        Some((qualifier, name)) => Kind::Definition(Object {
            class: match class {
                Class::Index { .. } => Class::Table,
                Class::Table | Class::Trigger | Class::Routine | Class::Event => class,
            },
            qualifier,
            name,
            table: None,
        }),
    }
}

fn is_name(token: &Token<'_>) -> bool {
    match token.kind {
        TokenKind::Word | TokenKind::Quoted => true,
        TokenKind::Text | TokenKind::Number | TokenKind::Parameter | TokenKind::Symbol => false,
    }
}

/// The tokens of a statement.
#[derive(Clone, Copy)]
struct Words<'s, 't>(&'s [Token<'t>]);

impl<'s, 't> Words<'s, 't> {
    fn at(self, position: usize, word: &str) -> bool {
        self.0.get(position).is_some_and(|token| token.is(word))
    }

    fn any_at(self, position: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.at(position, word))
    }

    fn first(self, words: &[&str]) -> bool {
        self.any_at(0, words)
    }

    fn before(self, position: usize, word: &str) -> bool {
        position > 0 && self.at(position - 1, word)
    }

    fn position(self, word: &str) -> Option<usize> {
        self.0.iter().position(|token| token.is(word))
    }

    fn has(self, word: &str) -> bool {
        self.position(word).is_some()
    }

    fn from(self, position: usize) -> Words<'s, 't> {
        Words(self.0.get(position..).unwrap_or_default())
    }

    /// The tokens after `IF EXISTS` or `IF NOT EXISTS`, and whether there was such a condition.
    fn without_condition(self) -> (bool, Words<'s, 't>) {
        match (self.at(0, "if"), self.at(1, "not")) {
            (true, true) => (true, self.from(3)),
            (true, false) => (true, self.from(2)),
            (false, _) => (false, self),
        }
    }

    /// The name at the beginning, and its qualifier.
    fn name(self) -> Option<(Option<String>, String)> {
        self.name_by(|token| Some(token.name().into_owned()).filter(|_| is_name(token)))
    }

    /// The same, as PostgreSQL stores it: without quotes, in lower case.
    fn folded_name(self) -> Option<(Option<String>, String)> {
        self.name_by(|token| match token.kind {
            TokenKind::Word => Some(token.name().to_ascii_lowercase()),
            TokenKind::Quoted => Some(token.name().into_owned()),
            TokenKind::Text | TokenKind::Number | TokenKind::Parameter | TokenKind::Symbol => None,
        })
    }

    fn name_by(
        self,
        name: impl Fn(&Token<'_>) -> Option<String>,
    ) -> Option<(Option<String>, String)> {
        let first = name(self.0.first()?)?;
        if self.0.get(1).is_some_and(|token| token.is_symbol('.')) {
            let second = name(self.0.get(2)?)?;
            return Some((Some(first), second));
        }
        Some((None, first))
    }

    /// The table after `ON`, or after `ON ONLY`, on PostgreSQL.
    fn indexed_table(self) -> Option<(Option<String>, String)> {
        let table = self.from(self.position("on")? + 1);
        table.from(usize::from(table.at(0, "only"))).folded_name()
    }

    /// The class of the defined object, and the position of the word.
    fn class(self) -> Option<(usize, Class)> {
        let class = |token: &Token<'_>| {
            let is_any = |words: &[&str]| words.iter().any(|word| token.is(word));
            if is_any(&["table", "view", "sequence"]) {
                Some(Some(Class::Table))
            } else if is_any(&["index"]) {
                Some(Some(Class::Index { is_created: true }))
            } else if is_any(&["trigger"]) {
                Some(Some(Class::Trigger))
            } else if is_any(&["procedure", "function", "package"]) {
                Some(Some(Class::Routine))
            } else if is_any(&["event"]) {
                Some(Some(Class::Event))
            } else if is_any(&["database", "schema", "user", "role", "server", "as", "to"]) {
                Some(None)
            } else {
                None
            }
        };
        let found = self.0.iter().enumerate().skip(1);
        let mut found = found.filter_map(|(position, token)| Some((position, class(token)?)));
        let (position, class) = found.next()?;
        Some((position, class?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str) -> Kind {
        Kind::Definition(Object {
            class: Class::Table,
            qualifier: None,
            name: name.to_owned(),
            table: None,
        })
    }

    #[test]
    fn statements_of_mysql() {
        let kinds = [
            ("INSERT INTO a VALUES (1)", Kind::Whole),
            ("SELECT 1", Kind::Whole),
            ("SELECT max(id) INTO @most FROM a", Kind::Session),
            ("SET foreign_key_checks = 0", Kind::Session),
            ("CREATE TEMPORARY TABLE a (b INT)", Kind::Session),
            ("TRUNCATE TABLE a", Kind::Repeatable),
            ("CREATE OR REPLACE VIEW a AS SELECT 1", Kind::Repeatable),
            ("CREATE TABLE IF NOT EXISTS a (b INT)", Kind::Repeatable),
            ("DROP TABLE IF EXISTS a, b", Kind::Repeatable),
            ("CREATE TABLE `a``b` (`if` INT)", table("a`b")),
            ("ALTER TABLE a ADD COLUMN IF NOT EXISTS b INT", table("a")),
            ("ALTER TABLE a DROP b, DROP c", table("a")),
            ("CREATE UNIQUE INDEX i ON a (b)", table("a")),
            ("DROP INDEX i ON a", table("a")),
            ("DROP TABLE a", table("a")),
            ("RENAME TABLE a TO b", table("a")),
            (
                "CREATE DEFINER=`x`@`y` SQL SECURITY INVOKER VIEW a AS SELECT 1",
                table("a"),
            ),
            ("DROP TABLE a, b", Kind::Unknown { is_atomic: false }),
            (
                "RENAME TABLE a TO b, b TO c",
                Kind::Unknown { is_atomic: false },
            ),
            ("CREATE USER a", Kind::Unknown { is_atomic: true }),
            ("CALL a()", Kind::Unknown { is_atomic: false }),
        ];
        for dialect in [Dialect::Mysql, Dialect::Mariadb] {
            for (sql, kind) in &kinds {
                assert_eq!(Kind::of(dialect, sql), *kind, "{sql}");
            }
        }
        let trigger = "CREATE TRIGGER s.t BEFORE INSERT ON a FOR EACH ROW SET NEW.a = 1";
        assert_eq!(
            Kind::of(Dialect::Mysql, trigger),
            Kind::Definition(Object {
                class: Class::Trigger,
                qualifier: Some("s".to_owned()),
                name: "t".to_owned(),
                table: None,
            })
        );
    }

    #[test]
    fn statements_of_postgres() {
        let index = |name: &str, table: Option<(Option<&str>, &str)>| {
            Kind::Definition(Object {
                class: Class::Index {
                    is_created: table.is_some(),
                },
                qualifier: None,
                name: name.to_owned(),
                table: table.map(|(schema, name)| (schema.map(str::to_owned), name.to_owned())),
            })
        };
        let a = Some((None, "a"));
        let kinds = [
            ("CREATE TABLE a (b int)", Kind::Whole),
            ("CREATE INDEX i ON a (b)", Kind::Whole),
            (
                "CREATE UNIQUE INDEX CONCURRENTLY \"I\" ON a (b)",
                index("I", a),
            ),
            (
                "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON a (b)",
                index("i", a),
            ),
            ("CREATE INDEX CONCURRENTLY Ix ON ONLY A (b)", index("ix", a)),
            (
                "CREATE INDEX CONCURRENTLY i ON \"S\".A (b)",
                index("i", Some((Some("S"), "a"))),
            ),
            (
                "CREATE INDEX CONCURRENTLY ON a (b)",
                Kind::Unknown { is_atomic: false },
            ),
            ("DROP INDEX CONCURRENTLY I", index("i", None)),
            ("DROP INDEX CONCURRENTLY IF EXISTS i", Kind::Repeatable),
            ("REFRESH MATERIALIZED VIEW CONCURRENTLY v", Kind::Whole),
            ("VACUUM a", Kind::Repeatable),
            ("SET statement_timeout = 0", Kind::Session),
            ("CREATE DATABASE a", Kind::Unknown { is_atomic: true }),
        ];
        for (sql, kind) in kinds {
            assert_eq!(Kind::of(Dialect::Postgres, sql), kind, "{sql}");
        }
    }

    #[test]
    fn statements_of_sqlite() {
        assert_eq!(Kind::of(Dialect::Sqlite, "VACUUM"), Kind::Repeatable);
        assert_eq!(
            Kind::of(Dialect::Sqlite, "PRAGMA journal_mode = wal"),
            Kind::Session
        );
        assert_eq!(Kind::of(Dialect::Sqlite, "DROP TABLE a"), Kind::Whole);
        assert!(is_about_rows(Dialect::Sqlite, "-- a\nupdate a SET b = 1"));
        assert!(!is_about_rows(Dialect::Sqlite, "DROP TABLE a"));
    }
}
