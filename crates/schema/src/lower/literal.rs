//! Literals of values that several dialects share.

use tablewright_sql::hex::{to_hex, uuid_text};

use crate::schema::{Literal, Type};

/// The items of a list as JSON.
///
/// Values for which JSON has no type are strings with the text of their literals.
///
/// A 32-bit number has all digits of the 64-bit number, as when it is written: arrays are compared
/// as text.
pub(super) fn json_array(items: &[Literal], ty: &Type) -> String {
    let is_float = matches!(ty, Type::List(item) if **item == Type::Float);
    let items = items.iter().map(|item| match item {
        Literal::Float(value) if is_float => format!("{:?}", f64::from(*value as f32)),
        item => json_item(item),
    });
    let items: Vec<String> = items.collect();
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
        // In JSON, only the letter for UTC distinguishes an instant from a local time.
        Literal::Timestamp(value) => json_text(&format!("{value}Z")),
        Literal::Bytes(bytes) => json_text(&to_hex(bytes)),
        Literal::Uuid(uuid) => json_text(&uuid_text(uuid)),
        Literal::Json(json) => json.clone(),
        Literal::List(items) => json_array(items, &Type::Json),
    }
}

fn json_text(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            // The same form as for written values, because JSON is compared as text.
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\u{8}' => quoted.push_str("\\b"),
            '\u{c}' => quoted.push_str("\\f"),
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
            json_array(&items, &Type::Json),
            r#"[true,-5,1e300,"-0.50","a\"\\\n","00ff","11111111-1111-1111-1111-111111111111"]"#
        );
    }
}
