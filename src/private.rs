//! The API for generated code only. It changes without notice.

pub use tablewright_sql::native::{Form, Native};
pub use tablewright_sql::regex::Step;
pub use tablewright_sql::table::{Check, Column as ColumnDef, Default, Key, Reference, Type};
pub use tablewright_sql::unsigned::Unsigned;

pub use crate::base::model::{Described, Fields, FromRow, Table};
pub use crate::base::rule::FieldRule;
pub use crate::base::statement::Values;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub use crate::base::statement::{on_rendering, renderings};
pub use crate::base::value::Row;
pub use crate::base::value::custom::{cell_parameter, from_stored, into_stored, parsed};
#[cfg(feature = "json")]
pub use crate::base::value::custom::{document_parameter, read_document};
#[cfg(feature = "json")]
pub use crate::base::value::field::read_enums;
pub use crate::base::value::field::{Field, Item, enum_parameter, enum_type, read_enum};
pub use crate::base::value::parameter::Parameter;
pub use crate::base::value::types::Stored;
pub use crate::query::raw::{Cell, cell_column, cell_columns, next_cell, read_cell};
pub use crate::query::row::{delete, purge, restore, save, save_version};
pub use crate::query::seed::{
    SeedModel, SeedRow, SeedValue, Seeded, preview as preview_seeds, seed,
};
pub use crate::relation::{add, remove, set};

use crate::base::model::{Model, New, Versioned};
use crate::base::rule::ValidationErrors;
use crate::query::{Columns, IntoInsert, NewRow};
use crate::query::{Insert, InsertAll, Select, Update, Upsert};
use crate::relation::Many;
use crate::relation::Relation;

/// Never implemented: generated functions require it if their feature is off.
#[cfg(not(feature = "sync"))]
#[diagnostic::on_unimplemented(
    message = "`verify` and `sync` need the feature `sync` of tablewright",
    note = "add `sync` to the features of tablewright in Cargo.toml, or remove `default-features \
        = false`"
)]
pub trait WithSync {}

/// Never implemented: generated functions require it if their feature is off.
#[cfg(not(feature = "migrate"))]
#[diagnostic::on_unimplemented(
    message = "migrations need the feature `migrate` of tablewright",
    note = "add `migrate` to the features of tablewright in Cargo.toml, or remove \
        `default-features = false`"
)]
pub trait WithMigrate {}

/// A new UUID of version 7. These UUIDs ascend with the time.
#[cfg(feature = "uuid-v7")]
pub fn uuid_v7() -> uuid::Uuid {
    uuid::Uuid::now_v7()
}

/// Fails unless both lists of strings are equal: the values of an enum of another crate, and those
/// of the models.
pub const fn same_texts(one: &[&str], other: &[&str], message: &str) {
    let mut same = one.len() == other.len();
    let mut at = 0;
    while same && at < one.len() {
        same = is_same(one[at], other[at]);
        at += 1;
    }
    assert!(same, "{}", message);
}

/// Fails unless both lists of numbers are equal, as [`same_texts`].
pub const fn same_numbers(one: &[i64], other: &[i64], message: &str) {
    let mut same = one.len() == other.len();
    let mut at = 0;
    while same && at < one.len() {
        same = one[at] == other[at];
        at += 1;
    }
    assert!(same, "{}", message);
}

/// Fails unless a table of another crate has this name and these columns in this order.
pub const fn same_table(table: &Table, name: &str, columns: &[&str], message: &str) {
    let mut same = is_same(table.name, name) && table.columns.len() == columns.len();
    let mut at = 0;
    while same && at < columns.len() {
        same = is_same(table.columns[at].name, columns[at]);
        at += 1;
    }
    assert!(same, "{}", message);
}

const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut same = one.len() == other.len();
    let mut at = 0;
    while same && at < one.len() {
        same = one[at] == other[at];
        at += 1;
    }
    same
}

/// An owned value as a parameter for a column of `M`.
#[inline]
pub fn owned_parameter<M: Model, T: Field>(column: u16, value: T) -> Parameter<'static> {
    value.into_parameter(&M::TABLE.column(column).ty)
}

/// A borrowed value as a parameter for a column of `M`.
#[inline]
pub fn borrowed_parameter<M: Model, T: Field>(column: u16, value: &T) -> Parameter<'_> {
    value.to_parameter(&M::TABLE.column(column).ty)
}

/// A string as a parameter.
#[inline]
pub fn text_parameter(text: &str) -> Parameter<'_> {
    Parameter::from(text)
}

/// Bytes as a parameter.
#[inline]
pub fn bytes_parameter(bytes: &[u8]) -> Parameter<'_> {
    Parameter::from(bytes)
}

/// All rows.
#[inline]
pub fn all<'a, M: Model>() -> Select<'a, M> {
    Select::all_rows()
}

/// The row with these values in the columns of a unique key.
#[inline]
pub fn find<'a, M: Model, const N: usize>(
    columns: &'static [u16; N],
    key: [Parameter<'a>; N],
) -> Select<'a, M> {
    Select::with_values(columns, key, true)
}

/// The row that a foreign key refers to, even if it is soft-deleted.
#[inline]
pub fn referred<'a, M: Model, const N: usize>(
    columns: &'static [u16; N],
    key: [Parameter<'a>; N],
) -> Select<'a, M> {
    find(columns, key).also_deleted()
}

/// The rows whose foreign key has these values.
#[inline]
pub fn referring<'a, M: Model, const N: usize>(
    columns: &'static [u16; N],
    key: [Parameter<'a>; N],
) -> Select<'a, M> {
    Select::with_values(columns, key, false)
}

/// The rows that a join table connects with a row, by the values of its key.
pub fn connected<'a, M: Model, T: Model, const N: usize>(
    relation: Many<M, T>,
    key: [Parameter<'a>; N],
) -> Select<'a, T> {
    Select::connected(relation.route(), key)
}

/// An insert of a row.
#[inline]
pub fn insert<'a, M: Model>(new: impl New<'a, Model = M>) -> Insert<'a, M> {
    Insert::new(new)
}

/// An insert of many rows.
#[inline]
pub fn insert_all<'a, M: Model, I: IntoIterator<Item: NewRow<'a, M>>>(
    rows: I,
) -> InsertAll<'a, M, I::IntoIter> {
    InsertAll::new(rows)
}

/// An insert of a row that may already exist.
pub fn upsert<'a, M: Model>(new: impl IntoInsert<'a, M>, key: impl Columns<M>) -> Upsert<'a, M> {
    Upsert::new(new, key)
}

/// An update of a row as it was read.
pub fn change<'a, M: Versioned>(row: &M) -> Update<'a, M> {
    Update::of_version(row)
}

/// Checks a row against the constraints of its fields.
pub fn validate<M: Model>(row: &M) -> std::result::Result<(), ValidationErrors> {
    let mut values = Values::new(M::TABLE);
    row.values(&mut values);
    values.validate::<M>()
}

/// Checks a new row against the constraints of its fields.
pub fn validate_new<'a, N: New<'a>>(new: N) -> std::result::Result<(), ValidationErrors> {
    let mut values = Values::new(<N::Model as Model>::TABLE);
    new.values(&mut values);
    values.validate::<N::Model>()
}
