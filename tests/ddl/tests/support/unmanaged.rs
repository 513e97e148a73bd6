//! Nothing unmanaged is lost: an addition to a table by another program, or by a migration of the
//! user's own SQL, is still there after a step that changes the table; otherwise the step is
//! refused with its name, and changes nothing.

use tablewright::migrate::{
    Migration, MigrationError, Migrations, Scripts, Steps, migrate, rollback,
};
use tablewright::{Error, Schema, SyncBuilder, SyncReport};
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, dump, load};

/// The fate of the addition.
#[derive(Clone, Copy)]
enum Outcome {
    /// The query has a row afterwards.
    Kept(&'static str),
    /// The refusal says this.
    Refused(&'static str),
    /// The models allow its loss.
    Done,
}
use Outcome::{Done, Kept, Refused};

struct Case {
    what: &'static str,
    dialects: &'static [Dialect],
    from: &'static str,
    to: &'static str,
    added: &'static [&'static str],
    migrate: Outcome,
    sync: Outcome,
}

const SQLITE: &[Dialect] = &[Dialect::Sqlite];
const POSTGRES: &[Dialect] = &[Dialect::Postgres];
const MYSQL: &[Dialect] = &[Dialect::Mysql, Dialect::Mariadb];
const ALL: &[Dialect] = &Dialect::ALL;

/// SQLite rebuilds the table for it, there and back; on MySQL and MariaDB it is MODIFY.
const PLAIN: &str = "Item: { fields: { id: id, a: string(20)?, b: integer? } }";
const CHANGED: &str = "Item: { fields: { id: id, a: string(20)?, b: integer } }";
const DROPPED: &str =
    "Item: { fields: { id: id, a: string(20)?, c: integer? } }\ndropped: [items.b]";
const RETYPED: &str = "Item: { fields: { id: id, a: string(20)?, b: text? } }";
const RENAMED: &str =
    "Thing: { was: items, fields: { id: id, name: { type: string(20)?, was: a }, b: integer } }";

const RENAMED_COLUMN: &str =
    "Item: { fields: { id: id, name: { type: string(20)?, was: a }, b: integer? } }";
const GENERATED: &str =
    "Item: { fields: { id: id, a: integer?, g: { type: bigint?, generated: a + 1 } } }";
const GENERATED_OF_BIGINT: &str =
    "Item: { fields: { id: id, a: bigint?, g: { type: bigint?, generated: a + 1 } } }";

/// All users may read the view.
const IS_GRANTED: &str =
    "SELECT 1 FROM pg_class, aclexplode(relacl) AS a WHERE relname = 'v' AND a.grantee = 0";

const LOWER: &str = "Item: { fields: { id: id, a: string(20)? }, indexes: [{ name: k, fields: [{ sql: lower(a) }] }] }";
const LOWER_OF_TEXT: &str =
    "Item: { fields: { id: id, a: text? }, indexes: [{ name: k, fields: [{ sql: lower(a) }] }] }";

const TRIGGER: &[&str] = &[
    "CREATE TABLE log (a text)",
    "CREATE TRIGGER dba AFTER INSERT ON items BEGIN INSERT INTO log VALUES (new.a); END",
];
const TRIGGER_OF_B: &[&str] = &[
    "CREATE TABLE log (a text)",
    "CREATE TRIGGER dba AFTER INSERT ON items BEGIN INSERT INTO log VALUES (NEW . \"B\"); END",
];
const IS_TRIGGER: &str = "SELECT 1 FROM sqlite_schema WHERE name = 'dba' AND type = 'trigger'";
const IS_INDEX: &str = "SELECT 1 FROM sqlite_schema WHERE name = 'dba' AND type = 'index'";

const VIEWED: &str = "Item: { fields: { id: id, a: string(20)?, b: integer? } }\n\
    sql: { v: { create: CREATE OR REPLACE VIEW v AS SELECT b FROM items, drop: DROP VIEW IF EXISTS v } }";
const VIEWED_AND_RETYPED: &str = "Item: { fields: { id: id, a: string(20)?, b: bigint? } }\n\
    sql: { v: { create: CREATE OR REPLACE VIEW v AS SELECT b FROM items, drop: DROP VIEW IF EXISTS v } }";

const MATERIALIZED: &str = "Item: { fields: { id: id, a: string(20)?, b: integer? } }\n\
    sql:\n  v: { create: CREATE MATERIALIZED VIEW IF NOT EXISTS v AS SELECT b FROM items, \
    drop: DROP MATERIALIZED VIEW IF EXISTS v }\n\
    \u{20} w: { create: CREATE INDEX IF NOT EXISTS v_b ON v (b), drop: DROP INDEX IF EXISTS v_b }";
const MATERIALIZED_AND_RETYPED: &str = "Item: { fields: { id: id, a: string(20)?, b: bigint? } }\n\
    sql:\n  v: { create: CREATE MATERIALIZED VIEW IF NOT EXISTS v AS SELECT b FROM items, \
    drop: DROP MATERIALIZED VIEW IF EXISTS v }\n\
    \u{20} w: { create: CREATE INDEX IF NOT EXISTS v_b ON v (b), drop: DROP INDEX IF EXISTS v_b }";

const MARKED: &str = "Item: { fields: { id: id, a: string(20), b: integer }, unique: [[a]], \
    indexes: [[b]] }";
const MARKED_AND_RETYPED: &str = "Item: { fields: { id: id, a: text, b: bigint }, unique: [[a]], \
    indexes: [[b]] }";
const MARKS: &[&str] = &[
    "CLUSTER items USING ix_items_b",
    "ALTER TABLE items REPLICA IDENTITY USING INDEX uq_items_a",
    "COMMENT ON INDEX ix_items_b IS 'for the report'",
    "COMMENT ON CONSTRAINT uq_items_a ON items IS 'a key'",
    "ALTER INDEX ix_items_b SET (fillfactor = 60)",
    "ALTER TABLE items SET (fillfactor = 60)",
    "ALTER TABLE items ALTER COLUMN a SET STATISTICS 500",
    "ALTER TABLE items ALTER COLUMN b SET (n_distinct = 5)",
    "GRANT SELECT (b), UPDATE (a) ON items TO PUBLIC",
    "GRANT DELETE ON items TO PUBLIC",
];
const ARE_MARKED: &str = "SELECT 1 FROM pg_class AS c \
    JOIN pg_index AS i ON i.indexrelid = 'ix_items_b'::regclass \
    JOIN pg_index AS u ON u.indexrelid = 'uq_items_a'::regclass \
    JOIN pg_class AS x ON x.oid = i.indexrelid \
    JOIN pg_constraint AS n ON n.conname = 'uq_items_a' \
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'a' \
    JOIN pg_attribute AS b ON b.attrelid = c.oid AND b.attname = 'b' \
    WHERE c.oid = 'items'::regclass AND i.indisclustered AND u.indisreplident \
    AND c.relreplident = 'i' AND obj_description(x.oid, 'pg_class') = 'for the report' \
    AND obj_description(n.oid, 'pg_constraint') = 'a key' \
    AND x.reloptions = '{fillfactor=60}' AND c.reloptions = '{fillfactor=60}' \
    AND a.attstattarget = 500 AND b.attoptions::text LIKE '%n_distinct%' AND b.attacl IS NOT NULL \
    AND a.attacl IS NOT NULL AND c.relacl IS NOT NULL";

const CASES: &[Case] = &[
    Case {
        what: "nothing, while the check of a type changes with the name of its table",
        dialects: ALL,
        from: "Item: { fields: { id: id, a: smallint, b: string(20) }, indexes: [[a, b]] }",
        to: "Thing: { was: items, fields: { id: id, a: integer, c: { type: string(30), was: b } }, \
             indexes: [[a]] }",
        added: &[],
        migrate: Done,
        sync: Done,
    },
    Case {
        what: "a trigger on a table that is rebuilt",
        dialects: SQLITE,
        from: PLAIN,
        to: CHANGED,
        added: TRIGGER,
        migrate: Kept(IS_TRIGGER),
        sync: Kept(IS_TRIGGER),
    },
    Case {
        what: "a trigger on a table that is renamed and rebuilt, with another name for its column",
        dialects: SQLITE,
        from: PLAIN,
        to: RENAMED,
        added: TRIGGER,
        migrate: Kept("SELECT 1 FROM sqlite_schema WHERE name = 'dba' AND sql LIKE '%name%'"),
        sync: Kept("SELECT 1 FROM sqlite_schema WHERE name = 'dba' AND sql LIKE '%name%'"),
    },
    Case {
        what: "a trigger that names a column that is dropped",
        dialects: SQLITE,
        from: PLAIN,
        to: DROPPED,
        added: TRIGGER_OF_B,
        migrate: Refused("`dba` is not in the models, and it uses a column of `items`"),
        sync: Refused("`dba` is not in the models, and it uses a column of `items`"),
    },
    Case {
        what: "a trigger that names a column that changes its type",
        dialects: SQLITE,
        from: PLAIN,
        to: RETYPED,
        added: TRIGGER_OF_B,
        migrate: Refused("`dba` is not in the models, and it uses a column of `items`"),
        sync: Refused("`dba` is not in the models, and it uses a column of `items`"),
    },
    Case {
        what: "an index on a table that is rebuilt",
        dialects: SQLITE,
        from: PLAIN,
        to: CHANGED,
        added: &["CREATE INDEX dba ON items (a)"],
        migrate: Kept(IS_INDEX),
        sync: Refused("the index `items.dba`"),
    },
    Case {
        what: "an index of an expression, with a condition",
        dialects: SQLITE,
        from: PLAIN,
        to: RENAMED,
        added: &["CREATE UNIQUE INDEX dba ON items (lower(a) DESC) WHERE a <> ''"],
        migrate: Kept(IS_INDEX),
        sync: Refused("the index `things.dba`"),
    },
    Case {
        what: "an index of a column that is dropped, and of another",
        dialects: SQLITE,
        from: PLAIN,
        to: DROPPED,
        added: &["CREATE INDEX dba ON items (a, b)"],
        migrate: Refused("the index `dba` of `items`"),
        sync: Refused("the index `items.dba`"),
    },
    Case {
        what: "a column on a table that is rebuilt",
        dialects: SQLITE,
        from: PLAIN,
        to: CHANGED,
        added: &["ALTER TABLE items ADD COLUMN extra text DEFAULT 'x'"],
        migrate: Refused("its column `extra`"),
        sync: Refused("`items.extra`"),
    },
    Case {
        what: "a column that is computed",
        dialects: SQLITE,
        from: PLAIN,
        to: RENAMED,
        added: &["ALTER TABLE items ADD COLUMN extra text AS (a || a)"],
        migrate: Refused("its column `extra`"),
        sync: Refused("the computed column `things.extra`"),
    },
    Case {
        what: "a view of a table that is rebuilt",
        dialects: SQLITE,
        from: PLAIN,
        to: CHANGED,
        added: &["CREATE VIEW dba AS SELECT a FROM items"],
        migrate: Kept("SELECT 1 FROM sqlite_schema WHERE name = 'dba' AND type = 'view'"),
        sync: Kept("SELECT 1 FROM sqlite_schema WHERE name = 'dba' AND type = 'view'"),
    },
    Case {
        what: "an index of a column that stays",
        dialects: POSTGRES,
        from: PLAIN,
        to: CHANGED,
        added: &["CREATE INDEX dba ON items (a)"],
        migrate: Kept("SELECT 1 FROM pg_class WHERE relname = 'dba'"),
        sync: Refused("the index `items.dba`"),
    },
    Case {
        what: "an index of a column that is dropped, and of another",
        dialects: POSTGRES,
        from: PLAIN,
        to: DROPPED,
        added: &["CREATE INDEX dba ON items (a, (b + 1))"],
        migrate: Refused("`dba` of `items`"),
        sync: Refused("the index `items.dba`"),
    },
    Case {
        what: "a check of a column that is dropped, and of another",
        dialects: POSTGRES,
        from: PLAIN,
        to: DROPPED,
        added: &["ALTER TABLE items ADD CONSTRAINT dba CHECK (a <> '' OR b > 0)"],
        migrate: Refused("`dba` of `items`"),
        sync: Refused("the check `items.dba`"),
    },
    Case {
        what: "statistics of a column that is dropped",
        dialects: POSTGRES,
        from: PLAIN,
        to: DROPPED,
        added: &["CREATE STATISTICS dba ON a, b FROM items"],
        migrate: Refused("`dba` of `items`"),
        sync: Refused("CREATE STATISTICS"),
    },
    Case {
        what: "how the values of a column are stored that changes its type",
        dialects: POSTGRES,
        from: PLAIN,
        to: "Item: { fields: { id: id, a: text?, b: integer? } }",
        added: &["ALTER TABLE items ALTER COLUMN a SET STORAGE EXTERNAL"],
        migrate: Refused("`items.a` has its own STORAGE"),
        sync: Refused("`items.a` has its own STORAGE"),
    },
    Case {
        what: "a view of a column that is dropped",
        dialects: ALL,
        from: PLAIN,
        to: DROPPED,
        added: &["CREATE VIEW dba AS SELECT b FROM items"],
        migrate: Refused("`dba` is not in the models, and it uses a column of `items`"),
        sync: Refused("`dba` is not in the models, and it uses a column of `items`"),
    },
    Case {
        what: "a foreign key of another table to a table that is dropped",
        dialects: ALL,
        from: "Item: { fields: { id: id } }\n  Other: { fields: { id: id } }",
        to: "Item: { fields: { id: id } }\ndropped: [others]",
        added: &[
            "CREATE TABLE dba (x bigint, CONSTRAINT dba_x FOREIGN KEY (x) REFERENCES others (id))",
        ],
        migrate: Refused("`dba"),
        sync: Refused("`dba"),
    },
    Case {
        what: "a check of a generated column that is replaced",
        dialects: POSTGRES,
        from: GENERATED,
        to: GENERATED_OF_BIGINT,
        added: &["ALTER TABLE items ADD CONSTRAINT dba CHECK (g > 0 OR g IS NULL)"],
        migrate: Refused("`dba` of `items`"),
        sync: Refused("the check `items.dba`"),
    },
    Case {
        what: "an index of a generated column that is replaced",
        dialects: MYSQL,
        from: GENERATED,
        to: GENERATED_OF_BIGINT,
        added: &["CREATE INDEX dba ON items (g)"],
        migrate: Refused("`dba` of `items`"),
        sync: Refused("the index `items.dba`"),
    },
    Case {
        what: "a view of a table and a column that are renamed",
        dialects: MYSQL,
        from: PLAIN,
        to: RENAMED,
        added: &["CREATE VIEW dba AS SELECT a FROM items"],
        migrate: Refused("`dba` is not in the models, and it uses the table `items`"),
        sync: Refused("`dba` is not in the models, and it uses the table `items`"),
    },
    Case {
        what: "a trigger that names a column that is renamed",
        dialects: MYSQL,
        from: PLAIN,
        to: RENAMED_COLUMN,
        added: &["CREATE TRIGGER dba BEFORE INSERT ON items FOR EACH ROW SET @a = NEW.a"],
        migrate: Refused("`dba` is not in the models, and it uses a column of `items`"),
        sync: Refused("`dba` is not in the models, and it uses a column of `items`"),
    },
    Case {
        what: "a check of a column that is renamed",
        dialects: MYSQL,
        from: PLAIN,
        to: RENAMED_COLUMN,
        added: &["ALTER TABLE items ADD CONSTRAINT dba CHECK (a <> 'no')"],
        migrate: Refused("`dba` is not in the models, and it uses a column of `items`"),
        sync: Refused("the check `items.dba`"),
    },
    Case {
        what: "a comment on an index that goes and comes again",
        dialects: POSTGRES,
        from: LOWER,
        to: LOWER_OF_TEXT,
        added: &["COMMENT ON INDEX k IS 'for the report'"],
        migrate: Refused("`k` of `items` is dropped and created again"),
        sync: Refused("`k` of `items` is dropped and created again"),
    },
    Case {
        what: "the mark of CLUSTER on an index that goes and comes again",
        dialects: POSTGRES,
        from: LOWER,
        to: LOWER_OF_TEXT,
        added: &["CLUSTER items USING k"],
        migrate: Refused("`k` of `items` is dropped and created again"),
        sync: Refused("`k` of `items` is dropped and created again"),
    },
    Case {
        what: "the statistics of an index that goes and comes again",
        dialects: POSTGRES,
        from: LOWER,
        to: LOWER_OF_TEXT,
        added: &["ALTER INDEX k ALTER COLUMN 1 SET STATISTICS 500"],
        migrate: Refused("`k` of `items` is dropped and created again"),
        sync: Refused("`k` of `items` is dropped and created again"),
    },
    Case {
        what: "the replica identity that is an index that is dropped",
        dialects: POSTGRES,
        from: "Item: { fields: { id: id, a: string(20), b: integer }, unique: [[a]] }",
        to: "Item: { fields: { id: id, a: string(20), b: integer }, unique: [[b]] }\n\
             dropped: [items.uq_items_a]",
        added: &["ALTER TABLE items REPLICA IDENTITY USING INDEX uq_items_a"],
        migrate: Refused("the index `uq_items_a` is dropped, by which logical replication"),
        sync: Refused("the index `uq_items_a` is dropped, by which logical replication"),
    },
    Case {
        what: "privileges of a column that is replaced",
        dialects: POSTGRES,
        from: GENERATED,
        to: GENERATED_OF_BIGINT,
        added: &["GRANT SELECT (g) ON items TO PUBLIC"],
        migrate: Refused("the column `items.g` is dropped and created again"),
        sync: Refused("the column `items.g` is dropped and created again"),
    },
    Case {
        what: "statistics and options of a column that is replaced",
        dialects: POSTGRES,
        from: GENERATED,
        to: GENERATED_OF_BIGINT,
        added: &[
            "ALTER TABLE items ALTER COLUMN g SET STATISTICS 500",
            "ALTER TABLE items ALTER COLUMN g SET (n_distinct = 5)",
        ],
        migrate: Refused("the column `items.g` is dropped and created again"),
        sync: Refused("the column `items.g` is dropped and created again"),
    },
    Case {
        what: "marks that stay when the type of a column changes",
        dialects: POSTGRES,
        from: MARKED,
        to: MARKED_AND_RETYPED,
        added: MARKS,
        migrate: Kept(ARE_MARKED),
        sync: Kept(ARE_MARKED),
    },
    Case {
        what: "privileges of a view that goes and comes again",
        dialects: POSTGRES,
        from: VIEWED,
        to: VIEWED_AND_RETYPED,
        added: &["GRANT SELECT ON v TO PUBLIC"],
        migrate: Refused("the view `v` is dropped and created again, so its `privileges`"),
        sync: Refused("the view `v` is dropped and created again, so its `privileges`"),
    },
    Case {
        what: "privileges that every new view gets",
        dialects: POSTGRES,
        from: VIEWED,
        to: VIEWED_AND_RETYPED,
        added: &[
            "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
            "GRANT SELECT ON v TO PUBLIC",
        ],
        migrate: Kept(IS_GRANTED),
        sync: Kept(IS_GRANTED),
    },
    Case {
        what: "privileges that a view lacks, and a new one gets",
        dialects: POSTGRES,
        from: VIEWED,
        to: VIEWED_AND_RETYPED,
        added: &[
            "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
            "REVOKE INSERT ON v FROM current_user",
        ],
        migrate: Refused("the view `v` is dropped and created again, so its `privileges`"),
        sync: Refused("the view `v` is dropped and created again, so its `privileges`"),
    },
    Case {
        what: "the comment of a view that goes and comes again",
        dialects: POSTGRES,
        from: VIEWED,
        to: VIEWED_AND_RETYPED,
        added: &["COMMENT ON VIEW v IS 'for the report'"],
        migrate: Refused("the view `v` is dropped and created again, so its `comment`"),
        sync: Refused("the view `v` is dropped and created again, so its `comment`"),
    },
    Case {
        what: "an index of a materialized view that goes and comes again",
        dialects: POSTGRES,
        from: MATERIALIZED,
        to: MATERIALIZED_AND_RETYPED,
        added: &["CREATE INDEX dba ON v (b)"],
        migrate: Refused(
            "the materialized view `v` is dropped and created again, so its `index dba`",
        ),
        sync: Refused("the materialized view `v` is dropped and created again, so its `index dba`"),
    },
    Case {
        what: "nothing of a materialized view that goes and comes again",
        dialects: POSTGRES,
        from: MATERIALIZED,
        to: MATERIALIZED_AND_RETYPED,
        added: &[],
        migrate: Kept("SELECT 1 FROM pg_class WHERE relname = 'v_b'"),
        sync: Kept("SELECT 1 FROM pg_class WHERE relname = 'v_b'"),
    },
    Case {
        what: "nothing of a view that goes and comes again",
        dialects: POSTGRES,
        from: VIEWED,
        to: VIEWED_AND_RETYPED,
        added: &[],
        migrate: Done,
        sync: Done,
    },
    Case {
        what: "an index of a column that is dropped, and of another",
        dialects: MYSQL,
        from: PLAIN,
        to: DROPPED,
        added: &["CREATE INDEX dba ON items (a, b)"],
        migrate: Refused("`dba` of `items`"),
        sync: Refused("the index `items.dba`"),
    },
    Case {
        what: "an index of a column that stays",
        dialects: MYSQL,
        from: PLAIN,
        to: CHANGED,
        added: &["CREATE INDEX dba ON items (a)"],
        migrate: Kept(
            "SELECT 1 FROM information_schema.statistics WHERE index_name = 'dba' AND table_schema = database()",
        ),
        sync: Refused("the index `items.dba`"),
    },
    Case {
        what: "a trigger on a table that is renamed",
        dialects: MYSQL,
        from: PLAIN,
        to: CHANGED,
        added: &["CREATE TRIGGER dba BEFORE INSERT ON items FOR EACH ROW SET @a = NEW.a"],
        migrate: Kept(
            "SELECT 1 FROM information_schema.triggers WHERE trigger_name = 'dba' AND trigger_schema = database()",
        ),
        sync: Kept(
            "SELECT 1 FROM information_schema.triggers WHERE trigger_name = 'dba' AND trigger_schema = database()",
        ),
    },
    Case {
        what: "ON UPDATE of a column that changes",
        dialects: MYSQL,
        from: "Item: { fields: { id: id, a: string(20)?, b: datetime? } }",
        to: "Item: { fields: { id: id, a: string(20)?, b: datetime } }",
        added: &[
            "ALTER TABLE items MODIFY COLUMN b datetime(6) NULL DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP(6)",
        ],
        migrate: Refused("`items.b` has an attribute"),
        sync: Refused("clause ON UPDATE of the column `items.b`"),
    },
    Case {
        what: "a column that changes and is invisible",
        dialects: MYSQL,
        from: PLAIN,
        to: CHANGED,
        added: &["ALTER TABLE items MODIFY COLUMN b int NULL INVISIBLE"],
        migrate: Refused("`items.b` has an attribute"),
        sync: Refused("INVISIBLE"),
    },
    Case {
        what: "a comment on a column that changes",
        dialects: MYSQL,
        from: PLAIN,
        to: CHANGED,
        added: &["ALTER TABLE items MODIFY COLUMN b int NULL COMMENT 'in grams'"],
        migrate: Refused("`items.b` has an attribute"),
        // Comments are part of the models.
        sync: Done,
    },
];

#[test]
fn migrations_lose_nothing() {
    each(|dialect, case| {
        let list = super::written(dialect, case.from, case.to)?;
        let (first, both) = (Migrations { list: &list[..1] }, Migrations { list });
        let live = added(dialect, case, |live| {
            live.wait(migrate(live.db(), &first)).map(drop)
        })?;
        let changed = live.map(|live| {
            let result = live.wait(migrate(live.db(), &both));
            (live, result.map(drop).map_err(issues))
        });
        changed.map_or(Ok(()), |(live, result)| {
            arrived(&live, case.migrate, result)
        })
    });
}

/// Objects of an earlier hand-written migration, which the migrations of the models do not know.
/// Afterwards `verify` has to report the real state of the tables.
#[test]
fn migrations_lose_no_object_of_another_migration() {
    each(|dialect, case| {
        let [first, later] = super::written(dialect, case.from, case.to)? else {
            return Err("two migrations".to_owned());
        };
        let list = [*first, unmanaged(dialect, case.added), *later];
        let Some(live) = Live::new(dialect) else {
            return Ok(());
        };
        let before = Migrations { list: &list[..2] };
        let both = live.wait(migrate(live.db(), &before));
        let _ = both.map_err(|error| error.to_string())?;
        let start = dump(&live)?;
        let all = Migrations { list: &list };
        let result = live.wait(migrate(live.db(), &all));
        let result = result.map(drop).map_err(issues);
        let (now, wanted) = match result {
            Ok(()) => (dump(&live)?, case.to),
            Err(_) if dump(&live)? == start => (start, case.from),
            Err(error) => return Err(format!("something was changed: {error}")),
        };
        let wanted = schema(dialect, wanted)?;
        let is_same = match Live::new(dialect) {
            None => return Ok(()),
            Some(fresh) => {
                let made = fresh.wait(tablewright::sync(fresh.db(), wanted));
                let _ = made.map_err(|error| error.to_string())?;
                of_tables(&now) == of_tables(&dump(&fresh)?)
            }
        };
        let verified = live.wait(tablewright::verify(live.db(), wanted));
        let verified = verified.map_err(|error| format!("verify: {error}"))?;
        let is_right = match is_same {
            // A dump leaves out statistics, for example.
            true => verified.is_up_to_date(),
            false => !(verified.is_up_to_date() && verified.notes().is_empty()),
        };
        if !is_right {
            return Err(format!("verify says {verified}: {now:#?}"));
        }
        arrived(&live, case.migrate, result)
    });
}

/// The lines of a dump that `verify` compares: without views, triggers and unmanaged tables.
fn of_tables(lines: &[String]) -> Vec<&String> {
    let is_other = |line: &&String| {
        let line = line.to_lowercase();
        ["create view", "create trigger", "view ", "trigger ", "dba"]
            .iter()
            .any(|start| line.starts_with(start))
            || line.starts_with("log")
    };
    lines.iter().filter(|line| !is_other(line)).collect()
}

/// A migration that a person wrote.
fn unmanaged(dialect: Dialect, statements: &'static [&'static str]) -> Migration<'static> {
    let steps = |statements| Steps {
        statements,
        in_transaction: !dialect.ddl_commits(),
        foreign_keys: false,
        preflight: &[],
    };
    let of = |one| {
        (dialect == one).then_some(Scripts {
            checksum: "0",
            up: steps(statements),
            down: steps(&[]),
        })
    };
    Migration {
        name: "20260101000001_then_by_hand",
        sqlite: of(Dialect::Sqlite),
        postgres: of(Dialect::Postgres),
        mysql: of(Dialect::Mysql),
        mariadb: of(Dialect::Mariadb),
    }
}

