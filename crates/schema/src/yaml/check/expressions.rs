//! Reports expressions that MySQL or MariaDB refuse because of the columns that they read.

use tablewright_sql::{Dialect, Token, TokenKind, tokens};

use super::{chosen, mysql_family};
use crate::catalog::Expression;
use crate::schema::{Action, Default, IndexKey, Source, Type};
use crate::yaml::resolve::findings::Findings;
use crate::yaml::resolve::sql::titles;
use crate::yaml::resolve::unresolved::{Column, ForeignKey, Table, UnresolvedSchema};
use crate::yaml::shapes::At;

/// Functions that return a text as long as the one that they are given.
const AS_LONG: [&str; 8] = [
    "lower", "lcase", "upper", "ucase", "trim", "ltrim", "rtrim", "reverse",
];

pub fn check(unresolved: &UnresolvedSchema<'_>, findings: &mut Findings<'_>) {
    let family = mysql_family(&unresolved.dialects);
    if family.is_empty() {
        return;
    }
    for table in &unresolved.tables {
        let mut counted = table.columns.iter();
        if let Some(counted) = counted.position(|column| column.source == Source::Identity) {
            check_counted(table, counted, &family, findings);
        }
        if family.contains(&Dialect::Mysql) {
            check_indexed(table, findings);
            check_virtual_references(table, findings);
        }
        for reference in &table.foreign_keys {
            check_changed(table, reference, &family, findings);
        }
    }
}

/// The dialects in which the expression reads the column.
fn reading<'e>(
    column: &Column<'_>,
    family: &[Dialect],
    sql: impl Fn(Dialect) -> &'e str,
) -> Vec<Dialect> {
    let reads =
        |dialect: &&Dialect| Expression::new(**dialect, sql(**dialect)).mentions(&column.name);
    family.iter().filter(reads).copied().collect()
}

/// The number of an auto-increment column is not known when expressions are computed.
fn check_counted(
    table: &Table<'_>,
    counted: usize,
    family: &[Dialect],
    findings: &mut Findings<'_>,
) {
    let column = &table.columns[counted];
    let label = table.label(counted);
    let mut report = |at: At, dialects: &[Dialect], what: &str, hint: &str| {
        if !dialects.is_empty() {
            let titles = titles(dialects);
            let message =
                format!("{what} cannot read `{label}` on {titles}, because it is auto-increment");
            findings.at(at, message).hint(hint);
        }
    };
    // `min` and the like of an auto-increment field are reported already.
    let others = |column: Option<usize>| column != Some(counted);
    for check in table.checks.iter().filter(|it| others(it.value.column)) {
        let dialects = reading(column, family, |it| check.value.expression.get(it));
        report(check.at, &dialects, "a check", "remove the check");
    }
    for (position, field) in table.columns.iter().enumerate() {
        match &field.source {
            Source::Default(Default::Sql(sql)) => {
                let dialects = reading(column, family, |it| sql.get(it));
                let at = field.origin.default.as_ref().map(|default| default.at);
                let at = at.unwrap_or(field.origin.name.at);
                report(at, &dialects, "a default", "set the value in the program");
            }
            Source::Generated(generated) => {
                let refuses = |dialect: &Dialect| match dialect {
                    Dialect::Mariadb => generated.stored || is_used(table, position),
                    Dialect::Mysql | Dialect::Sqlite | Dialect::Postgres => true,
                };
                let mut dialects = reading(column, family, |it| generated.expression.get(it));
                dialects.retain(refuses);
                let at = field.origin.generated.as_ref().map(|made| made.sql.at);
                let hint = match dialects.as_slice() {
                    [Dialect::Mariadb] => {
                        "compute it in queries; or make it nullable and not stored (`stored: \
                         false`), without an index and a check"
                    }
                    _ => "compute it in queries",
                };
                let at = at.unwrap_or(field.origin.name.at);
                report(at, &dialects, "a generated field", hint);
            }
            Source::Default(Default::Literal(_) | Default::Now | Default::Uuid)
            | Source::Input
            | Source::Identity
            | Source::Computed(_) => {}
        }
    }
    // MariaDB has no index of an expression.
    let mysql = chosen(family, &[Dialect::Mysql]);
    for index in &table.indexes {
        for (position, part) in index.value.parts.iter().enumerate() {
            if let IndexKey::Expression(sql) = &part.key {
                let dialects = reading(column, &mysql, |it| sql.get(it));
                let hint = "remove the field from the expression";
                report(index.part_at(position), &dialects, "an index", hint);
            }
        }
    }
}

