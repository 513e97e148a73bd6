//! Parts of dates and times, and casts that lose nothing.
//!
//! An instant is in UTC on every database, in any time zone of the session.

use super::Renderer;
use crate::Dialect;
use crate::function;
use crate::table::Type;
use crate::words::{Cast, DatePart, Operator};

/// The first instant as SQLite stores it.
const FIRST: &str = "0001-01-01 00:00:00.000000Z";

/// The microseconds from the first moment of a `datetime` or a `timestamp` to the last one.
const LONGEST: i64 = 315_537_897_599_999_999;

/// The days from the last day of the year 9999 to PostgreSQL's last day.
const DAYS_AFTER: u32 = 103_830_043;
/// The days from PostgreSQL's first day to the first day of the year 1.
const DAYS_BEFORE: u32 = 1_721_426;

impl Renderer<'_, '_> {
    /// A part of a date, a time or both, as an integer.
    pub(super) fn date_part(&mut self, part: DatePart, ty: Type<'_>) {
        match self.dialect {
            Dialect::Sqlite => {
                let (from, digits) = digits_of(part);
                let before = if ty == Type::Time { DATE } else { 0 };
                self.push("CAST(substr(");
                self.expression();
                self.push(&format!(", {}, {digits}) AS INTEGER)", from + 1 - before));
            }
            Dialect::Postgres => {
                self.push(match part {
                    // It includes the digits after the point.
                    DatePart::Second => "CAST(floor(extract(second FROM ",
                    _ => "CAST((extract(",
                });
                if part != DatePart::Second {
                    self.push(name_of(part));
                    self.push(" FROM ");
                }
                self.in_utc(ty);
                self.push(")) AS INTEGER)");
            }
            // MySQL would store the result of `year(…)` in a union as its type YEAR, which has
            // neither 9999 nor 1.
            Dialect::Mysql | Dialect::Mariadb => {
                self.push("extract(");
                self.push(name_of(part));
                self.push(" FROM ");
                self.expression();
                self.push(")");
            }
        }
    }

    /// The beginning of the year, the month, the day and so on.
    pub(super) fn date_trunc(&mut self, part: DatePart, ty: Type<'_>) {
        match self.dialect {
            Dialect::Sqlite => {
                let (from, digits) = digits_of(part);
                let length = match ty {
                    Type::Date => DATE - 1,
                    Type::DateTime => FIRST.len() - 1,
                    _ => FIRST.len(),
                };
                self.push("(substr(");
                self.expression();
                let end = from + digits;
                self.push(&format!(", 1, {end}) || '{}')", &FIRST[end..length]));
            }
            Dialect::Postgres => {
                let (before, after) = match ty {
                    Type::Date => ("CAST(", " AS DATE)"),
                    Type::Timestamp => ("(", " AT TIME ZONE 'UTC')"),
                    _ => ("", ""),
                };
                self.push(before);
                self.push("date_trunc('");
                self.push(name_of(part));
                self.push("', ");
                // A date would be converted to an instant in the session's time zone.
                let own = (ty == Type::Date).then_some("TIMESTAMP");
                self.cast(own, |to| to.in_utc(ty));
                self.push(")");
                self.push(after);
            }
            Dialect::Mysql | Dialect::Mariadb => {
                let (format, ty) = match (part, ty) {
                    (DatePart::Year, Type::Date) => ("%Y-01-01", "DATE"),
                    (_, Type::Date) => ("%Y-%m-01", "DATE"),
                    (DatePart::Year, _) => ("%Y-01-01 00:00:00", "DATETIME(6)"),
                    (DatePart::Month, _) => ("%Y-%m-01 00:00:00", "DATETIME(6)"),
                    (DatePart::Day, _) => ("%Y-%m-%d 00:00:00", "DATETIME(6)"),
                    (DatePart::Hour, _) => ("%Y-%m-%d %H:00:00", "DATETIME(6)"),
                    (DatePart::Minute, _) => ("%Y-%m-%d %H:%i:00", "DATETIME(6)"),
                    (DatePart::Second, _) => ("%Y-%m-%d %H:%i:%s", "DATETIME(6)"),
                };
                self.push("CAST(date_format(");
                self.expression();
                self.push(&format!(", '{format}') AS {ty})"));
            }
        }
    }

    /// The microseconds from one moment to a later one. The later moment is the first operand.
    pub(super) fn since(&mut self, ty: Type<'_>) {
        let (before, between, after) = match (self.dialect, ty) {
            (Dialect::Sqlite, _) => {
                self.push(function::SINCE);
                ("(", ", ", ")")
            }
            // The difference of two dates is a number of days.
            (Dialect::Postgres, Type::Date) => ("((", " - ", ") * 86400000000)"),
            // An interval between two moments has no months, and its days have 24 hours.
            (Dialect::Postgres, _) => (
                "CAST(extract(epoch FROM (",
                " - ",
                ")) * 1000000 AS BIGINT)",
            ),
            // The function counts from its first moment to its second, and needs dates.
            (Dialect::Mysql | Dialect::Mariadb, Type::Time) => (
                "(-timestampdiff(MICROSECOND, timestamp('2000-01-01', ",
                "), timestamp('2000-01-01', ",
                ")))",
            ),
            (Dialect::Mysql | Dialect::Mariadb, _) => ("(-timestampdiff(MICROSECOND, ", ", ", "))"),
        };
        self.push(before);
        self.expression();
        self.push(between);
        self.expression();
        self.push(after);
    }

