//! DDL for MySQL and MariaDB.

use super::clause;
use super::order::Order;
use crate::dialect::Dialect;
use crate::names;
use crate::schema::{
    Action, Column, Default, Index, IndexKey, Literal, Schema, Source, Table, Type,
};
use crate::sql::{bytes, identifier, text};

/// The characters that a comment on a table may have.
const TABLE_COMMENT: usize = 2048;
/// The characters that a comment on a column may have.
const COLUMN_COMMENT: usize = 1024;

pub(super) fn create(schema: &Schema, order: &Order, dialect: Dialect) -> Vec<String> {
    let checks = names::type_checks(schema);
    let tables = order
        .tables
        .iter()
        .map(|&position| create_table(schema, &schema.tables[position], &checks[position], dialect))
        .collect();
    with_cycles(order, tables)
}

pub(super) fn drop(schema: &Schema, order: &Order, dialect: Dialect) -> Vec<String> {
    let tables = order
        .tables
        .iter()
        .rev()
        .map(|&position| &schema.tables[position]);
    with_cycles(
        order,
        tables
            .map(|table| clause::drop_table(dialect, table))
            .collect(),
    )
}

pub(super) fn column_type(schema: &Schema, ty: &Type) -> String {
    match ty {
        Type::Bool => "BOOLEAN".to_owned(),
        Type::SmallInt => "SMALLINT".to_owned(),
        Type::Integer => "INT".to_owned(),
        Type::BigInt => "BIGINT".to_owned(),
        Type::Float => "FLOAT".to_owned(),
        Type::Double => "DOUBLE".to_owned(),
        Type::Decimal { precision, scale } => format!("DECIMAL({precision}, {scale})"),
        Type::String { max } => format!("VARCHAR({max})"),
        Type::Text => "LONGTEXT".to_owned(),
        Type::Bytes { max: Some(max) } => format!("VARBINARY({max})"),
        Type::Bytes { max: None } => "LONGBLOB".to_owned(),
        // MariaDB's own type sorts by other bytes first than every other database does.
        Type::Uuid => "BINARY(16)".to_owned(),
        Type::Date => "DATE".to_owned(),
        Type::Time => "TIME(6)".to_owned(),
        // `TIMESTAMP` ends in 2038, and its meaning depends on the session's time zone.
        Type::DateTime | Type::Timestamp => "DATETIME(6)".to_owned(),
        Type::Json | Type::List(_) => "JSON".to_owned(),
        Type::Enum(position) => format!("VARCHAR({})", schema.enums[*position].longest()),
    }
}

pub(super) fn default_expression(column: &Column, dialect: Dialect) -> Option<String> {
    Some(match clause::default(column)? {
        Default::Literal(value) => literal(value, dialect),
        Default::Now => now(&column.ty),
        Default::Uuid => random_uuid(dialect).to_owned(),
        Default::Sql(sql) => clause::parenthesized(sql.get(dialect)),
    })
}

/// Puts off looking at foreign keys where a table refers to one that comes later. The second run
/// of such a script and a script in a session that does not look anyway leave all as it was.
fn with_cycles(order: &Order, statements: Vec<String>) -> Vec<String> {
    if !order.is_cyclic() {
        return statements;
    }
    let off = "SET @tablewright_foreign_key_checks = @@SESSION.foreign_key_checks, \
               SESSION foreign_key_checks = 0";
    let restore = "SET SESSION foreign_key_checks = @tablewright_foreign_key_checks";
    [vec![off.to_owned()], statements, vec![restore.to_owned()]].concat()
}

fn create_table(schema: &Schema, table: &Table, checks: &[String], dialect: Dialect) -> String {
    let mut lines: Vec<String> = column_order(table, dialect)
        .into_iter()
        .map(|column| column_line(schema, &table.columns[column], dialect))
        .collect();
    // MySQL and MariaDB call every primary key `PRIMARY`, and warn of another name.
    let key = clause::columns(dialect, table, &table.primary_key.columns);
    lines.push(format!("PRIMARY KEY ({key})"));
    lines.extend(clause::uniques(dialect, table));
    lines.extend(
        table
            .indexes
            .iter()
            .map(|index| index_line(table, index, dialect)),
    );
    for (position, name) in checks.iter().enumerate() {
        if let Some(check) = type_check(schema, table, position, dialect) {
            lines.push(clause::constraint(
                dialect,
                name,
                &format!("CHECK ({check})"),
            ));
        }
    }
    lines.extend(clause::checks(dialect, table));
    let foreign_keys = table.foreign_keys.iter();
    lines.extend(foreign_keys.map(|key| clause::foreign_key(schema, table, key, dialect)));
    clause::create_table(dialect, table, &lines, &table_options(table, dialect))
}

/// Both collations compare by code point and keep trailing spaces apart.
fn table_options(table: &Table, dialect: Dialect) -> String {
    let collation = match dialect {
        Dialect::Mariadb => "utf8mb4_nopad_bin",
        Dialect::Mysql | Dialect::Sqlite | Dialect::Postgres => "utf8mb4_0900_bin",
    };
    let comment = comment(table.doc.as_deref(), TABLE_COMMENT, dialect);
    format!(" ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={collation}{comment}")
}

