//! Lowering: the [`Catalog`] of a schema in one dialect.
//!
//! No other module decides how a field is stored. `SCHEMA_SQL`, migrations, `verify`, `sync` and
//! `pull` all start from the lowered catalog, and [`catalog::write`] writes its statements.
//! Lowering cannot fail, because the check pass refuses everything that a dialect cannot store
//! before there is a [`Schema`].

mod literal;
mod mysql;
mod postgres;
mod sqlite;

use tablewright_sql::quote::{self, identifier};
use tablewright_sql::unsigned::Unsigned;
use tablewright_sql::{Dialect, expression, table};

use crate::catalog::{
    self, Catalog, Check, Counted, Expression, ForeignKey, Generated, IndexKey, IndexPart, Key,
};
use crate::names;
use crate::schema::{
    Column, Default, Form, Index, IndexPart as Part, Literal, Schema, Source, Table, Type, Variant,
};
use crate::schema::{ForeignKey as Reference, IndexKey as PartKey};

/// The catalog of the schema in the dialect: its tables, in the order of the file.
///
/// The user's own SQL is not part of it.
pub fn lower(schema: &Schema, dialect: Dialect) -> Catalog {
    let checks = names::type_checks(schema);
    let tables = schema.tables.iter().zip(&checks);
    Catalog {
        tables: tables
            .map(|(table, checks)| lower_table(schema, table, checks, dialect))
            .collect(),
        others: Vec::new(),
    }
}

/// The tables that a live database should have: with the additions of the user's own SQL, such as
/// an index that the language cannot express.
///
/// So comparisons leave these additions alone. Other objects of the user's own SQL are not
/// compared.
pub fn lower_with_scripts(schema: &Schema, dialect: Dialect) -> Catalog {
    let mut catalog = lower(schema, dialect);
    for script in &schema.scripts {
        if let Some(sql) = script.create.get(dialect) {
            catalog::read_onto(dialect, &mut catalog, sql);
        }
    }
    catalog
}

/// One column in the dialect, in a table in which no other column, key or check matters.
pub fn lower_column(schema: &Schema, column: &Column, dialect: Dialect) -> catalog::Column {
    catalog::Column {
        name: column.name.clone(),
        ty: Expression::new(dialect, &column_type(schema, column, dialect)),
        nullable: column.nullable || cannot_be_not_null(column, dialect),
        default: default_clause(column, dialect),
        counted: (column.source == Source::Identity).then_some(Counted::ByDefault),
        generated: generated(column, dialect),
        collation: collation(column, dialect),
        comment: comment(column.doc.as_deref(), dialect, mysql::COLUMN_COMMENT),
    }
}

/// The expression of the column's default, if it has one.
///
/// It can be an argument of a function without parentheses.
pub(crate) fn default_expression(column: &Column, dialect: Dialect) -> Option<String> {
    let default = default(column)?;
    Some(match default {
        Default::Literal(value) => literal(value, &column.ty, dialect),
        Default::Now => expression::now(&clock(&column.ty), dialect).to_owned(),
        Default::Uuid => expression::random_uuid(dialect).to_owned(),
        Default::Sql(sql) => catalog::write::parenthesized(dialect, sql.get(dialect)),
    })
}

fn literal(value: &Literal, ty: &Type, dialect: Dialect) -> String {
    if let (Some(form), Literal::Text(value)) = (ty.form(dialect), value) {
        return native_literal(value, form, dialect);
    }
    match dialect {
        Dialect::Sqlite => sqlite::literal(value, ty),
        Dialect::Postgres => postgres::typed_literal(value, ty),
        Dialect::Mysql | Dialect::Mariadb => mysql::literal(value, ty, dialect),
    }
}

/// The value of a native type with this text.
fn native_literal(value: &str, form: &Form, dialect: Dialect) -> String {
    let text = quote::text(dialect, value);
    match (&form.write, dialect) {
        (Some(write), _) => write.replace("{}", &text),
        (None, Dialect::Postgres) => format!("{text}::{}", form.ty),
        (None, Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb) => text,
    }
}

