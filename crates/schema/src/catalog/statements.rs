//! A script cut into its statements, as the database's own client cuts it.

use super::tokens::{Scan, Token, TokenKind};
use crate::dialect::Dialect;

/// The statements of a script, without their semicolons and without comments around them.
///
/// A semicolon ends a statement unless it stands in quotes, in a comment, in parentheses or in the
/// body of a trigger or routine. On MySQL and MariaDB `DELIMITER` names another sign for the end,
/// as it does to the `mysql` client, and a comment that is run (`/*!50003 … */`) is SQL.
pub fn statements(dialect: Dialect, sql: &str) -> Vec<&str> {
    let found = split(dialect, sql).into_iter();
    found.map(|statement| statement.text).collect()
}

/// A statement of a script.
pub(super) struct Statement<'t> {
    pub(super) text: &'t str,
    /// Its tokens, with their places in the script.
    pub(super) tokens: Vec<Token<'t>>,
}

/// The statements of a script with their tokens.
pub(super) fn split(dialect: Dialect, sql: &str) -> Vec<Statement<'_>> {
    let mut split = Split {
        sql,
        scan: Scan::new(dialect, sql),
        is_mysql: is_mysql(dialect),
        delimiter: None,
        found: Vec::new(),
        tokens: Vec::new(),
        span: None,
        body: Body::new(dialect),
    };
    while let Some(token) = split.scan.next() {
        split.take(token);
    }
    split.close(split.sql.len());
    split.found
}

struct Split<'t> {
    sql: &'t str,
    scan: Scan<'t>,
    is_mysql: bool,
    /// What ends a statement instead of a semicolon.
    delimiter: Option<&'t str>,
    found: Vec<Statement<'t>>,
    /// The tokens of the statement so far.
    tokens: Vec<Token<'t>>,
    /// Where the statement begins, and ends so far.
    span: Option<(usize, usize)>,
    body: Body<'t>,
}

impl<'t> Split<'t> {
    fn take(&mut self, token: Token<'t>) {
        if let Some((delimiter, place)) = self.delimiter_in(&token) {
            if place > token.start {
                let text = &self.sql[token.start..place];
                self.extend(Token { text, ..token });
            }
            self.close(place);
            self.scan.place = place + delimiter.len();
        } else if self.delimiter.is_none() && token.is_sign(';') && self.body.ends_here() {
            self.close(token.start);
        } else if self.is_mysql && self.span.is_none() && self.names_delimiter(&token) {
            self.read_delimiter(token.end());
        } else if self.delimiter.is_none() && token.is_sign(';') && self.span.is_none() {
            // Nothing ends here.
        } else {
            self.extend(token);
            self.body.take(token);
        }
    }

    /// The other delimiter and where it begins in the token: a name may run into it, as in `END$$`.
    fn delimiter_in(&self, token: &Token<'t>) -> Option<(&'t str, usize)> {
        let delimiter = self.delimiter?;
        match token.kind {
            TokenKind::Quoted | TokenKind::Text => None,
            TokenKind::Word | TokenKind::Number | TokenKind::Sign => {
                let mut places = token.text.char_indices().map(|(at, _)| token.start + at);
                let place = places.find(|&place| self.sql[place..].starts_with(delimiter))?;
                Some((delimiter, place))
            }
        }
    }

    /// Whether it is the command that changes the delimiter, which stands first on its line.
    fn names_delimiter(&self, token: &Token<'t>) -> bool {
        let line = self.sql[..token.start].rfind('\n').map_or(0, |end| end + 1);
        token.is("delimiter") && self.sql[line..token.start].trim().is_empty()
    }

    fn read_delimiter(&mut self, behind: usize) {
        let rest = &self.sql[behind..];
        let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
        let delimiter = line.split_whitespace().next().filter(|word| *word != ";");
        self.delimiter = delimiter;
        self.scan.place = behind + line.len();
        self.begin_anew();
    }

    fn extend(&mut self, token: Token<'t>) {
        let run = self.scan.run_comment;
        let start = run.map_or(token.start, |run| run.min(token.start));
        self.span = Some((self.span.map_or(start, |(first, _)| first), token.end()));
        self.tokens.push(token);
    }

    /// Ends the statement; what ends it stands there.
    fn close(&mut self, place: usize) {
        if let Some((start, end)) = self.span {
            let run = self.scan.run_comment_end;
            let end = if run <= place { end.max(run) } else { end };
            self.found.push(Statement {
                text: &self.sql[start..end],
                tokens: std::mem::take(&mut self.tokens),
            });
        }
        self.begin_anew();
    }

    fn begin_anew(&mut self) {
        self.span = None;
        self.tokens.clear();
        self.scan.run_comment = None;
        self.scan.run_comment_end = 0;
        self.body.begin_anew();
    }
}

