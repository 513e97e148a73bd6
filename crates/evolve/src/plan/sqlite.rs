//! Plans for SQLite, which can add, drop and rename; any other change needs a new table and a copy
//! of the rows.

use tablewright_schema::catalog::{Catalog, Check, Column, Index, Table, write};
use tablewright_sql::Dialect;
use tablewright_sql::quote::{identifier, text};

use super::before::Before;
use super::context::Context;
use super::lint::{Findings, Lint};
use super::order::phase;
use super::{NEW, Step, Warning, WarningKind};
use crate::conversion::conversion;
use crate::diff::{Alteration, Change, Diff, Named};
use crate::moment::formed;

const DIALECT: Dialect = Dialect::Sqlite;

pub(super) fn steps(
    before: &Before<'_>,
    wanted: &Catalog,
    diff: &Diff,
    lint: &Lint<'_>,
) -> Vec<Step> {
    let is_replaced = super::replaced(&diff.changes);
    let look = |changes: &[&Change]| {
        let mut found = Findings::default();
        for change in changes {
            found.extend(lint.of(change, &is_replaced));
        }
        found
    };
    let mut context = Context::new(&diff.renames);
    let changes = with_indexes_apart(&diff.changes);
    let mut sorted: Vec<&Change> = changes.iter().collect();
    sorted.sort_by_key(|change| phase(change));
    let mut steps = Vec::new();
    let mut altered: Vec<(&str, Vec<&Change>)> = Vec::new();
    let mut last = Vec::new();
    for change in sorted {
        match change {
            Change::Alter { table, alteration } if !stands_alone(alteration) => {
                match altered.iter_mut().find(|(name, _)| name == table) {
                    Some((_, changes)) => changes.push(change),
                    None => altered.push((table, vec![change])),
                }
            }
            Change::CreateOther(_) => last.push(change),
            Change::DropOther(_)
            | Change::DropTable(_)
            | Change::CreateTable(_)
            | Change::RenameTable { .. }
            | Change::Alter { .. } => {
                steps.push(plain(change, &context.next(change), look(&[change])));
            }
        }
    }
    // All renames are done by then.
    let renamed = diff.renames.forward().catalog(before.catalog);
    for (name, changes) in altered {
        let (Some(from), Some(to)) = (renamed.table(name), wanted.table(name)) else {
            continue;
        };
        let stays = |index: &&Index| to.indexes.contains(index);
        // The dropped tables are gone by then.
        let from = Table {
            indexes: from.indexes.iter().filter(stays).cloned().collect(),
            ..from.clone()
        };
        let found = look(&changes);
        steps.push(alter(&from, to, &changes, found));
    }
    let last = last.into_iter();
    steps.extend(last.map(|change| plain(change, change, look(&[change]))));
    steps
}

fn stands_alone(alteration: &Alteration) -> bool {
    matches!(
        alteration,
        Alteration::RenameColumn { .. } | Alteration::DropIndex(_)
    )
}

/// An index cannot be renamed, and its name is unique in the database: indexes are dropped before
/// others are created.
fn with_indexes_apart(changes: &[Change]) -> Vec<Change> {
    let mut found = Vec::with_capacity(changes.len());
    for change in changes {
        let Change::Alter {
            table,
            alteration:
                Alteration::Rename {
                    what: Named::Index(index),
                    from,
                    ..
                },
        } = change
        else {
            found.push(change.clone());
            continue;
        };
        let former = Index {
            name: from.clone(),
            ..index.clone()
        };
        let pair = [
            Alteration::DropIndex(former),
            Alteration::AddIndex(index.clone()),
        ];
        found.extend(pair.map(|alteration| Change::Alter {
            table: table.clone(),
            alteration,
        }));
    }
    found
}

/// A change that is one statement, with the names of its moment.
fn plain(change: &Change, now: &Change, found: Findings) -> Step {
    let (sql, sql_disturbs) = statements(now);
    let (reverse, reverse_disturbs) = statements(&now.reversed());
    Step {
        what: vec![change.to_string()],
        why: super::why(change),
        sql,
        reverse,
        destructive: found.destructive,
        warnings: found.warnings,
        reverse_warnings: Vec::new(),
        in_transaction: true,
        foreign_keys_off: (sql_disturbs, reverse_disturbs),
    }
}

/// The statements of a change, and whether foreign keys have to be off while they run.
fn statements(change: &Change) -> (Vec<String>, bool) {
    let name = |name: &str| identifier(DIALECT, name);
    match change {
        Change::CreateTable(table) => (write::create_table(DIALECT, table), false),
        // Dropping a table deletes its rows first, which would affect the rows that reference them.
        Change::DropTable(table) => (vec![format!("DROP TABLE {}", name(&table.name))], true),
        Change::RenameTable { from, to } => (rename_table(from, to), false),
        Change::Alter {
            table,
            alteration: Alteration::RenameColumn { from, to },
        } => (
            vec![format!(
                "ALTER TABLE {} RENAME COLUMN {} TO {}",
                name(table),
                name(from),
                name(to)
            )],
            false,
        ),
        Change::Alter {
            alteration: Alteration::DropIndex(index),
            ..
        } => (vec![drop_index(&index.name)], false),
        Change::Alter {
            table,
            alteration: Alteration::AddIndex(index),
        } => (vec![create_index(table, index)], false),
        // They are grouped by table.
        Change::Alter { .. } => (Vec::new(), false),
        Change::CreateOther(other) => (vec![other.sql.clone()], false),
        Change::DropOther(other) => (super::drop_other(DIALECT, other), false),
    }
}

