//! Types, indexes and methods of extensions on a PostgreSQL that has them: they are created,
//! inspected, pulled and changed as in the models.

use tablewright_evolve::diff::{ExtraTables, diff};
use tablewright_evolve::pull::pull;
use tablewright_schema::catalog::Catalog;
use tablewright_schema::{Intent, Schema, ddl, lower};
use tablewright_sql::Dialect;
use tablewright_test_ddl::{Live, load, walk, way};
use tablewright_test_servers::Server;

const DIALECT: Dialect = Dialect::Postgres;

/// Columns and indexes of pgvector, PostGIS, citext and pg_trgm.
const FIRST: &str = r#"
dialects: [postgres]

types:
  Embedding: { native: { postgres: vector(3) }, extension: vector }
  Spot: { native: { postgres: "geography(Point,4326)" }, extension: postgis }
  Outline: { native: { postgres: "geometry(Polygon,3857)" }, extension: postgis }
  Login: { native: { postgres: citext }, extension: citext }

models:
  Passage:
    fields:
      id: id
      title: string(200)
      login: { type: Login, unique: true }
      embedding: Embedding
      spot: Spot?
      outline: Outline?
    indexes:
      - fields: [{ field: embedding, class: vector_l2_ops }]
        method: hnsw
        with: { m: 8, ef_construction: 32 }
      - fields: [{ field: embedding, class: vector_cosine_ops }]
        method: ivfflat
        with: { lists: 1 }
      - { fields: [spot], method: gist }
      - { fields: [outline], method: gist, with: { fillfactor: 80 } }
      - { fields: [{ field: title, class: gin_trgm_ops }], method: gin, extension: pg_trgm }
      - { fields: [{ sql: lower(title), class: text_pattern_ops }] }
"#;

/// A column that is renamed, which its indexes name.
const RENAMED: &str = "      embedded: { type: Embedding, was: embedding }\n";

/// Replacements in it, one after another.
const CHANGES: &[(&str, &str)] = &[
    ("m: 8", "m: 12"),
    (", ef_construction: 32", ""),
    ("        with: { lists: 1 }\n", ""),
    ("vector_cosine_ops", "vector_ip_ops"),
    (", with: { fillfactor: 80 }", ", with: { buffering: auto }"),
    (
        "class: gin_trgm_ops }], method: gin,",
        "class: gist_trgm_ops(siglen=32) }], method: gist,",
    ),
    (", class: text_pattern_ops", ""),
    ("      embedding: Embedding\n", RENAMED),
];

fn schema(yaml: &str) -> Schema {
    load("models.yaml", yaml).unwrap_or_else(|mistakes| panic!("{mistakes}\n{yaml}"))
}

#[test]
fn what_models_say_is_created_and_pulled() {
    let live = || Live::on(Server::PostgresExtensions);
    let (Some(first), Some(second)) = (live(), live()) else {
        return;
    };
    let models = schema(FIRST);
    first
        .run(&ddl::create(&models, DIALECT))
        .expect("it is created");
    is_as_the_models_say(&first, &models);

    let pulled = pull(DIALECT, &first.inspect().expect("what is there"));
    let again = schema(&pulled.yaml);
    for expected in [
        "- { fields: [{ field: embedding, class: vector_l2_ops }], method: hnsw, with: { ef_construction: 32, m: 8 } }",
        "- { fields: [spot], method: gist }",
        "- { fields: [{ field: title, class: gin_trgm_ops }], method: gin }",
    ] {
        assert!(
            pulled.yaml.contains(expected),
            "{expected}\n{}",
            pulled.yaml
        );
    }
    second
        .run(&ddl::create(&again, DIALECT))
        .expect("it is created");
    is_as_the_models_say(&second, &again);
    is_as_the_models_say(&second, &models);
}

/// The names of extensions have quotes in these models, and none in those that `pull` writes.
const QUOTED: &str = r#"
dialects: [postgres]
types:
  Login: { native: { postgres: citext }, extension: citext }
models:
  Passage:
    fields: { id: id, title: string(200), login: { type: Login, unique: true } }
    indexes:
      - { fields: [{ field: title, class: gin_trgm_ops }], method: gin }