/// Whether a key, an index, a reference or a check uses the generated column, for which MariaDB
/// stores its values or computes them before it knows the number.
fn is_used(table: &Table<'_>, position: usize) -> bool {
    let column = &table.columns[position];
    let indexes = table.indexes.iter();
    let mut parts = indexes.flat_map(|index| index.value.parts.iter());
    let mut references = table.foreign_keys.iter();
    let reads = |sql: &str| Expression::new(Dialect::Mariadb, sql).mentions(&column.name);
    let has_check = match &column.ty {
        Some(Type::Bool | Type::Time | Type::Enum(..) | Type::List(_) | Type::Unsigned(_)) => true,
        Some(_) | None => false,
    };
    column.is_required()
        || has_check
        || table.keys().any(|key| key.columns.contains(&position))
        || references.any(|reference| reference.value.columns.contains(&position))
        || parts.any(|part| part.key == IndexKey::Column(position))
        || table.checks.iter().any(|check| {
            check.value.column == Some(position)
                || reads(check.value.expression.get(Dialect::Mariadb))
        })
}

/// On MySQL, an index cannot have an expression that is only a column, a document, or a text
/// without a maximum length.
fn check_indexed(table: &Table<'_>, findings: &mut Findings<'_>) {
    for index in &table.indexes {
        for (position, part) in index.value.parts.iter().enumerate() {
            let IndexKey::Expression(sql) = &part.key else {
                continue;
            };
            let tokens = tokens(Dialect::Mysql, sql.get(Dialect::Mysql));
            let at = index.part_at(position);
            match unwrapped(&tokens) {
                [name] if column(table, name).is_some() => {
                    findings
                        .at(
                            at,
                            "on MySQL, an index cannot have an expression that is only a field",
                        )
                        .hint(format!("write the field: `{}`", name.name()));
                }
                [name, minus, greater, rest @ ..]
                    if column(table, name).is_some()
                        && minus.is_symbol('-')
                        && greater.is_symbol('>')
                        && is_path(rest) =>
                {
                    let path = rest.last().map_or("", |path| path.text);
                    findings
                        .at(
                            at,
                            "on MySQL, an index cannot have a JSON value without a type",
                        )
                        .hint(format!(
                            "convert it: `CAST({} ->> {path} AS char(100))`, or `AS signed` for \
                             numbers",
                            name.name()
                        ));
                }
                [function, open, name, close]
                    if function.is_any(&AS_LONG)
                        && open.is_symbol('(')
                        && close.is_symbol(')')
                        && column(table, name)
                            .is_some_and(|it| matches!(it.ty, Some(Type::Text))) =>
                {
                    findings
                        .at(
                            at,
                            "on MySQL, an index cannot have a text without a maximum length",
                        )
                        .hint(format!(
                            "convert it: `CAST({}({}) AS char(200))`, or give the field a length: \
                             `string(200)`",
                            function.text,
                            name.name()
                        ));
                }
                _ => {}
            }
        }
    }
}

