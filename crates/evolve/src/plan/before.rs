//! The names before a plan runs, for preflight checks.

use std::collections::{BTreeMap, BTreeSet};

use tablewright_schema::Stored;
use tablewright_schema::catalog::{Catalog, Column, Expression, Generated, Index, Key, Table};
use tablewright_sql::quote::identifier;
use tablewright_sql::{Dialect, lexer, tokens};

use crate::computed;
use crate::conversion::{Cost, conversion};
use crate::diff::{Alteration, Change, turns_generated};
use crate::moment::formed;
use crate::physical::Physical;

/// Former values of an enum, each with the one that takes its place.
type Pairs = Vec<(Stored, Stored)>;

/// The state before a plan, by the new names.
pub(super) struct Before<'c> {
    dialect: Dialect,
    pub(super) catalog: &'c Catalog,
    /// From a table's new name to its current name.
    tables: BTreeMap<String, String>,
    /// From a column's new name to its current name.
    columns: BTreeMap<(String, String), String>,
    /// New tables.
    created: BTreeSet<String>,
    /// New columns, and columns that are replaced by new ones.
    added: BTreeSet<(String, String)>,
    /// The values of such columns in existing rows, if they are one expression.
    filled: BTreeMap<(String, String), String>,
    /// New columns in which no two existing rows get the same value.
    apart: BTreeSet<(String, String)>,
    /// New columns with a default that nobody can predict.
    drawn: BTreeSet<(String, String)>,
    /// The names of dropped keys, indexes and checks; those that are created again are checked
    /// then.
    dropped: BTreeSet<(String, String)>,
    /// The names of dropped foreign keys.
    dropped_references: BTreeSet<(String, String)>,
    /// The values of new generated columns, and of those whose values may change.
    computed: BTreeMap<(String, String), Expression>,
    /// The new values of changed columns, as expressions of their current values, and NULL for a
    /// value that does not fit; `None` if the values are lost.
    changed: BTreeMap<(String, String), Option<String>>,
    /// Columns with another collation.
    collated: BTreeMap<(String, String), Option<String>>,
    /// Generated columns that do not change, but read columns whose values or collations do.
    recomputed: BTreeMap<(String, String), Column>,
    /// The renamed values of enums, by column, and whether it holds arrays of them.
    renamed: BTreeMap<(String, String), (bool, Pairs)>,
}

