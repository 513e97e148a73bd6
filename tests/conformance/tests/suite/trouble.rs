//! Every failure gives a clear error of the right kind, soon, and without a password.

use std::time::Duration;

use tablewright::{AsyncConnection, Connection, Database, Dialect, Error, PoolOptions, Result};
use tablewright_test_conformance::models::accounts::{self, Account, Entry, NewAccount, NewEntry};
use tablewright_test_conformance::models::values::{self, Full};
use tablewright_test_conformance::{Place, everywhere, on, on_servers, sql};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::check::everything;
use crate::rows;

everywhere!(
    missing_tables_are_named,
    missing_columns_are_named,
    tables_that_come_and_go,
    columns_of_another_type,
    values_that_no_field_holds,
    values_that_no_database_takes_from_others,
    bound_values_are_in_no_message,
    there_is_no_such_database,
);

on_servers!(
    nobody_of_that_name,
    nobody_listens,
    nobody_answers,
    a_session_disconnects,
    a_connection_that_is_killed_while_nobody_uses_it,
    a_connection_that_is_killed_in_a_transaction,
    a_connection_that_is_killed_in_a_savepoint,
    a_connection_that_is_killed_at_work,
);

on!([postgres] a_wrong_password);

/// It is in every URL here, and in no message.
const PASSWORD: &str = "open-sesame";

/// The time after which a call counts as hanging.
const SOON: Duration = Duration::from_secs(20);

/// The error of a failed connect, which comes soon and without the password.
async fn not_connected(url: &str) -> Error {
    let options = PoolOptions::new().connect_timeout(Duration::from_millis(500));
    let connected = tokio::time::timeout(SOON, Database::connect_with(url, &options)).await;
    let error = connected
        .expect("it does not hang")
        .expect_err("nobody to connect to");
    assert!(matches!(error, Error::Connect(_)), "{error:?}");
    let text = everything(&error);
    assert!(!text.contains(PASSWORD), "{text}");
    error
}

/// A URL of the kind of database for a server that listens there.
fn url_at(at: &Place, address: std::net::SocketAddr) -> String {
    let scheme = match at.dialect() {
        Dialect::Postgres => "postgres",
        _ => "mysql",
    };
    format!("{scheme}://ada:{PASSWORD}@{address}/shop")
}

/// The URL of the database for another user.
fn url_as(at: &Place, user: &str) -> String {
    let (scheme, rest) = at.url().split_once("://").expect("the URL of a server");
    let place = rest.split_once('@').map_or(rest, |(_, place)| place);
    format!("{scheme}://{user}:{PASSWORD}@{place}")
}

/// The URL of another database on the same server.
fn url_of(at: &Place, database: &str) -> String {
    let (server, rest) = at.url().rsplit_once('/').expect("the URL of a server");
    let parameters = rest
        .split_once('?')
        .map_or("", |(_, parameters)| parameters);
    format!("{server}/{database}?{parameters}")
}

async fn nobody_of_that_name(at: &Place) -> Result<()> {
    let error = not_connected(&url_as(at, "tablewright_nobody")).await;
    assert!(error.to_string().contains("tablewright_nobody"), "{error}");
    Ok(())
}

