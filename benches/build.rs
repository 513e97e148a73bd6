//! Generates the models that the queries are measured with.

fn main() -> tablewright_build::Result {
    tablewright_build::compile("models.yaml")
}
