use messages::models::*;
use tablewright::{Database, Result, batch};

async fn statements(db: &Database) -> Result<()> {
    let batch = batch(db);
    let _ = batch.run(User::all().all(&batch)).await?;
    let _ = batch.run((User::all().all(db), User::all().count(&batch))).await?;
    let _ = batch.run([User::all().count(&batch)]).await?;
    let _ = batch.run((User::all(), Post::all())).await?;
    let _ = batch.run(vec![User::all().all(&batch), Post::all().all(&batch)]).await?;
    let _ = User::all().count(&batch).await?;
    let _ = User::all().stream(&batch);
    Ok(())
}

fn main() {}
