//! Sums and averages of groups: exact ones, those of floats, and those that overflow.

use std::collections::BTreeMap;

use tablewright::query::{Aggregate, count};
use tablewright::rust_decimal::Decimal;
use tablewright::rust_decimal::prelude::ToPrimitive;
use tablewright::{Database, Error, Result};
use tablewright_test_conformance::models::forms::Form;

use super::random::Random;
use super::subject::Asked;
use super::values::{costs, sum_of};

/// Rows by the keys of their groups.
type Groups<'r> = BTreeMap<Option<bool>, Vec<&'r Form>>;

/// The key of a group, a sum, a sum of products and an average.
type Sums = (Option<bool>, Option<Decimal>, Option<Decimal>, Option<f64>);

pub async fn compare(
    random: &mut Random,
    found: &[Form],
    asked: &Asked<Form>,
    db: &Database,
    said: &str,
) -> Result<()> {
    let mut groups = Groups::new();
    for row in found {
        groups.entry(row.flag).or_default().push(row);
    }
    floats(&groups, asked, db, said).await?;
    decimals(random, &groups, asked, db, said).await?;
    integers(&groups, asked, db, said).await?;
    windows(&groups, asked, db, said).await
}

/// A sum and an average in memory, and the greatest difference to those of a database, which adds
/// in another order.
#[derive(Clone, Copy, Debug)]
struct Near {
    value: Option<f64>,
    within: f64,
}

impl Near {
    fn sum(values: impl Iterator<Item = Option<f64>>) -> Near {
        let values: Vec<f64> = values.flatten().collect();
        Near {
            value: (!values.is_empty()).then(|| values.iter().sum()),
            within: values.iter().map(|it| it.abs()).sum::<f64>() * 1e-12,
        }
    }

    fn average(values: impl Iterator<Item = Option<f64>> + Clone) -> Near {
        let count = values.clone().flatten().count() as f64;
        let sum = Near::sum(values);
        Near {
            value: sum.value.map(|sum| sum / count),
            within: sum.within / count.max(1.0),
        }
    }

    /// The average of numbers whose sum is exact.
    fn exact(sum: Option<f64>, count: usize) -> Near {
        let value = sum.map(|sum| sum / count as f64);
        Near {
            value,
            within: value.unwrap_or_default().abs() * 1e-12,
        }
    }

    fn has(self, found: Option<f64>) -> bool {
        match (self.value, found) {
            (Some(value), Some(found)) => (value - found).abs() <= self.within,
            (None, None) => true,
            (None, Some(_)) | (Some(_), None) => false,
        }
    }
}

async fn floats(groups: &Groups<'_>, asked: &Asked<Form>, db: &Database, said: &str) -> Result<()> {
    let found = asked.select().select((
        Form::FLAG,
        Form::DOUBLE.sum(),
        Form::DOUBLE.avg(),
        Form::SINGLE.sum(),
        Form::SINGLE.avg(),
        (Form::SINGLE * Form::OTHER).sum(),
        (Form::DOUBLE + 0.5).avg(),
    ));
    let found = found.group_by(Form::FLAG).all(db).await?;
    assert_eq!(found.len(), groups.len(), "{said}");
    for (found, (flag, rows)) in found.into_iter().zip(groups) {
        let doubles = rows.iter().map(|row| row.double);
        let singles = rows.iter().map(|row| row.single.map(f64::from));
        let products = rows
            .iter()
            .map(|row| Some(f64::from(row.single? * row.other?)));
        let expected = [
            (found.1, Near::sum(doubles.clone())),
            (found.2, Near::average(doubles.clone())),
            (found.3, Near::sum(singles.clone())),
            (found.4, Near::average(singles)),
            (found.5, Near::sum(products)),
            (found.6, Near::average(doubles.map(|it| Some(it? + 0.5)))),
        ];
        assert_eq!(found.0, *flag, "{said}");
        for (found, near) in expected {
            assert!(near.has(found), "{said}, of {flag:?}: {found:?}, {near:?}");
        }
    }
    Ok(())
}

