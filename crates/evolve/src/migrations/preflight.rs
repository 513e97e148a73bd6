//! Preflight checks at the beginning of a file: their form, and their parser.
//!
//! ```text
//! -- tablewright: refuse if
//! --   SELECT 1 FROM "users" WHERE "age" IS NULL LIMIT 1
//! -- because
//! --   `users.age` may hold NULL in rows that exist: fill these rows first
//! ```

use std::iter::Peekable;

/// The first line of a preflight check.
pub const REFUSE_IF: &str = "-- tablewright: refuse if";

/// The line between the query and the message.
const BECAUSE: &str = "-- because";

/// The beginning of the lines of the query and of the message.
const INDENT: &str = "--   ";

/// A query before the first statement of a file. If it finds a row, nothing is run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preflight {
    /// The query.
    pub sql: String,
    /// The problem and the remedy.
    pub message: String,
}

/// The lines of a preflight check.
pub(crate) fn written(sql: &str, message: &str) -> String {
    let lines = |text: &str| -> String {
        let lines = text.split('\n');
        lines.map(|line| format!("{INDENT}{line}\n")).collect()
    };
    format!("{REFUSE_IF}\n{}{BECAUSE}\n{}", lines(sql), lines(message))
}

/// Parses the preflight checks of a file.
///
/// # Errors
///
/// The number, from 1, of the first line of an incomplete check.
pub(super) fn read(text: &str) -> Result<Vec<Preflight>, usize> {
    let mut lines = text.lines().map(str::trim_end).zip(1..).peekable();
    let mut found = Vec::new();
    while let Some((line, number)) = lines.next() {
        if !line.is_empty() && !line.starts_with("--") {
            break;
        }
        if line != REFUSE_IF {
            continue;
        }
        let sql = block(&mut lines);
        if lines.next_if(|(line, _)| *line == BECAUSE).is_none() {
            return Err(number);
        }
        let message = block(&mut lines);
        if sql.trim().is_empty() || message.trim().is_empty() {
            return Err(number);
        }
        found.push(Preflight { sql, message });
    }
    Ok(found)
}

/// The indented lines that follow.
fn block<'t>(lines: &mut Peekable<impl Iterator<Item = (&'t str, usize)>>) -> String {
    let mut block = Vec::new();
    while let Some((line, _)) = lines.next_if(|(line, _)| is_indented(line)) {
        block.push(line.strip_prefix(INDENT).unwrap_or_default());
    }
    block.join("\n")
}

fn is_indented(line: &str) -> bool {
    // White space at the ends of lines is removed.
    line.starts_with(INDENT) || line == INDENT.trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let checks = [
            ("SELECT 1 FROM \"a\" LIMIT 1", "there are rows: delete them"),
            ("SELECT 1 FROM a\nWHERE b = '\n\n-- because'", "one\n\ntwo"),
        ];
        let text: String = checks.map(|(sql, message)| written(sql, message)).concat();
        let text = format!("-- tablewright: no transaction\n{text}\nDROP TABLE a;\n");
        let expected = checks.map(|(sql, message)| Preflight {
            sql: sql.to_owned(),
            message: message.to_owned(),
        });
        assert_eq!(read(&text), Ok(expected.to_vec()));
        assert_eq!(read(&text.replace('\n', "\r\n")), Ok(expected.to_vec()));
    }

    #[test]
    fn an_incomplete_one_is_an_error() {
        for text in [
            "-- tablewright: refuse if\nDROP TABLE a",
            "-- tablewright: refuse if\n--   SELECT 1\nDROP TABLE a",
            "-- tablewright: refuse if\n--   SELECT 1\n-- because\n",
            "-- tablewright: refuse if\n-- because\n--   a",
        ] {
            assert_eq!(read(text), Err(1), "{text}");
        }
        assert_eq!(
            read("DROP TABLE a; -- tablewright: refuse if"),
            Ok(Vec::new())
        );
    }
}
