//! Reading the statements that the build wrote, to tell which column a value is for. Only errors
//! need it, and where a statement has another shape they say less.

/// What a statement writes and what it looks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Assignments<'s> {
    /// The columns that it writes, each with the expression for it.
    pub written: Vec<(String, &'s str)>,
    /// The columns that its `WHERE` compares, each with the expression.
    pub compared: Vec<(String, &'s str)>,
    /// All of its `WHERE`.
    pub condition: Option<&'s str>,
}

#[cfg(any(feature = "sqlite", test))]
impl<'s> Assignments<'s> {
    /// The expression for a column of the row that the statement is about.
    pub fn value(&self, column: &str) -> Option<&'s str> {
        let mut all = self.written.iter().chain(&self.compared);
        all.find(|(name, _)| name == column)
            .map(|(_, value)| *value)
    }
}

/// The column that a parameter, from 1, is for.
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub(crate) fn column_of_parameter(sql: &str, index: usize) -> Option<String> {
    let place = place_of_parameter(sql, index)?;
    let assignments = assignments(sql);
    let mut all = assignments.written.into_iter().chain(assignments.compared);
    all.find(|(_, value)| {
        let start = value.as_ptr().addr() - sql.as_ptr().addr();
        (start..start + value.len()).contains(&place)
    })
    .map(|(column, _)| column)
}

/// Where a parameter is first used: `?2` and `$2` have their number, a bare `?` is counted.
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
fn place_of_parameter(sql: &str, index: usize) -> Option<usize> {
    let mut bare = 0;
    let found = tokens(sql).into_iter().find(|token| match token.text {
        "?" => {
            bare += 1;
            bare == index
        }
        text => text
            .strip_prefix(['?', '$'])
            .is_some_and(|number| number.parse() == Ok(index)),
    });
    found.map(|token| token.start)
}

/// The parameters of a text: where each stands, how long it is there, and its number from 1, a bare
/// `?` being counted.
pub(crate) fn parameters(sql: &str) -> Vec<(usize, usize, usize)> {
    let mut bare = 0;
    let number = |text: &str| match text {
        "?" => {
            bare += 1;
            Some(bare)
        }
        text => text.strip_prefix(['?', '$'])?.parse().ok(),
    };
    let mut number = number;
    tokens(sql)
        .into_iter()
        .filter_map(|token| Some((token.start, token.text.len(), number(token.text)?)))
        .collect()
}

/// The name of the constraint by which these columns of a table refer to others, from the statement
/// that created the table.
#[cfg(feature = "sqlite")]
pub(crate) fn foreign_key_of(create: &str, columns: &[String]) -> Option<String> {
    let tokens = tokens(create);
    (0..tokens.len()).find_map(|start| {
        let [constraint, name, foreign, key, rest @ ..] = &tokens[start..] else {
            return None;
        };
        let is_one = constraint.is("CONSTRAINT") && foreign.is("FOREIGN") && key.is("KEY");
        let names = group(rest).filter(|_| is_one)?;
        let names: Vec<String> = names.iter().filter_map(Token::name).collect();
        name.name().filter(|_| names == columns)
    })
}

/// Takes a statement apart.
pub(crate) fn assignments(sql: &str) -> Assignments<'_> {
    // What `EXISTS` asks is a statement itself.
    let sql = match sql.strip_prefix("SELECT EXISTS (") {
        Some(inner) => inner.rsplit_once(')').map_or(inner, |(inner, _)| inner),
        None => sql,
    };
    let tokens = tokens(sql);
    let mut result = Assignments::default();
    if tokens.first().is_some_and(|token| token.is("INSERT")) {
        result.written = inserted(sql, &tokens).unwrap_or_default();
        return result;
    }
    let place = |word: &str| tokens.iter().position(|t| t.depth == 0 && t.is(word));
    let end = ["ORDER", "LIMIT", "RETURNING"]
        .into_iter()
        .filter_map(place)
        .min()
        .unwrap_or(tokens.len());
    let condition = place("WHERE").filter(|start| *start < end).unwrap_or(end);
    if let Some(set) = place("SET").filter(|set| *set < condition) {
        let parts = split(&tokens[set + 1..condition], |token| token.text == ",");
        result.written = parts.filter_map(|part| assignment(sql, part)).collect();
    }
    if condition < end {
        let tokens = &tokens[condition + 1..end];
        let parts = split(tokens, |token| token.is("AND"));
        result.compared = parts.filter_map(|part| assignment(sql, part)).collect();
        result.condition = span(sql, tokens);
    }
    result
}

