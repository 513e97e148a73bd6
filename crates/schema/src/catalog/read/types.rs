//! The normal form of types.

use tablewright_sql::{Dialect, Token, TokenKind, tokens};

use super::super::expression::Expression;
use super::cursor::Cursor;

/// The normal form of a type, as in a [`Column`](super::super::Column): words in lower case, and
/// the shorter of two synonyms.
pub fn column_type(dialect: Dialect, sql: &str) -> Expression {
    let tokens = tokens(dialect, sql);
    normal(&Cursor::new(dialect, sql, &tokens))
}

pub(super) fn normal(cursor: &Cursor<'_, '_>) -> Expression {
    let dialect = cursor.dialect;
    let ty = Parts::of(cursor);
    let text = match dialect {
        Dialect::Sqlite => ty.text(),
        Dialect::Postgres => postgres(ty).text(),
        Dialect::Mysql | Dialect::Mariadb => mysql(ty).text(),
    };
    Expression::new(dialect, &text)
}

/// Whether a column of the type has a collation on MySQL.
pub(super) fn is_collated(ty: &Expression) -> bool {
    let word = ty.normal().split([' ', '(']).next().unwrap_or_default();
    let collated = [
        "char",
        "varchar",
        "tinytext",
        "text",
        "mediumtext",
        "longtext",
        "enum",
        "set",
    ];
    collated.contains(&word)
}

/// A parsed type: `name(arguments) more[]`.
struct Parts {
    /// The words before the parentheses.
    name: String,
    /// The parentheses with their content.
    arguments: String,
    /// The words after them.
    more: String,
    /// The brackets of an array.
    array: String,
}

impl Parts {
    fn of(cursor: &Cursor<'_, '_>) -> Parts {
        let mut rest = cursor.clone();
        let is_end = |rest: &Cursor<'_, '_>| rest.is_symbol('(') || rest.is_symbol('[');
        let name = rest.take_until(is_end);
        let length = if rest.is_symbol('(') {
            rest.group_length()
        } else {
            0
        };
        let arguments = rest.first(length);
        rest.skip(length);
        let more = rest.take_until(|rest| rest.is_symbol('['));
        Parts {
            name: joined(name.tokens()),
            arguments: joined(arguments.tokens()),
            more: joined(more.tokens()),
            array: joined(rest.tokens()),
        }
    }

    /// All words, including those after the parentheses.
    fn words(&self) -> String {
        match self.more.as_str() {
            "" => self.name.clone(),
            more => format!("{} {more}", self.name),
        }
    }

    fn renamed(self, name: &str) -> Parts {
        Parts {
            name: name.to_owned(),
            more: String::new(),
            ..self
        }
    }

    fn text(&self) -> String {
        let space = if self.more.is_empty() { "" } else { " " };
        format!(
            "{}{}{space}{}{}",
            self.name, self.arguments, self.more, self.array
        )
    }
}

fn postgres(mut ty: Parts) -> Parts {
    if let Some(name) = ty.name.strip_prefix("pg_catalog.") {
        ty.name = name.to_owned();
    }
    let digits = ty.array.contains(|c: char| c.is_ascii_digit());
    if digits {
        // PostgreSQL ignores the declared length of an array.
        ty.array.retain(|character| !character.is_ascii_digit());
    }
    let short = match ty.words().as_str() {
        "character varying" | "char varying" => "varchar",
        "character" => "char",
        "timestamp with time zone" => "timestamptz",
        "timestamp without time zone" => "timestamp",
        "time with time zone" => "timetz",
        "bit varying" => "varbit",
        "bit" if ty.arguments.is_empty() => {
            ty.arguments = "(1)".to_owned();
            "bit"
        }
        "time without time zone" => "time",
        "int" | "int4" => "integer",
        "int2" => "smallint",
        "int8" => "bigint",
        "bool" => "boolean",
        "float4" => "real",
        "float8" => "double precision",
        "float" if ty.arguments.is_empty() => "double precision",
        "decimal" | "dec" => "numeric",
        _ => return ty,
    };
    ty.renamed(short)
}

