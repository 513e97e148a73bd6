//! Unmanaged objects of a live database: another program may have created them, so they are dropped
//! only with consent.
//!
//! The models do not contain the indexes of earlier models. If a column of an index or a constraint
//! changes, and its name is one that the library gives, it was part of earlier models. Otherwise
//! its origin is unknown.

use std::collections::{BTreeMap, BTreeSet};

use tablewright_schema::Intent;
use tablewright_schema::catalog::{Catalog, Check, Expression, ForeignKey, Key, Table};
use tablewright_schema::names::{Kind, is_type_check};
use tablewright_sql::tokens;

use super::{DestructiveChange, DestructiveKind, Step};
use crate::diff::{Alteration, Change, Likely, Usual, columns_of_index};

/// The word for a generated column, whose loss loses no values.
const COMPUTED: &str = "computed column";

/// Adds to the steps the unmanaged objects that they drop.
pub(super) fn add_destructive(
    current: &Catalog,
    changes: &[Change],
    intent: &Intent,
    steps: &mut [Step],
) {
    let moved = Moved::find(current, changes);
    for change in changes {
        let Change::Alter { table, alteration } = change else {
            continue;
        };
        let Some(dropped) = Dropped::of(alteration) else {
            continue;
        };
        if moved.is_replaced(table, &dropped)
            || moved.is_former(table, &dropped, intent)
            || has_former_values(table, alteration, changes, intent)
            || comes_again(table, alteration, changes, intent)
        {
            continue;
        }
        let name = match dropped.name {
            "" => table.clone(),
            name => format!("{table}.{name}"),
        };
        let what = change.to_string();
        if let Some(step) = steps.iter_mut().find(|step| step.what.contains(&what)) {
            let kind = match &dropped.nameless {
                None => DestructiveKind::Unmanaged(dropped.words),
                Some(words) => DestructiveKind::Nameless(words.clone()),
            };
            step.destructive.push(DestructiveChange {
                allowed: dropped.nameless.is_none() && intent.dropped.contains(&name),
                name,
                kind,
                becomes: None,
            });
        }
    }
}

/// Whether the same object is created with another name, because one of its columns changes. Of
/// several equal objects, as many come again as are created, those of the models first.
fn comes_again(table: &str, alteration: &Alteration, changes: &[Change], intent: &Intent) -> bool {
    let of_table = || {
        changes.iter().filter_map(|change| match change {
            Change::Alter {
                table: of,
                alteration,
            } if of == table => Some(alteration),
            _ => None,
        })
    };
    // An object that is created again with its own name is not another one.
    let is_itself = |gone: &Alteration, new: &Alteration| gone.reversed() == *new;
    let created = of_table()
        .filter(|new| is_same(alteration, new) && !of_table().any(|gone| is_itself(gone, new)));
    let usual = Usual::new(table, intent);
    let own = likely(&usual, alteration);
    let before = of_table().filter(|gone| {
        gone != &alteration
            && is_alike(gone, alteration)
            && !of_table().any(|new| is_itself(gone, new))
            && (likely(&usual, gone), name(gone)) < (own, name(alteration))
    });
    before.count() < created.count()
}

/// Whether one drops what the other creates, whatever their names are.
fn is_same(alteration: &Alteration, added: &Alteration) -> bool {
    use Alteration as A;
    match (alteration, added) {
        (A::DropForeignKey(gone), A::AddForeignKey(new)) => {
            gone.columns == new.columns
                && gone.target == new.target
                && gone.target_columns == new.target_columns
        }
        (A::DropUnique(gone), A::AddUnique(new) | A::AddPrimaryKey(new)) => {
            gone.columns == new.columns
        }
        (A::DropIndex(gone), A::AddIndex(new)) => {
            gone.parts == new.parts
                && gone.unique == new.unique
                && gone.predicate == new.predicate
                && gone.method == new.method
        }
        (A::DropCheck(gone), A::AddCheck(new)) => gone.expression == new.expression,
        _ => false,
    }
}

