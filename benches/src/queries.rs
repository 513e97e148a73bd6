//! Generated queries against the same SQL by hand on the same driver.

use rusqlite::{Connection, params};
use tablewright::{Insert, Sqlite};

use crate::measure::{Comparison, compare};

pub mod models {
    //! The tables that are read and written.

    tablewright::include_models!();
}

use models::{Narrow, NewNarrow, NewWide, Wide};

const ROWS: i64 = 10_000;
const ROUNDS: usize = 25;

/// Every comparison, on databases in memory that hold the same rows.
pub fn run() -> tablewright::Result<Vec<Comparison>> {
    let db = Sqlite::memory()?;
    models::create_all(&db)?;
    let hand = Connection::open_in_memory().expect("a database in memory");
    hand.set_prepared_statement_cache_capacity(256);
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
        hand::insert_narrow(hand, number);
        new_wide(number).one(db)?;
        hand::insert_wide(hand, number);
    }
    hand.execute_batch("COMMIT").expect("a commit");
    db.with(|raw| raw.execute_batch("COMMIT"))?;
    Ok(())
}

/// The keys in an order that jumps about, the same for both.
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
                drop(hand::insert_narrow(hand, number))
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
                hand::insert_wide(hand, number);
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
        let hand = Connection::open_in_memory().expect("a database in memory");
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
    NewNarrow {
        name: name(number).into(),
        age: (number % 100) as i32,
    }
}

fn new_wide(number: i64) -> Insert<'static, Wide> {
    Wide::insert(NewWide {
        c1: number,
        c2: name(number).into(),
        c3: number as f64 / 4.0,
        c4: number % 2 == 0,
        c6: number,
        c7: name(number).into(),
        c8: number as f64 / 4.0,
        c9: number % 2 == 0,
        c11: number,
        c12: name(number).into(),
        c13: number as f64 / 4.0,
        c14: number % 2 == 0,
        c16: number,
        c17: name(number).into(),
        c18: number as f64 / 4.0,
        c19: number % 2 == 0,
        c21: number,
        c22: name(number).into(),
        c23: number as f64 / 4.0,
        c24: number % 2 == 0,
    })
    .set(Wide::C5, (number % 50) as i32)
    .set(Wide::C10, (number % 50) as i32)
    .set(Wide::C15, (number % 50) as i32)
    .set(Wide::C20, (number % 50) as i32)
}

/// What a person would write for the same tables: structs, statements that rusqlite keeps
/// prepared, and a decoder for each struct.
#[expect(
    dead_code,
    reason = "rows are read, and their fields are not looked at"
)]
mod hand {
    use super::{Connection, name, params};

    pub struct Narrow {
        pub id: i64,
        pub name: String,
        pub age: i32,
    }

