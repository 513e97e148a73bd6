use messages::models::*;
use tablewright::{Async, AsyncConnection, Blocking, BlockingConnection, Connection, Result};

fn main() {
    let blocking = tablewright::Sqlite::memory().unwrap();
    let _ = count(&blocking);
    let _ = count_briefly(&blocking);
    let _ = tablewright::retry(&blocking, async |tx| User::all().count(&tx));
    let _ = count(&String::from("app.db"));
}

fn with_a_pool(pool: &tablewright::Database) {
    let _ = count_blocking(pool);
    let _ = count_blocking_briefly(pool);
    let _ = tablewright::retry(pool, |tx| User::all().count(&tx));
}

async fn count(db: &impl Connection<Mode = Async>) -> Result<u64> {
    User::all().count(db).await
}

async fn count_briefly(db: &impl AsyncConnection) -> Result<u64> {
    User::all().count(db).await
}

fn count_blocking(db: &impl Connection<Mode = Blocking>) -> Result<u64> {
    User::all().count(db)
}

fn count_blocking_briefly(db: &impl BlockingConnection) -> Result<u64> {
    User::all().count(db)
}
