//! Views, triggers and the like, as the user's own SQL.

use std::collections::BTreeSet;

use tablewright_schema::When;
use tablewright_schema::catalog::write::{create_index, create_table};
use tablewright_schema::catalog::{Catalog, Index, Other, OtherKind, Table, order};
use tablewright_schema::own_sql::parameters;
use tablewright_sql::quote::identifier;
use tablewright_sql::{Dialect, Token, TokenKind, tokens};

use super::Warning;
use super::left_out::Sayable;
use super::model::Model;
use super::need;
use super::words::member_name;
use super::write::Named;

/// A script.
pub(super) struct PulledScript {
    pub(super) name: String,
    pub(super) when: When,
    pub(super) create: String,
    pub(super) drop: String,
    /// A comment above it.
    pub(super) note: Option<String>,
}

const ONCE: &str = "the script that creates it cannot run twice";

/// A script for each table that is not a model, and for each other object.
pub(super) fn find(
    dialect: Dialect,
    sayable: &Sayable,
    models: &[Model<'_>],
    named: &Named<'_>,
    warnings: &mut Vec<Warning>,
) -> Vec<PulledScript> {
    let enums = named.enums;
    let mut taken = BTreeSet::new();
    let mut scripts = Vec::new();
    let catalog = &sayable.catalog;
    let tables: Vec<&Table> = sayable.tables.iter().map(|(table, _)| table).collect();
    for position in order::of(&tables).tables {
        let (table, why) = &sayable.tables[position];
        warnings.push(Warning {
            table: table.name.clone(),
            column: None,
            what: why.to_string(),
        });
        if !why.has_script() {
            continue;
        }
        let what = table.unsupported.iter().map(|what| Warning {
            table: table.name.clone(),
            column: None,
            what: format!("left out: {what}"),
        });
        warnings.extend(what);
        for sequence in own_sequences(table, catalog) {
            scripts.push(PulledScript {
                name: name(&sequence, &mut taken),
                when: When::Before,
                create: format!("CREATE SEQUENCE IF NOT EXISTS {sequence}"),
                drop: format!("DROP SEQUENCE IF EXISTS {sequence}"),
                note: None,
            });
        }
        table_script(dialect, table, &why.to_string(), &mut taken, &mut scripts);
    }
    for model in models {
        for index in &model.scripted {
            let create = create_index(dialect, &model.table.name, index);
            scripts.push(index_script(
                dialect,
                model.table,
                index,
                create,
                &mut taken,
            ));
        }
    }
    let is_used = |ty: &Other| {
        let names = |sql: &str| {
            let tokens = tokens(dialect, sql);
            tokens.iter().any(|token| token.name() == ty.name.as_str())
        };
        let columns = tables.iter().flat_map(|table| &table.columns);
        let mut columns = columns.filter(|_| ty.kind == OtherKind::Type);
        let mut routines = catalog.others.iter();
        columns.any(|column| names(column.ty.text()))
            || routines.any(|other| other.kind == OtherKind::Routine && names(&other.sql))
    };
    for other in need::ordered(dialect, catalog) {
        // Enums and counters belong to the models.
        let is_enum = other.kind == OtherKind::Type && enums.is_type(&other.name);
        // A native type says which extension it needs.
        let is_said =
            other.kind == OtherKind::Extension && named.natives.need(dialect, &other.name);
        if (is_enum && !is_used(other)) || is_counter(other, catalog) || is_said {
            continue;
        }
        let warning = |what: String| Warning {
            table: other.name.clone(),
            column: None,
            what,
        };
        if is_unknown(dialect, other) {
            let what = match other.unsupported.as_slice() {
                [] => format!(
                    "the {} {}, whose definition the database does not print completely",
                    other.kind.words(),
                    other.name
                ),
                why => why.join("; "),
            };
            warnings.push(warning(format!("left out: {what}")));
            continue;
        }
        let (other, indexes) = with_indexes(dialect, other);
        let other = &other;
        let create = create(dialect, other);
        let runs_once = create.is_none().then(|| ONCE.to_owned());
        let notes = runs_once.into_iter();
        let notes = notes.chain(other.unsupported.iter().cloned());
        let notes: Vec<String> = notes.collect();
        warnings.extend(notes.iter().cloned().map(warning));
        let note = (!notes.is_empty()).then(|| notes.join("; "));
        scripts.push(PulledScript {
            name: name(&other.name, &mut taken),
            when: need::when(dialect, other, sayable),
            create: create.unwrap_or_else(|| other.sql.trim().to_owned()),
            drop: drop(dialect, other),
            note,
        });
        for index in indexes {
            let index_name = made_index(dialect, &index).unwrap_or_default();
            scripts.push(PulledScript {
                name: name(&index_name, &mut taken),
                when: When::After,
                create: once(index),
                drop: format!("DROP INDEX IF EXISTS {}", identifier(dialect, &index_name)),
                note: None,
            });
        }
    }
    scripts
}

/// The statement that creates a materialized view, with the statements for its indexes, which
/// PostgreSQL stores separately.
fn with_indexes(dialect: Dialect, other: &Other) -> (Other, Vec<String>) {
    let mut own = other.clone();
    if other.kind != OtherKind::MaterializedView {
        return (own, Vec::new());
    }
    let mut statements = tablewright_sql::statements(dialect, &other.sql).into_iter();
    if let Some(first) = statements.next() {
        own.sql = first.to_owned();
    }
    (own, statements.map(str::to_owned).collect())
}

/// The name of the index that a statement creates.
fn made_index(dialect: Dialect, sql: &str) -> Option<String> {
    let tokens = tokens(dialect, sql);
    let index = tokens.iter().position(|token| token.is("index"))?;
    Some(tokens.get(index + 1)?.name().into_owned())
}

/// Whether the SQL is incomplete.
fn is_unknown(dialect: Dialect, other: &Other) -> bool {
    let tokens = tokens(dialect, &other.sql);
    match other.kind {
        // If PostgreSQL cannot print an object, its SQL has no parameters and no body.
        OtherKind::Routine => tokens.len() <= 4,
        OtherKind::Type => tokens.len() <= 3,
        // A foreign table needs a server, which a new database does not have.
        OtherKind::Virtual => dialect == Dialect::Postgres,
        OtherKind::View | OtherKind::Trigger => tokens.len() <= 3,
        OtherKind::MaterializedView | OtherKind::Sequence | OtherKind::Extension => false,
    }
}

/// The sequences that number keys of the table, and belong to it, with PostgreSQL's names.
fn own_sequences(table: &Table, catalog: &Catalog) -> Vec<String> {
    let defaults = table.columns.iter().filter_map(|it| it.default.as_ref());
    let counters = defaults.filter(|default| {
        default.dialect() == Dialect::Postgres && default.normal().starts_with("nextval (")
    });
    let named = counters.filter_map(|default| {
        let tokens = tokens(Dialect::Postgres, default.text());
        let name = tokens.iter().find(|token| token.kind == TokenKind::Text)?;
        Some(name.value(Dialect::Postgres))
    });
    let is_known = |sequence: &String| {
        let mut others = catalog.others.iter();
        others.any(|other| {
            other.kind == OtherKind::Sequence
                && identifier(Dialect::Postgres, &other.name).trim_matches('"')
                    == sequence.trim_matches('"')
        })
    };
    named.filter(|sequence| !is_known(sequence)).collect()
}

/// Whether it is the sequence that numbers a primary key.
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

/// The statements that create a table which cannot be a model.
fn table_script(
    dialect: Dialect,
    table: &Table,
    note: &str,
    taken: &mut BTreeSet<String>,
    scripts: &mut Vec<PulledScript>,
) {
    let statements = create_table(dialect, table);
    let own = identifier(dialect, &table.name);
    for (position, statement) in statements.into_iter().enumerate() {
        match position.checked_sub(1) {
            None => scripts.push(PulledScript {
                name: name(&table.name, taken),
                when: When::After,
                create: once(statement),
                drop: format!("DROP TABLE IF EXISTS {own}"),
                note: Some(note.to_owned()),
            }),
            // A comment belongs to its table.
            Some(position) => {
                if let Some(index) = table.indexes.get(position) {
                    scripts.push(index_script(dialect, table, index, statement, taken));
                }
            }
        }
    }
}

fn index_script(
    dialect: Dialect,
    table: &Table,
    index: &Index,
    statement: String,
    taken: &mut BTreeSet<String>,
) -> PulledScript {
    let (quoted, table) = (
        identifier(dialect, &index.name),
        identifier(dialect, &table.name),
    );
    let drop = match dialect {
        Dialect::Sqlite | Dialect::Postgres => format!("DROP INDEX IF EXISTS {quoted}"),
        Dialect::Mariadb => format!("DROP INDEX IF EXISTS {quoted} ON {table}"),
        Dialect::Mysql => format!("DROP INDEX {quoted} ON {table}"),
    };
    PulledScript {
        name: name(&index.name, taken),
        when: When::After,
        create: once(statement),
        drop,
        note: None,
    }
}

/// The statement in a form that can run twice.
fn once(statement: String) -> String {
    let heads = ["CREATE TABLE ", "CREATE UNIQUE INDEX ", "CREATE INDEX "];
    let head = heads.into_iter().find(|head| statement.starts_with(head));
    match head {
        Some(head) => format!("{head}IF NOT EXISTS {}", &statement[head.len()..]),
        None => statement,
    }
}

/// The word for the kind of object that a statement creates: there are several kinds of routines.
fn kind_word<'t>(tokens: &[Token<'t>], kind: OtherKind) -> Option<(usize, Token<'t>)> {
    let words: &[&str] = match kind {
        OtherKind::MaterializedView | OtherKind::View => &["view"],
        OtherKind::Trigger => &["trigger", "rule"],
        OtherKind::Sequence => &["sequence"],
        OtherKind::Virtual => &["table"],
        OtherKind::Routine => &["function", "procedure", "aggregate", "event"],
        OtherKind::Type => &["type", "domain", "collation"],
        OtherKind::Extension => &["extension"],
    };
    let position = tokens.iter().position(|token| token.is_any(words))?;
    Some((position, tokens[position]))
}

