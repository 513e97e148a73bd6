//! Regular expressions of the validation word `pattern`: the syntax that means the same everywhere.
//!
//! The build parses an expression and compiles it to steps; generated code contains the steps, and
//! the runtime follows all possible steps at once, character by character. So the time for a match
//! grows only with the length of the string, whatever the expression.

/// The largest number of steps of an expression.
const MOST_STEPS: usize = 4_096;

/// The largest number of repetitions in `{…}`.
const MOST_TIMES: u32 = 1_000;

/// The deepest nesting of parentheses.
const DEEPEST: u32 = 32;

/// A compiled regular expression.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Regex {
    /// The steps of matching.
    pub steps: Vec<Step>,
    /// The character ranges that the steps use.
    pub ranges: Vec<(char, char)>,
}

/// One step of matching.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The string ends here.
    End,
    /// Takes this character.
    Char(char),
    /// Takes any character.
    Any,
    /// Takes a character in the ranges: the number of the first range, and how many ranges.
    In(u16, u16),
    /// Takes a character in none of these ranges.
    NotIn(u16, u16),
    /// Goes on at both steps.
    Split(u16, u16),
    /// Goes on at the step.
    Jump(u16),
}

impl Step {
    fn takes(self, character: char, ranges: &[(char, char)]) -> bool {
        let is_in = |first: u16, count: u16| {
            let ranges = ranges.iter().skip(first.into());
            let mut ranges = ranges.take(count.into());
            ranges.any(|(first, last)| (*first..=*last).contains(&character))
        };
        match self {
            Step::Char(own) => own == character,
            Step::Any => true,
            Step::In(first, count) => is_in(first, count),
            Step::NotIn(first, count) => !is_in(first, count),
            Step::End | Step::Split(..) | Step::Jump(_) => false,
        }
    }
}

/// Whether the steps, with these character ranges, match the whole string.
pub fn matches(steps: &[Step], ranges: &[(char, char)], text: &str) -> bool {
    let mut current = Reached::new(steps.len());
    let mut next = Reached::new(steps.len());
    current.add(0, steps);
    for character in text.chars() {
        if current.steps.is_empty() {
            return false;
        }
        next.clear();
        for &step in &current.steps {
            if steps[step].takes(character, ranges) {
                next.add(step + 1, steps);
            }
        }
        std::mem::swap(&mut current, &mut next);
    }
    let mut reached = current.steps.iter();
    reached.any(|&step| steps[step] == Step::End)
}

/// The current steps of a match.
struct Reached {
    steps: Vec<usize>,
    known: Vec<bool>,
}

impl Reached {
    fn new(steps: usize) -> Self {
        Reached {
            steps: Vec::with_capacity(steps),
            known: vec![false; steps],
        }
    }

    fn clear(&mut self) {
        self.steps.clear();
        self.known.fill(false);
    }

    /// Adds a step, and the steps that follow it without taking a character.
    fn add(&mut self, step: usize, steps: &[Step]) {
        let mut waiting = vec![step];
        while let Some(step) = waiting.pop() {
            if std::mem::replace(&mut self.known[step], true) {
                continue;
            }
            match steps[step] {
                Step::Jump(to) => waiting.push(to.into()),
                Step::Split(one, other) => waiting.extend([other, one].map(usize::from)),
                Step::End | Step::Char(_) | Step::Any | Step::In(..) | Step::NotIn(..) => {
                    self.steps.push(step);
                }
            }
        }
    }
}

impl Regex {
    /// Whether the whole string matches.
    pub fn matches(&self, text: &str) -> bool {
        matches(&self.steps, &self.ranges, text)
    }
}

/// Compiles an expression, which has to match the whole string.
///
/// # Errors
///
/// A message about the first error, as the end of a sentence that begins with the expression.
pub fn parse(text: &str) -> Result<Regex, String> {
    let mut parser = Parser {
        rest: text,
        depth: 0,
        ranges: Vec::new(),
    };
    // The anchors change nothing. In one of several alternatives they would apply only to that one.
    let anchored = parser.eat('^');
    let mut node = parser.alternatives()?;
    let ends = parser.rest == "$";
    if ends {
        parser.rest = "";
    }
    if (anchored || ends) && matches!(node, Node::Either(_)) {
        return Err(
            "has `^` or `$` beside `|`: remove it, because the whole string must always match"
                .to_owned(),
        );
    }
    if let Some(character) = parser.rest.chars().next() {
        return Err(match character {
            ')' => "has a `)` without a `(`".to_owned(),
            _ => {
                format!("has a `{character}` with no meaning there: write `\\{character}`")
            }
        });
    }
    let mut steps = Vec::new();
    node = Node::Sequence(vec![node, Node::Step(Step::End)]);
    node.emit(&mut steps)?;
    let ranges = parser.ranges;
    if ranges.len() > MOST_STEPS {
        return Err("has too many ranges of characters".to_owned());
    }
    Ok(Regex { steps, ranges })
}

