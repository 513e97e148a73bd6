//! Unmanaged views, triggers and routines, and a step that drops, renames or converts the columns
//! that they use: either they work afterwards, or the step is refused with their names, and changes
//! nothing until they are dropped. By migrate, rollback and sync.

use tablewright::migrate::{Migrations, migrate, rollback};
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, on_each_dialect};

use super::unmanaged::{issues, schema};

on_each_dialect!(all);

/// Models, in which `items.b` or `items` changes.
struct Change {
    what: &'static str,
    from: &'static str,
    to: &'static str,
    /// `to` without a former name, and `from` with it: undoing the second makes the change.
    to_first: &'static str,
    from_second: &'static str,
    /// The new name of the table, if there is one.
    table: Option<&'static str>,
}

const ITEM: &str = "Item: { fields: { id: id, a: string(20)?, b: integer? } }";

const CHANGES: &[Change] = &[
    Change {
        what: "drop a column",
        from: ITEM,
        to: "Item: { fields: { id: id, a: string(20)? } }\ndropped: [items.b]",
        to_first: "Item: { fields: { id: id, a: string(20)? } }",
        from_second: ITEM,
        table: Some("items"),
    },
    Change {
        what: "rename a column",
        from: ITEM,
        to: "Item: { fields: { id: id, a: string(20)?, c: { type: integer?, was: b } } }",
        to_first: "Item: { fields: { id: id, a: string(20)?, c: integer? } }",
        from_second: "Item: { fields: { id: id, a: string(20)?, b: { type: integer?, was: c } } }",
        table: Some("items"),
    },
    Change {
        what: "retype a column",
        from: ITEM,
        to: "Item: { fields: { id: id, a: string(20)?, b: bigint? } }",
        to_first: "Item: { fields: { id: id, a: string(20)?, b: bigint? } }",
        from_second: ITEM,
        table: Some("items"),
    },
    Change {
        what: "rename a table",
        from: ITEM,
        to: "Thing: { was: items, fields: { id: id, a: string(20)?, b: integer? } }",
        to_first: "Thing: { fields: { id: id, a: string(20)?, b: integer? } }",
        from_second: "Item: { was: things, fields: { id: id, a: string(20)?, b: integer? } }",
        table: Some("things"),
    },
    Change {
        what: "drop a table",
        from: "Item: { fields: { id: id, a: string(20)?, b: integer? } }\n  Kept: { fields: { id: id } }",
        to: "Kept: { fields: { id: id } }\ndropped: [items]",
        to_first: "Kept: { fields: { id: id } }",
        from_second: "Item: { fields: { id: id, a: string(20)?, b: integer? } }\n  Kept: { fields: { id: id } }",
        table: None,
    },
];

/// An unmanaged object.
struct Made {
    what: &'static str,
    create: &'static [&'static str],
    drop: &'static [&'static str],
    /// Its name in a refusal.
    called: &'static str,
    /// Statements that succeed while the object works, besides inserts into the table.
    works: &'static [&'static str],
    /// The changes that are refused.
    refused: &'static [&'static str],
}

const COLUMNS: &[&str] = &["drop a column", "rename a column"];
const TABLES: &[&str] = &["rename a table", "drop a table"];
const ALL_BUT_TYPES: &[&str] = &[
    "drop a column",
    "rename a column",
    "rename a table",
    "drop a table",
];

