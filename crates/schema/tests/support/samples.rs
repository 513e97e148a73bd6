//! The parts of random schemas: the plainest first, because shrinking prefers them.

use super::Flavour;
use super::description::Ty;
use super::emit::Yaml;

/// The entry that a random number picks.
pub fn pick<T>(from: &[T], number: u8) -> &T {
    &from[usize::from(number) % from.len()]
}

/// The text that a random number picks.
pub fn word(from: &[&'static str], number: u8) -> &'static str {
    pick::<&str>(from, number)
}

/// Names of models.
pub const MODELS: &[&str] = &[
    "User",
    "Post",
    "A",
    "AB",
    "Person",
    "BlogPost",
    "Row",
    "Table",
    "Column",
    "Model",
    "Value",
    "Select",
    "Sql",
    "Error",
    "Schema",
    "Insert",
    "Query",
    "Type",
    "Fish",
    "Address",
    "New",
    "Enum",
    "Arg",
    "Lookup",
    "Date",
    "Uuid",
    "Decimal",
    "Index",
    "Größe",
    "X1",
    "HttpServer2Log",
    "Connection",
    "Binder",
    "Script",
    "Key",
    "TheModelWithANameThatNobodyWouldTypeTwice",
];

/// Names of fields.
pub const FIELDS: &[&str] = &[
    "name",
    "title",
    "a",
    "b",
    "a_b",
    "b_c",
    "c",
    "type",
    "self",
    "match",
    "async",
    "crate",
    "super",
    "fn",
    "true",
    "null",
    "yes",
    "union",
    "new",
    "insert",
    "all",
    "find",
    "find_by_name",
    "save",
    "delete",
    "update",
    "filter",
    "clone",
    "default",
    "db",
    "to",
    "row",
    "value",
    "args",
    "lookup",
    "sql",
    "model",
    "columns",
    "order",
    "select",
    "group",
    "from",
    "where",
    "values",
    "index",
    "current_timestamp",
    "x1",
    "trailing_",
    "_leading",
    "größe",
    "名前",
    "some",
    "none",
    "ok",
    "result",
    "string",
    "id",
    "key",
    "table",
    "a_field_with_a_name_of_fifty_characters_or_so_it_is",
];

/// Names of references.
pub const REFERENCES: &[&str] = &[
    "author",
    "parent",
    "owner",
    "editor_id",
    "type_of",
    "next",
    "in",
    "a_b",
    "self_made",
    "größe_von",
];

/// Names in the database that are taken as they are.
pub fn database_names(flavour: Flavour) -> Vec<String> {
    let mut names: Vec<String> = [
        "plain",
        "order",
        "two words",
        "MixedCase",
        "quo\"te",
        "back`tick",
        "it's",
        "select",
        "semi;colon",
        "a--b",
        "a/*b*/",
        "100%",
        "[bracket]",
        "back\\slash",
        "dot.ted",
        "{}",
        "{0}",
        "?1",
        "$1:a@b",
        "таблица",
        "表",
        "\"#",
        " lead",
        "null",
        "1st",
        "''",
    ]
    .map(str::to_owned)
    .to_vec();
    names.push("x".repeat(55));
    match flavour {
        Flavour::Sqlite => {
            names.extend(
                [
                    "new\nline",
                    "cr\r\nlf",
                    "tab\t",
                    "🦀",
                    "trail ",
                    "\"",
                    "\u{202e}rtl",
                ]
                .map(str::to_owned),
            );
            names.push("long_".repeat(40));
        }
        Flavour::Postgres => {
            let own = ["new\nline", "cr\r\nlf", "tab\t", "🦀", "trail ", "\""];
            names.extend(own.map(str::to_owned));
        }
        Flavour::Mysql | Flavour::Mariadb => {
            names.extend(["new\nline", "cr\r\nlf", "\ttab", "`"].map(str::to_owned));
        }
        Flavour::Everywhere => {}
    }
    names
}

/// Documentation, defaults and enum values that might break a comment, a literal or a format.
pub const TEXTS: &[&str] = &[
    "plain",
    "two words",
    "",
    "it's",
    "\"quoted\"",
    "back\\slash\\",
    "{} {0} {name} {{",
    "*/ /* // ///",
    "\"# r#\"raw\"# \"##",
    "line\nbreak",
    "cr\r\nlf",
    "carriage\rreturn",
    "tab\t",
    "🦀 \u{1d11e}",
    "עברית",
    "\u{202e}backwards",
    "'; DROP TABLE users; --",
    "100% _ %s",
    "$1 ?1 :a @b",
    "trailing ",
    " leading",
    "\u{feff}bom",
    "é e\u{301}",
    "NULL",
    "#[doc] #![deny]",
    "${x} `tick` ~~~ ```",
    "\u{1}\u{7f}\u{85}\u{2028}",
    "\n\nblank lines\n\n    indented\n",
    "code\n}\n\npub fn free() {}\nimpl X {\n    pub fn y() {}\n    /// Docs.\n    const Z: u8 = 1;\n}\n",
];

/// Enum values whose variants name themselves.
pub const WORDS: &[&str] = &[
    "draft",
    "published",
    "in review",
    "x-large",
    "UPPER",
    "a1",
    "größer",
];

/// Conditions on one column, `{}`, that every value satisfies.
pub const FIELD_CHECKS: &[&str] = &[
    "{} IS NULL OR {} IS NOT NULL",
    "1 = 1",
    "({} IS NULL) OR 'it''s' = 'it''s'",
    "'*/ \"#' <> '' OR {} IS NULL",
];

/// Conditions that every row satisfies.
pub const MODEL_CHECKS: &[&str] = &[
    "1 = 1",
    "2 > 1 AND 'it''s' <> ''",
    "1 = 1 OR 'a\nb' = '\"#'",
];

/// Types that any field may have.
pub fn types(flavour: Flavour) -> Vec<Ty> {
    let mut types = key_types(flavour);
    types.extend([
        Ty::Float,
        Ty::Double,
        Ty::Decimal(18, 18),
        Ty::Decimal(18, 0),
        Ty::Decimal(1, 1),
        Ty::String(255),
        Ty::Text,
        Ty::Bytes(None),
        Ty::Bytes(Some(200)),
        Ty::Json,
        Ty::Duration,
    ]);
    match flavour {
        Flavour::Sqlite => types.push(Ty::String(10_485_760)),
        Flavour::Postgres => types.extend([Ty::String(10_485_760), Ty::Decimal(28, 10)]),
        Flavour::Mysql | Flavour::Mariadb => types.push(Ty::Decimal(28, 28)),
        Flavour::Everywhere => {}
    }
    types
}

/// Types that a key may have.
pub fn key_types(flavour: Flavour) -> Vec<Ty> {
    let mut types = vec![
        Ty::Integer,
        Ty::String(40),
        Ty::BigInt,
        Ty::SmallInt,
        Ty::Unsigned("u32"),
        Ty::Unsigned("u8"),
        Ty::Unsigned("u64"),
        Ty::Unsigned("u16"),
        Ty::Uuid,
        Ty::Decimal(10, 2),
        Ty::Date,
        Ty::Time,
        Ty::DateTime,
        Ty::Timestamp,
        Ty::Bytes(Some(16)),
        Ty::Bool,
        Ty::String(1),
    ];
    if matches!(flavour, Flavour::Sqlite | Flavour::Postgres) {
        types.extend([Ty::Text, Ty::Bytes(None)]);
    }
    types
}

/// The possible defaults of the type. `values` are those of an enum, by its number.
pub fn defaults(ty: &Ty, values: &dyn Fn(usize) -> Vec<String>) -> Vec<Yaml> {
    let plain = |texts: &[&str]| {
        texts
            .iter()
            .map(|text| Yaml::Plain((*text).to_owned()))
            .collect()
    };
    match ty {
        Ty::Bool => plain(&["true", "false"]),
        Ty::SmallInt => plain(&["0", "-1", "32767", "-32768"]),
        Ty::Integer => plain(&["0", "-1", "2147483647", "-2147483648", "{ sql: 1 + 1 }"]),
        Ty::BigInt => plain(&["0", "-1", "9223372036854775807", "-9223372036854775808"]),
        Ty::Unsigned("u8") => plain(&["0", "255"]),
        Ty::Unsigned("u16") => plain(&["0", "65535"]),
        Ty::Unsigned("u32") => plain(&["0", "4294967295", "{ sql: 1 + 1 }"]),
        Ty::Unsigned(_) => plain(&["0", "9223372036854775807"]),
        Ty::Duration => plain(&["0s", "1h 30m", "500ms", "\"-1d 1us\"", "106751991d"]),
        Ty::Float => plain(&["0", "0.5", "-1.5e10", "3.4028235e38", "-1"]),
        Ty::Double => plain(&[
            "0",
            "0.1",
            "-1.5e300",
            "1.7976931348623157e308",
            "1e-300",
            "-7",
        ]),
        Ty::Decimal(precision, scale) => decimals(*precision, *scale),
        Ty::String(max) => texts(Some(*max)),
        Ty::Text => texts(None),
        Ty::Bytes(max) => ["0x", "0x00", "0xcafe", "0x00112233445566778899aabbccddeeff"]
            .iter()
            .filter(|hex| max.is_none_or(|max| hex.len() - 2 <= 2 * max as usize))
            .map(|hex| Yaml::text(*hex))
            .collect(),
        Ty::Uuid => plain(&[
            "67e55044-10b1-426f-9247-bb680e5fe0c8",
            "uuid",
            "00000000-0000-0000-0000-000000000000",
            "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
        ]),
        Ty::Date => plain(&["2024-02-29", "now", "0001-01-01", "9999-12-31"]),
        Ty::Time => plain(&["\"12:30\"", "now", "\"00:00:00\"", "\"23:59:59.999999\""]),
        Ty::DateTime => plain(&[
            "2024-02-29 12:30:00",
            "now",
            "\"2024-02-29T23:59:59.5\"",
            "0001-01-01 00:00:00",
        ]),
        Ty::Timestamp => plain(&[
            "2024-02-29T12:30:00Z",
            "now",
            "\"2024-02-29 23:59:59.5+02:00\"",
            "1970-01-01T00:00:00Z",
        ]),
        Ty::Json => json(),
        Ty::Enum(number) => values(*number).into_iter().map(Yaml::Text).collect(),
        Ty::List(item) => {
            let items: Vec<Yaml> = defaults(item, values)
                .into_iter()
                .filter(|item| !matches!(item, Yaml::Plain(text) if is_no_literal(text)))
                .collect();
            vec![Yaml::List(vec![]), Yaml::List(items)]
        }
    }
}

fn is_no_literal(default: &str) -> bool {
    default == "now" || default == "uuid" || default.starts_with('{')
}

fn texts(max: Option<u32>) -> Vec<Yaml> {
    TEXTS
        .iter()
        .map(|text| Yaml::Text(cut(text, max)))
        .collect()
}

/// At most this number of characters of the text.
pub fn cut(text: &str, max: Option<u32>) -> String {
    text.chars()
        .take(max.map_or(usize::MAX, |max| max as usize))
        .collect()
}

fn decimals(precision: u32, scale: u32) -> Vec<Yaml> {
    let before = "9".repeat((precision - scale) as usize);
    let behind = "9".repeat(scale as usize);
    let largest = match (before.is_empty(), behind.is_empty()) {
        (true, _) => format!("0.{behind}"),
        (_, true) => before,
        (false, false) => format!("{before}.{behind}"),
    };
    vec![
        Yaml::Plain("0".to_owned()),
        Yaml::text(largest.clone()),
        Yaml::text(format!("-{largest}")),
    ]
}

fn json() -> Vec<Yaml> {
    let number = |text: &str| Yaml::Plain(text.to_owned());
    vec![
        Yaml::Map(vec![]),
        Yaml::List(vec![]),
        Yaml::text("it's \"#"),
        number("-1"),
        Yaml::yes(),
        Yaml::map([
            (
                "a",
                Yaml::List(vec![number("1"), number("null"), number("2.5")]),
            ),
            ("it's", Yaml::text("back\\slash \u{1}\n🦀")),
            ("sql", Yaml::text("only one of two keys")),
        ]),
    ]
}
