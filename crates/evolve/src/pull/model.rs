//! Tables as models, before they are written as YAML.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToSnakeCase, ToUpperCamelCase};
use tablewright_schema::catalog::{
    self, Catalog, Check, Counted, ForeignKey, Index, IndexKey, IndexPart, Table,
};
use tablewright_schema::names::folded;
use tablewright_schema::plural::{plural, singular};
use tablewright_schema::{Action, Literal, Rules, Type};

use super::Warning;
use super::node::Node;
use super::words::type_name;

/// A model.
pub(super) struct Model<'c> {
    pub(super) table: &'c Table,
    pub(super) name: String,
    /// In the order of the table.
    pub(super) fields: Vec<Field<'c>>,
    /// The positions of the fields of the primary key.
    pub(super) key: Vec<usize>,
    /// The other unique keys.
    pub(super) uniques: Vec<Unique<'c>>,
    pub(super) indexes: Vec<PulledIndex>,
    /// The indexes that a script creates, because the language cannot express them.
    pub(super) scripted: Vec<Index>,
    pub(super) checks: Vec<PulledCheck<'c>>,
    pub(super) references: Vec<Reference<'c>>,
    /// The SQL after the table.
    pub(super) options: Option<String>,
    /// Comments above the model.
    pub(super) notes: Vec<String>,
}

/// A field.
pub(super) struct Field<'c> {
    pub(super) column: &'c catalog::Column,
    /// The written name.
    pub(super) written: String,
    /// The full name: `author_id` for `author`.
    pub(super) full: String,
    pub(super) ty: Type,
    pub(super) nullable: bool,
    /// Whether it is auto-increment in a way that the language can express.
    pub(super) counts: bool,
    /// The position of the reference that is written as its type.
    pub(super) reference: Option<usize>,
    /// The position in the table of the check that enforces its type.
    pub(super) type_check: Option<usize>,
    pub(super) default: Option<Node>,
    /// The default if it is a value.
    pub(super) default_value: Option<Literal>,
    /// The validation words that were found so far.
    pub(super) rules: Rules,
    pub(super) collation: Option<String>,
    /// A note that the type is another one, which fits all values.
    pub(super) near: Option<String>,
    pub(super) notes: Vec<String>,
}

/// A unique key.
pub(super) struct Unique<'c> {
    pub(super) name: &'c str,
    pub(super) columns: Vec<usize>,
}

/// An index.
pub(super) struct PulledIndex {
    pub(super) index: Index,
    /// The name, if it has to be written.
    pub(super) given: Option<String>,
    /// Whether a reference implies it.
    pub(super) automatic: bool,
}

/// A check.
pub(super) struct PulledCheck<'c> {
    pub(super) check: &'c Check,
    /// The field at which it is written.
    pub(super) at: Option<AtField>,
    /// The name, if it has to be written.
    pub(super) given: Option<String>,
}

/// How a check is written at a field.
pub(super) struct AtField {
    /// The position of the field.
    pub(super) field: usize,
    /// `check`, or a validation word.
    pub(super) key: &'static str,
    /// The condition, or the value of the word.
    pub(super) node: Node,
}

impl AtField {
    /// The parts of its name.
    pub(super) fn parts<'p>(&'p self, column: &'p str) -> Vec<&'p str> {
        match self.key {
            CHECK => vec![column],
            word => vec![column, word],
        }
    }
}

/// The key of a condition at a field.
pub(super) const CHECK: &str = "check";

/// A reference.
pub(super) struct Reference<'c> {
    pub(super) key: &'c ForeignKey,
    pub(super) on_delete: Action,
    pub(super) on_update: Action,
    pub(super) columns: Vec<usize>,
    /// The position of the referenced model.
    pub(super) target: usize,
    pub(super) target_columns: Vec<usize>,
    /// The name of the relation.
    pub(super) relation: String,
    pub(super) inverse: Inverse,
}

/// The form of the inverse relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Inverse {
    /// With the default name, which is not written.
    Usual,
    /// With another name.
    Named(String),
    /// No inverse relation.
    None,
}

impl Model<'_> {
    /// Whether the columns are the primary key or a unique key, in this order.
    pub(super) fn is_key(&self, columns: &[usize]) -> bool {
        self.key == columns || self.uniques.iter().any(|unique| unique.columns == columns)
    }

    /// The numbers of the references: first those of fields, in their order, then the others.
    pub(super) fn in_order(&self) -> Vec<usize> {
        let is_field = |number: usize| self.fields.iter().any(|it| it.reference == Some(number));
        let mut numbers: Vec<usize> = (0..self.references.len()).collect();
        numbers.sort_by_key(|&number| {
            let columns = self.references[number].columns.clone();
            (!is_field(number), columns)
        });
        numbers
    }

    pub(super) fn position(&self, column: &str) -> Option<usize> {
        let mut fields = self.fields.iter();
        fields.position(|field| field.column.name == column)
    }

    /// Whether the table's name differs from the default name for the model.
    pub(super) fn says_table(&self) -> bool {
        plural(&self.name.to_snake_case()) != self.table.name
    }

    pub(super) fn warning(&self, field: usize, what: String) -> Warning {
        Warning {
            table: self.table.name.clone(),
            column: Some(self.fields[field].column.name.clone()),
            what,
        }
    }

    /// The notes as warnings.
    pub(super) fn warnings(&self) -> Vec<Warning> {
        let of_model = self.notes.iter().map(|what| Warning {
            table: self.table.name.clone(),
            column: None,
            what: what.clone(),
        });
        let fields = self.fields.iter().enumerate();
        let of_fields = fields.flat_map(|(position, field)| {
            let notes = field.notes.iter();
            notes.map(move |what| self.warning(position, what.clone()))
        });
        of_model.chain(of_fields).collect()
    }
}

