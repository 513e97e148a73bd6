//! Resolves type expressions to types.

use tablewright_sql::unsigned::Unsigned;

use super::defaults;
use super::findings::Findings;
use super::native;
use super::rust;
use super::sql;
use super::unresolved::{Context, Kind, Named};
use super::words::{Builtin, Word, Words};
use crate::schema::{Enum, Repr, Type};
use crate::yaml::shapes::{At, NamedType, Rules, Spanned, TypeExpr};

/// The number of digits of `rust_decimal`.
const MOST_DIGITS: u32 = 28;

/// The type as in the file: `string(50)`.
pub fn describe(ty: &Type, enums: &[Enum]) -> String {
    ty.written(&|position| enums.get(position).map_or("an enum", |item| &item.name))
}

/// Whether it is a text type; only these have a collation.
pub fn is_text(ty: &Type) -> bool {
    matches!(
        ty,
        Type::String { .. } | Type::Text | Type::Enum(_, Repr::Text)
    )
}

/// Whether a database can number rows in it.
pub fn is_integer(ty: &Type) -> bool {
    is_signed(ty) || matches!(ty, Type::Unsigned(_))
}

/// Whether it is an integer type with negative values.
pub fn is_signed(ty: &Type) -> bool {
    matches!(ty, Type::SmallInt | Type::Integer | Type::BigInt)
}

/// The named types; `context` has none of them yet.
pub fn named<'d>(context: &Context<'d>, findings: &mut Findings<'_>) -> Vec<Named<'d>> {
    context
        .words
        .types
        .iter()
        .map(|origin| named_type(origin, context, findings))
        .collect()
}

fn named_type<'d>(
    origin: &'d NamedType,
    context: &Context<'d>,
    findings: &mut Findings<'_>,
) -> Named<'d> {
    let ty = match &origin.native {
        Some(given) => native::resolve(origin, given, context, findings),
        None => base_type(origin, context, findings),
    };
    if let Some(rust) = &origin.rust {
        rust::check_type(&rust.path, findings);
    }
    let default = origin
        .default
        .as_ref()
        .zip(ty.as_ref())
        .and_then(|(default, ty)| defaults::resolve(default, ty, context, findings));
    let check = origin.check.as_ref().and_then(|check| {
        sql::every(
            &check.value,
            check.at,
            "`check`",
            &context.dialects,
            findings,
        )
    });
    if let (Some(collation), Some(ty)) = (&origin.collation, &ty) {
        check_has_collation(collation.at, ty, context, findings);
    }
    let collation = origin.collation.as_ref().map(|collation| {
        sql::collation(&collation.value, collation.at, &context.dialects, findings)
    });
    Named {
        origin,
        ty,
        default,
        check,
        collation: collation.unwrap_or_default(),
    }
}

/// Reports a collation of a type that is not text.
pub fn check_has_collation(at: At, ty: &Type, context: &Context<'_>, findings: &mut Findings<'_>) {
    if !is_text(ty) {
        let ty = describe(ty, &context.enums);
        findings
            .at(at, format!("`{ty}` has no collation"))
            .hint("remove it: only text types have a collation");
    }
}

pub(super) fn base_type(
    origin: &NamedType,
    context: &Context<'_>,
    findings: &mut Findings<'_>,
) -> Option<Type> {
    let (expression, at) = (origin.ty.value.as_ref()?, origin.ty.at);
    if expression.nullable {
        findings
            .at(at, "a named type cannot be nullable")
            .hint(format!(
                "write `{}?` in the fields that are nullable",
                origin.name.value
            ));
    }
    let unusual = match context.words.get(&expression.name) {
        Some(Word::Named(_)) => "another named type",
        Some(Word::Model(_)) => "a model",
        Some(Word::Builtin(Builtin::Id)) => "`id`",
        Some(Word::Builtin(_) | Word::Enum(_) | Word::Ambiguous) | None => {
            let meaning = meaning(&origin.ty, most(&origin.rules), context, findings);
            return meaning.and_then(|(ty, _)| ty);
        }
    };
    findings
        .at(at, format!("a named type cannot stand for {unusual}"))
        .hint("name a built-in type, such as `string(50)`, or an enum");
    None
}

/// The most characters that `length` allows.
pub(super) fn most(rules: &Rules) -> Option<u32> {
    let length = rules.length.as_ref()?;
    length.value.max.filter(|most| *most > 0)
}

