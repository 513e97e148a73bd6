//! Plans changes as SQL, in an order that a database accepts, with the risks of each step.
//!
//! `order.rs` sorts the differences between two catalogs, and `taken.rs` the renames. `context.rs`
//! has the names at each step, with which `sqlite.rs`, `postgres.rs` and `mysql.rs` write its SQL
//! and its reverse. `lint.rs` finds the losses and refusals of a step, `lock.rs` its locks on
//! PostgreSQL, and `copies.rs` those on MySQL and MariaDB.
//! `guard.rs` finds objects that no catalog knows and that a step would lose, and `consent.rs` the
//! unmanaged objects of a live database.

mod before;
mod consent;
mod context;
mod copies;
mod counting;
mod differences;
mod guard;
mod lint;
mod lock;
mod mysql;
mod order;
mod postgres;
mod sqlite;
mod taken;
mod values;

use std::collections::BTreeSet;
use std::fmt;

pub use guard::{ANY_TYPES, Guard, Known, NAMES, of_own_sql};

use tablewright_schema::catalog::{Catalog, Column};
use tablewright_schema::{Intent, Stored};
use tablewright_sql::Dialect;

use crate::diff::{self, BlockingIssue, Change, Diff, ExtraTables, Note};
use crate::domains::Bases;
use crate::physical::told_apart;
use crate::scripts;

/// The options of a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether PostgreSQL builds indexes and keys and checks rows while other sessions write; then
    /// each statement commits by itself.
    pub concurrently: bool,
}

/// The steps from one catalog to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The dialect of the SQL.
    pub dialect: Dialect,
    /// The differences that the steps change.
    pub changes: Vec<Change>,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// The risks of undoing the plan because of existing rows. Their preflight checks apply to the
    /// state after the plan.
    pub down_risks: Vec<Warning>,
    /// The queries for unknown objects, which run before the plan begins.
    pub guards: Vec<Guard>,
    /// The same before the plan is undone.
    pub down_guards: Vec<Guard>,
    /// Tables with properties that a step might lose.
    pub blocked: Vec<BlockingIssue>,
    /// Properties of the tables that no step changes.
    pub notes: Vec<Note>,
}

/// A step of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The changes that it makes, such as ``add the column `users.bio` ``.
    pub what: Vec<String>,
    /// The reason for it.
    pub why: &'static str,
    /// The statements, without their semicolons.
    pub sql: Vec<String>,
    /// The statements that undo it; lost data is not restored.
    pub reverse: Vec<String>,
    /// The data that it loses.
    pub destructive: Vec<DestructiveChange>,
    /// Its risks.
    pub warnings: Vec<Warning>,
    /// The locks of `reverse`. Risks because of existing rows are in [`Plan::down_risks`].
    pub reverse_warnings: Vec<Warning>,
    /// Whether it may run in a transaction with others.
    pub in_transaction: bool,
    /// Whether foreign keys must be off while `sql` runs, and while `reverse` runs: SQLite would
    /// otherwise apply their actions when a table is rebuilt.
    pub foreign_keys_off: (bool, bool),
}

/// Data that a step loses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DestructiveChange {
    /// The table or column, as the models allow it: `users.bio`.
    pub name: String,
    /// The kind of loss.
    pub kind: DestructiveKind,
    /// Whether the models allow it.
    pub allowed: bool,
    /// The type in the entry of `converted` that allows it, if it is known.
    pub becomes: Option<String>,
}

/// The kind of a loss.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DestructiveKind {
    /// It is dropped.
    Dropped,
    /// Its values are converted to another type, and some may change.
    Converted(&'static str),
    /// The live database has it, but not the models: another program may have created it. The words
    /// say what it is.
    Unmanaged(&'static str),
    /// As [`DestructiveKind::Unmanaged`], and it has no name of its own that the models could give:
    /// the words say what it is of, and the name is that of its table or column.
    Nameless(String),
}

/// A risk of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The kind of the risk.
    pub kind: WarningKind,
    /// The problem.
    pub message: String,
    /// The advice how to avoid it.
    pub advice: String,
    /// The preflight check: a query that finds a row if the problem would occur now. It applies to
    /// the state before the plan.
    pub preflight: Option<String>,
}

/// A kind of risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WarningKind {
    /// It fails if existing rows do not fit.
    MayFail,
    /// The whole table is rewritten.
    Rewrite,
    /// Sessions cannot write to the table, or read it, for a time that grows with it.
    Lock,
    /// Programs with the old models fail, because an object is missing.
    Breaks,
}

