use messages::models::*;
use tablewright::query::Aggregate;

fn main() {
    let _ = User::NAME.max().gt(5);
    let _ = User::AGE.sum().eq("many");
}
