//! The command behind PgBouncer, which gives each transaction another session of the server's: with
//! and without the parameters of the URL that say so.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use tablewright::{Database, sql};
use tablewright_test_servers::{Scratch, Server, behind_pgbouncer};

const PARAMETERS: [&str; 3] = ["", "statement_cache=0", "pooler=true"];

const FIRST: &str = "\
dialects: [postgres]
models:
  User:
    fields:
      id: id
      name: string(20)
";

const LATER: &str = "\
dialects: [postgres]
models:
  User:
    fields:
      id: id
      name: { type: string(40), index: true }
      at: timestamp?
  Post:
    fields:
      id: id
      user: User
";

/// A folder with models, and a database that is reached by PgBouncer.
struct Place {
    folder: PathBuf,
    url: String,
    scratch: Scratch,
}

impl Place {
    /// `None` if PgBouncer is unavailable, as `scripts/servers` has reported.
    fn new(name: &str, parameter: &str) -> Option<Place> {
        let scratch = Scratch::new(Server::Postgres)?;
        let url = behind_pgbouncer(scratch.url())?;
        let separator = if url.contains('?') { '&' } else { '?' };
        let folder = format!("{name}-{}", parameter.replace('=', "-"));
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(folder);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        let place = Place {
            folder,
            url: format!("{url}{separator}{parameter}"),
            scratch,
        };
        place.write(FIRST);
        Some(place)
    }

    fn write(&self, models: &str) {
        fs::write(self.folder.join("models.yaml"), models).expect("the models are written");
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tablewright"));
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env("NO_COLOR", "1")
            .env("DATABASE_URL", &self.url);
        command
    }

    /// The output of a command that succeeds.
    fn done(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output();
        said(arguments, &output.expect("the command starts"))
    }

    /// Starts a command that runs beside others.
    fn started(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("the command starts")
    }

    /// The message of a command that fails.
    fn refused(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output();
        let output = output.expect("the command starts");
        assert_ne!(output.status.code(), Some(0), "{arguments:?}");
        String::from_utf8(output.stderr).expect("the output is UTF-8")
    }

    /// A number, queried without PgBouncer.
    fn number(&self, query: &str) -> i64 {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let db = Database::connect(self.scratch.url()).await;
            let db = db.expect("the server answers");
            sql::<i64>(query.to_owned())
                .one(&db)
                .await
                .expect("a number")
        })
    }
}

fn said(arguments: &[&str], output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the output is UTF-8");
    let (out, errors) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(
        output.status.code(),
        Some(0),
        "{arguments:?}: {out}{errors}"
    );
    out
}

#[test]
fn every_command_works_while_sessions_change() {
    for parameter in PARAMETERS {
        let Some(place) = Place::new("pgbouncer", parameter) else {
            return;
        };
        place.done(&["diff", "--name", "first"]);
        // They share the server's sessions.
        let others: Vec<Child> = (0..3)
            .map(|_| place.started(&["migrate", "--quiet"]))
            .collect();
        for other in others {
            let output = other.wait_with_output().expect("the command ends");
            said(&["migrate"], &output);
        }
        assert_eq!(
            place.number("SELECT count(*) FROM tablewright_migrations WHERE kind = 'migration'"),
            1,
            "{parameter}"
        );
        place.done(&["status", "--check"]);
        place.done(&["verify"]);
        let pulled = place.done(&["pull"]);
        assert!(pulled.contains("User:"), "{parameter}: {pulled}");

        place.write(LATER);
        place.done(&["diff", "--name", "later"]);
        let others: Vec<Child> = (0..3)
            .map(|number| match number {
                0 => place.started(&["migrate", "--dry-run"]),
                1 => place.started(&["status"]),
                _ => place.started(&["pull"]),
            })
            .collect();
        place.done(&["migrate"]);
        for other in others {
            let output = other.wait_with_output().expect("the command ends");
            said(&["another"], &output);
        }
        place.done(&["verify"]);
        place.done(&["rollback"]);
        place.done(&["sync", "--dry-run"]);
        place.done(&["sync"]);
        place.done(&["verify"]);

        // No session of the server keeps a lock.
        let locks = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = \
                     (SELECT oid FROM pg_database WHERE datname = current_database())";
        assert_eq!(place.number(locks), 0, "{parameter}");
    }
}

/// They need one session, and the command says so before it begins.
#[test]
fn migrations_without_a_transaction_are_refused() {
    for (parameter, part) in [
        ("", "detected"),
        ("statement_cache=0", "detected"),
        ("statement_cache=9", "detected"),
        ("pooler=true", "`pooler=true`"),
    ] {
        let Some(place) = Place::new("pgbouncer-steps", parameter) else {
            return;
        };
        place.done(&["diff", "--name", "first"]);
        place.done(&["migrate"]);
        place.write(LATER);
        place.done(&["diff", "--name", "later", "--concurrently"]);
        let told = place.refused(&["migrate"]);
        // Lines are broken between words.
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in [part, "a pooler", "Connect to the server itself"] {
            assert!(told.contains(part), "{parameter}: {told}");
        }
        assert_eq!(
            place.number("SELECT count(*) FROM pg_tables WHERE tablename = 'posts'"),
            0
        );
    }
}
