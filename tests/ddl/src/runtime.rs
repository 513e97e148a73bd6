//! Models as the runtime takes them, for a test that does not contain them.

use tablewright::__private::{ColumnDef, Key, Table, Type};
use tablewright::{Script, Scripts};
use tablewright_schema::{Schema, ddl, definition, fingerprint};
use tablewright_sql::Dialect;

/// What generated code would have of the models, as those of a program of that name.
#[must_use]
pub fn runtime(name: &str, schema: &Schema) -> &'static tablewright::Schema {
    let tables = schema.tables.iter().map(|table| {
        // Of the tables only the names are asked for.
        let columns = table.columns.iter();
        let columns = columns.map(|column| ColumnDef::new(text(&column.name), Type::Text));
        let columns = columns.collect::<Vec<_>>().leak();
        let table = Table::new(text(&table.name), columns, Key::new("", &[]));
        &*Box::leak(Box::new(table))
    });
    let create = scripts(schema, ddl::create);
    let all = [create.sqlite, create.postgres, create.mysql, create.mariadb];
    let all: String = all.iter().map(|script| script.text).collect();
    Box::leak(Box::new(tablewright::Schema {
        name: text(name),
        hash: text(&format!("{:032x}", fingerprint(&all))),
        tables: tables.collect::<Vec<_>>().leak(),
        create,
        drop: scripts(schema, ddl::drop),
        definition: definition::of_schema(schema).leak(),
    }))
}

fn scripts(schema: &Schema, statements: fn(&Schema, Dialect) -> Vec<String>) -> Scripts {
    let of = |dialect| {
        if !schema.dialects.contains(&dialect) {
            return Script::NONE;
        }
        let script = ddl::script(&statements(schema, dialect));
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
