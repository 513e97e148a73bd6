//! Guards for the user's own SQL that is dropped and created again: the live object would lose the
//! properties that its SQL does not set.

use tablewright_schema::catalog::{Other, OtherKind};
use tablewright_schema::own_sql::routine_types;
use tablewright_sql::quote::{identifier, text};
use tablewright_sql::{Dialect, TokenKind, tokens};

use super::named::postgres_types;
use super::{Guard, NAMES};

/// The guard for an object that SQL creates, and whose live name is that of `live`. `all` is the
/// whole SQL of the user, which may also create its indexes. Only PostgreSQL has such properties:
/// the others keep privileges by name, and have no comments.
pub fn of_own_sql<'s>(
    dialect: Dialect,
    create: &str,
    live: &Other,
    all: impl IntoIterator<Item = &'s str>,
) -> Option<Guard> {
    if dialect != Dialect::Postgres {
        return None;
    }
    let tokens = tokens(dialect, create);
    // Properties that the SQL itself sets are created again with it.
    let says = |words: &[&str]| {
        let mut runs = tokens.windows(words.len());
        runs.any(|run| run.iter().zip(words).all(|(token, word)| token.is(word)))
    };
    let name = text(dialect, &identifier(dialect, &live.name));
    let (from, catalog, [acl, owner, schema, kind]) = match live.kind {
        OtherKind::View | OtherKind::MaterializedView => (
            format!("pg_class AS o WHERE o.oid = to_regclass({name})"),
            "pg_class",
            ["o.relacl", "o.relowner", "o.relnamespace", "r"],
        ),
        OtherKind::Routine => (
            format!(
                "pg_proc AS o WHERE o.proname = {} AND pg_function_is_visible(o.oid){}",
                text(dialect, &live.name),
                of_types(&live.sql)
            ),
            "pg_proc",
            ["o.proacl", "o.proowner", "o.pronamespace", "f"],
        ),
        OtherKind::Trigger => {
            let table = text(dialect, &identifier(dialect, live.table.as_ref()?));
            let name = text(dialect, &live.name);
            (
                format!(
                    "pg_trigger AS o WHERE o.tgrelid = to_regclass({table}) AND o.tgname = {name}"
                ),
                "pg_trigger",
                ["", "", "", ""],
            )
        }
        OtherKind::Sequence | OtherKind::Type | OtherKind::Extension | OtherKind::Virtual => {
            return None;
        }
    };
    let mut found = Vec::new();
    let mut look = |what: &str, condition: String| {
        found.push(format!(
            "SELECT {} FROM {from} AND {condition}",
            text(dialect, what)
        ));
    };
    let is_trigger = live.kind == OtherKind::Trigger;
    if !is_trigger && !says(&["grant"]) && !says(&["revoke"]) {
        look("privileges", differ_from_new(acl, owner, schema, kind));
    }
    if !is_trigger && !says(&["owner", "to"]) {
        look("owner", format!("pg_get_userbyid({owner}) <> current_user"));
    }
    if is_trigger && !says(&["disable"]) && !says(&["enable"]) {
        look("disabled state", "o.tgenabled <> 'O'".to_owned());
    }
    if !says(&["comment", "on"]) {
        let comment = format!("obj_description(o.oid, '{catalog}') IS NOT NULL");
        look("comment", comment);
    }
    if live.kind == OtherKind::MaterializedView {
        let indexes = all.into_iter().flat_map(|sql| indexes_in(dialect, sql));
        let known: Vec<String> = indexes.map(|index| text(dialect, &index)).collect();
        let known = match known.is_empty() {
            true => String::new(),
            false => format!(" AND i.relname NOT IN ({})", known.join(", ")),
        };
        found.push(format!(
            "SELECT 'index ' || i.relname FROM pg_index AS x \
             JOIN pg_class AS i ON i.oid = x.indexrelid \
             WHERE x.indrelid = to_regclass({name}){known}"
        ));
    }
    let message = format!(
        "the {} `{}` is dropped and created again, so its `{NAMES}` would be lost: add it to the \
         SQL that creates it, or remove it before the change and set it again afterwards",
        live.kind.words(),
        live.name
    );
    Some(Guard {
        dialect,
        query: found.join(" UNION "),
        uses: None,
        is_in_catalog: false,
        message,
    })
    .filter(|guard| !guard.query.is_empty())
}

/// The condition that a routine has the parameters of this one, if its SQL shows them.
fn of_types(sql: &str) -> String {
    let types = routine_types(sql);
    types.map_or_else(String::new, |types| {
        let types = text(Dialect::Postgres, &types);
        format!(" AND {} = {types}", postgres_types("o"))
    })
}

/// The condition that the privileges of an object are not those of a new one, which its owner may
/// have changed by ALTER DEFAULT PRIVILEGES.
fn differ_from_new(acl: &str, owner: &str, schema: &str, kind: &str) -> String {
    let listed =
        |acl: &str| format!("SELECT grantee, privilege_type, is_grantable FROM aclexplode({acl})");
    let defaults = |schema: &str| {
        format!(
            "(SELECT d.defaclacl FROM pg_default_acl AS d WHERE d.defaclrole = {owner} \
             AND d.defaclobjtype = '{kind}' AND d.defaclnamespace = {schema})"
        )
    };
    let live = listed(acl);
    let new = format!(
        "{} UNION {}",
        listed(&format!(
            "coalesce({}, acldefault('{kind}', {owner}))",
            defaults("0")
        )),
        listed(&defaults(schema))
    );
    format!(
        "{acl} IS NOT NULL AND (EXISTS ({live} EXCEPT ({new})) OR EXISTS (({new}) EXCEPT {live}))"
    )
}

/// The names of the indexes that SQL creates.
fn indexes_in(dialect: Dialect, sql: &str) -> Vec<String> {
    let tokens = tokens(dialect, sql);
    let mut names = Vec::new();
    for (at, _) in tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| token.is("index"))
    {
        let mut rest = tokens.iter().skip(at + 1);
        let name = rest.find(|token| !token.is_any(&["concurrently", "if", "not", "exists"]));
        names.extend(name.map(|name| match name.kind == TokenKind::Word {
            true => name.text.to_ascii_lowercase(),
            false => name.name().into_owned(),
        }));
    }
    names
}