/// A server quotes values in many messages, and a value may be a password.
async fn bound_values_are_in_no_message(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    accounts::create_all(&db).await?;
    Account::insert(NewAccount { id: 1 }).execute(&db).await?;
    let statements: &[&str] = match at.dialect() {
        Dialect::Sqlite => &[
            "SELECT json(?)",
            "SELECT json_extract('{}', ?)",
            "SELECT json_set('{}', '$.' || ?, 1)",
            "SELECT jsonb(?)",
            "INSERT INTO accounts (id) VALUES (?)",
            "UPDATE accounts SET id = ?",
        ],
        Dialect::Postgres => &[
            "SELECT CAST(CAST(? AS text) AS integer)",
            "SELECT CAST(CAST(? AS text) AS date)",
            "SELECT CAST(CAST(? AS text) AS jsonb)",
            "SELECT CAST(CAST(? AS text) AS uuid)",
            "SELECT to_date(?, 'YYYY')",
            "SELECT set_config('work_mem', ?, true)",
            "SELECT decode(?, 'hex')",
            "SELECT regexp_match('a', '(' || ?)",
            "INSERT INTO accounts (id) VALUES (CAST(CAST(? AS text) AS integer))",
            "UPDATE accounts SET owner = repeat(?, 20)",
        ],
        Dialect::Mysql => &[
            "SELECT uuid_to_bin(?)",
            "SELECT json_extract(?, '$')",
            "SELECT json_extract('{}', ?)",
            "SELECT st_geomfromtext(?)",
            "SELECT id FROM accounts WHERE DATE'2024-01-01' = ?",
            "SELECT extractvalue('<a/>', concat('~', ?))",
            "SELECT updatexml('<a/>', concat('~', ?), '')",
            "SELECT regexp_like('a', concat('(', ?))",
            "INSERT INTO accounts (id) VALUES (?)",
            "UPDATE accounts SET id = ?",
            "UPDATE accounts SET owner = repeat(?, 20)",
        ],
        Dialect::Mariadb => &[
            "SELECT extractvalue('<a/>', concat('~', ?))",
            "SELECT updatexml('<a/>', concat('~', ?), '')",
            "SELECT 'a' REGEXP concat('(', ?)",
            "INSERT INTO accounts (id) VALUES (?)",
            "UPDATE accounts SET id = ?",
            "UPDATE accounts SET id = CAST(? AS DATE)",
            "UPDATE accounts SET owner = repeat(?, 20)",
        ],
    };
    let mut refused = 0;
    for &text in statements {
        let asked = tablewright::sql::<()>(text)
            .bind("5ecret-w0rd")
            .execute(&db)
            .await;
        if let Err(error) = asked {
            refused += 1;
            let told = everything(&error);
            assert!(!told.contains("5ecret"), "{text}: {told}");
            assert!(!told.contains("w0rd"), "{text}: {told}");
        }
    }
    // Not every version refuses each of them.
    assert!(refused >= statements.len() / 2, "{refused}");
    Ok(())
}

async fn there_is_no_such_database(at: &Place) -> Result<()> {
    let url = match at.dialect() {
        Dialect::Sqlite => format!("{}.nowhere?mode=rw", at.url()),
        _ => url_of(at, "tablewright_nowhere"),
    };
    let error = not_connected(&url).await;
    assert!(error.to_string().contains("nowhere"), "{error}");
    Ok(())
}

async fn nobody_listens(at: &Place) -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let error = not_connected(&url_at(at, address)).await;
    assert!(error.to_string().contains("127.0.0.1"), "{error}");
    Ok(())
}

async fn nobody_answers(at: &Place) -> Result<()> {
    // The system accepts connections for it, and nobody reads the data.
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let error = not_connected(&url_at(at, address)).await;
    assert!(
        error.to_string().contains("did not answer within 0.5 s"),
        "{error}"
    );
    Ok(())
}

async fn a_session_disconnects(at: &Place) -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let rude = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            drop(stream);
        }
    });
    not_connected(&url_at(at, address)).await;
    rude.abort();
    Ok(())
}

/// The PostgreSQL of the tests accepts every login, so this test starts a server that does not.
async fn a_wrong_password(at: &Place) -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let strict = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // The client closes the connection after this.
            drop(refuse_password(stream).await);
        }
    });
    let error = not_connected(&url_at(at, address)).await;
    assert!(error.to_string().contains("password"), "{error}");
    strict.abort();
    Ok(())
}

/// Asks for a password like PostgreSQL, and accepts none.
async fn refuse_password(mut stream: TcpStream) -> std::io::Result<()> {
    const TLS: [u8; 4] = 80_877_103u32.to_be_bytes();
    while read_message(&mut stream).await?[..4] == TLS {
        stream.write_all(b"N").await?;
    }
    stream.write_all(b"R\0\0\0\x08\0\0\0\x03").await?;
    assert_eq!(stream.read_u8().await?, b'p');
    read_message(&mut stream).await?;
    let said = b"SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user \"ada\"\0\0";
    let length = said.len() as u32 + 4;
    stream
        .write_all(&[b"E", &length.to_be_bytes()[..], said].concat())
        .await
}

