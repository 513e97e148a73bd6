//! Parses indexes: `CREATE INDEX`, and a line of MySQL's `CREATE TABLE`.

use tablewright_sql::{Dialect, TokenKind};

use super::super::expression::Expression;
use super::super::{Catalog, Index, IndexKey, IndexPart, Key, Table, Weak, WeakKind};
use super::cursor::Cursor;
use super::table::unsupported;
use super::table_mut;

/// Parses an index, from after the word for it.
pub(super) fn create(
    catalog: &mut Catalog,
    mut cursor: Cursor<'_, '_>,
    unique: bool,
    method: Option<String>,
) {
    cursor.accept(&["concurrently"]);
    cursor.accept(&["if", "not", "exists"]);
    let name = match cursor.is("on") {
        true => String::new(),
        false => cursor.qualified().unwrap_or_default().1,
    };
    let mut index = empty(name, unique);
    index.method = method;
    read_method(&mut index, &mut cursor);
    if !cursor.accept(&["on"]) {
        return;
    }
    cursor.accept(&["only"]);
    let Some((_, table)) = cursor.qualified() else {
        return;
    };
    let Some(table) = table_mut(catalog, &table) else {
        return;
    };
    if table
        .indexes
        .iter()
        .any(|other| other.name == index.name && !index.name.is_empty())
    {
        // The first one counts.
        return;
    }
    let whole = cursor.clone();
    read_method(&mut index, &mut cursor);
    match read_parts(&mut index, &mut cursor) {
        Some(()) => {
            attributes(table, &mut index, &mut cursor);
            add(cursor.dialect, table, index);
        }
        None => unsupported(table, &format!("index {}", index.name), whole.text()),
    }
}

/// Whether a line of MySQL's begins an index; a unique key counts, too.
pub(super) fn begins(cursor: &Cursor<'_, '_>) -> bool {
    cursor.is_any(&["unique", "key", "index", "fulltext", "spatial"])
}

/// Parses such a line.
pub(super) fn read_line(
    table: &mut Table,
    cursor: &mut Cursor<'_, '_>,
    constraint: String,
) -> bool {
    let unique = cursor.accept(&["unique"]);
    let method = ["fulltext", "spatial"]
        .into_iter()
        .find(|kind| cursor.accept(&[kind]));
    if !cursor.accept(&["key"]) {
        cursor.accept(&["index"]);
    }
    cursor.accept(&["if", "not", "exists"]);
    let mut name = String::new();
    if !cursor.is_symbol('(') && !cursor.is("using") {
        name = cursor.name().unwrap_or_default();
    }
    let name = if name.is_empty() { constraint } else { name };
    let mut index = empty(name, unique);
    index.method = method.map(str::to_owned);
    read_method(&mut index, cursor);
    if read_parts(&mut index, cursor).is_none() {
        return false;
    }
    attributes(table, &mut index, cursor);
    add(cursor.dialect, table, index);
    true
}

/// `USING` and a method.
pub(super) fn method(cursor: &mut Cursor<'_, '_>) -> Option<String> {
    let method = match cursor.accept(&["using"]) {
        true => cursor.name()?.to_lowercase(),
        false => return None,
    };
    (method != "btree").then_some(method)
}

/// A column or an expression of an index, with its properties.
pub(super) fn part(mut cursor: Cursor<'_, '_>) -> Option<IndexPart> {
    let nulls_first = nulls(&mut cursor);
    let descending = cursor.tokens().last()?.is("desc") && cursor.tokens().len() > 1;
    let ascending = cursor.tokens().last()?.is("asc") && cursor.tokens().len() > 1;
    if descending || ascending {
        cursor = cursor.first(cursor.tokens().len() - 1);
    }
    let nulls_first = nulls_first.filter(|first| *first != descending);
    let mut part = IndexPart {
        key: IndexKey::Column(String::new()),
        descending,
        more: None,
        prefix: None,
        nulls_first,
    };
    let mut rest = cursor.clone();
    let name = rest.name();
    if let (true, Some(group)) = (
        cursor.has_mysql_grammar() && name.is_some(),
        rest.clone().group(),
    ) {
        part.prefix = group.peek().and_then(|digits| digits.text.parse().ok());
        if part.prefix.is_some() {
            rest.group();
        }
    }
    match name {
        Some(name) if is_plain(&rest) => part.key = IndexKey::Column(name),
        _ => {
            rest = cursor.clone();
            let is_call = !rest.is_symbol('(') && cursor.dialect == Dialect::Postgres;
            if is_call {
                rest.take_until(|rest| rest.is_symbol('('));
            }
            let ends_behind_group = match cursor.dialect {
                Dialect::Postgres => true,
                Dialect::Sqlite => is_collated_group(&rest),
                Dialect::Mysql | Dialect::Mariadb => false,
            };
            if ends_behind_group {
                rest.skip(rest.group_length());
            } else {
                rest.take_until(|_| false);
            }
            let length = cursor.tokens().len() - rest.tokens().len();
            part.key = IndexKey::Expression(cursor.first(length).expression());
        }
    }
    if !rest.is_empty() {
        part.more = Some(Expression::new(cursor.dialect, rest.text()));
    }
    Some(part)
}

