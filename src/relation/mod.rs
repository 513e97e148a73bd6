//! Relations between models, as constants: [`with`](crate::Select::with) loads related rows,
//! [`join`](crate::Select::join) joins them, and conditions test them.
//!
//! ```text
//! User::all().with(User::POSTS.with(Post::COMMENTS)).all(&db)? // Vec<(User, Vec<(Post, Vec<Comment>)>)>
//! Post::all().join(Post::AUTHOR).all(&db)?                     // Vec<(Post, User)>
//! User::filter(User::POSTS.any(Post::PUBLISHED.eq(true)))
//! ```
//!
//! `constant.rs` has the constants, and `refined.rs` filtered relations. `with.rs` loads related
//! rows, which `reading.rs` reads and `owners.rs` assigns to their owners; `picked.rs` loads
//! columns of them. `joined.rs` joins models, and `joined_select.rs` selects from joins.
//! `exists.rs` has conditions, `aggregates.rs` aggregates, and `tree.rs` recursive queries.
//! `pairs.rs` writes join rows, `nested.rs` inserts rows with related rows, `belonging.rs` inserts
//! a row with the row that it refers to, and `upsert.rs` upserts into a relation; the last three
//! use the references of `link.rs`.

mod aggregates;
mod belonging;
mod constant;
mod exists;
mod joined;
mod joined_select;
mod link;
mod nested;
mod owners;
mod pairs;
mod picked;
mod reading;
mod refined;
mod tree;
mod tuple;
mod upsert;
mod with;

pub use crate::query::route::Route;
pub use belonging::Belonging;
pub use constant::{Many, One, Relation, Target};
pub use joined::{At, Entries, First, Fourth, Joined, Position, Second, Third};
pub use joined_select::{JoinedGrouping, JoinedSelect, JoinedSelection};
pub use nested::{Branch, Children, Connected, Inverse, Nested};
#[doc(hidden)]
pub use pairs::{add, remove, set};
pub use picked::{IntoLoad, Picked};
pub use refined::{Begin, End, IntoRefined, Refined, RefinedOf};
pub use tuple::{Append, Appended};
pub use upsert::RelatedUpsert;
pub use with::{Load, Loads, PagedWith, With};
