//! Properties of live objects that a catalog has no fields for: `verify` reports all of them,
//! `sync` repairs those that make a table weaker than the models say, and neither fails because of
//! the rest unless a step would change this table.

use tablewright::migrate::{Migrations, migrate};
use tablewright::{Error, SyncReport, Verification};
use tablewright_evolve::plan::Options;
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, load, written};

use super::unmanaged::schema;

const MODELS: &str = "Item: { fields: { id: id, a: string(20), b: { type: integer, check: '{} > 0' }, part: Part? }, \
                      indexes: [[a]], unique: [[b]] }\n  Part: { fields: { id: id } }";

/// The reaction of `verify` and `sync`.
enum Class {
    /// It is drift, and `sync` brings it back.
    Mended,
    /// It is drift that no step repairs.
    Told,
    /// It is more than the models say.
    Noted,
}
use Class::{Mended, Noted, Told};

/// Its name, the statements that create it, and its name in `verify`.
type Attribute = (&'static str, &'static [&'static str], Class, &'static str);

const POSTGRES: &[Attribute] = &[
    (
        "an index that is gone",
        &["DROP INDEX ix_items_a"],
        Mended,
        "ix_items_a",
    ),
    (
        "a check that is not valid",
        &[
            "ALTER TABLE items DROP CONSTRAINT ck_items_b",
            "ALTER TABLE items ADD CONSTRAINT ck_items_b CHECK (b > 0) NOT VALID",
        ],
        Mended,
        "NOT VALID",
    ),
    (
        "a reference that is not valid",
        &[
            "ALTER TABLE items DROP CONSTRAINT fk_items_part_id",
            "ALTER TABLE items ADD CONSTRAINT fk_items_part_id FOREIGN KEY (part_id) REFERENCES parts (id) NOT VALID",
        ],
        Mended,
        "NOT VALID",
    ),
    (
        "an index that is not valid",
        &["UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_items_a'::regclass"],
        Mended,
        "INVALID",
    ),
    (
        "references whose triggers are disabled",
        &["ALTER TABLE items DISABLE TRIGGER ALL"],
        Mended,
        "triggers that are disabled",
    ),
    (
        "a trigger that is disabled",
        &[
            "CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
            "CREATE TRIGGER dba BEFORE INSERT ON items FOR EACH ROW EXECUTE FUNCTION noop()",
            "ALTER TABLE items DISABLE TRIGGER dba",
        ],
        Told,
        "the trigger `dba` is disabled",
    ),
    (
        "row security",
        &["ALTER TABLE items ENABLE ROW LEVEL SECURITY"],
        Noted,
        "ROW LEVEL SECURITY",
    ),
    (
        "an exclusion constraint",
        &["ALTER TABLE items ADD CONSTRAINT dba EXCLUDE USING btree (a WITH =)"],
        Noted,
        "EXCLUDE",
    ),
    (
        "storage parameters of an index",
        &["ALTER INDEX ix_items_a SET (fillfactor = 60)"],
        Noted,
        "fillfactor",
    ),
    (
        "storage parameters of the table",
        &["ALTER TABLE items SET (fillfactor = 60)"],
        Noted,
        "fillfactor",
    ),
    (
        "a rule",
        &["CREATE RULE dba AS ON DELETE TO items WHERE false DO INSTEAD NOTHING"],
        Noted,
        "CREATE RULE dba",
    ),
    (
        "statistics",
        &["CREATE STATISTICS dba ON a, b FROM items"],
        Noted,
        "CREATE STATISTICS",
    ),
    (
        "a table that is not logged",
        &["ALTER TABLE items SET UNLOGGED"],
        Noted,
        "UNLOGGED",
    ),
];

const MYSQL: &[Attribute] = &[
    (
        "an index that is gone",
        &["DROP INDEX ix_items_a ON items"],
        Mended,
        "ix_items_a",
    ),
    (
        "a check that is not enforced",
        &["ALTER TABLE items ALTER CHECK ck_items_b NOT ENFORCED"],
        Mended,
        "NOT ENFORCED",
    ),
    (
        "an index that is invisible",
        &["ALTER TABLE items ALTER INDEX ix_items_a INVISIBLE"],
        Mended,
        "INVISIBLE",
    ),
    (
        "a unique key that is invisible",
        &["ALTER TABLE items ALTER INDEX uq_items_b INVISIBLE"],
        Mended,
        "INVISIBLE",
    ),
    (
        "a column that is invisible",
        &["ALTER TABLE items ALTER COLUMN a SET INVISIBLE"],
        Noted,
        "INVISIBLE",
    ),
    (
        "a comment on an index",
        &["ALTER TABLE items DROP INDEX ix_items_a, ADD INDEX ix_items_a (a) COMMENT 'x'"],
        Noted,
        "COMMENT 'x'",
    ),
];

const MARIADB: &[Attribute] = &[
    (
        "an index that is gone",
        &["DROP INDEX ix_items_a ON items"],
        Mended,
        "ix_items_a",
    ),
    (
        "an index that is ignored",
        &["ALTER TABLE items ALTER INDEX ix_items_a IGNORED"],
        Mended,
        "IGNORED",
    ),
    (
        "a column that is invisible",
        &["ALTER TABLE items MODIFY a varchar(20) NOT NULL INVISIBLE DEFAULT ''"],
        Told,
        "INVISIBLE",
    ),
    (
        "a comment on an index",
        &["ALTER TABLE items DROP INDEX ix_items_a, ADD INDEX ix_items_a (a) COMMENT 'x'"],
        Noted,
        "COMMENT 'x'",
    ),
];

#[test]
fn on_postgres() {
    all(Dialect::Postgres, POSTGRES);
}

#[test]
fn on_mysql() {
    all(Dialect::Mysql, MYSQL);
}

#[test]
fn on_mariadb() {
    all(Dialect::Mariadb, MARIADB);
}

fn all(dialect: Dialect, attributes: &[Attribute]) {
    let mut failed = Vec::new();
    for attribute in attributes {
        let laws = [law, after_migrations];
        for law in laws {
            if let Err(error) = law(dialect, attribute) {
                failed.push(format!("{dialect}: {}: {error}", attribute.0));
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

fn law(dialect: Dialect, (_, makes, class, says): &Attribute) -> Result<(), String> {
    let Some(live) = Live::new(dialect) else {
        return Ok(());
    };
    let models = schema(dialect, MODELS)?;
    let text = |error: Error| error.to_string();
    let verify = || {
        live.wait(tablewright::verify(live.db(), models))
            .map_err(text)
    };
    let sync = |schema| {
        live.wait(tablewright::sync(live.db(), schema))
            .map_err(text)
    };
    let _ = sync(models)?;
    live.run(makes)?;
    for _ in 0..2 {
        let verified = verify()?;
        if !verified.to_string().contains(says) {
            return Err(format!("verify says {verified}"));
        }
        let is_right = match class {
            Mended | Told => matches!(verified, Verification::Drifted(_)),
            Noted => matches!(verified, Verification::Noted(_)),
        };
        if !is_right {
            return Err(format!("verify gives {verified:?}"));
        }
        if matches!(class, Noted) {
            // It is reported again if `sync` has found nothing to do.
            let synced = sync(models)?;
            if synced != SyncReport::UpToDate {
                return Err(format!("sync gives {synced:?}"));
            }
        }
    }
    // Another table can change, and the notes stay.
    let more = MODELS.replace(
        "Part: { fields: { id: id",
        "Part: { fields: { id: id, name: text?",
    );
    if matches!(class, Noted) {
        let synced = sync(schema(dialect, &more)?)?;
        if !matches!(synced, SyncReport::Applied(_)) {
            return Err(format!("sync of another table gives {synced:?}"));
        }
        let verified = live.wait(tablewright::verify(live.db(), schema(dialect, &more)?));
        let verified = verified.map_err(text)?.to_string();
        if !verified.contains(says) {
            return Err(format!("afterwards verify says {verified}"));
        }
    }
    if matches!(class, Mended) {
        let synced = sync(models)?;
        if !matches!(synced, SyncReport::Applied(_)) || verify()? != Verification::UpToDate {
            return Err(format!("sync gives {synced:?}, then verify {}", verify()?));
        }
    }
    Ok(())
}

/// Drift after migrations is called drift, too: after those of a program and those of the command.
fn after_migrations(dialect: Dialect, (_, makes, class, says): &Attribute) -> Result<(), String> {
    let models = schema(dialect, MODELS)?;
    let loaded = load("models.yaml", &super::models(dialect, MODELS))?;
    let list = written(dialect, &[&loaded], Options::default())?;
    let all = Migrations { list };
    let text = |error: Error| error.to_string();
    for by_command in [false, true] {
        let Some(live) = Live::new(dialect) else {
            return Ok(());
        };
        let db = live.db();
        if by_command {
            live.wait(migrate(db, &all)).map_err(text)?;
            live.wait(tablewright::__record(db, models)).map_err(text)?;
        } else {
            live.wait(tablewright::migrate_to(db, &all, models))
                .map_err(text)?;
        }
        let verified = live.wait(tablewright::verify(db, models)).map_err(text)?;
        if verified != Verification::UpToDate {
            return Err(format!("after migrations verify says {verified}"));
        }
        live.run(makes)?;
        let verified = live.wait(tablewright::verify(db, models)).map_err(text)?;
        let is_right = match class {
            Mended | Told => matches!(verified, Verification::Drifted(_)),
            Noted => matches!(verified, Verification::Noted(_)),
        };
        if !is_right || !verified.to_string().contains(says) {
            return Err(format!("after migrations verify gives {verified:?}"));
        }
    }
    Ok(())
}

/// A step that changes the table itself is refused by name. `verify` still returns the steps.
#[test]
fn the_table_itself_is_left_alone() {
    let cases = [
        (
            Dialect::Postgres,
            "ALTER TABLE items ENABLE ROW LEVEL SECURITY",
            "ROW LEVEL SECURITY",
        ),
        (
            Dialect::Mysql,
            "ALTER TABLE items DROP INDEX ix_items_a, ADD INDEX ix_items_a (a) COMMENT 'x'",
            "COMMENT 'x'",
        ),
        (
            Dialect::Mariadb,
            "ALTER TABLE items DROP INDEX ix_items_a, ADD INDEX ix_items_a (a) COMMENT 'x'",
            "COMMENT 'x'",
        ),
    ];
    for (dialect, makes, says) in cases {
        let Some(live) = Live::new(dialect) else {
            continue;
        };
        let models = schema(dialect, MODELS).expect("models");
        let more = MODELS.replace("a: string(20)", "a: string(20), c: integer?");
        let more = schema(dialect, &more).expect("models");
        let _ = live
            .wait(tablewright::sync(live.db(), models))
            .expect("tables");
        live.run(&[makes]).expect("an attribute");
        let before = live.inspect();
        let verified = live
            .wait(tablewright::verify(live.db(), more))
            .expect("a comparison");
        assert!(
            verified.plan().is_some_and(|plan| plan.steps.len() == 1),
            "{verified}"
        );
        assert!(verified.to_string().contains(says), "{verified}");
        let refused = live
            .wait(tablewright::sync(live.db(), more))
            .expect_err("it would change");
        assert!(refused.to_string().contains(says), "{refused}");
        assert!(refused.to_string().contains("`items`"), "{refused}");
        assert_eq!(live.inspect(), before);
    }
}
