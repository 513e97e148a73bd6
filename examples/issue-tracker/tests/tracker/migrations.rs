//! The migrations on tables with rows: each up and down again, on every database.

use issue_tracker::models::{self, Issue, Member, Priority, Status};
use tablewright::migrate::Migrator;
use tablewright::rust_decimal::Decimal;
use tablewright::testing::TestDatabase;
use tablewright::{
    AsyncConnection, Dialect, Error, MigrationError, Migrations, Result, Verification, sql,
};

on_every_database! {
    rows_live_through_every_migration
}

/// The rows of the first migration. The models have no structs for these tables, so they are SQL.
const ROWS: [&str; 5] = [
    "INSERT INTO users (id, email, name) VALUES (1, 'ada@example.com', 'Ada')",
    "INSERT INTO organizations (id, slug, name) VALUES (1, 'acme', 'Acme')",
    "INSERT INTO members (organization_id, user_id, role) VALUES (1, 1, 'owner')",
    "INSERT INTO projects (id, organization_id, {key}, name) VALUES (1, 1, 'ENG', 'Engines')",
    "INSERT INTO issues (id, project_id, title, description, reporter_id) VALUES (1, 1, 'Leak', 'Oil', 1)",
];

async fn rows_live_through_every_migration(url: &str) {
    let db = TestDatabase::prepared(url, "empty", async |_| Ok(())).await;
    let db = db.expect("a database");
    walk(&db).await.expect("every step");
}

async fn walk(db: &impl AsyncConnection) -> Result<()> {
    migrate(1, db).await?;
    for row in ROWS {
        let key = match db.dialect() {
            Dialect::Mysql | Dialect::Mariadb => "`key`",
            _ => "\"key\"",
        };
        sql::<()>(row.replace("{key}", key)).execute(db).await?;
    }

    // `description` is `body` now, and old issues have the default priority.
    migrate(2, db).await?;
    let row = "SELECT body, priority FROM issues WHERE id = 1";
    assert_eq!(
        sql::<(String, i16)>(row).one(db).await?,
        ("Oil".to_owned(), 20)
    );

    // A new status, and a new table.
    migrate(3, db).await?;
    let blocked = Issue::filter(Issue::ID.eq(1))
        .update()
        .set(Issue::STATUS, Status::Blocked);
    assert_eq!(blocked.execute(db).await?, 1);

    migrate(4, db).await?;
    assert!(matches!(models::verify(db).await?, Verification::UpToDate));
    let issue = Issue::find(1).one(db).await?;
    assert_eq!(
        (issue.body.as_str(), issue.priority),
        ("Oil", Priority::Normal)
    );
    let member = Member::find(1, 1).one(db).await?;
    assert_eq!(member.hourly_rate, Decimal::ZERO);

    // And back. An issue that is blocked has no status in the older tables, so that is refused.
    rollback(1, db).await?;
    let refused = rollback(1, db).await;
    assert!(matches!(
        refused,
        Err(Error::Migration(error)) if matches!(*error, MigrationError::Refused { .. })
    ));
    let open = Issue::filter(Issue::ID.eq(1))
        .update()
        .set(Issue::STATUS, Status::Open);
    open.execute(db).await?;
    rollback(1, db).await?;
    rollback(1, db).await?;
    let row = "SELECT title, description, status FROM issues WHERE id = 1";
    let issue = sql::<(String, String, Status)>(row).one(db).await?;
    assert_eq!(issue, ("Leak".to_owned(), "Oil".to_owned(), Status::Open));

    // The rows survive the whole way a second time, at once.
    assert_eq!(models::migrate(db).await?.migrations.len(), 3);
    assert_eq!(Issue::find(1).one(db).await?.body, "Oil");
    Ok(())
}

/// Applies the first `count` migrations: those that are applied already do nothing.
async fn migrate(count: usize, db: &impl AsyncConnection) -> Result<()> {
    let first = Migrations {
        list: &models::MIGRATIONS.list[..count],
    };
    let report = Migrator::new(&first).migrate(db).await?;
    assert_eq!(report.migrations.len(), 1);
    Ok(())
}

async fn rollback(count: usize, db: &impl AsyncConnection) -> Result<()> {
    tablewright::rollback(db, &models::MIGRATIONS, count)
        .await
        .map(drop)
}
