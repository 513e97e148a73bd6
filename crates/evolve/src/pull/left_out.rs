//! Parts that a model cannot have: columns of types that the language does not have, and the
//! objects that depend on them.
//!
//! A column with another type would return wrong values or none, and the next `sync` would change
//! it. So it is left out, and the models say that they do not manage it. If rows need the column, a
//! script creates the whole table, as it is in the database.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use tablewright_schema::catalog::{Catalog, IndexKey, Other, OtherKind, Table};
use tablewright_sql::{Dialect, TokenKind, tokens};

use super::Warning;
use super::domain::Domains;
use super::enums::Enums;
use super::model::primary_key;
use super::types::{is_in_language, native};

/// A catalog that models can express.
pub(super) struct Sayable {
    pub(super) catalog: Catalog,
    /// Notes at the model of a table.
    pub(super) notes: BTreeMap<String, Vec<String>>,
    /// The columns that are left out, `users.search`.
    pub(super) columns: Vec<String>,
    /// The tables that scripts create, as they are in the database, and the reasons.
    pub(super) tables: Vec<(Table, Reason)>,
    /// Warnings about other objects that are left out.
    pub(super) warnings: Vec<Warning>,
}

/// The reason why a table is not a model.
pub(super) enum Reason {
    /// It has no primary key.
    NoKey,
    /// It is a partition of another table, which contains its rows.
    Partition(String),
    /// Rows need a part that a model cannot have.
    Needed(String),
    /// Neither a model nor a script can create it.
    Unmade(String),
}

impl Reason {
    /// Whether a script creates the table.
    pub(super) fn has_script(&self) -> bool {
        match self {
            Reason::NoKey | Reason::Needed(_) => true,
            Reason::Partition(_) | Reason::Unmade(_) => false,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::NoKey => {
                f.write_str("it has no primary key, which a model needs: a script creates it")
            }
            Reason::Partition(what) => write!(
                f,
                "left out: it is {what}; its rows belong to the other table"
            ),
            Reason::Needed(what) => write!(
                f,
                "{what}, so it does not become a model: a script \
                creates it"
            ),
            Reason::Unmade(what) => write!(f, "left out: {what}"),
        }
    }
}

/// Removes the parts that the language cannot express.
pub(super) fn leave_out(dialect: Dialect, catalog: &Catalog) -> Sayable {
    let enums = Enums::new(dialect, catalog);
    let domains = Domains::new(dialect, catalog);
    let mut sayable = Sayable {
        catalog: Catalog::default(),
        notes: BTreeMap::new(),
        columns: Vec::new(),
        tables: Vec::new(),
        warnings: Vec::new(),
    };
    let mut gone: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for original in &catalog.tables {
        let (table, mut notes) = domains.resolved(original, &enums);
        let left_out = unsayable(dialect, &table, &enums);
        let no_key = || primary_key(original).is_none().then_some(Reason::NoKey);
        let why = partition(&table).or_else(|| unmade(dialect, &table));
        let why = why.or_else(no_key);
        if let Some(why) = why.or_else(|| needed(&table, &left_out)) {
            sayable.tables.push((original.clone(), why));
            continue;
        }
        let names: Vec<String> = left_out.iter().map(|(name, _)| name.clone()).collect();
        notes.extend(left_out.iter().map(|(name, why)| {
            format!(
                "left out: the column {name}, {why}: `verify` and `sync` ignore it, and a new \
                 database does not have it"
            )
        }));
        let full = |name: &String| format!("{}.{name}", table.name);
        sayable.columns.extend(names.iter().map(full));
        let table = without(table, &names, &mut notes);
        let table = without_native_references(dialect, table, &enums, &mut notes);
        if !names.is_empty() {
            gone.insert(&original.name, names);
        }
        if !notes.is_empty() {
            sayable.notes.insert(table.name.clone(), notes);
        }
        sayable.catalog.tables.push(table);
    }
    sayable.others(dialect, catalog, &enums, &gone);
    sayable
}

/// The reason why the table is only a part of another.
fn partition(table: &Table) -> Option<Reason> {
    let mut unsupported = table.unsupported.iter();
    let what = unsupported.find(|what| what.starts_with("a partition: "))?;
    Some(Reason::Partition(what.clone()))
}

