//! The command `cargo tablewright`.

use std::process::ExitCode;

fn main() -> ExitCode {
    tablewright_cli::main_of_cargo()
}
