//! Detects a pooler in front of the server.
//!
//! At login the server names the process that serves the connection, for requests to cancel a
//! statement. A pooler names a number of its own, because it has to find the session that serves
//! the connection at that moment. So if the process that runs a statement has another number than
//! the login told, a pooler is in between.

use std::future::{Ready, ready};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::tls::{ChannelBinding, TlsConnect, TlsStream};
use tokio_postgres::{Client, NoTls};

use crate::base::trace;

/// What is known of a pooler in front of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pooler {
    /// The program does not say, and none is detected.
    Unknown,
    /// The program says that there is none, or one that keeps the session of a client.
    Absent,
    /// The program says that there is one.
    Declared,
    /// The program does not say, and one is detected.
    Detected,
}

impl Pooler {
    /// By the option of the program.
    pub fn of_option(option: Option<bool>) -> Pooler {
        match option {
            None => Pooler::Unknown,
            Some(false) => Pooler::Absent,
            Some(true) => Pooler::Declared,
        }
    }

    /// Whether each transaction may run in another session.
    pub fn is_there(self) -> bool {
        match self {
            Pooler::Unknown | Pooler::Absent => false,
            Pooler::Declared | Pooler::Detected => true,
        }
    }

    /// How it is known, for messages.
    pub fn evidence(self) -> &'static str {
        match self {
            Pooler::Unknown | Pooler::Absent | Pooler::Declared => "`pooler=true`",
            Pooler::Detected => {
                "detected: the server's process is not the one that answered the login"
            }
        }
    }

    /// What else to do if the pooler does not change sessions, for messages.
    pub fn otherwise(self) -> &'static str {
        match self {
            Pooler::Unknown | Pooler::Absent | Pooler::Declared => "",
            Pooler::Detected => {
                ", or set `pooler=false` if the pooler keeps one session for each client"
            }
        }
    }
}

/// The number of the server's process that the login named; 0 if it named none, and `None` if it is
/// unknown.
///
/// The driver only shows it in a request to cancel, which is written into memory here.
pub(super) async fn process_of_login(client: &Client) -> Option<i32> {
    let token = client.cancel_token();
    let mut request = Request::default();
    if token.cancel_query_raw(&mut request, Plain).await.is_err() {
        // A client that does not encrypt may have settings that need this one.
        request = Request::default();
        token.cancel_query_raw(&mut request, NoTls).await.ok()?;
    }
    request.process()
}

/// Detects and logs a pooler in between, by the two numbers of the process.
pub(super) fn detect(of_login: i32, of_statement: i32) -> bool {
    let is_there = is_in_between(of_login, of_statement);
    if is_there {
        trace::pooler_detected(of_login, of_statement);
    }
    is_there
}

/// Whether the numbers show a pooler. Some databases have no number of a process, and say -1.
fn is_in_between(of_login: i32, of_statement: i32) -> bool {
    of_statement > 0 && of_statement != of_login
}

/// A request to cancel, as it is written to the server.
///
/// It contains the secret of the connection, so it has no `Debug`.
#[derive(Default)]
struct Request(Vec<u8>);

/// The length of a request, and its code.
const HEAD: [u8; 8] = [0, 0, 0, 16, 4, 210, 22, 46];

impl Request {
    fn process(&self) -> Option<i32> {
        // A request for encryption may come before it.
        let start = self.0.len().checked_sub(16)?;
        let (head, rest) = self.0.get(start..)?.split_first_chunk::<8>()?;
        let (process, _) = rest.split_first_chunk::<4>()?;
        (*head == HEAD).then(|| i32::from_be_bytes(*process))
    }
}

impl AsyncRead for Request {
    /// Accepts the request for encryption.
    fn poll_read(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        buffer.put_slice(b"S");
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Request {
    fn poll_write(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.0.extend(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// The encryption of a request that stays in memory: none.
struct Plain;

impl<'r> TlsConnect<&'r mut Request> for Plain {
    type Stream = &'r mut Request;
    type Error = io::Error;
    type Future = Ready<io::Result<&'r mut Request>>;

    fn connect(self, request: &'r mut Request) -> Self::Future {
        ready(Ok(request))
    }
}

impl TlsStream for &mut Request {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_process_is_read_from_a_request() {
        let request = [&HEAD[..], &[0, 0, 1, 2], &[9; 4]].concat();
        assert_eq!(Request(request.clone()).process(), Some(258));
        // After a request for encryption.
        let encrypted = [&[0, 0, 0, 8, 4, 210, 22, 47][..], &request].concat();
        assert_eq!(Request(encrypted).process(), Some(258));
        let negative = [&HEAD[..], &[255; 4], &[9; 4]].concat();
        assert_eq!(Request(negative).process(), Some(-1));
        assert_eq!(Request(vec![0; 16]).process(), None);
        assert_eq!(Request(request[..15].to_vec()).process(), None);
        assert_eq!(Request::default().process(), None);
    }

    #[test]
    fn another_process_is_behind_a_pooler() {
        for (of_login, of_statement, expected) in [
            (7, 7, false),
            (7, 8, true),
            // PgBouncer's number is random, and Amazon's proxy has none.
            (-7, 8, true),
            (0, 8, true),
            // Old versions of CockroachDB, and CrateDB.
            (7, -1, false),
            (0, -1, false),
            (0, 0, false),
        ] {
            let found = is_in_between(of_login, of_statement);
            assert_eq!(found, expected, "{of_login} {of_statement}");
        }
    }
}
