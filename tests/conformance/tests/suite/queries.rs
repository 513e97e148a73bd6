//! Filters, orders, pages, aggregates and changes that are built at run time.
//!
//! The law: the database finds the same rows as the same condition on a list in memory.

use std::cmp::Ordering;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use tablewright::jiff::{Timestamp, civil::Date};
use tablewright::query::{Aggregate, count};
use tablewright::rust_decimal::Decimal;
use tablewright::serde_json::json;
use tablewright::uuid::Uuid;
use tablewright::{Connection, Database, Dialect, Error, Filter, Order, Result};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::queries::{Mood, NewThing, Thing};

everywhere!(queries:
    what_a_filter_finds_is_what_it_says,
    orders_are_the_same_everywhere,
    pages_come_one_after_the_other,
    what_has_no_pages,
    the_first_row_of_each_value,
    first_rows_are_rows_as_others,
    what_has_no_first_row,
    a_page_is_of_the_statement_that_it_came_from,
    aggregates_are_those_of_the_rows,
    groups_have_their_own_conditions,
    lists_may_be_long,
    conditions_may_be_many_and_not_deep,
    patterns_mean_the_same,
    changes_are_of_just_those_rows,
    what_is_too_long_is_not_written,
    a_column_takes_every_kind_of_value,
    rows_are_handed_over_one_by_one,
    rows_are_locked_for_a_change,
);

/// Rows of few values, so that many are equal.
fn things() -> Vec<Thing> {
    let names = ["a", "A", "b", "ä", "a ", "", "🦀", "a%", "a_b"];
    (0..60)
        .map(|id| Thing {
            id,
            name: names[id as usize % names.len()].to_owned(),
            note: (id % 4 != 0).then(|| format!("note {}", id % 5)),
            count: (id % 3 != 0).then_some(id % 7 - 3),
            weight: f64::from(id % 6) / 4.0 - 0.5,
            price: (id % 5 != 0).then(|| Decimal::new(i64::from(id % 9) * 125, 2)),
            token: Uuid::from_u128(u128::from(id as u32 * 7919 % 60) << 96),
            data: (id % 7 != 0).then(|| vec![0, (id % 4) as u8]),
            seen_at: (id % 6 != 0).then(|| {
                Timestamp::from_microsecond(i64::from(id % 8) * 1_500_001).unwrap_or_default()
            }),
            day: Date::constant(2024, 2, 1 + (id % 29) as i8),
            flag: id % 2 == 0,
            mood: match id % 3 {
                0 => None,
                1 => Some(Mood::Calm),
                _ => Some(Mood::Loud),
            },
            tags: (id % 2 == 1).then(|| vec!["x".to_owned(); id as usize % 3]),
            extra: (id % 10 == 0).then(|| json!({ "id": id })),
        })
        .collect()
}

async fn fill(db: &Database) -> Result<Vec<Thing>> {
    let things = things();
    let tx = db.begin().await?;
    for thing in &things {
        let new = Thing::insert(NewThing {
            id: thing.id,
            name: thing.name.clone().into(),
            token: thing.token,
            day: thing.day,
            flag: thing.flag,
        })
        .set(Thing::WEIGHT, thing.weight)
        .set(Thing::NOTE, thing.note.clone())
        .set(Thing::COUNT, thing.count)
        .set(Thing::PRICE, thing.price)
        .set(Thing::DATA, thing.data.clone())
        .set(Thing::SEEN_AT, thing.seen_at)
        .set(Thing::MOOD, thing.mood)
        .set_some(Thing::TAGS, thing.tags.clone())
        .set_some(Thing::EXTRA, thing.extra.clone());
        assert_eq!(&new.one(&tx).await?, thing);
    }
    tx.commit().await?;
    Ok(things)
}

/// A condition for the library, and the same condition in memory; `None` is SQL's unknown.
#[derive(Clone, Debug)]
enum Condition {
    Name(Comparison, String),
    Note(Comparison, String),
    Count(Comparison, i32),
    Weight(Comparison, f64),
    Price(Comparison, i64),
    Token(Comparison, u32),
    SeenAt(Comparison, i64),
    Day(Comparison, i8),
    Flag(bool),
    Mood(Option<bool>),
    NoteIsNull,
    CountIn(Vec<i32>),
    NameIn(Vec<String>),
    TokenIn(Vec<u32>),
    CountIsWeight,
    And(Vec<Condition>),
    Or(Vec<Condition>),
    Not(Box<Condition>),
}

#[derive(Clone, Copy, Debug)]
enum Comparison {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

impl Comparison {
    fn holds(self, ordering: Ordering) -> bool {
        match self {
            Comparison::Eq => ordering.is_eq(),
            Comparison::Ne => ordering.is_ne(),
            Comparison::Lt => ordering.is_lt(),
            Comparison::Le => ordering.is_le(),
            Comparison::Gt => ordering.is_gt(),
            Comparison::Ge => ordering.is_ge(),
        }
    }
}

/// The comparison as a method of a column.
macro_rules! compare {
    ($column:expr, $comparison:expr, $value:expr) => {
        match $comparison {
            Comparison::Eq => $column.eq($value),
            Comparison::Ne => $column.ne($value),
            Comparison::Lt => $column.lt($value),
            Comparison::Le => $column.le($value),
            Comparison::Gt => $column.gt($value),
            Comparison::Ge => $column.ge($value),
        }
    };
}

fn token(number: u32) -> Uuid {
    Uuid::from_u128(u128::from(number) << 96)
}

fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_microsecond(seconds * 1_500_001).unwrap_or_default()
}

