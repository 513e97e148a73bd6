//! Parameters in PostgreSQL's binary format.

use std::fmt;

use tablewright_sql::civil::{Date, DateTime, Time};
use tokio_postgres::types::{Format, IsNull, Kind, ToSql, Type, to_sql_checked};

use super::{calendar, numeric, types};
use crate::base::error::{Error, Result, SchemaError};
use crate::base::value::{Binder, Element};

/// The longest message that the server accepts; a longer one ends the connection.
pub(super) const LONGEST_MESSAGE: usize = 0x3fff_fffe;

/// The size of a parameter in the message besides its value.
const OF_PARAMETER: usize = 6;

/// The size of the message besides its parameters, rounded up.
const OF_MESSAGE: usize = 64;

/// Writes the parameters of a statement one after another, each in the type that the server
/// expects.
pub(super) struct PostgresBinder<'t> {
    types: &'t [Type],
    bound: Bound,
    /// The type of the items of a list that is being written.
    items: Option<&'t Type>,
}

/// Written parameters.
pub(super) struct Bound {
    pub bytes: Vec<u8>,
    /// The end of each parameter; `None` is NULL.
    ends: Vec<Option<usize>>,
    format: Format,
}

impl<'t> PostgresBinder<'t> {
    #[inline]
    pub fn new(types: &'t [Type]) -> Self {
        PostgresBinder {
            types,
            bound: Bound {
                bytes: Vec::with_capacity(types.len() * 16),
                ends: Vec::with_capacity(types.len()),
                format: Format::Binary,
            },
            items: None,
        }
    }

    #[inline]
    pub fn finish(self) -> Bound {
        self.bound
    }

    #[inline]
    fn write(&mut self, value: Item<'_>) -> Result<()> {
        if let Some(ty) = self.items {
            return self.write_item(value, ty);
        }
        let unknown = Type::UNKNOWN;
        let ty = self.types.get(self.bound.ends.len()).unwrap_or(&unknown);
        if !value.write(ty, &mut self.bound.bytes) {
            return Err(misfit(value.needs(), ty, ""));
        }
        self.bound.end();
        Ok(())
    }

    /// Writes an item of a list, after its length.
    fn write_item(&mut self, value: Item<'_>, ty: &Type) -> Result<()> {
        let bytes = &mut self.bound.bytes;
        let start = bytes.len();
        bytes.extend([0; 4]);
        if !value.write(ty, bytes) {
            return Err(misfit(value.needs(), ty, "[]"));
        }
        let length = i32::try_from(bytes.len() - start - 4)
            .map_err(|_| Error::value("an item is too long for PostgreSQL"))?;
        bytes[start..start + 4].copy_from_slice(&length.to_be_bytes());
        Ok(())
    }
}

impl Bound {
    /// Parameters as text.
    pub fn of_text() -> Self {
        Bound {
            bytes: Vec::new(),
            ends: Vec::new(),
            format: Format::Text,
        }
    }

    /// The parameters, for the driver.
    #[inline]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Parameter<'_>> {
        let format = self.format;
        self.values().map(move |value| Parameter { value, format })
    }

    /// The values of the parameters.
    #[inline]
    pub fn values(&self) -> impl ExactSizeIterator<Item = Option<&[u8]>> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let end = (*end)?;
            let value = &self.bytes[start..end];
            start = end;
            Some(value)
        })
    }

    /// The parameter, from 1, that makes the message longer than `longest`.
    #[inline]
    pub fn too_long(&self, longest: usize) -> Option<usize> {
        if self.bytes.len() + self.ends.len() * OF_PARAMETER + OF_MESSAGE <= longest {
            return None;
        }
        let lengths = self.values().map(|value| value.map_or(0, <[u8]>::len));
        let longest = (1..).zip(lengths).max_by_key(|(_, length)| *length);
        longest.map(|(position, _)| position)
    }

    /// Ends the next parameter, which consists of the bytes since the previous one.
    #[inline]
    pub fn end(&mut self) {
        self.ends.push(Some(self.bytes.len()));
    }

    /// Adds NULL as the next parameter.
    #[inline]
    pub fn null(&mut self) {
        self.ends.push(None);
    }
}

/// A written parameter.
pub(super) struct Parameter<'b> {
    value: Option<&'b [u8]>,
    format: Format,
}

/// The driver shows parameters in its log.
impl fmt::Debug for Parameter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.value.is_some() { "…" } else { "NULL" })
    }
}

impl ToSql for Parameter<'_> {
    fn to_sql(
        &self,
        _: &Type,
        out: &mut bytes::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        Ok(match self.value {
            None => IsNull::Yes,
            Some(bytes) => {
                out.extend_from_slice(bytes);
                IsNull::No
            }
        })
    }

    /// Unsuitable types were refused before.
    fn accepts(_: &Type) -> bool {
        true
    }

    fn encode_format(&self, _: &Type) -> Format {
        self.format
    }

    to_sql_checked!();
}

