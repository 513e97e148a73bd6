//! Subqueries, aggregates of related rows, and selections of joins.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use tablewright::query::{Aggregate, count, exists};
use tablewright::{Database, Order, Result};
use tablewright_test_conformance::models::forms::Form;
use tablewright_test_conformance::models::letters::{Letter, Person};

use super::Cases;
use super::random::Random;
use super::subject::{Asked, Subject, ids};
use super::values::{fold, prices, rates, short_sum_of};
use super::world::World;

pub async fn compare(cases: &mut Cases, world: &Arc<World>, db: &Database) -> Result<()> {
    let random = &mut cases.random;
    let least = random.below(6) as i32;
    let persons = Asked::<Person>::any(random, world, 1);
    let said = format!("{}: {}, {least}", cases.said, persons.said);
    related(&persons, least, world, db, &said).await?;
    joined(&persons, least, world, db, &said).await?;
    let letters = Asked::<Letter>::any(random, world, 1);
    let said = format!("{}: {}, {least}", cases.said, letters.said);
    queries(&letters, least, world, db, &said).await
}

/// Aggregates of related rows: selected, in orders, in conditions, and as new values of a column.
async fn related(
    asked: &Asked<Person>,
    least: i32,
    world: &World,
    db: &Database,
    said: &str,
) -> Result<()> {
    let few = || Person::LETTERS.filter(Letter::PLACE.ge(least));
    let few_of = |person: &Person| {
        let mut letters = world.letters_of(person);
        letters.retain(|it| it.place >= least);
        letters
    };
    let sum_of = |person: &Person| {
        let few = few_of(person);
        short_sum_of(few.iter().map(|it| it.rank))
    };
    let greatest = |person: &Person| world.letters_of(person).iter().map(|it| it.place).max();
    let persons = asked.of(&world.persons);
    let expected: Vec<_> = persons
        .iter()
        .map(|person| {
            (
                person.name.clone(),
                world.letters_of(person).len() as i64,
                few_of(person).len() as i64,
                sum_of(person),
                greatest(person),
                world.clubs_of(person).len() as i64,
                greatest(person).map_or(-1, |it| it + 1),
            )
        })
        .collect();
    let selected = asked.select().select((
        Person::NAME,
        Person::LETTERS.count(),
        few().count(),
        few().sum(Letter::RANK),
        Person::LETTERS.max(Letter::PLACE),
        Person::CLUBS.count(),
        (Person::LETTERS.max(Letter::PLACE) + 1).coalesce(-1),
    ));
    assert_eq!(selected.all(db).await?, expected, "{said}");
    let mut sorted = persons.clone();
    sorted.sort_by_key(|it| (Reverse(few_of(it).len()), sum_of(it), it.id()));
    let mut orders: Vec<Order<Person>> = vec![few().count().desc(), few().sum(Letter::RANK).asc()];
    orders.extend(Person::by_id());
    let found = asked.select().order_by(orders).all(db).await?;
    assert_eq!(ids(&found), ids(&sorted), "{said}, by letters");
    let filter = few().count().gt(i64::from(least / 2)) | Person::CLUBS.count().eq(0);
    let found = asked.select().filter(filter).all(db).await?;
    let mut expected = persons.clone();
    expected.retain(|it| few_of(it).len() as i32 > least / 2 || world.clubs_of(it).is_empty());
    assert_eq!(ids(&found), ids(&expected), "{said}, with many letters");
    let tx = db.begin().await?;
    let update = asked.select().update();
    let update = update.set(Person::AGE, Person::LETTERS.max(Letter::PLACE));
    let changed = update.execute(&tx).await?;
    assert_eq!(changed, persons.len() as u64, "{said}");
    let ages = asked
        .select()
        .with_deleted()
        .select((Person::NAME, Person::AGE));
    let ages: BTreeMap<String, Option<i32>> = ages.all(&tx).await?.into_iter().collect();
    for person in &persons {
        // The condition may not hold any more.
        if let Some(age) = ages.get(&person.name) {
            assert_eq!(*age, greatest(person), "{said}, {person:?}");
        }
    }
    tx.rollback().await
}

