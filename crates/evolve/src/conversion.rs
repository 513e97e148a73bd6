//! How the values of a column are converted to another type, and the risks.

use tablewright_schema::catalog::Expression;
use tablewright_sql::Dialect;
use tablewright_sql::function::FLOAT;

use crate::integers::Integers;
use crate::items;
use crate::loss;
use crate::physical::Physical;

/// The conversion of a column's values to another type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion {
    /// The expression for the new value, with `{}` for the column; `None` if the database converts
    /// by itself.
    expression: Option<String>,
    cost: Cost,
}

/// The risk of a conversion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cost {
    /// None: every value is kept.
    Nothing,
    /// A value that satisfies the condition is refused, with `{}` for the column. The others are
    /// kept.
    Refuses(String),
    /// Values are rounded or truncated.
    Loses {
        /// The loss in words.
        how: &'static str,
        /// The condition that a value changes, with `{}` for the column; `None` if no query can
        /// find such values.
        condition: Option<String>,
        /// The condition that a value is too large, and therefore refused even so.
        outside: Option<String>,
    },
    /// There is no conversion.
    Impossible,
}

impl Conversion {
    /// Whether a conversion exists.
    pub(crate) fn is_possible(&self) -> bool {
        self.cost != Cost::Impossible
    }

    pub(crate) fn cost(&self) -> &Cost {
        &self.cost
    }

    /// The new value of a column, from its quoted name; `None` if the database converts by itself.
    pub(crate) fn of(&self, column: &str) -> Option<String> {
        let expression = self.expression.as_ref()?;
        Some(expression.replace("{}", column))
    }

    fn plain(cost: Cost) -> Conversion {
        Conversion {
            expression: None,
            cost,
        }
    }

    fn by(expression: impl Into<String>, cost: Cost) -> Conversion {
        Conversion {
            expression: Some(expression.into()),
            cost,
        }
    }
}

impl Cost {
    fn rounds(condition: String, outside: Option<String>) -> Cost {
        Cost::Loses {
            how: "values are rounded",
            condition: Some(condition),
            outside,
        }
    }

    fn rounds_within(outside: String, condition: String) -> Cost {
        Cost::rounds(format!("({outside} OR {condition})"), Some(outside))
    }
}

/// The conversion from one declared type to another.
pub(crate) fn conversion(dialect: Dialect, from: &Expression, to: &Expression) -> Conversion {
    if from == to {
        return Conversion::plain(Cost::Nothing);
    }
    let (from, into) = (Physical::of(dialect, from), Physical::of(dialect, to));
    let cost = cost(dialect, &from, &into, to);
    match dialect {
        // PostgreSQL gets an attempt, for the down migration.
        Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb if cost == Cost::Impossible => {
            Conversion::plain(cost)
        }
        Dialect::Sqlite => match on_sqlite(&from, &into) {
            Some(expression) => Conversion::by(expression, cost),
            None => Conversion::plain(cost),
        },
        Dialect::Postgres => Conversion::by(on_postgres(&from, &into, to), cost),
        Dialect::Mysql | Dialect::Mariadb => match of_arrays(dialect, &from, &into) {
            Some(expression) => Conversion::by(expression, cost),
            None => Conversion::plain(cost),
        },
    }
}

/// The new array, if its items are written otherwise.
fn of_arrays(dialect: Dialect, from: &Physical, to: &Physical) -> Option<String> {
    match (from, to) {
        (Physical::Items(from), Physical::Items(to)) => items::expression(dialect, from, to),
        _ => None,
    }
}

