//! Patterns of `like`, which have the same meaning on every database.

use std::fmt;

use tablewright_sql::pattern;
use tablewright_sql::words::{LONG, Like, Op, PREFIX, PREFIX_END, PREFIX_ONLY, like};

use crate::base::error::{Error, Result};
use crate::base::statement::{Name, Sink};
use crate::base::value::parameter::Parameter;
use crate::base::value::types::without_nul;

/// The longest pattern that SQLite accepts, in bytes.
const LONGEST: usize = 50_000;

/// A pattern that a string is compared with.
#[derive(Clone)]
pub(crate) struct Pattern {
    kind: Like,
    parts: Vec<Part>,
    /// The flags of [`Op::Pattern`].
    form: u32,
}

/// Leaves out the pattern, which may be a secret.
impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pattern")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
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
    /// Reads a pattern: `%` stands for any characters, `_` for one, and `\\` before one of these
    /// for itself.
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
            )
            | flag(LONG, is_long(kind, &parts));
        Ok(Pattern { kind, parts, form })
    }

    pub fn walk<'w, S: Sink<'w>>(&'w self, name: Name, to: &mut S) {
        to.op(Op::Like, like(self.kind, name.column));
        self.walk_form(name, to);
    }

    /// How the pattern is compared.
    pub fn kind(&self) -> Like {
        self.kind
    }

    /// Emits the words of the pattern, after those of the string.
    pub fn walk_form<'w, S: Sink<'w>>(&'w self, name: Name, to: &mut S) {
        to.op(Op::Pattern, self.form);
        if !S::BINDS {
            return;
        }
        for parameter in pattern::parameters(to.dialect(), self.kind, self.form) {
            let text = match parameter {
                pattern::Parameter::Prefix => beginning(&self.parts),
                pattern::Parameter::PrefixEnd => end(&beginning(&self.parts)).unwrap_or_default(),
                pattern::Parameter::Glob => glob(&self.parts),
                pattern::Parameter::Like | pattern::Parameter::Own => standard(&self.parts),
                pattern::Parameter::Folded => standard(&self.parts).to_ascii_lowercase(),
            };
            to.parameter(name, &Parameter::Text(text.into()));
        }
    }
}

/// The beginning of every string that matches.
fn beginning(parts: &[Part]) -> String {
    let just = parts.iter().map_while(|part| match part {
        Part::Just(character) => Some(*character),
        Part::Any | Part::One => None,
    });
    just.collect()
}