fn day(day: i8) -> Date {
    Date::constant(2024, 2, day)
}

impl Condition {
    fn filter(&self) -> Filter<Thing> {
        match self {
            Condition::Name(c, value) => compare!(Thing::NAME, c, value.as_str()),
            Condition::Note(c, value) => compare!(Thing::NOTE, c, value.as_str()),
            Condition::Count(c, value) => compare!(Thing::COUNT, c, *value),
            Condition::Weight(c, value) => compare!(Thing::WEIGHT, c, *value),
            Condition::Price(c, value) => compare!(Thing::PRICE, c, Decimal::new(*value, 2)),
            Condition::Token(c, value) => compare!(Thing::TOKEN, c, token(*value)),
            Condition::SeenAt(c, value) => compare!(Thing::SEEN_AT, c, moment(*value)),
            Condition::Day(c, value) => compare!(Thing::DAY, c, day(*value)),
            Condition::Flag(value) => Thing::FLAG.eq(*value),
            Condition::Mood(value) => Thing::MOOD.eq(value.map(mood)),
            Condition::NoteIsNull => Thing::NOTE.is_null(),
            Condition::CountIn(values) => Thing::COUNT.in_(values.iter().copied()),
            Condition::NameIn(values) => Thing::NAME.in_(values),
            Condition::TokenIn(values) => Thing::TOKEN.in_(values.iter().map(|n| token(*n))),
            Condition::CountIsWeight => Thing::COUNT.eq(Thing::ID),
            Condition::And(all) => Filter::every(all.iter().map(Condition::filter)),
            Condition::Or(any) => Filter::any(any.iter().map(Condition::filter)),
            Condition::Not(condition) => !condition.filter(),
        }
    }

    fn holds(&self, thing: &Thing) -> Option<bool> {
        fn compared<T: PartialOrd>(c: Comparison, left: Option<&T>, right: &T) -> Option<bool> {
            left?.partial_cmp(right).map(|ordering| c.holds(ordering))
        }
        match self {
            Condition::Name(c, value) => compared(*c, Some(&thing.name), value),
            Condition::Note(c, value) => compared(*c, thing.note.as_ref(), value),
            Condition::Count(c, value) => compared(*c, thing.count.as_ref(), value),
            Condition::Weight(c, value) => compared(*c, Some(&thing.weight), value),
            Condition::Price(c, value) => {
                compared(*c, thing.price.as_ref(), &Decimal::new(*value, 2))
            }
            Condition::Token(c, value) => compared(*c, Some(&thing.token), &token(*value)),
            Condition::SeenAt(c, value) => compared(*c, thing.seen_at.as_ref(), &moment(*value)),
            Condition::Day(c, value) => compared(*c, Some(&thing.day), &day(*value)),
            Condition::Flag(value) => Some(thing.flag == *value),
            Condition::Mood(None) => Some(thing.mood.is_none()),
            Condition::Mood(Some(value)) => thing.mood.map(|found| found == mood(*value)),
            Condition::NoteIsNull => Some(thing.note.is_none()),
            Condition::CountIn(values) if values.is_empty() => Some(false),
            Condition::CountIn(values) => thing.count.map(|count| values.contains(&count)),
            Condition::NameIn(values) => Some(values.contains(&thing.name)),
            Condition::TokenIn(values) => Some(values.iter().any(|n| token(*n) == thing.token)),
            Condition::CountIsWeight => thing.count.map(|count| count == thing.id),
            Condition::And(all) => {
                let answers: Vec<_> = all.iter().map(|one| one.holds(thing)).collect();
                if answers.contains(&Some(false)) {
                    Some(false)
                } else if answers.contains(&None) {
                    None
                } else {
                    Some(true)
                }
            }
            Condition::Or(any) => {
                let answers: Vec<_> = any.iter().map(|one| one.holds(thing)).collect();
                if answers.contains(&Some(true)) {
                    Some(true)
                } else if answers.contains(&None) {
                    None
                } else {
                    Some(false)
                }
            }
            Condition::Not(condition) => condition.holds(thing).map(|holds| !holds),
        }
    }
}

fn mood(loud: bool) -> Mood {
    if loud { Mood::Loud } else { Mood::Calm }
}

fn conditions() -> impl Strategy<Value = Condition> {
    let comparison = || {
        prop::sample::select(vec![
            Comparison::Eq,
            Comparison::Ne,
            Comparison::Lt,
            Comparison::Le,
            Comparison::Gt,
            Comparison::Ge,
        ])
    };
    let name = || {
        prop::sample::select(vec!["a", "A", "b", "ä", "a ", "", "🦀", "a%", "zz"])
            .prop_map(str::to_owned)
    };
    let note = || (0..6).prop_map(|n| format!("note {n}"));
    let leaf = prop_oneof![
        (comparison(), name()).prop_map(|(c, v)| Condition::Name(c, v)),
        (comparison(), note()).prop_map(|(c, v)| Condition::Note(c, v)),
        (comparison(), -4..5).prop_map(|(c, v)| Condition::Count(c, v)),
        (comparison(), -3..4).prop_map(|(c, v)| Condition::Weight(c, f64::from(v) / 4.0)),
        (comparison(), 0..10i64).prop_map(|(c, v)| Condition::Price(c, v * 125)),
        (comparison(), 0..60u32).prop_map(|(c, v)| Condition::Token(c, v)),
        (comparison(), 0..9i64).prop_map(|(c, v)| Condition::SeenAt(c, v)),
        (comparison(), 1..29i8).prop_map(|(c, v)| Condition::Day(c, v)),
        any::<bool>().prop_map(Condition::Flag),
        any::<Option<bool>>().prop_map(Condition::Mood),
        Just(Condition::NoteIsNull),
        prop::collection::vec(-4..5, 0..6).prop_map(Condition::CountIn),
        prop::collection::vec(name(), 0..5).prop_map(Condition::NameIn),
        prop::collection::vec(0..60u32, 0..9).prop_map(Condition::TokenIn),
        Just(Condition::CountIsWeight),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Condition::And),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Condition::Or),
            inner.prop_map(|condition| Condition::Not(Box::new(condition))),
        ]
    })
}

