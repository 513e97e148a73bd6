//! Joined rows of several models.

use std::cmp::Ordering;
use std::sync::Arc;

use tablewright::relation::{First, Fourth, IntoRefined, Relation, Second, Third};
use tablewright::{Database, Filter, Result, Select};
use tablewright_test_conformance::models::letters::{Club, Letter, Membership, Person, Tag, Vote};

use super::Cases;
use super::orders::{Part, Sorted, limited};
use super::question::{self, Question};
use super::random::Random;
use super::related::Rows;
use super::subject::{Asked, Subject};
use super::world::World;

/// The rows that a join begins with.
struct Base<M> {
    said: String,
    asked: Asked<M>,
    sorted: Sorted<M>,
    part: Part,
}

impl<M: Subject> Base<M> {
    fn any(random: &mut Random, world: &Arc<World>) -> Base<M> {
        let asked = Asked::<M>::any(random, world, 1);
        let whole = Part {
            limit: None,
            offset: None,
        };
        let part = if random.flip() {
            Part::any(random)
        } else {
            whole
        };
        let sorted = Sorted::<M>::any(random, 0, 1);
        let said = format!("{} by {:?}, {part:?}", asked.said, sorted.orders);
        Base {
            said,
            asked,
            sorted,
            part,
        }
    }

    /// Whether the rows have an order before they are joined.
    fn is_sorted(&self) -> bool {
        !self.part.is_whole() || !self.sorted.orders.is_empty()
    }

    fn select(&self) -> Select<'static, M> {
        if self.part.is_whole() {
            let orders = self.sorted.orders.clone();
            let select = self.asked.select();
            return if orders.is_empty() {
                select
            } else {
                select.order_by(orders)
            };
        }
        limited!(
            self.asked.select().order_by(self.sorted.with_id()),
            self.part
        )
    }

    fn rows(&self, world: &World) -> Vec<M> {
        let mut rows = self.asked.of(M::rows(world));
        self.sorted.sort(&mut rows);
        self.part.of(rows)
    }

    fn compare(&self, one: &M, other: &M) -> Ordering {
        let ordering = self.sorted.compare(Some(one), Some(other));
        if self.part.is_whole() {
            ordering
        } else {
            ordering.then(one.id().cmp(&other.id()))
        }
    }
}

/// A condition on one of the joined models, and an order.
struct Entry<T> {
    said: String,
    question: Question<T>,
    sorted: Sorted<T>,
}

impl<T: Subject> Entry<T> {
    fn any(random: &mut Random, world: &Arc<World>) -> Entry<T> {
        let question = some(random, world);
        let sorted = Sorted::<T>::any(random, 0, 1);
        Entry {
            said: format!("[{} by {:?}]", question.said, sorted.orders),
            question,
            sorted,
        }
    }

    fn filter(&self) -> Filter<T> {
        self.question.filter.clone()
    }
}

/// A condition, or none.
fn some<T: Subject>(random: &mut Random, world: &Arc<World>) -> Question<T> {
    if random.below(3) == 0 {
        question::any(random, world, 1)
    } else {
        Question::new("all".to_owned(), Filter::all(), |_| Some(true))
    }
}

/// Pairs each row with the related rows that satisfy the condition. In a left join, a row without
/// any is paired with none.
fn joined<J: Clone, T: Subject>(
    rows: Vec<J>,
    is_left: bool,
    question: &Question<T>,
    belongs: impl Fn(&J) -> Vec<T>,
) -> Vec<(J, Option<T>)> {
    let mut all = Vec::new();
    for row in rows {
        let mut found = belongs(&row);
        found.retain(|other| question.finds(Some(other)));
        if found.is_empty() && is_left {
            all.push((row.clone(), None));
        }
        all.extend(found.into_iter().map(|other| (row.clone(), Some(other))));
    }
    all
}

fn ids<A: Subject, B: Subject>((one, other): &(A, Option<B>)) -> (A::Id, Option<B::Id>) {
    (one.id(), other.as_ref().map(B::id))
}

/// A statement with the conditions and orders of its models, by position, and of the result.
macro_rules! said {
    ($joined:expr, $is_sorted:expr, $part:expr, $($position:ident $entry:expr),+) => {{
        let mut joined = $joined;
        $(joined = joined.filter::<$position, _>($entry.filter());)+
        if $is_sorted {
            $(if !$entry.sorted.orders.is_empty() {
                joined = joined.order_by::<$position, _>($entry.sorted.orders.clone());
            })+
            $(joined = joined.order_by::<$position, _>($entry.with_id());)+
        }
        limited!(joined, $part)
    }};
}

