//! The models as the runtime takes them, for a program that does not contain them.

use tablewright::model::Table;
use tablewright::{Past, Schema, Script, Scripts};
use tablewright_schema::{Dialect, FormerValue, Intent, ddl};

/// The schema for the rest of the program.
pub fn schema(schema: &tablewright_schema::Schema) -> &'static Schema {
    let tables = schema.tables.iter().map(|table| {
        let columns = table.columns.iter().map(|column| text(&column.name));
        &*Box::leak(Box::new(Table {
            name: text(&table.name),
            columns: columns.collect::<Vec<_>>().leak(),
            constraints: &[],
        }))
    });
    Box::leak(Box::new(Schema {
        // No program's own: which models came first is known of programs alone.
        name: "",
        hash: text(&tablewright_build::schema_hash(schema)),
        tables: tables.collect::<Vec<_>>().leak(),
        create: scripts(schema, ddl::create),
        drop: scripts(schema, ddl::drop),
        past: past(&Intent::of(schema)),
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

fn past(intent: &Intent) -> Past {
    let tables = intent.tables.iter();
    let columns = intent.columns.iter();
    let values = |is_list: bool| {
        let values = intent
            .values
            .iter()
            .filter(move |value| value.is_list == is_list);
        values.map(former).collect::<Vec<_>>().leak()
    };
    Past {
        tables: tables
            .map(|former| (text(&former.name), text(&former.was)))
            .collect::<Vec<_>>()
            .leak(),
        columns: columns
            .map(|former| (text(&former.table), text(&former.name), text(&former.was)))
            .collect::<Vec<_>>()
            .leak(),
        values: values(false),
        items: values(true),
        dropped: intent
            .dropped
            .iter()
            .map(|name| text(name))
            .collect::<Vec<_>>()
            .leak(),
        converted: intent
            .converted
            .iter()
            .map(|name| text(name))
            .collect::<Vec<_>>()
            .leak(),
    }
}

type Former = (&'static str, &'static str, &'static str, &'static str);

fn former(value: &FormerValue) -> Former {
    (
        text(&value.table),
        text(&value.column),
        text(&value.value),
        text(&value.was),
    )
}

fn text(text: &str) -> &'static str {
    text.to_owned().leak()
}
