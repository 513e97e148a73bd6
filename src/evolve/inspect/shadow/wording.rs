//! Tables in the wording of a database.
//!
//! What a database prints of an expression is compared and never written, so an expression keeps
//! its own text and takes the wording alone.
//!
//! Of some expressions a database prints two wordings. MySQL keeps `at < '24:00:00'` as it was
//! written, and once the table is altered in whatever way, as ``at < TIME'24:00:00.000000'``.
//! PostgreSQL prints another wording of `kind IN ('a', 'b')` when it has read its own again, as it
//! does when a column changes its type, or a dump is restored. So if a live table has another
//! wording, the database is given what it printed once more: what it then prints as the live table
//! does, was the same.

use std::collections::BTreeMap;

use tablewright_schema::catalog::{Expression, IndexKey, Table};

/// Where an expression stands in a table.
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

/// Whether there is anything of which a database may print another wording.
pub(super) fn has_expressions(table: &Table) -> bool {
    !expressions(table).is_empty()
}

/// Whether some expression has no counterpart of the same wording in the other table.
pub(super) fn differs(table: &Table, other: &Table) -> bool {
    let others = expressions(other);
    expressions(table).iter().any(|(position, expression)| {
        let other = others.get(position);
        other.is_none_or(|other| !expression.has_wording_of(other))
    })
}

/// The table in the wording in which the database prints it.
pub(super) fn worded(table: &Table, printed: &Table) -> Table {
    let mut worded = table.clone();
    for column in &mut worded.columns {
        let printed = printed.column(&column.name);
        match (&column.default, printed.map(|printed| &printed.default)) {
            // To the database it is none, such as `(NULL)`, or there is always one.
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
                // To the database it is a column, such as `(name COLLATE "C")`.
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

/// Takes the wording of the live table for what the database reprinted in it.
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
