//! PostgreSQL's user-defined types: domains become their base types, and casts to enums and domains
//! in expressions become casts to the new types of the columns.

use std::collections::BTreeMap;

use tablewright_schema::catalog::{
    Catalog, Check, Column, Expression, IndexKey, OtherKind, Table, bare, column_type, type_end,
};
use tablewright_sql::quote::identifier;
use tablewright_sql::{Dialect, Token, TokenKind, tokens};

use super::enums::Enums;
use crate::domains::{self, MOST};

/// The domains of a database.
pub(super) struct Domains {
    dialect: Dialect,
    domains: BTreeMap<String, Domain>,
}

/// The effect of a domain on a column.
#[derive(Default)]
struct Domain {
    base: String,
    not_null: bool,
    default: Option<String>,
    /// The conditions on `VALUE`, with their names.
    checks: Vec<(String, String)>,
}

impl Domains {
    pub(super) fn new(dialect: Dialect, catalog: &Catalog) -> Domains {
        let types = catalog.others.iter();
        let types = types.filter(|other| other.kind == OtherKind::Type);
        let domains = types.filter_map(|other| {
            let domain = domain(dialect, &other.sql)?;
            Some((other.name.clone(), domain))
        });
        Domains {
            dialect,
            domains: domains.collect(),
        }
    }

    /// The table with base types instead of domains, and notes about them.
    pub(super) fn resolved(&self, table: &Table, enums: &Enums) -> (Table, Vec<String>) {
        let mut resolved = table.clone();
        let mut notes = Vec::new();
        let mut checks = Vec::new();
        for column in &mut resolved.columns {
            self.resolve(&table.name, column, &mut checks, &mut notes);
        }
        resolved.checks.extend(checks);
        if self.dialect == Dialect::Postgres {
            each_expression(&mut resolved, |expression| {
                *expression = self.uncast(expression, enums);
            });
        }
        (resolved, notes)
    }

    fn resolve(
        &self,
        table: &str,
        column: &mut Column,
        checks: &mut Vec<Check>,
        notes: &mut Vec<String>,
    ) {
        let declared = column.ty.text().to_owned();
        for _ in 0..MOST {
            let Some(domain) = self.of(column.ty.text()) else {
                break;
            };
            column.ty = column_type(self.dialect, &domain.base);
            column.nullable &= !domain.not_null;
            if let (None, Some(default)) = (&column.default, &domain.default) {
                column.default = Some(Expression::new(self.dialect, default));
            }
            for (name, condition) in &domain.checks {
                let own = identifier(self.dialect, &column.name);
                let expression = about(self.dialect, condition, &own);
                checks.push(Check {
                    name: format!("{table}_{}_{name}", column.name),
                    expression,
                });
            }
        }
        if column.ty.text() != declared {
            let (name, ty) = (&column.name, column.ty.text());
            notes.push(format!(
                "the column {name} has the domain {declared}: it becomes the type of that domain, \
                 {ty}"
            ));
        }
    }

    fn of(&self, ty: &str) -> Option<&Domain> {
        self.domains.get(&domains::name(self.dialect, ty)?)
    }

    /// The expression without casts to user-defined types.
    fn uncast(&self, expression: &Expression, enums: &Enums) -> Expression {
        let base = |name: &str| {
            let mut base = None;
            let mut name = name.to_owned();
            for _ in 0..MOST {
                match self.domains.get(&name) {
                    Some(domain) => {
                        name = domain.base.clone();
                        base = Some(name.clone());
                    }
                    None => break,
                }
            }
            if enums.is_type(&name) {
                base = Some("text".to_owned());
            }
            base
        };
        match uncast(self.dialect, expression.text(), base) {
            Some(sql) => Expression::new(self.dialect, &sql),
            None => expression.clone(),
        }
    }
}

