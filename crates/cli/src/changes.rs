//! The changes of the models, listed once for all databases.
//!
//! A database may need several steps for one change, and another database needs others. This module
//! lists the changes without their consequences: the checks that enforce a type belong to the type.

use std::collections::BTreeSet;

use tablewright_evolve::diff::{Alteration, Change, Named};
use tablewright_evolve::plan::Plan;
use tablewright_schema::{Schema, names};
use tablewright_sql::Dialect;

use crate::output::{Style, listed, styled, wrapped};

/// The changes, as one database sees them.
pub struct Seen<'a> {
    /// The database.
    pub dialect: Dialect,
    /// The differences.
    pub changes: Vec<Change>,
    /// The differences in the user's own SQL, in words.
    pub scripts: &'a [String],
}

/// A change in words.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Item {
    /// The part that is the same on every database: ``change the column `users.name` ``.
    what: String,
    /// The part that differs between databases: `varchar(50) becomes varchar(80)`.
    detail: Option<String>,
}

/// A change with its databases, and the details on each.
struct Merged {
    what: String,
    details: Vec<(Dialect, Option<String>)>,
}

/// The changes on all databases, followed by the changes on only some of them, for a terminal of
/// this width.
pub fn summary(schema: &Schema, seen: &[Seen<'_>], width: Option<usize>) -> String {
    let merged = merged(schema, seen);
    let mut groups: Vec<(Vec<Dialect>, Vec<&Merged>)> =
        vec![(seen.iter().map(|seen| seen.dialect).collect(), Vec::new())];
    for item in &merged {
        let dialects: Vec<Dialect> = item.details.iter().map(|(dialect, _)| *dialect).collect();
        match groups.iter_mut().find(|(group, _)| *group == dialects) {
            Some((_, items)) => items.push(item),
            None => groups.push((dialects, vec![item])),
        }
    }
    let mut text = String::new();
    let everywhere = groups[0].0.len();
    for (dialects, items) in groups.iter().filter(|(_, items)| !items.is_empty()) {
        let only = if dialects.len() < everywhere {
            " only"
        } else {
            ""
        };
        let title = format!("{}{only}", titles(dialects));
        text.push_str(&format!("{}\n", styled(&title, Style::Bold)));
        for item in items {
            text.push_str(&item.drawn(width));
        }
    }
    text
}

/// The changes of a plan, one line for each, for a terminal of this width.
pub fn of_plan(schema: &Schema, plan: &Plan, width: Option<usize>) -> String {
    let changes: BTreeSet<String> = plan.changes.iter().map(Change::to_string).collect();
    let what = plan.steps.iter().flat_map(|step| &step.what);
    // Changes outside the tables: the user's own SQL.
    let scripts: Vec<String> = what
        .clone()
        .filter(|what| !changes.contains(*what))
        .cloned()
        .collect();
    let seen = Seen {
        dialect: plan.dialect,
        changes: plan.changes.clone(),
        scripts: &scripts,
    };
    let items = merged(schema, &[seen]);
    if items.is_empty() {
        return what.map(|what| line(what, width)).collect();
    }
    items.iter().map(|item| item.drawn(width)).collect()
}

/// The databases in a sentence.
pub fn titles(dialects: &[Dialect]) -> String {
    listed(dialects.iter().map(|dialect| dialect.title()))
}

/// A line whose sign shows an addition, a change or a removal.
pub fn line(what: &str, width: Option<usize>) -> String {
    let (sign, style) = match what.split(' ').next() {
        Some("add" | "create") => ("+", Style::Green),
        Some("drop") => ("-", Style::Red),
        _ => ("~", Style::Yellow),
    };
    format!("  {} {}\n", styled(sign, style), wrapped(what, 4, width))
}

impl Merged {
    fn drawn(&self, width: Option<usize>) -> String {
        let mut distinct: Vec<&str> = Vec::new();
        for detail in self
            .details
            .iter()
            .filter_map(|(_, detail)| detail.as_deref())
        {
            if !distinct.contains(&detail) {
                distinct.push(detail);
            }
        }
        match distinct[..] {
            [] => line(&self.what, width),
            [detail] => line(&format!("{}: {detail}", self.what), width),
            _ => {
                let mut text = line(&self.what, width);
                for detail in distinct {
                    let of = |(dialect, of): &(Dialect, Option<String>)| {
                        (of.as_deref() == Some(detail)).then_some(*dialect)
                    };
                    let dialects: Vec<Dialect> = self.details.iter().filter_map(of).collect();
                    let detail = format!("{}: {detail}", titles(&dialects));
                    text.push_str(&format!("      {}\n", wrapped(&detail, 8, width)));
                }
                text
            }
        }
    }
}

fn merged(schema: &Schema, seen: &[Seen<'_>]) -> Vec<Merged> {
    let types = TypeChecks::of(schema);
    let mut merged: Vec<Merged> = Vec::new();
    for view in seen {
        let scripts = view.scripts.iter().map(|script| Item {
            what: script.clone(),
            detail: None,
        });
        for Item { what, detail } in items(&types, &view.changes).into_iter().chain(scripts) {
            let detail = (view.dialect, detail);
            match merged.iter_mut().find(|item| item.what == what) {
                Some(item) => item.details.push(detail),
                None => merged.push(Merged {
                    what,
                    details: vec![detail],
                }),
            }
        }
    }
    for item in &mut merged {
        // A type that differs from the previous one only in its check.
        if item.what.starts_with(CHANGE_COLUMN) && item.details.iter().all(|(_, it)| it.is_none()) {
            for (_, detail) in &mut item.details {
                *detail = Some("which values it holds".to_owned());
            }
        }
    }
    merged
}

const CHANGE_COLUMN: &str = "change the column ";

fn change_column(table: &str, column: &str) -> String {
    format!("{CHANGE_COLUMN}`{table}.{column}`")
}

/// The changes of one database in words.
fn items(types: &TypeChecks, changes: &[Change]) -> Vec<Item> {
    let changes = without_consequences(changes);
    let columns = Columns::of(&changes);
    let mut items: Vec<Item> = Vec::new();
    for change in &changes {
        let what = change.to_string();
        let Change::Alter { table, alteration } = change else {
            items.push(Item { what, detail: None });
            continue;
        };
        let item = match alteration {
            Alteration::AddCheck(check) | Alteration::DropCheck(check)
                if types.column(&columns, table, &check.name).is_some() =>
            {
                let column = types
                    .column(&columns, table, &check.name)
                    .unwrap_or_default();
                if columns.is_new_or_gone(table, &column) {
                    continue;
                }
                Item {
                    what: change_column(table, &column),
                    detail: None,
                }
            }
            Alteration::Rename {
                what: named, from, ..
            } if columns.is_renamed_in(table)
                || is_type_check(types, &columns, table, (named, from.as_str())) =>
            {
                continue;
            }
            Alteration::AddForeignKey(key)
                if key
                    .columns
                    .iter()
                    .all(|column| columns.is_new(table, column)) =>
            {
                let first = key.columns.first().map(String::as_str).unwrap_or_default();
                Item {
                    what: format!("add the column `{table}.{first}`"),
                    detail: Some(format!("a reference to `{}`", key.target)),
                }
            }
            Alteration::ChangeColumn { to, .. } => {
                let short = change_column(table, &to.name);
                let detail = what
                    .strip_prefix(&short)
                    .and_then(|rest| rest.strip_prefix(": "));
                Item {
                    detail: detail.map(str::to_owned),
                    what: short,
                }
            }
            _ => Item { what, detail: None },
        };
        match items.iter_mut().find(|known| known.what == item.what) {
            Some(known) => known.detail = known.detail.take().or(item.detail),
            None => items.push(item),
        }
    }
    items
}

fn is_type_check(
    types: &TypeChecks,
    columns: &Columns,
    table: &str,
    (named, from): (&Named, &str),
) -> bool {
    matches!(named, Named::Check(_)) && types.column(columns, table, from).is_some()
}

/// The changes without the consequences of others: objects that are dropped and created again
/// without a change, and defaults that are removed for a while. An object that is created again in
/// another form counts as changed.
fn without_consequences(changes: &[Change]) -> Vec<Change> {
    let comes_back = |change: &Change| changes.contains(&change.reversed());
    let mut found: Vec<Change> = Vec::new();
    for change in changes {
        let makes_way = matches!(
            change,
            Change::Alter {
                alteration: Alteration::DropDefault(_) | Alteration::SetDefault(_),
                ..
            }
        );
        if !makes_way && !comes_back(change) && !found.contains(change) {
            found.push(change.clone());
        }
    }
    found
}

/// The names of the checks that enforce types.
struct TypeChecks(Vec<(String, String, String)>);

impl TypeChecks {
    fn of(schema: &Schema) -> TypeChecks {
        let all = schema.tables.iter().zip(names::type_checks(schema));
        let of_columns = all.flat_map(|(table, names)| {
            let columns = table.columns.iter().zip(names);
            columns.map(|(column, name)| (table.name.clone(), name, column.name.clone()))
        });
        TypeChecks(of_columns.collect())
    }

    /// The column whose type a check enforces.
    fn column(&self, columns: &Columns, table: &str, check: &str) -> Option<String> {
        let known = self.0.iter();
        let mut known = known.filter(|(of, name, _)| of == table && name == check);
        if let Some((_, _, column)) = known.next() {
            return Some(column.clone());
        }
        // Former names, which the models do not contain.
        let former = columns.former.iter();
        let mut former = former.filter(|(of, former, _)| {
            let tables = columns.former_tables(table);
            of == table
                && tables
                    .iter()
                    .any(|table| check == format!("ck_{table}_{former}_type"))
        });
        if let Some((_, _, column)) = former.next() {
            return Some(column.clone());
        }
        let tables = columns.former_tables(table);
        let mut present = self.0.iter().filter(|(of, _, _)| of == table);
        let found = present.find(|(_, _, column)| {
            tables
                .iter()
                .any(|table| check == format!("ck_{table}_{column}_type"))
        });
        found.map(|(_, _, column)| column.clone())
    }
}

/// The renamed columns and tables.
#[derive(Default)]
struct Columns {
    new: BTreeSet<(String, String)>,
    gone: BTreeSet<(String, String)>,
    /// The table, the old name and the new name.
    former: Vec<(String, String, String)>,
    /// The new name and the old name.
    tables: Vec<(String, String)>,
}

impl Columns {
    fn of(changes: &[Change]) -> Columns {
        let mut columns = Columns::default();
        for change in changes {
            match change {
                Change::RenameTable { from, to } => columns.tables.push((to.clone(), from.clone())),
                Change::Alter { table, alteration } => match alteration {
                    Alteration::AddColumn(column) => {
                        columns.new.insert((table.clone(), column.name.clone()));
                    }
                    Alteration::DropColumn(column) => {
                        let name = column.name.clone();
                        columns.gone.insert((table.clone(), name.clone()));
                        columns.former.push((table.clone(), name.clone(), name));
                    }
                    Alteration::RenameColumn { from, to } => {
                        columns
                            .former
                            .push((table.clone(), from.clone(), to.clone()));
                    }
                    _ => {}
                },
                Change::CreateTable(_)
                | Change::DropTable(_)
                | Change::CreateOther(_)
                | Change::DropOther(_) => {}
            }
        }
        columns
    }

    fn is_new(&self, table: &str, column: &str) -> bool {
        self.new.contains(&(table.to_owned(), column.to_owned()))
    }

    fn is_new_or_gone(&self, table: &str, column: &str) -> bool {
        let key = (table.to_owned(), column.to_owned());
        self.new.contains(&key) || self.gone.contains(&key)
    }

    /// The current and former names of a table.
    fn former_tables<'a>(&'a self, table: &'a str) -> Vec<&'a str> {
        let former = self.tables.iter().filter(|(to, _)| to == table);
        let former = former.map(|(_, from)| from.as_str());
        former.chain([table]).collect()
    }

    /// Whether constraints of the table may have new names only because the table or a column is
    /// renamed.
    fn is_renamed_in(&self, table: &str) -> bool {
        let is_renamed = |(of, from, to): &(String, String, String)| of == table && from != to;
        self.tables.iter().any(|(to, _)| to == table) || self.former.iter().any(is_renamed)
    }
}