impl<'c> Before<'c> {
    /// `named` is the catalog with the names of the changes.
    pub(super) fn new(
        dialect: Dialect,
        catalog: &'c Catalog,
        named: &Catalog,
        changes: &[Change],
    ) -> Before<'c> {
        let computed = |table: &str, column: &Column| {
            let sql = &column.generated.as_ref()?.expression;
            let table = named.table(table);
            Some(computed::stored(dialect, table, column, sql))
        };
        let mut before = Before {
            dialect,
            catalog,
            tables: BTreeMap::new(),
            columns: BTreeMap::new(),
            created: BTreeSet::new(),
            added: BTreeSet::new(),
            filled: BTreeMap::new(),
            apart: BTreeSet::new(),
            drawn: BTreeSet::new(),
            dropped: BTreeSet::new(),
            dropped_references: BTreeSet::new(),
            computed: BTreeMap::new(),
            changed: BTreeMap::new(),
            collated: BTreeMap::new(),
            recomputed: BTreeMap::new(),
            renamed: BTreeMap::new(),
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
                    let key = (table.clone(), column.name.clone());
                    if is_apart(column) {
                        before.apart.insert(key.clone());
                    }
                    if super::is_random(column) || super::is_drawn(column) {
                        before.drawn.insert(key.clone());
                    }
                    match computed(table, column) {
                        Some(value) => drop(before.computed.insert(key, value)),
                        None => {
                            if let Some(filled) = filled(dialect, column) {
                                before.filled.insert(key.clone(), filled);
                            }
                            before.added.insert(key);
                        }
                    }
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
                } if to.generated.is_some() || turns_generated(from, to) => {
                    // Its values are computed again, and what they are now does not matter.
                    if let Some(value) = computed(table, to) {
                        let key = (table.clone(), to.name.clone());
                        before.computed.insert(key, value);
                    }
                }
                Change::Alter {
                    table,
                    alteration: Alteration::ChangeColumn { from, to },
                } if from.ty != to.ty || from.collation != to.collation => {
                    let name = identifier(dialect, &to.name);
                    let key = (table.clone(), to.name.clone());
                    let conversion = conversion(dialect, &from.ty, &to.ty);
                    let converted = conversion.of(&name).or_else(|| cast(dialect, from, to));
                    let converted = converted.unwrap_or_else(|| name.clone());
                    let value = match conversion.cost() {
                        Cost::Nothing | Cost::Loses { outside: None, .. } => Some(converted),
                        // A preflight check finds values that do not fit.
                        Cost::Refuses(condition)
                        | Cost::Loses {
                            outside: Some(condition),
                            ..
                        } => {
                            let condition = condition.replace("{}", &name);
                            Some(format!("CASE WHEN NOT ({condition}) THEN {converted} END"))
                        }
                        Cost::Impossible => None,
                    };
                    if compares_otherwise(dialect, from, to) {
                        before.collated.insert(key.clone(), to.collation.clone());
                    }
                    if value.is_none() && is_apart(to) {
                        before.apart.insert(key.clone());
                    }
                    before.changed.insert(key, value);
                }
                Change::Alter {
                    table,
                    alteration:
                        Alteration::DropPrimaryKey(Key { name, .. })
                        | Alteration::DropUnique(Key { name, .. })
                        | Alteration::DropIndex(Index { name, .. }),
                } => {
                    before.dropped.insert((table.clone(), name.clone()));
                }
                Change::Alter {
                    table,
                    alteration: Alteration::DropCheck(check),
                } => {
                    let name = check.name.clone();
                    before.dropped.insert((table.clone(), name));
                }
                Change::Alter {
                    table,
                    alteration: Alteration::DropForeignKey(key),
                } => {
                    let name = key.name.clone();
                    before.dropped_references.insert((table.clone(), name));
                }
                Change::Alter { .. }
                | Change::DropTable(_)
                | Change::CreateOther(_)
                | Change::DropOther(_) => {}
            }
        }
        before.form_moments(changes);
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
                && !super::has_computed_values(change, changes)
            {
                let name = identifier(dialect, &column.name);
                let key = (table.clone(), column.name.clone());
                before
                    .renamed
                    .insert(key.clone(), (*is_list, values.clone()));
                let value = renamed(dialect, &name, *is_list, values);
                before.changed.insert(key, Some(value));
            }
        }
        before.compute_again(named, changes);
        before
    }

    /// Notes the generated columns that stay, and are computed from other values.
    fn compute_again<'n>(&mut self, named: &'n Catalog, changes: &'n [Change]) {
        // The column as it is afterwards; `None` if it is replaced.
        let then = |table: &str, column: &'n Column| {
            let changed = changes.iter().find_map(|change| match change {
                Change::Alter {
                    table: of,
                    alteration: Alteration::DropColumn(dropped),
                } if of == table && dropped.name == column.name => Some(None),
                Change::Alter {
                    table: of,
                    alteration: Alteration::ChangeColumn { from, to },
                } if of == table && to.name == column.name => {
                    Some(Some(to).filter(|_| !turns_generated(from, to)))
                }
                _ => None,
            });
            changed.unwrap_or(Some(column))
        };
        let mut generated: Vec<(&Table, &Column, &Generated)> = Vec::new();
        for table in &named.tables {
            let columns = table.columns.iter();
            generated.extend(columns.filter_map(|column| {
                let column = then(&table.name, column)?;
                Some((table, column, column.generated.as_ref()?))
            }));
        }
        // One may read another.
        loop {
            let next = generated.iter().find(|(table, column, generated)| {
                let key = (table.name.clone(), column.name.clone());
                let reads = |other: &str| generated.expression.mentions(other);
                !self.recomputed.contains_key(&key) && !self.keeps_values(&table.name, reads)
            });
            let Some((table, column, generated)) = next else {
                return;
            };
            let key = (table.name.clone(), column.name.clone());
            let value = computed::stored(self.dialect, Some(table), column, &generated.expression);
            self.computed.insert(key.clone(), value);
            self.recomputed.insert(key, (*column).clone());
        }
    }

    /// Notes the columns whose dates and times get our form.
    fn form_moments(&mut self, changes: &[Change]) {
        for table in &self.catalog.tables {
            let to_come = self.tables.iter().find(|(_, now)| **now == table.name);
            let to_come = to_come.map_or(&table.name, |(to_come, _)| to_come).clone();
            let alterations = || {
                changes.iter().filter_map(|change| match change {
                    Change::Alter { table, alteration } if *table == to_come => Some(alteration),
                    _ => None,
                })
            };
            for column in &table.columns {
                let key = |(key, _): &(&(String, String), &String)| key.0 == to_come;
                let mut renamed = self.columns.iter().filter(key);
                let renamed = renamed.find(|(_, now)| **now == column.name);
                let name = renamed.map_or(&column.name, |((_, name), _)| name);
                let names = (&*column.name, &**name);
                if let Some(value) = formed(self.dialect, table, names, alterations()) {
                    self.changed
                        .insert((to_come.clone(), name.clone()), Some(value));
                }
            }
        }
    }

    /// The generated columns that do not change, and whose values the change of a column affects.
    pub(super) fn recomputed_from(&self, table: &str, column: &str) -> Vec<&Column> {
        let all = self.recomputed.iter().filter(|((of, _), _)| of == table);
        let all: Vec<&Column> = all.map(|(_, column)| column).collect();
        let mut changed = vec![column];
        let mut found: Vec<&Column> = Vec::new();
        while let Some(read) = changed.pop() {
            for reader in &all {
                let generated = reader.generated.as_ref();
                let reads = generated.is_some_and(|made| made.expression.mentions(read));
                if reads && !found.contains(reader) {
                    found.push(reader);
                    changed.push(&reader.name);
                }
            }
        }
        found
    }

    /// Whether the table exists before the plan, so that it may have rows.
    pub(super) fn is_there(&self, table: &str) -> bool {
        !self.created.contains(table)
    }

    /// Whether the column gets new values, different in every row.
    pub(super) fn is_apart(&self, table: &str, column: &str) -> bool {
        self.apart.contains(&(table.to_owned(), column.to_owned()))
    }

    /// Whether existing rows get a random value in the column.
    pub(super) fn is_drawn(&self, table: &str, column: &str) -> bool {
        self.drawn.contains(&(table.to_owned(), column.to_owned()))
    }

    /// The new columns of a table, including those that replace old ones.
    pub(super) fn new_columns<'s>(&'s self, table: &'s str) -> impl Iterator<Item = &'s str> {
        let added = self.added.iter().filter(move |(of, _)| of == table);
        added.map(|(_, column)| column.as_str())
    }

    /// Whether a key, an index or a check of the table is dropped.
    pub(super) fn is_dropped(&self, table: &str, name: &str) -> bool {
        self.dropped.contains(&(table.to_owned(), name.to_owned()))
    }

    /// Whether the values of such columns stay as they are.
    pub(super) fn keeps_values(&self, table: &str, is_meant: impl Fn(&str) -> bool) -> bool {
        let others = self.changed.keys().chain(self.computed.keys());
        let mut others = others.chain(&self.added);
        !others.any(|(of, column)| of == table && is_meant(column))
    }

    /// Whether a foreign key of the table is dropped.
    pub(super) fn is_reference_dropped(&self, table: &str, name: &str) -> bool {
        let key = (table.to_owned(), name.to_owned());
        self.dropped_references.contains(&key)
    }

    /// The table's current name, quoted.
    pub(super) fn table(&self, table: &str) -> String {
        identifier(self.dialect, self.table_name(table))
    }

    /// The table's current name.
    pub(super) fn table_name<'n>(&'n self, table: &'n str) -> &'n str {
        self.tables.get(table).map_or(table, String::as_str)
    }

    /// The column's current name.
    pub(super) fn column_name<'n>(&'n self, table: &str, column: &'n str) -> &'n str {
        let key = (table.to_owned(), column.to_owned());
        self.columns.get(&key).map_or(column, String::as_str)
    }

    /// The dialect of the SQL.
    pub(super) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The column's current name, quoted, or its expression; `None` if it does not exist yet.
    pub(super) fn column(&self, table: &str, column: &str) -> Option<String> {
        let key = (table.to_owned(), column.to_owned());
        if let Some(value) = self.computed.get(&key) {
            return Some(format!("({})", self.expression(table, value)?));
        }
        self.stored(table, column)
    }

    fn stored(&self, table: &str, column: &str) -> Option<String> {
        let key = (table.to_owned(), column.to_owned());
        if !self.is_there(table) || self.added.contains(&key) || self.computed.contains_key(&key) {
            return None;
        }
        let name = self.columns.get(&key).map_or(column, String::as_str);
        Some(identifier(self.dialect, name))
    }

    /// The value of a column with renamed values of enums, before its conversion, as an expression
    /// of its current value; `None` if it does not exist yet.
    pub(super) fn with_new_values(&self, table: &str, column: &str) -> Option<String> {
        let now = self.stored(table, column)?;
        let key = (table.to_owned(), column.to_owned());
        Some(match self.renamed.get(&key) {
            Some((is_list, values)) => renamed(self.dialect, &now, *is_list, values),
            None => now,
        })
    }

    /// The value that the column of a table with this alias has for a foreign key, as an expression
    /// of current values; `None` if it is NULL, or nobody knows.
    pub(super) fn referring(&self, table: &str, column: &str, alias: &str) -> Option<String> {
        if !self.is_there(table) {
            return None;
        }
        let key = (table.to_owned(), column.to_owned());
        let stored = self.stored(table, column);
        let value = match (stored, self.computed.get(&key)) {
            (Some(now), _) => match self.changed.get(&key) {
                Some(value) => {
                    let value = Expression::new(self.dialect, value.as_ref()?);
                    let value = value.renamed(&of_table(&self.columns, table));
                    value.text().to_owned()
                }
                None => now,
            },
            (None, Some(sql)) => {
                let known = self.expression(table, sql);
                known.or_else(|| self.filled_expression(table, sql))?
            }
            (None, None) => {
                let filled = self.filled.get(&key);
                let filled = filled.filter(|value| *value != NULL)?;
                self.expression(table, &Expression::new(self.dialect, filled))?
            }
        };
        let columns = &self.catalog.table(self.table_name(table))?.columns;
        let with_alias = |column: &'c Column| {
            let name = identifier(self.dialect, &column.name);
            (column.name.as_str(), format!("{alias}.{name}"))
        };
        let value =
            Expression::new(self.dialect, &value).with(&columns.iter().map(with_alias).collect());
        Some(format!("({})", lexer::closed(self.dialect, value.text())))
    }

    /// The same value as the foreign key compares it, if the collation of the column changes.
    pub(super) fn compared(&self, table: &str, column: &str, value: String) -> String {
        let key = (table.to_owned(), column.to_owned());
        match self.collated.get(&key) {
            Some(collation) => collated(self.dialect, &value, collation),
            None => value,
        }
    }

    /// The new values of several columns, as expressions of current values; `None` if one does not
    /// exist yet, or its values are lost.
    pub(super) fn values(&self, table: &str, columns: &[String]) -> Option<Vec<String>> {
        columns
            .iter()
            .map(|column| self.value(table, column))
            .collect()
    }

    /// The new value of a column, as an expression of current values; `None` if it does not exist
    /// yet, or its values are lost.
    pub(super) fn value(&self, table: &str, column: &str) -> Option<String> {
        let key = (table.to_owned(), column.to_owned());
        if self.changed.contains_key(&key) {
            let name = identifier(self.dialect, column);
            return self.expression(table, &Expression::new(self.dialect, &name));
        }
        self.column(table, column)
    }

    /// An expression about new values, with the current names; `None` if it uses a column that does
    /// not exist yet, or whose values are lost. A comment at its end does not include the SQL after
    /// it.
    pub(super) fn expression(&self, table: &str, expression: &Expression) -> Option<String> {
        self.about_now(table, expression, &BTreeMap::new())
    }

    /// The same, with the values of new columns in existing rows; `None` also if such a value is
    /// NULL, for which the expression says nothing.
    pub(super) fn filled_expression(&self, table: &str, expression: &Expression) -> Option<String> {
        let mut filled = of_table(&self.filled, table);
        filled.retain(|column, _| expression.mentions(column));
        let tokens = tokens(self.dialect, expression.text());
        let of_null = ["is", "isnull", "ifnull", "coalesce"];
        let asks = filled.values().any(|value| value != NULL)
            || tokens.iter().any(|token| token.is_any(&of_null));
        asks.then(|| self.about_now(table, expression, &filled))?
    }

    fn about_now(
        &self,
        table: &str,
        expression: &Expression,
        filled: &BTreeMap<String, String>,
    ) -> Option<String> {
        let mut about_now = expression.clone();
        let computed = of_table(&self.computed, table);
        // One may read another, but never itself.
        for _ in 0..computed.len() {
            let values = computed.iter().map(|(column, value)| {
                let sql = lexer::closed(self.dialect, value.text());
                (column.as_str(), format!("({sql})"))
            });
            about_now = about_now.with(&values.collect());
        }
        let mut values = BTreeMap::new();
        for (_, column) in self.added.iter().filter(|(of, _)| of == table) {
            if about_now.mentions(column) {
                values.insert(column.as_str(), filled.get(column)?.clone());
            }
        }
        let changed = of_table(&self.changed, table);
        for (column, value) in &changed {
            if about_now.mentions(column) {
                let value = self.compared(table, column, format!("({})", value.as_ref()?));
                values.insert(column.as_str(), value);
            }
        }
        let renamed = of_table(&self.columns, table);
        let about_now = about_now.with(&values).renamed(&renamed);
        // It is put between parentheses, and may end in a comment.
        Some(lexer::closed(self.dialect, about_now.text()).into_owned())
    }
}

