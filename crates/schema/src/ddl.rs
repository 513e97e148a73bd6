//! The scripts that create and drop the tables of a schema, with the user's own SQL.

use tablewright_sql::{Dialect, PerDialect, tokens};

use crate::catalog::write;
use crate::hash::fingerprint;
use crate::lower::{self, lower};
use crate::schema::{Column, Schema, Script, Table, When};

/// The statements that create the tables, in order and without their semicolons.
///
/// Each is one complete statement, and running all of them again changes nothing.
pub fn create(schema: &Schema, dialect: Dialect) -> Vec<String> {
    let tables = write::create_all(dialect, &lower(schema, dialect));
    [
        before_tables(schema, dialect),
        tables,
        after_tables(schema, dialect),
    ]
    .concat()
}

/// The statements that drop the tables with all their rows, in order and without their semicolons.
///
/// Missing objects are ignored, so these statements can run twice, too.
pub fn drop(schema: &Schema, dialect: Dialect) -> Vec<String> {
    let tables = write::drop_all(dialect, &lower(schema, dialect));
    let scripts = |when| {
        let scripts = schema.scripts.iter().rev();
        own_statements(scripts, when, dialect, |script| &script.drop)
    };
    [scripts(When::After), tables, scripts(When::Before)].concat()
}

/// The user's own statements before the tables.
pub fn before_tables(schema: &Schema, dialect: Dialect) -> Vec<String> {
    let scripts = schema.scripts.iter();
    own_statements(scripts, When::Before, dialect, |script| &script.create)
}

fn after_tables(schema: &Schema, dialect: Dialect) -> Vec<String> {
    let scripts = schema.scripts.iter();
    own_statements(scripts, When::After, dialect, |script| &script.create)
}

/// Statements as one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScriptText {
    /// The text. The clients of MySQL and MariaDB need [`client_script`] for triggers and routines.
    pub text: String,
    /// The position of the end of each statement, after its semicolon.
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

/// Joins statements to a script for the database's own client.
///
/// The clients of MySQL and MariaDB do not know bodies: every semicolon ends a statement, unless
/// `DELIMITER` sets another delimiter.
pub fn client_script(dialect: Dialect, statements: &[String]) -> String {
    let mut script = String::new();
    for statement in statements {
        if !script.is_empty() {
            script.push('\n');
        }
        match delimiter(dialect, statement) {
            None => script.push_str(&format!("{statement};\n")),
            Some(delimiter) => script.push_str(&format!(
                "DELIMITER {delimiter}\n{statement}{delimiter}\nDELIMITER ;\n"
            )),
        }
    }
    script
}

/// The delimiter of the statement in a script for the database's own client, if a semicolon is not
/// possible.
fn delimiter(dialect: Dialect, statement: &str) -> Option<String> {
    let has_body = dialect.has_delimiter_command()
        && tokens(dialect, statement)
            .iter()
            .any(|token| token.is_symbol(';'));
    has_body.then(|| {
        let mut delimiter = "//".to_owned();
        while statement.contains(&delimiter) {
            delimiter.push('/');
        }
        delimiter
    })
}

/// The fingerprint of a schema's tables, `SCHEMA_HASH` of generated code.
pub fn schema_hash(schema: &Schema) -> String {
    let script = |dialect: &Dialect| (*dialect, script(&create(schema, *dialect)).text);
    let scripts: Vec<(Dialect, String)> = schema.dialects.iter().map(script).collect();
    let scripts = scripts.iter();
    hash(scripts.map(|(dialect, text)| (*dialect, text.as_str())))
}

/// Like [`schema_hash`], from the scripts that create the tables in each dialect of the schema.
pub fn hash<'t>(scripts: impl Iterator<Item = (Dialect, &'t str)>) -> String {
    // No script contains a NUL.
    let parts = scripts.map(|(dialect, text)| format!("{}\0{text}\0", dialect.name()));
    fingerprint(&parts.collect::<String>())
}

/// The SQL expression of the column's default, if it has one.
///
/// It can be an argument of a function without parentheses.
pub fn default_expression(
    _schema: &Schema,
    _table: &Table,
    column: &Column,
    dialect: Dialect,
) -> Option<String> {
    lower::default_expression(column, dialect)
}

/// The type of the column as `CREATE TABLE` declares it.
pub fn column_type(schema: &Schema, column: &Column, dialect: Dialect) -> String {
    write::spelled_type(dialect, &lower::column_type(schema, column, dialect))
}

/// The user's own statements at that time.
fn own_statements<'a>(
    scripts: impl Iterator<Item = &'a Script>,
    when: When,
    dialect: Dialect,
    of: impl Fn(&Script) -> &PerDialect<Option<String>>,
) -> Vec<String> {
    scripts
        .filter(|script| script.when == when)
        .filter_map(|script| of(script).get(dialect).as_deref())
        .map(|sql| write::own_statement(dialect, sql))
        .filter(|statement| !statement.is_empty())
        .collect()
}