/// The kind of a field's type, and the type unless it is a reference; `None` if it is invalid. If
/// the type lacks its length, the hint has the one of the validation.
pub fn meaning(
    written: &Spanned<Option<TypeExpr>>,
    most: Option<u32>,
    context: &Context<'_>,
    findings: &mut Findings<'_>,
) -> Option<(Option<Type>, Kind)> {
    let expression = &Spanned {
        value: written.value.as_ref()?,
        at: written.at,
    };
    let Some(word) = context.words.get(&expression.value.name) else {
        unknown_type(expression, most, &context.words, findings);
        return None;
    };
    let (item, kind) = match word {
        Word::Builtin(Builtin::Id) => return id(expression, findings),
        Word::Builtin(builtin) => {
            let ty = builtin_type(builtin, expression, most, findings)?;
            (ty, Kind::Value)
        }
        Word::Enum(index) => {
            no_arguments(expression, findings)?;
            let repr = context.enums.get(index).map(|item| item.repr);
            (Type::Enum(index, repr.unwrap_or_default()), Kind::Value)
        }
        Word::Named(index) => {
            no_arguments(expression, findings)?;
            (context.types.get(index)?.ty.clone()?, Kind::Named(index))
        }
        Word::Ambiguous => return None,
        Word::Model(table) => return reference(table, expression, context, findings),
    };
    if !expression.value.list {
        return Some((Some(item), kind));
    }
    check_item(&item, kind, expression, context, findings)?;
    Some((Some(Type::List(Box::new(item))), Kind::Value))
}

fn id(
    expression: &Spanned<&TypeExpr>,
    findings: &mut Findings<'_>,
) -> Option<(Option<Type>, Kind)> {
    no_arguments(expression, findings)?;
    if expression.value.list {
        findings
            .at(
                expression.at,
                "`id` cannot be an array: it is the primary key",
            )
            .hint("write `bigint[]` for an array of numbers");
        return None;
    }
    Some((Some(Type::BigInt), Kind::Id))
}

fn reference(
    table: usize,
    expression: &Spanned<&TypeExpr>,
    context: &Context<'_>,
    findings: &mut Findings<'_>,
) -> Option<(Option<Type>, Kind)> {
    no_arguments(expression, findings)?;
    if expression.value.list {
        let model = &context.words.models.get(table)?.name.value;
        findings
            .at(
                expression.at,
                format!("a column cannot hold an array of `{model}`"),
            )
            .hint(format!(
                "give `{model}` a reference to this model, or connect the two models by a join \
                 table and `relations`"
            ));
        return None;
    }
    Some((
        None,
        Kind::Reference {
            table,
            column: None,
        },
    ))
}

fn unknown_type(
    expression: &Spanned<&TypeExpr>,
    most: Option<u32>,
    words: &Words<'_>,
    findings: &mut Findings<'_>,
) {
    if words.may_have_more {
        return;
    }
    let name = expression.value.name.as_str();
    let finding = findings.at(
        expression.at,
        format!("there is no type, enum or model `{name}`"),
    );
    match foreign_word(name) {
        Some(ours) => {
            let arguments = expression.value.arguments.iter().flatten();
            let mut arguments: Vec<String> = arguments.map(u32::to_string).collect();
            if ours == "string(n)" && arguments.is_empty() {
                arguments.extend(most.map(|most| most.to_string()));
            }
            let ours = match (ours.split_once('('), arguments.is_empty()) {
                (Some((word, _)), false) => format!("{word}({})", arguments.join(", ")),
                (Some(_), true) | (None, _) => ours.to_owned(),
            };
            finding.hint(format!("here it is called `{ours}`"))
        }
        None if name == "enum" => {
            finding.hint("an enum is declared below `enums`, and its name is the type")
        }
        None => finding.did_you_mean(name, words.all()),
    };
}

/// The word here for a type of SQL, Rust or another language.
fn foreign_word(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "int" | "int4" | "i32" | "mediumint" | "serial" => "integer",
        "int2" | "i16" | "tinyint" | "i8" | "short" => "smallint",
        "int8" | "i64" | "long" | "bigserial" => "bigint",
        "uint" | "uint4" | "uint32" | "unsigned" => "u32",
        "uint2" | "uint16" => "u16",
        "uint8" => "u8",
        "uint64" => "u64",
        "boolean" | "bit" => "bool",
        "varchar" | "char" | "character" | "str" | "nvarchar" => "string(n)",
        "longtext" | "mediumtext" | "clob" => "text",
        "real" | "f32" | "float4" => "float",
        "f64" | "float8" => "double",
        "numeric" | "money" | "number" => "decimal(p, s)",
        "blob" | "bytea" | "binary" | "varbinary" | "longblob" => "bytes",
        "guid" => "uuid",
        "timestamptz" | "instant" => "timestamp",
        "interval" | "timespan" | "timedelta" => "duration",
        "jsonb" | "object" => "json",
        _ => return None,
    })
}

fn builtin_type(
    builtin: Builtin,
    expression: &Spanned<&TypeExpr>,
    most: Option<u32>,
    findings: &mut Findings<'_>,
) -> Option<Type> {
    let plain = match builtin {
        Builtin::Decimal => return decimal(expression, findings),
        Builtin::String => {
            return Some(Type::String {
                max: length(
                    expression,
                    &format!("string({})", most.unwrap_or(50)),
                    findings,
                )?,
            });
        }
        Builtin::Bytes if expression.value.arguments.is_some() => {
            return Some(Type::Bytes {
                max: Some(length(expression, "bytes(16)", findings)?),
            });
        }
        Builtin::Bytes => Type::Bytes { max: None },
        Builtin::Id | Builtin::BigInt => Type::BigInt,
        Builtin::Unsigned(ty) => Type::Unsigned(ty),
        Builtin::Bool => Type::Bool,
        Builtin::SmallInt => Type::SmallInt,
        Builtin::Integer => Type::Integer,
        Builtin::Float => Type::Float,
        Builtin::Double => Type::Double,
        Builtin::Text => Type::Text,
        Builtin::Uuid => Type::Uuid,
        Builtin::Date => Type::Date,
        Builtin::Time => Type::Time,
        Builtin::DateTime => Type::DateTime,
        Builtin::Timestamp => Type::Timestamp,
        Builtin::Duration => Type::Duration,
        Builtin::Json => Type::Json,
    };
    no_arguments(expression, findings)?;
    Some(plain)
}

