//! Fingerprints, which show in one query whether tables have changed.
//!
//! Two fingerprints of the same tables in the same database are equal unless a column, a type, a
//! default, a comment, a constraint or an index has changed. Fingerprints of different databases
//! cannot be compared.

use tablewright_sql::Dialect;
use tablewright_sql::quote::text;

use crate::base::connection::driver::Driver;
use crate::base::error::Result;

/// The fingerprint of the tables with these names, including missing ones.
pub(crate) async fn fingerprint<C: Driver>(db: &C, tables: &[&str]) -> Result<String> {
    let query = format!("SELECT {}", expression(db.dialect(), tables));
    let given = crate::query::raw::sql::<String>(query).run_all(db).await?;
    Ok(short(given.first().map_or("", String::as_str)))
}

/// The fingerprint from the result of [`expression`], which SQLite cannot hash itself.
pub(crate) fn short(given: &str) -> String {
    tablewright_schema::fingerprint(given)
}

/// A scalar expression, in parentheses, for a string that [`short`] hashes. It has no parameters,
/// and may stand in a query beside others.
pub(crate) fn expression(dialect: Dialect, tables: &[&str]) -> String {
    match dialect {
        Dialect::Sqlite => sqlite(tables),
        Dialect::Postgres => postgres(tables),
        Dialect::Mysql | Dialect::Mariadb => mysql(dialect, tables),
    }
}

/// The same as [`expression`], for views, triggers and functions with these names.
#[cfg(feature = "sync")]
pub(crate) fn others(dialect: Dialect, names: &[&str]) -> String {
    let folded = names.iter().flat_map(|name| match dialect {
        Dialect::Sqlite => vec![name.to_ascii_lowercase()],
        Dialect::Postgres => vec![(*name).to_owned()],
        // Some servers store names of views in lower case.
        Dialect::Mysql | Dialect::Mariadb => vec![(*name).to_owned(), name.to_lowercase()],
    });
    let names = listed(dialect, folded);
    match dialect {
        Dialect::Sqlite => format!(
            "(SELECT coalesce(group_concat(name || char(10) || sql, char(10)), '') FROM (\
             SELECT name, sql FROM sqlite_schema WHERE type IN ('view', 'trigger') \
             AND lower(name) IN {names} ORDER BY type, name))"
        ),
        Dialect::Postgres => format!(
            "(SELECT coalesce(encode(sha256(convert_to(\
             string_agg(text, E'\\n' ORDER BY text COLLATE \"C\"), 'UTF8')), 'hex'), '') FROM (\
             SELECT concat_ws(' ', 'v', quote_ident(relname), pg_get_viewdef(oid)) AS text \
             FROM pg_class WHERE relkind IN ('v', 'm') AND relname IN {names} AND relnamespace = \
             (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) \
             UNION ALL \
             SELECT concat_ws(' ', 't', pg_get_triggerdef(g.oid), g.tgenabled) \
             FROM pg_trigger AS g JOIN pg_class AS c ON c.oid = g.tgrelid \
             WHERE NOT g.tgisinternal AND g.tgname IN {names} AND c.relnamespace = \
             (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) \
             UNION ALL \
             SELECT concat_ws(' ', 'f', pg_get_functiondef(oid)) \
             FROM pg_proc WHERE prokind IN ('f', 'p') AND proname IN {names} AND pronamespace = \
             (SELECT oid FROM pg_namespace WHERE nspname = current_schema())) AS line)"
        ),
        Dialect::Mysql | Dialect::Mariadb => {
            let row = |kind: &str, columns: &[&str]| {
                let quoted = columns.iter().map(|column| format!("quote({column})"));
                let quoted: Vec<String> = quoted.collect();
                let quoted = quoted.join(", ");
                format!("SELECT sha2(concat_ws(',', '{kind}', {quoted}), 256) AS h ")
            };
            let of = |table: &str, name: &str, schema: &str| {
                format!(
                    "FROM information_schema.{table} AS z \
                     WHERE z.{schema} = database() AND z.{name} IN {names}"
                )
            };
            let rows = [
                row("v", &["z.table_name", "z.view_definition"])
                    + &of("views", "table_name", "table_schema"),
                row(
                    "t",
                    &[
                        "z.trigger_name",
                        "z.event_object_table",
                        "z.action_timing",
                        "z.event_manipulation",
                        "z.action_statement",
                    ],
                ) + &of("triggers", "trigger_name", "trigger_schema"),
                row(
                    "f",
                    &["z.routine_name", "z.routine_type", "z.routine_definition"],
                ) + &of("routines", "routine_name", "routine_schema"),
            ];
            format!(
                "(SELECT concat(count(*), '-', \
                 hex(coalesce(bit_xor(CAST(conv(left(h, 16), 16, 10) AS UNSIGNED)), 0))) \
                 FROM ({}) AS line)",
                rows.join(" UNION ALL ")
            )
        }
    }
}

