//! The spans and events of statements with the feature `tracing`: each verb on each database.

mod listener;

use std::sync::Mutex;
use std::time::Duration;

use listener::{Seen, listen, look, take};
use tablewright::migrate::{Migration, Migrator, Scripts, Steps};
use tablewright::query::count;
use tablewright::{
    Connection, Database, Dialect, Error, Migrations, PoolOptions, PostgresListener, Result,
    Sqlite, SqliteOptions, SyncBuilder, sql,
};
use tablewright_test_conformance::models::relations::{NewPost, NewUser, Post, User};
use tablewright_test_conformance::models::{relations, shop_first, shop_later, writes};
use tablewright_test_conformance::{Place, at, give_up};
use tracing::Level;
use writes::{Member, NewMember, Note};

const DATABASES: [&str; 4] = ["sqlite", "postgres", "mariadb", "mysql"];

/// A text and a number that are only used as values, and must not be recorded.
const TEXT: &str = "s3cret";
const NUMBER: i32 = 424_242;

/// One connection, so that statements come in order.
async fn one_connection(at: &Place) -> Result<Database> {
    at.connect_with(&PoolOptions::new().max_connections(1))
        .await
}

fn statements(seen: &[Seen]) -> Vec<&Seen> {
    let is_statement = |seen: &&Seen| !seen.is_event && seen.name == "statement";
    seen.iter().filter(is_statement).collect()
}

fn summaries(seen: &[Seen]) -> Vec<&str> {
    let statements = statements(seen).into_iter();
    statements
        .map(|one| one.field("db.query.summary"))
        .collect()
}

/// Checks that hold for each statement.
fn check(what: &str, dialect: Dialect, seen: &[Seen]) {
    let system = match dialect {
        Dialect::Sqlite => "sqlite",
        Dialect::Postgres => "postgresql",
        Dialect::Mysql => "mysql",
        Dialect::Mariadb => "mariadb",
    };
    for one in statements(seen) {
        let shown = format!("{what} on {dialect}: {one:#?}");
        assert!(one.is_closed, "{shown}");
        assert_eq!(one.level, Level::INFO, "{shown}");
        assert_eq!(one.field("db.system.name"), system, "{shown}");
        assert_ne!(one.field("db.namespace"), "", "{shown}");
        assert_eq!(one.field("otel.kind"), "client", "{shown}");
        let summary = one.field("db.query.summary");
        let operation = one.field("db.operation.name");
        assert!(summary.starts_with(operation), "{shown}");
        match summary {
            // SQL that the program wrote.
            "" => assert_eq!(one.field("otel.name"), one.field("db.namespace"), "{shown}"),
            summary => assert_eq!(one.field("otel.name"), summary, "{shown}"),
        }
        let has_text = !one.field("db.query.text").is_empty();
        let is_command = summary == operation && !operation.is_empty();
        assert_eq!(has_text, !is_command, "{shown}");
        match summary.split(' ').collect::<Vec<_>>()[..] {
            [_, table] if !is_command => {
                assert_eq!(one.field("db.collection.name"), table, "{shown}");
            }
            _ => {}
        }
        let failed = !one.field("error.type").is_empty();
        assert_eq!(one.field("otel.status_code") == "ERROR", failed, "{shown}");
    }
    for one in seen {
        for (name, value) in &one.fields {
            let is_safe = !value.contains(TEXT) && !value.contains(&NUMBER.to_string());
            assert!(
                is_safe,
                "{what} on {dialect}: {name} shows a value: {one:#?}"
            );
        }
    }
}

/// Runs a closure, and compares the summaries of its statements; returns the spans and events.
macro_rules! sees {
    ($db:expr, $what:literal, $run:expr, $wanted:expr) => {{
        take();
        let _ = $run;
        let seen = take();
        check($what, $db.dialect(), &seen);
        let wanted: &[&str] = &$wanted;
        if summaries(&seen) != wanted {
            let found = summaries(&seen).join(", ");
            wrong(format!("{} on {}: {found}", $what, $db.dialect()));
        }
        seen
    }};
}