/// The risk of converting each type to each other one, with the conditions, so that every announced
/// loss is also checked by a query.
pub(crate) fn cost(
    dialect: Dialect,
    from: &Physical,
    to: &Physical,
    declared: &Expression,
) -> Cost {
    use Physical as P;
    if from == to {
        return Cost::Nothing;
    }
    let integers = Integers::of(to);
    if let Some(cost) = integers.and_then(|to| to_integers(dialect, from, to)) {
        return cost;
    }
    let rounds = |condition: String| Cost::rounds(condition, None);
    let cast = |how| Cost::Loses {
        how,
        condition: None,
        outside: None,
    };
    match (from, to) {
        // Its values are among those of a signed integer with one more bit.
        (P::Unsigned(bits), to) => cost(dialect, &P::Int(bits + 1), to, declared),
        (P::Int(_), P::Bool) => Cost::Refuses("{} NOT IN (0, 1)".to_owned()),
        (P::Int(bits), P::Decimal { precision, scale }) => {
            let room = precision.saturating_sub(*scale);
            if room >= digits(*bits) {
                Cost::Nothing
            } else {
                Cost::Refuses(outside(room))
            }
        }
        (P::Int(bits), P::Double) if *bits <= 53 => Cost::Nothing,
        (P::Int(bits), P::Float) if *bits <= 24 => Cost::Nothing,
        (P::Int(_), P::Float) => rounds(loss::beyond(loss::EXACT_FLOAT)),
        (P::Int(_), P::Double) => rounds(loss::beyond(loss::EXACT_DOUBLE)),
        (P::Int(bits), P::Text(max)) => match max {
            // A sign needs a character, too.
            Some(max) if *max <= digits(*bits) => Cost::Refuses(longer(dialect, "{}", *max)),
            Some(_) | None => Cost::Nothing,
        },
        (P::Float, P::Double) => Cost::Nothing,
        (P::Double, P::Float) => {
            Cost::rounds(loss::of_double(dialect), Some(loss::beyond_floats()))
        }
        (P::Float | P::Double, P::Decimal { precision, scale }) => {
            let room = precision.saturating_sub(*scale);
            Cost::rounds_within(
                loss::beyond_decimals(dialect, from, room, *scale),
                loss::of_binary(dialect, from, *scale),
            )
        }
        (
            P::Decimal { precision, scale },
            P::Decimal {
                precision: to_precision,
                scale: to_scale,
            },
        ) => {
            let room = to_precision.saturating_sub(*to_scale);
            let outside = match dialect.has_scaled_decimals() {
                true => outside(room + scale),
                false => outside(room),
            };
            let has_room = room >= precision.saturating_sub(*scale);
            match (to_scale < scale, has_room) {
                (false, true) => Cost::Nothing,
                (false, false) => Cost::Refuses(outside),
                (true, true) => rounds(loss::of_digits(dialect, *scale, *to_scale)),
                (true, false) => Cost::rounds_within(
                    loss::beyond_digits(dialect, room, *scale, *to_scale),
                    loss::of_digits(dialect, *scale, *to_scale),
                ),
            }
        }
        (P::Decimal { scale, .. }, P::Float | P::Double) => {
            rounds(loss::of_decimal(dialect, *scale, to))
        }
        (P::Text(from), P::Text(Some(to))) => match from {
            Some(from) if from <= to => Cost::Nothing,
            Some(_) | None => Cost::Refuses(longer(dialect, "{}", *to)),
        },
        (P::Text(Some(_)), P::Text(None)) => Cost::Nothing,
        (P::Members, P::Text(max)) => match max {
            Some(max) => Cost::Refuses(longer(dialect, "{}", *max)),
            None => Cost::Nothing,
        },
        // The database refuses a string that is not a member.
        (P::Text(_), P::Members) => Cost::Refuses(loss::no_member(dialect, declared)),
        (P::Bytes(from), P::Bytes(Some(to))) => match from {
            Some(from) if from <= to => Cost::Nothing,
            Some(_) | None => Cost::Refuses(format!("octet_length({{}}) > {to}")),
        },
        (P::Bytes(Some(_)), P::Bytes(None)) => Cost::Nothing,
        (P::Date, P::DateTime | P::Timestamp) => Cost::Nothing,
        (P::DateTime | P::Timestamp, P::Date) => Cost::Loses {
            how: "the time of day is cut off",
            condition: Some(loss::of_time(dialect, from)),
            outside: None,
        },
        (P::DateTime, P::Timestamp) | (P::Timestamp, P::DateTime) => Cost::Nothing,
        (P::Uuid, P::Text(None)) if dialect == Dialect::Postgres => Cost::Nothing,
        (P::Json, P::Text(max)) => match max {
            Some(max) => Cost::Refuses(longer(dialect, "{}", *max)),
            None => Cost::Nothing,
        },
        (P::Int(_), P::Json) => Cost::Nothing,
        (P::Text(_), P::Json) => text_to_json(dialect),
        (P::Items(from), P::Items(to)) => items::cost(dialect, from, to),
        // An array is a document, and the check of an array asks whether a document is one.
        (P::Items(_), P::Json | P::Text(None)) | (P::Json | P::Text(None), P::Items(_)) => {
            Cost::Nothing
        }
        (P::Other(from), to) if dialect == Dialect::Postgres && !is_text(to) => of_other(from, to),
        // PostgreSQL converts a value of any type to text.
        (P::Other(_), P::Text(max)) if dialect == Dialect::Postgres => match max {
            Some(max) => Cost::Refuses(longer(dialect, "{}", *max)),
            None => Cost::Nothing,
        },
        (P::Text(_), P::Other(to)) if dialect == Dialect::Postgres && !is_array(to) => cast(
            "they are cast to the new type, and PostgreSQL refuses text that is not a value of it",
        ),
        (P::Number, to) => of_numbers(to),
        (_, P::Number) => Cost::Nothing,
        // SQLite keeps the values of a column of a type that it does not know, and the check of the
        // new type tests them.
        (P::Other(_), other) | (other, P::Other(_))
            if dialect == Dialect::Sqlite && is_kept_as_it_is(other) =>
        {
            Cost::Nothing
        }
        (
            P::Bool
            | P::Int(_)
            | P::Float
            | P::Double
            | P::Decimal { .. }
            | P::Text(_)
            | P::Members
            | P::Bytes(_)
            | P::Uuid
            | P::Date
            | P::Time
            | P::DateTime
            | P::Timestamp
            | P::Json
            | P::Items(_)
            | P::Other(_),
            _,
        ) => Cost::Impossible,
    }
}

