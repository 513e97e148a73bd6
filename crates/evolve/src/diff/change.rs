//! The changes that lead from one catalog to another.

use std::fmt;

use tablewright_schema::Stored;
use tablewright_schema::catalog::{
    Check, Column, Expression, ForeignKey, Index, Key, Other, Table,
};

use crate::items;

/// A reversible change of a database.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    clippy::large_enum_variant,
    reason = "a difference has few of them, and none is moved about much"
)]
pub enum Change {
    /// Creates a table.
    CreateTable(Box<Table>),
    /// Drops a table.
    DropTable(Box<Table>),
    /// Renames a table.
    RenameTable {
        /// The current name.
        from: String,
        /// The new name.
        to: String,
    },
    /// Alters a table.
    Alter {
        /// The new name of the table.
        table: String,
        /// The alteration.
        alteration: Alteration,
    },
    /// Creates a view, a trigger or the like.
    CreateOther(Other),
    /// Drops a view, a trigger or the like.
    DropOther(Other),
}

/// A change of a table. It uses the new names of tables and columns.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    clippy::large_enum_variant,
    reason = "a difference has few of them, and none is moved about much"
)]
pub enum Alteration {
    /// Adds a column.
    AddColumn(Column),
    /// Drops a column.
    DropColumn(Column),
    /// Renames a column.
    RenameColumn {
        /// The current name.
        from: String,
        /// The new name.
        to: String,
    },
    /// Changes the definition of a column.
    ChangeColumn {
        /// The current column, with its new name.
        from: Column,
        /// The new column.
        to: Column,
    },
    /// Drops the default of a column, which would prevent a change of another one.
    DropDefault(Column),
    /// Sets the dropped default of a column again.
    SetDefault(Column),
    /// Stores values of an enum in another form, in a column.
    RenameValues {
        /// The column.
        column: Column,
        /// Whether it holds lists of the enum.
        is_list: bool,
        /// The current and the new form of each.
        values: Vec<(Stored, Stored)>,
    },
    /// Adds a primary key.
    AddPrimaryKey(Key),
    /// Drops a primary key.
    DropPrimaryKey(Key),
    /// Adds a unique key.
    AddUnique(Key),
    /// Drops a unique key.
    DropUnique(Key),
    /// Adds an index.
    AddIndex(Index),
    /// Drops an index.
    DropIndex(Index),
    /// Adds a check.
    AddCheck(Check),
    /// Drops a check.
    DropCheck(Check),
    /// Adds a foreign key.
    AddForeignKey(ForeignKey),
    /// Drops a foreign key.
    DropForeignKey(ForeignKey),
    /// Renames a constraint or an index.
    Rename {
        /// The object.
        what: Named,
        /// The current name.
        from: String,
        /// The new name.
        to: String,
    },
    /// Changes the comment of the table.
    Comment {
        /// The current comment.
        from: Option<String>,
        /// The new comment.
        to: Option<String>,
    },
    /// Changes the options of the table.
    Options {
        /// The current options.
        from: Option<Expression>,
        /// The new options.
        to: Option<Expression>,
    },
}

/// An object that can be renamed.
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

/// The changes, with some renamed objects dropped and created again instead.
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

/// Whether a generated column becomes a stored one, or a stored one becomes generated: the first
/// keeps its values, and everything that uses the column treats it as a new one.
pub(crate) fn turns_generated(from: &Column, to: &Column) -> bool {
    from.generated.is_some() != to.generated.is_some()
}

impl Change {
    /// The change that undoes this one; lost data does not come back.
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
    /// The same object with another name.
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

/// Prints the change for people: ``add the column `users.bio` ``.
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
            // Other programs may give constraints no name.
            A::AddUnique(key) if key.name.is_empty() => {
                write!(f, "add the unique key of `{table}` ({})", listed(key))
            }
            A::DropUnique(key) if key.name.is_empty() => {
                write!(f, "drop the unique key of `{table}` ({})", listed(key))
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
            A::AddCheck(check) if check.name.is_empty() => {
                write!(f, "add the check ({}) to `{table}`", check.expression)
            }
            A::DropCheck(check) if check.name.is_empty() => {
                write!(f, "drop the check ({}) of `{table}`", check.expression)
            }
            A::AddCheck(check) => write!(f, "add the check `{}` to `{table}`", check.name),
            A::DropCheck(check) => write!(f, "drop the check `{}` of `{table}`", check.name),
            A::AddForeignKey(key) if key.name.is_empty() => write!(
                f,
                "add the foreign key from `{table}` ({}) to `{}`",
                key.columns.join(", "),
                key.target
            ),
            A::DropForeignKey(key) if key.name.is_empty() => write!(
                f,
                "drop the foreign key from `{table}` ({}) to `{}`",
                key.columns.join(", "),
                key.target
            ),
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
            A::Rename { what, from, to } if from.is_empty() => {
                write!(f, "name the {} of `{table}` `{to}`", what.kind())
            }
            A::Rename { what, from, to } if to.is_empty() => {
                write!(
                    f,
                    "take the name `{from}` from the {} of `{table}`",
                    what.kind()
                )
            }
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

/// The differences of a column, in a few words.
fn differences(from: &Column, to: &Column) -> String {
    let mut words = Vec::new();
    if from.ty != to.ty {
        let (from, to) = (items::shown(&from.ty), items::shown(&to.ty));
        words.push(format!("{from} becomes {to}"));
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
