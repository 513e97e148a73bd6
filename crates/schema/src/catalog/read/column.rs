//! Parses a column of `CREATE TABLE`.

use tablewright_sql::{Dialect, Token, TokenKind};

use super::super::expression::Expression;
use super::super::{Check, Column, Counted, Generated, Key, Table};
use super::cursor::Cursor;
use super::table::unsupported;
use super::{constraint, types};

/// Parses a column and its constraints.
pub(super) fn read(table: &mut Table, cursor: &mut Cursor<'_, '_>) {
    let Some(name) = cursor.name() else {
        let rest = cursor.take_until(|_| false);
        return unsupported(table, "not a column", rest.text());
    };
    let ty = cursor.take_until(begins_clause);
    let mut column = Column {
        name,
        ty: types::normal(&ty),
        nullable: true,
        default: None,
        counted: None,
        generated: None,
        collation: None,
        comment: None,
    };
    let is_serial = cursor.dialect.has_serial_types() && column.ty.normal().ends_with("serial");
    column.nullable &= !is_serial;
    let mut clauses = Clauses {
        table,
        column: &mut column,
        charset: None,
    };
    let mut last_name = None;
    while !cursor.is_empty() {
        last_name = clauses.read(cursor, last_name.take());
    }
    let charset = clauses.charset.take();
    finish(&mut column, cursor.dialect, charset);
    table.columns.push(column);
}

/// The clauses of a column.
struct Clauses<'c> {
    table: &'c mut Table,
    column: &'c mut Column,
    /// MySQL's character set.
    charset: Option<String>,
}

impl Clauses<'_> {
    /// Parses one clause, or the name of the next one.
    fn read(&mut self, cursor: &mut Cursor<'_, '_>, name: Option<String>) -> Option<String> {
        let start = cursor.clone();
        if cursor.accept(&["constraint"]) {
            return cursor.name();
        }
        let is_read = self.nulls(cursor)
            || self.keys(cursor, name.as_deref())
            || self.values(cursor)
            || self.rules(cursor, name)
            || self.words(cursor);
        if !is_read {
            *cursor = start;
            // The first item may look like a clause, so it is taken in any case.
            let mut length = cursor.group_length();
            let mut rest = cursor.clone();
            rest.skip(length);
            length += rest.take_until(begins_clause).tokens().len();
            let what = format!("column {}", self.column.name);
            unsupported(self.table, &what, cursor.first(length).text());
            cursor.skip(length);
        }
        None
    }

    fn nulls(&mut self, cursor: &mut Cursor<'_, '_>) -> bool {
        if cursor.accept(&["not", "null"]) {
            self.column.nullable = false;
            constraint::conflict(self.table, cursor);
            true
        } else {
            let found = cursor.accept(&["null"]);
            if found {
                constraint::conflict(self.table, cursor);
            }
            found
        }
    }

    fn keys(&mut self, cursor: &mut Cursor<'_, '_>, name: Option<&str>) -> bool {
        let columns = vec![self.column.name.clone()];
        let name = name.unwrap_or_default().to_owned();
        let is_primary = cursor.accept(&["primary", "key"])
            || (cursor.has_mysql_grammar() && cursor.accept(&["key"]));
        if is_primary {
            let name = if cursor.has_mysql_grammar() {
                String::new()
            } else {
                name
            };
            self.table.primary_key = Some(Key { name, columns });
            cursor.accept(&["asc"]);
            if cursor.accept(&["desc"]) {
                unsupported(self.table, "the order of the primary key", "DESC");
            }
            constraint::conflict(self.table, cursor);
            if cursor.accept(&["autoincrement"]) {
                self.column.counted = Some(Counted::ByDefault);
            }
            return true;
        }
        let is_unique = cursor.accept(&["unique"]);
        if is_unique {
            if cursor.has_mysql_grammar() {
                cursor.accept(&["key"]);
            }
            self.table.uniques.push(Key { name, columns });
            constraint::conflict(self.table, cursor);
        }
        is_unique
    }

    fn values(&mut self, cursor: &mut Cursor<'_, '_>) -> bool {
        if cursor.accept(&["default"]) {
            self.default(cursor);
            return true;
        }
        if cursor.has_mysql_grammar() && cursor.accept(&["auto_increment"]) {
            self.column.counted = Some(Counted::ByDefault);
            return true;
        }
        if cursor.are(&["on", "update"]) && cursor.has_mysql_grammar() {
            return self.on_update(cursor);
        }
        if cursor.accept(&["generated", "by", "default", "as", "identity"]) {
            return self.identity(cursor, Counted::ByDefault);
        }
        if cursor.accept(&["generated", "always", "as", "identity"]) {
            return self.identity(cursor, Counted::Always);
        }
        cursor.accept(&["generated", "always"]);
        if !cursor.accept(&["as"]) {
            return false;
        }
        let Some(expression) = cursor.group() else {
            return false;
        };
        let stored = cursor.accept(&["stored"]) || cursor.accept(&["persistent"]);
        cursor.accept(&["virtual"]);
        self.column.generated = Some(Generated {
            expression: expression.expression(),
            stored,
        });
        true
    }

    fn default(&mut self, cursor: &mut Cursor<'_, '_>) {
        let mut expression = cursor.clone();
        // The word NULL may be the value, and is a separate clause after it.
        cursor.skip(cursor.group_length());
        cursor.take_until(begins_clause);
        let length = expression.tokens().len() - cursor.tokens().len();
        expression = expression.first(length);
        let is_null = length == 1 && expression.is("null");
        if !is_null && length > 0 {
            self.column.default = Some(expression.whole_expression());
        }
    }

    /// MySQL's `ON UPDATE current_timestamp`, which becomes a part of the default.
    fn on_update(&mut self, cursor: &mut Cursor<'_, '_>) -> bool {
        let mut clause = cursor.clone();
        cursor.skip(2);
        cursor.skip(1);
        cursor.group();
        let length = clause.tokens().len() - cursor.tokens().len();
        clause = clause.first(length);
        let default = self.column.default.as_ref().map_or("NULL", |it| it.text());
        let both = format!("{default} {}", clause.text());
        self.column.default = Some(Expression::new(cursor.dialect, &both));
        true
    }

    fn identity(&mut self, cursor: &mut Cursor<'_, '_>, counted: Counted) -> bool {
        self.column.counted = Some(counted);
        self.column.nullable = false;
        if let Some(options) = cursor.group() {
            let what = format!("the sequence of column {}", self.column.name);
            unsupported(self.table, &what, options.text());
        }
        true
    }

    fn rules(&mut self, cursor: &mut Cursor<'_, '_>, name: Option<String>) -> bool {
        let name = name.unwrap_or_default();
        if cursor.is("check") {
            cursor.skip(1);
            let Some(condition) = cursor.group() else {
                return false;
            };
            let expression = condition.expression();
            self.table.checks.push(Check { name, expression });
            constraint::check_attributes(self.table, cursor);
            return true;
        }
        if cursor.is("references") {
            let columns = vec![self.column.name.clone()];
            constraint::reference(self.table, cursor, name, columns);
            return true;
        }
        false
    }

    fn words(&mut self, cursor: &mut Cursor<'_, '_>) -> bool {
        if cursor.accept(&["collate"]) {
            cursor.accept_symbol('=');
            let name = cursor.qualified();
            self.column.collation = name.and_then(|(_, name)| collation(cursor.dialect, name));
            return true;
        }
        if !cursor.has_mysql_grammar() {
            return false;
        }
        if cursor.accept(&["character", "set"]) || cursor.accept(&["charset"]) {
            self.charset = cursor.name().map(|name| name.to_lowercase());
            return true;
        }
        if cursor.accept(&["comment"]) {
            self.column.comment = comment(cursor);
            return true;
        }
        cursor.accept(&["visible"])
    }
}

