//! What the types of a program know of what it asks a database, the same on each.

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
