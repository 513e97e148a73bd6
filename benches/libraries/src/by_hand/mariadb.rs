//! On MariaDB.

use std::collections::HashMap;
use std::hint::black_box;

use mysql_async::prelude::Queryable;
use mysql_async::{Conn, Opts, Params, Row, Statement, Value};

use super::{USERS, comments_on, insert, posts_of};
use crate::library::{HAIR_COLOR, Library, RUNTIME, Scripts, name};
use crate::rows::{Comment, Post, Trees, User, comments, trees};

const USERS_NEXT_TO_POSTS: &str = "\
    SELECT users.id, users.name, users.hair_color, posts.id, posts.user_id, posts.title, posts.body \
    FROM users LEFT JOIN posts ON posts.user_id = users.id WHERE users.hair_color = ?";
const FIRST_USERS: &str =
    "SELECT id, name, hair_color FROM users WHERE hair_color = ? ORDER BY id DESC LIMIT 10";
const UPDATE: &str = "UPDATE users SET hair_color = ? WHERE id = ?";

/// mysql_async.
pub struct OnMariadb {
    conn: Conn,
    statements: HashMap<String, Statement>,
}

/// A connection.
pub fn conn(opts: &Opts) -> Conn {
    let conn = RUNTIME.block_on(Conn::new(opts.clone()));
    conn.expect("a connection")
}

impl OnMariadb {
    pub fn new(opts: &Opts) -> Self {
        OnMariadb {
            conn: conn(opts),
            statements: HashMap::new(),
        }
    }

    async fn prepared(&mut self, sql: &str) -> mysql_async::Result<Statement> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.conn.prep(sql).await?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    async fn read<T: Send + 'static>(
        &mut self,
        sql: &str,
        params: impl Into<Params> + Send,
        read: impl FnMut(Row) -> T + Send,
    ) -> mysql_async::Result<Vec<T>> {
        let statement = self.prepared(sql).await?;
        let result = self.conn.exec_iter(&statement, params.into()).await?;
        result.map_and_drop(read).await
    }

    async fn run(
        &mut self,
        sql: &str,
        params: impl Into<Params> + Send,
    ) -> mysql_async::Result<usize> {
        let statement = self.prepared(sql).await?;
        self.conn.exec_drop(&statement, params.into()).await?;
        Ok(self.conn.affected_rows() as usize)
    }

    async fn read_trees(&mut self) -> mysql_async::Result<Trees> {
        let users = self.read(USERS, (), user).await?;
        let ids = users.iter().map(|user| Value::from(user.id));
        let ids = Params::Positional(ids.collect());
        let posts = self.read(&posts_of(users.len()), ids, post).await?;
        let ids = posts.iter().map(|post| Value::from(post.id));
        let ids = Params::Positional(ids.collect());
        let comments = self.read(&comments_on(posts.len()), ids, comment).await?;
        Ok(trees(users, posts, comments))
    }
}

fn user(row: Row) -> User {
    let (id, name, hair_color) = mysql_async::from_row(row);
    User {
        id,
        name,
        hair_color,
    }
}

fn post(row: Row) -> Post {
    let (id, user_id, title, body) = mysql_async::from_row(row);
    Post {
        id,
        user_id,
        title,
        body,
    }
}

fn comment(row: Row) -> Comment {
    let (id, post_id, text) = mysql_async::from_row(row);
    Comment { id, post_id, text }
}

type Joined = (
    i64,
    String,
    Option<String>,
    Option<i64>,
    Option<i64>,
    Option<String>,
    Option<String>,
);

fn user_next_to_post(row: Row) -> (User, Option<Post>) {
    let (id, name, hair_color, post_id, user_id, title, body): Joined = mysql_async::from_row(row);
    let user = User {
        id,
        name,
        hair_color,
    };
    let post = match (post_id, user_id, title) {
        (Some(id), Some(user_id), Some(title)) => Some(Post {
            id,
            user_id,
            title,
            body,
        }),
        _ => None,
    };
    (user, post)
}

impl Library for OnMariadb {
    fn run_script(&mut self, sql: &str) {
        self.conn.run_script(sql);
    }

    fn users(&mut self) -> usize {
        let rows = RUNTIME.block_on(self.read(USERS, (), user));
        black_box(rows.expect("rows")).len()
    }

    fn first_users(&mut self) -> usize {
        let rows = RUNTIME.block_on(self.read(FIRST_USERS, ("black",), user));
        black_box(rows.expect("rows")).len()
    }

    fn users_next_to_posts(&mut self) -> usize {
        let rows = self.read(USERS_NEXT_TO_POSTS, ("black",), user_next_to_post);
        black_box(RUNTIME.block_on(rows).expect("rows")).len()
    }

    fn insert(&mut self, count: usize) {
        let values = (0..count).flat_map(|number| [name(number).into(), HAIR_COLOR.into()]);
        let values = Params::Positional(values.collect());
        let inserted = RUNTIME.block_on(self.run(&insert(count), values));
        inserted.expect("inserted rows");
    }

    fn update(&mut self, id: i64, hair_color: &str) -> usize {
        let updated = RUNTIME.block_on(self.run(UPDATE, (hair_color, id)));
        updated.expect("an updated row")
    }

    fn trees(&mut self) -> usize {
        let trees = RUNTIME.block_on(self.read_trees());
        comments(&black_box(trees.expect("rows")))
    }
}
