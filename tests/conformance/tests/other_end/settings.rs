//! Settings of a server that change the meaning of SQL: either a program is not affected, or it
//! gets an error when it connects.

use tablewright::mysql_async::prelude::Queryable;
use tablewright::mysql_async::{Conn, Opts};
use tablewright::{
    AsyncConnection, Database, Dialect, Error, MysqlConnection, PoolOptions, Result, SyncReport,
    Verification,
};
use tablewright_test_conformance::models::accounts::{self, Entry, NewEntry};
use tablewright_test_conformance::models::defaults::{self, NewSetting, NewVisit, Setting, Visit};
use tablewright_test_conformance::models::values::{self, Full};
use tablewright_test_conformance::{Place, on, on_servers, sql};

use crate::rows;

on_servers!(statements_mean_the_same_whatever_is_set);

on!([postgres]
    what_a_proxy_cannot_set_is_refused,
    databases_of_other_encodings_are_refused,
    what_the_program_asks_for_stays,
    a_default_of_only_reading_is_told,
);

on!([postgres, mariadb, mysql] limits_of_the_program_stay);

/// Settings that differ from those that our SQL needs.
fn settings(dialect: Dialect) -> &'static [&'static str] {
    match dialect {
        Dialect::Sqlite => &[],
        Dialect::Postgres => &[
            "standard_conforming_strings = off",
            "backslash_quote = off",
            "client_encoding = 'LATIN1'",
            "DateStyle = 'German, DMY'",
            "DateStyle = 'SQL, MDY'",
            "IntervalStyle = 'sql_standard'",
            "extra_float_digits = -15",
            "bytea_output = 'escape'",
            "array_nulls = off",
            "transform_null_equals = on",
            "quote_all_identifiers = on",
            "xmloption = 'document'",
            "session_replication_role = 'replica'",
            "TimeZone = 'Asia/Kathmandu'",
            "TimeZone = 'America/St_Johns'",
            "search_path = 'nowhere', public",
            "default_transaction_isolation = 'serializable'",
        ],
        Dialect::Mysql => &[
            "sql_mode = ''",
            "sql_mode = 'ANSI_QUOTES'",
            "sql_mode = 'NO_BACKSLASH_ESCAPES'",
            "sql_mode = 'PIPES_AS_CONCAT,IGNORE_SPACE,REAL_AS_FLOAT'",
            "sql_mode = 'ANSI,NO_UNSIGNED_SUBTRACTION,HIGH_NOT_PRECEDENCE,PAD_CHAR_TO_FULL_LENGTH'",
            "autocommit = 0",
            "time_zone = '+05:45'",
            "character_set_client = latin1, SESSION character_set_connection = latin1, \
             SESSION character_set_results = latin1",
            "collation_connection = utf8mb4_general_ci",
            "foreign_key_checks = 0, SESSION unique_checks = 0",
            "sql_safe_updates = 1",
            "sql_auto_is_null = 1",
            "sql_select_limit = 1",
            "max_sort_length = 8",
            "div_precision_increment = 1",
            "sql_quote_show_create = 0",
            "completion_type = 1",
            "lc_messages = 'de_DE', SESSION lc_time_names = 'de_DE'",
            "auto_increment_increment = 7",
            "transaction_isolation = 'SERIALIZABLE'",
            "sql_generate_invisible_primary_key = 1",
            "timestamp = 86400",
            "group_concat_max_len = 4",
        ],
        Dialect::Mariadb => &[
            "sql_mode = ''",
            "sql_mode = 'ANSI_QUOTES'",
            "sql_mode = 'NO_BACKSLASH_ESCAPES'",
            "sql_mode = 'ORACLE'",
            "sql_mode = 'PIPES_AS_CONCAT,IGNORE_SPACE,REAL_AS_FLOAT,EMPTY_STRING_IS_NULL'",
            "sql_mode = 'ANSI,NO_UNSIGNED_SUBTRACTION,HIGH_NOT_PRECEDENCE,PAD_CHAR_TO_FULL_LENGTH'",
            "autocommit = 0",
            "time_zone = '+05:45'",
            "character_set_client = latin1, SESSION character_set_connection = latin1, \
             SESSION character_set_results = latin1",
            "collation_connection = utf8mb4_general_ci",
            "foreign_key_checks = 0, SESSION unique_checks = 0",
            "check_constraint_checks = 0",
            "sql_safe_updates = 1",
            "sql_auto_is_null = 1",
            "sql_select_limit = 1",
            "max_sort_length = 8",
            "div_precision_increment = 1",
            "sql_quote_show_create = 0",
            "sql_if_exists = 1",
            "old_mode = 'ZERO_DATE_TIME_CAST'",
            "completion_type = 1",
            "lc_messages = 'de_DE', SESSION lc_time_names = 'de_DE'",
            "auto_increment_increment = 7",
            "tx_isolation = 'SERIALIZABLE'",
            "timestamp = 86400",
            "group_concat_max_len = 4",
        ],
    }
}

