//! The values of a row, as parameters.

use std::borrow::Cow;

use super::{Name, Parameter, Sink};
use crate::base::model::{Model, Table};
use crate::base::rule::{self, ValidationErrors};
use crate::base::value::field::Field;

/// The values of some columns of a row, in the order of the columns.
///
/// Generated code adds them; text and bytes are borrowed if possible.
#[derive(Clone)]
pub struct Values<'a> {
    table: &'static Table,
    values: Vec<(u16, Parameter<'a>)>,
}

impl<'a> Values<'a> {
    /// No values yet.
    #[inline]
    pub fn new(table: &'static Table) -> Self {
        Values {
            table,
            // Space for all columns is reserved, so the values never move.
            values: Vec::with_capacity(table.columns.len()),
        }
    }

    /// Sets a column to a value of its type.
    #[inline]
    pub fn owned<T: Field>(&mut self, column: u16, value: T) {
        let ty = &self.table.column(column).ty;
        self.set(column, value.into_parameter(ty));
    }

    /// Sets a column to a value of its type, which is borrowed.
    #[inline]
    pub fn borrowed<T: Field>(&mut self, column: u16, value: &'a T) {
        let ty = &self.table.column(column).ty;
        self.set(column, value.to_parameter(ty));
    }

    /// Sets a column to the result of a function, unless it is set.
    pub fn computed<T: Field, V: Into<T>>(&mut self, column: u16, value: impl FnOnce() -> V) {
        if self.get(column).is_none() {
            self.owned::<T>(column, value().into());
        }
    }

    /// Sets a column to a string.
    #[inline]
    pub fn text(&mut self, column: u16, text: Cow<'a, str>) {
        self.set(column, Parameter::Text(text));
    }

    /// Sets a column to bytes.
    #[inline]
    pub fn bytes(&mut self, column: u16, bytes: Cow<'a, [u8]>) {
        self.set(column, Parameter::Bytes(bytes));
    }

    /// Sets a column to a parameter; set twice, the later value counts.
    #[inline]
    pub(crate) fn set(&mut self, column: u16, mut value: Parameter<'a>) {
        value.limit(&self.table.column(column).ty);
        match self.values.last() {
            Some((last, _)) if *last >= column => self.set_within(column, value),
            Some(_) | None => self.values.push((column, value)),
        }
    }

    fn set_within(&mut self, column: u16, value: Parameter<'a>) {
        match self
            .values
            .binary_search_by_key(&column, |(column, _)| *column)
        {
            Ok(position) => self.values[position].1 = value,
            Err(position) => self.values.insert(position, (column, value)),
        }
    }

    /// The table.
    #[inline]
    pub(crate) fn table(&self) -> &'static Table {
        self.table
    }

    /// The columns that are set.
    #[inline]
    pub(crate) fn columns(&self) -> impl Iterator<Item = u16> + Clone {
        self.values.iter().map(|(column, _)| *column)
    }

    /// The columns that are set, and their values.
    #[inline]
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Name, &Parameter<'a>)> {
        let table = self.table;
        let name = move |column: u16| Name { table, column };
        self.values
            .iter()
            .map(move |(column, value)| (name(*column), value))
    }

    /// The value of a column, if it is set.
    #[inline]
    pub(crate) fn get(&self, column: u16) -> Option<&Parameter<'a>> {
        // In a whole row, each column is at its own position.
        if let Some((at, value)) = self.values.get(usize::from(column))
            && *at == column
        {
            return Some(value);
        }
        let mut values = self.values.iter();
        values.find(|(at, _)| *at == column).map(|(_, value)| value)
    }

    /// Moves the values to others, so that this can be used for another row.
    pub(crate) fn append_to(&mut self, values: &mut Vec<(u16, Parameter<'a>)>) {
        values.append(&mut self.values);
    }

    /// The columns that are set, and their values.
    pub(crate) fn as_slice(&self) -> &[(u16, Parameter<'a>)] {
        &self.values
    }

    /// Checks them against the constraints of their fields.
    #[inline]
    pub(crate) fn validate<M: Model>(&self) -> Result<(), ValidationErrors> {
        let values = self.values.iter();
        rule::validate::<M>(values.map(|(column, value)| (*column, value)))
    }

    /// Emits the values as parameters.
    #[inline]
    pub(crate) fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        for (name, value) in self.iter() {
            to.parameter(name, value);
        }
    }
}
