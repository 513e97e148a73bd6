//! Opening a connection, and what is heard from it until it ends.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::task::AbortHandle;
use tokio_postgres::tls::{MakeTlsConnect, TlsConnect};
use tokio_postgres::{CancelToken, Client, Config, Socket};

use super::error;
use super::tls::Tls;

/// How long to try to have a statement given up.
const CANCEL_TIMEOUT: Duration = Duration::from_secs(10);

/// What ended a connection, once it has ended.
pub(super) struct Disconnect {
    said: Arc<OnceLock<String>>,
    /// The task that takes what comes from the server.
    listening: AbortHandle,
}

impl Disconnect {
    pub fn get(&self) -> Option<&str> {
        self.said.get().map(String::as_str)
    }

    /// Closes the connection, wherever its owner is, so that the server gives up its locks.
    pub fn hang_up(&self) {
        self.listening.abort();
    }
}

/// Connects; what comes from the server is taken by a task until the connection is dropped.
pub(super) async fn open<T>(
    config: &Config,
    tls: T,
) -> Result<(Client, Disconnect), tokio_postgres::Error>
where
    T: MakeTlsConnect<Socket>,
    T::Stream: Send + 'static,
    T::TlsConnect: Send,
    <T::TlsConnect as TlsConnect<Socket>>::Future: Send,
{
    let (client, connection) = config.connect(tls).await?;
    let said = Arc::new(OnceLock::new());
    let heard = Arc::clone(&said);
    let listening = tokio::spawn(async move {
        if let Err(error) = connection.await {
            let said = match error.as_db_error() {
                Some(said) => error::plain(said),
                None => error::with_sources(&error),
            };
            // Nothing was said before.
            drop(heard.set(said));
        }
    });
    let listening = listening.abort_handle();
    Ok((client, Disconnect { said, listening }))
}

/// Asks the server, in the background, to give up what a connection is at.
pub(super) fn cancel(tls: &Tls, token: CancelToken) {
    let tls = tls.clone();
    tokio::spawn(async move {
        // The connection is not used any more, whether this succeeds or not.
        drop(tokio::time::timeout(CANCEL_TIMEOUT, tls.cancel(token)).await);
    });
}
