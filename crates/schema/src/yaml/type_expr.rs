//! Parses types as they are written: `decimal(10, 2)?`, `Post`, `string(20)[]`.

use super::shapes::TypeExpr;

/// The reason why a type is invalid, and a help.
#[derive(Debug, PartialEq, Eq)]
pub struct Malformed {
    pub message: String,
    pub hint: String,
}

impl Malformed {
    fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Malformed {
            message: message.into(),
            hint: hint.into(),
        }
    }
}

/// Parses a type: a name, then optional numbers in parentheses, `[]` and `?`.
///
/// It does not check whether a type with this name exists.
pub fn parse(text: &str) -> Result<TypeExpr, Malformed> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Malformed::new("the type is empty", "such as `string(50)`"));
    }
    let ends_name =
        |character: char| character.is_whitespace() || "()[]{}<>?!,".contains(character);
    let (name, rest) = text.split_at(text.find(ends_name).unwrap_or(text.len()));
    if name.is_empty() {
        return Err(Malformed::new(
            format!("expected a type, found `{text}`"),
            "a type begins with its name, such as `string(50)`",
        ));
    }
    let (arguments, rest) = arguments(name, rest)?;
    let (list, rest) = match rest.strip_prefix("[]") {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let (nullable, rest) = match rest.strip_prefix('?') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    if !rest.is_empty() {
        return Err(unexpected(text, rest, list, nullable));
    }
    Ok(TypeExpr {
        name: name.to_owned(),
        arguments,
        list,
        nullable,
    })
}

/// The numbers in parentheses, and the rest of the text.
fn arguments<'t>(name: &str, text: &'t str) -> Result<(Option<Vec<u32>>, &'t str), Malformed> {
    let Some(inside) = text.strip_prefix('(') else {
        if text.trim_start().starts_with('(') {
            return Err(Malformed::new(
                format!("there is a space between `{name}` and `(`"),
                format!("write `{name}{}`", text.trim_start()),
            ));
        }
        return Ok((None, text));
    };
    let Some((inside, rest)) = inside.split_once(')') else {
        return Err(Malformed::new(
            format!("`{name}(` has no closing `)`"),
            format!("write `{name}{})`", text.trim_end_matches(['?', '[', ']'])),
        ));
    };
    let values = || inside.replace(['\'', '"'], "").trim().to_owned();
    if name.eq_ignore_ascii_case("enum") {
        return Err(Malformed::new(
            "the values of an enum cannot be written in the type",
            format!(
                "declare the enum below `enums`, such as `enums: {{ Role: [{}] }}`, and write its \
                 name as the type",
                values()
            ),
        ));
    }
    if name.eq_ignore_ascii_case("set") {
        return Err(Malformed::new(
            "there is no type `set`",
            format!(
                "declare an enum below `enums`, such as `enums: {{ Role: [{}] }}`, and write `Role[]` as \
                 the type",
                values()
            ),
        ));
    }
    let numbers = inside
        .split(',')
        .map(|argument| number(name, argument.trim()));
    Ok((Some(numbers.collect::<Result<_, _>>()?), rest))
}

fn number(name: &str, argument: &str) -> Result<u32, Malformed> {
    if argument.is_empty() {
        return Err(Malformed::new(
            format!("a number is missing in the parentheses of `{name}`"),
            "such as `string(50)` or `decimal(10, 2)`",
        ));
    }
    if !argument.bytes().all(|byte| byte.is_ascii_digit()) {
        if let Some((_, most)) = argument.split_once("..")
            && name.eq_ignore_ascii_case("string")
        {
            let is_number = !most.is_empty() && most.bytes().all(|byte| byte.is_ascii_digit());
            let most = if is_number { most } else { "50" };
            return Err(Malformed::new(
                format!("`{argument}` in the parentheses of `{name}` is a range"),
                format!("write `{{ type: string({most}), length: {argument} }}`"),
            ));
        }
        return Err(Malformed::new(
            format!("`{argument}` in the parentheses of `{name}` is not a number from 0"),
            "such as `string(50)` or `decimal(10, 2)`",
        ));
    }
    argument.parse().map_err(|_| {
        Malformed::new(
            format!("`{argument}` is too large for the parentheses of `{name}`"),
            "use `text` or `bytes` for values of any length",
        )
    })
}

