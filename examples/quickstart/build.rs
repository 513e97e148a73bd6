fn main() -> tablewright_build::Result {
    tablewright_build::compile("models.yaml")
}
