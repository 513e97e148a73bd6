//! Consequences of a change: objects that have to be dropped while their columns change, and
//! created again afterwards.

use std::collections::{BTreeMap, BTreeSet};

use tablewright_schema::catalog::{
    Catalog, Check, Column, Expression, ForeignKey, Index, IndexKey, Key, Other, OtherKind, Table,
};
use tablewright_sql::{Dialect, tokens};

use super::ExtraTables;
use super::change::{Alteration, Change, Named, turns_generated, without_renames};
use super::mapping::columns_of_index;
use crate::physical::Physical;

/// Adds the alterations that drop and create such objects.
pub(super) fn add(
    dialect: Dialect,
    current: &Catalog,
    wanted: &Catalog,
    extra: ExtraTables,
    changes: &mut Vec<Change>,
) {
    let rules = match dialect {
        // A table of SQLite is rebuilt together with its dependents.
        Dialect::Sqlite => return,
        Dialect::Postgres => Rules {
            renames_disturb: false,
            bare_checks_go: false,
            foreign_keys_need_indexes: false,
        },
        Dialect::Mysql | Dialect::Mariadb => Rules {
            renames_disturb: true,
            bare_checks_go: true,
            foreign_keys_need_indexes: true,
        },
    };
    let mut moved = Moved::find(changes, &rules);
    // Another generated column may read a replaced one.
    while replace_generated(current, wanted, &mut moved, changes) {}
    drop_instead_of_renaming(changes);
    // Dropping a column drops the object with it, which then cannot be renamed.
    *changes = without_renames(changes, |table, what| moved.disturbs(table, what));
    let mut moved = Moved::find(changes, &rules);
    if dialect.copies_tables_with_checks_of_times() {
        let tables = current.tables.iter().chain(&wanted.tables);
        let copied = tables.filter(|table| has_check_of_time(dialect, table));
        moved.copied.extend(copied.map(|table| table.name.clone()));
    }
    for table in &wanted.tables {
        let Some(now) = current.table(&table.name) else {
            continue;
        };
        let mut more = Vec::new();
        for key in table.uniques.iter().filter(|key| now.uniques.contains(key)) {
            if moved.disturbs_key(&table.name, key) {
                more.push(Alteration::DropUnique(key.clone()));
                more.push(Alteration::AddUnique(key.clone()));
            }
        }
        if let Some(key) = table.primary_key.as_ref()
            && now.primary_key.as_ref() == Some(key)
            && moved.disturbs_key(&table.name, key)
        {
            more.push(Alteration::DropPrimaryKey(key.clone()));
            more.push(Alteration::AddPrimaryKey(key.clone()));
        }
        for index in table
            .indexes
            .iter()
            .filter(|index| now.indexes.contains(index))
        {
            if moved.disturbs_index(&table.name, index) {
                more.push(Alteration::DropIndex(index.clone()));
                more.push(Alteration::AddIndex(index.clone()));
            }
        }
        for check in table
            .checks
            .iter()
            .filter(|check| now.checks.contains(check))
        {
            let is_bare = || {
                !now.columns
                    .iter()
                    .any(|column| check.expression.mentions(&column.name))
            };
            let goes = rules.bare_checks_go && moved.reshaped.contains(&table.name) && is_bare();
            if goes || moved.disturbs_check(&table.name, check) {
                more.push(Alteration::DropCheck(check.clone()));
                more.push(Alteration::AddCheck(check.clone()));
            }
        }
        moved.note(&table.name, &more);
        changes.extend(more.into_iter().map(|alteration| Change::Alter {
            table: table.name.clone(),
            alteration,
        }));
    }
    foreign_keys(current, wanted, &moved, changes);
    if dialect.defaults_hold_columns() {
        defaults(current, wanted, &moved, changes);
    }
    if dialect.views_hold_columns() && extra == ExtraTables::Managed {
        others(current, wanted, &moved, changes);
    }
}

