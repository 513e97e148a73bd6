//! Window functions, and unions of two queries.

use std::cmp::Ordering;

use tablewright::query::{count, dense_rank, rank, row_number};
use tablewright::rust_decimal::Decimal;
use tablewright::{Database, Result};
use tablewright_test_conformance::models::forms::Form;

use super::random::Random;
use super::subject::Asked;
use super::values::names;

/// The values that a row gets from its window.
type Seen = (
    i32,
    i64,
    i64,
    i64,
    Option<Decimal>,
    Option<Decimal>,
    Option<i64>,
    Option<Decimal>,
    i64,
);

pub async fn compare(
    random: &mut Random,
    found: &[Form],
    asked: &Asked<Form>,
    db: &Database,
    said: &str,
) -> Result<()> {
    let value = random.pick(&names());
    let by = || Form::NAME.coalesce(value.clone());
    let of = |row: &Form| row.name.clone().unwrap_or_else(|| value.clone());
    let order = || [Form::SMALL.desc(), Form::ID.asc()];
    // The primary key decides among equal rows, whether it is in the order or not.
    let with_key = random.below(2);
    let numbered = || order().into_iter().take(1 + with_key).collect::<Vec<_>>();
    let rows = asked.select().select((
        Form::ID,
        row_number().partition_by(by()).order_by(numbered()),
        rank().partition_by(by()).order_by(Form::SMALL.desc()),
        dense_rank().order_by(Form::SMALL.desc()),
        Form::PRICE.lag(1).partition_by(by()).order_by(numbered()),
        Form::PRICE.lead(2).partition_by(by()).order_by(numbered()),
        Form::SMALL
            .sum()
            .over()
            .partition_by(by())
            .order_by(order()),
        Form::PRICE.sum().over().partition_by(by()),
        count().over(),
    ));
    let rows = rows.all(db).await;
    let rows = rows.unwrap_or_else(|error| panic!("{said}, windows of {value:?}: {error}"));
    let expected: Vec<Seen> = found.iter().map(|row| seen(row, found, of)).collect();
    assert_eq!(rows, expected, "{said}, windows of {value:?}");
    united(random, found, asked, db, said).await
}

fn seen(row: &Form, found: &[Form], of: impl Fn(&Form) -> String) -> Seen {
    // From the greatest; NULL is the least.
    let by_small = |one: &Form, other: &Form| other.small.cmp(&one.small);
    let before = |one: &Form, other: &Form| by_small(one, other).then(one.id.cmp(&other.id));
    let own = of(row);
    let mut window: Vec<&Form> = found.iter().filter(|it| of(it) == own).collect();
    window.sort_by(|one, other| before(one, other));
    let number = window.iter().position(|it| it.id == row.id).expect("there");
    let greater = window
        .iter()
        .filter(|it| by_small(it, row) == Ordering::Less);
    let mut all: Vec<Option<i16>> = found.iter().map(|it| it.small).collect();
    all.sort_by(|one, other| other.cmp(one));
    all.dedup();
    let dense = all.iter().position(|it| *it == row.small).expect("there");
    let smalls = window[..=number].iter().filter_map(|it| it.small);
    let smalls: Vec<i64> = smalls.map(i64::from).collect();
    let prices: Vec<Decimal> = window.iter().filter_map(|it| it.price).collect();
    (
        row.id,
        number as i64 + 1,
        greater.count() as i64 + 1,
        dense as i64 + 1,
        number.checked_sub(1).and_then(|it| window[it].price),
        window.get(number + 2).and_then(|it| it.price),
        (!smalls.is_empty()).then(|| smalls.iter().sum()),
        (!prices.is_empty()).then(|| prices.iter().sum()),
        found.len() as i64,
    )
}

async fn united(
    random: &mut Random,
    found: &[Form],
    asked: &Asked<Form>,
    db: &Database,
    said: &str,
) -> Result<()> {
    let value = random.pick(&names());
    let one = || asked.select().select((Form::NAME, Form::COUNT));
    let other = || {
        let nick = Form::NICK.coalesce(value.clone()).nullif("a");
        asked.select().select((nick, Form::COUNT.nullif(0)))
    };
    let (limit, offset) = (1 + random.below(20) as u64, random.below(3) as u64);
    let all = one().union_all(other()).limit(limit).offset(offset).all(db);
    let once = one()
        .union(other())
        .order_by([Form::COUNT.desc(), Form::NAME.asc()]);
    let first = one().limit(limit).union_all(other()).all(db);
    let (all, once, first) = (all.await, once.all(db).await, first.await);

    let ones = found.iter().map(|row| (row.name.clone(), row.count));
    let others = found.iter().map(|row| {
        let nick = row.nick.clone().unwrap_or_else(|| value.clone());
        let nick = Some(nick).filter(|nick| nick != "a");
        (nick, row.count.filter(|count| *count != 0))
    });
    let mut both: Vec<(Option<String>, Option<i32>)> = ones.clone().chain(others.clone()).collect();
    both.sort();
    let said = format!("{said}, union with {value:?}");
    let part = both.iter().skip(offset as usize).take(limit as usize);
    assert_eq!(all?, part.cloned().collect::<Vec<_>>(), "{said}");
    let mut some: Vec<_> = ones.take(limit as usize).chain(others).collect();
    some.sort();
    assert_eq!(first?, some, "{said}, of the first {limit}");
    both.dedup();
    both.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
    assert_eq!(once?, both, "{said}, each once");
    Ok(())
}
