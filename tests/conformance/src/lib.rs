//! The parts of the conformance suite: models, a database for each test, and hand-written SQL.
//!
//! A body is an async function, and [`everywhere!`] makes a test of it for each database:
//!
//! ```no_run
//! use tablewright::{Database, Result};
//! use tablewright_test_conformance::everywhere;
//! use tablewright_test_conformance::models::accounts::Account;
//!
//! everywhere!(accounts: there_is_nothing_at_first);
//!
//! async fn there_is_nothing_at_first(db: &Database) -> Result<()> {
//!     assert_eq!(Account::all().count(db).await?, 0);
//!     Ok(())
//! }
//! # fn main() {}
//! ```

mod give_up;
mod macros;
pub mod models;
pub mod own_types;
mod place;
mod refused;
mod relay;
#[path = "../spellings.rs"]
pub mod spellings;
pub mod sql;

pub use give_up::give_up;
pub use place::{Body, Place, at};
pub use relay::{Fault, Relay, To};
