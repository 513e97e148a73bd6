//! Inserts name the columns that are set; all others are left to the database, and rows with
//! different set columns can be in one call.

use tablewright::serde_json::json;
use tablewright::uuid::Uuid;
use tablewright::{Database, Error, Insert, Result};
use tablewright_test_conformance::models::defaults::{NewSession, NewVisit, Session, Visit};
use tablewright_test_conformance::models::writes::{
    self, Counter, Document, Member, NewCounter, NewDocument, NewMember, NewNote, NewSeat,
    NewToken, Note, Seat, Token,
};
use tablewright_test_conformance::{Place, Relay, everywhere, on_servers, sql};

use crate::check::{broken, refused, rule};

everywhere!(writes:
    a_default_is_the_databases_own,
    a_value_that_may_be_absent,
    set_twice_the_later_one_counts,
    required_values_are_borrowed_or_owned,
    an_insert_that_reads_nothing_back,
    rows_of_different_columns_come_back_in_order,
    rows_of_different_columns_are_inserted_or_none,
    rows_of_different_columns_are_taken_as_they_are_sent,
    keys_of_rows_of_different_columns,
    versions_and_deletions_of_rows_of_different_columns,
);

everywhere!(defaults: rows_that_set_nothing, keys_of_defaults_and_values);

on_servers!(an_insert_that_reads_nothing_back_is_one_round_trip);

fn member(number: usize) -> NewMember<'static> {
    NewMember {
        email: format!("{number}@example.com").into(),
    }
}

/// The default of the database is used, not the one that the build knows.
async fn a_default_is_the_databases_own(db: &Database) -> Result<()> {
    // Another default than that of the model, in syntax that every database has.
    sql::run(db, "DROP TABLE counters").await?;
    let text = "CREATE TABLE counters (id BIGINT NOT NULL PRIMARY KEY, name VARCHAR(20) NOT NULL, \
                hits INTEGER NOT NULL DEFAULT 7, note VARCHAR(20) DEFAULT 'n', UNIQUE (name))";
    sql::run(db, text).await?;
    let new = |id: i64| {
        let name = format!("{id}");
        Counter::insert(NewCounter { name: name.into() }).set(Counter::ID, id)
    };
    let one = new(1).one(db).await?;
    assert_eq!((one.hits, one.note.as_deref()), (7, Some("n")));
    new(2).execute(db).await?;
    assert_eq!(Counter::find(2).one(db).await?.hits, 7);
    let rows = [new(3), new(4).set(Counter::HITS, 1), new(5)];
    let hits: Vec<i32> = Counter::insert_all(rows)
        .returning(Counter::HITS)
        .all(db)
        .await?;
    assert_eq!(hits, [7, 1, 7]);
    // A nullable column gets its default, too, unless it is set to NULL explicitly.
    let null = new(6).set(Counter::NOTE, None).one(db).await?;
    assert_eq!((null.hits, null.note), (7, None));
    // If `update` of an upsert names a column that is not set, the column gets its default.
    let upsert = || Counter::upsert(new(4), Counter::NAME);
    assert_eq!(upsert().update(Counter::NOTE).one(db).await?.hits, 1);
    assert_eq!(upsert().update(Counter::HITS).one(db).await?.hits, 7);
    assert_eq!(
        Counter::upsert(new(7), Counter::NAME).one(db).await?.hits,
        7
    );
    Ok(())
}

