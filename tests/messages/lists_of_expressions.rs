use messages::models::*;

fn main() {
    let name = || User::NAME.lower();
    let _ = User::filter(name().in_(Post::all().select(Post::LIKES)));
    let _ = User::filter(name().in_(Post::all().select((Post::TITLE, Post::LIKES))));
    let _ = User::filter(name().in_(Post::all()));
    let _ = User::filter(name().in_([1, 2]));
    let _ = User::filter(name().not_in("ada"));
    let _ = User::filter(User::AGE.in_(36));
    let _ = User::filter(User::AGE.in_(User::AGE));
    let _ = User::filter(name().in_(Post::all().on(Post::TITLE, Post::TITLE).select(Post::TITLE)));
}
