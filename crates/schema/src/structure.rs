//! The tables of a schema as structure: the descriptions in generated code, and the input for
//! rendering the SQL in its doc comments and for running the seeds of loaded models.

use tablewright_sql::Dialect;
use tablewright_sql::native::{Form, Native};
use tablewright_sql::table::{Check, Column, Default, Key, Reference, Table, Type};

use crate::schema::{self, ForeignKey, IndexKey, Literal, Role, Schema};

/// Calls a function with the tables, in the order of the schema.
pub fn with_tables<T>(schema: &Schema, work: impl FnOnce(&[Table<'_>]) -> T) -> T {
    let owned: Vec<Owned<'_>> = schema
        .tables
        .iter()
        .map(|table| Owned::of(schema, table))
        .collect();
    let with_items: Vec<WithItems<'_>> = owned.iter().map(WithItems::of).collect();
    let lists: Vec<Lists<'_>> = with_items.iter().map(Lists::of).collect();
    let tables: Vec<Table<'_>> = lists.iter().map(Lists::table).collect();
    work(&tables)
}

/// The tables, in the order of the schema. They are never freed.
pub fn leaked(schema: &'static Schema) -> &'static [Table<'static>] {
    let owned = schema.tables.iter().map(|table| Owned::of(schema, table));
    let owned: &'static [Owned<'static>] = owned.collect::<Vec<_>>().leak();
    let with_items: &'static [WithItems<'static>] =
        owned.iter().map(WithItems::of).collect::<Vec<_>>().leak();
    let lists: &'static [Lists<'static>] =
        with_items.iter().map(Lists::of).collect::<Vec<_>>().leak();
    lists.iter().map(Lists::table).collect::<Vec<_>>().leak()
}

/// The position of a column as a `u16`.
pub fn position(column: usize) -> u16 {
    // No database has that many columns.
    u16::try_from(column).unwrap_or(u16::MAX)
}

/// The parts of a table that the schema does not have in the form that a [`Table`] borrows.
struct Owned<'s> {
    table: &'s schema::Table,
    dialects: &'s [Dialect],
    /// Whether there is a database that does not return inserted rows.
    spells_key_defaults: bool,
    /// The values of the enum of each column, or of its items, if it has one.
    values: Vec<Vec<&'s str>>,
    /// The native type of each column on each database, if it has one.
    forms: Vec<Vec<(Dialect, Form<'s>)>>,
    primary_key: Vec<u16>,
    uniques: Vec<Unique<'s>>,
    references: Vec<OwnReference<'s>>,
}

struct Unique<'s> {
    name: &'s str,
    columns: Vec<u16>,
    partial: bool,
}

struct OwnReference<'s> {
    name: &'s str,
    columns: Vec<u16>,
    table: &'s str,
    key: Vec<&'s str>,
}

impl<'s> Owned<'s> {
    fn of(schema: &'s Schema, table: &'s schema::Table) -> Self {
        let mut dialects = schema.dialects.iter();
        let of_keys = table.uniques.iter().map(|key| Unique {
            name: &key.name,
            columns: positions(&key.columns),
            partial: false,
        });
        let of_indexes = table.indexes.iter().filter(|index| index.unique);
        let of_indexes = of_indexes.map(|index| {
            let columns = index.parts.iter().filter_map(|part| match part.key {
                IndexKey::Column(column) => Some(position(column)),
                IndexKey::Expression(_) => None,
            });
            let columns: Vec<u16> = columns.collect();
            Unique {
                name: &index.name,
                partial: index.predicate.is_some() || columns.len() < index.parts.len(),
                columns,
            }
        });
        Owned {
            table,
            dialects: &schema.dialects,
            spells_key_defaults: dialects.any(|dialect| !dialect.returns_inserted()),
            forms: table
                .columns
                .iter()
                .map(|column| forms(&column.ty))
                .collect(),
            values: table
                .columns
                .iter()
                .map(|column| values(schema, &column.ty))
                .collect(),
            primary_key: positions(&table.primary_key.columns),
            uniques: of_keys.chain(of_indexes).collect(),
            references: table
                .foreign_keys
                .iter()
                .map(|key| OwnReference::of(schema, key))
                .collect(),
        }
    }
}