async fn a_value_that_may_be_absent(db: &Database) -> Result<()> {
    let absent = Member::insert(member(1))
        .set_some(Member::BIO, None::<&str>)
        .set_some(Member::LEVEL, None::<i32>)
        .set_some(Member::NICKNAME, None::<String>)
        .set_some(Member::TAGS, None::<Vec<String>>)
        .one(db)
        .await?;
    assert_eq!((absent.bio.as_deref(), absent.level), (None, 1));
    assert_eq!(absent.nickname.as_deref(), Some("nobody"));
    assert_eq!(absent.tags, None);
    let present = Member::insert(member(2))
        .set_some(Member::BIO, Some("b"))
        .set_some(Member::LEVEL, Some(5))
        .set_some(Member::NICKNAME, Some("n".to_owned()))
        .set_some(Member::TAGS, Some(vec!["x".to_owned()]))
        .set_some(Member::EXTRA, Some(json!({"a": 1})))
        .one(db)
        .await?;
    assert_eq!((present.bio.as_deref(), present.level), (Some("b"), 5));
    assert_eq!(present.nickname.as_deref(), Some("n"));
    assert_eq!(present.tags, Some(vec!["x".to_owned()]));
    assert_eq!(present.extra, Some(json!({"a": 1})));
    // A given value that is NULL.
    let null = Member::insert(member(3))
        .set_some(Member::NICKNAME, Some(None::<String>))
        .one(db)
        .await?;
    assert_eq!(null.nickname, None);
    // An upsert changes nothing that is absent.
    let same = Member::upsert(member(2), Member::EMAIL)
        .set_some(Member::BIO, None::<&str>)
        .set_some(Member::LEVEL, Some(6))
        .one(db)
        .await?;
    let expected = Member {
        level: 6,
        ..present.clone()
    };
    assert_eq!(same, expected);
    Ok(())
}

async fn set_twice_the_later_one_counts(db: &Database) -> Result<()> {
    let twice = Member::insert(member(1))
        .set(Member::LEVEL, 2)
        .set(Member::BIO, "a")
        .set(Member::LEVEL, 3)
        .set(Member::BIO, None)
        .one(db)
        .await?;
    assert_eq!((twice.level, twice.bio), (3, None));
    let kept = Member::insert(member(2))
        .set(Member::LEVEL, 2)
        .set_some(Member::LEVEL, None::<i32>)
        .set_some(Member::BIO, Some("a"))
        .set_some(Member::BIO, Some("b"))
        .one(db)
        .await?;
    assert_eq!((kept.level, kept.bio.as_deref()), (2, Some("b")));
    let both = Member::insert(member(2)).set(Member::LEVEL, 4);
    let both = Member::upsert(both, Member::EMAIL).set(Member::LEVEL, 5);
    assert_eq!(both.one(db).await?.level, 5);
    Ok(())
}

async fn required_values_are_borrowed_or_owned(db: &Database) -> Result<()> {
    let owned = String::from("owned");
    let borrowed = NewCounter {
        name: owned.as_str().into(),
    };
    assert_eq!(format!("{borrowed:?}"), r#"NewCounter { name: "owned" }"#);
    let again = borrowed.clone();
    assert_eq!(Counter::insert(borrowed).one(db).await?.name, "owned");
    let left = Counter::upsert(again, Counter::NAME).do_nothing();
    assert!(!left.execute(db).await?);
    drop(owned);
    // A statement may outlive the function that made it.
    let statement: Insert<'static, Counter> = {
        let name = format!("{}", 7);
        Counter::insert(NewCounter { name: name.into() }).set(Counter::HITS, 1)
    };
    assert_eq!(statement.clone().one(db).await?.name, "7");
    let expected = rule("unique", "counters", &["name"], "uq_counters_name");
    assert_eq!(broken(statement.one(db).await), expected);
    // Many rows are structs or statements.
    let rows = |number| {
        ["a", "b"].map(|row| NewSeat {
            row: row.into(),
            number,
        })
    };
    assert_eq!(Seat::insert_all(rows(1)).execute(db).await?, 2);
    let rows = rows(2).map(Seat::insert);
    assert_eq!(Seat::insert_all(rows).execute(db).await?, 2);
    Ok(())
}

async fn an_insert_that_reads_nothing_back(db: &Database) -> Result<()> {
    Member::insert(member(1))
        .set(Member::BIO, "b")
        .execute(db)
        .await?;
    let found = Member::find_by_email("1@example.com").one(db).await?;
    assert_eq!((found.bio.as_deref(), found.level), (Some("b"), 1));
    Token::insert(NewToken { name: "a".into() })
        .execute(db)
        .await?;
    let token = Token::all().one(db).await?;
    assert_eq!(token.id.get_version_num(), 4);

    let again = Member::insert(member(1)).execute(db).await;
    let expected = rule("unique", "members", &["email"], "uq_members_email");
    assert_eq!(broken(again), expected);
    let low = Member::insert(member(2))
        .set(Member::LEVEL, 0)
        .execute(db)
        .await;
    assert_eq!(
        broken(low),
        rule("check", "members", &["level"], "ck_members_level")
    );
    let long = NewMember {
        email: "x".repeat(51).into(),
    };
    let message = refused(Member::insert(long).execute(db).await);
    assert_eq!(
        message,
        "members.email: it has 51 characters; string(50) takes at most 50"
    );

    let tx = db.begin().await?;
    Member::insert(member(3)).execute(&tx).await?;
    assert_eq!(Member::all().count(&tx).await?, 2);
    tx.rollback().await?;
    assert_eq!(Member::all().count(db).await?, 1);
    Ok(())
}

