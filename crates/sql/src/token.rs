//! Tokens, and their names and values.

use std::borrow::Cow;
use std::ops::Range;

use crate::Dialect;
use crate::lexer::continuation;

/// A token of SQL: neither white space nor a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'t> {
    /// Its kind.
    pub kind: TokenKind,
    /// Its text in the SQL.
    pub text: &'t str,
    /// Its start, in bytes.
    pub start: usize,
}

/// The kind of a [`Token`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A keyword or a name without quotes.
    Word,
    /// A name in quotes.
    Quoted,
    /// A string or bytes in quotes, with the prefix if there is one.
    Text,
    /// A number.
    Number,
    /// A parameter: `?` and `?1`, which raw SQL uses for every database, and the syntax of one
    /// database, such as `$1` or `:name`.
    Parameter,
    /// Any other character.
    Symbol,
}

impl<'t> Token<'t> {
    /// Its end, in bytes.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether it is this keyword, in any case.
    pub fn is(&self, keyword: &str) -> bool {
        self.kind == TokenKind::Word && self.text.eq_ignore_ascii_case(keyword)
    }

    /// Whether it is one of these keywords, in any case.
    pub fn is_any(&self, keywords: &[&str]) -> bool {
        keywords.iter().any(|keyword| self.is(keyword))
    }

    /// Whether it is this symbol.
    pub fn is_symbol(&self, symbol: char) -> bool {
        self.kind == TokenKind::Symbol && self.text.starts_with(symbol)
    }

    /// Its name, without quotes. A name without quotes is unchanged.
    pub fn name(&self) -> Cow<'t, str> {
        if self.kind != TokenKind::Quoted {
            return Cow::Borrowed(self.text);
        }
        let literal = match self.text.starts_with(['u', 'U']) {
            true => Literal::new(self.text.as_bytes(), 2, Escapes::Unicode),
            false => Literal::new(self.text.as_bytes(), 0, Escapes::None),
        };
        match literal.plain() {
            Some(plain) => Cow::Borrowed(&self.text[plain]),
            None => Cow::Owned(into_text(literal.bytes())),
        }
    }

    /// The value of a literal in quotes: without quotes and prefix, and with its escapes replaced.
    /// The digits of `x'00'` and `b'00'` stay digits.
    pub fn value(&self, dialect: Dialect) -> String {
        match self.kind {
            TokenKind::Text => into_text(literal_bytes(dialect, self.text.as_bytes())),
            TokenKind::Word
            | TokenKind::Quoted
            | TokenKind::Number
            | TokenKind::Parameter
            | TokenKind::Symbol => self.text.to_owned(),
        }
    }
}

/// The value of a literal in quotes like [`Token::value`], as bytes.
pub fn literal_bytes(dialect: Dialect, literal: &[u8]) -> Vec<u8> {
    let (open, escapes) = match literal {
        [b'$', rest @ ..] => {
            let tag = rest.iter().position(|&byte| byte == b'$');
            let (mark, body) = literal.split_at(tag.map_or(1, |length| length + 2));
            return body.strip_suffix(mark).unwrap_or(body).to_vec();
        }
        [b'e' | b'E', b'\'', ..] => (1, Escapes::Postgres),
        [b'u' | b'U', b'&', ..] => (2, Escapes::Unicode),
        [b'x' | b'X' | b'b' | b'B', b'\'', ..] => (1, Escapes::None),
        [b'n' | b'N', b'\'', ..] => (1, Escapes::of_plain(dialect)),
        _ => (0, Escapes::of_plain(dialect)),
    };
    let mut literal = Literal::new(literal, open, escapes);
    literal.dialect = Some(dialect);
    literal.bytes()
}

/// The bytes as a string, with invalid bytes replaced.
fn into_text(bytes: Vec<u8>) -> String {
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    }
}

/// The meaning of a backslash in a literal.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Escapes {
    /// Nothing.
    None,
    /// `\n`, as MySQL and MariaDB read it.
    Mysql,
    /// `\n`, `\x41`, `\101` and `\u0041`, as PostgreSQL reads them after `E`.
    Postgres,
    /// `\0041` and `\+000041`, as PostgreSQL reads them after `U&`.
    Unicode,
}

impl Escapes {
    /// The escapes of a literal without a prefix.
    fn of_plain(dialect: Dialect) -> Escapes {
        match dialect.has_backslash_escapes() {
            true => Escapes::Mysql,
            false => Escapes::None,
        }
    }
}

/// A name or a literal in quotes.
struct Literal<'t> {
    text: &'t [u8],
    /// The position of its quote.
    open: usize,
    close: u8,
    escapes: Escapes,
    /// The database that may continue it on the next line.
    dialect: Option<Dialect>,
}

