//! Both definitions of an object that is replaced by another one with its name, and both defaults
//! of a column that gets another one. The words of these changes do not contain them.

use tablewright_schema::catalog::{Column, Key, write};
use tablewright_sql::Dialect;

use crate::diff::{Alteration, Change};

/// Both definitions of each, in a sentence.
pub(super) fn of(dialect: Dialect, changes: &[Change]) -> Vec<String> {
    let alterations = || {
        changes.iter().filter_map(|change| match change {
            Change::Alter { table, alteration } => Some((table.as_str(), alteration)),
            _ => None,
        })
    };
    let former =
        |table: &str, name: &str, define: &dyn Fn(&Alteration) -> Option<(String, String)>| {
            let of_table = alterations().filter(|(of, _)| *of == table);
            let mut defined = of_table.filter_map(|(_, alteration)| define(alteration));
            let found = defined.find(|(former, _)| former == name && !name.is_empty());
            found.map(|(_, definition)| definition)
        };
    let mut found = Vec::new();
    for (table, alteration) in alterations() {
        if let Alteration::ChangeColumn { from, to } = alteration {
            found.extend(default(table, from, to));
            continue;
        }
        let dropped = |other: &Alteration| dropped(dialect, table, other);
        let Some((kind, name, wanted)) = added(dialect, table, alteration) else {
            continue;
        };
        let of_kind = |other: &Alteration| {
            let (of, name, definition) = dropped(other)?;
            (of == kind).then_some((name, definition))
        };
        if let Some(now) = former(table, &name, &of_kind)
            && now != wanted
        {
            found.push(format!(
                "the {kind} `{name}` of `{table}` is `{now}` in the database, and `{wanted}` in \
                 the models"
            ));
        }
    }
    found
}

/// The kind, the name and the definition of an object that is created.
fn added(
    dialect: Dialect,
    table: &str,
    alteration: &Alteration,
) -> Option<(&'static str, String, String)> {
    match alteration {
        Alteration::AddCheck(check) => {
            Some(("check", check.name.clone(), check.expression.to_string()))
        }
        Alteration::AddIndex(index) => {
            let sql = write::create_index(dialect, table, index);
            Some(("index", index.name.clone(), sql))
        }
        Alteration::AddUnique(key) => Some(("unique key", key.name.clone(), columns(key))),
        Alteration::AddPrimaryKey(key) => Some(("primary key", key.name.clone(), columns(key))),
        Alteration::AddForeignKey(key) => {
            let sql = write::foreign_key(dialect, key);
            Some(("foreign key", key.name.clone(), sql))
        }
        _ => None,
    }
}

/// The same of an object that is dropped.
fn dropped(
    dialect: Dialect,
    table: &str,
    alteration: &Alteration,
) -> Option<(&'static str, String, String)> {
    match alteration {
        Alteration::DropCheck(_)
        | Alteration::DropIndex(_)
        | Alteration::DropUnique(_)
        | Alteration::DropPrimaryKey(_)
        | Alteration::DropForeignKey(_) => added(dialect, table, &alteration.reversed()),
        _ => None,
    }
}

fn columns(key: &Key) -> String {
    format!("({})", key.columns.join(", "))
}

fn default(table: &str, from: &Column, to: &Column) -> Option<String> {
    if from.default == to.default || from.generated.is_some() || to.generated.is_some() {
        return None;
    }
    let word = |column: &Column| match &column.default {
        Some(default) => format!("`{default}`"),
        None => "none".to_owned(),
    };
    Some(format!(
        "the default of `{table}.{}` is {} in the database, and {} in the models",
        to.name,
        word(from),
        word(to)
    ))
}
