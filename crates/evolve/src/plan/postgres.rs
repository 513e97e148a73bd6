//! Plans for PostgreSQL: one statement after another, all in one transaction, unless the plan is
//! concurrent, so that other sessions can write while it runs. Then each statement commits
//! separately, indexes are built concurrently, and constraints are validated after they are added.

use tablewright_schema::catalog::{Catalog, Column, Counted, Index, Key, OtherKind, write};
use tablewright_schema::{Stored, fingerprint};
use tablewright_sql::Dialect;
use tablewright_sql::quote::identifier;

use super::before::Before;
use super::context::Context;
use super::counting;
use super::lint::Lint;
use super::lock::Locks;
use super::order::Phase;
use super::{Options, Step, order, taken};
use crate::conversion::conversion;
use crate::diff::{Alteration, Change, Diff, Named};

const DIALECT: Dialect = Dialect::Postgres;

pub(super) fn steps(
    before: &Before<'_>,
    wanted: &Catalog,
    diff: &Diff,
    lint: &Lint<'_>,
    options: Options,
) -> Vec<Step> {
    let is_replaced = super::replaced(&diff.changes);
    let mut context = Context::new(&diff.renames);
    let changes = super::without_computed_values(&diff.changes);
    let changes = with_free_names(order::sorted(&changes));
    let is_alone = |change: &Change| options.concurrently && stands_alone(change);
    let in_transaction = !changes.iter().any(is_alone);
    let mut locks = Locks::new(before, options.concurrently, in_transaction);
    let reversed: Vec<Change> = changes.iter().rev().map(Change::reversed).collect();
    let after = Before::new(DIALECT, wanted, wanted, &reversed);
    let mut locks_back = Locks::new(&after, options.concurrently, in_transaction);
    let back: Vec<_> = reversed
        .iter()
        .map(|change| locks_back.of(change))
        .collect();
    changes
        .iter()
        .zip(back.into_iter().rev())
        .map(|(change, back)| {
            let mut found = lint.of(change, &is_replaced);
            found.warnings.extend(locks.of(change));
            let run = context.next(change);
            Step {
                what: vec![change.to_string()],
                why: super::why(change),
                sql: statements(&run, options),
                reverse: statements(&run.reversed(), options),
                destructive: found.destructive,
                warnings: found.warnings,
                reverse_warnings: back.into_iter().collect(),
                in_transaction: !is_alone(change),
                foreign_keys_off: (false, false),
            }
        })
        .collect()
}

/// The changes, with the renames in an order in which each new name is free.
fn with_free_names(mut changes: Vec<Change>) -> Vec<Change> {
    let is_before = |change: &Change| order::phase(change) < Phase::RenameTable;
    let mut renames = changes.split_off(changes.partition_point(is_before));
    let is_rename = |change: &Change| order::phase(change) <= Phase::Rename;
    let rest = renames.split_off(renames.partition_point(is_rename));
    changes.extend(taken::in_order(renames));
    changes.extend(rest);
    changes
}

/// Whether a concurrent plan makes the change, or its reverse, in statements that commit
/// separately.
fn stands_alone(change: &Change) -> bool {
    match change {
        Change::Alter { alteration, .. } => match alteration {
            Alteration::AddPrimaryKey(_)
            | Alteration::DropPrimaryKey(_)
            | Alteration::AddUnique(_)
            | Alteration::DropUnique(_)
            | Alteration::AddIndex(_)
            | Alteration::DropIndex(_)
            | Alteration::AddCheck(_)
            | Alteration::DropCheck(_)
            | Alteration::AddForeignKey(_)
            | Alteration::DropForeignKey(_) => true,
            Alteration::ChangeColumn { from, to } => from.nullable != to.nullable,
            Alteration::AddColumn(_)
            | Alteration::DropColumn(_)
            | Alteration::RenameColumn { .. }
            | Alteration::DropDefault(_)
            | Alteration::SetDefault(_)
            | Alteration::RenameValues { .. }
            | Alteration::Rename { .. }
            | Alteration::Comment { .. }
            | Alteration::Options { .. } => false,
        },
        Change::CreateTable(_)
        | Change::DropTable(_)
        | Change::RenameTable { .. }
        | Change::CreateOther(_)
        | Change::DropOther(_) => false,
    }
}

fn statements(change: &Change, options: Options) -> Vec<String> {
    let name = |name: &str| identifier(DIALECT, name);
    match change {
        Change::CreateTable(table) => write::create_table(DIALECT, table),
        Change::DropTable(table) => vec![format!("DROP TABLE {}", name(&table.name))],
        Change::RenameTable { from, to } => {
            vec![format!("ALTER TABLE {} RENAME TO {}", name(from), name(to))]
        }
        Change::Alter { table, alteration } => alter(table, alteration, options),
        // It is created together with its indexes.
        Change::CreateOther(other) if other.kind == OtherKind::MaterializedView => {
            let statements = tablewright_sql::statements(DIALECT, &other.sql);
            statements.into_iter().map(str::to_owned).collect()
        }
        Change::CreateOther(other) => vec![other.sql.clone()],
        Change::DropOther(other) => super::drop_other(DIALECT, other),
    }
}

