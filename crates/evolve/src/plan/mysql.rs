//! Plans for MySQL and MariaDB, which commit each statement: all changes of the columns and indexes
//! of a table are one statement, so that either all or none are made, and the table is rewritten
//! only once.

use std::collections::BTreeSet;

use tablewright_schema::Stored;
use tablewright_schema::catalog::{Catalog, Column, Expression, Index, IndexKey, Key, write};
use tablewright_schema::items;
use tablewright_sql::Dialect;
use tablewright_sql::quote::{identifier, text};

use super::before::Before;
use super::context::Context;
use super::copies;
use super::lint::{Findings, Lint};
use super::order::Phase;
use super::values::Renaming;
use super::{Step, order};
use crate::conversion::conversion;
use crate::diff::{self, Alteration, Change, Diff, Named};
use crate::physical::Physical;

pub(super) fn steps(
    before: &Before<'_>,
    wanted: &Catalog,
    diff: &Diff,
    lint: &Lint<'_>,
) -> Vec<Step> {
    let dialect = before.dialect();
    let is_replaced = super::replaced(&diff.changes);
    let changes = super::without_computed_values(&diff.changes);
    let mut changes = order::sorted(&without_renamed_rules(&changes));
    let renaming = Renaming::take(dialect, &mut changes, |from, to| room(to) > room(from));
    let all = changes.clone();
    let staying = staying(&all, lint);
    let mut context = Context::new(&diff.renames);
    let back: Vec<Change> = all.iter().rev().map(Change::reversed).collect();
    let after = Before::new(dialect, wanted, wanted, &back);
    let mut steps = Vec::new();
    for group in grouped(dialect, changes, &renaming) {
        let mut found = Findings::default();
        for change in group.iter().filter(|change| !renaming.is_temporary(change)) {
            found.extend(lint.of(change, &is_replaced));
        }
        found
            .warnings
            .extend(copies::warning(dialect, before, &group));
        let back: Vec<Change> = group.iter().rev().map(Change::reversed).collect();
        let run = group.iter().flat_map(|change| at_columns(change, lint));
        let run = run.flat_map(|change| with_checks_of_items(change, &all));
        let run: Vec<Change> = run.map(|change| context.next(&change)).collect();
        let reversed: Vec<Change> = run.iter().rev().map(Change::reversed).collect();
        steps.push(Step {
            what: group
                .iter()
                .map(|change| in_words(change, &renaming))
                .collect(),
            why: group.first().map_or("", super::why),
            sql: statements(dialect, &run, &staying),
            reverse: statements(dialect, &reversed, &staying),
            destructive: found.destructive,
            warnings: found.warnings,
            reverse_warnings: copies::warning(dialect, &after, &back)
                .into_iter()
                .collect(),
            in_transaction: false,
            foreign_keys_off: (false, false),
        });
    }
    steps
}

/// The changes as they are made. On MariaDB, a check at a column has no name and is dropped only by
/// a new definition of the column without it.
fn at_columns(change: &Change, lint: &Lint<'_>) -> Vec<Change> {
    let Change::Alter {
        table,
        alteration: Alteration::DropCheck(check),
    } = change
    else {
        return vec![change.clone()];
    };
    if !check.name.is_empty() {
        return vec![change.clone()];
    }
    let columns = lint.columns_in(table, &check.expression);
    let declared = columns.map(|column| Change::Alter {
        table: table.clone(),
        alteration: Alteration::ChangeColumn {
            from: column.clone(),
            to: column.clone(),
        },
    });
    declared.collect()
}

/// The rename of a column with the check that names the items of its arrays, if these change later
/// in this plan. The servers rename no column that a check names, and a run that ends without this
/// check would not know the type of the items. So the check follows the column in one statement.
fn with_checks_of_items(change: Change, all: &[Change]) -> Vec<Change> {
    let Change::Alter {
        table,
        alteration: Alteration::RenameColumn { to, .. },
    } = &change
    else {
        return vec![change];
    };
    let checks = all.iter().filter(|other| match other {
        Change::Alter {
            table: of,
            alteration: Alteration::DropCheck(check),
        } => of == table && check.expression.mentions(to) && is_of_changed_items(other, all),
        _ => false,
    });
    let dropped: Vec<Change> = checks.cloned().collect();
    let added: Vec<Change> = dropped.iter().map(Change::reversed).collect();
    [dropped, vec![change], added].concat()
}

fn in_words(change: &Change, renaming: &Renaming) -> String {
    match renaming.is_temporary(change) {
        true => format!("{change} that also accepts the old values"),
        false => change.to_string(),
    }
}

/// Checks and foreign keys cannot be renamed by a statement.
fn without_renamed_rules(changes: &[Change]) -> Vec<Change> {
    diff::without_renames(changes, |_, what| match what {
        Named::Check(_) | Named::ForeignKey(_) => true,
        Named::PrimaryKey(_) | Named::Unique(_) | Named::Index(_) => false,
    })
}

