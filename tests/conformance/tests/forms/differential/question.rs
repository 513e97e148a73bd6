//! Conditions for the library, and the same conditions in memory.

use std::sync::Arc;

use tablewright::Filter;
use tablewright::jiff::Timestamp;

use super::random::Random;
use super::subject::Subject;
use super::world::World;

/// Whether a row satisfies a condition; `None` is SQL's unknown. All columns of a missing row are
/// NULL, as in a left join.
pub type Holds<M> = Arc<dyn Fn(Option<&M>) -> Option<bool> + Send + Sync>;

/// A condition for the library, and the same condition in memory.
pub struct Question<M> {
    pub said: String,
    pub filter: Filter<M>,
    pub holds: Holds<M>,
}

impl<M> Question<M> {
    pub fn new(
        said: String,
        filter: Filter<M>,
        holds: impl Fn(Option<&M>) -> Option<bool> + Send + Sync + 'static,
    ) -> Question<M> {
        let holds = Arc::new(holds);
        Question {
            said,
            filter,
            holds,
        }
    }

    pub fn finds(&self, row: Option<&M>) -> bool {
        (self.holds)(row) == Some(true)
    }
}

/// A value of a field, if there is one.
pub trait Nullable<T> {
    fn value(&self) -> Option<T>;
}

impl<T: Clone> Nullable<T> for Option<T> {
    fn value(&self) -> Option<T> {
        self.clone()
    }
}

macro_rules! never_null {
    ($($ty:ty),+) => {$(
        impl Nullable<$ty> for $ty {
            fn value(&self) -> Option<$ty> {
                Some(self.clone())
            }
        }
    )+};
}

never_null!(i32, String, Timestamp);

pub const METHODS: [&str; 6] = ["eq", "ne", "lt", "le", "gt", "ge"];

pub fn compared<T: PartialOrd>(method: usize, left: Option<T>, right: Option<T>) -> Option<bool> {
    let ordering = left?.partial_cmp(&right?)?;
    Some(
        [
            ordering.is_eq(),
            ordering.is_ne(),
            ordering.is_lt(),
            ordering.is_le(),
            ordering.is_gt(),
            ordering.is_ge(),
        ][method],
    )
}

macro_rules! compare {
    ($method:expr, $column:expr, $operand:expr) => {
        match $method {
            0 => $column.eq($operand),
            1 => $column.ne($operand),
            2 => $column.lt($operand),
            3 => $column.le($operand),
            4 => $column.gt($operand),
            _ => $column.ge($operand),
        }
    };
}

/// Every condition on a column with ordered values: the column, its field, a type that compares
/// like it, the values, and another column of the type.
macro_rules! about {
    ($random:ident, $model:ident $column:ident $field:ident, $key:expr, $pool:expr, $other:ident $other_field:ident) => {{
        use $crate::differential::question::{
            METHODS, Nullable as _, Question, and, compare, compared,
        };
        let (pool, key) = ($pool, $key);
        let said = |what: String| format!("{} {what}", stringify!($column));
        match $random.below(8) {
            0..=2 => {
                let (method, value) = ($random.below(6), $random.pick(&pool));
                let filter = compare!(method, $model::$column, value.clone());
                let text = said(format!("{} {value:?}", METHODS[method]));
                Question::new(text, filter, move |row: Option<&$model>| {
                    let own = row.and_then(|row| row.$field.value());
                    compared(method, own.map(key), Some(key(value.clone())))
                })
            }
            3 => {
                let method = $random.below(6);
                let filter = compare!(method, $model::$column, $model::$other);
                let text = said(format!("{} {}", METHODS[method], stringify!($other)));
                Question::new(text, filter, move |row: Option<&$model>| {
                    let own = row.and_then(|row| row.$field.value());
                    let other = row.and_then(|row| row.$other_field.value());
                    compared(method, own.map(key), other.map(key))
                })
            }
            4 | 5 => {
                let length = [0, 1, 2, 3, 300][$random.below(5)];
                let list: Vec<_> = (0..length).map(|_| $random.pick(&pool)).collect();
                let negated = $random.flip();
                let text = said(format!(
                    "{} {:?} of {length}",
                    if negated { "not in" } else { "in" },
                    &list[..length.min(3)]
                ));
                let filter = if negated {
                    $model::$column.not_in(list.clone())
                } else {
                    $model::$column.in_(list.clone())
                };
                Question::new(text, filter, move |row: Option<&$model>| {
                    let found = if list.is_empty() {
                        Some(false)
                    } else {
                        row.and_then(|row| row.$field.value()).map(|value| {
                            list.iter()
                                .any(|one| key(one.clone()) == key(value.clone()))
                        })
                    };
                    found.map(|found| found != negated)
                })
            }
            6 => {
                let null = $random.flip();
                let filter = if null {
                    $model::$column.is_null()
                } else {
                    $model::$column.is_not_null()
                };
                let text = said(format!("is null: {null}"));
                Question::new(text, filter, move |row: Option<&$model>| {
                    let own = row.and_then(|row| row.$field.value());
                    Some(own.map(key).is_none() == null)
                })
            }
            _ => {
                let (first, last) = ($random.pick(&pool), $random.pick(&pool));
                let filter = $model::$column.between(first.clone(), last.clone());
                let text = said(format!("between {first:?} {last:?}"));
                Question::new(text, filter, move |row: Option<&$model>| {
                    let own = row.and_then(|row| row.$field.value()).map(key);
                    and([
                        compared(5, own.clone(), Some(key(first.clone()))),
                        compared(3, own, Some(key(last.clone()))),
                    ])
                })
            }
        }
    }};
}

