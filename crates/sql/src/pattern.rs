//! How a pattern is asked for: which parameters it has in a dialect, in which order.

use crate::Dialect;
use crate::words::{LONG, Like, PREFIX, PREFIX_END, PREFIX_ONLY};

/// A parameter of a condition on a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// What every text with the form begins with.
    Prefix,
    /// The first text after all that begin like this.
    PrefixEnd,
    /// The form, in the words of `GLOB`.
    Glob,
    /// The form, in the words of `LIKE`.
    Like,
    /// The form, in the words of `LIKE`, for a text whose letters of ASCII are small.
    Folded,
    /// The form, in the words of `LIKE`, for a function of our own.
    Own,
}

/// The parameters of a pattern of this kind; `form` has the flags of [`Op::Pattern`].
///
/// SQLite's `LIKE` ignores case, and its `GLOB` does not; an index finds what is between two texts,
/// but not what a `GLOB` finds whose pattern is a parameter. Neither takes long patterns. MySQL and
/// MariaDB have no `LIKE` that ignores the case of ASCII alone, and their regular expressions give
/// up on long texts.
///
/// [`Op::Pattern`]: crate::words::Op::Pattern
pub fn parameters(dialect: Dialect, kind: Like, form: u32) -> impl Iterator<Item = Parameter> {
    let has = |flag: u32| form & flag != 0;
    let found = match (dialect, kind) {
        (Dialect::Sqlite, Like::Exact) => [
            has(PREFIX).then_some(Parameter::Prefix),
            (has(PREFIX) && has(PREFIX_END)).then_some(Parameter::PrefixEnd),
            (!(has(PREFIX) && has(PREFIX_END) && has(PREFIX_ONLY))).then_some(if has(LONG) {
                Parameter::Own
            } else {
                Parameter::Glob
            }),
        ],
        (Dialect::Sqlite, Like::IgnoringCase) if has(LONG) => [Some(Parameter::Own), None, None],
        (Dialect::Sqlite, Like::IgnoringCase)
        | (Dialect::Postgres, _)
        | (Dialect::Mysql | Dialect::Mariadb, Like::Exact) => [Some(Parameter::Like), None, None],
        (Dialect::Mysql | Dialect::Mariadb, Like::IgnoringCase) => {
            [Some(Parameter::Folded), None, None]
        }
    };
    found.into_iter().flatten()
}
