//! The database's own description of its content, as sorted lines: columns in any order, names and
//! expressions as it prints them. The library reads nothing of it, except on SQLite, which stores
//! the statements.

use tablewright_sql::Dialect;

use crate::Live;

/// The lines, without those of the library's own table.
///
/// # Errors
///
/// The database's error.
pub fn dump(live: &Live) -> Result<Vec<String>, String> {
    let mut lines = match live.dialect() {
        Dialect::Sqlite => sqlite(live)?,
        Dialect::Postgres => all(live, POSTGRES)?,
        Dialect::Mysql => all(live, &[MYSQL_FAMILY, MYSQL].concat())?,
        Dialect::Mariadb => all(live, &[MYSQL_FAMILY, MARIADB].concat())?,
    };
    lines.retain(|line| !line.contains("tablewright_migrations"));
    if live.dialect() == Dialect::Mysql {
        // It prints `-5` as `-(5)`, until it prints the statement of the table again. A text that
        // is compared with a date becomes a date.
        lines.iter_mut().for_each(|line| {
            *line = without_parentheses(line).replace("DATE\\'", "_utf8mb4\\'");
        });
    }
    if live.dialect().has_mysql_grammar() {
        // A server that ignores the case of table names keeps the case of the first name.
        let setting = "SELECT CAST(@@lower_case_table_names AS CHAR CHARACTER SET utf8mb4)";
        if live.texts(setting)? != ["0"] {
            lines
                .iter_mut()
                .for_each(|line| *line = line.to_lowercase());
        }
    }
    lines.sort();
    Ok(lines)
}

/// A negative number without the parentheses after its sign.
fn without_parentheses(line: &str) -> String {
    let mut parts = line.split("-(");
    let mut found = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(')') {
            Some((number, rest)) if number.bytes().all(|byte| byte.is_ascii_digit()) => {
                found.push_str(&format!("-{number}{rest}"));
            }
            Some(_) | None => found.push_str(&format!("-({part}")),
        }
    }
    found
}

fn all(live: &Live, queries: &[&str]) -> Result<Vec<String>, String> {
    let mut lines = Vec::new();
    for query in queries {
        lines.extend(live.texts(query)?);
    }
    Ok(lines)
}

/// SQLite has the statements, as they were written or as `ALTER TABLE` left them.
fn sqlite(live: &Live) -> Result<Vec<String>, String> {
    let mut lines = all(live, SQLITE)?;
    let catalog = live.inspect()?;
    for table in &catalog.tables {
        let name = &table.name;
        lines.push(format!(
            "{name} options {:?}",
            table.options.as_ref().map(|it| it.normal())
        ));
        for check in &table.checks {
            lines.push(format!(
                "{name} check {} {}",
                check.name,
                check.expression.normal()
            ));
        }
        for key in table.primary_key.iter().chain(&table.uniques) {
            lines.push(format!("{name} key {key:?}"));
        }
        for key in &table.foreign_keys {
            lines.push(format!("{name} reference {key:?}"));
        }
        for column in &table.columns {
            let generated = column.generated.as_ref();
            let generated = generated.map(|made| (made.expression.normal(), made.stored));
            let (counted, collation) = (&column.counted, &column.collation);
            lines.push(format!(
                "{name}.{} {generated:?} {counted:?} {collation:?}",
                column.name
            ));
        }
    }
    for other in &catalog.others {
        lines.push(format!("{:?} {}", other.kind, tokens(&other.sql)));
    }
    Ok(lines)
}

/// SQL in one spelling: `ALTER TABLE` puts names into quotes.
fn tokens(sql: &str) -> String {
    let tokens = tablewright_sql::tokens(Dialect::Sqlite, sql);
    let words: Vec<_> = tokens.iter().map(|token| token.name()).collect();
    words.join(" ")
}

