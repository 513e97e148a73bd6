//! The conditions that a value is changed by a conversion, with `{}` for the column.

use tablewright_schema::catalog::Expression;
use tablewright_sql::function::FLOAT;
use tablewright_sql::{Dialect, TokenKind, tokens};

use crate::physical::Physical;

/// The largest integers up to which 32-bit and 64-bit floats represent all integers.
pub(crate) const EXACT_FLOAT: u64 = 1 << 24;
pub(crate) const EXACT_DOUBLE: u64 = 1 << 53;

/// The smallest positive 32-bit float.
const LEAST_FLOAT: &str = "1.401298464324817e-45";

/// An integer is larger than this, or its negative is.
pub(crate) fn beyond(most: u64) -> String {
    format!("{{}} NOT BETWEEN -{most} AND {most}")
}

/// A decimal has too many digits before its point, even if rounded.
pub(crate) fn beyond_digits(dialect: Dialect, room: u32, from: u32, to: u32) -> String {
    let half = 5 * 10_u128.saturating_pow((from - to).saturating_sub(1));
    let least = 10_u128.saturating_pow(room + from).saturating_sub(half);
    let least = match dialect.has_scaled_decimals() {
        true => least.to_string(),
        false => {
            let digits = format!("{least:0>width$}", width = from as usize + 1);
            let (whole, fraction) = digits.split_at(digits.len() - from as usize);
            format!("{whole}.{fraction}")
        }
    };
    format!("({{}} <= -{least} OR {{}} >= {least})")
}

/// A float has too many digits before its point, even if rounded.
pub(crate) fn beyond_decimals(dialect: Dialect, from: &Physical, room: u32, scale: u32) -> String {
    let rounded = match dialect {
        Dialect::Postgres => format!("round({}::numeric, {scale})", text_of_binary(from)),
        Dialect::Sqlite => {
            let most = "9".repeat((room + scale) as usize);
            let digits = digits_of_binary(scale);
            return format!("{digits} NOT BETWEEN -{most} AND {most}");
        }
        Dialect::Mysql | Dialect::Mariadb => format!("round({{}}, {scale})"),
    };
    let most = format!("1{}.0", "0".repeat(room as usize));
    format!("({rounded} <= -{most} OR {rounded} >= {most})")
}

/// The text of a float on PostgreSQL, with all digits of its value.
fn text_of_binary(from: &Physical) -> &'static str {
    match from {
        Physical::Float => "{}::double precision::text",
        _ => "{}::text",
    }
}

/// SQLite's digits of a decimal for a float. It is rounded by the shortest decimal that reads back
/// as the float, as on the servers: 1.255 is a little less in binary.
pub(crate) fn digits_of_binary(scale: u32) -> String {
    let text = |digits: u32| format!("printf('%!.{}e', {{}})", digits - 1);
    let cases = [15, 16, 17].map(|digits| {
        let text = text(digits);
        format!(
            "WHEN CAST({text} AS REAL) THEN CAST(substr({text}, 1, instr({text}, 'e')) || \
             (substr({text}, instr({text}, 'e') + 1) + {scale}) AS REAL)"
        )
    });
    let power = format!("1{}", "0".repeat(scale as usize));
    let cases = cases.join(" ");
    format!("CAST(round(CASE {{}} {cases} ELSE {{}} * {power}.0 END) AS INTEGER)")
}

/// A decimal has more digits after its point.
pub(crate) fn of_digits(dialect: Dialect, from: u32, to: u32) -> String {
    match dialect {
        // SQLite's decimals are stored as counts of their last digit.
        Dialect::Sqlite => format!("{{}} % 1{} <> 0", "0".repeat((from - to) as usize)),
        Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => {
            format!("{{}} <> round({{}}, {to})")
        }
    }
}

/// A decimal changes when it is converted to a float and back.
pub(crate) fn of_decimal(dialect: Dialect, scale: u32, to: &Physical) -> String {
    let name = binary(dialect, to);
    match dialect {
        Dialect::Sqlite => {
            let power = format!("1{}.0", "0".repeat(scale as usize));
            let there = match to {
                Physical::Float => format!("{FLOAT}({{}} / {power})"),
                _ => format!("{{}} / {power}"),
            };
            format!("CAST(round({there} * {power}) AS INTEGER) <> {{}}")
        }
        Dialect::Postgres => {
            format!("round(CAST({{}} AS {name})::text::numeric, {scale}) <> {{}}")
        }
        Dialect::Mysql | Dialect::Mariadb => {
            format!("CAST(CAST({{}} AS {name}) AS DECIMAL(65, {scale})) <> {{}}")
        }
    }
}

