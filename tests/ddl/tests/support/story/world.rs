//! Models in which every part has its own number, so that a later version knows the former names.

use std::collections::BTreeSet;
use std::fmt::Write;

use tablewright_sql::Dialect;
use tablewright_sql::quote::identifier;
use tablewright_sql::unsigned::Unsigned;

use super::scripts::Script;

/// A number that stays while names change.
pub type Id = u32;

#[derive(Clone, Debug)]
pub struct World {
    pub dialect: Dialect,
    pub models: Vec<Model>,
    pub enums: Vec<Enumeration>,
    pub typed_ids: bool,
    /// The user's own SQL, each after the objects that it uses.
    pub scripts: Vec<Script>,
    /// The number that comes next.
    pub next: Id,
}

#[derive(Clone, Debug)]
pub struct Model {
    pub id: Id,
    /// The name of the table.
    pub table: String,
    pub doc: Option<String>,
    /// The key first.
    pub fields: Vec<Field>,
    pub indexes: Vec<Index>,
    pub checks: Vec<Check>,
}

#[derive(Clone, Debug)]
pub struct Field {
    pub id: Id,
    pub name: String,
    /// Whether its column is in upper case.
    pub upper: bool,
    pub kind: Kind,
    pub is_key: bool,
    pub nullable: bool,
    pub unique: bool,
    pub indexed: bool,
    pub default: Option<&'static str>,
    pub generated: Option<Generated>,
    pub role: Option<&'static str>,
    pub doc: Option<String>,
    pub on_delete: Option<&'static str>,
    pub rules: Vec<Rule>,
}

/// A validation word and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule(pub &'static str, pub &'static str);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Auto-increment.
    Counted,
    SmallInt,
    Integer,
    BigInt,
    Unsigned(Unsigned),
    Double,
    Decimal,
    String(u32),
    Text,
    Bool,
    Bytes,
    Uuid,
    Date,
    DateTime,
    Timestamp,
    Json,
    Texts,
    Integers,
    BigInts,
    Enum(Id),
    /// A list of its values, on PostgreSQL.
    Enums(Id),
    Reference(Id),
}

/// A sum of fields and a number.
#[derive(Clone, Debug)]
pub struct Generated {
    pub of: Vec<Id>,
    pub plus: u32,
    pub stored: bool,
}

#[derive(Clone, Debug)]
pub struct Index {
    pub name: String,
    pub fields: Vec<(Id, bool)>,
    pub unique: bool,
    /// The field whose absolute value is a part of it.
    pub absolute: Option<Id>,
    /// The field that is positive in its rows.
    pub positive: Option<Id>,
}

#[derive(Clone, Debug)]
pub struct Check {
    pub name: String,
    pub of: Id,
    pub what: &'static str,
}

#[derive(Clone, Debug)]
pub struct Enumeration {
    pub id: Id,
    pub values: Vec<Word>,
}

/// A value of an enum.
#[derive(Clone, Debug)]
pub struct Word {
    pub id: Id,
    pub text: String,
}

impl Kind {
    /// The enum of which it has values.
    pub fn enumeration(self) -> Option<Id> {
        match self {
            Kind::Enum(id) | Kind::Enums(id) => Some(id),
            _ => None,
        }
    }

    pub fn is_number(self) -> bool {
        matches!(
            self,
            Kind::SmallInt | Kind::Integer | Kind::BigInt | Kind::Unsigned(_)
        )
    }

    pub fn is_text(self) -> bool {
        matches!(self, Kind::String(_) | Kind::Text)
    }

    /// Whether every database allows it in an index.
    pub fn is_indexable(self) -> bool {
        self.is_number()
            || matches!(
                self,
                Kind::String(_) | Kind::Uuid | Kind::Date | Kind::Enum(_) | Kind::Reference(_)
            )
    }

    /// Whether a value has the same text in both types.
    pub fn keeps_text(self, other: Kind) -> bool {
        let is_plain = |kind: Kind| kind.is_number() || kind.is_text();
        let is_list = |kind: Kind| matches!(kind, Kind::Integers | Kind::BigInts);
        let are = |is: fn(Kind) -> bool| is(self) && is(other);
        self == other || are(is_plain) || are(is_list)
    }
}

impl World {
    pub fn new(dialect: Dialect) -> World {
        World {
            dialect,
            models: Vec::new(),
            enums: Vec::new(),
            typed_ids: false,
            scripts: Vec::new(),
            next: 1,
        }
    }

    pub fn id(&mut self) -> Id {
        self.next += 1;
        self.next - 1
    }

    pub fn model(&self, id: Id) -> Option<&Model> {
        self.models.iter().find(|model| model.id == id)
    }

    pub fn enumeration(&self, id: Id) -> Option<&Enumeration> {
        self.enums.iter().find(|each| each.id == id)
    }

    /// The field of a model.
    pub fn field(&self, model: Id, field: Id) -> Option<&Field> {
        let mut fields = self.model(model)?.fields.iter();
        fields.find(|each| each.id == field)
    }

