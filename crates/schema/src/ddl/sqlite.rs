//! DDL for SQLite, whose columns take values of any type unless a check says otherwise.

use super::clause;
use super::order::Order;
use crate::dialect::Dialect;
use crate::names;
use crate::schema::{
    Action, Column, Default, Generated, Index, IndexKey, Literal, Schema, Source, Table, Type,
};
use crate::sql::{bytes, identifier, text};

const DIALECT: Dialect = Dialect::Sqlite;

/// The end of an instant, which tells it from a date and time without a place.
const UTC: &str = "Z";

/// The longest enum whose values are compared one by one: for more than two values SQLite builds
/// a table at every statement, which takes longer than all these comparisons.
const FEW_VALUES: usize = 32;

pub(super) fn create(schema: &Schema, order: &Order) -> Vec<String> {
    let checks = names::type_checks(schema);
    let mut statements = Vec::new();
    for &position in &order.tables {
        let table = &schema.tables[position];
        // A foreign key may name a table that is yet to come.
        statements.push(create_table(schema, table, &checks[position]));
        statements.extend(table.indexes.iter().map(|index| create_index(table, index)));
    }
    statements
}

pub(super) fn drop(schema: &Schema, order: &Order) -> Vec<String> {
    let tables = order
        .tables
        .iter()
        .rev()
        .map(|&position| &schema.tables[position]);
    let drops = tables.map(|table| clause::drop_table(DIALECT, table));
    if !order.is_cyclic() && !restricts_itself(schema) {
        return drops.collect();
    }
    // Dropping a table deletes its rows, which those that refer to them would not allow. A
    // savepoint waits for the last table, within a transaction of the caller's and without one.
    let mut statements = vec![
        "SAVEPOINT tablewright_drop".to_owned(),
        "PRAGMA defer_foreign_keys = ON".to_owned(),
    ];
    let mut stand_ins = Vec::new();
    for (&position, drop) in order.tables.iter().rev().zip(drops) {
        statements.push(drop.clone());
        if let Some(stand_in) = stand_in(schema, order, position) {
            statements.push(stand_in);
            stand_ins.push(drop);
        }
    }
    statements.extend(stand_ins);
    statements.push("RELEASE tablewright_drop".to_owned());
    statements
}

/// An empty table in the place of one that was dropped, for a table that still refers to it and
/// whose rows change with those of a third: when SQLite drops the third, it prepares that change
/// and looks for every table that the rows refer to.
fn stand_in(schema: &Schema, order: &Order, dropped: usize) -> Option<String> {
    let follows = |action: Action| match action {
        Action::Cascade | Action::SetNull | Action::SetDefault => true,
        Action::NoAction | Action::Restrict => false,
    };
    let may_change = |table: &Table| table.foreign_keys.iter().any(|key| follows(key.on_delete));
    let mut keys: Vec<String> = order
        .late
        .iter()
        .map(|&(table, key)| (&schema.tables[table], key))
        .map(|(table, key)| (table, &table.foreign_keys[key]))
        .filter(|(table, key)| key.target == dropped && may_change(table))
        .map(|(_, key)| clause::columns(DIALECT, &schema.tables[dropped], &key.target_columns))
        .collect();
    keys.sort();
    keys.dedup();
    if keys.is_empty() {
        return None;
    }
    let table = &schema.tables[dropped];
    let columns: Vec<usize> = (0..table.columns.len()).collect();
    let columns = clause::columns(DIALECT, table, &columns);
    let keys: String = keys.iter().map(|key| format!(", UNIQUE ({key})")).collect();
    let name = identifier(DIALECT, &table.name);
    Some(format!("CREATE TABLE {name} ({columns}{keys})"))
}

pub(super) fn column_type(column: &Column) -> String {
    if column.source == Source::Identity {
        // No other word makes a column the row's own number.
        return "INTEGER".to_owned();
    }
    match &column.ty {
        Type::Bool => "BOOLEAN".to_owned(),
        Type::SmallInt => "SMALLINT".to_owned(),
        Type::Integer => "INTEGER".to_owned(),
        Type::BigInt => "BIGINT".to_owned(),
        Type::Float => "REAL".to_owned(),
        Type::Double => "DOUBLE".to_owned(),
        Type::Decimal { precision, scale } => format!("DECIMAL({precision}, {scale})"),
        Type::String { max } => format!("VARCHAR({max})"),
        Type::Text | Type::Json | Type::Enum(_) | Type::List(_) => "TEXT".to_owned(),
        Type::Bytes { max: _ } | Type::Uuid => "BLOB".to_owned(),
        Type::Date => "DATE".to_owned(),
        Type::Time => "TIME".to_owned(),
        Type::DateTime => "DATETIME".to_owned(),
        Type::Timestamp => "TIMESTAMP".to_owned(),
    }
}

pub(super) fn default_expression(column: &Column) -> Option<String> {
    Some(match clause::default(column)? {
        Default::Literal(value) => literal(value),
        Default::Now => now(&column.ty),
        Default::Uuid => RANDOM_UUID.to_owned(),
        Default::Sql(sql) => clause::parenthesized(sql.get(DIALECT)),
    })
}

