//! Reading rows.

use std::borrow::Cow;

use mysql_async::consts::{ColumnFlags, ColumnType};
use mysql_async::{Column, Value};
use tablewright_sql::civil::{Date, DateTime, Time};
use tablewright_sql::hex::uuid_from_text;

use crate::base::connection::reader::RowType;
use crate::base::error::{Error, Result, SchemaError};
use crate::base::value::Row;
use crate::base::value::types::shortened;

/// The character set of binary values.
const BINARY: u16 = 63;

/// A row of a result.
pub struct MysqlRow<'r> {
    row: &'r mysql_async::Row,
}

/// The type of a driver's rows.
pub struct MysqlRows;

impl RowType for MysqlRows {
    type Row<'r> = MysqlRow<'r>;
}

impl<'r> MysqlRow<'r> {
    #[inline]
    pub fn new(row: &'r mysql_async::Row) -> Self {
        MysqlRow { row }
    }

    #[inline]
    fn cell(&self, index: usize) -> Cell<'r> {
        Cell {
            value: self.row.as_ref(index).unwrap_or(&Value::NULL),
            column: self.row.columns_ref().get(index),
            index,
        }
    }
}

impl Row for MysqlRow<'_> {
    fn name(&self, index: usize) -> Option<Cow<'_, str>> {
        Some(self.row.columns_ref().get(index)?.name_str())
    }

    #[inline]
    fn bool(&self, index: usize) -> Result<Option<bool>> {
        self.cell(index).bool()
    }

    #[inline]
    fn i16(&self, index: usize) -> Result<Option<i16>> {
        self.cell(index).i16()
    }

    #[inline]
    fn i32(&self, index: usize) -> Result<Option<i32>> {
        self.cell(index).i32()
    }

    #[inline]
    fn i64(&self, index: usize) -> Result<Option<i64>> {
        self.cell(index).i64()
    }

    #[inline]
    fn f32(&self, index: usize) -> Result<Option<f32>> {
        self.cell(index).f32()
    }

    #[inline]
    fn f64(&self, index: usize) -> Result<Option<f64>> {
        self.cell(index).f64()
    }

    fn decimal(&self, index: usize, scale: u32) -> Result<Option<i128>> {
        self.cell(index).decimal(scale)
    }

    #[inline]
    fn text(&self, index: usize) -> Result<Option<&str>> {
        self.cell(index).text()
    }

    fn raw_text(&self, index: usize) -> Result<Option<&[u8]>> {
        self.cell(index).raw_text()
    }

    #[inline]
    fn bytes(&self, index: usize) -> Result<Option<&[u8]>> {
        self.cell(index).bytes()
    }

    fn uuid(&self, index: usize) -> Result<Option<[u8; 16]>> {
        self.cell(index).uuid()
    }

    fn date(&self, index: usize) -> Result<Option<Date>> {
        self.cell(index).date()
    }

    fn time(&self, index: usize) -> Result<Option<Time>> {
        self.cell(index).time()
    }

    fn datetime(&self, index: usize) -> Result<Option<DateTime>> {
        let expected = "a date and time such as 2024-02-29 23:59:59.000000";
        self.cell(index).moment(expected)
    }

    fn timestamp(&self, index: usize) -> Result<Option<DateTime>> {
        let expected = "an instant in UTC such as 2024-02-29 23:59:59.000000";
        self.cell(index).moment(expected)
    }

    fn json(&self, index: usize) -> Result<Option<&str>> {
        self.cell(index).json()
    }
}

/// A value, and its column of the result.
#[derive(Clone, Copy)]
struct Cell<'r> {
    value: &'r Value,
    column: Option<&'r Column>,
    index: usize,
}

impl<'r> Cell<'r> {
    #[inline]
    fn bool(self) -> Result<Option<bool>> {
        let expected = "0 or 1 for a bool";
        match self.integer::<i64>(expected)? {
            Some(0) => Ok(Some(false)),
            Some(1) => Ok(Some(true)),
            Some(_) => Err(self.other_value(expected)),
            None => Ok(None),
        }
    }

    #[inline]
    fn i16(self) -> Result<Option<i16>> {
        self.integer("an integer of 16 bits")
    }

    #[inline]
    fn i32(self) -> Result<Option<i32>> {
        self.integer("an integer of 32 bits")
    }

    #[inline]
    fn i64(self) -> Result<Option<i64>> {
        self.integer("an integer of 64 bits")
    }

