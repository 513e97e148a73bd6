use messages::models::*;

fn main() {
    let _ = Post::all().descendants(User::POSTS);
    let _ = Post::all().descendants(Post::FORMER);
    let _ = Post::all().ancestors(Post::ANSWERS);
}