async fn read_message(stream: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let length = stream.read_u32().await?;
    let mut message = vec![0; length as usize - 4];
    stream.read_exact(&mut message).await?;
    Ok(message)
}

async fn missing_tables_are_named(at: &Place) -> Result<()> {
    let db = at
        .connect_with(&PoolOptions::new().max_connections(1))
        .await?;
    let account = Account {
        id: 1,
        owner: None,
        balance: 0,
    };
    let errors = [
        Account::all().all(&db).await.expect_err("no table"),
        Account::find(1).one(&db).await.expect_err("no table"),
        Account::all().count(&db).await.expect_err("no table"),
        Account::find_by_owner("Ada")
            .exists(&db)
            .await
            .expect_err("no table"),
        Account::insert(NewAccount { id: 1 })
            .one(&db)
            .await
            .expect_err("no table"),
        account.save(&db).await.expect_err("no table"),
        account.delete(&db).await.expect_err("no table"),
        Account::find(1)
            .delete()
            .execute(&db)
            .await
            .expect_err("no table"),
    ];
    for error in errors {
        assert_eq!(
            error.to_string(),
            "the database does not have the table `accounts`: create the tables with `create_all`"
        );
        let Error::Schema(error) = error else {
            panic!("another kind of error: {error:?}")
        };
        assert_eq!(error.missing.len(), 1);
        assert_eq!(error.missing[0].table, "accounts");
        assert_eq!(error.missing[0].column, None);
    }
    // The connection can still be used.
    accounts::create_all(&db).await?;
    Account::insert(NewAccount { id: 1 }).one(&db).await?;
    Ok(())
}

async fn missing_columns_are_named(at: &Place) -> Result<()> {
    let db = at
        .connect_with(&PoolOptions::new().max_connections(1))
        .await?;
    sql::run(
        &db,
        "CREATE TABLE accounts (id INTEGER PRIMARY KEY, balance INTEGER)",
    )
    .await?;
    let account = Account {
        id: 1,
        owner: None,
        balance: 0,
    };
    let errors = [
        Account::all().all(&db).await.expect_err("no column"),
        Account::find_by_owner("Ada")
            .exists(&db)
            .await
            .expect_err("no column"),
        Account::find_by_owner("Ada")
            .delete()
            .execute(&db)
            .await
            .expect_err("no column"),
        Account::insert(NewAccount { id: 1 })
            .one(&db)
            .await
            .expect_err("no column"),
        account.save(&db).await.expect_err("no column"),
    ];
    for error in errors {
        assert_eq!(
            error.to_string(),
            "the database does not have the column `accounts.owner`, which is in the models: \
             update the tables with `migrate` or `sync`"
        );
        let Error::Schema(error) = error else {
            panic!("another kind of error: {error:?}")
        };
        assert_eq!(error.missing.len(), 1);
        assert_eq!(error.missing[0].to_string(), "the column `accounts.owner`");
    }
    assert_eq!(Account::all().count(&db).await?, 0);
    Ok(())
}

/// While a connection has prepared statements.
async fn tables_that_come_and_go(at: &Place) -> Result<()> {
    let db = at
        .connect_with(&PoolOptions::new().max_connections(1))
        .await?;
    for round in 0..3 {
        accounts::create_all(&db).await?;
        let account = Account::insert(NewAccount { id: round })
            .set(Account::OWNER, "Ada")
            .one(&db)
            .await?;
        assert_eq!(Account::find(round).one(&db).await?, account);
        assert_eq!(Account::all().all(&db).await?, [account]);
        // An unknown additional column does not matter.
        sql::run(&db, "ALTER TABLE accounts ADD COLUMN more INTEGER").await?;
        assert_eq!(Account::all().count(&db).await?, 1);
        assert_eq!(
            Account::find(round).one(&db).await?.owner.as_deref(),
            Some("Ada")
        );
        sql::run(&db, "ALTER TABLE accounts DROP COLUMN more").await?;
        accounts::drop_all(&db).await?;
        let gone = Account::find(round).one(&db).await;
        assert!(matches!(gone, Err(Error::Schema(_))), "{gone:?}");
        let gone = Account::insert(NewAccount { id: 1 }).one(&db).await;
        assert!(matches!(gone, Err(Error::Schema(_))), "{gone:?}");
    }
    Ok(())
}

