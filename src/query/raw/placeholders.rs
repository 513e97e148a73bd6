//! The parameters of raw SQL.
//!
//! A `?` is a parameter on every database, except in string literals, quoted names and comments,
//! which each database delimits in its own way.

use std::borrow::Cow;

use tablewright_sql::lexer::lexemes;
use tablewright_sql::{Dialect, Token, TokenKind};

use crate::base::error::{Error, Result};

/// SQL with the placeholders of a database.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Placeholders<'t> {
    /// The SQL that is sent.
    pub sql: Cow<'t, str>,
    /// The number of values to bind.
    pub parameters: usize,
    /// The index of the value for each parameter, from 0, if that is not its own index.
    pub order: Option<Vec<usize>>,
}

/// Finds the parameters of SQL.
///
/// # Errors
///
/// [`Error::Value`] if a parameter has a form that only some databases have.
pub(super) fn find(text: &str, dialect: Dialect) -> Result<Placeholders<'_>> {
    let mut found = Found {
        text,
        dialect,
        copied: 0,
        written: String::new(),
        bare: 0,
        numbers: Vec::new(),
    };
    let mut lexemes = lexemes(dialect, text);
    while let Some(lexeme) = lexemes.next() {
        let Some(token) = lexeme.token() else {
            continue;
        };
        if token.is_symbol(':') && is_named(dialect, &text[token.end()..]) {
            return Err(misspelt());
        }
        if token.kind != TokenKind::Parameter {
            continue;
        }
        let is_operator = dialect.has_question_mark_operators()
            && token.text == "?"
            && text[token.end()..].starts_with('?');
        if is_operator {
            // The next lexeme begins with the second one.
            lexemes.next();
            found.replace(token.start, "?", token.end() + 1);
        } else {
            found.parameter(&token)?;
        }
    }
    found.finish()
}

/// Whether the driver of MySQL would treat the preceding colon as the beginning of a named
/// parameter, and replace it.
fn is_named(dialect: Dialect, after: &str) -> bool {
    match dialect {
        Dialect::Mysql | Dialect::Mariadb => {
            after.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
        }
        Dialect::Sqlite | Dialect::Postgres => false,
    }
}

/// The parameters so far.
struct Found<'t> {
    text: &'t str,
    dialect: Dialect,
    /// The end of the copied part of the SQL.
    copied: usize,
    written: String,
    /// The number of parameters written `?`.
    bare: usize,
    /// The numbers of `?1` and the like, from 0.
    numbers: Vec<usize>,
}

impl<'t> Found<'t> {
    fn parameter(&mut self, token: &Token<'t>) -> Result<()> {
        let Some(digits) = token.text.strip_prefix('?') else {
            return Err(misspelt());
        };
        if digits.is_empty() {
            self.bare += 1;
        } else {
            match digits.parse() {
                Ok(number @ 1..=MOST) => self.numbers.push(number - 1),
                Ok(_) | Err(_) => return Err(no_such_number(digits)),
            }
        }
        match self.dialect {
            Dialect::Postgres => {
                // `LIMIT$1` would be a name, and no letter may follow a number: `$1AS`.
                let space = |beside: Option<char>| match beside {
                    Some(beside) if beside.is_alphanumeric() || beside == '_' => " ",
                    Some(_) | None => "",
                };
                let before = space(self.text[..token.start].chars().next_back());
                let after = space(self.text[token.end()..].chars().next());
                let number = match digits {
                    "" => self.bare.to_string(),
                    digits => digits.to_owned(),
                };
                let placeholder = format!("{before}${number}{after}");
                self.replace(token.start, &placeholder, token.end());
            }
            Dialect::Mysql | Dialect::Mariadb if !digits.is_empty() => {
                self.replace(token.start, "?", token.end());
            }
            Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => {}
        }
        Ok(())
    }

