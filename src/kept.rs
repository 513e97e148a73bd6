//! What is made once and kept, because it depends on nothing but generated code.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

/// Values by keys, of which a program has only so many. It is asked, never gone through, so its order reaches nobody.
pub(crate) struct Kept<K, V>(LazyLock<RwLock<HashMap<K, Arc<V>>>>);

impl<K: Eq + Hash, V> Kept<K, V> {
    pub const fn new() -> Self {
        Kept(LazyLock::new(RwLock::default))
    }

    /// The value that was made before, or now.
    pub fn get(&self, key: K, make: impl FnOnce() -> V) -> Arc<V> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = kept.get(&key) {
            return Arc::clone(value);
        }
        drop(kept);
        let made = Arc::new(make());
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        // Somebody may have been faster, and may have used theirs.
        Arc::clone(kept.entry(key).or_insert(made))
    }
}
