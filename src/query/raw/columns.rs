//! The columns of a result, and those that a struct or a tuple needs.

use tablewright_sql::civil::{Date, DateTime, Time};

use crate::base::error::{Error, Missing, Result, SchemaError};
#[cfg(feature = "json")]
use crate::base::value::Element;
use crate::base::value::Row;

/// The positions of the columns of these names.
///
/// If no name matches exactly, names match without regard to case, because databases change the
/// case of unquoted names in different ways.
///
/// # Errors
///
/// [`Error::Schema`] if one is missing, surplus, or exists twice.
pub(super) fn by_name(wanted: &[&str], found: &[&str], of: &str) -> Result<Vec<usize>> {
    let mut positions = Vec::with_capacity(wanted.len());
    let mut missing = Vec::new();
    for name in wanted {
        let same = |other: &&str| *other == *name;
        let folded = |other: &&str| other.eq_ignore_ascii_case(name);
        let position = found.iter().position(same);
        match position.or_else(|| found.iter().position(folded)) {
            Some(position) => positions.push(position),
            None => missing.push(*name),
        }
    }
    let of = of.rsplit("::").next().unwrap_or(of);
    if !missing.is_empty() {
        let needed = listed(&missing);
        let there = match found {
            [] => "has no columns".to_owned(),
            found => format!("has {}", listed(found)),
        };
        return Err(misfit(
            &missing,
            format!("the result {there}, and `{of}` also needs {needed}"),
        ));
    }
    let left = |(position, name)| (!positions.contains(&position)).then_some(name);
    let more: Vec<&str> = (0..).zip(found.iter().copied()).filter_map(left).collect();
    match more.first() {
        None => Ok(positions),
        Some(name) if wanted.iter().any(|one| one.eq_ignore_ascii_case(name)) => Err(misfit(
            &[],
            format!("the result has more than one column `{name}`"),
        )),
        Some(_) => {
            let more = listed(&more);
            Err(misfit(
                &[],
                format!("the result has {more}, for which `{of}` has no field"),
            ))
        }
    }
}

/// Checks that there are as many columns as values, and returns their positions.
///
/// # Errors
///
/// [`Error::Schema`] if there are more or fewer.
pub(super) fn count(wanted: usize, found: &[&str]) -> Result<Vec<usize>> {
    if found.len() == wanted {
        return Ok(Vec::new());
    }
    let values = match wanted {
        1 => "1 value is".to_owned(),
        wanted => format!("{wanted} values are"),
    };
    let message = match (found, found.get(wanted..)) {
        ([], _) => format!("the result has no columns, and {values} read"),
        (_, Some(more)) => format!("{values} read, and the result has {} too", listed(more)),
        (found, None) => format!("{values} read, and the result has only {}", listed(found)),
    };
    Err(misfit(&[], message))
}

#[cold]
fn misfit(missing: &[&str], message: String) -> Error {
    let missing = missing.iter().map(|&column| Missing {
        table: String::new(),
        column: Some(column.to_owned()),
    });
    Error::Schema(Box::new(SchemaError {
        missing: missing.collect(),
        message: format!("{message}: change the SQL; `AS` names a column"),
    }))
}

/// ``the columns `a` and `b` ``
fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [name] => format!("the column {name}"),
        [before @ .., last] => format!("the columns {} and {last}", before.join(", ")),
        [] => "no column".to_owned(),
    }
}

/// Replaces the column of an error by its name in the result, and leaves out the value.
#[cold]
pub(super) fn named<R: Row>(mut error: Error, row: &R) -> Error {
    if let Error::Decode(error) = &mut error
        && let Some(name) = row.name(error.index)
    {
        error.column = name.into_owned().into();
    }
    error.of_raw_sql()
}

/// A row whose columns have other positions than those of the struct.
pub(super) struct Named<'r, R> {
    pub row: &'r R,
    pub positions: &'r [usize],
}

impl<R> Named<'_, R> {
    /// Reads a column. Errors have its position in the struct.
    #[inline]
    fn read<'r, T>(
        &'r self,
        index: usize,
        read: impl FnOnce(&'r R, usize) -> Result<Option<T>>,
    ) -> Result<Option<T>> {
        let position = self.positions.get(index).copied().unwrap_or(index);
        match read(self.row, position) {
            Ok(value) => Ok(value),
            Err(error) => Err(at(error, index)),
        }
    }
}

