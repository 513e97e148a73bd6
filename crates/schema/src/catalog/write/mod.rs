//! Writes the SQL that creates a catalog; changes use the same functions for its parts.
//!
//! Parsing the SQL gives the same catalog again.

mod mysql;
mod postgres;
mod sqlite;

use std::borrow::Cow;

use tablewright_sql::quote::{identifier, text};
use tablewright_sql::{Dialect, TokenKind, lexer, tokens};

use super::read::table_collation;
use super::{
    Catalog, Check, Column, Counted, Expression, ForeignKey, Index, IndexKey, IndexPart, Key, Table,
};
use crate::schema::Action;

/// The statements that create the missing tables, in order and without their semicolons.
///
/// Each is one complete statement, and running all of them again changes nothing.
pub fn create_all(dialect: Dialect, catalog: &Catalog) -> Vec<String> {
    match dialect {
        Dialect::Sqlite => sqlite::create_all(&catalog.tables),
        Dialect::Postgres => postgres::create_all(&catalog.tables),
        Dialect::Mysql | Dialect::Mariadb => mysql::create_all(dialect, &catalog.tables),
    }
}

/// The statements that drop the tables with all their rows, in order and without their semicolons.
///
/// Missing tables are ignored, so these statements can run twice, too.
pub fn drop_all(dialect: Dialect, catalog: &Catalog) -> Vec<String> {
    match dialect {
        Dialect::Sqlite => sqlite::drop_all(&catalog.tables),
        Dialect::Postgres => postgres::drop_all(&catalog.tables),
        Dialect::Mysql | Dialect::Mariadb => mysql::drop_all(dialect, &catalog.tables),
    }
}

/// The statements that create the table with its indexes and comments, without their semicolons.
///
/// They fail if the table exists.
pub fn create_table(dialect: Dialect, table: &Table) -> Vec<String> {
    table_statements(dialect, table, Existing::Fails)
}

/// MySQL's and MariaDB's statement that creates the table only for the session.
pub fn create_temporary_table(dialect: Dialect, table: &Table) -> String {
    debug_assert!(dialect.has_mysql_grammar());
    let statements = table_statements(dialect, table, Existing::Fails);
    let create = statements.concat();
    create.replacen("CREATE TABLE", "CREATE TEMPORARY TABLE", 1)
}

/// The behaviour of a create statement if the object exists.
#[derive(Clone, Copy)]
enum Existing {
    Fails,
    Stays,
}

impl Existing {
    fn clause(self) -> &'static str {
        match self {
            Existing::Fails => "",
            Existing::Stays => "IF NOT EXISTS ",
        }
    }
}

fn table_statements(dialect: Dialect, table: &Table, existing: Existing) -> Vec<String> {
    let mut lines = column_lines(dialect, table);
    if let Some(key) = table
        .primary_key
        .as_ref()
        .filter(|_| !is_inline(dialect, table))
    {
        lines.push(primary_key(dialect, key));
    }
    lines.extend(table.uniques.iter().map(|key| unique(dialect, key)));
    if dialect.has_mysql_grammar() {
        lines.extend(table.indexes.iter().map(|it| index(dialect, it)));
    }
    lines.extend(table.checks.iter().map(|it| check(dialect, it)));
    lines.extend(table.foreign_keys.iter().map(|it| foreign_key(dialect, it)));
    let name = identifier(dialect, &table.name);
    let lines = lines.join(",\n    ");
    let mut statement = format!("CREATE TABLE {}{name} (\n    {lines}\n)", existing.clause());
    statement.push_str(&options(dialect, table));
    let mut statements = vec![statement];
    if !dialect.has_mysql_grammar() {
        let indexes = table.indexes.iter();
        statements.extend(indexes.map(|it| index_statement(dialect, &table.name, it, existing)));
    }
    if dialect.has_comment_statements() {
        statements.extend(comments(table));
    }
    statements
}

