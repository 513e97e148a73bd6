//! Rows in PostgreSQL's binary format.

use std::borrow::Cow;

use tablewright_sql::civil::{Date, DateTime, Time};
use tokio_postgres::Row as Raw;
#[cfg(feature = "json")]
use tokio_postgres::types::Kind;
use tokio_postgres::types::{FromSql, Type};

use super::{calendar, numeric, types};
use crate::base::connection::reader::RowType;
use crate::base::error::{Error, Result, SchemaError};
use crate::base::model::Table;
#[cfg(feature = "json")]
use crate::base::value::Element;
use crate::base::value::Row;
use crate::base::value::types::shortened;

/// A row of a result, or the items of an array, which are read in the same way.
pub enum PostgresRow<'r> {
    /// With the table of the statement.
    Row(&'r Raw, &'static Table),
    #[cfg(feature = "json")]
    Items(Items<'r>),
}

/// The type of a driver's rows.
pub struct PostgresRows;

impl RowType for PostgresRows {
    type Row<'r> = PostgresRow<'r>;
}

/// The items of an array.
#[cfg(feature = "json")]
pub struct Items<'r> {
    /// The name of the array's column.
    position: &'r dyn Fn() -> String,
    ty: &'r Type,
    items: Vec<&'r [u8]>,
    /// The items as text, if they are numbers, because a list of decimals is read from text.
    texts: Vec<Option<String>>,
}

/// A value in binary form.
#[derive(Clone, Copy)]
struct Cell<'r> {
    ty: &'r Type,
    bytes: Option<&'r [u8]>,
}

/// The reason why a value is not the expected one.
enum Wrong {
    /// The type cannot hold such a value.
    Type,
    /// The type could hold such a value.
    Value,
}

/// The needs of a field.
struct Expected {
    /// The type of its column.
    ty: &'static str,
    /// The value.
    value: &'static str,
}

impl<'r> PostgresRow<'r> {
    #[inline]
    fn cell(&self, index: usize) -> Result<Cell<'_>> {
        match self {
            PostgresRow::Row(row, _) => {
                let column = row.columns().get(index);
                match (column, row.try_get::<_, Option<Bytes<'_>>>(index)) {
                    (Some(column), Ok(bytes)) => Ok(Cell {
                        ty: column.type_(),
                        bytes: bytes.map(|Bytes(bytes)| bytes),
                    }),
                    (None, _) | (_, Err(_)) => {
                        Err(Error::decode(index, "a column", "a result without it"))
                    }
                }
            }
            #[cfg(feature = "json")]
            PostgresRow::Items(items) => Ok(Cell {
                ty: items.ty,
                bytes: items.items.get(index).copied(),
            }),
        }
    }

    /// The value, or `None` for NULL.
    #[inline]
    fn read<'a, T>(
        &'a self,
        index: usize,
        expected: Expected,
        read: impl FnOnce(&Type, &'a [u8]) -> Result<T, Wrong>,
    ) -> Result<Option<T>> {
        let cell = self.cell(index)?;
        let Some(bytes) = cell.bytes else {
            return Ok(None);
        };
        match read(cell.ty, bytes) {
            Ok(value) => Ok(Some(value)),
            Err(wrong) => Err(self.misread(index, expected, wrong)),
        }
    }

    /// An item of a list of strings, or of decimals.
    #[cfg(feature = "json")]
    fn text_in_list<'a>(&'a self, items: &'a Items<'_>, index: usize) -> Result<Option<&'a str>> {
        let expected = Expected {
            ty: "TEXT[] or NUMERIC",
            value: "a text or a decimal",
        };
        match items.texts.get(index) {
            Some(Some(text)) => Ok(Some(text)),
            Some(None) => Err(self.misread(index, expected, Wrong::Value)),
            None => self.read(index, expected, text),
        }
    }

    #[cold]
    #[inline(never)]
    fn misread(&self, index: usize, expected: Expected, wrong: Wrong) -> Error {
        let Ok(Cell { ty, bytes }) = self.cell(index) else {
            return Error::decode(index, expected.value, "nothing");
        };
        match wrong {
            Wrong::Value => {
                let found = bytes.map_or_else(|| "NULL".to_owned(), |bytes| found(ty, bytes));
                Error::decode(index, expected.value, found)
            }
            Wrong::Type => self.other_type(index, ty, expected.ty),
        }
    }

    /// The column has another type than in the model.
    fn other_type(&self, index: usize, ty: &Type, needs: &str) -> Error {
        let (position, brackets) = match self {
            PostgresRow::Row(row, table) => (position(row, table, index), ""),
            #[cfg(feature = "json")]
            PostgresRow::Items(items) => ((items.position)(), "[]"),
        };
        Error::Schema(Box::new(SchemaError {
            missing: Vec::new(),
            message: format!(
                "{position}: the database has a column of type {}{brackets}, and the model needs \
                 {needs}{brackets}: alter the column, or the type in models.yaml",
                types::name(ty)
            ),
        }))
    }
}