/// A float has more than this many digits after its point.
pub(crate) fn of_binary(dialect: Dialect, from: &Physical, scale: u32) -> String {
    match dialect {
        Dialect::Postgres => {
            let name = binary(dialect, from);
            let text = text_of_binary(from);
            format!("CAST(round({text}::numeric, {scale}) AS {name}) <> {{}}")
        }
        Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => {
            format!("{{}} <> round({{}}, {scale})")
        }
    }
}

/// A 64-bit float is not a 32-bit float.
pub(crate) fn of_double(dialect: Dialect) -> String {
    let there = match dialect {
        Dialect::Sqlite => format!("{FLOAT}({{}})"),
        Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => {
            format!("CAST({{}} AS {})", binary(dialect, &Physical::Float))
        }
    };
    // No database casts the others, so there is no condition.
    format!(
        "CASE WHEN {} THEN 1 WHEN {{}} <> {there} THEN 1 ELSE 0 END = 1",
        beyond_floats()
    )
}

/// A 64-bit float is too large or too small for 32 bits, which PostgreSQL refuses.
pub(crate) fn beyond_floats() -> String {
    format!(
        "(abs({{}}) > {:?} OR {{}} <> 0 AND abs({{}}) < {LEAST_FLOAT})",
        f32::MAX
    )
}

/// A date with a time is not the beginning of its day.
pub(crate) fn of_time(dialect: Dialect, from: &Physical) -> String {
    let condition = match (dialect, from) {
        (Dialect::Sqlite, _) => "substr({}, 12) NOT LIKE '00:00:00.000000%'",
        (Dialect::Mysql | Dialect::Mariadb, _) => "{} <> DATE({})",
        (Dialect::Postgres, Physical::Timestamp) => {
            "{} AT TIME ZONE 'UTC' <> date_trunc('day', {} AT TIME ZONE 'UTC')"
        }
        (Dialect::Postgres, _) => "{} <> date_trunc('day', {})",
    };
    condition.to_owned()
}

/// What a text loses when it becomes a document of PostgreSQL or MySQL.
pub(crate) const FORM_OF_JSON: &str = "white space, the order of keys and duplicate keys are lost";

/// The text of a document.
pub(crate) fn text_of_json(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => "({}::text)",
        Dialect::Mysql => "CAST({} AS char)",
        Dialect::Sqlite | Dialect::Mariadb => "{}",
    }
}

/// A text is not a document. PostgreSQL has no function that tells, so the query fails.
pub(crate) fn no_document(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "NOT json_valid({})",
        Dialect::Postgres => "{}::jsonb::text = ''",
        Dialect::Mysql | Dialect::Mariadb => "NOT JSON_VALID({})",
    }
}

/// The text of a document changes when the document is stored; `None` if it is stored as it is.
pub(crate) fn of_document(dialect: Dialect) -> Option<&'static str> {
    match dialect {
        Dialect::Sqlite | Dialect::Mariadb => None,
        Dialect::Postgres => Some("{}::jsonb::text <> {}"),
        // As bytes, because the two have different collations.
        Dialect::Mysql => Some(
            "CASE WHEN JSON_VALID({}) THEN CAST(CAST({} AS json) AS binary) <> \
             CAST({} AS binary) ELSE {} IS NOT NULL END",
        ),
    }
}

/// A string is not a member of MySQL's `enum`. The strings of a `set` are lists of members.
pub(crate) fn no_member(dialect: Dialect, ty: &Expression) -> String {
    let tokens = tokens(dialect, ty.text());
    let members = tokens.iter().filter(|token| token.kind == TokenKind::Text);
    let members: Vec<&str> = members.map(|token| token.text).collect();
    let is_set = tokens.first().is_some_and(|first| first.is("set"));
    match is_set {
        true => {
            let found = members.iter();
            let found = found.map(|member| format!("(FIND_IN_SET({member}, {{}}) > 0)"));
            let found = Vec::from_iter(found).join(" + ");
            let counted = "char_length({}) - char_length(replace({}, ',', '')) + 1";
            format!("({{}} <> '' AND {found} <> {counted})")
        }
        false => format!("{{}} NOT IN ({})", members.join(", ")),
    }
}

/// The name of a float type in a cast.
fn binary(dialect: Dialect, ty: &Physical) -> &'static str {
    match (dialect, ty) {
        (Dialect::Postgres, Physical::Float) => "real",
        (Dialect::Postgres, _) => "double precision",
        (Dialect::Sqlite, _) => "REAL",
        (Dialect::Mysql | Dialect::Mariadb, Physical::Float) => "FLOAT",
        (Dialect::Mysql | Dialect::Mariadb, _) => "DOUBLE",
    }
}
