//! What a plan asks before it begins, so that it loses nothing that no catalog knows of.
//!
//! A plan is made from what the tables should be. In a live database other programs, hand-written
//! migrations and the user's own SQL may have added to them: a column, an index, a trigger, an
//! attribute. Most steps leave that alone. A guard is a query about a step that does not, which
//! gives the names of what would be lost. `others.rs` has those about views, triggers and functions.

use std::collections::{BTreeMap, BTreeSet};

use tablewright_schema::catalog::{Catalog, Column, Table};
use tablewright_sql::Dialect;
use tablewright_sql::quote::{identifier, text};

mod others;

use super::NEW;
use super::Step;
use super::before::Before;
use crate::diff::{self, Alteration, Change, Diff, Mapping};

/// What stands in a message for the names that a query has found.
pub const NAMES: &str = "{names}";

/// A query for the names of what a plan would lose. If it has rows, the plan must not begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    dialect: Dialect,
    query: String,
    /// Whether the user's own SQL may have made what the query names.
    is_about_scripts: bool,
    /// What would be lost, and what to do: [`NAMES`] stands for the names.
    pub message: String,
}

impl Guard {
    /// The query. These views, triggers and functions are known, and may go: something else makes
    /// them again.
    pub fn sql(&self, known: &[String]) -> String {
        if self.is_about_scripts && !known.is_empty() {
            let known = lowered(self.dialect, known.iter().map(String::as_str));
            let Guard { query, .. } = self;
            format!("SELECT name FROM ({query}) AS found WHERE lower(name) NOT IN ({known})")
        } else {
            self.query.clone()
        }
    }
}

