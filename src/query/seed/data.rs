//! The rows of `seeds/` in generated code.

use std::borrow::Cow;
use std::fmt;

use tablewright_sql::civil::{Date, DateTime, Time};
use tablewright_sql::table::Type;

use crate::base::model::{Model, Table};
use crate::base::statement::Values;
use crate::base::value::parameter::Parameter;

/// A row.
#[derive(Clone, Copy, Debug)]
pub struct SeedRow {
    /// Its model.
    pub of: &'static SeedModel,
    /// Its label.
    pub label: &'static str,
    /// Its file.
    pub file: &'static str,
    /// The columns of the key that finds the row.
    pub key: &'static [u16],
    /// The set columns, ascending.
    pub values: &'static [(u16, SeedValue)],
    /// The columns that are set after all rows exist.
    pub later: &'static [(u16, SeedValue)],
}

/// The model of rows.
#[derive(Clone, Copy)]
pub struct SeedModel {
    /// Its name.
    pub model: &'static str,
    /// Its table.
    pub table: &'static Table,
    /// The columns whose defaults the program computes.
    pub computed: Computed,
}

/// The columns whose defaults the program computes.
#[derive(Clone, Copy)]
pub enum Computed {
    /// A function of generated code sets them.
    By(fn(&mut Values<'_>)),
    /// These columns get a new UUID of version 7.
    #[cfg(feature = "uuid-v7")]
    Uuids(&'static [u16]),
}

impl SeedModel {
    /// For generated code.
    pub const fn of<M: Model>(model: &'static str) -> SeedModel {
        SeedModel {
            model,
            table: M::TABLE,
            computed: Computed::By(M::defaults),
        }
    }

    /// Sets the columns whose defaults the program computes.
    pub(super) fn compute(&self, values: &mut Values<'_>) {
        match self.computed {
            Computed::By(defaults) => defaults(values),
            #[cfg(feature = "uuid-v7")]
            Computed::Uuids(columns) => {
                for &column in columns {
                    if values.get(column).is_none() {
                        values.set(column, Parameter::Uuid(uuid::Uuid::now_v7().into_bytes()));
                    }
                }
            }
        }
    }
}

impl fmt::Debug for SeedModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.model)
    }
}

/// The value of a column of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SeedValue {
    /// NULL.
    Null,
    /// A `bool`.
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A float or a double.
    Float(f64),
    /// A string, or a value that the models write as one: a decimal, a date, JSON.
    Text(&'static str),
    /// Bytes or a UUID.
    Bytes(&'static [u8]),
    /// An array.
    List(&'static [SeedValue]),
    /// The value of a column of the row at a position.
    Of(u32, u16),
}

impl SeedValue {
    /// The parameter for a column of this type. Values of other rows are not known here.
    pub(super) fn parameter(self, ty: &Type<'_>) -> Parameter<'static> {
        match self {
            SeedValue::Null | SeedValue::Of(..) => Parameter::Null,
            SeedValue::Bool(value) => Parameter::Bool(value),
            SeedValue::Integer(value) => integer(value, ty),
            SeedValue::Float(value) if *ty == Type::Float => Parameter::F32(value as f32),
            SeedValue::Float(value) => Parameter::F64(value),
            SeedValue::Text(text) => of_text(text, ty),
            SeedValue::Bytes(bytes) => match (ty, bytes.try_into()) {
                (Type::Uuid, Ok(bytes)) => Parameter::Uuid(bytes),
                _ => Parameter::Bytes(Cow::Borrowed(bytes)),
            },
            SeedValue::List(items) => match ty {
                Type::Array(item) => {
                    Parameter::List(items.iter().map(|one| one.parameter(item)).collect())
                }
                _ => refused(),
            },
        }
    }
}

fn integer(value: i64, ty: &Type<'_>) -> Parameter<'static> {
    let narrowed = match ty.signed() {
        Type::SmallInt => i16::try_from(value).map(Parameter::I16),
        Type::Integer => i32::try_from(value).map(Parameter::I32),
        _ => Ok(Parameter::I64(value)),
    };
    narrowed.unwrap_or_else(|_| refused())
}

fn of_text(text: &'static str, ty: &Type<'_>) -> Parameter<'static> {
    let parsed = match ty {
        Type::Decimal(_, scale) => {
            let digits = text.replace('.', "").parse().ok();
            digits.map(|digits: i128| Parameter::Decimal {
                digits: Box::new(digits),
                scale: *scale,
            })
        }
        Type::Date => Date::from_text(text).map(Parameter::Date),
        Type::Time => Time::from_text(text).map(Parameter::Time),
        Type::DateTime => DateTime::from_text(text).map(Parameter::DateTime),
        Type::Timestamp => DateTime::from_text(text).map(Parameter::Timestamp),
        Type::Json => Some(Parameter::Json(text.into())),
        _ => Some(Parameter::Text(Cow::Borrowed(text))),
    };
    parsed.unwrap_or_else(refused)
}

/// The build has checked all values.
fn refused() -> Parameter<'static> {
    Parameter::Invalid("the seed is not a value of the column's type".into())
}
