//! Short descriptions of schemas, for tests.

// Every test file is a separate crate and uses only some of this.
#![allow(dead_code)]

use tablewright_schema::{
    Action, Check, Column, Default, ForeignKey, Key, Role, Rules, Schema, Source, Table, Type,
};
use tablewright_sql::{Dialect, PerDialect};

/// The tables, for every dialect.
pub fn schema(tables: Vec<Table>) -> Schema {
    Schema {
        dialects: Dialect::ALL.to_vec(),
        dates: tablewright_schema::DateCrate::Jiff,
        enums: Vec::new(),
        tables,
        scripts: Vec::new(),
        dropped: Vec::new(),
        converted: Vec::new(),
        unmanaged: Vec::new(),
    }
}

/// A table whose primary key is its first column.
pub fn table(name: &str, columns: Vec<Column>) -> Table {
    Table {
        model: "Model".to_owned(),
        name: name.to_owned(),
        doc: None,
        columns,
        primary_key: key(&format!("pk_{name}"), &[0]),
        uniques: Vec::new(),
        indexes: Vec::new(),
        checks: Vec::new(),
        foreign_keys: Vec::new(),
        relations: Vec::new(),
        was: Vec::new(),
        options: PerDialect::default(),
        derives: Vec::new(),
        attributes: Vec::new(),
    }
}

/// A column that an insert has to give.
pub fn column(name: &str, ty: Type) -> Column {
    Column {
        field: name.to_owned(),
        name: name.to_owned(),
        ty,
        nullable: false,
        source: Source::Input,
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

/// A column that may be NULL.
pub fn nullable(name: &str, ty: Type) -> Column {
    Column {
        nullable: true,
        ..column(name, ty)
    }
}

/// A column with a default.
pub fn defaulted(name: &str, ty: Type, default: Default) -> Column {
    Column {
        source: Source::Default(default),
        ..column(name, ty)
    }
}

/// The auto-increment column `id`.
pub fn id() -> Column {
    Column {
        source: Source::Identity,
        ..column("id", Type::BigInt)
    }
}

/// A key.
pub fn key(name: &str, columns: &[usize]) -> Key {
    Key {
        name: name.to_owned(),
        columns: columns.to_vec(),
    }
}

/// A check of the table.
pub fn check(name: &str, expression: &str) -> Check {
    Check {
        name: name.to_owned(),
        column: None,
        expression: same(expression),
    }
}

/// A foreign key of one column to the first column of another table.
pub fn reference(name: &str, column: usize, target: usize) -> ForeignKey {
    ForeignKey {
        name: name.to_owned(),
        columns: vec![column],
        target,
        target_columns: vec![0],
        on_delete: Action::NoAction,
        on_update: Action::NoAction,
        deferrable: false,
        relation: name.to_owned(),
        inverse: None,
    }
}

/// The same text for every dialect.
pub fn same(text: &str) -> PerDialect<String> {
    let text = || text.to_owned();
    PerDialect {
        sqlite: text(),
        postgres: text(),
        mysql: text(),
        mariadb: text(),
    }
}
