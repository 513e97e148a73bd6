//! The types of columns.

use tablewright_schema::catalog::{Check, Counted, Table};
use tablewright_schema::names::{Kind, constraint, distinct};
use tablewright_schema::{Generated, Repr, Source, Type};
use tablewright_sql::Dialect;
use tablewright_sql::unsigned::Unsigned;

use super::enums::{Enums, Values};
use super::guess::{Guess, Lowered, lowered, same};
use super::model::{Field, Model};
use super::types::{Candidate, candidates, described, name_the_same};

/// Guesses the type of every field separately.
pub(super) fn guess(dialect: Dialect, models: &mut [Model<'_>], enums: &mut Enums) {
    for model in models {
        for position in 0..model.fields.len() {
            guess_one(dialect, model, position, enums);
        }
    }
}

/// The position in its table of the check that may enforce the type of the column, found by name.
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
        true => [Type::BigInt, Type::Integer]
            .into_iter()
            .chain(Unsigned::ALL.map(Type::Unsigned))
            .chain([Type::SmallInt])
            .map(Candidate::Is)
            .collect(),
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
    // The type may be right without a check of ours.
    let by_type = candidates
        .iter()
        .find(|candidate| has_type(dialect, field, candidate));
    let chosen = by_type.unwrap_or(likeliest);
    field.ty = type_of(chosen, enums);
    if by_type.is_none() {
        let (written, ty) = (described(&field.ty), field.column.ty.text());
        if is_near(dialect, field) {
            field.near = Some(format!("{} of type {ty} as {written}", field.column.name));
        } else {
            let loss = loss(dialect, field);
            field.notes.push(format!(
                "no type of the models stores values like its type {ty}: it becomes {written}{loss}"
            ));
        }
    }
}

/// Finds out whether the column is auto-increment in a way that is not ours.
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
        let what = "it is auto-increment, which only a primary key of one field can be; left out";
        field.notes.push(what.to_owned());
    }
}

pub(super) fn type_of(candidate: &Candidate, enums: &mut Enums) -> Type {
    match candidate {
        Candidate::Is(ty) => ty.clone(),
        Candidate::Enum(values) => Type::Enum(enums.with(values), values.repr),
        Candidate::Enums(values) => {
            Type::List(Box::new(Type::Enum(enums.with(values), values.repr)))
        }
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

/// Whether the column has the type, and our check in the words of the database.
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

/// The type with its enum as the only one, and the values of the enum.
fn alone(candidate: &Candidate) -> (Type, Vec<Values>) {
    match candidate {
        Candidate::Is(ty) => (ty.clone(), Vec::new()),
        Candidate::Enum(values) => (Type::Enum(0, values.repr), vec![values.clone()]),
        Candidate::Enums(values) => {
            let item = Type::Enum(0, values.repr);
            (Type::List(Box::new(item)), vec![values.clone()])
        }
    }
}

/// The field as a guess, without its default.
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

/// Notes types that differ.
pub(super) fn note(dialect: Dialect, model: &mut Model<'_>) {
    let near = model.fields.iter().filter_map(|field| field.near.clone());
    let near: Vec<String> = near.collect();
    if !near.is_empty() {
        model.notes.push(format!(
            "unsupported types become types that can hold every value: {}",
            near.join(", ")
        ));
    }
    let is_always =
        |field: &&Field<'_>| field.counts && field.column.counted == Some(Counted::Always);
    if let Some(field) = model.fields.iter().find(is_always) {
        model.notes.push(format!(
            "{} is GENERATED ALWAYS; in the models it is BY DEFAULT, so a program can set a value",
            field.column.name
        ));
    }
    if dialect == Dialect::Postgres {
        let is_sorted = |field: &&Field<'_>| {
            let is_text = matches!(
                field.ty,
                Type::String { .. } | Type::Text | Type::Enum(_, Repr::Text)
            );
            is_text && field.column.collation.is_none()
        };
        let sorted = model.fields.iter().filter(is_sorted);
        let names: Vec<&str> = sorted.map(|field| field.column.name.as_str()).collect();
        if !names.is_empty() {
            model.notes.push(format!(
                "text is sorted by code point instead of by the collation of the database: {}",
                names.join(", ")
            ));
        }
    }
    if dialect.has_mysql_grammar() {
        let is_guess = |field: &&Field<'_>| {
            field.ty == Type::Uuid && field.default.is_none() && field.reference.is_none()
        };
        let guesses = model.fields.iter().filter(is_guess);
        let names: Vec<&str> = guesses.map(|field| field.column.name.as_str()).collect();
        if !names.is_empty() {
            model.notes.push(format!(
                "the type binary(16) becomes `uuid`, because it holds UUIDs: {}",
                names.join(", ")
            ));
        }
    }
}

/// The difference that the written type does not show.
fn loss(dialect: Dialect, field: &Field<'_>) -> &'static str {
    let ty = field.column.ty.normal();
    match (dialect, &field.ty) {
        (Dialect::Postgres, Type::Json) => {
            ", stored as jsonb, which loses white space, the order of keys and duplicate keys"
        }
        (Dialect::Postgres, Type::Decimal { .. }) => ", which has fewer digits",
        (Dialect::Postgres, Type::String { .. } | Type::Text) if ty.starts_with("char") => {
            ", in which trailing spaces are significant"
        }
        _ => "",
    }
}

/// Whether every value fits the written type and is compared in the same way: the types differ only
/// in spelling, width or storage.
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
            "text",
        ],
        Dialect::Postgres => &[
            "varchar",
            "serial",
            "bigserial",
            "smallserial",
            "timestamp",
            "timestamptz",
            "time",
            "name",
        ],
        Dialect::Mysql | Dialect::Mariadb => &[
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
        ],
    };
    let of_enum = matches!(field.ty, Type::Enum(..));
    near.contains(&first) || of_enum
}
