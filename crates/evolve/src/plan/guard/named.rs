//! Guards for other programs' views, triggers, functions and the like, which would use an object
//! that no longer exists.
//!
//! PostgreSQL knows the dependences of a view, a trigger or a policy. Of all other objects there is
//! only the text, which is searched for the names as words. Parts of a dropped table, such as its
//! triggers, are dropped with it and need no guard.

use std::collections::BTreeSet;

use tablewright_schema::catalog::Table;
use tablewright_sql::Dialect;
use tablewright_sql::quote::{identifier, text};

use super::{Columns, Guard, NAMES, listed};

/// The guards for a table and its columns.
pub(super) fn guards(dialect: Dialect, table: &Table, columns: &Columns<'_>) -> Vec<Guard> {
    let about_table = of_table(dialect, &table.name, columns);
    let about_columns = match columns.is_table_dropped {
        true => None,
        false => of_columns(dialect, table, columns),
    };
    about_table.into_iter().chain(about_columns).collect()
}

/// The guard for a table that is dropped or renamed.
fn of_table(dialect: Dialect, table: &str, columns: &Columns<'_>) -> Option<Guard> {
    let is_dropped = columns.is_table_dropped;
    if !is_dropped && !columns.is_table_renamed {
        return None;
    }
    let query = match dialect {
        Dialect::Sqlite if is_dropped => sqlite(
            table,
            &format!("lower(o.tbl_name) <> {}", sqlite_name(table)),
        ),
        // SQLite changes the name in these objects.
        Dialect::Sqlite => return None,
        Dialect::Postgres => {
            let functions = postgres_functions(&in_text("p.prosrc", [table]));
            match is_dropped {
                true => format!("{} UNION {functions}", postgres_dependents(table, None)),
                false => functions,
            }
        }
        Dialect::Mysql | Dialect::Mariadb => {
            let own = match is_dropped {
                true => format!("of_table <> {} AND ", text(dialect, table)),
                false => String::new(),
            };
            mysql(&format!("{own}{}", in_body(dialect, [table])))
        }
    };
    let becomes = match is_dropped {
        true => "is dropped",
        false => "gets another name",
    };
    let names = format!("the table `{table}`, which {becomes}");
    Some(guard(dialect, query, &names))
}

/// The guards for columns that are dropped, renamed or converted.
fn of_columns(dialect: Dialect, table: &Table, columns: &Columns<'_>) -> Option<Guard> {
    let gone = columns.gone();
    let unnamed = &gone | &columns.renamed;
    // The columns with other values afterwards, if the database requires that.
    let held = match dialect {
        Dialect::Sqlite | Dialect::Postgres => &columns.dropped | &columns.retyped,
        Dialect::Mysql | Dialect::Mariadb => columns.dropped.clone(),
    };
    let all = &unnamed | &held;
    if all.is_empty() {
        return None;
    }
    let query = match dialect {
        Dialect::Sqlite => sqlite_of_columns(&table.name, columns, &gone, &held),
        Dialect::Postgres => {
            let functions = functions_of_columns(&table.name, columns, &unnamed);
            let dependents =
                (!held.is_empty()).then(|| postgres_dependents(&table.name, Some(&held)));
            let rows = (!columns.retyped.is_empty()).then(|| postgres_rows(&table.name));
            let parts = dependents.into_iter().chain(rows).chain(functions);
            let parts: Vec<String> = parts.collect();
            parts.join(" UNION ")
        }
        Dialect::Mysql | Dialect::Mariadb => {
            let replaced = &columns.dropped | &columns.renamed;
            let bodies = bodies_of_columns(dialect, &table.name, columns, &unnamed);
            let parts: Vec<String> = bodies
                .into_iter()
                .chain(mysql_constraints(dialect, table, &replaced))
                .collect();
            parts.join(" UNION ")
        }
    };
    let becomes = [
        (!columns.dropped.is_empty(), "is dropped"),
        (!columns.renamed.is_empty(), "gets another name"),
        (
            held.iter().any(|column| columns.retyped.contains(column)),
            "changes its type",
        ),
    ];
    let becomes = becomes.into_iter().filter(|(is_so, _)| *is_so);
    let becomes: Vec<&str> = becomes.map(|(_, becomes)| becomes).collect();
    let listed: Vec<&str> = all.into_iter().collect();
    let names = format!(
        "a column of `{}` that {} (`{}`)",
        table.name,
        becomes.join(" or "),
        listed.join("`, `")
    );
    Some(guard(dialect, query, &names))
}

