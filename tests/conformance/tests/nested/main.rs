//! Rows that are inserted together with their related rows, and upserts into relations.

mod trees;
mod upserts;
