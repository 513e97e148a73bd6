//! Rows of one model with columns of every type: conditions, orders and updates.

use std::sync::Arc;

use tablewright::rust_decimal::Decimal;
use tablewright::serde_json::Value as Json;
use tablewright::{Database, Insert, Order, Result, Select};
use tablewright_test_conformance::models::forms::{Form, NewForm};

use super::changes::Change;
use super::orders::{Compare, order};
use super::question::{METHODS, Question, about, compare, compared, computed, part, pattern};
use super::random::Random;
use super::subject::{Deleted, Subject};
use super::values::*;
use super::world::World;

const ROWS: i32 = 30;

/// A function that sets a column of a new row to some value, also in memory, and one that copies it
/// between rows in memory.
pub type Set = (
    &'static str,
    fn(&mut Random, Insert<'static, Form>, &mut Form) -> Insert<'static, Form>,
    fn(&Form, &mut Form),
);

macro_rules! set {
    ($column:ident $field:ident $pool:expr) => {
        (
            stringify!($column),
            |random, new, row| {
                row.$field = random.maybe(&$pool);
                new.set(Form::$column, row.$field.clone())
            },
            |from, to| to.$field = from.$field.clone(),
        )
    };
}

pub const SETS: [Set; 34] = [
    set!(SMALL small smalls()),
    set!(COUNT count integers()),
    set!(BIG big bigs()),
    set!(BIGGER bigger bigs()),
    set!(TINY tiny tinies()),
    set!(PORT port ports()),
    set!(AREA area areas()),
    set!(TOTAL total totals()),
    set!(SPENT spent totals()),
    set!(PRICE price prices()),
    set!(COST cost costs()),
    set!(RATE rate rates()),
    set!(SINGLE single singles()),
    set!(OTHER other singles()),
    set!(DOUBLE double doubles()),
    set!(FRACTION fraction doubles()),
    set!(NAME name names()),
    set!(NICK nick names()),
    set!(EMAIL email names()),
    set!(LONG long longs()),
    set!(BODY body bodies()),
    set!(FLAG flag [false, true]),
    set!(TOKEN token tokens()),
    set!(DATA data bytes()),
    set!(DAY day days()),
    set!(HOUR hour hours()),
    set!(LOCAL local locals()),
    set!(INSTANT instant instants()),
    set!(PRIORITY priority priorities()),
    set!(FOLLOWING following priorities()),
    set!(NUMBERS numbers arrays()),
    set!(OTHERS others arrays()),
    set!(WORDS words words()),
    set!(EXTRA extra extras()),
];

pub async fn fill(random: &mut Random, db: &Database) -> Result<World> {
    let mut forms = Vec::new();
    let mut row = empty(db).await?;
    for id in 0..ROWS {
        let new = SETS
            .iter()
            .fold(Form::insert(NewForm { id }), |new, (_, set, _)| {
                set(random, new, &mut row)
            });
        forms.push(new.one(db).await?);
    }
    Ok(World {
        forms,
        ..World::default()
    })
}

/// A row without set columns.
pub async fn empty(db: &Database) -> Result<Form> {
    let tx = db.begin().await?;
    let empty = Form::insert(NewForm { id: ROWS }).one(&tx).await?;
    tx.rollback().await?;
    Ok(empty)
}

impl Subject for Form {
    type Id = i32;

    fn id(&self) -> i32 {
        self.id
    }

    fn by_id() -> Vec<Order<Form>> {
        vec![Form::ID.asc()]
    }

    fn rows(world: &World) -> &[Form] {
        &world.forms
    }

    fn select(_: Deleted) -> Select<'static, Form> {
        Form::all()
    }

    fn question(random: &mut Random, _: &Arc<World>, _: usize) -> Question<Form> {
        match random.below(45) {
            2 => about!(random, Form BIG big, |it| it, bigs(), BIGGER bigger),
            3 => about!(random, Form PRICE price, |it| it, prices(), RATE rate),
            4 => about!(random, Form RATE rate, |it| it, rates(), PRICE price),
            5 => about!(random, Form COST cost, |it| it, costs(), PRICE price),
            6 => about!(random, Form SINGLE single, |it| it, singles(), OTHER other),
            7 => about!(random, Form DOUBLE double, |it| it, doubles(), FRACTION fraction),
            8 => about!(random, Form NAME name, |it: String| it, names(), NICK nick),
            9 => about!(random, Form LONG long, |it: String| it, longs(), LONG long),
            10 => about!(random, Form BODY body, |it: String| it, bodies(), BODY body),
            11 => about!(random, Form FLAG flag, |it| it, [false, true], FLAG flag),
            12 => about!(random, Form TOKEN token, |it| it, tokens(), TOKEN token),
            13 => about!(random, Form DATA data, |it: Vec<u8>| it, bytes(), DATA data),
            14 => about!(random, Form DAY day, |it| it, days(), DAY day),
            15 => about!(random, Form HOUR hour, |it| it, hours(), HOUR hour),
            16 => about!(random, Form LOCAL local, |it| it, locals(), LOCAL local),
            17 => about!(random, Form INSTANT instant, |it| it, instants(), INSTANT instant),
            18 | 19 => {
                about!(random, Form PRIORITY priority, |it| it as u8, priorities(), FOLLOWING following)
            }
            20 => computed!(random, Form SMALL small, SMALL small, smalls(), i128::from),
            21 => computed!(random, Form COUNT count, COUNT count, integers(), i128::from),
            22 => computed!(random, Form BIG big, BIGGER bigger, bigs(), i128::from),
            23 => computed!(random, Form PRICE price, RATE rate, rates(), |it: Decimal| it),
            24 => computed!(random, Form RATE rate, PRICE price, prices(), |it: Decimal| it),
            25 => computed!(random, Form SINGLE single, OTHER other, singles(), |it: f32| it),
            26 => computed!(random, Form DOUBLE double, FRACTION fraction, doubles(), |it: f64| it),
            27 => pattern!(random, Form NAME name, ""),
            28 => pattern!(random, Form BODY body, "x%"),
            29 => part!(random, Form NAME name, names()),
            30 => part!(random, Form LONG long, longs()),
            31..=33 => document(random),
            34 => about!(random, Form TINY tiny, |it| it, tinies(), TINY tiny),
            35 => about!(random, Form PORT port, |it| it, ports(), PORT port),
            36 => about!(random, Form AREA area, |it| it, areas(), AREA area),
            37 => about!(random, Form TOTAL total, |it| it, totals(), SPENT spent),
            38 => computed!(random, Form TINY tiny, TINY tiny, tinies(), i128::from),
            39 => computed!(random, Form AREA area, AREA area, areas(), i128::from),
            40 => computed!(random, Form TOTAL total, SPENT spent, totals(), i128::from),
            _ => array(random),
        }
    }

    fn order(random: &mut Random) -> (Order<Form>, Compare<Form>) {
        match random.below(20) {
            0 => order!(random, Form SMALL small),
            1 => order!(random, Form BIG big),
            2 => order!(random, Form PRICE price),
            3 => order!(random, Form RATE rate),
            4 => order!(random, Form SINGLE single),
            5 => order!(random, Form TENTH tenth),
            6 => order!(random, Form DOUBLE double),
            7 => order!(random, Form NAME name),
            8 => order!(random, Form LONG long),
            9 => order!(random, Form BODY body),
            10 => order!(random, Form FLAG flag),
            11 => order!(random, Form TOKEN token),
            12 => order!(random, Form DATA data),
            13 => order!(random, Form DAY day),
            14 => order!(random, Form HOUR hour),
            15 => order!(random, Form INSTANT instant),
            16 => order!(random, Form TINY tiny),
            17 => order!(random, Form AREA area),
            18 => order!(random, Form TOTAL total),
            _ => order!(random, Form PRIORITY priority, |it| it as u8),
        }
    }

    fn changes() -> &'static [Change<Form>] {
        &CHANGES
    }

    fn follow(&mut self, stored: &Form) {
        // Generated columns change, too.
        self.tenth = stored.tenth;
        self.slug = Some(self.name.clone().unwrap_or_default());
    }
}

