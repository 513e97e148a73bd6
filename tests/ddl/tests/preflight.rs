//! Migrations that existing rows would violate: each database refuses them before the first
//! statement, with the problem and the remedy, and keeps everything unchanged. The same holds for
//! down.

#[path = "support/arrays.rs"]
mod arrays;
#[path = "support/attributes.rs"]
mod attributes;
#[path = "support/becomes_generated.rs"]
mod becomes_generated;
#[path = "support/computed.rs"]
mod computed;
#[path = "support/converted.rs"]
mod converted;
#[path = "support/enum_values.rs"]
mod enum_values;
#[path = "support/others.rs"]
mod others;
#[path = "support/overloads.rs"]
mod overloads;
#[path = "support/own_sql.rs"]
mod own_sql;
#[path = "support/pairs.rs"]
mod pairs;
#[path = "support/random_defaults.rs"]
mod random_defaults;
#[path = "support/read_back.rs"]
mod read_back;
#[path = "support/read_by_defaults.rs"]
mod read_by_defaults;
#[path = "support/remedies.rs"]
mod remedies;
#[path = "support/renamed.rs"]
mod renamed;
#[path = "support/uncomputable.rs"]
mod uncomputable;
#[path = "support/unknown.rs"]
mod unknown;
#[path = "support/unmanaged.rs"]
mod unmanaged;
#[path = "support/words.rs"]
mod words;

use tablewright::Error;
use tablewright::migrate::{
    Migration, MigrationError, Migrations, Migrator, Step, migrate, rollback,
};
use tablewright_evolve::plan::Options;
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, load, on_each_dialect};

/// A change of models, and rows that do not bear it.
struct Case {
    what: &'static str,
    /// The models before, without their first lines.
    from: &'static str,
    /// The models after.
    to: &'static str,
    /// The rows, with the columns of `from`; of `to` for down.
    rows: &'static str,
    /// The message of the refusal.
    says: &'static str,
    /// The SQL that makes the change possible.
    remedy: &'static str,
}