/// The failed expectations of a whole matrix.
static WRONG: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn wrong(what: String) {
    WRONG.lock().expect("no test panics here").push(what);
}

/// Records a failed expectation, with the spans and events.
macro_rules! expect {
    ($db:expr, $seen:expr, $holds:expr) => {
        if !$holds {
            let (holds, found) = (stringify!($holds), summaries(&$seen).join(", "));
            wrong(format!("{} on {}: {found}", holds, $db.dialect()));
        }
    };
}

fn rows_of(seen: &[Seen]) -> Vec<&str> {
    let statements = statements(seen).into_iter();
    statements
        .map(|one| one.field("db.response.returned_rows"))
        .collect()
}

fn changed_of(seen: &[Seen]) -> Vec<&str> {
    let statements = statements(seen).into_iter();
    statements
        .map(|one| one.field("tablewright.rows_affected"))
        .collect()
}

#[test]
fn each_verb_has_its_spans() {
    let _turn = listen();
    for database in DATABASES {
        at(database, reading);
        at(database, writing);
        at(database, transactions);
    }
    let wrong = WRONG.lock().expect("no test panics here");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

async fn reading(at: &Place) -> Result<()> {
    let db = &one_connection(at).await?;
    relations::create_all(db).await?;
    let user = |id: i32| NewUser {
        id,
        name: TEXT.into(),
    };
    User::insert_all((1..=3).map(user)).execute(db).await?;
    let post = |id: i32| NewPost {
        id,
        title: TEXT.into(),
        published: true,
        author_id: 1,
    };
    Post::insert_all((1..=5).map(post)).execute(db).await?;

    let seen = sees!(db, "find", User::find(2).one(db).await?, ["SELECT users"]);
    expect!(db, seen, rows_of(&seen) == ["1"]);
    let text = match db.dialect() {
        Dialect::Sqlite => r#"SELECT "id", "name", "manager_id" FROM "users" WHERE "id" = ?1"#,
        Dialect::Postgres => r#"SELECT "id", "name", "manager_id" FROM "users" WHERE "id" = $1"#,
        Dialect::Mysql | Dialect::Mariadb => {
            "SELECT `id`, `name`, `manager_id` FROM `users` WHERE `id` = ?"
        }
    };
    assert_eq!(statements(&seen)[0].field("db.query.text"), text);
    let seen = sees!(
        db,
        "find nothing",
        User::find(NUMBER).optional(db).await?,
        ["SELECT users"]
    );
    expect!(db, seen, rows_of(&seen) == ["0"]);
    let named = User::filter(User::NAME.eq(TEXT) & User::ID.lt(NUMBER)).limit(2);
    let seen = sees!(db, "filter", named.all(db).await?, ["SELECT users"]);
    expect!(db, seen, rows_of(&seen) == ["2"]);
    let listed = User::filter(User::NAME.in_([TEXT, "other"]));
    sees!(db, "a list", listed.count(db).await?, ["SELECT users"]);
    sees!(
        db,
        "exists",
        User::filter(User::NAME.like(TEXT)).exists(db).await?,
        ["SELECT users"]
    );
    let sums = User::filter(User::ID.ne(NUMBER)).select((User::NAME, count()));
    sees!(
        db,
        "select",
        sums.group_by(User::NAME).all(db).await?,
        ["SELECT users"]
    );
    let joined = Post::filter(Post::TITLE.eq(TEXT)).join(Post::AUTHOR);
    let seen = sees!(db, "join", joined.all(db).await?, ["SELECT posts users"]);
    expect!(db, seen, rows_of(&seen) == ["5"]);
    assert_eq!(statements(&seen)[0].field("db.collection.name"), "");
    let trees = User::all().with(User::POSTS);
    let seen = sees!(
        db,
        "with",
        trees.all(db).await?,
        ["SELECT users", "SELECT posts"]
    );
    expect!(db, seen, rows_of(&seen) == ["3", "5"]);
    sees!(
        db,
        "with through a join table",
        Post::all().with(Post::TAGS).all(db).await?,
        ["SELECT posts", "SELECT post_tags tags"]
    );
    sees!(
        db,
        "any",
        User::filter(User::POSTS.any(Post::TITLE.eq(TEXT)))
            .all(db)
            .await?,
        ["SELECT users SELECT posts"]
    );
    let raw =
        sql::<i64>("SELECT count(*) FROM users WHERE name = ? AND name <> 's3cret' /* s3cret */")
            .bind(TEXT);
    let seen = sees!(db, "raw", raw.one(db).await?, [""]);
    let text = statements(&seen)[0].field("db.query.text");
    assert!(text.ends_with("AND name <> ?"), "{text}");
    expect!(db, seen, rows_of(&seen) == ["1"]);
    let each = User::all().for_each(db, |_| Ok(())).await?;
    assert_eq!(each, 3);
    let seen = take();
    expect!(db, seen, rows_of(&seen) == ["3"]);
    let mut stream = User::all().stream(db);
    assert!(stream.next().await.is_some_and(|user| user.is_ok()));
    drop(stream);
    let seen = take();
    check("a stream that ends early", db.dialect(), &seen);
    assert_eq!(statements(&seen)[0].field("error.type"), "");
    Ok(())
}

fn member(email: &str) -> NewMember<'_> {
    NewMember {
        email: email.into(),
    }
}

