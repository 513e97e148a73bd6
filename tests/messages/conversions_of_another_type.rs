use messages::models::*;

fn main() {
    let _ = User::NAME.year();
    let _ = User::BORN.hour();
    let _ = User::SCORE.to_text();
    let _ = User::AGE.eq(User::BORN.year().to_bigint());
}