/// The risk for values in a column of integers; `None` if they cannot become integers.
fn to_integers(dialect: Dialect, from: &Physical, to: Integers) -> Option<Cost> {
    use Physical as P;
    let of_integers = |from| match to.has_all_of(from) {
        true => Cost::Nothing,
        false => Cost::Refuses(format!("{{}} {}", to.outside())),
    };
    Some(match from {
        P::Bool => Cost::Nothing,
        P::Int(bits) => of_integers(Integers::signed(*bits)),
        P::Unsigned(bits) => of_integers(Integers::unsigned(*bits)),
        P::Float | P::Double => {
            Cost::rounds_within(to.outside_of_binary(), "{} <> round({})".to_owned())
        }
        P::Decimal { precision, scale } => {
            let has_room = to.has_digits(precision.saturating_sub(*scale));
            let outside = to.outside_of_decimal(dialect, *scale);
            match (*scale, has_room) {
                (0, true) => Cost::Nothing,
                (0, false) => Cost::Refuses(outside),
                (_, true) => Cost::rounds(loss::of_digits(dialect, *scale, 0), None),
                (_, false) => Cost::rounds_within(outside, loss::of_digits(dialect, *scale, 0)),
            }
        }
        P::Text(_) => Cost::Refuses(to.not_in_text(dialect)),
        P::Json => {
            let text = loss::text_of_json(dialect);
            Cost::Refuses(to.not_in_text(dialect).replace("{}", text))
        }
        P::Members
        | P::Bytes(_)
        | P::Uuid
        | P::Date
        | P::Time
        | P::DateTime
        | P::Timestamp
        | P::Items(_)
        | P::Number
        | P::Other(_) => return None,
    })
}

/// The risk for texts that become documents: a text that is none is refused. PostgreSQL and MySQL
/// store a document in a form of their own.
fn text_to_json(dialect: Dialect) -> Cost {
    match loss::of_document(dialect) {
        None => Cost::Refuses(loss::no_document(dialect).to_owned()),
        Some(condition) => Cost::Loses {
            how: loss::FORM_OF_JSON,
            condition: Some(condition.to_owned()),
            outside: Some(loss::no_document(dialect).to_owned()),
        },
    }
}

