//! The settings of a pool, from its options and from its URL.

use std::time::{Duration, Instant};

use tablewright::{Database, Dialect, Error, PoolOptions, Result};
use tablewright_test_conformance::models::accounts::{self, Account, NewAccount};
use tablewright_test_conformance::{Place, everywhere, on_servers, sql};

use crate::connections::url_with;

everywhere!(
    a_pool_tells_how_it_is,
    connections_that_are_idle_are_closed,
    connections_that_are_old_are_replaced,
    each_new_connection_is_prepared_by_the_program,
    a_url_says_the_same,
    what_is_impossible_is_refused,
    no_parameter_is_given_twice,
);

on_servers!(closed_connections_are_gone_at_the_server);

async fn a_pool_tells_how_it_is(at: &Place) -> Result<()> {
    let options = PoolOptions::new()
        .max_connections(2)
        .acquire_timeout(Duration::from_secs(20));
    let db = at.connect_with(&options).await?;
    let counts = |db: &Database| {
        let status = db.status();
        (
            status.max_connections,
            status.open,
            status.idle,
            status.waiting,
        )
    };
    assert_eq!(counts(&db), (2, 1, 1, 0));
    let only_reads = tablewright::TransactionOptions::new().read_only(true);
    let one = db.begin_with(only_reads).await?;
    assert_eq!(counts(&db), (2, 1, 0, 0));
    let two = db.begin_with(only_reads).await?;
    assert_eq!(counts(&db), (2, 2, 0, 0));
    let waits = tokio::spawn({
        let db = db.clone();
        async move { sql::number(&db, "SELECT 7").await }
    });
    until("somebody waits", || db.status().waiting == 1).await;
    one.rollback().await?;
    assert_eq!(waits.await.expect("no panic")?, 7);
    two.rollback().await?;
    until("all are idle", || counts(&db) == (2, 2, 2, 0)).await;
    Ok(())
}

/// Waits until something is true.
async fn until(what: &str, is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(20), "{what}: never");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn connections_that_are_idle_are_closed(at: &Place) -> Result<()> {
    let options = PoolOptions::new().idle_timeout(Duration::from_millis(100));
    let db = at.connect_with(&options).await?;
    accounts::create_all(&db).await?;
    let tx = db.begin().await?;
    until("the others are closed", || db.status().open == 1).await;
    // One that is in use is not idle.
    tokio::time::sleep(Duration::from_millis(300)).await;
    Account::insert(NewAccount { id: 1 }).execute(&tx).await?;
    tx.commit().await?;
    until("it is closed as well", || db.status().open == 0).await;
    assert_eq!(Account::all().count(&db).await?, 1);
    Ok(())
}

async fn connections_that_are_old_are_replaced(at: &Place) -> Result<()> {
    let options = PoolOptions::new()
        .max_connections(1)
        .max_lifetime(Duration::from_millis(200));
    let db = at.connect_with(&options).await?;
    accounts::create_all(&db).await?;
    let began = Instant::now();
    let mut id = 0;
    // It is used all the time.
    while began.elapsed() < Duration::from_millis(700) {
        id += 1;
        Account::insert(NewAccount { id }).execute(&db).await?;
    }
    assert_eq!(
        Account::all().count(&db).await?,
        u64::try_from(id).unwrap_or(0)
    );
    until("it is closed", || db.status().open == 0).await;
    assert!(Account::find(1).exists(&db).await?);
    Ok(())
}

