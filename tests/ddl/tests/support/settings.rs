//! The golden schemas on servers with settings that change how SQL is read or printed: created
//! tables mean the same, and inspection finds the same.

use mysql_async::prelude::Queryable;
use tablewright::catalog::Catalog;
use tablewright::{AsyncConnection, Database, MysqlConnection, PoolOptions};
use tablewright_schema::{Schema, ddl};
use tablewright_sql::Dialect;
use tablewright_test_ddl::dialect;
use tablewright_test_servers::{Scratch, Server};

use crate::golden::{cases, schema};

/// Settings of PostgreSQL, each set at once.
const POSTGRES: [&[&str]; 4] = [
    &[
        "standard_conforming_strings = off",
        "escape_string_warning = off",
        "backslash_quote = off",
        "transform_null_equals = on",
    ],
    &[
        "DateStyle = 'German'",
        "IntervalStyle = 'sql_standard'",
        "TimeZone = 'Asia/Kathmandu'",
        "array_nulls = off",
    ],
    &[
        "extra_float_digits = -15",
        "bytea_output = 'escape'",
        "quote_all_identifiers = on",
        "xmloption = 'document'",
        "default_transaction_isolation = 'serializable'",
    ],
    &[
        "DateStyle = 'SQL, MDY'",
        "IntervalStyle = 'iso_8601'",
        "TimeZone = 'America/St_Johns'",
        "search_path = 'nowhere', public",
    ],
];

/// Settings of both of the others, each set at once.
const MYSQL: [&str; 5] = [
    "sql_mode = '', SESSION autocommit = 0, SESSION time_zone = '+05:45'",
    "sql_mode = 'ANSI,NO_BACKSLASH_ESCAPES', SESSION sql_quote_show_create = 0",
    "sql_mode = 'HIGH_NOT_PRECEDENCE,NO_UNSIGNED_SUBTRACTION,PAD_CHAR_TO_FULL_LENGTH', \
     SESSION character_set_client = latin1, SESSION character_set_connection = latin1, \
     SESSION character_set_results = latin1, SESSION lc_time_names = 'de_DE'",
    "collation_connection = utf8mb4_general_ci, SESSION sql_auto_is_null = 1, \
     SESSION foreign_key_checks = 0, SESSION sql_select_limit = 1, SESSION div_precision_increment = 0",
    "explicit_defaults_for_timestamp = 0, SESSION default_storage_engine = 'MyISAM', \
     SESSION character_set_server = latin1, SESSION group_concat_max_len = 4",
];

#[test]
fn postgres_means_the_same_whatever_is_set() {
    let scratch = Scratch::new(Server::Postgres).expect("PostgreSQL is always there");
    run(async {
        let usual = connect(&scratch).await;
        let mut tried = 0;
        for settings in POSTGRES {
            for setting in settings {
                let set = format!("ALTER DATABASE {} SET {setting}", scratch.name());
                tablewright::__run(&usual, &set).await.expect(&set);
            }
            let odd = connect(&scratch).await;
            let reset = format!("ALTER DATABASE {} RESET ALL", scratch.name());
            tablewright::__run(&usual, &reset).await.expect(&reset);
            tried += try_all(Server::Postgres, &usual, &odd, &format!("{settings:?}")).await;
        }
        println!("{tried} schemas under {} settings", POSTGRES.concat().len());
    });
}

#[test]
fn mariadb_means_the_same_whatever_is_set() {
    try_mysql(Server::Mariadb);
}

#[test]
fn mysql_means_the_same_whatever_is_set() {
    try_mysql(Server::Mysql);
}

fn try_mysql(server: Server) {
    let Some(scratch) = Scratch::new(server) else {
        return;
    };
    run(async {
        let usual = connect(&scratch).await;
        let mut tried = 0;
        for setting in MYSQL {
            let conn = mysql_async::Conn::from_url(scratch.url()).await;
            let mut conn = conn.expect("a connection");
            let set = format!("SET SESSION {setting}");
            conn.query_drop(&set).await.expect(&set);
            let odd = MysqlConnection::new(conn).await.expect("a session");
            tried += try_all(server, &usual, &odd, setting).await;
        }
        println!("{tried} schemas under {} settings", MYSQL.len());
    });
}

fn run(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(test);
}

async fn connect(scratch: &Scratch) -> Database {
    let options = PoolOptions::new().max_connections(1);
    let connected = Database::connect_with(scratch.url(), &options).await;
    connected.unwrap_or_else(|error| panic!("{error}"))
}

/// Creates each schema by one of the connections, and reads it by both. Returns the number of
/// schemas.
async fn try_all(
    server: Server,
    usual: &impl AsyncConnection,
    odd: &impl AsyncConnection,
    setting: &str,
) -> usize {
    let dialect = dialect(server);
    let mut tried = 0;
    let mut wrong = Vec::new();
    for case in cases() {
        let schema = schema(&case);
        if !schema.dialects.contains(&dialect) {
            continue;
        }
        tried += 1;
        if let Err(error) = try_out(&schema, dialect, usual, odd).await {
            wrong.push(format!("{}: {error}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{setting}\n{}", wrong.join("\n"));
    tried
}

async fn try_out(
    schema: &Schema,
    dialect: Dialect,
    usual: &impl AsyncConnection,
    odd: &impl AsyncConnection,
) -> Result<(), String> {
    let wanted = tablewright_schema::lower(schema, dialect);
    run_all(usual, &ddl::create(schema, dialect)).await?;
    let expected = inspect(usual).await?;
    let worded = tablewright::__worded(usual, &wanted, &expected).await;
    let worded = worded.map_err(|error| error.to_string())?;
    let read = inspect(odd).await?;
    same("what is there, read by the odd session", &expected, &read)?;
    let odd_worded = tablewright::__worded(odd, &wanted, &read).await;
    let odd_worded = odd_worded.map_err(|error| error.to_string())?;
    same("the wording of the models", &worded, &odd_worded)?;
    run_all(usual, &ddl::drop(schema, dialect)).await?;

    run_all(odd, &ddl::create(schema, dialect)).await?;
    let read = inspect(usual).await?;
    same("what the odd session created", &expected, &read)?;
    let read = inspect(odd).await?;
    same("what it created, read by itself", &expected, &read)?;
    run_all(odd, &ddl::drop(schema, dialect)).await
}

async fn run_all(db: &impl AsyncConnection, statements: &[String]) -> Result<(), String> {
    for statement in statements {
        let ran = tablewright::__run(db, statement).await;
        ran.map_err(|error| format!("{error}\nin the statement\n{statement}"))?;
    }
    Ok(())
}

async fn inspect(db: &impl AsyncConnection) -> Result<Catalog, String> {
    tablewright::inspect(db)
        .await
        .map_err(|error| error.to_string())
}

fn same(what: &str, expected: &Catalog, found: &Catalog) -> Result<(), String> {
    match expected == found {
        true => Ok(()),
        false => Err(format!("{what}\n{expected:#?}\nbut\n{found:#?}")),
    }
}
