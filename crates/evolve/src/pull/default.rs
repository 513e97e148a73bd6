//! Defaults: as a value if possible, otherwise as SQL.

use tablewright_schema::catalog::{Expression, bare, type_end};
use tablewright_schema::literals;
use tablewright_schema::{Default, Literal, Source, Stored, Type};
use tablewright_sql::duration::Duration;
use tablewright_sql::hex::{from_hex, to_hex, uuid_text};
use tablewright_sql::{Dialect, Token, TokenKind, tokens};

use super::column::of_field;
use super::enums::Enums;
use super::guess::{Guess, lowered};
use super::json;
use super::model::{Field, Model};
use super::node::Node;

/// Finds the `default` of every field.
pub(super) fn find(dialect: Dialect, model: &mut Model<'_>, enums: &Enums) {
    for field in &mut model.fields {
        if field.counts || field.column.generated.is_some() {
            continue;
        }
        let Some(default) = &field.column.default else {
            continue;
        };
        let sql = without_update(dialect, default.text(), &mut field.notes);
        if sql.eq_ignore_ascii_case("null") {
            continue;
        }
        if is_of_another_type(dialect, field, sql, enums) {
            let ty = super::types::described(&field.ty);
            field.notes.push(format!(
                "left out: its default {sql}, which is not a value of {ty}"
            ));
            continue;
        }
        if is_zero_date(dialect, field, sql) {
            field.notes.push(format!(
                "left out: its default {sql}, which is not a date: rows with this value cannot be \
                 read"
            ));
            continue;
        }
        field.default = Some(of(dialect, field, sql, enums));
    }
}

/// Whether the default is a string that only SQLite allows for a column of another type.
fn is_of_another_type(dialect: Dialect, field: &Field<'_>, sql: &str, enums: &Enums) -> bool {
    let is_text = match &field.ty {
        Type::Bool
        | Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Unsigned(_)
        | Type::Duration
        | Type::Float
        | Type::Double
        | Type::Decimal { .. }
        | Type::Date
        | Type::Time
        | Type::DateTime
        | Type::Timestamp => false,
        Type::String { .. }
        | Type::Text
        | Type::Bytes { .. }
        | Type::Uuid
        | Type::Json
        | Type::Enum(..)
        | Type::List(_)
        | Type::Native(_) => true,
    };
    // In double quotes it is a name within an expression.
    if dialect != Dialect::Sqlite || (is_text && !sql.starts_with('"')) {
        return false;
    }
    match plain(dialect, sql) {
        Some(plain @ Plain::Text(_)) => literal(dialect, &field.ty, &plain, enums).is_none(),
        Some(Plain::Bool(_) | Plain::Number(_) | Plain::Bytes(_) | Plain::List(_)) | None => false,
    }
}

/// Whether the default is a date without a year, month or day, which MySQL and MariaDB accept if
/// they are not strict.
fn is_zero_date(dialect: Dialect, field: &Field<'_>, sql: &str) -> bool {
    let is_date = matches!(field.ty, Type::Date | Type::DateTime | Type::Timestamp);
    if !dialect.has_mysql_grammar() || !is_date {
        return false;
    }
    match plain(dialect, sql) {
        Some(Plain::Text(text)) => {
            text.starts_with("0000") || text.get(4..10).is_some_and(|day| day.contains("-00"))
        }
        Some(Plain::Number(number)) => number.chars().all(|digit| digit == '0'),
        Some(Plain::Bool(_) | Plain::Bytes(_) | Plain::List(_)) | None => false,
    }
}

/// MySQL's `ON UPDATE`, which the language does not have, is part of the default.
fn without_update<'s>(dialect: Dialect, sql: &'s str, notes: &mut Vec<String>) -> &'s str {
    let tokens = tokens(dialect, sql);
    let mut pairs = tokens.windows(2);
    let update =
        pairs.find(|pair| matches!(pair, [on, update] if on.is("on") && update.is("update")));
    match update {
        Some([on, ..]) => {
            notes.push(format!(
                "left out: {}; with `updated_at: true`, programs set the time themselves",
                &sql[on.start..]
            ));
            sql[..on.start].trim()
        }
        Some(_) | None => sql,
    }
}

