//! Tables as structure: what generated code says of a model's table, and all that rendering needs.
//!
//! Generated code holds these as `static`s; the build lends its own, with a shorter lifetime.

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
    /// The checks that the models name.
    pub checks: &'t [Check<'t>],
    /// The foreign keys.
    pub references: &'t [Reference<'t>],
    /// The dialects that the table is made for.
    pub dialects: Dialects,
    /// Whether one of the columns is collated.
    pub collated: bool,
}

/// A set of dialects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialects(u8);

impl Dialects {
    /// Every dialect.
    pub const ALL: Dialects = Dialects(u8::MAX);

    /// These dialects.
    pub const fn of(dialects: &[Dialect]) -> Self {
        let (mut bits, mut position) = (0, 0);
        while position < dialects.len() {
            bits |= 1 << dialects[position] as u8;
            position += 1;
        }
        Dialects(bits)
    }

    /// Whether the dialect is one of them.
    pub const fn has(self, dialect: Dialect) -> bool {
        self.0 >> dialect as u8 & 1 == 1
    }
}

impl<'t> Table<'t> {
    /// A table of no columns: for statements that are about no table of the models.
    pub const NONE: Table<'static> = Table::new("", &[], Key::new("", &[]));

    /// A table with no constraint but its primary key.
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

    /// The same table, made for these dialects alone.
    pub const fn only(mut self, dialects: &[Dialect]) -> Self {
        self.dialects = Dialects::of(dialects);
        self
    }

    /// The same table with these foreign keys.
    pub const fn references(mut self, references: &'t [Reference<'t>]) -> Self {
        self.references = references;
        self
    }

    /// The position of the column of that name.
    pub fn position(&self, name: &str) -> Option<u16> {
        let position = self.columns.iter().position(|column| column.name == name)?;
        u16::try_from(position).ok()
    }

    /// The column at a position; a nameless one if there is none.
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

    /// The primary key and the other keys in which no two rows can agree.
    pub fn unique_keys(&self) -> impl Iterator<Item = Key<'t>> {
        let others = self.uniques.iter().filter(|key| !key.partial);
        std::iter::once(self.primary_key).chain(others.copied())
    }

    /// Whether no two rows can agree in these columns.
    pub fn is_unique(&self, columns: &[u16]) -> bool {
        let mut keys = self.unique_keys();
        keys.any(|key| key.columns.iter().all(|column| columns.contains(column)))
    }

    /// The columns of the constraint of that name, as far as they are known.
    ///
    /// A check that holds a column to its type is not among the constraints of a model; its name
    /// tells the column.
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
    /// What it holds.
    pub ty: Type<'t>,
    /// Whether it may be NULL.
    pub nullable: bool,
    /// Where its value comes from if an insert gives none.
    pub source: Source<'t>,
    /// What writes do with it.
    pub role: Role,
    /// Whether it compares text by a collation of its own on some database, and not by code point.
    pub collated: bool,
}

impl<'t> Column<'t> {
    /// A column that is not nullable and that an insert must give.
    pub const fn new(name: &'t str, ty: Type<'t>) -> Self {
        Column {
            name,
            ty,
            nullable: false,
            source: Source::Input,
            role: Role::Data,
            collated: false,
        }
    }

    /// The same column, which compares text by a collation of its own.
    pub const fn collated(mut self) -> Self {
        self.collated = true;
        self
    }

    /// The same column, which may be NULL.
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// The same column, which the database numbers.
    pub const fn identity(mut self) -> Self {
        self.source = Source::Identity;
        self
    }

    /// The same column, which has a default.
    pub const fn default(mut self) -> Self {
        self.source = Source::Default(None);
        self
    }

    /// The same column of a primary key, with its default: where the database returns no inserted
    /// row, the default is asked for before the insert.
    pub const fn key_default(mut self, default: Default<'t>) -> Self {
        self.source = Source::Default(Some(default));
        self
    }

    /// The same column, which the database computes.
    pub const fn generated(mut self) -> Self {
        self.source = Source::Generated;
        self
    }

    /// The same column, which counts the changes of its row.
    pub const fn version(mut self) -> Self {
        self.role = Role::Version;
        self
    }

    /// The same column, which tells when its row was deleted.
    pub const fn deletion(mut self) -> Self {
        self.role = Role::Deletion;
        self
    }

    /// The same column, which tells when its row was written last.
    pub const fn updated(mut self) -> Self {
        self.role = Role::Updated;
        self
    }

    /// Whether an insert or an update can give it a value.
    pub const fn is_writable(&self) -> bool {
        !matches!(self.source, Source::Generated)
    }
}

/// What a column holds.
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
    /// `decimal`: all digits, and those after the point.
    Decimal(u32, u32),
    /// `string`: the most characters.
    String(u32),
    /// `text`
    Text,
    /// `bytes`: the most bytes; 0 if there is no limit.
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
    /// The digits after the point of a decimal; 0 for other types.
    pub const fn scale(&self) -> u32 {
        match self {
            Type::Decimal(_, scale) => *scale,
            _ => 0,
        }
    }

    /// The signed integers that the values of an unsigned type are among; another type as it is.
    ///
    /// They are what all databases compute with.
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

/// Where a column's value comes from if an insert gives none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Source<'t> {
    /// From nowhere: it is NULL if that is allowed, otherwise the insert must give it.
    Input,
    /// The database numbers the rows.
    Identity,
    /// From the column's default, which only columns of primary keys spell out.
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
    /// A text, an enum's value, a date or a time.
    Text(&'t str),
    /// Bytes or a UUID.
    Bytes(&'t [u8]),
    /// The user's own expression.
    Sql(&'t str),
}

/// What writes do with a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It holds what it is given.
    Data,
    /// It counts the changes of its row.
    Version,
    /// It tells when its row was deleted, which stays in the table.
    Deletion,
    /// It tells when its row was written last.
    Updated,
}

/// The columns of a table with which writes do something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles {
    /// The column that counts the changes.
    pub version: Option<u16>,
    /// The column that tells when a row was deleted.
    pub deletion: Option<u16>,
    /// The column that tells when a row was written last.
    pub updated: Option<u16>,
}

impl Roles {
    /// Those of a table.
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
    /// Whether rows can agree in its columns after all: an index with a condition or an expression.
    pub partial: bool,
}

impl<'t> Key<'t> {
    /// The key of that name, of the columns at these positions.
    pub const fn new(name: &'t str, columns: &'t [u16]) -> Self {
        Key {
            name,
            columns,
            partial: false,
        }
    }

    /// The unique index of that name on these columns, with a condition or an expression besides.
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
    /// The position of the column that it stands at in the models, if it stands at one.
    pub column: Option<u16>,
}

impl<'t> Check<'t> {
    /// The check of that name, which stands at no column.
    pub const fn new(name: &'t str) -> Self {
        Check { name, column: None }
    }

    /// The check of that name, which stands at a column.
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
    /// The name of the table that it refers to.
    pub table: &'t str,
    /// The columns there, pairwise to its own.
    pub key: &'t [&'t str],
}

impl<'t> Reference<'t> {
    /// The foreign key of that name, from the columns at these positions to those of a table.
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
