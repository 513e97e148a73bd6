//! Checks: at a field if they were written there, otherwise at the model.

use tablewright_schema::catalog::{Check, Expression};
use tablewright_schema::check_at_column;
use tablewright_schema::names::{Kind, constraint, distinct};
use tablewright_sql::{Dialect, TokenKind, tokens};

use super::enums::Enums;
use super::model::{AtField, CHECK, Model, PulledCheck};
use super::rule;

/// Finds the checks that do not enforce a type.
pub(super) fn find(dialect: Dialect, model: &mut Model<'_>, enums: &Enums) {
    let table = model.table;
    let of_types: Vec<usize> = model.fields.iter().filter_map(|it| it.type_check).collect();
    let others = (0..table.checks.len()).filter(|position| !of_types.contains(position));
    let mut at_fields: Vec<PulledCheck<'_>> = Vec::new();
    let mut at_model: Vec<(Option<usize>, PulledCheck<'_>)> = Vec::new();
    let mut taken: Vec<usize> = Vec::new();
    for check in others.map(|position| &table.checks[position]) {
        let word = rule::find(dialect, model, check, enums).map(|(at, rules)| {
            model.fields[at.field].rules = rules;
            at
        });
        let at = word.or_else(|| {
            let at = at_field(dialect, model, check)?;
            let is_first = !taken.contains(&at.field);
            is_first.then_some(at)
        });
        let is_condition = |at: &&AtField| at.key == CHECK;
        taken.extend(at.iter().filter(is_condition).map(|at| at.field));
        let is_at_field = at.is_some();
        let pulled = PulledCheck {
            check,
            at,
            given: None,
        };
        if is_at_field {
            at_fields.push(pulled);
        } else {
            at_model.push((number(&table.name, &check.name), pulled));
        }
    }
    // Checks that are numbered at the model come in the order of their numbers.
    at_model.sort_by_key(|(number, _)| number.unwrap_or(usize::MAX));
    at_fields.extend(at_model.into_iter().map(|(_, check)| check));
    model.checks = at_fields;
}

/// The number of a check without its own name: `ck_users_1`.
fn number(table: &str, name: &str) -> Option<usize> {
    let rest = name.strip_prefix(&constraint(Kind::Check, table, &[]))?;
    rest.strip_prefix('_')?.parse().ok()
}

/// The field after which the check is named, with the text of the check there.
fn at_field(dialect: Dialect, model: &Model<'_>, check: &Check) -> Option<AtField> {
    let table = &model.table.name;
    let is_named = |column: &str| {
        let parts = [column];
        check.name == constraint(Kind::Check, table, &parts)
            || check.name == distinct(Kind::Check, table, &parts, "")
    };
    let mut fields = model.fields.iter();
    let field = fields.position(|field| is_named(&field.column.name))?;
    let column = &model.fields[field].column.name;
    let condition = text(dialect, &check.expression, column)?;
    Some(AtField {
        field,
        key: CHECK,
        node: super::write::sql(dialect, &condition),
    })
}

/// The condition with `{}` instead of the column, if the result means the same.
fn text(dialect: Dialect, expression: &Expression, column: &str) -> Option<String> {
    let mut text = expression.text().to_owned();
    for token in tokens(dialect, expression.text()).iter().rev() {
        if token.kind == TokenKind::Quoted && token.name() == column {
            text.replace_range(token.start..token.end(), "{}");
        }
    }
    let texts = [text, expression.text().to_owned()];
    let means = |text: &String| check_at_column(dialect, text, column);
    texts
        .into_iter()
        .find(|text| Expression::in_parentheses(dialect, &means(text)) == *expression)
}

/// The condition for a model, whose strings never have PostgreSQL's type `char`: they become
/// `string`.
pub(super) fn of_model(condition: &str) -> String {
    outside_of_texts(condition, |part| part.replace("::bpchar", ""))
}

fn outside_of_texts(condition: &str, change: impl Fn(&str) -> String) -> String {
    let changed = |(position, part): (usize, &str)| match position % 2 {
        0 => change(part),
        _ => part.to_owned(),
    };
    let parts: Vec<String> = condition.split('\'').enumerate().map(changed).collect();
    parts.join("'")
}
