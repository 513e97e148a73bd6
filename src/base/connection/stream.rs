//! Streams: rows one by one, as they are requested.
//!
//! A driver reads rows into a collection. The collection of a stream has space for a few rows, and
//! the driver waits while it is full. Only the stream, which takes the rows out, polls the future
//! that reads. So a stream needs neither a task nor a channel, and dropping it ends the query.

use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::base::connection::Connection;
use crate::base::connection::driver::{Collect, Decode, Driver, Key};
use crate::base::connection::mode::Async;
use crate::base::connection::pool::{Pool, Session};
use crate::base::error::{Error, Result};

/// The number of rows that are read ahead.
const AHEAD: usize = 64;

/// A source of a stream: a pool by reference, or a connection or a transaction by `&mut`, because
/// nothing else can use it until the stream is dropped.
///
/// Nothing else implements it.
#[diagnostic::on_unimplemented(
    message = "rows cannot be streamed from `{Self}`",
    label = "neither a pool by reference nor a connection by `&mut`",
    note = "give a pool as `&db`, and a connection or a transaction as `&mut tx`, because nothing \
        else can use it until the stream is dropped; on a blocking connection, use `for_each`"
)]
pub trait StreamSource<'c> {
    /// The driver.
    #[doc(hidden)]
    type Driver: Driver + 'c;

    /// Returns the driver. Only this crate has a key.
    #[doc(hidden)]
    fn __stream_driver(self, key: Key) -> &'c Self::Driver;
}

#[diagnostic::do_not_recommend]
impl<'c, S: Session> StreamSource<'c> for &'c Pool<S> {
    type Driver = Pool<S>;

    fn __stream_driver(self, _: Key) -> &'c Pool<S> {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<'c, C: Connection<Mode = Async>> StreamSource<'c> for &'c mut C {
    type Driver = C::Driver;

    fn __stream_driver(self, key: Key) -> &'c C::Driver {
        (*self).__driver(key)
    }
}

/// A [`Stream`] of the rows of a query. Nothing is sent before the first row is requested.
///
/// Dropping it ends the query without reading the remaining rows.
///
/// ```
/// # use tablewright::{Database, Result, sql};
/// # async fn run(db: &Database) -> Result<()> {
/// let mut names = sql::<String>("SELECT name FROM users").stream(db);
/// while let Some(name) = names.next().await {
///     println!("{}", name?);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing happens until the stream is read, for example with `next().await`"]
pub struct RowStream<'c, T> {
    /// The future that reads, until it is done.
    reading: Option<Pin<Box<dyn Future<Output = Result<()>> + Send + 'c>>>,
    rows: Rows<T>,
    /// The error, after the rows that were read before it.
    failed: Option<Error>,
}

/// Rows that were not requested yet.
struct Rows<T>(Arc<Mutex<VecDeque<T>>>);

impl<T> Rows<T> {
    fn lock(&self) -> MutexGuard<'_, VecDeque<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<'c, T: Send + 'static> RowStream<'c, T> {
    pub(crate) fn of<D: Decode<Item = T>, F: Future<Output = Result<()>> + Send + 'c>(
        decoder: D,
        read: impl FnOnce(Feed<D>) -> F,
    ) -> Self {
        let rows = Arc::new(Mutex::new(VecDeque::new()));
        let feed = Feed {
            decoder,
            rows: Rows(Arc::clone(&rows)),
        };
        RowStream {
            reading: Some(Box::pin(read(feed))),
            rows: Rows(rows),
            failed: None,
        }
    }

    /// Returns the next row, or `None` after the last one or an error.
    ///
    /// # Errors
    ///
    /// As the other endings of the query.
    pub async fn next(&mut self) -> Option<Result<T>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T: Send + 'static> Stream for RowStream<'_, T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        let this = &mut *self;
        let ready = this.rows.lock().pop_front();
        if let Some(row) = ready {
            return Poll::Ready(Some(Ok(row)));
        }
        if let Some(reading) = &mut this.reading
            && let Poll::Ready(done) = reading.as_mut().poll(context)
        {
            this.reading = None;
            this.failed = done.err();
        }
        let ready = this.rows.lock().pop_front();
        match (ready, &this.reading) {
            (Some(row), _) => Poll::Ready(Some(Ok(row))),
            (None, Some(_)) => Poll::Pending,
            (None, None) => Poll::Ready(this.failed.take().map(Err)),
        }
    }
}

impl<T> fmt::Debug for RowStream<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowStream").finish_non_exhaustive()
    }
}

/// The collection of a stream, into which a driver puts rows.
pub(crate) struct Feed<D: Decode> {
    decoder: D,
    rows: Rows<D::Item>,
}

impl<D: Decode> Collect for Feed<D> {
    type Decode = D;

    const PAUSES: bool = true;

    fn decoder(&self) -> D {
        self.decoder.clone()
    }

    fn push(&mut self, row: D::Item) -> bool {
        self.rows.lock().push_back(row);
        true
    }

    fn has_room(&self) -> bool {
        self.rows.lock().len() < AHEAD
    }
}
