//! Generated and hand-written queries on SQLite, counted in instructions: the time of a call under
//! a microsecond varies more between runs than between the two.
//!
//! `valgrind --tool=callgrind` counts. This program runs itself under valgrind, once for each
//! subject and operation with a number of calls, and once with twice as many: the difference is the
//! cost of the calls, without opening and filling the database.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use tablewright::Sqlite;

use crate::hand;
use crate::queries::models::{self, Narrow, NewNote, Note, Wide};
use crate::queries::{new_narrow_of, new_wide_of};

/// How many rows each table has.
const ROWS: i64 = 1_000;

/// The first argument of a run that is counted.
const COUNTED: &str = "counted";

/// Instructions for one call.
pub struct Count {
    pub what: &'static str,
    pub ours: u64,
    pub other: u64,
}

/// One operation, generated and hand-written; both get the number of the call.
struct Operation {
    name: &'static str,
    what: &'static str,
    calls: i64,
    ours: fn(&Sqlite, i64),
    other: fn(&rusqlite::Connection, i64),
}

const OPERATIONS: &[Operation] = &[
    Operation {
        name: "find",
        what: "find by key, 3 columns",
        calls: 200,
        ours: |db, call| {
            black_box(Narrow::find(key(call)).one(db).expect("a row"));
        },
        other: |hand, call| {
            black_box(hand::find_narrow(hand, key(call)).expect("a row"));
        },
    },
    Operation {
        name: "find-wide",
        what: "find by key, 25 columns",
        calls: 200,
        ours: |db, call| {
            black_box(Wide::find(key(call)).one(db).expect("a row"));
        },
        other: |hand, call| {
            black_box(hand::find_wide(hand, key(call)).expect("a row"));
        },
    },
    Operation {
        name: "filter",
        what: "two conditions, an order and a limit, 1 row",
        calls: 200,
        ours: |db, call| {
            let notes = Note::filter(Note::NARROW_ID.eq(key(call)))
                .filter(Note::TITLE.gt(black_box("a title")))
                .order_by(Note::ID.desc())
                .limit(5);
            black_box(notes.all(db).expect("rows"));
        },
        other: |hand, call| {
            black_box(hand::filter(hand, key(call), black_box("a title")).expect("rows"));
        },
    },
    Operation {
        name: "join",
        what: "join of two models, 1 row",
        calls: 200,
        ours: |db, call| {
            let notes = Note::filter(Note::ID.eq(key(call))).join(Note::NARROW);
            black_box(notes.all(db).expect("rows"));
        },
        other: |hand, call| {
            black_box(hand::join(hand, key(call)).expect("rows"));
        },
    },
    Operation {
        name: "all",
        what: "all 1,000 rows, 3 columns",
        calls: 2,
        ours: |db, _| {
            black_box(Narrow::all().all(db).expect("rows"));
        },
        other: |hand, _| {
            black_box(hand::all_narrow(hand).expect("rows"));
        },
    },
    Operation {
        name: "all-wide",
        what: "all 1,000 rows, 25 columns",
        calls: 2,
        ours: |db, _| {
            black_box(Wide::all().all(db).expect("rows"));
        },
        other: |hand, _| {
            black_box(hand::all_wide(hand).expect("rows"));
        },
    },
    Operation {
        name: "tree",
        what: "a row and its related row, by `with`",
        calls: 200,
        ours: |db, call| {
            let tree = Narrow::find(key(call)).with(Narrow::NOTES);
            black_box(tree.one(db).expect("a tree"));
        },
        other: |hand, call| {
            black_box(hand::tree(hand, key(call)).expect("a tree"));
        },
    },
    Operation {
        name: "trees",
        what: "50 rows and their related rows, by `with`",
        calls: 10,
        ours: |db, call| {
            let trees = Narrow::filter(Narrow::ID.gt(key(call)))
                .with(Narrow::NOTES)
                .limit(50);
            black_box(trees.all(db).expect("trees"));
        },
        other: |hand, call| {
            black_box(hand::trees(hand, key(call)).expect("trees"));
        },
    },
    Operation {
        name: "update",
        what: "update of two columns by key",
        calls: 200,
        ours: |db, call| {
            let changed = Narrow::update(key(call))
                .set(Narrow::NAME, black_box(NAME))
                .set(Narrow::AGE, black_box(call as i32))
                .execute(db);
            assert_eq!(changed.expect("an update"), 1);
        },
        other: |hand, call| {
            let changed = hand::update(hand, key(call), black_box(NAME), black_box(call as i32));
            assert_eq!(changed.expect("an update"), 1);
        },
    },
    Operation {
        name: "insert",
        what: "insert of a row, 3 columns",
        calls: 200,
        ours: |db, call| {
            let new = new_narrow_of(black_box(NAME), call);
            black_box(Narrow::insert(new).one(db).expect("an insert"));
        },
        other: |hand, call| {
            black_box(hand::insert_narrow(hand, black_box(NAME), call));
        },
    },
    Operation {
        name: "insert-wide",
        what: "insert of a row, 25 columns",
        calls: 200,
        ours: |db, call| {
            let new = new_wide_of(black_box([NAME; 5]).map(Into::into), call);
            black_box(new.one(db).expect("an insert"));
        },
        other: |hand, call| {
            black_box(hand::insert_wide(hand, black_box(NAME), call));
        },
    },
    Operation {
        name: "insert-all",
        what: "insert of 100 rows, 3 columns",
        calls: 10,
        ours: |db, call| {
            let new = |_| NewNote {
                narrow_id: key(call),
                title: black_box(NAME).into(),
            };
            let inserted = Note::insert_all((0..100).map(new)).execute(db);
            assert_eq!(inserted.expect("inserts"), 100);
        },
        other: |hand, call| {
            static SQL: LazyLock<String> = LazyLock::new(|| hand::insert_notes_sql(100));
            let inserted = hand::insert_notes(hand, &SQL, 100, key(call), || black_box(NAME));
            assert_eq!(inserted.expect("inserts"), 100);
        },
    },
];