    /// The kind of the values: those of a reference are those of the key.
    pub fn values_of(&self, kind: Kind) -> Kind {
        match kind {
            Kind::Reference(target) => {
                let key = self.model(target).and_then(|model| model.fields.first());
                key.map_or(kind, |key| self.values_of(key.kind))
            }
            _ => kind,
        }
    }

    /// The name of the column in the database.
    pub fn column(&self, field: &Field) -> String {
        let name = match field.kind {
            Kind::Reference(target) => {
                let key = self.model(target).and_then(|model| model.fields.first());
                format!("{}_{}", field.name, key.map_or("id", |key| &key.name))
            }
            _ => field.name.clone(),
        };
        if field.upper {
            name.to_uppercase()
        } else {
            name
        }
    }

    /// The column in SQL.
    fn quoted(&self, model: &Model, id: Id) -> String {
        let field = model.fields.iter().find(|field| field.id == id);
        let name = field.map_or_else(String::new, |field| self.column(field));
        if name.chars().any(char::is_uppercase) {
            identifier(self.dialect, &name)
        } else {
            name
        }
    }

    /// The models as a file, where they come after others.
    pub fn yaml(&self, former: Option<&World>) -> String {
        let mut text = format!(
            "dialects: [{}]\ntyped_ids: {}\n",
            self.dialect.name(),
            self.typed_ids
        );
        if !self.enums.is_empty() {
            text.push_str("enums:\n");
        }
        for each in &self.enums {
            let _ = writeln!(text, "  Enum{}:", each.id);
            let before = former.and_then(|former| former.enumeration(each.id));
            let before = before.map_or(&[][..], |before| &before.values[..]);
            for Word { id, text: value } in &each.values {
                let was = before.iter().find(|was| was.id == *id);
                let _ = match was.filter(|was| was.text != *value) {
                    Some(was) => writeln!(text, "    - {{ value: {value}, was: {} }}", was.text),
                    None => writeln!(text, "    - {value}"),
                };
            }
        }
        text.push_str("models:\n");
        for model in &self.models {
            self.write(model, former, &mut text);
        }
        if !self.scripts.is_empty() {
            text.push_str("sql:\n");
        }
        for script in &self.scripts {
            self.write_script(script, &mut text);
        }
        if let Some(former) = former {
            self.losses(former, &mut text);
        }
        text
    }

    fn write(&self, model: &Model, former: Option<&World>, text: &mut String) {
        let before = former.and_then(|former| former.model(model.id));
        let _ = writeln!(text, "  Model{}:\n    table: {}", model.id, model.table);
        if let Some(doc) = &model.doc {
            let _ = writeln!(text, "    doc: {doc}");
        }
        if let Some(before) = before.filter(|before| before.table != model.table) {
            let _ = writeln!(text, "    was: {}", before.table);
        }
        text.push_str("    fields:\n");
        for field in &model.fields {
            let mut was = None;
            if let (Some(former), Some(before)) = (former, before) {
                let old = before.fields.iter().find(|old| old.id == field.id);
                was = old.map(|old| former.column(old));
            }
            self.write_field(model, field, was, text);
        }
        if !model.indexes.is_empty() {
            text.push_str("    indexes:\n");
        }
        for index in &model.indexes {
            self.write_index(model, index, text);
        }
        if !model.checks.is_empty() {
            text.push_str("    checks:\n");
        }
        for check in &model.checks {
            let sql = check.what.replace("{}", &self.quoted(model, check.of));
            let _ = writeln!(
                text,
                "      - {{ name: {}, sql: \"{}\" }}",
                check.name,
                escaped(&sql)
            );
        }
    }

    fn write_field(&self, model: &Model, field: &Field, was: Option<String>, text: &mut String) {
        let column = self.column(field);
        let question = if field.nullable { "?" } else { "" };
        let ty = match field.kind {
            Kind::Counted => "id".to_owned(),
            Kind::Reference(id) => format!("Model{id}"),
            kind => self.plain_type(kind),
        };
        let _ = write!(text, "      {}: {{ type: \"{ty}{question}\"", field.name);
        let mut add = |entry: String| {
            let _ = write!(text, ", {entry}");
        };
        if field.upper {
            add(format!("column: {column}"));
        }
        if let Some(was) = was.filter(|was| *was != column) {
            add(format!("was: {was}"));
        }
        if field.is_key && field.kind != Kind::Counted {
            add("primary_key: true".to_owned());
        }
        if field.unique {
            add("unique: true".to_owned());
        }
        if field.indexed {
            add("index: true".to_owned());
        }
        if let (Some(default), None) = (field.default, &field.generated) {
            let default = self.first_value(field.kind).unwrap_or(default);
            add(format!("default: {default}"));
        }
        if let Some(generated) = &field.generated {
            let columns = generated.of.iter().map(|id| self.quoted(model, *id));
            let sum = columns.collect::<Vec<_>>().join(" + ");
            let sql = escaped(&format!("{sum} + {}", generated.plus));
            add(format!(
                "generated: {{ sql: \"{sql}\", stored: {} }}",
                generated.stored
            ));
        }
        for Rule(word, value) in &field.rules {
            add(format!("{word}: {value}"));
        }
        if let Some(role) = field.role {
            add(format!("{role}: true"));
        }
        if let Some(doc) = &field.doc {
            add(format!("doc: {doc}"));
        }
        if let Kind::Reference(_) = field.kind {
            add(format!("inverse: back_{}", field.id));
        }
        if let Some(action) = field.on_delete {
            add(format!("on_delete: {action}"));
        }
        text.push_str(" }\n");
    }

