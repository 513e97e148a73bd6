//! Names, paths, types and attributes that Rust accepts.

use heck::{ToSnakeCase, ToUpperCamelCase};

use super::findings::Findings;
use crate::names::RESERVED_TYPES;
use crate::yaml::shapes::{At, Spanned};

/// Whether Rust accepts the name as an identifier, possibly as a raw one.
pub fn is_identifier(name: &str) -> bool {
    let mut characters = name.chars();
    let starts = |first: char| first == '_' || unicode_ident::is_xid_start(first);
    characters.next().is_some_and(starts)
        && characters.all(unicode_ident::is_xid_continue)
        && name != "_"
}

/// The name of the Rust field for a field of the file: some keywords are not allowed even as raw
/// identifiers.
pub fn field_name(name: &str) -> String {
    match name {
        "self" | "super" | "crate" => format!("{name}_"),
        _ => name.to_owned(),
    }
}

/// The name of the generated constant for a field or a relation.
pub fn constant_name(name: &str) -> String {
    name.to_uppercase()
}

/// Whether the name has a letter before its first digit.
fn begins_with_letter(name: &str) -> bool {
    let first = name.trim_start_matches('_').chars().next();
    first.is_some_and(unicode_ident::is_xid_start)
}

/// Whether a model, an enum or a type can have the name.
pub fn is_type_name(name: &str) -> bool {
    type_problem(name).is_none() && !RESERVED_TYPES.contains(&name)
}

fn type_problem(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        Some("is empty")
    } else if !is_identifier(name) {
        Some("is not an identifier in Rust")
    } else if !begins_with_capital(name) || name.contains('_') {
        Some("is not in upper camel case")
    } else {
        None
    }
}

/// Reports a name that a model, an enum or a type cannot have. `what` is a phrase such as `a
/// model`.
pub fn check_type_name(name: &Spanned<String>, what: &str, findings: &mut Findings<'_>) {
    let text = name.value.as_str();
    if RESERVED_TYPES.contains(&text) {
        findings
            .at(
                name.at,
                format!(
                    "`{text}` has another meaning in Rust, so it cannot be the name of a \
                    {what}"
                ),
            )
            .hint(format!(
                "call it `{text}Record`, for example; `table:` keeps the name in the database"
            ));
        return;
    }
    let Some(problem) = type_problem(text) else {
        return;
    };
    let finding = findings.at(name.at, named(what, text, problem));
    let better = text.to_upper_camel_case();
    if is_identifier(&better) && better != text && !RESERVED_TYPES.contains(&better.as_str()) {
        finding.hint(format!("write `{better}`"));
    } else {
        finding.hint("a name begins with an upper-case letter, and has letters and digits only");
    }
}

/// Reports a name that a field or a relation cannot have, and returns whether it is allowed.
pub fn check_member_name(name: &Spanned<String>, what: &str, findings: &mut Findings<'_>) -> bool {
    let text = name.value.as_str();
    let Some(problem) = member_problem(text) else {
        return true;
    };
    let finding = findings.at(name.at, named(what, text, problem));
    let better = text.to_snake_case();
    let has_better = better != text && is_identifier(&better) && begins_with_letter(&better);
    match (what, has_better) {
        ("field", true) => finding.hint(format!(
            "write `{better}`; if the column is called `{text}`, add `column: {}` to it",
            yaml_text(text)
        )),
        (_, true) => finding.hint(format!("write `{better}`")),
        (_, false) => {
            finding.hint("a name begins with a letter, and has lower-case letters, digits and `_`")
        }
    };
    false
}

/// Whether a field or a relation can have the name.
pub fn is_member_name(name: &str) -> bool {
    member_problem(name).is_none()
}

fn member_problem(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        Some("is empty")
    } else if !is_identifier(name) {
        Some("is not an identifier in Rust")
    } else if name.chars().any(char::is_uppercase) || name.trim_matches('_').contains("__") {
        Some("is not in snake case")
    } else if !begins_with_letter(name) {
        Some("does not begin with a letter")
    } else {
        None
    }
}