fn create_table(schema: &Schema, table: &Table, checks: &[String]) -> String {
    let mut lines: Vec<String> = Vec::new();
    lines.extend(
        table
            .columns
            .iter()
            .map(|column| column_line(table, column)),
    );
    if !table
        .columns
        .iter()
        .any(|column| column.source == Source::Identity)
    {
        let columns = clause::columns(DIALECT, table, &table.primary_key.columns);
        let rule = format!("PRIMARY KEY ({columns})");
        lines.push(clause::constraint(DIALECT, &table.primary_key.name, &rule));
    }
    lines.extend(clause::uniques(DIALECT, table));
    for (column, name) in table.columns.iter().zip(checks) {
        if let Some(check) = type_check(schema, column) {
            lines.push(clause::constraint(
                DIALECT,
                name,
                &format!("CHECK ({check})"),
            ));
        }
    }
    lines.extend(clause::checks(DIALECT, table));
    let foreign_keys = table.foreign_keys.iter();
    lines.extend(foreign_keys.map(|key| clause::foreign_key(schema, table, key, DIALECT)));
    clause::create_table(DIALECT, table, &lines, "")
}

fn column_line(table: &Table, column: &Column) -> String {
    let mut line = format!(
        "{} {}",
        identifier(DIALECT, &column.name),
        column_type(column)
    );
    if let Some(collation) = column.collation.get(DIALECT) {
        line.push_str(&format!(" COLLATE {}", identifier(DIALECT, collation)));
    }
    if let Source::Identity = column.source {
        // Without the last word SQLite may give a deleted row's key to a new row.
        let name = identifier(DIALECT, &table.primary_key.name);
        line.push_str(&format!(" CONSTRAINT {name} PRIMARY KEY AUTOINCREMENT"));
        return line;
    }
    if !column.nullable {
        line.push_str(" NOT NULL");
    }
    match &column.source {
        Source::Input | Source::Identity => {}
        Source::Default(default) => {
            if let Some(value) = default_expression(column) {
                line.push_str(&match default {
                    Default::Literal(_) | Default::Sql(_) => format!(" DEFAULT {value}"),
                    Default::Now | Default::Uuid => format!(" DEFAULT ({value})"),
                });
            }
        }
        Source::Generated(generated) => line.push_str(&generated_clause(generated)),
    }
    line
}

fn generated_clause(generated: &Generated) -> String {
    let expression = clause::parenthesized(generated.expression.get(DIALECT));
    let kind = if generated.stored {
        "STORED"
    } else {
        "VIRTUAL"
    };
    format!(" GENERATED ALWAYS AS {expression} {kind}")
}

fn create_index(table: &Table, index: &Index) -> String {
    let parts = index.parts.iter().map(|part| {
        let key = match &part.key {
            IndexKey::Column(column) => identifier(DIALECT, &table.columns[*column].name),
            IndexKey::Expression(sql) => clause::parenthesized(sql.get(DIALECT)),
        };
        if part.descending {
            format!("{key} DESC")
        } else {
            key
        }
    });
    let mut statement = format!(
        "CREATE {}INDEX IF NOT EXISTS {} ON {} ({})",
        if index.unique { "UNIQUE " } else { "" },
        identifier(DIALECT, &index.name),
        identifier(DIALECT, &table.name),
        parts.collect::<Vec<_>>().join(", "),
    );
    if let Some(predicate) = &index.predicate {
        statement.push_str(&format!(
            " WHERE {}",
            clause::parenthesized(predicate.get(DIALECT))
        ));
    }
    statement
}

/// The condition that lets a column hold values of its type alone, and NULL: what NULL may not
/// do, NOT NULL says.
///
/// A column is compared with texts that are no numbers only: SQLite turns `'24'` into a number
/// before it compares it with a `TIME`.
fn type_check(schema: &Schema, column: &Column) -> Option<String> {
    let name = identifier(DIALECT, &column.name);
    let is = |class: &str| {
        if column.nullable {
            format!("typeof({name}) IN ('{class}', 'null')")
        } else {
            format!("typeof({name}) = '{class}'")
        }
    };
    Some(match &column.ty {
        Type::Bool => format!("{name} IN (0, 1)"),
        Type::SmallInt => format!("{} AND {name} BETWEEN -32768 AND 32767", is("integer")),
        Type::Integer => {
            format!(
                "{} AND {name} BETWEEN -2147483648 AND 2147483647",
                is("integer")
            )
        }
        // The row's own number is nothing else.
        Type::BigInt if column.source == Source::Identity => return None,
        Type::BigInt => is("integer"),
        // Texts and blobs are greater than every number.
        Type::Float => format!("{name} BETWEEN {:?} AND {:?}", f32::MIN, f32::MAX),
        Type::Double => format!("{name} BETWEEN {:?} AND {:?}", f64::MIN, f64::MAX),
        Type::Decimal {
            precision,
            scale: _,
        } => {
            let most = 10_i128.pow(*precision) - 1;
            format!("{} AND {name} BETWEEN -{most} AND {most}", is("integer"))
        }
        Type::String { max } => format!("{} AND length({name}) <= {max}", is("text")),
        Type::Text => is("text"),
        Type::Bytes { max: Some(max) } => format!("{} AND length({name}) <= {max}", is("blob")),
        Type::Bytes { max: None } => is("blob"),
        Type::Uuid => format!("{} AND length({name}) = 16", is("blob")),
        Type::Date => format!("{name} IS date({name}) AND {name} >= '0001-01-01'"),
        Type::Time => format!(
            "{name} GLOB '[0-2][0-9]:[0-5][0-9]:[0-5][0-9]{MICROSECONDS}' AND {name} < '24:'"
        ),
        Type::DateTime => moment(&name, ""),
        Type::Timestamp => moment(&name, UTC),
        Type::Json => format!("{} AND json_valid({name})", is("text")),
        Type::Enum(position) => {
            let variants = &schema.enums[*position].variants;
            one_of(&name, variants.iter().map(|variant| variant.value.as_str()))
        }
        // An error of `json_type` would come before the check's own, hence the order.
        Type::List(_) => format!(
            "{} AND json_valid({name}) AND json_type({name}) = 'array'",
            is("text")
        ),
    })
}