/// Up.
const CASES: &[Case] = &[
    Case {
        what: "a column without a default",
        from: "Item: { fields: { id: id, a: integer } }",
        to: "Item: { fields: { id: id, a: integer, b: integer } }",
        rows: "INSERT INTO items (a) VALUES (1)",
        says: "`items.b` cannot be NULL and has no default",
        remedy: "DELETE FROM items",
    },
    Case {
        what: "an enum without a default",
        from: "Item: { fields: { id: id, a: integer } }",
        to: "Item: { fields: { id: id, a: integer, b: Kind } }\nenums: { Kind: [one, two] }",
        rows: "INSERT INTO items (a) VALUES (1)",
        says: "`items.b` cannot be NULL and has no default",
        remedy: "DELETE FROM items",
    },
    Case {
        what: "a text without a default",
        from: "Item: { fields: { id: id, a: integer } }",
        to: "Item: { fields: { id: id, a: integer, b: text } }",
        rows: "INSERT INTO items (a) VALUES (1)",
        says: "`items.b` cannot be NULL and has no default",
        remedy: "DELETE FROM items",
    },
    Case {
        what: "a UUID without a default",
        from: "Item: { fields: { id: id, a: integer } }",
        to: "Item: { fields: { id: id, a: integer, b: uuid } }",
        rows: "INSERT INTO items (a) VALUES (1)",
        says: "`items.b` cannot be NULL and has no default",
        remedy: "DELETE FROM items",
    },
    Case {
        what: "a bool without a default",
        from: "Item: { fields: { id: id, a: integer } }",
        to: "Item: { fields: { id: id, a: integer, b: bool } }",
        rows: "INSERT INTO items (a) VALUES (1)",
        says: "`items.b` cannot be NULL and has no default",
        remedy: "DELETE FROM items",
    },
    Case {
        what: "NULL where there is none any more",
        from: "Item: { fields: { id: id, a: integer? } }",
        to: "Item: { fields: { id: id, a: integer } }",
        rows: "INSERT INTO items (a) VALUES (1), (NULL)",
        says: "`items.a` may be NULL",
        remedy: "UPDATE items SET a = 0 WHERE a IS NULL",
    },
    Case {
        what: "a text that is no integer",
        from: "Item: { fields: { id: id, a: text } }",
        to: "Item: { fields: { id: id, a: integer } }",
        rows: "INSERT INTO items (a) VALUES ('1'), ('abc')",
        says: "a value of `items.a` may not fit into",
        remedy: "UPDATE items SET a = '2' WHERE a = 'abc'",
    },
    Case {
        what: "a text that is too long",
        from: "Item: { fields: { id: id, a: string(20) } }",
        to: "Item: { fields: { id: id, a: string(3) } }",
        rows: "INSERT INTO items (a) VALUES ('abc'), ('abcd')",
        says: "a value of `items.a` may not fit into",
        remedy: "UPDATE items SET a = 'abd' WHERE a = 'abcd'",
    },
    Case {
        what: "a number that is too large",
        from: "Item: { fields: { id: id, a: bigint } }",
        to: "Item: { fields: { id: id, a: integer } }",
        rows: "INSERT INTO items (a) VALUES (1), (3000000000)",
        says: "a value of `items.a` may not fit into",
        remedy: "UPDATE items SET a = 2 WHERE a > 5",
    },
    Case {
        what: "a negative number that becomes an unsigned one",
        from: "Item: { fields: { id: id, a: integer } }",
        to: "Item: { fields: { id: id, a: u32 } }",
        rows: "INSERT INTO items (a) VALUES (1), (-1)",
        says: "`items",
        remedy: "DELETE FROM items WHERE a < 0",
    },
    Case {
        what: "an unsigned number that is too large",
        from: "Item: { fields: { id: id, a: u64 } }",
        to: "Item: { fields: { id: id, a: u8 } }",
        rows: "INSERT INTO items (a) VALUES (255), (256)",
        says: "`items",
        remedy: "DELETE FROM items WHERE a = 256",
    },
    Case {
        what: "an unsigned number that is too large for a signed one",
        from: "Item: { fields: { id: id, a: u32 } }",
        to: "Item: { fields: { id: id, a: integer } }",
        rows: "INSERT INTO items (a) VALUES (2147483647), (2147483648)",
        says: "a value of `items.a` may not fit into",
        remedy: "DELETE FROM items WHERE a = 2147483648",
    },
    Case {
        what: "a text that is no unsigned number",
        from: "Item: { fields: { id: id, a: string(9) } }",
        to: "Item: { fields: { id: id, a: u16 } }",
        rows: "INSERT INTO items (a) VALUES ('65535'), ('x'), ('05'), ('-1'), ('65536'), ('5\n')",
        says: "a value of `items.a` may not fit into",
        remedy: "DELETE FROM items WHERE a <> '65535'",
    },
    Case {
        what: "a text that is an unsigned number otherwise written",
        from: "Item: { fields: { id: id, a: text } }",
        to: "Item: { fields: { id: id, a: u64 } }",
        rows: "INSERT INTO items (a) VALUES ('9223372036854775807'), ('9223372036854775808'), ('007')",
        says: "a value of `items.a` may not fit into",
        remedy: "DELETE FROM items WHERE id > 1",
    },
    Case {
        what: "a number that is too great for an unsigned one although it may be rounded",
        from: "Item: { fields: { id: id, a: double } }",
        to: "Item: { fields: { id: id, a: u8 } }\nconverted: { items.a: u8 }",
        rows: "INSERT INTO items (a) VALUES (0.25), (-0.25), (255.25), (255.75), (-0.75), (1e300)",
        says: "`items",
        remedy: "DELETE FROM items WHERE id > 3",
    },
    Case {
        what: "a decimal that is no unsigned number",
        from: "Item: { fields: { id: id, a: \"decimal(8, 0)\" } }",
        to: "Item: { fields: { id: id, a: u16 } }",
        rows: "INSERT INTO items (a) VALUES (65535), (-1), (65536)",
        says: "`items",
        remedy: "DELETE FROM items WHERE id > 1",
    },
    Case {
        what: "a number that is no boolean",
        from: "Item: { fields: { id: id, a: integer } }",
        to: "Item: { fields: { id: id, a: bool } }",
        rows: "INSERT INTO items (a) VALUES (1), (2)",
        says: "a value of `items.a` may not fit into",
        remedy: "UPDATE items SET a = 0 WHERE a = 2",
    },
    Case {
        what: "rows that are alike",
        from: "Item: { fields: { id: id, a: integer } }",
        to: "Item: { fields: { id: id, a: { type: integer, unique: true } } }",
        rows: "INSERT INTO items (a) VALUES (1), (1)",
        says: "rows of `items` may have equal values in a",
        remedy: "DELETE FROM items WHERE id = 2",
    },
    Case {
        what: "times of one day",
        from: "Item: { fields: { id: id, a: { type: datetime, unique: true } } }",
        to: "Item: { fields: { id: id, a: { type: date, unique: true } } }\nconverted: { items.a: date }",
        rows: "INSERT INTO items (a) VALUES ('2024-02-01 10:00:00.000000'), ('2024-02-01 11:00:00.000000')",
        says: "rows of `items` may have equal values in a",
        remedy: "DELETE FROM items WHERE id = 2",
    },
    Case {
        what: "a number that is too large although it may be rounded",
        from: "Item: { fields: { id: id, a: double } }",
        to: "Item: { fields: { id: id, a: smallint } }\nconverted: { items.a: smallint }",
        rows: "INSERT INTO items (a) VALUES (0.25), (32767.5)",
        says: "a value of `items.a` may not fit into",
        remedy: "DELETE FROM items WHERE id = 2",
    },
    Case {
        what: "a number with too many digits although it may be rounded",
        from: "Item: { fields: { id: id, a: double } }",
        to: "Item: { fields: { id: id, a: \"decimal(8, 2)\" } }\nconverted: { items.a: \"decimal(8, 2)\" }",
        rows: "INSERT INTO items (a) VALUES (0.25), (16777217)",
        says: "a value of `items.a` may not fit into",
        remedy: "DELETE FROM items WHERE id = 2",
    },
    Case {
        what: "a number that no integer of 64 bits holds",
        from: "Item: { fields: { id: id, a: double } }",
        to: "Item: { fields: { id: id, a: bigint } }\nconverted: { items.a: bigint }",
        rows: "INSERT INTO items (a) VALUES (1.5), (1e300)",
        says: "a value of `items.a` may not fit into",
        remedy: "DELETE FROM items WHERE id = 2",
    },
    Case {
        what: "a text that is an integer otherwise written",
        from: "Item: { fields: { id: id, a: text } }",
        to: "Item: { fields: { id: id, a: smallint } }",
        rows: "INSERT INTO items (a) VALUES ('5'), ('05'), ('-0'), ('5\n'), ('-32769')",
        says: "a value of `items.a` may not fit into",
        remedy: "DELETE FROM items WHERE a <> '5' OR id = 4",
    },
    Case {
        what: "values that are given up in a unique index",
        from: "Item: { fields: { id: id, a: date }, indexes: [{ name: k, fields: [a], unique: true }] }",
        to: "Item: { fields: { id: id, a: { type: integer, default: 7 } }, indexes: [{ name: k, fields: [a], unique: true }] }\nconverted: { items.a: integer }",
        rows: "INSERT INTO items (a) VALUES ('2024-02-01'), ('2024-02-02')",
        says: "may have equal values in",
        remedy: "DELETE FROM items WHERE a = '2024-02-02'",
    },
    Case {
        what: "rows of a new check",
        from: "Item: { fields: { id: id, a: integer } }",
        to: "Item: { fields: { id: id, a: integer }, checks: [{ name: positive, sql: a > 0 }] }",
        rows: "INSERT INTO items (a) VALUES (1), (-1)",
        says: "`items`",
        remedy: "DELETE FROM items WHERE a < 0",
    },
    Case {
        what: "a default that breaks a check",
        from: "Item: { fields: { id: id, a: integer } }",
        to: "Item: { fields: { id: id, a: integer, b: { type: smallint, default: { sql: 2 * 21 }, max: 2 } } }",
        rows: "INSERT INTO items (a) VALUES (1)",
        says: "rows of `items` may violate the check `ck_items_b_max`",
        remedy: "DELETE FROM items",
    },
    Case {
        what: "a literal default that breaks a check with another column",
        from: "Item: { fields: { id: id, a: date } }",
        to: "Item: { fields: { id: id, a: date, b: { type: date, default: 2024-01-01 } }, checks: [{ name: later, sql: b > a }] }",
        rows: "INSERT INTO items (a) VALUES ('2023-01-01'), ('2024-02-01')",
        says: "rows of `items` may violate the check `later`",
        remedy: "DELETE FROM items WHERE id = 2",
    },
    Case {
        what: "values that are computed from now on and break a check that stays",
        from: "Item: { fields: { id: id, a: integer, b: integer? }, checks: [{ name: other, sql: b <> 2 }] }",
        to: "Item: { fields: { id: id, a: integer, b: { type: integer?, generated: a + 1 } }, checks: [{ name: other, sql: b <> 2 }] }\nconverted: { items.b: generated }",
        rows: "INSERT INTO items (a, b) VALUES (1, 7), (2, 7)",
        says: "rows of `items` may violate the check `other`",
        remedy: "DELETE FROM items WHERE a = 1",
    },
    Case {
        what: "a check to which NULL in a new column is no value",
        from: "Item: { fields: { id: id, a: integer } }",
        to: "Item: { fields: { id: id, a: integer, b: integer? }, checks: [{ name: filled, sql: b IS NOT NULL OR a > 5 }] }",
        rows: "INSERT INTO items (a) VALUES (1), (7)",
        says: "rows of `items` may violate the check `filled`",
        remedy: "UPDATE items SET a = 6 WHERE a = 1",
    },
    Case {
        what: "a value that an enum loses",
        from: "Item: { fields: { id: id, a: Kind } }\nenums: { Kind: [one, two] }",
        to: "Item: { fields: { id: id, a: Kind } }\nenums: { Kind: [one] }",
        rows: "INSERT INTO items (a) VALUES ('one'), ('two')",
        says: "`items`",
        remedy: "DELETE FROM items WHERE a = 'two'",
    },
    Case {
        what: "a row that refers to none",
        from: "Item: { fields: { id: id, part_id: bigint } }\n  Part: { fields: { id: id } }",
        to: "Item: { fields: { id: id, part: Part } }\n  Part: { fields: { id: id } }",
        rows: "INSERT INTO items (part_id) VALUES (7)",
        says: "`items`",
        remedy: "DELETE FROM items",
    },
];

