//! Columns with a collation that ignores case.

use tablewright::query::{count, dense_rank, row_number};
use tablewright::{Database, Error, Result};
use tablewright_test_conformance::models::collated::{
    self, Club, Kind, Letter, NewClub, NewLetter, NewPerson, Person,
};
use tablewright_test_conformance::{Place, everywhere, sql};

everywhere!(
    related_rows_are_those_that_a_join_finds,
    a_list_finds_the_same_if_it_is_long,
    partitions_are_groups,
    patterns_do_not_ignore_case,
    an_enum_has_no_other_spelling,
);

/// Persons whose names are spelled differently in the rows that reference them.
async fn filled(place: &Place) -> Result<Database> {
    let db = place.connect().await?;
    sql::create_ignoring_case(&db).await?;
    collated::create_all(&db).await?;
    for (name, age) in [("Ada", 36), ("Grace", 85), ("mary", 20)] {
        Person::insert(NewPerson {
            name: name.into(),
            age,
        })
        .execute(&db)
        .await?;
    }
    for (id, author, reader) in [
        (1, "ada", Some("GRACE")),
        (2, "Ada", None),
        (3, "ADA", Some("grace")),
        (4, "Mary", Some("aDa")),
    ] {
        let new = NewLetter {
            id,
            author_name: author.into(),
            kind: Kind::Local,
        };
        Letter::insert(new)
            .set_some(Letter::READER_NAME, reader)
            .execute(&db)
            .await?;
    }
    for id in 1..=2 {
        Club::insert(NewClub {
            id,
            title: "x".into(),
        })
        .execute(&db)
        .await?;
    }
    Ok(db)
}

/// A partition has the rows of a group, whose spellings may differ.
async fn partitions_are_groups(place: &Place) -> Result<()> {
    let db = &filled(place).await?;
    let by = Letter::AUTHOR_NAME;
    let groups = Letter::all()
        .select((Letter::ID.min(), count()))
        .group_by(by);
    let mut groups: Vec<_> = groups.all(db).await?;
    groups.sort();
    assert_eq!(groups, [(Some(1), 3), (Some(4), 1)]);
    let number = row_number().partition_by(by).order_by(Letter::ID.asc());
    let of_all = dense_rank().order_by(by.asc());
    let rows = Letter::all()
        .select((Letter::ID, number, of_all))
        .order_by(Letter::ID.asc())
        .all(db)
        .await?;
    assert_eq!(rows, [(1, 1, 1), (2, 2, 1), (3, 3, 1), (4, 1, 2)]);
    let first = Letter::all().order_by(Letter::ID.desc()).distinct_on(by);
    let mut first: Vec<i32> = first.all(db).await?.iter().map(|row| row.id).collect();
    first.sort();
    assert_eq!(first, [3, 4]);
    Ok(())
}

