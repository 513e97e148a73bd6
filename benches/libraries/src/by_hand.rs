//! What a careful person writes on the drivers: prepared statements, columns by their places, rows in no order, or on SQLite
//! in that of their keys, and for many rows the quickest of the ways that were tried.

use std::collections::HashMap;
use std::hint::black_box;

use rusqlite::config::DbConfig;
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, params, params_from_iter};
use tokio_postgres::{Client, Config, NoTls, Statement};

use crate::library::{HAIR_COLOR, Library, RUNTIME, name};
use crate::rows::{Comment, Post, Trees, User, comments, trees};

const USERS: &str = "SELECT id, name, hair_color FROM users";
/// SQLite finds them in this order anyway.
const USERS_BY_KEY: &str = "SELECT id, name, hair_color FROM users ORDER BY id";
const USERS_NEXT_TO_POSTS: &str = "\
    SELECT users.id, users.name, users.hair_color, posts.id, posts.user_id, posts.title, posts.body \
    FROM users LEFT JOIN posts ON posts.user_id = users.id WHERE users.hair_color = $1";
const USERS_NEXT_TO_POSTS_BY_KEY: &str = "\
    SELECT users.id, users.name, users.hair_color, posts.id, posts.user_id, posts.title, posts.body \
    FROM users LEFT JOIN posts ON posts.user_id = users.id WHERE users.hair_color = $1 \
    ORDER BY users.id, posts.id";
const INSERT: &str = "INSERT INTO users (name, hair_color) VALUES ($1, $2)";

/// rusqlite.
pub struct OnSqlite {
    db: Connection,
    /// The statement that inserts so many users.
    inserts: HashMap<usize, String>,
}