/// If only the case differs, the table itself already has the name.
fn rename_table(from: &str, to: &str) -> Vec<String> {
    let rename = |from: &str, to: &str| {
        let (from, to) = (identifier(DIALECT, from), identifier(DIALECT, to));
        format!("ALTER TABLE {from} RENAME TO {to}")
    };
    if DIALECT.same_name(from, to) {
        let between = format!("{NEW}{to}");
        vec![rename(from, &between), rename(&between, to)]
    } else {
        vec![rename(from, to)]
    }
}

/// All changes of a table, except renames.
fn alter(from: &Table, to: &Table, changes: &[&Change], found: Findings) -> Step {
    let alterations: Vec<&Alteration> = changes
        .iter()
        .filter_map(|change| match change {
            Change::Alter { alteration, .. } => Some(alteration),
            Change::CreateTable(_)
            | Change::DropTable(_)
            | Change::RenameTable { .. }
            | Change::CreateOther(_)
            | Change::DropOther(_) => None,
        })
        .collect();
    let mut step = Step {
        what: changes.iter().map(ToString::to_string).collect(),
        why: changes.first().map_or("", |change| super::why(change)),
        sql: Vec::new(),
        reverse: Vec::new(),
        destructive: found.destructive,
        warnings: found.warnings,
        reverse_warnings: Vec::new(),
        in_transaction: true,
        foreign_keys_off: (false, false),
    };
    let reversed: Vec<Alteration> = alterations.iter().map(|each| each.reversed()).collect();
    let reversed: Vec<&Alteration> = reversed.iter().collect();
    match in_place(to, &alterations) {
        Some(sql) => step.sql = sql,
        None => {
            step.sql = rebuild(from, to, &alterations);
            step.foreign_keys_off.0 = true;
            step.warnings.push(Warning {
                kind: WarningKind::Rewrite,
                message: format!("the whole table `{}` is rebuilt", to.name),
                advice: "no other connection can write to the database until it ends: on a large \
                    table, choose a time without other writes"
                    .to_owned(),
                preflight: None,
            });
        }
    }
    match in_place(from, &reversed) {
        Some(sql) => step.reverse = sql,
        None => {
            step.reverse = rebuild(to, from, &reversed);
            step.foreign_keys_off.1 = true;
        }
    }
    step
}

/// The statements that alter the table without a rebuild, if that is possible.
fn in_place(to: &Table, alterations: &[&Alteration]) -> Option<Vec<String>> {
    let table = identifier(DIALECT, &to.name);
    let mut statements = Vec::new();
    let added: Vec<&Column> = alterations
        .iter()
        .filter_map(|alteration| match alteration {
            Alteration::AddColumn(column) => Some(column),
            _ => None,
        })
        .collect();
    let mut indexes = Vec::new();
    let mut checks: Vec<&Check> = Vec::new();
    let mut references = Vec::new();
    for alteration in alterations {
        match alteration {
            Alteration::AddColumn(column) if can_be_added(column) => {}
            Alteration::AddCheck(check)
                if added
                    .iter()
                    .any(|column| check.expression.mentions(&column.name)) =>
            {
                checks.push(check);
            }
            Alteration::AddForeignKey(key) => match &key.columns[..] {
                [column] if added.iter().any(|new| is_null_at_first(new, column)) => {
                    references.push(key);
                }
                _ => return None,
            },
            Alteration::DropIndex(index) => statements.push(drop_index(&index.name)),
            Alteration::AddIndex(index) => indexes.push(create_index(&to.name, index)),
            Alteration::AddColumn(_)
            | Alteration::AddCheck(_)
            | Alteration::DropColumn(_)
            | Alteration::RenameColumn { .. }
            | Alteration::ChangeColumn { .. }
            | Alteration::DropDefault(_)
            | Alteration::SetDefault(_)
            | Alteration::RenameValues { .. }
            | Alteration::AddPrimaryKey(_)
            | Alteration::DropPrimaryKey(_)
            | Alteration::AddUnique(_)
            | Alteration::DropUnique(_)
            | Alteration::DropCheck(_)
            | Alteration::DropForeignKey(_)
            | Alteration::Rename { .. }
            | Alteration::Comment { .. }
            | Alteration::Options { .. } => return None,
        }
    }
    for (position, column) in added.iter().enumerate() {
        let mut definition = write::column(DIALECT, column);
        checks.retain(|check| {
            // A check of several new columns is added with the last of them.
            let mut later = added[position + 1..].iter();
            let is_here = check.expression.mentions(&column.name)
                && !later.any(|later| check.expression.mentions(&later.name));
            if is_here {
                definition.push_str(&format!(" {}", write::check(DIALECT, check)));
            }
            !is_here
        });
        for key in references
            .iter()
            .filter(|key| key.columns[0] == column.name)
        {
            definition.push_str(&format!(" {}", write::reference(DIALECT, key)));
        }
        statements.push(format!("ALTER TABLE {table} ADD COLUMN {definition}"));
    }
    statements.extend(indexes);
    Some(statements)
}