const NULL: &str = "NULL";

/// The value of a new column in existing rows: its default, or NULL. `None` if the rows need a
/// value that is not given.
fn filled(dialect: Dialect, column: &Column) -> Option<String> {
    if column.counted.is_some() || super::is_random(column) || super::is_drawn(column) {
        return None;
    }
    let default = match &column.default {
        Some(default) => lexer::closed(dialect, default.text()),
        None if column.nullable => return Some(NULL.to_owned()),
        None => return None,
    };
    // On the other databases a literal gets the type of the other operand.
    Some(match dialect {
        Dialect::Postgres => format!("CAST(({default}) AS {})", column.ty.text()),
        Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => format!("({default})"),
    })
}

/// Whether the texts of a column are compared otherwise afterwards.
pub(super) fn compares_otherwise(dialect: Dialect, from: &Column, to: &Column) -> bool {
    from.collation != to.collation && is_text(dialect, from) && is_text(dialect, to)
}

fn is_text(dialect: Dialect, column: &Column) -> bool {
    let ty = Physical::of(dialect, &column.ty);
    matches!(ty, Physical::Text(_) | Physical::Members)
}

/// The text with the collation of a column; `None` is the default one.
fn collated(dialect: Dialect, value: &str, collation: &Option<String>) -> String {
    let default = match dialect {
        Dialect::Sqlite => "BINARY",
        Dialect::Postgres => "default",
        Dialect::Mysql => "utf8mb4_0900_bin",
        Dialect::Mariadb => "utf8mb4_nopad_bin",
    };
    let name = collation.as_deref().unwrap_or(default);
    let collation = identifier(dialect, name);
    if !dialect.has_mysql_grammar() {
        return format!("({value} COLLATE {collation})");
    }
    // A collation is one of a character set, with whose name it begins.
    match name.split_once('_') {
        None => format!("CAST({value} AS {name})"),
        Some(("uca1400", _)) => {
            format!("(CONVERT({value} USING utf8mb4) COLLATE {collation})")
        }
        Some((charset, _)) => format!("(CONVERT({value} USING {charset}) COLLATE {collation})"),
    }
}

