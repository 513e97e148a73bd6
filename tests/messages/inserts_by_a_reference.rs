use messages::models::*;
use tablewright::Sqlite;

fn main() {
    let db = Sqlite::memory().unwrap();
    let ada = || NewUser { name: "Ada".into(), age: 36 };
    let post = |author: &User| NewPost { author_id: author.id, title: "Hello".into(), likes: 0 };
    let first = || NewPost { author_id: UserId::new(1), title: "First".into(), likes: 0 };
    let _ = Post::AUTHOR.insert(first(), post);
    let _ = Post::AUTHOR.insert(ada(), |_| ada());
    let _ = Post::AUTHOR.insert(ada(), |author| [post(author)]);
    let _ = Post::AUTHOR.insert(ada());
    let _ = User::POSTS.insert(ada(), post);
    let _ = Post::FORMER.insert(ada(), |_| first());
    let _: (User, Post) = Post::AUTHOR.insert(ada(), post).one(&db).unwrap();
}
