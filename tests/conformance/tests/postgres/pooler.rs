//! Behind a pooler that gives each transaction another session of the server, whether or not the
//! program says so.

use tablewright::tokio_postgres::{self, Client, NoTls};
use tablewright::{
    AsyncConnection, Database, Error, PoolOptions, Postgres, PostgresConnection, PostgresListener,
    Result,
};
use tablewright_test_conformance::models::accounts::{self, Account, NewAccount};
use tablewright_test_conformance::{Place, Relay, sql};
use tablewright_test_servers::behind_pgbouncer;

use crate::{on_postgres, unprepared::PREPARED};

on_postgres!(
    no_statement_of_another_program_runs,
    the_program_has_the_last_word,
    a_server_is_not_taken_for_a_pooler,
    other_numbers_of_processes,
    detecting_takes_no_round_trip,
    batches_are_one_transaction,
    types_of_the_database_are_read,
    listeners_need_a_session,
);

/// A connection of the driver.
async fn client(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls)
        .await
        .expect("a connection");
    tokio::spawn(connection);
    client
}

async fn run(client: &Client, text: &str) {
    client.batch_execute(text).await.expect(text);
}

/// How a program runs a statement.
#[derive(Clone, Copy, Debug)]
enum Way {
    Execute,
    One,
    Batch,
    Transaction,
}

const WAYS: [Way; 4] = [Way::Execute, Way::One, Way::Batch, Way::Transaction];

impl Way {
    /// Sets the balance of the account, by the same SQL each time.
    async fn set(self, db: &impl AsyncConnection, balance: i32) -> Result<()> {
        let update = || Account::update(1).set(Account::BALANCE, balance);
        match self {
            Way::Execute => update().execute(db).await.map(drop),
            Way::One => update().one(db).await.map(drop),
            Way::Batch => {
                let batch = tablewright::batch(db);
                let updates = vec![update().execute(&batch), update().execute(&batch)];
                batch.run(updates).await.map(drop)
            }
            Way::Transaction => {
                tablewright::retry(db, async |tx| update().execute(&tx).await.map(drop)).await
            }
        }
    }
}

/// Runs a statement in one session of the server, and then in another one, in which another
/// program has given the same names to statements of its own with equal parameters. Each program
/// counts its names from 0, so that happens.
async fn other_session(url: &str, db: &impl AsyncConnection, way: Way) -> Result<Vec<String>> {
    way.set(db, 1).await?;
    let (first, second) = (client(url).await, client(url).await);
    run(&first, "BEGIN").await;
    let names = "SELECT name FROM pg_prepared_statements WHERE statement LIKE 'UPDATE%'";
    let names = first.simple_query(names).await.expect("the names");
    let names: Vec<String> = names
        .iter()
        .filter_map(|message| match message {
            tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        })
        .collect();
    run(&second, "BEGIN").await;
    for name in &names {
        let returned = match way {
            Way::One => "RETURNING id, owner, balance",
            Way::Execute | Way::Batch | Way::Transaction => "",
        };
        let text = format!(
            "PREPARE {name} (integer, integer) AS \
             UPDATE accounts SET balance = -$1 WHERE id = $2 {returned}"
        );
        run(&second, &text).await;
    }
    run(&second, "COMMIT").await;
    let done = way.set(db, 2).await;
    run(&second, "DEALLOCATE ALL").await;
    run(&first, "DEALLOCATE ALL; COMMIT").await;
    done.map(|()| names)
}

async fn no_statement_of_another_program_runs(place: &Place) -> Result<()> {
    let Some(url) = behind_pgbouncer(place.url()) else {
        return Ok(());
    };
    let direct = place.connect().await?;
    accounts::create_all(&direct).await?;
    Account::insert(NewAccount { id: 1 })
        .execute(&direct)
        .await?;
    let options = PoolOptions::new().max_connections(1);
    for way in WAYS {
        for program in ["any", "postgres", "own"] {
            let names = match program {
                "any" => {
                    let db = Database::connect_with(&url, &options).await?;
                    other_session(&url, &db, way).await
                }
                "postgres" => {
                    let db = Postgres::connect_with(&url, &options).await?;
                    other_session(&url, &db, way).await
                }
                _ => {
                    let db = PostgresConnection::from(client(&url).await);
                    other_session(&url, &db, way).await
                }
            };
            let balance = "SELECT balance::bigint FROM accounts";
            let balance = sql::number(&direct, balance).await?;
            assert_eq!(balance, 2, "{way:?} {program}: {names:?}");
            assert!(names?.is_empty(), "{way:?} {program}");
        }
    }
    Ok(())
}

/// How many statements the server keeps after a query by SQL that it has to prepare.
async fn prepared(db: &impl AsyncConnection) -> Result<i64> {
    assert!(Account::find(1).exists(db).await?);
    sql::number(db, PREPARED).await
}

