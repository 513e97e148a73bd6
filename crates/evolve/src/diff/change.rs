//! What differs between two catalogs, as changes that lead from one to the other.

use std::fmt;

use tablewright_schema::Stored;
use tablewright_schema::catalog::{
    Check, Column, Expression, ForeignKey, Index, Key, Other, Table,
};

/// A change of a database, which has a reverse.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    clippy::large_enum_variant,
    reason = "a difference has few of them, and none is moved about much"
)]
pub enum Change {
    /// A table that is not there.
    CreateTable(Box<Table>),
    /// A table that is too many.
    DropTable(Box<Table>),
    /// A table that has another name.
    RenameTable {
        /// The name now.
        from: String,
        /// The name to come.
        to: String,
    },
    /// Something about a table that is there.
    Alter {
        /// The table's name to come.
        table: String,
        /// What.
        alteration: Alteration,
    },
    /// A view, a trigger or the like that is not there.
    CreateOther(Other),
    /// A view, a trigger or the like that is too many.
    DropOther(Other),
}

/// A change of a table. Names are those to come, of tables and of columns.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    clippy::large_enum_variant,
    reason = "a difference has few of them, and none is moved about much"
)]
pub enum Alteration {
    /// A column that is not there.
    AddColumn(Column),
    /// A column that is too many.
    DropColumn(Column),
    /// A column that has another name.
    RenameColumn {
        /// The name now.
        from: String,
        /// The name to come.
        to: String,
    },
    /// A column that is there, with something about it.
    ChangeColumn {
        /// The column now, under its name to come.
        from: Column,
        /// The column to come.
        to: Column,
    },
    /// The default of a column, which would be in the way of a change of another one.
    DropDefault(Column),
    /// The default of a column, which has been dropped.
    SetDefault(Column),
    /// Values of an enum that are stored as others, in a column.
    RenameValues {
        /// The column.
        column: Column,
        /// Whether it holds lists of the enum.
        is_list: bool,
        /// What is stored now, and what will be.
        values: Vec<(Stored, Stored)>,
    },
    /// A primary key that is not there.
    AddPrimaryKey(Key),
    /// A primary key that is too many.
    DropPrimaryKey(Key),
    /// A unique key that is not there.
    AddUnique(Key),
    /// A unique key that is too many.
    DropUnique(Key),
    /// An index that is not there.
    AddIndex(Index),
    /// An index that is too many.
    DropIndex(Index),
    /// A check that is not there.
    AddCheck(Check),
    /// A check that is too many.
    DropCheck(Check),
    /// A foreign key that is not there.
    AddForeignKey(ForeignKey),
    /// A foreign key that is too many.
    DropForeignKey(ForeignKey),
    /// A constraint or an index that has another name.
    Rename {
        /// What it is.
        what: Named,
        /// The name now.
        from: String,
        /// The name to come.
        to: String,
    },
    /// Another comment on the table.
    Comment {
        /// The comment now.
        from: Option<String>,
        /// The comment to come.
        to: Option<String>,
    },
    /// Other options of the table.
    Options {
        /// The options now.
        from: Option<Expression>,
        /// The options to come.
        to: Option<Expression>,
    },
}

/// What has a name that can change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// A primary key.
    PrimaryKey(Key),
    /// A unique key.
    Unique(Key),
    /// An index.
    Index(Index),
    /// A check.
    Check(Check),
    /// A foreign key.
    ForeignKey(ForeignKey),
}

/// The changes, where some of the rules with another name go and come back instead.
pub(crate) fn without_renames(
    changes: &[Change],
    goes: impl Fn(&str, &Named) -> bool,
) -> Vec<Change> {
    let mut found = Vec::with_capacity(changes.len());
    for change in changes {
        match change {
            Change::Alter {
                table,
                alteration: Alteration::Rename { what, from, .. },
            } if goes(table, what) => {
                let alterations = [what.renamed(from).dropped(), what.clone().added()];
                found.extend(alterations.map(|alteration| Change::Alter {
                    table: table.clone(),
                    alteration,
                }));
            }
            change => found.push(change.clone()),
        }
    }
    found
}

/// Whether a column is stored that was computed, or is computed that was stored: its values come
/// along in the first case, and it is as good as another column for all that is about it.
pub(crate) fn turns_generated(from: &Column, to: &Column) -> bool {
    from.generated.is_some() != to.generated.is_some()
}