/// Down.
const BACK: &[Case] = &[
    Case {
        what: "a dropped column without a default",
        from: "Item: { fields: { id: id, a: integer, b: integer } }",
        to: "Item: { fields: { id: id, a: integer } }\ndropped: [items.b]",
        rows: "INSERT INTO items (a) VALUES (1)",
        says: "`items.b` cannot be NULL and has no default",
        remedy: "DELETE FROM items",
    },
    Case {
        what: "a column that may be NULL now",
        from: "Item: { fields: { id: id, a: integer } }",
        to: "Item: { fields: { id: id, b: { type: integer?, was: a } } }",
        rows: "INSERT INTO items (b) VALUES (NULL)",
        says: "`items.b` may be NULL",
        remedy: "DELETE FROM items",
    },
    Case {
        what: "a text that was an integer",
        from: "Item: { fields: { id: id, a: integer } }",
        to: "Item: { fields: { id: id, a: text } }",
        rows: "INSERT INTO items (a) VALUES ('abc')",
        says: "a value of `items.a` may not fit into",
        remedy: "DELETE FROM items",
    },
    Case {
        what: "a number with more digits",
        from: "Item: { fields: { id: id, a: \"decimal(4, 1)\" } }",
        to: "Item: { fields: { id: id, a: \"decimal(6, 3)\" } }",
        rows: "INSERT INTO items (a) VALUES ({1.25})",
        says: "values of `items.a` would lose digits",
        remedy: "DELETE FROM items",
    },
    Case {
        what: "an integer that became a decimal",
        from: "Item: { fields: { id: id, a: integer } }",
        to: "Item: { fields: { id: id, a: \"decimal(12, 2)\" } }",
        rows: "INSERT INTO items (a) VALUES ({1.25})",
        says: "values of `items.a` would lose digits",
        remedy: "DELETE FROM items",
    },
    Case {
        what: "an integer that became a double",
        from: "Item: { fields: { id: id, a: integer } }",
        to: "Item: { fields: { id: id, a: double } }",
        rows: "INSERT INTO items (a) VALUES (1.5)",
        says: "values of `items.a` would lose digits",
        remedy: "UPDATE items SET a = 2",
    },
    Case {
        what: "a date that became a time",
        from: "Item: { fields: { id: id, a: date } }",
        to: "Item: { fields: { id: id, a: datetime } }",
        rows: "INSERT INTO items (a) VALUES ('2024-02-29 10:00:00.000000')",
        says: "values of `items.a` would lose digits",
        remedy: "UPDATE items SET a = '2024-02-29 00:00:00.000000'",
    },
    Case {
        what: "rows that were unlike",
        from: "Item: { fields: { id: id, a: { type: integer, unique: true } } }",
        to: "Thing: { was: Item, fields: { id: id, a: integer } }",
        rows: "INSERT INTO things (a) VALUES (1), (1)",
        says: "may have equal values in a",
        remedy: "DELETE FROM things",
    },
    Case {
        what: "rows of a check that is gone",
        from: "Item: { fields: { id: id, a: integer }, checks: [{ name: positive, sql: a > 0 }] }",
        to: "Item: { fields: { id: id, a: integer } }",
        rows: "INSERT INTO items (a) VALUES (-1)",
        says: "`items`",
        remedy: "DELETE FROM items",
    },
];

