//! Types of values and queries, the same on each database.

mod documents;
mod enums;
mod kept;
mod limits;
mod many_rows;
mod native;
mod own_types;
mod parameters;
mod raw_sql;
mod typed_ids;
mod validation;
