//! Splits a script into statements, as the database's own client does.

use crate::Dialect;
use crate::lexer::{Lexeme, LexemeKind, Lexemes, lexemes};
use crate::token::{Token, TokenKind};

/// A statement of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement<'t> {
    /// The statement without its delimiter and without comments before and after it.
    pub text: &'t str,
    /// Its start in the script, in bytes.
    pub start: usize,
    /// Its tokens, with their positions in the script.
    pub tokens: Vec<Token<'t>>,
}

impl Statement<'_> {
    /// Its end in the script, in bytes.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The statements of a script as in [`split`], without their tokens.
pub fn statements(dialect: Dialect, sql: &str) -> Vec<&str> {
    let found = split(dialect, sql).into_iter();
    found.map(|statement| statement.text).collect()
}

/// Splits a script into statements, each with at least one token.
///
/// A semicolon ends a statement unless it is in quotes, in a comment, in parentheses or in the body
/// of a trigger or routine. On MySQL and MariaDB, `DELIMITER` sets another delimiter, as in the
/// `mysql` client, and an executable comment (`/*!50003 … */`) counts as SQL.
pub fn split(dialect: Dialect, sql: &str) -> Vec<Statement<'_>> {
    let mut split = Split {
        sql,
        dialect,
        lexemes: lexemes(dialect, sql),
        line_is_blank: true,
        delimiter: None,
        found: Vec::new(),
        tokens: Vec::new(),
        span: None,
        executable_start: None,
        body: Body::new(dialect),
    };
    while let Some(lexeme) = split.lexemes.next() {
        split.take(lexeme);
    }
    split.close();
    split.found
}

struct Split<'t> {
    sql: &'t str,
    dialect: Dialect,
    lexemes: Lexemes<'t>,
    /// Whether the line has only white space so far.
    line_is_blank: bool,
    /// The delimiter, if it is not a semicolon.
    delimiter: Option<Delimiter<'t>>,
    found: Vec<Statement<'t>>,
    /// The tokens of the statement so far.
    tokens: Vec<Token<'t>>,
    /// The start of the statement, and its end so far.
    span: Option<(usize, usize)>,
    /// The start of an executable comment, if no token came after it.
    executable_start: Option<usize>,
    body: Body<'t>,
}

impl<'t> Split<'t> {
    fn take(&mut self, lexeme: Lexeme<'t>) {
        let was_blank = std::mem::replace(&mut self.line_is_blank, false);
        if let Some((delimiter, position)) = self.delimiter_in(&lexeme) {
            if position > lexeme.start
                && let Some(token) = lexeme.token()
            {
                let text = &self.sql[lexeme.start..position];
                self.extend(Token { text, ..token });
            }
            self.close();
            self.lexemes.go_to(position + delimiter.len());
            return;
        }
        match lexeme.kind {
            LexemeKind::Whitespace => {
                self.line_is_blank = was_blank || lexeme.text.contains('\n');
            }
            LexemeKind::Comment => {}
            LexemeKind::ExecutableOpen => {
                self.executable_start.get_or_insert(lexeme.start);
            }
            LexemeKind::ExecutableClose => {
                self.executable_start = None;
                if let Some((_, end)) = &mut self.span {
                    *end = lexeme.end();
                }
            }
            LexemeKind::Token(kind) => {
                let token = Token {
                    kind,
                    text: lexeme.text,
                    start: lexeme.start,
                };
                self.token(token, was_blank);
            }
        }
    }

    fn token(&mut self, token: Token<'t>, is_first_of_line: bool) {
        let is_semicolon = self.delimiter.is_none() && token.is_symbol(';');
        if is_semicolon && (self.span.is_none() || self.body.ends_here()) {
            self.close();
        } else if self.dialect.has_delimiter_command()
            && self.span.is_none()
            && is_first_of_line
            && token.is("delimiter")
        {
            self.read_delimiter(token.end());
        } else {
            self.extend(token);
            self.body.take(token);
        }
    }

    /// The delimiter and its start, if it begins in the lexeme: a name may contain it, as in
    /// `END$$`.
    fn delimiter_in(&mut self, lexeme: &Lexeme<'t>) -> Option<(&'t str, usize)> {
        let delimiter = self.delimiter.as_mut()?;
        let position = delimiter.next_from(self.sql, lexeme.start)?;
        let is_within = match lexeme.kind {
            LexemeKind::Token(
                TokenKind::Word | TokenKind::Number | TokenKind::Parameter | TokenKind::Symbol,
            ) => position < lexeme.end(),
            LexemeKind::Token(TokenKind::Quoted | TokenKind::Text)
            | LexemeKind::Whitespace
            | LexemeKind::Comment
            | LexemeKind::ExecutableOpen
            | LexemeKind::ExecutableClose => position == lexeme.start,
        };
        is_within.then_some((delimiter.text, position))
    }

    /// Reads the rest of a line that begins with `DELIMITER`.
    fn read_delimiter(&mut self, command_end: usize) {
        let rest = &self.sql[command_end..];
        let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
        let word = line.split_whitespace().next();
        self.delimiter = word.filter(|word| *word != ";").map(Delimiter::new);
        self.lexemes.go_to(command_end + line.len());
        self.begin();
    }

    fn extend(&mut self, token: Token<'t>) {
        let start = self.executable_start.take().unwrap_or(token.start);
        self.span = Some((self.span.map_or(start, |(first, _)| first), token.end()));
        self.tokens.push(token);
    }

    /// Ends the statement.
    fn close(&mut self) {
        if let Some((start, end)) = self.span {
            self.found.push(Statement {
                text: &self.sql[start..end],
                start,
                tokens: std::mem::take(&mut self.tokens),
            });
        }
        self.begin();
    }