/// The pairs of `INSERT INTO "t" ("a", "b") VALUES (x, y)`.
fn inserted<'s>(sql: &'s str, tokens: &[Token<'s>]) -> Option<Vec<(String, &'s str)>> {
    let values = tokens.iter().position(|t| t.depth == 0 && t.is("VALUES"))?;
    let columns = group(&tokens[..values])?;
    let expressions = group(&tokens[values..])?;
    let depth = expressions.first()?.depth;
    let comma = |token: &Token<'_>| token.text == ",";
    let columns = split(columns, comma).map(|part| part.first().and_then(Token::name));
    let expressions = expressions
        .split(|token| token.depth == depth && comma(token))
        .map(|part| span(sql, part));
    columns
        .zip(expressions)
        .map(|(column, expression)| Some((column?, expression?)))
        .collect()
}

/// What is between the first parentheses.
fn group<'t, 's>(tokens: &'t [Token<'s>]) -> Option<&'t [Token<'s>]> {
    let start = tokens.iter().position(|token| token.text == "(")? + 1;
    let depth = tokens.get(start)?.depth;
    let inside = &tokens[start..];
    let end = inside.iter().position(|token| token.depth < depth)?;
    Some(&inside[..end])
}

/// Splits at the outermost level.
fn split<'t, 's>(
    tokens: &'t [Token<'s>],
    separates: impl Fn(&Token<'s>) -> bool,
) -> impl Iterator<Item = &'t [Token<'s>]> {
    let depth = tokens.iter().map(|token| token.depth).min().unwrap_or(0);
    tokens.split(move |token| token.depth == depth && separates(token))
}

/// The column and expression of `"a" = x` and `"a" IS x`.
fn assignment<'s>(sql: &'s str, part: &[Token<'s>]) -> Option<(String, &'s str)> {
    let (column, rest) = part.split_first()?;
    let (operator, value) = rest.split_first()?;
    let assigns = operator.text == "=" || operator.is("IS");
    (assigns).then_some((column.name()?, span(sql, value)?))
}

/// The text from the first token to the last.
fn span<'s>(sql: &'s str, tokens: &[Token<'s>]) -> Option<&'s str> {
    let start = tokens.first()?.start;
    let last = tokens.last()?;
    Some(&sql[start..last.start + last.text.len()])
}

#[derive(Clone, Copy, Debug)]
struct Token<'s> {
    text: &'s str,
    start: usize,
    /// How many parentheses it is in; they belong to the level around them.
    depth: usize,
}

impl Token<'_> {
    fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    /// The name that a quoted identifier stands for.
    fn name(&self) -> Option<String> {
        let quote = self
            .text
            .chars()
            .next()
            .filter(|c| matches!(c, '"' | '`'))?;
        let inside = self.text.strip_prefix(quote)?.strip_suffix(quote)?;
        let quote = quote.to_string();
        Some(inside.replace(&quote.repeat(2), &quote))
    }
}

fn tokens(sql: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut depth: usize = 0;
    let mut start = 0;
    while let Some(first) = sql[start..].chars().next() {
        let length = token_length(&sql[start..], first);
        let text = &sql[start..start + length];
        if text == ")" {
            depth = depth.saturating_sub(1);
        }
        if !first.is_whitespace() {
            tokens.push(Token { text, start, depth });
        }
        if text == "(" {
            depth += 1;
        }
        start += length;
    }
    tokens
}

fn token_length(rest: &str, first: char) -> usize {
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '?' | '$' | '.');
    match first {
        '"' | '`' | '\'' => quoted_length(rest, first),
        first if word(first) => rest.find(|c| !word(c)).unwrap_or(rest.len()),
        first => first.len_utf8(),
    }
}

