//! Attributes that a build script adds to generated types, fields and variants, by their paths.

use std::panic::Location;

use tablewright_schema::Schema;
use tablewright_schema::yaml::nearest;

use crate::check;
use crate::error::Message;
use crate::externs::Externs;
use crate::{Error, Result};

/// The path of all types, or of all fields and variants.
const EVERYTHING: &str = ".";

/// An attribute, and the path to which it is added.
#[derive(Clone, Debug)]
pub struct Addition {
    pub to: To,
    /// `.`, `User` or `User.email`.
    pub path: String,
    /// `#[…]`
    pub attribute: String,
    /// The position in the build script.
    pub location: &'static Location<'static>,
}

/// The kind of item that gets an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// Structs of models, and enums.
    Type,
    /// Fields of models, and variants of enums.
    Field,
}

/// Adds the attributes to the schema, after those of the models.
///
/// # Errors
///
/// All paths that the models do not have, and all strings that are not attributes.
pub fn add(schema: &mut Schema, externs: &Externs, additions: &[Addition]) -> Result {
    let mut messages = Vec::new();
    for addition in additions {
        if let Err(message) = addition.add(schema, externs) {
            messages.push(message);
        }
    }
    if messages.is_empty() {
        Ok(())
    } else {
        Err(Error::from(messages))
    }
}

impl Addition {
    fn add(&self, schema: &mut Schema, externs: &Externs) -> Result<(), Message> {
        if let Some((wrong, hint)) = check::attribute_problem(&self.attribute) {
            let text = format!("`{}` is not a Rust attribute: {wrong}", self.attribute);
            return Err(self.message(text, hint));
        }
        let (name, member) = match self.path.split_once('.') {
            _ if self.path == EVERYTHING => ("", None),
            Some((name, member)) => (name, Some(member)),
            None => (self.path.as_str(), None),
        };
        let member = match (self.to, member) {
            (To::Type, Some(_)) => {
                let hint = "`field_attribute` is for fields of models and for values of enums";
                let text = format!("`{}` is not the name of a model or an enum", self.path);
                return Err(self.message(text, Some(hint.to_owned())));
            }
            (_, member) => member,
        };
        if let Some(path) = externs.path(name) {
            let text = format!(
                "`{name}` is `{path}` of another crate, and only that crate can add attributes to it"
            );
            return Err(self.message(text, None));
        }
        let is_meant = |of: &str| self.path == EVERYTHING || of == name;
        let mut is_there = self.path == EVERYTHING;
        let mut has_member = member.is_none();
        for one in schema.enums.iter_mut().filter(|one| is_meant(&one.name)) {
            is_there = true;
            match self.to {
                To::Type => one.attributes.push(self.attribute.clone()),
                To::Field => {
                    for variant in &mut one.variants {
                        if member.is_none_or(|member| variant.value == member) {
                            has_member = true;
                            variant.attributes.push(self.attribute.clone());
                        }
                    }
                }
            }
        }
        for table in schema.tables.iter_mut().filter(|one| is_meant(&one.model)) {
            is_there = true;
            match self.to {
                To::Type => table.attributes.push(self.attribute.clone()),
                To::Field => {
                    for column in &mut table.columns {
                        if member.is_none_or(|member| column.field == member) {
                            has_member = true;
                            column.attributes.push(self.attribute.clone());
                        }
                    }
                }
            }
        }
        match member {
            _ if !is_there => Err(self.no_type(schema, name, member)),
            Some(member) if !has_member => Err(self.no_member(schema, name, member)),
            _ => Ok(()),
        }
    }

    fn no_type(&self, schema: &Schema, name: &str, member: Option<&str>) -> Message {
        let enums = schema.enums.iter().map(|one| one.name.as_str());
        let models = schema.tables.iter().map(|table| table.model.as_str());
        let meant = nearest(name, enums.chain(models)).map(|name| match member {
            Some(member) => format!("did you mean `{name}.{member}`?"),
            None => format!("did you mean `{name}`?"),
        });
        self.message(format!("the models have no model or enum `{name}`"), meant)
    }

    fn no_member(&self, schema: &Schema, name: &str, member: &str) -> Message {
        let model = schema.tables.iter().find(|table| table.model == name);
        let of_model = model.into_iter().flat_map(|table| &table.columns);
        let of_enum = schema.enums.iter().filter(|one| one.name == name);
        let of_enum = of_enum.flat_map(|one| &one.variants);
        let known = of_model
            .map(|column| column.field.as_str())
            .chain(of_enum.map(|variant| variant.value.as_str()));
        let what = if model.is_some() { "field" } else { "value" };
        let meant = nearest(member, known);
        self.message(
            format!("`{name}` has no {what} `{member}`"),
            meant.map(|member| format!("did you mean `{name}.{member}`?")),
        )
    }

    fn message(&self, text: String, hint: Option<String>) -> Message {
        Message {
            text: format!("{}: {text}", self.location),
            hint,
        }
    }
}