impl<T: Subject> Entry<T> {
    fn with_id(&self) -> Vec<tablewright::Order<T>> {
        T::by_id()
    }
}

/// Two models.
async fn two<M: Subject, T: Subject, N: IntoRefined<Loads = ()>>(
    (cases, world, db): Given<'_>,
    said: &str,
    relation: impl Fn(Filter<T>) -> N,
    belongs: Rows<M, T>,
) -> Result<()>
where
    N::Relation: Relation<From = M, To = T>,
{
    let random = &mut cases.random;
    let base = Base::<M>::any(random, world);
    let on = some::<T>(random, world);
    let (one, other) = (Entry::<M>::any(random, world), Entry::any(random, world));
    let (is_left, part) = (random.flip(), Part::any(random));
    let is_sorted = base.is_sorted() || random.below(4) > 0;
    let said = format!(
        "{}: {} join {said} on {}, left: {is_left}, sorted: {is_sorted}; {} {} {part:?}",
        cases.said, base.said, on.said, one.said, other.said
    );
    let mut expected = joined(base.rows(world), is_left, &on, |row| belongs(world, row));
    expected.retain(|(first, second)| {
        one.question.finds(Some(first)) && other.question.finds(second.as_ref())
    });
    expected.sort_by(|left, right| {
        let by_entries = || {
            let by_one = one.sorted.compare(Some(&left.0), Some(&right.0));
            by_one.then_with(|| other.sorted.compare(left.1.as_ref(), right.1.as_ref()))
        };
        let ordering = base.compare(&left.0, &right.0);
        let ordering = if is_sorted {
            ordering.then_with(by_entries)
        } else {
            ordering
        };
        ordering.then_with(|| ids(left).cmp(&ids(right)))
    });
    let expected = part.of(expected);
    let on = || relation(on.filter.clone());
    let (rows, count): (Vec<(M, Option<T>)>, u64) = if is_left {
        let joined =
            || said!(base.select().left_join(on()), is_sorted, part, First one, Second other);
        (joined().all(db).await?, joined().count(db).await?)
    } else {
        let joined = || said!(base.select().join(on()), is_sorted, part, First one, Second other);
        let rows = joined().all(db).await?.into_iter();
        let rows = rows.map(|(first, second)| (first, Some(second)));
        (rows.collect(), joined().count(db).await?)
    };
    let found: Vec<_> = rows.iter().map(ids).collect();
    let wanted: Vec<_> = expected.iter().map(ids).collect();
    assert_eq!(found, wanted, "{said}");
    assert!(rows == expected, "{said}: {rows:?} and not {expected:?}");
    assert_eq!(count, expected.len() as u64, "{said}, counted");
    Ok(())
}

/// How the third model is joined.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Join {
    Inner,
    Left,
}

/// Three models, the third joined to the second.
async fn three<
    A: Subject,
    B: Subject,
    C: Subject,
    M: IntoRefined<Loads = ()>,
    N: IntoRefined<Loads = ()>,
