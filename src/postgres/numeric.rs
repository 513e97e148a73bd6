//! `NUMERIC` in the binary format: groups of four decimal digits.

/// The sign of a negative number.
const NEGATIVE: u16 = 0x4000;

/// The base of a group.
const BASE: i128 = 10_000;

/// The decimal digits of a group.
const GROUP: u32 = 4;

/// Writes `digits` × 10^-`scale`.
pub(super) fn write(digits: i128, scale: u32, to: &mut Vec<u8>) {
    // The decimal point must be between two groups.
    let padding = (GROUP - scale % GROUP) % GROUP;
    let behind_point = (scale + padding) / GROUP;
    let mut rest = digits.unsigned_abs();
    let mut groups = Vec::new();
    if padding > 0 {
        let split = 10u128.pow(GROUP - padding);
        groups.push((rest % split * 10u128.pow(padding)) as u16);
        rest /= split;
    }
    while rest > 0 {
        groups.push((rest % BASE.unsigned_abs()) as u16);
        rest /= BASE.unsigned_abs();
    }
    // The weight of the first group, as a power of 10,000.
    let mut weight = groups.len() as i32 - behind_point as i32 - 1;
    while groups.last() == Some(&0) {
        groups.pop();
        weight -= 1;
    }
    let zeros = groups.iter().take_while(|group| **group == 0).count();
    let groups = &groups[zeros..];
    if groups.is_empty() {
        weight = 0;
    }
    to.extend((groups.len() as u16).to_be_bytes());
    to.extend((weight as i16).to_be_bytes());
    to.extend(if digits < 0 { NEGATIVE } else { 0 }.to_be_bytes());
    to.extend((scale as u16).to_be_bytes());
    for group in groups.iter().rev() {
        to.extend(group.to_be_bytes());
    }
}

/// The digits of a number at a scale; `None` if it has more digits after the point, is not a
/// number, or has more digits than an `i128`.
fn read(bytes: &[u8], scale: u32) -> Option<i128> {
    read_or_most(bytes, scale).filter(|digits| digits.unsigned_abs() != i128::MAX.unsigned_abs())
}

/// The digits of a number at a scale; `None` if it has more digits after the point or is not a
/// number. A number of more than 128 bits becomes the largest one, which is more than any field
/// holds.
pub(super) fn read_or_most(bytes: &[u8], scale: u32) -> Option<i128> {
    let mut words = bytes
        .chunks_exact(2)
        .map(|word| u16::from_be_bytes([word[0], word[1]]));
    let count = words.next()?;
    let weight = i32::from(words.next()?.cast_signed());
    let sign = words.next()?;
    let _scale = words.next()?;
    if sign != 0 && sign != NEGATIVE {
        return None;
    }
    let mut digits: i128 = 0;
    for (position, group) in (0..i32::from(count)).zip(words) {
        // The power of ten of the last digit of this group, at the scale.
        let power = (weight - position) * GROUP as i32 + scale as i32;
        let value = if power >= 0 {
            let power = 10i128.saturating_pow(power.unsigned_abs());
            i128::from(group).saturating_mul(power)
        } else {
            let split = 10i128
                .checked_pow(power.unsigned_abs())
                .unwrap_or(i128::MAX);
            if i128::from(group) % split != 0 {
                return None;
            }
            i128::from(group) / split
        };
        digits = digits.saturating_add(value);
    }
    Some(if sign == NEGATIVE { -digits } else { digits })
}

/// The number as text, for a list of decimals and for messages.
pub(super) fn text(bytes: &[u8]) -> Option<String> {
    let word = bytes.get(6..8)?;
    let scale = u16::from_be_bytes([word[0], word[1]]);
    let digits = read(bytes, scale.into())?;
    Some(with_point(digits, scale.into()))
}

/// `digits` × 10^-`scale` as text.
pub(super) fn with_point(digits: i128, scale: u32) -> String {
    let scale = scale as usize;
    let sign = if digits < 0 { "-" } else { "" };
    let all = format!("{:0>width$}", digits.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = all.split_at(all.len() - scale);
    match scale {
        0 => format!("{sign}{whole}"),
        _ => format!("{sign}{whole}.{fraction}"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(digits: i128, scale: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        write(digits, scale, &mut bytes);
        bytes
    }

    #[test]
    fn groups_are_those_of_the_server() {
        let words = |digits, scale| -> Vec<i16> {
            let bytes = written(digits, scale);
            bytes
                .chunks(2)
                .map(|word| i16::from_be_bytes([word[0], word[1]]))
                .collect()
        };
        assert_eq!(words(0, 2), [0, 0, 0, 2]);
        assert_eq!(words(1250, 2), [2, 0, 0, 2, 12, 5000]);
        assert_eq!(words(-5, 2), [1, -1, 0x4000, 2, 500]);
        assert_eq!(words(120_000_000, 0), [2, 2, 0, 0, 1, 2000]);
        assert_eq!(words(1, 9), [1, -3, 0, 9, 1000]);
        assert_eq!(text(&written(-5, 2)).as_deref(), Some("-0.05"));
        assert_eq!(text(&written(7, 0)).as_deref(), Some("7"));
        // NaN.
        assert_eq!(read(&[0, 0, 0, 0, 0xc0, 0, 0, 0], 2), None);
        let long = written(i128::MAX / 10_000, 0);
        assert_eq!(read_or_most(&long, 4), Some(i128::MAX / 10_000 * 10_000));
        assert_eq!(read_or_most(&long, 6), Some(i128::MAX));
        assert_eq!(read(&long, 6), None);
        // 12.505 cannot have two digits after the point.
        assert_eq!(read(&written(12_505, 3), 2), None);
        assert_eq!(read(&written(12_500, 3), 2), Some(1250));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(digits in -10i128.pow(28)..10i128.pow(28), scale in 0u32..=28) {
            prop_assert_eq!(read(&written(digits, scale), scale), Some(digits));
        }
    }
}
