//! The content of a random schema, and its form in `models.yaml`.

use std::fmt;

use super::Flavour;
use super::emit::Yaml;

/// A whole file.
#[derive(Clone, PartialEq)]
pub struct RandomSchema {
    pub flavour: Flavour,
    pub dialects: Vec<&'static str>,
    pub chrono: bool,
    pub enums: Vec<RandomEnum>,
    pub types: Vec<RandomType>,
    pub mixins: Vec<RandomMixin>,
    pub models: Vec<RandomModel>,
    pub scripts: Vec<RandomScript>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct RandomEnum {
    pub name: String,
    pub doc: Option<String>,
    /// The type of its numbers, if it has some.
    pub repr: Option<&'static str>,
    pub values: Vec<RandomValue>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct RandomValue {
    pub value: String,
    pub number: Option<i64>,
    pub rust: Option<String>,
    pub doc: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct RandomType {
    pub name: String,
    pub ty: Ty,
    pub check: Option<String>,
    pub default: Option<Yaml>,
    pub doc: Option<String>,
    pub sensitive: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct RandomMixin {
    pub name: String,
    /// Another mixin that it includes: an earlier one.
    pub mixin: Option<usize>,
    pub fields: Vec<RandomField>,
    pub checks: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct RandomModel {
    pub name: String,
    pub table: Option<String>,
    pub doc: Option<String>,
    pub mixin: Option<usize>,
    pub fields: Vec<RandomField>,
    pub key: RandomKey,
    pub uniques: Vec<Vec<String>>,
    pub indexes: Vec<RandomIndex>,
    pub checks: Vec<(Option<String>, String)>,
    pub references: Vec<RandomReference>,
    pub relations: Vec<RandomRelation>,
    pub without_rowid: bool,
    pub attributes: bool,
}

/// The form of the primary key in the model.
#[derive(Clone, Debug, PartialEq)]
pub enum RandomKey {
    /// By `id`, or by `primary_key: true` at the fields.
    AtTheFields,
    /// By a list at the model.
    List(Vec<String>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct RandomField {
    /// The name in the file.
    pub name: String,
    /// The name of the Rust field, without `r#`.
    pub full_name: String,
    pub column: Option<String>,
    pub ty: FieldType,
    pub nullable: bool,
    pub primary_key: bool,
    /// False for `auto: false`.
    pub auto: bool,
    pub unique: bool,
    pub index: bool,
    pub default: Option<Yaml>,
    pub check: Option<String>,
    pub generated: Option<RandomGenerated>,
    pub collation: Option<&'static str>,
    pub doc: Option<String>,
    pub was: Option<String>,
    pub sensitive: bool,
}

impl RandomField {
    pub fn column(&self) -> &str {
        let own = match self.ty {
            FieldType::Reference(_) => &self.full_name,
            FieldType::Id | FieldType::Plain(_) | FieldType::Named(_) => &self.name,
        };
        self.column.as_deref().unwrap_or(own)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum FieldType {
    Id,
    Plain(Ty),
    /// A named type: its number.
    Named(usize),
    Reference(Target),
}

/// The types of the language that are no references.
#[derive(Clone, Debug, PartialEq)]
pub enum Ty {
    Bool,
    SmallInt,
    Integer,
    BigInt,
    /// Its word.
    Unsigned(&'static str),
    Duration,
    Float,
    Double,
    Decimal(u32, u32),
    String(u32),
    Text,
    Bytes(Option<u32>),
    Uuid,
    Date,
    Time,
    DateTime,
    Timestamp,
    Json,
    Enum(usize),
    List(Box<Ty>),
}

/// The target of a reference, and its other properties.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    pub model: usize,
    /// A unique field, if the target is not the primary key.
    pub to: Option<String>,
    pub rules: Rules,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    pub on_delete: Option<&'static str>,
    pub on_update: Option<&'static str>,
    pub inverse: Option<String>,
    pub deferrable: bool,
}

/// A composite foreign key.
#[derive(Clone, Debug, PartialEq)]
pub struct RandomReference {
    pub name: String,
    pub fields: Vec<String>,
    pub model: usize,
    /// The fields of the target, if the file names them.
    pub keys: Option<Vec<String>>,
    pub rules: Rules,
}

#[derive(Clone, Debug, PartialEq)]
pub struct RandomRelation {
    pub name: String,
    pub to: usize,
    pub through: usize,
    pub inverse: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct RandomGenerated {
    /// SQL with `{}` for a column.
    pub sql: &'static str,
    pub column: String,
    pub stored: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct RandomIndex {
    pub parts: Vec<RandomPart>,
    pub unique: bool,
    /// A column that is not NULL in the rows of the index.
    pub not_null: Option<String>,
    pub include: Vec<String>,
    pub name: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum RandomPart {
    Field {
        name: String,
        order: &'static str,
    },
    /// SQL with `{}` for a column.
    Expression {
        sql: &'static str,
        column: String,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub struct RandomScript {
    pub name: String,
    pub create: String,
    pub drop: String,
    pub when: Option<&'static str>,
}

/// The expected column in the table of a model.
pub struct ExpectedColumn {
    pub field: String,
    pub column: String,
    pub nullable: bool,
    pub generated: bool,
    pub has_default: bool,
    pub doc: Option<String>,
    pub sensitive: bool,
}

impl RandomSchema {
    pub fn to_yaml(&self) -> String {
        let mut file = vec![
            ("version", Yaml::Plain("1".to_owned())),
            ("dialects", Yaml::texts(self.dialects.iter().copied())),
        ];
        if self.chrono {
            file.push(("dates", Yaml::text("chrono")));
        }
        let mut section = |key, entries: Vec<(String, Yaml)>| {
            if !entries.is_empty() {
                file.push((key, Yaml::Map(entries)));
            }
        };
        let named = |name: &str, value| (name.to_owned(), value);
        section(
            "enums",
            self.enums
                .iter()
                .map(|it| named(&it.name, enumeration(it)))
                .collect(),
        );
        section(
            "types",
            self.types
                .iter()
                .map(|it| named(&it.name, self.named_type(it)))
                .collect(),
        );
        section(
            "mixins",
            self.mixins
                .iter()
                .map(|it| named(&it.name, self.mixin(it)))
                .collect(),
        );
        section(
            "models",
            self.models
                .iter()
                .map(|it| named(&it.name, self.model(it)))
                .collect(),
        );
        section(
            "sql",
            self.scripts
                .iter()
                .map(|it| named(&it.name, script(it)))
                .collect(),
        );
        Yaml::map(file).to_file()
    }

    /// The fields of a model: its own, and then those of its mixins.
    pub fn fields_of<'s>(&'s self, model: &'s RandomModel) -> Vec<&'s RandomField> {
        let mut fields: Vec<_> = model.fields.iter().collect();
        let mut next = model.mixin;
        while let Some(mixin) = next.map(|mixin| &self.mixins[mixin]) {
            fields.extend(&mixin.fields);
            next = mixin.mixin;
        }
        fields
    }

    pub fn expected_columns(&self, model: &RandomModel) -> Vec<ExpectedColumn> {
        let expected = |field: &RandomField| {
            let named = match field.ty {
                FieldType::Named(ty) => Some(&self.types[ty]),
                FieldType::Id | FieldType::Plain(_) | FieldType::Reference(_) => None,
            };
            ExpectedColumn {
                field: field.full_name.clone(),
                column: field.column().to_owned(),
                nullable: field.nullable,
                generated: field.generated.is_some(),
                has_default: field.default.is_some()
                    || named.is_some_and(|named| named.default.is_some()),
                doc: field
                    .doc
                    .clone()
                    .or(named.and_then(|named| named.doc.clone())),
                sensitive: field.sensitive || named.is_some_and(|named| named.sensitive),
            }
        };
        self.fields_of(model).into_iter().map(expected).collect()
    }

    /// The columns of the primary key, in its order.
    pub fn expected_key(&self, model: &RandomModel) -> Vec<String> {
        let column = |field: &RandomField| field.column().to_owned();
        match &model.key {
            RandomKey::AtTheFields => model
                .fields
                .iter()
                .filter(|field| field.primary_key || field.ty == FieldType::Id)
                .map(column)
                .collect(),
            RandomKey::List(names) => names
                .iter()
                .flat_map(|name| model.fields.iter().filter(move |field| field.name == *name))
                .map(column)
                .collect(),
        }
    }

    fn named_type(&self, named: &RandomType) -> Yaml {
        let mut entries = vec![("type", Yaml::text(self.type_name(&named.ty)))];
        optional(&mut entries, "check", named.check.as_ref().map(Yaml::text));
        optional(&mut entries, "default", named.default.clone());
        optional(&mut entries, "doc", named.doc.as_ref().map(Yaml::text));
        flag(&mut entries, "sensitive", named.sensitive);
        mapping_unless_plain(entries)
    }

    fn mixin(&self, mixin: &RandomMixin) -> Yaml {
        let mut entries = vec![("fields", self.fields(&mixin.fields))];
        optional(
            &mut entries,
            "mixins",
            mixin
                .mixin
                .map(|other| Yaml::texts([&self.mixins[other].name])),
        );
        list(
            &mut entries,
            "checks",
            mixin.checks.iter().map(Yaml::text).collect(),
        );
        Yaml::map(entries)
    }

    fn model(&self, model: &RandomModel) -> Yaml {
        let mut entries = vec![];
        optional(&mut entries, "doc", model.doc.as_ref().map(Yaml::text));
        optional(&mut entries, "table", model.table.as_ref().map(Yaml::text));
        optional(
            &mut entries,
            "mixins",
            model
                .mixin
                .map(|mixin| Yaml::texts([&self.mixins[mixin].name])),
        );
        entries.push(("fields", self.fields(&model.fields)));
        if let RandomKey::List(fields) = &model.key {
            entries.push(("primary_key", Yaml::texts(fields)));
        }
        list(
            &mut entries,
            "unique",
            model.uniques.iter().map(Yaml::texts).collect(),
        );
        list(
            &mut entries,
            "indexes",
            model.indexes.iter().map(|it| self.index(it)).collect(),
        );
        list(
            &mut entries,
            "checks",
            model.checks.iter().map(check).collect(),
        );
        let references = model.references.iter();
        map(
            &mut entries,
            "references",
            references
                .map(|it| (it.name.clone(), self.reference(it)))
                .collect(),
        );
        let relations = model.relations.iter();
        map(
            &mut entries,
            "relations",
            relations
                .map(|it| (it.name.clone(), self.relation(it)))
                .collect(),
        );
        if model.attributes {
            entries.push(("attributes", Yaml::texts(["#[allow(dead_code)]"])));
        }
        if model.without_rowid {
            entries.push((
                "options",
                Yaml::map([("sqlite", Yaml::text("WITHOUT ROWID"))]),
            ));
        }
        Yaml::map(entries)
    }

    fn fields(&self, fields: &[RandomField]) -> Yaml {
        Yaml::Map(
            fields
                .iter()
                .map(|it| (it.name.clone(), self.field(it)))
                .collect(),
        )
    }

    fn field(&self, field: &RandomField) -> Yaml {
        let mut ty = match &field.ty {
            FieldType::Id => "id".to_owned(),
            FieldType::Plain(ty) => self.type_name(ty),
            FieldType::Named(ty) => self.types[*ty].name.clone(),
            FieldType::Reference(target) => self.models[target.model].name.clone(),
        };
        if field.nullable {
            ty.push('?');
        }
        let mut entries = vec![("type", Yaml::text(ty))];
        if let FieldType::Reference(target) = &field.ty {
            optional(&mut entries, "to", target.to.as_ref().map(Yaml::text));
            rules(&mut entries, &target.rules);
        }
        flag(&mut entries, "primary_key", field.primary_key);
        if !field.auto {
            entries.push(("auto", Yaml::Plain("false".to_owned())));
        }
        flag(&mut entries, "unique", field.unique);
        flag(&mut entries, "index", field.index);
        optional(&mut entries, "default", field.default.clone());
        optional(&mut entries, "check", field.check.as_ref().map(Yaml::text));
        optional(
            &mut entries,
            "generated",
            field.generated.as_ref().map(|it| self.generated(it)),
        );
        optional(
            &mut entries,
            "collation",
            field.collation.map(|it| self.collation(it)),
        );
        optional(
            &mut entries,
            "column",
            field.column.as_ref().map(Yaml::text),
        );
        optional(&mut entries, "doc", field.doc.as_ref().map(Yaml::text));
        optional(&mut entries, "was", field.was.as_ref().map(Yaml::text));
        flag(&mut entries, "sensitive", field.sensitive);
        mapping_unless_plain(entries)
    }

    fn type_name(&self, ty: &Ty) -> String {
        match ty {
            Ty::Bool => "bool".to_owned(),
            Ty::SmallInt => "smallint".to_owned(),
            Ty::Integer => "integer".to_owned(),
            Ty::BigInt => "bigint".to_owned(),
            Ty::Unsigned(word) => (*word).to_owned(),
            Ty::Duration => "duration".to_owned(),
            Ty::Float => "float".to_owned(),
            Ty::Double => "double".to_owned(),
            Ty::Decimal(precision, scale) => format!("decimal({precision}, {scale})"),
            Ty::String(max) => format!("string({max})"),
            Ty::Text => "text".to_owned(),
            Ty::Bytes(None) => "bytes".to_owned(),
            Ty::Bytes(Some(max)) => format!("bytes({max})"),
            Ty::Uuid => "uuid".to_owned(),
            Ty::Date => "date".to_owned(),
            Ty::Time => "time".to_owned(),
            Ty::DateTime => "datetime".to_owned(),
            Ty::Timestamp => "timestamp".to_owned(),
            Ty::Json => "json".to_owned(),
            Ty::Enum(number) => self.enums[*number].name.clone(),
            Ty::List(item) => format!("{}[]", self.type_name(item)),
        }
    }

    fn generated(&self, generated: &RandomGenerated) -> Yaml {
        let sql = self.sql(generated.sql, &generated.column);
        if generated.stored {
            sql
        } else {
            Yaml::map([("sql", sql), ("stored", Yaml::Plain("false".to_owned()))])
        }
    }

    fn collation(&self, name: &str) -> Yaml {
        match self.flavour {
            Flavour::Sqlite => Yaml::text(name),
            Flavour::Everywhere => Yaml::map([("sqlite", Yaml::text(name))]),
            Flavour::Postgres => Yaml::text(match name {
                "nocase" => "ucs_basic",
                "rtrim" => "POSIX",
                _ => "C",
            }),
            Flavour::Mysql | Flavour::Mariadb => Yaml::text(match name {
                "nocase" => "utf8mb4_general_ci",
                "rtrim" => "utf8mb4_unicode_ci",
                _ => "utf8mb4_bin",
            }),
        }
    }

    /// SQL with the column's name for `{}`, quoted as each database quotes.
    fn sql(&self, sql: &str, column: &str) -> Yaml {
        let with = |quote: &str| {
            let quoted = format!("{quote}{}{quote}", column.replace(quote, &quote.repeat(2)));
            Yaml::text(sql.replace("{}", &quoted))
        };
        match self.flavour {
            Flavour::Sqlite | Flavour::Postgres => with("\""),
            Flavour::Mysql | Flavour::Mariadb => with("`"),
            Flavour::Everywhere => Yaml::map([
                ("sqlite", with("\"")),
                ("postgres", with("\"")),
                ("mysql", with("`")),
                ("mariadb", with("`")),
            ]),
        }
    }

    fn index(&self, index: &RandomIndex) -> Yaml {
        let part = |part: &RandomPart| match part {
            RandomPart::Field { name, order } => Yaml::text(format!("{name}{order}")),
            RandomPart::Expression { sql, column } => Yaml::map([("sql", self.sql(sql, column))]),
        };
        let parts = Yaml::List(index.parts.iter().map(part).collect());
        let mut entries = vec![("fields", parts.clone())];
        flag(&mut entries, "unique", index.unique);
        let predicate = index
            .not_null
            .as_ref()
            .map(|column| self.sql("{} IS NOT NULL", column));
        optional(&mut entries, "where", predicate);
        list(
            &mut entries,
            "include",
            index.include.iter().map(Yaml::text).collect(),
        );
        optional(&mut entries, "name", index.name.as_ref().map(Yaml::text));
        if entries.len() == 1 {
            parts
        } else {
            Yaml::map(entries)
        }
    }

    fn reference(&self, reference: &RandomReference) -> Yaml {
        let mut entries = vec![
            ("fields", Yaml::texts(&reference.fields)),
            ("to", Yaml::text(&self.models[reference.model].name)),
        ];
        optional(
            &mut entries,
            "keys",
            reference.keys.as_ref().map(Yaml::texts),
        );
        rules(&mut entries, &reference.rules);
        Yaml::map(entries)
    }

    fn relation(&self, relation: &RandomRelation) -> Yaml {
        let mut entries = vec![
            ("to", Yaml::text(&self.models[relation.to].name)),
            ("through", Yaml::text(&self.models[relation.through].name)),
        ];
        optional(
            &mut entries,
            "inverse",
            relation.inverse.as_ref().map(Yaml::text),
        );
        Yaml::map(entries)
    }
}

/// The file itself: the best thing to show of a schema that failed.
impl fmt::Debug for RandomSchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{}", self.to_yaml())
    }
}

fn enumeration(enumeration: &RandomEnum) -> Yaml {
    let values = Yaml::List(enumeration.values.iter().map(enum_value).collect());
    if enumeration.doc.is_none() && enumeration.repr.is_none() {
        return values;
    }
    let mut entries = Vec::new();
    optional(
        &mut entries,
        "doc",
        enumeration.doc.as_ref().map(Yaml::text),
    );
    optional(&mut entries, "repr", enumeration.repr.map(Yaml::text));
    entries.push(("values", values));
    Yaml::map(entries)
}

fn enum_value(value: &RandomValue) -> Yaml {
    let mut entries = vec![("value", Yaml::text(&value.value))];
    let number = value.number.map(|number| Yaml::Plain(number.to_string()));
    optional(&mut entries, "number", number);
    optional(&mut entries, "rust", value.rust.as_ref().map(Yaml::text));
    optional(&mut entries, "doc", value.doc.as_ref().map(Yaml::text));
    mapping_unless_plain(entries)
}

fn check((name, sql): &(Option<String>, String)) -> Yaml {
    match name {
        None => Yaml::text(sql),
        Some(name) => Yaml::map([("name", Yaml::text(name)), ("sql", Yaml::text(sql))]),
    }
}

fn script(script: &RandomScript) -> Yaml {
    let mut entries = vec![
        ("create", Yaml::text(&script.create)),
        ("drop", Yaml::text(&script.drop)),
    ];
    optional(&mut entries, "when", script.when.map(Yaml::text));
    Yaml::map(entries)
}

fn rules(entries: &mut Vec<(&str, Yaml)>, rules: &Rules) {
    optional(entries, "on_delete", rules.on_delete.map(Yaml::text));
    optional(entries, "on_update", rules.on_update.map(Yaml::text));
    let inverse = rules.inverse.as_ref().map(Yaml::text);
    entries.push((
        "inverse",
        inverse.unwrap_or(Yaml::Plain("false".to_owned())),
    ));
    flag(entries, "deferrable", rules.deferrable);
}

/// The short form, if a mapping would have only its first entry.
fn mapping_unless_plain(mut entries: Vec<(&str, Yaml)>) -> Yaml {
    if entries.len() == 1 {
        entries.remove(0).1
    } else {
        Yaml::map(entries)
    }
}

fn optional<'k>(entries: &mut Vec<(&'k str, Yaml)>, key: &'k str, value: Option<Yaml>) {
    entries.extend(value.map(|value| (key, value)));
}

fn flag<'k>(entries: &mut Vec<(&'k str, Yaml)>, key: &'k str, value: bool) {
    optional(entries, key, value.then(Yaml::yes));
}

fn list<'k>(entries: &mut Vec<(&'k str, Yaml)>, key: &'k str, items: Vec<Yaml>) {
    if !items.is_empty() {
        entries.push((key, Yaml::List(items)));
    }
}

fn map<'k>(entries: &mut Vec<(&'k str, Yaml)>, key: &'k str, items: Vec<(String, Yaml)>) {
    if !items.is_empty() {
        entries.push((key, Yaml::Map(items)));
    }
}
