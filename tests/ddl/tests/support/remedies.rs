//! The remedy in each message works: each is tested on rows.

use tablewright::migrate::{MigrationError, Migrations, Step, migrate};
use tablewright::{Error, Schema, SyncBuilder, SyncReport, Verification, sync, verify};
use tablewright_evolve::plan::Options;
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, load, written};

mod enums {
    tablewright_test_ddl::on_each_dialect!(super::an_enum_is_stored_otherwise);
}
mod indexes {
    tablewright_test_ddl::on_each_dialect!(super::an_index_is_not_in_the_models);
}

fn schema(dialect: Dialect, text: &str) -> tablewright_schema::Schema {
    let text = format!("dialects: [{}]\n{text}", dialect.name());
    load("models.yaml", &text).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn models(dialect: Dialect, text: &str) -> &'static Schema {
    tablewright::__schema("a", &schema(dialect, text))
}

fn made(dialect: Dialect, text: &str) -> Option<Live> {
    let live = Live::new(dialect)?;
    let done = live.wait(sync(live.db(), models(dialect, text)));
    done.unwrap_or_else(|error| panic!("{dialect}: {error}"));
    Some(live)
}

fn refusal(live: &Live, text: &str) -> String {
    let done = live.wait(sync(live.db(), models(live.dialect(), text)));
    let error = done.expect_err("it is refused");
    assert!(matches!(error, Error::Refused(_)), "{error:?}");
    error.to_string()
}

/// By `sync`, with or without consent to drop.
fn synced(live: &Live, text: &str, drops: bool) {
    let schema = models(live.dialect(), text);
    let builder = SyncBuilder::new(schema).drop_unmanaged(drops);
    let done = live.wait(builder.sync(live.db()));
    done.unwrap_or_else(|error| panic!("{}: {error}", live.dialect()));
    assert_eq!(
        live.wait(verify(live.db(), schema)).expect("a comparison"),
        Verification::UpToDate,
        "{}",
        live.dialect()
    );
}

const TEXTS: &str = "
enums: { Kind: [big, tiny] }
models: { Item: { fields: { id: id, kind: Kind } } }
";

const NUMBERS: &str = "
enums: { Kind: { repr: smallint, values: { big: -2, tiny: 1 } } }
models: { Item: { fields: { id: id, kind: Kind } } }
";

/// A field with the new enum beside the old one, and then alone.
const BESIDE: [&str; 2] = [
    "
enums: { Kind: [big, tiny], Rank: { repr: smallint, values: { big: -2, tiny: 1 } } }
models: { Item: { fields: { id: id, kind: Kind, rank: Rank? } } }
",
    "
enums: { Rank: { repr: smallint, values: { big: -2, tiny: 1 } } }
models: { Item: { fields: { id: id, rank: Rank } } }
dropped: [items.kind]
",
];

fn an_enum_is_stored_otherwise(dialect: Dialect) {
    for (from, to) in [(TEXTS, NUMBERS), (NUMBERS, TEXTS)] {
        let both = [&schema(dialect, from), &schema(dialect, to)];
        let refused = written(dialect, &both, Options::default());
        let refused = refused.expect_err("diff refuses it");
        assert!(
            refused.contains("the enum in `items.kind` is stored as"),
            "{refused}"
        );
        let Some(live) = made(dialect, from) else {
            return;
        };
        let refused = refusal(&live, to);
        assert!(
            refused.contains("Add a field with the new enum"),
            "{refused}"
        );
        assert!(!refused.contains("may violate"), "{refused}");
    }
    let all = [
        &schema(dialect, TEXTS),
        &schema(dialect, BESIDE[0]),
        &schema(dialect, BESIDE[1]),
    ];
    let Some(live) = Live::new(dialect) else {
        return;
    };
    let list = written(dialect, &all, Options::default()).expect("migrations");
    let until = |end: usize| {
        let done = live.wait(migrate(live.db(), &Migrations { list: &list[..end] }));
        done.unwrap_or_else(|error| panic!("{dialect}: {error}"));
    };
    until(1);
    live.run(&["INSERT INTO items (kind) VALUES ('big'), ('tiny')"])
        .expect("rows");
    until(2);
    live.run(&[
        "UPDATE items SET rank = CASE kind WHEN 'big' THEN -2 WHEN 'tiny' THEN 1 END".replace(
            "rank",
            if dialect.has_mysql_grammar() {
                "`rank`"
            } else {
                "rank"
            },
        ),
    ])
    .expect("it is filled");
    until(3);
    let text = if dialect.has_mysql_grammar() {
        "char"
    } else {
        "text"
    };
    let rank = if dialect.has_mysql_grammar() {
        "`rank`"
    } else {
        "rank"
    };
    let ranks = live.texts(&format!(
        "SELECT CAST({rank} AS {text}) FROM items ORDER BY id"
    ));
    assert_eq!(ranks.expect("the rows"), ["-2", "1"]);
}

const PLAIN: &str = "models: { Item: { fields: { id: id, a: integer } } }\n";

