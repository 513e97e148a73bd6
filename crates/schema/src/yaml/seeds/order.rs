//! Sorts rows in an order in which they can be inserted.

use std::collections::BTreeSet;

use super::Row;
use crate::schema::Schema;
use crate::seeds::{SeedRow, SeedValue, Seeds};
use crate::yaml::files::Sources;
use crate::yaml::report::Report;

/// The rows, each after the rows that it references. A nullable reference in a cycle is set later;
/// a cycle without one is reported.
pub fn sorted(
    rows: Vec<Row>,
    keys: Vec<Vec<usize>>,
    sources: &Sources,
    schema: &Schema,
    report: &mut Report,
) -> Seeds {
    // The rest relies on complete rows.
    if !report.is_empty() {
        return Seeds::default();
    }
    let sorting = Sorting::new(&rows, &keys, schema);
    let (order, later) = match sorting.run() {
        Ok(order) => order,
        Err(cycle) => {
            report_cycle(&cycle, &rows, schema, report);
            return Seeds::default();
        }
    };
    let mut positions = vec![0; rows.len()];
    for (position, &row) in order.iter().enumerate() {
        positions[row] = position;
    }
    let moved = |value: &SeedValue| match value {
        SeedValue::Of { row, column } => SeedValue::Of {
            row: positions[*row],
            column: *column,
        },
        SeedValue::Null | SeedValue::Literal(_) => value.clone(),
    };
    let rows = order.iter().map(|&position| {
        let row = &rows[position];
        let cells = row.cells.iter();
        let values = cells.map(|cell| (cell.column, moved(&cell.value)));
        let is_later = |(column, _): &(usize, SeedValue)| later[position].contains(column);
        let (later, values) = values.partition(is_later);
        SeedRow {
            table: row.table,
            label: row.label.clone(),
            file: in_folder(&sources.files[row.at.file as usize].path).to_owned(),
            key: keys[position].clone(),
            values,
            later,
        }
    });
    Seeds {
        rows: rows.collect(),
    }
}

/// The path from the folder on, which is the same wherever a program is built.
fn in_folder(path: &str) -> &str {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let start = folder.rfind('/').map_or(0, |slash| slash + 1);
    &path[start..]
}

struct Sorting<'r> {
    rows: &'r [Row],
    /// For each row the references that it waits for, by their positions.
    waits_for: Vec<BTreeSet<usize>>,
    /// For each row the rows and references that wait for it.
    waiting: Vec<Vec<(usize, usize)>>,
    /// For each row the references that may be set later.
    may_wait: Vec<BTreeSet<usize>>,
}

/// The rows in order, and the columns of each that are set later.
type Sorted = (Vec<usize>, Vec<Vec<usize>>);

impl<'r> Sorting<'r> {
    fn new(rows: &'r [Row], keys: &[Vec<usize>], schema: &Schema) -> Self {
        let mut sorting = Sorting {
            rows,
            waits_for: vec![BTreeSet::new(); rows.len()],
            waiting: vec![Vec::new(); rows.len()],
            may_wait: vec![BTreeSet::new(); rows.len()],
        };
        for (position, row) in rows.iter().enumerate() {
            let columns = &schema.tables[row.table].columns;
            for (number, reference) in row.references.iter().enumerate() {
                let key = &keys[position];
                let may_wait = |column: &usize| columns[*column].nullable && !key.contains(column);
                if reference.columns.iter().all(may_wait) {
                    sorting.may_wait[position].insert(number);
                }
                sorting.waits_for[position].insert(number);
                sorting.waiting[reference.row].push((position, number));
            }
        }
        sorting
    }

    /// The order, or the rows of a cycle that cannot be broken, each referencing the next.
    fn run(mut self) -> Result<Sorted, Vec<(usize, usize)>> {
        let mut left: BTreeSet<usize> = (0..self.rows.len()).collect();
        let mut ready: BTreeSet<usize> = left.clone();
        ready.retain(|&row| self.waits_for[row].is_empty());
        let mut order = Vec::with_capacity(self.rows.len());
        let mut later = vec![Vec::new(); self.rows.len()];
        while !left.is_empty() {
            let Some(row) = ready.pop_first() else {
                let breakable =
                    |row: &&usize| self.waits_for[**row].is_subset(&self.may_wait[**row]);
                let breakable: Vec<usize> = left.iter().filter(breakable).copied().collect();
                // Rows that only wait for a cycle are better inserted after it.
                let in_cycle = breakable.iter().find(|row| self.waits_for_itself(**row));
                let Some(&row) = in_cycle.or(breakable.first()) else {
                    return Err(self.cycle(left.first().copied().unwrap_or_default()));
                };
                for number in std::mem::take(&mut self.waits_for[row]) {
                    later[row].extend(&self.rows[row].references[number].columns);
                }
                ready.insert(row);
                continue;
            };
            left.remove(&row);
            order.push(row);
            for (other, number) in std::mem::take(&mut self.waiting[row]) {
                if self.waits_for[other].remove(&number) && self.waits_for[other].is_empty() {
                    ready.insert(other);
                }
            }
        }
        Ok((order, later))
    }

    /// Whether a row references itself, directly or through others.
    fn waits_for_itself(&self, start: usize) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![start];
        while let Some(row) = open.pop() {
            for &number in &self.waits_for[row] {
                let next = self.rows[row].references[number].row;
                if next == start {
                    return true;
                }
                if seen.insert(next) {
                    open.push(next);
                }
            }
        }
        false
    }

    /// Follows references that cannot be set later, until a row is repeated.
    fn cycle(&self, start: usize) -> Vec<(usize, usize)> {
        let mut path: Vec<(usize, usize)> = Vec::new();
        let mut row = start;
        while let Some(number) = self.waits_for[row].difference(&self.may_wait[row]).next() {
            if let Some(begin) = path.iter().position(|(known, _)| *known == row) {
                return path.split_off(begin);
            }
            path.push((row, *number));
            row = self.rows[row].references[*number].row;
        }
        path
    }
}

fn report_cycle(cycle: &[(usize, usize)], rows: &[Row], schema: &Schema, report: &mut Report) {
    let Some(((first, number), others)) = cycle.split_first() else {
        return;
    };
    let at = |row: usize, number: usize| rows[row].references[number].at;
    let called = |row: usize| {
        format!(
            "`{}` of `{}`",
            rows[row].label, schema.tables[rows[row].table].model
        )
    };
    let message = match others {
        [] => format!(
            "{} refers to itself, so it cannot be inserted",
            called(*first)
        ),
        _ => "these rows refer to each other, so none of them can be the first".to_owned(),
    };
    let error = report.error(at(*first, *number), message);
    for (row, number) in others {
        error.also(
            at(*row, *number),
            format!("a reference of {}", called(*row)),
        );
    }
    error.hint("leave out one of the references, or let it be NULL: `User?`");
}
