//! The law of cancellation: whatever operation is running, and at whichever poll its future is
//! dropped, the session's settings, the locks, the transactions and the pool are as before, and the
//! same call succeeds afterwards.

use std::time::{Duration, Instant};

use tablewright::{Connection, Database, Dialect, Error, PoolOptions, Result};
use tablewright_test_conformance::models::accounts::{self, Account, NewAccount};
use tablewright_test_conformance::models::{shop_first, shop_later};
use tablewright_test_conformance::{Place, everywhere, give_up, sql};

everywhere!(
    statements,
    batches,
    transactions,
    creating_tables,
    bringing_tables_to_the_models,
);

/// How long it may take until everything is as before.
const SOON: Duration = Duration::from_secs(20);

/// A pool of one connection, and an observer.
pub struct Watched {
    pub db: Database,
    pub observer: Database,
    /// What the program has set in the session.
    own: Own,
    /// The settings of the session at the beginning.
    session: String,
    cancellations: usize,
}

/// The settings of a session that a program may have changed.
#[derive(Clone, Copy, Debug)]
pub enum Own {
    /// Limits, a name, a size.
    Limits,
    /// References are not checked; on PostgreSQL, others than [`Limits`](Own::Limits).
    Checks,
}

impl Watched {
    pub async fn new(at: &Place) -> Result<Watched> {
        Watched::with(at, Own::Limits).await
    }

    pub async fn with(at: &Place, own: Own) -> Result<Watched> {
        let options = PoolOptions::new().max_connections(1);
        let db = at.connect_with(&options).await?;
        let observer = at.connect_with(&options).await?;
        // The settings before are the settings afterwards.
        own.set(&db).await?;
        Ok(Watched {
            session: session(&db).await?,
            own,
            db,
            observer,
            cancellations: 0,
        })
    }

    /// Drops a call at its first poll, its second poll and so on, until the call completes before
    /// it is dropped.
    pub async fn at_every_poll(
        &mut self,
        what: &str,
        before: impl AsyncFn(&Database) -> Result<()>,
        call: impl AsyncFn(&Database) -> Result<()>,
    ) -> Result<()> {
        for polls in (0..).step_by(self.own.stride()) {
            before(&self.db).await?;
            let is_done = give_up(call(&self.db), polls).await;
            self.is_as_before(&format!("{what}, dropped at poll {polls}"))
                .await?;
            // Interrupted work continues, or begins again.
            if let Err(error) = tokio::time::timeout(SOON, call(&self.db))
                .await
                .unwrap_or_else(|_| panic!("{what}, after poll {polls}: it hangs"))
            {
                panic!("{what}, after poll {polls}: {error}\n{error:?}");
            }
            if is_done {
                break;
            }
            self.cancellations += 1;
        }
        Ok(())
    }

    pub async fn is_as_before(&self, what: &str) -> Result<()> {
        let began = Instant::now();
        // A lost connection is replaced by one without the settings of the program.
        let found = session(&self.db).await?;
        let is_new = !found.contains(MARK);
        if is_new {
            self.own.set(&self.db).await?;
        }
        assert_eq!(session(&self.db).await?, self.session, "{what}");
        for looks in 0.. {
            let left = left_over(&self.observer).await?;
            if left.is_empty() {
                break;
            }
            assert!(began.elapsed() < SOON, "{what}: {left} is left");
            sql::pause_between_looks(self.db.dialect(), looks).await;
        }
        Ok(())
    }

    pub fn told(self, what: &str) -> Result<()> {
        assert!(self.cancellations > 0, "{what}");
        println!("{what}: {} cancellations", self.cancellations);
        Ok(())
    }
}

/// The mark of a session on which the program has set something.
const MARK: &str = "mark";

impl Own {
    /// Of how many polls one is tried. The law itself is tried with the first settings.
    fn stride(self) -> usize {
        match self {
            Own::Limits => 1,
            Own::Checks => 7,
        }
    }

