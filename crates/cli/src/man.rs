//! `tablewright man`.

use clap::CommandFactory;

/// Print the manual page of the command or of one of its subcommands.
#[derive(clap::Args)]
#[group(skip)]
#[command(after_help = "\
Examples:
  tablewright man > tablewright.1
  tablewright man migrate > tablewright-migrate.1")]
pub struct Arguments {
    /// The subcommand; without it, the page is about the whole command.
    subcommand: Option<String>,
}

/// Runs the command, and returns its output.
pub fn run(arguments: &Arguments) -> Result<String, String> {
    let mut command = crate::Arguments::command();
    command.build();
    let page = match &arguments.subcommand {
        None => command,
        Some(name) => {
            let found = command.find_subcommand(name).cloned();
            found.ok_or_else(|| {
                format!(
                    "error: there is no subcommand `{name}`\nhelp: `tablewright help` lists them"
                )
            })?
        }
    };
    let mut roff = Vec::new();
    let rendered = clap_mangen::Man::new(page).render(&mut roff);
    rendered.map_err(|error| format!("error: {error}"))?;
    String::from_utf8(roff).map_err(|error| format!("error: {error}"))
}