/// The name of a column of the result, with its table if it is a column of the table.
#[cold]
fn position(row: &Raw, table: &Table, index: usize) -> String {
    let column = row.columns().get(index).map_or("", |column| column.name());
    if table.position(column).is_some() && !table.name.is_empty() {
        format!("{}.{column}", table.name)
    } else {
        format!("the result's column `{column}`")
    }
}

impl Row for PostgresRow<'_> {
    fn name(&self, index: usize) -> Option<Cow<'_, str>> {
        match self {
            PostgresRow::Row(row, _) => Some(Cow::Borrowed(row.columns().get(index)?.name())),
            #[cfg(feature = "json")]
            PostgresRow::Items(_) => None,
        }
    }

    #[inline]
    fn bool(&self, index: usize) -> Result<Option<bool>> {
        let expected = Expected {
            ty: "BOOLEAN",
            value: "true or false",
        };
        self.read(index, expected, boolean)
    }

    #[inline]
    fn i16(&self, index: usize) -> Result<Option<i16>> {
        let expected = Expected {
            ty: "SMALLINT",
            value: "an integer of 16 bits",
        };
        self.read(index, expected, |ty, bytes| {
            integer(ty, bytes)?.try_into().map_err(|_| Wrong::Value)
        })
    }

    #[inline]
    fn i32(&self, index: usize) -> Result<Option<i32>> {
        let expected = Expected {
            ty: "INTEGER",
            value: "an integer of 32 bits",
        };
        self.read(index, expected, |ty, bytes| {
            integer(ty, bytes)?.try_into().map_err(|_| Wrong::Value)
        })
    }

    #[inline]
    fn i64(&self, index: usize) -> Result<Option<i64>> {
        let expected = Expected {
            ty: "BIGINT",
            value: "an integer of 64 bits",
        };
        self.read(index, expected, integer)
    }

    #[inline]
    fn f32(&self, index: usize) -> Result<Option<f32>> {
        let expected = Expected {
            ty: "REAL",
            value: "a finite number of 32 bits",
        };
        self.read(index, expected, |ty, bytes| {
            let value = float(ty, bytes)? as f32;
            if value.is_finite() {
                Ok(value)
            } else {
                Err(Wrong::Value)
            }
        })
    }

    #[inline]
    fn f64(&self, index: usize) -> Result<Option<f64>> {
        let expected = Expected {
            ty: "DOUBLE PRECISION",
            value: "a finite number",
        };
        self.read(index, expected, float)
    }

    fn decimal(&self, index: usize, scale: u32) -> Result<Option<i128>> {
        let expected = Expected {
            ty: "NUMERIC",
            value: "a decimal with no more digits after the decimal point than the field",
        };
        self.read(index, expected, |ty, bytes| decimal(ty, bytes, scale))
    }

    #[inline]
    fn text(&self, index: usize) -> Result<Option<&str>> {
        #[cfg(feature = "json")]
        if let PostgresRow::Items(items) = self {
            return self.text_in_list(items, index);
        }
        let expected = Expected {
            ty: "TEXT",
            value: "a text",
        };
        self.read(index, expected, text)
    }

    #[inline]
    fn bytes(&self, index: usize) -> Result<Option<&[u8]>> {
        let expected = Expected {
            ty: "BYTEA",
            value: "bytes",
        };
        self.read(index, expected, |ty, bytes| match *ty {
            Type::BYTEA => Ok(bytes),
            _ => Err(Wrong::Type),
        })
    }

    #[inline]
    fn uuid(&self, index: usize) -> Result<Option<[u8; 16]>> {
        let expected = Expected {
            ty: "UUID",
            value: "a UUID",
        };
        self.read(index, expected, |ty, bytes| fixed(ty, bytes, &Type::UUID))
    }

    fn date(&self, index: usize) -> Result<Option<Date>> {
        let expected = Expected {
            ty: "DATE",
            value: "a date of the years 1 to 9999",
        };
        self.read(index, expected, |ty, bytes| {
            let days = i32::from_be_bytes(fixed(ty, bytes, &Type::DATE)?);
            calendar::date(days).ok_or(Wrong::Value)
        })
    }

    fn time(&self, index: usize) -> Result<Option<Time>> {
        let expected = Expected {
            ty: "TIME",
            value: "a time of day before 24:00:00",
        };
        self.read(index, expected, |ty, bytes| {
            let microseconds = i64::from_be_bytes(fixed(ty, bytes, &Type::TIME)?);
            calendar::time(microseconds).ok_or(Wrong::Value)
        })
    }

    fn datetime(&self, index: usize) -> Result<Option<DateTime>> {
        let expected = Expected {
            ty: "TIMESTAMP",
            value: "a date and time of the years 1 to 9999",
        };
        self.read(index, expected, |ty, bytes| {
            moment(ty, bytes, &Type::TIMESTAMP)
        })
    }

    fn timestamp(&self, index: usize) -> Result<Option<DateTime>> {
        let expected = Expected {
            ty: "TIMESTAMPTZ",
            value: "an instant of the years 1 to 9999",
        };
        self.read(index, expected, |ty, bytes| {
            moment(ty, bytes, &Type::TIMESTAMPTZ)
        })
    }

    fn json(&self, index: usize) -> Result<Option<&str>> {
        let expected = Expected {
            ty: "JSONB",
            value: "JSON",
        };
        self.read(index, expected, json)
    }

    /// Reads an array.
    #[cfg(feature = "json")]
    fn list<T: Element>(&self, index: usize) -> Result<Option<Vec<T>>> {
        let Cell { ty, bytes } = self.cell(index)?;
        let (Some(bytes), PostgresRow::Row(row, table)) = (bytes, self) else {
            return Ok(None);
        };
        let Kind::Array(element) = types::base(ty).kind() else {
            return Err(self.other_type(index, ty, "an array"));
        };
        let items = items(bytes).map_err(|found| {
            Error::decode(index, "an array of one dimension without NULL", found)
        })?;
        let element = types::base(element);
        let texts = match *element {
            Type::NUMERIC => items.iter().map(|item| numeric::text(item)).collect(),
            _ => Vec::new(),
        };
        let count = items.len();
        let items = PostgresRow::Items(Items {
            position: &|| position(row, table, index),
            ty: element,
            items,
            texts,
        });
        (0..count)
            .map(|item| items.get(item).map_err(|error| in_list(error, index)))
            .collect::<Result<Vec<T>>>()
            .map(Some)
    }
}