async fn writing(at: &Place) -> Result<()> {
    let db = &one_connection(at).await?;
    let returns = db.dialect() != Dialect::Mysql;
    let seen = {
        take();
        writes::create_all(db).await?;
        take()
    };
    check("create_all", db.dialect(), &seen);
    let ends = writes::SCHEMA
        .create
        .get(db.dialect())?
        .statements()
        .count();
    let is_script = |one: &&Seen| one.field("db.operation.batch.size") == ends.to_string();
    expect!(db, seen, statements(&seen).iter().any(is_script));

    let insert = Member::insert(member(TEXT)).set(Member::LEVEL, NUMBER);
    let seen = sees!(db, "insert", insert.execute(db).await?, ["INSERT members"]);
    expect!(db, seen, changed_of(&seen) == ["1"]);
    let insert = Member::insert(member("s3cret 2"));
    match db.dialect() {
        Dialect::Mysql => {
            let wanted = ["INSERT members", "SELECT members"];
            sees!(db, "insert one", insert.one(db).await?, wanted);
        }
        _ => {
            let seen = sees!(db, "insert one", insert.one(db).await?, ["INSERT members"]);
            expect!(db, seen, rows_of(&seen) == ["1"]);
        }
    }
    let emails: Vec<String> = (0..40).map(|number| format!("s3cret {number}@")).collect();
    take();
    Member::insert_all(emails.iter().map(|email| member(email)))
        .execute(db)
        .await?;
    let seen = take();
    check("insert_all", db.dialect(), &seen);
    let inserts = summaries(&seen);
    expect!(
        db,
        seen,
        inserts
            .iter()
            .all(|one| ["INSERT members", "BEGIN", "COMMIT"].contains(one))
    );
    expect!(db, seen, inserts.contains(&"INSERT members"));
    let update = Member::filter(Member::EMAIL.eq(TEXT))
        .update()
        .set(Member::BIO, TEXT);
    let seen = sees!(db, "update", update.execute(db).await?, ["UPDATE members"]);
    expect!(db, seen, changed_of(&seen) == ["1"]);
    let limited = Member::filter(Member::EMAIL.eq(TEXT))
        .order_by(Member::ID.asc())
        .limit(1);
    let update = limited.update().set(Member::BIO, TEXT);
    let wanted = ["UPDATE members SELECT members"];
    sees!(db, "update with a limit", update.execute(db).await?, wanted);
    if returns {
        take();
        let update = Member::update(1).set(Member::LEVEL, NUMBER).one(db).await?;
        let seen = take();
        check("update one", db.dialect(), &seen);
        expect!(db, seen, summaries(&seen).contains(&"UPDATE members"));
        assert_eq!(update.level, NUMBER);
    }
    take();
    let upsert = Member::upsert(member(TEXT), Member::EMAIL).set(Member::BIO, TEXT);
    upsert.execute(db).await?;
    let seen = take();
    check("upsert", db.dialect(), &seen);
    expect!(db, seen, summaries(&seen).contains(&"INSERT members"));
    take();
    let mut row = Member::find(1).one(db).await?;
    row.bio = Some(TEXT.to_owned());
    row.save(db).await?;
    let seen = take();
    check("save", db.dialect(), &seen);
    expect!(
        db,
        seen,
        summaries(&seen) == ["SELECT members", "UPDATE members"]
    );
    let delete = Member::filter(Member::EMAIL.eq(TEXT)).delete();
    let seen = sees!(db, "delete", delete.execute(db).await?, ["DELETE members"]);
    expect!(db, seen, changed_of(&seen) == ["1"]);
    let soft = Note::filter(Note::TEXT.eq(TEXT)).delete();
    sees!(
        db,
        "a soft delete",
        soft.execute(db).await?,
        ["UPDATE notes"]
    );
    let raw = sql::<()>("UPDATE members SET bio = ?, level = 424242").bind(TEXT);
    let seen = sees!(db, "raw", raw.execute(db).await?, [""]);
    expect!(db, seen, changed_of(&seen) == ["41"]);

    take();
    let again = Member::insert(member("s3cret 2")).execute(db).await;
    assert!(again.is_err_and(|error| error.is_unique()));
    let seen = take();
    check("a duplicate", db.dialect(), &seen);
    let failed = statements(&seen).pop().expect("a statement");
    assert_eq!(failed.field("error.type"), "unique");
    Ok(())
}

