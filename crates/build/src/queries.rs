//! The SQL of one table's statements, in one dialect.

mod read_back;
mod relations;
mod shown;

use tablewright_schema::{Column, Default, Dialect, Role, Schema, Source, Table, ddl, sql};

pub use read_back::KeyValue;
pub use relations::can_connect;

/// Writes the statements of one table in one dialect.
pub struct Queries<'a> {
    schema: &'a Schema,
    table: &'a Table,
    dialect: Dialect,
    /// The table's name, quoted.
    name: String,
    /// The names of all columns, quoted, in the order of the fields.
    columns: Vec<String>,
}

/// The statements for the rows that a key picks out.
#[derive(Debug, PartialEq, Eq)]
pub struct Lookup {
    pub select: String,
    pub count: String,
    pub exists: String,
    pub delete: String,
}

/// How an insert gives a column its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// It has to.
    Always,
    /// By one parameter; NULL when nothing is set, and the column may be NULL.
    OrNull,
    /// By one parameter; when that is NULL the database counts.
    OrCounted,
    /// By one parameter; when that is NULL it is the default, and the column is never NULL.
    OrDefault,
    /// By two parameters, whether it is set and the value, because NULL is not the default.
    OrNullableDefault,
}

impl Given {
    /// How an insert gives the column its value; `None` where it cannot.
    pub fn of(column: &Column) -> Option<Given> {
        match (&column.source, column.nullable) {
            (Source::Input, false) => Some(Given::Always),
            (Source::Input, true) => Some(Given::OrNull),
            (Source::Identity, _) => Some(Given::OrCounted),
            (Source::Default(_), false) => Some(Given::OrDefault),
            (Source::Default(_), true) => Some(Given::OrNullableDefault),
            (Source::Generated(_), _) => None,
        }
    }
}

/// The columns that an insert gives, with their places among the fields, in the order of its
/// parameters.
///
/// What the database counts comes last: an insert that leaves it out has the same parameters before.
pub fn inserted(table: &Table) -> impl Iterator<Item = (usize, &Column, Given)> {
    let given = |counted: bool| {
        let columns = table.columns.iter().enumerate();
        columns
            .filter_map(|(place, column)| Given::of(column).map(|given| (place, column, given)))
            .filter(move |(_, _, given)| (*given == Given::OrCounted) == counted)
    };
    given(false).chain(given(true))
}

impl<'a> Queries<'a> {
    pub fn new(schema: &'a Schema, table: &'a Table, dialect: Dialect) -> Self {
        Queries {
            schema,
            table,
            dialect,
            name: sql::identifier(dialect, &table.name),
            columns: table
                .columns
                .iter()
                .map(|column| sql::identifier(dialect, &column.name))
                .collect(),
        }
    }

    /// The dialect.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The statements for the rows with these values in the columns of a key.
    pub fn lookup(&self, key: &[usize]) -> Lookup {
        let (name, columns) = (&self.name, self.columns.join(", "));
        let condition = self.and_not_deleted(self.equal(key, 1));
        let delete = self.mark_or_delete();
        Lookup {
            select: format!("SELECT {columns} FROM {name} WHERE {condition}"),
            count: format!("SELECT count(*) FROM {name} WHERE {condition}"),
            exists: self.exists(&format!("SELECT 1 FROM {name} WHERE {condition}")),
            delete: format!("{delete} WHERE {condition}"),
        }
    }

    /// The statements for all rows, in the order of the primary key.
    pub fn all(&self) -> Lookup {
        let (name, columns) = (&self.name, self.columns.join(", "));
        let order = self.list(&self.table.primary_key.columns);
        let condition = self.not_deleted();
        let condition = condition.map_or_else(String::new, |one| format!(" WHERE {one}"));
        let delete = self.mark_or_delete();
        Lookup {
            select: format!("SELECT {columns} FROM {name}{condition} ORDER BY {order}"),
            count: format!("SELECT count(*) FROM {name}{condition}"),
            exists: self.exists(&format!("SELECT 1 FROM {name}{condition}")),
            delete: format!("{delete}{condition}"),
        }
    }

    /// Reads the row with a primary key, also one that is deleted.
    fn select_by_key(&self) -> String {
        let (name, columns) = (&self.name, self.columns.join(", "));
        let condition = self.equal(&self.table.primary_key.columns, 1);
        format!("SELECT {columns} FROM {name} WHERE {condition}")
    }

