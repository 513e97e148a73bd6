//! Another person renames a table or a column of the models, or takes a name that the models need:
//! `sync` and `verify` name the missing object and the one beside it, `sync` changes nothing, and
//! each advice works. `migrate` says what it does not find.

use tablewright::migrate::{Migrations, migrate};
use tablewright::{Schema, SyncBuilder, SyncReport, Verification};
use tablewright_evolve::plan::Options;
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, dump, load, on_each_dialect, written};

use super::unmanaged::{issues, schema};

struct Case {
    what: &'static str,
    models: &'static str,
    /// A row of the table.
    row: &'static str,
    /// The statement of the other person, and the statement that undoes it.
    renamed: (&'static str, &'static str),
    /// Names in the refusal.
    says: &'static [&'static str],
    /// Models that take over the new name.
    follow: Option<&'static str>,
    /// A query that finds the row with these models.
    finds: &'static str,
}

const PLAIN: &str = "User: { fields: { id: id, name: string(20) } }";
const PLAIN_AS_MEMBERS: &str =
    "User: { table: members, was: users, fields: { id: id, name: string(20) } }";
const RICH: &str = "User: { fields: { id: id, name: string(20), n: { type: integer, check: '{} > 0' } }, \
                    unique: [[name]], indexes: [[n]] }";
const RICH_AS_MEMBERS: &str = "User: { table: members, was: users, fields: { id: id, name: string(20), \
                               n: { type: integer, check: '{} > 0' } }, unique: [[name]], indexes: [[n]] }";
const TARGET: &str = "User: { fields: { id: id, name: string(20) } }\n  \
                      Post: { fields: { id: id, author: User?, again: Post? } }";
const TARGET_AS_MEMBERS: &str = "User: { table: members, was: users, fields: { id: id, name: string(20) } }\n  \
                                 Post: { fields: { id: id, author: User?, again: Post? } }";
const REFERRER_AS_ENTRIES: &str = "User: { fields: { id: id, name: string(20) } }\n  \
                                   Post: { table: entries, was: posts, fields: { id: id, author: User?, again: Post? } }";
const COLUMNS: &str =
    "User: { fields: { id: id, name: string(20)?, \"order\": integer? }, indexes: [[name]] }";
const COLUMNS_RENAMED: &str = "User: { fields: { id: id, full_name: { was: name, type: string(20)? }, \
                               \"order\": integer? }, indexes: [[full_name]] }";

const CASES: &[Case] = &[
    Case {
        what: "a table without other objects",
        models: PLAIN,
        row: "INSERT INTO users (name) VALUES ('ada')",
        renamed: (
            "ALTER TABLE users RENAME TO members",
            "ALTER TABLE members RENAME TO users",
        ),
        says: &["the table `users` is missing", "the table `members`"],
        follow: Some(PLAIN_AS_MEMBERS),
        finds: "SELECT name FROM members WHERE name = 'ada'",
    },
    Case {
        what: "a table with a key, an index and a check",
        models: RICH,
        row: "INSERT INTO users (name, n) VALUES ('ada', 1)",
        renamed: (
            "ALTER TABLE users RENAME TO members",
            "ALTER TABLE members RENAME TO users",
        ),
        says: &["the table `users` is missing", "the table `members`"],
        follow: Some(RICH_AS_MEMBERS),
        finds: "SELECT name FROM members WHERE name = 'ada'",
    },
    Case {
        what: "a table to which another refers",
        models: TARGET,
        row: "INSERT INTO users (name) VALUES ('ada')",
        renamed: (
            "ALTER TABLE users RENAME TO members",
            "ALTER TABLE members RENAME TO users",
        ),
        says: &["the table `users` is missing", "the table `members`"],
        follow: Some(TARGET_AS_MEMBERS),
        finds: "SELECT name FROM members WHERE name = 'ada'",
    },
    Case {
        what: "a table that refers to itself and another",
        models: TARGET,
        row: "INSERT INTO posts (author_id) VALUES (NULL)",
        renamed: (
            "ALTER TABLE posts RENAME TO entries",
            "ALTER TABLE entries RENAME TO posts",
        ),
        says: &["the table `posts` is missing", "the table `entries`"],
        follow: Some(REFERRER_AS_ENTRIES),
        finds: "SELECT id FROM entries",
    },
    Case {
        what: "a column",
        models: COLUMNS,
        row: "INSERT INTO users (name) VALUES ('ada')",
        renamed: (
            "ALTER TABLE users RENAME COLUMN name TO full_name",
            "ALTER TABLE users RENAME COLUMN full_name TO name",
        ),
        says: &["the column `users.name` is missing", "`users.full_name`"],
        follow: Some(COLUMNS_RENAMED),
        finds: "SELECT full_name FROM users WHERE full_name = 'ada'",
    },
    Case {
        what: "a column of the primary key",
        models: TARGET,
        row: "INSERT INTO users (name) VALUES ('ada')",
        renamed: (
            "ALTER TABLE users RENAME COLUMN id TO number",
            "ALTER TABLE users RENAME COLUMN number TO id",
        ),
        says: &["the column `users.id` is missing", "`users.number`"],
        follow: None,
        finds: "",
    },
    Case {
        what: "a table, with a view in its place",
        models: PLAIN,
        row: "INSERT INTO users (name) VALUES ('ada')",
        renamed: (
            "ALTER TABLE users RENAME TO members; CREATE VIEW users AS SELECT * FROM members",
            "DROP VIEW users; ALTER TABLE members RENAME TO users",
        ),
        says: &["the table `users` is missing", "a view of this name"],
        follow: None,
        finds: "",
    },
];

on_each_dialect!(holds);

