//! The same generated functions on an async connection, whose futures are boxed and `Send`.

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use tablewright::connection::{Collect, Params, Query};
use tablewright::model::Table;
use tablewright::{
    Connection, Dialect, Result, Script, Sqlite, SqliteExclusive, TransactionOptions,
};

use crate::models::{NewUser, User, create_all, drop_all};

/// An async connection: SQLite, with a pause before everything it does.
struct Async<C>(C);

type Boxed<'c, T> = Pin<Box<dyn Future<Output = T> + Send + 'c>>;

/// Is pending once.
async fn pause() {
    let mut paused = false;
    std::future::poll_fn(|_| {
        if std::mem::replace(&mut paused, true) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
}

impl<C> Connection for Async<C>
where
    C: Connection<Exclusive = SqliteExclusive> + Send,
{
    type Output<'c, T>
        = Boxed<'c, T>
    where
        T: 'c;

    type Exclusive = Async<SqliteExclusive>;

    fn finish<'c, T: 'c>(future: impl Future<Output = T> + Send + 'c) -> Boxed<'c, T> {
        Box::pin(future)
    }

    fn dialect(&self) -> Dialect {
        self.0.dialect()
    }

    async fn fetch<K: Collect, P: Params>(
        &self,
        query: Query<'_>,
        params: &P,
        rows: &mut K,
    ) -> Result<()> {
        pause().await;
        self.0.fetch(query, params, rows).await
    }

    async fn execute<P: Params>(&self, query: Query<'_>, params: &P) -> Result<u64> {
        pause().await;
        self.0.execute(query, params).await
    }

    async fn run_script(&self, script: &'static Script) -> Result<()> {
        pause().await;
        self.0.run_script(script).await
    }

    async fn run(&self, text: &str) -> Result<()> {
        pause().await;
        self.0.run(text).await
    }

    async fn run_counted(&self, text: &str) -> Result<u64> {
        pause().await;
        self.0.run_counted(text).await
    }

    async fn columns(&self) -> Result<Vec<(String, String)>> {
        pause().await;
        self.0.columns().await
    }

    async fn exclusive(&self) -> Result<Async<SqliteExclusive>> {
        pause().await;
        Ok(Async(self.0.exclusive().await?))
    }

    async fn before_drop(&self, tables: &'static [&'static Table]) -> Result<()> {
        self.0.before_drop(tables).await
    }

    async fn begin_work(&self, options: TransactionOptions) -> Result<()> {
        pause().await;
        self.0.begin_work(options).await
    }

    async fn commit_work(&self) -> Result<()> {
        pause().await;
        self.0.commit_work().await
    }

    async fn rollback_work(&self) -> Result<()> {
        pause().await;
        self.0.rollback_work().await
    }

    fn abandon_work(&self) {
        self.0.abandon_work();
    }
}

/// Runs a future, which has to be one that an executor of several threads takes.
fn run<T>(future: impl Future<Output = T> + Send) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}

#[test]
fn the_same_functions_give_futures() -> Result<()> {
    let mut db = Async(Sqlite::memory()?);
    run(async {
        create_all(&db).await?;
        create_all(&db).await?;
        let mut ada = NewUser::new().name("Ada").insert(&db).await?;
        ada.age = 36;
        ada.save(&db).await?;
        assert_eq!(User::find(ada.id).one(&db).await?, ada);
        let mut tx = db.begin().await?;
        NewUser::new().insert(&tx).await?;
        let inner = tx.begin().await?;
        NewUser::new().insert(&inner).await?;
        inner.rollback().await?;
        tx.commit().await?;
        assert_eq!(User::all().count(&db).await?, 2);
        let tx = db.begin().await?;
        User::all().delete(&tx).await?;
        drop(tx);
        assert_eq!(User::all().count(&db).await?, 2);
        drop_all(&db).await
    })
}

#[test]
fn a_future_that_is_dropped_halfway_rolls_back() -> Result<()> {
    let mut db = Async(Sqlite::memory()?);
    run(create_all(&db))?;
    let mut context = Context::from_waker(Waker::noop());
    // However far it gets, it is either done or it never was.
    for steps in 0..20 {
        let mut future = Box::pin(async {
            let tx = db.begin().await?;
            let user = NewUser::new().id(1).insert(&tx).await?;
            user.delete(&tx).await?;
            NewUser::new().id(2).insert(&tx).await?;
            tx.rollback().await
        });
        for _ in 0..steps {
            if future.as_mut().poll(&mut context).is_ready() {
                break;
            }
        }
        drop(future);
        assert_eq!(run(User::all().count(&db))?, 0);
    }
    Ok(())
}
