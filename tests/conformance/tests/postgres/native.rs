//! The types of extensions, as docs/guides/native-types.md shows them.

use tablewright::query::raw;
use tablewright::{Database, Error, Result};
use tablewright_test_conformance::Place;
use tablewright_test_conformance::models::{citext, postgis, vector};
use tablewright_test_conformance::own_types::Embedding;

use crate::on_postgres;

on_postgres!(
    letters_of_addresses_are_alike,
    vectors_are_near_each_other,
    places_are_near_each_other,
    an_extension_that_is_missing_is_told,
);

/// Whether the server has the extension; says so if it has not.
async fn has(db: &Database, extension: &str) -> Result<bool> {
    let text = "SELECT count(*) FROM pg_available_extensions WHERE name = ?";
    let is_there = tablewright::sql::<i64>(text)
        .bind(extension)
        .one(db)
        .await?
        > 0;
    if !is_there {
        eprintln!("{extension} was not tested: the server has not got it");
    }
    Ok(is_there)
}

async fn letters_of_addresses_are_alike(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    if !has(&db, "citext").await? {
        return Ok(());
    }
    citext::create_all(&db).await?;
    addresses(&db).await
}

async fn addresses(db: &Database) -> Result<()> {
    use citext::{Account, NewAccount};

    let email = |text: &'static str| NewAccount { email: text.into() };
    let new = email("Ada@Example.com");
    Account::insert(new).execute(db).await?;
    let ada = Account::find_by_email("ada@example.com").one(db).await?;
    assert_eq!(ada.email, "Ada@Example.com");

    let again = Account::insert(email("ADA@example.com")).one(db).await;
    assert!(matches!(again, Err(Error::Unique(_))));
    Ok(())
}

async fn vectors_are_near_each_other(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    if !has(&db, "vector").await? {
        return Ok(());
    }
    vector::create_all(&db).await?;
    passages(&db).await
}

async fn passages(db: &Database) -> Result<()> {
    use vector::{NewPassage, Passage};

    let passages = [
        ("sea", [0.9, 0.1, 0.0]),
        ("shore", [0.8, 0.3, 0.0]),
        ("tax", [0.0, 0.1, 1.0]),
    ];
    let rows = passages.map(|(text, numbers)| NewPassage {
        text: text.into(),
        embedding: Embedding(numbers.to_vec()),
    });
    Passage::insert_all(rows).execute(db).await?;

    let question = Embedding(vec![1.0, 0.0, 0.0]);
    let distance = raw::<f64>("embedding <-> CAST(CAST(? AS text) AS vector)");
    let nearest = distance.bind(question.to_string()).asc();
    let near = Passage::all().order_by(nearest).limit(2);
    let near = near.select(Passage::TEXT).all(db).await?;
    assert_eq!(near, ["sea", "shore"]);
    Ok(())
}

async fn places_are_near_each_other(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    if !has(&db, "postgis").await? {
        return Ok(());
    }
    postgis::create_all(&db).await?;
    shops(&db).await
}

async fn shops(db: &Database) -> Result<()> {
    use postgis::{NewShop, Shop};

    for (name, spot) in [("north", "POINT(13.4 52.6)"), ("south", "POINT(11.6 48.1)")] {
        Shop::insert(NewShop {
            name: name.into(),
            spot: spot.into(),
        })
        .execute(db)
        .await?;
    }
    let within = raw::<bool>("ST_DWithin(spot, ST_GeogFromText(CAST(? AS text)), 50000)");
    let within = within.bind("POINT(13.4 52.5)");
    let near = Shop::filter(within).one(db).await?;
    assert_eq!(near.spot, "POINT(13.4 52.6)");
    Ok(())
}

async fn an_extension_that_is_missing_is_told(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    if has(&db, "vector").await? {
        return Ok(());
    }
    let refused = vector::create_all(&db)
        .await
        .expect_err("there is no such extension");
    assert!(refused.to_string().contains("vector"), "{refused}");
    Ok(())
}