/// The changes, grouped by statement.
fn grouped(dialect: Dialect, changes: Vec<Change>, renaming: &Renaming) -> Vec<Vec<Change>> {
    let mut before: Vec<Vec<Change>> = Vec::new();
    let mut early: Vec<(String, Vec<Change>)> = Vec::new();
    let mut renames: Vec<Vec<Change>> = Vec::new();
    let mut shrinking: Vec<Vec<Change>> = Vec::new();
    let mut blocks: Vec<(String, Vec<Change>)> = Vec::new();
    let mut growing: Vec<Vec<Change>> = Vec::new();
    let mut after: Vec<Vec<Change>> = Vec::new();
    let rest = changes.clone();
    let taken = renaming.groups.iter().flatten();
    let all: Vec<Change> = rest.iter().chain(taken).cloned().collect();
    let at_once = replaced_at_once(dialect, &all);
    for change in changes {
        let is_at_once = match &change {
            Change::Alter { table, .. } => at_once.contains(table),
            _ => false,
        };
        match order::phase(&change) {
            Phase::DropGenerated | Phase::DropIndex | Phase::DropKey if is_at_once => {
                add_to(&mut blocks, change);
            }
            Phase::DropCheck if is_of_changed_items(&change, &rest) => add_to(&mut blocks, change),
            Phase::DropOther
            | Phase::DropForeignKey
            | Phase::DropCheck
            | Phase::DropDefault
            | Phase::DropTable => before.push(vec![change]),
            Phase::DropGenerated => add_to(&mut early, change),
            Phase::DropIndex | Phase::DropKey if is_in_the_way(dialect, &change, &all) => {
                add_to(&mut early, change);
            }
            Phase::DropColumn if has_held_default(dialect, &change, &all) => {
                add_to(&mut early, change);
            }
            Phase::RenameTable | Phase::RenameColumn | Phase::CreateTable => {
                renames.push(vec![change]);
            }
            Phase::DropIndex
            | Phase::DropKey
            | Phase::DropColumn
            | Phase::AddColumn
            | Phase::ChangeColumn
            | Phase::SetDefault
            | Phase::AddGenerated
            | Phase::Rename
            | Phase::AddKey
            | Phase::AddIndex
            | Phase::Table => add_to(&mut blocks, change),
            Phase::RenameValues if shrinks(&change, &rest) => shrinking.push(vec![change]),
            Phase::RenameValues => growing.push(vec![change]),
            Phase::AddCheck | Phase::AddForeignKey | Phase::CreateOther => {
                after.push(vec![change]);
            }
        }
    }
    let alone = |blocks: Vec<(String, Vec<Change>)>| blocks.into_iter().map(|(_, block)| block);
    before
        .into_iter()
        .chain(alone(early))
        .chain(renames)
        .chain(renaming.groups.iter().cloned())
        .chain(shrinking)
        .chain(alone(blocks))
        .chain(growing)
        .chain(after)
        .collect()
}

fn add_to(blocks: &mut Vec<(String, Vec<Change>)>, change: Change) {
    let Change::Alter { table, .. } = &change else {
        return;
    };
    match blocks.iter_mut().find(|(name, _)| name == table) {
        Some((_, block)) => block.push(change),
        None => blocks.push((table.clone(), vec![change])),
    }
}

/// The tables whose replaced generated columns are dropped in the statement that adds the new ones.
/// If the server cannot compute a value, which no query finds in advance, the old column stays. In
/// the other tables, a statement before this one fails as long as the old column reads what it
/// changes.
fn replaced_at_once(dialect: Dialect, all: &[Change]) -> BTreeSet<String> {
    let is_replaced = super::replaced(all);
    let is_split = |alteration: &Alteration| match alteration {
        Alteration::RenameColumn { .. } | Alteration::RenameValues { .. } => true,
        Alteration::ChangeColumn { from, to } => {
            diff::turns_generated(from, to)
                || to_be_cut(dialect, alteration).is_some()
                || to_be_converted(dialect, alteration).is_some()
        }
        _ => false,
    };
    let mut found = BTreeSet::new();
    let mut split = BTreeSet::new();
    for change in all {
        let Change::Alter { table, alteration } = change else {
            continue;
        };
        match alteration {
            Alteration::DropColumn(column)
                if column.generated.is_some() && is_replaced(table, &column.name) =>
            {
                found.insert(table.clone());
            }
            _ if is_split(alteration) => {
                split.insert(table.clone());
            }
            _ => {}
        }
    }
    &found - &split
}

