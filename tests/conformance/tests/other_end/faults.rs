//! The law of faults: whatever the network does at whichever time, no call exceeds its time limit,
//! no error says that nothing was committed if something was, and everything works afterwards.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tablewright::migrate::Migrator;
use tablewright::{
    Connection, Database, Dialect, Error, PoolOptions, Result, SyncBuilder, SyncReport, migrate,
    query::raw,
};
use tablewright_test_conformance::models::accounts::{self, Account, Entry, NewAccount, NewEntry};
use tablewright_test_conformance::models::defaults;
use tablewright_test_conformance::{Fault, Place, Relay, To, on_servers, sql};
use tokio::task::JoinSet;

use crate::check::everything;
use crate::migrations;

on_servers!(
    calls_that_are_disturbed,
    tables_that_are_disturbed,
    the_lock_outlives_the_commit,
);

/// How long the database may take.
const LIMIT: Duration = Duration::from_millis(300);

/// How long a call may take, whatever happens: the limit, a second, and as much again for a
/// rollback.
pub const AT_MOST: Duration = Duration::from_secs(10);

pub const FAULTS: [Fault; 4] = [Fault::Stall, Fault::Cut, Fault::Truncate, Fault::Garbage];

/// The number of pieces of a call that are disturbed, one in each run.
const PIECES: usize = 12;

/// A call. It gets a number, and writes up to three rows from that number on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Call {
    Read,
    Insert,
    InsertOne,
    Raw,
    RawSelect,
    /// A statement that begins like a query, and writes through a function.
    RawFunction,
    RawFunctions,
    FunctionInFilter,
    FunctionInSelection,
    FunctionInOrder,
    FunctionInTransaction,
    Procedure,
    /// A procedure that commits within a transaction, which MySQL and MariaDB allow.
    ProcedureInTransaction,
    InsertAll,
    Upsert,
    Update,
    Transaction,
    Savepoint,
    RolledBack,
    Retry,
}

const CALLS: [Call; 20] = [
    Call::Read,
    Call::Insert,
    Call::InsertOne,
    Call::Raw,
    Call::RawSelect,
    Call::RawFunction,
    Call::RawFunctions,
    Call::FunctionInFilter,
    Call::FunctionInSelection,
    Call::FunctionInOrder,
    Call::FunctionInTransaction,
    Call::Procedure,
    Call::ProcedureInTransaction,
    Call::InsertAll,
    Call::Upsert,
    Call::Update,
    Call::Transaction,
    Call::Savepoint,
    Call::RolledBack,
    Call::Retry,
];

impl Call {
    async fn run(self, db: &Database, id: i32) -> Result<()> {
        let new = |id| Account::insert(NewAccount { id });
        match self {
            Call::Read => Account::all().count(db).await.map(drop),
            Call::Insert => new(id).execute(db).await.map(drop),
            Call::InsertOne => new(id).one(db).await.map(drop),
            Call::Raw => {
                let text = format!("INSERT INTO accounts (id) VALUES ({id})");
                sql::run(db, &text).await
            }
            Call::RawSelect => sql::number(db, "SELECT count(*) FROM accounts")
                .await
                .map(drop),
            Call::RawFunction => {
                let pay = format!("SELECT pay({id})");
                sql::number(db, &pay).await.map(drop)
            }
            Call::RawFunctions => {
                let pay = format!("WITH a AS (SELECT pay({id}) AS b) SELECT b FROM a");
                tablewright::sql::<i64>(pay).all(db).await.map(drop)
            }
            Call::FunctionInFilter => {
                let pay = raw::<bool>("pay(?) IS NOT NULL").bind(id);
                Entry::filter(pay).count(db).await.map(drop)
            }
            Call::FunctionInSelection => {
                let pay = raw::<i64>("pay(?)").bind(id).expression();
                Entry::all().select(pay).all(db).await.map(drop)
            }
            Call::FunctionInOrder => {
                let pay = raw::<i64>("pay(?) + id").bind(id);
                Entry::all().order_by(pay.asc()).all(db).await.map(drop)
            }
            Call::FunctionInTransaction => {
                let tx = db.begin().await?;
                sql::number(&tx, &format!("SELECT pay({id})")).await?;
                tx.commit().await
            }
            Call::Procedure => sql::run(db, &format!("CALL pay_now({id})")).await,
            Call::ProcedureInTransaction => {
                let tx = db.begin().await?;
                sql::run(&tx, &format!("CALL pay_now({id})")).await?;
                tx.commit().await
            }
            Call::InsertAll => {
                let rows = (id..id + 3).map(|id| NewAccount { id });
                Account::insert_all(rows).all(db).await.map(drop)
            }
            Call::Upsert => {
                let row = Account::upsert(NewAccount { id }, Account::ID);
                row.set(Account::BALANCE, 1).one(db).await.map(drop)
            }
            Call::Update => {
                // The row itself exists before.
                let update = Account::update(id).set(Account::BALANCE, 5);
                update.execute(db).await.map(drop)
            }
            Call::Transaction => {
                let tx = db.begin().await?;
                new(id).execute(&tx).await?;
                tx.commit().await
            }
            Call::Savepoint => {
                let mut tx = db.begin().await?;
                let savepoint = tx.begin().await?;
                new(id).execute(&savepoint).await?;
                savepoint.commit().await?;
                tx.commit().await
            }
            Call::RolledBack => {
                let tx = db.begin().await?;
                new(id).execute(&tx).await?;
                tx.rollback().await
            }
            Call::Retry => {
                tablewright::retry(db, async |tx| new(id).execute(&tx).await.map(drop)).await
            }
        }
    }

