//! The strings that the validation word `email` accepts.

/// Whether a string has the form of an email address: something, one `@` and something, without
/// white space and control characters.
///
/// Whether the address exists, only a message to it can show.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let is_visible = |character: char| !character.is_whitespace() && !character.is_control();
    let is_part = |part: &str| !part.is_empty() && part.chars().all(is_visible);
    is_part(local) && is_part(domain) && !domain.contains('@')
}

#[cfg(test)]
mod tests {
    use super::is_email;

    #[test]
    fn an_address_has_two_parts() {
        for text in ["a@b", "ada.lovelace+x@mail.example.com", "ü@ö.example"] {
            assert!(is_email(text), "{text}");
        }
        for text in [
            "",
            "a",
            "@",
            "a@",
            "@b",
            "a@b@c",
            "a b@c",
            "a@b\n",
            "a@b\u{a0}c",
        ] {
            assert!(!is_email(text), "{text}");
        }
    }
}
