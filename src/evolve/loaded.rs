//! Models that a program loads at run time, such as the command.

use tablewright_evolve::snapshot::State;
use tablewright_schema::catalog::write;
use tablewright_schema::definition::Definition;
use tablewright_schema::own_sql::{self, OwnSql};
use tablewright_schema::seeds::{self, Seeds};
use tablewright_schema::{
    Computed, Intent, Literal, Schema as Models, Source, When, ddl, definition, structure,
};
use tablewright_sql::Dialect;
use tablewright_sql::table::{Column, Key, Table, Type};

use crate::base::connection::script::{Script, Scripts};
use crate::evolve::create::Schema;
use crate::query::seed::{Computed as Computes, SeedModel, SeedRow, SeedValue};

/// The `SCHEMA` of models, for a program with this name that does not contain them; it is never
/// freed.
pub fn schema(name: &str, models: &Models) -> &'static Schema {
    let tables = models.tables.iter().map(|model| {
        let columns = model.columns.iter();
        table(&model.name, columns.map(|column| column.name.as_str()))
    });
    Box::leak(Box::new(Schema {
        name: text(name),
        hash: text(&ddl::schema_hash(models)),
        tables: tables.collect::<Vec<_>>().leak(),
        models: &[],
        create: scripts(models, ddl::create),
        drop: scripts(models, ddl::drop),
        definition: definition::of_schema(models).leak(),
    }))
}

/// The same for the tables after migrations, with the destructive changes that the models allow and
/// the columns that they ignore; it is never freed.
pub fn left(
    name: &str,
    dialect: Dialect,
    state: &State,
    models: Option<&Models>,
) -> &'static Schema {
    let own_sql = state.scripts.iter().map(|script| OwnSql {
        name: script.name.clone(),
        when: script.definition.what.when,
        create: script.definition.what.create.clone(),
        drop: script.definition.what.drop.clone(),
    });
    let own_sql: Vec<OwnSql> = own_sql.collect();
    let mut catalog = state.catalog();
    let made = own_statements(dialect, &own_sql, When::Before);
    let create = [
        made.clone(),
        write::create_all(dialect, &catalog),
        own_statements(dialect, &own_sql, When::After),
    ];
    let script = leaked(&create.concat());
    let dropped = leaked(&write::drop_all(dialect, &catalog));
    own_sql::add_to(dialect, &mut catalog, &own_sql);
    // Former names do not apply to former tables.
    let intent = Intent {
        tables: Vec::new(),
        columns: Vec::new(),
        values: Vec::new(),
        ..models.map(Intent::of).unwrap_or_default()
    };
    let tables = state.tables.iter().map(|state| {
        let columns = state.definition.what.columns.iter();
        table(&state.name, columns.map(|column| column.name.as_str()))
    });
    Box::leak(Box::new(Schema {
        name: text(name),
        hash: text(&ddl::hash(std::iter::once((dialect, script.text)))),
        tables: tables.collect::<Vec<_>>().leak(),
        models: &[],
        create: of(dialect, script),
        drop: of(dialect, dropped),
        definition: {
            let definition = Definition {
                catalog,
                statements_before: made.len(),
                own_sql,
            };
            definition::encode(&intent, &[(dialect, definition)]).leak()
        },
    }))
}

/// The seeds of models; they are never freed.
///
/// # Errors
///
/// If a row leaves out a field whose default only the program can compute.
pub fn seeds(models: &Models, seeds: &Seeds) -> Result<&'static [SeedRow], String> {
    let models: &'static Models = Box::leak(Box::new(models.clone()));
    let tables = structure::leaked(models);
    let described = models
        .tables
        .iter()
        .zip(tables)
        .map(|(model, table)| SeedModel {
            model: &model.model,
            table,
            computed: uuids(model),
        });
    let described: &'static [SeedModel] = described.collect::<Vec<_>>().leak();
    let mut rows = Vec::with_capacity(seeds.rows.len());
    for row in &seeds.rows {
        let model = &models.tables[row.table];
        let mut columns = model.columns.iter().enumerate();
        let is_unknown = |(position, column): &(usize, &tablewright_schema::Column)| {
            let is_given = row.values.iter().any(|(given, _)| given == position);
            !is_given && is_computed_by_program(column)
        };
        if let Some((_, column)) = columns.find(is_unknown) {
            return Err(format!(
                "`{}` of `{}` has no `{}`, whose default only the program can compute: add \
                 it, or insert the seeds by the program, `models::seed(&db)`",
                row.label, model.model, column.field
            ));
        }
        rows.push(SeedRow {
            of: &described[row.table],
            label: text(&row.label),
            file: text(&row.file),
            key: row
                .key
                .iter()
                .map(|&column| structure::position(column))
                .collect::<Vec<_>>()
                .leak(),
            values: cells(&row.values),
            later: cells(&row.later),
        });
    }
    Ok(rows.leak())
}

