//! Which tables and columns have another name now, and a catalog in which they have it already.

use std::collections::{BTreeMap, BTreeSet};

use tablewright_schema::Intent;
use tablewright_schema::catalog::{
    Catalog, Check, Column, Expression, ForeignKey, Generated, Index, IndexKey, IndexPart, Key,
    Table,
};

use super::BlockingIssue;
use super::change::{Alteration, Change};

/// The names that change.
#[derive(Debug, Default)]
pub(super) struct Renames {
    /// From the name now to the name to come.
    tables: BTreeMap<String, String>,
    /// For each table, by its name to come: from a column's name now to its name to come.
    columns: BTreeMap<String, BTreeMap<String, String>>,
}

/// Finds what is there under a former name and not under its own.
pub(super) fn find(
    current: &Catalog,
    wanted: &Catalog,
    intent: &Intent,
) -> Result<Renames, Vec<BlockingIssue>> {
    let mut renames = Renames::default();
    let mut issues = Vec::new();
    for former in &intent.tables {
        let is_dropped = intent.dropped.contains(&former.was);
        if is_dropped || current.table(&former.was).is_none() {
            continue;
        }
        if wanted.table(&former.name).is_none() || wanted.table(&former.was).is_some() {
            continue;
        }
        let is_taken = renames.tables.values().any(|to| *to == former.name);
        if is_taken || current.table(&former.name).is_some() {
            issues.push(BlockingIssue::TwoTables {
                name: former.name.clone(),
                was: former.was.clone(),
            });
        } else {
            let (was, name) = (former.was.clone(), former.name.clone());
            renames.tables.insert(was, name);
        }
    }
    for former in &intent.columns {
        let key = format!("{}.{}", former.table, former.was);
        let now = renames.name_now(&former.table);
        let (Some(now), Some(wanted)) = (current.table(now), wanted.table(&former.table)) else {
            continue;
        };
        let is_unknown = wanted.column(&former.name).is_none();
        let is_kept = wanted.column(&former.was).is_some();
        if is_unknown || is_kept || now.column(&former.was).is_none() {
            continue;
        }
        if intent.dropped.contains(&key) {
            continue;
        }
        let columns = renames.columns.entry(former.table.clone()).or_default();
        let is_taken = columns.values().any(|to| *to == former.name);
        if is_taken || now.column(&former.name).is_some() {
            issues.push(BlockingIssue::TwoColumns {
                table: former.table.clone(),
                name: former.name.clone(),
                was: former.was.clone(),
            });
        } else {
            columns.insert(former.was.clone(), former.name.clone());
        }
    }
    if issues.is_empty() {
        Ok(renames)
    } else {
        Err(issues)
    }
}

impl Renames {
    /// The names that changes give.
    pub(super) fn of(changes: &[Change]) -> Renames {
        let mut renames = Renames::default();
        for change in changes {
            match change {
                Change::RenameTable { from, to } => {
                    renames.tables.insert(from.clone(), to.clone());
                }
                Change::Alter {
                    table,
                    alteration: Alteration::RenameColumn { from, to },
                } => {
                    let columns = renames.columns.entry(table.clone()).or_default();
                    columns.insert(from.clone(), to.clone());
                }
                Change::Alter { .. }
                | Change::CreateTable(_)
                | Change::DropTable(_)
                | Change::CreateOther(_)
                | Change::DropOther(_) => {}
            }
        }
        renames
    }

    /// The changes that give the names.
    pub(super) fn changes(&self) -> Vec<Change> {
        let tables = self.tables.iter().map(|(from, to)| Change::RenameTable {
            from: from.clone(),
            to: to.clone(),
        });
        let columns = self.columns.iter().flat_map(|(table, columns)| {
            columns.iter().map(move |(from, to)| Change::Alter {
                table: table.clone(),
                alteration: Alteration::RenameColumn {
                    from: from.clone(),
                    to: to.clone(),
                },
            })
        });
        tables.chain(columns).collect()
    }

    /// The catalog as it is when the names are given; constraints keep theirs.
    pub(super) fn apply(&self, catalog: &Catalog) -> Catalog {
        if self.tables.is_empty() && self.columns.is_empty() {
            return catalog.clone();
        }
        let tables = catalog.tables.iter();
        Catalog {
            tables: tables.map(|table| self.table(table)).collect(),
            others: catalog.others.clone(),
        }
    }

    /// The columns' names the other way round.
    pub(super) fn back(&self) -> Renames {
        let turned = |names: &BTreeMap<String, String>| {
            let turned = names.iter().map(|(from, to)| (to.clone(), from.clone()));
            turned.collect()
        };
        let columns = self.columns.iter();
        Renames {
            tables: BTreeMap::new(),
            columns: columns
                .map(|(table, names)| (table.clone(), turned(names)))
                .collect(),
        }
    }

