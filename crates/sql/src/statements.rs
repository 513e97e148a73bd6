//! Statements that are complete at build time: the runtime runs them, and the build shows them in
//! doc comments.
//!
//! Each function emits the words in their order, and calls `value` with a column at each place of a
//! parameter for this column. Only the runtime has the values.
//!
//! Columns with a role are parameters of the functions, because the runtime has them as constants.

use crate::table::{Role, Roles, Table};
use crate::words::{Comparison, Op, Word, Words, columns, compare, through};

/// The beginning of a query for whole rows of a table.
#[inline]
pub fn rows<'w>(table: &'w Table<'w>, to: &mut impl Words<'w>) {
    to.op(Op::Rows, 0);
    to.word(Word::Table(table));
    to.op(Op::AllColumns, 0);
}

/// All rows, in the order of the primary key; `deleted` is the column that must be NULL: the time
/// of the soft delete.
#[inline]
pub fn all<'w>(table: &'w Table<'w>, deleted: Option<u16>, to: &mut impl Words<'w>) {
    rows(table, to);
    if let Some(column) = deleted {
        to.op(Op::Where, 1);
        to.op(Op::IsNull, column.into());
    }
    to.op(Op::ByPrimaryKeys, 0);
}

/// The row with values in the columns of a key.
#[inline]
pub fn find<'w, W: Words<'w>>(
    table: &'w Table<'w>,
    key: &[u16],
    deleted: Option<u16>,
    to: &mut W,
    value: impl FnMut(&mut W, u16),
) {
    rows(table, to);
    has_key(
        key,
        deleted.map(|column| (Op::IsNull, column)),
        0,
        to,
        value,
    );
}

/// The rows with values in some columns, in the order of the primary key.
#[inline]
pub fn referring<'w, W: Words<'w>>(
    table: &'w Table<'w>,
    key: &[u16],
    deleted: Option<u16>,
    to: &mut W,
    value: impl FnMut(&mut W, u16),
) {
    find(table, key, deleted, to, value);
    to.op(Op::ByPrimaryKeys, 0);
}

/// The rows that a join table connects with a row, in the order of the primary key.
#[inline]
pub fn connected<'w, W: Words<'w>>(
    table: &'w Table<'w>,
    join: Join<'w>,
    deleted: Option<u16>,
    to: &mut W,
    value: impl FnMut(&mut W, u16),
) {
    rows(table, to);
    to.op(Op::Where, 1 + u32::from(deleted.is_some()));
    is_connected(table, join, to, value);
    if let Some(column) = deleted {
        to.op(Op::IsNull, column.into());
    }
    to.op(Op::ByPrimaryKeys, 0);
}

/// A join table, and the positions of its references to the known row and to the other rows.
#[derive(Clone, Copy, Debug)]
pub struct Join<'t> {
    /// The table.
    pub table: &'t Table<'t>,
    /// The reference to the known row.
    pub here: u16,
    /// The reference to the other rows.
    pub there: u16,
}

/// The condition that a join table connects a row with the known row, whose key is in the columns
/// of the join table.
#[inline]
pub fn is_connected<'w, W: Words<'w>>(
    table: &'w Table<'w>,
    join: Join<'w>,
    to: &mut W,
    mut value: impl FnMut(&mut W, u16),
) {
    to.op(Op::Connected, 0);
    to.op(Op::Through, through(join.here, join.there));
    to.word(Word::Table(join.table));
    to.word(Word::Table(table));
    if let Some(reference) = join.table.references.get(usize::from(join.here)) {
        for &column in reference.columns {
            value(to, column);
        }
    }
}

/// Inserts a row, with values for these columns.
#[inline]
pub fn insert<'w, W: Words<'w>>(
    table: &'w Table<'w>,
    given: impl Iterator<Item = u16> + Clone,
    returns: bool,
    to: &mut W,
    mut value: impl FnMut(&mut W, u16),
) {
    to.op(Op::Insert, 1);
    to.word(Word::Table(table));
    columns(given.clone(), to);
    for column in given {
        value(to, column);
    }
    if returns {
        to.op(Op::ReturningAll, 0);
    }
}

