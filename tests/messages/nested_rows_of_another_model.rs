use messages::models::*;
use tablewright::Sqlite;

fn main() {
    let user = NewUser { name: "Ada".into(), age: 36 };
    let author_id = UserId::new(1);
    let post = NewPost { author_id, title: "title".into(), likes: 0 };
    let _ = User::insert(user.clone()).with(User::POSTS, |_| [user.clone()]);
    let _ = User::insert(user.clone()).with(Post::ANSWERS, |_| [post.clone()]);
    let _ = Post::insert(post.clone()).with(Post::AUTHOR, |_| [user.clone()]);
    let _ = Post::insert(post.clone()).with(Post::ANSWERS, |_| post.clone());
    let tree = User::insert(user.clone()).with(User::POSTS, |_| [post.clone()]);
    let _ = User::upsert(tree, User::ID);
    let _ = User::POSTS.upsert(&user, post.clone(), Post::ID);
    let db = Sqlite::memory().unwrap();
    let tree = User::insert(user).with(User::POSTS, |_| [post]);
    let _: User = tree.one(&db).unwrap();
}
