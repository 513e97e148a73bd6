//! Words as Rust wants them, in the way in which the front end reads them.

/// `blog_post` of `BlogPost`.
pub(super) fn to_snake(text: &str) -> String {
    let words: Vec<String> = words(text).iter().map(|word| word.to_lowercase()).collect();
    words.join("_")
}

/// `BlogPost` of `blog_post`.
pub(super) fn to_upper_camel(text: &str) -> String {
    let capital = |word: &&str| {
        let mut characters = word.chars();
        let first = characters
            .next()
            .map(|first| first.to_uppercase().to_string());
        first.unwrap_or_default() + &characters.as_str().to_lowercase()
    };
    words(text).iter().map(capital).collect()
}

/// The words of a name: they end at signs, and where small letters go over to capitals.
fn words(text: &str) -> Vec<&str> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mode {
        Boundary,
        Small,
        Capital,
    }
    let mut found = Vec::new();
    for part in text.split(|character: char| !character.is_alphanumeric()) {
        let mut begin = 0;
        let mut mode = Mode::Boundary;
        let mut characters = part.char_indices().peekable();
        while let Some((place, character)) = characters.next() {
            let Some(&(next_place, next)) = characters.peek() else {
                found.push(&part[begin..]);
                break;
            };
            let own = if character.is_lowercase() {
                Mode::Small
            } else if character.is_uppercase() {
                Mode::Capital
            } else {
                mode
            };
            if own == Mode::Small && next.is_uppercase() {
                found.push(&part[begin..next_place]);
                begin = next_place;
                mode = Mode::Boundary;
            } else if mode == Mode::Capital && character.is_uppercase() && next.is_lowercase() {
                found.push(&part[begin..place]);
                begin = place;
                mode = Mode::Boundary;
            } else {
                mode = own;
            }
        }
    }
    found
}

/// The name as a model, an enum or a variant can have it.
pub(super) fn type_name(name: &str, otherwise: &str) -> String {
    let name: String = name
        .chars()
        .filter(|&it| is_letter(it) || it.is_ascii_digit())
        .collect();
    let begins = |first: char| !first.is_ascii_digit() && !first.is_lowercase();
    let name = match name.chars().next() {
        Some(first) if begins(first) => name,
        Some(_) | None => format!("{otherwise}{name}"),
    };
    if RESERVED.contains(&name.as_str()) {
        format!("{name}Record")
    } else {
        name
    }
}

/// The name as a field or a relation can have it.
pub(super) fn member_name(name: &str) -> String {
    if is_member_name(name) {
        return name.to_owned();
    }
    let snake = to_snake(name);
    let plain: String = snake
        .chars()
        .map(|it| {
            if is_letter(it) || it.is_ascii_digit() {
                it
            } else {
                '_'
            }
        })
        .collect();
    let words: Vec<&str> = plain.split('_').filter(|word| !word.is_empty()).collect();
    let joined = words.join("_");
    if is_member_name(&joined) {
        joined
    } else {
        format!("field_{joined}").trim_end_matches('_').to_owned()
    }
}

/// Whether a field or a relation can have the name for certain.
pub(super) fn is_member_name(name: &str) -> bool {
    let is_small =
        |it: char| it == '_' || it.is_ascii_digit() || (is_letter(it) && !it.is_uppercase());
    let first = name.trim_start_matches('_').chars().next();
    name.chars().all(is_small)
        && !name.trim_matches('_').contains("__")
        && first.is_some_and(is_letter)
}

/// The letters that Rust takes for certain.
fn is_letter(character: char) -> bool {
    character.is_ascii_alphabetic()
        || matches!(character,
            '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2af}' | '\u{391}'..='\u{3a1}'
            | '\u{3a3}'..='\u{3ce}' | '\u{400}'..='\u{481}' | '\u{5d0}'..='\u{5ea}'
            | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7a3}')
}

/// Names that mean something else in Rust.
const RESERVED: [&str; 37] = [
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Drop",
    "Eq",
    "Err",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Hash",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Vec",
];

#[cfg(test)]
mod tests {
    use heck::{ToSnakeCase, ToUpperCamelCase};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_those_of_the_front_end(text in "[a-zA-Z0-9_ äÖ-]{0,12}") {
            prop_assert_eq!(super::to_snake(&text), text.to_snake_case());
            prop_assert_eq!(super::to_upper_camel(&text), text.to_upper_camel_case());
        }
    }
}
