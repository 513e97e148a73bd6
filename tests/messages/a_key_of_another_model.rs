use messages::models::*;

fn main() {
    let post = PostId::new(1);
    let _ = User::find(post);
    let _ = Post::AUTHOR_ID.eq(post);
    let _ = NewPost { author_id: post, title: "title".into(), likes: 0 };
    let _ = User::find(1);
}
