//! The models as the runtime takes them, for a program that does not contain them.

use tablewright::__private::{ColumnDef, Key, Table, Type};
use tablewright::{Schema, Script, Scripts};
use tablewright_schema::{ddl, definition};
use tablewright_sql::Dialect;

/// The schema for the rest of the program.
pub fn schema(schema: &tablewright_schema::Schema) -> &'static Schema {
    let tables = schema.tables.iter().map(|table| {
        // Nobody asks for more than the names of columns.
        let columns = table.columns.iter();
        let columns = columns.map(|column| ColumnDef::new(text(&column.name), Type::Text));
        let columns: Vec<ColumnDef<'static>> = columns.collect();
        let table = Table::new(text(&table.name), columns.leak(), Key::new("", &[]));
        &*Box::leak(Box::new(table))
    });
    Box::leak(Box::new(Schema {
        // No program's own: which models came first is known of programs alone.
        name: "",
        hash: text(&tablewright_build::schema_hash(schema)),
        tables: tables.collect::<Vec<_>>().leak(),
        create: scripts(schema, ddl::create),
        drop: scripts(schema, ddl::drop),
        definition: definition::of_schema(schema).leak(),
    }))
}

fn scripts(
    schema: &tablewright_schema::Schema,
    statements: fn(&tablewright_schema::Schema, Dialect) -> Vec<String>,
) -> Scripts {
    let of = |dialect| {
        if !schema.dialects.contains(&dialect) {
            return Script {
                text: "",
                ends: &[],
            };
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
