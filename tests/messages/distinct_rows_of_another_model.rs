use messages::models::*;

fn main() {
    let _ = Post::all().order_by(Post::LIKES.desc()).distinct_on(User::NAME);
    let _ = User::all().order_by(User::AGE.asc()).distinct_on(User::EXTRA);
    let _ = Post::all().order_by(Post::LIKES.desc()).distinct_on([Post::LIKES, Post::TITLE]);
    let _ = Post::all().distinct_on(Post::LIKES.desc());
    let _ = Post::all().select(Post::TITLE).order_by(Post::LIKES.desc()).distinct_on(Post::TITLE);
}
