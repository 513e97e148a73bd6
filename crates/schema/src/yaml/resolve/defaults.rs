//! Defaults: parses a written value to a value of the field's type.

use tablewright_sql::duration::Duration;
use tablewright_sql::hex::from_hex;

use super::findings::Findings;
use super::rust;
use super::sql;
use super::types::describe;
use super::unresolved::Context;
use crate::literals::{self, Decimal};
use crate::schema::{Computed, Default, Enum, Literal, Source, Stored, Type};
use crate::yaml::nearest::nearest;
use crate::yaml::shapes::{self, Spanned, Value};

/// The reason why a value does not have a type.
struct Refusal {
    message: String,
    hint: Option<String>,
}

type Answer = Result<Literal, Refusal>;

/// The default of a field with this type.
pub fn resolve(
    default: &Spanned<shapes::Default>,
    ty: &Type,
    context: &Context<'_>,
    findings: &mut Findings<'_>,
) -> Option<Source> {
    let value = match &default.value {
        shapes::Default::Sql(text) => {
            let sql = sql::every(text, default.at, "`default`", &context.dialects, findings)?;
            return Some(Source::Default(Default::Sql(sql)));
        }
        shapes::Default::Rust(path) => {
            let is_path = rust::check_function(path, default.at, findings);
            return is_path.then(|| Source::Computed(Computed::Rust(path.clone())));
        }
        shapes::Default::Value(value) => value,
    };
    if let (Value::Text(word), Type::Uuid) = (value, ty)
        && word == "uuid_v7"
    {
        return Some(Source::Computed(Computed::UuidV7));
    }
    if let Some(computed) = computed(value, ty) {
        return Some(Source::Default(computed));
    }
    match literal(value, ty, &context.enums) {
        Ok(literal) => Some(Source::Default(Default::Literal(literal))),
        Err(_) if may_have_more_values(ty, context) => None,
        Err(refusal) => {
            let finding = findings.at(default.at, refusal.message);
            match (foreign_default(value, ty), refusal.hint) {
                (Some(ours), _) => {
                    finding.hint(format!("here it is called `{ours}`"));
                }
                (None, Some(hint)) => {
                    finding.hint(hint);
                }
                (None, None) => {}
            }
            None
        }
    }
}

/// A value of this type with which a field is compared.
pub fn bound(value: &Spanned<Value>, ty: &Type, findings: &mut Findings<'_>) -> Option<Literal> {
    let refusal = match (&value.value, literal(&value.value, ty, &[])) {
        (Value::Null, _) => not_a(&value.value, ty, "remove it"),
        (_, Ok(literal)) => return Some(literal),
        (_, Err(refusal)) => refusal,
    };
    let finding = findings.at(value.at, refusal.message);
    if let Some(hint) = refusal.hint {
        finding.hint(hint.strip_suffix(OR_NOW).unwrap_or(&hint));
    }
    None
}

/// A value of a field with this type, or the reason why it is not one, with a help.
pub fn of_field(
    value: &Value,
    ty: &Type,
    enums: &[Enum],
) -> Result<Literal, (String, Option<String>)> {
    literal(value, ty, enums).map_err(|refusal| {
        let without_words = |hint: String| match hint.split_once(", or `") {
            Some((hint, _)) => hint.to_owned(),
            None => hint,
        };
        (refusal.message, refusal.hint.map(without_words))
    })
}

/// Another possible default, besides a value.
const OR_NOW: &str = ", or `now`";

/// Whether the type is an enum some of whose values are invalid.
fn may_have_more_values(ty: &Type, context: &Context<'_>) -> bool {
    match ty {
        Type::Enum(index, _) => {
            let item = context.words.enums.get(*index);
            item.is_some_and(|item| item.placeholders.may_have("values"))
        }
        Type::List(item) => may_have_more_values(item, context),
        Type::Bool
        | Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Unsigned(_)
        | Type::Duration
        | Type::Float
        | Type::Double
        | Type::Decimal { .. }
        | Type::String { .. }
        | Type::Text
        | Type::Bytes { .. }
        | Type::Uuid
        | Type::Date
        | Type::Time
        | Type::DateTime
        | Type::Timestamp
        | Type::Json
        | Type::Native(_) => false,
    }
}

