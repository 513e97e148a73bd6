//! Repairs of the history: work that was done in another way is recorded, with the person and the
//! reason.

use tablewright::migrate::{Migrator, Repair, RepairAction, State, Status};
use tablewright::{
    Database, Dialect, Error, MigrationError, Migrations, Result, migrate, repair, rollback, sql,
    status,
};
use tablewright_test_conformance::{Place, everywhere, on};
use tablewright_test_migrations::migrations;

everywhere!(
    a_wrong_down_is_corrected_and_accepted,
    an_edited_file_is_accepted,
    a_migration_is_marked,
    who_and_why_is_recorded,
    a_repair_needs_a_reason_and_a_migration,
    a_history_of_an_older_format_is_upgraded,
    what_create_all_made_needs_a_baseline,
);

on!([mysql, mariadb] a_half_applied_migration_is_marked, half_applied_statements_are_accepted);

const A: &str = "20260101000000_a";
const UP: &str = "CREATE TABLE a (id INTEGER)";

fn all(up: &[&str], down: &[&str]) -> Migrations<'static> {
    migrations(&[(A, up, down)])
}

fn message(error: Error) -> String {
    assert!(matches!(error, Error::Migration(_)), "{error}");
    error.to_string()
}

fn states(status: &Status) -> Vec<State> {
    status.migrations.iter().map(|one| one.state).collect()
}

async fn tables(db: &Database) -> Result<usize> {
    Ok(tablewright::inspect(db).await?.tables.len())
}

async fn a_wrong_down_is_corrected_and_accepted(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let wrong = all(&[UP], &["DROP TABLE b"]);
    migrate(&db, &wrong).await?;
    let said = message(rollback(&db, &wrong, 1).await.unwrap_err());
    assert!(
        said.contains("accept it: `tablewright repair 20260101000000_a --accept-files`"),
        "{said}"
    );
    let right = all(&[UP], &["DROP TABLE a"]);
    let said = message(rollback(&db, &right, 1).await.unwrap_err());
    assert!(
        said.contains("`tablewright repair 20260101000000_a --accept-files` records that"),
        "{said}"
    );
    let accepted = Repair::accept_files(A, "it dropped another table");
    repair(&db, &right, &accepted).await?;
    assert_eq!(rollback(&db, &right, 1).await?.migrations.len(), 1);
    assert_eq!(tables(&db).await?, 0);
    Ok(())
}

async fn an_edited_file_is_accepted(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    migrate(&db, &all(&[UP], &[])).await?;
    let edited = all(&["CREATE TABLE a (id BIGINT)", "SELECT 1"], &[]);
    let said = message(migrate(&db, &edited).await.unwrap_err());
    assert!(said.contains("--accept-files"), "{said}");

    let accepted = Repair::accept_files(A, "only for new databases");
    let preview = Migrator::new(&edited)
        .preview_repair(&db, &accepted)
        .await?;
    assert!(
        preview
            .change
            .as_deref()
            .is_some_and(|change| change.contains("are accepted")),
        "{preview:?}"
    );
    assert_eq!(states(&status(&db, &edited).await?), [State::Changed]);

    assert_eq!(repair(&db, &edited, &accepted).await?, preview);
    assert!(status(&db, &edited).await?.is_up_to_date());
    assert!(migrate(&db, &edited).await?.migrations.is_empty());
    // The second time there is nothing to do, and nothing to record.
    assert_eq!(repair(&db, &edited, &accepted).await?.change, None);
    assert_eq!(status(&db, &edited).await?.repairs.len(), 1);
    Ok(())
}

async fn a_migration_is_marked(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let all = all(&[UP], &["DROP TABLE a"]);
    // Run by other means.
    sql::<()>(UP).execute(&db).await?;
    repair(&db, &all, &Repair::mark_applied(A, "a hot fix")).await?;
    assert!(status(&db, &all).await?.is_up_to_date());
    assert_eq!(
        repair(&db, &all, &Repair::mark_applied(A, "again"))
            .await?
            .change,
        None
    );
    // Undone by other means, also if the program does not have it any more.
    sql::<()>("DROP TABLE a").execute(&db).await?;
    let none = migrations(&[]);
    repair(&db, &none, &Repair::mark_rolled_back(A, "it is given up")).await?;
    assert_eq!(
        states(&status(&db, &all).await?),
        [State::Pending { is_late: false }]
    );
    let again = repair(&db, &all, &Repair::mark_rolled_back(A, "again")).await?;
    assert_eq!(again.change, None);
    assert_eq!(migrate(&db, &all).await?.migrations.len(), 1);
    Ok(())
}

