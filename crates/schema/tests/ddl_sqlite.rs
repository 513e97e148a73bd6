//! SQLite's DDL, run on a real database.

mod schemas;

use rusqlite::Connection;
use rusqlite::types::Value;
use schemas::{check, column, defaulted, id, key, nullable, reference, same, schema, table};
use tablewright_schema::{
    Action, Column, Default, Enum, Generated, Index, IndexKey, IndexPart, Literal, Repr, Schema,
    Script, Source, Stored, Type, Variant, When, ddl,
};
use tablewright_sql::{Dialect, PerDialect};

const DIALECT: Dialect = Dialect::Sqlite;

#[test]
fn creates_and_drops_twice() {
    let db = created(&kitchen_sink());
    run(&db, &ddl::create(&kitchen_sink(), DIALECT));
    let count = "SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'sqlite%'";
    assert_eq!(one(&db, count), Value::Integer(9));

    run(&db, &ddl::drop(&kitchen_sink(), DIALECT));
    run(&db, &ddl::drop(&kitchen_sink(), DIALECT));
    assert_eq!(one(&db, count), Value::Integer(0));
}

#[test]
fn a_script_is_its_statements_and_runs_as_a_whole() {
    let statements = ddl::create(&kitchen_sink(), DIALECT);
    let script = ddl::script(&statements);
    let starts = std::iter::once(0).chain(script.ends.iter().copied());
    let pieces: Vec<&str> = starts
        .zip(&script.ends)
        .map(|(start, end)| script.text[start..*end].trim())
        .collect();
    let expected: Vec<String> = statements.iter().map(|one| format!("{one};")).collect();
    assert_eq!(pieces, expected);

    let db = Connection::open_in_memory().unwrap();
    db.execute_batch(&script.text).unwrap();
    db.execute_batch(&script.text).unwrap();
    assert_eq!(ddl::script(&[]), ddl::ScriptText::default());
}