fn an_index_is_not_in_the_models(dialect: Dialect) {
    let drop = match dialect {
        Dialect::Sqlite | Dialect::Postgres => "DROP INDEX dba",
        Dialect::Mysql | Dialect::Mariadb => "DROP INDEX dba ON items",
    };
    let allowed = format!("{PLAIN}dropped: [items.dba]\n");
    let said = "models: { Item: { fields: { id: id, a: integer }, indexes: [{ name: dba, fields: [a] }] } }\n";
    for remedy in [
        "the models have it",
        "it is allowed",
        "it is dropped",
        "sync drops it",
    ] {
        let Some(live) = made(dialect, PLAIN) else {
            return;
        };
        live.run(&["CREATE INDEX dba ON items (a)"])
            .expect("an index");
        let refused = refusal(&live, PLAIN);
        assert!(
            refused.contains("add `items.dba` to `dropped:`"),
            "{refused}"
        );
        match remedy {
            "the models have it" => synced(&live, said, false),
            "it is allowed" => synced(&live, &allowed, false),
            "it is dropped" => {
                live.run(&[drop]).expect("it is dropped");
                synced(&live, PLAIN, false);
            }
            _ => synced(&live, PLAIN, true),
        }
    }
}

/// MySQL's and MariaDB's clause ON UPDATE and MariaDB's checks at a column have no name that
/// `dropped:` could give.
#[test]
fn what_has_no_name_is_dropped_by_consent() {
    const UPDATED: &str = "models: { Item: { fields: { id: id, b: datetime? } } }\n";
    let clause = (
        UPDATED,
        "ALTER TABLE items MODIFY COLUMN b datetime(6) NULL DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP(6)",
        "ALTER TABLE items MODIFY COLUMN b datetime(6) NULL DEFAULT NULL",
        "the clause ON UPDATE of the column `items.b`",
    );
    let check = (
        PLAIN,
        "ALTER TABLE items MODIFY COLUMN a int NOT NULL CHECK (a > 0)",
        "ALTER TABLE items MODIFY COLUMN a int NOT NULL",
        "the check (`a` > 0) of the table `items`",
    );
    for (dialect, (models, added, removed, says)) in [
        (Dialect::Mysql, clause),
        (Dialect::Mariadb, clause),
        (Dialect::Mariadb, check),
    ] {
        for drops in [false, true] {
            let Some(live) = made(dialect, models) else {
                continue;
            };
            live.run(&[added]).expect("another program adds it");
            let refused = refusal(&live, models);
            assert!(refused.contains(says), "{dialect}: {refused}");
            assert!(refused.contains("--drop-unmanaged"), "{dialect}: {refused}");
            assert!(!refused.contains("`dropped:`"), "{dialect}: {refused}");
            if !drops {
                live.run(&[removed]).expect("raw SQL drops it");
            }
            synced(&live, models, drops);
        }
    }
}

mod rolled_back {
    tablewright_test_ddl::on_each_dialect!(super::steps_that_were_rolled_back_are_told);
}

/// If all steps are rolled back, the observer learns it.
fn steps_that_were_rolled_back_are_told(dialect: Dialect) {
    let Some(live) = made(dialect, WITHOUT) else {
        return;
    };
    let later = "models: { Item: { fields: { id: id, a: integer, b: integer? } } }\n\
                 sql: { rows: INSERT INTO nowhere VALUES (1) }\n";
    let mut told = Vec::new();
    let builder = SyncBuilder::new(models(dialect, later)).on_step(|step| match *step {
        Step::Ends { .. } => told.push("ends".to_owned()),
        Step::RolledBack { steps } => told.push(format!("{steps} rolled back")),
        _ => {}
    });
    let error = live.wait(builder.sync(live.db())).expect_err("no table");
    assert!(error.to_string().contains("nowhere"), "{error}");
    let expected: &[&str] = match dialect.ddl_commits() {
        true => &["ends"],
        false => &["ends", "1 rolled back"],
    };
    assert_eq!(told, expected, "{dialect}");
    let has_column = live.run(&["SELECT b FROM items"]).is_ok();
    assert_eq!(has_column, dialect.ddl_commits(), "{dialect}");
}

