//! The differences between a current and a wanted table, with the same names.

use tablewright_schema::catalog::{
    Catalog, Check, Column, ForeignKey, Index, Key, Table, WeakKind,
};
use tablewright_schema::names::is_type_check;
use tablewright_schema::{Intent, Stored};
use tablewright_sql::{Dialect, Token, TokenKind, tokens};

use super::change::{Alteration, Named};
use super::usual::{Object, Usual};
use super::{BlockingIssue, ExtraTables, options};
use crate::conversion::conversion;
use crate::physical::Physical;

/// The alterations that lead from one to the other, in an order that a database may refuse.
pub(super) fn compare(
    dialect: Dialect,
    both: (&Catalog, &Catalog),
    current: &Table,
    wanted: &Table,
    intent: &Intent,
    extra: ExtraTables,
) -> Vec<Alteration> {
    let mut found = Vec::new();
    let usual = Usual::new(&wanted.name, intent);
    columns(dialect, current, wanted, &mut found);
    values(both, current, wanted, intent, &mut found);
    primary_key(dialect, current, wanted, &mut found);
    pairs::<Unique>(&current.uniques, &wanted.uniques, &usual, &mut found);
    pairs::<Index>(&current.indexes, &wanted.indexes, &usual, &mut found);
    pairs::<Check>(&current.checks, &wanted.checks, &usual, &mut found);
    pairs::<ForeignKey>(
        &current.foreign_keys,
        &wanted.foreign_keys,
        &usual,
        &mut found,
    );
    if current.comment != wanted.comment {
        found.push(Alteration::Comment {
            from: current.comment.clone(),
            to: wanted.comment.clone(),
        });
    }
    weak(current, wanted, &mut found);
    let is_kept = extra == ExtraTables::Unmanaged && options::kept(current, wanted).is_some();
    if current.options != wanted.options && !is_kept {
        found.push(Alteration::Options {
            from: current.options.clone(),
            to: wanted.options.clone(),
        });
    }
    found
}

/// Creates objects again that are not fully in force, such as a check that is NOT VALID.
fn weak(current: &Table, wanted: &Table, found: &mut Vec<Alteration>) {
    let mut again = Vec::new();
    for weak in &current.weak {
        let name = &weak.name;
        match weak.kind {
            WeakKind::Index => {
                let index = current.indexes.iter().find(|index| index.name == *name);
                if let Some(index) = index.filter(|index| wanted.indexes.contains(index)) {
                    again.push(Alteration::AddIndex(index.clone()));
                }
                let key = current.uniques.iter().find(|key| key.name == *name);
                if let Some(key) = key.filter(|key| wanted.uniques.contains(key)) {
                    again.push(Alteration::AddUnique(key.clone()));
                }
            }
            WeakKind::Check => {
                let check = current.checks.iter().find(|check| check.name == *name);
                if let Some(check) = check.filter(|check| wanted.checks.contains(check)) {
                    again.push(Alteration::AddCheck(check.clone()));
                }
            }
            WeakKind::ForeignKey => {
                let key = current.foreign_keys.iter().find(|key| key.name == *name);
                if let Some(key) = key.filter(|key| wanted.foreign_keys.contains(key)) {
                    again.push(Alteration::AddForeignKey(key.clone()));
                }
            }
            WeakKind::Trigger => {}
        }
    }
    for add in again {
        let drop = add.reversed();
        if !found.contains(&drop) {
            found.extend([drop, add]);
        }
    }
}

fn columns(dialect: Dialect, current: &Table, wanted: &Table, found: &mut Vec<Alteration>) {
    for column in &current.columns {
        if wanted.column(&column.name).is_none() {
            found.push(Alteration::DropColumn(column.clone()));
        }
    }
    for column in &wanted.columns {
        match current.column(&column.name) {
            None => found.push(Alteration::AddColumn(column.clone())),
            Some(now) if now == column => {}
            Some(now) if is_replaced(dialect, now, column) => {
                found.push(Alteration::DropColumn(now.clone()));
                found.push(Alteration::AddColumn(column.clone()));
            }
            Some(now) => found.push(Alteration::ChangeColumn {
                from: now.clone(),
                to: column.clone(),
            }),
        }
    }
}

/// Whether the column is dropped and added again, because its values cannot be converted, or
/// because no database can change the expression of a generated column. SQLite rebuilds its tables
/// in any case. A generated column that becomes a stored one keeps its values, if their type fits.
fn is_replaced(dialect: Dialect, current: &Column, wanted: &Column) -> bool {
    let is_possible = conversion(dialect, &current.ty, &wanted.ty).is_possible();
    match (&current.generated, &wanted.generated) {
        (Some(from), Some(to)) => {
            (from != to || current.ty != wanted.ty) && !dialect.rebuilds_tables()
        }
        (Some(_), None) | (None, Some(_)) => current.ty != wanted.ty && !dialect.rebuilds_tables(),
        (None, None) => !is_possible,
    }
}

