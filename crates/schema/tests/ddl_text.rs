//! The order, cycles and size of every dialect's DDL; the golden cases show the rest.

mod schemas;

use std::time::{Duration, Instant};

use schemas::{column, defaulted, id, nullable, reference, schema, table};
use tablewright_schema::{Column, Default, Generated, Literal, Schema, Source, Type, ddl};
use tablewright_sql::{Dialect, PerDialect};

#[test]
fn tables_keep_the_order_of_the_file() {
    let schema = schema(vec![table("c", vec![id()]), table("a", vec![id()])]);
    for dialect in Dialect::ALL {
        assert_eq!(
            named(&ddl::create(&schema, dialect), "CREATE"),
            ["c", "a"],
            "{dialect}"
        );
        assert_eq!(
            named(&ddl::drop(&schema, dialect), "DROP"),
            ["a", "c"],
            "{dialect}"
        );
    }
}

#[test]
fn a_body_has_a_delimiter_of_its_own_for_the_client() {
    let view = "CREATE VIEW v AS SELECT ';' AS a";
    let trigger = "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET @a = '//'; END";
    let statements = [view, trigger, view].map(str::to_owned);
    for dialect in [Dialect::Mysql, Dialect::Mariadb] {
        let script = ddl::client_script(dialect, &statements);
        assert_eq!(
            script,
            format!("{view};\n\nDELIMITER ///\n{trigger}///\nDELIMITER ;\n\n{view};\n")
        );
        assert_eq!(tablewright_sql::statements(dialect, &script), statements);
    }
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let script = ddl::client_script(dialect, &statements);
        assert_eq!(script, ddl::script(&statements).text);
    }
}

#[test]
fn a_table_comes_after_those_it_refers_to() {
    // d -> b -> c, and a stands alone.
    let schema = schema(vec![
        table("a", vec![id()]),
        referring("b", 2),
        table("c", vec![id()]),
        referring("d", 1),
        referring("e", 4),
    ]);
    for dialect in Dialect::ALL {
        let created = ddl::create(&schema, dialect);
        assert_eq!(
            named(&created, "CREATE"),
            ["a", "c", "b", "d", "e"],
            "{dialect}"
        );
        let dropped = ddl::drop(&schema, dialect);
        assert_eq!(
            named(&dropped, "DROP"),
            ["e", "d", "b", "c", "a"],
            "{dialect}"
        );
        assert_eq!(
            dropped.len(),
            5,
            "a reference to itself is no circle: {dialect}"
        );
    }
}

#[test]
fn a_circle_is_closed_and_opened_in_each_databases_own_way() {
    let schema = schema(vec![referring("a", 1), referring("b", 0)]);

    let created = ddl::create(&schema, Dialect::Sqlite);
    assert_eq!(created.len(), 2);

    let created = ddl::create(&schema, Dialect::Postgres);
    assert_eq!(named(&created, "CREATE"), ["b", "a"]);
    assert!(!created[0].contains("FOREIGN KEY"));
    assert_eq!(
        created[2],
        r#"DO $tablewright$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'fk_b' AND conrelid = '"b"'::regclass) THEN
        ALTER TABLE "b" ADD CONSTRAINT "fk_b" FOREIGN KEY ("to") REFERENCES "a" ("id");
    END IF;
END
$tablewright$"#
    );
    let dropped = ddl::drop(&schema, Dialect::Postgres);
    assert_eq!(
        dropped[0],
        r#"ALTER TABLE IF EXISTS "b" DROP CONSTRAINT IF EXISTS "fk_b""#
    );
    assert_eq!(named(&dropped, "DROP"), ["a", "b"]);

    for dialect in [Dialect::Mysql, Dialect::Mariadb] {
        for statements in [ddl::create(&schema, dialect), ddl::drop(&schema, dialect)] {
            assert_eq!(statements.len(), 4);
            assert!(
                statements[0].contains("foreign_key_checks = 0"),
                "{statements:?}"
            );
            assert!(statements[3].starts_with("SET SESSION foreign_key_checks = @"));
        }
    }
}