async fn each_new_connection_is_prepared_by_the_program(at: &Place) -> Result<()> {
    let (set, ask) = match at.dialect() {
        Dialect::Sqlite => (
            "PRAGMA cache_size = -1234",
            "SELECT CAST(cache_size AS TEXT) FROM pragma_cache_size",
        ),
        Dialect::Postgres => (
            "SET application_name = '-1234'",
            "SELECT current_setting('application_name')",
        ),
        Dialect::Mysql | Dialect::Mariadb => {
            ("SET @own = '-1234'", "SELECT CONVERT(@own USING utf8mb4)")
        }
    };
    let options = PoolOptions::new()
        .max_connections(3)
        .after_connect(move |mut new| {
            Box::pin(async move {
                let _ = new.dialect();
                new.run(set).await
            })
        });
    let db = at.connect_with(&options).await?;
    let only_reads = tablewright::TransactionOptions::new().read_only(true);
    let mut transactions = Vec::new();
    for _ in 0..3 {
        let tx = db.begin_with(only_reads).await?;
        assert_eq!(sql::text(&tx, ask).await?, "-1234");
        transactions.push(tx);
    }
    // Later writes would be lost with a transaction that is still open.
    let opens: &[&str] = match at.dialect() {
        Dialect::Sqlite => &["BEGIN", "SAVEPOINT a"],
        Dialect::Postgres => &["BEGIN", "START TRANSACTION READ ONLY", "SET x.y = 1; BEGIN"],
        Dialect::Mysql | Dialect::Mariadb => {
            &["BEGIN", "START TRANSACTION READ ONLY", "SET autocommit = 0"]
        }
    };
    for &open in opens {
        let left_open = PoolOptions::new()
            .after_connect(move |mut new| Box::pin(async move { new.run(open).await }));
        let failed = at.connect_with(&left_open).await.map(drop);
        let Err(error @ Error::Database(_)) = failed else {
            panic!("{open}: {failed:?}")
        };
        assert!(error.to_string().contains("transaction"), "{open}: {error}");
    }
    let fails = PoolOptions::new()
        .after_connect(|mut new| Box::pin(async move { new.run("nonsense").await }));
    let failed = at.connect_with(&fails).await.map(drop);
    assert!(matches!(failed, Err(Error::Database(_))), "{failed:?}");
    Ok(())
}

async fn a_url_says_the_same(at: &Place) -> Result<()> {
    let parameters = "max_connections=1&acquire_timeout=50ms&idle_timeout=100ms&max_lifetime=1min";
    let db = Database::connect(&url_with(at, parameters)).await?;
    assert_eq!(db.status().max_connections, 1);
    let tx = db
        .begin_with(tablewright::TransactionOptions::new().read_only(true))
        .await?;
    let busy = sql::number(&db, "SELECT 7").await;
    let Err(error @ Error::Busy(_)) = busy else {
        panic!("{busy:?}")
    };
    assert!(error.to_string().contains("after 0.05 s"), "{error}");
    tx.rollback().await?;
    until("it is closed", || db.status().open == 0).await;
    Ok(())
}

async fn what_is_impossible_is_refused(at: &Place) -> Result<()> {
    for (name, value) in [
        ("max_connections", "0"),
        ("max_connections", "-1"),
        ("max_connections", "many"),
        ("acquire_timeout", "soon"),
        ("idle_timeout", "1.5s"),
        ("max_lifetime", "-1"),
        ("max_lifetime", ""),
        ("min_connections", "17"),
    ] {
        let refused = Database::connect(&url_with(at, &format!("{name}={value}")))
            .await
            .map(drop);
        let Err(error @ Error::Connect(_)) = refused else {
            panic!("{name}={value}: {refused:?}")
        };
        let told = error.to_string();
        assert!(told.contains(&format!("`{name}`")), "{told}");
    }
    Ok(())
}

/// The parameters of all databases, each with two values.
const OF_ALL: [(&str, &str, &str); 7] = [
    ("max_connections", "1", "2"),
    ("acquire_timeout", "1s", "2s"),
    ("idle_timeout", "1min", "0"),
    ("max_lifetime", "1min", "0"),
    ("statement_cache", "0", "5"),
    ("statement_timeout", "1min", "2min"),
    ("slow_statement", "1s", "2s"),
];
const OF_SQLITE: [(&str, &str, &str); 7] = [
    ("mode", "rwc", "ro"),
    ("immutable", "0", "1"),
    ("cache", "private", "shared"),
    ("busy_timeout", "1s", "2s"),
    ("journal_mode", "wal", "delete"),
    ("synchronous", "full", "normal"),
    ("foreign_keys", "on", "off"),
];
const OF_SERVERS: [(&str, &str, &str); 2] =
    [("pooler", "true", "false"), ("lock_row", "true", "false")];
