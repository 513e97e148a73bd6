//! A program that migrates is killed at every step, and at random moments. The next run completes
//! the work, with the same result as an undisturbed run.
//!
//! `TABLEWRIGHT_TEST_KILLS` sets the number of kills at random moments on each database.

use std::env;
use std::fmt::Debug;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tablewright::{Connection, Database, Dialect, Result, migrate, rollback, sql};
use tablewright_test_migrations::crash::migrations;
use tablewright_test_servers::{Scratch, Server};

/// The default number of kills at random moments.
const KILLS: usize = 24;

/// The number of times that a run is killed before it may complete.
const MOST_IN_A_ROW: usize = 4;

#[test]
fn sqlite() {
    let folder = Folder::new();
    let url = format!("sqlite:{}", folder.0.join("app.db").display());
    kill(&url);
}

#[test]
fn postgres() {
    on_server(Server::Postgres);
}

#[test]
fn mariadb() {
    on_server(Server::Mariadb);
}

#[test]
fn mysql() {
    on_server(Server::Mysql);
}

fn on_server(server: Server) {
    if let Some(scratch) = Scratch::new(server) {
        kill(scratch.url());
    }
}

fn kill(url: &str) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let db = tablewright::connect(url).await.expect("a database");
        let place = Place { db, url };
        if let Err(error) = place.run().await {
            panic!("{error}");
        }
    });
}

/// A database that is migrated again and again.
struct Place<'u> {
    db: Database,
    url: &'u str,
}

