//! Names and literals.

use tablewright_sql::Dialect;
use tablewright_sql::quote::{bytes, identifier, text};

#[test]
fn quotes_in_names_are_doubled() {
    assert_eq!(identifier(Dialect::Sqlite, r#"a"b`c"#), r#""a""b`c""#);
    assert_eq!(identifier(Dialect::Postgres, "order"), r#""order""#);
    for dialect in [Dialect::Mysql, Dialect::Mariadb] {
        assert_eq!(identifier(dialect, r#"a"b`c"#), r#"`a"b``c`"#);
        assert_eq!(identifier(dialect, ""), "``");
    }
}

#[test]
fn backslashes_in_texts_are_doubled_if_the_database_reads_them() {
    let of = |dialect| text(dialect, r"it's \ ä");
    assert_eq!(of(Dialect::Sqlite), r"'it''s \ ä'");
    assert_eq!(of(Dialect::Postgres), r"E'it''s \\ ä'");
    assert_eq!(of(Dialect::Mysql), r"'it''s \\ ä'");
    assert_eq!(of(Dialect::Mariadb), r"'it''s \\ ä'");
    assert_eq!(text(Dialect::Postgres, "it's"), "'it''s'");
}

#[test]
fn bytes_are_hexadecimal() {
    for dialect in [Dialect::Sqlite, Dialect::Mysql, Dialect::Mariadb] {
        assert_eq!(bytes(dialect, &[0, 0xFF]), "x'00ff'");
        assert_eq!(bytes(dialect, &[]), "x''");
    }
    assert_eq!(bytes(Dialect::Postgres, &[0, 0xFF]), r"E'\\x00ff'::bytea");
}
