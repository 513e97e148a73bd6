//! The possible types of a column, from its declared type.

use tablewright_schema::catalog::{Check, Column, is_negative};
use tablewright_schema::{Form, Native, Repr, Stored, Type, items};
use tablewright_sql::unsigned::Unsigned;
use tablewright_sql::{Dialect, PerDialect, Token, TokenKind, tokens};

use super::enums::{Enums, Values};

/// A type that a column may have; an enum with its values.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Candidate {
    /// A type of the language.
    Is(Type),
    /// An enum.
    Enum(Values),
    /// A list of an enum.
    Enums(Values),
}

/// A parsed type.
struct Declared {
    /// The words before and after the parentheses.
    words: String,
    numbers: Vec<u32>,
    texts: Vec<String>,
    is_array: bool,
    /// Whether it is another type with the name of a common one, for example of a schema that is
    /// not on the search path.
    is_foreign: bool,
    /// Whether it is a type of a schema that is not on the search path.
    is_of_another_schema: bool,
}

/// The types that a column may have, the likeliest first; the last one is used if none is right.
pub(super) fn candidates(
    dialect: Dialect,
    column: &Column,
    type_check: Option<&Check>,
    enums: &Enums,
) -> Vec<Candidate> {
    if let Some(native) = native(dialect, column, enums) {
        return is([Type::Native(Box::new(native))]);
    }
    let declared = declared(dialect, column.ty.text());
    let check = type_check.map(|check| in_check(dialect, check));
    match dialect {
        Dialect::Sqlite => sqlite(&declared, check),
        Dialect::Postgres => postgres(&declared, check, enums),
        Dialect::Mysql | Dialect::Mariadb => mysql(&declared, check, column),
    }
}

/// Whether the language has a type for the values of the column, so that programs can read them
/// unchanged.
pub(super) fn is_in_language(dialect: Dialect, column: &Column, enums: &Enums) -> bool {
    let declared = declared(dialect, column.ty.text());
    let words = declared.words.as_str();
    match dialect {
        Dialect::Sqlite => SQLITE.contains(&words) || by_affinity(words).is_some(),
        Dialect::Postgres => {
            let is_enum = enums.of_type(words).is_some_and(|it| Enums::can_be(it));
            // A value of a type in another schema, or of an array of JSON, cannot be read.
            let has_item = !declared.is_array || !matches!(words, "json" | "jsonb" | "name");
            !declared.is_foreign && has_item && (is_enum || POSTGRES.contains(&words))
        }
        Dialect::Mysql | Dialect::Mariadb => {
            let first = words.split(' ').next().unwrap_or_default();
            let is_enum = first != "enum" || Enums::can_be(&declared.texts);
            // Several bits are not a number.
            let is_one = first != "bit" || declared.numbers.first().is_none_or(|bits| *bits == 1);
            MYSQL.contains(&first) && is_enum && is_one
        }
    }
}

/// The database's own type of the column, if the language has no type for it and its values can
/// travel as text.
pub(super) fn native(dialect: Dialect, column: &Column, enums: &Enums) -> Option<Native> {
    let ty = column.ty.text();
    let declared = declared(dialect, ty);
    let is_said = is_in_language(dialect, column, enums);
    // Models create nothing in other schemas.
    if dialect == Dialect::Sqlite || ty.is_empty() || is_said || declared.is_of_another_schema {
        return None;
    }
    let mut forms = PerDialect::<Option<Form>>::default();
    *forms.get_mut(dialect) = Some(Form::usual(dialect, ty.to_owned()));
    Some(Native {
        name: ty.to_owned(),
        forms,
        otherwise: Type::Text,
        ordered: false,
    })
}

/// PostgreSQL's types whose values fit a type of the language.
const POSTGRES: &[&str] = &[
    "boolean",
    "smallint",
    "smallserial",
    "integer",
    "serial",
    "bigint",
    "bigserial",
    "real",
    "double precision",
    "numeric",
    "varchar",
    "char",
    "bpchar",
    "text",
    "name",
    "bytea",
    "uuid",
    "date",
    "time",
    "timestamp",
    "timestamptz",
    "json",
    "jsonb",
];

/// The same for MySQL and MariaDB.
const MYSQL: &[&str] = &[
    "boolean",
    "tinyint",
    "smallint",
    "mediumint",
    "int",
    "bigint",
    "year",
    "bit",
    "float",
    "double",
    "decimal",
    "char",
    "varchar",
    "tinytext",
    "text",
    "mediumtext",
    "longtext",
    "enum",
    "binary",
    "varbinary",
    "tinyblob",
    "blob",
    "mediumblob",
    "longblob",
    "date",
    "time",
    "datetime",
    "timestamp",
    "json",
];

