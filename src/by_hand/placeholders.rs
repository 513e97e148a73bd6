//! The parameters of SQL by hand.
//!
//! A `?` is a parameter on every database. What it is not part of, texts, quoted names and comments,
//! each database delimits in its own way.

use std::borrow::Cow;

use crate::{Dialect, Error, Result};

/// A text with the placeholders of a database.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Placeholders<'t> {
    /// The text that is sent.
    pub text: Cow<'t, str>,
    /// How many values have to be bound.
    pub parameters: usize,
    /// Which value each parameter has, from 0, where that is not its own place.
    pub order: Option<Vec<usize>>,
}

/// Finds the parameters of a text.
///
/// # Errors
///
/// [`Error::Value`] where they are spelled as only some databases do.
pub(super) fn find(text: &str, dialect: Dialect) -> Result<Placeholders<'_>> {
    let mut scan = Scan {
        text,
        dialect,
        place: 0,
        copied: 0,
        written: String::new(),
        bare: 0,
        numbers: Vec::new(),
    };
    while let Some(&byte) = text.as_bytes().get(scan.place) {
        scan.step(byte)?;
    }
    scan.finish()
}

/// The place that is looked at, and what was found before it.
struct Scan<'t> {
    text: &'t str,
    dialect: Dialect,
    place: usize,
    /// Up to where the text was copied, if any of it was.
    copied: usize,
    written: String,
    /// How many `?` there were.
    bare: usize,
    /// The numbers of `?1` and the like, from 0.
    numbers: Vec<usize>,
}