/// What follows `->`: a path, perhaps after the second `>` of `->>`.
fn is_path(rest: &[Token<'_>]) -> bool {
    match rest {
        [path] => path.kind == TokenKind::Text,
        [greater, path] => greater.is_symbol('>') && path.kind == TokenKind::Text,
        _ => false,
    }
}

/// The tokens within parentheses around all of them.
fn unwrapped<'t, 's>(mut tokens: &'t [Token<'s>]) -> &'t [Token<'s>] {
    while let [open, inner @ .., close] = tokens {
        let is_whole = open.is_symbol('(')
            && close.is_symbol(')')
            && inner
                .iter()
                .try_fold(0_usize, |depth, token| {
                    if token.is_symbol('(') {
                        Some(depth + 1)
                    } else if token.is_symbol(')') {
                        depth.checked_sub(1)
                    } else {
                        Some(depth)
                    }
                })
                .is_some_and(|depth| depth == 0);
        if !is_whole {
            break;
        }
        tokens = inner;
    }
    tokens
}

/// The column of this name.
fn column<'t, 'd>(table: &'t Table<'d>, name: &Token<'_>) -> Option<&'t Column<'d>> {
    let is_name = matches!(name.kind, TokenKind::Word | TokenKind::Quoted);
    let name = name.name().to_lowercase();
    let mut columns = table.columns.iter();
    columns.find(|column| is_name && column.name.to_lowercase() == name)
}

/// MySQL refers to other rows only by stored columns.
fn check_virtual_references(table: &Table<'_>, findings: &mut Findings<'_>) {
    for reference in &table.foreign_keys {
        for &column in &reference.value.columns {
            let generated = table.columns[column].origin.generated.as_ref();
            let stored = generated.and_then(|generated| generated.stored.as_ref());
            if let Some(stored) = stored.filter(|stored| !stored.value) {
                findings
                    .at(stored.at, "on MySQL a generated reference has to be stored")
                    .hint("remove `stored: false`");
            }
        }
    }
}

/// MySQL and MariaDB compute no check and no stored column again when a foreign key action changes
/// what it reads, so they refuse it.
fn check_changed(
    table: &Table<'_>,
    reference: &ForeignKey,
    family: &[Dialect],
    findings: &mut Findings<'_>,
) {
    let value = &reference.value;
    let sets = |action| match action {
        Action::Cascade | Action::SetNull | Action::SetDefault => true,
        Action::NoAction | Action::Restrict => false,
    };
    let is_changed = sets(value.on_update) || value.on_delete == Action::SetNull;
    // MySQL refuses a stored column even if the action deletes the row.
    let refuses_stored = |dialect: &Dialect| {
        is_changed || *dialect == Dialect::Mysql && value.on_delete == Action::Cascade
    };
    let action = match sets(value.on_update) {
        true => reference.on_update,
        false => reference.on_delete,
    };
    let action = action.unwrap_or(reference.at);
    for &column in &value.columns {
        let label = table.label(column);
        let column_of = &table.columns[column];
        for check in table.checks.iter().filter(|_| is_changed) {
            let dialects = match check.value.column == Some(column) {
                true => family.to_vec(),
                false => reading(column_of, family, |it| check.value.expression.get(it)),
            };
            if !dialects.is_empty() {
                findings
                    .at(
                        check.at,
                        format!(
                            "a check cannot read `{label}` on {}, because its reference changes it",
                            titles(&dialects)
                        ),
                    )
                    .also(action, "the action is here")
                    .hint("remove the check or the action");
            }
        }
        for field in &table.columns {
            let (Source::Generated(generated), Some(origin)) =
                (&field.source, &field.origin.generated)
            else {
                continue;
            };
            let mut dialects = reading(column_of, family, |it| generated.expression.get(it));
            dialects.retain(|dialect| generated.stored && refuses_stored(dialect));
            if !dialects.is_empty() {
                findings
                    .at(
                        origin.sql.at,
                        format!(
                            "a stored generated field cannot read `{label}` on {}, because of the \
                             action of its reference",
                            titles(&dialects)
                        ),
                    )
                    .also(action, "the action is here")
                    .hint("write `stored: false`, or remove the action");
            }
        }
    }
}
