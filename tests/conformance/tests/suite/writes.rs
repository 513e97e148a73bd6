//! Inserts of many rows, upserts, rows that other sessions change in between, and soft deletes.

use std::collections::HashSet;
use std::slice::from_ref;

use tablewright::serde_json::json;
use tablewright::uuid::Uuid;
use tablewright::{Connection, Database, Dialect, Error, Result, Select};
use tablewright_test_conformance::everywhere;
use tablewright_test_conformance::models::writes::{
    Both, Comment, Counter, Document, Handle, Member, NewBoth, NewComment, NewCounter, NewDocument,
    NewHandle, NewMember, NewNote, NewSeat, NewTag, NewToken, Note, Seat, Tag, Token,
};

everywhere!(writes:
    many_rows_come_back_in_their_order,
    many_rows_have_the_defaults_of_one,
    no_rows_are_no_statement,
    many_rows_are_inserted_or_none,
    rows_are_not_collected_before_they_are_sent,
    large_rows_go_in_pieces,
    keys_come_back_however_they_are_made,
    what_is_refused_is_named,
    an_upsert_inserts_or_changes,
    an_upsert_changes_what_it_is_told,
    an_upsert_never_changes_another_row,
    an_upsert_finds_rows_by_its_key_first,
    an_upsert_changes_no_row_with_the_same_generated_key,
    a_generated_key_finds_rows_of_upserts_or_is_refused,
    an_upsert_by_a_key_of_two_columns,
    an_upsert_needs_a_key,
    a_row_that_is_there_may_be_left_alone,
    upserts_at_the_same_time,
);

fn member(number: usize) -> NewMember<'static> {
    NewMember {
        email: format!("{number}@example.com").into(),
    }
}

async fn many_rows_come_back_in_their_order(db: &Database) -> Result<()> {
    for count in [1, 2, 3, 64, 65, 100, 256, 257, 1000] {
        Member::all().delete().execute(db).await?;
        let members = Member::insert_all((0..count).rev().map(member))
            .all(db)
            .await?;
        assert_eq!(members.len(), count);
        for (number, member) in (0..count).rev().zip(&members) {
            assert_eq!(member.email, format!("{number}@example.com"));
        }
        assert_eq!(Member::all().all(db).await?, members, "{count}");
        let ids: HashSet<i64> = members.iter().map(|member| member.id).collect();
        assert_eq!(ids.len(), count);
    }
    Ok(())
}

async fn many_rows_have_the_defaults_of_one(db: &Database) -> Result<()> {
    let new = [
        Member::insert(member(0)),
        Member::insert(member(1))
            .set(Member::LEVEL, 5)
            .set(Member::BIO, "b")
            .set(Member::NICKNAME, "n")
            .set(Member::TAGS, vec!["x".to_owned()])
            .set(Member::EXTRA, json!({"a": [1, null]})),
        Member::insert(member(2)).set(Member::NICKNAME, None),
        Member::insert(member(3)).set(Member::NAME, "'?1, $2"),
    ];
    let mut one = Vec::new();
    for new in new.clone() {
        one.push(new.one(db).await?);
    }
    Member::all().delete().execute(db).await?;
    let mut many = Member::insert_all(new.clone()).all(db).await?;
    for (one, many) in one.iter().zip(&mut many) {
        assert!(many.joined >= one.joined);
        many.joined = one.joined;
        many.id = one.id;
    }
    assert_eq!(one, many);
    assert_eq!(many[0].nickname.as_deref(), Some("nobody"));
    assert_eq!(many[2].nickname, None);
    assert_eq!(many[1].shout, "1@EXAMPLE.COM");

    Member::all().delete().execute(db).await?;
    assert_eq!(Member::insert_all(new).execute(db).await?, 4);
    assert_eq!(Member::filter(Member::LEVEL.eq(5)).count(db).await?, 1);
    Ok(())
}