    /// A rule or a column that goes, with these names.
    pub(super) fn dropped(&self, change: &Change) -> Change {
        let Change::Alter { table, alteration } = change else {
            return change.clone();
        };
        let columns = Columns {
            renamed: self.columns.get(table),
        };
        let alteration = match alteration {
            Alteration::DropCheck(check) => Alteration::DropCheck(columns.check(check)),
            Alteration::DropForeignKey(key) => {
                Alteration::DropForeignKey(self.foreign_key(&columns, key))
            }
            Alteration::DropIndex(index) => Alteration::DropIndex(columns.index(index)),
            Alteration::DropUnique(key) => Alteration::DropUnique(columns.key(key)),
            Alteration::DropPrimaryKey(key) => Alteration::DropPrimaryKey(columns.key(key)),
            Alteration::DropColumn(column) => Alteration::DropColumn(columns.column(column)),
            Alteration::DropDefault(column) => Alteration::DropDefault(columns.column(column)),
            other => other.clone(),
        };
        Change::Alter {
            table: table.clone(),
            alteration,
        }
    }

    fn name_now<'n>(&'n self, name: &'n str) -> &'n str {
        let mut renamed = self.tables.iter();
        renamed
            .find(|(_, to)| *to == name)
            .map_or(name, |(from, _)| from)
    }

    fn name_to_come(&self, table: &str) -> String {
        self.tables
            .get(table)
            .map_or(table, String::as_str)
            .to_owned()
    }

    fn table(&self, table: &Table) -> Table {
        let name = self.name_to_come(&table.name);
        let columns = Columns {
            renamed: self.columns.get(&name),
        };
        Table {
            columns: table
                .columns
                .iter()
                .map(|each| columns.column(each))
                .collect(),
            primary_key: table.primary_key.as_ref().map(|key| columns.key(key)),
            uniques: table.uniques.iter().map(|key| columns.key(key)).collect(),
            indexes: table
                .indexes
                .iter()
                .map(|index| columns.index(index))
                .collect(),
            checks: table
                .checks
                .iter()
                .map(|check| columns.check(check))
                .collect(),
            foreign_keys: table
                .foreign_keys
                .iter()
                .map(|key| self.foreign_key(&columns, key))
                .collect(),
            comment: table.comment.clone(),
            options: table.options.clone(),
            unsupported: table.unsupported.clone(),
            name,
        }
    }

    fn foreign_key(&self, columns: &Columns<'_>, key: &ForeignKey) -> ForeignKey {
        let target = self.name_to_come(&key.target);
        let targets = Columns {
            renamed: self.columns.get(&target),
        };
        ForeignKey {
            columns: columns.names(&key.columns),
            target_columns: targets.names(&key.target_columns),
            target,
            ..key.clone()
        }
    }
}

/// The columns of one table that get another name.
struct Columns<'r> {
    renamed: Option<&'r BTreeMap<String, String>>,
}

impl Columns<'_> {
    fn name(&self, name: &str) -> String {
        let to = self.renamed.and_then(|renamed| renamed.get(name));
        to.map_or(name, String::as_str).to_owned()
    }

    fn names(&self, names: &[String]) -> Vec<String> {
        names.iter().map(|name| self.name(name)).collect()
    }

    fn expression(&self, expression: &Expression) -> Expression {
        let mut renamed = expression.clone();
        for (from, to) in self.renamed.into_iter().flatten() {
            renamed = renamed.renamed(from, to);
        }
        renamed
    }

    fn column(&self, column: &Column) -> Column {
        let generated = column.generated.as_ref().map(|generated| Generated {
            expression: self.expression(&generated.expression),
            stored: generated.stored,
        });
        Column {
            name: self.name(&column.name),
            // On MySQL and MariaDB a default may name other columns.
            default: column.default.as_ref().map(|sql| self.expression(sql)),
            generated,
            ..column.clone()
        }
    }

    fn check(&self, check: &Check) -> Check {
        Check {
            name: check.name.clone(),
            expression: self.expression(&check.expression),
        }
    }

    fn key(&self, key: &Key) -> Key {
        Key {
            name: key.name.clone(),
            columns: self.names(&key.columns),
        }
    }

    fn index(&self, index: &Index) -> Index {
        let part = |part: &IndexPart| IndexPart {
            key: match &part.key {
                IndexKey::Column(name) => IndexKey::Column(self.name(name)),
                IndexKey::Expression(sql) => IndexKey::Expression(self.expression(sql)),
            },
            ..part.clone()
        };
        Index {
            parts: index.parts.iter().map(part).collect(),
            predicate: index.predicate.as_ref().map(|sql| self.expression(sql)),
            include: self.names(&index.include),
            ..index.clone()
        }
    }
}

/// The names of the columns that an alteration of a table reads or writes: what must stand still
/// while they change.
pub(crate) fn columns_of_index(index: &Index) -> (BTreeSet<&str>, Vec<&Expression>) {
    let mut columns: BTreeSet<&str> = index.include.iter().map(String::as_str).collect();
    let mut expressions: Vec<&Expression> = index.predicate.iter().collect();
    for part in &index.parts {
        match &part.key {
            IndexKey::Column(name) => {
                columns.insert(name);
            }
            IndexKey::Expression(sql) => expressions.push(sql),
        }
    }
    (columns, expressions)
}
