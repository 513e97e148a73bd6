//! A file of SQL: its settings and its statements.

use tablewright_sql::lexer::{LexemeKind, lexemes};
use tablewright_sql::{Dialect, Token, split, statements};

use super::Diagnostic;
use super::preflight::{self, Preflight, REFUSE_IF};

/// The first line of a file whose statements cannot run in a transaction.
pub const NO_TRANSACTION: &str = "-- tablewright: no transaction";

/// The first line of a file that turns off SQLite's checks of foreign keys until its end.
pub const NO_FOREIGN_KEYS: &str = "-- tablewright: foreign keys off";

/// The beginning of all these lines.
const MARK: &str = "-- tablewright:";

/// A file of SQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// The text, as it is in the file.
    pub text: String,
    /// Whether its statements run in one transaction, if the database can do so.
    pub in_transaction: bool,
    /// Whether SQLite checks foreign keys in each statement, and not only at the end.
    pub foreign_keys: bool,
    /// The checks before the first statement.
    pub preflight: Vec<Preflight>,
}

impl Script {
    /// The statements, without their semicolons.
    pub fn statements(&self, dialect: Dialect) -> Vec<&str> {
        statements(dialect, &self.text)
    }

    /// Parses a file; `None` if it has an error.
    pub(super) fn read(
        dialect: Dialect,
        path: &str,
        text: String,
        is_needed: bool,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Script> {
        let mut script = Script {
            text: text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned(),
            in_transaction: true,
            foreign_keys: true,
            preflight: Vec::new(),
        };
        let before = diagnostics.len();
        let mut diagnostic = |line, message: String, hint: &str| {
            diagnostics.push(Diagnostic {
                path: path.to_owned(),
                line,
                message,
                hint: hint.to_owned(),
            });
        };
        if is_needed && script.text.trim().is_empty() {
            diagnostic(
                None,
                "the file is empty".to_owned(),
                "write the SQL of the migration, or `-- nothing to do` if it changes nothing on \
                 this database",
            );
        }
        let text = std::mem::take(&mut script.text);
        for Setting {
            line,
            number,
            is_first,
        } in settings(dialect, &text)
        {
            let setting = line.strip_prefix(MARK).unwrap_or_default();
            match setting.trim() {
                _ if !is_first => diagnostic(
                    Some(number),
                    format!("`{line}` must be the first line"),
                    "it applies to the whole file: move it to the first line",
                ),
                "no transaction" => script.in_transaction = false,
                "refuse if" => {}
                "foreign keys off" if dialect.has_foreign_key_pragma() => {
                    script.foreign_keys = false
                }
                "foreign keys off" => diagnostic(
                    Some(number),
                    format!("`{line}` has no effect on {dialect}"),
                    "delete the line: only SQLite needs it, to rebuild tables",
                ),
                _ => diagnostic(
                    Some(number),
                    format!("`{line}` is not a known directive"),
                    "the directives are `-- tablewright: no transaction`, `-- tablewright: \
                     foreign keys off` and `-- tablewright: refuse if`",
                ),
            }
        }
        match preflight::read(&text) {
            Ok(preflight) => script.preflight = preflight,
            Err(number) => diagnostic(
                Some(number),
                format!("`{REFUSE_IF}` is incomplete"),
                "write the query on the next lines, each after `--   `; then write `-- because`, \
                 and the message in the same way",
            ),
        }
        if !script.in_transaction && !script.foreign_keys {
            diagnostic(
                Some(1),
                "foreign keys can only be off within a transaction".to_owned(),
                "split it into two migrations",
            );
        }
        for statement in split(dialect, &text) {
            let line = || Some(1 + text[..statement.start].matches('\n').count());
            if script.in_transaction && sets_foreign_keys(dialect, &statement.tokens) {
                diagnostic(
                    line(),
                    "SQLite ignores `PRAGMA foreign_keys` within a transaction".to_owned(),
                    "write `-- tablewright: foreign keys off` in the first line instead",
                );
            }
            if let Some(words) = transaction_words(&statement.tokens) {
                diagnostic(
                    line(),
                    format!(
                        "`{words}` would begin or end a transaction inside the transaction of the \
                         migration"
                    ),
                    "delete it: a migration already runs in one transaction if the database \
                     supports that",
                );
            }
        }
        script.text = text;
        (diagnostics.len() == before).then_some(script)
    }
}

/// A line with a setting of the file.
struct Setting<'t> {
    line: &'t str,
    /// Its number, from 1.
    number: usize,
    /// Whether only such lines come before it.
    is_first: bool,
}