impl WarningKind {
    /// Returns its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            WarningKind::MayFail => "may fail",
            WarningKind::Rewrite => "rewrite",
            WarningKind::Lock => "lock",
            WarningKind::Breaks => "breaks",
        }
    }
}

/// The statements of a plan in one direction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statements {
    /// In order, without their semicolons.
    pub sql: Vec<String>,
    /// Whether they may run in one transaction.
    pub in_transaction: bool,
    /// Whether foreign keys must be off while it runs.
    pub foreign_keys_off: bool,
}

impl Plan {
    /// Returns whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Returns a sentence with both definitions for each object that is replaced and each default
    /// that changes.
    pub fn differences(&self) -> Vec<String> {
        differences::of(self.dialect, &self.changes)
    }

    /// Iterates over the losses that the models do not allow.
    pub fn not_allowed(&self) -> impl Iterator<Item = &DestructiveChange> {
        let destructive = self.steps.iter().flat_map(|step| &step.destructive);
        destructive.filter(|loss| !loss.allowed)
    }

    /// Returns the statements of the plan.
    pub fn up(&self) -> Statements {
        Statements {
            sql: self
                .steps
                .iter()
                .flat_map(|step| step.sql.clone())
                .collect(),
            in_transaction: self.in_transaction(),
            foreign_keys_off: self.steps.iter().any(|step| step.foreign_keys_off.0),
        }
    }

    /// Returns the statements that undo the plan.
    pub fn down(&self) -> Statements {
        let steps = self.steps.iter().rev();
        Statements {
            sql: steps.flat_map(|step| step.reverse.clone()).collect(),
            in_transaction: self.in_transaction(),
            foreign_keys_off: self.steps.iter().any(|step| step.foreign_keys_off.1),
        }
    }

    fn in_transaction(&self) -> bool {
        self.steps.iter().all(|step| step.in_transaction)
    }
}

impl DestructiveChange {
    /// Returns the loss, in a few words.
    pub fn words(&self) -> String {
        let what: &str = match &self.kind {
            DestructiveKind::Dropped if self.name.contains('.') => {
                return format!("`{}` with all its values", self.name);
            }
            DestructiveKind::Dropped => return format!("`{}` with all its rows", self.name),
            DestructiveKind::Converted(how) => return format!("of `{}`: {how}", self.name),
            DestructiveKind::Unmanaged(what) => what,
            DestructiveKind::Nameless(what) => what,
        };
        format!("the {what} `{}`, which is not in the models", self.name)
    }
}

impl fmt::Display for DestructiveChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        match &self.kind {
            DestructiveKind::Dropped => write!(
                f,
                "`{name}` would be dropped with all its data: if you want that, add `{name}` to \
                 `dropped:` in the models; if it was renamed, give its old name with `was`"
            ),
            DestructiveKind::Converted(how) => {
                write!(
                    f,
                    "the values of `{name}` would be converted, and {how}: if you want that, "
                )?;
                match &self.becomes {
                    Some(ty) => write!(f, "add `{name}: {ty}` to `converted:` in the models"),
                    None => write!(
                        f,
                        "add `{name}` to `converted:` in the models, with the type that its field \
                         has there"
                    ),
                }
            }
            DestructiveKind::Unmanaged(what) => write!(
                f,
                "the {what} `{name}` is not in the models, so another program may have created \
                 it: add it to the models. To remove it, drop it, add `{name}` to `dropped:` in \
                 the models, or let `sync` drop it (`tablewright sync --drop-unmanaged`, \
                 `SyncBuilder::drop_unmanaged`)"
            ),
            DestructiveKind::Nameless(what) => write!(
                f,
                "the {what} `{name}` is not in the models, so another program may have created \
                 it. To keep it, add it to the models, if they can have it. To remove it, let \
                 `sync` drop it (`tablewright sync --drop-unmanaged`, \
                 `SyncBuilder::drop_unmanaged`)"
            ),
        }
    }
}

/// Plans the steps from `current` to `wanted`.
///
/// # Errors
///
/// All blocking issues.
pub fn plan(
    dialect: Dialect,
    current: &Catalog,
    wanted: &Catalog,
    intent: &Intent,
    extra: ExtraTables,
    options: Options,
) -> Result<Plan, Vec<BlockingIssue>> {
    let found = plan_and_tables(dialect, current, wanted, intent, extra, options)?;
    Ok(found.0)
}

