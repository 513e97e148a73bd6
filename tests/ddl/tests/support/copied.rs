//! The law of locks on MySQL and MariaDB: a step has the warning `lock` if, and only if, it blocks
//! concurrent writes to its table. The servers refuse such a statement with `LOCK=NONE`, unless they
//! make the change at once (`ALGORITHM=INSTANT`).

use std::collections::BTreeSet;

use tablewright_evolve::plan::{Options, Warning, WarningKind};
use tablewright_sql::Dialect;
use tablewright_test_ddl::Live;

use crate::changes::{CHANGES, Change};

/// Changes that these databases do not have.
const ELSEWHERE: &[&str] = &[
    "a column with a default of its own SQL",
    "another collation",
    "a unique key of two columns",
    "a unique index",
];

#[test]
fn a_step_says_what_it_locks_on_mysql() {
    held(Dialect::Mysql);
}

#[test]
fn a_step_says_what_it_locks_on_mariadb() {
    held(Dialect::Mariadb);
}

fn held(dialect: Dialect) {
    let mut wrong = Vec::new();
    for change in CHANGES {
        if ELSEWHERE.contains(&change.what) {
            continue;
        }
        let Some(live) = Live::new(dialect) else {
            return;
        };
        if let Err(error) = law(&live, change) {
            wrong.push(format!("{}: {error}", change.what));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn law(live: &Live, change: &Change) -> Result<(), String> {
    let [before, after] = change.migrations(live.dialect(), Options::default())?;
    live.run(&before.plan.up().sql)?;
    let steps = &after.plan.steps;
    let up = steps.iter().map(|step| (&step.sql, &step.warnings));
    walked(live, up).map_err(|error| format!("up: {error}"))?;
    let steps = steps.iter().rev();
    let down = steps.map(|step| (&step.reverse, &step.reverse_warnings));
    walked(live, down).map_err(|error| format!("down: {error}"))
}

/// Runs steps, and compares their warnings with what the server says.
fn walked<'s>(
    live: &Live,
    steps: impl Iterator<Item = (&'s Vec<String>, &'s Vec<Warning>)>,
) -> Result<(), String> {
    let mut new = BTreeSet::new();
    for (statements, warnings) in steps {
        let mut is_blocked = false;
        for sql in statements {
            let table = sql.split('`').nth(1).unwrap_or_default();
            if sql.starts_with("CREATE TABLE") {
                new.insert(table.to_owned());
            }
            is_blocked |= blocks(live, sql)? && !new.contains(table);
        }
        let said = warnings
            .iter()
            .find(|warning| warning.kind == WarningKind::Lock);
        if said.is_some() != is_blocked {
            return Err(format!("it says {said:?}: {statements:#?}"));
        }
    }
    Ok(())
}

/// Runs a statement. Returns whether it blocks concurrent writes to its table.
fn blocks(live: &Live, sql: &str) -> Result<bool, String> {
    if sql.starts_with("ALTER TABLE") {
        for free in ["ALGORITHM=INSTANT", "LOCK=NONE"] {
            if live.run(&[format!("{sql}, {free}")]).is_ok() {
                return Ok(false);
            }
        }
        live.run(&[sql])?;
        return Ok(true);
    }
    live.run(&[sql])?;
    Ok(sql.starts_with("UPDATE"))
}
