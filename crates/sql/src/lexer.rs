//! Splits SQL into lexemes, by the syntax of each database.
//!
//! The lexemes cover each byte once: joined, they give the SQL again. Any string has lexemes: a
//! quote or a comment that is not closed goes on to the end.
//!
//! Settings of a session that change how a database reads SQL are assumed to have their defaults:
//! no `ANSI_QUOTES` and no `NO_BACKSLASH_ESCAPES` on MySQL and MariaDB, and
//! `standard_conforming_strings` on PostgreSQL.

use std::borrow::Cow;
use std::ops::Range;

use crate::Dialect;
use crate::token::{Token, TokenKind};

/// A piece of SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lexeme<'t> {
    /// Its kind.
    pub kind: LexemeKind,
    /// Its text in the SQL.
    pub text: &'t str,
    /// Its start, in bytes.
    pub start: usize,
}

/// The kind of a [`Lexeme`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LexemeKind {
    /// Spaces, tabs and ends of lines.
    Whitespace,
    /// A comment; without the end of the line if it ends with the line.
    Comment,
    /// The beginning of a comment whose content MySQL or MariaDB runs: `/*!50100`.
    ExecutableOpen,
    /// The end of such a comment.
    ExecutableClose,
    /// A token.
    Token(TokenKind),
}

impl<'t> Lexeme<'t> {
    /// Its end, in bytes.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Its token, unless it is white space or a comment.
    pub fn token(&self) -> Option<Token<'t>> {
        match self.kind {
            LexemeKind::Token(kind) => Some(Token {
                kind,
                text: self.text,
                start: self.start,
            }),
            LexemeKind::Whitespace
            | LexemeKind::Comment
            | LexemeKind::ExecutableOpen
            | LexemeKind::ExecutableClose => None,
        }
    }
}

/// The lexemes of SQL.
pub fn lexemes(dialect: Dialect, sql: &str) -> Lexemes<'_> {
    Lexemes {
        sql,
        spans: spans(dialect, sql.as_bytes()),
    }
}

/// The tokens of SQL, without white space and comments.
pub fn tokens(dialect: Dialect, sql: &str) -> Vec<Token<'_>> {
    lexemes(dialect, sql)
        .filter_map(|lexeme| lexeme.token())
        .collect()
}

/// The kinds and positions of lexemes in bytes that need not be UTF-8: MySQL and MariaDB show
/// string literals as their bytes.
pub fn spans(dialect: Dialect, sql: &[u8]) -> Spans<'_> {
    Spans {
        dialect,
        sql,
        position: 0,
        in_executable: false,
    }
}

/// The SQL, followed by a line break if it ends in a comment, which would include anything appended
/// to it.
pub fn closed(dialect: Dialect, sql: &str) -> Cow<'_, str> {
    let last = lexemes(dialect, sql).last();
    let is_open =
        last.is_some_and(|last| last.kind == LexemeKind::Comment && !last.text.starts_with("/*"));
    match is_open {
        true => Cow::Owned(format!("{sql}\n")),
        false => Cow::Borrowed(sql),
    }
}

/// The iterator of [`lexemes`].
#[derive(Clone, Debug)]
pub struct Lexemes<'t> {
    sql: &'t str,
    spans: Spans<'t>,
}

impl Lexemes<'_> {
    /// Continues at a position, which is a character boundary.
    pub(crate) fn go_to(&mut self, position: usize) {
        self.spans.position = position;
    }
}

impl<'t> Iterator for Lexemes<'t> {
    type Item = Lexeme<'t>;

    fn next(&mut self) -> Option<Lexeme<'t>> {
        let (kind, span) = self.spans.next()?;
        Some(Lexeme {
            kind,
            // Only ASCII characters end a lexeme, so both ends are character boundaries.
            text: &self.sql[span.clone()],
            start: span.start,
        })
    }
}

/// The iterator of [`spans`]: the kind and the position of each lexeme.
#[derive(Clone, Debug)]
pub struct Spans<'t> {
    dialect: Dialect,
    sql: &'t [u8],
    position: usize,
    /// Whether it is in a comment whose content is run.
    in_executable: bool,
}

