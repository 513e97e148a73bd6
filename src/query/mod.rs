//! What is chosen at run time: filters, orders, limits and changes, built on column constants.
//!
//! ```text
//! User::filter(User::NAME.like("A%") & User::AGE.ge(18)).order_by(User::NAME.asc()).limit(20)
//! User::update(7).set(User::NAME, "Ada L.").set(User::BIO, None)
//! ```
//!
//! `filter.rs` has the conditions, `comparison.rs` the methods of columns that make them,
//! `operand.rs` what a column can be compared with, `order.rs` the orders, `update.rs` the changes,
//! and `render.rs` turns them into the SQL of a dialect.

mod comparison;
mod cursor;
mod expression;
mod filter;
mod list;
mod operand;
mod order;
mod page;
mod pattern;
pub(crate) mod render;
mod selected;
mod shape;
mod update;

pub use comparison::{Numeric, Textual};
pub use expression::{
    Aggregate, Average, Count, Extreme, Field, Ordered, Selection, Sum, Summed, count,
};
pub(crate) use filter::{Comparison, Like, Node};
pub use filter::{Filter, Having};
pub use operand::{Computed, Operand};
pub(crate) use operand::{Name, Term};
pub use order::{IntoOrder, Order};
pub use page::{Page, Paged};
pub use selected::{Columns, Selected};
pub(crate) use shape::{Lock, Shape, Shaped, Strength, Wait};
pub use update::Update;