#[test]
fn a_column_takes_values_of_its_type_and_no_others() {
    let cases: Vec<(Type, &[&str], &[&str])> = vec![
        (
            Type::Bool,
            &["0", "1", "TRUE"],
            &["2", "-1", "0.5", "'yes'", "x'01'"],
        ),
        (
            Type::SmallInt,
            &["-32768", "32767"],
            &["-32769", "32768", "1.5", "'a'", "x'31'", "9e99"],
        ),
        (
            Type::Integer,
            &["-2147483648", "2147483647"],
            &["-2147483649", "2147483648", "0.1", "'a'", "x'31'"],
        ),
        (
            Type::BigInt,
            &["-9223372036854775808", "9223372036854775807"],
            &[
                "9223372036854775808",
                "-9223372036854775808.0",
                "0.1",
                "'a'",
                "x'31'",
            ],
        ),
        (
            Type::Float,
            &["0.1", "-1", "3.4028234663852886e38"],
            &["3.5e38", "-3.5e38", "9e999", "'a'", "x'31'"],
        ),
        (
            Type::Double,
            &[
                "0.1",
                "-1",
                "1.7976931348623157e308",
                "-1.7976931348623157e308",
            ],
            &["9e999", "-9e999", "'a'", "x'31'", "''"],
        ),
        (
            Type::Decimal {
                precision: 4,
                scale: 2,
            },
            &["9999", "-9999", "0"],
            &["10000", "-10000", "1.5", "'a'", "x'31'"],
        ),
        (
            Type::Decimal {
                precision: 18,
                scale: 0,
            },
            &["999999999999999999"],
            &["1000000000000000000", "-1000000000000000000"],
        ),
        (
            Type::String { max: 3 },
            &["''", "'abc'", "'äöü'", "'a  '"],
            &["'abcd'", "'abc '", "x'61'"],
        ),
        (Type::Text, &["''", "'2024'", "'\u{1F600}'"], &["x'61'"]),
        (
            Type::Bytes { max: None },
            &["x''", "x'00ff'"],
            &["'a'", "1", "1.5"],
        ),
        (
            Type::Bytes { max: Some(2) },
            &["x''", "x'0000'"],
            &["x'000000'", "'a'"],
        ),
        (
            Type::Uuid,
            &["zeroblob(16)"],
            &["zeroblob(15)", "zeroblob(17)", "'0123456789abcdef'"],
        ),
        (
            Type::Date,
            &["'2024-02-29'", "'0001-01-01'", "'9999-12-31'"],
            &[
                "'2023-02-29'",
                "'2024-02-30'",
                "'2024-13-01'",
                "'2024-00-01'",
                "'2024-1-1'",
                "'0000-12-31'",
                "'-001-01-01'",
                "'10000-01-01'",
                "'2024-02-29 00:00'",
                "'now'",
                "''",
                "20240229",
                "2460000.5",
                "'2460000.5'",
                "x'323032342d30322d3239'",
                "' 2024-02-29'",
                "'2024-02-29 '",
            ],
        ),
        (
            Type::Time,
            &[
                "'00:00:00.000000'",
                "'23:59:59.999999'",
                "'19:00:00.000001'",
            ],
            &[
                "'24:00:00.000000'",
                "'29:00:00.000000'",
                "'23:60:00.000000'",
                "'23:59:60.000000'",
                "'23:59:59'",
                "'23:59:59.9'",
                "'23:59:59.9999999'",
                "'9:59:59.999999'",
                "0",
                "''",
                "x'32333a35393a35392e393939393939'",
            ],
        ),
        (
            Type::DateTime,
            &[
                "'2024-02-29 23:59:59.999999'",
                "'0001-01-01 00:00:00.000000'",
                "'9999-12-31 23:59:59.999999'",
            ],
            &[
                "'2024-02-30 00:00:00.000000'",
                "'2024-02-29 24:00:00.000000'",
                "'2024-02-29T00:00:00.000000'",
                "'2024-02-29 00:00:00.000000Z'",
                "'2024-02-29 00:00:00'",
                "'2024-02-29 00:00:00.000'",
                "'0000-01-01 00:00:00.000000'",
                "'2024-02-29 23:60:00.000000'",
                "'2024-02-29 23:59:60.000000'",
                "'now'",
                "''",
                "0",
                "'2024-02-29  0:00:00.000000'",
                "CAST('2024-02-29 23:59:59.999999' AS BLOB)",
            ],
        ),
        (
            Type::Timestamp,
            &[
                "'2024-02-29 23:59:59.999999Z'",
                "'0001-01-01 00:00:00.000000Z'",
            ],
            &[
                "'2024-02-29 23:59:59.999999'",
                "'2024-02-29 23:59:59.999999z'",
                "'2024-02-29 23:59:59.999999+'",
                "'2024-02-30 00:00:00.000000Z'",
                "'2024-02-29 23:59:59Z'",
                "1709251199",
            ],
        ),
        (
            Type::Json,
            &["'null'", "'{\"a\":[1]}'", "'\"\"'"],
            &["'{'", "''", "'a'", "x'31'"],
        ),
        (
            Type::List(Box::new(Type::Integer)),
            &["'[]'", "'[1, 2]'"],
            &["'{}'", "'1'", "'['", "'null'", "x'5b5d'", "''"],
        ),
        (
            Type::Enum(0, Repr::Text),
            &["'draft'", "'it''s'"],
            &["'Draft'", "'draft '", "''", "1", "x'6472616674'"],
        ),
        (
            Type::Enum(1, Repr::Text),
            &["'only'"],
            &["'other'", "x'6f6e6c79'"],
        ),
        (
            Type::Enum(2, Repr::Text),
            &["'v0'", "'v1499'"],
            &["'v1500'", "0"],
        ),
        (
            Type::Enum(3, Repr::SmallInt),
            &["-1", "2", "'2'", "2.0"],
            &["1", "'-1.5'", "'two'", "2.5", "x'32'"],
        ),
        (
            Type::Enum(3, Repr::BigInt),
            &["-1", "2"],
            &["1", "9223372036854775807"],
        ),
    ];
    for (ty, accepted, refused) in cases {
        let mut schema = schema(vec![
            table("needed", vec![id(), column("x", ty.clone())]),
            table("optional", vec![id(), nullable("x", ty.clone())]),
        ]);
        schema.enums = enums();
        let db = created(&schema);
        let insert = |table: &str, value: &str| {
            db.execute(&format!("INSERT INTO {table} (x) VALUES ({value})"), ())
        };
        for table in ["needed", "optional"] {
            for value in accepted {
                assert_eq!(insert(table, value), Ok(1), "{ty:?} {table} {value}");
            }
            for value in refused {
                let error = insert(table, value).expect_err(&format!("{ty:?} {table} {value}"));
                let message = error.to_string();
                // SQLite has an error of its own for `date('now')` in a check.
                let own = *value == "'now'";
                let name = format!("ck_{table}_x_type");
                assert!(own || message.contains(&name), "{ty:?} {value}: {message}");
            }
        }
        assert_eq!(insert("optional", "NULL"), Ok(1), "{ty:?}");
        assert!(
            insert("needed", "NULL")
                .unwrap_err()
                .to_string()
                .contains("NOT NULL"),
            "{ty:?}"
        );
    }
}

