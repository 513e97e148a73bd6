//! Seeds: checks the files of the folder `seeds/` against the models.
//!
//! `rows.rs` decodes each row, `keys.rs` finds the key of each row and equal rows, and `order.rs`
//! sorts rows by their references.

mod keys;
mod order;
mod rows;

use super::files::Sources;
use super::report::Report;
use super::shapes::At;
use crate::schema::{Schema, Table};
use crate::seeds::{SeedValue, Seeds};

/// The rows of the files from a number on; valid only if no error was reported.
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

/// A row of a file.
struct Row {
    /// The label.
    label: String,
    at: At,
    /// The position of the table in the schema.
    table: usize,
    /// The given columns.
    cells: Vec<Cell>,
    /// The rows that it references.
    references: Vec<Reference>,
    /// Whether all of it is valid.
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

/// A reference of a row to another one.
struct Reference {
    /// The position of the referenced row.
    row: usize,
    at: At,
    /// The columns of the foreign key.
    columns: Vec<usize>,
}

/// The name of a column in a row: the relation if the column alone is a reference, otherwise the
/// field.
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
