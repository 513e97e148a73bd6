//! Values that some databases store in another form: comparing, sorting, computing and setting them
//! means the same on each.

#[path = "../suite/check.rs"]
#[allow(dead_code)]
mod check;
mod collated;
mod differential;
mod values;
