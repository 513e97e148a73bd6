//! What generated code keeps of the models' own past, for bringing an older database along.

use tablewright_schema::{FormerColumn, FormerTable, FormerValue, Intent};

/// Former names, and what a database may lose. Names are those in the database.
#[derive(Clone, Copy, Debug)]
pub struct Past {
    /// Tables: the name, and a former one.
    pub tables: &'static [(&'static str, &'static str)],
    /// Columns: the table, the name, and a former one.
    pub columns: &'static [(&'static str, &'static str, &'static str)],
    /// Values of enums: the table, the column, the value, and a former one.
    pub values: &'static [(&'static str, &'static str, &'static str, &'static str)],
    /// The same of enums in lists.
    pub items: &'static [(&'static str, &'static str, &'static str, &'static str)],
    /// Tables, and columns such as `users.bio`, that may be dropped.
    pub dropped: &'static [&'static str],
    /// Columns whose values may lose something when their type changes.
    pub converted: &'static [&'static str],
}

impl Past {
    /// None: what generated code starts from.
    pub const NONE: Past = Past {
        tables: &[],
        columns: &[],
        values: &[],
        items: &[],
        dropped: &[],
        converted: &[],
    };

    /// The same as the difference of two schemas takes it.
    pub(crate) fn intent(&self) -> Intent {
        let tables = self.tables.iter().map(|(name, was)| FormerTable {
            name: (*name).to_owned(),
            was: (*was).to_owned(),
        });
        let columns = self.columns.iter().map(|(table, name, was)| FormerColumn {
            table: (*table).to_owned(),
            name: (*name).to_owned(),
            was: (*was).to_owned(),
        });
        let plain = self.values.iter().map(|value| former(value, false));
        let items = self.items.iter().map(|value| former(value, true));
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Intent {
            tables: tables.collect(),
            columns: columns.collect(),
            values: plain.chain(items).collect(),
            dropped: names(self.dropped),
            converted: names(self.converted),
        }
    }
}

fn former((table, column, value, was): &(&str, &str, &str, &str), is_list: bool) -> FormerValue {
    FormerValue {
        table: (*table).to_owned(),
        column: (*column).to_owned(),
        is_list,
        value: (*value).to_owned(),
        was: (*was).to_owned(),
    }
}