    /// `DELETE FROM "users"`, or what marks its rows as deleted.
    fn mark_or_delete(&self) -> String {
        let Some(deletion) = self.table.with_role(Role::Deletion) else {
            return format!("DELETE FROM {}", self.name);
        };
        let now = Column {
            source: Source::Default(Default::Now),
            ..self.table.columns[deletion].clone()
        };
        let now = ddl::default_expression(self.schema, self.table, &now, self.dialect);
        let mut sets = vec![format!(
            "{} = {}",
            self.columns[deletion],
            now.unwrap_or_else(|| "NULL".to_owned())
        )];
        sets.extend(self.next_version());
        format!("UPDATE {} SET {}", self.name, sets.join(", "))
    }

    /// That a row is not deleted, where rows stay in the table.
    fn not_deleted(&self) -> Option<String> {
        let deletion = self.table.with_role(Role::Deletion)?;
        Some(format!("{} IS NULL", self.columns[deletion]))
    }

    fn and_not_deleted(&self, condition: String) -> String {
        match self.not_deleted() {
            Some(living) => format!("{condition} AND {living}"),
            None => condition,
        }
    }

    /// `"version" = "version" + 1`, where there is one.
    fn next_version(&self) -> Option<String> {
        let version = &self.columns[self.table.with_role(Role::Version)?];
        Some(format!("{version} = {version} + 1"))
    }

    /// That a row is as it was read: it has the key and the version, and is not deleted.
    fn as_it_was_read(&self, first: usize) -> String {
        let mut columns = self.table.primary_key.columns.clone();
        columns.extend(self.table.with_role(Role::Version));
        self.and_not_deleted(self.equal(&columns, first))
    }

    /// Writes the [`saved`] columns of the row with a primary key; `None` where there are none.
    pub fn save(&self) -> Option<String> {
        let saved = saved(self.table);
        if saved.is_empty() {
            return None;
        }
        let mut assignments: Vec<String> = (1..)
            .zip(&saved)
            .map(|(number, &column)| self.equals(column, number))
            .collect();
        assignments.extend(self.next_version());
        let condition = self.as_it_was_read(saved.len() + 1);
        Some(format!(
            "UPDATE {} SET {} WHERE {condition}",
            self.name,
            assignments.join(", ")
        ))
    }

    /// Deletes the row with a primary key, or marks it as deleted.
    pub fn delete(&self) -> String {
        format!("{} WHERE {}", self.mark_or_delete(), self.as_it_was_read(1))
    }

    /// Inserts a row, and returns it where the dialect can.
    pub fn insert(&self) -> String {
        self.insert_of(inserted(self.table))
    }

    /// Inserts a row whose key the database counts, where that is quicker said than with the key
    /// left open: PostgreSQL looks for its sequence by name.
    pub fn insert_counted(&self) -> Option<String> {
        match self.dialect {
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => None,
            Dialect::Postgres => {
                let is_counted = |given: Given| given == Given::OrCounted;
                inserted(self.table)
                    .any(|(_, _, given)| is_counted(given))
                    .then(|| {
                        let others = inserted(self.table).filter(|other| !is_counted(other.2));
                        self.insert_of(others)
                    })
            }
        }
    }

