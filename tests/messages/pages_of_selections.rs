use messages::models::*;
use tablewright::Sqlite;

fn main() {
    let db = Sqlite::memory().unwrap();
    let cursor: Option<String> = None;
    let titles = || Post::all().select(Post::TITLE).order_by(Post::LIKES.desc());
    let _ = titles().page(cursor, 20).all(&db);
    let _ = titles().page(1, 20).all(&db);
    let _ = titles().page(None, 20).one(&db);
    let _ = Post::all().page(None, 20).select(Post::TITLE);
    let _ = titles().limit(3).page(None, 20).order_by(Post::ID.asc());
}
