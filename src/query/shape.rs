//! What a statement for some rows says beyond its key: conditions, order, limit and locks.

use super::order::Sorting;
use super::render::{Built, Renderer};
use super::{Node, Term};
use crate::arg::Arg;
use crate::model::{Rule, Table};
use crate::sql::Lookup;
use crate::{Dialect, Result};

/// What was added to a lookup at run time.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shape {
    pub filters: Vec<Node>,
    pub order: Sorting,
    pub limit: Option<u64>,
    pub offset: Option<u64>,
    pub lock: Option<Lock>,
    pub deleted: Option<Deleted>,
}

/// That rows are meant which were deleted and are still in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Deleted {
    /// The column that tells when.
    pub column: &'static str,
    /// Whether no others are meant.
    pub only: bool,
}

/// How rows are locked until the end of the transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lock {
    pub strength: Strength,
    pub wait: Wait,
}

/// Against whom rows are locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strength {
    Update,
    Share,
}

/// What happens where somebody else has locked a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wait {
    ForIt,
    Skip,
    Not,
}

/// A lookup, what was added to it, and for whom.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shaped<'s, 'a> {
    pub table: &'static Table,
    pub lookup: &'static Lookup,
    pub args: &'s [Arg<'a>],
    pub shape: &'s Shape,
    pub dialect: Dialect,
}

impl<'a> Shaped<'_, 'a> {
    pub fn select(self) -> Result<(String, Built<'a>)> {
        let mut to = Renderer::new(self.dialect);
        self.write_select(&mut to)?;
        to.finish()
    }

    pub fn count(self) -> Result<(String, Built<'a>)> {
        let mut to = Renderer::new(self.dialect);
        if self.is_limited() {
            to.push("SELECT count(*) FROM (");
            self.write_select(&mut to)?;
            to.push(") AS counted");
        } else {
            to.push(Parts::of(self.lookup.count.text(self.dialect)?).head);
            self.write_condition(&mut to)?;
        }
        to.finish()
    }

    pub fn exists(self) -> Result<(String, Built<'a>)> {
        let mut to = Renderer::new(self.dialect);
        to.push("SELECT EXISTS (");
        self.write_select(&mut to)?;
        to.push(match self.dialect {
            // Its `EXISTS` is a boolean, which only goes to an `integer`.
            Dialect::Postgres => ")::integer::bigint",
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => ")",
        });
        to.finish()
    }

    pub fn delete(self) -> Result<(String, Built<'a>)> {
        let mut to = Renderer::new(self.dialect);
        to.push(Parts::of(self.lookup.delete.text(self.dialect)?).head);
        self.write_target(&mut to)?;
        to.finish()
    }

    /// The delete of rows that would only be marked otherwise.
    pub fn purge(self) -> Result<(String, Built<'a>)> {
        let mut to = Renderer::new(self.dialect);
        to.push("DELETE FROM ");
        to.name(self.table.name);
        self.write_target(&mut to)?;
        to.finish()
    }

    /// The change of columns that are set to something.
    pub fn update(self, sets: &[(&'static str, Term)]) -> Result<(String, Built<'a>)> {
        let mut to = Renderer::new(self.dialect);
        to.push("UPDATE ");
        to.name(self.table.name);
        let mut between = " SET ";
        for (column, term) in sets {
            to.push(between);
            to.name(column);
            to.push(" = ");
            to.term(term);
            between = ", ";
        }
        self.write_target(&mut to)?;
        to.finish()
    }

    /// Whether not all the rows of the condition are meant.
    fn is_limited(self) -> bool {
        self.shape.limit.is_some() || self.shape.offset.is_some()
    }

    /// The condition for the rows that are changed.
    ///
    /// No standard lets a change have an order and a limit, and MySQL does not let it read its own
    /// table, as a condition on related rows may, except in a table derived from it.
    fn write_target(self, to: &mut Renderer<'a>) -> Result<()> {
        let asks_others = self.shape.filters.iter().any(Node::asks_others);
        if !self.is_limited() && !asks_others {
            return self.write_condition(to);
        }
        let keys = self.table.constraints.iter();
        let mut keys = keys.filter(|constraint| matches!(constraint.rule, Rule::PrimaryKey));
        let key = keys.next().map_or(&[][..], |constraint| constraint.columns);
        to.push(" WHERE (");
        to.names(key);
        to.push(") IN (SELECT ");
        to.names(key);
        to.push(" FROM (SELECT ");
        to.names(key);
        to.push(" FROM ");
        to.name(self.table.name);
        self.write_rest(to)?;
        if let (Dialect::Mysql | Dialect::Mariadb, false) = (to.dialect(), self.is_limited()) {
            // Without a limit it is no table of its own.
            to.push(" LIMIT 18446744073709551615");
        }
        to.push(") AS limited)");
        Ok(())
    }

    /// Whether no key and no limit picks out some of the rows.
    pub fn is_whole_table(self) -> bool {
        let text = self.lookup.select.text(self.dialect).unwrap_or_default();
        self.is_as_looked_up() && Parts::of(text).condition.is_none()
    }

    /// Whether the rows are those of the lookup, when it has no parameters.
    pub fn is_as_looked_up(self) -> bool {
        self.args.is_empty() && self.shape.deleted.is_none() && !self.is_limited()
    }

    pub fn write_select(self, to: &mut Renderer<'a>) -> Result<()> {
        to.push(Parts::of(self.lookup.select.text(self.dialect)?).head);
        self.write_rest(to)?;
        self.write_lock(to);
        Ok(())
    }

    /// ` FROM …` of a query for something else than whole rows, without an order of its own; what
    /// groups rows is written by `group`.
    pub fn write_from(
        self,
        to: &mut Renderer<'a>,
        group: impl FnOnce(&mut Renderer<'a>) -> Result<()>,
    ) -> Result<()> {
        to.push(" FROM ");
        to.name(self.table.name);
        self.write_condition(to)?;
        group(to)?;
        to.order(self.shape.order.keys());
        to.limit(self.shape.limit, self.shape.offset);
        self.write_lock(to);
        Ok(())
    }

    /// All that stands behind the table.
    fn write_rest(self, to: &mut Renderer<'a>) -> Result<()> {
        let parts = Parts::of(self.lookup.select.text(self.dialect)?);
        self.write_condition(to)?;
        match (&self.shape.order, parts.order) {
            (Sorting::ByPrimaryKey, Some(order)) => {
                to.push(ORDER_BY);
                to.push(order);
            }
            (Sorting::ByPrimaryKey, None) | (Sorting::Not, _) => {}
            (Sorting::By(keys), _) => to.order(keys),
        }
        to.limit(self.shape.limit, self.shape.offset);
        Ok(())
    }

    /// ` WHERE …`, or nothing.
    fn write_condition(self, to: &mut Renderer<'a>) -> Result<()> {
        let key = Parts::of(self.lookup.select.text(self.dialect)?).condition;
        let mut between = WHERE;
        let key = match (key, self.shape.deleted) {
            (Some(key), Some(deleted)) => without_deletion(key, deleted.column, self.dialect),
            (key, _) => key,
        };
        if let Some(key) = key {
            to.push(between);
            to.placed(key, self.args);
            between = " AND ";
        }
        if let Some(deleted) = self.shape.deleted
            && deleted.only
        {
            to.push(between);
            to.name(deleted.column);
            to.push(" IS NOT NULL");
            between = " AND ";
        }
        to.conditions(between, &self.shape.filters)
    }

    fn write_lock(self, to: &mut Renderer<'a>) {
        let Some(lock) = self.shape.lock else {
            return;
        };
        to.push(match (self.dialect, lock.strength) {
            // A transaction that writes has all of it for itself.
            (Dialect::Sqlite, _) => return,
            (_, Strength::Update) => " FOR UPDATE",
            (Dialect::Mariadb, Strength::Share) => " LOCK IN SHARE MODE",
            (Dialect::Postgres | Dialect::Mysql, Strength::Share) => " FOR SHARE",
        });
        to.push(match lock.wait {
            Wait::ForIt => "",
            Wait::Skip => " SKIP LOCKED",
            Wait::Not => " NOWAIT",
        });
    }
}

/// The condition without its end, which leaves out rows that were deleted.
fn without_deletion<'s>(condition: &'s str, column: &str, dialect: Dialect) -> Option<&'s str> {
    let mut end = Renderer::new(dialect);
    end.name(column);
    end.push(" IS NULL");
    match condition.strip_suffix(end.text.as_str()) {
        Some("") => None,
        Some(rest) => rest.strip_suffix(" AND "),
        None => Some(condition),
    }
}

