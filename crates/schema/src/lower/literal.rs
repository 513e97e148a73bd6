//! What the dialects share in the literals of values.

use tablewright_sql::hex::{to_hex, uuid_text};

use crate::schema::Literal;

/// The items of a list as JSON text.
///
/// What JSON has no type for is text in the form that a literal has.
pub(super) fn json_array(items: &[Literal]) -> String {
    let items: Vec<String> = items.iter().map(json_item).collect();
    format!("[{}]", items.join(","))
}

fn json_item(item: &Literal) -> String {
    match item {
        Literal::Bool(value) => value.to_string(),
        Literal::Integer(value) => value.to_string(),
        Literal::Float(value) => format!("{value:?}"),
        Literal::Decimal(value)
        | Literal::Text(value)
        | Literal::Date(value)
        | Literal::Time(value)
        | Literal::DateTime(value) => json_text(value),
        // A JSON text cannot tell an instant from a local time but by the letter for UTC.
        Literal::Timestamp(value) => json_text(&format!("{value}Z")),
        Literal::Bytes(bytes) => json_text(&to_hex(bytes)),
        Literal::Uuid(uuid) => json_text(&uuid_text(uuid)),
        Literal::Json(json) => json.clone(),
        Literal::List(items) => json_array(items),
    }
}

fn json_text(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            control if control < ' ' => quoted.push_str(&format!("\\u{:04x}", u32::from(control))),
            character => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_json() {
        let items = [
            Literal::Bool(true),
            Literal::Integer(-5),
            Literal::Float(1e300),
            Literal::Decimal("-0.50".to_owned()),
            Literal::Text("a\"\\\n".to_owned()),
            Literal::Bytes(vec![0, 255]),
            Literal::Uuid([0x11; 16]),
        ];
        assert_eq!(
            json_array(&items),
            r#"[true,-5,1e300,"-0.50","a\"\\\u000a","00ff","11111111-1111-1111-1111-111111111111"]"#
        );
    }
}