    fn write_index(&self, model: &Model, index: &Index, text: &mut String) {
        let name_of = |id: Id| {
            let field = model.fields.iter().find(|field| field.id == id);
            field.map_or("", |field| &field.name)
        };
        let mut parts: Vec<String> = index
            .fields
            .iter()
            .map(|&(id, descending)| {
                format!("{}{}", name_of(id), if descending { " desc" } else { "" })
            })
            .collect();
        if let Some(id) = index.absolute {
            let sql = escaped(&format!("abs({})", self.quoted(model, id)));
            parts.push(format!("{{ sql: \"{sql}\" }}"));
        }
        let _ = write!(
            text,
            "      - {{ name: {}, fields: [{}], unique: {}",
            index.name,
            parts.join(", "),
            index.unique
        );
        if let Some(id) = index.positive {
            let sql = escaped(&format!("{} > 0", self.quoted(model, id)));
            let _ = write!(text, ", where: \"{sql}\"");
        }
        text.push_str(" }\n");
    }

    /// The value of an enum that every version of it has.
    fn first_value(&self, kind: Kind) -> Option<&str> {
        let values = &self.enumeration(kind.enumeration()?)?.values;
        let first = values.iter().min_by_key(|value| value.id)?;
        Some(&first.text)
    }

    /// The type without names that stand for another one.
    fn plain_type(&self, kind: Kind) -> String {
        match kind {
            Kind::Counted => "bigint".to_owned(),
            Kind::SmallInt => "smallint".to_owned(),
            Kind::Integer => "integer".to_owned(),
            Kind::BigInt => "bigint".to_owned(),
            Kind::Unsigned(unsigned) => unsigned.word().to_owned(),
            Kind::Double => "double".to_owned(),
            Kind::Decimal => "decimal(10, 2)".to_owned(),
            Kind::String(length) => format!("string({length})"),
            Kind::Text => "text".to_owned(),
            Kind::Bool => "bool".to_owned(),
            Kind::Bytes => "bytes".to_owned(),
            Kind::Uuid => "uuid".to_owned(),
            Kind::Date => "date".to_owned(),
            Kind::DateTime => "datetime".to_owned(),
            Kind::Timestamp => "timestamp".to_owned(),
            Kind::Json => "json".to_owned(),
            Kind::Texts => "string(20)[]".to_owned(),
            Kind::Integers => "integer[]".to_owned(),
            Kind::BigInts => "bigint[]".to_owned(),
            Kind::Enum(id) => format!("Enum{id}"),
            Kind::Enums(id) => format!("Enum{id}[]"),
            Kind::Reference(id) => {
                let mut fields = self.model(id).into_iter().flat_map(|model| &model.fields);
                let key = fields.find(|field| field.is_key).map(|field| field.kind);
                self.plain_type(key.unwrap_or(Kind::Counted))
            }
        }
    }

    /// The removed objects, and the columns whose values may change.
    fn losses(&self, former: &World, text: &mut String) {
        let (mut dropped, mut converted) = (BTreeSet::new(), BTreeSet::new());
        // An object whose name has passed to another one is not in `dropped`.
        let is_table = |name: &str| self.models.iter().any(|model| folds_to(&model.table, name));
        let is_column = |model: &Model, name: &str| {
            let mut fields = model.fields.iter();
            fields.any(|field| folds_to(&self.column(field), name))
        };
        for before in &former.models {
            let Some(model) = self.model(before.id) else {
                if !is_table(&before.table) {
                    dropped.insert(before.table.clone());
                }
                continue;
            };
            for old in &before.fields {
                match model.fields.iter().find(|field| field.id == old.id) {
                    None if is_column(model, &former.column(old)) => {}
                    None => {
                        dropped.insert(format!("{}.{}", model.table, former.column(old)));
                    }
                    Some(field) => {
                        let ty = match &field.generated {
                            Some(_) => "generated".to_owned(),
                            None => self.plain_type(field.kind),
                        };
                        let column = format!("{}.{}", model.table, self.column(field));
                        converted.insert(format!("  {column}: {ty}\n"));
                    }
                }
            }
        }
        if !dropped.is_empty() {
            let names = Vec::from_iter(dropped);
            let _ = writeln!(text, "dropped: [{}]", names.join(", "));
        }
        if !converted.is_empty() {
            let entries = String::from_iter(converted);
            let _ = write!(text, "converted:\n{entries}");
        }
    }
}

/// Whether two names differ in case at most.
pub fn folds_to(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// SQL within the double quotes of YAML.
pub fn escaped(sql: &str) -> String {
    sql.replace('\\', "\\\\").replace('"', "\\\"")
}
