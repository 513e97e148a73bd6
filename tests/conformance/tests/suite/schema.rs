//! Creating and dropping tables, repeatedly and by several programs at once.

use tablewright::{Connection, Database, Dialect, Error, PoolOptions, Result};
use tablewright_test_conformance::models::{
    accounts, dates, defaults, keys, lacking, references, rules, texts, two, values,
};
use tablewright_test_conformance::{Place, everywhere, on, sql};

use crate::check::said;

everywhere!(
    tables_are_created_once,
    several_schemas_are_created_side_by_side,
    everybody_creates_at_once,
    tables_are_dropped_and_created_again,
    dropping_what_is_not_there,
    what_others_refer_to_is_not_dropped,
    creating_in_a_transaction,
    dropping_in_a_transaction,
    a_table_that_lacks_a_column_is_named,
    models_for_other_databases,
);

on!([sqlite, postgres] two: an_index_with_a_condition);

async fn tables_are_created_once(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    accounts::create_all(&db).await?;
    accounts::Account::insert(accounts::NewAccount { id: 1 })
        .one(&db)
        .await?;
    accounts::create_all(&db).await?;
    // Another program, independent of the first.
    accounts::create_all(&at.connect().await?).await?;
    assert_eq!(accounts::Account::all().count(&db).await?, 1);
    Ok(())
}

async fn several_schemas_are_created_side_by_side(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    for _ in 0..2 {
        accounts::create_all(&db).await?;
        dates::create_all(&db).await?;
        defaults::create_all(&db).await?;
        keys::create_all(&db).await?;
        references::create_all(&db).await?;
        values::create_all(&db).await?;
    }
    accounts::drop_all(&db).await?;
    values::create_all(&db).await?;
    assert_eq!(values::Full::all().count(&db).await?, 0);
    assert_eq!(keys::Counted::all().count(&db).await?, 0);
    Ok(())
}

async fn everybody_creates_at_once(at: &Place) -> Result<()> {
    let shared = at.connect().await?;
    let mut tasks = Vec::new();
    for number in 0..8 {
        // Half of them are separate programs.
        let db = match number % 2 {
            0 => shared.clone(),
            _ => {
                at.connect_with(&PoolOptions::new().max_connections(1))
                    .await?
            }
        };
        tasks.push(tokio::spawn(async move {
            references::create_all(&db).await?;
            references::Parent::insert(references::NewParent { code: number })
                .one(&db)
                .await
        }));
    }
    for task in tasks {
        task.await.expect("it does not panic")?;
    }
    assert_eq!(references::Parent::all().count(&shared).await?, 8);
    Ok(())
}

async fn tables_are_dropped_and_created_again(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    for _ in 0..3 {
        // Their references form cycles.
        references::create_all(&db).await?;
        references::Parent::insert(references::NewParent { code: 1 })
            .one(&db)
            .await?;
        let chicken = references::Chicken::insert(references::NewChicken {})
            .one(&db)
            .await?;
        references::Egg::insert(references::NewEgg {
            layer_id: chicken.id,
        })
        .one(&db)
        .await?;
        rules::create_all(&db).await?;
        texts::create_all(&db).await?;
        references::drop_all(&db).await?;
        let gone = references::Parent::all().count(&db).await;
        assert!(matches!(gone, Err(Error::Schema(_))), "{gone:?}");
        texts::drop_all(&db).await?;
        rules::drop_all(&db).await?;
    }
    Ok(())
}

async fn dropping_what_is_not_there(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    accounts::drop_all(&db).await?;
    accounts::create_all(&db).await?;
    accounts::drop_all(&db).await?;
    accounts::drop_all(&db).await?;
    accounts::create_all(&db).await
}

async fn what_others_refer_to_is_not_dropped(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    accounts::create_all(&db).await?;
    accounts::Account::insert(accounts::NewAccount { id: 1 })
        .one(&db)
        .await?;
    let integer = match at.dialect() {
        Dialect::Sqlite => "INTEGER",
        Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => "INT",
    };
    let guard = format!(
        "CREATE TABLE guards (account {integer}, CONSTRAINT guard FOREIGN KEY (account) REFERENCES accounts (id))"
    );
    sql::run(&db, &guard).await?;
    sql::run(&db, "INSERT INTO guards VALUES (1)").await?;
    let dropped = accounts::drop_all(&db).await;
    assert!(dropped.is_err_and(|error| error.is_foreign_key()));
    assert_eq!(accounts::Account::all().count(&db).await?, 1);
    // Nothing was changed.
    assert_eq!(accounts::Entry::all().count(&db).await?, 0);
    sql::run(&db, "DROP TABLE guards").await?;
    accounts::drop_all(&db).await
}