/// An addition after both, and the down migration changes the same table as the up migration.
#[test]
fn rollbacks_lose_nothing() {
    each(|dialect, case| {
        if case.to != CHANGED && case.to != RETYPED {
            return Ok(());
        }
        let list = super::written(dialect, case.from, case.to)?;
        let both = Migrations { list };
        let Some(live) = Live::new(dialect) else {
            return Ok(());
        };
        let _ = live
            .wait(migrate(live.db(), &both))
            .map_err(|error| error.to_string())?;
        live.run(case.added)?;
        let before = live.inspect()?;
        let result = live.wait(rollback(live.db(), &both, 1));
        let result = result.map(drop).map_err(issues);
        if result.is_err() && live.inspect()? != before {
            return Err("something was changed".to_owned());
        }
        arrived(&live, case.migrate, result)
    });
}

#[test]
fn sync_loses_nothing() {
    each(|dialect, case| {
        let (first, later) = (schema(dialect, case.from)?, schema(dialect, case.to)?);
        let live = added(dialect, case, |live| {
            live.wait(tablewright::sync(live.db(), first)).map(drop)
        })?;
        let Some(live) = live else {
            return Ok(());
        };
        let before = live.inspect()?;
        let preview = live.wait(SyncBuilder::new(later).preview(live.db()));
        if live.inspect()? != before {
            return Err("the preview changed something".to_owned());
        }
        let result = live.wait(tablewright::sync(live.db(), later));
        // A preview reports the same as `sync`.
        match (&preview, &result) {
            (Ok(SyncReport::Applied(one)), Ok(SyncReport::Applied(other))) if one == other => {}
            (Err(one), Err(other)) if one.to_string() == other.to_string() => {}
            _ => return Err(format!("{preview:?} before {result:?}")),
        }
        if result.is_err() && live.inspect()? != before {
            return Err("something was changed".to_owned());
        }
        if matches!(&result, Err(error) if error.to_string().contains("--drop-unmanaged")) {
            let consent = SyncBuilder::new(later).drop_unmanaged(true);
            let done = live.wait(consent.sync(live.db()));
            let done = done.map_err(|error| format!("with consent: {error}"))?;
            if !matches!(done, SyncReport::Applied(_)) {
                return Err(format!("with consent: {done:?}"));
            }
        }
        arrived(&live, case.sync, result.map(drop).map_err(issues))
    });
}