fn is_text(ty: &Physical) -> bool {
    matches!(ty, Physical::Text(_))
}

/// The risk for values of PostgreSQL's own types. PostgreSQL refuses an unknown cast, so nothing is
/// lost then.
fn of_other(from: &str, to: &Physical) -> Cost {
    use Physical as P;
    let cast = |how| Cost::Loses {
        how,
        condition: None,
        outside: None,
    };
    match (from, to) {
        ("json", P::Json) => cast(loss::FORM_OF_JSON),
        (_, P::Other(to)) if to == "json" => Cost::Nothing,
        ("numeric", P::Decimal { .. } | P::Int(_) | P::Float | P::Double) => {
            cast("values are rounded")
        }
        ("oid", P::Int(64)) => Cost::Nothing,
        (from, P::Other(to)) if is_array(from) && to == "text [ ]" => Cost::Nothing,
        (from, P::Other(to)) if is_array(from) && is_array(to) => {
            of_items(from, to).unwrap_or_else(|| cast("the items are cast to another type"))
        }
        (from, P::Other(_)) if is_array(from) => Cost::Impossible,
        (_, P::Other(to)) if is_array(to) => Cost::Impossible,
        (from, _) if is_array(from) => Cost::Impossible,
        _ => cast("they are cast to another type, if PostgreSQL has a cast"),
    }
}

fn is_array(normal: &str) -> bool {
    normal.ends_with("[ ]")
}

/// The risk for arrays on PostgreSQL whose items get another type: the same as for a column of such
/// values. `None` if an array is not cast like such a column.
fn of_items(from: &str, to: &str) -> Option<Cost> {
    let item = |array: &str| {
        let item = array.strip_suffix("[ ]")?;
        Some(Expression::new(Dialect::Postgres, item.trim_end()))
    };
    let (from, to) = (item(from)?, item(to)?);
    let conversion = conversion(Dialect::Postgres, &from, &to);
    if conversion.expression != Some(format!("{{}}::{to}")) {
        return None;
    }
    let any = |condition: String| {
        let condition = condition.replace("{}", "item");
        format!("EXISTS (SELECT 1 FROM unnest({{}}) AS item WHERE {condition})")
    };
    Some(match conversion.cost {
        Cost::Nothing => Cost::Nothing,
        Cost::Refuses(condition) => Cost::Refuses(any(condition)),
        Cost::Loses {
            how,
            condition,
            outside,
        } => Cost::Loses {
            how,
            condition: condition.map(any),
            outside: outside.map(any),
        },
        Cost::Impossible => Cost::Impossible,
    })
}

/// The risk for SQLite's numbers, which may be mixed with text in a column.
fn of_numbers(to: &Physical) -> Cost {
    use Physical as P;
    match to {
        P::Number | P::Text(None) => Cost::Nothing,
        P::Double => Cost::Refuses(
            "(typeof({}) NOT IN ('integer', 'real', 'null') OR typeof({}) = 'integer' AND \
             {} NOT BETWEEN -9007199254740992 AND 9007199254740992)"
                .to_owned(),
        ),
        P::Float | P::Int(_) | P::Unsigned(_) | P::Decimal { .. } => Cost::Loses {
            how: "values are rounded",
            condition: None,
            outside: None,
        },
        P::Bool => Cost::Refuses("{} NOT IN (0, 1)".to_owned()),
        P::Text(Some(max)) => Cost::Refuses(longer(Dialect::Sqlite, "{}", *max)),
        P::Members
        | P::Bytes(_)
        | P::Uuid
        | P::Date
        | P::Time
        | P::DateTime
        | P::Timestamp
        | P::Json
        | P::Items(_)
        | P::Other(_) => Cost::Impossible,
    }
}

/// Whether SQLite stores values of the type unchanged.
fn is_kept_as_it_is(ty: &Physical) -> bool {
    use Physical as P;
    match ty {
        P::Bool | P::Int(_) | P::Float | P::Double | P::Text(_) | P::Bytes(_) => true,
        // SQLite has no unsigned integers.
        P::Unsigned(_) => false,
        P::Decimal { .. }
        | P::Members
        | P::Uuid
        | P::Date
        | P::Time
        | P::DateTime
        | P::Timestamp
        | P::Json
        | P::Items(_)
        | P::Number
        | P::Other(_) => false,
    }
}

