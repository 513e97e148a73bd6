//! A column that is stored becomes a generated one: its values are gone, so it is asked first, by
//! `diff` and by `sync`. The other way round keeps them, and so does a generated column that is
//! stored from now on or no longer.

use tablewright::migrate::{Migrations, migrate, rollback};
use tablewright::{Error, SyncBuilder, SyncReport};
use tablewright_evolve::plan::Options;
use tablewright_schema::{Intent, Schema, lower};
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, dump, load, on_each_dialect, way, written};

on_each_dialect!(all);

/// A type, what the column computes, a value of its own and the computed one.
struct Case {
    ty: &'static str,
    computed: &'static str,
    value: &'static str,
    shown: [&'static str; 2],
}

const CASES: &[Case] = &[
    Case {
        ty: "integer",
        computed: "n + 1",
        value: "7",
        shown: ["7", "3"],
    },
    Case {
        ty: "bigint?",
        computed: "n * 2",
        value: "7",
        shown: ["7", "4"],
    },
    Case {
        ty: "string(20)",
        computed: "lower(w)",
        value: "'mine'",
        shown: ["mine", "abc"],
    },
    Case {
        ty: "bool",
        computed: "n > 1",
        value: "false",
        shown: ["", ""],
    },
    Case {
        ty: "date?",
        computed: "d",
        value: "'2020-01-01'",
        shown: ["2020-01-01", "2024-02-03"],
    },
];

/// What else the table has of the column.
const BESIDE: &[&str] = &[
    "",
    "\n    indexes: [{ name: k, fields: [b, n] }]",
    "\n    unique: [[b]]",
    "\n    checks: [{ name: k, sql: b IS NOT NULL }]",
];

fn models(dialect: Dialect, column: &str, beside: &str, allowed: &str) -> Schema {
    let text = format!(
        "dialects: [{}]\nmodels:\n  Item:\n    fields: {{ id: id, n: integer, w: string(20), d: date, {column} }}{beside}\n{allowed}",
        dialect.name()
    );
    load("models.yaml", &text).unwrap_or_else(|mistakes| panic!("{mistakes}\n{text}"))
}

fn all(dialect: Dialect) {
    let mut failed = Vec::new();
    for case in CASES {
        for beside in BESIDE {
            for stored in [true, false] {
                let is_key = beside.contains("indexes") || beside.contains("unique");
                if !stored && (dialect == Dialect::Postgres || is_key) {
                    continue;
                }
                if let Err(error) = law(dialect, case, beside, stored) {
                    failed.push(format!(
                        "{dialect}: {} as {}, stored {stored},{beside}: {error}",
                        case.ty, case.computed
                    ));
                }
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

fn law(dialect: Dialect, case: &Case, beside: &str, stored: bool) -> Result<(), String> {
    let Some(live) = Live::new(dialect) else {
        return Ok(());
    };
    let Case {
        ty,
        computed,
        value,
        shown,
    } = case;
    let plain = models(dialect, &format!("b: {{ type: \"{ty}\" }}"), beside, "");
    let made =
        format!("b: {{ type: \"{ty}\", generated: {{ sql: \"{computed}\", stored: {stored} }} }}");
    let generated = models(dialect, &made, beside, "");
    let allowed = models(
        dialect,
        &made,
        beside,
        "converted: { items.b: generated }\n",
    );
    let text = |error: Error| error.to_string();
    let shows = |wanted: &str| {
        let ty = match dialect {
            Dialect::Sqlite | Dialect::Postgres => "text",
            Dialect::Mysql | Dialect::Mariadb => "char",
        };
        let found = live.texts(&format!("SELECT CAST(b AS {ty}) FROM items"))?;
        match wanted.is_empty() || found == [wanted] {
            true => Ok(()),
            false => Err(format!("there is {found:?}, and not {wanted}")),
        }
    };

    // Without consent neither does it.
    let of = |schema: &Schema| tablewright::__schema("turned", schema);
    let _ = live
        .wait(tablewright::sync(live.db(), of(&plain)))
        .map_err(text)?;
    live.run(&[format!(
        "INSERT INTO items (n, w, d, b) VALUES (2, 'ABC', '2024-02-03', {value})"
    )])?;
    let before = dump(&live)?;
    for preview in [true, false] {
        let builder = SyncBuilder::new(of(&generated));
        let done = match preview {
            true => live.wait(builder.preview(live.db())),
            false => live.wait(builder.sync(live.db())),
        };
        match done {
            Err(Error::Refused(issues)) => {
                let said = issues.issues.join("\n");
                if !said.contains("items.b") || !said.contains("converted") {
                    return Err(format!("sync says {said}"));
                }
            }
            other => return Err(format!("sync (preview {preview}): {other:?}")),
        }
        if dump(&live)? != before {
            return Err("a refused sync has changed something".to_owned());
        }
        shows(shown[0])?;
    }
    let (from, to) = (lower(&plain, dialect), lower(&generated, dialect));
    let plan = way(dialect, &from, &to, &Intent::default())?;
    let mut lost = plan.steps.iter().flat_map(|step| &step.destructive);
    if !lost.any(|lost| lost.name == "items.b" && !lost.allowed) {
        return Err("diff does not ask".to_owned());
    }

    // With it they do.
    let synced = live
        .wait(tablewright::sync(live.db(), of(&allowed)))
        .map_err(text)?;
    if !matches!(synced, SyncReport::Applied(_)) {
        return Err(format!("sync with consent: {synced:?}"));
    }
    shows(shown[1])?;
    up_to_date(&live, &generated)?;

    // The other way round nothing is lost, and nobody is asked.
    let synced = live
        .wait(tablewright::sync(live.db(), of(&plain)))
        .map_err(text)?;
    if !matches!(synced, SyncReport::Applied(_)) {
        return Err(format!("sync to a stored column: {synced:?}"));
    }
    shows(shown[1])?;
    up_to_date(&live, &plain)?;
    if dump(&live)? != before {
        return Err("there and back, the tables are others".to_owned());
    }

    // By migrations, there and back, and there.
    let Some(live) = Live::new(dialect) else {
        return Ok(());
    };
    let shows = |wanted: &str| {
        let found = live.has_rows(&match wanted {
            "" => "SELECT 1 FROM items".to_owned(),
            _ => format!("SELECT 1 FROM items WHERE b = '{wanted}'"),
        })?;
        found.then_some(()).ok_or(format!("there is no {wanted}"))
    };
    let list = written(dialect, &[&plain, &allowed, &plain], Options::default())?;
    let run = |count: usize| {
        let migrations = Migrations {
            list: &list[..count],
        };
        live.wait(migrate(live.db(), &migrations))
            .map(drop)
            .map_err(text)
    };
    run(1)?;
    live.run(&[format!(
        "INSERT INTO items (n, w, d, b) VALUES (2, 'ABC', '2024-02-03', {value})"
    )])?;
    run(2)?;
    shows(shown[1])?;
    up_to_date(&live, &allowed)?;
    run(3)?;
    shows(shown[1])?;
    up_to_date(&live, &plain)?;
    let migrations = Migrations { list };
    for back in [&allowed, &plain] {
        let _ = live
            .wait(rollback(live.db(), &migrations, 1))
            .map_err(text)?;
        shows(shown[1])?;
        up_to_date(&live, back)?;
    }
    Ok(())
}

fn up_to_date(live: &Live, schema: &Schema) -> Result<(), String> {
    let schema = tablewright::__schema("turned", schema);
    let verified = live.wait(tablewright::verify(live.db(), schema));
    let verified = verified.map_err(|error| error.to_string())?;
    match verified.is_up_to_date() {
        true => Ok(()),
        false => Err(format!("verify says {verified}")),
    }
}
