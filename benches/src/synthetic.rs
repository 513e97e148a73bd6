//! Hundreds of models, as YAML and as the code that a person would write instead.

use std::fmt::Write;

/// This number of models of eight fields each, with a unique key and a reference.
pub fn yaml(models: usize) -> String {
    let mut yaml = String::from("models:\n");
    for number in 0..models {
        let _ = write!(
            yaml,
            "  Item{number}:
    doc: The item number {number}.
    fields:
      id: id
      email: {{ type: string(100), unique: true }}
      name: string(50)?
      age: integer
      score: double
      active: {{ type: bool, default: true }}
      notes: text?
      parent: Item{}?
",
            number / 2
        );
    }
    yaml
}

/// The same API, hand-written on rusqlite: structs, structs of required fields, column names, and
/// functions that find, filter, count, insert, upsert, update, save, delete and follow references.
///
/// SQL that depends on the set values or on conditions is built by functions that all models share,
/// as a person would write it; SQL that is always the same is in each model.
pub fn by_hand(models: usize) -> String {
    let mut rust = String::from(HAND_START);
    for number in 0..models {
        let of = |text: &str, number: usize| {
            text.replace("{Item}", &format!("Item{number}"))
                .replace("{item}", &format!("item{number}"))
        };
        let parent = number / 2;
        let inverse: String = (2 * number..2 * number + 2)
            .filter(|child| *child < models)
            .map(|child| of(HAND_INVERSE, child))
            .collect();
        let model = of(HAND_MODEL, number)
            .replace("{Parent}", &format!("Item{parent}"))
            .replace("{inverse}", &inverse);
        rust.push_str(&model);
    }
    rust
}

const HAND_START: &str = r#"//! Hand-written models.
use std::borrow::Cow;
use std::fmt::Write;

use rusqlite::{params, params_from_iter, Connection, OptionalExtension, Params, Result, Row, ToSql};

/// Columns, and the values that they are given.
pub type Set<'s> = [(&'static str, &'s dyn ToSql)];

