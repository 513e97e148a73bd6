//! The keys of statements in caches.

use tablewright_sql::{Dialect, Word, Words};

use super::{Name, Sink};
use crate::base::error::Error;
use crate::base::value::parameter::Parameter;

/// The words of a statement as numbers, and their hash.
///
/// The hash is computed while the numbers are added: a key is short, so a second pass would take as
/// long as the first.
pub struct Key {
    dialect: Dialect,
    words: Vec<u64>,
    /// The hash before its last rotation.
    hash: u64,
}

impl Key {
    pub fn new(dialect: Dialect) -> Self {
        Key {
            dialect,
            words: Vec::with_capacity(32),
            hash: 0,
        }
    }

    /// Removes the words, for another statement.
    #[inline]
    pub fn clear(&mut self) {
        self.words.clear();
        self.hash = 0;
    }

    #[inline]
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// Both its low and its high bits depend on all words.
    #[inline]
    pub fn hash(&self) -> u64 {
        self.hash.rotate_left(26)
    }

    #[inline]
    fn push(&mut self, number: u64) {
        self.words.push(number);
        // Multiplies and adds.
        self.hash = self
            .hash
            .wrapping_add(number)
            .wrapping_mul(0xf135_7aea_2e62_a9c5);
    }

    /// Adds the whole text, after its length.
    fn push_text(&mut self, text: &str) {
        self.push((text.len() as u64) << 3 | 2);
        let (chunks, rest) = text.as_bytes().as_chunks::<8>();
        for chunk in chunks {
            self.push(u64::from_le_bytes(*chunk));
        }
        if !rest.is_empty() {
            let mut last = [0; 8];
            last[..rest.len()].copy_from_slice(rest);
            self.push(u64::from_le_bytes(last));
        }
    }
}

impl<'w> Words<'w> for Key {
    #[inline]
    fn word(&mut self, word: Word<'w>) {
        // The low bits are the kind of a word, because addresses are multiples of eight.
        match word {
            Word::Op(op, number) => self.push(u64::from(number) << 16 | (op as u64) << 3 | 1),
            Word::Table(table) => self.push(std::ptr::from_ref(table).addr() as u64),
            Word::Text(text) => self.push_text(text),
        }
    }
}

impl<'w> Sink<'w> for Key {
    const BINDS: bool = false;

    #[cfg(feature = "async")]
    #[inline]
    fn as_key(&mut self) -> Option<&mut Key> {
        Some(self)
    }

    #[inline]
    fn dialect(&self) -> Dialect {
        self.dialect
    }

    #[inline]
    fn parameter(&mut self, _: Name, _: &Parameter<'_>) {}

    #[inline]
    fn fail(&mut self, _: Error) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_in_a_key_cannot_be_mistaken() {
        let key = |texts: &[&str]| {
            let mut key = Key::new(Dialect::Sqlite);
            for text in texts {
                key.word(Word::Text(text));
            }
            key.words
        };
        assert_ne!(key(&["a", "b"]), key(&["ab"]));
        assert_ne!(key(&["a\0"]), key(&["a"]));
        assert_ne!(key(&["", "12345678"]), key(&["12345678", ""]));
        assert_eq!(key(&["it's"]), key(&["it's"]));
    }
}
