//! The values that an expression computes, and that a column of a type refuses.

use tablewright_schema::catalog::Expression;
use tablewright_sql::Dialect;

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
        Dialect::Sqlite => {
            format!("(CAST({{}} AS INTEGER) <> {{}} OR {{}} NOT BETWEEN {least} AND {most})")
        }
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