/// A part of an expression.
enum Node {
    Step(Step),
    Sequence(Vec<Node>),
    Either(Vec<Node>),
    Repeat(Box<Node>, u32, Option<u32>),
}

impl Node {
    fn emit(&self, to: &mut Vec<Step>) -> Result<(), String> {
        match self {
            Node::Step(step) => push(*step, to).map(drop),
            Node::Sequence(parts) => parts.iter().try_for_each(|part| part.emit(to)),
            Node::Either(parts) => {
                let mut jumps = Vec::new();
                for (number, part) in parts.iter().enumerate() {
                    if number + 1 == parts.len() {
                        part.emit(to)?;
                        break;
                    }
                    let split = push(Step::Jump(0), to)?;
                    part.emit(to)?;
                    jumps.push(push(Step::Jump(0), to)?);
                    to[split] = Step::Split(at(split + 1), at(to.len()));
                }
                for jump in jumps {
                    to[jump] = Step::Jump(at(to.len()));
                }
                Ok(())
            }
            Node::Repeat(part, least, most) => {
                (0..*least).try_for_each(|_| part.emit(to))?;
                let Some(most) = most else {
                    let split = push(Step::Jump(0), to)?;
                    part.emit(to)?;
                    push(Step::Jump(at(split)), to)?;
                    to[split] = Step::Split(at(split + 1), at(to.len()));
                    return Ok(());
                };
                let mut splits = Vec::new();
                for _ in *least..*most {
                    splits.push(push(Step::Jump(0), to)?);
                    part.emit(to)?;
                }
                for split in splits {
                    to[split] = Step::Split(at(split + 1), at(to.len()));
                }
                Ok(())
            }
        }
    }
}

fn push(step: Step, to: &mut Vec<Step>) -> Result<usize, String> {
    if to.len() == MOST_STEPS {
        return Err("repeats too much: make the numbers in `{…}` smaller".to_owned());
    }
    to.push(step);
    Ok(to.len() - 1)
}

/// A number of steps or ranges, which is less than [`MOST_STEPS`].
fn at(step: usize) -> u16 {
    step as u16
}

struct Parser<'t> {
    rest: &'t str,
    depth: u32,
    ranges: Vec<(char, char)>,
}

