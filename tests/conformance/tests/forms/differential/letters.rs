//! Persons, who write letters: conditions, orders and updates of each model.

use std::sync::Arc;

use tablewright::jiff::Timestamp;
use tablewright::{Order, Select};
use tablewright_test_conformance::models::letters::{Club, Letter, Membership, Person, Tag, Vote};

use super::changes::Change;
use super::fill::{moments, numbers, spelled};
use super::orders::{Compare, order};
use super::question::{METHODS, Question, about, compare, compared, computed, part, pattern};
use super::random::Random;
use super::related::{many, one};
use super::subject::{Deleted, Subject};
use super::values::{bodies, fold, folded, longs, names};
use super::world::World;

impl Subject for Person {
    type Id = String;

    const STAYS: bool = true;

    fn id(&self) -> String {
        fold(&self.name)
    }

    fn by_id() -> Vec<Order<Person>> {
        vec![Person::NAME.asc()]
    }

    fn rows(world: &World) -> &[Person] {
        &world.persons
    }

    fn select(deleted: Deleted) -> Select<'static, Person> {
        match deleted {
            Deleted::LeftOut => Person::all(),
            Deleted::Included => Person::all().with_deleted(),
            Deleted::Alone => Person::all().only_deleted(),
        }
    }

    fn is_deleted(&self) -> bool {
        self.gone.is_some()
    }

    fn question(random: &mut Random, world: &Arc<World>, depth: usize) -> Question<Person> {
        let deep = (world, depth);
        match random.below(if depth > 0 { 14 } else { 6 }) {
            0 | 1 => about!(random, Person NAME name, |it: String| fold(&it), spelled(), NAME name),
            2 => about!(random, Person AGE age, |it: i32| it, numbers(), AGE age),
            3 => about!(random, Person MOTTO motto, |it: String| it, longs(), MOTTO motto),
            4 => about!(
                random,
                Person CHIEF_NAME chief_name,
                |it: String| fold(&it),
                spelled(),
                CHIEF_NAME chief_name
            ),
            5 => pattern!(random, Person NAME name, ""),
            6 => many(random, deep, "REPORTS", Person::REPORTS, World::reports),
            7 | 8 => many(random, deep, "LETTERS", Person::LETTERS, World::letters_of),
            9 => many(random, deep, "RECEIVED", Person::RECEIVED, World::received),
            10 => many(random, deep, "CLUBS", Person::CLUBS, World::clubs_of),
            11 => many(
                random,
                deep,
                "FAVORITES",
                Person::FAVORITES,
                World::favorites,
            ),
            12 => {
                let rows = World::memberships_of;
                many(random, deep, "MEMBERSHIPS", Person::MEMBERSHIPS, rows)
            }
            _ => one(random, deep, "CHIEF", Person::CHIEF, World::chief),
        }
    }

    fn order(random: &mut Random) -> (Order<Person>, Compare<Person>) {
        match random.below(4) {
            0 => order!(random, Person NAME name, |it: String| fold(&it)),
            1 => order!(random, Person AGE age),
            2 => order!(random, Person MOTTO motto),
            _ => order!(random, Person CHIEF_NAME chief_name, |it: String| fold(&it)),
        }
    }

    fn changes() -> &'static [Change<Person>] {
        &[
            (
                "AGE = AGE + 1",
                |it| it.set(Person::AGE, Person::AGE + 1),
                |old, new| new.age = old.age.map(|it| it + 1),
            ),
            (
                "MOTTO = CHIEF_NAME",
                |it| it.set(Person::MOTTO, Person::CHIEF_NAME),
                |old, new| new.motto = old.chief_name.clone(),
            ),
            (
                "CHIEF_NAME = NULL",
                |it| it.set(Person::CHIEF_NAME, None),
                |_, new| new.chief_name = None,
            ),
        ]
    }

    fn follow(&mut self, _: &Person) {
        self.edition += 1;
    }
}

impl Subject for Letter {
    type Id = i32;

    const STAYS: bool = true;

