//! A checked schema as the SQL that creates and drops its tables.
//!
//! Nothing here can fail: what a database cannot hold was refused before the
//! [`Schema`] came to be.

mod clause;
mod mysql;
mod order;
mod postgres;
mod sqlite;

use crate::dialect::{Dialect, PerDialect};
use crate::schema::{Column, Schema, Script, Table, When};

/// The statements that create the tables, in order and without their semicolons.
///
/// Each is one complete statement, and running all of them again changes nothing.
pub fn create(schema: &Schema, dialect: Dialect) -> Vec<String> {
    let order = order::of(schema);
    let tables = match dialect {
        Dialect::Sqlite => sqlite::create(schema, &order),
        Dialect::Postgres => postgres::create(schema, &order),
        Dialect::Mysql | Dialect::Mariadb => mysql::create(schema, &order, dialect),
    };
    let scripts = |when| {
        let scripts = schema.scripts.iter();
        own_statements(scripts, when, dialect, |script| &script.create)
    };
    [scripts(When::Before), tables, scripts(When::After)].concat()
}

/// The statements that drop the tables with all their rows, in order and without their
/// semicolons.
///
/// What is not there is left alone, so they too can run twice.
pub fn drop(schema: &Schema, dialect: Dialect) -> Vec<String> {
    let order = order::of(schema);
    let tables = match dialect {
        Dialect::Sqlite => sqlite::drop(schema, &order),
        Dialect::Postgres => postgres::drop(schema, &order),
        Dialect::Mysql | Dialect::Mariadb => mysql::drop(schema, &order, dialect),
    };
    let scripts = |when| {
        let scripts = schema.scripts.iter().rev();
        own_statements(scripts, when, dialect, |script| &script.drop)
    };
    [scripts(When::After), tables, scripts(When::Before)].concat()
}

/// Statements as one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScriptText {
    /// The text, which any client of the database can run as it is.
    pub text: String,
    /// Where each statement ends in the text, behind its semicolon.
    pub ends: Vec<usize>,
}

/// Joins statements to a script.
pub fn script(statements: &[String]) -> ScriptText {
    let mut script = ScriptText::default();
    for statement in statements {
        if !script.text.is_empty() {
            script.text.push('\n');
        }
        script.text.push_str(statement);
        script.text.push(';');
        script.ends.push(script.text.len());
        script.text.push('\n');
    }
    script
}

/// The SQL expression of the column's default, if it has one.
///
/// It may stand as an argument of a function as it is. `CREATE TABLE` wraps it in parentheses
/// where the database asks for them.
pub fn default_expression(
    _schema: &Schema,
    _table: &Table,
    column: &Column,
    dialect: Dialect,
) -> Option<String> {
    match dialect {
        Dialect::Sqlite => sqlite::default_expression(column),
        Dialect::Postgres => postgres::default_expression(column),
        Dialect::Mysql | Dialect::Mariadb => mysql::default_expression(column, dialect),
    }
}

/// The type of the column as `CREATE TABLE` declares it.
pub fn column_type(schema: &Schema, column: &Column, dialect: Dialect) -> String {
    match dialect {
        Dialect::Sqlite => sqlite::column_type(column),
        Dialect::Postgres => postgres::column_type(&column.ty),
        Dialect::Mysql | Dialect::Mariadb => mysql::column_type(schema, &column.ty),
    }
}

/// The user's own statements that run at that time.
fn own_statements<'a>(
    scripts: impl Iterator<Item = &'a Script>,
    when: When,
    dialect: Dialect,
    of: impl Fn(&Script) -> &PerDialect<Option<String>>,
) -> Vec<String> {
    scripts
        .filter(|script| script.when == when)
        .filter_map(|script| {
            of(script)
                .get(dialect)
                .as_deref()
                .map(clause::own_statement)
        })
        .filter(|statement| !statement.is_empty())
        .collect()
}
