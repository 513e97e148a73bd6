use messages::models::*;

fn main() {
    let _ = User::NAME.eq(User::AGE);
}
