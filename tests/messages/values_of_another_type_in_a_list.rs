use messages::models::*;

fn main() {
    let _ = User::AGE.in_(["18", "19"]);
}