fn named(what: &str, name: &str, problem: &str) -> String {
    match name {
        "" => format!("the name of this {what} {problem}"),
        _ => format!("the name of this {what}, `{name}`, {problem}"),
    }
}

fn begins_with_capital(name: &str) -> bool {
    let first = name.chars().next();
    first.is_some_and(|first| !first.is_lowercase())
}

/// Reports a name that a variant of an enum cannot have.
pub fn check_variant_name(name: &Spanned<String>, findings: &mut Findings<'_>) {
    if is_variant_name(&name.value) {
        return;
    }
    let better = name.value.to_upper_camel_case();
    let finding = findings.at(
        name.at,
        format!("`{}` cannot be a variant in Rust", name.value),
    );
    if is_variant_name(&better) {
        finding.hint(format!("write `{better}`"));
    }
}

/// Whether a variant of an enum can have the name.
pub fn is_variant_name(name: &str) -> bool {
    is_identifier(name) && begins_with_capital(name) && !name.starts_with('_') && name != "Self"
}

/// Reports `derives` that are not paths.
pub fn check_paths<'d>(
    paths: impl IntoIterator<Item = &'d Spanned<String>>,
    findings: &mut Findings<'_>,
) {
    for path in paths {
        if !is_path(&path.value) {
            findings
                .at(
                    path.at,
                    format!("`{}` is not the path of a derive macro", path.value),
                )
                .hint("write it as in `#[derive(…)]`: `Eq` or `serde::Serialize`");
        }
    }
}

/// Reports a `rust` that is not a type.
pub fn check_type(rust: &Spanned<String>, findings: &mut Findings<'_>) {
    if !is_type(&rust.value) {
        findings
            .at(
                rust.at,
                format!("`{}` is not the path of a type in Rust", rust.value),
            )
            .hint("write a path from the root of the crate, such as `crate::Email`");
    }
}

/// Reports a string that is not the path of a function, and returns whether it is one.
pub fn check_function(path: &str, at: At, findings: &mut Findings<'_>) -> bool {
    let is_function = is_path(path);
    if !is_function {
        findings
            .at(
                at,
                format!("`{path}` is not the path of a function in Rust"),
            )
            .hint("write a path from the root of the crate, such as `crate::ids::next`");
    }
    is_function
}

/// Reports `attributes` that are not attributes.
pub fn check_attributes<'d>(
    attributes: impl IntoIterator<Item = &'d Spanned<String>>,
    findings: &mut Findings<'_>,
) {
    for attribute in attributes {
        check_attribute(&attribute.value, attribute.at, findings);
    }
}

fn check_attribute(text: &str, at: At, findings: &mut Findings<'_>) {
    let inner = text
        .trim()
        .strip_prefix("#[")
        .and_then(|rest| rest.strip_suffix(']'));
    match inner {
        None => {
            findings
                .at(at, format!("`{text}` is not an attribute in Rust"))
                .hint(format!(
                    "write `\"#[{}]\"`, in quotes",
                    text.trim().replace('"', "\\\"")
                ));
        }
        Some(inner) if !begins_with_path(inner) || !is_balanced(inner) => {
            findings
                .at(at, format!("Rust cannot read the attribute `{text}`"))
                .hint("write an attribute such as `#[serde(skip)]`");
        }
        Some(_) => {}
    }
}

/// `serde::Serialize`, without arguments in angle brackets.
fn is_path(text: &str) -> bool {
    let path = text.strip_prefix("::").unwrap_or(text);
    path.split("::")
        .all(|segment| is_identifier(segment) && !NO_SEGMENT.contains(&segment))
}

/// A path whose segments may have types in angle brackets, `Vec<crate::Item>`.
pub fn is_type(text: &str) -> bool {
    let mut reader = TypeReader {
        rest: text.trim(),
        depth: 0,
    };
    reader.read().is_some() && reader.rest.is_empty()
}

