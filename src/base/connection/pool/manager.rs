//! What the pool asks of us: to connect, and to look after what comes back.

use deadpool::managed::{self, Metrics, RecycleError, RecycleResult};

use super::Session;
use super::live::Live;
use crate::base::error::{Error, Result};

/// Makes the connections of a pool.
pub struct Manager<S: Session> {
    settings: S::Settings,
}

impl<S: Session> Manager<S> {
    pub(super) fn new(settings: S::Settings) -> Self {
        Manager { settings }
    }

    /// The database, as messages name it.
    pub(super) fn server(&self) -> String {
        S::server(&self.settings)
    }
}

impl<S: Session> managed::Manager for Manager<S> {
    type Type = Live<S>;
    type Error = Error;

    async fn create(&self) -> Result<Live<S>> {
        // Boxed, as all that is rare: every statement's future has room for what it may wait for,
        // and is moved.
        Ok(Live::new(Box::pin(S::connect(&self.settings)).await?))
    }

    async fn recycle(&self, live: &mut Live<S>, _: &Metrics) -> RecycleResult<Error> {
        if !live.session().is_usable() {
            return Err(RecycleError::message("the connection was lost"));
        }
        live.recycle().await.map_err(RecycleError::Backend)
    }
}
