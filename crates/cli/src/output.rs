//! What goes to the standard output and the error output, and the exit status.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

/// How a command ended that did not fail.
pub enum Outcome {
    /// All is well. This is printed.
    Done(String),
    /// What was looked at is not as it should be. This is printed, and the exit status is 3.
    Differs(String),
}

/// The exit status of [`Outcome::Differs`].
const DIFFERS: u8 = 3;

/// Prints what there is to print, and gives the exit status.
pub fn end(outcome: Result<Outcome, String>) -> ExitCode {
    match outcome {
        Ok(Outcome::Done(text)) => print(&text, ExitCode::SUCCESS),
        Ok(Outcome::Differs(text)) => print(&text, ExitCode::from(DIFFERS)),
        Err(message) => {
            // There is no one to tell if the error output is closed, too.
            let _ = writeln!(io::stderr(), "{}", message.trim_end());
            ExitCode::FAILURE
        }
    }
}

/// Prints to the standard output, which a reader such as `head` may close early.
fn print(text: &str, status: ExitCode) -> ExitCode {
    match write(text) {
        Ok(()) => status,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: cannot write the output: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Writes to the standard output; it is no error if no one reads it.
pub fn write(text: &str) -> io::Result<()> {
    let mut output = io::stdout().lock();
    let written = output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush());
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// An error of the build crate as it is shown on this terminal.
pub fn drawn(error: tablewright_build::Error) -> String {
    error.render(is_coloured(&io::stderr()))
}

/// An error of a database.
pub fn failed(error: tablewright::Error) -> String {
    let error_word = match is_coloured(&io::stderr()) {
        true => "\u{1b}[1m\u{1b}[91merror\u{1b}[0m",
        false => "error",
    };
    format!("{error_word}: {error}")
}

/// A text that stands out on a terminal.
pub fn bold(text: &str) -> String {
    match is_coloured(&io::stdout()) {
        true => format!("\u{1b}[1m{text}\u{1b}[0m"),
        false => text.to_owned(),
    }
}

/// `1 row`, `2 rows`.
pub fn counted(number: u64, one: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {one}s"),
    }
}

fn is_coloured(output: &impl IsTerminal) -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    output.is_terminal() && !refused
}
