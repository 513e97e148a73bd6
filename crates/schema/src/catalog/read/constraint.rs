//! Parses a constraint of `CREATE TABLE`, at a column or among the columns.

use tablewright_sql::Dialect;

use super::super::{Check, ForeignKey, IndexKey, Key, Table, Weak, WeakKind};
use super::cursor::Cursor;
use super::index;
use super::table::unsupported;
use crate::schema::Action;

/// Whether a constraint begins here, and not a column.
pub(super) fn begins(cursor: &Cursor<'_, '_>) -> bool {
    let next_is_group = || cursor.peek_at(1).is_some_and(|next| next.is_symbol('('));
    if cursor.is_any(&["constraint", "primary", "unique", "foreign", "check"]) {
        return true;
    }
    match cursor.dialect {
        Dialect::Sqlite => false,
        Dialect::Postgres => {
            let excludes = cursor.is("exclude") && (cursor.word_at(1, "using") || next_is_group());
            excludes || cursor.is("like")
        }
        Dialect::Mysql | Dialect::Mariadb => {
            let period = cursor.are(&["period", "for"]);
            period || cursor.is_any(&["key", "index", "fulltext", "spatial", "like"])
        }
    }
}

/// Parses a constraint among the columns.
pub(super) fn read(table: &mut Table, cursor: &mut Cursor<'_, '_>) {
    let whole = cursor.clone();
    let name = match cursor.accept(&["constraint"]) {
        true if cursor.is_any(&["primary", "unique", "foreign", "check"]) => String::new(),
        true => cursor.name().unwrap_or_default(),
        false => String::new(),
    };
    let is_read = if cursor.accept(&["primary", "key"]) {
        primary_key(table, cursor, name)
    } else if cursor.has_mysql_grammar() && index::begins(cursor) {
        index::read_line(table, cursor, name)
    } else if cursor.accept(&["unique"]) {
        unique(table, cursor, name)
    } else if cursor.accept(&["check"]) {
        check(table, cursor, name)
    } else if cursor.accept(&["foreign", "key"]) {
        foreign_key(table, cursor, name)
    } else {
        false
    };
    if !is_read {
        *cursor = whole;
        let rest = cursor.take_until(|_| false);
        unsupported(table, "a constraint", rest.text());
    }
}

fn primary_key(table: &mut Table, cursor: &mut Cursor<'_, '_>, name: String) -> bool {
    index::method(cursor);
    if cursor.has_mysql_grammar() && !cursor.is_symbol('(') {
        // MySQL accepts a name here and ignores it.
        cursor.name();
    }
    let Some(columns) = key_columns(table, cursor, "the primary key") else {
        return false;
    };
    let name = if cursor.has_mysql_grammar() {
        String::new()
    } else {
        name
    };
    table.primary_key = Some(Key { name, columns });
    key_attributes(table, cursor);
    true
}

fn unique(table: &mut Table, cursor: &mut Cursor<'_, '_>, name: String) -> bool {
    let Some(columns) = key_columns(table, cursor, "a unique key") else {
        return false;
    };
    table.uniques.push(Key { name, columns });
    key_attributes(table, cursor);
    true
}

/// The columns of a key without other properties.
fn key_columns(table: &mut Table, cursor: &mut Cursor<'_, '_>, what: &str) -> Option<Vec<String>> {
    let elements = cursor.group()?.elements();
    let mut columns = Vec::with_capacity(elements.len());
    for element in elements {
        let part = index::part(element.clone())?;
        let IndexKey::Column(column) = part.key else {
            return None;
        };
        if part.descending || part.more.is_some() || part.prefix.is_some() {
            unsupported(table, what, element.text());
        }
        columns.push(column);
    }
    (!columns.is_empty()).then_some(columns)
}

fn key_attributes(table: &mut Table, cursor: &mut Cursor<'_, '_>) {
    conflict(table, cursor);
    index::method(cursor);
    if !cursor.is_empty() && !begins(cursor) {
        let rest = cursor.take_until(begins);
        unsupported(table, "a key", rest.text());
    }
}

fn check(table: &mut Table, cursor: &mut Cursor<'_, '_>, name: String) -> bool {
    let Some(condition) = cursor.group() else {
        return false;
    };
    table.checks.push(Check {
        name,
        expression: condition.expression(),
    });
    check_attributes(table, cursor);
    true
}

