//! On PostgreSQL.

use std::hint::black_box;

use tokio_postgres::{Client, Config, NoTls, Statement};

use super::USERS;
use crate::library::{HAIR_COLOR, Library, RUNTIME, Scripts, name};
use crate::rows::{Comment, Post, Trees, User, comments, trees};

const USERS_NEXT_TO_POSTS: &str = "\
    SELECT users.id, users.name, users.hair_color, posts.id, posts.user_id, posts.title, posts.body \
    FROM users LEFT JOIN posts ON posts.user_id = users.id WHERE users.hair_color = $1";
const FIRST_USERS: &str =
    "SELECT id, name, hair_color FROM users WHERE hair_color = $1 ORDER BY id DESC LIMIT 10";
const INSERT: &str = "INSERT INTO users (name, hair_color) VALUES ($1, $2)";
const UPDATE: &str = "UPDATE users SET hair_color = $1 WHERE id = $2";

/// tokio-postgres.
pub struct OnPostgres {
    client: Client,
    statements: Option<Statements>,
}

struct Statements {
    users: Statement,
    users_next_to_posts: Statement,
    first_users: Statement,
    insert: Statement,
    insert_many: Statement,
    posts: Statement,
    comments: Statement,
    update: Statement,
}

/// A connection that makes progress only while the runtime runs.
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
            first_users: client.prepare(FIRST_USERS).await?,
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
            update: client.prepare(UPDATE).await?,
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

    /// The statements, which can be prepared once the tables exist.
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
    Ok(rows.iter().map(user).collect())
}

async fn read_first(
    client: &Client,
    statements: &Statements,
    color: &str,
) -> Result<Vec<User>, tokio_postgres::Error> {
    let rows = client.query(&statements.first_users, &[&color]).await?;
    Ok(rows.iter().map(user).collect())
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
        (user(row), post)
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

async fn update(
    client: &Client,
    statements: &Statements,
    id: i64,
    hair_color: &str,
) -> Result<u64, tokio_postgres::Error> {
    let update = &statements.update;
    client.execute(update, &[&hair_color, &id]).await
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

fn user(row: &tokio_postgres::Row) -> User {
    User {
        id: row.get(0),
        name: row.get(1),
        hair_color: row.get(2),
    }
}

impl Library for OnPostgres {
    fn run_script(&mut self, sql: &str) {
        self.client.run_script(sql);
    }

    fn users(&mut self) -> usize {
        let (client, statements) = self.ready();
        let rows = RUNTIME.block_on(read_users(client, statements));
        black_box(rows.expect("rows")).len()
    }

    fn first_users(&mut self) -> usize {
        let (client, statements) = self.ready();
        let rows = RUNTIME.block_on(read_first(client, statements, "black"));
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

    fn update(&mut self, id: i64, hair_color: &str) -> usize {
        let (client, statements) = self.ready();
        let updated = RUNTIME.block_on(update(client, statements, id, hair_color));
        updated.expect("an updated row") as usize
    }

    fn trees(&mut self) -> usize {
        let (client, statements) = self.ready();
        let trees = RUNTIME.block_on(read_trees(client, statements));
        comments(&black_box(trees.expect("rows")))
    }
}
