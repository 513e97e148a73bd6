//! A relay between clients and servers: it counts how often a client waits, falls silent, closes
//! connections and corrupts messages.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tablewright::{Database, PoolOptions, Result};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, UnixStream};
use tokio::task::{JoinHandle, JoinSet};

use crate::Place;

/// Stands between clients and the server of a place, and counts the round trips.
#[derive(Debug)]
pub struct Relay {
    url: String,
    count: Arc<Count>,
    accepting: JoinHandle<()>,
}

/// A fault on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is passed on any more, and neither side is notified.
    Stall,
    /// The connection is closed.
    Cut,
    /// The first half of a message is passed on, and the connection is closed.
    Truncate,
    /// Other bytes are passed on, as many of them.
    Garbage,
}

/// The receiver of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// The program.
    Client,
    /// The database.
    Server,
}

/// A fault that will happen.
#[derive(Clone, Copy, Debug)]
struct Armed {
    fault: Fault,
    to: To,
    /// The number of pieces that are passed on before the fault.
    left: usize,
}

/// A round trip begins with a client's first message after one of the server.
#[derive(Debug, Default)]
struct Count {
    trips: AtomicUsize,
    has_server_spoken: AtomicBool,
    /// How many connections there were.
    connections: AtomicUsize,
    /// The number of connections, from the first, that are silent.
    silent: AtomicUsize,
    armed: Mutex<Option<Armed>>,
    /// A message of a client that is held back.
    held_back: Mutex<Option<&'static [u8]>>,
    /// Whether something is held back now.
    holds: AtomicBool,
}

impl Count {
    /// The fault for the current message.
    fn strikes(&self, to: To) -> Option<Fault> {
        let mut armed = self.armed.lock().unwrap_or_else(PoisonError::into_inner);
        let next = armed.as_mut().filter(|armed| armed.to == to)?;
        if next.left > 0 {
            next.left -= 1;
            return None;
        }
        armed.take().map(|armed| armed.fault)
    }