async fn transactions(at: &Place) -> Result<()> {
    let db = &one_connection(at).await?;
    writes::create_all(db).await?;
    take();
    let mut tx = db.begin().await?;
    Member::insert(member(TEXT)).execute(&tx).await?;
    let savepoint = tx.begin().await?;
    Member::insert(member("s3cret 2"))
        .execute(&savepoint)
        .await?;
    savepoint.rollback().await?;
    let savepoint = tx.begin().await?;
    savepoint.commit().await?;
    tx.commit().await?;
    let seen = take();
    check("a transaction", db.dialect(), &seen);
    let wanted = [
        "BEGIN",
        "INSERT members",
        "SAVEPOINT",
        "INSERT members",
        "ROLLBACK TO SAVEPOINT",
        "SAVEPOINT",
        "RELEASE SAVEPOINT",
        "COMMIT",
    ];
    if summaries(&seen) != wanted {
        wrong(format!("{}: {:?}", db.dialect(), summaries(&seen)));
    }
    drop(db.begin().await?);
    // It is rolled back in the background, or before the connection's next statement.
    Member::all().count(db).await?;
    let seen = take();
    check("a dropped transaction", db.dialect(), &seen);
    expect!(
        db,
        seen,
        summaries(&seen) == ["BEGIN", "ROLLBACK", "SELECT members"]
    );
    Ok(())
}

#[test]
fn a_blocking_connection_has_the_same_spans() -> Result<()> {
    let _turn = listen();
    let mut db = Sqlite::memory()?;
    take();
    writes::create_all(&db)?;
    let seen = take();
    check("create_all", Dialect::Sqlite, &seen);
    assert!(summaries(&seen).contains(&"BATCH"), "{seen:#?}");
    let mut tx = db.begin()?;
    let row = Member::insert(member(TEXT))
        .set(Member::LEVEL, NUMBER)
        .one(&tx)?;
    let savepoint = tx.begin()?;
    Member::find(row.id).one(&savepoint)?;
    drop(savepoint);
    tx.commit()?;
    assert!(Member::insert(member(TEXT)).execute(&db).is_err());
    let seen = take();
    check("a transaction", Dialect::Sqlite, &seen);
    let wanted = [
        "BEGIN",
        "INSERT members",
        "SAVEPOINT",
        "SELECT members",
        "ROLLBACK TO SAVEPOINT",
        "COMMIT",
        "INSERT members",
    ];
    assert_eq!(summaries(&seen), wanted);
    assert_eq!(statements(&seen)[6].field("error.type"), "unique");
    assert_eq!(statements(&seen)[6].field("db.namespace"), ":memory:");
    let events = seen
        .iter()
        .filter(|one| one.is_event && one.name == "statement");
    assert_eq!(events.count(), wanted.len());
    Ok(())
}

