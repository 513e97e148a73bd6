//! The names of constraints and indexes without a name in models.yaml.
//!
//! A name is the same on every database, so it is within the shortest of their limits.

use std::collections::{BTreeMap, BTreeSet};

use crate::hash::hash;
use crate::plural::singular;
use crate::schema::{Schema, Table};

/// The largest number of bytes in our names: PostgreSQL's limit, which is the smallest.
pub const LIMIT: usize = 63;

/// Names that generated code needs in their standard meaning.
pub const RESERVED_TYPES: &[&str] = &[
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Drop",
    "Eq",
    "Err",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Hash",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Vec",
];

/// The kind of object that a name is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A primary key.
    PrimaryKey,
    /// A unique key or a unique index.
    Unique,
    /// An index.
    Index,
    /// A foreign key.
    ForeignKey,
    /// A check.
    Check,
}

impl Kind {
    /// The prefix of its names.
    pub fn prefix(self) -> &'static str {
        match self {
            Kind::PrimaryKey => "pk",
            Kind::Unique => "uq",
            Kind::Index => "ix",
            Kind::ForeignKey => "fk",
            Kind::Check => "ck",
        }
    }
}

/// Functions of models, some of them only with a version, soft deletes or validation words.
const FUNCTIONS: [&str; 13] = [
    "all",
    "change",
    "delete",
    "filter",
    "find",
    "insert",
    "insert_all",
    "purge",
    "restore",
    "save",
    "update",
    "upsert",
    "validate",
];

/// Whether models have a function with this name, so that no relation can have it.
pub fn is_function(name: &str) -> bool {
    FUNCTIONS.contains(&name) || name.starts_with("find_by_")
}

/// The function that connects a row with another one, for a relation through a join table.
pub fn adder(relation: &str) -> String {
    format!("add_{}", singular(relation))
}

/// The function that removes such a connection.
pub fn remover(relation: &str) -> String {
    format!("remove_{}", singular(relation))
}

/// The function that replaces all such connections.
pub fn setter(relation: &str) -> String {
    format!("set_{relation}")
}

/// The default name: `uq_users_email`. The parts are usually the names of columns.
pub fn constraint(kind: Kind, table: &str, parts: &[&str]) -> String {
    let mut name = format!("{}_{table}", kind.prefix());
    for part in parts {
        name.push('_');
        name.push_str(part);
    }
    if name.len() <= LIMIT {
        name
    } else {
        with_suffix(&name, &name)
    }
}

/// Whether this is the name of the check that enforces the column's type.
pub fn is_type_check(name: &str, table: &str, column: &str) -> bool {
    let parts = [column, "type"];
    name == constraint(Kind::Check, table, &parts)
        || name == distinct(Kind::Check, table, &parts, "")
}

/// A name for one of several objects that would have the same [`constraint`] name.
///
/// The columns `b_c` of table `a` and `c` of table `a_b` get different names; `more` distinguishes
/// objects with the same columns.
pub fn distinct(kind: Kind, table: &str, parts: &[&str], more: &str) -> String {
    let mut identity = table.to_owned();
    for part in parts.iter().chain((!more.is_empty()).then_some(&more)) {
        identity.push('\u{1f}');
        identity.push_str(part);
    }
    let name = format!("{}_{table}_{}", kind.prefix(), parts.join("_"));
    with_suffix(&name, &identity)
}

/// The names of the checks that enforce the types of columns, for every table and each of its
/// columns: `ck_users_active_type`.
///
/// Not every type needs a check on every database, but the name never depends on that.
pub fn type_checks(schema: &Schema) -> Vec<Vec<String>> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut usual: BTreeMap<String, usize> = BTreeMap::new();
    for table in &schema.tables {
        taken.extend(table_names(table).map(folded));
        for column in &table.columns {
            *usual
                .entry(folded(&type_check(table, &column.name)))
                .or_default() += 1;
        }
    }
    let name = |table: &Table, column: &str| {
        let name = type_check(table, column);
        let key = folded(&name);
        if usual.get(&key) == Some(&1) && !taken.contains(&key) {
            name
        } else {
            distinct(Kind::Check, &table.name, &[column, "type"], "")
        }
    };
    let names = |table: &Table| table.columns.iter().map(|c| name(table, &c.name)).collect();
    schema.tables.iter().map(names).collect()
}

