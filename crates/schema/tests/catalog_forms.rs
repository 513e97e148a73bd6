//! The parser for other programs' SQL: the forms that SQLite accepts, and those that servers show.

use tablewright_schema::catalog::{
    Catalog, Column, Counted, IndexKey, OtherKind, Table, read, write,
};
use tablewright_schema::{Action, ddl};
use tablewright_sql::Dialect;

#[test]
fn inline_and_among_the_columns_is_the_same() {
    let inline = "CREATE TABLE t (
        id INTEGER NOT NULL CONSTRAINT pk PRIMARY KEY,
        a TEXT COLLATE NOCASE CONSTRAINT uq UNIQUE DEFAULT 'x' NOT NULL,
        b INT CONSTRAINT ck CHECK (b > 0) CONSTRAINT fk REFERENCES t (id) ON DELETE SET NULL
            DEFERRABLE INITIALLY DEFERRED)";
    let apart = "CREATE TABLE [t] (
        \"id\" integer not null, `a` text default 'x' not null collate nocase, 'b' int,
        CONSTRAINT pk PRIMARY KEY (ID) -- no comma is needed here
        CONSTRAINT uq UNIQUE (A), CONSTRAINT ck CHECK ((b > 0)),
        CONSTRAINT fk FOREIGN KEY (b) REFERENCES t ON DELETE SET NULL ON UPDATE NO ACTION
            DEFERRABLE INITIALLY DEFERRED
    )";
    let apart = table(Dialect::Sqlite, apart);
    assert_eq!(table(Dialect::Sqlite, inline), apart);
    assert_eq!(apart.columns[0].counted, Some(Counted::Rowid));
    assert_eq!(apart.foreign_keys[0].target_columns, ["id"]);
    assert!(apart.foreign_keys[0].deferrable);
}

#[test]
fn sqlite_takes_many_types() {
    let sql = "CREATE TABLE t (a, b UNSIGNED BIG INT, c VARYING CHARACTER (255) NULL, \"d\" 'double' \
        precision, e DECIMAL(10, -5), f PRIMARY KEY, g GENERATED ALWAYS AS (a + 1), \
        h AS (b) STORED NOT NULL, key TEXT, i NATIVE CHARACTER(70) DEFAULT (lower('a') || ')'), \
        j INT DEFAULT -1 NOT NULL, k DEFAULT CURRENT_TIMESTAMP, l DEFAULT NULL, m REAL DEFAULT +1.5e3)";
    let table = table(Dialect::Sqlite, sql);
    let types: Vec<&str> = table
        .columns
        .iter()
        .map(|column| column.ty.text())
        .collect();
    let expected = [
        "",
        "unsigned big int",
        "varying character(255)",
        "'double' precision",
        "decimal(10,-5)",
        "",
        "",
        "",
        "text",
        "native character(70)",
        "int",
        "",
        "",
        "real",
    ];
    assert_eq!(types, expected);
    let defaults: Vec<&str> = table.columns.iter().filter_map(default).collect();
    assert_eq!(
        defaults,
        ["(lower('a') || ')')", "-1", "CURRENT_TIMESTAMP", "+1.5e3"]
    );
    let stored = |column: &Column| column.generated.as_ref().map(|it| it.stored);
    let stored: Vec<bool> = table.columns.iter().filter_map(stored).collect();
    assert_eq!(stored, [false, true]);
    assert!(
        table.columns[5].nullable,
        "SQLite keeps NULL out of no such key"
    );
    assert_eq!(table.unsupported, [""; 0]);
}

#[test]
fn options_of_sqlite_change_the_key() {
    let of = |options: &str| {
        let sql = format!("CREATE TABLE t (id INTEGER PRIMARY KEY, a) {options}");
        let table = table(Dialect::Sqlite, &sql);
        (table.columns[0].counted, table.columns[0].nullable)
    };
    assert_eq!(of(""), (Some(Counted::Rowid), false));
    assert_eq!(of("STRICT"), (Some(Counted::Rowid), false));
    assert_eq!(of("WITHOUT ROWID, STRICT"), (None, false));
    let sql = "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a)";
    let counted = table(Dialect::Sqlite, sql).columns[0].counted;
    assert_eq!(counted, Some(Counted::ByDefault));
    let sql = "CREATE TABLE t (id INT, a, PRIMARY KEY (id))";
    assert_eq!(table(Dialect::Sqlite, sql).columns[0].counted, None);
}