async fn no_rows_are_no_statement(db: &Database) -> Result<()> {
    let none: [NewMember<'_>; 0] = [];
    assert_eq!(Member::insert_all(none.clone()).execute(db).await?, 0);
    assert_eq!(Member::insert_all(none.to_vec()).all(db).await?, []);
    let ids: Vec<i64> = Member::insert_all(none.first().cloned())
        .returning(Member::ID)
        .all(db)
        .await?;
    assert!(ids.is_empty());
    // Not even the table is queried.
    tablewright_test_conformance::models::writes::drop_all(db).await?;
    assert_eq!(Member::insert_all(none).execute(db).await?, 0);
    Ok(())
}

async fn many_rows_are_inserted_or_none(db: &Database) -> Result<()> {
    let twice = || (0..700).map(|number| member(number % 699));
    let result = Member::insert_all(twice()).execute(db).await;
    let Err(Error::Unique(broken)) = result else {
        panic!("{result:?}")
    };
    assert_eq!(
        (broken.table.as_str(), &broken.columns[..]),
        ("members", &["email".to_owned()][..])
    );
    assert_eq!(Member::all().count(db).await?, 0);
    let result = Member::insert_all(twice()).all(db).await;
    assert!(matches!(result, Err(Error::Unique(_))), "{result:?}");
    assert_eq!(Member::all().count(db).await?, 0);

    // Within a transaction only the rows are undone.
    let mut tx = db.begin().await?;
    Member::insert(member(1000)).execute(&tx).await?;
    let point = tx.begin().await?;
    let result = Member::insert_all(twice()).execute(&point).await;
    assert!(matches!(result, Err(Error::Unique(_))), "{result:?}");
    point.rollback().await?;
    let result = Member::insert_all(twice()).execute(&tx).await;
    assert!(matches!(result, Err(Error::Unique(_))), "{result:?}");
    assert_eq!(
        Member::insert_all((0..700).map(member))
            .execute(&tx)
            .await?,
        700
    );
    tx.commit().await?;
    assert_eq!(Member::all().count(db).await?, 701);
    Ok(())
}

async fn rows_are_not_collected_before_they_are_sent(db: &Database) -> Result<()> {
    // The iterator is read slightly further than the sent rows.
    let mut taken = 0;
    let rows = (0..100_000).map(|number| {
        taken = number;
        member(if number == 300 { 0 } else { number })
    });
    let result = Member::insert_all(rows).execute(db).await;
    assert!(matches!(result, Err(Error::Unique(_))), "{result:?}");
    assert!(taken < 1000, "{taken}");
    assert_eq!(Member::all().count(db).await?, 0);
    Ok(())
}

async fn large_rows_go_in_pieces(db: &Database) -> Result<()> {
    let bio = "b".repeat(300_000);
    let new = (0..9).map(|number| Member::insert(member(number)).set(Member::BIO, bio.as_str()));
    let ids: Vec<(i64, String)> = Member::insert_all(new)
        .returning((Member::ID, Member::EMAIL))
        .all(db)
        .await?;
    assert_eq!(ids.len(), 9);
    assert_eq!(ids[8].1, "8@example.com");
    assert_eq!(Member::filter(Member::BIO.eq(&bio)).count(db).await?, 9);
    Ok(())
}

async fn keys_come_back_however_they_are_made(db: &Database) -> Result<()> {
    // An auto-increment key, a key from the program, and an auto-increment key again.
    let new = (0..40).map(|number| {
        let id = match number / 10 {
            1 => Some(1000 + number as i64),
            3 => Some(500 - number as i64),
            _ => None,
        };
        Member::insert(member(number)).set_some(Member::ID, id)
    });
    let members = Member::insert_all(new).all(db).await?;
    for (number, member) in members.iter().enumerate() {
        assert_eq!(member.email, format!("{number}@example.com"));
        assert_eq!(Member::find(member.id).one(db).await?, *member);
    }
    assert_eq!(members[15].id, 1015);
    assert_eq!(members[35].id, 465);
    // Later numbers are greater than all of them.
    assert!(Member::insert(member(40)).one(db).await?.id > 1019);

    let given = Uuid::from_u128(7);
    let new = [("a", None), ("b", Some(given)), ("c", None)];
    let new =
        new.map(|(name, id)| Token::insert(NewToken { name: name.into() }).set_some(Token::ID, id));
    let ids: Vec<Uuid> = Token::insert_all(new).returning(Token::ID).all(db).await?;
    assert_eq!(ids[1], given);
    for (id, name) in ids.iter().zip(["a", "b", "c"]) {
        assert_eq!(Token::find(*id).one(db).await?.name, name);
    }

    let new = |row: &'static str, number| {
        Seat::insert(NewSeat {
            row: row.into(),
            number,
        })
    };
    let rows = [
        new("b", 2),
        new("B", 2),
        new("a", 9),
        new("a", 1).set(Seat::GUEST, "x"),
    ];
    let seats = Seat::insert_all(rows).all(db).await?;
    let keys: Vec<(&str, i16)> = seats.iter().map(|s| (s.row.as_str(), s.number)).collect();
    assert_eq!(keys, [("b", 2), ("B", 2), ("a", 9), ("a", 1)]);
    assert_eq!(seats[3].guest.as_deref(), Some("x"));
    Ok(())
}

async fn what_is_refused_is_named(db: &Database) -> Result<()> {
    for bad in [0, 1, 300] {
        let new = (0..400).map(|number| match number == bad {
            true => NewMember {
                email: "x".repeat(51).into(),
            },
            false => member(number),
        });
        let result = Member::insert_all(new).execute(db).await;
        let Err(Error::Value(refused)) = result else {
            panic!("{result:?}")
        };
        assert_eq!(
            (refused.table.as_str(), refused.column.as_str()),
            ("members", "email")
        );
        assert_eq!(Member::all().count(db).await?, 0);
    }
    let levels = (0..3).map(|level| Member::insert(member(level)).set(Member::LEVEL, level as i32));
    let result = Member::insert_all(levels).all(db).await;
    let Err(Error::Check(broken)) = result else {
        panic!("{result:?}")
    };
    assert_eq!(broken.constraint, "ck_members_level");
    assert_eq!(Member::all().count(db).await?, 0);
    Ok(())
}

