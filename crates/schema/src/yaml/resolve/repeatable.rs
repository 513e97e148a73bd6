//! Whether a statement of the user can run if its object exists.

use tablewright_sql::{Dialect, Token, TokenKind, tokens};

/// The form of a `CREATE` statement that can run twice; `None` if this one can.
pub(super) fn repeatable_form(dialect: Dialect, sql: &str) -> Option<String> {
    let tokens = tokens(dialect, sql);
    if !tokens.first().is_some_and(|first| first.is("create")) {
        return None;
    }
    let head = head(&tokens);
    let has = |words: &[&str]| {
        let mut windows = head.windows(words.len());
        windows.any(|window| {
            let mut pairs = window.iter().zip(words);
            pairs.all(|(token, word)| token.is(word))
        })
    };
    let runs_twice = has(&["or", "replace"]) || has(&["if", "not", "exists"]);
    if runs_twice && !is_nameless_index(dialect, sql) {
        return None;
    }
    let Some(at) = head.iter().position(|token| Kind::of(token).is_some()) else {
        return Some(without_form(dialect));
    };
    let Some(kind) = Kind::of(&head[at]) else {
        return Some(without_form(dialect));
    };
    // Words that belong to the kind: `UNIQUE INDEX`.
    let own = head[..at].iter().filter(|token| token.is_any(&BEFORE_KIND));
    let own = own.map(|token| token.text.to_uppercase());
    let own: Vec<String> = own.chain([kind.words().to_owned()]).collect();
    let words = own.join(" ");
    let is = |word: &str| own.iter().any(|own| own == word);
    Some(
        match form(dialect, kind, is("MATERIALIZED"), is("CONSTRAINT")) {
            Form::Replace => format!("write `CREATE OR REPLACE {words}`"),
            Form::IfMissing if is_nameless_index(dialect, sql) => {
                format!("write `CREATE {words} IF NOT EXISTS`, then a name")
            }
            Form::IfMissing => format!("write `CREATE {words} IF NOT EXISTS`"),
            Form::None => without_form(dialect),
        },
    )
}

/// Words between `CREATE` and the kind of the object that are a part of the kind.
const BEFORE_KIND: [&str; 13] = [
    "aggregate",
    "constraint",
    "foreign",
    "fulltext",
    "global",
    "local",
    "materialized",
    "recursive",
    "spatial",
    "temp",
    "temporary",
    "unique",
    "virtual",
];

/// Whether a statement creates an index without a name. Only PostgreSQL gives it one, and not with
/// `IF NOT EXISTS`.
pub(super) fn is_nameless_index(dialect: Dialect, sql: &str) -> bool {
    let tokens = tokens(dialect, sql);
    if !tokens.first().is_some_and(|first| first.is("create")) {
        return false;
    }
    let head = head(&tokens);
    let index = head.iter().position(|token| Kind::of(token).is_some());
    let Some(index) = index.filter(|&at| Kind::of(&head[at]) == Some(Kind::Index)) else {
        return false;
    };
    let mut rest = head[index + 1..].iter();
    let is_missing = rest.all(|token| token.is_any(&["concurrently", "if", "not", "exists"]));
    is_missing && tokens.get(head.len()).is_some_and(|token| token.is("on"))
}

/// The relevant tokens: those before the object, and its name.
fn head<'s, 't>(tokens: &'s [Token<'t>]) -> &'s [Token<'t>] {
    let ends = |token: &Token<'_>| token.is_symbol('(') || token.is_any(&["as", "on", "returns"]);
    let length = tokens.iter().position(ends).unwrap_or(tokens.len());
    &tokens[..length]
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Event,
    Extension,
    Function,
    Index,
    Procedure,
    Rule,
    Schema,
    Sequence,
    Table,
    Trigger,
    View,
}

impl Kind {
    fn of(token: &Token<'_>) -> Option<Kind> {
        use Kind::*;
        if token.kind != TokenKind::Word {
            return None;
        }
        let all = [
            Event, Extension, Function, Index, Procedure, Rule, Schema, Sequence, Table, Trigger,
            View,
        ];
        all.into_iter()
            .find(|kind| token.is(&kind.words().to_lowercase()))
    }

    fn words(self) -> &'static str {
        match self {
            Kind::Event => "EVENT",
            Kind::Extension => "EXTENSION",
            Kind::Function => "FUNCTION",
            Kind::Index => "INDEX",
            Kind::Procedure => "PROCEDURE",
            Kind::Rule => "RULE",
            Kind::Schema => "SCHEMA",
            Kind::Sequence => "SEQUENCE",
            Kind::Table => "TABLE",
            Kind::Trigger => "TRIGGER",
            Kind::View => "VIEW",
        }
    }
}