/// `now` and `uuid`, unless the type is a text.
fn computed(value: &Value, ty: &Type) -> Option<Default> {
    let Value::Text(word) = value else {
        return None;
    };
    match (word.as_str(), ty) {
        ("now", Type::Date | Type::Time | Type::DateTime | Type::Timestamp) => Some(Default::Now),
        ("uuid", Type::Uuid) => Some(Default::Uuid),
        _ => None,
    }
}

/// The word here for a database function in a default.
fn foreign_default(value: &Value, ty: &Type) -> Option<&'static str> {
    let Value::Text(text) = value else {
        return None;
    };
    let name = text.trim().trim_end_matches("()").to_ascii_lowercase();
    let is_one_of = |names: &[&str]| names.contains(&name.as_str());
    if matches!(ty, Type::Uuid) && is_one_of(&FOREIGN_UUID) {
        return Some("uuid");
    }
    if matches!(ty, Type::Uuid) && is_one_of(&FOREIGN_UUID_V7) {
        return Some("uuid_v7");
    }
    let is_time = matches!(
        ty,
        Type::Date | Type::Time | Type::DateTime | Type::Timestamp
    );
    (is_time && is_one_of(&FOREIGN_NOW)).then_some("now")
}

const FOREIGN_NOW: [&str; 8] = [
    "now",
    "current_timestamp",
    "current_date",
    "current_time",
    "localtimestamp",
    "getdate",
    "sysdate",
    "utc_timestamp",
];

const FOREIGN_UUID_V7: [&str; 4] = ["uuidv7", "now_v7", "uuid_generate_v7", "uuid-v7"];

const FOREIGN_UUID: [&str; 6] = [
    "uuid",
    "gen_random_uuid",
    "uuid_generate_v4",
    "newid",
    "uuidv4",
    "uuid_v4",
];

fn literal(value: &Value, ty: &Type, enums: &[Enum]) -> Answer {
    if *value == Value::Null && *ty != Type::Json {
        let hint = "a nullable field is NULL without a default: write `?` after its type";
        return Err(Refusal {
            message: "a default cannot be null".to_owned(),
            hint: Some(hint.to_owned()),
        });
    }
    match ty {
        Type::Bool => bool(value),
        Type::SmallInt => integer(value, ty, i16::MIN.into(), i16::MAX.into()),
        Type::Integer => integer(value, ty, i32::MIN.into(), i32::MAX.into()),
        Type::BigInt => integer(value, ty, i64::MIN, i64::MAX),
        Type::Unsigned(range) => integer(value, ty, 0, range.greatest()),
        Type::Duration => parsed(value, ty, |text| {
            Duration::from_text(text).map(|span| Literal::Integer(span.0))
        }),
        Type::Float => float(value, ty, true),
        Type::Double => float(value, ty, false),
        Type::Decimal { precision, scale } => decimal(value, ty, *precision, *scale),
        Type::String { max } => string(value, ty, Some(*max)),
        Type::Text => string(value, ty, None),
        Type::Bytes { max } => bytes(value, ty, *max),
        Type::Uuid => parsed(value, ty, |text| literals::uuid(text).map(Literal::Uuid)),
        Type::Date => parsed(value, ty, |text| literals::date(text).map(Literal::Date)),
        Type::Time => parsed(value, ty, |text| literals::time(text).map(Literal::Time)),
        Type::DateTime => parsed(value, ty, |text| {
            literals::datetime(text).map(Literal::DateTime)
        }),
        Type::Timestamp => parsed(value, ty, |text| {
            literals::timestamp(text).map(Literal::Timestamp)
        }),
        Type::Json => json_literal(value),
        Type::Enum(index, _) => match enums.get(*index) {
            Some(item) => variant(value, item),
            None => Err(not_a(value, ty, "")),
        },
        Type::List(item) => list(value, item, enums),
        Type::Native(native) => literal(value, &native.otherwise, enums),
    }
}

