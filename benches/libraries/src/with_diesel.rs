//! Diesel, with diesel-async on servers.

mod servers;

use std::hint::black_box;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use crate::library::{HAIR_COLOR, Library, name};
use crate::rows::{self, Comment, Post, Trees, User};
use schema::{posts, users};
pub use servers::{OnMariadb, OnPostgres};

pub mod schema {
    //! The tables.

    diesel::table! {
        users (id) {
            id -> BigInt,
            name -> Text,
            hair_color -> Nullable<Text>,
        }
    }

    diesel::table! {
        posts (id) {
            id -> BigInt,
            user_id -> BigInt,
            title -> Text,
            body -> Nullable<Text>,
        }
    }

    diesel::table! {
        comments (id) {
            id -> BigInt,
            post_id -> BigInt,
            text -> Text,
        }
    }

    diesel::joinable!(posts -> users (user_id));
    diesel::joinable!(comments -> posts (post_id));
    diesel::allow_tables_to_appear_in_same_query!(users, posts, comments);
}

#[derive(Insertable)]
#[diesel(table_name = users)]
struct NewUser {
    name: String,
    hair_color: Option<&'static str>,
}

fn new(count: usize) -> Vec<NewUser> {
    let new = |number| NewUser {
        name: name(number),
        hair_color: Some(HAIR_COLOR),
    };
    (0..count).map(new).collect()
}

fn trees(users: Vec<User>, posts: Vec<Post>, comments: Vec<Comment>) -> Trees {
    let comments = comments.grouped_by(&posts);
    let posts = posts.into_iter().zip(comments).grouped_by(&users);
    users.into_iter().zip(posts).collect()
}

/// On SQLite.
pub struct OnSqlite(SqliteConnection);

impl OnSqlite {
    pub fn new() -> Self {
        let mut db = SqliteConnection::establish(":memory:").expect("a database in memory");
        db.batch_execute("PRAGMA foreign_keys = ON")
            .expect("a pragma");
        OnSqlite(db)
    }
}

impl Library for OnSqlite {
    fn run_script(&mut self, sql: &str) {
        self.0.batch_execute(sql).expect("a script that runs");
    }

    fn users(&mut self) -> usize {
        let rows: Vec<User> = users::table.load(&mut self.0).expect("rows");
        black_box(rows).len()
    }

    fn first_users(&mut self) -> usize {
        let rows: Vec<User> = users::table
            .filter(users::hair_color.eq("black"))
            .order(users::id.desc())
            .limit(10)
            .load(&mut self.0)
            .expect("rows");
        black_box(rows).len()
    }

    fn users_next_to_posts(&mut self) -> usize {
        let rows: Vec<(User, Option<Post>)> = users::table
            .left_outer_join(posts::table)
            .filter(users::hair_color.eq("black"))
            .load(&mut self.0)
            .expect("rows");
        black_box(rows).len()
    }

    fn insert(&mut self, count: usize) {
        diesel::insert_into(users::table)
            .values(new(count))
            .execute(&mut self.0)
            .expect("inserted rows");
    }

    fn update(&mut self, id: i64, hair_color: &str) -> usize {
        diesel::update(users::table.find(id))
            .set(users::hair_color.eq(hair_color))
            .execute(&mut self.0)
            .expect("an updated row")
    }

    fn trees(&mut self) -> usize {
        let users: Vec<User> = users::table.load(&mut self.0).expect("rows");
        let posts: Vec<Post> = Post::belonging_to(&users).load(&mut self.0).expect("rows");
        let comments = Comment::belonging_to(&posts);
        let comments: Vec<Comment> = comments.load(&mut self.0).expect("rows");
        rows::comments(&black_box(trees(users, posts, comments)))
    }
}