    fn insert_of<'c>(&self, columns: impl Iterator<Item = (usize, &'c Column, Given)>) -> String {
        let mut names = Vec::new();
        let mut values = Vec::new();
        let mut number = 1;
        for (place, column, given) in columns {
            names.push(self.columns[place].as_str());
            values.push(self.value_of(column, given, &mut number));
        }
        let row = match (names.is_empty(), self.dialect) {
            (false, _) => format!("({}) VALUES ({})", names.join(", "), values.join(", ")),
            (true, Dialect::Sqlite | Dialect::Postgres) => "DEFAULT VALUES".to_owned(),
            (true, Dialect::Mysql | Dialect::Mariadb) => "() VALUES ()".to_owned(),
        };
        let returning = match self.dialect {
            Dialect::Sqlite | Dialect::Postgres | Dialect::Mariadb => {
                format!(" RETURNING {}", self.columns.join(", "))
            }
            Dialect::Mysql => String::new(),
        };
        format!("INSERT INTO {} {row}{returning}", self.name)
    }

    /// The value of a column in an insert; moves the number of the next parameter on.
    fn value_of(&self, column: &Column, given: Given, number: &mut usize) -> String {
        let mut next = || {
            *number += 1;
            *number - 1
        };
        let default = || {
            ddl::default_expression(self.schema, self.table, column, self.dialect)
                .unwrap_or_else(|| "NULL".to_owned())
        };
        match given {
            Given::Always | Given::OrNull => self.placeholder(next()),
            Given::OrCounted => self.counted(column, next()),
            Given::OrDefault => format!("coalesce({}, {})", self.typed(column, next()), default()),
            Given::OrNullableDefault => {
                let (set, value) = (self.placeholder(next()), self.typed(column, next()));
                format!("CASE WHEN {set} THEN {value} ELSE {} END", default())
            }
        }
    }

    /// A key of the caller's, or the next that the database counts.
    ///
    /// The other databases go on counting behind a key that was given, so PostgreSQL is told to.
    fn counted(&self, column: &Column, number: usize) -> String {
        match self.dialect {
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => self.placeholder(number),
            Dialect::Postgres => {
                let given = self.typed(column, number);
                let sequence = format!(
                    "pg_get_serial_sequence({}, {})",
                    sql::text(self.dialect, &self.name),
                    sql::text(self.dialect, &column.name),
                );
                format!(
                    "CASE WHEN {given} IS NULL THEN nextval({sequence}) \
                     WHEN {given} > coalesce(pg_sequence_last_value({sequence}::regclass), 0) \
                     THEN setval({sequence}, {given}) ELSE {given} END"
                )
            }
        }
    }

    /// A parameter beside an expression, whose type PostgreSQL would give it otherwise.
    ///
    /// A cast to a type with a length or digits would cut off or round instead of refusing.
    fn typed(&self, column: &Column, number: usize) -> String {
        let placeholder = self.placeholder(number);
        match self.dialect {
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => placeholder,
            Dialect::Postgres => {
                let ty = ddl::column_type(self.schema, column, self.dialect);
                format!("CAST({placeholder} AS {})", unlimited(&ty))
            }
        }
    }

    /// Whether the query has a row, as 1 or 0.
    fn exists(&self, query: &str) -> String {
        match self.dialect {
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => {
                format!("SELECT EXISTS ({query})")
            }
            // Its `EXISTS` is a boolean, which only goes to an `integer`.
            Dialect::Postgres => format!("SELECT EXISTS ({query})::integer::bigint"),
        }
    }

    /// That each column equals a parameter; `first` is the number of the first one.
    fn equal(&self, columns: &[usize], first: usize) -> String {
        let conditions: Vec<String> = (first..)
            .zip(columns)
            .map(|(number, &column)| self.equals(column, number))
            .collect();
        conditions.join(" AND ")
    }

    fn equals(&self, column: usize, number: usize) -> String {
        format!("{} = {}", self.columns[column], self.placeholder(number))
    }

    fn list(&self, columns: &[usize]) -> String {
        let names: Vec<&str> = columns
            .iter()
            .map(|&column| self.columns[column].as_str())
            .collect();
        names.join(", ")
    }

    fn placeholder(&self, number: usize) -> String {
        match self.dialect {
            Dialect::Sqlite => format!("?{number}"),
            Dialect::Postgres => format!("${number}"),
            Dialect::Mysql | Dialect::Mariadb => "?".to_owned(),
        }
    }
}

/// The columns that saving a row writes: those that are neither in the primary key nor computed, and
/// that have no role.
pub fn saved(table: &Table) -> Vec<usize> {
    let written = |&column: &usize| {
        Given::of(&table.columns[column]).is_some()
            && !table.in_primary_key(column)
            && table.columns[column].role == Role::Data
    };
    (0..table.columns.len()).filter(written).collect()
}

/// The type without what stands in parentheses.
fn unlimited(ty: &str) -> String {
    let mut text = String::new();
    for part in ty.split('(') {
        text.push_str(part.split_once(')').map_or(part, |(_, rest)| rest));
    }
    text
}

#[cfg(test)]
mod tests {
    use tablewright_schema::yaml::{self, Files};
    use tablewright_schema::{Dialect, Schema};

    use super::{Queries, unlimited};

    const MODELS: &str = "\
dialects: [sqlite, postgres, mysql, mariadb]
models:
  Seat:
    fields:
      row: integer
      number: integer
      guest: { type: string(20), default: nobody }
      note: { type: string(20)?, default: none }
      label: { type: text, generated: guest }
    primary_key: [number, row]
  Guest:
    fields:
      id: id
";

