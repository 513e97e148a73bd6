//! The values that an expression computes: those that a column of a type refuses, and what the
//! column stores of the others.

use tablewright_schema::catalog::{Column, Expression, Table};
use tablewright_sql::lexer::closed;
use tablewright_sql::{Dialect, TokenKind, tokens};

use crate::conversion::longer;
use crate::loss;
use crate::physical::Physical;

/// A string that MySQL and MariaDB convert to a number, as a pattern.
const NUMBER: &str = "^ *[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)? *$";

/// The condition that a computed value does not fit into a column of the type, with `{}` for the
/// value; `None` if each one fits, or the database refuses the expression itself, or the check of
/// the type finds those that do not.
pub(crate) fn outside(dialect: Dialect, ty: &Expression) -> Option<String> {
    use Physical as P;
    let is_mysql = dialect.has_mysql_grammar();
    Some(match Physical::of(dialect, ty) {
        P::Bool if is_mysql => number(dialect, &integers(dialect, -128, 127)),
        P::Int(bits) => {
            let most = (1_i128 << (bits - 1)) - 1;
            number(dialect, &integers(dialect, -most - 1, most))
        }
        P::Unsigned(bits) => number(dialect, &integers(dialect, 0, (1_i128 << bits) - 1)),
        // SQLite's are integers, with a check.
        P::Decimal { precision, scale } if dialect != Dialect::Sqlite => {
            let room = precision.saturating_sub(scale) as usize;
            let least = format!("{}.{}5", "9".repeat(room), "9".repeat(scale as usize));
            number(dialect, &format!("({{}} <= -0{least} OR {{}} >= 0{least})"))
        }
        P::Float if dialect == Dialect::Postgres => loss::beyond_floats(),
        P::Float if is_mysql => number(dialect, &format!("abs({{}}) > {:?}", f32::MAX)),
        P::Double if is_mysql => number(dialect, ""),
        P::Float | P::Double if dialect == Dialect::Sqlite => {
            "(typeof({}) IN ('text', 'blob') AND CAST({} AS REAL) <> {})".to_owned()
        }
        P::Text(Some(max)) => longer(dialect, "{}", max),
        P::Bytes(Some(max)) => format!("octet_length({{}}) > {max}"),
        P::Uuid if is_mysql => "octet_length({}) > 16".to_owned(),
        P::Members if is_mysql => loss::no_member(dialect, ty),
        P::Date if is_mysql => "({} IS NOT NULL AND CAST({} AS DATE) IS NULL)".to_owned(),
        P::DateTime | P::Timestamp if is_mysql => {
            "({} IS NOT NULL AND CAST({} AS DATETIME(6)) IS NULL)".to_owned()
        }
        P::Time if is_mysql => "({} IS NOT NULL AND CAST({} AS TIME(6)) IS NULL)".to_owned(),
        P::Json if is_mysql => "NOT JSON_VALID(CAST({} AS char))".to_owned(),
        P::Bool
        | P::Decimal { .. }
        | P::Float
        | P::Double
        | P::Text(None)
        | P::Bytes(None)
        | P::Uuid
        | P::Members
        | P::Date
        | P::Time
        | P::DateTime
        | P::Timestamp
        | P::Json
        | P::Number
        | P::Items(_)
        | P::Other(_) => return None,
    })
}

/// The value is no integer from `least` to `most`. The servers round it first.
fn integers(dialect: Dialect, least: i128, most: i128) -> String {
    match dialect {
        // It stores a text that is an integer as one.
        Dialect::Sqlite => format!(
            "CASE WHEN CAST({{}} AS INTEGER) = {{}} THEN CAST({{}} AS INTEGER) NOT BETWEEN \
             {least} AND {most} ELSE {{}} IS NOT NULL END"
        ),
        // MySQL and MariaDB refuse a negative number before they round it to 0.
        _ if least == 0 => format!("({{}} < 0 OR {{}} >= {most}.5)"),
        Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => {
            format!("({{}} <= {least}.5 OR {{}} >= {most}.5)")
        }
    }
}

/// The value is no number, or the condition is true. MySQL and MariaDB convert any value.
fn number(dialect: Dialect, condition: &str) -> String {
    if !dialect.has_mysql_grammar() {
        return condition.to_owned();
    }
    let no_number = format!("CAST({{}} AS char) NOT REGEXP '{NUMBER}'");
    match condition {
        "" => no_number,
        _ => format!("({no_number} OR {condition})"),
    }
}

