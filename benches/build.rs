//! Generates the models of the benchmarks.

fn main() -> tablewright_build::Result {
    tablewright_build::compile("models.yaml")
}
