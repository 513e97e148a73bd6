//! The operations of a library, and their input, which is the same for all.

use std::sync::LazyLock;

use mysql_async::prelude::Queryable;
use tokio::runtime::{Builder, Runtime};

/// One library on one database, with a connection of its own.
///
/// Each function reads whole rows into structs and returns their number, so that no library reads
/// less than the others.
pub trait Library {
    /// Runs statements that are not measured.
    fn run_script(&mut self, sql: &str);

    /// Every user.
    fn users(&mut self) -> usize;

    /// The last ten users with black hair, the last one first.
    fn first_users(&mut self) -> usize;

    /// The users with black hair, joined with their posts; users without posts stay.
    fn users_next_to_posts(&mut self) -> usize;

    /// Inserts this number of users, all or none.
    fn insert(&mut self, count: usize);

    /// Changes the hair of the user with this key, and returns the number of changed users.
    fn update(&mut self, id: i64, hair_color: &str) -> usize;

    /// Reads every user with its posts and their comments, and returns the number of comments.
    fn trees(&mut self) -> usize;
}

/// A connection of a driver. It runs scripts for libraries that prepare statements in their own
/// way.
pub trait Scripts {
    /// Runs statements, and ignores their results.
    fn run_script(&mut self, sql: &str);
}

impl Scripts for tokio_postgres::Client {
    fn run_script(&mut self, sql: &str) {
        RUNTIME
            .block_on(self.batch_execute(sql))
            .expect("a script that runs");
    }
}

impl Scripts for mysql_async::Conn {
    fn run_script(&mut self, sql: &str) {
        RUNTIME
            .block_on(self.query_drop(sql))
            .expect("a script that runs");
    }
}

/// All async code runs on this one thread, like a server that is measured on one core.
pub static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let mut builder = Builder::new_current_thread();
    builder.enable_all().build().expect("a runtime")
});

/// The name of an inserted user.
pub fn name(number: usize) -> String {
    format!("User {number}")
}

/// The hair of an inserted user.
pub const HAIR_COLOR: &str = "hair_color";
