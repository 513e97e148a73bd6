//! Models of which every part has a number of its own, so that a later version of them knows what was called otherwise.

use std::collections::BTreeSet;
use std::fmt::Write;

use tablewright_sql::Dialect;
use tablewright_sql::quote::identifier;

/// A number that stays while names change.
pub type Id = u32;

#[derive(Clone, Debug)]
pub struct World {
    pub dialect: Dialect,
    pub models: Vec<Model>,
    pub enums: Vec<Enumeration>,
    pub typed_ids: bool,
    /// Whether the user's own SQL comes with the models: a view on each view, and so on.
    pub views: Vec<View>,
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
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Counted by the database.
    Counted,
    SmallInt,
    Integer,
    BigInt,
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
    Enum(Id),
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
    /// Each with what it was.
    pub values: Vec<(String, Option<String>)>,
}

/// A view of the keys of a model, on another view if that is one of the same model.
#[derive(Clone, Debug)]
pub struct View {
    pub name: String,
    pub of: Id,
    pub on: Option<String>,
}

impl Kind {
    pub fn is_number(self) -> bool {
        matches!(self, Kind::SmallInt | Kind::Integer | Kind::BigInt)
    }

    pub fn is_text(self) -> bool {
        matches!(self, Kind::String(_) | Kind::Text)
    }

    /// Whether every database takes it into an index.
    pub fn is_indexable(self) -> bool {
        self.is_number()
            || matches!(
                self,
                Kind::String(_) | Kind::Uuid | Kind::Date | Kind::Enum(_) | Kind::Reference(_)
            )
    }

    /// Whether a value of one, as a text, is the same text in the other.
    pub fn keeps_text(self, other: Kind) -> bool {
        let is_plain = |kind: Kind| kind.is_number() || kind.is_text();
        self == other || is_plain(self) && is_plain(other)
    }
}

impl World {
    pub fn new(dialect: Dialect) -> World {
        World {
            dialect,
            models: Vec::new(),
            enums: Vec::new(),
            typed_ids: false,
            views: Vec::new(),
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
            for (value, was) in &each.values {
                let _ = match was.as_ref().filter(|_| former.is_some()) {
                    Some(was) => writeln!(text, "    - {{ value: {value}, was: {was} }}"),
                    None => writeln!(text, "    - {value}"),
                };
            }
        }
        text.push_str("models:\n");
        for model in &self.models {
            self.write(model, former, &mut text);
        }
        if !self.views.is_empty() {
            text.push_str("sql:\n");
        }
        for view in &self.views {
            self.write_view(view, &mut text);
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
            Kind::SmallInt => "smallint".to_owned(),
            Kind::Integer => "integer".to_owned(),
            Kind::BigInt => "bigint".to_owned(),
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
            Kind::Enum(id) => format!("Enum{id}"),
            Kind::Reference(id) => format!("Model{id}"),
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

    fn write_view(&self, view: &View, text: &mut String) {
        let Some(model) = self.model(view.of) else {
            return;
        };
        let key = model
            .fields
            .first()
            .map_or_else(String::new, |key| self.column(key));
        let key = identifier(self.dialect, &key);
        let from = view.on.as_ref().unwrap_or(&model.table);
        let select = format!("SELECT {key} FROM {}", identifier(self.dialect, from));
        let (head, name) = (
            match self.dialect {
                Dialect::Sqlite => "CREATE VIEW IF NOT EXISTS",
                Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => "CREATE OR REPLACE VIEW",
            },
            &view.name,
        );
        let _ = writeln!(
            text,
            "  {name}:\n    create: \"{}\"\n    drop: DROP VIEW IF EXISTS {name}",
            escaped(&format!("{head} {name} AS {select}"))
        );
    }

    /// What is gone, and the columns whose values may be others.
    fn losses(&self, former: &World, text: &mut String) {
        let (mut dropped, mut converted) = (BTreeSet::new(), BTreeSet::new());
        for before in &former.models {
            let Some(model) = self.model(before.id) else {
                dropped.insert(before.table.clone());
                continue;
            };
            for old in &before.fields {
                match model.fields.iter().find(|field| field.id == old.id) {
                    None => {
                        dropped.insert(format!("{}.{}", model.table, former.column(old)));
                    }
                    Some(field) => {
                        converted.insert(format!("{}.{}", model.table, self.column(field)));
                    }
                }
            }
        }
        for (key, names) in [("dropped", dropped), ("converted", converted)] {
            if !names.is_empty() {
                let names = Vec::from_iter(names);
                let _ = writeln!(text, "{key}: [{}]", names.join(", "));
            }
        }
    }
}

/// SQL within the double quotes of YAML.
fn escaped(sql: &str) -> String {
    sql.replace('\\', "\\\\").replace('"', "\\\"")
}
