//! Aggregates of groups and of windows, each with the same type and meaning on every database.

use crate::table::Type;
use crate::words::Function;
use crate::{Dialect, function};

/// The type of a zero that MySQL and MariaDB add before they compute an average, so that no digit
/// after the point is lost before the end.
const EXACT: &str = "DECIMAL(65, 30)";

/// An aggregate of values of a type; with `OVER (…)`, of a window.
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

/// An aggregate of computed values, whose digits may have more than 64 bits.
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
    // Expressions of short integers have 64 bits, and PostgreSQL sums these to a decimal.
    let is_short = matches!(ty.signed(), Type::SmallInt | Type::Integer);
    if function == Function::Sum && dialect == Dialect::Postgres && is_short {
        return aggregate(dialect, function, Type::BigInt, value, over);
    }
    aggregate(dialect, function, ty, value, over)
}

/// The sum: of integers a 64-bit integer, of floats a finite 64-bit float. A sum out of range is an
/// error of the database.
fn sum(dialect: Dialect, ty: Type<'_>, value: &str, over: &str) -> String {
    let ty = ty.signed();
    let is_short = matches!(ty, Type::SmallInt | Type::Integer);
    let is_float = matches!(ty, Type::Float | Type::Double);
    let is_decimal = matches!(ty, Type::Decimal(..));
    match dialect {
        Dialect::Sqlite if is_float => format!("{}(sum({value}){over})", function::DOUBLE),
        // SQLite's own sum fails on an overflow even if the next value brings it back into range.
        Dialect::Sqlite if is_decimal => format!("{}({value}){over}", function::DECIMAL_SUM),
        Dialect::Sqlite if !is_short => format!("{}({value}){over}", function::SUM),
        // PostgreSQL adds 32-bit floats to a 32-bit float.
        Dialect::Postgres if ty == Type::Float => {
            format!("sum(CAST({value} AS DOUBLE PRECISION)){over}")
        }
        // The servers sum integers to a wider type.
        Dialect::Postgres if ty == Type::BigInt => format!("CAST(sum({value}){over} AS BIGINT)"),
        // They check the range in computations, but not in sums.
        Dialect::Mysql | Dialect::Mariadb if is_float => format!("(sum({value}){over} + 0e0)"),
        // A cast would replace a greater integer by the greatest one.
        Dialect::Mysql | Dialect::Mariadb if !is_decimal => format!("(sum({value}){over} DIV 1)"),
        Dialect::Sqlite | Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => {
            format!("sum({value}){over}")
        }
    }
}

/// The average as a 64-bit float; of integers and decimals, from their exact sum.
fn average(dialect: Dialect, ty: Type<'_>, value: &str, over: &str) -> String {
    let ty = ty.signed();
    let is_short = matches!(ty, Type::SmallInt | Type::Integer);
    let is_float = matches!(ty, Type::Float | Type::Double);
    match dialect {
        Dialect::Sqlite if is_float => format!("{}(avg({value}){over})", function::DOUBLE),
        Dialect::Sqlite if is_short => format!("avg({value}){over}"),
        Dialect::Sqlite => format!("{}({value}, {}){over}", function::AVERAGE, ty.scale()),
        // PostgreSQL's average of floats is out of range if the sum of their squares is.
        Dialect::Postgres if is_float => {
            format!("(sum(CAST({value} AS DOUBLE PRECISION)){over} / count({value}){over})")
        }
        Dialect::Postgres => format!("CAST(avg({value}){over} AS DOUBLE PRECISION)"),
        Dialect::Mysql | Dialect::Mariadb if is_float => format!("(avg({value}){over} + 0e0)"),
        // The average of integers has four digits after the point there.
        Dialect::Mysql | Dialect::Mariadb if is_short => format!("avg({value} + 0e0){over}"),
        Dialect::Mysql | Dialect::Mariadb => {
            // A cast would replace a greater value by the greatest one.
            format!("(avg({value} + CAST(0 AS {EXACT})){over} + 0e0)")
        }
    }
}