/// The names as literals, for `IN`; there may be none.
fn listed(dialect: Dialect, tables: impl Iterator<Item = String>) -> String {
    let quoted: Vec<String> = tables.map(|name| text(dialect, &name)).collect();
    match quoted.as_slice() {
        [] => "(NULL)".to_owned(),
        quoted => format!("({})", quoted.join(", ")),
    }
}

/// SQLite stores the SQL of tables and indexes.
fn sqlite(tables: &[&str]) -> String {
    let folded = tables.iter().map(|name| name.to_ascii_lowercase());
    format!(
        "(SELECT coalesce(group_concat(name || char(10) || sql, char(10)), '') FROM (\
         SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND type IN ('table', 'index') \
         AND lower(tbl_name) IN {} ORDER BY name))",
        listed(Dialect::Sqlite, folded)
    )
}

/// PostgreSQL's description of the tables: a line for each column, constraint and index.
fn postgres(tables: &[&str]) -> String {
    let names = tables.iter().map(|name| (*name).to_owned());
    let names = listed(Dialect::Postgres, names);
    format!(
        "(WITH c AS (
             SELECT * FROM pg_class WHERE relkind IN ('r', 'p') AND relname IN {names}
             AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
         ), line(text) AS (
             SELECT concat_ws(' ', 't', quote_ident(relname), relpersistence, relrowsecurity,
                              relforcerowsecurity,
                              quote_nullable(reloptions::text), reltablespace,
                              quote_nullable(obj_description(oid, 'pg_class')))
             FROM c
             UNION ALL
             SELECT concat_ws(' ', 'c', quote_ident(c.relname), a.attnum, quote_ident(a.attname),
                              format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attcollation,
                              quote_literal(a.attidentity::text), quote_literal(a.attgenerated::text),
                              quote_nullable(pg_get_expr(d.adbin, d.adrelid)),
                              quote_nullable(col_description(c.oid, a.attnum)))
             FROM c JOIN pg_attribute AS a
               ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
             LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
             UNION ALL
             SELECT concat_ws(' ', 'k', quote_ident(c.relname), quote_ident(n.conname),
                              pg_get_constraintdef(n.oid))
             FROM c JOIN pg_constraint AS n ON n.conrelid = c.oid
             UNION ALL
             SELECT concat_ws(' ', 'i', quote_ident(c.relname), pg_get_indexdef(x.indexrelid),
                              x.indisvalid)
             FROM c JOIN pg_index AS x ON x.indrelid = c.oid
             UNION ALL
             SELECT concat_ws(' ', 'g', quote_ident(c.relname),
                              quote_ident(coalesce(n.conname, g.tgname)), g.tgenabled)
             FROM c JOIN pg_trigger AS g ON g.tgrelid = c.oid
             LEFT JOIN pg_constraint AS n ON n.oid = g.tgconstraint
             WHERE g.tgenabled <> 'O'
             UNION ALL
             SELECT concat_ws(' ', 'r', pg_get_ruledef(r.oid))
             FROM c JOIN pg_rewrite AS r ON r.ev_class = c.oid
             UNION ALL
             SELECT concat_ws(' ', 's', pg_get_statisticsobjdef(s.oid))
             FROM c JOIN pg_statistic_ext AS s ON s.stxrelid = c.oid
             UNION ALL
             SELECT concat_ws(' ', 'p', quote_ident(c.relname), quote_ident(p.polname), p.polcmd,
                              p.polpermissive, quote_nullable(pg_get_expr(p.polqual, p.polrelid)),
                              quote_nullable(pg_get_expr(p.polwithcheck, p.polrelid)))
             FROM c JOIN pg_policy AS p ON p.polrelid = c.oid
         )
         SELECT coalesce(encode(sha256(convert_to(
                    string_agg(text, E'\\n' ORDER BY text COLLATE \"C\"), 'UTF8')), 'hex'), '')
         FROM line)"
    )
}

/// The information schema's description of the tables: a row for each column, part of an index and
/// constraint. The rows are combined by an operation that needs no order and no memory, because
/// `group_concat` truncates a result that is longer than a setting.
fn mysql(dialect: Dialect, tables: &[&str]) -> String {
    // Some servers store names of tables in lower case.
    let names = tables
        .iter()
        .flat_map(|name| [(*name).to_owned(), name.to_lowercase()]);
    let names = listed(dialect, names);
    let of = |table: &str| {
        format!(
            "FROM information_schema.{table} AS z \
             WHERE z.table_schema = database() AND z.table_name IN {names}"
        )
    };
    let row = |kind: &str, columns: &[&str]| {
        let columns: Vec<String> = columns
            .iter()
            .map(|column| format!("quote({column})"))
            .collect();
        let columns = columns.join(", ");
        format!("SELECT sha2(concat_ws(',', '{kind}', {columns}), 256) AS h ")
    };
    let (of_column, of_part, check_table): (&[&str], &[&str], &str) = match dialect {
        Dialect::Mariadb => (&[], &["z.ignored"], "AND k.table_name = z.table_name "),
        Dialect::Mysql | Dialect::Sqlite | Dialect::Postgres => {
            (&["z.srs_id"], &["z.is_visible", "z.expression"], "")
        }
    };
    let table = [
        "z.table_name",
        "z.engine",
        "z.table_collation",
        "z.create_options",
        "z.table_comment",
    ];
    let column = [
        "z.table_name",
        "z.ordinal_position",
        "z.column_name",
        "z.column_type",
        "z.collation_name",
        "z.is_nullable",
        "z.column_default",
        "z.extra",
        "z.generation_expression",
        "z.column_comment",
    ];
    let part = [
        "z.table_name",
        "z.index_name",
        "z.seq_in_index",
        "z.column_name",
        "z.collation",
        "z.sub_part",
        "z.non_unique",
        "z.index_type",
        "z.index_comment",
    ];
    let reference = [
        "z.table_name",
        "z.constraint_name",
        "z.ordinal_position",
        "z.column_name",
        "z.referenced_table_schema",
        "z.referenced_table_name",
        "z.referenced_column_name",
    ];
    let rule = [
        "z.table_name",
        "z.constraint_name",
        "z.update_rule",
        "z.delete_rule",
    ];
    let check = ["z.table_name", "z.constraint_name", "k.check_clause"];
    let enforced: &[&str] = match dialect {
        Dialect::Mariadb => &[],
        Dialect::Mysql | Dialect::Sqlite | Dialect::Postgres => &["z.enforced"],
    };
    let rows = [
        row("t", &table) + &of("tables"),
        row("c", &[&column, of_column].concat()) + &of("columns"),
        row("i", &[&part, of_part].concat()) + &of("statistics"),
        row("f", &reference) + &of("key_column_usage") + " AND z.referenced_table_name IS NOT NULL",
        row("r", &rule)
            + &format!(
                "FROM information_schema.referential_constraints AS z \
                 WHERE z.constraint_schema = database() AND z.table_name IN {names}"
            ),
        row("k", &[&check, enforced].concat())
            + &format!(
                "FROM information_schema.table_constraints AS z \
                 JOIN information_schema.check_constraints AS k \
                 ON k.constraint_schema = z.constraint_schema \
                 AND k.constraint_name = z.constraint_name {check_table}\
                 WHERE z.table_schema = database() AND z.constraint_type = 'CHECK' \
                 AND z.table_name IN {names}"
            ),
    ];
    format!(
        "(SELECT concat(count(*), '-', \
         hex(bit_xor(CAST(conv(left(h, 16), 16, 10) AS UNSIGNED))), '-', \
         hex(bit_xor(CAST(conv(right(h, 16), 16, 10) AS UNSIGNED)))) \
         FROM ({}) AS line)",
        rows.join(" UNION ALL ")
    )
}
