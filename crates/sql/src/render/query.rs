//! Queries.

use super::{Renderer, Scope, position};
use crate::Dialect;
use crate::table::Type;
use crate::words::{Function, Op, Strength, Wait, Word, alike};

impl<'t> Renderer<'_, 't> {
    /// A whole query, after its first word.
    pub(super) fn query(&mut self, op: Op, number: u32) {
        match op {
            Op::Count if number != 0 => {
                self.push("SELECT count(*) FROM (");
                self.select("SELECT 1");
                self.push(&format!(") AS {}", self.free("counted")));
            }
            Op::Count => self.select("SELECT count(*)"),
            Op::Found => self.select("SELECT 1"),
            Op::Exists => {
                self.push("SELECT EXISTS (");
                self.select("SELECT 1");
                self.push(match self.dialect {
                    // PostgreSQL's `EXISTS` is a boolean, which can be cast only to `integer`.
                    Dialect::Postgres => ")::integer::bigint",
                    Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => ")",
                });
            }
            _ => self.select("SELECT "),
        }
    }

    /// `SELECT … FROM …` with all its clauses.
    fn select(&mut self, head: &str) {
        self.begin();
        self.push(head);
        self.projection();
        self.rest();
    }

    /// The tables of the query, with their aliases if there are several.
    fn begin(&mut self) {
        let base = self.table();
        self.scope = Scope::bare(base);
        self.entries.clear();
        self.entries.push(self.scope);
        while let Some(width) = self.take(Op::Joined) {
            if self.entries.len() == 1 {
                self.scope = self.alias(base);
                self.entries[0] = self.scope;
            }
            let table = self.table();
            let joined = self.alias(table);
            self.entries.push(joined);
            // This alias is for the join table.
            self.aliases += width.saturating_sub(1);
        }
    }

    /// The selected items, unless the head already gives them.
    pub(super) fn projection(&mut self) {
        let is_derived = std::mem::take(&mut self.is_derived);
        if self.take(Op::AllColumns).is_some() {
            let entries = std::mem::take(&mut self.entries);
            let columns = entries.iter().flat_map(|entry| {
                let columns = entry.table.columns.iter();
                columns.map(|column| (*entry, column))
            });
            self.separated(columns, ", ", |to, (scope, column)| match is_derived {
                true => to.column_of(scope, column.name),
                false => to.read_of(scope, column),
            });
            self.entries = entries;
        } else if let Some(items) = self.take(Op::Selection) {
            if items & crate::words::DISTINCT != 0 {
                self.push("DISTINCT ");
            }
            if std::mem::take(&mut self.is_scalar) {
                return self.operand_item();
            }
            self.separated(1..(items & 0xffff) + 1, ", ", Self::selected_item);
        }
    }

    /// The selected item of a scalar subquery, which expressions compute with. MariaDB converts an
    /// unsigned integer and a signed one to a decimal, and MySQL does so for 64 bits.
    pub(super) fn operand_item(&mut self) {
        if let Some((Op::Entry, number)) = self.peek() {
            self.next();
            let scope = self.entry(number);
            return self.within(scope, Self::operand_item);
        }
        let column = match self.peek() {
            Some((Op::Column, column)) => Some(column),
            Some((Op::Call, call)) => match Function::from_number(call >> 16 & 0xff) {
                Function::Min | Function::Max => Some(call),
                _ => None,
            },
            _ => None,
        };
        let of_column = column.map(|column| self.type_of(column));
        let is_unsigned = matches!(of_column, Some(Type::Unsigned(_)));
        let cast = (is_unsigned && self.dialect.has_mysql_grammar()).then_some("SIGNED");
        self.cast(cast, Self::item);
    }

    /// A selected item, with an alias if an order needs its name instead of its number.
    fn selected_item(&mut self, number: u32) {
        let mut words = self.words.iter();
        let mut table = self.scope.table;
        let is_plain = loop {
            match words.next() {
                Some(Word::Op(Op::Entry, entry)) => table = self.entry(*entry).table,
                // A column with a collation in an expression would lose the collation.
                Some(Word::Op(Op::Column, column)) => {
                    break !table.column(position(*column)).collated;
                }
                Some(Word::Op(Op::Call, _)) | None => break true,
                Some(_) => break false,
            }
        };
        self.item();
        if self.named_items || (!is_plain && self.dialect.names_items()) {
            self.push(&format!(" AS {}", self.item_name(number)));
        }
    }

    /// A selected item, or a key of a group.
    pub(super) fn item(&mut self) {
        match self.peek() {
            Some((Op::Entry, number)) => {
                self.next();
                let scope = self.entry(number);
                self.within(scope, Self::item);
            }
            Some((Op::Column, column)) => {
                self.next();
                self.read(column);
            }
            Some((Op::ItemNumber, number)) => {
                self.next();
                self.push(&number.to_string());
            }
            Some(_) => self.expression(),
            None => {}
        }
    }

    /// The table with this number.
    pub(super) fn entry(&self, number: u32) -> Scope<'t> {
        let entry = self.entries.get(number as usize).copied();
        entry.unwrap_or(self.scope)
    }

    /// The rest of a query after its selected items.
    pub(super) fn rest(&mut self) {
        self.push(" FROM ");
        let base = self.entry(0);
        if self.take(Op::Derived).is_some() {
            self.push("(");
            self.nested();
            self.push(")");
        } else {
            self.name(base.table.name);
        }
        self.as_alias(base);
        let mut joined = 0;
        while let Some(number) = self.take(Op::Join) {
            joined += 1;
            self.join(number, joined);
        }
        self.clauses();
    }

    /// A query within the query, with its own numbers of tables.
    fn nested(&mut self) {
        let (scope, entries) = (self.scope, std::mem::take(&mut self.entries));
        self.is_derived = true;
        if let Some((op, number)) = self.next() {
            self.query(op, number);
        }
        (self.scope, self.entries) = (scope, entries);
    }

    /// ` WHERE …` and the clauses after it.
    pub(super) fn clauses(&mut self) {
        self.conditions(Op::Where, " WHERE ");
        let groups = self.take(Op::GroupBy);
        if let Some(columns) = groups {
            self.push(" GROUP BY ");
            self.separated(0..columns, ", ", |to, _| to.grouped_by());
        }
        let is_grouped = std::mem::replace(&mut self.is_grouped, groups.is_some());
        self.conditions(Op::Having, " HAVING ");
        self.order();
        self.is_grouped = is_grouped;
        self.limit(true);
        self.lock();
        self.take(Op::End);
    }

    /// A key of `GROUP BY`. If the database may group rows by an order that compares only the
    /// beginnings of values, the hash of a long value comes before it.
    fn grouped_by(&mut self) {
        if let Some((Op::Entry, number)) = self.peek() {
            self.next();
            let scope = self.entry(number);
            return self.within(scope, Self::grouped_by);
        }
        let kind = self.take(Op::Alike);
        let hashed = match (kind, self.peek()) {
            (Some(_), Some((Op::ItemNumber, number))) => Some(self.item_name(number)),
            (_, Some((Op::Column, column))) => {
                let at = self.scope.table.column(position(column));
                let is_long = alike(&at.ty).is_some() && !at.collated;
                is_long.then(|| self.written(|to| to.read(column)))
            }
            _ => None,
        };
        if let Some(hashed) = hashed.filter(|_| self.dialect.sorts_by_beginnings()) {
            self.push(&format!("sha2({hashed}, 256), "));
        }
        self.item();
    }

    /// ` LIMIT … OFFSET …`, or nothing; on MySQL and MariaDB a derived table needs a limit to be
    /// evaluated separately.
    pub(super) fn limit(&mut self, is_free: bool) {
        let limited = self.take(Op::Limit).is_some();
        let offset = matches!(self.peek(), Some((Op::Offset, _)));
        if limited {
            self.push(" LIMIT ");
            self.row_count();
        } else if (offset && self.dialect.needs_limit_for_offset())
            || (!is_free && self.dialect.merges_derived_tables())
        {
            self.push(match self.dialect {
                Dialect::Sqlite => " LIMIT -1",
                Dialect::Postgres => " LIMIT ALL",
                Dialect::Mysql | Dialect::Mariadb => " LIMIT 18446744073709551615",
            });
        }
        if self.take(Op::Offset).is_some() {
            self.push(" OFFSET ");
            self.row_count();
        }
    }

    /// A number of rows, as a parameter.
    pub(super) fn row_count(&mut self) {
        match self.dialect {
            // With a bare parameter, SQLite would prepare the statement again on every run.
            Dialect::Sqlite => {
                self.push("(");
                self.parameter();
                self.push(" + 0)");
            }
            Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => self.parameter(),
        }
    }

    fn lock(&mut self) {
        let Some(number) = self.take(Op::Lock) else {
            return;
        };
        let strength = Strength::from_number(number >> 8);
        self.push(match (self.dialect, strength) {
            // A writing transaction locks the whole database.
            (Dialect::Sqlite, _) => return,
            (_, Strength::Update) => " FOR UPDATE",
            (Dialect::Mariadb, Strength::Share) => " LOCK IN SHARE MODE",
            (Dialect::Postgres | Dialect::Mysql, Strength::Share) => " FOR SHARE",
        });
        self.push(match Wait::from_number(number & 0xff) {
            Wait::ForIt => "",
            Wait::Skip => " SKIP LOCKED",
            Wait::Not => " NOWAIT",
        });
    }
}
