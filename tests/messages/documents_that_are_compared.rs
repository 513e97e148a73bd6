use messages::models::*;

fn main() {
    let _ = User::EXTRA.eq(None);
    let _ = User::EXTRA.asc();
    let _ = User::TAGS.desc();
    let _ = User::all().select(User::EXTRA).distinct();
    let _ = User::all().select(User::NAME).group_by(User::EXTRA);
}
