//! The library's view of a server, in the form of a description of the server's catalog.

use tablewright::catalog::{Catalog, Column, Index, IndexKey, IndexPart, Key, Table};
use tablewright_schema::Action;
use tablewright_sql::Dialect;

use crate::description::{Description, Direction, Fact, Origin};

/// The description of the inspected catalog.
pub(crate) fn description(catalog: &Catalog, dialect: Dialect) -> Description {
    let mut description = Description::default();
    for table in &catalog.tables {
        description.table(&table.name);
        for fact in facts(table, dialect) {
            description.say(&table.name, fact);
        }
    }
    description
}

fn facts(table: &Table, dialect: Dialect) -> Vec<Fact> {
    let mut facts = Vec::new();
    facts.extend(table.comment.clone().map(Fact::Comment));
    facts.push(Fact::Order(order(table, dialect)));
    for found in &table.columns {
        let json = dialect == Dialect::Mariadb && found.ty.text() == "json";
        facts.push(column(found, json));
        if json {
            facts.push(Fact::Check {
                name: found.name.clone(),
            });
        }
    }
    facts.extend(table.primary_key.iter().map(|key| Fact::PrimaryKey {
        name: match is_mysql(dialect) {
            true => "PRIMARY".to_owned(),
            false => key.name.clone(),
        },
        columns: key.columns.clone(),
    }));
    facts.extend(table.uniques.iter().map(|key| unique(key, dialect)));
    facts.extend(table.indexes.iter().map(|it| index(it, dialect)));
    facts.extend(table.checks.iter().map(|check| Fact::Check {
        name: check.name.clone(),
    }));
    facts.extend(table.foreign_keys.iter().map(|key| Fact::ForeignKey {
        name: key.name.clone(),
        columns: key.columns.clone(),
        target: key.target.clone(),
        target_columns: key.target_columns.clone(),
        on_delete: action(key.on_delete, dialect),
        on_update: action(key.on_update, dialect),
        deferred: key.deferrable,
    }));
    facts
}

fn is_mysql(dialect: Dialect) -> bool {
    matches!(dialect, Dialect::Mysql | Dialect::Mariadb)
}

fn order(table: &Table, dialect: Dialect) -> Vec<String> {
    let is_told = |column: &&Column| dialect != Dialect::Mysql || column.generated.is_none();
    let told = table.columns.iter().filter(is_told);
    told.map(|column| column.name.clone()).collect()
}

fn column(column: &Column, json: bool) -> Fact {
    let origin = match (&column.generated, column.counted, &column.default) {
        (Some(generated), ..) if generated.stored => Origin::Stored,
        (Some(_), ..) => Origin::Virtual,
        (None, Some(_), _) => Origin::Identity,
        (None, None, Some(_)) => Origin::Default,
        (None, None, None) => Origin::Input,
    };
    let (ty, collation) = match json {
        // MariaDB has no type for it.
        true => ("longtext".to_owned(), Some("utf8mb4_bin".to_owned())),
        // A catalog does not have the default collation of a type.
        false if column.ty.text() == "citext" => {
            let own = column.collation.clone();
            ("citext".to_owned(), own.or(Some("default".to_owned())))
        }
        false => (column.ty.text().to_owned(), column.collation.clone()),
    };
    Fact::Column {
        name: column.name.clone(),
        ty,
        collation,
        nullable: column.nullable,
        origin,
        comment: column.comment.clone(),
    }
}

fn unique(key: &Key, dialect: Dialect) -> Fact {
    let (name, columns) = (key.name.clone(), key.columns.clone());
    if !is_mysql(dialect) {
        return Fact::Unique { name, columns };
    }
    let ascending = Direction::Ascending { nulls_first: true };
    Fact::Index {
        name,
        unique: true,
        method: "btree".to_owned(),
        parts: columns
            .into_iter()
            .map(|column| (Some(column), ascending))
            .collect(),
        include: Vec::new(),
        partial: false,
    }
}

fn index(index: &Index, dialect: Dialect) -> Fact {
    let part = |part: &IndexPart| {
        let column = match &part.key {
            IndexKey::Column(name) => Some(name.clone()),
            IndexKey::Expression(_) => None,
        };
        (column, direction(index, part, dialect))
    };
    Fact::Index {
        name: index.name.clone(),
        unique: index.unique,
        method: index.method.clone().unwrap_or_else(|| "btree".to_owned()),
        parts: index.parts.iter().map(part).collect(),
        include: index.include.clone(),
        partial: index.predicate.is_some(),
    }
}

fn direction(index: &Index, part: &IndexPart, dialect: Dialect) -> Direction {
    if index.method.is_some() {
        return Direction::Unsorted;
    }
    // NULLs are the least on MySQL and MariaDB, and the greatest on PostgreSQL.
    let usual = part.descending != is_mysql(dialect);
    let nulls_first = part.nulls_first.unwrap_or(usual);
    match part.descending {
        true => Direction::Descending { nulls_first },
        false => Direction::Ascending { nulls_first },
    }
}

fn action(action: Action, dialect: Dialect) -> String {
    match action {
        // For MariaDB both are the same.
        Action::NoAction if dialect == Dialect::Mariadb => "RESTRICT".to_owned(),
        other => other.sql().to_owned(),
    }
}
