//! Names of columns and of tables that rotate, by way of third names, while a person's objects
//! depend on them. Each object stays with its column and its table, or is named before anything is
//! changed.

use tablewright_sql::Dialect;
use tablewright_test_ddl::load;

use super::hands::What;
use super::world::{Field, Id, Kind, Model, World};
use super::{Places, Story};

/// The names that move on.
const COLUMNS: [&str; 3] = ["alpha", "beta", "gamma"];
const TABLES: [&str; 2] = ["lefts", "rights"];

/// Moves all names on, once for each kind of object.
pub fn hold(dialect: Dialect) {
    let Some(places) = Places::new(dialect) else {
        return;
    };
    for what in What::ALL {
        if let Err(error) = rotated(&places, what) {
            panic!("{dialect}, {what:?}: {error}");
        }
    }
}

fn rotated(places: &Places, what: What) -> Result<(), String> {
    let first = World::named(places.fresh.dialect());
    let mut third = first.clone();
    for model in &mut third.models {
        model.table = format!("third_{}", model.table);
        for field in model.fields.iter_mut().filter(|field| !field.is_key) {
            field.name = format!("third_{}", field.name);
        }
    }
    let mut last = first.clone();
    last.models[0].table = TABLES[1].to_owned();
    last.models[1].table = TABLES[0].to_owned();
    for model in &mut last.models {
        let fields = model.fields.iter_mut().filter(|field| !field.is_key);
        for (at, field) in fields.enumerate() {
            field.name = COLUMNS[(at + 1) % COLUMNS.len()].to_owned();
        }
    }
    let models = first.models.iter().flat_map(|model| &model.fields);
    let fields: Vec<Id> = models
        .filter(|field| !field.is_key)
        .map(|field| field.id)
        .collect();
    for (number, (from, to)) in [(&first, &third), (&third, &last)].into_iter().enumerate() {
        let before = load("models.yaml", &from.yaml(None))?;
        let after = load("models.yaml", &to.yaml(Some(from)))?;
        let story = Story {
            from,
            to,
            before: &before,
            after: &after,
            // No run is interrupted.
            seed: 1,
            about: Some((what, &fields)),
        };
        let told = story.told(places);
        told.map_err(|error| format!("step {}: {error}", number + 1))?;
    }
    Ok(())
}

impl World {
    /// Two models, each with an indexed field, one that is none, and one that refers to the other.
    fn named(dialect: Dialect) -> World {
        let mut world = World::new(dialect);
        let ids = [world.id(), world.id()];
        for (at, table) in TABLES.into_iter().enumerate() {
            let kinds = [
                Kind::Counted,
                Kind::Integer,
                Kind::String(20),
                Kind::Reference(ids[1 - at]),
            ];
            let names = ["id"].into_iter().chain(COLUMNS);
            let fields = kinds.into_iter().zip(names).map(|(kind, name)| Field {
                is_key: kind == Kind::Counted,
                nullable: matches!(kind, Kind::Reference(_)),
                indexed: kind == Kind::Integer,
                ..super::edits::field(world.id(), name.to_owned(), kind)
            });
            let fields = fields.collect();
            world.models.push(Model {
                id: ids[at],
                table: table.to_owned(),
                doc: None,
                fields,
                indexes: Vec::new(),
                checks: Vec::new(),
            });
        }
        world
    }
}
