//! Generated queries, compared with the same SQL hand-written on the same driver.

use std::borrow::Cow;

use rusqlite::Connection;
use tablewright::{Insert, Sqlite};

use crate::hand;
use crate::measure::{Comparison, compare};

pub mod models {
    //! The tables of the operations.

    tablewright::include_models!();
}

use models::{Narrow, NewNarrow, NewWide, Wide};

const ROWS: i64 = 10_000;
const ROUNDS: usize = 25;

/// Every comparison, on databases in memory that hold the same rows.
pub fn run() -> tablewright::Result<Vec<Comparison>> {
    let db = Sqlite::memory()?;
    models::create_all(&db)?;
    let hand = hand::open();
    hand.execute_batch(models::SCHEMA_SQL)
        .expect("the same tables");
    fill(&db, &hand)?;
    Ok(vec![
        find_narrow(&db, &hand),
        find_wide(&db, &hand),
        all_narrow(&db, &hand),
        all_wide(&db, &hand),
        insert_narrow(),
        insert_wide(),
    ])
}

fn fill(db: &Sqlite, hand: &Connection) -> tablewright::Result<()> {
    db.with(|raw| raw.execute_batch("BEGIN"))?;
    hand.execute_batch("BEGIN").expect("a transaction");
    for number in 0..ROWS {
        Narrow::insert(new_narrow(number)).one(db)?;
        hand::insert_narrow(hand, &name(number), number);
        new_wide(number).one(db)?;
        hand::insert_wide(hand, &name(number), number);
    }
    hand.execute_batch("COMMIT").expect("a commit");
    db.with(|raw| raw.execute_batch("COMMIT"))?;
    Ok(())
}

/// The keys in an irregular order, the same for both.
fn keys(count: u32) -> impl Iterator<Item = i64> {
    (0..i64::from(count)).map(|number| (number * 7919) % ROWS + 1)
}

fn find_narrow(db: &Sqlite, hand: &Connection) -> Comparison {
    compare(
        "find by key, 3 columns",
        ROUNDS,
        20_000,
        |count| {
            for key in keys(count) {
                std::hint::black_box(Narrow::find(key).one(db).expect("a row"));
            }
        },
        |count| {
            for key in keys(count) {
                std::hint::black_box(hand::find_narrow(hand, key).expect("a row"));
            }
        },
    )
}

fn find_wide(db: &Sqlite, hand: &Connection) -> Comparison {
    compare(
        "find by key, 25 columns",
        ROUNDS,
        10_000,
        |count| {
            for key in keys(count) {
                std::hint::black_box(Wide::find(key).one(db).expect("a row"));
            }
        },
        |count| {
            for key in keys(count) {
                std::hint::black_box(hand::find_wide(hand, key).expect("a row"));
            }
        },
    )
}

fn all_narrow(db: &Sqlite, hand: &Connection) -> Comparison {
    compare(
        "all 10,000 rows, 3 columns",
        ROUNDS,
        10,
        |count| {
            for _ in 0..count {
                assert_eq!(Narrow::all().all(db).expect("rows").len() as i64, ROWS);
            }
        },
        |count| {
            for _ in 0..count {
                assert_eq!(hand::all_narrow(hand).expect("rows").len() as i64, ROWS);
            }
        },
    )
}

fn all_wide(db: &Sqlite, hand: &Connection) -> Comparison {
    compare(
        "all 10,000 rows, 25 columns",
        ROUNDS,
        3,
        |count| {
            for _ in 0..count {
                assert_eq!(Wide::all().all(db).expect("rows").len() as i64, ROWS);
            }
        },
        |count| {
            for _ in 0..count {
                assert_eq!(hand::all_wide(hand).expect("rows").len() as i64, ROWS);
            }
        },
    )
}

fn insert_narrow() -> Comparison {
    compare(
        "insert 10,000 in a transaction, 3 columns",
        ROUNDS,
        1,
        |count| {
            in_new_databases(count, |db, number| {
                Narrow::insert(new_narrow(number))
                    .one(db)
                    .expect("an insert");
            })
        },
        |count| {
            in_new_hand_databases(count, |hand, number| {
                drop(hand::insert_narrow(hand, &name(number), number))
            })
        },
    )
}

fn insert_wide() -> Comparison {
    compare(
        "insert 10,000 in a transaction, 25 columns",
        ROUNDS,
        1,
        |count| {
            in_new_databases(count, |db, number| {
                new_wide(number).one(db).expect("an insert");
            })
        },
        |count| {
            in_new_hand_databases(count, |hand, number| {
                hand::insert_wide(hand, &name(number), number);
            })
        },
    )
}

fn in_new_databases(count: u32, mut insert: impl FnMut(&Sqlite, i64)) {
    for _ in 0..count {
        let db = Sqlite::memory().expect("a database in memory");
        db.with(|raw| raw.execute_batch(models::SCHEMA_SQL))
            .expect("the tables");
        db.with(|raw| raw.execute_batch("BEGIN"))
            .expect("a transaction");
        (0..ROWS).for_each(|number| insert(&db, number));
        db.with(|raw| raw.execute_batch("COMMIT"))
            .expect("a commit");
    }
}

fn in_new_hand_databases(count: u32, mut insert: impl FnMut(&Connection, i64)) {
    for _ in 0..count {
        let hand = hand::open();
        hand.execute_batch(models::SCHEMA_SQL).expect("the tables");
        hand.execute_batch("BEGIN").expect("a transaction");
        (0..ROWS).for_each(|number| insert(&hand, number));
        hand.execute_batch("COMMIT").expect("a commit");
    }
}

fn name(number: i64) -> String {
    format!("the name of row {number}")
}

fn new_narrow(number: i64) -> NewNarrow<'static> {
    new_narrow_of(name(number), number)
}

/// A row of that name.
pub fn new_narrow_of<'a>(name: impl Into<Cow<'a, str>>, number: i64) -> NewNarrow<'a> {
    NewNarrow {
        name: name.into(),
        age: (number % 100) as i32,
    }
}

fn new_wide(number: i64) -> Insert<'static, Wide> {
    new_wide_of([(); 5].map(|()| name(number).into()), number)
}

/// A row with these texts.
pub fn new_wide_of([c2, c7, c12, c17, c22]: [Cow<'_, str>; 5], number: i64) -> Insert<'_, Wide> {
    Wide::insert(NewWide {
        c1: number,
        c2,
        c3: number as f64 / 4.0,
        c4: number % 2 == 0,
        c6: number,
        c7,
        c8: number as f64 / 4.0,
        c9: number % 2 == 0,
        c11: number,
        c12,
        c13: number as f64 / 4.0,
        c14: number % 2 == 0,
        c16: number,
        c17,
        c18: number as f64 / 4.0,
        c19: number % 2 == 0,
        c21: number,
        c22,
        c23: number as f64 / 4.0,
        c24: number % 2 == 0,
    })
    .set(Wide::C5, (number % 50) as i32)
    .set(Wide::C10, (number % 50) as i32)
    .set(Wide::C15, (number % 50) as i32)
    .set(Wide::C20, (number % 50) as i32)
}
