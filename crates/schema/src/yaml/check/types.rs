//! Reports types and columns that a database does not support.

use tablewright_sql::Dialect;

use super::sizes::{self, LARGEST_ON_PAGE, LARGEST_ROW, ROW_OVERHEAD};
use super::{chosen, mysql_family};
use crate::schema::{Source, Type};
use crate::yaml::resolve::findings::Findings;
use crate::yaml::resolve::sql::titles;
use crate::yaml::resolve::unresolved::{Column, Table, UnresolvedSchema};
use crate::yaml::shapes::At;

/// The number of decimal digits on SQLite: those of a 64-bit integer.
const SQLITE_DIGITS: u32 = 18;

/// The largest number of characters in PostgreSQL's `VARCHAR`.
const POSTGRES_CHARACTERS: u32 = 10_485_760;

/// The number of characters of a column that fills a row of MySQL.
const MYSQL_CHARACTERS: u32 = 16_383;

pub fn check(unresolved: &UnresolvedSchema<'_>, findings: &mut Findings<'_>) {
    for table in &unresolved.tables {
        for column in &table.columns {
            if let Some(ty) = &column.ty {
                // A reference has the type of its target, where the error is reported.
                if column.origin.to.is_none() && !is_reference(column) {
                    check_type(ty, column.origin.ty.at, &unresolved.dialects, findings);
                }
            }
            check_generated(column, &unresolved.dialects, findings);
            check_identity(column, &unresolved.dialects, findings);
        }
        check_column_count(table, &unresolved.dialects, findings);
        check_row(table, unresolved, findings);
        for dialect in mysql_family(&unresolved.dialects) {
            check_page(table, dialect, unresolved, findings);
        }
    }
}

fn is_reference(column: &Column<'_>) -> bool {
    matches!(
        column.kind,
        crate::yaml::resolve::unresolved::Kind::Reference { .. }
    )
}

fn check_type(ty: &Type, at: At, dialects: &[Dialect], findings: &mut Findings<'_>) {
    match ty {
        Type::Decimal { precision, .. } => {
            if *precision > SQLITE_DIGITS && dialects.contains(&Dialect::Sqlite) {
                findings
                    .at(at, format!("a decimal has at most {SQLITE_DIGITS} digits on SQLite, not {precision}"))
                    .hint("SQLite stores decimals as 64-bit integers, so that they are exact and \
                        sort correctly");
            }
        }
        Type::String { max } => {
            if *max > POSTGRES_CHARACTERS && dialects.contains(&Dialect::Postgres) {
                findings
                    .at(
                        at,
                        format!(
                            "a string has at most {POSTGRES_CHARACTERS} characters on PostgreSQL"
                        ),
                    )
                    .hint("use `text` for a longer one");
            }
            let family = mysql_family(dialects);
            if *max > MYSQL_CHARACTERS && !family.is_empty() {
                findings
                    .at(
                        at,
                        format!(
                            "a string has at most {MYSQL_CHARACTERS} characters on {}",
                            titles(&family)
                        ),
                    )
                    .hint("use `text` for a longer one");
            }
        }
        Type::Bytes { max: Some(max) } => {
            let family = mysql_family(dialects);
            if u64::from(*max) + 2 > LARGEST_ROW && !family.is_empty() {
                findings
                    .at(
                        at,
                        format!(
                            "`bytes({max})` does not fit into a row on {}",
                            titles(&family)
                        ),
                    )
                    .hint("use `bytes` without a length");
            }
        }
        Type::List(item) => check_type(item, at, dialects, findings),
        Type::Native(native) => {
            let has_no_form = |dialect: &Dialect| native.forms.get(*dialect).is_none();
            let others: Vec<Dialect> = dialects.iter().copied().filter(has_no_form).collect();
            check_type(&native.otherwise, at, &others, findings);
        }
        Type::Bool
        | Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Unsigned(_)
        | Type::Duration
        | Type::Float
        | Type::Double
        | Type::Text
        | Type::Bytes { max: None }
        | Type::Uuid
        | Type::Date
        | Type::Time
        | Type::DateTime
        | Type::Timestamp
        | Type::Json
        | Type::Enum(..) => {}
    }
}

