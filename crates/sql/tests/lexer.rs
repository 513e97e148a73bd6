//! The syntax in which databases differ.

use tablewright_sql::lexer::{LexemeKind, closed, lexemes};
use tablewright_sql::{Dialect, TokenKind, literal_bytes, tokens};

const FAMILY_OF_MYSQL: [Dialect; 2] = [Dialect::Mysql, Dialect::Mariadb];

fn texts(dialect: Dialect, sql: &str) -> Vec<&str> {
    let tokens = tokens(dialect, sql);
    tokens.into_iter().map(|token| token.text).collect()
}

/// The only token of the SQL.
fn only(dialect: Dialect, sql: &str) -> (TokenKind, String) {
    let tokens = tokens(dialect, sql);
    let [token] = tokens.as_slice() else {
        panic!("{sql} is not one token on {dialect}: {tokens:?}");
    };
    (token.kind, token.value(dialect))
}

fn is_text(dialect: Dialect, sql: &str, value: &str) {
    let expected = (TokenKind::Text, value.to_owned());
    assert_eq!(only(dialect, sql), expected, "{sql} on {dialect}");
}

#[test]
fn positions_are_those_of_bytes() {
    let sql = "é /* ü */ 'ö'";
    let all: Vec<_> = lexemes(Dialect::Sqlite, sql)
        .map(|lexeme| (lexeme.kind, lexeme.start, lexeme.end()))
        .collect();
    assert_eq!(
        all,
        [
            (LexemeKind::Token(TokenKind::Word), 0, 2),
            (LexemeKind::Whitespace, 2, 3),
            (LexemeKind::Comment, 3, 11),
            (LexemeKind::Whitespace, 11, 12),
            (LexemeKind::Token(TokenKind::Text), 12, 16),
        ]
    );
}

#[test]
fn quotes_are_doubled_in_all_quotes() {
    for dialect in Dialect::ALL {
        is_text(dialect, "'it''s'", "it's");
        is_text(dialect, "''", "");
        is_text(dialect, "''''", "'");
        let quote = dialect.identifier_quote();
        let sql = format!("{quote}a{quote}{quote}b{quote}");
        let found = tokens(dialect, &sql);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].kind, TokenKind::Quoted);
        assert_eq!(found[0].name(), format!("a{quote}b"));
    }
}

