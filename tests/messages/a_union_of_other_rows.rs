use messages::models::*;

fn main() {
    let users = User::all().select((User::ID, User::NAME));
    let _ = users.union_all(Post::all().select((Post::TITLE, Post::LIKES)));
}