fn check_generated(column: &Column<'_>, dialects: &[Dialect], findings: &mut Findings<'_>) {
    let Some(generated) = &column.origin.generated else {
        return;
    };
    let is_stored = generated.stored.as_ref().filter(|stored| !stored.value);
    if let Some(stored) = is_stored.filter(|_| dialects.contains(&Dialect::Postgres)) {
        findings
            .at(stored.at, "PostgreSQL always stores a generated field")
            .hint("remove `stored: false`");
    }
}

/// MySQL and MariaDB refuse a check of an auto-increment column.
fn check_identity(column: &Column<'_>, dialects: &[Dialect], findings: &mut Findings<'_>) {
    let family = mysql_family(dialects);
    if let (Source::Identity, Some(check), false) =
        (&column.source, &column.origin.check, family.is_empty())
    {
        findings
            .at(
                check.at,
                format!(
                    "an auto-increment field cannot have a check on {}",
                    titles(&family)
                ),
            )
            .hint("remove the check");
    }
}

fn check_column_count(table: &Table<'_>, dialects: &[Dialect], findings: &mut Findings<'_>) {
    let limits = [
        (Dialect::Sqlite, 2_000),
        (Dialect::Postgres, 1_600),
        (Dialect::Mysql, 1_017),
        (Dialect::Mariadb, 1_017),
    ];
    let count = table.columns.len();
    let over = limits
        .iter()
        .filter(|(_, limit)| count > *limit)
        .map(|(dialect, _)| *dialect);
    let over = chosen(dialects, &over.collect::<Vec<_>>());
    if !over.is_empty() {
        findings
            .at(
                table.at(),
                format!(
                    "`{}` has {count} fields, which is too many for {}",
                    table.model(),
                    titles(&over)
                ),
            )
            .hint("split it into several models, with references between them");
    }
}

fn check_row(table: &Table<'_>, unresolved: &UnresolvedSchema<'_>, findings: &mut Findings<'_>) {
    let family = mysql_family(&unresolved.dialects);
    if family.is_empty() {
        return;
    }
    let size = |column: &Column<'_>| {
        column
            .ty
            .as_ref()
            .map_or(0, |ty| sizes::in_row(ty, &unresolved.enums))
    };
    // A column that is too large on its own is already reported.
    if table
        .columns
        .iter()
        .any(|column| size(column) > LARGEST_ROW)
    {
        return;
    }
    let row = table.columns.iter().map(size).sum::<u64>() + nulls(table);
    if row > LARGEST_ROW {
        findings
            .at(
                table.at(),
                format!(
                    "a row of `{}` can take {row} bytes, and the limit is {LARGEST_ROW} on {}",
                    table.model(),
                    titles(&family)
                ),
            )
            .hint(
                "a `string(n)` takes 4 bytes for each character: make some shorter, or use \
                `text`, which is stored outside the row",
            );
    }
}

fn check_page(
    table: &Table<'_>,
    dialect: Dialect,
    unresolved: &UnresolvedSchema<'_>,
    findings: &mut Findings<'_>,
) {
    let size = |column: &Column<'_>| {
        let ty = column.ty.as_ref();
        ty.map_or(0, |ty| sizes::on_page(ty, &unresolved.enums, dialect))
    };
    let bytes = ROW_OVERHEAD + nulls(table) + table.columns.iter().map(size).sum::<u64>();
    if bytes <= LARGEST_ON_PAGE {
        return;
    }
    let message = format!(
        "a row of `{}` takes {bytes} bytes of its page, and the limit is {LARGEST_ON_PAGE} on \
         {dialect}",
        table.model()
    );
    findings.at(table.at(), message).hint(match dialect {
        Dialect::Mariadb => {
            "each `text`, and each `string` of 64 characters or more, takes 21 of these bytes, \
             because it is stored outside the page"
        }
        Dialect::Sqlite | Dialect::Postgres | Dialect::Mysql => {
            "split it into two models, with a reference between them"
        }
    });
}

/// The bytes with the NULL flags of the fields.
fn nulls(table: &Table<'_>) -> u64 {
    let nullable = table.columns.iter().filter(|column| column.nullable());
    (nullable.count() as u64).div_ceil(8)
}
