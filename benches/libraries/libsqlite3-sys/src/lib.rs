//! The bindings that rusqlite uses, under the version that the others ask for.

pub use newer::*;
