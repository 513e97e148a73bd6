//! The bytes of literals: they are the same in a database however its tables were created, and a
//! wrong one is noticed.
//!
//! MySQL and MariaDB print characters beyond U+FFFF, and bytes, as question marks. Nothing printed
//! like this may be written or compared.

#[path = "../../../crates/schema/tests/schemas/mod.rs"]
mod schemas;

use std::collections::{BTreeMap, BTreeSet};

use schemas::{check, defaulted, id, nullable, same, schema, table};
use tablewright::{SyncReport, Verification};
use tablewright_evolve::generator::generate;
use tablewright_evolve::plan::{Options, Plan};
use tablewright_evolve::pull::pull;
use tablewright_evolve::snapshot::State;
use tablewright_schema::catalog::write;
use tablewright_schema::{
    Column, Default, Enum, Form, Generated, Index, IndexKey, IndexPart, Literal, Native, Repr,
    Schema, Source, Stored, Table, Type, Variant, ddl, lower,
};
use tablewright_sql::quote::{identifier, text};
use tablewright_sql::unsigned::Unsigned;
use tablewright_sql::{Dialect, PerDialect};
use tablewright_test_ddl::{Live, load, on_each_dialect};

/// Strings that are hard to parse, for the database and for us.
const TEXTS: [&str; 22] = [
    "\u{1f600}",
    "a\u{1f600}?b",
    "\u{1f468}\u{200d}\u{1f469}",
    "\u{1d11e} it's \\ \u{1d11e}",
    "it's",
    "a\\b",
    "\\",
    "\\'",
    "\"q\" `r` [s]",
    "100%_ \\% \\_",
    "?",
    "????",
    "-- x",
    "/* x */ # y",
    "\n\t\r\n",
    "\u{85}\u{2028}",
    "\u{e4}\u{20ac}\u{4e2d}",
    "$1 :a @b {} ${x} $$",
    "'; DROP TABLE x; --",
    "NULL",
    "",
    " space ",
];

const BYTES: [&[u8]; 9] = [
    &[0x00, 0xff, 0x27, 0xe9],
    &[0x5c, 0x27],
    &[0x3f, 0x3f],
    &[0xf0, 0x9f, 0x98, 0x80],
    &[0xe4],
    &[0x41],
    &[0x41, 0x00, 0x42],
    &[0xc0, 0x80, 0xfe],
    &[],
];

on_each_dialect!(all_ways);