/// A value of a parameter, or of an item of an array.
#[derive(Clone, Copy)]
enum Item<'v> {
    Bool(bool),
    I16(i16),
    I32(i32),
    I64(i64),
    F32(f32),
    F64(f64),
    Decimal(i128, u32),
    Text(&'v str),
    Bytes(&'v [u8]),
    Uuid([u8; 16]),
    Date(Date),
    Time(Time),
    DateTime(DateTime),
    Timestamp(DateTime),
    Json(&'v str),
}

impl Item<'_> {
    /// Writes the value in a type; false if the type cannot hold it.
    #[inline]
    fn write(self, ty: &Type, to: &mut Vec<u8>) -> bool {
        match (self, ty) {
            (Item::Bool(value), &Type::BOOL) => to.push(u8::from(value)),
            (Item::I16(value), _) => return integer(value.into(), ty, to),
            (Item::I32(value), _) => return integer(value.into(), ty, to),
            (Item::I64(value), _) => return integer(value, ty, to),
            (Item::F32(value), &Type::FLOAT4) => to.extend(value.to_be_bytes()),
            (Item::F32(value), &Type::FLOAT8) => to.extend(f64::from(value).to_be_bytes()),
            (Item::F64(value), &Type::FLOAT8) => to.extend(value.to_be_bytes()),
            (Item::Decimal(digits, scale), &Type::NUMERIC) => numeric::write(digits, scale, to),
            (Item::Text(value), _) if types::is_text(ty) => to.extend(value.as_bytes()),
            (Item::Bytes(value), &Type::BYTEA) => to.extend(value),
            (Item::Uuid(value), &Type::UUID) => to.extend(value),
            (Item::Date(value), &Type::DATE) => to.extend(calendar::days(value).to_be_bytes()),
            (Item::Time(value), &Type::TIME) => {
                to.extend(calendar::of_day(value).to_be_bytes());
            }
            (Item::DateTime(value), &Type::TIMESTAMP)
            | (Item::Timestamp(value), &Type::TIMESTAMPTZ) => {
                to.extend(calendar::microseconds(value).to_be_bytes());
            }
            (Item::Json(value), &Type::JSONB) => {
                // The version of the format.
                to.push(1);
                to.extend(value.as_bytes());
            }
            (Item::Json(value), &Type::JSON) => to.extend(value.as_bytes()),
            (item, _) => return item.write_as_base(ty, to),
        }
        true
    }

    /// The type of a column may be a domain.
    #[cold]
    fn write_as_base(self, ty: &Type, to: &mut Vec<u8>) -> bool {
        let base = types::base(ty);
        base != ty && self.write(base, to)
    }

    /// The column type that the value needs.
    fn needs(self) -> &'static str {
        match self {
            Item::Bool(_) => "BOOLEAN",
            Item::I16(_) => "SMALLINT",
            Item::I32(_) => "INTEGER",
            Item::I64(_) => "BIGINT",
            Item::F32(_) => "REAL",
            Item::F64(_) => "DOUBLE PRECISION",
            Item::Decimal(..) => "NUMERIC",
            Item::Text(_) => "TEXT",
            Item::Bytes(_) => "BYTEA",
            Item::Uuid(_) => "UUID",
            Item::Date(_) => "DATE",
            Item::Time(_) => "TIME",
            Item::DateTime(_) => "TIMESTAMP",
            Item::Timestamp(_) => "TIMESTAMPTZ",
            Item::Json(_) => "JSONB",
        }
    }
}

/// An integer, as wide as the server expects it.
#[inline]
fn integer(value: i64, ty: &Type, to: &mut Vec<u8>) -> bool {
    match *ty {
        Type::INT8 => to.extend(value.to_be_bytes()),
        Type::INT4 => match i32::try_from(value) {
            Ok(value) => to.extend(value.to_be_bytes()),
            Err(_) => return false,
        },
        Type::INT2 => match i16::try_from(value) {
            Ok(value) => to.extend(value.to_be_bytes()),
            Err(_) => return false,
        },
        // It may be compared with a sum of integers.
        Type::NUMERIC => numeric::write(value.into(), 0, to),
        _ => return Item::I64(value).write_as_base(ty, to),
    }
    true
}

/// The column has another type than in the model. The caller adds its name.
#[cold]
fn misfit(needs: &str, ty: &Type, brackets: &str) -> Error {
    Error::Schema(Box::new(SchemaError {
        missing: Vec::new(),
        message: format!(
            "the database has a column of type {}{brackets}, and the model needs {needs}{brackets}",
            types::name(ty)
        ),
    }))
}

