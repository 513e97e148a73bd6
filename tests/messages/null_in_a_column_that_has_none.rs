use messages::models::*;

fn main() {
    let _ = User::NAME.eq(None);
    let _ = User::update(UserId::new(1)).set(User::AGE, None);
}