#[test]
fn stored_texts_stay_texts() {
    let db = created(&schema(vec![table(
        "t",
        vec![
            column("d", Type::Date),
            column("t", Type::Time),
            column("s", Type::String { max: 9 }),
            column("x", Type::Text),
        ],
    )]));
    run(
        &db,
        &["INSERT INTO t VALUES ('2024-02-29', '10:00:00.000000', '007', '1e3')".to_owned()],
    );
    let types = "SELECT typeof(d) || typeof(t) || typeof(s) || typeof(x) || s || x FROM t";
    assert_eq!(
        one(&db, types),
        Value::Text("texttexttexttext0071e3".to_owned())
    );
}

#[test]
fn an_integer_key_of_fewer_bits_keeps_its_range() {
    let counted = Column {
        source: Source::Identity,
        ..column("id", Type::SmallInt)
    };
    let db = created(&schema(vec![table("t", vec![counted])]));
    db.execute("INSERT INTO t VALUES (32767)", ()).unwrap();
    assert!(db.execute("INSERT INTO t VALUES (NULL)", ()).is_err());
}

#[test]
fn a_deleted_key_is_never_given_again() {
    let db = created(&schema(vec![table(
        "t",
        vec![id(), nullable("x", Type::Text)],
    )]));
    db.execute_batch("INSERT INTO t (x) VALUES ('a'); DELETE FROM t;")
        .unwrap();
    db.execute_batch("INSERT INTO t (id) VALUES (NULL);")
        .unwrap();
    assert_eq!(one(&db, "SELECT id FROM t"), Value::Integer(2));
}

