//! The printed form of expressions in tables.
//!
//! The printed form of an expression is only compared, and never written. So an expression keeps
//! its own text, and gets the printed form in addition.
//!
//! A database may print an expression in two forms. MySQL stores `at < '24:00:00'` as it was
//! written, and after the table was altered, as ``at < TIME'24:00:00.000000'``. PostgreSQL prints
//! `kind IN ('a', 'b')` in another form after it has parsed its own output, as when a column
//! changes its type, or a dump is restored. So if a live table has another form, the database gets
//! its own output once more. If it then prints the form of the live table, the expressions are the
//! same.

use std::collections::BTreeMap;

use tablewright_schema::catalog::{Expression, IndexKey, Table};

/// The position of an expression in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Position<'t> {
    Options,
    Default(&'t str),
    Generated(&'t str),
    Check(&'t str),
    Predicate(&'t str),
    Part(&'t str, usize),
    /// The operator class or the collation of a part.
    More(&'t str, usize),
}

/// Whether the table has expressions, which the database may print in another form.
pub(super) fn has_expressions(table: &Table) -> bool {
    !expressions(table).is_empty()
}

/// Whether an expression has no counterpart with the same form in the other table.
pub(super) fn differs(table: &Table, other: &Table) -> bool {
    let others = expressions(other);
    expressions(table).iter().any(|(position, expression)| {
        let other = others.get(position);
        other.is_none_or(|other| !expression.has_wording_of(other))
    })
}

/// The table with expressions as the database prints them.
pub(super) fn worded(table: &Table, printed: &Table) -> Table {
    let mut worded = table.clone();
    for column in &mut worded.columns {
        let printed = printed.column(&column.name);
        match (&column.default, printed.map(|printed| &printed.default)) {
            // The database has no default for one such as `(NULL)`, or it always has one.
            (Some(_), Some(None)) | (None, Some(Some(_))) => {
                column.default = printed.and_then(|printed| printed.default.clone());
            }
            (Some(_), Some(Some(_)) | None) | (None, Some(None) | None) => {}
        }
    }
    for index in &mut worded.indexes {
        let mut indexes = printed.indexes.iter();
        let Some(printed) = indexes.find(|printed| printed.name == index.name) else {
            continue;
        };
        for (part, printed) in index.parts.iter_mut().zip(&printed.parts) {
            if let (IndexKey::Expression(_), IndexKey::Column(_)) = (&part.key, &printed.key) {
                // The database has a column for an expression such as `(name COLLATE "C")`.
                part.key.clone_from(&printed.key);
            }
            if part.more.is_some() != printed.more.is_some() {
                part.more.clone_from(&printed.more);
            }
        }
    }
    let expressions = expressions(printed);
    visit(&mut worded, |position, expression| {
        if let Some(printed) = expressions.get(&position) {
            *expression = expression.worded_as(printed);
        }
    });
    worded
}

/// Uses the form of the live table for the expressions that the database printed again.
pub(super) fn adopt(printed: &mut Table, reprinted: &Table, live: &Table) {
    let (reprinted, live) = (expressions(reprinted), expressions(live));
    visit(printed, |position, expression| {
        if let (Some(reprinted), Some(live)) = (reprinted.get(&position), live.get(&position))
            && reprinted.has_wording_of(live)
        {
            *expression = expression.worded_as(live);
        }
    });
}

fn expressions(table: &Table) -> BTreeMap<Position<'_>, &Expression> {
    let mut found = BTreeMap::new();
    let mut add = |position, expression| {
        if let Some(expression) = expression {
            found.insert(position, expression);
        }
    };
    add(Position::Options, table.options.as_ref());
    for column in &table.columns {
        let generated = column.generated.as_ref();
        add(Position::Default(&column.name), column.default.as_ref());
        add(
            Position::Generated(&column.name),
            generated.map(|generated| &generated.expression),
        );
    }
    for check in &table.checks {
        add(Position::Check(&check.name), Some(&check.expression));
    }
    for index in &table.indexes {
        add(Position::Predicate(&index.name), index.predicate.as_ref());
        for (number, part) in index.parts.iter().enumerate() {
            if let IndexKey::Expression(expression) = &part.key {
                add(Position::Part(&index.name, number), Some(expression));
            }
            add(Position::More(&index.name, number), part.more.as_ref());
        }
    }
    found
}

fn visit(table: &mut Table, mut change: impl FnMut(Position<'_>, &mut Expression)) {
    if let Some(options) = &mut table.options {
        change(Position::Options, options);
    }
    for column in &mut table.columns {
        if let Some(default) = &mut column.default {
            change(Position::Default(&column.name), default);
        }
        if let Some(generated) = &mut column.generated {
            change(Position::Generated(&column.name), &mut generated.expression);
        }
    }
    for check in &mut table.checks {
        change(Position::Check(&check.name), &mut check.expression);
    }
    for index in &mut table.indexes {
        if let Some(predicate) = &mut index.predicate {
            change(Position::Predicate(&index.name), predicate);
        }
        for (number, part) in index.parts.iter_mut().enumerate() {
            if let IndexKey::Expression(expression) = &mut part.key {
                change(Position::Part(&index.name, number), expression);
            }
            if let Some(more) = &mut part.more {
                change(Position::More(&index.name, number), more);
            }
        }
    }
}
