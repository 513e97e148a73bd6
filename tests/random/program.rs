//! Writes a Rust program that uses all generated code of a schema: it fills every table with
//! extreme values of their types, and finds, changes and deletes every row.

use std::collections::BTreeSet;
use std::fmt::Write;

use tablewright_schema::{
    Column, Default, ForeignKey, Index, IndexKey, IndexPart, Literal, Schema, Source, Table, Type,
};

use super::values;

/// The module `name` of a consumer: the models and a function `run` that tries them.
pub fn module(name: &str, schema: &Schema) -> String {
    let mut program = Program {
        plan: Plan::new(schema),
        schema,
        text: String::new(),
    };
    program.fill();
    program.close_cycles();
    program.read_everything();
    program.change_every_row();
    program.open_cycles();
    program.delete_everything();
    let body = program.text;
    format!(
        r#"//! The models of `{name}.yaml`, and code that uses them.

/// The models.
pub mod models {{
    tablewright::include_models!("{name}");
}}

/// Does it.
#[allow(unused_mut)]
pub fn run() -> tablewright::Result<()> {{
    let db = tablewright::Sqlite::memory()?;
    models::create_all(&db)?;
    models::create_all(&db)?;
    assert_eq!(models::sqlite::SCHEMA_SQL, include_str!("{name}.sql"));
{body}
    models::drop_all(&db)?;
    models::create_all(&db)?;
    Ok(())
}}
"#
    )
}

/// The number of rows of each table, and their order.
struct Plan {
    rows: Vec<usize>,
    order: Vec<usize>,
}

impl Plan {
    fn new(schema: &Schema) -> Plan {
        let mut plan = Plan {
            rows: vec![0; schema.tables.len()],
            order: Vec::new(),
        };
        while plan.order.len() < schema.tables.len() {
            let ready =
                |table: &usize| !plan.order.contains(table) && plan.is_ready(schema, *table);
            let next = (0..schema.tables.len()).find(ready);
            let table = next.expect("a schema has no cycle of references that must be given");
            plan.rows[table] = plan.room(schema, table);
            plan.order.push(table);
        }
        plan
    }

    /// Whether every row that a row of the table must refer to can exist.
    fn is_ready(&self, schema: &Schema, table: usize) -> bool {
        let columns = &schema.tables[table].columns;
        schema.tables[table].foreign_keys.iter().all(|key| {
            key.target == table
                || self.order.contains(&key.target)
                || key.columns.iter().any(|column| columns[*column].nullable)
        })
    }

    /// How many rows can differ in every key of the table: three, or fewer.
    fn room(&self, schema: &Schema, table: usize) -> usize {
        let keys = unique_column_sets(&schema.tables[table]);
        let most = |columns: &Vec<usize>| {
            columns
                .iter()
                .map(|column| self.distinct(schema, table, *column))
                .max()
                .unwrap_or(3)
        };
        keys.iter().map(most).min().unwrap_or(3).min(3)
    }

    /// The number of different values of the column.
    fn distinct(&self, schema: &Schema, table: usize, column: usize) -> usize {
        let Some(key) = foreign_key(&schema.tables[table], column) else {
            return values::edges(schema, &schema.tables[table].columns[column].ty).len();
        };
        let of_target = self.distinct(schema, key.target, counterpart(key, column));
        match self.order.contains(&key.target) {
            true => of_target.min(self.rows[key.target]),
            // A reference to this table or to a later one is NULL, which is equal to no value.
            false => of_target,
        }
    }
}

struct Program<'s> {
    schema: &'s Schema,
    plan: Plan,
    text: String,
}

/// The value of a column in an insert.
#[derive(Clone)]
enum Cell {
    /// Nothing: the database has a value of its own.
    Unset,
    Null,
    Value(Literal),
    /// The column of another row.
    Of {
        table: usize,
        row: usize,
        column: usize,
    },
}

