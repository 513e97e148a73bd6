//! Routes from the rows of one model to those of another, along foreign keys.

use std::borrow::Cow;

use tablewright_sql::table::Reference;
use tablewright_sql::words::through;
use tablewright_sql::{Op, Word};

use crate::base::model::Table;
use crate::base::statement::Sink;

/// Positions of columns.
pub(crate) type Positions = Cow<'static, [u16]>;

/// The route from the rows of one model to those of another.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// The table at its start.
    begin: &'static Table,
    /// The table at its end.
    end: &'static Table,
    way: Way,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Way {
    /// Along a foreign key, the one at this position.
    Forward(u16),
    /// Back along a foreign key of the table at the end.
    Back(u16),
    /// Through a join table, by its foreign keys to the start and to the end.
    Through(&'static Table, u16, u16),
}

impl Route {
    pub(crate) const fn new(begin: &'static Table, end: &'static Table, way: Way) -> Route {
        Route { begin, end, way }
    }

    /// The table at its start.
    #[inline]
    pub(crate) fn begin(self) -> &'static Table {
        self.begin
    }

    /// The table at its end.
    #[inline]
    pub(crate) fn end(self) -> &'static Table {
        self.end
    }

    #[inline]
    pub(crate) fn way(self) -> Way {
        self.way
    }

    /// Whether it follows a foreign key to the single row that it refers to.
    #[inline]
    pub(crate) fn is_forward(self) -> bool {
        matches!(self.way, Way::Forward(_))
    }

    /// The columns at its start.
    pub(crate) fn columns_of_begin(self) -> Positions {
        match self.way {
            Way::Forward(position) => reference(self.begin, position).columns.into(),
            Way::Back(position) => referred(self.begin, reference(self.end, position)),
            Way::Through(between, here, _) => referred(self.begin, reference(between, here)),
        }
    }

    /// Whether it compares columns by a collation, so that only the database knows which rows are
    /// related.
    #[inline]
    pub(crate) fn is_collated(self) -> bool {
        (self.begin.collated || self.end.collated) && self.connects_collated()
    }

    #[cold]
    fn connects_collated(self) -> bool {
        let collated = |table: &Table, columns: &[u16]| {
            let mut columns = columns.iter();
            columns.any(|column| table.column(*column).collated)
        };
        // A referring column has the collation of the column that it refers to.
        collated(self.begin, &self.columns_of_begin()) || collated(self.end, &self.columns_of_end())
    }

    /// The columns at its start by which related rows are assigned to a row: those that it compares
    /// or, if these are compared by a collation, the primary key.
    pub(crate) fn key_of_begin(self) -> Positions {
        if self.is_collated() {
            self.begin.primary_key.columns.into()
        } else {
            self.columns_of_begin()
        }
    }

    /// The columns at its end.
    pub(crate) fn columns_of_end(self) -> Positions {
        match self.way {
            Way::Forward(position) => referred(self.end, reference(self.begin, position)),
            Way::Back(position) => reference(self.end, position).columns.into(),
            Way::Through(between, _, there) => referred(self.end, reference(between, there)),
        }
    }

    /// The table with the columns that identify the row to which a row at the end belongs, and
    /// these columns.
    pub(crate) fn owner(self) -> (&'static Table, Positions) {
        match self.way {
            Way::Forward(_) | Way::Back(_) => (self.end, self.columns_of_end()),
            Way::Through(between, here, _) => (between, reference(between, here).columns.into()),
        }
    }

    /// The number of tables that it adds to a join.
    #[inline]
    pub(crate) fn width(self) -> u32 {
        match self.way {
            Way::Forward(_) | Way::Back(_) => 1,
            Way::Through(..) => 2,
        }
    }

    /// Emits its words.
    #[inline]
    pub(crate) fn walk<'w, S: Sink<'w>>(self, to: &mut S) {
        match self.way {
            Way::Forward(position) => {
                to.op(Op::Forward, position.into());
                to.word(Word::Table(self.begin));
                to.word(Word::Table(self.end));
            }
            Way::Back(position) => {
                to.op(Op::Back, position.into());
                to.word(Word::Table(self.end));
            }
            Way::Through(between, here, there) => {
                to.op(Op::Through, through(here, there));
                to.word(Word::Table(between));
                to.word(Word::Table(self.end));
            }
        }
    }
}

/// The foreign key of a table at a position. Positions in generated code exist.
pub(crate) fn reference(table: &'static Table, position: u16) -> &'static Reference<'static> {
    match table.references.get(usize::from(position)) {
        Some(reference) => reference,
        None => const { &Reference::new("", &[], "", &[]) },
    }
}

/// The positions of the columns that a foreign key refers to.
fn referred(table: &'static Table, reference: &Reference<'static>) -> Positions {
    let names = reference.key.iter().copied();
    // Nearly always the primary key.
    let key = table.primary_key.columns;
    if table.names(key).eq(names.clone()) {
        return key.into();
    }
    names.filter_map(|name| table.position(name)).collect()
}
