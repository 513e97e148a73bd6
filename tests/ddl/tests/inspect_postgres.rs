//! The library's inspection of other programs' PostgreSQL databases, and its behaviour without all
//! privileges.

use tablewright::catalog::{Action, Catalog, Counted, IndexKey, OtherKind, Table};
use tablewright_sql::Dialect;
use tablewright_sql::quote::{bytes, text};
use tablewright_test_ddl::Live;

/// A database after these statements, and its inspected catalog.
fn having(statements: &[&str]) -> (Live, Catalog) {
    let live = Live::new(Dialect::Postgres).expect("PostgreSQL is always there");
    live.run(statements)
        .unwrap_or_else(|error| panic!("{error}"));
    let catalog = live.inspect().unwrap_or_else(|error| panic!("{error}"));
    (live, catalog)
}

fn table<'c>(catalog: &'c Catalog, name: &str) -> &'c Table {
    let table = catalog.table(name);
    table.unwrap_or_else(|| panic!("there is no {name}: {catalog:#?}"))
}

#[test]
fn names_that_need_quotes_are_read() {
    let (live, catalog) = having(&[
        "CREATE TABLE \"a\"\"b c\" (\"select\" int PRIMARY KEY, \"Up\"\"\" text DEFAULT 'it''s', \
         \"gen\" int GENERATED ALWAYS AS (\"select\" + 1) STORED, \
         CONSTRAINT \"Uq \"\"1\" UNIQUE (\"Up\"\"\"), CONSTRAINT \"ck?\" CHECK (\"select\" > 0))",
        "CREATE TABLE \"table\" (\"order\" int REFERENCES \"a\"\"b c\" (\"select\") ON DELETE CASCADE \
         DEFERRABLE INITIALLY DEFERRED)",
        "CREATE INDEX \"On USING (x)\" ON \"a\"\"b c\" (\"Up\"\"\" DESC, lower(\"Up\"\"\"), (\"select\" + 1)) \
         INCLUDE (\"select\") WHERE (\"Up\"\"\" <> ')')",
        "COMMENT ON COLUMN \"a\"\"b c\".\"select\" IS 'of \"a\"'",
    ]);
    let strange = table(&catalog, "a\"b c");
    assert_eq!(strange.unsupported, [""; 0]);
    let columns: Vec<_> = strange
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    assert_eq!(columns, ["select", "Up\"", "gen"]);
    assert_eq!(strange.columns[0].comment.as_deref(), Some("of \"a\""));
    assert_eq!(strange.uniques[0].name, "Uq \"1");
    assert_eq!(strange.checks[0].expression.text(), "\"select\" > 0");
    let generated = strange.columns[2]
        .generated
        .as_ref()
        .expect("an expression");
    assert_eq!(generated.expression.text(), "\"select\" + 1");
    let index = &strange.indexes[0];
    assert_eq!(index.name, "On USING (x)");
    assert!(index.parts[0].descending && index.parts[0].nulls_first.is_none());
    assert_eq!(index.parts[0].key, IndexKey::Column("Up\"".to_owned()));
    assert_eq!(index.include, ["select"]);
    let key = &table(&catalog, "table").foreign_keys[0];
    assert_eq!(
        (key.target.as_str(), key.on_delete),
        ("a\"b c", Action::Cascade)
    );
    assert!(key.deferrable);

    // In a schema with such a name, the result is the same.
    live.run(&[
        "ALTER SCHEMA public RENAME TO \"Its \"\"own\"",
        "SET search_path TO \"Its \"\"own\"",
    ])
    .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(live.inspect(), Ok(catalog));
}

#[test]
fn a_schema_of_another_name_reads_alike() {
    let statements = [
        "CREATE TYPE mood AS ENUM ('sad', 'glad')",
        "CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2 * $1'",
        "CREATE TABLE a (id serial CONSTRAINT k PRIMARY KEY, now mood DEFAULT 'sad', \
         n int DEFAULT twice(4) CONSTRAINT c CHECK (twice(n) > 2))",
        "CREATE TABLE b (a_id int CONSTRAINT r REFERENCES a, n int)",
        "CREATE INDEX i ON b (twice(n)) WHERE twice(n) > 4",
    ];
    let (live, catalog) = having(&statements);
    let a = table(&catalog, "a");
    let default = |column: usize| {
        a.columns[column]
            .default
            .as_ref()
            .map(|it| it.text().to_owned())
    };
    assert_eq!(default(0).as_deref(), Some("nextval('a_id_seq'::regclass)"));
    assert_eq!(default(1).as_deref(), Some("'sad'::mood"));
    assert_eq!(default(2).as_deref(), Some("twice(4)"));
    // The sequence belongs to its column.
    let kinds: Vec<_> = catalog.others.iter().map(|other| other.kind).collect();
    assert_eq!(kinds, [OtherKind::Type, OtherKind::Routine]);

    // In a shadow schema, with the type and the function where they were.
    let statements = statements.map(|sql| {
        sql.replace(
            "id serial",
            "id integer NOT NULL DEFAULT nextval('a_id_seq')",
        )
    });
    let wanted = live
        .worded_of(&statements, &Catalog::default())
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(wanted.tables, catalog.tables);
}

