use messages::models::*;
use tablewright::query::{Aggregate, count};

fn main() {
    let _ = User::NAME.max().gt(5);
    let _ = User::AGE.sum().eq("many");
    let posts = || Post::all().join(Post::AUTHOR).select(count::<Post>());
    let _ = posts().group_by((Post::TITLE, User::EXTRA));
    let _ = posts().group_by((Post::TITLE, Shift::DAY));
}
