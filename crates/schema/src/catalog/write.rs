//! A table of a catalog as the SQL that creates it, and its parts as a change of it needs them.
//!
//! What is written is read back as it was.

use super::read::table_collation;
use super::tokens::{TokenKind, tokens};
use super::{
    Check, Column, Counted, Expression, ForeignKey, Index, IndexKey, IndexPart, Key, Table,
};
use crate::dialect::Dialect;
use crate::schema::Action;
use crate::sql::{identifier, text};

/// The statements that create the table with its indexes and comments, without their semicolons.
///
/// They fail where the table is there already.
pub fn create_table(dialect: Dialect, table: &Table) -> Vec<String> {
    let mut lines = column_lines(dialect, table);
    if let Some(key) = table
        .primary_key
        .as_ref()
        .filter(|_| !is_inline(dialect, table))
    {
        lines.push(primary_key(dialect, key));
    }
    lines.extend(table.uniques.iter().map(|key| unique(dialect, key)));
    if is_mysql(dialect) {
        lines.extend(table.indexes.iter().map(|it| index(dialect, it)));
    }
    lines.extend(table.checks.iter().map(|it| check(dialect, it)));
    lines.extend(table.foreign_keys.iter().map(|it| foreign_key(dialect, it)));
    let name = identifier(dialect, &table.name);
    let lines = lines.join(",\n    ");
    let mut statement = format!("CREATE TABLE {name} (\n    {lines}\n)");
    if is_mysql(dialect) {
        // Before the options, since partitions want to be the last of them.
        statement.push_str(&comment_clause(dialect, table.comment.as_deref()));
    }
    if let Some(options) = &table.options {
        statement.push_str(&format!(" {}", closed(options)));
    }
    let mut statements = vec![statement];
    if !is_mysql(dialect) {
        let indexes = table.indexes.iter();
        statements.extend(indexes.map(|it| create_index(dialect, &table.name, it)));
    }
    if dialect == Dialect::Postgres {
        statements.extend(comments(table));
    }
    statements
}

/// The definition of a column, as it stands in `CREATE TABLE` or behind `ADD COLUMN`.
///
/// SQLite's `AUTOINCREMENT` belongs to the primary key and is not part of it.
pub fn column(dialect: Dialect, column: &Column) -> String {
    let mut line = identifier(dialect, &column.name);
    if !column.ty.text().is_empty() {
        line.push_str(&format!(" {}", column_type(dialect, &column.ty)));
    }
    if let Some(collation) = &column.collation {
        line.push_str(&format!(" COLLATE {}", identifier(dialect, collation)));
    }
    let not_null = if !column.nullable {
        " NOT NULL"
    } else if is_mysql(dialect) && column.ty.normal().starts_with("timestamp") {
        // Without the word, some settings of the server take it for NOT NULL.
        " NULL"
    } else {
        ""
    };
    // MySQL wants the expression before NOT NULL and takes a default only behind it.
    let generated = generated(column).unwrap_or_default();
    let (before, behind) = match is_mysql(dialect) {
        true => (generated, String::new()),
        false => (String::new(), generated),
    };
    line.push_str(&before);
    line.push_str(not_null);
    line.push_str(&behind);
    if let Some(default) = &column.default {
        line.push_str(&format!(" DEFAULT {}", closed(default)));
    }
    line.push_str(counted(dialect, column.counted));
    if is_mysql(dialect) {
        line.push_str(&comment_clause(dialect, column.comment.as_deref()));
    }
    line
}

/// The type of a column, its words in capitals.
pub fn column_type(dialect: Dialect, ty: &Expression) -> String {
    let mut capitals = ty.text().to_owned();
    for token in tokens(dialect, ty.text()) {
        if token.kind == TokenKind::Word {
            capitals.replace_range(token.start..token.end(), &token.text.to_ascii_uppercase());
        }
    }
    capitals
}

/// A primary key, as it stands in `CREATE TABLE` or behind `ADD`.
pub fn primary_key(dialect: Dialect, key: &Key) -> String {
    let rule = format!("PRIMARY KEY ({})", names(dialect, &key.columns));
    named(dialect, &key.name, rule)
}