async fn an_upsert_inserts_or_changes(db: &Database) -> Result<()> {
    let first = Counter::upsert(NewCounter { name: "a".into() }, Counter::NAME)
        .set(Counter::HITS, 3)
        .set(Counter::NOTE, "n")
        .one(db)
        .await?;
    assert_eq!((first.hits, first.note.as_deref()), (3, Some("n")));
    // Columns that are not set keep their values.
    let second = Counter::upsert(NewCounter { name: "a".into() }, Counter::NAME)
        .set(Counter::HITS, 4)
        .one(db)
        .await?;
    assert_eq!(
        second,
        Counter {
            hits: 4,
            ..first.clone()
        }
    );
    // The same once more changes nothing, and still finds the row.
    let third = Counter::upsert(NewCounter { name: "a".into() }, Counter::NAME)
        .set(Counter::HITS, 4)
        .one(db)
        .await?;
    assert_eq!(third, second);
    // Nothing is set but the key.
    let same = Counter::upsert(NewCounter { name: "a".into() }, Counter::NAME)
        .one(db)
        .await?;
    assert_eq!(same, second);
    // The primary key stays.
    let other = Counter::upsert(NewCounter { name: "a".into() }, Counter::NAME)
        .set(Counter::ID, first.id + 50)
        .set(Counter::HITS, 9)
        .one(db)
        .await?;
    assert_eq!(
        other,
        Counter {
            hits: 9,
            ..first.clone()
        }
    );
    let new = Counter::upsert(NewCounter { name: "b".into() }, Counter::NAME)
        .one(db)
        .await?;
    assert!(new.id != first.id);
    assert_eq!(new.hits, 0);
    assert_eq!(Counter::all().count(db).await?, 2);

    // In a transaction, after other changes in it.
    let tx = db.begin().await?;
    Counter::all().count(&tx).await?;
    let again = Counter::upsert(NewCounter { name: "b".into() }, Counter::NAME)
        .set(Counter::HITS, 1)
        .one(&tx)
        .await?;
    assert_eq!(again.hits, 1);
    tx.rollback().await?;
    assert_eq!(Counter::find(new.id).one(db).await?, new);

    // By the primary key.
    let by_id = Counter::upsert(NewCounter { name: "c".into() }, Counter::ID)
        .set(Counter::ID, new.id)
        .one(db)
        .await?;
    assert_eq!((by_id.id, by_id.name.as_str()), (new.id, "c"));
    let counted = Counter::upsert(NewCounter { name: "d".into() }, Counter::ID)
        .one(db)
        .await?;
    assert!(counted.id != new.id);
    Ok(())
}

async fn an_upsert_changes_what_it_is_told(db: &Database) -> Result<()> {
    let first = Member::insert(member(1))
        .set(Member::NAME, "n")
        .set(Member::BIO, "b")
        .set(Member::LEVEL, 7)
        .set(Member::NICKNAME, "x")
        .one(db)
        .await?;
    let changed = Member::upsert(member(1), Member::EMAIL)
        .set(Member::NAME, "m")
        .set(Member::BIO, "c")
        .update(Member::BIO)
        .one(db)
        .await?;
    assert_eq!(
        changed,
        Member {
            bio: Some("c".to_owned()),
            ..first.clone()
        }
    );
    // A named column that is not set becomes the default, or NULL.
    let changed = Member::upsert(member(1), Member::EMAIL)
        .update((Member::BIO, Member::LEVEL))
        .update(Member::NICKNAME)
        .one(db)
        .await?;
    assert_eq!(changed.bio, None);
    assert_eq!(changed.level, 1);
    assert_eq!(changed.nickname.as_deref(), Some("nobody"));
    assert_eq!(changed.name, first.name);
    let changed = Member::upsert(member(1), Member::EMAIL)
        .set(Member::NICKNAME, None)
        .one(db)
        .await?;
    assert_eq!(changed.nickname, None);
    let tagged = Member::upsert(member(1), Member::EMAIL)
        .set(Member::TAGS, vec!["a".to_owned()])
        .set(Member::EXTRA, json!({"a": 1}))
        .one(db)
        .await?;
    assert_eq!(
        (tagged.tags, tagged.extra),
        (Some(vec!["a".to_owned()]), Some(json!({"a": 1})))
    );
    // NULL is a value like any other, also of a column without a default.
    let untagged = Member::upsert(member(1), Member::EMAIL)
        .set(Member::TAGS, None)
        .one(db)
        .await?;
    assert_eq!(
        (untagged.tags, untagged.extra),
        (None, Some(json!({"a": 1})))
    );
    // A constraint that the change violates.
    let result = Member::upsert(member(1), Member::EMAIL)
        .set(Member::LEVEL, -1)
        .one(db)
        .await;
    assert!(matches!(&result, Err(Error::Check(_))), "{result:?}");
    let result = Member::upsert(member(1), Member::EMAIL)
        .update(Member::SHOUT)
        .one(db)
        .await;
    let Err(Error::Value(refused)) = result else {
        panic!("{result:?}")
    };
    assert_eq!(refused.column, "shout");
    Ok(())
}