const OF_POSTGRES: [(&str, &str, &str); 21] = [
    ("host", "/one", "/two"),
    ("hostaddr", "127.0.0.1", "127.0.0.2"),
    ("port", "1", "2"),
    ("user", "ada", "grace"),
    ("password", "5ecret", "other"),
    ("dbname", "one", "two"),
    ("sslmode", "disable", "prefer"),
    ("sslrootcert", "system", "/a/file"),
    ("sslnegotiation", "postgres", "direct"),
    ("application_name", "one", "two"),
    ("options", "-clock_timeout%3D1s", "-clock_timeout%3D2s"),
    ("connect_timeout", "9", "8"),
    ("tcp_user_timeout", "9", "8"),
    ("keepalives", "1", "0"),
    ("keepalives_idle", "9", "8"),
    ("keepalives_interval", "9", "8"),
    ("keepalives_retries", "9", "8"),
    ("target_session_attrs", "any", "read-write"),
    ("channel_binding", "disable", "prefer"),
    ("load_balance_hosts", "disable", "random"),
    // The driver gets it under its decoded name.
    ("%6Fptions", "-clock_timeout%3D1s", "-clock_timeout%3D2s"),
];
const OF_MYSQL: [(&str, &str, &str); 6] = [
    ("socket", "/one", "/two"),
    ("ssl-mode", "disabled", "preferred"),
    ("ssl_mode", "disabled", "preferred"),
    ("sslmode", "disabled", "preferred"),
    ("ssl-ca", "/one", "/two"),
    ("ssl_ca", "/one", "/two"),
];

/// Two values would be one that has no effect. Two equal ones are refused as well.
async fn no_parameter_is_given_twice(at: &Place) -> Result<()> {
    let (url, own): (&str, &[&[_]]) = match at.dialect() {
        Dialect::Sqlite => ("sqlite:/not/there/app.db", &[&OF_ALL, &OF_SQLITE]),
        Dialect::Postgres => ("postgres://", &[&OF_ALL, &OF_SERVERS, &OF_POSTGRES]),
        Dialect::Mysql | Dialect::Mariadb => (
            "mysql://ada:5ecret@localhost/app",
            &[&OF_ALL, &OF_SERVERS, &OF_MYSQL],
        ),
    };
    for (name, one, other) in own.concat() {
        let written = match name {
            "ssl_mode" => "ssl-mode",
            "sslmode" if at.dialect() != Dialect::Postgres => "ssl-mode",
            "ssl_ca" => "ssl-ca",
            "%6Fptions" => "options",
            name => name,
        };
        for parameters in [
            format!("{name}={one}&{name}={other}"),
            format!("{name}={other}&{name}={one}"),
            format!("{name}={one}&{name}={one}"),
            format!("{name}={one}&&{written}={other}&"),
        ] {
            let refused = Database::connect(&format!("{url}?{parameters}")).await;
            let Err(error @ Error::Connect(_)) = refused.map(drop) else {
                panic!("{parameters} is accepted")
            };
            let told = format!("{error} {error:?}");
            let part = format!("it has `{written}` twice: remove one of the two");
            assert!(told.contains(&part), "{parameters}: {told}");
            assert!(!told.contains("5ecret"), "{parameters}: {told}");
        }
    }
    Ok(())
}

async fn closed_connections_are_gone_at_the_server(at: &Place) -> Result<()> {
    let text = match at.dialect() {
        Dialect::Postgres => {
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
             AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        }
        Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => {
            "SELECT count(*) FROM information_schema.processlist \
             WHERE db = database() AND id <> connection_id()"
        }
    };
    let observer = at
        .connect_with(&PoolOptions::new().max_connections(1))
        .await?;
    let options = PoolOptions::new().idle_timeout(Duration::from_millis(100));
    let db = at.connect_with(&options).await?;
    let _ = (db.begin().await?, db.begin().await?, db.begin().await?);
    let began = Instant::now();
    while sql::number(&observer, text).await? > 0 {
        assert!(began.elapsed() < Duration::from_secs(20), "some are left");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}
