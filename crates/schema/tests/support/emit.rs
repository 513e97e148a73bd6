//! YAML as text: as plain as the value allows, and quoted if it could be misread.

/// A node of the file.
#[derive(Clone, Debug, PartialEq)]
pub enum Yaml {
    /// A scalar that stands in the file as it is: a number, `true`.
    Plain(String),
    /// A scalar that is a text whatever it looks like.
    Text(String),
    List(Vec<Yaml>),
    Map(Vec<(String, Yaml)>),
}

impl Yaml {
    pub fn text(text: impl Into<String>) -> Yaml {
        Yaml::Text(text.into())
    }

    pub fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Yaml {
        Yaml::List(texts.into_iter().map(Yaml::text).collect())
    }

    pub fn map<K: Into<String>>(entries: impl IntoIterator<Item = (K, Yaml)>) -> Yaml {
        Yaml::Map(
            entries
                .into_iter()
                .map(|(key, value)| (key.into(), value))
                .collect(),
        )
    }

    pub fn yes() -> Yaml {
        Yaml::Plain("true".to_owned())
    }

    /// The node as a whole file.
    pub fn to_file(&self) -> String {
        let mut file = String::new();
        self.write(&mut file, 0);
        file.trim_start().to_owned()
    }

    /// Writes the node after its key or dash.
    fn write(&self, to: &mut String, indent: usize) {
        match self {
            Yaml::Plain(text) => to.push_str(&format!(" {text}\n")),
            Yaml::Text(text) => to.push_str(&format!(" {}\n", scalar(text))),
            Yaml::List(items) if items.is_empty() => to.push_str(" []\n"),
            Yaml::Map(entries) if entries.is_empty() => to.push_str(" {}\n"),
            Yaml::List(items) => {
                to.push('\n');
                for item in items {
                    to.push_str(&format!("{:indent$}-", ""));
                    item.write(to, indent + 2);
                }
            }
            Yaml::Map(entries) => {
                to.push('\n');
                for (key, value) in entries {
                    to.push_str(&format!("{:indent$}{}:", "", scalar(key)));
                    value.write(to, indent + 2);
                }
            }
        }
    }
}

/// A text as a scalar: unquoted if YAML reads the word as itself.
fn scalar(text: &str) -> String {
    const WORDS_OF_YAML: [&str; 9] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    let bare = text
        .chars()
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic())
        && text
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || character == '_')
        && !WORDS_OF_YAML.contains(&text.to_ascii_lowercase().as_str());
    if bare { text.to_owned() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            // Characters that a file may not contain, or that an editor would hide.
            '\0'..' '
            | '\u{7f}'..='\u{9f}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{202a}'..='\u{202e}'
            | '\u{feff}' => quoted.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}
