//! Each pair of types: a value that a preflight check allows is converted to the other type and
//! back unchanged, and no database refuses it. So every conversion that changes values has a check.

use std::collections::BTreeSet;

use tablewright_evolve::plan::{DestructiveKind, Plan};
use tablewright_schema::Intent;
use tablewright_schema::catalog::{Catalog, write};
use tablewright_schema::lower;
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, load, on_each_dialect, walk, way};

/// A type, and values of it.
struct Of {
    ty: &'static str,
    values: &'static [&'static str],
}

const TEXTS: &[&str] = &[
    "", "a", "12", "-5", "0", "007", "-0", "+1", " 5", "5 ", "5\n", "1.5", "9999", "9'9", "null",
    "[]", "{}", "[1]", "\"a\"", "{",
];

const TYPES: &[Of] = &[
    Of {
        ty: "bool",
        values: &["true", "false"],
    },
    Of {
        ty: "smallint",
        values: &["0", "1", "-1", "32767", "-32768", "99"],
    },
    Of {
        ty: "integer",
        values: &["0", "1", "-7", "16777217", "2147483647", "-2147483648"],
    },
    Of {
        ty: "bigint",
        values: &[
            "0",
            "1",
            "-40000",
            "16777217",
            "2147483648",
            "9007199254740993",
            "9223372036854775807",
            "-9223372036854775807 - 1",
        ],
    },
    Of {
        ty: "u8",
        values: &["0", "1", "127", "128", "255"],
    },
    Of {
        ty: "u16",
        values: &["0", "1", "255", "256", "32768", "65535"],
    },
    Of {
        ty: "u32",
        values: &["0", "1", "65536", "16777217", "2147483648", "4294967295"],
    },
    Of {
        ty: "u64",
        values: &[
            "0",
            "1",
            "4294967296",
            "9007199254740993",
            "9223372036854775807",
        ],
    },
    Of {
        ty: "float",
        values: &[
            "0.0",
            "0.5",
            "-2.5",
            "1.0",
            "0.10000000149011612",
            "16777216.0",
            "3000000000.0",
            "1.0000000200408773e+20",
            "12345.678",
        ],
    },
    Of {
        ty: "double",
        values: &[
            "0.0",
            "0.5",
            "1.5",
            "0.1",
            "-2.25",
            "0.30000000000000004",
            "1.005",
            "99999.5",
            "16777217.0",
            "2147483648.0",
            "9007199254740992.0",
            "9.223372036854776e18",
            "123456789.125",
            "1e-10",
            "1e-60",
            "1e25",
            "1e300",
            "-1e300",
        ],
    },
    Of {
        ty: "decimal(4, 0)",
        values: &["0", "1", "-9999", "9999"],
    },
    Of {
        ty: "decimal(10, 2)",
        values: &[
            "0.00",
            "0.01",
            "1.50",
            "-1.55",
            "1.00",
            "12345678.90",
            "99999999.99",
        ],
    },
    Of {
        ty: "decimal(18, 4)",
        values: &[
            "0.0001",
            "1.5000",
            "-7.0000",
            "12345678901234.5678",
            "99999999999999.9999",
        ],
    },
    Of {
        ty: "string(4)",
        values: TEXTS,
    },
    Of {
        ty: "string(30)",
        values: TEXTS_AND_LONG,
    },
    Of {
        ty: "text",
        values: TEXTS_AND_LONG,
    },
    Of {
        ty: "bytes(2)",
        values: &["x", "", "xy"],
    },
    Of {
        ty: "bytes",
        values: &["", "x", "xyz"],
    },
    Of {
        ty: "date",
        values: &["2024-02-29", "1969-12-31", "1000-01-01", "9999-12-31"],
    },
    Of {
        ty: "time",
        values: &["00:00:00.000000", "23:59:59.999999"],
    },
    Of {
        ty: "datetime",
        values: &[
            "2024-02-29 00:00:00.000000",
            "2024-02-29 23:59:59.999999",
            "1969-12-31 00:00:00.000001",
        ],
    },
    Of {
        ty: "timestamp",
        values: &[
            "2024-02-29 00:00:00.000000",
            "2024-03-31 01:30:00.000000",
            "1969-12-31 23:59:59.999999",
        ],
    },
    Of {
        ty: "json",
        values: &[
            "{\"a\": [1, \"x\"]}",
            "{\"b\":1,  \"a\":2}",
            "1",
            "-7",
            "70000",
            "2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "1.5",
            "1e2",
            "true",
            "null",
            "\"5\"",
            "[]",
            "[5]",
            "\"a long text, which no short column has room for\"",
        ],
    },
];

