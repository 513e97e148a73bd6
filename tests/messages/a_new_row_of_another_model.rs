use messages::models::*;

fn main() {
    let author_id = UserId::new(1);
    let post = NewPost { author_id, title: "title".into(), likes: 0 };
    let _ = User::insert(post.clone());
    let _ = User::insert_all([post.clone()]);
    let _ = User::upsert(post.clone(), User::ID);
    let _ = Post::upsert(post.clone(), User::ID);
    let _ = Post::insert(post).set(User::BIO, "…");
}
