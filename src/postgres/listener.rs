//! Notifications: `LISTEN` on a separate connection, which is opened again after it is lost.

use std::fmt;
use std::time::{Duration, Instant};

use tablewright_sql::Dialect;
use tablewright_sql::quote::identifier;
use tokio::sync::mpsc;
use tokio_postgres::{Client, SimpleQueryMessage};

use super::connect::Disconnect;
use super::error::{self, Context};
use super::pooler::{self, Pooler};
use super::settings::PostgresSettings;
use crate::base::connection::pool::PoolOptions;
use crate::base::error::{Error, Failure, Result};

/// The longest name of a channel in bytes: PostgreSQL would truncate a longer one.
const LONGEST_NAME: usize = 63;

/// The first and the longest pause before another try to connect.
const PAUSES: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// How long to try to reconnect by default.
const RECONNECT_TIMEOUT: Duration = Duration::from_secs(60);

/// A listener for `NOTIFY` and `pg_notify`, on a separate connection.
///
/// If the connection is lost, it is opened again, and listens to the same channels. Notifications
/// in between are lost, because PostgreSQL does not store them. [`next`](PostgresListener::next)
/// reports this, so that the program can check for missed changes.
///
/// ```no_run
/// use tablewright::{PostgresListener, PostgresNotice};
///
/// # async fn run() -> tablewright::Result<()> {
/// let mut listener = PostgresListener::connect("postgres://app:secret@localhost/app").await?;
/// listener.listen("jobs").await?;
/// loop {
///     match listener.next().await? {
///         PostgresNotice::Notification(notice) => println!("{}: {}", notice.channel, notice.payload),
///         PostgresNotice::Reconnected => println!("look at all jobs"),
///     }
/// }
/// # }
/// ```
///
/// Any connection can send notifications; those of a transaction arrive when it is committed:
/// `sql::<()>("SELECT pg_notify(?, ?)").bind("jobs").bind("7").execute(&tx)`.
pub struct PostgresListener {
    settings: PostgresSettings,
    /// How long to wait for a connection.
    connect_timeout: Duration,
    reconnect_timeout: Duration,
    /// Its channels, in the order of the calls.
    channels: Vec<String>,
    /// The connection; `None` after it was lost.
    link: Option<Link>,
}

/// A listening connection.
struct Link {
    client: Client,
    heard: mpsc::UnboundedReceiver<PostgresNotification>,
    disconnect: Disconnect,
}

/// Dropping a listener ends its connection, even during a statement.
impl Drop for Link {
    fn drop(&mut self) {
        self.disconnect.hang_up();
    }
}

/// An item of [`PostgresListener::next`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PostgresNotice {
    /// A notification arrived.
    Notification(PostgresNotification),
    /// The connection was lost and opened again. Notifications in between are lost.
    Reconnected,
}

/// A notification on a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PostgresNotification {
    /// The channel.
    pub channel: String,
    /// The payload; empty if there is none.
    pub payload: String,
    /// The process of the server that sent it.
    pub process_id: i32,
}

impl PostgresNotification {
    pub(super) fn of(told: &tokio_postgres::Notification) -> Self {
        PostgresNotification {
            channel: told.channel().to_owned(),
            payload: told.payload().to_owned(),
            process_id: told.process_id(),
        }
    }
}

impl PostgresListener {
    /// Connects to a server; the URL is that of [`Postgres`](crate::Postgres).
    ///
    /// # Errors
    ///
    /// [`Error::Connect`] if the URL is invalid or names another database, if the server cannot be
    /// reached or refuses the login, and behind a pooler, which may run each transaction in another
    /// session: with `?pooler=true`, or if one is detected. Set `?pooler=false` if the pooler keeps
    /// one session for each client.
    pub async fn connect(url: &str) -> Result<PostgresListener> {
        let mut options = PoolOptions::new();
        let settings = PostgresSettings::new(url, &mut options)?;
        if settings.pooler.is_there() {
            return Err(behind_pooler(settings.pooler));
        }
        let mut listener = PostgresListener {
            settings,
            connect_timeout: options.connect_timeout,
            reconnect_timeout: RECONNECT_TIMEOUT,
            channels: Vec::new(),
            link: None,
        };
        listener.link = Some(listener.open().await?);
        Ok(listener)
    }

    /// Sets how long [`next`](PostgresListener::next) tries to reconnect before it fails: 60
    /// seconds by default.
    pub fn reconnect_timeout(mut self, timeout: Duration) -> PostgresListener {
        self.reconnect_timeout = timeout;
        self
    }

    /// Listens to a channel: `LISTEN "channel"`. It receives notifications from now on.
    ///
    /// # Errors
    ///
    /// [`Error::Value`] for a name that is empty or longer than 63 bytes; [`Error::Lost`] if the
    /// connection is lost; the next connection then listens to the channel.
    pub async fn listen(&mut self, channel: &str) -> Result<()> {
        if channel.is_empty() || channel.len() > LONGEST_NAME || channel.contains('\0') {
            return Err(Error::statement(format!(
                "the name of a channel has 1 to {LONGEST_NAME} bytes, and none of them is 0"
            )));
        }
        if !self.channels.iter().any(|known| known == channel) {
            self.channels.push(channel.to_owned());
        }
        self.run(&format!("LISTEN {}", quoted(channel))).await
    }

