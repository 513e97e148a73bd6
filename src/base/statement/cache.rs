//! The caches of prepared statements, by their words.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use tablewright_sql::{Dialect, Rendered, render};

use super::Statement;
use super::key::Key;
use super::sink::WordsOf;
use crate::base::error::{Error, Result};

/// The number of statements that this process has rendered. A cached statement is not rendered
/// again.
pub fn renderings() -> u64 {
    RENDERINGS.load(Ordering::Relaxed)
}

static RENDERINGS: AtomicU64 = AtomicU64::new(0);

/// Renders a statement for a database, whether or not the models have its dialect.
type Render<'s> = &'s dyn Fn(Dialect) -> Option<String>;

/// Calls a function at each rendering, which can render the same statement for other databases: for
/// the test of the documentation. Only the first call of the process has an effect.
pub fn on_rendering(see: fn(Render<'_>)) {
    let _ = SEEN_BY.set(see);
}

static SEEN_BY: OnceLock<fn(Render<'_>)> = OnceLock::new();

/// The SQL of a statement.
///
/// # Errors
///
/// [`Error::Value`] if it has more parameters than the database accepts, and [`Error::Dialect`] if
/// the models were not generated for the database.
#[cold]
pub(crate) fn rendered<T: Statement>(statement: &T, dialect: Dialect) -> Result<String> {
    if !statement.table().dialects.has(dialect) {
        return Err(Error::Dialect(dialect));
    }
    RENDERINGS.fetch_add(1, Ordering::Relaxed);
    if let Some(see) = SEEN_BY.get() {
        see(&|dialect| rendered_for(statement, dialect).ok());
    }
    rendered_for(statement, dialect)
}

fn rendered_for<T: Statement>(statement: &T, dialect: Dialect) -> Result<String> {
    let mut words = WordsOf::new(dialect);
    statement.walk(&mut words);
    if let Some(error) = words.failed {
        return Err(error);
    }
    let Rendered { sql, parameters } = render(&words.words, dialect);
    let most = dialect.most_parameters();
    if parameters > most {
        return Err(Error::statement(format!(
            "the statement has {parameters} parameters; {dialect} takes at most {most}"
        )));
    }
    Ok(sql)
}

/// A cache of the statements of a connection: `P` is a prepared statement, or its SQL.
///
/// It is bounded: the least recently used entry is removed.
pub(crate) struct Cache<P> {
    capacity: usize,
    /// The number of uses.
    uses: u64,
    /// Entries by the hash of their keys. An entry is only found by its whole key, so two keys with
    /// the same hash replace each other.
    cached: HashMap<u64, Entry<P>, BuildHasherDefault<Hashed>>,
    /// The key of the last search.
    key: Key,
}

struct Entry<P> {
    key: Box<[u64]>,
    prepared: P,
    /// The use that was the last one.
    used: u64,
}

impl<P> Cache<P> {
    pub fn new(dialect: Dialect, capacity: usize) -> Self {
        Cache {
            capacity,
            uses: 0,
            cached: HashMap::default(),
            key: Key::new(dialect),
        }
    }

    /// Finds the entry of a statement. The other methods are about this statement.
    ///
    /// With a capacity of 0 nothing is found, so each statement is prepared again.
    #[inline]
    pub fn find<T: Statement>(&mut self, statement: &T) -> Option<&P> {
        self.key.clear();
        statement.walk(&mut self.key);
        if self.capacity == 0 {
            return None;
        }
        let entry = self.cached.get_mut(&self.key.hash())?;
        if *entry.key != *self.key.words() {
            return None;
        }
        self.uses += 1;
        entry.used = self.uses;
        Some(&entry.prepared)
    }

    /// Removes the entry that must make room for another one.
    ///
    /// With a capacity of 0, the last entry stays until the next statement is prepared.
    pub fn make_room(&mut self) -> Option<P> {
        if let Some(entry) = self.cached.remove(&self.key.hash()) {
            return Some(entry.prepared);
        }
        if self.cached.len() < self.capacity.max(1) {
            return None;
        }
        let oldest = self.cached.iter().min_by_key(|(_, entry)| entry.used);
        let hash = *oldest?.0;
        self.cached.remove(&hash).map(|entry| entry.prepared)
    }

    /// Adds the entry of the last search.
    pub fn insert(&mut self, prepared: P) {
        self.uses += 1;
        let entry = Entry {
            key: self.key.words().into(),
            prepared,
            used: self.uses,
        };
        self.cached.insert(self.key.hash(), entry);
    }

    /// Removes the entry of the last search.
    #[cfg(any(feature = "postgres", feature = "mysql", test))]
    pub fn remove(&mut self) -> Option<P> {
        let hash = self.key.hash();
        let entry = self.cached.get(&hash)?;
        if *entry.key != *self.key.words() {
            return None;
        }
        self.cached.remove(&hash).map(|entry| entry.prepared)
    }
}

/// A hasher for numbers that are already hashes.
#[derive(Default)]
pub(crate) struct Hashed(u64);

impl Hasher for Hashed {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    #[inline]
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::statement::Raw;

    fn find<'c>(cache: &'c mut Cache<&'static str>, sql: &str) -> Option<&'c str> {
        cache.find(&Raw::new(sql, &[])).copied()
    }

    #[test]
    fn what_was_used_longest_ago_gives_way() {
        let mut cache = Cache::new(Dialect::Sqlite, 2);
        for sql in ["one", "two"] {
            assert_eq!(find(&mut cache, sql), None);
            assert_eq!(cache.make_room(), None);
            cache.insert(sql);
        }
        assert_eq!(find(&mut cache, "one"), Some("one"));
        assert_eq!(find(&mut cache, "three"), None);
        assert_eq!(cache.make_room(), Some("two"));
        cache.insert("three");
        assert_eq!(find(&mut cache, "two"), None);
        assert_eq!(find(&mut cache, "three"), Some("three"));
        assert_eq!(cache.remove(), Some("three"));
        assert_eq!(find(&mut cache, "three"), None);
    }

    #[test]
    fn keys_of_one_hash_take_turns() {
        let (one, other) = ("1p8l4l54zLTiMG9u", "vkmoHk1gacDaHx7w");
        let mut cache = Cache::new(Dialect::Sqlite, 2);
        assert_eq!(find(&mut cache, one), None);
        cache.insert("one");
        let hash = cache.key.hash();
        assert_eq!(find(&mut cache, other), None);
        assert_eq!(cache.key.hash(), hash);
        assert_eq!(cache.remove(), None);
        assert_eq!(find(&mut cache, one), Some("one"));
        assert_eq!(find(&mut cache, other), None);
        assert_eq!(cache.make_room(), Some("one"));
        cache.insert("other");
        assert_eq!(find(&mut cache, other), Some("other"));
        assert_eq!(find(&mut cache, one), None);
    }

    #[test]
    fn without_a_capacity_one_is_open_at_a_time() {
        let mut cache = Cache::new(Dialect::Sqlite, 0);
        assert_eq!(find(&mut cache, "one"), None);
        assert_eq!(cache.make_room(), None);
        cache.insert("one");
        assert_eq!(find(&mut cache, "one"), None);
        assert_eq!(cache.make_room(), Some("one"));
    }
}
