//! Names that are valid in Rust, by the rules of the front end.

use heck::ToSnakeCase;
use tablewright_schema::names::RESERVED_TYPES;

/// The name in a form that a model, an enum or a variant can have.
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
    if RESERVED_TYPES.contains(&name.as_str()) {
        format!("{name}Record")
    } else {
        name
    }
}

/// The name in a form that a field or a relation can have.
pub(super) fn member_name(name: &str) -> String {
    if is_member_name(name) {
        return name.to_owned();
    }
    let snake = name.to_snake_case();
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

/// Whether a field or a relation can certainly have the name.
pub(super) fn is_member_name(name: &str) -> bool {
    let is_small =
        |it: char| it == '_' || it.is_ascii_digit() || (is_letter(it) && !it.is_uppercase());
    let first = name.trim_start_matches('_').chars().next();
    name.chars().all(is_small)
        && !name.trim_matches('_').contains("__")
        && first.is_some_and(is_letter)
}

/// The letters that Rust certainly accepts.
fn is_letter(character: char) -> bool {
    character.is_ascii_alphabetic()
        || matches!(character,
            '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2af}' | '\u{391}'..='\u{3a1}'
            | '\u{3a3}'..='\u{3ce}' | '\u{400}'..='\u{481}' | '\u{5d0}'..='\u{5ea}'
            | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7a3}')
}
