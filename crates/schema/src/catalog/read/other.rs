//! Parses objects other than tables.

use super::super::{Catalog, Other, OtherKind};
use super::cursor::Cursor;

/// The kind of object for the words here; moves past them.
pub(super) fn kind(cursor: &mut Cursor<'_, '_>) -> Option<OtherKind> {
    let kinds: [(&[&str], OtherKind); 12] = [
        (&["materialized", "view"], OtherKind::MaterializedView),
        (&["view"], OtherKind::View),
        (&["trigger"], OtherKind::Trigger),
        (&["sequence"], OtherKind::Sequence),
        (&["type"], OtherKind::Type),
        (&["domain"], OtherKind::Type),
        (&["extension"], OtherKind::Extension),
        (&["function"], OtherKind::Routine),
        (&["procedure"], OtherKind::Routine),
        (&["aggregate"], OtherKind::Routine),
        (&["virtual", "table"], OtherKind::Virtual),
        (&["foreign", "table"], OtherKind::Virtual),
    ];
    let found = kinds.into_iter().find(|(words, _)| cursor.are(words));
    let (words, kind) = found?;
    // MySQL's functions in machine code are `AGGREGATE FUNCTION`.
    cursor.skip(words.len());
    Some(kind)
}

/// Parses the object, from after the words for it.
pub(super) fn create(
    catalog: &mut Catalog,
    kind: OtherKind,
    mut cursor: Cursor<'_, '_>,
    sql: &str,
) {
    cursor.accept(&["function"]);
    cursor.accept(&["if", "not", "exists"]);
    let Some((_, name)) = cursor.qualified() else {
        return;
    };
    let table = match kind {
        OtherKind::Trigger => table_of_trigger(cursor),
        OtherKind::View
        | OtherKind::MaterializedView
        | OtherKind::Sequence
        | OtherKind::Type
        | OtherKind::Routine
        | OtherKind::Extension
        | OtherKind::Virtual => None,
    };
    catalog.others.push(Other {
        kind,
        name,
        table,
        sql: sql.to_owned(),
        unsupported: Vec::new(),
    });
}

/// The name after the first `ON`, which precedes every body.
fn table_of_trigger(mut cursor: Cursor<'_, '_>) -> Option<String> {
    cursor.take_until(|rest| rest.is("on"));
    cursor.skip(1);
    Some(cursor.qualified()?.1)
}
