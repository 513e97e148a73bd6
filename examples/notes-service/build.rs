//! Generates the models and the SQL that `src/lib.rs` includes.

fn main() -> tablewright_build::Result {
    tablewright_build::compile("models.yaml")
}
