//! On SQLite.

use std::collections::HashMap;
use std::hint::black_box;

use rusqlite::config::DbConfig;
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, params, params_from_iter};

use super::{comments_on, insert, posts_of};
use crate::library::{HAIR_COLOR, Library, name};
use crate::rows::{Comment, Post, Trees, User, comments, trees};

/// SQLite returns them in this order without a sort.
const USERS_BY_KEY: &str = "SELECT id, name, hair_color FROM users ORDER BY id";
const USERS_NEXT_TO_POSTS_BY_KEY: &str = "\
    SELECT users.id, users.name, users.hair_color, posts.id, posts.user_id, posts.title, posts.body \
    FROM users LEFT JOIN posts ON posts.user_id = users.id WHERE users.hair_color = ? \
    ORDER BY users.id, posts.id";
const FIRST_USERS: &str =
    "SELECT id, name, hair_color FROM users WHERE hair_color = ? ORDER BY id DESC LIMIT 10";
const INSERT: &str = "INSERT INTO users (name, hair_color) VALUES (?, ?)";
const UPDATE: &str = "UPDATE users SET hair_color = ? WHERE id = ?";

/// rusqlite.
pub struct OnSqlite {
    db: Connection,
    /// The statement that inserts this number of users.
    inserts: HashMap<usize, String>,
}

impl OnSqlite {
    pub fn new() -> Self {
        let db = Connection::open_in_memory().expect("a database in memory");
        db.set_prepared_statement_cache_capacity(256);
        db.execute_batch("PRAGMA foreign_keys = ON")
            .expect("a pragma");
        // Otherwise SQLite plans the join again whenever its parameter is bound.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .expect("a setting");
        OnSqlite {
            db,
            inserts: HashMap::new(),
        }
    }

    fn read_users(&self) -> rusqlite::Result<Vec<User>> {
        let mut statement = self.db.prepare_cached(USERS_BY_KEY)?;
        let mut rows = statement.query([])?;
        let mut users = Vec::new();
        while let Some(row) = rows.next()? {
            users.push(user(row)?);
        }
        Ok(users)
    }

    fn read_first(&self, color: &str) -> rusqlite::Result<Vec<User>> {
        let mut statement = self.db.prepare_cached(FIRST_USERS)?;
        let mut rows = statement.query([color])?;
        let mut users = Vec::new();
        while let Some(row) = rows.next()? {
            users.push(user(row)?);
        }
        Ok(users)
    }

    fn read_join(&self) -> rusqlite::Result<Vec<(User, Option<Post>)>> {
        let mut statement = self.db.prepare_cached(USERS_NEXT_TO_POSTS_BY_KEY)?;
        let mut rows = statement.query(["black"])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let post = match row.get(3)? {
                Some(id) => Some(Post {
                    id,
                    user_id: row.get(4)?,
                    title: row.get(5)?,
                    body: row.get(6)?,
                }),
                None => None,
            };
            found.push((user(row)?, post));
        }
        Ok(found)
    }

    /// Several rows in one statement, which is quicker than one statement for each in a
    /// transaction.
    fn insert_many(&mut self, count: usize) -> rusqlite::Result<()> {
        let sql = self.inserts.entry(count).or_insert_with(|| insert(count));
        let values = (0..count).flat_map(|number| {
            [
                ToSqlOutput::Owned(name(number).into()),
                ToSqlOutput::Borrowed(HAIR_COLOR.into()),
            ]
        });
        let mut statement = self.db.prepare_cached(sql)?;
        statement.execute(params_from_iter(values))?;
        Ok(())
    }

    fn read_trees(&self) -> rusqlite::Result<Trees> {
        let users = self.read_users()?;
        let mut posts = Vec::new();
        let mut statement = self.db.prepare_cached(&posts_of(users.len()))?;
        let mut rows = statement.query(params_from_iter(users.iter().map(|user| user.id)))?;
        while let Some(row) = rows.next()? {
            posts.push(Post {
                id: row.get(0)?,
                user_id: row.get(1)?,
                title: row.get(2)?,
                body: row.get(3)?,
            });
        }
        let mut comments = Vec::new();
        let mut statement = self.db.prepare_cached(&comments_on(posts.len()))?;
        let mut rows = statement.query(params_from_iter(posts.iter().map(|post| post.id)))?;
        while let Some(row) = rows.next()? {
            comments.push(Comment {
                id: row.get(0)?,
                post_id: row.get(1)?,
                text: row.get(2)?,
            });
        }
        Ok(trees(users, posts, comments))
    }
}

fn user(row: &rusqlite::Row<'_>) -> rusqlite::Result<User> {
    Ok(User {
        id: row.get(0)?,
        name: row.get(1)?,
        hair_color: row.get(2)?,
    })
}

impl Library for OnSqlite {
    fn run_script(&mut self, sql: &str) {
        self.db.execute_batch(sql).expect("a script that runs");
    }

    fn users(&mut self) -> usize {
        black_box(self.read_users().expect("rows")).len()
    }

    fn first_users(&mut self) -> usize {
        black_box(self.read_first("black").expect("rows")).len()
    }

    fn users_next_to_posts(&mut self) -> usize {
        black_box(self.read_join().expect("rows")).len()
    }

    fn insert(&mut self, count: usize) {
        if count > 1 {
            self.insert_many(count).expect("inserted rows");
        } else {
            let mut statement = self.db.prepare_cached(INSERT).expect("a statement");
            let inserted = statement.execute(params![name(0), HAIR_COLOR]);
            inserted.expect("an inserted row");
        }
    }

    fn update(&mut self, id: i64, hair_color: &str) -> usize {
        let mut statement = self.db.prepare_cached(UPDATE).expect("a statement");
        statement.execute(params![hair_color, id]).expect("a row")
    }

    fn trees(&mut self) -> usize {
        comments(&black_box(self.read_trees().expect("rows")))
    }
}