/// Attributes after a check that weaken it.
pub(super) fn check_attributes(table: &mut Table, cursor: &mut Cursor<'_, '_>) {
    conflict(table, cursor);
    if cursor.has_mysql_grammar() {
        cursor.accept(&["enforced"]);
    }
    for words in [["not", "enforced"], ["no", "inherit"], ["not", "valid"]] {
        if cursor.accept(&words) {
            let name = table.checks.last().map(|check| check.name.clone());
            let name = name.unwrap_or_default();
            let how = words.join(" ").to_uppercase();
            unsupported(table, &format!("check {name}"), &how);
            if words != ["no", "inherit"] {
                table.weak.push(Weak {
                    kind: WeakKind::Check,
                    name,
                    how,
                    noted: table.unsupported.last().cloned(),
                });
            }
        }
    }
}

/// SQLite's `ON CONFLICT`, of which only the default is supported.
pub(super) fn conflict(table: &mut Table, cursor: &mut Cursor<'_, '_>) {
    if !cursor.are(&["on", "conflict"]) {
        return;
    }
    let clause = cursor.first(3);
    cursor.skip(3);
    let is_usual = clause.word_at(2, "abort");
    if !is_usual {
        unsupported(table, "the ON CONFLICT clause", clause.text());
    }
}

fn foreign_key(table: &mut Table, cursor: &mut Cursor<'_, '_>, name: String) -> bool {
    let mut name = name;
    if cursor.has_mysql_grammar() && !cursor.is_symbol('(') {
        let index = cursor.name().unwrap_or_default();
        if name.is_empty() {
            name = index;
        }
    }
    let Some(columns) = cursor.group() else {
        return false;
    };
    let columns = names(columns);
    if columns.is_empty() || !cursor.is("references") {
        return false;
    }
    reference(table, cursor, name, columns);
    true
}

/// Parses `REFERENCES` and its clauses.
pub(super) fn reference(
    table: &mut Table,
    cursor: &mut Cursor<'_, '_>,
    name: String,
    columns: Vec<String>,
) {
    cursor.skip(1);
    let (schemas, target) = cursor.qualified().unwrap_or_default();
    let is_postgres = cursor.dialect == Dialect::Postgres;
    let is_other = |schema: &&String| !(is_postgres && *schema == "public");
    let other = schemas.iter().find(is_other).cloned();
    let target_columns = cursor.group().map(names).unwrap_or_default();
    let mut key = ForeignKey {
        name,
        columns,
        target,
        target_columns,
        on_delete: Action::NoAction,
        on_update: Action::NoAction,
        deferrable: false,
    };
    let start = cursor.clone();
    let mut is_deferrable = false;
    let mut is_deferred = false;
    let mut others: Vec<String> = Vec::new();
    loop {
        if cursor.accept(&["on", "delete"]) {
            key.on_delete = action(cursor);
            if let Some(columns) = cursor.group() {
                others.push(format!("({})", columns.text()));
            }
        } else if cursor.accept(&["on", "update"]) {
            key.on_update = action(cursor);
        } else if cursor.accept(&["match"]) {
            let kind = cursor.name().unwrap_or_default();
            if !kind.eq_ignore_ascii_case("simple") {
                others.push(format!("MATCH {}", kind.to_uppercase()));
            }
        } else if cursor.accept(&["not", "deferrable"]) {
            is_deferrable = false;
        } else if cursor.accept(&["deferrable"]) {
            is_deferrable = true;
        } else if cursor.accept(&["initially", "deferred"]) {
            is_deferred = true;
        } else if cursor.accept(&["not", "valid"]) {
            others.push("NOT VALID".to_owned());
        } else if !cursor.accept(&["initially", "immediate"]) {
            break;
        }
    }
    let is_sqlite = start.dialect == Dialect::Sqlite;
    key.deferrable = is_deferred && (is_deferrable || !is_sqlite);
    if is_deferrable && !is_deferred && !is_sqlite {
        others.push("DEFERRABLE INITIALLY IMMEDIATE".to_owned());
    }
    for other in others {
        let what = format!("the reference to {}", key.target);
        unsupported(table, &what, &other);
    }
    match other {
        // A table with the same name here is another one.
        Some(schema) => {
            let columns = key.columns.join(", ");
            let what = format!("a reference of {columns} to another schema");
            unsupported(table, &what, &format!("{schema}.{}", key.target));
        }
        None => table.foreign_keys.push(key),
    }
}

fn action(cursor: &mut Cursor<'_, '_>) -> Action {
    if cursor.accept(&["cascade"]) {
        Action::Cascade
    } else if cursor.accept(&["restrict"]) {
        Action::Restrict
    } else if cursor.accept(&["set", "null"]) {
        Action::SetNull
    } else if cursor.accept(&["set", "default"]) {
        Action::SetDefault
    } else {
        cursor.accept(&["no", "action"]);
        Action::NoAction
    }
}

fn names(columns: Cursor<'_, '_>) -> Vec<String> {
    let columns = columns.elements().into_iter();
    columns.filter_map(|mut column| column.name()).collect()
}