fn guard(dialect: Dialect, query: String, names: &str) -> Guard {
    Guard {
        dialect,
        query,
        uses: Some(names.to_owned()),
        is_in_catalog: false,
        message: format!(
            "`{NAMES}` is not in the models, and it uses {names}: drop it before the change, and \
             create it again afterwards, adapted to the change"
        ),
    }
}

/// Triggers of the table, and others that use one of its columns, directly or through a view.
fn sqlite_of_columns(
    table: &str,
    columns: &Columns<'_>,
    gone: &BTreeSet<&str>,
    held: &BTreeSet<&str>,
) -> String {
    let name = sqlite_name(table);
    let mut any = Vec::new();
    if !held.is_empty() {
        any.push(format!(
            "lower(o.tbl_name) = {name} AND ({})",
            sqlite_mentions_any(held)
        ));
    }
    if !gone.is_empty() {
        any.push(format!(
            "lower(o.tbl_name) <> {name} AND ({})",
            sqlite_mentions_any(gone)
        ));
    }
    // SQLite changes the name in objects that use the table. An object that uses a view of the
    // table uses a column of the view, which then has another name.
    if !columns.renamed.is_empty() {
        any.push(format!(
            "lower(o.tbl_name) <> {name} AND NOT {} AND ({})",
            sqlite_mentions(table),
            sqlite_mentions_any(&columns.renamed)
        ));
    }
    sqlite(table, &any.join(" OR "))
}

/// SQLite's views and triggers that satisfy the condition and use the table, directly or through a
/// view.
fn sqlite(table: &str, condition: &str) -> String {
    format!(
        "SELECT name, object FROM (\
         WITH RECURSIVE naming (name) AS (SELECT {} UNION \
         SELECT lower(v.name) FROM naming AS n JOIN sqlite_schema AS v \
         ON v.type = 'view' AND {}) \
         SELECT o.name AS name, o.type || ' ' || o.name || \
         CASE o.type WHEN 'trigger' THEN ' on ' || o.tbl_name ELSE '' END AS object \
         FROM sqlite_schema AS o WHERE o.type IN ('view', 'trigger') \
         AND EXISTS (SELECT 1 FROM naming AS n WHERE {}) AND ({condition})) AS others",
        sqlite_name(table),
        sqlite_has_word("v.sql", SQLITE_PATTERN),
        sqlite_has_word("o.sql", SQLITE_PATTERN),
    )
}

/// The name that the query has found, with the special characters of a pattern escaped.
const SQLITE_PATTERN: &str =
    "replace(replace(replace(n.name, '[', '[[]'), '*', '[*]'), '?', '[?]')";

fn sqlite_has_word(sql: &str, pattern: &str) -> String {
    format!("' ' || lower({sql}) || ' ' GLOB '*[^a-z0-9_]' || {pattern} || '[^a-z0-9_]*'")
}

/// Whether the SQL of an object contains one of the columns as a word.
pub(super) fn sqlite_mentions_any(columns: &BTreeSet<&str>) -> String {
    let columns = columns.iter().map(|column| sqlite_mentions(column));
    columns.collect::<Vec<_>>().join(" OR ")
}

