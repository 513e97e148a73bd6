//! Types of values and queries, the same on each database.

mod by_hand;
mod documents;
mod enums;
mod kept;
mod limits;
mod many_rows;
mod native;
mod own_types;
mod parameters;
mod typed_ids;
mod validation;