fn length(
    expression: &Spanned<&TypeExpr>,
    example: &str,
    findings: &mut Findings<'_>,
) -> Option<u32> {
    let name = &expression.value.name;
    match expression.value.arguments.as_deref() {
        Some([0]) => {
            findings.at(expression.at, format!("`{name}(0)` cannot hold any value"));
            None
        }
        Some([length]) => Some(*length),
        None | Some([]) => {
            findings
                .at(expression.at, format!("`{name}` needs a length"))
                .hint(format!("write `{example}`, or `text` for any length"));
            None
        }
        Some([_, _, ..]) => {
            findings
                .at(expression.at, format!("`{name}` takes one length"))
                .hint(format!("write `{example}`"));
            None
        }
    }
}

fn decimal(expression: &Spanned<&TypeExpr>, findings: &mut Findings<'_>) -> Option<Type> {
    let at = expression.at;
    let &[precision, scale] = expression.value.arguments.as_deref().unwrap_or_default() else {
        findings
            .at(
                at,
                "`decimal` needs the number of digits, and how many of them are after the decimal \
                 point",
            )
            .hint("write `decimal(12, 2)`");
        return None;
    };
    if !(1..=MOST_DIGITS).contains(&precision) {
        findings.at(
            at,
            format!("a decimal has 1 to {MOST_DIGITS} digits, not {precision}"),
        );
        return None;
    }
    if scale > precision {
        findings
            .at(
                at,
                format!(
                    "a decimal of {precision} digits cannot have {scale} digits after the \
                    decimal point"
                ),
            )
            .hint("the first number counts all digits");
        return None;
    }
    Some(Type::Decimal { precision, scale })
}

fn no_arguments(expression: &Spanned<&TypeExpr>, findings: &mut Findings<'_>) -> Option<()> {
    if expression.value.arguments.is_none() {
        return Some(());
    }
    let name = &expression.value.name;
    let finding = findings.at(
        expression.at,
        format!("`{name}` takes no parameters in parentheses"),
    );
    if name == "text" {
        finding.hint("use `string` for a text with a length");
    } else {
        finding.hint(format!("write `{name}`"));
    }
    None
}

fn check_item(
    item: &Type,
    kind: Kind,
    expression: &Spanned<&TypeExpr>,
    context: &Context<'_>,
    findings: &mut Findings<'_>,
) -> Option<()> {
    let is_list = matches!(item, Type::List(_));
    if let Type::Native(native) = item {
        findings
            .at(
                expression.at,
                format!(
                    "an array cannot have items of the native type `{}`",
                    native.name
                ),
            )
            .hint("name the type of the whole array: `native: { postgres: \"inet[]\" }`");
        return None;
    }
    if let Type::Unsigned(ty) = item {
        findings
            .at(
                expression.at,
                format!(
                    "an array cannot hold unsigned integers such as `{}`",
                    ty.word()
                ),
            )
            .hint(match ty {
                Unsigned::U8 => "write `smallint[]`, which has room for them, or `bytes`",
                Unsigned::U16 => "write `integer[]`, which has room for them",
                Unsigned::U32 | Unsigned::U64 => "write `bigint[]`, which has room for them",
            });
        return None;
    }
    let refused = is_list
        .then_some("lists")
        .or((*item == Type::Json).then_some("`json`"));
    if let Some(refused) = refused {
        findings
            .at(expression.at, format!("an array cannot hold {refused}"))
            .hint("a `json` field can hold any array");
        return None;
    }
    let Kind::Named(index) = kind else {
        return Some(());
    };
    let origin = context.types.get(index)?.origin;
    let rules = [
        (origin.check.is_some(), "check"),
        (origin.rules.min.is_some(), "min"),
        (origin.rules.max.is_some(), "max"),
        (origin.rules.length.is_some(), "length"),
        (origin.rules.pattern.is_some(), "pattern"),
        (origin.rules.email.is_some(), "email"),
        (origin.default.is_some(), "default"),
        (origin.collation.is_some(), "collation"),
        (origin.rust.is_some(), "rust"),
    ];
    let Some((_, rule)) = rules.iter().find(|(is_there, _)| *is_there) else {
        return Some(());
    };
    let name = &origin.name.value;
    findings
        .at(
            expression.at,
            format!("the items of an array cannot have the `{rule}` of `{name}`"),
        )
        .hint(format!(
            "write `{}[]`, and put the constraints on the field",
            describe(item, &context.enums)
        ));
    None
}