/// What a column stores of the values of an expression; the expression itself, if that is the same.
/// `table` has the columns that the expression may read.
pub(crate) fn stored(
    dialect: Dialect,
    table: Option<&Table>,
    column: &Column,
    sql: &Expression,
) -> Expression {
    if has_type(dialect, table, &column.ty, sql) {
        return sql.clone();
    }
    let form = match dialect {
        Dialect::Sqlite => by_affinity(column.ty.text()),
        Dialect::Postgres => Some(format!("CAST({{}} AS {})", column.ty.text())),
        Dialect::Mysql | Dialect::Mariadb => {
            cast_type(dialect, &column.ty).map(|ty| format!("CAST({{}} AS {ty})"))
        }
    };
    match form {
        Some(form) => {
            let value = format!("({})", closed(dialect, sql.text()));
            Expression::new(dialect, &form.replace("{}", &value))
        }
        None => sql.clone(),
    }
}

/// The functions of texts that give a text.
const OF_TEXTS: &[&str] = &[
    "concat", "lower", "ltrim", "replace", "rtrim", "substr", "trim", "upper",
];

/// Whether the expression clearly gives integers for a column of integers, or texts for one of
/// texts.
fn has_type(dialect: Dialect, table: Option<&Table>, ty: &Expression, sql: &Expression) -> bool {
    use Physical as P;
    let is_text = match Physical::of(dialect, ty) {
        P::Int(_) | P::Unsigned(_) => false,
        P::Text(_) => true,
        _ => return false,
    };
    let tokens = tokens(dialect, sql.text());
    let mut is_number = true;
    let is_known = tokens.iter().enumerate().all(|(at, token)| {
        let is_called = tokens.get(at + 1).is_some_and(|next| next.is_symbol('('));
        match token.kind {
            TokenKind::Number => token.text.bytes().all(|byte| byte.is_ascii_digit()),
            TokenKind::Symbol if is_text => matches!(token.text, "(" | ")" | "," | "|" | "||"),
            TokenKind::Symbol => matches!(token.text, "+" | "-" | "*" | "(" | ")"),
            TokenKind::Word if is_called => {
                is_number = false;
                is_text && token.is_any(OF_TEXTS)
            }
            TokenKind::Word | TokenKind::Quoted => {
                let read = table.and_then(|table| table.column(&token.name()));
                let of = read.map(|column| Physical::of(dialect, &column.ty));
                is_number &= !matches!(of, Some(P::Text(_)));
                match of {
                    Some(P::Int(_) | P::Unsigned(_)) => !is_text,
                    Some(P::Text(_)) => is_text,
                    _ => false,
                }
            }
            TokenKind::Text => is_text,
            TokenKind::Parameter => false,
        }
    });
    is_known && is_number != is_text
}

/// The value that a column of SQLite stores, by the affinity of its type; `None` if it stores any
/// value unchanged.
fn by_affinity(ty: &str) -> Option<String> {
    let ty = ty.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| ty.contains(word));
    let number = "CASE WHEN {} = CAST({} AS INTEGER) THEN CAST({} AS INTEGER) \
         WHEN {} = CAST({} AS NUMERIC) THEN CAST({} AS NUMERIC) ELSE {} END";
    let form = if has(&["int"]) {
        number
    } else if has(&["char", "clob", "text"]) {
        "CASE WHEN typeof({}) IN ('integer', 'real') THEN CAST({} AS TEXT) ELSE {} END"
    } else if has(&["blob"]) || ty.is_empty() {
        return None;
    } else if has(&["real", "floa", "doub"]) {
        "CASE WHEN {} = CAST({} AS NUMERIC) THEN CAST({} AS REAL) ELSE {} END"
    } else {
        number
    };
    Some(form.to_owned())
}

/// The type of a cast that converts as a column of MySQL and MariaDB does; `None` if there is none.
pub(crate) fn cast_type(dialect: Dialect, ty: &Expression) -> Option<String> {
    Some(match Physical::of(dialect, ty) {
        Physical::Int(_) => "SIGNED".to_owned(),
        // A cast to the type would make a negative number a large one, which the column refuses.
        Physical::Unsigned(_) => "DECIMAL(20, 0)".to_owned(),
        Physical::Date => "DATE".to_owned(),
        Physical::DateTime => "DATETIME(6)".to_owned(),
        Physical::Double => "DOUBLE".to_owned(),
        Physical::Decimal { precision, scale } => format!("DECIMAL({precision}, {scale})"),
        Physical::Bool
        | Physical::Float
        | Physical::Number
        | Physical::Text(_)
        | Physical::Members
        | Physical::Bytes(_)
        | Physical::Uuid
        | Physical::Time
        | Physical::Timestamp
        | Physical::Json
        | Physical::Items(_)
        | Physical::Other(_) => return None,
    })
}
