//! Identifiers and literals become SQL here and nowhere else.

use crate::dialect::Dialect;

/// The name, quoted: every name is safe, reserved words and quotes included.
pub fn identifier(dialect: Dialect, name: &str) -> String {
    let quote = dialect.identifier_quote();
    let mut quoted = String::with_capacity(name.len() + 2);
    quoted.push(quote);
    for character in name.chars() {
        if character == quote {
            quoted.push(quote);
        }
        quoted.push(character);
    }
    quoted.push(quote);
    quoted
}

/// The text as a string literal.
///
/// The text holds no NUL, which no database takes in a statement: the check pass refuses it.
pub fn text(dialect: Dialect, text: &str) -> String {
    let doubled = text.replace('\'', "''");
    match dialect {
        Dialect::Sqlite => format!("'{doubled}'"),
        // Plain where no setting of the server can read it otherwise.
        Dialect::Postgres if text.contains('\\') => format!("E'{}'", doubled.replace('\\', "\\\\")),
        Dialect::Postgres => format!("'{doubled}'"),
        Dialect::Mysql | Dialect::Mariadb => format!("'{}'", doubled.replace('\\', "\\\\")),
    }
}

/// The bytes as a literal.
pub fn bytes(dialect: Dialect, bytes: &[u8]) -> String {
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    match dialect {
        Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => format!("x'{hex}'"),
        Dialect::Postgres => format!("'\\x{hex}'::bytea"),
    }
}
