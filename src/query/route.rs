//! The way from the rows of one model to those of another, along foreign keys.

use std::borrow::Cow;

use tablewright_sql::table::Reference;
use tablewright_sql::words::through;
use tablewright_sql::{Op, Word};

use crate::base::model::Table;
use crate::base::statement::Sink;

/// Positions of columns.
pub(crate) type Positions = Cow<'static, [u16]>;

/// The way from the rows of one model to those of another.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// Where it begins.
    begin: &'static Table,
    /// Where it ends.
    end: &'static Table,
    way: Way,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Way {
    /// Along a foreign key, the one at this position.
    Forward(u16),
    /// Back along a foreign key of the table at the end.
    Back(u16),
    /// Through a join table, by its foreign keys to the begin and to the end.
    Through(&'static Table, u16, u16),
}

impl Route {
    pub(crate) const fn new(begin: &'static Table, end: &'static Table, way: Way) -> Route {
        Route { begin, end, way }
    }

    /// The table where it begins.
    #[inline]
    pub(crate) fn begin(self) -> &'static Table {
        self.begin
    }

    /// The table where it ends.
    #[inline]
    pub(crate) fn end(self) -> &'static Table {
        self.end
    }

    #[inline]
    pub(crate) fn way(self) -> Way {
        self.way
    }

    /// Whether it follows a foreign key to the one row that is referred to.
    #[inline]
    pub(crate) fn is_forward(self) -> bool {
        matches!(self.way, Way::Forward(_))
    }

    /// The columns where it begins.
    pub(crate) fn columns_of_begin(self) -> Positions {
        match self.way {
            Way::Forward(position) => reference(self.begin, position).columns.into(),
            Way::Back(position) => referred(self.begin, reference(self.end, position)),
            Way::Through(between, here, _) => referred(self.begin, reference(between, here)),
        }
    }

    /// Whether columns that it connects are equal by a collation, so that only the database knows
    /// which are.
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
        // What refers has the collation of what is referred to.
        collated(self.begin, &self.columns_of_begin()) || collated(self.end, &self.columns_of_end())
    }

    /// The columns where it begins by which a row is known to which others belong: those that it
    /// connects, unless texts may differ in these that are equal.
    pub(crate) fn key_of_begin(self) -> Positions {
        if self.is_collated() {
            self.begin.primary_key.columns.into()
        } else {
            self.columns_of_begin()
        }
    }

    /// The columns where it ends.
    pub(crate) fn columns_of_end(self) -> Positions {
        match self.way {
            Way::Forward(position) => referred(self.end, reference(self.begin, position)),
            Way::Back(position) => reference(self.end, position).columns.into(),
            Way::Through(between, _, there) => referred(self.end, reference(between, there)),
        }
    }

    /// The table and its columns that tell to which row a row at the end belongs.
    pub(crate) fn owner(self) -> (&'static Table, Positions) {
        match self.way {
            Way::Forward(_) | Way::Back(_) => (self.end, self.columns_of_end()),
            Way::Through(between, here, _) => (between, reference(between, here).columns.into()),
        }
    }

    /// How many tables it brings to a join.
    #[inline]
    pub(crate) fn width(self) -> u32 {
        match self.way {
            Way::Forward(_) | Way::Back(_) => 1,
            Way::Through(..) => 2,
        }
    }

    /// Tells it.
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

/// The foreign key of a table at a position. Generated code gives positions that exist.
pub(crate) fn reference(table: &'static Table, position: u16) -> &'static Reference<'static> {
    match table.references.get(usize::from(position)) {
        Some(reference) => reference,
        None => const { &Reference::new("", &[], "", &[]) },
    }
}

/// The positions of the columns that a foreign key refers to.
fn referred(table: &'static Table, reference: &Reference<'static>) -> Positions {
    let names = reference.key.iter().copied();
    // It is the primary key but for a few.
    let key = table.primary_key.columns;
    if table.names(key).eq(names.clone()) {
        return key.into();
    }
    names.filter_map(|name| table.position(name)).collect()
}