/// Items of PostgreSQL's arrays; `arrays` has those of every database.
const ITEMS: &[(Case, bool)] = &[
    (
        Case {
            what: "an item that is too large",
            from: "Item: { fields: { id: id, a: \"integer[]?\" } }",
            to: "Item: { fields: { id: id, a: \"smallint[]?\" } }",
            rows: "INSERT INTO items (a) VALUES ('{1}'), ('{}'), (NULL), ('{1,-70000}')",
            says: "a value of `items.a` may not fit into",
            remedy: "DELETE FROM items WHERE id = 4",
        },
        false,
    ),
    (
        Case {
            what: "an item that would be cut",
            from: "Item: { fields: { id: id, a: \"integer[]\" } }",
            to: "Item: { fields: { id: id, a: \"string(3)[]\" } }",
            rows: "INSERT INTO items (a) VALUES ('{1,100}'), ('{1,-70000}')",
            says: "a value of `items.a` may not fit into",
            remedy: "DELETE FROM items WHERE id = 2",
        },
        false,
    ),
    (
        Case {
            what: "an item that has been too long since",
            from: "Item: { fields: { id: id, a: \"string(2)[]\" } }",
            to: "Item: { fields: { id: id, a: \"string(3)[]\" } }",
            rows: "INSERT INTO items (a) VALUES ('{ab}'), ('{ab,abc}')",
            says: "a value of `items.a` may not fit into",
            remedy: "DELETE FROM items WHERE id = 2",
        },
        true,
    ),
    (
        Case {
            what: "an item that has been too large since",
            from: "Item: { fields: { id: id, a: \"integer[]\" } }",
            to: "Item: { fields: { id: id, a: \"bigint[]\" } }",
            rows: "INSERT INTO items (a) VALUES ('{1,2}'), ('{3000000000}')",
            says: "a value of `items.a` may not fit into",
            remedy: "DELETE FROM items WHERE id = 2",
        },
        true,
    ),
];