impl Place<'_> {
    async fn run(&self) -> Result<()> {
        // The result of an undisturbed run, each way.
        let began = Instant::now();
        let up = self.steps("up");
        let time = began.elapsed();
        let migrated = self.found().await?;
        let down = self.steps("down");
        let nothing = self.found().await?;
        assert!(nothing.rows.is_empty(), "{nothing:?}");
        assert!(up >= 20 && down >= 20, "{up} and {down} steps");

        for step in 1..=up {
            self.kill_at("up", step);
            migrate(&self.db, &migrations(self.db.dialect())).await?;
            assert_eq!(
                self.found().await?,
                migrated,
                "killed at step {step} of {up}"
            );
            self.clean().await?;
        }
        for step in 1..=down {
            migrate(&self.db, &migrations(self.db.dialect())).await?;
            self.kill_at("down", step);
            rollback(&self.db, &migrations(self.db.dialect()), usize::MAX).await?;
            assert_eq!(
                self.found().await?,
                nothing,
                "killed at step {step} of {down} back"
            );
            self.clean().await?;
        }
        self.kill_at_random(time, &migrated, &nothing).await
    }

    async fn kill_at_random(
        &self,
        time: Duration,
        migrated: &Found,
        nothing: &Found,
    ) -> Result<()> {
        let kills = env::var("TABLEWRIGHT_TEST_KILLS").ok();
        let kills = kills.and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
        let mut random = Random(0x2545_f491_4f6c_dd1d);
        let mut killed = 0;
        let mut is_down = false;
        while killed < kills {
            let direction = if is_down { "down" } else { "up" };
            let mut moments = Vec::new();
            for _ in 0..=random.below(MOST_IN_A_ROW as u64) {
                let moment = time.mul_f64(random.below(1_000) as f64 / 1_000.0);
                let mut child = self.start(direction, 0);
                std::thread::sleep(moment);
                let was_killed = child.try_wait().expect("a child").is_none();
                child.kill().expect("a child that can be killed");
                child.wait().expect("a child");
                moments.push(moment);
                if !was_killed {
                    break;
                }
                killed += 1;
            }
            let all = migrations(self.db.dialect());
            let expected = if is_down {
                rollback(&self.db, &all, usize::MAX).await?;
                nothing
            } else {
                migrate(&self.db, &all).await?;
                migrated
            };
            assert_eq!(
                self.found().await?,
                *expected,
                "{direction}, killed after {moments:?}"
            );
            is_down = !is_down;
        }
        self.clean().await
    }

    /// How many steps an undisturbed run has.
    fn steps(&self, direction: &str) -> usize {
        let output = self
            .start(direction, 0)
            .wait_with_output()
            .expect("a child");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8_lossy(&output.stdout).lines().count()
    }

    /// Kills a run at a step.
    fn kill_at(&self, direction: &str, step: usize) {
        let mut child = self.start(direction, step);
        let output = child.stdout.take().expect("the output of the child");
        let lines = BufReader::new(output).lines().take(step);
        assert_eq!(
            lines.map_while(std::io::Result::ok).count(),
            step,
            "{direction}"
        );
        child.kill().expect("a child that can be killed");
        child.wait().expect("a child");
    }

    fn start(&self, direction: &str, step: usize) -> Child {
        Command::new(env!("CARGO_BIN_EXE_migrating"))
            .args([self.url, direction, &step.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts")
    }

    async fn found(&self) -> Result<Found> {
        let db = &self.db;
        let history = "SELECT name, statements, done, under_way FROM tablewright_migrations \
                       WHERE kind = 'migration' ORDER BY name";
        let history: Vec<(String, i32, i32, Option<i32>)> = sql(history).all(db).await?;
        let columns = tablewright::__columns(db).await?;
        let columns: Vec<_> = columns
            .into_iter()
            .filter(|(table, _)| !table.starts_with("tablewright_"))
            .collect();
        let mut rows = Vec::new();
        if !history.is_empty() {
            for query in [
                "SELECT id, balance, interest, 'account' FROM accounts ORDER BY id",
                "SELECT id, twice, NULL, 'twice' FROM accounts ORDER BY id",
                "SELECT id, total, NULL, note FROM journal ORDER BY id",
            ] {
                // The types of a NULL differ from database to database.
                let query = match db.dialect() {
                    Dialect::Postgres => query.replace("NULL", "NULL::int"),
                    Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb => query.to_owned(),
                };
                let found: Vec<(i32, i32, Option<i32>, Option<String>)> =
                    sql(query).all(db).await?;
                rows.extend(found);
            }
        }
        let others = match db.dialect() {
            Dialect::Sqlite => {
                "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'tablewright%' \
                 AND name NOT LIKE '%tablewright%' AND name NOT LIKE 'sqlite%' ORDER BY name"
            }
            Dialect::Postgres => {
                "SELECT pg_get_indexdef(indexrelid) || ' ' || indisvalid::text FROM pg_index \
                 WHERE indrelid::regclass::text IN ('accounts', 'journal', 'audit') ORDER BY 1"
            }
            Dialect::Mysql | Dialect::Mariadb => {
                "SELECT concat_ws(' ', table_name, index_name, column_name) AS said \
                 FROM information_schema.statistics WHERE table_schema = database() \
                 AND table_name NOT LIKE 'tablewright%' \
                 UNION ALL SELECT trigger_name FROM information_schema.triggers \
                 WHERE trigger_schema = database() \
                 UNION ALL SELECT routine_name FROM information_schema.routines \
                 WHERE routine_schema = database() \
                 UNION ALL SELECT check_clause FROM information_schema.check_constraints \
                 WHERE constraint_schema = database() ORDER BY 1"
            }
        };
        Ok(Found {
            history,
            columns,
            rows,
            others: sql(others).all(db).await?,
        })
    }

    /// Drops everything.
    async fn clean(&self) -> Result<()> {
        for text in [
            "DROP VIEW IF EXISTS rich",
            "DROP VIEW IF EXISTS worthy",
            "DROP TABLE IF EXISTS accounts",
            "DROP TABLE IF EXISTS audit",
            "DROP TABLE IF EXISTS journal",
            "DROP TABLE IF EXISTS tablewright_migrations",
        ] {
            sql::<()>(text).execute(&self.db).await?;
        }
        if self.db.dialect() != Dialect::Sqlite {
            // MySQL does not prepare it.
            tablewright::__run(&self.db, "DROP FUNCTION IF EXISTS worth").await?;
        }
        Ok(())
    }
}

/// The whole result of a run.
#[derive(Debug, PartialEq)]
struct Found {
    history: Vec<(String, i32, i32, Option<i32>)>,
    columns: Vec<(String, String)>,
    rows: Vec<(i32, i32, Option<i32>, Option<String>)>,
    /// Indexes and the like.
    others: Vec<String>,
}

/// Numbers without a pattern, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// A folder that is gone when this is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        let folder = env::temp_dir().join(format!("tablewright-crash-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a temporary folder");
        Folder(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A file left there does no harm.
        drop(std::fs::remove_dir_all(&self.0));
    }
}
