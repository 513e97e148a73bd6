//! Reports keys and indexes that a database cannot have.

use std::collections::BTreeMap;

use tablewright_sql::Dialect;

use super::chosen;
use super::index_options;
use super::mysql_family;
use super::sizes::{self, CHARACTER, LARGEST_KEY};
use crate::schema::{IndexKey, Script, Type};
use crate::yaml::nearest::nearest;
use crate::yaml::resolve::findings::Findings;
use crate::yaml::resolve::sql::titles;
use crate::yaml::resolve::types::describe;
use crate::yaml::resolve::unresolved::{Index, Key, Kind, Table, UnresolvedSchema};
use crate::yaml::shapes::{At, Sql};

/// The largest number of columns of a key or an index.
const MOST_COLUMNS: [(Dialect, usize); 3] = [
    (Dialect::Postgres, 32),
    (Dialect::Mysql, 16),
    (Dialect::Mariadb, 32),
];

pub fn check(unresolved: &UnresolvedSchema<'_>, findings: &mut Findings<'_>) {
    for table in &unresolved.tables {
        for key in table.keys() {
            check_key(table, key, unresolved, findings);
        }
        if let Some(key) = &table.primary_key {
            check_generated_key(table, key, unresolved, findings);
        }
        // The index of a foreign key has the same types as the referenced key.
        for index in table.indexes.iter().filter(|index| !index.automatic) {
            check_index(table, index, unresolved, findings);
        }
    }
}

/// The columns of a key or an index, and the position of each in the file.
struct Indexed<'t> {
    at: At,
    columns: Vec<(usize, At)>,
    is_key: bool,
    /// MySQL and MariaDB, if they sort its columns.
    family: Vec<Dialect>,
    table: &'t Table<'t>,
}

fn check_key(
    table: &Table<'_>,
    key: &Key,
    unresolved: &UnresolvedSchema<'_>,
    findings: &mut Findings<'_>,
) {
    let columns = key
        .columns
        .iter()
        .copied()
        .zip(key.locations.iter().copied())
        .collect();
    let family = mysql_family(&unresolved.dialects);
    check_columns(
        &Indexed {
            at: key.at,
            columns,
            is_key: true,
            family,
            table,
        },
        unresolved,
        findings,
    );
}

fn check_generated_key(
    table: &Table<'_>,
    key: &Key,
    unresolved: &UnresolvedSchema<'_>,
    findings: &mut Findings<'_>,
) {
    let refusing = chosen(
        &unresolved.dialects,
        &[Dialect::Sqlite, Dialect::Mysql, Dialect::Mariadb],
    );
    if refusing.is_empty() {
        return;
    }
    for &column in &key.columns {
        let generated = &table.columns[column].origin.generated;
        let computes = table.columns[column].kind != Kind::Id;
        if let Some(generated) = generated.as_ref().filter(|_| computes) {
            findings
                .at(
                    generated.sql.at,
                    format!(
                        "a generated field cannot be in the primary key on {}",
                        titles(&refusing)
                    ),
                )
                .also(key.at, "the primary key")
                .hint("make it `unique` instead, and add `id: id`");
        }
    }
}

fn check_columns(
    indexed: &Indexed<'_>,
    unresolved: &UnresolvedSchema<'_>,
    findings: &mut Findings<'_>,
) {
    let family = &indexed.family;
    let mut bytes = 0;
    for &(column, at) in &indexed.columns {
        let Some(ty) = &indexed.table.columns[column].ty else {
            continue;
        };
        // A reference has the type of its target, where the error is reported.
        let is_reference = matches!(indexed.table.columns[column].kind, Kind::Reference { .. });
        if is_reference && sizes::in_key(ty, &unresolved.enums).is_none() {
            continue;
        }
        let label = indexed.table.label(column);
        let described = describe(ty, &unresolved.enums);
        if indexed.is_key && matches!(ty, Type::Json | Type::List(_)) {
            findings
                .at(
                    at,
                    format!("`{label}` is `{described}`, which cannot be in a key"),
                )
                .hint(
                    "its values cannot be sorted, and databases differ in which of them are \
                    equal",
                );
        } else if let Some(size) = sizes::in_key(ty, &unresolved.enums) {
            bytes += size;
        } else if family.iter().any(|dialect| ty.form(*dialect).is_none()) {
            findings
                .at(
                    at,
                    format!(
                        "{} cannot index `{label}`, which is `{described}`",
                        titles(family)
                    ),
                )
                .hint(hint_for(ty));
        }
    }
    if bytes > LARGEST_KEY && !family.is_empty() {
        report_large(indexed, bytes, family, findings);
    }
    check_count(indexed, &unresolved.dialects, findings);
}

