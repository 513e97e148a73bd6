//! The catalog that a schema should have.

use tablewright_schema::{
    Action, Column, ForeignKey, Index, IndexKey, IndexPart, Repr, Schema, Source, Table, Type,
    names,
};
use tablewright_sql::Dialect;
use tablewright_sql::unsigned::Unsigned;

use crate::description::{Description, Direction, Fact, Origin};

/// The description of the tables in the words of the dialect's catalog.
pub(crate) fn description(schema: &Schema, dialect: Dialect) -> Description {
    let mut description = Description::default();
    let type_checks = names::type_checks(schema);
    for (table, type_checks) in schema.tables.iter().zip(&type_checks) {
        let mut say = |fact| description.say(&table.name, fact);
        if let Some(comment) = comment(table.doc.as_deref(), MYSQL_TABLE_COMMENT, dialect) {
            say(Fact::Comment(comment));
        }
        say(Fact::Order(order(table, dialect)));
        for (position, name) in type_checks.iter().enumerate() {
            say(column(&table.columns[position], schema, dialect));
            for name in checks_of(table, position, name, dialect) {
                say(Fact::Check { name });
            }
        }
        for fact in keys(table, dialect) {
            say(fact);
        }
        for it in &table.indexes {
            say(index(table, it, dialect));
        }
        for check in &table.checks {
            let name = check.name.clone();
            say(Fact::Check { name });
        }
        for key in &table.foreign_keys {
            say(foreign_key(schema, table, key, dialect));
        }
    }
    description
}

/// The characters that MySQL and MariaDB keep of a comment.
const MYSQL_TABLE_COMMENT: usize = 2048;
const MYSQL_COLUMN_COMMENT: usize = 1024;

fn comment(doc: Option<&str>, most: usize, dialect: Dialect) -> Option<String> {
    let most = if is_mysql(dialect) { most } else { usize::MAX };
    // The catalogs of MySQL and MariaDB have no other characters.
    let kept = |character| match character {
        '\u{10000}'.. if is_mysql(dialect) => '?',
        character => character,
    };
    let comment: String = doc?.trim().chars().take(most).map(kept).collect();
    (!comment.is_empty()).then_some(comment)
}

fn column(column: &Column, schema: &Schema, dialect: Dialect) -> Fact {
    let own = column.collation.get(dialect).clone();
    Fact::Column {
        name: column.name.clone(),
        ty: if is_mysql(dialect) {
            mysql_type(schema, &column.ty, dialect)
        } else {
            postgres_type(&column.ty)
        },
        collation: own.or_else(|| usual_collation(&column.ty, dialect)),
        nullable: column.nullable || is_held_by_check(column, dialect),
        origin: origin(column, dialect),
        comment: comment(column.doc.as_deref(), MYSQL_COLUMN_COMMENT, dialect),
    }
}

fn origin(column: &Column, dialect: Dialect) -> Origin {
    match &column.source {
        Source::Input | Source::Computed(_) => Origin::Input,
        Source::Identity => Origin::Identity,
        Source::Default(_) => Origin::Default,
        // PostgreSQL has no other.
        Source::Generated(generated) if generated.stored || dialect == Dialect::Postgres => {
            Origin::Stored
        }
        Source::Generated(_) => Origin::Virtual,
    }
}

fn order(table: &Table, dialect: Dialect) -> Vec<String> {
    let is_told =
        |column: &&Column| dialect != Dialect::Mysql || !origin(column, dialect).is_generated();
    table
        .columns
        .iter()
        .filter(is_told)
        .map(|column| column.name.clone())
        .collect()
}

/// MariaDB has no NOT NULL for generated columns.
fn is_held_by_check(column: &Column, dialect: Dialect) -> bool {
    dialect == Dialect::Mariadb && !column.nullable && matches!(column.source, Source::Generated(_))
}

fn postgres_type(ty: &Type) -> String {
    match ty {
        Type::Bool => "boolean".to_owned(),
        Type::SmallInt => "smallint".to_owned(),
        Type::Integer => "integer".to_owned(),
        Type::BigInt | Type::Duration => "bigint".to_owned(),
        Type::Unsigned(ty) => match ty {
            Unsigned::U8 => "smallint".to_owned(),
            Unsigned::U16 => "integer".to_owned(),
            Unsigned::U32 | Unsigned::U64 => "bigint".to_owned(),
        },
        Type::Float => "real".to_owned(),
        Type::Double => "double precision".to_owned(),
        Type::Decimal { precision, scale } => format!("numeric({precision},{scale})"),
        Type::String { max } => format!("character varying({max})"),
        Type::Enum(_, repr) => match repr.number() {
            Some(number) => postgres_type(&number),
            None => "text".to_owned(),
        },
        Type::Text => "text".to_owned(),
        Type::Bytes { max: _ } => "bytea".to_owned(),
        Type::Uuid => "uuid".to_owned(),
        Type::Date => "date".to_owned(),
        Type::Time => "time without time zone".to_owned(),
        Type::DateTime => "timestamp without time zone".to_owned(),
        Type::Timestamp => "timestamp with time zone".to_owned(),
        Type::Json => "jsonb".to_owned(),
        Type::List(item) => format!("{}[]", postgres_type(item)),
        Type::Native(native) => match &native.forms.postgres {
            Some(form) => form.ty.clone(),
            None => postgres_type(&native.otherwise),
        },
    }
}

