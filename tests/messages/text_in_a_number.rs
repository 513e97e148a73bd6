use messages::models::*;

fn main() {
    let _ = User::AGE.like("1%");
    let _ = User::NAME + 1;
    let _ = User::NAME.sum();
}
