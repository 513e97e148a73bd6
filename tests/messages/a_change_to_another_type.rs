use messages::models::*;

fn main() {
    let _ = User::update(UserId::new(1)).set(User::AGE, "old");
    let _ = User::update(UserId::new(1)).set(Post::TITLE, "old");
}
