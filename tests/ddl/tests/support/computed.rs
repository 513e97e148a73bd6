//! Values that exist only after the change: computed ones, and defaults. If the tables refuse one,
//! `migrate`, `rollback` and `sync` change nothing and show the rows, which can then be corrected.

use tablewright::migrate::{MigrationError, Migrations, migrate, rollback};
use tablewright::{Error, drop_all, sync, verify};
use tablewright_evolve::plan::Options;
use tablewright_schema::Schema;
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, load, written};

struct Case {
    what: &'static str,
    /// The models before and after, each on its lines.
    from: &'static str,
    to: &'static str,
    rows: &'static str,
    /// The message of the refusal.
    says: &'static str,
    /// The SQL that makes the change possible.
    remedy: &'static str,
    /// What the down migration drops.
    dropped: &'static str,
    /// The databases that have no such change.
    except: &'static [Dialect],
    /// Those on which no query tells, because it fails for the rows, or all rows are alike.
    fails: &'static [Dialect],
}

const CASE: Case = Case {
    what: "",
    from: "",
    to: "",
    rows: "",
    says: "a value of `items.g` may not fit into",
    remedy: "DELETE FROM items WHERE id = 1",
    dropped: "",
    except: &[],
    fails: &[],
};

const SERVERS: &[Dialect] = &[Dialect::Postgres, Dialect::Mysql, Dialect::Mariadb];

