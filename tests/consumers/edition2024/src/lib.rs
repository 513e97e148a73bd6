//! A consumer on edition 2024: the generated code has to compile there without a warning.
#![deny(warnings, missing_docs, clippy::all)]
#![forbid(unsafe_code)]

#[path = "../../shared.rs"]
mod shared;

pub use shared::*;
