//! SQL as tokens, as each dialect delimits them: names, texts, numbers and signs, without white
//! space and comments.

use std::borrow::Cow;

use crate::dialect::Dialect;

/// A token and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'t> {
    /// What it is.
    pub kind: TokenKind,
    /// As it stands in the text.
    pub text: &'t str,
    /// Where it begins, in bytes.
    pub start: usize,
}

/// What a [`Token`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A keyword or a name without quotes.
    Word,
    /// A name in quotes.
    Quoted,
    /// A text in quotes, with the letter before it where it has one.
    Text,
    /// A number.
    Number,
    /// One character that is none of these.
    Sign,
}

impl<'t> Token<'t> {
    /// Where it ends, in bytes.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether it is that keyword, in whatever case.
    pub fn is(&self, keyword: &str) -> bool {
        self.kind == TokenKind::Word && self.text.eq_ignore_ascii_case(keyword)
    }

    /// Whether it is that sign.
    pub fn is_sign(&self, sign: char) -> bool {
        self.kind == TokenKind::Sign && self.text.starts_with(sign)
    }

    /// The name that it is, without its quotes.
    pub fn name(&self) -> Cow<'t, str> {
        match self.kind {
            TokenKind::Quoted => unquoted(self.text),
            TokenKind::Word | TokenKind::Text | TokenKind::Number | TokenKind::Sign => {
                Cow::Borrowed(self.text)
            }
        }
    }
}

/// The tokens of a text. What is not closed goes to the end of the text.
pub fn tokens(dialect: Dialect, text: &str) -> Vec<Token<'_>> {
    let mut scan = Scan::new(dialect, text);
    let mut found = Vec::new();
    while let Some(token) = scan.next() {
        found.push(token);
    }
    found
}

/// The tokens in the one spelling that is compared: words in lower case, names without the quotes
/// that they do not need, and one space between two tokens.
pub(super) fn normal(dialect: Dialect, text: &str) -> String {
    normal_of(dialect, &tokens(dialect, text))
}

/// As [`normal`], of tokens.
pub(super) fn normal_of(dialect: Dialect, tokens: &[Token<'_>]) -> String {
    let length = tokens.iter().map(|token| token.text.len() + 1);
    let mut normal = String::with_capacity(length.sum());
    for (position, token) in tokens.iter().enumerate() {
        let next = tokens.get(position + 1);
        let is_before_text = next.is_some_and(|next| next.kind == TokenKind::Text);
        if is_before_text && is_prefix_of_text(dialect, token) {
            continue;
        }
        if !normal.is_empty() {
            normal.push(' ');
        }
        match token.kind {
            TokenKind::Word if token.text.is_ascii() => {
                push_ascii_lowercase(&mut normal, token.text)
            }
            TokenKind::Word => normal.push_str(&token.text.to_lowercase()),
            TokenKind::Quoted => {
                let name = token.name();
                if is_plain(&name) {
                    normal.push_str(&name);
                } else {
                    normal.push_str(&crate::sql::identifier(dialect, &name));
                }
            }
            TokenKind::Number => push_ascii_lowercase(&mut normal, token.text),
            TokenKind::Text if is_mysql(dialect) => normal.push_str(&short_time(token.text)),
            TokenKind::Text | TokenKind::Sign => normal.push_str(token.text),
        }
    }
    normal
}

fn is_mysql(dialect: Dialect) -> bool {
    match dialect {
        Dialect::Sqlite | Dialect::Postgres => false,
        Dialect::Mysql | Dialect::Mariadb => true,
    }
}

/// Whether the word says what kind of text comes next. MySQL adds such words by itself, and others
/// when it writes the table anew: `'00:00'`, `_utf8mb4'00:00'` and `TIME'00:00'` are one.
fn is_prefix_of_text(dialect: Dialect, token: &Token<'_>) -> bool {
    let words = ["_utf8mb4", "_utf8mb3", "_utf8", "time", "date", "timestamp"];
    is_mysql(dialect) && words.iter().any(|word| token.is(word))
}

/// The text without a fraction of a second that is zero, which MySQL adds in the same way.
fn short_time(text: &str) -> Cow<'_, str> {
    match text.strip_suffix(".000000'") {
        Some(time) => Cow::Owned(format!("{time}'")),
        None => Cow::Borrowed(text),
    }
}

fn push_ascii_lowercase(normal: &mut String, text: &str) {
    normal.extend(text.chars().map(|character| character.to_ascii_lowercase()));
}

/// Whether the name says the same without quotes in every dialect.
fn is_plain(name: &str) -> bool {
    let mut bytes = name.bytes();
    let begins = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
    bytes.next().is_some_and(begins) && bytes.all(|byte| begins(byte) || byte.is_ascii_digit())
}