/// The same for SQLite, whose rules for the values of other types are vague.
const SQLITE: &[&str] = &[
    "boolean",
    "bool",
    "smallint",
    "int2",
    "tinyint",
    "integer",
    "int",
    "int4",
    "mediumint",
    "bigint",
    "int8",
    "real",
    "float",
    "double",
    "double precision",
    "decimal",
    "numeric",
    "varchar",
    "character",
    "char",
    "nvarchar",
    "nchar",
    "varying character",
    "native character",
    "character varying",
    "text",
    "blob",
    "bytea",
    "binary",
    "varbinary",
    "longblob",
    "date",
    "time",
    "datetime",
    "timestamp",
    "json",
    "jsonb",
];

/// Whether two checks have the same values, in any form: a database rewrites a check in its own
/// words, such as `= ANY (ARRAY[…])` for `IN (…)`.
pub(super) fn name_the_same(dialect: Dialect, one: &Check, other: &Check) -> bool {
    let values = |check: &Check| values_of(dialect, &tokens(dialect, check.expression.text()));
    values(one) == values(other)
}

/// The strings and numbers, with their signs: PostgreSQL prints `'-1'::integer` for `-1`.
fn values_of(dialect: Dialect, tokens: &[Token<'_>]) -> Vec<String> {
    let value = |(position, token): (usize, &Token<'_>)| match token.kind {
        TokenKind::Text => Some(token.value(dialect)),
        TokenKind::Number => {
            let sign = match is_negative(&tokens[..position]) {
                true => "-",
                false => "",
            };
            Some(format!("{sign}{}", token.text))
        }
        TokenKind::Word | TokenKind::Quoted | TokenKind::Parameter | TokenKind::Symbol => None,
    };
    tokens.iter().enumerate().filter_map(value).collect()
}

/// The values in a check.
struct InCheck {
    texts: Vec<String>,
    /// The values as numbers, if they are ascending numbers like those of an enum.
    ascending: Vec<i64>,
    last_number: Option<u32>,
    /// What it says that the items of an array are.
    items: Option<String>,
    /// Whether it is a comparison with a least value, and not with each value.
    is_range: bool,
}

fn in_check(dialect: Dialect, check: &Check) -> InCheck {
    let tokens = tokens(dialect, check.expression.text());
    let texts = tokens.iter().filter(|token| token.kind == TokenKind::Text);
    let numbers = tokens
        .iter()
        .filter(|token| token.kind == TokenKind::Number);
    let ascending = values_of(dialect, &tokens).into_iter();
    let ascending: Option<Vec<i64>> = ascending.map(|value| value.parse().ok()).collect();
    let ascending = ascending.filter(|values| values.is_sorted_by(|one, next| one < next));
    InCheck {
        ascending: ascending.unwrap_or_default(),
        texts: texts.map(|token| token.value(dialect)).collect(),
        items: items::named_in(&check.expression).into_iter().next(),
        last_number: numbers
            .filter_map(|token| token.text.parse().ok())
            .next_back(),
        is_range: tokens
            .iter()
            .any(|token| token.is_symbol('>') || token.is("between")),
    }
}

fn declared(dialect: Dialect, ty: &str) -> Declared {
    let mut declared = Declared {
        words: String::new(),
        numbers: Vec::new(),
        texts: Vec::new(),
        is_array: ty.ends_with("[]"),
        is_foreign: false,
        is_of_another_schema: false,
    };
    for token in tokens(dialect, ty) {
        match token.kind {
            TokenKind::Symbol if token.is_symbol('.') => {
                let is_usual = ["public", "pg_catalog"].contains(&declared.words.as_str());
                declared.is_foreign |= !is_usual;
                declared.is_of_another_schema |= !is_usual;
                declared.words.clear();
            }
            // PostgreSQL's `numeric(3,-2)` holds whole hundreds.
            TokenKind::Symbol if token.is_symbol('-') => declared.is_foreign = true,
            // PostgreSQL's `"char"` is a single byte.
            TokenKind::Quoted if token.text == "\"char\"" => declared.is_foreign = true,
            TokenKind::Word | TokenKind::Quoted => {
                if !declared.words.is_empty() {
                    declared.words.push(' ');
                }
                declared.words.push_str(&token.name());
            }
            TokenKind::Number => declared.numbers.extend(token.text.parse::<u32>()),
            TokenKind::Text => declared.texts.push(token.value(dialect)),
            TokenKind::Parameter | TokenKind::Symbol => {}
        }
    }
    declared
}

fn is(types: impl IntoIterator<Item = Type>) -> Vec<Candidate> {
    types.into_iter().map(Candidate::Is).collect()
}

fn string(numbers: &[u32], most: u32) -> Type {
    match numbers.first() {
        Some(&max) if (1..=most).contains(&max) => Type::String { max },
        Some(_) | None => Type::Text,
    }
}

/// A decimal, if the language has one with this many digits.
fn decimal(numbers: &[u32], most: u32) -> Option<Type> {
    let precision = *numbers.first()?;
    let scale = numbers.get(1).copied().unwrap_or(0);
    let fits = (1..=most).contains(&precision) && scale <= precision;
    fits.then_some(Type::Decimal { precision, scale })
}

fn with_enum(check: Option<InCheck>, others: Vec<Type>) -> Vec<Candidate> {
    let mut candidates = is(others);
    let values = check.map(|check| check.texts).unwrap_or_default();
    if Enums::can_be(&values) {
        candidates.insert(0, Candidate::Enum(Values::texts(values)));
    }
    candidates
}

/// The types; or an enum that is stored as numbers of this type, if the check lists some; or the
/// unsigned integers that are stored in it, if the check has a range.
fn with_numbers(check: Option<&InCheck>, repr: Repr, others: Vec<Type>) -> Vec<Candidate> {
    let mut candidates = is(others);
    if check.is_some_and(|check| check.is_range) {
        let unsigned = Unsigned::ALL.into_iter();
        let unsigned = unsigned.filter(|ty| stored_as(*ty) == repr);
        candidates.splice(1..1, is(unsigned.map(Type::Unsigned)));
        // The type that is used if the range is another one.
        candidates.push(candidates[0].clone());
        return candidates;
    }
    let values = check
        .map(|check| check.ascending.clone())
        .unwrap_or_default();
    if !values.is_empty() {
        candidates.insert(0, Candidate::Enum(Values::numbers(repr, values)));
    }
    candidates
}

/// The stored type of an unsigned integer on databases without unsigned integers.
fn stored_as(ty: Unsigned) -> Repr {
    match ty {
        Unsigned::U8 => Repr::SmallInt,
        Unsigned::U16 => Repr::Integer,
        Unsigned::U32 | Unsigned::U64 => Repr::BigInt,
    }
}

/// The stored type of an enum whose numbers have this type.
fn repr_of(ty: &Type) -> Option<Repr> {
    let mut all = Repr::ALL.into_iter().map(|(_, repr)| repr);
    all.find(|repr| repr.number().as_ref() == Some(ty))
}

/// The array whose items the check says.
fn array(check: Option<&InCheck>) -> Option<Candidate> {
    let item = check?.items.as_deref()?;
    if let Some(values) = items::values(item) {
        return of_values(values).map(Candidate::Enums);
    }
    let (name, rest) = item.split_once('(').unwrap_or((item, ""));
    let numbers = rest.trim_end_matches(')').split(", ");
    let numbers: Vec<u32> = numbers.filter_map(|number| number.parse().ok()).collect();
    let first = numbers.first().copied();
    let ty = match name {
        "bool" => Type::Bool,
        "smallint" => Type::SmallInt,
        "integer" => Type::Integer,
        "bigint" => Type::BigInt,
        "float" => Type::Float,
        "double" => Type::Double,
        "decimal" => Type::Decimal {
            precision: first?,
            scale: *numbers.get(1)?,
        },
        "string" => Type::String { max: first? },
        "text" => Type::Text,
        "bytes" => Type::Bytes { max: first },
        "uuid" => Type::Uuid,
        "date" => Type::Date,
        "time" => Type::Time,
        "datetime" => Type::DateTime,
        "timestamp" => Type::Timestamp,
        "duration" => Type::Duration,
        _ => return None,
    };
    Some(Candidate::Is(Type::List(Box::new(ty))))
}

/// The enum with the values; numbers are stored in the least type that holds them.
fn of_values(values: Vec<Stored>) -> Option<Values> {
    let (mut texts, mut numbers) = (Vec::new(), Vec::new());
    for value in values {
        match value {
            Stored::Text(value) => texts.push(value),
            Stored::Number(number) => numbers.push(number),
        }
    }
    if numbers.is_empty() {
        return Enums::can_be(&texts).then(|| Values::texts(texts));
    }
    let all_are = |fits: fn(i64) -> bool| numbers.iter().all(|number| fits(*number));
    let repr = if all_are(|number| i16::try_from(number).is_ok()) {
        Repr::SmallInt
    } else if all_are(|number| i32::try_from(number).is_ok()) {
        Repr::Integer
    } else {
        Repr::BigInt
    };
    Some(Values::numbers(repr, numbers))
}

fn sqlite(declared: &Declared, check: Option<InCheck>) -> Vec<Candidate> {
    if let ("text", Some(array)) = (declared.words.as_str(), array(check.as_ref())) {
        return vec![array];
    }
    // Without our check a column holds numbers of 64 bits.
    let is_ours = check.is_some();
    let ours = |one: Type, other: Type| if is_ours { one } else { other };
    let numbers = &declared.numbers;
    let ty = match declared.words.as_str() {
        "boolean" | "bool" => Type::Bool,
        "smallint" | "int2" | "tinyint" => {
            return with_numbers(check.as_ref(), Repr::SmallInt, vec![Type::SmallInt]);
        }
        "integer" | "int" | "int4" | "mediumint" => {
            let counted = [Type::BigInt, Type::SmallInt, Type::Integer];
            let ours = vec![Type::Integer, Type::SmallInt];
            return match is_ours {
                true => with_numbers(check.as_ref(), Repr::Integer, ours),
                false => is(counted.into_iter().take(1)),
            };
        }
        "bigint" | "int8" => {
            return with_numbers(check.as_ref(), Repr::BigInt, vec![Type::BigInt]);
        }
        "real" => ours(Type::Float, Type::Double),
        "float" | "double" | "double precision" => Type::Double,
        "decimal" | "numeric" if is_ours => decimal(numbers, 18).unwrap_or(Type::Double),
        "decimal" | "numeric" => Type::Double,
        "varchar" | "character" | "char" | "nvarchar" | "nchar" | "varying character"
        | "native character" | "character varying" => string(numbers, u32::MAX),
        "text" => return with_enum(check, vec![Type::Text, Type::Json]),
        "blob" => {
            let max = check
                .and_then(|check| check.last_number)
                .filter(|max| *max > 0);
            let bytes = Type::Bytes { max: None };
            // Bytes are not UUIDs without our check.
            return match is_ours {
                true => is([Type::Uuid, Type::Bytes { max }, bytes]),
                false => is([bytes]),
            };
        }
        "bytea" | "binary" | "varbinary" | "longblob" => Type::Bytes { max: None },
        "date" => Type::Date,
        "time" => Type::Time,
        "datetime" => Type::DateTime,
        "timestamp" => Type::Timestamp,
        "json" | "jsonb" => Type::Json,
        other => by_affinity(other).unwrap_or(Type::Text),
    };
    is([ty])
}

/// SQLite's type for an unknown one; for some it depends on each value.
fn by_affinity(words: &str) -> Option<Type> {
    let has = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
    if has(&["int"]) {
        Some(Type::BigInt)
    } else if has(&["char", "clob", "text"]) {
        Some(Type::Text)
    } else if has(&["blob"]) {
        Some(Type::Bytes { max: None })
    } else if has(&["real", "floa", "doub"]) {
        Some(Type::Double)
    } else {
        None
    }
}

fn postgres(declared: &Declared, check: Option<InCheck>, enums: &Enums) -> Vec<Candidate> {
    if declared.is_array {
        let item = postgres_type(declared, None);
        let values = match (check, repr_of(&item)) {
            (None, _) => None,
            (Some(check), Some(repr)) => {
                let values = Values::numbers(repr, check.ascending);
                (!values.stored.is_empty()).then_some(values)
            }
            (Some(check), None) => Enums::can_be(&check.texts).then(|| Values::texts(check.texts)),
        };
        let list = Candidate::Is(Type::List(Box::new(match item {
            Type::Json | Type::List(_) => Type::Text,
            other => other,
        })));
        let values = values.map(Candidate::Enums);
        return values.into_iter().chain([list]).collect();
    }
    if let Some(values) = enums
        .of_type(&declared.words)
        .filter(|it| Enums::can_be(it))
    {
        return vec![Candidate::Enum(Values::texts(values.clone()))];
    }
    if declared.words == "text" {
        return with_enum(check, vec![Type::Text]);
    }
    match repr_of(&postgres_type(declared, None)) {
        Some(repr) => with_numbers(check.as_ref(), repr, vec![postgres_type(declared, None)]),
        None => is([postgres_type(declared, check)]),
    }
}

fn postgres_type(declared: &Declared, check: Option<InCheck>) -> Type {
    let numbers = &declared.numbers;
    match declared.words.as_str() {
        "boolean" => Type::Bool,
        "smallint" | "smallserial" => Type::SmallInt,
        "integer" | "serial" => Type::Integer,
        "bigint" | "bigserial" => Type::BigInt,
        "real" => Type::Float,
        "double precision" => Type::Double,
        "numeric" => decimal(numbers, 28).unwrap_or(Type::Decimal {
            precision: 28,
            scale: 10,
        }),
        "varchar" | "char" | "bpchar" => string(numbers, 10_485_760),
        "bytea" => Type::Bytes {
            max: check
                .and_then(|check| check.last_number)
                .filter(|max| *max > 0),
        },
        "uuid" => Type::Uuid,
        "date" => Type::Date,
        "time" => Type::Time,
        "timestamp" => Type::DateTime,
        "timestamptz" => Type::Timestamp,
        "json" | "jsonb" => Type::Json,
        _ => Type::Text,
    }
}

fn mysql(declared: &Declared, check: Option<InCheck>, column: &Column) -> Vec<Candidate> {
    let numbers = &declared.numbers;
    let is_unsigned = declared.words.contains("unsigned");
    let first = declared.words.split(' ').next().unwrap_or_default();
    let ty = match first {
        "boolean" => Type::Bool,
        "tinyint" if is_unsigned => Type::Unsigned(Unsigned::U8),
        "tinyint" => Type::SmallInt,
        "smallint" if is_unsigned => Type::Unsigned(Unsigned::U16),
        "smallint" | "year" => Type::SmallInt,
        "mediumint" | "int" if is_unsigned => Type::Unsigned(Unsigned::U32),
        "mediumint" | "int" => Type::Integer,
        "bigint" if is_unsigned => Type::Unsigned(Unsigned::U64),
        "bigint" => Type::BigInt,
        "float" => Type::Float,
        "double" => Type::Double,
        "decimal" => decimal(numbers, 28).unwrap_or(Type::Double),
        "bit" => Type::Bool,
        "varchar" => return with_enum(check, vec![string(numbers, 16_383)]),
        "char" => string(if numbers.is_empty() { &[1] } else { numbers }, 16_383),
        "enum" if Enums::can_be(&declared.texts) => {
            return vec![Candidate::Enum(Values::texts(declared.texts.clone()))];
        }
        "varbinary" => Type::Bytes {
            max: numbers.first().copied().filter(|max| *max > 0),
        },
        "binary" if numbers.first() == Some(&16) => Type::Uuid,
        "binary" => Type::Bytes {
            max: Some(numbers.first().copied().unwrap_or(1)),
        },
        "tinyblob" | "blob" | "mediumblob" | "longblob" => Type::Bytes { max: None },
        "date" => Type::Date,
        "time" => Type::Time,
        "datetime" if is_now(column) => Type::Timestamp,
        "datetime" => Type::DateTime,
        "timestamp" => Type::Timestamp,
        "json" => return vec![array(check.as_ref()).unwrap_or(Candidate::Is(Type::Json))],
        _ => Type::Text,
    };
    match repr_of(&ty) {
        Some(repr) => with_numbers(check.as_ref(), repr, vec![ty]),
        None => is([ty]),
    }
}

/// Whether the default is the current time in UTC, which only an instant has. `CURRENT_TIMESTAMP` is
/// the time in the zone of the session.
fn is_now(column: &Column) -> bool {
    let default = column.default.as_ref().map(|it| it.normal());
    default.is_some_and(|default| default.contains("utc_timestamp"))
}

/// The type as it is written.
pub(super) fn type_text(ty: &Type, enums: &Enums) -> String {
    ty.written(&|position| enums.names.get(position).map_or("", String::as_str))
}

/// The type in words, for warnings before enums have names.
pub(super) fn described(ty: &Type) -> String {
    match ty {
        Type::Enum(..) => "an enum".to_owned(),
        Type::List(_) => "a list".to_owned(),
        Type::Native(_) => "a native type".to_owned(),
        other => {
            let none = Enums::none();
            format!("`{}`", type_text(other, &none))
        }
    }
}