    /// The number of its rows if it was committed.
    fn rows(self) -> u64 {
        match self {
            Call::Read | Call::RawSelect | Call::RolledBack => 0,
            Call::InsertAll => 3,
            _ => 1,
        }
    }

    /// How many of its rows are committed.
    async fn committed(self, db: &Database, id: i32) -> Result<u64> {
        let rows = Account::filter(Account::ID.ge(id) & Account::ID.lt(id + 3));
        match self {
            Call::Update => rows.filter(Account::BALANCE.eq(5)).count(db).await,
            _ => rows.count(db).await,
        }
    }
}

/// The outcome of a disturbed call.
struct Outcome {
    call: Call,
    id: i32,
    what: String,
    /// `None` if it succeeded.
    error: Option<Error>,
    has_struck: bool,
}

async fn calls_that_are_disturbed(at: &Place) -> Result<()> {
    let direct = at.connect().await?;
    accounts::create_all(&direct).await?;
    create_functions(&direct).await?;
    let mut id = 0;
    let mut running = JoinSet::new();
    let mut outcomes = Vec::new();
    let turns = Arc::new(tokio::sync::Semaphore::new(24));
    for call in CALLS {
        for fault in FAULTS {
            for to in [To::Client, To::Server] {
                // The outcomes for each piece, one after another, until no piece is left to
                // disturb.
                let first = id;
                id += 10 * PIECES as i32;
                if call == Call::Update {
                    let rows = (first..id).step_by(10).map(|id| NewAccount { id });
                    Account::insert_all(rows).execute(&direct).await?;
                }
                let mut relays = Vec::new();
                for _ in 0..PIECES {
                    relays.push(Relay::new(at).await.expect("a relay"));
                }
                let turns = Arc::clone(&turns);
                running.spawn(async move {
                    let mut outcomes = Vec::new();
                    for ((after, relay), id) in (0..).zip(relays).zip((first..).step_by(10)) {
                        let turn = turns.acquire().await;
                        let outcome = disturbed(relay, call, id, (fault, to, after)).await?;
                        drop(turn);
                        let has_struck = outcome.has_struck;
                        outcomes.push(outcome);
                        if !has_struck {
                            break;
                        }
                    }
                    Ok::<_, Error>(outcomes)
                });
            }
        }
    }
    while let Some(outcome) = running.join_next().await {
        outcomes.extend(outcome.expect("no panic")?);
    }
    idle(&direct).await?;
    let mut faults = 0;
    let mut uncertain = 0;
    for outcome in &outcomes {
        faults += usize::from(outcome.has_struck);
        let rows = outcome.call.committed(&direct, outcome.id).await?;
        let all = outcome.call.rows();
        let what = &outcome.what;
        assert!(rows == 0 || rows == all, "{what}: {rows} of {all}");
        match &outcome.error {
            None => assert_eq!(rows, all, "{what}"),
            Some(error) if error.may_have_committed() => {
                uncertain += 1;
                let only_reads = matches!(outcome.call, Call::Read | Call::RolledBack);
                assert!(!only_reads, "{what}: {}", everything(error));
            }
            Some(error) => assert_eq!(rows, 0, "{what}: {}", everything(error)),
        }
    }
    assert!(faults > 0 && uncertain > 0);
    println!(
        "{} calls, {faults} faults, {uncertain} of which may have been committed",
        outcomes.len()
    );
    Ok(())
}

