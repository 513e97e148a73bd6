// As generated code says it for `rust: crate::Isbn` at a `string`.
#[derive(Clone)]
pub struct Isbn(pub String);
tablewright::__try_from!(Isbn, String);

// As it says it for `rust: crate::Settings` at a `json`.
#[derive(Clone)]
pub struct Settings;
tablewright::__serde!(Settings);

fn main() {}
