//! Finds the tokens of an expression that are columns.
//!
//! A word is not always a name: `date` may be a column, a function in `date(at)`, a type in
//! `at::date`, or the beginning of a literal in `date '2024-02-29'`. A column is an operand, so the
//! tokens on both sides of it show what it is; names in quotes are less ambiguous.

use tablewright_sql::{Dialect, Token, TokenKind};

/// The positions of all tokens that are columns, whatever their names.
pub(super) fn positions(dialect: Dialect, tokens: &[Token<'_>]) -> Vec<usize> {
    let mut found = Vec::new();
    // The functions with open parentheses.
    let mut functions: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if token.is_symbol('(') {
            let before = at.checked_sub(1).and_then(|before| tokens.get(before));
            let name = before.filter(|before| before.kind == TokenKind::Word);
            functions.push(name.map_or("", |name| name.text));
        } else if token.is_symbol(')') {
            functions.pop();
        }
        let function = functions.last().copied().unwrap_or_default();
        match type_after(dialect, tokens, at, function) {
            Some(Type::ToTheEnd) => at = group_end(tokens, at + 1),
            Some(Type::Alone) => at = type_end(tokens, at + 1),
            None => {
                // An operand never follows another one, whatever its name is.
                let follows_column = found.last().is_some_and(|last| last + 1 == at);
                if !follows_column && is_column(dialect, tokens, at) {
                    found.push(at);
                }
                at += 1;
            }
        }
    }
    found
}

/// Whether the token, which may be a column, is this one.
pub(super) fn is_name_of(dialect: Dialect, token: &Token<'_>, column: &str) -> bool {
    match token.kind {
        TokenKind::Word if dialect.folds_names_to_lower_case() => {
            token.text.to_ascii_lowercase() == column
        }
        TokenKind::Word | TokenKind::Quoted => dialect.same_name(&token.name(), column),
        TokenKind::Text | TokenKind::Number | TokenKind::Parameter | TokenKind::Symbol => false,
    }
}

