//! Diesel on servers. The async functions of statements have the same names as the blocking ones,
//! so they have their own module.

use std::hint::black_box;

use diesel::{BelongingToDsl, ExpressionMethods, QueryDsl, QueryResult};
use diesel_async::{
    AsyncConnection, AsyncMysqlConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection,
};

use super::schema::{posts, users};
use super::{new, trees};
use crate::library::{Library, RUNTIME};
use crate::rows::{self, Comment, Post, Trees, User};

/// The same code for each connection: the trait bounds of the statements would be longer than the
/// statements.
macro_rules! on {
    ($(#[$about:meta])* $name:ident, $connection:ident) => {
        $(#[$about])*
        pub struct $name($connection);

        impl $name {
            pub fn new(url: &str) -> Self {
                let db = RUNTIME.block_on($connection::establish(url));
                $name(db.expect("a connection"))
            }

            async fn read_trees(&mut self) -> QueryResult<Trees> {
                let users: Vec<User> = users::table.load(&mut self.0).await?;
                let posts: Vec<Post> = Post::belonging_to(&users).load(&mut self.0).await?;
                let comments = Comment::belonging_to(&posts);
                let comments: Vec<Comment> = comments.load(&mut self.0).await?;
                Ok(trees(users, posts, comments))
            }
        }

        impl Library for $name {
            fn run_script(&mut self, sql: &str) {
                RUNTIME
                    .block_on(self.0.batch_execute(sql))
                    .expect("a script that runs");
            }

            fn users(&mut self) -> usize {
                let rows = users::table.load(&mut self.0);
                let rows: QueryResult<Vec<User>> = RUNTIME.block_on(rows);
                black_box(rows.expect("rows")).len()
            }

            fn first_users(&mut self) -> usize {
                let rows = users::table
                    .filter(users::hair_color.eq("black"))
                    .order(users::id.desc())
                    .limit(10);
                let rows: QueryResult<Vec<User>> = RUNTIME.block_on(rows.load(&mut self.0));
                black_box(rows.expect("rows")).len()
            }

            fn users_next_to_posts(&mut self) -> usize {
                let rows = users::table
                    .left_outer_join(posts::table)
                    .filter(users::hair_color.eq("black"));
                let rows: QueryResult<Vec<(User, Option<Post>)>> =
                    RUNTIME.block_on(rows.load(&mut self.0));
                black_box(rows.expect("rows")).len()
            }

            fn insert(&mut self, count: usize) {
                let insert = diesel::insert_into(users::table).values(new(count));
                RUNTIME
                    .block_on(insert.execute(&mut self.0))
                    .expect("inserted rows");
            }

            fn update(&mut self, id: i64, hair_color: &str) -> usize {
                let update = diesel::update(users::table.find(id))
                    .set(users::hair_color.eq(hair_color));
                RUNTIME
                    .block_on(update.execute(&mut self.0))
                    .expect("an updated row")
            }

            fn trees(&mut self) -> usize {
                let trees = RUNTIME.block_on(self.read_trees());
                rows::comments(&black_box(trees.expect("rows")))
            }
        }
    };
}

on! {
    /// On PostgreSQL.
    OnPostgres, AsyncPgConnection
}

on! {
    /// On MariaDB.
    OnMariadb, AsyncMysqlConnection
}
