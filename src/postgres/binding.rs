//! Channel binding `tls-server-end-point` (RFC 5929): the hash of a server's certificate.

use ring::digest::{Algorithm, SHA256, SHA384, SHA512, digest};

/// Hashes a certificate by the hash function of its signature.
///
/// `None` if the signature has no hash function, as with Ed25519, for which RFC 5929 defines no
/// binding, or an unknown one.
pub(super) fn end_point(certificate: &[u8]) -> Option<Vec<u8>> {
    let algorithm = hash_of(certificate)?;
    Some(digest(algorithm, certificate).as_ref().to_vec())
}

/// The hash function of a certificate's signature.
fn hash_of(certificate: &[u8]) -> Option<&'static Algorithm> {
    let (certificate, _) = element(certificate, SEQUENCE)?;
    let (_, rest) = element(certificate, SEQUENCE)?;
    let (signature, _) = element(rest, SEQUENCE)?;
    let (id, parameters) = element(signature, OBJECT_ID)?;
    if id == RSA_PSS {
        return pss_hash(parameters);
    }
    SIGNATURES
        .iter()
        .find(|(known, _)| *known == id)
        .map(|(_, algorithm)| *algorithm)
}

/// The hash function in the parameters of RSASSA-PSS. The default is SHA-1, which SHA-256 replaces.
fn pss_hash(parameters: &[u8]) -> Option<&'static Algorithm> {
    let (parameters, _) = element(parameters, SEQUENCE)?;
    let Some((hash, _)) = element(parameters, FIRST) else {
        return Some(&SHA256);
    };
    let (hash, _) = element(hash, SEQUENCE)?;
    let (id, _) = element(hash, OBJECT_ID)?;
    HASHES
        .iter()
        .find(|(known, _)| *known == id)
        .map(|(_, algorithm)| *algorithm)
}

// Tags of DER.
const OBJECT_ID: u8 = 0x06;
const SEQUENCE: u8 = 0x30;
/// `[0]`, explicit.
const FIRST: u8 = 0xa0;

/// 1.2.840.113549.1.1.10
const RSA_PSS: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a";

/// The signature algorithms that contain a hash function. RFC 5929 replaces MD5 and SHA-1.
const SIGNATURES: [(&[u8], &Algorithm); 9] = [
    // 1.2.840.113549.1.1: RSA with MD5, SHA-1, SHA-256, SHA-384, SHA-512
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x04", &SHA256),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05", &SHA256),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b", &SHA256),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0c", &SHA384),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0d", &SHA512),
    // 1.2.840.10045.4: ECDSA with SHA-1, SHA-256, SHA-384, SHA-512
    (b"\x2a\x86\x48\xce\x3d\x04\x01", &SHA256),
    (b"\x2a\x86\x48\xce\x3d\x04\x03\x02", &SHA256),
    (b"\x2a\x86\x48\xce\x3d\x04\x03\x03", &SHA384),
    (b"\x2a\x86\x48\xce\x3d\x04\x03\x04", &SHA512),
];

/// The identifiers of the hash functions.
const HASHES: [(&[u8], &Algorithm); 4] = [
    // 1.3.14.3.2.26: SHA-1
    (b"\x2b\x0e\x03\x02\x1a", &SHA256),
    // 2.16.840.1.101.3.4.2: SHA-256, SHA-384, SHA-512
    (b"\x60\x86\x48\x01\x65\x03\x04\x02\x01", &SHA256),
    (b"\x60\x86\x48\x01\x65\x03\x04\x02\x02", &SHA384),
    (b"\x60\x86\x48\x01\x65\x03\x04\x02\x03", &SHA512),
];