async fn related_rows_are_those_that_a_join_finds(place: &Place) -> Result<()> {
    let db = &filled(place).await?;
    let joined = Letter::all().join(Letter::AUTHOR).all(db).await?;
    assert_eq!(joined.len(), 4);
    assert_eq!(Letter::all().with(Letter::AUTHOR).all(db).await?, joined);
    let joined = Letter::all().left_join(Letter::READER).all(db).await?;
    assert_eq!(Letter::all().with(Letter::READER).all(db).await?, joined);
    let persons = Person::all()
        .with(Person::LETTERS)
        .with(Person::RECEIVED)
        .all(db)
        .await?;
    let found: Vec<(&str, Vec<i32>, Vec<i32>)> = persons
        .iter()
        .map(|(person, letters, received)| {
            let ids = |letters: &[Letter]| letters.iter().map(|letter| letter.id).collect();
            (person.name.as_str(), ids(letters), ids(received))
        })
        .collect();
    let expected: [(&str, Vec<i32>, Vec<i32>); 3] = [
        ("Ada", vec![1, 2, 3], vec![4]),
        ("Grace", vec![], vec![1, 3]),
        ("mary", vec![4], vec![]),
    ];
    assert_eq!(found, expected);
    let limited = Person::all()
        .with(Person::LETTERS.order_by(Letter::ID.desc()).limit(1))
        .all(db)
        .await?;
    let last: Vec<Option<i32>> = limited
        .iter()
        .map(|(_, letters)| letters.first().map(|it| it.id))
        .collect();
    assert_eq!(last, [Some(3), None, Some(4)]);
    // Through a join table, and further.
    let clubs = Club::all().all(db).await?;
    let ada = Person::find("ADA").one(db).await?;
    ada.set_clubs(&clubs, db).await?;
    let upper = Person {
        name: "GRACE".into(),
        age: 85,
    };
    upper.add_club(&clubs[0], db).await?;
    let members = Club::all()
        .with(Club::MEMBERS.with(Person::LETTERS))
        .all(db)
        .await?;
    let members: Vec<Vec<(&str, usize)>> = members
        .iter()
        .map(|(_, members)| {
            members
                .iter()
                .map(|(it, letters)| (it.name.as_str(), letters.len()))
                .collect()
        })
        .collect();
    assert_eq!(members, [vec![("Ada", 3), ("Grace", 0)], vec![("Ada", 3)]]);
    let of_persons = Person::all().with(Person::CLUBS).all(db).await?;
    let counts: Vec<usize> = of_persons.iter().map(|(_, clubs)| clubs.len()).collect();
    assert_eq!(counts, [2, 1, 0]);
    Ok(())
}

async fn a_list_finds_the_same_if_it_is_long(place: &Place) -> Result<()> {
    let db = &filled(place).await?;
    let few = ["ADA", "x", "MARY"];
    let many: Vec<String> = (0..400)
        .map(|number| format!("x{number}"))
        .chain(few.map(str::to_owned))
        .collect();
    let names = async |filter| {
        let rows = Person::filter(filter).all(db).await?;
        Ok::<_, Error>(
            rows.into_iter()
                .map(|person| person.name)
                .collect::<Vec<_>>(),
        )
    };
    assert_eq!(names(Person::NAME.in_(few)).await?, ["Ada", "mary"]);
    assert_eq!(names(Person::NAME.in_(&many)).await?, ["Ada", "mary"]);
    assert_eq!(names(Person::NAME.not_in(few)).await?, ["Grace"]);
    assert_eq!(names(Person::NAME.not_in(&many)).await?, ["Grace"]);
    Ok(())
}

async fn patterns_do_not_ignore_case(place: &Place) -> Result<()> {
    let db = &filled(place).await?;
    let names = async |filter| {
        let rows = Person::filter(filter).all(db).await?;
        Ok::<_, Error>(
            rows.into_iter()
                .map(|person| person.name)
                .collect::<String>(),
        )
    };
    assert_eq!(names(Person::NAME.like("A%")).await?, "Ada");
    assert_eq!(names(Person::NAME.like("a%")).await?, "");
    assert_eq!(names(Person::NAME.starts_with("M")).await?, "");
    assert_eq!(names(Person::NAME.ends_with("CE")).await?, "");
    assert_eq!(names(Person::NAME.contains("ra")).await?, "Grace");
    assert_eq!(names(Person::NAME.ilike("%RA%")).await?, "Grace");
    // Letters that look similar are different.
    assert_eq!(names(Person::NAME.ilike("ád_")).await?, "");
    Ok(())
}

async fn an_enum_has_no_other_spelling(place: &Place) -> Result<()> {
    let db = &filled(place).await?;
    let insert = "INSERT INTO letters (id, author_name, kind) VALUES (9, 'Ada', 'LOCAL')";
    let result = sql::run(db, insert).await;
    assert!(matches!(result, Err(Error::Check(_))), "{result:?}");
    assert_eq!(
        Letter::filter(Letter::KIND.eq(Kind::Local))
            .count(db)
            .await?,
        4
    );
    Ok(())
}
