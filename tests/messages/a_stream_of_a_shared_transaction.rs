use messages::models::*;
use tablewright::{Database, Result};

async fn names(db: &Database) -> Result<()> {
    let tx = db.begin().await?;
    let _ = User::all().stream(&tx);
    tx.commit().await
}

fn main() {}
