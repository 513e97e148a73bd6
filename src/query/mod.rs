//! Statements that are built at run time from column constants.
//!
//! ```text
//! User::filter(User::NAME.like("A%") & User::AGE.ge(18)).order_by(User::NAME.asc()).limit(20)
//! User::update(7).set(User::NAME, "Ada L.").set(User::BIO, None)
//! ```
//!
//! Statements are in `select.rs`, `update.rs`, `delete.rs`, `insert.rs`, `insert_all.rs` and
//! `upsert.rs`; those of a row that was read are in `row.rs`. `filter.rs` has the conditions,
//! `comparison.rs` the methods of columns that make them, `operand.rs` the other side of
//! comparisons, `computed.rs` and `functions.rs` the expressions, `document.rs` values within JSON,
//! `subquery.rs` queries within statements, `order.rs` the orders, and `grouped.rs` the items
//! beside aggregates. Each emits words, from which `crates/sql` renders the SQL.

mod comparison;
pub(crate) mod computed;
mod conversions;
mod cursor;
mod delete;
#[cfg(feature = "json")]
mod document;
pub(crate) mod endings;
mod exists;
mod expression;
pub(crate) mod fields;
mod filter;
pub(crate) mod fragment;
mod functions;
pub(crate) mod grouped;
mod insert;
mod insert_all;
pub(crate) mod keys;
mod list;
mod operand;
pub(crate) mod order;
mod page;
mod pattern;
pub(crate) mod raw;
pub(crate) mod route;
pub(crate) mod row;
pub(crate) mod seed;
pub(crate) mod select;
pub(crate) mod selected;
pub(crate) mod soft_delete;
mod subquery;
mod union;
mod update;
mod upsert;
mod version;
mod window;

pub use comparison::{Additive, Comparable, Numeric, Sortable, Textual};
pub use computed::{Expression, IntoExpression};
pub use conversions::{
    Dated, Earlier, Integral, IntoDouble, Moment, SubtractedFrom, Subtrahend, Timed,
};
pub use delete::Delete;
#[cfg(feature = "json")]
pub use document::{Document, IntoStep, JsonPath, JsonValue, Kind};
pub(crate) use exists::Exists;
pub(crate) use expression::of_computed;
pub use expression::{
    Aggregate, Average, Averaged, Compared, Count, Distinct, Extreme, Ordered, Selection, Sum,
    Summed, count,
};
pub use fields::Fields;
pub use filter::{Filter, Having, IntoFilter};
pub(crate) use filter::{Node, walk_conditions};
pub use fragment::{Fragment, raw};
pub use functions::{Case, case};
pub use insert::{Given, Insert, IntoInsert, NewRow};
pub(crate) use insert_all::insert_within;
pub use insert_all::{Below, InsertAll, Returning};
pub use operand::{Operand, OrNull, Term, or_null};
pub use order::{IntoOrder, Order};
pub(crate) use order::{SortKey, Sorting};
pub use page::{Page, Paged, PagedSelected};
#[cfg(feature = "sqlite")]
pub(crate) use pattern::matches;
#[cfg(feature = "decimal")]
pub use raw::Scaled;
pub use raw::{Cell, RawSql, Record, sql};
pub use seed::{Seed, SeedKey, SeedLabel, SeedOutcome, Seeded, SeededRow, Seeds};
pub use select::Select;
pub use selected::{Columns, Grouping, Selected};
pub use subquery::{Correlated, InList, IntoQuery, SelectedValue, ValueQuery, exists};
pub use tablewright_sql::words::DatePart;
pub use union::Union;
pub use update::Update;
pub use upsert::{InsertOrNot, Upsert};
pub use window::{Unordered, Window, dense_rank, rank, row_number};
