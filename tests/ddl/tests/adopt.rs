//! Unmanaged tables, aligned with the models that are pulled from them, and back, by steps that
//! lose nothing.

#[path = "adopt/elsewhere.rs"]
mod elsewhere;
#[path = "adopt/foreign.rs"]
mod foreign;
#[path = "adopt/keys.rs"]
mod keys;
#[path = "adopt/onward.rs"]
mod onward;
#[path = "adopt/references.rs"]
mod references;
#[path = "adopt/types.rs"]
mod types;
#[path = "adopt/words.rs"]
mod words;

use tablewright::{Error, SyncBuilder, SyncReport};
use tablewright_evolve::plan::{DestructiveKind, Plan};
use tablewright_evolve::pull::pull;
use tablewright_schema::catalog::Catalog;
use tablewright_schema::{Intent, Schema, ddl};
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, load, walk, way};

/// Types that the language lacks, with extreme values; and a constraint of another name on a column
/// of such a type.
const MYSQL: (&str, &[&str]) = (
    "CREATE TABLE people (
       id int unsigned NOT NULL AUTO_INCREMENT,
       mood enum('fine', 'not so fine') NOT NULL,
       code char(4) NOT NULL,
       note mediumtext,
       level tinyint unsigned NOT NULL,
       seen timestamp NULL,
       PRIMARY KEY (id),
       KEY code (code, level)
     ) COLLATE utf8mb4_general_ci;
     CREATE TABLE posts (
       id mediumint unsigned NOT NULL,
       person int unsigned NOT NULL,
       views bigint unsigned NOT NULL,
       body tinytext,
       PRIMARY KEY (id),
       CONSTRAINT of_person FOREIGN KEY (person) REFERENCES people (id)
     ) COLLATE utf8mb4_general_ci;
     INSERT INTO people VALUES (4294967295, 'not so fine', 'ab', 'n', 255, '2020-02-29 12:00:00');
     INSERT INTO posts VALUES (16777215, 4294967295, 9223372036854775807, 'b')",
    &[
        "SELECT concat_ws('|', id, mood, code, note, level, date_format(seen, '%Y-%m-%d %T')) FROM people",
        "SELECT concat_ws('|', id, person, views, body) FROM posts",
    ],
);

const POSTGRES: (&str, &[&str]) = (
    "CREATE TABLE hosts (
       ip inet NOT NULL,
       name varchar(20) NOT NULL,
       kind char(3) NOT NULL,
       took interval,
       CONSTRAINT hosts_are_known PRIMARY KEY (ip, name)
     );
     CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
     CREATE DOMAIN level AS positive CHECK (VALUE < 100);
     CREATE DOMAIN email AS varchar(100) CHECK (VALUE LIKE '%@%');
     CREATE TABLE members (
       id serial PRIMARY KEY, age positive NOT NULL, level level, mail email UNIQUE, ages positive[]
     );
     INSERT INTO members (age, level, mail, ages) VALUES (7, 8, 'a@b', '{9}');
     CREATE TABLE log (id serial PRIMARY KEY, line text NOT NULL);
     CREATE FUNCTION note() RETURNS trigger AS $$ BEGIN RETURN NEW; END $$ LANGUAGE plpgsql;
     CREATE TRIGGER hosts_renamed AFTER UPDATE OF name ON hosts FOR EACH ROW EXECUTE FUNCTION note();
     CREATE VIEW names AS SELECT name FROM hosts WHERE kind <> 'x';
     INSERT INTO hosts VALUES ('10.0.0.1', 'one', 'ab', '1 day 02:00:00');
     INSERT INTO log (line) VALUES ('begun')",
    &[
        "SELECT concat_ws('|', host(ip::inet), name, trim(kind), took::interval) FROM hosts",
        "SELECT concat_ws('|', id, age, level, mail, ages) FROM members",
        "SELECT concat_ws('|', id, line) FROM log",
        "SELECT name::text FROM names",
        "SELECT tgname::text FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'hosts%'",
    ],
);

const SQLITE: (&str, &[&str]) = (
    "CREATE TABLE settings (
       lock char(1) NOT NULL DEFAULT 'X' UNIQUE,
       is_on bool NOT NULL,
       data bytea,
       ratio double precision,
       size int8 NOT NULL,
       CHECK (lock = 'X')
     );
     CREATE TABLE words (word nvarchar(20) NOT NULL PRIMARY KEY, weight float, seen tinyint NOT NULL);
     INSERT INTO settings VALUES ('X', 1, x'00ff', 0.5, 9223372036854775807);
     INSERT INTO words VALUES ('a', 1.25, 1)",
    &[
        "SELECT lock || is_on || hex(data) || ratio || size FROM settings",
        "SELECT word || weight || seen FROM words",
    ],
);

