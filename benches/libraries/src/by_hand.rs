//! Code that a careful person would write on the drivers: prepared statements, columns by position,
//! rows in no order, or in the order of their keys on SQLite, and the fastest known way to insert
//! many rows.

mod mariadb;
mod postgres;
mod sqlite;

pub use mariadb::{OnMariadb, conn};
pub use postgres::{OnPostgres, client};
pub use sqlite::OnSqlite;

const USERS: &str = "SELECT id, name, hair_color FROM users";

fn placeholders(count: usize) -> String {
    vec!["?"; count].join(",")
}

/// The statement that inserts this number of users, with unnumbered parameters.
fn insert(count: usize) -> String {
    let rows = vec!["(?, ?)"; count].join(", ");
    format!("INSERT INTO users (name, hair_color) VALUES {rows}")
}

fn posts_of(users: usize) -> String {
    let users = placeholders(users);
    format!("SELECT id, user_id, title, body FROM posts WHERE user_id IN ({users})")
}

fn comments_on(posts: usize) -> String {
    let posts = placeholders(posts);
    format!("SELECT id, post_id, text FROM comments WHERE post_id IN ({posts})")
}
