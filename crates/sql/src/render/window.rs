//! Window functions.

use super::Renderer;
use super::aggregate::aggregate_of_computed;
use crate::words::{Function, Op, WindowFunction, type_of};

impl Renderer<'_, '_> {
    /// `row_number() OVER (PARTITION BY "author_id" ORDER BY "id")`
    pub(super) fn window(&mut self, number: u32) {
        let function = WindowFunction::from_number(number & 0xf);
        let ty = type_of(number >> 14);
        let aggregate = match function {
            WindowFunction::RowNumber => return self.ranked("row_number()"),
            WindowFunction::Rank => return self.ranked("rank()"),
            WindowFunction::DenseRank => return self.ranked("dense_rank()"),
            WindowFunction::Rows => return self.ranked("count(*)"),
            WindowFunction::Lag => return self.beside("lag("),
            WindowFunction::Lead => return self.beside("lead("),
            WindowFunction::Count => Function::Count,
            WindowFunction::Min => Function::Min,
            WindowFunction::Max => Function::Max,
            WindowFunction::Sum => Function::Sum,
            WindowFunction::Average => Function::Average,
        };
        let value = self.written(Self::expression);
        let over = self.written(Self::over);
        self.push(&aggregate_of_computed(
            self.dialect,
            aggregate,
            ty,
            &value,
            &over,
        ));
    }

    /// A function without an expression.
    fn ranked(&mut self, function: &str) {
        self.push(function);
        self.over();
    }

    /// A function of an expression in another row.
    fn beside(&mut self, function: &str) {
        self.push(function);
        self.expression();
        let offset = self.take(Op::Offset).unwrap_or(1);
        self.push(&format!(", {offset})"));
        self.over();
    }

    /// A key of `PARTITION BY`: the hash of the value, if the order of the database does not bring
    /// exactly the equal values together.
    fn partition(&mut self) {
        match self.take(Op::Alike) {
            Some(kind) if self.needs_hash(kind) => {
                self.push("sha2(");
                self.expression();
                self.push(", 256)");
            }
            // As a key of a group, a column is compared by its collation.
            _ => self.item(),
        }
    }

    /// Whether an order may separate equal values of this kind, or mix different ones. For the kinds
    /// see [`alike`](crate::words::alike).
    pub(super) fn needs_hash(&self, kind: u32) -> bool {
        self.dialect.sorts_by_beginnings() || (kind == 1 && self.dialect.scatters_equal_arrays())
    }

    /// ` OVER (PARTITION BY … ORDER BY …)`
    fn over(&mut self) {
        self.push(" OVER (");
        let partitions = self.take(Op::Over).unwrap_or(0);
        let is_of_all = partitions == 0 && matches!(self.peek(), Some((Op::End, _)) | None);
        if is_of_all && self.dialect.confuses_windows_of_all_rows() {
            // It is NULL for a missing row of an outer join, too.
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
            self.separated(0..partitions, ", ", |to, _| to.partition());
        }
        self.order_after(if partitions > 0 {
            " ORDER BY "
        } else {
            "ORDER BY "
        });
        self.take(Op::End);
        self.push(")");
    }
}
