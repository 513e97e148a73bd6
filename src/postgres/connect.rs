//! Opening a connection, and what is heard from it until it ends.

use std::future::poll_fn;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;
use tokio::task::AbortHandle;
use tokio_postgres::tls::{MakeTlsConnect, TlsConnect};
use tokio_postgres::{AsyncMessage, CancelToken, Client, Config, Socket};

use super::error;
use super::listener::PostgresNotification;
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

/// Where notifications go.
pub(super) type Tell = UnboundedSender<PostgresNotification>;

/// Connects; what comes from the server is taken by a task until the connection is dropped, and
/// notifications are passed on, if the session has a listener.
pub(super) async fn open<T>(
    config: &Config,
    tls: T,
    tell: Option<Tell>,
) -> Result<(Client, Disconnect), tokio_postgres::Error>
where
    T: MakeTlsConnect<Socket>,
    T::Stream: Send + 'static,
    T::TlsConnect: Send,
    <T::TlsConnect as TlsConnect<Socket>>::Future: Send,
{
    let (client, mut connection) = config.connect(tls).await?;
    let said = Arc::new(OnceLock::new());
    let heard = Arc::clone(&said);
    let listening = tokio::spawn(async move {
        let ended = loop {
            match poll_fn(|context| connection.poll_message(context)).await {
                Some(Ok(AsyncMessage::Notification(told))) => {
                    if let Some(tell) = &tell {
                        // Who does not listen any more hangs up soon.
                        drop(tell.send(PostgresNotification::of(&told)));
                    }
                }
                Some(Ok(_)) => {}
                Some(Err(error)) => break Err(error),
                None => break Ok(()),
            }
        };
        if let Err(error) = ended {
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
