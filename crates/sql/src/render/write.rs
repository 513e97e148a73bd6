//! Statements that change rows.

use super::{Renderer, Scope, position};
use crate::expression::{integer_type, now};
use crate::quote;
use crate::table::{Source, Table};
use crate::words::{self, Op};
use crate::{Dialect, expression};

impl<'t> Renderer<'_, 't> {
    /// `UPDATE … SET … WHERE …`
    pub(super) fn update(&mut self) {
        let table = self.written_table("UPDATE ");
        let mut before = " SET ";
        while let Some((op, number)) = self.peek() {
            if !self.set(before, op, number) {
                break;
            }
            before = ", ";
        }
        self.target(table);
        self.returning(table);
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
    fn set(&mut self, before: &str, op: Op, number: u32) -> bool {
        let column = self.scope.table.column(position(number));
        let write: fn(&mut Self, u32) = match op {
            Op::Set => |to, _| to.operand(),
            Op::SetValue => |to, _| to.parameter(),
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
        self.name(column.name);
        self.push(" = ");
        write(self, number);
        true
    }

    /// The condition for the rows that are changed.
    ///
    /// No standard lets a change have an order and a limit, and MySQL does not let it read its own
    /// table, as a condition on related rows may, except in a table derived from it.
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
        self.push(") AS limited)");
    }

    /// `INSERT INTO … VALUES …`
    pub(super) fn insert(&mut self, rows: u32) {
        let table = self.written_table("INSERT INTO ");
        let mut columns = Vec::new();
        while let Some(number) = self.take(Op::Columns) {
            columns.extend(words::positions(number));
        }
        if columns.is_empty() {
            self.push(match self.dialect {
                Dialect::Sqlite | Dialect::Postgres => " DEFAULT VALUES",
                Dialect::Mysql | Dialect::Mariadb => " () VALUES ()",
            });
        } else {
            self.push(" (");
            self.names(table.names(&columns));
            self.push(") VALUES ");
            self.separated(0..rows, ", ", |to, _| {
                to.push("(");
                to.separated(&columns, ", ", |to, column| to.new_value(table, *column));
                to.push(")");
            });
        }
        self.conflict(table);
        self.returning(table);
    }

    /// The parameter for a column of a new row.
    ///
    /// The other databases go on numbering after a key that was given, so PostgreSQL is told to. A
    /// table that another tool made may have no sequence.
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
                self.push(&format!(
                    "CASE WHEN {given} > coalesce(pg_sequence_last_value({sequence}::regclass), 0) \
                     THEN coalesce(setval({sequence}, {given}), {given}) ELSE {given} END"
                ));
            }
            (_, Source::Input | Source::Identity | Source::Default(_) | Source::Generated) => {
                self.parameter();
            }
        }
    }

    /// What happens if a row with the same key exists.
    fn conflict(&mut self, table: &'t Table<'t>) {
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
            self.sets_of_conflict(" SET ", table);
        } else {
            self.push(" ON DUPLICATE KEY UPDATE");
            self.sets_of_conflict(" ", table);
        }
    }

    fn sets_of_conflict(&mut self, mut before: &'static str, table: &'t Table<'t>) {
        // Without the table's name, its columns are those of the new row, too.
        let named = Scope::bare(table).named();
        self.within(named, |to| {
            while let Some((op, number)) = to.peek() {
                if !to.set(before, op, number) {
                    break;
                }
                before = ", ";
            }
        });
    }

    /// ` RETURNING …`, or nothing.
    fn returning(&mut self, table: &'t Table<'t>) {
        if self.take(Op::ReturningAll).is_some() {
            self.push(" RETURNING ");
            self.names(table.columns.iter().map(|column| column.name));
        } else if let Some(count) = self.take(Op::Returning) {
            self.push(" RETURNING ");
            self.separated(0..count, ", ", |to, _| {
                if let Some(column) = to.take(Op::Column) {
                    to.column(column);
                }
            });
        }
    }

    /// Reads rows by their primary keys, in the order of the keys, which come twice.
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
        self.separated(
            table.names(table.primary_key.columns),
            " AND ",
            |to, name| {
                to.name(name);
                to.push(" = ");
                to.parameter();
            },
        );
        self.push(")");
    }

    /// `SELECT CAST(… AS …)`: the default of a column, as the column will hold it.
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
