//! Generates the models and embeds the migrations.

fn main() -> tablewright_build::Result {
    tablewright_build::compile("models.yaml")
}