fn sqlite_mentions(name: &str) -> String {
    let mut pattern = String::new();
    for character in name.to_ascii_lowercase().chars() {
        match character {
            '*' | '?' | '[' => pattern.extend(['[', character, ']']),
            other => pattern.push(other),
        }
    }
    sqlite_has_word("sql", &text(Dialect::Sqlite, &pattern))
}

/// A name in the form in which SQLite compares it.
fn sqlite_name(name: &str) -> String {
    text(Dialect::Sqlite, &name.to_ascii_lowercase())
}

/// Objects that prevent a change on PostgreSQL, whose message does not name them: objects that
/// depend on these columns, or on a dropped table or its type, without being a part of it.
fn postgres_dependents(table: &str, columns: Option<&BTreeSet<&str>>) -> String {
    let live = live(table);
    let depends = match columns {
        Some(columns) => format!(
            "d.refclassid = 'pg_class'::regclass AND d.refobjid = {live} \
             AND d.refobjsubid IN (SELECT attnum FROM pg_attribute WHERE attrelid = {live} \
             AND attname IN ({}))",
            listed(Dialect::Postgres, columns.iter().copied())
        ),
        None => format!(
            "coalesce(r.ev_class, t.tgrelid, y.polrelid, o.oid, 0) <> {live} \
             AND (d.refclassid = 'pg_class'::regclass AND d.refobjid = {live} OR {})",
            is_row_type(&live)
        ),
    };
    format!(
        "SELECT name::text, object::text FROM (SELECT coalesce(CASE r.rulename \
         WHEN '_RETURN' THEN c.relname ELSE r.rulename END::text, t.tgname::text, {routine}, \
         y.polname::text, o.relname::text), \
         CASE WHEN r.rulename = '_RETURN' THEN \
         CASE c.relkind WHEN 'm' THEN 'materialized view ' ELSE 'view ' END || c.relname \
         WHEN r.oid IS NOT NULL THEN 'rule ' || r.rulename || ' on ' || c.relname \
         WHEN t.oid IS NOT NULL THEN 'trigger ' || t.tgname || ' on ' || {} \
         WHEN p.oid IS NOT NULL THEN 'function ' || {routine} \
         WHEN y.oid IS NOT NULL THEN 'policy ' || y.polname || ' on ' || {} \
         ELSE 'table ' || o.relname END \
         FROM pg_depend AS d \
         LEFT JOIN pg_rewrite AS r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid \
         LEFT JOIN pg_class AS c ON c.oid = r.ev_class \
         LEFT JOIN pg_trigger AS t ON d.classid = 'pg_trigger'::regclass AND t.oid = d.objid \
         AND NOT t.tgisinternal \
         LEFT JOIN pg_proc AS p ON d.classid = 'pg_proc'::regclass AND p.oid = d.objid \
         LEFT JOIN pg_policy AS y ON d.classid = 'pg_policy'::regclass AND y.oid = d.objid \
         LEFT JOIN pg_class AS o ON d.classid = 'pg_class'::regclass AND o.oid = d.objid \
         AND o.relkind IN ('r', 'p', 'f', 'c') \
         WHERE d.deptype = 'n' AND {depends}) AS dependents (name, object) WHERE name IS NOT NULL",
        relation("t.tgrelid"),
        relation("y.polrelid"),
        routine = postgres_routine("p"),
    )
}

/// The name of a table or view.
fn relation(id: &str) -> String {
    format!("(SELECT owner.relname FROM pg_class AS owner WHERE owner.oid = {id})")
}

/// A routine with the types of its parameters, because there may be others with its name.
fn postgres_routine(routine: &str) -> String {
    format!(
        "{routine}.proname || '(' || {} || ')'",
        postgres_types(routine)
    )
}

/// The types of a routine's parameters, without their schemas.
pub(super) fn postgres_types(routine: &str) -> String {
    format!(
        "regexp_replace(oidvectortypes({routine}.proargtypes), \
         '(\"[^\"]*\"|[a-z0-9_]+)[.]', '', 'g')"
    )
}