/// Whether a dropped column has a default that reads a renamed one. MySQL renames no column that a
/// default reads.
fn has_held_default(dialect: Dialect, change: &Change, all: &[Change]) -> bool {
    let Change::Alter {
        table,
        alteration: Alteration::DropColumn(column),
    } = change
    else {
        return false;
    };
    let mut renamed = all.iter().filter_map(|other| match other {
        Change::Alter {
            table: of,
            alteration: Alteration::RenameColumn { to, .. },
        } if of == table => Some(to),
        _ => None,
    });
    let default = column.default.as_ref();
    dialect.defaults_hold_columns()
        && default.is_some_and(|default| renamed.any(|name| default.mentions(name)))
}

/// Whether an index has to be dropped before columns or values are renamed: an index with an
/// expression over such a column, or an index over a column that is dropped then.
fn is_in_the_way(dialect: Dialect, change: &Change, all: &[Change]) -> bool {
    let Change::Alter { table, alteration } = change else {
        return false;
    };
    let of_table = all.iter().filter_map(|other| match other {
        Change::Alter {
            table: of,
            alteration,
        } if of == table => Some((other, alteration)),
        _ => None,
    });
    let mut going = Vec::new();
    let mut renamed = Vec::new();
    for (change, other) in of_table {
        match other {
            Alteration::DropColumn(column)
                if column.generated.is_some() || has_held_default(dialect, change, all) =>
            {
                going.push(column.name.as_str());
            }
            Alteration::ChangeColumn { from, to }
                if from.generated.is_some() && to.generated.is_none() =>
            {
                going.push(to.name.as_str());
            }
            Alteration::RenameColumn { to, .. } => renamed.push(to.as_str()),
            Alteration::RenameValues { column, .. } => renamed.push(column.name.as_str()),
            _ => {}
        }
    }
    match alteration {
        Alteration::DropIndex(index) => {
            let (columns, expressions) = crate::diff::columns_of_index(index);
            let mut named = going.iter().chain(&renamed);
            columns.iter().any(|column| going.contains(column))
                || named.any(|name| expressions.iter().any(|sql| sql.mentions(name)))
        }
        Alteration::DropUnique(key) => {
            let mut columns = key.columns.iter();
            columns.any(|column| going.contains(&column.as_str()))
        }
        _ => false,
    }
}

/// Whether the column of an enum becomes shorter, so that its values change before it does.
fn shrinks(change: &Change, all: &[Change]) -> bool {
    let Change::Alter {
        table,
        alteration: Alteration::RenameValues {
            column, is_list, ..
        },
    } = change
    else {
        return false;
    };
    // Their check is there until they have their values.
    if *is_list {
        return true;
    }
    all.iter().any(|other| match other {
        Change::Alter {
            table: of,
            alteration: Alteration::ChangeColumn { from, to },
        } => of == table && to.name == column.name && room(to) < room(from),
        _ => false,
    })
}

/// The longest string of a column.
fn room(column: &Column) -> Option<u32> {
    match Physical::of(Dialect::Mysql, &column.ty) {
        Physical::Text(Some(max)) => Some(max),
        _ => None,
    }
}

/// The comment of a column while its rows are filled, by which a later run recognises unfinished
/// work.
const TO_BE_FILLED: &str = "tablewright fills this column";

/// Whether an interrupted run has not filled a new column.
pub(super) fn is_to_be_filled(column: &Column) -> bool {
    column.comment.as_deref() == Some(TO_BE_FILLED)
}

/// Whether a binary log refuses the default of a column: on a replica it may give other values.
/// MySQL refuses such a default in a statement that adds any column. So the column is added without
/// it, filled by an update, which replicas repeat row by row, and completed.
pub(super) fn is_unrepeatable(dialect: Dialect, column: &Column) -> bool {
    let default = column.default.as_ref();
    !dialect.fills_with_random_defaults()
        && default.is_some_and(|default| {
            let tokens = tablewright_sql::tokens(dialect, default.text());
            let mut names = tokens.iter().enumerate();
            names.any(|(at, name)| {
                let next = tokens.get(at + 1);
                name.is("current_user")
                    || name.is_any(UNREPEATABLE) && next.is_some_and(|next| next.is_symbol('('))
            })
        })
}

/// The functions that MySQL allows in a default, but not in a statement that adds a column;
/// `CURRENT_USER` is one without parentheses, too.
const UNREPEATABLE: &[&str] = &[
    "aes_decrypt",
    "aes_encrypt",
    "rand",
    "random_bytes",
    "session_user",
    "sysdate",
    "system_user",
    "user",
    "uuid",
    "uuid_short",
    "wait_for_executed_gtid_set",
];

/// The time of a clause in a group that cannot be one statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// Adds columns that need no other column.
    Adds,
    /// Completes columns with clauses that the first statement could not have.
    Completes,
    /// Adds columns that are computed from these.
    AddsComputed,
}

