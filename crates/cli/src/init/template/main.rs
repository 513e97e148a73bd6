//! Run it twice: the second run finds the rows of the first one.

mod models {
    tablewright::include_models!();
}

use models::{NewPost, NewUser, Post, User};
use tablewright::{Error, Sqlite};

fn main() -> tablewright::Result<()> {
    let db = Sqlite::open("app.db")?;
    models::create_all(&db)?; // safe at every start

    // The first run inserts the row, and later runs update it: `email` is unique.
    let email = "ada@example.com";
    let new = NewUser {
        email: email.into(),
    };
    let ada = User::upsert(new, User::EMAIL)
        .set(User::NAME, "Ada")
        .one(&db)?;

    let new = NewPost {
        author_id: ada.id,
        title: "On the Analytical Engine".into(),
    };
    Post::insert(new).set(Post::PUBLISHED, true).execute(&db)?;

    // Users, each with its published posts: two queries, however many users there are.
    let users = User::filter(User::NAME.starts_with("A"))
        .order_by(User::EMAIL.asc())
        .with(User::POSTS.filter(Post::PUBLISHED))
        .all(&db)?;
    for (user, posts) in users {
        println!("{} has {} published", user.email, posts.len());
    }

    // A violated constraint is the same error on every database.
    let twin = NewUser {
        email: email.into(),
    };
    if let Err(Error::Unique(broken)) = User::insert(twin).one(&db) {
        println!("refused: {} has that {}", broken.table, broken.columns[0]);
    }
    Ok(())
}
