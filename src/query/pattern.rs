//! Patterns, which mean the same on every database.

use tablewright_sql::pattern::{self, Parameter};
use tablewright_sql::words::{Like, Op, PREFIX, PREFIX_END, PREFIX_ONLY, like};

use crate::base::error::{Error, Result};
use crate::base::statement::{Name, Sink};
use crate::base::value::arg::Arg;
use crate::base::value::types::without_nul;

/// What a text is compared with.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    kind: Like,
    parts: Vec<Part>,
    /// The flags of [`Op::Pattern`].
    form: u32,
}

/// A part of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// `%`
    Any,
    /// `_`
    One,
    /// A character that stands for itself.
    Just(char),
}

impl Pattern {
    /// Reads a pattern: `%` stands for any characters, `_` for one, and `\\` before one of these for
    /// itself.
    ///
    /// # Errors
    ///
    /// [`Error::Value`] for a pattern that ends in the middle of an escape.
    pub fn new(kind: Like, text: &str) -> Result<Pattern> {
        let parts = parts(without_nul(text)?)?;
        let prefix = beginning(&parts);
        let flag = |flag: u32, is_set: bool| if is_set { flag } else { 0 };
        let form = flag(PREFIX, !prefix.is_empty())
            | flag(PREFIX_END, end(&prefix).is_some())
            | flag(
                PREFIX_ONLY,
                matches!(&parts[prefix.chars().count()..], [Part::Any]),
            );
        Ok(Pattern { kind, parts, form })
    }

    pub fn walk<'w, S: Sink<'w>>(&'w self, name: Name, to: &mut S) {
        to.op(Op::Like, like(self.kind, name.column));
        to.op(Op::Pattern, self.form);
        if !S::BINDS {
            return;
        }
        for parameter in pattern::parameters(to.dialect(), self.kind, self.form) {
            let text = match parameter {
                Parameter::Prefix => beginning(&self.parts),
                Parameter::PrefixEnd => end(&beginning(&self.parts)).unwrap_or_default(),
                Parameter::Glob => glob(&self.parts),
                Parameter::Like => standard(&self.parts),
                Parameter::Regular => regular(&self.parts),
            };
            to.parameter(name, &Arg::Text(text.into()));
        }
    }
}

/// What every text with this form begins with.
fn beginning(parts: &[Part]) -> String {
    let just = parts.iter().map_while(|part| match part {
        Part::Just(character) => Some(*character),
        Part::Any | Part::One => None,
    });
    just.collect()
}

/// The first text behind all that begin like this; `None` where there is no such text.
fn end(beginning: &str) -> Option<String> {
    let mut text = beginning.to_owned();
    while let Some(last) = text.pop() {
        // A range of characters leaves out what is none.
        if let Some(next) = (last..=char::MAX).nth(1) {
            text.push(next);
            return Some(text);
        }
    }
    None
}

fn parts(pattern: &str) -> Result<Vec<Part>> {
    let mut parts = Vec::new();
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        parts.push(match character {
            '%' => Part::Any,
            '_' => Part::One,
            '\\' => Part::Just(characters.next().ok_or_else(unfinished)?),
            other => Part::Just(other),
        });
    }
    Ok(parts)
}

#[cold]
fn unfinished() -> Error {
    Error::value("a pattern ends in `\\`, which has to stand before the character it is about")
}

fn standard(parts: &[Part]) -> String {
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Any => text.push('%'),
            Part::One => text.push('_'),
            Part::Just(character) => {
                if matches!(character, '%' | '_' | '\\') {
                    text.push('\\');
                }
                text.push(*character);
            }
        }
    }
    text
}

fn glob(parts: &[Part]) -> String {
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Any => text.push('*'),
            Part::One => text.push('?'),
            Part::Just(character @ ('*' | '?' | '[')) => {
                text.push('[');
                text.push(*character);
                text.push(']');
            }
            Part::Just(character) => text.push(*character),
        }
    }
    text
}

/// A regular expression that both ICU's and PCRE's engines read alike.
fn regular(parts: &[Part]) -> String {
    let mut text = String::from("(?s)^");
    for part in parts {
        match part {
            Part::Any => text.push_str(".*"),
            Part::One => text.push('.'),
            Part::Just(character) if character.is_ascii_alphabetic() => {
                text.push('[');
                text.push(character.to_ascii_lowercase());
                text.push(character.to_ascii_uppercase());
                text.push(']');
            }
            Part::Just(character) if character.is_ascii_punctuation() => {
                text.push('\\');
                text.push(*character);
            }
            Part::Just(character) => text.push(*character),
        }
    }
    // Before a line break at the end it would hold too, if it were `$`.
    text.push_str("\\z");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_means_the_same_in_all_words() {
        let parts = parts("a%_\\%*[\\\\").expect("it is complete");
        assert_eq!(standard(&parts), "a%_\\%*[\\\\");
        assert_eq!(glob(&parts), "a*?%[*][[]\\");
        assert_eq!(regular(&parts), "(?s)^[aA].*.\\%\\*\\[\\\\\\z");
    }

    #[test]
    fn texts_with_a_beginning_are_between_two_texts() {
        let begins = |pattern| beginning(&parts(pattern).expect("it is complete"));
        assert_eq!(begins("a\\%b_c%"), "a%b");
        assert_eq!(begins("%a"), "");
        assert_eq!(end("ab").as_deref(), Some("ac"));
        assert_eq!(end("a\u{d7ff}").as_deref(), Some("a\u{e000}"));
        assert_eq!(end("a\u{10ffff}").as_deref(), Some("b"));
        assert_eq!(end("\u{10ffff}\u{10ffff}"), None);
    }

    #[test]
    fn a_pattern_is_complete() {
        assert!(super::parts("a\\").is_err());
    }
}