/// `maybe` is not a `bool`; with a help.
fn not_a(value: &Value, ty: &Type, hint: &str) -> Refusal {
    let message = format!("{} is no `{}`", shown(value), describe(ty, &[]));
    Refusal {
        message,
        hint: (!hint.is_empty()).then(|| hint.to_owned()),
    }
}

fn bool(value: &Value) -> Answer {
    match value {
        Value::Bool(value) => Ok(Literal::Bool(*value)),
        _ => Err(not_a(value, &Type::Bool, "write `true` or `false`")),
    }
}

fn integer(value: &Value, ty: &Type, min: i64, max: i64) -> Answer {
    let Value::Integer(number) = value else {
        return Err(not_a(value, ty, "write a whole number, without quotes"));
    };
    match i64::try_from(*number) {
        Ok(number) if (min..=max).contains(&number) => Ok(Literal::Integer(number)),
        _ => {
            let hint = format!("it holds {min} to {max}");
            Err(Refusal {
                message: format!("{number} is out of the range of `{}`", describe(ty, &[])),
                hint: Some(hint),
            })
        }
    }
}

fn float(value: &Value, ty: &Type, single: bool) -> Answer {
    let number = match value {
        // A whole number that is not exact becomes the nearest float, as in Rust.
        Value::Integer(number) => *number as f64,
        Value::Float(number) => *number,
        _ => return Err(not_a(value, ty, "write a number, without quotes")),
    };
    if !number.is_finite() {
        let hint = "not every database supports infinity and NaN";
        return Err(not_a(value, ty, hint));
    }
    // SQLite stores 64 bits of either: these are the ones with which the program compares.
    let kept = if single {
        f64::from(number as f32)
    } else {
        number
    };
    if !kept.is_finite() {
        return Err(not_a(value, ty, "it holds numbers up to 3.4e38"));
    }
    Ok(Literal::Float(kept))
}

fn decimal(value: &Value, ty: &Type, precision: u32, scale: u32) -> Answer {
    /// The number of digits that the float of a YAML number certainly keeps.
    const EXACT_DIGITS: usize = 15;
    let text = match value {
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => text.trim().to_owned(),
        Value::Float(number) => {
            let text = number.to_string();
            if text.bytes().filter(u8::is_ascii_digit).count() > EXACT_DIGITS {
                return Err(not_a(
                    value,
                    ty,
                    "put quotes around such a long number, so that no digit is lost",
                ));
            }
            text
        }
        _ => return Err(not_a(value, ty, "write a number")),
    };
    let problem = match literals::decimal(&text, precision, scale) {
        Some(Decimal::Fits(digits)) => return Ok(Literal::Decimal(digits)),
        Some(Decimal::TooFine) => format!("more than {scale} digits after the decimal point"),
        Some(Decimal::TooLarge) => {
            format!(
                "more than {} digits before the decimal point",
                precision - scale
            )
        }
        None => return Err(not_a(value, ty, "write a number")),
    };
    let message = format!("{} does not fit into `{}`", shown(value), describe(ty, &[]));
    Err(Refusal {
        message,
        hint: Some(format!("it has {problem}")),
    })
}

fn string(value: &Value, ty: &Type, max: Option<u32>) -> Answer {
    let Value::Text(text) = value else {
        return Err(not_a(value, ty, "put it in quotes"));
    };
    let length = text.chars().count();
    match max {
        Some(max) if length > max as usize => {
            let message = format!(
                "this text has {length} characters, and `{}` holds {max}",
                describe(ty, &[])
            );
            Err(Refusal {
                message,
                hint: Some("shorten it, or make the type longer".to_owned()),
            })
        }
        _ => Ok(Literal::Text(text.clone())),
    }
}

