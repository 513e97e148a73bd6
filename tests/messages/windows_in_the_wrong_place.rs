use messages::models::*;
use tablewright::query::row_number;

fn main() {
    let _ = Post::all().select(row_number());
    let _ = Post::filter(row_number().order_by(Post::ID.asc()));
    let _ = Post::all().select(row_number().order_by(User::ID.asc()));
}
