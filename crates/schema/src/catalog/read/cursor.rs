//! A position in the tokens of a statement.

use tablewright_sql::{Dialect, Token, TokenKind, tokens};

use super::super::expression::Expression;

/// A cursor over the tokens of a statement.
#[derive(Clone)]
pub(super) struct Cursor<'a, 't> {
    pub(super) dialect: Dialect,
    sql: &'t str,
    tokens: &'a [Token<'t>],
}

impl<'a, 't> Cursor<'a, 't> {
    pub(super) fn new(dialect: Dialect, sql: &'t str, tokens: &'a [Token<'t>]) -> Cursor<'a, 't> {
        Cursor {
            dialect,
            sql,
            tokens,
        }
    }

    pub(super) fn has_mysql_grammar(&self) -> bool {
        self.dialect.has_mysql_grammar()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    pub(super) fn peek(&self) -> Option<&'a Token<'t>> {
        self.tokens.first()
    }

    pub(super) fn peek_at(&self, distance: usize) -> Option<&'a Token<'t>> {
        self.tokens.get(distance)
    }

    pub(super) fn is(&self, word: &str) -> bool {
        self.word_at(0, word)
    }

    pub(super) fn is_symbol(&self, sign: char) -> bool {
        self.peek().is_some_and(|token| token.is_symbol(sign))
    }

    /// Whether these words come next.
    pub(super) fn are(&self, words: &[&str]) -> bool {
        let mut words = words.iter().enumerate();
        words.all(|(distance, word)| self.word_at(distance, word))
    }

    /// Whether one of these words comes next.
    pub(super) fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    pub(super) fn word_at(&self, distance: usize, word: &str) -> bool {
        self.peek_at(distance).is_some_and(|token| token.is(word))
    }

    /// Moves past these words if they come next.
    pub(super) fn accept(&mut self, words: &[&str]) -> bool {
        let found = self.are(words);
        if found {
            self.skip(words.len());
        }
        found
    }

    pub(super) fn accept_symbol(&mut self, sign: char) -> bool {
        let found = self.is_symbol(sign);
        if found {
            self.skip(1);
        }
        found
    }

    pub(super) fn skip(&mut self, count: usize) {
        self.tokens = self.tokens.get(count..).unwrap_or_default();
    }

    /// The next name, without quotes.
    pub(super) fn name(&mut self) -> Option<String> {
        let name = name_of(self.dialect, self.peek()?)?;
        self.skip(1);
        Some(name)
    }

    /// A name with the schemas before it, and its last part.
    pub(super) fn qualified(&mut self) -> Option<(Vec<String>, String)> {
        let mut name = self.name()?;
        let mut before = Vec::new();
        while self.is_symbol('.') {
            let mut ahead = self.clone();
            ahead.skip(1);
            let Some(next) = ahead.name() else { break };
            before.push(std::mem::replace(&mut name, next));
            *self = ahead;
        }
        Some((before, name))
    }

    /// The content of the parentheses that open here; moves past them.
    pub(super) fn group(&mut self) -> Option<Cursor<'a, 't>> {
        if !self.is_symbol('(') {
            return None;
        }
        let length = self.group_length();
        let closed = self
            .peek_at(length - 1)
            .is_some_and(|last| length > 1 && last.is_symbol(')'));
        let inner = self.tokens.get(1..length - usize::from(closed));
        let group = Cursor {
            tokens: inner.unwrap_or_default(),
            ..self.clone()
        };
        self.skip(length);
        Some(group)
    }

    /// The number of tokens of the next item: one, or all up to the closing parenthesis.
    pub(super) fn group_length(&self) -> usize {
        let mut depth = 0_usize;
        for (position, token) in self.tokens.iter().enumerate() {
            if token.is_symbol('(') || token.is_symbol('[') {
                depth += 1;
            } else if token.is_symbol(')') || token.is_symbol(']') {
                depth = depth.saturating_sub(1);
            }
            if depth == 0 {
                return position + 1;
            }
        }
        self.tokens.len()
    }

    /// Takes tokens until one that ends them, with parentheses as a whole.
    pub(super) fn take_until(&mut self, ends: impl Fn(&Cursor<'a, 't>) -> bool) -> Cursor<'a, 't> {
        let all = self.tokens;
        while !self.is_empty() && !ends(self) {
            self.skip(self.group_length());
        }
        Cursor {
            tokens: &all[..all.len() - self.tokens.len()],
            ..self.clone()
        }
    }

    /// The parts between commas.
    pub(super) fn elements(mut self) -> Vec<Cursor<'a, 't>> {
        let mut elements = Vec::new();
        while !self.is_empty() {
            let element = self.take_until(|rest| rest.is_symbol(','));
            if !element.is_empty() {
                elements.push(element);
            }
            self.skip(1);
        }
        elements
    }

    /// The first tokens, this many.
    pub(super) fn first(&self, count: usize) -> Cursor<'a, 't> {
        Cursor {
            tokens: self.tokens.get(..count).unwrap_or(self.tokens),
            ..self.clone()
        }
    }

    pub(super) fn tokens(&self) -> &'a [Token<'t>] {
        self.tokens
    }

    /// The text of the tokens, with white space and comments between them.
    pub(super) fn text(&self) -> &'t str {
        match (self.tokens.first(), self.tokens.last()) {
            (Some(first), Some(last)) => &self.sql[first.start..last.end()],
            _ => "",
        }
    }

