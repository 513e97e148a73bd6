//! Rows with their related rows.

use std::fmt::Debug;
use std::sync::Arc;

use tablewright::relation::{Loads, Refined, With};
use tablewright::{Database, Filter, Many, One, Result, Select};
use tablewright_test_conformance::models::letters::{Club, Letter, Membership, Person, Tag, Vote};

use super::Cases;
use super::orders::{Part, Sorted, limited};
use super::question::{self, Question};
use super::random::Random;
use super::related::Rows;
use super::subject::{Asked, Subject};
use super::world::World;

/// The conditions, the order and the limit of a relation.
struct Refinement<T> {
    said: String,
    question: Question<T>,
    sorted: Sorted<T>,
    /// The order by the primary key is the default, so it may be left out.
    says_key: bool,
    limit: Option<usize>,
}

impl<T: Subject> Refinement<T> {
    fn any(random: &mut Random, world: &Arc<World>) -> Refinement<T> {
        let question = if random.flip() {
            question::any(random, world, 1)
        } else {
            Question::new("all".to_owned(), Filter::all(), |_| Some(true))
        };
        let sorted = Sorted::<T>::any(random, 0, 2);
        let limit = (random.below(3) == 0).then(|| random.below(4));
        let said = format!("[{}, {:?}, {limit:?}]", question.said, sorted.orders);
        Refinement {
            said,
            question,
            says_key: !sorted.orders.is_empty() || random.flip(),
            sorted,
            limit,
        }
    }

    /// For these rows.
    fn of(&self, rows: Vec<T>) -> Vec<T> {
        let rows = rows.into_iter();
        let mut rows: Vec<T> = rows.filter(|row| self.question.finds(Some(row))).collect();
        self.sorted.sort(&mut rows);
        rows.truncate(self.limit.unwrap_or(usize::MAX));
        rows
    }

    fn many<M: Subject>(&self, relation: Many<M, T>) -> Refined<Many<M, T>> {
        let mut relation = relation.filter(self.question.filter.clone());
        if self.says_key {
            relation = relation.order_by(self.sorted.with_id());
        }
        match self.limit {
            Some(limit) => relation.limit(limit as u64),
            None => relation,
        }
    }
}