fn hint_for(ty: &Type) -> &'static str {
    match ty {
        Type::Text => {
            "give it a length: `string(200)`; or ask for `method: fulltext` to search in it"
        }
        Type::Bytes { .. } => "give it a length: `bytes(64)`",
        Type::Json | Type::List(_) => "remove it from the index",
        Type::Bool
        | Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Unsigned(_)
        | Type::Duration
        | Type::Float
        | Type::Double
        | Type::Decimal { .. }
        | Type::String { .. }
        | Type::Uuid
        | Type::Date
        | Type::Time
        | Type::DateTime
        | Type::Timestamp
        | Type::Enum(..)
        | Type::Native(_) => "make it shorter",
    }
}

fn report_large(
    indexed: &Indexed<'_>,
    bytes: u64,
    family: &[Dialect],
    findings: &mut Findings<'_>,
) {
    let what = if indexed.is_key { "key" } else { "index" };
    findings
        .at(
            indexed.at,
            format!(
                "this {what} can take {bytes} bytes, and the limit is {LARGEST_KEY} on {}",
                titles(family)
            ),
        )
        .hint(format!(
            "a `string(n)` takes {CHARACTER} bytes for each character, so the limit is {} \
             characters in all",
            LARGEST_KEY / CHARACTER
        ));
}

fn check_count(indexed: &Indexed<'_>, dialects: &[Dialect], findings: &mut Findings<'_>) {
    let count = indexed.columns.len();
    for (dialect, most) in MOST_COLUMNS {
        if count > most && dialects.contains(&dialect) {
            findings.at(
                indexed.at,
                format!("{count} fields are too many: an index on {dialect} has at most {most}"),
            );
        }
    }
}

fn check_index(
    table: &Table<'_>,
    index: &Index<'_>,
    unresolved: &UnresolvedSchema<'_>,
    findings: &mut Findings<'_>,
) {
    let parts = index.value.parts.iter().enumerate();
    let columns = parts.filter_map(|(position, part)| match part.key {
        IndexKey::Column(column) => Some((column, index.part_at(position))),
        IndexKey::Expression(_) => None,
    });
    let family = mysql_family(&unresolved.dialects);
    let may_have = |key| {
        index
            .origin
            .is_some_and(|origin| origin.placeholders.may_have(key))
    };
    // An unknown method may be one that does not sort.
    let sorts = |dialect: &Dialect| method(index, *dialect).is_none() && !may_have("method");
    let indexed = Indexed {
        at: index.at,
        columns: columns.collect(),
        is_key: index.value.unique,
        family: family.iter().copied().filter(sorts).collect(),
        table,
    };
    check_columns(&indexed, unresolved, findings);

    let Some(origin) = index.origin else { return };
    if let (Some(predicate), false) = (&origin.predicate, family.is_empty()) {
        let message = format!("partial indexes are not supported on {}", titles(&family));
        findings
            .at(predicate.at, message)
            .hint("remove `where`, or remove these databases from `dialects`");
    }
    check_expressions(index, unresolved, findings);
    check_methods(table, index, unresolved, findings);
    index_options::check(index, &unresolved.dialects, findings);
}

fn check_expressions(
    index: &Index<'_>,
    unresolved: &UnresolvedSchema<'_>,
    findings: &mut Findings<'_>,
) {
    if !unresolved.dialects.contains(&Dialect::Mariadb) {
        return;
    }
    for (position, part) in index.value.parts.iter().enumerate() {
        if matches!(part.key, IndexKey::Expression(_)) {
            findings
                .at(
                    index.part_at(position),
                    "MariaDB does not support indexes of expressions",
                )
                .hint("index a `generated` field with the expression instead");
        }
    }
}

fn method<'i>(index: &'i Index<'_>, dialect: Dialect) -> Option<&'i str> {
    index.value.method.get(dialect).as_deref()
}

fn check_methods(
    table: &Table<'_>,
    index: &Index<'_>,
    unresolved: &UnresolvedSchema<'_>,
    findings: &mut Findings<'_>,
) {
    // The dialects without the method, by its name, in groups as it was written.
    let mut unknown: BTreeMap<(At, &str), Vec<Dialect>> = BTreeMap::new();
    for &dialect in &unresolved.dialects {
        let Some(method) = method(index, dialect) else {
            continue;
        };
        let at = method_at(index, dialect);
        if has_method(dialect, method, unresolved) {
            check_method(table, index, method, at, findings);
        } else {
            unknown.entry((at, method)).or_default().push(dialect);
        }
    }
    for ((at, method), without) in unknown {
        report_unknown(method, at, &without, &unresolved.dialects, findings);
    }
}

