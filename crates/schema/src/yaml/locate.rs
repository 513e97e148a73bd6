//! Finds the bytes of a node in its text.
//!
//! The tree contains no positions, because correct files never need them. To find a node, its file
//! is read again, by a walk that fails at the node: the error contains the position.

use std::ops::Range;

use super::node::Walk;
use super::shapes::At;

/// The highlighted bytes of a node: a scalar with its quotes, otherwise the first token.
pub fn locate(at: At, text: &str) -> Option<Range<usize>> {
    let mut walk = Walk::stopping_at(at, text);
    let location = walk.run(text).err()?.location()?;
    let start = floor(text, location.index());
    Some(start..start + token_length(&text[start..], walk.stopped_at_text.as_deref()))
}

/// The start of the line, the number of the line and the number of the character in it, the
/// latter two from 1.
pub fn position(text: &str, offset: usize) -> (usize, usize, usize) {
    let before = &text[..floor(text, offset)];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
    let column = before[line_start..].chars().count() + 1;
    (line_start, line, column)
}

/// The nearest character boundary at or before `offset`.
pub fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The length of the token at the beginning of the text, never beyond its line.
pub fn token_length(text: &str, scalar: Option<&str>) -> usize {
    let line = text.lines().next().unwrap_or_default();
    let length = match line.chars().next() {
        Some('"') => quoted_length(line, '"'),
        Some('\'') => quoted_length(line, '\''),
        Some('{' | '[' | '}' | ']' | ',') if scalar.is_none() => 1,
        _ => match scalar {
            // A plain scalar is unchanged in the file, at least on its first line.
            Some(scalar) if common_length(line, scalar) > 0 => common_length(line, scalar),
            _ => plain_length(line),
        },
    };
    length.min(line.len())
}

fn common_length(line: &str, scalar: &str) -> usize {
    let same = line.chars().zip(scalar.chars()).take_while(|(a, b)| a == b);
    same.map(|(character, _)| character.len_utf8()).sum()
}

fn quoted_length(line: &str, quote: char) -> usize {
    let mut characters = line.char_indices().skip(1).peekable();
    while let Some((index, character)) = characters.next() {
        if character == '\\' && quote == '"' {
            characters.next();
        } else if character == quote {
            // Two single quotes are one that does not end the string.
            if quote == '\'' && characters.peek().is_some_and(|&(_, next)| next == quote) {
                characters.next();
            } else {
                return index + quote.len_utf8();
            }
        }
    }
    line.trim_end().len()
}

/// The length of a word, a number or the like, up to a character that ends it in every context.
fn plain_length(line: &str) -> usize {
    let ends = |character: char| character.is_whitespace() || ",]}".contains(character);
    let end = line.find(ends).unwrap_or(line.len());
    line[..end].strip_suffix(':').map_or(end, str::len)
}
