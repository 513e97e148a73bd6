use messages::models::*;
use tablewright::Result;

fn main() {}

async fn forgotten(key: UserId) -> Result<()> {
    let _ = User::find(key).await?;
    let _ = User::update(key).set(User::AGE, 37).await?;
    Ok(())
}