/// Whether the dialect has the method, or an extension in the models may add it.
fn has_method(dialect: Dialect, method: &str, unresolved: &UnresolvedSchema<'_>) -> bool {
    let known = dialect.index_methods();
    if known.contains(&method) || !dialect.has_index_options() {
        return known.contains(&method);
    }
    let is_misspelled = nearest(method, known.iter().copied()).is_some();
    let is_name = !method.starts_with(|first: char| first.is_ascii_digit())
        && method
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    let mut scripts = unresolved.scripts.iter();
    is_name && !is_misspelled && scripts.any(|script| creates_extension(script, dialect))
}

fn creates_extension(script: &Script, dialect: Dialect) -> bool {
    let create = script.create.get(dialect).as_deref().unwrap_or_default();
    create.to_lowercase().contains("create extension")
}

/// The position of the method for the dialect.
fn method_at(index: &Index<'_>, dialect: Dialect) -> At {
    let Some(method) = index.origin.and_then(|origin| origin.method.as_ref()) else {
        return index.at;
    };
    let named = match &method.value {
        Sql::Same(_) => None,
        Sql::Each(each) => each.iter().find(|(name, _)| name.value == dialect),
    };
    named.map_or(method.at, |(name, _)| name.at)
}

fn check_method(
    table: &Table<'_>,
    index: &Index<'_>,
    method: &str,
    at: At,
    findings: &mut Findings<'_>,
) {
    if index.value.unique {
        findings.at(
            at,
            format!("an index with the method `{method}` cannot be unique"),
        );
    }
    if let Some(position) = index.value.parts.iter().position(|part| part.descending) {
        findings
            .at(
                index.part_at(position),
                format!("an index with the method `{method}` has no order"),
            )
            .hint("remove `desc`");
    }
    match method {
        "hash" | "hnsw" | "ivfflat" if index.value.parts.len() > 1 => {
            let message = format!("an index with the method `{method}` has exactly one field");
            findings.at(at, message);
        }
        "fulltext" => check_fulltext(table, index, findings),
        _ => {}
    }
    if matches!(method, "hash" | "gin" | "brin" | "hnsw" | "ivfflat")
        && let Some(first) = index.origin.and_then(|origin| origin.include.first())
    {
        findings
            .at(
                first.at,
                format!("an index with the method `{method}` cannot include fields"),
            )
            .hint("remove `include`");
    }
}

fn check_fulltext(table: &Table<'_>, index: &Index<'_>, findings: &mut Findings<'_>) {
    for (position, part) in index.value.parts.iter().enumerate() {
        let is_text = match part.key {
            IndexKey::Expression(_) => false,
            IndexKey::Column(column) => match &table.columns[column].ty {
                Some(Type::String { .. } | Type::Text) | None => true,
                Some(_) => false,
            },
        };
        if !is_text {
            findings
                .at(
                    index.part_at(position),
                    "a full-text index can only have `string` and `text` fields",
                )
                .hint("remove it from this index");
        }
    }
}

fn report_unknown(
    method: &str,
    at: At,
    without: &[Dialect],
    dialects: &[Dialect],
    findings: &mut Findings<'_>,
) {
    let message = format!(
        "the index method `{method}` is not supported on {}",
        titles(without)
    );
    let finding = findings.at(at, message);
    let has = |dialect: &&Dialect| dialect.index_methods().contains(&method);
    if let Some(other) = dialects.iter().find(has) {
        finding.hint(format!(
            "name the database that it is for: `method: {{ {}: {method} }}`",
            other.name()
        ));
        return;
    }
    let known: Vec<&str> = without
        .iter()
        .flat_map(|each| each.index_methods())
        .copied()
        .collect();
    match (method, known.as_slice()) {
        ("hash" | "spatial", _) => finding.hint(match method {
            "hash" => "its tables use `btree` for it: remove `method`",
            _ => "there is no geographic type that it could index: remove `method`",
        }),
        (_, []) => finding.hint("it supports only `btree`: remove `method`"),
        (_, known) => {
            let finding = finding
                .did_you_mean(method, known.iter().copied())
                .hint(format!("it supports `btree`, `{}`", known.join("`, `")));
            match without.iter().any(|each| each.has_index_options()) {
                true => finding.hint(
                    "name the extension that brings another method: `extension: vector` beside it",
                ),
                false => finding,
            }
        }
    };
}