/// The statements of a group; only one for the columns and indexes of a table, unless it adds a
/// column and has a default that is not allowed in such a statement, or a column has to be filled.
fn statements(dialect: Dialect, group: &[Change], staying: &[Staying]) -> Vec<String> {
    let alterations = || {
        group.iter().filter_map(|change| match change {
            Change::Alter { alteration, .. } => Some(alteration),
            _ => None,
        })
    };
    // The clauses that complete a column, with its definition at that time.
    let completed: Vec<&Column> = alterations()
        .filter_map(|alteration| match alteration {
            Alteration::AddColumn(column) | Alteration::SetDefault(column)
                if is_unrepeatable(dialect, column) =>
            {
                Some(column)
            }
            Alteration::ChangeColumn { from, to }
                if is_to_be_filled(from) || is_unrepeatable(dialect, to) =>
            {
                Some(to)
            }
            _ => None,
        })
        .collect();
    let adds = alterations().any(|alteration| match alteration {
        Alteration::AddColumn(_) => true,
        // It is another column, or its values are copied to a new one.
        Alteration::ChangeColumn { from, to } => diff::turns_generated(from, to),
        _ => false,
    });
    let fills = alterations().any(|alteration| match alteration {
        Alteration::ChangeColumn { from, .. } => is_to_be_filled(from),
        _ => false,
    });
    if completed.is_empty() || !(adds || fills) {
        return plain_statements(dialect, group, staying);
    }
    let stages = Stages::new(group, &completed);
    let mut parts: [Vec<Change>; 3] = [Vec::new(), Vec::new(), Vec::new()];
    let mut updates = Vec::new();
    for change in group {
        let Change::Alter { table, alteration } = change else {
            parts[0].push(change.clone());
            continue;
        };
        let mut fill = |column: &Column| {
            let Some(default) = &column.default else {
                return;
            };
            let (table, column) = (
                identifier(dialect, table),
                identifier(dialect, &column.name),
            );
            updates.push(format!(
                "UPDATE {table} SET {column} = {default} WHERE {column} IS NULL"
            ));
        };
        match alteration {
            Alteration::AddColumn(column) if is_unrepeatable(dialect, column) => {
                let bare = Column {
                    nullable: true,
                    default: None,
                    comment: Some(TO_BE_FILLED.to_owned()),
                    ..column.clone()
                };
                fill(column);
                let alter = |alteration| Change::Alter {
                    table: table.clone(),
                    alteration,
                };
                parts[0].push(alter(Alteration::AddColumn(bare.clone())));
                parts[1].push(alter(Alteration::ChangeColumn {
                    from: bare,
                    to: column.clone(),
                }));
            }
            _ => {
                if let Alteration::ChangeColumn { from, to } = alteration
                    && is_to_be_filled(from)
                {
                    fill(to);
                }
                parts[stages.of(alteration) as usize].push(change.clone());
            }
        }
    }
    let [adds, completes, computed] = parts;
    let mut statements = plain_statements(dialect, &adds, staying);
    statements.extend(updates);
    statements.extend(plain_statements(dialect, &completes, staying));
    statements.extend(plain_statements(dialect, &computed, staying));
    statements
}

/// The clauses of a group that have to wait for others.
struct Stages<'g> {
    group: &'g [Change],
    /// Columns whose definition is complete only in the second statement.
    completed: Vec<&'g str>,
    /// Columns that are computed from these.
    computed: Vec<&'g str>,
    /// Columns that are dropped only when these are added: the replaced ones, and those that they
    /// read.
    late: Vec<&'g str>,
}