async fn first_and_second(db: &Database) -> Result<[Member; 2]> {
    let named = |number, name| Member::insert(member(number)).set(Member::NAME, name);
    Ok([
        named(1, "first").one(db).await?,
        named(2, "second").one(db).await?,
    ])
}

async fn an_upsert_never_changes_another_row(db: &Database) -> Result<()> {
    let [first, second] = first_and_second(db).await?;
    let rows = [first, second];
    // A new email with a name that is taken.
    let upsert = |number| Member::upsert(member(number), Member::EMAIL);
    let result = upsert(3).set(Member::NAME, "second").one(db).await;
    let Err(Error::Unique(broken)) = result else {
        panic!("{result:?}")
    };
    assert_eq!(broken.columns, ["name"]);
    assert_eq!(Member::all().all(db).await?, rows);
    // An existing email, with the name of another row.
    let result = upsert(1).set(Member::NAME, "second").one(db).await;
    assert!(
        matches!(&result, Err(Error::Unique(broken)) if broken.columns == ["name"]),
        "{result:?}"
    );
    assert_eq!(Member::all().all(db).await?, rows);
    // A primary key that another has.
    let result = upsert(3).set(Member::ID, rows[1].id).one(db).await;
    assert!(
        matches!(&result, Err(Error::Unique(broken)) if broken.columns == ["id"]),
        "{result:?}"
    );
    let result = upsert(3)
        .set(Member::NAME, "second")
        .do_nothing()
        .optional(db)
        .await;
    assert!(
        matches!(&result, Err(Error::Unique(broken)) if broken.columns == ["name"]),
        "{result:?}"
    );
    assert_eq!(Member::all().all(db).await?, rows);
    Ok(())
}

/// A unique key of a generated column conflicts like any other.
async fn an_upsert_changes_no_row_with_the_same_generated_key(db: &Database) -> Result<()> {
    let new = |code: &'static str, name: &'static str| NewHandle {
        code: code.into(),
        name: name.into(),
    };
    let rows = Handle::insert_all([new("a", "Ada"), new("b", "Bob")]);
    let rows = rows.all(db).await?;
    for code in ["b", "c"] {
        let upsert = || Handle::upsert(new(code, "ADA"), Handle::CODE);
        for result in [upsert().one(db).await.map(drop), upsert().execute(db).await] {
            assert!(matches!(result, Err(Error::Unique(_))), "{result:?}");
        }
        assert_eq!(Handle::all().all(db).await?, rows);
    }
    let changed = Handle::upsert(new("a", "ADA"), Handle::CODE)
        .one(db)
        .await?;
    assert_eq!(
        (changed.name.as_str(), changed.slug.as_str()),
        ("ADA", "ada")
    );
    let new = Handle::upsert(new("c", "Cy"), Handle::CODE).one(db).await?;
    assert_eq!(new.slug, "cy");
    Ok(())
}

async fn a_generated_key_finds_rows_of_upserts_or_is_refused(db: &Database) -> Result<()> {
    let new = |code: &'static str, name: &'static str| NewHandle {
        code: code.into(),
        name: name.into(),
    };
    let ada = Handle::insert(new("a", "Ada")).one(db).await?;
    let upsert = || Handle::upsert(new("b", "ADA"), Handle::SLUG);
    let kept = upsert().do_nothing().optional(db).await?;
    assert_eq!(kept, None);
    match (db.dialect(), upsert().one(db).await) {
        (Dialect::Sqlite | Dialect::Postgres, Ok(changed)) => assert_eq!(changed.name, "ADA"),
        (Dialect::Mysql | Dialect::Mariadb, Err(Error::Value(refused))) => {
            assert!(refused.reason.contains("a generated column"), "{refused:?}");
            assert_eq!(Handle::all().all(db).await?, [ada]);
        }
        other => panic!("{other:?}"),
    }
    // Nothing is left to set, and the key itself cannot be set.
    let first = Tag::insert(NewTag { code: "a".into() }).one(db).await?;
    match (
        db.dialect(),
        Tag::upsert(NewTag { code: "A".into() }, Tag::SLUG)
            .one(db)
            .await,
    ) {
        (Dialect::Sqlite | Dialect::Postgres, Ok(same)) => assert_eq!(same, first),
        (Dialect::Mysql | Dialect::Mariadb, Err(Error::Value(_))) => {}
        other => panic!("{other:?}"),
    }
    Ok(())
}