fn ids(things: &[Thing]) -> Vec<i32> {
    things.iter().map(|thing| thing.id).collect()
}

async fn what_a_filter_finds_is_what_it_says(db: &Database) -> Result<()> {
    let things = fill(db).await?;
    // The same conditions in every run.
    let mut runner = TestRunner::deterministic();
    let strategy = conditions();
    for _ in 0..200 {
        let tree = strategy.new_tree(&mut runner).expect("a condition");
        let condition = tree.current();
        let expected: Vec<i32> = things
            .iter()
            .filter(|thing| condition.holds(thing) == Some(true))
            .map(|thing| thing.id)
            .collect();
        let found = Thing::filter(condition.filter()).all(db).await?;
        assert_eq!(ids(&found), expected, "{condition:?}");
        let count = Thing::filter(condition.filter()).count(db).await?;
        assert_eq!(count, expected.len() as u64, "{condition:?}");
        let exists = Thing::filter(condition.filter()).exists(db).await?;
        assert_eq!(exists, !expected.is_empty(), "{condition:?}");
    }
    Ok(())
}

async fn orders_are_the_same_everywhere(db: &Database) -> Result<()> {
    let things = fill(db).await?;
    type Compare = fn(&Thing, &Thing) -> Ordering;
    let orders: [(Order<Thing>, Compare); 8] = [
        (Thing::NAME.asc(), |a, b| a.name.cmp(&b.name)),
        (Thing::NAME.desc(), |a, b| b.name.cmp(&a.name)),
        // `None` is less than `Some`, as NULL is.
        (Thing::NOTE.asc(), |a, b| a.note.cmp(&b.note)),
        (Thing::COUNT.desc(), |a, b| b.count.cmp(&a.count)),
        (Thing::PRICE.asc().nulls_last(), |a, b| {
            (a.price.is_none(), a.price).cmp(&(b.price.is_none(), b.price))
        }),
        (Thing::SEEN_AT.desc().nulls_first(), |a, b| {
            (b.seen_at.is_none(), b.seen_at).cmp(&(a.seen_at.is_none(), a.seen_at))
        }),
        (Thing::TOKEN.asc(), |a, b| a.token.cmp(&b.token)),
        (Thing::DATA.asc(), |a, b| a.data.cmp(&b.data)),
    ];
    for (order, compare) in orders {
        let mut expected = things.clone();
        expected.sort_by(|a, b| compare(a, b).then(b.id.cmp(&a.id)));
        let found = Thing::all()
            .order_by([order.clone(), Thing::ID.desc()])
            .all(db)
            .await?;
        assert_eq!(ids(&found), ids(&expected), "{order:?}");
        let part = Thing::all()
            .order_by([order.clone(), Thing::ID.desc()])
            .limit(7)
            .offset(5);
        assert_eq!(ids(&part.clone().all(db).await?), ids(&expected[5..12]));
        assert_eq!(part.clone().one(db).await?, expected[5]);
        assert_eq!(part.count(db).await?, 7);
    }
    assert_eq!(Thing::all().offset(58).all(db).await?.len(), 2);
    assert_eq!(Thing::all().limit(0).all(db).await?, []);
    Ok(())
}

