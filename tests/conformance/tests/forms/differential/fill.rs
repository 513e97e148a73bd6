//! Random persons and letters, and their connections.

use tablewright::jiff::Timestamp;
use tablewright::{Database, Result};
use tablewright_test_conformance::models::letters::{
    Club, Letter, LetterTag, Membership, NewClub, NewLetter, NewLetterTag, NewMembership,
    NewPerson, NewTag, NewVote, Person, Tag, Vote,
};

use super::random::Random;
use super::values::{bodies, folded, longs, names};
use super::world::World;

const PERSONS: [&str; 8] = ["ada", "Bob", "carl", "DORA", "eve", "Fay", "gus", "HuGo"];

/// In the order of their names.
fn persons() -> Vec<String> {
    PERSONS.map(str::to_owned).into()
}

/// Names of persons in other spellings.
pub fn spelled() -> Vec<String> {
    let names = PERSONS.iter();
    let spelled = names.flat_map(|name| [name.to_lowercase(), name.to_uppercase()]);
    spelled.chain(persons()).collect()
}

pub fn numbers() -> Vec<i32> {
    vec![-1, 0, 1, 2, 3]
}

/// When rows were deleted.
pub fn moments() -> Vec<Timestamp> {
    [1, 1_700_000_000]
        .map(|it| Timestamp::from_second(it).expect("in range"))
        .into()
}

/// A moment in one of four cases.
fn gone(random: &mut Random) -> Option<Timestamp> {
    (random.below(4) == 0).then(|| random.pick(&moments()))
}

pub async fn fill(random: &mut Random, db: &Database) -> Result<World> {
    let mut world = World::default();
    let tx = db.begin().await?;
    for (number, name) in persons().into_iter().enumerate() {
        let chief = (number > 0 && random.below(4) > 0).then(|| {
            let name = &PERSONS[random.below(number)];
            random.pick(&[name.to_lowercase(), name.to_uppercase()])
        });
        let new = Person::insert(NewPerson { name: name.into() })
            .set(Person::AGE, random.maybe(&numbers()))
            .set(Person::MOTTO, random.maybe(&longs()))
            .set(Person::CHIEF_NAME, chief)
            .set(Person::GONE, gone(random));
        world.persons.push(new.one(&tx).await?);
    }
    for id in 0..24 {
        let former = (id > 0 && random.flip()).then(|| random.below(id as usize) as i32);
        let new = NewLetter {
            id,
            place: random.pick(&numbers()),
            author_name: random.pick(&spelled()).into(),
        };
        let new = Letter::insert(new)
            .set(Letter::TITLE, random.maybe(&folded()))
            .set(Letter::OTHER, random.maybe(&folded()))
            .set(Letter::PLAIN, random.maybe(&names()))
            .set(Letter::BODY, random.maybe(&bodies()))
            .set(Letter::RANK, random.maybe(&numbers()))
            .set(Letter::READER_NAME, random.maybe(&spelled()))
            .set(Letter::FORMER_ID, former)
            .set(Letter::GONE, gone(random));
        world.letters.push(new.one(&tx).await?);
    }
    for id in 0..5 {
        let title = random.pick(&folded()).into();
        let new = Club::insert(NewClub { id, title }).set(Club::SINCE, random.maybe(&numbers()));
        world.clubs.push(new.one(&tx).await?);
        let new = Tag::insert(NewTag { id }).set(Tag::NAME, random.maybe(&names()));
        world.tags.push(new.one(&tx).await?);
    }
    for name in PERSONS {
        for club_id in 0..4 {
            if random.below(3) == 0 {
                let person_name = random.pick(&[name.to_lowercase(), name.to_uppercase()]);
                let new = NewMembership {
                    person_name: person_name.into(),
                    club_id,
                };
                let new = Membership::insert(new)
                    .set(Membership::RANK, random.maybe(&numbers()))
                    .set(Membership::GONE, gone(random));
                world.memberships.push(new.one(&tx).await?);
            }
        }
    }
    for letter_id in 0..24 {
        for tag_id in 0..4 {
            if random.below(3) == 0 {
                let new = LetterTag::insert(NewLetterTag { letter_id, tag_id });
                world.letter_tags.push(new.one(&tx).await?);
            }
        }
    }
    for id in 0..30 {
        let new = NewVote {
            id,
            letter_id: random.below(12) as i32,
            person_name: random.pick(&spelled()).into(),
        };
        let new = Vote::insert(new).set(Vote::STARS, random.maybe(&numbers()));
        world.votes.push(new.one(&tx).await?);
    }
    tx.commit().await?;
    Ok(world)
}
