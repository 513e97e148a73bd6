//! After `pull`, `diff` and `baseline`, changes of keys, references, enums and types work both on
//! another program's database, with its own names, and on a new one, forward and back.

use tablewright::migrate::{MigrationError, Migrations, migrate, rollback};
use tablewright::{BaselineBuilder, Error, SyncReport, Verification, verify};
use tablewright_evolve::plan::Options;
use tablewright_evolve::pull::pull;
use tablewright_schema::Schema;
use tablewright_schema::catalog::Catalog;
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, load, written};

use super::to;

const POSTGRES: &str = "
    CREATE TYPE state AS ENUM ('open', 'shut');
    CREATE TABLE makers (
      id serial CONSTRAINT makers_are PRIMARY KEY, code char(3) NOT NULL, name varchar(40) NOT NULL,
      CONSTRAINT one_code UNIQUE (code));
    CREATE TABLE parts (
      maker integer NOT NULL, number smallint NOT NULL, label varchar(20), size bigint,
      state state NOT NULL DEFAULT 'open',
      CONSTRAINT parts_are PRIMARY KEY (maker, number),
      CONSTRAINT made_by FOREIGN KEY (maker) REFERENCES makers (id) ON DELETE CASCADE,
      CONSTRAINT has_size CHECK (size > 0));
    CREATE INDEX by_label ON parts (label);
    CREATE TABLE uses (
      id bigserial PRIMARY KEY, maker integer NOT NULL, part smallint NOT NULL, code char(3),
      CONSTRAINT of_part FOREIGN KEY (maker, part) REFERENCES parts (maker, number),
      CONSTRAINT of_code FOREIGN KEY (code) REFERENCES makers (code));
    CREATE VIEW open_parts AS SELECT maker, number FROM parts WHERE state = 'open'";

const MYSQL: &str = "
    CREATE TABLE makers (
      id int unsigned NOT NULL AUTO_INCREMENT, code char(3) NOT NULL, name varchar(40) NOT NULL,
      PRIMARY KEY (id), UNIQUE KEY one_code (code)) COLLATE utf8mb4_general_ci;
    CREATE TABLE parts (
      maker int unsigned NOT NULL, number smallint NOT NULL, label varchar(20), size bigint,
      state enum('open','shut') NOT NULL DEFAULT 'open',
      PRIMARY KEY (maker, number), KEY by_label (label),
      CONSTRAINT made_by FOREIGN KEY (maker) REFERENCES makers (id) ON DELETE CASCADE,
      CONSTRAINT has_size CHECK (size > 0)) COLLATE utf8mb4_general_ci;
    CREATE TABLE uses (
      id bigint NOT NULL AUTO_INCREMENT, maker int unsigned NOT NULL, part smallint NOT NULL, code char(3),
      PRIMARY KEY (id),
      CONSTRAINT of_part FOREIGN KEY (maker, part) REFERENCES parts (maker, number),
      CONSTRAINT of_code FOREIGN KEY (code) REFERENCES makers (code)) COLLATE utf8mb4_general_ci;
    CREATE VIEW open_parts AS SELECT maker, number FROM parts WHERE state = 'open'";

const SQLITE: &str = "
    CREATE TABLE makers (
      id INTEGER PRIMARY KEY AUTOINCREMENT, code char(3) NOT NULL, name varchar(40) NOT NULL,
      made timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP, seen datetime NOT NULL DEFAULT CURRENT_TIMESTAMP,
      CONSTRAINT one_code UNIQUE (code));
    CREATE TABLE parts (
      maker integer NOT NULL, number smallint NOT NULL, label varchar(20), size bigint,
      state text NOT NULL DEFAULT 'open' CONSTRAINT ck_parts_state_type CHECK (state IN ('open', 'shut')),
      CONSTRAINT parts_are PRIMARY KEY (maker, number),
      CONSTRAINT made_by FOREIGN KEY (maker) REFERENCES makers (id) ON DELETE CASCADE,
      CONSTRAINT has_size CHECK (size > 0));
    CREATE INDEX by_label ON parts (label);
    CREATE TABLE uses (
      id INTEGER PRIMARY KEY, maker integer NOT NULL, part smallint NOT NULL, code char(3),
      CONSTRAINT of_part FOREIGN KEY (maker, part) REFERENCES parts (maker, number),
      CONSTRAINT of_code FOREIGN KEY (code) REFERENCES makers (code));
    CREATE VIEW open_parts AS SELECT maker, number FROM parts WHERE state = 'open'";