impl Parser<'_> {
    fn alternatives(&mut self) -> Result<Node, String> {
        let mut parts = vec![self.sequence()?];
        while self.eat('|') {
            parts.push(self.sequence()?);
        }
        Ok(match parts.len() {
            1 => parts.remove(0),
            _ => Node::Either(parts),
        })
    }

    fn sequence(&mut self) -> Result<Node, String> {
        let mut parts = Vec::new();
        while let Some(character) = self.rest.chars().next() {
            if matches!(character, '|' | ')') || self.rest == "$" {
                break;
            }
            let part = self.atom(character)?;
            parts.push(self.repeated(part)?);
        }
        Ok(Node::Sequence(parts))
    }

    fn atom(&mut self, first: char) -> Result<Node, String> {
        self.rest = &self.rest[first.len_utf8()..];
        Ok(match first {
            '(' => return self.group(),
            '[' => Node::Step(self.class()?),
            '.' => Node::Step(Step::Any),
            '\\' => Node::Step(match self.escaped()? {
                Escaped::Char(character) => Step::Char(character),
                Escaped::Ranges(ranges) => {
                    let (first, count) = self.add(ranges);
                    Step::In(first, count)
                }
            }),
            '*' | '+' | '?' | '{' | '}' | ']' | '^' | '$' => {
                return Err(format!(
                    "has a `{first}` with no meaning there: write `\\{first}`"
                ));
            }
            character => Node::Step(Step::Char(character)),
        })
    }

    fn group(&mut self) -> Result<Node, String> {
        if self.rest.starts_with('?') {
            return Err(
                "has a `(?`, which is not supported, because databases and languages differ in \
                 its meaning: write `(…)`"
                    .to_owned(),
            );
        }
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(format!(
                "has parentheses nested more than {DEEPEST} levels deep"
            ));
        }
        let inner = self.alternatives()?;
        self.depth -= 1;
        if !self.eat(')') {
            return Err("opens a parenthesis that is not closed".to_owned());
        }
        // In a sequence of its own, so that it is one part, whatever it contains.
        Ok(Node::Sequence(vec![inner]))
    }

    fn repeated(&mut self, part: Node) -> Result<Node, String> {
        let (least, most) = match self.rest.chars().next() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => {
                let (counts, rest) = self.rest[1..]
                    .split_once('}')
                    .ok_or("opens a `{` that is not closed")?;
                self.rest = rest;
                let (least, most) = times(counts)?;
                return self.only_once(Node::Repeat(Box::new(part), least, most));
            }
            _ => return Ok(part),
        };
        self.rest = &self.rest[1..];
        self.only_once(Node::Repeat(Box::new(part), least, most))
    }

    fn only_once(&self, node: Node) -> Result<Node, String> {
        match self.rest.chars().next() {
            Some(second @ ('*' | '+' | '?' | '{')) => Err(format!(
                "has two repetitions in a row: put parentheses around the part before the second \
                 `{second}`"
            )),
            _ => Ok(node),
        }
    }

    /// A class in brackets.
    fn class(&mut self) -> Result<Step, String> {
        const OPEN: &str = "opens a `[` that is not closed";
        let negated = self.eat('^');
        let mut ranges: Vec<(char, char)> = Vec::new();
        loop {
            let first = self.next().ok_or(OPEN)?;
            let first = match first {
                ']' if ranges.is_empty() => return Err("has empty brackets".into()),
                ']' => break,
                '[' => return Err("has a `[` in brackets: write `\\[`".to_owned()),
                '\\' => match self.escaped()? {
                    Escaped::Char(character) => character,
                    Escaped::Ranges(more) => {
                        ranges.extend(more);
                        continue;
                    }
                },
                character => character,
            };
            let is_range = self.rest.starts_with('-') && !self.rest.starts_with("-]");
            if !is_range {
                ranges.push((first, first));
                continue;
            }
            self.rest = &self.rest[1..];
            let last = match self.next().ok_or(OPEN)? {
                '\\' => match self.escaped()? {
                    Escaped::Char(character) => character,
                    Escaped::Ranges(_) => {
                        return Err("has a range that does not end in a single \
                            character"
                            .to_owned());
                    }
                },
                '[' => return Err("has a `[` in brackets: write `\\[`".to_owned()),
                character => character,
            };
            if last < first {
                return Err(format!("has the empty range `{first}-{last}`"));
            }
            ranges.push((first, last));
        }
        let (first, count) = self.add(ranges);
        Ok(match negated {
            true => Step::NotIn(first, count),
            false => Step::In(first, count),
        })
    }

    /// Adds ranges, and returns the number of the first and how many they are.
    fn add(&mut self, ranges: Vec<(char, char)>) -> (u16, u16) {
        // The number of ranges is checked at the end.
        let numbers = (at(self.ranges.len()), at(ranges.len()));
        self.ranges.extend(ranges);
        numbers
    }

    fn escaped(&mut self) -> Result<Escaped, String> {
        let character = self.next().ok_or("ends in a `\\`")?;
        Ok(match character {
            'd' => Escaped::Ranges(vec![('0', '9')]),
            'w' => Escaped::Ranges(vec![('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')]),
            's' => Escaped::Ranges(vec![('\t', '\r'), (' ', ' ')]),
            'n' => Escaped::Char('\n'),
            'r' => Escaped::Char('\r'),
            't' => Escaped::Char('\t'),
            character if character.is_alphanumeric() => {
                return Err(format!(
                    "has a `\\{character}`, which is not one of `\\d`, `\\w`, `\\s`, `\\n`, `\\r` and `\\t`"
                ));
            }
            character => Escaped::Char(character),
        })
    }

    fn next(&mut self) -> Option<char> {
        let character = self.rest.chars().next()?;
        self.rest = &self.rest[character.len_utf8()..];
        Some(character)
    }

    fn eat(&mut self, character: char) -> bool {
        match self.rest.strip_prefix(character) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }
}

/// The meaning of the character after a `\`.
enum Escaped {
    Char(char),
    Ranges(Vec<(char, char)>),
}