    /// Stops listening to a channel: `UNLISTEN "channel"`. Notifications that have arrived are
    /// still returned.
    ///
    /// # Errors
    ///
    /// [`Error::Lost`] if the connection is lost; the next connection then does not listen to the
    /// channel.
    pub async fn unlisten(&mut self, channel: &str) -> Result<()> {
        self.channels.retain(|known| known != channel);
        self.run(&format!("UNLISTEN {}", quoted(channel))).await
    }

    /// Waits for the next notification. If the connection is lost, it opens another one, and
    /// returns [`PostgresNotice::Reconnected`].
    ///
    /// The future may be dropped while it waits, as by `select!`: no notification is lost then.
    ///
    /// # Errors
    ///
    /// [`Error::Connect`] if it cannot reconnect within the
    /// [`reconnect_timeout`](PostgresListener::reconnect_timeout); another call tries again.
    pub async fn next(&mut self) -> Result<PostgresNotice> {
        if let Some(link) = &mut self.link {
            if let Some(notification) = link.heard.recv().await {
                return Ok(PostgresNotice::Notification(notification));
            }
            self.link = None;
        }
        self.link = Some(self.reopen().await?);
        Ok(PostgresNotice::Reconnected)
    }

    async fn run(&mut self, sql: &str) -> Result<()> {
        let Some(link) = &self.link else {
            return Err(error::gone(context(&self.settings, None)));
        };
        match link.client.batch_execute(sql).await {
            Ok(()) => Ok(()),
            Err(said) => {
                let context = context(&self.settings, link.disconnect.get());
                Err(error::of_statement(said, context))
            }
        }
    }

    /// Opens a connection that listens to the channels, and tries again until the timeout.
    async fn reopen(&self) -> Result<Link> {
        let began = Instant::now();
        let (mut pause, longest) = PAUSES;
        loop {
            let error = match self.open().await {
                Ok(link) => return Ok(link),
                Err(error) => error,
            };
            let left = self.reconnect_timeout.saturating_sub(began.elapsed());
            if left.is_zero() {
                return Err(error);
            }
            tokio::time::sleep(pause.min(left)).await;
            pause = (pause * 2).min(longest);
        }
    }

    /// Opens a connection that listens to the channels.
    async fn open(&self) -> Result<Link> {
        match tokio::time::timeout(self.connect_timeout, self.open_now()).await {
            Ok(opened) => opened,
            Err(_) => Err(Error::Connect(Box::new(Failure {
                message: format!(
                    "{}: it did not answer within {} s: check that the server runs and is not \
                     overloaded",
                    self.settings.server,
                    self.connect_timeout.as_secs_f64()
                ),
                source: None,
            }))),
        }
    }

    async fn open_now(&self) -> Result<Link> {
        let PostgresSettings {
            config,
            tls,
            server,
            user,
            database,
            pooler,
            ..
        } = &self.settings;
        let (tell, heard) = mpsc::unbounded_channel();
        let (client, disconnect) = match tls.connect(config, Some(tell)).await {
            Ok(opened) => opened,
            Err(said) => return Err(error::of_connect(said, server, user, database)),
        };
        let link = Link {
            client,
            heard,
            disconnect,
        };
        if *pooler == Pooler::Unknown {
            let is_behind = is_behind_pooler(&link.client).await;
            if is_behind.map_err(|said| error::of_connect(said, server, user, database))? {
                return Err(behind_pooler(Pooler::Detected));
            }
        }
        if self.channels.is_empty() {
            return Ok(link);
        }
        let listens = self.channels.iter().map(|channel| quoted(channel));
        let sql: String = listens
            .map(|channel| format!("LISTEN {channel};"))
            .collect();
        match link.client.batch_execute(&sql).await {
            Ok(()) => Ok(link),
            Err(said) => Err(error::of_connect(said, server, user, database)),
        }
    }
}

fn quoted(channel: &str) -> String {
    identifier(Dialect::Postgres, channel)
}

fn context<'s>(settings: &'s PostgresSettings, disconnect: Option<&'s str>) -> Context<'s> {
    Context {
        table: None,
        server: &settings.server,
        disconnect,
        has_limit: false,
    }
}

/// Whether a statement runs in another process than the login named.
async fn is_behind_pooler(client: &Client) -> Result<bool, tokio_postgres::Error> {
    let Some(of_login) = pooler::process_of_login(client).await else {
        return Ok(false);
    };
    let rows = client.simple_query("SELECT pg_backend_pid()").await?;
    let of_query = rows.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0)?.parse().ok(),
        _ => None,
    });
    Ok(of_query.is_some_and(|of_query| pooler::detect(of_login, of_query)))
}

#[cold]
fn behind_pooler(pooler: Pooler) -> Error {
    let otherwise = match pooler {
        Pooler::Unknown | Pooler::Absent | Pooler::Declared => ", without `pooler=true`",
        Pooler::Detected => pooler.otherwise(),
    };
    Error::Connect(Box::new(Failure {
        message: format!(
            "notifications do not work through a pooler that changes the session for each \
             transaction ({}): give the listener the URL of the server itself{otherwise}",
            pooler.evidence()
        ),
        source: None,
    }))
}

impl fmt::Debug for PostgresListener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresListener")
            .field("settings", &self.settings)
            .field("channels", &self.channels)
            .field("is_connected", &self.link.is_some())
            .finish_non_exhaustive()
    }
}
