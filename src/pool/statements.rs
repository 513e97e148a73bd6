//! The statements that a connection keeps prepared.

use std::collections::HashMap;

use crate::connection::Text;

/// What a statement is known again by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name<'q> {
    /// The address of the constant that has its text.
    Address(usize),
    /// The text, which was put together for one call.
    Text(&'q str),
}

impl<'q> Name<'q> {
    /// What a constant is known again by.
    pub fn of<T>(constant: &'static T) -> Name<'static> {
        Name::Address(std::ptr::from_ref(constant).addr())
    }
}

impl<'q> From<Text<'q>> for Name<'q> {
    #[inline]
    fn from(text: Text<'q>) -> Self {
        match text {
            Text::Fixed(sql) => Name::of(sql),
            Text::Built(text) => Name::Text(text),
        }
    }
}

/// Prepared statements; those that were not used for the longest time give way to new ones.
///
/// Our own and not the driver's, which would look each one up by its text.
pub(crate) struct Statements<S> {
    capacity: usize,
    /// Counts the uses.
    uses: u64,
    fixed: HashMap<usize, Kept<S>>,
    built: HashMap<Box<str>, Kept<S>>,
}

struct Kept<S> {
    statement: S,
    /// The number of its last use.
    used: u64,
}

impl<S: Clone> Statements<S> {
    pub fn new(capacity: usize) -> Self {
        Statements {
            capacity,
            uses: 0,
            fixed: HashMap::new(),
            built: HashMap::new(),
        }
    }

    /// The statement of that name, where it is kept.
    #[inline]
    pub fn get(&mut self, name: Name<'_>) -> Option<S> {
        // Without a cache each is prepared anew.
        if self.capacity == 0 {
            return None;
        }
        let kept = match name {
            Name::Address(address) => self.fixed.get_mut(&address),
            Name::Text(text) => self.built.get_mut(text),
        }?;
        self.uses += 1;
        kept.used = self.uses;
        Some(kept.statement.clone())
    }

    /// Takes out the statement that has to be closed before another one is kept.
    ///
    /// Without a cache the last one stays until the next is prepared, which closes it on the way.
    pub fn make_room(&mut self) -> Option<S> {
        if self.fixed.len() + self.built.len() < self.capacity.max(1) {
            return None;
        }
        let fixed = self.fixed.iter().min_by_key(|(_, kept)| kept.used);
        let built = self.built.iter().min_by_key(|(_, kept)| kept.used);
        let older = |built: &Kept<S>| fixed.is_none_or(|(_, fixed)| built.used < fixed.used);
        let kept = match built {
            Some((text, kept)) if older(kept) => {
                let text = text.clone();
                self.built.remove(&text)
            }
            Some(_) | None => {
                let address = *fixed?.0;
                self.fixed.remove(&address)
            }
        };
        kept.map(|kept| kept.statement)
    }

    /// Keeps a statement.
    pub fn keep(&mut self, name: Name<'_>, statement: S) {
        self.uses += 1;
        let used = self.uses;
        let kept = Kept { statement, used };
        match name {
            Name::Address(address) => drop(self.fixed.insert(address, kept)),
            Name::Text(text) => drop(self.built.insert(text.into(), kept)),
        }
    }

    /// Takes a statement out.
    pub fn take(&mut self, name: Name<'_>) -> Option<S> {
        let kept = match name {
            Name::Address(address) => self.fixed.remove(&address),
            Name::Text(text) => self.built.remove(text),
        };
        kept.map(|kept| kept.statement)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_used_longest_ago_gives_way() {
        let mut statements = Statements::new(2);
        assert_eq!(statements.make_room(), None);
        statements.keep(Name::Address(1), "one");
        assert_eq!(statements.make_room(), None);
        statements.keep(Name::Text("two"), "two");
        assert_eq!(statements.get(Name::Address(1)), Some("one"));
        assert_eq!(statements.make_room(), Some("two"));
        statements.keep(Name::Address(3), "three");
        assert_eq!(statements.get(Name::Text("two")), None);
        assert_eq!(statements.make_room(), Some("one"));
        assert_eq!(statements.make_room(), None);
        assert_eq!(statements.get(Name::Address(3)), Some("three"));
        assert_eq!(statements.take(Name::Address(3)), Some("three"));
        assert_eq!(statements.get(Name::Address(3)), None);
    }

    #[test]
    fn without_a_cache_one_is_open_at_a_time() {
        let mut statements = Statements::new(0);
        assert_eq!(statements.make_room(), None);
        statements.keep(Name::Address(1), "one");
        assert_eq!(statements.get(Name::Address(1)), None);
        assert_eq!(statements.make_room(), Some("one"));
        assert_eq!(statements.make_room(), None);
    }
}
