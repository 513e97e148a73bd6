//! Extreme values of each type, and their Rust code.

use tablewright_schema::{DateCrate, Literal, Schema, Stored, Type, Variant};

use super::random::TEXTS;

/// Values of the type that all differ, the least likely to survive in front.
pub fn edges(schema: &Schema, ty: &Type) -> Vec<Literal> {
    match ty {
        Type::Bool => vec![Literal::Bool(true), Literal::Bool(false)],
        Type::SmallInt | Type::Integer | Type::BigInt | Type::Duration => {
            let largest = largest(ty);
            [-largest - 1, largest, 0, -1]
                .map(Literal::Integer)
                .to_vec()
        }
        Type::Unsigned(ty) => [ty.greatest(), 0, 1].map(Literal::Integer).to_vec(),
        Type::Float => {
            let floats = [f32::MAX, f32::MIN_POSITIVE, -0.1, 16_777_216.0];
            floats
                .map(|float| Literal::Float(f64::from(float)))
                .to_vec()
        }
        Type::Double => [f64::MAX, 5e-324, -0.1, 9e15].map(Literal::Float).to_vec(),
        Type::Decimal { precision, scale } => decimals(*precision, *scale),
        Type::String { max } => texts(*max as usize),
        Type::Text => texts(usize::MAX),
        Type::Bytes { max } => byte_strings(max.map_or(usize::MAX, |max| max as usize)),
        Type::Uuid => [[0; 16], [255; 16], [7; 16]].map(Literal::Uuid).to_vec(),
        Type::Date => ["0001-01-01", "9999-12-31", "2024-02-29"]
            .map(|it| Literal::Date(it.to_owned()))
            .to_vec(),
        Type::Time => ["23:59:59.999999", "00:00:00.000000", "12:34:56.000001"]
            .map(|it| Literal::Time(it.to_owned()))
            .to_vec(),
        Type::DateTime => [
            "9999-12-31 23:59:59.999999",
            "0001-01-01 00:00:00.000000",
            "2024-02-29 12:00:00.500000",
        ]
        .map(|it| Literal::DateTime(it.to_owned()))
        .to_vec(),
        // jiff's last instant is two hours before the last day ends.
        Type::Timestamp => [
            "9999-12-30 21:59:59.999999",
            "0001-01-01 00:00:00.000000",
            "1969-12-31 23:59:59.999999",
        ]
        .map(|it| Literal::Timestamp(it.to_owned()))
        .to_vec(),
        Type::Json => [
            r#"{"a":[1,null,-2.5,true],"":"it's","sql":"\u0001\\ \" 🦀"}"#,
            "null",
            r#""text""#,
            "[]",
            "-9223372036854775808",
        ]
        .map(|it| Literal::Json(it.to_owned()))
        .to_vec(),
        Type::Enum(number, _) => {
            let variants = schema.enums[*number].variants.iter();
            let literal = |variant: &Variant| match &variant.stored {
                Stored::Text(text) => Literal::Text(text.clone()),
                Stored::Number(number) => Literal::Integer(*number),
            };
            variants.map(literal).collect()
        }
        Type::List(item) => {
            let items = edges(schema, item);
            vec![
                Literal::List(items.clone()),
                Literal::List(vec![]),
                Literal::List(items[..1].to_vec()),
            ]
        }
        Type::Native(native) => edges(schema, &native.otherwise),
    }
}

/// The largest number of an integer type.
pub fn largest(ty: &Type) -> i64 {
    match ty {
        Type::SmallInt => i16::MAX.into(),
        Type::Integer => i32::MAX.into(),
        Type::Unsigned(ty) => ty.greatest(),
        _ => i64::MAX,
    }
}

/// All nines, before and after the point, and zero.
fn decimals(precision: u32, scale: u32) -> Vec<Literal> {
    let digits = "9".repeat(precision as usize);
    let (before, behind) = digits.split_at((precision - scale) as usize);
    let before = if before.is_empty() { "0" } else { before };
    let point = if behind.is_empty() { "" } else { "." };
    let largest = format!("{before}{point}{behind}");
    [format!("-{largest}"), largest, "0".to_owned()]
        .map(Literal::Decimal)
        .to_vec()
}