/// Up to the quote that is not doubled.
fn quoted_length(rest: &str, quote: char) -> usize {
    let mut inside = rest.char_indices().skip(1).peekable();
    while let Some((place, character)) = inside.next() {
        if character == quote && inside.next_if(|(_, next)| *next == quote).is_none() {
            return place + 1;
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
    #[test]
    fn a_parameter_is_of_a_column() {
        let column = |sql, index| column_of_parameter(sql, index);
        let insert = r#"INSERT INTO "t ("" VALUES" ("a", "b,", "c""d") VALUES (?1, coalesce(?2, 'x, ?3'), ?3) RETURNING "a""#;
        assert_eq!(column(insert, 1).as_deref(), Some("a"));
        assert_eq!(column(insert, 2).as_deref(), Some("b,"));
        assert_eq!(column(insert, 3).as_deref(), Some("c\"d"));
        assert_eq!(column(insert, 4), None);
        let update = r#"UPDATE "t" SET "a" = ?1, "b" = ?2 WHERE "id" = ?3 AND "x" IS ?10"#;
        assert_eq!(column(update, 2).as_deref(), Some("b"));
        assert_eq!(column(update, 3).as_deref(), Some("id"));
        assert_eq!(column(update, 10).as_deref(), Some("x"));
        assert_eq!(column(update, 1).as_deref(), Some("a"));
        let select = r#"SELECT "a" FROM "t" WHERE "email" = ?1 ORDER BY "id""#;
        assert_eq!(column(select, 1).as_deref(), Some("email"));
        let postgres = r#"UPDATE "t" SET "a" = $1 WHERE "id" = $12"#;
        assert_eq!(column(postgres, 12).as_deref(), Some("id"));
        let mysql =
            "INSERT INTO `t` (`a?`, `b``c`) VALUES (coalesce(?, '?'), CASE WHEN ? THEN ? END)";
        assert_eq!(column(mysql, 1).as_deref(), Some("a?"));
        assert_eq!(column(mysql, 3).as_deref(), Some("b`c"));
        assert_eq!(column(mysql, 4), None);
        assert_eq!(column("INSERT INTO \"t\" DEFAULT VALUES", 1), None);
        assert_eq!(column("", 1), None);
        assert_eq!(column("INSERT INTO \"t\" (\"a", 1), None);
    }

    #[cfg(feature = "sqlite")]
    #[test]
    fn a_foreign_key_is_found_by_its_columns() {
        let create = r#"CREATE TABLE "t" ("a" INTEGER, "b" INTEGER, CONSTRAINT "uq" UNIQUE ("a"),
            CONSTRAINT "fk_a" FOREIGN KEY ("a") REFERENCES "u" ("id"),
            CONSTRAINT "fk_ab" FOREIGN KEY ("a", "b") REFERENCES "v" ("x", "y"))"#;
        let name = |columns: &[&str]| {
            let columns: Vec<String> = columns.iter().map(|&column| column.to_owned()).collect();
            foreign_key_of(create, &columns)
        };
        assert_eq!(name(&["a"]).as_deref(), Some("fk_a"));
        assert_eq!(name(&["a", "b"]).as_deref(), Some("fk_ab"));
        assert_eq!(name(&["b"]), None);
    }

    #[test]
    fn a_statement_with_its_values_falls_apart() {
        let found = assignments(r#"INSERT INTO "t" ("a", "b") VALUES ('it''s, "b"', (1 + 2))"#);
        let text = |value: &str| value.to_owned();
        assert_eq!(
            found.written,
            [(text("a"), r#"'it''s, "b"'"#), (text("b"), "(1 + 2)")]
        );
        let found = assignments(r#"DELETE FROM "t" WHERE "a" = 'x AND y' AND "b" = 2"#);
        assert_eq!(found.condition, Some(r#""a" = 'x AND y' AND "b" = 2"#));
        assert_eq!(found.value("b"), Some("2"));
        assert_eq!(found.value("c"), None);
    }
}