/// A column of each type with each literal, once nullable and once not.
fn models(change: fn(Literal) -> Literal) -> Schema {
    let mut literals: Vec<(Type, Literal)> = vec![
        (Type::Bool, Literal::Bool(true)),
        (Type::SmallInt, Literal::Integer(-32768)),
        (Type::Integer, Literal::Integer(-2147483648)),
        (Type::BigInt, Literal::Integer(i64::MIN)),
        (Type::Float, Literal::Float(1.5)),
        (Type::Double, Literal::Float(-1e300)),
        (
            Type::Decimal {
                precision: 10,
                scale: 2,
            },
            Literal::Decimal("-0.50".to_owned()),
        ),
        (Type::Date, Literal::Date("2024-02-29".to_owned())),
        (Type::Time, Literal::Time("23:59:59.500000".to_owned())),
        (
            Type::DateTime,
            Literal::DateTime("2024-02-29 23:59:59.500000".to_owned()),
        ),
        (
            Type::Timestamp,
            Literal::Timestamp("2024-02-29 23:59:59.500000".to_owned()),
        ),
        (Type::Uuid, Literal::Uuid([0xfe; 16])),
        (Type::Uuid, Literal::Uuid(*b"0123456789abcde?")),
        (Type::Uuid, Literal::Uuid([0; 16])),
        (
            Type::Enum(0, Repr::Text),
            Literal::Text(VALUES[0].to_owned()),
        ),
        (
            Type::Enum(0, Repr::Text),
            Literal::Text(VALUES[2].to_owned()),
        ),
        (Type::Duration, Literal::Integer(5_400_000_001)),
        (Type::Duration, Literal::Integer(-1)),
        (Type::Duration, Literal::Integer(i64::MIN)),
        (Type::Enum(1, Repr::SmallInt), Literal::Integer(-32768)),
        (Type::Enum(2, Repr::Integer), Literal::Integer(70_000)),
        (Type::Enum(3, Repr::BigInt), Literal::Integer(i64::MAX)),
    ];
    for size in Unsigned::ALL {
        literals.push((Type::Unsigned(size), Literal::Integer(size.greatest())));
        literals.push((Type::Unsigned(size), Literal::Integer(0)));
    }
    let address = Literal::Text(ADDRESS.to_owned());
    literals.push((native(), address));
    for value in TEXTS {
        let literal = Literal::Text(value.to_owned());
        literals.push((Type::String { max: 60 }, literal.clone()));
        literals.push((Type::Text, literal.clone()));
        let item = Literal::Json(format!("[{}]", json(value)));
        literals.push((Type::Json, item));
        let list = Literal::List(vec![literal.clone(), literal]);
        literals.push((Type::List(Box::new(Type::Text)), list));
    }
    for value in BYTES {
        let literal = Literal::Bytes(value.to_vec());
        literals.push((Type::Bytes { max: None }, literal.clone()));
        literals.push((Type::Bytes { max: Some(20) }, literal));
    }
    let mut tables = Vec::new();
    for (number, some) in literals.chunks(IN_A_TABLE).enumerate() {
        let mut columns = vec![id()];
        for (position, (ty, literal)) in some.iter().enumerate() {
            let name = |letter: char| format!("{letter}{number}_{position}");
            let default = Default::Literal(change(literal.clone()));
            let column = defaulted(&name('c'), ty.clone(), default);
            columns.push(Column {
                name: name('n'),
                field: name('n'),
                nullable: true,
                ..column.clone()
            });
            columns.push(column);
        }
        let model = format!("Things{number}");
        tables.push(Table {
            model,
            ..table(&format!("things_{number}"), columns)
        });
    }
    Schema {
        enums: vec![
            enumeration(
                "Kind",
                Repr::Text,
                VALUES.map(|value| Stored::Text(value.to_owned())),
            ),
            numbers("Small", Repr::SmallInt, -32768),
            numbers("Medium", Repr::Integer, 70_000),
            numbers("Large", Repr::BigInt, i64::MAX),
        ],
        ..schema(tables)
    }
}

/// The number of literals in a table: a row of MySQL has no room for more.
const IN_A_TABLE: usize = 10;

/// The values of the enum. The first two are printed in the same way, and so are the next two.
const VALUES: [&str; 4] = ["\u{1f600}", "\u{1f601}", "it's", "it''s"];

/// An enum of a number and its sibling.
fn numbers(name: &str, repr: Repr, number: i64) -> Enum {
    enumeration(name, repr, [number, number ^ 1].map(Stored::Number))
}

fn enumeration<const N: usize>(name: &str, repr: Repr, values: [Stored; N]) -> Enum {
    let variants = (0..).zip(values).map(|(number, stored)| Variant {
        value: match &stored {
            Stored::Text(text) => text.clone(),
            Stored::Number(number) => format!("n{number}"),
        },
        stored,
        name: format!("V{number}"),
        doc: None,
        was: Vec::new(),
        attributes: Vec::new(),
    });
    Enum {
        name: name.to_owned(),
        doc: None,
        repr,
        variants: variants.collect(),
        derives: Vec::new(),
        attributes: Vec::new(),
    }
}

const ADDRESS: &str = "10.0.0.1";

/// A type that two of the databases have, and a short text elsewhere.
fn native() -> Type {
    let mut forms = PerDialect::default();
    for (dialect, ty) in [(Dialect::Postgres, "inet"), (Dialect::Mariadb, "inet4")] {
        *forms.get_mut(dialect) = Some(Form::usual(dialect, ty.to_owned()));
    }
    Type::Native(Box::new(Native {
        name: "Address".to_owned(),
        forms,
        otherwise: Type::String { max: 15 },
        ordered: false,
    }))
}

fn json(value: &str) -> String {
    let mut json = String::from("\"");
    for character in value.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            control if control < ' ' => json.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => json.push(other),
        }
    }
    json + "\""
}

