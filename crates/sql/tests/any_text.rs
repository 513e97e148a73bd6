//! Laws of the lexer and of the splitter, for any text.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use tablewright_sql::lexer::{LexemeKind, lexemes, spans};
use tablewright_sql::quote::{bytes, identifier, text};
use tablewright_sql::{Dialect, TokenKind, literal_bytes, split, statements, tokens};

const PIECES: [&str; 52] = [
    "'",
    "''",
    "\"",
    "`",
    "[",
    "]",
    "\\",
    "\\'",
    "E'",
    "x'",
    "U&'",
    "U&\"",
    "N'",
    "$",
    "$$",
    "$a$",
    "$1",
    "/*",
    "*/",
    "/*!",
    "/*!50100 ",
    "/*!99999",
    "/*M!",
    "--",
    "-- ",
    "#",
    "\n",
    "\r",
    " ",
    "\t",
    ";",
    "(",
    ")",
    "?",
    "?1",
    ":",
    "@",
    "0x",
    "1e",
    ".",
    "é",
    "\u{feff}",
    "\0",
    "a",
    " BEGIN ",
    " END",
    "CREATE TRIGGER ",
    "CREATE PROCEDURE ",
    " CASE ",
    "DELIMITER ",
    "\nDELIMITER //\n",
    "//",
];

/// The same texts in every run, unless `PROPTEST_RNG_SEED` asks for others.
fn config() -> ProptestConfig {
    let config = ProptestConfig::default();
    let rng_seed = match config.rng_seed {
        RngSeed::Random => RngSeed::Fixed(0),
        RngSeed::Fixed(seed) => RngSeed::Fixed(seed),
    };
    ProptestConfig {
        rng_seed,
        failure_persistence: None,
        cases: config.cases.max(1_000),
        ..config
    }
}

fn any_pieces() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40);
    pieces.prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn laws_hold_for_any_text(sql in any::<String>()) {
        laws(&sql)?;
    }

    #[test]
    fn laws_hold_for_any_pieces(sql in any_pieces()) {
        laws(&sql)?;
    }

    #[test]
    fn any_bytes_are_covered(sql in any::<Vec<u8>>()) {
        for dialect in Dialect::ALL {
            let mut end = 0;
            for (kind, span) in spans(dialect, &sql) {
                prop_assert_eq!(span.start, end);
                prop_assert!(span.end > span.start);
                end = span.end;
                if kind == LexemeKind::Token(TokenKind::Text) {
                    literal_bytes(dialect, &sql[span]);
                }
            }
            prop_assert_eq!(end, sql.len());
        }
    }

    #[test]
    fn what_is_quoted_is_read_back(value in any::<String>(), more in any::<Vec<u8>>()) {
        for dialect in Dialect::ALL {
            let literal = text(dialect, &value);
            let found = tokens(dialect, &literal);
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!(found[0].kind, TokenKind::Text);
            prop_assert_eq!(&found[0].value(dialect), &value);

            let name = identifier(dialect, &value);
            let found = tokens(dialect, &name);
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!(found[0].kind, TokenKind::Quoted);
            prop_assert_eq!(found[0].name(), value.as_str());

            let literal = bytes(dialect, &more);
            let found = tokens(dialect, &literal);
            let digits: String = more.iter().map(|byte| format!("{byte:02x}")).collect();
            prop_assert!(found[0].value(dialect).ends_with(&digits));
        }
    }

    #[test]
    fn pieces_that_are_quoted_are_read_back(value in any_pieces()) {
        for dialect in Dialect::ALL {
            let literal = text(dialect, &value);
            prop_assert_eq!(&tokens(dialect, &literal)[0].value(dialect), &value);
            let name = identifier(dialect, &value);
            prop_assert_eq!(tokens(dialect, &name)[0].name(), value.as_str());
            let sql = format!("SELECT {literal} AS {name} -- {};", value.replace(['\n', '\r'], ""));
            prop_assert_eq!(tokens(dialect, &sql).len(), 4);
        }
    }
}

fn laws(sql: &str) -> Result<(), TestCaseError> {
    for dialect in Dialect::ALL {
        lexemes_cover(dialect, sql)?;
        statements_cover(dialect, sql)?;
        splitting_is_stable(dialect, sql)?;
    }
    Ok(())
}

/// The lexemes together are the text, and none is empty.
fn lexemes_cover(dialect: Dialect, sql: &str) -> Result<(), TestCaseError> {
    let mut end = 0;
    for lexeme in lexemes(dialect, sql) {
        prop_assert_eq!(lexeme.start, end);
        prop_assert_eq!(&sql[lexeme.start..lexeme.end()], lexeme.text);
        prop_assert!(!lexeme.text.is_empty());
        if let Some(token) = lexeme.token() {
            token.name();
            token.value(dialect);
        }
        end = lexeme.end();
    }
    prop_assert_eq!(end, sql.len());
    Ok(())
}

/// The statements and the text between them are the whole text; nothing between them is run.
fn statements_cover(dialect: Dialect, sql: &str) -> Result<(), TestCaseError> {
    let found = split(dialect, sql);
    let mut joined = String::new();
    let has_delimiters = dialect.has_delimiter_command() && sql.contains("DELIMITER");
    for statement in &found {
        let between = &sql[joined.len()..statement.start];
        joined.push_str(between);
        if !has_delimiters {
            let is_end = |token: tablewright_sql::Token<'_>| token.is_symbol(';');
            prop_assert!(tokens(dialect, between).into_iter().all(is_end));
        }
        prop_assert_eq!(&sql[statement.start..statement.end()], statement.text);
        joined.push_str(statement.text);
        prop_assert!(!statement.tokens.is_empty());
        for token in &statement.tokens {
            prop_assert_eq!(&sql[token.start..token.end()], token.text);
            prop_assert!(token.start >= statement.start && token.end() <= statement.end());
        }
    }
    joined.push_str(&sql[joined.len()..]);
    prop_assert_eq!(joined, sql);
    let texts: Vec<&str> = found.iter().map(|statement| statement.text).collect();
    prop_assert_eq!(statements(dialect, sql), texts);
    Ok(())
}

/// The statements, joined, are split into the same.
fn splitting_is_stable(dialect: Dialect, sql: &str) -> Result<(), TestCaseError> {
    // A command for the client is not a statement, and neither is half of a comment that the server
    // runs.
    if dialect.has_delimiter_command() && (sql.contains("DELIMITER") || sql.contains("!")) {
        return Ok(());
    }
    let found = statements(dialect, sql);
    let joined = format!(";{}", found.join(";"));
    prop_assert_eq!(statements(dialect, &joined), found);
    Ok(())
}

/// A text of this size takes minutes if the time grows with its square.
#[test]
fn time_grows_as_the_text_does() {
    const SIZE: usize = 100_000;
    let begun = Instant::now();
    for piece in PIECES.into_iter().chain([
        "'a'\n",
        "'a'--\n",
        "$a",
        "x;delimiter;",
        "/* */",
        "E'\\",
        "a.",
        "(;",
        "''\n-",
    ]) {
        let sql = piece.repeat(SIZE / piece.len());
        let delimited = format!("DELIMITER *//**//**//**/\n{sql}");
        let quoted = format!("$tag${}", "$ta$tag".repeat(SIZE / 7));
        for dialect in Dialect::ALL {
            split(dialect, &sql);
            split(dialect, &delimited);
            tokens(dialect, &quoted);
        }
    }
    assert!(begun.elapsed() < Duration::from_secs(60));
}