impl<'t> Literal<'t> {
    fn new(text: &'t [u8], open: usize, escapes: Escapes) -> Literal<'t> {
        let quote = text.get(open).copied().unwrap_or(b'\'');
        Literal {
            text,
            open,
            close: if quote == b'[' { b']' } else { quote },
            escapes,
            dialect: None,
        }
    }

    /// The position of its content, if it contains no escapes.
    fn plain(&self) -> Option<Range<usize>> {
        let start = (self.open + 1).min(self.text.len());
        let is_special =
            |byte: &u8| *byte == self.close || (*byte == b'\\' && self.escapes != Escapes::None);
        match self.text[start..].iter().position(is_special) {
            None => Some(start..self.text.len()),
            Some(length) if start + length + 1 == self.text.len() => {
                let is_closed = self.text.last() == Some(&self.close);
                is_closed.then_some(start..start + length)
            }
            Some(_) => None,
        }
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.text.len());
        let mut position = self.open + 1;
        while let Some(&byte) = self.text.get(position) {
            position += 1;
            if byte == self.close {
                let next = |dialect| continuation(dialect, self.text, position);
                if self.text.get(position) == Some(&byte) {
                    bytes.push(byte);
                    position += 1;
                } else if let Some(next) = self.dialect.and_then(next) {
                    position = next + 1;
                } else {
                    break;
                }
            } else if byte == b'\\' {
                let rest = self.text.get(position..).unwrap_or_default();
                position += match self.escapes {
                    Escapes::None => {
                        bytes.push(byte);
                        0
                    }
                    Escapes::Mysql => of_mysql(rest, &mut bytes),
                    Escapes::Postgres => of_postgres(rest, &mut bytes),
                    Escapes::Unicode => of_unicode(rest, &mut bytes),
                };
            } else {
                bytes.push(byte);
            }
        }
        bytes
    }
}

/// Appends the character for a backslash and these bytes on MySQL and MariaDB, and returns the
/// number of bytes that belong to it.
fn of_mysql(rest: &[u8], bytes: &mut Vec<u8>) -> usize {
    let Some(&first) = rest.first() else { return 0 };
    match first {
        b'0' => bytes.push(0),
        b'b' => bytes.push(8),
        b'n' => bytes.push(b'\n'),
        b'r' => bytes.push(b'\r'),
        b't' => bytes.push(b'\t'),
        b'Z' => bytes.push(26),
        // The escapes of patterns stay.
        b'%' | b'_' => bytes.extend([b'\\', first]),
        other => bytes.push(other),
    }
    1
}

/// Like [`of_mysql`], for PostgreSQL after `E`.
fn of_postgres(rest: &[u8], bytes: &mut Vec<u8>) -> usize {
    let Some(&first) = rest.first() else { return 0 };
    match first {
        b'b' => bytes.push(8),
        b'f' => bytes.push(12),
        b'n' => bytes.push(b'\n'),
        b'r' => bytes.push(b'\r'),
        b't' => bytes.push(b'\t'),
        b'0'..=b'7' => {
            let (length, byte) = number(rest, 8, 3);
            // PostgreSQL takes the lowest byte of a greater number.
            bytes.push((byte & 0xFF) as u8);
            return length;
        }
        b'x' => {
            let (length, byte) = number(&rest[1..], 16, 2);
            if length == 0 {
                bytes.push(first);
            } else {
                bytes.push((byte & 0xFF) as u8);
            }
            return 1 + length;
        }
        b'u' => return 1 + character(&rest[1..], 4, b"\\u", bytes),
        b'U' => return 1 + character(&rest[1..], 8, b"\\U", bytes),
        other => bytes.push(other),
    }
    1
}

/// Like [`of_mysql`], for PostgreSQL after `U&`.
fn of_unicode(rest: &[u8], bytes: &mut Vec<u8>) -> usize {
    match rest {
        [b'\\', ..] => {
            bytes.push(b'\\');
            1
        }
        [b'+', digits @ ..] => 1 + character(digits, 6, b"\\+", bytes),
        digits => character(digits, 4, b"\\", bytes),
    }
}

/// Appends the character with a number of this many digits, and returns the number of bytes that
/// belong to it. The second half of a surrogate pair may follow, with the same mark before it.
fn character(digits: &[u8], length: usize, mark: &[u8], bytes: &mut Vec<u8>) -> usize {
    let of = |digits: &[u8]| {
        let (found, number) = number(digits, 16, length);
        (found == length).then_some(number)
    };
    let Some(first) = of(digits) else {
        return 0;
    };
    let mut taken = length;
    let mut number = first;
    if (0xD800..0xDC00).contains(&first)
        && let Some(second) = digits[length..].strip_prefix(mark).and_then(of)
        && (0xDC00..0xE000).contains(&second)
    {
        taken += mark.len() + length;
        number = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
    }
    let character = char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER);
    bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    taken
}

/// The number of digits at the beginning, at most this many, and their value.
fn number(digits: &[u8], radix: u32, most: usize) -> (usize, u32) {
    let digits = digits.iter().take(most);
    let digits = digits.map_while(|digit| char::from(*digit).to_digit(radix));
    digits.fold((0, 0), |(length, number), digit| {
        (length + 1, number * radix + digit)
    })
}