fn bytes(value: &Value, ty: &Type, max: Option<u32>) -> Answer {
    let hint = "write two hexadecimal digits for each byte, in quotes: `\"0x00ff\"`";
    let Value::Text(text) = value else {
        return Err(not_a(value, ty, hint));
    };
    let digits = text
        .strip_prefix("0x")
        .ok_or_else(|| not_a(value, ty, hint))?;
    let bytes = from_hex(digits).ok_or_else(|| not_a(value, ty, hint))?;
    match max {
        Some(max) if bytes.len() > max as usize => {
            let length = bytes.len();
            let message = format!(
                "this value has {length} bytes, and `{}` holds {max}",
                describe(ty, &[])
            );
            Err(Refusal {
                message,
                hint: Some("shorten it, or make the type longer".to_owned()),
            })
        }
        _ => Ok(Literal::Bytes(bytes)),
    }
}

fn parsed(value: &Value, ty: &Type, parse: impl Fn(&str) -> Option<Literal>) -> Answer {
    let literal = match value {
        Value::Text(text) => parse(text.trim()),
        _ => None,
    };
    literal.ok_or_else(|| not_a(value, ty, example(ty)))
}

/// An example for a value of a type that is written as a string.
fn example(ty: &Type) -> &'static str {
    match ty {
        Type::Uuid => {
            "write one such as `67e55044-10b1-426f-9247-bb680e5fe0c8`, or `uuid` or `uuid_v7` for a new \
             one in every row"
        }
        Type::Date => "write a date that exists, such as `2024-02-29`, or `now`",
        Type::Time => "write a time such as `23:59:59`, or `now`",
        Type::DateTime => "write a date and a time, such as `2024-02-29 23:59:59`, or `now`",
        Type::Timestamp => {
            "write a date, a time and an offset, such as `2024-02-29T23:59:59Z`, or `now`"
        }
        Type::Duration => {
            "write whole numbers of `d`, `h`, `m`, `s`, `ms` and `us`, such as `1h 30m`"
        }
        Type::Bool
        | Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Unsigned(_)
        | Type::Float
        | Type::Double
        | Type::Decimal { .. }
        | Type::String { .. }
        | Type::Text
        | Type::Bytes { .. }
        | Type::Json
        | Type::Enum(..)
        | Type::List(_)
        | Type::Native(_) => "",
    }
}

fn variant(value: &Value, item: &Enum) -> Answer {
    // YAML does not read `true`, `null` and `1` as strings.
    let text = match value {
        Value::Text(text) => text.clone(),
        Value::Bool(value) => value.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Null | Value::Float(_) | Value::List(_) | Value::Map(_) => String::new(),
    };
    let mut variants = item.variants.iter();
    if let Some(variant) = variants.find(|variant| variant.value == text) {
        return Ok(match &variant.stored {
            Stored::Text(text) => Literal::Text(text.clone()),
            Stored::Number(number) => Literal::Integer(*number),
        });
    }
    let values = || item.variants.iter().map(|variant| variant.value.as_str());
    let hint = match nearest(&text, values()) {
        Some(value) => format!("did you mean `{value}`?"),
        None => {
            let some: Vec<String> = values().take(8).map(|value| format!("`{value}`")).collect();
            let more = if item.variants.len() > some.len() {
                ", …"
            } else {
                ""
            };
            format!("its values are {}{more}", some.join(", "))
        }
    };
    let message = format!("{} is not a value of `{}`", shown(value), item.name);
    Err(Refusal {
        message,
        hint: Some(hint),
    })
}

fn list(value: &Value, item: &Type, enums: &[Enum]) -> Answer {
    let Value::List(values) = value else {
        let message = format!("{} is not an array", shown(value));
        return Err(Refusal {
            message,
            hint: Some("write `[]`, or the items in brackets: `[a, b]`".to_owned()),
        });
    };
    let items: Result<Vec<Literal>, Refusal> = values
        .iter()
        .map(|value| match value {
            Value::Null => Err(Refusal {
                message: "an item of an array cannot be null".to_owned(),
                hint: Some("remove it".to_owned()),
            }),
            value => literal(value, item, enums),
        })
        .collect();
    Ok(Literal::List(items?))
}