const TEXTS_AND_LONG: &[&str] = &[
    "",
    "a",
    "12",
    "256",
    "65536",
    "4294967296",
    "-5",
    "0",
    "007",
    "-0",
    " 5",
    "5 ",
    "5\n",
    "1.5",
    "32768",
    "2147483648",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "18446744073709551615",
    "123456789012345678901234567890",
    "ä",
    "abcdé",
    "null",
    "true",
    "\"x\"",
    "[1, 2]",
    "[1,2]",
    "{\"a\": 1}",
    "{\"b\":1, \"a\":2}",
    "{\"a\": 1, \"a\": 2}",
    "1.50",
    "1e5",
    "{\"a\": 1",
    "{'a': 1}",
];

on_each_dialect!(what_is_let_through_comes_back);

fn what_is_let_through_comes_back(dialect: Dialect) {
    let Some(live) = Live::new(dialect) else {
        return;
    };
    let mut failures = Vec::new();
    let mut tried = 0;
    for from in TYPES {
        for to in TYPES.iter().filter(|to| to.ty != from.ty) {
            match pair(&live, from, to) {
                Ok(was_tried) => tried += usize::from(was_tried),
                Err(error) => failures.push(format!("{} becomes {}: {error}", from.ty, to.ty)),
            }
        }
    }
    assert!(failures.is_empty(), "{dialect}:\n{}", failures.join("\n"));
    assert!(tried > 60, "{dialect}: {tried} pairs");
}

/// Undoes a plan from the one type to the other, and makes it again. `false` if no value of the
/// types becomes one of the other.
fn pair(live: &Live, from: &Of, to: &Of) -> Result<bool, String> {
    let dialect = live.dialect();
    let (first, second) = (tables(dialect, to.ty)?, tables(dialect, from.ty)?);
    let plan = way(dialect, &first, &second, &losing())?;
    let back = way(dialect, &second, &first, &losing())?;
    if gives_up(&plan) {
        return Ok(false);
    }
    live.run(&write::create_all(dialect, &second))?;
    if gives_up(&back) {
        let done = undone(live, &plan, from);
        live.run(&["DROP TABLE IF EXISTS items"])?;
        return done.map(|()| true);
    }
    let done = undone_and_made(live, &plan, from);
    live.run(&["DROP TABLE IF EXISTS items"])?;
    done.map(|()| true)
}

/// Undoes a plan that keeps all values, but is the reverse of one that cannot: the database
/// refuses that, or keeps the values, too.
fn undone(live: &Live, plan: &Plan, from: &Of) -> Result<(), String> {
    filled(live, from)?;
    let count = format!(
        "SELECT CAST(count(a) AS {}) FROM items",
        text(live.dialect())
    );
    let before = live.texts(&count)?;
    if walk(live, &plan.down()).is_err() {
        return Ok(());
    }
    let after = live.texts(&count)?;
    match before == after {
        true => Ok(()),
        false => Err(format!("{before:?} values, and {after:?} of them are left")),
    }
}

fn filled(live: &Live, from: &Of) -> Result<(), String> {
    for value in from.values {
        let value = literal(live.dialect(), from.ty, value);
        live.run(&[format!("INSERT INTO items (a) VALUES ({value})")])?;
    }
    live.run(&["INSERT INTO items (a) VALUES (NULL)"])
}

/// The rows that a preflight check finds, and those that end it.
fn found_by(live: &Live, preflight: &str) -> Result<Vec<String>, String> {
    let dialect = live.dialect();
    let found = preflight.replacen("SELECT 1", "SELECT id", 1);
    let found = found.strip_suffix(" LIMIT 1").ok_or(preflight)?;
    let ids = |of: &str| live.texts(&format!("SELECT CAST(id AS {}) FROM {of}", text(dialect)));
    if let Ok(found) = ids(&format!("({found}) found")) {
        return Ok(found);
    }
    let mut all = ids("items")?;
    all.retain(|id| {
        // An offset keeps PostgreSQL from looking at the other rows, too.
        let one = format!("FROM (SELECT * FROM items WHERE id = {id} OFFSET 0) items");
        let of_one = found.replacen("FROM \"items\"", &one, 1);
        ids(&format!("({of_one}) found")).map_or(true, |found| !found.is_empty())
    });
    Ok(all)
}