/// SQLite does not convert the values of a column, so an expression does.
fn on_sqlite(from: &Physical, to: &Physical) -> Option<String> {
    use Physical as P;
    match (from, to) {
        // A column for 32 bits may hold 64 bits on SQLite.
        (P::Int(bits), P::Float) if *bits <= 24 => None,
        (P::Int(_) | P::Double | P::Number, P::Float) => Some(format!("{FLOAT}({{}})")),
        (P::Decimal { scale, .. }, P::Float) => {
            Some(format!("{FLOAT}({{}} / {}.0)", power(*scale)))
        }
        // A value that is not a number stays, and the check of the new type refuses it.
        (P::Number, P::Decimal { scale, .. }) => {
            let (power, digits) = (power(*scale), loss::digits_of_binary(*scale));
            Some(format!(
                "CASE typeof({{}}) WHEN 'integer' THEN {{}} * {power} WHEN 'real' THEN {digits} ELSE {{}} \
                 END"
            ))
        }
        (P::Number, P::Int(_)) => Some(
            "CASE typeof({}) WHEN 'real' THEN CAST(round({}) AS INTEGER) ELSE {} END".to_owned(),
        ),
        (P::Decimal { scale, .. }, P::Number) => Some(format!("{{}} / {}.0", power(*scale))),
        (P::Number, P::Text(_)) => Some("CAST({} AS TEXT)".to_owned()),
        (P::Int(_), P::Decimal { scale, .. }) => Some(format!("{{}} * {}", power(*scale))),
        (P::Int(_), P::Text(_) | P::Json) => Some("CAST({} AS TEXT)".to_owned()),
        (P::Text(_) | P::Json, P::Int(_)) => Some("CAST({} AS INTEGER)".to_owned()),
        // Rounds to the even one of two equally near integers, as servers do.
        (P::Float | P::Double, P::Int(_)) => Some(
            "CASE WHEN abs({} - CAST({} AS INTEGER)) = 0.5 THEN 2 * CAST(round({} / 2.0) AS \
             INTEGER) ELSE CAST(round({}) AS INTEGER) END"
                .to_owned(),
        ),
        (P::Float | P::Double, P::Decimal { scale, .. }) => Some(loss::digits_of_binary(*scale)),
        (P::Decimal { scale, .. }, P::Int(_)) => Some(fewer_digits(*scale)),
        (P::Decimal { scale, .. }, P::Double) => Some(format!("{{}} / {}.0", power(*scale))),
        (P::Decimal { scale: from, .. }, P::Decimal { scale: to, .. }) => {
            if to >= from {
                (to > from).then(|| format!("{{}} * {}", power(to - from)))
            } else {
                Some(fewer_digits(from - to))
            }
        }
        (P::Date, P::DateTime) => Some("{} || ' 00:00:00.000000'".to_owned()),
        (P::Date, P::Timestamp) => Some("{} || ' 00:00:00.000000Z'".to_owned()),
        (P::DateTime | P::Timestamp, P::Date) => Some("substr({}, 1, 10)".to_owned()),
        (P::DateTime, P::Timestamp) => Some("{} || 'Z'".to_owned()),
        (P::Timestamp, P::DateTime) => Some("substr({}, 1, 26)".to_owned()),
        _ => of_arrays(Dialect::Sqlite, from, to),
    }
}

/// SQLite's digits of a decimal, rounded to this many fewer digits, halves away from zero. It is
/// integer arithmetic, because a float holds only 15 digits.
fn fewer_digits(digits: u32) -> String {
    if digits == 0 {
        return "{}".to_owned();
    }
    let half = format!("5{}", "0".repeat(digits as usize - 1));
    let power = power(digits);
    format!("({{}} + CASE WHEN {{}} < 0 THEN -{half} ELSE {half} END) / {power}")
}