    /// Begins the next statement.
    fn begin(&mut self) {
        self.span = None;
        self.executable_start = None;
        self.body = Body::new(self.dialect);
    }
}

/// The delimiter, if it is not a semicolon.
struct Delimiter<'t> {
    text: &'t str,
    /// Its next position, as far as it was searched.
    next: Option<usize>,
    /// The position where the search began.
    from: Option<usize>,
}

impl<'t> Delimiter<'t> {
    /// The client keeps at most this many bytes of it.
    const MOST: usize = 15;

    fn new(word: &'t str) -> Delimiter<'t> {
        let mut ends = word.char_indices().map(|(start, it)| start + it.len_utf8());
        let end = ends.rfind(|end| *end <= Self::MOST).unwrap_or(0);
        Delimiter {
            text: &word[..end],
            next: None,
            from: None,
        }
    }

    /// Its next position. The search runs once between two positions, so that the time for a script
    /// grows only with its length.
    fn next_from(&mut self, sql: &str, start: usize) -> Option<usize> {
        let is_known = self.from.is_some() && self.next.is_none_or(|next| next >= start);
        if !is_known {
            self.next = sql[start..].find(self.text).map(|length| start + length);
            self.from = Some(start);
        }
        self.next
    }
}

/// Whether a semicolon belongs to the statement that it is in.
struct Body<'t> {
    dialect: Dialect,
    form: Form,
    /// The blocks that are open.
    blocks: Vec<Block>,
    /// The parentheses that are open.
    parentheses: usize,
    /// The last two tokens.
    previous: [Option<Token<'t>>; 2],
}

/// A construct that ends with `END`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    /// A block of statements.
    Statements,
    /// The expression `CASE … END`, in which `IF` is a function.
    Case,
}

/// The form of a statement, as far as it is known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Not known from the first words yet.
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
            form: Form::Head,
            blocks: Vec::new(),
            parentheses: 0,
            previous: [None, None],
        }
    }

    /// Whether a semicolon ends the statement.
    fn ends_here(&self) -> bool {
        match self.form {
            Form::Trigger => match self.previous {
                [Some(before), Some(last)] => before.is_symbol(';') && last.is("end"),
                _ => false,
            },
            Form::Head | Form::Plain | Form::Routine => {
                self.blocks.is_empty() && self.parentheses == 0
            }
        }
    }

    fn take(&mut self, token: Token<'t>) {
        if token.is_symbol('(') {
            self.parentheses += 1;
        } else if token.is_symbol(')') {
            self.parentheses = self.parentheses.saturating_sub(1);
        }
        let is_of_name = self.previous[1].is_some_and(|last| last.is_symbol('.'));
        match self.form {
            Form::Head => self.form = self.form_by(&token),
            // `NEW.end` is a column.
            Form::Routine if is_of_name => {}
            Form::Routine if token.is("end") => {
                self.blocks.pop();
            }
            Form::Routine => self.blocks.extend(self.opened_by(&token)),
            Form::Plain | Form::Trigger => {}
        }
        self.previous = [self.previous[1], Some(token)];
    }

    fn form_by(&mut self, token: &Token<'_>) -> Form {
        let Some(last) = self.previous[1] else {
            let may_have_body = token.is_any(&["create", "explain", "begin", "alter"]);
            return if may_have_body {
                Form::Head
            } else {
                Form::Plain
            };
        };
        if last.is("begin") {
            // `BEGIN NOT ATOMIC` is MariaDB's block outside a routine.
            let is_block = self.dialect.has_blocks_in_bodies() && token.is("not");
            if !is_block {
                return Form::Plain;
            }
            self.blocks.push(Block::Statements);
            return Form::Routine;
        }
        let plain = [
            "table", "view", "index", "unique", "user", "database", "schema", "as",
        ];
        let (bodies, form): (&[&str], Form) = match self.dialect {
            Dialect::Sqlite => (&["trigger"], Form::Trigger),
            Dialect::Postgres => (&["function", "procedure"], Form::Routine),
            Dialect::Mysql | Dialect::Mariadb => (
                &["trigger", "procedure", "function", "event", "package"],
                Form::Routine,
            ),
        };
        if token.is_any(bodies) {
            form
        } else if token.is_any(&plain) || token.is_symbol('(') {
            Form::Plain
        } else {
            Form::Head
        }
    }

    /// The construct with an `END` that this token opens.
    fn opened_by(&self, token: &Token<'_>) -> Option<Block> {
        let last = self.previous[1]?;
        // `END CASE` closes a `CASE`.
        if last.is("end") {
            return None;
        }
        if !self.dialect.has_blocks_in_bodies() {
            // The only body that is not a string begins with `BEGIN ATOMIC`.
            let begins = token.is("atomic") && last.is("begin");
            let is_case = !self.blocks.is_empty() && token.is("case");
            return (begins || is_case).then_some(Block::Statements);
        }
        let is_in_case = self.blocks.last() == Some(&Block::Case);
        let begins_statement = !is_in_case && self.begins_statement(&last);
        if token.is("case") && !begins_statement {
            return Some(Block::Case);
        }
        let opens = token.is("begin")
            || (begins_statement
                && token.is_any(&["case", "if", "loop", "while", "repeat", "for"]));
        opens.then_some(Block::Statements)
    }

    /// Whether a statement of a body can begin after this token.
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
        last.is_symbol(';')
            || last.is_symbol(':')
            || (self.blocks.is_empty() && last.is_symbol(')'))
            || last.is_any(&words)
    }
}
