//! What is chosen at run time: filters, orders, limits and changes, built on column constants.
//!
//! ```text
//! User::filter(User::NAME.like("A%") & User::AGE.ge(18)).order_by(User::NAME.asc()).limit(20)
//! User::update(7).set(User::NAME, "Ada L.").set(User::BIO, None)
//! ```
//!
//! `filter.rs` has the conditions, `comparison.rs` the methods of columns that make them,
//! `operand.rs` what a column can be compared with, `document.rs` what is in JSON, `order.rs` the orders,
//! `update.rs` the changes, and `render.rs` turns them into the SQL of a dialect. `insert_all.rs`
//! inserts many rows, `upsert.rs` one that may be there already; `template.rs` takes apart the insert
//! that the build wrote, for both.

mod comparison;
mod cursor;
#[cfg(feature = "json")]
mod document;
mod expression;
mod filter;
mod insert_all;
mod list;
mod operand;
mod order;
mod page;
mod pattern;
pub(crate) mod render;
mod selected;
mod shape;
mod soft_delete;
mod template;
mod tuples;
mod update;
mod upsert;
mod version;

pub use comparison::{Numeric, Textual};
#[cfg(feature = "json")]
pub use document::{Document, IntoStep, JsonPath, JsonValue, Kind};
pub use expression::{
    Aggregate, Average, Count, Extreme, Field, Ordered, Selection, Sum, Summed, count,
};
pub(crate) use filter::{Comparison, Like, Node};
pub use filter::{Filter, Having};
pub use insert_all::{InsertAll, Returning};
pub use operand::{Computed, Operand};
pub(crate) use operand::{Name, Term};
pub use order::{IntoOrder, Order};
pub(crate) use order::{SortKey, Sorting};
pub use page::{Page, Paged};
pub use selected::{Columns, Selected};
pub(crate) use shape::{Deleted, Lock, Shape, Shaped, Strength, Wait};
pub use soft_delete::{purge, restore};
pub(crate) use tuples::in_tuples;
pub use update::Update;
pub use upsert::{InsertOrNot, Upsert};
pub(crate) use version::missing;
