//! What the command and our own tests see of the inside.

use tablewright_schema::catalog::Catalog;
use tablewright_schema::{Schema as Models, ddl, definition};
use tablewright_sql::Dialect;
use tablewright_sql::table::{Column, Key, Table, Type};

use crate::connection::{Connection, Driven, Output};
use crate::driver::Driver;
use crate::mode::Mode;
use crate::schema::Schema;
use crate::sql::{Script, Scripts};
use crate::{Result, inspect};

/// Runs one statement that is not prepared.
pub fn run<'c, C: Connection>(db: &'c C, sql: &'c str) -> Output<'c, C, Result<()>> {
    C::Mode::finish(db.driver().run(sql))
}

/// The tables and their columns, in pairs.
pub fn columns<C: Connection>(db: &C) -> Output<'_, C, Result<Vec<(String, String)>>> {
    C::Mode::finish(db.driver().columns())
}

/// The catalog as the database prints it.
pub fn worded<'c, C: Connection>(
    db: &'c C,
    wanted: &'c Catalog,
    live: &'c Catalog,
) -> Output<'c, C, Result<Catalog>> {
    C::Mode::finish(inspect::worded(db.driver(), wanted, live))
}

/// The fingerprint of the tables of these names.
pub fn fingerprint<'c, C: Connection>(
    db: &'c C,
    tables: &'c [&'c str],
) -> Output<'c, C, Result<String>> {
    C::Mode::finish(inspect::fingerprint::fingerprint(db.driver(), tables))
}

/// What generated code has of the models, for a program of that name that does not contain them; it
/// is never freed.
pub fn schema(name: &str, models: &Models) -> &'static Schema {
    let tables = models.tables.iter().map(|table| {
        // Nothing but the names of columns is asked for.
        let columns = table.columns.iter();
        let columns = columns.map(|column| Column::new(text(&column.name), Type::Text));
        let columns = columns.collect::<Vec<_>>().leak();
        &*Box::leak(Box::new(Table::new(
            text(&table.name),
            columns,
            Key::new("", &[]),
        )))
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

fn scripts(models: &Models, statements: fn(&Models, Dialect) -> Vec<String>) -> Scripts {
    let of = |dialect| {
        if !models.dialects.contains(&dialect) {
            return Script::NONE;
        }
        let script = ddl::script(&statements(models, dialect));
        Script {
            text: script.text.leak(),
            ends: script.ends.leak(),
        }
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
