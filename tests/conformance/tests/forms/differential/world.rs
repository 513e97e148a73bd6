//! Rows in memory, and their relations.

use tablewright_test_conformance::models::forms::Form;
use tablewright_test_conformance::models::letters::{
    Club, Letter, LetterTag, Membership, Person, Tag, Vote,
};

use super::values::fold;

/// All rows, in the order of their primary keys.
#[derive(Debug, Default)]
pub struct World {
    pub forms: Vec<Form>,
    pub persons: Vec<Person>,
    pub letters: Vec<Letter>,
    pub clubs: Vec<Club>,
    pub memberships: Vec<Membership>,
    pub tags: Vec<Tag>,
    pub letter_tags: Vec<LetterTag>,
    pub votes: Vec<Vote>,
}

/// The related rows: those that are not deleted, unless they are referenced.
impl World {
    fn person(&self, name: &str) -> Vec<Person> {
        picked(&self.persons, |it| fold(&it.name) == fold(name))
    }

    fn letter(&self, id: i32) -> Vec<Letter> {
        picked(&self.letters, |it| it.id == id)
    }

    pub fn author(&self, letter: &Letter) -> Vec<Person> {
        self.person(&letter.author_name)
    }

    pub fn reader(&self, letter: &Letter) -> Vec<Person> {
        let name = letter.reader_name.as_deref();
        name.map(|name| self.person(name)).unwrap_or_default()
    }

    pub fn former(&self, letter: &Letter) -> Vec<Letter> {
        let id = letter.former_id;
        id.map(|id| self.letter(id)).unwrap_or_default()
    }

    pub fn answers(&self, letter: &Letter) -> Vec<Letter> {
        picked(&self.letters, |it| {
            it.former_id == Some(letter.id) && it.gone.is_none()
        })
    }

    pub fn tags(&self, letter: &Letter) -> Vec<Tag> {
        picked(&self.tags, |it| {
            let mut pairs = self.letter_tags.iter();
            pairs.any(|pair| (pair.letter_id, pair.tag_id) == (letter.id, it.id))
        })
    }

    pub fn fans(&self, letter: &Letter) -> Vec<Person> {
        picked(&self.persons, |it| {
            let mut votes = self.votes.iter();
            it.gone.is_none()
                && votes.any(|vote| {
                    vote.letter_id == letter.id && fold(&vote.person_name) == fold(&it.name)
                })
        })
    }

    pub fn votes(&self, letter: &Letter) -> Vec<Vote> {
        picked(&self.votes, |it| it.letter_id == letter.id)
    }

    pub fn chief(&self, person: &Person) -> Vec<Person> {
        let name = person.chief_name.as_deref();
        name.map(|name| self.person(name)).unwrap_or_default()
    }

    pub fn reports(&self, person: &Person) -> Vec<Person> {
        picked(&self.persons, |it| {
            it.chief_name.as_deref().map(fold) == Some(fold(&person.name)) && it.gone.is_none()
        })
    }

    pub fn letters_of(&self, person: &Person) -> Vec<Letter> {
        picked(&self.letters, |it| {
            fold(&it.author_name) == fold(&person.name) && it.gone.is_none()
        })
    }

    pub fn received(&self, person: &Person) -> Vec<Letter> {
        picked(&self.letters, |it| {
            it.reader_name.as_deref().map(fold) == Some(fold(&person.name)) && it.gone.is_none()
        })
    }

    pub fn favorites(&self, person: &Person) -> Vec<Letter> {
        picked(&self.letters, |it| {
            let mut votes = self.votes.iter();
            it.gone.is_none()
                && votes.any(|vote| {
                    vote.letter_id == it.id && fold(&vote.person_name) == fold(&person.name)
                })
        })
    }

    pub fn clubs_of(&self, person: &Person) -> Vec<Club> {
        picked(&self.clubs, |it| self.is_member(&person.name, it.id))
    }

    pub fn members(&self, club: &Club) -> Vec<Person> {
        picked(&self.persons, |it| {
            it.gone.is_none() && self.is_member(&it.name, club.id)
        })
    }

    fn is_member(&self, name: &str, club: i32) -> bool {
        let mut pairs = self.memberships.iter();
        pairs.any(|pair| {
            pair.gone.is_none() && pair.club_id == club && fold(&pair.person_name) == fold(name)
        })
    }

    pub fn memberships_of(&self, person: &Person) -> Vec<Membership> {
        picked(&self.memberships, |it| {
            fold(&it.person_name) == fold(&person.name) && it.gone.is_none()
        })
    }

    pub fn memberships_in(&self, club: &Club) -> Vec<Membership> {
        picked(&self.memberships, |it| {
            it.club_id == club.id && it.gone.is_none()
        })
    }

    pub fn member(&self, membership: &Membership) -> Vec<Person> {
        self.person(&membership.person_name)
    }

    pub fn club(&self, membership: &Membership) -> Vec<Club> {
        picked(&self.clubs, |it| it.id == membership.club_id)
    }

    pub fn letters_with(&self, tag: &Tag) -> Vec<Letter> {
        picked(&self.letters, |it| {
            let mut pairs = self.letter_tags.iter();
            it.gone.is_none() && pairs.any(|pair| (pair.letter_id, pair.tag_id) == (it.id, tag.id))
        })
    }

    pub fn voted(&self, vote: &Vote) -> Vec<Letter> {
        self.letter(vote.letter_id)
    }

    pub fn voter(&self, vote: &Vote) -> Vec<Person> {
        self.person(&vote.person_name)
    }
}

fn picked<T: Clone>(rows: &[T], is_meant: impl Fn(&T) -> bool) -> Vec<T> {
    rows.iter().filter(|row| is_meant(row)).cloned().collect()
}