/// Columns, expressions and aggregates of joins.
async fn joined(
    asked: &Asked<Person>,
    least: i32,
    world: &World,
    db: &Database,
    said: &str,
) -> Result<()> {
    let persons = asked.of(&world.persons);
    let mut expected = Vec::new();
    let mut groups: BTreeMap<Option<i32>, Vec<Letter>> = BTreeMap::new();
    let mut titles: BTreeMap<Option<String>, u64> = BTreeMap::new();
    for person in &persons {
        let letters = world.letters_of(person);
        if letters.is_empty() {
            expected.push((person.name.clone(), None, Some(1)));
        }
        for letter in letters {
            let length = letter.title.as_ref().map_or(1, |it| it.chars().count());
            expected.push((person.name.clone(), Some(letter.place), Some(length as i64)));
            let title = letter.title.as_ref().map(|it| it.to_ascii_lowercase());
            *titles.entry(title).or_default() += 1;
            groups.entry(person.age).or_default().push(letter);
        }
    }
    expected.sort();
    let length = Letter::TITLE.coalesce("–").length();
    let rows = asked.select().left_join(Person::LETTERS);
    let rows = rows
        .select((Person::NAME, Letter::PLACE, length))
        .unordered();
    let mut rows = rows.all(db).await?;
    rows.sort();
    assert_eq!(rows, expected, "{said}, joined");
    let rows = asked.select().join(Person::LETTERS).select(Letter::PLACE);
    let places = rows
        .distinct()
        .order_by(Letter::PLACE.desc())
        .all(db)
        .await?;
    let mut expected: Vec<i32> = groups.values().flatten().map(|it| it.place).collect();
    expected.sort_by_key(|place| Reverse(*place));
    expected.dedup();
    assert_eq!(places, expected, "{said}, distinct places");
    let mut expected: Vec<_> = groups
        .iter()
        .filter(|(_, letters)| letters.len() as i32 > least / 2)
        .map(|(age, letters)| {
            let sum = short_sum_of(letters.iter().map(|it| it.rank));
            let greatest = letters.iter().map(|it| it.place).max();
            (*age, letters.len() as u64, sum, greatest)
        })
        .collect();
    let grouped = || {
        let rows = asked.select().join(Person::LETTERS);
        let rows = rows.select((
            Person::AGE,
            count::<Letter>(),
            Letter::RANK.sum(),
            Letter::PLACE.max(),
        ));
        rows.group_by(Person::AGE)
            .having(count::<Letter>().gt(least / 2))
    };
    assert_eq!(grouped().all(db).await?, expected, "{said}, groups");
    expected.sort_by_key(|(age, count, ..)| (Reverse(*count), *age));
    let rows = grouped().order_by(count::<Letter>().desc());
    let rows = rows.order_by(Person::AGE.asc()).limit(3).all(db).await?;
    expected.truncate(3);
    assert_eq!(rows, expected, "{said}, the largest groups");
    let title = Letter::TITLE.lower();
    let rows = asked.select().join(Person::LETTERS);
    let rows = rows
        .select((title.clone(), count::<Person>()))
        .group_by(title);
    let expected: Vec<_> = titles.into_iter().collect();
    assert_eq!(rows.all(db).await?, expected, "{said}, titles");
    Ok(())
}

/// `in_`, `exists` and single values.
async fn queries(
    asked: &Asked<Letter>,
    least: i32,
    world: &World,
    db: &Database,
    said: &str,
) -> Result<()> {
    let letters = asked.of(&world.letters);
    let there = |person: &&Person| person.gone.is_none();
    let old: Vec<String> = world
        .persons
        .iter()
        .filter(there)
        .filter(|it| it.age > Some(least))
        .map(|it| fold(&it.name))
        .collect();
    let is_old = |name: &str| old.contains(&fold(name));
    let query = || Person::filter(Person::AGE.gt(least)).select(Person::NAME);
    let found = asked
        .select()
        .filter(Letter::AUTHOR_NAME.in_(query()))
        .all(db)
        .await?;
    let mut expected = letters.clone();
    expected.retain(|it| is_old(&it.author_name));
    assert_eq!(ids(&found), ids(&expected), "{said}, in");
    let found = asked
        .select()
        .filter(Letter::READER_NAME.not_in(query()))
        .all(db)
        .await?;
    let mut expected = letters.clone();
    expected.retain(|it| match &it.reader_name {
        Some(name) => !is_old(name),
        None => old.is_empty(),
    });
    assert_eq!(ids(&found), ids(&expected), "{said}, not in");
    let limited = Person::all()
        .order_by(Person::by_id())
        .limit(2)
        .select(Person::NAME);
    let found = asked
        .select()
        .filter(Letter::AUTHOR_NAME.in_(limited))
        .all(db)
        .await?;
    let mut first: Vec<&Person> = world.persons.iter().filter(there).collect();
    first.sort_by_key(|it| it.id());
    first.truncate(2);
    let mut expected = letters.clone();
    expected.retain(|it| {
        first
            .iter()
            .any(|person| fold(&person.name) == fold(&it.author_name))
    });
    assert_eq!(ids(&found), ids(&expected), "{said}, in a limited query");
    let known = exists(Person::filter(Person::AGE.gt(least)).on(Person::NAME, Letter::READER_NAME));
    let found = asked.select().filter(!known).all(db).await?;
    let mut expected = letters.clone();
    expected.retain(|it| {
        let name = it.reader_name.as_deref();
        !name.is_some_and(is_old)
    });
    assert_eq!(ids(&found), ids(&expected), "{said}, not exists");
    let greatest = Letter::all().select(Letter::PLACE.max()).scalar();
    let found = asked
        .select()
        .filter(Letter::PLACE.eq(greatest))
        .all(db)
        .await?;
    let all = world.letters.iter().filter(|it| it.gone.is_none());
    let greatest = all.map(|it| it.place).max();
    let mut expected = letters.clone();
    expected.retain(|it| Some(it.place) == greatest);
    assert_eq!(ids(&found), ids(&expected), "{said}, the greatest");
    let sums = Letter::filter(Letter::PLACE.ge(least))
        .on(Letter::AUTHOR_NAME, Letter::AUTHOR_NAME)
        .select(Letter::RANK.sum())
        .scalar();
    let rows = asked.select().select((Letter::ID, sums)).all(db).await?;
    let sum_of = |letter: &Letter| {
        let others = world.letters.iter().filter(|it| {
            it.gone.is_none()
                && it.place >= least
                && fold(&it.author_name) == fold(&letter.author_name)
        });
        short_sum_of(others.map(|it| it.rank))
    };
    let expected: Vec<_> = letters.iter().map(|it| (it.id, sum_of(it))).collect();
    assert_eq!(rows, expected, "{said}, sums of an author");
    // A change does not read its own table, but in a condition.
    let tx = db.begin().await?;
    let places = Letter::filter(Letter::PLACE.lt(least)).select(Letter::ID);
    let rows = asked.select().filter(Letter::ID.in_(places));
    let changed = rows.update().set(Letter::BODY, "x").execute(&tx).await?;
    let expected = letters
        .iter()
        .filter(|it| it.place < least && it.gone.is_none());
    assert_eq!(changed, expected.count() as u64, "{said}, changed");
    tx.rollback().await
}