/// Defaults on MySQL that use a renamed or a replaced column: they prevent that. A dropped column
/// is dropped with its default before the names change.
fn defaults(current: &Catalog, wanted: &Catalog, moved: &Moved, changes: &mut Vec<Change>) {
    for now in &current.tables {
        let Some(table) = wanted.table(&now.name) else {
            continue;
        };
        let renamed = moved.renamed.get(&now.name).into_iter().flatten();
        let replaced = moved.replaced.get(&now.name).into_iter().flatten();
        let replaced = replaced.filter(|column| table.column(column).is_some());
        let disturbing: Vec<&String> = renamed.chain(replaced).collect();
        for column in &now.columns {
            let is_disturbed = |default: &Expression| {
                let mut disturbing = disturbing.iter();
                disturbing.any(|disturbing| default.mentions(disturbing))
            };
            let wanted = table.column(&column.name);
            let stays = wanted.is_some() && !moved.is_replaced(&now.name, &column.name);
            if !stays || !column.default.as_ref().is_some_and(is_disturbed) {
                continue;
            }
            let mut alterations = vec![Alteration::DropDefault(column.clone())];
            let changed = changes.iter_mut().find_map(|change| match change {
                Change::Alter {
                    table,
                    alteration: Alteration::ChangeColumn { from, .. },
                } if *table == now.name && from.name == column.name => Some(from),
                _ => None,
            });
            match (changed, wanted) {
                (Some(from), _) => from.default = None,
                (None, Some(wanted)) => {
                    alterations.push(Alteration::SetDefault(wanted.clone()));
                }
                (None, None) => {}
            }
            changes.extend(alterations.into_iter().map(|alteration| Change::Alter {
                table: now.name.clone(),
                alteration,
            }));
        }
    }
}

/// Views and triggers on PostgreSQL that stay, except while a column in them changes. SQLite
/// rebuilds tables together with their dependents, and the other databases resolve a view only when
/// it is read.
fn others(current: &Catalog, wanted: &Catalog, moved: &Moved, changes: &mut Vec<Change>) {
    let stay = wanted
        .others
        .iter()
        .filter(|other| current.others.contains(other) && moved.disturbs_other(other));
    for other in stay {
        changes.push(Change::DropOther(other.clone()));
        changes.push(Change::CreateOther(other.clone()));
    }
}

struct Rules {
    /// Whether a column cannot be renamed while an expression uses it.
    renames_disturb: bool,
    /// Whether a check without any column is dropped with any column.
    bare_checks_go: bool,
    /// Whether a foreign key needs an index that begins with its columns.
    foreign_keys_need_indexes: bool,
}

/// The changing columns of each table, by their new names.
#[derive(Default)]
struct Moved {
    /// Columns that are dropped, and possibly added again.
    replaced: BTreeMap<String, BTreeSet<String>>,
    /// Columns whose values change their text, which would violate a foreign key.
    revalued: BTreeMap<String, BTreeSet<String>>,
    /// Columns with a new type.
    retyped: BTreeMap<String, BTreeSet<String>>,
    /// Columns that are `NOT NULL` either before or after the change.
    renulled: BTreeMap<String, BTreeSet<String>>,
    /// Renamed columns, if the name prevents expressions.
    renamed: BTreeMap<String, BTreeSet<String>>,
    /// Tables that lose columns, in the change or its reverse.
    reshaped: BTreeSet<String>,
    /// Tables that the database copies for any change of their columns.
    copied: BTreeSet<String>,
    /// The columns of dropped keys, sorted by name.
    keys: BTreeMap<String, BTreeSet<Vec<String>>>,
    /// The dropped indexes, including those of keys, if foreign keys need indexes.
    indexes: BTreeMap<String, Vec<Dropped>>,
    /// Whether a foreign key needs an index that begins with its columns.
    foreign_keys_need_indexes: bool,
}

/// A dropped index.
struct Dropped {
    /// The columns at its beginning.
    leading: Vec<String>,
    /// All columns.
    columns: Vec<String>,
    has_expressions: bool,
}