/// Whether a semicolon belongs to the statement that it stands in.
struct Body<'t> {
    dialect: Dialect,
    kind: Kind,
    /// The blocks that are open.
    blocks: usize,
    /// The parentheses that are open.
    parentheses: usize,
    /// The two tokens before.
    previous: [Option<Token<'t>>; 2],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Its first words do not tell yet.
    Head,
    /// It has no body.
    Plain,
    /// SQLite's trigger, which ends with `; END;`.
    Trigger,
    /// It has a body of blocks.
    Routine,
}

impl<'t> Body<'t> {
    fn new(dialect: Dialect) -> Body<'t> {
        Body {
            dialect,
            kind: Kind::Head,
            blocks: 0,
            parentheses: 0,
            previous: [None, None],
        }
    }

    fn begin_anew(&mut self) {
        *self = Body::new(self.dialect);
    }

    /// Whether a semicolon ends the statement.
    fn ends_here(&self) -> bool {
        match self.kind {
            Kind::Trigger => match self.previous {
                [Some(before), Some(last)] => before.is_sign(';') && last.is("end"),
                _ => false,
            },
            Kind::Head | Kind::Plain | Kind::Routine => self.blocks == 0 && self.parentheses == 0,
        }
    }

    fn take(&mut self, token: Token<'t>) {
        if token.is_sign('(') {
            self.parentheses += 1;
        } else if token.is_sign(')') {
            self.parentheses = self.parentheses.saturating_sub(1);
        }
        match self.kind {
            Kind::Head => self.kind = self.kind_by(&token),
            Kind::Routine if self.opens(&token) => self.blocks += 1,
            Kind::Routine if token.is("end") => self.blocks = self.blocks.saturating_sub(1),
            Kind::Plain | Kind::Trigger | Kind::Routine => {}
        }
        self.previous = [self.previous[1], Some(token)];
    }

    fn kind_by(&mut self, token: &Token<'_>) -> Kind {
        let is_any = |words: &[&str]| words.iter().any(|word| token.is(word));
        let Some(last) = self.previous[1] else {
            let may_have_body = is_any(&["create", "explain", "begin", "alter"]);
            return if may_have_body {
                Kind::Head
            } else {
                Kind::Plain
            };
        };
        if last.is("begin") {
            // `BEGIN NOT ATOMIC` is MariaDB's block outside a routine.
            let is_block = is_mysql(self.dialect) && token.is("not");
            self.blocks = usize::from(is_block);
            return if is_block { Kind::Routine } else { Kind::Plain };
        }
        let plain = [
            "table", "view", "index", "unique", "user", "database", "schema", "as",
        ];
        let (bodies, kind): (&[&str], Kind) = match self.dialect {
            Dialect::Sqlite => (&["trigger"], Kind::Trigger),
            Dialect::Postgres => (&["function", "procedure"], Kind::Routine),
            Dialect::Mysql | Dialect::Mariadb => (
                &["trigger", "procedure", "function", "event", "package"],
                Kind::Routine,
            ),
        };
        if is_any(bodies) {
            kind
        } else if is_any(&plain) || token.is_sign('(') {
            Kind::Plain
        } else {
            Kind::Head
        }
    }

    /// Whether a block begins that has an `END`.
    fn opens(&self, token: &Token<'_>) -> bool {
        let Some(last) = self.previous[1] else {
            return false;
        };
        if self.dialect == Dialect::Postgres {
            // The only body that is no text begins with `BEGIN ATOMIC`.
            let begins = token.is("atomic") && last.is("begin");
            return begins || (self.blocks > 0 && token.is("case") && !last.is("end"));
        }
        if token.is("begin") {
            return true;
        }
        if token.is("case") {
            return !last.is("end");
        }
        let statements = ["if", "loop", "while", "repeat", "for"];
        let is_statement = statements.iter().any(|word| token.is(word));
        is_statement && !last.is("end") && self.begins_statement(&last)
    }

    /// Whether a statement of a body may begin behind that token.
    fn begins_statement(&self, last: &Token<'_>) -> bool {
        let words = [
            "begin",
            "then",
            "else",
            "loop",
            "do",
            "repeat",
            "row",
            "atomic",
            "deterministic",
            "sql",
            "data",
            "invoker",
            "definer",
        ];
        last.is_sign(';')
            || last.is_sign(':')
            || (self.blocks == 0 && last.is_sign(')'))
            || words.iter().any(|word| last.is(word))
    }
}