/// Tables and types with values of the table's row type, which fix the types of its columns.
fn postgres_rows(table: &str) -> String {
    let live = live(table);
    format!(
        "SELECT o.relname::text AS name, 'table ' || o.relname AS object \
         FROM pg_depend AS d JOIN pg_class AS o ON o.oid = d.objid \
         WHERE d.classid = 'pg_class'::regclass AND d.deptype = 'n' AND o.oid <> {live} AND {}",
        is_row_type(&live)
    )
}

/// Whether the dependence `d` is on the row type of a table, or on an array of it.
fn is_row_type(live: &str) -> String {
    format!(
        "d.refclassid = 'pg_type'::regclass AND d.refobjid IN \
         (SELECT unnest(ARRAY[e.oid, e.typarray]) FROM pg_type AS e WHERE e.typrelid = {live})"
    )
}

/// Functions that use these columns and the table, or that its triggers call.
fn functions_of_columns(
    table: &str,
    columns: &Columns<'_>,
    unnamed: &BTreeSet<&str>,
) -> Option<String> {
    if unnamed.is_empty() {
        return None;
    }
    let is_called = format!(
        "EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgrelid = {} AND t.tgfoid = p.oid)",
        live(table)
    );
    let names_table = in_text("p.prosrc", [table]);
    let is_about = match columns.is_table_renamed {
        // Those that use the table already have a guard.
        true => format!("{is_called} AND NOT ({names_table})"),
        false => format!("({is_called} OR {names_table})"),
    };
    let names_columns = in_text("p.prosrc", unnamed.iter().copied());
    Some(postgres_functions(&format!(
        "{names_columns} AND {is_about}"
    )))
}

/// Functions and procedures that satisfy the condition, except those of extensions and of the
/// server.
fn postgres_functions(condition: &str) -> String {
    format!(
        "SELECT {routine} AS name, 'function ' || {routine} AS object FROM pg_proc AS p \
         JOIN pg_language AS l ON l.oid = p.prolang \
         WHERE l.lanname NOT IN ('c', 'internal') AND p.pronamespace NOT IN \
         ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) \
         AND NOT EXISTS (SELECT FROM pg_depend AS e WHERE e.classid = 'pg_proc'::regclass \
         AND e.objid = p.oid AND e.deptype = 'e') AND {condition}",
        routine = postgres_routine("p"),
    )
}

/// The table with this name, as PostgreSQL's `regclass` finds it.
fn live(table: &str) -> String {
    let dialect = Dialect::Postgres;
    format!(
        "to_regclass({})",
        text(dialect, &identifier(dialect, table))
    )
}

/// Triggers of the table that use these columns, and all other objects that use them and the table.
fn bodies_of_columns(
    dialect: Dialect,
    table: &str,
    columns: &Columns<'_>,
    unnamed: &BTreeSet<&str>,
) -> Option<String> {
    if unnamed.is_empty() {
        return None;
    }
    let is_own = format!("of_table = {}", text(dialect, table));
    let names_table = in_body(dialect, [table]);
    let is_about = match columns.is_table_renamed {
        // Those that use the table already have a guard.
        true => format!("{is_own} AND NOT {names_table}"),
        false => format!("({is_own} OR {names_table})"),
    };
    let names_columns = in_body(dialect, unnamed.iter().copied());
    Some(mysql(&format!("{is_about} AND {names_columns}")))
}