impl Iterator for Spans<'_> {
    type Item = (LexemeKind, Range<usize>);

    fn next(&mut self) -> Option<(LexemeKind, Range<usize>)> {
        let start = self.position;
        let first = *self.sql.get(start)?;
        let kind = self.take(first);
        // A backslash may be the last byte of a literal that is not closed.
        self.position = self.position.min(self.sql.len());
        Some((kind, start..self.position))
    }
}

impl Spans<'_> {
    /// Moves past the lexeme that begins here.
    fn take(&mut self, first: u8) -> LexemeKind {
        use LexemeKind::Token;
        let dialect = self.dialect;
        match first {
            b' ' | b'\t' | b'\n' | b'\r' | b'\x0B' | b'\x0C' => self.whitespace(),
            b'-' if self.begins_line_comment() => self.line_comment(),
            b'#' if dialect.has_hash_comments() => self.line_comment(),
            b'/' if self.starts_with(b"/*") => self.block_comment(),
            b'*' if self.in_executable && self.starts_with(b"*/") => {
                self.in_executable = false;
                self.position += 2;
                LexemeKind::ExecutableClose
            }
            b'\'' => self.text(0, dialect.has_backslash_escapes()),
            b'"' if dialect.has_double_quoted_texts() => {
                self.text(0, dialect.has_backslash_escapes())
            }
            b'"' => self.name(0),
            b'`' if dialect.has_backtick_names() => self.name(0),
            b'[' if dialect.has_bracket_names() => {
                self.go_beyond(b"]");
                Token(TokenKind::Quoted)
            }
            b'?' => {
                self.position += 1;
                self.skip_while(|byte| byte.is_ascii_digit());
                Token(TokenKind::Parameter)
            }
            b'$' if dialect.has_dollar_quotes() => self.dollar(),
            b':' | b'@' | b'$' if dialect.has_named_parameters() => self.named_parameter(),
            b'0'..=b'9' => self.number(),
            b'.' if self.peek(1).is_some_and(|next| next.is_ascii_digit()) => self.number(),
            0xEF if self.starts_with(BYTE_ORDER_MARK) => self.byte_order_mark(),
            _ if is_word(first) || first == b'$' => self.word(),
            _ => {
                self.position += 1;
                Token(TokenKind::Symbol)
            }
        }
    }

    fn peek(&self, distance: usize) -> Option<u8> {
        self.sql.get(self.position + distance).copied()
    }

    fn starts_with(&self, with: &[u8]) -> bool {
        self.sql[self.position..].starts_with(with)
    }

    fn skip_while(&mut self, is_part: impl Fn(u8) -> bool) {
        let rest = &self.sql[self.position.min(self.sql.len())..];
        let length = rest.iter().position(|&byte| !is_part(byte));
        self.position += length.unwrap_or(rest.len());
    }

    /// Moves past the next of these, or to the end.
    fn go_beyond(&mut self, end: &[u8]) {
        self.position = match find(&self.sql[self.position..], end) {
            Some(length) => self.position + length + end.len(),
            None => self.sql.len(),
        };
    }

    fn whitespace(&mut self) -> LexemeKind {
        self.skip_while(is_whitespace);
        LexemeKind::Whitespace
    }

    /// SQLite treats this mark as white space. The other databases do not, but no file that begins
    /// with it means it as a part of its first word.
    fn byte_order_mark(&mut self) -> LexemeKind {
        if self.position > 0 && self.dialect != Dialect::Sqlite {
            return self.word();
        }
        self.position += BYTE_ORDER_MARK.len();
        LexemeKind::Whitespace
    }

    fn begins_line_comment(&self) -> bool {
        // `a--1` is a subtraction on MySQL and MariaDB.
        let is_closed = |next: u8| next <= b' ' || next == b'\x7F';
        self.peek(1) == Some(b'-')
            && (!self.dialect.needs_space_after_dashes() || self.peek(2).is_none_or(is_closed))
    }

    fn line_comment(&mut self) -> LexemeKind {
        let ends_at_return = self.dialect == Dialect::Postgres;
        self.skip_while(|byte| byte != b'\n' && !(byte == b'\r' && ends_at_return));
        LexemeKind::Comment
    }

    fn block_comment(&mut self) -> LexemeKind {
        let mut deepest = match self.dialect.has_nested_comments() {
            true => usize::MAX,
            false => 1,
        };
        if let Some(mark) = self.executable_mark() {
            let (digits, version) = self.version_after(mark);
            if self.runs_version(mark, version) {
                self.position += mark.len() + digits;
                self.in_executable = true;
                return LexemeKind::ExecutableOpen;
            }
            // Content that is skipped because of its version may contain comments.
            deepest = 2;
        }
        let mut depth = 1_usize;
        self.position += 2;
        while depth > 0 {
            self.skip_while(|byte| byte != b'*' && byte != b'/');
            match (self.peek(0), self.peek(1)) {
                (Some(b'*'), Some(b'/')) => {
                    depth -= 1;
                    self.position += 2;
                }
                (Some(b'/'), Some(b'*')) if depth < deepest => {
                    depth += 1;
                    self.position += 2;
                }
                (Some(_), _) => self.position += 1,
                (None, _) => break,
            }
        }
        LexemeKind::Comment
    }

    /// The mark at this position that opens a comment which some versions run.
    fn executable_mark(&self) -> Option<&'static [u8]> {
        let marks: &[&[u8]] = match self.dialect {
            Dialect::Sqlite | Dialect::Postgres => &[],
            Dialect::Mysql => &[b"/*!"],
            Dialect::Mariadb => &[b"/*!", b"/*M!"],
        };
        marks.iter().copied().find(|mark| self.starts_with(mark))
    }

    /// The number of digits of the version after the mark, and the version; 0 if there is none.
    fn version_after(&self, mark: &[u8]) -> (usize, u32) {
        let digits = self.sql[self.position + mark.len()..].iter();
        let digits = digits.take_while(|digit| digit.is_ascii_digit()).take(6);
        let (length, version) = digits.fold((0, 0), |(length, version), digit| {
            (length + 1, version * 10 + u32::from(digit - b'0'))
        });
        // A number with fewer digits belongs to the content.
        if length < 5 {
            (0, 0)
        } else {
            (length, version)
        }
    }

    /// Whether the supported servers run a comment of this version.
    fn runs_version(&self, mark: &[u8], version: u32) -> bool {
        match self.dialect {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql => version < 99_999,
            // MariaDB skips comments with MySQL's own mark that are for MySQL 5.7 and later.
            Dialect::Mariadb if mark == b"/*!" => {
                !(50_700..=99_999).contains(&version) && version != 999_999
            }
            Dialect::Mariadb => version != 999_999,
        }
    }

    /// A string literal, after the bytes of its prefix.
    fn text(&mut self, prefix: usize, escapes: bool) -> LexemeKind {
        self.position += prefix;
        loop {
            self.quoted(escapes);
            match continuation(self.dialect, self.sql, self.position) {
                Some(next) => self.position = next,
                None => return LexemeKind::Token(TokenKind::Text),
            }
        }
    }

    /// A name in quotes, after the bytes of its prefix.
    fn name(&mut self, prefix: usize) -> LexemeKind {
        self.position += prefix;
        self.quoted(false);
        LexemeKind::Token(TokenKind::Quoted)
    }

    /// Moves past the closing quote of the literal or name that begins here.
    fn quoted(&mut self, escapes: bool) {
        let Some(quote) = self.peek(0) else { return };
        self.position += 1;
        loop {
            self.skip_while(|byte| byte != quote && !(escapes && byte == b'\\'));
            match self.peek(0) {
                None => return,
                Some(byte) if byte == quote => {
                    self.position += 1;
                    if self.peek(0) != Some(quote) {
                        return;
                    }
                    self.position += 1;
                }
                // A backslash, and the escaped character.
                Some(_) => self.position += 2,
            }
        }
    }

    /// PostgreSQL's parameter `$1`, or a literal between `$$` and `$$` or `$tag$` and `$tag$`.
    fn dollar(&mut self) -> LexemeKind {
        let start = self.position;
        self.position += 1;
        if self.peek(0).is_some_and(|next| next.is_ascii_digit()) {
            self.skip_while(|byte| byte.is_ascii_digit());
            return LexemeKind::Token(TokenKind::Parameter);
        }
        self.skip_while(is_word);
        if self.peek(0) != Some(b'$') {
            self.position = start + 1;
            return LexemeKind::Token(TokenKind::Symbol);
        }
        self.position += 1;
        self.go_beyond(&self.sql[start..self.position]);
        LexemeKind::Token(TokenKind::Text)
    }

    /// SQLite's parameter `:name`, `@name` or `$name`.
    fn named_parameter(&mut self) -> LexemeKind {
        self.position += 1;
        let start = self.position;
        self.skip_while(is_word_or_dollar);
        LexemeKind::Token(if self.position == start {
            TokenKind::Symbol
        } else {
            TokenKind::Parameter
        })
    }

    fn number(&mut self) -> LexemeKind {
        let digits = |byte: u8| byte.is_ascii_digit() || byte == b'_';
        let is_radix = matches!(self.peek(1), Some(b'x' | b'X' | b'b' | b'B' | b'o' | b'O'));
        if !(self.peek(0) == Some(b'0') && is_radix) {
            self.skip_while(digits);
            if self.peek(0) == Some(b'.') && self.peek(1) != Some(b'.') {
                self.position += 1;
                self.skip_while(digits);
            }
            let sign = usize::from(matches!(self.peek(1), Some(b'+' | b'-')));
            let has_exponent = matches!(self.peek(0), Some(b'e' | b'E'))
                && self.peek(1 + sign).is_some_and(|it| it.is_ascii_digit());
            if has_exponent {
                self.position += 1 + sign;
            }
        }
        // The rest of the number, or of a name that begins with a digit.
        let takes_dollar = !self.dialect.has_dollar_quotes();
        self.skip_while(|byte| is_word(byte) || (takes_dollar && byte == b'$'));
        LexemeKind::Token(TokenKind::Number)
    }

    /// A keyword, a name, or a literal with a prefix such as `x'00'`.
    fn word(&mut self) -> LexemeKind {
        let start = self.position;
        self.skip_while(is_word_or_dollar);
        let word = &self.sql[start..self.position];
        match (self.peek(0), word) {
            (Some(b'\''), [letter]) => {
                if let Some(escapes) = self.escapes_after(*letter) {
                    return self.text(0, escapes);
                }
            }
            (Some(b'&'), [b'u' | b'U']) if self.dialect == Dialect::Postgres => {
                match self.peek(1) {
                    Some(b'\'') => return self.text(1, false),
                    Some(b'"') => return self.name(1),
                    Some(_) | None => {}
                }
            }
            _ => {}
        }
        LexemeKind::Token(TokenKind::Word)
    }

    /// Whether a backslash is an escape in a literal with this letter as its prefix; `None` if the
    /// letter is not a prefix.
    fn escapes_after(&self, letter: u8) -> Option<bool> {
        match (self.dialect, letter.to_ascii_lowercase()) {
            (_, b'x') => Some(false),
            (Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb, b'b') => Some(false),
            (Dialect::Postgres, b'n') => Some(false),
            (Dialect::Postgres, b'e') => Some(true),
            (Dialect::Mysql | Dialect::Mariadb, b'n') => Some(true),
            (Dialect::Sqlite | Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb, _) => None,
        }
    }
}

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The position of the quote with which PostgreSQL continues a literal after its closing quote: on
/// another line, with only white space and comments between them.
pub(crate) fn continuation(dialect: Dialect, sql: &[u8], end: usize) -> Option<usize> {
    if dialect != Dialect::Postgres {
        return None;
    }
    let mut position = end;
    let mut has_line_end = false;
    loop {
        match sql.get(position)? {
            b'\n' | b'\r' => has_line_end = true,
            byte if is_whitespace(*byte) => {}
            b'-' if sql.get(position + 1) == Some(&b'-') => {
                let rest = &sql[position..];
                position += rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'))?;
                continue;
            }
            b'\'' if has_line_end => return Some(position),
            _ => return None,
        }
        position += 1;
    }
}

/// The position of the needle, in which only the last byte may be equal to the first. So a failed
/// match contains no other beginning, and one pass is enough.
fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    let first = needle.first()?;
    let mut start = 0;
    loop {
        start += bytes[start..].iter().position(|byte| byte == first)?;
        if bytes[start..].starts_with(needle) {
            return Some(start);
        }
        start += 1;
    }
}

fn is_whitespace(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0B' | b'\x0C')
}

/// Whether names and numbers can contain it; all bytes outside ASCII count.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

fn is_word_or_dollar(byte: u8) -> bool {
    is_word(byte) || byte == b'$'
}