/// SQL that takes a while, and gives a number.
fn pause(dialect: Dialect, milliseconds: u32) -> String {
    let seconds = f64::from(milliseconds) / 1000.0;
    match dialect {
        Dialect::Sqlite => {
            let steps = 20_000 * u64::from(milliseconds);
            format!(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {steps}) \
                 SELECT count(*) FROM n"
            )
        }
        Dialect::Postgres => format!("SELECT 1::bigint FROM pg_sleep({seconds})"),
        Dialect::Mysql | Dialect::Mariadb => format!("SELECT sleep({seconds})"),
    }
}

fn warnings<'s>(seen: &'s [Seen], name: &str) -> Vec<&'s Seen> {
    let is_one = |one: &&Seen| one.level == Level::WARN && one.name == name;
    seen.iter().filter(is_one).collect()
}

#[test]
fn a_slow_statement_is_a_warning() {
    let _turn = listen();
    for database in DATABASES {
        at(database, slow_statements);
    }
}

async fn slow_statements(at: &Place) -> Result<()> {
    let dialect = at.dialect();
    let texts = [pause(dialect, 250), pause(dialect, 20)];
    let slow = || sql::<i64>(&texts[0]);
    let short = || sql::<i64>(&texts[1]);
    let quick = || sql::<i64>("SELECT 1 + 0");
    let sign = if at.url().contains('?') { '&' } else { '?' };
    let by_url = tablewright::connect(&format!("{}{sign}slow_statement=150ms", at.url())).await?;
    let by_option = PoolOptions::new().slow_statement(Duration::from_millis(150));
    let by_option = at.connect_with(&by_option).await?;
    for db in [by_url, by_option] {
        take();
        quick().one(&db).await?;
        slow().one(&db).await?;
        let seen = take();
        check("slow", dialect, &seen);
        let [warning] = warnings(&seen, "slow statement")[..] else {
            panic!("one of the two is slow on {dialect}: {seen:#?}");
        };
        let elapsed: f64 = warning.field("elapsed_ms").parse().expect("a number");
        assert!(elapsed >= 150.0, "{warning:?}");
        let within = &seen[warning.within.expect("it is within its span")];
        assert_eq!(
            within.field("db.query.text"),
            warning.field("db.query.text")
        );
    }
    let never = PoolOptions::new().slow_statement(Duration::ZERO);
    // By default a second is slow, which a busy machine may take for more than the simplest query.
    for (options, statement) in [(PoolOptions::new(), quick()), (never, short())] {
        let db = at.connect_with(&options).await?;
        take();
        statement.one(&db).await?;
        let seen = take();
        assert_eq!(
            warnings(&seen, "slow statement").len(),
            0,
            "{dialect}: {seen:#?}"
        );
    }
    let error = tablewright::connect(&format!("{}{sign}slow_statement=soon", at.url())).await;
    assert!(matches!(error, Err(Error::Connect(_))), "{error:?}");
    Ok(())
}

#[test]
fn a_blocking_connection_has_its_own_limit() -> Result<()> {
    let _turn = listen();
    let text = pause(Dialect::Sqlite, 10);
    let by_option = SqliteOptions::new().slow_statement(Duration::from_millis(1));
    let by_url = Sqlite::connect("sqlite::memory:?slow_statement=1ms")?;
    for (db, slow) in [
        (by_option.memory()?, 1),
        (by_url, 1),
        (Sqlite::memory()?, 0),
    ] {
        take();
        sql::<i64>(&text).one(&db)?;
        assert_eq!(warnings(&take(), "slow statement").len(), slow);
    }
    Ok(())
}

#[test]
fn a_statement_that_nobody_waits_for_is_cancelled() {
    let _turn = listen();
    for database in DATABASES {
        at(database, cancelled);
    }
}

