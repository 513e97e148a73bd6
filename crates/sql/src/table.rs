//! The structure of tables: all that generated code tells about the table of a model, and all that
//! rendering needs.
//!
//! Generated code has these values as `static`s; the build borrows its own, with a shorter
//! lifetime.

use crate::Dialect;
use crate::native::Native;
use crate::unsigned::Unsigned;

/// A table.
#[derive(Clone, Copy, Debug)]
pub struct Table<'t> {
    /// The name in the database.
    pub name: &'t str,
    /// The columns, in the order of the model's fields.
    pub columns: &'t [Column<'t>],
    /// The primary key.
    pub primary_key: Key<'t>,
    /// The other unique keys, and the unique indexes.
    pub uniques: &'t [Key<'t>],
    /// The named checks of the models.
    pub checks: &'t [Check<'t>],
    /// The foreign keys.
    pub references: &'t [Reference<'t>],
    /// The dialects on which the table exists.
    pub dialects: Dialects,
    /// Whether one of the columns has a collation.
    pub collated: bool,
}

/// A set of dialects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialects(u8);

impl Dialects {
    /// Every dialect.
    pub const ALL: Dialects = Dialects(u8::MAX);

    /// A set of these dialects.
    pub const fn of(dialects: &[Dialect]) -> Self {
        let (mut bits, mut position) = (0, 0);
        while position < dialects.len() {
            bits |= 1 << dialects[position] as u8;
            position += 1;
        }
        Dialects(bits)
    }

    /// Whether the set contains the dialect.
    pub const fn has(self, dialect: Dialect) -> bool {
        self.0 >> dialect as u8 & 1 == 1
    }
}

impl<'t> Table<'t> {
    /// A table without columns, for statements that belong to no table of the models.
    pub const NONE: Table<'static> = Table::new("", &[], Key::new("", &[]));

    /// A table whose only constraint is its primary key.
    pub const fn new(name: &'t str, columns: &'t [Column<'t>], primary_key: Key<'t>) -> Self {
        Table {
            name,
            columns,
            primary_key,
            uniques: &[],
            checks: &[],
            references: &[],
            dialects: Dialects::ALL,
            collated: has_collated(columns),
        }
    }

    /// The same table with these unique keys.
    pub const fn uniques(mut self, uniques: &'t [Key<'t>]) -> Self {
        self.uniques = uniques;
        self
    }

    /// The same table with these checks.
    pub const fn checks(mut self, checks: &'t [Check<'t>]) -> Self {
        self.checks = checks;
        self
    }

    /// The same table, only on these dialects.
    pub const fn only(mut self, dialects: &[Dialect]) -> Self {
        self.dialects = Dialects::of(dialects);
        self
    }

    /// The same table with these foreign keys.
    pub const fn references(mut self, references: &'t [Reference<'t>]) -> Self {
        self.references = references;
        self
    }

    /// The position of the column with this name.
    pub fn position(&self, name: &str) -> Option<u16> {
        let position = self.columns.iter().position(|column| column.name == name)?;
        u16::try_from(position).ok()
    }

    /// The column at a position; a column without a name if there is none.
    #[inline]
    pub fn column(&self, position: u16) -> &'t Column<'t> {
        match self.columns.get(usize::from(position)) {
            Some(column) => column,
            None => const { &Column::new("", Type::Text) },
        }
    }

    /// The names of the columns at these positions.
    pub fn names(&self, positions: &[u16]) -> impl Iterator<Item = &'t str> {
        positions.iter().map(|position| self.column(*position).name)
    }

    /// The position of the column with a role.
    pub const fn with_role(&self, role: Role) -> Option<u16> {
        let mut position = 0;
        while position < self.columns.len() {
            if self.columns[position].role as u8 == role as u8 {
                return Some(position as u16);
            }
            position += 1;
        }
        None
    }

    /// The primary key and the other keys that are unique for all rows.
    pub fn unique_keys(&self) -> impl Iterator<Item = Key<'t>> {
        let others = self.uniques.iter().filter(|key| !key.partial);
        std::iter::once(self.primary_key).chain(others.copied())
    }

    /// Whether these columns are unique for all rows.
    pub fn is_unique(&self, columns: &[u16]) -> bool {
        let mut keys = self.unique_keys();
        keys.any(|key| key.columns.iter().all(|column| columns.contains(column)))
    }

    /// The columns of the constraint with this name, as far as they are known.
    ///
    /// A check that enforces the type of a column is not among the constraints of a model; its name
    /// contains the column.
    pub fn columns_of(&self, constraint: &str) -> Option<Vec<&'t str>> {
        let mut keys = std::iter::once(&self.primary_key).chain(self.uniques);
        if let Some(key) = keys.find(|key| key.name == constraint) {
            return Some(self.names(key.columns).collect());
        }
        if let Some(key) = self.references.iter().find(|key| key.name == constraint) {
            return Some(self.names(key.columns).collect());
        }
        if let Some(check) = self.checks.iter().find(|check| check.name == constraint) {
            return Some(self.names(check.column.as_slice()).collect());
        }
        self.column_of_type_check(constraint).map(|name| vec![name])
    }

    fn column_of_type_check(&self, name: &str) -> Option<&'t str> {
        let rest = name.strip_prefix("ck_")?.strip_prefix(self.name)?;
        let column = rest.strip_prefix('_')?;
        let column = column.strip_suffix("_type").unwrap_or(column);
        let mut columns = self.columns.iter();
        columns.find(|known| known.name == column).map(|it| it.name)
    }
}