/// Runs a change that sets columns, with this beginning and end of the SQL.
fn change<T>(
    db: &Connection,
    start: &str,
    set: &Set<'_>,
    end: &str,
    more: &[&dyn ToSql],
    run: impl FnOnce(&mut rusqlite::CachedStatement<'_>, &[&dyn ToSql]) -> Result<T>,
) -> Result<T> {
    let mut sql = String::from(start);
    for (position, (column, _)) in set.iter().enumerate() {
        let comma = if position == 0 { "" } else { ", " };
        let _ = write!(sql, "{comma}{column} = ?{}", position + 1 + more.len());
    }
    sql.push_str(end);
    let values: Vec<&dyn ToSql> = more.iter().copied().chain(set.iter().map(|(_, value)| *value)).collect();
    run(&mut db.prepare_cached(&sql)?, &values)
}

/// Runs an insert of these columns, with this beginning and end of the SQL.
fn insert<T>(
    db: &Connection,
    start: &str,
    set: &Set<'_>,
    end: &str,
    read: impl FnOnce(&Row<'_>) -> Result<T>,
) -> Result<T> {
    let mut sql = String::from(start);
    for (position, (column, _)) in set.iter().enumerate() {
        let comma = if position == 0 { "(" } else { ", " };
        let _ = write!(sql, "{comma}{column}");
    }
    sql.push_str(") VALUES (");
    for position in 0..set.len() {
        let comma = if position == 0 { "" } else { ", " };
        let _ = write!(sql, "{comma}?{}", position + 1);
    }
    sql.push_str(end);
    let values = params_from_iter(set.iter().map(|(_, value)| *value));
    db.prepare_cached(&sql)?.query_row(values, read)
}
"#;

const HAND_MODEL: &str = r#"
/// A row of `{item}s`.
#[derive(Clone, Debug, PartialEq)]
pub struct {Item} {
    /// The primary key.
    pub id: i64,
    /// The email, which is unique.
    pub email: String,
    /// The name.
    pub name: Option<String>,
    /// The age.
    pub age: i32,
    /// The score.
    pub score: f64,
    /// Whether it is active.
    pub active: bool,
    /// Notes.
    pub notes: Option<String>,
    /// The parent's key.
    pub parent_id: Option<i64>,
}

impl {Item} {
    /// The column `id`.
    pub const ID: &'static str = "id";
    /// The column `email`.
    pub const EMAIL: &'static str = "email";
    /// The column `name`.
    pub const NAME: &'static str = "name";
    /// The column `age`.
    pub const AGE: &'static str = "age";
    /// The column `score`.
    pub const SCORE: &'static str = "score";
    /// The column `active`.
    pub const ACTIVE: &'static str = "active";
    /// The column `notes`.
    pub const NOTES: &'static str = "notes";
    /// The column `parent_id`.
    pub const PARENT_ID: &'static str = "parent_id";

    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            email: row.get(1)?,
            name: row.get(2)?,
            age: row.get(3)?,
            score: row.get(4)?,
            active: row.get(5)?,
            notes: row.get(6)?,
            parent_id: row.get(7)?,
        })
    }

    /// Every row, in the order of the primary key.
    pub fn all(db: &Connection) -> Result<Vec<Self>> {
        db.prepare_cached("SELECT id, email, name, age, score, active, notes, parent_id FROM {item}s ORDER BY id")?
            .query_map([], Self::from_row)?
            .collect()
    }

    /// How many rows there are.
    pub fn count(db: &Connection) -> Result<i64> {
        db.prepare_cached("SELECT count(*) FROM {item}s")?.query_row([], |row| row.get(0))
    }

    /// The rows that match a condition, in the order of the primary key.
    pub fn filter(db: &Connection, condition: &str, values: impl Params) -> Result<Vec<Self>> {
        db.prepare_cached(&format!("SELECT id, email, name, age, score, active, notes, parent_id FROM {item}s WHERE {condition} ORDER BY id"))?
            .query_map(values, Self::from_row)?
            .collect()
    }

    /// How many rows there are for which a condition holds.
    pub fn count_where(db: &Connection, condition: &str, values: impl Params) -> Result<i64> {
        db.prepare_cached(&format!("SELECT count(*) FROM {item}s WHERE {condition}"))?
            .query_row(values, |row| row.get(0))
    }

    /// Changes the rows for which a condition holds, and tells how many there were.
    pub fn update_where(db: &Connection, set: &Set<'_>, condition: &str, values: &[&dyn ToSql]) -> Result<usize> {
        change(db, "UPDATE {item}s SET ", set, &format!(" WHERE {condition}"), values, |statement, values| statement.execute(values))
    }

    /// Deletes the rows for which a condition holds, and tells how many there were.
    pub fn delete_where(db: &Connection, condition: &str, values: impl Params) -> Result<usize> {
        db.prepare_cached(&format!("DELETE FROM {item}s WHERE {condition}"))?.execute(values)
    }

    /// The row with this primary key.
    pub fn find(db: &Connection, id: i64) -> Result<Self> {
        db.prepare_cached("SELECT id, email, name, age, score, active, notes, parent_id FROM {item}s WHERE id = ?1")?
            .query_row([id], Self::from_row)
    }

    /// The row with this primary key, if there is one.
    pub fn find_optional(db: &Connection, id: i64) -> Result<Option<Self>> {
        Self::find(db, id).optional()
    }

    /// Whether there is a row with this primary key.
    pub fn exists(db: &Connection, id: i64) -> Result<bool> {
        db.prepare_cached("SELECT EXISTS (SELECT 1 FROM {item}s WHERE id = ?1)")?
            .query_row([id], |row| row.get(0))
    }

    /// Changes the row with this primary key; gives the row as it is now.
    pub fn update(db: &Connection, id: i64, set: &Set<'_>) -> Result<Self> {
        let end = " WHERE id = ?1 RETURNING id, email, name, age, score, active, notes, parent_id";
        change(db, "UPDATE {item}s SET ", set, end, &[&id], |statement, values| statement.query_row(values, Self::from_row))
    }

    /// The row with this `email`, which is unique.
    pub fn find_by_email(db: &Connection, email: &str) -> Result<Self> {
        db.prepare_cached("SELECT id, email, name, age, score, active, notes, parent_id FROM {item}s WHERE email = ?1")?
            .query_row([email], Self::from_row)
    }

    /// The row with this `email`, if there is one.
    pub fn find_by_email_optional(db: &Connection, email: &str) -> Result<Option<Self>> {
        Self::find_by_email(db, email).optional()
    }

    /// Whether there is a row with this `email`.
    pub fn exists_by_email(db: &Connection, email: &str) -> Result<bool> {
        db.prepare_cached("SELECT EXISTS (SELECT 1 FROM {item}s WHERE email = ?1)")?
            .query_row([email], |row| row.get(0))
    }

    /// A new row: unset columns get their default, or NULL.
    pub fn insert(db: &Connection, new: New{Item}<'_>, more: &Set<'_>) -> Result<Self> {
        let mut set: Vec<(&'static str, &dyn ToSql)> = vec![(Self::EMAIL, &new.email), (Self::AGE, &new.age), (Self::SCORE, &new.score)];
        set.extend_from_slice(more);
        insert(db, "INSERT INTO {item}s ", &set, ") RETURNING id, email, name, age, score, active, notes, parent_id", Self::from_row)
    }

    /// New rows: all of them are inserted, or none.
    pub fn insert_all<'a>(db: &mut Connection, rows: impl IntoIterator<Item = New{Item}<'a>>) -> Result<Vec<Self>> {
        let tx = db.transaction()?;
        let rows = rows.into_iter().map(|row| Self::insert(&tx, row, &[])).collect::<Result<Vec<_>>>()?;
        tx.commit()?;
        Ok(rows)
    }

    /// A new row, or a change of the row that has the same `email`.
    pub fn upsert_by_email(db: &Connection, new: New{Item}<'_>) -> Result<Self> {
        db.prepare_cached("INSERT INTO {item}s (email, age, score) VALUES (?1, ?2, ?3) ON CONFLICT (email) DO UPDATE SET age = excluded.age, score = excluded.score RETURNING id, email, name, age, score, active, notes, parent_id")?
            .query_row(params![new.email, new.age, new.score], Self::from_row)
    }

    /// Writes every field of the row.
    pub fn save(&self, db: &Connection) -> Result<usize> {
        db.prepare_cached("UPDATE {item}s SET email = ?1, name = ?2, age = ?3, score = ?4, active = ?5, notes = ?6, parent_id = ?7 WHERE id = ?8")?
            .execute(params![self.email, self.name, self.age, self.score, self.active, self.notes, self.parent_id, self.id])
    }

    /// Deletes the row.
    pub fn delete(&self, db: &Connection) -> Result<usize> {
        db.prepare_cached("DELETE FROM {item}s WHERE id = ?1")?.execute([self.id])
    }

    /// The `{Parent}` that the row refers to.
    pub fn parent(&self, db: &Connection) -> Result<Option<{Parent}>> {
        match self.parent_id {
            Some(id) => {Parent}::find_optional(db, id),
            None => Ok(None),
        }
    }
{inverse}}

/// The required fields of a new row of `{item}s`.
#[must_use = "a new row is not in the database until it is inserted"]
#[derive(Clone, Debug)]
pub struct New{Item}<'a> {
    /// The email, which is unique.
    pub email: Cow<'a, str>,
    /// The age.
    pub age: i32,
    /// The score.
    pub score: f64,
}
"#;

const HAND_INVERSE: &str = r#"
    /// Every `{Item}` that refers to the row by `parent`.
    pub fn {item}s(&self, db: &Connection) -> Result<Vec<{Item}>> {
        {Item}::filter(db, "parent_id = ?1", [self.id])
    }
"#;