fn undone_and_made(live: &Live, plan: &Plan, from: &Of) -> Result<(), String> {
    let dialect = live.dialect();
    filled(live, from)?;
    let preflights = plan.down_risks.iter();
    for preflight in preflights.filter_map(|risk| risk.preflight.as_deref()) {
        let found = found_by(live, preflight)?;
        if !found.is_empty() {
            let found = found.join(", ");
            live.run(&[format!("DELETE FROM items WHERE id IN ({found})")])?;
        }
    }
    let all = format!(
        "SELECT coalesce({}, 'NULL') FROM items ORDER BY id",
        shown(dialect, from.ty)
    );
    let before = live.texts(&all)?;
    walk(live, &plan.down())?;
    walk(live, &plan.up())?;
    let after = live.texts(&all)?;
    match before == after {
        true => Ok(()),
        false => Err(format!(
            "{before:?} came back as {after:?} by {:#?}",
            plan.down().sql
        )),
    }
}

fn tables(dialect: Dialect, ty: &str) -> Result<Catalog, String> {
    let models = format!(
        "dialects: [{}]\nmodels:\n  Item: {{ fields: {{ id: id, a: \"{ty}?\" }} }}\n",
        dialect.name()
    );
    Ok(lower(&load("models.yaml", &models)?, dialect))
}

/// Whether values are lost for which there is no conversion.
fn gives_up(plan: &Plan) -> bool {
    let mut losses = plan.steps.iter().flat_map(|step| &step.destructive);
    losses.any(|loss| match loss.kind {
        DestructiveKind::Converted(how) => how.contains("cannot be converted"),
        DestructiveKind::Dropped | DestructiveKind::Unmanaged(_) | DestructiveKind::Nameless(_) => {
            false
        }
    })
}

fn losing() -> Intent {
    Intent {
        converted: BTreeSet::from(["items.a".to_owned()]),
        ..Intent::default()
    }
}

fn literal(dialect: Dialect, ty: &str, value: &str) -> String {
    let quoted = |value: &str| format!("'{}'", value.replace('\'', "''"));
    match ty.split('(').next().unwrap_or_default() {
        "float" if dialect == Dialect::Sqlite => format!("tablewright_float({value})"),
        "bool" | "smallint" | "integer" | "bigint" | "float" | "double" => value.to_owned(),
        "u8" | "u16" | "u32" | "u64" => value.to_owned(),
        "decimal" if dialect == Dialect::Sqlite => value.replace('.', ""),
        "decimal" => value.to_owned(),
        "bytes" => {
            let hex: String = value.bytes().map(|byte| format!("{byte:02x}")).collect();
            match dialect {
                Dialect::Postgres => format!("'\\x{hex}'"),
                Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => format!("X'{hex}'"),
            }
        }
        "timestamp" => match dialect {
            Dialect::Sqlite => quoted(&format!("{value}Z")),
            Dialect::Postgres => quoted(&format!("{value}+00")),
            Dialect::Mysql | Dialect::Mariadb => quoted(value),
        },
        _ => quoted(value),
    }
}

fn text(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite | Dialect::Postgres => "text",
        Dialect::Mysql | Dialect::Mariadb => "char",
    }
}

/// A value with all of its digits.
fn shown(dialect: Dialect, ty: &str) -> String {
    match (dialect, ty.split('(').next().unwrap_or_default()) {
        (Dialect::Sqlite, "float" | "double") => {
            "CASE WHEN a IS NOT NULL THEN printf('%!.17g', a) END".to_owned()
        }
        (Dialect::Sqlite, _) => "typeof(a) || ' ' || quote(a)".to_owned(),
        (Dialect::Postgres, "timestamp") => "(a AT TIME ZONE 'UTC')::text".to_owned(),
        (Dialect::Mysql | Dialect::Mariadb, "float") => "CAST(a + 0e0 AS char)".to_owned(),
        (Dialect::Mysql | Dialect::Mariadb, "bytes") => "hex(a)".to_owned(),
        _ => format!("CAST(a AS {})", text(dialect)),
    }
}
