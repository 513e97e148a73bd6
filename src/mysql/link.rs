//! The driver's connection, which is closed if it becomes unusable.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use mysql_async::{BinaryProtocol, Conn, DriverError, QueryResult};

/// A connection, until it is closed.
pub(super) struct Link {
    conn: Option<Conn>,
    /// Whether the rest of an abandoned result may still arrive.
    pub unread: bool,
}

impl Link {
    pub fn new(conn: Conn) -> Self {
        Link {
            conn: Some(conn),
            unread: false,
        }
    }

    /// The connection for one operation.
    pub fn up(&mut self) -> InUse<'_> {
        InUse { link: self }
    }

    pub fn is_open(&self) -> bool {
        self.conn.is_some()
    }

    /// Closes the connection at once. The server ends the running statement when it notices that.
    pub fn close(&mut self) {
        self.unread = false;
        if let Some(conn) = self.conn.take() {
            // The driver reads results to their end before it disconnects, unless this is dropped.
            let mut farewell = pin!(conn.disconnect());
            let _ = farewell
                .as_mut()
                .poll(&mut Context::from_waker(Waker::noop()));
        }
    }

    /// Reads the rest of a result if it has already arrived, and closes the connection otherwise.
    pub fn drain_or_close(&mut self) {
        let Some(conn) = &mut self.conn else {
            return;
        };
        let ended = {
            let mut rest = pin!(drained(conn));
            let mut context = Context::from_waker(Waker::noop());
            // The runtime limits the work of a future in one poll.
            (0..POLLS).find_map(|_| match rest.as_mut().poll(&mut context) {
                Poll::Ready(ended) => Some(ended),
                Poll::Pending => None,
            })
        };
        match ended {
            Some(Ok(())) => self.unread = false,
            Some(Err(_)) | None => self.close(),
        }
    }

    /// The connection with the server's answer to the last statement.
    pub fn last(&self) -> Option<&Conn> {
        self.conn.as_ref()
    }
}

/// How often to poll for the rest of a result without waiting.
const POLLS: u32 = 2;

/// Reads the rest of a result. An error of the server at its end is ignored, because the result was
/// abandoned.
pub(super) async fn drained(conn: &mut Conn) -> mysql_async::Result<()> {
    match QueryResult::<BinaryProtocol>::new(conn).drop_result().await {
        Err(mysql_async::Error::Server(_)) => Ok(()),
        ended => ended,
    }
}

/// A connection in use.
///
/// If a future is dropped, the answer of the server is unknown, so the connection is closed. That
/// happens at once, because the server keeps the locks of its transaction until then. The driver
/// reports a connection as disconnected from sending a statement until the beginning of the answer.
/// If the answer had begun, the driver reads the rest before the next statement.
pub(super) struct InUse<'l> {
    link: &'l mut Link,
}

impl InUse<'_> {
    pub fn conn(&mut self) -> mysql_async::Result<&mut Conn> {
        let closed = || DriverError::ConnectionClosed.into();
        self.link.conn.as_mut().ok_or_else(closed)
    }
}

impl Drop for InUse<'_> {
    fn drop(&mut self) {
        if self.link.conn.as_ref().is_some_and(Conn::is_disconnected) {
            self.link.close();
        }
    }
}