impl<'g> Stages<'g> {
    fn new(group: &'g [Change], completed: &[&'g Column]) -> Stages<'g> {
        let completed: Vec<&str> = completed.iter().map(|it| it.name.as_str()).collect();
        let mut computed: Vec<&str> = Vec::new();
        // A generated column may read another generated column.
        loop {
            let next = group.iter().find_map(|change| match change {
                Change::Alter {
                    alteration: Alteration::AddColumn(column),
                    ..
                } if !computed.contains(&column.name.as_str()) => {
                    let generated = column.generated.as_ref()?;
                    let mut needed = completed.iter().chain(&computed);
                    let needs = needed.any(|name| generated.expression.mentions(name));
                    needs.then_some(column.name.as_str())
                }
                _ => None,
            });
            let Some(next) = next else { break };
            computed.push(next);
        }
        let late = late(group, &computed);
        Stages {
            group,
            completed,
            computed,
            late,
        }
    }

    fn of(&self, alteration: &Alteration) -> Stage {
        match alteration {
            Alteration::ChangeColumn { to: column, .. } | Alteration::SetDefault(column)
                if self.completed.contains(&column.name.as_str()) =>
            {
                Stage::Completes
            }
            Alteration::AddColumn(column) if self.computed.contains(&column.name.as_str()) => {
                Stage::AddsComputed
            }
            Alteration::DropColumn(column) if self.late.contains(&column.name.as_str()) => {
                Stage::AddsComputed
            }
            // A replaced key is never missing in between.
            Alteration::DropPrimaryKey(_)
            | Alteration::DropUnique(_)
            | Alteration::DropIndex(_) => self.of_replacement(alteration),
            _ => self.of_index(alteration),
        }
    }

    /// The time at which an index can be created on its columns.
    fn of_index(&self, alteration: &Alteration) -> Stage {
        let names = |wanted: &[&str]| {
            let Some((columns, expressions)) = indexed(alteration) else {
                return false;
            };
            let mut wanted = wanted.iter();
            wanted.any(|name| {
                columns.contains(name) || expressions.iter().any(|sql| sql.mentions(name))
            })
        };
        if names(&self.computed) {
            Stage::AddsComputed
        } else if names(&self.completed) {
            Stage::Completes
        } else {
            Stage::Adds
        }
    }

    /// The time at which a key or an index is dropped: with its replacement, unless one of its
    /// columns is dropped earlier, which would drop the index, too.
    fn of_replacement(&self, dropped: &Alteration) -> Stage {
        let name = index_name(dropped);
        let mut others = self.group.iter().filter_map(|change| match change {
            Change::Alter { alteration, .. } => Some(alteration),
            _ => None,
        });
        let goes = others.clone().any(|other| match (other, indexed(dropped)) {
            (Alteration::DropColumn(column), Some((columns, expressions))) => {
                columns.contains(column.name.as_str())
                    || expressions.iter().any(|sql| sql.mentions(&column.name))
            }
            _ => false,
        });
        let replacement = others.find(|other| {
            matches!(
                other,
                Alteration::AddPrimaryKey(_) | Alteration::AddUnique(_) | Alteration::AddIndex(_)
            ) && index_name(other) == name
        });
        match replacement {
            Some(replacement) if !goes => self.of_index(replacement),
            Some(_) | None => Stage::Adds,
        }
    }
}

/// The columns that are dropped when the computed ones are added: those that these replace, so that
/// the old values stay until then, and all dropped ones that they read. A replaced column that
/// reads one that is itself replaced earlier cannot stay.
fn late<'g>(group: &'g [Change], computed: &[&str]) -> Vec<&'g str> {
    let alterations = || {
        group.iter().filter_map(|change| match change {
            Change::Alter { alteration, .. } => Some(alteration),
            _ => None,
        })
    };
    let dropped: Vec<&Column> = alterations()
        .filter_map(|alteration| match alteration {
            Alteration::DropColumn(column) => Some(column),
            _ => None,
        })
        .collect();
    let is_replaced_earlier = |column: &Column| {
        !computed.contains(&column.name.as_str())
            && alterations().any(|other| match other {
                Alteration::AddColumn(added) => added.name == column.name,
                _ => false,
            })
    };
    let mut late = Vec::new();
    let replaced = dropped.iter();
    for column in replaced.filter(|column| computed.contains(&column.name.as_str())) {
        // The column, and the dropped ones that it reads.
        let mut needed: Vec<&Column> = vec![column];
        let mut at = 0;
        while let Some(generated) = needed.get(at).map(|column| &column.generated) {
            at += 1;
            let Some(generated) = generated else {
                continue;
            };
            for read in &dropped {
                let is_known = needed.iter().any(|column| column.name == read.name);
                if !is_known && generated.expression.mentions(&read.name) {
                    needed.push(read);
                }
            }
        }
        if !needed.iter().any(|column| is_replaced_earlier(column)) {
            late.extend(needed.iter().map(|column| column.name.as_str()));
        }
    }
    late
}

/// The parts of a key or an index in an alteration.
fn indexed(alteration: &Alteration) -> Option<(BTreeSet<&str>, Vec<&Expression>)> {
    match alteration {
        Alteration::AddPrimaryKey(key)
        | Alteration::DropPrimaryKey(key)
        | Alteration::AddUnique(key)
        | Alteration::DropUnique(key) => {
            let columns = key.columns.iter().map(String::as_str);
            Some((columns.collect(), Vec::new()))
        }
        Alteration::AddIndex(index) | Alteration::DropIndex(index) => {
            Some(diff::columns_of_index(index))
        }
        _ => None,
    }
}

/// The name of the index in an alteration.
fn index_name(alteration: &Alteration) -> Option<&str> {
    match alteration {
        Alteration::AddPrimaryKey(_) | Alteration::DropPrimaryKey(_) => Some("PRIMARY"),
        Alteration::AddUnique(key) | Alteration::DropUnique(key) => Some(&key.name),
        Alteration::AddIndex(index) | Alteration::DropIndex(index) => Some(&index.name),
        _ => None,
    }
}

