//! Names of constraints and indexes: the user's, or the default ones.

use std::collections::HashMap;

use tablewright_sql::Dialect;

use super::findings::Findings;
use super::indexes;
use super::unresolved::Table;
use crate::names::{self, Kind, folded};
use crate::schema::IndexKey;
use crate::yaml::shapes::At;

/// An object that needs a name.
struct Request {
    at: At,
    kind: Kind,
    /// The user's name.
    given: Option<String>,
    parts: Vec<String>,
    /// The part that distinguishes it from others with the same parts.
    more: String,
}

/// Gives every constraint and every index its name, and reports names with two meanings.
pub fn name(tables: &mut [Table<'_>], dialects: &[Dialect], findings: &mut Findings<'_>) {
    let requests: Vec<Vec<Request>> = tables.iter().map(requests).collect();

    let mut wanted: HashMap<String, usize> = HashMap::new();
    for table in tables.iter() {
        *wanted.entry(folded(&table.name)).or_default() += 1;
    }
    for (table, requests) in tables.iter().zip(&requests) {
        for request in requests {
            *wanted
                .entry(folded(&request.usual(&table.name)))
                .or_default() += 1;
        }
    }
    report_given(tables, &requests, dialects, findings);

    let mut used: HashMap<String, At> = HashMap::new();
    for (table, requests) in tables.iter_mut().zip(&requests) {
        let names: Vec<String> = requests
            .iter()
            .map(|request| request.name(&table.name, &wanted))
            .collect();
        for (request, name) in requests.iter().zip(&names) {
            let first = used.insert(folded(name), request.at);
            if let (Some(first), Kind::ForeignKey) = (first, request.kind) {
                findings
                    .at(request.at, "these fields already refer to that model")
                    .also(first, "this is the other reference")
                    .hint("remove one of the two");
            }
        }
        assign(table, names);
    }
}

impl Request {
    fn usual(&self, table: &str) -> String {
        match &self.given {
            Some(name) => name.clone(),
            None => names::constraint(self.kind, table, &self.part_names()),
        }
    }

    fn name(&self, table: &str, wanted: &HashMap<String, usize>) -> String {
        let usual = self.usual(table);
        let is_alone = wanted.get(&folded(&usual)) == Some(&1);
        if is_alone || self.given.is_some() {
            usual
        } else {
            names::distinct(self.kind, table, &self.part_names(), &self.more)
        }
    }

    fn part_names(&self) -> Vec<&str> {
        self.parts.iter().map(String::as_str).collect()
    }
}

/// In the order in which [`assign`] assigns names.
fn requests(table: &Table<'_>) -> Vec<Request> {
    let names = |columns: &[usize]| -> Vec<String> {
        table
            .column_names(columns)
            .into_iter()
            .map(str::to_owned)
            .collect()
    };
    let request = |at, kind, parts| Request {
        at,
        kind,
        given: None,
        parts,
        more: String::new(),
    };
    let mut requests: Vec<Request> = Vec::new();
    if let Some(key) = &table.primary_key {
        requests.push(request(key.at, Kind::PrimaryKey, Vec::new()));
    }
    for key in &table.uniques {
        requests.push(request(key.at, Kind::Unique, names(&key.columns)));
    }
    for index in &table.indexes {
        let name = index.origin.and_then(|origin| origin.name.as_ref());
        let kind = if index.value.unique {
            Kind::Unique
        } else {
            Kind::Index
        };
        let parts = index.value.parts.iter().map(|part| match part.key {
            IndexKey::Column(column) => table.columns[column].name.clone(),
            IndexKey::Expression(_) => "expr".to_owned(),
        });
        requests.push(Request {
            at: name.map_or(index.at, |name| name.at),
            kind,
            given: name.map(|name| name.value.clone()),
            parts: parts.collect(),
            more: indexes::difference(&index.value),
        });
    }
    let mut unnamed = 0;
    for check in &table.checks {
        let given = (!check.value.name.is_empty()).then(|| check.value.name.clone());
        let parts = match (check.value.column, &given) {
            (Some(column), _) => {
                let word = check.word.map(str::to_owned);
                names(&[column]).into_iter().chain(word).collect()
            }
            (None, Some(_)) => Vec::new(),
            (None, None) => {
                unnamed += 1;
                vec![unnamed.to_string()]
            }
        };
        requests.push(Request {
            given,
            ..request(check.at, Kind::Check, parts)
        });
    }
    for foreign_key in &table.foreign_keys {
        let value = &foreign_key.value;
        let more = format!("{}:{:?}", value.target, value.target_columns);
        let parts = names(&value.columns);
        requests.push(Request {
            more,
            ..request(foreign_key.at, Kind::ForeignKey, parts)
        });
    }
    requests
}

fn assign(table: &mut Table<'_>, names: Vec<String>) {
    let keys = table
        .primary_key
        .iter_mut()
        .chain(&mut table.uniques)
        .map(|key| &mut key.name);
    let indexes = table.indexes.iter_mut().map(|index| &mut index.value.name);
    let checks = table.checks.iter_mut().map(|check| &mut check.value.name);
    let foreign_keys = table.foreign_keys.iter_mut().map(|key| &mut key.value.name);
    let slots = keys.chain(indexes).chain(checks).chain(foreign_keys);
    for (slot, name) in slots.zip(names) {
        *slot = name;
    }
}

/// Whether the name has to be unique in the database.
fn is_of_database(kind: Kind, dialect: Dialect) -> bool {
    match kind {
        Kind::PrimaryKey | Kind::Unique | Kind::Index => dialect.has_one_name_for_indexes(),
        Kind::Check => dialect.has_one_name_for_checks(),
        Kind::ForeignKey => dialect.has_one_name_for_foreign_keys(),
    }
}

/// Default names are adapted to each other and to the user's; the user's are never changed.
fn report_given(
    tables: &[Table<'_>],
    requests: &[Vec<Request>],
    dialects: &[Dialect],
    findings: &mut Findings<'_>,
) {
    let mut taken: HashMap<(Option<usize>, String), (At, &str)> = HashMap::new();
    for table in tables {
        let name = (None, folded(&table.name));
        taken.insert(name, (table.name_at(), "a table"));
    }
    for (table, requests) in requests.iter().enumerate() {
        for request in requests {
            let Some(name) = &request.given else { continue };
            let is_of_database = dialects
                .iter()
                .any(|&dialect| is_of_database(request.kind, dialect));
            let owner = (!is_of_database).then_some(table);
            let what = (request.at, "a constraint or index");
            let Some((first, what)) = taken.insert((owner, folded(name)), what) else {
                continue;
            };
            let hint = if is_of_database {
                "tables, constraints and indexes share one namespace: give it another name"
            } else {
                "the constraints and indexes of a table share one namespace: give it another name"
            };
            findings
                .at(request.at, format!("the name `{name}` is taken"))
                .also(first, format!("it is the name of {what} here"))
                .hint(hint);
        }
    }
}
