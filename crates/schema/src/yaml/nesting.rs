//! The nesting depth of `{ }` and `[ ]`, in one pass over the text.
//!
//! The YAML reader stores a key for every open level, and looks at all of them at every token. So a
//! file with too many levels is refused before it is read.

/// The largest number of levels, which is the limit of the YAML reader.
pub const MOST: usize = 128;

/// The start of the first level beyond the limit.
pub fn too_deep(text: &str) -> Option<usize> {
    // Most files end here.
    let opens = |byte: &u8| matches!(byte, b'{' | b'[');
    if text.bytes().filter(|byte| opens(byte)).count() <= MOST {
        return None;
    }
    let mut scan = Scan {
        bytes: text.as_bytes(),
        at: 0,
        depth: 0,
        begins_value: true,
    };
    while let Some(&byte) = scan.bytes.get(scan.at) {
        let start = scan.at;
        scan.step(byte);
        if scan.depth > MOST {
            return Some(start);
        }
    }
    None
}

struct Scan<'t> {
    bytes: &'t [u8],
    at: usize,
    depth: usize,
    /// Whether a bracket or a quote here has its meaning, and is not a character of plain text.
    begins_value: bool,
}

impl Scan<'_> {
    fn step(&mut self, byte: u8) {
        self.at += 1;
        match byte {
            b' ' | b'\t' => {}
            b'\n' | b'\r' => self.begins_value = true,
            b'#' if self.follows_space() => self.skip_line(),
            b'"' | b'\'' if self.begins_value => {
                self.skip_quoted(byte);
                self.begins_value = false;
            }
            b'|' | b'>' if self.begins_value && self.depth == 0 => self.skip_block(),
            b'{' | b'[' if self.begins_value || self.depth > 0 => {
                self.depth += 1;
                self.begins_value = true;
            }
            b'}' | b']' if self.depth > 0 => {
                self.depth -= 1;
                self.begins_value = false;
            }
            b',' if self.depth > 0 => self.begins_value = true,
            b':' | b'-' | b'?' if self.precedes_space() => self.begins_value = true,
            // No space is needed after a quoted key or a bracket.
            b':' if self.depth > 0 && !self.begins_value => self.begins_value = true,
            // An anchor, an alias or a tag precedes its value.
            b'&' | b'*' | b'!' if self.begins_value => self.skip_word(),
            _ => self.begins_value = false,
        }
    }

    fn follows_space(&self) -> bool {
        let before = self.at.checked_sub(2).map(|before| self.bytes[before]);
        before.is_none_or(|before| before.is_ascii_whitespace())
    }

    fn precedes_space(&self) -> bool {
        let next = self.bytes.get(self.at);
        next.is_none_or(u8::is_ascii_whitespace)
    }

    fn skip_line(&mut self) {
        while self.bytes.get(self.at).is_some_and(|byte| *byte != b'\n') {
            self.at += 1;
        }
    }

    fn skip_word(&mut self) {
        let ends = |byte: &u8| byte.is_ascii_whitespace() || b",{}[]".contains(byte);
        while self.bytes.get(self.at).is_some_and(|byte| !ends(byte)) {
            self.at += 1;
        }
    }

    fn skip_quoted(&mut self, quote: u8) {
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            if byte == b'\\' && quote == b'"' {
                self.at += 1;
            } else if byte == quote {
                // Two single quotes are one that does not end the string.
                if quote == b'"' || self.bytes.get(self.at) != Some(&quote) {
                    return;
                }
                self.at += 1;
            }
        }
    }

    /// Skips the lines of a block text: those with more indentation than the line of its `|`.
    fn skip_block(&mut self) {
        let before = &self.bytes[..self.at];
        let line = before.iter().rposition(|byte| *byte == b'\n');
        let indent = self.indent(line.map_or(0, |newline| newline + 1));
        loop {
            self.skip_line();
            self.at = (self.at + 1).min(self.bytes.len());
            let rest = &self.bytes[self.at..];
            let own = self.indent(self.at);
            let is_empty = rest.get(own).is_none_or(|byte| b"\r\n".contains(byte));
            if rest.is_empty() || (!is_empty && own <= indent) {
                self.begins_value = true;
                return;
            }
        }
    }

    fn indent(&self, line: usize) -> usize {
        let rest = self.bytes[line..].iter();
        rest.take_while(|byte| **byte == b' ').count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_are_counted_where_they_are_brackets() {
        let deep = |open: &str| open.repeat(100_000);
        for open in [
            "[",
            "{a: ",
            "{",
            "[{",
            "{\"a\":",
            "{? ",
            "{a: # }\n ",
            "[']', ",
            "[\"]\\\"\", ",
            "[a, ",
            "[&a ",
            "{a: !!x ",
            "{'it''s]': ",
        ] {
            let text = format!("models: {}", deep(open));
            assert!(too_deep(&text).is_some(), "{open}");
        }
        for text in [
            format!("a: {}", "[x] ".repeat(1_000)),
            format!("a: text {}", deep("[")),
            format!("a: |\n  {}\nb: c", "[\n  ".repeat(1_000)),
            format!("a: '{}'\nb: \"{}\"", deep("["), deep("{")),
            format!("# {}", deep("[")),
            "- {a: [b, {c: d}], e: \"]\"}\n".repeat(1_000),
            "a{: b\n".repeat(1_000),
        ] {
            assert_eq!(too_deep(&text), None, "{}", &text[..20]);
        }
        assert_eq!(too_deep(&"[".repeat(129)), Some(128));
        assert_eq!(too_deep(&"[".repeat(128)), None);
    }
}