async fn cancelled(at: &Place) -> Result<()> {
    let db = one_connection(at).await?;
    let text = pause(at.dialect(), 400);
    take();
    let limit = Duration::from_millis(30);
    let done = tokio::time::timeout(limit, sql::<i64>(&text).one(&db)).await;
    assert!(done.is_err(), "it was done on {}", at.dialect());
    let seen = take();
    check("cancelled", at.dialect(), &seen);
    let [one] = statements(&seen)[..] else {
        panic!("one statement: {seen:#?}");
    };
    assert_eq!(one.field("error.type"), "cancelled");
    Ok(())
}

#[test]
fn who_waits_for_a_connection_is_told() {
    let _turn = listen();
    for database in DATABASES {
        at(database, waiting);
    }
}

async fn waiting(at: &Place) -> Result<()> {
    let options = PoolOptions::new()
        .max_connections(1)
        .slow_statement(Duration::from_millis(20));
    take();
    let db = at.connect_with(&options).await?;
    let opened = take();
    assert!(
        opened.iter().any(|one| one.name == "connection opened"),
        "{opened:#?}"
    );
    let tx = db.begin().await?;
    let held = async {
        tokio::time::sleep(Duration::from_millis(60)).await;
        tx.rollback().await
    };
    let (released, asked) = tokio::join!(held, sql::<i64>("SELECT 7 - 6").one(&db));
    released?;
    asked?;
    let seen = take();
    let [warning] = warnings(&seen, "waited long for a connection")[..] else {
        panic!("one task waited: {seen:#?}");
    };
    for (name, wanted) in [
        ("max_connections", "1"),
        ("open", "1"),
        ("idle", "0"),
        ("waiting", "0"),
    ] {
        assert_eq!(warning.field(name), wanted, "{name}: {warning:?}");
    }
    assert!(
        seen.iter().any(|one| one.name == "connection taken"),
        "{seen:#?}"
    );
    Ok(())
}

const STEPS: Steps<'static> = Steps {
    statements: &[
        "CREATE TABLE lists (id int NOT NULL PRIMARY KEY, name varchar(20))",
        "INSERT INTO lists VALUES (424242, 's3cret'), (2, NULL)",
    ],
    in_transaction: true,
    foreign_keys: true,
    preflight: &[],
};
const DOWN: Steps<'static> = Steps {
    statements: &["DROP TABLE lists"],
    ..STEPS
};
const SCRIPTS: Option<Scripts<'static>> = Some(Scripts {
    checksum: "1",
    up: STEPS,
    down: DOWN,
});
const MIGRATIONS: Migrations<'static> = Migrations {
    list: &[Migration {
        name: "20261129000000_add_lists",
        sqlite: SCRIPTS,
        postgres: SCRIPTS,
        mysql: SCRIPTS,
        mariadb: SCRIPTS,
    }],
};

#[test]
fn migrations_and_sync_have_names_and_times() {
    let _turn = listen();
    for database in DATABASES {
        at(database, migrations);
        at(database, steps_of_sync);
    }
}

/// The events of an operation, each within its own span with statements in it.
fn done<'s>(what: &str, seen: &'s [Seen]) -> Vec<&'s Seen> {
    let message = format!("{what} done");
    let events: Vec<&Seen> = seen.iter().filter(|one| one.name == message).collect();
    for event in &events {
        assert_eq!(event.level, Level::INFO);
        let span = event.within.expect("a span around it");
        assert_eq!(
            seen[span].field("tablewright.name"),
            event.field("tablewright.name")
        );
        assert!(seen[span].is_closed);
        let is_in = |one: &&&Seen| one.within == Some(span);
        assert!(
            statements(seen).iter().filter(is_in).count() > 0,
            "{seen:#?}"
        );
        event.field("elapsed_ms").parse::<f64>().expect("a time");
    }
    events
}

