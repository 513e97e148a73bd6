//! Objects that a person has created beside those of the models: a table, and on a table of the
//! models a column, an index, a check, a trigger, a view. Each survives a change of the models with
//! its rows and on the same column, or is named before anything is changed.

use tablewright_sql::Dialect;
use tablewright_sql::quote::identifier;
use tablewright_test_ddl::{Live, dump};

use super::chance::Chance;
use super::scripts::{self, Statement};
use super::world::{Id, Kind, World};

/// The prefix of all their names.
const OURS: &str = "dba_";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    View,
    Trigger,
    /// With a foreign key to a table of the models.
    Table,
    Index,
    Check,
    Column,
}

#[derive(Clone, Debug)]
struct Hand {
    name: String,
    what: What,
    of: Id,
    /// A field that it names.
    field: Id,
    /// The number of its rows, as a text.
    rows: String,
    /// Whether the models had an index of the field then.
    was_indexed: bool,
}

/// The objects of a person.
#[derive(Default)]
pub struct Hands {
    all: Vec<Hand>,
    /// The number of attempts so far, for their names.
    made: u32,
    /// The user's own SQL that nothing drops, each after the objects that it uses.
    left: Vec<Statement>,
}

impl What {
    pub const ALL: [What; 6] = [
        What::View,
        What::Trigger,
        What::Table,
        What::Index,
        What::Check,
        What::Column,
    ];
}

impl Hands {
    /// One of a kind about each of these fields, of each of the models.
    pub fn about(live: &Live, world: &World, what: What, fields: &[Id]) -> Result<Hands, String> {
        let mut hands = Hands::default();
        for model in &world.models {
            let fields = model.fields.iter().filter(|it| fields.contains(&it.id));
            for field in fields {
                let made = hands.make(live, world, what, (model.id, field.id));
                made.map_err(|error| format!("raw SQL: {error}"))?;
            }
        }
        Ok(hands)
    }

    /// None in half of the cases, otherwise one or two.
    pub fn made(live: &Live, world: &World, seed: u64) -> Result<Hands, String> {
        let mut chance = Chance::new(seed ^ 0x5eed);
        let mut hands = Hands::default();
        if chance.once_in(2) {
            return Ok(hands);
        }
        for _ in 0..=chance.below(2) {
            let what = chance.one_of(&What::ALL).unwrap_or(What::View);
            if world.models.is_empty() {
                break;
            }
            let model = &world.models[chance.below(world.models.len())];
            let is_fit = |id: &Id| {
                let field = world.field(model.id, *id);
                let is_key = field.is_some_and(|field| field.is_key);
                match what {
                    What::Index => field.is_some_and(|field| field.kind.is_indexable()),
                    What::Check => !is_key,
                    _ => true,
                }
            };
            let fields = model.fields.iter().map(|field| field.id).filter(is_fit);
            let fields: Vec<Id> = fields.collect();
            let Some(field) = chance.one_of(&fields) else {
                continue;
            };
            match hands.make(live, world, what, (model.id, field)) {
                Ok(()) => {}
                // For example, a check of a column that a foreign key sets to NULL.
                Err(_) if what == What::Check => {}
                Err(error) => return Err(format!("raw SQL: {error}")),
            }
        }
        Ok(hands)
    }

    fn make(
        &mut self,
        live: &Live,
        world: &World,
        what: What,
        (of, field): (Id, Id),
    ) -> Result<(), String> {
        let mut hand = Hand {
            name: format!("{OURS}{what:?}_{}", self.made).to_lowercase(),
            what,
            of,
            field,
            rows: String::new(),
            was_indexed: is_indexed(world, of, field),
        };
        self.made += 1;
        live.run(&hand.statements(world))?;
        hand.rows = hand.count(live, world)?;
        self.all.push(hand);
        Ok(())
    }

