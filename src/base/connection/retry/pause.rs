//! How long to wait before another try.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// The longest pause before a second try; each that follows is at most twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(10);
/// The longest pause of all.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// A pause at random after so many failures, so that those who collided do not collide again.
pub(super) fn random(failed: u32) -> Duration {
    // The keys of a hasher are random.
    length(failed, RandomState::new().hash_one(()) as u8)
}

/// A part, of 0 to 255 of 255, of the longest pause after so many failures.
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