/// The name of the function that finds a row by a unique key: `find_by_first_and_last`.
///
/// Rust expects one underscore between two words, so `self_` loses its own.
pub fn find_by<'a>(fields: impl IntoIterator<Item = &'a str>) -> String {
    let fields: Vec<&str> = fields
        .into_iter()
        .map(|field| field.trim_matches('_'))
        .collect();
    format!("find_by_{}", fields.join("_and_"))
}

/// The name in a form that is equal for names that differ only in case.
pub fn folded(name: &str) -> String {
    name.to_lowercase()
}

fn type_check(table: &Table, column: &str) -> String {
    constraint(Kind::Check, &table.name, &[column, "type"])
}

fn table_names(table: &Table) -> impl Iterator<Item = &str> {
    let keys = std::iter::once(&table.primary_key)
        .chain(&table.uniques)
        .map(|key| &key.name);
    let indexes = table.indexes.iter().map(|index| &index.name);
    let checks = table.checks.iter().map(|check| &check.name);
    let foreign_keys = table
        .foreign_keys
        .iter()
        .map(|foreign_key| &foreign_key.name);
    keys.chain(indexes)
        .chain(checks)
        .chain(foreign_keys)
        .map(String::as_str)
}

/// The beginning of the name, as long as there is room, and eight digits for the identity.
fn with_suffix(name: &str, identity: &str) -> String {
    const DIGITS: usize = 8;
    let room = LIMIT - 1 - DIGITS;
    let end = |(start, character): (usize, char)| start + character.len_utf8();
    let head = name
        .char_indices()
        .map(end)
        .take_while(|end| *end <= room)
        .last()
        .unwrap_or(0);
    let head = &name[..head];
    // The low bits, because the last character of a string affects them first.
    let digits = hash(identity) & 0xffff_ffff;
    format!("{head}_{digits:08x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_table_and_columns() {
        assert_eq!(constraint(Kind::PrimaryKey, "users", &[]), "pk_users");
        assert_eq!(
            constraint(Kind::Index, "posts", &["author_id", "at"]),
            "ix_posts_author_id_at"
        );
    }

    #[test]
    fn a_name_at_the_limit_stays_and_a_longer_one_is_cut() {
        let fits = "x".repeat(LIMIT - 3);
        assert_eq!(constraint(Kind::Unique, &fits, &[]), format!("uq_{fits}"));

        let name = constraint(Kind::Unique, &format!("{fits}y"), &[]);
        assert_eq!(name.len(), LIMIT);
        assert_ne!(name, constraint(Kind::Unique, &format!("{fits}z"), &[]));
    }

    #[test]
    fn cuts_between_characters() {
        let name = constraint(Kind::Index, &"ä".repeat(40), &["b"]);
        assert!(name.len() <= LIMIT && name.starts_with("ix_ää"), "{name}");
    }

    #[test]
    fn tells_apart_what_joins_to_the_same() {
        let one = distinct(Kind::Unique, "a_b", &["c"], "");
        let other = distinct(Kind::Unique, "a", &["b_c"], "");
        assert!(one.starts_with("uq_a_b_c_") && other.starts_with("uq_a_b_c_"));
        assert_ne!(one, other);
        assert_ne!(one, distinct(Kind::Unique, "a_b", &["c"], "more"));
    }

    #[test]
    fn names_finders() {
        assert_eq!(find_by(["email"]), "find_by_email");
        assert_eq!(find_by(["first", "last"]), "find_by_first_and_last");
        assert_eq!(find_by(["self_", "_id"]), "find_by_self_and_id");
    }
}
