//! SQLx.

use std::hint::black_box;

use sqlx::mysql::{MySqlConnectOptions, MySqlRow};
use sqlx::postgres::{PgConnectOptions, PgRow};
use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::{
    AssertSqlSafe, ConnectOptions, Database, Encode, FromRow, MySql, MySqlConnection, PgConnection,
    QueryBuilder, Row, Sqlite, SqliteConnection, Type,
};

use crate::library::{HAIR_COLOR, Library, RUNTIME, name};
use crate::rows::{Comment, Post, Trees, User, comments, trees};

const USERS: &str = "SELECT id, name, hair_color FROM users";

/// A user next to a post. The columns of both have the same names, so they are read by their
/// positions.
struct UserNextToPost {
    #[expect(dead_code, reason = "rows are read, and not looked at")]
    row: (User, Option<Post>),
}

macro_rules! read_next_to {
    ($row:ident) => {
        impl FromRow<'_, $row> for UserNextToPost {
            fn from_row(row: &$row) -> sqlx::Result<Self> {
                let user = User {
                    id: row.try_get(0)?,
                    name: row.try_get(1)?,
                    hair_color: row.try_get(2)?,
                };
                let post = match row.try_get(3)? {
                    Some(id) => Some(Post {
                        id,
                        user_id: row.try_get(4)?,
                        title: row.try_get(5)?,
                        body: row.try_get(6)?,
                    }),
                    None => None,
                };
                Ok(UserNextToPost { row: (user, post) })
            }
        }
    };
}

read_next_to!(SqliteRow);
read_next_to!(PgRow);
read_next_to!(MySqlRow);

/// On SQLite.
pub struct OnSqlite(SqliteConnection);

impl OnSqlite {
    pub fn new() -> Self {
        let options = SqliteConnectOptions::new()
            .in_memory(true)
            .foreign_keys(true)
            .disable_statement_logging();
        let db = RUNTIME.block_on(options.connect());
        OnSqlite(db.expect("a database in memory"))
    }
}

/// On PostgreSQL.
pub struct OnPostgres(PgConnection);

impl OnPostgres {
    pub fn new(url: &str) -> Self {
        let options: PgConnectOptions = url.parse().expect("a URL");
        let db = RUNTIME.block_on(options.disable_statement_logging().connect());
        OnPostgres(db.expect("a connection"))
    }

    async fn insert_rows(&mut self, count: usize) -> sqlx::Result<()> {
        let names: Vec<String> = (0..count).map(name).collect();
        sqlx::query(
            "INSERT INTO users (name, hair_color) SELECT * FROM unnest($1::text[], $2::text[])",
        )
        .bind(names)
        .bind(vec![HAIR_COLOR; count])
        .execute(&mut self.0)
        .await?;
        Ok(())
    }

    async fn read_trees(&mut self) -> sqlx::Result<Trees> {
        let users: Vec<User> = sqlx::query_as(USERS).fetch_all(&mut self.0).await?;
        let ids: Vec<i64> = users.iter().map(|user| user.id).collect();
        let posts: Vec<Post> =
            sqlx::query_as("SELECT id, user_id, title, body FROM posts WHERE user_id = ANY($1)")
                .bind(ids)
                .fetch_all(&mut self.0)
                .await?;
        let ids: Vec<i64> = posts.iter().map(|post| post.id).collect();
        let comments: Vec<Comment> =
            sqlx::query_as("SELECT id, post_id, text FROM comments WHERE post_id = ANY($1)")
                .bind(ids)
                .fetch_all(&mut self.0)
                .await?;
        Ok(trees(users, posts, comments))
    }
}

/// On MariaDB.
pub struct OnMariadb(MySqlConnection);

impl OnMariadb {
    pub fn new(url: &str) -> Self {
        let options: MySqlConnectOptions = url.parse().expect("a URL");
        let db = RUNTIME.block_on(options.disable_statement_logging().connect());
        OnMariadb(db.expect("a connection"))
    }
}