/// Messages name SQLite's constraints without a name by their columns. The models can have them, and
/// `sync` can drop them.
#[test]
fn what_has_no_name_is_said_by_its_columns() {
    let dialect = Dialect::Sqlite;
    let models_of = |a: &str, parent: &str, more: &str| {
        format!("models: {{ Item: {{ fields: {{ id: id, a: {a}, {parent} }}{more} }} }}\n")
    };
    let without = models_of("integer", "parent_id: bigint?", "");
    for (constraint, says, change, with) in [
        (
            "UNIQUE (a, parent_id)",
            "the unique key on `a`, `parent_id` of the table `items`",
            "drop the unique key of `items` (a, parent_id)",
            models_of(
                "integer",
                "parent_id: bigint?",
                ", unique: [[a, parent_id]]",
            ),
        ),
        (
            "FOREIGN KEY (parent_id) REFERENCES items (id) ON DELETE CASCADE",
            "the foreign key on `parent_id` of the table `items`",
            "drop the foreign key from `items` (parent_id) to `items`",
            models_of("integer", "parent: { type: Item?, on_delete: cascade }", ""),
        ),
        (
            "CHECK (a > 0)",
            "the check (a > 0) of the table `items`",
            "drop the check (a > 0) of `items`",
            models_of(
                "{ type: integer, check: \"{} > 0\" }",
                "parent_id: bigint?",
                "",
            ),
        ),
    ] {
        for drops in [false, true] {
            let Some(live) = made(dialect, &without) else {
                return;
            };
            let query = "SELECT sql FROM sqlite_schema WHERE name = 'items'";
            let sql = live.texts(query).expect("the SQL of the table").remove(0);
            let (columns, end) = sql.rsplit_once(')').expect("a parenthesis");
            live.run(&[
                "DROP TABLE items",
                &format!("{columns}, {constraint}){end}"),
                "INSERT INTO items (a, parent_id) VALUES (1, 1)",
            ])
            .expect("another program adds it");
            let refused = refusal(&live, &without);
            for said in [says, change, "--drop-unmanaged", "add it to the models"] {
                assert!(refused.contains(said), "{refused}");
            }
            for nonsense in ["``", "`dropped:`"] {
                assert!(!refused.contains(nonsense), "{refused}");
            }
            match drops {
                true => synced(&live, &without, true),
                false => synced(&live, &with, false),
            }
            assert_eq!(live.has_rows("SELECT 1 FROM items"), Ok(true));
        }
    }
}

const WITHOUT: &str = "models: { Item: { fields: { id: id, a: integer } } }\n";

fn with_extension(name: &str) -> String {
    format!(
        "types: {{ Login: {{ native: {{ postgres: citext }}, extension: {name} }} }}\n\
         models: {{ Item: {{ fields: {{ id: id, a: {{ type: integer, check: \"{{}} > 0\" }}, \
         b: Login? }} }} }}\n"
    )
}

#[test]
fn a_missing_extension_is_named() {
    let dialect = Dialect::Postgres;
    let Some(live) = made(dialect, WITHOUT) else {
        return;
    };
    // There is none of the name on the server.
    let nowhere = with_extension("tablewright_nowhere");
    let found = live.wait(verify(live.db(), models(dialect, &nowhere)));
    let Ok(Verification::Behind(plan)) = found else {
        panic!("{found:?}");
    };
    let missing = "the extension `tablewright_nowhere` is missing, and the server does not have it";
    assert!(
        plan.steps.iter().any(|step| step.what[0].contains(missing)),
        "{plan:#?}"
    );
    let refused = refusal(&live, &nowhere);
    assert!(refused.contains(missing), "{refused}");
    // This one only has to be created.
    let there = with_extension("citext");
    let found = live.wait(verify(live.db(), models(dialect, &there)));
    let Ok(Verification::Behind(plan)) = found else {
        panic!("{found:?}");
    };
    let what: Vec<&String> = plan.steps.iter().flat_map(|step| &step.what).collect();
    assert!(
        what.iter().any(|what| what.contains("extension citext")),
        "{what:?}"
    );
    assert!(
        what.iter().any(|what| what.contains("`items.b`")),
        "{what:?}"
    );
    synced(&live, &there, false);
}

#[test]
fn rows_are_blamed_for_values_that_cannot_be_cast() {
    let dialect = Dialect::Postgres;
    let from = "models: { Item: { fields: { id: id, a: { type: text, unique: true } } } }\n";
    let to = "types: { Ip: { native: { postgres: inet } } }\n\
              models: { Item: { fields: { id: id, a: { type: Ip, unique: true } } } }\n\
              converted: { items.a: inet }\n";
    let all = [&schema(dialect, from), &schema(dialect, to)];
    let list = written(dialect, &all, Options::default()).expect("migrations");
    let (first, both) = (Migrations { list: &list[..1] }, Migrations { list });
    let (Some(live), Some(other)) = (Live::new(dialect), made(dialect, from)) else {
        return;
    };
    live.wait(migrate(live.db(), &first)).expect("tables");
    for live in [&live, &other] {
        live.run(&["INSERT INTO items (a) VALUES ('10.0.0.1'), ('nowhere')"])
            .expect("rows");
    }
    let error = live
        .wait(migrate(live.db(), &both))
        .expect_err("it is refused");
    let Error::Migration(error) = error else {
        panic!("{error}");
    };
    let MigrationError::Refused { issues, .. } = &*error else {
        panic!("{error}");
    };
    let says = "a value in the rows is not a value of the new type";
    assert!(
        issues[0].contains(says) && issues[0].contains("`items`"),
        "{issues:?}"
    );
    let refused = refusal(&other, to);
    assert!(refused.contains(says), "{refused}");
    for live in [&live, &other] {
        live.run(&["UPDATE items SET a = '10.0.0.2' WHERE a = 'nowhere'"])
            .expect("rows");
    }
    live.wait(migrate(live.db(), &both)).expect("the migration");
    let done = other.wait(sync(other.db(), models(dialect, to)));
    assert!(matches!(done, Ok(SyncReport::Applied(_))), "{done:?}");
}