const fn has_collated(columns: &[Column<'_>]) -> bool {
    let mut position = 0;
    while position < columns.len() {
        if columns[position].collated {
            return true;
        }
        position += 1;
    }
    false
}

/// A column of a [`Table`].
#[derive(Clone, Copy, Debug)]
pub struct Column<'t> {
    /// The name in the database.
    pub name: &'t str,
    /// The type of its values.
    pub ty: Type<'t>,
    /// Whether it can be NULL.
    pub nullable: bool,
    /// The source of its value in an insert that does not give it.
    pub source: Source<'t>,
    /// The way in which writes treat it.
    pub role: Role,
    /// Whether it has a collation on some database; otherwise its text is compared by code point.
    pub collated: bool,
    /// Whether messages leave its values out.
    pub sensitive: bool,
}

impl<'t> Column<'t> {
    /// A column that is not nullable and needs a value in every insert.
    pub const fn new(name: &'t str, ty: Type<'t>) -> Self {
        Column {
            name,
            ty,
            nullable: false,
            source: Source::Input,
            role: Role::Data,
            collated: false,
            sensitive: false,
        }
    }

    /// The same column, with a collation.
    pub const fn collated(mut self) -> Self {
        self.collated = true;
        self
    }

    /// The same column, with values that messages leave out.
    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// The same column, nullable.
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// The same column, as auto-increment.
    pub const fn identity(mut self) -> Self {
        self.source = Source::Identity;
        self
    }

    /// The same column, with a default.
    pub const fn default(mut self) -> Self {
        self.source = Source::Default(None);
        self
    }

    /// The same column of a primary key, with its default: on databases that do not return inserted
    /// rows, the default is queried before the insert.
    pub const fn key_default(mut self, default: Default<'t>) -> Self {
        self.source = Source::Default(Some(default));
        self
    }

    /// The same column, computed by the database.
    pub const fn generated(mut self) -> Self {
        self.source = Source::Generated;
        self
    }

    /// The same column, as the version of the row.
    pub const fn version(mut self) -> Self {
        self.role = Role::Version;
        self
    }

    /// The same column, as the time of the soft delete.
    pub const fn deletion(mut self) -> Self {
        self.role = Role::Deletion;
        self
    }

    /// The same column, as the time of the last update.
    pub const fn updated(mut self) -> Self {
        self.role = Role::Updated;
        self
    }

    /// Whether an insert or an update can set it.
    pub const fn is_writable(&self) -> bool {
        !matches!(self.source, Source::Generated)
    }
}

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type<'t> {
    /// `bool`
    Bool,
    /// `smallint`
    SmallInt,
    /// `integer`
    Integer,
    /// `bigint`
    BigInt,
    /// `u8`, `u16`, `u32` and `u64`
    Unsigned(Unsigned),
    /// `float`
    Float,
    /// `double`
    Double,
    /// `decimal`: the number of all digits, and of the digits after the point.
    Decimal(u32, u32),
    /// `string`: the largest number of characters.
    String(u32),
    /// `text`
    Text,
    /// `bytes`: the largest number of bytes; 0 for no limit.
    Bytes(u32),
    /// `uuid`
    Uuid,
    /// `date`
    Date,
    /// `time`
    Time,
    /// `datetime`
    DateTime,
    /// `timestamp`
    Timestamp,
    /// `json`
    Json,
    /// An enum: its values, in their order.
    Enum(&'t [&'t str]),
    /// An array of items of one type.
    Array(&'t Type<'t>),
    /// A type that only some databases have.
    Native(&'t Native<'t>),
}