/// On MySQL, an expression cannot read a later column that has an expression, too; on the others it
/// can.
#[test]
fn on_mysql_a_column_comes_after_those_that_its_sql_names() {
    let all = |sql: &str| PerDialect {
        sqlite: sql.to_owned(),
        postgres: sql.to_owned(),
        mysql: sql.to_owned(),
        mariadb: sql.to_owned(),
    };
    let generated = |name: &str, sql: &str| Column {
        source: Source::Generated(Generated {
            expression: all(sql),
            stored: true,
        }),
        ..column(name, Type::Integer)
    };
    let columns = vec![
        id(),
        generated("size", "length(`Body``s`) + double"),
        generated("double", "2 * plain"),
        defaulted(
            "body`s",
            Type::Text,
            Default::Literal(Literal::Text("?".to_owned())),
        ),
        defaulted(
            "plain",
            Type::Integer,
            Default::Literal(Literal::Integer(1)),
        ),
        defaulted("ahead", Type::Integer, Default::Sql(all("behind + 1"))),
        defaulted("behind", Type::Integer, Default::Sql(all("ahead + 1"))),
    ];
    let schema = schema(vec![table("t", columns)]);
    let order = |dialect| {
        let created = ddl::create(&schema, dialect).concat();
        let lines = created.lines().filter(|line| line.starts_with("    `"));
        let name = |line: &str| line.replace("``", "'").split('`').nth(1).map(str::to_owned);
        lines.filter_map(name).collect::<Vec<_>>()
    };
    let file = ["id", "size", "double", "body's", "plain", "ahead", "behind"];
    assert_eq!(order(Dialect::Mariadb), file);
    let mysql = ["id", "double", "body's", "size", "plain", "ahead", "behind"];
    assert_eq!(order(Dialect::Mysql), mysql);
}

#[test]
fn a_name_with_the_mark_of_the_block_stays_inside_it() {
    let mut schema = schema(vec![referring("a", 1), referring("$tablewright$", 0)]);
    schema.tables[1].foreign_keys[0].name = "$tablewright_$".to_owned();
    let created = ddl::create(&schema, Dialect::Postgres);
    let block = &created[2];
    let mark = "$tablewright__$";
    assert!(
        block.starts_with(&format!("DO {mark}\n")) && block.ends_with(mark),
        "{block}"
    );
    assert_eq!(block.matches(mark).count(), 2);
}

#[test]
fn a_type_is_checked_under_one_name_everywhere() {
    let columns = vec![
        id(),
        column("flag", Type::Time),
        nullable("at", Type::List(Box::new(Type::Text))),
    ];
    let schema = schema(vec![table("t", columns)]);
    for dialect in Dialect::ALL {
        let created = ddl::create(&schema, dialect).concat();
        assert!(created.contains("ck_t_flag_type"), "{dialect}: {created}");
    }
}

#[test]
fn ten_thousand_tables_and_a_chain_of_them_take_no_time_to_speak_of() {
    let count = 10_000;
    let chain = |next: &dyn Fn(usize) -> usize| {
        let tables = (0..count).map(|position| referring(&format!("t{position}"), next(position)));
        schema(tables.collect())
    };
    let schemas: [Schema; 3] = [
        // Each refers to the next, to the one before, and to the next in a circle.
        chain(&|position| (position + 1).min(count - 1)),
        chain(&|position| position.saturating_sub(1)),
        chain(&|position| (position + 1) % count),
    ];
    for schema in &schemas {
        for dialect in Dialect::ALL {
            let started = Instant::now();
            let created = named(&ddl::create(schema, dialect), "CREATE");
            assert_eq!(created.len(), count);
            // It is a fraction of this; only a square of the number would take longer.
            assert!(started.elapsed() < Duration::from_secs(20), "{dialect}");
        }
    }
    let created = ddl::create(&schemas[0], Dialect::Postgres);
    assert_eq!(
        named(&created, "CREATE").first().map(String::as_str),
        Some("t9999")
    );
}

/// A table with a reference to another, which may be missing.
fn referring(name: &str, target: usize) -> tablewright_schema::Table {
    let mut table = table(name, vec![id(), nullable("to", Type::BigInt)]);
    table
        .foreign_keys
        .push(reference(&format!("fk_{name}"), 1, target));
    table
}

/// The names of the tables that the statements create or drop.
fn named(statements: &[String], verb: &str) -> Vec<String> {
    let is_about = |statement: &&String| statement.starts_with(&format!("{verb} TABLE"));
    let name = |statement: &String| {
        let quote = |character| character == '"' || character == '`';
        statement.split(quote).nth(1).unwrap_or_default().to_owned()
    };
    statements.iter().filter(is_about).map(name).collect()
}