    struct OneFile(&'static str);

    impl Files for OneFile {
        fn read(&mut self, _: &str) -> Result<Vec<u8>, String> {
            Ok(self.0.into())
        }

        fn glob(&mut self, _: &str) -> Result<Vec<String>, String> {
            Ok(Vec::new())
        }
    }

    /// The schema of a file.
    pub fn load(text: &'static str) -> Schema {
        match yaml::load("models.yaml", &mut OneFile(text)) {
            Ok(schema) => schema,
            Err(mistakes) => panic!("{mistakes}"),
        }
    }

    fn schema() -> Schema {
        load(MODELS)
    }

    #[test]
    fn a_key_is_compared_in_its_order() {
        let schema = schema();
        let seat = &schema.tables[0];
        let lookup =
            |dialect| Queries::new(&schema, seat, dialect).lookup(&seat.primary_key.columns);
        assert_eq!(
            lookup(Dialect::Sqlite).delete,
            r#"DELETE FROM "seats" WHERE "number" = ?1 AND "row" = ?2"#
        );
        assert_eq!(
            lookup(Dialect::Postgres).exists,
            r#"SELECT EXISTS (SELECT 1 FROM "seats" WHERE "number" = $1 AND "row" = $2)::integer::bigint"#
        );
        assert_eq!(
            lookup(Dialect::Mysql).count,
            "SELECT count(*) FROM `seats` WHERE `number` = ? AND `row` = ?"
        );
        let all = Queries::new(&schema, seat, Dialect::Sqlite).all();
        assert!(
            all.select
                .ends_with(r#" FROM "seats" ORDER BY "number", "row""#)
        );
    }

    #[test]
    fn a_save_writes_what_is_neither_key_nor_computed() {
        let schema = schema();
        let [seat, guest] = schema.tables.as_slice() else {
            panic!("two tables")
        };
        assert_eq!(
            Queries::new(&schema, seat, Dialect::Sqlite)
                .save()
                .as_deref(),
            Some(
                r#"UPDATE "seats" SET "guest" = ?1, "note" = ?2 WHERE "number" = ?3 AND "row" = ?4"#
            )
        );
        assert_eq!(Queries::new(&schema, guest, Dialect::Sqlite).save(), None);
    }

    #[test]
    fn an_insert_has_one_text_for_every_choice() {
        let schema = schema();
        let insert = |dialect| Queries::new(&schema, &schema.tables[0], dialect).insert();
        assert_eq!(
            insert(Dialect::Sqlite),
            r#"INSERT INTO "seats" ("row", "number", "guest", "note") VALUES (?1, ?2, coalesce(?3, 'nobody'), CASE WHEN ?4 THEN ?5 ELSE 'none' END) RETURNING "row", "number", "guest", "note", "label""#
        );
        assert_eq!(
            insert(Dialect::Postgres),
            r#"INSERT INTO "seats" ("row", "number", "guest", "note") VALUES ($1, $2, coalesce(CAST($3 AS VARCHAR), 'nobody'), CASE WHEN $4 THEN CAST($5 AS VARCHAR) ELSE 'none' END) RETURNING "row", "number", "guest", "note", "label""#
        );
        assert_eq!(
            insert(Dialect::Mysql),
            "INSERT INTO `seats` (`row`, `number`, `guest`, `note`) VALUES (?, ?, coalesce(?, 'nobody'), CASE WHEN ? THEN ? ELSE 'none' END)"
        );
        assert!(
            insert(Dialect::Mariadb)
                .ends_with(" RETURNING `row`, `number`, `guest`, `note`, `label`")
        );
    }

    #[test]
    fn the_database_counts_unless_it_is_told() {
        let schema = schema();
        let insert = |dialect| Queries::new(&schema, &schema.tables[1], dialect).insert();
        assert_eq!(
            insert(Dialect::Sqlite),
            r#"INSERT INTO "guests" ("id") VALUES (?1) RETURNING "id""#
        );
        assert_eq!(
            insert(Dialect::Postgres),
            r#"INSERT INTO "guests" ("id") VALUES (CASE WHEN CAST($1 AS BIGINT) IS NULL THEN nextval(pg_get_serial_sequence('"guests"', 'id')) WHEN CAST($1 AS BIGINT) > coalesce(pg_sequence_last_value(pg_get_serial_sequence('"guests"', 'id')::regclass), 0) THEN setval(pg_get_serial_sequence('"guests"', 'id'), CAST($1 AS BIGINT)) ELSE CAST($1 AS BIGINT) END) RETURNING "id""#
        );
    }

    #[test]
    fn who_leaves_the_key_to_postgres_does_without_it() {
        let schema = schema();
        let counted = |dialect| Queries::new(&schema, &schema.tables[1], dialect).insert_counted();
        assert_eq!(
            counted(Dialect::Postgres).as_deref(),
            Some(r#"INSERT INTO "guests" DEFAULT VALUES RETURNING "id""#)
        );
        assert_eq!(counted(Dialect::Sqlite), None);
        let other = Queries::new(&schema, &schema.tables[0], Dialect::Postgres);
        assert_eq!(other.insert_counted(), None);
    }

    #[test]
    fn a_cast_does_not_limit() {
        assert_eq!(unlimited("BIGINT"), "BIGINT");
        assert_eq!(unlimited("VARCHAR(20)"), "VARCHAR");
        assert_eq!(unlimited("NUMERIC(10, 2)[]"), "NUMERIC[]");
        assert_eq!(
            unlimited("TIMESTAMP(6) WITH TIME ZONE"),
            "TIMESTAMP WITH TIME ZONE"
        );
    }
}
