//! The service within the test.

use std::future::{Future, IntoFuture};

use notes_service::{app, models};
use tablewright::{Database, PoolOptions};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use super::{Client, Place};

/// The service on a free port. It ends with this.
pub struct Service {
    pub client: Client,
    pub db: Database,
    runtime: Runtime,
}

impl Service {
    pub fn start(place: &Place) -> Service {
        Service::start_with(place, &PoolOptions::new())
    }

    pub fn start_with(place: &Place, options: &PoolOptions) -> Service {
        let runtime = Runtime::new().expect("a runtime");
        let (db, listener) = runtime.block_on(async {
            let db = Database::connect_with(&place.url(), options)
                .await
                .expect("a database");
            models::migrate(&db).await.expect("tables");
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            (db, listener)
        });
        let address = listener.local_addr().expect("an address");
        runtime.spawn(axum::serve(listener, app(db.clone())).into_future());
        Service {
            client: Client::new(&address.to_string()),
            db,
            runtime,
        }
    }

    pub fn block_on<F: Future>(&self, future: F) -> F::Output {
        self.runtime.block_on(future)
    }
}