fn on_postgres(from: &Physical, to: &Physical, ty: &Expression) -> String {
    use Physical as P;
    match (from, to) {
        (P::Bool, P::Int(_)) => format!("{{}}::integer::{ty}"),
        (P::Int(_), P::Bool) => "{}::integer::boolean".to_owned(),
        (P::Int(_), P::Json) => "to_jsonb({})".to_owned(),
        (P::Json, P::Int(_)) => format!("{{}}::text::{ty}"),
        (P::DateTime, P::Timestamp) | (P::Timestamp, P::DateTime) => {
            "{} AT TIME ZONE 'UTC'".to_owned()
        }
        // As a number, PostgreSQL would keep only 15 digits. The text of a 32-bit float has fewer
        // digits than its value.
        (P::Float, P::Decimal { .. }) => format!("{{}}::double precision::text::{ty}"),
        (P::Double, P::Decimal { .. }) => format!("{{}}::text::{ty}"),
        (P::Date, P::Timestamp) => "{}::timestamp AT TIME ZONE 'UTC'".to_owned(),
        (P::Timestamp, P::Date) => "({} AT TIME ZONE 'UTC')::date".to_owned(),
        _ => format!("{{}}::{ty}"),
    }
}

/// The number of digits of the largest integer with this many bits.
fn digits(bits: u32) -> u32 {
    match bits {
        0..=9 => 3,
        10..=17 => 5,
        18..=25 => 8,
        26..=33 => 10,
        34..=64 => 19,
        _ => 20,
    }
}

/// The condition that a number has more digits before its point.
fn outside(digits: u32) -> String {
    let most = power(digits);
    format!("({{}} <= -{most} OR {{}} >= {most})")
}

pub(crate) fn longer(dialect: Dialect, what: &str, max: u32) -> String {
    match dialect {
        Dialect::Sqlite => format!("length({what}) > {max}"),
        Dialect::Postgres => format!("char_length({what}::text) > {max}"),
        Dialect::Mysql | Dialect::Mariadb => format!("char_length({what}) > {max}"),
    }
}

