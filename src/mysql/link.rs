//! The driver's connection, and that it is closed where it cannot be used any more.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use mysql_async::{BinaryProtocol, Conn, DriverError, QueryResult};

/// A connection, until it is closed.
pub(super) struct Link {
    conn: Option<Conn>,
    /// Whether the rest of a result may be on its way that nobody wants.
    pub unread: bool,
}

impl Link {
    pub fn new(conn: Conn) -> Self {
        Link {
            conn: Some(conn),
            unread: false,
        }
    }

    /// The connection for one piece of work.
    pub fn up(&mut self) -> InUse<'_> {
        InUse { link: self }
    }

    pub fn is_open(&self) -> bool {
        self.conn.is_some()
    }

    /// Closes the connection at once, whatever is on its way: the server ends what it does as soon
    /// as it notices.
    pub fn close(&mut self) {
        self.unread = false;
        if let Some(conn) = self.conn.take() {
            // The driver reads results to their ends before it disconnects, unless this is dropped.
            let mut farewell = pin!(conn.disconnect());
            let _ = farewell
                .as_mut()
                .poll(&mut Context::from_waker(Waker::noop()));
        }
    }

    /// Reads the rest of a result if it is here already, and closes the connection otherwise.
    pub fn drain_or_close(&mut self) {
        let Some(conn) = &mut self.conn else {
            return;
        };
        let ended = {
            let mut rest = pin!(drained(conn));
            let mut context = Context::from_waker(Waker::noop());
            // The runtime lets a future do only so much in one go.
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

    /// What the server said of the last statement.
    pub fn last(&self) -> Option<&Conn> {
        self.conn.as_ref()
    }
}

/// How often the rest of a result is asked for without waiting.
const POLLS: u32 = 2;

/// Reads the rest of a result. What the server says of it at its end is no failure: it was not
/// wanted any more.
pub(super) async fn drained(conn: &mut Conn) -> mysql_async::Result<()> {
    match QueryResult::<BinaryProtocol>::new(conn).drop_result().await {
        Err(mysql_async::Error::Server(_)) => Ok(()),
        ended => ended,
    }
}

/// A connection while it is used.
///
/// It is unknown what a server will answer to a future that was dropped, so the connection is
/// closed then: at once, because until then the server keeps the locks of its transaction. The
/// driver calls it disconnected from when a statement is sent until the beginning of the answer is
/// there. If the answer had begun the driver reads what is left of it before the next statement.
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
