//! Rows that are inserted together with those that belong to them, and upserts into relations.

mod trees;
mod upserts;