/// Whether both drop the same, whatever their names are.
fn is_alike(one: &Alteration, other: &Alteration) -> bool {
    is_same(one, &other.reversed())
}

/// How likely the dropped object belongs to the models.
fn likely(usual: &Usual<'_>, alteration: &Alteration) -> Likely {
    match alteration {
        Alteration::DropForeignKey(key) => usual.likely(key),
        Alteration::DropUnique(key) => usual.likely(key),
        Alteration::DropIndex(index) => usual.likely(index),
        Alteration::DropCheck(check) => usual.likely(check),
        _ => Likely::Other,
    }
}

fn name(alteration: &Alteration) -> &str {
    Dropped::of(alteration).map_or("", |dropped| dropped.name)
}

/// Adds an object of the current tables, such as `users.ix_report`, to the wanted tables, or the
/// constraints without a name of a table, such as `users`; `false` if there is none.
pub(super) fn keep(current: &Catalog, wanted: &mut Catalog, name: &str) -> bool {
    let mut is_added = false;
    for table in &mut wanted.tables {
        let Some(rest) = name.strip_prefix(table.name.as_str()) else {
            continue;
        };
        let Some(now) = current.table(&table.name) else {
            continue;
        };
        if rest.is_empty() {
            is_added |= add_nameless(now, table);
            continue;
        }
        let Some(name) = rest.strip_prefix('.') else {
            continue;
        };
        let mut add = |done: bool| is_added |= done;
        add(added(&now.uniques, &mut table.uniques, |it| {
            it.name == name
        }));
        add(added(&now.indexes, &mut table.indexes, |it| {
            it.name == name
        }));
        add(added(&now.checks, &mut table.checks, |it| it.name == name));
        let keys = &mut table.foreign_keys;
        add(added(&now.foreign_keys, keys, |it| it.name == name));
        let Some(now) = now.column(name) else {
            continue;
        };
        match table.columns.iter_mut().find(|it| it.name == name) {
            // The clause ON UPDATE is a part of the default.
            Some(column) if column.default != now.default => {
                column.default = now.default.as_ref().map(|it| with_digits(it, &column.ty));
                is_added = true;
            }
            Some(_) => {}
            None if now.generated.is_some() => {
                table.columns.push(now.clone());
                is_added = true;
            }
            None => {}
        }
    }
    is_added
}

/// Adds the constraints without a name that the wanted table does not have, not even with a name.
fn add_nameless(now: &Table, wanted: &mut Table) -> bool {
    fn add<T: Clone + PartialEq>(from: &[T], to: &mut Vec<T>, nameless: impl Fn(&T) -> T) -> bool {
        let has = |to: &[T], one: &T| to.iter().any(|other| nameless(other) == *one);
        let found: Vec<T> = from
            .iter()
            .filter(|one| nameless(one) == **one && !has(to, one))
            .cloned()
            .collect();
        let is_added = !found.is_empty();
        to.extend(found);
        is_added
    }
    let uniques = add(&now.uniques, &mut wanted.uniques, |key| Key {
        name: String::new(),
        ..key.clone()
    });
    let checks = add(&now.checks, &mut wanted.checks, |check| Check {
        name: String::new(),
        ..check.clone()
    });
    let references = add(&now.foreign_keys, &mut wanted.foreign_keys, |key| {
        ForeignKey {
            name: String::new(),
            ..key.clone()
        }
    });
    uniques || checks || references
}

