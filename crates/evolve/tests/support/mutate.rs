//! Changes a catalog, as a later version of the same models would.

use tablewright_schema::catalog::{
    Catalog, Check, Column, Expression, Index, IndexKey, IndexPart, Key, Table,
};
use tablewright_schema::{FormerColumn, FormerTable, Intent};
use tablewright_sql::Dialect;

/// Changes a catalog by choices, which are any numbers; the same numbers make the same changes.
/// Returns the renames.
pub fn mutate(dialect: Dialect, catalog: &Catalog, choices: &[(u8, u8, u8)]) -> (Catalog, Intent) {
    let mut mutated = Mutated {
        dialect,
        catalog: catalog.clone(),
        intent: Intent::default(),
    };
    for (number, &(what, table, which)) in choices.iter().enumerate() {
        mutated.change(number, what, table, which);
    }
    (mutated.catalog, mutated.intent)
}

struct Mutated {
    dialect: Dialect,
    catalog: Catalog,
    intent: Intent,
}

impl Mutated {
    fn change(&mut self, number: usize, what: u8, table: u8, which: u8) {
        if self.catalog.tables.is_empty() {
            return;
        }
        let table = usize::from(table) % self.catalog.tables.len();
        match what % 12 {
            0 => self.drop_column(table, which),
            1 | 2 => self.add_column(table, number, which),
            3 => self.turn_nullable(table, which),
            4 => self.add_check(table, number, which),
            5 => self.add_index(table, number, which),
            6 => self.drop_rule(table, which),
            7 => self.rename_column(table, number, which),
            8 => self.rename_table(table, number),
            9 => self.change_type(table, which),
            10 => self.rename_rule(table, number, which),
            _ => self.add_unique(table, number, which),
        }
    }

    fn table(&mut self, table: usize) -> &mut Table {
        &mut self.catalog.tables[table]
    }

    fn expression(&self, text: &str) -> Expression {
        Expression::new(self.dialect, text)
    }

    /// A column without a constraint or a reference.
    fn free(&self, table: usize, which: u8) -> Option<String> {
        let catalog = &self.catalog;
        let table = &catalog.tables[table];
        let free = |column: &&Column| {
            let name = &column.name;
            let computed = |other: &Column| {
                let made = other.generated.as_ref().map(|made| &made.expression);
                made.into_iter()
                    .chain(&other.default)
                    .any(|sql| sql.mentions(name))
            };
            column.counted.is_none()
                && column.generated.is_none()
                && !table.columns.iter().any(computed)
                && !keys(table).any(|key| key.columns.contains(name))
                && !table.indexes.iter().any(|index| is_in_index(index, name))
                && !table
                    .checks
                    .iter()
                    .any(|check| check.expression.mentions(name))
                && !table
                    .foreign_keys
                    .iter()
                    .any(|key| key.columns.contains(name))
                && !catalog
                    .tables
                    .iter()
                    .flat_map(|other| &other.foreign_keys)
                    .any(|key| key.target == table.name && key.target_columns.contains(name))
        };
        let free: Vec<&Column> = table.columns.iter().filter(free).collect();
        let column = free.get(usize::from(which).checked_rem(free.len())?)?;
        Some(column.name.clone())
    }

    /// Drops a column, and all constraints on it alone.
    fn drop_column(&mut self, table: usize, which: u8) {
        let columns = &self.catalog.tables[table].columns;
        let name = columns[usize::from(which) % columns.len()].name.clone();
        let mut without = self.catalog.clone();
        let changed = &mut without.tables[table];
        let is_target = |key: &tablewright_schema::catalog::ForeignKey| {
            key.target == self.catalog.tables[table].name && key.target_columns.contains(&name)
        };
        changed.uniques.retain(|key| !key.columns.contains(&name));
        changed.indexes.retain(|index| !is_in_index(index, &name));
        changed
            .checks
            .retain(|check| !check.expression.mentions(&name));
        changed
            .foreign_keys
            .retain(|key| !key.columns.contains(&name));
        let targeted = self
            .catalog
            .tables
            .iter()
            .flat_map(|table| &table.foreign_keys)
            .any(is_target);
        let in_key = changed
            .primary_key
            .as_ref()
            .is_some_and(|key| key.columns.contains(&name));
        let read = changed.columns.iter().any(|other| {
            let made = other.generated.as_ref().map(|made| &made.expression);
            made.into_iter()
                .chain(&other.default)
                .any(|sql| sql.mentions(&name))
        });
        if !(targeted || in_key || read) {
            changed.columns.retain(|column| column.name != name);
            index_references(changed);
            self.catalog = without;
        }
    }