impl<'s> OwnReference<'s> {
    fn of(schema: &'s Schema, key: &'s ForeignKey) -> Self {
        let target = &schema.tables[key.target];
        OwnReference {
            name: &key.name,
            columns: positions(&key.columns),
            table: &target.name,
            key: key
                .target_columns
                .iter()
                .map(|&column| target.columns[column].name.as_str())
                .collect(),
        }
    }
}

/// A table, with the item types of array columns, and with native types.
struct WithItems<'o> {
    owned: &'o Owned<'o>,
    items: Vec<Option<Type<'o>>>,
    natives: Vec<Option<Native<'o>>>,
}

impl<'o> WithItems<'o> {
    fn of(owned: &'o Owned<'o>) -> Self {
        let columns = owned.table.columns.iter().zip(&owned.values);
        let items = columns.map(|(column, values)| match &column.ty {
            schema::Type::List(item) => Some(scalar(item, values)),
            _ => None,
        });
        WithItems {
            owned,
            items: items.collect(),
            natives: owned
                .table
                .columns
                .iter()
                .zip(&owned.forms)
                .map(|(column, forms)| native(&column.ty, forms))
                .collect(),
        }
    }
}

/// The lists of a [`Table`].
struct Lists<'o> {
    name: &'o str,
    dialects: &'o [Dialect],
    columns: Vec<Column<'o>>,
    primary_key: Key<'o>,
    uniques: Vec<Key<'o>>,
    checks: Vec<Check<'o>>,
    references: Vec<Reference<'o>>,
}

impl<'o> Lists<'o> {
    fn of(with: &'o WithItems<'o>) -> Self {
        let owned = with.owned;
        let table = owned.table;
        let types = with.items.iter().zip(&with.natives);
        let columns = table.columns.iter().zip(types).zip(&owned.values);
        let columns = columns.enumerate().map(|(index, ((one, types), values))| {
            let ty = match types {
                (Some(item), _) => Type::Array(item),
                (None, Some(native)) => Type::Native(native),
                (None, None) => scalar(&one.ty, values),
            };
            let spells_default = owned.spells_key_defaults && table.in_primary_key(index);
            column(one, ty, spells_default)
        });
        let uniques = owned.uniques.iter().map(|unique| {
            if unique.partial {
                Key::partial(unique.name, &unique.columns)
            } else {
                Key::new(unique.name, &unique.columns)
            }
        });
        let checks = table.checks.iter().map(|check| match check.column {
            Some(column) => Check::of(&check.name, position(column)),
            None => Check::new(&check.name),
        });
        let references = owned
            .references
            .iter()
            .map(|one| Reference::new(one.name, &one.columns, one.table, &one.key));
        Lists {
            name: &table.name,
            dialects: owned.dialects,
            columns: columns.collect(),
            primary_key: Key::new(&table.primary_key.name, &owned.primary_key),
            uniques: uniques.collect(),
            checks: checks.collect(),
            references: references.collect(),
        }
    }

    fn table(&self) -> Table<'_> {
        Table::new(self.name, &self.columns, self.primary_key)
            .uniques(&self.uniques)
            .checks(&self.checks)
            .references(&self.references)
            .only(self.dialects)
    }
}

fn positions(columns: &[usize]) -> Vec<u16> {
    columns.iter().map(|&column| position(column)).collect()
}

fn column<'o>(column: &'o schema::Column, ty: Type<'o>, spells_default: bool) -> Column<'o> {
    let mut made = Column::new(&column.name, ty);
    if column.nullable {
        made = made.nullable();
    }
    let mut dialects = Dialect::ALL.into_iter();
    let is_native = matches!(column.ty, schema::Type::Native(_));
    if is_native || dialects.any(|dialect| column.collation.get(dialect).is_some()) {
        made = made.collated();
    }
    if column.sensitive {
        made = made.sensitive();
    }
    made = match &column.source {
        // The insert always gives it.
        schema::Source::Input | schema::Source::Computed(_) => made,
        schema::Source::Identity => made.identity(),
        schema::Source::Default(default) => match spelled(default).filter(|_| spells_default) {
            Some(default) => made.key_default(default),
            None => made.default(),
        },
        schema::Source::Generated(_) => made.generated(),
    };
    match column.role {
        Role::Data => made,
        Role::Version => made.version(),
        Role::Deletion => made.deletion(),
        Role::Updated => made.updated(),
    }
}