#[test]
fn defaults_are_values_of_their_types() {
    let text = |value: &str| Literal::Text(value.to_owned());
    let columns = vec![
        id(),
        defaulted("b", Type::Bool, literal(Literal::Bool(true))),
        defaulted("i", Type::BigInt, literal(Literal::Integer(i64::MIN))),
        defaulted("f", Type::Double, literal(Literal::Float(-1e300))),
        defaulted(
            "n",
            decimal(),
            literal(Literal::Decimal("-0.50".to_owned())),
        ),
        defaulted("z", decimal(), literal(Literal::Decimal("0.00".to_owned()))),
        defaulted(
            "s",
            Type::String { max: 20 },
            literal(text("it's \\ \"x\" ; -- ☃")),
        ),
        defaulted(
            "y",
            Type::Bytes { max: None },
            literal(Literal::Bytes(vec![0, 255])),
        ),
        defaulted("u", Type::Uuid, literal(Literal::Uuid([0xab; 16]))),
        defaulted(
            "d",
            Type::Date,
            literal(Literal::Date("2024-02-29".to_owned())),
        ),
        defaulted(
            "t",
            Type::Time,
            literal(Literal::Time("10:00:00.000000".to_owned())),
        ),
        defaulted(
            "m",
            Type::Timestamp,
            literal(Literal::Timestamp(MOMENT.to_owned())),
        ),
        defaulted(
            "l",
            list(),
            literal(Literal::List(vec![text("a\"'b"), text("")])),
        ),
        defaulted("q", Type::Integer, Default::Sql(same("1 + 2 -- three"))),
        defaulted("rd", Type::Date, Default::Now),
        defaulted("rt", Type::Time, Default::Now),
        defaulted("rdt", Type::DateTime, Default::Now),
        defaulted("rts", Type::Timestamp, Default::Now),
        defaulted("ru", Type::Uuid, Default::Uuid),
    ];
    let schema = schema(vec![table("t", columns)]);
    let db = created(&schema);
    for _ in 0..200 {
        db.execute("INSERT INTO t DEFAULT VALUES", ()).unwrap();
        db.execute(&insert_with_coalesce(&schema), ()).unwrap();
    }

    let expected = [
        ("b", Value::Integer(1)),
        ("i", Value::Integer(i64::MIN)),
        ("f", Value::Real(-1e300)),
        ("n", Value::Integer(-50)),
        ("z", Value::Integer(0)),
        ("s", Value::Text("it's \\ \"x\" ; -- ☃".to_owned())),
        ("y", Value::Blob(vec![0, 255])),
        ("u", Value::Blob(vec![0xab; 16])),
        ("d", Value::Text("2024-02-29".to_owned())),
        ("t", Value::Text("10:00:00.000000".to_owned())),
        ("m", Value::Text(format!("{MOMENT}Z"))),
        ("l", Value::Text("[\"a\\\"'b\",\"\"]".to_owned())),
        ("q", Value::Integer(3)),
    ];
    for (column, value) in expected {
        let differing = format!("SELECT count(*) FROM t WHERE {column} IS NOT ?1");
        let differing = db
            .query_row(&differing, [&value], |row| row.get::<_, i64>(0))
            .unwrap();
        assert_eq!(differing, 0, "{column}");
    }
    let uuids = "SELECT count(DISTINCT ru) FROM t WHERE substr(hex(ru), 13, 1) = '4' \
                 AND substr(hex(ru), 17, 1) IN ('8', '9', 'A', 'B')";
    assert_eq!(one(&db, uuids), Value::Integer(400));
    let clocks = "SELECT count(*) FROM t WHERE abs(julianday(rts) - julianday('now')) > 0.01 \
                  OR abs(julianday(rdt) - julianday('now')) > 0.01 \
                  OR abs(julianday(rd || ' ' || rt) - julianday('now')) > 0.01";
    assert_eq!(one(&db, clocks), Value::Integer(0));
}