impl<'t> Scan<'t> {
    fn step(&mut self, byte: u8) -> Result<()> {
        let mysql = matches!(self.dialect, Dialect::Mysql | Dialect::Mariadb);
        match byte {
            b'?' => return self.parameter(),
            b'\'' => self.quoted(b'\'', mysql),
            b'"' => self.quoted(b'"', mysql),
            b'`' if self.dialect != Dialect::Postgres => self.quoted(b'`', false),
            // A name, as Microsoft writes it.
            b'[' if self.dialect == Dialect::Sqlite => self.behind("]"),
            b'-' if self.starts("--") => self.dashes(),
            b'#' if mysql => self.behind("\n"),
            // What is in this one is run.
            b'/' if mysql && (self.starts("/*!") || self.starts("/*M!")) => self.place += 3,
            b'/' if self.starts("/*") => self.comment(),
            b'$' if self.dialect == Dialect::Postgres => return self.dollar(),
            b'$' | b'@' | b':' if self.dialect == Dialect::Sqlite => return Err(misspelt()),
            byte if is_word(byte) => self.word(),
            _ => self.place += 1,
        }
        Ok(())
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.place..).unwrap_or_default()
    }

    fn starts(&self, with: &str) -> bool {
        self.text.as_bytes()[self.place..].starts_with(with.as_bytes())
    }

    /// Moves behind the next of these, or to the end.
    fn behind(&mut self, end: &str) {
        self.place = match self.rest().find(end) {
            Some(length) => self.place + length + end.len(),
            None => self.text.len(),
        };
    }

    /// A text or a name; the quote in it is doubled, or has a backslash before it.
    fn quoted(&mut self, quote: u8, backslash: bool) {
        let bytes = self.text.as_bytes();
        self.place += 1;
        while let Some(&byte) = bytes.get(self.place) {
            self.place += 1;
            if backslash && byte == b'\\' {
                self.place += 1;
            } else if byte == quote {
                // Where it is doubled, the text goes on as if it were another one.
                return;
            }
        }
    }

    /// A comment up to the end of the line; on MySQL only with a space behind the dashes.
    fn dashes(&mut self) {
        let next = self.text.as_bytes().get(self.place + 2);
        let is_comment = match self.dialect {
            Dialect::Sqlite | Dialect::Postgres => true,
            Dialect::Mysql | Dialect::Mariadb => next.is_none_or(|byte| *byte <= b' '),
        };
        if is_comment {
            self.behind("\n");
        } else {
            self.place += 2;
        }
    }

    /// A comment, which on PostgreSQL may contain others.
    fn comment(&mut self) {
        self.place += 2;
        if self.dialect != Dialect::Postgres {
            return self.behind("*/");
        }
        let mut depth = 1;
        while depth > 0 && self.place < self.text.len() {
            if self.starts("/*") {
                depth += 1;
                self.place += 2;
            } else if self.starts("*/") {
                depth -= 1;
                self.place += 2;
            } else {
                self.place += 1;
            }
        }
    }

    /// A text between `$$` and `$$`, or `$tag$` and `$tag$`.
    fn dollar(&mut self) -> Result<()> {
        let tag = self.text.as_bytes()[self.place + 1..]
            .iter()
            .position(|&byte| byte == b'$' || !is_word(byte));
        let end = tag.map(|length| self.place + 1 + length);
        let next = self.text.as_bytes().get(self.place + 1);
        if next.is_some_and(u8::is_ascii_digit) {
            return Err(misspelt());
        }
        match end.filter(|&end| self.text.as_bytes()[end] == b'$') {
            Some(end) => {
                let tag = &self.text[self.place..=end];
                self.place = end + 1;
                self.behind(tag);
            }
            None => self.place += 1,
        }
        Ok(())
    }

    /// A keyword, a name or a number.
    fn word(&mut self) {
        let bytes = self.text.as_bytes();
        let start = self.place;
        while bytes
            .get(self.place)
            .is_some_and(|&byte| is_word(byte) || byte == b'$')
        {
            self.place += 1;
        }
        let prefix = &bytes[start..self.place];
        if self.dialect == Dialect::Postgres
            && prefix.eq_ignore_ascii_case(b"e")
            && bytes.get(self.place) == Some(&b'\'')
        {
            self.quoted(b'\'', true);
        }
    }

    fn parameter(&mut self) -> Result<()> {
        let start = self.place;
        let bytes = self.text.as_bytes();
        if self.dialect == Dialect::Postgres && self.starts("??") {
            self.copy_to(start + 1);
            self.place += 2;
            self.copied = self.place;
            return Ok(());
        }
        self.place += 1;
        while bytes.get(self.place).is_some_and(u8::is_ascii_digit) {
            self.place += 1;
        }
        let digits = &self.text[start + 1..self.place];
        if digits.is_empty() {
            self.bare += 1;
        } else {
            match digits.parse() {
                Ok(number @ 1..=MOST) => self.numbers.push(number - 1),
                Ok(_) | Err(_) => return Err(no_such_number(digits)),
            }
        }
        match self.dialect {
            Dialect::Sqlite => {}
            Dialect::Postgres => {
                self.copy_to(start);
                self.written.push('$');
                match digits {
                    "" => self.written.push_str(&self.bare.to_string()),
                    digits => self.written.push_str(digits),
                }
                self.copied = self.place;
            }
            Dialect::Mysql | Dialect::Mariadb if digits.is_empty() => {}
            Dialect::Mysql | Dialect::Mariadb => {
                self.copy_to(start + 1);
                self.copied = self.place;
            }
        }
        Ok(())
    }

    fn copy_to(&mut self, place: usize) {
        self.written.push_str(&self.text[self.copied..place]);
    }

    fn finish(mut self) -> Result<Placeholders<'t>> {
        if self.bare > 0 && !self.numbers.is_empty() {
            return Err(Error::value(
                "the SQL has parameters with numbers, `?1`, and others without, `?`: write all of \
                 them one way",
            ));
        }
        let mut numbers = self.numbers.clone();
        numbers.sort_unstable();
        numbers.dedup();
        let most = numbers.last().map_or(0, |number| number + 1);
        if let Some((missing, _)) = (1..)
            .zip(&numbers)
            .find(|(place, number)| *place != *number + 1)
        {
            return Err(Error::value(format!(
                "the SQL has the parameter `?{most}` and no `?{missing}`"
            )));
        }
        let text = if self.written.is_empty() {
            Cow::Borrowed(self.text)
        } else {
            self.copy_to(self.text.len());
            Cow::Owned(self.written)
        };
        let mysql = matches!(self.dialect, Dialect::Mysql | Dialect::Mariadb);
        Ok(Placeholders {
            text,
            parameters: self.bare + most,
            order: (mysql && most > 0).then_some(self.numbers),
        })
    }
}

/// The greatest number of a parameter.
const MOST: usize = 65_535;

/// Whether a byte is of a name; all that is not ASCII is.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

#[cold]
fn misspelt() -> Error {
    Error::value("the SQL has a parameter that is not written `?`, as it is for every database")
}

