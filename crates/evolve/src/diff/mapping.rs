//! Catalogs and changes with other names of tables and columns.

use std::collections::{BTreeMap, BTreeSet};

use tablewright_schema::catalog::{
    Catalog, Check, Column, Expression, ForeignKey, Generated, Index, IndexKey, IndexPart, Key,
    Table,
};

use super::change::{Alteration, Change, Named};

/// Other names of tables and columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mapping {
    /// From a table's name to its other name.
    pub(super) tables: BTreeMap<String, String>,
    /// For each table, by its name: from a column's name to its other name.
    pub(super) columns: BTreeMap<String, BTreeMap<String, String>>,
}

impl Mapping {
    /// The catalog with these names. Constraints and indexes keep theirs.
    pub(crate) fn catalog(&self, catalog: &Catalog) -> Catalog {
        if self.tables.is_empty() && self.columns.is_empty() {
            return catalog.clone();
        }
        let tables = catalog.tables.iter();
        Catalog {
            tables: tables.map(|table| self.table(table)).collect(),
            others: catalog.others.clone(),
        }
    }

    /// The change with these names; a change that sets a name still sets the same one.
    pub(crate) fn change(&self, change: &Change) -> Change {
        match change {
            Change::CreateTable(table) => Change::CreateTable(Box::new(self.table(table))),
            Change::DropTable(table) => Change::DropTable(Box::new(self.table(table))),
            Change::Alter { table, alteration } => Change::Alter {
                alteration: self.alteration(table, alteration),
                table: self.name(table),
            },
            Change::RenameTable { .. } | Change::CreateOther(_) | Change::DropOther(_) => {
                change.clone()
            }
        }
    }

    /// Replaces one other name of a table by another.
    pub(crate) fn table_is_called(&mut self, from: &str, to: &str) {
        self.tables = std::mem::take(&mut self.tables)
            .into_iter()
            .map(|(name, other)| {
                let other = if other == from { to.to_owned() } else { other };
                (name, other)
            })
            .filter(|(name, other)| name != other)
            .collect();
    }

    /// Removes the other name of a column.
    pub(crate) fn column_is_called(&mut self, table: &str, column: &str) {
        if let Some(columns) = self.columns.get_mut(table) {
            columns.remove(column);
        }
    }

    /// The other name of a column, or its own.
    pub(crate) fn column_name<'n>(&'n self, table: &str, column: &'n str) -> &'n str {
        let columns = self.columns.get(table);
        let other = columns.and_then(|columns| columns.get(column));
        other.map_or(column, String::as_str)
    }

    fn name(&self, table: &str) -> String {
        let other = self.tables.get(table);
        other.map_or(table, String::as_str).to_owned()
    }

    fn columns(&self, table: &str) -> Columns<'_> {
        Columns {
            names: self.columns.get(table),
        }
    }

    fn table(&self, table: &Table) -> Table {
        let columns = self.columns(&table.name);
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
            weak: table.weak.clone(),
            name: self.name(&table.name),
        }
    }

    fn foreign_key(&self, columns: &Columns<'_>, key: &ForeignKey) -> ForeignKey {
        ForeignKey {
            columns: columns.all(&key.columns),
            target_columns: self.columns(&key.target).all(&key.target_columns),
            target: self.name(&key.target),
            ..key.clone()
        }
    }

    fn alteration(&self, table: &str, alteration: &Alteration) -> Alteration {
        use Alteration as A;
        let columns = self.columns(table);
        match alteration {
            A::AddColumn(column) => A::AddColumn(columns.column(column)),
            A::DropColumn(column) => A::DropColumn(columns.column(column)),
            A::RenameColumn { .. } | A::Comment { .. } | A::Options { .. } => alteration.clone(),
            A::ChangeColumn { from, to } => A::ChangeColumn {
                from: columns.column(from),
                to: columns.column(to),
            },
            A::DropDefault(column) => A::DropDefault(columns.column(column)),
            A::SetDefault(column) => A::SetDefault(columns.column(column)),
            A::RenameValues {
                column,
                is_list,
                values,
            } => A::RenameValues {
                column: columns.column(column),
                is_list: *is_list,
                values: values.clone(),
            },
            A::AddPrimaryKey(key) => A::AddPrimaryKey(columns.key(key)),
            A::DropPrimaryKey(key) => A::DropPrimaryKey(columns.key(key)),
            A::AddUnique(key) => A::AddUnique(columns.key(key)),
            A::DropUnique(key) => A::DropUnique(columns.key(key)),
            A::AddIndex(index) => A::AddIndex(columns.index(index)),
            A::DropIndex(index) => A::DropIndex(columns.index(index)),
            A::AddCheck(check) => A::AddCheck(columns.check(check)),
            A::DropCheck(check) => A::DropCheck(columns.check(check)),
            A::AddForeignKey(key) => A::AddForeignKey(self.foreign_key(&columns, key)),
            A::DropForeignKey(key) => A::DropForeignKey(self.foreign_key(&columns, key)),
            A::Rename { what, from, to } => A::Rename {
                what: self.named(&columns, what),
                from: from.clone(),
                to: to.clone(),
            },
        }
    }

    fn named(&self, columns: &Columns<'_>, what: &Named) -> Named {
        match what {
            Named::PrimaryKey(key) => Named::PrimaryKey(columns.key(key)),
            Named::Unique(key) => Named::Unique(columns.key(key)),
            Named::Index(index) => Named::Index(columns.index(index)),
            Named::Check(check) => Named::Check(columns.check(check)),
            Named::ForeignKey(key) => Named::ForeignKey(self.foreign_key(columns, key)),
        }
    }
}

/// The renamed columns of one table.
struct Columns<'r> {
    names: Option<&'r BTreeMap<String, String>>,
}

impl Columns<'_> {
    fn one(&self, name: &str) -> String {
        let to = self.names.and_then(|names| names.get(name));
        to.map_or(name, String::as_str).to_owned()
    }

    fn all(&self, names: &[String]) -> Vec<String> {
        names.iter().map(|name| self.one(name)).collect()
    }

    fn expression(&self, expression: &Expression) -> Expression {
        match self.names {
            Some(names) => expression.renamed(names),
            None => expression.clone(),
        }
    }

    fn column(&self, column: &Column) -> Column {
        let generated = column.generated.as_ref().map(|generated| Generated {
            expression: self.expression(&generated.expression),
            stored: generated.stored,
        });
        Column {
            name: self.one(&column.name),
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
            columns: self.all(&key.columns),
        }
    }

    fn index(&self, index: &Index) -> Index {
        let part = |part: &IndexPart| IndexPart {
            key: match &part.key {
                IndexKey::Column(name) => IndexKey::Column(self.one(name)),
                IndexKey::Expression(sql) => IndexKey::Expression(self.expression(sql)),
            },
            ..part.clone()
        };
        Index {
            parts: index.parts.iter().map(part).collect(),
            predicate: index.predicate.as_ref().map(|sql| self.expression(sql)),
            include: self.all(&index.include),
            ..index.clone()
        }
    }
}

/// The names of the columns that an alteration of a table reads or writes: they must not change at
/// the same time.
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