async fn statements_mean_the_same_whatever_is_set(at: &Place) -> Result<()> {
    let usual = at.connect().await?;
    let expected = told(&usual).await?;
    for setting in settings(at.dialect()) {
        let found = match at.dialect() {
            Dialect::Postgres => {
                with(&usual, &[setting]).await?;
                let db = at.connect().await?;
                let found = told(&db).await;
                without(&usual).await?;
                found
            }
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => {
                told(&MysqlConnection::new(conn(at, setting).await).await?).await
            }
        };
        let found = found.unwrap_or_else(|error| panic!("{setting}: {error}\n{error:?}"));
        assert_eq!(found, expected, "{setting}");
    }
    println!("{} settings", settings(at.dialect()).len());
    Ok(())
}

/// Sets the initial settings of sessions of a PostgreSQL database.
async fn with(db: &Database, settings: &[&str]) -> Result<()> {
    let name = sql::text(db, "SELECT current_database()::text").await?;
    for setting in settings {
        sql::run(db, &format!("ALTER DATABASE {name} SET {setting}")).await?;
    }
    Ok(())
}

/// As it was before [`with`].
async fn without(db: &Database) -> Result<()> {
    let name = sql::text(db, "SELECT current_database()::text").await?;
    sql::run(db, &format!("ALTER DATABASE {name} RESET ALL")).await
}

/// A connection of the driver's with another setting.
async fn conn(at: &Place, setting: &str) -> Conn {
    let opts = Opts::from_url(at.url()).expect("a URL");
    let mut conn = Conn::new(opts).await.expect("a connection");
    let set = format!("SET SESSION {setting}");
    conn.query_drop(&set).await.expect(&set);
    conn
}

