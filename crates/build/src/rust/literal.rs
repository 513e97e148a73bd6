//! String literals; raw if that is easier to read.
//!
//! Raw literals are also faster to write and to parse, because nothing in them is escaped.

use proc_macro2::Literal;

/// A string on one line: raw if it would need escapes.
pub fn text(text: &str) -> Literal {
    let has_escapes = text.contains('"') || text.contains('\\');
    if has_escapes && !text.contains('\n') {
        raw(text)
    } else {
        Literal::string(text)
    }
}

/// A string of many lines, or one that is shown without its quotes: raw if Rust allows it.
pub fn raw(text: &str) -> Literal {
    if is_refused(text) {
        return Literal::string(text);
    }
    let hashes = "#".repeat(hashes(text));
    let literal = ["r", &hashes, "\"", text, "\"", &hashes].concat();
    literal.parse().unwrap_or_else(|_| Literal::string(text))
}

/// Whether a string needs escapes: rustc refuses a lone carriage return and characters that change
/// the direction of text, and `print` uses the NUL character.
pub fn is_refused(text: &str) -> bool {
    text.contains('\r')
        || text.contains('\0')
        || !text.is_ascii() && text.contains(changes_direction)
}

/// Whether a character changes the direction of text, so that code looks different from its
/// meaning.
pub fn changes_direction(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The number of `#` that a raw string needs.
fn hashes(text: &str) -> usize {
    if !text.contains('"') {
        return 0;
    }
    if !text.contains("\"#") {
        return 1;
    }
    let behind_quotes = text.split('"').skip(1);
    let needed = behind_quotes.map(|rest| 1 + rest.len() - rest.trim_start_matches('#').len());
    needed.max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{hashes, raw, text};

    #[test]
    fn a_raw_string_has_enough_hashes() {
        assert_eq!(hashes("SELECT 1"), 0);
        assert_eq!(hashes("SELECT \"a\""), 1);
        assert_eq!(hashes("SELECT \"a\"#, \"##\""), 3);
    }

    #[test]
    fn a_text_is_readable_where_rust_allows_it() {
        assert_eq!(raw("a\n\"b\"").to_string(), "r#\"a\n\"b\"\"#");
        assert_eq!(raw("a\rb").to_string(), r#""a\rb""#);
        assert_eq!(raw("\u{202e}").to_string(), r#""\u{202e}""#);
        assert_eq!(text("a").to_string(), r#""a""#);
        assert_eq!(text(r"a\b").to_string(), r#"r"a\b""#);
        assert_eq!(text("\"a\nb\"").to_string(), r#""\"a\nb\"""#);
    }
}
