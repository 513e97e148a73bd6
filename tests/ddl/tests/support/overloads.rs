//! PostgreSQL's functions of one name with other parameters: those of the user's own SQL and those
//! that another program has created are told apart.

use tablewright::migrate::{Migrations, migrate, rollback};
use tablewright::{Schema, SyncReport, Verification};
use tablewright_sql::Dialect;
use tablewright_test_ddl::Live;

use super::unmanaged::{issues, schema};

const POSTGRES: Dialect = Dialect::Postgres;

/// Models with a function `f` of an integer that reads a column.
fn models(column: &str) -> String {
    let was = if column == "a" { "" } else { ", was: a" };
    format!(
        "Item: {{ fields: {{ id: id, {column}: {{ type: integer?{was} }} }} }}\nsql:\n  f:\n    create: |\n      \
         CREATE OR REPLACE FUNCTION f(x int4, VARCHAR(20) = '') RETURNS bigint LANGUAGE sql AS \
         $$ SELECT count({column}) FROM items WHERE {column} = x $$\n    \
         drop: DROP FUNCTION IF EXISTS f(int4, VARCHAR)"
    )
}

const IS_OURS: &str = "SELECT 1 FROM pg_proc WHERE proname = 'f' AND prosrc LIKE '%count(b)%'";
const OTHER: &str = "CREATE FUNCTION f(x text) RETURNS bigint LANGUAGE sql AS $$ SELECT 1 $$";

/// Changes the column from `a` to `b`, by migrations and by `sync`, beside another function.
fn changed(others: &[&str], check: impl Fn(&Live, Result<(), String>)) {
    for by_migrations in [true, false] {
        let Some(live) = Live::new(POSTGRES) else {
            return;
        };
        let list = super::written(POSTGRES, &models("a"), &models("b")).expect("two");
        let step = |name: &str, number: usize| match by_migrations {
            true => {
                let list = &list[..number];
                live.wait(migrate(live.db(), &Migrations { list }))
                    .map(drop)
            }
            false => {
                let schema = schema(POSTGRES, &models(name)).expect("models");
                live.wait(tablewright::sync(live.db(), schema)).map(drop)
            }
        };
        step("a", 1).expect("tables");
        live.run(others).expect("another function");
        check(&live, step("b", 2).map_err(issues));
    }
}

#[test]
fn another_function_of_the_same_name_is_named() {
    let reads = "CREATE FUNCTION f(x text) RETURNS bigint LANGUAGE sql AS \
                 $$ SELECT count(a) FROM items WHERE a::text = x $$";
    changed(&[reads], |live, done| {
        let said = done.expect_err("it would fail");
        assert!(said.contains("`f(text)` is not in the models"), "{said}");
        assert_eq!(live.has_rows(IS_OURS), Ok(false));
    });
}

#[test]
fn another_function_of_the_same_name_stays() {
    let comment = "COMMENT ON FUNCTION f(text) IS 'theirs'";
    let right = "GRANT EXECUTE ON FUNCTION f(text) TO pg_monitor";
    changed(&[OTHER, comment, right], |live, done| {
        done.expect("it is not about the change");
        assert_eq!(live.has_rows(IS_OURS), Ok(true));
        let is_theirs = "SELECT 1 FROM pg_proc AS p WHERE proname = 'f' AND proacl IS NOT NULL \
                         AND obj_description(p.oid, 'pg_proc') = 'theirs'";
        assert_eq!(live.has_rows(is_theirs), Ok(true));
    });
    // Migrations drop that of the models, and `sync` replaces it.
    let comment = "COMMENT ON FUNCTION f(integer, varchar) IS 'ours'";
    changed(&[OTHER, comment], |live, done| match done {
        Err(said) => assert!(said.contains("`comment` would be lost"), "{said}"),
        Ok(()) => {
            let is_kept = "SELECT 1 FROM pg_proc AS p WHERE proname = 'f' \
                           AND obj_description(p.oid, 'pg_proc') = 'ours'";
            assert_eq!(live.has_rows(is_kept), Ok(true));
        }
    });
}

