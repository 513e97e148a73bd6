//! The driver's connection, and that it is closed where it cannot be used any more.

use mysql_async::{Conn, DriverError};

/// A connection, until it is closed.
pub(super) struct Link {
    conn: Option<Conn>,
}

impl Link {
    pub fn new(conn: Conn) -> Self {
        Link { conn: Some(conn) }
    }

    /// The connection for one piece of work.
    pub fn up(&mut self) -> InUse<'_> {
        InUse { link: self }
    }

    pub fn is_open(&self) -> bool {
        self.conn.is_some()
    }

    pub fn close(&mut self) {
        self.conn = None;
    }

    /// What the server said of the last statement.
    pub fn last(&self) -> Option<&Conn> {
        self.conn.as_ref()
    }
}

/// A connection while it is used.
///
/// It is unknown what a server will answer to a future that was dropped, so the connection is
/// closed then: at once, because until then the server keeps the locks of its transaction. The
/// driver calls it disconnected from when a statement is sent until the beginning of the answer is
/// there. Where the answer had begun the driver reads what is left of it before the next statement.
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