fn unquoted(text: &str) -> Cow<'_, str> {
    let mut characters = text.chars();
    let close = match characters.next() {
        Some('[') => ']',
        Some(quote) => quote,
        None => return Cow::Borrowed(text),
    };
    let inner = characters.as_str();
    let inner = inner.strip_suffix(close).unwrap_or(inner);
    if inner.contains(close) {
        Cow::Owned(inner.replace(&format!("{close}{close}"), &close.to_string()))
    } else {
        Cow::Borrowed(inner)
    }
}

/// Finds one token after the other.
pub(super) struct Scan<'t> {
    dialect: Dialect,
    text: &'t str,
    /// Where the next token is looked for.
    pub(super) place: usize,
    /// Where the first comment began that MySQL runs, among those that were passed.
    pub(super) run_comment: Option<usize>,
    /// Where the last of these ended.
    pub(super) run_comment_end: usize,
}

impl<'t> Scan<'t> {
    pub(super) fn new(dialect: Dialect, text: &'t str) -> Scan<'t> {
        Scan {
            dialect,
            text,
            place: 0,
            run_comment: None,
            run_comment_end: 0,
        }
    }

    pub(super) fn next(&mut self) -> Option<Token<'t>> {
        self.skip_blank();
        let start = self.place;
        let first = self.rest().chars().next()?;
        let kind = self.take(first);
        self.place = self.place.min(self.text.len());
        while !self.text.is_char_boundary(self.place) {
            self.place += 1;
        }
        Some(Token {
            kind,
            text: &self.text[start..self.place],
            start,
        })
    }

    fn take(&mut self, first: char) -> TokenKind {
        match first {
            '\'' => self.quoted('\'', self.is_mysql(), TokenKind::Text),
            '"' if self.is_mysql() => self.quoted('"', true, TokenKind::Text),
            '"' => self.quoted('"', false, TokenKind::Quoted),
            '`' if self.dialect != Dialect::Postgres => self.quoted('`', false, TokenKind::Quoted),
            '[' if self.dialect == Dialect::Sqlite => {
                self.behind("]");
                TokenKind::Quoted
            }
            '$' if self.dialect == Dialect::Postgres => self.dollar(),
            first if first.is_ascii_digit() => self.number(),
            '.' if self.second().is_some_and(|next| next.is_ascii_digit()) => self.number(),
            first if is_word(first) => self.word(),
            first => {
                self.place += first.len_utf8();
                TokenKind::Sign
            }
        }
    }

    fn is_mysql(&self) -> bool {
        match self.dialect {
            Dialect::Sqlite | Dialect::Postgres => false,
            Dialect::Mysql | Dialect::Mariadb => true,
        }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.place..]
    }

    fn second(&self) -> Option<char> {
        self.rest().chars().nth(1)
    }

    fn skip_blank(&mut self) {
        loop {
            let bytes = &self.text.as_bytes()[self.place..];
            let blank = bytes.iter().take_while(|byte| byte.is_ascii_whitespace());
            let blank = blank.count();
            self.place += blank;
            // Nothing else begins a comment, or white space that is not ASCII.
            let may_be_blank = |byte: &u8| {
                matches!(byte, b'-' | b'/' | b'#' | b'*') || !byte.is_ascii() || *byte < b' '
            };
            if !bytes.get(blank).is_some_and(may_be_blank) {
                return;
            }
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.place += rest.len() - trimmed.len();
            let is_line = match trimmed.as_bytes().first() {
                Some(b'-') => trimmed.starts_with("--") && self.dashes_begin_a_comment(trimmed),
                Some(b'#') => self.is_mysql(),
                _ => false,
            };
            if is_line {
                self.behind("\n");
            } else if self.is_mysql() && (trimmed.starts_with("/*!") || trimmed.starts_with("/*M!"))
            {
                // What is in this one is run, from behind its version.
                self.run_comment.get_or_insert(self.place);
                let mark = if trimmed.starts_with("/*!") { 3 } else { 4 };
                let digits = trimmed[mark..].bytes().take_while(u8::is_ascii_digit);
                self.place += mark + digits.count();
            } else if self.is_mysql() && trimmed.starts_with("*/") {
                self.place += 2;
                self.run_comment_end = self.place;
            } else if trimmed.starts_with("/*") {
                self.comment();
            } else {
                return;
            }
        }
    }

    fn dashes_begin_a_comment(&self, rest: &str) -> bool {
        !self.is_mysql() || rest[2..].chars().next().is_none_or(char::is_whitespace)
    }

    /// A comment, which on PostgreSQL may contain others.
    fn comment(&mut self) {
        self.place += 2;
        if self.dialect != Dialect::Postgres {
            return self.behind("*/");
        }
        let mut depth = 1;
        while depth > 0 {
            let rest = self.rest();
            let Some(next) = rest.find(['/', '*']) else {
                self.place = self.text.len();
                return;
            };
            let step = match &rest.as_bytes()[next..] {
                [b'/', b'*', ..] => {
                    depth += 1;
                    2
                }
                [b'*', b'/', ..] => {
                    depth -= 1;
                    2
                }
                _ => 1,
            };
            self.place += next + step;
        }
    }

    /// Moves behind the next of these, or to the end.
    fn behind(&mut self, end: &str) {
        self.place = match self.rest().find(end) {
            Some(length) => self.place + length + end.len(),
            None => self.text.len(),
        };
    }

    fn quoted(&mut self, quote: char, backslash: bool, kind: TokenKind) -> TokenKind {
        self.place += 1;
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.place) {
            self.place += 1;
            if backslash && byte == b'\\' {
                self.place += 1;
            } else if byte == quote as u8 {
                if bytes.get(self.place) != Some(&byte) {
                    break;
                }
                self.place += 1;
            }
        }
        kind
    }

    /// A text between `$$` and `$$`, or `$tag$` and `$tag$`; otherwise a sign.
    fn dollar(&mut self) -> TokenKind {
        let rest = self.rest();
        let tag = rest[1..].find(|character: char| !is_word(character) || character == '$');
        match tag.filter(|&length| rest[1 + length..].starts_with('$')) {
            Some(length) => {
                let tag = &rest[..length + 2];
                self.place += tag.len();
                self.behind(tag);
                TokenKind::Text
            }
            None => {
                self.place += 1;
                TokenKind::Sign
            }
        }
    }

    fn number(&mut self) -> TokenKind {
        let mut before = ' ';
        for character in self.rest().chars() {
            let exponent = matches!(before, 'e' | 'E') && matches!(character, '+' | '-');
            if !(is_word(character) || character == '.' || exponent) {
                break;
            }
            before = character;
            self.place += character.len_utf8();
        }
        TokenKind::Number
    }

    /// A keyword or a name, or a text with a letter before it: `x'00'`, `E'\n'`.
    fn word(&mut self) -> TokenKind {
        let rest = self.rest();
        let end = rest.find(|character: char| !(is_word(character) || character == '$'));
        let word = &rest[..end.unwrap_or(rest.len())];
        self.place += word.len();
        let is_prefix = matches!(word, "x" | "X" | "b" | "B" | "e" | "E" | "n" | "N");
        if is_prefix && self.rest().starts_with('\'') {
            let escapes = self.is_mysql() || matches!(word, "e" | "E");
            return self.quoted('\'', escapes, TokenKind::Text);
        }
        TokenKind::Word
    }
}

