//! The bytes of literals, which MySQL and MariaDB print as question marks if they are not
//! three-byte UTF-8.

use tablewright_sql::{Dialect, Token, TokenKind, literal_bytes, tokens};

/// The literals of an expression that a MySQL or MariaDB server may print differently, as bytes and
/// in order.
pub(super) fn unprintable(dialect: Dialect, sql: &str) -> Vec<Vec<u8>> {
    let tokens = tokens(dialect, sql);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let Some(mut bytes) = bytes(dialect, token) else {
            at += 1;
            continue;
        };
        let is_known = at
            .checked_sub(1)
            .is_none_or(|before| !names_other_charset(&tokens[before]));
        at += 1;
        // Two strings side by side are one string.
        if is_plain(token) {
            while let Some(next) = tokens.get(at).filter(|next| is_plain(next)) {
                bytes.extend(literal_bytes(dialect, next.text.as_bytes()));
                at += 1;
            }
        }
        if is_known && !is_printable(&bytes) {
            found.push(bytes);
        }
    }
    found
}

/// Whether a string with these bytes is printed unchanged.
fn is_printable(bytes: &[u8]) -> bool {
    let is_printable = |character: char| character != '\0' && u32::from(character) <= 0xffff;
    std::str::from_utf8(bytes).is_ok_and(|text| text.chars().all(is_printable))
}

/// Whether the word is the introducer of another character set, in which the bytes are other
/// characters.
fn names_other_charset(token: &Token<'_>) -> bool {
    let ours = ["_utf8mb4", "_utf8mb3", "_utf8", "_binary"];
    token.kind == TokenKind::Word && token.text.starts_with('_') && !token.is_any(&ours)
}

fn is_plain(token: &Token<'_>) -> bool {
    token.kind == TokenKind::Text && token.text.starts_with(['\'', '"'])
}

/// The bytes of a token, if it is a literal of text or bytes.
fn bytes(dialect: Dialect, token: &Token<'_>) -> Option<Vec<u8>> {
    match token.kind {
        TokenKind::Word | TokenKind::Quoted | TokenKind::Parameter | TokenKind::Symbol => None,
        TokenKind::Number => of_digits(token.text.strip_prefix("0x")?, 16),
        TokenKind::Text => match token.text.as_bytes() {
            [b'x' | b'X', ..] => of_digits(&token.value(dialect), 16),
            [b'b' | b'B', ..] => of_digits(&token.value(dialect), 2),
            literal => Some(literal_bytes(dialect, literal)),
        },
    }
}

/// The bytes of digits; the first byte may have fewer.
fn of_digits(digits: &str, radix: u32) -> Option<Vec<u8>> {
    let width = if radix == 2 { 8 } else { 2 };
    let first = digits.len() % width;
    let (first, rest) = digits.split_at_checked(first)?;
    let rest = rest.as_bytes().chunks(width);
    let chunks = [first.as_bytes()].into_iter().chain(rest);
    let chunks = chunks.filter(|chunk| !chunk.is_empty());
    chunks
        .map(|chunk| u8::from_str_radix(std::str::from_utf8(chunk).ok()?, radix).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_as_it_is_does_not_count() {
        for sql in [
            "'a?'",
            "x'41'",
            "0x41",
            "b'1000001'",
            "N'\u{20ac}'",
            "_latin1 x'ff'",
            "a + 255",
        ] {
            let found = unprintable(Dialect::Mysql, sql);
            assert_eq!(found, Vec::<Vec<u8>>::new(), "{sql}");
        }
    }

    #[test]
    fn the_same_bytes_are_the_same_however_they_are_written() {
        let smile = "\u{1f600}".as_bytes().to_vec();
        for sql in [
            "'\u{1f600}'",
            "\"\u{1f600}\"",
            "N'\u{1f600}'",
            "x'F09F9880'",
            "0xf09f9880",
            "_utf8mb4'\u{1f600}'",
            "_binary x'f09f9880'",
            "'' '\u{1f600}'",
            "concat('a', '\u{1f600}')",
        ] {
            let found = unprintable(Dialect::Mysql, sql);
            assert_eq!(found, std::slice::from_ref(&smile), "{sql}");
        }
        assert_eq!(unprintable(Dialect::Mysql, "b'111111111'"), [[1, 255]]);
        assert_eq!(unprintable(Dialect::Mysql, "x'fff'"), [[15, 255]]);
        assert_eq!(unprintable(Dialect::Mysql, r"'\0'"), [[0]]);
        assert_eq!(
            unprintable(Dialect::Mysql, "'it''s \u{1f600}\\%\\n'"),
            ["it's \u{1f600}\\%\n".as_bytes()]
        );
    }
}