    /// Changes settings that the library itself changes for a while.
    async fn set(self, db: &Database) -> Result<()> {
        let (mark, checks): (&[&str], &[&str]) = match db.dialect() {
            Dialect::Sqlite => (
                &["PRAGMA cache_size = -4321"],
                &[
                    "PRAGMA foreign_keys = OFF",
                    "PRAGMA legacy_alter_table = ON",
                ],
            ),
            Dialect::Postgres => (
                &["SET lock_timeout = '33s'", "SET application_name = 'mark'"],
                &["SET statement_timeout = '44s'", "SET search_path = public"],
            ),
            Dialect::Mysql | Dialect::Mariadb => (
                &["SET SESSION lock_wait_timeout = 33, @mark = 'mark'"],
                &["SET SESSION foreign_key_checks = 0, unique_checks = 0"],
            ),
        };
        for set in mark {
            sql::run(db, set).await?;
        }
        if let Own::Checks = self {
            for set in checks {
                sql::run(db, set).await?;
            }
        }
        Ok(())
    }
}

/// All that the library may have changed in a session.
pub async fn session(db: &Database) -> Result<String> {
    let text = match db.dialect() {
        Dialect::Sqlite => {
            "SELECT (SELECT foreign_keys FROM pragma_foreign_keys) || ' ' || \
             (SELECT timeout FROM pragma_busy_timeout) || ' ' || \
             (SELECT query_only FROM pragma_query_only) || ' ' || \
             (SELECT defer_foreign_keys FROM pragma_defer_foreign_keys) || ' ' || \
             (SELECT legacy_alter_table FROM pragma_legacy_alter_table) || ' ' || \
             (SELECT CASE cache_size WHEN -4321 THEN 'mark' END FROM pragma_cache_size)"
        }
        Dialect::Postgres => {
            "SELECT concat_ws(' ', current_setting('lock_timeout'), current_setting('search_path'), \
             current_setting('statement_timeout'), current_setting('transaction_isolation'), \
             current_setting('transaction_read_only'), current_setting('application_name'), \
             current_setting('standard_conforming_strings'), \
             pg_current_xact_id_if_assigned(), \
             (SELECT string_agg(mode, ',') FROM pg_locks WHERE pid = pg_backend_pid() \
              AND locktype = 'advisory'))"
        }
        Dialect::Mysql | Dialect::Mariadb => {
            "SELECT concat_ws(' ', @@SESSION.foreign_key_checks, @@SESSION.unique_checks, \
             @@SESSION.lock_wait_timeout, @@SESSION.autocommit, @@SESSION.sql_mode, \
             @@SESSION.time_zone, @@SESSION.sql_safe_updates, CONVERT(@mark USING utf8mb4))"
        }
    };
    sql::text(db, text).await
}

/// The transactions and locks that other sessions still see. Empty if there are none.
pub async fn left_over(observer: &Database) -> Result<String> {
    let text = match observer.dialect() {
        // If a write succeeds, there is no lock.
        Dialect::Sqlite => {
            let tx = observer.begin().await?;
            tx.rollback().await?;
            return Ok(String::new());
        }
        Dialect::Postgres => {
            "SELECT concat_ws(', ', \
             (SELECT string_agg(concat(state, ': ', query), ', ') FROM pg_stat_activity \
              WHERE datname = current_database() AND pid <> pg_backend_pid() \
              AND backend_type = 'client backend' AND (xact_start IS NOT NULL OR state <> 'idle')), \
             (SELECT string_agg(concat(locktype, ' lock'), ', ') FROM pg_locks \
              WHERE locktype = 'advisory' AND database = \
              (SELECT oid FROM pg_database WHERE datname = current_database())))"
        }
        Dialect::Mysql | Dialect::Mariadb => {
            "SELECT concat_ws(', ', \
             (SELECT group_concat(concat('transaction ', t.trx_state)) \
              FROM information_schema.innodb_trx AS t JOIN information_schema.processlist AS p \
              ON p.id = t.trx_mysql_thread_id WHERE p.db = database() AND p.id <> connection_id()), \
             (SELECT group_concat(concat('statement ', coalesce(p.info, ''))) \
              FROM information_schema.processlist AS p WHERE p.db = database() \
              AND p.command NOT IN ('Sleep') AND p.id <> connection_id()), \
             CASE is_free_lock(concat('tablewright ', left(sha2(database(), 256), 48))) \
             WHEN 1 THEN NULL ELSE 'the lock on the tables' END)"
        }
    };
    sql::text(observer, text).await
}