/// The start of the column at the position with the name of its table before it: `users.age`. A
/// schema before the table is left to the user.
pub(super) fn qualifier(
    dialect: Dialect,
    tokens: &[Token<'_>],
    at: usize,
    table: &str,
) -> Option<usize> {
    let before = |distance: usize| at.checked_sub(distance).and_then(|at| tokens.get(at));
    let is_dot = |token: Option<&Token<'_>>| token.is_some_and(|token| token.is_symbol('.'));
    let name = before(2).filter(|name| is_name_of(dialect, name, table))?;
    (is_dot(before(1)) && !is_dot(before(3))).then_some(name.start)
}

/// The end of a type.
enum Type {
    /// The closing parenthesis: `CAST(a AS double precision)`.
    ToTheEnd,
    /// The last word of the type: `a::double precision + 1`.
    Alone,
}

/// Whether a type follows the token.
fn type_after(dialect: Dialect, tokens: &[Token<'_>], at: usize, function: &str) -> Option<Type> {
    let token = &tokens[at];
    if token.is("as") {
        return Some(Type::ToTheEnd);
    }
    let is_comma = token.is_symbol(',');
    match dialect {
        Dialect::Sqlite => None,
        Dialect::Postgres => {
            let is_cast = is_pair(tokens, at.wrapping_sub(1), ":", ":");
            (is_cast || token.is("returning")).then_some(Type::Alone)
        }
        Dialect::Mysql | Dialect::Mariadb => {
            if is_comma && function.eq_ignore_ascii_case("convert") {
                Some(Type::ToTheEnd)
            } else {
                token.is("returning").then_some(Type::Alone)
            }
        }
    }
}

/// The position of the parenthesis that closes the group at the position, or the end.
fn group_end(tokens: &[Token<'_>], from: usize) -> usize {
    let mut depth = 0_usize;
    for (position, token) in tokens.iter().enumerate().skip(from) {
        if token.is_symbol('(') {
            depth += 1;
        } else if token.is_symbol(')') {
            if depth == 0 {
                return position;
            }
            depth -= 1;
        }
    }
    tokens.len()
}

/// The position after the type that begins here.
pub fn type_end(tokens: &[Token<'_>], from: usize) -> usize {
    let is_name = |at: usize| {
        let token = tokens.get(at);
        token.is_some_and(|token| matches!(token.kind, TokenKind::Word | TokenKind::Quoted))
    };
    let is_symbol = |at: usize, sign| tokens.get(at).is_some_and(|token| token.is_symbol(sign));
    let mut at = from + usize::from(is_name(from));
    while is_symbol(at, '.') && is_name(at + 1) {
        at += 2;
    }
    loop {
        let more = ["varying", "precision", "with", "without", "time", "zone"];
        let is_more = tokens.get(at).is_some_and(|token| token.is_any(&more));
        if is_more {
            at += 1;
        } else if is_symbol(at, '(') {
            at = (group_end(tokens, at + 1) + 1).min(tokens.len());
        } else if is_symbol(at, '[') {
            while at < tokens.len() && !is_symbol(at, ']') {
                at += 1;
            }
            at = (at + 1).min(tokens.len());
        } else {
            return at;
        }
    }
}

/// Whether the token is a column, by its neighbours.
fn is_column(dialect: Dialect, tokens: &[Token<'_>], at: usize) -> bool {
    let token = &tokens[at];
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let next = tokens.get(at + 1);
    let is_called = next.is_some_and(|next| next.is_symbol('('));
    // A word before a dot is a table.
    let is_qualifier = next.is_some_and(|next| next.is_symbol('.'));
    if is_called || is_qualifier {
        return false;
    }
    match token.kind {
        TokenKind::Text | TokenKind::Number | TokenKind::Parameter | TokenKind::Symbol => false,
        TokenKind::Quoted => !before.is_some_and(|before| before.is("collate")),
        TokenKind::Word if before.is_some_and(|before| before.is_symbol('.')) => true,
        TokenKind::Word => {
            !is_reserved(dialect, token)
                && !is_field_of_function(tokens, at)
                && may_follow(dialect, tokens, at)
                && may_be_followed(dialect, tokens, at)
        }
    }
}

/// Whether an operand may follow the tokens before the position.
fn may_follow(dialect: Dialect, tokens: &[Token<'_>], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|before| tokens.get(before)) else {
        return true;
    };
    let earlier = |distance: usize, word: &str| {
        let token = at.checked_sub(distance).and_then(|at| tokens.get(at));
        token.is_some_and(|token| token.is(word))
    };
    match before.kind {
        TokenKind::Text | TokenKind::Number | TokenKind::Parameter | TokenKind::Quoted => false,
        TokenKind::Symbol if before.is_symbol('@') && dialect.has_session_variables() => false,
        TokenKind::Symbol => !(before.is_symbol(')') || before.is_symbol(']')),
        TokenKind::Word => {
            // `a IS b` exists only on SQLite: on the others a keyword follows.
            let is_test = before.is("is") || (before.is("not") && earlier(2, "is"));
            let is_zone = before.is("zone") && earlier(2, "time") && earlier(3, "at");
            if is_test {
                dialect == Dialect::Sqlite
            } else {
                is_zone || before.is_any(BEFORE_OPERANDS)
            }
        }
    }
}

/// Whether the tokens after the position may follow an operand.
fn may_be_followed(dialect: Dialect, tokens: &[Token<'_>], at: usize) -> bool {
    let Some(next) = tokens.get(at + 1) else {
        return true;
    };
    match next.kind {
        TokenKind::Text | TokenKind::Number | TokenKind::Parameter | TokenKind::Quoted => false,
        TokenKind::Symbol => {
            // A named parameter of a function.
            let is_parameter =
                is_pair(tokens, at + 1, "=", ">") || is_pair(tokens, at + 1, ":", "=");
            !(dialect == Dialect::Postgres && is_parameter)
        }
        TokenKind::Word => {
            next.is_any(AFTER_OPERANDS) || dialect.has_interval_units() && next.is_any(UNITS)
        }
    }
}

/// Whether it is the word for a part of a time, as in `extract(year FROM at)`.
fn is_field_of_function(tokens: &[Token<'_>], at: usize) -> bool {
    let functions = ["extract", "timestampdiff", "timestampadd", "get_format"];
    let Some(function) = at.checked_sub(2).and_then(|at| tokens.get(at)) else {
        return false;
    };
    tokens[at - 1].is_symbol('(') && function.is_any(&functions)
}

/// Whether the word without quotes is never a column, even if an operand is possible there.
fn is_reserved(dialect: Dialect, token: &Token<'_>) -> bool {
    let everywhere = [
        "and", "case", "distinct", "else", "from", "not", "null", "or", "then", "when",
    ];
    let own: &[&str] = match dialect {
        Dialect::Sqlite => &["current_date", "current_time", "current_timestamp"],
        Dialect::Postgres => &[
            "current_catalog",
            "current_date",
            "current_role",
            "current_schema",
            "current_time",
            "current_timestamp",
            "current_user",
            "default",
            "end",
            "false",
            "localtime",
            "localtimestamp",
            "session_user",
            "system_user",
            "true",
            "user",
        ],
        Dialect::Mysql | Dialect::Mariadb => &[
            "current_date",
            "current_role",
            "current_time",
            "current_timestamp",
            "current_user",
            "default",
            "false",
            "interval",
            "localtime",
            "localtimestamp",
            "true",
            "utc_date",
            "utc_time",
            "utc_timestamp",
        ],
    };
    token.is_any(&everywhere) || token.is_any(own)
}

/// Whether two symbols stand there, without anything between them.
fn is_pair(tokens: &[Token<'_>], at: usize, first: &str, second: &str) -> bool {
    match (tokens.get(at), tokens.get(at.wrapping_add(1))) {
        (Some(one), Some(other)) => {
            one.text == first && other.text == second && one.end() == other.start
        }
        _ => false,
    }
}

/// The keywords that an operand follows.
const BEFORE_OPERANDS: &[&str] = &[
    "all",
    "and",
    "any",
    "asymmetric",
    "between",
    "binary",
    "both",
    "by",
    "case",
    "distinct",
    "div",
    "else",
    "escape",
    "for",
    "from",
    "glob",
    "having",
    "ilike",
    "in",
    "interval",
    "leading",
    "like",
    "match",
    "mod",
    "not",
    "on",
    "or",
    "overlaps",
    "placing",
    "regexp",
    "rlike",
    "select",
    "some",
    "symmetric",
    "then",
    "to",
    "trailing",
    "when",
    "where",
    "xor",
];

/// The keywords that follow an operand.
const AFTER_OPERANDS: &[&str] = &[
    "and",
    "as",
    "asc",
    "at",
    "between",
    "collate",
    "desc",
    "div",
    "else",
    "end",
    "escape",
    "for",
    "from",
    "glob",
    "ilike",
    "in",
    "is",
    "isnull",
    "like",
    "limit",
    "match",
    "member",
    "mod",
    "not",
    "notnull",
    "nulls",
    "operator",
    "or",
    "order",
    "overlaps",
    "placing",
    "regexp",
    "returning",
    "rlike",
    "separator",
    "similar",
    "sounds",
    "then",
    "using",
    "when",
    "xor",
];

/// The units of MySQL's intervals, which follow an operand.
const UNITS: &[&str] = &[
    "microsecond",
    "second",
    "minute",
    "hour",
    "day",
    "week",
    "month",
    "quarter",
    "year",
    "second_microsecond",
    "minute_microsecond",
    "minute_second",
    "hour_microsecond",
    "hour_second",
    "hour_minute",
    "day_microsecond",
    "day_second",
    "day_minute",
    "day_hour",
    "year_month",
];

#[cfg(test)]
mod tests {
    use tablewright_sql::tokens;

    use super::*;

    /// The expression with a mark around every use of the column.
    fn marked(dialect: Dialect, sql: &str, column: &str) -> String {
        let tokens = tokens(dialect, sql);
        let mut marked = sql.to_owned();
        for position in positions(dialect, &tokens).into_iter().rev() {
            let token = &tokens[position];
            if is_name_of(dialect, token, column) {
                marked.insert(token.end(), '»');
                marked.insert(token.start, '«');
            }
        }
        marked
    }

    #[track_caller]
    fn check(dialects: &[Dialect], column: &str, expected: &str) {
        let sql = expected.replace(['«', '»'], "");
        for &dialect in dialects {
            assert_eq!(marked(dialect, &sql, column), expected, "{dialect}");
        }
    }

    const ALL: &[Dialect] = &Dialect::ALL;
    const SERVERS: &[Dialect] = &[Dialect::Postgres, Dialect::Mysql, Dialect::Mariadb];
    const MYSQL: &[Dialect] = &[Dialect::Mysql, Dialect::Mariadb];
    const POSTGRES: &[Dialect] = &[Dialect::Postgres];
    const SQLITE: &[Dialect] = &[Dialect::Sqlite];

    #[test]
    fn a_function_is_no_column() {
        check(
            ALL,
            "date",
            "date(«date») = date («date») AND «DATE» IS NOT NULL",
        );
        check(ALL, "length", "length(name) = 1 OR «length» = 2");
        check(ALL, "replace", "replace(«replace», 'a', 'b') = «replace»");
        check(
            MYSQL,
            "left",
            "left(`a`, 1) = «`left`» AND `left`(`a`, 1) = 1",
        );
    }

    #[test]
    fn a_type_is_no_column() {
        check(ALL, "date", "CAST(«date» AS date) = CAST(a AS date)");
        check(ALL, "double", "CAST(«double» AS double precision) = 1");
        check(
            POSTGRES,
            "date",
            "«date»::date = a::pg_catalog.date AND «date»::text = ''",
        );
        check(
            POSTGRES,
            "time",
            "a::timestamp(3) with time zone = «time»::time without time zone",
        );
        check(
            POSTGRES,
            "text",
            "«text»::text[] = ARRAY[]::\"text\"[] OR «text» = a",
        );
        check(
            MYSQL,
            "date",
            "CONVERT(«date», date) = CONVERT(«date» USING utf8mb4)",
        );
        check(
            MYSQL,
            "json",
            "json_value(«json», '$' RETURNING json) = «json»",
        );
        check(
            MYSQL,
            "char",
            "CAST(«char» AS char(3) CHARACTER SET utf8mb4) = «char»",
        );
    }

    #[test]
    fn a_literal_is_no_column() {
        check(
            SERVERS,
            "date",
            "«date» = date '2024-02-29' AND a = DATE'2024-02-29'",
        );
        check(
            POSTGRES,
            "timestamp",
            "timestamp with time zone '2024-02-29' = «timestamp»",
        );
        check(
            POSTGRES,
            "day",
            "a + interval '1' day = «day» AND interval '1 day' = «day»",
        );
        check(POSTGRES, "interval", "«interval» = interval '1 day'");
        check(
            MYSQL,
            "day",
            "a + INTERVAL 1 DAY = «day» - INTERVAL «day» day",
        );
        check(MYSQL, "month", "a + INTERVAL (1 + «month») month = «month»");
        check(ALL, "a", "«a» = 'a' AND «a» = 1.0");
    }

    #[test]
    fn a_keyword_is_no_column() {
        check(ALL, "case", "CASE WHEN a THEN b END");
        check(ALL, "when", "CASE WHEN NOT a THEN b END");
        check(
            &[Dialect::Sqlite, Dialect::Mysql, Dialect::Mariadb],
            "end",
            "CASE WHEN «end» THEN «end» ELSE «end» END = «end»",
        );
        check(
            POSTGRES,
            "end",
            "CASE WHEN a THEN b ELSE «\"end\"» END = «\"end\"»",
        );
        check(SQLITE, "like", "«like» LIKE «like» AND «like» NOT LIKE 'a'");
        check(SERVERS, "year", "extract(year FROM a) = «year»");
        check(POSTGRES, "position", "position('a' in «position») = 0");
        check(
            SERVERS,
            "unknown",
            "(a = 1) IS NOT unknown AND «unknown» = 1",
        );
        check(MYSQL, "day", "timestampdiff(day, a, «day») = 1");
        check(
            POSTGRES,
            "time",
            "a AT TIME ZONE 'UTC' = «time» AT TIME ZONE «time»",
        );
        check(POSTGRES, "user", "user = «\"user\"»");
        check(MYSQL, "user", "user() = «user»");
        check(ALL, "nocase", "a COLLATE nocase = «nocase»");
        check(ALL, "null", "a IS NULL");
        check(ALL, "distinct", "a IS NOT DISTINCT FROM b");
        check(SQLITE, "b", "a IS «b» AND a IS NOT «b»");
    }

    #[test]
    fn a_column_may_have_a_table_before_it() {
        check(ALL, "date", "date.«date» = date.at");
        check(ALL, "users", "users.id = «users»");
        check(
            POSTGRES,
            "date",
            "\"date\".«\"date\"» = pg_catalog.date(«\"date\"»)",
        );
        check(POSTGRES, "a", "f(a => «a», b := «a»)");
    }

    #[test]
    fn variables_and_texts_are_no_columns() {
        check(MYSQL, "a", "@a = «a»");
        check(ALL, "a", "'a' = «a» /* a */ -- a");
    }

    #[test]
    fn case_matters_as_the_database_says() {
        check(POSTGRES, "Name", "«\"Name\"» = name AND name = Name");
        check(
            POSTGRES,
            "name",
            "\"Name\" = «name» AND «NAME» = «\"name\"»",
        );
        check(SQLITE, "Name", "«\"name\"» = «NAME»");
        check(MYSQL, "Name", "«`name`» = «NAME»");
    }

    #[test]
    fn what_is_not_closed_does_no_harm() {
        for dialect in Dialect::ALL {
            for sql in [
                "CAST(a AS",
                "a::",
                "a::b[",
                "a::b(",
                ")",
                "convert(a,",
                "::",
                "extract(",
            ] {
                let tokens = tokens(dialect, sql);
                assert!(positions(dialect, &tokens).len() <= 2, "{sql}");
            }
        }
    }
}
