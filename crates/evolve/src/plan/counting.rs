//! Where a PostgreSQL column continues counting when its sequence is replaced.

use tablewright_schema::catalog::{Column, Counted, Expression};
use tablewright_sql::quote::{identifier, text};
use tablewright_sql::{Dialect, TokenKind, tokens};

const DIALECT: Dialect = Dialect::Postgres;

/// The statement that makes the new sequence of a column continue after the old one and after
/// existing rows; `None` if the sequence stays the same.
pub(super) fn go_on(table: &str, from: &Column, to: &Column) -> Option<String> {
    let quoted = identifier(DIALECT, table);
    let column = identifier(DIALECT, &to.name);
    let before = from.default.as_ref().and_then(sequence);
    let after = to.default.as_ref().and_then(sequence);
    // The last number counts even if its row was deleted.
    let last = before.as_ref().map(|name| {
        format!(", (SELECT last_value + CASE WHEN is_called THEN 1 ELSE 0 END FROM {name})")
    });
    let next = format!(
        "greatest(1, (SELECT max({column}) + 1 FROM {quoted}){})",
        last.unwrap_or_default()
    );
    if from.counted.is_none() && to.counted.is_some() {
        // The column may still own the sequence of its former default, so the sequence is found by
        // the identity.
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

/// The sequence of `nextval('…'::regclass)`, as in SQL.
fn sequence(default: &Expression) -> Option<String> {
    let tokens = tokens(DIALECT, default.text());
    let [function, open, name, ..] = &tokens[..] else {
        return None;
    };
    let is_next = function.is("nextval") && open.is_symbol('(') && name.kind == TokenKind::Text;
    is_next.then(|| name.value(DIALECT))
}

/// Whether the identity has to be dropped before the column can change.
pub(super) fn drops_identity(from: Option<Counted>, to: Option<Counted>) -> bool {
    // PostgreSQL changes the type of an identity's sequence together with the column.
    from.is_some() && to.is_none()
}
