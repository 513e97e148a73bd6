//! Tablewright.

use std::hint::black_box;

use tablewright::{AsyncConnection, Insert, Select, Sqlite};

use crate::library::{HAIR_COLOR, Library, RUNTIME, Scripts, name};

pub mod models {
    //! The tables of the operations.

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

    fn first_users(&mut self) -> usize {
        black_box(first_users().all(&self.0).expect("rows")).len()
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

    fn update(&mut self, id: i64, hair_color: &str) -> usize {
        let update = User::update(id).set(User::HAIR_COLOR, hair_color);
        update.execute(&self.0).expect("an updated row") as usize
    }

    fn trees(&mut self) -> usize {
        let comments_in_any_order = Post::COMMENTS.unordered();
        let posts = User::POSTS.unordered().with(comments_in_any_order);
        let trees = User::all().with(posts);
        comments(&black_box(trees.all(&self.0).expect("rows")))
    }
}

/// On a server.
pub struct OnServer<C, S> {
    db: C,
    scripts: S,
    order: Order,
}

/// The order of the rows in the queries.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Without an order, as in the queries of the other libraries.
    Any,
    /// In the order of their keys, the default of Tablewright. SQLite finds them in this order.
    ByKey,
}

impl<C: AsyncConnection, S: Scripts> OnServer<C, S> {
    pub fn new(db: C, scripts: S, order: Order) -> Self {
        OnServer { db, scripts, order }
    }
}

impl<C: AsyncConnection, S: Scripts> Library for OnServer<C, S> {
    fn run_script(&mut self, sql: &str) {
        self.scripts.run_script(sql);
    }

    fn users(&mut self) -> usize {
        let mut users = User::all();
        if self.order == Order::Any {
            users = users.unordered();
        }
        let rows = RUNTIME.block_on(users.all(&self.db));
        black_box(rows.expect("rows")).len()
    }

    fn first_users(&mut self) -> usize {
        let rows = RUNTIME.block_on(first_users().all(&self.db));
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

    fn update(&mut self, id: i64, hair_color: &str) -> usize {
        let update = User::update(id).set(User::HAIR_COLOR, hair_color);
        let updated = RUNTIME.block_on(update.execute(&self.db));
        updated.expect("an updated row") as usize
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

fn first_users() -> Select<'static, User> {
    User::filter(User::HAIR_COLOR.eq("black"))
        .order_by(User::ID.desc())
        .limit(10)
}

fn new(number: usize) -> Insert<'static, User> {
    User::insert(NewUser {
        name: name(number).into(),
    })
    .set(User::HAIR_COLOR, HAIR_COLOR)
}

fn comments(trees: &[(User, Vec<(Post, Vec<Comment>)>)]) -> usize {
    let posts = trees.iter().flat_map(|(_, posts)| posts);
    posts.map(|(_, comments)| comments.len()).sum()
}