#[test]
fn no_name_and_no_text_gets_out_of_its_quotes() {
    let mut names: Vec<String> = [
        "select",
        "table",
        "order",
        "a b",
        "a\"b",
        "a'b",
        "a`b",
        "a]b",
        "[a]",
        "a\\",
        "a--b",
        "a;b",
        "/*",
        "a\nb",
        "naïve ☃",
        "\"",
        "''",
        "$1",
        "?1",
        ":x",
        "%s",
        "{}",
        "\u{202e}x",
        "'); DROP",
    ]
    .map(str::to_owned)
    .to_vec();
    names.push("x".repeat(63));
    names.push("y".repeat(64));
    for name in &names {
        let schema = hurtful(name);
        let db = created(&schema);
        run(&db, &ddl::create(&schema, DIALECT));
        db.execute("INSERT INTO plain DEFAULT VALUES", ()).unwrap();
        let read = |sql: &str| one(&db, sql);
        assert_eq!(read("SELECT id FROM plain"), Value::Integer(1));
        let found = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' \
                     AND name <> 'plain'";
        assert_eq!(read(found), Value::Text(name.clone()));
        let first = format!(
            "SELECT name FROM pragma_table_info({}) LIMIT 1",
            quoted(name)
        );
        assert_eq!(read(&first), Value::Text(name.clone()));
        assert_eq!(read("SELECT def FROM plain"), Value::Text(name.clone()));
        let bad = db
            .execute("INSERT INTO plain (status) VALUES ('other')", ())
            .unwrap_err();
        assert!(bad.to_string().contains("CHECK"), "{name}: {bad}");

        db.execute_batch(&ddl::script(&ddl::drop(&schema, DIALECT)).text)
            .unwrap();
        assert_eq!(
            read(
                "SELECT count(*) FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'"
            ),
            Value::Integer(0)
        );
    }
}

#[test]
fn a_long_name_of_a_constraint_is_cut() {
    let long = "x".repeat(64);
    let schema = schema(vec![table(&long, vec![id(), column("a", Type::Bool)])]);
    let db = created(&schema);
    let error = db
        .execute(&format!("INSERT INTO {long} (a) VALUES (2)"), ())
        .unwrap_err();
    let message = error.to_string();
    let name = message.rsplit(' ').next().unwrap();
    assert_eq!((name.len(), &name[..5]), (63, "ck_xx"));
}

#[test]
fn tables_with_rows_are_dropped_whatever_refers_to_what() {
    for action in [Action::NoAction, Action::Restrict, Action::Cascade] {
        for in_transaction in [false, true] {
            let schema = circle(action);
            let db = created(&schema);
            let rows = "INSERT INTO a (b_id) VALUES (NULL); INSERT INTO b (a_id) VALUES (1); \
                        INSERT INTO b (a_id, b_id) VALUES (1, 1), (1, 2); \
                        UPDATE a SET b_id = 1; \
                        INSERT INTO c (c_id, a_id) VALUES (NULL, 1), (1, 1), (3, 1);";
            db.execute_batch(rows).unwrap();
            let drop = ddl::script(&ddl::drop(&schema, DIALECT)).text;
            let script = if in_transaction {
                format!("BEGIN; {drop} COMMIT;")
            } else {
                drop.clone()
            };
            db.execute_batch(&script).unwrap();
            db.execute_batch(&drop).unwrap();
            assert_eq!(
                one(
                    &db,
                    "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite%'"
                ),
                Value::Integer(0)
            );
        }
    }
}

#[test]
fn a_deferrable_reference_waits_for_the_commit() {
    let mut schema = circle(Action::NoAction);
    schema.tables[0].foreign_keys[0].deferrable = true;
    let db = created(&schema);
    let rows = "BEGIN; INSERT INTO a (b_id) VALUES (1); INSERT INTO b (a_id) VALUES (1); COMMIT;";
    db.execute_batch(rows).unwrap();
    assert!(db.execute("INSERT INTO b (a_id) VALUES (9)", ()).is_err());
}

const MOMENT: &str = "2024-02-29 23:59:59.999999";

fn created(schema: &Schema) -> Connection {
    let db = Connection::open_in_memory().unwrap();
    run(&db, &ddl::create(schema, DIALECT));
    db
}

fn run(db: &Connection, statements: &[String]) {
    for statement in statements {
        db.execute(statement, ())
            .unwrap_or_else(|error| panic!("{error} in:\n{statement}"));
    }
}

