//! Seeds: the files of the folder `seeds/`, checked against the models.
//!
//! `rows.rs` reads what the files say of each row, `keys.rs` finds by which key a row is known and
//! which rows agree in one, and `order.rs` sorts rows by what they refer to.

mod keys;
mod order;
mod rows;

use super::files::Sources;
use super::report::Report;
use super::shapes::At;
use crate::schema::{Schema, Table};
use crate::seeds::{SeedValue, Seeds};

/// The rows that the files from a number on describe; they mean something if nothing was reported.
pub(super) fn resolve(
    sources: &Sources,
    first: usize,
    schema: &Schema,
    report: &mut Report,
) -> Seeds {
    let mut rows = rows::read(&sources.files[first..], schema, report);
    rows::unite(&mut rows, schema, report);
    let keys = keys::find(&rows, schema, report);
    keys::check_duplicates(&rows, schema, report);
    order::sorted(rows, keys, sources, schema, report)
}

/// A row as a file has it.
struct Row {
    /// The label.
    label: String,
    at: At,
    /// The position of the table in the schema.
    table: usize,
    /// The columns that are given.
    cells: Vec<Cell>,
    /// The rows that it refers to.
    references: Vec<Reference>,
    /// Whether all of it was understood.
    is_whole: bool,
}

impl Row {
    fn value(&self, column: usize) -> Option<&SeedValue> {
        self.cell(column).map(|cell| &cell.value)
    }

    fn cell(&self, column: usize) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.column == column)
    }
}

/// A column of a row.
struct Cell {
    column: usize,
    at: At,
    value: SeedValue,
}

/// What a row says of another one.
struct Reference {
    /// The position of the row that is referred to.
    row: usize,
    at: At,
    /// The columns of the foreign key.
    columns: Vec<usize>,
}

/// What a row calls a column: the relation if the column alone is a reference, otherwise the field.
fn name(table: &Table, column: usize) -> &str {
    let mut keys = table.foreign_keys.iter();
    let key = keys.find(|key| key.columns == [column]);
    key.map_or(&table.columns[column].field, |key| &key.relation)
}

/// `` `a` ``, `` `a` and `b` ``, `` `a`, `b` and `c` ``.
fn listed<'n>(names: impl Iterator<Item = &'n str>, word: &str) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} {word} {last}", others.join(", ")),
        None => String::new(),
    }
}
