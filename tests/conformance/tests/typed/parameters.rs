//! Parameters of raw SQL that the database or the driver refuses: each is a value error, and the
//! connection can still be used.

use tablewright::jiff::civil::{Date, DateTime, Time};
use tablewright::jiff::{SignedDuration, Timestamp};
use tablewright::uuid::Uuid;
use tablewright::{Connection, Database, Dialect, Error, PoolOptions, RawSql, Result, sql};
use tablewright_test_conformance::{Place, everywhere};

everywhere!(
    no_parameter_in_any_column_loses_the_connection,
    no_sql_loses_the_connection,
    a_parameter_that_does_not_fit_is_an_error_of_the_value,
);

/// The types of columns that a database has, and more than models can have.
fn columns(dialect: Dialect) -> Vec<&'static str> {
    let own: &[&str] = match dialect {
        Dialect::Sqlite => &["integer", "real", "text", "blob", "numeric", "any_name(3)"],
        Dialect::Postgres => &[
            "boolean",
            "smallint",
            "integer",
            "bigint",
            "real",
            "double precision",
            "numeric(10, 2)",
            "money",
            "varchar(3)",
            "char(3)",
            "\"char\"",
            "name",
            "text",
            "bytea",
            "bit(3)",
            "varbit",
            "uuid",
            "date",
            "time",
            "timetz",
            "timestamp",
            "timestamptz",
            "interval",
            "json",
            "jsonb",
            "jsonpath",
            "xml",
            "inet",
            "cidr",
            "macaddr",
            "point",
            "box",
            "int4range",
            "int4multirange",
            "tstzrange",
            "tsvector",
            "tsquery",
            "oid",
            "regclass",
            "pg_lsn",
            "boolean[]",
            "integer[]",
            "text[]",
            "inet[]",
            "a_mood",
            "a_domain",
            "a_pair",
        ],
        Dialect::Mysql => &[],
        Dialect::Mariadb => &["uuid", "inet6"],
    };
    let shared: &[&str] = match dialect {
        Dialect::Sqlite | Dialect::Postgres => &[],
        Dialect::Mysql | Dialect::Mariadb => MYSQL,
    };
    [shared, own].concat()
}

/// The types that both MySQL and MariaDB have.
const MYSQL: &[&str] = &[
    "boolean",
    "tinyint",
    "smallint unsigned",
    "int",
    "bigint unsigned",
    "float",
    "double",
    "decimal(10, 2)",
    "bit(3)",
    "varchar(3)",
    "char(3)",
    "text",
    "varbinary(3)",
    "binary(16)",
    "blob",
    "date",
    "time",
    "datetime",
    "timestamp",
    "year",
    "json",
    "enum('a', 'b')",
    "set('a', 'b')",
    "point",
    "geometry",
];