const WHERE: &str = " WHERE ";
const ORDER_BY: &str = " ORDER BY ";

/// The parts of a statement that the build wrote.
#[derive(Debug, PartialEq, Eq)]
struct Parts<'s> {
    head: &'s str,
    condition: Option<&'s str>,
    order: Option<&'s str>,
}

impl<'s> Parts<'s> {
    fn of(text: &'s str) -> Parts<'s> {
        let mut parts = Parts {
            head: text,
            condition: None,
            order: None,
        };
        let mut condition = None;
        let mut quote = None;
        for (place, byte) in text.bytes().enumerate() {
            match quote {
                Some(open) if byte == open => quote = None,
                Some(_) => {}
                None if matches!(byte, b'"' | b'`') => quote = Some(byte),
                None if byte == b' ' => {
                    let (before, rest) = text.split_at(place);
                    if let Some(order) = rest.strip_prefix(ORDER_BY) {
                        parts.order = Some(order);
                        parts.head = before;
                        break;
                    }
                    if condition.is_none() && rest.starts_with(WHERE) {
                        condition = Some(place);
                    }
                }
                None => {}
            }
        }
        if let Some(place) = condition {
            let (head, condition) = parts.head.split_at(place);
            parts.head = head;
            parts.condition = condition.strip_prefix(WHERE);
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_falls_apart_outside_of_quotes() {
        let parts = Parts::of(r#"SELECT "a WHERE b" FROM "t"" ORDER BY x" WHERE "c" = ?1"#);
        assert_eq!(parts.head, r#"SELECT "a WHERE b" FROM "t"" ORDER BY x""#);
        assert_eq!(parts.condition, Some(r#""c" = ?1"#));
        assert_eq!(parts.order, None);
        let parts = Parts::of("SELECT `a` FROM `t` ORDER BY `a`, `b`");
        assert_eq!(parts.head, "SELECT `a` FROM `t`");
        assert_eq!(parts.condition, None);
        assert_eq!(parts.order, Some("`a`, `b`"));
    }
}