    fn id(&self) -> i32 {
        self.id
    }

    fn by_id() -> Vec<Order<Letter>> {
        vec![Letter::ID.asc()]
    }

    fn rows(world: &World) -> &[Letter] {
        &world.letters
    }

    fn select(deleted: Deleted) -> Select<'static, Letter> {
        match deleted {
            Deleted::LeftOut => Letter::all(),
            Deleted::Included => Letter::all().with_deleted(),
            Deleted::Alone => Letter::all().only_deleted(),
        }
    }

    fn is_deleted(&self) -> bool {
        self.gone.is_some()
    }

    fn question(random: &mut Random, world: &Arc<World>, depth: usize) -> Question<Letter> {
        let deep = (world, depth);
        match random.below(if depth > 0 { 27 } else { 17 }) {
            0 | 1 => {
                about!(random, Letter TITLE title, |it: String| fold(&it), folded(), OTHER other)
            }
            2 => about!(random, Letter OTHER other, |it: String| fold(&it), folded(), TITLE title),
            3 => about!(random, Letter PLAIN plain, |it: String| it, names(), PLAIN plain),
            4 => about!(random, Letter BODY body, |it: String| it, bodies(), BODY body),
            5 => about!(random, Letter RANK rank, |it: i32| it, numbers(), RANK rank),
            6 => about!(random, Letter PLACE place, |it: i32| it, numbers(), PLACE place),
            7 => about!(
                random,
                Letter AUTHOR_NAME author_name,
                |it: String| fold(&it),
                spelled(),
                AUTHOR_NAME author_name
            ),
            8 => about!(
                random,
                Letter READER_NAME reader_name,
                |it: String| fold(&it),
                spelled(),
                TITLE title
            ),
            9 => about!(random, Letter FORMER_ID former_id, |it: i32| it, numbers(), RANK rank),
            10 => about!(random, Letter GONE gone, |it: Timestamp| it, moments(), GONE gone),
            11 => pattern!(random, Letter TITLE title, ""),
            12 => pattern!(random, Letter PLAIN plain, ""),
            13 => pattern!(random, Letter BODY body, "x%"),
            14 => part!(random, Letter TITLE title, folded()),
            15 => computed!(random, Letter RANK rank, RANK rank, numbers(), i64::from),
            16 => mixed(random),
            17 | 18 => one(random, deep, "AUTHOR", Letter::AUTHOR, World::author),
            19 | 20 => one(random, deep, "READER", Letter::READER, World::reader),
            21 => one(random, deep, "FORMER", Letter::FORMER, World::former),
            22 => many(random, deep, "ANSWERS", Letter::ANSWERS, World::answers),
            23 | 24 => many(random, deep, "TAGS", Letter::TAGS, World::tags),
            25 => many(random, deep, "FANS", Letter::FANS, World::fans),
            _ => many(random, deep, "VOTES", Letter::VOTES, World::votes),
        }
    }

    fn order(random: &mut Random) -> (Order<Letter>, Compare<Letter>) {
        match random.below(8) {
            0 => order!(random, Letter TITLE title, |it: String| fold(&it)),
            1 => order!(random, Letter OTHER other, |it: String| fold(&it)),
            2 => order!(random, Letter PLAIN plain),
            3 => order!(random, Letter BODY body),
            4 => order!(random, Letter RANK rank),
            5 => order!(random, Letter PLACE place),
            6 => order!(random, Letter AUTHOR_NAME author_name, |it: String| fold(&it)),
            _ => order!(random, Letter GONE gone),
        }
    }

    fn changes() -> &'static [Change<Letter>] {
        &[
            (
                "TITLE = OTHER",
                |it| it.set(Letter::TITLE, Letter::OTHER),
                |old, new| new.title = old.other.clone(),
            ),
            (
                "OTHER = TITLE",
                |it| it.set(Letter::OTHER, Letter::TITLE),
                |old, new| new.other = old.title.clone(),
            ),
            (
                "OTHER = PLAIN",
                |it| it.set(Letter::OTHER, Letter::PLAIN),
                |old, new| new.other = old.plain.clone(),
            ),
            (
                "PLAIN = TITLE",
                |it| it.set(Letter::PLAIN, Letter::TITLE),
                |old, new| new.plain = old.title.clone(),
            ),
            (
                "BODY = PLAIN",
                |it| it.set(Letter::BODY, Letter::PLAIN),
                |old, new| new.body = old.plain.clone(),
            ),
            (
                "RANK = RANK * 2",
                |it| it.set(Letter::RANK, Letter::RANK * 2),
                |old, new| new.rank = old.rank.map(|it| it * 2),
            ),
            (
                "PLACE = PLACE - 1",
                |it| it.set(Letter::PLACE, Letter::PLACE - 1),
                |old, new| new.place = old.place - 1,
            ),
            (
                "FORMER_ID = NULL",
                |it| it.set(Letter::FORMER_ID, None),
                |_, new| new.former_id = None,
            ),
            (
                "GONE = NULL",
                |it| it.set(Letter::GONE, None),
                |_, new| new.gone = None,
            ),
        ]
    }
}