type Bind = fn(RawSql<'static, ()>) -> RawSql<'static, ()>;

/// A parameter of each type, with values at the edges, and some that no database takes.
const PARAMETERS: &[(&str, Bind)] = &[
    ("null", |sql| sql.bind(None::<i64>)),
    ("bool", |sql| sql.bind(true)),
    ("i16", |sql| sql.bind(i16::MIN)),
    ("i32", |sql| sql.bind(i32::MAX)),
    ("i64", |sql| sql.bind(i64::MIN)),
    ("u8", |sql| sql.bind(u8::MAX)),
    ("u16", |sql| sql.bind(u16::MAX)),
    ("u32", |sql| sql.bind(u32::MAX)),
    ("u64", |sql| sql.bind(1_u64 << 62)),
    ("u64 that is too large", |sql| sql.bind(u64::MAX)),
    ("f32", |sql| sql.bind(f32::MAX)),
    ("f64", |sql| sql.bind(f64::MIN)),
    ("f32 that is none", |sql| sql.bind(f32::NAN)),
    ("f64 that is not finite", |sql| sql.bind(f64::INFINITY)),
    ("text", |sql| sql.bind("not a value of much")),
    ("empty text", |sql| sql.bind("")),
    ("text with NUL", |sql| sql.bind("a\0b")),
    ("text of many letters", |sql| sql.bind("🦀".repeat(1 << 16))),
    ("bytes", |sql| sql.bind(vec![0u8, 255, 39])),
    ("no bytes", |sql| sql.bind(Vec::<u8>::new())),
    ("uuid", |sql| sql.bind(Uuid::from_u128(u128::MAX))),
    ("date", |sql| sql.bind(Date::constant(2024, 2, 29))),
    ("greatest date", |sql| sql.bind(Date::MAX)),
    ("time", |sql| sql.bind(Time::MAX)),
    ("datetime", |sql| sql.bind(DateTime::MIN)),
    ("timestamp", |sql| sql.bind(Timestamp::MAX)),
    ("timestamp of today", |sql| {
        sql.bind(Timestamp::UNIX_EPOCH + SignedDuration::from_secs(1_700_000_000))
    }),
];

/// A pool of one connection, so that the test notices if the connection is replaced.
async fn one(place: &Place) -> Result<Database> {
    place
        .connect_with(&PoolOptions::new().max_connections(1))
        .await
}

/// The identity of a session; nothing on SQLite.
async fn session(db: &Database) -> Result<i64> {
    let query = match db.dialect() {
        Dialect::Sqlite => "select 1",
        Dialect::Postgres => "select cast(pg_backend_pid() as bigint)",
        Dialect::Mysql | Dialect::Mariadb => "select cast(connection_id() as signed)",
    };
    sql::<i64>(query).one(db).await
}

async fn prepare(db: &Database) -> Result<Vec<(String, &'static str)>> {
    if db.dialect() == Dialect::Postgres {
        for statement in [
            "create type a_mood as enum ('calm', 'loud')",
            "create domain a_domain as integer check (value > 0)",
            "create type a_pair as (one integer, two text)",
        ] {
            sql(statement).execute(db).await?;
        }
    }
    let types = columns(db.dialect()).into_iter().enumerate();
    let columns: Vec<_> = types.map(|(at, ty)| (format!("c{at}"), ty)).collect();
    let declared: Vec<String> = columns
        .iter()
        .map(|(name, ty)| match *ty {
            // Without `NULL`, the server would set such a column by itself.
            "timestamp" => format!("{name} {ty} null"),
            _ => format!("{name} {ty}"),
        })
        .collect();
    let create = format!("create table every ({})", declared.join(", "));
    sql(create).execute(db).await?;
    sql("insert into every (c0) values (null)")
        .execute(db)
        .await?;
    Ok(columns)
}

async fn no_parameter_in_any_column_loses_the_connection(place: &Place) -> Result<()> {
    let db = one(place).await?;
    let columns = prepare(&db).await?;
    let before = session(&db).await?;
    let mut wrong = Vec::new();
    for (name, ty) in &columns {
        for (what, bind) in PARAMETERS {
            for text in [
                format!("update every set {name} = ?"),
                format!("delete from every where {name} = ? and 1 = 0"),
            ] {
                let said = bind(sql(text)).execute(&db).await;
                if let Err(error @ Error::Lost(_)) = said {
                    wrong.push(format!("{what} in {ty}: {error}"));
                }
            }
        }
        if session(&db).await? != before {
            wrong.push(format!("{ty}: another session"));
            break;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

async fn no_sql_loses_the_connection(place: &Place) -> Result<()> {
    let db = one(place).await?;
    prepare(&db).await?;
    let before = session(&db).await?;
    for text in [
        "",
        ";",
        "\0",
        "select 'a\0b'",
        "select 1 -- \0",
        "selct 1",
        "select 'never closed",
        "select 1; select 2",
        "select cast('abc' as decimal(3, 1))",
        "select $1",
        "select :a",
        "select nothing from nowhere",
    ] {
        let said = sql::<String>(text).all(&db).await;
        assert!(!matches!(said, Err(Error::Lost(_))), "{text:?}: {said:?}");
        if text.contains('\0') {
            assert!(matches!(said, Err(Error::Value(_))), "{text:?}: {said:?}");
        }
        assert_eq!(session(&db).await?, before, "{text:?}");
    }
    // The lost connection is not the one that sent the value.
    if db.dialect() == Dialect::Postgres {
        let elsewhere = "do $$ begin raise exception 'not reached' using errcode = '08001'; end $$";
        let said = sql(elsewhere).execute(&db).await;
        assert!(matches!(said, Err(Error::Database(_))), "{said:?}");
        assert_eq!(session(&db).await?, before);
    }
    Ok(())
}

async fn a_parameter_that_does_not_fit_is_an_error_of_the_value(place: &Place) -> Result<()> {
    let db = one(place).await?;
    sql("create table small (a integer)").execute(&db).await?;
    let nul = sql("update small set a = ?").bind("\0").execute(&db).await;
    assert!(matches!(nul, Err(Error::Value(_))), "{nul:?}");
    let item = sql::<i64>("select 1 from small where a = ?").bind(f64::NAN);
    let nan = item.all(&db).await;
    assert!(matches!(nan, Err(Error::Value(_))), "{nan:?}");
    if db.dialect() == Dialect::Postgres {
        let text = sql::<i64>("select 1 from small where a = ?").bind("abc");
        let Err(Error::Value(error)) = text.all(&db).await else {
            panic!("it fits");
        };
        assert_eq!(
            error.reason,
            "parameter 1: the database expects INTEGER, and the value is TEXT: bind another type, \
             or convert it with `CAST`"
        );
        let price = sql("update small set a = ?").bind(1.25);
        assert!(matches!(price.execute(&db).await, Err(Error::Value(_))));
    }
    Ok(())
}