/// A column compared with a computed value: the columns, the values, and the operators in memory.
macro_rules! computed {
    ($random:ident, $model:ident $column:ident $field:ident, $other:ident $other_field:ident, $pool:expr, $wide:expr) => {{
        use $crate::differential::question::{METHODS, Nullable as _, Question, compare, compared};
        let (method, operator, value) = ($random.below(6), $random.below(3), $random.pick(&$pool));
        let operand = match operator {
            0 => $model::$other + value,
            1 => $model::$other - value,
            _ => $model::$other * value,
        };
        let filter = compare!(method, $model::$column, operand);
        let text = format!(
            "{} {} {} {} {value:?}",
            stringify!($column),
            METHODS[method],
            stringify!($other),
            ["+", "-", "*"][operator]
        );
        let wide = $wide;
        Question::new(text, filter, move |row: Option<&$model>| {
            let left = row.and_then(|row| row.$field.value()).map(wide);
            let right = row.and_then(|row| row.$other_field.value()).map(wide);
            let right = right.map(|right| match operator {
                0 => right + wide(value),
                1 => right - wide(value),
                _ => right * wide(value),
            });
            compared(method, left, right)
        })
    }};
}

/// A pattern of a column of text, after this prefix: both kinds, and a part of a text.
macro_rules! pattern {
    ($random:ident, $model:ident $column:ident $field:ident, $prefix:literal) => {{
        use $crate::differential::question::{Nullable as _, Question, is_like};
        let pieces = [
            "%", "_", "a", "A", "b", "ä", "\\%", "\\_", " ", "\r", "\n", "X",
        ];
        let pattern: String = (0..$random.below(5))
            .map(|_| $random.pick(&pieces))
            .collect();
        let pattern = format!("{}{pattern}", $prefix);
        let ignoring = $random.flip();
        let text = format!(
            "{} like {pattern:?}, ignoring case: {ignoring}",
            stringify!($column)
        );
        let filter = if ignoring {
            $model::$column.ilike(pattern.as_str())
        } else {
            $model::$column.like(pattern.as_str())
        };
        Question::new(text, filter, move |row: Option<&$model>| {
            let text: Option<String> = row.and_then(|row| row.$field.value());
            text.map(|text| {
                if ignoring {
                    is_like(&text.to_ascii_lowercase(), &pattern.to_ascii_lowercase())
                } else {
                    is_like(&text, &pattern)
                }
            })
        })
    }};
}

/// A part of a text, with any characters.
macro_rules! part {
    ($random:ident, $model:ident $column:ident $field:ident, $pool:expr) => {{
        use $crate::differential::question::{Nullable as _, Question};
        let (part, kind) = ($random.pick(&$pool), $random.below(3));
        let (said, filter) = match kind {
            0 => ("starts with", $model::$column.starts_with(part.as_str())),
            1 => ("ends with", $model::$column.ends_with(part.as_str())),
            _ => ("contains", $model::$column.contains(part.as_str())),
        };
        let text = format!("{} {said} {part:?}", stringify!($column));
        Question::new(text, filter, move |row: Option<&$model>| {
            let text: Option<String> = row.and_then(|row| row.$field.value());
            text.map(|text| match kind {
                0 => text.starts_with(&part),
                1 => text.ends_with(&part),
                _ => text.contains(&part),
            })
        })
    }};
}

pub(super) use {about, compare, computed, part, pattern};

pub fn and(answers: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut all = Some(true);
    for answer in answers {
        match answer {
            Some(false) => return Some(false),
            None => all = None,
            Some(true) => {}
        }
    }
    all
}

/// A condition that combines others, down to this depth.
pub fn any<M: Subject>(random: &mut Random, world: &Arc<World>, depth: usize) -> Question<M> {
    if depth == 0 || random.below(3) == 0 {
        return M::question(random, world, depth);
    }
    let kind = random.below(3);
    if kind == 2 {
        let inner = any::<M>(random, world, depth - 1);
        let said = format!("!{}", inner.said);
        return Question::new(said, !inner.filter.clone(), move |row| {
            (inner.holds)(row).map(|holds| !holds)
        });
    }
    let parts: Vec<Question<M>> = (0..random.below(4))
        .map(|_| any(random, world, depth - 1))
        .collect();
    let said: Vec<&str> = parts.iter().map(|part| part.said.as_str()).collect();
    let filters = parts.iter().map(|part| part.filter.clone());
    if kind == 0 {
        let (said, filter) = (format!("({})", said.join(" & ")), Filter::every(filters));
        Question::new(said, filter, move |row| {
            and(parts.iter().map(|part| (part.holds)(row)))
        })
    } else {
        let (said, filter) = (format!("({})", said.join(" | ")), Filter::any(filters));
        Question::new(said, filter, move |row| {
            let none = and(parts.iter().map(|part| (part.holds)(row).map(|it| !it)));
            none.map(|none| !none)
        })
    }
}

/// As SQL defines it: the lengths of the beginnings of the text that the pattern matches so far.
pub fn is_like(text: &str, pattern: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let mut matched = vec![false; text.len() + 1];
    matched[0] = true;
    let mut pattern = pattern.chars();
    while let Some(letter) = pattern.next() {
        let letter = match letter {
            '%' => {
                let first = matched.iter().position(|is_matched| *is_matched);
                let first = first.unwrap_or(matched.len());
                matched[first..].fill(true);
                continue;
            }
            '_' => None,
            '\\' => pattern.next().or(Some(letter)),
            _ => Some(letter),
        };
        for end in (1..matched.len()).rev() {
            matched[end] = matched[end - 1] && letter.is_none_or(|it| it == text[end - 1]);
        }
        matched[0] = false;
    }
    matched[text.len()]
}