#[test]
fn what_is_unsupported_is_kept() {
    let cases = [
        (
            Dialect::Sqlite,
            "CREATE TABLE t (a INT UNIQUE ON CONFLICT REPLACE)",
        ),
        (
            Dialect::Sqlite,
            "CREATE TABLE t (a INT, PRIMARY KEY (a COLLATE nocase))",
        ),
        (Dialect::Sqlite, "CREATE TABLE t AS SELECT 1"),
        (
            Dialect::Postgres,
            "CREATE TABLE t (a int, EXCLUDE USING gist (a WITH =))",
        ),
        (Dialect::Postgres, "CREATE TABLE t (a int STORAGE plain)"),
        (
            Dialect::Postgres,
            "CREATE TABLE t (a int, UNIQUE (a) DEFERRABLE)",
        ),
        (
            Dialect::Postgres,
            "CREATE TABLE t (a int, UNIQUE NULLS NOT DISTINCT (a))",
        ),
        (
            Dialect::Postgres,
            "CREATE TABLE t (a int REFERENCES t MATCH FULL)",
        ),
        (
            Dialect::Postgres,
            "CREATE TABLE t (a int); CREATE INDEX i ON t (a) TABLESPACE fast",
        ),
        (Dialect::Postgres, "CREATE TABLE other.t (a int)"),
        (
            Dialect::Postgres,
            "CREATE TABLE t (a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY",
        ),
        (
            Dialect::Mysql,
            "CREATE TABLE t (a int /*!80023 INVISIBLE */)",
        ),
        (
            Dialect::Mysql,
            "CREATE TABLE t (a int, CHECK (a > 0) /*!80016 NOT ENFORCED */)",
        ),
        (
            Dialect::Mysql,
            "CREATE TABLE t (a int, KEY i (a) COMMENT 'x' /*!80000 INVISIBLE */)",
        ),
        (
            Dialect::Mysql,
            "CREATE TABLE t (a text, PRIMARY KEY (a(10)))",
        ),
        (
            Dialect::Mariadb,
            "CREATE TABLE t (a text /*M!100301 COMPRESSED*/ DEFAULT NULL)",
        ),
        (
            Dialect::Mariadb,
            "CREATE TABLE t (a int, PERIOD FOR SYSTEM_TIME (a, b))",
        ),
    ];
    for (dialect, sql) in cases {
        let table = table(dialect, sql);
        assert_eq!(table.unsupported.len(), 1, "{sql}: {:?}", table.unsupported);
    }
}