/// Like [`plan`], and also returns the tables whose changes affect views, triggers and functions
/// that use them.
///
/// # Errors
///
/// The same as for [`plan`].
pub fn plan_and_tables(
    dialect: Dialect,
    current: &Catalog,
    wanted: &Catalog,
    intent: &Intent,
    extra: ExtraTables,
    options: Options,
) -> Result<(Plan, BTreeSet<String>), Vec<BlockingIssue>> {
    let domains = Bases::new(dialect, &[current, wanted]);
    let current = domains.told_apart(told_apart(dialect, current));
    let wanted = domains.told_apart(told_apart(dialect, wanted));
    let wanted = diff::with_unmanaged(dialect, &current, &wanted, intent, extra)?;
    let diff = diff::diff(dialect, &current, &wanted, intent, extra)?;
    let mut plan = of_diff(dialect, &current, &wanted, &diff, intent, options);
    if extra == ExtraTables::Unmanaged {
        consent::add_destructive(&current, &diff.changes, intent, &mut plan.steps);
    }
    Ok((plan, scripts::changing(dialect, &diff.changes)))
}

/// Adds the missing tables that an unmanaged table of the same columns may be, for a database that
/// had the tables of the models before.
pub fn add_twins(
    dialect: Dialect,
    current: &Catalog,
    wanted: &Catalog,
    intent: &Intent,
    plan: &mut Plan,
) {
    for issue in diff::twins(dialect, current, wanted, intent, &plan.changes) {
        let table = |issue: &BlockingIssue| match issue {
            BlockingIssue::Missing { table, .. } => Some(table.clone()),
            _ => None,
        };
        let (mut known, this) = (plan.blocked.iter().map(table), table(&issue));
        if !known.any(|known| known == this) {
            plan.blocked.push(issue);
        }
    }
}

/// Like [`plan_and_tables`], for tables of another tool: objects that the models do not have are
/// left alone.
///
/// # Errors
///
/// The same as for [`plan`].
pub fn plan_beside(
    dialect: Dialect,
    current: &Catalog,
    wanted: &Catalog,
    intent: &Intent,
    options: Options,
) -> Result<(Plan, BTreeSet<String>), Vec<BlockingIssue>> {
    let mut wanted = wanted.clone();
    loop {
        let extra = ExtraTables::Unmanaged;
        let found = plan_and_tables(dialect, current, &wanted, intent, extra, options)?;
        let mut is_complete = true;
        for change in found.0.not_allowed() {
            if let DestructiveKind::Unmanaged(_) | DestructiveKind::Nameless(_) = change.kind {
                is_complete &= !consent::keep(current, &mut wanted, &change.name);
            }
        }
        if is_complete {
            return Ok(found);
        }
    }
}

/// Returns the steps for changes.
pub fn of_diff(
    dialect: Dialect,
    current: &Catalog,
    wanted: &Catalog,
    diff: &Diff,
    intent: &Intent,
    options: Options,
) -> Plan {
    let named = diff.renames.forward().catalog(current);
    let before = before::Before::new(dialect, current, &named, &diff.changes);
    let lint = lint::Lint::new(dialect, &before, &named, intent);
    let steps = match dialect {
        Dialect::Sqlite => sqlite::steps(&before, wanted, diff, &lint),
        Dialect::Postgres => postgres::steps(&before, wanted, diff, &lint, options),
        Dialect::Mysql | Dialect::Mariadb => mysql::steps(&before, wanted, diff, &lint),
    };
    let (guards, down_guards) = guard::of(&before, wanted, diff, &steps);
    Plan {
        dialect,
        changes: diff.changes.clone(),
        steps,
        down_risks: down_risks(dialect, wanted, diff),
        guards,
        down_guards,
        blocked: diff.blocked.clone(),
        notes: diff.notes.clone(),
    }
}