/// The default with the precision of the column's type: MySQL accepts no other.
fn with_digits(default: &Expression, ty: &Expression) -> Expression {
    let dialect = default.dialect();
    let text = default.text();
    let all = tokens(dialect, text);
    let digits = ty.text().find('(').map_or("", |at| &ty.text()[at..]);
    let mut adapted = String::with_capacity(text.len());
    let mut copied = 0;
    for (at, token) in all.iter().enumerate() {
        if !token.is_any(&["current_timestamp", "now", "localtime", "localtimestamp"]) {
            continue;
        }
        adapted.push_str(&text[copied..token.start]);
        adapted.push_str("CURRENT_TIMESTAMP");
        adapted.push_str(digits);
        let open = all.get(at + 1).filter(|open| open.is_symbol('('));
        let mut rest = all[at..].iter();
        let close = open.and_then(|_| rest.find(|close| close.is_symbol(')')));
        copied = close.unwrap_or(token).end();
    }
    adapted.push_str(&text[copied..]);
    Expression::new(dialect, &adapted)
}

fn added<T: Clone + PartialEq>(from: &[T], to: &mut Vec<T>, is_it: impl Fn(&T) -> bool) -> bool {
    let found = from.iter().find(|it| is_it(it));
    match found.filter(|it| !to.contains(it)) {
        Some(found) => {
            to.push(found.clone());
            true
        }
        None => false,
    }
}

/// Whether a check contains former values of an enum, and is from the models, even if an interrupted
/// run has already renamed its table. Of several such checks, only those are whose names the library
/// gives.
fn has_former_values(
    table: &str,
    alteration: &Alteration,
    changes: &[Change],
    intent: &Intent,
) -> bool {
    let Alteration::DropCheck(check) = alteration else {
        return false;
    };
    let of_table = || {
        changes.iter().filter_map(|change| match change {
            Change::Alter {
                table: of,
                alteration,
            } if of == table => Some(alteration),
            _ => None,
        })
    };
    let live = changes.iter().filter_map(|change| match change {
        Change::RenameTable { from, to } if to == table => Some(from.as_str()),
        _ => None,
    });
    let tables: Vec<&str> = live.chain([table]).collect();
    let has_usual_name = |check: &Check, column: &str| {
        tables.iter().any(|table| {
            Usual::new(table, intent).likely(check) != Likely::Other
                || is_type_check(&check.name, table, column)
        })
    };
    of_table().any(|alteration| {
        let Alteration::RenameValues { column, values, .. } = alteration else {
            return false;
        };
        let has_former = |check: &Check| {
            let mut values = values.iter();
            check.expression.mentions(&column.name)
                && values.any(|(former, _)| check.expression.has_value(former))
        };
        let is_usual = |other: &Alteration| match other {
            Alteration::DropCheck(other) => {
                has_usual_name(other, &column.name) && has_former(other)
            }
            _ => false,
        };
        has_former(check) && (has_usual_name(check, &column.name) || !of_table().any(is_usual))
    })
}

/// A dropped object, with the new names.
struct Dropped<'c> {
    words: &'static str,
    kind: Kind,
    name: &'c str,
    columns: BTreeSet<&'c str>,
    /// The words for it if `dropped:` of the models cannot name it.
    nameless: Option<String>,
}