/// The guards of a plan, and those of what undoes it.
pub(super) fn of(
    before: &Before<'_>,
    wanted: &Catalog,
    diff: &Diff,
    steps: &[Step],
) -> (Vec<Guard>, Vec<Guard>) {
    let (dialect, changes) = (before.dialect(), &diff.changes);
    let rebuilt = |table: &str, sql: fn(&Step) -> &Vec<String>| {
        let new = identifier(dialect, &format!("{NEW}{table}"));
        let table = identifier(dialect, table);
        let dropped = format!("DROP TABLE {table}");
        let renamed = format!("ALTER TABLE {new} RENAME TO {table}");
        let is_rebuild = |step: &Step| sql(step).contains(&dropped) && sql(step).contains(&renamed);
        dialect.rebuilds_tables() && steps.iter().any(is_rebuild)
    };
    let former = diff.renames.backward();
    let ours = ours(before.catalog, wanted, diff);
    let up = guards(before, changes, &ours, &former, |table| {
        rebuilt(table, |step| &step.sql)
    });
    let back: Vec<Change> = changes.iter().rev().map(Change::reversed).collect();
    let after = Before::new(dialect, wanted, &back);
    let names: BTreeMap<&str, &str> = changes.iter().filter_map(renamed).collect();
    let down = guards(&after, &back, wanted, &Mapping::default(), |table| {
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

/// The tables of the models, of these and of earlier ones.
fn ours(current: &Catalog, wanted: &Catalog, diff: &Diff) -> Catalog {
    let is_dropped = |name: &str| {
        diff.changes.iter().any(|change| match change {
            Change::DropTable(table) => table.name == name,
            _ => false,
        })
    };
    let renamed = diff.renames.forward().catalog(current);
    let tables = current.tables.iter().zip(&renamed.tables);
    let tables = tables
        .filter(|(_, renamed)| wanted.table(&renamed.name).is_some() || is_dropped(&renamed.name));
    Catalog {
        tables: tables.map(|(table, _)| table.clone()).collect(),
        others: Vec::new(),
    }
}

/// Whether the column that changes is dropped and added, because one of the two is generated.
fn is_another(dialect: Dialect, from: &Column, to: &Column) -> bool {
    match dialect {
        Dialect::Sqlite => false,
        Dialect::Postgres => from.generated.is_none() && to.generated.is_some(),
        Dialect::Mysql | Dialect::Mariadb => {
            from.generated.is_none() && to.generated.is_some() || super::mysql::is_copied(from, to)
        }
    }
}

fn is_in_key(table: &Table, column: &str) -> bool {
    let mut keys = table.primary_key.iter().chain(&table.uniques);
    let mut indexes = table.indexes.iter().filter(|index| index.unique);
    keys.any(|key| key.columns.iter().any(|name| name == column))
        || indexes.any(|index| diff::columns_of_index(index).0.contains(column))
}

/// What happens to the columns of a table, under the names that they have before.
#[derive(Default)]
struct Columns<'c> {
    dropped: BTreeSet<&'c str>,
    /// Those of other names.
    renamed: BTreeSet<&'c str>,
    /// That come, also in the place of one that is dropped.
    added: BTreeSet<&'c str>,
    /// That are dropped and come again.
    recreated: BTreeSet<&'c str>,
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
    /// In keys, with values that get another text.
    rekeyed: BTreeSet<&'c str>,
    /// In keys that are dropped.
    keys: BTreeSet<&'c str>,
    /// Whether the table is dropped, or gets another name.
    is_table_dropped: bool,
    is_table_renamed: bool,
}

impl Columns<'_> {
    /// Indexes and constraints that go and come again.
    fn again(&self) -> impl Iterator<Item = &str> {
        self.without.intersection(&self.with).copied()
    }

    /// Columns that are not called so any more.
    fn unnamed(&self) -> BTreeSet<&str> {
        let gone = self.dropped.difference(&self.added);
        gone.chain(&self.renamed).copied().collect()
    }

    /// The same, and those that are replaced.
    fn replaced(&self) -> BTreeSet<&str> {
        self.dropped.union(&self.renamed).copied().collect()
    }

    /// Columns to which nobody else may refer while they change.
    fn disturbed(&self) -> BTreeSet<&str> {
        let all = self.dropped.iter().chain(&self.retyped);
        all.chain(&self.rekeyed)
            .chain(&self.keys)
            .copied()
            .collect()
    }
}

fn guards(
    before: &Before<'_>,
    changes: &[Change],
    ours: &Catalog,
    former: &Mapping,
    is_rebuilt: impl Fn(&str) -> bool,
) -> Vec<Guard> {
    let dialect = before.dialect();
    let is_replaced = super::replaced(changes);
    let mut tables: BTreeMap<&str, Columns<'_>> = BTreeMap::new();
    let mut found = Vec::new();
    for change in changes {
        let (table, alteration) = match change {
            Change::Alter { table, alteration } => (table, alteration),
            Change::DropTable(table) => {
                found.extend(others::of_table(
                    dialect,
                    &table.name,
                    others::Fate::Dropped,
                ));
                tables.entry(&table.name).or_default().is_table_dropped = true;
                continue;
            }
            Change::RenameTable { from, to } => {
                tables.entry(to).or_default().is_table_renamed = true;
                found.extend(others::of_table(dialect, from, others::Fate::Renamed));
                continue;
            }
            Change::CreateTable(_) | Change::CreateOther(_) | Change::DropOther(_) => continue,
        };
        let columns = tables.entry(table).or_default();
        match alteration {
            Alteration::DropColumn(column) => {
                // One that is replaced may come under another name, without a change that gives it.
                let name = former.column_name(table, &column.name);
                columns.dropped.insert(name);
                if is_replaced(table, &column.name) {
                    columns.recreated.insert(name);
                }
            }
            Alteration::RenameColumn { from, .. } => {
                columns.renamed.insert(from);
            }
            Alteration::AddColumn(column) => {
                columns.added.insert(&column.name);
            }
            Alteration::ChangeColumn { from, to } => {
                let name = before.column_name(table, &to.name);
                columns.changed.insert(name);
                if from.ty != to.ty {
                    columns.retyped.insert(name);
                }
                if is_another(before.dialect(), from, to) {
                    columns.dropped.insert(name);
                    columns.added.insert(name);
                    columns.recreated.insert(name);
                }
            }
            Alteration::RenameValues {
                column, is_list, ..
            } => {
                let name = before.column_name(table, &column.name);
                if !is_list {
                    columns.revalued.insert(name);
                }
                let now = before.catalog.table(before.table_name(table));
                // Others can refer to nothing but keys.
                if now.is_some_and(|now| is_in_key(now, name)) {
                    columns.rekeyed.insert(name);
                }
            }
            Alteration::DropPrimaryKey(key) => {
                let keys = key.columns.iter();
                columns
                    .keys
                    .extend(keys.map(|column| before.column_name(table, column)));
            }
            Alteration::SetDefault(column) => {
                columns
                    .changed
                    .insert(before.column_name(table, &column.name));
            }
            Alteration::DropUnique(key) => {
                columns.without.insert(&key.name);
                let keys = key.columns.iter();
                columns
                    .keys
                    .extend(keys.map(|column| before.column_name(table, column)));
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
            found.push(referring(dialect, table, column, &revalued));
        }
        found.extend(others::of_columns(dialect, &table.name, &columns));
        match before.dialect() {
            Dialect::Sqlite => {
                if is_rebuilt(name) {
                    sqlite(table, &columns, &mut found);
                }
                sqlite_names(table, &columns, &mut found);
                sqlite_referring(ours, table, &columns, &mut found);
            }
            Dialect::Postgres => {
                postgres(table, &columns, &mut found);
                postgres_depending(ours, table, &columns, &mut found);
            }
            Dialect::Mysql | Dialect::Mariadb => {
                mysql(before.dialect(), table, &columns, &mut found);
                mysql_referring(before.dialect(), ours, table, &columns, &mut found);
                mysql_naming(before.dialect(), table, &columns, &mut found);
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
        is_about_scripts: false,
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
        is_about_scripts: false,
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
            is_about_scripts: false,
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
            is_about_scripts: true,
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
        // What is about nothing else goes with a column that goes for good.
        let (other_columns, several) = match columns.recreated.contains(column) {
            true => (String::new(), ""),
            false => (
                format!(
                    " AND EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass \
                     AND d.objid = i.oid AND d.refobjid = x.indrelid \
                     AND d.refobjsubid NOT IN (0, {position}))"
                ),
                " AND array_length(n.conkey, 1) > 1",
            ),
        };
        found.push(Guard {
            dialect,
            query: format!(
                "SELECT i.relname::text FROM pg_index AS x \
                 JOIN pg_class AS i ON i.oid = x.indexrelid \
                 WHERE x.indrelid = {live} AND i.relname NOT IN ({known}) \
                 AND EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass \
                 AND d.objid = i.oid AND d.refobjid = x.indrelid AND d.refobjsubid = {position})\
                 {other_columns} \
                 UNION SELECT n.conname::text FROM pg_constraint AS n \
                 WHERE n.conrelid = {live} AND n.contype IN ('c', 'f', 'p', 'u', 'x') \
                 AND n.conname NOT IN ({known}){several} \
                 AND {position} = ANY (n.conkey) \
                 UNION SELECT s.stxname::text FROM pg_statistic_ext AS s \
                 WHERE s.stxrelid = {live} AND {position} = ANY (s.stxkeys::int2[])"
            ),
            is_about_scripts: false,
            message: over_dropped(table, column, columns),
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
            is_about_scripts: false,
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
            is_about_scripts: false,
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
        // What is about nothing else goes with a column that goes for good.
        let other_columns = match columns.recreated.contains(column) {
            true => "",
            false => {
                " AND EXISTS (SELECT 1 FROM information_schema.statistics AS o \
                 WHERE o.table_schema = i.table_schema AND o.table_name = i.table_name \
                 AND o.index_name = i.index_name AND o.column_name <> i.column_name)"
            }
        };
        found.push(Guard {
            dialect,
            query: format!(
                "SELECT DISTINCT CONVERT(index_name USING utf8mb4) FROM information_schema.statistics \
                 AS i WHERE {of_table} AND column_name = {name} AND index_name NOT IN ({known})\
                 {other_columns}"
            ),
            is_about_scripts: false,
            message: over_dropped(table, column, columns),
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
            is_about_scripts: false,
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
            is_about_scripts: false,
            message: format!(
                "the column `{}.{NAMES}` has an attribute that is not in the models (ON UPDATE, \
                 AUTO_INCREMENT, INVISIBLE, COMPRESSED, SRID or a comment), and would lose it when \
                 its definition is changed: add it to the models, or take it away first",
                table.name
            ),
        });
    }
}

/// MySQL and MariaDB commit each statement, so that what a foreign key of another program does not
/// let pass would come up when half is done.
fn mysql_referring(
    dialect: Dialect,
    ours: &Catalog,
    table: &Table,
    columns: &Columns<'_>,
    found: &mut Vec<Guard>,
) {
    let disturbed = columns.disturbed();
    if disturbed.is_empty() && !columns.is_table_dropped {
        return;
    }
    let tables = ours.tables.iter();
    let keys = tables.flat_map(|table| &table.foreign_keys);
    let known = keys.map(|key| key.name.as_str()).chain([""]);
    let known = listed(dialect, known);
    let name = text(dialect, &table.name);
    let of_columns = |column: &str| match columns.is_table_dropped {
        true => String::new(),
        false => format!(
            " AND {column} IN ({})",
            listed(dialect, disturbed.iter().copied())
        ),
    };
    let own = match columns.is_table_dropped {
        true => String::new(),
        false => format!(
            " OR table_name = {name} AND referenced_table_name IS NOT NULL{}",
            of_columns("column_name")
        ),
    };
    found.push(Guard {
        dialect,
        query: format!(
            "SELECT DISTINCT CONVERT(constraint_name USING utf8mb4) AS name FROM \
             information_schema.key_column_usage WHERE table_schema = database() \
             AND constraint_name NOT IN ({known}) \
             AND (referenced_table_schema = database() AND referenced_table_name = {name}{}{own})",
            of_columns("referenced_column_name")
        ),
        is_about_scripts: false,
        message: refers(table),
    });
}

fn refers(table: &Table) -> String {
    format!(
        "the foreign key `{NAMES}`, which is not in the models, is about columns of `{}` that change: \
         drop it, and add it again afterwards",
        table.name
    )
}

/// Views, triggers, checks and generated columns of others keep the names that they were made with.
/// Checks and generated columns hold a column to its name, and the others fail from then on.
fn mysql_naming(dialect: Dialect, table: &Table, columns: &Columns<'_>, found: &mut Vec<Guard>) {
    let (unnamed, replaced) = (columns.unnamed(), columns.replaced());
    let is_table = columns.is_table_dropped || columns.is_table_renamed;
    if replaced.is_empty() && !is_table {
        return;
    }
    let name = text(dialect, &table.name);
    let quoted = |name: &str| text(dialect, &identifier(dialect, name));
    let any = |conditions: Vec<String>| format!("({})", conditions.join(" OR "));
    let named_in = |columns: &BTreeSet<&str>, what: &str| {
        let located = columns.iter();
        any(located
            .map(|column| format!("locate({}, {what}) > 0", quoted(column)))
            .collect())
    };
    let of_columns = match is_table {
        true => String::new(),
        false => format!(" AND {}", named_in(&unnamed, "view_definition")),
    };
    let mut queries = Vec::new();
    if is_table || !unnamed.is_empty() {
        queries.push(format!(
            "SELECT CONVERT(table_name USING utf8mb4) AS name FROM information_schema.views \
         WHERE table_schema = database() AND locate({}, view_definition) > 0{of_columns}",
            quoted(&table.name)
        ));
    }
    if !unnamed.is_empty() && !columns.is_table_dropped {
        let words = unnamed.iter().map(|column| {
            format!(
                "lower(action_statement) REGEXP {}",
                text(dialect, &as_word(column))
            )
        });
        queries.push(format!(
            "SELECT CONVERT(trigger_name USING utf8mb4) AS name FROM information_schema.triggers \
             WHERE trigger_schema = database() AND event_object_table = {name} AND {}",
            any(words.collect())
        ));
    }
    if !replaced.is_empty() && !columns.is_table_dropped {
        let known = table.checks.iter().map(|check| check.name.as_str());
        let known = listed(dialect, known.chain([""]));
        let checks = match dialect {
            Dialect::Mariadb => format!(
                "SELECT CONVERT(constraint_name USING utf8mb4) AS name FROM \
                 information_schema.check_constraints WHERE constraint_schema = database() \
                 AND table_name = {name} AND level = 'Table'"
            ),
            Dialect::Mysql | Dialect::Sqlite | Dialect::Postgres => format!(
                "SELECT CONVERT(c.constraint_name USING utf8mb4) AS name FROM \
                 information_schema.check_constraints c JOIN information_schema.table_constraints t \
                 ON t.constraint_schema = c.constraint_schema \
                 AND t.constraint_name = c.constraint_name \
                 WHERE c.constraint_schema = database() AND t.table_name = {name}"
            ),
        };
        let constraint = match dialect {
            Dialect::Mariadb => "constraint_name",
            Dialect::Mysql | Dialect::Sqlite | Dialect::Postgres => "c.constraint_name",
        };
        queries.push(format!(
            "{checks} AND {constraint} NOT IN ({known}) AND {}",
            named_in(&replaced, "check_clause")
        ));
        let known = table.columns.iter().map(|column| column.name.as_str());
        let known = listed(dialect, known);
        queries.push(format!(
            "SELECT CONVERT(column_name USING utf8mb4) AS name FROM information_schema.columns \
             WHERE table_schema = database() AND table_name = {name} \
             AND column_name NOT IN ({known}) AND {}",
            named_in(&replaced, "generation_expression")
        ));
    }
    found.push(Guard {
        dialect,
        query: queries.join(" UNION "),
        is_about_scripts: true,
        message: match is_table {
            true => format!(
                "`{NAMES}` names `{}`, which is dropped or gets another name, and is not in the \
                 models: drop it, and create it again afterwards in the form that fits",
                table.name
            ),
            false => format!(
                "`{NAMES}` names a column of `{}` that is dropped or gets another name, and is not \
                 in the models: drop it, and create it again afterwards in the form that fits",
                table.name
            ),
        },
    });
}

/// A pattern of the name as a word, in lower case, without a backslash: whether one is a part of a
/// text depends on a setting.
fn as_word(name: &str) -> String {
    let name = name.to_lowercase();
    let is_plain = |character: char| character.is_alphanumeric() || character == '_';
    let plain = name.chars().map(|it| if is_plain(it) { it } else { '.' });
    let end = "[^a-z0-9_$]";
    format!("(^|{end}){}({end}|$)", plain.collect::<String>())
}

/// Views, and triggers of other tables, that name what is dropped. SQLite gives other names itself.
fn sqlite_names(table: &Table, columns: &Columns<'_>, found: &mut Vec<Guard>) {
    let dialect = Dialect::Sqlite;
    if columns.dropped.is_empty() && !columns.is_table_dropped {
        return;
    }
    let of_columns = match columns.is_table_dropped {
        true => String::new(),
        false => {
            let columns = columns.dropped.iter().map(|column| mentions(column));
            format!(" AND ({})", columns.collect::<Vec<_>>().join(" OR "))
        }
    };
    found.push(Guard {
        dialect,
        query: format!(
            "SELECT name FROM sqlite_schema WHERE type IN ('view', 'trigger') \
             AND lower(tbl_name) <> lower({}) AND {}{of_columns}",
            text(dialect, &table.name),
            mentions(&table.name)
        ),
        is_about_scripts: true,
        message: match columns.is_table_dropped {
            true => format!(
                "`{NAMES}` names `{}`, which is dropped, and is not in the models: drop it first",
                table.name
            ),
            false => format!(
                "`{NAMES}` names a column of `{}` that is dropped, and is not in the models: drop \
                 it, and create it again afterwards in the form that fits",
                table.name
            ),
        },
    });
}

/// Tables of others whose rows would refer to rows that are not there.
fn sqlite_referring(ours: &Catalog, table: &Table, columns: &Columns<'_>, found: &mut Vec<Guard>) {
    let dialect = Dialect::Sqlite;
    let gone = columns.dropped.difference(&columns.added);
    let gone: Vec<&str> = gone.chain(&columns.rekeyed).copied().collect();
    if gone.is_empty() && !columns.is_table_dropped {
        return;
    }
    let known = lowered(dialect, ours.tables.iter().map(|table| table.name.as_str()));
    let of_columns = match columns.is_table_dropped {
        true => String::new(),
        false => format!(
            " AND lower(coalesce(f.\"to\", {})) IN ({})",
            text(dialect, &key_of(table)),
            lowered(dialect, gone.into_iter())
        ),
    };
    found.push(Guard {
        dialect,
        query: format!(
            "SELECT DISTINCT t.name FROM sqlite_schema t, pragma_foreign_key_list(t.name) f \
             WHERE t.type = 'table' AND lower(t.name) NOT IN ({known}) \
             AND lower(f.\"table\") = lower({}){of_columns}",
            text(dialect, &table.name)
        ),
        is_about_scripts: false,
        message: format!(
            "the table `{NAMES}`, which is not in the models, refers to `{}`, and its rows would \
             refer to rows that are not there: drop it, or create it again afterwards without the \
             reference",
            table.name
        ),
    });
}

/// The column to which others refer without a word about it.
fn key_of(table: &Table) -> String {
    let columns = table.primary_key.iter().flat_map(|key| &key.columns);
    columns.take(1).cloned().collect()
}

/// What PostgreSQL does not let pass, of which its message tells no names.
fn postgres_depending(
    ours: &Catalog,
    table: &Table,
    columns: &Columns<'_>,
    found: &mut Vec<Guard>,
) {
    let dialect = Dialect::Postgres;
    let live = format!(
        "to_regclass({})",
        text(dialect, &identifier(dialect, &table.name))
    );
    let held: BTreeSet<&str> = columns.dropped.union(&columns.retyped).copied().collect();
    let of_columns = |number: &str, columns: &BTreeSet<&str>, is_all: bool| match is_all {
        true => String::new(),
        false => format!(
            " AND {number} IN (SELECT attnum FROM pg_attribute WHERE attrelid = {live} \
             AND attname IN ({}))",
            listed(dialect, columns.iter().copied())
        ),
    };
    let is_dropped = columns.is_table_dropped;
    if !held.is_empty() || is_dropped {
        found.push(Guard {
            dialect,
            query: format!(
                "SELECT DISTINCT coalesce(c.relname, t.tgname, p.proname)::text AS name \
                 FROM pg_depend AS d \
                 LEFT JOIN pg_rewrite AS r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid \
                 LEFT JOIN pg_class AS c ON c.oid = r.ev_class \
                 LEFT JOIN pg_trigger AS t ON d.classid = 'pg_trigger'::regclass AND t.oid = d.objid \
                 AND NOT t.tgisinternal \
                 LEFT JOIN pg_proc AS p ON d.classid = 'pg_proc'::regclass AND p.oid = d.objid \
                 WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = {live} \
                 AND coalesce(c.relname, t.tgname, p.proname) IS NOT NULL{}",
                of_columns("d.refobjsubid", &held, is_dropped)
            ),
            is_about_scripts: true,
            message: format!(
                "`{NAMES}` names a column of `{}` that is dropped or changes its type, and is not \
                 in the models: drop it, and create it again afterwards in the form that fits",
                table.name
            ),
        });
    }
    let disturbed = columns.disturbed();
    if !disturbed.is_empty() || is_dropped {
        let keys = ours.tables.iter().flat_map(|table| &table.foreign_keys);
        let known = listed(dialect, keys.map(|key| key.name.as_str()).chain([""]));
        let overlaps = match is_dropped {
            true => String::new(),
            false => format!(
                " AND EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = {live} \
                 AND a.attname IN ({}) AND a.attnum = ANY (n.confkey))",
                listed(dialect, disturbed.iter().copied())
            ),
        };
        found.push(Guard {
            dialect,
            query: format!(
                "SELECT n.conname::text AS name FROM pg_constraint AS n WHERE n.contype = 'f' \
                 AND n.confrelid = {live} AND n.conname NOT IN ({known}){overlaps}"
            ),
            is_about_scripts: false,
            message: refers(table),
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

fn over_dropped(table: &Table, column: &str, columns: &Columns<'_>) -> String {
    let again = match columns.recreated.contains(column) {
        true => "create it again afterwards",
        false => "create it again without that column",
    };
    format!(
        "`{NAMES}` of `{}` is not in the models, and is over the column `{column}`, with which it \
         would go: drop it first, and {again}",
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