/// PostgreSQL prints a list of texts differently after it has parsed its own output.
#[test]
fn a_table_whose_column_has_changed_its_type_is_as_wanted() {
    let statements = [
        "CREATE TABLE t (kind varchar(9) CONSTRAINT a CHECK (kind IN ('x', 'y')), n int CONSTRAINT b CHECK (n > 1))",
        "CREATE INDEX i ON t (n) WHERE kind IN ('x', 'y')",
    ];
    let (live, fresh) = having(&statements);
    live.run(&[
        "ALTER TABLE t ALTER COLUMN kind TYPE varchar(8)",
        "ALTER TABLE t ALTER COLUMN kind TYPE varchar(9)",
    ])
    .unwrap_or_else(|error| panic!("{error}"));
    let altered = live.inspect().unwrap_or_else(|error| panic!("{error}"));
    assert_ne!(fresh, altered);
    for there in [&fresh, &altered] {
        assert_eq!(live.worded_of(&statements, there).as_ref(), Ok(there));
    }
    // A different condition is still a difference.
    live.run(&["ALTER TABLE t DROP CONSTRAINT b, ADD CONSTRAINT b CHECK (n > 2)"])
        .unwrap_or_else(|error| panic!("{error}"));
    let other = live.inspect().unwrap_or_else(|error| panic!("{error}"));
    let wanted = live.worded_of(&statements, &other);
    let wanted = wanted.unwrap_or_else(|error| panic!("{error}"));
    let expression =
        |catalog: &Catalog, check: usize| table(catalog, "t").checks[check].expression.clone();
    assert_eq!(expression(&wanted, 0), expression(&other, 0));
    assert_ne!(expression(&wanted, 1), expression(&other, 1));
}

#[test]
fn what_is_no_table_is_reported() {
    let (_, catalog) = having(&[
        "CREATE TABLE t (id int PRIMARY KEY)",
        "CREATE VIEW \"A view\" AS SELECT id FROM t",
        "CREATE MATERIALIZED VIEW kept AS SELECT id FROM t",
        "CREATE SEQUENCE numbers INCREMENT BY 5 CYCLE",
        "CREATE TYPE mood AS ENUM ('it''s', 'glad')",
        "CREATE DOMAIN age AS int NOT NULL CHECK (VALUE > 0)",
        "CREATE TYPE pair AS (one int, two text)",
        "CREATE TYPE span AS RANGE (SUBTYPE = float8)",
        "CREATE FUNCTION changed() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE PROCEDURE work(a int) LANGUAGE sql AS 'SELECT 1'",
        "CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int)",
        "CREATE TRIGGER \"On change\" BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION changed()",
        "CREATE FOREIGN DATA WRAPPER nowhere",
        "CREATE SERVER far FOREIGN DATA WRAPPER nowhere",
        "CREATE FOREIGN TABLE away (a int, \"B\" text) SERVER far",
    ]);
    let found: Vec<_> = catalog
        .others
        .iter()
        .map(|other| (other.kind, other.name.as_str(), other.table.as_deref()))
        .collect();
    assert_eq!(
        found,
        [
            (OtherKind::View, "A view", None),
            (OtherKind::MaterializedView, "kept", None),
            (OtherKind::Trigger, "On change", Some("t")),
            (OtherKind::Sequence, "numbers", None),
            (OtherKind::Type, "age", None),
            (OtherKind::Type, "mood", None),
            (OtherKind::Type, "pair", None),
            (OtherKind::Type, "span", None),
            (OtherKind::Routine, "changed", None),
            (OtherKind::Routine, "total", None),
            (OtherKind::Routine, "work", None),
            (OtherKind::Virtual, "away", None),
        ]
    );
    let sql = |name: &str| {
        let other = catalog.others.iter().find(|other| other.name == name);
        other.map(|other| other.sql.as_str()).unwrap_or_default()
    };
    assert_eq!(sql("mood"), "CREATE TYPE mood AS ENUM ('it''s', 'glad')");
    assert_eq!(
        sql("age"),
        "CREATE DOMAIN age AS integer NOT NULL CONSTRAINT age_check CHECK ((VALUE > 0))"
    );
    assert_eq!(
        sql("away"),
        "CREATE FOREIGN TABLE away (a integer, \"B\" text) SERVER far"
    );
    assert!(sql("A view").starts_with("CREATE VIEW \"A view\" AS"));
    assert!(!sql("A view").ends_with(';'));
    assert!(sql("On change").contains("EXECUTE FUNCTION"));
    assert_eq!(table(&catalog, "t").unsupported, [""; 0]);
}