/// What a fraction of a second looks like: always six digits, so that texts sort as times do.
const MICROSECONDS: &str = ".[0-9][0-9][0-9][0-9][0-9][0-9]";

/// That a column holds a date and a time: one that is there, since SQLite turns February 30 into
/// March 1. Seconds are compared without their fraction, which SQLite rounds.
fn moment(name: &str, end: &str) -> String {
    format!(
        "substr({name}, 1, 19) IS datetime(substr({name}, 1, 19)) \
         AND substr({name}, 20) GLOB '{MICROSECONDS}{end}' AND {name} >= '0001-01-01'"
    )
}

fn one_of<'a>(name: &str, values: impl ExactSizeIterator<Item = &'a str>) -> String {
    if !(3..=FEW_VALUES).contains(&values.len()) {
        return format!("{name} {}", clause::one_of(DIALECT, values));
    }
    let values = values.map(|value| format!("{name} = {}", text(DIALECT, value)));
    values.collect::<Vec<_>>().join(" OR ")
}

fn literal(value: &Literal) -> String {
    match value {
        Literal::Bool(value) => if *value { "1" } else { "0" }.to_owned(),
        Literal::Integer(value) => value.to_string(),
        Literal::Float(value) => format!("{value:?}"),
        Literal::Decimal(value) => scaled(value),
        Literal::Text(value)
        | Literal::Date(value)
        | Literal::Time(value)
        | Literal::DateTime(value)
        | Literal::Json(value) => text(DIALECT, value),
        Literal::Timestamp(value) => text(DIALECT, &format!("{value}{UTC}")),
        Literal::Bytes(value) => bytes(DIALECT, value),
        Literal::Uuid(value) => bytes(DIALECT, value),
        Literal::List(items) => text(DIALECT, &clause::json_array(items)),
    }
}

/// A decimal number as the integer that SQLite holds for it: `-0.50` is `-50`.
fn scaled(decimal: &str) -> String {
    let (sign, number) = match decimal.strip_prefix('-') {
        Some(number) => ("-", number),
        None => ("", decimal),
    };
    let digits = number.replace('.', "");
    match digits.trim_start_matches('0') {
        "" => "0".to_owned(),
        digits => format!("{sign}{digits}"),
    }
}

/// The clock in the form that the type is held in. SQLite's clock knows milliseconds.
fn now(ty: &Type) -> String {
    let clock = |format: &str, end: &str| format!("strftime('{format}', 'now') || '000{end}'");
    match ty {
        Type::Date => "date('now')".to_owned(),
        Type::Time => clock("%H:%M:%f", ""),
        Type::DateTime => clock("%Y-%m-%d %H:%M:%f", ""),
        Type::Timestamp
        | Type::Bool
        | Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Float
        | Type::Double
        | Type::Decimal { .. }
        | Type::String { .. }
        | Type::Text
        | Type::Bytes { .. }
        | Type::Uuid
        | Type::Json
        | Type::Enum(_)
        | Type::List(_) => clock("%Y-%m-%d %H:%M:%f", UTC),
    }
}

/// A random UUID of version 4: the bytes 7 and 9 begin with its version and its variant. `unhex`
/// would be shorter, but came with SQLite 3.41.
const RANDOM_UUID: &str = "CAST(randomblob(6) || char(64 + (random() & 15)) || randomblob(1) \
     || substr(CAST(char(128 + (random() & 63)) AS BLOB), 2) || randomblob(7) AS BLOB)";

/// Whether rows of one table may keep each other from being deleted, even all at once.
fn restricts_itself(schema: &Schema) -> bool {
    let mut keys = schema
        .tables
        .iter()
        .enumerate()
        .flat_map(|(position, table)| table.foreign_keys.iter().map(move |key| (position, key)));
    keys.any(|(position, key)| key.target == position && key.on_delete == Action::Restrict)
}
