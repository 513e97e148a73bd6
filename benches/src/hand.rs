//! Code that a person would write for the same tables: structs, statements that rusqlite keeps
//! prepared, and a decoder for each struct.
#![expect(
    dead_code,
    reason = "rows are read, and their fields are not looked at"
)]

use std::collections::HashMap;

use rusqlite::config::DbConfig;
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, params, params_from_iter};

/// A database in memory with the settings of tablewright.
pub fn open() -> Connection {
    let hand = Connection::open_in_memory().expect("a database in memory");
    hand.set_prepared_statement_cache_capacity(256);
    hand.execute_batch("PRAGMA foreign_keys = ON")
        .expect("a setting");
    for (setting, on) in [
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true),
    ] {
        hand.set_db_config(setting, on).expect("a setting");
    }
    hand
}

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

pub fn insert_narrow(hand: &Connection, name: &str, number: i64) -> Narrow {
    hand.prepare_cached(
        "INSERT INTO \"narrow\" (\"name\", \"age\") VALUES (?1, ?2) \
         RETURNING \"id\", \"name\", \"age\"",
    )
    .and_then(|mut statement| {
        statement.query_row(params![name, (number % 100) as i32], Narrow::from_row)
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

pub fn insert_wide(hand: &Connection, name: &str, number: i64) -> Wide {
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
                name,
                number as f64 / 4.0,
                number % 2 == 0,
                (number % 50) as i32,
                number,
                name,
                number as f64 / 4.0,
                number % 2 == 0,
                (number % 50) as i32,
                number,
                name,
                number as f64 / 4.0,
                number % 2 == 0,
                (number % 50) as i32,
                number,
                name,
                number as f64 / 4.0,
                number % 2 == 0,
                (number % 50) as i32,
                number,
                name,
                number as f64 / 4.0,
                number % 2 == 0,
            ],
            Wide::from_row,
        )
    })
    .expect("an insert")
}

pub struct Note {
    pub id: i64,
    pub narrow_id: i64,
    pub title: String,
}

impl Note {
    fn from_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Note {
            id: row.get(0)?,
            narrow_id: row.get(1)?,
            title: row.get(2)?,
        })
    }
}

pub fn filter(hand: &Connection, narrow: i64, title: &str) -> rusqlite::Result<Vec<Note>> {
    hand.prepare_cached(
        "SELECT \"id\", \"narrow_id\", \"title\" FROM \"notes\" \
         WHERE \"narrow_id\" = ?1 AND \"title\" > ?2 ORDER BY \"id\" DESC LIMIT (?3 + 0)",
    )?
    .query_map(params![narrow, title, 5], Note::from_row)?
    .collect()
}

pub fn join(hand: &Connection, id: i64) -> rusqlite::Result<Vec<(Note, Narrow)>> {
    hand.prepare_cached(
        "SELECT t1.\"id\", t1.\"narrow_id\", t1.\"title\", t2.\"id\", t2.\"name\", t2.\"age\" \
         FROM \"notes\" AS t1 JOIN \"narrow\" AS t2 ON t2.\"id\" = t1.\"narrow_id\" \
         WHERE t1.\"id\" = ?1 ORDER BY t1.\"id\", t2.\"id\"",
    )?
    .query_map([id], |row| {
        let narrow = Narrow {
            id: row.get(3)?,
            name: row.get(4)?,
            age: row.get(5)?,
        };
        Ok((Note::from_row(row)?, narrow))
    })?
    .collect()
}

pub fn tree(hand: &Connection, id: i64) -> rusqlite::Result<(Narrow, Vec<Note>)> {
    let narrow = find_narrow(hand, id)?;
    let notes = hand
        .prepare_cached(
            "SELECT \"id\", \"narrow_id\", \"title\" FROM \"notes\" \
             WHERE \"narrow_id\" = ?1 ORDER BY \"id\"",
        )?
        .query_map([narrow.id], Note::from_row)?
        .collect::<rusqlite::Result<_>>()?;
    Ok((narrow, notes))
}

pub fn trees(hand: &Connection, after: i64) -> rusqlite::Result<Vec<(Narrow, Vec<Note>)>> {
    let mut trees: Vec<(Narrow, Vec<Note>)> = hand
        .prepare_cached(
            "SELECT \"id\", \"name\", \"age\" FROM \"narrow\" \
             WHERE \"id\" > ?1 ORDER BY \"id\" LIMIT (?2 + 0)",
        )?
        .query_map([after, 50], |row| Ok((Narrow::from_row(row)?, Vec::new())))?
        .collect::<rusqlite::Result<_>>()?;
    let places = trees.iter().enumerate();
    let places: HashMap<i64, usize> = places.map(|(place, tree)| (tree.0.id, place)).collect();
    let sql = format!(
        "SELECT \"id\", \"narrow_id\", \"title\" FROM \"notes\" \
         WHERE \"narrow_id\" IN ({}) ORDER BY \"id\"",
        vec!["?"; trees.len()].join(", ")
    );
    let mut statement = hand.prepare_cached(&sql)?;
    let ids = params_from_iter(trees.iter().map(|tree| tree.0.id));
    let notes: Vec<Note> = statement
        .query_map(ids, Note::from_row)?
        .collect::<rusqlite::Result<_>>()?;
    for note in notes {
        if let Some(place) = places.get(&note.narrow_id) {
            trees[*place].1.push(note);
        }
    }
    Ok(trees)
}

pub fn update(hand: &Connection, id: i64, name: &str, age: i32) -> rusqlite::Result<usize> {
    hand.prepare_cached("UPDATE \"narrow\" SET \"name\" = ?1, \"age\" = ?2 WHERE \"id\" = ?3")?
        .execute(params![name, age, id])
}

/// Inserts notes with one title. The SQL for each number of notes is made once.
pub fn insert_notes<'t>(
    hand: &Connection,
    sql: &str,
    count: usize,
    narrow: i64,
    title: impl Fn() -> &'t str,
) -> rusqlite::Result<usize> {
    let values = (0..count).flat_map(|_| {
        [
            ToSqlOutput::Owned(narrow.into()),
            ToSqlOutput::Borrowed(title().into()),
        ]
    });
    hand.prepare_cached(sql)?.execute(params_from_iter(values))
}

/// The SQL for this number of notes.
pub fn insert_notes_sql(count: usize) -> String {
    format!(
        "INSERT INTO \"notes\" (\"narrow_id\", \"title\") VALUES {}",
        vec!["(?, ?)"; count].join(", ")
    )
}
