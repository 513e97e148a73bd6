use messages::models::*;

fn main() {
    let _ = User::all().order_by(Post::TITLE.asc());
}