async fn an_insert_that_reads_nothing_back_is_one_round_trip(place: &Place) -> Result<()> {
    let relay = Relay::new(place).await.expect("a port");
    let db = relay.connect().await?;
    writes::create_all(&db).await?;
    for round in 0..2_i16 {
        let name = format!("{round}");
        let counter = NewCounter {
            name: name.as_str().into(),
        };
        let token = NewToken {
            name: name.as_str().into(),
        };
        let seat = NewSeat {
            row: name.as_str().into(),
            number: round,
        };
        // The statements are prepared in the first round.
        let trips = |expected: usize| {
            let trips = relay.trips();
            assert!(round == 0 || trips == expected, "{trips}");
        };
        trips(0);
        Counter::insert(counter.clone()).execute(&db).await?;
        trips(1);
        // On MySQL, the library would first have to query the default, to read the row by it.
        Token::insert(token).execute(&db).await?;
        trips(1);
        Seat::insert(seat).execute(&db).await?;
        trips(1);
        let upsert = Counter::upsert(counter, Counter::NAME).do_nothing();
        assert!(!upsert.execute(&db).await?);
        let _ = relay.trips();
    }
    Ok(())
}

/// A row whose set columns are the bits of its number.
fn patterned(number: usize) -> Insert<'static, Member> {
    let is_set = |bit: usize| (number >> bit) & 1 == 1;
    Member::insert(member(number))
        .set_some(Member::BIO, is_set(0).then(|| format!("bio {number}")))
        .set_some(Member::LEVEL, is_set(1).then_some(number as i32 + 1))
        .set_some(
            Member::NICKNAME,
            is_set(2).then(|| is_set(3).then(|| "n".to_owned())),
        )
        .set_some(Member::TAGS, is_set(4).then(|| vec![format!("{number}")]))
        .set_some(Member::EXTRA, is_set(5).then(|| json!([number, null])))
        .set_some(Member::NAME, is_set(6).then(|| format!("'?{number}, $1")))
}

/// Whether a row is the one of this number; the database has chosen its key.
fn is_patterned(row: &Member, number: usize) -> bool {
    let is_set = |bit: usize| (number >> bit) & 1 == 1;
    let nickname = match (is_set(2), is_set(3)) {
        (false, _) => Some("nobody"),
        (true, false) => None,
        (true, true) => Some("n"),
    };
    let expected = Member {
        id: row.id,
        email: format!("{number}@example.com"),
        name: is_set(6).then(|| format!("'?{number}, $1")),
        bio: is_set(0).then(|| format!("bio {number}")),
        level: if is_set(1) { number as i32 + 1 } else { 1 },
        nickname: nickname.map(str::to_owned),
        joined: row.joined,
        tags: is_set(4).then(|| vec![format!("{number}")]),
        extra: is_set(5).then(|| json!([number, null])),
        shout: format!("{number}@EXAMPLE.COM"),
    };
    *row == expected
}

