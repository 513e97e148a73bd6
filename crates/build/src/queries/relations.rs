//! The SQL of relations: the rows that refer to a row, those that a table in between connects with
//! it, and the rows of that table.

use tablewright_schema::{Dialect, ForeignKey, Table, sql};

use super::{Given, Lookup, Queries};

impl Queries<'_> {
    /// The statements for the rows with these values in some columns, in the order of the primary
    /// key.
    pub fn rows(&self, columns: &[usize]) -> Lookup {
        self.ordered(&self.equal(columns, 1))
    }

    /// The statements for the rows that a table in between connects with one, by its key.
    pub fn through(&self, between: &Table, here: &ForeignKey, there: &ForeignKey) -> Lookup {
        let named = |columns: &[usize]| -> Vec<String> {
            let name = |&column: &usize| self.quoted(&between.columns[column].name);
            columns.iter().map(name).collect()
        };
        let key = self.list(&there.target_columns);
        let key = match there.target_columns.len() {
            1 => key,
            _ => format!("({key})"),
        };
        let conditions: Vec<String> = (1..)
            .zip(named(&here.columns))
            .map(|(number, name)| format!("{name} = {}", self.placeholder(number)))
            .collect();
        self.ordered(&format!(
            "{key} IN (SELECT {} FROM {} WHERE {})",
            named(&there.columns).join(", "),
            self.quoted(&between.name),
            conditions.join(" AND ")
        ))
    }

    /// Inserts a row that connects two others, unless there is one where the dialect has a word for
    /// that.
    pub fn connect(&self, here: &ForeignKey, there: &ForeignKey) -> String {
        let columns = pair(here, there);
        let values: Vec<String> = (1..=columns.len())
            .map(|number| self.placeholder(number))
            .collect();
        let list = self.list(&columns);
        let is_pair = self
            .table
            .unique_columns()
            .any(|key| key.len() == columns.len() && key.iter().all(|it| columns.contains(it)));
        let unless = match self.dialect {
            Dialect::Sqlite | Dialect::Postgres if is_pair => {
                format!(" ON CONFLICT ({list}) DO NOTHING")
            }
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => {
                String::new()
            }
        };
        format!(
            "INSERT INTO {} ({list}) VALUES ({}){unless}",
            self.name,
            values.join(", ")
        )
    }

    /// Deletes the rows that connect two others.
    pub fn disconnect(&self, here: &ForeignKey, there: &ForeignKey) -> String {
        let columns: Vec<usize> = here.columns.iter().chain(&there.columns).copied().collect();
        format!(
            "DELETE FROM {} WHERE {}",
            self.name,
            self.equal(&columns, 1)
        )
    }

    /// The statements for the row that a reference is to. It is found also where it was deleted and
    /// is still there, because the row that refers to it has to have one.
    pub fn referred_to(&self, key: &[usize]) -> Lookup {
        let (name, columns) = (&self.name, self.columns.join(", "));
        let condition = self.equal(key, 1);
        Lookup {
            select: format!("SELECT {columns} FROM {name} WHERE {condition}"),
            count: format!("SELECT count(*) FROM {name} WHERE {condition}"),
            exists: self.exists(&format!("SELECT 1 FROM {name} WHERE {condition}")),
            ..self.lookup(key)
        }
    }

    fn ordered(&self, condition: &str) -> Lookup {
        let condition = self.and_not_deleted(condition.to_owned());
        let delete = self.mark_or_delete();
        let (name, columns) = (&self.name, self.columns.join(", "));
        let order = self.list(&self.table.primary_key.columns);
        Lookup {
            select: format!("SELECT {columns} FROM {name} WHERE {condition} ORDER BY {order}"),
            count: format!("SELECT count(*) FROM {name} WHERE {condition}"),
            exists: self.exists(&format!("SELECT 1 FROM {name} WHERE {condition}")),
            delete: format!("{delete} WHERE {condition}"),
        }
    }

    fn quoted(&self, name: &str) -> String {
        sql::identifier(self.dialect, name)
    }
}

/// The columns of both references, each once.
fn pair(here: &ForeignKey, there: &ForeignKey) -> Vec<usize> {
    let mut columns = here.columns.clone();
    for &column in &there.columns {
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    columns
}

/// Whether a row of the table in between needs no more than its two references.
pub fn can_connect(between: &Table, here: &ForeignKey, there: &ForeignKey) -> bool {
    let pair = pair(here, there);
    let mut columns = between.columns.iter().enumerate();
    columns.all(|(place, column)| match Given::of(column) {
        Some(Given::Always) => pair.contains(&place),
        // What the database computes, nobody gives.
        None => !pair.contains(&place),
        Some(Given::OrNull | Given::OrCounted | Given::OrDefault | Given::OrNullableDefault) => {
            true
        }
    })
}