fn one(db: &Connection, sql: &str) -> Value {
    db.query_row(sql, (), |row| row.get(0))
        .unwrap_or_else(|error| panic!("{error} in:\n{sql}"))
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn literal(value: Literal) -> Default {
    Default::Literal(value)
}

fn decimal() -> Type {
    Type::Decimal {
        precision: 6,
        scale: 2,
    }
}

fn list() -> Type {
    Type::List(Box::new(Type::Text))
}

fn enums() -> Vec<Enum> {
    let of = |name: &str, values: Vec<String>| Enum {
        name: name.to_owned(),
        doc: None,
        repr: Repr::Text,
        variants: values.into_iter().map(variant).collect(),
        derives: Vec::new(),
        attributes: Vec::new(),
    };
    let number = |stored: i64| Variant {
        stored: Stored::Number(stored),
        ..variant(format!("number {stored}"))
    };
    vec![
        of(
            "Status",
            ["draft", "it's", "a\\b"].map(str::to_owned).to_vec(),
        ),
        of("One", vec!["only".to_owned()]),
        of(
            "Many",
            (0..1500).map(|number| format!("v{number}")).collect(),
        ),
        Enum {
            repr: Repr::SmallInt,
            variants: [-1, 2].map(number).to_vec(),
            ..of("Numbers", Vec::new())
        },
    ]
}

fn variant(value: String) -> Variant {
    Variant {
        name: "V".to_owned(),
        stored: Stored::Text(value.clone()),
        value,
        doc: None,
        was: Vec::new(),
        attributes: Vec::new(),
    }
}

/// An insert that leaves everything to the defaults, in the way that generated code does.
fn insert_with_coalesce(schema: &Schema) -> String {
    let table = &schema.tables[0];
    let values: Vec<String> = table
        .columns
        .iter()
        .map(
            |column| match ddl::default_expression(schema, table, column, DIALECT) {
                Some(default) => format!("coalesce(NULL, {default})"),
                None => "NULL".to_owned(),
            },
        )
        .collect();
    format!("INSERT INTO t VALUES ({})", values.join(", "))
}

/// One table with the name at every position for a name. Another one with plain names refers to it,
/// and has the name as a text.
fn hurtful(name: &str) -> Schema {
    let ident = tablewright_sql::quote::identifier(DIALECT, name);
    let mut hurt = table(
        name,
        vec![
            Column {
                name: name.to_owned(),
                ..id()
            },
            nullable("x", Type::Text),
        ],
    );
    hurt.primary_key.name = format!("pk_{name}");
    hurt.uniques.push(key(&format!("uq_{name}"), &[0, 1]));
    hurt.checks
        .push(check(&format!("ck_{name}"), &format!("{ident} > 0")));
    hurt.foreign_keys
        .push(reference(&format!("fk_{name}"), 0, 0));
    hurt.indexes.push(Index {
        name: format!("ix_{name}"),
        parts: vec![
            IndexPart {
                key: IndexKey::Column(0),
                descending: true,
                class: None,
            },
            IndexPart {
                key: IndexKey::Expression(same(&format!("{ident} + 1"))),
                descending: false,
                class: None,
            },
        ],
        unique: true,
        predicate: Some(same(&format!("{ident} IS NOT NULL -- all"))),
        method: PerDialect::default(),
        include: Vec::new(),
        options: Vec::new(),
    });
    let mut plain = table(
        "plain",
        vec![
            id(),
            defaulted("def", Type::Text, literal(Literal::Text(name.to_owned()))),
            defaulted(
                "status",
                Type::Enum(0, Repr::Text),
                literal(Literal::Text(name.to_owned())),
            ),
            nullable("ref", Type::BigInt),
        ],
    );
    plain.foreign_keys.push(reference("fk", 3, 0));
    let mut schema = schema(vec![hurt, plain]);
    schema.enums = vec![Enum {
        name: "Status".to_owned(),
        doc: None,
        repr: Repr::Text,
        variants: vec![
            variant(name.to_owned()),
            variant("b".to_owned()),
            variant("c".to_owned()),
        ],
        derives: Vec::new(),
        attributes: Vec::new(),
    }];
    schema
}

/// Tables that refer to each other and to themselves.
fn circle(action: Action) -> Schema {
    let with = |mut key: tablewright_schema::ForeignKey| {
        key.on_delete = action;
        key
    };
    let mut a = table("a", vec![id(), nullable("b_id", Type::BigInt)]);
    a.foreign_keys.push(with(reference("fk_a_b", 1, 1)));
    let columns = vec![
        id(),
        column("a_id", Type::BigInt),
        nullable("b_id", Type::BigInt),
    ];
    let mut b = table("b", columns);
    b.foreign_keys.push(with(reference("fk_b_a", 1, 0)));
    b.foreign_keys.push(with(reference("fk_b_b", 2, 1)));
    let columns = vec![
        id(),
        nullable("c_id", Type::BigInt),
        column("a_id", Type::BigInt),
    ];
    let mut c = table("c", columns);
    c.foreign_keys.push(with(reference("fk_c_c", 1, 2)));
    c.foreign_keys.push(with(reference("fk_c_a", 2, 0)));
    schema(vec![a, b, c])
}

/// Something of everything.
fn kitchen_sink() -> Schema {
    let mut schema = circle(Action::Cascade);
    let mut table = table(
        "sink",
        vec![
            column("k1", Type::BigInt),
            column("k2", Type::String { max: 10 }),
            column("price", decimal()),
            Column {
                source: Source::Generated(Generated {
                    expression: same("price * 2"),
                    stored: true,
                }),
                ..column("twice", decimal())
            },
            Column {
                source: Source::Generated(Generated {
                    expression: same("price * 3"),
                    stored: false,
                }),
                ..nullable("thrice", decimal())
            },
            nullable("nick", Type::Text),
        ],
    );
    table.columns[5].collation.sqlite = Some("NOCASE".to_owned());
    table.primary_key.columns = vec![0, 1];
    table.uniques.push(key("uq_sink", &[2, 5]));
    table
        .checks
        .push(check("ck_sink_1", "price > 0 OR nick IS NULL -- why not"));
    table.options.sqlite = Some("WITHOUT ROWID".to_owned());
    table.indexes.push(Index {
        name: "ix_sink".to_owned(),
        parts: vec![IndexPart {
            key: IndexKey::Column(5),
            descending: true,
            class: None,
        }],
        unique: false,
        predicate: Some(same("nick <> ''")),
        method: PerDialect::default(),
        include: vec![2],
        options: Vec::new(),
    });
    schema.tables.push(table);
    let script = |name: &str, when, create: &str, drop: &str| Script {
        name: name.to_owned(),
        when,
        create: PerDialect {
            sqlite: Some(create.to_owned()),
            ..PerDialect::default()
        },
        drop: PerDialect {
            sqlite: Some(drop.to_owned()),
            ..PerDialect::default()
        },
    };
    schema.scripts = vec![
        script(
            "log",
            When::Before,
            "CREATE TABLE IF NOT EXISTS log (x);\n",
            "DROP TABLE IF EXISTS log",
        ),
        script("nothing", When::Before, " ; ", ""),
        script(
            "watch",
            When::After,
            "CREATE TRIGGER IF NOT EXISTS watch AFTER INSERT ON sink BEGIN INSERT INTO log VALUES (1); END;",
            "DROP TRIGGER IF EXISTS watch; -- gone",
        ),
        script(
            "view",
            When::After,
            "CREATE VIEW IF NOT EXISTS seen AS SELECT * FROM sink -- all",
            "DROP VIEW IF EXISTS seen",
        ),
        script(
            "view2",
            When::After,
            "CREATE VIEW IF NOT EXISTS seen2 AS SELECT * FROM seen",
            "DROP VIEW IF EXISTS seen2",
        ),
    ];
    schema
}
