//! Failures that random cases have found, each as the law that it violated.

use tablewright::query::row_number;
use tablewright::relation::{First, Second};
use tablewright::{Database, Filter, Result};
use tablewright_test_conformance::models::letters::{
    Club, Letter, Membership, NewClub, NewMembership, NewPerson, Person, Tag,
};
use tablewright_test_conformance::{Place, everywhere};

use super::orders::ordering;
use super::question::{compare, compared};
use super::random::Random;
use super::world::World;
use super::{fill, tables};

everywhere!(
    rows_that_are_missing_in_a_join_are_sorted_as_null,
    related_rows_are_asked_for_in_outer_joins,
    columns_with_and_without_a_collation_are_compared_by_code_point,
    join_rows_that_were_deleted_connect_nothing,
    related_rows_that_cannot_be_pick_out_rows_to_delete,
    rows_of_a_join_are_numbered_by_all_primary_keys,
    an_upsert_counts_the_versions_of_its_row,
);

/// The rows of a seed that violated some of the laws.
async fn filled(place: &Place) -> Result<(Database, World)> {
    let db = tables(place).await?;
    let world = fill::fill(&mut Random(3), &db).await?;
    Ok((db, world))
}

/// In every direction, with NULLs at either end, also by a column that is never NULL.
async fn rows_that_are_missing_in_a_join_are_sorted_as_null(place: &Place) -> Result<()> {
    let (db, world) = filled(place).await?;
    let mut pairs: Vec<(String, Option<Letter>)> = Vec::new();
    for person in world.persons.iter().filter(|it| it.gone.is_none()) {
        let found = world.letters_of(person);
        if found.is_empty() {
            pairs.push((person.name.clone(), None));
        }
        pairs.extend(found.into_iter().map(|it| (person.name.clone(), Some(it))));
    }
    assert!(pairs.iter().any(|(_, letter)| letter.is_none()));
    for descending in [false, true] {
        for nulls_first in [None, Some(false), Some(true)] {
            let order = if descending {
                Letter::PLACE.desc()
            } else {
                Letter::PLACE.asc()
            };
            let order = match nulls_first {
                None => order,
                Some(true) => order.nulls_first(),
                Some(false) => order.nulls_last(),
            };
            let rows = Person::all()
                .left_join(Person::LETTERS)
                .order_by::<Second, _>(order)
                .order_by::<First, _>(Person::NAME.asc())
                .order_by::<Second, _>(Letter::ID.asc())
                .all(&db)
                .await?;
            let found: Vec<_> = rows
                .iter()
                .map(|(person, letter)| (person.name.clone(), letter.as_ref().map(|it| it.id)))
                .collect();
            // The pairs are in the order of their keys, also if places are equal.
            let mut expected = pairs.clone();
            let first = nulls_first.unwrap_or(!descending);
            expected.sort_by(|(_, one), (_, other)| {
                let place = |letter: &Option<Letter>| letter.as_ref().map(|it| it.place);
                ordering(place(one), place(other), descending, first)
            });
            let expected: Vec<_> = expected
                .into_iter()
                .map(|(name, letter)| (name, letter.map(|it| it.id)))
                .collect();
            assert_eq!(found, expected, "descending {descending}, {nulls_first:?}");
        }
    }
    Ok(())
}

/// If MySQL converts it to a semijoin, it loses the condition on the related rows.
async fn related_rows_are_asked_for_in_outer_joins(place: &Place) -> Result<()> {
    let (db, world) = filled(place).await?;
    for least in [-100, 0, 2, 100] {
        let held = Letter::PLACE.ge(least) & Letter::TITLE.is_not_null();
        let writes = |person: &Person| {
            let mut letters = world.letters_of(person).into_iter();
            letters.any(|it| it.place >= least && it.title.is_some())
        };
        for (said, condition, meant) in [
            ("any", Person::LETTERS.any(held.clone()), true),
            ("none", Person::LETTERS.none(held.clone()), false),
        ] {
            let mut expected = Vec::new();
            for person in &world.persons {
                let mut reports = world.reports(person);
                reports.retain(|it| writes(it) == meant);
                if reports.is_empty() {
                    expected.push((person.name.clone(), None));
                }
                let name = || person.name.clone();
                expected.extend(reports.into_iter().map(|it| (name(), Some(it.name))));
            }
            let rows = Person::all()
                .with_deleted()
                .left_join(Person::REPORTS.filter(condition))
                .all(&db)
                .await?;
            let found: Vec<_> = rows
                .into_iter()
                .map(|(person, report)| (person.name, report.map(|it| it.name)))
                .collect();
            assert_eq!(found, expected, "{said} of {least}");
        }
    }
    Ok(())
}

async fn columns_with_and_without_a_collation_are_compared_by_code_point(
    place: &Place,
) -> Result<()> {
    let (db, world) = filled(place).await?;
    for method in 0..6 {
        for turned in [false, true] {
            let filter = if turned {
                compare!(method, Letter::PLAIN, Letter::TITLE)
            } else {
                compare!(method, Letter::TITLE, Letter::PLAIN)
            };
            let rows = Letter::filter(filter).all(&db).await?;
            let holds = |it: &&Letter| {
                let (one, other) = (it.title.clone(), it.plain.clone());
                let (one, other) = if turned { (other, one) } else { (one, other) };
                it.gone.is_none() && compared(method, one, other) == Some(true)
            };
            let expected: Vec<Letter> = world.letters.iter().filter(holds).cloned().collect();
            assert_eq!(rows, expected, "method {method}, turned: {turned}");
        }
    }
    Ok(())
}