async fn an_upsert_finds_rows_by_its_key_first(db: &Database) -> Result<()> {
    let [first, second] = first_and_second(db).await?;
    // Both keys exist, in different rows; the unchanged one does not matter.
    let changed = Member::upsert(member(2), Member::EMAIL)
        .set(Member::ID, first.id)
        .set(Member::NAME, "first")
        .set(Member::BIO, "b")
        .update(Member::BIO)
        .one(db)
        .await?;
    assert_eq!(
        changed,
        Member {
            bio: Some("b".to_owned()),
            ..second.clone()
        }
    );
    let changed = Member::upsert(member(1), Member::NAME)
        .set(Member::NAME, "second")
        .set(Member::BIO, "c")
        .update(Member::BIO)
        .one(db)
        .await?;
    assert_eq!(
        changed,
        Member {
            bio: Some("c".to_owned()),
            ..second
        }
    );
    assert_eq!(Member::find(first.id).one(db).await?, first);
    let left = Member::upsert(member(1), Member::NAME)
        .set(Member::NAME, "second")
        .do_nothing()
        .optional(db)
        .await?;
    assert_eq!(left, None);
    // NULL is equal to no value.
    let new = Member::upsert(member(3), Member::NAME).one(db).await?;
    assert_eq!(new.name, None);
    let result = Member::upsert(member(3), Member::NAME).one(db).await;
    assert!(
        matches!(&result, Err(Error::Unique(broken)) if broken.columns == ["email"]),
        "{result:?}"
    );
    Ok(())
}

async fn an_upsert_by_a_key_of_two_columns(db: &Database) -> Result<()> {
    let new = |number| NewSeat {
        row: "a".into(),
        number,
    };
    for guest in ["x", "y"] {
        // In whichever order.
        let seat = Seat::upsert(new(1), (Seat::ROW, Seat::NUMBER))
            .set(Seat::GUEST, guest)
            .one(db)
            .await?;
        assert_eq!(seat.guest.as_deref(), Some(guest));
        let seat = Seat::upsert(new(2), (Seat::NUMBER, Seat::ROW))
            .set(Seat::GUEST, guest)
            .one(db)
            .await?;
        assert_eq!(seat.guest.as_deref(), Some(guest));
    }
    assert_eq!(Seat::all().count(db).await?, 2);
    Ok(())
}

async fn an_upsert_needs_a_key(db: &Database) -> Result<()> {
    let result = Member::upsert(member(1), Member::BIO).one(db).await;
    let Err(Error::Value(refused)) = result else {
        panic!("{result:?}")
    };
    assert_eq!(
        refused.to_string(),
        "members.bio: no unique key has exactly these columns, so they cannot identify a row"
    );
    let result = Member::upsert(member(1), (Member::EMAIL, Member::NAME))
        .do_nothing()
        .optional(db)
        .await;
    assert!(matches!(&result, Err(Error::Value(_))), "{result:?}");
    Ok(())
}

async fn a_row_that_is_there_may_be_left_alone(db: &Database) -> Result<()> {
    let new = |bio: &'static str| {
        let new = Member::insert(member(1)).set(Member::BIO, bio);
        Member::upsert(new, Member::EMAIL).do_nothing()
    };
    let first = new("a").optional(db).await?;
    assert_eq!(first.as_ref().and_then(|row| row.bio.as_deref()), Some("a"));
    assert_eq!(new("b").optional(db).await?, None);
    assert_eq!(Member::all().all(db).await?, Vec::from_iter(first));
    let tx = db.begin().await?;
    assert_eq!(new("c").optional(&tx).await?, None);
    assert!(
        Member::upsert(member(2), Member::EMAIL)
            .do_nothing()
            .optional(&tx)
            .await?
            .is_some()
    );
    tx.commit().await?;
    assert_eq!(Member::all().count(db).await?, 2);
    Ok(())
}

async fn upserts_at_the_same_time(db: &Database) -> Result<()> {
    // SQLite's writers wait for each other anyway.
    let rounds = if db.dialect() == Dialect::Sqlite {
        3
    } else {
        20
    };
    for round in 0..rounds {
        let tasks: Vec<_> = (0..16)
            .map(|task| {
                let db = db.clone();
                tokio::spawn(async move {
                    let name = format!("{round}");
                    let counter = NewCounter {
                        name: name.as_str().into(),
                    };
                    Counter::upsert(counter, Counter::NAME)
                        .set(Counter::HITS, task)
                        .execute(&db)
                        .await?;
                    let new = Member::upsert(member(round), Member::EMAIL)
                        .set(Member::BIO, format!("{task}"));
                    new.clone()
                        .set(Member::NAME, format!("other {round}"))
                        .do_nothing()
                        .execute(&db)
                        .await?;
                    new.set(Member::NAME, name).one(&db).await
                })
            })
            .collect();
        for task in tasks {
            let member = task.await.unwrap_or_else(|error| panic!("{error}"))?;
            assert_eq!(member.email, format!("{round}@example.com"));
        }
    }
    assert_eq!(Member::all().count(db).await?, rounds as u64);
    assert_eq!(Counter::all().count(db).await?, rounds as u64);
    Ok(())
}

everywhere!(writes:
    a_stale_save_is_refused,
    a_stale_change_is_refused,
    every_change_counts_the_version_up,
    a_row_that_is_gone_is_not_stale,
    a_deleted_row_is_left_out,
    a_deleted_row_belongs_to_none,
    a_deleted_row_is_found_when_asked_for,
    a_deleted_row_comes_back,
    a_deleted_row_is_purged,
    a_deleted_row_keeps_its_keys,
    versions_and_deletions_go_together,
);

/// The message of a stale write.
fn stale<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result {
        Err(error) if error.is_stale() => error.to_string(),
        other => panic!("{other:?}"),
    }
}