fn plain_statements(dialect: Dialect, group: &[Change], staying: &[Staying]) -> Vec<String> {
    let name = |name: &str| identifier(dialect, name);
    let mut statements = Vec::new();
    let mut clauses: Vec<(Option<&Alteration>, String)> = Vec::new();
    let mut altered = None;
    let again = indexes_again(group);
    for change in group {
        match change {
            Change::Alter { table, alteration } if is_of_index(alteration, &again) => {
                altered = Some(table);
                if let Alteration::AddIndex(Index { name, .. })
                | Alteration::AddUnique(Key { name, .. }) = alteration
                {
                    let name = identifier(dialect, name);
                    clauses.push((None, format!("ALTER INDEX {name} {}", used(dialect))));
                }
            }
            Change::CreateTable(table) => statements.extend(write::create_table(dialect, table)),
            Change::DropTable(table) => {
                statements.push(format!("DROP TABLE {}", name(&table.name)))
            }
            Change::RenameTable { from, to } => {
                // If case does not count, `RENAME TABLE` would fail because the name exists.
                statements.push(match dialect.same_name(from, to) {
                    true => format!("ALTER TABLE {} RENAME TO {}", name(from), name(to)),
                    false => format!("RENAME TABLE {} TO {}", name(from), name(to)),
                });
            }
            Change::CreateOther(other) => statements.push(other.sql.clone()),
            Change::DropOther(other) => statements.extend(super::drop_other(dialect, other)),
            Change::Alter { table, alteration } => {
                if let Alteration::RenameValues {
                    column,
                    is_list,
                    values,
                } = alteration
                {
                    statements.push(rename_values(dialect, table, column, *is_list, values));
                } else {
                    if let Some(column) = to_be_cut(dialect, alteration) {
                        let (table, column) = (name(table), name(&column.name));
                        statements.push(format!("UPDATE {table} SET {column} = DATE({column})"));
                    }
                    if let Some((column, value)) = to_be_converted(dialect, alteration) {
                        let (table, column) = (name(table), name(column));
                        statements.push(format!("UPDATE {table} SET {column} = {value}"));
                    }
                    altered = Some(table);
                    clauses.push((Some(alteration), clause(dialect, alteration)));
                }
            }
        }
    }
    if let Some(table) = altered {
        let added = clauses.iter().filter_map(|(alteration, _)| *alteration);
        let added: Vec<Vec<&str>> = added.filter_map(added_columns).collect();
        let mut indexes = staying.iter().filter(|staying| staying.table == *table);
        for Staying { index, columns, .. } in &mut indexes {
            if added.iter().any(|added| added.starts_with(columns)) {
                clauses.push((None, format!("DROP INDEX {}", name(&index.name))));
                clauses.push((None, format!("ADD {}", write::index(dialect, index))));
            }
        }
        statements.extend(alter(dialect, &name(table), clauses));
    }
    statements
}

/// An index that no step changes, and that the server may have created for a foreign key. It drops
/// such an index without a message as soon as a key or another index begins with its columns. A
/// statement that drops and adds the same index changes nothing, except that it stays from then on.
struct Staying<'c> {
    table: String,
    index: Index,
    columns: Vec<&'c str>,
}

fn staying<'c>(all: &[Change], lint: &'c Lint<'_>) -> Vec<Staying<'c>> {
    let tables: BTreeSet<&str> = all
        .iter()
        .filter_map(|change| match change {
            Change::Alter { table, .. } => Some(table.as_str()),
            _ => None,
        })
        .collect();
    let mut staying = Vec::new();
    for table in tables {
        for index in lint.indexes_of(table) {
            let changes = all.iter().any(|change| match change {
                Change::Alter {
                    table: of,
                    alteration,
                } if of == table => match alteration {
                    Alteration::DropIndex(other) => other.name == index.name,
                    Alteration::Rename { from, .. } => *from == index.name,
                    _ => false,
                },
                _ => false,
            });
            // Statements have created the indexes with our usual names.
            let is_ours = index.name.starts_with("ix_");
            if let Some(columns) = plain_columns(index).filter(|_| !changes && !is_ours) {
                staying.push(Staying {
                    table: table.to_owned(),
                    index: index.clone(),
                    columns,
                });
            }
        }
    }
    staying
}

/// The columns of an index that a server may have created itself.
fn plain_columns(index: &Index) -> Option<Vec<&str>> {
    let is_plain = !index.unique && index.method.is_none();
    let parts = index.parts.iter().map(|part| match &part.key {
        IndexKey::Column(name) if !part.descending && part.prefix.is_none() => Some(name.as_str()),
        _ => None,
    });
    parts.collect::<Option<_>>().filter(|_| is_plain)
}

