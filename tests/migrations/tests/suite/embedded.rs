//! Migrations that the build script embedded.

use tablewright::migrate::State;
use tablewright::{
    BaselineBuilder, Error, MigrationError, Result, Verification, migrate, rollback, sql, status,
};
use tablewright_test_conformance::{Place, Relay, everywhere, on};
use tablewright_test_migrations::library::{self, Author, Book, MIGRATIONS, NewAuthor, NewBook};

everywhere!(
    the_models_are_what_the_migrations_lead_to,
    rows_are_changed_with_their_table,
    all_is_rolled_back,
    tables_of_create_all_need_a_baseline,
);

on!([postgres, mysql, mariadb] nothing_to_do_is_one_round_trip);

async fn nothing_to_do_is_one_round_trip(place: &Place) -> Result<()> {
    let relay = Relay::new(place).await.expect("a port");
    let db = relay.connect().await?;
    library::migrate(&db).await?;
    // The statement is prepared once.
    library::migrate(&db).await?;
    let _ = relay.trips();
    library::migrate(&db).await?;
    assert_eq!(relay.trips(), 1, "migrate");
    assert!(status(&db, &MIGRATIONS).await?.is_up_to_date());
    assert_eq!(relay.trips(), 1, "status");
    Ok(())
}

/// The program called `create_all` before it had migrations.
async fn tables_of_create_all_need_a_baseline(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    library::create_all(&db).await?;
    let author = Author::insert(NewAuthor { name: "Ada".into() });
    author.execute(&db).await?;
    let before = tablewright::inspect(&db).await?;
    let Err(Error::Migration(error)) = library::migrate(&db).await else {
        panic!("the tables are there");
    };
    let is_named = matches!(&*error, MigrationError::AlreadyThere { migration, .. }
        if migration == "20260101000000_create_authors");
    assert!(is_named, "{error:?}");
    assert!(
        error.to_string().contains("`tablewright baseline "),
        "{error}"
    );
    assert!(format!("{error:?}").len() < 500, "{error:?}");
    assert_eq!(tablewright::inspect(&db).await?.tables, before.tables);

    let last = "20260103000000_rename_name";
    assert_eq!(library::verify(&db).await?, Verification::UpToDate);
    let builder = BaselineBuilder::new(&MIGRATIONS, &library::SCHEMA);
    assert_eq!(builder.baseline(&db, last).await?.migrations.len(), 3);
    assert!(library::migrate(&db).await?.migrations.is_empty());
    assert_eq!(library::verify(&db).await?, Verification::UpToDate);
    assert_eq!(Author::all().one(&db).await?.name, "Ada");
    Ok(())
}

async fn the_models_are_what_the_migrations_lead_to(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let before = status(&db, &MIGRATIONS).await?;
    assert_eq!(before.pending().count(), 3);
    assert!(!before.is_up_to_date());
    let report = library::migrate(&db).await?;
    let names: Vec<&str> = report
        .migrations
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "20260101000000_create_authors",
            "20260102000000_create_books",
            "20260103000000_rename_name"
        ]
    );
    assert_eq!(report.migrations[2].statements, 3);
    assert!(status(&db, &MIGRATIONS).await?.is_up_to_date());
    assert!(library::migrate(&db).await?.migrations.is_empty());
    let author = Author::insert(NewAuthor { name: "Ada".into() }).set(Author::BIO, "Notes");
    let author = author.one(&db).await?;
    let book = NewBook {
        author_id: author.id,
        title: "Sketch".into(),
    };
    Book::insert(book).execute(&db).await?;
    assert_eq!(Author::all().one(&db).await?.bio.as_deref(), Some("Notes"));
    Ok(())
}

async fn rows_are_changed_with_their_table(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    library::migrate(&db).await?;
    rollback(&db, &MIGRATIONS, 1).await?;
    let insert = "INSERT INTO authors (full_name) VALUES (''), ('Ada')";
    sql::<()>(insert).execute(&db).await?;
    let report = migrate(&db, &MIGRATIONS).await?;
    assert_eq!(report.migrations[0].rows, 1);
    let authors = Author::all().order_by(Author::ID.asc()).all(&db).await?;
    let names: Vec<&str> = authors.iter().map(|author| author.name.as_str()).collect();
    assert_eq!(names, ["; unknown", "Ada"]);
    Ok(())
}

async fn all_is_rolled_back(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    library::migrate(&db).await?;
    let report = rollback(&db, &MIGRATIONS, 9).await?;
    assert_eq!(report.migrations.len(), 3);
    assert_eq!(report.migrations[0].name, "20260103000000_rename_name");
    let status = status(&db, &MIGRATIONS).await?;
    let is_pending = |state| matches!(state, State::Pending { is_late: false });
    assert!(status.migrations.iter().all(|one| is_pending(one.state)));
    let columns = tablewright::__columns(&db).await?;
    assert!(
        columns
            .iter()
            .all(|(table, _)| table != "authors" && table != "books")
    );
    Ok(())
}