/// Whether `ALTER TABLE` can add this column: it needs a known value for existing rows.
fn can_be_added(column: &Column) -> bool {
    let is_constant = match &column.default {
        Some(default) => {
            !default.text().starts_with('(') && !default.normal().starts_with("current_")
        }
        None => column.nullable,
    };
    column.counted.is_none() && column.generated.is_none() && is_constant
}

fn is_null_at_first(column: &Column, name: &str) -> bool {
    column.name == name && column.nullable && column.default.is_none()
}

fn drop_index(name: &str) -> String {
    format!("DROP INDEX {}", identifier(DIALECT, name))
}

fn create_index(table: &str, index: &Index) -> String {
    write::create_index(DIALECT, table, index)
}

/// Creates a new table, copies the rows, and gives it the name of the old table.
fn rebuild(from: &Table, to: &Table, alterations: &[&Alteration]) -> Vec<String> {
    let new = format!("{NEW}{}", to.name);
    let (old_name, new_name) = (identifier(DIALECT, &to.name), identifier(DIALECT, &new));
    let bare = Table {
        name: new.clone(),
        indexes: Vec::new(),
        ..to.clone()
    };
    let mut statements = write::create_table(DIALECT, &bare);
    let (columns, values) = copied(from, to, alterations);
    if !columns.is_empty() {
        statements.push(format!(
            "INSERT INTO {new_name} ({}) SELECT {} FROM {old_name}",
            columns.join(", "),
            values.join(", ")
        ));
    }
    let counts = |table: &Table| {
        let mut columns = table.columns.iter();
        columns
            .any(|column| column.counted == Some(tablewright_schema::catalog::Counted::ByDefault))
    };
    if counts(from) && counts(to) {
        // Counting continues where the old table was, even after deleted rows.
        let (old, new) = (text(DIALECT, &to.name), text(DIALECT, &new));
        statements.push(format!("DELETE FROM sqlite_sequence WHERE name = {new}"));
        statements.push(format!(
            "INSERT INTO sqlite_sequence (name, seq) SELECT {new}, seq FROM sqlite_sequence WHERE \
             name = {old}"
        ));
    }
    // Kept columns are dropped and created with the table; the others are dropped by name, to show
    // the intention.
    let gone = from
        .indexes
        .iter()
        .filter(|index| !to.indexes.contains(index));
    statements.extend(gone.map(|index| drop_index(&index.name)));
    statements.push(format!("DROP TABLE {old_name}"));
    // Otherwise views and triggers that use the table would fail while it is missing.
    statements.push("PRAGMA legacy_alter_table = ON".to_owned());
    statements.push(format!("ALTER TABLE {new_name} RENAME TO {old_name}"));
    statements.push("PRAGMA legacy_alter_table = OFF".to_owned());
    // The triggers were dropped with the old table: the program that runs this creates the missing
    // ones again.
    statements.extend(to.indexes.iter().map(|index| create_index(&to.name, index)));
    statements
}

/// The copied columns, quoted, and the expressions copied to them.
fn copied(from: &Table, to: &Table, alterations: &[&Alteration]) -> (Vec<String>, Vec<String>) {
    let mut columns = Vec::new();
    let mut values = Vec::new();
    for column in &to.columns {
        let Some(old) = from.column(&column.name) else {
            continue;
        };
        let converted = conversion(DIALECT, &old.ty, &column.ty);
        if column.generated.is_some() || !converted.is_possible() {
            continue;
        }
        let name = identifier(DIALECT, &column.name);
        let added = alterations.iter().copied();
        let names = (&*column.name, &*column.name);
        let value = formed(DIALECT, from, names, added).or_else(|| converted.of(&name));
        let value = value.unwrap_or_else(|| name.clone());
        values.push(renamed(column, value, alterations));
        columns.push(name);
    }
    (columns, values)
}

/// The value with the new texts of an enum.
fn renamed(column: &Column, value: String, alterations: &[&Alteration]) -> String {
    for alteration in alterations {
        if let Alteration::RenameValues {
            column: of,
            is_list,
            values,
        } = alteration
            && of.name == column.name
        {
            return if *is_list {
                super::renamed_items(DIALECT, &value, values)
            } else {
                super::renamed_value(DIALECT, &value, values)
            };
        }
    }
    value
}
