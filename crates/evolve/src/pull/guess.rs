//! Guesses of columns: a guess is right if its DDL is the same as in the database.

use tablewright_schema::catalog::{self, Check};
use tablewright_schema::lower;
use tablewright_schema::{
    Column, DateCrate, Enum, Key, Role, Rules, Schema, Source, Stored, Table, Type, Variant,
};
use tablewright_sql::{Dialect, PerDialect};

use super::enums::Values;

/// A guess of a column.
#[derive(Clone)]
pub(super) struct Guess<'g> {
    pub(super) name: &'g str,
    pub(super) ty: Type,
    pub(super) nullable: bool,
    pub(super) source: Source,
}

/// The DDL of the guess.
pub(super) struct Lowered {
    pub(super) column: catalog::Column,
    pub(super) type_check: Option<Check>,
}

/// Generates the table with the column.
pub(super) fn lowered(dialect: Dialect, guess: &Guess<'_>, enums: &[Values]) -> Option<Lowered> {
    let schema = schema(dialect, guess, enums);
    let check_names = tablewright_schema::names::type_checks(&schema);
    let mut table = lower(&schema, dialect).tables.pop()?;
    let name = check_names.first()?.first()?;
    let check = table.checks.iter().position(|check| check.name == *name);
    let type_check = check.map(|position| table.checks.remove(position));
    let position = table.columns.iter().position(|it| it.name == guess.name)?;
    Some(Lowered {
        column: table.columns.swap_remove(position),
        type_check,
    })
}

fn schema(dialect: Dialect, guess: &Guess<'_>, enums: &[Values]) -> Schema {
    let mut columns = vec![column(guess)];
    let counts = guess.source == Source::Identity;
    if !counts {
        let other = if guess.name.eq_ignore_ascii_case("k") {
            "l"
        } else {
            "k"
        };
        columns.push(column(&Guess {
            name: other,
            ty: Type::BigInt,
            nullable: false,
            source: Source::Input,
        }));
    }
    let key = columns.len() - 1;
    let table = Table {
        model: "T".to_owned(),
        name: "t".to_owned(),
        doc: None,
        columns,
        primary_key: Key {
            name: "pk_t".to_owned(),
            columns: vec![key],
        },
        uniques: Vec::new(),
        indexes: Vec::new(),
        checks: Vec::new(),
        foreign_keys: Vec::new(),
        relations: Vec::new(),
        was: Vec::new(),
        options: PerDialect::default(),
        derives: Vec::new(),
        attributes: Vec::new(),
    };
    Schema {
        dialects: vec![dialect],
        dates: DateCrate::Jiff,
        enums: enums.iter().map(of_values).collect(),
        tables: vec![table],
        scripts: Vec::new(),
        dropped: Vec::new(),
        converted: Vec::new(),
        unmanaged: Vec::new(),
    }
}

fn column(guess: &Guess<'_>) -> Column {
    Column {
        field: guess.name.to_owned(),
        name: guess.name.to_owned(),
        ty: guess.ty.clone(),
        nullable: guess.nullable,
        source: guess.source.clone(),
        collation: PerDialect::default(),
        rust: None,
        key_of: None,
        attributes: Vec::new(),
        doc: None,
        was: Vec::new(),
        sensitive: false,
        role: Role::Data,
        rules: Rules::default(),
    }
}

fn of_values(values: &Values) -> Enum {
    let variant = |stored: &Stored| Variant {
        value: stored.to_string(),
        stored: stored.clone(),
        name: stored.to_string(),
        doc: None,
        was: Vec::new(),
        attributes: Vec::new(),
    };
    Enum {
        name: "E".to_owned(),
        doc: None,
        repr: values.repr,
        variants: values.stored.iter().map(variant).collect(),
        derives: Vec::new(),
        attributes: Vec::new(),
    }
}

/// The same string for every dialect.
pub(super) fn same(sql: &str) -> PerDialect<String> {
    let sql = || sql.to_owned();
    PerDialect {
        sqlite: sql(),
        postgres: sql(),
        mysql: sql(),
        mariadb: sql(),
    }
}