/// Whether the command cannot compute the default of a column.
fn is_computed_by_program(column: &tablewright_schema::Column) -> bool {
    match &column.source {
        Source::Computed(Computed::UuidV7) => !cfg!(feature = "uuid-v7"),
        Source::Computed(Computed::Rust(_)) => true,
        Source::Input | Source::Identity | Source::Default(_) | Source::Generated(_) => false,
    }
}

/// The columns that get a UUID of version 7.
fn uuids(model: &tablewright_schema::Table) -> Computes {
    #[cfg(feature = "uuid-v7")]
    {
        let columns = model.columns.iter().enumerate();
        let columns =
            columns.filter(|(_, column)| column.source == Source::Computed(Computed::UuidV7));
        let positions: Vec<u16> = columns
            .map(|(position, _)| structure::position(position))
            .collect();
        Computes::Uuids(positions.leak())
    }
    #[cfg(not(feature = "uuid-v7"))]
    {
        let _ = model;
        Computes::By(|_| {})
    }
}

fn cells(given: &[(usize, seeds::SeedValue)]) -> &'static [(u16, SeedValue)] {
    let cells = given.iter().map(|(column, given)| {
        let value = match given {
            seeds::SeedValue::Null => SeedValue::Null,
            seeds::SeedValue::Literal(literal) => value(literal),
            seeds::SeedValue::Of { row, column } => SeedValue::Of(
                u32::try_from(*row).unwrap_or(u32::MAX),
                structure::position(*column),
            ),
        };
        (structure::position(*column), value)
    });
    cells.collect::<Vec<_>>().leak()
}

fn value(literal: &Literal) -> SeedValue {
    match literal {
        Literal::Bool(value) => SeedValue::Bool(*value),
        Literal::Integer(value) => SeedValue::Integer(*value),
        Literal::Float(value) => SeedValue::Float(*value),
        Literal::Decimal(value)
        | Literal::Text(value)
        | Literal::Date(value)
        | Literal::Time(value)
        | Literal::DateTime(value)
        | Literal::Timestamp(value)
        | Literal::Json(value) => SeedValue::Text(text(value)),
        Literal::Bytes(bytes) => SeedValue::Bytes(bytes.clone().leak()),
        Literal::Uuid(bytes) => SeedValue::Bytes(bytes.to_vec().leak()),
        Literal::List(items) => SeedValue::List(items.iter().map(value).collect::<Vec<_>>().leak()),
    }
}

fn own_statements(dialect: Dialect, own: &[OwnSql], when: When) -> Vec<String> {
    let own = own.iter().filter(|own| own.when == when);
    own.map(|own| write::own_statement(dialect, &own.create))
        .filter(|statement| !statement.is_empty())
        .collect()
}

/// A script of one dialect.
fn of(dialect: Dialect, script: Script) -> Scripts {
    let mut scripts = Scripts::NONE;
    *match dialect {
        Dialect::Sqlite => &mut scripts.sqlite,
        Dialect::Postgres => &mut scripts.postgres,
        Dialect::Mysql => &mut scripts.mysql,
        Dialect::Mariadb => &mut scripts.mariadb,
    } = script;
    scripts
}

/// A table of which only its name and the names of its columns are used.
fn table<'n>(name: &str, columns: impl Iterator<Item = &'n str>) -> &'static Table<'static> {
    let columns = columns.map(|column| Column::new(text(column), Type::Text));
    let columns = columns.collect::<Vec<_>>().leak();
    Box::leak(Box::new(Table::new(text(name), columns, Key::new("", &[]))))
}

fn leaked(statements: &[String]) -> Script {
    let script = ddl::script(statements);
    Script {
        text: script.text.leak(),
        ends: script.ends.leak(),
    }
}

fn scripts(models: &Models, statements: fn(&Models, Dialect) -> Vec<String>) -> Scripts {
    let of = |dialect| {
        if !models.dialects.contains(&dialect) {
            return Script::NONE;
        }
        leaked(&statements(models, dialect))
    };
    Scripts {
        sqlite: of(Dialect::Sqlite),
        postgres: of(Dialect::Postgres),
        mysql: of(Dialect::Mysql),
        mariadb: of(Dialect::Mariadb),
    }
}

fn text(text: &str) -> &'static str {
    text.to_owned().leak()
}
