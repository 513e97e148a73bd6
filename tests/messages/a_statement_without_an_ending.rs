#![deny(unused_must_use)]

use messages::models::*;
use tablewright::{Database, Result, batch, sql};

fn main() {}

async fn forgotten(db: &Database, key: UserId) -> Result<()> {
    User::update(key).set(User::AGE, 37);
    User::find(key).delete();
    User::insert(NewUser { name: "Ada".into(), age: 36 });
    Post::all().with(Post::AUTHOR);
    sql::<()>("DELETE FROM users");
    User::all().count(db);
    let batch = batch(db);
    User::all().count(&batch);
    Ok(())
}
