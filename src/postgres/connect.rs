//! Opening a connection, and receiving its messages until it ends.

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

/// How long to try to cancel a statement.
const CANCEL_TIMEOUT: Duration = Duration::from_secs(10);

/// The reason why a connection has ended, once it has.
pub(super) struct Disconnect {
    said: Arc<OnceLock<String>>,
    /// The task that receives messages from the server.
    listening: AbortHandle,
}

impl Disconnect {
    pub fn get(&self) -> Option<&str> {
        self.said.get().map(String::as_str)
    }

    /// Closes the connection, so that the server releases its locks.
    pub fn hang_up(&self) {
        self.listening.abort();
    }
}

/// The receiver of notifications.
pub(super) type Tell = UnboundedSender<PostgresNotification>;

/// Connects. A task receives the messages of the server until the connection is dropped, and passes
/// on notifications, if the session has a listener.
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
                        // A listener without a receiver is being dropped.
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
            // It was not set before.
            drop(heard.set(said));
        }
    });
    let listening = listening.abort_handle();
    Ok((client, Disconnect { said, listening }))
}

/// Asks the server, in the background, to cancel the statement of a connection.
pub(super) fn cancel(tls: &Tls, token: CancelToken) {
    let tls = tls.clone();
    tokio::spawn(async move {
        // The connection is not used any more, even if this fails.
        drop(tokio::time::timeout(CANCEL_TIMEOUT, tls.cancel(token)).await);
    });
}