/// The options after the closing parenthesis, including MySQL's comment: partitions have to be
/// last.
fn options(dialect: Dialect, table: &Table) -> String {
    let options = table.options.as_ref();
    let sql = options
        .map(|options| closed(dialect, options))
        .unwrap_or_default();
    let comment = match dialect.has_mysql_grammar() {
        true => comment_clause(dialect, table.comment.as_deref()),
        false => String::new(),
    };
    let partitions = tokens(dialect, &sql)
        .iter()
        .find(|token| token.is("partition"))
        .map_or(sql.len(), |token| token.start);
    let (before, partitions) = sql.split_at(partitions);
    let before = match before.trim_end() {
        "" => String::new(),
        // The line break after a comment stays.
        trimmed if partitions.is_empty() => format!(" {}", lexer::closed(dialect, trimmed)),
        trimmed => format!(" {trimmed}"),
    };
    let partitions = match partitions {
        "" => String::new(),
        partitions => format!(" {partitions}"),
    };
    format!("{before}{comment}{partitions}")
}

/// The definition of a column in `CREATE TABLE` or after `ADD COLUMN`.
///
/// SQLite's `AUTOINCREMENT` belongs to the primary key and is not part of it.
pub fn column(dialect: Dialect, column: &Column) -> String {
    let mut line = identifier(dialect, &column.name);
    if !column.ty.text().is_empty() {
        line.push_str(&format!(" {}", spelled_type(dialect, column.ty.text())));
    }
    if let Some(collation) = &column.collation {
        line.push_str(&format!(" COLLATE {}", identifier(dialect, collation)));
    }
    let not_null = if !column.nullable {
        " NOT NULL"
    } else if dialect.has_mysql_grammar() && column.ty.normal().starts_with("timestamp") {
        // Without the word, it is NOT NULL under some settings of the server.
        " NULL"
    } else {
        ""
    };
    // MySQL needs the expression before NOT NULL, and accepts a default only after it.
    let generated = generated(dialect, column).unwrap_or_default();
    let (before, behind) = match dialect.has_mysql_grammar() {
        true => (generated, String::new()),
        false => (String::new(), generated),
    };
    line.push_str(&before);
    line.push_str(not_null);
    line.push_str(&behind);
    if let Some(default) = &column.default {
        line.push_str(&format!(" DEFAULT {}", closed(dialect, default)));
    }
    line.push_str(counted(dialect, column.counted));
    if dialect.has_mysql_grammar() {
        line.push_str(&comment_clause(dialect, column.comment.as_deref()));
    }
    line
}

/// A type as it is written: in capitals, with a space after a comma.
pub fn spelled_type(dialect: Dialect, ty: &str) -> String {
    let mut spelled = ty.to_owned();
    for token in tokens(dialect, ty).iter().rev() {
        if token.kind == TokenKind::Word {
            spelled.replace_range(token.start..token.end(), &token.text.to_ascii_uppercase());
        } else if token.is_symbol(',') && !ty[token.end()..].starts_with(' ') {
            spelled.insert(token.end(), ' ');
        }
    }
    spelled
}

/// A primary key in `CREATE TABLE` or after `ADD`.
pub fn primary_key(dialect: Dialect, key: &Key) -> String {
    let rule = format!("PRIMARY KEY ({})", names(dialect, &key.columns));
    named(dialect, &key.name, rule)
}

/// A unique key in `CREATE TABLE` or after `ADD`.
pub fn unique(dialect: Dialect, key: &Key) -> String {
    let rule = format!("UNIQUE ({})", names(dialect, &key.columns));
    named(dialect, &key.name, rule)
}

/// A check in `CREATE TABLE` or after `ADD`.
pub fn check(dialect: Dialect, check: &Check) -> String {
    let rule = format!("CHECK ({})", closed(dialect, &check.expression));
    named(dialect, &check.name, rule)
}

/// A foreign key in `CREATE TABLE` or after `ADD`.
pub fn foreign_key(dialect: Dialect, key: &ForeignKey) -> String {
    let rule = format!(
        "FOREIGN KEY ({}) {}",
        names(dialect, &key.columns),
        references(dialect, key)
    );
    named(dialect, &key.name, rule)
}