fn column_line(schema: &Schema, column: &Column, dialect: Dialect) -> String {
    let name = identifier(dialect, &column.name);
    let mut line = format!("{name} {}", column_type(schema, &column.ty));
    if let Some(collation) = column.collation.get(dialect) {
        line.push_str(&format!(" COLLATE {}", identifier(dialect, collation)));
    }
    if let Source::Generated(generated) = &column.source {
        let expression = clause::parenthesized(generated.expression.get(dialect));
        let kind = if generated.stored {
            "STORED"
        } else {
            "VIRTUAL"
        };
        line.push_str(&format!(" GENERATED ALWAYS AS {expression} {kind}"));
    }
    if !column.nullable && !needs_not_null_check(column, dialect) {
        line.push_str(" NOT NULL");
    }
    match &column.source {
        Source::Input | Source::Generated(_) => {}
        Source::Identity => line.push_str(" AUTO_INCREMENT"),
        Source::Default(default) => line.push_str(&default_clause(column, default, dialect)),
    }
    line.push_str(&comment(column.doc.as_deref(), COLUMN_COMMENT, dialect));
    line
}

/// The positions of the columns, as they are written. On MySQL an expression reads no later column
/// that has one itself, so a column comes behind those that its own SQL names.
fn column_order(table: &Table, dialect: Dialect) -> Vec<usize> {
    let mut waiting: Vec<usize> = (0..table.columns.len()).collect();
    let has_own = |column: &Column| own_sql(column, dialect).is_some();
    if dialect != Dialect::Mysql || !table.columns.iter().any(has_own) {
        return waiting;
    }
    let mut order = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let is_ready = |position: &usize| match own_sql(&table.columns[*position], dialect) {
            Some(sql) => {
                let sql = sql.to_lowercase();
                let others = waiting.iter().filter(|other| *other != position);
                let mut others = others.map(|other| &table.columns[*other]);
                !others.any(|other| has_expression(other) && mentions(&sql, other))
            }
            None => true,
        };
        // Where they name each other in a circle, it is for the server to say so.
        let next = waiting.iter().position(is_ready).unwrap_or(0);
        order.push(waiting.remove(next));
    }
    order
}

/// Whether the SQL, in lower case, may be about the column.
fn mentions(sql: &str, column: &Column) -> bool {
    let name = column.name.to_lowercase();
    sql.contains(&name) || sql.contains(&identifier(Dialect::Mysql, &name))
}

/// The SQL of the user's that gives the column its value.
fn own_sql(column: &Column, dialect: Dialect) -> Option<&str> {
    match &column.source {
        Source::Generated(generated) => Some(generated.expression.get(dialect)),
        Source::Default(Default::Sql(sql)) => Some(sql.get(dialect)),
        Source::Default(Default::Literal(_) | Default::Now | Default::Uuid)
        | Source::Input
        | Source::Identity => None,
    }
}

/// Whether MySQL computes the column's value.
fn has_expression(column: &Column) -> bool {
    match &column.source {
        Source::Generated(_) => true,
        Source::Default(Default::Literal(_)) => !takes_plain_default(&column.ty),
        Source::Default(Default::Now | Default::Uuid | Default::Sql(_)) => true,
        Source::Input | Source::Identity => false,
    }
}

/// MySQL wants parentheses around what is no plain value, and around every value of the types
/// that are kept out of the row.
fn default_clause(column: &Column, default: &Default, dialect: Dialect) -> String {
    let Some(value) = default_expression(column, dialect) else {
        return String::new();
    };
    let plain = match default {
        Default::Literal(_) => takes_plain_default(&column.ty),
        Default::Now | Default::Uuid => false,
        // It has its parentheses.
        Default::Sql(_) => true,
    };
    if plain {
        format!(" DEFAULT {value}")
    } else {
        format!(" DEFAULT ({value})")
    }
}

fn takes_plain_default(ty: &Type) -> bool {
    match ty {
        Type::Text | Type::Bytes { max: None } | Type::Json | Type::List(_) => false,
        Type::Bool
        | Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Float
        | Type::Double
        | Type::Decimal { .. }
        | Type::String { .. }
        | Type::Bytes { max: Some(_) }
        | Type::Uuid
        | Type::Date
        | Type::Time
        | Type::DateTime
        | Type::Timestamp
        | Type::Enum(_) => true,
    }
}

/// MariaDB has no NOT NULL for generated columns.
fn needs_not_null_check(column: &Column, dialect: Dialect) -> bool {
    dialect == Dialect::Mariadb && matches!(column.source, Source::Generated(_))
}

