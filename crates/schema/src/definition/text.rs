//! Numbers and strings as text.

use std::collections::BTreeMap;

use tablewright_sql::Dialect;

use super::Malformed;

/// The digits, least significant first: one of the first 32 ends a number, the others mean that
/// more digits follow.
const DIGITS: &[u8; 64] = b"0123456789abcdefghijklmnopqrstuvABCDEFGHIJKLMNOPQRSTUVWXYZ+-*/=!";
const BASE: usize = 32;

/// Writes numbers, and strings as their positions among all strings.
#[derive(Default)]
pub(super) struct Writer {
    numbers: String,
    strings: Vec<String>,
    /// Only for lookups; strings are written in the order of `strings`.
    positions: BTreeMap<String, usize>,
}

impl Writer {
    pub(super) fn number(&mut self, number: usize) {
        push_number(&mut self.numbers, number);
    }

    pub(super) fn string(&mut self, string: &str) {
        let position = match self.positions.get(string) {
            Some(position) => *position,
            None => {
                let position = self.strings.len();
                self.strings.push(string.to_owned());
                self.positions.insert(string.to_owned(), position);
                position
            }
        };
        self.number(position);
    }

    /// Writes a section, which a reader may skip.
    pub(super) fn section(&mut self, write: impl FnOnce(&mut Writer)) {
        let before = std::mem::take(&mut self.numbers);
        write(self);
        let section = std::mem::replace(&mut self.numbers, before);
        self.number(section.len());
        self.numbers.push_str(&section);
    }

    pub(super) fn finish(self) -> String {
        let mut text = String::new();
        push_number(&mut text, self.strings.len());
        for string in &self.strings {
            push_number(&mut text, string.len());
            text.push_str(string);
        }
        text.push_str(&self.numbers);
        text
    }
}

fn push_number(text: &mut String, mut number: usize) {
    loop {
        let digit = number % BASE;
        number /= BASE;
        let more = if number > 0 { BASE } else { 0 };
        text.push(char::from(DIGITS[digit + more]));
        if number == 0 {
            return;
        }
    }
}

/// Reads the text of a [`Writer`].
pub(super) struct Reader<'t> {
    pub(super) dialect: Dialect,
    rest: &'t str,
    strings: Vec<&'t str>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str, dialect: Dialect) -> Result<Reader<'t>, Malformed> {
        let mut reader = Reader {
            dialect,
            rest: text,
            strings: Vec::new(),
        };
        // Every string takes a character, so a count in an invalid text ends with the text.
        for _ in 0..reader.number()? {
            let length = reader.number()?;
            let string = reader.split(length)?;
            reader.strings.push(string);
        }
        Ok(reader)
    }

    pub(super) fn number(&mut self) -> Result<usize, Malformed> {
        let mut number = 0_usize;
        let mut unit = 1_usize;
        for (position, byte) in self.rest.bytes().enumerate() {
            let digit = DIGITS.iter().position(|digit| *digit == byte);
            let digit = digit.ok_or(Malformed)?;
            let value = unit.checked_mul(digit % BASE).ok_or(Malformed)?;
            number = number.checked_add(value).ok_or(Malformed)?;
            if digit < BASE {
                self.rest = &self.rest[position + 1..];
                return Ok(number);
            }
            unit = unit.checked_mul(BASE).ok_or(Malformed)?;
        }
        Err(Malformed)
    }

    pub(super) fn string(&mut self) -> Result<&'t str, Malformed> {
        let position = self.number()?;
        self.strings.get(position).copied().ok_or(Malformed)
    }

    pub(super) fn section(&mut self) -> Result<Reader<'t>, Malformed> {
        let length = self.number()?;
        Ok(Reader {
            dialect: self.dialect,
            rest: self.split(length)?,
            strings: self.strings.clone(),
        })
    }

    /// Fails unless everything is read.
    pub(super) fn end(&self) -> Result<(), Malformed> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(Malformed)
        }
    }

    fn split(&mut self, length: usize) -> Result<&'t str, Malformed> {
        let (first, rest) = self.rest.split_at_checked(length).ok_or(Malformed)?;
        self.rest = rest;
        Ok(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        for number in [0, 1, 31, 32, 33, 1023, 1024, 123_456_789, usize::MAX] {
            let mut text = "0".to_owned();
            push_number(&mut text, number);
            let mut reader = Reader::new(&text, Dialect::Sqlite).expect("it has no strings");
            assert_eq!(reader.number(), Ok(number));
            assert_eq!(reader.end(), Ok(()));
        }
        let mut text = String::new();
        push_number(&mut text, 31);
        assert_eq!(text, "v");
    }

    #[test]
    fn what_is_no_number_is_an_error() {
        for text in [
            "",
            "A",
            "\u{e4}",
            "AAAAAAAAAAAAAAAAAAAAAAAA0",
            "!!!!!!!!!!!!v",
            "v",
        ] {
            assert_eq!(
                Reader::new(text, Dialect::Sqlite).err(),
                Some(Malformed),
                "{text}"
            );
        }
    }
}