impl Change {
    /// The change that undoes this one; what it lost does not come back.
    pub fn reversed(&self) -> Change {
        match self {
            Change::CreateTable(table) => Change::DropTable(table.clone()),
            Change::DropTable(table) => Change::CreateTable(table.clone()),
            Change::RenameTable { from, to } => Change::RenameTable {
                from: to.clone(),
                to: from.clone(),
            },
            Change::Alter { table, alteration } => Change::Alter {
                table: table.clone(),
                alteration: alteration.reversed(),
            },
            Change::CreateOther(other) => Change::DropOther(other.clone()),
            Change::DropOther(other) => Change::CreateOther(other.clone()),
        }
    }
}

impl Alteration {
    /// The alteration that undoes this one.
    pub fn reversed(&self) -> Alteration {
        use Alteration as A;
        match self {
            A::AddColumn(column) => A::DropColumn(column.clone()),
            A::DropColumn(column) => A::AddColumn(column.clone()),
            A::RenameColumn { from, to } => A::RenameColumn {
                from: to.clone(),
                to: from.clone(),
            },
            A::ChangeColumn { from, to } => A::ChangeColumn {
                from: to.clone(),
                to: from.clone(),
            },
            A::DropDefault(column) => A::SetDefault(column.clone()),
            A::SetDefault(column) => A::DropDefault(column.clone()),
            A::RenameValues {
                column,
                is_list,
                values,
            } => A::RenameValues {
                column: column.clone(),
                is_list: *is_list,
                values: values
                    .iter()
                    .map(|(from, to)| (to.clone(), from.clone()))
                    .collect(),
            },
            A::AddPrimaryKey(key) => A::DropPrimaryKey(key.clone()),
            A::DropPrimaryKey(key) => A::AddPrimaryKey(key.clone()),
            A::AddUnique(key) => A::DropUnique(key.clone()),
            A::DropUnique(key) => A::AddUnique(key.clone()),
            A::AddIndex(index) => A::DropIndex(index.clone()),
            A::DropIndex(index) => A::AddIndex(index.clone()),
            A::AddCheck(check) => A::DropCheck(check.clone()),
            A::DropCheck(check) => A::AddCheck(check.clone()),
            A::AddForeignKey(key) => A::DropForeignKey(key.clone()),
            A::DropForeignKey(key) => A::AddForeignKey(key.clone()),
            A::Rename { what, from, to } => A::Rename {
                what: what.renamed(from),
                from: to.clone(),
                to: from.clone(),
            },
            A::Comment { from, to } => A::Comment {
                from: to.clone(),
                to: from.clone(),
            },
            A::Options { from, to } => A::Options {
                from: to.clone(),
                to: from.clone(),
            },
        }
    }
}

impl Named {
    /// The same under another name.
    pub(crate) fn renamed(&self, name: &str) -> Named {
        let name = name.to_owned();
        match self.clone() {
            Named::PrimaryKey(key) => Named::PrimaryKey(Key { name, ..key }),
            Named::Unique(key) => Named::Unique(Key { name, ..key }),
            Named::Index(index) => Named::Index(Index { name, ..index }),
            Named::Check(check) => Named::Check(Check { name, ..check }),
            Named::ForeignKey(key) => Named::ForeignKey(ForeignKey { name, ..key }),
        }
    }

    fn dropped(self) -> Alteration {
        match self {
            Named::PrimaryKey(key) => Alteration::DropPrimaryKey(key),
            Named::Unique(key) => Alteration::DropUnique(key),
            Named::Index(index) => Alteration::DropIndex(index),
            Named::Check(check) => Alteration::DropCheck(check),
            Named::ForeignKey(key) => Alteration::DropForeignKey(key),
        }
    }

    fn added(self) -> Alteration {
        match self {
            Named::PrimaryKey(key) => Alteration::AddPrimaryKey(key),
            Named::Unique(key) => Alteration::AddUnique(key),
            Named::Index(index) => Alteration::AddIndex(index),
            Named::Check(check) => Alteration::AddCheck(check),
            Named::ForeignKey(key) => Alteration::AddForeignKey(key),
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Named::PrimaryKey(_) => "primary key",
            Named::Unique(_) => "unique key",
            Named::Index(_) => "index",
            Named::Check(_) => "check",
            Named::ForeignKey(_) => "foreign key",
        }
    }
}

