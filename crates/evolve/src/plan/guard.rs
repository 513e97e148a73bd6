//! What a plan asks before it begins, so that it loses nothing that no catalog knows of.
//!
//! A plan is made from what the tables should be. In a live database other programs, hand-written
//! migrations and the user's own SQL may have added to them: a column, an index, a trigger, an
//! attribute. Most steps leave that alone. A guard is a query about a step that does not, which
//! gives the names of what would be lost.

use std::collections::{BTreeMap, BTreeSet};

use tablewright_schema::catalog::{Catalog, Column, Table};
use tablewright_sql::Dialect;
use tablewright_sql::quote::{identifier, text};

use super::NEW;
use super::Step;
use super::before::Before;
use crate::diff::{Alteration, Change};

/// What stands in a message for the names that a query has found.
pub const NAMES: &str = "{names}";

/// A query for the names of what a plan would lose. If it has rows, the plan must not begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    dialect: Dialect,
    query: String,
    is_about_triggers: bool,
    /// What would be lost, and what to do: [`NAMES`] stands for the names.
    pub message: String,
}

impl Guard {
    /// The query. These triggers are known, and may go: something else makes them again.
    pub fn sql(&self, triggers: &[String]) -> String {
        if self.is_about_triggers && !triggers.is_empty() {
            let known = lowered(self.dialect, triggers.iter().map(String::as_str));
            format!("{} AND lower(name) NOT IN ({known})", self.query)
        } else {
            self.query.clone()
        }
    }
}

/// The guards of a plan, and those of what undoes it.
pub(super) fn of(
    before: &Before<'_>,
    wanted: &Catalog,
    changes: &[Change],
    steps: &[Step],
) -> (Vec<Guard>, Vec<Guard>) {
    let dialect = before.dialect();
    let rebuilt = |table: &str, sql: fn(&Step) -> &Vec<String>| {
        let new = identifier(dialect, &format!("{NEW}{table}"));
        let table = identifier(dialect, table);
        let dropped = format!("DROP TABLE {table}");
        let renamed = format!("ALTER TABLE {new} RENAME TO {table}");
        let is_rebuild = |step: &Step| sql(step).contains(&dropped) && sql(step).contains(&renamed);
        dialect.rebuilds_tables() && steps.iter().any(is_rebuild)
    };
    let up = guards(before, changes, |table| rebuilt(table, |step| &step.sql));
    let back: Vec<Change> = changes.iter().rev().map(Change::reversed).collect();
    let after = Before::new(dialect, wanted, &back);
    let names: BTreeMap<&str, &str> = changes.iter().filter_map(renamed).collect();
    let down = guards(&after, &back, |table| {
        let to = names.get(table).copied().unwrap_or(table);
        rebuilt(to, |step| &step.reverse)
    });
    (up, down)
}

fn renamed(change: &Change) -> Option<(&str, &str)> {
    match change {
        Change::RenameTable { from, to } => Some((from, to)),
        _ => None,
    }
}

/// What happens to the columns of a table, under the names that they have before.
#[derive(Default)]
struct Columns<'c> {
    dropped: BTreeSet<&'c str>,
    /// Of another type.
    retyped: BTreeSet<&'c str>,
    /// Of another definition.
    changed: BTreeSet<&'c str>,
    /// Of an enum whose values get another text.
    revalued: BTreeSet<&'c str>,
    /// Indexes and constraints that are dropped.
    without: BTreeSet<&'c str>,
    /// Those that come.
    with: BTreeSet<&'c str>,
}

impl Columns<'_> {
    /// Indexes and constraints that go and come again.
    fn again(&self) -> impl Iterator<Item = &str> {
        self.without.intersection(&self.with).copied()
    }
}