async fn decimals(
    random: &mut Random,
    groups: &Groups<'_>,
    asked: &Asked<Form>,
    db: &Database,
    said: &str,
) -> Result<()> {
    let sum = |rows: &[&Form]| rows.iter().filter_map(|row| row.cost).reduce(|a, b| a + b);
    let products = |rows: &[&Form]| {
        let products = rows.iter().filter_map(|row| Some(row.cost? * row.rate?));
        products.reduce(|a, b| a + b)
    };
    let counted = |rows: &[&Form]| rows.iter().filter(|row| row.cost.is_some()).count();
    let average = |rows: &[&Form]| Near::exact(sum(rows)?.to_f64(), counted(rows)).value;
    let selected = || {
        let selected = asked.select().select((
            Form::FLAG,
            Form::COST.sum(),
            (Form::COST * Form::RATE).sum(),
            Form::COST.avg(),
        ));
        selected.group_by(Form::FLAG)
    };
    let compare = |found: Vec<Sums>, expected: &[(&Option<bool>, &Vec<&Form>)], said: &str| {
        assert_eq!(found.len(), expected.len(), "{said}");
        for (found, (flag, rows)) in found.into_iter().zip(expected) {
            let exact = (**flag, sum(rows), products(rows));
            assert_eq!((found.0, found.1, found.2), exact, "{said}");
            let near = Near::exact(average(rows), 1);
            assert!(
                near.has(found.3),
                "{said}, of {flag:?}: {found:?}, {near:?}"
            );
        }
    };
    let all: Vec<_> = groups.iter().collect();
    compare(selected().all(db).await?, &all, said);
    let mut sorted = all.clone();
    sorted.sort_by(|one, other| sum(other.1).cmp(&sum(one.1)).then(one.0.cmp(other.0)));
    let found = selected().order_by([Form::COST.sum().desc(), Form::FLAG.asc()]);
    compare(found.all(db).await?, &sorted, &format!("{said}, by sums"));
    let mut sorted = all.clone();
    sorted.sort_by(|one, other| {
        let key = |rows: &[&Form]| (products(rows).is_none(), products(rows));
        key(one.1).cmp(&key(other.1)).then(one.0.cmp(other.0))
    });
    let by_products = (Form::COST * Form::RATE).sum().asc().nulls_last();
    let found = selected().order_by([by_products, Form::FLAG.asc()]);
    compare(
        found.all(db).await?,
        &sorted,
        &format!("{said}, by products"),
    );
    let least = random.pick(&costs()) * Decimal::from(random.below(9));
    let mut picked = all;
    picked.retain(|(_, rows)| sum(rows).is_some_and(|sum| sum >= least));
    let found = selected()
        .having(Form::COST.sum().ge(least))
        .all(db)
        .await?;
    compare(found, &picked, &format!("{said}, sums of at least {least}"));
    Ok(())
}

async fn integers(
    groups: &Groups<'_>,
    asked: &Asked<Form>,
    db: &Database,
    said: &str,
) -> Result<()> {
    let selected = asked
        .select()
        .select((Form::FLAG, Form::SMALL.avg(), Form::BIG.avg(), count()))
        .group_by(Form::FLAG);
    let found = selected.all(db).await?;
    assert_eq!(found.len(), groups.len(), "{said}");
    for (found, (flag, rows)) in found.into_iter().zip(groups) {
        let small = sum_of(rows.iter().map(|row| row.small)).map(|sum| sum as f64);
        let smalls = rows.iter().filter(|row| row.small.is_some()).count();
        let big = sum_of(rows.iter().map(|row| row.big)).map(|sum| sum as f64);
        let bigs = rows.iter().filter(|row| row.big.is_some()).count();
        let (small, big) = (Near::exact(small, smalls), Near::exact(big, bigs));
        let is_near = found.0 == *flag && small.has(found.1) && big.has(found.2);
        assert!(
            is_near,
            "{said}, of {flag:?}: {found:?}, {small:?}, {big:?}"
        );
        assert_eq!(found.3, rows.len() as u64, "{said}, of {flag:?}");
    }
    let sums = groups.iter().map(|(flag, rows)| {
        let sum = sum_of(rows.iter().map(|row| row.big));
        Some((*flag, sum.map(i64::try_from).transpose().ok()?))
    });
    let expected: Option<Vec<_>> = sums.collect();
    let selected = asked.select().select((Form::FLAG, Form::BIG.sum()));
    let found = selected.group_by(Form::FLAG).all(db).await;
    match expected {
        Some(expected) => assert_eq!(found?, expected, "{said}, sums"),
        None => assert!(matches!(found, Err(Error::Check(_))), "{said}: {found:?}"),
    }
    Ok(())
}