/// The lines of a text that are comments and begin with [`MARK`].
fn settings(dialect: Dialect, text: &str) -> Vec<Setting<'_>> {
    let mut settings = Vec::new();
    let mut is_first = true;
    let mut in_preflight = false;
    let mut begins_line = true;
    let mut number = 1;
    for lexeme in lexemes(dialect, text) {
        let is_comment = lexeme.kind == LexemeKind::Comment;
        if is_comment && begins_line && lexeme.text.starts_with(MARK) {
            in_preflight |= lexeme.text.trim_end() == REFUSE_IF;
            settings.push(Setting {
                line: lexeme.text.trim_end(),
                number,
                is_first,
            });
        } else if lexeme.kind != LexemeKind::Whitespace && !(is_comment && in_preflight) {
            is_first = false;
        }
        begins_line = lexeme.text.ends_with('\n');
        number += lexeme.text.matches('\n').count();
    }
    settings
}

/// The text for comparisons: without a byte order mark, with line feeds, and without white space at
/// the ends of lines and of the text.
pub(super) fn plain(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_end().to_owned()
}

/// Whether a statement turns SQLite's checks of foreign keys on or off.
fn sets_foreign_keys(dialect: Dialect, tokens: &[Token<'_>]) -> bool {
    let has = |word: &str| tokens.iter().any(|token| token.is(word));
    let is_pragma = tokens.first().is_some_and(|token| token.is("pragma"));
    dialect.has_foreign_key_pragma() && is_pragma && has("foreign_keys")
}

/// The first words of a statement that begins or ends a transaction.
fn transaction_words(tokens: &[Token<'_>]) -> Option<&'static str> {
    let first = tokens.first()?;
    let second_is = |word: &str| tokens.get(1).is_some_and(|token| token.is(word));
    if first.is("start") {
        return second_is("transaction").then_some("START TRANSACTION");
    }
    // MariaDB's block outside a routine.
    if first.is("begin") && second_is("not") {
        return None;
    }
    // Savepoints are allowed.
    if first.is("rollback") && (second_is("to") || tokens.iter().any(|token| token.is("savepoint")))
    {
        return None;
    }
    [
        ("begin", "BEGIN"),
        ("commit", "COMMIT"),
        ("rollback", "ROLLBACK"),
        ("end", "END"),
    ]
    .into_iter()
    .find(|(word, _)| first.is(word))
    .map(|(_, words)| words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(dialect: Dialect, text: &str) -> Result<Script, Vec<(Option<usize>, String)>> {
        let mut diagnostics = Vec::new();
        let script = Script::read(dialect, "a/up.sql", text.to_owned(), true, &mut diagnostics);
        let position = |diagnostic: Diagnostic| (diagnostic.line, diagnostic.message);
        script.ok_or_else(|| diagnostics.into_iter().map(position).collect())
    }

    #[test]
    fn the_first_line_says_how_it_is_run() {
        let script = read(
            Dialect::Postgres,
            "\r\n-- tablewright: no transaction\r\nVACUUM;",
        )
        .unwrap();
        assert!(!script.in_transaction);
        assert_eq!(script.statements(Dialect::Postgres), ["VACUUM"]);
        let script = read(
            Dialect::Sqlite,
            "-- tablewright: foreign keys off\nSELECT 1",
        )
        .unwrap();
        assert!(script.in_transaction && !script.foreign_keys);
        assert!(read(Dialect::Sqlite, "-- nothing to do").is_ok());
        let in_text = "INSERT INTO a VALUES ('\n-- tablewright: no transaction\n')";
        assert!(read(Dialect::Sqlite, in_text).unwrap().in_transaction);
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        let wrong = |dialect, text| read(dialect, text).unwrap_err();
        assert_eq!(
            wrong(Dialect::Sqlite, "-- a\n-- tablewright: no transaction"),
            [(
                Some(2),
                "`-- tablewright: no transaction` must be the first line".to_owned()
            )]
        );
        assert_eq!(
            wrong(Dialect::Sqlite, "-- tablewright: no transactions"),
            [(
                Some(1),
                "`-- tablewright: no transactions` is not a known directive".to_owned()
            )]
        );
        assert_eq!(
            wrong(Dialect::Mysql, "-- tablewright: foreign keys off"),
            [(
                Some(1),
                "`-- tablewright: foreign keys off` has no effect on MySQL".to_owned()
            )]
        );
        assert_eq!(
            wrong(Dialect::Sqlite, "SELECT 1;\nPRAGMA foreign_keys = OFF;"),
            [(
                Some(2),
                "SQLite ignores `PRAGMA foreign_keys` within a transaction".to_owned()
            )]
        );
        let text =
            "SELECT 1;\nbegin;\nSAVEPOINT a; ROLLBACK TO a; start  transaction;\n\nCOMMIT WORK;";
        let message = |words| {
            format!(
                "`{words}` would begin or end a transaction inside the transaction of the \
                migration"
            )
        };
        assert_eq!(
            wrong(Dialect::Mariadb, text),
            [
                (Some(2), message("BEGIN")),
                (Some(3), message("START TRANSACTION")),
                (Some(5), message("COMMIT")),
            ]
        );
    }
}
