//! Test databases on a server.

use std::thread;
use std::time::Duration;

use tablewright_sql::Dialect;

use self::name::{TEMPLATE, is_older};
use super::failure;
use super::name::{self as test_name, TEST};
use crate::base::connection::Driven;
use crate::base::connection::driver::Driver;
use crate::base::connection::pool::PoolOptions;
use crate::base::error::Result;
use crate::database::{self, Database};
use crate::query::sql;

mod name;

/// How long databases of killed and failed tests are kept.
const LEFTOVERS: Duration = Duration::from_secs(60 * 60);

/// How long a template is used.
const TEMPLATES: Duration = Duration::from_secs(24 * 60 * 60);

/// The time limit for dropping a database.
const PATIENCE: Duration = Duration::from_secs(60);

/// When a template is dropped: no test may still be copying it.
const OLD_TEMPLATES: Duration = Duration::from_secs(25 * 60 * 60);

/// The advisory lock of PostgreSQL for creating and copying a template. It is a lock of one
/// database: tests that are connected to different databases do not wait for each other.
const LOCK: i64 = 0x7461_626c_6577_7400;

/// A database on a server.
pub(super) struct Server {
    dialect: Dialect,
    /// The URL of the existing database.
    server_url: String,
    name: String,
}

/// Creates a database. It returns the function if the database must still be prepared.
pub(super) async fn create<P>(url: &str, version: &str, prepare: P) -> Result<(Server, Option<P>)>
where
    P: AsyncFnOnce(&Database) -> Result<()>,
{
    // One connection has the lock, and the other one creates the database, which no transaction can
    // do.
    let db = Database::connect_with(url, &PoolOptions::new().max_connections(2)).await?;
    let server = Server {
        dialect: db.driver().dialect(),
        server_url: url.to_owned(),
        name: test_name::new(),
    };
    drop_leftovers(&db).await?;
    let prepare = match server.dialect {
        Dialect::Postgres => {
            copy_template(&db, &server, version, prepare).await?;
            None
        }
        Dialect::Mysql | Dialect::Mariadb => {
            let create = format!("CREATE DATABASE `{}` CHARACTER SET utf8mb4", server.name);
            db.driver().run(&create).await?;
            Some(prepare)
        }
        // SQLite has no server, so this does not occur.
        Dialect::Sqlite => Some(prepare),
    };
    db.close();
    Ok((server, prepare))
}

impl Server {
    pub fn url(&self) -> String {
        name::with_database(&self.server_url, &self.name)
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// Drops the database, even if other sessions are connected to it.
    ///
    /// It blocks, on a separate thread, because the runtime of the test may be ending.
    pub fn drop_database(&self) -> Result<()> {
        let drop = || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .map_err(|error| failure(error.to_string()))?;
            runtime.block_on(async {
                let drop = async {
                    let options = PoolOptions::new().max_connections(1);
                    let db = Database::connect_with(&self.server_url, &options).await?;
                    drop_database(&db, &self.name).await
                };
                match tokio::time::timeout(PATIENCE, drop).await {
                    Ok(dropped) => dropped,
                    Err(_) => Err(failure("the server did not answer in time".to_owned())),
                }
            })
        };
        thread::scope(|scope| match scope.spawn(drop).join() {
            Ok(dropped) => dropped,
            Err(panic) => std::panic::resume_unwind(panic),
        })
    }
}

/// Creates a database as a copy of the version's template, which is created if it does not exist.
async fn copy_template<P>(db: &Database, server: &Server, version: &str, prepare: P) -> Result<()>
where
    P: AsyncFnOnce(&Database) -> Result<()>,
{
    let lock = db.begin().await?;
    lock.driver()
        .run(&format!("SELECT pg_advisory_xact_lock_shared({LOCK})"))
        .await?;
    let template = match find_template(db, version).await? {
        Some(template) => template,
        None => {
            // Two sessions with a shared lock could not both get the exclusive one.
            lock.rollback().await?;
            return make_template(db, server, version, prepare).await;
        }
    };
    create_from(db, &server.name, &template).await?;
    lock.rollback().await
}

/// Creates the template, unless another test was faster, and copies it.
async fn make_template<P>(db: &Database, server: &Server, version: &str, prepare: P) -> Result<()>
where
    P: AsyncFnOnce(&Database) -> Result<()>,
{
    let lock = db.begin().await?;
    lock.driver()
        .run(&format!("SELECT pg_advisory_xact_lock({LOCK})"))
        .await?;
    let template = match find_template(db, version).await? {
        Some(template) => template,
        None => {
            for old in databases(db, TEMPLATE).await? {
                if is_older(&old, TEMPLATE, OLD_TEMPLATES) {
                    drop_database(db, &old).await?;
                }
            }
            prepare_template(db, server, version, prepare).await?
        }
    };
    create_from(db, &server.name, &template).await?;
    lock.rollback().await
}

