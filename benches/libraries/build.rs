//! Generates the models of the comparison.

fn main() -> tablewright_build::Result {
    tablewright_build::compile("models.yaml")
}
