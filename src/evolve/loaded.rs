//! Models that a program loads instead of containing them, as the command does.

use tablewright_schema::{Schema as Models, ddl, definition};
use tablewright_sql::Dialect;
use tablewright_sql::table::{Column, Key, Table, Type};

use crate::base::connection::script::{Script, Scripts};
use crate::evolve::create::Schema;

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