/// MariaDB still prints the display width of an integer, and has no type for JSON.
fn mysql_type(schema: &Schema, ty: &Type, dialect: Dialect) -> String {
    let either = |mysql: &str, mariadb: &str| match dialect {
        Dialect::Mariadb => mariadb.to_owned(),
        Dialect::Mysql | Dialect::Postgres | Dialect::Sqlite => mysql.to_owned(),
    };
    match ty {
        Type::Bool => "tinyint(1)".to_owned(),
        Type::SmallInt => either("smallint", "smallint(6)"),
        Type::Integer => either("int", "int(11)"),
        Type::BigInt | Type::Duration => either("bigint", "bigint(20)"),
        Type::Unsigned(ty) => match ty {
            Unsigned::U8 => either("tinyint unsigned", "tinyint(3) unsigned"),
            Unsigned::U16 => either("smallint unsigned", "smallint(5) unsigned"),
            Unsigned::U32 => either("int unsigned", "int(10) unsigned"),
            Unsigned::U64 => either("bigint unsigned", "bigint(20) unsigned"),
        },
        Type::Float => "float".to_owned(),
        Type::Double => "double".to_owned(),
        Type::Decimal { precision, scale } => format!("decimal({precision},{scale})"),
        Type::String { max } => format!("varchar({max})"),
        Type::Text => "longtext".to_owned(),
        Type::Bytes { max: Some(max) } => format!("varbinary({max})"),
        Type::Bytes { max: None } => "longblob".to_owned(),
        Type::Uuid => "binary(16)".to_owned(),
        Type::Date => "date".to_owned(),
        Type::Time => "time(6)".to_owned(),
        Type::DateTime | Type::Timestamp => "datetime(6)".to_owned(),
        Type::Json | Type::List(_) => either("json", "longtext"),
        Type::Enum(position, repr) => match repr.number() {
            Some(number) => mysql_type(schema, &number, dialect),
            None => format!("varchar({})", schema.enums[*position].longest()),
        },
        Type::Native(native) => match native.forms.get(dialect) {
            Some(form) => form.ty.clone(),
            None => mysql_type(schema, &native.otherwise, dialect),
        },
    }
}

/// The collation that compares by code point, if the type has one.
fn usual_collation(ty: &Type, dialect: Dialect) -> Option<String> {
    if dialect == Dialect::Postgres && postgres_type(ty) == "citext" {
        return Some("default".to_owned());
    }
    let collation = match (ty.on(dialect), dialect) {
        (Type::List(item), Dialect::Postgres) => return usual_collation(item, dialect),
        (Type::Json | Type::List(_), Dialect::Mariadb) => "utf8mb4_bin",
        (Type::String { .. } | Type::Text | Type::Enum(_, Repr::Text), _) => match dialect {
            Dialect::Postgres => "C",
            Dialect::Mariadb => "utf8mb4_nopad_bin",
            Dialect::Mysql => "utf8mb4_0900_bin",
            Dialect::Sqlite => "BINARY",
        },
        _ => return None,
    };
    Some(collation.to_owned())
}

/// The checks that hold a column to its type: ours under its name, and the one of MariaDB for JSON.
fn checks_of(table: &Table, position: usize, name: &str, dialect: Dialect) -> Vec<String> {
    let column = &table.columns[position];
    let needs_own = match dialect {
        Dialect::Postgres => postgres_checks(&column.ty),
        Dialect::Mariadb | Dialect::Mysql => {
            is_held_by_check(column, dialect)
                || mysql_checks(column) && !is_changed_by_reference(table, position)
        }
        Dialect::Sqlite => false,
    };
    let is_json = matches!(column.ty, Type::Json | Type::List(_));
    let servers = (dialect == Dialect::Mariadb && is_json).then(|| column.name.clone());
    needs_own
        .then(|| name.to_owned())
        .into_iter()
        .chain(servers)
        .collect()
}

