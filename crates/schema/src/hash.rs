//! A fingerprint that is the same on every machine and in every version of Rust.

/// A fingerprint of 32 hexadecimal digits: it detects a change, but resists no attacker.
pub fn fingerprint(text: &str) -> String {
    format!("{:032x}", hash(text))
}

/// The 128-bit FNV-1a hash of the text.
pub(crate) fn hash(text: &str) -> u128 {
    const OFFSET: u128 = 0x6c62272e07bb014262b821756295c58d;
    const PRIME: u128 = 0x0000000001000000000000000000013b;
    text.bytes().fold(OFFSET, |hash, byte| {
        (hash ^ u128::from(byte)).wrapping_mul(PRIME)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_published_test_vectors() {
        assert_eq!(hash(""), 0x6c62272e07bb014262b821756295c58d);
        assert_eq!(hash("a"), 0xd228cb696f1a8caf78912b704e4a8964);
        assert_eq!(fingerprint("a"), "d228cb696f1a8caf78912b704e4a8964");
    }
}
