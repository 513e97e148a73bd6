//! Changes that a plan once wrote with wrong names, or in a wrong order.

use tablewright::migrate::Migrations;
use tablewright_evolve::plan::Options;
use tablewright_schema::{Schema, Type, ddl};
use tablewright_sql::Dialect;
use tablewright_sql::quote::identifier;
use tablewright_test_ddl::{Live, dump, load, written};

use super::{Places, Way, clean, migrate, same, sync, up_to_date};

/// Models before and after, without their first lines, with a row for each statement.
pub(super) struct Case<'c> {
    pub(super) what: &'c str,
    pub(super) from: &'c str,
    pub(super) to: &'c str,
    pub(super) rows: &'c [&'c str],
}

const CASES: &[Case<'static>] = &[
    Case {
        what: "a table has fixed defaults of bytes, and gets more",
        from: "Item:
    fields:
      id: id
      a: { type: uuid, default: 67e55044-10b1-426f-9247-bb680e5fe0c8 }
      b: { type: bytes(3), default: \"0x00ffc3\" }
      c: { type: uuid, default: uuid }
      n: integer",
        to: "Item:
    fields:
      id: id
      a: { type: uuid, default: 67e55044-10b1-426f-9247-bb680e5fe0c8 }
      b: { type: bytes(3), default: \"0xff27c3\" }
      c: { type: uuid, default: 67e55044-10b1-426f-9247-bb680e5fe0c8 }
      d: { type: bytes(4), default: \"0xfffefdfc\" }
      e: { type: uuid, default: 67e55044-10b1-426f-9247-bb680e5fe0c8 }
      m: { type: integer, was: n }
      o: integer?",
        rows: &["INSERT INTO items (n) VALUES (1)"],
    },
    Case {
        what: "an indexed column and a reference have other names",
        from: "Item: { fields: { id: id } }
  Part:
    fields: { id: id, title: { type: string(20), index: true }, code: { type: integer, unique: true }, item: Item }
    indexes: [[title, item]]",
        to: "Item: { fields: { id: id } }
  Part:
    fields:
      id: id
      name: { type: string(20), index: true, was: title }
      number: { type: integer, unique: true, was: code }
      thing: { type: Item, was: item }
    indexes: [[name, thing]]",
        rows: &[
            "INSERT INTO items (id) VALUES (1)",
            "INSERT INTO parts (title, code, item_id) VALUES ('a', 1, 1)",
        ],
    },
    Case {
        what: "a table that is dropped refers to names that change",
        from: "Item: { fields: { id: id, code: { type: integer, unique: true } } }
  Part: { fields: { id: id, item: { type: Item, to: code, index: true } } }",
        to: "Thing: { was: Item, fields: { id: id, number: { type: integer, unique: true, was: code } } }
dropped: [parts]",
        rows: &["INSERT INTO items (code) VALUES (7)"],
    },
    Case {
        what: "a generated column has another name, like the column that it reads",
        from: "Item:
    fields:
      id: id
      a: integer
      g: { type: integer, generated: a * 2, index: true }
      h: { type: integer, generated: a + 1 }
    checks: [{ name: positive, sql: g > 0 }]",
        to: "Item:
    fields:
      id: id
      b: { type: integer, was: a }
      g2: { type: integer, generated: b * 2, index: true, was: g }
      h2: { type: integer, generated: b + 2, was: h }
    checks: [{ name: positive, sql: g2 > 0 }]",
        rows: &["INSERT INTO items (a) VALUES (1)", "INSERT INTO items (a) VALUES (2)"],
    },
    Case {
        what: "a column has another type, and the generated one over it another comment and index",
        from: "Item: { fields: { id: id, a: integer, g: { type: bigint, generated: a * 2 } } }",
        to: "Item: { fields: { id: id, a: bigint, g: { type: bigint, generated: a * 2, doc: twice, index: true } } }",
        rows: &["INSERT INTO items (a) VALUES (1)"],
    },
    Case {
        what: "a generated column over one of another type has another name and may be NULL",
        from: "Item: { fields: { id: id, a: integer?, g: { type: bigint?, generated: a * 2, unique: true } } }",
        to: "Item: { fields: { id: id, a: bigint?, h: { type: bigint?, generated: a * 2, unique: true, was: g } } }",
        rows: &["INSERT INTO items (a) VALUES (1)", "INSERT INTO items (a) VALUES (2)"],
    },
    Case {
        what: "a reference needs the index of a generated column that is replaced",
        from: "Item:
    fields: { id: id, parent: Item?, a: integer, g: { type: bigint, generated: a + 1 } }
    indexes: [{ name: k, fields: [parent, g] }]",
        to: "Item:
    fields: { id: id, above: { type: Item?, was: parent }, b: { type: bigint, was: a }, g: { type: bigint, generated: b + 1 } }
    indexes: [{ name: k, fields: [above, g] }]",
        rows: &["INSERT INTO items (a) VALUES (1)"],
    },
    Case {
        what: "a reference loses the index that it has needed to another one",
        from: "Item:
    fields: { id: id, parent: Item?, a: integer }
    indexes: [{ name: k, fields: [parent, a] }]",
        to: "Item: { fields: { id: id, parent: Item?, b: { type: integer, was: a } } }",
        rows: &["INSERT INTO items (a) VALUES (1)"],
    },
    Case {
        what: "columns come that are unlike in each row",
        from: "Item: { fields: { id: id, name: string(9) } }",
        to: "Item: { fields: { id: id, name: string(9), token: { type: uuid, default: uuid, unique: true }, code: { type: \"integer?\", unique: true } } }",
        rows: &["INSERT INTO items (name) VALUES ('a')", "INSERT INTO items (name) VALUES ('b')"],
    },
    Case {
        what: "two tables exchange the names of their indexes",
        from: "A: { table: a, fields: { id: id, x: integer, y: integer }, indexes: [{ name: k, fields: [x] }, { name: l, fields: [y], unique: true }] }
  B: { table: b, fields: { id: id, x: integer, y: integer }, indexes: [{ name: m, fields: [x] }, { name: n, fields: [y] }] }",
        to: "A: { table: a, fields: { id: id, x: integer, y: integer }, indexes: [{ name: m, fields: [x] }, { name: k, fields: [y], unique: true }] }
  B: { table: b, fields: { id: id, x: integer, y: integer }, indexes: [{ name: l, fields: [x] }, { name: o, fields: [y] }] }
  C: { table: c, fields: { id: id, x: integer }, indexes: [{ name: n, fields: [x] }] }",
        rows: &["INSERT INTO a (x, y) VALUES (1, 1)"],
    },
    Case {
        what: "an index moves to another table, and a table takes the name of one",
        from: "A: { table: a, fields: { id: id, x: integer }, indexes: [{ name: k, fields: [x] }] }
  B: { table: b, fields: { id: id, x: integer }, indexes: [{ name: l, fields: [x] }] }",
        to: "A: { table: l, was: a, fields: { id: id, x: integer } }
  B: { table: b, fields: { id: id, x: integer }, indexes: [{ name: k, fields: [x] }] }",
        rows: &["INSERT INTO a (x) VALUES (1)"],
    },
    Case {
        what: "checks exchange their names",
        from: "A: { table: a, fields: { id: id, x: integer }, checks: [{ name: k, sql: x > 0 }, { name: l, sql: x < 9 }] }",
        to: "A: { table: a, fields: { id: id, x: integer }, checks: [{ name: l, sql: x > 0 }, { name: k, sql: x < 9 }] }",
        rows: &["INSERT INTO a (x) VALUES (1)"],
    },
    Case {
        what: "all names differ in case only",
        from: "Item:
    table: Items
    fields:
      id: id
      qty: { type: integer, column: QTY, index: true }
      total: { type: integer, generated: { sqlite: '\"QTY\" * 2', postgres: '\"QTY\" * 2', mysql: QTY * 2, mariadb: QTY * 2 } }
    indexes: [{ name: IX, fields: [qty, total] }]
    checks: [{ name: CK, sql: { sqlite: '\"QTY\" > 0', postgres: '\"QTY\" > 0', mysql: QTY > 0, mariadb: QTY > 0 } }]
  Part: { fields: { id: id, item: Item } }",
        to: "Item:
    table: items
    was: Items
    fields:
      id: id
      qty: { type: integer, index: true, was: QTY }
      total: { type: integer, generated: qty * 2 }
    indexes: [{ name: ix, fields: [qty, total] }]
    checks: [{ name: ck, sql: qty > 0 }]
  Part: { fields: { id: id, item: Item } }",
        rows: &["INSERT INTO {Items} ({QTY}) VALUES (3)"],
    },
    Case {
        what: "a column differs in case only, and no former name is said",
        from: "Item: { fields: { id: id, qty: { type: integer, column: Qty, unique: true } } }",
        to: "Item: { fields: { id: id, qty: { type: bigint, unique: true } } }",
        rows: &["INSERT INTO items ({Qty}) VALUES (3)"],
    },
    Case {
        what: "a generated column is stored from now on, with what is about it",
        from: "Item:
    fields: { id: id, a: integer, g: { type: integer, generated: a * 2 } }
    indexes: [{ name: k, fields: [g, a] }]
    checks: [{ name: l, sql: g > a }]",
        to: "Item:
    fields: { id: id, b: { type: integer, was: a }, h: { type: integer, was: g } }
    indexes: [{ name: k, fields: [h, b] }]
    checks: [{ name: l, sql: h > b }]",
        rows: &["INSERT INTO items (a) VALUES (1)", "INSERT INTO items (a) VALUES (2)"],
    },
    Case {
        what: "a reference is required beside a check of a date",
        from: "Item: { fields: { id: id } }
  Part: { fields: { id: id, item: Item?, n: integer, at: date? }, checks: [{ name: k, sql: at IS NULL OR n > 0 }] }",
        to: "Item: { fields: { id: id } }
  Part: { fields: { id: id, item: Item, n: integer, at: date? }, checks: [{ name: k, sql: at IS NULL OR n > 0 }] }",
        rows: &[
            "INSERT INTO items (id) VALUES (1)",
            "INSERT INTO parts (item_id, n) VALUES (1, 1)",
        ],
    },
    Case {
        what: "a column has the name of a function in its check",
        from: "Item:
    fields: { id: id, length: integer, lower: string(5), name: string(20) }
    checks: [{ name: a, sql: length(name) > length }, { name: b, sql: lower(lower) <> 'x' }]",
        to: "Item:
    fields: { id: id, size: { type: bigint, was: length }, small: { type: string(5), was: lower }, name: string(20) }
    checks: [{ name: a, sql: length(name) > size }, { name: b, sql: lower(small) <> 'x' }]",
        rows: &["INSERT INTO items (length, lower, name) VALUES (1, 'a', 'abc')"],
    },
];

/// Models for PostgreSQL cannot have such a column.
const VIRTUAL: Case<'static> = Case {
    what: "a virtual column is stored from now on",
    from: "Item:
    fields: { id: id, a: integer, g: { type: integer, generated: { sql: a + 1, stored: false } } }
    checks: [{ name: l, sql: g > a }]",
    to: "Item:
    fields: { id: id, b: { type: integer, was: a }, h: { type: integer, was: g, index: true } }
    checks: [{ name: l, sql: h > b }]",
    rows: &[
        "INSERT INTO items (a) VALUES (1)",
        "INSERT INTO items (a) VALUES (2)",
    ],
};

/// Tries all cases, each by migrations and by `sync`.
pub fn hold(dialect: Dialect) {
    let Some(places) = Places::new(dialect) else {
        return;
    };
    for case in CASES {
        if let Err(error) = tell(&places, case) {
            panic!("{dialect}, {}: {error}", case.what);
        }
    }
    if dialect == Dialect::Postgres {
        return;
    }
    if let Err(error) = tell(&places, &VIRTUAL).and_then(|()| ended(&places.synced, &VIRTUAL)) {
        panic!("{dialect}, {}: {error}", VIRTUAL.what);
    }
}

/// Interrupts a sync at each of its statements, and resumes it.
fn ended(live: &Live, case: &Case<'_>) -> Result<(), String> {
    let (before, after) = (
        schema(live.dialect(), case.from)?,
        schema(live.dialect(), case.to)?,
    );
    for moment in 0..16 {
        clean(live)?;
        done(sync(live, &before, None, true)?)?;
        fill(live, case)?;
        let refused = sync(live, &after, Some(2 * moment), true);
        done(refused.map_err(|error| format!("ended at {moment}: {error}"))?)?;
        up_to_date(live, &after)?;
        let kept = live.texts("SELECT 'kept' FROM items WHERE h = b + 1")?;
        if kept.len() != 2 {
            return Err(format!("ended at {moment}, the values are lost"));
        }
    }
    Ok(())
}

fn schema(dialect: Dialect, models: &str) -> Result<Schema, String> {
    let text = format!("dialects: [{}]\nmodels:\n  {models}\n", dialect.name());
    load("models.yaml", &text)
}

/// There by migrations and back, and there by `sync`.
pub(super) fn tell(places: &Places, case: &Case<'_>) -> Result<(), String> {
    let dialect = places.fresh.dialect();
    let (before, after) = (schema(dialect, case.from)?, schema(dialect, case.to)?);
    clean(&places.fresh)?;
    places.fresh.run(&ddl::create(&after, dialect))?;
    let wanted = dump(&places.fresh)?;

    let live = &places.migrated;
    for concurrently in [false, true] {
        if concurrently && dialect != Dialect::Postgres {
            continue;
        }
        clean(live)?;
        migrated(live, case, (&before, &after), &wanted, concurrently)?;
    }
    let live = &places.synced;
    clean(live)?;
    done(sync(live, &before, None, true)?)?;
    fill(live, case)?;
    done(sync(live, &after, None, true)?)?;
    same("by sync, the tables", &dump(live)?, &wanted)?;
    // There again, to compare the rows.
    let both = written(dialect, &[&before, &after], Options::default())?;
    done(migrate(
        &places.migrated,
        &Migrations { list: both },
        Way::Up,
        None,
    )?)?;
    let there = values(&places.migrated, &after)?;
    same("by sync, the rows", &values(live, &after)?, &there)?;
    up_to_date(live, &after)
}

fn done(refused: Option<Vec<String>>) -> Result<(), String> {
    match refused {
        None => Ok(()),
        Some(reasons) => Err(format!("it is refused: {reasons:?}")),
    }
}

/// There by migrations, and back.
fn migrated(
    live: &Live,
    case: &Case<'_>,
    (before, after): (&Schema, &Schema),
    wanted: &[String],
    concurrently: bool,
) -> Result<(), String> {
    let options = Options { concurrently };
    let list = written(live.dialect(), &[before, after], options)?;
    let (first, both) = (Migrations { list: &list[..1] }, Migrations { list });
    done(migrate(live, &first, Way::Up, None)?)?;
    fill(live, case)?;
    let start = (dump(live)?, values(live, before)?);
    done(migrate(live, &both, Way::Up, None)?)?;
    same("there, the tables", &dump(live)?[..], wanted)?;
    up_to_date(live, after)?;
    done(migrate(live, &both, Way::Down, None)?)?;
    same("back, the tables", &dump(live)?, &start.0)?;
    same("back, the rows", &values(live, before)?, &start.1)
}

/// Runs the statements, with names in `{}` in quotes.
fn fill(live: &Live, case: &Case<'_>) -> Result<(), String> {
    let quote = identifier(live.dialect(), "x")
        .chars()
        .next()
        .unwrap_or('"');
    let rows = case.rows.iter();
    let rows = rows.map(|sql| sql.replace(['{', '}'], &quote.to_string()));
    live.run(&rows.collect::<Vec<_>>())
}

/// All values, as texts.
fn values(live: &Live, schema: &Schema) -> Result<Vec<String>, String> {
    let ty = match live.dialect() {
        Dialect::Mysql | Dialect::Mariadb => "char",
        Dialect::Sqlite | Dialect::Postgres => "text",
    };
    let name = |name: &str| identifier(live.dialect(), name);
    let mut values = Vec::new();
    for table in &schema.tables {
        // Random values differ between databases.
        let columns = table.columns.iter();
        for column in columns.filter(|column| column.ty != Type::Uuid) {
            let column = match (&column.ty, live.dialect()) {
                (Type::Bytes { .. }, Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb) => {
                    format!("hex({})", name(&column.name))
                }
                _ => name(&column.name),
            };
            values.extend(live.texts(&format!(
                "SELECT coalesce(CAST({column} AS {ty}), 'NULL') FROM {} ORDER BY id",
                name(&table.name)
            ))?);
        }
    }
    Ok(values)
}
