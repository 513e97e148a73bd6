//! Selections other than whole rows, and rows that are reached step by step.

mod aggregates;
#[path = "../suite/check.rs"]
#[allow(dead_code)]
mod check;
mod named;
mod shapes;
mod trees;
