//! The condition that a row has related rows.

use tablewright_sql::Op;
use tablewright_sql::words::Which;

use super::Node;
use super::route::Route;
use crate::base::statement::{Name, Sink};

/// The condition that related rows exist.
#[derive(Clone, Debug)]
pub(crate) struct Exists {
    pub route: Route,
    pub which: Which,
    /// The column that is NULL in related rows that are not deleted.
    pub not_deleted: Option<Name>,
    /// The condition on the related rows.
    pub condition: Node,
}

impl Exists {
    pub fn walk<'w, S: Sink<'w>>(&'w self, to: &mut S) {
        to.op(Op::Related, self.which as u32);
        self.route.walk(to);
        if let Some(name) = self.not_deleted {
            to.op(Op::NotDeleted, u32::from(name.column));
        }
        self.condition.walk(to);
    }
}