fn guards(
    before: &Before<'_>,
    changes: &[Change],
    is_rebuilt: impl Fn(&str) -> bool,
) -> Vec<Guard> {
    let mut tables: BTreeMap<&str, Columns<'_>> = BTreeMap::new();
    for change in changes {
        let Change::Alter { table, alteration } = change else {
            continue;
        };
        let columns = tables.entry(table).or_default();
        match alteration {
            Alteration::DropColumn(column) => {
                columns.dropped.insert(&column.name);
            }
            Alteration::ChangeColumn { from, to } => {
                let name = before.column_name(table, &to.name);
                columns.changed.insert(name);
                if from.ty != to.ty {
                    columns.retyped.insert(name);
                }
            }
            Alteration::SetDefault(column) => {
                columns
                    .changed
                    .insert(before.column_name(table, &column.name));
            }
            Alteration::RenameValues {
                column,
                is_list: false,
                ..
            } => {
                columns
                    .revalued
                    .insert(before.column_name(table, &column.name));
            }
            Alteration::DropUnique(key) => {
                columns.without.insert(&key.name);
            }
            Alteration::DropIndex(index) => {
                columns.without.insert(&index.name);
            }
            Alteration::DropCheck(check) => {
                columns.without.insert(&check.name);
            }
            Alteration::DropForeignKey(key) => {
                columns.without.insert(&key.name);
            }
            Alteration::AddUnique(key) => {
                columns.with.insert(&key.name);
            }
            Alteration::AddIndex(index) => {
                columns.with.insert(&index.name);
            }
            Alteration::AddCheck(check) => {
                columns.with.insert(&check.name);
            }
            Alteration::AddForeignKey(key) => {
                columns.with.insert(&key.name);
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    // Under the names that they have before.
    let revalued: Vec<String> = tables
        .iter()
        .flat_map(|(name, columns)| {
            let table = before.table_name(name);
            let columns = columns.revalued.iter();
            columns.map(move |column| format!("{table}.{column}"))
        })
        .collect();
    for (name, columns) in tables {
        let Some(table) = before.catalog.table(before.table_name(name)) else {
            continue;
        };
        for column in &columns.revalued {
            found.push(referring(before.dialect(), table, column, &revalued));
        }
        match before.dialect() {
            Dialect::Sqlite if is_rebuilt(name) => sqlite(table, &columns, &mut found),
            Dialect::Sqlite => {}
            Dialect::Postgres => postgres(table, &columns, &mut found),
            Dialect::Mysql | Dialect::Mariadb => {
                mysql(before.dialect(), table, &columns, &mut found);
            }
        }
    }
    found
}

/// Rows of a table that no model has may refer to a column whose values get another text. Those of
/// the models get theirs in the same plan.
fn referring(dialect: Dialect, table: &Table, column: &str, revalued: &[String]) -> Guard {
    let (name, target) = (text(dialect, &table.name), text(dialect, column));
    let known = listed(dialect, revalued.iter().map(String::as_str));
    let query = match dialect {
        // While a table is rebuilt nothing cascades.
        Dialect::Sqlite => {
            let is_key = table.primary_key.as_ref();
            let is_key = is_key.is_some_and(|key| key.columns.iter().any(|it| it == column));
            let implied = match is_key {
                true => " OR f.\"to\" IS NULL",
                false => "",
            };
            let known = lowered(dialect, revalued.iter().map(String::as_str));
            format!(
                "SELECT m.name || '.' || f.\"from\" FROM sqlite_schema AS m \
                 JOIN pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table' \
                 AND lower(f.\"table\") = lower({name}) \
                 AND (lower(f.\"to\") = lower({target}){implied}) \
                 AND lower(m.name || '.' || f.\"from\") NOT IN ({known})"
            )
        }
        Dialect::Postgres => {
            let quoted = text(dialect, &identifier(dialect, &table.name));
            format!(
                "SELECT c.relname || '.' || n.conname FROM pg_constraint AS n \
                 JOIN pg_class AS c ON c.oid = n.conrelid \
                 CROSS JOIN LATERAL unnest(n.conkey, n.confkey) AS k (own, target) \
                 JOIN pg_attribute AS o ON o.attrelid = n.conrelid AND o.attnum = k.own \
                 JOIN pg_attribute AS t ON t.attrelid = n.confrelid AND t.attnum = k.target \
                 WHERE n.contype = 'f' AND n.confrelid = to_regclass({quoted}) \
                 AND t.attname = {target} AND n.confupdtype <> 'c' \
                 AND c.relname || '.' || o.attname NOT IN ({known})"
            )
        }
        Dialect::Mysql | Dialect::Mariadb => format!(
            "SELECT CONVERT(concat(k.table_name, '.', k.constraint_name) USING utf8mb4) \
             FROM information_schema.key_column_usage AS k \
             JOIN information_schema.referential_constraints AS r \
             ON r.constraint_schema = k.constraint_schema \
             AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name \
             WHERE k.referenced_table_schema = database() AND k.referenced_table_name = {name} \
             AND k.referenced_column_name = {target} AND r.update_rule <> 'CASCADE' \
             AND concat(k.table_name, '.', k.column_name) NOT IN ({known})"
        ),
    };
    Guard {
        dialect,
        query,
        is_about_triggers: false,
        message: format!(
            "the foreign key `{NAMES}` is not in the models, and refers to `{}.{column}`, whose \
             values get another text: drop it, change the rows of its table likewise, and add it \
             again afterwards",
            table.name
        ),
    }
}

/// A table that is rebuilt loses everything that the new one does not have. Its indexes and
/// triggers are made again by who runs the plan, unless they name a column that is another one
/// then.
fn sqlite(table: &Table, columns: &Columns<'_>, found: &mut Vec<Guard>) {
    let dialect = Dialect::Sqlite;
    let name = text(dialect, &table.name);
    let known = lowered(dialect, table.columns.iter().map(|it| it.name.as_str()));
    found.push(Guard {
        dialect,
        query: format!(
            "SELECT name FROM pragma_table_xinfo({name}) WHERE lower(name) NOT IN ({known})"
        ),
        is_about_triggers: false,
        message: format!(
            "the table `{0}` is rebuilt, and its column `{NAMES}` is not in the models: it would be \
             lost with its values. Add it to the models, or drop it",
            table.name
        ),
    });
    let of_table = format!("lower(tbl_name) = lower({name}) AND sql IS NOT NULL");
    let names = |columns: &BTreeSet<&str>| {
        let names: Vec<String> = columns.iter().map(|column| mentions(column)).collect();
        names.join(" OR ")
    };
    if !columns.dropped.is_empty() {
        let ours = lowered(dialect, table.indexes.iter().map(|it| it.name.as_str()));
        found.push(Guard {
            dialect,
            query: format!(
                "SELECT name FROM sqlite_schema WHERE type = 'index' AND {of_table} AND \
                 lower(name) NOT IN ({ours}) AND ({})",
                names(&columns.dropped)
            ),
            is_about_triggers: false,
            message: format!(
                "the index `{NAMES}` of `{}` is not in the models, and names a column that is \
                 dropped: drop the index, or add it to the models without that column",
                table.name
            ),
        });
    }
    let changed: BTreeSet<&str> = columns.dropped.union(&columns.retyped).copied().collect();
    if !changed.is_empty() {
        found.push(Guard {
            dialect,
            query: format!(
                "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND {of_table} AND ({})",
                names(&changed)
            ),
            is_about_triggers: true,
            message: format!(
                "the trigger `{NAMES}` of `{}` is not in the models, and names a column that is \
                 dropped or changes its type: drop the trigger, and create it again afterwards in \
                 the form that fits",
                table.name
            ),
        });
    }
}

/// Whether the SQL of an object names the column, as a word.
fn mentions(column: &str) -> String {
    let mut pattern = String::new();
    for character in column.to_ascii_lowercase().chars() {
        match character {
            '*' | '?' | '[' => pattern.extend(['[', character, ']']),
            other => pattern.push(other),
        }
    }
    let pattern = format!("*[^a-z0-9_]{pattern}[^a-z0-9_]*");
    format!(
        "' ' || lower(sql) || ' ' GLOB {}",
        text(Dialect::Sqlite, &pattern)
    )
}

/// PostgreSQL drops with a column every index and constraint over it, those of several columns
/// included, and forgets with the type of a column how its values are stored.
fn postgres(table: &Table, columns: &Columns<'_>, found: &mut Vec<Guard>) {
    let dialect = Dialect::Postgres;
    let quoted = identifier(dialect, &table.name);
    let live = format!("to_regclass({})", text(dialect, &quoted));
    let known = listed(dialect, names_in(table));
    for column in &columns.dropped {
        let name = text(dialect, column);
        let position = format!(
            "(SELECT attnum FROM pg_attribute WHERE attrelid = {live} AND attname = {name})"
        );
        found.push(Guard {
            dialect,
            query: format!(
                "SELECT i.relname::text FROM pg_index AS x \
                 JOIN pg_class AS i ON i.oid = x.indexrelid \
                 WHERE x.indrelid = {live} AND i.relname NOT IN ({known}) \
                 AND EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass \
                 AND d.objid = i.oid AND d.refobjid = x.indrelid AND d.refobjsubid = {position}) \
                 AND EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass \
                 AND d.objid = i.oid AND d.refobjid = x.indrelid \
                 AND d.refobjsubid NOT IN (0, {position})) \
                 UNION SELECT n.conname::text FROM pg_constraint AS n \
                 WHERE n.conrelid = {live} AND n.contype IN ('c', 'f', 'p', 'u', 'x') \
                 AND n.conname NOT IN ({known}) AND array_length(n.conkey, 1) > 1 \
                 AND {position} = ANY (n.conkey) \
                 UNION SELECT s.stxname::text FROM pg_statistic_ext AS s \
                 WHERE s.stxrelid = {live} AND {position} = ANY (s.stxkeys::int2[])"
            ),
            is_about_triggers: false,
            message: over_dropped(table, column),
        });
    }
    let again = listed(dialect, columns.again());
    if !again.is_empty() {
        found.push(Guard {
            dialect,
            query: format!(
                "SELECT i.relname::text FROM pg_index AS x \
                 JOIN pg_class AS i ON i.oid = x.indexrelid \
                 WHERE x.indrelid = {live} AND i.relname IN ({again}) \
                 AND (i.reloptions IS NOT NULL OR obj_description(i.oid, 'pg_class') IS NOT NULL) \
                 UNION SELECT n.conname::text FROM pg_constraint AS n \
                 WHERE n.conrelid = {live} AND n.conname IN ({again}) \
                 AND obj_description(n.oid, 'pg_constraint') IS NOT NULL"
            ),
            is_about_triggers: false,
            message: created_again(table),
        });
    }
    for column in &columns.retyped {
        found.push(Guard {
            dialect,
            query: format!(
                "SELECT a.attname::text FROM pg_attribute AS a \
                 JOIN pg_type AS t ON t.oid = a.atttypid \
                 WHERE a.attrelid = {live} AND a.attname = {} \
                 AND (a.attstorage <> t.typstorage OR a.attcompression::text <> '')",
                text(dialect, column)
            ),
            is_about_triggers: false,
            message: format!(
                "the column `{}.{NAMES}` has a STORAGE or COMPRESSION of its own, which goes with \
                 its type: set it back to the default, and set it again afterwards",
                table.name
            ),
        });
    }
}

/// What is said of an index or a constraint that is dropped and created again.
fn created_again(table: &Table) -> String {
    format!(
        "`{NAMES}` of `{}` is dropped and created again, and would lose what is not in the models \
         (a comment, storage parameters, an attribute): take that away first, and set it again \
         afterwards",
        table.name
    )
}

/// MySQL and MariaDB take a dropped column out of every index, and give a changed column nothing
/// but what the statement says.
fn mysql(dialect: Dialect, table: &Table, columns: &Columns<'_>, found: &mut Vec<Guard>) {
    let of_table = format!(
        "table_schema = database() AND table_name = {}",
        text(dialect, &table.name)
    );
    let known = listed(dialect, names_in(table));
    for column in &columns.dropped {
        let name = text(dialect, column);
        found.push(Guard {
            dialect,
            query: format!(
                "SELECT DISTINCT CONVERT(index_name USING utf8mb4) FROM information_schema.statistics \
                 AS i WHERE {of_table} AND column_name = {name} AND index_name NOT IN ({known}) \
                 AND EXISTS (SELECT 1 FROM information_schema.statistics AS o \
                 WHERE o.table_schema = i.table_schema AND o.table_name = i.table_name \
                 AND o.index_name = i.index_name AND o.column_name <> i.column_name)"
            ),
            is_about_triggers: false,
            message: over_dropped(table, column),
        });
    }
    let again = listed(dialect, columns.again());
    if !again.is_empty() {
        found.push(Guard {
            dialect,
            query: format!(
                "SELECT DISTINCT CONVERT(index_name USING utf8mb4) FROM \
                 information_schema.statistics WHERE {of_table} AND index_name IN ({again}) \
                 AND index_comment <> ''"
            ),
            is_about_triggers: false,
            message: created_again(table),
        });
    }
    for name in &columns.changed {
        let Some(column) = table.column(name) else {
            continue;
        };
        found.push(Guard {
            dialect,
            query: format!(
                "SELECT CONVERT(column_name USING utf8mb4) FROM information_schema.columns \
                 WHERE {of_table} AND column_name = {} AND ({})",
                text(dialect, name),
                attributes(dialect, column).join(" OR ")
            ),
            is_about_triggers: false,
            message: format!(
                "the column `{}.{NAMES}` has an attribute that is not in the models (ON UPDATE, \
                 AUTO_INCREMENT, INVISIBLE, COMPRESSED, SRID or a comment), and would lose it when \
                 its definition is changed: add it to the models, or take it away first",
                table.name
            ),
        });
    }
}

/// Conditions on what a column has that it is not known to have.
fn attributes(dialect: Dialect, column: &Column) -> Vec<String> {
    let default = column.default.as_ref();
    let default = default.map_or("", |default| default.normal());
    let mut conditions = vec!["lower(extra) LIKE '%invisible%'".to_owned()];
    if !default.contains("on update ") {
        conditions.push("lower(extra) LIKE '%on update%'".to_owned());
    }
    if column.counted.is_none() {
        conditions.push("lower(extra) LIKE '%auto_increment%'".to_owned());
    }
    match dialect {
        Dialect::Mariadb => conditions.push("lower(column_type) LIKE '%compressed%'".to_owned()),
        Dialect::Mysql | Dialect::Sqlite | Dialect::Postgres => {
            conditions.push("srs_id IS NOT NULL".to_owned());
        }
    }
    let comment = column.comment.as_deref().unwrap_or_default();
    // The server keeps other characters as question marks.
    if comment
        .chars()
        .all(|character| u32::from(character) <= 0xffff)
    {
        let comment = text(dialect, comment);
        conditions.push(format!("column_comment NOT IN ('', {comment})"));
    }
    conditions
}

fn over_dropped(table: &Table, column: &str) -> String {
    format!(
        "`{NAMES}` of `{}` is not in the models, and is over the column `{column}`, with which it \
         would go: drop it first, and create it again without that column",
        table.name
    )
}

/// What the table is known to have under a name.
fn names_in(table: &Table) -> impl Iterator<Item = &str> {
    let keys = table.primary_key.iter().chain(&table.uniques);
    let keys = keys.map(|key| key.name.as_str());
    let indexes = table.indexes.iter().map(|index| index.name.as_str());
    let checks = table.checks.iter().map(|check| check.name.as_str());
    let references = table.foreign_keys.iter().map(|key| key.name.as_str());
    // MySQL calls every primary key so.
    let primary = std::iter::once("PRIMARY");
    keys.chain(indexes)
        .chain(checks)
        .chain(references)
        .chain(primary)
}

/// Names as literals.
fn listed<'n>(dialect: Dialect, names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<String> = names.map(|name| text(dialect, name)).collect();
    names.join(", ")
}

/// Names as literals in lower case, as SQLite compares them; there is at least one.
fn lowered<'n>(dialect: Dialect, names: impl Iterator<Item = &'n str>) -> String {
    let names = names.map(|name| text(dialect, &name.to_ascii_lowercase()));
    let names: Vec<String> = names.chain([text(dialect, "")]).collect();
    names.join(", ")
}