#[test]
fn what_a_table_has_and_a_catalog_has_not_is_noted() {
    let (_, catalog) = having(&[
        "CREATE TABLE t (id int PRIMARY KEY, a int, b text, r int4range)",
        "CREATE TABLE of_kinds (id int, at date) PARTITION BY RANGE (at)",
        "CREATE TABLE \"of May\" PARTITION OF of_kinds FOR VALUES FROM ('2024-05-01') TO ('2024-06-01')",
        "CREATE TABLE child (more int) INHERITS (t)",
        "CREATE UNLOGGED TABLE quick (id int)",
        "CREATE TYPE shape AS (a int)",
        "CREATE TABLE shaped OF shape",
        "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY mine ON t USING (a = 1)",
        "CREATE RULE quiet AS ON DELETE TO t DO INSTEAD NOTHING",
        "CREATE STATISTICS related ON a, b FROM t",
        "ALTER TABLE t ADD CONSTRAINT apart EXCLUDE USING gist (r WITH &&)",
        "ALTER TABLE t ADD CONSTRAINT later CHECK (a > 0) NOT VALID",
        "ALTER TABLE t ADD CONSTRAINT alone CHECK (a > 1) NO INHERIT",
        "ALTER TABLE t ADD CONSTRAINT along UNIQUE (a) INCLUDE (b)",
        "ALTER TABLE t ADD CONSTRAINT waits UNIQUE (b) DEFERRABLE",
        "CREATE UNIQUE INDEX one_null ON t (a) NULLS NOT DISTINCT",
        "CREATE INDEX filled ON t (b) WITH (fillfactor = 60)",
        "CREATE TABLE counts (id int GENERATED ALWAYS AS IDENTITY (START WITH 7 INCREMENT BY 2) PRIMARY KEY)",
        "CREATE TABLE refers (a int, b int, CONSTRAINT full_match FOREIGN KEY (a) REFERENCES t (id) MATCH FULL, \
         CONSTRAINT at_once FOREIGN KEY (b) REFERENCES t (id) DEFERRABLE)",
        "CREATE SCHEMA elsewhere",
        "CREATE TABLE elsewhere.target (id int PRIMARY KEY)",
        "CREATE TABLE abroad (a int CONSTRAINT leaves REFERENCES elsewhere.target)",
    ]);
    let noted = |name: &str| table(&catalog, name).unsupported.join("\n");
    for (name, part) in [
        ("t", "row security: ENABLE ROW LEVEL SECURITY"),
        ("t", "row security: CREATE POLICY mine USING ((a = 1))"),
        ("t", "a rule: CREATE RULE quiet"),
        ("t", "statistics: CREATE STATISTICS"),
        ("t", "CONSTRAINT \"apart\" EXCLUDE USING gist (r WITH &&)"),
        ("t", "CONSTRAINT \"later\" CHECK ((a > 0)) NOT VALID"),
        ("t", "CONSTRAINT \"alone\" CHECK ((a > 1)) NO INHERIT"),
        ("t", "CONSTRAINT \"along\" UNIQUE (a) INCLUDE (b)"),
        ("t", "CONSTRAINT \"waits\" UNIQUE (b) DEFERRABLE"),
        ("t", "INDEX \"one_null\" USING btree (a) NULLS NOT DISTINCT"),
        ("of_kinds", "PARTITION BY RANGE (at)"),
        (
            "of May",
            "PARTITION OF of_kinds FOR VALUES FROM ('2024-05-01') TO ('2024-06-01')",
        ),
        ("child", "INHERITS (t)"),
        ("quick", "UNLOGGED"),
        ("shaped", "OF shape"),
        ("counts", "how id counts: INCREMENT BY 2 MINVALUE 1"),
        ("refers", "MATCH FULL"),
        ("refers", "DEFERRABLE"),
        ("abroad", "REFERENCES elsewhere.target(id)"),
    ] {
        assert!(
            noted(name).contains(part),
            "{name}: {part}: {}",
            noted(name)
        );
    }
    // And supported parts are also there.
    let t = table(&catalog, "t");
    let mut indexes = t.indexes.iter();
    let filled = indexes.find(|index| index.name == "filled");
    assert_eq!(filled.expect("it was created").options, ["fillfactor=60"]);
    assert!(!noted("t").contains("filled"), "{}", noted("t"));
    let uniques: Vec<_> = t
        .uniques
        .iter()
        .map(|key| (key.name.as_str(), key.columns.join(",")))
        .collect();
    assert_eq!(
        uniques,
        [("along", "a".to_owned()), ("waits", "b".to_owned())]
    );
    assert_eq!(t.checks.len(), 2);
    assert!(
        t.indexes
            .iter()
            .any(|index| index.name == "one_null" && index.unique)
    );
    assert_eq!(
        table(&catalog, "counts").columns[0].counted,
        Some(Counted::Always)
    );
}