fn of(dialect: Dialect, field: &mut Field<'_>, sql: &str, enums: &Enums) -> Node {
    let is_time = matches!(
        field.ty,
        Type::Date | Type::Time | Type::DateTime | Type::Timestamp
    );
    if is_time && is_right(dialect, field, Default::Now, sql, enums) {
        return Node::text("now");
    }
    if field.ty == Type::Uuid && is_right(dialect, field, Default::Uuid, sql, enums) {
        return Node::text("uuid");
    }
    let plain = plain(dialect, sql);
    let value = plain.and_then(|plain| literal(dialect, &field.ty, &plain, enums));
    if let Some((literal, node)) = value {
        field.default_value = Some(literal.clone());
        // The user's SQL is in parentheses, which a value has only if it needs them.
        let lowered = lowered_of(dialect, field, Default::Literal(literal), enums);
        let needs_them = lowered.is_some_and(|lowered| bare(dialect, lowered.text()).is_some());
        if needs_them || bare(dialect, sql).is_none() {
            return node;
        }
    }
    match bare(dialect, sql) {
        Some(inner) => of_sql(dialect, inner),
        None if is_local_clock(dialect, &field.ty, sql) => {
            field.notes.push(format!(
                "its default {sql} is the time in the time zone of the session; if that is UTC, it \
                 can be a `timestamp` with the default `now`"
            ));
            of_sql(dialect, sql)
        }
        None if is_time && is_now(sql) => {
            if field.ty != Type::Timestamp || dialect == Dialect::Sqlite {
                let values = match dialect {
                    Dialect::Sqlite => {
                        "; `baseline --align` and `sync` convert the existing values in the same \
                         way"
                    }
                    Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => "",
                };
                field.notes.push(format!(
                    "its default {sql} becomes `now`, which is the time in UTC, with fractions of \
                     a second{values}"
                ));
            }
            Node::text("now")
        }
        None if field.ty == Type::Uuid && is_random(sql) => Node::text("uuid"),
        None => of_sql(dialect, sql),
    }
}

fn of_sql(dialect: Dialect, sql: &str) -> Node {
    Node::Map(vec![("sql".to_owned(), super::write::sql(dialect, sql))])
}

/// Whether the DDL renders the same default, except for parentheses, casts and the like.
fn is_right(
    dialect: Dialect,
    field: &Field<'_>,
    default: Default,
    sql: &str,
    enums: &Enums,
) -> bool {
    let lowered = lowered_of(dialect, field, default, enums);
    lowered.is_some_and(|lowered| words(dialect, lowered.text()) == words(dialect, sql))
}

/// The default as the DDL renders it.
fn lowered_of(
    dialect: Dialect,
    field: &Field<'_>,
    default: Default,
    enums: &Enums,
) -> Option<Expression> {
    let guess = Guess {
        source: Source::Default(default),
        ..of_field(field)
    };
    lowered(dialect, &guess, &enums.values)?.column.default
}

/// The words, strings and numbers of an expression, without casts and parentheses.
pub(super) fn words(dialect: Dialect, sql: &str) -> Vec<String> {
    let tokens = tokens(dialect, sql);
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        let is_cast = |at: usize| tokens.get(at).is_some_and(|next| next.is_symbol(':'));
        match token.kind {
            TokenKind::Symbol if token.is_symbol(':') && is_cast(at) => {
                at = type_end(&tokens, at + 1);
            }
            TokenKind::Symbol if token.is_symbol('(') || token.is_symbol(')') => {}
            TokenKind::Word if token.text.starts_with('_') => {}
            TokenKind::Text => words.push(bytes_as_number(dialect, token)),
            TokenKind::Word | TokenKind::Quoted => words.push(token.name().to_lowercase()),
            TokenKind::Number | TokenKind::Parameter | TokenKind::Symbol => {
                words.push(token.text.to_lowercase());
            }
        }
    }
    words
}

/// `0xff` for `x'FF'`; the content of any other literal, without its escapes.
fn bytes_as_number(dialect: Dialect, token: &Token<'_>) -> String {
    let value = token.value(dialect);
    match token.text.starts_with(['x', 'X']) {
        true => format!("0x{}", value.to_lowercase()),
        false => format!("'{value}'"),
    }
}

/// Whether the default of a column without a time zone is the time in the zone of the session, on a
/// database whose columns with a zone are other ones.
fn is_local_clock(dialect: Dialect, ty: &Type, sql: &str) -> bool {
    dialect.has_mysql_grammar() && *ty == Type::DateTime && is_now(sql)
}

/// Other ways to write the current time.
fn is_now(sql: &str) -> bool {
    let sql = sql.to_ascii_lowercase();
    let word = sql.split('(').next().unwrap_or_default().trim();
    [
        "now",
        "current_timestamp",
        "current_date",
        "current_time",
        "localtimestamp",
        "sysdate",
    ]
    .contains(&word)
}

/// Other ways to write a random UUID.
fn is_random(sql: &str) -> bool {
    let sql = sql.to_ascii_lowercase();
    ["gen_random_uuid()", "uuid_generate_v4()", "uuid()"].contains(&sql.as_str())
}

