//! What the types of a program know of what it asks a database, the same on each.

mod by_hand;
mod documents;
mod enums;
mod kept;
mod limits;
mod typed_ids;