async fn rows_of_different_columns_come_back_in_order(db: &Database) -> Result<()> {
    // One after the other, in runs, and the other way round.
    let orders: [Vec<usize>; 4] = [
        (0..300).collect(),
        (0..256)
            .map(|number| (number % 32) * 8 + number / 32)
            .collect(),
        (0..300).rev().collect(),
        vec![5],
    ];
    for numbers in orders {
        Member::all().delete().execute(db).await?;
        let rows = || numbers.iter().map(|number| patterned(*number));
        let members = Member::insert_all(rows()).all(db).await?;
        assert_eq!(members.len(), numbers.len());
        for (row, number) in members.iter().zip(&numbers) {
            assert!(is_patterned(row, *number), "{number}: {row:?}");
        }
        let mut all = Member::all().all(db).await?;
        assert_eq!(all.len(), members.len());
        all.retain(|row| !members.contains(row));
        assert!(all.is_empty(), "{all:?}");

        Member::all().delete().execute(db).await?;
        let returned: Vec<(String, Option<String>)> = Member::insert_all(rows())
            .returning((Member::EMAIL, Member::NICKNAME))
            .all(db)
            .await?;
        let expected = members
            .iter()
            .map(|row| (row.email.clone(), row.nickname.clone()));
        assert!(expected.eq(returned));

        Member::all().delete().execute(db).await?;
        let count = Member::insert_all(rows()).execute(db).await?;
        assert_eq!(count, numbers.len() as u64);
        for number in &numbers {
            let email = format!("{number}@example.com");
            let row = Member::find_by_email(&email).one(db).await?;
            assert!(is_patterned(&row, *number), "{number}: {row:?}");
        }
    }
    Ok(())
}

async fn rows_of_different_columns_are_inserted_or_none(db: &Database) -> Result<()> {
    // The last row, one in between, and the first of its kind.
    for bad in [399, 200, 1] {
        let twice = |number: usize| patterned(if number == bad { 0 } else { number });
        let result = Member::insert_all((0..400).map(twice)).execute(db).await;
        assert_eq!(
            broken(result),
            rule("unique", "members", &["email"], "uq_members_email")
        );
        let low = |number: usize| match number == bad {
            true => patterned(number).set(Member::LEVEL, 0),
            false => patterned(number),
        };
        let result = Member::insert_all((0..400).map(low)).all(db).await;
        assert_eq!(
            broken(result),
            rule("check", "members", &["level"], "ck_members_level")
        );
        let long = |number: usize| match number == bad {
            true => patterned(number).set(Member::NICKNAME, "x".repeat(21)),
            false => patterned(number),
        };
        let result = Member::insert_all((0..400).map(long)).execute(db).await;
        assert_eq!(
            refused(result),
            "members.nickname: it has 21 characters; string(20) takes at most 20"
        );
        assert_eq!(Member::all().count(db).await?, 0);
    }

    // Within a transaction only the rows are undone.
    let tx = db.begin().await?;
    Member::insert(member(1000)).execute(&tx).await?;
    let twice = (0..400).map(|number| patterned(number % 399));
    let result = Member::insert_all(twice).execute(&tx).await;
    assert!(result.is_err_and(|error| error.is_unique()));
    assert_eq!(Member::all().count(&tx).await?, 1);
    let rows = (0..400).map(patterned);
    assert_eq!(Member::insert_all(rows).execute(&tx).await?, 400);
    tx.commit().await?;
    assert_eq!(Member::all().count(db).await?, 401);
    Ok(())
}

async fn rows_of_different_columns_are_taken_as_they_are_sent(db: &Database) -> Result<()> {
    let mut taken = 0;
    let rows = (0..100_000).map(|number| {
        taken = number;
        patterned(if number == 300 { 0 } else { number })
    });
    let result = Member::insert_all(rows).execute(db).await;
    assert!(matches!(result, Err(Error::Unique(_))), "{result:?}");
    assert!(taken < 1000, "{taken}");
    assert_eq!(Member::all().count(db).await?, 0);
    Ok(())
}

async fn keys_of_rows_of_different_columns(db: &Database) -> Result<()> {
    // Keys from the program and auto-increment keys, with and without another column.
    let rows = (0..120).map(|number| {
        let given = (number % 3 == 1).then_some(5_000 + 10 * number as i64);
        patterned(number).set_some(Member::ID, given)
    });
    let members = Member::insert_all(rows).all(db).await?;
    for (number, member) in members.iter().enumerate() {
        assert!(is_patterned(member, number), "{number}: {member:?}");
        let given = 5_000 + 10 * number as i64;
        assert_eq!(number % 3 == 1, member.id == given, "{number}");
        assert_eq!(Member::find(member.id).one(db).await?, *member);
    }

    let rows = (0..40_u128).map(|number| {
        let name = format!("{number}");
        let given = (number % 4 < 2).then_some(Uuid::from_u128(number));
        Token::insert(NewToken { name: name.into() }).set_some(Token::ID, given)
    });
    let tokens = Token::insert_all(rows).all(db).await?;
    for (number, token) in (0..).zip(&tokens) {
        assert_eq!(token.name, format!("{number}"));
        assert_eq!(number % 4 < 2, token.id == Uuid::from_u128(number));
        assert_eq!(Token::find(token.id).one(db).await?, *token);
    }

    let rows = (0..40_i16).map(|number| {
        Seat::insert(NewSeat {
            row: if number % 2 == 0 { "b" } else { "B" }.into(),
            number: 40 - number,
        })
        .set_some(Seat::GUEST, (number % 3 == 0).then(|| format!("{number}")))
    });
    let seats = Seat::insert_all(rows).all(db).await?;
    for (number, seat) in (0..).zip(&seats) {
        let guest = (number % 3 == 0).then(|| format!("{number}"));
        assert_eq!((seat.number, &seat.guest), (40 - number, &guest));
    }
    Ok(())
}