fn power(of_ten: u32) -> String {
    format!("1{}", "0".repeat(of_ten as usize))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost_of(dialect: Dialect, from: &str, to: &str) -> Cost {
        let ty = |text| Expression::new(dialect, text);
        conversion(dialect, &ty(from), &ty(to)).cost.clone()
    }

    #[test]
    fn what_has_room_costs_nothing() {
        for (from, to) in [
            ("SMALLINT", "BIGINT"),
            ("INTEGER", "DECIMAL(12, 2)"),
            ("VARCHAR(50)", "VARCHAR(100)"),
            ("VARCHAR(50)", "TEXT"),
            ("DATE", "DATE"),
            ("BIGINT", "TEXT"),
        ] {
            for dialect in Dialect::ALL {
                assert_eq!(
                    cost_of(dialect, from, to),
                    Cost::Nothing,
                    "{dialect}: {from} to {to}"
                );
            }
        }
    }

    #[test]
    fn texts_become_native_types_with_consent_and_come_back_without() {
        let cost = |from, to| cost_of(Dialect::Postgres, from, to);
        assert!(matches!(cost("text", "citext"), Cost::Loses { .. }));
        assert!(matches!(cost("varchar(45)", "inet"), Cost::Loses { .. }));
        assert_eq!(cost("citext", "text"), Cost::Nothing);
        assert_eq!(cost("boolean", "inet"), Cost::Impossible);
        let to = Expression::new(Dialect::Postgres, "inet");
        let from = Expression::new(Dialect::Postgres, "text");
        let conversion = conversion(Dialect::Postgres, &from, &to);
        assert_eq!(conversion.of("\"ip\"").as_deref(), Some("\"ip\"::inet"));
    }

    #[test]
    fn arrays_cost_what_their_items_do() {
        let cost = |from, to| cost_of(Dialect::Postgres, from, to);
        for (from, to) in [
            ("integer[]", "bigint[]"),
            ("varchar(10)[]", "varchar(20)[]"),
            ("varchar(10)[]", "text[]"),
            ("numeric(6,2)[]", "numeric(8,2)[]"),
        ] {
            assert_eq!(cost(from, to), Cost::Nothing, "{from} to {to}");
        }
        assert_eq!(
            cost("integer[]", "smallint[]"),
            Cost::Refuses(
                "EXISTS (SELECT 1 FROM unnest({}) AS item WHERE item NOT BETWEEN -32768 AND 32767)"
                    .to_owned()
            )
        );
        assert!(matches!(
            cost("double precision[]", "integer[]"),
            Cost::Loses {
                condition: Some(_),
                outside: Some(_),
                ..
            }
        ));
        assert_eq!(cost("date[]", "integer[]"), Cost::Impossible);
        assert!(matches!(
            cost("boolean[]", "integer[]"),
            Cost::Loses {
                condition: None,
                ..
            }
        ));
    }

    #[test]
    fn types_of_others_have_room_in_ours() {
        for (dialect, from, to) in [
            (Dialect::Mysql, "int(10) unsigned", "bigint"),
            (Dialect::Mariadb, "mediumint(8) unsigned", "int(11)"),
            (Dialect::Mysql, "enum('a','b')", "longtext"),
            (Dialect::Mysql, "mediumtext", "longtext"),
            (Dialect::Mysql, "char(20)", "varchar(20)"),
            (Dialect::Postgres, "inet", "text"),
            (Dialect::Postgres, "character(3)", "text"),
            (Dialect::Sqlite, "bool", "BOOLEAN"),
            (Dialect::Sqlite, "INT8", "BIGINT"),
        ] {
            let cost = cost_of(dialect, from, to);
            assert_eq!(cost, Cost::Nothing, "{dialect}: {from} to {to}");
        }
        assert_eq!(
            cost_of(Dialect::Mysql, "bigint(20) unsigned", "bigint"),
            Cost::Refuses(format!(
                "{{}} NOT BETWEEN -{} AND {}",
                1_u64 << 63,
                i64::MAX
            ))
        );
        assert_eq!(
            cost_of(Dialect::Mysql, "bigint", "int unsigned"),
            Cost::Refuses("{} NOT BETWEEN 0 AND 4294967295".to_owned())
        );
        assert_eq!(
            cost_of(Dialect::Mariadb, "int(11)", "int unsigned"),
            Cost::Refuses("{} NOT BETWEEN 0 AND 4294967295".to_owned())
        );
        assert_eq!(
            cost_of(Dialect::Mariadb, "bigint unsigned", "smallint unsigned"),
            Cost::Refuses("{} NOT BETWEEN 0 AND 65535".to_owned())
        );
        assert_eq!(
            cost_of(Dialect::Mysql, "smallint unsigned", "int unsigned"),
            Cost::Nothing
        );
        assert_eq!(
            cost_of(Dialect::Mysql, "smallint", "bigint unsigned"),
            Cost::Refuses(format!("{{}} NOT BETWEEN 0 AND {}", i64::MAX))
        );
        assert_eq!(
            cost_of(Dialect::Mariadb, "decimal(2, 0)", "tinyint unsigned"),
            Cost::Refuses("{} NOT BETWEEN 0 AND 255".to_owned())
        );
        // MySQL would store the number of its position.
        assert_eq!(
            cost_of(Dialect::Mysql, "enum('5','6')", "int"),
            Cost::Impossible
        );
        assert_eq!(
            cost_of(Dialect::Sqlite, "money", "DECIMAL(8, 2)"),
            Cost::Impossible
        );
    }

    #[test]
    fn what_has_less_room_is_looked_at_first() {
        assert_eq!(
            cost_of(Dialect::Postgres, "bigint", "smallint"),
            Cost::Refuses("{} NOT BETWEEN -32768 AND 32767".to_owned())
        );
        assert_eq!(
            cost_of(Dialect::Mysql, "varchar(50)", "varchar(20)"),
            Cost::Refuses("char_length({}) > 20".to_owned())
        );
        assert!(matches!(
            cost_of(Dialect::Mariadb, "double", "int(11)"),
            Cost::Loses {
                condition: Some(_),
                outside: Some(_),
                ..
            }
        ));
        assert_eq!(cost_of(Dialect::Sqlite, "BLOB", "DATE"), Cost::Impossible);
    }
}