const ROWS: &[&str] = &[
    "INSERT INTO makers (code, name) VALUES ('abc', 'One'), ('xyz', 'Two')",
    "INSERT INTO parts (maker, number, label, size, state) VALUES (1, 1, 'a', 5, 'open'), (2, 7, NULL, 9, 'shut')",
    "INSERT INTO uses (maker, part, code) VALUES (1, 1, 'abc'), (2, 7, NULL)",
];

/// The changes from one version of the models to the next: replacements of text.
type Change = &'static [(&'static str, &'static str)];

const CHANGES: &[(&str, Change)] = &[
    (
        "a reference restricts",
        &[("on_delete: cascade", "on_delete: restrict")],
    ),
    (
        "an enum has one value more",
        &[("State: [open, shut]", "State: [open, shut, lost]")],
    ),
    (
        "a value of an enum has another text",
        &[(
            "[open, shut, lost]",
            "[open, { value: closed, was: shut }, lost]",
        )],
    ),
    (
        "a reference goes",
        &[(
            "      maker_by_code: { fields: [code], to: Maker, keys: [code] }\n",
            "",
        )],
    ),
    ("a unique key goes", &[(", unique: true", "")]),
    (
        "a unique key comes",
        &[("  Maker:\n", "  Maker:\n    unique: [[code, name]]\n")],
    ),
    (
        "the only reference of two columns goes",
        &[(
            "    references:\n      part_by_maker: { fields: [maker, part], to: Part }\n",
            "",
        )],
    ),
    (
        "the primary key is another one",
        &[(
            "primary_key: [maker, number]",
            "primary_key: [number, maker]",
        )],
    ),
    (
        "a reference comes",
        &[(
            "      part: smallint",
            "      part: integer\n      other: { type: Maker?, inverse: others }",
        )],
    ),
    (
        "types are wider",
        &[
            ("string(40)", "string(80)"),
            ("      number: smallint", "      number: integer"),
        ],
    ),
    (
        "a type is narrower",
        &[("      size: bigint?", "      size: integer?")],
    ),
    ("a check is another one", &[("> 0", "> 1")]),
    (
        "a column has another name",
        &[
            ("      label: {", "      tag: { was: label,"),
            ("[label]", "[tag]"),
        ],
    ),
    (
        "a column has a default",
        &[("was: label,", "was: label, default: none,")],
    ),
    (
        "a table has another name",
        &[("  Use:\n", "  Usage:\n    was: Use\n")],
    ),
];

#[test]
fn on_sqlite() {
    onward(Dialect::Sqlite, SQLITE);
}

#[test]
fn on_postgres() {
    onward(Dialect::Postgres, POSTGRES);
}

#[test]
fn on_mysql() {
    onward(Dialect::Mysql, MYSQL);
}

#[test]
fn on_mariadb() {
    onward(Dialect::Mariadb, MYSQL);
}

