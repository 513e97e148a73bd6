//! Models by the hundred, as YAML and as the code that a person would write instead.

use std::fmt::Write;

/// So many models of eight fields each, with a unique key and a reference.
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

/// The same API by hand on rusqlite: structs, a struct for inserts with setters, column names, and
/// functions that find, count, insert, save and delete.
pub fn by_hand(models: usize) -> String {
    let mut rust = String::from(HAND_START);
    for number in 0..models {
        let table = format!("item{number}s");
        rust.push_str(
            &HAND_MODEL
                .replace("{Item}", &format!("Item{number}"))
                .replace("{table}", &table),
        );
    }
    rust
}

const HAND_START: &str = "\
//! Models by hand.
use rusqlite::{params, Connection, OptionalExtension, Result, Row};
";

const HAND_MODEL: &str = r#"
/// A row of `{table}`.
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

    /// Every row.
    pub fn all(db: &Connection) -> Result<Vec<Self>> {
        db.prepare_cached("SELECT id, email, name, age, score, active, notes, parent_id FROM {table} ORDER BY id")?
            .query_map([], Self::from_row)?
            .collect()
    }

    /// How many rows there are.
    pub fn count(db: &Connection) -> Result<i64> {
        db.prepare_cached("SELECT count(*) FROM {table}")?.query_row([], |row| row.get(0))
    }

    /// Deletes every row.
    pub fn delete_all(db: &Connection) -> Result<usize> {
        db.prepare_cached("DELETE FROM {table}")?.execute([])
    }

    /// The row with this key.
    pub fn find(db: &Connection, id: i64) -> Result<Self> {
        db.prepare_cached("SELECT id, email, name, age, score, active, notes, parent_id FROM {table} WHERE id = ?1")?
            .query_row([id], Self::from_row)
    }

    /// The row with this key, if there is one.
    pub fn find_optional(db: &Connection, id: i64) -> Result<Option<Self>> {
        Self::find(db, id).optional()
    }

    /// Whether there is a row with this key.
    pub fn exists(db: &Connection, id: i64) -> Result<bool> {
        db.prepare_cached("SELECT EXISTS (SELECT 1 FROM {table} WHERE id = ?1)")?
            .query_row([id], |row| row.get(0))
    }

    /// The row with this email.
    pub fn find_by_email(db: &Connection, email: &str) -> Result<Self> {
        db.prepare_cached("SELECT id, email, name, age, score, active, notes, parent_id FROM {table} WHERE email = ?1")?
            .query_row([email], Self::from_row)
    }

    /// The row with this email, if there is one.
    pub fn find_by_email_optional(db: &Connection, email: &str) -> Result<Option<Self>> {
        Self::find_by_email(db, email).optional()
    }

    /// Whether there is a row with this email.
    pub fn exists_by_email(db: &Connection, email: &str) -> Result<bool> {
        db.prepare_cached("SELECT EXISTS (SELECT 1 FROM {table} WHERE email = ?1)")?
            .query_row([email], |row| row.get(0))
    }

    /// Deletes the row with this email.
    pub fn delete_by_email(db: &Connection, email: &str) -> Result<usize> {
        db.prepare_cached("DELETE FROM {table} WHERE email = ?1")?.execute([email])
    }

    /// Writes the whole row.
    pub fn save(&self, db: &Connection) -> Result<usize> {
        db.prepare_cached("UPDATE {table} SET email = ?1, name = ?2, age = ?3, score = ?4, active = ?5, notes = ?6, parent_id = ?7 WHERE id = ?8")?
            .execute(params![self.email, self.name, self.age, self.score, self.active, self.notes, self.parent_id, self.id])
    }

    /// Deletes the row.
    pub fn delete(&self, db: &Connection) -> Result<usize> {
        db.prepare_cached("DELETE FROM {table} WHERE id = ?1")?.execute([self.id])
    }
}

/// A row of `{table}` that is not there yet.
#[derive(Clone, Debug)]
pub struct New{Item} {
    id: Option<i64>,
    email: String,
    name: Option<String>,
    age: i32,
    score: f64,
    active: Option<bool>,
    notes: Option<String>,
    parent_id: Option<i64>,
}

impl New{Item} {
    /// A row with what it must have.
    pub fn new(email: impl Into<String>, age: i32, score: f64) -> Self {
        Self { id: None, email: email.into(), name: None, age, score, active: None, notes: None, parent_id: None }
    }

    /// Sets the key.
    pub fn id(mut self, id: i64) -> Self {
        self.id = Some(id);
        self
    }

    /// Sets the name.
    pub fn name(mut self, name: impl Into<Option<String>>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets whether it is active.
    pub fn active(mut self, active: bool) -> Self {
        self.active = Some(active);
        self
    }

    /// Sets the notes.
    pub fn notes(mut self, notes: impl Into<Option<String>>) -> Self {
        self.notes = notes.into();
        self
    }

    /// Sets the parent.
    pub fn parent_id(mut self, parent_id: impl Into<Option<i64>>) -> Self {
        self.parent_id = parent_id.into();
        self
    }

    /// Inserts the row and returns it.
    pub fn insert(self, db: &Connection) -> Result<{Item}> {
        db.prepare_cached("INSERT INTO {table} (id, email, name, age, score, active, notes, parent_id) VALUES (?1, ?2, ?3, ?4, ?5, coalesce(?6, 1), ?7, ?8) RETURNING id, email, name, age, score, active, notes, parent_id")?
            .query_row(params![self.id, self.email, self.name, self.age, self.score, self.active, self.notes, self.parent_id], {Item}::from_row)
    }
}
"#;