const CASES: &[Case] = &[
    Case {
        what: "another expression and a smaller type",
        from: "Item: { fields: { id: id, a: integer, g: { type: integer, generated: a + 10 } } }",
        to: "Item: { fields: { id: id, a: integer, g: { type: smallint, generated: a * 100 } } }",
        rows: "INSERT INTO items (a) VALUES (1000), (1)",
        ..CASE
    },
    Case {
        what: "another expression of the same type",
        from: "Item: { fields: { id: id, a: integer, g: { type: smallint, generated: a } } }",
        to: "Item: { fields: { id: id, a: integer, g: { type: smallint, generated: a * 100 } } }",
        rows: "INSERT INTO items (a) VALUES (1000), (1)",
        ..CASE
    },
    Case {
        what: "a smaller type of the same expression",
        from: "Item: { fields: { id: id, a: integer, g: { type: integer, generated: a - 1 } } }",
        to: "Item: { fields: { id: id, a: integer, g: { type: smallint, generated: a - 1 } } }",
        rows: "INSERT INTO items (a) VALUES (40000), (1)",
        ..CASE
    },
    Case {
        what: "a new number",
        from: "Item: { fields: { id: id, a: integer } }",
        to: "Item: { fields: { id: id, a: integer, g: { type: smallint, generated: a * 1000 } } }",
        rows: "INSERT INTO items (a) VALUES (1000), (1)",
        ..CASE
    },
    Case {
        what: "a new number from a new column with a default",
        from: "Item: { fields: { id: id, a: integer } }",
        to: "Item: { fields: { id: id, a: integer, b: { type: integer, default: 1000 }, \
             g: { type: smallint, generated: a * b } } }",
        rows: "INSERT INTO items (a) VALUES (1000), (1)",
        dropped: "items.b",
        ..CASE
    },
    Case {
        what: "a new text",
        from: "Item: { fields: { id: id, s: string(10) } }",
        to: "Item: { fields: { id: id, s: string(10), \
             g: { type: string(5), generated: upper(s) } } }",
        rows: "INSERT INTO items (s) VALUES ('abcdef'), ('abcde')",
        says: "items",
        ..CASE
    },
    Case {
        what: "a longer text",
        from: "Item: { fields: { id: id, s: string(10), \
             g: { type: string(5), generated: \"substr(s, 1, 2)\" } } }",
        to: "Item: { fields: { id: id, s: string(10), \
             g: { type: string(5), generated: lower(s) } } }",
        rows: "INSERT INTO items (s) VALUES ('abcdef'), ('abcde')",
        ..CASE
    },
    Case {
        what: "a decimal",
        from: "Item: { fields: { id: id, a: \"decimal(6, 2)\" } }",
        to: "Item: { fields: { id: id, a: \"decimal(6, 2)\", \
             g: { type: \"decimal(4, 2)\", generated: a * 10 } } }",
        rows: "INSERT INTO items (a) VALUES (99.95), (1.20)",
        says: "items",
        ..CASE
    },
    Case {
        what: "a text that is no number",
        from: "Item: { fields: { id: id, s: string(10) } }",
        to: "Item: { fields: { id: id, s: string(10), g: { type: integer, generated: s } } }",
        rows: "INSERT INTO items (s) VALUES ('abc'), ('17')",
        except: &[Dialect::Postgres],
        ..CASE
    },
    Case {
        what: "texts that become equal numbers",
        from: "Item: { fields: { id: id, s: string(10) } }",
        to: "Item: { fields: { id: id, s: string(10), \
             g: { type: integer, generated: s, unique: true, check: \"{} > 0\" }, \
             h: { type: double, generated: g + 1 } } }",
        rows: "INSERT INTO items (s) VALUES ('07'), ('7')",
        says: "rows of `items` may have equal values in g",
        except: &[Dialect::Postgres],
        ..CASE
    },
    Case {
        what: "numbers that become equal when they are rounded",
        from: "Item: { fields: { id: id, a: \"decimal(8, 2)\" } }",
        to: "Item: { fields: { id: id, a: \"decimal(8, 2)\", \
             g: { type: \"decimal(8, 0)\", generated: a * 2, unique: true } } }",
        rows: "INSERT INTO items (a) VALUES (1.20), (1.10)",
        says: "rows of `items` may have equal values in g",
        // Its decimals are counts of their last digit.
        except: &[Dialect::Sqlite],
        ..CASE
    },
    Case {
        what: "a reference with a random default",
        from: "Kind: { fields: { id: { type: uuid, primary_key: true } } }\n  \
               Item: { fields: { id: id, a: integer } }",
        to: "Kind: { fields: { id: { type: uuid, primary_key: true } } }\n  \
             Item: { fields: { id: id, a: integer, k: { type: Kind, default: uuid } } }",
        rows: "INSERT INTO items (a) VALUES (1)",
        says: "`items.k_id` gets a random value in existing rows, which refers to no row of `kinds`",
        dropped: "items.k_id",
        fails: &Dialect::ALL,
        ..CASE
    },
    Case {
        what: "a reference with a default that is computed from another column",
        from: "Kind: { fields: { id: id } }\n  \
               Item: { fields: { id: id, b: { type: integer, was: a } } }",
        to: "Kind: { fields: { id: id } }\n  \
             Item: { fields: { id: id, a: { type: integer, was: b }, \
             k: { type: Kind, default: { sql: (a + 1) } } } }",
        rows: "INSERT INTO kinds (id) VALUES (3); INSERT INTO items (b) VALUES (1), (2)",
        says: "rows of `items` may refer to rows of `kinds` that do not exist",
        dropped: "items.k_id",
        except: &[Dialect::Sqlite, Dialect::Postgres],
        ..CASE
    },
    Case {
        what: "a text that is no date",
        from: "Item: { fields: { id: id, s: string(10) } }",
        to: "Item: { fields: { id: id, s: string(10), g: { type: date, generated: s } } }",
        rows: "INSERT INTO items (s) VALUES ('abc'), ('2024-02-29')",
        says: "items",
        except: &[Dialect::Postgres],
        ..CASE
    },
    Case {
        what: "an overflow",
        from: "Item: { fields: { id: id, a: bigint, g: { type: bigint, generated: a * 2 } } }",
        to: "Item: { fields: { id: id, a: bigint, \
             g: { type: bigint, generated: a * 9000000000 } } }",
        rows: "INSERT INTO items (a) VALUES (2000000000), (1)",
        fails: SERVERS,
        ..CASE
    },
    Case {
        what: "equal values of another expression",
        from: "Item: { fields: { id: id, a: integer, \
               g: { type: integer, generated: a * 2, unique: true } } }",
        to: "Item: { fields: { id: id, a: integer, \
             g: { type: integer, generated: a - a, unique: true } } }",
        rows: "INSERT INTO items (a) VALUES (1), (2)",
        says: "rows of `items` may have equal values in g",
        ..CASE
    },
    Case {
        what: "another expression under a check",
        from: "Item: { fields: { id: id, a: integer, \
               g: { type: integer, generated: a * 2, check: \"{} < 3000\" } } }",
        to: "Item: { fields: { id: id, a: integer, \
             g: { type: integer, generated: a * 9, check: \"{} < 3000\" } } }",
        rows: "INSERT INTO items (a) VALUES (1000), (2)",
        says: "rows of `items` may violate the check",
        ..CASE
    },
    Case {
        what: "a default that refers to no row",
        from: "Kind: { fields: { id: id } }\n  Item: { fields: { id: id, a: integer } }",
        to: "Kind: { fields: { id: id } }\n  Item: { fields: { id: id, a: integer, \
             y: { type: integer, default: 3 }, k: { type: Kind, default: 7 } } }",
        rows: "INSERT INTO items (a) VALUES (1)",
        says: "rows of `items` may refer to rows of `kinds` that do not exist",
        remedy: "INSERT INTO kinds (id) VALUES (7)",
        dropped: "items.y, items.k_id",
        ..CASE
    },
    Case {
        what: "a key in which case does not matter any more",
        from: "Item: { fields: { id: id, s: { type: string(20), unique: true } } }",
        to: "Item: { fields: { id: id, s: { type: string(20), unique: true, \
             collation: { sqlite: nocase, mysql: utf8mb4_0900_ai_ci, \
             mariadb: utf8mb4_general_ci } } } }",
        rows: "INSERT INTO items (s) VALUES ('A'), ('a'), ('b')",
        says: "rows of `items` may have equal values in s",
        except: &[Dialect::Postgres],
        ..CASE
    },
    Case {
        what: "a new key in which case does not matter",
        from: "Item: { fields: { id: id, s: string(20) } }",
        to: "Item: { fields: { id: id, s: { type: string(20), unique: true, \
             collation: { sqlite: nocase, mysql: utf8mb4_0900_ai_ci, \
             mariadb: utf8mb4_general_ci } } } }",
        rows: "INSERT INTO items (s) VALUES ('A'), ('a'), ('b')",
        says: "rows of `items` may have equal values in s",
        except: &[Dialect::Postgres],
        ..CASE
    },
    Case {
        what: "a check in which case does not matter any more",
        from: "Item: { fields: { id: id, s: { type: string(20), check: \"{} <> 'x'\" } } }",
        to: "Item: { fields: { id: id, s: { type: string(20), check: \"{} <> 'x'\", \
             collation: { sqlite: nocase, mysql: utf8mb4_0900_ai_ci, \
             mariadb: utf8mb4_general_ci } } } }",
        rows: "INSERT INTO items (s) VALUES ('X'), ('a')",
        says: "rows of `items` may violate the check",
        except: &[Dialect::Postgres],
        ..CASE
    },
    Case {
        what: "a reference in which case matters again",
        from: "Kind: { fields: { code: { type: string(5), primary_key: true, \
               collation: { sqlite: nocase, mysql: utf8mb4_0900_ai_ci, \
               mariadb: utf8mb4_general_ci } } } }\n  Item: { fields: { id: id, k: Kind } }",
        to: "Kind: { fields: { code: { type: string(5), primary_key: true } } }\n  \
             Item: { fields: { id: id, k: Kind } }",
        rows: "INSERT INTO kinds (code) VALUES ('A'); \
               INSERT INTO items (k_code) VALUES ('a'), ('A')",
        says: "rows of `items` may refer to rows of `kinds` that do not exist",
        except: &[Dialect::Postgres],
        ..CASE
    },
    Case {
        what: "rounded numbers that are equal",
        from: "Item: { fields: { id: id, a: \"decimal(10, 2)\" } }",
        to: "Item: { fields: { id: id, a: { type: \"decimal(10, 0)\", unique: true } } }\n\
             converted: { items.a: \"decimal(10, 0)\" }",
        rows: "INSERT INTO items (a) VALUES (1.20), (1.40)",
        says: "rows of `items` may have equal values in a",
        remedy: "DELETE FROM items",
        ..CASE
    },
    Case {
        what: "a text that is no integer",
        from: "Item: { fields: { id: id, s: text } }",
        to: "Item: { fields: { id: id, s: integer } }",
        rows: "INSERT INTO items (s) VALUES ('5\n'), ('5')",
        says: "a value of `items.s` may not fit into",
        ..CASE
    },
    Case {
        what: "a number that becomes a reference to a text",
        from: "Kind: { fields: { c: { type: string(5), primary_key: true } } }\n  \
               Item: { fields: { id: id, n: integer } }",
        to: "Kind: { fields: { c: { type: string(5), primary_key: true } } }\n  \
             Item: { fields: { id: id, k: { type: Kind, column: n } } }",
        rows: "INSERT INTO kinds (c) VALUES ('01'), ('-2'); INSERT INTO items (n) VALUES (1), (-2)",
        says: "rows of `items` may refer to rows of `kinds` that do not exist",
        ..CASE
    },
    Case {
        what: "a number that becomes a reference to a key in which case does not matter",
        from: "Kind: { fields: { c: { type: string(5), primary_key: true, \
               collation: { sqlite: nocase, mysql: utf8mb4_0900_ai_ci, \
               mariadb: utf8mb4_general_ci } } } }\n  \
               Item: { fields: { id: id, n: integer } }",
        to: "Kind: { fields: { c: { type: string(5), primary_key: true, \
             collation: { sqlite: nocase, mysql: utf8mb4_0900_ai_ci, \
             mariadb: utf8mb4_general_ci } } } }\n  \
             Item: { fields: { id: id, k: { type: Kind, column: n } } }",
        rows: "INSERT INTO kinds (c) VALUES ('01'), ('-2'); INSERT INTO items (n) VALUES (1), (-2)",
        says: "rows of `items` may refer to rows of `kinds` that do not exist",
        except: &[Dialect::Postgres],
        ..CASE
    },
    Case {
        what: "a text that becomes a reference to a number",
        from: "Kind: { fields: { id: id } }\n  \
               Item: { fields: { id: id, k_id: string(10) } }",
        to: "Kind: { fields: { id: id } }\n  Item: { fields: { id: id, k: Kind } }",
        rows: "INSERT INTO kinds (id) VALUES (12), (13); \
               INSERT INTO items (k_id) VALUES ('7'), ('12'), ('13')",
        says: "rows of `items` may refer to rows of `kinds` that do not exist",
        ..CASE
    },
    Case {
        what: "a rounded number that becomes a reference, with another name",
        from: "Kind: { fields: { id: id } }\n  \
               Item: { fields: { id: id, n: { type: double, was: m } } }",
        to: "Kind: { fields: { id: id } }\n  \
             Item: { fields: { id: id, k: { type: Kind, column: m, was: n } } }\n\
             converted: { items.m: bigint }",
        rows: "INSERT INTO kinds (id) VALUES (11), (13); \
               INSERT INTO items (n) VALUES (11.75), (13)",
        says: "rows of `items` may refer to rows of `kinds` that do not exist",
        ..CASE
    },
    Case {
        what: "a computed value that becomes NULL with the type of what it reads",
        from: "Item: { fields: { id: id, a: double, \
               g: { type: double, generated: \"nullif(a, 2)\" } } }",
        to: "Item: { fields: { id: id, a: integer, \
             g: { type: double, generated: \"nullif(a, 2)\" } } }\nconverted: { items.a: integer }",
        rows: "INSERT INTO items (a) VALUES (1.75), (4)",
        // MariaDB has a check for it.
        says: "items",
        ..CASE
    },
    Case {
        what: "computed values that become equal with the type of what they read",
        from: "Item: { fields: { id: id, a: double, \
               f: { type: double, generated: a * 3 }, \
               g: { type: double, generated: a * 2, unique: true } } }",
        to: "Item: { fields: { id: id, a: integer, \
             f: { type: double, generated: a * 3 }, \
             g: { type: double, generated: a * 2, unique: true } } }\n\
             converted: { items.a: integer }",
        rows: "INSERT INTO items (a) VALUES (1.75), (2)",
        says: "rows of `items` may have equal values in g",
        ..CASE
    },
    Case {
        what: "a computed value under a check, with the type of what it reads",
        from: "Item: { fields: { id: id, a: double, \
               g: { type: double, generated: a * 2, check: \"{} <> 4\" } } }",
        to: "Item: { fields: { id: id, a: integer, \
             g: { type: double, generated: a * 2, check: \"{} <> 4\" } } }\n\
             converted: { items.a: integer }",
        rows: "INSERT INTO items (a) VALUES (1.75), (3)",
        says: "rows of `items` may violate the check",
        ..CASE
    },
    Case {
        what: "a computed value that grows with the type of what it reads",
        from: "Item: { fields: { id: id, a: double, \
               g: { type: smallint, generated: a * 1000 } } }",
        to: "Item: { fields: { id: id, a: integer, \
             g: { type: smallint, generated: a * 1000 } } }\nconverted: { items.a: integer }",
        rows: "INSERT INTO items (a) VALUES (32.75), (3)",
        ..CASE
    },
    Case {
        what: "a computed text that grows with the type of what it reads",
        from: "Item: { fields: { id: id, a: \"decimal(8, 1)\", \
               g: { type: string(3), generated: \"concat(a, '')\" } } }",
        to: "Item: { fields: { id: id, a: \"decimal(8, 2)\", \
             g: { type: string(3), generated: \"concat(a, '')\" } } }",
        rows: "INSERT INTO items (a) VALUES (1.5)",
        except: &[Dialect::Sqlite, Dialect::Postgres],
        ..CASE
    },
    Case {
        what: "a value computed by a comparison in which case does not matter any more",
        from: "Item: { fields: { id: id, s: string(20), \
               f: { type: integer, generated: \"case when s = 'x' then 1 else 2 end\" }, \
               g: { type: integer, generated: f * 2, check: \"{} > 2\" } } }",
        to: "Item: { fields: { id: id, s: { type: string(20), \
             collation: { sqlite: nocase, mysql: utf8mb4_0900_ai_ci, \
             mariadb: utf8mb4_general_ci } }, \
             f: { type: integer, generated: \"case when s = 'x' then 1 else 2 end\" }, \
             g: { type: integer, generated: f * 2, check: \"{} > 2\" } } }",
        rows: "INSERT INTO items (s) VALUES ('X'), ('a')",
        says: "rows of `items` may violate the check",
        except: &[Dialect::Postgres],
        ..CASE
    },
    Case {
        what: "a computed reference, with the type of what it reads",
        from: "Kind: { fields: { id: id } }\n  \
               Item: { fields: { id: id, a: double, \
               k: { type: Kind, generated: \"case when a < 3.8 then 3 else 7 end\" } } }",
        to: "Kind: { fields: { id: id } }\n  \
             Item: { fields: { id: id, a: integer, \
             k: { type: Kind, generated: \"case when a < 3.8 then 3 else 7 end\" } } }\n\
             converted: { items.a: integer }",
        rows: "INSERT INTO kinds (id) VALUES (3), (4); \
               INSERT INTO items (a) VALUES (3.75), (3)",
        says: "rows of `items` may refer to rows of `kinds` that do not exist",
        ..CASE
    },
    Case {
        what: "a renamed value under a check of one's own that does not name it",
        from: "Item: { fields: { id: id, a: Kind }, checks: [{ name: short, \
               sql: length(a) < 5 }] }\nenums: { Kind: [{ value: big, was: enormous }, tiny] }",
        to: "Item: { fields: { id: id, a: Kind }, checks: [{ name: short, \
             sql: length(a) < 5 }] }\nenums: { Kind: [{ value: enormous, was: big }, tiny] }",
        rows: "INSERT INTO items (a) VALUES ('big'), ('tiny')",
        says: "rows of `items` may violate the check `short`",
        ..CASE
    },
    Case {
        what: "a value that is computed from a renamed one",
        from: "Item: { fields: { id: id, a: Kind, \
               g: { type: integer, generated: \"case when a = 'big' then 1 when a = 'tiny' \
               then 2 end\" } } }\nenums: { Kind: [{ value: big, was: huge }, tiny] }",
        to: "Item: { fields: { id: id, a: Kind, \
             g: { type: integer, generated: \"case when a = 'big' then 1 when a = 'tiny' \
             then 2 end\" } } }\nenums: { Kind: [{ value: huge, was: big }, tiny] }",
        rows: "INSERT INTO items (a) VALUES ('big'), ('tiny')",
        // MariaDB has a check for it.
        says: "items",
        ..CASE
    },
];

