//! Rows of one model with columns of every type: conditions, orders and changes.

use std::sync::Arc;

use tablewright::rust_decimal::Decimal;
use tablewright::{Database, Order, Result, Select};
use tablewright_test_conformance::models::forms::{Form, NewForm};

use super::changes::Change;
use super::orders::{Compare, order};
use super::question::{Question, about, computed, part, pattern};
use super::random::Random;
use super::subject::{Deleted, Subject};
use super::values::*;
use super::world::World;

const ROWS: i32 = 30;

pub async fn fill(random: &mut Random, db: &Database) -> Result<World> {
    let mut forms = Vec::new();
    for id in 0..ROWS {
        let new = Form::insert(NewForm { id })
            .set(Form::SMALL, random.maybe(&smalls()))
            .set(Form::COUNT, random.maybe(&integers()))
            .set(Form::BIG, random.maybe(&bigs()))
            .set(Form::BIGGER, random.maybe(&bigs()))
            .set(Form::PRICE, random.maybe(&prices()))
            .set(Form::COST, random.maybe(&costs()))
            .set(Form::RATE, random.maybe(&rates()))
            .set(Form::SINGLE, random.maybe(&singles()))
            .set(Form::OTHER, random.maybe(&singles()))
            .set(Form::DOUBLE, random.maybe(&doubles()))
            .set(Form::FRACTION, random.maybe(&doubles()))
            .set(Form::NAME, random.maybe(&names()))
            .set(Form::NICK, random.maybe(&names()))
            .set(Form::EMAIL, random.maybe(&names()))
            .set(Form::LONG, random.maybe(&longs()))
            .set(Form::BODY, random.maybe(&bodies()))
            .set(Form::FLAG, random.maybe(&[false, true]))
            .set(Form::TOKEN, random.maybe(&tokens()))
            .set(Form::DATA, random.maybe(&bytes()))
            .set(Form::DAY, random.maybe(&days()))
            .set(Form::HOUR, random.maybe(&hours()))
            .set(Form::LOCAL, random.maybe(&locals()))
            .set(Form::INSTANT, random.maybe(&instants()))
            .set(Form::PRIORITY, random.maybe(&priorities()))
            .set(Form::FOLLOWING, random.maybe(&priorities()))
            .set(Form::NUMBERS, random.maybe(&arrays()))
            .set(Form::OTHERS, random.maybe(&arrays()))
            .set(Form::WORDS, random.maybe(&words()));
        forms.push(new.one(db).await?);
    }
    Ok(World {
        forms,
        ..World::default()
    })
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
        match random.below(34) {
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
            _ => array(random),
        }
    }

    fn order(random: &mut Random) -> (Order<Form>, Compare<Form>) {
        match random.below(17) {
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
            _ => order!(random, Form PRIORITY priority, |it| it as u8),
        }
    }

    fn changes() -> &'static [Change<Form>] {
        &CHANGES
    }

    fn follow(&mut self, stored: &Form) {
        // What is generated follows.
        self.tenth = stored.tenth;
        self.slug = Some(self.name.clone().unwrap_or_default());
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
const CHANGES: [Change<Form>; 12] = [
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
];