/// Creates tables, writes to them and reads them, and returns the results.
async fn told(db: &impl AsyncConnection) -> Result<String> {
    let mut told = Vec::new();
    defaults::create_all(db).await?;
    values::create_all(db).await?;
    accounts::create_all(db).await?;

    let setting = Setting::insert(NewSetting {}).one(db).await?;
    told.push(format!(
        "{:?}",
        Setting {
            id: 0,
            ..setting.clone()
        }
    ));
    assert_eq!(Setting::find(setting.id).one(db).await?, setting);
    let visit = Visit::insert(NewVisit { number: 1 }).one(db).await?;
    told.push(format!("{visit:?}"));
    let full = rows::new(rows::full()).one(db).await?;
    assert_eq!(
        Full {
            id: 0,
            ..full.clone()
        },
        rows::full()
    );
    full.save(db).await?;
    assert_eq!(Full::filter(Full::NAME.eq("Zoë")).all(db).await?, [full]);
    let more = (0..3).map(|number| {
        rows::new(Full {
            medium: number,
            ..rows::full()
        })
    });
    let more = Full::insert_all(more).all(db).await?;
    let numbers: Vec<i32> = more.iter().map(|row| row.medium).collect();
    assert_eq!(numbers, [0, 1, 2]);
    assert_eq!(Full::all().count(db).await?, 4);
    assert_eq!(Full::all().all(db).await?.len(), 4);

    // Rows that violate a check and a reference.
    let broken = Entry::insert(NewEntry {
        account_id: 7,
        amount: 1,
    });
    let broken = broken.one(db).await;
    assert!(matches!(broken, Err(Error::ForeignKey(_))), "{broken:?}");
    let quote = if db.dialect() == Dialect::Postgres {
        '"'
    } else {
        '`'
    };
    let violet = format!("UPDATE {quote}full{quote} SET colour = 'violet'");
    let broken = sql::run(db, &violet).await;
    assert!(matches!(broken, Err(Error::Check(_))), "{broken:?}");

    // Raw SQL.
    for text in raw_statements(db.dialect()) {
        let found = tablewright::sql::<Option<String>>(*text).one(db).await?;
        told.push(format!("{text}: {found:?}"));
    }
    assert_eq!(defaults::verify(db).await?, Verification::UpToDate);
    assert_eq!(values::verify(db).await?, Verification::UpToDate);
    assert_eq!(defaults::sync(db).await?, SyncReport::UpToDate);
    for drop in [
        defaults::drop_all(db),
        values::drop_all(db),
        accounts::drop_all(db),
    ] {
        drop.await?;
    }
    Ok(told.join("\n"))
}

/// Queries whose results depend on settings.
fn raw_statements(dialect: Dialect) -> &'static [&'static str] {
    match dialect {
        Dialect::Sqlite => &[],
        Dialect::Postgres => &[
            r"SELECT 'a\b'",
            r"SELECT E'it\'s'",
            "SELECT ('2024-02-01 12:00:00Z'::timestamptz)::text",
            "SELECT ('2024-02-01 12:00:00'::timestamptz AT TIME ZONE 'UTC')::text",
            "SELECT ('03/02/2024'::date)::text",
            "SELECT (0.1::float8 + 0.2::float8)::text",
            r"SELECT ('\x00ff'::bytea)::text",
            "SELECT (interval '1 day -2 hours')::text",
            "SELECT (NULL = NULL)::text",
            "SELECT '{NULL}'::text[]::text",
            "SELECT count(*)::text FROM \"full\"",
        ],
        Dialect::Mysql | Dialect::Mariadb => &[
            r"SELECT 'a\\b'",
            "SELECT \"it's\"",
            "SELECT concat('a' || 'b')",
            "SELECT concat(7 / 3)",
            "SELECT concat(NOT 1 BETWEEN -5 AND 5)",
            "SELECT concat(count(*)) FROM (SELECT 1 AS a UNION ALL SELECT 2) AS t",
            "SELECT concat('🦀', _utf8mb4'é')",
            "SELECT concat('a' = 'A', 'a' = 'a ')",
            "SELECT date_format('2024-02-01', '%W %M')",
            "SELECT concat(week('2024-02-01'))",
            "SELECT concat(from_unixtime(0))",
            "SELECT concat(now() > '2020-01-01')",
        ],
    }
}

async fn what_a_proxy_cannot_set_is_refused(at: &Place) -> Result<()> {
    let usual = at.connect().await?;
    let behind_proxy = PoolOptions::new().statement_cache(0);
    told(&at.connect_with(&behind_proxy).await?).await?;
    with(&usual, &["standard_conforming_strings = off"]).await?;
    let refused = at.connect_with(&behind_proxy).await.map(drop);
    let Err(error @ Error::Connect(_)) = refused else {
        panic!("{refused:?}")
    };
    let told = error.to_string();
    assert!(
        told.contains("SET standard_conforming_strings = on"),
        "{told}"
    );
    Ok(())
}