enum Form {
    Replace,
    IfMissing,
    None,
}

/// The form that every supported version of the database accepts.
fn form(dialect: Dialect, kind: Kind, is_materialized: bool, is_constraint: bool) -> Form {
    use Kind::*;
    match (dialect, kind) {
        (Dialect::Postgres, View) if is_materialized => Form::IfMissing,
        (Dialect::Postgres, Trigger) if is_constraint => Form::None,
        (Dialect::Sqlite, _) => Form::IfMissing,
        (Dialect::Postgres, Function | Procedure | Rule | Trigger | View) => Form::Replace,
        (Dialect::Postgres, Extension | Index | Schema | Sequence | Table) => Form::IfMissing,
        (Dialect::Postgres, Event) => Form::None,
        (Dialect::Mysql | Dialect::Mariadb, View) => Form::Replace,
        (Dialect::Mysql, Index) => Form::None,
        (Dialect::Mysql | Dialect::Mariadb, _) => Form::IfMissing,
    }
}

fn without_form(dialect: Dialect) -> String {
    let advice = match dialect {
        Dialect::Postgres => "write a `DO` block that asks first whether it exists",
        Dialect::Mysql => "write it in a migration; an index may be listed in `indexes:`",
        Dialect::Sqlite | Dialect::Mariadb => "write it in a migration",
    };
    advice.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_that_may_run_twice_is_accepted() {
        for sql in [
            "CREATE VIEW IF NOT EXISTS a AS SELECT 1",
            "create or replace view a as select 1",
            "CREATE UNIQUE INDEX IF NOT EXISTS a ON b (c)",
            "CREATE INDEX IF NOT EXISTS \"on\" ON b (c)",
            "CREATE MATERIALIZED VIEW IF NOT EXISTS a AS SELECT 1",
            "CREATE DEFINER = `a`@`b` FUNCTION IF NOT EXISTS f() RETURNS INT RETURN 1",
            "DO $$ BEGIN CREATE TYPE a AS ENUM ('b'); END $$",
            "INSERT INTO a SELECT 1",
            "",
        ] {
            for dialect in Dialect::ALL {
                assert_eq!(repeatable_form(dialect, sql), None, "{sql}");
                assert!(!is_nameless_index(dialect, sql), "{sql}");
            }
        }
    }

    #[test]
    fn another_one_is_told_its_form() {
        let form = |dialect, sql: &str| repeatable_form(dialect, sql).expect("a form");
        assert_eq!(
            form(
                Dialect::Sqlite,
                "CREATE VIEW v AS SELECT 1 AS \"if not exists\""
            ),
            "write `CREATE VIEW IF NOT EXISTS`"
        );
        assert_eq!(
            form(Dialect::Postgres, "CREATE TRIGGER t BEFORE INSERT ON a"),
            "write `CREATE OR REPLACE TRIGGER`"
        );
        assert_eq!(
            form(Dialect::Postgres, "CREATE MATERIALIZED VIEW v AS SELECT 1"),
            "write `CREATE MATERIALIZED VIEW IF NOT EXISTS`"
        );
        assert_eq!(
            form(
                Dialect::Postgres,
                "CREATE CONSTRAINT TRIGGER t AFTER INSERT ON a"
            ),
            "write a `DO` block that asks first whether it exists"
        );
        assert_eq!(
            form(Dialect::Sqlite, "CREATE UNIQUE INDEX i ON a (b)"),
            "write `CREATE UNIQUE INDEX IF NOT EXISTS`"
        );
        assert_eq!(
            form(Dialect::Postgres, "CREATE UNIQUE INDEX ON a (b)"),
            "write `CREATE UNIQUE INDEX IF NOT EXISTS`, then a name"
        );
        assert_eq!(
            form(Dialect::Postgres, "CREATE INDEX IF NOT EXISTS ON a (b)"),
            "write `CREATE INDEX IF NOT EXISTS`, then a name"
        );
        assert_eq!(
            form(Dialect::Postgres, "CREATE TYPE mood AS ENUM ('sad')"),
            "write a `DO` block that asks first whether it exists"
        );
        assert_eq!(
            form(Dialect::Mysql, "CREATE TRIGGER t BEFORE INSERT ON a"),
            "write `CREATE TRIGGER IF NOT EXISTS`"
        );
    }
}
