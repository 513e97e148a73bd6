use messages::models::*;
use tablewright::{Database, Result, Sqlite};

async fn names(db: &Database) -> Result<()> {
    let tx = db.begin().await?;
    let _ = User::all().stream(tx);
    let _ = User::all().stream(db.clone());
    let _ = User::all().stream(db).await;
    let _ = User::all().limit(3).page(None, 2).stream(db);
    let blocking = Sqlite::memory()?;
    let _ = User::all().stream(&blocking);
    let _ = (User::all().stream(db)).map(|user: Result<User>| user);
    for _ in User::all().stream(db) {} // let _ = one more
    Ok(())
}

fn main() {}
