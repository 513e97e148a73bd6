//! Values whose stored form is not the value on one database or another: what is compared, sorted,
//! computed and set means the same on each.

#[path = "../suite/check.rs"]
#[allow(dead_code)]
mod check;
mod collated;
mod differential;
mod values;
