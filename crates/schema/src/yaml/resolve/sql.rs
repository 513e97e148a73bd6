//! The user's SQL: one string for all dialects, or one for each.

use tablewright_sql::balance::{self, Unbalanced};
use tablewright_sql::{Dialect, PerDialect};

use super::findings::Findings;
use crate::yaml::shapes::{At, Sql};

/// A string for every chosen dialect. `what` is the key at which it was written.
pub fn every(
    sql: &Sql,
    at: At,
    what: &str,
    dialects: &[Dialect],
    findings: &mut Findings<'_>,
) -> Option<PerDialect<String>> {
    let texts = chosen(sql, dialects);
    check_balance(sql, at, what, dialects, findings, balance::of_expression);
    let missing: Vec<Dialect> = dialects
        .iter()
        .copied()
        .filter(|dialect| texts.get(*dialect).is_none())
        .collect();
    if missing.is_empty() {
        let PerDialect {
            sqlite,
            postgres,
            mysql,
            mariadb,
        } = texts;
        return Some(PerDialect {
            sqlite: sqlite.unwrap_or_default(),
            postgres: postgres.unwrap_or_default(),
            mysql: mysql.unwrap_or_default(),
            mariadb: mariadb.unwrap_or_default(),
        });
    }
    let names: Vec<String> = missing
        .iter()
        .map(|name| format!("`{}: …`", name.name()))
        .collect();
    findings
        .at(at, format!("{what} has no SQL for {}", titles(&missing)))
        .hint(format!("add {}", names.join(" and ")));
    None
}

/// Reports SQL whose quotes and brackets show that it is incomplete.
pub fn check_balance(
    sql: &Sql,
    at: At,
    what: &str,
    dialects: &[Dialect],
    findings: &mut Findings<'_>,
    check: fn(Dialect, &str) -> Option<Unbalanced>,
) {
    let mut report = |at: At, among: &[Dialect], text: &str| {
        let found = among.iter().map(|dialect| (dialect, check(*dialect, text)));
        let wrong: Vec<(Dialect, Unbalanced)> = found
            .filter_map(|(dialect, found)| Some((*dialect, found?)))
            .collect();
        let Some((_, first)) = wrong.first() else {
            return;
        };
        let message = match wrong.len() == among.len() {
            true => format!("{what} is not complete: {first}"),
            false => {
                let wrong: Vec<Dialect> = wrong.iter().map(|(dialect, _)| *dialect).collect();
                format!("{what} is not complete on {}: {first}", titles(&wrong))
            }
        };
        findings.at(at, message);
    };
    match sql {
        Sql::Same(text) => report(at, dialects, text),
        Sql::Each(each) => {
            for (name, text) in each {
                if dialects.contains(&name.value) {
                    report(name.at, &[name.value], text);
                }
            }
        }
    }
}

/// The strings for the given dialects, as far as there are any.
pub fn chosen(sql: &Sql, dialects: &[Dialect]) -> PerDialect<Option<String>> {
    let mut texts = PerDialect::<Option<String>>::default();
    for &dialect in dialects {
        let text = match sql {
            Sql::Same(text) => Some(text),
            Sql::Each(each) => {
                let of_dialect = each.iter().find(|(name, _)| name.value == dialect);
                of_dialect.map(|(_, text)| text)
            }
        };
        *texts.get_mut(dialect) = text.map(|text| text.trim().to_owned());
    }
    texts
}

/// A collation, which has another name on every database.
pub fn collation(
    sql: &Sql,
    at: At,
    dialects: &[Dialect],
    findings: &mut Findings<'_>,
) -> PerDialect<Option<String>> {
    if let (Sql::Same(text), [first, _, ..]) = (sql, dialects) {
        findings
            .at(at, "every database has other names for collations")
            .hint(format!(
                "name the database: `collation: {{ {}: {text} }}`",
                first.name()
            ));
        return PerDialect::default();
    }
    chosen(sql, dialects)
}

/// `SQLite, MySQL and MariaDB`
pub fn titles(dialects: &[Dialect]) -> String {
    match dialects {
        [] => String::new(),
        [only] => only.title().to_owned(),
        [front @ .., last] => {
            let front: Vec<&str> = front.iter().map(|dialect| dialect.title()).collect();
            format!("{} and {last}", front.join(", "))
        }
    }
}
