//! The names of test databases.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// The prefix of the names; the second of creation, the process, a counter and a random number
/// follow.
pub(super) const TEST: &str = "tablewright_testing_";

/// A unique name, also among other machines that use the same server.
pub(super) fn new() -> String {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let counter = COUNTER.fetch_add(1, Ordering::Relaxed);
    let random = RandomState::new().build_hasher().finish();
    let process = process::id();
    format!("{TEST}{:08x}_{process:x}_{counter:x}_{random:016x}", now())
}

/// The current second.
pub(super) fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}
