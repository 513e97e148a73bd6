//! Guards for unknown columns, indexes, constraints and attributes of a table that a step changes.

use tablewright_schema::catalog::{Column, Table};
use tablewright_sql::Dialect;
use tablewright_sql::quote::{identifier, text};

use super::named::sqlite_mentions_any;
use super::{Columns, Guard, NAMES, listed, lowered};

/// A rebuilt table loses everything that the new one does not have. The program that runs the plan
/// creates its indexes and triggers again, except those that use a column with another meaning
/// afterwards.
pub(super) fn sqlite(table: &Table, columns: &Columns<'_>, found: &mut Vec<Guard>) {
    let dialect = Dialect::Sqlite;
    let name = text(dialect, &table.name);
    let known = lowered(dialect, table.columns.iter().map(|it| it.name.as_str()));
    found.push(Guard {
        dialect,
        query: format!(
            "SELECT name FROM pragma_table_xinfo({name}) WHERE lower(name) NOT IN ({known})"
        ),
        uses: None,
        is_in_catalog: false,
        message: format!(
            "the table `{0}` is rebuilt, and its column `{NAMES}` is not in the models, so its \
             values would be lost. To keep it, add it to the models; or, if it is `unmanaged`, \
             add it to the new table and to the copy of the rows in this file. Otherwise drop it \
             first",
            table.name
        ),
    });
    let of_table = format!("lower(tbl_name) = lower({name}) AND sql IS NOT NULL");
    if !columns.dropped.is_empty() {
        let ours = lowered(dialect, table.indexes.iter().map(|it| it.name.as_str()));
        found.push(Guard {
            dialect,
            query: format!(
                "SELECT name FROM sqlite_schema WHERE type = 'index' AND {of_table} AND \
                 lower(name) NOT IN ({ours}) AND ({})",
                sqlite_mentions_any(&columns.dropped)
            ),
            uses: None,
            is_in_catalog: false,
            message: format!(
                "the index `{NAMES}` of `{}` is not in the models, and it uses a column that is \
                 dropped: drop the index, or add it to the models without that column",
                table.name
            ),
        });
    }
}

