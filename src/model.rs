//! What generated structs implement.

use crate::value::{Binder, Row};
use crate::{Lookup, Result, Sql};

/// Something that can be read from a row.
pub trait FromRow: Sized + Send + 'static {
    /// What the row is of, to name it in errors.
    const TABLE: Option<&'static Table>;

    /// Reads the row from its first column on.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`](crate::Error::Decode) where the database holds what a field cannot.
    fn from_row<R: Row>(row: &R) -> Result<Self>;
}

/// A struct that stands for the rows of a table.
pub trait Model: FromRow + Clone {
    /// The table.
    const MODEL: &'static Table;
    /// The row with a primary key.
    const FIND: &'static Lookup;
    /// Writes every column that is neither in the key nor computed: those first, then the key.
    const SAVE: &'static Sql;
    /// Deletes the row with the key, or marks it as deleted.
    const DELETE: &'static Sql;
    /// The column that every change counts up, where there is one.
    const VERSION: Option<&'static str> = None;
    /// The column that tells when a row was deleted, where rows stay in the table.
    const DELETED: Option<&'static str> = None;

    /// Binds the columns that [`SAVE`](Model::SAVE) writes, then the key.
    ///
    /// # Errors
    ///
    /// [`Error::Value`](crate::Error::Value) for a value that no database takes.
    fn bind_row<B: Binder>(&self, to: &mut B) -> Result<()>;

    /// Binds the primary key.
    ///
    /// # Errors
    ///
    /// [`Error::Value`](crate::Error::Value) for a value that no database takes.
    fn bind_key<B: Binder>(&self, to: &mut B) -> Result<()>;

    /// Binds the version, where there is one: behind the key, for [`SAVE`](Model::SAVE) and
    /// [`DELETE`](Model::DELETE).
    ///
    /// # Errors
    ///
    /// [`Error::Value`](crate::Error::Value) for a value that no database takes.
    fn bind_version<B: Binder>(&self, to: &mut B) -> Result<()> {
        let _ = to;
        Ok(())
    }
}

/// A model whose rows have a version, so that a change of one that is not any more as it was read is
/// refused.
pub trait Versioned: Model {
    /// Counts the version up, as the database has done.
    fn count_version(&mut self);
}

/// A model whose rows stay in the table when they are deleted.
pub trait SoftDelete: Model {}

/// A struct whose values become a new row.
pub trait Insert: Send + Sync {
    /// What the new row is read back as.
    type Model: Model;
    /// Inserts the row and returns it, every column in the order of the fields.
    const INSERT: &'static Sql;
    /// The same without the key that the database counts, for the databases where that is quicker.
    const INSERT_COUNTED: Option<&'static Sql> = None;
    /// How the row is read back where the database does not return it.
    const READ_BACK: Option<&'static ReadBack> = None;

    /// Whether the key is left to the database, and [`INSERT_COUNTED`](Insert::INSERT_COUNTED) will
    /// do.
    fn is_counted(&self) -> bool {
        false
    }

    /// Binds every column that an insert can give, in the order of the fields, but last the key
    /// that the database counts; NULL for what is left to the database.
    ///
    /// # Errors
    ///
    /// [`Error::Value`](crate::Error::Value) for a value that no database takes.
    fn bind<B: Binder>(&self, to: &mut B) -> Result<()>;

    /// Binds what [`bind`](Insert::bind) does before that key.
    ///
    /// # Errors
    ///
    /// As [`bind`](Insert::bind).
    fn bind_counted<B: Binder>(&self, to: &mut B) -> Result<()> {
        self.bind(to)
    }
}

/// How an inserted row is read back on MySQL, which does not return it.
#[derive(Debug)]
pub struct ReadBack {
    /// Reads the row by its primary key, every column in the order of the fields.
    pub select: &'static str,
    /// Where the value of each column of the primary key comes from, in the order of the parameters
    /// of `select`.
    pub key: &'static [Key],
}

/// Where the value of a column of the primary key comes from.
#[derive(Debug)]
pub enum Key {
    /// From this parameter of the insert, from 0.
    Given(usize),
    /// From this parameter of the insert; where that is NULL, it is the number that the database
    /// gave the row.
    Counted(usize),
    /// From this parameter of the insert; where that is NULL, from a query that is run before the
    /// insert, and whose result takes the parameter's place.
    Default {
        /// The parameter, from 0.
        parameter: usize,
        /// Gives the default.
        query: &'static str,
    },
}

/// What is known of a table when a statement on it fails, and when tables are compared.
#[derive(Debug)]
pub struct Table {
    /// The name in the database.
    pub name: &'static str,
    /// The names of its columns, in the order of the fields.
    pub columns: &'static [&'static str],
    /// Its constraints.
    pub constraints: &'static [Constraint],
}

impl Table {
    /// The table of statements that are about no table of the models.
    pub const NONE: Table = Table {
        name: "",
        columns: &[],
        constraints: &[],
    };

    /// The table, unless it is [`NONE`](Table::NONE).
    #[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
    pub(crate) fn known(&'static self) -> Option<&'static Table> {
        (!self.name.is_empty()).then_some(self)
    }

    /// The column of a check that keeps it to its type, by the name of the check: the models do not
    /// name these among the constraints.
    #[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
    pub(crate) fn column_of_check(&self, name: &str) -> Option<&'static [&'static str]> {
        let rest = name.strip_prefix("ck_")?.strip_prefix(self.name)?;
        let column = rest.strip_prefix('_')?;
        let column = column.strip_suffix("_type").unwrap_or(column);
        let columns = self.columns;
        let position = columns.iter().position(|&known| known == column)?;
        Some(&columns[position..=position])
    }
}

/// A constraint of a [`Table`].
#[derive(Debug)]
pub struct Constraint {
    /// The name in the database.
    pub name: &'static str,
    /// The names of the columns that it is about.
    pub columns: &'static [&'static str],
    /// What it demands.
    pub rule: Rule,
}

impl Constraint {
    /// The constraint of that name: for generated code.
    pub const fn new(name: &'static str, columns: &'static [&'static str], rule: Rule) -> Self {
        Constraint {
            name,
            columns,
            rule,
        }
    }
}

/// What a [`Constraint`] demands.
#[derive(Debug)]
pub enum Rule {
    /// The primary key.
    PrimaryKey,
    /// No two rows alike.
    Unique,
    /// A condition.
    Check,
    /// That the row of another table is there.
    ForeignKey {
        /// The table that is referred to.
        table: &'static str,
        /// Its columns, pairwise to the constraint's.
        columns: &'static [&'static str],
    },
}

#[cfg(test)]
mod tests {
    #[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
    #[test]
    fn a_check_is_of_its_column() {
        let users = super::Table {
            name: "users",
            columns: &["id", "name"],
            constraints: &[],
        };
        assert_eq!(
            users.column_of_check("ck_users_name_type"),
            Some(&["name"][..])
        );
        assert_eq!(users.column_of_check("ck_users_id"), Some(&["id"][..]));
        assert_eq!(users.column_of_check("ck_users_id_name"), None);
        assert_eq!(users.column_of_check("positive"), None);
    }
}
