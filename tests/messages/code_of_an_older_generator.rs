tablewright::__generated_by!(0, "0.0.1");

fn main() {}