#[cold]
fn no_such_number(digits: &str) -> Error {
    Error::value(format!(
        "the SQL has the parameter `?{digits}`; they are counted from 1 to {MOST}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Dialect; 4] = [
        Dialect::Sqlite,
        Dialect::Postgres,
        Dialect::Mysql,
        Dialect::Mariadb,
    ];

    fn text(text: &str, dialect: Dialect) -> (String, usize) {
        let found = find(text, dialect).expect("it is spelled well");
        (found.text.into_owned(), found.parameters)
    }

    fn postgres(sql: &str) -> (String, usize) {
        text(sql, Dialect::Postgres)
    }

    #[test]
    fn each_database_has_its_own() {
        let sql = "select ?, ? + ?";
        assert_eq!(postgres(sql), ("select $1, $2 + $3".to_owned(), 3));
        for dialect in [Dialect::Sqlite, Dialect::Mysql, Dialect::Mariadb] {
            assert_eq!(text(sql, dialect), (sql.to_owned(), 3));
        }
        assert_eq!(postgres(""), (String::new(), 0));
        assert_eq!(postgres("?"), ("$1".to_owned(), 1));
    }

    #[test]
    fn numbers_are_for_what_stands_in_several_places() {
        let sql = "select ?2, ?1, ?2";
        assert_eq!(postgres(sql), ("select $2, $1, $2".to_owned(), 2));
        assert_eq!(text(sql, Dialect::Sqlite), (sql.to_owned(), 2));
        let found = find(sql, Dialect::Mysql).expect("it is spelled well");
        assert_eq!(found.text, "select ?, ?, ?");
        assert_eq!(found.order, Some(vec![1, 0, 1]));
        assert_eq!(found.parameters, 2);
        for wrong in ["?1, ?", "?2", "?0", "?99999", "?99999999999999999999999"] {
            for dialect in ALL {
                assert!(find(wrong, dialect).is_err(), "{wrong} on {dialect}");
            }
        }
    }

    #[test]
    fn texts_names_and_comments_have_none() {
        for sql in [
            "select '?', 'it''s ?', \"a?\"",
            "select 1 -- ?\n",
            "select 1 /* ? */",
        ] {
            for dialect in ALL {
                assert_eq!(text(sql, dialect), (sql.to_owned(), 0), "on {dialect}");
            }
        }
        assert_eq!(postgres("select E'\\'?', ?").1, 1);
        assert_eq!(postgres("select '\\', ?").1, 1);
        assert_eq!(postgres("select $$ ? $$, $a$ $$ ? $a$, ?").1, 1);
        assert_eq!(postgres("select /* /* ? */ ? */ ?").1, 1);
        assert_eq!(postgres("select a$b, array[?]::int[]").1, 1);
        assert_eq!(postgres("select a - ?").1, 1);
        assert_eq!(text("select [a?], ?", Dialect::Sqlite).1, 1);
        assert_eq!(text("select `a?`, ?", Dialect::Sqlite).1, 1);
        assert_eq!(text("select '\\', ?", Dialect::Sqlite).1, 1);
        for dialect in [Dialect::Mysql, Dialect::Mariadb] {
            assert_eq!(text("select '\\'?', \"\\\"?\", `a?`, ?", dialect).1, 1);
            assert_eq!(text("select 1 # ?\n + ?", dialect).1, 1);
            assert_eq!(text("select 1--?", dialect).1, 1);
            assert_eq!(text("select 1 /*! + ? */", dialect).1, 1);
        }
        assert_eq!(text("/* /* ? */ ? */", Dialect::Sqlite).1, 1);
    }

    #[test]
    fn what_does_not_end_is_the_database_s_affair() {
        for sql in ["'?", "\"?", "`?", "[?", "/*?", "--?", "$a$?", "'\\", "é?'é"] {
            for dialect in ALL {
                drop(find(sql, dialect));
            }
        }
    }

    #[test]
    fn operators_have_two() {
        assert_eq!(
            postgres("select a ?? ?, b ??| ?"),
            ("select a ? $1, b ?| $2".to_owned(), 2)
        );
    }

    #[test]
    fn what_only_some_databases_know_is_refused() {
        assert!(find("select $1", Dialect::Postgres).is_err());
        for sql in ["select :name", "select @name", "select $name"] {
            assert!(find(sql, Dialect::Sqlite).is_err(), "{sql}");
        }
        assert_eq!(text("select @name := ?", Dialect::Mysql).1, 1);
        assert_eq!(postgres("select 1::bigint + ?::bigint").1, 1);
    }
}