impl Binder for PostgresBinder<'_> {
    #[inline]
    fn null(&mut self) -> Result<()> {
        if self.items.is_some() {
            return Err(Error::value("an item of an array cannot be NULL"));
        }
        self.bound.null();
        Ok(())
    }

    #[inline]
    fn bool(&mut self, value: bool) -> Result<()> {
        self.write(Item::Bool(value))
    }

    #[inline]
    fn i16(&mut self, value: i16) -> Result<()> {
        self.write(Item::I16(value))
    }

    #[inline]
    fn i32(&mut self, value: i32) -> Result<()> {
        self.write(Item::I32(value))
    }

    #[inline]
    fn i64(&mut self, value: i64) -> Result<()> {
        self.write(Item::I64(value))
    }

    #[inline]
    fn f32(&mut self, value: f32) -> Result<()> {
        self.write(Item::F32(value))
    }

    #[inline]
    fn f64(&mut self, value: f64) -> Result<()> {
        self.write(Item::F64(value))
    }

    fn decimal(&mut self, digits: i128, scale: u32) -> Result<()> {
        self.write(Item::Decimal(digits, scale))
    }

    #[inline]
    fn text(&mut self, value: &str) -> Result<()> {
        self.write(Item::Text(value))
    }

    #[inline]
    fn bytes(&mut self, value: &[u8]) -> Result<()> {
        self.write(Item::Bytes(value))
    }

    #[inline]
    fn uuid(&mut self, value: [u8; 16]) -> Result<()> {
        self.write(Item::Uuid(value))
    }

    fn date(&mut self, value: Date) -> Result<()> {
        self.write(Item::Date(value))
    }

    fn time(&mut self, value: Time) -> Result<()> {
        self.write(Item::Time(value))
    }

    fn datetime(&mut self, value: DateTime) -> Result<()> {
        self.write(Item::DateTime(value))
    }

    fn timestamp(&mut self, value: DateTime) -> Result<()> {
        self.write(Item::Timestamp(value))
    }

    fn json(&mut self, value: &str) -> Result<()> {
        self.write(Item::Json(value))
    }

    /// Writes an array.
    fn list<T: Element>(&mut self, items: &[T]) -> Result<()> {
        // A list is never an item of a list.
        let ty = self.types.get(self.bound.ends.len());
        let Some(ty) = ty.filter(|_| self.items.is_none()) else {
            return Err(misfit("an array", &Type::UNKNOWN, ""));
        };
        let Kind::Array(element) = types::base(ty).kind() else {
            return Err(misfit("an array", ty, ""));
        };
        let count = i32::try_from(items.len())
            .map_err(|_| Error::value("it has too many items for PostgreSQL"))?;
        // One dimension, or none for an empty array; no NULLs; the type of the items; then their
        // number, and the first index 1.
        let bytes = &mut self.bound.bytes;
        bytes.extend(i32::from(count > 0).to_be_bytes());
        bytes.extend(0i32.to_be_bytes());
        bytes.extend(element.oid().to_be_bytes());
        if count > 0 {
            bytes.extend(count.to_be_bytes());
            bytes.extend(1i32.to_be_bytes());
        }
        self.items = Some(element);
        items.iter().try_for_each(|item| item.encode(self))?;
        self.items = None;
        self.bound.end();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::value::parameter::Parameter;

    /// The values of the parameters.
    fn bound<'t>(
        types: &'t [Type],
        bind: impl FnOnce(&mut PostgresBinder<'t>) -> Result<()>,
    ) -> Vec<Option<Vec<u8>>> {
        let mut binder = PostgresBinder::new(types);
        bind(&mut binder).expect("they fit");
        let bound = binder.finish();
        bound
            .values()
            .map(|value| value.map(<[u8]>::to_vec))
            .collect()
    }

    fn refusal<'t>(
        types: &'t [Type],
        bind: impl FnOnce(&mut PostgresBinder<'t>) -> Result<()>,
    ) -> (usize, String) {
        let mut binder = PostgresBinder::new(types);
        match bind(&mut binder) {
            Err(Error::Schema(error)) => (binder.bound.ends.len() + 1, error.message),
            other => panic!("{other:?}"),
        }
    }

    const MOMENT: DateTime = DateTime {
        date: Date {
            year: 2000,
            month: 1,
            day: 2,
        },
        time: Time {
            hour: 0,
            minute: 0,
            second: 1,
            microsecond: 2,
        },
    };

    #[test]
    fn values_are_what_the_server_reads() {
        let types = [
            Type::BOOL,
            Type::INT8,
            Type::TEXT,
            Type::FLOAT8,
            Type::NUMERIC,
            Type::DATE,
            Type::TIME,
            Type::TIMESTAMP,
            Type::TIMESTAMPTZ,
            Type::JSONB,
            Type::JSON,
            Type::BYTEA,
        ];
        let bytes = bound(&types, |to| {
            to.bool(true)?;
            to.i16(-2)?;
            to.null()?;
            to.f32(0.5)?;
            to.decimal(1250, 2)?;
            to.date(MOMENT.date)?;
            to.time(MOMENT.time)?;
            to.datetime(MOMENT)?;
            to.timestamp(MOMENT)?;
            to.json("[1]")?;
            to.json("[1]")?;
            to.bytes(b"")
        });
        let moment = (86_401_000_002i64).to_be_bytes().to_vec();
        let expected = [
            Some(vec![1]),
            Some((-2i64).to_be_bytes().to_vec()),
            None,
            Some(0.5f64.to_be_bytes().to_vec()),
            Some(vec![0, 2, 0, 0, 0, 0, 0, 2, 0, 12, 19, 136]),
            Some(1i32.to_be_bytes().to_vec()),
            Some(1_000_002i64.to_be_bytes().to_vec()),
            Some(moment.clone()),
            Some(moment),
            Some(b"\x01[1]".to_vec()),
            Some(b"[1]".to_vec()),
            Some(Vec::new()),
        ];
        assert_eq!(bytes, expected);
    }

    #[test]
    fn a_column_of_another_type_is_named() {
        let types = [Type::INT8, Type::INT4];
        let (position, message) = refusal(&types, |to| {
            to.i64(1 << 40)?;
            to.i64(1 << 40)
        });
        assert_eq!(position, 2);
        assert_eq!(
            message,
            "the database has a column of type INTEGER, and the model needs BIGINT"
        );
        let (_, message) = refusal(&types, |to| to.text("secret"));
        assert_eq!(
            message,
            "the database has a column of type BIGINT, and the model needs TEXT"
        );
        // There is no second parameter.
        assert_eq!(refusal(&[], |to| to.bool(true)).0, 1);
    }

    #[test]
    fn domains_and_enums_are_written_as_what_they_are() {
        let other = |name: &str, kind| Type::new(name.to_owned(), 9, kind, "public".to_owned());
        let types = [
            other("age", Kind::Domain(Type::INT4)),
            other("mail", Kind::Domain(Type::TEXT)),
            other("colour", Kind::Enum(Vec::new())),
        ];
        let bytes = bound(&types, |to| {
            to.i16(7)?;
            to.text("a@b")?;
            to.text("red")
        });
        let expected = [vec![0, 0, 0, 7], b"a@b".to_vec(), b"red".to_vec()];
        assert_eq!(bytes, expected.map(Some));
    }

    #[test]
    fn lists_are_arrays() {
        let types = [Type::INT4_ARRAY, Type::TEXT_ARRAY, Type::NUMERIC_ARRAY];
        let bytes = bound(&types, |to| {
            to.list(&[7i32, -1])?;
            to.list::<String>(&[])?;
            to.list(&[Parameter::Decimal {
                digits: Box::new(-5),
                scale: 2,
            }])
        });
        let words = |words: &[u32]| -> Option<Vec<u8>> {
            Some(words.iter().flat_map(|word| word.to_be_bytes()).collect())
        };
        assert_eq!(bytes[0], words(&[1, 0, 23, 2, 1, 4, 7, 4, u32::MAX]));
        assert_eq!(bytes[1], words(&[0, 0, 25]));
        let number = [1, 0, 1700, 1, 1, 10, 0x0001_ffff, 0x4000_0002];
        let mut number = words(&number).unwrap_or_default();
        number.extend([1, 244]);
        assert_eq!(bytes[2].as_deref(), Some(number.as_slice()));

        let (_, message) = refusal(&types, |to| to.list(&[true]));
        assert_eq!(
            message,
            "the database has a column of type INTEGER[], and the model needs BOOLEAN[]"
        );
        let (position, message) = refusal(&[Type::INT4], |to| to.list(&[1i32]));
        assert_eq!(position, 1);
        assert_eq!(
            message,
            "the database has a column of type INTEGER, and the model needs an array"
        );
    }

    #[test]
    fn the_longest_parameter_is_to_blame() {
        let types = [Type::TEXT, Type::TEXT, Type::TEXT];
        let mut binder = PostgresBinder::new(&types);
        for text in ["short", &"long".repeat(100), "short"] {
            binder.text(text).expect("it fits");
        }
        let bound = binder.finish();
        assert_eq!(bound.too_long(LONGEST_MESSAGE), None);
        assert_eq!(bound.too_long(400), Some(2));
    }

    #[test]
    fn the_log_of_the_driver_shows_no_values() {
        let mut binder = PostgresBinder::new(&[Type::TEXT]);
        binder.text("secret").expect("it fits");
        binder.null().expect("it fits");
        let bound = binder.finish();
        let shown: Vec<_> = bound
            .iter()
            .map(|parameter| format!("{parameter:?}"))
            .collect();
        assert_eq!(shown, ["…", "NULL"]);
    }
}