#[test]
fn the_models_have_several_of_one_name() {
    let models = |plus: u8| {
        let function = |name: &str, parameters: &str, result: &str| {
            format!(
                "  {name}: {{ create: \"CREATE OR REPLACE FUNCTION f({parameters}) RETURNS bigint \
                 LANGUAGE sql AS $$ SELECT {result}::bigint $$\" }}\n"
            )
        };
        let all = [
            function("one", "x integer", "x"),
            function("two", "x text, y timestamptz = now()", &format!("{plus}")),
            function("three", "", "3"),
        ];
        let models = format!("Item: {{ fields: {{ id: id }} }}\nsql:\n{}", all.concat());
        schema(POSTGRES, &models).expect("models")
    };
    let Some(live) = Live::new(POSTGRES) else {
        return;
    };
    let sync = |schema: &'static Schema| live.wait(tablewright::sync(live.db(), schema));
    let verify = |schema: &'static Schema| {
        let verified = live.wait(tablewright::verify(live.db(), schema));
        verified.expect("a comparison")
    };
    for plus in [1, 2] {
        let done = sync(models(plus)).expect("functions");
        assert!(matches!(done, SyncReport::Applied(_)), "{done:?}");
        assert_eq!(verify(models(plus)), Verification::UpToDate);
        assert_eq!(live.texts("SELECT f('')::text"), Ok(vec![plus.to_string()]));
    }
    live.run(&["DROP FUNCTION f(text, timestamptz)"])
        .expect("a change");
    let drifted = verify(models(2));
    let plan = drifted.plan().expect("a difference");
    let steps: Vec<&String> = plan.steps.iter().flat_map(|step| &step.what).collect();
    assert_eq!(steps, ["run the SQL `two`"]);
    let done = sync(models(2)).expect("the function");
    assert!(matches!(done, SyncReport::Applied(_)), "{done:?}");
    assert_eq!(verify(models(2)), Verification::UpToDate);
}

/// PostgreSQL replaces no function that gets another result or another name of a parameter, and
/// changes no type of a column that the body of a function uses.
#[test]
fn a_changed_function_is_dropped_if_it_cannot_be_replaced() {
    let count = |column: &str, plus: u8| {
        format!(
            "fa(x integer) RETURNS bigint LANGUAGE sql \
             RETURN (SELECT count({column}) + {plus} FROM items WHERE id > x)"
        )
    };
    let one = |head: &str| format!("{head} LANGUAGE sql AS $$ SELECT 1 $$");
    let cases = [
        ("n: integer", count("n", 0), "n: bigint", count("n", 1)),
        (
            "n: integer",
            count("n", 0),
            "m: { type: bigint, was: n }",
            count("m", 0),
        ),
        (
            "n: integer",
            one("fa(x integer) RETURNS integer"),
            "n: integer",
            one("fa(y integer) RETURNS integer"),
        ),
        (
            "n: integer",
            one("fa(x integer = 2) RETURNS integer"),
            "n: integer",
            one("fa(x integer) RETURNS numeric"),
        ),
    ];
    for (column, function, later, later_function) in cases {
        let models = |column: &str, function: &str| {
            format!(
                "Item: {{ fields: {{ id: id, {column} }} }}\nsql:\n  \
                 fa: \"CREATE OR REPLACE FUNCTION {function}\"\n  \
                 vb: \"CREATE OR REPLACE VIEW vb AS SELECT fa(3) AS q\""
            )
        };
        let (from, to) = (models(column, &function), models(later, &later_function));
        let Some(live) = Live::new(POSTGRES) else {
            return;
        };
        let verified = |text: &str| {
            let schema = schema(POSTGRES, text).expect("models");
            let found = live.wait(tablewright::verify(live.db(), schema));
            assert_eq!(found.expect("a comparison"), Verification::UpToDate);
        };
        let list = super::written(POSTGRES, &from, &to).expect("two");
        let both = Migrations { list };
        let _ = live.wait(migrate(live.db(), &both)).expect("both");
        verified(&to);
        let back = live.wait(rollback(live.db(), &both, 1));
        back.unwrap_or_else(|error| panic!("{later_function}: {error}"));
        verified(&from);
        // The old column is new again for `sync`, which asks before it drops the later one.
        let dropped = match later.contains("was:") {
            true => "\ndropped: [items.m]",
            false => "",
        };
        for text in [to, from + dropped] {
            let text = &text;
            let schema = schema(POSTGRES, text).expect("models");
            let done = live.wait(tablewright::sync(live.db(), schema));
            done.unwrap_or_else(|error| panic!("{text}: {error}"));
            verified(text);
        }
    }
}