mod all {
    tablewright_test_ddl::on_each_dialect!(super::nothing_is_changed);
}

fn nothing_is_changed(dialect: Dialect) {
    let Some(live) = Live::new(dialect) else {
        return;
    };
    let mut failures = Vec::new();
    for case in CASES.iter().filter(|case| !case.except.contains(&dialect)) {
        for (way, run) in [
            ("migrate", migrated as Way),
            ("rollback", back),
            ("sync", synced),
        ] {
            if let Err(error) = run(&live, case) {
                failures.push(format!("{}: {way}: {error}", case.what));
            }
            for table in ["items", "kinds", "firsts", "tablewright_migrations"] {
                let dropped = live.run(&[format!("DROP TABLE IF EXISTS {table}")]);
                dropped.expect("a database without the table");
            }
        }
    }
    assert!(failures.is_empty(), "{dialect}:\n{}", failures.join("\n"));
}

type Way = fn(&Live, &Case) -> Result<(), String>;

/// The models, and another table that changes first.
fn schema(dialect: Dialect, case: &Case, is_after: bool, dropped: &str) -> Result<Schema, String> {
    let (models, more) = match is_after {
        true => (case.to, ", n: integer?"),
        false => (case.from, ""),
    };
    let text = format!(
        "dialects: [{}]\nmodels:\n  First: {{ fields: {{ id: id{more} }} }}\n  {models}\n{dropped}",
        dialect.name()
    );
    load("models.yaml", &text)
}

