//! Comparing schemas: two of them without a database, and the models with a live database.

use std::time::{Duration, Instant};

use tablewright::{Database, PoolOptions, Verification};
use tablewright_evolve::diff::ExtraTables;
use tablewright_evolve::generator;
use tablewright_evolve::plan::{self, Options};
use tablewright_evolve::snapshot::{self, State};
use tablewright_schema::{Intent, Schema, lower_with_scripts};
use tablewright_sql::Dialect;
use tablewright_test_servers::{Scratch, Server};

use crate::measure::human;
use crate::synthetic;
use crate::tables;

const OFFLINE: usize = 500;
const LIVE: usize = 1_000;
const ROUNDS: usize = 9;
/// Inspecting a thousand tables takes seconds on a server.
const LIVE_ROUNDS: usize = 3;

/// Prints the tables.
pub fn run() {
    println!(
        "| difference of two schemas of {OFFLINE} tables, a column and a table apart | comparing alone | with reading the migrations and writing the files' text |"
    );
    println!("|---|--:|--:|");
    let (first, second) = (
        schema(OFFLINE, ""),
        schema(OFFLINE + 1, "      added: integer?\n"),
    );
    for dialect in Dialect::ALL {
        let (catalogs, drafted) = offline(dialect, &first, &second);
        println!("| {dialect} | {} | {} |", human(catalogs), human(drafted));
    }
    println!();
    println!(
        "| {LIVE} tables | `verify`, nothing has changed | `verify`, inspecting and comparing all |"
    );
    println!("|---|--:|--:|");
    let schema = tables::schema();
    for dialect in [Dialect::Sqlite, Dialect::Postgres, Dialect::Mariadb] {
        let (quick, whole) = live(dialect, schema);
        println!("| {dialect} | {} | {} |", human(quick), human(whole));
    }
}

/// The plan of two catalogs, and everything that `tablewright diff` does except for files.
fn offline(dialect: Dialect, first: &Schema, second: &Schema) -> (Duration, Duration) {
    let (from, to) = (
        lower_with_scripts(first, dialect),
        lower_with_scripts(second, dialect),
    );
    let intent = Intent::of(second);
    let catalogs = median(|| {
        let plan = plan::plan(
            dialect,
            &from,
            &to,
            &intent,
            ExtraTables::Managed,
            Options::default(),
        );
        assert!(!plan.expect("there is a way").is_empty());
    });
    let begin = generator::generate(first, dialect, &State::default(), Options::default());
    let tables = begin.expect("there is a way").tables;
    let drafted = median(|| {
        let snapshot = snapshot::read(dialect, &tables).expect("it was just written");
        let state = snapshot::fold([("first", &snapshot)]).expect("there is one");
        let draft = generator::generate(second, dialect, &state, Options::default());
        assert!(!draft.expect("there is a way").is_empty());
    });
    (catalogs, drafted)
}

fn live(dialect: Dialect, schema: &'static tablewright::Schema) -> (Duration, Duration) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    let scratch = match dialect {
        Dialect::Sqlite => None,
        Dialect::Postgres => Some(Server::Postgres),
        Dialect::Mariadb => Some(Server::Mariadb),
        Dialect::Mysql => Some(Server::Mysql),
    };
    let scratch =
        scratch.map(|server| Scratch::new(server).expect("a server: use scripts/with-servers"));
    let url = scratch
        .as_ref()
        .map_or("sqlite::memory:", |scratch| scratch.url());
    let options = PoolOptions::new().max_connections(1);
    runtime.block_on(async {
        let db = Database::connect_with(url, &options)
            .await
            .expect("a connection");
        tablewright::create_all(&db, schema)
            .await
            .expect("the tables");
        let mut times = [Vec::new(), Vec::new()];
        for round in 0..LIVE_ROUNDS {
            for (position, times) in times.iter_mut().enumerate() {
                if position == 1 {
                    // No record says that these tables are unchanged, so they are inspected.
                    let forget =
                        "UPDATE tablewright_migrations SET state = NULL WHERE state IS NOT NULL";
                    let forgotten = tablewright::sql::<()>(forget).execute(&db).await;
                    forgotten.expect("the history table");
                }
                let start = Instant::now();
                let verdict = tablewright::verify(&db, schema).await.expect("a verdict");
                times.push(start.elapsed());
                assert_eq!(verdict, Verification::UpToDate, "in round {round}");
            }
            tablewright::sync(&db, schema)
                .await
                .expect("the history table");
        }
        let [quick, whole] = times.map(|mut times| {
            times.sort();
            times[times.len() / 2]
        });
        (quick, whole)
    })
}

fn schema(models: usize, more: &str) -> Schema {
    let dialects = "dialects: [sqlite, postgres, mysql, mariadb]\n";
    tables::load(&format!("{dialects}{}{more}", synthetic::yaml(models)))
}

fn median(work: impl Fn()) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}