/// A foreign key in the definition of its single column.
pub fn reference(dialect: Dialect, key: &ForeignKey) -> String {
    named(dialect, &key.name, references(dialect, key))
}

fn references(dialect: Dialect, key: &ForeignKey) -> String {
    let mut rule = format!("REFERENCES {}", identifier(dialect, &key.target));
    if !key.target_columns.is_empty() {
        rule.push_str(&format!(" ({})", names(dialect, &key.target_columns)));
    }
    for (event, action) in [("DELETE", key.on_delete), ("UPDATE", key.on_update)] {
        if action != Action::NoAction {
            rule.push_str(&format!(" ON {event} {}", action.sql()));
        }
    }
    if key.deferrable {
        rule.push_str(" DEFERRABLE INITIALLY DEFERRED");
    }
    rule
}

/// An index in MySQL's `CREATE TABLE` or after `ADD`.
pub fn index(dialect: Dialect, index: &Index) -> String {
    let name = match index.name.as_str() {
        "" => String::new(),
        name => format!(" {}", identifier(dialect, name)),
    };
    format!(
        "{}INDEX{name}{} ({})",
        index_kind(dialect, index),
        using(dialect, index),
        parts(dialect, index)
    )
}

/// The statement that creates an index of the table.
pub fn create_index(dialect: Dialect, table: &str, index: &Index) -> String {
    index_statement(dialect, table, index, Existing::Fails)
}

fn index_statement(dialect: Dialect, table: &str, index: &Index, existing: Existing) -> String {
    let guard = existing.clause();
    let name = identifier(dialect, &index.name);
    let table = identifier(dialect, table);
    let kind = index_kind(dialect, index);
    let (before, behind) = match dialect.has_mysql_grammar() {
        true => (using(dialect, index), String::new()),
        false => (String::new(), using(dialect, index)),
    };
    let mut statement = format!(
        "CREATE {kind}INDEX {guard}{name}{before} ON {table}{behind} ({})",
        parts(dialect, index)
    );
    if !index.include.is_empty() {
        statement.push_str(&format!(" INCLUDE ({})", names(dialect, &index.include)));
    }
    if !index.options.is_empty() {
        statement.push_str(&format!(" WITH ({})", storage_parameters(&index.options)));
    }
    if let Some(predicate) = &index.predicate {
        statement.push_str(&format!(" WHERE ({})", closed(dialect, predicate)));
    }
    statement
}

/// PostgreSQL's statement that sets or removes the comment of a table.
pub fn comment_on_table(table: &str, comment: Option<&str>) -> String {
    let name = identifier(Dialect::Postgres, table);
    format!("COMMENT ON TABLE {name} IS {}", comment_text(comment))
}

/// PostgreSQL's statement that sets or removes the comment of a column.
pub fn comment_on_column(table: &str, column: &str, comment: Option<&str>) -> String {
    let table = identifier(Dialect::Postgres, table);
    let column = identifier(Dialect::Postgres, column);
    format!(
        "COMMENT ON COLUMN {table}.{column} IS {}",
        comment_text(comment)
    )
}

fn comments(table: &Table) -> impl Iterator<Item = String> {
    let of_table = table.comment.as_deref();
    let of_table = of_table.map(|comment| comment_on_table(&table.name, Some(comment)));
    let columns = table.columns.iter().filter(|it| it.comment.is_some());
    let of_columns =
        columns.map(|it| comment_on_column(&table.name, &it.name, it.comment.as_deref()));
    of_table.into_iter().chain(of_columns)
}

fn comment_text(comment: Option<&str>) -> String {
    match comment {
        Some(comment) => text(Dialect::Postgres, comment),
        None => "NULL".to_owned(),
    }
}