async fn columns_of_another_type(at: &Place) -> Result<()> {
    let db = at
        .connect_with(&PoolOptions::new().max_connections(1))
        .await?;
    let bytes = match at.dialect() {
        Dialect::Postgres => "BYTEA",
        Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => "BLOB",
    };
    let tables = [
        (
            "balance",
            "VARCHAR(50)",
            "TEXT",
            "INSERT INTO accounts VALUES (1, 'Ada', 'much')",
        ),
        (
            "balance",
            "VARCHAR(50)",
            "DATE",
            "INSERT INTO accounts VALUES (1, 'Ada', '2024-02-29')",
        ),
        (
            "owner",
            bytes,
            "INTEGER",
            "INSERT INTO accounts VALUES (1, NULL, 5)",
        ),
        (
            "owner",
            "INTEGER",
            "INTEGER",
            "INSERT INTO accounts VALUES (1, 7, 5)",
        ),
    ];
    for (column, owner, balance, insert) in tables {
        let create = format!(
            "CREATE TABLE accounts (id INTEGER PRIMARY KEY, owner {owner}, balance {balance})"
        );
        sql::run(&db, &create).await?;
        sql::run(&db, insert).await?;
        if column == "owner" && owner == bytes {
            let hex = if bytes == "BYTEA" {
                "'\\xff00'"
            } else {
                "x'ff00'"
            };
            sql::run(&db, &format!("UPDATE accounts SET owner = {hex}")).await?;
        }
        let mut errors = vec![
            Account::all().all(&db).await.map(drop),
            Account::find(1).one(&db).await.map(drop),
            Account::find(1).optional(&db).await.map(drop),
        ];
        // A column of SQLite takes a value of any type.
        if at.dialect() != Dialect::Sqlite {
            errors.push(
                Account::insert(NewAccount { id: 2 })
                    .set(Account::OWNER, "Bob")
                    .set(Account::BALANCE, 5)
                    .one(&db)
                    .await
                    .map(drop),
            );
        }
        if at.dialect() == Dialect::Postgres {
            // The others accept the value and convert it.
            let account = Account {
                id: 1,
                owner: Some("Ada".to_owned()),
                balance: 5,
            };
            errors.push(account.save(&db).await);
        }
        for result in errors {
            let error = result.expect_err("another type");
            assert!(
                matches!(error, Error::Schema(_) | Error::Decode(_)),
                "{error:?}"
            );
            assert!(
                error.to_string().contains(&format!("accounts.{column}")),
                "{create}\n{error}"
            );
        }
        // Statements without the column still work.
        assert!(Account::find(1).exists(&db).await?);
        sql::run(&db, "DROP TABLE accounts").await?;
    }
    Ok(())
}