/// A unique key, as it stands in `CREATE TABLE` or behind `ADD`.
pub fn unique(dialect: Dialect, key: &Key) -> String {
    let rule = format!("UNIQUE ({})", names(dialect, &key.columns));
    named(dialect, &key.name, rule)
}

/// A check, as it stands in `CREATE TABLE` or behind `ADD`.
pub fn check(dialect: Dialect, check: &Check) -> String {
    let rule = format!("CHECK ({})", closed(&check.expression));
    named(dialect, &check.name, rule)
}

/// A reference, as it stands in `CREATE TABLE` or behind `ADD`.
pub fn foreign_key(dialect: Dialect, key: &ForeignKey) -> String {
    let rule = format!(
        "FOREIGN KEY ({}) {}",
        names(dialect, &key.columns),
        references(dialect, key)
    );
    named(dialect, &key.name, rule)
}

/// A reference, as it stands in the definition of its one column.
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

/// An index, as it stands in MySQL's `CREATE TABLE` or behind `ADD`.
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
    let name = identifier(dialect, &index.name);
    let table = identifier(dialect, table);
    let kind = index_kind(dialect, index);
    let (before, behind) = match is_mysql(dialect) {
        true => (using(dialect, index), String::new()),
        false => (String::new(), using(dialect, index)),
    };
    let mut statement = format!(
        "CREATE {kind}INDEX {name}{before} ON {table}{behind} ({})",
        parts(dialect, index)
    );
    if !index.include.is_empty() {
        statement.push_str(&format!(" INCLUDE ({})", names(dialect, &index.include)));
    }
    if let Some(predicate) = &index.predicate {
        statement.push_str(&format!(" WHERE ({})", closed(predicate)));
    }
    statement
}

/// PostgreSQL's statement that sets the comment of a table, or takes it away.
pub fn comment_on_table(table: &str, comment: Option<&str>) -> String {
    let name = identifier(Dialect::Postgres, table);
    format!("COMMENT ON TABLE {name} IS {}", comment_text(comment))
}

/// PostgreSQL's statement that sets the comment of a column, or takes it away.
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
    let usual = options.filter(|_| is_mysql(dialect));
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

/// Whether the primary key is written at its column, as SQLite wants it for `AUTOINCREMENT`.
fn is_inline(dialect: Dialect, table: &Table) -> bool {
    let counts = |column: &Column| column.counted == Some(Counted::ByDefault);
    dialect == Dialect::Sqlite && table.columns.iter().any(counts)
}

fn generated(column: &Column) -> Option<String> {
    let generated = column.generated.as_ref()?;
    let kind = match generated.stored {
        true => "STORED",
        false => "VIRTUAL",
    };
    let expression = closed(&generated.expression);
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

/// MySQL's kinds of index that are no methods.
fn own_kind(dialect: Dialect, index: &Index) -> Option<&str> {
    let method = index.method.as_deref().filter(|_| is_mysql(dialect));
    method.filter(|method| ["fulltext", "spatial"].contains(method))
}

fn parts(dialect: Dialect, index: &Index) -> String {
    let parts: Vec<String> = index.parts.iter().map(|it| part(dialect, it)).collect();
    parts.join(", ")
}

fn part(dialect: Dialect, part: &IndexPart) -> String {
    let mut sql = match &part.key {
        IndexKey::Column(name) => identifier(dialect, name),
        IndexKey::Expression(expression) => format!("({})", closed(expression)),
    };
    if let Some(prefix) = part.prefix {
        sql.push_str(&format!("({prefix})"));
    }
    if let Some(more) = &part.more {
        sql.push_str(&format!(" {}", closed(more)));
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

/// The SQL with a line end behind a comment in its last line, which would swallow what follows.
fn closed(expression: &Expression) -> String {
    let sql = expression.text();
    let last = sql.lines().last().unwrap_or_default();
    let end = if last.contains("--") || last.contains('#') {
        "\n"
    } else {
        ""
    };
    format!("{sql}{end}")
}

fn is_mysql(dialect: Dialect) -> bool {
    match dialect {
        Dialect::Sqlite | Dialect::Postgres => false,
        Dialect::Mysql | Dialect::Mariadb => true,
    }
}