/// A trigger that the user's own SQL makes stays, there and back.
#[test]
fn a_trigger_of_the_models_stays_on_rollback() {
    let models = |b: &str| {
        format!(
            "Item: {{ fields: {{ id: id, a: text?, b: {b} }} }}\nsql:\n  noted:\n    create: |\n      \
             CREATE TRIGGER IF NOT EXISTS noted AFTER INSERT ON items BEGIN SELECT NEW.b; END\n    \
             drop: DROP TRIGGER IF EXISTS noted"
        )
    };
    let Some(live) = Live::new(Dialect::Sqlite) else {
        return;
    };
    let list = super::written(Dialect::Sqlite, &models("integer?"), &models("integer"));
    let both = Migrations {
        list: list.expect("two migrations"),
    };
    let is_there = || live.has_rows("SELECT 1 FROM sqlite_schema WHERE name = 'noted'");
    let up = live.wait(migrate(live.db(), &both));
    assert_eq!(up.expect("up").migrations.len(), 2);
    assert_eq!(is_there(), Ok(true));
    let down = live.wait(rollback(live.db(), &both, 1));
    assert_eq!(down.expect("down").migrations.len(), 1);
    assert_eq!(is_there(), Ok(true));
    let down = live.wait(rollback(live.db(), &both, 1));
    assert_eq!(down.expect("down").migrations.len(), 1);
    assert_eq!(is_there(), Ok(false));
}

