//! Relations between models, as constants: what [`with`](crate::Select::with) loads beside the
//! rows, what [`join`](crate::Select::join) puts next to them, and conditions on what belongs to a
//! row.
//!
//! ```text
//! User::all().with(User::POSTS.with(Post::COMMENTS)).all(&db)? // Vec<(User, Vec<(Post, Vec<Comment>)>)>
//! Post::all().join(Post::AUTHOR).all(&db)?                     // Vec<(Post, User)>
//! User::filter(User::POSTS.any(Post::PUBLISHED.eq(true)))
//! ```
//!
//! `constant.rs` has the constants, `refined.rs` a relation with conditions of its own. `with.rs`
//! loads what `reading.rs` reads and `owners.rs` gives to the rows that it belongs to, `picked.rs`
//! columns of it, `joined.rs` joins, `joined_select.rs` selects of what is joined, `exists.rs`
//! asks, `aggregates.rs` counts and sums, `tree.rs` follows relations of a model with itself, and
//! `pairs.rs` writes join rows. `nested.rs` inserts rows with those that belong to them,
//! `belonging.rs` one with that which it refers to, `upsert.rs` one that belongs to another, by the references of `link.rs`.

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
pub use joined_select::{JoinedSelect, JoinedSelection};
pub use nested::{Branch, Children, Connected, Inverse, Nested};
#[doc(hidden)]
pub use pairs::{add, remove, set};
pub use picked::{IntoLoad, Picked};
pub use refined::{Begin, End, IntoRefined, Refined, RefinedOf};
pub use tuple::{Append, Appended};
pub use upsert::RelatedUpsert;
pub use with::{Load, Loads, PagedWith, With};