fn with(url: &str, parameters: &str) -> String {
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}{parameters}")
}

/// Creates the tables with one row. Returns the URL of the pooler.
async fn filled(place: &Place) -> Result<Option<String>> {
    let direct = place.connect().await?;
    accounts::create_all(&direct).await?;
    Account::insert(NewAccount { id: 1 })
        .execute(&direct)
        .await?;
    Ok(behind_pgbouncer(place.url()))
}

async fn the_program_has_the_last_word(place: &Place) -> Result<()> {
    let Some(url) = filled(place).await? else {
        return Ok(());
    };
    for (parameters, option, keeps) in [
        ("", None, false),
        ("", Some(true), false),
        ("", Some(false), true),
        ("pooler=true", Some(false), false),
        ("pooler=false", Some(true), true),
        ("pooler=false", None, true),
        ("pooler=false&statement_cache=0", None, false),
        ("statement_cache=0", None, false),
        ("statement_cache=7", None, false),
    ] {
        let mut options = PoolOptions::new().max_connections(1);
        if let Some(pooler) = option {
            options = options.pooler(pooler);
        }
        let db = Database::connect_with(&with(&url, parameters), &options).await?;
        let kept = prepared(&db).await?;
        assert_eq!(kept > 0, keeps, "{parameters} {option:?}: {kept}");
        drop(db);
        run(&client(&url).await, "DEALLOCATE ALL").await;
    }
    for (option, keeps) in [(None, false), (Some(true), false), (Some(false), true)] {
        let db = PostgresConnection::from(client(&url).await);
        let db = match option {
            Some(pooler) => db.pooler(pooler),
            None => db,
        };
        let kept = prepared(&db).await?;
        assert_eq!(kept > 0, keeps, "{option:?}: {kept}");
        drop(db);
        run(&client(&url).await, "DEALLOCATE ALL").await;
    }
    Ok(())
}

/// See `tls.rs` for encrypted connections.
async fn a_server_is_not_taken_for_a_pooler(place: &Place) -> Result<()> {
    filled(place).await?;
    let relay = Relay::new(place).await.expect("a relay");
    for url in [place.url(), relay.url()] {
        for parameters in ["", "sslmode=disable", "statement_cache=5"] {
            let db = Database::connect(&with(url, parameters)).await?;
            assert!(prepared(&db).await? > 0, "{url} {parameters}");
        }
        let db = PostgresConnection::from(client(url).await);
        assert!(prepared(&db).await? > 0, "{url}");
        PostgresListener::connect(url).await?.listen("jobs").await?;
    }
    Ok(())
}

/// What a database answers decides: another process is behind a pooler, and databases without
/// processes have no number.
async fn other_numbers_of_processes(place: &Place) -> Result<()> {
    filled(place).await?;
    let admin = place.connect().await?;
    let name = sql::text(&admin, "SELECT current_database()::text").await?;
    let path = format!("ALTER DATABASE {name} SET search_path = public, pg_catalog");
    sql::run(&admin, &path).await?;
    for (number, keeps) in [(-1, true), (0, true), (i32::MAX, false)] {
        let says = format!(
            "CREATE OR REPLACE FUNCTION pg_backend_pid() RETURNS integer LANGUAGE sql AS \
             $$ SELECT {number} $$"
        );
        sql::run(&admin, &says).await?;
        let db = place.connect().await?;
        assert_eq!(prepared(&db).await? > 0, keeps, "{number}");
        let db = PostgresConnection::from(client(place.url()).await);
        assert_eq!(prepared(&db).await? > 0, keeps, "{number}");
        let listener = PostgresListener::connect(place.url()).await;
        assert_eq!(listener.is_ok(), keeps, "{number}");
    }
    Ok(())
}

async fn detecting_takes_no_round_trip(place: &Place) -> Result<()> {
    filled(place).await?;
    let mut trips = Vec::new();
    for parameters in ["pooler=false", ""] {
        // Of its own, because the former connection may still say goodbye.
        let relay = Relay::new(place).await.expect("a relay");
        let options = PoolOptions::new().max_connections(1);
        let _open = Database::connect_with(&with(relay.url(), parameters), &options).await?;
        let opened = relay.trips();
        let own = PostgresConnection::from(client(relay.url()).await);
        assert_eq!(sql::number(&own, "SELECT 1::bigint").await?, 1);
        trips.push((opened, relay.trips()));
    }
    assert!(trips[0].0 > 0 && trips[0].1 > 0, "{trips:?}");
    assert_eq!(trips[0], trips[1]);
    Ok(())
}

