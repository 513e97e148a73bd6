//! Window functions.

use super::Renderer;
use crate::Dialect;
use crate::table::Type;
use crate::words::{Op, WindowFunction, type_of};

impl Renderer<'_, '_> {
    /// `row_number() OVER (PARTITION BY "author_id" ORDER BY "id")`
    pub(super) fn window(&mut self, number: u32) {
        let function = WindowFunction::from_number(number & 0xf);
        let ty = type_of(number >> 14);
        let (before, after) = self.around_window(function, ty);
        self.push(before);
        match function {
            WindowFunction::RowNumber => self.push("row_number("),
            WindowFunction::Rank => self.push("rank("),
            WindowFunction::DenseRank => self.push("dense_rank("),
            WindowFunction::Rows => self.push("count(*"),
            WindowFunction::Lag => self.of("lag("),
            WindowFunction::Lead => self.of("lead("),
            WindowFunction::Count => self.of("count("),
            WindowFunction::Min => self.of("min("),
            WindowFunction::Max => self.of("max("),
            // It adds numbers of 32 bits to one of 32 bits.
            WindowFunction::Sum if self.dialect == Dialect::Postgres && ty == Type::Float => {
                self.of("sum(CAST(");
                self.push(" AS DOUBLE PRECISION)");
            }
            WindowFunction::Sum => self.of("sum("),
            WindowFunction::Average => {
                self.of("avg(");
                // An average of integers has four digits after the point there.
                if matches!(self.dialect, Dialect::Mysql | Dialect::Mariadb) {
                    self.push(" + 0e0");
                }
            }
        }
        if matches!(function, WindowFunction::Lag | WindowFunction::Lead) {
            let offset = self.take(Op::Offset).unwrap_or(1);
            self.push(&format!(", {offset}"));
        }
        self.push(") OVER (");
        self.over();
        self.push(")");
        self.push(&after);
    }

    /// A function, and the expression that it is of.
    fn of(&mut self, function: &str) {
        self.push(function);
        self.expression();
    }

    /// `PARTITION BY … ORDER BY …`
    fn over(&mut self) {
        let partitions = self.take(Op::Over).unwrap_or(0);
        let is_of_all = partitions == 0 && matches!(self.peek(), Some((Op::End, _)) | None);
        if is_of_all && self.dialect.confuses_windows_of_all_rows() {
            // It is NULL, also if the row is missing in a join.
            let key = self.scope.table.primary_key.columns.first();
            if let Some(&key) = key {
                self.push("PARTITION BY nullif(");
                self.column(key.into());
                self.push(", ");
                self.column(key.into());
                self.push(")");
            }
        } else if partitions > 0 {
            self.push("PARTITION BY ");
            self.separated(0..partitions, ", ", |to, _| to.expression());
        }
        self.order_after(if partitions > 0 {
            " ORDER BY "
        } else {
            "ORDER BY "
        });
        self.take(Op::End);
    }

    /// What makes the result one of its type on every database.
    fn around_window(&self, function: WindowFunction, ty: Type<'_>) -> (&'static str, String) {
        let is_integer = matches!(ty, Type::SmallInt | Type::Integer | Type::BigInt);
        match (function, self.dialect) {
            // A decimal column of SQLite holds an integer.
            (WindowFunction::Average, Dialect::Sqlite) if ty.scale() > 0 => {
                ("(", format!(" / 1e{})", ty.scale()))
            }
            (WindowFunction::Average, Dialect::Postgres) => {
                ("CAST(", " AS DOUBLE PRECISION)".to_owned())
            }
            (WindowFunction::Sum, Dialect::Postgres) if is_integer => {
                ("CAST(", " AS BIGINT)".to_owned())
            }
            // A cast would make the greatest integer of every greater one.
            (WindowFunction::Sum, Dialect::Mysql | Dialect::Mariadb) if is_integer => {
                ("(", " DIV 1)".to_owned())
            }
            _ => ("", String::new()),
        }
    }
}