/// The type of a column with the current time as its default, for rendering.
fn clock(ty: &Type) -> table::Type<'static> {
    match ty {
        Type::Date => table::Type::Date,
        Type::Time => table::Type::Time,
        Type::DateTime => table::Type::DateTime,
        Type::Timestamp
        | Type::Bool
        | Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Unsigned(_)
        | Type::Duration
        | Type::Float
        | Type::Double
        | Type::Decimal { .. }
        | Type::String { .. }
        | Type::Text
        | Type::Bytes { .. }
        | Type::Uuid
        | Type::Json
        | Type::Enum(..)
        | Type::List(_)
        | Type::Native(_) => table::Type::Timestamp,
    }
}

/// The type in which a database without unsigned integers stores one.
fn signed(ty: Unsigned) -> Type {
    match ty {
        Unsigned::U8 => Type::SmallInt,
        Unsigned::U16 => Type::Integer,
        Unsigned::U32 | Unsigned::U64 => Type::BigInt,
    }
}

/// A value with which a check compares a column of the type.
///
/// A 32-bit float has all digits of the 64-bit float, because databases compare it as one.
#[cfg(feature = "yaml")]
pub(crate) fn compared(value: &Literal, ty: &Type, dialect: Dialect) -> String {
    match value {
        Literal::Integer(value) => return value.to_string(),
        Literal::Float(value) => return format!("{value:?}"),
        Literal::Decimal(digits) if dialect != Dialect::Sqlite => return digits.clone(),
        Literal::Decimal(_)
        | Literal::Bool(_)
        | Literal::Text(_)
        | Literal::Bytes(_)
        | Literal::Uuid(_)
        | Literal::Date(_)
        | Literal::Time(_)
        | Literal::DateTime(_)
        | Literal::Timestamp(_)
        | Literal::Json(_)
        | Literal::List(_) => {}
    }
    literal(value, ty, dialect)
}

/// A check at a column, with the column instead of `{}`.
pub fn check_at_column(dialect: Dialect, condition: &str, column: &str) -> String {
    let column = identifier(dialect, column);
    let tokens = tablewright_sql::tokens(dialect, condition);
    let mut sql = String::with_capacity(condition.len());
    let mut copied = 0;
    for pair in tokens.windows(2) {
        let [open, close] = pair else { continue };
        if open.is_symbol('{') && close.is_symbol('}') && open.end() == close.start {
            sql.push_str(&condition[copied..open.start]);
            sql.push_str(&column);
            copied = close.end();
        }
    }
    sql.push_str(&condition[copied..]);
    sql
}

fn lower_table(
    schema: &Schema,
    table: &Table,
    check_names: &[String],
    dialect: Dialect,
) -> catalog::Table {
    let columns = column_order(table, dialect);
    let columns = columns.into_iter().map(|column| &table.columns[column]);
    let mut lowered = catalog::Table {
        columns: columns
            .map(|column| lower_column(schema, column, dialect))
            .collect(),
        primary_key: Some(primary_key(table, dialect)),
        uniques: table
            .uniques
            .iter()
            .map(|key| Key {
                name: key.name.clone(),
                columns: column_names(table, &key.columns),
            })
            .collect(),
        checks: checks(schema, table, check_names, dialect),
        foreign_keys: table
            .foreign_keys
            .iter()
            .map(|key| foreign_key(schema, table, key))
            .collect(),
        ..catalog::Table::new(table.name.clone())
    };
    catalog::set_options(dialect, &mut lowered, &options(table, dialect));
    let own_comment = lowered.comment.take();
    let comment = || comment(table.doc.as_deref(), dialect, mysql::TABLE_COMMENT);
    lowered.comment = own_comment.or_else(comment);
    for index in &table.indexes {
        catalog::add_index(dialect, &mut lowered, lower_index(table, index, dialect));
    }
    catalog::complete_table(dialect, &mut lowered);
    lowered
}

/// The user's description of a table or a column, as a comment; `limit` is the number of characters
/// on MySQL and MariaDB.
fn comment(doc: Option<&str>, dialect: Dialect, limit: usize) -> Option<String> {
    let doc = doc?.trim();
    let comment = match dialect {
        Dialect::Sqlite => return None,
        Dialect::Postgres => doc.to_owned(),
        Dialect::Mysql | Dialect::Mariadb => doc.chars().take(limit).collect(),
    };
    (!comment.is_empty()).then_some(comment)
}