/// The columns that `save` writes: all except the primary key, generated columns and columns with a
/// role.
#[inline]
pub fn saved<'t>(table: &Table<'t>) -> impl Iterator<Item = u16> + use<'t> {
    let key = table.primary_key.columns;
    (0..)
        .zip(table.columns)
        .filter_map(move |(position, column)| {
            let is_saved =
                column.is_writable() && column.role == Role::Data && !key.contains(&position);
            is_saved.then_some(position)
        })
}

/// Writes the [`saved`] columns of a row, if it still has the version that was read.
#[inline]
pub fn save<'w, W: Words<'w>>(
    table: &'w Table<'w>,
    roles: Roles,
    to: &mut W,
    mut value: impl FnMut(&mut W, u16),
) {
    to.op(Op::Update, 0);
    to.word(Word::Table(table));
    for column in saved(table) {
        to.op(Op::SetValue, column.into());
        value(to, column);
    }
    written(roles, to);
    as_read(table, roles, to, value);
}

/// Deletes a row with the version that was read, or marks it as deleted.
#[inline]
pub fn delete<'w, W: Words<'w>>(
    table: &'w Table<'w>,
    roles: Roles,
    to: &mut W,
    value: impl FnMut(&mut W, u16),
) {
    delete_from(table, roles, to);
    as_read(table, roles, to, value);
}

/// The beginning of a statement that deletes rows, or marks them as deleted.
#[inline]
pub fn delete_from<'w>(table: &'w Table<'w>, roles: Roles, to: &mut impl Words<'w>) {
    match roles.deletion {
        None => {
            to.op(Op::Delete, 0);
            to.word(Word::Table(table));
        }
        Some(column) => {
            to.op(Op::Update, 0);
            to.word(Word::Table(table));
            to.op(Op::SetNow, column.into());
            written(roles, to);
        }
    }
}

/// Deletes a row permanently, marked as deleted or not, if it has the version that was read.
#[inline]
pub fn purge<'w, W: Words<'w>>(
    table: &'w Table<'w>,
    roles: Roles,
    to: &mut W,
    mut value: impl FnMut(&mut W, u16),
) {
    to.op(Op::Delete, 0);
    to.word(Word::Table(table));
    let others = u32::from(roles.version.is_some());
    has_key(table.primary_key.columns, None, others, to, &mut value);
    if let Some(column) = roles.version {
        to.op(Op::CompareValue, compare(Comparison::Equal, column));
        value(to, column);
    }
}

/// Restores a soft-deleted row.
#[inline]
pub fn restore<'w, W: Words<'w>>(
    table: &'w Table<'w>,
    roles: Roles,
    to: &mut W,
    value: impl FnMut(&mut W, u16),
) {
    to.op(Op::Update, 0);
    to.word(Word::Table(table));
    if let Some(deleted) = roles.deletion {
        to.op(Op::SetNull, deleted.into());
    }
    written(roles, to);
    let is_deleted = roles.deletion.map(|deleted| (Op::IsNotNull, deleted));
    has_key(table.primary_key.columns, is_deleted, 0, to, value);
}

/// Inserts a row of a join table; with `unless_there`, nothing happens if a row with the same
/// values in these columns exists.
#[inline]
pub fn connect<'w, W: Words<'w>>(
    table: &'w Table<'w>,
    given: &[u16],
    unless_there: bool,
    to: &mut W,
    value: impl FnMut(&mut W, u16),
) {
    insert(table, given.iter().copied(), false, to, value);
    if unless_there {
        to.op(Op::Conflict, given.len() as u32);
        for &column in given {
            to.op(Op::Column, column.into());
        }
        to.op(Op::DoNothing, 0);
    }
}

/// Deletes the rows of a join table with values in these columns, or marks them as deleted if it
/// has soft deletes.
#[inline]
pub fn disconnect<'w, W: Words<'w>>(
    table: &'w Table<'w>,
    key: &[u16],
    to: &mut W,
    value: impl FnMut(&mut W, u16),
) {
    let roles = Roles::of(table);
    delete_from(table, roles, to);
    let is_there = roles.deletion.map(|column| (Op::IsNull, column));
    has_key(key, is_there, 0, to, value);
}