/// The columns of a key or an index that is added.
fn added_columns(alteration: &Alteration) -> Option<Vec<&str>> {
    match alteration {
        Alteration::AddForeignKey(added) => {
            Some(added.columns.iter().map(String::as_str).collect())
        }
        Alteration::AddUnique(added) | Alteration::AddPrimaryKey(added) => {
            Some(added.columns.iter().map(String::as_str).collect())
        }
        Alteration::AddIndex(index) => {
            let columns = index.parts.iter().map_while(|part| match &part.key {
                IndexKey::Column(name) => Some(name.as_str()),
                IndexKey::Expression(_) => None,
            });
            Some(columns.collect())
        }
        _ => None,
    }
}

/// The column whose times of day are truncated before it becomes a date: MySQL would round them up
/// to the next day.
fn to_be_cut(dialect: Dialect, alteration: &Alteration) -> Option<&Column> {
    let Alteration::ChangeColumn { from, to } = alteration else {
        return None;
    };
    let physical = |column: &Column| Physical::of(dialect, &column.ty);
    let has_time = matches!(physical(from), Physical::DateTime | Physical::Timestamp);
    let is_stored = from.generated.is_none() && to.generated.is_none();
    let is_cut = dialect.rounds_times() && is_stored && has_time;
    (is_cut && physical(to) == Physical::Date).then_some(to)
}

/// The column whose arrays get other items, and their new value: for the server both are JSON.
fn to_be_converted(dialect: Dialect, alteration: &Alteration) -> Option<(&str, String)> {
    let Alteration::ChangeColumn { from, to } = alteration else {
        return None;
    };
    let is_stored = from.generated.is_none() && to.generated.is_none();
    let value = conversion(dialect, &from.ty, &to.ty).of(&identifier(dialect, &to.name))?;
    is_stored.then_some((&to.name, value))
}

/// Whether the check says what the items of an array are that this plan changes. It goes with them
/// in one statement, or after them: a run that ends before would not know of which type they are.
fn is_of_changed_items(change: &Change, all: &[Change]) -> bool {
    let Change::Alter {
        table,
        alteration: Alteration::DropCheck(check),
    } = change
    else {
        return false;
    };
    if check.name.is_empty() || items::named_in(&check.expression).is_empty() {
        return false;
    }
    for other in all {
        let Change::Alter {
            table: of,
            alteration,
        } = other
        else {
            continue;
        };
        if of != table {
            continue;
        }
        match alteration {
            Alteration::ChangeColumn { to: column, .. }
            | Alteration::RenameValues {
                column,
                is_list: true,
                ..
            } if check.expression.mentions(&column.name) => return true,
            _ => {}
        }
    }
    false
}

/// The indexes that are dropped and created again unchanged, because queries cannot use them. The
/// servers see no difference in one statement with both, and change nothing.
fn indexes_again(group: &[Change]) -> Vec<Alteration> {
    let alterations = || {
        group.iter().filter_map(|change| match change {
            Change::Alter { alteration, .. } => Some(alteration),
            _ => None,
        })
    };
    let is_replaced = |columns: &BTreeSet<&str>| {
        alterations().any(|other| match other {
            Alteration::DropColumn(column) | Alteration::AddColumn(column) => {
                columns.contains(column.name.as_str())
            }
            _ => false,
        })
    };
    let added = alterations().filter(|alteration| match alteration {
        Alteration::AddIndex(index) => {
            let (columns, expressions) = diff::columns_of_index(index);
            expressions.is_empty() && !is_replaced(&columns)
        }
        Alteration::AddUnique(key) => {
            !is_replaced(&key.columns.iter().map(String::as_str).collect())
        }
        _ => false,
    });
    let dropped = |alteration: &&Alteration| {
        let drop = alteration.reversed();
        alterations().any(|other| *other == drop)
    };
    added.filter(dropped).cloned().collect()
}

fn is_of_index(alteration: &Alteration, again: &[Alteration]) -> bool {
    again.contains(alteration) || again.contains(&alteration.reversed())
}

/// The clause that lets queries use an index.
fn used(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Mariadb => "NOT IGNORED",
        Dialect::Mysql | Dialect::Sqlite | Dialect::Postgres => "VISIBLE",
    }
}

/// Whether the values of a generated column are copied to a stored one, because no statement
/// converts one to the other. Values that are already stored stay.
pub(super) fn is_copied(from: &Column, to: &Column) -> bool {
    let is_virtual = from.generated.as_ref().is_some_and(|made| !made.stored);
    is_virtual && to.generated.is_none()
}