/// Whether names and numbers are made of it.
fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_' || !character.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(dialect: Dialect, text: &str) -> Vec<&str> {
        let tokens = tokens(dialect, text);
        tokens.into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn white_space_comments_quotes_and_case_make_no_difference() {
        let one = normal(
            Dialect::Postgres,
            "(\"age\" >= 18) -- grown up\n AND Active",
        );
        let other = normal(
            Dialect::Postgres,
            "( age>=18 ) /* grown /* up */ */and active",
        );
        assert_eq!(one, other);
        assert_ne!(
            normal(Dialect::Sqlite, "'A'"),
            normal(Dialect::Sqlite, "'a'")
        );
        assert_ne!(
            normal(Dialect::Sqlite, "\"A b\""),
            normal(Dialect::Sqlite, "\"a b\"")
        );
    }

    #[test]
    fn each_dialect_delimits_in_its_own_way() {
        assert_eq!(
            texts(Dialect::Sqlite, "[a]]b`c``d`"),
            ["[a]", "]", "b", "`c``d`"]
        );
        assert_eq!(texts(Dialect::Mysql, r"'it\'s' # x"), [r"'it\'s'"]);
        assert_eq!(texts(Dialect::Sqlite, r"'it\' s"), [r"'it\'", "s"]);
        assert_eq!(texts(Dialect::Postgres, r"E'it\'s'"), [r"E'it\'s'"]);
        assert_eq!(
            texts(Dialect::Postgres, "$a$ ' $a$ $1"),
            ["$a$ ' $a$", "$", "1"]
        );
        assert_eq!(texts(Dialect::Mysql, "a--1"), ["a", "-", "-", "1"]);
        assert_eq!(texts(Dialect::Sqlite, "a--1"), ["a"]);
        assert_eq!(texts(Dialect::Mariadb, "/*!50100 a */ b"), ["a", "b"]);
    }

    #[test]
    fn numbers_are_one_token() {
        assert_eq!(
            texts(Dialect::Sqlite, "-1.5e-3+.5"),
            ["-", "1.5e-3", "+", ".5"]
        );
    }

    #[test]
    fn what_is_not_closed_goes_to_the_end() {
        assert_eq!(texts(Dialect::Sqlite, "a 'b"), ["a", "'b"]);
        assert_eq!(texts(Dialect::Mysql, "'ä\\"), ["'ä\\"]);
    }
}