    fn add_column(&mut self, table: usize, number: usize, which: u8) {
        let (ty, default) = match which % 6 {
            0 => ("integer", None),
            1 => ("varchar(20)", Some("'new'")),
            2 => ("bigint", Some("7")),
            3 => ("varchar(40)", None),
            4 => ("smallint", Some("-1")),
            _ => ("decimal(10, 2)", None),
        };
        let column = Column {
            name: format!("added_{number}"),
            ty: self.expression(ty),
            nullable: which.is_multiple_of(2) || default.is_none(),
            default: default.map(|default| self.expression(default)),
            counted: None,
            generated: None,
            collation: None,
            comment: None,
        };
        self.table(table).columns.push(column);
    }

    fn turn_nullable(&mut self, table: usize, which: u8) {
        if let Some(name) = self.free(table, which) {
            let columns = &mut self.table(table).columns;
            for column in columns.iter_mut().filter(|column| column.name == name) {
                column.nullable = !column.nullable;
            }
        }
    }

    fn change_type(&mut self, table: usize, which: u8) {
        let Some(name) = self.free(table, which) else {
            return;
        };
        let wider = self.expression("bigint");
        let longer = self.expression("varchar(200)");
        let columns = &mut self.table(table).columns;
        for column in columns.iter_mut().filter(|column| column.name == name) {
            let ty = column.ty.normal();
            if ["smallint", "integer", "int"].contains(&ty) {
                column.ty = wider.clone();
            } else if length(ty).is_some_and(|length| length < 200) {
                column.ty = longer.clone();
            }
        }
    }

    fn add_check(&mut self, table: usize, number: usize, which: u8) {
        let columns = &self.catalog.tables[table].columns;
        let column = &columns[usize::from(which) % columns.len()];
        // MySQL allows no check of an auto-increment column, nor of one that a reference may set.
        if column.counted.is_some() || is_set(&self.catalog.tables[table], &column.name) {
            return;
        }
        let name = tablewright_sql::quote::identifier(self.dialect, &column.name);
        let check = Check {
            name: format!("ck_new_{number}"),
            expression: self.expression(&format!("{name} IS NOT NULL OR {name} IS NULL")),
        };
        self.table(table).checks.push(check);
    }

    fn add_index(&mut self, table: usize, number: usize, which: u8) {
        let Some(column) = self.indexable(table, which) else {
            return;
        };
        self.table(table).indexes.push(Index {
            name: format!("ix_new_{number}"),
            parts: vec![IndexPart {
                key: IndexKey::Column(column),
                descending: which % 2 == 1,
                more: None,
                prefix: None,
                nulls_first: None,
            }],
            unique: false,
            predicate: None,
            method: None,
            include: Vec::new(),
            options: Vec::new(),
        });
    }

    fn add_unique(&mut self, table: usize, number: usize, which: u8) {
        let Some(column) = self.indexable(table, which) else {
            return;
        };
        // PostgreSQL makes one of two equal constraints.
        let columns = vec![column];
        if !keys(&self.catalog.tables[table]).any(|key| key.columns == columns) {
            self.table(table).uniques.push(Key {
                name: format!("uq_new_{number}"),
                columns,
            });
        }
    }

    /// A column that every database allows in an index.
    fn indexable(&self, table: usize, which: u8) -> Option<String> {
        let fits = |column: &&Column| {
            let ty = column.ty.normal();
            column.generated.is_none()
                && ["smallint", "integer", "int", "bigint", "varchar ( 20 )"].contains(&ty)
        };
        let columns: Vec<&Column> = self.catalog.tables[table]
            .columns
            .iter()
            .filter(fits)
            .collect();
        let column = columns.get(usize::from(which).checked_rem(columns.len())?)?;
        Some(column.name.clone())
    }

    /// Drops an index, a check, or a foreign key.
    fn drop_rule(&mut self, table: usize, which: u8) {
        let table = self.table(table);
        let at = |length: usize| usize::from(which).checked_rem(length);
        match which % 3 {
            0 => drop(at(table.foreign_keys.len()).map(|at| table.foreign_keys.remove(at))),
            1 => {
                let found = at(table.checks.len());
                let found = found.filter(|&at| !tells_scale(table, at));
                drop(found.map(|at| table.checks.remove(at)));
            }
            _ => {
                // MySQL may need an index for a reference.
                if table.foreign_keys.is_empty() {
                    drop(at(table.indexes.len()).map(|at| table.indexes.remove(at)));
                }
            }
        }
    }

