//! Groups of rows, and distinct values.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use tablewright::query::{Aggregate, count};
use tablewright::rust_decimal::Decimal;
use tablewright::{Database, Result};
use tablewright_test_conformance::models::forms::{Form, Priority};
use tablewright_test_conformance::models::letters::Letter;

use super::random::Random;
use super::subject::Asked;
use super::values::{fold, prices, short_sum_of};

pub async fn of_forms(
    random: &mut Random,
    found: &[Form],
    asked: &Asked<Form>,
    db: &Database,
    said: &str,
) -> Result<()> {
    let mut groups: BTreeMap<Option<String>, Vec<&Form>> = BTreeMap::new();
    for row in found {
        groups.entry(row.name.clone()).or_default().push(row);
    }
    let counts = groups.iter();
    let counts = counts.map(|(name, rows)| (name.clone(), rows.len() as u64));
    let mut counts: Vec<_> = counts.collect();
    let rank = |priority: Option<Priority>| priority.map(|it| it as u8);
    let least = random.below(4) as u64;
    let price = random.pick(&prices());
    let sum = |rows: &[&Form]| {
        let prices: Vec<Decimal> = rows.iter().filter_map(|row| row.price).collect();
        (!prices.is_empty()).then(|| prices.iter().sum::<Decimal>())
    };
    let expected: Vec<_> = groups
        .into_iter()
        .filter(|(_, rows)| {
            rows.len() as u64 > least || sum(rows) >= Some(price) && sum(rows).is_some()
        })
        .map(|(name, rows)| {
            let singles = rows.iter().filter_map(|row| row.single);
            let greatest = singles.fold(None, |most: Option<f32>, one| {
                Some(most.map_or(one, |it| it.max(one)))
            });
            let longest = rows.iter().filter_map(|row| row.long.clone()).max();
            let instants = rows.iter().filter_map(|row| row.instant).min();
            let counted = rows.iter().filter(|row| row.small.is_some()).count();
            let total = short_sum_of(rows.iter().map(|row| row.small));
            (
                name,
                rows.len() as u64,
                sum(&rows),
                total,
                greatest,
                longest,
                instants,
                counted as u64,
            )
        })
        .collect();
    let selected = asked
        .select()
        .select((
            Form::NAME,
            count(),
            Form::PRICE.sum(),
            Form::SMALL.sum(),
            Form::SINGLE.max(),
            Form::LONG.max(),
            Form::INSTANT.min(),
            Form::SMALL.count(),
        ))
        .group_by(Form::NAME)
        .having(count().gt(least) | Form::PRICE.sum().ge(price));
    assert_eq!(
        selected.all(db).await?,
        expected,
        "{said}, groups of more than {least}, or of {price}"
    );
    let counted = asked
        .select()
        .select((Form::NAME, count()))
        .group_by(Form::NAME);
    let counted = counted.order_by(count().desc()).limit(3).offset(1);
    counts.sort_by_key(|(_, rows)| Reverse(*rows));
    let expected: Vec<_> = counts.into_iter().skip(1).take(3).collect();
    assert_eq!(counted.all(db).await?, expected, "{said}, groups by number");
    let pairs = asked
        .select()
        .select((Form::PRIORITY, Form::FLAG))
        .distinct();
    let pairs = pairs.order_by(Form::FLAG.desc()).limit(3).all(db).await?;
    let mut expected: Vec<_> = found.iter().map(|row| (row.priority, row.flag)).collect();
    expected.sort_by_key(|(priority, flag)| (Reverse(*flag), rank(*priority)));
    expected.dedup();
    expected.truncate(3);
    assert_eq!(pairs, expected, "{said}, distinct pairs");
    let both = || {
        let following = asked.select().select(Form::FOLLOWING);
        asked.select().select(Form::PRIORITY).union(following)
    };
    let mut expected: Vec<_> = found
        .iter()
        .flat_map(|row| [row.priority, row.following])
        .collect();
    expected.sort_by_key(|priority| rank(*priority));
    expected.dedup();
    assert_eq!(both().all(db).await?, expected, "{said}, union of enums");
    expected.reverse();
    let last = both().order_by(Form::PRIORITY.desc()).all(db).await?;
    assert_eq!(last, expected, "{said}, union of enums, from the last");
    let priorities = asked
        .select()
        .select(Form::PRIORITY)
        .distinct()
        .all(db)
        .await?;
    let mut expected: Vec<Option<Priority>> = found.iter().map(|row| row.priority).collect();
    expected.sort_by_key(|priority| rank(*priority));
    expected.dedup();
    assert_eq!(priorities, expected, "{said}");
    Ok(())
}

/// By a column that ignores case. The database chooses which of the spellings represents a group.
pub async fn of_letters(
    random: &mut Random,
    found: &[Letter],
    asked: &Asked<Letter>,
    db: &Database,
    said: &str,
) -> Result<()> {
    let mut groups: BTreeMap<Option<String>, Vec<&Letter>> = BTreeMap::new();
    for row in found {
        let title = row.title.as_deref().map(fold);
        groups.entry(title).or_default().push(row);
    }
    let least = random.below(3) as u64;
    let expected: Vec<_> = groups
        .into_iter()
        .filter(|(_, rows)| rows.len() as u64 > least)
        .map(|(title, rows)| {
            let others = rows.iter().filter_map(|row| row.other.as_deref());
            let mut others: Vec<String> = others.map(fold).collect();
            others.sort();
            let greatest = others.last().cloned();
            others.dedup();
            let sum = short_sum_of(rows.iter().map(|row| row.rank));
            (
                title,
                rows.len() as u64,
                others.len() as u64,
                greatest,
                sum,
                rows.iter().filter_map(|row| row.body.clone()).max(),
            )
        })
        .collect();
    let selected = asked
        .select()
        .select((
            Letter::TITLE,
            count(),
            Letter::OTHER.count_distinct(),
            Letter::OTHER.max(),
            Letter::RANK.sum(),
            Letter::BODY.max(),
        ))
        .group_by(Letter::TITLE)
        .having(count().gt(least));
    let folded = |text: Option<String>| text.as_deref().map(fold);
    let groups = selected.all(db).await?.into_iter();
    let groups: Vec<_> = groups
        .map(|(title, rows, others, greatest, sum, body)| {
            (folded(title), rows, others, folded(greatest), sum, body)
        })
        .collect();
    assert_eq!(groups, expected, "{said}, groups of more than {least}");
    let titles = asked.select().select(Letter::TITLE).distinct().all(db);
    let titles: Vec<_> = titles.await?.into_iter().map(folded).collect();
    let mut expected: Vec<_> = found
        .iter()
        .map(|row| row.title.as_deref().map(fold))
        .collect();
    expected.sort();
    expected.dedup();
    assert_eq!(titles, expected, "{said}, distinct");
    Ok(())
}
