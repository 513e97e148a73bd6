//! The words for the types of fields: one namespace for models, enums, types and built-in types.

use std::collections::BTreeMap;

use tablewright_sql::unsigned::Unsigned;

use super::findings::Findings;
use super::rust;
use crate::yaml::shapes::{At, Document, Enum, Model, NamedType, Spanned};

/// The meaning of a word; the numbers are positions in the lists of [`Words`].
#[derive(Clone, Copy, Debug)]
pub enum Word {
    /// Two declarations with the same name.
    Ambiguous,
    Builtin(Builtin),
    Enum(usize),
    Named(usize),
    Model(usize),
}

/// The types of the language itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Builtin {
    Id,
    Bool,
    SmallInt,
    Integer,
    BigInt,
    Unsigned(Unsigned),
    Float,
    Double,
    Decimal,
    String,
    Text,
    Bytes,
    Uuid,
    Date,
    Time,
    DateTime,
    Timestamp,
    Duration,
    Json,
}

const BUILTINS: [(&str, Builtin); 22] = [
    ("id", Builtin::Id),
    ("bool", Builtin::Bool),
    ("smallint", Builtin::SmallInt),
    ("integer", Builtin::Integer),
    ("bigint", Builtin::BigInt),
    ("u8", Builtin::Unsigned(Unsigned::U8)),
    ("u16", Builtin::Unsigned(Unsigned::U16)),
    ("u32", Builtin::Unsigned(Unsigned::U32)),
    ("u64", Builtin::Unsigned(Unsigned::U64)),
    ("float", Builtin::Float),
    ("double", Builtin::Double),
    ("decimal", Builtin::Decimal),
    ("string", Builtin::String),
    ("text", Builtin::Text),
    ("bytes", Builtin::Bytes),
    ("uuid", Builtin::Uuid),
    ("date", Builtin::Date),
    ("time", Builtin::Time),
    ("datetime", Builtin::DateTime),
    ("timestamp", Builtin::Timestamp),
    ("duration", Builtin::Duration),
    ("json", Builtin::Json),
];

/// All words, and their declarations.
pub struct Words<'d> {
    /// In the order of the file, each name once.
    pub models: Vec<&'d Model>,
    pub enums: Vec<&'d Enum>,
    pub types: Vec<&'d NamedType>,
    words: BTreeMap<&'d str, (Word, Option<At>)>,
    /// Whether there may be other, unknown words.
    pub may_have_more: bool,
}

impl<'d> Words<'d> {
    pub fn declare(document: &'d Document, findings: &mut Findings<'_>) -> Words<'d> {
        let words = BUILTINS.map(|(name, builtin)| (name, (Word::Builtin(builtin), None)));
        let (models, enums, types) = (Vec::new(), Vec::new(), Vec::new());
        let mut all = Words {
            models,
            enums,
            types,
            words: BTreeMap::from(words),
            may_have_more: ["models", "enums", "types"]
                .iter()
                .any(|section| document.placeholders.may_have(section)),
        };
        for item in &document.enums {
            if all.add(&item.name, "enum", Word::Enum(all.enums.len()), findings) {
                all.enums.push(item);
            }
        }
        for item in &document.types {
            if all.add(&item.name, "type", Word::Named(all.types.len()), findings) {
                all.types.push(item);
            }
        }
        for item in &document.models {
            if all.add(&item.name, "model", Word::Model(all.models.len()), findings) {
                all.models.push(item);
            }
        }
        all.check_insert_structs(findings);
        if document.has_typed_ids() {
            all.check_key_types(findings);
        }
        all
    }

    pub fn get(&self, word: &str) -> Option<Word> {
        self.words.get(word).map(|(word, _)| *word)
    }

    /// All words, sorted alphabetically.
    pub fn all(&self) -> impl Iterator<Item = &'d str> {
        self.words.keys().copied()
    }

    /// The model with this name; reports other words.
    pub fn model(&self, name: &Spanned<String>, findings: &mut Findings<'_>) -> Option<usize> {
        match self.get(&name.value) {
            Some(Word::Model(model)) => return Some(model),
            Some(Word::Ambiguous) => return None,
            None if self.may_have_more => return None,
            Some(Word::Builtin(_) | Word::Enum(_) | Word::Named(_)) | None => {}
        }
        let finding = findings.at(name.at, format!("there is no model `{}`", name.value));
        let models = self.models.iter().map(|model| model.name.value.as_str());
        finding.did_you_mean(&name.value, models);
        None
    }

    /// Declares a name, and returns whether it is the first of its kind with this name.
    fn add(
        &mut self,
        name: &'d Spanned<String>,
        what: &str,
        word: Word,
        findings: &mut Findings<'_>,
    ) -> bool {
        let Some((earlier, first)) = self.words.get(name.value.as_str()).copied() else {
            rust::check_type_name(name, what, findings);
            self.words.insert(&name.value, (word, Some(name.at)));
            return true;
        };
        match first {
            Some(first) => {
                findings
                    .at(
                        name.at,
                        format!("the name `{}` is already used", name.value),
                    )
                    .also(first, "it is declared here")
                    .hint("models, enums and types share one namespace: give it another name");
            }
            // The words of the language are not allowed as names of Rust types.
            None => rust::check_type_name(name, what, findings),
        }
        self.words.insert(&name.value, (Word::Ambiguous, first));
        is_of_another_kind(earlier, word)
    }

    /// A model `User` has a struct `NewUser`, so nothing else can have this name.
    fn check_insert_structs(&self, findings: &mut Findings<'_>) {
        for model in &self.models {
            let (model, of) = (&model.name.value, model.name.at);
            let name = format!("New{model}");
            let (at, hint) = match self.words.get(name.as_str()) {
                Some((Word::Model(_), Some(at))) => (
                    *at,
                    "give it another name; `table:` keeps its name in the database",
                ),
                Some((Word::Enum(_), Some(at))) => (*at, "give it another name"),
                _ => continue,
            };
            findings
                .at(
                    at,
                    format!(
                        "the name `{name}` is already used by the struct for new rows of \
                        `{model}`"
                    ),
                )
                .also(of, format!("`{model}::insert` takes a `{name}`"))
                .hint(hint);
        }
    }

    /// The key of a model `User` is a `UserId`, so nothing else can have this name.
    fn check_key_types(&self, findings: &mut Findings<'_>) {
        for model in &self.models {
            let name = format!("{}Id", model.name.value);
            let taken = match self.words.get(name.as_str()) {
                Some((Word::Model(_) | Word::Enum(_), Some(at))) => Some(*at),
                // The insert struct of the model `Id` is a `NewId`.
                _ => name.strip_prefix("New").and_then(|other| {
                    let mut models = self.models.iter();
                    models
                        .find(|model| model.name.value == other)
                        .map(|model| model.name.at)
                }),
            };
            if let Some(at) = taken {
                findings
                    .at(
                        at,
                        format!(
                            "the name `{name}` is already used by the type of the primary key of \
                             `{}`",
                            model.name.value
                        ),
                    )
                    .also(
                        model.name.at,
                        format!("its key is a `{name}`, because of `typed_ids`"),
                    )
                    .hint("give it another name");
            }
        }
    }
}

fn is_of_another_kind(one: Word, other: Word) -> bool {
    match (one, other) {
        (Word::Enum(_), Word::Enum(_))
        | (Word::Named(_), Word::Named(_))
        | (Word::Model(_), Word::Model(_))
        | (Word::Ambiguous, _)
        | (_, Word::Ambiguous) => false,
        (Word::Builtin(_) | Word::Enum(_) | Word::Named(_) | Word::Model(_), _) => true,
    }
}