/// Several at once, so that each transaction gets another session.
async fn batches_are_one_transaction(place: &Place) -> Result<()> {
    let Some(url) = filled(place).await? else {
        return Ok(());
    };
    let db = Database::connect_with(&url, &PoolOptions::new().max_connections(6)).await?;
    let mut tasks = Vec::new();
    for id in 2..=25 {
        let db = db.clone();
        tasks.push(tokio::spawn(async move {
            let here = "SELECT pg_backend_pid() || ' ' || txid_current()";
            let batch = tablewright::batch(&db);
            let (before, (), after, count) = batch
                .run((
                    tablewright::sql::<String>(here).one(&batch),
                    Account::insert(NewAccount { id }).execute(&batch),
                    tablewright::sql::<String>(here).one(&batch),
                    Account::find(id).exists(&batch),
                ))
                .await?;
            assert_eq!((before, true), (after, count));
            // Nothing of it stays if one of the statements fails.
            let batch = tablewright::batch(&db);
            let failed = batch
                .run((
                    Account::find(id).delete().execute(&batch),
                    Account::insert(NewAccount { id: 1 }).execute(&batch),
                ))
                .await;
            assert!(failed.is_err_and(|error| error.is_unique()));
            Account::find(id).one(&db).await.map(drop)
        }));
    }
    for task in tasks {
        task.await.expect("no panic")?;
    }
    assert_eq!(Account::all().count(&db).await?, 25);
    assert_eq!(sql::number(&db, PREPARED).await?, 0);
    Ok(())
}

async fn listeners_need_a_session(place: &Place) -> Result<()> {
    let Some(url) = behind_pgbouncer(place.url()) else {
        return Ok(());
    };
    let refused = PostgresListener::connect(&url).await;
    let Err(error @ Error::Connect(_)) = refused else {
        panic!("{refused:?}")
    };
    let told = error.to_string();
    for part in ["a pooler", "detected", "`pooler=false`"] {
        assert!(told.contains(part), "{told}");
    }
    PostgresListener::connect(&with(&url, "pooler=false")).await?;
    Ok(())
}

/// The number in the next name that the driver gives to a statement.
async fn next_name(place: &Place) -> u32 {
    let client = client(place.url()).await;
    let _kept = client.prepare("SELECT 1").await.expect("a statement");
    let name = "SELECT substr(name, 2)::integer + 1 FROM pg_prepared_statements";
    let messages = client.simple_query(name).await.expect("its name");
    let name = messages.iter().find_map(|message| match message {
        tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0)?.parse().ok(),
        _ => None,
    });
    name.expect("a number")
}

/// The driver asks for a type that it does not know by prepared statements with names, which other
/// programs may have.
async fn types_of_the_database_are_read(place: &Place) -> Result<()> {
    let Some(url) = filled(place).await? else {
        return Ok(());
    };
    let admin = place.connect().await?;
    sql::run(&admin, "CREATE TYPE \"Mood\" AS ENUM ('sad', 'it''s fine')").await?;
    let alter = "ALTER TABLE accounts ALTER owner TYPE \"Mood\" USING 'it''s fine'";
    sql::run(&admin, alter).await?;
    let options = PoolOptions::new().max_connections(1);
    for pooler in [None, Some(true)] {
        for own in [false, true] {
            let other = client(&url).await;
            let next = next_name(place).await;
            for number in next..next + 5 {
                let text = format!(
                    "PREPARE s{number} (oid) AS DELETE FROM accounts WHERE id <> $1::integer"
                );
                run(&other, &text).await;
            }
            if own {
                let db = PostgresConnection::from(client(&url).await);
                let db = pooler.into_iter().fold(db, PostgresConnection::pooler);
                moods(&url, &db).await?;
            } else {
                let options = pooler
                    .into_iter()
                    .fold(options.clone(), PoolOptions::pooler);
                moods(&url, &Database::connect_with(&url, &options).await?).await?;
            }
            run(&other, "DEALLOCATE ALL").await;
        }
    }
    Ok(())
}

/// Reads the type in one session, and then in another one.
async fn moods(url: &str, db: &impl AsyncConnection) -> Result<()> {
    let array = "SELECT ARRAY['sad'::\"Mood\"]";
    let prepared = "SELECT count(*) FROM pg_prepared_statements WHERE NOT from_sql";
    let first = client(url).await;
    for session in 0..2 {
        assert_eq!(sql::number(db, prepared).await?, 0, "{session}");
        let rows = Account::all().all(db).await?;
        assert_eq!(rows.len(), 1, "{session}");
        assert_eq!(rows[0].owner.as_deref(), Some("it's fine"), "{session}");
        let moods = tablewright::sql::<Vec<String>>(array).one(db).await?;
        assert_eq!(moods, ["sad"], "{session}");
        assert_eq!(sql::number(db, prepared).await?, 0, "{session}");
        if session == 0 {
            run(&first, "BEGIN").await;
        }
    }
    run(&first, "COMMIT").await;
    Ok(())
}
