use messages::models::*;
use tablewright::fields;

struct Line {
    title: String,
    author: String,
}

fn main() {
    let _ = Post::all().select(fields!(Line { title: Post::TITLE, auther: Post::TITLE }));
    let _ = Post::all().select(fields!(Line { title: Post::TITLE }));
    let _ = Post::all().select(fields!(Line { title: Post::TITLE, author: Post::LIKES }));
    let _ = Post::all().select(fields!(Line { title: Post::TITLE, author: User::NAME }));
}
