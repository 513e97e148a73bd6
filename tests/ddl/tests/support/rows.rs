//! Rows in tables of which only the catalog is known, and their expected values after a change.

use std::collections::BTreeMap;

use tablewright_schema::Intent;
use tablewright_schema::catalog::{Catalog, Column, Table};
use tablewright_sql::quote::identifier;
use tablewright_sql::{Dialect, TokenKind, tokens};
use tablewright_test_ddl::Live;

/// Inserts up to two rows into every table, and returns their number. A table stays empty if its
/// constraints refuse these values.
pub fn fill(live: &Live, catalog: &Catalog) -> usize {
    let mut known: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    let mut rows = 0;
    // Parents first: with each pass more tables have the rows that they refer to.
    let mut waiting: Vec<&Table> = catalog.tables.iter().collect();
    for _ in 0..catalog.tables.len().min(6) {
        waiting.retain(|table| {
            let ready = table.foreign_keys.iter().all(|key| {
                let column = key.target_columns.first().cloned().unwrap_or_default();
                known.contains_key(&(key.target.clone(), column))
                    || is_nullable(table, &key.columns)
            });
            if ready {
                rows += (0..2)
                    .filter(|row| insert(live, table, *row, &mut known))
                    .count();
            }
            !ready
        });
    }
    rows
}

fn is_nullable(table: &Table, columns: &[String]) -> bool {
    let mut columns = columns.iter().filter_map(|name| table.column(name));
    columns.any(|column| column.nullable)
}

fn insert(
    live: &Live,
    table: &Table,
    row: usize,
    known: &mut BTreeMap<(String, String), Vec<String>>,
) -> bool {
    let dialect = live.dialect();
    let given: Vec<(&Column, String)> = table
        .columns
        .iter()
        .filter(|column| column.generated.is_none())
        .map(|column| (column, value(dialect, table, column, row, known)))
        .collect();
    let names: Vec<String> = given
        .iter()
        .map(|(column, _)| identifier(dialect, &column.name))
        .collect();
    let values: Vec<&str> = given.iter().map(|(_, value)| value.as_str()).collect();
    let insert = format!(
        "INSERT INTO {} ({}) VALUES ({})",
        identifier(dialect, &table.name),
        names.join(", "),
        values.join(", ")
    );
    if live.run(&[insert]).is_err() {
        return false;
    }
    for (column, value) in given {
        let key = (table.name.clone(), column.name.clone());
        known.entry(key).or_default().push(value);
    }
    true
}

fn value(
    dialect: Dialect,
    table: &Table,
    column: &Column,
    row: usize,
    known: &BTreeMap<(String, String), Vec<String>>,
) -> String {
    for key in &table.foreign_keys {
        let Some(position) = key.columns.iter().position(|name| *name == column.name) else {
            continue;
        };
        let target = key
            .target_columns
            .get(position)
            .cloned()
            .unwrap_or_default();
        let values = known.get(&(key.target.clone(), target));
        return match values.and_then(|values| values.get(row).or(values.first())) {
            Some(value) => value.clone(),
            None => "NULL".to_owned(),
        };
    }
    let check = type_check(dialect, table, column);
    if let Some(text) = check
        .texts
        .get(row.min(check.texts.len().saturating_sub(1)))
    {
        return text.clone();
    }
    plain(dialect, column, check.text.as_str(), row)
}

/// The check of the column's type, and the texts in it if the type is an enum.
struct TypeCheck {
    text: String,
    texts: Vec<String>,
}

fn type_check(dialect: Dialect, table: &Table, column: &Column) -> TypeCheck {
    let mut checks = table.checks.iter();
    let found = checks
        .find(|check| check.name.contains("_type") && check.expression.mentions(&column.name));
    let text = found
        .map(|check| check.expression.text().to_owned())
        .unwrap_or_default();
    let is_enum = !text.contains("typeof")
        && !text.contains("json")
        && !text.contains("GLOB")
        && !text.contains("date(");
    let is_time = column.ty.normal().contains("time");
    let found = tokens(dialect, &text);
    let texts = found.iter().filter(|token| token.kind == TokenKind::Text);
    let texts = texts.map(|token| token.text.to_owned());
    TypeCheck {
        texts: if is_enum && !is_time {
            texts.collect()
        } else {
            Vec::new()
        },
        text,
    }
}

