use messages::models::*;
use tablewright::query::exists;

fn main() {
    let _ = User::ID.in_(Post::all().select(Post::TITLE));
    let _ = Post::filter(exists(User::all().on(User::NAME, User::BIO)));
}