/// The reason why neither a model nor a script can create the table.
fn unmade(dialect: Dialect, table: &Table) -> Option<Reason> {
    if is_ours(&table.name) {
        return Some(Reason::Unmade(format!(
            "tablewright reserves tables that begin with `{OWN}`"
        )));
    }
    let mut unsupported = table.unsupported.iter();
    let key = unsupported.find(|what| what.starts_with("the primary key: "))?;
    dialect.has_mysql_grammar().then(|| {
        Reason::Unmade(format!(
            "a key over a prefix of a text is not supported ({key})"
        ))
    })
}

/// The prefix of the library's own tables and columns.
const OWN: &str = "tablewright_";

fn is_ours(name: &str) -> bool {
    let begin = name.get(..OWN.len());
    begin.is_some_and(|begin| begin.eq_ignore_ascii_case(OWN))
}

/// The columns that no model can have, and the reasons.
fn unsayable(dialect: Dialect, table: &Table, enums: &Enums) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for column in &table.columns {
        let why = if column.name.is_empty() {
            Some("whose name is empty".to_owned())
        } else if is_ours(&column.name) {
            Some(format!(
                "because tablewright reserves names that begin with `{OWN}`"
            ))
        } else if !is_in_language(dialect, column, enums)
            && native(dialect, column, enums).is_none()
        {
            Some(match column.ty.text() {
                "" => "which has no type".to_owned(),
                ty => format!("whose type {ty} is not supported"),
            })
        } else {
            None
        };
        found.extend(why.map(|why| (column.name.clone(), why)));
    }
    if found.is_empty() {
        return found;
    }
    // Generated columns that read them are left out, too.
    loop {
        let is_found = |name: &str| found.iter().any(|(found, _)| found == name);
        let mut columns = table
            .columns
            .iter()
            .filter(|column| !is_found(&column.name));
        let next = columns.find_map(|column| {
            let expression = &column.generated.as_ref()?.expression;
            let (of, _) = found.iter().find(|(of, _)| expression.mentions(of))?;
            Some((column.name.clone(), format!("which is computed from {of}")))
        });
        match next {
            Some(next) => found.push(next),
            None => return found,
        }
    }
}

/// The reason why the table needs the columns.
fn needed(table: &Table, left_out: &[(String, String)]) -> Option<Reason> {
    if left_out.len() == table.columns.len() {
        let (name, why) = left_out.first()?;
        return Some(Reason::Needed(format!(
            "all its columns are like {name}, {why}"
        )));
    }
    let key = primary_key(table).map(|(key, _)| key).unwrap_or_default();
    let is_needed = |name: &str| {
        let position = table.columns.iter().position(|column| column.name == name);
        position.is_some_and(|position| {
            let column = &table.columns[position];
            let has_value =
                column.default.is_some() || column.counted.is_some() || column.generated.is_some();
            key.contains(&position) || (!column.nullable && !has_value)
        })
    };
    let (name, why) = left_out.iter().find(|(name, _)| is_needed(name))?;
    Some(Reason::Needed(format!(
        "its rows need the column {name}, {why}"
    )))
}

/// The table without its references of native types, which a model cannot have.
fn without_native_references(
    dialect: Dialect,
    mut table: Table,
    enums: &Enums,
    notes: &mut Vec<String>,
) -> Table {
    let is_native = |name: &String| {
        let column = table.columns.iter().find(|column| column.name == *name);
        column.is_some_and(|column| native(dialect, column, enums).is_some())
    };
    table.foreign_keys.retain(|key| {
        let stays = !key.columns.iter().any(is_native);
        if !stays {
            let columns = key.columns.join(", ");
            notes.push(format!(
                "left out: the reference of {columns} to {}, which is of a native type",
                key.target
            ));
        }
        stays
    });
    table
}