#[test]
fn indexes_have_parts() {
    let sql = "CREATE TABLE t (a text, b int);
        CREATE UNIQUE INDEX IF NOT EXISTS main.i ON t (a COLLATE nocase DESC, lower(a), (b + 1) ASC) WHERE b > 0;";
    let sqlite = table(Dialect::Sqlite, sql);
    let index = &sqlite.indexes[0];
    assert!(index.unique && index.parts[0].descending && !index.parts[2].descending);
    assert_eq!(index.parts[0].key, IndexKey::Column("a".to_owned()));
    assert_eq!(
        index.parts[0].more.as_ref().map(|it| it.text()),
        Some("COLLATE nocase")
    );
    assert_eq!(expression(&index.parts[1].key), "lower(a)");
    assert_eq!(expression(&index.parts[2].key), "b + 1");
    assert_eq!(index.predicate.as_ref().map(|it| it.text()), Some("b > 0"));

    let sql = "CREATE TABLE t (a text, b int);
        CREATE INDEX CONCURRENTLY i ON ONLY public.t USING gin (a gin_trgm_ops, lower(a) COLLATE \"C\" text_pattern_ops \
        DESC NULLS LAST, (a || 'x') NULLS FIRST, b DESC NULLS FIRST) INCLUDE (b) WITH (fastupdate, gin_pending_list_limit = 70, autosummarize='off') WHERE (b > 0);";
    let postgres = table(Dialect::Postgres, sql);
    let index = &postgres.indexes[0];
    assert_eq!(index.method.as_deref(), Some("gin"));
    assert_eq!(index.include, ["b"]);
    let options = [
        "autosummarize=off",
        "fastupdate=true",
        "gin_pending_list_limit=70",
    ];
    assert_eq!(index.options, options);
    let more: Vec<_> = index
        .parts
        .iter()
        .map(|it| it.more.as_ref().map(|it| it.text()))
        .collect();
    let of_call = "COLLATE \"C\" text_pattern_ops";
    assert_eq!(more, [Some("gin_trgm_ops"), Some(of_call), None, None]);
    assert_eq!(expression(&index.parts[1].key), "lower(a)");
    let nulls: Vec<_> = index.parts.iter().map(|it| it.nulls_first).collect();
    assert_eq!(nulls, [None, Some(false), Some(true), None]);
    assert_eq!(postgres.unsupported, [""; 0]);
    for (dialect, table) in [(Dialect::Sqlite, sqlite), (Dialect::Postgres, postgres)] {
        is_written_again(dialect, &table);
    }
}

#[test]
fn a_dump_of_postgres_is_read() {
    let sql = "SET statement_timeout = 0;
        SELECT pg_catalog.set_config('search_path', '', false);
        CREATE TABLE public.people (id integer NOT NULL, name character varying(50) DEFAULT 'x'::character varying NOT NULL,
            at timestamp(3) with time zone DEFAULT now(), tags text[] DEFAULT ARRAY['a'::text, 'b'::text], key double precision
            GENERATED ALWAYS AS ((1)::double precision) STORED, CONSTRAINT ck CHECK (((id > 0) AND (name <> ''::text))));
        ALTER TABLE public.people OWNER TO somebody;
        CREATE SEQUENCE public.people_id_seq AS integer START WITH 1;
        ALTER TABLE ONLY public.people ALTER COLUMN id SET DEFAULT nextval('public.people_id_seq'::regclass);
        ALTER TABLE ONLY public.people ADD CONSTRAINT people_pkey PRIMARY KEY (id);
        CREATE INDEX i ON public.people USING btree (name);
        ALTER TABLE ONLY public.people ADD CONSTRAINT fk FOREIGN KEY (id) REFERENCES public.people(id) ON DELETE CASCADE;
        COMMENT ON TABLE public.people IS E'it''s \\\\ them'; COMMENT ON COLUMN public.people.name IS 'who';
        CREATE MATERIALIZED VIEW public.v AS SELECT 1; CREATE OR REPLACE FUNCTION public.f() RETURNS int LANGUAGE sql AS $$SELECT 1;$$;
        CREATE TYPE mood AS ENUM ('a'); CREATE TRIGGER g BEFORE INSERT ON public.people EXECUTE FUNCTION f();";
    let catalog = read(Dialect::Postgres, sql);
    let table = &catalog.tables[0];
    assert_eq!(table.unsupported, [""; 0]);
    let types: Vec<&str> = table
        .columns
        .iter()
        .map(|column| column.ty.text())
        .collect();
    assert_eq!(
        types,
        [
            "integer",
            "varchar(50)",
            "timestamptz(3)",
            "text[]",
            "double precision"
        ]
    );
    let defaults: Vec<&str> = table.columns.iter().filter_map(default).collect();
    assert_eq!(
        defaults,
        [
            "nextval('public.people_id_seq'::regclass)",
            "'x'::character varying",
            "now()",
            "ARRAY['a'::text, 'b'::text]"
        ]
    );
    assert_eq!(
        table.checks[0].expression.text(),
        "(id > 0) AND (name <> ''::text)"
    );
    assert_eq!(table.comment.as_deref(), Some("it's \\ them"));
    assert_eq!(table.columns[1].comment.as_deref(), Some("who"));
    assert_eq!(table.foreign_keys[0].on_delete, Action::Cascade);
    assert_eq!(table.indexes[0].method, None);
    let others: Vec<(OtherKind, &str)> = catalog
        .others
        .iter()
        .map(|other| (other.kind, other.name.as_str()))
        .collect();
    assert_eq!(
        others,
        [
            (OtherKind::Sequence, "people_id_seq"),
            (OtherKind::MaterializedView, "v"),
            (OtherKind::Routine, "f"),
            (OtherKind::Type, "mood"),
            (OtherKind::Trigger, "g"),
        ]
    );
    assert_eq!(catalog.others[4].table.as_deref(), Some("people"));
    is_written_again(Dialect::Postgres, table);
}

const SHOWN: &str = "CREATE TABLE `odd` (
  `id` bigint NOT NULL AUTO_INCREMENT COMMENT 'the key',
  `flag` tinyint(1) NOT NULL DEFAULT '1',
  `n` int(5) unsigned zerofill DEFAULT NULL,
  `name` varchar(50) CHARACTER SET latin1 NOT NULL DEFAULT 'it''s',
  `code` char(3) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `body` mediumtext,
  `kind` enum('a','b''c') DEFAULT 'a',
  `at` timestamp NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  `bits` bit(3) DEFAULT b'101',
  `uid` varchar(40) DEFAULT (uuid()),
  `total` int GENERATED ALWAYS AS ((`n` * 2)) STORED,
  `v` int GENERATED ALWAYS AS ((`n` + 1)) VIRTUAL COMMENT 'v',
  PRIMARY KEY (`id`),
  UNIQUE KEY `uq_name` (`name`),
  UNIQUE KEY `uq_few` (`name`(3)),
  KEY `ix_body` (`body`(10),`n` DESC),
  KEY `ix_hash` (`n`) USING HASH,
  KEY `fk_parent` (`n`),
  KEY `ix_expr` ((lower(`name`)),((`n` + 1)) DESC),
  FULLTEXT KEY `ft` (`body`),
  CONSTRAINT `fk_parent` FOREIGN KEY (`n`) REFERENCES `odd` (`id`) ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT `ck_odd` CHECK (((`n` > 1) and (`name` <> _latin1'x')))
) ENGINE=InnoDB AUTO_INCREMENT=17 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin ROW_FORMAT=DYNAMIC COMMENT='odd; (table)'
/*!50100 PARTITION BY RANGE (year(`at`))
(PARTITION p0 VALUES LESS THAN (2000) ENGINE = InnoDB) */";

