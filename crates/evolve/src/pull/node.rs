//! YAML to write, on one line or on several.

/// A piece of YAML.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// Written unchanged: a number, a word, a value in JSON.
    Raw(String),
    /// A string, with quotes if it needs them.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A mapping.
    Map(Vec<(String, Node)>),
}

impl Node {
    pub(super) fn text(text: impl Into<String>) -> Node {
        Node::Text(text.into())
    }

    pub(super) fn flag() -> Node {
        Node::Raw("true".to_owned())
    }

    /// The node on one line.
    pub(super) fn line(&self) -> String {
        match self {
            Node::Raw(text) => text.clone(),
            Node::Text(text) => scalar(text, true),
            Node::List(items) => {
                let items: Vec<String> = items.iter().map(Node::line).collect();
                format!("[{}]", items.join(", "))
            }
            Node::Map(entries) => {
                let entry = |(key, value): &(String, Node)| {
                    format!("{}: {}", scalar(key, true), value.line())
                };
                let entries: Vec<String> = entries.iter().map(entry).collect();
                format!("{{ {} }}", entries.join(", "))
            }
        }
    }

    /// The node after a key, on its own lines if it has several.
    pub(super) fn alone(&self) -> String {
        match self {
            Node::Text(text) => scalar(text, false),
            Node::Raw(_) | Node::List(_) | Node::Map(_) => self.line(),
        }
    }
}

/// A string, in quotes unless it means the same without them.
pub(super) fn scalar(text: &str, in_line: bool) -> String {
    if is_plain(text, in_line) {
        return text.to_owned();
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            other if is_printed(other) => quoted.push(other),
            other => {
                let code = u32::from(other);
                quoted.push_str(&match code {
                    0..=0xff => format!("\\x{code:02x}"),
                    0x100..=0xffff => format!("\\u{code:04x}"),
                    _ => format!("\\U{code:08x}"),
                });
            }
        }
    }
    quoted.push('"');
    quoted
}

/// Whether YAML allows the character in a string.
fn is_printed(character: char) -> bool {
    !character.is_control()
        && !matches!(
            character,
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
}

fn is_plain(text: &str, in_line: bool) -> bool {
    let mut characters = text.chars();
    let begins = |first: char| first.is_ascii_alphabetic() || first == '_';
    let is_inner = |it: char| {
        it.is_alphanumeric() || " _()?.<>=*/+-|'!".contains(it) || (!in_line && ",[]".contains(it))
    };
    let words = [
        "true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf",
    ];
    characters.next().is_some_and(begins)
        && characters.all(is_inner)
        && !text.ends_with(' ')
        && !words.contains(&text.to_lowercase().as_str())
}