/// The forms of a native type on each database.
fn forms(ty: &schema::Type) -> Vec<(Dialect, Form<'_>)> {
    let form = |dialect: Dialect| {
        let form = ty.form(dialect)?;
        let [read, write] = [&form.read, &form.write].map(|it| it.as_deref().unwrap_or_default());
        Some((dialect, Form::new(&form.ty).by(read, write)))
    };
    Dialect::ALL.into_iter().filter_map(form).collect()
}

/// A native type with these forms.
fn native<'o>(ty: &schema::Type, forms: &'o [(Dialect, Form<'o>)]) -> Option<Native<'o>> {
    let schema::Type::Native(native) = ty else {
        return None;
    };
    Some(Native {
        forms,
        limit: match native.otherwise {
            schema::Type::String { max } => max,
            _ => 0,
        },
        ordered: native.ordered,
    })
}

/// The values of an enum, or of the enum in an array.
fn values<'s>(schema: &'s Schema, ty: &schema::Type) -> Vec<&'s str> {
    match ty {
        schema::Type::Enum(position, _) => {
            let variants = schema.enums[*position].variants.iter();
            variants.map(|variant| variant.value.as_str()).collect()
        }
        schema::Type::List(item) => values(schema, item),
        _ => Vec::new(),
    }
}

/// The type of a column, or of the items of an array, which are never arrays; `values` are those of
/// its enum.
fn scalar<'o>(ty: &schema::Type, values: &'o [&'o str]) -> Type<'o> {
    match ty {
        schema::Type::Bool => Type::Bool,
        schema::Type::SmallInt => Type::SmallInt,
        schema::Type::Integer => Type::Integer,
        schema::Type::BigInt => Type::BigInt,
        schema::Type::Unsigned(ty) => Type::Unsigned(*ty),
        // Statements know the stored form alone.
        schema::Type::Duration => Type::BigInt,
        schema::Type::Float => Type::Float,
        schema::Type::Double => Type::Double,
        schema::Type::Decimal { precision, scale } => Type::Decimal(*precision, *scale),
        schema::Type::String { max } => Type::String(*max),
        schema::Type::Text => Type::Text,
        schema::Type::Bytes { max } => Type::Bytes(max.unwrap_or(0)),
        schema::Type::Uuid => Type::Uuid,
        schema::Type::Date => Type::Date,
        schema::Type::Time => Type::Time,
        schema::Type::DateTime => Type::DateTime,
        schema::Type::Timestamp => Type::Timestamp,
        schema::Type::Json => Type::Json,
        schema::Type::Enum(_, repr) => match repr.number() {
            Some(number) => scalar(&number, values),
            None => Type::Enum(values),
        },
        schema::Type::List(item) => scalar(item, values),
        schema::Type::Native(native) => scalar(&native.otherwise, values),
    }
}

/// The default of a column of a primary key, for databases that do not return inserted rows.
fn spelled(default: &schema::Default) -> Option<Default<'_>> {
    Some(match default {
        schema::Default::Now => Default::Now,
        schema::Default::Uuid => Default::Uuid,
        schema::Default::Sql(sql) => Default::Sql(sql.get(Dialect::Mysql)),
        schema::Default::Literal(literal) => match literal {
            Literal::Bool(value) => Default::Bool(*value),
            Literal::Integer(value) => Default::Integer(*value),
            Literal::Float(value) => Default::Float(*value),
            Literal::Decimal(digits) => Default::Decimal(digits),
            Literal::Text(text)
            | Literal::Date(text)
            | Literal::Time(text)
            | Literal::DateTime(text)
            | Literal::Timestamp(text) => Default::Text(text),
            Literal::Bytes(bytes) => Default::Bytes(bytes),
            Literal::Uuid(bytes) => Default::Bytes(bytes),
            // These types are never in a key.
            Literal::Json(_) | Literal::List(_) => return None,
        },
    })
}

