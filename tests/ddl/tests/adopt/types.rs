//! Every type of each database, pulled: the models create a column of the same type, or a note
//! names the column and its type. Left-out columns are neither dropped nor changed afterwards, and
//! no value changes.

use tablewright_evolve::diff::ExtraTables;
use tablewright_evolve::plan::{self, DestructiveKind, Options};
use tablewright_evolve::pull::{Pulled, pull};
use tablewright_schema::catalog::Catalog;
use tablewright_schema::{Intent, ddl};
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, load, walk};
use tablewright_test_servers::Server;

/// A type, and a value of it as SQL.
type Case = (&'static str, &'static str);

const SQLITE: &[Case] = &[
    ("", "'x'"),
    ("BLOB", "x'00ff'"),
    ("TEXT", "'x'"),
    ("INTEGER", "5000000000"),
    ("INT", "5"),
    ("TINYINT", "5"),
    ("SMALLINT", "5"),
    ("MEDIUMINT", "5"),
    ("BIGINT", "5"),
    ("UNSIGNED BIG INT", "5"),
    ("INT2", "5"),
    ("INT8", "5"),
    ("REAL", "0.1"),
    ("DOUBLE", "0.1"),
    ("DOUBLE PRECISION", "0.1"),
    ("FLOAT", "0.1"),
    ("NUMERIC", "1.5"),
    ("DECIMAL(10,2)", "1.5"),
    ("DECIMAL(30,2)", "1.5"),
    ("BOOLEAN", "1"),
    ("DATE", "'2020-02-29'"),
    ("DATETIME", "'2020-02-29 12:00:00.000000'"),
    ("TIME", "'12:00:00.000000'"),
    ("TIMESTAMP", "'2020-02-29 12:00:00.000000Z'"),
    ("VARCHAR(20)", "'x'"),
    ("CHARACTER(20)", "'x'"),
    ("NCHAR(55)", "'x'"),
    ("NVARCHAR(100)", "'x'"),
    ("VARYING CHARACTER(255)", "'x'"),
    ("CLOB", "'x'"),
    ("VARBINARY(16)", "x'00'"),
    ("BINARY(16)", "x'00112233445566778899aabbccddeeff'"),
    ("JSON", "'{\"a\":1}'"),
    ("JSONB", "'{\"a\":1}'"),
    ("UUID", "'00112233-4455-6677-8899-aabbccddeeff'"),
    ("STRING", "'x'"),
    ("MONEY", "1.5"),
    ("BIT", "1"),
    ("ANY", "'x'"),
    ("FLOATING POINT", "1"),
];

const POSTGRES: &[Case] = &[
    ("smallint", "5"),
    ("integer", "5"),
    ("bigint", "5"),
    ("real", "0.5"),
    ("double precision", "0.1"),
    ("numeric", "1.5"),
    ("numeric(10,2)", "1.5"),
    ("numeric(40,2)", "1.5"),
    ("numeric(3,-2)", "100"),
    ("money", "1.5"),
    ("boolean", "true"),
    ("text", "'x'"),
    ("varchar", "'x'"),
    ("varchar(20)", "'x'"),
    ("char(5)", "'x'"),
    ("\"char\"", "'x'"),
    ("name", "'x'"),
    ("citext", "'X'"),
    ("bytea", "'\\x00ff'"),
    ("uuid", "'00112233-4455-6677-8899-aabbccddeeff'"),
    ("date", "'2020-02-29'"),
    ("time", "'12:00'"),
    ("time(0)", "'12:00'"),
    ("timetz", "'12:00+01'"),
    ("timestamp", "'2020-02-29 12:00'"),
    ("timestamp(3)", "'2020-02-29 12:00'"),
    ("timestamptz", "'2020-02-29 12:00Z'"),
    ("timestamptz(0)", "'2020-02-29 12:00Z'"),
    ("interval", "'1 day'"),
    ("json", "'{\"b\": 1, \"a\": 2}'"),
    ("jsonb", "'{\"b\": 1, \"a\": 2}'"),
    ("xml", "'<a/>'"),
    ("inet", "'10.0.0.1'"),
    ("cidr", "'10.0.0.0/8'"),
    ("macaddr", "'08:00:2b:01:02:03'"),
    ("bit(3)", "B'101'"),
    ("varbit", "B'101'"),
    ("tsvector", "'a b'"),
    ("tsquery", "'a'"),
    ("int4range", "'[1,2)'"),
    ("tstzrange", "'empty'"),
    ("int4multirange", "'{}'"),
    ("point", "'(1,2)'"),
    ("polygon", "'((0,0),(1,1))'"),
    ("oid", "5"),
    ("regclass", "'pg_class'"),
    ("pg_lsn", "'0/0'"),
    ("hstore", "'a=>1'"),
    ("ltree", "'a.b'"),
    ("mood", "'happy'"),
    ("short", "'abc'"),
    ("pair", "ROW(1, 'x')"),
    ("other.mood", "'sad'"),
    ("integer[]", "'{1,2}'"),
    ("text[]", "'{a}'"),
    ("varchar(20)[]", "'{a}'"),
    ("numeric(10,2)[]", "'{1.5}'"),
    ("uuid[]", "'{00112233-4455-6677-8899-aabbccddeeff}'"),
    ("bytea[]", "'{}'"),
    ("json[]", "'{}'"),
    ("jsonb[]", "'{}'"),
    ("inet[]", "'{10.0.0.1}'"),
    ("citext[]", "'{a}'"),
    ("mood[]", "'{happy}'"),
    ("short[]", "'{abc}'"),
    ("timestamptz[]", "'{2020-02-29 12:00Z}'"),
];

