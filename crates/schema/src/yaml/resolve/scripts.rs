//! The user's own SQL.

use std::collections::BTreeMap;

use tablewright_sql::balance::{self, Unbalanced};
use tablewright_sql::{Dialect, PerDialect, split};

use super::findings::Findings;
use super::native;
use super::repeatable::{is_nameless_index, repeatable_form};
use super::sql;
use crate::schema::Script;
use crate::yaml::shapes::{At, Document, Spanned, Sql};

pub fn resolve(
    document: &Document,
    dialects: &[Dialect],
    findings: &mut Findings<'_>,
) -> Vec<Script> {
    let mut names: BTreeMap<&str, At> = BTreeMap::new();
    let mut scripts = native::extensions(document, dialects);
    for script in &document.sql {
        let (name, at) = (script.name.value.as_str(), script.name.at);
        if let Some(first) = names.insert(name, at) {
            findings
                .at(at, format!("the script `{name}` is declared twice"))
                .also(first, "this is the other");
        }
        scripts.push(Script {
            name: name.to_owned(),
            when: script.when,
            create: {
                check_repeatable(script.create.as_ref(), dialects, findings);
                statements(script.create.as_ref(), dialects, findings)
            },
            drop: statements(script.drop.as_ref(), dialects, findings),
        });
    }
    scripts
}

/// `create_all` and `sync` run it again, even if its object exists.
fn check_repeatable(
    given: Option<&Spanned<Sql>>,
    dialects: &[Dialect],
    findings: &mut Findings<'_>,
) {
    let Some(given) = given else {
        return;
    };
    let mut check = |text: &str, dialects: &[Dialect], at: At| {
        let mut forms = dialects
            .iter()
            .filter_map(|&dialect| repeatable_form(dialect, text).map(|form| (dialect, form)));
        if let Some((dialect, form)) = forms.next() {
            let message = match is_nameless_index(dialect, text) {
                true => "this index has no name, by which the database could find it again",
                false => "this statement fails if its object already exists",
            };
            findings.at(at, message).hint(format!(
                "`create_all` and `sync` may run it again. For {dialect}, {form}"
            ));
        }
    };
    match &given.value {
        Sql::Same(text) => check(text, dialects, given.at),
        Sql::Each(each) => {
            for (name, text) in each {
                if dialects.contains(&name.value) {
                    check(text, &[name.value], name.at);
                }
            }
        }
    }
}

/// The statement for each dialect.
fn statements(
    given: Option<&Spanned<Sql>>,
    dialects: &[Dialect],
    findings: &mut Findings<'_>,
) -> PerDialect<Option<String>> {
    let Some(given) = given else {
        return PerDialect::default();
    };
    // An entry without SQL is left out.
    let check = |dialect: Dialect, sql: &str| {
        balance::of_statement(dialect, sql).filter(|found| *found != Unbalanced::Empty)
    };
    sql::check_balance(
        &given.value,
        given.at,
        "this SQL",
        dialects,
        findings,
        check,
    );
    match &given.value {
        Sql::Same(text) => check_statement(text, dialects, given.at, findings),
        Sql::Each(each) => {
            let chosen = each
                .iter()
                .filter(|(name, _)| dialects.contains(&name.value));
            chosen.for_each(|(name, text)| {
                check_statement(text, &[name.value], name.at, findings);
            });
        }
    }
    sql::chosen(&given.value, dialects)
}

fn check_statement(text: &str, dialects: &[Dialect], at: At, findings: &mut Findings<'_>) {
    if dialects.iter().any(|dialect| are_several(*dialect, text)) {
        findings
            .at(
                at,
                "a script must be one statement, and this one has several",
            )
            .hint("write one entry below `sql` for each: they run in the order of the file");
    }
}

/// Words of statements that may contain others, with a `;` after each.
const WITH_BODIES: [&str; 10] = [
    "begin",
    "declare",
    "delimiter",
    "do",
    "event",
    "function",
    "package",
    "procedure",
    "rule",
    "trigger",
];

/// Whether the SQL is certainly more than one statement. SQL that may have a body, such as that of
/// a trigger, is not checked: only the database knows all its statements.
fn are_several(dialect: Dialect, sql: &str) -> bool {
    let statements = split(dialect, sql);
    let mut tokens = statements.iter().flat_map(|statement| &statement.tokens);
    statements.len() > 1 && !tokens.any(|token| token.is_any(&WITH_BODIES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_semicolon_with_more_after_it_ends_a_statement() {
        for sql in [
            "CREATE VIEW a AS SELECT 1; CREATE VIEW b AS SELECT 2",
            "SELECT 1;\n-- and\nSELECT ';'",
            "SELECT ';';;\"a\"",
            "/* ; */ SELECT 'ä;'; SELECT 2",
        ] {
            for dialect in Dialect::ALL {
                assert!(are_several(dialect, sql), "{sql}");
            }
        }
        assert!(are_several(Dialect::Sqlite, "SELECT [a;]; SELECT `b`;"));
        assert!(are_several(Dialect::Sqlite, r"SELECT '\'; SELECT 2"));
        assert!(!are_several(Dialect::Mysql, r"SELECT '\'; SELECT 2"));
    }

    #[test]
    fn one_statement_is_one_however_it_is_written() {
        for sql in [
            "",
            ";",
            "SELECT 1",
            "SELECT 1 ; ;\n",
            "SELECT 1; -- that was it; really",
            "SELECT 'a;b''c;', \"d;e\"",
            "SELECT 'never closed; SELECT 2",
            "SELECT 1 /* never closed; SELECT 2",
            "CREATE TRIGGER t AFTER DELETE ON a BEGIN DELETE FROM b; DELETE FROM c; END",
            "create trigger t after delete on a for each row if 1 then delete from b; end if",
            "CREATE PACKAGE p AS PROCEDURE a(); FUNCTION b RETURN INT; END",
        ] {
            for dialect in Dialect::ALL {
                assert!(!are_several(dialect, sql), "{sql}");
            }
        }
        for sql in [
            "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END",
            "DO $$ BEGIN PERFORM 1; PERFORM 2; END $$",
            "SELECT $a$;$a$ b",
            "SELECT 1; /* a /* b */ ; */",
        ] {
            assert!(!are_several(Dialect::Postgres, sql), "{sql}");
        }
        assert!(!are_several(Dialect::Mysql, "SELECT 'a\\'; b', `f;g`"));
        assert!(!are_several(Dialect::Sqlite, "SELECT [a;b], `f;g`"));
    }
}
