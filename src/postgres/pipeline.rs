//! Pipelined statements, which are sent before the previous ones are answered.

use std::fmt;
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::Poll;

use tokio_postgres::{Error as Raw, RowStream};

use super::row::PostgresRows;
use super::session::{Read, count, read};
use crate::base::connection::pool::Sent;
use crate::base::connection::reader::Collector;
use crate::base::error::Error;
use crate::base::model::Table;

/// A statement that is sent at the first poll.
pub(super) struct Asking {
    asked: Pin<Box<dyn Future<Output = Result<RowStream, Raw>> + Send>>,
    was_cached: bool,
}

impl Asking {
    /// Creates one that was prepared before, or not.
    pub fn new(
        was_cached: bool,
        asked: impl Future<Output = Result<RowStream, Raw>> + Send + 'static,
    ) -> Self {
        Asking {
            asked: Box::pin(asked),
            was_cached,
        }
    }
}

/// A sent statement without an answer yet.
pub struct PostgresSent {
    asking: Asking,
    /// The result of the first poll.
    begun: Option<Result<RowStream, Raw>>,
    number: u64,
}

impl PostgresSent {
    /// Sends a statement. The driver does that at the first poll, whether or not another one is
    /// answered.
    pub(super) async fn first_polled(mut asking: Asking, number: u64) -> Self {
        let begun = std::future::poll_fn(|context| {
            Poll::Ready(match asking.asked.as_mut().poll(context) {
                Poll::Ready(begun) => Some(begun),
                Poll::Pending => None,
            })
        });
        PostgresSent {
            begun: begun.await,
            asking,
            number,
        }
    }

    /// The position of the statement in the batch.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Whether it was prepared before, so that its table may have been altered since.
    pub(super) fn was_cached(&self) -> bool {
        self.asking.was_cached
    }

    async fn stream(&mut self) -> Result<RowStream, Unanswered> {
        let begun = match self.begun.take() {
            Some(begun) => begun,
            None => self.asking.asked.as_mut().await,
        };
        begun.map_err(Unanswered::Refused)
    }
}

impl fmt::Debug for PostgresSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresSent")
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

/// The error of a sent statement.
#[derive(Debug)]
pub enum Unanswered {
    /// The server refused it, or the connection is lost.
    Refused(Raw),
    /// A row could not be read.
    Misread(Error),
}

impl Sent<PostgresRows> for PostgresSent {
    type Error = Unanswered;

    async fn rows(
        &mut self,
        table: &'static Table,
        rows: &mut dyn Collector<PostgresRows>,
    ) -> Result<(), Unanswered> {
        let stream = pin!(self.stream().await?);
        // Later answers follow this one, so it is read to its end.
        match read(stream, table, rows, || false).await {
            Ok(Read::ToItsEnd | Read::Stopped) => Ok(()),
            Ok(Read::Wrong(misread)) => Err(Unanswered::Misread(misread)),
            Err(error) => Err(Unanswered::Refused(error)),
        }
    }

    async fn count(&mut self) -> Result<u64, Unanswered> {
        let stream = pin!(self.stream().await?);
        count(stream).await.map_err(Unanswered::Refused)
    }
}