/// A value of an enum gets another stored form if the checks contain the former value now and not
/// afterwards.
fn values(
    (before, after): (&Catalog, &Catalog),
    current: &Table,
    wanted: &Table,
    intent: &Intent,
    found: &mut Vec<Alteration>,
) {
    for column in &wanted.columns {
        let former = intent
            .values
            .iter()
            .filter(|former| former.table == wanted.name && former.column == column.name);
        let mut is_list = false;
        let mut values: Vec<(Stored, Stored)> = Vec::new();
        for former in former {
            let place = (wanted.name.as_str(), column.name.as_str());
            let was_there = may_contain(before, after, place, &former.was);
            let is_gone = !may_contain(after, after, place, &former.was);
            // Only PostgreSQL checks the items of a list; elsewhere nothing shows whether the
            // former value may still exist, and replacing it again changes nothing.
            is_list = former.is_list;
            if is_gone && was_there && current.column(&column.name).is_some() {
                values.push((former.was.clone(), former.value.clone()));
            }
        }
        if !values.is_empty() {
            found.push(Alteration::RenameValues {
                column: column.clone(),
                is_list,
                values,
            });
        }
    }
}

/// The enums whose values are texts and would be numbers, or the reverse.
pub(super) fn otherwise_stored(
    dialect: Dialect,
    current: &Table,
    wanted: &Table,
) -> Vec<BlockingIssue> {
    let mut found = Vec::new();
    for column in &wanted.columns {
        let Some(now) = current.column(&column.name) else {
            continue;
        };
        let is_enum = |check: &Check| is_type_check(&check.name, &wanted.name, &column.name);
        if !wanted.checks.iter().any(is_enum) {
            continue;
        }
        let of = |table, column| enum_form(dialect, table, column);
        if let (Some(from), Some(to)) = (of(current, now), of(wanted, column))
            && from != to
        {
            found.push(BlockingIssue::OtherForm {
                table: wanted.name.clone(),
                column: column.name.clone(),
                from: now.ty.to_string(),
                to: column.ty.to_string(),
            });
        }
    }
    found
}

/// What an enum is stored as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Texts,
    Numbers,
}

/// What the values of the column are, if it holds an enum: its check lists them, and says nothing
/// else.
fn enum_form(dialect: Dialect, table: &Table, column: &Column) -> Option<Form> {
    let mut checks = of_type(table, &column.name).iter();
    let check = checks.find(|check| check.expression.mentions(&column.name))?;
    let tokens = tokens(dialect, check.expression.text());
    let says_more = |token: &Token<'_>| {
        let words = [
            "typeof",
            "length",
            "octet_length",
            "between",
            "glob",
            "like",
        ];
        token.is_any(&words) || token.is_symbol('<') || token.is_symbol('>')
    };
    if tokens.iter().any(says_more) {
        return None;
    }
    let mut texts = tokens.iter().filter(|token| token.kind == TokenKind::Text);
    let mut numbers = tokens
        .iter()
        .filter(|token| token.kind == TokenKind::Number);
    match Physical::of(dialect, &column.ty) {
        // Texts that are numbers become these.
        Physical::Text(_) => texts
            .any(|text| text.value(dialect).parse::<i64>().is_err())
            .then_some(Form::Texts),
        // PostgreSQL prints a number with a sign as a text.
        Physical::Int(_) if numbers.next().is_some() || texts.next().is_some() => {
            Some(Form::Numbers)
        }
        _ => None,
    }
}

/// The values of enums that would become equal, although a column may now contain each of them.
pub(super) fn merged(current: &Table, wanted: &Table, intent: &Intent) -> Vec<BlockingIssue> {
    let mut found = Vec::new();
    for column in &wanted.columns {
        let mut merged: Vec<(&Stored, Vec<Stored>)> = Vec::new();
        for former in &intent.values {
            let is_here = former.table == wanted.name && former.column == column.name;
            if !is_here || !allows(current, &column.name, &former.was) {
                continue;
            }
            match merged.iter_mut().find(|(value, _)| *value == &former.value) {
                Some((_, all)) => all.push(former.was.clone()),
                None => merged.push((&former.value, vec![former.was.clone()])),
            }
        }
        for (value, mut all) in merged {
            if allows(current, &column.name, value) {
                all.insert(0, value.clone());
            }
            if all.len() > 1 {
                found.push(BlockingIssue::TwoValues {
                    table: wanted.name.clone(),
                    column: column.name.clone(),
                    value: value.clone(),
                    current: all,
                });
            }
        }
    }
    found
}