#[test]
fn items_of_arrays_are_looked_at() {
    for (case, is_back) in ITEMS {
        let Some(live) = Live::new(Dialect::Postgres) else {
            return;
        };
        if let Err(error) = law(&live, case, *is_back) {
            panic!("{}: {error}", case.what);
        }
    }
}

on_each_dialect!(all);

fn all(dialect: Dialect) {
    for (cases, is_back) in [(CASES, false), (BACK, true)] {
        for case in cases {
            let Some(live) = Live::new(dialect) else {
                return;
            };
            if let Err(error) = law(&live, case, is_back) {
                panic!("{dialect}: {}: {error}", case.what);
            }
        }
    }
}

/// A run that ends during its first statement is resumed, although the tables are others by then
/// than the preflight checks ask for.
#[test]
fn an_interrupted_migration_is_resumed_without_them() {
    let case = Case {
        what: "a renamed column that may not be NULL any more",
        from: "Item: { fields: { id: id, a: integer? } }",
        to: "Item: { fields: { id: id, b: { type: integer, was: a } } }",
        rows: "INSERT INTO items (a) VALUES (1)",
        says: "",
        remedy: "",
    };
    for dialect in Dialect::ALL {
        let Some(live) = Live::new(dialect) else {
            continue;
        };
        let list = written(dialect, case.from, case.to).expect("two migrations");
        let (first, both) = (Migrations { list: &list[..1] }, Migrations { list });
        let _ = live.wait(migrate(live.db(), &first)).expect("tables");
        live.run(&[case.rows]).expect("rows");
        let interrupted = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let migrator = Migrator::new(&both).on_step(|step| {
                assert!(!matches!(step, Step::Ran { .. }), "it is interrupted here");
            });
            live.wait(migrator.migrate(live.db()))
        }));
        assert!(interrupted.is_err(), "{dialect}");
        let resumed = live.wait(migrate(live.db(), &both));
        let resumed = resumed.unwrap_or_else(|error| panic!("{dialect}: {error}"));
        assert_eq!(resumed.migrations.len(), 1, "{dialect}");
    }
}