/// A plain value in SQL.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Plain {
    Bool(bool),
    Number(String),
    Text(String),
    Bytes(Vec<u8>),
    List(Vec<Plain>),
}

/// The value of the SQL, if it is a plain value.
fn plain(dialect: Dialect, sql: &str) -> Option<Plain> {
    /// More parentheses than any database puts around a value.
    const MOST: usize = 8;
    let mut sql = sql;
    for _ in 0..MOST {
        match bare(dialect, sql) {
            Some(inner) => sql = inner,
            None => break,
        }
    }
    let tokens = tokens(dialect, sql);
    value(dialect, without_cast(&tokens))
}

/// Without PostgreSQL's `::type` at the end.
fn without_cast<'a, 't>(tokens: &'a [Token<'t>]) -> &'a [Token<'t>] {
    let mut depth = 0_i32;
    for (position, token) in tokens.iter().enumerate() {
        if token.is_symbol('[') || token.is_symbol('(') {
            depth += 1;
        } else if token.is_symbol(']') || token.is_symbol(')') {
            depth -= 1;
        }
        let next = tokens.get(position + 1);
        if depth == 0 && token.is_symbol(':') && next.is_some_and(|next| next.is_symbol(':')) {
            let is_type = |token: &Token<'_>| {
                let is_word = matches!(
                    token.kind,
                    TokenKind::Word | TokenKind::Quoted | TokenKind::Number
                );
                is_word || ["(", ")", "[", "]", ",", ".", ":"].contains(&token.text)
            };
            return match tokens[position..].iter().all(is_type) {
                true => &tokens[..position],
                false => tokens,
            };
        }
    }
    tokens
}

fn value(dialect: Dialect, tokens: &[Token<'_>]) -> Option<Plain> {
    match tokens {
        [sign, number] if number.kind == TokenKind::Number => match sign.text {
            "-" => Some(Plain::Number(format!("-{}", number.text))),
            "+" => Some(Plain::Number(number.text.to_owned())),
            _ => None,
        },
        [introducer, text] if introducer.text.starts_with('_') && text.kind == TokenKind::Text => {
            value(dialect, std::slice::from_ref(text))
        }
        [one] => match one.kind {
            TokenKind::Number => match one.text.strip_prefix("0x") {
                Some(hex) => Some(Plain::Bytes(from_hex(hex)?)),
                None => Some(Plain::Number(one.text.to_owned())),
            },
            TokenKind::Text => text(dialect, one),
            // A default cannot use a column, so SQLite treats the name as a string.
            TokenKind::Quoted if dialect == Dialect::Sqlite => {
                Some(Plain::Text(one.name().into_owned()))
            }
            TokenKind::Word if one.is("true") => Some(Plain::Bool(true)),
            TokenKind::Word if one.is("false") => Some(Plain::Bool(false)),
            TokenKind::Word | TokenKind::Quoted | TokenKind::Parameter | TokenKind::Symbol => None,
        },
        [array, open, items @ .., close]
            if array.is("array") && open.is_symbol('[') && close.is_symbol(']') =>
        {
            let items = items_of(items);
            let items = items
                .into_iter()
                .map(|item| value(dialect, without_cast(item)));
            Some(Plain::List(items.collect::<Option<_>>()?))
        }
        _ => None,
    }
}

/// The items, separated by commas.
fn items_of<'a, 't>(tokens: &'a [Token<'t>]) -> Vec<&'a [Token<'t>]> {
    match tokens {
        [] => Vec::new(),
        _ => tokens.split(|token| token.is_symbol(',')).collect(),
    }
}

fn text(dialect: Dialect, token: &Token<'_>) -> Option<Plain> {
    let value = token.value(dialect);
    match token.text.as_bytes().first() {
        Some(b'x' | b'X') => Some(Plain::Bytes(from_hex(&value)?)),
        Some(b'b' | b'B') => {
            let number = u64::from_str_radix(&value, 2).ok()?;
            Some(Plain::Number(number.to_string()))
        }
        _ => Some(Plain::Text(value)),
    }
}