const SQLITE: &[&str] = &[
    "SELECT concat_ws('|', t.name, c.name, lower(c.type), c.\"notnull\", c.dflt_value, c.pk, c.hidden) \
     FROM sqlite_schema t, pragma_table_xinfo(t.name) c \
     WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    "SELECT concat_ws('|', t.name, i.\"unique\", i.origin, i.partial, iif(i.origin = 'c', i.name, ''), \
            (SELECT group_concat(concat_ws(' ', coalesce(x.name, '()'), x.\"desc\", x.coll), ', ') \
             FROM pragma_index_xinfo(i.name) x WHERE x.key)) \
     FROM sqlite_schema t, pragma_index_list(t.name) i \
     WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
];

const POSTGRES: &[&str] = &[
    "SELECT concat_ws('|', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, \
            pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated, \
            (SELECT collname FROM pg_collation WHERE oid = a.attcollation), \
            col_description(c.oid, a.attnum)) \
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
     LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum \
     WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace",
    "SELECT concat_ws('|', c.relname, t.conname, pg_get_constraintdef(t.oid), t.convalidated) \
     FROM pg_constraint t JOIN pg_class c ON c.oid = t.conrelid \
     WHERE c.relnamespace = current_schema()::regnamespace AND t.contype <> 'n' AND t.contype <> 't'",
    "SELECT concat_ws('|', pg_get_indexdef(i.indexrelid), i.indisvalid) FROM pg_index i \
     JOIN pg_class c ON c.oid = i.indrelid \
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'",
    "SELECT concat_ws('|', relname, obj_description(oid)) FROM pg_class \
     WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'",
    "SELECT concat_ws('|', relname, pg_get_viewdef(oid)) FROM pg_class \
     WHERE relnamespace = current_schema()::regnamespace AND relkind = 'v'",
    "SELECT concat_ws('|', pg_get_triggerdef(t.oid), t.tgenabled) FROM pg_trigger t \
     JOIN pg_class c ON c.oid = t.tgrelid \
     WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal",
    "SELECT pg_get_functiondef(oid) FROM pg_proc \
     WHERE pronamespace = current_schema()::regnamespace AND prokind IN ('f', 'p')",
];

const MYSQL_FAMILY: &[&str] = &[
    "SELECT concat_ws('|', table_name, column_name, column_type, is_nullable, column_default, extra, \
            generation_expression, collation_name, column_comment) \
     FROM information_schema.columns WHERE table_schema = database()",
    "SELECT concat_ws('|', table_name, engine, table_collation, table_comment) \
     FROM information_schema.tables WHERE table_schema = database() AND table_type = 'BASE TABLE'",
    "SELECT concat_ws('|', k.table_name, k.constraint_name, k.ordinal_position, k.column_name, \
            k.referenced_table_name, k.referenced_column_name, \
            (SELECT concat_ws(' ', r.update_rule, r.delete_rule) \
             FROM information_schema.referential_constraints r \
             WHERE r.constraint_schema = database() AND r.constraint_name = k.constraint_name \
               AND r.table_name = k.table_name)) \
     FROM information_schema.key_column_usage k WHERE k.table_schema = database()",
    "SELECT concat_ws('|', table_name, replace(view_definition, concat('`', database(), '`.'), '')) \
     FROM information_schema.views WHERE table_schema = database()",
    "SELECT concat_ws('|', routine_type, routine_name, data_type, routine_definition) \
     FROM information_schema.routines WHERE routine_schema = database()",
    "SELECT concat_ws('|', trigger_name, event_object_table, action_timing, event_manipulation, action_statement) \
     FROM information_schema.triggers WHERE trigger_schema = database()",
];

const MYSQL: &[&str] = &[
    "SELECT concat_ws('|', table_name, index_name, non_unique, seq_in_index, column_name, collation, sub_part, \
            expression, is_visible) FROM information_schema.statistics WHERE table_schema = database()",
    "SELECT concat_ws('|', t.table_name, c.constraint_name, c.check_clause, t.enforced) \
     FROM information_schema.check_constraints c JOIN information_schema.table_constraints t \
       ON t.constraint_schema = c.constraint_schema AND t.constraint_name = c.constraint_name \
     WHERE c.constraint_schema = database()",
];

const MARIADB: &[&str] = &[
    "SELECT concat_ws('|', table_name, index_name, non_unique, seq_in_index, column_name, collation, sub_part, \
            ignored) FROM information_schema.statistics WHERE table_schema = database()",
    // The check of a column keeps a name that the database does not show.
    "SELECT concat_ws('|', table_name, if(level = 'Column', '', constraint_name), check_clause) \
     FROM information_schema.check_constraints WHERE constraint_schema = database()",
];