fn primary_key(table: &Table, dialect: Dialect) -> Key {
    Key {
        name: if dialect.names_primary_keys() {
            table.primary_key.name.clone()
        } else {
            String::new()
        },
        columns: column_names(table, &table.primary_key.columns),
    }
}

/// The options after the closing parenthesis, with the user's own at the end.
fn options(table: &Table, dialect: Dialect) -> String {
    let own = table.options.get(dialect).as_deref();
    let own = own.map(|own| catalog::write::own_statement(dialect, own));
    let own = own.unwrap_or_default();
    if dialect.has_mysql_grammar() {
        format!("{} {own}", mysql::table_options(dialect))
    } else {
        own
    }
}

fn column_order(table: &Table, dialect: Dialect) -> Vec<usize> {
    match dialect {
        Dialect::Mysql => mysql::column_order(table),
        Dialect::Sqlite | Dialect::Postgres | Dialect::Mariadb => {
            (0..table.columns.len()).collect()
        }
    }
}

/// The type of the column, in the normal form of a catalog.
pub(crate) fn column_type(schema: &Schema, column: &Column, dialect: Dialect) -> String {
    if let Some(form) = column.ty.form(dialect) {
        return catalog::column_type(dialect, &form.ty).text().to_owned();
    }
    match dialect {
        Dialect::Sqlite => sqlite::column_type(column),
        Dialect::Postgres => postgres::column_type(&column.ty),
        Dialect::Mysql | Dialect::Mariadb => mysql::column_type(schema, &column.ty),
    }
}

fn collation(column: &Column, dialect: Dialect) -> Option<String> {
    let own = column.collation.get(dialect).clone();
    match own {
        Some(own) => catalog::collation(dialect, own),
        None => match dialect {
            Dialect::Postgres => postgres::collation(column.ty.on(dialect)),
            // On MySQL and MariaDB the table gives it.
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => None,
        },
    }
}

/// Whether the database has no NOT NULL for the column, so that a check has to replace it.
fn cannot_be_not_null(column: &Column, dialect: Dialect) -> bool {
    matches!(column.source, Source::Generated(_)) && !dialect.has_not_null_generated()
}

fn generated(column: &Column, dialect: Dialect) -> Option<Generated> {
    let Source::Generated(generated) = &column.source else {
        return None;
    };
    Some(Generated {
        expression: Expression::in_parentheses(dialect, generated.expression.get(dialect)),
        stored: generated.stored || !dialect.has_virtual_columns(),
    })
}

fn default(column: &Column) -> Option<&Default> {
    match &column.source {
        Source::Default(default) => Some(default),
        Source::Input | Source::Identity | Source::Computed(_) | Source::Generated(_) => None,
    }
}

/// The default after `DEFAULT`, in parentheses if the database needs them.
fn default_clause(column: &Column, dialect: Dialect) -> Option<Expression> {
    let sql = default_expression(column, dialect)?;
    let is_plain = match (default(column)?, dialect) {
        // It already has its parentheses.
        (Default::Sql(_), _) | (_, Dialect::Postgres) => true,
        (Default::Literal(_), Dialect::Sqlite) => true,
        (Default::Literal(_), Dialect::Mysql | Dialect::Mariadb) => {
            column.ty.form(dialect).is_none() && mysql::takes_plain_default(&column.ty)
        }
        (Default::Now | Default::Uuid, Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb) => {
            false
        }
    };
    let sql = if is_plain { sql } else { format!("({sql})") };
    Some(Expression::new(dialect, &sql))
}

/// The checks that enforce the types of columns, followed by the user's.
fn checks(schema: &Schema, table: &Table, names: &[String], dialect: Dialect) -> Vec<Check> {
    let columns = names.iter().enumerate();
    let of_types = columns.filter_map(|(column, name)| {
        let is_native = table.columns[column].ty.form(dialect).is_some();
        let condition = match dialect {
            Dialect::Sqlite | Dialect::Postgres if is_native => None,
            Dialect::Sqlite => sqlite::type_check(schema, &table.columns[column]),
            Dialect::Postgres => postgres::type_check(schema, &table.columns[column]),
            Dialect::Mysql | Dialect::Mariadb => mysql::type_check(schema, table, column, dialect),
        };
        Some(Check {
            name: name.clone(),
            expression: Expression::in_parentheses(dialect, &condition?),
        })
    });
    let own = table.checks.iter().map(|check| {
        let condition = check.expression.get(dialect);
        let expression = match check.column {
            Some(column) => {
                let condition = check_at_column(dialect, condition, &table.columns[column].name);
                Expression::in_parentheses(dialect, &condition)
            }
            None => Expression::in_parentheses(dialect, condition),
        };
        Check {
            name: check.name.clone(),
            expression,
        }
    });
    of_types.chain(own).collect()
}