#[test]
fn parts_of_indexes_keep_what_is_said_of_them() {
    let (_, catalog) = having(&[
        "CREATE TABLE t (a text COLLATE \"C\", b text, c int, d jsonb)",
        "CREATE INDEX i1 ON t (a COLLATE \"POSIX\" text_pattern_ops DESC NULLS LAST, b COLLATE \"C\")",
        "CREATE INDEX i2 ON t USING gin (d jsonb_path_ops)",
        "CREATE INDEX i3 ON t (lower(a), lower(b) COLLATE \"C\", (c + 1) NULLS FIRST)",
        "CREATE INDEX i4 ON t USING brin (c int4_minmax_multi_ops (values_per_range = 16))",
    ]);
    let t = table(&catalog, "t");
    assert_eq!(t.unsupported, [""; 0]);
    let parts = |index: usize| {
        let parts = t.indexes[index].parts.iter();
        let texts = parts.map(|part| {
            let key = match &part.key {
                IndexKey::Column(name) => name.clone(),
                IndexKey::Expression(expression) => format!("({expression})"),
            };
            let more = part
                .more
                .as_ref()
                .map(|more| more.text())
                .unwrap_or_default();
            format!("{key} {more} {} {:?}", part.descending, part.nulls_first)
        });
        texts.collect::<Vec<_>>()
    };
    assert_eq!(
        parts(0),
        [
            "a COLLATE \"POSIX\" text_pattern_ops true Some(false)",
            "b COLLATE \"C\" false None"
        ]
    );
    assert_eq!(parts(1), ["d jsonb_path_ops false None"]);
    assert_eq!(t.indexes[1].method.as_deref(), Some("gin"));
    assert_eq!(
        parts(2),
        [
            "(lower(a))  false None",
            "(lower(b)) COLLATE \"C\" false None",
            "(c + 1)  false Some(true)"
        ]
    );
    assert_eq!(
        parts(3),
        ["c int4_minmax_multi_ops (values_per_range='16') false None"]
    );
}

#[test]
fn an_extension_is_named_and_what_belongs_to_it_is_left_out() {
    let live = Live::new(Dialect::Postgres).expect("PostgreSQL is always there");
    if live.run(&["CREATE EXTENSION pg_trgm"]).is_err() {
        // Not every machine has any.
        return;
    }
    let others = live.inspect().map(|catalog| {
        assert!(catalog.tables.is_empty(), "{catalog:?}");
        let others = catalog.others.into_iter();
        others
            .map(|other| (other.kind, other.name))
            .collect::<Vec<_>>()
    });
    assert_eq!(
        others,
        Ok(vec![(OtherKind::Extension, "pg_trgm".to_owned())])
    );
}