/// The error for text after a complete type.
fn unexpected(text: &str, rest: &str, list: bool, nullable: bool) -> Malformed {
    let complete = &text[..text.len() - rest.len()];
    let words = rest.trim().to_ascii_lowercase();
    if nullable && rest.starts_with("[]") {
        return Malformed::new(
            "write `?` after `[]`: the items of an array are never NULL",
            format!(
                "write `{}[]?` for an array that can be NULL",
                complete.trim_end_matches('?')
            ),
        );
    }
    if list && rest.starts_with("[]") {
        return Malformed::new("arrays of arrays are not supported", "use `json`");
    }
    if !list && rest.starts_with('[') {
        let inside = rest.trim_matches(['[', ']', '?']);
        if matches!(complete, "string" | "bytes" | "decimal") && !inside.is_empty() {
            return Malformed::new(
                "write the length in parentheses",
                format!("write `{complete}({inside})`"),
            );
        }
        return Malformed::new(
            "the `[]` of an array must be empty: an array has any number of items",
            format!("write `{complete}[]`"),
        );
    }
    if nullable && rest.starts_with('?') {
        return Malformed::new("only one `?` is allowed", format!("write `{complete}`"));
    }
    if rest.starts_with(char::is_whitespace) && words == "?" {
        return Malformed::new(
            "there is a space before the `?`",
            format!("write `{complete}?`"),
        );
    }
    if rest.starts_with(char::is_whitespace) && words == "[]" {
        return Malformed::new(
            "there is a space before the `[]`",
            format!("write `{complete}[]`"),
        );
    }
    let hint = match words.as_str() {
        "not null" | "!" => format!("a field without `?` is never NULL: write `{complete}`"),
        "null" => format!("write `{complete}?` for a field that can be NULL"),
        _ => format!("write a mapping to set more than the type: `{{ type: {complete}, … }}`"),
    };
    Malformed::new(
        format!("`{}` cannot follow the type `{complete}`", rest.trim()),
        hint,
    )
}

#[cfg(test)]
mod tests {
    use super::{TypeExpr, parse};

    fn ty(name: &str, arguments: Option<&[u32]>, list: bool, nullable: bool) -> TypeExpr {
        TypeExpr {
            name: name.to_owned(),
            arguments: arguments.map(<[u32]>::to_vec),
            list,
            nullable,
        }
    }

    fn message(text: &str) -> String {
        parse(text).map_or_else(|malformed| malformed.message, |ty| format!("{ty:?}"))
    }

    #[test]
    fn reads_every_form() {
        assert_eq!(parse("text"), Ok(ty("text", None, false, false)));
        assert_eq!(parse(" Post? "), Ok(ty("Post", None, false, true)));
        assert_eq!(
            parse("string(50)"),
            Ok(ty("string", Some(&[50]), false, false))
        );
        assert_eq!(
            parse("decimal(10, 2)?"),
            Ok(ty("decimal", Some(&[10, 2]), false, true))
        );
        assert_eq!(
            parse("decimal( 10,2 )"),
            Ok(ty("decimal", Some(&[10, 2]), false, false))
        );
        assert_eq!(
            parse("string(20)[]"),
            Ok(ty("string", Some(&[20]), true, false))
        );
        assert_eq!(parse("Größe[]?"), Ok(ty("Größe", None, true, true)));
    }

    #[test]
    fn tells_what_is_wrong() {
        assert_eq!(message(""), "the type is empty");
        assert_eq!(message("(50)"), "expected a type, found `(50)`");
        assert_eq!(message("string(50"), "`string(` has no closing `)`");
        assert_eq!(
            message("string (50)"),
            "there is a space between `string` and `(`"
        );
        assert_eq!(
            message("string()"),
            "a number is missing in the parentheses of `string`"
        );
        assert_eq!(
            message("decimal(10,)"),
            "a number is missing in the parentheses of `decimal`"
        );
        assert_eq!(
            message("string(-1)"),
            "`-1` in the parentheses of `string` is not a number from 0"
        );
        assert_eq!(
            message("string(1..80)"),
            "`1..80` in the parentheses of `string` is a range"
        );
        assert_eq!(
            message("string(99999999999)"),
            "`99999999999` is too large for the parentheses of `string`"
        );
        assert_eq!(
            message("text?[]"),
            "write `?` after `[]`: the items of an array are never NULL"
        );
        assert_eq!(message("text[][]"), "arrays of arrays are not supported");
        assert_eq!(
            message("text[3]"),
            "the `[]` of an array must be empty: an array has any number of items"
        );
        assert_eq!(message("text??"), "only one `?` is allowed");
        assert_eq!(message("text ?"), "there is a space before the `?`");
        assert_eq!(
            message("text not null"),
            "`not null` cannot follow the type `text`"
        );
        assert_eq!(
            message("Option<text>"),
            "`<text>` cannot follow the type `Option`"
        );
    }
}
