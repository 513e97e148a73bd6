//! Changes of models, one of each kind, on tables with rows: the migrations for the tests of the
//! linter.

use tablewright_evolve::generator::{Generated, generate};
use tablewright_evolve::plan::Options;
use tablewright_evolve::snapshot::{self, State};
use tablewright_schema::Schema;
use tablewright_sql::Dialect;
use tablewright_test_ddl::load;

/// A change of models.
pub struct Change {
    pub what: &'static str,
    pub from: &'static str,
    pub to: &'static str,
}

impl Change {
    /// The migration to the previous models, and the one from them.
    pub fn migrations(&self, dialect: Dialect, options: Options) -> Result<[Generated; 2], String> {
        let models = |text| models(dialect, text);
        let before = next(dialect, &models(self.from)?, &State::default(), options)?;
        let first = snapshot::read(dialect, &before.tables);
        let first = first.map_err(|error| format!("{error:?}"))?;
        let state = snapshot::fold([("first", &first)]).map_err(|error| error.to_string())?;
        let after = next(dialect, &models(self.to)?, &state, options)?;
        Ok([before, after])
    }
}

/// The first migration of a schema.
pub fn first(schema: &Schema) -> Result<Generated, String> {
    let state = State::default();
    next(Dialect::Postgres, schema, &state, Options::default())
}

fn next(
    dialect: Dialect,
    schema: &Schema,
    state: &State,
    options: Options,
) -> Result<Generated, String> {
    generate(schema, dialect, state, options).map_err(|reasons| reasons.join("; "))
}

fn models(dialect: Dialect, models: &str) -> Result<Schema, String> {
    let dialect = dialect.name();
    load(
        "models.yaml",
        &format!("dialects: [{dialect}]\nmodels:\n  {models}\n"),
    )
}

macro_rules! changes {
    ($($what:literal: $from:literal => $to:literal;)*) => {
        &[$(Change { what: $what, from: $from, to: $to }),*]
    };
}

