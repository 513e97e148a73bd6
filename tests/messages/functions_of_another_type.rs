use messages::models::*;

fn main() {
    let _ = User::AGE.lower();
    let _ = User::NAME.coalesce(1);
    let _ = Post::filter(User::NAME.lower().eq("x"));
}