impl Dropped {
    fn key(key: &Key) -> Dropped {
        Dropped {
            leading: key.columns.clone(),
            columns: key.columns.clone(),
            has_expressions: false,
        }
    }

    fn index(index: &Index) -> Dropped {
        let (columns, expressions) = columns_of_index(index);
        let leading = index.parts.iter().map_while(|part| match &part.key {
            IndexKey::Column(name) => Some(name.clone()),
            IndexKey::Expression(_) => None,
        });
        Dropped {
            leading: leading.collect(),
            columns: columns.into_iter().map(str::to_owned).collect(),
            has_expressions: !expressions.is_empty(),
        }
    }
}

impl Moved {
    fn find(changes: &[Change], rules: &Rules) -> Moved {
        let mut moved = Moved {
            foreign_keys_need_indexes: rules.foreign_keys_need_indexes,
            ..Moved::default()
        };
        for change in changes {
            let Change::Alter { table, alteration } = change else {
                continue;
            };
            if let Alteration::RenameColumn { to, .. } = alteration
                && rules.renames_disturb
            {
                moved
                    .renamed
                    .entry(table.clone())
                    .or_default()
                    .insert(to.clone());
            }
            moved.note(table, std::slice::from_ref(alteration));
        }
        moved
    }

    fn note(&mut self, table: &str, alterations: &[Alteration]) {
        for alteration in alterations {
            match alteration {
                Alteration::AddColumn(_) => {
                    self.reshaped.insert(table.to_owned());
                }
                Alteration::DropColumn(column) => {
                    self.reshaped.insert(table.to_owned());
                    let columns = self.replaced.entry(table.to_owned()).or_default();
                    columns.insert(column.name.clone());
                }
                Alteration::ChangeColumn { from, to } => {
                    if turns_generated(from, to) {
                        self.reshaped.insert(table.to_owned());
                        let columns = self.replaced.entry(table.to_owned()).or_default();
                        columns.insert(to.name.clone());
                    }
                    if from.nullable != to.nullable {
                        let columns = self.renulled.entry(table.to_owned()).or_default();
                        columns.insert(to.name.clone());
                    }
                    if from.ty != to.ty || from.collation != to.collation {
                        let columns = self.retyped.entry(table.to_owned()).or_default();
                        columns.insert(to.name.clone());
                    }
                }
                Alteration::DropPrimaryKey(key) | Alteration::DropUnique(key) => {
                    let indexes = self.indexes.entry(table.to_owned()).or_default();
                    indexes.push(Dropped::key(key));
                    let keys = self.keys.entry(table.to_owned()).or_default();
                    keys.insert(sorted(&key.columns));
                }
                Alteration::DropIndex(index) => {
                    let indexes = self.indexes.entry(table.to_owned()).or_default();
                    indexes.push(Dropped::index(index));
                    let columns: Vec<String> = columns_of_index(index)
                        .0
                        .into_iter()
                        .map(str::to_owned)
                        .collect();
                    let keys = self.keys.entry(table.to_owned()).or_default();
                    keys.insert(sorted(&columns));
                }
                Alteration::RenameValues { column, .. } => {
                    let columns = self.revalued.entry(table.to_owned()).or_default();
                    columns.insert(column.name.clone());
                }
                Alteration::RenameColumn { .. }
                | Alteration::DropDefault(_)
                | Alteration::SetDefault(_)
                | Alteration::AddPrimaryKey(_)
                | Alteration::AddUnique(_)
                | Alteration::AddIndex(_)
                | Alteration::AddCheck(_)
                | Alteration::DropCheck(_)
                | Alteration::AddForeignKey(_)
                | Alteration::DropForeignKey(_)
                | Alteration::Rename { .. }
                | Alteration::Comment { .. }
                | Alteration::Options { .. } => {}
            }
        }
    }

    fn is_replaced(&self, table: &str, column: &str) -> bool {
        has(&self.replaced, table, column)
    }