/// The text of a comment; `None` if it is empty.
pub(super) fn comment(cursor: &mut Cursor<'_, '_>) -> Option<String> {
    cursor.accept_symbol('=');
    let is_text = |token: &&Token<'_>| token.kind == TokenKind::Text;
    let token = cursor.peek().filter(is_text)?;
    cursor.skip(1);
    let text = token.value(cursor.dialect);
    (!text.is_empty()).then_some(text)
}

/// The normal form of a collation, whose case only PostgreSQL distinguishes.
pub(crate) fn collation(dialect: Dialect, name: String) -> Option<String> {
    match dialect {
        // Without a collation, SQLite compares bytes, too.
        Dialect::Sqlite => Some(name.to_uppercase()).filter(|name| name != "BINARY"),
        Dialect::Postgres => Some(name),
        Dialect::Mysql | Dialect::Mariadb => Some(name.to_lowercase()),
    }
}

/// A character set gives its default collation to a column without one.
fn finish(column: &mut Column, dialect: Dialect, charset: Option<String>) {
    let (Some(charset), None) = (charset, &column.collation) else {
        return;
    };
    match types::collation_of(dialect, &charset) {
        Some(collation) => column.collation = Some(collation.to_owned()),
        None => {
            let text = format!("{} character set {charset}", column.ty);
            column.ty = Expression::new(dialect, &text);
        }
    }
}

/// Whether a clause of a column begins here, after its type or its default.
fn begins_clause(cursor: &Cursor<'_, '_>) -> bool {
    let Some(first) = cursor.peek().filter(|first| first.kind == TokenKind::Word) else {
        return false;
    };
    let always = [
        "constraint",
        "primary",
        "null",
        "unique",
        "check",
        "default",
        "collate",
        "references",
        "deferrable",
    ];
    if always.iter().any(|word| first.is(word)) {
        return true;
    }
    let next_is = |word: &str| cursor.word_at(1, word);
    if first.is("not") {
        return next_is("null") || next_is("deferrable");
    }
    if first.is("generated") {
        return next_is("always") || next_is("by");
    }
    if first.is("as") {
        return cursor.peek_at(1).is_some_and(|next| next.is_symbol('('));
    }
    let own: &[&str] = match cursor.dialect {
        Dialect::Sqlite => &["on", "autoincrement"],
        Dialect::Postgres => &["storage", "compression"],
        Dialect::Mysql | Dialect::Mariadb => {
            if first.is("character") {
                return next_is("set");
            }
            &[
                "auto_increment",
                "charset",
                "column_format",
                "comment",
                "compressed",
                "invisible",
                "key",
                "on",
                "persistent",
                "ref_system_id",
                "srid",
                "storage",
                "stored",
                "virtual",
                "visible",
                "with",
                "without",
            ]
        }
    };
    own.iter().any(|word| first.is(word))
}