fn drop(dialect: Dialect, other: &Other) -> String {
    let name = identifier(dialect, &other.name);
    let tokens = tokens(dialect, &other.sql);
    let word = kind_word(&tokens, other.kind).map(|(_, word)| word.text.to_ascii_uppercase());
    let kind = match (other.kind, word) {
        (OtherKind::Virtual, _) => "TABLE".to_owned(),
        (OtherKind::Routine | OtherKind::Type | OtherKind::Trigger, Some(word)) => word,
        (kind, _) => kind.sql().to_owned(),
    };
    if other.kind == OtherKind::Routine && dialect == Dialect::Postgres {
        let parameters = parameters(&other.sql, &tokens);
        return format!("DROP {kind} IF EXISTS {name}{parameters}");
    }
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

/// The SQL in a form that can run twice; `None` if there is none.
fn create(dialect: Dialect, other: &Other) -> Option<String> {
    let sql = other.sql.trim();
    let tokens = tokens(dialect, sql);
    let (kind, _) = kind_word(&tokens, other.kind)?;
    let is_constraint = tokens[..kind].iter().any(|token| token.is("constraint"));
    if other.kind == OtherKind::Type || is_constraint {
        // PostgreSQL has no `IF NOT EXISTS` for these, and cannot replace them.
        let mark = ["$$", "$make$", "$tablewright$"]
            .into_iter()
            .find(|mark| !sql.contains(mark))?;
        return Some(format!(
            "DO {mark} BEGIN {sql}; EXCEPTION WHEN duplicate_object THEN NULL; END {mark}"
        ));
    }
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
        | OtherKind::Extension
        | OtherKind::Virtual => false,
    };
    let first = sql.split_whitespace().next()?.len();
    if replaces {
        return Some(format!("{} OR REPLACE{}", &sql[..first], &sql[first..]));
    }
    let tokens = tablewright_sql::tokens(dialect, &sql);
    let (_, word) = kind_word(&tokens, other.kind)?;
    let end = word.end();
    Some(format!("{} IF NOT EXISTS{}", &sql[..end], &sql[end..]))
}

/// The SQL without the user whom MySQL notes as the creator.
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
            // The word for the kind of object follows.
            let end = rest[length - 1].end();
            format!("{}{}", sql[..head[start].start].trim_end(), &sql[end..])
        }
        _ => format!("{}{}", &sql[..head[start].start], &sql[end..]),
    }
}
