//! Guards for other programs' foreign keys, whose rows would reference missing rows, or which make
//! a database refuse a step.

use std::collections::BTreeSet;

use tablewright_schema::catalog::{Catalog, Table};
use tablewright_sql::Dialect;
use tablewright_sql::quote::{identifier, text};

use super::{Columns, Guard, NAMES, listed, lowered};

/// The guard for a table that is dropped, or whose columns, keys or values change. Foreign keys of
/// these tables are known.
pub(super) fn guard(
    dialect: Dialect,
    ours: &Catalog,
    table: &Table,
    columns: &Columns<'_>,
) -> Option<Guard> {
    let changing = Changing::of(dialect, columns);
    if changing.held.is_empty() && changing.revalued.is_empty() && !changing.is_all {
        return None;
    }
    let query = match dialect {
        Dialect::Sqlite => sqlite(ours, table, &changing),
        Dialect::Postgres => postgres(ours, table, &changing),
        Dialect::Mysql | Dialect::Mariadb => mysql(dialect, ours, table, &changing),
    };
    let about = match changing.is_all {
        true => format!("refers to `{}`, which is dropped", table.name),
        false => format!("refers to columns of `{}` that change", table.name),
    };
    let remedy = match dialect {
        // SQLite has no statement that drops a foreign key.
        Dialect::Sqlite => "drop its table, or create the table again without the foreign key",
        Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => "drop it",
    };
    let again = match (changing.is_all, changing.revalued.is_empty()) {
        (true, _) => "",
        (false, true) => ", and add it again afterwards",
        (false, false) => {
            ", change the rows of its table in the same way, and add it again \
            afterwards"
        }
    };
    Some(Guard {
        dialect,
        query,
        uses: None,
        is_in_catalog: false,
        message: format!(
            "the foreign key `{NAMES}` is not in the models, and it {about}: {remedy}{again}"
        ),
    })
}

/// The columns of a table that no other foreign key may reference.
struct Changing<'c> {
    /// Columns that no foreign key may reference.
    held: BTreeSet<&'c str>,
    /// Columns that a foreign key may reference if it passes on new values to its own rows.
    revalued: &'c BTreeSet<&'c str>,
    /// Whether these are all columns, because the table is dropped.
    is_all: bool,
}

impl<'c> Changing<'c> {
    fn of(dialect: Dialect, columns: &'c Columns<'_>) -> Changing<'c> {
        let held = match dialect {
            // SQLite checks only rows, and only when one is written.
            Dialect::Sqlite => &columns.gone() | &columns.of_lost_keys(),
            Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => {
                &(&columns.dropped | &columns.retyped) | &columns.of_keys()
            }
        };
        Changing {
            held,
            revalued: &columns.revalued,
            is_all: columns.is_table_dropped,
        }
    }

    /// The condition that a foreign key has one of the columns. `named` returns the condition for
    /// some columns.
    fn condition(&self, follows: &str, named: impl Fn(&BTreeSet<&str>) -> String) -> String {
        if self.is_all {
            return "1 = 1".to_owned();
        }
        let mut any = Vec::new();
        if !self.held.is_empty() {
            any.push(named(&self.held));
        }
        if !self.revalued.is_empty() {
            any.push(format!("NOT {follows} AND {}", named(self.revalued)));
        }
        any.join(" OR ")
    }

    /// The columns of the table's own foreign keys, with the condition that one has them.
    fn own(&self, columns: &BTreeSet<&str>, named: impl Fn(&BTreeSet<&str>) -> String) -> String {
        match self.is_all || columns.is_empty() {
            // It is dropped with the table.
            true => "1 = 0".to_owned(),
            false => named(columns),
        }
    }
}

/// During the rebuild of a table nothing cascades.
fn sqlite(ours: &Catalog, table: &Table, changing: &Changing<'_>) -> String {
    let dialect = Dialect::Sqlite;
    let known = lowered(dialect, ours.tables.iter().map(|table| table.name.as_str()));
    // A foreign key may reference the primary key implicitly.
    let key = table.primary_key.iter().flat_map(|key| &key.columns);
    let key: String = key.take(1).cloned().collect();
    let condition = changing.condition("1 = 0", |columns| {
        format!(
            "lower(coalesce(f.\"to\", {})) IN ({})",
            text(dialect, &key),
            lowered(dialect, columns.iter().copied())
        )
    });
    format!(
        "SELECT DISTINCT t.name || '.' || f.\"from\" AS name \
         FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS f \
         WHERE t.type = 'table' AND lower(t.name) NOT IN ({known}) \
         AND lower(f.\"table\") = lower({}) AND ({condition})",
        text(dialect, &table.name)
    )
}

fn postgres(ours: &Catalog, table: &Table, changing: &Changing<'_>) -> String {
    let dialect = Dialect::Postgres;
    let live = text(dialect, &identifier(dialect, &table.name));
    let live = format!("to_regclass({live})");
    let known = known(dialect, ours);
    let among = |numbers: &str, columns: &BTreeSet<&str>| {
        format!(
            "EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = {live} \
             AND a.attname IN ({}) AND a.attnum = ANY ({numbers}))",
            listed(dialect, columns.iter().copied())
        )
    };
    let condition =
        changing.condition("n.confupdtype = 'c'", |columns| among("n.confkey", columns));
    // Those over a dropped column are dropped with it, or have another guard.
    let own = changing.own(changing.revalued, |columns| among("n.conkey", columns));
    format!(
        "SELECT c.relname || '.' || n.conname AS name FROM pg_constraint AS n \
         JOIN pg_class AS c ON c.oid = n.conrelid WHERE n.contype = 'f' \
         AND c.relname || '.' || n.conname NOT IN ({known}) \
         AND (n.confrelid = {live} AND ({condition}) OR n.conrelid = {live} AND {own})"
    )
}

/// MySQL and MariaDB commit each statement, so a refusal because of a foreign key would come in the
/// middle of the plan.
fn mysql(dialect: Dialect, ours: &Catalog, table: &Table, changing: &Changing<'_>) -> String {
    let name = text(dialect, &table.name);
    let known = known(dialect, ours);
    let among = |column: &str, columns: &BTreeSet<&str>| {
        format!("{column} IN ({})", listed(dialect, columns.iter().copied()))
    };
    let condition = changing.condition("r.update_rule = 'CASCADE'", |columns| {
        among("k.referenced_column_name", columns)
    });
    let all = &changing.held | changing.revalued;
    let own = changing.own(&all, |columns| among("k.column_name", columns));
    format!(
        "SELECT DISTINCT CONVERT(concat(k.table_name, '.', k.constraint_name) USING utf8mb4) \
         AS name FROM information_schema.key_column_usage AS k \
         JOIN information_schema.referential_constraints AS r \
         ON r.constraint_schema = k.constraint_schema \
         AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name \
         WHERE k.table_schema = database() \
         AND concat(k.table_name, '.', k.constraint_name) NOT IN ({known}) \
         AND (k.referenced_table_schema = database() AND k.referenced_table_name = {name} \
         AND ({condition}) OR k.table_name = {name} AND {own})"
    )
}

/// The foreign keys of our tables, with their names, as literals; there is at least one.
fn known(dialect: Dialect, ours: &Catalog) -> String {
    let keys = ours.tables.iter().flat_map(|table| {
        let keys = table.foreign_keys.iter();
        keys.map(|key| format!("{}.{}", table.name, key.name))
    });
    let keys: Vec<String> = keys.chain([String::new()]).collect();
    listed(dialect, keys.iter().map(String::as_str))
}
