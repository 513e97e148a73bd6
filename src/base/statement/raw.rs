//! SQL that is not rendered: raw SQL of the user, and the library's own SQL about its tables.

use tablewright_sql::{Op, Word};

use super::{Name, Sink, Statement};
use crate::base::model::Table;
use crate::base::value::parameter::Parameter;

/// SQL with the placeholders of a dialect, and its parameters.
pub(crate) struct Raw<'r> {
    sql: &'r str,
    values: &'r [Parameter<'r>],
    /// The index of the value for each parameter, if that is not its own index.
    order: Option<&'r [usize]>,
    table: &'static Table,
}

impl<'r> Raw<'r> {
    pub fn new(sql: &'r str, values: &'r [Parameter<'r>]) -> Self {
        Raw {
            sql,
            values,
            order: None,
            table: &Table::NONE,
        }
    }

    /// The same with the index of the value for each parameter.
    pub fn ordered(mut self, order: Option<&'r [usize]>) -> Self {
        self.order = order;
        self
    }

    /// The same with a table for errors.
    pub fn about(mut self, table: &'static Table) -> Self {
        self.table = table;
        self
    }
}

impl Statement for Raw<'_> {
    fn table(&self) -> &'static Table {
        self.table
    }

    fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        let parameters = self.order.map_or(self.values.len(), <[usize]>::len);
        to.op(Op::Raw, u32::try_from(parameters).unwrap_or(u32::MAX));
        to.word(Word::Text(self.sql));
        let mut value = |position: usize| {
            if let Some(value) = self.values.get(position) {
                let number = u16::try_from(position + 1).unwrap_or(u16::MAX);
                to.parameter(Name::of_raw(number), value);
            }
        };
        match self.order {
            None => (0..self.values.len()).for_each(value),
            Some(order) => order.iter().copied().for_each(&mut value),
        }
    }
}
