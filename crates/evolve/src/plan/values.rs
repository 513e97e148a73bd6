//! Enum values that get another text on MySQL and MariaDB, which commit each statement.
//!
//! Only the check with the former values shows that the values are still to be renamed. So it is
//! not dropped before they are: a check that allows former and new values replaces it in one
//! statement, and the final check replaces that one. Whenever a run is interrupted, the database
//! shows the unfinished work, and enforces the values of the column.

use tablewright_schema::Stored;
use tablewright_schema::catalog::{Check, Column, Expression};
use tablewright_sql::Dialect;
use tablewright_sql::lexer::closed;
use tablewright_sql::quote::identifier;

use crate::diff::{Alteration, Change};

/// The changes of columns with renamed values.
#[derive(Default)]
pub(super) struct Renaming {
    /// In order; each group is one statement, or several of the same kind.
    pub(super) groups: Vec<Vec<Change>>,
    /// The temporary checks, by table.
    loose: Vec<(String, Check)>,
}

impl Renaming {
    /// Takes these changes out of all changes. `grows` tells whether a changing column becomes
    /// longer.
    pub(super) fn take(
        dialect: Dialect,
        changes: &mut Vec<Change>,
        grows: impl Fn(&Column, &Column) -> bool,
    ) -> Renaming {
        let mut renaming = Renaming::default();
        let mut tables: Vec<String> = Vec::new();
        for change in changes.iter() {
            if let Change::Alter {
                table,
                alteration: Alteration::RenameValues { is_list: false, .. },
            } = change
                && !tables.contains(table)
            {
                tables.push(table.clone());
            }
        }
        for table in &tables {
            renaming.take_unchecked(table, changes, &grows);
        }
        for table in tables {
            renaming.take_table(dialect, &table, changes, &grows);
        }
        renaming
    }

    /// Whether a change is about a temporary check.
    pub(super) fn is_temporary(&self, change: &Change) -> bool {
        let Change::Alter { table, alteration } = change else {
            return false;
        };
        let (Alteration::AddCheck(check) | Alteration::DropCheck(check)) = alteration else {
            return false;
        };
        self.loose
            .iter()
            .any(|(of, loose)| of == table && loose == check)
    }

