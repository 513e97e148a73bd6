//! SQLx.

use std::hint::black_box;

use sqlx::postgres::{PgConnectOptions, PgRow};
use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::{
    AssertSqlSafe, ConnectOptions, FromRow, PgConnection, QueryBuilder, Row, Sqlite,
    SqliteConnection,
};

use crate::library::{HAIR_COLOR, Library, RUNTIME, name};
use crate::rows::{Comment, Post, Trees, User, comments, trees};

const USERS: &str = "SELECT id, name, hair_color FROM users";
const USERS_NEXT_TO_POSTS: &str = "\
    SELECT users.id, users.name, users.hair_color, posts.id, posts.user_id, posts.title, posts.body \
    FROM users LEFT JOIN posts ON posts.user_id = users.id WHERE users.hair_color = $1";

/// A user next to a post. The columns of both have the same names, so they are read by their places.
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

    async fn read_trees(&mut self) -> sqlx::Result<Trees> {
        let users: Vec<User> = sqlx::query_as(USERS).fetch_all(&mut self.0).await?;
        let ids = users.iter().map(|user| user.id);
        let mut query = of_any(
            "SELECT id, user_id, title, body FROM posts WHERE user_id",
            ids,
        );
        let posts: Vec<Post> = query.build_query_as().fetch_all(&mut self.0).await?;
        let ids = posts.iter().map(|post| post.id);
        let mut query = of_any("SELECT id, post_id, text FROM comments WHERE post_id", ids);
        let comments = query.build_query_as().fetch_all(&mut self.0).await?;
        Ok(trees(users, posts, comments))
    }
}

fn of_any(select: &str, ids: impl Iterator<Item = i64>) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new(select);
    query.push(" IN (");
    let mut separated = query.separated(", ");
    for id in ids {
        separated.push_bind(id);
    }
    query.push(")");
    query
}

impl Library for OnSqlite {
    fn run_script(&mut self, sql: &str) {
        let script = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut self.0);
        RUNTIME.block_on(script).expect("a script that runs");
    }

    fn users(&mut self) -> usize {
        let rows = sqlx::query_as::<_, User>(USERS).fetch_all(&mut self.0);
        black_box(RUNTIME.block_on(rows).expect("rows")).len()
    }

    fn users_next_to_posts(&mut self) -> usize {
        let rows = sqlx::query_as::<_, UserNextToPost>(USERS_NEXT_TO_POSTS)
            .bind("black")
            .fetch_all(&mut self.0);
        black_box(RUNTIME.block_on(rows).expect("rows")).len()
    }

    fn insert(&mut self, count: usize) {
        let mut insert = QueryBuilder::new("INSERT INTO users (name, hair_color) ");
        insert.push_values(0..count, |mut row, number| {
            row.push_bind(name(number)).push_bind(HAIR_COLOR);
        });
        let inserted = insert.build().execute(&mut self.0);
        RUNTIME.block_on(inserted).expect("inserted rows");
    }

    fn trees(&mut self) -> usize {
        let trees = RUNTIME.block_on(self.read_trees());
        comments(&black_box(trees.expect("rows")))
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

impl Library for OnPostgres {
    fn run_script(&mut self, sql: &str) {
        let script = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut self.0);
        RUNTIME.block_on(script).expect("a script that runs");
    }

    fn users(&mut self) -> usize {
        let rows = sqlx::query_as::<_, User>(USERS).fetch_all(&mut self.0);
        black_box(RUNTIME.block_on(rows).expect("rows")).len()
    }

    fn users_next_to_posts(&mut self) -> usize {
        let rows = sqlx::query_as::<_, UserNextToPost>(USERS_NEXT_TO_POSTS)
            .bind("black")
            .fetch_all(&mut self.0);
        black_box(RUNTIME.block_on(rows).expect("rows")).len()
    }

    fn insert(&mut self, count: usize) {
        let names: Vec<String> = (0..count).map(name).collect();
        let inserted = sqlx::query(
            "INSERT INTO users (name, hair_color) SELECT * FROM unnest($1::text[], $2::text[])",
        )
        .bind(names)
        .bind(vec![HAIR_COLOR; count])
        .execute(&mut self.0);
        RUNTIME.block_on(inserted).expect("inserted rows");
    }

    fn trees(&mut self) -> usize {
        let trees = RUNTIME.block_on(self.read_trees());
        comments(&black_box(trees.expect("rows")))
    }
}
