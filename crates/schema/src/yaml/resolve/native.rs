//! Named types with native types of databases.

use tablewright_sql::{Dialect, PerDialect};

use super::findings::Findings;
use super::sql;
use super::types::{base_type, describe};
use super::unresolved::Context;
use crate::schema::{Form, Native, Script, Type, When};
use crate::yaml::shapes::{Document, NamedType, Native as Given, Spanned, Sql};

/// The type of the entry; `None` if it is invalid.
pub fn resolve(
    origin: &NamedType,
    given: &Given,
    context: &Context<'_>,
    findings: &mut Findings<'_>,
) -> Option<Type> {
    let otherwise = match given.has_type {
        true => Some(text_type(origin, context, findings)?),
        false => None,
    };
    let types = given.types.as_ref()?;
    let dialects = &context.dialects;
    let words = sql::chosen(&types.value, dialects);
    sql::check_balance(
        &types.value,
        types.at,
        "`native`",
        dialects,
        findings,
        tablewright_sql::balance::of_expression,
    );
    let read = templates(given.read.as_ref(), "read", &words, dialects, findings);
    let write = templates(given.write.as_ref(), "write", &words, dialects, findings);
    let mut forms = PerDialect::<Option<Form>>::default();
    for &dialect in dialects {
        let Some(ty) = words.get(dialect).clone() else {
            continue;
        };
        if dialect == Dialect::Sqlite {
            findings
                .at(types.at, "SQLite has no types of its own")
                .hint("write `type: text`, which is the type on SQLite");
            return None;
        }
        *forms.get_mut(dialect) = Some(
            match (read.get(dialect).clone(), write.get(dialect).clone()) {
                (None, None) => Form::usual(dialect, ty),
                (read, write) => Form { ty, read, write },
            },
        );
    }
    let lacking: Vec<Dialect> = dialects
        .iter()
        .copied()
        .filter(|dialect| forms.get(*dialect).is_none())
        .collect();
    if otherwise.is_none() && !lacking.is_empty() {
        let name = &origin.name.value;
        let names = sql::titles(&lacking);
        let own: Vec<String> = lacking
            .iter()
            .filter(|dialect| **dialect != Dialect::Sqlite)
            .map(|dialect| format!("`{}: …`", dialect.name()))
            .collect();
        let own = match own.is_empty() {
            true => String::new(),
            false => format!(", or name its type there: {}", own.join(" and ")),
        };
        findings
            .at(types.at, format!("`{name}` has no type on {names}"))
            .hint(format!(
                "give the type for it: `type: text` or `type: string(n)`{own}"
            ));
        return None;
    }
    Some(Type::Native(Box::new(Native {
        name: origin.name.value.clone(),
        forms,
        otherwise: otherwise.unwrap_or(Type::Text),
        ordered: given.ordered.as_ref().is_some_and(|it| it.value),
    })))
}

/// The type on databases without the native type.
fn text_type(
    origin: &NamedType,
    context: &Context<'_>,
    findings: &mut Findings<'_>,
) -> Option<Type> {
    let ty = base_type(origin, context, findings)?;
    match ty {
        Type::String { .. } | Type::Text => Some(ty),
        other => {
            let other = describe(&other, &context.enums);
            findings
                .at(
                    origin.ty.at,
                    format!(
                        "values of a native type are sent as text, and `{other}` is not a \
                             text type"
                    ),
                )
                .hint("write `text` or `string(n)`: it is the type on the other databases");
            None
        }
    }
}

/// SQL with `{}` for a value or its text, for the databases with a native type.
fn templates(
    given: Option<&Spanned<Sql>>,
    key: &str,
    types: &PerDialect<Option<String>>,
    dialects: &[Dialect],
    findings: &mut Findings<'_>,
) -> PerDialect<Option<String>> {
    let Some(given) = given else {
        return PerDialect::default();
    };
    let mut texts = sql::chosen(&given.value, dialects);
    let what = format!("`{key}`");
    let balance = tablewright_sql::balance::of_expression;
    sql::check_balance(&given.value, given.at, &what, dialects, findings, balance);
    for &dialect in dialects {
        let text = texts.get_mut(dialect);
        if types.get(dialect).is_none() {
            *text = None;
        }
        let holes = text.as_deref().map_or(1, |text| text.matches("{}").count());
        if holes != 1 {
            findings
                .at(
                    given.at,
                    format!("`{key}` must have `{{}}` exactly once, for the value, and this has it {holes} times"),
                )
                .hint("write `ST_AsText({})`, for example");
            break;
        }
    }
    texts
}

/// The extensions that types and indexes need, each once, as SQL that runs before the tables are
/// created.
///
/// Nothing drops them, because other tables may need them.
pub fn extensions(document: &Document, dialects: &[Dialect]) -> Vec<Script> {
    let mut scripts: Vec<Script> = Vec::new();
    if !dialects.contains(&Dialect::Postgres) {
        return scripts;
    }
    let natives = document.types.iter().filter_map(|it| it.native.as_ref());
    let of_types = natives.filter_map(|native| native.extension.as_ref());
    let bodies = document.models.iter().map(|model| &model.body);
    let bodies = bodies.chain(document.mixins.iter().map(|mixin| &mixin.body));
    let indexes = bodies.flat_map(|body| &body.indexes);
    let of_indexes = indexes.filter_map(|index| index.extension.as_ref());
    for extension in of_types.chain(of_indexes) {
        let name = format!("extension {}", extension.value);
        if scripts.iter().any(|script| script.name == name) {
            continue;
        }
        let quoted = tablewright_sql::quote::identifier(Dialect::Postgres, &extension.value);
        let mut create = PerDialect::<Option<String>>::default();
        *create.get_mut(Dialect::Postgres) =
            Some(format!("CREATE EXTENSION IF NOT EXISTS {quoted}"));
        scripts.push(Script {
            name,
            when: When::Before,
            create,
            drop: PerDialect::default(),
        });
    }
    scripts
}