fn plain(dialect: Dialect, column: &Column, check: &str, row: usize) -> String {
    let ty = column.ty.normal().to_owned();
    let has = |word: &str| ty.starts_with(word);
    let digit = row + 1;
    let sixteen = format!("x'{}'", format!("0{digit}").repeat(16));
    if ty.contains('[') {
        return "'{}'".to_owned();
    }
    if has("json") || check.contains("json_") {
        return "'[]'".to_owned();
    }
    match dialect {
        Dialect::Postgres if has("bytea") => return format!("'\\x0{digit}'"),
        Dialect::Postgres if has("bool") => return "true".to_owned(),
        Dialect::Postgres if has("uuid") => {
            return format!("'00000000-0000-4000-8000-00000000000{digit}'");
        }
        Dialect::Sqlite if has("blob") && check.contains("= 16") => return sixteen,
        Dialect::Mysql | Dialect::Mariadb if has("binary") => return sixteen,
        _ => {}
    }
    if has("blob") || has("varbinary") || has("longblob") {
        format!("x'0{digit}'")
    } else if has("bool") || has("tinyint") {
        "1".to_owned()
    } else if has("date") && !has("datetime") {
        format!("'2024-02-0{digit}'")
    } else if has("timestamp") && dialect == Dialect::Sqlite {
        format!("'2024-02-0{digit} 10:11:12.000000Z'")
    } else if has("datetime") || has("timestamp") {
        format!("'2024-02-0{digit} 10:11:12.000000'")
    } else if has("time") {
        format!("'10:11:1{digit}.000000'")
    } else if has("varchar") || has("text") || has("longtext") || has("character") {
        format!("'{}'", ["a", "b"][row])
    } else if (has("decimal") || has("numeric")) && dialect != Dialect::Sqlite {
        "0".to_owned()
    } else {
        digit.to_string()
    }
}

/// The rows of every table of `before`, as far as `after` has a place for their values, in the
/// names that the database has now: those of `before`, or, once it is `migrated`, those of `after`.
pub fn seen(
    live: &Live,
    before: &Catalog,
    after: &Catalog,
    names: &Intent,
    migrated: bool,
) -> Result<BTreeMap<String, Vec<String>>, String> {
    let mut found = BTreeMap::new();
    for table in &before.tables {
        let to = names.tables.iter().find(|former| former.was == table.name);
        let new_name = to.map_or(&table.name, |former| &former.name);
        let Some(later) = after.table(new_name) else {
            continue;
        };
        let mut columns = Vec::new();
        for column in &table.columns {
            let to = names
                .columns
                .iter()
                .find(|former| former.table == *new_name && former.was == column.name);
            let name = to.map_or(&column.name, |former| &former.name);
            if later
                .column(name)
                .is_some_and(|later| later.generated.is_none())
            {
                columns.push(if migrated { name } else { &column.name });
            }
        }
        if columns.is_empty() {
            continue;
        }
        let name = if migrated { new_name } else { &table.name };
        let mut rows = live.texts(&select(live.dialect(), name, &columns))?;
        rows.sort();
        found.insert(table.name.clone(), rows);
    }
    Ok(found)
}

/// A row as one text.
fn select(dialect: Dialect, table: &str, columns: &[&String]) -> String {
    let text = |name: &String| {
        let name = identifier(dialect, name);
        match dialect {
            Dialect::Sqlite => format!("quote({name})"),
            Dialect::Postgres => format!("coalesce({name}::text, '-')"),
            Dialect::Mysql | Dialect::Mariadb => format!("coalesce(hex({name}), '-')"),
        }
    };
    let texts: Vec<String> = columns.iter().map(|name| text(name)).collect();
    let row = match dialect {
        Dialect::Sqlite | Dialect::Postgres => texts.join(" || '|' || "),
        Dialect::Mysql | Dialect::Mariadb => format!("concat_ws('|', {})", texts.join(", ")),
    };
    format!("SELECT {row} FROM {}", identifier(dialect, table))
}