/// Another literal that may be printed like this one.
fn sibling(literal: Literal) -> Literal {
    let other = |text: String| match text.as_str() {
        "it's" => "it''s".to_owned(),
        "?" | "????" => "\u{1f600}".to_owned(),
        ADDRESS => "10.0.0.2".to_owned(),
        _ => text
            .replace('\u{1f600}', "\u{1f601}")
            .replace('\u{1f468}', "\u{1f466}")
            .replace('\u{1d11e}', "\u{1d11f}"),
    };
    match literal {
        Literal::Text(text) => Literal::Text(other(text)),
        Literal::Integer(number) => Literal::Integer(number ^ 1),
        Literal::Json(text) => Literal::Json(other(text)),
        Literal::Bytes(bytes) => Literal::Bytes(bytes.iter().map(|byte| byte ^ 1).collect()),
        Literal::Uuid(uuid) => Literal::Uuid(uuid.map(|byte| byte ^ 1)),
        Literal::List(items) => Literal::List(items.into_iter().map(sibling).collect()),
        other => other,
    }
}

fn all_ways(dialect: Dialect) {
    if Live::new(dialect).is_none() {
        return;
    }
    let live = || {
        let live = Live::new(dialect).expect("it was there a moment ago");
        if dialect.has_mysql_grammar() {
            // The tables have a character set of their own, so that of the database does not
            // matter.
            run(&live, &["ALTER DATABASE CHARACTER SET latin1"]);
        }
        live
    };
    let (wanted, other) = (models(|literal| literal), models(sibling));
    let ours = tablewright::__schema("ours", &wanted);

    let created = live();
    wait(&created, tablewright::create_all(created.db(), ours));
    let expected = row(&created, &wanted);
    for (column, literal) in bytes_of(&wanted) {
        assert_eq!(expected[column], literal, "{dialect}: {column}");
    }
    up_to_date(&created, "create_all", &wanted);

    let migrated = live();
    let next = generate(&wanted, dialect, &State::default(), Options::default());
    let next = next.expect("a migration");
    run(&migrated, &tablewright_sql::statements(dialect, &next.up));
    assert_eq!(row(&migrated, &wanted), expected, "{dialect}: a migration");
    up_to_date(&migrated, "a migration", &wanted);

    let synced = live();
    applied(&synced, ours);
    assert_eq!(row(&synced, &wanted), expected, "{dialect}: sync");
    up_to_date(&synced, "sync", &wanted);

    // Other tables exist, with rows and without.
    for has_rows in [false, true] {
        let behind = live();
        run(&behind, &ddl::create(&other, dialect));
        if has_rows {
            row(&behind, &other);
        }
        let Verification::Behind(plan) = wait(&behind, tablewright::verify(behind.db(), ours))
        else {
            panic!("{dialect}: other defaults are not noticed");
        };
        notices(dialect, &plan, &differing(&wanted, &other));
        applied(&behind, ours);
        assert_eq!(row(&behind, &wanted), expected, "{dialect}: a second sync");
        up_to_date(&behind, "a second sync", &wanted);
    }

    if dialect != Dialect::Sqlite {
        drift(&synced, ours, &wanted, &other);
        assert_eq!(row(&synced, &wanted), expected, "{dialect}: a third sync");
    }

    pulled(&created, &wanted);
}

/// Each default that is changed outside the models is noticed.
fn drift(live: &Live, ours: &'static tablewright::Schema, wanted: &Schema, other: &Schema) {
    let dialect = live.dialect();
    let differing = differing(wanted, other);
    let other = lower(other, dialect);
    for column in &differing {
        let mut tables = other.tables.iter();
        let table = tables.find(|table| table.column(column).is_some());
        let table = table.expect("a table has it");
        let theirs = table.column(column).expect("it is there");
        let default = theirs.default.as_ref().expect("it has a default").text();
        let change = match dialect {
            Dialect::Sqlite | Dialect::Postgres => {
                format!("ALTER COLUMN {column} SET DEFAULT {default}")
            }
            Dialect::Mysql | Dialect::Mariadb => {
                format!("MODIFY COLUMN {}", write::column(dialect, theirs))
            }
        };
        run(live, &[format!("ALTER TABLE {} {change}", table.name)]);
    }
    let verified = wait(live, tablewright::verify(live.db(), ours));
    let Verification::Drifted(plan) = verified else {
        panic!("{dialect}: other defaults are not noticed: {verified}");
    };
    notices(dialect, &plan, &differing);
    applied(live, ours);
    let verified = wait(live, tablewright::verify(live.db(), ours));
    assert_eq!(verified, Verification::UpToDate, "{dialect}");
}