struct TypeReader<'t> {
    rest: &'t str,
    depth: u32,
}

impl TypeReader<'_> {
    fn read(&mut self) -> Option<()> {
        const DEEPEST: u32 = 16;
        if self.depth == DEEPEST {
            return None;
        }
        self.eat("::");
        loop {
            self.segment()?;
            if self.eat("<") {
                self.depth += 1;
                self.read()?;
                while self.eat(",") {
                    self.read()?;
                }
                self.eat(">").then_some(())?;
                self.depth -= 1;
            }
            if !self.eat("::") {
                return Some(());
            }
        }
    }

    fn segment(&mut self) -> Option<()> {
        self.rest = self.rest.trim_start();
        let end = self
            .rest
            .find(|c: char| c != '_' && !unicode_ident::is_xid_continue(c));
        let (segment, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        (is_identifier(segment) && !NO_SEGMENT.contains(&segment)).then_some(())
    }

    fn eat(&mut self, token: &str) -> bool {
        match self.rest.trim_start().strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }
}

fn begins_with_path(inner: &str) -> bool {
    let end = inner.find(['(', '[', '{', '=']).unwrap_or(inner.len());
    let path = inner[..end].trim();
    let rest = inner[end..].trim_end();
    is_path(path) && (rest.is_empty() || rest.starts_with('=') || rest.ends_with([')', ']', '}']))
}

/// Whether brackets and quotes are closed in the right order, and everything between them is a
/// token.
fn is_balanced(text: &str) -> bool {
    let mut open: Vec<char> = Vec::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '(' => open.push(')'),
            '[' => open.push(']'),
            '{' => open.push('}'),
            ')' | ']' | '}' if open.pop() != Some(character) => return false,
            '"' if !skip_string(&mut characters) => return false,
            '`' | '\\' => return false,
            other if !is_token_character(other) => return false,
            _ => {}
        }
    }
    open.is_empty()
}

fn is_token_character(character: char) -> bool {
    character.is_ascii_graphic()
        || character.is_whitespace()
        || unicode_ident::is_xid_continue(character)
}

/// Moves past the closing quote, if there is one.
fn skip_string(characters: &mut std::str::Chars<'_>) -> bool {
    while let Some(character) = characters.next() {
        match character {
            '"' => return true,
            '\\' => {
                characters.next();
            }
            _ => {}
        }
    }
    false
}

/// The string as it has to be written in the file.
fn yaml_text(text: &str) -> String {
    let plain = text
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    if plain {
        text.to_owned()
    } else {
        format!("{text:?}")
    }
}

/// Keywords that are not allowed as a segment of a path.
const NO_SEGMENT: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_those_of_rust() {
        for name in ["a", "_a", "größe", "名", "type", "a1"] {
            assert!(is_identifier(name), "{name}");
        }
        for name in ["", "_", "1a", "a-b", "a b", "r#a"] {
            assert!(!is_identifier(name), "{name}");
        }
    }

    #[test]
    fn types_are_paths_with_arguments() {
        for text in [
            "crate::Email",
            "::a::B",
            "Vec<u8>",
            "a::B<C, d::E<F>>::G",
            "super::X",
        ] {
            assert!(is_type(text), "{text}");
        }
        for text in [
            "", "a::", "Vec<", "Vec<>", "a b", "a>", "type", "&str", "a::<",
        ] {
            assert!(!is_type(text), "{text}");
        }
    }

    #[test]
    fn attributes_close_what_they_open() {
        for inner in [
            "serde(skip)",
            "serde(rename = \"a)\")",
            "doc = \"x\"",
            "a::b",
            "x(['a'])",
        ] {
            assert!(begins_with_path(inner) && is_balanced(inner), "{inner}");
        }
        for inner in [
            "",
            "serde(skip",
            "serde)skip(",
            "doc = \"x",
            "1",
            "a b",
            "x(`)",
        ] {
            assert!(!begins_with_path(inner) || !is_balanced(inner), "{inner}");
        }
    }
}