async fn pages_come_one_after_the_other(db: &Database) -> Result<()> {
    fill(db).await?;
    let orders = [
        vec![],
        vec![Thing::NAME.desc()],
        vec![Thing::NOTE.asc(), Thing::COUNT.desc()],
        vec![Thing::PRICE.desc().nulls_first(), Thing::DAY.asc()],
        vec![Thing::SEEN_AT.asc().nulls_last(), Thing::ID.desc()],
        vec![Thing::WEIGHT.asc(), Thing::TOKEN.desc()],
        vec![Thing::DATA.asc(), Thing::FLAG.desc(), Thing::MOOD.asc()],
    ];
    for order in orders {
        let statement = || Thing::filter(Thing::ID.ne(13)).order_by(order.clone());
        let mut with_key = order.clone();
        with_key.push(Thing::ID.asc());
        let expected = statement().order_by(Thing::ID.asc()).all(db).await?;
        let mut found = Vec::new();
        let mut selected = Vec::new();
        let mut cursor = None;
        loop {
            let page = statement().page(cursor.as_deref(), 8).all(db).await?;
            assert!(page.rows.len() == 8 || page.next.is_none());
            // With a selection, a page has the same rows and the same cursors.
            let of_columns = statement()
                .select((Thing::NAME.upper(), Thing::ID))
                .page(cursor.as_deref(), 8)
                .all(db)
                .await?;
            assert_eq!(of_columns.next, page.next, "{order:?}");
            selected.extend(of_columns.rows);
            found.extend(page.rows);
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(ids(&found), ids(&expected), "{order:?}");
        let expected = expected
            .iter()
            .map(|it| (it.name.to_ascii_uppercase(), it.id));
        assert_eq!(selected, expected.collect::<Vec<_>>(), "{order:?}");
    }
    Ok(())
}

/// The first of each group of things, in an order.
fn firsts<K: PartialEq>(
    things: &[Thing],
    compare: impl Fn(&Thing, &Thing) -> Ordering,
    key: impl Fn(&Thing) -> K,
) -> Vec<i32> {
    let mut sorted: Vec<&Thing> = things.iter().collect();
    sorted.sort_by(|a, b| compare(a, b).then(a.id.cmp(&b.id)));
    let mut seen = Vec::new();
    let is_first = |thing: &&Thing| {
        let key = key(thing);
        let is_new = !seen.contains(&key);
        if is_new {
            seen.push(key);
        }
        is_new
    };
    sorted
        .into_iter()
        .filter(is_first)
        .map(|thing| thing.id)
        .collect()
}

/// How two rows are sorted in memory.
type Compared = fn(&Thing, &Thing) -> Ordering;

async fn the_first_row_of_each_value(db: &Database) -> Result<()> {
    let things = fill(db).await?;
    let orders: [(Order<Thing>, Compared); 4] = [
        (Thing::COUNT.desc(), |a, b| b.count.cmp(&a.count)),
        (Thing::COUNT.asc().nulls_last(), |a, b| {
            let is_null = |thing: &Thing| thing.count.is_none();
            is_null(a).cmp(&is_null(b)).then(a.count.cmp(&b.count))
        }),
        (Thing::NAME.asc(), |a, b| a.name.cmp(&b.name)),
        (Thing::DAY.desc(), |a, b| b.day.cmp(&a.day)),
    ];
    for (order, compare) in orders {
        let sorted = || Thing::all().order_by([order.clone(), Thing::ID.asc()]);
        let found = sorted().distinct_on(Thing::FLAG).all(db).await?;
        assert_eq!(
            ids(&found),
            firsts(&things, compare, |it| it.flag),
            "{order:?}"
        );
        // NULL is a value.
        let found = sorted().distinct_on(Thing::MOOD).all(db).await?;
        assert_eq!(
            ids(&found),
            firsts(&things, compare, |it| it.mood),
            "{order:?}"
        );
        let found = sorted()
            .distinct_on((Thing::FLAG, Thing::COUNT))
            .all(db)
            .await?;
        let expected = firsts(&things, compare, |it| (it.flag, it.count));
        assert_eq!(ids(&found), expected, "{order:?}");
        let found = sorted().distinct_on(Thing::NAME.lower()).all(db).await?;
        let expected = firsts(&things, compare, |it| it.name.to_ascii_lowercase());
        assert_eq!(ids(&found), expected, "{order:?}");

        // Without a key in the order, the primary key decides which is the first.
        let found = Thing::all()
            .order_by(order.clone())
            .distinct_on(Thing::FLAG);
        let mut found = ids(&found.all(db).await?);
        let mut expected = firsts(&things, compare, |it| it.flag);
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{order:?}");

        // Earlier conditions apply to all rows, and later ones to the chosen rows.
        let some: Vec<Thing> = things.iter().filter(|it| it.id > 20).cloned().collect();
        let later = sorted().filter(Thing::ID.gt(20)).distinct_on(Thing::MOOD);
        let expected = firsts(&some, compare, |it| it.mood);
        assert_eq!(ids(&later.clone().all(db).await?), expected, "{order:?}");
        let flagged = later.filter(Thing::FLAG.eq(true)).all(db).await?;
        let has_flag = |id: &i32| things.iter().any(|it| it.id == *id && it.flag);
        let expected: Vec<i32> = expected.into_iter().filter(has_flag).collect();
        assert_eq!(ids(&flagged), expected, "{order:?}");
    }
    Ok(())
}

async fn first_rows_are_rows_as_others(db: &Database) -> Result<()> {
    let things = fill(db).await?;
    let expected = firsts(&things, |a, b| b.id.cmp(&a.id), |it| it.count);
    let found = || {
        Thing::all()
            .order_by(Thing::ID.desc())
            .distinct_on(Thing::COUNT)
    };
    let count = expected.len();
    assert!(count > 4, "{expected:?}");
    assert_eq!(found().count(db).await?, count as u64);
    assert!(found().exists(db).await?);
    assert_eq!(
        ids(&found().limit(2).offset(1).all(db).await?),
        expected[1..3]
    );
    assert_eq!(found().one(db).await?.id, expected[0]);
    assert_eq!(found().select(Thing::ID).all(db).await?, expected);
    let newest = Thing::filter(Thing::ID.in_(found().select(Thing::ID)));
    assert_eq!(newest.count(db).await?, count as u64);
    let mut paged = Vec::new();
    let mut cursor = None;
    loop {
        let page = found().page(cursor.as_deref(), 3).all(db).await?;
        paged.extend(ids(&page.rows));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(paged, expected);
    let tx = db.begin().await?;
    assert_eq!(found().for_update().all(&tx).await?.len(), count);
    tx.commit().await?;
    let changed = found()
        .update()
        .set(Thing::NAME, "first")
        .execute(db)
        .await?;
    assert_eq!(changed, count as u64);
    let named = Thing::filter(Thing::NAME.eq("first")).order_by(Thing::ID.desc());
    assert_eq!(ids(&named.all(db).await?), expected);
    assert_eq!(found().delete().execute(db).await?, count as u64);
    assert_eq!(Thing::all().count(db).await?, (things.len() - count) as u64);
    Ok(())
}

async fn what_has_no_first_row(db: &Database) -> Result<()> {
    for (statement, reason) in [
        (Thing::all().distinct_on(Thing::FLAG), "needs an order"),
        (
            Thing::all().unordered().distinct_on(Thing::FLAG),
            "needs an order",
        ),
        (
            Thing::all()
                .order_by(Thing::ID.asc())
                .limit(3)
                .distinct_on(Thing::FLAG),
            "cannot come before",
        ),
        (
            Thing::all()
                .order_by(count().desc())
                .distinct_on(Thing::FLAG),
            "cannot have aggregates",
        ),
    ] {
        for refused in [
            statement.clone().all(db).await.map(drop),
            statement.clone().count(db).await.map(drop),
            statement.delete().execute(db).await.map(drop),
        ] {
            let Err(error @ Error::Value(_)) = refused else {
                panic!("{reason}: {refused:?}")
            };
            assert!(error.to_string().contains(reason), "{error}");
        }
    }
    Ok(())
}

/// A result that is not a row of the table has no cursor.
async fn what_has_no_pages(db: &Database) -> Result<()> {
    fill(db).await?;
    let no_pages = [
        Thing::all()
            .select((Thing::MOOD, count()))
            .group_by(Thing::MOOD)
            .page(None, 3)
            .all(db)
            .await
            .map(drop),
        Thing::all()
            .select(Thing::NAME)
            .distinct()
            .page(None, 3)
            .all(db)
            .await
            .map(drop),
        Thing::all()
            .select(count())
            .page(None, 3)
            .all(db)
            .await
            .map(drop),
        Thing::all()
            .select((Thing::ID, count().over()))
            .page(None, 3)
            .all(db)
            .await
            .map(drop),
        Thing::all()
            .limit(9)
            .select(Thing::ID)
            .page(None, 3)
            .all(db)
            .await
            .map(drop),
        Thing::all()
            .select(Thing::ID)
            .order_by(Thing::NAME.lower().asc())
            .page(None, 3)
            .all(db)
            .await
            .map(drop),
        Thing::all()
            .select(Thing::ID)
            .page(Some("nonsense"), 3)
            .all(db)
            .await
            .map(drop),
    ];
    for (number, page) in no_pages.into_iter().enumerate() {
        assert!(matches!(page, Err(Error::Value(_))), "{number}: {page:?}");
    }
    Ok(())
}

async fn a_page_is_of_the_statement_that_it_came_from(db: &Database) -> Result<()> {
    fill(db).await?;
    let page = Thing::all()
        .order_by(Thing::NAME.asc())
        .page(None, 3)
        .all(db)
        .await?;
    let next = page.next.expect("there are more rows");
    let cut = &next[..next.len() - 2];
    let mut changed = next.clone();
    changed.replace_range(20..21, if &next[20..21] == "0" { "1" } else { "0" });
    for wrong in ["", "x", "zz", cut, &changed] {
        let statement = Thing::all().order_by(Thing::NAME.asc());
        let error = statement
            .page(Some(wrong), 3)
            .all(db)
            .await
            .expect_err(wrong);
        assert!(matches!(error, Error::Value(_)), "{error}");
    }
    let other = Thing::all()
        .order_by(Thing::NAME.desc())
        .page(Some(&next), 3);
    assert!(matches!(other.all(db).await, Err(Error::Value(_))));
    Ok(())
}

async fn aggregates_are_those_of_the_rows(db: &Database) -> Result<()> {
    let things = fill(db).await?;
    let counts: Vec<i64> = things
        .iter()
        .filter_map(|t| t.count)
        .map(i64::from)
        .collect();
    let prices: Vec<Decimal> = things.iter().filter_map(|t| t.price).collect();
    let (rows, values, different, sum, average) = Thing::all()
        .select((
            count(),
            Thing::COUNT.count(),
            Thing::COUNT.count_distinct(),
            Thing::COUNT.sum(),
            Thing::COUNT.avg(),
        ))
        .one(db)
        .await?;
    assert_eq!(rows, 60);
    assert_eq!(values, counts.len() as u64);
    assert_eq!(different, 7);
    assert_eq!(sum, Some(counts.iter().sum()));
    let expected = counts.iter().sum::<i64>() as f64 / counts.len() as f64;
    assert!(
        (average.unwrap_or_default() - expected).abs() < 1e-9,
        "{average:?}"
    );
    let (sum, average, least, greatest) = Thing::all()
        .select((
            Thing::PRICE.sum(),
            Thing::PRICE.avg(),
            Thing::PRICE.min(),
            Thing::PRICE.max(),
        ))
        .one(db)
        .await?;
    assert_eq!(sum, Some(prices.iter().sum()));
    let expected = prices.iter().sum::<Decimal>() / Decimal::from(prices.len());
    let expected: f64 = expected.to_string().parse().expect("a number");
    assert!(
        (average.unwrap_or_default() - expected).abs() < 1e-6,
        "{average:?}"
    );
    assert_eq!(least, prices.iter().min().copied());
    assert_eq!(greatest, prices.iter().max().copied());
    let extremes = Thing::all()
        .select((
            Thing::NAME.min(),
            Thing::NAME.max(),
            Thing::SEEN_AT.max(),
            Thing::DAY.min(),
        ))
        .one(db)
        .await?;
    let seen = things.iter().filter_map(|t| t.seen_at).max();
    assert_eq!(
        extremes,
        (
            Some(String::new()),
            Some("🦀".to_owned()),
            seen,
            Some(day(1))
        )
    );
    let nothing = Thing::filter(Filter::none())
        .select((
            count(),
            Thing::COUNT.sum(),
            Thing::WEIGHT.avg(),
            Thing::NAME.max(),
        ))
        .one(db)
        .await?;
    assert_eq!(nothing, (0, None, None, None));
    Ok(())
}

async fn groups_have_their_own_conditions(db: &Database) -> Result<()> {
    let things = fill(db).await?;
    let groups = Thing::filter(Thing::FLAG.eq(true))
        .select((Thing::MOOD, count(), Thing::ID.sum()))
        .group_by(Thing::MOOD)
        .having(count().ge(10) & !Thing::ID.sum().eq(i64::MAX))
        .order_by([Thing::ID.sum().desc(), Thing::MOOD.asc()])
        .limit(2)
        .all(db)
        .await?;
    let mut expected: Vec<_> = [None, Some(Mood::Calm), Some(Mood::Loud)]
        .into_iter()
        .map(|mood| {
            let ids: Vec<i64> = things
                .iter()
                .filter(|thing| thing.flag && thing.mood == mood)
                .map(|thing| i64::from(thing.id))
                .collect();
            (mood, ids.len() as u64, Some(ids.iter().sum::<i64>()))
        })
        .collect();
    expected.sort_by_key(|(_, _, sum)| std::cmp::Reverse(*sum));
    expected.truncate(2);
    assert_eq!(groups, expected);
    let names: Vec<String> = Thing::all()
        .select(Thing::NAME)
        .distinct()
        .order_by(Thing::NAME.asc())
        .all(db)
        .await?;
    assert_eq!(names, ["", "A", "a", "a ", "a%", "a_b", "b", "ä", "🦀"]);
    Ok(())
}

async fn lists_may_be_long(db: &Database) -> Result<()> {
    let things = fill(db).await?;
    let all = ids(&things);
    assert_eq!(
        ids(&Thing::filter(Thing::ID.in_(0..100_000)).all(db).await?),
        all
    );
    assert_eq!(
        Thing::filter(Thing::ID.not_in(0..100_000)).all(db).await?,
        []
    );
    let names = (0..2_000)
        .map(|n| format!("\"\\n{n}é"))
        .chain(["🦀".to_owned()]);
    let found = Thing::filter(Thing::NAME.in_(names)).all(db).await?;
    assert!(!found.is_empty() && found.iter().all(|thing| thing.name == "🦀"));
    // One parameter for each value, and one for all of them.
    for length in [1_000, 2_000] {
        let tokens = (0..1_000).map(token).cycle().take(length);
        assert_eq!(
            ids(&Thing::filter(Thing::TOKEN.in_(tokens)).all(db).await?),
            all
        );
        let prices = (0..1_000)
            .map(|n| Decimal::new(n * 125, 2))
            .cycle()
            .take(length);
        assert_eq!(Thing::filter(Thing::PRICE.in_(prices)).count(db).await?, 48);
        let data = (0..1_000)
            .map(|n| vec![0, (n % 200) as u8])
            .cycle()
            .take(length);
        let with_data = things.iter().filter(|thing| thing.data.is_some()).count() as u64;
        assert_eq!(
            Thing::filter(Thing::DATA.in_(data)).count(db).await?,
            with_data
        );
        let moments = (0..1_000).map(moment).cycle().take(length);
        assert_eq!(
            Thing::filter(Thing::SEEN_AT.in_(moments)).count(db).await?,
            50
        );
        let days = (0..1_000)
            .map(|n| day(1 + (n % 28) as i8))
            .cycle()
            .take(length);
        let in_days = things.iter().filter(|thing| thing.day.day() < 29).count() as u64;
        assert_eq!(
            Thing::filter(Thing::DAY.in_(days)).count(db).await?,
            in_days
        );
        let weights = (0..1_000)
            .map(|n| f64::from(n) / 4.0 - 0.5)
            .cycle()
            .take(length);
        assert_eq!(
            Thing::filter(Thing::WEIGHT.in_(weights)).count(db).await?,
            60
        );
    }
    assert_eq!(
        Thing::filter(Thing::ID.in_(Vec::<i32>::new()))
            .count(db)
            .await?,
        0
    );
    assert_eq!(
        Thing::filter(Thing::ID.not_in(Vec::<i32>::new()))
            .count(db)
            .await?,
        60
    );
    let null_too = Thing::COUNT.in_([None, Some(1)]);
    let expected = things
        .iter()
        .filter(|t| matches!(t.count, None | Some(1)))
        .count() as u64;
    assert_eq!(Thing::filter(null_too).count(db).await?, expected);
    Ok(())
}

async fn conditions_may_be_many_and_not_deep(db: &Database) -> Result<()> {
    fill(db).await?;
    let many = Filter::every((0..3_000).map(|n| Thing::ID.ne(n + 100)));
    assert_eq!(Thing::filter(many).count(db).await?, 60);
    let any = Filter::any((0..3_000).map(|n| Thing::ID.eq(n)));
    assert_eq!(Thing::filter(any).count(db).await?, 60);
    let deep = (0..60).fold(Thing::ID.eq(1), |inner, n| !(inner | Thing::ID.eq(n + 100)));
    assert_eq!(Thing::filter(deep).count(db).await?, 1);
    let too_deep = (0..100_000).fold(Thing::ID.eq(1), |inner, n| !(inner | Thing::ID.eq(n)));
    let error = Thing::filter(too_deep)
        .count(db)
        .await
        .expect_err("too deep");
    assert!(matches!(error, Error::Value(_)), "{error}");
    let too_many = Filter::any((0..70_000).map(|n| Thing::ID.eq(n)));
    let error = Thing::filter(too_many)
        .count(db)
        .await
        .expect_err("too many");
    assert!(matches!(error, Error::Value(_)), "{error}");
    Ok(())
}

async fn patterns_mean_the_same(db: &Database) -> Result<()> {
    let names = [
        "Ada", "ada", "ADA", "Äda", "äda", "a%b", "a_b", "a*b", "a?b", "a[b]", "a\\b", "a.b",
        "a\nb", "", "b", "a\n", "K", "k", "\u{212a}",
    ];
    for (id, name) in (0..).zip(names) {
        let new = Thing::insert(NewThing {
            id,
            name: name.into(),
            token: token(id as u32),
            day: day(1),
            flag: true,
        })
        .set(Thing::NOTE, name);
        new.one(db).await?;
    }
    let found = async |filter: Filter<Thing>| -> Result<Vec<String>> {
        let things = Thing::filter(filter)
            .order_by(Thing::ID.asc())
            .all(db)
            .await?;
        Ok(things.into_iter().map(|thing| thing.name).collect())
    };
    assert_eq!(
        found(Thing::NAME.like("a%")).await?,
        [
            "ada", "a%b", "a_b", "a*b", "a?b", "a[b]", "a\\b", "a.b", "a\nb", "a\n"
        ]
    );
    assert_eq!(
        found(Thing::NAME.like("_da")).await?,
        ["Ada", "ada", "Äda", "äda"]
    );
    assert_eq!(found(Thing::NAME.like("a\\%b")).await?, ["a%b"]);
    assert_eq!(found(Thing::NAME.like("a\\\\b")).await?, ["a\\b"]);
    assert_eq!(found(Thing::NAME.like("a[b]")).await?, ["a[b]"]);
    assert_eq!(found(Thing::NAME.like("a*b")).await?, ["a*b"]);
    assert_eq!(found(Thing::NAME.like("")).await?, [""]);
    assert_eq!(
        found(Thing::NOTE.ilike("ADA")).await?,
        ["Ada", "ada", "ADA"]
    );
    assert_eq!(found(Thing::NOTE.ilike("ä%")).await?, ["äda"]);
    assert_eq!(found(Thing::NOTE.ilike("a.B")).await?, ["a.b"]);
    assert_eq!(
        found(Thing::NOTE.ilike("a_b")).await?,
        ["a%b", "a_b", "a*b", "a?b", "a\\b", "a.b", "a\nb"]
    );
    assert_eq!(found(Thing::NOTE.ilike("A")).await?, Vec::<String>::new());
    assert_eq!(found(Thing::NOTE.ilike("k")).await?, ["K", "k"]);
    assert_eq!(found(Thing::NAME.starts_with("a_")).await?, ["a_b"]);
    assert_eq!(found(Thing::NAME.ends_with("*b")).await?, ["a*b"]);
    assert_eq!(found(Thing::NAME.contains("\\")).await?, ["a\\b"]);
    assert_eq!(found(Thing::NAME.contains("")).await?.len(), names.len());
    for wrong in ["a\\", "a\0"] {
        let error = found(Thing::NAME.like(wrong)).await.expect_err(wrong);
        assert!(matches!(error, Error::Value(_)), "{error}");
    }
    Ok(())
}

async fn changes_are_of_just_those_rows(db: &Database) -> Result<()> {
    let mut things = fill(db).await?;
    let changed = Thing::filter(Thing::COUNT.ge(2))
        .update()
        .set(Thing::COUNT, Thing::COUNT + 10)
        .set(Thing::NOTE, None)
        .set(Thing::MOOD, Mood::Loud)
        .execute(db)
        .await?;
    let mut expected = 0;
    for thing in things.iter_mut().filter(|thing| thing.count >= Some(2)) {
        thing.count = thing.count.map(|count| count + 10);
        thing.note = None;
        thing.mood = Some(Mood::Loud);
        expected += 1;
    }
    assert_eq!(changed, expected);
    assert_eq!(Thing::all().all(db).await?, things);
    // A row that is written unchanged counts, too.
    let same = Thing::filter(Thing::ID.lt(3))
        .update()
        .set(Thing::WEIGHT, Thing::WEIGHT);
    assert_eq!(same.execute(db).await?, 3);
    let nothing = Thing::filter(Thing::ID.lt(3))
        .update()
        .set_some(Thing::NAME, None::<&str>);
    assert_eq!(nothing.execute(db).await?, 3);
    assert_eq!(Thing::all().all(db).await?, things);

    Thing::update(5)
        .set(Thing::NAME, "five")
        .set_some(Thing::NOTE, Some("new"))
        .one(db)
        .await?;
    things[5].name = "five".to_owned();
    things[5].note = Some("new".to_owned());
    assert_eq!(Thing::find(5).one(db).await?, things[5]);
    let missing = Thing::update(500).set(Thing::NAME, "x").one(db).await;
    assert!(missing.is_err_and(|error| error.is_not_found()));

    let last = Thing::all().order_by(Thing::ID.desc()).limit(4);
    let updated = last
        .clone()
        .update()
        .set(Thing::NAME, "last")
        .execute(db)
        .await?;
    assert_eq!(updated, 4);
    assert_eq!(Thing::filter(Thing::NAME.eq("last")).count(db).await?, 4);
    assert_eq!(last.delete().execute(db).await?, 4);
    assert_eq!(Thing::filter(Thing::NAME.eq("last")).count(db).await?, 0);
    assert_eq!(
        Thing::filter(Thing::ID.ge(50)).delete().execute(db).await?,
        6
    );
    assert_eq!(
        Thing::find(1)
            .filter(Thing::NAME.eq("no"))
            .delete()
            .execute(db)
            .await?,
        0
    );
    assert_eq!(Thing::all().count(db).await?, 50);
    Ok(())
}

async fn what_is_too_long_is_not_written(db: &Database) -> Result<()> {
    fill(db).await?;
    for update in [
        Thing::update(1).set(Thing::NAME, "x".repeat(21)),
        Thing::update(1).set(Thing::DATA, vec![0; 9]),
        Thing::update(1).set(Thing::NAME, "\0"),
        Thing::update(1).set(Thing::WEIGHT, f64::NAN),
        Thing::update(1).set(Thing::PRICE, Decimal::new(1, 3)),
    ] {
        let error = update.one(db).await.expect_err("it is refused");
        assert!(matches!(error, Error::Value(_)), "{error}");
    }
    let long = "x".repeat(500);
    assert_eq!(Thing::filter(Thing::NAME.eq(&long)).count(db).await?, 0);
    Ok(())
}

async fn a_column_takes_every_kind_of_value(db: &Database) -> Result<()> {
    fill(db).await?;
    let tags = vec!["p".to_owned(), String::new()];
    let name = "string".to_owned();
    Thing::update(3)
        .set(Thing::NAME, &name)
        .set(Thing::DATA, b"bytes")
        .set(Thing::PRICE, Decimal::new(-125, 2))
        .set(Thing::TOKEN, token(9))
        .set(Thing::SEEN_AT, moment(3))
        .set(Thing::DAY, day(3))
        .set(Thing::FLAG, false)
        .set(Thing::TAGS, tags.clone())
        .set(Thing::EXTRA, json!([1, null, "é"]))
        .one(db)
        .await?;
    let thing = Thing::find(3).one(db).await?;
    assert_eq!(thing.name, name);
    assert_eq!(thing.data.as_deref(), Some(&b"bytes"[..]));
    assert_eq!(thing.price, Some(Decimal::new(-125, 2)));
    assert_eq!(thing.token, token(9));
    assert_eq!(thing.seen_at, Some(moment(3)));
    assert_eq!(thing.tags, Some(tags));
    assert_eq!(thing.extra, Some(json!([1, null, "é"])));
    Thing::update(3)
        .set(Thing::TAGS, None)
        .set(Thing::EXTRA, None)
        .one(db)
        .await?;
    let thing = Thing::find(3).one(db).await?;
    assert_eq!((thing.tags, thing.extra), (None, None));
    Ok(())
}

async fn rows_are_handed_over_one_by_one(db: &Database) -> Result<()> {
    let things = fill(db).await?;
    let mut seen = Vec::new();
    let count = Thing::all()
        .order_by(Thing::ID.desc())
        .for_each(db, |thing| {
            seen.push(thing.id);
            Ok(())
        })
        .await?;
    assert_eq!(count, 60);
    seen.reverse();
    assert_eq!(seen, ids(&things));
    let mut taken = 0;
    let ended = Thing::all()
        .for_each(db, |_| {
            taken += 1;
            if taken == 7 {
                Err(Error::NotFound("enough"))
            } else {
                Ok(())
            }
        })
        .await;
    assert!(ended.is_err_and(|error| error.is_not_found()));
    assert_eq!(taken, 7);
    assert_eq!(Thing::all().count(db).await?, 60);
    Ok(())
}

async fn rows_are_locked_for_a_change(db: &Database) -> Result<()> {
    fill(db).await?;
    let tx = db.begin().await?;
    // By key, because MySQL and MariaDB also lock the gaps beside a range.
    for id in [0, 1] {
        assert_eq!(Thing::find(id).for_update().one(&tx).await?.id, id);
    }
    if db.dialect() != Dialect::Sqlite {
        let other = db.begin().await?;
        let some = Thing::filter(Thing::ID.in_([0, 1, 2, 3]));
        let free = some.skip_locked().all(&other).await?;
        assert_eq!(ids(&free), [2, 3]);
        let error = Thing::find(1).no_wait().one(&other).await;
        assert!(error.is_err_and(|error| error.is_busy()));
        other.rollback().await?;
    }
    Thing::find(1).for_share().one(&tx).await?;
    tx.commit().await
}