/// Fails if a plan changes other columns than these.
fn notices(dialect: Dialect, plan: &Plan, columns: &[String]) {
    let noticed: Vec<&String> = plan.steps.iter().flat_map(|step| &step.what).collect();
    for column in columns {
        let name = format!(".{column}`");
        let mut noticed = noticed.iter();
        assert!(
            noticed.any(|what| what.contains(&name)),
            "{dialect}: {column} is not noticed"
        );
    }
    assert_eq!(noticed.len(), columns.len(), "{dialect}: {noticed:#?}");
}

/// The pulled models have the same defaults.
fn pulled(live: &Live, wanted: &Schema) {
    let dialect = live.dialect();
    let found = live.inspect().unwrap_or_else(|error| panic!("{error}"));
    let yaml = pull(dialect, &found).yaml;
    let again = load("models.yaml", &yaml).unwrap_or_else(|error| panic!("{error}\n{yaml}"));
    let fresh = Live::new(dialect).expect("it was there a moment ago");
    run(&fresh, &ddl::create(&again, dialect));
    let (expected, found) = (row(live, wanted), row(&fresh, wanted));
    for (column, expected) in &expected {
        let lines: Vec<&str> = yaml
            .lines()
            .filter(|line| line.trim_start().starts_with(column))
            .collect();
        assert_eq!(&found[column], expected, "{dialect}: {lines:?}");
    }
}

/// The columns whose defaults differ.
fn differing(one: &Schema, other: &Schema) -> Vec<String> {
    let columns = |schema: &Schema| -> Vec<Column> {
        let tables = schema.tables.iter();
        tables.flat_map(|table| table.columns.clone()).collect()
    };
    let (one, other) = (columns(one), columns(other));
    let pairs = one.iter().zip(&other);
    let differing = pairs.filter(|(one, other)| one.source != other.source);
    differing.map(|(one, _)| one.name.clone()).collect()
}

/// The expected bytes of a column, for the types that every database stores in this form.
fn bytes_of(schema: &Schema) -> Vec<(&str, String)> {
    let columns = schema.tables.iter().flat_map(|table| &table.columns);
    let bytes = columns.filter_map(|column| {
        let Source::Default(Default::Literal(literal)) = &column.source else {
            return None;
        };
        let bytes = match literal {
            Literal::Text(text) if !matches!(column.ty, Type::Native(_)) => text.as_bytes(),
            Literal::Bytes(bytes) => bytes,
            Literal::Uuid(uuid) => uuid,
            _ => return None,
        };
        let hex = bytes.iter().map(|byte| format!("{byte:02X}"));
        Some((column.name.as_str(), hex.collect::<String>()))
    });
    bytes.collect()
}

/// Inserts a row with only defaults into every table, and reads its values, byte by byte.
fn row(live: &Live, schema: &Schema) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for table in &schema.tables {
        let name = &table.name;
        let insert = match live.dialect() {
            Dialect::Sqlite | Dialect::Postgres => format!("INSERT INTO {name} DEFAULT VALUES"),
            Dialect::Mysql | Dialect::Mariadb => format!("INSERT INTO {name} () VALUES ()"),
        };
        run(live, &[insert]);
        for column in &table.columns[1..] {
            let hex = hex(live.dialect(), column);
            let query = format!("SELECT {hex} FROM {name} ORDER BY id DESC LIMIT 1");
            let rows = live.texts(&query);
            let rows = rows.unwrap_or_else(|error| panic!("{}: {error}", live.dialect()));
            found.insert(column.name.clone(), rows.into_iter().collect());
        }
    }
    found
}

