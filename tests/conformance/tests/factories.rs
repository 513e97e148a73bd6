//! Factories, which insert rows for tests.

use tablewright::testing::make;
use tablewright::{Database, Error, Result, Sqlite};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::factories::{
    self, Account, Narrow, Profile, Project, SCHEMA, Task, Tiny,
};

everywhere!(
    factories: fields_take_the_values,
    what_is_set_stays,
    references_are_made,
    short_texts_differ_as_long_as_they_can,
    a_transaction_takes_them_back,
    what_cannot_be_made_is_named,
);

async fn fields_take_the_values(db: &Database) -> Result<()> {
    let accounts = make::<Account>(&SCHEMA).all(40, db).await?;
    assert_eq!(Account::all().count(db).await?, 40);
    for account in accounts {
        account.validate().map_err(Error::from)?;
        assert_eq!((account.note, account.visits), (None, 3));
    }
    Ok(())
}

async fn what_is_set_stays(db: &Database) -> Result<()> {
    let ada = make::<Account>(&SCHEMA)
        .set(Account::NAME, "Ada")
        .set(Account::NOTE, "set")
        .one(db)
        .await?;
    assert_eq!(
        (ada.name.as_str(), ada.note.as_deref()),
        ("Ada", Some("set"))
    );
    let refused = make::<Account>(&SCHEMA).set(Account::AGE, 3).one(db).await;
    assert!(matches!(refused, Err(Error::Validation(_))), "{refused:?}");
    Ok(())
}

async fn references_are_made(db: &Database) -> Result<()> {
    let task = make::<Task>(&SCHEMA).one(db).await?;
    let project = Project::find(task.project_id).one(db).await?;
    assert_ne!(project.owner_id, task.author_id);
    assert_eq!(Account::all().count(db).await?, 2);

    let tasks = make::<Task>(&SCHEMA)
        .set(Task::PROJECT_ID, project.id)
        .set(Task::AUTHOR_ID, project.owner_id)
        .all(3, db)
        .await?;
    assert_eq!(tasks.len(), 3);
    assert_eq!(Account::all().count(db).await?, 2);
    assert_eq!(Project::all().count(db).await?, 1);

    let profile = make::<Profile>(&SCHEMA).one(db).await?;
    assert_eq!(Account::find(profile.account_id).count(db).await?, 1);
    Ok(())
}

async fn short_texts_differ_as_long_as_they_can(db: &Database) -> Result<()> {
    // Rows of other models do not increment the counter.
    make::<Project>(&SCHEMA).all(40, db).await?;
    let rows = make::<Tiny>(&SCHEMA).all(36, db).await?;
    assert!(rows.iter().all(|row| row.letter.len() == 1));
    let again = make::<Tiny>(&SCHEMA).one(db).await;
    assert!(matches!(again, Err(Error::Unique(_))), "{again:?}");
    let others = make::<Tiny>(&SCHEMA).set(Tiny::LETTER, "ü");
    others.one(db).await?;
    Ok(())
}

async fn a_transaction_takes_them_back(db: &Database) -> Result<()> {
    let tx = db.begin().await?;
    make::<Task>(&SCHEMA).one(&tx).await?;
    assert_eq!(Project::all().count(&tx).await?, 1);
    tx.rollback().await?;
    assert_eq!(Project::all().count(db).await?, 0);
    Ok(())
}

async fn what_cannot_be_made_is_named(db: &Database) -> Result<()> {
    let error = make::<Narrow>(&SCHEMA)
        .one(db)
        .await
        .expect_err("no text fits");
    assert!(matches!(error, Error::Value(_)));
    let said = error.to_string();
    let expected = "narrows.code: the factory finds no string of the right length that matches \
                    `[0-9]{5}`: set the field";
    assert!(said.contains(expected), "{said}");

    // The tables of one module are not those of another.
    let error = make::<Task>(&tablewright_test_conformance::models::accounts::SCHEMA)
        .one(db)
        .await
        .expect_err("another schema");
    assert!(
        error
            .to_string()
            .contains("it refers to a model of another schema"),
        "{error}"
    );
    Ok(())
}

#[test]
fn a_blocking_connection_takes_them() -> Result<()> {
    let db = Sqlite::memory()?;
    factories::create_all(&db)?;
    let task = make::<Task>(&SCHEMA).one(&db)?;
    assert_eq!(Task::all().one(&db)?, task);
    Ok(())
}
