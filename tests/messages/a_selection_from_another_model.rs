use messages::models::*;

fn main() {
    let _ = User::all().select((User::NAME, Post::TITLE));
}
