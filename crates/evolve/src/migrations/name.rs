//! The names of migrations: the time when they were written, and their purpose.

use super::Diagnostic;

/// The most characters of a name, for which the history table has room.
pub const MOST_CHARACTERS: usize = 200;

/// The number of digits of the timestamp.
const DIGITS: usize = 14;

/// The name of a migration: `20261123041500_add_bio`. Names sort in the order of application.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name(String);

impl Name {
    /// Parses the name of a folder.
    ///
    /// # Errors
    ///
    /// The error in the name.
    pub fn parse(folder: &str) -> Result<Name, Diagnostic> {
        let diagnostic = |message: &str, hint: &str| {
            Err(Diagnostic {
                path: folder.to_owned(),
                line: None,
                message: message.to_owned(),
                hint: hint.to_owned(),
            })
        };
        let digits = folder.bytes().take_while(u8::is_ascii_digit).count();
        if digits != DIGITS || folder.as_bytes().get(DIGITS) != Some(&b'_') {
            return diagnostic(
                "the name does not begin with 14 digits and `_`",
                "name a migration like `20261123041500_add_bio`; move other folders elsewhere",
            );
        }
        let name = Name(folder.to_owned());
        if !is_time(name.time()) {
            return diagnostic(
                "its first 14 digits are not a date and time: YYYYMMDDhhmmss",
                "write the time at which the migration was created, in UTC, such as \
                 `20261123041500`",
            );
        }
        let allowed =
            |character: char| character.is_alphanumeric() || matches!(character, '_' | '-');
        if name.words().is_empty() {
            return diagnostic(
                "the name has nothing after its timestamp",
                "say what the migration does, as in `20261123041500_add_bio`",
            );
        }
        if !name.words().chars().all(allowed) {
            return diagnostic(
                "after its timestamp, the name can only have letters, digits, `_` and `-`",
                "write `_` instead of other characters",
            );
        }
        if folder.chars().count() > MOST_CHARACTERS {
            return diagnostic("the name has more than 200 characters", "shorten it");
        }
        Ok(name)
    }

    /// The name of the folder.
    pub fn folder(&self) -> &str {
        &self.0
    }

    /// The timestamp: `20261123041500`.
    pub fn time(&self) -> &str {
        &self.0[..DIGITS]
    }

    /// The part after the timestamp: `add_bio`.
    pub fn words(&self) -> &str {
        &self.0[DIGITS + 1..]
    }
}

/// Whether the digits can be a date and time; the length of a month does not matter.
fn is_time(digits: &str) -> bool {
    let number = |from: usize, to: usize| digits[from..to].parse::<u32>().unwrap_or(u32::MAX);
    (1..=12).contains(&number(4, 6))
        && (1..=31).contains(&number(6, 8))
        && number(8, 10) < 24
        && number(10, 12) < 60
        && number(12, 14) < 60
}