/// The bytes of a column.
struct Bytes<'r>(&'r [u8]);

impl<'r> FromSql<'r> for Bytes<'r> {
    fn from_sql(_: &Type, raw: &'r [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Bytes(raw))
    }

    /// The types are checked when a value is read.
    fn accepts(_: &Type) -> bool {
        true
    }
}

/// The bytes of a value of a type with a fixed length.
#[inline]
fn fixed<const N: usize>(ty: &Type, bytes: &[u8], expected: &Type) -> Result<[u8; N], Wrong> {
    if ty != expected {
        return Err(Wrong::Type);
    }
    bytes.try_into().map_err(|_| Wrong::Value)
}

#[inline]
fn boolean(ty: &Type, bytes: &[u8]) -> Result<bool, Wrong> {
    Ok(fixed(ty, bytes, &Type::BOOL)? != [0])
}

/// An integer of any width.
#[inline]
fn integer(ty: &Type, bytes: &[u8]) -> Result<i64, Wrong> {
    Ok(match *ty {
        Type::INT8 => i64::from_be_bytes(fixed(ty, bytes, ty)?),
        Type::INT4 => i32::from_be_bytes(fixed(ty, bytes, ty)?).into(),
        Type::INT2 => i16::from_be_bytes(fixed(ty, bytes, ty)?).into(),
        _ => return Err(Wrong::Type),
    })
}

#[inline]
fn float(ty: &Type, bytes: &[u8]) -> Result<f64, Wrong> {
    let value = match *ty {
        Type::FLOAT8 => f64::from_be_bytes(fixed(ty, bytes, ty)?),
        Type::FLOAT4 => f32::from_be_bytes(fixed(ty, bytes, ty)?).into(),
        _ => return Err(Wrong::Type),
    };
    if value.is_finite() {
        Ok(value)
    } else {
        Err(Wrong::Value)
    }
}

fn decimal(ty: &Type, bytes: &[u8], scale: u32) -> Result<i128, Wrong> {
    let digits = match *ty {
        Type::NUMERIC => numeric::read_or_most(bytes, scale),
        // A sum of small integers is a larger integer.
        _ => {
            let value = i128::from(integer(ty, bytes)?);
            let power = 10i128.checked_pow(scale);
            power.and_then(|power| value.checked_mul(power))
        }
    };
    digits.ok_or(Wrong::Value)
}