fn said<T>(result: tablewright::Result<T>) -> Result<T, String> {
    result.map_err(|error| error.to_string())
}

fn migrated(live: &Live, case: &Case) -> Result<(), String> {
    let from = schema(live.dialect(), case, false, "")?;
    let to = schema(live.dialect(), case, true, "")?;
    let list = written(live.dialect(), &[&from, &to], Options::default())?;
    let (first, both) = (Migrations { list: &list[..1] }, Migrations { list });
    let _ = said(live.wait(migrate(live.db(), &first)))?;
    law(live, case, [&from, &to], &|| {
        live.wait(migrate(live.db(), &both)).map(drop)
    })
}

/// The same change as the down migration of its opposite.
fn back(live: &Live, case: &Case) -> Result<(), String> {
    let dropped = match case.dropped {
        "" => "dropped: [firsts.n]".to_owned(),
        dropped => format!("dropped: [firsts.n, {dropped}]"),
    };
    let from = schema(live.dialect(), case, false, &dropped)?;
    let to = schema(live.dialect(), case, true, "")?;
    let list = written(live.dialect(), &[&to, &from], Options::default())?;
    let both = Migrations { list };
    let _ = said(live.wait(migrate(live.db(), &both)))?;
    law(live, case, [&from, &to], &|| {
        live.wait(rollback(live.db(), &both, 1)).map(drop)
    })
}

