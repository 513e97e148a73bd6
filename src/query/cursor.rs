//! Cursors: the position at which a page begins, as a string that a program passes on and gets
//! back.

use std::borrow::Cow;

use tablewright_sql::civil::{Date, DateTime, Time};
use tablewright_sql::hex::{from_hex, to_hex};

use super::order::SortKey;
use crate::base::error::{Error, Result};
use crate::base::value::parameter::Parameter;

/// The values of an order, decoded from a string.
#[derive(Debug)]
pub(super) struct Cursor(pub Vec<Parameter<'static>>);

/// Encodes the values of an order: a checksum, and then each value after a letter for its type.
pub(super) fn encode(keys: &[SortKey], values: &[Parameter<'_>]) -> String {
    let mut body = Vec::new();
    for value in values {
        write(value, &mut body);
    }
    let mut bytes = check_sum(keys, &body).to_be_bytes().to_vec();
    bytes.extend(body);
    // Hexadecimal digits need no escape in a URL.
    to_hex(&bytes)
}

/// Decodes the values of an order, if [`encode`] made the string for the same order.
pub(super) fn decode(text: &str, keys: &[SortKey]) -> Result<Cursor> {
    let bytes = from_hex(text).ok_or_else(invalid)?;
    let (sum, body) = bytes.split_first_chunk::<8>().ok_or_else(invalid)?;
    if u64::from_be_bytes(*sum) != check_sum(keys, body) {
        return Err(invalid());
    }
    let mut rest = body;
    let mut values = Vec::new();
    while !rest.is_empty() {
        values.push(read(&mut rest).ok_or_else(invalid)?);
    }
    if values.len() == keys.len() {
        Ok(Cursor(values))
    } else {
        Err(invalid())
    }
}

#[cold]
fn invalid() -> Error {
    Error::statement(
        "the cursor is invalid: it was truncated or changed, or it is from a statement with \
         another order",
    )
}

/// FNV-1a over the order and the values. It detects accidents, and does not protect from forgery.
fn check_sum(keys: &[SortKey], body: &[u8]) -> u64 {
    let mut sum: u64 = 0xcbf2_9ce4_8422_2325;
    let mut add = |byte: u8| sum = (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    for key in keys {
        if let Some(name) = key.by.column() {
            name.table.name.bytes().for_each(&mut add);
            add(0);
            name.as_str().bytes().for_each(&mut add);
        }
        add(u8::from(key.descending));
        add(match key.nulls() {
            None => 0,
            Some(false) => 1,
            Some(true) => 2,
        });
    }
    body.iter().copied().for_each(&mut add);
    sum
}

fn write(value: &Parameter<'_>, to: &mut Vec<u8>) {
    match value {
        // These are never part of a cursor.
        Parameter::Null | Parameter::Invalid(_) | Parameter::List(_) => to.push(b'0'),
        Parameter::Bool(value) => to.extend([b'o', u8::from(*value)]),
        Parameter::I16(value) => fixed(b'h', &value.to_be_bytes(), to),
        Parameter::I32(value) => fixed(b'i', &value.to_be_bytes(), to),
        Parameter::I64(value) => fixed(b'l', &value.to_be_bytes(), to),
        Parameter::F32(value) => fixed(b'f', &value.to_be_bytes(), to),
        Parameter::F64(value) => fixed(b'd', &value.to_be_bytes(), to),
        Parameter::Decimal { digits, scale } => {
            fixed(b'n', &digits.to_be_bytes(), to);
            to.extend(scale.to_be_bytes());
        }
        Parameter::Text(value) => sized(b't', value.as_bytes(), to),
        Parameter::Json(value) => sized(b'j', value.as_bytes(), to),
        Parameter::Bytes(value) => sized(b'b', value, to),
        Parameter::Uuid(value) => fixed(b'u', value, to),
        Parameter::Date(value) => sized(b'D', value.to_text().as_str().as_bytes(), to),
        Parameter::Time(value) => sized(b'T', value.to_text().as_str().as_bytes(), to),
        Parameter::DateTime(value) => sized(b'L', value.to_text().as_str().as_bytes(), to),
        Parameter::Timestamp(value) => sized(b'Z', value.to_text().as_str().as_bytes(), to),
    }
}

fn fixed(letter: u8, bytes: &[u8], to: &mut Vec<u8>) {
    to.push(letter);
    to.extend(bytes);
}

fn sized(letter: u8, bytes: &[u8], to: &mut Vec<u8>) {
    to.push(letter);
    to.extend((bytes.len() as u64).to_be_bytes());
    to.extend(bytes);
}

fn read(from: &mut &[u8]) -> Option<Parameter<'static>> {
    let [letter] = take_array(from)?;
    Some(match letter {
        b'0' => Parameter::Null,
        b'o' => Parameter::Bool(take_array::<1>(from)? == [1]),
        b'h' => Parameter::I16(i16::from_be_bytes(take_array(from)?)),
        b'i' => Parameter::I32(i32::from_be_bytes(take_array(from)?)),
        b'l' => Parameter::I64(i64::from_be_bytes(take_array(from)?)),
        b'f' => Parameter::F32(f32::from_be_bytes(take_array(from)?)),
        b'd' => Parameter::F64(f64::from_be_bytes(take_array(from)?)),
        b'n' => Parameter::Decimal {
            digits: Box::new(i128::from_be_bytes(take_array(from)?)),
            scale: u32::from_be_bytes(take_array(from)?),
        },
        b't' => Parameter::Text(Cow::Owned(take_text(from)?.to_owned())),
        b'j' => Parameter::Json(take_text(from)?.into()),
        b'b' => Parameter::Bytes(Cow::Owned(take_sized(from)?.to_vec())),
        b'u' => Parameter::Uuid(take_array(from)?),
        b'D' => Parameter::Date(Date::from_text(take_text(from)?)?),
        b'T' => Parameter::Time(Time::from_text(take_text(from)?)?),
        b'L' => Parameter::DateTime(DateTime::from_text(take_text(from)?)?),
        b'Z' => Parameter::Timestamp(DateTime::from_text(take_text(from)?)?),
        _ => return None,
    })
}

fn take_array<const N: usize>(from: &mut &[u8]) -> Option<[u8; N]> {
    let (bytes, rest) = from.split_first_chunk()?;
    *from = rest;
    Some(*bytes)
}

fn take_sized<'b>(from: &mut &'b [u8]) -> Option<&'b [u8]> {
    let length = u64::from_be_bytes(take_array(from)?);
    let (bytes, rest) = from.split_at_checked(usize::try_from(length).ok()?)?;
    *from = rest;
    Some(bytes)
}

fn take_text<'b>(from: &mut &'b [u8]) -> Option<&'b str> {
    std::str::from_utf8(take_sized(from)?).ok()
}
