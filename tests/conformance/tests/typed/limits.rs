//! Conditions that are long, deep or impossible.

use tablewright::jiff::civil::Date;
use tablewright::query::{Aggregate, count};
use tablewright::rust_decimal::Decimal;
use tablewright::uuid::Uuid;
use tablewright::{Database, Error, Filter, Result};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::queries::{NewThing, Thing};

everywhere!(queries:
    nul_is_refused_wherever_it_stands,
    a_value_is_refused_in_a_list_of_any_length,
    a_thousand_terms_mean_what_one_does,
    nesting_has_an_end,
    too_many_parameters_are_refused_in_every_statement,
);

async fn fill(db: &Database, count: i32) -> Result<()> {
    let tx = db.begin().await?;
    for id in 0..count {
        let token = Uuid::from_u128(u128::from(id as u32));
        let day = Date::constant(2024, 2, 1);
        Thing::insert(NewThing {
            id,
            name: format!("thing {id}").into(),
            token,
            day,
            flag: id % 2 == 0,
        })
        .set(Thing::COUNT, id)
        .execute(&tx)
        .await?;
    }
    tx.commit().await
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T>) {
    match result {
        Err(Error::Value(error)) => assert!(!error.reason.contains('\0'), "{error}"),
        other => panic!("{other:?}"),
    }
}

/// No database takes it, and in a transaction nothing happened.
async fn nul_is_refused_wherever_it_stands(db: &Database) -> Result<()> {
    fill(db, 3).await?;
    let nul = "a\0b";
    let tx = db.begin().await?;
    for filter in [
        Thing::NAME.eq(nul),
        Thing::NAME.ne(nul),
        Thing::NAME.lt(nul),
        Thing::NAME.between("a", nul),
        Thing::NAME.in_(["x", nul]),
        Thing::NAME.not_in([nul]),
        Thing::NAME.like(nul),
        Thing::NAME.ilike(nul),
        Thing::NAME.starts_with(nul),
        Thing::NAME.ends_with(nul),
        Thing::NAME.contains(nul),
        Thing::TAGS.contains(nul),
        !(Thing::ID.eq(1) | Thing::NOTE.eq(nul)),
    ] {
        let found = || Thing::filter(filter.clone());
        refused(found().all(&tx).await);
        refused(found().one(&tx).await);
        refused(found().count(&tx).await);
        refused(found().exists(&tx).await);
        refused(found().select(Thing::ID).all(&tx).await);
        refused(found().page(None, 5).all(&tx).await);
        refused(found().for_each(&tx, |_| Ok(())).await);
        refused(found().update().set(Thing::FLAG, true).execute(&tx).await);
        refused(found().delete().execute(&tx).await);
    }
    refused(Thing::update(1).set(Thing::NOTE, nul).one(&tx).await);
    let tags = vec!["x".to_owned(), nul.to_owned()];
    refused(Thing::update(1).set(Thing::TAGS, tags).one(&tx).await);
    assert_eq!(Thing::all().count(&tx).await?, 3);
    tx.commit().await
}

/// Long ones are sent in another way than short ones.
async fn a_value_is_refused_in_a_list_of_any_length(db: &Database) -> Result<()> {
    fill(db, 3).await?;
    for length in [1, 10, 300, 5_000] {
        let names = (0..length)
            .map(|n| format!("thing {n}"))
            .chain(["\0".to_owned()]);
        refused(Thing::filter(Thing::NAME.in_(names)).all(db).await);
        let weights = (0..length).map(f64::from).chain([f64::NAN]);
        refused(Thing::filter(Thing::WEIGHT.in_(weights)).all(db).await);
        let prices = (0..length).map(|n| Decimal::new(n.into(), 2));
        let prices = prices.chain([Decimal::new(1, 3)]);
        refused(Thing::filter(Thing::PRICE.in_(prices)).all(db).await);
    }
    Ok(())
}

async fn a_thousand_terms_mean_what_one_does(db: &Database) -> Result<()> {
    fill(db, 40).await?;
    for terms in [1, 63, 64, 65, 1_000, 4_000] {
        let some = Filter::any((0..terms).map(|n| Thing::ID.eq(n) & Thing::COUNT.eq(n)));
        let expected = terms.min(40) as u64;
        assert_eq!(Thing::filter(some.clone()).count(db).await?, expected);
        assert_eq!(Thing::filter(!some).count(db).await?, 40 - expected);
        let none = Filter::every((0..terms).map(|n| Thing::ID.ne(n) | Thing::NAME.eq("x")));
        assert_eq!(Thing::filter(none).count(db).await?, 40 - expected);
        // One by one, as a program may add them.
        let select = (0..terms).fold(Thing::all(), |select, n| {
            select.filter(Thing::ID.ne(n + 20))
        });
        assert_eq!(select.count(db).await?, 40 - terms.min(20) as u64);
        let groups = Thing::all()
            .select((Thing::ID, count()))
            .group_by(Thing::ID);
        let groups = (0..terms).fold(groups, |groups, n| groups.having(count().ne(n + 2)));
        assert_eq!(groups.all(db).await?.len(), 40);
    }
    Ok(())
}

async fn nesting_has_an_end(db: &Database) -> Result<()> {
    fill(db, 5).await?;
    let nested = |levels: i32| {
        (1..levels).fold(Thing::ID.eq(1), |inner, level| match level % 2 {
            0 => inner & Thing::ID.ne(100 + level),
            _ => inner | Thing::ID.eq(100 + level),
        })
    };
    let negated = |levels: i32| (1..levels).fold(Thing::ID.eq(1), |inner, _| !inner);
    for levels in [2, 100, 200] {
        assert_eq!(Thing::filter(nested(levels)).count(db).await?, 1);
        let found = Thing::filter(negated(levels)).count(db).await?;
        assert_eq!(found, if levels % 2 == 0 { 4 } else { 1 });
    }
    for levels in [201, 1_000, 50_000] {
        refused(Thing::filter(nested(levels)).count(db).await);
        refused(Thing::filter(negated(levels)).all(db).await);
    }
    Ok(())
}

async fn too_many_parameters_are_refused_in_every_statement(db: &Database) -> Result<()> {
    fill(db, 2).await?;
    let filter = || Filter::any((0..65_536).map(|n| Thing::ID.eq(n)));
    let found = || Thing::filter(filter());
    refused(found().all(db).await);
    refused(found().exists(db).await);
    refused(found().select(Thing::ID).all(db).await);
    refused(found().page(None, 5).all(db).await);
    refused(found().update().set(Thing::FLAG, true).execute(db).await);
    refused(found().delete().execute(db).await);
    assert_eq!(Thing::filter(Thing::FLAG.eq(true)).count(db).await?, 1);
    Ok(())
}
