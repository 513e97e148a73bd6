//! Tablewright.

use std::hint::black_box;

use tablewright::{PostgresConnection, Sqlite};
use tokio_postgres::{Client, Config};

use crate::by_hand::client;
use crate::library::{HAIR_COLOR, Library, RUNTIME, name};

pub mod models {
    //! The tables that are read and written.

    tablewright::include_models!();
}

use models::{Comment, NewUser, Post, User};

/// On SQLite.
pub struct OnSqlite(Sqlite);

impl OnSqlite {
    pub fn new() -> Self {
        OnSqlite(Sqlite::memory().expect("a database in memory"))
    }
}

impl Library for OnSqlite {
    fn run_script(&mut self, sql: &str) {
        self.0
            .with(|raw| raw.execute_batch(sql))
            .expect("a script that runs");
    }

    fn users(&mut self) -> usize {
        black_box(User::all().all(&self.0).expect("rows")).len()
    }

    fn users_next_to_posts(&mut self) -> usize {
        let rows = User::filter(User::HAIR_COLOR.eq("black"))
            .left_join(User::POSTS)
            .all(&self.0);
        black_box(rows.expect("rows")).len()
    }

    fn insert(&mut self, count: usize) {
        let rows = (0..count).map(new);
        User::insert_all(rows)
            .execute(&self.0)
            .expect("inserted rows");
    }

    fn trees(&mut self) -> usize {
        let comments_in_any_order = Post::COMMENTS.unordered();
        let posts = User::POSTS.unordered().with(comments_in_any_order);
        let trees = User::all().with(posts);
        comments(&black_box(trees.all(&self.0).expect("rows")))
    }
}

/// On PostgreSQL.
pub struct OnPostgres {
    db: PostgresConnection,
    scripts: Client,
    order: Order,
}

/// In which order rows are asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// In whichever the database finds them, as the other libraries ask.
    Any,
    /// In that of their keys, as Tablewright asks unless it is told otherwise. On SQLite that is how it finds them.
    ByKey,
}

impl OnPostgres {
    pub fn new(config: &Config, order: Order) -> Self {
        OnPostgres {
            db: PostgresConnection::from(client(config)),
            scripts: client(config),
            order,
        }
    }
}

impl Library for OnPostgres {
    fn run_script(&mut self, sql: &str) {
        RUNTIME
            .block_on(self.scripts.batch_execute(sql))
            .expect("a script that runs");
    }

    fn users(&mut self) -> usize {
        let mut users = User::all();
        if self.order == Order::Any {
            users = users.unordered();
        }
        let rows = RUNTIME.block_on(users.all(&self.db));
        black_box(rows.expect("rows")).len()
    }

    fn users_next_to_posts(&mut self) -> usize {
        let mut rows = User::filter(User::HAIR_COLOR.eq("black")).left_join(User::POSTS);
        if self.order == Order::Any {
            rows = rows.unordered();
        }
        let rows = RUNTIME.block_on(rows.all(&self.db));
        black_box(rows.expect("rows")).len()
    }

    fn insert(&mut self, count: usize) {
        let rows = (0..count).map(new);
        RUNTIME
            .block_on(User::insert_all(rows).execute(&self.db))
            .expect("inserted rows");
    }

    fn trees(&mut self) -> usize {
        let trees = match self.order {
            Order::ByKey => User::all().with(User::POSTS.with(Post::COMMENTS)),
            Order::Any => {
                let comments = Post::COMMENTS.unordered();
                User::all()
                    .unordered()
                    .with(User::POSTS.unordered().with(comments))
            }
        };
        let trees = RUNTIME.block_on(trees.all(&self.db));
        comments(&black_box(trees.expect("rows")))
    }
}

fn new(number: usize) -> NewUser {
    NewUser::new(name(number)).hair_color(HAIR_COLOR)
}

fn comments(trees: &[(User, Vec<(Post, Vec<Comment>)>)]) -> usize {
    let posts = trees.iter().flat_map(|(_, posts)| posts);
    posts.map(|(_, comments)| comments.len()).sum()
}