#[test]
fn double_quotes_are_texts_on_mysql() {
    for dialect in FAMILY_OF_MYSQL {
        is_text(dialect, r#""a""b\"c'""#, "a\"b\"c'");
    }
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        assert_eq!(only(dialect, r#""a\""#).0, TokenKind::Quoted);
    }
}

#[test]
fn names_have_the_quotes_of_their_database() {
    assert_eq!(
        texts(Dialect::Sqlite, "[a]]b`c``d`"),
        ["[a]", "]", "b", "`c``d`"]
    );
    assert_eq!(tokens(Dialect::Sqlite, "[a b]")[0].name(), "a b");
    assert_eq!(texts(Dialect::Postgres, "[a]`"), ["[", "a", "]", "`"]);
    assert_eq!(texts(Dialect::Mysql, r"[`a\`]"), ["[", r"`a\`", "]"]);
    let unicode = tokens(Dialect::Postgres, r#"U&"d\0061t\+000061 \\ """"#);
    assert_eq!(unicode.len(), 1);
    assert_eq!(unicode[0].name(), "data \\ \"");
}

#[test]
fn a_backslash_escapes_in_texts_of_mysql() {
    for dialect in FAMILY_OF_MYSQL {
        is_text(dialect, r"'it\'s'", "it's");
        is_text(dialect, r"'\\'", "\\");
        is_text(
            dialect,
            r"'\0\b\n\r\t\Z\q\%\_'",
            "\0\u{8}\n\r\t\u{1a}q\\%\\_",
        );
        is_text(dialect, r"N'\''", "'");
        assert_eq!(texts(dialect, r"x'4\' 'a'"), [r"x'4\'", "'a'"]);
    }
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        is_text(dialect, r"'a\'", "a\\");
        assert_eq!(texts(dialect, r"'it\' s"), [r"'it\'", "s"]);
    }
}

#[test]
fn escapes_after_a_letter_are_those_of_postgres() {
    let postgres = Dialect::Postgres;
    is_text(postgres, r"E'it\'s \\'", "it's \\");
    is_text(
        postgres,
        r"e'\b\f\n\r\t\x41\x4\101\u00e4\U0001F600\q'",
        "\u{8}\u{c}\n\r\tA\u{4}Aä😀q",
    );
    is_text(postgres, r"E'\uD83D\uDE00\xc3\xa4'", "😀ä");
    is_text(postgres, r"U&'d\0061t\+000061 '' \\'", "data ' \\");
    is_text(postgres, r"U&'\D83D\DE00'", "😀");
    is_text(postgres, r"n'\'", "\\");
    assert_eq!(texts(Dialect::Sqlite, r"E'\' 'a'"), ["E", r"'\'", "'a'"]);
    assert_eq!(texts(Dialect::Mysql, r"E'\''"), ["E", r"'\''"]);
    assert_eq!(texts(postgres, "u & 'a'"), ["u", "&", "'a'"]);
    assert_eq!(texts(postgres, "nameE'a'"), ["nameE", "'a'"]);
}

#[test]
fn bytes_and_bits_are_literals() {
    for dialect in Dialect::ALL {
        is_text(dialect, "x'00Ff'", "00Ff");
        is_text(dialect, "X''", "");
    }
    for dialect in [Dialect::Postgres, Dialect::Mysql, Dialect::Mariadb] {
        is_text(dialect, "B'01'", "01");
    }
    assert_eq!(texts(Dialect::Sqlite, "b'01'"), ["b", "'01'"]);
}

#[test]
fn a_text_of_postgres_goes_on_after_a_line_end() {
    let postgres = Dialect::Postgres;
    is_text(postgres, "'a' \n\t 'b'", "ab");
    is_text(postgres, "E'a' -- it's\n -- and\n 'b\\'c'", "ab'c");
    assert_eq!(texts(postgres, "'a' 'b'"), ["'a'", "'b'"]);
    assert_eq!(texts(postgres, "'a' /*\n*/ 'b'"), ["'a'", "'b'"]);
    assert_eq!(texts(Dialect::Sqlite, "'a'\n'b'"), ["'a'", "'b'"]);
}

#[test]
fn dollars_quote_on_postgres() {
    let postgres = Dialect::Postgres;
    is_text(postgres, "$$it's $a \\ $$", "it's $a \\ ");
    is_text(postgres, "$ä_1$ $$ ' $ä_1$", " $$ ' ");
    is_text(postgres, "$a$ never", " never");
    assert_eq!(texts(postgres, "$1$2 a$b$c"), ["$1", "$2", "a$b$c"]);
    assert_eq!(texts(postgres, "$1a$"), ["$1", "a$"]);
    assert_eq!(texts(postgres, "$ $a b"), ["$", "$", "a", "b"]);
    assert_eq!(texts(Dialect::Mysql, "$$ a$ $1"), ["$$", "a$", "$1"]);
}

#[test]
fn comments_are_not_tokens() {
    for dialect in Dialect::ALL {
        assert_eq!(texts(dialect, "a -- b's\nc /* ' */ d"), ["a", "c", "d"]);
        assert_eq!(texts(dialect, "a--"), ["a"]);
        assert_eq!(texts(dialect, "a /* b"), ["a"]);
        assert_eq!(texts(dialect, "/*/ a */ b"), ["b"]);
    }
    assert_eq!(texts(Dialect::Postgres, "/* /* a */ b */ c"), ["c"]);
    assert_eq!(texts(Dialect::Sqlite, "/* /* a */ b"), ["b"]);
    assert_eq!(texts(Dialect::Sqlite, "a--1"), ["a"]);
    assert_eq!(texts(Dialect::Postgres, "a -- b\rc"), ["a", "c"]);
    for dialect in FAMILY_OF_MYSQL {
        assert_eq!(texts(dialect, "a--1"), ["a", "-", "-", "1"]);
        assert_eq!(texts(dialect, "a # b's\nc"), ["a", "c"]);
    }
    assert_eq!(texts(Dialect::Postgres, "a # b"), ["a", "#", "b"]);
}

#[test]
fn a_comment_that_is_run_is_sql() {
    for dialect in FAMILY_OF_MYSQL {
        assert_eq!(texts(dialect, "/*!50100 a */ b */"), ["a", "b", "*", "/"]);
        assert_eq!(texts(dialect, "/*! a /* c */ '*/' */"), ["a", "'*/'"]);
        assert_eq!(texts(dialect, "/*!5 a*/"), ["5", "a"]);
        assert_eq!(texts(dialect, "/*!99999 a /* b */ c */ d"), ["d"]);
    }
    assert_eq!(texts(Dialect::Mysql, "/*!80016 a */"), ["a"]);
    assert_eq!(texts(Dialect::Mariadb, "/*!80016 a */"), [""; 0]);
    assert_eq!(texts(Dialect::Mysql, "/*M!100201 a */"), [""; 0]);
    assert_eq!(texts(Dialect::Mariadb, "/*M!100201 a */"), ["a"]);
    assert_eq!(
        texts(Dialect::Mariadb, "/*M!999999\\- enable the sandbox mode */"),
        [""; 0]
    );
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        assert_eq!(texts(dialect, "/*! a */ b"), ["b"]);
    }
}

#[test]
fn numbers_are_one_token() {
    for dialect in Dialect::ALL {
        for number in [
            "1", "1.5", ".5", "1.", "1e3", "1.5E+3", "1e-3", "0xFf", "1_000",
        ] {
            assert_eq!(
                only(dialect, number).0,
                TokenKind::Number,
                "{number} on {dialect}"
            );
        }
        assert_eq!(texts(dialect, "-1.5e-3+.5"), ["-", "1.5e-3", "+", ".5"]);
        assert_eq!(texts(dialect, "0xE+1"), ["0xE", "+", "1"]);
        assert_eq!(texts(dialect, "1e+a"), ["1e", "+", "a"]);
        assert_eq!(texts(dialect, "a.b"), ["a", ".", "b"]);
    }
}

#[test]
fn parameters_are_told_from_operators() {
    for dialect in Dialect::ALL {
        assert_eq!(texts(dialect, "?,?12"), ["?", ",", "?12"]);
        assert_eq!(only(dialect, "?1").0, TokenKind::Parameter);
        assert_eq!(texts(dialect, "'?' ??"), ["'?'", "?", "?"]);
    }
    for name in [":name", "@name", "$name"] {
        assert_eq!(only(Dialect::Sqlite, name).0, TokenKind::Parameter);
    }
    assert_eq!(
        texts(Dialect::Postgres, "a::b @> c"),
        ["a", ":", ":", "b", "@", ">", "c"]
    );
    assert_eq!(texts(Dialect::Mysql, "@a := 1"), ["@", "a", ":", "=", "1"]);
}

#[test]
fn a_byte_order_mark_is_white_space_at_the_beginning() {
    for dialect in Dialect::ALL {
        assert_eq!(texts(dialect, "\u{feff}a"), ["a"]);
    }
    assert_eq!(texts(Dialect::Sqlite, "a \u{feff}b"), ["a", "b"]);
    assert_eq!(texts(Dialect::Postgres, "a \u{feff}b"), ["a", "\u{feff}b"]);
}

#[test]
fn what_is_not_closed_goes_to_the_end() {
    for dialect in Dialect::ALL {
        assert_eq!(texts(dialect, "a 'b"), ["a", "'b"]);
    }
    is_text(Dialect::Mysql, "'ä\\", "ä");
    is_text(Dialect::Postgres, "E'\\u00", "00");
    assert_eq!(tokens(Dialect::Sqlite, "\"a\"\"")[0].name(), "a\"");
}

#[test]
fn bytes_need_not_be_utf_8() {
    let literal = b"'\xFF\\0''\\''";
    assert_eq!(literal_bytes(Dialect::Mysql, literal), b"\xFF\0''");
}

#[test]
fn a_comment_at_the_end_takes_nothing_that_comes_next() {
    for dialect in Dialect::ALL {
        assert_eq!(closed(dialect, "a -- b"), "a -- b\n");
        for sql in ["a -- b\n", "'--' /* -- */", "a\n", ""] {
            assert_eq!(closed(dialect, sql), sql);
        }
    }
    assert_eq!(closed(Dialect::Mysql, "a # b"), "a # b\n");
    assert_eq!(closed(Dialect::Postgres, "a # b"), "a # b");
}