#[inline]
fn text<'r>(ty: &Type, bytes: &'r [u8]) -> Result<&'r str, Wrong> {
    if !types::is_text(ty) {
        return Err(Wrong::Type);
    }
    std::str::from_utf8(bytes).map_err(|_| Wrong::Value)
}

fn moment(ty: &Type, bytes: &[u8], expected: &Type) -> Result<DateTime, Wrong> {
    let microseconds = i64::from_be_bytes(fixed(ty, bytes, expected)?);
    calendar::moment(microseconds).ok_or(Wrong::Value)
}

fn json<'r>(ty: &Type, bytes: &'r [u8]) -> Result<&'r str, Wrong> {
    let bytes = match *ty {
        // The version of the format comes first.
        Type::JSONB => bytes.strip_prefix(&[1]).ok_or(Wrong::Value)?,
        Type::JSON => bytes,
        _ => return Err(Wrong::Type),
    };
    std::str::from_utf8(bytes).map_err(|_| Wrong::Value)
}

/// The items of an array; for another value, the kind of the value.
#[cfg(feature = "json")]
fn items(bytes: &[u8]) -> Result<Vec<&[u8]>, &'static str> {
    const BROKEN: &str = "an incomplete array";
    fn number(bytes: &mut &[u8]) -> Option<i32> {
        let (number, rest) = bytes.split_first_chunk()?;
        *bytes = rest;
        Some(i32::from_be_bytes(*number))
    }
    let rest = &mut &*bytes;
    let mut next = || number(rest).ok_or(BROKEN);
    let (dimensions, _nulls, _element) = (next()?, next()?, next()?);
    match dimensions {
        0 => return Ok(Vec::new()),
        1 => {}
        _ => return Err("an array of several dimensions"),
    }
    let (count, _first) = (next()?, next()?);
    let mut items = Vec::new();
    for _ in 0..count {
        // NULL has the length -1.
        let length = usize::try_from(number(rest).ok_or(BROKEN)?);
        let length = length.map_err(|_| "an array with NULL in it")?;
        let (item, after) = rest.split_at_checked(length).ok_or(BROKEN)?;
        *rest = after;
        items.push(item);
    }
    Ok(items)
}

/// Converts the error of an item to an error of the column.
#[cfg(feature = "json")]
#[cold]
fn in_list(mut error: Error, index: usize) -> Error {
    if let Error::Decode(error) = &mut error {
        error.found = format!("{} as item {} of the array", error.found, error.index + 1);
        error.index = index;
    }
    error
}

/// The description of a value.
fn found(ty: &Type, bytes: &[u8]) -> String {
    let infinite = |number: i64, least: i64, greatest: i64| match number {
        number if number == least => "-infinity",
        number if number == greatest => "infinity",
        _ => "a value of another year",
    };
    let described =
        match *ty {
            Type::INT2 | Type::INT4 | Type::INT8 => {
                integer(ty, bytes).map(|number| format!("the integer {number}"))
            }
            Type::FLOAT4 => fixed(ty, bytes, ty)
                .map(|bytes| format!("the number {:?}", f32::from_be_bytes(bytes))),
            Type::FLOAT8 => fixed(ty, bytes, ty)
                .map(|bytes| format!("the number {:?}", f64::from_be_bytes(bytes))),
            Type::NUMERIC => Ok(match numeric::text(bytes) {
                Some(text) => format!("the number {text}"),
                None => "NaN, an infinite number or a number with too many digits".to_owned(),
            }),
            Type::TEXT | Type::VARCHAR | Type::BPCHAR => {
                text(ty, bytes).map(|text| format!("the text {}", shortened(text)))
            }
            Type::DATE => fixed(ty, bytes, ty)
                .map(i32::from_be_bytes)
                .map(|days| infinite(days.into(), i32::MIN.into(), i32::MAX.into()).to_owned()),
            Type::TIMESTAMP | Type::TIMESTAMPTZ => fixed(ty, bytes, ty)
                .map(i64::from_be_bytes)
                .map(|moment| infinite(moment, i64::MIN, i64::MAX).to_owned()),
            Type::TIME => Ok("24:00:00".to_owned()),
            _ => Err(Wrong::Type),
        };
    described.unwrap_or_else(|_| format!("{} bytes of the type {}", bytes.len(), types::name(ty)))
}