async fn migrations(at: &Place) -> Result<()> {
    let db = one_connection(at).await?;
    take();
    Migrator::new(&MIGRATIONS).migrate(&db).await?;
    let seen = take();
    check("migrate", at.dialect(), &seen);
    let [event] = done("migration", &seen)[..] else {
        panic!("one migration: {seen:#?}");
    };
    assert_eq!(event.field("tablewright.name"), "20261129000000_add_lists");
    assert_eq!(event.field("tablewright.direction"), "up");
    assert_eq!(event.field("tablewright.rows_affected"), "2");
    Migrator::new(&MIGRATIONS).migrate(&db).await?;
    assert!(done("migration", &take()).is_empty());
    Migrator::new(&MIGRATIONS).rollback(&db, 1).await?;
    let seen = take();
    assert_eq!(
        done("migration", &seen)[0].field("tablewright.direction"),
        "down"
    );

    let taken = sql::<()>("CREATE TABLE lists (id int)");
    taken.execute(&db).await?;
    take();
    assert!(Migrator::new(&MIGRATIONS).migrate(&db).await.is_err());
    let seen = look();
    assert!(done("migration", &seen).is_empty());
    let span = seen
        .iter()
        .find(|one| one.name == "change")
        .expect("the span");
    assert_eq!(span.field("error.type"), "migration");
    Ok(())
}

async fn steps_of_sync(at: &Place) -> Result<()> {
    let db = one_connection(at).await?;
    shop_first::create_all(&db).await?;
    take();
    let before = shop_first::verify(&db).await?;
    check("verify", at.dialect(), &take());
    drop(before);
    SyncBuilder::new(&shop_later::SCHEMA).sync(&db).await?;
    let seen = take();
    check("sync", at.dialect(), &seen);
    assert!(!done("sync", &seen).is_empty(), "{seen:#?}");
    Ok(())
}

/// A future that is dropped leaves its span closed, wherever it was dropped.
#[test]
fn spans_are_closed_wherever_a_future_is_dropped() {
    let _turn = listen();
    for database in DATABASES {
        at(database, dropped_everywhere);
    }
}

async fn dropped_everywhere(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    writes::create_all(&db).await?;
    for polls in 0..12 {
        take();
        let email = format!("s3cret {polls}");
        let insert = Member::insert(member(&email)).one(&db);
        let done = give_up(insert, polls).await;
        // The rest is rolled back in the background.
        let is_open = |seen: &Seen| !seen.is_event && !seen.is_closed;
        let mut left = 200;
        while left > 0 && look().iter().any(is_open) {
            tokio::time::sleep(Duration::from_millis(10)).await;
            left -= 1;
        }
        let seen = take();
        check("a dropped insert", at.dialect(), &seen);
        if done {
            break;
        }
    }
    Ok(())
}

#[test]
fn a_detected_pooler_is_logged() {
    let _turn = listen();
    at("postgres", pooler);
}

async fn pooler(at: &Place) -> Result<()> {
    let poolers = || -> Vec<Seen> {
        let seen = take().into_iter();
        seen.filter(|one| one.name == "pooler detected").collect()
    };
    let db = one_connection(at).await?;
    assert_eq!(sql::<i32>("SELECT 1").one(&db).await?, 1);
    assert!(poolers().is_empty());

    // The process of the server is another one than at login, as behind a pooler.
    let name: String = sql("SELECT current_database()::text").one(&db).await?;
    for text in [
        format!("ALTER DATABASE {name} SET search_path = public, pg_catalog"),
        "CREATE FUNCTION pg_backend_pid() RETURNS integer LANGUAGE sql AS $$ SELECT 2147483647 $$"
            .to_owned(),
    ] {
        sql::<()>(&text).execute(&db).await?;
    }
    take();
    let db = one_connection(at).await?;
    for _ in 0..3 {
        assert_eq!(sql::<i32>("SELECT 1").one(&db).await?, 1);
    }
    assert!(PostgresListener::connect(at.url()).await.is_err());
    let seen = poolers();
    // One of the connection, and one of the listener.
    assert_eq!(seen.len(), 2, "{seen:#?}");
    for one in seen {
        assert!(one.is_event && one.level == Level::DEBUG, "{one:#?}");
        assert_eq!(one.field("process_of_statement"), "2147483647");
        assert_ne!(one.field("process_of_login"), "");
    }
    Ok(())
}
