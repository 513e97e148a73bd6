//! The bindings that rusqlite uses, with the version that the other libraries need.

pub use newer::*;
