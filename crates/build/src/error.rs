//! The reason why models could not be compiled.

use std::fmt;

use tablewright_schema::yaml::Diagnostics;

/// The reason why models could not be compiled.
///
/// Both `{}` and `{:?}` show the message for people, so a build script can return it from `main`.
pub struct Error(Reason);

enum Reason {
    /// Errors in the models, shown with the lines of their files.
    Diagnostics(Box<Diagnostics>),
    /// Another error, or several.
    Messages(Vec<Message>),
}

/// An error, and a help.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) text: String,
    pub(crate) hint: Option<String>,
}

impl Error {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Error::from(vec![Message {
            text: text.into(),
            hint: None,
        }])
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        if let Reason::Messages(messages) = &mut self.0
            && let Some(message) = messages.last_mut()
        {
            message.hint = Some(hint.into());
        }
        self
    }

    /// Returns the message, for a terminal with or without colours.
    pub fn render(&self, colour: bool) -> String {
        match &self.0 {
            Reason::Diagnostics(mistakes) => mistakes.render(colour),
            Reason::Messages(messages) => {
                let drawn: Vec<String> = messages
                    .iter()
                    .map(|message| message.render(colour))
                    .collect();
                drawn.join("\n")
            }
        }
    }
}

impl Error {
    /// The message, with the position at the beginning of each error: Cargo and the compiler, which
    /// show it, can only point at the crate and into the generated code.
    pub(crate) fn position_first(&self) -> String {
        let drawn = self.to_string();
        let mut text = String::with_capacity(drawn.len());
        let mut lines = drawn.lines().peekable();
        while let Some(line) = lines.next() {
            let line = match line.strip_prefix("error: ") {
                None => line.to_owned(),
                Some(message) => {
                    let next = lines.peek().map(|next| next.trim_start());
                    match next.and_then(|next| next.strip_prefix("--> ")) {
                        None => message.to_owned(),
                        Some(position) => {
                            lines.next();
                            format!("{position}: {message}")
                        }
                    }
                }
            };
            text.push_str(&line);
            text.push('\n');
        }
        text.truncate(text.trim_end().len());
        text
    }
}

impl Message {
    fn render(&self, colour: bool) -> String {
        let (error, help) = match colour {
            true => (
                "\u{1b}[1m\u{1b}[91merror\u{1b}[0m",
                "\u{1b}[1m\u{1b}[96mhelp\u{1b}[0m",
            ),
            false => ("error", "help"),
        };
        let hint = self.hint.iter().map(|hint| format!("  = {help}: {hint}\n"));
        format!("{error}: {}\n{}", self.text, hint.collect::<String>())
    }
}

impl From<Diagnostics> for Error {
    fn from(mistakes: Diagnostics) -> Self {
        Error(Reason::Diagnostics(Box::new(mistakes)))
    }
}

impl From<Vec<Message>> for Error {
    fn from(messages: Vec<Message>) -> Self {
        Error(Reason::Messages(messages))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.render(false).trim_end())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // `main` shows an error by `Debug`, after `Error: `: the message begins on the next line.
        write!(f, "\n{self}")
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::Error;

    #[test]
    fn both_ways_of_showing_it_are_for_people() {
        let error = Error::new("it broke").hint("mend it");
        assert_eq!(error.to_string(), "error: it broke\n  = help: mend it");
        assert_eq!(format!("{error:?}"), "\nerror: it broke\n  = help: mend it");
        assert!(error.render(true).contains("\u{1b}[91merror"));
    }
}
