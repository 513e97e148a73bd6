use messages::models::*;

fn main() {
    let new = || User::insert(NewUser { name: "Ada".into(), age: 36 });
    let _ = new().set(User::SCORE, "high");
    let _ = new().set(User::AGE, None);
    let _ = new().set_some(User::BIO, Some(7));
}
