use messages::models::*;

fn main() {
    let _ = User::AGE.eq("18");
    let _ = User::NAME.eq(18);
    let _ = User::BIO.ne(true);
    let _ = User::AGE.between(1, 2.0);
}
