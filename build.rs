//! Tablewright is its own first consumer: its bookkeeping table is generated like any other.

fn main() -> tablewright_build::Result {
    tablewright_build::Config::new("models.yaml")
        .own()
        .compile()
}