fn alter(table: &str, alteration: &Alteration, options: Options) -> Vec<String> {
    let quoted = identifier(DIALECT, table);
    let alter = |clause: String| vec![format!("ALTER TABLE {quoted} {clause}")];
    let name = |name: &str| identifier(DIALECT, name);
    match alteration {
        Alteration::AddColumn(column) => {
            let mut statements = alter(format!("ADD COLUMN {}", write::column(DIALECT, column)));
            if column.comment.is_some() {
                statements.push(comment_on_column(table, column));
            }
            statements
        }
        Alteration::DropColumn(column) => alter(format!("DROP COLUMN {}", name(&column.name))),
        Alteration::RenameColumn { from, to } => {
            alter(format!("RENAME COLUMN {} TO {}", name(from), name(to)))
        }
        Alteration::ChangeColumn { from, to } => change_column(table, from, to, options),
        Alteration::DropDefault(column) => {
            alter(format!("ALTER COLUMN {} DROP DEFAULT", name(&column.name)))
        }
        Alteration::SetDefault(column) => match &column.default {
            Some(default) => {
                let name = name(&column.name);
                alter(format!("ALTER COLUMN {name} SET DEFAULT {default}"))
            }
            None => Vec::new(),
        },
        Alteration::RenameValues {
            column,
            is_list,
            values,
        } => vec![rename_values(table, column, *is_list, values)],
        Alteration::AddPrimaryKey(key) => {
            let constraint = write::primary_key(DIALECT, key);
            add_key(table, key, "PRIMARY KEY", &constraint, options)
        }
        Alteration::AddUnique(key) => {
            add_key(table, key, "UNIQUE", &write::unique(DIALECT, key), options)
        }
        Alteration::DropPrimaryKey(key) | Alteration::DropUnique(key) => {
            alter(format!("DROP CONSTRAINT {}", name(&key.name)))
        }
        Alteration::AddIndex(index) => vec![create_index(table, index, options)],
        Alteration::DropIndex(index) => {
            let concurrently = if options.concurrently {
                "CONCURRENTLY "
            } else {
                ""
            };
            vec![format!("DROP INDEX {concurrently}{}", name(&index.name))]
        }
        Alteration::AddCheck(check) => {
            let constraint = write::check(DIALECT, check);
            add_constraint(table, &constraint, &check.name, options)
        }
        Alteration::AddForeignKey(key) => {
            let constraint = write::foreign_key(DIALECT, key);
            add_constraint(table, &constraint, &key.name, options)
        }
        Alteration::DropCheck(check) => alter(format!("DROP CONSTRAINT {}", name(&check.name))),
        Alteration::DropForeignKey(key) => alter(format!("DROP CONSTRAINT {}", name(&key.name))),
        Alteration::Rename { what, from, to } => match what {
            Named::Index(_) => {
                vec![format!("ALTER INDEX {} RENAME TO {}", name(from), name(to))]
            }
            Named::PrimaryKey(_) | Named::Unique(_) | Named::Check(_) | Named::ForeignKey(_) => {
                alter(format!("RENAME CONSTRAINT {} TO {}", name(from), name(to)))
            }
        },
        Alteration::Comment { to, .. } => {
            vec![write::comment_on_table(table, to.as_deref())]
        }
        Alteration::Options { to, .. } => match to {
            Some(options) => alter(format!("SET {options}")),
            None => Vec::new(),
        },
    }
}

/// Adds a constraint. A concurrent plan validates the rows in a second statement, during which
/// other sessions can read and write. In the same transaction this would gain nothing, because the
/// lock of the first statement is held to the end.
fn add_constraint(table: &str, constraint: &str, name: &str, options: Options) -> Vec<String> {
    let (table, name) = (identifier(DIALECT, table), identifier(DIALECT, name));
    if !options.concurrently {
        return vec![format!("ALTER TABLE {table} ADD {constraint}")];
    }
    vec![
        format!("ALTER TABLE {table} ADD {constraint} NOT VALID"),
        format!("ALTER TABLE {table} VALIDATE CONSTRAINT {name}"),
    ]
}

/// Adds a key. A concurrent plan builds its index first, because `ADD CONSTRAINT` would lock the
/// table during the build.
fn add_key(table: &str, key: &Key, kind: &str, constraint: &str, options: Options) -> Vec<String> {
    let (table, name) = (identifier(DIALECT, table), identifier(DIALECT, &key.name));
    if !options.concurrently || key.name.is_empty() {
        return vec![format!("ALTER TABLE {table} ADD {constraint}")];
    }
    let columns = key.columns.iter();
    let columns: Vec<String> = columns.map(|column| identifier(DIALECT, column)).collect();
    vec![
        format!(
            "CREATE UNIQUE INDEX CONCURRENTLY {name} ON {table} ({})",
            columns.join(", ")
        ),
        format!("ALTER TABLE {table} ADD CONSTRAINT {name} {kind} USING INDEX {name}"),
    ]
}