#[cfg(all(test, feature = "json"))]
mod tests {
    use super::*;

    fn row(ty: &Type, read: impl FnOnce(&PostgresRow<'_>) -> Error, bytes: &[u8]) -> Error {
        let texts = match *ty {
            Type::NUMERIC => vec![numeric::text(bytes)],
            _ => Vec::new(),
        };
        read(&PostgresRow::Items(Items {
            position: &|| "users.stuff".to_owned(),
            ty,
            items: vec![bytes],
            texts,
        }))
    }

    fn found_in(ty: &Type, read: impl FnOnce(&PostgresRow<'_>) -> Error, bytes: &[u8]) -> String {
        match row(ty, read, bytes) {
            Error::Decode(error) => error.found,
            other => panic!("{other:?}"),
        }
    }

    fn refused<T>(result: Result<T>) -> Error {
        result.err().expect("a refusal")
    }

    #[test]
    fn what_does_not_fit_is_described() {
        let date = |row: &PostgresRow<'_>| refused(row.date(0));
        let bytes = i32::MAX.to_be_bytes();
        assert_eq!(found_in(&Type::DATE, date, &bytes), "infinity");
        let bytes = (-800_000i32).to_be_bytes();
        assert_eq!(
            found_in(&Type::DATE, date, &bytes),
            "a value of another year"
        );
        let bytes = i64::MIN.to_be_bytes();
        let moment = |row: &PostgresRow<'_>| refused(row.timestamp(0));
        assert_eq!(found_in(&Type::TIMESTAMPTZ, moment, &bytes), "-infinity");
        let bytes = 86_400_000_000i64.to_be_bytes();
        let time = |row: &PostgresRow<'_>| refused(row.time(0));
        assert_eq!(found_in(&Type::TIME, time, &bytes), "24:00:00");
        let small = |row: &PostgresRow<'_>| refused(row.i16(0));
        let bytes = 70_000i32.to_be_bytes();
        assert_eq!(found_in(&Type::INT4, small, &bytes), "the integer 70000");
        let bytes = f64::NAN.to_be_bytes();
        let number = |row: &PostgresRow<'_>| refused(row.f64(0));
        assert_eq!(found_in(&Type::FLOAT8, number, &bytes), "the number NaN");
        // 12.505.
        let bytes = [0, 2, 0, 0, 0, 0, 0, 3, 0, 12, 19, 186];
        let price = |row: &PostgresRow<'_>| refused(row.decimal(0, 2));
        assert_eq!(found_in(&Type::NUMERIC, price, &bytes), "the number 12.505");
        let text = |row: &PostgresRow<'_>| refused(row.text(0));
        assert_eq!(
            found_in(&Type::NUMERIC, text, &[0, 0, 0, 0, 0xc0, 0, 0, 0]),
            "NaN, an infinite number or a number with too many digits"
        );
        assert_eq!(
            found_in(&Type::TEXT, text, &[0xff]),
            "1 bytes of the type TEXT"
        );
    }

    #[test]
    fn a_column_of_another_type_is_named() {
        let text = |row: &PostgresRow<'_>| refused(row.text(0));
        let Error::Schema(error) = row(&Type::INT4, text, &[0, 0, 0, 0]) else {
            panic!("another error")
        };
        assert_eq!(
            error.message,
            "users.stuff: the database has a column of type INTEGER[], and the model needs TEXT[] or \
             NUMERIC[]: \
             alter the column, or the type in models.yaml"
        );
    }

    #[test]
    fn an_array_falls_apart() {
        let array = |words: &[i32]| -> Vec<u8> {
            words.iter().flat_map(|word| word.to_be_bytes()).collect()
        };
        let empty = array(&[0, 0, 23]);
        assert_eq!(items(&empty), Ok(Vec::new()));
        let two = array(&[1, 0, 23, 2, 1, 4, 7, 4, 8]);
        assert_eq!(items(&two), Ok(vec![&[0, 0, 0, 7][..], &[0, 0, 0, 8]]));
        let null = array(&[1, 1, 23, 1, 1, -1]);
        assert_eq!(items(&null), Err("an array with NULL in it"));
        let square = array(&[2, 0, 23, 1, 1, 1, 1, 4, 7]);
        assert_eq!(items(&square), Err("an array of several dimensions"));
        for end in 0..two.len() {
            assert_eq!(items(&two[..end]), Err("an incomplete array"));
        }
        let many = array(&[1, 0, 23, i32::MAX, 1]);
        assert_eq!(items(&many), Err("an incomplete array"));
    }
}
