//! How an inserted row is read back where the database does not return it.

use tablewright_schema::{Column, Dialect, Type, ddl};

use super::{Given, Queries, inserted};

/// How an inserted row is read back.
#[derive(Debug, PartialEq, Eq)]
pub struct ReadBack {
    /// Reads the row with a primary key.
    pub select: String,
    /// Where the value of each column of the primary key comes from, in the order of the key.
    pub key: Vec<KeyValue>,
}

/// Where the value of a column of the primary key comes from.
#[derive(Debug, PartialEq, Eq)]
pub enum KeyValue {
    /// From this parameter of the insert, from 0.
    Given(usize),
    /// From this parameter of the insert; where that is NULL, the database counts.
    Counted(usize),
    /// From this parameter of the insert; where that is NULL, from the query.
    Default { parameter: usize, query: String },
}

impl Queries<'_> {
    /// How an inserted row is read back; `None` where [`insert`](Queries::insert) returns it.
    pub fn read_back(&self) -> Option<ReadBack> {
        match self.dialect {
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mariadb => return None,
            Dialect::Mysql => {}
        }
        let key = &self.table.primary_key.columns;
        // Every column has a value to be found by: where MySQL is among the dialects, none that is
        // computed is in a primary key.
        let values: Option<Vec<KeyValue>> =
            key.iter().map(|&column| self.key_value(column)).collect();
        Some(ReadBack {
            select: self.select_by_key(),
            key: values?,
        })
    }

    fn key_value(&self, position: usize) -> Option<KeyValue> {
        let column = &self.table.columns[position];
        let given = Given::of(column)?;
        let before = inserted(self.table).take_while(|(place, _, _)| *place != position);
        let before: usize = before.map(|(_, _, given)| parameters(given)).sum();
        // The value is the last of its parameters.
        let parameter = before + parameters(given) - 1;
        Some(match given {
            Given::Always | Given::OrNull => KeyValue::Given(parameter),
            Given::OrCounted => KeyValue::Counted(parameter),
            Given::OrDefault | Given::OrNullableDefault => KeyValue::Default {
                parameter,
                query: self.default_query(column),
            },
        })
    }

    /// Gives the default as the column will hold it, so that the row is found by it.
    fn default_query(&self, column: &Column) -> String {
        let default = ddl::default_expression(self.schema, self.table, column, self.dialect)
            .unwrap_or_else(|| "NULL".to_owned());
        format!("SELECT CAST({default} AS {})", cast_type(&column.ty))
    }
}

/// How many parameters of an insert are for the column.
fn parameters(given: Given) -> usize {
    match given {
        Given::Always | Given::OrNull | Given::OrCounted | Given::OrDefault => 1,
        Given::OrNullableDefault => 2,
    }
}

/// What `CAST` of MySQL calls the type.
///
/// It has no lengths there, because that would cut off what is too long instead of refusing it.
fn cast_type(ty: &Type) -> String {
    match ty {
        Type::Bool | Type::SmallInt | Type::Integer | Type::BigInt => "SIGNED".to_owned(),
        Type::Float => "FLOAT".to_owned(),
        Type::Double => "DOUBLE".to_owned(),
        Type::Decimal { precision, scale } => format!("DECIMAL({precision}, {scale})"),
        Type::String { .. } | Type::Text | Type::Enum(_) => "CHAR".to_owned(),
        Type::Bytes { .. } | Type::Uuid => "BINARY".to_owned(),
        Type::Date => "DATE".to_owned(),
        Type::Time => "TIME(6)".to_owned(),
        Type::DateTime | Type::Timestamp => "DATETIME(6)".to_owned(),
        Type::Json | Type::List(_) => "JSON".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use tablewright_schema::Dialect;

    use super::super::tests::load;
    use super::{KeyValue, Queries, ReadBack};

    const MODELS: &str = "\
dialects: [mysql, sqlite, postgres, mariadb]
enums:
  Level: [low, high]
models:
  Counted:
    fields:
      note: { type: string(20)?, default: none }
      id: id
  Given:
    fields:
      name: { type: string(20), default: x }
      code: { type: string(2), primary_key: true }
  Both:
    fields:
      shout: { type: string(20), generated: upper(kind) }
      note: { type: string(20)?, default: none }
      number: smallint
      kind: { type: string(20), default: usual }
    primary_key: [kind, number]
  Token:
    fields:
      id: { type: uuid, primary_key: true, default: uuid }
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

    fn read_back(model: &str, dialect: Dialect) -> Option<ReadBack> {
        let schema = load(MODELS);
        let mut tables = schema.tables.iter();
        let table = tables.find(|table| table.model == model);
        table.and_then(|table| Queries::new(&schema, table, dialect).read_back())
    }

    fn key(model: &str) -> Vec<KeyValue> {
        read_back(model, Dialect::Mysql).map_or_else(Vec::new, |found| found.key)
    }

    fn default(parameter: usize, query: &str) -> KeyValue {
        KeyValue::Default {
            parameter,
            query: query.to_owned(),
        }
    }

    #[test]
    fn only_mysql_needs_it() {
        for dialect in [Dialect::Sqlite, Dialect::Postgres, Dialect::Mariadb] {
            assert_eq!(read_back("Counted", dialect), None);
        }
        assert_eq!(
            read_back("Counted", Dialect::Mysql),
            Some(ReadBack {
                select: "SELECT `note`, `id` FROM `counteds` WHERE `id` = ?".to_owned(),
                // The default of a nullable column takes two parameters.
                key: vec![KeyValue::Counted(2)],
            })
        );
    }

    #[test]
    fn a_key_is_in_its_own_order() {
        assert_eq!(key("Given"), [KeyValue::Given(1)]);
        assert_eq!(
            key("Both"),
            [
                default(3, "SELECT CAST('usual' AS CHAR)"),
                KeyValue::Given(2)
            ]
        );
        let both = read_back("Both", Dialect::Mysql).map(|found| found.select);
        assert_eq!(
            both.as_deref(),
            Some(
                "SELECT `shout`, `note`, `number`, `kind` FROM `boths` \
                 WHERE `kind` = ? AND `number` = ?"
            )
        );
    }

    #[test]
    fn a_default_has_the_type_of_its_column() {
        let queries = key("Defaults").into_iter().map(|value| match value {
            KeyValue::Default { query, .. } => query,
            other => format!("{other:?}"),
        });
        assert_eq!(
            queries.collect::<Vec<_>>(),
            [
                "SELECT CAST(TRUE AS SIGNED)",
                "SELECT CAST((7 / 2) AS SIGNED)",
                "SELECT CAST(0.5 AS FLOAT)",
                "SELECT CAST(0.1 AS DOUBLE)",
                "SELECT CAST(1.50 AS DECIMAL(10, 2))",
                "SELECT CAST(x'cafe' AS BINARY)",
                "SELECT CAST(utc_date() AS DATE)",
                "SELECT CAST('07:30:00.000000' AS TIME(6))",
                "SELECT CAST(utc_timestamp(6) AS DATETIME(6))",
                "SELECT CAST('1970-01-01 00:00:00.000000' AS DATETIME(6))",
                "SELECT CAST('low' AS CHAR)",
            ]
        );
        let [
            KeyValue::Default {
                parameter: 0,
                query,
            },
        ] = &key("Token")[..]
        else {
            panic!("a default")
        };
        assert!(query.starts_with("SELECT CAST(((random_bytes(16) & "));
        assert!(query.ends_with(" AS BINARY)"));
    }
}