impl<'c> Dropped<'c> {
    fn of(alteration: &'c Alteration) -> Option<Dropped<'c>> {
        // SQLite and MariaDB have constraints without a name.
        let dropped = |words, kind, name: &'c str, columns: Vec<&'c str>| {
            let quoted: Vec<String> = columns.iter().map(|name| format!("`{name}`")).collect();
            Some(Dropped {
                words,
                kind,
                name,
                nameless: name
                    .is_empty()
                    .then(|| format!("{words} on {} of the table", quoted.join(", "))),
                columns: columns.into_iter().collect(),
            })
        };
        let listed = |columns: &'c [String]| columns.iter().map(String::as_str).collect();
        match alteration {
            Alteration::DropUnique(key) => {
                dropped("unique key", Kind::Unique, &key.name, listed(&key.columns))
            }
            Alteration::DropIndex(index) => {
                let kind = if index.unique {
                    Kind::Unique
                } else {
                    Kind::Index
                };
                let (columns, _) = columns_of_index(index);
                dropped("index", kind, &index.name, columns.into_iter().collect())
            }
            // On MariaDB, a check that was written at a column has none.
            Alteration::DropCheck(check) if check.name.is_empty() => Some(Dropped {
                words: "check",
                kind: Kind::Check,
                name: &check.name,
                columns: BTreeSet::new(),
                nameless: Some(format!("check ({}) of the table", check.expression)),
            }),
            Alteration::DropCheck(check) => dropped("check", Kind::Check, &check.name, Vec::new()),
            Alteration::DropForeignKey(key) => dropped(
                "foreign key",
                Kind::ForeignKey,
                &key.name,
                listed(&key.columns),
            ),
            Alteration::DropColumn(column) if column.generated.is_some() => {
                dropped(COMPUTED, Kind::Check, &column.name, Vec::new())
            }
            Alteration::ChangeColumn { from, to } => {
                let updates = |default: &Option<Expression>| {
                    let default = default.as_ref();
                    default.is_some_and(|default| default.normal().contains("on update "))
                };
                let goes = from
                    .default
                    .as_ref()
                    .is_some_and(|it| it.dialect().has_mysql_grammar())
                    && updates(&from.default)
                    && !updates(&to.default);
                let words = "clause ON UPDATE of the column";
                goes.then(|| Dropped {
                    words,
                    kind: Kind::Check,
                    name: &to.name,
                    columns: BTreeSet::new(),
                    nameless: Some(words.to_owned()),
                })
            }
            _ => None,
        }
    }
}

/// The other changes of the tables, with the new names.
#[derive(Default)]
struct Moved<'c> {
    /// From a table's new name to its current name.
    tables: BTreeMap<&'c str, &'c str>,
    /// Columns that are renamed, dropped or converted.
    columns: BTreeSet<(&'c str, &'c str)>,
    /// Columns with another definition, on which the check of a type depends.
    changed: BTreeSet<(&'c str, &'c str)>,
    /// New columns.
    new: BTreeSet<(&'c str, &'c str)>,
    /// Dropped columns.
    gone: BTreeSet<(&'c str, &'c str)>,
    /// The new or renamed objects of each table.
    added: BTreeSet<(&'c str, &'c str)>,
    /// Dropped foreign keys.
    references: BTreeSet<(&'c str, &'c str)>,
    checks: BTreeMap<(&'c str, &'c str), BTreeSet<&'c str>>,
}

