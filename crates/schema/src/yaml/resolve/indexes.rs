//! Indexes: those of fields, those of `indexes`, and those that foreign keys need.

use std::collections::{BTreeMap, HashSet};

use tablewright_sql::{Dialect, PerDialect};

use super::findings::Findings;
use super::keys;
use super::sql;
use super::unresolved::{Context, Index, Table};
use crate::schema::{self, IndexKey, IndexPart};
use crate::yaml::shapes::{self, At};

pub fn resolve(tables: &mut [Table<'_>], context: &Context<'_>, findings: &mut Findings<'_>) {
    for table in tables {
        let mut indexes = of_fields(table, findings);
        for origin in &table.body.indexes {
            indexes.push(resolve_one(table, origin, context, findings));
        }
        report_repeated(&indexes, findings);
        table.indexes = indexes;
    }
}

/// Gives every foreign key an index, unless a key or an index begins with its columns.
///
/// MySQL does not use a descending one for this: it would create another index.
pub fn for_foreign_keys(tables: &mut [Table<'_>], dialects: &[Dialect]) {
    let only_ascending = dialects.contains(&Dialect::Mysql);
    let leading = |index: &Index<'_>| {
        let parts = index.leading_columns().zip(&index.value.parts);
        let usable = parts.take_while(|(_, part)| !(only_ascending && part.descending));
        usable.map(|(column, _)| column).collect::<Vec<_>>()
    };
    for table in tables {
        let mut covered: HashSet<Vec<usize>> = HashSet::new();
        let keys = table.keys().map(|key| key.columns.clone());
        let indexes = table.indexes.iter().filter(|index| serves_lookups(index));
        for columns in keys.chain(indexes.map(&leading)) {
            for length in 1..=columns.len() {
                covered.insert(columns[..length].to_vec());
            }
        }
        let mut missing: Vec<Index<'_>> = Vec::new();
        for foreign_key in &table.foreign_keys {
            let columns = &foreign_key.value.columns;
            if covered.insert(columns.clone()) {
                missing.push(automatic(columns, foreign_key.at));
            }
        }
        table.indexes.extend(missing);
    }
}

/// The part that distinguishes the index from others over the same columns; empty for a plain one.
pub fn difference(index: &schema::Index) -> String {
    let mut words: Vec<String> = Vec::new();
    for (position, part) in index.parts.iter().enumerate() {
        if let IndexKey::Expression(expression) = &part.key {
            words.push(format!("{position}:{}", texts(expression).join("\u{1f}")));
        }
        if part.descending {
            words.push(format!("{position}:desc"));
        }
        if let Some(class) = &part.class {
            words.push(format!("{position}:class:{class}"));
        }
    }
    if let Some(predicate) = &index.predicate {
        words.push(format!("where:{}", texts(predicate).join("\u{1f}")));
    }
    for dialect in Dialect::ALL {
        if let Some(method) = index.method.get(dialect) {
            words.push(format!("{}:{method}", dialect.name()));
        }
    }
    words.join("\u{1e}")
}

fn texts(sql: &PerDialect<String>) -> Vec<&str> {
    Dialect::ALL
        .iter()
        .map(|dialect| sql.get(*dialect).as_str())
        .collect()
}

/// Whether it finds every row by its first columns.
fn serves_lookups(index: &Index<'_>) -> bool {
    let method = &index.value.method;
    let has_class = index.value.parts.iter().any(|part| part.class.is_some());
    index.is_whole
        && !has_class
        && index.value.predicate.is_none()
        && Dialect::ALL.iter().all(|name| method.get(*name).is_none())
}

fn automatic<'d>(columns: &[usize], at: At) -> Index<'d> {
    Index {
        at,
        origin: None,
        automatic: true,
        is_whole: true,
        locations: Vec::new(),
        value: plain(columns),
    }
}

fn plain(columns: &[usize]) -> schema::Index {
    let part = |&column: &usize| IndexPart {
        key: IndexKey::Column(column),
        descending: false,
        class: None,
    };
    schema::Index {
        name: String::new(),
        parts: columns.iter().map(part).collect(),
        unique: false,
        predicate: None,
        method: PerDialect::default(),
        include: Vec::new(),
        options: Vec::new(),
    }
}

fn of_fields<'d>(table: &Table<'d>, findings: &mut Findings<'_>) -> Vec<Index<'d>> {
    let mut indexes = Vec::new();
    for (position, column) in table.columns.iter().enumerate() {
        let Some(flag) = column.origin.index.as_ref().filter(|flag| flag.value) else {
            continue;
        };
        if let Some(key) = table.keys().find(|key| key.columns == [position]) {
            findings
                .at(
                    flag.at,
                    format!("`{}` already has an index", column.origin.name.value),
                )
                .also(key.at, "every key has an index: remove this one")
                .hint("remove `index`");
        }
        indexes.push(Index {
            at: flag.at,
            origin: None,
            automatic: false,
            is_whole: true,
            locations: Vec::new(),
            value: plain(&[position]),
        });
    }
    indexes
}

/// The index as far as it is known; the known parts are checked further.
fn resolve_one<'d>(
    table: &Table<'d>,
    origin: &'d shapes::Index,
    context: &Context<'_>,
    findings: &mut Findings<'_>,
) -> Index<'d> {
    let (locations, parts): (Vec<At>, Vec<IndexPart>) =
        parts(table, origin, context, findings).into_iter().unzip();
    let predicate = origin.predicate.as_ref().map(|predicate| {
        let at = predicate.at;
        sql::every(&predicate.value, at, "`where`", &context.dialects, findings).unwrap_or_default()
    });
    let include = keys::columns(table, &origin.include, findings);
    let method = origin.method.as_ref();
    let method = method.map(|method| sql::chosen(&method.value, &context.dialects));
    let all = ["fields", "unique", "where", "method"];
    let may_have_more = all.iter().any(|key| origin.placeholders.may_have(key));
    Index {
        at: origin.at,
        origin: Some(origin),
        automatic: false,
        is_whole: parts.len() == origin.parts.len() && !may_have_more,
        locations,
        value: schema::Index {
            name: origin
                .name
                .as_ref()
                .map(|name| name.value.clone())
                .unwrap_or_default(),
            parts,
            unique: origin.unique,
            predicate,
            method: usual_is_none(method.unwrap_or_default()),
            include: include.unwrap_or_default(),
            options: options(origin),
        },
    }
}

