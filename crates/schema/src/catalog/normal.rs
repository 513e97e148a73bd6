//! The normal form of SQL for comparisons: keywords in lower case, names without unnecessary
//! quotes, and one space between tokens.

use std::borrow::Cow;

use tablewright_sql::{Dialect, Token, TokenKind, quote};

/// The normal form of tokens.
pub(super) fn normal(dialect: Dialect, tokens: &[Token<'_>]) -> String {
    let length = tokens.iter().map(|token| token.text.len() + 1);
    let mut normal = String::with_capacity(length.sum());
    for (position, token) in tokens.iter().enumerate() {
        let next = tokens.get(position + 1);
        let is_before_text = next.is_some_and(|next| next.kind == TokenKind::Text);
        if is_before_text && is_added_prefix(dialect, token) {
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
                    quote::push_identifier(&mut normal, dialect, &name);
                }
            }
            TokenKind::Number => push_ascii_lowercase(&mut normal, token.text),
            TokenKind::Text => normal.push_str(&text(dialect, token)),
            TokenKind::Parameter | TokenKind::Symbol => normal.push_str(token.text),
        }
    }
    normal
}

/// Whether the word gives the kind of the string after it. MySQL adds some of these words, and
/// others when it rewrites the table: `'00:00'`, `_utf8mb4'00:00'` and `TIME'00:00'` are the same.
fn is_added_prefix(dialect: Dialect, token: &Token<'_>) -> bool {
    let words = ["_utf8mb4", "_utf8mb3", "_utf8", "time", "date", "timestamp"];
    dialect.has_introducers() && token.is_any(&words)
}

/// The literal as we write it: PostgreSQL prints `E'a\\b'` as `'a\b'`.
fn text<'t>(dialect: Dialect, token: &Token<'t>) -> Cow<'t, str> {
    let literal = token.text;
    let is_binary = literal.starts_with(['x', 'X', 'b', 'B']);
    let is_plain = literal.starts_with('\'') && !literal.contains('\\');
    let text = match is_binary || is_plain {
        true => Cow::Borrowed(literal),
        false => Cow::Owned(quote::text(dialect, &token.value(dialect))),
    };
    // MySQL adds a zero fraction of a second, as it adds introducers.
    match text.strip_suffix(".000000'") {
        Some(time) if dialect.has_introducers() => Cow::Owned(format!("{time}'")),
        Some(_) | None => text,
    }
}

fn push_ascii_lowercase(normal: &mut String, text: &str) {
    normal.extend(text.chars().map(|character| character.to_ascii_lowercase()));
}

/// Whether the name means the same without quotes in every dialect.
fn is_plain(name: &str) -> bool {
    let mut bytes = name.bytes();
    let begins = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
    bytes.next().is_some_and(begins) && bytes.all(|byte| begins(byte) || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use tablewright_sql::tokens;

    use super::*;

    fn of(dialect: Dialect, sql: &str) -> String {
        normal(dialect, &tokens(dialect, sql))
    }

    #[test]
    fn white_space_comments_quotes_and_case_make_no_difference() {
        let one = of(
            Dialect::Postgres,
            "(\"age\" >= 18) -- grown up\n AND Active",
        );
        let other = of(
            Dialect::Postgres,
            "( age>=18 ) /* grown /* up */ */and active",
        );
        assert_eq!(one, other);
        assert_ne!(of(Dialect::Sqlite, "'A'"), of(Dialect::Sqlite, "'a'"));
        assert_ne!(
            of(Dialect::Sqlite, "\"A b\""),
            of(Dialect::Sqlite, "\"a b\"")
        );
    }

    #[test]
    fn escapes_make_no_difference() {
        for (dialect, one, other) in [
            (Dialect::Postgres, r"E'it\'s \\'", r"'it''s \'"),
            (Dialect::Postgres, "$$it's$$", "'it''s'"),
            (Dialect::Postgres, r"E'\\x00ff'::bytea", r"'\x00ff'::bytea"),
            (Dialect::Mysql, r"_utf8mb4'it\'s'", "\"it's\""),
            (Dialect::Mariadb, "'07:30:00.000000'", "TIME'07:30:00'"),
        ] {
            assert_eq!(of(dialect, one), of(dialect, other));
        }
        assert_ne!(of(Dialect::Sqlite, r"'\\'"), of(Dialect::Sqlite, r"'\'"));
    }
}