/// With a column, PostgreSQL drops every index and constraint over it, including those of several
/// columns; with the type of a column, it resets the storage of its values.
pub(super) fn postgres(table: &Table, columns: &Columns<'_>, found: &mut Vec<Guard>) {
    let dialect = Dialect::Postgres;
    let quoted = identifier(dialect, &table.name);
    let live = format!("to_regclass({})", text(dialect, &quoted));
    let known = listed(dialect, names_in(table));
    for column in &columns.dropped {
        let name = text(dialect, column);
        let position = format!(
            "(SELECT attnum FROM pg_attribute WHERE attrelid = {live} AND attname = {name})"
        );
        // An object that belongs only to a dropped column goes with it.
        let (other_columns, several) = match columns.recreated.contains(column) {
            true => (String::new(), ""),
            false => (
                format!(
                    " AND EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass \
                     AND d.objid = i.oid AND d.refobjid = x.indrelid \
                     AND d.refobjsubid NOT IN (0, {position}))"
                ),
                " AND array_length(n.conkey, 1) > 1",
            ),
        };
        found.push(Guard {
            dialect,
            query: format!(
                "SELECT i.relname::text FROM pg_index AS x \
                 JOIN pg_class AS i ON i.oid = x.indexrelid \
                 WHERE x.indrelid = {live} AND i.relname NOT IN ({known}) \
                 AND EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass \
                 AND d.objid = i.oid AND d.refobjid = x.indrelid AND d.refobjsubid = {position})\
                 {other_columns} \
                 UNION SELECT n.conname::text FROM pg_constraint AS n \
                 WHERE n.conrelid = {live} AND n.contype IN ('c', 'f', 'p', 'u', 'x') \
                 AND n.conname NOT IN ({known}){several} \
                 AND {position} = ANY (n.conkey) \
                 UNION SELECT s.stxname::text FROM pg_statistic_ext AS s \
                 WHERE s.stxrelid = {live} AND {position} = ANY (s.stxkeys::int2[])"
            ),
            uses: None,
            is_in_catalog: false,
            message: over_dropped(table, column, columns),
        });
    }
    let again = listed(dialect, columns.again());
    if !again.is_empty() {
        found.push(Guard {
            dialect,
            query: format!(
                "SELECT i.relname::text FROM pg_index AS x \
                 JOIN pg_class AS i ON i.oid = x.indexrelid \
                 WHERE x.indrelid = {live} AND i.relname IN ({again}) \
                 AND (i.reloptions IS NOT NULL{} OR obj_description(i.oid, 'pg_class') IS NOT NULL \
                 OR x.indisclustered OR x.indisreplident OR i.reltablespace <> 0 \
                 OR EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = i.oid \
                 AND a.attstattarget >= 0)) \
                 UNION SELECT n.conname::text FROM pg_constraint AS n \
                 WHERE n.conrelid = {live} AND n.conname IN ({again}) \
                 AND obj_description(n.oid, 'pg_constraint') IS NOT NULL",
                other_options(table)
            ),
            uses: None,
            is_in_catalog: false,
            message: created_again(table),
        });
    }
    let gone = listed(dialect, columns.not_again());
    if !gone.is_empty() {
        found.push(Guard {
            dialect,
            query: format!(
                "SELECT i.relname::text FROM pg_index AS x \
                 JOIN pg_class AS i ON i.oid = x.indexrelid \
                 WHERE x.indrelid = {live} AND i.relname IN ({gone}) AND x.indisreplident"
            ),
            uses: None,
            is_in_catalog: false,
            message: format!(
                "the index `{NAMES}` is dropped, by which logical replication finds the rows of \
                 `{}`, so replicated updates and deletes would fail: give the table another \
                 REPLICA IDENTITY first",
                table.name
            ),
        });
    }
    for column in &columns.recreated {
        found.push(Guard {
            dialect,
            query: format!(
                "SELECT a.attname::text FROM pg_attribute AS a \
                 JOIN pg_type AS t ON t.oid = a.atttypid \
                 WHERE a.attrelid = {live} AND a.attname = {} \
                 AND (a.attacl IS NOT NULL OR a.attstattarget >= 0 \
                 OR a.attoptions::text LIKE '%n_distinct%' \
                 OR a.attstorage <> t.typstorage OR a.attcompression::text <> '')",
                text(dialect, column)
            ),
            uses: None,
            is_in_catalog: false,
            message: format!(
                "the column `{}.{NAMES}` is dropped and created again, so it would lose what is \
                 not in the models (privileges, STATISTICS, STORAGE, COMPRESSION or options): \
                 reset it before the change, and set it again afterwards",
                table.name
            ),
        });
    }
    for column in &columns.retyped {
        found.push(Guard {
            dialect,
            query: format!(
                "SELECT a.attname::text FROM pg_attribute AS a \
                 JOIN pg_type AS t ON t.oid = a.atttypid \
                 WHERE a.attrelid = {live} AND a.attname = {} \
                 AND (a.attstorage <> t.typstorage OR a.attcompression::text <> '')",
                text(dialect, column)
            ),
            uses: None,
            is_in_catalog: false,
            message: format!(
                "the column `{}.{NAMES}` has its own STORAGE or COMPRESSION, which is lost when \
                 its type changes: reset it before the change, and set it again afterwards",
                table.name
            ),
        });
    }
}

/// The condition that the storage parameters of an index differ from those of the models, with
/// which it is created again.
fn other_options(table: &Table) -> String {
    let having = table.indexes.iter().filter(|it| !it.options.is_empty());
    let conditions = having.map(|index| {
        format!(
            " AND NOT (i.relname = {} AND array_to_string(ARRAY(SELECT z FROM \
             unnest(i.reloptions) AS z ORDER BY z COLLATE \"C\"), ',') = {})",
            text(Dialect::Postgres, &index.name),
            text(Dialect::Postgres, &index.options.join(","))
        )
    });
    conditions.collect()
}

/// The message about an index or a constraint that is dropped and created again.
fn created_again(table: &Table) -> String {
    format!(
        "`{NAMES}` of `{}` is dropped and created again, so it would lose settings that are not \
         in the models (a comment, storage parameters, CLUSTER, a replica identity, a tablespace, \
         STATISTICS): remove them before the \
         change, and set them again afterwards",
        table.name
    )
}

