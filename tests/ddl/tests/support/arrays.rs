//! Arrays whose items become values of another type: by migrations and by sync, there and back, and
//! with a sync interrupted at any statement; also if the column and its table get other names. On
//! databases without arrays they are JSON, so only the check distinguishes an array of numbers from
//! one of texts.

use tablewright::migrate::{Migrations, Step, migrate, rollback};
use tablewright::{SyncBuilder, SyncReport, Verification, create_all, sync, verify};
use tablewright_evolve::plan::Options;
use tablewright_evolve::pull::pull;
use tablewright_schema::Schema;
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, load, written};

/// Types before and after, with enums; arrays as JSON, before and after; and one that is refused.
struct Case {
    from: &'static str,
    to: &'static str,
    values: &'static [(&'static str, &'static str)],
    refused: Option<&'static str>,
}

const fn case(
    from: &'static str,
    to: &'static str,
    values: &'static [(&'static str, &'static str)],
) -> Case {
    Case {
        from,
        to,
        values,
        refused: None,
    }
}

const NUMBERS: &[(&str, &str)] = &[("[1,-2]", "[1,-2]"), ("[]", "[]"), ("[7]", "[7]")];

const CASES: &[Case] = &[
    case("integer[]?", "bigint[]?", NUMBERS),
    Case {
        refused: Some("[1,70000]"),
        ..case("integer[]?", "smallint[]?", NUMBERS)
    },
    case(
        "integer[]?",
        "text[]?",
        &[
            ("[1,-2]", r#"["1","-2"]"#),
            ("[]", "[]"),
            ("[7]", r#"["7"]"#),
        ],
    ),
    Case {
        refused: Some("[1,-7000]"),
        ..case(
            "integer[]?",
            "string(4)[]?",
            &[("[1,-200]", r#"["1","-200"]"#)],
        )
    },
    Case {
        refused: Some(r#"["1","05"]"#),
        ..case(
            "text[]?",
            "bigint[]?",
            &[(r#"["1","-70000"]"#, "[1,-70000]"), ("[]", "[]")],
        )
    },
    case("float[]?", "double[]?", &[("[0.5,-2.25]", "[0.5,-2.25]")]),
    Case {
        refused: Some("[0.1]"),
        ..case("double[]?", "float[]?", &[("[0.5,-2.25]", "[0.5,-2.25]")])
    },
    Case {
        refused: Some(r#"["a","abcd"]"#),
        ..case(
            "text[]?",
            "string(3)[]?",
            &[(r#"["a","äbc"]"#, r#"["a","äbc"]"#)],
        )
    },
    Case {
        refused: Some(r#"["A"]"#),
        ..case("text[]?", "Kind[]?", &[(r#"["a","b"]"#, r#"["a","b"]"#)])
    },
    case("Kind[]?", "text[]?", &[(r#"["a","b"]"#, r#"["a","b"]"#)]),
    Case {
        refused: Some("[4]"),
        ..case("smallint[]?", "Number[]?", &[("[1,2]", "[1,2]")])
    },
    Case {
        refused: Some(r#"["b","a"]"#),
        ..case("Kind[]?", "Less[]?", &[(r#"["b"]"#, r#"["b"]"#)])
    },
    // Renamed values, of which one has a quote.
    case(
        "Kind[]?",
        "Renamed[]?",
        &[
            (r#"["a","b"]"#, r#"["it's","b"]"#),
            (r#"["b","a"]"#, r#"["b","it's"]"#),
        ],
    ),
    case(
        "Number[]?",
        "Numbers[]?",
        &[("[1,2]", "[1,3]"), ("[2]", "[3]")],
    ),
];

const ENUMS: &str = "
enums:
  Kind: [a, b]
  Less: [b]
  Renamed: [{ value: \"it's\", was: a }, b]
  Number: { repr: smallint, values: { one: 1, two: 2 } }
  Numbers: { repr: smallint, values: [{ value: one, number: 1 }, { value: three, number: 3, was: 2 }] }
";

mod whole {
    tablewright_test_ddl::on_each_dialect!(super::there_and_back);
}
mod resumed {
    tablewright_test_ddl::on_each_dialect!(super::interrupted);
}
mod named {
    tablewright_test_ddl::on_each_dialect!(super::pulled);
}

/// The objects that get another name, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Renamed {
    Nothing,
    Column,
    ColumnAndTable,
}

const RENAMED: [Renamed; 3] = [Renamed::Nothing, Renamed::Column, Renamed::ColumnAndTable];

impl Renamed {
    /// The table and the column before.
    fn before(self) -> (&'static str, &'static str) {
        match self {
            Renamed::Nothing => ("items", "a"),
            Renamed::Column => ("items", "z"),
            Renamed::ColumnAndTable => ("things", "z"),
        }
    }

    fn models_before(self, dialect: Dialect, ty: &str) -> Schema {
        let (table, column) = self.before();
        let model = if table == "items" { "Item" } else { "Thing" };
        models(
            dialect,
            &format!("{model}: {{ fields: {{ id: id, {column}: \"{ty}\" }} }}"),
        )
    }

    fn models_after(self, dialect: Dialect, ty: &str) -> Schema {
        let (table, column) = self.before();
        let was = |name: &str, now: &str| match name == now {
            true => String::new(),
            false => format!(", was: {name}"),
        };
        let field = format!("{{ type: \"{ty}\"{} }}", was(column, "a"));
        let was = was(table, "items");
        models(
            dialect,
            &format!("Item: {{ fields: {{ id: id, a: {field} }}{was} }}"),
        )
    }
}

fn models(dialect: Dialect, model: &str) -> Schema {
    let dialect = dialect.name();
    let text = format!("dialects: [{dialect}]\nmodels:\n  {model}\n{ENUMS}");
    load("models.yaml", &text).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

/// The array as the database has it in a statement.
fn literal(dialect: Dialect, json: &str) -> String {
    let array = match dialect {
        Dialect::Postgres => json.replace('[', "{").replace(']', "}"),
        Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => json.to_owned(),
    };
    format!("'{}'", array.replace('\'', "''"))
}

/// The arrays as they are stored, without the spaces of MySQL's type.
fn arrays(live: &Live, (table, column): (&str, &str)) -> Vec<String> {
    let text = match live.dialect() {
        Dialect::Postgres => format!("array_to_json({column}::text[])::text"),
        Dialect::Sqlite => column.to_owned(),
        Dialect::Mysql | Dialect::Mariadb => format!("CAST({column} AS char)"),
    };
    let query = format!("SELECT coalesce({text}, 'NULL') FROM {table} ORDER BY id");
    let found = live.texts(&query).expect("the rows").into_iter();
    match live.dialect() {
        Dialect::Mysql => found.map(|array| array.replace(' ', "")).collect(),
        Dialect::Sqlite | Dialect::Postgres | Dialect::Mariadb => found.collect(),
    }
}

/// The arrays that are expected: PostgreSQL's are read as texts here.
fn expected<'c>(dialect: Dialect, arrays: impl Iterator<Item = &'c str>) -> Vec<String> {
    let array = |array: &str| match dialect {
        Dialect::Postgres if !array.contains('"') && array != "[]" => {
            let items = array.trim_matches(['[', ']']).split(',');
            let items = items.map(|item| format!("\"{item}\""));
            format!("[{}]", items.collect::<Vec<_>>().join(","))
        }
        _ => array.to_owned(),
    };
    arrays.map(array).chain(["NULL".to_owned()]).collect()
}

fn insert(live: &Live, case: &Case, (table, column): (&str, &str)) {
    let values = case.values.iter();
    let values = values.map(|(before, _)| literal(live.dialect(), before));
    for value in values.chain(["NULL".to_owned()]) {
        live.run(&[format!("INSERT INTO {table} ({column}) VALUES ({value})")])
            .expect("a row");
    }
}

fn arrived(live: &Live, case: &Case, to: &'static tablewright::Schema, at: &str) {
    let dialect = live.dialect();
    let after = expected(dialect, case.values.iter().map(|(_, after)| *after));
    assert_eq!(arrays(live, ("items", "a")), after, "{at}");
    let found = live.wait(verify(live.db(), to));
    let found = found.unwrap_or_else(|error| panic!("{at}: {error}"));
    assert_eq!(found, Verification::UpToDate, "{at}");
}

/// The cases of the dialect: with consent, PostgreSQL rounds what the others refuse.
fn cases(dialect: Dialect) -> impl Iterator<Item = &'static Case> {
    let is_rounded = move |case: &&Case| dialect == Dialect::Postgres && case.to == "float[]?";
    CASES.iter().filter(move |case| !is_rounded(case))
}

/// Each case, and with each rename those whose values change.
fn each(dialect: Dialect, law: impl Fn(&'static Case, Renamed, &str)) {
    for case in cases(dialect) {
        let changes = case.values.iter().any(|(before, after)| before != after);
        for renamed in RENAMED {
            if renamed != Renamed::Nothing && !changes {
                continue;
            }
            let (from, to) = (case.from, case.to);
            law(
                case,
                renamed,
                &format!("{dialect}: {from} becomes {to}, renamed: {renamed:?}"),
            );
        }
    }
}

fn there_and_back(dialect: Dialect) {
    each(dialect, |case, renamed, at| {
        there_and_back_of(dialect, case, renamed, at)
    });
}

fn there_and_back_of(dialect: Dialect, case: &'static Case, renamed: Renamed, at: &str) {
    let from = renamed.models_before(dialect, case.from);
    let to = renamed.models_after(dialect, case.to);
    let (table, column) = renamed.before();
    let Some(live) = Live::new(dialect) else {
        return;
    };
    let list = written(dialect, &[&from, &to], Options::default())
        .unwrap_or_else(|error| panic!("{at}: {error}"));
    let (first, both) = (Migrations { list: &list[..1] }, Migrations { list });
    let _ = live.wait(migrate(live.db(), &first)).expect("tables");
    insert(&live, case, (table, column));
    if let Some(refused) = case.refused {
        let value = literal(dialect, refused);
        live.run(&[format!(
            "INSERT INTO {table} (id, {column}) VALUES (90, {value})"
        )])
        .expect("a row");
        let error = live.wait(migrate(live.db(), &both));
        let error = error.expect_err(at).to_string();
        // PostgreSQL asks its check of an enum.
        let says = [
            format!("`{table}.{column}` may not fit into"),
            format!("the check `ck_{table}_{column}_type`"),
            "the check `ck_items_a_type`".to_owned(),
            "`items.a` may not fit into".to_owned(),
        ];
        let is_said = says.iter().any(|says| error.contains(says));
        assert!(is_said, "{at}: {error}");
        live.run(&[format!("DELETE FROM {table} WHERE id = 90")])
            .expect("a row");
    }
    let migrated = live.wait(migrate(live.db(), &both));
    migrated.unwrap_or_else(|error| panic!("{at}: {error}"));
    let later = tablewright::__schema("a", &to);
    arrived(&live, case, later, at);
    let back = live.wait(rollback(live.db(), &both, 1));
    back.unwrap_or_else(|error| panic!("{at}: {error}"));
    let before = expected(dialect, case.values.iter().map(|(before, _)| *before));
    assert_eq!(arrays(&live, (table, column)), before, "{at}");

    // By sync.
    let live = synced(dialect, case, renamed);
    let found = live.wait(verify(live.db(), later)).expect("a comparison");
    assert!(matches!(found, Verification::Behind(_)), "{at}: {found:?}");
    let done = live.wait(sync(live.db(), later));
    assert!(matches!(done, Ok(SyncReport::Applied(_))), "{at}: {done:?}");
    arrived(&live, case, later, at);
}

/// A database with the previous tables.
fn synced(dialect: Dialect, case: &Case, renamed: Renamed) -> Live {
    let live = Live::new(dialect).expect("it was there before");
    let from = tablewright::__schema("a", &renamed.models_before(dialect, case.from));
    live.wait(sync(live.db(), from)).expect("tables");
    insert(&live, case, renamed.before());
    live
}

/// If a sync is interrupted before or after any of its statements, the next sync resumes it.
fn interrupted(dialect: Dialect) {
    if Live::new(dialect).is_none() {
        return;
    }
    each(dialect, |case, renamed, at| {
        interrupted_of(dialect, case, renamed, at)
    });
}

fn interrupted_of(dialect: Dialect, case: &'static Case, renamed: Renamed, at: &str) {
    let to = tablewright::__schema("a", &renamed.models_after(dialect, case.to));
    for moment in 0.. {
        let at = format!("{at}, at {moment}");
        let live = synced(dialect, case, renamed);
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
            break;
        }
        let resumed = live.wait(sync(live.db(), to));
        resumed.unwrap_or_else(|error| panic!("{at}: {error}"));
        arrived(&live, case, to, &at);
    }
}

/// The arrays are pulled with the types of their items.
fn pulled(dialect: Dialect) {
    let types = [
        "bool",
        "smallint",
        "integer",
        "bigint",
        "float",
        "double",
        "decimal(8, 2)",
        "string(7)",
        "text",
        "bytes",
        "uuid",
        "date",
        "time",
        "datetime",
        "timestamp",
        "duration",
    ];
    for ty in types {
        let Some(live) = Live::new(dialect) else {
            return;
        };
        let made = Renamed::Nothing.models_before(dialect, &format!("{ty}[]?"));
        let made = tablewright::__schema("a", &made);
        live.wait(create_all(live.db(), made)).expect("tables");
        let pulled = pull(dialect, &live.inspect().expect("tables"));
        // An array of PostgreSQL has the type of its items, and a duration is a bigint there.
        let ty = match ty {
            "duration" if dialect == Dialect::Postgres => "bigint",
            _ => ty,
        };
        let expected = format!("a: {ty}[]?");
        let text = pulled.yaml.replace('"', "");
        assert!(text.contains(&expected), "{dialect}: {ty}: {}", pulled.yaml);
    }
}