/// The contents of the first element, if it has this tag, and the bytes after the element.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&found, rest) = der.split_first()?;
    let (&first, rest) = rest.split_first()?;
    if found != tag {
        return None;
    }
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        // The length has this number of bytes. No certificate needs more than four.
        0x81..=0x84 => {
            let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            let length = bytes
                .iter()
                .fold(0, |sum, &byte| sum << 8 | u64::from(byte));
            (usize::try_from(length).ok()?, rest)
        }
        _ => return None,
    };
    rest.split_at_checked(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An element of DER.
    fn der(tag: u8, contents: &[u8]) -> Vec<u8> {
        let length = contents.len();
        let mut bytes = vec![tag];
        match u8::try_from(length) {
            Ok(short @ ..=0x7f) => bytes.push(short),
            _ => {
                bytes.push(0x84);
                bytes.extend((length as u32).to_be_bytes());
            }
        }
        bytes.extend(contents);
        bytes
    }

    /// The parts of a certificate that the test needs.
    fn certificate(body: usize, algorithm: &[u8]) -> Vec<u8> {
        let body = der(SEQUENCE, &vec![0; body]);
        let signature = der(0x03, &[0; 257]);
        der(
            SEQUENCE,
            &[&body, &der(SEQUENCE, algorithm), &signature[..]].concat(),
        )
    }

    /// The dotted numbers of an object identifier, as DER.
    fn id(dotted: &str) -> Vec<u8> {
        let numbers: Vec<u32> = dotted.split('.').map(|n| n.parse().expect("one")).collect();
        let mut bytes = vec![u8::try_from(numbers[0] * 40 + numbers[1]).expect("a byte")];
        for number in &numbers[2..] {
            let groups = (0..5)
                .rev()
                .map(|group| (number >> (7 * group)) as u8 & 0x7f);
            let mut groups: Vec<u8> = groups.skip_while(|group| *group == 0).collect();
            if groups.is_empty() {
                groups.push(0);
            }
            let last = groups.len() - 1;
            groups[..last].iter_mut().for_each(|group| *group |= 0x80);
            bytes.extend(groups);
        }
        der(OBJECT_ID, &bytes)
    }

    fn pss(hash: Option<&str>) -> Vec<u8> {
        let hash = hash.map_or(Vec::new(), |hash| der(FIRST, &der(SEQUENCE, &id(hash))));
        let salt = der(0xa2, &der(0x02, &[32]));
        let parameters = der(SEQUENCE, &[hash, salt].concat());
        [id("1.2.840.113549.1.1.10"), parameters].concat()
    }

    #[test]
    fn a_certificate_is_hashed_as_it_is_signed() {
        for (algorithm, hash) in [
            (id("1.2.840.113549.1.1.4"), Some(&SHA256)),
            (id("1.2.840.113549.1.1.5"), Some(&SHA256)),
            (id("1.2.840.113549.1.1.11"), Some(&SHA256)),
            (id("1.2.840.113549.1.1.12"), Some(&SHA384)),
            (id("1.2.840.113549.1.1.13"), Some(&SHA512)),
            (id("1.2.840.10045.4.1"), Some(&SHA256)),
            (id("1.2.840.10045.4.3.2"), Some(&SHA256)),
            (id("1.2.840.10045.4.3.3"), Some(&SHA384)),
            (id("1.2.840.10045.4.3.4"), Some(&SHA512)),
            (pss(None), Some(&SHA256)),
            (pss(Some("1.3.14.3.2.26")), Some(&SHA256)),
            (pss(Some("2.16.840.1.101.3.4.2.1")), Some(&SHA256)),
            (pss(Some("2.16.840.1.101.3.4.2.2")), Some(&SHA384)),
            (pss(Some("2.16.840.1.101.3.4.2.3")), Some(&SHA512)),
            // Ed25519, RSA with SHA-224, SHA3-256
            (id("1.3.101.112"), None),
            (id("1.2.840.113549.1.1.14"), None),
            (pss(Some("2.16.840.1.101.3.4.2.8")), None),
            (Vec::new(), None),
        ] {
            for body in [0, 100, 127, 128, 300, 70_000] {
                let certificate = certificate(body, &algorithm);
                let wanted = hash.map(|hash| digest(hash, &certificate).as_ref().to_vec());
                assert_eq!(end_point(&certificate), wanted, "{algorithm:x?} {body}");
            }
        }
    }

    #[test]
    fn what_is_no_certificate_has_no_hash() {
        let whole = certificate(300, &id("1.2.840.113549.1.1.11"));
        for length in 0..whole.len() {
            assert_eq!(end_point(&whole[..length]), None, "{length}");
        }
        for position in 0..whole.len().min(400) {
            for byte in [0x00, 0x80, 0x84, 0xff] {
                let mut other = whole.clone();
                other[position] = byte;
                // It may have a hash or none, but must not panic.
                end_point(&other);
            }
        }
    }
}