#[test]
fn what_mysql_shows_is_read() {
    let table = table(Dialect::Mysql, SHOWN);
    assert_eq!(table.unsupported, [""; 0]);
    let collations: Vec<&str> = table
        .columns
        .iter()
        .filter_map(|column| column.collation.as_deref())
        .collect();
    let usual = "utf8mb4_0900_bin";
    assert_eq!(
        collations,
        ["latin1_swedish_ci", "ascii_bin", usual, usual, usual]
    );
    let defaults: Vec<&str> = table.columns.iter().filter_map(default).collect();
    let now = "CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP";
    assert_eq!(
        defaults,
        ["'1'", "'it''s'", "'a'", now, "b'101'", "(uuid())"]
    );
    assert_eq!(table.columns[1].ty.text(), "boolean");
    assert_eq!(table.columns[0].comment.as_deref(), Some("the key"));
    assert_eq!(table.comment.as_deref(), Some("odd; (table)"));
    assert_eq!(
        table.options.as_ref().map(|options| options.text()),
        Some(
            "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin ROW_FORMAT=DYNAMIC \
             PARTITION BY RANGE (year(`at`))\n(PARTITION p0 VALUES LESS THAN (2000) ENGINE = InnoDB)"
        )
    );
    assert_eq!(table.uniques.len(), 1);
    let names: Vec<&str> = table
        .indexes
        .iter()
        .map(|index| index.name.as_str())
        .collect();
    assert_eq!(
        names,
        ["uq_few", "ix_body", "ix_hash", "fk_parent", "ix_expr", "ft"]
    );
    assert_eq!(table.indexes[1].parts[0].prefix, Some(10));
    assert!(table.indexes[1].parts[1].descending);
    assert_eq!(expression(&table.indexes[4].parts[1].key), "`n` + 1");
    assert_eq!(
        table.checks[0].expression.text(),
        "(`n` > 1) and (`name` <> _latin1'x')"
    );
    is_written_again(Dialect::Mysql, &table);
}

#[test]
fn json_is_json_on_mariadb() {
    let shown = "CREATE TABLE `t` (`j` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`j`)),
        `k` longtext CHECK (json_valid(`k`)), `l` int(11) DEFAULT NULL CHECK (l > 0)) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";
    let declared = "CREATE TABLE t (j JSON, k JSON, l INT CHECK (l > 0)) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";
    let shown = table(Dialect::Mariadb, shown);
    assert_eq!(shown, table(Dialect::Mariadb, declared));
    is_written_again(Dialect::Mariadb, &shown);
}

#[test]
fn a_statement_that_makes_nothing_is_skipped() {
    let sql = "PRAGMA foreign_keys = ON; SAVEPOINT a; SET x = 1; RELEASE a; INSERT INTO t VALUES ('CREATE TABLE u (a)');
        DROP TABLE IF EXISTS t; CREATE TEMPORARY TABLE t (a INT); DROP TABLE t, u; CREATE DATABASE d; EXPLAIN SELECT 1";
    for dialect in Dialect::ALL {
        assert_eq!(read(dialect, sql), Catalog::default());
    }
}

fn table(dialect: Dialect, sql: &str) -> Table {
    let mut catalog = read(dialect, sql);
    assert_eq!(catalog.tables.len(), 1, "{sql}");
    catalog.tables.remove(0)
}

fn is_written_again(dialect: Dialect, table: &Table) {
    let sql = ddl::script(&write::create_table(dialect, table)).text;
    assert_eq!(&self::table(dialect, &sql), table, "{sql}");
}

fn default(column: &Column) -> Option<&str> {
    column.default.as_ref().map(|default| default.text())
}

fn expression(key: &IndexKey) -> &str {
    match key {
        IndexKey::Column(name) => panic!("{name} is no expression"),
        IndexKey::Expression(expression) => expression.text(),
    }
}