/// Values that another program has written, without the models.
async fn values_that_no_field_holds(at: &Place) -> Result<()> {
    let db = at
        .connect_with(&PoolOptions::new().max_connections(1))
        .await?;
    values::create_all(&db).await?;
    let row = rows::new(rows::full()).one(&db).await?;
    let values: &[(&str, &str)] = match at.dialect() {
        Dialect::Sqlite => {
            sql::run(&db, "PRAGMA ignore_check_constraints = ON").await?;
            &[
                ("flag", "2"),
                ("small", "32768"),
                ("medium", "'x'"),
                ("large", "1.5"),
                ("precise", "9e999"),
                ("price", "'1.5'"),
                ("name", "x'ff'"),
                ("token", "x'ff'"),
                ("day", "'2024-02-30'"),
                ("day", "'10000-01-01'"),
                ("hour", "'24:00:00.000000'"),
                ("local", "'never'"),
                ("instant", "'2024-02-30 00:00:00'"),
                ("extra", "'{'"),
                ("colour", "'violet'"),
                ("larges", "'[null]'"),
                ("larges", "'[1.5]'"),
                ("tokens", "'{}'"),
                ("days", "'[\"0000-01-01\"]'"),
            ]
        }
        Dialect::Postgres => &[
            ("single", "'NaN'"),
            ("precise", "'Infinity'"),
            ("price", "'NaN'"),
            ("day", "'infinity'"),
            ("day", "'10000-01-01'"),
            ("day", "'0001-12-31 BC'"),
            ("local", "'-infinity'"),
            ("local", "'10000-01-01'"),
            ("instant", "'infinity'"),
            ("instant", "'0001-12-31 BC'"),
            ("extra", "'1e999'"),
            ("larges", "ARRAY[NULL]::bigint[]"),
            ("larges", "ARRAY[[1], [2]]"),
            ("precises", "'{NaN}'"),
            ("prices", "'{NaN}'"),
            ("instants", "'{infinity}'"),
        ],
        Dialect::Mysql | Dialect::Mariadb => {
            sql::run(&db, "SET SESSION sql_mode = ''").await?;
            &[
                ("day", "'0000-00-00'"),
                ("day", "'2024-02-00'"),
                ("local", "'0000-00-00 00:00:00'"),
                ("instant", "'0000-01-01 00:00:00'"),
                ("larges", "'[null]'"),
                ("larges", "'[1.5]'"),
                ("smalls", "'[32768]'"),
                ("tokens", "'[\"x\"]'"),
                ("days", "'[\"0000-01-01\"]'"),
                ("colours", "'[\"violet\"]'"),
            ]
        }
    };
    for (column, value) in values {
        let update = match at.dialect() {
            Dialect::Sqlite | Dialect::Postgres => {
                format!("UPDATE \"full\" SET {column} = {value}")
            }
            Dialect::Mysql | Dialect::Mariadb => format!("UPDATE `full` SET {column} = {value}"),
        };
        sql::run(&db, &update)
            .await
            .unwrap_or_else(|error| panic!("{update}: {error}"));
        for result in [
            Full::all().all(&db).await.map(drop),
            Full::find(row.id).one(&db).await.map(drop),
        ] {
            let error = result.expect_err(value);
            assert!(
                matches!(error, Error::Decode(_)),
                "{column} = {value}: {error:?}"
            );
            let text = error.to_string();
            assert!(
                text.starts_with(&format!("full.{column}: expected ")),
                "{text}"
            );
        }
        // A row with the right value repairs it.
        row.save(&db).await?;
        assert_eq!(Full::find(row.id).one(&db).await?, row);
    }
    Ok(())
}

/// The tables themselves enforce most limits of the models against others.
async fn values_that_no_database_takes_from_others(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    values::create_all(&db).await?;
    let row = rows::new(rows::full()).one(&db).await?;
    let long = format!("'{}'", "x".repeat(51));
    let long_bytes = match at.dialect() {
        Dialect::Postgres => format!("'\\x{}'", "00".repeat(33)),
        Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => format!("x'{}'", "00".repeat(33)),
    };
    for (column, value) in [
        ("flag", "2"),
        ("small", "40000"),
        ("medium", "3000000000"),
        ("large", "9223372036854775808"),
        ("price", "100000000000"),
        ("name", &long),
        ("digest", &long_bytes),
        ("day", "'2024-02-30'"),
        ("day", "'someday'"),
        ("hour", "'24:00:00'"),
        ("hour", "'-01:00:00'"),
        ("extra", "'{'"),
        ("colour", "'violet'"),
        ("colour", "'RED'"),
        ("colour", "'red '"),
        ("colour", "''"),
        ("larges", "'{'"),
        ("flag", "NULL"),
        ("name", "NULL"),
        ("extra", "NULL"),
        ("larges", "NULL"),
    ] {
        let update = match at.dialect() {
            Dialect::Sqlite | Dialect::Postgres => {
                format!("UPDATE \"full\" SET {column} = {value}")
            }
            Dialect::Mysql | Dialect::Mariadb => format!("UPDATE `full` SET {column} = {value}"),
        };
        let refused = sql::run(&db, &update).await;
        let error = refused.expect_err(&update);
        match (column, value) {
            (_, "NULL") => assert!(matches!(error, Error::NotNull(_)), "{update}: {error:?}"),
            ("colour", _) => assert!(matches!(error, Error::Check(_)), "{update}: {error:?}"),
            _ => {}
        }
        assert_eq!(Full::all().one(&db).await?, row, "{update}");
    }
    Ok(())
}