    fn disturbs_key(&self, table: &str, key: &Key) -> bool {
        key.columns
            .iter()
            .any(|column| self.is_replaced(table, column))
    }

    fn disturbs_index(&self, table: &str, index: &Index) -> bool {
        let (columns, expressions) = columns_of_index(index);
        columns.iter().any(|column| self.is_replaced(table, column))
            || expressions
                .iter()
                .any(|sql| self.is_named(table, |column| sql.mentions(column)))
    }

    fn disturbs_check(&self, table: &str, check: &Check) -> bool {
        self.is_named(table, |column| check.expression.mentions(column))
    }

    /// Whether an object cannot stay while its columns change.
    fn disturbs(&self, table: &str, what: &Named) -> bool {
        match what {
            Named::PrimaryKey(key) | Named::Unique(key) => self.disturbs_key(table, key),
            Named::Index(index) => self.disturbs_index(table, index),
            Named::Check(check) => self.disturbs_check(table, check),
            Named::ForeignKey(key) => self.disturbs_foreign_key(table, key),
        }
    }

    /// Whether a trigger uses a changing column of its table, or a view uses such a column and its
    /// table.
    fn disturbs_other(&self, other: &Other) -> bool {
        let tokens = tokens(Dialect::Postgres, &other.sql);
        let names = |name: &str| {
            let mut tokens = tokens.iter();
            tokens.any(|token| token.name() == name)
        };
        let columns = self.replaced.iter().chain(&self.retyped);
        columns.into_iter().any(|(table, columns)| {
            let is_about = match other.kind {
                OtherKind::Trigger => other.table.as_deref() == Some(table.as_str()),
                OtherKind::View | OtherKind::MaterializedView => names(table),
                OtherKind::Sequence
                | OtherKind::Type
                | OtherKind::Routine
                | OtherKind::Extension
                | OtherKind::Virtual => false,
            };
            is_about && columns.iter().any(|column| names(column))
        })
    }

    /// Whether an expression uses a changing column.
    fn is_named(&self, table: &str, names: impl Fn(&str) -> bool) -> bool {
        [&self.replaced, &self.retyped, &self.renamed]
            .into_iter()
            .filter_map(|columns| columns.get(table))
            .flatten()
            .any(|column| names(column))
    }

    fn disturbs_foreign_key(&self, table: &str, key: &ForeignKey) -> bool {
        let changes = |table: &str, column: &String| {
            let all = [&self.replaced, &self.retyped, &self.revalued];
            all.into_iter().any(|columns| has(columns, table, column))
        };
        let targets = self.keys.get(&key.target);
        key.columns.iter().any(|column| changes(table, column))
            || key
                .target_columns
                .iter()
                .any(|column| changes(&key.target, column))
            || targets.is_some_and(|keys| keys.contains(&sorted(&key.target_columns)))
            || self.lacks_index(table, key)
            || self.is_in_copied(table, key)
    }

    /// Whether MySQL copies the table, because it loses columns or has a check of times, while a
    /// column of the foreign key becomes `NOT NULL`, in the change or its reverse: MySQL refuses
    /// that.
    fn is_in_copied(&self, table: &str, key: &ForeignKey) -> bool {
        let mut columns = key.columns.iter();
        self.foreign_keys_need_indexes
            && (self.reshaped.contains(table) || self.copied.contains(table))
            && columns.any(|column| has(&self.renulled, table, column))
    }

    /// Whether the foreign key is temporarily without an index: an index that cannot be dropped and
    /// added in one statement, because one of its expressions or generated columns has to change
    /// before.
    fn lacks_index(&self, table: &str, key: &ForeignKey) -> bool {
        let is_in_the_way = |index: &Dropped| {
            let mut columns = index.columns.iter();
            index.has_expressions || columns.any(|column| self.is_replaced(table, column))
        };
        let mut dropped = self.indexes.get(table).into_iter().flatten();
        self.foreign_keys_need_indexes
            && dropped.any(|index| index.leading.starts_with(&key.columns) && is_in_the_way(index))
    }
}