fn synced(live: &Live, case: &Case) -> Result<(), String> {
    let from = schema(live.dialect(), case, false, "")?;
    let to = schema(live.dialect(), case, true, "")?;
    let of = |schema: &Schema| tablewright::__schema("a", schema);
    let _ = said(live.wait(sync(live.db(), of(&from))))?;
    let wanted = of(&to);
    law(live, case, [&from, &to], &|| {
        live.wait(sync(live.db(), wanted)).map(drop)
    })?;
    said(live.wait(drop_all(live.db(), wanted)))
}

fn law(
    live: &Live,
    case: &Case,
    [from, to]: [&Schema; 2],
    change: &dyn Fn() -> tablewright::Result<()>,
) -> Result<(), String> {
    let statements = |sql: &str| -> Vec<String> {
        // SQLite keeps a decimal as a count of its last digit.
        let sql = match live.dialect() {
            Dialect::Sqlite if case.from.contains("decimal") => sql.replace('.', ""),
            _ => sql.to_owned(),
        };
        sql.split("; ").map(str::to_owned).collect()
    };
    live.run(&statements(case.rows))?;
    let before = (live.inspect()?, rows(live, from)?);
    let message = match change() {
        Err(Error::Refused(reasons)) => reasons.to_string(),
        Err(Error::Migration(error)) => match &*error {
            MigrationError::Refused { issues, .. } => issues.join("\n"),
            other => return Err(format!("another error: {other}")),
        },
        Err(error) => return Err(format!("another error: {error}")),
        Ok(()) => return Err("it was not refused".to_owned()),
    };
    if (live.inspect()?, rows(live, from)?) != before {
        return Err("something was changed".to_owned());
    }
    if !message.contains(case.says) {
        return Err(format!("it says {message}"));
    }
    if !case.fails.contains(&live.dialect()) {
        let (_, query) = message
            .split_once("`SELECT ")
            .ok_or_else(|| format!("no query in {message}"))?;
        let ends = ["`; or", "`\n"].map(|end| query.find(end).unwrap_or(query.len()));
        let query = query[..ends[0].min(ends[1])].trim_end_matches('`');
        let ty = text(live.dialect());
        let counted = format!("SELECT CAST(count(*) AS {ty}) FROM (SELECT {query}) AS found");
        if live.texts(&counted)? != ["1"] {
            return Err(format!("the query finds other rows: SELECT {query}"));
        }
    }
    live.run(&statements(case.remedy))?;
    change().map_err(|error| format!("after the remedy: {error}"))?;
    let verified = said(live.wait(verify(live.db(), tablewright::__schema("a", to))))?;
    match verified.is_up_to_date() {
        true => Ok(()),
        false => Err(format!("verify: {verified}")),
    }
}

/// The rows of all tables, as texts.
fn rows(live: &Live, schema: &Schema) -> Result<Vec<String>, String> {
    let ty = text(live.dialect());
    let mut rows = Vec::new();
    for table in &schema.tables {
        for column in &table.columns {
            rows.extend(live.texts(&format!(
                "SELECT coalesce(CAST({} AS {ty}), 'NULL') FROM {} ORDER BY 1",
                column.name, table.name
            ))?);
        }
    }
    Ok(rows)
}

fn text(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Mysql | Dialect::Mariadb => "char",
        Dialect::Sqlite | Dialect::Postgres => "text",
    }
}