/// Each row has the aggregates of its group over a window.
async fn windows(
    groups: &Groups<'_>,
    asked: &Asked<Form>,
    db: &Database,
    said: &str,
) -> Result<()> {
    let product = || Form::COST * Form::RATE;
    let rows = asked.select().select((
        Form::ID,
        Form::COST.sum().over().partition_by(Form::FLAG),
        product().sum().over().partition_by(Form::FLAG),
        product().max().over().partition_by(Form::FLAG),
        Form::COST
            .sum()
            .over()
            .partition_by(Form::FLAG)
            .order_by(Form::ID.asc()),
        Form::COST.avg().over().partition_by(Form::FLAG),
        Form::BIG.avg().over().partition_by(Form::FLAG),
        Form::SMALL.avg().over().partition_by(Form::FLAG),
        Form::DOUBLE.sum().over().partition_by(Form::FLAG),
        Form::SINGLE.avg().over().partition_by(Form::FLAG),
        Form::SMALL.sum().over().partition_by(Form::FLAG),
    ));
    let rows = rows.order_by(Form::ID.asc()).all(db).await?;
    let rows: BTreeMap<i32, _> = rows.into_iter().map(|row| (row.0, row)).collect();
    for (flag, group) in groups {
        let said = format!("{said}, windows of {flag:?}");
        let mut group = group.clone();
        group.sort_by_key(|row| row.id);
        let costs: Vec<Decimal> = group.iter().filter_map(|row| row.cost).collect();
        let products = group.iter().filter_map(|row| Some(row.cost? * row.rate?));
        let products: Vec<Decimal> = products.collect();
        let sum = |values: &[Decimal]| values.iter().copied().reduce(|one, other| one + other);
        let average = sum(&costs).and_then(|sum| sum.to_f64());
        let big = sum_of(group.iter().map(|row| row.big)).map(|sum| sum as f64);
        let bigs = group.iter().filter(|row| row.big.is_some()).count();
        let small = sum_of(group.iter().map(|row| row.small));
        let smalls = group.iter().filter(|row| row.small.is_some()).count();
        let averages = [
            Near::exact(average, costs.len()),
            Near::exact(big, bigs),
            Near::exact(small.map(|sum| sum as f64), smalls),
            Near::sum(group.iter().map(|row| row.double)),
            Near::average(group.iter().map(|row| row.single.map(f64::from))),
        ];
        let mut running = None;
        for row in &group {
            running = match (running, row.cost) {
                (Some(sum), Some(cost)) => Some(sum + cost),
                (sum, cost) => sum.or(cost),
            };
            let found = &rows[&row.id];
            let exact = (found.1, found.2, found.3, found.4, found.10);
            let greatest = products.iter().copied().max();
            let small = small.and_then(|sum| i64::try_from(sum).ok());
            let expected = (sum(&costs), sum(&products), greatest, running, small);
            assert_eq!(exact, expected, "{said}, {}", row.id);
            let near = [found.5, found.6, found.7, found.8, found.9];
            let is_near = averages
                .iter()
                .zip(near)
                .all(|(near, found)| near.has(found));
            assert!(is_near, "{said}: {found:?}, {averages:?}");
        }
    }
    let sums = groups
        .values()
        .map(|rows| sum_of(rows.iter().map(|row| row.big)));
    let fits = sums.flatten().all(|sum| i64::try_from(sum).is_ok());
    let sums = Form::BIG.sum().over().partition_by(Form::FLAG);
    let found = asked.select().select((Form::FLAG, sums)).all(db).await;
    if !fits {
        assert!(matches!(found, Err(Error::Check(_))), "{said}: {found:?}");
        return Ok(());
    }
    for (flag, sum) in found? {
        let expected = sum_of(groups[&flag].iter().map(|row| row.big));
        assert_eq!(sum.map(i128::from), expected, "{said}, windows of {flag:?}");
    }
    Ok(())
}
