//! Where PostgreSQL goes on counting when something else begins to count a column.

use tablewright_schema::catalog::{Column, Counted, Expression};
use tablewright_sql::quote::{identifier, text};
use tablewright_sql::{Dialect, TokenKind, tokens};

const DIALECT: Dialect = Dialect::Postgres;

/// The statement after which the new sequence of a column goes on where the old one was, and behind
/// the rows that are there; `None` if the same sequence counts before and after.
pub(super) fn go_on(table: &str, from: &Column, to: &Column) -> Option<String> {
    let quoted = identifier(DIALECT, table);
    let column = identifier(DIALECT, &to.name);
    let before = from.default.as_ref().and_then(sequence);
    let after = to.default.as_ref().and_then(sequence);
    // The last number is kept, also if its row is gone.
    let last = before.as_ref().map(|name| {
        format!(", (SELECT last_value + CASE WHEN is_called THEN 1 ELSE 0 END FROM {name})")
    });
    let next = format!(
        "greatest(1, (SELECT max({column}) + 1 FROM {quoted}){})",
        last.unwrap_or_default()
    );
    if from.counted.is_none() && to.counted.is_some() {
        // The column may still own the sequence of its former default, so this is found as the
        // one that the identity is made of.
        return Some(format!(
            "SELECT setval(d.objid::regclass, {next}, false) FROM pg_depend AS d \
             JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid \
             WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass \
             AND d.refobjid = {}::regclass AND a.attname = {} AND d.deptype = 'i'",
            text(DIALECT, &quoted),
            text(DIALECT, &to.name),
        ));
    }
    let after = after.filter(|_| before.is_none() || from.counted != to.counted)?;
    let name = text(DIALECT, &after);
    Some(format!("SELECT setval({name}::regclass, {next}, false)"))
}

/// The sequence of `nextval('…'::regclass)`, as SQL names it.
fn sequence(default: &Expression) -> Option<String> {
    let tokens = tokens(DIALECT, default.text());
    let [function, open, name, ..] = &tokens[..] else {
        return None;
    };
    let is_next = function.is("nextval") && open.is_symbol('(') && name.kind == TokenKind::Text;
    is_next.then(|| name.value(DIALECT))
}

/// Whether the identity has to go before the column can be what it will be.
pub(super) fn drops_identity(from: Option<Counted>, to: Option<Counted>) -> bool {
    // PostgreSQL changes the type of an identity's sequence together with the column's.
    from.is_some() && to.is_none()
}
