//! Patterns, which mean the same on every database.

use super::render::Renderer;
use super::{Like, Name};
use crate::types::without_nul;
use crate::{Dialect, Error, Result};

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

/// `"name" LIKE 'A%'`, in the words of each database.
///
/// # Errors
///
/// [`Error::Value`] for a pattern that ends in the middle of an escape.
pub(super) fn render(to: &mut Renderer<'_>, name: Name, like: Like, text: &str) -> Result<()> {
    let parts = parts(without_nul(text)?)?;
    let column = |to: &mut Renderer<'_>| to.column(name);
    match (to.dialect(), like) {
        // Its LIKE ignores case, and its GLOB does not.
        (Dialect::Sqlite, Like::Exact) => render_glob(to, column, &parts),
        (Dialect::Sqlite, Like::IgnoringCase) => {
            column(to);
            to.push(" LIKE ");
            to.arg(standard(&parts).into());
            to.push(" ESCAPE '\\'");
        }
        (Dialect::Postgres, Like::Exact) => {
            column(to);
            to.push(" LIKE ");
            to.arg(standard(&parts).into());
        }
        (Dialect::Postgres, Like::IgnoringCase) => {
            column(to);
            // Other collations ignore the case of more letters than ASCII's.
            to.push(" COLLATE \"C\" ILIKE ");
            to.arg(standard(&parts).into());
        }
        (Dialect::Mysql | Dialect::Mariadb, Like::Exact) => {
            column(to);
            to.push(" LIKE ");
            to.arg(standard(&parts).into());
        }
        // Its collations that ignore case ignore accents too.
        (Dialect::Mysql | Dialect::Mariadb, Like::IgnoringCase) => {
            column(to);
            to.push(" REGEXP ");
            to.arg(regular(&parts).into());
        }
    }
    Ok(())
}

/// `GLOB`, with the texts between which those with its beginning are: an index finds these, but not those of a GLOB
/// whose pattern is a parameter.
fn render_glob<'a>(to: &mut Renderer<'a>, column: impl Fn(&mut Renderer<'a>), parts: &[Part]) {
    let beginning = beginning(parts);
    let is_all = matches!(&parts[beginning.chars().count()..], [Part::Any]);
    if beginning.is_empty() {
        column(to);
        to.push(" GLOB ");
        to.arg(glob(parts).into());
        return;
    }
    to.push("(");
    column(to);
    // The column may have another collation.
    to.push(" COLLATE BINARY >= ");
    let end = end(&beginning);
    to.arg(beginning.into());
    if let Some(end) = &end {
        to.push(" AND ");
        column(to);
        to.push(" COLLATE BINARY < ");
        to.arg(end.clone().into());
    }
    if end.is_none() || !is_all {
        to.push(" AND ");
        column(to);
        to.push(" GLOB ");
        to.arg(glob(parts).into());
    }
    to.push(")");
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