fn holds(dialect: Dialect) {
    let mut failed = Vec::new();
    for case in CASES {
        if let Err(error) = hold(dialect, case) {
            failed.push(format!("{dialect}: {}: {error}", case.what));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

fn hold(dialect: Dialect, case: &Case) -> Result<(), String> {
    let Some(live) = Live::new(dialect) else {
        return Ok(());
    };
    let schema = schema(dialect, case.models)?;
    let sync = |schema: &'static Schema| live.wait(tablewright::sync(live.db(), schema));
    let run = |sql: &str| live.run(&sql.split("; ").collect::<Vec<_>>());
    let _ = sync(schema).map_err(|error| format!("the first: {error}"))?;
    run(case.row)?;
    run(case.renamed.0)?;
    let before = dump(&live)?;
    let refused = refused(&live, schema)?;
    if dump(&live)? != before {
        return Err("something was changed".to_owned());
    }
    let verified = live.wait(tablewright::verify(live.db(), schema));
    let verified = verified.map_err(|error| error.to_string())?;
    if !matches!(verified, Verification::Drifted(_)) {
        return Err(format!("it has not drifted: {verified:?}"));
    }
    for says in case.says {
        for told in [&refused, &verified.to_string()] {
            if !told.contains(says) {
                return Err(format!("{told}\ndoes not say {says}"));
            }
        }
    }
    run(case.renamed.1)?;
    match sync(schema) {
        Ok(SyncReport::UpToDate) => {}
        other => return Err(format!("renamed back: {other:?}")),
    }
    let Some(follow) = case.follow else {
        return Ok(());
    };
    run(case.renamed.0)?;
    let follow = super::unmanaged::schema(dialect, follow)?;
    let _ = sync(follow).map_err(|error| format!("with `was`: {error}"))?;
    if !live.has_rows(case.finds)? {
        return Err("with `was`: the row is lost".to_owned());
    }
    let verified = live.wait(tablewright::verify(live.db(), follow));
    match verified {
        Ok(Verification::UpToDate) => Ok(()),
        other => Err(format!("with `was`: {other:?}")),
    }
}

/// The refusal of `sync`, which its preview repeats.
fn refused(live: &Live, schema: &'static Schema) -> Result<String, String> {
    let preview = live.wait(SyncBuilder::new(schema).preview(live.db()));
    let done = live.wait(tablewright::sync(live.db(), schema));
    let said = |done: tablewright::Result<SyncReport>| match done {
        Ok(done) => Err(format!("it was not refused: {done:?}")),
        Err(error) => Ok(issues(error)),
    };
    let (preview, done) = (said(preview)?, said(done)?);
    match preview == done {
        true => Ok(done),
        false => Err(format!("{preview}\nbefore\n{done}")),
    }
}

/// A new object may need a name that an unmanaged table has.
#[test]
fn names_that_are_taken() {
    let models =
        |more: &str| format!("Item: {{ fields: {{ id: id, a: integer?, b: Item? }}, {more} }}");
    let index = "indexes: [{ fields: [a], name: by_a }]";
    let check = "checks: [{ name: by_a, sql: a > 0 }]";
    let cases = [
        (Dialect::Sqlite, index, "CREATE INDEX by_a ON dba (a)"),
        (Dialect::Postgres, index, "CREATE INDEX by_a ON dba (a)"),
        (
            Dialect::Postgres,
            "indexes: [{ fields: [a], name: by_a, unique: true }]",
            "ALTER TABLE dba ADD CONSTRAINT by_a UNIQUE (a)",
        ),
        (
            Dialect::Mysql,
            check,
            "ALTER TABLE dba ADD CONSTRAINT by_a CHECK (a > 1)",
        ),
    ];
    for (dialect, more, taken) in cases {
        let Some(live) = Live::new(dialect) else {
            continue;
        };
        let first = schema(dialect, &models("indexes: []")).expect("models");
        let later = schema(dialect, &models(more)).expect("models");
        let done = live.wait(tablewright::sync(live.db(), first));
        assert!(done.is_ok(), "{dialect}: {done:?}");
        let statements = ["CREATE TABLE dba (a integer)", taken];
        live.run(&statements).expect("an unmanaged table");
        let said = refused(&live, later).expect("a refusal");
        assert!(
            said.contains("`by_a`") && said.contains("`dba`"),
            "{dialect}: {said}"
        );
    }
}

/// A migration that does not find its table or column says who may have renamed it.
#[test]
fn migrations_say_what_is_missing() {
    let models =
        |more: &str| format!("Item: {{ fields: {{ id: id, a: integer?, b: string(20){more} }} }}");
    let cases = [
        ("", "?, c: integer?", "ALTER TABLE items RENAME TO things"),
        ("?", "", "ALTER TABLE items RENAME COLUMN b TO c"),
    ];
    for dialect in Dialect::ALL {
        for (from, to, renamed) in cases {
            let Some(live) = Live::new(dialect) else {
                continue;
            };
            let load = |more: &str| {
                let text = super::models(dialect, &models(more));
                load("models.yaml", &text).expect("models")
            };
            let (from, to) = (load(from), load(to));
            let list = written(dialect, &[&from, &to], Options::default()).expect("two");
            let first = Migrations { list: &list[..1] };
            let done = live.wait(migrate(live.db(), &first));
            assert!(done.is_ok(), "{dialect}: {done:?}");
            live.run(&[renamed]).expect("another name");
            let done = live.wait(migrate(live.db(), &Migrations { list }));
            let said = done.map(drop).expect_err("it is missing").to_string();
            let says = "if another program renamed or dropped it, undo that (`tablewright verify`";
            assert!(said.contains(says), "{dialect}: {said}");
        }
    }
}