/// The changes in the reverse of a diff that existing rows may refuse.
fn down_risks(dialect: Dialect, wanted: &Catalog, diff: &Diff) -> Vec<Warning> {
    let changes = diff.changes.iter().rev();
    let changes: Vec<Change> = changes.map(Change::reversed).collect();
    // The old names come last, so the changes contain these names.
    let after = before::Before::new(dialect, wanted, wanted, &changes);
    let intent = Intent::default();
    let lint = lint::Lint::new(dialect, &after, wanted, &intent);
    let is_replaced = replaced(&changes);
    let mut found = lint::Findings::default();
    for change in &changes {
        found.extend(lint.of(change, &is_replaced));
    }
    found
        .warnings
        .retain(|warning| warning.kind == WarningKind::MayFail);
    found
        .warnings
        .extend(changes.iter().filter_map(|change| lint.loss(change)));
    found.warnings
}

/// Whether a table gets a column with the name of a lost one.
fn replaced(changes: &[crate::diff::Change]) -> impl Fn(&str, &str) -> bool {
    use crate::diff::{Alteration, Change};
    let mut added = std::collections::BTreeSet::new();
    for change in changes {
        if let Change::Alter {
            table,
            alteration: Alteration::AddColumn(column),
        } = change
        {
            added.insert((table.clone(), column.name.clone()));
        }
    }
    move |table, column| added.contains(&(table.to_owned(), column.to_owned()))
}

/// The prefix of objects that exist only while a plan runs.
const NEW: &str = "tablewright_new_";

/// Whether the column was left by an interrupted run; models cannot have it. Its values are copies,
/// and the original column exists until this one takes its place.
pub(crate) fn is_leftover(dialect: Dialect, column: &Column) -> bool {
    dialect.ddl_commits() && column.name.starts_with(NEW)
}

/// Whether the column's default is different in every row.
fn is_random(column: &Column) -> bool {
    let functions = [
        "gen_random_uuid",
        "randomblob",
        "random_bytes",
        "sys_guid",
        "uuid",
        "uuid_short",
        "uuidv4",
        "uuidv7",
    ];
    calls_default(column, &functions)
}

/// Whether the column's default is drawn for every row, so that two rows may get the same value.
fn is_drawn(column: &Column) -> bool {
    let functions = ["rand", "random", "random_normal"];
    calls_default(column, &functions)
}

fn calls_default(column: &Column, functions: &[&str]) -> bool {
    column.default.as_ref().is_some_and(|default| {
        let tokens = tablewright_sql::tokens(default.dialect(), default.text());
        let called = tokens.iter().zip(tokens.iter().skip(1));
        let mut called = called.filter(|(_, next)| next.is_symbol('('));
        called.any(|(name, _)| name.is_any(functions))
    })
}

/// The reason of a change.
fn why(change: &crate::diff::Change) -> &'static str {
    use crate::diff::{Alteration as A, Change};
    match change {
        Change::CreateTable(_) => "it is in the models and not in the database",
        Change::DropTable(_) => "it is in the database and not in the models",
        Change::CreateOther(_) => "it is new, or it was dropped to change a column",
        Change::DropOther(_) => "it is not in the models, or it uses a column that changes",
        Change::RenameTable { .. } => "the models give its old name with `was`",
        Change::Alter { alteration, .. } => match alteration {
            A::AddColumn(_)
            | A::AddPrimaryKey(_)
            | A::AddUnique(_)
            | A::AddIndex(_)
            | A::AddCheck(_)
            | A::AddForeignKey(_) => "it is in the models and not in the database",
            A::DropColumn(_)
            | A::DropPrimaryKey(_)
            | A::DropUnique(_)
            | A::DropIndex(_)
            | A::DropCheck(_)
            | A::DropForeignKey(_) => "it is not in the models, or it differs there",
            A::RenameColumn { .. } | A::RenameValues { .. } => {
                "the models give its old name with `was`"
            }
            A::Rename { .. } => "its name is derived from names that changed",
            A::DropDefault(_) | A::SetDefault(_) => "it uses a column that changes",
            A::ChangeColumn { .. } | A::Comment { .. } | A::Options { .. } => {
                "it differs in the models"
            }
        },
    }
}

/// The statement that drops a view or the like.
fn drop_other(dialect: Dialect, other: &tablewright_schema::catalog::Other) -> Vec<String> {
    use tablewright_sql::quote::identifier;
    let name = identifier(dialect, &other.name);
    let is_trigger = other.kind == tablewright_schema::catalog::OtherKind::Trigger;
    let on = match &other.table {
        Some(table) if is_trigger && !dialect.has_one_name_for_triggers() => {
            format!(" ON {}", identifier(dialect, table))
        }
        Some(_) | None => String::new(),
    };
    vec![format!("DROP {} {name}{on}", other.kind.sql())]
}

