//! PostgreSQL's domains: a column of a domain has the values of the domain's base type, so its
//! values are converted to other types, and from them, like those of the base type.

use std::collections::BTreeMap;

use tablewright_schema::catalog::{Catalog, Expression, OtherKind, type_end};
use tablewright_sql::quote::text;
use tablewright_sql::{Dialect, TokenKind, tokens};

/// The deepest nesting of domains.
pub(crate) const MOST: usize = 8;

/// The word before the name of the domain in the wording of a column's type.
const DOMAIN: &str = "domain ";

/// The base types of domains, by the names of the domains.
pub(crate) struct Bases {
    dialect: Dialect,
    bases: BTreeMap<String, String>,
}

impl Bases {
    /// Those of the domains in catalogs.
    pub(crate) fn new(dialect: Dialect, catalogs: &[&Catalog]) -> Bases {
        let others = catalogs.iter().flat_map(|catalog| &catalog.others);
        let types = others.filter(|other| other.kind == OtherKind::Type);
        let bases = types.filter_map(|other| {
            let base = declared_base(dialect, &other.sql)?;
            Some((other.name.clone(), base.to_owned()))
        });
        Bases {
            dialect,
            bases: bases.collect(),
        }
    }

    /// The catalog with the base type in the wording of each domain. Its SQL stays as declared.
    pub(crate) fn told_apart(&self, mut catalog: Catalog) -> Catalog {
        if self.bases.is_empty() {
            return catalog;
        }
        let columns = catalog
            .tables
            .iter_mut()
            .flat_map(|table| &mut table.columns);
        for column in columns {
            if let Some(base) = self.of(column.ty.text()) {
                let name = text(self.dialect, &format!("{DOMAIN}{}", column.ty.text()));
                let worded = format!("{base} {name}");
                column.ty = column.ty.worded_as(&Expression::new(self.dialect, &worded));
            }
        }
        catalog
    }

    /// The base type of a type, if it is a domain.
    fn of(&self, ty: &str) -> Option<String> {
        let mut base = self.bases.get(&name(self.dialect, ty)?)?.clone();
        for _ in 0..MOST {
            let next = name(self.dialect, &base).and_then(|name| self.bases.get(&name));
            let Some(next) = next else { break };
            base.clone_from(next);
        }
        Some(base)
    }
}

/// The name of a type that may be a domain, without the schema `public`.
pub(crate) fn name(dialect: Dialect, ty: &str) -> Option<String> {
    match &tokens(dialect, ty)[..] {
        [name] => Some(name.name().into_owned()),
        [schema, dot, name] if schema.is("public") && dot.is_symbol('.') => {
            Some(name.name().into_owned())
        }
        _ => None,
    }
}

/// The base type in `CREATE DOMAIN name AS base …`; `None` for another statement.
pub(crate) fn declared_base(dialect: Dialect, sql: &str) -> Option<&str> {
    let tokens = tokens(dialect, sql);
    let start = tokens.iter().position(|token| token.is("as"))? + 1;
    if !tokens.get(1)?.is("domain") {
        return None;
    }
    let last = tokens.get(type_end(&tokens, start).checked_sub(1)?)?;
    sql.get(tokens.get(start)?.start..last.end())
}

/// The base type in the wording of a domain.
pub(crate) fn base(ty: &Expression) -> Option<&str> {
    let wording = ty.wording();
    if ty.dialect() != Dialect::Postgres || !wording.contains(DOMAIN) {
        return None;
    }
    let tokens = tokens(ty.dialect(), wording);
    let last = tokens.last()?;
    let is_domain = last.kind == TokenKind::Text && last.value(ty.dialect()).starts_with(DOMAIN);
    is_domain.then(|| wording[..last.start].trim_end())
}