    /// Adds the user's own SQL that later models do not have, or have under another name.
    pub fn leave(&mut self, from: &World, to: &World) {
        let stays = |name: &str| {
            let mut scripts = to.scripts.iter().flat_map(|script| to.statements(script));
            scripts.any(|statement| statement.name == name)
        };
        for script in &from.scripts {
            // A trigger goes with its table.
            let goes = script.what == scripts::What::Trigger && to.model(script.of).is_none();
            for statement in from.statements(script) {
                let goes = goes && statement.name == script.name;
                if !(goes || stays(&statement.name)) {
                    self.left.push(statement);
                }
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty() && self.left.is_empty()
    }

    /// Whether `sync` drops some of them with consent for objects that the models do not have.
    pub fn may_be_dropped(&self) -> bool {
        let may = |hand: &Hand| match hand.what {
            What::Index | What::Check | What::Column => true,
            What::View | What::Trigger | What::Table => false,
        };
        self.all.iter().any(may)
    }

    /// Whether reasons name one of them.
    pub fn are_named(&self, reasons: &[String]) -> bool {
        let names = |hand: &Hand| reasons.iter().any(|reason| reason.contains(&hand.name));
        let is_left = |left: &Statement| reasons.iter().any(|reason| reason.contains(&left.name));
        self.all.iter().any(names) || self.left.iter().any(is_left)
    }

    /// The lines of a dump about all other objects.
    pub fn left_out(lines: Vec<String>) -> Vec<String> {
        let lines = lines.into_iter();
        lines.filter(|line| !line.contains(OURS)).collect()
    }

    /// Fails if one of them did not survive, unless it was dropped with its table. The lines are a
    /// dump of the database.
    pub fn survive(&mut self, live: &Live, now: &World, lines: &[String]) -> Result<(), String> {
        for left in &self.left {
            if !lines.iter().any(|line| line.contains(&left.name)) {
                return Err(format!("{} of earlier models is not there", left.name));
            }
        }
        for hand in &self.all {
            hand.survives(live, now, lines)
                .map_err(|error| format!("{hand:?} by hand did not survive: {error}"))?;
        }
        let is_there = |hand: &Hand| lines.iter().any(|line| line.contains(&hand.name));
        self.all.retain(is_there);
        Ok(())
    }

    /// The person drops them. The lines are a dump from before; returns the dump from after.
    pub fn drop_all(
        &mut self,
        live: &Live,
        now: &World,
        lines: Vec<String>,
    ) -> Result<Vec<String>, String> {
        if self.is_empty() {
            return Ok(lines);
        }
        self.all.sort_by_key(|hand| match hand.what {
            What::View | What::Trigger | What::Table => 0,
            What::Index | What::Check => 1,
            What::Column => 2,
        });
        for left in std::mem::take(&mut self.left).iter().rev() {
            // Its table may have been renamed.
            let cascade = match now.dialect {
                Dialect::Postgres => " CASCADE",
                Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => "",
            };
            live.run(&[format!("{}{cascade}", left.drop)])?;
        }
        for hand in std::mem::take(&mut self.all) {
            if lines.iter().any(|line| line.contains(&hand.name)) {
                live.run(&hand.dropping(now))?;
            }
        }
        dump(live)
    }
}

impl Hand {
    /// The table, the key and the field, if they are there.
    fn names(&self, world: &World) -> Option<(String, String, Option<String>)> {
        let quoted = |name: &str| identifier(world.dialect, name);
        let model = world.model(self.of)?;
        let key = model.fields.first().map(|key| world.column(key))?;
        let field = world.field(self.of, self.field);
        let field = field.map(|field| quoted(&world.column(field)));
        Some((quoted(&model.table), quoted(&key), field))
    }

    fn statements(&self, world: &World) -> Vec<String> {
        let Some((table, key, Some(field))) = self.names(world) else {
            return Vec::new();
        };
        let Hand { name, what, .. } = self;
        let one = |sql: String| vec![sql];
        match (what, world.dialect) {
            (What::View, _) => one(format!(
                "CREATE VIEW {name} AS SELECT {key} AS a, {field} AS b FROM {table}"
            )),
            (What::Trigger, Dialect::Sqlite) => one(format!(
                "CREATE TRIGGER {name} AFTER UPDATE ON {table} WHEN OLD.{field} IS NULL AND 1 > 2 \
                 BEGIN SELECT 1; END"
            )),
            (What::Trigger, Dialect::Postgres) => vec![
                "CREATE OR REPLACE FUNCTION dba_does() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN RETURN NEW; END $$"
                    .to_owned(),
                format!(
                    "CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW \
                     WHEN (OLD.{field} IS NULL) EXECUTE FUNCTION dba_does()"
                ),
            ],
            (What::Trigger, Dialect::Mysql | Dialect::Mariadb) => one(format!(
                "CREATE TRIGGER {name} AFTER UPDATE ON {table} FOR EACH ROW SET @dba = OLD.{field}"
            )),
            (What::Table, Dialect::Sqlite) => vec![
                format!(
                    "CREATE TABLE {name} (id integer PRIMARY KEY, \
                     item REFERENCES {table} ({key}) ON DELETE CASCADE)"
                ),
                format!("INSERT INTO {name} (item) SELECT {key} FROM {table}"),
            ],
            (What::Table, _) => vec![
                format!("CREATE TABLE {name} AS SELECT {key} AS item FROM {table}"),
                format!(
                    "ALTER TABLE {name} ADD CONSTRAINT {name}_item \
                     FOREIGN KEY (item) REFERENCES {table} ({key}) ON DELETE CASCADE"
                ),
            ],
            (What::Index, _) => one(format!("CREATE INDEX {name} ON {table} ({field})")),
            (What::Check, Dialect::Sqlite) => vec![
                // It has no such statement, so the column has a check.
                format!("ALTER TABLE {table} ADD COLUMN {name} text CHECK ({name} <> 'no')"),
                format!("UPDATE {table} SET {name} = 'kept'"),
            ],
            (What::Check, _) => one(format!(
                "ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({field} IS NOT NULL OR 1 > 0)"
            )),
            (What::Column, _) => vec![
                format!("ALTER TABLE {table} ADD COLUMN {name} varchar(20)"),
                format!("UPDATE {table} SET {name} = 'kept'"),
            ],
        }
    }

    fn dropping(&self, now: &World) -> Vec<String> {
        let table = self
            .names(now)
            .map_or_else(String::new, |(table, ..)| table);
        let name = &self.name;
        vec![match (self.what, now.dialect) {
            (What::View, _) => format!("DROP VIEW {name}"),
            (What::Trigger, Dialect::Postgres) => format!("DROP TRIGGER {name} ON {table}"),
            (What::Trigger, _) => format!("DROP TRIGGER {name}"),
            (What::Table, _) => format!("DROP TABLE {name}"),
            (What::Index, Dialect::Sqlite | Dialect::Postgres) => format!("DROP INDEX {name}"),
            (What::Index, _) => format!("DROP INDEX {name} ON {table}"),
            (What::Column, _) | (What::Check, Dialect::Sqlite) => {
                format!("ALTER TABLE {table} DROP COLUMN {name}")
            }
            (What::Check, _) => format!("ALTER TABLE {table} DROP CONSTRAINT {name}"),
        }]
    }

    /// How many rows it has, as a text; nothing if it has none of its own.
    fn count(&self, live: &Live, now: &World) -> Result<String, String> {
        let Hand { name, what, .. } = self;
        let ty = match now.dialect {
            Dialect::Sqlite | Dialect::Postgres => "text",
            Dialect::Mysql | Dialect::Mariadb => "char",
        };
        let has_values = self.is_column(now);
        let from = match self.names(now) {
            _ if matches!(what, What::View | What::Table) => name.clone(),
            Some((table, ..)) if has_values => format!("{table} WHERE {name} = 'kept'"),
            Some(_) | None => return Ok(String::new()),
        };
        let found = live.texts(&format!("SELECT CAST(count(*) AS {ty}) FROM {from}"))?;
        Ok(found.concat())
    }

    fn survives(&self, live: &Live, now: &World, lines: &[String]) -> Result<(), String> {
        let names = self.names(now);
        let is_apart = matches!(self.what, What::View | What::Table);
        let Some((table, key, field)) = names else {
            // It is dropped with its table, which may be dropped with all its data.
            return match is_apart {
                true => Err("what it is about was dropped".to_owned()),
                false => Ok(()),
            };
        };
        let is_own = |line: &&String| line.contains(&self.name);
        let own: Vec<&String> = lines.iter().filter(is_own).collect();
        match (self.what, now.field(self.of, self.field)) {
            (What::Index | What::Check, None) => return Ok(()),
            // The models have the same index now, so it counts as managed.
            (What::Index, Some(_)) if !self.was_indexed && is_indexed(now, self.of, self.field) => {
                return Ok(());
            }
            _ if own.is_empty() => return Err("it is not there".to_owned()),
            // It is about the same column as before.
            (What::Index | What::Trigger | What::Check, Some(column)) if !self.is_column(now) => {
                let column = now.column(column).to_lowercase();
                if !own.iter().any(|line| line.to_lowercase().contains(&column)) {
                    return Err(format!("it is not about {column}: {own:?}"));
                }
            }
            _ => {}
        }
        let count = self.count(live, now)?;
        if count != self.rows {
            return Err(format!("it has {count} rows, and had {}", self.rows));
        }
        match self.what {
            // A trigger that names a missing column fails.
            What::Trigger => live.run(&[format!("UPDATE {table} SET {key} = {key}")]),
            What::Table => {
                let name = &self.name;
                let plain = |name: &str| name.replace(['"', '`'], "");
                let (target, column) = (plain(&table), plain(&key));
                let refers = |line: &String| {
                    line.contains(name) && line.contains(&target) && line.contains(&column)
                };
                if !lines.iter().any(refers) {
                    return Err(format!("it does not refer to {target} ({column})"));
                }
                match live.has_rows(&format!(
                    "SELECT 1 FROM {name} a WHERE NOT EXISTS \
                     (SELECT 1 FROM {table} b WHERE b.{key} = a.item)"
                ))? {
                    true => Err("it refers to rows that are not there".to_owned()),
                    false => Ok(()),
                }
            }
            What::View => {
                let (name, Some(field)) = (&self.name, field) else {
                    return Ok(());
                };
                let differs = match now.dialect {
                    Dialect::Sqlite => format!("a.b IS NOT b.{field}"),
                    Dialect::Postgres => format!("a.b IS DISTINCT FROM b.{field}"),
                    Dialect::Mysql | Dialect::Mariadb => format!("NOT (a.b <=> b.{field})"),
                };
                match live.has_rows(&format!(
                    "SELECT 1 FROM {name} a JOIN {table} b ON a.a = b.{key} WHERE {differs}"
                ))? {
                    true => Err(format!("it does not show {field}")),
                    false => Ok(()),
                }
            }
            What::Index | What::Check | What::Column => Ok(()),
        }
    }

    /// Whether it is a column.
    fn is_column(&self, world: &World) -> bool {
        self.what == What::Column || self.what == What::Check && world.dialect == Dialect::Sqlite
    }
}

/// Whether the models have an index of the field alone.
fn is_indexed(world: &World, of: Id, field: Id) -> bool {
    let field = world.field(of, field);
    field.is_some_and(|field| {
        let refers = matches!(field.kind, Kind::Reference(_));
        !field.is_key && (field.indexed || refers)
    })
}