    /// The tokens as an expression, without parentheses around the whole.
    pub(super) fn expression(&self) -> Expression {
        let pairs = self.pairs_around();
        let inner = self.tokens.get(pairs..self.tokens.len() - pairs);
        let inner = Cursor {
            tokens: inner.unwrap_or_default(),
            ..self.clone()
        };
        let expression = if inner.is_empty() { self } else { &inner };
        expression.whole_expression()
    }

    /// The number of pairs of parentheses around the whole.
    fn pairs_around(&self) -> usize {
        let opens = |token: &&Token<'_>| token.is_symbol('(');
        let closes = |token: &&Token<'_>| token.is_symbol(')');
        let before = self.tokens.iter().take_while(opens).count();
        let behind = self.tokens.iter().rev().take_while(closes).count();
        let Some(between) = self.tokens.get(before..self.tokens.len() - behind) else {
            return 0;
        };
        let (mut depth, mut least) = (before, before);
        for token in between {
            if token.is_symbol('(') {
                depth += 1;
            } else if token.is_symbol(')') {
                depth = depth.saturating_sub(1);
                least = least.min(depth);
            }
        }
        if depth == behind {
            least.min(behind)
        } else {
            0
        }
    }

    /// The tokens as an expression.
    pub(super) fn whole_expression(&self) -> Expression {
        Expression::of_tokens(self.dialect, self.text(), self.tokens)
    }
}

/// The expression without one pair of parentheses around the whole, if it has one.
pub fn bare(dialect: Dialect, sql: &str) -> Option<&str> {
    let tokens = tokens(dialect, sql);
    let mut cursor = Cursor::new(dialect, sql, &tokens);
    let is_closed = tokens.last().is_some_and(|last| last.is_symbol(')'));
    if !cursor.is_symbol('(') || !is_closed || cursor.group_length() < tokens.len() {
        return None;
    }
    Some(cursor.group()?.text())
}

/// The name of a token, if it can be one.
fn name_of(dialect: Dialect, token: &Token<'_>) -> Option<String> {
    match token.kind {
        TokenKind::Word if dialect.folds_names_to_lower_case() => {
            Some(token.text.to_ascii_lowercase())
        }
        TokenKind::Word | TokenKind::Quoted => Some(token.name().into_owned()),
        // SQLite treats a string as a name if only a name is possible.
        TokenKind::Text if dialect.has_text_names() => Some(token.value(dialect)),
        TokenKind::Text | TokenKind::Number | TokenKind::Parameter | TokenKind::Symbol => None,
    }
}