/// Loads rows with their related rows: all, some, and page after page.
async fn same<M: Subject, L: Loads<M>>(
    (cases, world, db): (&mut Cases, &Arc<World>, &Database),
    said: &str,
    with: impl Fn(Select<'static, M>) -> With<'static, M, L>,
    belongs: impl Fn(M) -> L::Row,
) -> Result<()>
where
    L::Row: PartialEq + Debug,
{
    let random = &mut cases.random;
    let asked = Asked::<M>::any(random, world, 1);
    let (sorted, part) = (Sorted::<M>::any(random, 0, 1), Part::any(random));
    let said = format!(
        "{}: {} by {:?}, {part:?}, with {said}",
        cases.said, asked.said, sorted.orders
    );
    let mut rows = asked.of(M::rows(world));
    sorted.sort(&mut rows);
    let expected: Vec<L::Row> = rows.iter().cloned().map(&belongs).collect();
    let some: Vec<L::Row> = part.of(rows).into_iter().map(&belongs).collect();
    let sort = |select: Select<'static, M>| select.order_by(sorted.with_id());
    let all = with(limited!(sort(asked.select()), part));
    assert_eq!(all.all(db).await?, some, "{said}");
    let first = with(limited!(sort(asked.select()), part));
    let first = first.optional(db).await?;
    assert_eq!(first.as_ref(), some.first(), "{said}, the first");
    let size = 1 + random.below(7) as u64;
    let (mut paged, mut after) = (Vec::new(), None);
    for _ in 0..=expected.len() {
        let select = match sorted.orders.as_slice() {
            [] => asked.select(),
            orders => asked.select().order_by(orders.to_vec()),
        };
        let page = with(select).page(after.as_deref(), size).all(db).await?;
        paged.extend(page.rows);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(paged, expected, "{said}, pages of {size}");
    assert_eq!(after, None, "{said}, pages of {size}");
    Ok(())
}

type Given<'a> = (&'a mut Cases, &'a Arc<World>, &'a Database);

async fn many<M: Subject, T: Subject>(
    given: Given<'_>,
    said: &str,
    relation: Many<M, T>,
    rows: Rows<M, T>,
) -> Result<()> {
    let world = given.1;
    let refined = Refinement::<T>::any(&mut given.0.random, world);
    let said = format!("{said} {}", refined.said);
    same(
        given,
        &said,
        |select| select.with(refined.many(relation)),
        |row| {
            let found = refined.of(rows(world, &row));
            (row, found)
        },
    )
    .await
}

/// Three levels of related rows.
async fn many_of_many<M: Subject, T: Subject, U: Subject>(
    given: Given<'_>,
    said: &str,
    (relation, rows): (Many<M, T>, Rows<M, T>),
    (next, next_rows): (Many<T, U>, Rows<T, U>),
) -> Result<()> {
    let world = given.1;
    let refined = Refinement::<T>::any(&mut given.0.random, world);
    let further = Refinement::<U>::any(&mut given.0.random, world);
    let said = format!("{said} {} {}", refined.said, further.said);
    same(
        given,
        &said,
        |select| select.with(refined.many(relation).with(further.many(next))),
        |row| {
            let found = refined.of(rows(world, &row)).into_iter();
            let found = found.map(|next| {
                let found = further.of(next_rows(world, &next));
                (next, found)
            });
            let found: Vec<(T, Vec<U>)> = found.collect();
            (row, found)
        },
    )
    .await
}

/// For related rows, the one row that each refers to, and other rows that are related to them.
async fn one_of_many<M: Subject, T: Subject, U: Subject, V: Subject>(
    given: Given<'_>,
    said: &str,
    (relation, rows): (Many<M, T>, Rows<M, T>),
    (next, next_rows): (One<T, Option<U>>, Rows<T, U>),
    (beside, beside_rows): (Many<M, V>, Rows<M, V>),
) -> Result<()> {
    let world = given.1;
    let refined = Refinement::<T>::any(&mut given.0.random, world);
    let others = Refinement::<V>::any(&mut given.0.random, world);
    let question = question::any::<U>(&mut given.0.random, world, 1);
    let said = format!(
        "{said} {} [{}] {}",
        refined.said, question.said, others.said
    );
    same(
        given,
        &said,
        |select| {
            let next = next.filter(question.filter.clone());
            let with = select.with(refined.many(relation).with(next));
            with.with(others.many(beside))
        },
        |row| {
            let found = refined.of(rows(world, &row)).into_iter();
            let found = found.map(|it| {
                let next = next_rows(world, &it).pop();
                (it, next.filter(|next| question.finds(Some(next))))
            });
            let found: Vec<(T, Option<U>)> = found.collect();
            let beside = others.of(beside_rows(world, &row));
            (row, found, beside)
        },
    )
    .await
}

/// The targets of required and of nullable references.
async fn references<M: Subject, T: Subject, U: Subject>(
    given: Given<'_>,
    said: &str,
    (must, must_rows): (One<M, T>, Rows<M, T>),
    (may, may_rows): (One<M, Option<U>>, Rows<M, U>),
) -> Result<()> {
    let world = given.1;
    same(
        given,
        said,
        |select| select.with(must).with(may),
        |row| {
            let one = must_rows(world, &row).pop().expect("a row is referred to");
            let other = may_rows(world, &row).pop();
            (row, one, other)
        },
    )
    .await
}

pub async fn compare(cases: &mut Cases, world: &Arc<World>, db: &Database) -> Result<()> {
    let kind = cases.random.below(18);
    let given = (cases, world, db);
    let letters: (_, Rows<Person, Letter>) = (Person::LETTERS, World::letters_of);
    let received: (_, Rows<Person, Letter>) = (Person::RECEIVED, World::received);
    let tags: (_, Rows<Letter, Tag>) = (Letter::TAGS, World::tags);
    let fans: (_, Rows<Letter, Person>) = (Letter::FANS, World::fans);
    let reader: (_, Rows<Letter, Person>) = (Letter::READER, World::reader);
    match kind {
        0 => many(given, "LETTERS", Person::LETTERS, World::letters_of).await,
        1 => many(given, "RECEIVED", Person::RECEIVED, World::received).await,
        2 => many(given, "REPORTS", Person::REPORTS, World::reports).await,
        3 => many(given, "CLUBS", Person::CLUBS, World::clubs_of).await,
        4 => many(given, "FAVORITES", Person::FAVORITES, World::favorites).await,
        5 => many(given, "TAGS", Letter::TAGS, World::tags).await,
        6 => many(given, "FANS", Letter::FANS, World::fans).await,
        7 => many(given, "MEMBERS", Club::MEMBERS, World::members).await,
        8 => many(given, "LETTERS", Tag::LETTERS, World::letters_with).await,
        9 => many_of_many(given, "LETTERS, TAGS", letters, tags).await,
        10 => many_of_many(given, "RECEIVED, FANS", received, fans).await,
        11 => many_of_many(given, "FANS, LETTERS", fans, letters).await,
        12 => {
            let answers: (_, Rows<Letter, Letter>) = (Letter::ANSWERS, World::answers);
            one_of_many(given, "ANSWERS, READER; FANS", answers, reader, fans).await
        }
        13 => {
            let clubs: (_, Rows<Person, Club>) = (Person::CLUBS, World::clubs_of);
            one_of_many(given, "LETTERS, READER; CLUBS", letters, reader, clubs).await
        }
        14 => {
            let author = (Letter::AUTHOR, World::author as Rows<Letter, Person>);
            let former = (Letter::FORMER, World::former as Rows<Letter, Letter>);
            references(given, "AUTHOR; FORMER", author, former).await
        }
        15 => to_both_ends(given).await,
        _ => picked(given).await,
    }
}

/// Columns and expressions of related rows.
async fn picked((cases, world, db): Given<'_>) -> Result<()> {
    let refined = Refinement::<Letter>::any(&mut cases.random, world);
    let said = format!("LETTERS {} and CHIEF by columns", refined.said);
    same(
        (&mut *cases, world, db),
        &said,
        |select| {
            let letters = refined.many(Person::LETTERS);
            let letters = letters.select((Letter::RANK, Letter::PLAIN.coalesce("none")));
            select.with(letters).with(Person::CHIEF.select(Person::AGE))
        },
        |row: Person| {
            let letters = refined.of(world.letters_of(&row)).into_iter();
            let letters =
                letters.map(|it| (it.rank, it.plain.unwrap_or_else(|| "none".to_owned())));
            let letters: Vec<(Option<i32>, String)> = letters.collect();
            let age = world.chief(&row).pop().map(|it| it.age);
            (row, letters, age)
        },
    )
    .await?;
    let refined = Refinement::<Tag>::any(&mut cases.random, world);
    let said = format!("TAGS {} by a column", refined.said);
    same(
        (cases, world, db),
        &said,
        |select| {
            let tags = refined.many(Letter::TAGS).select(Tag::NAME);
            select.with(Person::LETTERS.with(tags))
        },
        |row: Person| {
            let letters = world.letters_of(&row).into_iter();
            let letters = letters.map(|it| {
                let tags = refined.of(world.tags(&it)).into_iter();
                (it, tags.map(|tag| tag.name).collect())
            });
            let letters: Vec<(Letter, Vec<Option<String>>)> = letters.collect();
            (row, letters)
        },
    )
    .await
}

/// Through a join table, and from rows with a required reference.
async fn to_both_ends((cases, world, db): Given<'_>) -> Result<()> {
    let refined = Refinement::<Letter>::any(&mut cases.random, world);
    let said = format!("PERSON, LETTERS {}; CLUB", refined.said);
    same(
        (&mut *cases, world, db),
        &said,
        |select| {
            let person = Membership::PERSON.with(refined.many(Person::LETTERS));
            select.with(person).with(Membership::CLUB)
        },
        |row: Membership| {
            let person = world.member(&row).pop().expect("a member");
            let letters = refined.of(world.letters_of(&person));
            let club = world.club(&row).pop().expect("a club");
            (row, (person, letters), club)
        },
    )
    .await?;
    same(
        (cases, world, db),
        "PERSON; LETTER, READER",
        |select| {
            let letter = Vote::LETTER.with(Letter::READER);
            select.with(Vote::PERSON).with(letter)
        },
        |row: Vote| {
            let person = world.voter(&row).pop().expect("a person");
            let letter = world.voted(&row).pop().expect("a letter");
            let reader = world.reader(&letter).pop();
            (row, person, (letter, reader))
        },
    )
    .await
}
