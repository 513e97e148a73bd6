//! The statements of MySQL and MariaDB during which no other session can write to the table,
//! because the server copies its rows or updates them.
//!
//! The servers make all other changes at once, or while other sessions write (`LOCK=NONE`).

use tablewright_schema::catalog::{Column, Expression, Index};
use tablewright_sql::{Dialect, TokenKind, tokens};

use super::before::Before;
use super::lint::rewrites;
use super::mysql::{is_to_be_filled, is_unrepeatable};
use super::{Warning, WarningKind};
use crate::diff::{Alteration, Change, turns_generated};

const ADVICE: &str = "on a large table, choose a time without writes, or use a tool that copies \
    the table while other sessions write";

/// The warning about the changes of a statement, if it needs one.
pub(super) fn warning(dialect: Dialect, before: &Before<'_>, group: &[Change]) -> Option<Warning> {
    let (table, work) = group.iter().find_map(|change| match change {
        Change::Alter { table, alteration } if before.is_there(table) => {
            Some((table, work(dialect, alteration, group)?))
        }
        _ => None,
    })?;
    Some(Warning {
        kind: WarningKind::Lock,
        message: format!("no other session can write to `{table}` while {work}"),
        advice: ADVICE.to_owned(),
        preflight: None,
    })
}

/// The work that blocks writes, in words.
fn work(dialect: Dialect, alteration: &Alteration, group: &[Change]) -> Option<String> {
    use Alteration as A;
    let copied = || Some("its rows are copied".to_owned());
    let updated = || Some("its rows are updated".to_owned());
    match alteration {
        A::AddColumn(column) if is_unrepeatable(dialect, column) => updated(),
        A::AddColumn(column) if adds_by_copying(dialect, column) => copied(),
        A::ChangeColumn { from, .. } if is_to_be_filled(from) => updated(),
        A::ChangeColumn { from, to } if changes_by_copying(dialect, from, to) => copied(),
        A::AddCheck(_) | A::AddForeignKey(_) => copied(),
        A::DropPrimaryKey(_) if !gets_primary_key(group) => copied(),
        A::AddIndex(index) if blocks_while_built(index) => {
            Some(format!("its index `{}` is built", index.name))
        }
        A::RenameValues { .. } => updated(),
        A::AddColumn(_)
        | A::ChangeColumn { .. }
        | A::DropColumn(_)
        | A::RenameColumn { .. }
        | A::DropDefault(_)
        | A::SetDefault(_)
        | A::AddPrimaryKey(_)
        | A::DropPrimaryKey(_)
        | A::AddUnique(_)
        | A::DropUnique(_)
        | A::AddIndex(_)
        | A::DropIndex(_)
        | A::DropCheck(_)
        | A::DropForeignKey(_)
        | A::Rename { .. }
        | A::Comment { .. }
        | A::Options { .. } => None,
    }
}

fn adds_by_copying(dialect: Dialect, column: &Column) -> bool {
    let is_stored = column.generated.as_ref().is_some_and(|made| made.stored);
    let default = column.default.as_ref();
    column.counted.is_some()
        || is_stored
        || default.is_some_and(|default| is_computed(dialect, default))
}

/// Whether a new column gets its default by copying the rows: on MySQL each expression, on MariaDB
/// one that is not constant. Both store a literal, and the time of the statement, once.
fn is_computed(dialect: Dialect, default: &Expression) -> bool {
    let tokens = tokens(dialect, default.text());
    let is_time = tokens
        .first()
        .is_some_and(|first| first.is_any(&["current_timestamp", "now", "localtimestamp"]));
    let is_name = tokens
        .iter()
        .any(|token| matches!(token.kind, TokenKind::Word | TokenKind::Quoted));
    let is_expression = tokens.iter().any(|token| token.is_symbol('('));
    !is_time && is_expression && (dialect == Dialect::Mysql || is_name)
}

fn changes_by_copying(dialect: Dialect, from: &Column, to: &Column) -> bool {
    let is_stored = |column: &Column| column.generated.as_ref().is_some_and(|made| made.stored);
    let expression = |column: &Column| column.generated.clone().map(|made| made.expression);
    rewrites(dialect, from, to)
        || turns_generated(from, to)
        || is_stored(to) && expression(from) != expression(to)
        || dialect == Dialect::Mariadb && from.collation != to.collation
}

fn gets_primary_key(group: &[Change]) -> bool {
    group.iter().any(|change| match change {
        Change::Alter { alteration, .. } => matches!(alteration, Alteration::AddPrimaryKey(_)),
        _ => false,
    })
}

/// An index over words or places is built while others can only read.
fn blocks_while_built(index: &Index) -> bool {
    matches!(index.method.as_deref(), Some("fulltext" | "spatial"))
}