async fn who_and_why_is_recorded(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let all = all(&[UP], &[]);
    migrate(&db, &all).await?;
    let undone = Repair::mark_rolled_back(A, " it isn't there ").by("Ada");
    repair(&db, &all, &undone).await?;
    repair(&db, &all, &Repair::mark_applied(A, "it is")).await?;
    let repairs = status(&db, &all).await?.repairs;
    let [first, second] = repairs.as_slice() else {
        panic!("{repairs:?}")
    };
    assert_eq!(first.action, RepairAction::MarkRolledBack);
    assert_eq!(
        (first.migration.as_str(), first.reason.as_str()),
        (A, "it isn't there")
    );
    assert_eq!(
        (first.by.as_deref(), second.by.as_deref()),
        (Some("Ada"), None)
    );
    assert_eq!(second.action, RepairAction::MarkApplied);
    assert!(first.at.starts_with("20"), "{first:?}");
    match place.dialect() {
        Dialect::Sqlite => assert_eq!(first.database_user, None),
        Dialect::Postgres => assert_eq!(first.database_user.as_deref(), Some("postgres")),
        Dialect::Mysql | Dialect::Mariadb => {
            assert_eq!(first.database_user.as_deref(), Some("root@localhost"));
        }
    }
    Ok(())
}

async fn a_repair_needs_a_reason_and_a_migration(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let all = all(&[UP], &[]);
    for without in ["", "  ", &"x".repeat(1001)] {
        let error = repair(&db, &all, &Repair::mark_applied(A, without)).await;
        assert!(matches!(error, Err(Error::Value(_))), "{error:?}");
    }
    let error = repair(&db, &all, &Repair::accept_files(A, "why not")).await;
    assert!(
        message(error.unwrap_err()).contains("is not applied here"),
        "not applied"
    );
    for unknown in [
        Repair::accept_files("b", "a"),
        Repair::mark_applied("b", "a"),
        Repair::mark_rolled_back("b", "a"),
    ] {
        let error = message(repair(&db, &all, &unknown).await.unwrap_err());
        assert_eq!(error, "there is no migration `b`");
    }
    assert_eq!(
        states(&status(&db, &all).await?),
        [State::Pending { is_late: false }]
    );
    Ok(())
}

async fn a_history_of_an_older_format_is_upgraded(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let (first, both) = (
        all(&[UP], &[]),
        migrations(&[(A, &[UP], &[]), ("20260102000000_b", &["SELECT 1"], &[])]),
    );
    migrate(&db, &first).await?;
    let catalog = "tablewright_migrations";
    let new = columns(&db).await?;
    // The table of an older library, and then the table after an interrupted upgrade. SQLite
    // upgrades in a transaction.
    let rounds = match place.dialect() {
        Dialect::Sqlite => &[4][..],
        Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => &[4, 2],
    };
    for gone in rounds.iter().copied() {
        for column in ["database_user", "done_by", "reason", "about"]
            .iter()
            .take(gone)
        {
            if place.dialect() == Dialect::Sqlite {
                rebuild_without(&db, column).await?;
            } else {
                sql::<()>(format!("ALTER TABLE {catalog} DROP COLUMN {column}"))
                    .execute(&db)
                    .await?;
            }
        }
        sql::<()>("UPDATE tablewright_migrations SET checksum = '1' WHERE kind = 'format'")
            .execute(&db)
            .await?;
        // A call that only reads uses the older one.
        let now = if gone == 4 { &first } else { &both };
        assert!(status(&db, now).await?.is_up_to_date());
        let undone = Repair::mark_rolled_back("20260102000000_b", "again");
        if gone == 2 {
            repair(&db, &both, &undone).await?;
        }
        assert_eq!(migrate(&db, &both).await?.migrations.len(), 1);
        assert_eq!(columns(&db).await?, new);
        let format = "SELECT checksum FROM tablewright_migrations WHERE kind = 'format'";
        assert_eq!(sql::<String>(format).one(&db).await?, "2");
    }
    assert!(status(&db, &both).await?.is_up_to_date());
    Ok(())
}

async fn columns(db: &Database) -> Result<Vec<(String, String)>> {
    let mut columns = tablewright::__columns(db).await?;
    columns.sort();
    Ok(columns)
}

/// SQLite drops no column that a check names, so it is taken out of the definition.
async fn rebuild_without(db: &Database, column: &str) -> Result<()> {
    let table = "SELECT sql FROM sqlite_schema WHERE name = 'tablewright_migrations'";
    let sql_of = sql::<String>(table).one(db).await?;
    let named = format!("\"{column}\"");
    let lines = sql_of.lines().filter(|line| !line.contains(&named));
    let lines: Vec<&str> = lines.collect();
    let text = lines.join("\n").replace(",\n)", "\n)");
    let text = text.replacen("tablewright_migrations", "shorter", 1);
    let names = "SELECT group_concat('\"' || name || '\"') FROM \
                 pragma_table_info('tablewright_migrations') WHERE name <> ?";
    let names = sql::<String>(names).bind(column).one(db).await?;
    for statement in [
        text,
        format!("INSERT INTO shorter ({names}) SELECT {names} FROM tablewright_migrations"),
        "DROP TABLE tablewright_migrations".to_owned(),
        "ALTER TABLE shorter RENAME TO tablewright_migrations".to_owned(),
    ] {
        tablewright::__run(db, &statement).await?;
    }
    Ok(())
}

