//! Models that a program loads instead of containing them, as the command does.

use tablewright_evolve::snapshot::State;
use tablewright_schema::catalog::write;
use tablewright_schema::definition::Definition;
use tablewright_schema::own_sql::{self, OwnSql};
use tablewright_schema::{Intent, Schema as Models, When, ddl, definition};
use tablewright_sql::Dialect;
use tablewright_sql::table::{Column, Key, Table, Type};

use crate::base::connection::script::{Script, Scripts};
use crate::evolve::create::Schema;

/// What generated code has of the models, for a program of that name that does not contain them; it
/// is never freed.
pub fn schema(name: &str, models: &Models) -> &'static Schema {
    let tables = models.tables.iter().map(|model| {
        let columns = model.columns.iter();
        table(&model.name, columns.map(|column| column.name.as_str()))
    });
    Box::leak(Box::new(Schema {
        name: text(name),
        hash: text(&ddl::schema_hash(models)),
        tables: tables.collect::<Vec<_>>().leak(),
        create: scripts(models, ddl::create),
        drop: scripts(models, ddl::drop),
        definition: definition::of_schema(models).leak(),
    }))
}

/// The same of the tables that migrations leave in a dialect, with the losses that models allow and
/// the columns that they leave alone; it is never freed.
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
    // Names of before are not for tables of before.
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

/// A table of which nothing but its name and those of its columns is asked for.
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
