//! The fingerprint of a table.

use std::fmt::Write;

use tablewright_schema::catalog::{
    Check, Column, Expression, ForeignKey, Generated, Index, IndexKey, IndexPart, Key, Table,
};

/// 32 hexadecimal digits that change with the table, but not with white space, comments and case in
/// its SQL, nor with the order of its keys, indexes, checks and references.
pub fn fingerprint(table: &Table) -> String {
    let mut lines = vec![table_line(table)];
    lines.extend(table.columns.iter().map(column_line));
    lines.extend(table.primary_key.iter().map(|key| key_line("primary", key)));
    lines.extend(sorted(
        table.uniques.iter().map(|key| key_line("unique", key)),
    ));
    lines.extend(sorted(table.indexes.iter().map(index_line)));
    lines.extend(sorted(table.checks.iter().map(check_line)));
    lines.extend(sorted(table.foreign_keys.iter().map(foreign_key_line)));
    lines.extend(sorted(table.unsupported.iter().cloned()));
    tablewright_schema::fingerprint(&lines.join("\n"))
}

fn sorted(lines: impl Iterator<Item = String>) -> Vec<String> {
    let mut lines: Vec<String> = lines.collect();
    lines.sort();
    lines
}

fn table_line(table: &Table) -> String {
    let mut line = format!("table {:?}", table.name);
    part(&mut line, "options", normal(table.options.as_ref()));
    part(&mut line, "comment", table.comment.as_deref());
    line
}

fn column_line(column: &Column) -> String {
    let mut line = format!("column {:?} {:?}", column.name, column.ty.normal());
    if !column.nullable {
        line.push_str(" not null");
    }
    part(&mut line, "default", normal(column.default.as_ref()));
    if let Some(counted) = column.counted {
        let word = match counted {
            tablewright_schema::catalog::Counted::ByDefault => "by default",
            tablewright_schema::catalog::Counted::Always => "always",
            tablewright_schema::catalog::Counted::Rowid => "rowid",
        };
        part(&mut line, "counted", Some(word));
    }
    if let Some(Generated { expression, stored }) = &column.generated {
        let word = if *stored { "stored" } else { "virtual" };
        part(&mut line, word, Some(expression.normal()));
    }
    part(&mut line, "collation", column.collation.as_deref());
    part(&mut line, "comment", column.comment.as_deref());
    line
}

fn key_line(word: &str, key: &Key) -> String {
    format!("{word} {:?} {:?}", key.name, key.columns)
}

fn check_line(check: &Check) -> String {
    format!("check {:?} {:?}", check.name, check.expression.normal())
}

fn foreign_key_line(key: &ForeignKey) -> String {
    format!(
        "reference {:?} {:?} {:?} {:?} {} {} {}",
        key.name,
        key.columns,
        key.target,
        key.target_columns,
        key.on_delete.sql(),
        key.on_update.sql(),
        key.deferrable,
    )
}

fn index_line(index: &Index) -> String {
    let mut line = format!("index {:?}", index.name);
    if index.unique {
        line.push_str(" unique");
    }
    for part in &index.parts {
        index_part(&mut line, part);
    }
    part(&mut line, "where", normal(index.predicate.as_ref()));
    part(&mut line, "method", index.method.as_deref());
    for column in &index.include {
        part(&mut line, "include", Some(column));
    }
    for option in &index.options {
        part(&mut line, "with", Some(option));
    }
    line
}

fn index_part(line: &mut String, it: &IndexPart) {
    match &it.key {
        IndexKey::Column(name) => part(line, "column", Some(name)),
        IndexKey::Expression(expression) => part(line, "expression", Some(expression.normal())),
    }
    if it.descending {
        line.push_str(" desc");
    }
    part(line, "more", normal(it.more.as_ref()));
    let prefix = it.prefix.map(|prefix| prefix.to_string());
    part(line, "prefix", prefix.as_deref());
    let nulls = it
        .nulls_first
        .map(|first| if first { "first" } else { "last" });
    part(line, "nulls", nulls);
}

fn part(line: &mut String, word: &str, value: Option<&str>) {
    if let Some(value) = value {
        // Writing to a string cannot fail.
        let _ = write!(line, " {word} {value:?}");
    }
}

fn normal(expression: Option<&Expression>) -> Option<&str> {
    expression.map(Expression::normal)
}
