//! Strings with a length and a form.

use std::collections::VecDeque;

use tablewright_sql::regex::Step;
use tablewright_sql::rule::is_email;

use crate::base::rule::{Pattern, Rule};
use crate::base::value::parameter::Parameter;

/// The number of tries for a `pattern`.
const TRIES: u64 = 200;

/// The length of a string for a `pattern` without a limit.
const USUAL: usize = 40;

/// The string for a number.
pub fn value(
    column: &str,
    most: Option<u32>,
    rules: &[Rule],
    number: u64,
) -> Result<Parameter<'static>, String> {
    let mut wanted = Wanted {
        min: 0,
        max: most.map(|most| most as usize),
        email: false,
    };
    let mut pattern = None;
    for rule in rules {
        match rule {
            Rule::Length { min, max } => {
                wanted.min = *min as usize;
                let own = max.map_or(usize::MAX, |max| max as usize);
                wanted.max = Some(wanted.max.map_or(own, |most| most.min(own)));
            }
            Rule::Pattern(one) => pattern = Some(one),
            Rule::Email => wanted.email = true,
            Rule::Min(_) | Rule::Max(_) | Rule::Type => {}
        }
    }
    let text = match pattern {
        Some(pattern) => of_pattern(pattern, &wanted, number).ok_or_else(|| {
            format!(
                "the factory finds no string of the right length that matches `{}`: set the field",
                pattern.as_str()
            )
        }),
        None if wanted.email => email(column, &wanted, number).ok_or_else(|| {
            "the factory cannot make an email address of this length: set the field".to_owned()
        }),
        None => plain(column, &wanted, number).ok_or_else(|| {
            "the factory cannot make a string of this length: set the field".to_owned()
        }),
    };
    text.map(|text| Parameter::Text(text.into()))
}

struct Wanted {
    min: usize,
    max: Option<usize>,
    email: bool,
}

impl Wanted {
    fn takes(&self, text: &str) -> bool {
        let count = text.chars().count();
        let is_form = !self.email || is_email(text);
        count >= self.min && self.max.is_none_or(|max| count <= max) && is_form
    }
}

/// The name of the column and the number; for a short string, only the number.
fn plain(column: &str, wanted: &Wanted, number: u64) -> Option<String> {
    let text = counted(&format!("{column} "), wanted.max, number);
    Some(padded(text, wanted.min)).filter(|text| wanted.takes(text))
}

fn email(column: &str, wanted: &Wanted, number: u64) -> Option<String> {
    let column: String = column.chars().filter(char::is_ascii_alphanumeric).collect();
    let local = |domain: &str, room: usize| {
        let around = domain.len() + 1;
        let most = match wanted.max {
            Some(max) => Some(max.checked_sub(around).filter(|most| *most >= room)?),
            None => None,
        };
        let text = counted(&column, most, number);
        let text = padded(text, wanted.min.saturating_sub(around));
        Some(format!("{text}@{domain}"))
    };
    // The form depends only on the length, so two numbers never have the same string.
    let text = local("example.com", column.chars().count() + DIGITS);
    let text = text.or_else(|| local("a.io", DIGITS));
    let text = text.or_else(|| local("a", 1));
    text.filter(|text| wanted.takes(text))
}

/// The number of digits with space.
const DIGITS: usize = 10;

/// The text, if there is space for it, and the number. The form depends only on the space, so two
/// numbers have the same string only after all short strings were used.
fn counted(before: &str, most: Option<usize>, number: u64) -> (String, String) {
    let most = most.unwrap_or(usize::MAX);
    let digits = (number % 10_u64.pow(DIGITS as u32)).to_string();
    if most >= before.chars().count() + DIGITS {
        (before.to_owned(), digits)
    } else if most >= DIGITS {
        (String::new(), digits)
    } else {
        (String::new(), in_letters(number, most))
    }
}

/// The string, padded to this length.
fn padded((before, number): (String, String), min: usize) -> String {
    let missing = min.saturating_sub(before.chars().count() + number.len());
    match before.is_empty() {
        // Zeros before a number do not change it.
        true => format!("{}{number}", "0".repeat(missing)),
        false => format!("{}{before}{number}", "x".repeat(missing)),
    }
}

/// A number in as few characters as possible, within the limit.
fn in_letters(number: u64, most: usize) -> String {
    const LETTERS: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let base = LETTERS.len() as u64;
    let count = u32::try_from(most)
        .ok()
        .and_then(|most| base.checked_pow(most));
    let mut number = count.map_or(number, |count| number % count.max(1));
    let mut text = Vec::new();
    while number > 0 || text.is_empty() {
        text.push(char::from(LETTERS[(number % base) as usize]));
        number /= base;
    }
    text.into_iter().rev().collect()
}