impl<'c> Moved<'c> {
    fn find(current: &'c Catalog, changes: &'c [Change]) -> Moved<'c> {
        let mut moved = Moved::default();
        for change in changes {
            let (table, alteration) = match change {
                Change::RenameTable { from, to } => {
                    moved.tables.insert(to, from);
                    continue;
                }
                Change::Alter { table, alteration } => (table.as_str(), alteration),
                _ => continue,
            };
            match alteration {
                Alteration::RenameColumn { to, .. } => {
                    moved.columns.insert((table, to));
                }
                Alteration::DropColumn(column) => {
                    moved.columns.insert((table, &column.name));
                    moved.gone.insert((table, &column.name));
                }
                Alteration::ChangeColumn { from, to } => {
                    moved.changed.insert((table, &to.name));
                    if from.ty != to.ty {
                        moved.columns.insert((table, &to.name));
                    }
                }
                Alteration::AddColumn(column) => {
                    moved.new.insert((table, &column.name));
                }
                // Another one may get its name, too.
                Alteration::Rename { to, .. } => {
                    moved.added.insert((table, to));
                }
                Alteration::AddUnique(key) => {
                    moved.added.insert((table, &key.name));
                }
                Alteration::AddIndex(index) => {
                    moved.added.insert((table, &index.name));
                }
                Alteration::AddCheck(check) => {
                    moved.added.insert((table, &check.name));
                }
                Alteration::AddForeignKey(key) => {
                    moved.added.insert((table, &key.name));
                }
                Alteration::DropForeignKey(key) => {
                    moved.references.insert((table, &key.name));
                }
                _ => {}
            }
        }
        // The columns of a check are the columns of its table that its expression contains.
        for change in changes {
            if let Change::Alter {
                table,
                alteration: Alteration::DropCheck(check),
            } = change
            {
                let now = moved.tables.get(table.as_str()).copied().unwrap_or(table);
                let columns = current.table(now).map(|table| table.columns.as_slice());
                let columns = columns
                    .unwrap_or_default()
                    .iter()
                    .map(|it| it.name.as_str());
                let to_come = moved.columns.iter().filter(|(of, _)| of == table);
                let to_come = to_come.map(|(_, column)| *column);
                let named = columns
                    .chain(to_come)
                    .filter(|it| check.expression.mentions(it));
                let named = named.collect();
                moved.checks.insert((table, &check.name), named);
            }
        }
        moved
    }

    /// Whether another object gets its name, even in a renamed table, or it is dropped with all its
    /// columns, or with the foreign key for which MySQL created it.
    fn is_replaced(&self, table: &str, dropped: &Dropped<'_>) -> bool {
        let columns = self.columns_of(table, dropped);
        let all_gone = !columns.is_empty()
            && columns.iter().all(|column| {
                // A replaced column drops the objects that the new one would need, too.
                self.gone.contains(&(table, column)) && !self.new.contains(&(table, column))
            });
        let is_of_reference =
            dropped.words == "index" && self.references.contains(&(table, dropped.name));
        let comes = match dropped.words {
            COMPUTED => &self.new,
            _ => &self.added,
        };
        let now = self.tables.get(table).copied().unwrap_or(table);
        let prefix = dropped.kind.prefix();
        let of_table = dropped.name.strip_prefix(&format!("{prefix}_{now}_"));
        let to_come = of_table.map(|rest| format!("{prefix}_{table}_{rest}"));
        let comes_renamed = to_come.is_some_and(|name| comes.contains(&(table, name.as_str())));
        comes.contains(&(table, dropped.name)) || comes_renamed || all_gone || is_of_reference
    }

    /// Whether it was in earlier models: its name is one that the library gives, and its columns
    /// change. An interrupted run may have renamed the table or the column already.
    fn is_former(&self, table: &str, dropped: &Dropped<'_>, intent: &Intent) -> bool {
        let is_usual = |table: &str| {
            let usual = format!("{}_{table}_", dropped.kind.prefix());
            dropped.name.starts_with(&usual)
        };
        let mut former = intent.tables.iter().filter(|former| former.name == table);
        // Then the name contains the current name of the column.
        let was_renamed = |column: &str| {
            let mut former = intent.columns.iter();
            former.any(|former| {
                let is_it = former.table == table && former.name == column;
                is_it && dropped.name.contains(&format!("_{}", former.was))
            })
        };
        let changes = || {
            self.columns_of(table, dropped).iter().any(|column| {
                let is_check = dropped.kind == Kind::Check;
                self.columns.contains(&(table, column))
                    || was_renamed(column)
                    || is_check && self.changed.contains(&(table, column))
            })
        };
        let now = self.tables.get(table).copied().unwrap_or(table);
        // On SQLite, two types may differ only in their checks.
        let is_of_type = || {
            let mut columns = self.columns_of(table, dropped).iter();
            dropped.kind == Kind::Check
                && columns.any(|column| is_type_check(dropped.name, now, column))
        };
        dropped.nameless.is_none()
            && (is_of_type()
                || former.any(|former| now != former.was && is_usual(&former.was))
                || is_usual(now) && changes())
    }

    fn columns_of<'a>(&'a self, table: &'a str, dropped: &'a Dropped<'_>) -> &'a BTreeSet<&'a str> {
        match self.checks.get(&(table, dropped.name)) {
            Some(columns) if dropped.kind == Kind::Check => columns,
            _ => &dropped.columns,
        }
    }
}