/// MySQL and MariaDB remove a dropped column from every index, and give a changed column only the
/// attributes in the statement.
pub(super) fn mysql(
    dialect: Dialect,
    table: &Table,
    columns: &Columns<'_>,
    found: &mut Vec<Guard>,
) {
    let of_table = format!(
        "table_schema = database() AND table_name = {}",
        text(dialect, &table.name)
    );
    let known = listed(dialect, names_in(table));
    for column in &columns.dropped {
        let name = text(dialect, column);
        // An object that belongs only to a dropped column goes with it.
        let other_columns = match columns.recreated.contains(column) {
            true => "",
            false => {
                " AND EXISTS (SELECT 1 FROM information_schema.statistics AS o \
                 WHERE o.table_schema = i.table_schema AND o.table_name = i.table_name \
                 AND o.index_name = i.index_name AND o.column_name <> i.column_name)"
            }
        };
        found.push(Guard {
            dialect,
            query: format!(
                "SELECT DISTINCT CONVERT(index_name USING utf8mb4) FROM information_schema.statistics \
                 AS i WHERE {of_table} AND column_name = {name} AND index_name NOT IN ({known})\
                 {other_columns}"
            ),
            uses: None,
            is_in_catalog: false,
            message: over_dropped(table, column, columns),
        });
    }
    let again = listed(dialect, columns.again());
    if !again.is_empty() {
        found.push(Guard {
            dialect,
            query: format!(
                "SELECT DISTINCT CONVERT(index_name USING utf8mb4) FROM \
                 information_schema.statistics WHERE {of_table} AND index_name IN ({again}) \
                 AND index_comment <> ''"
            ),
            uses: None,
            is_in_catalog: false,
            message: created_again(table),
        });
    }
    for name in &columns.changed {
        let Some(column) = table.column(name) else {
            continue;
        };
        found.push(Guard {
            dialect,
            query: format!(
                "SELECT CONVERT(column_name USING utf8mb4) FROM information_schema.columns \
                 WHERE {of_table} AND column_name = {} AND ({})",
                text(dialect, name),
                attributes(dialect, column).join(" OR ")
            ),
            uses: None,
            is_in_catalog: false,
            message: format!(
                "the column `{}.{NAMES}` has an attribute that is not in the models (ON UPDATE, \
                 AUTO_INCREMENT, INVISIBLE, COMPRESSED, SRID or a comment), which is lost when \
                 its definition changes: add it to the models, or remove it first",
                table.name
            ),
        });
    }
}

/// Conditions on the attributes of a column that the catalog does not have.
fn attributes(dialect: Dialect, column: &Column) -> Vec<String> {
    let default = column.default.as_ref();
    let default = default.map_or("", |default| default.normal());
    let mut conditions = vec!["lower(extra) LIKE '%invisible%'".to_owned()];
    if !default.contains("on update ") {
        conditions.push("lower(extra) LIKE '%on update%'".to_owned());
    }
    if column.counted.is_none() {
        conditions.push("lower(extra) LIKE '%auto_increment%'".to_owned());
    }
    match dialect {
        Dialect::Mariadb => conditions.push("lower(column_type) LIKE '%compressed%'".to_owned()),
        Dialect::Mysql | Dialect::Sqlite | Dialect::Postgres => {
            conditions.push("srs_id IS NOT NULL".to_owned());
        }
    }
    let comment = column.comment.as_deref().unwrap_or_default();
    // The server stores other characters as question marks.
    if comment
        .chars()
        .all(|character| u32::from(character) <= 0xffff)
    {
        let comment = text(dialect, comment);
        conditions.push(format!("column_comment NOT IN ('', {comment})"));
    }
    conditions
}

fn over_dropped(table: &Table, column: &str, columns: &Columns<'_>) -> String {
    let again = match columns.recreated.contains(column) {
        true => "create it again afterwards",
        false => "create it again without that column",
    };
    format!(
        "`{NAMES}` of `{}` is not in the models, and it would be dropped with the column \
         `{column}`: drop it first, and {again}",
        table.name
    )
}

/// The known names in the table.
pub(super) fn names_in(table: &Table) -> impl Iterator<Item = &str> {
    let keys = table.primary_key.iter().chain(&table.uniques);
    let keys = keys.map(|key| key.name.as_str());
    let indexes = table.indexes.iter().map(|index| index.name.as_str());
    let checks = table.checks.iter().map(|check| check.name.as_str());
    let references = table.foreign_keys.iter().map(|key| key.name.as_str());
    // The name of every primary key on MySQL.
    let primary = std::iter::once("PRIMARY");
    keys.chain(indexes)
        .chain(checks)
        .chain(references)
        .chain(primary)
}