/// An index or a constraint that the models do not have is only dropped with consent. Its name in
/// `dropped` is consent, too.
#[test]
fn sync_drops_with_consent() {
    let added = [
        (
            "the index `items.dba`",
            "CREATE INDEX dba ON items (a)",
            ALL,
        ),
        (
            "the index `items.dba`",
            "CREATE UNIQUE INDEX dba ON items (a)",
            &ALL[..1],
        ),
        (
            "the check `items.dba`",
            "ALTER TABLE items ADD CONSTRAINT dba CHECK (b > 0)",
            &[Dialect::Postgres, Dialect::Mysql, Dialect::Mariadb][..],
        ),
        (
            "the unique key `items.dba`",
            "ALTER TABLE items ADD CONSTRAINT dba UNIQUE (a, b)",
            &[Dialect::Postgres, Dialect::Mysql, Dialect::Mariadb],
        ),
        (
            "the foreign key `items.dba`",
            "ALTER TABLE items ADD CONSTRAINT dba FOREIGN KEY (c) REFERENCES items (id)",
            &[Dialect::Postgres, Dialect::Mysql, Dialect::Mariadb],
        ),
    ];
    let models = "Item: { fields: { id: id, a: string(20), b: integer, c: bigint? } }";
    for (says, statement, dialects) in added {
        for &dialect in dialects {
            let Some(live) = Live::new(dialect) else {
                continue;
            };
            let same = schema(dialect, models).expect("models");
            let allowed = format!("{models}\ndropped: [items.dba]");
            let allowed = schema(dialect, &allowed).expect("models");
            let sync = |schema| live.wait(tablewright::sync(live.db(), schema));
            let _ = sync(same).expect("tables");
            live.run(&[statement]).expect("an addition");
            let before = live.inspect();
            let refused = sync(same).map_err(issues).expect_err("it is not ours");
            assert!(refused.contains(says), "{dialect}: {refused}");
            assert!(refused.contains("--drop-unmanaged"), "{dialect}: {refused}");
            assert_eq!(live.inspect(), before);
            let verified = live.wait(tablewright::verify(live.db(), same));
            assert!(
                !verified.expect("a comparison").is_up_to_date(),
                "{dialect}"
            );
            let done = sync(allowed).expect("the models allow it");
            assert!(matches!(done, SyncReport::Applied(_)), "{dialect}");
            assert_eq!(sync(same).expect("nothing to do"), SyncReport::UpToDate);
        }
    }
}