/// Creates the template. It gets its name when it is complete, so no other test finds an incomplete
/// one.
async fn prepare_template<P>(
    db: &Database,
    server: &Server,
    version: &str,
    prepare: P,
) -> Result<String>
where
    P: AsyncFnOnce(&Database) -> Result<()>,
{
    let unfinished = Server {
        dialect: server.dialect,
        server_url: server.server_url.clone(),
        name: test_name::new(),
    };
    let create = format!(
        "CREATE DATABASE \"{}\" TEMPLATE template0 ENCODING 'UTF8'",
        unfinished.name
    );
    db.driver().run(&create).await?;
    let new = database::connect(&unfinished.url()).await?;
    let prepared = prepare(&new).await;
    new.close();
    drop(new);
    if let Err(error) = prepared {
        drop_database(db, &unfinished.name).await?;
        return Err(error);
    }
    let template = name::of_template(version);
    end_sessions(db, &unfinished.name).await?;
    let rename = format!(
        "ALTER DATABASE \"{}\" RENAME TO \"{template}\"",
        unfinished.name
    );
    let Err(error) = db.driver().run(&rename).await else {
        return Ok(template);
    };
    // A test that is connected to another database may have created the same template in this
    // second.
    let theirs = find_template(db, version).await?;
    drop_database(db, &unfinished.name).await?;
    theirs.ok_or(error)
}

/// The version's template, unless it is too old.
async fn find_template(db: &Database, version: &str) -> Result<Option<String>> {
    let ending = name::ending(version);
    let is_it =
        |template: &String| template.ends_with(&ending) && !is_older(template, TEMPLATE, TEMPLATES);
    Ok(databases(db, TEMPLATE).await?.into_iter().find(is_it))
}

async fn create_from(db: &Database, name: &str, template: &str) -> Result<()> {
    let create = format!("CREATE DATABASE \"{name}\" TEMPLATE \"{template}\"");
    db.driver().run(&create).await
}

/// Drops the databases of killed and failed tests.
async fn drop_leftovers(db: &Database) -> Result<()> {
    for old in databases(db, TEST).await? {
        if is_older(&old, TEST, LEFTOVERS) {
            // Another process may also be dropping it.
            drop(drop_database(db, &old).await);
        }
    }
    Ok(())
}

/// The databases with this prefix. Databases of other users of PostgreSQL can be neither copied nor
/// dropped.
async fn databases(db: &Database, prefix: &str) -> Result<Vec<String>> {
    let names = match db.driver().dialect() {
        Dialect::Postgres => {
            "SELECT datname::text FROM pg_database WHERE pg_get_userbyid(datdba) = current_user"
        }
        Dialect::Mysql | Dialect::Mariadb | Dialect::Sqlite => {
            "SELECT schema_name FROM information_schema.schemata"
        }
    };
    let mut names = sql::<String>(names).all(db).await?;
    names.retain(|name| name.starts_with(prefix));
    Ok(names)
}

/// Drops a database, even if other sessions are connected to it.
async fn drop_database(db: &Database, name: &str) -> Result<()> {
    let drop = match db.driver().dialect() {
        Dialect::Postgres => format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)"),
        Dialect::Mysql | Dialect::Mariadb | Dialect::Sqlite => {
            // Dropping it waits for open transactions, whose test may be waiting for this.
            end_sessions(db, name).await?;
            format!("DROP DATABASE IF EXISTS `{name}`")
        }
    };
    db.driver().run(&drop).await
}

/// Ends the connections to a database.
async fn end_sessions(db: &Database, name: &str) -> Result<()> {
    if db.driver().dialect() == Dialect::Postgres {
        let end = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = ?";
        let ended = sql::<i64>(end).bind(name).one(db).await?;
        return wait_for_end(db, name, ended).await;
    }
    for session in mysql_sessions(db, name).await? {
        // It may have already ended by itself.
        drop(db.driver().run(&format!("KILL {session}")).await);
    }
    Ok(())
}

/// The connections to a database.
///
/// MySQL's process list fails while a session runs a statement with a four-byte character. Its
/// other list is empty on servers without the performance schema.
async fn mysql_sessions(db: &Database, name: &str) -> Result<Vec<u64>> {
    let list = "SELECT id FROM information_schema.processlist WHERE db = ?";
    for _ in 0..20 {
        if let Ok(sessions) = sql::<u64>(list).bind(name).all(db).await {
            return Ok(sessions);
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    sql::<u64>(list).bind(name).all(db).await
}

/// Waits until the sessions of PostgreSQL that were asked to end have ended.
async fn wait_for_end(db: &Database, name: &str, told: i64) -> Result<()> {
    if told == 0 {
        return Ok(());
    }
    for _ in 0..500 {
        let left = "SELECT count(*) FROM pg_stat_activity WHERE datname = ?";
        if sql::<i64>(left).bind(name).one(db).await? == 0 {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Err(failure(format!("the connections to `{name}` stay open")))
}