const SQLITE: &[Made] = &[
    Made {
        what: "a view",
        create: &["CREATE VIEW dba AS SELECT id, \"B\" + 1 AS c FROM Items"],
        drop: &["DROP VIEW dba"],
        called: "dba`",
        works: &["SELECT * FROM dba"],
        refused: &["drop a column", "drop a table"],
    },
    Made {
        what: "a view of a view of everything",
        create: &[
            "CREATE VIEW every AS SELECT * FROM items",
            "CREATE VIEW dba AS SELECT b FROM \"EVERY\"",
        ],
        drop: &["DROP VIEW dba", "DROP VIEW every"],
        called: "dba`",
        works: &["SELECT * FROM dba"],
        refused: &["drop a column", "rename a column", "drop a table"],
    },
    Made {
        what: "a trigger that reads a view of a view of everything",
        create: &[
            "CREATE VIEW \"every [row]\" AS SELECT * FROM items",
            "CREATE VIEW more AS SELECT * FROM \"every [row]\"",
            "CREATE TRIGGER dba AFTER INSERT ON log BEGIN \
             DELETE FROM log WHERE line IN (SELECT b FROM more); END",
        ],
        drop: &[
            "DROP TRIGGER dba",
            "DROP VIEW more",
            "DROP VIEW \"every [row]\"",
        ],
        called: "dba`",
        works: &["INSERT INTO log VALUES (1)"],
        refused: &["drop a column", "rename a column", "drop a table"],
    },
    Made {
        what: "a view of a view, of what stays",
        create: &[
            "CREATE VIEW every AS SELECT * FROM items",
            "CREATE VIEW dba AS SELECT a FROM every",
        ],
        drop: &["DROP VIEW dba", "DROP VIEW every"],
        called: "every`",
        works: &["SELECT * FROM dba"],
        refused: &["drop a table"],
    },
    Made {
        what: "a view of what stays",
        create: &["CREATE VIEW dba AS SELECT id, a AS bb FROM items"],
        drop: &["DROP VIEW dba"],
        called: "dba`",
        works: &["SELECT * FROM dba"],
        refused: &["drop a table"],
    },
    Made {
        what: "a trigger",
        create: &[
            "CREATE TRIGGER dba AFTER INSERT ON items BEGIN INSERT INTO log VALUES (NEW.b); END",
        ],
        drop: &["DROP TRIGGER IF EXISTS dba"],
        called: "dba`",
        works: &[],
        refused: &["drop a column", "retype a column"],
    },
    Made {
        what: "a trigger of another table",
        create: &["CREATE TRIGGER dba AFTER INSERT ON log BEGIN UPDATE items SET b = 1; END"],
        drop: &["DROP TRIGGER dba"],
        called: "dba`",
        works: &["INSERT INTO log VALUES (1)"],
        refused: &["drop a column", "drop a table"],
    },
];

const POSTGRES: &[Made] = &[
    Made {
        what: "a view",
        create: &["CREATE VIEW dba AS SELECT id, b + 1 AS c FROM items"],
        drop: &["DROP VIEW dba"],
        called: "dba`",
        works: &["SELECT * FROM dba"],
        refused: &["drop a column", "retype a column", "drop a table"],
    },
    Made {
        what: "a view of a materialized view of everything",
        create: &[
            "CREATE MATERIALIZED VIEW every AS SELECT * FROM items",
            "CREATE VIEW dba AS SELECT b FROM every",
        ],
        drop: &["DROP VIEW dba", "DROP MATERIALIZED VIEW every"],
        called: "every`",
        works: &["SELECT * FROM dba", "REFRESH MATERIALIZED VIEW every"],
        refused: &["drop a column", "retype a column", "drop a table"],
    },
    Made {
        what: "a view of what stays",
        create: &["CREATE VIEW dba AS SELECT id, a AS b FROM items"],
        drop: &["DROP VIEW dba"],
        called: "dba`",
        works: &["SELECT * FROM dba"],
        refused: &["drop a table"],
    },
    Made {
        what: "a trigger and its function",
        create: &[
            "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN INSERT INTO log VALUES (NEW.b); RETURN NEW; END $$",
            "CREATE TRIGGER dba AFTER INSERT ON items FOR EACH ROW EXECUTE FUNCTION note()",
        ],
        drop: &["DROP FUNCTION note CASCADE"],
        called: "note()`",
        works: &[],
        refused: COLUMNS,
    },
    Made {
        what: "a trigger with a condition",
        create: &[
            "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
            "CREATE TRIGGER dba AFTER INSERT ON items FOR EACH ROW WHEN (NEW.b > 0) \
             EXECUTE FUNCTION note()",
        ],
        drop: &["DROP FUNCTION note CASCADE"],
        called: "dba`",
        works: &[],
        refused: &["drop a column", "retype a column"],
    },
    Made {
        what: "a table that has its rows",
        create: &["CREATE TABLE dba (item items)"],
        drop: &["DROP TABLE dba"],
        called: "dba`",
        works: &["INSERT INTO dba VALUES (NULL)"],
        refused: &["retype a column", "drop a table"],
    },
    Made {
        what: "a function that takes its rows",
        create: &[
            "CREATE FUNCTION dba(item items) RETURNS bigint LANGUAGE sql AS 'SELECT item.id'",
        ],
        drop: &["DROP FUNCTION dba"],
        called: "dba(",
        works: &[],
        refused: &["drop a table"],
    },
    Made {
        what: "a trigger of another table",
        create: &[
            "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN UPDATE \"items\" SET B = 1; RETURN NEW; END $$",
            "CREATE TRIGGER dba AFTER INSERT ON log FOR EACH ROW EXECUTE FUNCTION note()",
        ],
        drop: &["DROP FUNCTION note CASCADE"],
        called: "note()`",
        works: &["INSERT INTO log VALUES (1)"],
        refused: ALL_BUT_TYPES,
    },
    Made {
        what: "a function",
        create: &[
            "CREATE FUNCTION dba() RETURNS bigint LANGUAGE sql AS 'SELECT count(b) FROM items'",
        ],
        drop: &["DROP FUNCTION dba"],
        called: "dba()`",
        works: &["SELECT dba()"],
        refused: ALL_BUT_TYPES,
    },
];