    /// Takes the columns without a check, which refer to others with the same values. They come
    /// first, because only the checks of the others show that these values are to be renamed.
    fn take_unchecked(
        &mut self,
        table: &str,
        changes: &mut Vec<Change>,
        grows: &impl Fn(&Column, &Column) -> bool,
    ) {
        let of_table: Vec<&Alteration> = changes
            .iter()
            .filter_map(|change| match change {
                Change::Alter {
                    table: of,
                    alteration,
                } if of == table => Some(alteration),
                _ => None,
            })
            .collect();
        let is_checked = |values: &Values<'_>| {
            of_table.iter().any(|alteration| match alteration {
                Alteration::DropCheck(check) => values.are_former_in(check),
                _ => false,
            })
        };
        let unchecked: Vec<Values<'_>> = of_table
            .iter()
            .filter_map(Values::of)
            .filter(|values| !is_checked(values))
            .collect();
        let grown = of_table.iter().filter(|alteration| match alteration {
            Alteration::ChangeColumn { from, to } => {
                unchecked.iter().any(|values| values.column == to.name) && grows(from, to)
            }
            _ => false,
        });
        let values = of_table.iter().filter(|alteration| {
            let values = Values::of(alteration);
            values.is_some_and(|values| !is_checked(&values))
        });
        let group = |alterations: Vec<&&Alteration>| -> Vec<Change> {
            let changes = alterations.into_iter().map(|alteration| Change::Alter {
                table: table.to_owned(),
                alteration: (*alteration).clone(),
            });
            changes.collect()
        };
        let groups = [group(grown.collect()), group(values.collect())];
        changes.retain(|change| !groups.iter().flatten().any(|taken| taken == change));
        let groups = groups.into_iter().filter(|group| !group.is_empty());
        self.groups.extend(groups);
    }

    fn take_table(
        &mut self,
        dialect: Dialect,
        table: &str,
        changes: &mut Vec<Change>,
        grows: &impl Fn(&Column, &Column) -> bool,
    ) {
        let of_table: Vec<&Alteration> = changes
            .iter()
            .filter_map(|change| match change {
                Change::Alter {
                    table: of,
                    alteration,
                } if of == table => Some(alteration),
                _ => None,
            })
            .collect();
        let renamed: Vec<Values<'_>> = of_table.iter().filter_map(Values::of).collect();
        let former: Vec<Check> = of_table
            .iter()
            .filter_map(|alteration| match alteration {
                Alteration::DropCheck(check) => Some(check),
                _ => None,
            })
            .filter(|check| renamed.iter().any(|values| values.are_former_in(check)))
            .cloned()
            .collect();
        let is_taken = |name: &str| {
            let mut all = of_table.iter();
            let is_former = |check: &Check| former.contains(check);
            all.any(|alteration| {
                matches!(alteration, Alteration::DropCheck(check)
                    if check.name == name && !is_former(check))
            })
        };
        let new: Vec<Check> = of_table
            .iter()
            .filter_map(|alteration| match alteration {
                Alteration::AddCheck(check) => Some(check),
                _ => None,
            })
            .filter(|check| renamed.iter().any(|values| values.are_new_in(check)))
            .filter(|check| !is_taken(&check.name))
            .cloned()
            .collect();
        if former.is_empty() || new.is_empty() {
            return;
        }
        let loose: Vec<Check> = new
            .iter()
            .map(|check| loosened(dialect, check, &renamed))
            .collect();
        let grown: Vec<Alteration> = of_table
            .iter()
            .filter(|alteration| match alteration {
                Alteration::ChangeColumn { from, to } => {
                    renamed.iter().any(|values| values.column == to.name) && grows(from, to)
                }
                _ => false,
            })
            .map(|alteration| (*alteration).clone())
            .collect();
        let names: Vec<Alteration> = of_table
            .iter()
            .filter(|alteration| matches!(alteration, Alteration::RenameColumn { .. }))
            .map(|alteration| (*alteration).clone())
            .collect();
        let values: Vec<Alteration> = of_table
            .iter()
            .filter(|alteration| Values::of(alteration).is_some())
            .map(|alteration| (*alteration).clone())
            .collect();
        // A later change of the column delays the final check, too.
        let is_disturbed = |check: &Check| {
            of_table.iter().any(|alteration| match alteration {
                Alteration::AddColumn(column) | Alteration::DropColumn(column) => {
                    check.expression.mentions(&column.name)
                }
                Alteration::ChangeColumn { to, .. } => {
                    check.expression.mentions(&to.name) && !grown.contains(alteration)
                }
                _ => false,
            })
        };
        let (later, at_once): (Vec<Check>, Vec<Check>) = new.into_iter().partition(is_disturbed);

        let drop = |checks: &[Check]| -> Vec<Alteration> {
            checks.iter().cloned().map(Alteration::DropCheck).collect()
        };
        let add = |checks: &[Check]| -> Vec<Alteration> {
            checks.iter().cloned().map(Alteration::AddCheck).collect()
        };
        let groups = [
            [drop(&former), names, add(&loose)].concat(),
            grown,
            values,
            [drop(&loose), add(&at_once)].concat(),
        ];
        changes.retain(|change| match change {
            Change::Alter {
                table: of,
                alteration,
            } if of == table => {
                let is_later = matches!(alteration, Alteration::AddCheck(check)
                    if later.contains(check));
                is_later || !groups.iter().flatten().any(|taken| taken == alteration)
            }
            _ => true,
        });
        let groups = groups.into_iter().filter(|group| !group.is_empty());
        self.groups.extend(groups.map(|group| {
            let changes = group.into_iter().map(|alteration| Change::Alter {
                table: table.to_owned(),
                alteration,
            });
            changes.collect()
        }));
        let loose = loose.into_iter().map(|check| (table.to_owned(), check));
        self.loose.extend(loose);
    }
}

/// The renamed values of a column.
struct Values<'c> {
    column: &'c str,
    values: &'c [(Stored, Stored)],
}

impl<'c> Values<'c> {
    fn of(alteration: &&'c Alteration) -> Option<Values<'c>> {
        match alteration {
            Alteration::RenameValues {
                column,
                is_list: false,
                values,
            } => Some(Values {
                column: &column.name,
                values,
            }),
            _ => None,
        }
    }

    fn are_former_in(&self, check: &Check) -> bool {
        let mut values = self.values.iter();
        check.expression.mentions(self.column)
            && values.any(|(from, _)| check.expression.has_value(from))
    }

    fn are_new_in(&self, check: &Check) -> bool {
        let mut values = self.values.iter();
        check.expression.mentions(self.column)
            && values.any(|(_, to)| check.expression.has_value(to))
    }
}

/// The check, extended by the former values.
fn loosened(dialect: Dialect, check: &Check, renamed: &[Values<'_>]) -> Check {
    let mut sql = format!("({})", closed(dialect, check.expression.text()));
    for values in renamed {
        if !check.expression.mentions(values.column) {
            continue;
        }
        let former = values.values.iter().map(|(from, _)| from.literal(dialect));
        let former: Vec<String> = former.collect();
        sql.push_str(&format!(
            " OR {} IN ({})",
            identifier(dialect, values.column),
            former.join(", ")
        ));
    }
    Check {
        name: check.name.clone(),
        expression: Expression::new(dialect, &sql),
    }
}