>(
    (cases, world, db): Given<'_>,
    said: &str,
    (relation, belongs): (impl Fn(Filter<B>) -> M, Rows<A, B>),
    (next, next_belongs): (impl Fn(Filter<C>) -> N, Rows<B, C>),
) -> Result<()>
where
    M::Relation: Relation<From = A, To = B>,
    N::Relation: Relation<From = B, To = C>,
{
    let random = &mut cases.random;
    let base = Base::<A>::any(random, world);
    let (on, further) = (some::<B>(random, world), some::<C>(random, world));
    let first = Entry::<A>::any(random, world);
    let second = Entry::<B>::any(random, world);
    let third = Entry::<C>::any(random, world);
    let kinds = [Join::Inner, Join::Left];
    let (kind, next_kind) = (random.pick(&kinds), random.pick(&kinds));
    let part = Part::any(random);
    let is_sorted = base.is_sorted() || random.below(4) > 0;
    let said = format!(
        "{}: {} join {said} on {}, {}, {kind:?} {next_kind:?}, sorted: {is_sorted}; {} {} {} {part:?}",
        cases.said, base.said, on.said, further.said, first.said, second.said, third.said
    );
    let rows = joined(base.rows(world), kind == Join::Left, &on, |row| {
        belongs(world, row)
    });
    let mut expected = joined(rows, next_kind == Join::Left, &further, |(_, second)| {
        let second = second.as_ref();
        second
            .map(|row| next_belongs(world, row))
            .unwrap_or_default()
    });
    expected.retain(|((one, other), another)| {
        first.question.finds(Some(one))
            && second.question.finds(other.as_ref())
            && third.question.finds(another.as_ref())
    });
    expected.sort_by(|(left, left_third), (right, right_third)| {
        let mut ordering = base.compare(&left.0, &right.0);
        if is_sorted {
            let by_second = second.sorted.compare(left.1.as_ref(), right.1.as_ref());
            let by_third = third
                .sorted
                .compare(left_third.as_ref(), right_third.as_ref());
            let by_first = first.sorted.compare(Some(&left.0), Some(&right.0));
            ordering = ordering.then(by_first).then(by_second).then(by_third);
        }
        let third = |row: &Option<C>| row.as_ref().map(C::id);
        let by_ids = ids(left).cmp(&ids(right));
        ordering
            .then(by_ids)
            .then(third(left_third).cmp(&third(right_third)))
    });
    let expected = part.of(expected);
    let (on, further) = (
        || relation(on.filter.clone()),
        || next(further.filter.clone()),
    );
    // Compares the rows and their number. The second and the third row may be missing.
    macro_rules! found {
        ($join:ident $next:ident: $second:expr, $third:expr) => {{
            let joined = || {
                let joined = base.select().$join(on()).$next::<Second, _>(further());
                said!(joined, is_sorted, part, First first, Second second, Third third)
            };
            let rows = joined().all(db).await?.into_iter();
            let rows = rows.map(|(one, other, another)| ((one, $second(other)), $third(another)));
            (rows.collect(), joined().count(db).await?)
        }};
    }
    let (rows, count): (Vec<Found<A, B, C>>, u64) = match (kind, next_kind) {
        (Join::Inner, Join::Inner) => found!(join join: Some, Some),
        (Join::Inner, Join::Left) => found!(join left_join: Some, |it| it),
        (Join::Left, Join::Inner) => found!(left_join join: |it| it, Some),
        (Join::Left, Join::Left) => found!(left_join left_join: |it| it, |it| it),
    };
    let of = |(pair, third): &Found<A, B, C>| (ids(pair), third.as_ref().map(C::id));
    let found: Vec<_> = rows.iter().map(of).collect();
    let wanted: Vec<_> = expected.iter().map(of).collect();
    assert_eq!(found, wanted, "{said}");
    assert!(rows == expected, "{said}: {rows:?} and not {expected:?}");
    assert_eq!(count, expected.len() as u64, "{said}, counted");
    Ok(())
}

