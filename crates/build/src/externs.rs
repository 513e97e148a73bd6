//! Types that another crate has: enums, models, and the user's own types.

use std::collections::BTreeMap;
use std::panic::Location;

use syn::Path;
use syn::parse::Parser;
use tablewright_schema::yaml::nearest;
use tablewright_schema::{By, Column, Schema};

use crate::error::Message;
use crate::{Error, Result};

/// A type of another crate, as the build script declares it.
#[derive(Clone, Debug)]
pub struct Extern {
    /// The enum, the model, or the path of the user's own type, as in the models.
    pub name: String,
    /// Its path in Rust.
    pub path: String,
    /// The position in the build script.
    pub location: &'static Location<'static>,
}

/// The enums and models that other crates have, and their paths.
#[derive(Debug, Default)]
pub struct Externs(BTreeMap<String, String>);

impl Externs {
    /// The path of an enum or a model, if another crate has it.
    pub fn path(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Finds the kind of each name, and replaces the paths of own types in the schema.
    ///
    /// # Errors
    ///
    /// All names that the models do not have, and all strings that are not paths.
    pub fn of(schema: &mut Schema, given: &[Extern]) -> Result<Externs> {
        let mut messages = Vec::new();
        let mut externs = Externs::default();
        let mut seen: BTreeMap<&str, &Extern> = BTreeMap::new();
        for one in given {
            if let Some(first) = seen.insert(&one.name, one) {
                messages.push(one.message(
                    format!("`{}` already has the path `{}`", one.name, first.path),
                    Some("remove one of the calls of `extern_path`".to_owned()),
                ));
                continue;
            }
            if let Err(error) = Path::parse_mod_style.parse_str(&one.path) {
                messages.push(one.message(
                    format!("`{}` is not the path of a type: {error}", one.path),
                    Some("such as `::shared::models::Status`".to_owned()),
                ));
                continue;
            }
            let mut enums = schema.enums.iter().map(|one| &one.name);
            let mut models = schema.tables.iter().map(|table| &table.model);
            if enums.any(|name| *name == one.name) || models.any(|name| *name == one.name) {
                externs.0.insert(one.name.clone(), one.path.clone());
            } else if !replace(schema, &one.name, &one.path) {
                messages.push(unknown(schema, one));
            }
        }
        if messages.is_empty() {
            Ok(externs)
        } else {
            Err(Error::from(messages))
        }
    }
}

impl Extern {
    fn message(&self, text: String, hint: Option<String>) -> Message {
        Message {
            text: format!("{}: {text}", self.location),
            hint,
        }
    }
}

/// Gives an own type another path, and returns whether a column has this type. The crate of the
/// type implements the traits that columns need.
fn replace(schema: &mut Schema, name: &str, path: &str) -> bool {
    let mut is_there = false;
    let columns = schema
        .tables
        .iter_mut()
        .flat_map(|table| &mut table.columns);
    for rust in columns.filter_map(|column| column.rust.as_mut()) {
        if without_spaces(&rust.path) == without_spaces(name) {
            path.clone_into(&mut rust.path);
            rust.by = By::Custom;
            is_there = true;
        }
    }
    is_there
}

fn unknown(schema: &Schema, one: &Extern) -> Message {
    let own_type = |column: &Column| column.rust.as_ref().map(|rust| without_spaces(&rust.path));
    let columns = schema.tables.iter().flat_map(|table| &table.columns);
    let own_types: Vec<String> = columns.filter_map(own_type).collect();
    let enums = schema.enums.iter().map(|one| one.name.as_str());
    let models = schema.tables.iter().map(|table| table.model.as_str());
    let known = enums
        .chain(models)
        .chain(own_types.iter().map(String::as_str));
    one.message(
        format!("the models have no enum, model or Rust type `{}`", one.name),
        nearest(&one.name, known).map(|name| format!("did you mean `{name}`?")),
    )
}

fn without_spaces(path: &str) -> String {
    path.split_whitespace().collect()
}
