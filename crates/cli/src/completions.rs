//! `tablewright completions`.

use clap::CommandFactory;
use clap_complete::Shell;

/// Print the completion script of a shell.
#[derive(clap::Args)]
#[group(skip)]
#[command(after_help = "\
Examples:
  tablewright completions bash > ~/.local/share/bash-completion/completions/tablewright
  tablewright completions zsh > ~/.zfunc/_tablewright
  tablewright completions fish > ~/.config/fish/completions/tablewright.fish")]
pub struct Arguments {
    /// The shell.
    shell: Shell,
}

/// Runs the command, and returns its output.
pub fn run(arguments: &Arguments) -> Result<String, String> {
    let mut script = Vec::new();
    let mut command = crate::Arguments::command();
    clap_complete::generate(arguments.shell, &mut command, "tablewright", &mut script);
    String::from_utf8(script).map_err(|error| format!("error: {error}"))
}
