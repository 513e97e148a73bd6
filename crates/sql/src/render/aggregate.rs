//! Aggregates, of groups and of windows: each is of one type and of one meaning on every database.

use crate::table::Type;
use crate::words::Function;
use crate::{Dialect, function};

/// What MySQL and MariaDB take the average of, so that no digit is lost before the end.
const EXACT: &str = "DECIMAL(65, 30)";

/// An aggregate of a column's values, which are of a type; with `OVER (…)`, that of a window.
pub(super) fn aggregate(
    dialect: Dialect,
    function: Function,
    ty: Type<'_>,
    value: &str,
    over: &str,
) -> String {
    match function {
        Function::Count => format!("count({value}){over}"),
        Function::CountDistinct => format!("count(DISTINCT {value}){over}"),
        Function::Min => format!("min({value}){over}"),
        Function::Max => format!("max({value}){over}"),
        Function::Sum => sum(dialect, ty, value, over),
        Function::Average => average(dialect, ty, value, over),
    }
}

/// The same of what is computed: its digits may have more than 64 bits.
pub(super) fn aggregate_of_computed(
    dialect: Dialect,
    function: Function,
    ty: Type<'_>,
    value: &str,
    over: &str,
) -> String {
    let is_extreme = matches!(function, Function::Min | Function::Max);
    if is_extreme && dialect == Dialect::Sqlite && matches!(ty, Type::Decimal(..)) {
        let key = format!("{}({value})", function::KEY);
        let extreme = aggregate(dialect, function, ty, &key, over);
        return format!("{}({extreme})", function::DIGITS);
    }
    aggregate(dialect, function, ty, value, over)
}

/// The sum: of integers one of 64 bits, of floats one of 64 bits that is finite. What is out of
/// the range is an error of the database.
fn sum(dialect: Dialect, ty: Type<'_>, value: &str, over: &str) -> String {
    let ty = ty.signed();
    let is_short = matches!(ty, Type::SmallInt | Type::Integer);
    let is_float = matches!(ty, Type::Float | Type::Double);
    let is_decimal = matches!(ty, Type::Decimal(..));
    match dialect {
        Dialect::Sqlite if is_float => format!("{}(sum({value}){over})", function::DOUBLE),
        // Its own sum says that it overflows even if the next value brings it back.
        Dialect::Sqlite if is_decimal => format!("{}({value}){over}", function::DECIMAL_SUM),
        Dialect::Sqlite if !is_short => format!("{}({value}){over}", function::SUM),
        // It adds numbers of 32 bits to one of 32 bits.
        Dialect::Postgres if ty == Type::Float => {
            format!("sum(CAST({value} AS DOUBLE PRECISION)){over}")
        }
        // The servers sum integers to longer ones.
        Dialect::Postgres if ty == Type::BigInt => format!("CAST(sum({value}){over} AS BIGINT)"),
        // They say that a number is out of range where they compute it, and not where they add.
        Dialect::Mysql | Dialect::Mariadb if is_float => format!("(sum({value}){over} + 0e0)"),
        // A cast would make the greatest integer of every greater one.
        Dialect::Mysql | Dialect::Mariadb if !is_decimal => format!("(sum({value}){over} DIV 1)"),
        Dialect::Sqlite | Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => {
            format!("sum({value}){over}")
        }
    }
}

/// The average as a float of 64 bits: of integers and decimals that of their exact sum.
fn average(dialect: Dialect, ty: Type<'_>, value: &str, over: &str) -> String {
    let ty = ty.signed();
    let is_short = matches!(ty, Type::SmallInt | Type::Integer);
    let is_float = matches!(ty, Type::Float | Type::Double);
    match dialect {
        Dialect::Sqlite if is_float => format!("{}(avg({value}){over})", function::DOUBLE),
        Dialect::Sqlite if is_short => format!("avg({value}){over}"),
        Dialect::Sqlite => format!("{}({value}, {}){over}", function::AVERAGE, ty.scale()),
        // Its average of floats is out of range if the sum of their squares is.
        Dialect::Postgres if is_float => {
            format!("(sum(CAST({value} AS DOUBLE PRECISION)){over} / count({value}){over})")
        }
        Dialect::Postgres => format!("CAST(avg({value}){over} AS DOUBLE PRECISION)"),
        Dialect::Mysql | Dialect::Mariadb if is_float => format!("(avg({value}){over} + 0e0)"),
        // Of integers it has four digits after the point.
        Dialect::Mysql | Dialect::Mariadb if is_short => format!("avg({value} + 0e0){over}"),
        Dialect::Mysql | Dialect::Mariadb => {
            format!("(avg(CAST({value} AS {EXACT})){over} + 0e0)")
        }
    }
}