/// A string that matches: a walk through the steps of the pattern, which the number decides.
fn of_pattern(pattern: &Pattern, wanted: &Wanted, number: u64) -> Option<String> {
    let (steps, ranges) = pattern.program();
    let ends = distances(steps);
    let longest = wanted.max.unwrap_or(wanted.min.max(USUAL));
    let walk = |try_: u64| {
        let mut choices = Choices(number.wrapping_mul(TRIES).wrapping_add(try_));
        // Different lengths, because longer strings are more likely to be different.
        let room = longest.saturating_sub(wanted.min) as u64 + 1;
        let length = wanted.min + choices.below(room) as usize;
        walk(steps, ranges, &ends, length, &mut choices)
    };
    let texts = (0..TRIES).filter_map(walk);
    let mut texts = texts.filter(|text| wanted.takes(text) && pattern.matches(text));
    texts.next()
}

/// Walks to the end, by the shortest way once the string is long enough.
fn walk(
    steps: &[Step],
    ranges: &[(char, char)],
    ends: &[usize],
    length: usize,
    choices: &mut Choices,
) -> Option<String> {
    let (mut text, mut count, mut at) = (String::new(), 0, 0_usize);
    // A part that repeats nothing consumes no character.
    for _ in 0..steps.len().saturating_mul(length + 2) {
        let mut push = |character: char| {
            text.push(character);
            count += 1;
        };
        at = match *steps.get(at)? {
            Step::End => return Some(text),
            Step::Jump(to) => to.into(),
            Step::Split(one, other) => {
                let (one, other) = (usize::from(one), usize::from(other));
                let nearer = if ends.get(one)? <= ends.get(other)? {
                    one
                } else {
                    other
                };
                let is_full = count >= length;
                match (is_full, choices.below(2)) {
                    (true, _) => nearer,
                    (false, 0) => one,
                    (false, _) => other,
                }
            }
            Step::Char(character) => {
                push(character);
                at + 1
            }
            Step::Any => {
                push(choices.letter());
                at + 1
            }
            Step::In(first, number) => {
                push(choices.of(named(ranges, first, number))?);
                at + 1
            }
            Step::NotIn(first, number) => {
                let ranges = named(ranges, first, number);
                let is_in = |one: &char| {
                    ranges
                        .iter()
                        .any(|(first, last)| (first..=last).contains(&one))
                };
                let mut others = (0..64).map(|_| choices.visible());
                push(others.find(|one| !is_in(one))?);
                at + 1
            }
        };
    }
    None
}

/// The ranges of a step.
fn named(ranges: &[(char, char)], first: u16, number: u16) -> &[(char, char)] {
    let rest = ranges.get(usize::from(first)..).unwrap_or_default();
    &rest[..rest.len().min(usize::from(number))]
}

/// The distance of each step from the end.
fn distances(steps: &[Step]) -> Vec<usize> {
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); steps.len()];
    let mut lead = |from: usize, to: usize| {
        if let Some(known) = before.get_mut(to) {
            known.push(from);
        }
    };
    for (at, step) in steps.iter().enumerate() {
        match *step {
            Step::End => {}
            Step::Jump(to) => lead(at, to.into()),
            Step::Split(one, other) => {
                lead(at, one.into());
                lead(at, other.into());
            }
            Step::Char(_) | Step::Any | Step::In(..) | Step::NotIn(..) => lead(at, at + 1),
        }
    }
    let mut ends = vec![usize::MAX; steps.len()];
    let is_end = |at: &usize| steps[*at] == Step::End;
    let mut open: VecDeque<usize> = (0..steps.len()).filter(is_end).collect();
    for &at in &open {
        ends[at] = 0;
    }
    while let Some(at) = open.pop_front() {
        for &from in &before[at] {
            if ends[from] == usize::MAX {
                ends[from] = ends[at] + 1;
                open.push_back(from);
            }
        }
    }
    ends
}

/// Choices that look random, and are the same for the same number.
struct Choices(u64);

impl Choices {
    /// The next number (splitmix64).
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    fn letter(&mut self) -> char {
        self.of(&[('a', 'z')]).unwrap_or('a')
    }

    /// A visible character.
    fn visible(&mut self) -> char {
        self.of(&[('a', 'z'), ('A', 'Z'), ('0', '9'), (' ', '~')])
            .unwrap_or('a')
    }

