//! Exclusive use of a connection for more than one statement.

use std::fmt;
use std::sync::Arc;

use deadpool::managed::Object;
use tablewright_sql::Dialect;
use tokio::runtime::Handle;
use tokio::sync::{Mutex, OwnedMutexGuard};

use super::live::{Answer, End, Live};
use super::manager::Manager;
use super::{Session, Source};
use crate::base::connection::batch::BatchState;
use crate::base::connection::driver::{self, Collect};
use crate::base::connection::reader::{Collecting, Collector};
use crate::base::connection::transaction::TransactionOptions;
use crate::base::error::Result;
use crate::base::statement::{Erased, Statement};

/// A connection that no other task has while this exists.
pub struct Seat<S: Session>(Place<S>);

/// The owner of a connection.
enum Place<S: Session> {
    /// Taken out of a pool, to which it returns when this is dropped.
    Pooled(Pooled<S>),
    /// Given by the program; there is only this one.
    #[cfg(any(feature = "postgres", feature = "mysql"))]
    Own(Box<Live<S>>),
    /// In another seat, which is locked while this exists.
    Within(Box<OwnedMutexGuard<Seat<S>>>),
}

/// A connection that returns to its pool when this is dropped.
struct Pooled<S: Session>(Object<Manager<S>>);

impl<S: Session> Drop for Pooled<S> {
    fn drop(&mut self) {
        let is_counted = Object::pool(&self.0).is_some_and(|pool| pool.manager().closes_idle());
        self.0.went_back(is_counted);
    }
}

impl<S: Session> Seat<S> {
    pub(super) fn pooled(object: Object<Manager<S>>) -> Self {
        Seat(Place::Pooled(Pooled(object)))
    }

    #[cfg(any(feature = "postgres", feature = "mysql"))]
    pub(super) fn own(session: S) -> Self {
        Seat(Place::Own(Box::new(Live::new(session))))
    }

    /// Waits until no other task uses the connection of a seat.
    pub(super) async fn within(seat: &Arc<Mutex<Seat<S>>>) -> Self {
        Seat(Place::Within(Box::new(Arc::clone(seat).lock_owned().await)))
    }

    pub(super) fn live(&self) -> &Live<S> {
        match &self.0 {
            Place::Pooled(Pooled(object)) => object,
            #[cfg(any(feature = "postgres", feature = "mysql"))]
            Place::Own(live) => live,
            Place::Within(seat) => seat.live(),
        }
    }

    pub(super) fn live_mut(&mut self) -> &mut Live<S> {
        match &mut self.0 {
            Place::Pooled(Pooled(object)) => object,
            #[cfg(any(feature = "postgres", feature = "mysql"))]
            Place::Own(live) => live,
            Place::Within(seat) => seat.live_mut(),
        }
    }
}

/// A connection while no other task can use it. Dropping it releases the connection.
pub struct Exclusive<S: Session> {
    seat: Arc<Mutex<Seat<S>>>,
    dialect: Dialect,
    /// Whether another task has the connection exclusively, and uses it afterwards.
    is_nested: bool,
}

impl<S: Session> Exclusive<S> {
    pub(super) fn new(seat: Seat<S>, is_nested: bool) -> Self {
        Exclusive {
            is_nested,
            dialect: seat.live().session().dialect(),
            seat: Arc::new(Mutex::new(seat)),
        }
    }
}

impl<S: Session> Exclusive<S> {
    /// Runs a statement of a batch. Others may be sent before its answer arrives.
    async fn fetch_sent(
        &self,
        statement: &Erased<'_>,
        rows: &mut dyn Collector<S::Rows>,
        batch: &BatchState,
    ) -> Result<()> {
        let mut seat = self.seat.lock().await;
        let live = seat.live_mut();
        live.begin_batch(statement, batch).await?;
        let Some(sending) = live.send(statement, Some(&mut *rows), batch).await? else {
            return live.fetch(statement, rows).await;
        };
        drop(seat);
        let answer = Answer::Rows(&mut *rows);
        let End {
            sent,
            traced,
            error,
        } = sending.end(statement.table(), answer).await;
        let mut seat = self.seat.lock().await;
        let live = seat.live_mut();
        let done = live.answered(statement, sent, error).await;
        traced.returned(rows.count(), &done);
        match done? {
            true => live.fetch(statement, rows).await,
            false => Ok(()),
        }
    }

