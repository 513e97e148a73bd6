//! Columns: the sources of their values, and the checks that are written at them.

use tablewright_sql::PerDialect;
use tablewright_sql::lexer::closed;

use super::defaults;
use super::findings::Findings;
use super::rules;
use super::sql;
use super::types;
use super::unresolved::{Check, Column, Context, Kind, Named, Table};
use crate::schema::{self, Generated, Role, Source};
use crate::yaml::shapes::{At, Field, Spanned};

/// Fills in the sources of the columns, and all checks of the tables.
pub fn complete(tables: &mut [Table<'_>], context: &Context<'_>, findings: &mut Findings<'_>) {
    for table in tables {
        for position in 0..table.columns.len() {
            let key = table.primary_key.as_ref();
            let is_sole_key = key.map(|key| key.columns == [position]);
            table.columns[position].source =
                source(&table.columns[position], is_sole_key, context, findings);
            report_misplaced(&table.columns[position], findings);
            if let Some(check) = field_check(&table.columns[position], position, context, findings)
            {
                table.checks.push(check);
            }
            let column = &table.columns[position];
            let named = named(column, context);
            let rules = rules::resolve(column, named, context, findings);
            let checks = rules::checks(&rules, column, position, named, context);
            table.checks.extend(checks);
            table.columns[position].rules = rules;
        }
        model_checks(table, context, findings);
    }
}

fn named<'c, 'd>(column: &Column<'_>, context: &'c Context<'d>) -> Option<&'c Named<'d>> {
    match column.kind {
        Kind::Named(index) => context.types.get(index),
        Kind::Unknown | Kind::Value | Kind::Id | Kind::Reference { .. } => None,
    }
}

/// The source of the values; it may be unknown whether the column alone is the primary key.
fn source(
    column: &Column<'_>,
    is_sole_key: Option<bool>,
    context: &Context<'_>,
    findings: &mut Findings<'_>,
) -> Source {
    let origin = column.origin;
    let is_reference = matches!(column.kind, Kind::Reference { .. });
    let is_integer = column.ty.as_ref().is_some_and(types::is_integer);
    let counts = is_sole_key.map(|is_sole_key| is_sole_key && !is_reference && is_integer);
    check_auto(column, counts, findings);

    if let Some(generated) = &origin.generated {
        check_generated(column, findings);
        let at = generated.sql.at;
        let sql = &generated.sql.value;
        let expression = sql::every(sql, at, "`generated`", &context.dialects, findings);
        return Source::Generated(Generated {
            expression: expression.unwrap_or_default(),
            stored: generated.stored.as_ref().is_none_or(|stored| stored.value),
        });
    }
    if let Some(default) = &origin.default {
        if column.kind == Kind::Id {
            findings
                .at(
                    default.at,
                    "`id` cannot have a default: it is auto-increment",
                )
                .hint("write `{ type: bigint, primary_key: true }` for a key with a default");
            return Source::Identity;
        }
        let resolved = column
            .ty
            .as_ref()
            .and_then(|ty| defaults::resolve(default, ty, context, findings));
        return resolved.unwrap_or_else(|| Source::Default(wrong_default()));
    }
    if let Some(default) = named(column, context).and_then(|named| named.default.clone()) {
        return default;
    }
    if column.role == Role::Version {
        // The first version of every row.
        return Source::Default(schema::Default::Literal(schema::Literal::Integer(1)));
    }
    if column.role == Role::Updated {
        return Source::Default(schema::Default::Now);
    }
    let wants = origin.auto.as_ref().is_none_or(|auto| auto.value);
    let may_have = |key: &&str| column.placeholders.may_have(key);
    if column.kind == Kind::Id {
        Source::Identity
    } else if ["default", "generated", "auto"].iter().any(may_have) {
        Source::Default(wrong_default())
    } else if counts == Some(true) && wants {
        Source::Identity
    } else {
        Source::Input
    }
}

/// An invalid default still counts as a default for `set_default` and the like.
fn wrong_default() -> schema::Default {
    schema::Default::Sql(PerDialect::default())
}

fn check_auto(column: &Column<'_>, counts: Option<bool>, findings: &mut Findings<'_>) {
    let (Some(auto), Some(_)) = (&column.origin.auto, &column.ty) else {
        return;
    };
    if column.kind == Kind::Id {
        if !auto.value {
            findings
                .at(auto.at, "`id` is always auto-increment")
                .hint("write `{ type: bigint, primary_key: true, auto: false }`");
        }
    } else if counts == Some(false) {
        findings
            .at(
                auto.at,
                "`auto` is for a primary key of one integer, such as `bigint` or `u32`",
            )
            .hint("remove it");
    } else if auto.value && column.origin.default.is_some() {
        findings.at(
            auto.at,
            "a field with a default is not auto-increment: remove one of the two",
        );
    }
}

fn check_generated(column: &Column<'_>, findings: &mut Findings<'_>) {
    let origin = column.origin;
    if let Some(default) = &origin.default {
        findings
            .at(
                default.at,
                "a generated field cannot have a default: it is always computed",
            )
            .hint("remove one of `default` and `generated`");
    }
    if let (Kind::Id, Some(generated)) = (column.kind, &origin.generated) {
        findings.at(
            generated.sql.at,
            "`id` is auto-increment, so it cannot be generated",
        );
    }
    for action in [&origin.on_delete, &origin.on_update].into_iter().flatten() {
        findings
            .at(action.at, "a generated reference cannot have actions")
            .hint("remove the action");
    }
}

/// Reports keys that are for other kinds of fields.
fn report_misplaced(column: &Column<'_>, findings: &mut Findings<'_>) {
    let origin = column.origin;
    match column.kind {
        Kind::Unknown => {}
        Kind::Reference { .. } => {
            if let Some(collation) = &origin.collation {
                findings
                    .at(
                        collation.at,
                        "a reference always has the collation of the field that it refers to",
                    )
                    .hint("remove it here");
            }
        }
        Kind::Value | Kind::Id | Kind::Named(_) => {
            for (at, key) in reference_keys(origin) {
                findings
                    .at(
                        at,
                        format!(
                            "`{key}` is for references, and `{}` is not a reference",
                            origin.name.value
                        ),
                    )
                    .hint("the type of a reference is the name of a model: `author: User`");
            }
        }
    }
}

fn reference_keys(origin: &Field) -> impl Iterator<Item = (At, &'static str)> {
    fn at<T>(key: &Option<Spanned<T>>) -> Option<At> {
        key.as_ref().map(|key| key.at)
    }
    let keys = [
        (at(&origin.on_delete), "on_delete"),
        (at(&origin.on_update), "on_update"),
        (at(&origin.inverse), "inverse"),
        (at(&origin.deferrable), "deferrable"),
        (at(&origin.to), "to"),
    ];
    keys.into_iter().filter_map(|(at, key)| Some((at?, key)))
}

/// The check of the field and that of its named type are one constraint.
fn field_check(
    column: &Column<'_>,
    position: usize,
    context: &Context<'_>,
    findings: &mut Findings<'_>,
) -> Option<Check> {
    let of_type = named(column, context).and_then(|named| {
        let at = named.origin.check.as_ref()?.at;
        Some((named.check.clone()?, at))
    });
    let own = column.origin.check.as_ref().and_then(|check| {
        let sql = sql::every(
            &check.value,
            check.at,
            "`check`",
            &context.dialects,
            findings,
        )?;
        Some((sql, check.at))
    });
    let (expression, at) = match (of_type, own) {
        (Some((first, _)), Some((second, at))) => (both(&first, &second, context), at),
        (Some(check), None) | (None, Some(check)) => check,
        (None, None) => return None,
    };
    let value = schema::Check {
        name: String::new(),
        column: Some(position),
        expression,
    };
    Some(Check {
        at,
        word: None,
        value,
    })
}

fn both(
    first: &PerDialect<String>,
    second: &PerDialect<String>,
    context: &Context<'_>,
) -> PerDialect<String> {
    let mut both = PerDialect::<String>::default();
    for &dialect in &context.dialects {
        let (first, second) = (first.get(dialect), second.get(dialect));
        let (first, second) = (closed(dialect, first), closed(dialect, second));
        *both.get_mut(dialect) = format!("({first}) AND ({second})");
    }
    both
}

fn model_checks(table: &mut Table<'_>, context: &Context<'_>, findings: &mut Findings<'_>) {
    for check in &table.body.checks {
        let expression = check.sql.as_ref().and_then(|sql| {
            sql::every(&sql.value, sql.at, "the check", &context.dialects, findings)
        });
        let name = check
            .name
            .as_ref()
            .map(|name| name.value.clone())
            .unwrap_or_default();
        let at = check.name.as_ref().map_or(check.at, |name| name.at);
        let expression = expression.unwrap_or_default();
        let value = schema::Check {
            name,
            column: None,
            expression,
        };
        table.checks.push(Check {
            at,
            word: None,
            value,
        });
    }
}