/// The value as one of the type, in the form in which it is written.
pub(super) fn literal(
    dialect: Dialect,
    ty: &Type,
    plain: &Plain,
    enums: &Enums,
) -> Option<(Literal, Node)> {
    let text = || match plain {
        Plain::Text(text) | Plain::Number(text) => Some(text.clone()),
        Plain::Bool(_) | Plain::Bytes(_) | Plain::List(_) => None,
    };
    let of_text = |literal: fn(String) -> Literal, text: String| {
        Some((literal(text.clone()), Node::Text(text)))
    };
    match ty {
        Type::Bool => {
            let value = match plain {
                Plain::Bool(value) => *value,
                Plain::Text(text) | Plain::Number(text) => match text.as_str() {
                    "1" | "t" | "true" => true,
                    "0" | "f" | "false" => false,
                    _ => return None,
                },
                Plain::Bytes(_) | Plain::List(_) => return None,
            };
            Some((Literal::Bool(value), Node::Raw(value.to_string())))
        }
        Type::Duration => {
            let micros: i64 = text()?.parse().ok()?;
            let written = Node::Text(Duration(micros).to_string());
            Some((Literal::Integer(micros), written))
        }
        Type::SmallInt | Type::Integer | Type::BigInt | Type::Unsigned(_) => {
            let number: i64 = text()?.parse().ok()?;
            Some((Literal::Integer(number), Node::Raw(number.to_string())))
        }
        Type::Float | Type::Double => {
            let number: f64 = text()?.parse().ok()?;
            let is_kept = number.is_finite();
            is_kept.then(|| (Literal::Float(number), Node::Raw(format!("{number:?}"))))
        }
        Type::Decimal { precision, scale } => {
            let text = text()?;
            let text = if dialect.has_scaled_decimals() {
                unscaled(&text, *scale)?
            } else {
                text
            };
            match literals::decimal(&text, *precision, *scale)? {
                literals::Decimal::Fits(text) => of_text(Literal::Decimal, text),
                literals::Decimal::TooFine | literals::Decimal::TooLarge => None,
            }
        }
        Type::String { max } => {
            let text = text()?;
            let fits = text.chars().count() <= *max as usize;
            fits.then(|| (Literal::Text(text.clone()), Node::Text(text)))
        }
        Type::Text => of_text(Literal::Text, text()?),
        Type::Native(native) => {
            // A value that is written by its own function is not a literal.
            let form = native.forms.get(dialect).as_ref()?;
            match plain {
                Plain::Text(text) if form.write.is_none() => of_text(Literal::Text, text.clone()),
                _ => None,
            }
        }
        Type::Enum(position, _) => {
            let text = text()?;
            let mut stored = enums.values.get(*position)?.stored.iter();
            let literal = match stored.find(|stored| stored.to_string() == text)? {
                Stored::Text(text) => Literal::Text(text.clone()),
                Stored::Number(number) => Literal::Integer(*number),
            };
            Some((literal, Node::Text(text)))
        }
        Type::Bytes { max: _ } => {
            let bytes = bytes(plain)?;
            let hex = to_hex(&bytes);
            Some((Literal::Bytes(bytes), Node::Text(format!("0x{hex}"))))
        }
        Type::Uuid => {
            let uuid: [u8; 16] = match plain {
                Plain::Bytes(bytes) => bytes.clone().try_into().ok()?,
                Plain::Text(text) => literals::uuid(text)?,
                Plain::Bool(_) | Plain::Number(_) | Plain::List(_) => return None,
            };
            Some((Literal::Uuid(uuid), Node::Text(uuid_text(&uuid))))
        }
        Type::Date => of_text(Literal::Date, literals::date(&text()?)?),
        Type::Time => of_text(Literal::Time, literals::time(&text()?)?),
        Type::DateTime => of_text(Literal::DateTime, literals::datetime(&text()?)?),
        Type::Timestamp => {
            let text = text()?;
            let utc = literals::timestamp(&text).or_else(|| literals::datetime(&text))?;
            let node = Node::Text(format!("{utc}Z"));
            Some((Literal::Timestamp(utc), node))
        }
        Type::Json => {
            let json = text()?;
            let is_kept = json::is_default(&json);
            is_kept.then(|| (Literal::Json(json.clone()), Node::Raw(spaced(&json))))
        }
        Type::List(item) => list(dialect, item, plain, enums),
    }
}

fn list(dialect: Dialect, item: &Type, plain: &Plain, enums: &Enums) -> Option<(Literal, Node)> {
    match plain {
        Plain::List(items) => {
            let items = items
                .iter()
                .map(|plain| literal(dialect, item, plain, enums));
            let items: Vec<(Literal, Node)> = items.collect::<Option<_>>()?;
            let (items, nodes) = items.into_iter().unzip();
            Some((Literal::List(items), Node::List(nodes)))
        }
        Plain::Text(array) if dialect.has_arrays() => {
            let items = array_items(array)?.into_iter().map(Plain::Text).collect();
            list(dialect, item, &Plain::List(items), enums)
        }
        Plain::Text(json) => {
            let items = json_items(json)?.into_iter();
            let items = items.map(|plain| json_literal(item, plain, enums));
            let items: Vec<(Literal, Node)> = items.collect::<Option<_>>()?;
            let (items, nodes) = items.into_iter().unzip();
            Some((Literal::List(items), Node::List(nodes)))
        }
        Plain::Bool(_) | Plain::Number(_) | Plain::Bytes(_) => None,
    }
}