/// As a person would put it: ``add the column `users.bio` ``.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Change::CreateTable(table) => write!(f, "create the table `{}`", table.name),
            Change::DropTable(table) => write!(f, "drop the table `{}`", table.name),
            Change::RenameTable { from, to } => write!(f, "rename the table `{from}` to `{to}`"),
            Change::Alter { table, alteration } => alteration.write(f, table),
            Change::CreateOther(other) => {
                write!(f, "create the {} `{}`", other.kind.words(), other.name)
            }
            Change::DropOther(other) => {
                write!(f, "drop the {} `{}`", other.kind.words(), other.name)
            }
        }
    }
}

impl Alteration {
    fn write(&self, f: &mut fmt::Formatter<'_>, table: &str) -> fmt::Result {
        use Alteration as A;
        match self {
            A::AddColumn(column) => write!(f, "add the column `{table}.{}`", column.name),
            A::DropColumn(column) => write!(f, "drop the column `{table}.{}`", column.name),
            A::RenameColumn { from, to } => {
                write!(f, "rename the column `{table}.{from}` to `{to}`")
            }
            A::ChangeColumn { from, to } => {
                write!(
                    f,
                    "change the column `{table}.{}`: {}",
                    to.name,
                    differences(from, to)
                )
            }
            A::DropDefault(column) => {
                write!(f, "drop the default of `{table}.{}`", column.name)
            }
            A::SetDefault(column) => write!(f, "set the default of `{table}.{}`", column.name),
            A::RenameValues { column, values, .. } => {
                write!(f, "rename values of `{table}.{}`:", column.name)?;
                for (position, (from, to)) in values.iter().enumerate() {
                    let comma = if position > 0 { "," } else { "" };
                    write!(f, "{comma} `{from}` to `{to}`")?;
                }
                Ok(())
            }
            A::AddPrimaryKey(key) => {
                write!(f, "add the primary key of `{table}` ({})", listed(key))
            }
            A::DropPrimaryKey(key) => {
                write!(f, "drop the primary key of `{table}` ({})", listed(key))
            }
            A::AddUnique(key) => {
                write!(
                    f,
                    "add the unique key `{}` of `{table}` ({})",
                    key.name,
                    listed(key)
                )
            }
            A::DropUnique(key) => write!(f, "drop the unique key `{}` of `{table}`", key.name),
            A::AddIndex(index) => write!(f, "add the index `{}` on `{table}`", index.name),
            A::DropIndex(index) => write!(f, "drop the index `{}` on `{table}`", index.name),
            A::AddCheck(check) => write!(f, "add the check `{}` to `{table}`", check.name),
            A::DropCheck(check) => write!(f, "drop the check `{}` of `{table}`", check.name),
            A::AddForeignKey(key) => write!(
                f,
                "add the foreign key `{}` from `{table}` to `{}`",
                key.name, key.target
            ),
            A::DropForeignKey(key) => write!(
                f,
                "drop the foreign key `{}` from `{table}` to `{}`",
                key.name, key.target
            ),
            A::Rename { what, from, to } => {
                write!(
                    f,
                    "rename the {} `{from}` of `{table}` to `{to}`",
                    what.kind()
                )
            }
            A::Comment { .. } => write!(f, "change the comment on `{table}`"),
            A::Options { .. } => write!(f, "change the options of `{table}`"),
        }
    }
}

fn listed(key: &Key) -> String {
    key.columns.join(", ")
}

/// What is different about a column, in a few words.
fn differences(from: &Column, to: &Column) -> String {
    let mut words = Vec::new();
    if from.ty != to.ty {
        words.push(format!("{} becomes {}", from.ty, to.ty));
    }
    match (from.nullable, to.nullable) {
        (true, false) => words.push("it can no longer be NULL".to_owned()),
        (false, true) => words.push("it can be NULL".to_owned()),
        (true, true) | (false, false) => {}
    }
    if from.default != to.default {
        words.push(match &to.default {
            Some(default) => format!("its default becomes {default}"),
            None => "it no longer has a default".to_owned(),
        });
    }
    if from.counted != to.counted {
        words.push(match to.counted {
            Some(_) => "it becomes auto-increment".to_owned(),
            None => "it is no longer auto-increment".to_owned(),
        });
    }
    if from.generated != to.generated {
        words.push(match &to.generated {
            Some(_) => "it is computed by another expression".to_owned(),
            None => "it is no longer computed by an expression".to_owned(),
        });
    }
    if from.collation != to.collation {
        words.push(match &to.collation {
            Some(collation) => format!("its collation becomes {collation}"),
            None => "its collation becomes the default".to_owned(),
        });
    }
    if from.comment != to.comment {
        words.push("another comment".to_owned());
    }
    words.join(", ")
}