/// The SQL with casts to other types; `None` if it has no such cast.
pub(super) fn uncast(
    dialect: Dialect,
    sql: &str,
    base: impl Fn(&str) -> Option<String>,
) -> Option<String> {
    let tokens = tokens(dialect, sql);
    let is_cast = |at: usize| tokens[at].is_symbol(':') && tokens[at - 1].is_symbol(':');
    let mut changed = sql.to_owned();
    for at in (2..tokens.len()).rev().filter(|at| is_cast(at - 1)) {
        let end = type_end(&tokens, at);
        let ty = &tokens[at..end];
        let (name, rest) = match ty {
            [schema, dot, name, rest @ ..] if dot.is_symbol('.') && schema.is("public") => {
                (name, rest)
            }
            [name, rest @ ..] => (name, rest),
            [] => continue,
        };
        if !matches!(name.kind, TokenKind::Word | TokenKind::Quoted) {
            continue;
        }
        if let Some(base) = base(&name.name()) {
            let last = ty.last().map_or(name.end(), Token::end);
            let rest = rest.first().map_or("", |rest| &sql[rest.start..last]);
            changed.replace_range(ty[0].start..last, &format!("{base}{rest}"));
        }
    }
    (changed != sql).then_some(changed)
}

fn each_expression(table: &mut Table, mut change: impl FnMut(&mut Expression)) {
    for column in &mut table.columns {
        column.default.iter_mut().for_each(&mut change);
        let generated = column.generated.as_mut();
        generated
            .into_iter()
            .for_each(|it| change(&mut it.expression));
    }
    for index in &mut table.indexes {
        for part in &mut index.parts {
            if let IndexKey::Expression(expression) = &mut part.key {
                change(expression);
            }
        }
        index.predicate.iter_mut().for_each(&mut change);
    }
    for check in &mut table.checks {
        change(&mut check.expression);
    }
}

/// Parses `CREATE DOMAIN`.
fn domain(dialect: Dialect, sql: &str) -> Option<Domain> {
    let base = domains::declared_base(dialect, sql)?;
    let tokens = tokens(dialect, sql);
    let start = tokens.iter().position(|token| token.is("as"))? + 1;
    let end = type_end(&tokens, start);
    let text = |from: usize, to: usize| {
        let (first, last) = (tokens.get(from)?, tokens.get(to.checked_sub(1)?)?);
        sql.get(first.start..last.end())
    };
    let mut domain = Domain {
        base: base.to_owned(),
        ..Domain::default()
    };
    let mut at = end;
    let mut name = String::new();
    while let Some(token) = tokens.get(at) {
        let next = tokens.get(at + 1);
        if token.is("constraint") {
            name = next?.name().into_owned();
            at += 2;
        } else if token.is("check") {
            let end = group_end(&tokens, at + 1);
            let condition = text(at + 1, end)?;
            let condition = bare(dialect, condition).unwrap_or(condition);
            domain.checks.push((name.clone(), condition.to_owned()));
            at = end;
        } else if token.is("not") && next.is_some_and(|next| next.is("null")) {
            domain.not_null = true;
            at += 2;
        } else if token.is("default") {
            let ends = |at: &usize| {
                let token = &tokens[*at];
                token.is("constraint") || token.is("check") || token.is("not")
            };
            let end = (at + 1..tokens.len()).find(ends).unwrap_or(tokens.len());
            domain.default = text(at + 1, end).map(str::to_owned);
            at = end.max(at + 1);
        } else {
            at += 1;
        }
    }
    Some(domain)
}

/// The position after the group that begins here.
fn group_end(tokens: &[Token<'_>], start: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(start) {
        if token.is_symbol('(') {
            depth += 1;
        } else if token.is_symbol(')') {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return at + 1;
            }
        }
    }
    tokens.len()
}

/// The condition on a column instead of `VALUE`.
fn about(dialect: Dialect, condition: &str, column: &str) -> Expression {
    let mut text = condition.to_owned();
    for token in tokens(dialect, condition).iter().rev() {
        if token.is("value") {
            text.replace_range(token.start..token.end(), column);
        }
    }
    Expression::new(dialect, &text)
}