fn foreign_key(schema: &Schema, table: &Table, key: &Reference) -> ForeignKey {
    let target = &schema.tables[key.target];
    ForeignKey {
        name: key.name.clone(),
        columns: column_names(table, &key.columns),
        target: target.name.clone(),
        target_columns: column_names(target, &key.target_columns),
        on_delete: key.on_delete,
        on_update: key.on_update,
        deferrable: key.deferrable,
    }
}

fn lower_index(table: &Table, index: &Index, dialect: Dialect) -> catalog::Index {
    let method = index.method.get(dialect).as_deref();
    let method = method.map(|method| method.trim().to_lowercase());
    let method = method.filter(|method| method != "btree");
    let is_sorted = method.is_none();
    let predicate = index.predicate.as_ref();
    let include = if dialect.has_index_include() {
        column_names(table, &index.include)
    } else {
        Vec::new()
    };
    catalog::Index {
        name: index.name.clone(),
        parts: index
            .parts
            .iter()
            .map(|part| index_part(table, part, is_sorted, dialect))
            .collect(),
        unique: index.unique,
        predicate: predicate.map(|sql| Expression::in_parentheses(dialect, sql.get(dialect))),
        method,
        include,
        options: match dialect.has_index_options() {
            true => index.options.clone(),
            false => Vec::new(),
        },
    }
}

fn index_part(table: &Table, part: &Part, is_sorted: bool, dialect: Dialect) -> IndexPart {
    let (key, is_nullable) = match &part.key {
        PartKey::Column(column) => {
            let column = &table.columns[*column];
            (IndexKey::Column(column.name.clone()), column.nullable)
        }
        PartKey::Expression(sql) => {
            let expression = Expression::in_parentheses(dialect, sql.get(dialect));
            (IndexKey::Expression(expression), false)
        }
    };
    // NULLs come first, as on the other databases, and last if the order is descending: an index
    // helps only queries with the same order.
    let moves_nulls = !dialect.nulls_are_least() && is_sorted && is_nullable;
    let nulls_first = moves_nulls.then_some(!part.descending);
    let class = part.class.as_ref();
    let class = class.filter(|_| dialect.has_index_options());
    IndexPart {
        key,
        descending: part.descending,
        more: class.map(|class| Expression::new(dialect, class)),
        prefix: None,
        nulls_first,
    }
}

fn column_names(table: &Table, columns: &[usize]) -> Vec<String> {
    let names = columns.iter().map(|&column| &table.columns[column].name);
    names.cloned().collect()
}

/// `IN` and the values of an enum.
fn one_of<'a>(dialect: Dialect, values: impl Iterator<Item = &'a Variant>) -> String {
    let values: Vec<String> = values.map(|value| value.stored.literal(dialect)).collect();
    format!("IN ({})", values.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_stand_for_the_column() {
        let cases = [
            (
                Dialect::Sqlite,
                "{} > 0 OR {} <> '{}'",
                "\"a\" > 0 OR \"a\" <> '{}'",
            ),
            (
                Dialect::Sqlite,
                "{} <> 'it''s {}' AND {} > ''",
                "\"a\" <> 'it''s {}' AND \"a\" > ''",
            ),
            (
                Dialect::Postgres,
                r"{} <> E'it\'s {}' -- {}",
                r#""a" <> E'it\'s {}' -- {}"#,
            ),
            (
                Dialect::Mysql,
                r#"{} <> "it's {}" AND {} > 1"#,
                r#"`a` <> "it's {}" AND `a` > 1"#,
            ),
        ];
        for (dialect, condition, expected) in cases {
            assert_eq!(check_at_column(dialect, condition, "a"), expected);
        }
    }
}