fn is_mysql(dialect: Dialect) -> bool {
    match dialect {
        Dialect::Sqlite | Dialect::Postgres => false,
        Dialect::Mysql | Dialect::Mariadb => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_empty_statements_are_none() {
        let sql = "-- first\nSELECT 1; /* ; */ ;;\nSELECT ';' -- ;\n;\n-- last";
        for dialect in Dialect::ALL {
            assert_eq!(statements(dialect, sql), ["SELECT 1", "SELECT ';'"]);
        }
        assert_eq!(statements(Dialect::Sqlite, " -- nothing"), [""; 0]);
    }

    #[test]
    fn a_statement_needs_no_semicolon_at_the_end() {
        assert_eq!(statements(Dialect::Sqlite, "a; b c"), ["a", "b c"]);
    }

    #[test]
    fn parentheses_and_quotes_keep_together() {
        let rule = "CREATE RULE r AS ON INSERT TO t DO (DELETE FROM a; DELETE FROM b)";
        let text = "SELECT $a$ ; $b$ $a$, E'\\';'";
        let sql = format!("{rule};{text};");
        assert_eq!(statements(Dialect::Postgres, &sql), [rule, text]);
    }

    #[test]
    fn a_trigger_of_sqlite_is_one() {
        let trigger = "CREATE TEMP TRIGGER t AFTER DELETE ON a BEGIN\n\
             UPDATE b SET c = CASE WHEN c > 1 THEN 2 ELSE 3 END; DELETE FROM b;\nEND";
        let sql = format!("{trigger}; BEGIN; SELECT 1; END;");
        let found = statements(Dialect::Sqlite, &sql);
        assert_eq!(found, [trigger, "BEGIN", "SELECT 1", "END"]);
    }

    #[test]
    fn a_body_of_mysql_ends_with_its_last_block() {
        let bodies = [
            "CREATE DEFINER=`a`@`b` TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN\n\
             IF NEW.a > 1 THEN SET NEW.a = IF(NEW.b, 1, 2); ELSEIF 1 THEN BEGIN END; END IF;\n\
             CASE NEW.a WHEN 1 THEN DELETE FROM b; ELSE SELECT CASE 1 WHEN 1 THEN 2 END; END CASE;\n\
             x: LOOP LEAVE x; END LOOP; WHILE 1 DO SELECT repeat('a', 2); END WHILE;\n\
             REPEAT SELECT 1; UNTIL 1 END REPEAT;\nEND",
            "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW IF 1 THEN SET NEW.a = 1; END IF",
            "CREATE TRIGGER IF NOT EXISTS t BEFORE INSERT ON a FOR EACH ROW SET NEW.a = 1",
            "CREATE PROCEDURE p(a INT) DROP TABLE IF EXISTS b",
            "CREATE OR REPLACE FUNCTION f() RETURNS INT DETERMINISTIC BEGIN RETURN 1; END",
        ];
        for dialect in [Dialect::Mysql, Dialect::Mariadb] {
            for body in bodies {
                let sql = format!("BEGIN; {body}; COMMIT");
                assert_eq!(statements(dialect, &sql), ["BEGIN", body, "COMMIT"]);
            }
        }
        let block = "BEGIN NOT ATOMIC SELECT 1; SELECT 2; END";
        let sql = format!("{block}; SELECT 3");
        assert_eq!(statements(Dialect::Mariadb, &sql), [block, "SELECT 3"]);
    }

    #[test]
    fn a_body_of_postgres_may_be_no_text() {
        let body = "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\n\
             SELECT 1; SELECT CASE WHEN true THEN 1 END; END";
        let sql = format!("{body}; BEGIN; END;");
        assert_eq!(statements(Dialect::Postgres, &sql), [body, "BEGIN", "END"]);
    }

    #[test]
    fn delimiters_change() {
        let sql = "SELECT 1;\nDELIMITER //\nCREATE PROCEDURE a() BEGIN SELECT '//'; END//\n\
             delimiter $$\nSELECT 2; SELECT 3 END$$\nDELIMITER ;\nSELECT 4;";
        assert_eq!(
            statements(Dialect::Mysql, sql),
            [
                "SELECT 1",
                "CREATE PROCEDURE a() BEGIN SELECT '//'; END",
                "SELECT 2; SELECT 3 END",
                "SELECT 4",
            ]
        );
        assert_eq!(
            statements(Dialect::Sqlite, "DELIMITER //"),
            ["DELIMITER //"]
        );
    }

    #[test]
    fn a_comment_that_is_run_is_no_comment() {
        let sql = "/* a */ /*!40101 SET NAMES utf8 */; /* b */\n/*!50003 CREATE*/ /* c */ VIEW v /*!1 AS */;";
        assert_eq!(
            statements(Dialect::Mysql, sql),
            [
                "/*!40101 SET NAMES utf8 */",
                "/*!50003 CREATE*/ /* c */ VIEW v /*!1 AS */",
            ]
        );
    }
}
