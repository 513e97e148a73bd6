//! Random rows, conditions, expressions, orders, pages, groups, sums, relations, joins, new rows
//! and updates, compared with the same operations in memory.
//!
//! `TABLEWRIGHT_CASES` sets the number of cases, and `TABLEWRIGHT_SEED` chooses them. A missing or
//! additional row, a page that does not end, and an error on only one database are failures.

mod changes;
mod conversions;
mod expressions;
mod fill;
mod form;
mod functions;
mod groups;
mod inserts;
mod joins;
mod laws;
mod letters;
mod loads;
mod orders;
mod question;
mod random;
mod related;
mod subject;
mod sums;
mod trees;
mod values;
mod windows;
mod within;
mod world;

use std::sync::Arc;

use tablewright::{Database, Result};
use tablewright_test_conformance::models::forms::Form;
use tablewright_test_conformance::models::letters::{
    self as models, Club, Letter, Membership, Person, Tag, Vote,
};
use tablewright_test_conformance::{Place, everywhere, sql};

use self::random::Random;
use self::subject::{Asked, Subject, ids};
use self::world::World;

everywhere!(forms: what_is_asked_is_answered_as_in_memory);
everywhere!(what_is_related_is_related_as_in_memory);

/// The default number of cases of each kind.
const CASES: u64 = 60;

/// The greatest depth of conditions.
const DEPTH: usize = 3;

async fn what_is_asked_is_answered_as_in_memory(db: &Database) -> Result<()> {
    let mut cases = Cases::new();
    let world = Arc::new(form::fill(&mut cases.random, db).await?);
    let empty = form::empty(db).await?;
    while cases.next() {
        let random = &mut cases.random;
        let asked = Asked::<Form>::any(random, &world, DEPTH);
        let said = format!("{}: {}", cases.said, asked.said);
        let found = found(&world, &asked, db, &said).await?;
        expressions::compare(random, &found, &asked, db, &said).await?;
        if cases.case.is_multiple_of(4) {
            orders::compare(random, &found, || asked.select(), db, &said).await?;
            changes::compare(random, Form::rows(&world), &asked, db, &said).await?;
            within::of_forms(random, &found, &asked, db, &said).await?;
            groups::of_forms(random, &found, &asked, db, &said).await?;
            windows::compare(random, &found, &asked, db, &said).await?;
            sums::compare(random, &found, &asked, db, &said).await?;
            inserts::compare(random, Form::rows(&world), &empty, db, &said).await?;
        }
    }
    Ok(())
}

/// The tables of persons and letters.
async fn tables(place: &Place) -> Result<Database> {
    let db = place.connect().await?;
    sql::create_ignoring_case(&db).await?;
    models::create_all(&db).await?;
    Ok(db)
}

async fn what_is_related_is_related_as_in_memory(place: &Place) -> Result<()> {
    let db = &tables(place).await?;
    let mut cases = Cases::new();
    let world = Arc::new(fill::fill(&mut cases.random, db).await?);
    while cases.next() {
        match cases.case % 8 {
            0..=2 => of_one::<Letter>(&mut cases, &world, db).await?,
            3 => of_one::<Person>(&mut cases, &world, db).await?,
            4 => of_one::<Membership>(&mut cases, &world, db).await?,
            5 => of_one::<Club>(&mut cases, &world, db).await?,
            6 => of_one::<Tag>(&mut cases, &world, db).await?,
            _ => of_one::<Vote>(&mut cases, &world, db).await?,
        }
        loads::compare(&mut cases, &world, db).await?;
        joins::compare(&mut cases, &world, db).await?;
        functions::compare(&mut cases, &world, db).await?;
        trees::compare(&mut cases, &world, db).await?;
        within::compare(&mut cases, &world, db).await?;
        if cases.case.is_multiple_of(4) {
            let asked = Asked::<Letter>::any(&mut cases.random, &world, DEPTH);
            let said = format!("{}: {}", cases.said, asked.said);
            let found = found(&world, &asked, db, &said).await?;
            groups::of_letters(&mut cases.random, &found, &asked, db, &said).await?;
        }
    }
    Ok(())
}

/// Rows of one model, by conditions on them and on the rows that are related to them.
async fn of_one<M: Subject>(cases: &mut Cases, world: &Arc<World>, db: &Database) -> Result<()> {
    let asked = Asked::<M>::any(&mut cases.random, world, DEPTH);
    let said = format!("{}: {}", cases.said, asked.said);
    let found = found(world, &asked, db, &said).await?;
    orders::compare(&mut cases.random, &found, || asked.select(), db, &said).await?;
    changes::compare(&mut cases.random, M::rows(world), &asked, db, &said).await
}

/// The rows, which are found and counted.
async fn found<M: Subject>(
    world: &World,
    asked: &Asked<M>,
    db: &Database,
    said: &str,
) -> Result<Vec<M>> {
    let expected = asked.of(M::rows(world));
    let rows = asked.select().all(db).await?;
    assert_eq!(ids(&rows), ids(&expected), "{said}");
    assert_eq!(rows, expected, "{said}");
    let count = asked.select().count(db).await?;
    assert_eq!(count, expected.len() as u64, "{said}");
    let exists = asked.select().exists(db).await?;
    assert_eq!(exists, !expected.is_empty(), "{said}");
    Ok(expected)
}

/// Cases, one after another.
struct Cases {
    random: Random,
    seed: u64,
    case: u64,
    count: u64,
    /// The description of the case in a failure.
    said: String,
}

impl Cases {
    fn new() -> Cases {
        let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
        let seed: u64 = number("TABLEWRIGHT_SEED").unwrap_or_default();
        Cases {
            random: Random(seed),
            seed,
            case: 0,
            count: number("TABLEWRIGHT_CASES").unwrap_or(CASES),
            said: String::new(),
        }
    }

    fn next(&mut self) -> bool {
        self.case += 1;
        self.said = format!("TABLEWRIGHT_SEED={}, case {}", self.seed, self.case);
        self.case <= self.count
    }
}