const NAME: &str = "the name of a row";

/// The keys of calls, in an irregular order.
fn key(call: i64) -> i64 {
    black_box(call * 7919 % (ROWS - 100) + 1)
}

/// Runs the operation of the arguments, if this run is counted.
pub fn run_counted() -> bool {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [first, subject, name, calls] = arguments.as_slice() else {
        return false;
    };
    if first != COUNTED {
        return false;
    }
    let operation = OPERATIONS.iter().find(|operation| operation.name == name);
    let operation = operation.expect("the name of an operation");
    let calls: i64 = calls.parse().expect("a number of calls");
    match subject.as_str() {
        "ours" => {
            let db = Sqlite::memory().expect("a database in memory");
            db.with(fill);
            (0..calls).for_each(|call| (operation.ours)(&db, call));
        }
        "hand" => {
            let hand = hand::open();
            fill(&hand);
            (0..calls).for_each(|call| (operation.other)(&hand, call));
        }
        other => panic!("`{other}` is neither `ours` nor `hand`"),
    }
    true
}

fn fill(raw: &rusqlite::Connection) {
    raw.execute_batch(models::SCHEMA_SQL).expect("the tables");
    let wide = (1..25).map(|column| match column % 5 {
        1 => "n",
        2 => "'the name of row ' || n",
        3 => "n / 4.0",
        4 => "n % 2",
        _ => "n % 50",
    });
    let wide = wide.collect::<Vec<&str>>().join(", ");
    for (table, values) in [
        ("narrow", "n, 'the name of row ' || n, n % 100"),
        ("wide", &*format!("n, {wide}")),
        ("notes", "n, n, 'a title of row ' || n"),
    ] {
        let sql = format!(
            "INSERT INTO {table} WITH RECURSIVE numbers(n) AS \
             (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {ROWS}) \
             SELECT {values} FROM numbers"
        );
        raw.execute_batch(&sql).expect("the rows");
    }
}

/// Counts every operation, or only the named ones.
pub fn run(names: &[String]) -> Vec<Count> {
    let is_named = |name: &str| {
        let known = |wanted: &String| OPERATIONS.iter().any(|operation| operation.name == wanted);
        let mut named = names.iter().filter(|wanted| known(wanted)).peekable();
        named.peek().is_none() || named.any(|wanted| wanted == name)
    };
    let operations = OPERATIONS
        .iter()
        .filter(|operation| is_named(operation.name));
    let program = this_program();
    let count = |operation: &Operation| Count {
        what: operation.what,
        ours: for_one_call(&program, "ours", operation),
        other: for_one_call(&program, "hand", operation),
    };
    operations.map(count).collect()
}

/// Counts generated queries in another build of this program, and in this one.
pub fn run_beside(other_build: &Path) -> Vec<Count> {
    let program = this_program();
    let is_compared = |operation: &&Operation| !operation.name.ends_with("-wide");
    let count = |operation: &Operation| Count {
        what: operation.what,
        ours: for_one_call(other_build, "ours", operation),
        other: for_one_call(&program, "ours", operation),
    };
    OPERATIONS.iter().filter(is_compared).map(count).collect()
}

fn this_program() -> PathBuf {
    std::env::current_exe().expect("this program has a path")
}

fn for_one_call(program: &Path, subject: &str, operation: &Operation) -> u64 {
    let calls = operation.calls;
    let count = |calls| counted(program, subject, operation.name, calls);
    let [once, twice] = [calls, 2 * calls].map(count);
    (twice - once) / calls.unsigned_abs()
}

/// All instructions of a run.
fn counted(program: &Path, subject: &str, name: &str, calls: i64) -> u64 {
    let run = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args([COUNTED, subject, name, &calls.to_string()])
        .output()
        .expect("valgrind runs: install it, as by `apt-get install valgrind`");
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{name} of {subject} failed:\n{said}");
    let collected = said
        .lines()
        .find_map(|line| line.split_once("Collected : "));
    let (_, collected) = collected.expect("callgrind tells how much it collected");
    collected.trim().parse().expect("a number of instructions")
}