/// Decimals with other numbers of digits after the point.
pub async fn of_forms(
    random: &mut Random,
    found: &[Form],
    asked: &Asked<Form>,
    db: &Database,
    said: &str,
) -> Result<()> {
    let least = random.pick(&rates());
    let said = format!("{said}, rates of at least {least}");
    let query = Form::filter(Form::RATE.ge(least)).select(Form::RATE);
    let rows = asked
        .select()
        .filter(Form::PRICE.in_(query))
        .all(db)
        .await?;
    let all = Form::all().all(db).await?;
    let there: Vec<_> = all
        .iter()
        .filter_map(|it| it.rate)
        .filter(|it| *it >= least)
        .collect();
    let mut expected = found.to_vec();
    expected.retain(|it| it.price.is_some_and(|price| there.contains(&price)));
    assert_eq!(ids(&rows), ids(&expected), "{said}");
    // The same of an expression.
    let sums = || Form::filter(Form::RATE.ge(least)).select(Form::RATE + Form::RATE);
    let doubled = Form::PRICE + Form::PRICE;
    let rows = asked
        .select()
        .filter(doubled.clone().in_(sums()))
        .all(db)
        .await?;
    assert_eq!(ids(&rows), ids(&expected), "{said}, doubled");
    let rows = asked
        .select()
        .filter(doubled.not_in(sums()))
        .all(db)
        .await?;
    let mut expected = found.to_vec();
    expected.retain(|it| match it.price {
        Some(price) => !there.contains(&price),
        None => there.is_empty(),
    });
    assert_eq!(ids(&rows), ids(&expected), "{said}, doubled, not in");
    let own = Form::filter(Form::RATE.ge(least)).on(Form::ID, Form::ID);
    let rows = asked
        .select()
        .filter(Form::RATE.coalesce(Form::RATE).in_(own.select(Form::RATE)))
        .all(db)
        .await?;
    let mut expected = found.to_vec();
    expected.retain(|it| it.rate.is_some_and(|rate| rate >= least));
    assert_eq!(ids(&rows), ids(&expected), "{said}, of the own row");
    let price = random.pick(&prices());
    let least = Form::filter(Form::PRICE.ge(price))
        .select(Form::RATE.min())
        .scalar();
    let rows = asked.select().filter(Form::PRICE.gt(least)).all(db).await?;
    let rates = all.iter().filter(|it| it.price >= Some(price));
    let least = rates.filter_map(|it| it.rate).min();
    let mut expected = found.to_vec();
    expected.retain(|it| {
        it.price
            .zip(least)
            .is_some_and(|(price, least)| price > least)
    });
    assert_eq!(ids(&rows), ids(&expected), "{said}, of prices from {price}");
    Ok(())
}