    #[inline]
    fn f32(self) -> Result<Option<f32>> {
        match *self.value {
            Value::Float(value) => Ok(Some(value)),
            _ => match self.f64()? {
                Some(value) if (value as f32).is_finite() => Ok(Some(value as f32)),
                Some(_) => Err(self.other_value("a number of 32 bits")),
                None => Ok(None),
            },
        }
    }

    #[inline]
    fn f64(self) -> Result<Option<f64>> {
        match *self.value {
            Value::Double(value) => Ok(Some(value)),
            Value::Float(value) => Ok(Some(value.into())),
            // The value of an expression may be an integer.
            Value::Int(value) => Ok(Some(value as f64)),
            Value::UInt(value) => Ok(Some(value as f64)),
            Value::NULL => Ok(None),
            Value::Bytes(_) | Value::Date(..) | Value::Time(..) => Err(self.other_type("a number")),
        }
    }

    fn decimal(self, scale: u32) -> Result<Option<i128>> {
        let expected = "a decimal";
        match self.characters(expected, |content| content == Content::Decimal)? {
            Some(text) => match digits(text, scale) {
                Some(digits) => Ok(Some(digits)),
                None => {
                    let expected = format!("a decimal of {scale} digits after the decimal point");
                    Err(self.other_value(&expected))
                }
            },
            None => Ok(None),
        }
    }

