//! Enum values that change their text while other rows reference them: by migrations and by sync,
//! forward and back, and with a sync interrupted at any statement.

use tablewright::migrate::{Migrations, Step, migrate, rollback};
use tablewright::{SyncBuilder, SyncReport, Verification, sync, verify};
use tablewright_evolve::plan::Options;
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, load, on_each_dialect, written};

/// Models before and after, without their first line.
struct Case {
    what: &'static str,
    from: &'static str,
    to: &'static str,
    rows: &'static [&'static str],
    /// A query with one text, on the previous and the new tables, and the expected text.
    before: (&'static str, &'static str),
    after: (&'static str, &'static str),
    /// Statements that the new tables refuse.
    refused: &'static [&'static str],
}

const ROWS: &[&str] = &[
    "INSERT INTO sorts (kind, note) VALUES ('big', 'x'), ('tiny', NULL)",
    "INSERT INTO items (sort_kind, next_kind) VALUES ('big', 'tiny'), ('tiny', 'big')",
];

const FROM: &str = "
enums: { Kind: [big, tiny] }
models:
  Sort: { fields: { kind: { type: Kind, primary_key: true }, note: string(9)? } }
  Item: { fields: { id: id, sort: Sort, next: { type: Sort?, inverse: false } } }
";

const CASES: &[Case] = &[
    Case {
        what: "a longer value",
        from: FROM,
        to: "
enums: { Kind: [{ value: enormous, was: big }, tiny] }
models:
  Sort: { fields: { kind: { type: Kind, primary_key: true }, note: string(9)? } }
  Item: { fields: { id: id, sort: Sort, next: { type: Sort?, inverse: false } } }
",
        rows: ROWS,
        before: (
            "SELECT min(concat(sort_kind, next_kind)) FROM items",
            "bigtiny",
        ),
        after: (
            "SELECT min(concat(sort_kind, next_kind)) FROM items",
            "enormoustiny",
        ),
        refused: &[
            "INSERT INTO sorts (kind) VALUES ('big')",
            "INSERT INTO items (sort_kind) VALUES ('big')",
            "DELETE FROM sorts WHERE kind = 'enormous'",
        ],
    },
    Case {
        what: "a shorter value, and another table and column",
        from: FROM,
        to: "
enums: { Kind: [{ value: b, was: big }, { value: t, was: tiny }] }
models:
  Grade:
    was: Sort
    fields: { name: { type: Kind, primary_key: true, was: kind }, note: string(9)? }
  Item:
    fields:
      id: id
      sort: { type: Grade, column: sort_kind }
      next: { type: Grade?, column: after_kind, was: next_kind, inverse: false }
",
        rows: ROWS,
        before: (
            "SELECT min(concat(sort_kind, next_kind)) FROM items",
            "bigtiny",
        ),
        after: ("SELECT min(concat(sort_kind, after_kind)) FROM items", "bt"),
        refused: &[
            "INSERT INTO grades (name) VALUES ('big')",
            "DELETE FROM grades WHERE name = 'b'",
        ],
    },
    Case {
        what: "a default, and a check of one's own",
        from: "
enums: { Kind: [big, tiny] }
models:
  Item:
    fields: { id: id, kind: { type: Kind, default: big }, size: integer }
    checks: [{ name: small, sql: \"kind = 'big' OR size < 5\" }]
",
        to: "
enums: { Kind: [{ value: huge, was: big }, tiny] }
models:
  Item:
    fields: { id: id, kind: { type: Kind, default: huge }, size: integer }
    checks: [{ name: small, sql: \"kind = 'huge' OR size < 5\" }]
",
        rows: &["INSERT INTO items (kind, size) VALUES ('big', 7), ('tiny', 1)"],
        before: ("SELECT min(concat(kind, size)) FROM items", "big7"),
        after: ("SELECT min(concat(kind, size)) FROM items", "huge7"),
        refused: &[
            "INSERT INTO items (kind, size) VALUES ('big', 1)",
            "INSERT INTO items (kind, size) VALUES ('tiny', 7)",
        ],
    },
    Case {
        what: "another number of a key, which others refer to",
        from: "
enums: { Kind: { repr: smallint, values: { big: -1, tiny: 2 } } }
models:
  Sort: { fields: { kind: { type: Kind, primary_key: true }, note: string(9)? } }
  Item: { fields: { id: id, sort: Sort, next: { type: Sort?, inverse: false } } }
",
        to: "
enums:
  Kind: { repr: smallint, values: [{ value: huge, number: 1, was: -1 }, { value: tiny, number: 2 }] }
models:
  Sort: { fields: { kind: { type: Kind, primary_key: true }, note: string(9)? } }
  Item: { fields: { id: id, sort: Sort, next: { type: Sort?, inverse: false } } }
",
        rows: &[
            "INSERT INTO sorts (kind, note) VALUES (-1, 'x'), (2, NULL)",
            "INSERT INTO items (sort_kind, next_kind) VALUES (-1, 2), (2, -1)",
        ],
        before: (
            "SELECT concat(sum(sort_kind * 10 + next_kind), '') FROM items",
            "11",
        ),
        after: (
            "SELECT concat(sum(sort_kind * 10 + next_kind), '') FROM items",
            "33",
        ),
        refused: &[
            "INSERT INTO sorts (kind) VALUES (-1)",
            "INSERT INTO items (sort_kind) VALUES (-1)",
            "DELETE FROM sorts WHERE kind = 1",
        ],
    },
    Case {
        what: "another number, and checks of one's own about the former one",
        from: "
enums: { Kind: { repr: integer, values: { big: 3, tiny: 9 } } }
models:
  Item:
    fields: { id: id, kind: { type: Kind, default: big }, size: integer }
    checks:
      - { name: large, sql: \"kind <> 3 OR size > 5\" }
      - { name: odd, sql: kind + size <> 3 }
",
        to: "
enums:
  Kind: { repr: integer, values: [{ value: big, number: 4, was: [3, 7] }, { value: tiny, number: 9 }] }
models:
  Item:
    fields: { id: id, kind: { type: Kind, default: big }, size: integer }
    checks:
      - { name: large, sql: \"kind <> 4 OR size > 5\" }
      - { name: odd, sql: kind + size <> 3 }
",
        rows: &["INSERT INTO items (kind, size) VALUES (3, 7), (9, 1)"],
        before: ("SELECT concat(sum(kind), '') FROM items", "12"),
        after: ("SELECT concat(sum(kind), '') FROM items", "13"),
        refused: &[
            "INSERT INTO items (kind, size) VALUES (3, 7)",
            "INSERT INTO items (kind, size) VALUES (4, 1)",
        ],
    },
    Case {
        what: "values that a generated column reads, which names them",
        from: "
enums: { Kind: [big, tiny] }
models:
  Item:
    fields:
      id: id
      a: Kind
      g: { type: integer, generated: \"case when a = 'big' then 1 when a = 'tiny' then 2 end\" }
",
        to: "
enums: { Kind: [{ value: huge, was: big }, tiny] }
models:
  Item:
    fields:
      id: id
      a: Kind
      g: { type: integer, generated: \"case when a = 'huge' then 1 when a = 'tiny' then 2 end\" }
",
        rows: &["INSERT INTO items (a) VALUES ('big'), ('tiny')"],
        before: ("SELECT min(concat(a, g)) FROM items", "big1"),
        after: ("SELECT min(concat(a, g)) FROM items", "huge1"),
        refused: &["INSERT INTO items (a) VALUES ('big')"],
    },
    Case {
        what: "values and a column that a generated column reads, with an index",
        from: "
enums: { Kind: [enormous, tiny] }
models:
  Item:
    fields:
      id: id
      a: Kind
      g: { type: integer, generated: \"case when a = 'enormous' then 1 else 2 end\", index: true }
",
        to: "
enums: { Kind: [{ value: big, was: enormous }, tiny] }
models:
  Item:
    fields:
      id: id
      b: { type: Kind, was: a }
      g: { type: integer, generated: \"case when b = 'big' then 1 else 2 end\", index: true }
",
        rows: &["INSERT INTO items (a) VALUES ('enormous'), ('tiny')"],
        before: ("SELECT min(concat(a, g)) FROM items", "enormous1"),
        after: ("SELECT min(concat(b, g)) FROM items", "big1"),
        refused: &["INSERT INTO items (b) VALUES ('enormous')"],
    },
    Case {
        what: "values that a generated column has, too",
        from: "
enums: { Kind: [a, b] }
models:
  Item:
    fields: { id: id, kind: { type: Kind, default: a }, g: { type: Kind?, generated: kind } }
",
        to: "
enums: { Kind: [{ value: x, was: a }, b] }
models:
  Item:
    fields: { id: id, kind: { type: Kind, default: x }, g: { type: Kind?, generated: kind } }
",
        rows: &["INSERT INTO items (kind) VALUES ('a'), ('b')"],
        before: ("SELECT min(concat(kind, g)) FROM items", "aa"),
        after: ("SELECT max(concat(kind, g)) FROM items", "xx"),
        refused: &["INSERT INTO items (kind) VALUES ('a')"],
    },
    Case {
        what: "a longer value that a generated column has, too",
        from: "
enums: { Kind: [big, tiny] }
models:
  Item:
    fields: { id: id, kind: Kind, g: { type: Kind, generated: kind, index: true } }
",
        to: "
enums: { Kind: [{ value: enormous, was: big }, tiny] }
models:
  Item:
    fields: { id: id, kind: Kind, g: { type: Kind, generated: kind, index: true } }
",
        rows: &["INSERT INTO items (kind) VALUES ('big'), ('tiny')"],
        before: ("SELECT min(concat(kind, g)) FROM items", "bigbig"),
        after: ("SELECT min(concat(kind, g)) FROM items", "enormousenormous"),
        refused: &["INSERT INTO items (kind) VALUES ('big')"],
    },
    Case {
        what: "a value that a generated column has only then",
        from: "
enums: { Kind: [big, tiny] }
models:
  Item: { fields: { id: id, kind: Kind, g: Kind } }
",
        to: "
enums: { Kind: [{ value: top, was: big }, tiny] }
models:
  Item: { fields: { id: id, kind: Kind, g: { type: Kind, generated: kind } } }
converted: { items.g: generated }
",
        rows: &["INSERT INTO items (kind, g) VALUES ('big', 'big'), ('tiny', 'tiny')"],
        before: ("SELECT min(concat(kind, g)) FROM items", "bigbig"),
        after: ("SELECT max(concat(kind, g)) FROM items", "toptop"),
        refused: &["INSERT INTO items (kind) VALUES ('big')"],
    },
    Case {
        what: "a longer value, which others follow",
        from: FOLLOWED,
        to: "
enums: { Kind: [{ value: enormous, was: big }, tiny] }
models:
  Sort: { fields: { kind: { type: Kind, primary_key: true }, note: string(9)? } }
  Item:
    fields:
      id: id
      own: { type: Kind, default: tiny }
      sort: { type: Sort, on_update: cascade }
      next: { type: Sort?, on_delete: set_null, inverse: false }
",
        rows: ROWS,
        before: (
            "SELECT min(concat(sort_kind, next_kind)) FROM items",
            "bigtiny",
        ),
        after: (
            "SELECT min(concat(sort_kind, next_kind)) FROM items",
            "enormoustiny",
        ),
        refused: &[
            "INSERT INTO sorts (kind) VALUES ('big')",
            "INSERT INTO items (sort_kind) VALUES ('big')",
        ],
    },
    Case {
        what: "a shorter value, which others with another name follow",
        from: FOLLOWED,
        to: "
enums: { Kind: [{ value: b, was: big }, { value: t, was: tiny }] }
models:
  Sort: { fields: { name: { type: Kind, primary_key: true, was: kind }, note: string(9)? } }
  Thing:
    was: Item
    fields:
      id: id
      own: { type: Kind, default: t }
      sort: { type: Sort, on_update: cascade, column: first_kind, was: sort_kind }
      next: { type: Sort?, on_delete: set_null, column: next_kind, inverse: false }
",
        rows: ROWS,
        before: (
            "SELECT min(concat(sort_kind, next_kind)) FROM items",
            "bigtiny",
        ),
        after: ("SELECT min(concat(first_kind, next_kind)) FROM things", "bt"),
        refused: &["INSERT INTO things (first_kind) VALUES ('big')"],
    },
];

const FOLLOWED: &str = "
enums: { Kind: [big, tiny] }
models:
  Sort: { fields: { kind: { type: Kind, primary_key: true }, note: string(9)? } }
  Item:
    fields:
      id: id
      own: { type: Kind, default: tiny }
      sort: { type: Sort, on_update: cascade }
      next: { type: Sort?, on_delete: set_null, inverse: false }
";

on_each_dialect!(all);

fn all(dialect: Dialect) {
    there_and_back(dialect);
    beside_others(dialect);
    beside_others_that_follow(dialect);
    under_others(dialect);
    if Live::new(dialect).is_some() {
        keeps_check_of_others(dialect);
    }
    if dialect.ddl_commits() {
        interrupted(dialect);
    }
}

/// An unmanaged table refers to the key whose values are renamed. The change is refused with its
/// name, and nothing is changed.
fn beside_others(dialect: Dialect) {
    let case = &CASES[0];
    let theirs: &[&str] = match dialect {
        Dialect::Sqlite | Dialect::Postgres => &[
            "CREATE TABLE theirs (kind text CONSTRAINT to_kind REFERENCES sorts (kind))",
            "INSERT INTO theirs SELECT kind FROM sorts",
        ],
        Dialect::Mysql | Dialect::Mariadb => &[
            "CREATE TABLE theirs AS SELECT kind FROM sorts",
            "ALTER TABLE theirs ADD CONSTRAINT to_kind FOREIGN KEY (kind) REFERENCES sorts (kind)",
        ],
    };
    beside(dialect, case, theirs, |live, go| {
        let before = live.inspect().expect("tables");
        let error = go().expect_err("it is refused").to_string();
        assert!(
            error.contains("the foreign key `theirs."),
            "{dialect}: {error}"
        );
        assert_eq!(live.inspect().expect("tables"), before, "{dialect}");
        assert_eq!(text(live, case.before.0), case.before.1, "{dialect}");
        live.run(&["DROP TABLE theirs"]).expect("it goes");
        go().unwrap_or_else(|error| panic!("{dialect}: {error}"));
        assert_eq!(text(live, case.after.0), case.after.1, "{dialect}");
    });
}

/// The same with `ON UPDATE CASCADE`. SQLite does not cascade while it rebuilds a table, so there
/// it is refused.
fn beside_others_that_follow(dialect: Dialect) {
    let case = &CASES[3];
    let theirs: &[&str] = match dialect {
        Dialect::Sqlite => &[
            "CREATE TABLE theirs (kind int REFERENCES sorts (kind) ON UPDATE CASCADE)",
            "INSERT INTO theirs SELECT kind FROM sorts",
        ],
        Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => &[
            "CREATE TABLE theirs AS SELECT kind FROM sorts",
            "ALTER TABLE theirs ADD CONSTRAINT to_kind FOREIGN KEY (kind) REFERENCES sorts (kind) \
             ON UPDATE CASCADE",
        ],
    };
    let kinds = "SELECT concat(min(kind), max(kind)) FROM theirs";
    beside(dialect, case, theirs, |live, go| {
        if dialect == Dialect::Sqlite {
            let error = go().expect_err("it is refused").to_string();
            assert!(
                error.contains("the foreign key `theirs.kind`"),
                "{dialect}: {error}"
            );
            assert_eq!(text(live, kinds), "-12", "{dialect}");
        } else {
            go().unwrap_or_else(|error| panic!("{dialect}: {error}"));
            assert_eq!(text(live, kinds), "12", "{dialect}");
            assert_eq!(text(live, case.after.0), case.after.1, "{dialect}");
        }
    });
}

/// An unmanaged check names a value that is renamed. The change is refused with its name, and
/// nothing is changed.
fn under_others(dialect: Dialect) {
    if dialect.rebuilds_tables() {
        return;
    }
    let case = &CASES[0];
    let check = |values: &str| {
        format!(
            "ALTER TABLE sorts ADD CONSTRAINT unmanaged CHECK (kind IN ({values}, 'tiny', 'x'))"
        )
    };
    let dropped = ["ALTER TABLE sorts DROP CONSTRAINT unmanaged"];
    let refused = |live: &Live, go: &dyn Fn() -> tablewright::Result<()>| {
        let before = live.inspect().expect("tables");
        let error = go().expect_err("it is refused").to_string();
        assert!(error.contains("unmanaged"), "{dialect}: {error}");
        assert_eq!(live.inspect().expect("tables"), before, "{dialect}");
        live.run(&dropped).expect("it goes");
        go().unwrap_or_else(|error| panic!("{dialect}: {error}"));
    };
    beside(dialect, case, &[&check("'big'")], |live, go| {
        refused(live, go);
        assert_eq!(text(live, case.after.0), case.after.1, "{dialect}");
    });
    let (from, to) = (models(dialect, case.from), models(dialect, case.to));
    let list = written(dialect, &[&from, &to], Options::default()).expect("migrations");
    let (first, both) = (Migrations { list: &list[..1] }, Migrations { list });
    let Some(live) = Live::new(dialect) else {
        return;
    };
    let _ = live.wait(migrate(live.db(), &first)).expect("tables");
    live.run(case.rows).expect("rows");
    let _ = live.wait(migrate(live.db(), &both)).expect("tables");
    live.run(&[check("'enormous'")]).expect("a check");
    refused(&live, &|| {
        live.wait(rollback(live.db(), &both, 1)).map(drop)
    });
    assert_eq!(text(&live, case.before.0), case.before.1, "{dialect}");
}

/// A check of the column without a former value is left alone. If a plan commits before its end, it
/// is refused, too.
#[test]
fn a_check_without_a_former_value_is_left_alone() {
    let dialect = Dialect::Postgres;
    let checks = [
        (
            0,
            "ALTER TABLE sorts ADD CONSTRAINT unmanaged CHECK (kind <> 'bigger' AND note <> 'x big')",
        ),
        (
            4,
            "ALTER TABLE items ADD CONSTRAINT unmanaged CHECK (kind < 300 AND kind <> 33)",
        ),
    ];
    for (case, check) in checks {
        let case = &CASES[case];
        let (from, to) = (models(dialect, case.from), models(dialect, case.to));
        for concurrently in [false, true] {
            let list =
                written(dialect, &[&from, &to], Options { concurrently }).expect("migrations");
            let (first, both) = (Migrations { list: &list[..1] }, Migrations { list });
            let Some(live) = Live::new(dialect) else {
                return;
            };
            let _ = live.wait(migrate(live.db(), &first)).expect("tables");
            live.run(&[check]).expect("a check");
            let commits = both.list.iter().any(|migration| {
                let scripts = migration.postgres.as_ref();
                scripts.is_some_and(|scripts| !scripts.up.in_transaction)
            });
            let result = live.wait(migrate(live.db(), &both)).map(drop);
            let result = result.map_err(|error| error.to_string());
            assert_eq!(result.is_err(), commits, "{}: {result:?}", case.what);
            if let Err(error) = result {
                assert!(error.contains("the check `unmanaged`"), "{error}");
            }
        }
    }
}

/// A check with another prefix than that of the table is not from the models.
fn keeps_check_of_others(dialect: Dialect) {
    if dialect.rebuilds_tables() {
        return;
    }
    let case = &CASES[2];
    let live = synced(dialect, case);
    let check = "ALTER TABLE items ADD CONSTRAINT ck_paid_first CHECK (kind <> 'big' OR size > 0)";
    live.run(&[check]).expect("a check");
    let done = live.wait(sync(
        live.db(),
        tablewright::__schema("a", &models(dialect, case.to)),
    ));
    let error = done.expect_err("it is refused").to_string();
    assert!(error.contains("ck_paid_first"), "{dialect}: {error}");
    assert!(error.contains("--drop-unmanaged"), "{dialect}: {error}");
}

/// Creates a table beside those of a case, and renames the values by migrations and by sync.
fn beside(
    dialect: Dialect,
    case: &Case,
    theirs: &[&str],
    law: impl Fn(&Live, &dyn Fn() -> tablewright::Result<()>),
) {
    let (from, to) = (models(dialect, case.from), models(dialect, case.to));
    let list = written(dialect, &[&from, &to], Options::default()).expect("migrations");
    let (first, both) = (Migrations { list: &list[..1] }, Migrations { list });
    let (Some(live), Some(other)) = (Live::new(dialect), Live::new(dialect)) else {
        return;
    };
    let _ = live.wait(migrate(live.db(), &first)).expect("tables");
    let schema = tablewright::__schema("a", &from);
    let _ = other.wait(sync(other.db(), schema)).expect("tables");
    let later = tablewright::__schema("a", &to);
    for (live, by_migrations) in [(&live, true), (&other, false)] {
        live.run(case.rows).expect("rows");
        live.run(theirs).expect("a table of others");
        law(live, &|| match by_migrations {
            true => live.wait(migrate(live.db(), &both)).map(drop),
            false => live.wait(sync(live.db(), later)).map(drop),
        });
    }
}

fn models(dialect: Dialect, text: &str) -> tablewright_schema::Schema {
    let text = format!("dialects: [{}]\n{text}", dialect.name());
    load("models.yaml", &text).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn there_and_back(dialect: Dialect) {
    for case in CASES {
        let at = format!("{dialect}: {}", case.what);
        let (from, to) = (models(dialect, case.from), models(dialect, case.to));
        // By migrations.
        let Some(live) = Live::new(dialect) else {
            return;
        };
        let list = written(dialect, &[&from, &to], Options::default())
            .unwrap_or_else(|error| panic!("{at}: {error}"));
        let (first, both) = (Migrations { list: &list[..1] }, Migrations { list });
        let _ = live.wait(migrate(live.db(), &first)).expect("tables");
        live.run(case.rows).expect("rows");
        let begun = live.inspect().expect("tables");
        let migrated = live.wait(migrate(live.db(), &both));
        migrated.unwrap_or_else(|error| panic!("{at}: {error}"));
        arrived(&live, case, &at);
        let back = live.wait(rollback(live.db(), &both, 1));
        back.unwrap_or_else(|error| panic!("{at}: {error}"));
        assert_eq!(live.inspect().expect("tables"), begun, "{at}");
        assert_eq!(text(&live, case.before.0), case.before.1, "{at}");

        // By sync.
        let live = synced(dialect, case);
        let done = live.wait(sync(live.db(), tablewright::__schema("a", &to)));
        assert!(matches!(done, Ok(SyncReport::Applied(_))), "{at}: {done:?}");
        arrived(&live, case, &at);
    }
}

/// A database with the previous tables.
fn synced(dialect: Dialect, case: &Case) -> Live {
    let live = Live::new(dialect).expect("it was there before");
    let from = tablewright::__schema("a", &models(dialect, case.from));
    live.wait(sync(live.db(), from)).expect("tables");
    live.run(case.rows).expect("rows");
    live
}

fn text(live: &Live, query: &str) -> String {
    let query = match live.dialect() {
        // SQLite has no `concat` in older versions.
        Dialect::Sqlite => query.replace("concat(", "(").replace(", ", " || "),
        Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => query.to_owned(),
    };
    live.texts(&query).expect("a text").concat()
}

fn arrived(live: &Live, case: &Case, at: &str) {
    assert_eq!(text(live, case.after.0), case.after.1, "{at}");
    let to = tablewright::__schema("a", &models(live.dialect(), case.to));
    let found = live.wait(verify(live.db(), to));
    let found = found.unwrap_or_else(|error| panic!("{at}: {error}"));
    assert_eq!(found, Verification::UpToDate, "{at}");
    for statement in case.refused {
        assert!(live.run(&[statement]).is_err(), "{at}: {statement}");
    }
}

/// If a sync is interrupted before or after any of its statements, the next sync resumes it.
fn interrupted(dialect: Dialect) {
    for case in CASES {
        for moment in 0.. {
            let at = format!("{dialect}: {}, at {moment}", case.what);
            let Some(live) = Live::new(dialect).map(|_| synced(dialect, case)) else {
                return;
            };
            let to = tablewright::__schema("a", &models(dialect, case.to));
            let mut passed = 0;
            let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                let builder = SyncBuilder::new(to).on_step(|step| {
                    if matches!(step, Step::Runs { .. } | Step::Ran { .. }) {
                        assert!(passed < moment, "it is interrupted here");
                        passed += 1;
                    }
                });
                live.wait(builder.sync(live.db()))
            }));
            if let Ok(done) = ended {
                done.unwrap_or_else(|error| panic!("{at}: {error}"));
                assert!(moment > 4, "{at}");
                break;
            }
            let resumed = live.wait(sync(live.db(), to));
            resumed.unwrap_or_else(|error| panic!("{at}: {error}"));
            arrived(&live, case, &at);
        }
    }
}