fn mysql(mut ty: Parts) -> Parts {
    let short = match ty.name.as_str() {
        "integer" => "int",
        "bool" => "boolean",
        "dec" | "numeric" | "fixed" => "decimal",
        "double precision" | "real" => "double",
        "character varying" | "char varying" => "varchar",
        "character" => "char",
        "tinyint" if ty.arguments == "(1)" && ty.more.is_empty() => {
            ty.arguments.clear();
            "boolean"
        }
        name => name,
    };
    ty.name = short.to_owned();
    let counts = ["tinyint", "smallint", "mediumint", "int", "bigint", "year"];
    let has_width = counts.contains(&ty.name.as_str()) && !ty.more.contains("zerofill");
    if has_width && !(ty.name == "tinyint" && ty.arguments == "(1)") {
        // The display width of a number is not part of the type.
        ty.arguments.clear();
    }
    ty
}

/// The tokens, with a space only between words.
fn joined(tokens: &[Token<'_>]) -> String {
    let mut text = String::new();
    for (position, token) in tokens.iter().enumerate() {
        let before = position
            .checked_sub(1)
            .and_then(|before| tokens.get(before));
        if before.is_some_and(|before| is_apart(before, token)) {
            text.push(' ');
        }
        match token.kind {
            TokenKind::Word => text.push_str(&token.text.to_lowercase()),
            TokenKind::Quoted
            | TokenKind::Text
            | TokenKind::Number
            | TokenKind::Parameter
            | TokenKind::Symbol => {
                text.push_str(token.text);
            }
        }
    }
    text
}

fn is_apart(before: &Token<'_>, token: &Token<'_>) -> bool {
    let closes = before.is_symbol(')') || before.is_symbol(']');
    let before_is_sign = before.kind == TokenKind::Symbol && !closes;
    !before_is_sign && token.kind != TokenKind::Symbol
}

/// The default collation of a common character set.
pub(super) fn collation_of(dialect: Dialect, charset: &str) -> Option<&'static str> {
    debug_assert!(dialect.has_mysql_grammar());
    match (charset, dialect) {
        ("utf8mb4", Dialect::Mysql) => Some("utf8mb4_0900_ai_ci"),
        ("utf8mb4", _) => Some("utf8mb4_general_ci"),
        ("utf8" | "utf8mb3", _) => Some("utf8mb3_general_ci"),
        ("latin1", _) => Some("latin1_swedish_ci"),
        ("ascii", _) => Some("ascii_general_ci"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_has_one_spelling() {
        let cases = [
            (Dialect::Sqlite, "VARCHAR ( 50 )", "varchar(50)"),
            (Dialect::Sqlite, "", ""),
            (Dialect::Sqlite, "UNSIGNED BIG INT", "unsigned big int"),
            (Dialect::Sqlite, "decimal( 10 , -2)", "decimal(10,-2)"),
            (Dialect::Postgres, "character varying(50)", "varchar(50)"),
            (
                Dialect::Postgres,
                "timestamp(3) with time zone",
                "timestamptz(3)",
            ),
            (
                Dialect::Postgres,
                "timestamp without time zone",
                "timestamp",
            ),
            (Dialect::Postgres, "DOUBLE  PRECISION", "double precision"),
            (Dialect::Postgres, "int4 [3] []", "integer[][]"),
            (Dialect::Postgres, "VARCHAR(20)[]", "varchar(20)[]"),
            (Dialect::Postgres, "pg_catalog.int8", "bigint"),
            (Dialect::Postgres, "\"My Type\"", "\"My Type\""),
            (Dialect::Postgres, "search.\"Kind\"", "search.\"Kind\""),
            (Dialect::Mysql, "tinyint(1)", "boolean"),
            (Dialect::Mysql, "tinyint(1) unsigned", "tinyint(1) unsigned"),
            (Dialect::Mysql, "int(11) unsigned", "int unsigned"),
            (
                Dialect::Mysql,
                "int(5) unsigned zerofill",
                "int(5) unsigned zerofill",
            ),
            (Dialect::Mariadb, "ENUM('a', 'B')", "enum('a','B')"),
            (Dialect::Mariadb, "NUMERIC(10, 2)", "decimal(10,2)"),
        ];
        for (dialect, sql, expected) in cases {
            assert_eq!(column_type(dialect, sql).text(), expected, "{dialect}");
        }
    }
}
