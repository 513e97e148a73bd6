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
    if has(&["or", "replace"]) || has(&["if", "not", "exists"]) {
        return None;
    }
    let Some(kind) = head.iter().find_map(|token| Kind::of(token)) else {
        return Some(without_form(dialect));
    };
    Some(match form(dialect, kind) {
        Form::Replace => format!("write `CREATE OR REPLACE {}`", kind.words()),
        Form::IfMissing => format!("write `CREATE {} IF NOT EXISTS`", kind.words()),
        Form::None => without_form(dialect),
    })
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
fn form(dialect: Dialect, kind: Kind) -> Form {
    use Kind::*;
    match (dialect, kind) {
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
            "CREATE DEFINER = `a`@`b` FUNCTION IF NOT EXISTS f() RETURNS INT RETURN 1",
            "DO $$ BEGIN CREATE TYPE a AS ENUM ('b'); END $$",
            "INSERT INTO a SELECT 1",
            "",
        ] {
            for dialect in Dialect::ALL {
                assert_eq!(repeatable_form(dialect, sql), None, "{sql}");
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
            form(Dialect::Postgres, "CREATE TYPE mood AS ENUM ('sad')"),
            "write a `DO` block that asks first whether it exists"
        );
        assert_eq!(
            form(Dialect::Mysql, "CREATE TRIGGER t BEFORE INSERT ON a"),
            "write `CREATE TRIGGER IF NOT EXISTS`"
        );
    }
}