/// A model for each table with a key. Scripts create the tables without a key.
pub(super) fn models<'c>(
    catalog: &'c Catalog,
    notes: &BTreeMap<String, Vec<String>>,
) -> Vec<Model<'c>> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    let mut models = Vec::new();
    for table in &catalog.tables {
        let Some((key, instead)) = primary_key(table) else {
            continue;
        };
        let name = name(&table.name, &mut names);
        let mut model = model(table, name, key);
        if let Some(instead) = instead {
            let columns = model
                .key
                .iter()
                .map(|&it| model.fields[it].column.name.as_str());
            let columns = columns.collect::<Vec<_>>().join(", ");
            let what = format!(
                "it has no primary key: {instead} of {columns} becomes the primary \
                key"
            );
            model.notes.push(what);
        }
        let notes = notes.get(&table.name);
        model.notes.extend(notes.into_iter().flatten().cloned());
        for what in &table.unsupported {
            model.notes.push(format!("left out: {what}"));
        }
        models.push(model);
    }
    models
}

/// The columns of the primary key, or of an equivalent key, and a note about it.
pub(super) fn primary_key(table: &Table) -> Option<(Vec<usize>, Option<&'static str>)> {
    let positions = |columns: &[String]| -> Option<Vec<usize>> {
        let position = |name: &String| table.columns.iter().position(|it| it.name == *name);
        columns.iter().map(position).collect()
    };
    if let Some(key) = &table.primary_key {
        return Some((positions(&key.columns)?, None));
    }
    let are_required = |columns: &Vec<usize>| {
        columns
            .iter()
            .all(|column| !table.columns[*column].nullable)
    };
    let uniques = table.uniques.iter();
    let mut uniques = uniques.filter_map(|unique| positions(&unique.columns));
    if let Some(columns) = uniques.find(are_required) {
        return Some((columns, Some("the unique key")));
    }
    let indexes = table
        .indexes
        .iter()
        .filter(|index| index.unique && index.predicate.is_none());
    let mut indexes = indexes.filter_map(|index| positions(&plain_columns(index)?));
    let columns = indexes.find(are_required)?;
    Some((columns, Some("the unique index")))
}

/// The names of the columns of an index without any other property.
fn plain_columns(index: &Index) -> Option<Vec<String>> {
    let column = |part: &IndexPart| match &part.key {
        IndexKey::Column(name) if !part.descending && part.prefix.is_none() => Some(name.clone()),
        IndexKey::Column(_) | IndexKey::Expression(_) => None,
    };
    index.parts.iter().map(column).collect()
}

fn model<'c>(table: &'c Table, name: String, key: Vec<usize>) -> Model<'c> {
    let field = |(position, column): (usize, &'c catalog::Column)| {
        let is_key = key == [position];
        let counts = match column.counted {
            Some(Counted::ByDefault | Counted::Always) => is_key,
            Some(Counted::Rowid) | None => false,
        };
        let in_key = key.contains(&position);
        Field {
            column,
            written: String::new(),
            full: String::new(),
            ty: Type::Text,
            nullable: column.nullable && !in_key,
            counts,
            reference: None,
            type_check: None,
            default: None,
            default_value: None,
            rules: Rules::default(),
            collation: None,
            near: None,
            notes: Vec::new(),
        }
    };
    let position = |name: &String| table.columns.iter().position(|it| it.name == *name);
    let uniques = table.uniques.iter().filter_map(|unique| {
        let columns: Vec<usize> = unique.columns.iter().map(position).collect::<Option<_>>()?;
        Some(Unique {
            name: &unique.name,
            columns,
        })
    });
    let mut model = Model {
        table,
        name,
        fields: table.columns.iter().enumerate().map(field).collect(),
        uniques: uniques.collect(),
        key,
        indexes: Vec::new(),
        scripted: Vec::new(),
        checks: Vec::new(),
        references: Vec::new(),
        options: None,
        notes: Vec::new(),
    };
    distinct_keys(&mut model);
    model
}

/// Leaves out a unique key that is equivalent to another key.
fn distinct_keys(model: &mut Model<'_>) {
    let mut seen: Vec<Vec<usize>> = vec![model.key.clone()];
    let notes = &mut model.notes;
    let has_key = model.table.primary_key.is_some();
    model.uniques.retain(|unique| {
        let is_new = !seen.contains(&unique.columns);
        if is_new {
            seen.push(unique.columns.clone());
        } else if has_key {
            notes.push(format!(
                "left out: the unique key {}, because an equal one exists",
                unique.name
            ));
        }
        is_new
    });
}

/// The name of the model of a table: `BlogPost` for `blog_posts`.
fn name(table: &str, taken: &mut BTreeSet<String>) -> String {
    let base = type_name(
        &singular(&table.to_snake_case()).to_upper_camel_case(),
        "Table",
    );
    let is_taken = |name: &String| {
        let inserts = |other: &str| taken.contains(&folded(other));
        let of_other = name.strip_prefix("New").is_some_and(inserts);
        inserts(name) || inserts(&format!("New{name}")) || of_other
    };
    let numbered = (2..).map(|number| format!("{base}{number}"));
    let mut names = [base.clone(), format!("{base}Record")]
        .into_iter()
        .chain(numbered);
    let name = names.find(|name| !is_taken(name)).unwrap_or(base);
    taken.insert(folded(&name));
    name
}