/// Whether only a collation or an operator class follows a column.
fn is_plain(rest: &Cursor<'_, '_>) -> bool {
    let Some(next) = rest.peek() else {
        return true;
    };
    match rest.dialect {
        Dialect::Sqlite => next.is("collate") && rest.tokens().len() == 2,
        Dialect::Postgres => matches!(next.kind, TokenKind::Word | TokenKind::Quoted),
        Dialect::Mysql | Dialect::Mariadb => false,
    }
}

/// Whether it is an expression in parentheses, followed by a collation.
fn is_collated_group(cursor: &Cursor<'_, '_>) -> bool {
    let length = cursor.group_length();
    let mut rest = cursor.clone();
    rest.skip(length);
    cursor.is_symbol('(') && rest.is("collate") && rest.tokens().len() == 2
}

/// Removes `NULLS FIRST` or `NULLS LAST` from the end.
fn nulls(cursor: &mut Cursor<'_, '_>) -> Option<bool> {
    let start = cursor.tokens().len().checked_sub(2)?;
    let mut end = cursor.clone();
    end.skip(start);
    let first = end.are(&["nulls", "first"]);
    if start == 0 || !(first || end.are(&["nulls", "last"])) {
        return None;
    }
    *cursor = cursor.first(start);
    Some(first)
}

fn empty(name: String, unique: bool) -> Index {
    Index {
        name,
        parts: Vec::new(),
        unique,
        predicate: None,
        method: None,
        include: Vec::new(),
        options: Vec::new(),
    }
}

fn read_method(index: &mut Index, cursor: &mut Cursor<'_, '_>) {
    if let Some(method) = method(cursor) {
        index.method = Some(method);
    }
}

fn read_parts(index: &mut Index, cursor: &mut Cursor<'_, '_>) -> Option<()> {
    let parts = cursor.group()?.elements().into_iter();
    index.parts = parts.map(part).collect::<Option<_>>()?;
    (!index.parts.is_empty()).then_some(())
}

/// The clauses after the parts.
fn attributes(table: &mut Table, index: &mut Index, cursor: &mut Cursor<'_, '_>) {
    read_method(index, cursor);
    if cursor.accept(&["include"]) {
        let columns = cursor.group().map(Cursor::elements).unwrap_or_default();
        let names = columns.into_iter().filter_map(|mut column| column.name());
        index.include = names.collect();
    }
    if cursor.dialect == Dialect::Postgres && cursor.accept(&["with"]) {
        let options = cursor.group().map(Cursor::elements).unwrap_or_default();
        index.options = options.into_iter().map(option).collect();
        index.options.sort();
    }
    if cursor.has_mysql_grammar() {
        cursor.accept(&["visible"]);
    }
    let is_predicate = |rest: &Cursor<'_, '_>| rest.is("where");
    let others = cursor.take_until(is_predicate);
    if !others.is_empty() {
        unsupported(table, &format!("index {}", index.name), others.text());
        weaknesses(table, index, &others);
    }
    if cursor.accept(&["where"]) {
        index.predicate = Some(cursor.take_until(|_| false).expression());
    }
}

/// A storage parameter: `fillfactor = 70`, `fastupdate = 'off'`, `fastupdate`.
fn option(mut element: Cursor<'_, '_>) -> String {
    let name = element.take_until(|rest| rest.is_symbol('='));
    let name: Vec<_> = name.tokens().iter().map(|token| token.name()).collect();
    element.skip(1);
    let value = match element.tokens() {
        [] => "true".to_owned(),
        [token] if token.kind == TokenKind::Text => token.value(element.dialect),
        _ => element.text().to_owned(),
    };
    format!("{}={value}", name.concat())
}

/// Notes that the database maintains the index, but does not use it.
fn weaknesses(table: &mut Table, index: &Index, others: &Cursor<'_, '_>) {
    let tokens = others.tokens();
    let is_alone = tokens.len() == 1;
    let noted = table.unsupported.last().cloned().filter(|_| is_alone);
    let unused = tokens
        .iter()
        .filter(|token| token.is("invisible") || token.is("ignored"));
    table.weak.extend(unused.map(|token| Weak {
        kind: WeakKind::Index,
        name: index.name.clone(),
        how: token.text.to_uppercase(),
        noted: noted.clone(),
    }));
}

/// Adds an index; on MySQL a unique index on plain columns is a unique key, whichever statement
/// created it.
pub(crate) fn add(dialect: Dialect, table: &mut Table, index: Index) {
    let is_mysql = dialect.has_mysql_grammar();
    let column = |part: &IndexPart| match &part.key {
        IndexKey::Column(name) if !part.descending && part.prefix.is_none() => Some(name.clone()),
        IndexKey::Column(_) | IndexKey::Expression(_) => None,
    };
    let columns: Option<Vec<String>> = index.parts.iter().map(column).collect();
    match columns {
        Some(columns) if is_mysql && index.unique && index.method.is_none() => {
            let name = index.name;
            table.uniques.push(Key { name, columns });
        }
        _ => table.indexes.push(index),
    }
}