fn law(live: &Live, case: &Case, is_back: bool) -> Result<(), String> {
    let dialect = live.dialect();
    let list = written(dialect, case.from, case.to)?;
    let run = |statement: &str| live.run(&[statement]);
    let (first, both) = (Migrations { list: &list[..1] }, Migrations { list });
    live.wait(migrate(live.db(), if is_back { &both } else { &first }))
        .map_err(|error| format!("the first: {error}"))?;
    // SQLite keeps a decimal as a count of its last digit.
    let decimal = match dialect {
        Dialect::Sqlite => "125",
        Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => "1.25",
    };
    run(&case.rows.replace("{1.25}", decimal))?;
    let change = || {
        if is_back {
            live.wait(rollback(live.db(), &both, 1))
        } else {
            live.wait(migrate(live.db(), &both))
        }
    };
    let tables = live.inspect()?;
    let rows = rows(live, case, is_back)?;
    let refused = match change() {
        Err(Error::Migration(error)) => error,
        Err(error) => return Err(format!("another error: {error}")),
        Ok(_) => return Err("it was not refused".to_owned()),
    };
    let MigrationError::Refused { issues, .. } = &*refused else {
        return Err(format!("another error: {refused}"));
    };
    if !issues.iter().any(|issue| issue.contains(case.says)) {
        return Err(format!("it says {issues:#?}"));
    }
    if live.inspect()? != tables || self::rows(live, case, is_back)? != rows {
        return Err("something was changed".to_owned());
    }
    run(case.remedy)?;
    let report = change().map_err(|error| format!("after the remedy: {error}"))?;
    match report.migrations.len() {
        1 => Ok(()),
        other => Err(format!("{other} migrations after the remedy")),
    }
}

/// The rows, as texts.
fn rows(live: &Live, case: &Case, is_back: bool) -> Result<Vec<String>, String> {
    let (text, dialect) = (if is_back { case.to } else { case.from }, live.dialect());
    let schema = load("models.yaml", &models(dialect, text))?;
    let mut rows = Vec::new();
    for table in &schema.tables {
        for column in &table.columns {
            let ty = match dialect {
                Dialect::Mysql | Dialect::Mariadb => "char",
                Dialect::Sqlite | Dialect::Postgres => "text",
            };
            let query = format!(
                "SELECT coalesce(CAST({} AS {ty}), 'NULL') FROM {} ORDER BY id",
                column.name, table.name
            );
            rows.extend(live.texts(&query)?);
        }
    }
    Ok(rows)
}

fn models(dialect: Dialect, models: &str) -> String {
    format!("dialects: [{}]\nmodels:\n  {models}\n", dialect.name())
}

/// Both migrations.
fn written(
    dialect: Dialect,
    from: &str,
    to: &str,
) -> Result<&'static [Migration<'static>], String> {
    let schema = |text| load("models.yaml", &models(dialect, text));
    let (from, to) = (schema(from)?, schema(to)?);
    tablewright_test_ddl::written(dialect, &[&from, &to], Options::default())
}