/// A constraint in the SQL of a SQLite table: what follows a definition, and what the refusal says;
/// `None` if nothing is lost.
const IN_BODY: &[(&str, &str, Option<&str>)] = &[
    ("", "", None),
    (
        "",
        "CONSTRAINT dba CHECK (a <> 'x')",
        Some("a CHECK in its SQL"),
    ),
    ("", "check\n\t(a <> 'x')", Some("a CHECK in its SQL")),
    ("CHECK (b < 9)", "", Some("a CHECK in its SQL")),
    ("REFERENCES others", "", Some("its foreign key on `b`")),
    (
        "",
        "FOREIGN KEY (b) REFERENCES Others (id) ON DELETE CASCADE",
        Some("its foreign key on `b`"),
    ),
    ("UNIQUE", "", Some("its unique key on `b`")),
    ("", "UNIQUE (B, a)", Some("its unique key on `")),
];

/// The rebuild of a SQLite table is refused if it would lose a constraint, up and down.
#[test]
fn constraints_of_a_rebuilt_table_are_not_lost() {
    let with_other = |models: &str| format!("Other: {{ fields: {{ id: id }} }}\n  {models}");
    let lists = [CHANGED, RENAMED].map(|to| {
        let list = super::written(Dialect::Sqlite, &with_other(PLAIN), &with_other(to));
        (list.expect("two migrations"), to)
    });
    for (of_column, of_table, says) in IN_BODY {
        for (list, to) in lists {
            for is_down in [false, true] {
                let at = format!("{of_column}{of_table}, {to}, {is_down}");
                let Some(live) = Live::new(Dialect::Sqlite) else {
                    return;
                };
                let (first, both) = (Migrations { list: &list[..1] }, Migrations { list });
                let begun = if is_down { &both } else { &first };
                let _ = live.wait(migrate(live.db(), begun)).expect("tables");
                add_to_body(&live, of_column, of_table);
                let before = dump(&live);
                let result = match is_down {
                    true => live.wait(rollback(live.db(), &both, 1)).map(drop),
                    false => live.wait(migrate(live.db(), &both)).map(drop),
                };
                match (says, result.map_err(issues)) {
                    (None, Ok(())) => {}
                    (Some(says), Err(error)) => {
                        assert!(error.contains(says), "{at}: {error}");
                        assert_eq!(dump(&live), before, "{at}");
                    }
                    (_, result) => panic!("{at}: {result:?}"),
                }
            }
        }
        let Some(live) = Live::new(Dialect::Sqlite) else {
            return;
        };
        let of_models = |models| schema(Dialect::Sqlite, &with_other(models)).expect("models");
        let sync = |models| live.wait(tablewright::sync(live.db(), of_models(models)));
        let _ = sync(PLAIN).expect("tables");
        add_to_body(&live, of_column, of_table);
        let result = sync(CHANGED).map_err(issues);
        assert_eq!(
            result.is_err(),
            says.is_some(),
            "{of_column}{of_table}: {result:?}"
        );
    }
}