/// The storage parameters as PostgreSQL stores them, sorted.
fn options(origin: &shapes::Index) -> Vec<String> {
    let given = origin.options.iter().flat_map(|options| &options.value);
    let mut options: Vec<String> = given
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    options.sort();
    options
}

/// `btree` is the default of every database.
fn usual_is_none(mut method: PerDialect<Option<String>>) -> PerDialect<Option<String>> {
    for dialect in Dialect::ALL {
        let method = method.get_mut(dialect);
        *method = method.take().filter(|name| name != "btree");
    }
    method
}

/// The known parts, each with its position.
fn parts(
    table: &Table<'_>,
    origin: &shapes::Index,
    context: &Context<'_>,
    findings: &mut Findings<'_>,
) -> Vec<(At, IndexPart)> {
    let mut parts = Vec::with_capacity(origin.parts.len());
    let mut columns: HashSet<usize> = HashSet::new();
    for part in &origin.parts {
        let key = match &part.key {
            shapes::IndexKey::Field(name) => {
                let column = keys::field(table, name, part.at, findings);
                if column.is_some_and(|column| !columns.insert(column)) {
                    findings.at(part.at, format!("`{name}` is listed twice"));
                }
                column.map(IndexKey::Column)
            }
            shapes::IndexKey::Expression(sql) => {
                sql::every(sql, part.at, "the expression", &context.dialects, findings)
                    .map(IndexKey::Expression)
            }
        };
        let descending = part.descending;
        let class = part.class.as_ref();
        let class = class.map(|class| sql::chosen(&class.value, &context.dialects).postgres);
        let class = class.flatten();
        parts.extend(key.map(|key| {
            let part_of_index = IndexPart {
                key,
                descending,
                class,
            };
            (part.at, part_of_index)
        }));
    }
    parts
}

fn report_repeated(indexes: &[Index<'_>], findings: &mut Findings<'_>) {
    let mut seen: BTreeMap<(Vec<usize>, bool, String), At> = BTreeMap::new();
    for index in indexes.iter().filter(|index| index.is_whole) {
        let columns = index.value.parts.iter().map(|part| match part.key {
            IndexKey::Column(column) => column,
            IndexKey::Expression(_) => usize::MAX,
        });
        let identity = (
            columns.collect(),
            index.value.unique,
            difference(&index.value),
        );
        if let Some(first) = seen.insert(identity, index.at) {
            findings
                .at(index.at, "this index already exists")
                .also(first, "this is the other")
                .hint("remove one of the two");
        }
    }
}