/// Views, triggers, routines and events of the database that satisfy the condition.
fn mysql(condition: &str) -> String {
    let part = |object: &str, name: &str, body: &str, table: &str, from: &str| {
        format!(
            "SELECT CONVERT({name} USING utf8mb4) AS name, \
             CONVERT(concat({object}) USING utf8mb4) AS object, \
             lower(CONVERT({body} USING utf8mb4)) AS body, \
             CONVERT({table} USING utf8mb4) AS of_table FROM information_schema.{from} = database()"
        )
    };
    let parts = [
        part(
            "'view ', table_name",
            "table_name",
            "view_definition",
            "''",
            "views WHERE table_schema",
        ),
        part(
            "'trigger ', trigger_name, ' on ', event_object_table",
            "trigger_name",
            "action_statement",
            "event_object_table",
            "triggers WHERE trigger_schema",
        ),
        part(
            "'function ', routine_name",
            "routine_name",
            "routine_definition",
            "''",
            "routines WHERE routine_schema",
        ),
        part(
            "'event ', event_name",
            "event_name",
            "event_definition",
            "''",
            "events WHERE event_schema",
        ),
    ];
    format!(
        "SELECT name, object FROM ({}) AS others WHERE {condition}",
        parts.join(" UNION ALL ")
    )
}

/// Unknown checks and generated columns of the table that use one of these columns, which therefore
/// cannot be renamed.
fn mysql_constraints(
    dialect: Dialect,
    table: &Table,
    replaced: &BTreeSet<&str>,
) -> impl Iterator<Item = String> {
    let name = text(dialect, &table.name);
    let named_in = |what: &str| {
        let quoted = |column: &&str| text(dialect, &identifier(dialect, column));
        let located = replaced.iter();
        let located: Vec<String> = located
            .map(|column| format!("locate({}, {what}) > 0", quoted(column)))
            .collect();
        format!("({})", located.join(" OR "))
    };
    let known = table.checks.iter().map(|check| check.name.as_str());
    let known = listed(dialect, known.chain([""]));
    let of_table = match dialect {
        Dialect::Mariadb => format!("c.table_name = {name} AND c.level = 'Table'"),
        Dialect::Mysql | Dialect::Sqlite | Dialect::Postgres => format!(
            "EXISTS (SELECT 1 FROM information_schema.table_constraints AS t \
             WHERE t.constraint_schema = c.constraint_schema \
             AND t.constraint_name = c.constraint_name AND t.table_name = {name})"
        ),
    };
    let checks = format!(
        "SELECT CONVERT(c.constraint_name USING utf8mb4) AS name, \
         CONVERT(concat('check ', c.constraint_name) USING utf8mb4) AS object FROM \
         information_schema.check_constraints AS c WHERE c.constraint_schema = database() \
         AND {of_table} AND c.constraint_name NOT IN ({known}) AND {}",
        named_in("c.check_clause")
    );
    let known = table.columns.iter().map(|column| column.name.as_str());
    let known = listed(dialect, known);
    let computed = format!(
        "SELECT CONVERT(column_name USING utf8mb4) AS name, \
         CONVERT(concat('column ', column_name) USING utf8mb4) AS object \
         FROM information_schema.columns \
         WHERE table_schema = database() AND table_name = {name} \
         AND column_name NOT IN ({known}) AND {}",
        named_in("generation_expression")
    );
    let parts = (!replaced.is_empty()).then_some([checks, computed]);
    parts.into_iter().flatten()
}

/// Whether a string on PostgreSQL contains one of the names as a word.
fn in_text<'n>(sql: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    format!("{sql} ~* {}", text(Dialect::Postgres, &words(names)))
}

/// The same on MySQL and MariaDB, in lower case.
fn in_body<'n>(dialect: Dialect, names: impl IntoIterator<Item = &'n str>) -> String {
    format!("body REGEXP {}", text(dialect, &words(names)))
}

/// A pattern for strings that contain one of the names as a word, in lower case. It contains no
/// backslash, whose meaning in a literal depends on a setting.
fn words<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || character == '_';
    let plain = |name: &str| -> String {
        let name = name.to_lowercase();
        let characters = name.chars();
        characters
            .map(|character| if is_plain(character) { character } else { '.' })
            .collect()
    };
    let names: Vec<String> = names.into_iter().map(plain).collect();
    format!("(^|[^[:alnum:]_$])({})([^[:alnum:]_$]|$)", names.join("|"))
}
