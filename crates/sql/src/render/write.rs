//! Statements that change rows.

use super::{Renderer, Scope, position};
use crate::expression::{integer_type, now};
use crate::quote;
use crate::table::{Column, Source, Table};
use crate::words::{self, OLD_VALUES, Op};
use crate::{Dialect, expression};

/// The largest number of values that PostgreSQL draws from a sequence because of a given key.
const MOST_DRAWN: u32 = 10_000;
/// The first half of the advisory lock for setting a sequence; the sequence is the other half.
const LOCK: u32 = 0x7477_7371;

impl<'t> Renderer<'_, 't> {
    /// `UPDATE … SET … WHERE …`
    pub(super) fn update(&mut self, flags: u32) {
        let table = self.written_table("UPDATE ");
        if flags & OLD_VALUES != 0 {
            self.rows_before_sets(table);
        } else {
            self.sets_of(" SET ", self.scope);
            self.target(table);
        }
        self.returning(table);
    }

    /// Assignments to columns of a table, with this before the first; they read the columns of the
    /// current table.
    fn sets_of(&mut self, before: &str, written: Scope<'t>) {
        let mut before = before;
        while let Some((op, number)) = self.peek() {
            if !self.set(before, written, op, number) {
                break;
            }
            before = ", ";
        }
    }

    /// The rows, and then the assignments, which read the old values of the columns.
    ///
    /// `UPDATE … JOIN (SELECT …) AS t1 ON … SET … = t1.…` on databases that set one column after
    /// another: the rows are in a derived table, because of the limit in it.
    fn rows_before_sets(&mut self, table: &'t Table<'t>) {
        if !self.dialect.sets_in_order() {
            // Parameters are numbered on these databases, so their order can change.
            let head = std::mem::take(&mut self.sql);
            self.target(table);
            let target = std::mem::replace(&mut self.sql, head);
            self.sets_of(" SET ", self.scope);
            return self.push(&target);
        }
        self.take(Op::Target);
        self.push(" JOIN (SELECT ");
        self.names(table.columns.iter().map(|column| column.name));
        self.push(" FROM ");
        self.name(table.name);
        self.entries = vec![self.scope];
        self.conditions(Op::Where, " WHERE ");
        self.order();
        self.limit(false);
        self.take(Op::End);
        self.push(")");
        let old = self.alias(table);
        self.as_alias(old);
        self.push(" ON ");
        let new = self.scope.named();
        self.separated(
            table.names(table.primary_key.columns),
            " AND ",
            |to, name| {
                to.column_of(new, name);
                to.push(" = ");
                to.column_of(old, name);
            },
        );
        self.within(old, |to| to.sets_of(" SET ", new));
    }

    /// `DELETE FROM … WHERE …`
    pub(super) fn delete(&mut self) {
        let table = self.written_table("DELETE FROM ");
        self.target(table);
        self.returning(table);
    }

    fn written_table(&mut self, head: &str) -> &'t Table<'t> {
        let table = self.table();
        self.scope = Scope::bare(table);
        self.push(head);
        self.name(table.name);
        table
    }

    /// An assignment, if the next word is one.
    fn set(&mut self, before: &str, written: Scope<'t>, op: Op, number: u32) -> bool {
        let column = self.scope.table.column(position(number));
        let write: fn(&mut Self, u32) = match op {
            Op::Set => Self::assigned,
            Op::SetOf => Self::assigned_expression,
            Op::SetValue => |to, number| {
                let ty = to.scope.table.column(position(number)).ty;
                to.stored(ty, Self::parameter);
            },
            Op::SetNull => |to, _| to.push("NULL"),
            Op::SetDefault => |to, _| to.push("DEFAULT"),
            Op::SetNext => |to, number| {
                to.column(number);
                to.push(" + 1");
            },
            Op::SetSame => Self::column,
            Op::SetNow => |to, number| {
                let ty = to.scope.table.column(position(number)).ty;
                to.push(now(&ty, to.dialect));
            },
            Op::SetNew => |to, number| {
                let name = to.scope.table.column(position(number)).name;
                if to.dialect.has_on_conflict() {
                    to.push("excluded.");
                    to.name(name);
                } else {
                    to.push("VALUES(");
                    to.name(name);
                    to.push(")");
                }
            },
            _ => return false,
        };
        self.next();
        self.push(before);
        self.column_of(written, column.name);
        self.push(" = ");
        write(self, number);
        true
    }

    /// The condition for the changed rows.
    ///
    /// No standard gives a change an order and a limit, and MySQL does not let it read its own
    /// table, as a condition on related rows may, except in a derived table.
    fn target(&mut self, table: &'t Table<'t>) {
        if self.take(Op::Target).is_none() {
            return self.conditions(Op::Where, " WHERE ");
        }
        let key = || table.names(table.primary_key.columns);
        self.push(" WHERE (");
        self.names(key());
        self.push(") IN (SELECT ");
        self.names(key());
        self.push(" FROM (SELECT ");
        self.names(key());
        self.push(" FROM ");
        self.name(table.name);
        self.entries = vec![self.scope];
        self.conditions(Op::Where, " WHERE ");
        self.order();
        self.limit(false);
        self.take(Op::End);
        self.push(&format!(") AS {})", self.free("limited")));
    }

    /// `INSERT INTO … VALUES …`
    pub(super) fn insert(&mut self, rows: u32) {
        let table = self.written_table("INSERT INTO ");
        let mut row = self.scope.named();
        // The new row has this name in `ON CONFLICT`.
        if table.name.eq_ignore_ascii_case("excluded") && self.dialect.has_on_conflict() {
            row = self.alias(table);
            self.as_alias(row);
        }
        let mut columns = Vec::new();
        while let Some(number) = self.take(Op::Columns) {
            columns.extend(words::positions(number));
        }
        let unset: Vec<u32> = std::iter::from_fn(|| self.take(Op::Unset)).collect();
        let mut unset = unset.into_iter().peekable();
        if columns.is_empty() {
            self.unset_row(table);
        } else {
            self.push(" (");
            self.names(table.names(&columns));
            self.push(") VALUES ");
            let mut cell = 0;
            self.separated(0..rows, ", ", |to, _| {
                to.push("(");
                to.separated(&columns, ", ", |to, column| {
                    match unset.next_if_eq(&cell) {
                        Some(_) => to.push("DEFAULT"),
                        None => to.new_value(table, *column),
                    }
                    cell += 1;
                });
                to.push(")");
            });
        }
        self.conflict(table, row);
        self.returning(table);
    }

    /// A new row without any set column.
    ///
    /// SQLite does not accept `ON CONFLICT` after `DEFAULT VALUES`: there one column is set to
    /// NULL, which is its value anyway or makes SQLite number the key.
    fn unset_row(&mut self, table: &'t Table<'t>) {
        let is_null = |column: &&Column<'_>| match column.source {
            Source::Identity => true,
            Source::Input => column.nullable,
            Source::Default(_) | Source::Generated => false,
        };
        let has_conflict = matches!(self.peek(), Some((Op::Conflict, _)));
        match (self.dialect, table.columns.iter().find(is_null)) {
            (Dialect::Sqlite, Some(column)) if has_conflict => {
                self.push(" (");
                self.name(column.name);
                self.push(") VALUES (NULL)");
            }
            (Dialect::Sqlite | Dialect::Postgres, _) => self.push(" DEFAULT VALUES"),
            (Dialect::Mysql | Dialect::Mariadb, _) => self.push(" () VALUES ()"),
        }
    }

    /// The parameter for a column of a new row.
    ///
    /// On the other databases, auto-increment continues after a given key. On PostgreSQL the
    /// statement has to do this: it draws the numbers up to the key, and never sets back the
    /// sequence under other sessions. If there are many numbers, it sets the sequence instead,
    /// under a lock; without the lock, other sessions could draw as many between two steps of an
    /// expression. While it waits for the lock, another session may set the sequence to a number
    /// just below the key; then it draws the numbers, too. A table of another tool may have no
    /// sequence.
    fn new_value(&mut self, table: &Table<'_>, column: u16) {
        let column = table.column(column);
        match (self.dialect, column.source) {
            (Dialect::Postgres, Source::Identity) => {
                self.parameters += 1;
                let number = self.parameters;
                let given = format!("CAST(${number} AS {})", integer_type(&column.ty));
                let quoted = quote::identifier(self.dialect, table.name);
                let sequence = format!(
                    "pg_get_serial_sequence({}, {})",
                    quote::text(self.dialect, &quoted),
                    quote::text(self.dialect, column.name),
                );
                let last = format!("coalesce(pg_sequence_last_value({sequence}::regclass), 0)");
                let is_far = format!("CAST({given} AS NUMERIC) - {last} > {MOST_DRAWN}");
                self.push(&format!(
                    "CASE WHEN {is_far} AND (SELECT CASE WHEN {is_far} THEN setval({sequence}, {given}) \
                     END FROM (SELECT \
                     pg_advisory_xact_lock({LOCK}, {sequence}::regclass::oid::integer) OFFSET 0) AS \
                     locked) IS NOT NULL THEN {given} \
                     WHEN {given} > {last} AND (SELECT count(nextval({sequence})) FROM \
                     generate_series({last} + 1, {given})) < 0 THEN NULL ELSE {given} END"
                ));
            }
            (_, Source::Input | Source::Identity | Source::Default(_) | Source::Generated) => {
                self.stored(column.ty, Self::parameter);
            }
        }
    }

    /// The action if a row with the same key, called `row`, exists.
    fn conflict(&mut self, table: &'t Table<'t>, row: Scope<'t>) {
        let Some(count) = self.take(Op::Conflict) else {
            return;
        };
        let mut key = Vec::new();
        for _ in 0..count {
            key.extend(self.take(Op::Column).map(position));
        }
        if self.dialect.has_on_conflict() {
            self.push(" ON CONFLICT (");
            self.names(table.names(&key));
            self.push(") DO ");
            if self.take(Op::DoNothing).is_some() {
                return self.push("NOTHING");
            }
            self.push("UPDATE");
            self.sets_of_conflict(" SET ", row);
        } else {
            self.push(" ON DUPLICATE KEY UPDATE");
            let before = match self.take(Op::NoNumber) {
                Some(column) => {
                    self.fails_without_number(row, &key, column);
                    ", "
                }
                None => " ",
            };
            self.sets_of_conflict(before, row);
        }
    }

    /// `id = IF(name <=> VALUES(name), id, -10000000000000000000)`: a number that no integer column
    /// can hold, if the row that conflicts has another key. A NULL would become 0.
    fn fails_without_number(&mut self, row: Scope<'t>, key: &[u16], counted: u32) {
        let counted = row.table.column(position(counted)).name;
        self.push(" ");
        self.name(counted);
        self.push(" = IF(");
        self.separated(row.table.names(key), " AND ", |to, name| {
            to.column_of(row, name);
            to.push(" <=> VALUES(");
            to.name(name);
            to.push(")");
        });
        self.push(", ");
        self.column_of(row, counted);
        self.push(", -10000000000000000000)");
    }

    fn sets_of_conflict(&mut self, before: &str, row: Scope<'t>) {
        let bare = Scope::bare(row.table);
        // Without the table's name, the columns would be those of the new row.
        self.within(row, |to| to.sets_of(before, bare));
    }

    /// ` RETURNING …`, or nothing.
    fn returning(&mut self, table: &'t Table<'t>) {
        if self.take(Op::ReturningAll).is_some() {
            self.push(" RETURNING ");
            let scope = self.scope;
            self.separated(table.columns, ", ", |to, column| to.read_of(scope, column));
        } else if let Some(count) = self.take(Op::Returning) {
            self.push(" RETURNING ");
            self.separated(0..count, ", ", |to, _| {
                if let Some(column) = to.take(Op::Column) {
                    let column = to.scope.table.column(position(column));
                    to.read_of(to.scope, column);
                }
            });
        }
    }

    /// Reads rows by their primary keys, in the order of the keys, whose parameters come twice.
    pub(super) fn read_back(&mut self, rows: u32) {
        let table = self.table();
        self.scope = Scope::bare(table);
        self.entries = vec![self.scope];
        self.push("SELECT ");
        self.projection();
        self.push(" FROM ");
        self.name(table.name);
        self.push(" WHERE ");
        self.separated(0..rows, " OR ", |to, _| to.has_key(table));
        if rows > 1 {
            self.push(" ORDER BY CASE");
            for number in 0..rows {
                self.push(" WHEN ");
                self.has_key(table);
                self.push(&format!(" THEN {number}"));
            }
            self.push(" END");
        }
    }

    /// `("id" = ?)`
    fn has_key(&mut self, table: &'t Table<'t>) {
        self.push("(");
        self.separated(table.primary_key.columns, " AND ", |to, &column| {
            let column = table.column(column);
            to.name(column.name);
            to.push(" = ");
            to.value(column.ty);
        });
        self.push(")");
    }

    /// `SELECT CAST(… AS …)`: the default of a column, in the form that the column stores.
    pub(super) fn default_of(&mut self, column: u32) {
        let column = self.table().column(position(column));
        let default = expression::default(column, self.dialect);
        self.push("SELECT CAST(");
        self.push(default.as_deref().unwrap_or("NULL"));
        self.push(" AS ");
        self.push(&expression::cast_type(&column.ty));
        self.push(")");
    }
}