async fn versions_and_deletions_of_rows_of_different_columns(db: &Database) -> Result<()> {
    let rows = (0..9_i16).map(|number| {
        let title = format!("{number}");
        Document::insert(NewDocument {
            title: title.into(),
        })
        .set_some(Document::VERSION, (number % 2 == 1).then_some(number))
        .set_some(Document::BODY, (number % 3 == 1).then_some("b"))
    });
    let versions: Vec<i16> = Document::insert_all(rows)
        .returning(Document::VERSION)
        .all(db)
        .await?;
    assert_eq!(versions, [1, 1, 1, 3, 1, 5, 1, 7, 1]);

    let gone = tablewright::jiff::Timestamp::UNIX_EPOCH;
    let rows = ["a", "b", "c", "d"].map(|text| {
        let new = NewNote {
            text: text.into(),
            slug: text.into(),
        };
        let gone = (text == "b" || text == "c").then_some(gone);
        Note::insert(new).set_some(Note::DELETED_AT, gone)
    });
    let notes = Note::insert_all(rows).all(db).await?;
    let gone: Vec<bool> = notes.iter().map(|note| note.deleted_at.is_some()).collect();
    assert_eq!(gone, [false, true, true, false]);
    assert_eq!(Note::all().count(db).await?, 2);
    Ok(())
}

async fn rows_that_set_nothing(db: &Database) -> Result<()> {
    let rows = std::iter::repeat_n(NewSession {}, 300);
    let sessions = Session::insert_all(rows).all(db).await?;
    let mut keys: Vec<Uuid> = sessions.iter().map(|session| session.key).collect();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), 300);
    assert_eq!(Session::insert_all([NewSession {}]).execute(db).await?, 1);
    Session::insert(NewSession {}).execute(db).await?;
    assert_eq!(Session::all().count(db).await?, 302);

    // Nothing, something, and nothing again.
    let rows = (0..30).map(|number| {
        let note = (number % 10 == 5).then(|| format!("{number}"));
        Session::insert(NewSession {}).set_some(Session::NOTE, note)
    });
    let sessions = Session::insert_all(rows).all(db).await?;
    let noted = sessions.iter().map(|session| session.note.as_deref());
    let noted: Vec<(usize, &str)> = noted
        .enumerate()
        .filter_map(|(number, note)| Some((number, note?)))
        .collect();
    assert_eq!(noted, [(5, "5"), (15, "15"), (25, "25")]);
    Ok(())
}

async fn keys_of_defaults_and_values(db: &Database) -> Result<()> {
    let page = |number: i16| match number % 4 {
        0 => None,
        1 => Some("shop"),
        2 => Some("home"),
        _ => Some("help"),
    };
    let rows = (0..40).map(|number| {
        Visit::insert(NewVisit { number })
            .set_some(Visit::PAGE, page(number))
            .set_some(Visit::NOTE, (number % 3 == 0).then_some(None::<String>))
    });
    let visits = Visit::insert_all(rows).all(db).await?;
    for (number, visit) in (0..).zip(&visits) {
        assert_eq!(visit.number, number);
        assert_eq!(visit.page, page(number).unwrap_or("home"));
        assert_eq!(visit.note.is_none(), number % 3 == 0);
    }
    // The key is taken, whether its parts are given or not.
    let again = Visit::insert(NewVisit { number: 0 }).set(Visit::PAGE, "home");
    assert!(again.one(db).await.is_err_and(|error| error.is_unique()));
    Ok(())
}