/// The table without the columns, and without the objects that use them.
fn without(mut table: Table, names: &[String], notes: &mut Vec<String>) -> Table {
    if names.is_empty() {
        return table;
    }
    let has = |columns: &[String]| columns.iter().any(|column| names.contains(column));
    let mut note = |what: &str, name: &str, columns: &[String]| {
        let columns = columns.join(", ");
        notes.push(format!("left out: the {what} {name} ({columns})"));
    };
    table.columns.retain(|column| !names.contains(&column.name));
    table.uniques.retain(|key| {
        let goes = has(&key.columns);
        if goes {
            note("unique key", &key.name, &key.columns);
        }
        !goes
    });
    table.foreign_keys.retain(|key| {
        let goes = has(&key.columns);
        if goes {
            note("reference", &key.name, &key.columns);
        }
        !goes
    });
    table.indexes.retain(|index| {
        let mentioned = |name: &&String| {
            let in_part = index.parts.iter().any(|part| match &part.key {
                IndexKey::Column(column) => column == *name,
                IndexKey::Expression(expression) => expression.mentions(name),
            });
            let predicate = index.predicate.as_ref();
            in_part
                || index.include.contains(name)
                || predicate.is_some_and(|predicate| predicate.mentions(name))
        };
        let goes: Vec<String> = names.iter().filter(mentioned).cloned().collect();
        if !goes.is_empty() {
            note("index", &index.name, &goes);
        }
        goes.is_empty()
    });
    table.checks.retain(|check| {
        let mentioned = |name: &&String| check.expression.mentions(name);
        let goes: Vec<String> = names.iter().filter(mentioned).cloned().collect();
        if !goes.is_empty() {
            note("check", &check.name, &goes);
        }
        goes.is_empty()
    });
    table
}

impl Sayable {
    /// Takes over all other objects, except those that read left-out columns.
    fn others(
        &mut self,
        dialect: Dialect,
        catalog: &Catalog,
        enums: &Enums,
        gone: &BTreeMap<&str, Vec<String>>,
    ) {
        let names_of = |other: &Other| -> BTreeSet<String> {
            let tokens = tokens(dialect, &other.sql);
            let names = tokens
                .iter()
                .filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Quoted));
            names.map(|token| token.name().into_owned()).collect()
        };
        let reads = |other: &Other, names: &BTreeSet<String>| {
            gone.iter().find_map(|(table, columns)| {
                let is_of = names.contains(*table) || other.table.as_deref() == Some(table);
                let column = columns.iter().find(|column| names.contains(*column))?;
                is_of.then(|| format!("{table}.{column}"))
            })
        };
        let no_script = self.tables.iter().filter(|(_, why)| !why.has_script());
        let unmade: Vec<String> = no_script.map(|(table, _)| table.name.clone()).collect();
        let mut left_out: Vec<(&Other, String)> = Vec::new();
        loop {
            let next = catalog.others.iter().find_map(|other| {
                if left_out.iter().any(|(known, _)| *known == other)
                    || matches!(
                        other.kind,
                        OtherKind::Type | OtherKind::Sequence | OtherKind::Extension
                    )
                {
                    return None;
                }
                let names = names_of(other);
                let of_view = left_out.iter().find(|(known, _)| {
                    let is_view =
                        matches!(known.kind, OtherKind::View | OtherKind::MaterializedView);
                    is_view && *known != other && names.contains(&known.name)
                });
                let what = match of_view {
                    Some((view, _)) => Some(view.name.clone()),
                    None => {
                        let is_of = |table: &&String| {
                            names.contains(*table) || other.table.as_ref() == Some(table)
                        };
                        let table = unmade.iter().find(is_of).cloned();
                        table.or_else(|| reads(other, &names))
                    }
                };
                Some((other, what?))
            });
            match next {
                Some(next) => left_out.push(next),
                None => break,
            }
        }
        for other in &catalog.others {
            match left_out.iter().find(|(known, _)| *known == other) {
                Some((_, what)) => self.warnings.push(Warning {
                    table: other.table.clone().unwrap_or_else(|| other.name.clone()),
                    column: None,
                    what: format!(
                        "left out: the {} {}, because it reads {what}, which is left out",
                        other.kind.words(),
                        other.name
                    ),
                }),
                None => self.catalog.others.push(enums.uncast(dialect, other)),
            }
        }
    }
}
