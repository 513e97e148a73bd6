//! Views, triggers and the like as SQL of the user's own.

use std::collections::BTreeSet;

use tablewright_schema::When;
use tablewright_schema::catalog::write::create_table;
use tablewright_schema::catalog::{Catalog, Other, OtherKind, Table};
use tablewright_sql::quote::identifier;
use tablewright_sql::{Dialect, Token, TokenKind, tokens};

use super::Remark;
use super::enums::Enums;
use super::model::primary_key;
use super::words::member_name;

/// A script.
pub(super) struct PulledScript {
    pub(super) name: String,
    pub(super) when: When,
    pub(super) create: String,
    pub(super) drop: String,
    /// What is said above it, in a comment.
    pub(super) note: Option<String>,
}

const NO_KEY: &str = "it has no primary key, which a model needs: a script makes it";
const ONCE: &str = "the script that makes it cannot run twice";

/// A script for each of what is no table.
pub(super) fn find(
    dialect: Dialect,
    catalog: &Catalog,
    enums: &Enums,
    remarks: &mut Vec<Remark>,
) -> Vec<PulledScript> {
    let mut taken = BTreeSet::new();
    let mut scripts = Vec::new();
    for table in catalog
        .tables
        .iter()
        .filter(|table| primary_key(table).is_none())
    {
        remarks.push(Remark {
            table: table.name.clone(),
            column: None,
            what: "it has no primary key, which a model needs: a script makes it".to_owned(),
        });
        tables_without_key(dialect, table, &mut taken, &mut scripts);
    }
    for other in &catalog.others {
        // Enums and counters are the models' own.
        let is_enum = other.kind == OtherKind::Type && enums.is_type(&other.name);
        if is_enum || is_counter(other, catalog) {
            continue;
        }
        let base = member_name(&other.name);
        let numbered = (2..).map(|number| format!("{base}_{number}"));
        let mut names = std::iter::once(base.clone()).chain(numbered);
        let name = names
            .find(|name| taken.insert(name.clone()))
            .unwrap_or(base);
        let create = create(dialect, other);
        let note = create.is_none().then(|| ONCE.to_owned());
        remarks.extend(note.iter().map(|what| Remark {
            table: other.name.clone(),
            column: None,
            what: what.clone(),
        }));
        scripts.push(PulledScript {
            name,
            when: when(other.kind),
            create: create.unwrap_or_else(|| other.sql.trim().to_owned()),
            drop: drop(dialect, other),
            note,
        });
    }
    scripts
}

/// Whether it is the sequence that counts a primary key.
fn is_counter(other: &Other, catalog: &Catalog) -> bool {
    let counts = |table: &Table| {
        let key = table.primary_key.as_ref().map(|key| &key.columns[..]);
        let Some([key]) = key else {
            return false;
        };
        let default = table.column(key).and_then(|column| column.default.as_ref());
        let default = default.map_or("", |default| default.normal());
        default.starts_with("nextval (") && default.contains(&other.name)
    };
    other.kind == OtherKind::Sequence && catalog.tables.iter().any(counts)
}

/// The name of a script.
fn name(of: &str, taken: &mut BTreeSet<String>) -> String {
    let base = member_name(of);
    let numbered = (2..).map(|number| format!("{base}_{number}"));
    let mut names = std::iter::once(base.clone()).chain(numbered);
    names
        .find(|name| taken.insert(name.clone()))
        .unwrap_or(base)
}

/// A table that can be no model, as the statements that make it.
fn tables_without_key(
    dialect: Dialect,
    table: &Table,
    taken: &mut BTreeSet<String>,
    scripts: &mut Vec<PulledScript>,
) {
    let statements = create_table(dialect, table);
    let own = identifier(dialect, &table.name);
    for (position, statement) in statements.into_iter().enumerate() {
        let index = position.checked_sub(1).and_then(|it| table.indexes.get(it));
        let of = index.map_or(&table.name, |index| &index.name);
        let drop = match index {
            _ if position == 0 => format!("DROP TABLE IF EXISTS {own}"),
            Some(index) => {
                let name = identifier(dialect, &index.name);
                format!("DROP INDEX IF EXISTS {name}")
            }
            // A comment goes with its table.
            None => continue,
        };
        let create = ["CREATE TABLE ", "CREATE UNIQUE INDEX ", "CREATE INDEX "]
            .into_iter()
            .find_map(|head| {
                let rest = statement.strip_prefix(head)?;
                Some(format!("{head}IF NOT EXISTS {rest}"))
            });
        scripts.push(PulledScript {
            name: name(of, taken),
            when: When::After,
            create: create.unwrap_or(statement),
            drop,
            note: (position == 0).then(|| NO_KEY.to_owned()),
        });
    }
}