/// The first string after all strings with this beginning; `None` if there is none.
fn end(beginning: &str) -> Option<String> {
    let mut text = beginning.to_owned();
    while let Some(last) = text.pop() {
        // The range skips surrogates, which are not characters.
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
    Error::value("a pattern ends in `\\`, which must be followed by the character that it escapes")
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

/// Whether the pattern is too long for SQLite.
fn is_long(kind: Like, parts: &[Part]) -> bool {
    // A character has at most four bytes. An escaped one is ASCII.
    parts.len() * 4 > LONGEST
        && match kind {
            Like::Exact => glob(parts).len() > LONGEST,
            Like::IgnoringCase => standard(parts).len() > LONGEST,
        }
}

/// Whether a string matches a pattern, as by `LIKE`. An incomplete pattern matches nothing.
///
/// The piece between two `%` is searched from left to right. Its first position leaves the longest
/// rest for the pieces after it.
#[cfg(feature = "sqlite")]
pub(crate) fn matches(text: &str, kind: Like, pattern: &str) -> bool {
    let folded = |text: &str| match kind {
        Like::Exact => text.to_owned(),
        Like::IgnoringCase => text.to_ascii_lowercase(),
    };
    let Ok(parts) = parts(&folded(pattern)) else {
        return false;
    };
    let text = folded(text);
    let pieces: Vec<&[Part]> = parts.split(|part| *part == Part::Any).collect();
    match &*pieces {
        [] => text.is_empty(),
        [only] => begins(&text, only) == Some(text.len()),
        [first, between @ .., last] => {
            let Some(mut rest) = begins(&text, first).map(|end| &text[end..]) else {
                return false;
            };
            for piece in between {
                match after(rest, piece) {
                    Some(found) => rest = found,
                    None => return false,
                }
            }
            let start = rest.char_indices().rev().map(|(at, _)| at);
            let mut starts = std::iter::once(rest.len()).chain(start);
            let start = starts.nth(last.len());
            start.is_some_and(|start| begins(&rest[start..], last).is_some())
        }
    }
}

/// The end of a piece without `%`, if the string begins with it.
#[cfg(feature = "sqlite")]
fn begins(text: &str, piece: &[Part]) -> Option<usize> {
    let mut rest = text.chars();
    for part in piece {
        let found = rest.next()?;
        match part {
            Part::Just(wanted) if *wanted != found => return None,
            Part::Just(_) | Part::One | Part::Any => {}
        }
    }
    Some(text.len() - rest.as_str().len())
}

/// The rest of the string after the first position of a piece without `%`.
#[cfg(feature = "sqlite")]
fn after<'t>(text: &'t str, piece: &[Part]) -> Option<&'t str> {
    let just = piece.iter().map(|part| match part {
        Part::Just(character) => Some(*character),
        Part::Any | Part::One => None,
    });
    if let Some(just) = just.collect::<Option<String>>() {
        return text.split_once(&just).map(|(_, rest)| rest);
    }
    let starts = text.char_indices().map(|(at, _)| at);
    let mut starts = starts.chain(std::iter::once(text.len()));
    starts.find_map(|at| begins(&text[at..], piece).map(|end| &text[at + end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_means_the_same_in_all_words() {
        let parts = parts("a%_\\%*[\\\\").expect("it is complete");
        assert_eq!(standard(&parts), "a%_\\%*[\\\\");
        assert_eq!(glob(&parts), "a*?%[*][[]\\");
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

    #[cfg(feature = "sqlite")]
    #[test]
    fn long_patterns_mean_the_same() {
        let texts = [
            "", "a", "A", "ab", "aab", "abab", "a%b", "a\r\nb", "äb", "ba",
        ];
        let patterns = [
            "", "%", "_", "a%", "%a", "%a%b", "a_b", "a__b", "a\\%b", "%%b%", "a%b%b",
        ];
        let expected = |text: &str, pattern: &str| {
            let parts = parts(pattern).expect("it is complete");
            fn holds(parts: &[Part], text: &[char]) -> bool {
                match (parts, text) {
                    ([], []) => true,
                    ([Part::Any, rest @ ..], text) => {
                        (0..=text.len()).any(|at| holds(rest, &text[at..]))
                    }
                    ([Part::One, rest @ ..], [_, text @ ..]) => holds(rest, text),
                    ([Part::Just(one), rest @ ..], [other, text @ ..]) => {
                        one == other && holds(rest, text)
                    }
                    _ => false,
                }
            }
            holds(&parts, &text.chars().collect::<Vec<_>>())
        };
        for text in texts {
            for pattern in patterns {
                let found = matches(text, Like::Exact, pattern);
                assert_eq!(found, expected(text, pattern), "{text:?} {pattern:?}");
            }
        }
        assert!(matches("ABÄ", Like::IgnoringCase, "a%Ä"));
        assert!(!matches("ABÄ", Like::IgnoringCase, "a%ä"));
        let long = format!("%{}", "ab".repeat(40_000));
        assert!(Pattern::new(Like::Exact, &long).is_ok_and(|it| it.form & LONG != 0));
        assert!(matches(&format!("a{}", &long[1..]), Like::Exact, &long));
    }

    #[test]
    fn a_pattern_is_complete() {
        assert!(super::parts("a\\").is_err());
    }
}