/// The value with the new names of an enum's values.
fn renamed(dialect: Dialect, value: &str, is_list: bool, values: &[(Stored, Stored)]) -> String {
    match is_list {
        true => super::renamed_items(dialect, value, values),
        false => super::renamed_value(dialect, value, values),
    }
}

/// The value after MySQL's and MariaDB's implicit conversion to the type of the column.
fn cast(dialect: Dialect, from: &Column, to: &Column) -> Option<String> {
    if !dialect.has_mysql_grammar() {
        return None;
    }
    let is_integer = |column: &Column| {
        let ty = Physical::of(dialect, &column.ty);
        matches!(ty, Physical::Int(_) | Physical::Unsigned(_))
    };
    // The value stays the same, and only without a cast the server can use an index.
    if is_integer(from) && is_integer(to) {
        return None;
    }
    let name = identifier(dialect, &to.name);
    if let Physical::Text(_) = Physical::of(dialect, &to.ty) {
        let text = format!("CAST({name} AS char)");
        return (!is_text(dialect, from)).then(|| collated(dialect, &text, &to.collation));
    }
    let ty = computed::cast_type(dialect, &to.ty)?;
    Some(format!("CAST({name} AS {ty})"))
}

/// Whether a column without given values gets a different value in every row.
fn is_apart(column: &Column) -> bool {
    let is_null = column.nullable && column.default.is_none() && column.generated.is_none();
    is_null || column.counted.is_some() || super::is_random(column)
}

/// The entries for the columns of one table.
fn of_table<T: Clone>(all: &BTreeMap<(String, String), T>, table: &str) -> BTreeMap<String, T> {
    let own = all.iter().filter(|((of, _), _)| of == table);
    own.map(|((_, column), known)| (column.clone(), known.clone()))
        .collect()
}