    /// A moment that is some microseconds later or earlier. A result that is not in the years 1 to
    /// 9999 is an error.
    pub(super) fn moved(&mut self, operator: Operator, ty: Type<'_>) {
        let sign = operator.sql();
        let first = "TIMESTAMP'0001-01-01 00:00:00'";
        match self.dialect {
            Dialect::Sqlite => {
                self.push(function::MOVED);
                self.push("(");
                self.expression();
                self.push(&format!(", '{sign}', "));
                self.expression();
                self.push(")");
            }
            // An interval is multiplied as a float, which holds seconds exactly, but not all
            // microseconds of some centuries. The days move a result that is not in the years 1 to
            // 9999 out of the range of the type, and others back to where they were.
            Dialect::Postgres => {
                let is_instant = ty == Type::Timestamp;
                self.push(if is_instant { "((" } else { "(" });
                self.in_utc(ty);
                let span = self.written(Self::expression);
                let days = DAYS_AFTER + DAYS_BEFORE;
                self.push(&format!(
                    " {sign} {span} / 1000000 * INTERVAL '1 second' \
                     {sign} {span} % 1000000 * INTERVAL '1 microsecond' \
                     + INTERVAL '{DAYS_AFTER} days' - INTERVAL '{days} days' \
                     + INTERVAL '{DAYS_BEFORE} days')"
                ));
                self.push(if is_instant {
                    " AT TIME ZONE 'UTC')"
                } else {
                    ""
                });
            }
            // A result that is out of range would be NULL. A negative difference with an unsigned
            // integer is an error.
            Dialect::Mysql | Dialect::Mariadb => {
                self.push(&format!(
                    "timestampadd(MICROSECOND, {LONGEST} - (CAST({LONGEST} AS UNSIGNED) \
                     - (timestampdiff(MICROSECOND, {first}, "
                ));
                self.expression();
                self.push(&format!(") {sign} "));
                self.expression();
                self.push(&format!(")), {first})"));
            }
        }
    }

    /// The same value in another type.
    pub(super) fn cast_to(&mut self, to: Cast, from: Type<'_>) {
        let (before, after) = match (to, self.dialect) {
            (Cast::BigInt | Cast::Decimal, Dialect::Sqlite) => ("", ""),
            (Cast::Double, Dialect::Sqlite) => ("CAST(", " AS REAL)"),
            (Cast::Text, Dialect::Sqlite | Dialect::Postgres) => ("CAST(", " AS TEXT)"),
            (Cast::Date, Dialect::Sqlite) => ("substr(", ", 1, 10)"),
            (Cast::BigInt, Dialect::Postgres) => ("CAST(", " AS BIGINT)"),
            (Cast::Decimal, Dialect::Postgres) => ("CAST(", " AS NUMERIC)"),
            (Cast::Double, Dialect::Postgres) => ("CAST(", " AS DOUBLE PRECISION)"),
            (Cast::Date, _) => ("CAST(", " AS DATE)"),
            (Cast::BigInt, Dialect::Mysql | Dialect::Mariadb) => ("CAST(", " AS SIGNED)"),
            (Cast::Decimal, Dialect::Mysql | Dialect::Mariadb) => ("CAST(", " AS DECIMAL(28, 0))"),
            (Cast::Double, Dialect::Mysql | Dialect::Mariadb) => ("(", " + 0e0)"),
            (Cast::Text, Dialect::Mysql | Dialect::Mariadb) => ("CAST(", " AS CHAR)"),
        };
        self.push(before);
        self.in_utc(from);
        self.push(after);
    }

    /// An expression; an instant as a date and time in UTC.
    fn in_utc(&mut self, ty: Type<'_>) {
        if self.dialect == Dialect::Postgres && ty == Type::Timestamp {
            self.push("(");
            self.expression();
            self.push(" AT TIME ZONE 'UTC')");
        } else {
            self.expression();
        }
    }
}

/// The number of characters of a date and the space after it.
const DATE: usize = 11;

/// The position of the digits of a part in a date and time as text, from 0, and their number.
fn digits_of(part: DatePart) -> (usize, usize) {
    match part {
        DatePart::Year => (0, 4),
        DatePart::Month => (5, 2),
        DatePart::Day => (8, 2),
        DatePart::Hour => (11, 2),
        DatePart::Minute => (14, 2),
        DatePart::Second => (17, 2),
    }
}

/// The name of a part on the servers.
fn name_of(part: DatePart) -> &'static str {
    match part {
        DatePart::Year => "year",
        DatePart::Month => "month",
        DatePart::Day => "day",
        DatePart::Hour => "hour",
        DatePart::Minute => "minute",
        DatePart::Second => "second",
    }
}