fn column_lines(dialect: Dialect, table: &Table) -> Vec<String> {
    let options = table.options.as_ref();
    let usual = options.filter(|_| dialect.has_mysql_grammar());
    let usual = usual.and_then(|options| table_collation(dialect, options));
    let line = |it: &Column| {
        let is_key = |key: &Key| is_inline(dialect, table) && key.columns == [it.name.as_str()];
        let mut it = it.clone();
        if usual.is_some() && it.collation == usual {
            it.collation = None;
        }
        let Some(key) = table.primary_key.as_ref().filter(|key| is_key(key)) else {
            return column(dialect, &it);
        };
        it.nullable = true;
        let rule = named(dialect, &key.name, "PRIMARY KEY AUTOINCREMENT".to_owned());
        format!("{} {rule}", column(dialect, &it))
    };
    table.columns.iter().map(line).collect()
}

/// Whether the primary key is written at its column, as SQLite needs it for `AUTOINCREMENT`.
fn is_inline(dialect: Dialect, table: &Table) -> bool {
    let counts = |column: &Column| column.counted == Some(Counted::ByDefault);
    dialect == Dialect::Sqlite && table.columns.iter().any(counts)
}

fn generated(dialect: Dialect, column: &Column) -> Option<String> {
    let generated = column.generated.as_ref()?;
    let kind = match generated.stored {
        true => "STORED",
        false => "VIRTUAL",
    };
    let expression = closed(dialect, &generated.expression);
    Some(format!(" GENERATED ALWAYS AS ({expression}) {kind}"))
}

fn counted(dialect: Dialect, counted: Option<Counted>) -> &'static str {
    match (dialect, counted) {
        (_, None | Some(Counted::Rowid)) | (Dialect::Sqlite, _) => "",
        (Dialect::Mysql | Dialect::Mariadb, Some(_)) => " AUTO_INCREMENT",
        (Dialect::Postgres, Some(Counted::ByDefault)) => " GENERATED BY DEFAULT AS IDENTITY",
        (Dialect::Postgres, Some(Counted::Always)) => " GENERATED ALWAYS AS IDENTITY",
    }
}

fn index_kind(dialect: Dialect, index: &Index) -> String {
    match own_kind(dialect, index) {
        Some(kind) => format!("{} ", kind.to_uppercase()),
        None if index.unique => "UNIQUE ".to_owned(),
        None => String::new(),
    }
}

fn using(dialect: Dialect, index: &Index) -> String {
    match &index.method {
        Some(method) if own_kind(dialect, index).is_none() => format!(" USING {method}"),
        _ => String::new(),
    }
}

/// Storage parameters: their names need no quotes, and values other than plain numbers are
/// literals.
fn storage_parameters(options: &[String]) -> String {
    let option = |option: &String| {
        let (name, value) = option.split_once('=').unwrap_or((option, "true"));
        let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
        match is_number {
            true => format!("{name} = {value}"),
            false => format!("{name} = {}", text(Dialect::Postgres, value)),
        }
    };
    let options: Vec<String> = options.iter().map(option).collect();
    options.join(", ")
}

/// MySQL's kinds of index that are not methods.
fn own_kind(dialect: Dialect, index: &Index) -> Option<&str> {
    let method = index
        .method
        .as_deref()
        .filter(|_| dialect.has_mysql_grammar());
    method.filter(|method| ["fulltext", "spatial"].contains(method))
}

fn parts(dialect: Dialect, index: &Index) -> String {
    let parts: Vec<String> = index.parts.iter().map(|it| part(dialect, it)).collect();
    parts.join(", ")
}

fn part(dialect: Dialect, part: &IndexPart) -> String {
    let mut sql = match &part.key {
        IndexKey::Column(name) => identifier(dialect, name),
        IndexKey::Expression(expression) => format!("({})", closed(dialect, expression)),
    };
    if let Some(prefix) = part.prefix {
        sql.push_str(&format!("({prefix})"));
    }
    if let Some(more) = &part.more {
        sql.push_str(&format!(" {}", closed(dialect, more)));
    }
    if part.descending {
        sql.push_str(" DESC");
    }
    match part.nulls_first {
        Some(true) => sql.push_str(" NULLS FIRST"),
        Some(false) => sql.push_str(" NULLS LAST"),
        None => {}
    }
    sql
}