#[cfg(all(test, feature = "yaml"))]
mod tests {
    use tablewright_sql::{Dialect, Op, Word, render};

    use super::with_tables;
    use crate::Schema;
    use crate::yaml::{self, Files};

    struct OneFile(&'static str);

    impl Files for OneFile {
        fn read(&mut self, _: &str) -> Result<Vec<u8>, String> {
            Ok(self.0.into())
        }

        fn glob(&mut self, _: &str) -> Result<Vec<String>, String> {
            Ok(Vec::new())
        }
    }

    fn load(text: &'static str) -> Schema {
        match yaml::load("models.yaml", &mut OneFile(text)) {
            Ok(schema) => schema,
            Err(mistakes) => panic!("{mistakes}"),
        }
    }

    const MODELS: &str = "\
dialects: [mysql, sqlite, postgres, mariadb]
enums:
  Level: [low, high]
models:
  Token:
    fields:
      id: { type: uuid, primary_key: true, default: uuid }
      note: { type: text?, default: none }
  Defaults:
    fields:
      flag: { type: bool, default: true }
      count: { type: integer, default: { sql: 7 / 2 } }
      single: { type: float, default: 0.5 }
      precise: { type: double, default: 0.1 }
      price: { type: \"decimal(10, 2)\", default: 1.5 }
      few: { type: bytes(2), default: \"0xcafe\" }
      day: { type: date, default: now }
      at: { type: time, default: \"07:30\" }
      local: { type: datetime, default: now }
      instant: { type: timestamp, default: 1970-01-01T00:00:00Z }
      level: { type: Level, default: low }
    primary_key: [flag, count, single, precise, price, few, day, at, local, instant, level]
";

    /// The query for the defaults of all columns of a table on MySQL.
    fn defaults(models: &'static str, table: usize) -> Vec<String> {
        with_tables(&load(models), |tables| {
            let columns = 0..tables[table].columns.len();
            let words = |column| [Word::Op(Op::DefaultOf, column), Word::Table(&tables[table])];
            let rendered = columns.map(|column| render(&words(column as u32), Dialect::Mysql).sql);
            rendered.collect()
        })
    }

    #[test]
    fn the_default_of_a_key_has_the_type_of_its_column() {
        let expected = [
            "SELECT CAST(TRUE AS SIGNED)",
            "SELECT CAST((7 / 2\n) AS SIGNED)",
            "SELECT CAST(0.5 AS FLOAT)",
            "SELECT CAST(0.1 AS DOUBLE)",
            "SELECT CAST(1.50 AS DECIMAL(10, 2))",
            "SELECT CAST(x'cafe' AS BINARY)",
            "SELECT CAST(utc_date() AS DATE)",
            "SELECT CAST('07:30:00.000000' AS TIME(6))",
            "SELECT CAST(utc_timestamp(6) AS DATETIME(6))",
            "SELECT CAST('1970-01-01 00:00:00.000000' AS DATETIME(6))",
            "SELECT CAST('low' AS CHAR)",
        ];
        assert_eq!(defaults(MODELS, 1), expected);
        let token = defaults(MODELS, 0);
        assert!(token[0].starts_with("SELECT CAST(((random_bytes(16) & "));
        assert!(token[0].ends_with(" AS BINARY)"));
        assert_eq!(token[1], "SELECT CAST(NULL AS CHAR)", "not of a key");
    }

    #[test]
    fn only_mysql_is_asked_for_defaults() {
        let others = "\
dialects: [sqlite, postgres, mariadb]
models:
  Token:
    fields:
      id: { type: uuid, primary_key: true, default: uuid }
";
        assert_eq!(defaults(others, 0), ["SELECT CAST(NULL AS BINARY)"]);
    }
}