    fn rename_rule(&mut self, table: usize, number: usize, which: u8) {
        let table = self.table(table);
        let name = format!("renamed_rule_{number}");
        let at = |length: usize| usize::from(which).checked_rem(length);
        match which % 4 {
            0 => at(table.foreign_keys.len())
                .into_iter()
                .for_each(|at| table.foreign_keys[at].name.clone_from(&name)),
            1 => at(table.checks.len())
                .into_iter()
                .for_each(|at| table.checks[at].name.clone_from(&name)),
            2 => at(table.indexes.len())
                .into_iter()
                .for_each(|at| table.indexes[at].name.clone_from(&name)),
            _ => at(table.uniques.len())
                .into_iter()
                .for_each(|at| table.uniques[at].name.clone_from(&name)),
        }
    }

    fn rename_column(&mut self, table: usize, number: usize, which: u8) {
        let Some(was) = self.free(table, which) else {
            return;
        };
        let name = format!("renamed_{number}");
        let table = self.table(table);
        let columns = table.columns.iter_mut();
        for column in columns.filter(|column| column.name == was) {
            column.name.clone_from(&name);
        }
        let table = table.name.clone();
        let former = self.intent.columns.iter_mut();
        for former in former.filter(|former| former.table == table && former.name == was) {
            former.name.clone_from(&name);
        }
        self.intent.columns.push(FormerColumn { table, name, was });
    }

    fn rename_table(&mut self, table: usize, number: usize) {
        let name = format!("renamed_table_{number}");
        let was = self.catalog.tables[table].name.clone();
        for other in &mut self.catalog.tables {
            for key in other
                .foreign_keys
                .iter_mut()
                .filter(|key| key.target == was)
            {
                key.target.clone_from(&name);
            }
        }
        self.table(table).name.clone_from(&name);
        for column in self
            .intent
            .columns
            .iter_mut()
            .filter(|column| column.table == was)
        {
            column.table.clone_from(&name);
        }
        for former in self
            .intent
            .tables
            .iter_mut()
            .filter(|former| former.name == was)
        {
            former.name.clone_from(&name);
        }
        self.intent.tables.push(FormerTable { name, was });
    }
}

/// The length of a `varchar`, which is no list.
fn length(ty: &str) -> Option<u32> {
    let length = ty.strip_prefix("varchar (")?.strip_suffix(')')?;
    length.trim().parse().ok()
}

/// Gives each reference an index again that has lost its own with a column, as models do.
fn index_references(table: &mut Table) {
    for key in &table.foreign_keys {
        let begins = |columns: &[String]| columns.starts_with(&key.columns);
        let is_indexed = table.indexes.iter().any(|index| {
            let parts = index.parts.iter().map_while(|part| match &part.key {
                IndexKey::Column(name) => Some(name.clone()),
                IndexKey::Expression(_) => None,
            });
            index.predicate.is_none() && begins(&Vec::from_iter(parts))
        });
        if is_indexed || keys(table).any(|key| begins(&key.columns)) {
            continue;
        }
        let part = |column: &String| IndexPart {
            key: IndexKey::Column(column.clone()),
            descending: false,
            more: None,
            prefix: None,
            nulls_first: None,
        };
        table.indexes.push(Index {
            name: format!("ix_again_{}", table.indexes.len()),
            parts: key.columns.iter().map(part).collect(),
            unique: false,
            predicate: None,
            method: None,
            include: Vec::new(),
            options: Vec::new(),
        });
    }
}

fn keys(table: &Table) -> impl Iterator<Item = &Key> {
    table.primary_key.iter().chain(&table.uniques)
}

fn is_in_index(index: &Index, column: &str) -> bool {
    let part = |part: &IndexPart| match &part.key {
        IndexKey::Column(name) => name == column,
        IndexKey::Expression(sql) => sql.mentions(column),
    };
    index.parts.iter().any(part)
        || index.include.iter().any(|name| name == column)
        || index
            .predicate
            .as_ref()
            .is_some_and(|sql| sql.mentions(column))
}

fn is_set(table: &Table, column: &str) -> bool {
    let mut keys = table.foreign_keys.iter();
    keys.any(|key| key.columns.iter().any(|name| name == column))
}

/// Whether it is the check of a decimal's type. On SQLite it marks our decimals: without it, they
/// would be read as those of other programs, and have other values.
fn tells_scale(table: &Table, check: usize) -> bool {
    let check = &table.checks[check];
    let mut columns = table.columns.iter();
    check.name.contains("_type")
        && columns.any(|column| {
            column.ty.normal().contains("decimal") && check.expression.mentions(&column.name)
        })
}