async fn statements(at: &Place) -> Result<()> {
    let mut watched = Watched::new(at).await?;
    accounts::create_all(&watched.db).await?;
    let empty = async |db: &Database| Account::all().delete().execute(db).await.map(drop);
    let filled = async |db: &Database| {
        Account::all().delete().execute(db).await?;
        Account::insert_all((0..4).map(|id| NewAccount { id }))
            .execute(db)
            .await
            .map(drop)
    };
    let rows = || (0..600).map(|id| NewAccount { id: 10 + id });
    let nothing_or_all = async |db: &Database, all: u64| {
        let found = Account::filter(Account::ID.ge(10)).count(db).await?;
        assert!(found == 0 || found == all, "{found} of {all}");
        Ok::<bool, Error>(found == all)
    };
    watched
        .at_every_poll("insert_all", empty, async |db| {
            // In one transaction, whether its future completes or is dropped.
            match nothing_or_all(db, 600).await? {
                true => Ok(()),
                false => Account::insert_all(rows()).execute(db).await.map(drop),
            }
        })
        .await?;
    watched
        .at_every_poll(
            "insert_all that reads back",
            empty,
            async |db| match nothing_or_all(db, 600).await? {
                true => Ok(()),
                false => Account::insert_all(rows()).all(db).await.map(drop),
            },
        )
        .await?;
    watched
        .at_every_poll("upsert", filled, async |db| {
            let new = NewAccount { id: 2 };
            let row = Account::upsert(new, Account::ID).set(Account::BALANCE, 7);
            row.one(db).await.map(drop)
        })
        .await?;
    watched
        .at_every_poll("upsert by another key", filled, async |db| {
            let new = NewAccount { id: 9 };
            let row = Account::upsert(new, Account::OWNER)
                .set(Account::OWNER, "ada")
                .set(Account::BALANCE, 7);
            row.one(db).await.map(drop)
        })
        .await?;
    watched
        .at_every_poll("update", filled, async |db| {
            let update = Account::update(1).set(Account::BALANCE, Account::BALANCE + 1);
            update.one(db).await.map(drop)
        })
        .await?;
    watched
        .at_every_poll("all", filled, async |db| {
            assert_eq!(Account::all().all(db).await?.len(), 4);
            Ok(())
        })
        .await?;
    watched.told("statements")
}

/// A batch that only reads, one that writes, and one in a transaction.
async fn batches(at: &Place) -> Result<()> {
    let mut watched = Watched::new(at).await?;
    accounts::create_all(&watched.db).await?;
    let empty = async |db: &Database| Account::all().delete().execute(db).await.map(drop);
    let new = |id| Account::insert(NewAccount { id });
    watched
        .at_every_poll("a batch that reads", empty, async |db| {
            let batch = tablewright::batch(db);
            let read = batch.run((
                Account::all().all(&batch),
                Account::find(1).optional(&batch),
                Account::all().count(&batch),
            ));
            read.await.map(drop)
        })
        .await?;
    let nothing_or_all = async |db: &Database| {
        let found = Account::all().count(db).await?;
        assert!(found == 0 || found == 3, "{found} of 3");
        Ok::<bool, Error>(found == 3)
    };
    watched
        .at_every_poll("a batch that writes", empty, async |db| {
            if nothing_or_all(db).await? {
                return Ok(());
            }
            let batch = tablewright::batch(db);
            let written = batch.run((
                Account::all().count(&batch),
                new(1).execute(&batch),
                new(2).one(&batch),
                new(3).execute(&batch),
            ));
            written.await.map(drop)
        })
        .await?;
    watched
        .at_every_poll("a batch in a transaction", empty, async |db| {
            if nothing_or_all(db).await? {
                return Ok(());
            }
            let tx = db.begin().await?;
            new(1).execute(&tx).await?;
            let batch = tablewright::batch(&tx);
            let failed = batch.run((new(9).execute(&batch), new(1).execute(&batch)));
            assert!(failed.await.is_err_and(|error| error.is_unique()));
            let read = batch.run((Account::find(1).one(&batch), Account::all().count(&batch)));
            assert_eq!(read.await?.1, 1);
            let written = batch.run((new(2).execute(&batch), new(3).execute(&batch)));
            written.await?;
            drop(batch);
            tx.commit().await
        })
        .await?;
    watched.told("batches")
}

