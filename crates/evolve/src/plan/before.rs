//! How things are called before a plan begins, which is what preflight checks ask for.

use std::collections::{BTreeMap, BTreeSet};

use tablewright_schema::catalog::{Catalog, Expression};
use tablewright_sql::Dialect;
use tablewright_sql::quote::identifier;

use crate::conversion::{Cost, conversion};
use crate::diff::{Alteration, Change};

/// The state before a plan, by the names to come.
pub(super) struct Before<'c> {
    dialect: Dialect,
    pub(super) catalog: &'c Catalog,
    /// From a table's name to come to its name now.
    tables: BTreeMap<String, String>,
    /// From a column's name to come to its name now.
    columns: BTreeMap<(String, String), String>,
    /// What is not there yet: tables.
    created: BTreeSet<String>,
    /// Columns that are not there yet, or are given up for new ones.
    added: BTreeSet<(String, String)>,
    /// What the values of columns that change will be, as expressions of what they are; `None` where
    /// that may fail.
    changed: BTreeMap<(String, String), Option<String>>,
}

impl<'c> Before<'c> {
    pub(super) fn new(dialect: Dialect, catalog: &'c Catalog, changes: &[Change]) -> Before<'c> {
        let mut before = Before {
            dialect,
            catalog,
            tables: BTreeMap::new(),
            columns: BTreeMap::new(),
            created: BTreeSet::new(),
            added: BTreeSet::new(),
            changed: BTreeMap::new(),
        };
        for change in changes {
            match change {
                Change::CreateTable(table) => {
                    before.created.insert(table.name.clone());
                }
                Change::RenameTable { from, to } => {
                    before.tables.insert(to.clone(), from.clone());
                }
                Change::Alter {
                    table,
                    alteration: Alteration::AddColumn(column),
                } => {
                    before.added.insert((table.clone(), column.name.clone()));
                }
                Change::Alter {
                    table,
                    alteration: Alteration::RenameColumn { from, to },
                } => {
                    let key = (table.clone(), to.clone());
                    before.columns.insert(key, from.clone());
                }
                Change::Alter {
                    table,
                    alteration: Alteration::ChangeColumn { from, to },
                } if from.ty != to.ty => {
                    let name = identifier(dialect, &to.name);
                    let conversion = conversion(dialect, &from.ty, &to.ty);
                    let value = match conversion.cost() {
                        Cost::Nothing | Cost::Loses(_) => {
                            Some(conversion.of(&name).unwrap_or(name))
                        }
                        Cost::Refuses(_) | Cost::Impossible => None,
                    };
                    let key = (table.clone(), to.name.clone());
                    before.changed.insert(key, value);
                }
                Change::Alter { .. }
                | Change::DropTable(_)
                | Change::CreateOther(_)
                | Change::DropOther(_) => {}
            }
        }
        for change in changes {
            if let Change::Alter {
                table,
                alteration:
                    Alteration::RenameValues {
                        column,
                        is_list,
                        values,
                    },
            } = change
            {
                let name = identifier(dialect, &column.name);
                let key = (table.clone(), column.name.clone());
                let value = if *is_list {
                    super::renamed_items(dialect, &name, values)
                } else {
                    super::renamed_value(dialect, &name, values)
                };
                before.changed.insert(key, Some(value));
            }
        }
        before
    }

    /// Whether the table is there before the plan, so that it may have rows.
    pub(super) fn is_there(&self, table: &str) -> bool {
        !self.created.contains(table)
    }

    /// Whether the column is there before the plan, with its values.
    pub(super) fn has_column(&self, table: &str, column: &str) -> bool {
        self.is_there(table) && !self.added.contains(&(table.to_owned(), column.to_owned()))
    }

    /// The table's name now, quoted.
    pub(super) fn table(&self, table: &str) -> String {
        identifier(self.dialect, self.table_name(table))
    }

    fn table_name<'n>(&'n self, table: &'n str) -> &'n str {
        self.tables.get(table).map_or(table, String::as_str)
    }

    /// The column's name now, quoted; `None` where it is not there.
    pub(super) fn column(&self, table: &str, column: &str) -> Option<String> {
        if !self.has_column(table, column) {
            return None;
        }
        let key = (table.to_owned(), column.to_owned());
        let name = self.columns.get(&key).map_or(column, String::as_str);
        Some(identifier(self.dialect, name))
    }

    /// The names now of several columns, quoted; `None` where one is not there.
    pub(super) fn columns(&self, table: &str, columns: &[String]) -> Option<Vec<String>> {
        columns
            .iter()
            .map(|column| self.column(table, column))
            .collect()
    }

    /// An expression about the values to come, with the names of now; `None` where it names a column
    /// that is not there, or one whose values may have no place.
    pub(super) fn expression(&self, table: &str, expression: &Expression) -> Option<String> {
        let is_here = |(of, _): &&(String, String)| of == table;
        if self
            .added
            .iter()
            .filter(is_here)
            .any(|(_, column)| expression.mentions(column))
        {
            return None;
        }
        let mut renamed = expression.clone();
        for ((of, column), value) in &self.changed {
            if of == table && expression.mentions(column) {
                renamed = renamed.with(column, &format!("({})", value.as_ref()?));
            }
        }
        for ((of, to), from) in &self.columns {
            if of == table {
                renamed = renamed.renamed(to, from);
            }
        }
        Some(renamed.text().to_owned())
    }
}
