use messages::models::*;

fn main() {
    let _ = User::NAME.eq(Post::TITLE);
    let _ = User::AGE.gt(Post::LIKES);
}