/// A constraint that the new table has is not lost.
#[test]
fn constraints_that_the_models_get_are_not_refused() {
    let to = "Other: { fields: { id: id } }\n  Item: { fields: { id: id, a: string(20)?, b: integer }, \
              unique: [[a, b]], checks: [{ name: small, sql: b < 9 }] }";
    let from = format!("Other: {{ fields: {{ id: id }} }}\n  {PLAIN}");
    let list = super::written(Dialect::Sqlite, &from, to).expect("two migrations");
    let (first, both) = (Migrations { list: &list[..1] }, Migrations { list });
    let Some(live) = Live::new(Dialect::Sqlite) else {
        return;
    };
    let _ = live.wait(migrate(live.db(), &first)).expect("tables");
    add_to_body(&live, "CHECK (\"b\"<9)", "UNIQUE (b, a)");
    let _ = live
        .wait(migrate(live.db(), &both))
        .expect("nothing is lost");
}

/// Rebuilds the table of items with SQL after the definition of `b`, and after the last definition.
fn add_to_body(live: &Live, of_column: &str, of_table: &str) {
    let query = "SELECT sql FROM sqlite_schema WHERE name IN ('items', 'things')";
    let sql = live.texts(query).expect("a table").concat();
    let (head, body) = sql.split_once('(').expect("a body");
    let name = head.trim_start_matches("CREATE TABLE ");
    let body = body.trim_end().strip_suffix(')').expect("its end");
    let comma = if of_table.is_empty() { "" } else { ", " };
    let b = body.find("\"b\" INTEGER").expect("a column") + "\"b\" INTEGER".len();
    let (until, rest) = body.split_at(b);
    // On the renamed table the column has another name.
    let of_table = match body.contains("\"name\"") {
        true => of_table.replace("(a ", "(name ").replace("a)", "name)"),
        false => of_table.to_owned(),
    };
    live.run(&[
        format!("CREATE TABLE between_them ({until} {of_column}{rest}{comma}{of_table})"),
        format!("DROP TABLE {name}"),
        format!("ALTER TABLE between_them RENAME TO {name}"),
    ])
    .expect("another table");
}

