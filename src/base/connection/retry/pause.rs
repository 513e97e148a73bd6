//! Pauses between tries.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// The longest pause before the second try. Each later pause is at most twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(10);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// A random pause after this number of failures, so that conflicting transactions do not conflict
/// again.
pub(super) fn random(failed: u32) -> Duration {
    // A hasher has random keys.
    length(failed, RandomState::new().hash_one(()) as u8)
}

/// A part, in units of 1/255, of the longest pause after this number of failures.
fn length(failed: u32, part: u8) -> Duration {
    let longest = FIRST_PAUSE.saturating_mul(1u32.checked_shl(failed).unwrap_or(u32::MAX));
    longest.min(LONGEST_PAUSE) * u32::from(part) / u32::from(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_limit() {
        assert_eq!(length(0, 255), Duration::from_millis(10));
        assert_eq!(length(3, 255), Duration::from_millis(80));
        assert_eq!(length(3, 0), Duration::ZERO);
        assert_eq!(length(7, 255), LONGEST_PAUSE);
        assert_eq!(length(u32::MAX, 255), LONGEST_PAUSE);
    }
}