sql:
  trigrams: { create: 'CREATE EXTENSION IF NOT EXISTS "pg_trgm"', when: before }
  uuids: { create: 'CREATE EXTENSION IF NOT EXISTS "uuid-ossp"', when: before }
"#;

#[test]
fn verify_knows_what_was_pulled() {
    let Some(live) = Live::on(Server::PostgresExtensions) else {
        return;
    };
    let of = |schema: &Schema| tablewright::__schema("a", schema);
    let models = schema(QUOTED);
    let done = live.wait(tablewright::sync(live.db(), of(&models)));
    let _ = done.expect("it is created");
    let pulled = pull(DIALECT, &live.inspect().expect("what is there"));
    for schema in [schema(&pulled.yaml), models] {
        let verified = live.wait(tablewright::verify(live.db(), of(&schema)));
        let verified = verified.expect("a comparison");
        assert!(verified.is_up_to_date(), "{verified}\n{}", pulled.yaml);
    }
}

#[test]
fn every_change_is_made_and_taken_back() {
    let Some(live) = Live::on(Server::PostgresExtensions) else {
        return;
    };
    let mut yaml = FIRST.to_owned();
    let mut before = schema(&yaml);
    live.run(&ddl::create(&before, DIALECT))
        .expect("it is created");
    live.run(&["INSERT INTO passages (title, login, embedding, spot) \
         VALUES ('a', 'Ada', '[1,2,3]', 'POINT(1 2)')"])
        .expect("a row");
    for (from, to) in CHANGES {
        let mut changed = yaml.replace(from, to);
        if *to == RENAMED {
            changed = changed.replace("field: embedding,", "field: embedded,");
        }
        let after = schema(&changed);
        let (now, wanted) = (lower(&before, DIALECT), lower(&after, DIALECT));
        let plan = way(DIALECT, &now, &wanted, &Intent::of(&after)).expect("there is a way");
        for statements in [&plan.up(), &plan.down(), &plan.up()] {
            walk(&live, statements).unwrap_or_else(|error| panic!("{from}: {error}"));
        }
        is_as_the_models_say(&live, &after);
        (yaml, before) = (changed, after);
    }
    let logins = live.texts("SELECT login::text FROM passages WHERE login = 'ADA'");
    assert_eq!(logins.expect("a row"), ["Ada"]);
}

/// Nothing that is not in the models is lost, because nothing of it is changed.
#[test]
fn what_an_administrator_tuned_stays() {
    let Some(live) = Live::on(Server::PostgresExtensions) else {
        return;
    };
    let models = schema(&FIRST.replace("        with: { m: 8, ef_construction: 32 }\n", ""));
    live.run(&ddl::create(&models, DIALECT))
        .expect("it is created");
    let wanted = lower(&models, DIALECT);
    let indexes = wanted.tables.iter().flat_map(|table| &table.indexes);
    let mut indexes = indexes.filter(|index| index.method.as_deref() == Some("hnsw"));
    let name = &indexes.next().expect("it is in the models").name;
    live.run(&[format!("ALTER INDEX {name} SET (ef_construction = 64)")])
        .expect("it is tuned");
    let now = live.inspect().expect("what is there");
    let worded = live.worded_beside(&wanted, &now).expect("its wording");
    let intent = Intent::of(&models);
    let diff = diff(DIALECT, &now, &worded, &intent, ExtraTables::Unmanaged);
    let diff = diff.expect("nothing stands in the way");
    assert_eq!(diff.changes, []);
    let notes: Vec<String> = diff.notes.iter().map(ToString::to_string).collect();
    assert!(
        notes
            .iter()
            .any(|note| note.ends_with("has ef_construction=64")),
        "{notes:?}"
    );
}

/// The tables in the database are those of the models, and no step leads to them.
fn is_as_the_models_say(live: &Live, models: &Schema) {
    let now = live.inspect().expect("what is there");
    let wanted = live
        .worded_beside(&lower(models, DIALECT), &now)
        .expect("its wording");
    let tables = Catalog {
        others: Vec::new(),
        ..now.clone()
    };
    let plan = way(DIALECT, &tables, &wanted, &Intent::of(models)).expect("there is a way");
    assert_eq!(plan.up().sql, [""; 0]);
    for table in &now.tables {
        assert_eq!(table.unsupported, [""; 0]);
    }
}