#[cold]
fn at(mut error: Error, index: usize) -> Error {
    if let Error::Decode(error) = &mut error {
        error.index = index;
    }
    error
}

impl<R: Row> Row for Named<'_, R> {
    fn bool(&self, index: usize) -> Result<Option<bool>> {
        self.read(index, R::bool)
    }

    fn i16(&self, index: usize) -> Result<Option<i16>> {
        self.read(index, R::i16)
    }

    fn i32(&self, index: usize) -> Result<Option<i32>> {
        self.read(index, R::i32)
    }

    fn i64(&self, index: usize) -> Result<Option<i64>> {
        self.read(index, R::i64)
    }

    fn f32(&self, index: usize) -> Result<Option<f32>> {
        self.read(index, R::f32)
    }

    fn f64(&self, index: usize) -> Result<Option<f64>> {
        self.read(index, R::f64)
    }

    fn decimal(&self, index: usize, scale: u32) -> Result<Option<i128>> {
        self.read(index, |row, position| row.decimal(position, scale))
    }

    fn text(&self, index: usize) -> Result<Option<&str>> {
        self.read(index, R::text)
    }

    fn bytes(&self, index: usize) -> Result<Option<&[u8]>> {
        self.read(index, R::bytes)
    }

    fn bytes_owned(&self, index: usize) -> Result<Option<Vec<u8>>> {
        self.read(index, R::bytes_owned)
    }

    fn uuid(&self, index: usize) -> Result<Option<[u8; 16]>> {
        self.read(index, R::uuid)
    }

    fn date(&self, index: usize) -> Result<Option<Date>> {
        self.read(index, R::date)
    }

    fn time(&self, index: usize) -> Result<Option<Time>> {
        self.read(index, R::time)
    }

    fn datetime(&self, index: usize) -> Result<Option<DateTime>> {
        self.read(index, R::datetime)
    }

    fn timestamp(&self, index: usize) -> Result<Option<DateTime>> {
        self.read(index, R::timestamp)
    }

    fn json(&self, index: usize) -> Result<Option<&str>> {
        self.read(index, R::json)
    }

    #[cfg(feature = "json")]
    fn list<T: Element>(&self, index: usize) -> Result<Option<Vec<T>>> {
        self.read(index, R::list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said<T>(result: Result<T>) -> String {
        result
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default()
    }

    #[test]
    fn columns_are_found_by_their_names() {
        let positions = |found: &[&str]| by_name(&["id", "name"], found, "app::User").ok();
        assert_eq!(positions(&["id", "name"]), Some(vec![0, 1]));
        assert_eq!(positions(&["name", "id"]), Some(vec![1, 0]));
        assert_eq!(positions(&["NAME", "id"]), Some(vec![1, 0]));
        assert_eq!(positions(&["id"]), None);
        // Names that differ only in case are different if both exist.
        assert_eq!(
            by_name(&["a", "A"], &["A", "a"], "x").ok(),
            Some(vec![1, 0])
        );
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let found = |found: &[&str]| said(by_name(&["id", "name"], found, "app::User"));
        let hint = ": change the SQL; `AS` names a column";
        assert_eq!(
            found(&["id", "nmae"]),
            format!(
                "the result has the columns `id` and `nmae`, and `User` also needs the column \
                 `name`{hint}"
            )
        );
        assert_eq!(
            found(&["id", "name", "age"]),
            format!("the result has the column `age`, for which `User` has no field{hint}")
        );
        assert_eq!(
            found(&["id", "name", "id"]),
            format!("the result has more than one column `id`{hint}")
        );
        assert_eq!(
            found(&[]),
            format!(
                "the result has no columns, and `User` also needs the columns `id` and `name`{hint}"
            )
        );
        assert_eq!(
            said(count(1, &["a", "b"])),
            format!("1 value is read, and the result has the column `b` too{hint}")
        );
        assert_eq!(
            said(count(3, &["a", "b"])),
            format!("3 values are read, and the result has only the columns `a` and `b`{hint}")
        );
    }
}