/// Creates a function and a procedure that write, and an entry for them to be called with.
async fn create_functions(db: &Database) -> Result<()> {
    let statements: &[&str] = match db.dialect() {
        Dialect::Sqlite => &[],
        Dialect::Postgres => &[
            "CREATE FUNCTION pay(i integer) RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN \
             INSERT INTO accounts (id) VALUES (i) ON CONFLICT DO NOTHING; RETURN i; END $$",
            "CREATE PROCEDURE pay_now(i integer) LANGUAGE sql AS \
             'INSERT INTO accounts (id) VALUES (i)'",
        ],
        Dialect::Mysql | Dialect::Mariadb => &[
            "CREATE FUNCTION pay(i integer) RETURNS bigint MODIFIES SQL DATA BEGIN \
             INSERT IGNORE INTO accounts (id) VALUES (i); RETURN i; END",
            "CREATE PROCEDURE pay_now(i integer) BEGIN \
             INSERT INTO accounts (id) VALUES (i); COMMIT; END",
        ],
    };
    for statement in statements {
        sql::run(db, statement).await?;
    }
    Account::insert(NewAccount { id: -1 }).execute(db).await?;
    let entry = NewEntry {
        account_id: -1,
        amount: 1,
    };
    Entry::insert(entry).execute(db).await.map(drop)
}

async fn disturbed(
    relay: Relay,
    call: Call,
    id: i32,
    (fault, to, after): (Fault, To, usize),
) -> Result<Outcome> {
    let db = by(&relay).await?;
    // Once for all cases, so that more than the preparation is disturbed.
    Account::all().count(&db).await?;
    let what = format!("{call:?} of {id}, {fault:?} to the {to:?} after {after}");
    relay.arm(fault, to, after);
    let began = Instant::now();
    let done = tokio::time::timeout(2 * AT_MOST, call.run(&db, id)).await;
    let done = done.unwrap_or_else(|_| panic!("{what}: it hangs"));
    assert!(began.elapsed() < AT_MOST, "{what}: {:?}", began.elapsed());
    let has_struck = relay.has_struck();
    assert!(has_struck || is_well(&done), "{what}: {done:?}");
    // The pool is as good as before, if the network is.
    if has_struck {
        let again = tokio::time::timeout(AT_MOST, Account::all().count(&db)).await;
        let again = again.unwrap_or_else(|_| panic!("{what}, again: it hangs"));
        if let Err(error) = again {
            panic!("{what}, again: {}", everything(&error));
        }
    }
    Ok(Outcome {
        call,
        id,
        what,
        error: done.err(),
        has_struck,
    })
}

/// Whether a call was not disturbed. On a slow machine a statement may take longer than its limit.
pub fn is_well(done: &Result<()>) -> bool {
    done.as_ref().err().is_none_or(Error::is_timeout)
}

/// A pool of one connection through a relay.
pub async fn by(relay: &Relay) -> Result<Database> {
    let options = PoolOptions::new()
        .max_connections(1)
        .connect_timeout(Duration::from_secs(5))
        .statement_timeout(LIMIT);
    Database::connect_with(relay.url(), &options).await
}

/// Waits until the database runs no statement any more.
pub async fn idle(db: &Database) -> Result<()> {
    let text = match db.dialect() {
        Dialect::Sqlite => return Ok(()),
        Dialect::Postgres => {
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
             AND pid <> pg_backend_pid() AND backend_type = 'client backend' \
             AND (xact_start IS NOT NULL OR state <> 'idle')"
        }
        Dialect::Mysql | Dialect::Mariadb => {
            "SELECT count(*) FROM information_schema.innodb_trx AS t \
             JOIN information_schema.processlist AS p ON p.id = t.trx_mysql_thread_id \
             WHERE p.db = database() AND p.id <> connection_id()"
        }
    };
    let began = Instant::now();
    let mut looks = 0;
    while sql::number(db, text).await? > 0 {
        assert!(began.elapsed() < 2 * AT_MOST, "a transaction is left open");
        sql::pause_between_looks(db.dialect(), looks).await;
        looks += 1;
    }
    Ok(())
}

/// Operations that create and change tables: they end in time, and can be called again.
async fn tables_that_are_disturbed(at: &Place) -> Result<()> {
    let direct = at.connect().await?;
    let mut faults = 0;
    for fault in FAULTS {
        for to in [To::Client, To::Server] {
            for syncs in [false, true] {
                // Each third piece, or each seventh, until nothing is left to disturb.
                let step = if fault == Fault::Stall { 7 } else { 3 };
                for after in (0..).step_by(step) {
                    let what = format!("sync {syncs}, {fault:?} to the {to:?} after {after}");
                    if !create_disturbed(at, &direct, syncs, (fault, to, after), &what).await? {
                        break;
                    }
                    faults += 1;
                }
            }
        }
    }
    assert!(faults > 0);
    println!("{faults} faults");
    Ok(())
}

