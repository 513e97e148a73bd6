//! The law of locks: a step has the warning `lock` if, and only if, PostgreSQL reads or writes all
//! rows of a table during the step while other sessions cannot read or write some table. With
//! `--concurrently` there is no such step, if PostgreSQL offers a way to avoid it.

use std::collections::BTreeMap;

use tablewright_evolve::plan::{Options, Plan, Warning, WarningKind};
use tablewright_sql::Dialect;
use tablewright_test_ddl::Live;
use tokio_postgres::{Client, NoTls, SimpleQueryMessage};

use crate::changes::{CHANGES, Change};

/// How many rows each table has.
const ROWS: usize = 500;

/// Changes for which PostgreSQL has no way without a lock.
const LONG_IN_ANY_CASE: &[&str] = &[
    "a column with a random default",
    "a column with a default of its own SQL",
    "a stored generated column",
    "another generated column",
    "a shorter text",
    "a wider number",
    "a number from a text",
    "another collation",
];

#[test]
fn a_step_says_what_it_locks() {
    held(Options::default());
}

#[test]
fn a_step_says_what_it_locks_although_others_write() {
    held(Options { concurrently: true });
}

fn held(options: Options) {
    let mut wrong = Vec::new();
    for change in CHANGES {
        let Some(live) = Live::new(Dialect::Postgres) else {
            return;
        };
        if let Err(error) = law(&live, change, options) {
            wrong.push(format!("{}: {error}", change.what));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn law(live: &Live, change: &Change, options: Options) -> Result<(), String> {
    let [before, after] = change.migrations(Dialect::Postgres, options)?;
    live.run(&before.plan.up().sql)?;
    live.wait(async {
        let url = live.url().unwrap_or_default();
        let (client, connection) = tokio_postgres::connect(url, NoTls).await.map_err(told)?;
        let connection = tokio::spawn(connection);
        let done = measured(&client, change, &after.plan).await;
        drop(client);
        drop(connection.await);
        done
    })?;
    let is_locked = after
        .plan
        .steps
        .iter()
        .any(|step| lock(&step.warnings).is_some());
    let is_long = LONG_IN_ANY_CASE.contains(&change.what);
    if options.concurrently && is_locked && !is_long {
        return Err(format!("others are locked out: {:#?}", after.plan.steps));
    }
    Ok(())
}

async fn measured(client: &Client, change: &Change, plan: &Plan) -> Result<(), String> {
    fill(client).await?;
    let up = plan.steps.iter().map(|step| (&step.sql, &step.warnings));
    walked(client, up, plan.up().in_transaction)
        .await
        .map_err(|error| format!("up: {error}, to {}", change.to))?;
    let steps = plan.steps.iter().rev();
    let down = steps.map(|step| (&step.reverse, &step.reverse_warnings));
    walked(client, down, plan.down().in_transaction)
        .await
        .map_err(|error| format!("down: {error}, from {}", change.to))
}

/// Runs steps, and compares their warnings with PostgreSQL's locks.
async fn walked(
    client: &Client,
    steps: impl Iterator<Item = (&Vec<String>, &Vec<Warning>)>,
    is_whole: bool,
) -> Result<(), String> {
    let tables = seen(client).await?;
    if is_whole {
        run(client, "BEGIN").await?;
    }
    for (statements, warnings) in steps {
        let mut blocked = BTreeMap::new();
        for sql in statements {
            // It lets other sessions write, and cannot be measured in a transaction.
            if sql.contains(" CONCURRENTLY ") {
                run(client, sql).await?;
                continue;
            }
            if !is_whole {
                run(client, "BEGIN").await?;
            }
            let earlier = seen(client).await?;
            run(client, sql).await?;
            let now = seen(client).await?;
            if !is_whole {
                run(client, "COMMIT").await?;
            }
            let is_long = now.iter().any(|(table, now)| {
                let before = earlier.get(table).map_or(0, |before| before.rows);
                tables.contains_key(table) && now.rows >= before + ROWS
            });
            if is_long {
                let locked = now
                    .iter()
                    .filter(|(table, now)| now.is_locked && tables.contains_key(*table));
                blocked.extend(locked.map(|(table, now)| (*table, now.name.clone())));
            }
        }
        let said = lock(warnings);
        let is_said = |name: &String| said.is_some_and(|said| said.contains(&format!("`{name}`")));
        if said.is_some() == blocked.is_empty() || !blocked.values().all(is_said) {
            return Err(format!(
                "{blocked:?} are blocked, and it says {said:?}: {statements:#?}"
            ));
        }
    }
    if is_whole {
        run(client, "COMMIT").await?;
    }
    Ok(())
}

fn lock(warnings: &[Warning]) -> Option<&str> {
    let mut warnings = warnings.iter();
    let found = warnings.find(|warning| warning.kind == WarningKind::Lock)?;
    Some(&found.message)
}

/// PostgreSQL's view of a table in a transaction.
struct Seen {
    name: String,
    /// The number of its rows that were read sequentially.
    rows: usize,
    /// Whether others cannot write to it, or not even read it.
    is_locked: bool,
}

async fn seen(client: &Client) -> Result<BTreeMap<u32, Seen>, String> {
    let sql = "SELECT c.oid, c.relname, pg_stat_get_xact_tuples_returned(c.oid), \
               (SELECT count(*) FROM pg_locks l WHERE l.relation = c.oid AND l.pid = pg_backend_pid() \
               AND l.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')) \
               FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace";
    let rows = texts(client, sql).await?;
    let seen = rows.iter().map(|row| {
        let seen = Seen {
            name: row[1].clone(),
            rows: row[2].parse().map_err(|_| "no number".to_owned())?,
            is_locked: row[3] != "0",
        };
        Ok((row[0].parse().map_err(|_| "no number".to_owned())?, seen))
    });
    seen.collect()
}

/// Inserts different rows into each table. They satisfy every change.
async fn fill(client: &Client) -> Result<(), String> {
    let sql = "SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c \
               WHERE c.table_schema = 'public' AND c.is_identity = 'NO' AND c.is_generated = 'NEVER' \
               ORDER BY c.table_name, c.ordinal_position";
    let mut columns: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for row in texts(client, sql).await? {
        columns
            .entry(row[0].clone())
            .or_default()
            .push((row[1].clone(), row[2].clone()));
    }
    let all = texts(client, "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace").await?;
    // Rows refer to those of the same number, which may come later.
    run(client, "SET session_replication_role = replica").await?;
    for table in all.iter().map(|row| &row[0]) {
        let columns = columns.get(table).cloned().unwrap_or_default();
        let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
        let is_enum = texts(client, &format!(
            "SELECT 1 FROM pg_constraint WHERE conrelid = '{table}'::regclass AND pg_get_constraintdef(oid) LIKE '%''one''%'"
        )).await?;
        let values: Vec<&str> = columns
            .iter()
            .map(|(_, ty)| match ty.as_str() {
                "text" | "character varying" if !is_enum.is_empty() => "'one'",
                "text" | "character varying" => "n::text",
                "bytea" => "n::text::bytea",
                _ => "n",
            })
            .collect();
        let insert = match names[..] {
            [] => format!("INSERT INTO {table} SELECT FROM generate_series(1, {ROWS})"),
            _ => format!(
                "INSERT INTO {table} ({}) SELECT {} FROM generate_series(1, {ROWS}) n",
                names.join(", "),
                values.join(", ")
            ),
        };
        run(client, &insert).await?;
    }
    run(client, "SET session_replication_role = origin").await
}

async fn run(client: &Client, sql: &str) -> Result<(), String> {
    let done = client.batch_execute(sql).await;
    done.map_err(|error| format!("{}\n{sql}", told(error)))
}

async fn texts(client: &Client, sql: &str) -> Result<Vec<Vec<String>>, String> {
    let messages = client.simple_query(sql).await;
    let messages = messages.map_err(|error| format!("{}\n{sql}", told(error)))?;
    let row = |message: &SimpleQueryMessage| match message {
        SimpleQueryMessage::Row(row) => {
            let text = |index| row.get(index).unwrap_or_default().to_owned();
            Some((0..row.len()).map(text).collect())
        }
        _ => None,
    };
    Ok(messages.iter().filter_map(row).collect())
}

fn told(error: tokio_postgres::Error) -> String {
    match error.as_db_error() {
        Some(said) => said.to_string(),
        None => error.to_string(),
    }
}
