//! Decodes the rows of the files.

use std::collections::BTreeMap;

use super::{Cell, Reference, Row, listed, name};
use crate::rule_checks::broken;
use crate::schema::{ForeignKey, Length, Literal, Rules, Schema, Source, Table};
use crate::seeds::SeedValue;
use crate::yaml::decode::mapping::{Entry, named};
use crate::yaml::decode::{parts, scalar};
use crate::yaml::files;
use crate::yaml::nearest::nearest;
use crate::yaml::node::{Node, NodeKind};
use crate::yaml::report::Report;
use crate::yaml::resolve::defaults;

/// The rows of all files, in the order of the files.
pub fn read(sources: &[files::Source], schema: &Schema, report: &mut Report) -> Vec<Row> {
    let trees = sources.iter().filter_map(|source| source.tree.as_ref());
    let mut declared = Declared::default();
    for tree in trees {
        declared.file(tree, schema, report);
    }
    let Declared {
        mut rows,
        fields,
        labels,
    } = declared;
    for (position, fields) in fields.into_iter().enumerate() {
        let table = &schema.tables[rows[position].table];
        let mut reading = Reading {
            table,
            schema,
            labels: &labels,
            row: &mut rows[position],
        };
        let ((), is_whole) = report.watch(|report| {
            for entry in named(fields, "fields", report) {
                reading.field(&entry, report);
            }
        });
        rows[position].is_whole = is_whole;
    }
    rows
}

/// The rows by their labels, before their fields are decoded.
#[derive(Default)]
struct Declared<'n> {
    rows: Vec<Row>,
    /// The fields of each row.
    fields: Vec<&'n Node>,
    labels: Labels,
}

/// The position of the row of a table and a label.
type Labels = BTreeMap<(usize, String), usize>;

impl<'n> Declared<'n> {
    fn file(&mut self, tree: &'n Node, schema: &Schema, report: &mut Report) {
        // A file with only comments.
        if tree.kind == NodeKind::Null {
            return;
        }
        for model in named(tree, "models", report) {
            let name = &model.key.value;
            let mut tables = schema.tables.iter();
            let Some(table) = tables.position(|table| table.model == *name) else {
                let models = schema.tables.iter().map(|table| table.model.as_str());
                report
                    .error(model.key.at, format!("there is no model `{name}`"))
                    .did_you_mean(nearest(name, models));
                continue;
            };
            for row in named(model.value, "rows by their labels", report) {
                self.row(table, row, name, report);
            }
        }
    }

    fn row(&mut self, table: usize, row: Entry<'n>, model: &str, report: &mut Report) {
        let label = row.key.value;
        let position = self.rows.len();
        if let Some(&first) = self.labels.get(&(table, label.clone())) {
            report
                .error(row.key.at, format!("`{model}` has a row `{label}` already"))
                .also(self.rows[first].at, "it is given here");
            return;
        }
        self.labels.insert((table, label.clone()), position);
        self.fields.push(row.value);
        self.rows.push(Row {
            label,
            at: row.key.at,
            table,
            cells: Vec::new(),
            references: Vec::new(),
            is_whole: true,
        });
    }
}

/// A row whose fields are being decoded.
struct Reading<'r> {
    table: &'r Table,
    schema: &'r Schema,
    labels: &'r Labels,
    row: &'r mut Row,
}

impl Reading<'_> {
    fn field(&mut self, entry: &Entry<'_>, report: &mut Report) {
        let written = &entry.key.value;
        let mut columns = self.table.columns.iter();
        if let Some(column) = columns.position(|column| column.field == *written) {
            self.column(column, entry.value, report);
            return;
        }
        let mut keys = self.table.foreign_keys.iter();
        if let Some(key) = keys.find(|key| key.relation == *written) {
            self.reference(key, entry.value, report);
            return;
        }
        let fields = self
            .table
            .columns
            .iter()
            .map(|column| column.field.as_str());
        let relations = self.table.foreign_keys.iter();
        let names = relations.map(|key| key.relation.as_str()).chain(fields);
        let model = &self.table.model;
        report
            .error(entry.key.at, format!("`{model}` has no field `{written}`"))
            .did_you_mean(nearest(written, names));
    }

    fn set(&mut self, column: usize, at: &Node, value: SeedValue) {
        self.row.cells.push(Cell {
            column,
            at: at.at,
            value,
        });
    }

    /// A value of a column.
    fn column(&mut self, position: usize, node: &Node, report: &mut Report) {
        let column = &self.table.columns[position];
        let field = &column.field;
        if matches!(column.source, Source::Generated(_)) {
            report
                .error(node.at, format!("the database computes `{field}`"))
                .hint("leave it out");
            return;
        }
        if node.kind == NodeKind::Null {
            if column.nullable {
                self.set(position, node, SeedValue::Null);
            } else {
                self.refuse_null(&[position], node, report);
            }
            return;
        }
        let Some(value) = parts::value(node, report) else {
            return;
        };
        match defaults::of_field(&value, &column.ty, &self.schema.enums) {
            Ok(literal) => {
                if let Some(word) = broken(&column.rules, &literal) {
                    report
                        .error(
                            node.at,
                            format!("this value violates `{word}` of the field"),
                        )
                        .hint(rule(&column.rules, word));
                }
                self.set(position, node, SeedValue::Literal(literal));
            }
            Err((message, hint)) => {
                let error = report.error(node.at, message);
                let relation = name(self.table, position);
                if relation != field && matches!(node.kind, NodeKind::Text(_)) {
                    error.hint(format!("refer to the row by its label: `{relation}: …`"));
                } else if let Some(hint) = hint {
                    error.hint(hint);
                }
            }
        }
    }

    /// The label of a referenced row.
    fn reference(&mut self, key: &ForeignKey, node: &Node, report: &mut Report) {
        if node.kind == NodeKind::Null {
            if key
                .columns
                .iter()
                .all(|&column| self.table.columns[column].nullable)
            {
                for &column in &key.columns {
                    self.set(column, node, SeedValue::Null);
                }
            } else {
                self.refuse_null(&key.columns, node, report);
            }
            return;
        }
        let target = &self.schema.tables[key.target].model;
        let what = format!("the label of a row of `{target}`");
        let Some(label) = scalar::text(node, &what, report) else {
            return;
        };
        let found = self.labels.get(&(key.target, label.value.clone()));
        let Some(&row) = found else {
            let labels = self.labels.keys();
            let labels = labels.filter(|(table, _)| *table == key.target);
            let mut labels = labels.map(|(_, label)| label.as_str()).peekable();
            let message = format!("no row of `{target}` is called `{}`", label.value);
            let error = report.error(node.at, message);
            if labels.peek().is_none() {
                error.hint(format!(
                    "give it in a file of seeds: `{target}: {{ {}: … }}`",
                    label.value
                ));
            } else {
                error.did_you_mean(nearest(&label.value, labels));
            }
            return;
        };
        for (&column, &there) in key.columns.iter().zip(&key.target_columns) {
            self.set(column, node, SeedValue::Of { row, column: there });
        }
        self.row.references.push(Reference {
            row,
            at: node.at,
            columns: key.columns.clone(),
        });
    }

    fn refuse_null(&self, columns: &[usize], node: &Node, report: &mut Report) {
        let fields = columns.iter().map(|&column| &self.table.columns[column]);
        let names = listed(fields.clone().map(|column| column.field.as_str()), "and");
        let error = report.error(node.at, format!("{names} cannot be null"));
        if fields
            .clone()
            .all(|column| !matches!(column.source, Source::Input))
        {
            error.hint("leave it out, and the row gets the default");
        }
    }
}

