//! The parameters of a condition with a pattern: which ones a dialect needs, and in which order.

use crate::Dialect;
use crate::words::{LONG, Like, PREFIX, PREFIX_END, PREFIX_ONLY};

/// A parameter of a condition on a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// The beginning of every string that matches.
    Prefix,
    /// The first string after all strings with this beginning.
    PrefixEnd,
    /// The pattern in the syntax of `GLOB`.
    Glob,
    /// The pattern in the syntax of `LIKE`.
    Like,
    /// The pattern in the syntax of `LIKE`, with lower-case ASCII letters.
    Folded,
    /// The pattern in the syntax of `LIKE`, for our own function.
    Own,
}

/// The parameters of a pattern of this kind; `form` has the flags of [`Op::Pattern`].
///
/// SQLite's `LIKE` ignores case, and its `GLOB` does not; an index finds the strings between two
/// others, but not the matches of a `GLOB` with a parameter. Neither accepts long patterns. MySQL
/// and MariaDB have no `LIKE` that ignores only the case of ASCII letters, and their regular
/// expressions fail on long strings.
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