    /// Runs a statement of a batch that returns no rows, and returns the number of rows that it
    /// matched. Others may be sent before its answer arrives.
    async fn execute_sent(&self, statement: &Erased<'_>, batch: &BatchState) -> Result<u64> {
        let mut seat = self.seat.lock().await;
        let live = seat.live_mut();
        live.begin_batch(statement, batch).await?;
        let Some(sending) = live.send(statement, None, batch).await? else {
            return live.execute(statement).await;
        };
        drop(seat);
        let mut count = 0;
        let answer = Answer::Count(&mut count);
        let End {
            sent,
            traced,
            error,
        } = sending.end(statement.table(), answer).await;
        let mut seat = self.seat.lock().await;
        let live = seat.live_mut();
        let done = match live.answered(statement, sent, error).await {
            Ok(true) => {
                traced.ended(&Ok(()));
                return live.execute(statement).await;
            }
            Ok(false) => Ok(count),
            Err(error) => Err(error),
        };
        traced.changed(&done);
        done
    }
}

impl<S: Session> Source for Exclusive<S> {
    type Session = S;

    fn dialect_of(&self) -> Dialect {
        self.dialect
    }

    async fn seat(&self) -> Result<Seat<S>> {
        Ok(Seat::within(&self.seat).await)
    }

    fn is_nested(&self) -> bool {
        true
    }
}

impl<S: Session> driver::Exclusive for Exclusive<S> {
    async fn begin_work(&self, options: TransactionOptions) -> Result<()> {
        self.seat.lock().await.live_mut().begin(options).await
    }

    async fn commit_work(&self) -> Result<()> {
        self.seat.lock().await.live_mut().commit().await
    }

    async fn rollback_work(&self) -> Result<()> {
        self.seat.lock().await.live_mut().rollback().await
    }

    fn abandon_work(&self) {
        // No other session can have it while its transaction is dropped.
        if let Ok(mut seat) = self.seat.try_lock() {
            seat.live_mut().abandon();
        }
    }

    async fn fetch_batched<T: Statement, C: Collect>(
        &self,
        statement: &T,
        rows: &mut C,
        batch: &BatchState,
    ) -> Result<()> {
        let rows: &mut dyn Collector<S::Rows> = &mut Collecting::new(rows);
        self.fetch_sent(&Erased::new(statement), rows, batch).await
    }

    async fn execute_batched<T: Statement>(
        &self,
        statement: &T,
        batch: &BatchState,
    ) -> Result<u64> {
        self.execute_sent(&Erased::new(statement), batch).await
    }

    async fn prepare<T: Statement>(&self, statement: &T) -> Result<()> {
        let statement = Erased::new(statement);
        self.seat.lock().await.live_mut().prepare(&statement).await
    }

    fn last_insert_id(&self) -> Option<u64> {
        // The insert has ended, and no other task has the connection.
        let seat = self.seat.try_lock().ok()?;
        seat.live().session().last_insert_id()
    }
}

/// Rolls back a dropped transaction at once, and releases the lock on the tables, because other
/// sessions may wait for its locks.
///
/// Without a runtime, the next user of the connection does it. For a savepoint, the outer
/// transaction does it.
impl<S: Session> Drop for Exclusive<S> {
    fn drop(&mut self) {
        let is_nested = self.is_nested;
        // The current owner of the seat releases it soon, and leaves the cleanup to this one.
        let is_settled = self
            .seat
            .try_lock()
            .is_ok_and(|seat| !is_left(seat.live(), is_nested));
        if !is_settled && let Ok(runtime) = Handle::try_current() {
            let seat = Arc::clone(&self.seat);
            runtime.spawn(async move {
                let mut seat = seat.lock().await;
                let live = seat.live_mut();
                if !is_left(live, is_nested) {
                    return;
                }
                let unlocks = is_locked(live, is_nested);
                live.settle_or_give_up(unlocks).await;
            });
        }
    }
}

/// Whether a connection that is no longer used has something to roll back.
fn is_left<S: Session>(live: &Live<S>, is_nested: bool) -> bool {
    !live.in_transaction() && (is_locked(live, is_nested) || !live.is_settled())
}

/// Whether a connection has a lock on the tables that must be released after its use.
///
/// The lock belongs to the first user of the connection.
fn is_locked<S: Session>(live: &Live<S>, is_nested: bool) -> bool {
    !is_nested && live.session().is_locked()
}

impl<S: Session> fmt::Debug for Exclusive<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exclusive")
            .field("dialect", &self.dialect)
            .finish_non_exhaustive()
    }
}