/// One connection, and another pool from which it can be killed.
async fn one_and_another(at: &Place) -> Result<(Database, Database)> {
    let db = at
        .connect_with(&PoolOptions::new().max_connections(1))
        .await?;
    accounts::create_all(&db).await?;
    Ok((db, at.connect().await?))
}

/// The number of the connection.
async fn number_of(db: &impl AsyncConnection) -> Result<i64> {
    let query = match db.dialect() {
        Dialect::Postgres => "SELECT pg_backend_pid()::bigint",
        _ => "SELECT CAST(connection_id() AS SIGNED)",
    };
    sql::number(db, query).await
}

/// Ends a connection from outside, and waits until the server has done it.
async fn kill(db: &Database, number: i64) -> Result<()> {
    match db.dialect() {
        Dialect::Postgres => {
            let kill = format!("DO 'BEGIN PERFORM pg_terminate_backend({number}); END'");
            sql::run(db, &kill).await?;
            let look = format!("SELECT count(*) FROM pg_stat_activity WHERE pid = {number}");
            while sql::number(db, &look).await? > 0 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
        // If the connection is closed already, the server says that it cannot be killed.
        _ => {
            let kill = format!("KILL {number}");
            while sql::run(db, &kill).await.is_ok() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
    }
    Ok(())
}

async fn a_connection_that_is_killed_while_nobody_uses_it(at: &Place) -> Result<()> {
    let (db, other) = one_and_another(at).await?;
    for id in 0..5 {
        kill(&other, number_of(&db).await?).await?;
        // At most one clear error, and then every call succeeds.
        if let Err(error) = Account::insert(NewAccount { id }).one(&db).await {
            assert!(
                matches!(error, Error::Lost(_) | Error::Connect(_)),
                "{error:?}"
            );
            Account::insert(NewAccount { id }).one(&db).await?;
        }
    }
    assert_eq!(Account::all().count(&other).await?, 5);
    Ok(())
}

async fn a_connection_that_is_killed_in_a_transaction(at: &Place) -> Result<()> {
    let (db, other) = one_and_another(at).await?;
    for id in 0..3 {
        let tx = db.begin().await?;
        Account::insert(NewAccount { id }).one(&tx).await?;
        kill(&other, number_of(&tx).await?).await?;
        let used = match id {
            0 => Account::insert(NewAccount { id: id + 100 })
                .one(&tx)
                .await
                .map(drop),
            _ => Account::all().all(&tx).await.map(drop),
        };
        let error = used.expect_err("it is lost");
        assert!(matches!(error, Error::Lost(_)), "{error:?}");
        assert!(!error.may_have_committed(), "{error}");
        match id {
            2 => drop(tx.rollback().await),
            _ => drop(tx),
        }
        assert_eq!(Account::all().count(&other).await?, 0);
        // The pool has another one.
        assert_eq!(Account::all().count(&db).await?, 0);
    }
    // A transaction that is only dropped or rolled back gives no error.
    for end in 0..2 {
        let tx = db.begin().await?;
        Account::insert(NewAccount { id: 1 }).one(&tx).await?;
        kill(&other, number_of(&tx).await?).await?;
        match end {
            0 => drop(tx),
            _ => drop(tx.rollback().await),
        }
        assert_eq!(Account::all().count(&db).await?, 0);
    }
    // After a plain commit, the error says that the outcome is unknown.
    let tx = db.begin().await?;
    Account::insert(NewAccount { id: 1 }).one(&tx).await?;
    kill(&other, number_of(&tx).await?).await?;
    let error = tx.commit().await.expect_err("it is lost");
    assert!(matches!(error, Error::Lost(_)), "{error:?}");
    assert_eq!(Account::all().count(&db).await?, 0);
    Ok(())
}

async fn a_connection_that_is_killed_in_a_savepoint(at: &Place) -> Result<()> {
    let (db, other) = one_and_another(at).await?;
    let mut tx = db.begin().await?;
    Account::insert(NewAccount { id: 1 }).one(&tx).await?;
    let inner = tx.begin().await?;
    Account::insert(NewAccount { id: 2 }).one(&inner).await?;
    kill(&other, number_of(&inner).await?).await?;
    let error = Account::insert(NewAccount { id: 3 })
        .one(&inner)
        .await
        .expect_err("it is lost");
    assert!(
        matches!(error, Error::Lost(_)) && !error.may_have_committed(),
        "{error:?}"
    );
    assert!(inner.commit().await.is_err());
    assert!(
        Account::insert(NewAccount { id: 4 })
            .one(&tx)
            .await
            .is_err()
    );
    assert!(tx.commit().await.is_err());
    assert_eq!(Account::all().count(&db).await?, 0);
    Account::insert(NewAccount { id: 5 }).one(&db).await?;
    Ok(())
}

/// While the statement waits for a lock.
async fn a_connection_that_is_killed_at_work(at: &Place) -> Result<()> {
    let (db, other) = one_and_another(at).await?;
    let account = Account::insert(NewAccount { id: 1 }).one(&db).await?;
    let number = number_of(&db).await?;
    let holder = other.begin().await?;
    account.save(&holder).await?;
    let working = tokio::spawn({
        let db = db.clone();
        let account = Account {
            balance: 7,
            ..account.clone()
        };
        async move { account.save(&db).await }
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!working.is_finished());
    kill(&other, number).await?;
    let killed = tokio::time::timeout(SOON, working)
        .await
        .expect("it does not hang");
    let error = killed.expect("it does not panic").expect_err("it is lost");
    assert!(matches!(error, Error::Lost(_)), "{error:?}");
    // The answer never came.
    assert!(error.may_have_committed(), "{error}");
    holder.rollback().await?;
    assert_eq!(Account::find(1).one(&db).await?, account);
    Entry::insert(NewEntry {
        account_id: 1,
        amount: 1,
    })
    .one(&db)
    .await?;
    assert_eq!(Entry::all().count(&other).await?, 1);
    Ok(())
}

#[tokio::test]
async fn urls_that_make_no_sense() {
    for (url, part) in [
        (
            format!("postgers://ada:{PASSWORD}@localhost/shop"),
            "`postgres://`",
        ),
        (format!("ada:{PASSWORD}@localhost/shop"), "`postgres://`"),
        (PASSWORD.to_owned(), "`sqlite:`"),
        (
            format!("postgres://ada:{PASSWORD}@localhost:port/shop"),
            "port",
        ),
        (
            format!("mysql://ada:{PASSWORD}@localhost:port/shop"),
            "port",
        ),
        (
            format!("mysql://ada:{PASSWORD}@localhost:99999/shop"),
            "port",
        ),
        (
            format!("postgres://ada:{PASSWORD}@localhost/shop?sslmod=require"),
            "sslmod",
        ),
        (
            format!("mysql://ada:{PASSWORD}@localhost/shop?sslmod=require"),
            "sslmod",
        ),
        (
            format!("postgres://ada:{PASSWORD}@localhost/shop?sslmode=sometimes"),
            "sslmode",
        ),
        (
            format!("mysql://ada:{PASSWORD}@localhost/shop?ssl-mode=sometimes"),
            "ssl-mode",
        ),
        (format!("mysql://ada:{PASSWORD}@localhost"), "database"),
        (format!("sqlite:app.db?password={PASSWORD}"), "password"),
    ] {
        let error = not_connected(&url).await;
        assert!(error.to_string().contains(part), "{url}: {error}");
    }
}
