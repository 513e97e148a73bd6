//! All consumers share one file of models.

fn main() -> tablewright_build::Result {
    tablewright_build::compile("../everything.yaml")
}
