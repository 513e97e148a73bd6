//! What is measured of a library, and what all of them are given.

use std::sync::LazyLock;

use tokio::runtime::{Builder, Runtime};

/// One library on one database, with a connection of its own.
///
/// Each function reads whole rows into structs and tells how many there were, so that nobody gets by with less.
pub trait Library {
    /// Runs statements that are not measured.
    fn run_script(&mut self, sql: &str);

    /// Every user.
    fn users(&mut self) -> usize;

    /// The users with black hair, each next to each of its posts, or once without.
    fn users_next_to_posts(&mut self) -> usize;

    /// Inserts so many users, all or none.
    fn insert(&mut self, count: usize);

    /// Every user with its posts, and these with their comments; the number of comments.
    fn trees(&mut self) -> usize;
}

/// Everything async is on this one thread, as servers are that are measured on one core.
pub static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let mut builder = Builder::new_current_thread();
    builder.enable_all().build().expect("a runtime")
});

/// What a user is called that is inserted.
pub fn name(number: usize) -> String {
    format!("User {number}")
}

/// The hair of a user that is inserted.
pub const HAIR_COLOR: &str = "hair_color";
