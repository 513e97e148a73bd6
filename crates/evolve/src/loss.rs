//! Values that lose something when their column gets another type.

use tablewright_schema::catalog::Expression;
use tablewright_sql::Dialect;

use crate::physical::Physical;

/// The largest integers that a number of 32 and one of 64 bits holds beside all smaller ones.
const EXACT_FLOAT: u64 = 1 << 24;
const EXACT_DOUBLE: u64 = 1 << 53;

/// The condition that a value of the one type loses something in the other, with `{}` for the
/// column; `None` if none does, or nothing tells.
pub(crate) fn condition(dialect: Dialect, from: &Expression, to: &Expression) -> Option<String> {
    use Physical as P;
    let (from, to) = (Physical::of(dialect, from), Physical::of(dialect, to));
    let is_sqlite = dialect == Dialect::Sqlite;
    Some(match (from, to) {
        (P::Decimal { scale: from, .. }, P::Decimal { scale: to, .. }) if to < from => {
            more_digits(dialect, from, to)
        }
        (P::Decimal { scale, .. }, P::Int(_)) if scale > 0 => more_digits(dialect, scale, 0),
        (P::Decimal { scale, .. }, P::Float | P::Double) if is_sqlite => {
            let power = 10_u64.checked_pow(scale)?;
            format!("CAST(round({{}} / {power}.0 * {power}) AS INTEGER) <> {{}}")
        }
        (P::Decimal { precision, scale }, to @ (P::Float | P::Double)) => {
            let binary = binary(dialect, &to);
            let back = match dialect {
                Dialect::Mysql | Dialect::Mariadb => "DECIMAL",
                Dialect::Sqlite | Dialect::Postgres => "numeric",
            };
            format!("CAST(CAST({{}} AS {binary}) AS {back}({precision}, {scale})) <> {{}}")
        }
        (P::Float | P::Double, P::Int(_)) => "{} <> round({})".to_owned(),
        (P::Float | P::Double, P::Decimal { scale, .. }) if dialect == Dialect::Postgres => {
            format!("{{}}::numeric <> round({{}}::numeric, {scale})")
        }
        (P::Float | P::Double, P::Decimal { scale, .. }) => {
            format!("{{}} <> round({{}}, {scale})")
        }
        // SQLite's copy keeps all digits.
        (P::Double, P::Float) if is_sqlite => return None,
        (P::Double, P::Float) => {
            let binary = binary(dialect, &P::Float);
            format!(
                "CASE WHEN abs({{}}) > {:?} THEN 1 WHEN {{}} <> CAST({{}} AS {binary}) THEN 1 \
                 ELSE 0 END = 1",
                f32::MAX
            )
        }
        (P::Int(bits), P::Float) if bits > 24 => format!("abs({{}}) > {EXACT_FLOAT}"),
        (P::Int(bits), P::Double) if bits > 53 => format!("abs({{}}) > {EXACT_DOUBLE}"),
        (P::DateTime | P::Timestamp, P::Date) if is_sqlite => {
            "substr({}, 12) NOT LIKE '00:00:00.000000%'".to_owned()
        }
        (P::DateTime | P::Timestamp, P::Date) if dialect != Dialect::Postgres => {
            "{} <> DATE({})".to_owned()
        }
        (P::DateTime, P::Date) => "{} <> date_trunc('day', {})".to_owned(),
        (P::Timestamp, P::Date) => {
            "{} AT TIME ZONE 'UTC' <> date_trunc('day', {} AT TIME ZONE 'UTC')".to_owned()
        }
        _ => return None,
    })
}

fn more_digits(dialect: Dialect, from: u32, to: u32) -> String {
    match dialect {
        // SQLite's decimals are counts of their last digit.
        Dialect::Sqlite => format!("{{}} % 1{} <> 0", "0".repeat((from - to) as usize)),
        Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => {
            format!("{{}} <> round({{}}, {to})")
        }
    }
}

/// The name of a binary number in a cast.
fn binary(dialect: Dialect, ty: &Physical) -> &'static str {
    match (dialect, ty) {
        (Dialect::Postgres, Physical::Float) => "real",
        (Dialect::Postgres, _) => "double precision",
        (Dialect::Sqlite, _) => "REAL",
        (Dialect::Mysql | Dialect::Mariadb, Physical::Float) => "FLOAT",
        (Dialect::Mysql | Dialect::Mariadb, _) => "DOUBLE",
    }
}
