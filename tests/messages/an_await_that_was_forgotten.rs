use messages::models::*;

fn main() {}

async fn forgotten(db: &tablewright::Database, key: UserId) -> tablewright::Result<()> {
    let _ = User::find(key).one(db)?;
    let _ = User::find(key).one(db).name;
    let _ = User::all().all(db).len();
    let _: User = User::find(key).one(db).unwrap();
    let user = User::insert(NewUser { name: "Ada".into(), age: 36 }).one(db).await?;
    let _ = user.save(db)?;
    Ok(())
}