/// The value of a column in hexadecimal digits.
fn hex(dialect: Dialect, column: &Column) -> String {
    let name = identifier(dialect, &column.name);
    let is_binary = matches!(column.ty, Type::Bytes { .. });
    match (dialect, &column.ty) {
        (Dialect::Sqlite, _) => format!("hex({name})"),
        (Dialect::Postgres, Type::Uuid) => format!("upper(replace({name}::text, '-', ''))"),
        (Dialect::Postgres, _) if is_binary => format!("upper(encode({name}, 'hex'))"),
        (Dialect::Postgres, _) => {
            format!("upper(encode(convert_to({name}::text, 'UTF8'), 'hex'))")
        }
        (Dialect::Mysql | Dialect::Mariadb, Type::Uuid) => format!("hex({name})"),
        (Dialect::Mysql | Dialect::Mariadb, _) if is_binary => format!("hex({name})"),
        (Dialect::Mysql | Dialect::Mariadb, _) => format!("hex(CONVERT({name} USING utf8mb4))"),
    }
}

/// Fails if a comparison finds a difference, also for a program without a record.
fn up_to_date(live: &Live, what: &str, schema: &Schema) {
    for name in ["ours", "others"] {
        let verdict = wait(
            live,
            tablewright::verify(live.db(), tablewright::__schema(name, schema)),
        );
        assert_eq!(
            verdict,
            Verification::UpToDate,
            "{}: {what}, {name}",
            live.dialect()
        );
    }
}

fn applied(live: &Live, schema: &'static tablewright::Schema) {
    let synced = wait(live, tablewright::sync(live.db(), schema));
    assert!(
        matches!(synced, SyncReport::Applied(_)),
        "{}: {synced:?}",
        live.dialect()
    );
}

fn wait<T>(live: &Live, future: impl Future<Output = tablewright::Result<T>>) -> T {
    let done = live.wait(future);
    done.unwrap_or_else(|error| panic!("{}: {error}", live.dialect()))
}

fn run<S: AsRef<str>>(live: &Live, statements: &[S]) {
    live.run(statements)
        .unwrap_or_else(|error| panic!("{}: {error}", live.dialect()));
}

/// A default that the database computes is the same for `pull`, and another expression is noticed.
#[test]
fn computed_defaults() {
    let types = [Type::Date, Type::Time, Type::DateTime, Type::Timestamp];
    let mut columns = vec![id(), defaulted("u", Type::Uuid, Default::Uuid)];
    columns.extend(
        (0..)
            .zip(types)
            .map(|(number, ty)| defaulted(&format!("t{number}"), ty, Default::Now)),
    );
    let wanted = schema(vec![table("things_0", columns)]);
    for dialect in Dialect::ALL {
        let Some(live) = Live::new(dialect) else {
            continue;
        };
        let migrated = Live::new(dialect).expect("it was there a moment ago");
        let next = generate(&wanted, dialect, &State::default(), Options::default());
        let next = next.expect("a migration");
        run(&migrated, &tablewright_sql::statements(dialect, &next.up));
        computed(&migrated, "a migration", &wanted);
        let ours = tablewright::__schema("ours", &wanted);
        applied(&live, ours);
        computed(&live, "sync", &wanted);
        let junk = match dialect {
            Dialect::Mysql => {
                "(random_bytes(16) & _binary'????????????????' | _binary'????????????????')"
            }
            Dialect::Mariadb => "(unhex(hex(random_bytes(16))))",
            Dialect::Postgres => "'00000000-0000-0000-0000-000000000000'",
            // Nothing alters a default there.
            Dialect::Sqlite => continue,
        };
        run(
            &live,
            &[format!(
                "ALTER TABLE things_0 ALTER COLUMN u SET DEFAULT {junk}"
            )],
        );
        let verdict = wait(&live, tablewright::verify(live.db(), ours));
        assert!(
            matches!(verdict, Verification::Drifted(_)),
            "{dialect}: {verdict}"
        );
        applied(&live, ours);
        up_to_date(&live, "sync", &wanted);
    }
}

/// Each row has another random UUID, and `pull` finds the same defaults.
fn computed(live: &Live, what: &str, wanted: &Schema) {
    let dialect = live.dialect();
    up_to_date(live, what, wanted);
    let uuids: BTreeSet<String> = (0..20).map(|_| row(live, wanted)["u"].clone()).collect();
    assert_eq!(uuids.len(), 20, "{dialect}: {what}");
    for uuid in &uuids {
        let is_random = uuid.len() == 32
            && uuid.as_bytes()[12] == b'4'
            && b"89AB".contains(&uuid.as_bytes()[16]);
        assert!(is_random, "{dialect}: {what}: {uuid}");
    }
    let found = live.inspect().unwrap_or_else(|error| panic!("{error}"));
    let yaml = pull(dialect, &found).yaml;
    let again = load("models.yaml", &yaml).unwrap_or_else(|error| panic!("{error}\n{yaml}"));
    let columns = wanted.tables[0].columns.iter();
    for (before, after) in columns.zip(&again.tables[0].columns) {
        assert_eq!(
            before.source, after.source,
            "{dialect}: {what}: {}\n{yaml}",
            before.name
        );
    }
}