#[test]
fn the_librarys_own_table_is_left_out() {
    let live = Live::new(Dialect::Postgres).expect("PostgreSQL is always there");
    let own = "CREATE TABLE tablewright_migrations (id int)";
    live.run(&[own, "CREATE TABLE tablewright_migrationsx (id int)"])
        .unwrap_or_else(|error| panic!("{error}"));
    let catalog = live.inspect().unwrap_or_else(|error| panic!("{error}"));
    let names: Vec<_> = catalog
        .tables
        .iter()
        .map(|table| table.name.as_str())
        .collect();
    assert_eq!(names, ["tablewright_migrationsx"]);
}

#[test]
fn nothing_is_left_of_a_shadow_schema_that_failed() {
    let (live, before) = having(&["CREATE TABLE kept (id int)"]);
    let error = live
        .worded_of(
            &[
                "CREATE TABLE a (id int DEFAULT 1)",
                "CREATE TABLE b (id no_such_type DEFAULT 1)",
            ],
            &before,
        )
        .expect_err("there is no such type");
    assert!(error.contains("no_such_type"), "{error}");
    assert!(
        error.starts_with("the tables of the models cannot be created"),
        "{error}"
    );
    assert_eq!(live.inspect(), Ok(before));
    let schemas = live.wait(async {
        tablewright::sql::<String>(
            "SELECT nspname::text FROM pg_namespace WHERE nspname LIKE 'tablewright%'",
        )
        .all(live.db())
        .await
    });
    assert_eq!(schemas.ok(), Some(Vec::new()));
}

#[test]
fn a_user_who_may_not_create_a_schema_is_told_what_to_grant() {
    let live = Live::new(Dialect::Postgres).expect("PostgreSQL is always there");
    let role = format!("tablewright \"limited\" {}", std::process::id());
    let quoted = format!("\"{}\"", role.replace('"', "\"\""));
    live.run(&[
        format!("CREATE ROLE {quoted}"),
        format!("SET ROLE {quoted}"),
    ])
    .unwrap_or_else(|error| panic!("{error}"));
    let wording = |table| live.worded_of(&[table], &Catalog::default());
    let refused = wording("CREATE TABLE a (id int DEFAULT 1)");
    let plain = wording("CREATE TABLE a (id int)");
    let empty = live.inspect();
    live.run(&["RESET ROLE".to_owned(), format!("DROP ROLE {quoted}")])
        .unwrap_or_else(|error| panic!("{error}"));
    // Without an expression, no query is needed.
    assert_eq!(plain.map(|plain| plain.tables.len()), Ok(1));
    let error = refused.expect_err("it may not");
    assert!(error.contains("GRANT CREATE ON DATABASE"), "{error}");
    assert!(error.contains(&format!("TO {quoted}")), "{error}");
    assert_eq!(empty, Ok(Catalog::default()));
}

#[test]
fn a_search_path_without_a_schema_is_an_error() {
    let live = Live::new(Dialect::Postgres).expect("PostgreSQL is always there");
    live.run(&["SET search_path TO nowhere"])
        .unwrap_or_else(|error| panic!("{error}"));
    let error = live.inspect().expect_err("there is no schema");
    assert!(error.contains("search_path"), "{error}");
}

/// A literal has the same value, however the session interprets backslashes.
#[test]
fn literals_do_not_depend_on_settings() {
    let sql = format!(
        "CREATE TABLE t (a text DEFAULT {} CONSTRAINT c CHECK (a <> {}), b bytea DEFAULT {})",
        text(Dialect::Postgres, r"it's \ \x41 \\"),
        text(Dialect::Postgres, r"\"),
        bytes(Dialect::Postgres, &[0x41, 0x42, 0, 0xFF]),
    );
    let found = ["on", "off"].map(|setting| {
        let setting = format!("SET standard_conforming_strings = {setting}");
        let (live, _) = having(&["SET escape_string_warning = off", &setting, &sql]);
        let wanted = live
            .worded_of(&[sql.as_str()], &Catalog::default())
            .unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(live.inspect(), Ok(wanted));
        live.run(&["SET standard_conforming_strings = on"])
            .unwrap_or_else(|error| panic!("{error}"));
        live.inspect().unwrap_or_else(|error| panic!("{error}"))
    });
    assert_eq!(found[0], found[1]);
    let columns = &table(&found[0], "t").columns;
    let defaults: Vec<_> = columns
        .iter()
        .filter_map(|column| column.default.as_ref())
        .map(|default| default.text())
        .collect();
    assert_eq!(
        defaults,
        [r"'it''s \ \x41 \\'::text", r"'\x414200ff'::bytea"]
    );
}
