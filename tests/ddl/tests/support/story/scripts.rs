//! The user's own SQL of models: views on tables, on views and on functions, triggers, and
//! functions.

use std::fmt::Write;

use tablewright_sql::Dialect;
use tablewright_sql::quote::identifier;

use super::world::{Field, Id, Model, World, escaped};

/// A view, a trigger or a function that names a table.
#[derive(Clone, Debug)]
pub struct Script {
    pub id: Id,
    pub name: String,
    pub what: What,
    /// The model that it names.
    pub of: Id,
    /// The fields that it names beside the key, if there are any.
    pub fields: Vec<Id>,
    /// The view or the function that a view uses.
    pub on: Option<Id>,
    /// A number in it, so that it can be another one.
    pub number: u32,
    /// Whether the models have its `drop`.
    pub has_drop: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    View,
    Trigger,
    Function,
}

/// A statement of the models, with the name of its entry, and the statement that drops its object.
pub struct Statement {
    entry: String,
    pub create: String,
    pub drop: String,
    /// The name of its object.
    pub name: String,
}

impl World {
    pub fn script(&self, id: Id) -> Option<&Script> {
        self.scripts.iter().find(|script| script.id == id)
    }

    /// Removes a script, with those that use it.
    pub fn remove_script(&mut self, id: Id) {
        self.scripts.retain(|script| script.id != id);
        let on = self.scripts.iter().filter(|script| script.on == Some(id));
        let on: Vec<Id> = on.map(|script| script.id).collect();
        on.into_iter().for_each(|script| self.remove_script(script));
    }

    pub(super) fn write_script(&self, script: &Script, text: &mut String) {
        for statement in self.statements(script) {
            let _ = writeln!(
                text,
                "  {}:\n    create: \"{}\"",
                statement.entry,
                escaped(&statement.create)
            );
            if script.has_drop {
                let _ = writeln!(text, "    drop: \"{}\"", escaped(&statement.drop));
            }
        }
    }

    /// The statements of a script, which may run twice.
    pub fn statements(&self, script: &Script) -> Vec<Statement> {
        let Some(model) = self.model(script.of) else {
            return Vec::new();
        };
        let fields = script.fields.iter().filter_map(|id| {
            let mut fields = model.fields.iter();
            fields.find(|field| field.id == *id)
        });
        let fields: Vec<&Field> = fields.collect();
        let entry = match script.id % 2 {
            0 => script.name.clone(),
            _ => format!("entry_{}", script.id),
        };
        let (creates, drop) = match script.what {
            What::View => (vec![self.view(script, model, &fields)], "VIEW"),
            What::Trigger => (self.trigger(script, model, &fields), "TRIGGER"),
            What::Function => (vec![self.function(script, model, &fields)], "FUNCTION"),
        };
        let last = creates.len().saturating_sub(1);
        let all = creates.into_iter().enumerate();
        let all = all.map(|(at, create)| {
            // The function of a trigger comes before it.
            let is_helper = at < last;
            let (name, entry) = match is_helper {
                true => (format!("f_{}", script.name), format!("f_{entry}")),
                false => (script.name.clone(), entry.clone()),
            };
            let drop = match (self.dialect, is_helper, script.what) {
                (Dialect::Postgres, true, _) | (Dialect::Postgres, _, What::Function) => {
                    format!("DROP FUNCTION IF EXISTS {name}()")
                }
                (Dialect::Postgres, false, What::Trigger) => {
                    let table = identifier(self.dialect, &model.table);
                    format!("DROP TRIGGER IF EXISTS {name} ON {table}")
                }
                _ => format!("DROP {drop} IF EXISTS {name}"),
            };
            Statement {
                entry,
                create,
                drop,
                name,
            }
        });
        all.collect()
    }

    fn view(&self, script: &Script, model: &Model, fields: &[&Field]) -> String {
        let quoted = |name: &str| identifier(self.dialect, name);
        let head = match self.dialect {
            Dialect::Sqlite => "CREATE VIEW IF NOT EXISTS",
            Dialect::Mariadb if script.id.is_multiple_of(3) => "CREATE VIEW IF NOT EXISTS",
            Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => "CREATE OR REPLACE VIEW",
        };
        let key = model.fields.first().map(|key| quoted(&self.column(key)));
        let key = key.unwrap_or_default();
        let mut columns = vec![key.clone()];
        let mut from = quoted(&model.table);
        match script.on.and_then(|on| self.script(on)) {
            Some(on) if on.what == What::View => from = on.name.clone(),
            on => {
                for field in fields {
                    let column = quoted(&self.column(field));
                    if !columns.contains(&column) {
                        columns.push(column);
                    }
                }
                columns.extend(on.map(|on| format!("{}() AS made", on.name)));
            }
        }
        format!(
            "{head} {} AS SELECT {} FROM {from} WHERE {key} IS NOT NULL OR 1 > {}",
            script.name,
            columns.join(", "),
            script.number
        )
    }

    /// One that a statement of the models' own never fires.
    fn trigger(&self, script: &Script, model: &Model, fields: &[&Field]) -> Vec<String> {
        let Script { name, number, .. } = script;
        let table = identifier(self.dialect, &model.table);
        let field = fields.first().copied().or(model.fields.first());
        let column = field.map_or_else(String::new, |field| self.column(field));
        let column = identifier(self.dialect, &column);
        match self.dialect {
            Dialect::Sqlite => vec![format!(
                "CREATE TRIGGER IF NOT EXISTS {name} AFTER UPDATE ON {table} \
                 WHEN OLD.{column} IS NULL AND 1 > {number} \
                 BEGIN SELECT count(*) FROM {table}; END"
            )],
            Dialect::Postgres => vec![
                format!(
                    "CREATE OR REPLACE FUNCTION f_{name}() RETURNS trigger LANGUAGE plpgsql AS \
                     $$ BEGIN PERFORM {number}; RETURN NEW; END $$"
                ),
                format!(
                    "CREATE OR REPLACE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW \
                     WHEN (OLD.{column} IS NULL AND 1 > {number}) EXECUTE FUNCTION f_{name}()"
                ),
            ],
            Dialect::Mysql | Dialect::Mariadb => vec![format!(
                "CREATE TRIGGER IF NOT EXISTS {name} AFTER UPDATE ON {table} FOR EACH ROW \
                 SET @seen = concat(OLD.{column}, {number})"
            )],
        }
    }

    /// One that counts rows; SQLite has none.
    fn function(&self, script: &Script, model: &Model, fields: &[&Field]) -> String {
        let Script { name, number, .. } = script;
        let table = identifier(self.dialect, &model.table);
        let field = fields.first().copied().or(model.fields.first());
        let column = field.map_or_else(String::new, |field| self.column(field));
        let column = identifier(self.dialect, &column);
        let query = format!("SELECT count({column}) + {number} FROM {table}");
        match self.dialect {
            // This one depends on the column, the other is a text.
            Dialect::Postgres if script.id.is_multiple_of(3) => format!(
                "CREATE OR REPLACE FUNCTION {name}() RETURNS bigint LANGUAGE sql RETURN ({query})"
            ),
            Dialect::Postgres => format!(
                "CREATE OR REPLACE FUNCTION {name}() RETURNS bigint LANGUAGE sql AS $$ {query} $$"
            ),
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => format!(
                "CREATE FUNCTION IF NOT EXISTS {name}() RETURNS bigint READS SQL DATA \
                 RETURN ({query})"
            ),
        }
    }
}