impl Program<'_> {
    fn fill(&mut self) {
        for table in self.plan.order.clone() {
            for row in 0..self.plan.rows[table] {
                self.insert(table, row);
            }
        }
    }

    fn insert(&mut self, number: usize, row: usize) {
        let table = &self.schema.tables[number];
        let cells: Vec<Cell> = (0..table.columns.len())
            .map(|column| self.cell(number, row, column))
            .collect();
        let model = &table.model;
        let mut required = String::new();
        let mut others = String::new();
        for (column, cell) in table.columns.iter().zip(&cells) {
            let value = self.expression(column, cell);
            if is_required(column) {
                let value = value.unwrap_or_default();
                let into = if is_borrowed(&column.ty) {
                    ".into()"
                } else {
                    ""
                };
                let _ = write!(required, "{}: {value}{into}, ", field(column));
            } else if let Some(value) = value {
                let constant = column.field.to_uppercase();
                let _ = write!(
                    others,
                    "\n        .set(models::{model}::{constant}, {value})"
                );
            }
        }
        let variable = variable(number, row);
        self.line(&format!(
            "let mut {variable} = models::{model}::insert(models::New{model} {{ {required}}}){others}\n        .one(&db)?;",
        ));
        for (column, cell) in table.columns.iter().zip(&cells) {
            let expected = match cell {
                Cell::Unset => self.default(column),
                _ => self.expression(column, cell),
            };
            if let Some(expected) = expected {
                self.line(&format!(
                    "crate::same(&{variable}.{}, &{expected});",
                    field(column)
                ));
            }
        }
    }

    fn cell(&self, number: usize, row: usize, position: usize) -> Cell {
        let table = &self.schema.tables[number];
        let column = &table.columns[position];
        if matches!(column.source, Source::Generated(_)) {
            return Cell::Unset;
        }
        if let Some(key) = foreign_key(table, position) {
            return self.reference(number, row, position, key);
        }
        let edges = values::edges(self.schema, &column.ty);
        let in_key = unique_column_sets(table)
            .iter()
            .any(|key| key.contains(&position));
        let value = |index: usize| Cell::Value(edges[index % edges.len()].clone());
        if self.is_needed_by_its_own_row(number, position) {
            return value(row);
        }
        match &column.source {
            // The largest comes last: after it the database could not count on.
            Source::Identity if row < 2 => Cell::Unset,
            Source::Identity => Cell::Value(Literal::Integer(values::largest(&column.ty))),
            _ if in_key => {
                let may_be_null = column.nullable && !self.is_referred_to(number, position);
                match &column.source {
                    Source::Default(Default::Uuid) if row == 0 => Cell::Unset,
                    _ if may_be_null && row == 2 => Cell::Null,
                    _ => value(row),
                }
            }
            Source::Input if !column.nullable => value(row + position),
            _ if row == 0 => Cell::Unset,
            _ if column.nullable && (row + position).is_multiple_of(3) => Cell::Null,
            _ => value(row + position),
        }
    }

    fn reference(&self, number: usize, row: usize, position: usize, key: &ForeignKey) -> Cell {
        let nullable = |column: &usize| self.schema.tables[number].columns[*column].nullable;
        let column = counterpart(key, position);
        let may_be_null = key.columns.iter().any(nullable);
        if key.target == number {
            return match row {
                // A row that must refer to some row refers to itself.
                _ if !may_be_null => self.cell(number, row, column),
                0 => self.null_or_unset(number, position),
                _ => Cell::Of {
                    table: number,
                    row: row - 1,
                    column,
                },
            };
        }
        let place = |table: usize| self.plan.order.iter().position(|other| *other == table);
        if place(key.target) > place(number) {
            return self.null_or_unset(number, position);
        }
        Cell::Of {
            table: key.target,
            row: row % self.plan.rows[key.target],
            column,
        }
    }

    /// NULL: one NULL column of a composite key is enough to refer to no row.
    fn null_or_unset(&self, number: usize, position: usize) -> Cell {
        let column = &self.schema.tables[number].columns[position];
        if column.nullable {
            Cell::Null
        } else {
            Cell::Value(values::edges(self.schema, &column.ty)[0].clone())
        }
    }

    /// Whether a row refers to itself by the column, whose value must be known before.
    fn is_needed_by_its_own_row(&self, number: usize, position: usize) -> bool {
        let table = &self.schema.tables[number];
        table.foreign_keys.iter().any(|key| {
            key.target == number
                && key.target_columns.contains(&position)
                && key
                    .columns
                    .iter()
                    .all(|column| !table.columns[*column].nullable)
        })
    }

    fn is_referred_to(&self, number: usize, position: usize) -> bool {
        let keys = self
            .schema
            .tables
            .iter()
            .flat_map(|table| &table.foreign_keys);
        keys.into_iter()
            .any(|key| key.target == number && key.target_columns.contains(&position))
    }

    /// The Rust code for the value in an insert; `None` if the insert gives none.
    fn expression(&self, column: &Column, cell: &Cell) -> Option<String> {
        match cell {
            Cell::Unset => None,
            Cell::Null => Some("None".to_owned()),
            Cell::Value(literal) => Some(self.value(column, literal)),
            Cell::Of {
                table,
                row,
                column: target,
            } => {
                let target = &self.schema.tables[*table].columns[*target];
                let value = format!("{}.{}.clone()", variable(*table, *row), field(target));
                Some(match (column.nullable, target.nullable) {
                    (true, false) => format!("Some({value})"),
                    (false, true) => format!("{value}.unwrap()"),
                    (true, true) | (false, false) => value,
                })
            }
        }
    }

    fn value(&self, column: &Column, literal: &Literal) -> String {
        let value = values::rust(self.schema, &column.ty, literal);
        if column.nullable {
            format!("Some({value})")
        } else {
            value
        }
    }

    /// The value of a column without one in the insert, if it can be known.
    fn default(&self, column: &Column) -> Option<String> {
        match &column.source {
            Source::Input => Some("None".to_owned()),
            Source::Default(Default::Literal(literal)) => Some(self.value(column, literal)),
            Source::Default(Default::Now | Default::Uuid | Default::Sql(_))
            | Source::Identity
            | Source::Computed(_)
            | Source::Generated(_) => None,
        }
    }

    /// Lets the first row of each table reference rows that did not exist yet when it was inserted.
    fn close_cycles(&mut self) {
        self.write_late_references(|program, column, target| {
            let cell = Cell::Of {
                table: target.0,
                row: 0,
                column: target.1,
            };
            program.expression(column, &cell).unwrap_or_default()
        });
    }

    fn open_cycles(&mut self) {
        self.write_late_references(|_, _, _| "None".to_owned());
    }

    fn write_late_references(
        &mut self,
        value: impl Fn(&Program<'_>, &Column, (usize, usize)) -> String,
    ) {
        let place = |table: usize| self.plan.order.iter().position(|other| *other == table);
        let mut lines = Vec::new();
        for (number, table) in self.schema.tables.iter().enumerate() {
            let late = table
                .foreign_keys
                .iter()
                .filter(|key| place(key.target) > place(number));
            for key in late {
                for (column, target) in key.columns.iter().zip(&key.target_columns) {
                    let column = &table.columns[*column];
                    if !column.nullable {
                        continue;
                    }
                    let value = value(self, column, (key.target, *target));
                    lines.push(format!(
                        "{}.{} = {value};",
                        variable(number, 0),
                        field(column)
                    ));
                }
                lines.push(format!("{}.save(&db)?;", variable(number, 0)));
                lines.push(self.reread(number, 0));
            }
        }
        for line in lines {
            self.line(&line);
        }
    }

    /// Takes over the values that the database computed, and compares the rest.
    fn reread(&self, number: usize, row: usize) -> String {
        let table = &self.schema.tables[number];
        let variable = variable(number, row);
        let generated = table
            .columns
            .iter()
            .filter(|it| matches!(it.source, Source::Generated(_)));
        let take_over: String = generated
            .map(|column| format!(" {variable}.{0} = again.{0}.clone();", field(column)))
            .collect();
        let find = self.find(number, row);
        format!("{{ let again = {find}.one(&db)?;{take_over} assert_eq!(again, {variable}); }}")
    }

    fn find(&self, number: usize, row: usize) -> String {
        let table = &self.schema.tables[number];
        let key = &table.primary_key.columns;
        let arguments: Vec<_> = key
            .iter()
            .map(|column| argument(&variable(number, row), &table.columns[*column]))
            .collect();
        format!("models::{}::find({})", table.model, arguments.join(", "))
    }

    fn read_everything(&mut self) {
        for number in self.plan.order.clone() {
            let table = &self.schema.tables[number];
            let rows = self.plan.rows[number];
            let all = format!("models::{}::all()", table.model);
            self.line(&format!("assert_eq!({all}.count(&db)?, {rows});"));
            self.line(&format!("let all = {all}.all(&db)?;"));
            self.line(&format!("assert_eq!(all.len(), {rows});"));
            for row in 0..rows {
                let variable = variable(number, row);
                let find = self.find(number, row);
                self.line(&format!(
                    "assert!(all.contains(&{variable}), \"{{all:?}}\");"
                ));
                self.line(&format!("assert_eq!({find}.one(&db)?, {variable});"));
                self.line(&format!("assert!({find}.exists(&db)?);"));
                for key in found_by(table) {
                    self.find_by(number, row, &key);
                }
            }
        }
    }

    fn find_by(&mut self, number: usize, row: usize, key: &[usize]) {
        let table = &self.schema.tables[number];
        let columns: Vec<&Column> = key.iter().map(|column| &table.columns[*column]).collect();
        let fields: Vec<&str> = columns.iter().map(|column| column.field.as_str()).collect();
        let name = tablewright_schema::names::find_by(fields);
        let row = variable(number, row);
        let arguments: Vec<_> = columns
            .iter()
            .map(|column| argument(&row, column))
            .collect();
        let find = format!("models::{}::{name}({})", table.model, arguments.join(", "));
        // NULL is equal to no value, so no row is found by it.
        let nulls: Vec<_> = columns
            .iter()
            .filter(|column| column.nullable)
            .map(|column| format!("{row}.{}.is_none()", field(column)))
            .collect();
        if nulls.is_empty() {
            self.line(&format!("assert_eq!({find}.one(&db)?, {row});"));
        } else {
            let nulls = nulls.join(" || ");
            self.line(&format!(
                "if !({nulls}) {{ assert_eq!({find}.one(&db)?, {row}); }}"
            ));
        }
    }

    fn change_every_row(&mut self) {
        for number in self.plan.order.clone() {
            let table = &self.schema.tables[number];
            let keys = unique_column_sets(table);
            let may_change = |position: &usize| {
                !keys.iter().any(|key| key.contains(position))
                    && foreign_key(table, *position).is_none()
                    && !matches!(table.columns[*position].source, Source::Generated(_))
            };
            let columns: Vec<usize> = (0..table.columns.len()).filter(may_change).collect();
            for row in 0..self.plan.rows[number] {
                let variable = variable(number, row);
                for position in &columns {
                    let column = &table.columns[*position];
                    let edges = values::edges(self.schema, &column.ty);
                    let value = &edges[(row + position + 1) % edges.len()];
                    let value = self.value(column, value);
                    self.line(&format!("{variable}.{} = {value};", field(column)));
                }
                if can_be_saved(table) {
                    self.line(&format!("{variable}.save(&db)?;"));
                }
                let reread = self.reread(number, row);
                self.line(&reread);
            }
        }
    }

    fn delete_everything(&mut self) {
        for number in self.plan.order.clone().into_iter().rev() {
            for row in (0..self.plan.rows[number]).rev() {
                let variable = variable(number, row);
                self.line(&format!("{variable}.delete(&db)?;"));
                let find = self.find(number, row);
                self.line(&format!("assert_eq!({find}.optional(&db)?, None);"));
            }
            let model = &self.schema.tables[number].model;
            self.line(&format!(
                "assert_eq!(models::{model}::all().count(&db)?, 0);"
            ));
        }
    }

    fn line(&mut self, line: &str) {
        let _ = writeln!(self.text, "    {line}");
    }
}

