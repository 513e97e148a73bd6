//! The manager of a pool, which opens connections and checks returned ones.

use std::time::Duration;

use deadpool::managed::{self, Metrics, RecycleError, RecycleResult};

use super::hook::Hook;
use super::live::Live;
use super::{PoolOptions, Session};
use crate::base::error::{Error, Result};
use crate::base::trace::Waiting;

/// Opens the connections of a pool.
pub struct Manager<S: Session> {
    settings: S::Settings,
    hook: Option<Hook>,
    max_lifetime: Option<Duration>,
    idle_timeout: Option<Duration>,
    slow_statement: Option<Duration>,
}

/// The shortest and the longest interval of checks for idle connections.
const TURNS: (Duration, Duration) = (Duration::from_millis(20), Duration::from_secs(30));

impl<S: Session> Manager<S> {
    pub(super) fn new(settings: S::Settings, options: &PoolOptions) -> Self {
        // The single connection to a database in memory is the database itself.
        let is_kept = S::most_connections(&settings) == 1;
        let limit = |limit: Option<Duration>| limit.filter(|_| !is_kept);
        Manager {
            settings,
            hook: options.hook.clone(),
            max_lifetime: limit(options.max_lifetime),
            idle_timeout: limit(options.idle_timeout),
            slow_statement: options.slow_statement,
        }
    }

    /// The database, as it is named in messages.
    pub(super) fn server(&self) -> String {
        S::server(&self.settings)
    }

    /// Whether idle times are needed.
    pub(super) fn closes_idle(&self) -> bool {
        self.idle_timeout.is_some()
    }

    /// The interval of checks for connections to close; `None` if none are closed.
    fn turn(&self) -> Option<Duration> {
        let limits = [self.max_lifetime, self.idle_timeout];
        let shortest = limits.into_iter().flatten().min()?;
        Some((shortest / 4).clamp(TURNS.0, TURNS.1))
    }

    /// Whether to close an idle connection.
    fn is_over(&self, live: &Live<S>, metrics: &Metrics) -> bool {
        let idle = || live.unused_for().unwrap_or_else(|| metrics.last_used());
        self.max_lifetime.is_some_and(|most| metrics.age() >= most)
            || self.idle_timeout.is_some_and(|most| idle() >= most)
    }
}

impl<S: Session> managed::Manager for Manager<S> {
    type Type = Live<S>;
    type Error = Error;

    async fn create(&self) -> Result<Live<S>> {
        // Boxed like everything that is rare, because each statement's future has space for all of
        // its parts, and is moved.
        let waiting = Waiting::begins();
        let opened = Box::pin(S::connect(&self.settings)).await;
        waiting.opened(&opened);
        let mut live = Live::new(opened?);
        live.set_slow(self.slow_statement);
        if let Some(hook) = &self.hook {
            hook.call(&mut live).await?;
        }
        Ok(live)
    }

    async fn recycle(&self, live: &mut Live<S>, metrics: &Metrics) -> RecycleResult<Error> {
        if !live.session().is_usable() {
            return Err(RecycleError::message("the connection was lost"));
        }
        if self.is_over(live, metrics) {
            return Err(RecycleError::message("the connection is too old"));
        }
        live.recycle().await.map_err(RecycleError::Backend)
    }
}

/// Closes idle connections until the pool is dropped.
pub(super) fn close_in_time<S: Session>(pool: &managed::Pool<Manager<S>>) {
    let Some(turn) = pool.manager().turn() else {
        return;
    };
    let pool = pool.weak();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(turn).await;
            let Some(pool) = pool.upgrade().filter(|pool| !pool.is_closed()) else {
                return;
            };
            let manager = pool.manager();
            // Removed connections are closed when they are dropped.
            drop(pool.retain(|live, metrics| !manager.is_over(live, &metrics)));
        }
    });
}