const POSTGRES_BEFORE: &[&str] = &[
    "CREATE EXTENSION citext",
    "CREATE EXTENSION hstore",
    "CREATE EXTENSION ltree",
    "CREATE TYPE mood AS ENUM ('happy', 'sad')",
    "CREATE DOMAIN short AS text CHECK (length(VALUE) < 5)",
    "CREATE TYPE pair AS (a integer, b text)",
    "CREATE SCHEMA other",
    "CREATE TYPE other.mood AS ENUM ('sad')",
];

/// Types of pgvector and PostGIS, whose extensions come before them.
const EXTENSIONS: &[Case] = &[
    ("vector", "'[1,0.5,-2]'"),
    ("vector(3)", "'[1,0.5,-2]'"),
    ("halfvec(3)", "'[1,0.5,-2]'"),
    ("sparsevec(5)", "'{1:1,3:2}/5'"),
    ("vector(3)[]", "'{\"[1,2,3]\"}'"),
    ("geometry", "'POINT(1 2)'"),
    ("geometry(Point,4326)", "'SRID=4326;POINT(1 2)'"),
    (
        "geometry(PolygonZ,3857)",
        "'SRID=3857;POLYGON Z((0 0 1,0 1 1,1 0 1,0 0 1))'",
    ),
    ("geography", "'POINT(1 2)'"),
    ("geography(Point,4326)", "'POINT(13.4 52.6)'"),
    ("box3d", "'BOX3D(0 0 0,1 1 1)'"),
];

const MYSQL: &[Case] = &[
    ("tinyint(1)", "1"),
    ("tinyint", "-5"),
    ("tinyint unsigned", "255"),
    ("smallint", "5"),
    ("smallint unsigned", "65535"),
    ("mediumint", "5"),
    ("mediumint unsigned", "16777215"),
    ("int", "5"),
    ("int unsigned", "4294967295"),
    ("int(5) zerofill", "42"),
    ("bigint", "5"),
    ("bigint unsigned", "5"),
    ("float", "0.5"),
    ("float unsigned", "0.5"),
    ("double", "0.1"),
    ("double unsigned", "0.1"),
    ("decimal(10,2)", "1.5"),
    ("decimal(10,2) unsigned", "1.5"),
    ("decimal(40,2)", "1.5"),
    ("bit(1)", "b'1'"),
    ("bit(3)", "b'101'"),
    ("char(5)", "'x'"),
    ("char(36) CHARACTER SET ascii", "'x'"),
    ("varchar(20)", "'x'"),
    ("varchar(20) CHARACTER SET latin1", "'x'"),
    ("varchar(20) BINARY", "'x'"),
    ("tinytext", "'x'"),
    ("text", "'x'"),
    ("mediumtext", "'x'"),
    ("longtext", "'x'"),
    ("binary(16)", "x'00112233445566778899aabbccddeeff'"),
    ("binary(4)", "x'00112233'"),
    ("varbinary(20)", "x'00'"),
    ("tinyblob", "x'00'"),
    ("blob", "x'00'"),
    ("mediumblob", "x'00'"),
    ("longblob", "x'00'"),
    ("date", "'2020-02-29'"),
    ("time", "'12:00'"),
    ("time(3)", "'12:00'"),
    ("datetime", "'2020-02-29 12:00'"),
    ("datetime(6)", "'2020-02-29 12:00'"),
    ("timestamp NULL", "'2020-02-29 12:00'"),
    ("timestamp(6) NULL", "'2020-02-29 12:00'"),
    ("year", "2020"),
    ("enum('a','b')", "'b'"),
    ("set('a','b')", "'a,b'"),
    ("json", "'{\"a\": 1}'"),
    ("point", "ST_GeomFromText('POINT(1 2)')"),
    ("geometry", "ST_GeomFromText('POINT(1 2)')"),
];

