use messages::models::*;

fn main() {
    let _ = User::AGE.lower();
    let _ = User::BORN.trim().length();
    let _ = User::AGE.concat("x");
    let _ = User::SCORE.like("1%");
    let _ = User::NAME.abs();
    let _ = User::EXTRA.coalesce(User::EXTRA);
    let _ = User::TAGS.nullif(vec!["x".to_owned()]);
    let _ = User::AGE.round();
    let _ = User::NAME + User::BIO;
    let _ = User::NAME.lower().abs();
    let _ = User::NAME.coalesce(1);
    let _ = Post::filter(User::NAME.lower().eq("x"));
}