/// The requirement of a validation word.
fn rule(rules: &Rules, word: &str) -> String {
    let bound = |bound: &Option<Literal>| bound.as_ref().map(shown).unwrap_or_default();
    match word {
        "min" => format!("it has to be at least {}", bound(&rules.min)),
        "max" => format!("it has to be at most {}", bound(&rules.max)),
        "pattern" => format!(
            "it has to match `{}`",
            rules.pattern.as_deref().unwrap_or_default()
        ),
        "email" => "it has to be an email address".to_owned(),
        _ => match rules.length {
            Some(Length {
                min,
                max: Some(max),
            }) => format!("it has to have {min} to {max} characters"),
            Some(Length { min, max: None }) => format!("it has to have {min} characters or more"),
            None => String::new(),
        },
    }
}

/// A value with an order, in a message.
fn shown(value: &Literal) -> String {
    match value {
        Literal::Bool(value) => value.to_string(),
        Literal::Integer(value) => value.to_string(),
        Literal::Float(value) => format!("{value:?}"),
        Literal::Decimal(text)
        | Literal::Text(text)
        | Literal::Date(text)
        | Literal::Time(text)
        | Literal::DateTime(text)
        | Literal::Timestamp(text)
        | Literal::Json(text) => text.strip_suffix(".000000").unwrap_or(text).to_owned(),
        Literal::Bytes(_) | Literal::Uuid(_) | Literal::List(_) => String::new(),
    }
}

/// Joins the cells of several references to the same column, sorts the cells of each row, and
/// reports repeated and missing ones.
pub fn unite(rows: &mut [Row], schema: &Schema, report: &mut Report) {
    let known: Vec<Vec<SeedValue>> = rows
        .iter()
        .map(|row| {
            row.cells
                .iter()
                .map(|cell| at_its_source(&cell.value, rows))
                .collect()
        })
        .collect();
    for (row, values) in rows.iter_mut().zip(known) {
        for (cell, value) in row.cells.iter_mut().zip(values) {
            cell.value = value;
        }
        let table = &schema.tables[row.table];
        row.cells.sort_by_key(|cell| cell.column);
        for pair in row.cells.windows(2) {
            let [one, other] = pair else { continue };
            if one.column == other.column && one.value != other.value {
                let field = &table.columns[one.column].field;
                report
                    .error(
                        other.at,
                        format!("`{field}` is given twice, with different values"),
                    )
                    .also(one.at, "also given here");
            }
        }
        row.cells.dedup_by_key(|cell| cell.column);
        if row.is_whole {
            report_missing(row, table, report);
        }
    }
}

/// The value, or the value that it is a copy of, as far as the files show it.
fn at_its_source(value: &SeedValue, rows: &[Row]) -> SeedValue {
    let mut value = value;
    // Rows may reference each other in a cycle.
    for _ in 0..=rows.len() {
        let SeedValue::Of { row, column } = value else {
            break;
        };
        match rows[*row].value(*column) {
            Some(given) => value = given,
            None => break,
        }
    }
    value.clone()
}

fn report_missing(row: &Row, table: &Table, report: &mut Report) {
    let columns = table.columns.iter().enumerate();
    let missing = columns.filter(|(position, column)| {
        column.source == Source::Input && !column.nullable && row.cell(*position).is_none()
    });
    let names: Vec<&str> = missing.map(|(position, _)| name(table, position)).collect();
    if !names.is_empty() {
        let names = listed(names.into_iter(), "and");
        report.error(
            row.at,
            format!("this row of `{}` has no {names}", table.model),
        );
    }
}