/// The columns of both references of a join table, each once, ascending.
pub fn pair(join: Join<'_>) -> Vec<u16> {
    let references = [join.here, join.there]
        .into_iter()
        .filter_map(|position| join.table.references.get(usize::from(position)));
    let mut pair: Vec<u16> = references
        .flat_map(|reference| reference.columns.iter().copied())
        .collect();
    pair.sort_unstable();
    pair.dedup();
    pair
}

/// Whether a key of the join table has exactly the columns of a [`pair`], so that an insert can
/// name it.
pub fn is_key(table: &Table<'_>, pair: &[u16]) -> bool {
    table.unique_keys().any(|key| {
        key.columns.len() == pair.len() && key.columns.iter().all(|column| pair.contains(column))
    })
}

/// The number of conditions, and the conditions that columns equal values and that the row is not
/// deleted; `others` more follow.
#[inline]
pub fn has_key<'w, W: Words<'w>>(
    key: &[u16],
    deleted: Option<(Op, u16)>,
    others: u32,
    to: &mut W,
    mut value: impl FnMut(&mut W, u16),
) {
    let count = key.len() as u32 + u32::from(deleted.is_some()) + others;
    if count == 0 {
        return;
    }
    to.op(Op::Where, count);
    for &column in key {
        to.op(Op::CompareValue, compare(Comparison::Equal, column));
        value(to, column);
    }
    if let Some((op, column)) = deleted {
        to.op(op, column.into());
    }
}

/// The conditions that the row is unchanged: it has the key and the version, and is not deleted.
#[inline]
fn as_read<'w, W: Words<'w>>(
    table: &'w Table<'w>,
    roles: Roles,
    to: &mut W,
    mut value: impl FnMut(&mut W, u16),
) {
    let key = table.primary_key.columns;
    let others = u32::from(roles.version.is_some()) + u32::from(roles.deletion.is_some());
    has_key(key, None, others, to, &mut value);
    if let Some(column) = roles.version {
        to.op(Op::CompareValue, compare(Comparison::Equal, column));
        value(to, column);
    }
    if let Some(column) = roles.deletion {
        to.op(Op::IsNull, column.into());
    }
}