/// What the column's type alone does not refuse, though another database does.
fn type_check(schema: &Schema, table: &Table, position: usize, dialect: Dialect) -> Option<String> {
    let column = &table.columns[position];
    let name = identifier(dialect, &column.name);
    let not_null = (!column.nullable && needs_not_null_check(column, dialect))
        .then(|| format!("{name} IS NOT NULL"));
    let of_type = if is_set_by_reference(table, position) {
        // A check is refused here; the column that is referred to has the same one.
        None
    } else {
        condition(schema, &column.ty, &name, dialect)
    };
    let conditions: Vec<String> = not_null.into_iter().chain(of_type).collect();
    (!conditions.is_empty()).then(|| conditions.join(" AND "))
}

fn condition(schema: &Schema, ty: &Type, name: &str, dialect: Dialect) -> Option<String> {
    match ty {
        Type::Bool => Some(format!("{name} IN (0, 1)")),
        // A time may be of several days, and negative.
        Type::Time => Some(format!("{name} >= '00:00:00' AND {name} < '24:00:00'")),
        Type::Enum(position) => {
            let variants = schema.enums[*position].variants.iter();
            let values = variants.map(|variant| variant.value.as_str());
            Some(format!("{name} {}", clause::one_of(dialect, values)))
        }
        Type::List(_) => Some(format!("json_type({name}) = 'ARRAY'")),
        Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Float
        | Type::Double
        | Type::Decimal { .. }
        | Type::String { .. }
        | Type::Text
        | Type::Bytes { .. }
        | Type::Uuid
        | Type::Date
        | Type::DateTime
        | Type::Timestamp
        | Type::Json => None,
    }
}

/// Whether a change of another row may change the column.
fn is_set_by_reference(table: &Table, column: usize) -> bool {
    let sets = |action| match action {
        Action::Cascade | Action::SetNull | Action::SetDefault => true,
        Action::NoAction | Action::Restrict => false,
    };
    table.foreign_keys.iter().any(|key| {
        let deleting_sets = key.on_delete != Action::Cascade && sets(key.on_delete);
        key.columns.contains(&column) && (deleting_sets || sets(key.on_update))
    })
}

fn index_line(table: &Table, index: &Index, dialect: Dialect) -> String {
    let parts = index.parts.iter().map(|part| {
        let key = match &part.key {
            IndexKey::Column(column) => identifier(dialect, &table.columns[*column].name),
            IndexKey::Expression(sql) => format!("({})", clause::parenthesized(sql.get(dialect))),
        };
        if part.descending {
            format!("{key} DESC")
        } else {
            key
        }
    });
    let (kind, method) = match index.method.get(dialect).as_deref().map(str::trim) {
        Some(kind) if ["fulltext", "spatial"].contains(&kind.to_lowercase().as_str()) => {
            (format!("{} ", kind.to_uppercase()), String::new())
        }
        Some(method) => (unique(index), format!(" USING {method}")),
        None => (unique(index), String::new()),
    };
    let name = identifier(dialect, &index.name);
    format!(
        "{kind}INDEX {name}{method} ({})",
        parts.collect::<Vec<_>>().join(", ")
    )
}

fn unique(index: &Index) -> String {
    if index.unique {
        "UNIQUE ".to_owned()
    } else {
        String::new()
    }
}

fn comment(doc: Option<&str>, most: usize, dialect: Dialect) -> String {
    let Some(doc) = doc else {
        return String::new();
    };
    let start: String = doc.trim().chars().take(most).collect();
    format!(" COMMENT {}", text(dialect, &start))
}

fn literal(value: &Literal, dialect: Dialect) -> String {
    match value {
        Literal::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        Literal::Integer(value) => value.to_string(),
        Literal::Float(value) => format!("{value:?}"),
        Literal::Decimal(value) => value.clone(),
        Literal::Text(value)
        | Literal::Date(value)
        | Literal::Time(value)
        | Literal::DateTime(value)
        | Literal::Timestamp(value)
        | Literal::Json(value) => text(dialect, value),
        Literal::Bytes(value) => bytes(dialect, value),
        Literal::Uuid(value) => bytes(dialect, value),
        Literal::List(items) => text(dialect, &clause::json_array(items)),
    }
}

/// The clock in the type of the column, in UTC.
fn now(ty: &Type) -> String {
    match ty {
        Type::Date => "utc_date()",
        Type::Time => "utc_time(6)",
        Type::DateTime
        | Type::Timestamp
        | Type::Bool
        | Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Float
        | Type::Double
        | Type::Decimal { .. }
        | Type::String { .. }
        | Type::Text
        | Type::Bytes { .. }
        | Type::Uuid
        | Type::Json
        | Type::Enum(_)
        | Type::List(_) => "utc_timestamp(6)",
    }
    .to_owned()
}

/// A random UUID of version 4. The servers' own `uuid()` tells the time and the machine.
fn random_uuid(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Mariadb => {
            "unhex(insert(insert(hex(random_bytes(16)), 13, 1, '4'), 17, 1, \
             substr('89AB', 1 + (ord(random_bytes(1)) & 3), 1)))"
        }
        Dialect::Mysql | Dialect::Sqlite | Dialect::Postgres => {
            "((random_bytes(16) & _binary x'FFFFFFFFFFFF0FFF3FFFFFFFFFFFFFFF') \
             | _binary x'00000000000040008000000000000000')"
        }
    }
}
