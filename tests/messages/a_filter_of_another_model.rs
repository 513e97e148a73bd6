use messages::models::*;

fn main() {
    let _ = User::filter(Post::TITLE.eq("x"));
    let _ = User::filter(User::NAME.eq("x") & Post::TITLE.eq("x"));
}