/// Makes a column `NOT NULL`. With a valid check PostgreSQL need not read the rows, which would
/// lock out all other sessions.
fn set_not_null(table: &str, column: &str, options: Options) -> Vec<String> {
    let (quoted, name) = (identifier(DIALECT, table), identifier(DIALECT, column));
    let set = format!("ALTER TABLE {quoted} ALTER COLUMN {name} SET NOT NULL");
    if !options.concurrently {
        return vec![set];
    }
    let check = format!(
        "tablewright_not_null_{}",
        fingerprint(&format!("{table}.{column}"))
    );
    let constraint = format!(
        "CONSTRAINT {} CHECK ({name} IS NOT NULL)",
        identifier(DIALECT, &check)
    );
    let mut statements = add_constraint(table, &constraint, &check, options);
    statements.push(set);
    statements.push(format!(
        "ALTER TABLE {quoted} DROP CONSTRAINT {}",
        identifier(DIALECT, &check)
    ));
    statements
}

fn create_index(table: &str, index: &Index, options: Options) -> String {
    let statement = write::create_index(DIALECT, table, index);
    if options.concurrently {
        statement.replacen("INDEX ", "INDEX CONCURRENTLY ", 1)
    } else {
        statement
    }
}

fn change_column(table: &str, from: &Column, to: &Column, options: Options) -> Vec<String> {
    let name = identifier(DIALECT, &to.name);
    let quoted = identifier(DIALECT, table);
    let alter = |clause: String| format!("ALTER TABLE {quoted} ALTER COLUMN {name} {clause}");
    let mut statements = Vec::new();
    match (&from.generated, &to.generated) {
        // A column cannot become generated, so it is replaced.
        (None, Some(_)) => {
            let added = self::alter(table, &Alteration::AddColumn(to.clone()), options);
            statements.push(format!("ALTER TABLE {quoted} DROP COLUMN {name}"));
            statements.extend(added);
            return statements;
        }
        (Some(_), None) => statements.push(alter("DROP EXPRESSION".to_owned())),
        (Some(_), Some(_)) | (None, None) => {}
    }
    let is_retyped = from.ty != to.ty || from.collation != to.collation;
    // A default has to be converted to the new type, too, which PostgreSQL cannot always do.
    let drops_default = from.default.is_some() && (is_retyped || to.default.is_none());
    if counting::drops_identity(from.counted, to.counted) {
        statements.push(alter("DROP IDENTITY".to_owned()));
    }
    if drops_default {
        statements.push(alter("DROP DEFAULT".to_owned()));
    }
    if from.nullable != to.nullable && to.nullable {
        statements.push(alter("DROP NOT NULL".to_owned()));
    }
    if is_retyped {
        let collation = match &to.collation {
            Some(collation) => format!(" COLLATE {}", identifier(DIALECT, collation)),
            None => String::new(),
        };
        let using = match conversion(DIALECT, &from.ty, &to.ty).of(&name) {
            Some(expression) => format!(" USING {expression}"),
            None => String::new(),
        };
        statements.push(alter(format!("TYPE {}{collation}{using}", to.ty)));
    }
    if let Some(default) = &to.default
        && (drops_default || from.default != to.default)
    {
        statements.push(alter(format!("SET DEFAULT {default}")));
    }
    if from.nullable != to.nullable && !to.nullable {
        statements.extend(set_not_null(table, &to.name, options));
    }
    if let Some(counted) = to.counted
        && from.counted != to.counted
    {
        let how = match counted {
            Counted::ByDefault | Counted::Rowid => "BY DEFAULT",
            Counted::Always => "ALWAYS",
        };
        statements.push(match from.counted {
            Some(_) => alter(format!("SET GENERATED {how}")),
            None => alter(format!("ADD GENERATED {how} AS IDENTITY")),
        });
    }
    statements.extend(counting::go_on(table, from, to));
    if from.comment != to.comment {
        statements.push(comment_on_column(table, to));
    }
    statements
}

fn comment_on_column(table: &str, column: &Column) -> String {
    write::comment_on_column(table, &column.name, column.comment.as_deref())
}

fn rename_values(
    table: &str,
    column: &Column,
    is_list: bool,
    values: &[(Stored, Stored)],
) -> String {
    let (table, name) = (
        identifier(DIALECT, table),
        identifier(DIALECT, &column.name),
    );
    if is_list {
        let new = super::renamed_items(DIALECT, &name, values);
        let former = values.iter().map(|(from, _)| from.literal(DIALECT));
        format!(
            "UPDATE {table} SET {name} = {new} WHERE {name} && ARRAY[{}]::{}",
            former.collect::<Vec<String>>().join(", "),
            column.ty.text()
        )
    } else {
        super::rename_plain_values(DIALECT, &table, &name, values)
    }
}