/// An item of JSON as one of the type.
fn json_literal(item: &Type, plain: Plain, enums: &Enums) -> Option<(Literal, Node)> {
    let plain = match (item, plain) {
        (Type::Bytes { .. }, Plain::Text(hex)) => Plain::Bytes(from_hex(&hex)?),
        (_, plain) => plain,
    };
    // Decimals in JSON are texts on every database, and not scaled.
    literal(Dialect::Postgres, item, &plain, enums)
}

/// The items of PostgreSQL's `{a,b}`, if none is quoted.
fn array_items(array: &str) -> Option<Vec<String>> {
    let inner = array.strip_prefix('{')?.strip_suffix('}')?;
    let items: Vec<String> = match inner {
        "" => Vec::new(),
        _ => inner.split(',').map(str::to_owned).collect(),
    };
    let is_plain = |item: &String| {
        let signs = ['"', '\\', '{', '}', ' '];
        !item.is_empty() && !item.contains(signs) && !item.eq_ignore_ascii_case("null")
    };
    items.iter().all(is_plain).then_some(items)
}

/// `-0.50` for `-50`, as SQLite stores a decimal.
fn unscaled(number: &str, scale: u32) -> Option<String> {
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", number),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let scale = scale as usize;
    let digits = format!("{digits:0>width$}", width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let point = if scale == 0 { "" } else { "." };
    Some(format!("{sign}{whole}{point}{fraction}"))
}

fn bytes(plain: &Plain) -> Option<Vec<u8>> {
    match plain {
        Plain::Bytes(bytes) => Some(bytes.clone()),
        Plain::Text(text) => match text.strip_prefix("\\x") {
            Some(hex) => from_hex(hex),
            None => Some(text.clone().into_bytes()),
        },
        Plain::Bool(_) | Plain::Number(_) | Plain::List(_) => None,
    }
}

/// JSON with a space after its colons and commas, as YAML needs it.
fn spaced(json: &str) -> String {
    let mut spaced = String::with_capacity(json.len());
    let mut in_text = false;
    let mut characters = json.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => in_text = !in_text,
            '\\' if in_text => {
                spaced.push('\\');
                spaced.extend(characters.next());
                continue;
            }
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' if in_text => {
                spaced.push_str(&format!("\\u{:04x}", u32::from(character)));
                continue;
            }
            character if !in_text && character.is_whitespace() => continue,
            _ => {}
        }
        spaced.push(character);
        if !in_text && matches!(character, ':' | ',') {
            spaced.push(' ');
        }
    }
    spaced
}

/// The items of a JSON array of plain values.
fn json_items(json: &str) -> Option<Vec<Plain>> {
    let mut rest = json.trim().strip_prefix('[')?.trim_start();
    let mut items = Vec::new();
    if rest == "]" {
        return Some(items);
    }
    loop {
        let (item, behind) = json_item(rest)?;
        items.push(item);
        rest = behind.trim_start();
        if rest == "]" {
            return Some(items);
        }
        rest = rest.strip_prefix(',')?.trim_start();
    }
}

fn json_item(json: &str) -> Option<(Plain, &str)> {
    if let Some(text) = json.strip_prefix('"') {
        let (text, rest) = json_text(text)?;
        return Some((Plain::Text(text), rest));
    }
    let end = json.find([',', ']']).unwrap_or(json.len());
    let (word, rest) = json.split_at(end);
    let word = word.trim();
    let plain = match word {
        "true" => Plain::Bool(true),
        "false" => Plain::Bool(false),
        number => {
            number.parse::<f64>().ok().filter(|it| it.is_finite())?;
            Plain::Number(number.to_owned())
        }
    };
    Some((plain, rest))
}

fn json_text(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.chars();
    loop {
        match characters.next()? {
            '"' => return Some((value, characters.as_str())),
            '\\' => value.push(match characters.next()? {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'b' => '\u{8}',
                'f' => '\u{c}',
                'u' => {
                    let digits = characters.as_str().get(..4)?;
                    characters = characters.as_str()[4..].chars();
                    char::from_u32(u32::from_str_radix(digits, 16).ok()?)?
                }
                other => other,
            }),
            other => value.push(other),
        }
    }
}