async fn a_stale_save_is_refused(db: &Database) -> Result<()> {
    let mut mine = Document::insert(NewDocument { title: "a".into() })
        .one(db)
        .await?;
    assert_eq!(mine.version, 1);
    let mut other = Document::find(mine.id).one(db).await?;
    mine.body = Some("mine".to_owned());
    mine.save(db).await?;
    // The struct knows its new version, so it can be saved again.
    assert_eq!(mine.version, 2);
    assert_eq!(Document::find(mine.id).one(db).await?, mine);
    mine.save(db).await?;
    assert_eq!(mine.version, 3);
    other.title = "other".to_owned();
    assert_eq!(
        stale(other.save(db).await),
        "documents (id): the row was changed since it was read: read it again, and repeat the change"
    );
    assert_eq!(other.version, 1);
    stale(other.delete(db).await);
    assert_eq!(Document::find(mine.id).one(db).await?, mine);
    mine.delete(db).await?;
    assert!(!Document::all().exists(db).await?);
    Ok(())
}

async fn a_stale_change_is_refused(db: &Database) -> Result<()> {
    let first = Document::insert(NewDocument { title: "a".into() })
        .set(Document::BODY, "b")
        .one(db)
        .await?;
    first.change().set(Document::TITLE, "c").one(db).await?;
    let second = Document::find(first.id).one(db).await?;
    assert_eq!((second.title.as_str(), second.version), ("c", 2));
    stale(first.change().set(Document::TITLE, "d").one(db).await);
    stale(first.change().set(Document::BODY, None).execute(db).await);
    stale(first.change().one(db).await);
    second.change().one(db).await?;
    assert_eq!(Document::find(first.id).one(db).await?, second);
    // In a transaction it goes on afterwards.
    let tx = db.begin().await?;
    stale(first.change().set(Document::TITLE, "d").one(&tx).await);
    second.change().set(Document::TITLE, "e").one(&tx).await?;
    tx.commit().await?;
    assert_eq!(Document::find(first.id).one(db).await?.title, "e");
    Ok(())
}

async fn every_change_counts_the_version_up(db: &Database) -> Result<()> {
    let read = Document::insert(NewDocument { title: "a".into() })
        .one(db)
        .await?;
    let version = async || Document::find(read.id).one(db).await.map(|one| one.version);
    Document::update(read.id)
        .set(Document::BODY, "b")
        .one(db)
        .await?;
    assert_eq!(version().await?, 2);
    Document::all()
        .update()
        .set(Document::BODY, "c")
        .execute(db)
        .await?;
    assert_eq!(version().await?, 3);
    Document::upsert(NewDocument { title: "a".into() }, Document::TITLE)
        .set(Document::BODY, "d")
        .one(db)
        .await?;
    assert_eq!(version().await?, 4);
    let same = Document::upsert(NewDocument { title: "a".into() }, Document::ID)
        .set(Document::ID, read.id)
        .update(Document::TITLE);
    assert_eq!(same.one(db).await?.version, 5);
    // A version that is set explicitly has this value.
    Document::update(read.id)
        .set(Document::VERSION, 9)
        .one(db)
        .await?;
    assert_eq!(version().await?, 9);
    stale(read.change().set(Document::BODY, "e").one(db).await);
    let page = Document::all()
        .order_by(Document::VERSION.asc())
        .page(None, 1)
        .all(db)
        .await?;
    assert_eq!(page.rows.len(), 1);
    let more = Document::insert(NewDocument { title: "b".into() })
        .set(Document::VERSION, 3)
        .one(db)
        .await?;
    let page = Document::all()
        .order_by(Document::VERSION.asc())
        .page(None, 1)
        .all(db)
        .await?;
    assert_eq!(page.rows, [more]);
    let next = page.next.as_deref();
    let page = Document::all()
        .order_by(Document::VERSION.asc())
        .page(next, 1)
        .all(db)
        .await?;
    assert_eq!(page.rows[0].id, read.id);
    Ok(())
}

async fn a_row_that_is_gone_is_not_stale(db: &Database) -> Result<()> {
    let mut read = Document::insert(NewDocument { title: "a".into() })
        .one(db)
        .await?;
    Document::find(read.id).delete().execute(db).await?;
    assert!(read.save(db).await.is_err_and(|error| error.is_not_found()));
    assert!(
        read.delete(db)
            .await
            .is_err_and(|error| error.is_not_found())
    );
    let change = read.change().set(Document::TITLE, "b").one(db).await;
    assert!(change.is_err_and(|error| error.is_not_found()));
    Ok(())
}

async fn notes(db: &Database) -> Result<[Note; 3]> {
    let new = ["a", "b", "c"].map(|text| NewNote {
        text: text.into(),
        slug: text.into(),
    });
    let notes = Note::insert_all(new).all(db).await?;
    Ok(notes.try_into().expect("three notes"))
}

