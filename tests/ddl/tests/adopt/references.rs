//! Foreign keys that go with the keys, indexes, columns and tables that they need: by `sync` of
//! another program's tables, and by migrations, there and back.

use tablewright::migrate::{Migrations, migrate, rollback};
use tablewright::{SyncBuilder, Verification, verify};
use tablewright_evolve::plan::Options;
use tablewright_schema::Schema;
use tablewright_schema::catalog::Catalog;
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, load, written};

mod synced {
    tablewright_test_ddl::on_each_dialect!(super::by_sync);
}
mod migrated {
    tablewright_test_ddl::on_each_dialect!(super::by_migrations);
}

const FIELDS: &str = "id: id, code: string(20), kind: integer";

/// The models with all references, which `by_migrations` begins with.
fn whole() -> String {
    format!(
        "  Parent: {{ fields: {{ {FIELDS} }}, unique: [[code], [code, kind]] }}\n  \
         Child: {{ fields: {{ {FIELDS} }}, references: {{ \
         parent: {{ fields: [code], to: Parent, keys: [code], inverse: false }}, \
         both: {{ fields: [code, kind], to: Parent, keys: [code, kind], inverse: false }} }} }}\n"
    )
}

/// Models with fewer references, keys, columns or tables.
fn rests() -> Vec<(&'static str, String)> {
    let parent = |more: &str| format!("  Parent: {{ fields: {{ {FIELDS} }}{more} }}\n");
    let child = |more: &str| format!("  Child: {{ fields: {{ {FIELDS} }}{more} }}\n");
    let reference = "parent: { fields: [code], to: Parent, keys: [code], inverse: false";
    let both = "both: { fields: [code, kind], to: Parent, keys: [code, kind], inverse: false }";
    let keys = ", unique: [[code], [code, kind]]";
    vec![
        ("no reference and no key", parent("") + &child("")),
        ("no reference", parent(keys) + &child("")),
        (
            "one reference and its key",
            parent(", unique: [[code]]") + &child(&format!(", references: {{ {reference} }} }}")),
        ),
        (
            "the other reference and its key",
            parent(", unique: [[code, kind]]") + &child(&format!(", references: {{ {both} }}")),
        ),
        (
            "another action",
            parent(keys)
                + &child(&format!(
                    ", references: {{ {reference}, on_delete: cascade }}, {both} }}"
                )),
        ),
        (
            "a column less in the child",
            format!(
                "{}  Child: {{ fields: {{ id: id, kind: integer }} }}\ndropped: [children.code]\n",
                parent(keys)
            ),
        ),
        (
            "a column less in both",
            "  Parent: { fields: { id: id, kind: integer } }\n  \
             Child: { fields: { id: id, kind: integer } }\n\
             dropped: [children.code, parents.code]\n"
                .to_owned(),
        ),
        ("no parent", child("") + "dropped: [parents]\n"),
        ("no child", parent("") + "dropped: [children]\n"),
    ]
}

fn models(dialect: Dialect, text: &str) -> Schema {
    let text = format!("dialects: [{}]\nmodels:\n{text}", dialect.name());
    load("models.yaml", &text).unwrap_or_else(|mistakes| panic!("{mistakes}\n{text}"))
}

/// The tables as another program made them.
fn theirs(dialect: Dialect) -> Vec<String> {
    let id = match dialect {
        Dialect::Sqlite => "integer PRIMARY KEY AUTOINCREMENT",
        Dialect::Postgres => "bigserial PRIMARY KEY",
        Dialect::Mysql | Dialect::Mariadb => "bigint AUTO_INCREMENT PRIMARY KEY",
    };
    let columns = format!("id {id}, code varchar(20) NOT NULL, kind integer NOT NULL");
    let index = "CREATE INDEX of_parents ON children (code, kind)";
    [
        &format!(
            "CREATE TABLE parents ({columns}, CONSTRAINT by_code UNIQUE (code), \
             CONSTRAINT by_both UNIQUE (code, kind))"
        ),
        &format!(
            "CREATE TABLE children ({columns}, \
             CONSTRAINT to_code FOREIGN KEY (code) REFERENCES parents (code), \
             CONSTRAINT to_both FOREIGN KEY (code, kind) REFERENCES parents (code, kind))"
        ),
        index,
    ]
    .map(str::to_owned)
    .to_vec()
}

const ROWS: [&str; 2] = [
    "INSERT INTO parents (code, kind) VALUES ('a', 1), ('b', 2)",
    "INSERT INTO children (code, kind) VALUES ('a', 1), ('b', 2)",
];

fn by_sync(dialect: Dialect) {
    for (what, rest) in rests() {
        let at = format!("{dialect}: {what}");
        let Some(live) = Live::new(dialect) else {
            return;
        };
        live.run(&theirs(dialect)).expect("their tables");
        live.run(&ROWS).expect("rows");
        let to = tablewright::__schema("a", &models(dialect, &rest));
        let done = live.wait(SyncBuilder::new(to).drop_unmanaged(true).sync(live.db()));
        let _ = done.unwrap_or_else(|error| panic!("{at}: {error}"));
        let found = live.wait(verify(live.db(), to));
        let found = found.unwrap_or_else(|error| panic!("{at}: {error}"));
        assert_eq!(found, Verification::UpToDate, "{at}");
    }
}

fn by_migrations(dialect: Dialect) {
    let from = models(dialect, &whole());
    for (what, rest) in rests() {
        let at = format!("{dialect}: {what}");
        let to = models(dialect, &rest);
        let list = written(dialect, &[&from, &to], Options::default());
        let list = list.unwrap_or_else(|error| panic!("{at}: {error}"));
        let (first, both) = (Migrations { list: &list[..1] }, Migrations { list });
        let Some(live) = Live::new(dialect) else {
            return;
        };
        let _ = live.wait(migrate(live.db(), &first)).expect("tables");
        let begun = sorted(&live);
        let up = || {
            let done = live.wait(migrate(live.db(), &both));
            let _ = done.unwrap_or_else(|error| panic!("{at}: {error}"));
            let found = live.wait(verify(live.db(), tablewright::__schema("a", &to)));
            assert_eq!(found.expect("a comparison"), Verification::UpToDate, "{at}");
        };
        up();
        let back = live.wait(rollback(live.db(), &both, 1));
        let _ = back.unwrap_or_else(|error| panic!("{at}: {error}"));
        assert_eq!(sorted(&live), begun, "{at}");
        live.run(&ROWS).expect("rows");
        up();
    }
}

/// The tables; a column that comes again is the last one.
fn sorted(live: &Live) -> Catalog {
    let mut catalog = live.inspect().expect("tables");
    for table in &mut catalog.tables {
        table
            .columns
            .sort_by(|one, other| one.name.cmp(&other.name));
    }
    catalog
}