async fn what_create_all_made_needs_a_baseline(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    sql::<()>(UP).execute(&db).await?;
    let all = all(&[UP], &[]);
    let error = migrate(&db, &all).await.unwrap_err();
    let shown = format!("{error:?}");
    assert!(shown.len() < 500, "{shown}");
    assert!(
        shown.contains("`tablewright baseline 20260101000000_a`"),
        "{shown}"
    );
    let Error::Migration(error) = error else {
        panic!("{error}")
    };
    assert!(
        matches!(*error, MigrationError::AlreadyThere { .. }),
        "{error}"
    );
    tablewright::baseline(&db, &all, A).await?;
    assert!(migrate(&db, &all).await?.migrations.is_empty());
    Ok(())
}

/// One that fails in its second statement, each way.
fn half(second: &str) -> Migrations<'static> {
    all(&[UP, second], &["DROP TABLE c", "DROP TABLE a"])
}

async fn a_half_applied_migration_is_marked(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let wrong = half("CREATE TABLE c (id NONSENSE)");
    let said = message(migrate(&db, &wrong).await.unwrap_err());
    assert!(
        said.contains("`tablewright repair 20260101000000_a --applied`")
            && said.contains("`--rolled-back`"),
        "{said}"
    );
    let said = message(rollback(&db, &wrong, 1).await.unwrap_err());
    assert!(said.contains("--rolled-back"), "{said}");

    // Completed by other means.
    sql::<()>("CREATE TABLE c (id INTEGER)")
        .execute(&db)
        .await?;
    let done = repair(&db, &wrong, &Repair::mark_applied(A, "by hand")).await?;
    assert!(
        done.change
            .is_some_and(|change| change.contains("1 of 2 statements")),
        "how far it was"
    );
    assert!(status(&db, &wrong).await?.is_up_to_date());
    assert!(migrate(&db, &wrong).await?.migrations.is_empty());

    // Rolled back in part, and then by other means.
    sql::<()>("CREATE TABLE kept (id INTEGER)")
        .execute(&db)
        .await?;
    let stuck = all(
        &[UP, "CREATE TABLE c (id NONSENSE)"],
        &["DROP TABLE c", "DROP TABLE b"],
    );
    repair(&db, &stuck, &Repair::accept_files(A, "down is another")).await?;
    rollback(&db, &stuck, 1).await.unwrap_err();
    let said = message(migrate(&db, &stuck).await.unwrap_err());
    assert!(said.contains("--applied"), "{said}");
    sql::<()>("DROP TABLE a").execute(&db).await?;
    repair(&db, &stuck, &Repair::mark_rolled_back(A, "by hand")).await?;
    assert_eq!(
        states(&status(&db, &stuck).await?),
        [State::Pending { is_late: false }]
    );
    // Or back to where it was.
    let right = half("CREATE TABLE c (id INTEGER)");
    migrate(&db, &right).await?;
    repair(&db, &stuck, &Repair::accept_files(A, "down is another")).await?;
    rollback(&db, &stuck, 1).await.unwrap_err();
    sql::<()>("CREATE TABLE c (id INTEGER)")
        .execute(&db)
        .await?;
    repair(&db, &stuck, &Repair::mark_applied(A, "c is there again")).await?;
    assert!(status(&db, &stuck).await?.is_up_to_date());
    Ok(())
}

async fn half_applied_statements_are_accepted(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    migrate(&db, &half("CREATE TABLE c (id NONSENSE)"))
        .await
        .unwrap_err();
    let second = "CREATE TABLE c (id INTEGER)";
    let edited = all(&["CREATE TABLE a (id INTEGER, b INTEGER)", second], &[]);
    let said = message(migrate(&db, &edited).await.unwrap_err());
    assert!(said.contains("--accept-files"), "{said}");
    let empty = all(&[], &[]);
    let short = repair(&db, &empty, &Repair::accept_files(A, "shorter")).await;
    assert!(
        message(short.unwrap_err()).contains("has 0 statements"),
        "short"
    );
    sql::<()>("ALTER TABLE a ADD b INTEGER")
        .execute(&db)
        .await?;
    repair(&db, &edited, &Repair::accept_files(A, "a was corrected")).await?;
    assert_eq!(migrate(&db, &edited).await?.migrations[0].statements, 1);
    assert!(status(&db, &edited).await?.is_up_to_date());
    Ok(())
}