const MYSQL: &[Made] = &[
    Made {
        what: "a view",
        create: &["CREATE VIEW dba AS SELECT id, B + 1 AS c FROM items"],
        drop: &["DROP VIEW dba"],
        called: "dba`",
        works: &["SELECT * FROM dba"],
        refused: ALL_BUT_TYPES,
    },
    Made {
        what: "a view of a view of everything",
        create: &[
            "CREATE VIEW every AS SELECT * FROM items",
            "CREATE VIEW dba AS SELECT b FROM every",
        ],
        drop: &["DROP VIEW dba", "DROP VIEW every"],
        called: "every`",
        works: &["SELECT * FROM dba"],
        refused: ALL_BUT_TYPES,
    },
    Made {
        what: "a view of what stays",
        create: &["CREATE VIEW dba AS SELECT id, a AS bb FROM items"],
        drop: &["DROP VIEW dba"],
        called: "dba`",
        works: &["SELECT * FROM dba"],
        refused: TABLES,
    },
    Made {
        what: "a trigger",
        create: &[
            "CREATE TRIGGER dba AFTER INSERT ON items FOR EACH ROW INSERT INTO log VALUES (NEW.b)",
        ],
        drop: &["DROP TRIGGER IF EXISTS dba"],
        called: "dba`",
        works: &[],
        refused: COLUMNS,
    },
    Made {
        what: "a trigger that reads its table",
        create: &["CREATE TRIGGER dba AFTER INSERT ON items FOR EACH ROW \
             INSERT INTO log SELECT count(*) FROM items"],
        drop: &["DROP TRIGGER IF EXISTS dba"],
        called: "dba`",
        works: &[],
        refused: &["rename a table"],
    },
    Made {
        what: "a trigger of another table",
        create: &["CREATE TRIGGER dba AFTER INSERT ON log FOR EACH ROW UPDATE items SET `b` = 1"],
        drop: &["DROP TRIGGER dba"],
        called: "dba`",
        works: &["INSERT INTO log VALUES (1)"],
        refused: ALL_BUT_TYPES,
    },
    Made {
        what: "a function",
        create: &[
            "CREATE FUNCTION dba() RETURNS bigint READS SQL DATA RETURN (SELECT count(b) FROM items)",
        ],
        drop: &["DROP FUNCTION dba"],
        called: "dba`",
        works: &["SELECT dba()"],
        refused: ALL_BUT_TYPES,
    },
    Made {
        what: "a procedure",
        create: &["CREATE PROCEDURE dba() UPDATE items SET b = 1"],
        drop: &["DROP PROCEDURE dba"],
        called: "dba`",
        works: &["CALL dba()"],
        refused: ALL_BUT_TYPES,
    },
    Made {
        what: "an event",
        create: &["CREATE EVENT dba ON SCHEDULE EVERY 1 YEAR DISABLE DO UPDATE items SET b = 1"],
        drop: &["DROP EVENT dba"],
        called: "dba`",
        works: &[],
        refused: ALL_BUT_TYPES,
    },
];