/// Four models: two are the same, and the last two are joined to an earlier one.
async fn four((cases, world, db): Given<'_>) -> Result<()> {
    let random = &mut cases.random;
    let base = Base::<Letter>::any(random, world);
    let first = Entry::<Letter>::any(random, world);
    let second = Entry::<Person>::any(random, world);
    let third = Entry::<Person>::any(random, world);
    let fourth = Entry::<Tag>::any(random, world);
    let part = Part::any(random);
    let said = format!(
        "{}: {} join author, left join chief, left join tags; {} {} {} {} {part:?}",
        cases.said, base.said, first.said, second.said, third.said, fourth.said
    );
    let all = || Question::new(String::new(), Filter::all(), |_| Some(true));
    let rows = joined(base.rows(world), false, &all(), |row| world.author(row));
    let rows = joined(rows, true, &all(), |(_, author)| {
        let author = author.as_ref();
        author.map(|row| world.chief(row)).unwrap_or_default()
    });
    let mut expected = joined(
        rows,
        true,
        &Question::new(String::new(), Filter::all(), |_| Some(true)),
        |row| world.tags(&row.0.0),
    );
    expected.retain(|(((letter, author), chief), tag)| {
        first.question.finds(Some(letter))
            && second.question.finds(author.as_ref())
            && third.question.finds(chief.as_ref())
            && fourth.question.finds(tag.as_ref())
    });
    expected.sort_by(|(left, left_tag), (right, right_tag)| {
        let ((left, left_author), left_chief) = left;
        let ((right, right_author), right_chief) = right;
        let by_author = second
            .sorted
            .compare(left_author.as_ref(), right_author.as_ref());
        let by_chief = third
            .sorted
            .compare(left_chief.as_ref(), right_chief.as_ref());
        let by_tag = fourth.sorted.compare(left_tag.as_ref(), right_tag.as_ref());
        let tag = |tag: &Option<Tag>| tag.as_ref().map(|it| it.id);
        base.compare(left, right)
            .then(first.sorted.compare(Some(left), Some(right)))
            .then(by_author)
            .then(by_chief)
            .then(by_tag)
            .then(left.id.cmp(&right.id))
            .then(tag(left_tag).cmp(&tag(right_tag)))
    });
    let expected: Vec<_> = expected
        .into_iter()
        .map(|(((letter, author), chief), tag)| (letter, author.expect("an author"), chief, tag))
        .collect();
    let expected = part.of(expected);
    let joined = || {
        let joined = base
            .select()
            .join(Letter::AUTHOR)
            .left_join(Person::CHIEF)
            .left_join(Letter::TAGS);
        said!(joined, true, part, First first, Second second, Third third, Fourth fourth)
    };
    let of = |row: &(Letter, Person, Option<Person>, Option<Tag>)| {
        let chief = row.2.as_ref().map(|it| it.name.clone());
        (
            row.0.id,
            row.1.name.clone(),
            chief,
            row.3.as_ref().map(|it| it.id),
        )
    };
    let rows = joined().all(db).await?;
    let found: Vec<_> = rows.iter().map(of).collect();
    let wanted: Vec<_> = expected.iter().map(of).collect();
    assert_eq!(found, wanted, "{said}");
    assert!(rows == expected, "{said}: {rows:?} and not {expected:?}");
    let first = joined().optional(db).await?;
    // The first row of a limit, unless the limit is 0.
    assert_eq!(first.as_ref(), expected.first(), "{said}, the first");
    let count = joined().count(db).await?;
    assert_eq!(count, expected.len() as u64, "{said}, counted");
    Ok(())
}

/// A row of the first model with rows of the second and the third, which may be missing.
type Found<A, B, C> = ((A, Option<B>), Option<C>);

type Given<'a> = (&'a mut Cases, &'a Arc<World>, &'a Database);

pub async fn compare(cases: &mut Cases, world: &Arc<World>, db: &Database) -> Result<()> {
    /// A relation with conditions, and its rows in memory.
    macro_rules! to {
        ($model:ident $relation:ident $rows:ident) => {
            (
                |filter| $model::$relation.filter(filter),
                World::$rows as Rows<$model, _>,
            )
        };
    }
    let kind = cases.random.below(20);
    let given = (cases, world, db);
    macro_rules! two {
        ($model:ident $relation:ident $rows:ident) => {{
            let (relation, rows) = to!($model $relation $rows);
            two(given, stringify!($relation), relation, rows).await
        }};
    }
    macro_rules! three {
        ($model:ident $relation:ident $rows:ident, $next:ident $further:ident $next_rows:ident) => {{
            let said = concat!(stringify!($relation), ", ", stringify!($further));
            let (one, other) = (to!($model $relation $rows), to!($next $further $next_rows));
            three(given, said, one, other).await
        }};
    }
    match kind {
        0 => two!(Letter AUTHOR author),
        1 => two!(Letter READER reader),
        2 => two!(Letter FORMER former),
        3 => two!(Letter ANSWERS answers),
        4 => two!(Letter TAGS tags),
        5 => two!(Letter FANS fans),
        6 => two!(Person LETTERS letters_of),
        7 => two!(Person REPORTS reports),
        8 => two!(Person CHIEF chief),
        9 => two!(Person CLUBS clubs_of),
        10 => two!(Club MEMBERS members),
        11 => two!(Tag LETTERS letters_with),
        12 => three!(Letter READER reader, Person CHIEF chief),
        13 => three!(Person RECEIVED received, Letter TAGS tags),
        14 => three!(Club MEMBERS members, Person LETTERS letters_of),
        15 => three!(Letter FORMER former, Letter FORMER former),
        16 => three!(Vote PERSON voter, Person FAVORITES favorites),
        17 => three!(Membership PERSON member, Person REPORTS reports),
        _ => four(given).await,
    }
}