async fn creating_in_a_transaction(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    match at.dialect() {
        Dialect::Sqlite | Dialect::Postgres => {
            let tx = db.begin().await?;
            accounts::create_all(&tx).await?;
            accounts::Account::insert(accounts::NewAccount { id: 1 })
                .one(&tx)
                .await?;
            tx.rollback().await?;
            let gone = accounts::Account::all().count(&db).await;
            assert!(matches!(gone, Err(Error::Schema(_))), "{gone:?}");
            let tx = db.begin().await?;
            accounts::create_all(&tx).await?;
            accounts::create_all(&tx).await?;
            tx.commit().await?;
        }
        Dialect::Mysql | Dialect::Mariadb => {
            let tx = db.begin().await?;
            let refused = accounts::create_all(&tx).await;
            assert_eq!(said(refused), in_transaction(at.dialect()));
            tx.commit().await?;
            accounts::create_all(&db).await?;
        }
    }
    accounts::create_all(&db).await?;
    accounts::Account::insert(accounts::NewAccount { id: 1 })
        .one(&db)
        .await?;
    // Existing tables need no change, and are not an error anywhere.
    let tx = db.begin().await?;
    accounts::create_all(&tx).await?;
    tx.commit().await
}

async fn dropping_in_a_transaction(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    accounts::create_all(&db).await?;
    let tx = db.begin().await?;
    accounts::Account::insert(accounts::NewAccount { id: 1 })
        .one(&tx)
        .await?;
    match at.dialect() {
        Dialect::Sqlite | Dialect::Postgres => accounts::drop_all(&tx).await?,
        Dialect::Mysql | Dialect::Mariadb => {
            let refused = accounts::drop_all(&tx).await;
            assert_eq!(said(refused), in_transaction(at.dialect()));
        }
    }
    tx.rollback().await?;
    assert_eq!(accounts::Account::all().count(&db).await?, 0);
    accounts::Account::insert(accounts::NewAccount { id: 1 })
        .one(&db)
        .await?;
    Ok(())
}

fn in_transaction(dialect: Dialect) -> String {
    format!(
        "tables cannot be created or dropped within a transaction, because {dialect} commits each \
         of these statements: do it before the transaction begins"
    )
}

async fn a_table_that_lacks_a_column_is_named(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    accounts::create_all(&db).await?;
    let Err(Error::Schema(error)) = lacking::create_all(&db).await else {
        panic!("the table has no column `nickname`")
    };
    let missing: Vec<String> = error.missing.iter().map(ToString::to_string).collect();
    assert_eq!(missing, ["the column `accounts.nickname`"]);
    // If the database allows it, the transaction rolls back the other tables.
    let brands = lacking::Brand::all().count(&db).await;
    match at.dialect() {
        Dialect::Sqlite | Dialect::Postgres => assert!(brands.is_err()),
        Dialect::Mysql | Dialect::Mariadb => {}
    }
    // The next call gets the same error.
    assert!(lacking::create_all(&db).await.is_err());
    accounts::create_all(&db).await
}

async fn models_for_other_databases(at: &Place) -> Result<()> {
    let db = at.connect().await?;
    let results = [
        two::create_all(&db).await,
        two::drop_all(&db).await,
        two::create_all(&db.begin().await?).await,
    ];
    for result in results {
        match at.dialect() {
            Dialect::Sqlite | Dialect::Postgres => result?,
            Dialect::Mysql | Dialect::Mariadb => {
                assert!(matches!(&result, Err(Error::Dialect(other)) if *other == at.dialect()));
                assert_eq!(
                    said(result),
                    format!(
                        "the models were not generated for {}: add `{}` to `dialects` in models.yaml",
                        at.dialect(),
                        at.dialect().name()
                    )
                );
                let tables = two::Article::all().all(&db).await;
                assert!(matches!(tables, Err(Error::Dialect(_))));
                let insert = two::Article::insert(two::NewArticle { title: "a".into() })
                    .one(&db)
                    .await;
                assert!(matches!(insert, Err(Error::Dialect(_))));
            }
        }
    }
    Ok(())
}

async fn an_index_with_a_condition(db: &Database) -> Result<()> {
    let article = |published| {
        two::Article::insert(two::NewArticle { title: "a".into() })
            .set(two::Article::PUBLISHED, published)
    };
    article(false).one(db).await?;
    article(false).one(db).await?;
    article(true).one(db).await?;
    let (kind, table, _, constraint) = crate::check::broken(article(true).one(db).await);
    assert_eq!(
        (kind, table.as_str(), constraint.as_str()),
        ("unique", "articles", "one_of_a_title")
    );
    assert!(db.begin().await?.in_transaction());
    Ok(())
}