/// How a change is made.
#[derive(Clone, Copy, Debug)]
enum Way {
    Migrate,
    Rollback,
    Sync,
}

fn all(dialect: Dialect) {
    if Live::new(dialect).is_none() {
        return;
    }
    let made = match dialect {
        Dialect::Sqlite => SQLITE,
        Dialect::Postgres => POSTGRES,
        Dialect::Mysql | Dialect::Mariadb => MYSQL,
    };
    let mut failed = Vec::new();
    for change in CHANGES {
        for made in made {
            for way in [Way::Migrate, Way::Rollback, Way::Sync] {
                if let Err(error) = law(dialect, change, made, way) {
                    failed.push(format!("{way:?}: {}: {}: {error}", change.what, made.what));
                }
            }
        }
    }
    let count = failed.len();
    assert!(failed.is_empty(), "{count}:\n{}", failed.join("\n\n"));
}

fn law(dialect: Dialect, change: &Change, made: &Made, way: Way) -> Result<(), String> {
    let (from, to) = match way {
        Way::Migrate | Way::Sync => (change.from, change.to),
        Way::Rollback => (change.to_first, change.from_second),
    };
    let both = Migrations {
        list: super::written(dialect, from, to)?,
    };
    let first = Migrations {
        list: &both.list[..1],
    };
    let live = Live::new(dialect).ok_or("no database")?;
    let start = match way {
        Way::Migrate => live.wait(migrate(live.db(), &first)).map(drop),
        Way::Rollback => live.wait(migrate(live.db(), &both)).map(drop),
        Way::Sync => live
            .wait(tablewright::sync(live.db(), schema(dialect, from)?))
            .map(drop),
    };
    start.map_err(|error| format!("the start: {error}"))?;
    let later = schema(dialect, to)?;
    let run = || match way {
        Way::Migrate => live.wait(migrate(live.db(), &both)).map(drop),
        Way::Rollback => live.wait(rollback(live.db(), &both, 1)).map(drop),
        Way::Sync => live.wait(tablewright::sync(live.db(), later)).map(drop),
    };
    live.run(&["CREATE TABLE log (line int)"])?;
    live.run(made.create)?;
    let works = |table: &str| {
        live.run(&[format!("INSERT INTO {table} (a) VALUES ('x')")])?;
        live.run(made.works)
    };
    // No function runs before the change, because PostgreSQL caches the types of its plan in the
    // session.
    let before = live.inspect()?;
    let refusal = run().map_err(issues);
    let is_refused = made.refused.contains(&change.what);
    match refusal {
        Ok(()) if is_refused => return Err("it was not refused".to_owned()),
        Ok(()) => return change.table.map_or(Ok(()), works),
        Err(error) if !is_refused => return Err(format!("it was refused: {error}")),
        Err(error) if !error.contains(made.called) => return Err(format!("it says {error}")),
        Err(_) => {}
    }
    if live.inspect()? != before {
        return Err("something was changed".to_owned());
    }
    works("items").map_err(|error| format!("after the refusal: {error}"))?;
    live.run(made.drop)?;
    run().map_err(|error| format!("after the remedy: {error}"))
}

/// An event that the models' own SQL creates is managed.
#[test]
fn an_event_of_the_models_is_known() {
    let event = "\nsql:\n  yearly:\n    create: CREATE EVENT IF NOT EXISTS yearly ON SCHEDULE \
                 EVERY 1 YEAR DISABLE DO DELETE FROM items WHERE a = 'b'\n    \
                 drop: DROP EVENT IF EXISTS yearly";
    for dialect in [Dialect::Mysql, Dialect::Mariadb] {
        let Some(live) = Live::new(dialect) else {
            continue;
        };
        let [from, to] = [CHANGES[0].from, CHANGES[0].to].map(|models| format!("{models}{event}"));
        let list = super::written(dialect, &from, &to).expect("two migrations");
        let done = live.wait(migrate(live.db(), &Migrations { list }));
        assert_eq!(done.expect("up").migrations.len(), 2, "{dialect}");
        let _ = live
            .wait(rollback(live.db(), &Migrations { list }, 1))
            .expect("down");
        let later = schema(dialect, &to).expect("models");
        let _ = live
            .wait(tablewright::sync(live.db(), later))
            .expect("sync");
    }
}