/// The changes without those of values that no statement updates.
fn without_computed_values(changes: &[Change]) -> Vec<Change> {
    let updated = changes.iter();
    let updated = updated.filter(|change| !has_computed_values(change, changes));
    updated.cloned().collect()
}

/// Whether the change is one of values that the database computes, before and afterwards, or that
/// are lost with their column.
fn has_computed_values(change: &Change, changes: &[Change]) -> bool {
    use crate::diff::{Alteration, turns_generated};
    let Change::Alter {
        table,
        alteration: Alteration::RenameValues { column, .. },
    } = change
    else {
        return false;
    };
    let of_column = |is_meant: &dyn Fn(&Alteration) -> bool| {
        changes.iter().any(|other| match other {
            Change::Alter {
                table: of,
                alteration,
            } => of == table && is_meant(alteration),
            _ => false,
        })
    };
    let is_lost = |other: &Alteration| matches!(other, Alteration::DropColumn(dropped) if dropped.name == column.name);
    let turns = |other: &Alteration| {
        matches!(other, Alteration::ChangeColumn { from, to }
            if to.name == column.name && turns_generated(from, to))
    };
    of_column(&is_lost) || column.generated.is_some() && !of_column(&turns)
}

/// The update that gives the values of an enum their new text.
fn rename_plain_values(
    dialect: Dialect,
    table: &str,
    column: &str,
    values: &[(Stored, Stored)],
) -> String {
    let former = values.iter().map(|(from, _)| from.literal(dialect));
    let former: Vec<String> = former.collect();
    format!(
        "UPDATE {table} SET {column} = {} WHERE {column} IN ({})",
        renamed_value(dialect, column, values),
        former.join(", ")
    )
}

/// The value of an enum with its new text.
fn renamed_value(dialect: Dialect, column: &str, values: &[(Stored, Stored)]) -> String {
    let literal = |value: &Stored| value.literal(dialect);
    let cases = values
        .iter()
        .map(|(from, to)| format!(" WHEN {} THEN {}", literal(from), literal(to)));
    format!(
        "CASE {column}{} ELSE {column} END",
        cases.collect::<String>()
    )
}

/// A list of enum values with their new texts.
fn renamed_items(dialect: Dialect, column: &str, values: &[(Stored, Stored)]) -> String {
    if !dialect.has_arrays() {
        return renamed_in_json(dialect, column, values);
    }
    values.iter().fold(column.to_owned(), |list, (from, to)| {
        let (from, to) = (array_item(dialect, from), array_item(dialect, to));
        format!("array_replace({list}, {from}, {to})")
    })
}

/// A value as an item of an array.
fn array_item(dialect: Dialect, value: &Stored) -> String {
    match value {
        Stored::Text(_) => value.literal(dialect),
        // An array of `smallint` contains no `integer`, but a string is converted to either.
        Stored::Number(number) => tablewright_sql::quote::text(dialect, &number.to_string()),
    }
}

/// A JSON list of enum values with their new texts. A quote in it always ends a value, because
/// quotes in a value are escaped; numbers are put between commas, two between each two.
fn renamed_in_json(dialect: Dialect, column: &str, values: &[(Stored, Stored)]) -> String {
    let text = |value: &str| tablewright_sql::quote::text(dialect, value);
    let item = |value: &Stored| match value {
        Stored::Text(value) => {
            let escaped = value.replace('\\', "\\\\").replace('"', "\\\"");
            text(&format!("\"{escaped}\""))
        }
        Stored::Number(number) => text(&format!(",{number},")),
    };
    let replace = |list: String, from: &str, to: &str| {
        format!("replace({list}, {}, {})", text(from), text(to))
    };
    let are_numbers = values
        .iter()
        .any(|(from, _)| matches!(from, Stored::Number(_)));
    const APART: [(&str, &str); 4] = [(" ", ""), (",", ",,"), ("[", "[,"), ("]", ",]")];
    let mut list = column.to_owned();
    if are_numbers {
        for (from, to) in APART {
            list = replace(list, from, to);
        }
    }
    for (from, to) in values {
        list = format!("replace({list}, {}, {})", item(from), item(to));
    }
    if are_numbers {
        for (from, to) in [(",,", ","), ("[,", "["), (",]", "]")] {
            list = replace(list, from, to);
        }
    }
    list
}