/// The user's own SQL with such literals: in defaults, checks, generated columns and indexes.
#[test]
fn in_the_users_own_sql() {
    for dialect in Dialect::ALL {
        let Some(live) = Live::new(dialect) else {
            continue;
        };
        let (wanted, other) = (own_sql(dialect, false), own_sql(dialect, true));
        let ours = tablewright::__schema("ours", &wanted);
        run(&live, &ddl::create(&other, dialect));
        let Verification::Behind(plan) = wait(&live, tablewright::verify(live.db(), ours)) else {
            panic!("{dialect}: other SQL is not noticed");
        };
        let noticed: Vec<&String> = plan.steps.iter().flat_map(|step| &step.what).collect();
        for what in ["`things.d`", "`things.g`", "`ck`", "`ix`"] {
            let mut noticed_here = noticed.iter();
            assert!(
                noticed_here.any(|noticed| noticed.contains(what)),
                "{dialect}: {what} is not noticed: {noticed:#?}"
            );
        }
        applied(&live, ours);
        up_to_date(&live, "sync", &wanted);
        let fresh = Live::new(dialect).expect("it was there a moment ago");
        run(&fresh, &ddl::create(&wanted, dialect));
        let texts = [&live, &fresh].map(|live| {
            let found = live.inspect().unwrap_or_else(|error| panic!("{error}"));
            let found = found.tables[0].expressions();
            let texts = found.map(|found| found.text().to_owned());
            texts.collect::<Vec<_>>()
        });
        assert_eq!(texts[0], texts[1], "{dialect}");
    }
}

fn own_sql(dialect: Dialect, is_other: bool) -> Schema {
    let smile = if is_other { "\u{1f601}" } else { "\u{1f600}" };
    let literal = text(dialect, &format!("a {smile} it's"));
    let concat = match dialect {
        Dialect::Sqlite | Dialect::Postgres => format!("s || {literal}"),
        Dialect::Mysql | Dialect::Mariadb => format!("concat(s, {literal})"),
    };
    let string = Type::String { max: 60 };
    let default = match dialect {
        Dialect::Sqlite | Dialect::Postgres => format!("{literal} || ''"),
        Dialect::Mysql | Dialect::Mariadb => format!("concat({literal}, '')"),
    };
    let generated = Column {
        source: Source::Generated(Generated {
            expression: same(&concat),
            stored: true,
        }),
        ..nullable("g", string.clone())
    };
    let mut things = table(
        "things",
        vec![
            id(),
            nullable("s", string.clone()),
            defaulted("d", string, Default::Sql(same(&default))),
            generated,
        ],
    );
    things.checks.push(check("ck", &format!("s <> {literal}")));
    let column = IndexPart {
        key: IndexKey::Column(1),
        descending: false,
        class: None,
    };
    let expression = IndexPart {
        key: IndexKey::Expression(same(&concat)),
        descending: false,
        class: None,
    };
    let mut index = Index {
        name: "ix".to_owned(),
        parts: vec![column.clone()],
        unique: false,
        predicate: None,
        method: PerDialect::default(),
        include: Vec::new(),
        options: Vec::new(),
    };
    match dialect {
        Dialect::Sqlite | Dialect::Postgres => {
            index.predicate = Some(same(&format!("s <> {literal}")));
        }
        Dialect::Mysql => index.parts.push(expression),
        // MariaDB has no indexes on expressions.
        Dialect::Mariadb if is_other => index.parts.push(IndexPart {
            key: IndexKey::Column(2),
            descending: false,
            class: None,
        }),
        Dialect::Mariadb => {}
    }
    things.indexes.push(index);
    Schema {
        dialects: vec![dialect],
        ..schema(vec![things])
    }
}
