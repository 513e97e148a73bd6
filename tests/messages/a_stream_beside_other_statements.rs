use messages::models::*;
use tablewright::{Database, Result};

async fn names(db: &Database) -> Result<()> {
    let mut tx = db.begin().await?;
    let mut users = User::all().stream(&mut tx);
    while let Some(user) = users.next().await {
        let _ = Post::filter(Post::AUTHOR_ID.eq(user?.id)).all(&tx).await?;
    }
    tx.commit().await
}

fn main() {}
