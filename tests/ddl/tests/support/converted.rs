//! Values of a column that is converted to another type with consent: the same result on each
//! database.

use tablewright::migrate::{Migration, Migrations, migrate, rollback};
use tablewright_evolve::plan::Options;
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, load, on_each_dialect, written};

/// The type before, the type after, and values in the order of their rows, before and after.
struct Case {
    from: &'static str,
    to: &'static str,
    values: &'static [(&'static str, &'static str)],
}

const CASES: &[Case] = &[
    Case {
        from: "double",
        to: "integer",
        values: &[
            ("0.5", "0"),
            ("1.5", "2"),
            ("2.5", "2"),
            ("-0.5", "0"),
            ("-1.5", "-2"),
            ("-2.5", "-2"),
            ("2.4", "2"),
            ("-2.6", "-3"),
            ("7", "7"),
        ],
    },
    Case {
        from: "double",
        to: "bigint",
        values: &[("0.5", "0"), ("1048576.5", "1048576"), ("3.5", "4")],
    },
    Case {
        from: "double",
        to: "float",
        values: &[
            ("0.1", "0.10000000149011612"),
            ("-0.5", "-0.5"),
            ("16777217", "16777216"),
        ],
    },
    // By the fewest digits that are the number, halves away from zero.
    Case {
        from: "double",
        to: "decimal(10, 2)",
        values: &[
            ("1.255", "1.26"),
            ("-1.255", "-1.26"),
            ("1.005", "1.01"),
            ("0.005", "0.01"),
            ("0.125", "0.13"),
            ("0.1249", "0.12"),
            ("9.995", "10.00"),
            ("12345678.455", "12345678.46"),
            ("99999999.985", "99999999.99"),
            ("0.30000000000000004", "0.30"),
            ("1e-7", "0.00"),
            ("-2.5", "-2.50"),
        ],
    },
    // The first is the float nearest to 1.255, as programs store it: SQLite does not round to it.
    Case {
        from: "float",
        to: "decimal(10, 2)",
        values: &[
            ("1.2549999952316284", "1.25"),
            ("0.125", "0.13"),
            ("-0.5", "-0.50"),
        ],
    },
    // A float would not hold their digits.
    Case {
        from: "decimal(18, 4)",
        to: "decimal(17, 2)",
        values: &[
            ("99999999999999.9949", "99999999999999.99"),
            ("99999999999999.9899", "99999999999999.99"),
            ("12345678901234.5650", "12345678901234.57"),
            ("-12345678901234.5650", "-12345678901234.57"),
            ("-0.0050", "-0.01"),
            ("0.0049", "0.00"),
        ],
    },
    Case {
        from: "bigint",
        to: "float",
        values: &[("16777217", "16777216"), ("-3", "-3")],
    },
    Case {
        from: "datetime",
        to: "date",
        values: &[
            ("'2024-02-29 23:59:59.999999'", "2024-02-29"),
            ("'1969-12-31 23:59:59.500000'", "1969-12-31"),
            ("'2024-02-29 00:00:00.000000'", "2024-02-29"),
        ],
    },
    Case {
        from: "timestamp",
        to: "date",
        values: &[
            ("'2024-02-29 23:59:59.999999{Z}'", "2024-02-29"),
            ("'1969-12-31 23:59:59.500000{Z}'", "1969-12-31"),
        ],
    },
    Case {
        from: "date",
        to: "timestamp",
        values: &[("'2024-02-29'", "2024-02-29 00:00:00")],
    },
    Case {
        from: "text",
        to: "json",
        values: &[
            ("'{\"a\": [1, \"x\"]}'", "{\"a\": [1, \"x\"]}"),
            ("'12'", "12"),
            ("'null'", "null"),
            ("'\"x\"'", "\"x\""),
        ],
    },
    Case {
        from: "string(40)",
        to: "json",
        values: &[("'[1, 2]'", "[1, 2]"), ("'true'", "true")],
    },
    Case {
        from: "bigint",
        to: "json",
        values: &[("9223372036854775807", "9223372036854775807"), ("-5", "-5")],
    },
    Case {
        from: "u8",
        to: "json",
        values: &[("255", "255"), ("0", "0")],
    },
    Case {
        from: "json",
        to: "integer",
        values: &[("'2147483647'", "2147483647"), ("'-5'", "-5")],
    },
    Case {
        from: "json",
        to: "text",
        values: &[("'{\"a\": 1}'", "{\"a\": 1}"), ("'7'", "7")],
    },
];

