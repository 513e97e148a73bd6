//! Sorts renames so that each new name is free when it is given. Names in a circle need a temporary
//! name.

use crate::diff::{Alteration, Change, Named};

/// The prefix of a temporary name.
const BETWEEN: &str = "tablewright_renamed_";

/// The scope in which a name is unique on PostgreSQL.
#[derive(PartialEq, Eq)]
enum Space {
    /// Tables and indexes, including those of keys.
    Relations,
    /// The constraints of this table.
    Constraints(String),
}

/// Sorts the renames of tables, columns, indexes and constraints.
pub(super) fn in_order(renames: Vec<Change>) -> Vec<Change> {
    let mut pending = renames;
    let mut sorted = Vec::with_capacity(pending.len());
    let mut between = 0;
    while !pending.is_empty() {
        let is_free = |at: usize| {
            let mut others = pending.iter().enumerate().filter(|(other, _)| *other != at);
            !others.any(|(_, other)| takes(other, &pending[at]))
        };
        if let Some(at) = (0..pending.len()).find(|&at| is_free(at)) {
            sorted.push(pending.remove(at));
            continue;
        }
        // In a circle, the table has the fewest names on which others may depend.
        let is_table = |change: &Change| matches!(change, Change::RenameTable { .. });
        let first = pending.iter().position(|change| !is_table(change));
        let first = &mut pending[first.unwrap_or_default()];
        between += 1;
        let (away, back) = by_way_of(first, &format!("{BETWEEN}{between}"));
        sorted.push(away);
        *first = back;
    }
    sorted
}

/// Whether an object has the name that another one gets.
fn takes(one: &Change, other: &Change) -> bool {
    let (Some((from, _)), Some((_, to))) = (names(one), names(other)) else {
        return false;
    };
    let wanted = spaces(other);
    from == to && spaces(one).iter().any(|space| wanted.contains(space))
}

fn names(change: &Change) -> Option<(&str, &str)> {
    match change {
        Change::RenameTable { from, to }
        | Change::Alter {
            alteration: Alteration::Rename { from, to, .. },
            ..
        } => Some((from, to)),
        // Models cannot have a column with the former name of another one.
        Change::Alter { .. }
        | Change::CreateTable(_)
        | Change::DropTable(_)
        | Change::CreateOther(_)
        | Change::DropOther(_) => None,
    }
}

fn spaces(change: &Change) -> Vec<Space> {
    match change {
        Change::RenameTable { .. } => vec![Space::Relations],
        Change::Alter {
            table,
            alteration: Alteration::Rename { what, .. },
        } => match what {
            Named::Index(_) => vec![Space::Relations],
            Named::PrimaryKey(_) | Named::Unique(_) => {
                vec![Space::Relations, Space::Constraints(table.clone())]
            }
            Named::Check(_) | Named::ForeignKey(_) => vec![Space::Constraints(table.clone())],
        },
        Change::Alter { .. }
        | Change::CreateTable(_)
        | Change::DropTable(_)
        | Change::CreateOther(_)
        | Change::DropOther(_) => Vec::new(),
    }
}

/// The rename in two steps, with a temporary name.
fn by_way_of(change: &Change, between: &str) -> (Change, Change) {
    let between = between.to_owned();
    let (mut away, mut back) = (change.clone(), change.clone());
    if let Change::RenameTable { to, .. } = &mut away {
        to.clone_from(&between);
    }
    if let Change::RenameTable { from, .. } = &mut back {
        from.clone_from(&between);
    }
    if let Change::Alter {
        alteration: Alteration::Rename { what, to, .. },
        ..
    } = &mut away
    {
        *what = what.renamed(&between);
        to.clone_from(&between);
    }
    if let Change::Alter {
        alteration: Alteration::Rename { from, .. },
        ..
    } = &mut back
    {
        *from = between;
    }
    (away, back)
}

#[cfg(test)]
mod tests {
    use tablewright_schema::catalog::Key;

    use super::*;

    fn unique(table: &str, from: &str, to: &str) -> Change {
        Change::Alter {
            table: table.to_owned(),
            alteration: Alteration::Rename {
                what: Named::Unique(Key {
                    name: to.to_owned(),
                    columns: vec!["a".to_owned()],
                }),
                from: from.to_owned(),
                to: to.to_owned(),
            },
        }
    }

    fn sorted(changes: &[Change]) -> Vec<(String, String)> {
        let sorted = in_order(changes.to_vec());
        let pairs = sorted.iter().filter_map(names);
        pairs
            .map(|(from, to)| (from.to_owned(), to.to_owned()))
            .collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(from, to): &(&str, &str)| ((*from).to_owned(), (*to).to_owned());
        pairs.iter().map(owned).collect()
    }

    #[test]
    fn a_name_is_given_once_it_is_free() {
        let chain = [unique("t", "a", "b"), unique("u", "b", "c")];
        assert_eq!(sorted(&chain), pairs(&[("b", "c"), ("a", "b")]));
    }

    #[test]
    fn a_circle_goes_by_way_of_another_name() {
        let circle = [unique("t", "a", "b"), unique("u", "b", "a")];
        let between = "tablewright_renamed_1";
        assert_eq!(
            sorted(&circle),
            pairs(&[("a", between), ("b", "a"), (between, "b")])
        );
    }
}