/// The value in a message.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => format!("`{value}`"),
        Value::Integer(number) => format!("`{number}`"),
        Value::Float(number) => format!("`{number:?}`"),
        Value::Text(text) => format!("`{text}`"),
        Value::List(_) => "a list".to_owned(),
        Value::Map(_) => "a mapping".to_owned(),
    }
}

fn json_literal(value: &Value) -> Answer {
    match json(value, 0) {
        Ok(text) => Ok(Literal::Json(text)),
        Err(message) => Err(Refusal {
            message,
            hint: None,
        }),
    }
}

/// The deepest nesting of arrays and objects: MariaDB's limit.
const DEEPEST: usize = 31;

/// The largest number of bytes in the key of an object: MySQL's limit.
const LONGEST_KEY: usize = 65_535;

/// The value as compact JSON, as the runtime writes it, or the reason why a database refuses it.
/// `depth` is the number of arrays and objects around it.
fn json(value: &Value, depth: usize) -> Result<String, String> {
    let is_around = matches!(value, Value::List(_) | Value::Map(_));
    if is_around && depth == DEEPEST {
        return Err(format!(
            "its arrays and objects are nested more than {DEEPEST} levels deep"
        ));
    }
    Ok(match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => json_float(*number)?,
        Value::Text(text) => json_text(text)?,
        Value::List(items) => {
            let items: Result<Vec<String>, String> =
                items.iter().map(|item| json(item, depth + 1)).collect();
            format!("[{}]", items?.join(","))
        }
        Value::Map(entries) => {
            let entry = |(key, value): &(String, Value)| {
                if key.len() > LONGEST_KEY {
                    return Err(format!("a key in JSON has at most {LONGEST_KEY} bytes"));
                }
                Ok(format!("{}:{}", json_text(key)?, json(value, depth + 1)?))
            };
            let entries: Result<Vec<String>, String> = entries.iter().map(entry).collect();
            format!("{{{}}}", entries?.join(","))
        }
    })
}

/// A float stays a float: PostgreSQL would convert `1e16` to an integer. Also, some databases lose
/// the sign of zero.
fn json_float(number: f64) -> Result<String, String> {
    if !number.is_finite() {
        Err("JSON has neither infinity nor NaN".to_owned())
    } else if number == 0.0 {
        Ok("0.0".to_owned())
    } else if number.fract() == 0.0 {
        Ok(format!("{number}.0"))
    } else {
        Ok(format!("{number:?}"))
    }
}

fn json_text(text: &str) -> Result<String, String> {
    if text.contains('\0') {
        return Err("a text in JSON must not contain the character NUL".to_owned());
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            control if u32::from(control) < 0x20 => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(control)));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    Ok(quoted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_compact_and_keeps_the_order() {
        let map = Value::Map(vec![
            (
                "b".to_owned(),
                Value::List(vec![Value::Null, Value::Float(1.0)]),
            ),
            ("a\"\n".to_owned(), Value::Text("\u{1}é\\".to_owned())),
        ]);
        assert_eq!(
            json(&map, 0).as_deref(),
            Ok(r#"{"b":[null,1.0],"a\"\n":"\u0001é\\"}"#)
        );
    }

    #[test]
    fn json_is_what_every_database_takes() {
        let float = |number| json(&Value::Float(number), 0);
        assert_eq!(float(1e16).as_deref(), Ok("10000000000000000.0"));
        assert_eq!(float(-0.0).as_deref(), Ok("0.0"));
        assert_eq!(float(1e-7).as_deref(), Ok("1e-7"));
        assert!(float(f64::NAN).is_err());
        assert!(json(&Value::Text("a\0".to_owned()), 0).is_err());
        let nested = |levels| (0..levels).fold(Value::Null, |inner, _| Value::List(vec![inner]));
        assert!(json(&nested(DEEPEST), 0).is_ok());
        assert!(json(&nested(DEEPEST + 1), 0).is_err());
    }
}
