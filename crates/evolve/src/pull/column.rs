//! What each column holds.

use tablewright_schema::catalog::{Check, Counted, Table};
use tablewright_schema::names::{Kind, constraint, distinct};
use tablewright_schema::{Generated, Source, Type};
use tablewright_sql::Dialect;

use super::enums::Enums;
use super::guess::{Guess, Lowered, lowered, same};
use super::model::{Field, Model};
use super::types::{Candidate, candidates, described, name_the_same};

/// Guesses the type of every field, by itself.
pub(super) fn guess(dialect: Dialect, models: &mut [Model<'_>], enums: &mut Enums) {
    for model in models {
        for position in 0..model.fields.len() {
            guess_one(dialect, model, position, enums);
        }
    }
}

/// The position in its table of the check that may hold the column to its type, by its name.
pub(super) fn type_check(table: &Table, column: &str) -> Option<usize> {
    let parts = [column, "type"];
    let names = [
        constraint(Kind::Check, &table.name, &parts),
        distinct(Kind::Check, &table.name, &parts, ""),
    ];
    let mut checks = table.checks.iter();
    checks.position(|check| names.contains(&check.name))
}

fn guess_one(dialect: Dialect, model: &mut Model<'_>, position: usize, enums: &mut Enums) {
    let table = model.table;
    let in_key = model.key.contains(&position);
    let is_key = model.key == [position];
    let field = &mut model.fields[position];
    let check_position = type_check(table, &field.column.name);
    let check = check_position.map(|position| &table.checks[position]);
    count(dialect, field, is_key, check);
    let candidates = match field.counts && dialect == Dialect::Sqlite {
        true => [Type::BigInt, Type::Integer, Type::SmallInt]
            .map(Candidate::Is)
            .to_vec(),
        false => candidates(dialect, field.column, check, enums),
    };
    let is_generated = field.column.generated.is_some();
    let may_be_required = !dialect.has_not_null_generated() && is_generated && !in_key;
    for is_likely in [is_right, is_said_otherwise] {
        for candidate in &candidates {
            for nullable in [field.nullable, false] {
                if nullable != field.nullable && !may_be_required {
                    continue;
                }
                if is_likely(dialect, field, candidate, nullable, check) {
                    field.ty = type_of(candidate, enums);
                    field.nullable = nullable;
                    field.type_check = check_position;
                    return;
                }
            }
        }
    }
    let Some(likeliest) = candidates.last() else {
        return;
    };
    // The type alone may be right, without a check of ours.
    let by_type = candidates
        .iter()
        .find(|candidate| has_type(dialect, field, candidate));
    let chosen = by_type.unwrap_or(likeliest);
    field.ty = type_of(chosen, enums);
    if by_type.is_none() && !is_near(dialect, field) {
        let written = described(&field.ty);
        field.notes.push(match field.column.ty.text() {
            "" => format!("it has no type; it is written as {written}"),
            ty => format!("type {ty} is not in the language; it is written as {written}"),
        });
    }
}

/// Finds out whether the database counts the column, in ways that are not ours.
fn count(dialect: Dialect, field: &mut Field<'_>, is_key: bool, check: Option<&Check>) {
    let default = field.column.default.as_ref();
    let is_sequence = default.is_some_and(|default| default.normal().starts_with("nextval ("));
    let is_serial = field.column.ty.normal().ends_with("serial");
    let counts_itself = match dialect {
        Dialect::Sqlite => field.column.counted == Some(Counted::Rowid) && check.is_none(),
        Dialect::Postgres => is_sequence || is_serial,
        Dialect::Mysql | Dialect::Mariadb => false,
    };
    if is_key && counts_itself {
        field.counts = true;
    } else if !field.counts
        && (is_serial
            || matches!(
                field.column.counted,
                Some(Counted::ByDefault | Counted::Always)
            ))
    {
        let what = "the database counts it, which is for a primary key of one field; left out";
        field.notes.push(what.to_owned());
    }
}

pub(super) fn type_of(candidate: &Candidate, enums: &mut Enums) -> Type {
    match candidate {
        Candidate::Is(ty) => ty.clone(),
        Candidate::Enum(values) => Type::Enum(enums.with(values.clone())),
        Candidate::Enums(values) => Type::List(Box::new(Type::Enum(enums.with(values.clone())))),
    }
}

fn is_right(
    dialect: Dialect,
    field: &Field<'_>,
    candidate: &Candidate,
    nullable: bool,
    check: Option<&Check>,
) -> bool {
    lowered_of(dialect, field, candidate, nullable).is_some_and(|lowered| {
        let expression = lowered.type_check.map(|check| check.expression);
        lowered.column.ty == field.column.ty
            && expression.as_ref() == check.map(|it| &it.expression)
    })
}

/// Whether the column has the type, and a check of ours that the database put into other words.
fn is_said_otherwise(
    dialect: Dialect,
    field: &Field<'_>,
    candidate: &Candidate,
    nullable: bool,
    check: Option<&Check>,
) -> bool {
    let lowered = lowered_of(dialect, field, candidate, nullable);
    lowered.is_some_and(|lowered| match (&lowered.type_check, check) {
        (Some(of_type), Some(check)) => {
            lowered.column.ty == field.column.ty && name_the_same(dialect, of_type, check)
        }
        (None, _) | (_, None) => false,
    })
}

fn lowered_of(
    dialect: Dialect,
    field: &Field<'_>,
    candidate: &Candidate,
    nullable: bool,
) -> Option<Lowered> {
    let (ty, values) = alone(candidate);
    let guess = Guess {
        ty,
        nullable,
        ..of_field(field)
    };
    lowered(dialect, &guess, &values)
}

fn has_type(dialect: Dialect, field: &Field<'_>, candidate: &Candidate) -> bool {
    let lowered = lowered_of(dialect, field, candidate, field.nullable);
    lowered.is_some_and(|lowered| lowered.column.ty == field.column.ty)
}

/// The type where its enum is the only one, and the values of that.
fn alone(candidate: &Candidate) -> (Type, Vec<Vec<String>>) {
    match candidate {
        Candidate::Is(ty) => (ty.clone(), Vec::new()),
        Candidate::Enum(values) => (Type::Enum(0), vec![values.clone()]),
        Candidate::Enums(values) => (Type::List(Box::new(Type::Enum(0))), vec![values.clone()]),
    }
}

/// The field as a guess, but for its default.
pub(super) fn of_field<'g>(field: &'g Field<'_>) -> Guess<'g> {
    let source = match &field.column.generated {
        Some(generated) => Source::Generated(Generated {
            expression: same(generated.expression.text()),
            stored: generated.stored,
        }),
        None if field.counts => Source::Identity,
        None => Source::Input,
    };
    Guess {
        name: &field.column.name,
        ty: field.ty.clone(),
        nullable: field.nullable,
        source,
    }
}

/// Whether the type says the same as the one that is written, but for its spelling, its width or
/// how it is kept.
fn is_near(dialect: Dialect, field: &Field<'_>) -> bool {
    let ty = field.column.ty.normal();
    let ty = ty.strip_prefix("public . ").unwrap_or(ty);
    let first = ty.split([' ', '(']).next().unwrap_or_default();
    let near: &[&str] = match dialect {
        Dialect::Sqlite => &[
            "bool",
            "int",
            "integer",
            "int2",
            "int4",
            "int8",
            "tinyint",
            "mediumint",
            "unsigned",
            "bytea",
            "binary",
            "varbinary",
            "longblob",
            "real",
            "float",
            "double",
            "varchar",
            "character",
            "char",
            "nvarchar",
            "nchar",
            "varying",
            "native",
            "clob",
            "text",
            "json",
            "jsonb",
        ],
        Dialect::Postgres => &[
            "varchar",
            "char",
            "serial",
            "bigserial",
            "smallserial",
            "timestamp",
            "timestamptz",
            "time",
            "json",
            "citext",
            "name",
        ],
        Dialect::Mysql | Dialect::Mariadb => {
            if ty == "bigint unsigned" {
                return false;
            }
            &[
                "tinyint",
                "smallint",
                "mediumint",
                "int",
                "bigint",
                "char",
                "varchar",
                "tinytext",
                "text",
                "mediumtext",
                "tinyblob",
                "blob",
                "mediumblob",
                "binary",
                "date",
                "datetime",
                "timestamp",
                "time",
                "float",
                "double",
                "enum",
                "year",
                "uuid",
            ]
        }
    };
    let of_enum = matches!(field.ty, Type::Enum(_));
    near.contains(&first) || of_enum
}