fn comment_clause(dialect: Dialect, comment: Option<&str>) -> String {
    match comment {
        Some(comment) => format!(" COMMENT {}", text(dialect, comment)),
        None => String::new(),
    }
}

fn named(dialect: Dialect, name: &str, rule: String) -> String {
    match name {
        "" => rule,
        name => format!("CONSTRAINT {} {rule}", identifier(dialect, name)),
    }
}

fn names(dialect: Dialect, names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|it| identifier(dialect, it)).collect();
    names.join(", ")
}

/// The user's SQL in parentheses, which a comment in it cannot hide.
pub(crate) fn parenthesized(dialect: Dialect, sql: &str) -> String {
    format!("({})", lexer::closed(dialect, sql.trim()))
}

/// The user's statement or the end of one, ready for a semicolon.
pub fn own_statement(dialect: Dialect, sql: &str) -> String {
    let end = |character: char| character == ';' || character.is_whitespace();
    lexer::closed(dialect, sql.trim_start().trim_end_matches(end)).into_owned()
}

/// The SQL, with a line break after a comment at its end.
fn closed(dialect: Dialect, expression: &Expression) -> Cow<'_, str> {
    lexer::closed(dialect, expression.text())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_of_the_users_ends_where_it_says() {
        assert_eq!(
            own_statement(Dialect::Sqlite, " SELECT 1 ;\n; "),
            "SELECT 1"
        );
        assert_eq!(
            own_statement(Dialect::Sqlite, "SELECT 1 -- one"),
            "SELECT 1 -- one\n"
        );
        assert_eq!(own_statement(Dialect::Sqlite, " ; "), "");
    }

    #[test]
    fn a_comment_does_not_swallow_the_parenthesis() {
        let cases = [
            (
                Dialect::Sqlite,
                "a > 0 -- positive",
                "(a > 0 -- positive\n)",
            ),
            (Dialect::Sqlite, " a > 0\n", "(a > 0)"),
            (Dialect::Sqlite, "a <> ' -- '", "(a <> ' -- ')"),
            (Dialect::Mysql, "a <> '#' # no", "(a <> '#' # no\n)"),
            (Dialect::Postgres, "a # 1", "(a # 1)"),
            (Dialect::Postgres, "-- nothing", "(-- nothing\n)"),
        ];
        for (dialect, sql, expected) in cases {
            assert_eq!(parenthesized(dialect, sql), expected);
        }
    }

    #[test]
    fn a_type_is_written_in_capitals() {
        let cases = [
            (Dialect::Sqlite, "decimal(10,2)", "DECIMAL(10, 2)"),
            (Dialect::Postgres, "varchar(20)[]", "VARCHAR(20)[]"),
            (Dialect::Postgres, "\"My,Type\"", "\"My,Type\""),
            (Dialect::Mysql, "enum('a,b','c')", "ENUM('a,b', 'c')"),
        ];
        for (dialect, ty, spelled) in cases {
            assert_eq!(spelled_type(dialect, ty), spelled);
        }
    }

    #[test]
    fn partitions_are_the_last_of_the_options() {
        let options = |sql: &str| {
            let mut table = Table::new("t".to_owned());
            table.comment = Some("c".to_owned());
            table.options = Some(Expression::new(Dialect::Mysql, sql));
            super::options(Dialect::Mysql, &table)
        };
        assert_eq!(options("ENGINE=InnoDB"), " ENGINE=InnoDB COMMENT 'c'");
        assert_eq!(
            options("ENGINE=InnoDB PARTITION BY HASH (id)"),
            " ENGINE=InnoDB COMMENT 'c' PARTITION BY HASH (id)"
        );
        assert_eq!(
            options("ENGINE=InnoDB -- x"),
            " ENGINE=InnoDB -- x\n COMMENT 'c'"
        );
    }
}