    #[inline]
    fn text(self) -> Result<Option<&'r str>> {
        self.characters("a text", |content| content == Content::Text)
    }

    fn raw_text(self) -> Result<Option<&'r [u8]>> {
        match self.value {
            Value::Bytes(bytes) if self.content() == Content::Text => Ok(Some(bytes)),
            Value::NULL => Ok(None),
            _ => Err(self.other_type("a text")),
        }
    }

    #[inline]
    fn bytes(self) -> Result<Option<&'r [u8]>> {
        match self.value {
            Value::Bytes(bytes) if self.content() == Content::Binary => Ok(Some(bytes)),
            Value::NULL => Ok(None),
            _ => Err(self.other_type("bytes")),
        }
    }

    /// Reads 16 bytes; a column of MariaDB's own type, which the models do not create, returns
    /// text.
    fn uuid(self) -> Result<Option<[u8; 16]>> {
        let expected = "the 16 bytes of a UUID";
        let uuid = match (self.value, self.content()) {
            (Value::NULL, _) => return Ok(None),
            (Value::Bytes(bytes), Content::Binary) => bytes.as_slice().try_into().ok(),
            (Value::Bytes(bytes), Content::Text) if bytes.len() == UUID_TEXT => {
                uuid_from_text(bytes)
            }
            _ => return Err(self.other_type(expected)),
        };
        match uuid {
            Some(uuid) => Ok(Some(uuid)),
            None => Err(self.other_value(expected)),
        }
    }

    fn date(self) -> Result<Option<Date>> {
        let expected = "a date such as 2024-02-29";
        let is_date = |column: &Column| column.column_type() == ColumnType::MYSQL_TYPE_DATE;
        match *self.value {
            Value::Date(year, month, day, ..) if self.column.is_some_and(is_date) => {
                if year == 0 || month == 0 || day == 0 {
                    return Err(self.other_value(expected));
                }
                Ok(Some(Date { year, month, day }))
            }
            Value::NULL => Ok(None),
            _ => Err(self.other_type(expected)),
        }
    }

    fn time(self) -> Result<Option<Time>> {
        let expected = "a time of day such as 23:59:59.000000";
        match *self.value {
            Value::Time(false, 0, hour, minute, second, microsecond) if hour < 24 => {
                Ok(Some(Time {
                    hour,
                    minute,
                    second,
                    microsecond,
                }))
            }
            Value::Time(..) => Err(self.other_value(expected)),
            Value::NULL => Ok(None),
            _ => Err(self.other_type(expected)),
        }
    }

    /// MySQL has a type for it, and MariaDB stores text.
    fn json(self) -> Result<Option<&'r str>> {
        self.characters("JSON", |content| {
            matches!(content, Content::Json | Content::Text)
        })
    }

    /// The kind of bytes, which the value alone does not show.
    #[inline]
    fn content(self) -> Content {
        self.column.map_or(Content::Other, Content::of)
    }

    /// An integer of any width.
    #[inline]
    fn integer<T: TryFrom<i64> + TryFrom<u64>>(self, expected: &str) -> Result<Option<T>> {
        let narrowed = match self.value {
            Value::Int(value) => T::try_from(*value).ok(),
            Value::UInt(value) => T::try_from(*value).ok(),
            Value::NULL => return Ok(None),
            _ => return Err(self.other_type(expected)),
        };
        match narrowed {
            Some(value) => Ok(Some(value)),
            None => Err(self.other_value(expected)),
        }
    }

    /// The text of a column with this content, or a compatible one.
    #[inline]
    fn characters(
        self,
        expected: &str,
        allowed: impl FnOnce(Content) -> bool,
    ) -> Result<Option<&'r str>> {
        match self.value {
            Value::Bytes(bytes) if allowed(self.content()) => match std::str::from_utf8(bytes) {
                Ok(text) => Ok(Some(text)),
                Err(_) => Err(self.other_value(expected)),
            },
            Value::NULL => Ok(None),
            _ => Err(self.other_type(expected)),
        }
    }

    fn moment(self, expected: &str) -> Result<Option<DateTime>> {
        let is_moment = |column: &Column| {
            matches!(
                column.column_type(),
                ColumnType::MYSQL_TYPE_DATETIME | ColumnType::MYSQL_TYPE_TIMESTAMP
            )
        };
        match *self.value {
            Value::Date(year, month, day, hour, minute, second, microsecond)
                if self.column.is_some_and(is_moment) =>
            {
                // A date with a zero in place of the year, the month or the day is not valid.
                if year == 0 || month == 0 || day == 0 {
                    return Err(self.other_value(expected));
                }
                Ok(Some(DateTime {
                    date: Date { year, month, day },
                    time: Time {
                        hour,
                        minute,
                        second,
                        microsecond,
                    },
                }))
            }
            Value::NULL => Ok(None),
            _ => Err(self.other_type(expected)),
        }
    }

    /// A value that the column can hold, and the field cannot.
    #[cold]
    #[inline(never)]
    fn other_value(self, expected: &str) -> Error {
        let found = match self.value {
            Value::NULL => "NULL".to_owned(),
            Value::Int(value) => format!("the integer {value}"),
            Value::UInt(value) => format!("the integer {value}"),
            Value::Float(value) => format!("the number {value:?}"),
            Value::Double(value) => format!("the number {value:?}"),
            Value::Bytes(bytes) => match (self.content(), std::str::from_utf8(bytes)) {
                (Content::Binary, _) => format!("{} bytes", bytes.len()),
                (Content::Decimal, Ok(text)) => format!("the number {text}"),
                (Content::Text | Content::Json | Content::Other, Ok(text)) => {
                    format!("the text {}", shortened(text))
                }
                (_, Err(_)) => format!("a text of {} bytes that are not UTF-8", bytes.len()),
            },
            Value::Date(year, month, day, ..) => {
                format!("the date {year:04}-{month:02}-{day:02}")
            }
            Value::Time(negative, days, hours, minutes, seconds, _) => format!(
                "the time {}{}:{minutes:02}:{seconds:02}",
                if *negative { "-" } else { "" },
                u64::from(*days) * 24 + u64::from(*hours)
            ),
        };
        Error::decode(self.index, expected, found)
    }

    /// A value of a type from which the field cannot be read. If it is a column of a table, the
    /// table does not match the models.
    #[cold]
    #[inline(never)]
    fn other_type(self, expected: &str) -> Error {
        let Some(column) = self.column else {
            return Error::decode(self.index, expected, "fewer columns");
        };
        let (table, name) = (column.org_table_ref(), column.org_name_ref());
        if table.is_empty() || name.is_empty() {
            return self.other_value(expected);
        }
        let message = format!(
            "{}.{}: the database has a column of type {}, and the model needs {expected}: alter \
             the column, or the type in models.yaml",
            String::from_utf8_lossy(table),
            String::from_utf8_lossy(name),
            type_name(column)
        );
        Error::Schema(Box::new(SchemaError {
            missing: Vec::new(),
            message,
        }))
    }
}

/// The kind of bytes, according to the column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    Text,
    Binary,
    Decimal,
    Json,
    Other,
}