    /// Replaces the SQL between two positions.
    fn replace(&mut self, start: usize, with: &str, end: usize) {
        self.written.push_str(&self.text[self.copied..start]);
        self.written.push_str(with);
        self.copied = end;
    }

    fn finish(mut self) -> Result<Placeholders<'t>> {
        if self.bare > 0 && !self.numbers.is_empty() {
            return Err(Error::statement(
                "the SQL mixes numbered parameters (`?1`) and parameters without numbers (`?`): \
                 use only one form",
            ));
        }
        let mut numbers = self.numbers.clone();
        numbers.sort_unstable();
        numbers.dedup();
        let most = numbers.last().map_or(0, |number| number + 1);
        if let Some((missing, _)) = (1..)
            .zip(&numbers)
            .find(|(position, number)| *position != *number + 1)
        {
            return Err(Error::statement(format!(
                "the SQL has the parameter `?{most}` but not `?{missing}`"
            )));
        }
        let text = if self.written.is_empty() {
            Cow::Borrowed(self.text)
        } else {
            self.written.push_str(&self.text[self.copied..]);
            Cow::Owned(self.written)
        };
        let is_reordered = !self.dialect.has_numbered_parameters() && most > 0;
        Ok(Placeholders {
            sql: text,
            parameters: self.bare + most,
            order: is_reordered.then_some(self.numbers),
        })
    }
}

/// The greatest number of a parameter.
const MOST: usize = 65_535;

#[cold]
fn misspelt() -> Error {
    Error::statement(
        "the SQL has a parameter that is not written `?`: write `?` for every database",
    )
}

#[cold]
fn no_such_number(digits: &str) -> Error {
    Error::statement(format!(
        "the SQL has the parameter `?{digits}`; parameters are numbered from 1 to {MOST}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str, dialect: Dialect) -> (String, usize) {
        let found = find(text, dialect).expect("it is spelled well");
        (found.sql.into_owned(), found.parameters)
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
    fn words_may_stand_right_beside_them() {
        assert_eq!(postgres("select ?as a limit?").0, "select $1 as a limit $2");
        assert_eq!(postgres("select ?1as a,?1é").0, "select $1 as a,$1 é");
        assert_eq!(postgres("select(?)+?").0, "select($1)+$2");
    }

    #[test]
    fn numbers_are_for_what_stands_in_several_places() {
        let sql = "select ?2, ?1, ?2";
        assert_eq!(postgres(sql), ("select $2, $1, $2".to_owned(), 2));
        assert_eq!(text(sql, Dialect::Sqlite), (sql.to_owned(), 2));
        let found = find(sql, Dialect::Mysql).expect("it is spelled well");
        assert_eq!(found.sql, "select ?, ?, ?");
        assert_eq!(found.order, Some(vec![1, 0, 1]));
        assert_eq!(found.parameters, 2);
        for wrong in ["?1, ?", "?2", "?0", "?99999", "?99999999999999999999999"] {
            for dialect in Dialect::ALL {
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
            for dialect in Dialect::ALL {
                assert_eq!(text(sql, dialect), (sql.to_owned(), 0), "on {dialect}");
            }
        }
        assert_eq!(postgres("select E'\\'?', ?").1, 1);
        assert_eq!(postgres("select U&'?', U&\"?\", 'a'\n'?', ?").1, 1);
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
            for dialect in Dialect::ALL {
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
        for dialect in [Dialect::Mysql, Dialect::Mariadb] {
            assert!(find("select :name", dialect).is_err());
            for sql in ["select ':name' -- :name", "select @a := 1", "a: loop"] {
                assert!(find(sql, dialect).is_ok(), "{sql}");
            }
        }
        for sql in ["select :name", "select @name", "select $name"] {
            assert!(find(sql, Dialect::Sqlite).is_err(), "{sql}");
        }
        assert_eq!(text("select @name := ?", Dialect::Mysql).1, 1);
        assert_eq!(postgres("select 1::bigint + ?::bigint").1, 1);
    }
}
