//! Writes to the standard output and the error output, and sets the exit status.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

/// The end of a command that did not fail.
pub enum Outcome {
    /// Success, with the output.
    Done(String),
    /// A difference, with the output; the exit status is 3.
    Differs(String),
}

/// The exit status of [`Outcome::Differs`].
const DIFFERS: u8 = 3;

/// Prints the output, and returns the exit status.
pub fn end(outcome: Result<Outcome, String>) -> ExitCode {
    match outcome {
        Ok(Outcome::Done(text)) => print(&text, ExitCode::SUCCESS),
        Ok(Outcome::Differs(text)) => print(&text, ExitCode::from(DIFFERS)),
        Err(message) => {
            // If the error output is closed, too, nobody reads it.
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

/// Writes to the standard output; a closed output is not an error.
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

/// An error of the build crate, formatted for this terminal.
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

/// The style of text on a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Normal text.
    Plain,
    /// More important text.
    Bold,
    /// Less important text.
    Dim,
    /// A loss or an error.
    Red,
    /// A warning.
    Yellow,
    /// An addition.
    Green,
}

/// A text in a style, if the standard output is a terminal.
pub fn styled(text: &str, style: Style) -> String {
    let code = match style {
        Style::Plain => return text.to_owned(),
        Style::Bold => "1",
        Style::Dim => "2",
        Style::Red => "31",
        Style::Yellow => "33",
        Style::Green => "32",
    };
    match is_coloured(&io::stdout()) {
        true => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        false => text.to_owned(),
    }
}

/// The width of the terminal behind the standard output, if it is a terminal.
pub fn width() -> Option<usize> {
    let (terminal_size::Width(width), _) = terminal_size::terminal_size_of(io::stdout())?;
    Some(usize::from(width)).filter(|width| *width >= NARROWEST)
}

/// The narrowest terminal on which lines are wrapped.
const NARROWEST: usize = 40;

/// The text in lines of at most this width; all but the first begin with this indent, and the first
/// one has to be printed at this position, too.
pub fn wrapped(text: &str, indent: usize, width: Option<usize>) -> String {
    let Some(width) = width else {
        return text.to_owned();
    };
    let mut lines = String::new();
    let mut column = indent;
    for word in text.split(' ') {
        let length = word.chars().count();
        if column > indent && column + 1 + length > width {
            lines.push('\n');
            lines.push_str(&" ".repeat(indent));
            column = indent;
        } else if column > indent {
            lines.push(' ');
            column += 1;
        }
        lines.push_str(word);
        column += length;
    }
    lines
}

/// `a`, `a and b`, `a, b and c`.
pub fn listed<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let texts: Vec<&str> = texts.into_iter().collect();
    match texts.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
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

#[cfg(test)]
mod tests {
    use super::{listed, wrapped};

    #[test]
    fn lines_are_broken_between_words() {
        assert_eq!(wrapped("one two three", 2, None), "one two three");
        assert_eq!(wrapped("one two three", 2, Some(80)), "one two three");
        assert_eq!(wrapped("one two three", 2, Some(9)), "one two\n  three");
        assert_eq!(wrapped("one two three", 2, Some(8)), "one\n  two\n  three");
        assert_eq!(wrapped("unbreakable", 2, Some(4)), "unbreakable");
    }

    #[test]
    fn lists_are_sentences() {
        assert_eq!(listed([]), "");
        assert_eq!(listed(["a"]), "a");
        assert_eq!(listed(["a", "b"]), "a and b");
        assert_eq!(listed(["a", "b", "c"]), "a, b and c");
    }
}