/// Parses `3`, `3,` or `3,5` from between braces.
fn times(text: &str) -> Result<(u32, Option<u32>), String> {
    let number = |text: &str| -> Result<u32, String> {
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match text.parse::<u32>() {
            Ok(number) if is_number && number <= MOST_TIMES => Ok(number),
            _ => Err(format!(
                "has `{{{text}}}`: write numbers up to {MOST_TIMES} in braces, as in `{{2,5}}`"
            )),
        }
    };
    let (least, most) = match text.split_once(',') {
        None => {
            let exactly = number(text)?;
            (exactly, Some(exactly))
        }
        Some((least, "")) => (number(least)?, None),
        Some((least, most)) => (number(least)?, Some(number(most)?)),
    };
    if most.is_some_and(|most| most < least) {
        return Err(format!(
            "has `{{{text}}}`, whose first number is greater than its second"
        ));
    }
    Ok((least, most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is(pattern: &str, yes: &[&str], no: &[&str]) {
        let regex = parse(pattern).unwrap_or_else(|why| panic!("`{pattern}` {why}"));
        for text in yes {
            assert!(regex.matches(text), "`{pattern}` takes {text:?}");
        }
        for text in no {
            assert!(!regex.matches(text), "`{pattern}` does not take {text:?}");
        }
    }

    #[test]
    fn the_whole_text_matches() {
        is("", &[""], &["a"]);
        is("abc", &["abc"], &["", "ab", "abcd", "xabc", "ABC"]);
        is("^abc$", &["abc"], &["abcabc"]);
        is("a|bc|", &["a", "bc", ""], &["abc", "b"]);
        is("(a|b)c", &["ac", "bc"], &["abc", "c"]);
        is("a.c", &["abc", "a\nc", "aéc"], &["ac", "abbc"]);
    }

    #[test]
    fn parts_are_repeated() {
        is("a*", &["", "a", "aaa"], &["b", "ab"]);
        is("a+b?", &["a", "aab"], &["", "b", "abb"]);
        is("a{2}", &["aa"], &["a", "aaa"]);
        is("a{2,}", &["aa", "aaaa"], &["a"]);
        is("(ab){1,3}", &["ab", "ababab"], &["", "abababab", "aba"]);
        is("(a*)*b", &["b", "aab"], &["a"]);
        is(
            "[a-z0-9]+(-[a-z0-9]+)*",
            &["a-b-1", "x"],
            &["-a", "a-", "a--b", "A"],
        );
    }

    #[test]
    fn classes_have_ranges() {
        is("[a-cx]", &["a", "c", "x"], &["d", "-"]);
        is("[^a-c]", &["d", "é"], &["b", ""]);
        is("[-a]", &["-", "a"], &["b"]);
        is(r"[\]\\\d-]+", &["]", "\\", "7", "-"], &["d"]);
        is(r"\d\w\s\.", &["5_ .", "0a\t."], &["٣a .", "5é ."]);
        is("[а-я]+", &["привет"], &["hi"]);
    }

    #[test]
    fn no_expression_takes_long() {
        let regex = parse("(a+)+b").expect("an expression");
        assert!(!regex.matches(&"a".repeat(10_000)));
    }

    #[test]
    fn what_others_read_otherwise_is_refused() {
        for (pattern, why) in [
            ("(?i)a", "has a `(?`"),
            ("a*?", "has two repetitions in a row"),
            ("a++", "has two repetitions in a row"),
            (r"(a)\1", r"has a `\1`"),
            (r"\bword", r"has a `\b`"),
            (r"\p{L}", r"has a `\p`"),
            ("[[:alpha:]]", "has a `[` in brackets"),
            ("a^b", "has a `^`"),
            ("a$b", "has a `$`"),
            ("^a|b$", "has `^` or `$` beside `|`"),
            ("*a", "has a `*`"),
            ("a{1,2", "opens a `{`"),
            ("a{x}", "has `{x}`"),
            ("a{3,2}", "has `{3,2}`"),
            ("a{2000}", "has `{2000}`"),
            ("((a{1000}){1000})", "repeats too much"),
            ("(a", "opens a parenthesis"),
            ("a)", "has a `)` without a `(`"),
            ("[a", "opens a `[`"),
            ("[]", "has empty brackets"),
            ("[b-a]", "has the empty range `b-a`"),
            (r"a\", r"ends in a `\`"),
        ] {
            let said = parse(pattern).expect_err(pattern);
            assert!(said.starts_with(why), "`{pattern}` {said}");
        }
    }
}
