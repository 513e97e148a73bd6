//! Finding the reference that a statement would have broken, because SQLite does not name it.

use rusqlite::Connection as Raw;

use crate::error::Violation;
use crate::model::{Constraint, Rule, Table};
use crate::text::{Assignments, assignments, foreign_key_of};

/// The reference that is certainly broken by a statement, given with its values.
pub(super) fn find(raw: &Raw, table: &'static Table, sql: &str) -> Option<Violation> {
    let assignments = assignments(sql);
    let condition = assignments.condition.unwrap_or("true");
    if assignments.written.is_empty() {
        return referring(raw, table, condition, Change::Delete);
    }
    let dangling =
        |constraint: &&Constraint| dangles(raw, table, constraint, &assignments).unwrap_or(false);
    let Some(constraint) = table.constraints.iter().find(dangling) else {
        // The statement was undone, so its condition still finds the rows with their old keys.
        assignments.condition?;
        return referring(raw, table, condition, Change::Update);
    };
    let Rule::ForeignKey { table: target, .. } = constraint.rule else {
        return None;
    };
    Some(Violation {
        table: table.name.to_owned(),
        columns: constraint.columns.iter().map(|&c| c.to_owned()).collect(),
        constraint: constraint.name.to_owned(),
        message: format!("there is no such row in {target}"),
    })
}

/// Whether the row that was to be written refers to one that is not there; `None` where that is
/// not certain.
fn dangles(
    raw: &Raw,
    table: &Table,
    constraint: &Constraint,
    row: &Assignments<'_>,
) -> Option<bool> {
    let Rule::ForeignKey {
        table: target,
        columns: target_columns,
    } = constraint.rule
    else {
        return Some(false);
    };
    let mut given = Vec::new();
    let mut found = Vec::new();
    let mut itself = Vec::new();
    for (column, target_column) in constraint.columns.iter().zip(target_columns) {
        let value = row.value(column)?;
        given.push(format!("({value}) IS NOT NULL"));
        found.push(format!("{} = ({value})", quoted(target_column)));
        // A row may refer to itself.
        let own = row.value(target_column).unwrap_or("NULL");
        itself.push(format!("({own}) IS ({value})"));
    }
    let mut text = format!(
        "SELECT {} AND NOT EXISTS (SELECT 1 FROM {} WHERE {})",
        given.join(" AND "),
        quoted(target),
        found.join(" AND ")
    );
    if target == table.name {
        text = format!("{text} AND NOT ({})", itself.join(" AND "));
    }
    raw.query_row(&text, [], |row| row.get(0)).ok()
}

/// What happens to a row that others refer to.
#[derive(Clone, Copy)]
enum Change {
    Delete,
    Update,
}

/// The reference to one of the rows that were to be deleted, or to get another key.
fn referring(raw: &Raw, table: &Table, condition: &str, change: Change) -> Option<Violation> {
    references_to(raw, table.name, change)
        .ok()?
        .into_iter()
        .find(|reference| reference.stands(raw, table, condition).unwrap_or(false))
        .map(|reference| Violation {
            message: format!("a row of it refers to the row of {}", table.name),
            table: reference.table,
            columns: reference.columns,
            constraint: reference.constraint,
        })
}

/// A reference to a table, that hinders its rows from being deleted.
struct Reference {
    table: String,
    columns: Vec<String>,
    target_columns: Vec<String>,
    /// Its name; empty where it has none.
    constraint: String,
}

impl Reference {
    /// Whether a row refers to one of the rows that are to be deleted, and is not one of them.
    fn stands(&self, raw: &Raw, target: &Table, condition: &str) -> rusqlite::Result<bool> {
        let mut text = format!(
            "SELECT EXISTS (SELECT 1 FROM {} WHERE ({}) IN (SELECT {} FROM {} WHERE {condition})",
            quoted(&self.table),
            quoted_list(&self.columns),
            quoted_list(&self.target_columns),
            quoted(target.name),
        );
        if self.table == target.name {
            text = format!("{text} AND NOT ({condition})");
        }
        text.push(')');
        raw.query_row(&text, [], |row| row.get(0))
    }
}

fn references_to(raw: &Raw, target: &str, change: Change) -> rusqlite::Result<Vec<Reference>> {
    let action = match change {
        Change::Delete => "on_delete",
        Change::Update => "on_update",
    };
    let text = format!(
        "SELECT t.name, k.id, k.\"from\", k.\"to\", t.sql \
         FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS k \
         WHERE t.type = 'table' AND lower(k.\"table\") = lower(?1) \
         AND k.\"to\" IS NOT NULL AND k.{action} IN ('NO ACTION', 'RESTRICT') \
         ORDER BY t.name, k.id, k.seq"
    );
    let mut statement = raw.prepare(&text)?;
    let mut rows = statement.query([target])?;
    let mut references: Vec<Reference> = Vec::new();
    let mut last = None;
    let mut creates = Vec::new();
    while let Some(row) = rows.next()? {
        let key: (String, i64) = (row.get(0)?, row.get(1)?);
        if last.as_ref() != Some(&key) {
            references.push(Reference {
                table: key.0.clone(),
                columns: Vec::new(),
                target_columns: Vec::new(),
                constraint: String::new(),
            });
            creates.push(row.get::<_, String>(4)?);
            last = Some(key);
        }
        if let Some(reference) = references.last_mut() {
            reference.columns.push(row.get(2)?);
            reference.target_columns.push(row.get(3)?);
        }
    }
    for (reference, create) in references.iter_mut().zip(&creates) {
        reference.constraint = foreign_key_of(create, &reference.columns).unwrap_or_default();
    }
    Ok(references)
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn quoted_list(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    names.join(", ")
}
