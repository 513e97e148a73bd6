//! Readers of rows, for drivers.
//!
//! A program reads rows as hundreds of types. The code of a driver that reads a result is long. It
//! takes a `dyn` [`Collector`], so that it is compiled once, in this crate. Only the code that reads
//! one row is compiled for each type.

#[cfg(feature = "async")]
use std::any::Any;
#[cfg(feature = "async")]
use std::vec;

use super::driver::{Collect, Decode};
use crate::base::error::Result;
use crate::base::value::Row;

/// The type of a driver's rows, which borrow from a result.
pub trait RowType: 'static {
    /// A row of a result.
    type Row<'r>: Row;
}

/// Reads the rows of a result.
pub trait Reader<R: RowType>: Send {
    /// Whether it looks at the columns of the result.
    fn sees_columns(&self) -> bool;

    /// Looks at the names of the columns, as [`Decode::columns`] does.
    fn see_columns(&mut self, names: &[&str]) -> Result<()>;

    /// Reads a row; false if no more are needed.
    fn read(&mut self, row: &R::Row<'_>) -> Result<bool>;
}

/// Reads rows into a collection of any type.
#[cfg(feature = "async")]
pub trait Collector<R: RowType>: Reader<R> {
    /// How many rows it takes at most.
    fn at_most(&self) -> usize;

    /// Whether reading pauses after a row until there is space for another one: by [`room`].
    fn pauses(&self) -> bool;

    /// Whether there is space for another row.
    fn has_room(&self) -> bool;

    /// How many rows it has taken.
    fn count(&self) -> u64;

    /// Creates a reader for another thread, which sends the rows in chunks.
    fn elsewhere(&self) -> Box<dyn Distant<R>>;

    /// Receives a chunk of the reader of [`elsewhere`](Collector::elsewhere).
    fn receive(&mut self, chunk: Chunk);

    /// Takes the next row of the chunk. `None` if there is none; false if no more are needed.
    fn take_received(&mut self) -> Option<bool>;
}

/// Rows that are sent from one thread to another.
#[cfg(feature = "async")]
pub type Chunk = Box<dyn Any + Send>;

/// Reads rows into chunks.
#[cfg(feature = "async")]
pub trait Distant<R: RowType>: Reader<R> {
    /// Returns the rows that it has read since the last chunk.
    fn chunk(&mut self) -> Chunk;
}

/// Waits until a collection has space for another row.
///
/// Nothing wakes it. The consumer of the rows polls the future that reads them.
#[cfg(feature = "async")]
#[inline]
pub(crate) async fn room<R: RowType>(rows: &mut dyn Collector<R>) {
    std::future::poll_fn(move |_| match rows.has_room() {
        true => std::task::Poll::Ready(()),
        false => std::task::Poll::Pending,
    })
    .await;
}

/// A collection with the decoder of its rows.
pub(crate) struct Collecting<'c, C: Collect> {
    rows: &'c mut C,
    decoder: C::Decode,
    count: u64,
    /// The rest of a chunk from another thread.
    #[cfg(feature = "async")]
    received: vec::IntoIter<<C::Decode as Decode>::Item>,
}

impl<'c, C: Collect> Collecting<'c, C> {
    #[inline]
    pub fn new(rows: &'c mut C) -> Self {
        Collecting {
            decoder: rows.decoder(),
            rows,
            count: 0,
            #[cfg(feature = "async")]
            received: Vec::new().into_iter(),
        }
    }

    /// How many rows it has taken.
    #[cfg(feature = "sqlite")]
    #[inline]
    pub fn count(&self) -> u64 {
        self.count
    }

    #[inline]
    fn push(&mut self, row: <C::Decode as Decode>::Item) -> bool {
        self.count += 1;
        self.rows.push(row)
    }
}

impl<R: RowType, C: Collect> Reader<R> for Collecting<'_, C> {
    #[inline]
    fn sees_columns(&self) -> bool {
        C::Decode::BY_COLUMNS
    }

    fn see_columns(&mut self, names: &[&str]) -> Result<()> {
        self.decoder.columns(names)
    }

    #[inline]
    fn read(&mut self, row: &R::Row<'_>) -> Result<bool> {
        let row = self.decoder.decode(row)?;
        Ok(self.push(row))
    }
}

#[cfg(feature = "async")]
impl<R: RowType, C: Collect> Collector<R> for Collecting<'_, C> {
    fn at_most(&self) -> usize {
        C::AT_MOST
    }

    fn pauses(&self) -> bool {
        C::PAUSES
    }

    fn has_room(&self) -> bool {
        self.rows.has_room()
    }

    fn count(&self) -> u64 {
        self.count
    }

    fn elsewhere(&self) -> Box<dyn Distant<R>> {
        Box::new(Chunks {
            decoder: self.decoder.clone(),
            chunk: Vec::new(),
        })
    }

    fn receive(&mut self, chunk: Chunk) {
        // Only the reader of `elsewhere` makes chunks, so they have this type.
        if let Ok(chunk) = chunk.downcast::<Vec<<C::Decode as Decode>::Item>>() {
            self.received = chunk.into_iter();
        }
    }

    fn take_received(&mut self) -> Option<bool> {
        let row = self.received.next()?;
        Some(self.push(row))
    }
}

/// Reads rows on another thread.
#[cfg(feature = "async")]
struct Chunks<D: Decode> {
    decoder: D,
    chunk: Vec<D::Item>,
}

#[cfg(feature = "async")]
impl<R: RowType, D: Decode> Reader<R> for Chunks<D> {
    fn sees_columns(&self) -> bool {
        D::BY_COLUMNS
    }

    fn see_columns(&mut self, names: &[&str]) -> Result<()> {
        self.decoder.columns(names)
    }

    fn read(&mut self, row: &R::Row<'_>) -> Result<bool> {
        self.chunk.push(self.decoder.decode(row)?);
        Ok(true)
    }
}

#[cfg(feature = "async")]
impl<R: RowType, D: Decode> Distant<R> for Chunks<D> {
    fn chunk(&mut self) -> Chunk {
        Box::new(std::mem::take(&mut self.chunk))
    }
}