const MARIADB: &[Case] = &[
    ("uuid", "'00112233-4455-6677-8899-aabbccddeeff'"),
    ("inet6", "'::1'"),
    ("inet4", "'10.0.0.1'"),
];

#[test]
fn of_sqlite() {
    matrix(|| Live::new(Dialect::Sqlite), &[], SQLITE);
}

#[test]
fn of_postgres() {
    let live = || Live::new(Dialect::Postgres);
    matrix(live, POSTGRES_BEFORE, POSTGRES);
}

#[test]
fn of_a_newer_postgres_with_extensions() {
    let live = || Live::on(Server::PostgresExtensions);
    let extensions = ["CREATE EXTENSION vector", "CREATE EXTENSION postgis"];
    let before = [POSTGRES_BEFORE, &extensions].concat();
    matrix(live, &before, &[POSTGRES, EXTENSIONS].concat());
}

#[test]
fn of_mysql() {
    matrix(|| Live::new(Dialect::Mysql), &[], MYSQL);
}

#[test]
fn of_mariadb() {
    let live = || Live::new(Dialect::Mariadb);
    matrix(live, &[], &[MYSQL, MARIADB].concat());
}

/// Types whose values have another text afterwards, as the notes say, and this text.
const RESPELLED: &[Case] = &[
    ("json", "{\"a\": 2, \"b\": 1}"),
    ("char(5)", "x"),
    ("int(5) zerofill", "42"),
    ("numeric", "1.5000000000"),
    ("numeric(40,2)", "1.5000000000"),
    ("decimal(40,2)", "1.5"),
    ("numeric(3,-2)", "100"),
    ("DECIMAL(30,2)", "150"),
    ("NUMERIC", "1.5"),
    ("bit(1)", "1"),
    ("bit(3)", "101"),
    ("time", "12:00:00.000000"),
    ("time(3)", "12:00:00.000000"),
    ("datetime", "2020-02-29 12:00:00.000000"),
    ("timestamp NULL", "2020-02-29 12:00:00.000000"),
];

/// Types whose conversion needs consent. No conversion is given up.
const CONVERTED: &[Case] = &[
    (
        "json",
        "white space, the order of keys and duplicate keys are lost",
    ),
    ("numeric", "values are rounded"),
    ("decimal(40,2)", "values are rounded"),
];