impl OnSqlite {
    pub fn new() -> Self {
        let db = Connection::open_in_memory().expect("a database in memory");
        db.set_prepared_statement_cache_capacity(256);
        db.execute_batch("PRAGMA foreign_keys = ON")
            .expect("a pragma");
        // Otherwise SQLite plans the join anew whenever its parameter is bound.
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

    /// Several rows in one statement, which is quicker than one statement for each in a transaction.
    fn insert_many(&mut self, count: usize) -> rusqlite::Result<()> {
        let sql = self.inserts.entry(count).or_insert_with(|| {
            let rows = vec!["(?, ?)"; count].join(", ");
            format!("INSERT INTO users (name, hair_color) VALUES {rows}")
        });
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
        let sql = format!(
            "SELECT id, user_id, title, body FROM posts WHERE user_id IN ({})",
            placeholders(users.len())
        );
        let mut statement = self.db.prepare_cached(&sql)?;
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
        let sql = format!(
            "SELECT id, post_id, text FROM comments WHERE post_id IN ({})",
            placeholders(posts.len())
        );
        let mut statement = self.db.prepare_cached(&sql)?;
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

fn placeholders(count: usize) -> String {
    vec!["?"; count].join(",")
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

    fn trees(&mut self) -> usize {
        comments(&black_box(self.read_trees().expect("rows")))
    }
}

/// tokio-postgres.
pub struct OnPostgres {
    client: Client,
    statements: Option<Statements>,
}

struct Statements {
    users: Statement,
    users_next_to_posts: Statement,
    insert: Statement,
    insert_many: Statement,
    posts: Statement,
    comments: Statement,
}

/// A connection that runs whenever the runtime does.
pub fn client(config: &Config) -> Client {
    RUNTIME.block_on(async {
        let (client, connection) = config.connect(NoTls).await.expect("a connection");
        tokio::spawn(connection);
        client
    })
}

impl Statements {
    async fn prepare(client: &Client) -> Result<Self, tokio_postgres::Error> {
        Ok(Statements {
            users: client.prepare(USERS).await?,
            users_next_to_posts: client.prepare(USERS_NEXT_TO_POSTS).await?,
            insert: client.prepare(INSERT).await?,
            insert_many: client
                .prepare(
                    "INSERT INTO users (name, hair_color) \
                     SELECT * FROM unnest($1::text[], $2::text[])",
                )
                .await?,
            posts: client
                .prepare("SELECT id, user_id, title, body FROM posts WHERE user_id = ANY($1)")
                .await?,
            comments: client
                .prepare("SELECT id, post_id, text FROM comments WHERE post_id = ANY($1)")
                .await?,
        })
    }
}

impl OnPostgres {
    pub fn new(config: &Config) -> Self {
        OnPostgres {
            client: client(config),
            statements: None,
        }
    }

    /// The statements, which can be prepared when the tables are there.
    fn ready(&mut self) -> (&Client, &Statements) {
        let client = &self.client;
        let statements = self.statements.get_or_insert_with(|| {
            let statements = RUNTIME.block_on(Statements::prepare(client));
            statements.expect("prepared statements")
        });
        (client, statements)
    }
}

async fn read_users(
    client: &Client,
    statements: &Statements,
) -> Result<Vec<User>, tokio_postgres::Error> {
    let rows = client.query(&statements.users, &[]).await?;
    Ok(rows.iter().map(user_of_postgres).collect())
}

async fn read_join(
    client: &Client,
    statements: &Statements,
) -> Result<Vec<(User, Option<Post>)>, tokio_postgres::Error> {
    let rows = client
        .query(&statements.users_next_to_posts, &[&"black"])
        .await?;
    let found = rows.iter().map(|row| {
        let post = row.get::<_, Option<i64>>(3).map(|id| Post {
            id,
            user_id: row.get(4),
            title: row.get(5),
            body: row.get(6),
        });
        (user_of_postgres(row), post)
    });
    Ok(found.collect())
}

async fn insert_one(
    client: &Client,
    statements: &Statements,
) -> Result<u64, tokio_postgres::Error> {
    let insert = &statements.insert;
    client.execute(insert, &[&name(0), &HAIR_COLOR]).await
}

async fn insert_many(
    client: &Client,
    statements: &Statements,
    count: usize,
) -> Result<u64, tokio_postgres::Error> {
    let names: Vec<String> = (0..count).map(name).collect();
    let colors = vec![Some(HAIR_COLOR); count];
    client
        .execute(&statements.insert_many, &[&names, &colors])
        .await
}

async fn read_trees(
    client: &Client,
    statements: &Statements,
) -> Result<Trees, tokio_postgres::Error> {
    let users = read_users(client, statements).await?;
    let ids: Vec<i64> = users.iter().map(|user| user.id).collect();
    let rows = client.query(&statements.posts, &[&ids]).await?;
    let posts: Vec<Post> = rows
        .iter()
        .map(|row| Post {
            id: row.get(0),
            user_id: row.get(1),
            title: row.get(2),
            body: row.get(3),
        })
        .collect();
    let ids: Vec<i64> = posts.iter().map(|post| post.id).collect();
    let rows = client.query(&statements.comments, &[&ids]).await?;
    let comments = rows
        .iter()
        .map(|row| Comment {
            id: row.get(0),
            post_id: row.get(1),
            text: row.get(2),
        })
        .collect();
    Ok(trees(users, posts, comments))
}

fn user_of_postgres(row: &tokio_postgres::Row) -> User {
    User {
        id: row.get(0),
        name: row.get(1),
        hair_color: row.get(2),
    }
}

impl Library for OnPostgres {
    fn run_script(&mut self, sql: &str) {
        RUNTIME
            .block_on(self.client.batch_execute(sql))
            .expect("a script that runs");
    }

    fn users(&mut self) -> usize {
        let (client, statements) = self.ready();
        let rows = RUNTIME.block_on(read_users(client, statements));
        black_box(rows.expect("rows")).len()
    }

    fn users_next_to_posts(&mut self) -> usize {
        let (client, statements) = self.ready();
        let rows = RUNTIME.block_on(read_join(client, statements));
        black_box(rows.expect("rows")).len()
    }

    fn insert(&mut self, count: usize) {
        let (client, statements) = self.ready();
        if count > 1 {
            let inserted = RUNTIME.block_on(insert_many(client, statements, count));
            inserted.expect("inserted rows");
        } else {
            let inserted = RUNTIME.block_on(insert_one(client, statements));
            inserted.expect("an inserted row");
        }
    }

    fn trees(&mut self) -> usize {
        let (client, statements) = self.ready();
        let trees = RUNTIME.block_on(read_trees(client, statements));
        comments(&black_box(trees.expect("rows")))
    }
}