/// Columns of which only one has a collation that ignores case: they are compared by code point.
fn mixed(random: &mut Random) -> Question<Letter> {
    let (method, turned) = (random.below(6), random.flip());
    let (said, filter) = if turned {
        let filter = compare!(method, Letter::PLAIN, Letter::TITLE);
        (format!("PLAIN {} TITLE", METHODS[method]), filter)
    } else {
        let filter = compare!(method, Letter::TITLE, Letter::PLAIN);
        (format!("TITLE {} PLAIN", METHODS[method]), filter)
    };
    Question::new(said, filter, move |row| {
        let title = row.and_then(|row| row.title.clone());
        let plain = row.and_then(|row| row.plain.clone());
        if turned {
            compared(method, plain, title)
        } else {
            compared(method, title, plain)
        }
    })
}

/// The methods of rows without soft deletes.
macro_rules! subject {
    ($model:ident, $id:ty, $rows:ident: $by:ident, $own:expr) => {
        type Id = $id;

        fn id(&self) -> $id {
            let own: fn(&$model) -> $id = $own;
            own(self)
        }

        fn by_id() -> Vec<Order<$model>> {
            vec![$model::$by.asc()]
        }

        fn rows(world: &World) -> &[$model] {
            &world.$rows
        }

        fn select(_: Deleted) -> Select<'static, $model> {
            $model::all()
        }
    };
}

impl Subject for Club {
    subject!(Club, i32, clubs: ID, |it| it.id);

    fn question(random: &mut Random, world: &Arc<World>, depth: usize) -> Question<Club> {
        let deep = (world, depth);
        match random.below(if depth > 0 { 7 } else { 3 }) {
            0 => about!(random, Club TITLE title, |it: String| fold(&it), folded(), TITLE title),
            1 => about!(random, Club SINCE since, |it: i32| it, numbers(), SINCE since),
            2 => about!(random, Club ID id, |it: i32| it, numbers(), ID id),
            3..=5 => many(random, deep, "MEMBERS", Club::MEMBERS, World::members),
            _ => {
                let rows = World::memberships_in;
                many(random, deep, "MEMBERSHIPS", Club::MEMBERSHIPS, rows)
            }
        }
    }

    fn order(random: &mut Random) -> (Order<Club>, Compare<Club>) {
        match random.below(2) {
            0 => order!(random, Club TITLE title, |it: String| fold(&it)),
            _ => order!(random, Club SINCE since),
        }
    }

    fn changes() -> &'static [Change<Club>] {
        &[
            (
                "TITLE = x",
                |it| it.set(Club::TITLE, "x"),
                |_, new| new.title = "x".to_owned(),
            ),
            (
                "SINCE = SINCE - 1",
                |it| it.set(Club::SINCE, Club::SINCE - 1),
                |old, new| new.since = old.since.map(|it| it - 1),
            ),
        ]
    }
}

