//! Guards for unknown checks of a column whose values are renamed, which may refuse the new values.

use tablewright_schema::Stored;
use tablewright_schema::catalog::Table;
use tablewright_sql::Dialect;
use tablewright_sql::quote::{identifier, text};

use super::attached::names_in;
use super::{Columns, Guard, NAMES, listed};

/// The guard for a table with renamed values. SQLite has no list of the checks of a table.
///
/// If a plan commits before its end, every check of the column is found.
pub(super) fn guard(
    dialect: Dialect,
    table: &Table,
    columns: &Columns<'_>,
    commits: bool,
) -> Option<Guard> {
    if columns.revalued.is_empty() {
        return None;
    }
    // A check without a name has that of its column on MariaDB.
    let bare = table.checks.iter().filter(|check| check.name.is_empty());
    let bare = bare.flat_map(|check| {
        let all = table.columns.iter().map(|column| column.name.as_str());
        all.filter(|column| check.expression.mentions(column))
    });
    let known = listed(dialect, names_in(table).chain(bare));
    let query = match dialect {
        Dialect::Sqlite => return None,
        Dialect::Postgres => postgres(table, columns, &known, commits),
        Dialect::Mysql | Dialect::Mariadb => mysql(dialect, table, columns, &known),
    };
    Some(Guard {
        dialect,
        query,
        uses: None,
        is_in_catalog: false,
        message: format!(
            "the check `{NAMES}` of `{}` is not in the models, and it reads a column whose values \
             are renamed: drop it, and add it again for the new values afterwards",
            table.name
        ),
    })
}

/// In a transaction, a statement that a check refuses changes nothing, so only a check with a former
/// value is found.
fn postgres(table: &Table, columns: &Columns<'_>, known: &str, commits: bool) -> String {
    let dialect = Dialect::Postgres;
    let live = text(dialect, &identifier(dialect, &table.name));
    let live = format!("to_regclass({live})");
    let former: Vec<String> = columns
        .former
        .iter()
        .map(|value| {
            let pattern = text(dialect, &pattern(value));
            format!("pg_get_constraintdef(n.oid) ~ {pattern}")
        })
        .collect();
    let has_former = match commits {
        true => String::new(),
        false => format!(" AND ({})", former.join(" OR ")),
    };
    format!(
        "SELECT n.conname::text FROM pg_constraint AS n WHERE n.conrelid = {live} \
         AND n.contype = 'c' AND n.conname NOT IN ({known}) \
         AND EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = {live} \
         AND a.attname IN ({}) AND a.attnum = ANY (n.conkey)){has_former}",
        listed(dialect, columns.revalued.iter().copied())
    )
}

/// The regular expression for a value as PostgreSQL prints it: a text as a literal or as an item of
/// an array, a number alone.
fn pattern(value: &Stored) -> String {
    match value {
        Stored::Number(value) => format!("(^|[^0-9A-Za-z_.$\"-]){value}($|[^0-9A-Za-z_.\"])"),
        Stored::Text(value) => {
            let printed = value.replace('\\', "\\\\").replace('\'', "''");
            let escaped: String = printed
                .chars()
                .flat_map(|character| {
                    let is_special = character.is_ascii_punctuation();
                    is_special.then_some('\\').into_iter().chain([character])
                })
                .collect();
            format!("'{escaped}'|[{{,]{escaped}[,}}]")
        }
    }
}

/// Each check of the column is found: these servers commit the statements before the one that the
/// check refuses.
fn mysql(dialect: Dialect, table: &Table, columns: &Columns<'_>, known: &str) -> String {
    let reads = columns.revalued.iter().map(|column| {
        let column = identifier(dialect, column);
        // MariaDB gives this check to each column of documents.
        let document = text(dialect, &format!("json_valid({column})"));
        let column = text(dialect, &column);
        format!("(locate({column}, c.check_clause) > 0 AND c.check_clause <> {document})")
    });
    let reads: Vec<String> = reads.collect();
    let name = text(dialect, &table.name);
    let of_table = match dialect {
        Dialect::Mariadb => format!("c.table_name = {name}"),
        Dialect::Mysql | Dialect::Sqlite | Dialect::Postgres => format!(
            "EXISTS (SELECT 1 FROM information_schema.table_constraints AS t \
             WHERE t.constraint_schema = c.constraint_schema \
             AND t.constraint_name = c.constraint_name AND t.table_name = {name} \
             AND t.constraint_type = 'CHECK' AND t.enforced = 'YES')"
        ),
    };
    format!(
        "SELECT CONVERT(c.constraint_name USING utf8mb4) \
         FROM information_schema.check_constraints AS c \
         WHERE c.constraint_schema = database() AND {of_table} \
         AND c.constraint_name NOT IN ({known}) AND ({})",
        reads.join(" OR ")
    )
}
