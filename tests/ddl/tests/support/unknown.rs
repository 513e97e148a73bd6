//! Objects and attributes that no model has, one by one: `verify` and `sync` of other tables work
//! beside each of them. A change of their own table keeps them, or is refused and changes nothing.

use tablewright::{Error, SyncReport};
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, dump};

use super::unmanaged::schema;

const MODELS: &str = "Item: { fields: { id: id, a: string(20), b: { type: integer, check: '{} > 0' }, part: Part? }, \
                      indexes: [[a]], unique: [[b]] }\n  Part: { fields: { id: id } }";

/// Its name, the statements that create it, and a query that returns a row while it exists.
type Unknown = (&'static str, &'static [&'static str], &'static str);

const POSTGRES: &[Unknown] = &[
    (
        "a comment on an index",
        &["COMMENT ON INDEX ix_items_a IS 'for the report'"],
        "SELECT 1 FROM pg_description WHERE description = 'for the report'",
    ),
    (
        "a comment on a key",
        &["COMMENT ON CONSTRAINT uq_items_b ON items IS 'for the report'"],
        "SELECT 1 FROM pg_description WHERE description = 'for the report'",
    ),
    (
        "a comment on a check",
        &["COMMENT ON CONSTRAINT ck_items_b ON items IS 'for the report'"],
        "SELECT 1 FROM pg_description WHERE description = 'for the report'",
    ),
    (
        "an exclusion constraint with a condition",
        &["ALTER TABLE items ADD CONSTRAINT dba EXCLUDE USING gist \
             (int4range(b, b + 1) WITH &&) WHERE (a <> '') DEFERRABLE INITIALLY DEFERRED"],
        "SELECT 1 FROM pg_constraint WHERE conname = 'dba' AND contype = 'x' AND condeferred",
    ),
    (
        "row security with a policy",
        &[
            "ALTER TABLE items ENABLE ROW LEVEL SECURITY",
            "ALTER TABLE items FORCE ROW LEVEL SECURITY",
            "CREATE POLICY dba ON items USING (a <> 'secret') WITH CHECK (b > 1)",
        ],
        "SELECT 1 FROM pg_policy JOIN pg_class c ON c.oid = polrelid \
         WHERE polname = 'dba' AND c.relrowsecurity AND c.relforcerowsecurity",
    ),
    (
        "a right on a column",
        &["GRANT SELECT (a), UPDATE (b) ON items TO PUBLIC"],
        "SELECT 1 FROM pg_attribute WHERE attrelid = 'items'::regclass AND attname = 'a' AND attacl IS NOT NULL",
    ),
    (
        "a replica identity",
        &["ALTER TABLE items REPLICA IDENTITY FULL"],
        "SELECT 1 FROM pg_class WHERE oid = 'items'::regclass AND relreplident = 'f'",
    ),
    (
        "statistics of a column",
        &[
            "ALTER TABLE items ALTER a SET STATISTICS 500",
            "ALTER TABLE items ALTER a SET (n_distinct = 5)",
        ],
        "SELECT 1 FROM pg_attribute WHERE attrelid = 'items'::regclass AND attname = 'a' \
         AND attstattarget = 500 AND attoptions IS NOT NULL",
    ),
    (
        "statistics of an index's expression",
        &[
            "CREATE STATISTICS dba (ndistinct, mcv) ON a, (b + 1) FROM items",
            "ALTER STATISTICS dba SET STATISTICS 200",
        ],
        "SELECT 1 FROM pg_statistic_ext WHERE stxname = 'dba'",
    ),
    (
        "a table that inherits",
        &["CREATE TABLE dba (more text) INHERITS (items)"],
        "SELECT 1 FROM pg_inherits WHERE inhrelid = 'dba'::regclass",
    ),
    (
        "a table that is inherited",
        &[
            "CREATE TABLE dba (b integer NOT NULL)",
            "ALTER TABLE items INHERIT dba",
        ],
        "SELECT 1 FROM pg_inherits WHERE inhparent = 'dba'::regclass",
    ),
    (
        "a publication",
        &["CREATE PUBLICATION dba FOR TABLE items"],
        "SELECT 1 FROM pg_publication_rel WHERE prrelid = 'items'::regclass",
    ),
    (
        "a constraint trigger",
        &[
            "CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
            "CREATE CONSTRAINT TRIGGER dba AFTER INSERT ON items DEFERRABLE INITIALLY DEFERRED \
             FOR EACH ROW EXECUTE FUNCTION noop()",
        ],
        "SELECT 1 FROM pg_trigger WHERE tgname = 'dba' AND tginitdeferred",
    ),
    (
        "a trigger of each table with changed rows",
        &[
            "CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
            "CREATE TRIGGER dba AFTER UPDATE ON items REFERENCING OLD TABLE AS o NEW TABLE AS n \
             FOR EACH STATEMENT EXECUTE FUNCTION noop()",
        ],
        "SELECT 1 FROM pg_trigger WHERE tgname = 'dba' AND tgoldtable = 'o'",
    ),
    (
        "an event trigger",
        &[
            "CREATE FUNCTION dba_noop() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$",
            "CREATE EVENT TRIGGER dba ON ddl_command_end EXECUTE FUNCTION dba_noop()",
        ],
        "SELECT 1 FROM pg_event_trigger WHERE evtname = 'dba'",
    ),
    (
        "options of the identity",
        &["ALTER TABLE items ALTER id SET INCREMENT 7 SET CACHE 5 SET CYCLE"],
        "SELECT 1 FROM pg_sequence WHERE seqincrement = 7",
    ),
    (
        "an index of another access method",
        &[
            "ALTER INDEX ix_items_a RENAME TO dba",
            "CREATE INDEX ix_items_a ON items USING hash (a)",
            "DROP INDEX dba",
        ],
        "",
    ),
    (
        "storage parameters of a table",
        &["ALTER TABLE items SET (toast_tuple_target = 200, autovacuum_enabled = false)"],
        "SELECT 1 FROM pg_class WHERE oid = 'items'::regclass AND reloptions IS NOT NULL",
    ),
    (
        "other rights",
        &[
            "COMMENT ON TABLE parts IS NULL",
            "REVOKE ALL ON items FROM PUBLIC",
        ],
        "",
    ),
    (
        "a table of types that no model has",
        &[
            "CREATE TABLE dba (r int4range, t tsvector, b bit varying(3), p point, i inet, x xml, m money, \
           l interval, j jsonpath, o oid, c \"char\", n name, EXCLUDE USING gist (r WITH &&))",
        ],
        "SELECT 1 FROM pg_class WHERE relname = 'dba'",
    ),
    (
        "a partitioned table that refers to ours",
        &[
            "CREATE TABLE dba (item bigint NOT NULL REFERENCES items (id)) PARTITION BY RANGE (item)",
            "CREATE TABLE dba_1 PARTITION OF dba FOR VALUES FROM (1) TO (100)",
            "CREATE TABLE dba_2 PARTITION OF dba DEFAULT",
        ],
        "SELECT 1 FROM pg_class WHERE relname = 'dba_2'",
    ),
    (
        "a table of a type, and a domain over ours",
        &[
            "CREATE DOMAIN dba_word AS varchar(20) CHECK (VALUE <> '') DEFAULT 'x'",
            "CREATE TYPE dba_type AS (a dba_word, b integer)",
            "CREATE TABLE dba OF dba_type (PRIMARY KEY (a))",
        ],
        "SELECT 1 FROM pg_class WHERE relname = 'dba'",
    ),
    (
        "a materialized view with an index",
        &[
            "CREATE MATERIALIZED VIEW dba AS SELECT id, a FROM parts JOIN (SELECT 1 AS a) x ON true",
            "CREATE UNIQUE INDEX dba_id ON dba (id)",
        ],
        "SELECT 1 FROM pg_class WHERE relname = 'dba_id'",
    ),
    (
        "a sequence, an aggregate, an operator and a cast",
        &[
            "CREATE SEQUENCE dba AS smallint CYCLE",
            "CREATE AGGREGATE dba_sum (bigint) (SFUNC = int8pl, STYPE = bigint)",
            "CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq)",
        ],
        "SELECT 1 FROM pg_aggregate JOIN pg_proc p ON p.oid = aggfnoid WHERE proname = 'dba_sum'",
    ),
    (
        "a table of another schema that refers to ours",
        &[
            "CREATE SCHEMA dba",
            "CREATE TABLE dba.items (id bigint PRIMARY KEY REFERENCES items (id) ON DELETE CASCADE)",
        ],
        "SELECT 1 FROM pg_constraint WHERE conrelid = 'dba.items'::regclass AND contype = 'f'",
    ),
    (
        "a foreign table",
        &[
            "CREATE FOREIGN DATA WRAPPER dba",
            "CREATE SERVER dba_server FOREIGN DATA WRAPPER dba",
            "CREATE FOREIGN TABLE dba_items (id bigint) SERVER dba_server",
        ],
        "SELECT 1 FROM pg_foreign_table",
    ),
];

const MYSQL: &[Unknown] = &[
    (
        "partitions of another table",
        &["CREATE TABLE dba (x int NOT NULL) PARTITION BY HASH (x) PARTITIONS 4"],
        "SELECT 1 FROM information_schema.partitions WHERE table_schema = database() \
         AND table_name = 'dba' AND partition_name = 'p3'",
    ),
    (
        "the format of the rows",
        &["ALTER TABLE items ROW_FORMAT = COMPRESSED, STATS_PERSISTENT = 1"],
        "SELECT 1 FROM information_schema.tables WHERE table_schema = database() \
         AND table_name = 'items' AND create_options LIKE '%row_format=COMPRESSED%'",
    ),
    (
        "a table of types that no model has",
        &[
            "CREATE TABLE dba (g geometry NOT NULL, s set('a', 'b'), b bit(3), y year, t tinytext, \
           d decimal(60, 30) unsigned, SPATIAL INDEX (g), FULLTEXT KEY ft (t))",
        ],
        "SELECT 1 FROM information_schema.tables WHERE table_schema = database() AND table_name = 'dba'",
    ),
    (
        "a full-text index of its own table",
        &["CREATE TABLE dba (t text, FULLTEXT KEY ft (t))"],
        "SELECT 1 FROM information_schema.statistics WHERE table_schema = database() \
         AND index_name = 'ft'",
    ),
    (
        "a trigger that follows another",
        &[
            "CREATE TRIGGER dba BEFORE INSERT ON items FOR EACH ROW SET @a = 1",
            "CREATE TRIGGER dba2 BEFORE INSERT ON items FOR EACH ROW PRECEDES dba SET @b = 1",
        ],
        "SELECT 1 FROM information_schema.triggers WHERE trigger_schema = database() \
         AND trigger_name = 'dba2' AND action_order = 1",
    ),
    (
        "an event and a procedure",
        &[
            "CREATE EVENT dba ON SCHEDULE EVERY 1 YEAR DISABLE DO DELETE FROM items",
            "CREATE PROCEDURE dba(OUT x int) SELECT count(*) INTO x FROM items",
        ],
        "SELECT 1 FROM information_schema.events WHERE event_schema = database()",
    ),
];

const MARIADB: &[Unknown] = &[
    (
        "a table with a history",
        &["CREATE TABLE dba (x int) WITH SYSTEM VERSIONING"],
        "SELECT 1 FROM information_schema.tables WHERE table_schema = database() \
         AND table_type = 'SYSTEM VERSIONED'",
    ),
    (
        "a sequence",
        &["CREATE SEQUENCE dba INCREMENT BY 3"],
        "SELECT 1 FROM information_schema.tables WHERE table_schema = database() \
         AND table_type = 'SEQUENCE'",
    ),
    (
        "types that only MariaDB has",
        &["CREATE TABLE dba (u uuid, i inet6, n varchar(20) COMPRESSED)"],
        "SELECT 1 FROM information_schema.tables WHERE table_schema = database() AND table_name = 'dba'",
    ),
    (
        "a history of our table",
        &["ALTER TABLE items ADD SYSTEM VERSIONING"],
        "SELECT 1 FROM information_schema.tables WHERE table_schema = database() \
         AND table_name = 'items' AND table_type = 'SYSTEM VERSIONED'",
    ),
];

const SQLITE: &[Unknown] = &[
    (
        "a virtual table",
        &["CREATE VIRTUAL TABLE dba USING fts5(a, content = 'items', content_rowid = 'id')"],
        "SELECT 1 FROM sqlite_schema WHERE name = 'dba'",
    ),
    (
        "a table of odd types",
        &[
            "CREATE TABLE dba (a, b BLOB_OR_SO(3, 4), c ANY, d AS (b) STORED, PRIMARY KEY (a, b)) WITHOUT ROWID",
        ],
        "SELECT 1 FROM sqlite_schema WHERE name = 'dba'",
    ),
    (
        "a trigger instead of a change of a view",
        &[
            "CREATE VIEW dba AS SELECT id, a FROM parts, (SELECT 1 AS a)",
            "CREATE TRIGGER dba_t INSTEAD OF UPDATE OF a ON dba BEGIN SELECT RAISE(ABORT, 'no'); END",
        ],
        "SELECT 1 FROM sqlite_schema WHERE name = 'dba_t'",
    ),
    (
        "statistics",
        &["INSERT INTO parts DEFAULT VALUES", "ANALYZE"],
        "SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'",
    ),
];

#[test]
fn on_postgres() {
    all(Dialect::Postgres, POSTGRES);
}

#[test]
fn on_mysql() {
    all(Dialect::Mysql, MYSQL);
}

#[test]
fn on_mariadb() {
    all(Dialect::Mariadb, MYSQL);
    all(Dialect::Mariadb, MARIADB);
}

#[test]
fn on_sqlite() {
    all(Dialect::Sqlite, SQLITE);
}

fn all(dialect: Dialect, unknown: &[Unknown]) {
    let mut failed = Vec::new();
    for each in unknown {
        if let Err(error) = law(dialect, each) {
            failed.push(format!("{dialect}: {}: {error}", each.0));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

fn law(dialect: Dialect, (_, makes, is_there): &Unknown) -> Result<(), String> {
    let Some(live) = Live::new(dialect) else {
        return Ok(());
    };
    let text = |error: Error| error.to_string();
    let survives = || match is_there.is_empty() || live.has_rows(is_there)? {
        true => Ok(()),
        false => Err("it is lost".to_owned()),
    };
    let models = schema(dialect, MODELS)?;
    let _ = live
        .wait(tablewright::sync(live.db(), models))
        .map_err(text)?;
    live.run(makes)?;
    survives()?;
    let verified = live.wait(tablewright::verify(live.db(), models));
    let verified = verified.map_err(|error| format!("verify: {error}"))?;
    // The possible results for a table that did not change.
    let is_equal = verified.is_up_to_date();
    let first = live.wait(tablewright::sync(live.db(), models));
    match first {
        Ok(SyncReport::UpToDate) if is_equal => {}
        Ok(SyncReport::Applied(_)) if !is_equal => {}
        Ok(other) => return Err(format!("verify says {verified}, and sync does {other:?}")),
        Err(error) => return Err(format!("verify says {verified}, and sync {error}")),
    }
    survives()?;

    // Another table changes.
    let more = MODELS.replace(
        "Part: { fields: { id: id",
        "Part: { fields: { id: id, name: { type: string(20)?, index: true }",
    );
    let other = schema(dialect, &more)?;
    let synced = live.wait(tablewright::sync(live.db(), other));
    let synced = synced.map_err(|error| format!("sync of another table: {error}"))?;
    if !matches!(synced, SyncReport::Applied(_)) {
        return Err(format!("sync of another table: {synced:?}"));
    }
    survives().map_err(|error| format!("after a change of another table {error}"))?;
    let verified = live.wait(tablewright::verify(live.db(), other));
    let verified = verified.map_err(|error| format!("verify, again: {error}"))?;
    if !verified.is_up_to_date() {
        return Err(format!("after a change of another table {verified}"));
    }

    // Its own table changes: a new column, and one that becomes NOT NULL.
    let mut own = more;
    for (from, to) in [
        ("part: Part?", "part: Part?, c: integer?"),
        ("a: string(20)", "a: string(30)?"),
    ] {
        own = own.replace(from, to);
        let own = schema(dialect, &own)?;
        let before = dump(&live)?;
        match live.wait(tablewright::sync(live.db(), own)) {
            Ok(_) => survives().map_err(|error| format!("after {to} {error}"))?,
            Err(Error::Refused(issues)) if dump(&live)? == before => {
                println!("{to}: {}", issues.issues.join("; "));
            }
            Err(error) => return Err(format!("{to}: {error}")),
        }
    }
    Ok(())
}