impl Subject for Tag {
    subject!(Tag, i32, tags: ID, |it| it.id);

    fn question(random: &mut Random, world: &Arc<World>, depth: usize) -> Question<Tag> {
        let deep = (world, depth);
        match random.below(if depth > 0 { 5 } else { 3 }) {
            0 => about!(random, Tag NAME name, |it: String| it, names(), NAME name),
            1 => pattern!(random, Tag NAME name, ""),
            2 => about!(random, Tag ID id, |it: i32| it, numbers(), ID id),
            _ => many(random, deep, "LETTERS", Tag::LETTERS, World::letters_with),
        }
    }

    fn order(random: &mut Random) -> (Order<Tag>, Compare<Tag>) {
        match random.below(2) {
            0 => order!(random, Tag NAME name),
            _ => order!(random, Tag ID id),
        }
    }
}

impl Subject for Membership {
    type Id = (String, i32);

    const STAYS: bool = true;

    fn id(&self) -> (String, i32) {
        (fold(&self.person_name), self.club_id)
    }

    fn by_id() -> Vec<Order<Membership>> {
        vec![Membership::PERSON_NAME.asc(), Membership::CLUB_ID.asc()]
    }

    fn rows(world: &World) -> &[Membership] {
        &world.memberships
    }

    fn select(deleted: Deleted) -> Select<'static, Membership> {
        match deleted {
            Deleted::LeftOut => Membership::all(),
            Deleted::Included => Membership::all().with_deleted(),
            Deleted::Alone => Membership::all().only_deleted(),
        }
    }

    fn is_deleted(&self) -> bool {
        self.gone.is_some()
    }

    fn question(random: &mut Random, world: &Arc<World>, depth: usize) -> Question<Membership> {
        let deep = (world, depth);
        match random.below(if depth > 0 { 4 } else { 2 }) {
            0 => about!(random, Membership RANK rank, |it: i32| it, numbers(), RANK rank),
            1 => about!(
                random,
                Membership PERSON_NAME person_name,
                |it: String| fold(&it),
                spelled(),
                PERSON_NAME person_name
            ),
            2 => one(random, deep, "PERSON", Membership::PERSON, World::member),
            _ => one(random, deep, "CLUB", Membership::CLUB, World::club),
        }
    }

    fn order(random: &mut Random) -> (Order<Membership>, Compare<Membership>) {
        match random.below(2) {
            0 => order!(random, Membership RANK rank),
            _ => order!(random, Membership CLUB_ID club_id),
        }
    }
}

impl Subject for Vote {
    subject!(Vote, i32, votes: ID, |it| it.id);

    fn question(random: &mut Random, world: &Arc<World>, depth: usize) -> Question<Vote> {
        let deep = (world, depth);
        match random.below(if depth > 0 { 6 } else { 3 }) {
            0 => about!(random, Vote STARS stars, |it: i32| it, numbers(), STARS stars),
            1 => about!(
                random,
                Vote PERSON_NAME person_name,
                |it: String| fold(&it),
                spelled(),
                PERSON_NAME person_name
            ),
            2 => about!(random, Vote LETTER_ID letter_id, |it: i32| it, numbers(), ID id),
            3 | 4 => one(random, deep, "LETTER", Vote::LETTER, World::voted),
            _ => one(random, deep, "PERSON", Vote::PERSON, World::voter),
        }
    }

    fn order(random: &mut Random) -> (Order<Vote>, Compare<Vote>) {
        match random.below(3) {
            0 => order!(random, Vote STARS stars),
            1 => order!(random, Vote LETTER_ID letter_id),
            _ => order!(random, Vote PERSON_NAME person_name, |it: String| fold(&it)),
        }
    }

    fn changes() -> &'static [Change<Vote>] {
        &[(
            "STARS = STARS * 2",
            |it| it.set(Vote::STARS, Vote::STARS * 2),
            |old, new| new.stars = old.stars.map(|it| it * 2),
        )]
    }
}