async fn join_rows_that_were_deleted_connect_nothing(place: &Place) -> Result<()> {
    let db = &tables(place).await?;
    let ada = Person::insert(NewPerson { name: "ada".into() });
    let ada = ada.one(db).await?;
    let mut clubs = Vec::new();
    for id in 0..3 {
        let title = "x".into();
        clubs.push(Club::insert(NewClub { id, title }).one(db).await?);
        // In another spelling.
        let new = NewMembership {
            person_name: "ADA".into(),
            club_id: id,
        };
        Membership::insert(new)
            .set(Membership::RANK, 7)
            .execute(db)
            .await?;
    }
    let connected = async |expected: &[i32]| {
        let ids = |clubs: Vec<Club>| clubs.into_iter().map(|it| it.id).collect::<Vec<_>>();
        assert_eq!(ids(ada.clubs().all(db).await?), expected);
        let loaded = Person::all().with(Person::CLUBS).one(db).await?;
        assert_eq!(ids(loaded.1), expected);
        let limited = Person::all().with(Person::CLUBS.limit(9)).one(db).await?;
        assert_eq!(ids(limited.1), expected);
        let joined = Person::all().join(Person::CLUBS).all(db).await?;
        assert_eq!(ids(joined.into_iter().map(|it| it.1).collect()), expected);
        let asked = Club::filter(Club::MEMBERS.any(Filter::all()))
            .all(db)
            .await?;
        assert_eq!(ids(asked), expected);
        // No row is deleted permanently or created again.
        let all = Membership::all().with_deleted().all(db).await?;
        assert!(all.len() == 3 && all.iter().all(|it| it.rank == Some(7)));
        Result::Ok(())
    };
    connected(&[0, 1, 2]).await?;
    let membership = Membership::all().one(db).await?;
    membership.delete(db).await?;
    connected(&[1, 2]).await?;
    assert!(ada.remove_club(&clubs[1], db).await?);
    assert!(!ada.remove_club(&clubs[1], db).await?);
    connected(&[2]).await?;
    assert!(ada.add_club(&clubs[0], db).await?);
    assert!(!ada.add_club(&clubs[0], db).await?);
    connected(&[0, 2]).await?;
    ada.set_clubs(&clubs[..2], db).await?;
    connected(&[0, 1]).await?;
    ada.set_clubs(&[], db).await?;
    connected(&[]).await
}

/// If a condition in a derived table is never true, MySQL no longer treats the table as derived,
/// and refuses the delete.
async fn related_rows_that_cannot_be_pick_out_rows_to_delete(place: &Place) -> Result<()> {
    let (db, _) = filled(place).await?;
    let letters = Letter::all().count(&db).await?;
    assert!(letters > 2);
    let deleted = [
        (Letter::AUTHOR.is(Filter::none()), 0),
        (!Letter::AUTHOR.is(Filter::none()), 1),
    ];
    for (filter, expected) in deleted {
        let rows = Letter::filter(filter).offset(letters - 1).delete();
        assert_eq!(rows.execute(&db).await?, expected);
    }
    let of_all =
        Person::filter(Person::LETTERS.every(Filter::all()) & Person::LETTERS.none(Filter::none()));
    assert_eq!(of_all.count(&db).await?, Person::all().count(&db).await?);
    Ok(())
}

/// Rows of a join that are equal in the order of a window are numbered by the keys of both models.
async fn rows_of_a_join_are_numbered_by_all_primary_keys(place: &Place) -> Result<()> {
    let (db, world) = filled(place).await?;
    let letters = world.letters.iter().filter(|it| it.gone.is_none());
    let mut pairs: Vec<(i32, i32, i32)> = letters
        .flat_map(|it| {
            world
                .tags(it)
                .into_iter()
                .map(|tag| (it.place, it.id, tag.id))
        })
        .collect();
    pairs.sort_unstable();
    let is_tie = |pairs: &[(i32, i32, i32)]| pairs[0].0 == pairs[1].0;
    assert!(pairs.windows(2).any(is_tie), "{pairs:?}");
    for order in [
        vec![Letter::PLACE.asc()],
        vec![Letter::PLACE.asc(), Letter::ID.asc()],
    ] {
        let rows = Letter::all().join(Letter::TAGS).select((
            Letter::PLACE,
            Letter::ID,
            Tag::ID,
            row_number().order_by(order),
        ));
        let mut rows = rows.all(&db).await?;
        rows.sort_unstable_by_key(|row| row.3);
        let found: Vec<_> = rows.into_iter().map(|row| (row.0, row.1, row.2)).collect();
        assert_eq!(found, pairs);
    }
    Ok(())
}

/// Also in a table that has the name which `ON CONFLICT` gives to the new row.
async fn an_upsert_counts_the_versions_of_its_row(place: &Place) -> Result<()> {
    let db = &tables(place).await?;
    let new = || Person::upsert(NewPerson { name: "ada".into() }, Person::NAME);
    let first = new().set(Person::AGE, 7).one(db).await?;
    for count in 1..4 {
        let row = new().set(Person::AGE, 7 + count).one(db).await?;
        assert_eq!(
            (row.age, row.edition),
            (Some(7 + count), first.edition + count)
        );
    }
    let unset = new().update(Person::AGE).one(db).await?;
    assert_eq!((unset.age, unset.edition), (None, first.edition + 4));
    assert_eq!(Person::all().all(db).await?, [unset]);
    Ok(())
}