/// Whether the column may contain the value: the check of its type contains it, or, if it has no
/// such check, that of the column to which it refers. A column that a foreign key sets has none on
/// MySQL and MariaDB. An interrupted run may have dropped the foreign key, so it is one of `after`.
fn may_contain(tables: &Catalog, after: &Catalog, place: (&str, &str), value: &Stored) -> bool {
    let (mut of, mut column) = place;
    // A column may refer to one that refers to another one.
    for _ in 0..=after.tables.len() {
        let Some(table) = tables.table(of) else {
            return false;
        };
        if allows(table, column, value) {
            return true;
        }
        let mut checks = table.checks.iter();
        if checks.any(|check| is_type_check(&check.name, &table.name, column)) {
            return false;
        }
        let keys = after.table(of).map_or(&[][..], |table| &table.foreign_keys);
        let referred = keys.iter().find_map(|key| {
            let mut pairs = key.columns.iter().zip(&key.target_columns);
            let (_, target) = pairs.find(|(name, _)| *name == column)?;
            Some((key.target.as_str(), target.as_str()))
        });
        let Some(referred) = referred else {
            return false;
        };
        (of, column) = referred;
    }
    false
}

/// Whether the check of the column's type contains the value.
fn allows(table: &Table, column: &str, value: &Stored) -> bool {
    let mut checks = of_type(table, column).iter().map(|check| &check.expression);
    checks.any(|check| check.mentions(column) && check.has_value(value))
}

/// The check that enforces the type of the column, found by its name; all checks, if none has this
/// name, as after a rename of the table. The user's own check may contain the same value.
fn of_type<'t>(table: &'t Table, column: &str) -> &'t [Check] {
    let mut checks = table.checks.iter();
    match checks.position(|check| is_type_check(&check.name, &table.name, column)) {
        Some(position) => &table.checks[position..=position],
        None => &table.checks,
    }
}

fn primary_key(dialect: Dialect, current: &Table, wanted: &Table, found: &mut Vec<Alteration>) {
    let has_name = dialect.names_primary_keys();
    match (&current.primary_key, &wanted.primary_key) {
        (Some(from), Some(to)) if from.columns == to.columns => {
            if has_name && from.name != to.name {
                found.push(Alteration::Rename {
                    what: Named::PrimaryKey(to.clone()),
                    from: from.name.clone(),
                    to: to.name.clone(),
                });
            }
        }
        (from, to) => {
            found.extend(from.clone().map(Alteration::DropPrimaryKey));
            found.extend(to.clone().map(Alteration::AddPrimaryKey));
        }
    }
}

/// Objects of which a table has several, each with a name.
trait Part: Clone + PartialEq {
    type Item: Clone + PartialEq + Object;

    /// The item with another name.
    fn named(item: &Self::Item, name: &str) -> Self::Item;
    fn add(item: Self::Item) -> Alteration;
    fn drop(item: Self::Item) -> Alteration;
    fn what(item: Self::Item) -> Named;
}

/// Equal items stay; items that differ only in their name are renamed, and the others are dropped
/// and added. If several items could be renamed, the one of the models is.
fn pairs<P: Part>(
    current: &[P::Item],
    wanted: &[P::Item],
    usual: &Usual<'_>,
    found: &mut Vec<Alteration>,
) {
    let mut gone: Vec<&P::Item> = current
        .iter()
        .filter(|item| !wanted.contains(item))
        .collect();
    let mut new: Vec<&P::Item> = wanted
        .iter()
        .filter(|item| !current.contains(item))
        .collect();
    new.retain(|item| {
        let is_former = |other: &P::Item| P::named(other, item.name()) == **item;
        let former = gone.iter().enumerate().filter(|(_, it)| is_former(it));
        match former.min_by_key(|(_, it)| usual.likely(**it)) {
            Some((position, _)) => {
                let former = gone.remove(position);
                found.push(Alteration::Rename {
                    what: P::what((*item).clone()),
                    from: former.name().to_owned(),
                    to: item.name().to_owned(),
                });
                false
            }
            None => true,
        }
    });
    found.extend(gone.into_iter().cloned().map(P::drop));
    found.extend(new.into_iter().cloned().map(P::add));
}

/// A unique key, which has the same Rust type as a primary key.
#[derive(Clone, PartialEq)]
struct Unique;

impl Part for Unique {
    type Item = Key;

    fn named(item: &Key, name: &str) -> Key {
        Key {
            name: name.to_owned(),
            ..item.clone()
        }
    }

    fn add(item: Key) -> Alteration {
        Alteration::AddUnique(item)
    }

    fn drop(item: Key) -> Alteration {
        Alteration::DropUnique(item)
    }

    fn what(item: Key) -> Named {
        Named::Unique(item)
    }
}

macro_rules! part {
    ($item:ty, $add:path, $drop:path, $what:path) => {
        impl Part for $item {
            type Item = $item;

            fn named(item: &$item, name: &str) -> $item {
                let mut item = item.clone();
                item.name = name.to_owned();
                item
            }

            fn add(item: $item) -> Alteration {
                $add(item)
            }

            fn drop(item: $item) -> Alteration {
                $drop(item)
            }

            fn what(item: $item) -> Named {
                $what(item)
            }
        }
    };
}

part!(
    Index,
    Alteration::AddIndex,
    Alteration::DropIndex,
    Named::Index
);
part!(
    Check,
    Alteration::AddCheck,
    Alteration::DropCheck,
    Named::Check
);
part!(
    ForeignKey,
    Alteration::AddForeignKey,
    Alteration::DropForeignKey,
    Named::ForeignKey
);