impl Type<'_> {
    /// The number of digits of a decimal after the point; 0 for other types.
    pub const fn scale(&self) -> u32 {
        match self {
            Type::Decimal(_, scale) => *scale,
            _ => 0,
        }
    }

    /// The signed type that contains the values of an unsigned type; any other type unchanged.
    ///
    /// All databases compute with the signed type.
    pub const fn signed(self) -> Self {
        match self {
            Type::Unsigned(ty) => ty.signed(),
            ty => ty,
        }
    }

    /// Whether values of the type travel as bytes.
    pub const fn is_binary(&self) -> bool {
        matches!(self, Type::Bytes(_) | Type::Uuid)
    }
}

/// The source of a column's value in an insert that does not give it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Source<'t> {
    /// None: the column is NULL if it is nullable, otherwise the insert must give a value.
    Input,
    /// The database generates an auto-increment value.
    Identity,
    /// The column's default, which only columns of primary keys give here.
    Default(Option<Default<'t>>),
    /// The database computes it, so it cannot be set.
    Generated,
}

/// The default of a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Default<'t> {
    /// The current date, time or instant, in UTC.
    Now,
    /// A new random UUID.
    Uuid,
    /// A `bool`.
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A float or a double.
    Float(f64),
    /// A decimal.
    Decimal(&'t str),
    /// A string, the value of an enum, a date or a time.
    Text(&'t str),
    /// Bytes or a UUID.
    Bytes(&'t [u8]),
    /// The user's own expression.
    Sql(&'t str),
}

/// The way in which writes treat a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Plain data.
    Data,
    /// The version: every change increments it.
    Version,
    /// The time of the soft delete.
    Deletion,
    /// The time of the last update.
    Updated,
}

/// The columns of a table that have a role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles {
    /// The version.
    pub version: Option<u16>,
    /// The time of the soft delete.
    pub deletion: Option<u16>,
    /// The time of the last update.
    pub updated: Option<u16>,
}

impl Roles {
    /// The columns with roles of a table.
    pub const fn of(table: &Table<'_>) -> Self {
        Roles {
            version: table.with_role(Role::Version),
            deletion: table.with_role(Role::Deletion),
            updated: table.with_role(Role::Updated),
        }
    }
}

/// A primary or unique key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key<'t> {
    /// The name of the constraint or index.
    pub name: &'t str,
    /// Positions of its columns.
    pub columns: &'t [u16],
    /// Whether rows can be equal in its columns nevertheless: an index with a condition or an
    /// expression.
    pub partial: bool,
}

impl<'t> Key<'t> {
    /// The key with this name on the columns at these positions.
    pub const fn new(name: &'t str, columns: &'t [u16]) -> Self {
        Key {
            name,
            columns,
            partial: false,
        }
    }

    /// The unique index with this name on these columns, and with a condition or an expression.
    pub const fn partial(name: &'t str, columns: &'t [u16]) -> Self {
        Key {
            name,
            columns,
            partial: true,
        }
    }
}

/// A check constraint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check<'t> {
    /// The name of the constraint.
    pub name: &'t str,
    /// The position of the column at which the models declare it, if they do.
    pub column: Option<u16>,
}

impl<'t> Check<'t> {
    /// The check with this name, not declared at a column.
    pub const fn new(name: &'t str) -> Self {
        Check { name, column: None }
    }

    /// The check with this name, declared at a column.
    pub const fn of(name: &'t str, column: u16) -> Self {
        Check {
            name,
            column: Some(column),
        }
    }
}

/// A foreign key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference<'t> {
    /// The name of the constraint.
    pub name: &'t str,
    /// Positions of its columns.
    pub columns: &'t [u16],
    /// The name of the referenced table.
    pub table: &'t str,
    /// The referenced columns, one for each of its own.
    pub key: &'t [&'t str],
}

impl<'t> Reference<'t> {
    /// The foreign key with this name, from the columns at these positions to columns of a table.
    pub const fn new(
        name: &'t str,
        columns: &'t [u16],
        table: &'t str,
        key: &'t [&'t str],
    ) -> Self {
        Reference {
            name,
            columns,
            table,
            key,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constraint_names_its_columns() {
        let columns = [
            Column::new("id", Type::BigInt),
            Column::new("name", Type::Text),
        ];
        let (uniques, checks) = ([Key::new("uq", &[1, 0])], [Check::of("positive", 0)]);
        let users = Table::new("users", &columns, Key::new("pk_users", &[0]))
            .uniques(&uniques)
            .checks(&checks);
        let columns_of = |name| users.columns_of(name);
        assert_eq!(columns_of("pk_users"), Some(vec!["id"]));
        assert_eq!(columns_of("uq"), Some(vec!["name", "id"]));
        assert_eq!(columns_of("positive"), Some(vec!["id"]));
        assert_eq!(columns_of("ck_users_name_type"), Some(vec!["name"]));
        assert_eq!(columns_of("ck_users_id"), Some(vec!["id"]));
        assert_eq!(columns_of("ck_users_id_name"), None);
    }
}