async fn transactions(at: &Place) -> Result<()> {
    let mut watched = Watched::new(at).await?;
    accounts::create_all(&watched.db).await?;
    let empty = async |db: &Database| Account::all().delete().execute(db).await.map(drop);
    for ends in ["commits", "rolls back", "is dropped"] {
        watched
            .at_every_poll(&format!("a transaction that {ends}"), empty, async |db| {
                let found = Account::all().count(db).await?;
                if found > 0 {
                    assert_eq!((found, ends), (2, "commits"));
                    return Ok(());
                }
                let mut tx = db.begin().await?;
                Account::insert(NewAccount { id: 1 }).one(&tx).await?;
                let savepoint = tx.begin().await?;
                Account::insert(NewAccount { id: 2 })
                    .one(&savepoint)
                    .await?;
                savepoint.commit().await?;
                let savepoint = tx.begin().await?;
                Account::insert(NewAccount { id: 3 })
                    .one(&savepoint)
                    .await?;
                savepoint.rollback().await?;
                match ends {
                    "commits" => tx.commit().await,
                    "rolls back" => tx.rollback().await,
                    _ => Ok(()),
                }
            })
            .await?;
    }
    watched
        .at_every_poll("retry", empty, async |db| {
            tablewright::retry(db, async |tx| {
                let new = NewAccount { id: 1 };
                Account::upsert(new, Account::ID)
                    .set(Account::BALANCE, 1)
                    .execute(&tx)
                    .await
                    .map(drop)
            })
            .await
        })
        .await?;
    let only_reads = tablewright::TransactionOptions::new()
        .read_only(true)
        .isolation(tablewright::Isolation::Serializable);
    watched
        .at_every_poll("a transaction that only reads", empty, async |db| {
            let tx = db.begin_with(only_reads).await?;
            Account::all().count(&tx).await?;
            tx.commit().await
        })
        .await?;
    watched.told("transactions")
}

async fn creating_tables(at: &Place) -> Result<()> {
    created(Watched::new(at).await?).await
}

pub async fn created(mut watched: Watched) -> Result<()> {
    let none = async |db: &Database| accounts::drop_all(db).await;
    watched
        .at_every_poll("create_all", none, async |db| {
            accounts::create_all(db).await
        })
        .await?;
    let some = async |db: &Database| accounts::create_all(db).await;
    watched
        .at_every_poll("drop_all", some, async |db| accounts::drop_all(db).await)
        .await?;
    watched.told("creating tables")
}

async fn bringing_tables_to_the_models(at: &Place) -> Result<()> {
    synchronized(Watched::new(at).await?).await
}

pub async fn synchronized(mut watched: Watched) -> Result<()> {
    let old = async |db: &Database| {
        shop_later::drop_all(db).await?;
        shop_first::drop_all(db).await?;
        shop_first::sync(db).await.map(drop)
    };
    watched
        .at_every_poll("sync", old, async |db| shop_later::sync(db).await.map(drop))
        .await?;
    // It changes nothing, so the tables are prepared once.
    old(&watched.db).await?;
    let nothing = async |_: &Database| Ok(());
    watched
        .at_every_poll("verify", nothing, async |db| {
            let verified = shop_later::verify(db).await?;
            assert!(!verified.is_up_to_date(), "{verified}");
            Ok(())
        })
        .await?;
    watched.told("bringing tables to the models")
}