on_each_dialect!(every_value_is_the_same);

fn every_value_is_the_same(dialect: Dialect) {
    for case in CASES {
        let Some(live) = Live::new(dialect) else {
            return;
        };
        if let Err(error) = law(&live, case) {
            panic!("{dialect}: {} becomes {}: {error}", case.from, case.to);
        }
    }
}

fn law(live: &Live, case: &Case) -> Result<(), String> {
    let dialect = live.dialect();
    let schema = |ty: &str| {
        let models = format!(
            "dialects: [{}]\nmodels:\n  Item: {{ fields: {{ id: id, a: \"{ty}?\" }} }}\n\
             converted:\n  items.a: \"{ty}\"\n",
            dialect.name()
        );
        load("models.yaml", &models)
    };
    let (from, to) = (schema(case.from)?, schema(case.to)?);
    let list = written(dialect, &[&from, &to], Options::default())?;
    let first = Migrations { list: &list[..1] };
    let run = |all: &Migrations<'static>| {
        let done = live.wait(migrate(live.db(), all));
        done.map(drop).map_err(|error| error.to_string())
    };
    run(&first)?;
    let zone = match dialect {
        Dialect::Sqlite => "Z",
        Dialect::Postgres => "+00",
        Dialect::Mysql | Dialect::Mariadb => "",
    };
    for (value, _) in case.values {
        let mut value = value.replace("{Z}", zone);
        if dialect == Dialect::Sqlite && case.from.starts_with("decimal") {
            value = value.replace('.', "");
        }
        live.run(&[&format!("INSERT INTO items (a) VALUES ({value})")])?;
    }
    live.run(&["INSERT INTO items (a) VALUES (NULL)"])?;
    run(&Migrations { list })?;
    let text = match dialect {
        // With all digits of the stored number.
        Dialect::Sqlite if case.to == "float" => {
            "CASE WHEN a IS NOT NULL THEN rtrim(rtrim(printf('%!.17g', a), '0'), '.') END"
        }
        Dialect::Sqlite if case.to.ends_with(", 2)") => {
            "CASE WHEN a IS NOT NULL THEN iif(a < 0, '-', '') \
             || printf('%d.%02d', abs(a) / 100, abs(a) % 100) END"
        }
        Dialect::Postgres if case.to == "float" => "a::float8::text",
        Dialect::Mysql | Dialect::Mariadb if case.to == "float" => "CAST(a + 0e0 AS char)",
        Dialect::Mysql | Dialect::Mariadb => "CAST(a AS char)",
        Dialect::Postgres if case.to == "timestamp" => "(a AT TIME ZONE 'UTC')::text",
        Dialect::Sqlite | Dialect::Postgres => "CAST(a AS text)",
    };
    let found = live.texts(&format!(
        "SELECT coalesce({text}, 'NULL') FROM items ORDER BY id"
    ))?;
    let values = case.values.iter().map(|(_, after)| *after);
    let expected: Vec<&str> = values.chain(["NULL"]).collect();
    let is_same = found.len() == expected.len()
        && found
            .iter()
            .zip(&expected)
            // Times have as many digits as a database prints.
            .all(|(found, expected)| found == expected || is_at_midnight(found, expected));
    if !is_same {
        return Err(format!("{found:?} instead of {expected:?}"));
    }
    match [case.from, case.to].contains(&"json") {
        true => comes_back(live, list, &found),
        false => Ok(()),
    }
}

/// A document is as it was after the rollback, and no row has lost it.
fn comes_back(
    live: &Live,
    list: &'static [Migration<'static>],
    values: &[String],
) -> Result<(), String> {
    let undone = live.wait(rollback(live.db(), &Migrations { list }, 1));
    undone.map_err(|error| format!("down: {error}"))?;
    let ty = match live.dialect() {
        Dialect::Mysql | Dialect::Mariadb => "char",
        Dialect::Sqlite | Dialect::Postgres => "text",
    };
    let query = format!("SELECT coalesce(CAST(a AS {ty}), 'NULL') FROM items ORDER BY id");
    let found = live.texts(&query)?;
    match found == values {
        true => Ok(()),
        false => Err(format!("{found:?} came back instead of {values:?}")),
    }
}

fn is_at_midnight(found: &str, expected: &str) -> bool {
    let rest = found.strip_prefix(expected);
    rest.is_some_and(|rest| expected.len() > 10 && rest.trim_matches(['.', '0', 'Z']).is_empty())
}
