tablewright::__generated_by!(9, "9.0.1");

fn main() {}