    impl Narrow {
        fn from_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
            Ok(Narrow {
                id: row.get(0)?,
                name: row.get(1)?,
                age: row.get(2)?,
            })
        }
    }

    pub fn find_narrow(hand: &Connection, id: i64) -> rusqlite::Result<Narrow> {
        hand.prepare_cached("SELECT \"id\", \"name\", \"age\" FROM \"narrow\" WHERE \"id\" = ?1")?
            .query_row([id], Narrow::from_row)
    }

    pub fn all_narrow(hand: &Connection) -> rusqlite::Result<Vec<Narrow>> {
        hand.prepare_cached("SELECT \"id\", \"name\", \"age\" FROM \"narrow\" ORDER BY \"id\"")?
            .query_map([], Narrow::from_row)?
            .collect()
    }

    pub fn insert_narrow(hand: &Connection, number: i64) -> Narrow {
        hand.prepare_cached(
            "INSERT INTO \"narrow\" (\"name\", \"age\") VALUES (?1, ?2) \
             RETURNING \"id\", \"name\", \"age\"",
        )
        .and_then(|mut statement| {
            statement.query_row(
                params![name(number), (number % 100) as i32],
                Narrow::from_row,
            )
        })
        .expect("an insert")
    }

    pub struct Wide {
        pub id: i64,
        pub c1: i64,
        pub c2: String,
        pub c3: f64,
        pub c4: bool,
        pub c5: Option<i32>,
        pub c6: i64,
        pub c7: String,
        pub c8: f64,
        pub c9: bool,
        pub c10: Option<i32>,
        pub c11: i64,
        pub c12: String,
        pub c13: f64,
        pub c14: bool,
        pub c15: Option<i32>,
        pub c16: i64,
        pub c17: String,
        pub c18: f64,
        pub c19: bool,
        pub c20: Option<i32>,
        pub c21: i64,
        pub c22: String,
        pub c23: f64,
        pub c24: bool,
    }

    impl Wide {
        fn from_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
            Ok(Wide {
                id: row.get(0)?,
                c1: row.get(1)?,
                c2: row.get(2)?,
                c3: row.get(3)?,
                c4: row.get(4)?,
                c5: row.get(5)?,
                c6: row.get(6)?,
                c7: row.get(7)?,
                c8: row.get(8)?,
                c9: row.get(9)?,
                c10: row.get(10)?,
                c11: row.get(11)?,
                c12: row.get(12)?,
                c13: row.get(13)?,
                c14: row.get(14)?,
                c15: row.get(15)?,
                c16: row.get(16)?,
                c17: row.get(17)?,
                c18: row.get(18)?,
                c19: row.get(19)?,
                c20: row.get(20)?,
                c21: row.get(21)?,
                c22: row.get(22)?,
                c23: row.get(23)?,
                c24: row.get(24)?,
            })
        }
    }

    pub fn find_wide(hand: &Connection, id: i64) -> rusqlite::Result<Wide> {
        hand.prepare_cached(
            "SELECT \"id\", \"c1\", \"c2\", \"c3\", \"c4\", \"c5\", \"c6\", \"c7\", \"c8\", \"c9\", \
             \"c10\", \"c11\", \"c12\", \"c13\", \"c14\", \"c15\", \"c16\", \"c17\", \"c18\", \
             \"c19\", \"c20\", \"c21\", \"c22\", \"c23\", \"c24\" \
             FROM \"wide\" WHERE \"id\" = ?1",
        )?
        .query_row([id], Wide::from_row)
    }

    pub fn all_wide(hand: &Connection) -> rusqlite::Result<Vec<Wide>> {
        hand.prepare_cached(
            "SELECT \"id\", \"c1\", \"c2\", \"c3\", \"c4\", \"c5\", \"c6\", \"c7\", \"c8\", \"c9\", \
             \"c10\", \"c11\", \"c12\", \"c13\", \"c14\", \"c15\", \"c16\", \"c17\", \"c18\", \
             \"c19\", \"c20\", \"c21\", \"c22\", \"c23\", \"c24\" \
             FROM \"wide\" ORDER BY \"id\"",
        )?
        .query_map([], Wide::from_row)?
        .collect()
    }

    pub fn insert_wide(hand: &Connection, number: i64) -> Wide {
        hand.prepare_cached(
            "INSERT INTO \"wide\" (\"c1\", \"c2\", \"c3\", \"c4\", \"c5\", \"c6\", \"c7\", \"c8\", \"c9\", \
             \"c10\", \"c11\", \"c12\", \"c13\", \"c14\", \"c15\", \"c16\", \"c17\", \"c18\", \
             \"c19\", \"c20\", \"c21\", \"c22\", \"c23\", \"c24\") \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, \
             ?19, ?20, ?21, ?22, ?23, ?24) \
             RETURNING \"id\", \"c1\", \"c2\", \"c3\", \"c4\", \"c5\", \"c6\", \"c7\", \"c8\", \"c9\", \
             \"c10\", \"c11\", \"c12\", \"c13\", \"c14\", \"c15\", \"c16\", \"c17\", \"c18\", \
             \"c19\", \"c20\", \"c21\", \"c22\", \"c23\", \"c24\"",
        )
        .and_then(|mut statement| {
            statement.query_row(
                params![
                    number,
                    name(number),
                    number as f64 / 4.0,
                    number % 2 == 0,
                    (number % 50) as i32,
                    number,
                    name(number),
                    number as f64 / 4.0,
                    number % 2 == 0,
                    (number % 50) as i32,
                    number,
                    name(number),
                    number as f64 / 4.0,
                    number % 2 == 0,
                    (number % 50) as i32,
                    number,
                    name(number),
                    number as f64 / 4.0,
                    number % 2 == 0,
                    (number % 50) as i32,
                    number,
                    name(number),
                    number as f64 / 4.0,
                    number % 2 == 0,
                ],
                Wide::from_row,
            )
        })
        .expect("an insert")
    }
}