/// A step of a path into JSON.
#[derive(Clone, Copy, Debug)]
enum Step {
    Key(&'static str),
    Place(u32),
}

/// A value somewhere in a column of JSON.
fn document(random: &mut Random) -> Question<Form> {
    use Step::{Key, Place};
    let steps: &[Step] = random.pick(&[
        &[Key("a")] as &[Step],
        &[Key("b")],
        &[Key("b"), Key("c")],
        &[Key("b"), Key("c"), Place(0)],
        &[Key("b"), Place(0), Key("c")],
        &[Place(0)],
        &[Place(2), Key("a")],
    ]);
    let mut path = match steps[0] {
        Key(key) => Form::EXTRA.at(key),
        Place(place) => Form::EXTRA.at(place),
    };
    for step in &steps[1..] {
        path = match *step {
            Key(key) => path.at(key),
            Place(place) => path.at(place),
        };
    }
    let there = move |row: Option<&Form>| -> Option<Json> {
        let mut value = row?.extra.as_ref()?;
        for step in steps {
            value = match *step {
                Key(key) => value.as_object()?.get(key)?,
                Place(place) => value.as_array()?.get(place as usize)?,
            };
        }
        Some(value.clone())
    };
    let method = random.below(6);
    let said = format!("EXTRA {steps:?}");
    match random.below(5) {
        0 => Question::new(format!("{said} exists"), path.exists(), move |row| {
            Some(there(row).is_some())
        }),
        1 => Question::new(format!("{said} is null"), path.is_null(), move |row| {
            Some(there(row) == Some(Json::Null))
        }),
        2 => {
            let value = random.pick(&["x", "1", "X", "ä"]);
            let filter = compare!(method, path.text(), value);
            let said = format!("{said} {} {value:?}", METHODS[method]);
            Question::new(said, filter, move |row| {
                let own = there(row).and_then(|it| it.as_str().map(str::to_owned));
                compared(method, own, Some(value.to_owned()))
            })
        }
        3 => {
            let value = random.pick(&[-2_i64, 1, 2, 7]);
            let filter = compare!(method, path.integer(), value);
            let said = format!("{said} {} {value}", METHODS[method]);
            Question::new(said, filter, move |row| {
                compared(method, there(row).and_then(|it| it.as_i64()), Some(value))
            })
        }
        _ => {
            let value = random.flip();
            let filter = if method.is_multiple_of(2) {
                path.bool().eq(value)
            } else {
                path.bool().ne(value)
            };
            let said = format!("{said} {} {value}", METHODS[method % 2]);
            Question::new(said, filter, move |row| {
                compared(
                    method % 2,
                    there(row).and_then(|it| it.as_bool()),
                    Some(value),
                )
            })
        }
    }
}

fn array(random: &mut Random) -> Question<Form> {
    let negated = random.flip();
    match random.below(5) {
        0 => {
            let value = random.pick(&arrays());
            let filter = if negated {
                Form::NUMBERS.ne(value.clone())
            } else {
                Form::NUMBERS.eq(value.clone())
            };
            Question::new(
                format!("NUMBERS = {value:?}, not: {negated}"),
                filter,
                move |row: Option<&Form>| {
                    row.and_then(|row| row.numbers.as_ref())
                        .map(|it| (*it == value) != negated)
                },
            )
        }
        1 => {
            let filter = if negated {
                Form::NUMBERS.ne(Form::OTHERS)
            } else {
                Form::NUMBERS.eq(Form::OTHERS)
            };
            Question::new(
                format!("NUMBERS = OTHERS, not: {negated}"),
                filter,
                move |row: Option<&Form>| {
                    let pair = row
                        .and_then(|row| row.numbers.as_ref())
                        .zip(row.and_then(|row| row.others.as_ref()));
                    pair.map(|(one, other)| (one == other) != negated)
                },
            )
        }
        2 => {
            let list: Vec<_> = (0..1 + random.below(4))
                .map(|_| random.pick(&words()))
                .collect();
            let filter = if negated {
                Form::WORDS.not_in(list.clone())
            } else {
                Form::WORDS.in_(list.clone())
            };
            Question::new(
                format!("WORDS in {list:?}, not: {negated}"),
                filter,
                move |row: Option<&Form>| {
                    row.and_then(|row| row.words.as_ref())
                        .map(|it| list.contains(it) != negated)
                },
            )
        }
        3 => {
            let value = random.pick(&words());
            Question::new(
                format!("WORDS = {value:?}"),
                Form::WORDS.eq(value.clone()),
                move |row: Option<&Form>| {
                    row.and_then(|row| row.words.as_ref())
                        .map(|it| *it == value)
                },
            )
        }
        _ => {
            let item = random.pick(&[1, 2, 10]);
            Question::new(
                format!("NUMBERS has {item}"),
                Form::NUMBERS.contains(item),
                move |row: Option<&Form>| {
                    row.and_then(|row| row.numbers.as_ref())
                        .map(|it| it.contains(&item))
                },
            )
        }
    }
}
const CHANGES: [Change<Form>; 14] = [
    (
        "NAME = NICK",
        |it| it.set(Form::NAME, Form::NICK),
        |old, new| new.name = old.nick.clone(),
    ),
    (
        "NICK = EMAIL",
        |it| it.set(Form::NICK, Form::EMAIL),
        |old, new| new.nick = old.email.clone(),
    ),
    (
        "EMAIL = NAME",
        |it| it.set(Form::EMAIL, Form::NAME),
        |old, new| new.email = old.name.clone(),
    ),
    (
        "EMAIL = x",
        |it| it.set(Form::EMAIL, "x"),
        |_, new| new.email = Some("x".to_owned()),
    ),
    (
        "SINGLE = OTHER * 0.1",
        |it| it.set(Form::SINGLE, Form::OTHER * 0.1),
        |old, new| {
            new.single = old.other.map(|it| it * 0.1);
        },
    ),
    (
        "OTHER = SINGLE - 0.3",
        |it| it.set(Form::OTHER, Form::SINGLE - 0.3),
        |old, new| {
            new.other = old.single.map(|it| it - 0.3);
        },
    ),
    (
        "PRICE = RATE",
        |it| it.set(Form::PRICE, Form::RATE),
        |old, new| new.price = old.rate.map(rounded),
    ),
    (
        "RATE = PRICE + 1.5",
        |it| it.set(Form::RATE, Form::PRICE + decimal("1.5")),
        |old, new| {
            new.rate = old.price.map(|it| it + decimal("1.5"));
        },
    ),
    (
        "COST = PRICE * 0.25",
        |it| it.set(Form::COST, Form::PRICE * decimal("0.25")),
        |old, new| {
            new.cost = old.price.map(|it| rounded(it * decimal("0.25")));
        },
    ),
    (
        "DOUBLE = FRACTION * 0.1",
        |it| it.set(Form::DOUBLE, Form::FRACTION * 0.1),
        |old, new| {
            new.double = old.fraction.map(|it| it * 0.1);
        },
    ),
    (
        "FRACTION = DOUBLE",
        |it| it.set(Form::FRACTION, Form::DOUBLE),
        |old, new| new.fraction = old.double,
    ),
    (
        "PRIORITY = FOLLOWING",
        |it| it.set(Form::PRIORITY, Form::FOLLOWING),
        |old, new| {
            new.priority = old.following;
        },
    ),
    (
        "TOTAL = SPENT",
        |it| it.set(Form::TOTAL, Form::SPENT),
        |old, new| new.total = old.spent,
    ),
    (
        "AREA = max",
        |it| it.set(Form::AREA, u32::MAX),
        |_, new| new.area = Some(u32::MAX),
    ),
];