/// The columns of every key and unique index.
fn unique_column_sets(table: &Table) -> Vec<Vec<usize>> {
    let keys = std::iter::once(&table.primary_key).chain(&table.uniques);
    let indexes = table.indexes.iter().filter(|index| index.unique);
    keys.map(|key| key.columns.clone())
        .chain(indexes.map(indexed))
        .collect()
}

/// The columns of every key that there is a function for.
fn found_by(table: &Table) -> BTreeSet<Vec<usize>> {
    let keys = table.uniques.iter().map(|key| key.columns.clone());
    let indexes = table
        .indexes
        .iter()
        .filter(|it| it.unique && it.predicate.is_none());
    keys.chain(indexes.map(indexed)).collect()
}

fn indexed(index: &Index) -> Vec<usize> {
    let column = |part: &IndexPart| match part.key {
        IndexKey::Column(column) => Some(column),
        IndexKey::Expression(_) => None,
    };
    index.parts.iter().filter_map(column).collect()
}

/// Whether a row has columns besides the key, so that it can be saved.
fn can_be_saved(table: &Table) -> bool {
    let written = |column: usize| !matches!(table.columns[column].source, Source::Generated(_));
    (0..table.columns.len()).any(|column| !table.in_primary_key(column) && written(column))
}

fn foreign_key(table: &Table, column: usize) -> Option<&ForeignKey> {
    table
        .foreign_keys
        .iter()
        .find(|key| key.columns.contains(&column))
}