fn has(columns: &BTreeMap<String, BTreeSet<String>>, table: &str, column: &str) -> bool {
    columns
        .get(table)
        .is_some_and(|columns| columns.contains(column))
}

fn sorted(columns: &[String]) -> Vec<String> {
    let mut columns = columns.to_vec();
    columns.sort();
    columns
}

/// Replaces the generated columns that read a changing column, and returns whether there were any.
fn replace_generated(
    current: &Catalog,
    wanted: &Catalog,
    moved: &mut Moved,
    changes: &mut Vec<Change>,
) -> bool {
    let mut found = false;
    for table in &wanted.tables {
        let Some(now) = current.table(&table.name) else {
            continue;
        };
        for column in &table.columns {
            let Some(now) = now.column(&column.name) else {
                continue;
            };
            let (Some(from), Some(to)) = (&now.generated, &column.generated) else {
                continue;
            };
            let reads = |other: &str| {
                let mut both = [from, to].into_iter();
                other != column.name && both.any(|each| each.expression.mentions(other))
            };
            if moved.is_replaced(&table.name, &column.name) || !moved.is_named(&table.name, reads) {
                continue;
            }
            found = true;
            replace(&table.name, now, column, moved, changes);
        }
    }
    found
}

fn replace(
    table: &str,
    now: &Column,
    wanted: &Column,
    moved: &mut Moved,
    changes: &mut Vec<Change>,
) {
    let is_of_column = |change: &Change| match change {
        Change::Alter {
            table: of,
            alteration: Alteration::ChangeColumn { to, .. },
        } => of == table && to.name == wanted.name,
        _ => false,
    };
    changes.retain(|change| !is_of_column(change));
    let alterations = [
        Alteration::DropColumn(now.clone()),
        Alteration::AddColumn(wanted.clone()),
    ];
    moved.note(table, &alterations);
    changes.extend(alterations.map(|alteration| Change::Alter {
        table: table.to_owned(),
        alteration,
    }));
}

/// A replaced generated column is dropped before columns are renamed, so it is dropped with the old
/// name and added with the new one.
fn drop_instead_of_renaming(changes: &mut Vec<Change>) {
    let dropped: BTreeSet<(String, String)> = changes
        .iter()
        .filter_map(|change| match change {
            Change::Alter {
                table,
                alteration: Alteration::DropColumn(column),
            } if column.generated.is_some() => Some((table.clone(), column.name.clone())),
            _ => None,
        })
        .collect();
    changes.retain(|change| match change {
        Change::Alter {
            table,
            alteration: Alteration::RenameColumn { to, .. },
        } => !dropped.contains(&(table.clone(), to.clone())),
        _ => true,
    });
}

/// Whether a check of the table reads a date or a time.
fn has_check_of_time(dialect: Dialect, table: &Table) -> bool {
    let times = table.columns.iter().filter(|column| {
        matches!(
            Physical::of(dialect, &column.ty),
            Physical::Date | Physical::Time | Physical::DateTime | Physical::Timestamp
        )
    });
    let is_read = |column: &Column| {
        let mut checks = table.checks.iter();
        checks.any(|check| check.expression.mentions(&column.name))
    };
    { times }.any(is_read)
}

/// The foreign keys that stay, except while their columns or the referenced key change.
fn foreign_keys(current: &Catalog, wanted: &Catalog, moved: &Moved, changes: &mut Vec<Change>) {
    for table in &wanted.tables {
        let Some(now) = current.table(&table.name) else {
            continue;
        };
        let stay = table
            .foreign_keys
            .iter()
            .filter(|key| now.foreign_keys.contains(key));
        for key in stay.filter(|key| moved.disturbs_foreign_key(&table.name, key)) {
            let alterations = [
                Alteration::DropForeignKey(key.clone()),
                Alteration::AddForeignKey(key.clone()),
            ];
            changes.extend(alterations.map(|alteration| Change::Alter {
                table: table.name.clone(),
                alteration,
            }));
        }
    }
}