fn when(kind: OtherKind) -> When {
    match kind {
        OtherKind::Sequence | OtherKind::Type | OtherKind::Routine => When::Before,
        OtherKind::View | OtherKind::MaterializedView | OtherKind::Trigger | OtherKind::Virtual => {
            When::After
        }
    }
}

fn drop(dialect: Dialect, other: &Other) -> String {
    let name = identifier(dialect, &other.name);
    let is_procedure = other.sql.to_ascii_lowercase().contains("procedure");
    let kind = match other.kind {
        OtherKind::Virtual => "TABLE",
        OtherKind::Routine if is_procedure => "PROCEDURE",
        OtherKind::Routine
        | OtherKind::View
        | OtherKind::MaterializedView
        | OtherKind::Trigger
        | OtherKind::Sequence
        | OtherKind::Type => other.kind.sql(),
    };
    let of_table = other
        .table
        .as_ref()
        .filter(|_| !dialect.has_one_name_for_triggers());
    match of_table {
        Some(table) => {
            let table = identifier(dialect, table);
            format!("DROP {kind} IF EXISTS {name} ON {table}")
        }
        None => format!("DROP {kind} IF EXISTS {name}"),
    }
}

/// The SQL so that it may run twice; `None` where it cannot.
fn create(dialect: Dialect, other: &Other) -> Option<String> {
    let sql = other.sql.trim();
    let tokens = tokens(dialect, sql);
    let word = match other.kind {
        OtherKind::MaterializedView | OtherKind::View => "view",
        OtherKind::Trigger => "trigger",
        OtherKind::Sequence => "sequence",
        OtherKind::Virtual => "table",
        OtherKind::Routine => "function",
        OtherKind::Type => return None,
    };
    let is_kind = |token: &Token<'_>| {
        token.is(word) || (other.kind == OtherKind::Routine && token.is("procedure"))
    };
    let kind = tokens.iter().position(is_kind)?;
    let head = &tokens[..kind];
    let is_harmless = tokens.get(kind + 1).is_some_and(|next| next.is("if"))
        || head.iter().any(|token| token.is("replace"));
    let sql = without_definer(sql, head);
    if is_harmless {
        return Some(sql);
    }
    let replaces = match other.kind {
        OtherKind::View => dialect.has_replaceable_views(),
        OtherKind::Trigger | OtherKind::Routine => dialect.has_replaceable_triggers(),
        OtherKind::MaterializedView
        | OtherKind::Sequence
        | OtherKind::Type
        | OtherKind::Virtual => false,
    };
    let first = sql.split_whitespace().next()?.len();
    if replaces {
        return Some(format!("{} OR REPLACE{}", &sql[..first], &sql[first..]));
    }
    let place = tablewright_sql::tokens(dialect, &sql)
        .iter()
        .find(|it| is_kind(it))?
        .end();
    Some(format!("{} IF NOT EXISTS{}", &sql[..place], &sql[place..]))
}

/// Without the user that MySQL notes as the one who made it.
fn without_definer(sql: &str, head: &[Token<'_>]) -> String {
    let Some(start) = head.iter().position(|token| token.is("definer")) else {
        return sql.to_owned();
    };
    let is_part = |token: &&Token<'_>| {
        token.is_symbol('=') || token.is_symbol('@') || token.kind == TokenKind::Quoted
    };
    let rest = &head[start + 1..];
    let length = rest.iter().take_while(is_part).count();
    let end = rest.get(length).map_or(sql.len(), |next| next.start);
    match length {
        0 => sql.to_owned(),
        _ if end == sql.len() => {
            // The word for what it is comes next.
            let place = rest[length - 1].end();
            format!("{}{}", sql[..head[start].start].trim_end(), &sql[place..])
        }
        _ => format!("{}{}", &sql[..head[start].start], &sql[end..]),
    }
}
