//! Users without privileges, and full disks: the error has a remedy, and the database is unchanged.

use tablewright::{Database, Dialect, Error, Result, Sqlite, SyncReport, migrate, sql};
use tablewright_test_conformance::models::{shop_first as first, shop_later as later};
use tablewright_test_conformance::{Place, on};
use tablewright_test_migrations::migrations;

on!([postgres, mysql, mariadb] who_may_only_read_changes_nothing);

const A: &str = "CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY)";

/// A user of the server with only the privilege to read everything.
struct Reader<'p> {
    name: String,
    place: &'p Place,
}

impl<'p> Reader<'p> {
    async fn new(place: &'p Place, admin: &Database) -> Result<Reader<'p>> {
        static NUMBER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let name = format!("reader_{}_{number}", std::process::id());
        let statements = match place.dialect() {
            Dialect::Postgres => vec![
                format!("CREATE ROLE {name}"),
                "REVOKE CREATE ON SCHEMA public FROM public".to_owned(),
                format!("GRANT SELECT ON ALL TABLES IN SCHEMA public TO {name}"),
            ],
            Dialect::Mysql | Dialect::Mariadb => vec![
                format!("CREATE USER '{name}'@'localhost' IDENTIFIED BY 'secret'"),
                // MariaDB shows keys and checks only to users with more privileges than reading.
                format!("GRANT SELECT, REFERENCES ON *.* TO '{name}'@'localhost'"),
            ],
            Dialect::Sqlite => Vec::new(),
        };
        for statement in statements {
            sql::<()>(statement).execute(admin).await?;
        }
        Ok(Reader { name, place })
    }

    async fn connect(&self) -> Result<Database> {
        let (scheme, rest) = self.place.url().split_once("://").expect("a URL");
        let url = match self.place.dialect() {
            Dialect::Postgres => {
                let sign = if rest.contains('?') { '&' } else { '?' };
                let role = format!("options=-c%20role%3D{}", self.name);
                format!("{scheme}://{rest}{sign}{role}")
            }
            _ => {
                let (_, host) = rest.split_once('@').expect("a user");
                format!("{scheme}://{}:secret@{host}", self.name)
            }
        };
        tablewright::connect(&url).await
    }

    async fn drop(self, admin: &Database) -> Result<()> {
        let name = self.name;
        let statements = match self.place.dialect() {
            Dialect::Postgres => vec![format!("DROP OWNED BY {name}"), format!("DROP ROLE {name}")],
            _ => vec![format!("DROP USER '{name}'@'localhost'")],
        };
        for statement in statements {
            sql::<()>(statement).execute(admin).await?;
        }
        Ok(())
    }
}

async fn who_may_only_read_changes_nothing(place: &Place) -> Result<()> {
    let admin = place.connect().await?;
    first::create_all(&admin).await?;
    let before = tablewright::inspect(&admin).await?;
    let reader = Reader::new(place, &admin).await?;
    let db = reader.connect().await?;

    // Calls that only read work.
    assert!(first::verify(&db).await?.is_up_to_date());
    let all = migrations(&[("20260101000000_a", &[A], &["DROP TABLE a"])]);
    let status = tablewright::status(&db, &all).await?;
    assert_eq!(status.pending().count(), 1);

    // The others are refused, with the missing privilege.
    let errors = [
        migrate(&db, &all)
            .await
            .expect_err("it may not")
            .to_string(),
        later::sync(&db).await.expect_err("it may not").to_string(),
        later::create_all(&db)
            .await
            .expect_err("it may not")
            .to_string(),
    ];
    for error in &errors {
        assert!(error.contains("denied"), "{error}");
        let grant = match place.dialect() {
            Dialect::Postgres => "`GRANT USAGE, CREATE ON SCHEMA \"public\" TO`".to_owned(),
            _ => format!(" TO '{}'@'localhost'`", reader.name),
        };
        assert!(error.contains(&grant), "{error}");
    }
    drop(db);
    reader.drop(&admin).await?;
    assert_eq!(tablewright::inspect(&admin).await?, before);

    // No session holds a lock.
    migrate(&admin, &all).await?;
    assert!(matches!(later::sync(&admin).await?, SyncReport::Applied(_)));
    Ok(())
}

/// A database in memory with room for this number of additional pages.
fn with_room(db: &Sqlite, more: u32) -> Result<()> {
    let pages = sql::<i64>("PRAGMA page_count").one(db)?;
    let most = pages + i64::from(more);
    db.with(|raw| raw.pragma_update(None, "max_page_count", most))?;
    Ok(())
}

#[test]
fn a_disk_fills_up_while_a_table_is_rebuilt() -> Result<()> {
    let db = Sqlite::memory()?;
    first::create_all(&db)?;
    let new = (0..2_000).map(|number| first::NewCustomer {
        title: format!("Customer {number}").into(),
    });
    first::Customer::insert_all(new).execute(&db)?;
    let before = tablewright::inspect(&db)?;

    with_room(&db, 3)?;
    let error = later::sync(&db).expect_err("there is no room");
    let message = error.to_string();
    assert!(message.contains("the disk is full"), "{message}");
    assert!(message.contains("the database is unchanged"), "{message}");
    assert_eq!(tablewright::inspect(&db)?, before);
    assert_eq!(first::Customer::all().count(&db)?, 2_000);
    assert!(sql::<i64>("PRAGMA foreign_keys").one(&db)? == 1);

    with_room(&db, 10_000)?;
    assert!(matches!(later::sync(&db)?, SyncReport::Applied(_)));
    assert_eq!(later::Customer::all().count(&db)?, 2_000);
    Ok(())
}

#[test]
fn a_disk_that_fills_up_in_a_migration() -> Result<()> {
    let db = Sqlite::memory()?;
    let all = migrations(&[(
        "20260101000000_a",
        &[
            A,
            "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 20000) \
             INSERT INTO a SELECT x FROM n",
        ],
        &["DROP TABLE a"],
    )]);
    with_room(&db, 12)?;
    let error = migrate(&db, &all).expect_err("there is no room");
    assert!(matches!(error, Error::Migration(_)), "{error:?}");
    let message = error.to_string();
    assert!(message.contains("the disk is full"), "{message}");
    assert_eq!(tablewright::status(&db, &all)?.pending().count(), 1);
    let tables = "SELECT count(*) FROM sqlite_schema WHERE name = 'a'";
    assert_eq!(sql::<i64>(tables).one(&db)?, 0);

    with_room(&db, 10_000)?;
    assert_eq!(migrate(&db, &all)?.migrations.len(), 1);
    assert_eq!(sql::<i64>("SELECT count(*) FROM a").one(&db)?, 20_000);
    Ok(())
}