fn texts(max: usize) -> Vec<Literal> {
    let longest = "🦀".repeat(max.min(300));
    let mut texts: Vec<String> = vec![longest];
    for text in TEXTS {
        let text: String = text.chars().take(max).collect();
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts.into_iter().map(Literal::Text).collect()
}

fn byte_strings(max: usize) -> Vec<Literal> {
    let all: Vec<u8> = (0..=255).rev().take(max).collect();
    vec![
        Literal::Bytes(all),
        Literal::Bytes(vec![]),
        Literal::Bytes(vec![0]),
    ]
}

/// The variant of an enum with this stored value.
fn variant(schema: &Schema, number: usize, stored: &Stored) -> String {
    let of = &schema.enums[number];
    let variant = of.variants.iter().find(|variant| variant.stored == *stored);
    let name = variant.map_or("", |it| it.name.as_str());
    format!("models::{}::{name}", of.name)
}

/// The value in Rust.
pub fn rust(schema: &Schema, ty: &Type, literal: &Literal) -> String {
    let chrono = schema.dates == DateCrate::Chrono;
    let parsed = |text: &str, jiff: &str, with_chrono: &str| {
        let ty = if chrono {
            format!("chrono::{with_chrono}")
        } else {
            format!("jiff::{jiff}")
        };
        format!("{text:?}.parse::<tablewright::{ty}>().unwrap()")
    };
    match (literal, ty) {
        (Literal::Bool(value), _) => value.to_string(),
        (Literal::Integer(value), Type::Enum(number, _)) => {
            variant(schema, *number, &Stored::Number(*value))
        }
        (Literal::Integer(value), Type::SmallInt) => format!("{value}_i16"),
        (Literal::Integer(value), Type::Integer) => format!("{value}_i32"),
        (Literal::Integer(value), Type::Unsigned(ty)) => format!("{value}_{}", ty.word()),
        (Literal::Integer(micros), Type::Duration) => match schema.dates {
            DateCrate::Jiff => {
                format!("tablewright::jiff::SignedDuration::from_micros({micros}_i64)")
            }
            DateCrate::Chrono => {
                format!("tablewright::chrono::TimeDelta::microseconds({micros}_i64)")
            }
        },
        (Literal::Integer(value), _) => format!("{value}_i64"),
        (Literal::Float(value), Type::Float) => {
            #[allow(clippy::cast_possible_truncation, reason = "it comes from an f32")]
            let value = *value as f32;
            format!("{value:?}_f32")
        }
        (Literal::Float(value), _) => format!("{value:?}_f64"),
        (Literal::Decimal(text), _) => {
            format!("{text:?}.parse::<tablewright::rust_decimal::Decimal>().unwrap()")
        }
        (Literal::Text(text), Type::Enum(number, _)) => {
            variant(schema, *number, &Stored::Text(text.clone()))
        }
        (Literal::Text(text), _) => format!("{text:?}.to_owned()"),
        (Literal::Bytes(bytes), _) => format!("{bytes:?}.map(|byte: u8| byte).to_vec()"),
        (Literal::Uuid(bytes), _) => format!("tablewright::uuid::Uuid::from_bytes({bytes:?})"),
        (Literal::Date(text), _) => parsed(text, "civil::Date", "NaiveDate"),
        (Literal::Time(text), _) => parsed(text, "civil::Time", "NaiveTime"),
        (Literal::DateTime(text), _) => {
            parsed(&text.replace(' ', "T"), "civil::DateTime", "NaiveDateTime")
        }
        (Literal::Timestamp(text), _) => {
            let text = format!("{}Z", text.replace(' ', "T"));
            parsed(&text, "Timestamp", "DateTime::<tablewright::chrono::Utc>")
        }
        (Literal::Json(text), _) => format!(
            "tablewright::serde_json::from_str::<tablewright::serde_json::Value>({text:?}).unwrap()"
        ),
        (Literal::List(items), Type::List(item)) => {
            let items: Vec<_> = items
                .iter()
                .map(|literal| rust(schema, item, literal))
                .collect();
            format!("vec![{}]", items.join(", "))
        }
        (Literal::List(_), _) => "vec![]".to_owned(),
    }
}