/// But a row that refers to it still has it.
async fn a_deleted_row_belongs_to_none(db: &Database) -> Result<()> {
    let [a, b, _] = notes(db).await?;
    let kept = Comment::insert(NewComment {
        note_id: a.id,
        text: "kept".into(),
    })
    .one(db)
    .await?;
    let gone = Comment::insert(NewComment {
        note_id: a.id,
        text: "gone".into(),
    })
    .one(db)
    .await?;
    let orphan = Comment::insert(NewComment {
        note_id: b.id,
        text: "orphan".into(),
    })
    .one(db)
    .await?;
    gone.delete(db).await?;
    assert_eq!(a.comments().all(db).await?, std::slice::from_ref(&kept));
    assert_eq!(a.comments().with_deleted().count(db).await?, 2);
    let loaded = Note::find(a.id).with(Note::COMMENTS).one(db).await?;
    assert_eq!(loaded.1, std::slice::from_ref(&kept));
    let joined = Note::all().left_join(Note::COMMENTS).all(db).await?;
    let texts = joined.iter().map(|(_, comment)| comment.as_ref());
    let texts: Vec<Option<&str>> = texts.map(|one| one.map(|one| one.text.as_str())).collect();
    assert_eq!(texts, [Some("kept"), Some("orphan"), None]);
    let commented = |filter| Note::filter(Note::COMMENTS.any(filter)).count(db);
    assert_eq!(commented(Comment::TEXT.eq("gone")).await?, 0);
    assert_eq!(commented(Comment::TEXT.eq("kept")).await?, 1);
    let all_kept = Note::COMMENTS.every(Comment::TEXT.eq("kept"));
    assert_eq!(Note::filter(all_kept).count(db).await?, 2);

    b.delete(db).await?;
    assert_eq!(orphan.note().one(db).await?.id, b.id);
    let loaded = Comment::find(orphan.id).with(Comment::NOTE).one(db).await?;
    assert_eq!(loaded.1.id, b.id);
    let joined = Comment::all().join(Comment::NOTE).all(db).await?;
    assert_eq!(joined.len(), 2);
    assert_eq!(Note::all().join(Note::COMMENTS).all(db).await?.len(), 1);
    assert_eq!(a.comments().delete().execute(db).await?, 1);
    assert_eq!(Comment::find(kept.id).with_deleted().count(db).await?, 1);
    Ok(())
}

async fn a_deleted_row_is_left_out(db: &Database) -> Result<()> {
    let [a, b, c] = notes(db).await?;
    b.delete(db).await?;
    assert_eq!(Note::all().all(db).await?, [a.clone(), c.clone()]);
    assert_eq!(Note::all().count(db).await?, 2);
    assert_eq!(
        Note::filter(Note::TEXT.ge("b")).all(db).await?,
        from_ref(&c)
    );
    assert_eq!(Note::filter(Note::TEXT.ge("b")).count(db).await?, 1);
    assert_eq!(Note::find(b.id).optional(db).await?, None);
    assert!(!Note::find(b.id).exists(db).await?);
    assert_eq!(Note::find_by_slug("b").count(db).await?, 0);
    let texts: Vec<String> = Note::all().select(Note::TEXT).all(db).await?;
    assert_eq!(texts, ["a", "c"]);
    let page = Note::all().page(None, 10).all(db).await?;
    assert_eq!(page.rows, [a.clone(), c.clone()]);
    // It is not written either.
    assert!(b.save(db).await.is_err_and(|error| error.is_not_found()));
    assert!(b.delete(db).await.is_err_and(|error| error.is_not_found()));
    let changed = Note::update(b.id).set(Note::TEXT, "x").one(db).await;
    assert!(changed.is_err_and(|error| error.is_not_found()));
    assert_eq!(
        Note::all()
            .update()
            .set(Note::TEXT, "y")
            .execute(db)
            .await?,
        2
    );
    // By key, by filter, all.
    assert_eq!(Note::find(a.id).delete().execute(db).await?, 1);
    assert_eq!(Note::find(a.id).delete().execute(db).await?, 0);
    assert_eq!(
        Note::filter(Note::SLUG.eq("c"))
            .delete()
            .execute(db)
            .await?,
        1
    );
    assert_eq!(Note::all().delete().execute(db).await?, 0);
    assert!(!Note::all().exists(db).await?);
    assert_eq!(Note::all().with_deleted().count(db).await?, 3);
    Ok(())
}

async fn a_deleted_row_is_found_when_asked_for(db: &Database) -> Result<()> {
    let [a, b, c] = notes(db).await?;
    Note::find(b.id).delete().execute(db).await?;
    let slugs = async |notes: Select<'static, Note>| {
        let notes = notes.all(db).await?;
        Ok::<_, Error>(notes.into_iter().map(|note| note.slug).collect::<String>())
    };
    assert_eq!(slugs(Note::all().with_deleted()).await?, "abc");
    assert_eq!(slugs(Note::all().only_deleted()).await?, "b");
    assert_eq!(
        slugs(Note::filter(Note::SLUG.lt("c")).with_deleted()).await?,
        "ab"
    );
    assert_eq!(
        Note::filter(Note::SLUG.lt("b"))
            .only_deleted()
            .count(db)
            .await?,
        0
    );
    assert_eq!(Note::find_by_slug("b").with_deleted().count(db).await?, 1);
    assert!(Note::find(b.id).only_deleted().exists(db).await?);
    assert!(!Note::find(a.id).only_deleted().exists(db).await?);
    let found = Note::find(b.id).with_deleted().one(db).await?;
    assert!(found.deleted_at.is_some());
    assert_eq!(
        Note::filter(Note::DELETED_AT.is_null())
            .with_deleted()
            .count(db)
            .await?,
        2
    );
    let page = Note::all().with_deleted().page(None, 2).all(db).await?;
    let page = Note::all()
        .with_deleted()
        .page(page.next.as_deref(), 2)
        .all(db)
        .await?;
    assert_eq!(page.rows, [c]);
    let limited = Note::all()
        .with_deleted()
        .order_by(Note::ID.desc())
        .limit(2);
    assert_eq!(limited.update().set(Note::TEXT, "z").execute(db).await?, 2);
    assert_eq!(Note::find(b.id).only_deleted().one(db).await?.text, "z");
    Ok(())
}