/// The other columns that every change sets: the version, and the time of the last update.
#[inline]
pub fn written<'w>(roles: Roles, to: &mut impl Words<'w>) {
    if let Some(column) = roles.version {
        to.op(Op::SetNext, column.into());
    }
    if let Some(column) = roles.updated {
        to.op(Op::SetNow, column.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Column, Key, Reference, Type};
    use crate::{Dialect, render};

    const COLUMNS: &[Column<'static>] = &[
        Column::new("id", Type::BigInt).identity(),
        Column::new("name", Type::String(50)),
        Column::new("full", Type::Text).generated(),
        Column::new("version", Type::Integer).version(),
        Column::new("gone", Type::Timestamp).nullable().deletion(),
    ];
    const NOTES: Table<'static> = Table::new("notes", COLUMNS, Key::new("pk_notes", &[0]));
    const PAIRS: Table<'static> = Table::new(
        "pairs",
        &[
            Column::new("tag", Type::BigInt),
            Column::new("note", Type::BigInt),
        ],
        Key::new("pk_pairs", &[1, 0]),
    )
    .references(&[
        Reference::new("fk_note", &[1], "notes", &["id"]),
        Reference::new("fk_tag", &[0], "tags", &["id"]),
    ]);
    const ROLES: Roles = Roles {
        version: Some(3),
        deletion: Some(4),
        updated: None,
    };
    const NONE: Roles = Roles {
        version: None,
        deletion: None,
        updated: None,
    };

    /// The SQL of the words, and the columns of the parameters in their order.
    fn told<'w>(
        tell: impl FnOnce(&mut Vec<Word<'w>>, &mut dyn FnMut(&mut Vec<Word<'w>>, u16)),
    ) -> (String, Vec<u16>) {
        let (mut words, mut values) = (Vec::new(), Vec::new());
        tell(&mut words, &mut |_, column| values.push(column));
        (render(&words, Dialect::Sqlite).sql, values)
    }

    #[track_caller]
    fn check(told: (String, Vec<u16>), sql: &str, values: &[u16]) {
        assert_eq!((told.0.as_str(), &*told.1), (sql, values));
    }

    #[test]
    fn reading() {
        let all = r#""id", "name", "full", "version", "gone""#;
        check(
            told(|to, _| super::all(&NOTES, Some(4), to)),
            &format!(r#"SELECT {all} FROM "notes" WHERE "gone" IS NULL ORDER BY "id""#),
            &[],
        );
        check(
            told(|to, value| find(&NOTES, &[1, 0], None, to, value)),
            &format!(r#"SELECT {all} FROM "notes" WHERE "name" = ?1 AND "id" = ?2"#),
            &[1, 0],
        );
        check(
            told(|to, value| referring(&NOTES, &[1], Some(4), to, value)),
            &format!(
                r#"SELECT {all} FROM "notes" WHERE "name" = ?1 AND "gone" IS NULL ORDER BY "id""#
            ),
            &[1],
        );
        let join = Join {
            table: &PAIRS,
            here: 1,
            there: 0,
        };
        check(
            told(|to, value| connected(&NOTES, join, Some(4), to, value)),
            &format!(
                r#"SELECT {all} FROM "notes" WHERE "id" IN (SELECT "note" FROM "pairs" WHERE "tag" = ?1) AND "gone" IS NULL ORDER BY "id""#
            ),
            &[0],
        );
    }

    #[test]
    fn writing() {
        check(
            told(|to, value| insert(&NOTES, [1].into_iter(), true, to, value)),
            r#"INSERT INTO "notes" ("name") VALUES (?1) RETURNING "id", "name", "full", "version", "gone""#,
            &[1],
        );
        check(
            told(|to, value| save(&NOTES, ROLES, to, value)),
            r#"UPDATE "notes" SET "name" = ?1, "version" = "version" + 1 WHERE "id" = ?2 AND "version" = ?3 AND "gone" IS NULL"#,
            &[1, 0, 3],
        );
        check(
            told(|to, value| delete(&NOTES, NONE, to, value)),
            r#"DELETE FROM "notes" WHERE "id" = ?1"#,
            &[0],
        );
        check(
            told(|to, value| purge(&NOTES, NONE, to, value)),
            r#"DELETE FROM "notes" WHERE "id" = ?1"#,
            &[0],
        );
        check(
            told(|to, value| purge(&NOTES, ROLES, to, value)),
            r#"DELETE FROM "notes" WHERE "id" = ?1 AND "version" = ?2"#,
            &[0, 3],
        );
        check(
            told(|to, value| restore(&NOTES, ROLES, to, value)),
            r#"UPDATE "notes" SET "gone" = NULL, "version" = "version" + 1 WHERE "id" = ?1 AND "gone" IS NOT NULL"#,
            &[0],
        );
        let updated = Roles {
            updated: Some(2),
            ..NONE
        };
        let (sql, _) = told(|to, value| save(&NOTES, updated, to, value));
        assert!(sql.starts_with(r#"UPDATE "notes" SET "name" = ?1, "full" = strftime("#));
        let (sql, values) = told(|to, value| delete(&NOTES, ROLES, to, value));
        assert!(sql.starts_with(r#"UPDATE "notes" SET "gone" = strftime("#));
        assert!(sql.ends_with(
            r#", "version" = "version" + 1 WHERE "id" = ?1 AND "version" = ?2 AND "gone" IS NULL"#
        ));
        assert_eq!(values, [0, 3]);
    }

    #[test]
    fn connecting() {
        let join = Join {
            table: &PAIRS,
            here: 0,
            there: 1,
        };
        let pair = pair(join);
        assert_eq!(pair, [0, 1]);
        assert!(is_key(&PAIRS, &pair));
        assert!(!is_key(&NOTES, &pair), "it is more than a key");
        check(
            told(|to, value| connect(&PAIRS, &pair, true, to, value)),
            r#"INSERT INTO "pairs" ("tag", "note") VALUES (?1, ?2) ON CONFLICT ("tag", "note") DO NOTHING"#,
            &[0, 1],
        );
        check(
            told(|to, value| disconnect(&PAIRS, &pair, to, value)),
            r#"DELETE FROM "pairs" WHERE "tag" = ?1 AND "note" = ?2"#,
            &[0, 1],
        );
    }
}