/// Says whether there was a fault.
async fn create_disturbed(
    at: &Place,
    direct: &Database,
    syncs: bool,
    (fault, to, after): (Fault, To, usize),
    what: &str,
) -> Result<bool> {
    let relay = Relay::new(at).await.expect("a relay");
    let db = by(&relay).await?;
    relay.arm(fault, to, after);
    let began = Instant::now();
    let done = tokio::time::timeout(2 * AT_MOST, create(&db, syncs)).await;
    let done = done.unwrap_or_else(|_| panic!("{what}: it hangs"));
    assert!(began.elapsed() < AT_MOST, "{what}: {:?}", began.elapsed());
    let has_struck = relay.has_struck();
    assert!(has_struck || is_well(&done), "{what}: {done:?}");
    drop(db);
    drop(relay);
    let again = tokio::time::timeout(2 * AT_MOST, create(direct, syncs)).await;
    let again = again.unwrap_or_else(|_| panic!("{what}, again: it hangs"));
    if let Err(error) = again {
        panic!("{what}, again: {}", everything(&error));
    }
    accounts::drop_all(direct).await?;
    Ok(has_struck)
}

/// What changes tables under the lock on them.
#[derive(Clone, Copy, Debug)]
enum Changes {
    Sync,
    CreateAll,
    Migrate,
    MigrateStepByStep,
}

impl Changes {
    async fn run(self, db: &Database) -> Result<()> {
        match self {
            Changes::Sync => defaults::sync(db).await.map(drop),
            Changes::CreateAll => defaults::create_all(db).await,
            Changes::Migrate => migrate(db, &migrations::in_transaction()).await.map(drop),
            Changes::MigrateStepByStep => migrate(db, &migrations::step_by_step()).await.map(drop),
        }
    }

    /// A part of a statement that is held back. PostgreSQL commits all changes together, or each one
    /// of a migration without a transaction. MySQL and MariaDB always commit each one.
    fn part(self, dialect: Dialect) -> &'static [u8] {
        match (self, dialect) {
            (Changes::Migrate, Dialect::Mysql | Dialect::Mariadb)
            | (Changes::MigrateStepByStep, _) => b"CREATE TABLE notes",
            (_, Dialect::Mysql | Dialect::Mariadb) => b"CREATE TABLE `settings`",
            _ => b"COMMIT",
        }
    }
}

/// While the changes of the tables are not committed, no other session gets the lock on them. MySQL
/// and MariaDB commit each change, so there the lock is held while one is in progress.
async fn the_lock_outlives_the_commit(at: &Place) -> Result<()> {
    let direct = at.connect().await?;
    for changes in [
        Changes::Sync,
        Changes::CreateAll,
        Changes::Migrate,
        Changes::MigrateStepByStep,
    ] {
        defaults::drop_all(&direct).await?;
        migrations::none(&direct).await?;
        let relay = Relay::new(at).await.expect("a relay");
        // An encrypted message cannot be held back.
        let url = match at.dialect() {
            Dialect::Sqlite | Dialect::Postgres => relay.url().to_owned(),
            Dialect::Mysql | Dialect::Mariadb => format!("{}?ssl-mode=DISABLED", relay.url()),
        };
        let db = Database::connect(&url).await?;
        let part = changes.part(at.dialect());
        let is_held = async || {
            let held = tokio::time::timeout(AT_MOST, relay.holds()).await;
            held.unwrap_or_else(|_| panic!("{changes:?}: nothing is held back"));
        };
        // Only the commit after the last change counts.
        let last: &[u8] = match changes {
            Changes::Migrate if part == b"COMMIT" => b"INSERT INTO tasks",
            _ => part,
        };
        relay.hold_back(last);
        let changing = tokio::spawn(async move { changes.run(&db).await });
        is_held().await;
        if last != part {
            relay.hold_back(part);
            relay.let_go();
            is_held().await;
        }
        let lock_timeout = Duration::from_millis(200);
        let sync = SyncBuilder::new(&defaults::SCHEMA).lock_timeout(lock_timeout);
        let too_early = sync.sync(&direct).await;
        let is_busy = matches!(too_early, Err(Error::Busy(_)));
        assert!(is_busy, "{changes:?}: {too_early:?}");
        let all = migrations::in_transaction();
        let migrator = Migrator::new(&all).lock_timeout(lock_timeout);
        let too_early = migrator.migrate(&direct).await;
        let is_busy = matches!(too_early, Err(Error::Busy(_)));
        assert!(is_busy, "{changes:?}: {too_early:?}");
        relay.let_go();
        changing.await.expect("it does not panic")?;
        match changes {
            Changes::Sync | Changes::CreateAll => {
                assert_eq!(defaults::sync(&direct).await?, SyncReport::UpToDate);
            }
            Changes::Migrate | Changes::MigrateStepByStep => {
                migrations::is_whole(&direct, &migrations::in_transaction(), true).await?;
            }
        }
    }
    Ok(())
}

async fn create(db: &Database, syncs: bool) -> Result<()> {
    match syncs {
        true => accounts::sync(db).await.map(drop),
        false => accounts::create_all(db).await,
    }
}