/// One statement, unless values of a generated column have to be copied. The new column is added
/// with a temporary name, filled, and then renamed, so that an interrupted run leaves no column
/// that looks complete.
fn alter(
    dialect: Dialect,
    table: &str,
    mut clauses: Vec<(Option<&Alteration>, String)>,
) -> Vec<String> {
    let copied = |alteration: Option<&Alteration>| match alteration {
        Some(Alteration::ChangeColumn { from, to }) if is_copied(from, to) => Some(to.clone()),
        _ => None,
    };
    let is_added = |(alteration, _): &(Option<&Alteration>, String)| {
        matches!(alteration, Some(Alteration::AddColumn(_))) || copied(*alteration).is_some()
    };
    let end = clauses
        .iter()
        .rposition(is_added)
        .map_or(0, |last| last + 1);
    let rest = clauses.split_off(end);
    let (mut before, mut values, mut after) = (Vec::new(), Vec::new(), Vec::new());
    for (alteration, clause) in clauses {
        let Some(column) = copied(alteration) else {
            before.push(clause);
            continue;
        };
        let new = Column {
            name: format!("{}{}", super::NEW, values.len() + 1),
            nullable: true,
            default: None,
            ..column.clone()
        };
        let name = identifier(dialect, &new.name);
        let old = identifier(dialect, &column.name);
        before.push(format!("ADD COLUMN {}", write::column(dialect, &new)));
        values.push(format!("{name} = {old}"));
        after.push(format!("DROP COLUMN {old}"));
        after.push(format!(
            "CHANGE COLUMN {name} {}",
            write::column(dialect, &column)
        ));
    }
    let rest = rest.into_iter().map(|(_, clause)| clause);
    let alter = |clauses: Vec<String>| format!("ALTER TABLE {table} {}", clauses.join(", "));
    if values.is_empty() {
        before.extend(rest);
        return vec![alter(before)];
    }
    after.extend(rest);
    let fill = format!("UPDATE {table} SET {}", values.join(", "));
    vec![alter(before), fill, alter(after)]
}

fn clause(dialect: Dialect, alteration: &Alteration) -> String {
    let name = |name: &str| identifier(dialect, name);
    match alteration {
        Alteration::AddColumn(column) => format!("ADD COLUMN {}", write::column(dialect, column)),
        Alteration::DropColumn(column) => format!("DROP COLUMN {}", name(&column.name)),
        Alteration::RenameColumn { from, to } => {
            format!("RENAME COLUMN {} TO {}", name(from), name(to))
        }
        // A column cannot become generated, so it is replaced.
        Alteration::ChangeColumn { from, to }
            if from.generated.is_none() && to.generated.is_some() =>
        {
            format!(
                "DROP COLUMN {}, ADD COLUMN {}",
                name(&to.name),
                write::column(dialect, to)
            )
        }
        Alteration::ChangeColumn { to, .. } => {
            format!("MODIFY COLUMN {}", write::column(dialect, to))
        }
        Alteration::DropDefault(column) => {
            format!("ALTER COLUMN {} DROP DEFAULT", name(&column.name))
        }
        // MySQL has no other way to set the default of a text.
        Alteration::SetDefault(column) => {
            format!("MODIFY COLUMN {}", write::column(dialect, column))
        }
        // It is a separate statement.
        Alteration::RenameValues { .. } => String::new(),
        Alteration::AddPrimaryKey(key) => format!("ADD {}", write::primary_key(dialect, key)),
        Alteration::DropPrimaryKey(_) => "DROP PRIMARY KEY".to_owned(),
        Alteration::AddUnique(key) => format!("ADD {}", write::unique(dialect, key)),
        Alteration::DropUnique(key) => format!("DROP INDEX {}", name(&key.name)),
        Alteration::AddIndex(index) => format!("ADD {}", write::index(dialect, index)),
        Alteration::DropIndex(index) => format!("DROP INDEX {}", name(&index.name)),
        Alteration::AddCheck(check) => format!("ADD {}", write::check(dialect, check)),
        Alteration::DropCheck(check) => format!("DROP CONSTRAINT {}", name(&check.name)),
        Alteration::AddForeignKey(key) => format!("ADD {}", write::foreign_key(dialect, key)),
        Alteration::DropForeignKey(key) => format!("DROP FOREIGN KEY {}", name(&key.name)),
        Alteration::Rename { from, to, .. } => {
            format!("RENAME INDEX {} TO {}", name(from), name(to))
        }
        Alteration::Comment { to, .. } => {
            format!(
                "COMMENT = {}",
                text(dialect, to.as_deref().unwrap_or_default())
            )
        }
        Alteration::Options { to, .. } => to.as_ref().map(ToString::to_string).unwrap_or_default(),
    }
}

fn rename_values(
    dialect: Dialect,
    table: &str,
    column: &Column,
    is_list: bool,
    values: &[(Stored, Stored)],
) -> String {
    let (table, name) = (
        identifier(dialect, table),
        identifier(dialect, &column.name),
    );
    if is_list {
        let new = super::renamed_items(dialect, &name, values);
        format!("UPDATE {table} SET {name} = {new}")
    } else {
        super::rename_plain_values(dialect, &table, &name, values)
    }
}