impl Content {
    #[inline]
    fn of(column: &Column) -> Content {
        match column.column_type() {
            ColumnType::MYSQL_TYPE_VARCHAR
            | ColumnType::MYSQL_TYPE_VAR_STRING
            | ColumnType::MYSQL_TYPE_STRING
            | ColumnType::MYSQL_TYPE_TINY_BLOB
            | ColumnType::MYSQL_TYPE_MEDIUM_BLOB
            | ColumnType::MYSQL_TYPE_LONG_BLOB
            | ColumnType::MYSQL_TYPE_BLOB => {
                if column.character_set() == BINARY {
                    Content::Binary
                } else {
                    Content::Text
                }
            }
            ColumnType::MYSQL_TYPE_DECIMAL | ColumnType::MYSQL_TYPE_NEWDECIMAL => Content::Decimal,
            ColumnType::MYSQL_TYPE_JSON => Content::Json,
            _ => Content::Other,
        }
    }
}

/// The digits of a decimal such as `-12.5` in a column of this scale. A number of more than 128
/// bits becomes the largest one, which is more than any field holds.
fn digits(text: &str, scale: u32) -> Option<i128> {
    let (negative, number) = match text.strip_prefix('-') {
        Some(number) => (true, number),
        None => (false, text),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let zeros = scale.checked_sub(u32::try_from(fraction.len()).ok()?)?;
    let mut digits: i128 = 0;
    for digit in whole.bytes().chain(fraction.bytes()) {
        let digit = digit.is_ascii_digit().then(|| i128::from(digit - b'0'))?;
        digits = digits.saturating_mul(10).saturating_add(digit);
    }
    let digits = digits.saturating_mul(10i128.saturating_pow(zeros));
    Some(if negative { -digits } else { digits })
}

/// The length of a UUID as text.
const UUID_TEXT: usize = 36;

/// The type of a column in SQL, as far as a result shows it.
fn type_name(column: &Column) -> String {
    let binary = column.character_set() == BINARY;
    let flags = column.flags();
    let name = match column.column_type() {
        ColumnType::MYSQL_TYPE_TINY => "TINYINT",
        ColumnType::MYSQL_TYPE_SHORT => "SMALLINT",
        ColumnType::MYSQL_TYPE_INT24 => "MEDIUMINT",
        ColumnType::MYSQL_TYPE_LONG => "INT",
        ColumnType::MYSQL_TYPE_LONGLONG => "BIGINT",
        ColumnType::MYSQL_TYPE_FLOAT => "FLOAT",
        ColumnType::MYSQL_TYPE_DOUBLE => "DOUBLE",
        ColumnType::MYSQL_TYPE_DECIMAL | ColumnType::MYSQL_TYPE_NEWDECIMAL => "DECIMAL",
        ColumnType::MYSQL_TYPE_DATE | ColumnType::MYSQL_TYPE_NEWDATE => "DATE",
        ColumnType::MYSQL_TYPE_TIME => "TIME",
        ColumnType::MYSQL_TYPE_DATETIME => "DATETIME",
        ColumnType::MYSQL_TYPE_TIMESTAMP => "TIMESTAMP",
        ColumnType::MYSQL_TYPE_YEAR => "YEAR",
        ColumnType::MYSQL_TYPE_BIT => "BIT",
        ColumnType::MYSQL_TYPE_JSON => "JSON",
        _ if flags.contains(ColumnFlags::ENUM_FLAG) => "ENUM",
        _ if flags.contains(ColumnFlags::SET_FLAG) => "SET",
        ColumnType::MYSQL_TYPE_VARCHAR | ColumnType::MYSQL_TYPE_VAR_STRING if binary => "VARBINARY",
        ColumnType::MYSQL_TYPE_VARCHAR | ColumnType::MYSQL_TYPE_VAR_STRING => "VARCHAR",
        ColumnType::MYSQL_TYPE_STRING if binary => "BINARY",
        ColumnType::MYSQL_TYPE_STRING => "CHAR",
        ColumnType::MYSQL_TYPE_TINY_BLOB
        | ColumnType::MYSQL_TYPE_MEDIUM_BLOB
        | ColumnType::MYSQL_TYPE_LONG_BLOB
        | ColumnType::MYSQL_TYPE_BLOB => {
            if binary {
                "BLOB"
            } else {
                "TEXT"
            }
        }
        _ => "another kind",
    };
    let unsigned =
        flags.contains(ColumnFlags::UNSIGNED_FLAG) && column.column_type().is_numeric_type();
    format!("{name}{}", if unsigned { " UNSIGNED" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(kind: ColumnType, character_set: u16) -> Column {
        Column::new(kind)
            .with_character_set(character_set)
            .with_org_table(b"users")
            .with_org_name(b"field")
    }

    fn text() -> Column {
        column(ColumnType::MYSQL_TYPE_VAR_STRING, 255)
    }

    fn binary() -> Column {
        column(ColumnType::MYSQL_TYPE_STRING, BINARY)
    }

    fn number(kind: ColumnType) -> Column {
        column(kind, BINARY)
    }

    fn cell<'r>(column: &'r Column, value: &'r Value) -> Cell<'r> {
        Cell {
            value,
            column: Some(column),
            index: 0,
        }
    }

    /// The value that a message reports.
    fn found<T: std::fmt::Debug>(result: Result<T>) -> String {
        match result {
            Err(Error::Decode(error)) => error.found.clone(),
            Err(Error::Schema(error)) => error.message.clone(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn an_integer_is_read_where_it_fits() {
        let column = number(ColumnType::MYSQL_TYPE_LONGLONG);
        let int = Value::Int(-7);
        assert!(matches!(cell(&column, &int).i16(), Ok(Some(-7))));
        let large = Value::UInt(u64::MAX);
        assert_eq!(
            found(cell(&column, &large).i64()),
            format!("the integer {}", u64::MAX)
        );
        let wide = Value::Int(40_000);
        assert_eq!(found(cell(&column, &wide).i16()), "the integer 40000");
        assert!(matches!(cell(&column, &wide).i32(), Ok(Some(40_000))));
        assert_eq!(found(cell(&column, &Value::Int(2)).bool()), "the integer 2");
        assert!(matches!(
            cell(&column, &Value::UInt(1)).bool(),
            Ok(Some(true))
        ));
        assert!(matches!(cell(&column, &Value::NULL).bool(), Ok(None)));
    }

    #[test]
    fn a_column_of_another_type_is_named() {
        let age =
            column(ColumnType::MYSQL_TYPE_LONG, BINARY).with_flags(ColumnFlags::UNSIGNED_FLAG);
        assert_eq!(
            found(cell(&age, &Value::UInt(7)).text()),
            "users.field: the database has a column of type INT UNSIGNED, and the model needs a \
             text: alter the column, or the type in models.yaml"
        );
        let computed = Column::new(ColumnType::MYSQL_TYPE_LONG);
        assert_eq!(
            found(cell(&computed, &Value::Int(7)).text()),
            "the integer 7"
        );
        let bytes = Value::Bytes(b"7".to_vec());
        for (column, expected) in [
            (text(), "VARCHAR"),
            (binary(), "BINARY"),
            (column(ColumnType::MYSQL_TYPE_BLOB, BINARY), "BLOB"),
            (column(ColumnType::MYSQL_TYPE_BLOB, 255), "TEXT"),
            (number(ColumnType::MYSQL_TYPE_NEWDECIMAL), "DECIMAL"),
            (number(ColumnType::MYSQL_TYPE_JSON), "JSON"),
            (number(ColumnType::MYSQL_TYPE_BIT), "BIT"),
            (text().with_flags(ColumnFlags::ENUM_FLAG), "ENUM"),
        ] {
            let message = found(cell(&column, &bytes).i64());
            assert!(
                message.contains(&format!("of type {expected},")),
                "{message}"
            );
        }
    }

    #[test]
    fn text_and_bytes_are_told_apart_by_the_column() {
        let value = Value::Bytes(b"abc".to_vec());
        assert!(matches!(cell(&text(), &value).text(), Ok(Some("abc"))));
        assert!(matches!(cell(&binary(), &value).bytes(), Ok(Some(b"abc"))));
        assert!(found(cell(&binary(), &value).text()).contains("BINARY"));
        assert!(found(cell(&text(), &value).bytes()).contains("VARCHAR"));
        let json = number(ColumnType::MYSQL_TYPE_JSON);
        assert!(matches!(cell(&json, &value).json(), Ok(Some("abc"))));
        assert!(matches!(cell(&text(), &value).json(), Ok(Some("abc"))));
        assert!(found(cell(&json, &value).text()).contains("JSON"));
        let broken = Value::Bytes(vec![0xff, 0xfe]);
        assert_eq!(
            found(cell(&text(), &broken).text()),
            "a text of 2 bytes that are not UTF-8"
        );
    }

    #[test]
    fn numbers_with_a_point() {
        let single = number(ColumnType::MYSQL_TYPE_FLOAT);
        let value = Value::Float(0.1);
        assert!(matches!(cell(&single, &value).f32(), Ok(Some(v)) if v == 0.1));
        assert!(matches!(cell(&single, &value).f64(), Ok(Some(v)) if v == f64::from(0.1f32)));
        let double = number(ColumnType::MYSQL_TYPE_DOUBLE);
        let value = Value::Double(1e300);
        assert!(matches!(cell(&double, &value).f64(), Ok(Some(v)) if v == 1e300));
        assert_eq!(found(cell(&double, &value).f32()), "the number 1e300");
        let decimal = number(ColumnType::MYSQL_TYPE_NEWDECIMAL);
        let value = Value::Bytes(b"-12.50".to_vec());
        assert!(matches!(cell(&decimal, &value).decimal(2), Ok(Some(-1250))));
        assert!(matches!(
            cell(&decimal, &value).decimal(4),
            Ok(Some(-125_000))
        ));
        assert_eq!(
            found(cell(&decimal, &value).decimal(1)),
            "the number -12.50"
        );
        assert!(found(cell(&decimal, &value).f64()).contains("DECIMAL"));
        let nines = "9".repeat(38);
        for (text, scale, expected) in [
            ("0", 0, Some(0)),
            ("7", 2, Some(700)),
            ("-0.05", 2, Some(-5)),
            (&nines, 0, nines.parse().ok()),
            (&nines, 1, Some(i128::MAX)),
            ("1.25", 1, None),
            ("1e5", 0, None),
        ] {
            assert_eq!(digits(text, scale), expected, "{text}");
        }
    }

    #[test]
    fn dates_and_times() {
        let date = column(ColumnType::MYSQL_TYPE_DATE, BINARY);
        let moment = column(ColumnType::MYSQL_TYPE_DATETIME, BINARY);
        let stamp = column(ColumnType::MYSQL_TYPE_TIMESTAMP, BINARY);
        let value = Value::Date(2024, 2, 29, 0, 0, 0, 0);
        let day = Date {
            year: 2024,
            month: 2,
            day: 29,
        };
        assert!(matches!(cell(&date, &value).date(), Ok(Some(read)) if read == day));
        assert!(matches!(cell(&moment, &value).moment(""), Ok(Some(read)) if read.date == day));
        assert!(matches!(cell(&stamp, &value).moment(""), Ok(Some(read)) if read.date == day));
        assert!(found(cell(&moment, &value).date()).contains("DATETIME"));
        assert!(found(cell(&date, &value).moment("")).contains("DATE"));
        let zero = Value::Date(0, 0, 0, 0, 0, 0, 0);
        assert_eq!(found(cell(&date, &zero).date()), "the date 0000-00-00");
        assert_eq!(
            found(cell(&moment, &zero).moment("")),
            "the date 0000-00-00"
        );
        let time = column(ColumnType::MYSQL_TYPE_TIME, BINARY);
        let last = Value::Time(false, 0, 23, 59, 59, 999_999);
        assert!(matches!(cell(&time, &last).time(), Ok(Some(read)) if read.microsecond == 999_999));
        let long = Value::Time(false, 1, 2, 3, 4, 0);
        assert_eq!(found(cell(&time, &long).time()), "the time 26:03:04");
        let negative = Value::Time(true, 0, 0, 0, 1, 0);
        assert_eq!(found(cell(&time, &negative).time()), "the time -0:00:01");
    }

    #[test]
    fn a_uuid_is_16_bytes_or_a_text() {
        let bytes = *b"\x67\xe5\x50\x44\x10\xb1\x42\x6f\x92\x47\xbb\x68\x0e\x5f\xe0\xc8";
        let value = Value::Bytes(bytes.to_vec());
        let as_text = Value::Bytes(b"67e55044-10b1-426f-9247-bb680e5fe0c8".to_vec());
        let mysql = cell(&binary(), &value).uuid();
        assert!(matches!(mysql, Ok(Some(read)) if read == bytes));
        let mariadb = cell(&text(), &as_text).uuid();
        assert!(matches!(mariadb, Ok(Some(read)) if read == bytes));
        assert!(found(cell(&text(), &value).uuid()).contains("VARCHAR"));
        let short = Value::Bytes(vec![1, 2, 3]);
        assert_eq!(found(cell(&binary(), &short).uuid()), "3 bytes");
        for text in [
            "67e55044-10b1-426f-9247-bb680e5fe0c",
            "67e55044-10b1-426f-9247-bb680e5fe0cg",
            "67e5504410b1426f9247bb680e5fe0c8----é",
        ] {
            assert_eq!(uuid_from_text(text.as_bytes()), None, "{text}");
        }
    }
}
