//! SQLite's dates with times: our columns have six digits after the second and a `Z` after an
//! instant, so that the strings sort as the times do, and a check for this form. A column of
//! another program may have the form of `CURRENT_TIMESTAMP`, and is converted when it gets the
//! check.

use tablewright_schema::catalog::{Check, Table};
use tablewright_sql::quote::identifier;
use tablewright_sql::{Dialect, TokenKind, tokens};

use crate::diff::Alteration;
use crate::physical::Physical;

const DIALECT: Dialect = Dialect::Sqlite;

/// The new value of a column that gets our check, as an expression of its current value, with its
/// new name; `None` if it gets no check, or had one before. `now` is its current name. A value that
/// is not a date with a time stays unchanged, and the check refuses it.
pub(crate) fn formed<'a>(
    dialect: Dialect,
    from: &Table,
    (now, column): (&str, &str),
    alterations: impl IntoIterator<Item = &'a Alteration>,
) -> Option<String> {
    let of = |check: &Check, name: &str| about(dialect, check).filter(|(of, _)| of == name);
    if from.checks.iter().any(|check| of(check, now).is_some()) {
        return None;
    }
    // A date is converted with its type.
    let declared = from.column(now).map(|column| &column.ty);
    if declared.is_some_and(|ty| Physical::of(DIALECT, ty) == Physical::Date) {
        return None;
    }
    let added = alterations
        .into_iter()
        .find_map(|alteration| match alteration {
            Alteration::AddCheck(check) => of(check, column),
            _ => None,
        });
    let (_, is_instant) = added?;
    let name = identifier(DIALECT, column);
    let second = format!("replace(substr({name}, 1, 19), 'T', ' ')");
    let (fraction, end) = match is_instant {
        true => (format!("rtrim(substr({name}, 20), 'Z')"), " || 'Z'"),
        false => (format!("substr({name}, 20)"), ""),
    };
    Some(format!(
        "CASE WHEN datetime({second}) IS {second} AND length({fraction}) <= 7 \
         AND ({fraction} = '' OR {fraction} GLOB '.[0-9]*' \
         AND substr({fraction}, 2) NOT GLOB '*[^0-9]*') \
         THEN {second} || substr(coalesce(nullif({fraction}, ''), '.') || '000000', 1, 7){end} \
         ELSE {name} END"
    ))
}

/// The column of our check, and whether it holds instants.
fn about(dialect: Dialect, check: &Check) -> Option<(String, bool)> {
    if dialect != DIALECT {
        return None;
    }
    let tokens = tokens(DIALECT, check.expression.text());
    let [substr, open, name, ..] = &tokens[..] else {
        return None;
    };
    let is_ours = substr.is("substr")
        && open.is_symbol('(')
        && tokens.iter().any(|token| token.is("datetime"));
    let texts = tokens.iter().filter(|token| token.kind == TokenKind::Text);
    let mut texts = texts.map(|token| token.value(DIALECT));
    let pattern = texts.find(|text| text.starts_with(".[0-9]"))?;
    is_ours.then(|| (name.name().into_owned(), pattern.ends_with('Z')))
}