    /// A character of the ranges; of wide ranges, a common one.
    fn of(&mut self, ranges: &[(char, char)]) -> Option<char> {
        let plain = |&(first, last): &(char, char)| {
            let (first, last) = (first.max(' '), last.min('~'));
            (first <= last).then_some((first, last))
        };
        let known: Vec<(char, char)> = ranges.iter().filter_map(plain).collect();
        let ranges = if known.is_empty() { ranges } else { &known };
        let (first, last) = *ranges.get(self.below(ranges.len() as u64) as usize)?;
        let width = u64::from(u32::from(last) - u32::from(first)) + 1;
        // The range may contain surrogates, which are not characters.
        let chosen = u32::from(first) + u32::try_from(self.below(width)).unwrap_or_default();
        Some(char::from_u32(chosen).unwrap_or(first))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use tablewright_sql::regex;

    use super::*;

    fn pattern(text: &'static str) -> Rule {
        let regex = regex::parse(text).expect("a pattern");
        Rule::Pattern(Pattern::new(text, regex.steps.leak(), regex.ranges.leak()))
    }

    fn made(most: Option<u32>, rules: &[Rule], number: u64) -> Result<String, String> {
        match value("first_name", most, rules, number)? {
            Parameter::Text(text) => Ok(text.into_owned()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn texts_have_the_length() {
        assert_eq!(made(None, &[], 7).as_deref(), Ok("first_name 7"));
        assert_eq!(made(Some(5), &[], 1234).as_deref(), Ok("ya"));
        assert_eq!(made(Some(12), &[], 1234).as_deref(), Ok("1234"));
        assert_eq!(made(Some(2), &[], 1000).as_deref(), Ok("rs"));
        assert_eq!(made(Some(1), &[], 36).as_deref(), Ok("0"));
        assert!(made(Some(0), &[], 1).is_err());
        let length = Rule::Length {
            min: 20,
            max: Some(20),
        };
        assert_eq!(made(None, &[length], 7).map(|text| text.len()), Ok(20));
        let short = Rule::Length {
            min: 1,
            max: Some(4),
        };
        assert_eq!(made(Some(100), &[short], 12).as_deref(), Ok("c"));
    }

    #[test]
    fn texts_of_different_numbers_differ() {
        let lengths = [
            (0, 1),
            (0, 2),
            (1, 3),
            (3, 3),
            (4, 9),
            (0, 12),
            (9, 25),
            (40, 60),
        ];
        for (min, max) in lengths {
            let room = 36_u64.saturating_pow(max).min(3_000);
            let length = Rule::Length {
                min,
                max: Some(max),
            };
            for rules in [&[length][..], &[length, Rule::Email]] {
                // An address needs an `@` and a domain.
                let room = if rules.len() == 2 { room / 1_300 } else { room };
                let texts: Vec<_> = (1..=room).map(|number| made(None, rules, number)).collect();
                let different: BTreeSet<_> = texts.iter().flatten().collect();
                let is_made = texts.first().is_some_and(Result::is_ok);
                assert!(!is_made || different.len() == texts.len(), "{min}..{max}");
                assert!(is_made || rules.len() == 2, "{min}..{max}");
            }
        }
    }

    #[test]
    fn addresses_have_the_form() {
        assert_eq!(
            made(None, &[Rule::Email], 7).as_deref(),
            Ok("firstname7@example.com")
        );
        assert_eq!(made(Some(15), &[Rule::Email], 7).as_deref(), Ok("7@a.io"));
        assert_eq!(made(Some(8), &[Rule::Email], 7).as_deref(), Ok("7@a"));
        let long = Rule::Length { min: 40, max: None };
        assert!(is_email(
            &made(None, &[Rule::Email, long], 7).expect("an address")
        ));
        assert!(made(Some(2), &[Rule::Email], 7).is_err());
    }

    #[test]
    fn patterns_are_matched() {
        let patterns = [
            "[a-z]{3}-[0-9]{4}",
            "[A-Z][a-z]*( [A-Z][a-z]*)*",
            "(red|green|blue)[0-9]+",
            "[^ ]+",
            ".*",
            "a?b+c*",
            r"\+?[0-9]{6,15}",
            "[а-я]{5,9}",
        ];
        for text in patterns {
            let rules = [
                pattern(text),
                Rule::Length {
                    min: 1,
                    max: Some(30),
                },
            ];
            let texts: BTreeSet<String> = (1..=50)
                .map(|number| made(Some(50), &rules, number).unwrap_or_else(|why| panic!("{why}")))
                .collect();
            assert!(texts.len() > 10, "{text}: {texts:?}");
        }
        let refused = made(Some(3), &[pattern("[0-9]{5}")], 1);
        let why = "the factory finds no string of the right length that matches `[0-9]{5}`: set the field";
        assert_eq!(refused, Err(why.to_owned()));
    }
}
