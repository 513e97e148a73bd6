//! Functions of rows: related rows, and connections with others.

use tablewright::{AsyncConnection, Database, Result};
use tablewright_test_conformance::models::letters::{Club, Person};

use super::Cases;
use super::random::Random;
use super::subject::{Subject, ids};
use super::world::World;

pub async fn compare(cases: &mut Cases, world: &World, db: &Database) -> Result<()> {
    let random = &mut cases.random;
    let letter = random.pick(&world.letters);
    let person = random.pick(&world.persons);
    let club = random.pick(&world.clubs);
    let said = format!("{}: {letter:?}", cases.said);
    same(letter.author().all(db).await?, world.author(&letter), &said);
    same(letter.reader().all(db).await?, world.reader(&letter), &said);
    same(letter.former().all(db).await?, world.former(&letter), &said);
    same(
        letter.answers().all(db).await?,
        world.answers(&letter),
        &said,
    );
    same(letter.tags().all(db).await?, world.tags(&letter), &said);
    same(letter.fans().all(db).await?, world.fans(&letter), &said);
    let said = format!("{}: {person:?}", cases.said);
    same(person.chief().all(db).await?, world.chief(&person), &said);
    same(
        person.reports().all(db).await?,
        world.reports(&person),
        &said,
    );
    same(
        person.letters().all(db).await?,
        world.letters_of(&person),
        &said,
    );
    same(
        person.favorites().all(db).await?,
        world.favorites(&person),
        &said,
    );
    let said = format!("{}: {club:?}", cases.said);
    same(club.members().all(db).await?, world.members(&club), &said);
    let number = club.members().count(db).await?;
    assert_eq!(number, world.members(&club).len() as u64, "{said}");
    connected(random, &person, world, db).await
}

fn same<M: Subject>(found: Vec<M>, expected: Vec<M>, said: &str) {
    assert_eq!(ids(&found), ids(&expected), "{said}");
    assert_eq!(found, expected, "{said}");
}

/// Adds, removes and replaces the clubs of a person, and rolls back.
async fn connected(
    random: &mut Random,
    person: &Person,
    world: &World,
    db: &Database,
) -> Result<()> {
    let tx = db.begin().await?;
    let mut clubs = ids(&world.clubs_of(person));
    for _ in 0..3 {
        let club = random.pick(&world.clubs);
        let is_there = clubs.contains(&club.id);
        let said = format!("{person:?} of {clubs:?}, {club:?}");
        match random.below(3) {
            0 => {
                let added = person.add_club(&club, &tx).await?;
                assert_eq!(added, !is_there, "{said} added");
                clubs.push(club.id);
            }
            1 => {
                let removed = person.remove_club(&club, &tx).await?;
                assert_eq!(removed, is_there, "{said} removed");
                clubs.retain(|id| *id != club.id);
            }
            _ => {
                let all = world.clubs.iter();
                let others: Vec<Club> = all.filter(|_| random.flip()).cloned().collect();
                person.set_clubs(&others, &tx).await?;
                clubs = ids(&others);
            }
        }
        clubs.sort_unstable();
        clubs.dedup();
        assert_eq!(clubs_of(person, &tx).await?, clubs, "{said}");
    }
    tx.rollback().await
}

async fn clubs_of(person: &Person, db: &impl AsyncConnection) -> Result<Vec<i32>> {
    Ok(ids(&person.clubs().all(db).await?))
}
