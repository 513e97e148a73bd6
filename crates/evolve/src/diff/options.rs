//! Options of a live table of which the models say nothing: no step takes them away.

use tablewright_schema::catalog::{Expression, Table};
use tablewright_sql::{Dialect, Token, TokenKind, tokens};

/// What a table is left with, in words, if its options are those of the models and more: storage
/// parameters of PostgreSQL; the format of rows, partitions or a history of MySQL and MariaDB.
/// `None` if it has no more, or other ones.
pub(super) fn kept(current: &Table, wanted: &Table) -> Option<String> {
    let now = current.options.as_ref()?;
    match now.dialect() {
        Dialect::Sqlite => None,
        Dialect::Postgres if wanted.options.is_none() => Some(now.to_string()),
        Dialect::Postgres => None,
        Dialect::Mysql | Dialect::Mariadb => {
            let now = pieces(now);
            let wanted = wanted.options.as_ref().map(pieces).unwrap_or_default();
            let mut missing = wanted.iter().peekable();
            let mut more = Vec::new();
            for piece in &now {
                match missing.peek() {
                    Some(next) if next.is(piece) => drop(missing.next()),
                    Some(_) | None => more.push(piece),
                }
            }
            if missing.next().is_some() || more.is_empty() || more.iter().any(|it| it.is_fixed()) {
                return None;
            }
            let more: Vec<&str> = more.iter().map(|piece| &*piece.text).collect();
            Some(more.join(" "))
        }
    }
}

/// Whether such options are ones beside which the server changes no column.
pub(super) fn forbid_changes(kept: &str) -> bool {
    kept.contains("SYSTEM VERSIONING")
}

/// One option: `ROW_FORMAT=COMPRESSED`, `PARTITION BY …`.
struct Piece {
    key: String,
    text: String,
}

impl Piece {
    fn is(&self, other: &Piece) -> bool {
        self.text.eq_ignore_ascii_case(&other.text)
    }

    /// Whether every table has one, so that another one is a difference.
    fn is_fixed(&self) -> bool {
        matches!(&*self.key, "engine" | "charset" | "collate" | "character")
    }
}

fn pieces(options: &Expression) -> Vec<Piece> {
    let all = tokens(options.dialect(), options.text());
    let mut rest = &all[..];
    let mut found = Vec::new();
    while let Some(first) = rest.first() {
        let length = length(rest).min(rest.len());
        let (piece, after) = rest.split_at(length);
        let key = piece.iter().find(|token| !token.is("default"));
        found.push(Piece {
            key: key.unwrap_or(first).text.to_lowercase(),
            text: text(piece),
        });
        rest = after;
    }
    found
}

/// How many tokens are one option.
fn length(tokens: &[Token<'_>]) -> usize {
    let is = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.is(word));
    if is(0, "partition") {
        return tokens.len();
    }
    if is(0, "with") {
        return 3;
    }
    let mut length = 1;
    if is(0, "default") {
        length += 1;
    }
    if is(length - 1, "character") {
        length += 1;
    }
    let is_symbol = |at: usize| {
        let token = tokens.get(at);
        token.is_some_and(|token| token.kind == TokenKind::Symbol && token.text == "=")
    };
    match is_symbol(length) {
        true => length + 2,
        false => length,
    }
}

/// The tokens, with a space between words.
fn text(tokens: &[Token<'_>]) -> String {
    let mut text = String::new();
    for token in tokens {
        let is_word = |kind| matches!(kind, TokenKind::Word | TokenKind::Number);
        let follows = text.chars().next_back();
        if is_word(token.kind) && follows.is_some_and(|it| it.is_alphanumeric() || it == '_') {
            text.push(' ');
        }
        text.push_str(token.text);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(now: &str, wanted: &str) -> Option<String> {
        let table = |options: &str| {
            let mut table = Table::new("items".to_owned());
            table.options = Some(Expression::new(Dialect::Mariadb, options));
            table
        };
        super::kept(&table(now), &table(wanted))
    }

    #[test]
    fn what_every_table_has_is_no_option_of_its_own() {
        let plain = "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";
        let with = |more: &str| kept(&format!("{plain} {more}"), plain);
        assert_eq!(with(""), None);
        for more in [
            "ROW_FORMAT=COMPRESSED",
            "STATS_PERSISTENT=1 ROW_FORMAT=COMPRESSED",
            "WITH SYSTEM VERSIONING",
        ] {
            assert_eq!(with(more).as_deref(), Some(more));
        }
        let partitions = "PARTITION BY HASH (`id`) PARTITIONS 3";
        assert!(with(partitions).is_some_and(|it| it.starts_with("PARTITION BY HASH")));
        assert_eq!(kept("ENGINE=InnoDB COLLATE=a", "ENGINE=InnoDB"), None);
        assert_eq!(kept("ENGINE=Aria X=1", "ENGINE=InnoDB"), None);
        assert_eq!(kept("A=1 B=2", "A=2").as_deref(), None);
        assert_eq!(kept("A=1 B=2 C=3", "A=1 C=3").as_deref(), Some("B=2"));
        assert_eq!(kept("A=1", "A=1 B=2"), None);
    }
}