async fn databases_of_other_encodings_are_refused(at: &Place) -> Result<()> {
    let usual = at.connect().await?;
    let name = sql::text(&usual, "SELECT current_database()::text").await?;
    for encoding in ["SQL_ASCII", "LATIN1", "EUC_JP"] {
        let other = format!("{name}_{}", encoding.to_lowercase());
        sql::run(
            &usual,
            &format!(
                "CREATE DATABASE {other} ENCODING '{encoding}' LOCALE_PROVIDER libc \
                 LOCALE 'C' TEMPLATE template0"
            ),
        )
        .await?;
        let refused = Database::connect(&at.url().replace(&name, &other))
            .await
            .map(drop);
        sql::run(&usual, &format!("DROP DATABASE {other} WITH (FORCE)")).await?;
        let Err(error @ Error::Connect(_)) = refused else {
            panic!("{encoding}: {refused:?}")
        };
        let told = error.to_string();
        assert!(told.contains(&format!("is {encoding}")), "{told}");
        assert!(told.contains("ENCODING 'UTF8'"), "{told}");
    }
    Ok(())
}

/// Settings of printing in the URL stay, and settings of reading strings do not.
async fn what_the_program_asks_for_stays(at: &Place) -> Result<()> {
    let options = "options=-c%20DateStyle%3DGerman%20-c%20TimeZone%3DAsia%2FKathmandu%20\
                   -c%20standard_conforming_strings%3Doff%20-c%20extra_float_digits%3D3";
    let db = Database::connect(&crate::connections::url_with(at, options)).await?;
    let shown =
        async |name: &str| sql::text(&db, &format!("SELECT current_setting('{name}')")).await;
    assert_eq!(shown("DateStyle").await?, "German, DMY");
    assert_eq!(shown("TimeZone").await?, "Asia/Kathmandu");
    assert_eq!(shown("extra_float_digits").await?, "3");
    assert_eq!(shown("standard_conforming_strings").await?, "on");
    defaults::create_all(&db).await?;
    assert_eq!(defaults::verify(&db).await?, Verification::UpToDate);
    Ok(())
}

async fn a_default_of_only_reading_is_told(at: &Place) -> Result<()> {
    let usual = at.connect().await?;
    accounts::create_all(&usual).await?;
    with(&usual, &["default_transaction_read_only = on"]).await?;
    let db = at.connect().await?;
    assert_eq!(accounts::Account::all().count(&db).await?, 0);
    let refused = accounts::Account::insert(accounts::NewAccount { id: 1 })
        .execute(&db)
        .await;
    assert!(matches!(refused, Err(Error::ReadOnly(_))), "{refused:?}");
    let refused = defaults::create_all(&db).await;
    assert!(matches!(refused, Err(Error::ReadOnly(_))), "{refused:?}");
    Ok(())
}

/// Settings that an operation on tables changes are afterwards those of the program.
async fn limits_of_the_program_stay(at: &Place) -> Result<()> {
    let db = at
        .connect_with(&PoolOptions::new().max_connections(1))
        .await?;
    let (set, ask) = match at.dialect() {
        Dialect::Postgres => (
            "SET lock_timeout = '7s'",
            "SELECT current_setting('lock_timeout')",
        ),
        Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => (
            "SET SESSION lock_wait_timeout = 7, SESSION foreign_key_checks = 0",
            "SELECT concat(@@lock_wait_timeout, @@foreign_key_checks)",
        ),
    };
    sql::run(&db, set).await?;
    let before = sql::text(&db, ask).await?;
    accounts::create_all(&db).await?;
    assert_eq!(sql::text(&db, ask).await?, before, "create_all");
    assert!(matches!(defaults::sync(&db).await?, SyncReport::Applied(_)));
    assert_eq!(sql::text(&db, ask).await?, before, "sync");
    let migrations = crate::migrations::step_by_step();
    tablewright::migrate(&db, &migrations).await?;
    assert_eq!(sql::text(&db, ask).await?, before, "migrate");
    accounts::drop_all(&db).await?;
    assert_eq!(sql::text(&db, ask).await?, before, "drop_all");
    Ok(())
}