/// Tables are called `items`, `parts` and `notes`. Before, each has the columns that rows need.
pub const CHANGES: &[Change] = changes! {
    "a column": "Item: { fields: { id: id, a: integer } }"
        => "Item: { fields: { id: id, a: integer, b: integer? } }";
    "a column with a default": "Item: { fields: { id: id, a: integer } }"
        => "Item: { fields: { id: id, a: integer, b: { type: integer, default: 7 } } }";
    "a column with the current time": "Item: { fields: { id: id, a: integer } }"
        => "Item: { fields: { id: id, a: integer, b: { type: timestamp, default: now } } }";
    "a column with a random default": "Item: { fields: { id: id, a: integer } }"
        => "Item: { fields: { id: id, a: integer, b: { type: uuid, default: uuid } } }";
    "a column with a default of its own SQL": "Item: { fields: { id: id, a: integer } }"
        => "Item: { fields: { id: id, a: integer, b: { type: timestamp, default: { sql: clock_timestamp() } } } }";
    "a stored generated column": "Item: { fields: { id: id, a: integer } }"
        => "Item: { fields: { id: id, a: integer, b: { type: integer, generated: a + 1 } } }";
    "another generated column": "Item: { fields: { id: id, a: integer, twice: { type: integer, generated: a + 1 } } }"
        => "Item: { fields: { id: id, a: integer, twice: { type: integer, generated: a + a } } }";
    "a column of an enum": "Item: { fields: { id: id, a: integer } }"
        => "Item: { fields: { id: id, a: integer, b: Kind? } }\nenums: { Kind: [one, two] }";
    "a unique column": "Item: { fields: { id: id, a: integer } }"
        => "Item: { fields: { id: id, a: integer, b: { type: integer?, unique: true } } }";
    "a column with an index": "Item: { fields: { id: id, a: integer } }"
        => "Item: { fields: { id: id, a: integer, b: { type: integer?, index: true } } }";
    "a column goes": "Item: { fields: { id: id, a: integer, b: integer? } }"
        => "Item: { fields: { id: id, a: integer } }\ndropped: [items.b]";
    "a column has another name": "Item: { fields: { id: id, a: integer } }"
        => "Item: { fields: { id: id, b: { type: integer, was: a } } }";
    "a longer text": "Item: { fields: { id: id, a: string(20) } }"
        => "Item: { fields: { id: id, a: string(40) } }";
    "a longer text under an index": "Item: { fields: { id: id, a: { type: string(20), unique: true } } }"
        => "Item: { fields: { id: id, a: { type: string(40), unique: true } } }";
    "a longer text under a check": "Item: { fields: { id: id, a: { type: string(20), check: \"{} <> ''\" } } }"
        => "Item: { fields: { id: id, a: { type: string(40), check: \"{} <> ''\" } } }";
    "a text without a limit": "Item: { fields: { id: id, a: string(20) } }"
        => "Item: { fields: { id: id, a: text } }";
    "a shorter text": "Item: { fields: { id: id, a: string(40) } }"
        => "Item: { fields: { id: id, a: string(20) } }";
    "a wider number": "Item: { fields: { id: id, a: integer } }"
        => "Item: { fields: { id: id, a: bigint } }";
    "a longer text that needs two bytes for its length": "Item: { fields: { id: id, a: string(60) } }"
        => "Item: { fields: { id: id, a: string(70) } }";
    "longer bytes": "Item: { fields: { id: id, a: bytes(20) } }"
        => "Item: { fields: { id: id, a: bytes(40) } }";
    "a decimal with more digits": "Item: { fields: { id: id, a: 'decimal(10, 2)' } }"
        => "Item: { fields: { id: id, a: 'decimal(12, 2)' } }";
    "a number from a text": "Item: { fields: { id: id, a: text } }"
        => "Item: { fields: { id: id, a: integer } }";
    "another collation": "Item: { fields: { id: id, a: { type: string(20), index: true } } }"
        => "Item: { fields: { id: id, a: { type: string(20), index: true, collation: en-x-icu } } }";
    "NULL no more": "Item: { fields: { id: id, a: integer? } }"
        => "Item: { fields: { id: id, a: integer } }";
    "NULL no more, under another name": "Item: { fields: { id: id, a: integer? } }"
        => "Item: { fields: { id: id, b: { type: integer, was: a } } }";
    "NULL again": "Item: { fields: { id: id, a: integer } }"
        => "Item: { fields: { id: id, a: integer? } }";
    "a default": "Item: { fields: { id: id, a: integer } }"
        => "Item: { fields: { id: id, a: { type: integer, default: 1 } } }";
    "a default goes": "Item: { fields: { id: id, a: { type: integer, default: 1 } } }"
        => "Item: { fields: { id: id, a: integer } }";
    "a unique key": "Item: { fields: { id: id, a: integer } }"
        => "Item: { fields: { id: id, a: { type: integer, unique: true } } }";
    "a unique key of two columns": "Item: { fields: { id: id, a: integer, b: text } }"
        => "Item: { fields: { id: id, a: integer, b: text }, unique: [[b, a]] }";
    "a unique key goes": "Item: { fields: { id: id, a: { type: integer, unique: true } } }"
        => "Item: { fields: { id: id, a: integer } }";
    "an index": "Item: { fields: { id: id, a: integer } }"
        => "Item: { fields: { id: id, a: { type: integer, index: true } } }";
    "a unique index": "Item: { fields: { id: id, a: integer, b: text } }"
        => "Item: { fields: { id: id, a: integer, b: text }, indexes: [{ fields: [a], unique: true, where: a > 0 }] }";
    "an index goes": "Item: { fields: { id: id, a: { type: integer, index: true } } }"
        => "Item: { fields: { id: id, a: integer } }";
    "a check": "Item: { fields: { id: id, a: integer } }"
        => "Item: { fields: { id: id, a: integer }, checks: [{ name: positive, sql: a > 0 }] }";
    "a check goes": "Item: { fields: { id: id, a: integer }, checks: [{ name: positive, sql: a > 0 }] }"
        => "Item: { fields: { id: id, a: integer } }";
    "a value of an enum": "Item: { fields: { id: id, a: Kind } }\nenums: { Kind: [one, two] }"
        => "Item: { fields: { id: id, a: Kind } }\nenums: { Kind: [one, two, three] }";
    "a value of an enum has another name": "Item: { fields: { id: id, a: Kind } }\nenums: { Kind: [one, two] }"
        => "Item: { fields: { id: id, a: Kind } }\nenums: { Kind: [{ value: first, was: one }, two] }";
    "a reference": "Item: { fields: { id: id, part_id: bigint } }\n  Part: { fields: { id: id } }"
        => "Item: { fields: { id: id, part: Part } }\n  Part: { fields: { id: id } }";
    "a new reference": "Item: { fields: { id: id, a: integer } }\n  Part: { fields: { id: id } }"
        => "Item: { fields: { id: id, a: integer, part: Part? } }\n  Part: { fields: { id: id } }";
    "a reference goes": "Item: { fields: { id: id, part: Part } }\n  Part: { fields: { id: id } }"
        => "Item: { fields: { id: id, part_id: bigint } }\n  Part: { fields: { id: id } }";
    "a table": "Item: { fields: { id: id, a: integer } }"
        => "Item: { fields: { id: id, a: integer } }\n  Part: { fields: { id: id, item: Item, a: { type: integer, index: true } } }";
    "a table goes": "Item: { fields: { id: id, a: integer } }\n  Part: { fields: { id: id, item: Item } }"
        => "Item: { fields: { id: id, a: integer } }\ndropped: [parts]";
    "a table has another name": "Item: { fields: { id: id, a: { type: integer, unique: true } } }"
        => "Thing: { was: Item, fields: { id: id, a: { type: integer, unique: true } } }";
    "another comment": "Item: { fields: { id: id, a: integer } }"
        => "Item: { doc: Something., fields: { id: id, a: { type: integer, doc: A number. } } }";
    "a column, and an index on another table": "Item: { fields: { id: id, a: integer } }\n  Part: { fields: { id: id, a: integer } }"
        => "Item: { fields: { id: id, a: integer, b: integer? } }\n  Part: { fields: { id: id, a: { type: integer, index: true } } }";
    "a new table that refers, and an index on another one": "Item: { fields: { id: id, a: integer } }\n  Part: { fields: { id: id, a: integer } }"
        => "Item: { fields: { id: id, a: integer } }\n  Part: { fields: { id: id, a: { type: integer, index: true } } }\n  Note: { fields: { id: id, item: Item } }";
    "keys and constraints together": "Item: { fields: { id: id, a: integer?, b: string(20), part_id: bigint } }\n  Part: { fields: { id: id, a: integer } }"
        => "Item: { fields: { id: id, a: integer, b: { type: string(20), unique: true }, part: Part } }\n  Part: { fields: { id: id, a: { type: integer, check: '{} > 0', index: true } } }";
};