/// Runs the law for each case and dialect.
fn each(law: impl Fn(Dialect, &Case) -> Result<(), String>) {
    let mut failed = Vec::new();
    for case in CASES {
        for &dialect in case.dialects {
            if let Err(error) = law(dialect, case) {
                failed.push(format!("{dialect}: {}: {error}", case.what));
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

/// A database with the first tables, a row, and the addition.
fn added(
    dialect: Dialect,
    case: &Case,
    create: impl Fn(&Live) -> tablewright::Result<()>,
) -> Result<Option<Live>, String> {
    let Some(live) = Live::new(dialect) else {
        return Ok(None);
    };
    create(&live).map_err(|error| format!("the first: {error}"))?;
    live.run(case.added)?;
    Ok(Some(live))
}

fn arrived(live: &Live, wanted: Outcome, result: Result<(), String>) -> Result<(), String> {
    match (wanted, result) {
        (Outcome::Done, Ok(())) => Ok(()),
        (Outcome::Kept(query), Ok(())) => match live.has_rows(query)? {
            true => Ok(()),
            false => Err("it is lost".to_owned()),
        },
        (Outcome::Refused(says), Err(error)) if error.contains(says) => Ok(()),
        (Outcome::Refused(says), Err(error)) => Err(format!("{error}\ndoes not say {says}")),
        (Outcome::Refused(_), Ok(())) => Err("it was not refused".to_owned()),
        (Outcome::Done | Outcome::Kept(_), Err(error)) => Err(format!("it was refused: {error}")),
    }
}

/// The message of a refusal; for another error, that it is another one.
pub(super) fn issues(error: Error) -> String {
    match &error {
        Error::Refused(_) => error.to_string(),
        Error::Migration(migration) => match &**migration {
            MigrationError::Refused { .. } => error.to_string(),
            other => format!("another error, {other:?}"),
        },
        other => format!("another error, {other:?}"),
    }
}

pub(super) fn schema(dialect: Dialect, models: &str) -> Result<&'static Schema, String> {
    let schema = load("models.yaml", &super::models(dialect, models))?;
    Ok(tablewright::__schema("app", &schema))
}

/// Objects of `sql:` are known by their kinds, names and tables.
struct SameName {
    dialect: Dialect,
    /// The user's own SQL, before and after the change.
    sql: [&'static [&'static str]; 2],
    added: &'static [&'static str],
    says: &'static str,
    /// The statement after which the change is made.
    drop: &'static str,
}

const FUNCTION: &str = "CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$";

/// Another object with the name of an object of `sql:` is not taken for that one. An object of
/// `sql:` that is not dropped for a change is not taken for another one.
#[test]
fn an_object_of_the_same_name_is_another_one() {
    const ROUTINE: &str = "CREATE FUNCTION IF NOT EXISTS dba() RETURNS INT DETERMINISTIC RETURN 1";
    const OF_SQLITE: &str =
        "CREATE TRIGGER IF NOT EXISTS dba AFTER INSERT ON others BEGIN SELECT 1; END";
    const OF_POSTGRES: &str = "CREATE OR REPLACE TRIGGER dba BEFORE INSERT ON others FOR EACH ROW \
                               EXECUTE FUNCTION f()";
    const VIEW: &[&str] = &["CREATE VIEW dba AS SELECT b FROM items"];
    let is_unknown = "`dba` is not in the models, and it uses a column of `items`";
    let mysql = |dialect| SameName {
        dialect,
        sql: [&[ROUTINE]; 2],
        added: VIEW,
        says: is_unknown,
        drop: "DROP VIEW dba",
    };
    for case in [
        SameName {
            dialect: Dialect::Sqlite,
            sql: [&[OF_SQLITE]; 2],
            added: VIEW,
            says: is_unknown,
            drop: "DROP VIEW dba",
        },
        SameName {
            dialect: Dialect::Postgres,
            sql: [&[FUNCTION, OF_POSTGRES]; 2],
            added: &[
                "CREATE TRIGGER dba BEFORE UPDATE OF b ON items FOR EACH ROW EXECUTE FUNCTION f()",
            ],
            says: is_unknown,
            drop: "DROP TRIGGER dba ON items",
        },
        SameName {
            dialect: Dialect::Postgres,
            sql: [
                &[
                    "CREATE OR REPLACE RULE dba AS ON DELETE TO Items WHERE OLD.b > 0 DO INSTEAD NOTHING",
                ],
                &["CREATE OR REPLACE RULE dba AS ON DELETE TO Items DO INSTEAD NOTHING"],
            ],
            added: &[],
            says: "`dba` of `sql:` uses a column of `items` that is dropped (`b`)",
            drop: "DROP RULE dba ON items",
        },
        mysql(Dialect::Mysql),
        mysql(Dialect::Mariadb),
    ] {
        let SameName { dialect, .. } = case;
        let models = |b: &str, sql: &[&str], more: &str| {
            let sql = sql.iter().zip("rst".chars());
            let sql = sql.map(|(sql, name)| format!("  {name}:\n    create: \"{sql}\"\n"));
            format!(
                "Item: {{ fields: {{ id: id, a: string(20)?{b} }} }}\n  Other: {{ fields: {{ id: id }} \
                 }}\nsql:\n{}{more}",
                sql.collect::<String>()
            )
        };
        let from = models(", b: integer?", case.sql[0], "");
        let to = models("", case.sql[1], "dropped: [items.b]");
        let list = super::written(dialect, &from, &to).expect("two migrations");
        let (first, both) = (Migrations { list: &list[..1] }, Migrations { list });
        let of_models = |text: &str| schema(dialect, text).expect("models");
        let (Some(migrated), Some(synced)) = (Live::new(dialect), Live::new(dialect)) else {
            continue;
        };
        let _ = migrated
            .wait(migrate(migrated.db(), &first))
            .expect("tables");
        let _ = synced
            .wait(tablewright::sync(synced.db(), of_models(&from)))
            .expect("tables");
        let up = |live: &Live| live.wait(migrate(live.db(), &both)).map(drop);
        let sync = |live: &Live| {
            let done = tablewright::sync(live.db(), of_models(&to));
            live.wait(done).map(drop)
        };
        for (live, is_sync) in [(&migrated, false), (&synced, true)] {
            let change = || match is_sync {
                true => sync(live),
                false => up(live),
            };
            live.run(case.added).expect("an addition");
            let refused = change().map_err(issues).expect_err("it is not ours");
            assert!(refused.contains(case.says), "{dialect}: {refused}");
            live.run(&[case.drop]).expect("it is dropped");
            change().unwrap_or_else(|error| panic!("{dialect}: {error}"));
        }
    }
}