async fn a_deleted_row_comes_back(db: &Database) -> Result<()> {
    let [a, b, c] = notes(db).await?;
    Note::all().delete().execute(db).await?;
    b.restore(db).await?;
    assert_eq!(Note::all().all(db).await?, from_ref(&b));
    assert!(b.restore(db).await.is_err_and(|error| error.is_not_found()));
    assert_eq!(Note::find(a.id).restore(db).await?, 1);
    assert_eq!(Note::all().restore(db).await?, 1);
    assert_eq!(Note::all().all(db).await?, [a, b, c]);
    Ok(())
}

async fn a_deleted_row_is_purged(db: &Database) -> Result<()> {
    let [a, b, c] = notes(db).await?;
    b.delete(db).await?;
    b.purge(db).await?;
    assert!(b.purge(db).await.is_err_and(|error| error.is_not_found()));
    a.purge(db).await?;
    assert_eq!(Note::all().with_deleted().all(db).await?, from_ref(&c));
    c.delete(db).await?;
    assert_eq!(Note::all().purge(db).await?, 0);
    assert_eq!(Note::all().only_deleted().purge(db).await?, 1);
    assert_eq!(Note::all().with_deleted().count(db).await?, 0);
    Ok(())
}

async fn a_deleted_row_keeps_its_keys(db: &Database) -> Result<()> {
    let [_, b, _] = notes(db).await?;
    b.delete(db).await?;
    let result = Note::insert(NewNote {
        text: "new".into(),
        slug: "b".into(),
    })
    .one(db)
    .await;
    assert!(result.is_err_and(|error| error.is_unique()));
    let left = Note::upsert(
        NewNote {
            text: "new".into(),
            slug: "b".into(),
        },
        Note::SLUG,
    )
    .do_nothing()
    .optional(db)
    .await?;
    assert_eq!(left, None);
    assert_eq!(Note::all().count(db).await?, 2);
    // An upsert finds it, and restores it.
    let back = Note::upsert(
        NewNote {
            text: "new".into(),
            slug: "b".into(),
        },
        Note::SLUG,
    )
    .one(db)
    .await?;
    assert_eq!(
        (back.id, back.text.as_str(), back.deleted_at),
        (b.id, "new", None)
    );
    assert_eq!(Note::all().count(db).await?, 3);
    // New rows may be deleted already.
    let gone = Note::insert(NewNote {
        text: "d".into(),
        slug: "d".into(),
    })
    .set(Note::DELETED_AT, tablewright::jiff::Timestamp::UNIX_EPOCH);
    let gone = Note::insert_all([gone]).all(db).await?;
    assert!(gone[0].deleted_at.is_some());
    assert_eq!(Note::all().count(db).await?, 3);
    Ok(())
}

async fn versions_and_deletions_go_together(db: &Database) -> Result<()> {
    let mut first = Both::insert(NewBoth {
        part: "a".into(),
        number: 1,
    })
    .set(Both::TEXT, "x")
    .one(db)
    .await?;
    assert_eq!(first.revision, 10);
    let read = Both::find("a", 1).one(db).await?;
    first.text = None;
    first.save(db).await?;
    assert_eq!(first.revision, 11);
    stale(read.delete(db).await);
    stale(read.purge(db).await);
    assert_eq!(
        stale(read.change().set(Both::TEXT, "y").one(db).await),
        "boths (part, number): the row was changed since it was read: read it again, and repeat the change"
    );
    first.delete(db).await?;
    assert!(
        first
            .save(db)
            .await
            .is_err_and(|error| error.is_not_found())
    );
    stale(first.purge(db).await);
    let gone = Both::find("a", 1).only_deleted().one(db).await?;
    assert_eq!(gone.revision, 12);
    gone.restore(db).await?;
    let back = Both::find("a", 1).one(db).await?;
    assert_eq!((back.revision, back.gone), (13, None));
    Both::all().delete().execute(db).await?;
    let back = Both::upsert(
        NewBoth {
            part: "a".into(),
            number: 1,
        },
        (Both::PART, Both::NUMBER),
    )
    .one(db)
    .await?;
    assert_eq!((back.revision, back.gone), (15, None));
    Ok(())
}
