//! Unions of several queries.

use super::Renderer;
use crate::words::{ALL_ROWS, LIMITED_BRANCH, Op};

impl Renderer<'_, '_> {
    /// `SELECT e1, e2 FROM (SELECT … UNION SELECT …) AS united ORDER BY e1 …`
    pub(super) fn union(&mut self, queries: u32) {
        let items = self.items_of_union();
        self.named_items = true;
        self.push("SELECT ");
        self.separated(1..=items, ", ", |to, item| {
            to.push(&to.item_name(item));
        });
        self.push(" FROM (");
        for query in 0..queries {
            let flags = self.take(Op::Branch).unwrap_or(0);
            match query {
                0 => {}
                _ if flags & ALL_ROWS != 0 => self.push(" UNION ALL "),
                _ => self.push(" UNION "),
            }
            // Not every database accepts a limit in a query of a `UNION`.
            let is_limited = flags & LIMITED_BRANCH != 0;
            self.push(if is_limited { "SELECT * FROM (" } else { "" });
            if let Some(flags) = self.take(Op::Subquery) {
                self.subquery(flags);
            }
            if is_limited {
                self.push(&format!(") AS {}", self.free("limited")));
            }
        }
        self.push(&format!(") AS {}", self.free("united")));
        self.order();
        self.limit(true);
    }

    /// The number of items of each query.
    fn items_of_union(&self) -> u32 {
        let selection = self.words.iter().find_map(|word| match word {
            crate::Word::Op(Op::Selection, items) => Some(*items),
            _ => None,
        });
        selection.unwrap_or(0) & 0xffff
    }
}