/// The column of the target that the column stands for.
fn counterpart(key: &ForeignKey, column: usize) -> usize {
    let place = key.columns.iter().position(|part| *part == column);
    key.target_columns[place.unwrap_or(0)]
}

fn is_required(column: &Column) -> bool {
    matches!(column.source, Source::Input) && !column.nullable
}

fn variable(table: usize, row: usize) -> String {
    format!("row_{table}_{row}")
}

/// The field of the struct.
fn field(column: &Column) -> String {
    let is_keyword = KEYWORDS.contains(&column.field.as_str());
    if is_keyword {
        format!("r#{}", column.field)
    } else {
        column.field.clone()
    }
}

/// The argument for the column in the function that finds a row.
fn argument(row: &str, column: &Column) -> String {
    let value = format!("{row}.{}", field(column));
    match (column.nullable, is_borrowed(&column.ty)) {
        (false, false) => format!("{value}.clone()"),
        (false, true) => format!("&{value}"),
        (true, false) => format!("{value}.clone().unwrap()"),
        (true, true) => format!("{value}.as_ref().unwrap()"),
    }
}

fn is_borrowed(ty: &Type) -> bool {
    match ty {
        Type::String { .. } | Type::Text | Type::Bytes { .. } | Type::Native(_) => true,
        Type::Bool
        | Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Unsigned(_)
        | Type::Duration
        | Type::Float
        | Type::Double
        | Type::Decimal { .. }
        | Type::Uuid
        | Type::Date
        | Type::Time
        | Type::DateTime
        | Type::Timestamp
        | Type::Json
        | Type::Enum(..)
        | Type::List(_) => false,
    }
}

/// Words that cannot be names of fields without `r#`, in any edition.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];