fn matrix(live: impl Fn() -> Option<Live>, before: &[&str], cases: &[Case]) {
    // With a nullable column, and with a column that rows need.
    for needs in ["", " NOT NULL"] {
        let (Some(theirs), Some(ours)) = (live(), live()) else {
            return;
        };
        let dialect = theirs.dialect();
        theirs.run(before).expect("what the types need");
        for (number, (ty, value)) in cases.iter().enumerate() {
            let needs = match ty.strip_suffix(" NULL") {
                Some(_) if needs.is_empty() => "",
                Some(_) => continue,
                None => needs,
            };
            let table = format!("t{number}");
            theirs
                .run(&[
                    format!("CREATE TABLE {table} (id bigint NOT NULL PRIMARY KEY, c {ty}{needs})"),
                    format!("INSERT INTO {table} VALUES (1, {value})"),
                ])
                .expect("a table of the type");
        }
        let original = theirs.inspect().expect("what is there");
        let Pulled { yaml, warnings } = pull(dialect, &original);
        let schema =
            load("models.yaml", &yaml).unwrap_or_else(|mistakes| panic!("{mistakes}\n{yaml}"));
        if dialect == Dialect::Postgres {
            // Models create nothing in another schema.
            ours.run(&[
                "CREATE SCHEMA other",
                "CREATE TYPE other.mood AS ENUM ('sad')",
            ])
            .expect("the other schema");
        }
        ours.run(&ddl::create(&schema, dialect))
            .unwrap_or_else(|error| panic!("{error}\n{yaml}"));
        let made = ours.inspect().expect("what was made");

        let mut wrong = Vec::new();
        for (number, (ty, _)) in cases.iter().enumerate() {
            let name = format!("t{number}");
            let Some(table) = original.table(&name) else {
                continue;
            };
            let there = table.column("c").expect("it was made");
            let here = made.table(&name).and_then(|table| table.column("c"));
            let same =
                here.is_some_and(|here| here.ty == there.ty && here.collation == there.collation);
            let is_text_of_ours = here.is_some_and(|here| here.ty == there.ty);
            let named = warnings.iter().any(|warning| {
                warning.table == name
                    && (warning.column.as_deref() == Some("c")
                        || warning.what.contains("column c,")
                        || warning.what.contains("column c has the domain")
                        || warning.what.contains(": c of type"))
                    && (there.ty.text().is_empty() || warning.what.contains(there.ty.text()))
            });
            if !same && !is_text_of_ours && !named {
                let here = here.map_or("nothing", |here| here.ty.text());
                wrong.push(format!("{ty}{needs} becomes {here}, and no note names it"));
            }
        }
        assert!(wrong.is_empty(), "{dialect}: {wrong:#?}");

        let text = |number: usize| text_of(dialect, cases[number].0, &format!("t{number}"));
        let is_there = |number: &usize| original.table(&format!("t{number}")).is_some();
        let numbers: Vec<usize> = (0..cases.len()).filter(is_there).collect();
        let read = |live: &Live| -> Vec<Vec<String>> {
            let texts = numbers.iter().map(|&number| live.texts(&text(number)));
            texts.map(|text| text.expect("a value")).collect()
        };
        let values = read(&theirs);
        let plan = plan::plan(
            dialect,
            &original,
            &made,
            &Intent::of(&schema),
            ExtraTables::Unmanaged,
            Options::default(),
        );
        let plan = plan.unwrap_or_else(|issues| panic!("{issues:?}"));
        let destructive = plan.steps.iter().flat_map(|step| &step.destructive);
        for change in destructive {
            let DestructiveKind::Converted(how) = change.kind else {
                continue;
            };
            let number = change.name.trim_start_matches('t').trim_end_matches(".c");
            let (ty, _) = cases[number.parse::<usize>().expect("the number of a case")];
            assert!(
                CONVERTED.contains(&(ty, how)),
                "{dialect}: {ty}{needs}: {how}"
            );
        }
        walk(&theirs, &plan.up()).expect("the steps can be taken");
        let after = theirs.inspect().expect("what is there");
        for (number, (before, now)) in numbers.iter().zip(values.iter().zip(read(&theirs))) {
            let (ty, _) = cases[*number];
            let mut respelled = RESPELLED.iter().filter(|(other, _)| *other == ty);
            let is_right = now == *before || respelled.any(|(_, text)| now == [*text]);
            if !is_right {
                wrong.push(format!("{ty}{needs}: {before:?} becomes {now:?}"));
            }
        }
        assert!(wrong.is_empty(), "{dialect}: {wrong:#?}");
        left_alone(&original, &after, &schema.unmanaged);
        for script in &schema.scripts {
            let sql = script.create.get(dialect).clone().unwrap_or_default();
            let statements = tablewright_sql::statements(dialect, &sql);
            theirs
                .run(&statements)
                .expect("a script may run where it ran");
        }
    }
}

/// The columns are as they were.
fn left_alone(original: &Catalog, after: &Catalog, unmanaged: &[String]) {
    for name in unmanaged {
        let (table, column) = name.split_once('.').expect("a table and a column");
        let of = |catalog: &Catalog| {
            catalog
                .table(table)
                .and_then(|table| table.column(column))
                .cloned()
        };
        assert_eq!(of(original), of(after), "{name}");
        assert!(of(after).is_some(), "{name}");
    }
}

fn text_of(dialect: Dialect, ty: &str, table: &str) -> String {
    match dialect {
        Dialect::Sqlite => format!("SELECT quote(c) FROM {table}"),
        Dialect::Postgres => format!("SELECT c::text FROM {table}"),
        Dialect::Mysql | Dialect::Mariadb => {
            let is_bytes = ["binary", "blob", "point", "geometry"]
                .iter()
                .any(|word| ty.contains(word));
            match is_bytes {
                true => format!("SELECT CONVERT(hex(c) USING utf8mb4) FROM {table}"),
                false => format!("SELECT CONVERT(c USING utf8mb4) FROM {table}"),
            }
        }
    }
}
