//! Bytes as hexadecimal digits, and UUIDs as their usual text.

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// Two lower-case digits for each byte.
#[must_use]
pub fn to_hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    push_hex(&mut text, bytes);
    text
}

/// Appends two lower-case digits for each byte.
#[inline]
pub fn push_hex(text: &mut String, bytes: &[u8]) {
    for byte in bytes {
        for digit in [byte >> 4, byte & 0xF] {
            text.push(char::from(DIGITS[usize::from(digit)]));
        }
    }
}

/// The bytes of pairs of hexadecimal digits in either case; `None` for any other string.
#[must_use]
pub fn from_hex(digits: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    let bytes = pairs.iter().map(|&pair| byte(pair));
    rest.is_empty().then(|| bytes.collect()).flatten()
}

/// `67e55044-10b1-426f-9247-bb680e5fe0c8`
#[must_use]
pub fn uuid_text(uuid: &[u8; 16]) -> String {
    let mut text = String::with_capacity(UUID_LENGTH);
    for (position, byte) in uuid.iter().enumerate() {
        if matches!(position, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        push_hex(&mut text, &[*byte]);
    }
    text
}

/// The bytes of a UUID such as `67e55044-10b1-426f-9247-bb680e5fe0c8`, in either case.
#[must_use]
#[inline]
pub fn uuid_from_text(text: &[u8]) -> Option<[u8; 16]> {
    let text: &[u8; UUID_LENGTH] = text.try_into().ok()?;
    let mut uuid = [0; 16];
    let mut at = 0;
    for (position, found) in uuid.iter_mut().enumerate() {
        if matches!(position, 4 | 6 | 8 | 10) {
            if text[at] != b'-' {
                return None;
            }
            at += 1;
        }
        *found = byte([text[at], text[at + 1]])?;
        at += 2;
    }
    Some(uuid)
}

/// The length of a UUID as text.
const UUID_LENGTH: usize = 36;

#[inline]
fn byte([high, low]: [u8; 2]) -> Option<u8> {
    Some(digit(high)? << 4 | digit(low)?)
}

#[inline]
fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_comes_back() {
        let all: Vec<u8> = (0..=255).collect();
        let text = to_hex(&all);
        assert_eq!(text.len(), 512);
        assert!(text.starts_with("000102") && text.ends_with("fdfeff"));
        assert_eq!(from_hex(&text), Some(all.clone()));
        assert_eq!(from_hex(&text.to_uppercase()), Some(all));
    }

    #[test]
    fn hex_comes_in_pairs() {
        assert_eq!(from_hex("00fF"), Some(vec![0, 255]));
        assert_eq!(from_hex(""), Some(vec![]));
        for text in ["0", "000", "é", "0g", "+1", " 1", "0x"] {
            assert_eq!(from_hex(text), None, "{text}");
        }
    }

    #[test]
    fn uuids_have_hyphens_at_their_positions() {
        let text = "67e55044-10b1-426f-9247-bb680e5fe0c8";
        let uuid = uuid_from_text(text.as_bytes()).unwrap();
        assert_eq!(uuid[..3], [0x67, 0xe5, 0x50]);
        assert_eq!(uuid_text(&uuid), text);
        assert_eq!(uuid_from_text(text.to_uppercase().as_bytes()), Some(uuid));
        for wrong in [
            "67e5504410b1426f9247bb680e5fe0c8",
            "67e55044-10b1-426f-9247-bb680e5fe0cg",
            "67e5504-410b1-426f-9247-bb680e5fe0c8",
            "67e55044-10b1-426f-9247-bb680e5fe0c",
            "67e55044-10b1-426f-9247-bb680e5fe0c88",
            "",
        ] {
            assert_eq!(uuid_from_text(wrong.as_bytes()), None, "{wrong}");
        }
    }
}
