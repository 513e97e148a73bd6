//! Statements that are put together at run time, as doc comments show them: `…` stands for what is not known before.

use tablewright_schema::{Dialect, Role};

use super::Queries;

impl Queries<'_> {
    /// The rows for which a condition holds.
    pub fn filtered(&self) -> String {
        let (name, columns) = (&self.name, self.columns.join(", "));
        let condition = self.and(self.not_deleted(), "…");
        let order = self.list(&self.table.primary_key.columns);
        format!("SELECT {columns} FROM {name} WHERE {condition} ORDER BY {order}")
    }

    /// The change of the row with a primary key.
    pub fn changed(&self) -> String {
        self.update(&self.and_not_deleted(self.any(&self.table.primary_key.columns)))
    }

    /// The change of a row as it was read.
    pub fn changed_as_read(&self) -> String {
        let mut columns = self.table.primary_key.columns.clone();
        columns.extend(self.table.with_role(Role::Version));
        self.update(&self.and(self.not_deleted(), &self.any(&columns)))
    }

    fn update(&self, condition: &str) -> String {
        let mut sets = vec!["…".to_owned()];
        sets.extend(self.next_version());
        format!(
            "UPDATE {} SET {} WHERE {condition}",
            self.name,
            sets.join(", ")
        )
    }

    /// The insert of many rows.
    pub fn insert_all(&self) -> String {
        format!("{}, …", self.insert_alone())
    }

    /// The insert of a row, or the change of the one that is like it.
    pub fn upsert(&self) -> String {
        let insert = self.insert_alone();
        let columns = self.columns.join(", ");
        match self.dialect {
            Dialect::Sqlite | Dialect::Postgres => {
                format!("{insert} ON CONFLICT (…) DO UPDATE SET … RETURNING {columns}")
            }
            Dialect::Mysql => format!("{insert} ON DUPLICATE KEY UPDATE …"),
            Dialect::Mariadb => {
                format!("{insert} ON DUPLICATE KEY UPDATE … RETURNING {columns}")
            }
        }
    }

    /// Without what is returned.
    fn insert_alone(&self) -> String {
        let insert = self.insert();
        let returning = format!(" RETURNING {}", self.columns.join(", "));
        let alone = insert.strip_suffix(&returning).map(str::to_owned);
        alone.unwrap_or(insert)
    }

    /// Takes back that a row was deleted. Nothing where rows do not stay in the table.
    pub fn restore(&self) -> Option<String> {
        let deleted = &self.columns[self.table.with_role(Role::Deletion)?];
        let mut sets = vec![format!("{deleted} = NULL")];
        sets.extend(self.next_version());
        let key = self.any(&self.table.primary_key.columns);
        Some(format!(
            "UPDATE {} SET {} WHERE {deleted} IS NOT NULL AND {key}",
            self.name,
            sets.join(", ")
        ))
    }

    /// Deletes a row for good.
    pub fn purge(&self) -> String {
        let key = self.any(&self.table.primary_key.columns);
        format!("DELETE FROM {} WHERE {key}", self.name)
    }

    fn and(&self, first: Option<String>, condition: &str) -> String {
        match first {
            Some(first) => format!("{first} AND {condition}"),
            None => condition.to_owned(),
        }
    }

    /// The columns are something.
    fn any(&self, columns: &[usize]) -> String {
        let conditions: Vec<String> = columns
            .iter()
            .map(|&column| format!("{} = …", self.columns[column]))
            .collect();
        conditions.join(" AND ")
    }
}
