//! JSON that means the same in YAML.

/// The deepest nesting.
const MOST: usize = 64;

/// Whether the text can be a default in YAML: `null` cannot, and a mapping with the only key `sql`
/// is SQL.
pub(super) fn is_default(json: &str) -> bool {
    let mut reader = Reader {
        rest: json.trim(),
        depth: 0,
    };
    if reader.rest == "null" {
        return false;
    }
    let keys = match reader.value() {
        Some(keys) => keys,
        None => return false,
    };
    let is_text = json.trim().starts_with('"');
    reader.rest.is_empty() && keys != ["sql"] && (!is_text || json.trim().len() > 1)
}

struct Reader<'j> {
    rest: &'j str,
    depth: usize,
}

impl<'j> Reader<'j> {
    /// Reads a value, and returns the keys if it is an object.
    fn value(&mut self) -> Option<Vec<&'j str>> {
        self.depth += 1;
        if self.depth > MOST {
            return None;
        }
        let mut keys = Vec::new();
        match self.rest.chars().next()? {
            '{' => {
                self.items('}', |reader| {
                    let key = reader.text()?;
                    // YAML refuses a repeated key.
                    let is_new = !keys.contains(&key) && !key.contains('\\');
                    reader.skip_space();
                    reader.rest = reader.rest.strip_prefix(':').filter(|_| is_new)?;
                    reader.skip_space();
                    keys.push(key);
                    reader.value().map(|_| ())
                })?;
            }
            '[' => self.items(']', |reader| reader.value().map(|_| ()))?,
            '"' => {
                self.text()?;
            }
            _ => self.word()?,
        }
        self.depth -= 1;
        Some(keys)
    }

    /// Reads the content of brackets.
    fn items(
        &mut self,
        close: char,
        mut item: impl FnMut(&mut Reader<'j>) -> Option<()>,
    ) -> Option<()> {
        self.rest = &self.rest[1..];
        self.skip_space();
        if let Some(rest) = self.rest.strip_prefix(close) {
            self.rest = rest;
            return Some(());
        }
        loop {
            item(self)?;
            self.skip_space();
            if let Some(rest) = self.rest.strip_prefix(close) {
                self.rest = rest;
                return Some(());
            }
            self.rest = self.rest.strip_prefix(',')?;
            self.skip_space();
        }
    }

    /// Reads a string, as it is written.
    fn text(&mut self) -> Option<&'j str> {
        let text = self.rest.strip_prefix('"')?;
        let mut is_escaped = false;
        for (position, character) in text.char_indices() {
            match character {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                '"' => {
                    self.rest = &text[position + 1..];
                    let text = &text[..position];
                    // YAML has no surrogate pairs and no NUL.
                    let lower = text.to_ascii_lowercase();
                    let is_one = !lower.contains("\\ud") && !lower.contains("\\u0000");
                    return is_one.then_some(text);
                }
                '\0'..='\u{1f}' => return None,
                _ => {}
            }
        }
        None
    }

    /// Reads a number or a word.
    fn word(&mut self) -> Option<()> {
        let ends = |it: char| it.is_ascii_whitespace() || ",]}:".contains(it);
        let end = self.rest.find(ends).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        let digits = word.strip_prefix('-').unwrap_or(word);
        let is_integer = digits.bytes().all(|byte| byte.is_ascii_digit());
        let is_number = match is_integer {
            // A word with a leading zero is a string or an octal number in YAML.
            true => {
                let is_plain = digits == "0" || !digits.starts_with('0');
                is_plain && word != "-0" && word.parse::<i64>().is_ok()
            }
            false => {
                let begins = digits.starts_with(|first: char| first.is_ascii_digit());
                let is_kept = word.contains('.') && !word.contains(['e', 'E']);
                begins && is_kept && word.parse::<f64>().is_ok_and(f64::is_finite)
            }
        };
        self.rest = rest;
        (is_number || ["true", "false", "null"].contains(&word)).then_some(())
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_yaml_reads_otherwise_is_no_default() {
        for json in [
            "{}",
            "[]",
            "\"\"",
            "0",
            "-1.5",
            "true",
            r#"{"a": [1, null, {"b": "c\n\u00e4"}]}"#,
            r#"{"sql": 1, "a": 2}"#,
            r#"{"a": {"sql": 1}}"#,
        ] {
            assert!(is_default(json), "{json}");
        }
        for json in [
            "",
            "null",
            "{a}",
            "{",
            "[1,]",
            r#"{"sql": "x"}"#,
            r#"{ "sql" : 1 }"#,
            r#"{"a": 1, "a": 2}"#,
            r#""\ud83d\ude00""#,
            "1e400",
            "1e2",
            "007",
            "99999999999999999999",
            "\"",
            "{} {}",
            "a",
            r#"{"a": b}"#,
            "-",
        ] {
            assert!(!is_default(json), "{json}");
        }
        assert!(!is_default(&"[".repeat(100_000)));
    }
}