fn postgres_checks(ty: &Type) -> bool {
    match ty {
        Type::Enum(..) | Type::Bytes { max: Some(_) } | Type::Time | Type::Unsigned(_) => true,
        Type::List(item) => matches!(**item, Type::Enum(..)),
        _ => false,
    }
}

fn mysql_checks(column: &Column) -> bool {
    match column.ty {
        Type::Bool | Type::Time | Type::Enum(..) | Type::List(_) => true,
        // No check names an auto-increment column.
        Type::Unsigned(Unsigned::U64) => column.source != Source::Identity,
        _ => false,
    }
}

/// MySQL and MariaDB allow no check of such a column.
fn is_changed_by_reference(table: &Table, position: usize) -> bool {
    let of_column = table
        .foreign_keys
        .iter()
        .filter(|key| key.columns.contains(&position));
    let mut changing = of_column.filter(|key| {
        matches!(key.on_delete, Action::SetNull | Action::SetDefault)
            || matches!(
                key.on_update,
                Action::Cascade | Action::SetNull | Action::SetDefault
            )
    });
    changing.next().is_some()
}

fn keys(table: &Table, dialect: Dialect) -> Vec<Fact> {
    let primary = Fact::PrimaryKey {
        name: if is_mysql(dialect) {
            "PRIMARY".to_owned()
        } else {
            table.primary_key.name.clone()
        },
        columns: names_of(table, &table.primary_key.columns),
    };
    let uniques = table.uniques.iter().map(|key| {
        let (name, columns) = (key.name.clone(), names_of(table, &key.columns));
        if !is_mysql(dialect) {
            return Fact::Unique { name, columns };
        }
        let ascending = Direction::Ascending { nulls_first: true };
        let parts = columns
            .into_iter()
            .map(|column| (Some(column), ascending))
            .collect();
        Fact::Index {
            name,
            unique: true,
            method: "btree".to_owned(),
            parts,
            include: Vec::new(),
            partial: false,
        }
    });
    std::iter::once(primary).chain(uniques).collect()
}

fn index(table: &Table, index: &Index, dialect: Dialect) -> Fact {
    let method = index
        .method
        .get(dialect)
        .as_deref()
        .unwrap_or("btree")
        .to_lowercase();
    let part = |part: &IndexPart| {
        let column = match part.key {
            IndexKey::Column(column) => Some(&table.columns[column]),
            IndexKey::Expression(_) => None,
        };
        let name = column.map(|column| column.name.clone());
        (name, direction(part, column, &method, dialect))
    };
    Fact::Index {
        name: index.name.clone(),
        unique: index.unique,
        parts: index.parts.iter().map(part).collect(),
        include: if is_mysql(dialect) {
            Vec::new()
        } else {
            names_of(table, &index.include)
        },
        partial: index.predicate.is_some(),
        method,
    }
}

/// NULLs come first on MySQL and MariaDB. For nullable columns, the index on PostgreSQL says this,
/// too. For others, PostgreSQL reports that they come last.
fn direction(
    part: &IndexPart,
    column: Option<&Column>,
    method: &str,
    dialect: Dialect,
) -> Direction {
    if method != "btree" {
        return Direction::Unsorted;
    }
    let nulls_are_least = is_mysql(dialect) || column.is_some_and(|column| column.nullable);
    if part.descending {
        Direction::Descending {
            nulls_first: !nulls_are_least,
        }
    } else {
        Direction::Ascending {
            nulls_first: nulls_are_least,
        }
    }
}

fn foreign_key(schema: &Schema, table: &Table, key: &ForeignKey, dialect: Dialect) -> Fact {
    let target = &schema.tables[key.target];
    let action = |action: Action| match action {
        // For MariaDB and MySQL both are the same, and MariaDB prints a missing action as this one.
        Action::NoAction if dialect == Dialect::Mariadb => "RESTRICT".to_owned(),
        Action::NoAction
        | Action::Restrict
        | Action::Cascade
        | Action::SetNull
        | Action::SetDefault => action.sql().to_owned(),
    };
    Fact::ForeignKey {
        name: key.name.clone(),
        columns: names_of(table, &key.columns),
        target: target.name.clone(),
        target_columns: names_of(target, &key.target_columns),
        on_delete: action(key.on_delete),
        on_update: action(key.on_update),
        deferred: key.deferrable,
    }
}

fn names_of(table: &Table, columns: &[usize]) -> Vec<String> {
    columns
        .iter()
        .map(|column| table.columns[*column].name.clone())
        .collect()
}

fn is_mysql(dialect: Dialect) -> bool {
    match dialect {
        Dialect::Mysql | Dialect::Mariadb => true,
        Dialect::Sqlite | Dialect::Postgres => false,
    }
}