fn onward(dialect: Dialect, script: &str) {
    let (Some(theirs), Some(ours)) = (Live::new(dialect), Live::new(dialect)) else {
        return;
    };
    let statements = tablewright_sql::statements(dialect, script);
    theirs.run(&statements).expect("the tables can be made");
    theirs.run(ROWS).expect("rows");
    let original = theirs.inspect().expect("what is there");

    let versions = versions(dialect, &pull(dialect, &original).yaml);
    let schemas: Vec<Schema> = versions
        .iter()
        .map(|(at, yaml)| {
            load("models.yaml", yaml).unwrap_or_else(|mistakes| panic!("{at}: {mistakes}\n{yaml}"))
        })
        .collect();
    let list = written(
        dialect,
        &schemas.iter().collect::<Vec<_>>(),
        Options::default(),
    );
    let list = list.unwrap_or_else(|error| panic!("{error}"));
    let all = Migrations { list };
    let first = list[0].name;

    adopt(&theirs, &all, first, &schemas[0]);
    if dialect == Dialect::Sqlite {
        // The defaults of the original gave another form, without fractions of a second.
        let form = "____-__-__ __:__:__.______";
        let other = "SELECT id FROM makers WHERE ";
        let other = format!("{other} made NOT LIKE '{form}Z' OR seen NOT LIKE '{form}'");
        assert!(!theirs.has_rows(&other).expect("rows"));
    }
    for (number, (at, _)) in versions.iter().enumerate() {
        let until = Migrations {
            list: &list[..=number],
        };
        for (live, what) in [(&ours, "a new database"), (&theirs, "theirs")] {
            if let Err(error) = live.wait(migrate(live.db(), &until)) {
                panic!("{dialect}, {what}: {at}: {error}");
            }
            let schema = tablewright::__schema("onward", &schemas[number]);
            let found = live.wait(verify(live.db(), schema)).expect("a comparison");
            assert_eq!(found, Verification::UpToDate, "{dialect}, {what}: {at}");
        }
        same(&theirs, &ours, at);
    }
    let kept = "SELECT count(*) FROM usages";
    assert!(
        theirs
            .has_rows(&format!("{kept} WHERE maker = 2 HAVING count(*) = 1"))
            .expect("rows")
    );
    for number in (1..versions.len()).rev() {
        let at = &versions[number].0;
        for (live, what) in [(&ours, "a new database"), (&theirs, "theirs")] {
            if let Err(error) = live.wait(rollback(live.db(), &all, 1)) {
                panic!("{dialect}, {what}: back from {at}: {error}");
            }
        }
        same(&theirs, &ours, at);
    }
}

/// Records the first migration, although the tables still differ from it.
fn adopt(live: &Live, all: &Migrations<'static>, first: &str, schema: &Schema) {
    let schema = tablewright::__schema("onward", schema);
    let builder = || BaselineBuilder::new(all, schema);
    let before = live.inspect().expect("what is there");
    match live.wait(builder().baseline(live.db(), first)) {
        Err(Error::Migration(error)) => match *error {
            MigrationError::Differs { steps, .. } => assert!(!steps.is_empty()),
            other => panic!("{other}"),
        },
        other => panic!("{other:?}"),
    }
    let preview = live
        .wait(builder().preview(live.db(), first))
        .expect("steps");
    assert!(matches!(preview, SyncReport::Applied(_)));
    assert_eq!(live.inspect().expect("what is there"), before);
    let aligned = builder().align(true).baseline(live.db(), first);
    let report = live.wait(aligned).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(report.migrations.len(), 1);
    assert!(matches!(
        live.wait(builder().align(true).baseline(live.db(), first)),
        Err(Error::Migration(error)) if matches!(*error, MigrationError::HasHistory { .. })
    ));
}

/// The models as they are pulled, and then one change after the other.
fn versions(dialect: Dialect, pulled: &str) -> Vec<(String, String)> {
    let mut yaml = pulled.replace("label: string(20)?\n", "label: { type: string(20)? }\n");
    let mut versions = vec![("as it was".to_owned(), yaml.clone())];
    for (what, change) in CHANGES {
        for (from, to) in *change {
            assert!(yaml.contains(from), "{dialect}: {what}: {from}\n{yaml}");
            yaml = yaml.replacen(from, to, 1);
        }
        versions.push(((*what).to_owned(), yaml.clone()));
    }
    versions
}

fn same(theirs: &Live, ours: &Live, at: &str) {
    let dialect = theirs.dialect();
    // A type that no object needs any more is not dropped.
    let tables = |live: &Live| Catalog {
        others: Vec::new(),
        ..live.inspect().expect("what is there")
    };
    let (theirs, ours) = (tables(theirs), tables(ours));
    for (from, to_) in [(&theirs, &ours), (&ours, &theirs)] {
        let rest = to(dialect, from, to_);
        assert!(rest.is_empty(), "{dialect}: {at}: {:#?}", rest.up().sql);
    }
}
