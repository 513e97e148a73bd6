use messages::models::*;

fn main() {
    let _ = User::insert(NewUser { name: "Ada".into() });
    let _ = User::insert(NewUser { name: "Ada".into(), age: 36, bio: "…".into() });
    let _ = User::insert(NewUser { name: "Ada", age: 36 });
    let _ = User::insert(NewUser { name: "Ada".into(), ..Default::default() });
}