    /// Waits if this message is held back, until [`Relay::let_go`].
    async fn holds_back(&self, said: &[u8]) {
        let is_meant = {
            let mut meant = self
                .held_back
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            let has = |part: &[u8]| said.windows(part.len()).any(|it| it == part);
            meant.take_if(|part| has(part)).is_some()
        };
        if is_meant {
            self.holds.store(true, Ordering::SeqCst);
        }
        while is_meant && self.holds.load(Ordering::SeqCst) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits while a connection is silent, which never ends.
    async fn listens(&self, connection: usize) {
        while connection < self.silent.load(Ordering::SeqCst) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Relay {
    /// Starts a relay in front of the server of a place.
    ///
    /// # Errors
    ///
    /// The system's error for the port.
    ///
    /// # Panics
    ///
    /// If the URL of the place does not have the socket of a server.
    pub async fn new(place: &Place) -> io::Result<Relay> {
        let (scheme, rest) = place.url().split_once("://").expect("a URL");
        let (user, rest) = rest.split_once('@').expect("a user");
        let (database, socket) = rest.split_once('?').expect("a socket");
        let (_, database) = database.split_once('/').expect("a database");
        let (name, path) = socket.split_once('=').expect("a path");
        let path = path.split('&').next().unwrap_or_default();
        let path = path.replace("%2F", "/");
        let path = match name {
            "host" => format!("{path}/.s.PGSQL.5432"),
            _ => path,
        };

        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let count = Arc::new(Count::default());
        let counted = Arc::clone(&count);
        let accepting = tokio::spawn(async move {
            // They end with the relay.
            let mut connections = JoinSet::new();
            while let Ok((client, _)) = listener.accept().await {
                let Ok(server) = UnixStream::connect(&path).await else {
                    return;
                };
                let (from_client, to_client) = client.into_split();
                let (from_server, to_server) = server.into_split();
                let number = counted.connections.fetch_add(1, Ordering::SeqCst);
                let (there, back) = (Arc::clone(&counted), Arc::clone(&counted));
                let there = pass(from_client, to_server, there, number, To::Server, |there| {
                    if there.has_server_spoken.swap(false, Ordering::SeqCst) {
                        there.trips.fetch_add(1, Ordering::SeqCst);
                    }
                });
                let back = pass(from_server, to_client, back, number, To::Client, |back| {
                    back.has_server_spoken.store(true, Ordering::SeqCst);
                });
                // If one direction ends, so does the other.
                connections.spawn(async move {
                    tokio::select! {
                        ended = there => ended,
                        ended = back => ended,
                    }
                });
            }
        });
        Ok(Relay {
            url: format!("{scheme}://{user}@127.0.0.1:{port}/{database}"),
            count,
            accepting,
        })
    }

    /// A pool of one connection through the relay.
    ///
    /// # Errors
    ///
    /// As [`Database::connect_with`].
    pub async fn connect(&self) -> Result<Database> {
        let options = PoolOptions::new().max_connections(1);
        Database::connect_with(&self.url, &options).await
    }

    /// The URL of the database through the relay.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Stops passing on messages of the existing connections without closing them, like a network
    /// that fails.
    pub fn fall_silent(&self) {
        let connections = self.count.connections.load(Ordering::SeqCst);
        self.count.silent.store(connections, Ordering::SeqCst);
    }

    /// Sets a fault after this number of messages to one side.
    pub fn arm(&self, fault: Fault, to: To, after: usize) {
        let armed = Armed {
            fault,
            to,
            left: after,
        };
        *self.armed() = Some(armed);
    }

    /// Holds back the first message of a client that contains these bytes.
    pub fn hold_back(&self, part: &'static [u8]) {
        let held_back = &self.count.held_back;
        *held_back.lock().unwrap_or_else(PoisonError::into_inner) = Some(part);
    }

    /// Waits until something is [held back](Relay::hold_back).
    pub async fn holds(&self) {
        while !self.count.holds.load(Ordering::SeqCst) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Passes on the message that is [held back](Relay::hold_back).
    pub fn let_go(&self) {
        self.count.holds.store(false, Ordering::SeqCst);
    }

    /// Whether the [armed](Relay::arm) fault has happened.
    #[must_use]
    pub fn has_struck(&self) -> bool {
        self.armed().is_none()
    }

    fn armed(&self) -> std::sync::MutexGuard<'_, Option<Armed>> {
        let armed = &self.count.armed;
        armed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of round trips since the last call. The caller has waited for all of them.
    #[must_use]
    pub fn trips(&self) -> usize {
        self.count.trips.swap(0, Ordering::SeqCst)
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Passes on messages, and announces each first.
async fn pass(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    count: Arc<Count>,
    connection: usize,
    side: To,
    notice: fn(&Count),
) -> io::Result<()> {
    let mut bytes = vec![0; 64 * 1024];
    loop {
        let read = from.read(&mut bytes).await?;
        if read == 0 {
            return to.shutdown().await;
        }
        count.listens(connection).await;
        if side == To::Server {
            count.holds_back(&bytes[..read]).await;
        }
        notice(&count);
        match count.strikes(side) {
            None => to.write_all(&bytes[..read]).await?,
            Some(Fault::Stall) => {
                count.silent.store(connection + 1, Ordering::SeqCst);
                count.listens(connection).await;
            }
            Some(Fault::Cut) => return Ok(()),
            Some(Fault::Truncate) => return to.write_all(&bytes[..read / 2]).await,
            Some(Fault::Garbage) => {
                // Irregular bytes, the same in every run.
                for (number, byte) in (1u8..=u8::MAX).cycle().zip(&mut bytes[..read]) {
                    *byte ^= number.wrapping_mul(167) | 1;
                }
                to.write_all(&bytes[..read]).await?;
            }
        }
    }
}