#[test]
fn on_sqlite() {
    adopt(Dialect::Sqlite, SQLITE);
}

#[test]
fn on_postgres() {
    adopt(Dialect::Postgres, POSTGRES);
}

#[test]
fn on_mysql() {
    adopt(Dialect::Mysql, MYSQL);
}

#[test]
fn on_mariadb() {
    adopt(Dialect::Mariadb, MYSQL);
}

fn adopt(dialect: Dialect, (script, queries): (&str, &[&str])) {
    let (Some(theirs), Some(ours)) = (Live::new(dialect), Live::new(dialect)) else {
        return;
    };
    let statements = tablewright_sql::statements(dialect, script);
    theirs.run(&statements).expect("the tables can be made");
    let original = theirs.inspect().expect("what is there");
    let rows = rows(&theirs, queries);
    assert!(rows.iter().all(|row| !row.is_empty()), "{rows:?}");

    let pulled = pull(dialect, &original).yaml;
    let schema = load("models.yaml", &pulled);
    let schema = schema.unwrap_or_else(|mistakes| panic!("{mistakes}\n{pulled}"));
    let statements = ddl::create(&schema, dialect);
    ours.run(&statements).expect("the tables can be made anew");
    let wanted = ours.inspect().expect("what was made");

    let there = to(dialect, &original, &wanted);
    let destructive = there.steps.iter().flat_map(|step| &step.destructive);
    let given_up: Vec<_> = destructive
        .filter(|loss| matches!(loss.kind, DestructiveKind::Converted(_)))
        .collect();
    assert!(given_up.is_empty(), "{given_up:?}");
    walk(&theirs, &there.up()).expect("the steps can be taken");
    arrived(&theirs, &wanted);
    assert_eq!(self::rows(&theirs, queries), rows);
    walk(&theirs, &there.down()).expect("they can be taken back");
    arrived(&theirs, &original);
    assert_eq!(self::rows(&theirs, queries), rows);
}

/// `sync` with pulled models: it creates the tables in a new database once; in the original it
/// does what the preview says, or the preview refuses it by name.
fn synced(theirs: &Live, schema: &Schema, yaml: &str) {
    let dialect = theirs.dialect();
    let ours = Live::new(dialect).expect("it was there a moment ago");
    let wait = |live: &Live, schema| {
        let synced = live.wait(tablewright::sync(live.db(), schema));
        synced.unwrap_or_else(|error| panic!("{dialect}: {error}\n{yaml}"))
    };
    let [first, other] = ["first", "other"].map(|name| tablewright::__schema(name, schema));
    let made = wait(&ours, first);
    assert!(
        matches!(made, SyncReport::Applied(_)),
        "{dialect}: {made:?}"
    );
    // The record says that nothing has changed, and so does a comparison without a record.
    for schema in [first, other] {
        let again = wait(&ours, schema);
        assert_eq!(again, SyncReport::UpToDate, "{dialect}\n{yaml}");
    }

    let builder = || SyncBuilder::new(first).drop_unmanaged(true);
    let before = theirs.inspect().expect("what is there");
    let shown = theirs.wait(builder().preview(theirs.db()));
    assert_eq!(theirs.inspect().expect("what is there"), before);
    match (shown, theirs.wait(builder().sync(theirs.db()))) {
        (Ok(shown), Ok(done)) => assert_eq!(shown, done, "{dialect}"),
        (Err(Error::Refused(shown)), Err(Error::Refused(done))) => {
            assert_eq!(shown.to_string(), done.to_string(), "{dialect}");
            return;
        }
        other => panic!("{dialect}: {other:?}\n{yaml}"),
    }
    let again = wait(theirs, first);
    assert_eq!(again, SyncReport::UpToDate, "{dialect}\n{yaml}");
}

fn rows(live: &Live, queries: &[&str]) -> Vec<Vec<String>> {
    let texts = queries.iter().map(|query| live.texts(query));
    texts
        .collect::<Result<_, _>>()
        .unwrap_or_else(|error| panic!("{error}"))
}

fn arrived(live: &Live, wanted: &Catalog) {
    let found = live.inspect().expect("what is there");
    let rest = to(live.dialect(), &found, wanted);
    assert!(rest.is_empty(), "{:#?}", rest.up().sql);
}

fn to(dialect: Dialect, from: &Catalog, to: &Catalog) -> Plan {
    way(dialect, from, to, &Intent::default()).unwrap_or_else(|reason| panic!("{reason}"))
}
