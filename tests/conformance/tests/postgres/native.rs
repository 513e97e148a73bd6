//! The types of extensions, as docs/guides/native-types.md shows them.

use tablewright::jiff::civil::{Date, date};
use tablewright::query::raw;
use tablewright::{Database, Error, Result, SyncReport, Verification};
use tablewright_test_conformance::models::{citext, interval, missing_extension, postgis, vector};
use tablewright_test_conformance::own_types::Embedding;
use tablewright_test_conformance::{Place, on};

use crate::on_postgres;

on!([postgres, postgres_extensions] citext: letters_of_addresses_are_alike);
on!([postgres, postgres_extensions] interval: months_differ_in_length);
on!([postgres_extensions] vector: vectors_are_near_each_other);
on!([postgres_extensions] postgis: places_are_near_each_other);
on!([postgres_extensions] tables_with_extensions_are_synchronized);
on_postgres!(an_extension_that_is_missing_is_told);

async fn letters_of_addresses_are_alike(db: &Database) -> Result<()> {
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

async fn months_differ_in_length(db: &Database) -> Result<()> {
    use interval::{NewSubscription, Subscription};

    let monthly = NewSubscription {
        begins: date(2024, 1, 31),
        renews_every: "1 month".into(),
    };
    let monthly = Subscription::insert(monthly).one(db).await?;
    assert_eq!(monthly.renews_every, "1 mon");

    let ends = raw::<Date>("CAST(begins + renews_every AS date)");
    assert_eq!(
        Subscription::all().select(ends).one(db).await?,
        date(2024, 2, 29)
    );

    for renews_every in ["31 days", "3 weeks"] {
        let new = NewSubscription {
            begins: date(2024, 1, 31),
            renews_every: renews_every.into(),
        };
        Subscription::insert(new).execute(db).await?;
    }
    let sorted = Subscription::all().order_by(Subscription::RENEWS_EVERY.asc());
    let sorted = sorted.select(Subscription::RENEWS_EVERY).all(db).await?;
    assert_eq!(sorted, ["21 days", "1 mon", "31 days"]);
    let longer = Subscription::filter(Subscription::RENEWS_EVERY.gt("30 days"));
    assert_eq!(longer.count(db).await?, 1);
    Ok(())
}

async fn vectors_are_near_each_other(db: &Database) -> Result<()> {
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

    let mut tax = Passage::filter(Passage::TEXT.eq("tax")).one(db).await?;
    assert_eq!(tax.embedding, Embedding(vec![0.0, 0.1, 1.0]));
    tax.embedding = Embedding(vec![1.0, 0.0, 0.5]);
    tax.save(db).await?;
    let moved = Passage::filter(Passage::EMBEDDING.eq(tax.embedding.clone()));
    assert_eq!(moved.one(db).await?, tax);
    let short = Passage::update(tax.id).set(Passage::EMBEDDING, Embedding(vec![1.0]));
    let refused = short.execute(db).await;
    assert!(matches!(refused, Err(Error::Value(_) | Error::Database(_))));
    Ok(())
}

async fn places_are_near_each_other(db: &Database) -> Result<()> {
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

    let south = Shop::filter(Shop::NAME.eq("south")).update();
    south
        .set(Shop::SPOT, "POINT(13.5 52.4)")
        .execute(db)
        .await?;
    let far = raw::<bool>("NOT ST_DWithin(spot, ST_GeogFromText(CAST(? AS text)), 50000)");
    assert_eq!(
        Shop::filter(far.bind("POINT(13.4 52.5)")).count(db).await?,
        0
    );
    Ok(())
}

/// Extensions, types and indexes are created once, and are no difference afterwards.
async fn tables_with_extensions_are_synchronized(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    assert!(matches!(vector::sync(&db).await?, SyncReport::Applied(_)));
    assert!(matches!(postgis::sync(&db).await?, SyncReport::Applied(_)));
    assert_eq!(vector::verify(&db).await?, Verification::UpToDate);
    assert_eq!(postgis::verify(&db).await?, Verification::UpToDate);
    assert_eq!(vector::sync(&db).await?, SyncReport::UpToDate);
    vector::drop_all(&db).await?;
    vector::create_all(&db).await?;
    assert_eq!(vector::sync(&db).await?, SyncReport::UpToDate);
    Ok(())
}

async fn an_extension_that_is_missing_is_told(place: &Place) -> Result<()> {
    let db = place.connect().await?;
    let refused = missing_extension::create_all(&db)
        .await
        .expect_err("there is no such extension");
    assert!(
        refused.to_string().contains("no_such_extension"),
        "{refused}"
    );
    Ok(())
}