/// The code that is the same for all databases without arrays.
macro_rules! without_arrays {
    ($name:ident, $database:ident) => {
        impl $name {
            async fn insert_rows(&mut self, count: usize) -> sqlx::Result<()> {
                let mut insert =
                    QueryBuilder::<$database>::new("INSERT INTO users (name, hair_color) ");
                insert.push_values(0..count, |mut row, number| {
                    row.push_bind(name(number)).push_bind(HAIR_COLOR);
                });
                insert.build().execute(&mut self.0).await?;
                Ok(())
            }

            async fn read_trees(&mut self) -> sqlx::Result<Trees> {
                let users: Vec<User> = sqlx::query_as(USERS).fetch_all(&mut self.0).await?;
                let ids = users.iter().map(|user| user.id);
                let posts = "SELECT id, user_id, title, body FROM posts WHERE user_id";
                let mut query = of_any::<$database>(posts, ids);
                let posts: Vec<Post> = query.build_query_as().fetch_all(&mut self.0).await?;
                let ids = posts.iter().map(|post| post.id);
                let comments = "SELECT id, post_id, text FROM comments WHERE post_id";
                let mut query = of_any::<$database>(comments, ids);
                let comments = query.build_query_as().fetch_all(&mut self.0).await?;
                Ok(trees(users, posts, comments))
            }
        }
    };
}

without_arrays!(OnSqlite, Sqlite);
without_arrays!(OnMariadb, MySql);

fn of_any<DB: Database>(select: &str, ids: impl Iterator<Item = i64>) -> QueryBuilder<DB>
where
    i64: for<'q> Encode<'q, DB> + Type<DB>,
{
    let mut query = QueryBuilder::new(select);
    query.push(" IN (");
    let mut separated = query.separated(", ");
    for id in ids {
        separated.push_bind(id);
    }
    query.push(")");
    query
}

/// A library, and how its database writes a first and a second parameter.
macro_rules! library {
    ($name:ident, $first:literal, $second:literal) => {
        impl Library for $name {
            fn run_script(&mut self, sql: &str) {
                let script = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut self.0);
                RUNTIME.block_on(script).expect("a script that runs");
            }

            fn users(&mut self) -> usize {
                let rows = sqlx::query_as::<_, User>(USERS).fetch_all(&mut self.0);
                black_box(RUNTIME.block_on(rows).expect("rows")).len()
            }

            fn first_users(&mut self) -> usize {
                let select = concat!(
                    "SELECT id, name, hair_color FROM users WHERE hair_color = ",
                    $first,
                    " ORDER BY id DESC LIMIT 10"
                );
                let rows = sqlx::query_as::<_, User>(select)
                    .bind("black")
                    .fetch_all(&mut self.0);
                black_box(RUNTIME.block_on(rows).expect("rows")).len()
            }

            fn users_next_to_posts(&mut self) -> usize {
                let select = concat!(
                    "SELECT users.id, users.name, users.hair_color, \
                     posts.id, posts.user_id, posts.title, posts.body \
                     FROM users LEFT JOIN posts ON posts.user_id = users.id \
                     WHERE users.hair_color = ",
                    $first
                );
                let rows = sqlx::query_as::<_, UserNextToPost>(select)
                    .bind("black")
                    .fetch_all(&mut self.0);
                black_box(RUNTIME.block_on(rows).expect("rows")).len()
            }

            fn insert(&mut self, count: usize) {
                let inserted = RUNTIME.block_on(self.insert_rows(count));
                inserted.expect("inserted rows");
            }

            fn update(&mut self, id: i64, hair_color: &str) -> usize {
                let update = concat!(
                    "UPDATE users SET hair_color = ",
                    $first,
                    " WHERE id = ",
                    $second
                );
                let update = sqlx::query(update).bind(hair_color).bind(id);
                let updated = RUNTIME.block_on(update.execute(&mut self.0));
                updated.expect("an updated row").rows_affected() as usize
            }

            fn trees(&mut self) -> usize {
                let trees = RUNTIME.block_on(self.read_trees());
                comments(&black_box(trees.expect("rows")))
            }
        }
    };
}

library!(OnSqlite, "$1", "$2");
library!(OnPostgres, "$1", "$2");
library!(OnMariadb, "?", "?");
